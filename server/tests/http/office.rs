//! All orders over HTTP: who finds and sees what of them, and what those who may move money do about one.

use crate::api::{Desk, desk, desk_with};
use crate::common::{answered, page_as, post_as};
use crate::makers::operator_of;
use axum::body::Body;
use http::{Request, StatusCode};
use platform::db::changes::{ChangesOf, changes};
use platform::db::sql;
use platform::domain::format::{self, Locale};
use platform::domain::order::PartState;
use platform::domain::processing::ProcessingFee;
use platform::domain::roles::OperatorRole;
use platform::domain::{CaptureId, Currency, LedgerTxId, Money, OrderId, PartId};
use platform::ledger::{self, AccountRef};
use platform::orders::office::{Sought, sought};
use platform::orders::store::OrderDetail;
use platform::returns::courtesy;

const OLGA: &str = "operator@orinoco.example";
const BOOKS: &str = "books@orinoco.example";
const HELPER: &str = "helper@orinoco.example";

async fn orders(desk: &Desk) -> Vec<OrderDetail> {
    let wanted = Sought { seller: Some(desk.seller), ..Sought::default() };
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    sought(&mut conn, &wanted, None, 500).await.unwrap()
}

/// A charge of one of the seller's parcels of which at least five dollars are left, and what is left.
async fn charged(desk: &Desk) -> (OrderId, CaptureId, Money) {
    let orders = orders(desk).await;
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    for detail in orders {
        let parts = detail.parts.iter().filter(|part| part.part.seller_id == desk.seller);
        for parcel in parts.flat_map(|part| &part.shipments) {
            let most = courtesy::most(&mut conn, parcel.capture_id).await.unwrap();
            if most.minor() >= 500 {
                return (detail.order.id, parcel.capture_id, most);
            }
        }
    }
    panic!("the demo sold nothing");
}

/// A part of the seller's in one of these states.
async fn one_of(desk: &Desk, states: &[PartState]) -> (OrderId, PartId, PartState) {
    let all = orders(desk).await;
    let parts = all.iter().flat_map(|detail| &detail.parts).map(|detail| &detail.part);
    let own = parts.filter(|part| part.seller_id == desk.seller);
    let found = own.map(|part| (part.order_id, part.id, part.state.0)).find(|one| states.contains(&one.2));
    found.unwrap_or_else(|| panic!("the demo has nothing that is {states:?}"))
}

async fn balance(desk: &Desk, account: AccountRef) -> i64 {
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    ledger::balance(&mut conn, &account, None).await.unwrap().posted.minor()
}

#[tokio::test(flavor = "multi_thread")]
async fn support_finds_by_address_and_sees_who_ordered_and_the_books_see_neither() {
    let desk = desk().await;
    operator_of(&desk.shop, HELPER, OperatorRole::Support).await;
    operator_of(&desk.shop, BOOKS, OperatorRole::Finance).await;
    let (helper, books) = (desk.shop.cookie_of(HELPER).await, desk.shop.cookie_of(BOOKS).await);
    let (order, capture, _) = charged(&desk).await;
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    let email = platform::orders::store::order(&mut conn, order).await.unwrap().email;
    drop(conn);
    let by_email = format!("/operator/orders?email={}", email.replace('@', "%40"));
    let found = page_as(&desk.shop, &by_email, &helper).await;
    assert!(found.contains("data-order=") && found.contains("name=\"email\""), "{found}");
    let asked = Request::get(&by_email).header("accept", "text/html").header("cookie", &books);
    let refused = desk.shop.ask(asked.body(Body::empty()).unwrap()).await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    let found = page_as(&desk.shop, &format!("/operator/orders?number={order}"), &books).await;
    assert!(found.contains(&format!("/operator/orders/{order}")) && !found.contains("name=\"email\""));
    for (seller, wanted) in [("guayabo", true), ("nobody-here", false)] {
        let found = page_as(&desk.shop, &format!("/operator/orders?seller={seller}"), &books).await;
        assert_eq!(found.contains("data-order="), wanted, "{seller}");
    }
    let path = format!("/operator/orders/{order}");
    let shown = page_as(&desk.shop, &path, &helper).await;
    assert!(shown.contains(&email) && shown.contains(&format!("data-capture=\"{capture}\"")), "{shown}");
    assert!(shown.contains(&format!(">Order {order}</h1>")), "its heading says which");
    assert!(!shown.contains("/api/operator/courtesy") && !shown.contains("/operator/profit/postings/"));
    let shown = page_as(&desk.shop, &path, &books).await;
    assert!(!shown.contains(&email), "who ordered is not for the books");
    assert!(shown.contains("/api/operator/courtesy") && shown.contains("/operator/profit/postings/"));
}

#[tokio::test(flavor = "multi_thread")]
async fn something_is_given_back_once_never_more_than_is_left_and_the_trail_knows() {
    let desk = desk().await;
    let olga = desk.shop.cookie_of(OLGA).await;
    let (order, capture, most) = charged(&desk).await;
    let page = format!("/operator/orders/{order}");
    let payable = AccountRef::seller_payable(desk.seller, Currency::USD);
    let owed = balance(&desk, payable.clone()).await;
    let form = |amount: &str, key: &str| {
        format!(
            "key={key}&order={order}&what={capture}&amount={amount}&borne_by=seller&reason=late\
             &note=It+came+too+late"
        )
    };
    let too_much = Money::new(most.minor() + 1, Currency::USD).to_decimal();
    let refused =
        answered(&desk.shop, &olga, &page, "/api/operator/courtesy", form(&too_much, "press-0000000000001"))
            .await;
    assert!(refused.contains("of this charge can be given back"), "{refused}");
    for _ in 0..2 {
        let given =
            answered(&desk.shop, &olga, &page, "/api/operator/courtesy", form("1.50", "press-0000000000002"))
                .await;
        assert!(given.contains("It was given back to the card.") && given.contains("data-courtesy="));
    }
    assert_eq!(balance(&desk, payable).await, owed + 150);
    let refunds = page_as(&desk.shop, "/operator/refunds?show=done", &olga).await;
    assert!(refunds.contains("Given by ") && refunds.contains(&page), "{refunds}");
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    assert_eq!(courtesy::of_order(&mut conn, order).await.unwrap().len(), 1);
    assert_eq!(courtesy::most(&mut conn, capture).await.unwrap().minor(), most.minor() - 150);
    let notes = changes(&mut conn, ChangesOf::default(), 100).await.unwrap();
    drop(conn);
    let note = notes.iter().find(|note| note.route == "POST /api/operator/courtesy").unwrap();
    let kept =
        |name: &str| note.fields.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    assert_eq!((kept("amount"), kept("borne_by"), kept("note")), (Some("1.50"), Some("seller"), Some("…")));
    let checked = desk.shop.platform().check().await.unwrap();
    let broken: Vec<_> = checked.into_iter().flat_map(|capability| capability.broken).collect();
    assert!(broken.is_empty(), "{broken:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_sent_is_cancelled_and_nothing_else() {
    let desk = desk().await;
    let olga = desk.shop.cookie_of(OLGA).await;
    let (order, part, before) = one_of(&desk, &[PartState::Placed, PartState::Accepted]).await;
    let part_now = |id: PartId| {
        let desk = &desk;
        async move {
            let mut conn = desk.shop.platform().db.read().await.unwrap();
            platform::orders::store::part(&mut conn, id).await.unwrap()
        }
    };
    let page = format!("/operator/orders/{order}");
    let form = |reason: &str| format!("order={order}&part={part}&cancel_reason={reason}");
    // What is the seller's fault is not an operator's to say.
    let refused =
        answered(&desk.shop, &olga, &page, "/api/operator/order-cancel", form("out_of_stock")).await;
    assert!(refused.contains("aria-invalid=\"true\""), "{refused}");
    assert_eq!(part_now(part).await.state.0, before);
    for _ in 0..2 {
        answered(&desk.shop, &olga, &page, "/api/operator/order-cancel", form("suspected_fraud")).await;
        let now = part_now(part).await;
        assert_eq!(
            (now.state.0, now.cancel_reason.as_deref()),
            (PartState::Cancelled, Some("suspected_fraud"))
        );
    }
    let of = ChangesOf { seller: Some(desk.seller), ..ChangesOf::default() };
    let notes = changes(&mut desk.shop.platform().db.read().await.unwrap(), of, 100).await.unwrap();
    let told = notes.iter().any(|note| note.route == "POST /api/operator/order-cancel");
    assert!(told, "its owners read what was done in the seller's name");
    let (order, part, _) = one_of(&desk, &[PartState::Delivered]).await;
    let body = format!("order={order}&part={part}&cancel_reason=buyer_asked");
    let refused = post_as(&desk.shop, Some(OLGA), "/api/operator/order-cancel", body).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    assert_eq!(part_now(part).await.state.0, PartState::Delivered);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_says_what_it_earned_line_by_line_to_those_who_read_money() {
    let usd = |minor: i64| Money::new(minor, Currency::USD);
    let desk = desk_with(|config| config.processing_fee = ProcessingFee::new(290, [usd(30)])).await;
    operator_of(&desk.shop, HELPER, OperatorRole::Support).await;
    let (olga, helper) = (desk.shop.cookie_of(OLGA).await, desk.shop.cookie_of(HELPER).await);
    let (order, capture, _) = charged(&desk).await;
    let path = format!("/operator/orders/{order}");
    let gift = format!(
        "key=press-0000000000009&order={order}&what={capture}&amount=1.25&borne_by=platform&reason=goodwill&note=For+them"
    );
    let given = answered(&desk.shop, &olga, &path, "/api/operator/courtesy", gift).await;
    assert!(given.contains("It was given back to the card."), "{given}");

    // Outside of the code that is tested: every posting of the order on what the platform earns and pays.
    let all = "SELECT p.tx_id, -p.amount_minor FROM ledger_postings p
        JOIN ledger_accounts a ON a.id = p.account_id JOIN ledger_transactions t ON t.id = p.tx_id
        WHERE (a.owner_kind = 'platform' OR a.purpose = 'processor_fees') AND p.layer = 'posted'
            AND t.order_ref = $1";
    let mut conn = desk.shop.platform().db.read().await.unwrap();
    let posted: Vec<(LedgerTxId, i64)> = conn.all(sql(all).bind(order.to_string())).await.unwrap();
    drop(conn);
    assert!(posted.iter().any(|(_, minor)| *minor == -125), "the courtesy is the platform's: {posted:?}");

    let page = page_as(&desk.shop, &path, &olga).await;
    let earned = page.split_once("id=\"earned\"").unwrap().1.split_once("</section>").unwrap().0;
    let (lines, sum) = earned.split_once("id=\"earned-sum\"").unwrap();
    let shown =
        |text: &str, minor: i64| text.contains(&format!(">{}<", format::money(usd(minor), Locale::En)));
    for (entry, minor) in &posted {
        assert!(lines.contains(&format!("/operator/profit/postings/{entry}")), "{entry}: {lines}");
        assert!(shown(lines, *minor), "{minor}: {lines}");
    }
    assert_eq!(lines.matches("/operator/profit/postings/").count(), posted.len());
    assert!(lines.contains("Fees of sandbox") && lines.contains("Commissions"), "{lines}");
    assert!(shown(sum, posted.iter().map(|(_, minor)| minor).sum()), "{posted:?}: {sum}");
    let opened = page_as(&desk.shop, &format!("/operator/profit/postings/{}", posted[0].0), &olga).await;
    assert!(opened.contains("id=\"postings\""));

    let page = page_as(&desk.shop, &path, &helper).await;
    assert!(page.contains("id=\"books\"") && !page.contains("id=\"earned\""), "{page}");
}
