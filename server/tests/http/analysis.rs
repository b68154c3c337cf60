//! The analysis over HTTP: page and files have the same figures, a range that is none is told, and each seller has their own.

use crate::common::{TestShop, assert_status, header, text};
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::domain::calendar::day_text;
use platform::domain::{Money, SellerId};
use platform::reporting::{self, Analysis, Range};

const OWNER: &str = "lucia@guayabo.example";
const OTHER: &str = "tomas@paramo.example";

async fn seeded() -> (TestShop, SellerId) {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop.platform().settle().await.unwrap();
    let mut conn = shop.platform().db.read().await.unwrap();
    let seller = platform::sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id;
    drop(conn);
    (shop, seller)
}

async fn get(shop: &TestShop, who: &str, path: &str) -> Response<Body> {
    let request = Request::get(path).header("cookie", shop.cookie_of(who).await);
    shop.ask(request.body(Body::empty()).unwrap()).await
}

async fn figures(shop: &TestShop, seller: SellerId) -> Analysis {
    let mut conn = shop.platform().db.read().await.unwrap();
    let range = Range::last_days(shop.platform().db.now().utc_day(), 30);
    let currency = platform::sellers::get(&mut conn, seller).await.unwrap().unwrap().currency;
    reporting::analysis(&mut conn, seller, currency, range, 25).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn page_and_files_show_the_same_and_lead_to_the_orders() {
    let (shop, seller) = seeded().await;
    let found = figures(&shop, seller).await;
    assert!(found.now.orders > 0 && !found.products.is_empty(), "the demo shop sold something");
    let page = text(get(&shop, OWNER, &format!("/seller/analysis?seller={seller}")).await).await;
    let sales = format!("${}", found.now.sales.to_decimal());
    assert!(page.replace(',', "").contains(&sales), "{sales}");
    let best = &found.products[0];
    let orders = format!("/seller/orders?seller={seller}&amp;show=all&amp;product={}", best.key.id);
    assert!(page.contains(&orders), "{orders}");

    let path = format!("/seller/analysis/products.csv?seller={seller}");
    let file = get(&shop, OWNER, &path).await;
    assert_eq!(header(&file, "content-type"), "text/csv; charset=utf-8");
    assert!(header(&file, "content-disposition").starts_with("attachment; filename=\"products-"));
    let file = text(file).await;
    let line = file.lines().nth(1).unwrap();
    let money = Money::new(best.sales_minor.now, found.now.sales.currency()).to_decimal();
    assert!(line.starts_with(&best.key.id.to_string()) && line.contains(&format!(",{money},")), "{line}");
    for table in ["figures", "sales", "categories", "countries", "devices", "funnel", "cohorts"] {
        let answer =
            get(&shop, OWNER, &format!("/seller/analysis/{table}.csv?seller={seller}&days=90")).await;
        assert_status(&answer, StatusCode::OK);
        assert!(text(answer).await.lines().count() > 1, "{table} has lines");
    }

    let list = format!("/seller/orders?seller={seller}&show=all&product={}", best.key.id);
    let list = text(get(&shop, OWNER, &list).await).await;
    assert!(list.contains("id=\"narrowed\"") && list.contains("data-part="));
    let nothing = "/seller/orders?show=all&product=prd_01jz0000000000000000000000";
    let nothing = text(get(&shop, OWNER, nothing).await).await;
    assert!(!nothing.contains("data-part="));
}

#[tokio::test(flavor = "multi_thread")]
async fn categories_countries_and_devices_lead_to_their_orders_and_each_filter_can_be_taken_off() {
    let (shop, seller) = seeded().await;
    let found = figures(&shop, seller).await;
    let page = text(get(&shop, OWNER, &format!("/seller/analysis?seller={seller}")).await).await;
    let days = format!("from={}&until={}", day_text(found.range.first()), day_text(found.range.last()));
    let category = found.categories.iter().find(|line| line.units.now > 0).unwrap();
    let country = found.countries.iter().find(|line| line.units.now > 0).unwrap();
    let device = found.devices.iter().find(|line| line.units.now > 0).unwrap();
    let of = |text: &str| if text.is_empty() { "unknown".to_owned() } else { text.to_owned() };
    for filter in [
        format!("category={}", category.key.id.unwrap()),
        format!("country={}", of(&country.key)),
        format!("device={}", of(&device.key.device)),
    ] {
        let list = format!("/seller/orders?seller={seller}&{days}&show=kept&{filter}");
        assert!(page.contains(&list.replace('&', "&amp;")), "{list}");
        let list = text(get(&shop, OWNER, &list).await).await;
        assert!(list.contains("data-part=") && list.contains("id=\"narrowed\""), "{filter}");
        assert_eq!(list.matches("Remove filter").count(), 2, "{filter} and its days");
        // Each is taken off by itself.
        for left in [&days, &filter] {
            let without = format!("/seller/orders?show=kept&{left}&seller={seller}").replace('&', "&amp;");
            assert!(list.contains(&format!("href=\"{without}\"")), "{without}");
        }
    }
    // What is no filter narrows nothing, and no chip says that it did.
    let wrong =
        format!("/seller/orders?seller={seller}&show=all&country=us&device=tv&from=2026-02-30&until=x");
    let wrong = text(get(&shop, OWNER, &wrong).await).await;
    assert!(wrong.contains("data-part=") && !wrong.contains("Remove filter"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_charts_of_the_first_screen_are_files_with_their_figures() {
    let (shop, seller) = seeded().await;
    let screen = text(get(&shop, OWNER, &format!("/seller?seller={seller}")).await).await;
    let mut conn = shop.platform().db.read().await.unwrap();
    let of = platform::sellers::get(&mut conn, seller).await.unwrap().unwrap();
    let days = reporting::daily_sales(&mut conn, seller, of.currency, of.dispatch.zone, 60).await.unwrap();
    drop(conn);
    assert!(days[30..].iter().any(|day| day.orders > 0), "the demo shop sold something in a month");
    for (chart, rows) in [("hours", 23..=25), ("days", 30..=30)] {
        let path = format!("/seller/analysis/{chart}.csv?seller={seller}");
        assert!(screen.contains(&path), "the screen leads to {path}");
        let file = get(&shop, OWNER, &path).await;
        assert_eq!(header(&file, "content-type"), "text/csv; charset=utf-8");
        assert_eq!(header(&file, "content-disposition"), format!("attachment; filename=\"{chart}.csv\""));
        let file = text(file).await;
        let (head, lines) = file.split_once('\n').unwrap();
        assert!(head.starts_with("from,zone,sales,orders,units,sales_before,"), "{head}");
        assert!(rows.contains(&lines.lines().count()), "{chart}: {lines}");
        if chart == "days" {
            for ((line, now), before) in lines.lines().zip(&days[30..]).zip(&days[..30]) {
                let figures = [now, before]
                    .map(|day| format!("{},{},{}", day.gross.to_decimal(), day.orders, day.units));
                assert!(line.contains(&format!(",{},USD", figures.join(","))), "{line}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_range_that_is_none_is_told_and_changes_nothing() {
    let (shop, seller) = seeded().await;
    let page = |query: &str| format!("/seller/analysis?seller={seller}&{query}");
    for (query, words) in [
        ("from=2026-02-30&until=2026-03-01", "Give both days"),
        ("from=2026-03-01", "Give both days"),
        ("from=2026-03-02&until=2026-03-01", "The last day comes after the first"),
        ("from=2020-01-01&until=2026-03-01", "The last day comes after the first"),
    ] {
        let answer = get(&shop, OWNER, &page(query)).await;
        assert_status(&answer, StatusCode::OK);
        let page = text(answer).await;
        assert!(page.contains(words) && page.contains("id=\"figures\""), "{query}");
        let file = get(&shop, OWNER, &format!("/seller/analysis/products.csv?seller={seller}&{query}")).await;
        assert_status(&file, StatusCode::NOT_FOUND);
    }
    let year = text(get(&shop, OWNER, &page("days=365")).await).await;
    assert!(year.contains("Sales by week") && !year.contains("Give both days"));
    let long = text(get(&shop, OWNER, &page("from=2025-01-01&until=2026-12-31")).await).await;
    assert!(long.contains("Sales by 30 days"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reads_another_sellers_figures() {
    let (shop, seller) = seeded().await;
    for path in [
        "/seller/analysis",
        "/seller/analysis/products.csv",
        "/seller/analysis/cohorts.csv",
        "/seller/analysis/hours.csv",
    ] {
        let answer = get(&shop, OTHER, &format!("{path}?seller={seller}")).await;
        assert!(matches!(answer.status(), StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{path}");
        let request = Request::get(format!("{path}?seller={seller}")).body(Body::empty()).unwrap();
        let answer = shop.ask(request).await;
        assert!(matches!(answer.status(), StatusCode::UNAUTHORIZED | StatusCode::SEE_OTHER), "{path}");
    }
    for path in
        ["/seller/analysis/nonsense.csv", "/seller/analysis/products", "/seller/analysis/products.csv"]
    {
        let named = if path.ends_with("products.csv") { String::new() } else { format!("?seller={seller}") };
        assert_status(&get(&shop, OWNER, &format!("{path}{named}")).await, StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_says_whose_hours_it_shows() {
    let (shop, seller) = seeded().await;
    let page = text(get(&shop, OWNER, &format!("/seller?seller={seller}")).await).await;
    // Casa Guayabo is in Los Angeles: seven or eight hours behind, by the time of year.
    assert!(page.contains("Sales by hour (UTC-07:00)") || page.contains("Sales by hour (UTC-08:00)"));
}
