//! What offers cost in the course of time, on both databases.
#![allow(clippy::unwrap_used)]
use catalog::*;
use db::testing::{TestDb, on_both};
use db::{Db, DbError, sql};
use domain::commission::CommissionClass;
use domain::reduction::{PricePoint, Reduction};
use domain::{Currency, DurationUs, Money, OfferId, ProductId, SellerId, Timestamp, TypedId};

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn wanted(product_id: ProductId, key: &str, minor: i64) -> NewOffer {
    NewOffer {
        source_key: Some(key.to_owned()),
        ..NewOffer::on_sale(product_id, SellerId::from_uuid(uuid::Uuid::from_u128(7)), key, usd(minor))
    }
}

async fn product(db: &Db, key: &str) -> ProductId {
    let key = key.to_owned();
    let made: Result<UpsertedProduct, CatalogError> = db
        .write(move |tx| {
            let key = key.clone();
            Box::pin(async move {
                let class = CommissionClass::Electronics;
                let category = ensure_category_path(tx, &["Electronics"], class).await?;
                let new =
                    NewProduct { source_key: Some(key.clone()), ..NewProduct::titled(key, category.id) };
                upsert_product(tx, new).await
            })
        })
        .await;
    made.unwrap().id
}

/// As an import writes an offer: the one of this key, made or changed.
async fn put(db: &Db, offer: NewOffer) -> OfferId {
    let put: Result<UpsertedOffer, CatalogError> = db
        .write(move |tx| {
            let offer = offer.clone();
            Box::pin(async move { upsert_offer(tx, offer).await })
        })
        .await;
    put.unwrap().id
}

/// As the seller's page does it.
async fn price(db: &Db, id: OfferId, minor: i64) -> Offer {
    let set: Result<Offer, CatalogError> =
        db.write(move |tx| Box::pin(async move { set_price(tx, id, usd(minor), None).await })).await;
    set.unwrap()
}

async fn on_sale(db: &Db, id: OfferId, active: bool) {
    let set: Result<Offer, CatalogError> =
        db.write(move |tx| Box::pin(async move { set_active(tx, id, active, None).await })).await;
    set.unwrap();
}

fn days(t: &TestDb, days: i64) {
    t.clock().advance(DurationUs::from_days(days));
}

async fn read(db: &Db, id: OfferId) -> Offer {
    offer(&mut db.read().await.unwrap(), id).await.unwrap()
}

/// The kept prices of an offer: version, time and amount.
async fn kept(db: &Db, id: OfferId) -> Vec<(i64, Timestamp, i64, bool)> {
    let text =
        "SELECT version, at_us, price_minor, active FROM catalog_prices WHERE offer_id = $1 ORDER BY version";
    db.read().await.unwrap().all(sql(text).bind(id)).await.unwrap()
}

async fn listed(db: &Db) -> Vec<OfferId> {
    let mut conn = db.read().await.unwrap();
    reduced_offers(&mut conn, 0, 10).await.unwrap().into_iter().map(|found| found.offer_id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_way_to_write_a_price_keeps_it_and_nothing_else_does() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let toner = product(&db, "toner").await;
            let begun = db.now();
            let id = put(&db, wanted(toner, "s:1", 10_000)).await;
            days(t, 1);
            put(&db, wanted(toner, "s:1", 10_000)).await;
            put(&db, NewOffer { sku: "another number".into(), ..wanted(toner, "s:1", 10_000) }).await;
            assert_eq!(kept(&db, id).await, [(1, begun, 10_000, true)]);

            put(&db, wanted(toner, "s:1", 9_000)).await;
            let imported = db.now();
            days(t, 1);
            price(&db, id, 8_000).await;
            let typed = db.now();
            on_sale(&db, id, false).await;
            let mut conn = db.read().await.unwrap();
            let image = offer_images(&mut conn, &[id]).await.unwrap().remove(&id).unwrap();
            drop(conn);
            days(t, 1);
            let back = [(id, OfferImage { price: usd(9_000), active: true, ..image })];
            let restored: Result<(), CatalogError> = db
                .write(move |tx| {
                    let back = back.clone();
                    Box::pin(async move { restore_offers(tx, &back).await })
                })
                .await;
            restored.unwrap();
            let expected = [
                (1, begun, 10_000, true),
                (3, imported, 9_000, true),
                (4, typed, 8_000, true),
                (5, typed, 8_000, false),
                (6, db.now(), 9_000, true),
            ];
            assert_eq!(kept(&db, id).await, expected);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lowered_price_comes_with_what_it_is_reduced_from_until_it_is_raised_or_old() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let toner = product(&db, "toner").await;
            let id = put(&db, wanted(toner, "s:1", 10_000)).await;
            days(t, 10);
            assert_eq!(price(&db, id, 8_000).await.reduction, None, "too young");
            price(&db, id, 10_000).await;
            days(t, 31);
            let since = db.now();
            let reduced = price(&db, id, 8_500).await;
            assert_eq!(reduced.reduction, Some(Reduction { prior: usd(10_000), since }));
            assert_eq!(reduced.deal(db.now()).unwrap().prior, usd(10_000));
            // Read along by every reading of offers.
            let mut conn = db.read().await.unwrap();
            assert_eq!(offers_of(&mut conn, toner).await.unwrap().remove(0), reduced);
            assert_eq!(
                product_detail(&mut conn, toner).await.unwrap().offers[0].reduction,
                reduced.reduction
            );
            assert_eq!(cards(&mut conn, &[toner]).await.unwrap()[0].offers[0].reduction, reduced.reduction);
            drop(conn);

            days(t, 5);
            put(&db, NewOffer { sku: "another number".into(), ..wanted(toner, "s:1", 8_500) }).await;
            assert_eq!(read(&db, id).await.reduction, reduced.reduction, "the price is the same");
            on_sale(&db, id, false).await;
            assert_eq!(read(&db, id).await.reduction, None);
            on_sale(&db, id, true).await;
            assert_eq!(read(&db, id).await.reduction, reduced.reduction, "and begins not anew");
            days(t, 25);
            assert_eq!(read(&db, id).await.deal(db.now()), None, "over by the clock alone");
            assert_eq!(price(&db, id, 9_000).await.reduction, None);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_article_cost_is_no_prior_price() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let (toner, drum) = (product(&db, "toner").await, product(&db, "drum").await);
            let id = put(&db, wanted(drum, "s:1", 20_000)).await;
            days(t, 40);
            put(&db, wanted(toner, "s:1", 8_000)).await;
            assert_eq!(read(&db, id).await.reduction, None);
            days(t, 2);
            put(&db, NewOffer { condition: Condition::Good, ..wanted(toner, "s:1", 5_000) }).await;
            assert_eq!(read(&db, id).await.reduction, None);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn deals_are_listed_by_how_much_they_save_and_leave_the_list_when_they_are_over() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let mut ids = Vec::new();
            for key in ["a", "b", "c", "d"] {
                let product = product(&db, key).await;
                ids.push(put(&db, wanted(product, key, 10_000)).await);
            }
            days(t, 30);
            price(&db, ids[0], 9_000).await;
            days(t, 10);
            price(&db, ids[1], 5_000).await;
            price(&db, ids[2], 7_000).await;
            price(&db, ids[3], 9_900).await;
            assert_eq!(listed(&db).await, [ids[1], ids[2], ids[0]]);
            let mut conn = db.read().await.unwrap();
            let second = reduced_offers(&mut conn, 1, 1).await.unwrap();
            assert_eq!(second[0].offer_id, ids[2]);
            drop(conn);

            on_sale(&db, ids[1], false).await;
            days(t, 20);
            assert_eq!(listed(&db).await, [ids[2]]);
            let version = read(&db, ids[0]).await.version;
            assert_eq!(db.write(|tx| Box::pin(end_reductions(tx))).await.unwrap(), 1);
            let ended = read(&db, ids[0]).await;
            assert_eq!((ended.reduction, ended.version), (None, version));
            assert_eq!(listed(&db).await, [ids[2]]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_learns_what_a_lower_price_would_be_measured_against() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let toner = product(&db, "toner").await;
            let id = put(&db, wanted(toner, "s:1", 10_000)).await;
            let prior = async || {
                let offer = read(&db, id).await;
                let mut conn = db.read().await.unwrap();
                prior_prices(&mut conn, &[&offer]).await.unwrap().get(&id).copied()
            };
            days(t, 20);
            price(&db, id, 9_000).await;
            assert_eq!(prior().await, None);
            days(t, 10);
            assert_eq!(prior().await, Some(usd(9_000)));
            price(&db, id, 12_000).await;
            days(t, 29);
            assert_eq!(prior().await, Some(usd(9_000)));
            days(t, 1);
            assert_eq!(prior().await, Some(usd(12_000)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_keeps_a_year_and_what_was_in_force_before_it() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let toner = product(&db, "toner").await;
            let id = put(&db, wanted(toner, "s:1", 1_000)).await;
            for minor in [1_100, 1_200] {
                days(t, 10);
                price(&db, id, minor).await;
            }
            days(t, 400);
            price(&db, id, 1_300).await;
            let amounts: Vec<i64> = kept(&db, id).await.into_iter().map(|(_, _, minor, _)| minor).collect();
            assert_eq!(amounts, [1_200, 1_300]);
        })
    })
    .await;
}

/// What the columns say is what the rule says of all that was ever kept, after any changes.
#[tokio::test(flavor = "multi_thread")]
async fn the_columns_are_the_rule_over_the_whole_history() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let toner = product(&db, "toner").await;
            let id = put(&db, wanted(toner, "s:1", 9_000)).await;
            let mut seen = 0;
            for step in 0..60i64 {
                days(t, [1, 7, 12, 31][(step * 7 % 4) as usize]);
                match step % 9 {
                    4 => on_sale(&db, id, false).await,
                    5 => on_sale(&db, id, true).await,
                    _ => {
                        price(&db, id, 5_000 + step * 37 % 11 * 500).await;
                    }
                }
                let points: Vec<PricePoint> = kept(&db, id)
                    .await
                    .into_iter()
                    .map(|(_, at, minor, active)| PricePoint { at, price: active.then(|| usd(minor)) })
                    .collect();
                let offer = read(&db, id).await;
                let rule = Reduction::of(&points).and_then(|found| found.deal(offer.price, db.now()));
                assert_eq!(offer.deal(db.now()), rule, "step {step}");
                seen += i64::from(rule.is_some());
                assert_eq!(check(&mut db.read().await.unwrap()).await.unwrap(), []);
            }
            assert!(seen > 5, "{seen} deals");
            let forged: Result<u64, DbError> = db
                .write(move |tx| {
                    let text =
                        "UPDATE catalog_offers SET price_minor = 99000, prior_minor = 98000 WHERE id = $1";
                    Box::pin(async move { tx.exec(sql(text).bind(id)).await })
                })
                .await;
            assert_eq!(forged.unwrap(), 1);
            let broken = check(&mut db.read().await.unwrap()).await.unwrap();
            assert_eq!(broken.len(), 2, "{broken:?}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn handling_and_cost_are_said_for_one_offer_and_nonsense_is_refused() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let id = put(&db, wanted(product(&db, "lamp").await, "lamp", 2_000)).await;
            let say = async |terms: Terms, version: Option<i64>| -> Result<Offer, CatalogError> {
                db.write(move |tx| Box::pin(set_terms(tx, id, terms, version))).await
            };
            assert_eq!(read(&db, id).await.terms, Terms::default());
            let terms = Terms { handling_days: Some(3), cost: Some(usd(800)) };
            assert_eq!(say(terms, Some(1)).await.unwrap().version, 2);
            assert_eq!(say(terms, Some(2)).await.unwrap().version, 2, "nothing changed, nothing is written");
            let late = say(Terms::default(), Some(1)).await;
            assert!(matches!(late, Err(CatalogError::VersionConflict { current: 2 })));
            let slow = say(Terms { handling_days: Some(31), ..terms }, None).await;
            assert!(matches!(slow, Err(CatalogError::Handling)));
            for cost in [usd(-1), Money::new(800, Currency::EUR)] {
                let wrong = say(Terms { cost: Some(cost), ..terms }, None).await;
                assert!(matches!(wrong, Err(CatalogError::Cost(said)) if said == cost));
            }
            let changed = price(&db, id, 1_900).await;
            assert_eq!(changed.terms, terms, "a price changes nothing else");
            assert_eq!(check(&mut db.read().await.unwrap()).await.unwrap(), []);
        })
    })
    .await;
}
