//! What a coupon of the platform's gave comes back to the platform, and what is kept about people goes with them.

use crate::common::{Shop, USD, address, reason, usd};
use db::testing::on_both;
use domain::contact::Email;
use domain::coupon::{Benefit, CouponCode, Funding, Terms};
use domain::format::Locale;
use domain::key::IdempotencyKey;
use domain::order::OrderSource;
use domain::promotion::{Goods, Rule};
use domain::returns::{Grade, ReturnReason};
use domain::{CouponId, OrderId, PromotionId, Timestamp};
use identity::PersonalData as _;
use ledger::{AccountRef, RevenueStream};
use orders::coupons::{self, CouponError, NewCoupon, Scope};
use orders::promotions::{self, Giver, NewPromotion, PromotionError};
use orders::{OrderError, PlaceOrder, Shopper, Wanted, cart};
use payments::{CardInput, MethodRef};
use returns::{Pick, Refunded, ReturnData};

/// So much off the goods, given by the platform.
pub async fn coupon(shop: &Shop, bps: i64) -> CouponId {
    let new = NewCoupon {
        code: CouponCode::parse("spring").unwrap(),
        terms: Terms {
            benefit: Benefit::Percent { bps },
            minimum: None,
            most_off: Some(usd(1_000_000)),
            from: Timestamp::from_micros(0),
            until: None,
            paused: false,
            most_uses: None,
            most_uses_each: None,
        },
        scope: Scope::default(),
        funding: Funding::Platform,
        currency: USD,
        made_by: shop.db.new_id(),
    };
    let made: Result<CouponId, CouponError> = shop
        .db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { coupons::create(tx, &new).await })
        })
        .await;
    made.unwrap()
}

/// Lamps, ordered with the coupon.
pub async fn bought(shop: &Shop, units: i64) -> (Shopper, OrderId) {
    let shopper = Shopper::Account(shop.account().await);
    let lamp = shop.lamp;
    let filled: Result<(), OrderError> = shop
        .db
        .write(move |tx| {
            Box::pin(async move {
                cart::add(tx, shopper, lamp, units).await?;
                coupons::name_in_cart(tx, shopper, CouponCode::parse("SPRING").ok().as_ref()).await
            })
        })
        .await;
    filled.unwrap();
    let card = shop.payments.tokenise(CardInput::test_card("4242424242424242")).await.unwrap();
    let new = PlaceOrder {
        key: "test-coupon-return-0".into(),
        shopper,
        email: Email::parse("ada@example.com").unwrap(),
        locale: Locale::En,
        source: OrderSource::Checkout,
        lines: vec![Wanted { offer: lamp, quantity: units, price_seen: None }],
        address: address(),
        method: MethodRef::Token(card.token),
        total_seen: None,
        gift: None,
        shown: None,
        device: None,
    };
    (shopper, shop.orders.place(new).await.unwrap().order())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_gets_nothing_leaves_the_platforms_money_with_nobody_who_gave_half_back() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let coupon = coupon(&shop, 10_000).await;
            let marketing = AccountRef::marketing(&coupon.to_string(), USD);
            let (shopper, order) = bought(&shop, 1).await;
            let of = shop.arrived(shopper, order, 1).await;
            assert_eq!(
                shop.posted(marketing.clone()).await,
                4_499,
                "all but the cent that a card must be charged"
            );
            let id = shop.back("free", of, 1, ReturnReason::NoLongerWanted).await;
            let decision = shop.decides("free", id, Grade::Used, 5_000).await;
            assert_eq!(decision.seen, usd(0));
            let before = shop.posted(AccountRef::seller_payable(shop.seller, USD)).await;
            assert_eq!(shop.returns.refund(decision.clone()).await.unwrap(), Refunded::Closed);
            let row = shop.detail(id).await.row;
            assert_eq!(
                (row.refunded_minor, shop.posted(marketing.clone()).await),
                (0, 2_250),
                "half came back"
            );
            let after = shop.posted(AccountRef::seller_payable(shop.seller, USD)).await;
            assert_eq!(after - before, 2_249 - row.commission_back_minor + row.fee_minor);
            assert!(row.commission_back_minor > row.fee_minor && row.fee_minor > 0);
            shop.assert_sound().await;
            assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Closed, "the same press");
            assert_eq!(shop.posted(marketing).await, 2_250);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_platform_added_comes_back_to_it_unit_by_unit() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let coupon = coupon(&shop, 1_000).await;
            let marketing = AccountRef::marketing(&coupon.to_string(), USD);
            let (shopper, order) = bought(&shop, 3).await;
            let of = shop.arrived(shopper, order, 3).await;
            let given = shop.posted(marketing.clone()).await;
            assert_eq!(given, 1_350, "a tenth of 135.00");
            for (n, reason) in [ReturnReason::NoLongerWanted, ReturnReason::Defective, ReturnReason::Damaged]
                .into_iter()
                .enumerate()
            {
                let key = format!("unit{n}");
                let id = shop.back(&key, of, 1, reason).await;
                let decision = shop.decides(&key, id, Grade::AsNew, 0).await;
                assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Refunded);
                shop.assert_sound().await;
            }
            assert_eq!(shop.posted(marketing).await, 0, "all of it");
            assert_eq!(shop.posted(AccountRef::tax_payable("US-CA", USD)).await, 0);
            // The first unit's share of the delivery stays sold, and with it its share of the commission.
            let kept = shop.posted(AccountRef::processor(shop.payments.processor_name(), USD)).await;
            assert_eq!(kept, 166);
            let seller = shop.posted(AccountRef::seller_payable(shop.seller, USD)).await;
            let commission = shop.posted(AccountRef::revenue(RevenueStream::Commission, USD)).await;
            let fees = shop.posted(AccountRef::revenue(RevenueStream::RefundFee, USD)).await;
            assert_eq!(kept + seller + commission + fees, 0, "what is kept is somebody's");
        })
    })
    .await;
}

/// A share off every lamp, given by the platform.
async fn promotion(shop: &Shop, bps: i64) -> PromotionId {
    let new = NewPromotion {
        giver: Giver::Platform { seller: None, category: None, most: usd(1_000_000) },
        title: "Spring".into(),
        rule: Rule::FromUnits { units: 1, bps },
        goods: Goods::These(vec![shop.lamp]),
        limit: None,
        from: shop.db.now(),
        until: None,
        made_by: shop.db.new_id(),
        key: IdempotencyKey::parse("a-promotion-of-spring").unwrap(),
    };
    let made: Result<PromotionId, PromotionError> = shop
        .db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { promotions::create(tx, &new).await })
        })
        .await;
    made.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promotion_and_a_coupon_each_get_back_what_they_gave() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (promotion, coupon) = (promotion(&shop, 2_000).await, coupon(&shop, 1_000).await);
            let of_promotion = AccountRef::marketing(&promotion.to_string(), USD);
            let of_coupon = AccountRef::marketing(&coupon.to_string(), USD);
            let given =
                async || (shop.posted(of_promotion.clone()).await, shop.posted(of_coupon.clone()).await);
            let (shopper, order) = bought(&shop, 3).await;
            let of = shop.arrived(shopper, order, 3).await;
            // A fifth of 135.00; then a tenth of the 108.00 that are left.
            assert_eq!(given().await, (2_700, 1_080));
            for (n, left) in [(1_800, 720), (900, 360), (0, 0)].into_iter().enumerate() {
                let key = format!("unit{n}");
                let id = shop.back(&key, of, 1, ReturnReason::NoLongerWanted).await;
                let decision = shop.decides(&key, id, Grade::AsNew, 0).await;
                assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Refunded);
                assert_eq!(given().await, left, "unit {n}");
                shop.assert_sound().await;
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_about_a_return_go_with_their_account_and_the_books_stay() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("person", shop.lamp, 1).await;
            let mut new = shop.asks("person", lamp, 1, ReturnReason::Damaged).await;
            new.note = Some(reason("My neighbour Ada saw it fall."));
            assert_eq!(new.picks, [Pick { line: lamp.line, quantity: 1, reason: ReturnReason::Damaged }]);
            let id = shop.returns.request(new).await.unwrap();
            shop.returns.approve(shop.seller, id, Some(reason("Sorry, Ada!"))).await.unwrap();
            let account = lamp.shopper.account().unwrap();
            let mut conn = shop.db.read().await.unwrap();
            let copy = ReturnData.export(&mut conn, account).await.unwrap().to_string();
            drop(conn);
            assert!(copy.contains("saw it fall") && copy.contains("Brass lamp"), "{copy}");
            let erased: Result<(), db::DbError> = shop
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        ReturnData.erase(tx, account).await.unwrap();
                        Ok(())
                    })
                })
                .await;
            erased.unwrap();
            let row = shop.detail(id).await.row;
            assert_eq!((row.note, row.answer), (None, None));
            assert_eq!(shop.mails().await, ["return-requested"], "the seller's own");
            shop.returns.receive(shop.seller, id).await.unwrap();
            let decision = shop.decides("person", id, Grade::Damaged, 0).await;
            assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Refunded);
            shop.assert_sound().await;
        })
    })
    .await;
}
