//! The operator's profit and loss: its figures are the ledger's, each leads down to its postings, and nobody else reads them.

use crate::common::{TestShop, assert_status, header, text};
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::db::sql;
use platform::domain::format::{self, Locale};
use platform::domain::{Currency, Money};
use platform::reporting::{self, ProfitItem, Range};

const OPERATOR: &str = "operator@orinoco.example";

async fn seeded() -> TestShop {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    shop.platform().settle().await.unwrap();
    shop
}

async fn get(shop: &TestShop, who: &str, path: &str) -> Response<Body> {
    let request = Request::get(path).header("cookie", shop.cookie_of(who).await);
    shop.ask(request.body(Body::empty()).unwrap()).await
}

/// Where a link that begins so leads to, in the order of the page.
fn links<'p>(page: &'p str, begins: &str) -> Vec<&'p str> {
    page.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.starts_with(begins))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_figures_are_the_sums_of_the_postings_and_lead_to_each() {
    let shop = seeded().await;
    let range = Range::last_days(shop.platform().db.now().utc_day(), 365);
    let mut conn = shop.platform().db.read().await.unwrap();
    let retail = platform::sellers::platform_seller(&mut conn).await.unwrap().map(|seller| seller.id);
    let profit = reporting::profit(&mut conn, Currency::USD, range, retail).await.unwrap();
    // Outside of the code that is tested: every posting of the platform's accounts, added up by the database.
    let all = "SELECT CAST(COALESCE(-SUM(p.amount_minor), 0) AS BIGINT) FROM ledger_postings p
        JOIN ledger_accounts a ON a.id = p.account_id
        WHERE a.owner_kind = 'platform' AND a.currency = 'USD' AND p.layer = 'posted'";
    let (earned,): (i64,) = conn.one(sql(all)).await.unwrap();
    drop(conn);
    assert!(earned > 0, "the demo shop earned something");
    assert_eq!(profit.contribution().now, earned);
    assert_eq!(profit.revenue().now + profit.costs().now, earned);
    assert!(profit.lines.iter().any(|line| matches!(line.item, ProfitItem::Stream(_))));
    assert!(
        profit.sold_minor.now >= profit.sold_by_sellers_minor.now && profit.sold_by_sellers_minor.now > 0
    );

    let page = text(get(&shop, OPERATOR, "/operator/profit?days=365").await).await;
    let contribution = format!("${}", Money::new(earned, Currency::USD).to_decimal());
    assert!(page.replace(',', "").contains(&contribution), "{contribution}");
    let accounts = links(&page, "/operator/profit/accounts/");
    assert_eq!(accounts.len(), profit.lines.len());
    let account = text(get(&shop, OPERATOR, &accounts[0].replace("&amp;", "&")).await).await;
    let postings = links(&account, "/operator/profit/postings/");
    assert!(!postings.is_empty());
    let posting = text(get(&shop, OPERATOR, postings[0]).await).await;
    assert!(posting.contains("id=\"postings\"") && links(&posting, "/operator/profit/accounts/").len() >= 2);

    let file = get(&shop, OPERATOR, "/operator/profit/file.csv?days=365&currency=USD").await;
    assert_status(&file, StatusCode::OK);
    assert!(header(&file, "content-disposition").starts_with("attachment; filename=\"profit-"));
    let file = text(file).await;
    assert_eq!(file.lines().count(), profit.lines.len() + 2, "a head, the lines and their sum");
    let sum = Money::new(earned, Currency::USD).to_decimal();
    assert!(file.lines().last().unwrap().contains(&format!("contribution,,{sum},")), "{file}");
}

/// What somebody reads of it: its texts with one space between them.
fn words(html: &str) -> String {
    let texts = html.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text.trim());
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_page_says_what_each_stream_and_each_day_earned_as_the_ledger_has_it() {
    let shop = seeded().await;
    // Outside of the code that is tested. All of the demo was sold today.
    let all = "SELECT a.owner_id, CAST(-SUM(p.amount_minor) AS BIGINT) FROM ledger_postings p
        JOIN ledger_accounts a ON a.id = p.account_id
        WHERE a.owner_kind = 'platform' AND a.purpose = 'revenue' AND a.currency = 'USD' AND p.layer = 'posted'
        GROUP BY a.owner_id HAVING SUM(p.amount_minor) <> 0 ORDER BY a.owner_id";
    let earned: Vec<(String, i64)> = shop.platform().db.read().await.unwrap().all(sql(all)).await.unwrap();
    assert!(earned.iter().any(|(stream, _)| stream == "commission"), "{earned:?}");
    let page = text(get(&shop, OPERATOR, "/operator?days=90").await).await;
    let said = words(&page);
    for (stream, minor) in &earned {
        let label = match stream.as_str() {
            "retail" => "Own retail",
            "commission" => "Commissions",
            "plan_fee" => "Seller plans",
            "item_fee" => "Fees per item",
            "refund_fee" => "Fees kept of refunds",
            other => panic!("what is the stream `{other}` called?"),
        };
        let figure = format!("{label} {}", format::money(Money::new(*minor, Currency::USD), Locale::En));
        assert!(said.contains(&figure), "no `{figure}` in {said}");
    }

    let chart = page.split_once("id=\"revenue\"").unwrap().1.split_once("</figure>").unwrap().0;
    // Behind the head: the day, what it earned, what the same day of the range before did.
    let days: Vec<i64> = chart
        .split("<tr")
        .skip(2)
        .map(|row| {
            let row = words(row);
            let digits: String =
                row.split(' ').nth(1).unwrap().chars().filter(char::is_ascii_digit).collect();
            digits.parse().unwrap()
        })
        .collect();
    assert_eq!(days.len(), 90);
    assert_eq!(days.iter().sum::<i64>(), earned.iter().map(|(_, minor)| minor).sum::<i64>(), "{days:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_none_is_not_found_and_nobody_else_reads_it() {
    let shop = seeded().await;
    for path in [
        "/operator/profit/accounts/lac_01jz0000000000000000000000",
        "/operator/profit/accounts/nonsense",
        "/operator/profit/postings/ltx_01jz0000000000000000000000",
        "/operator/profit/file.csv?currency=nonsense",
        "/operator/profit/file.csv?from=2026-03-02&until=2026-03-01",
    ] {
        assert_status(&get(&shop, OPERATOR, path).await, StatusCode::NOT_FOUND);
    }
    // A currency in which nothing happened, or that is none, shows the shop's own.
    let page = text(get(&shop, OPERATOR, "/operator/profit?currency=nonsense").await).await;
    assert!(page.contains("id=\"figures\""));
    for path in [
        "/operator/profit",
        "/operator/profit/file.csv",
        "/operator/profit/accounts/lac_01jz0000000000000000000000",
    ] {
        let answer = get(&shop, "lucia@guayabo.example", path).await;
        assert!(matches!(answer.status(), StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_chart_of_the_first_screen_is_a_file_with_the_same_figures() {
    let shop = seeded().await;
    let mut conn = shop.platform().db.read().await.unwrap();
    let (now, before) = reporting::revenue_days(&mut conn, 90).await.unwrap();
    drop(conn);
    let page = text(get(&shop, OPERATOR, "/operator?days=90").await).await;
    let file = links(&page, "/operator/revenue.csv")[0].to_owned();
    let file = get(&shop, OPERATOR, &file).await;
    assert_eq!(header(&file, "content-type"), "text/csv; charset=utf-8");
    assert_eq!(header(&file, "content-disposition"), "attachment; filename=\"revenue-90-days.csv\"");
    let file = text(file).await;
    let rows: Vec<Vec<&str>> = file.lines().map(|line| line.split(',').collect()).collect();
    let streams = "day,retail,commission,plan_fee,item_fee,refund_fee,revenue,revenue_before,currency";
    assert_eq!(rows[0].join(","), streams);
    assert_eq!((rows.len(), now.points.len(), before.points.len()), (91, 90, 90));
    for (row, (point, earlier)) in rows[1..].iter().zip(now.points.iter().zip(&before.points)) {
        let sums = [point.in_all(Currency::USD).to_decimal(), earlier.in_all(Currency::USD).to_decimal()];
        assert_eq!((row[6], row[7], row[8]), (sums[0].as_str(), sums[1].as_str(), "USD"));
    }
    let all: i64 = now.points.iter().map(|point| point.in_all(Currency::USD).minor()).sum();
    let total = now.total.iter().map(|sum| sum.amount).filter(|sum| sum.currency() == Currency::USD);
    assert_eq!(all, total.map(Money::minor).sum::<i64>());
    assert!(all > 0 && rows[1..].iter().any(|row| row[2] != "0.00"), "commissions were earned: {file}");
    assert_status(&get(&shop, OPERATOR, "/operator/revenue.csv?days=8").await, StatusCode::NOT_FOUND);
    let refused = get(&shop, "lucia@guayabo.example", "/operator/revenue.csv").await;
    assert!(matches!(refused.status(), StatusCode::FORBIDDEN | StatusCode::NOT_FOUND));
}

#[tokio::test(flavor = "multi_thread")]
async fn cohorts_are_the_shops_buyers_on_the_page_and_in_the_file() {
    let shop = seeded().await;
    let mut conn = shop.platform().db.read().await.unwrap();
    // Outside of the code that is tested.
    let all = "SELECT CAST(COUNT(DISTINCT COALESCE(o.guest_id, o.account_id)) AS BIGINT) FROM orders_orders o
        JOIN orders_parts p ON p.order_id = o.id
        WHERE p.state NOT IN ('awaiting_payment', 'cancelled') AND o.currency = 'USD'";
    let (buyers,): (i64,) = conn.one(sql(all)).await.unwrap();
    let cohorts = reporting::buyer_cohorts(&mut conn, Currency::USD, None).await.unwrap();
    drop(conn);
    assert!(buyers > 0 && cohorts.iter().map(|one| one.buyers).sum::<i64>() == buyers);
    let mut conn = shop.platform().db.read().await.unwrap();
    let of_all = reporting::attributed(&mut conn, Currency::USD).await.unwrap();
    // Outside of the code that is tested: what was posted for orders, and all that was posted.
    let all = "SELECT CAST(COALESCE(-SUM(p.amount_minor), 0) AS BIGINT),
            CAST(COALESCE(-SUM(CASE WHEN t.order_ref IS NULL THEN 0 ELSE p.amount_minor END), 0) AS BIGINT)
        FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
        JOIN ledger_transactions t ON t.id = p.tx_id
        WHERE (a.owner_kind = 'platform' OR a.purpose = 'processor_fees') AND a.currency = 'USD'
            AND p.layer = 'posted'";
    let (earned, of_orders): (i64, i64) = conn.one(sql(all)).await.unwrap();
    drop(conn);
    assert!(of_orders > 0, "the demo has orders that were sent");
    assert_eq!((of_all.contribution.minor(), of_all.of_cohorts.minor()), (earned, of_orders));
    assert_eq!(cohorts.iter().map(|one| one.brought.earned_minor).sum::<i64>(), of_orders);
    let months = cohorts.iter().flat_map(|one| &one.months);
    assert_eq!(
        months.map(|month| month.earned_minor).sum::<i64>(),
        of_orders,
        "all of the demo is of this year"
    );
    let page = text(get(&shop, OPERATOR, "/operator/profit/cohorts").await).await;
    for money in [of_all.rest(), of_all.contribution, cohorts[0].left()] {
        let shown = format::money(money, Locale::En);
        assert!(page.contains("id=\"brought\"") && words(&page).contains(&shown), "{shown}");
    }
    let file = links(&page, "/operator/profit/cohorts.csv")[0];
    let each = format!("${}", cohorts[0].each().to_decimal());
    assert!(page.replace(',', "").contains(&each), "{each}");
    let answer = get(&shop, OPERATOR, file).await;
    assert_eq!(header(&answer, "content-disposition"), "attachment; filename=\"cohorts.csv\"");
    let file = text(answer).await;
    assert_eq!(file.lines().count(), cohorts.len() + 1);
    let wrong = get(&shop, OPERATOR, "/operator/profit/cohorts.csv?currency=XXZ").await;
    assert_status(&wrong, StatusCode::NOT_FOUND);
    let other = get(&shop, "lucia@guayabo.example", "/operator/profit/cohorts.csv").await;
    assert_status(&other, StatusCode::FORBIDDEN);
}
