//! What a seller is charged: by the rule and the plan that held when something was ordered, whatever comes later.

use crate::common::*;
use catalog::{CatalogError, SayClass};
use db::testing::on_both;
use domain::commission::{Band, Banding, CommissionClass, CommissionRule};
use domain::contact::Email;
use domain::format::Locale;
use domain::order::{Carrier, OrderSource};
use domain::plan::Plan;
use domain::{AccountId, CartId, CategoryId, Currency, DurationUs, Money, OrderId, Timestamp};
use fees::SayRule;
use ledger::{AccountRef, RevenueStream};
use orders::store::{self, OrderDetail};
use orders::{PlaceOrder, Ship, Shopper, Wanted};
use payments::{CardInput, MethodRef};

async fn order(shop: &Shop, units: i64) -> OrderId {
    let token = shop.payments.tokenise(CardInput::test_card("4242424242424242")).await.unwrap().token;
    let new = PlaceOrder {
        key: shop.db.new_id::<CartId>().to_string(),
        shopper: Shopper::Guest(shop.db.new_id()),
        email: Email::parse("gina@example.com").unwrap(),
        locale: Locale::En,
        source: OrderSource::Checkout,
        lines: vec![Wanted { offer: shop.lamp, quantity: units, price_seen: None }],
        address: address(),
        method: MethodRef::Token(token),
        total_seen: None,
        gift: None,
        shown: None,
        device: None,
    };
    shop.orders.place(new).await.unwrap().order()
}

async fn detail(shop: &Shop, id: OrderId) -> OrderDetail {
    store::detail(&mut shop.db.read().await.unwrap(), id).await.unwrap()
}

/// Sends so many units; gives what its parcel was charged: commission and the fee of its items.
async fn sent(shop: &Shop, id: OrderId, units: i64) -> (i64, i64) {
    let part = detail(shop, id).await.parts.remove(0);
    let parcel = Ship {
        key: shop.db.new_id::<CartId>().to_string(),
        seller: part.part.seller_id,
        lines: vec![(part.lines[0].id, units)],
        carrier: Carrier::Ups,
        tracking: "1Z999".into(),
    };
    shop.orders.ship(parcel).await.unwrap();
    let parcels = detail(shop, id).await.parts.remove(0).shipments;
    let last = parcels.last().unwrap();
    (last.commission_minor, last.item_fee_minor)
}

async fn earned(shop: &Shop, stream: RevenueStream) -> i64 {
    let account = AccountRef::revenue(stream, Currency::USD);
    -ledger::balance(&mut shop.db.read().await.unwrap(), &account, None).await.unwrap().posted.minor()
}

async fn choose(shop: &Shop, plan: Plan) {
    let (seller, by) = (shop.seller, shop.db.new_id::<AccountId>());
    shop.db.write(move |tx| Box::pin(fees::choose(tx, seller, plan, by))).await.unwrap();
}

/// A tenth of electronics, and at least a dollar for each.
fn tenth() -> CommissionRule {
    CommissionRule {
        class: CommissionClass::Electronics,
        currency: Currency::USD,
        banding: Banding::Whole,
        bands: vec![Band { up_to_minor: None, rate_bps: 1_000 }],
        minimum_minor: 100,
        closing_fee_minor: 0,
    }
}

async fn say(shop: &Shop, rule: CommissionRule) {
    let by = shop.db.new_id();
    let said = SayRule {
        class: rule.class,
        seller: Some(shop.seller),
        rule: Some(rule),
        starts_at: None,
        reason: "a new contract".into(),
        by,
    };
    shop.db
        .write(move |tx| {
            let said = said.clone();
            Box::pin(async move { fees::say_rule(tx, &said).await })
        })
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_counts_for_what_is_ordered_after_it_and_not_for_a_parcel_that_follows() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let before = order(&shop, 2).await;
            // 8 % of 45.00 + 4.99; the delivery is charged with the first parcel.
            assert_eq!(sent(&shop, before, 1).await, (400, 0));
            t.clock().advance(DurationUs::from_mins(1));
            say(&shop, tenth()).await;
            choose(&shop, Plan::Individual).await;
            t.clock().advance(DurationUs::from_mins(1));
            assert_eq!(sent(&shop, before, 1).await, (360, 0));
            let after = order(&shop, 3).await;
            assert_eq!(sent(&shop, after, 2).await, (950, 198));
            // Parcels are in the order in which they were begun; their ids tell no more than a millisecond.
            t.clock().advance(DurationUs::from_mins(1));
            assert_eq!(sent(&shop, after, 1).await, (450, 99));
            assert_eq!(earned(&shop, RevenueStream::ItemFee).await, 297);
            assert_eq!(earned(&shop, RevenueStream::Commission).await, 400 + 360 + 950 + 450);
            let payable = AccountRef::seller_payable(shop.seller, Currency::USD);
            let owed =
                ledger::balance(&mut shop.db.read().await.unwrap(), &payable, None).await.unwrap().posted;
            assert_eq!(-owed.minor(), 5 * 4_500 + 2 * 499 - 2_160 - 297);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_effect_of_a_rule_is_what_it_would_have_charged() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let start = shop.db.now();
            let id = order(&shop, 2).await;
            sent(&shop, id, 2).await;
            let effect = async |rule: CommissionRule, seller, since| {
                orders::effect(&mut shop.db.read().await.unwrap(), &rule, seller, since).await.unwrap()
            };
            let found = effect(tenth(), None, start).await;
            assert_eq!(found.len(), 1);
            let money = |minor| Money::new(minor, Currency::USD);
            assert_eq!((found[0].lines, found[0].sellers, found[0].base), (1, 1, money(9_499)));
            assert_eq!((found[0].was, found[0].would_be), (money(760), money(950)));
            assert_eq!(effect(tenth(), Some(shop.seller), start).await, found);
            assert_eq!(effect(tenth(), Some(shop.platform), start).await, []);
            assert_eq!(effect(tenth(), None, shop.db.now().plus(DurationUs::from_secs(1))).await, []);
            let media = CommissionRule { class: CommissionClass::Media, ..tenth() };
            assert_eq!(effect(media, None, start).await, []);
            let units =
                orders::units_sent(&mut shop.db.read().await.unwrap(), shop.seller, start).await.unwrap();
            assert_eq!(units, 2);
        })
    })
    .await;
}

/// The shelf of the lamp.
async fn shelf(shop: &Shop) -> CategoryId {
    let mut conn = shop.db.read().await.unwrap();
    catalog::category_by_slug(&mut conn, "brass-lamp").await.unwrap().unwrap().id
}

async fn say_class(shop: &Shop, class: CommissionClass, starts_at: Option<Timestamp>) {
    let (category, by) = (shelf(shop).await, shop.db.new_id());
    let said = SayClass { category, class: Some(class), starts_at, reason: "another shelf".into(), by };
    let written: Result<_, CatalogError> = shop
        .db
        .write(move |tx| {
            let said = said.clone();
            Box::pin(async move { catalog::say_class(tx, &said).await })
        })
        .await;
    written.unwrap();
}

async fn class_of(shop: &Shop, id: OrderId) -> CommissionClass {
    detail(shop, id).await.parts.remove(0).lines.remove(0).commission_class.0
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shelf_that_is_charged_as_other_goods_changes_nothing_that_was_ordered_before() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let begins = shop.db.now().plus(DurationUs::from_mins(30));
            say_class(&shop, CommissionClass::Standard, Some(begins)).await;
            let before = order(&shop, 2).await;
            // 8 % of 45.00 + 4.99 for electronics.
            assert_eq!(sent(&shop, before, 1).await, (400, 0));
            t.clock().advance(DurationUs::from_mins(30));
            assert_eq!(sent(&shop, before, 1).await, (360, 0));
            assert_eq!(class_of(&shop, before).await, CommissionClass::Electronics);
            let after = order(&shop, 2).await;
            say_class(&shop, CommissionClass::Jewelry, None).await;
            // 15 % of everything else, as when it was ordered.
            assert_eq!(sent(&shop, after, 1).await, (750, 0));
            assert_eq!(class_of(&shop, after).await, CommissionClass::Standard);
            assert_eq!(earned(&shop, RevenueStream::Commission).await, 400 + 360 + 750);
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(catalog::check(&mut conn).await.unwrap(), []);
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_effect_of_a_class_is_what_each_seller_would_have_been_charged() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let start = shop.db.now();
            let id = order(&shop, 2).await;
            sent(&shop, id, 2).await;
            let effect = async |class, category: CategoryId, since| {
                let mut conn = shop.db.read().await.unwrap();
                let at = conn.now();
                orders::effect_of_class(&mut conn, class, &[category], since, at).await.unwrap()
            };
            let lamps = shelf(&shop).await;
            let money = |minor| Money::new(minor, Currency::USD);
            let found = effect(CommissionClass::Standard, lamps, start).await;
            assert_eq!(found.len(), 1);
            assert_eq!((found[0].lines, found[0].sellers, found[0].base), (1, 1, money(9_499)));
            // 8 % were charged; 15 % would have been.
            assert_eq!((found[0].was, found[0].would_be), (money(760), money(1_425)));
            // By a rule of its own where the seller has one.
            say(&shop, CommissionRule { class: CommissionClass::Standard, ..tenth() }).await;
            let found = effect(CommissionClass::Standard, lamps, start).await;
            assert_eq!(found[0].would_be, money(950));
            assert_eq!(effect(CommissionClass::Standard, shop.db.new_id(), start).await, []);
            let later = shop.db.now().plus(DurationUs::from_secs(1));
            assert_eq!(effect(CommissionClass::Standard, lamps, later).await, []);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_names_items_that_were_charged_and_not_earned() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            choose(&shop, Plan::Individual).await;
            let id = order(&shop, 1).await;
            sent(&shop, id, 1).await;
            shop.assert_sound().await;
            shop.db
                .write(|tx| {
                    Box::pin(async move {
                        tx.exec(db::sql("UPDATE orders_shipment_parts SET item_fee_minor = 98")).await
                    })
                })
                .await
                .unwrap();
            let found = orders::check(&mut shop.db.read().await.unwrap()).await.unwrap();
            let rules: Vec<_> = found.iter().map(|violation| violation.rule).collect();
            assert_eq!(
                rules,
                [
                    "what parcels charge a part's seller for items is what their lines do",
                    "what the ledger earned by items is what parcels charged for them",
                ]
            );
        })
    })
    .await;
}
