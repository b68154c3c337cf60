//! What a coupon of the platform's gave comes back to the platform, and what is kept about people goes with them.

use crate::common::{Shop, USD, address, reason, usd};
use db::testing::on_both;
use domain::contact::Email;
use domain::coupon::{Benefit, CouponCode, Funding, Terms};
use domain::format::Locale;
use domain::order::OrderSource;
use domain::returns::{Grade, ReturnReason};
use domain::{CouponId, Timestamp};
use identity::PersonalData as _;
use ledger::{AccountRef, RevenueStream};
use orders::coupons::{self, CouponError, NewCoupon, Scope};
use orders::{OrderError, PlaceOrder, Shopper, Wanted, cart};
use payments::{CardInput, MethodRef};
use returns::{Pick, Refunded, ReturnData};

/// Ten percent off, given by the platform.
async fn coupon(shop: &Shop) -> CouponId {
    let new = NewCoupon {
        code: CouponCode::parse("spring").unwrap(),
        terms: Terms {
            benefit: Benefit::Percent { bps: 1_000 },
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

#[tokio::test(flavor = "multi_thread")]
async fn what_the_platform_added_comes_back_to_it_unit_by_unit() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let coupon = coupon(&shop).await;
            let marketing = AccountRef::marketing(&coupon.to_string(), USD);
            let shopper = Shopper::Account(shop.account().await);
            let lamp = shop.lamp;
            let filled: Result<(), OrderError> = shop
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        cart::add(tx, shopper, lamp, 3).await?;
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
                lines: vec![Wanted { offer: lamp, quantity: 3, price_seen: None }],
                address: address(),
                method: MethodRef::Token(card.token),
                total_seen: None,
                gift: None,
                shown: None,
            };
            let order = shop.orders.place(new).await.unwrap().order();
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
