//! Imports and exports over HTTP: a file from the form to the undo, and what is refused before anything is kept.

use crate::common::{TestShop, header, text};
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::catalog::{CatalogError, Condition, Offer, Terms, offers_of_seller, set_terms};
use platform::db::{DbError, sql};
use platform::domain::{Money, SellerId};
use platform::import::{UploadState, uploads_of_seller};

#[path = "../../../crates/import/tests/catalogues/zipping.rs"]
mod zipping;
use zipping::zip;

const LUCIA: &str = "lucia@guayabo.example";
const TOMAS: &str = "tomas@paramo.example";
const OPERATOR: &str = "operator@orinoco.example";
const GOOD: &str = "{\"id\":\"a\",\"title\":\"Clay jar\",\"price\":1500,\"sku\":\"JAR-1\"}\n";

async fn demo() -> (TestShop, String) {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let mut conn = shop.platform().db.read().await.unwrap();
    let guayabo = platform::sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id.to_string();
    drop(conn);
    (shop, guayabo)
}

/// A form as a browser sends it; `ends` is whether all of it comes.
async fn send(shop: &TestShop, who: Option<&str>, path: &str, file: &[u8], ends: bool) -> Response<Body> {
    let mut body =
        b"--cut\r\nContent-Disposition: form-data; name=\"stock\"\r\n\r\n3\r\n--cut\r\nContent-Disposition: \
                     form-data; name=\"file\"; filename=\"jars.jsonl\"\r\n\r\n"
            .to_vec();
    body.extend_from_slice(file);
    if ends {
        body.extend_from_slice(b"\r\n--cut--\r\n");
    }
    let request = Request::post(path)
        .header("content-type", "multipart/form-data; boundary=cut")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html");
    let request = match who {
        Some(email) => request.header("cookie", shop.cookie_of(email).await),
        None => request,
    };
    shop.ask(request.body(Body::from(body)).unwrap()).await
}

async fn press(shop: &TestShop, who: &str, path: &str, body: String) -> StatusCode {
    let request = Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "application/json")
        .header("cookie", shop.cookie_of(who).await);
    shop.ask(request.body(Body::from(body)).unwrap()).await.status()
}

async fn get(shop: &TestShop, who: &str, path: &str) -> Response<Body> {
    let request =
        Request::get(path).header("cookie", shop.cookie_of(who).await).header("accept", "text/html");
    shop.ask(request.body(Body::empty()).unwrap()).await
}

async fn states(shop: &TestShop, seller: &str) -> Vec<UploadState> {
    let mut conn = shop.platform().db.read().await.unwrap();
    let uploads = uploads_of_seller(&mut conn, seller.parse().unwrap(), 10).await.unwrap();
    uploads.into_iter().map(|upload| upload.state).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_previewed_imported_found_and_taken_back() {
    let (shop, guayabo) = demo().await;
    let path = format!("/seller/imports/to/{guayabo}");
    let file = format!("{GOOD}{{\"id\":\"=cmd\",\"title\":\"@x\",\"price\":5}}\n");
    let sent = send(&shop, Some(LUCIA), &path, file.as_bytes(), true).await;
    assert_eq!(sent.status(), StatusCode::SEE_OTHER);
    let page = header(&sent, "location").to_owned();
    assert!(text(get(&shop, LUCIA, &page).await).await.contains("Being checked"));
    // What the work says of itself every moment, of a file that takes longer.
    let far: Result<_, DbError> = shop
        .platform()
        .db
        .write(|tx| {
            Box::pin(async move { tx.exec(sql("UPDATE import_uploads SET done = 2, total = 5")).await })
        })
        .await;
    far.unwrap();
    let at_work = text(get(&shop, LUCIA, &page).await).await;
    assert!(at_work.contains("<progress") && at_work.contains("value=\"40\"") && at_work.contains("40%"));
    shop.platform().settle().await.unwrap();

    let shown = text(get(&shop, LUCIA, &page).await).await;
    assert!(shown.contains("Clay jar") && shown.contains("$15.00") && shown.contains("To decide"), "{shown}");
    let id = page.split(['/', '?']).nth(3).unwrap().to_owned();
    let findings = get(&shop, LUCIA, &format!("/seller/imports/{id}/findings?seller={guayabo}")).await;
    assert_eq!(header(&findings, "content-disposition"), "attachment; filename=\"findings.csv\"");
    let findings = text(findings).await;
    assert!(findings.starts_with("line,column,kind,reason\n2,"), "{findings}");

    let form = |rest: &str| format!("seller={guayabo}&upload={id}{rest}");
    assert_eq!(press(&shop, LUCIA, "/api/seller/import-start", form("&skip=on")).await, StatusCode::OK);
    assert_eq!(press(&shop, LUCIA, "/api/seller/import-start", form("&skip=on")).await, StatusCode::CONFLICT);
    shop.platform().settle().await.unwrap();
    let products = format!("/seller/products?seller={guayabo}&q=JAR-1");
    assert!(text(get(&shop, LUCIA, &products).await).await.contains("Clay jar"));
    assert!(text(shop.get("/search?q=clay+jar").await).await.contains("Clay jar"), "it can be found");
    let exported = get(&shop, LUCIA, &format!("/seller/export/icecat?seller={guayabo}")).await;
    assert_eq!(header(&exported, "content-disposition"), "attachment; filename=\"products-icecat.jsonl\"");
    assert!(text(exported).await.contains(r#""price":1500,"currency":"USD","sku":"JAR-1","quantity":3"#));

    assert_eq!(press(&shop, LUCIA, "/api/seller/import-undo", form("")).await, StatusCode::OK);
    shop.platform().settle().await.unwrap();
    assert_eq!(states(&shop, &guayabo).await, [UploadState::Undone]);
    let mut conn = shop.platform().db.read().await.unwrap();
    let jar = platform::catalog::offer_by_sku(&mut conn, guayabo.parse().unwrap(), "JAR-1").await.unwrap();
    assert!(!jar.unwrap().active);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_found_is_written_in_the_readers_language() {
    let (shop, guayabo) = demo().await;
    let path = format!("/seller/imports/to/{guayabo}");
    let file = "{\"id\":\"a\",\"title\":\"\",\"price\":5}\nnot json\n";
    let sent = send(&shop, Some(LUCIA), &path, file.as_bytes(), true).await;
    shop.platform().settle().await.unwrap();
    let id = header(&sent, "location").split(['/', '?']).nth(3).unwrap().to_owned();
    let findings = format!("/seller/imports/{id}/findings?seller={guayabo}");
    let in_language = async |language: &str| {
        let request = Request::get(&findings)
            .header("cookie", shop.cookie_of(LUCIA).await)
            .header("accept-language", language);
        text(shop.ask(request.body(Body::empty()).unwrap()).await).await
    };
    assert_eq!(
        in_language("es").await,
        "línea,columna,tipo,motivo\n1,title,error,está vacío\n2,la línea entera,error,no es un objeto JSON: en la \
         línea 2 no se entiende a partir del byte 2\n"
    );
    assert_eq!(
        in_language("ar").await,
        "السطر,العمود,النوع,السبب\n1,title,خطأ,فارغ\n2,السطر كله,خطأ,ليس كائن JSON: تتعذر قراءته في السطر 2 ابتداءً من \
         البايت 2\n"
    );
    assert!(in_language("en").await.starts_with("line,column,kind,reason\n1,title,error,it is empty\n"));

    // An upload from before findings were kept by kind has its table as a file, in English.
    let folder = shop.platform().config.data_dir.join("imports").join(&id);
    std::fs::remove_file(folder.join("findings.jsonl")).unwrap();
    std::fs::write(folder.join("findings.csv"), "line,column,kind,reason\n9,title,error,it is empty\n")
        .unwrap();
    assert!(in_language("ar").await.ends_with("9,title,error,it is empty\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn half_an_upload_a_bomb_and_a_stranger_leave_nothing() {
    let (shop, guayabo) = demo().await;
    let path = format!("/seller/imports/to/{guayabo}");
    let large = vec![b'x'; usize::try_from(platform::import::UPLOAD_BYTES_MAX).unwrap() + 1];
    for (file, ends) in
        [(GOOD.as_bytes(), false), (b"PK\x03\x04zip", true), (b"a\0b", true), (b"", true), (&large, true)]
    {
        let answer = send(&shop, Some(LUCIA), &path, file, ends).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let back = header(&answer, "location");
        assert!(back.starts_with("/seller/imports?seller="), "{back} after {} bytes", file.len());
        assert!(header(&answer, "set-cookie").contains("bad"), "{}", header(&answer, "set-cookie"));
    }
    let stranger = send(&shop, None, &path, GOOD.as_bytes(), true).await;
    assert!(header(&stranger, "location").starts_with("/sign-in"));
    for who in [TOMAS, OPERATOR] {
        let refused = send(&shop, Some(who), &path, GOOD.as_bytes(), true).await.status();
        assert!([StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&refused), "{who}: {refused}");
    }
    assert_eq!(states(&shop, &guayabo).await, []);
    let folder = shop.platform().config.data_dir.join("imports");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 0, "nothing is left on the disk");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_brings_its_pictures_and_one_that_leads_out_of_its_folder_is_refused() {
    let (shop, guayabo) = demo().await;
    let path = format!("/seller/imports/to/{guayabo}");
    let csv = b"Handle,Title,Variant SKU,Variant Price,Image Src\njar,Clay jar,JAR-1,15.00,jar.png\n";
    let png = include_bytes!("../../../public/icons/icon-512.png");
    let out = send(&shop, Some(LUCIA), &path, &zip(&[("list.csv", csv), ("../jar.png", png)]), true).await;
    assert!(header(&out, "location").starts_with("/seller/imports?seller="));
    assert!(header(&out, "set-cookie").contains("leads"), "{}", header(&out, "set-cookie"));
    assert_eq!(states(&shop, &guayabo).await, []);

    let sent = send(&shop, Some(LUCIA), &path, &zip(&[("list.csv", csv), ("jar.png", png)]), true).await;
    let page = header(&sent, "location").to_owned();
    shop.platform().settle().await.unwrap();
    let form = format!("seller={guayabo}&upload={}", page.split(['/', '?']).nth(3).unwrap());
    assert_eq!(press(&shop, LUCIA, "/api/seller/import-start", form).await, StatusCode::OK);
    shop.platform().settle().await.unwrap();
    assert_eq!(states(&shop, &guayabo).await, [UploadState::Done]);
    let found = text(shop.get("/search?q=clay+jar").await).await;
    assert!(found.contains("Clay jar") && found.contains("/media/pic_"), "{found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operators_upload_is_not_the_sellers_to_touch() {
    let (shop, guayabo) = demo().await;
    let path = format!("/operator/imports/to/{guayabo}");
    let sent = send(&shop, Some(OPERATOR), &path, GOOD.as_bytes(), true).await;
    let page = header(&sent, "location").to_owned();
    let id = page.rsplit('/').next().unwrap();
    shop.platform().settle().await.unwrap();
    assert!(text(get(&shop, OPERATOR, &page).await).await.contains("Clay jar"));
    let form = format!("seller={guayabo}&upload={id}");
    assert_eq!(press(&shop, LUCIA, "/api/seller/import-start", form).await, StatusCode::NOT_FOUND);
    let desk = format!("/seller/imports/{id}?seller={guayabo}");
    assert_eq!(get(&shop, LUCIA, &desk).await.status(), StatusCode::NOT_FOUND);
    let started = press(&shop, OPERATOR, "/api/operator/import-start", format!("upload={id}")).await;
    assert_eq!(started, StatusCode::OK);
    shop.platform().settle().await.unwrap();
    assert!(text(get(&shop, OPERATOR, &page).await).await.contains("What was done"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_format_is_offered_and_comes_as_a_file_of_its_kind() {
    let (shop, guayabo) = demo().await;
    let desks = [
        (LUCIA, format!("/seller/imports?seller={guayabo}")),
        (OPERATOR, format!("/operator/imports?for={guayabo}")),
    ];
    for (who, desk) in desks {
        let page = text(get(&shop, who, &desk).await).await;
        for (format, kind, name, begins) in [
            ("icecat", "application/x-ndjson", "products-icecat.jsonl", "{\"id\":"),
            ("shopify", "text/csv; charset=utf-8", "products-shopify.csv", "Title,URL handle,"),
            ("bestbuy", "application/x-ndjson", "products-bestbuy.jsonl", "{\"sku\":"),
            ("books", "text/csv; charset=utf-8", "products-books.csv", "book_id,isbn13,authors,"),
        ] {
            let path = format!("/seller/export/{format}?seller={guayabo}");
            assert!(page.contains(&path), "{who} is offered {format}");
            let answer = get(&shop, who, &path).await;
            assert_eq!((answer.status(), header(&answer, "content-type")), (StatusCode::OK, kind));
            assert_eq!(header(&answer, "content-disposition"), format!("attachment; filename=\"{name}\""));
            assert!(text(answer).await.starts_with(begins), "{format}");
        }
    }
    let of_another = get(&shop, TOMAS, &format!("/seller/export/books?seller={guayabo}")).await.status();
    assert!([StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&of_another), "{of_another}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_units_cost_is_in_the_sellers_own_file_and_in_nobody_elses() {
    let (shop, guayabo) = demo().await;
    let seller: SellerId = guayabo.parse().unwrap();
    let mut conn = shop.platform().db.read().await.unwrap();
    let rows = offers_of_seller(&mut conn, seller, None, 0, 50).await.unwrap().rows;
    drop(conn);
    let sold = |offer: &Offer| offer.active && offer.condition == Condition::New;
    let offer = rows.into_iter().map(|row| row.offer).find(sold).unwrap();
    let terms = Terms { handling_days: Some(4), cost: Some(Money::new(1_234_567, offer.price.currency())) };
    let id = offer.id;
    let said: Result<Offer, CatalogError> = shop
        .platform()
        .db
        .write(move |tx| Box::pin(async move { set_terms(tx, id, terms, None).await }))
        .await;
    said.unwrap();
    let path = format!("/seller/export/shopify?seller={guayabo}");
    assert!(text(get(&shop, LUCIA, &path).await).await.contains("12345.67"));
    let read_along = get(&shop, OPERATOR, &path).await;
    assert_eq!(read_along.status(), StatusCode::OK);
    assert!(!text(read_along).await.contains("12345.67"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_stopped_can_be_given_up_and_an_undo_says_what_it_left() {
    let (shop, guayabo) = demo().await;
    let path = format!("/seller/imports/to/{guayabo}");
    let bring = async |file: &str| {
        let sent = send(&shop, Some(LUCIA), &path, file.as_bytes(), true).await;
        shop.platform().settle().await.unwrap();
        let page = header(&sent, "location").to_owned();
        let form = format!("seller={guayabo}&upload={}", page.split(['/', '?']).nth(3).unwrap());
        assert_eq!(press(&shop, LUCIA, "/api/seller/import-start", form.clone()).await, StatusCode::OK);
        shop.platform().settle().await.unwrap();
        (page, form)
    };
    let (page, form) = bring(&format!("{GOOD}not json\n")).await;
    let stopped = text(get(&shop, LUCIA, &page).await).await;
    assert!(stopped.contains("Stopped") && stopped.contains("Give up"), "{stopped}");
    assert_eq!(press(&shop, LUCIA, "/api/seller/import-discard", form).await, StatusCode::OK);
    assert_eq!(states(&shop, &guayabo).await, []);

    bring(GOOD).await;
    let (page, form) = bring(&GOOD.replace("JAR-1", "JAR-2")).await;
    // The old number goes to another offer, and the import is taken back.
    bring(&GOOD.replace("\"a\"", "\"b\"")).await;
    assert_eq!(press(&shop, LUCIA, "/api/seller/import-undo", form).await, StatusCode::OK);
    shop.platform().settle().await.unwrap();
    let undone = text(get(&shop, LUCIA, &page).await).await;
    assert!(undone.contains("Taken back") && undone.contains("Left as it was: 1"), "{undone}");
    assert!(undone.contains("JAR-2") && undone.contains("JAR-1, belongs to another offer now"), "{undone}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_says_that_findings_are_gone_and_starts_an_undo_again_that_nobody_ends() {
    let (shop, guayabo) = demo().await;
    let path = format!("/seller/imports/to/{guayabo}");
    let file = format!("{GOOD}{{\"id\":\"b\",\"title\":\"@x\",\"price\":5}}\n");
    let sent = send(&shop, Some(LUCIA), &path, file.as_bytes(), true).await;
    shop.platform().settle().await.unwrap();
    let page = header(&sent, "location").to_owned();
    let id = page.split(['/', '?']).nth(3).unwrap().to_owned();
    let form = |rest: &str| format!("seller={guayabo}&upload={id}{rest}");
    assert_eq!(press(&shop, LUCIA, "/api/seller/import-start", form("&skip=on")).await, StatusCode::OK);
    shop.platform().settle().await.unwrap();
    let shown = async || text(get(&shop, LUCIA, &page).await).await;
    let done = shown().await;
    assert!(done.contains("/findings?seller=") && !done.contains("data-gone"), "{done}");
    std::fs::remove_dir_all(shop.platform().config.data_dir.join("imports").join(&id)).unwrap();
    let done = shown().await;
    assert!(done.contains("data-gone=\"findings\"") && !done.contains("/findings?seller="), "{done}");

    let undo = async || press(&shop, LUCIA, "/api/seller/import-undo", form("")).await;
    assert_eq!(undo().await, StatusCode::OK);
    assert!(!shown().await.contains("id=\"import-undo\""), "it is under way");
    let stalls: Result<u64, DbError> = shop
        .platform()
        .db
        .write(|tx| {
            Box::pin(async move {
                tx.exec(sql("UPDATE db_jobs SET state = 'dead' WHERE kind = 'import.upload'")).await?;
                tx.exec(sql("UPDATE import_uploads SET updated_at_us = 0")).await
            })
        })
        .await;
    assert_eq!(stalls.unwrap(), 1);
    let stalled = shown().await;
    assert!(stalled.contains("id=\"import-undo\"") && stalled.contains("Start it again"), "{stalled}");
    assert_eq!(undo().await, StatusCode::OK);
    assert_eq!(undo().await, StatusCode::CONFLICT, "it was begun again");
    shop.platform().settle().await.unwrap();
    assert_eq!(states(&shop, &guayabo).await, [UploadState::Undone]);
}
