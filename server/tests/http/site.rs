//! The files of the built site over HTTP: packed as asked for, kept for ever under their version, unknown under another.

use crate::common::{TestShop, assert_status, header};
use axum::body::Body;
use http::{Request, Response, StatusCode};
use server::http::site::{FILES, VERSION};
use std::io::Read as _;

const FOREVER: &str = "public, max-age=31536000, immutable";

/// One file of each kind that a page asks for.
const KINDS: [(&str, &str); 3] = [
    (".wasm", "application/wasm"),
    (".js", "text/javascript; charset=utf-8"),
    (".css", "text/css; charset=utf-8"),
];

fn addresses() -> impl Iterator<Item = (&'static str, &'static str)> {
    KINDS.into_iter().map(|(ending, kind)| {
        let file = FILES.iter().find(|file| file.path.starts_with("/pkg/") && file.path.ends_with(ending));
        (file.unwrap_or_else(|| panic!("the site has no {ending}")).path, kind)
    })
}

async fn ask(shop: &TestShop, path: &str, name: &'static str, value: &str) -> Response<Body> {
    shop.ask(Request::get(path).header(name, value).body(Body::empty()).unwrap()).await
}

async fn bytes(response: Response<Body>) -> Vec<u8> {
    axum::body::to_bytes(response.into_body(), 1 << 26).await.unwrap().to_vec()
}

fn unpacked(encoding: &str, packed: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    match encoding {
        "br" => brotli::BrotliDecompress(&mut &packed[..], &mut plain).unwrap(),
        "gzip" => {
            flate2::read::GzDecoder::new(packed).read_to_end(&mut plain).unwrap();
        }
        _ => plain.extend_from_slice(packed),
    }
    plain
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_the_site_is_packed_as_asked_for_and_kept_for_ever() {
    if FILES.is_empty() {
        assert!(std::env::var_os("CI").is_none(), "no site in this build: run scripts/build site first");
        eprintln!("skipped: this build holds no site; scripts/build site, then test with --release");
        return;
    }
    let shop = TestShop::new().await;
    for (path, kind) in addresses() {
        assert!(path.starts_with(&format!("/pkg/{VERSION}/")), "{path}");
        let plain = bytes(ask(&shop, path, "accept-encoding", "identity").await).await;
        for (accepted, encoding) in [
            ("gzip, deflate, br, zstd", "br"),
            ("br;q=0.2, gzip", "br"),
            ("gzip", "gzip"),
            ("br;q=0, gzip", "gzip"),
            ("identity", ""),
            ("br;q=0, gzip;q=0", ""),
        ] {
            let answer = ask(&shop, path, "accept-encoding", accepted).await;
            assert_status(&answer, StatusCode::OK);
            for (name, expected) in [
                ("content-encoding", encoding),
                ("content-type", kind),
                ("cache-control", FOREVER),
                ("vary", "accept-encoding"),
            ] {
                assert_eq!(header(&answer, name), expected, "{name} of {path} for `{accepted}`");
            }
            let sent = bytes(answer).await;
            assert!(encoding.is_empty() || sent.len() < plain.len(), "{path} for `{accepted}`");
            assert!(unpacked(encoding, &sent) == plain, "{path} for `{accepted}` is another file");
        }
        let tag = header(&ask(&shop, path, "accept-encoding", "br").await, "etag").to_owned();
        let known = ask(&shop, path, "if-none-match", &tag).await;
        assert_status(&known, StatusCode::NOT_MODIFIED);
        assert_eq!(header(&known, "cache-control"), FOREVER);
        assert_eq!(bytes(known).await, b"");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_version_of_the_site_is_not_there_and_that_is_not_kept() {
    let shop = TestShop::new().await;
    let mut paths: Vec<String> =
        KINDS.iter().map(|(ending, _)| format!("/pkg/0123456789ab/orinoco{ending}")).collect();
    paths.push(format!("/pkg/{VERSION}/no-such-file.js"));
    if !FILES.is_empty() {
        paths.extend(addresses().map(|(path, _)| path.replace(VERSION, "0123456789ab")));
    }
    for path in paths {
        let answer = shop.get(&path).await;
        assert_status(&answer, StatusCode::NOT_FOUND);
        assert_eq!(header(&answer, "cache-control"), "no-store", "{path}");
    }
}
