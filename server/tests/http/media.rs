//! Pictures over HTTP: in two formats under an address that never changes, and drawn where a product has none.

use crate::common::{TestShop, assert_status, header, text};
use axum::body::{Body, to_bytes};
use http::{Request, Response, StatusCode};

const HAT: &str = "alpaca-hat";
/// Whoever opens a picture alone runs nothing that may be in it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

async fn demo() -> TestShop {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop
}

/// Asks for a picture, checks what is said of it, and that whoever has it is not sent it again. Gives its bytes.
async fn picture(shop: &TestShop, path: &str, kind: &str, caching: &str) -> Vec<u8> {
    let answer = shop.get(path).await;
    assert_status(&answer, StatusCode::OK);
    for (name, expected) in [
        ("content-type", kind),
        ("cache-control", caching),
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(header(&answer, name), expected, "{name} of {path}");
    }
    let again: Response<Body> = shop
        .ask(Request::get(path).header("if-none-match", header(&answer, "etag")).body(Body::empty()).unwrap())
        .await;
    assert_status(&again, StatusCode::NOT_MODIFIED);
    assert_eq!(header(&again, "cache-control"), caching, "{path}");
    to_bytes(answer.into_body(), 1 << 24).await.unwrap().to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photograph_comes_in_both_formats_and_is_kept_for_ever() {
    let shop = demo().await;
    let photo = shop.give_picture(&[HAT]).await;
    let page = text(shop.get(&format!("/p/{HAT}")).await).await;
    assert!(page.contains(&format!("srcset=\"{}\"", photo.srcset("webp"))), "{page}");
    assert!(page.contains(&format!("src=\"{}\"", photo.src(640, "jpg"))), "{page}");
    for (ext, kind, begins) in
        [("webp", "image/webp", &b"RIFF"[..]), ("jpg", "image/jpeg", &b"\xff\xd8\xff"[..])]
    {
        for width in &photo.widths {
            let path = photo.src(*width, ext);
            let bytes = picture(&shop, &path, kind, "public, max-age=31536000, immutable").await;
            assert!(bytes.starts_with(begins), "{path} is no {kind}");
        }
    }
    for path in [photo.src(160, "svg"), "/media/nonsense/160.jpg".to_owned()] {
        assert_status(&shop.get(&path).await, StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_without_a_photograph_has_a_drawn_one() {
    let shop = demo().await;
    let page = text(shop.get(&format!("/p/{HAT}")).await).await;
    let gallery = page.split_once("data-slides").unwrap().1;
    let file = gallery.split_once("src=\"/media/drawn/").unwrap().1.split('"').next().unwrap();
    let path = format!("/media/drawn/{file}");
    let bytes = picture(&shop, &path, "image/svg+xml", "public, max-age=86400").await;
    let svg = String::from_utf8(bytes).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("aria-label=\"Alpaca hat\""), "{svg}");
    for path in [path.replace(".svg", ".png"), "/media/drawn/nonsense.svg".to_owned()] {
        assert_status(&shop.get(&path).await, StatusCode::NOT_FOUND);
    }
}
