//! What comes back of a parcel of which a bank took a part for good: both together take no more than there was.

use crate::common::{FRAUDULENT, Shop, USD};
use db::DbError;
use db::testing::on_both;
use disputes::Answered;
use disputes::lists;
use domain::commission::CommissionClass;
use domain::contact::Email;
use domain::dispute::DisputeState;
use domain::format::Locale;
use domain::order::{Carrier, OrderSource};
use domain::returns::{Grade, ReturnReason, TurnReason};
use domain::{LineId, OfferId, OrderId, ReturnId};
use ledger::{AccountRef, RevenueStream};
use orders::testing::address;
use orders::{OrderError, PlaceOrder, Ship, Shopper, Wanted};
use payments::{CardInput, MethodRef};
use returns::{
    Graded, NewReturn, Pick, Refund, Refunded, ReturnError, ReturnSettings, Returns, ReturnsConfig, Sending,
    claim,
};

/// A lamp and a shade of the same seller, in one parcel that has arrived, paid with a card whose owner goes to the bank.
async fn arrived(shop: &Shop, shade: OfferId) -> (Shopper, OrderId) {
    let shopper = Shopper::Account(shop.account().await);
    let token = shop.payments.tokenise(CardInput::test_card(FRAUDULENT)).await.unwrap().token;
    let wanted = |offer| Wanted { offer, quantity: 1, price_seen: None };
    let new = PlaceOrder {
        key: "test-checkout-returned".into(),
        shopper,
        email: Email::parse("ada@example.com").unwrap(),
        locale: Locale::En,
        source: OrderSource::Checkout,
        lines: vec![wanted(shop.lamp), wanted(shade)],
        address: address(),
        method: MethodRef::Token(token),
        total_seen: None,
        gift: None,
        shown: None,
        device: None,
    };
    let order = shop.orders.place(new).await.unwrap().order();
    let detail = orders::store::detail(&mut shop.db.read().await.unwrap(), order).await.unwrap();
    let part = &detail.parts[0];
    let parcel = Ship {
        key: format!("test-ship-{order}"),
        seller: shop.seller,
        lines: part.lines.iter().map(|line| (line.id, line.quantity)).collect(),
        carrier: Carrier::Ups,
        tracking: "1Z-999".into(),
    };
    shop.orders.ship(parcel).await.unwrap();
    shop.orders.deliver(shop.seller, part.part.id).await.unwrap();
    (shopper, order)
}

/// The desk of returns, a return of the order's lamp that is yet to be asked for, and the lamp's line.
async fn lamp_back(shop: &Shop, shopper: Shopper, order: OrderId) -> (Returns, NewReturn, LineId) {
    let config = ReturnsConfig { shop_name: "River".into(), public_url: "http://localhost".into() };
    let desk = Returns::new(shop.db.clone(), shop.payments.clone(), config);
    let seller = shop.seller;
    let saved: Result<(), ReturnError> = shop
        .db
        .write(move |tx| {
            Box::pin(async move {
                let settings = ReturnSettings { address: Some(address()), ..ReturnSettings::STANDARD };
                returns::save_settings(tx, seller, &settings).await
            })
        })
        .await;
    saved.unwrap();
    let mut conn = shop.db.read().await.unwrap();
    let (parcel, lines) = orders::parcels::delivered(&mut conn, order).await.unwrap().remove(0);
    let lamp = lines.iter().find(|line| line.offer_id == shop.lamp).unwrap().line_id;
    let picks = vec![Pick { line: lamp, quantity: 1, reason: ReturnReason::NoLongerWanted }];
    let claim = claim::quote(&mut conn, parcel.shipment_id, parcel.part_id, &picks).await.unwrap();
    drop(conn);
    let new = NewReturn {
        key: "test-return-of-the-lamp".into(),
        shopper,
        order,
        shipment: parcel.shipment_id,
        part: parcel.part_id,
        picks,
        note: None,
        seen: claim.card(),
    };
    (desk, new, lamp)
}

/// The lamp of the order comes back as it left, and its seller gives back what is to be given: how it ended, and how much.
async fn gives_back_the_lamp(shop: &Shop, shopper: Shopper, order: OrderId) -> (Refunded, i64) {
    let seller = shop.seller;
    let (desk, new, lamp) = lamp_back(shop, shopper, order).await;
    let id = desk.request(new).await.unwrap();
    desk.approve(seller, id, None).await.unwrap();
    desk.receive(seller, id).await.unwrap();
    decides(shop, &desk, id, lamp).await
}

/// The seller's decision about a lamp that came back as new: how it ended, and what the card was to get.
async fn decides(shop: &Shop, desk: &Returns, id: ReturnId, lamp: LineId) -> (Refunded, i64) {
    let seller = shop.seller;
    let graded = vec![Graded { line: lamp, grade: Grade::AsNew, kept_bps: Some(0), restock: true }];
    let mut conn = shop.db.read().await.unwrap();
    let detail = returns::store::of_seller_one(&mut conn, seller, id).await.unwrap();
    drop(conn);
    let seen = returns::outcome::outcome(&detail, &graded).unwrap().card();
    let refund = Refund { key: "test-refund-of-the-lamp".into(), seller, id, graded, seen };
    (desk.refund(refund).await.unwrap(), seen.minor())
}

async fn paper_shade(shop: &Shop) -> OfferId {
    let seller = shop.seller;
    let shade: Result<OfferId, OrderError> = shop
        .db
        .write(move |tx| {
            Box::pin(async move {
                let class = CommissionClass::Electronics;
                orders::testing::offer(tx, seller, "Paper shade", 4_500, class).await
            })
        })
        .await;
    shade.unwrap()
}

/// The bank takes what this makes of the payment, and for good.
async fn bank_takes(shop: &Shop, order: OrderId, what: &'static str) {
    let cut: Result<u64, DbError> =
        shop.db.write(move |tx| Box::pin(async move { tx.exec(db::sql(what)).await })).await;
    assert_eq!(cut.unwrap(), 1);
    assert_eq!(shop.disputes.read_news().await.unwrap(), 1);
    let row = lists::of_order(&mut shop.db.read().await.unwrap(), order).await.unwrap().pop().unwrap();
    assert_eq!(shop.contest(&row, "It is not fraud.").await.unwrap(), Answered::Given);
    assert_eq!(shop.dispute(row.id).await.state.0, DisputeState::Lost);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_of_which_the_bank_has_given_back_most_ends_with_the_rest() {
    for (what, ended, given) in [
        (
            "UPDATE payments_sandbox_disputes SET amount_minor = amount_minor - 1000",
            Refunded::Refunded,
            990..=1_000,
        ),
        ("UPDATE payments_sandbox_disputes SET amount_minor = amount_minor", Refunded::Closed, 0..=0),
    ] {
        on_both(|t| {
            let given = given.clone();
            Box::pin(async move {
                let shop = Shop::open(t.db()).await;
                let shade = paper_shade(&shop).await;
                let (shopper, order) = arrived(&shop, shade).await;
                bank_takes(&shop, order, what).await;
                let (how, card) = gives_back_the_lamp(&shop, shopper, order).await;
                assert_eq!(how, ended);
                assert!(given.contains(&card), "{card}");
                assert_eq!(returns::check(&mut shop.db.read().await.unwrap()).await.unwrap(), vec![]);
                shop.assert_sound().await;
            })
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_takes_back_what_a_lost_dispute_of_a_part_left() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let shade = paper_shade(&shop).await;
            let given = AccountRef::marketing(&shop.promotion(9_000).await.to_string(), USD);
            let (shopper, order) = arrived(&shop, shade).await;
            assert_eq!(shop.posted(given.clone()).await, 4_050, "nine tenths of 45.00");
            // The bank takes 45.00 of it, and not all.
            let part = "UPDATE payments_sandbox_disputes SET amount_minor = 4500";
            bank_takes(&shop, order, part).await;
            let left = shop.posted(given.clone()).await;
            assert!((1..4_050).contains(&left), "some of it came back: {left}");
            let earned = AccountRef::revenue(RevenueStream::Commission, USD);
            assert!(shop.posted(earned.clone()).await < 0, "and some of the commission stays");
            assert_eq!(gives_back_the_lamp(&shop, shopper, order).await.0, Refunded::Refunded);
            assert_eq!(shop.posted(given).await, 0, "the rest came back, and no more");
            assert_eq!(shop.posted(earned).await, 0);
            assert!(shop.posted(AccountRef::tax_payable("US-CA", USD)).await <= 0);
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(returns::check(&mut conn).await.unwrap(), vec![]);
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_replacement_leaves_once_a_bank_has_given_the_money_back() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let shade = paper_shade(&shop).await;
            let (shopper, order) = arrived(&shop, shade).await;
            let seller = shop.seller;
            let (desk, new, lamp) = lamp_back(&shop, shopper, order).await;
            let id = desk.request_exchange(new, shop.lamp).await.unwrap();
            desk.approve(seller, id, None).await.unwrap();
            desk.receive(seller, id).await.unwrap();
            let whole = vec![Graded { line: lamp, grade: Grade::AsNew, kept_bps: None, restock: true }];
            desk.accept_exchange(seller, id, whole).await.unwrap();
            assert_eq!(shop.disputes.read_news().await.unwrap(), 1);
            let how = Sending { carrier: Carrier::Ups, tracking: "1Z-77".into() };
            let open = desk.send_replacement(seller, id, how.clone()).await;
            assert!(matches!(open, Err(ReturnError::BankGaveBack)), "until the bank decides: {open:?}");
            let row =
                lists::of_order(&mut shop.db.read().await.unwrap(), order).await.unwrap().pop().unwrap();
            assert_eq!(shop.contest(&row, "It is not fraud.").await.unwrap(), Answered::Given);
            assert_eq!(shop.dispute(row.id).await.state.0, DisputeState::Lost);
            let sent = desk.send_replacement(seller, id, how).await;
            assert!(matches!(sent, Err(ReturnError::BankGaveBack)), "for good: {sent:?}");
            desk.turn_exchange(seller, id, TurnReason::NotSending).await.unwrap();
            assert_eq!(decides(&shop, &desk, id, lamp).await, (Refunded::Closed, 0));
            assert_eq!(returns::check(&mut shop.db.read().await.unwrap()).await.unwrap(), vec![]);
            shop.assert_sound().await;
        })
    })
    .await;
}
