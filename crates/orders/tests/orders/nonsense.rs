//! What no page offers and anybody may send: numbers of units that are none, and two currencies at once.

use crate::common::{APPROVED, Shop, usd};
use crate::coupons::order;
use catalog::NewOffer;
use db::testing::on_both;
use domain::{Currency, Money, OfferId};
use orders::{OneClick, OrderError, PlaceOrder, Seen, Shopper, Wanted, cart};

/// Outside 1 to 999.
const NO_QUANTITIES: [i64; 6] = [i64::MIN, -1, 0, 1_000, 1_001, i64::MAX];

/// An offer on the lamp's product in euros.
async fn in_euros(shop: &Shop) -> OfferId {
    let sale = catalog::offers_for_sale(&mut shop.db.read().await.unwrap(), &[shop.lamp]).await.unwrap();
    let new = NewOffer::on_sale(
        sale[&shop.lamp].offer.product_id,
        shop.platform,
        "LAMP-EUR",
        Money::new(4_500, Currency::EUR),
    );
    shop.db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move {
                let offer = catalog::upsert_offer(tx, new).await.unwrap().id;
                inventory::receive(tx, "euros", offer, 10).await.unwrap();
                Ok::<_, db::DbError>(offer)
            })
        })
        .await
        .unwrap()
}

async fn add(shop: &Shop, shopper: Shopper, offer: OfferId, quantity: i64) -> Result<i64, OrderError> {
    shop.db.write(move |tx| Box::pin(async move { cart::add(tx, shopper, offer, quantity).await })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_number_of_units_outside_1_to_999_is_ordered() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (ada, lamp) = (shop.shopper(APPROVED).await, shop.lamp);
            let guest = Shopper::Guest(t.db().new_id());
            let click = shop.click("units", ada, lamp, 4_500).await;
            for quantity in NO_QUANTITIES {
                let refused = |error: OrderError| matches!(error, OrderError::QuantityOutOfRange);
                assert!(refused(add(&shop, guest, lamp, quantity).await.unwrap_err()), "{quantity}");
                // Nothing of a line is how it is taken out.
                if quantity != 0 {
                    let set = shop.db.write(move |tx| Box::pin(cart::set(tx, guest, lamp, quantity)));
                    assert!(refused(set.await.unwrap_err()), "{quantity}");
                }
                let lines = vec![Wanted { quantity, ..Wanted::one(lamp) }];
                let input = PlaceOrder { lines, ..order(&shop, guest, "units", APPROVED, None).await };
                assert!(refused(shop.orders.place(input).await.unwrap_err()), "{quantity}");
                let click = OneClick { quantity, ..click.clone() };
                assert!(refused(shop.orders.one_click(click).await.unwrap_err()), "{quantity}");
            }
            assert_eq!(shop.stock(lamp).await, (100, 0, 0));
            let mut conn = t.db().read().await.unwrap();
            assert_eq!(cart::count(&mut conn, guest).await.unwrap(), 0);
            drop(conn);
            // The most is taken, and what no shop has is sold out.
            assert_eq!(add(&shop, guest, lamp, 999).await.unwrap(), 999);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_currencies_make_no_cart_and_no_order() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let euros = in_euros(&shop).await;
            let guest = Shopper::Guest(t.db().new_id());
            add(&shop, guest, shop.lamp, 1).await.unwrap();
            let mixed = |error: OrderError| matches!(error, OrderError::MixedCurrencies);
            assert!(mixed(add(&shop, guest, euros, 1).await.unwrap_err()));
            // Of two sellers, and of one.
            for other in [shop.lamp, shop.book] {
                let lines = vec![Wanted::one(other), Wanted::one(euros)];
                let input = PlaceOrder { lines, ..order(&shop, guest, "mixed", APPROVED, None).await };
                assert!(mixed(shop.orders.place(input).await.unwrap_err()));
            }
            // A click that saw the same number in another currency has not agreed to this one.
            let ada = shop.shopper(APPROVED).await;
            let click = shop.click("euros", ada, shop.lamp, 4_500).await;
            let euro = |money: Money| Money::new(money.minor(), Currency::EUR);
            let price = OneClick { seen: Seen { price: euro(usd(4_500)), ..click.seen }, ..click.clone() };
            let error = shop.orders.one_click(price).await.unwrap_err();
            assert!(matches!(error, OrderError::PriceRaised { .. }), "{error}");
            let total =
                OneClick { seen: Seen { total: euro(click.seen.total), ..click.seen }, ..click.clone() };
            let error = shop.orders.one_click(total).await.unwrap_err();
            assert!(matches!(error, OrderError::TotalRaised { .. }), "{error}");
            assert_eq!(shop.stock(shop.lamp).await, (100, 0, 0));
            assert!(shop.orders.one_click(click).await.is_ok(), "the key was left free");
            shop.assert_sound().await;
        })
    })
    .await;
}
