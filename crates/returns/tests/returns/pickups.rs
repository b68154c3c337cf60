//! Fetching what comes back: on a day that is offered, of a parcel with a label, once the seller confirmed it.

use crate::common::{Delivered, Shop, USD, usd};
use db::testing::on_both;
use domain::DurationUs;
use domain::ReturnId;
use domain::returns::{LabelTerms, ReturnReason, ReturnState, pickup_days};
use returns::{ReturnError, SayLabelPrice, SellerFilter, lists};

/// A return that is approved, with a label that can be taken.
async fn approved(shop: &Shop) -> (Delivered, ReturnId) {
    let (seller, by) = (shop.seller, shop.owner);
    let said = SayLabelPrice { price: usd(650), starts_at: None, by };
    let terms = LabelTerms { offered: true, seller_pays: false };
    shop.db
        .write(move |tx| {
            Box::pin(async move {
                returns::say_label_price(tx, &said).await?;
                returns::save_label_terms(tx, seller, terms).await
            })
        })
        .await
        .unwrap();
    assert_eq!(returns::label_price(&mut shop.db.read().await.unwrap(), USD).await.unwrap(), Some(usd(650)));
    let lamp = shop.delivered("fetch", shop.lamp, 1).await;
    let asks = shop.asks("fetch", lamp, 1, ReturnReason::ByMistake).await;
    let id = shop.returns.request(asks).await.unwrap();
    shop.returns.approve(seller, id, None).await.unwrap();
    (lamp, id)
}

/// Returns for which the seller has to do something, by the count and by the list.
async fn waiting(shop: &Shop) -> i64 {
    let mut conn = shop.db.read().await.unwrap();
    let count = lists::waiting_count(&mut conn, shop.seller).await.unwrap();
    let listed = lists::of_seller(&mut conn, shop.seller, SellerFilter::ToDo, None, 10).await.unwrap();
    assert_eq!(i64::try_from(listed.len()).unwrap(), count);
    count
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parcel_with_a_label_is_fetched_on_a_day_that_is_offered_and_that_the_seller_confirms() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (lamp, id) = approved(&shop).await;
            let days = pickup_days("US", t.db().now().utc_day());
            let early = shop.returns.pick_up(lamp.shopper, id, days[0]).await;
            assert!(matches!(early, Err(ReturnError::NoLabel)), "{early:?}");
            shop.returns.take_label(lamp.shopper, id).await.unwrap();
            for wrong in [t.db().now().utc_day(), days[4] + 1, -1] {
                let refused = shop.returns.pick_up(lamp.shopper, id, wrong).await;
                assert!(matches!(refused, Err(ReturnError::WrongPickupDay)), "{wrong}: {refused:?}");
            }
            let stranger = orders::Shopper::Account(shop.account().await);
            let foreign = shop.returns.pick_up(stranger, id, days[0]).await;
            assert!(matches!(foreign, Err(ReturnError::NotFound)), "{foreign:?}");
            assert_eq!(shop.detail(id).await.pickup, None, "what is refused changes nothing");

            shop.returns.pick_up(lamp.shopper, id, days[0]).await.unwrap();
            shop.returns.drop_off(lamp.shopper, id).await.unwrap();
            shop.returns.drop_off(lamp.shopper, id).await.unwrap();
            assert_eq!(shop.detail(id).await.pickup, None);
            shop.returns.pick_up(lamp.shopper, id, days[0]).await.unwrap();
            shop.returns.pick_up(lamp.shopper, id, days[1]).await.unwrap();
            assert_eq!(waiting(&shop).await, 1, "the seller has to confirm");
            let old = shop.returns.confirm_pickup(shop.seller, id, days[0]).await;
            assert!(matches!(old, Err(ReturnError::PickupChanged)), "{old:?}");
            let foreign = shop.returns.confirm_pickup(shop.platform, id, days[1]).await;
            assert!(matches!(foreign, Err(ReturnError::NotFound)), "{foreign:?}");
            shop.returns.confirm_pickup(shop.seller, id, days[1]).await.unwrap();
            assert_eq!(waiting(&shop).await, 0);
            let confirmed = shop.detail(id).await.pickup.unwrap();
            t.clock().advance(DurationUs::from_hours(1));
            shop.returns.confirm_pickup(shop.seller, id, days[1]).await.unwrap();
            shop.returns.pick_up(lamp.shopper, id, days[1]).await.unwrap();
            assert_eq!(shop.detail(id).await.pickup, Some(confirmed), "once");
            assert_eq!(confirmed.day, days[1]);
            assert!(confirmed.confirmed_at_us.is_some());
            assert_eq!(shop.mails().await.iter().filter(|key| *key == "return-pickup").count(), 1);
            for late in [
                shop.returns.pick_up(lamp.shopper, id, days[2]).await,
                shop.returns.drop_off(lamp.shopper, id).await,
            ] {
                assert!(matches!(late, Err(ReturnError::PickupConfirmed)), "{late:?}");
            }
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_back_already_is_not_fetched() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (lamp, id) = approved(&shop).await;
            shop.returns.take_label(lamp.shopper, id).await.unwrap();
            let days = pickup_days("US", t.db().now().utc_day());
            shop.returns.pick_up(lamp.shopper, id, days[0]).await.unwrap();
            shop.returns.receive(shop.seller, id).await.unwrap();
            for late in [
                shop.returns.pick_up(lamp.shopper, id, days[1]).await,
                shop.returns.confirm_pickup(shop.seller, id, days[0]).await,
            ] {
                let received = ReturnState::Received;
                assert!(
                    matches!(late, Err(ReturnError::WrongState { state }) if state == received),
                    "{late:?}"
                );
            }
            shop.assert_sound().await;
        })
    })
    .await;
}
