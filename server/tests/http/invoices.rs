//! Invoices as files: for who bought and who sold, in their languages, and for nobody else; statements beside them.

use crate::common::{TestShop, assert_status, header, page_as, post_form};
use crate::makers::key_of;
use crate::world::world;
use axum::body::{Body, to_bytes};
use http::{Request, Response, StatusCode};
use platform::domain::integration::ApiScopes;
use platform::domain::order::Carrier;
use platform::domain::{LineId, PartId};
use platform::orders::Ship;

const BUYER: &str = "ada@shopper.example";
const OWNER: &str = "lucia@guayabo.example";

async fn get(shop: &TestShop, path: &str, cookie: &str) -> Response<Body> {
    shop.ask(Request::get(path).header("cookie", cookie).body(Body::empty()).unwrap()).await
}

/// The bytes of a paper, which is one.
pub async fn paper(response: Response<Body>, name: &str) -> Vec<u8> {
    assert_eq!(header(&response, "cache-control"), "private, no-store");
    papers_bytes(response, name).await
}

/// The same of a paper that nobody but a program asked for, whose answers say less to caches.
pub async fn papers_bytes(response: Response<Body>, name: &str) -> Vec<u8> {
    assert_status(&response, StatusCode::OK);
    assert!(header(&response, "cache-control").contains("no-store"));
    assert_eq!(header(&response, "content-type"), "application/pdf");
    assert_eq!(header(&response, "content-disposition"), format!("attachment; filename=\"{name}.pdf\""));
    let file = to_bytes(response.into_body(), 5_000_000).await.unwrap().to_vec();
    assert!(file.starts_with(b"%PDF-"), "{name}");
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_is_a_file_for_its_buyer_and_its_seller_and_does_not_exist_for_others() {
    let world = world().await;
    let shop = &world.shop;
    let (ada, lucia) = (shop.cookie_of(BUYER).await, shop.cookie_of(OWNER).await);
    let mut conn = shop.platform().db.read().await.unwrap();
    let listed = platform::invoices::of_part(&mut conn, world.part).await.unwrap();
    let id = world.invoice.parse().unwrap();
    let invoice = platform::invoices::one(&mut conn, id).await.unwrap();
    let foreign = platform::db::sql("SELECT id FROM invoices_invoices WHERE order_id <> $1 ORDER BY id");
    let (foreign,): (platform::domain::InvoiceId,) = conn.one(foreign.bind(world.order)).await.unwrap();
    drop(conn);

    // Both pages lead there.
    let (order, part) = (world.order, world.part);
    let bought = format!("/orders/{order}/invoices/{}", world.invoice);
    let sold = format!("/seller/orders/{part}/invoices/{}?seller={}", world.invoice, world.seller);
    assert!(page_as(shop, &format!("/orders/{order}"), &ada).await.contains(&format!("href=\"{bought}\"")));
    let desk = page_as(shop, &format!("/seller/orders/{part}?seller={}", world.seller), &lucia).await;
    assert!(desk.contains(&format!("href=\"{sold}\"")), "{sold}");

    let first = paper(get(shop, &bought, &ada).await, &invoice.number).await;
    let again = paper(get(shop, &bought, &ada).await, &invoice.number).await;
    assert_eq!(first, again, "the same paper each time");
    paper(get(shop, &sold, &lucia).await, &invoice.number).await;
    // The seller reads it in the language of the desk, the buyer as it was ordered.
    let arabic = format!("{lucia}; lang=ar");
    assert_ne!(paper(get(shop, &sold, &arabic).await, &invoice.number).await, first);
    let reads = format!("{ada}; lang=ar");
    assert_eq!(paper(get(shop, &bought, &reads).await, &invoice.number).await, first);

    let tomas = shop.cookie_of("tomas@paramo.example").await;
    for (path, cookie) in [
        (bought.clone(), &tomas),
        (format!("/orders/{order}/invoices/{foreign}"), &ada),
        (format!("/orders/{order}/invoices/nonsense"), &ada),
        (format!("/orders/nonsense/invoices/{}", world.invoice), &ada),
        (format!("/seller/orders/{part}/invoices/{foreign}?seller={}", world.seller), &lucia),
    ] {
        assert_status(&get(shop, &path, cookie).await, StatusCode::NOT_FOUND);
    }
    assert!(!listed.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_lists_an_orders_invoices_and_reads_each() {
    let world = world().await;
    let (_, key) = key_of(&world.shop, world.seller, ApiScopes::all()).await;
    let ask = async |path: String| {
        let request = Request::get(path).header("authorization", format!("Bearer {key}"));
        world.shop.ask(request.body(Body::empty()).unwrap()).await
    };
    let base = format!("/api/v1/orders/{}/invoices", world.part);
    let list = crate::common::text(ask(base.clone()).await).await;
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let first = &list["data"][0];
    assert_eq!((&first["id"], &first["kind"]), (&world.invoice.clone().into(), &"invoice".into()));
    let minor = |field: &str| first[field]["amount_minor"].as_i64().unwrap();
    assert_eq!(minor("net") + minor("tax"), minor("total"));
    let file = ask(format!("{base}/{}", world.invoice)).await;
    assert_status(&file, StatusCode::OK);
    assert_eq!(header(&file, "content-type"), "application/pdf");
    for wrong in [format!("{base}/inv_01j9zq3v5n8e7kx2m4t6w0ys1b"), format!("{base}/x")] {
        assert_status(&ask(wrong).await, StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_a_seller_is_to_the_law_stands_on_what_is_issued_from_then_on() {
    let world = world().await;
    let (shop, lucia) = (&world.shop, world.shop.cookie_of(OWNER).await);
    let save = async |rest: &str| {
        let body = format!("seller={}&{rest}", world.seller);
        post_form(shop, "/api/seller/legal", &lucia, &body).await
    };
    let refused = save("legal_name=Casa+Guayabo+LLC&address=1+River+Road&tax_id=12-345").await;
    assert_status(&refused, StatusCode::SEE_OTHER);
    let flash = crate::common::cookie_in(&refused, "flash").unwrap();
    let page = page_as(shop, "/seller/settings", &format!("{lucia}; {flash}")).await;
    assert!(page.contains("This is no tax number of United States."), "{page}");
    assert!(page.contains("value=\"Casa Guayabo LLC\""), "what was typed stays");
    save("legal_name=Casa+Guayabo+LLC&address=1+River+Road%0D%0AOakland,+CA+94607&tax_id=123456789").await;
    let page = page_as(shop, "/seller/settings", &lucia).await;
    assert!(page.contains("value=\"12-3456789\"") && page.contains("Oakland, CA 94607"), "{page}");

    let mut conn = shop.platform().db.read().await.unwrap();
    let before = platform::invoices::one(&mut conn, world.invoice.parse().unwrap()).await.unwrap();
    assert_eq!(before.content.0.sold_by.legal, None, "what was issued stays as it was");
    let text = "SELECT p.id, l.id, l.quantity FROM orders_parts p JOIN orders_lines l ON l.part_id = p.id
                WHERE p.seller_id = $1 AND p.state IN ('placed', 'accepted') AND l.shipped_quantity = 0 ORDER BY p.id";
    let (part, line, units): (PartId, LineId, i64) =
        conn.one(platform::db::sql(text).bind(world.seller)).await.unwrap();
    drop(conn);
    let parcel = Ship {
        key: "legal-parcel-000001".into(),
        seller: world.seller,
        lines: vec![(line, units)],
        carrier: Carrier::Ups,
        tracking: "1Z-LEGAL".into(),
    };
    shop.platform().orders.ship(parcel).await.unwrap();
    let mut conn = shop.platform().db.read().await.unwrap();
    let listed = platform::invoices::of_part(&mut conn, part).await.unwrap().remove(0);
    let issued = platform::invoices::one(&mut conn, listed.id).await.unwrap();
    let legal = issued.content.0.sold_by.legal.unwrap();
    assert_eq!((legal.name.as_str(), legal.tax_id.as_str()), ("Casa Guayabo LLC", "12-3456789"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_a_paper_too() {
    let world = world().await;
    let lucia = world.shop.cookie_of(OWNER).await;
    for which in [world.payout.as_str(), "open"] {
        let path = format!("/seller/payouts/{which}/statement.pdf?seller={}", world.seller);
        let page =
            page_as(&world.shop, &format!("/seller/payouts/{which}?seller={}", world.seller), &lucia).await;
        assert!(page.contains(&format!("href=\"{path}\"")), "{path}");
        paper(get(&world.shop, &path, &lucia).await, &format!("statement-{which}")).await;
    }
    let nowhere = format!("/seller/payouts/nonsense/statement.pdf?seller={}", world.seller);
    assert_status(&get(&world.shop, &nowhere, &lucia).await, StatusCode::NOT_FOUND);
}
