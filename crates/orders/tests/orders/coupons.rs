//! Coupons from the cart to the ledger: what is shown is what is charged, each use counts once, and whoever gives the
//! discount pays for it.

use crate::common::{APPROVED, DECLINED, Shop, address, usd};
use db::sql;
use db::testing::on_both;
use domain::contact::Email;
use domain::coupon::{Benefit, CouponCode, Funding, Refusal, Terms};
use domain::format::Locale;
use domain::order::{CancelReason, Carrier, OrderSource};
use domain::{AccountId, Currency, DurationUs, Money, OfferId, OrderId, Timestamp};
use orders::coupons::{self, CouponError, NewCoupon, Scope};
use orders::store::{self, OrderDetail};
use orders::{OrderError, PlaceOrder, Placed, Ship, Shopper, Wanted, cart, quote};
use payments::{CardInput, MethodRef};

pub fn ten_percent() -> Terms {
    Terms {
        benefit: Benefit::Percent { bps: 1_000 },
        minimum: None,
        // More than any order here gets.
        most_off: Some(usd(1_000_000)),
        from: Timestamp::from_micros(0),
        until: None,
        paused: false,
        most_uses: None,
        most_uses_each: None,
    }
}

pub fn coupon(shop: &Shop, terms: Terms) -> NewCoupon {
    NewCoupon {
        code: CouponCode::parse("spring").unwrap(),
        terms,
        scope: Scope::default(),
        funding: Funding::Platform,
        currency: Currency::USD,
        made_by: shop.db.new_id(),
    }
}

pub async fn make(shop: &Shop, new: NewCoupon) -> Result<domain::CouponId, CouponError> {
    shop.db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { coupons::create(tx, &new).await })
        })
        .await
}

/// Puts two lamps and a book into a guest's cart, with the coupon.
pub async fn filled(shop: &Shop) -> Shopper {
    let shopper = Shopper::Guest(shop.db.new_id());
    fill(shop, shopper).await;
    shopper
}

async fn fill(shop: &Shop, shopper: Shopper) {
    let (lamp, book) = (shop.lamp, shop.book);
    shop.db
        .write(move |tx| {
            Box::pin(async move {
                cart::add(tx, shopper, lamp, 2).await?;
                cart::add(tx, shopper, book, 1).await?;
                coupons::name_in_cart(tx, shopper, CouponCode::parse("SPRING").ok().as_ref()).await
            })
        })
        .await
        .unwrap();
}

fn lines(shop: &Shop) -> Vec<Wanted> {
    vec![Wanted { quantity: 2, ..Wanted::one(shop.lamp) }, Wanted::one(shop.book)]
}

pub async fn order(shop: &Shop, shopper: Shopper, key: &str, card: &str, seen: Option<Money>) -> PlaceOrder {
    let card = shop.payments.tokenise(CardInput::test_card(card)).await.unwrap();
    PlaceOrder {
        key: format!("test-coupon-{key}-0000"),
        shopper,
        email: Email::parse(&format!("{key}@example.com")).unwrap(),
        locale: Locale::En,
        source: OrderSource::Checkout,
        lines: lines(shop),
        address: address(),
        method: MethodRef::Token(card.token),
        total_seen: seen,
        gift: None,
        shown: None,
        device: None,
    }
}

async fn placed(shop: &Shop, key: &str) -> OrderDetail {
    let shopper = filled(shop).await;
    let input = order(shop, shopper, key, APPROVED, None).await;
    let id = shop.orders.place(input).await.unwrap().order();
    detail(shop, id).await
}

async fn detail(shop: &Shop, id: OrderId) -> OrderDetail {
    store::detail(&mut shop.db.read().await.unwrap(), id).await.unwrap()
}

async fn used(shop: &Shop) -> i64 {
    coupons::by_code(&mut shop.db.read().await.unwrap(), "SPRING").await.unwrap().unwrap().used
}

/// Why the coupon takes nothing off this cart; `None` when it does.
async fn refused(shop: &Shop, wanted: &[Wanted], account: Option<AccountId>) -> Option<Refusal> {
    let mut conn = shop.db.read().await.unwrap();
    let mut quote = quote::quote(&mut conn, wanted, Some(&address())).await.unwrap();
    let declined = coupons::apply(&mut conn, &mut quote, "SPRING", account).await.unwrap();
    declined.map(|d| d.refusal)
}

async fn ship(shop: &Shop, detail: &OrderDetail, offer: OfferId, units: i64, key: &str) {
    let part = detail.parts.iter().find(|p| p.lines.iter().any(|l| l.offer_id == offer)).unwrap();
    let line = part.lines.iter().find(|l| l.offer_id == offer).unwrap().id;
    let ship = Ship {
        key: format!("test-coupon-ship-{key}"),
        seller: part.part.seller_id,
        lines: vec![(line, units)],
        carrier: Carrier::Ups,
        tracking: "1Z-999".into(),
    };
    shop.orders.ship(ship).await.unwrap();
}

/// What was posted on accounts of this purpose and owner with this memo, credits positive.
async fn posted(shop: &Shop, purpose: &str, memo: &str) -> i64 {
    let mut conn = shop.db.read().await.unwrap();
    let text = "SELECT CAST(COALESCE(SUM(-g.amount_minor), 0) AS BIGINT) FROM ledger_postings g
                JOIN ledger_accounts a ON a.id = g.account_id
                WHERE g.layer = 'posted' AND a.purpose = $1 AND g.memo = $2";
    let (minor,): (i64,) = conn.one(sql(text).bind(purpose).bind(memo)).await.unwrap();
    minor
}

#[tokio::test(flavor = "multi_thread")]
async fn tax_and_total_are_of_the_lower_price_and_the_cart_forgets_the_coupon() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            make(&shop, coupon(&shop, ten_percent())).await.unwrap();
            let detail = placed(&shop, "total").await;
            // 90.00 and 20.00 of goods less 10 %, 7.25 % of tax on that (5.87 and 1.31), two parcels of 4.99.
            let o = &detail.order;
            assert_eq!((o.items_minor, o.discount_minor, o.tax_minor), (11_000, 1_100, 587 + 131));
            assert_eq!(o.total_minor, 9_900 + 998 + 718);
            assert_eq!(o.coupon_code.as_deref(), Some("SPRING"));
            let shopper = o.shopper().unwrap();
            assert_eq!(coupons::of_cart(&mut t.db().read().await.unwrap(), shopper).await.unwrap(), None);
            assert_eq!(used(&shop).await, 1);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_platform_pays_for_its_coupon_and_sellers_earn_the_full_price() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let id = make(&shop, coupon(&shop, ten_percent())).await.unwrap();
            let detail = placed(&shop, "platform").await;
            ship(&shop, &detail, shop.lamp, 1, "a").await;
            ship(&shop, &detail, shop.lamp, 1, "b").await;
            ship(&shop, &detail, shop.book, 1, "c").await;
            // Sellers get 90.00, the platform's own retail 20.00; 9.00 and 2.00 of that are marketing.
            assert_eq!(posted(&shop, "seller_payable", "item").await, 9_000);
            assert_eq!(posted(&shop, "revenue", "item").await, 2_000);
            assert_eq!(posted(&shop, "marketing", "coupon").await, -1_100);
            // Electronics: 8 % of goods and shipping, each parcel by itself: 49.99 and 45.00.
            assert_eq!(posted(&shop, "revenue", "commission").await, 400 + 360);
            let mut conn = t.db().read().await.unwrap();
            let reports = coupons::reports(&mut conn, 10).await.unwrap();
            assert_eq!((reports[0].coupon.id, reports[0].given.clone()), (id, vec![usd(1_100)]));
            assert_eq!(reports[0].cost, vec![usd(1_100)]);
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_who_gives_the_discount_earns_less_and_pays_commission_on_that() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let scope = Scope { seller: Some(shop.seller), category: None };
            let new = NewCoupon { scope, funding: Funding::Seller, ..coupon(&shop, ten_percent()) };
            make(&shop, new).await.unwrap();
            let detail = placed(&shop, "seller").await;
            assert_eq!(detail.order.discount_minor, 900, "the book is another seller's");
            ship(&shop, &detail, shop.lamp, 2, "a").await;
            assert_eq!(posted(&shop, "seller_payable", "item").await, 8_100);
            assert_eq!(posted(&shop, "marketing", "coupon").await, 0);
            // 8 % of 81.00 and 4.99.
            assert_eq!(posted(&shop, "revenue", "commission").await, 688);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn free_delivery_is_paid_to_the_seller_by_the_platform_with_the_first_parcel() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let scope = Scope { seller: Some(shop.seller), category: None };
            let terms = Terms { benefit: Benefit::FreeShipping, ..ten_percent() };
            make(&shop, NewCoupon { scope, ..coupon(&shop, terms) }).await.unwrap();
            let detail = placed(&shop, "free").await;
            assert_eq!((detail.order.shipping_minor, detail.order.discount_minor), (998, 499));
            ship(&shop, &detail, shop.lamp, 1, "a").await;
            assert_eq!(posted(&shop, "seller_payable", "shipping").await, 499);
            assert_eq!(posted(&shop, "marketing", "coupon").await, -499);
            ship(&shop, &detail, shop.lamp, 1, "b").await;
            assert_eq!(posted(&shop, "marketing", "coupon").await, -499);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_take_the_last_use_at_once_one_gets_it() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            make(&shop, coupon(&shop, Terms { most_uses: Some(1), ..ten_percent() })).await.unwrap();
            let (ann, bob) = (filled(&shop).await, filled(&shop).await);
            let seen = Some(usd(9_900 + 998 + 718));
            let first = order(&shop, ann, "ann", APPROVED, seen).await;
            let second = order(&shop, bob, "bob", APPROVED, seen).await;
            let (a, b) = tokio::join!(shop.orders.place(first.clone()), shop.orders.place(second));
            let results = [a, b];
            let won = results.iter().filter(|r| matches!(r, Ok(Placed::Placed { .. }))).count();
            let lost = results.iter().filter(|r| matches!(r, Err(OrderError::TotalRaised { .. }))).count();
            assert_eq!((won, lost), (1, 1), "{results:?}");
            assert_eq!(used(&shop).await, 1);
            // The same press again is the same order, though nothing is left.
            if let Ok(order) = &results[0] {
                assert_eq!(shop.orders.place(first).await.unwrap(), *order);
            }
            assert_eq!(used(&shop).await, 1);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_comes_to_nothing_gives_its_use_back_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            make(&shop, coupon(&shop, ten_percent())).await.unwrap();
            let shopper = filled(&shop).await;
            let input = order(&shop, shopper, "declined", DECLINED, None).await;
            let declined = shop.orders.place(input).await.unwrap();
            assert!(matches!(declined, Placed::Declined { .. }));
            assert_eq!(used(&shop).await, 0);
            let named = coupons::of_cart(&mut t.db().read().await.unwrap(), shopper).await.unwrap();
            assert_eq!(named.as_deref(), Some("SPRING"), "the next try has it still");

            let detail = placed(&shop, "cancelled").await;
            let shopper = detail.order.shopper().unwrap();
            let (first, second) = (detail.parts[0].part.id, detail.parts[1].part.id);
            shop.orders.cancel_by_shopper(shopper, first).await.unwrap();
            assert_eq!(used(&shop).await, 1, "the other half stands");
            shop.orders.cancel_by_shopper(shopper, second).await.unwrap();
            shop.orders.cancel_by_shopper(shopper, second).await.unwrap();
            assert_eq!(used(&shop).await, 0);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_cancelled_of_a_line_takes_its_share_of_the_discount_with_it() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            make(&shop, coupon(&shop, ten_percent())).await.unwrap();
            let detail = placed(&shop, "rest").await;
            ship(&shop, &detail, shop.lamp, 1, "a").await;
            let part = detail.parts.iter().find(|p| p.part.seller_id == shop.seller).unwrap();
            shop.orders.cancel_by_seller(shop.seller, part.part.id, CancelReason::CannotShip).await.unwrap();
            // One lamp of 45.00 less 4.50, 2.93 of tax (half of 5.87, rounded down), 4.99 of shipping.
            let kept = self::detail(&shop, detail.order.id).await;
            let part = kept.parts.iter().find(|p| p.part.seller_id == shop.seller).unwrap();
            assert_eq!(part.part.captured_minor, 4_050 + 293 + 499);
            assert_eq!(posted(&shop, "marketing", "coupon").await, -450);
            assert_eq!(used(&shop).await, 1);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_is_told_and_one_click_takes_no_coupon() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let all = lines(&shop);
            let ada = shop.shopper(APPROVED).await;
            assert_eq!(refused(&shop, &all, Some(ada)).await, Some(Refusal::Unknown));
            let terms = Terms {
                minimum: Some(usd(11_410)),
                most_uses_each: Some(1),
                until: Some(t.db().now().plus(DurationUs::from_days(2))),
                ..ten_percent()
            };
            let scope = Scope { seller: Some(shop.seller), category: None };
            let id = make(&shop, NewCoupon { scope, ..coupon(&shop, terms) }).await.unwrap();
            let missing = Refusal::AddMore { missing: usd(2_410) };
            assert_eq!(refused(&shop, &all, Some(ada)).await, Some(missing), "the book does not count");
            let book = [Wanted::one(shop.book)];
            assert_eq!(refused(&shop, &book, Some(ada)).await, Some(Refusal::NotForThese));
            let three = [Wanted { quantity: 3, ..Wanted::one(shop.lamp) }];
            assert_eq!(refused(&shop, &three, Some(ada)).await, None);

            assert_eq!(
                refused(&shop, &three, None).await,
                Some(Refusal::SignIn),
                "a guest is nobody to count"
            );
            let shopper = Shopper::Account(ada);
            fill(&shop, shopper).await;
            let ben = shop.db.new_id();
            let mut input = order(&shop, shopper, "again", APPROVED, None).await;
            input.lines = three.to_vec();
            shop.orders.place(input).await.unwrap();
            assert_eq!(refused(&shop, &three, Some(ada)).await, Some(Refusal::UsedAlready));
            assert_eq!(refused(&shop, &three, Some(ben)).await, None);

            let click = shop.click("plain", ada, shop.lamp, 4_500).await;
            let clicked = detail(&shop, shop.orders.one_click(click).await.unwrap().order()).await;
            assert_eq!(clicked.order.discount_minor, 0);

            t.db().write(move |tx| Box::pin(coupons::pause(tx, id, true))).await.unwrap();
            assert_eq!(refused(&shop, &three, Some(ben)).await, Some(Refusal::Paused));
            t.db().write(move |tx| Box::pin(coupons::pause(tx, id, false))).await.unwrap();
            t.clock().advance(DurationUs::from_days(2));
            let ended = refused(&shop, &three, Some(ben)).await;
            assert!(matches!(ended, Some(Refusal::Ended { .. })), "{ended:?}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_coupon_that_makes_no_sense_is_not_made() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let new = |terms| coupon(&shop, terms);
            let euro = Money::new(500, Currency::EUR);
            let now = t.db().now();
            let scope = Scope { seller: Some(t.db().new_id()), category: None };
            for (wrong, expected) in [
                (new(Terms { benefit: Benefit::Percent { bps: 0 }, ..ten_percent() }), "BadPercent"),
                (new(Terms { benefit: Benefit::Amount(euro), ..ten_percent() }), "BadAmount"),
                (new(Terms { minimum: Some(usd(0)), ..ten_percent() }), "BadAmount"),
                (new(Terms { from: now, until: Some(now), ..ten_percent() }), "EndsFirst"),
                (new(Terms { most_uses: Some(0), ..ten_percent() }), "BadUses"),
                (new(Terms { most_off: None, ..ten_percent() }), "NoCeiling"),
                (new(Terms { benefit: Benefit::FreeShipping, most_off: None, ..ten_percent() }), "NoCeiling"),
                (new(Terms { most_off: Some(euro), ..ten_percent() }), "BadAmount"),
                (NewCoupon { funding: Funding::Seller, ..new(ten_percent()) }, "NoFunder"),
                (NewCoupon { scope, ..new(ten_percent()) }, "NoSuchScope"),
            ] {
                assert_eq!(format!("{:?}", make(&shop, wrong).await.unwrap_err()), expected);
            }
            make(&shop, new(ten_percent())).await.unwrap();
            let again = make(&shop, new(ten_percent())).await;
            assert!(matches!(again, Err(CouponError::CodeTaken)));
        })
    })
    .await;
}
