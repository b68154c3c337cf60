//! What selling costs over HTTP: the operator's rule with its effect, the seller's page and API, a plan by a plain form.

use crate::api::desk;
use crate::api_commands::placed;
use crate::common::{TestShop, answered, page_as, post_as, post_form};
use crate::makers::seat_of;
use http::StatusCode;
use platform::db::ManualClock;
use platform::db::testing::START;
use platform::domain::roles::StaffRole;
use platform::domain::{Currency, DurationUs, Money, SellerId};
use platform::ledger::{self, AccountRef, LedgerError, Memo, NewTransaction, Posting, TransactionKind};
use platform::payouts::Group;
use serde_json::json;
use std::sync::Arc;

const LUCIA: &str = "lucia@guayabo.example";
const TOMAS: &str = "tomas@paramo.example";
const OPERATOR: &str = "operator@orinoco.example";
const PACKER: &str = "packer@guayabo.example";

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_is_looked_at_first_said_for_one_seller_and_read_by_its_programs() {
    let desk = desk().await;
    let operator = desk.shop.cookie_of(OPERATOR).await;
    let asked = format!("see=effect&seller={}&banding=whole&rate_1=9.5&up_1=&minimum=&closing=", desk.seller);
    let shown = page_as(&desk.shop, &format!("/operator/fees/standard?{asked}"), &operator).await;
    assert!(
        shown.contains("9.5% of price and delivery") && shown.contains("data-effect="),
        "an effect on what was sold"
    );
    let (_, before) = desk.get("/api/v1/fees").await;
    assert!(before["commission"].as_array().unwrap().iter().all(|rule| rule["own"] == json!(false)));
    assert_eq!((&before["plan"], &before["item_fee"]["amount_minor"]), (&json!("professional"), &json!(99)));
    let kept = &before["refund_fee"];
    assert_eq!((&kept["share_basis_points"], &kept["most"]["amount_minor"]), (&json!(2_000), &json!(500)));

    let body = format!("class=standard&{asked}&reason=They+ask+for+less");
    post_form(&desk.shop, "/api/operator/fee-rule", &operator, &body).await;
    let (status, now) = desk.get("/api/v1/fees").await;
    assert_eq!(status, StatusCode::OK);
    let rule = now["commission"].as_array().unwrap().iter().find(|rule| rule["class"] == "standard").unwrap();
    assert_eq!((&rule["own"], &rule["bands"][0]["rate_basis_points"]), (&json!(true), &json!(950)));
    let console = page_as(&desk.shop, "/operator/fees", &operator).await;
    assert!(
        console.contains("They ask for less")
            && console.contains("Casa Guayabo")
            && console.contains("Olga Rivera")
    );
    let lucia = desk.shop.cookie_of(LUCIA).await;
    let page =
        page_as(&desk.shop, "/seller/fees?class=standard&price=100&quantity=1&shipping=0", &lucia).await;
    assert!(page.contains("9.5% of $100.00"));
    let tomas = desk.shop.cookie_of(TOMAS).await;
    let page =
        page_as(&desk.shop, "/seller/fees?class=standard&price=100&quantity=1&shipping=0", &tomas).await;
    assert!(
        page.contains("15% of $100.00") && page.contains("-$0.99"),
        "the usual rule, and the individual plan's fee"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_chosen_once_and_says_what_follows() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let tomas = shop.cookie_of(TOMAS).await;
    let page = page_as(&shop, "/seller/plan", &tomas).await;
    assert!(page.contains("data-plan=\"individual\"") && page.contains("$39.99 a month"));
    let seller = {
        let mut conn = shop.platform().db.read().await.unwrap();
        platform::sellers::by_slug(&mut conn, "paramo").await.unwrap().unwrap().id
    };
    post_form(&shop, "/api/seller/plan", &tomas, &format!("seller={seller}&plan=professional")).await;
    let page = page_as(&shop, "/seller/plan", &tomas).await;
    assert!(page.contains("data-plan=\"professional\"") && page.contains("The next month begins on"));
    post_form(&shop, "/api/seller/plan", &tomas, &format!("seller={seller}&plan=individual")).await;
    let page = page_as(&shop, "/seller/plan", &tomas).await;
    assert!(page.contains("data-plan=\"professional\"") && page.contains("The plan ends on"));
}

/// A transaction that leaves this seller's balance empty.
async fn empty_balance(shop: &TestShop, seller: SellerId) {
    let emptied: Result<(), LedgerError> = shop
        .platform()
        .db
        .write(move |tx| {
            Box::pin(async move {
                let payable = AccountRef::seller_payable(seller, Currency::USD);
                let owed = ledger::balance(tx, &payable, None).await?.posted.neg()?;
                if owed.is_positive() {
                    let gone = NewTransaction::posted("emptied", TransactionKind::Adjustment)
                        .line(Posting::debit(payable, owed, Memo::Adjustment)?)
                        .line(Posting::credit(
                            AccountRef::processor("sandbox", Currency::USD),
                            owed,
                            Memo::Adjustment,
                        )?);
                    ledger::post(tx, gone).await?;
                }
                Ok(())
            })
        })
        .await;
    emptied.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_for_fees_is_its_owners_to_keep_and_pays_the_month_that_the_balance_does_not() {
    const CARD: &str = "/api/seller/plan-card";
    let clock = Arc::new(ManualClock::at(START));
    let shop = TestShop::at(clock.clone()).await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let tomas = shop.cookie_of(TOMAS).await;
    let seller = {
        let mut conn = shop.platform().db.read().await.unwrap();
        platform::sellers::by_slug(&mut conn, "paramo").await.unwrap().unwrap().id
    };
    assert!(page_as(&shop, "/seller/plan", &tomas).await.contains("No card is saved."));
    let typed = |number: &str| {
        format!("seller={seller}&name=Tomas+Paz&card_number={number}&card_expiry=09%2F35&card_cvc=123")
    };
    let page = answered(&shop, &tomas, "/seller/plan", CARD, typed("4242424242424241")).await;
    assert!(page.contains("No card is saved.") && !page.contains("4242424242424241"), "a slip keeps nothing");
    assert!(page.contains("Tomas Paz"), "but the name that was typed");
    let page = answered(&shop, &tomas, "/seller/plan", CARD, typed("4242424242424242")).await;
    assert!(page.contains("data-fee-card=\"4242\"") && page.contains("The card for fees is saved."));
    assert!(!page.contains("4242424242424242"));

    // Who keeps the books sees it, and changes nothing of it.
    seat_of(&shop, seller, PACKER, StaffRole::Finance).await;
    let page = page_as(&shop, "/seller/plan", &shop.cookie_of(PACKER).await).await;
    assert!(page.contains("data-fee-card=\"4242\"") && !page.contains("Save this card for fees"));
    for path in [CARD, "/api/seller/plan-card-remove"] {
        let answer = post_as(&shop, Some(PACKER), path, typed("5555555555554444")).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path}");
    }

    post_form(&shop, "/api/seller/plan", &tomas, &format!("seller={seller}&plan=professional")).await;
    empty_balance(&shop, seller).await;
    clock.advance(DurationUs::from_days(31));
    shop.platform().fees.sweep().await.unwrap();
    shop.platform().settle().await.unwrap();
    let tomas = shop.cookie_of(TOMAS).await;
    let page = page_as(&shop, "/seller/plan", &tomas).await;
    assert!(page.contains("data-charge=\"paid\"") && page.contains("by card: Visa •••• 4242"));
    let mut conn = shop.platform().db.read().await.unwrap();
    let read = platform::payouts::open_statement(&mut conn, seller, Currency::USD).await.unwrap();
    let sum = Money::sum(Currency::USD, read.lines.iter().map(|line| line.amount)).unwrap();
    assert_eq!(read.opening.add(sum).unwrap(), read.closing);
    let by_card = read.lines.iter().find(|line| line.group == Group::CardPayments).unwrap();
    assert_eq!(by_card.amount.minor(), 3_999);
    drop(conn);
    for checked in shop.platform().check().await.unwrap() {
        if ["fees", "payments", "ledger", "payouts"].contains(&checked.capability) {
            assert_eq!(checked.broken, vec![], "{}", checked.capability);
        }
    }
    let removed = format!("seller={seller}");
    let page = answered(&shop, &tomas, "/seller/plan", "/api/seller/plan-card-remove", removed).await;
    assert!(page.contains("No card is saved.") && page.contains("by card: Visa •••• 4242"));
}

#[tokio::test(flavor = "multi_thread")]
async fn fees_are_taxed_once_an_operator_has_said_where_the_platform_is() {
    let desk = desk().await;
    let operator = desk.shop.cookie_of(OPERATOR).await;
    let lucia = desk.shop.cookie_of(LUCIA).await;
    let (_, before) = desk.get("/api/v1/fees").await;
    assert!(before.get("tax").is_none());
    let said = |rest: &str| {
        let why = if rest.contains("why=") { "" } else { "&why=A+new+law" };
        let body = format!("name=River+Inc.&address=1+Bank+Street&{rest}{why}");
        answered(&desk.shop, &operator, "/operator/fees", "/api/operator/establishment", body)
    };
    for (rest, words) in [
        ("country=US&tax_id=12-345678&rate=", "This is no tax number of United States"),
        ("country=US&tax_id=&rate=", "This is no tax number of United States"),
        ("country=US&tax_id=12-3456789&rate=101", "Write a share from 0 to 100 percent"),
        ("country=US&tax_id=12-3456789&why=no", "Say why, in 3 to 300 characters"),
        ("country=US&tax_id=12-3456789&starts=2020-01-01", "Choose today or a day to come"),
    ] {
        let page = said(rest).await;
        assert!(page.contains(words), "{rest}");
        assert!(page.contains("River Inc.") && page.contains("Fees are not taxed."), "{rest}");
    }
    let page = said("country=US&tax_id=123456789&rate=10").await;
    assert!(page.contains("River Inc. · 12-3456789") && page.contains("A new law"));

    let (_, now) = desk.get("/api/v1/fees").await;
    assert_eq!(now["tax"], json!({ "rule": "domestic", "country": "US", "rate_ppm": 100_000 }));
    let reckoned = "/seller/fees?class=standard&price=100&quantity=1&shipping=0";
    let page = page_as(&desk.shop, reckoned, &lucia).await;
    assert!(page.contains("Tax on fees, 10% (United States)") && page.contains("-$1.50"));
    assert!(page.contains("$83.50"), "100.00 less 15.00 and 1.50");

    // What leaves from now on carries the tax, to the cent: half up of commission and fee together.
    let order = placed(&desk).await;
    let path = format!("/api/v1/orders/{}", order["id"].as_str().unwrap());
    let lines = order["lines"].as_array().unwrap().iter();
    let lines = json!(
        lines.map(|line| json!({ "line_id": line["id"], "quantity": line["quantity"] })).collect::<Vec<_>>()
    );
    let parcel = json!({ "lines": lines, "carrier": "ups", "tracking": "1Z-999-AA1" });
    let (status, sent) = desk.post(&format!("{path}/shipments"), "ship-with-the-tax-1", Some(parcel)).await;
    assert_eq!((status, &sent["outcome"]), (StatusCode::OK, &json!("shipped")), "{sent}");
    let shipped = desk.get(&path).await.1["shipments"][0].clone();
    let minor = |name: &str| shipped[name]["amount_minor"].as_i64().unwrap();
    assert!(minor("commission") > 0);
    assert_eq!(minor("fee_tax"), (minor("commission") + minor("item_fee") + 5) / 10);
    let sale = format!("/seller/orders/{}", order["id"].as_str().unwrap());
    let page = page_as(&desk.shop, &sale, &lucia).await;
    assert!(page.contains("Tax on fees") && page.contains("For you"));
    let opened = page.split_once("href=\"/seller/postings/").expect("the sale opens its postings").1;
    let posting = format!("/seller/postings/{}", opened.split_once('"').unwrap().0.replace("&amp;", "&"));
    let opened = page_as(&desk.shop, &posting, &lucia).await;
    assert!(opened.contains("On your balance") && opened.contains("Commission"), "{posting}");
    // Who packs sees what was charged, and nothing of what the platform keeps.
    seat_of(&desk.shop, desk.seller, PACKER, StaffRole::Shipping).await;
    let page = page_as(&desk.shop, &sale, &desk.shop.cookie_of(PACKER).await).await;
    let parcel = page.split_once("data-shipment").unwrap().1.split_once("</li>").unwrap().0;
    assert!(parcel.contains("Charged") && !parcel.contains("Commission"), "{parcel}");
    assert!(!parcel.contains("Tax on fees") && !parcel.contains("For you"), "{parcel}");
    assert!(!page.contains("/seller/postings/"), "who packs opens no postings");
    for checked in desk.shop.platform().check().await.unwrap() {
        assert_eq!(checked.broken, vec![], "{}", checked.capability);
    }

    let page = said("country=").await;
    assert!(page.contains("Fees are not taxed."));
    assert!(!page_as(&desk.shop, reckoned, &lucia).await.contains("Tax on fees,"));
}
