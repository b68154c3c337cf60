//! Payouts over HTTP: the form's errors, one click paid once, the statement down to the postings, a hold.

use crate::common::{TestShop, assert_status, header, page_as, post_as, text};
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::disputes::Answer;
use platform::disputes::lists::{self as disputes, DisputeFilter};
use platform::domain::dispute::DisputeAnswer;
use platform::domain::{Currency, Money, SellerId};
use platform::ledger::{AccountRef, Memo, NewTransaction, Posting, TransactionKind};

const OWNER: &str = "lucia@guayabo.example";
const OPERATOR: &str = "operator@orinoco.example";

async fn seeded() -> (TestShop, SellerId) {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let mut conn = shop.platform().db.read().await.unwrap();
    let seller = platform::sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id;
    // The demo's dispute is won, so that nothing is owed before something is earned.
    let open = disputes::page(&mut conn, Some(seller), DisputeFilter::Open, None, 1).await.unwrap().remove(0);
    drop(conn);
    let answer = Answer {
        key: "payouts-dispute-won".into(),
        seller,
        id: open.id,
        what: DisputeAnswer::Contest,
        text: "Winning evidence: it was delivered.".into(),
    };
    shop.platform().disputes.answer(answer).await.unwrap();
    (shop, seller)
}

async fn post(shop: &TestShop, who: &str, path: &str, body: String) -> Response<Body> {
    post_as(shop, Some(who), path, body).await
}

async fn get(shop: &TestShop, who: &str, path: &str) -> Response<Body> {
    let request = Request::get(path).header("cookie", shop.cookie_of(who).await);
    shop.ask(request.body(Body::empty()).unwrap()).await
}

/// Money that no order holds back.
async fn give(shop: &TestShop, seller: SellerId, minor: i64, key: &'static str) {
    let amount = Money::new(minor, Currency::USD);
    let given: Result<_, platform::ledger::LedgerError> = shop
        .platform()
        .db
        .write(move |tx| {
            Box::pin(async move {
                let payable = AccountRef::seller_payable(seller, Currency::USD);
                let new = NewTransaction::posted(key, TransactionKind::Adjustment)
                    .line(Posting::debit(
                        AccountRef::marketing("gift", Currency::USD),
                        amount,
                        Memo::Adjustment,
                    )?)
                    .line(Posting::credit(payable, amount, Memo::Adjustment)?);
                platform::ledger::post(tx, new).await
            })
        })
        .await;
    given.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_pays_once_and_its_statement_opens_down_to_the_postings() {
    let (shop, seller) = seeded().await;
    let key = "seller-payout-0001";
    let pay = |key: &str| format!("seller={seller}&key={key}");
    let early = post(&shop, OWNER, "/api/seller/pay-out", pay(key)).await;
    assert_status(&early, StatusCode::CONFLICT);
    give(&shop, seller, 12_345, "gift-1").await;
    let page = text(get(&shop, OWNER, &format!("/seller/payouts?seller={seller}")).await).await;
    let button = page.split("Pay out ").nth(1).map(|rest| &rest[..20]);
    assert!(page.contains("Pay out $123.45 now"), "the button says how much: {button:?}");
    for _ in 0..2 {
        assert_status(&post(&shop, OWNER, "/api/seller/pay-out", pay(key)).await, StatusCode::OK);
    }
    let again = post(&shop, OWNER, "/api/seller/pay-out", pay("seller-payout-0002")).await;
    assert_status(&again, StatusCode::CONFLICT);
    let mut conn = shop.platform().db.read().await.unwrap();
    let paid = platform::payouts::payouts_of(&mut conn, Some(seller), 10).await.unwrap();
    drop(conn);
    assert_eq!(paid.len(), 1);
    assert_eq!(paid[0].amount.minor(), 12_345);

    let statement = format!("/seller/payouts/{}", paid[0].id);
    let page = text(get(&shop, OWNER, &format!("{statement}?seller={seller}")).await).await;
    assert!(page.contains(&format!("/seller/postings/{}", paid[0].ledger)));
    let posting = format!("/seller/postings/{}?seller={seller}", paid[0].ledger);
    let page = text(get(&shop, OWNER, &posting).await).await;
    assert!(page.contains("On its way to your bank") && page.contains("-$123.45"));

    let file = get(&shop, OWNER, &format!("{statement}/statement.csv?seller={seller}")).await;
    assert_eq!(header(&file, "content-type"), "text/csv; charset=utf-8");
    assert!(header(&file, "content-disposition").starts_with("attachment; filename=\"statement-"));
    let year = get(&shop, OWNER, &format!("/seller/year.csv?seller={seller}")).await;
    assert!(header(&year, "content-disposition").starts_with("attachment; filename=\"year-20"));
    for wrong in ["year=1", "year=soon", "year=2026.5"] {
        let answer = get(&shop, OWNER, &format!("/seller/year.csv?seller={seller}&{wrong}")).await;
        assert_eq!(answer.status(), http::StatusCode::NOT_FOUND, "{wrong}");
    }
    let file = text(file).await;
    let rows: Vec<Vec<&str>> = file.lines().skip(1).map(|row| row.split(',').collect()).collect();
    let cents = |text: &str| Money::parse_decimal(text, Currency::USD).unwrap().minor();
    let lines: i64 = rows.iter().filter(|row| !row[5].is_empty()).map(|row| cents(row[5])).sum();
    assert_eq!(cents(rows[0][6]) + lines, cents(rows[rows.len() - 1][6]), "{file}");
    let checked = shop.platform().check().await.unwrap();
    let payouts = checked.into_iter().find(|c| c.capability == "payouts").unwrap();
    assert_eq!(payouts.broken, vec![]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_number_is_named_and_comes_back_to_nobody() {
    let (shop, seller) = seeded().await;
    let body = format!("seller={seller}&holder=Casa&kind=iban&iban=DE89370400440532013001");
    let wrong = post(&shop, OWNER, "/api/seller/bank-account", body.clone()).await;
    assert_status(&wrong, StatusCode::UNPROCESSABLE_ENTITY);
    let request = Request::post("/api/seller/bank-account")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header("accept", "text/html")
        .header("host", "localhost")
        .header("referer", "http://localhost/seller/payouts")
        .header("cookie", shop.cookie_of(OWNER).await)
        .body(Body::from(body))
        .unwrap();
    let answer = shop.ask(request).await;
    assert_status(&answer, StatusCode::SEE_OTHER);
    let cookies = format!("{:?}", answer.headers());
    assert!(!cookies.contains("05320130"), "{cookies}");
    let right = format!("seller={seller}&holder=Casa&kind=iban&iban=DE89+3704+0044+0532+0130+00");
    for password in ["", "&password=not-the-password"] {
        let alone = post(&shop, OWNER, "/api/seller/bank-account", format!("{right}{password}")).await;
        assert_status(&alone, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let page = text(get(&shop, OWNER, &format!("/seller/payouts?seller={seller}")).await).await;
    assert!(!page.contains("DE 3704"), "a session alone redirects no money");
    let right = format!("{right}&password=a-demo-password");
    assert_status(&post(&shop, OWNER, "/api/seller/bank-account", right).await, StatusCode::OK);
    let page = text(get(&shop, OWNER, &format!("/seller/payouts?seller={seller}")).await).await;
    assert!(page.contains("DE 3704 •••• 3000"), "only a sketch of the account is shown");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operators_hold_stops_payouts_and_is_kept_with_name_and_reason() {
    let (shop, seller) = seeded().await;
    give(&shop, seller, 5_000, "gift-2").await;
    let hold = |held: &str, reason: &str| format!("seller={seller}&held={held}&reason={reason}");
    let path = "/api/operator/payout-hold";
    let empty = post(&shop, OPERATOR, path, hold("on", "")).await;
    assert_status(&empty, StatusCode::UNPROCESSABLE_ENTITY);
    assert_status(&post(&shop, OPERATOR, path, hold("on", "Chargebacks")).await, StatusCode::OK);
    let pay = format!("seller={seller}&key=seller-payout-0003");
    let stopped = post(&shop, OWNER, "/api/seller/pay-out", pay.clone()).await;
    assert_status(&stopped, StatusCode::CONFLICT);
    let page = text(get(&shop, OPERATOR, "/operator/payouts").await).await;
    for words in ["Chargebacks", "Olga Rivera", "Casa Guayabo", "Owed to sellers"] {
        assert!(page.contains(words), "{words}");
    }
    let page = text(get(&shop, OWNER, &format!("/seller/payouts?seller={seller}")).await).await;
    assert!(page.contains("Payouts are stopped") && !page.contains("Chargebacks"));
    assert_status(&post(&shop, OPERATOR, path, hold("", "Cleared")).await, StatusCode::OK);
    assert_status(&post(&shop, OWNER, "/api/seller/pay-out", pay).await, StatusCode::OK);
}

/// The address and the words of each way to a figure's lines, as they stand in a part of a page.
fn ways(html: &str) -> Vec<(String, String)> {
    let way = |link: &str| {
        let (query, rest) = link.split_once('"').unwrap();
        let words = rest.split_once("<bdi").unwrap().1.split_once('>').unwrap().1;
        let path = format!("/seller/lines?{}", query.replace("&amp;", "&"));
        (path, words.split_once('<').unwrap().0.to_owned())
    };
    html.split("href=\"/seller/lines?").skip(1).map(way).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_figure_of_a_year_opens_lines_of_the_same_sum_and_they_the_postings() {
    let (shop, seller) = seeded().await;
    give(&shop, seller, 12_345, "gift-of-the-year").await;
    let cookie = shop.cookie_of(OWNER).await;
    let year = page_as(&shop, &format!("/seller/year?seller={seller}"), &cookie).await;
    let sums = year.split_once("id=\"sums\"").unwrap().1.split_once("</dl>").unwrap().0;
    let whole = year.split_once("Whole year").unwrap().1.split_once("</tr>").unwrap().0;
    let opened = [ways(sums), ways(whole)].concat();
    assert!(opened.len() >= 12, "{opened:?}");
    for (path, amount) in &opened {
        let page = page_as(&shop, path, &cookie).await;
        let total = page.split_once("id=\"total\"").unwrap().1.split_once("</div>").unwrap().0;
        assert!(total.contains(&format!(">{amount}<")), "{path} is {amount}: {total}");
    }
    let (gift, _) = opened.iter().find(|(path, _)| path.contains("of=other")).expect("something was given");
    let page = page_as(&shop, gift, &cookie).await;
    let posting = page.split_once("href=\"/seller/postings/").expect("a line opens its postings").1;
    let posting = format!("/seller/postings/{}", posting.split_once('"').unwrap().0);
    assert!(page_as(&shop, &posting, &cookie).await.contains("$123.45"));

    // The address says whose: who is somebody else's hears of nothing.
    let theirs = gift.replace(&seller.to_string(), "sel_01j9zq3v5n8e7kx2m4t6w0ys1b");
    assert_status(&get(&shop, OWNER, &theirs).await, StatusCode::NOT_FOUND);
    for wrong in ["of=profit", "of=gross&currency=QQQ"] {
        let path = format!("/seller/lines?seller={seller}&{wrong}");
        assert_status(&get(&shop, OWNER, &path).await, StatusCode::NOT_FOUND);
    }
    let stale = format!("/seller/lines?seller={seller}&of=gross&behind=never&from=2026-13-01&until=x");
    assert_status(&get(&shop, OWNER, &stale).await, StatusCode::OK);
}
