//! Finding among one's own orders: by what was bought, from whom, when and how it went; and never anybody else's.

use crate::common::{APPROVED, DECLINED, Shop, as_shopper};
use db::testing::on_both;
use domain::order::OrderState;
use domain::{DurationUs, OrderId};
use orders::find::{Search, bought, search};

async fn found(shop: &Shop, who: domain::AccountId, wanted: &Search) -> Vec<OrderId> {
    let mut conn = shop.db.read().await.unwrap();
    let orders = search(&mut conn, as_shopper(who), wanted, None, 50).await.unwrap();
    orders.into_iter().map(|detail| detail.order.id).collect()
}

fn words(text: &str) -> Search {
    Search { words: text.into(), ..Search::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_are_found_by_title_seller_and_id_and_only_ones_own() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (ada, bob) = (shop.shopper(APPROVED).await, shop.shopper(APPROVED).await);
            let lamp = shop.click("a", ada, shop.lamp, 4_500).await;
            let lamp = shop.orders.one_click(lamp).await.unwrap().order();
            t.clock().advance(DurationUs::from_mins(1));
            let book = shop.click("b", ada, shop.book, 2_000).await;
            let book = shop.orders.one_click(book).await.unwrap().order();
            let bobs = shop.click("c", bob, shop.lamp, 4_500).await;
            let bobs = shop.orders.one_click(bobs).await.unwrap().order();
            for (typed, expected) in [
                ("", vec![book, lamp]),
                ("brass", vec![lamp]),
                ("LAMP", vec![lamp]),
                ("rass lam", vec![lamp]),
                ("lamp river", vec![]),
                // "River stories" by River Retail, and the lamp by Lamp House.
                ("river", vec![book]),
                ("house", vec![lamp]),
                ("house brass", vec![lamp]),
                ("%", vec![]),
                ("_", vec![]),
                ("' OR 1=1 --", vec![]),
            ] {
                assert_eq!(found(&shop, ada, &words(typed)).await, expected, "{typed:?}");
            }
            assert_eq!(found(&shop, ada, &words(&format!(" {lamp} "))).await, [lamp]);
            assert_eq!(found(&shop, ada, &words(&bobs.to_string())).await, [], "somebody else's");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn titles_in_other_letters_are_found_however_they_are_typed() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(APPROVED).await;
            let order = shop.click("a", ada, shop.lamp, 4_500).await;
            let order = shop.orders.one_click(order).await.unwrap().order();
            for (title, typed) in [
                ("Árbol de navidad", "árbol"),
                ("ÁRBOL", "árbol"),
                ("árbol", "ÁRBOL"),
                ("Caña de pescar", "CAÑA"),
                ("مصباح نحاسي", "مصباح"),
            ] {
                let renamed: Result<u64, db::DbError> = shop
                    .db
                    .write(move |tx| {
                        Box::pin(async move {
                            tx.exec(db::sql("UPDATE orders_lines SET title = $1").bind(title)).await
                        })
                    })
                    .await;
                renamed.unwrap();
                assert_eq!(found(&shop, ada, &words(typed)).await, [order], "{title}: {typed}");
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_are_filtered_by_state_and_day_and_read_page_by_page() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(APPROVED).await;
            let mut placed = Vec::new();
            for n in 0..4 {
                let click = shop.click(&format!("n{n}"), ada, shop.book, 2_000).await;
                placed.push((shop.orders.one_click(click).await.unwrap().order(), t.db().now()));
                t.clock().advance(DurationUs::from_days(1));
            }
            shop.orders.undo(as_shopper(ada), placed[3].0).await.unwrap_err();
            let part = {
                let mut conn = t.db().read().await.unwrap();
                orders::store::detail(&mut conn, placed[3].0).await.unwrap().parts[0].part.id
            };
            shop.orders.cancel_by_shopper(as_shopper(ada), part).await.unwrap();
            let state = |state| Search { state: Some(state), ..Search::default() };
            assert_eq!(found(&shop, ada, &state(OrderState::Cancelled)).await, [placed[3].0]);
            assert_eq!(found(&shop, ada, &state(OrderState::Placed)).await.len(), 3);
            let days = Search { from: Some(placed[1].1), before: Some(placed[2].1), ..Search::default() };
            assert_eq!(found(&shop, ada, &days).await, [placed[1].0]);
            let mut conn = t.db().read().await.unwrap();
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let page = search(&mut conn, as_shopper(ada), &words("river"), after, 3).await.unwrap();
                let Some(last) = page.last() else { break };
                after = Some(last.order.id);
                seen.extend(page.iter().map(|detail| detail.order.id));
            }
            let newest_first: Vec<OrderId> = placed.iter().rev().map(|(id, _)| *id).collect();
            assert_eq!(seen, newest_first);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_bought_before_is_each_product_once_and_nothing_that_was_not_paid() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = shop.shopper(APPROVED).await;
            for (key, offer, price) in
                [("a", shop.book, 2_000), ("b", shop.lamp, 4_500), ("c", shop.book, 2_000)]
            {
                let click = shop.click(key, ada, offer, price).await;
                shop.orders.one_click(click).await.unwrap();
                t.clock().advance(DurationUs::from_mins(1));
            }
            let broke = shop.shopper(DECLINED).await;
            let click = shop.click("d", broke, shop.lamp, 4_500).await;
            shop.orders.one_click(click).await.unwrap();
            let mut conn = t.db().read().await.unwrap();
            let titles =
                |all: Vec<orders::find::Bought>| all.into_iter().map(|b| b.title).collect::<Vec<_>>();
            assert_eq!(titles(bought(&mut conn, ada, 10).await.unwrap()), ["River stories", "Brass lamp"]);
            assert_eq!(titles(bought(&mut conn, ada, 1).await.unwrap()), ["River stories"]);
            assert!(bought(&mut conn, broke, 10).await.unwrap().is_empty());
        })
    })
    .await;
}
