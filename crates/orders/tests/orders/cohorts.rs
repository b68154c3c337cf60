//! What the orders of a cohort brought the platform: to the cent what its profit and loss has of them, less what its own goods
//! cost.

use crate::common::{APPROVED, Shop, usd};
use crate::ship::{checkout, detail, ship};
use crate::{funded, promotions};
use catalog::Terms;
use db::testing::on_both;
use domain::promotion::{Goods, Rule};
use domain::{Currency, OrderId};
use orders::Wanted;
use reporting::{ProfitItem, Range, Reporting, attributed, buyer_cohorts, profit};

/// Sends everything of an order, each part in one parcel.
async fn send(shop: &Shop, key: &str, order: OrderId) {
    for part in detail(shop, order).await.parts {
        let lines = part.lines.iter().map(|line| (line.id, line.quantity)).collect();
        let key = format!("{key}-{}", u8::from(part.part.seller_id == shop.platform));
        shop.orders.ship(ship(&key, part.part.seller_id, lines)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_cohort_brought_is_the_profit_and_loss_less_what_own_goods_cost() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let book = shop.book;
            let terms = Terms { handling_days: None, cost: Some(usd(800)) };
            let said = shop.db.write(move |tx| Box::pin(catalog::set_terms(tx, book, terms, None)));
            said.await.unwrap();
            let (ada, ben) = (shop.shopper(APPROVED).await, shop.shopper(APPROVED).await);
            let both = vec![Wanted { quantity: 2, ..Wanted::one(shop.book) }, Wanted::one(shop.lamp)];
            let first = checkout(&shop, ada, "both", both).await;
            send(&shop, "both", first).await;
            // A promotion that the platform pays for costs it what it gives.
            let tenth = Rule::FromUnits { units: 1, bps: 1_000 };
            let tenth = funded::funded(&shop, tenth, Goods::These(vec![shop.lamp]));
            promotions::make(&shop, tenth).await.unwrap();
            let lamps = vec![Wanted { quantity: 3, ..Wanted::one(shop.lamp) }];
            let second = checkout(&shop, ben, "lamps", lamps).await;
            send(&shop, "lamps", second).await;

            Reporting::new(t.db()).catch_up_analysis().await.unwrap();
            let mut conn = t.db().read().await.unwrap();
            let range = Range::last_days(t.db().now().utc_day(), 30);
            let all = profit(&mut conn, Currency::USD, range, Some(shop.platform)).await.unwrap();
            assert!(all.lines.iter().any(|line| matches!(line.item, ProfitItem::Promotion(_))), "{all:?}");
            let cohorts = buyer_cohorts(&mut conn, Currency::USD, None).await.unwrap();
            let [cohort] = cohorts.as_slice() else { panic!("all began in one month: {cohorts:?}") };
            let brought = cohort.brought;
            assert_eq!((cohort.buyers, brought.orders), (2, 3), "one of two sellers counts for each");
            assert_eq!(brought.earned_minor, all.contribution().now);
            assert_eq!(brought.goods_minor, 2 * 800);
            assert_eq!(cohort.left().minor(), all.contribution().now - 1_600);
            assert_eq!(cohort.left_each().minor(), cohort.left().minor() / 2);
            assert_eq!(cohort.left_per_order().minor(), cohort.left().minor() / 3);
            assert_eq!(cohort.months, [brought], "all of it in its first month, which is the present one");
            let of_all = attributed(&mut conn, Currency::USD).await.unwrap();
            assert_eq!(of_all.contribution.minor(), all.contribution().now);
            assert_eq!((of_all.rest().minor(), of_all.goods.minor()), (0, 1_600));
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}
