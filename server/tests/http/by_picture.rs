//! Finding a product by a picture of it, over HTTP.

use crate::api::seller_of;
use crate::common::{TestShop, assert_status, header, page_as, text};
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::catalog::{CatalogError, ProductStatus, product_by_slug, set_product_status};
use platform::db::sql;
use platform::domain::SellerId;

const TOMAS: &str = "tomas@paramo.example";
const PAPRIKA: &str = "smoked-paprika-tin-75-g";
const SOAP: &str = "olive-oil-soap-three-bars";
/// The picture that `give_picture` gives, as another shop has it: smaller.
const SMALLER: &[u8] = include_bytes!("../../../public/icons/icon-192.png");
const ANOTHER: &[u8] = include_bytes!("../../../public/icons/share.png");

async fn send(
    shop: &TestShop,
    who: Option<&str>,
    seller: SellerId,
    accept: &str,
    file: &[u8],
) -> Response<Body> {
    let mut body =
        b"--river\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"p.png\"\r\n\r\n".to_vec();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--river--\r\n");
    let request = Request::post(format!("/seller/products/by-picture/{seller}"))
        .header("content-type", "multipart/form-data; boundary=river")
        .header("sec-fetch-site", "same-origin")
        .header("accept", accept);
    let request = match who {
        Some(email) => request.header("cookie", shop.cookie_of(email).await),
        None => request,
    };
    shop.ask(request.body(Body::from(body)).unwrap()).await
}

/// What a browser shows after the form: the page that it leads to, with what was left for it.
async fn shown(shop: &TestShop, seller: SellerId, file: &[u8]) -> String {
    let answer = send(shop, Some(TOMAS), seller, "text/html", file).await;
    assert_status(&answer, StatusCode::SEE_OTHER);
    let mut cookie = shop.cookie_of(TOMAS).await;
    for left in answer.headers().get_all("set-cookie") {
        cookie = format!("{cookie}; {}", left.to_str().unwrap().split(';').next().unwrap());
    }
    page_as(shop, header(&answer, "location"), &cookie).await
}

/// The part of the page with what was found.
fn found(page: &str) -> &str {
    page.split_once("id=\"found\"").unwrap().1
}

async fn pictures(shop: &TestShop) -> i64 {
    let mut conn = shop.platform().db.read().await.unwrap();
    let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM pictures_pictures";
    conn.one::<(i64,)>(sql(text)).await.unwrap().0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_finds_a_product_by_a_picture_that_is_not_kept() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop.platform().settle().await.unwrap();
    shop.give_picture(&[PAPRIKA]).await;
    let desk = seller_of(&shop, "paramo").await;
    let (paprika, soap) = {
        let mut conn = shop.platform().db.read().await.unwrap();
        let paprika = product_by_slug(&mut conn, PAPRIKA).await.unwrap().unwrap().product.id;
        (paprika, product_by_slug(&mut conn, SOAP).await.unwrap().unwrap().product.id)
    };
    let (offer, other) = (format!("/seller/products/add/{paprika}"), format!("/seller/products/add/{soap}"));
    let before = pictures(&shop).await;

    let page = shown(&shop, desk, SMALLER).await;
    let list = found(&page);
    assert!(list.contains(&offer) && !list.contains(&other), "{list}");
    assert!(list.contains("% alike") && list.contains("the most alike first"), "{list}");
    let page = shown(&shop, desk, ANOTHER).await;
    assert!(!found(&page).contains(&offer));
    assert!(found(&page).contains("has a picture like yours"), "{page}");

    // What the shop does not show is not found.
    for status in [ProductStatus::Hidden, ProductStatus::Withdrawn, ProductStatus::Active] {
        let set: Result<bool, CatalogError> = shop
            .platform()
            .db
            .write(move |tx| Box::pin(async move { set_product_status(tx, paprika, status).await }))
            .await;
        assert!(set.unwrap());
        let page = shown(&shop, desk, SMALLER).await;
        assert_eq!(found(&page).contains(&offer), status == ProductStatus::Active, "{status:?}");
    }
    assert_eq!(pictures(&shop).await, before, "what was sent is not kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_of_anything_is_refused_with_the_reason() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let desk = seller_of(&shop, "paramo").await;
    for (file, words) in [
        (b"<svg onload=alert(1)>".as_slice(), "is not a JPEG, PNG or WebP picture"),
        (&SMALLER[..SMALLER.len() / 2], "is not a JPEG, PNG or WebP picture"),
        (b"".as_slice(), "Choose a photo first."),
    ] {
        let page = shown(&shop, desk, file).await;
        assert!(page.contains(words), "{words}");
        let answer = send(&shop, Some(TOMAS), desk, "application/json", file).await;
        assert_status(&answer, StatusCode::UNPROCESSABLE_ENTITY);
    }
    // Nobody looks at another's desk, and an address that was tampered with finds nothing.
    for (who, status) in [
        (None, StatusCode::UNAUTHORIZED),
        (Some("lucia@guayabo.example"), StatusCode::NOT_FOUND),
        (Some("ada@shopper.example"), StatusCode::NOT_FOUND),
        (Some(TOMAS), StatusCode::OK),
    ] {
        assert_status(&send(&shop, who, desk, "application/json", SMALLER).await, status);
    }
    let answer = send(&shop, None, desk, "text/html", SMALLER).await;
    assert_status(&answer, StatusCode::SEE_OTHER);
    assert!(header(&answer, "location").starts_with("/sign-in"));
    let cookie = shop.cookie_of(TOMAS).await;
    for like in ["", "%27", &"f".repeat(48), &"0".repeat(48), &"z".repeat(48), &"1".repeat(10_000)] {
        let path = format!("/seller/products/add?like={like}");
        let request = Request::get(path).header("accept", "text/html").header("cookie", &cookie);
        let answer = shop.ask(request.body(Body::empty()).unwrap()).await;
        assert_status(&answer, StatusCode::OK);
        assert!(!text(answer).await.contains("% alike"), "{like}");
    }
}
