//! How long things can be returned: by the nearest category that says it, as it was promised when they were sold.

use crate::common::{Shop, at_once, by_hand};
use catalog::{CatalogError, SayReturnWindow};
use db::testing::on_both;
use domain::commission::CommissionClass;
use domain::returns::ReturnReason;
use domain::{CategoryId, DurationUs, OfferId, ProductId, Timestamp};
use returns::{ReturnError, ReturnSettings, returnable};

const WHY: ReturnReason = ReturnReason::NoLongerWanted;

async fn say(shop: &Shop, category: Option<CategoryId>, days: Option<i64>) {
    let said = SayReturnWindow { category, days, starts_at: None, by: shop.owner };
    shop.db
        .write(move |tx| Box::pin(async move { catalog::say_return_window(tx, &said).await }))
        .await
        .unwrap();
}

/// The lamp, and its category, which is put below another one.
async fn below_another(shop: &Shop) -> (ProductId, CategoryId, CategoryId) {
    let lamp = shop.lamp;
    shop.db
        .write(move |tx| {
            Box::pin(async move {
                let class = CommissionClass::Electronics;
                let above = catalog::create_category(tx, None, "House", class).await?.id;
                let statement = db::sql(
                    "SELECT p.id, p.category_id FROM catalog_offers o
                                         JOIN catalog_products p ON p.id = o.product_id WHERE o.id = $1",
                );
                let (product, own): (ProductId, CategoryId) = tx.one(statement.bind(lamp)).await?;
                let moved = db::sql("UPDATE catalog_categories SET parent_id = $2 WHERE id = $1");
                tx.exec(moved.bind(own).bind(above)).await?;
                Ok::<_, CatalogError>((product, own, above))
            })
        })
        .await
        .unwrap()
}

async fn days(shop: &Shop, product: ProductId) -> Option<i64> {
    let mut conn = shop.db.read().await.unwrap();
    catalog::return_days_of(&mut conn, &[product]).await.unwrap().get(&product).copied()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_nearest_category_that_says_a_window_has_it_and_the_shop_says_it_for_the_rest() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (lamp, own, above) = below_another(&shop).await;
            assert_eq!(days(&shop, lamp).await, None, "nobody said anything");
            for (category, said, expected, shortest) in [
                (None, Some(21), 21, 21),
                (Some(above), Some(14), 14, 14),
                (Some(own), Some(45), 45, 14),
                (Some(own), None, 14, 14),
                (Some(above), None, 21, 21),
            ] {
                // Nothing is said twice at one moment.
                t.clock().advance(DurationUs::from_micros(1));
                say(&shop, category, said).await;
                assert_eq!(days(&shop, lamp).await, Some(expected), "{category:?} {said:?}");
                let mut conn = shop.db.read().await.unwrap();
                assert_eq!(catalog::shortest_return_days(&mut conn).await.unwrap(), shortest);
            }
            // What begins tomorrow holds tomorrow.
            let starts_at = Some(t.db().now().plus(DurationUs::from_days(1)));
            let later = SayReturnWindow { category: Some(own), days: Some(9), starts_at, by: shop.owner };
            shop.db
                .write(move |tx| Box::pin(async move { catalog::say_return_window(tx, &later).await }))
                .await
                .unwrap();
            assert_eq!(days(&shop, lamp).await, Some(21));
            t.clock().advance(DurationUs::from_days(1));
            assert_eq!(days(&shop, lamp).await, Some(9));
            let all = catalog::return_windows(&mut shop.db.read().await.unwrap(), 10).await.unwrap();
            assert_eq!((all.len(), all[0].category, all[0].days), (6, Some(own), Some(9)));
            assert_eq!((all[5].category, all[5].days), (None, Some(21)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_makes_no_sense_is_refused_and_changes_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let yesterday = t.db().now().minus(DurationUs::from_days(1));
            let nowhere: CategoryId = shop.db.new_id();
            let usual = SayReturnWindow { category: None, days: Some(20), starts_at: None, by: shop.owner };
            for (wrong, why) in [
                (SayReturnWindow { days: Some(0), ..usual }, "1 to 365"),
                (SayReturnWindow { days: Some(366), ..usual }, "1 to 365"),
                (SayReturnWindow { starts_at: Some(yesterday), ..usual }, "now or later"),
                (SayReturnWindow { category: Some(nowhere), ..usual }, "no category"),
            ] {
                let refused = shop
                    .db
                    .write(move |tx| Box::pin(async move { catalog::say_return_window(tx, &wrong).await }))
                    .await
                    .unwrap_err();
                assert!(refused.to_string().contains(why), "{refused}");
            }
            let none = catalog::return_windows(&mut shop.db.read().await.unwrap(), 10).await.unwrap();
            assert_eq!(none, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_promised_at_the_sale_is_not_shortened_later() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (_, own, _) = below_another(&shop).await;
            say(&shop, Some(own), Some(60)).await;
            let long = shop.delivered("long", shop.lamp, 2).await;
            say(&shop, Some(own), Some(10)).await;
            let generous = ReturnSettings { window_days: Some(45), ..by_hand() };
            shop.settings(shop.seller, generous).await;
            let sellers = shop.delivered("sellers", shop.lamp, 2).await;
            shop.settings(shop.seller, by_hand()).await;
            let short = shop.delivered("short", shop.lamp, 2).await;
            let arrived = t.db().now();
            for (of, days) in [(short, 10), (sellers, 45), (long, 60)] {
                let last = arrived.plus(DurationUs::from_days(days));
                t.clock().advance(last.since(t.db().now()));
                let all = returnable(&mut shop.db.read().await.unwrap(), of.order).await.unwrap();
                assert_eq!(all[0].lines[0].until, last, "{days}");
                let asks = shop.asks(&format!("in-{days}"), of, 1, WHY).await;
                shop.returns.request(asks).await.unwrap();
                t.clock().advance(DurationUs::from_micros(1));
                let asks = shop.asks(&format!("late-{days}"), of, 1, WHY).await;
                let late = shop.returns.request(asks).await;
                assert!(matches!(late, Err(ReturnError::WindowIsOver { .. })), "{days}: {late:?}");
            }
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_line_of_an_order_of_several_sellers_keeps_what_its_own_goods_and_seller_promise() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (lamp, own, _) = below_another(&shop).await;
            say(&shop, None, Some(14)).await;
            say(&shop, Some(own), Some(60)).await;
            let generous = ReturnSettings { window_days: Some(45), ..at_once(None) };
            shop.settings(shop.platform, generous).await;
            let lines = "SELECT offer_id, product_id, return_days FROM orders_lines ORDER BY return_days";
            shop.place_all("both", &[(shop.book, 1), (shop.lamp, 1)]).await;
            let mut conn = shop.db.read().await.unwrap();
            let kept: Vec<(OfferId, ProductId, i64)> = conn.all(db::sql(lines)).await.unwrap();
            let days: Vec<(OfferId, i64)> = kept.iter().map(|(offer, _, days)| (*offer, *days)).collect();
            assert_eq!(days, [(shop.book, 45), (shop.lamp, 60)]);
            // Asked for together, each has its own; what there is not has none.
            let nothing: ProductId = shop.db.new_id();
            let asked = catalog::return_days_of(&mut conn, &[kept[0].1, nothing, lamp]).await.unwrap();
            assert_eq!(asked, [(kept[0].1, 14), (lamp, 60)].into());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_has_not_begun_is_taken_back_and_may_be_said_anew() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (lamp, own, _) = below_another(&shop).await;
            let tomorrow = t.db().now().plus(DurationUs::from_days(1));
            let later = SayReturnWindow {
                category: Some(own),
                days: Some(9),
                starts_at: Some(tomorrow),
                by: shop.owner,
            };
            let say = async |said: SayReturnWindow| {
                let write = shop
                    .db
                    .write(move |tx| Box::pin(async move { catalog::say_return_window(tx, &said).await }));
                write.await.unwrap();
            };
            let by = shop.owner;
            let take_back = async |category: Option<CategoryId>, at: Timestamp| -> Result<(), CatalogError> {
                let write = shop.db.write(move |tx| {
                    Box::pin(async move {
                        catalog::withdraw_return_window(tx, category, at, "not after all", by).await
                    })
                });
                write.await
            };
            say(later).await;
            take_back(Some(own), tomorrow).await.unwrap();
            let again = take_back(Some(own), tomorrow).await;
            assert!(matches!(again, Err(CatalogError::WindowWithdrawn)), "{again:?}");
            let nobodys = take_back(None, tomorrow).await;
            assert!(matches!(nobodys, Err(CatalogError::NoWindow)), "{nobodys:?}");
            let all = catalog::return_windows(&mut shop.db.read().await.unwrap(), 10).await.unwrap();
            assert_eq!(all[0].withdrawn, Some((t.db().now(), "not after all".to_owned())));
            t.clock().advance(DurationUs::from_days(1));
            assert_eq!(days(&shop, lamp).await, None, "it did not begin");
            let next = t.db().now().plus(DurationUs::from_days(1));
            let next = SayReturnWindow { starts_at: Some(next), ..later };
            say(next).await;
            take_back(Some(own), next.starts_at.unwrap()).await.unwrap();
            say(next).await;
            t.clock().advance(DurationUs::from_days(1));
            assert_eq!(days(&shop, lamp).await, Some(9), "it was said anew");
            let begun = take_back(Some(own), next.starts_at.unwrap()).await;
            assert!(matches!(begun, Err(CatalogError::WindowBegun)), "{begun:?}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_effect_of_a_window_is_how_many_returns_would_have_come_too_late() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (_, own, above) = below_another(&shop).await;
            let start = t.db().now();
            let (soon, slow) =
                (shop.delivered("soon", shop.lamp, 1).await, shop.delivered("slow", shop.lamp, 1).await);
            shop.back("soon", soon, 1, WHY).await;
            t.clock().advance(DurationUs::from_days(5));
            shop.back("slow", slow, 1, WHY).await;
            let effect = async |category: Option<CategoryId>, days: Option<i64>| {
                let mut conn = shop.db.read().await.unwrap();
                let found = returns::window_effect(&mut conn, category, days, start).await.unwrap();
                (found.returns, found.late)
            };
            assert_eq!(effect(Some(own), Some(3)).await, (2, 1));
            assert_eq!(effect(Some(above), Some(3)).await, (2, 1), "it follows the one above");
            assert_eq!(effect(None, Some(3)).await, (2, 1), "and the whole shop");
            assert_eq!(effect(None, Some(5)).await, (2, 0), "the last moment counts");
            say(&shop, Some(own), Some(20)).await;
            assert_eq!(effect(None, Some(3)).await, (0, 0), "the nearer category says its own");
            say(&shop, None, Some(2)).await;
            assert_eq!(effect(Some(own), None).await, (2, 1), "as the shop has it then");
            let generous = ReturnSettings { window_days: Some(45), ..by_hand() };
            shop.settings(shop.seller, generous).await;
            assert_eq!(effect(Some(own), Some(3)).await, (2, 0), "a seller gives more");
        })
    })
    .await;
}
