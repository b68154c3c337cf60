//! A product with thousands of offers: few of them are read, and the same one wins.

use crate::world::{buybox, offer, product, seller, usd};
use buybox::{Market, Shelf};
use catalog::{Condition, FEW, Offer, contending, contending_of, offers_of};
use db::sql;
use db::testing::{TestDb, on_both};
use domain::buy_box::{Contender, winner};
use domain::place::Place;
use domain::{Currency, DurationUs, OfferId, ProductId, SellerId};
use inventory::levels;
use std::collections::HashMap;

/// Numbers that look random and are the same each time (Knuth's multiplier).
fn mixed(number: u64, below: u64) -> i64 {
    let high = number.wrapping_add(1).wrapping_mul(6_364_136_223_846_793_005) >> 33;
    i64::try_from(high % below).unwrap()
}

/// A product that `count` sellers offer, written in three statements a hundred: prices, stock and delivery as `of` says.
async fn crowd(t: &TestDb, count: u64, of: fn(u64) -> (i64, Condition, i64, i64, u8)) -> ProductId {
    let product = product(t).await;
    for number in 0..count {
        let (price, condition, stock, fee, days) = of(number);
        let seller = seller(t, &format!("Seller {number}"), fee, days).await;
        offer(t, product, seller, (price, condition, stock)).await;
    }
    product
}

async fn market(t: &TestDb) -> Market {
    let mut conn = t.db().read().await.unwrap();
    buybox(t).market(&mut conn, Currency::USD, Place::country("US")).await.unwrap()
}

/// The winner of everything, in the plainest way.
async fn full(t: &TestDb, market: &Market, product: ProductId) -> Option<Contender> {
    let mut conn = t.db().read().await.unwrap();
    let offers = offers_of(&mut conn, product).await.unwrap();
    let mut stock = HashMap::new();
    let mut sellers = HashMap::new();
    for some in offers.chunks(400) {
        let ids: Vec<OfferId> = some.iter().map(|o| o.id).collect();
        stock.extend(levels(&mut conn, &ids).await.unwrap());
        let who: Vec<SellerId> = some.iter().map(|o| o.seller_id).collect();
        sellers.extend(sellers::many(&mut conn, &who).await.unwrap());
    }
    winner(&market.contenders(&offers, &stock, &sellers), Currency::USD).cloned()
}

/// The winner as pages find it, and how many offers they read for it.
async fn bounded(t: &TestDb, market: &Market, product: ProductId) -> (Option<OfferId>, usize) {
    let mut conn = t.db().read().await.unwrap();
    let found = contending(&mut conn, product).await.unwrap();
    let mut shelf = Shelf::of(&mut conn, found.offers).await.unwrap();
    if found.crowded {
        shelf.complete(&mut conn, market, product).await.unwrap();
    }
    let best: Option<&Offer> = market.best(&shelf.offers, &shelf.stock, &shelf.sellers);
    (best.map(|offer| offer.id), shelf.offers.len())
}

async fn agrees(t: &TestDb, product: ProductId) -> usize {
    let market = market(t).await;
    let (found, read) = bounded(t, &market, product).await;
    assert_eq!(found, full(t, &market, product).await.map(|contender| contender.offer));
    read
}

#[tokio::test]
async fn of_a_thousand_offers_a_few_are_read_and_the_same_one_wins() {
    on_both(|t| {
        Box::pin(async move {
            let product = crowd(t, 1_000, |n| {
                let condition = if n % 5 == 0 { Condition::Good } else { Condition::New };
                (
                    2_000 + mixed(n, 3_000),
                    condition,
                    mixed(n + 7, 3),
                    100 * mixed(n + 13, 6),
                    3 + (n % 4) as u8,
                )
            })
            .await;
            let read = agrees(t, product).await;
            assert!(read < 300, "{read} of 1,000 offers were read");
        })
    })
    .await;
}

#[tokio::test]
async fn cheap_offers_with_dear_delivery_do_not_hide_the_winner() {
    on_both(|t| {
        Box::pin(async move {
            // A hundred and fifty ask one to two dollars and eighty for delivery; the next ask ten and deliver free.
            let product = crowd(t, 200, |n| {
                if n < 150 {
                    (100 + n as i64, Condition::New, 5, 8_000, 3)
                } else {
                    (1_000, Condition::New, 5, 0, 3)
                }
            })
            .await;
            assert!(agrees(t, product).await > 150);
        })
    })
    .await;
}

#[tokio::test]
async fn equal_prices_are_told_apart_by_what_comes_behind_the_first_reading() {
    on_both(|t| {
        Box::pin(async move {
            // All cost the same; the last one of all arrives first.
            let product =
                crowd(t, 120, |n| (1_000, Condition::New, 5, 0, if n == 119 { 1 } else { 9 })).await;
            agrees(t, product).await;
        })
    })
    .await;
}

#[tokio::test]
async fn used_ones_speak_when_no_new_one_can_and_sold_out_ones_when_none_can() {
    on_both(|t| {
        Box::pin(async move {
            let used = crowd(t, 100, |n| {
                let new = n % 2 == 0;
                (1_000 + n as i64, if new { Condition::New } else { Condition::Good }, i64::from(!new), 0, 3)
            })
            .await;
            agrees(t, used).await;
        })
    })
    .await;
    on_both(|t| {
        Box::pin(async move {
            let gone = crowd(t, 100, |n| (1_000 + n as i64, Condition::New, 0, 0, 3)).await;
            let read = agrees(t, gone).await;
            assert!(read < 20, "{read} sold-out offers were read");
        })
    })
    .await;
}

#[tokio::test]
async fn gates_are_looked_past_and_a_suspended_seller_never_speaks() {
    on_both(|t| {
        Box::pin(async move {
            let product = crowd(t, 80, |n| (1_000 + n as i64, Condition::New, 5, 0, 3)).await;
            let market = market(t).await;
            let cheapest = full(t, &market, product).await.unwrap().offer;
            let of = |offer| async move {
                let mut conn = t.db().read().await.unwrap();
                catalog::offer(&mut conn, offer).await.unwrap().seller_id
            };
            // The forty cheapest sellers fail a gate: more than the first reading holds.
            t.db()
                .write(|tx| {
                    Box::pin(async move {
                        tx.exec(sql(
                            "INSERT INTO buybox_health (seller_id, orders, defects, late_of, late, cancelled,
                                 parcels, untracked, requests, unanswered, counted_at_us)
                             SELECT seller_id, 100, 50, 0, 0, 0, 0, 0, 0, 0, 0 FROM catalog_offers
                             WHERE price_minor < 1040",
                        ))
                        .await
                    })
                })
                .await
                .unwrap();
            let market = self::market(t).await;
            let (winner, _) = bounded(t, &market, product).await;
            assert_ne!(winner, Some(cheapest));
            agrees(t, product).await;
            let (seller, by) = (of(winner.unwrap()).await, t.db().new_id());
            t.db()
                .write(move |tx| {
                    Box::pin(async move {
                        sellers::suspend::decide(tx, seller, true, "Too many complaints", by).await
                    })
                })
                .await
                .unwrap();
            let (next, _) = bounded(t, &market, product).await;
            assert!(next.is_some() && next != winner);
        })
    })
    .await;
}

#[tokio::test]
async fn a_product_with_few_offers_is_read_whole_and_lists_read_like_pages() {
    on_both(|t| {
        Box::pin(async move {
            let few = crowd(t, FEW as u64, |n| (1_000 + n as i64, Condition::New, 5, 0, 3)).await;
            let many = product(t).await;
            let mut conn = t.db().read().await.unwrap();
            let sellers = sellers::list(&mut conn, None, 500).await.unwrap();
            drop(conn);
            for (number, seller) in sellers.iter().enumerate() {
                offer(t, many, seller.id, (1_000 + number as i64, Condition::New, 5)).await;
            }
            let one_more = seller(t, "One more", 0, 3).await;
            offer(t, many, one_more, (1, Condition::New, 5)).await;
            let mut conn = t.db().read().await.unwrap();
            let found = contending_of(&mut conn, &[few, many]).await.unwrap();
            assert_eq!((found[&few].offers.len(), found[&few].crowded), (FEW, false));
            assert!(found[&many].crowded && found[&many].offers.len() < FEW);
            assert_eq!(found[&many].offers[0].price, usd(1));
            let alone = contending(&mut conn, many).await.unwrap();
            assert_eq!(alone.offers, found[&many].offers);
        })
    })
    .await;
}

#[tokio::test]
async fn what_sells_out_leaves_the_candidates_and_what_comes_back_returns() {
    on_both(|t| {
        Box::pin(async move {
            let product = crowd(t, 70, |n| (1_000 + n as i64, Condition::New, 1, 0, 3)).await;
            let first = |found: &[Offer]| found[0].id;
            let read =
                || async { contending(&mut t.db().read().await.unwrap(), product).await.unwrap().offers };
            let cheapest = first(&read().await);
            let hold = t
                .db()
                .write(move |tx| {
                    let until = tx.now();
                    Box::pin(async move { inventory::hold(tx, &[(cheapest, 1)], until).await })
                })
                .await
                .unwrap();
            assert_ne!(first(&read().await), cheapest);
            t.db()
                .write(move |tx| Box::pin(async move { inventory::release(tx, hold).await }))
                .await
                .unwrap();
            assert_eq!(first(&read().await), cheapest);
            let mut conn = t.db().read().await.unwrap();
            assert_eq!(inventory::check(&mut conn).await.unwrap(), vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_that_cost_the_same_the_one_that_is_handed_over_sooner_speaks() {
    on_both(|t| {
        Box::pin(async move {
            let thing = product(t).await;
            let mut offers = Vec::new();
            for name in ["Elder", "Younger"] {
                let seller = seller(t, name, 0, 3).await;
                offers.push(offer(t, thing, seller, (1_000, Condition::New, 5)).await);
                t.clock().advance(DurationUs::from_secs(1));
            }
            let (elder, younger) = (offers[0], offers[1]);
            assert_eq!(bounded(t, &market(t).await, thing).await.0, Some(elder), "it was offered first");
            let terms = catalog::Terms { handling_days: Some(0), cost: None };
            let db = t.db();
            let said = db.write(move |tx| Box::pin(catalog::set_terms(tx, younger, terms, None)));
            said.await.unwrap();
            assert_eq!(bounded(t, &market(t).await, thing).await.0, Some(younger));
        })
    })
    .await;
}
