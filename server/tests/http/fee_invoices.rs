//! The platform's invoices of its fees: listed, handed out as files, by the API too; and the year as a paper.

use crate::common::{TestShop, assert_status, page_as};
use crate::invoices::{paper, papers_bytes};
use crate::makers::key_of;
use crate::world::world;
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::domain::integration::ApiScopes;

const OWNER: &str = "lucia@guayabo.example";
const OPERATOR: &str = "operator@orinoco.example";

async fn get(shop: &TestShop, path: &str, cookie: &str) -> Response<Body> {
    shop.ask(Request::get(path).header("cookie", cookie).body(Body::empty()).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_platform_charged_is_an_invoice_for_its_seller_and_the_operator() {
    let world = world().await;
    let (shop, seller) = (&world.shop, world.seller);
    let invoice = {
        let mut conn = shop.platform().db.read().await.unwrap();
        platform::fees::invoice(&mut conn, world.fee_invoice.parse().unwrap()).await.unwrap()
    };
    let file = format!("/seller/invoices/{}/invoice.pdf?seller={seller}", world.fee_invoice);
    for (who, page) in [
        (OWNER, format!("/seller/invoices?seller={seller}")),
        (OPERATOR, format!("/seller/invoices?seller={seller}")),
        (OPERATOR, "/operator/fees".to_owned()),
    ] {
        let cookie = shop.cookie_of(who).await;
        let page = page_as(shop, &page, &cookie).await;
        assert!(page.contains(&format!("href=\"{file}\"")), "{who}: {page}");
        assert!(page.contains(&invoice.number), "{who}");
        paper(get(shop, &file, &cookie).await, &invoice.number).await;
    }
    let lucia = shop.cookie_of(OWNER).await;
    let unknown = format!("/seller/invoices/fin_01j9zq3v5n8e7kx2m4t6w0ys1b/invoice.pdf?seller={seller}");
    for nowhere in [unknown.as_str(), &format!("/seller/invoices/x/invoice.pdf?seller={seller}")] {
        assert_status(&get(shop, nowhere, &lucia).await, StatusCode::NOT_FOUND);
    }
    let checked = shop.platform().check().await.unwrap();
    let fees = checked.into_iter().find(|checked| checked.capability == "fees").unwrap();
    assert_eq!(fees.broken, vec![]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_reads_the_same_invoices() {
    let world = world().await;
    let shop = &world.shop;
    let (_, key) = key_of(shop, world.seller, ApiScopes::all()).await;
    let ask = async |path: &str| {
        let request = Request::get(path).header("authorization", format!("Bearer {key}"));
        shop.ask(request.body(Body::empty()).unwrap()).await
    };
    let answer = crate::common::text(ask("/api/v1/fee-invoices").await).await;
    let page: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let one = &page["data"][0];
    assert_eq!(one["id"], world.fee_invoice.as_str());
    let minor = |amount: &serde_json::Value| amount["amount_minor"].as_i64().unwrap();
    let lines = one["lines"].as_array().unwrap();
    let net: i64 = lines.iter().map(|line| minor(&line["net"])).sum();
    let tax: i64 = lines.iter().map(|line| minor(&line["tax"])).sum();
    assert_eq!((net, tax), (minor(&one["net"]), minor(&one["tax"])));
    assert_eq!(net + tax, minor(&one["total"]));
    let number = one["number"].as_str().unwrap();
    papers_bytes(ask(&format!("/api/v1/fee-invoices/{}/pdf", world.fee_invoice)).await, number).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_is_a_paper_too() {
    let world = world().await;
    let (shop, seller) = (&world.shop, world.seller);
    let lucia = shop.cookie_of(OWNER).await;
    let page = page_as(shop, &format!("/seller/year?seller={seller}"), &lucia).await;
    let (_, from) = page.split_once("/seller/year.pdf?year=").expect("the page links to the file");
    let year = &from[..4];
    let path = format!("/seller/year.pdf?year={year}&seller={seller}");
    let file = paper(get(shop, &path, &lucia).await, &format!("year-{year}")).await;
    assert_eq!(paper(get(shop, &path, &lucia).await, &format!("year-{year}")).await, file, "the same bytes");
    let wrong = format!("/seller/year.pdf?year=soon&seller={seller}");
    assert_status(&get(shop, &wrong, &lucia).await, StatusCode::NOT_FOUND);
}
