//! The index follows the log: nothing lost, nothing stale, whoever dies when.

use crate::evaluate::Judged;
use crate::{Search, SearchError, SearchPage, SearchRequest};
use catalog::{NewOffer, NewProduct, ProductStatus};
use db::testing::{TestDb, on_both};
use db::{Db, Tx};
use domain::commission::CommissionClass;
use domain::promise::ShippingOffer;
use domain::{Currency, Money, OfferId, ProductId, SellerId, TypedId};
use sellers::{NewSeller, SellerStatus};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Notify;
use uuid::Uuid;

const USD: Currency = Currency::USD;

fn seller() -> SellerId {
    SellerId::from_uuid(Uuid::from_u128(1))
}

fn open(t: &TestDb, dir: &str) -> Search {
    Search::open(&t.dir().join(dir), t.db(), USD).unwrap()
}

async fn find(search: &Search, text: &str) -> SearchPage {
    search.query(SearchRequest { text: text.into(), ..SearchRequest::default() }).await.unwrap()
}

async fn add_product(tx: &mut Tx, key: &str, title: &str, status: ProductStatus) -> ProductId {
    let category =
        catalog::ensure_category_path(tx, &["Home", "Kitchen"], CommissionClass::Standard).await.unwrap();
    let wanted = NewProduct {
        source_key: Some(key.into()),
        brand: Some("Acme".into()),
        status,
        ..NewProduct::titled(title, category.id)
    };
    catalog::upsert_product(tx, wanted).await.unwrap().id
}

/// A product with an offer of this price; its title is `title`.
async fn add(db: &Db, title: &str, price_minor: i64) -> (ProductId, OfferId) {
    add_of(db, title, price_minor, seller()).await
}

async fn add_of(db: &Db, title: &str, price_minor: i64, seller_id: SellerId) -> (ProductId, OfferId) {
    let title = title.to_owned();
    db.write::<_, db::DbError, _>(move |tx| {
        let title = title.clone();
        Box::pin(async move {
            let product_id = add_product(tx, &title, &title, ProductStatus::Active).await;
            let offer = NewOffer::on_sale(
                product_id,
                seller_id,
                format!("sku {title}"),
                Money::new(price_minor, USD),
            );
            Ok((product_id, catalog::upsert_offer(tx, offer).await.unwrap().id))
        })
    })
    .await
    .unwrap()
}

async fn set_status(db: &Db, product: ProductId, status: ProductStatus) {
    db.write::<_, db::DbError, _>(move |tx| {
        Box::pin(async move {
            catalog::set_product_status(tx, product, status).await.unwrap();
            Ok(())
        })
    })
    .await
    .unwrap();
}

async fn receive(db: &Db, key: &'static str, offer: OfferId, units: i64) {
    db.write::<_, db::DbError, _>(move |tx| {
        Box::pin(async move {
            inventory::receive(tx, key, offer, units).await.unwrap();
            Ok(())
        })
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_index_holds_what_was_there_and_then_what_changes() {
    on_both(|t| {
        Box::pin(async move {
            let (kettle, _) = add(&t.db(), "Kettle", 2_000).await;
            let search = open(t, "search");
            assert!(!search.is_ready());
            search.catch_up().await.unwrap();
            assert!(search.is_ready());
            assert_eq!(find(&search, "kettle").await.hits, [kettle]);

            let (toaster, _) = add(&t.db(), "Toaster", 3_000).await;
            search.catch_up().await.unwrap();
            assert_eq!(find(&search, "toaster").await.hits, [toaster]);
            let page = find(&search, "").await;
            assert_eq!((page.total, page.brands[0].count, page.categories[0].count), (2, 2, 2));

            set_status(&t.db(), kettle, ProductStatus::Withdrawn).await;
            search.catch_up().await.unwrap();
            assert_eq!(find(&search, "kettle").await.total, 0);
            set_status(&t.db(), kettle, ProductStatus::Active).await;
            search.catch_up().await.unwrap();
            assert_eq!(find(&search, "kettle").await.hits, [kettle]);
        })
    })
    .await;
}

async fn shop(db: &Db) -> SellerId {
    let made: Result<_, sellers::SellerError> = db
        .write(|tx| {
            Box::pin(async move {
                let shipping = ShippingOffer {
                    handling_days: 1,
                    transit_days_min: 2,
                    transit_days_max: 4,
                    cutoff_minutes: 17 * 60,
                    fee: Money::new(0, USD),
                    free_from: None,
                };
                let new = NewSeller {
                    name: "Casa Guayabo".into(),
                    slug: None,
                    country: "US".into(),
                    region: "OR".into(),
                    currency: USD,
                    support_email: None,
                    shipping,
                };
                sellers::create(tx, &new).await
            })
        })
        .await;
    made.unwrap().id
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_seller_offers_who_may_not_sell_is_out_of_stock_and_has_no_price() {
    on_both(|t| {
        Box::pin(async move {
            let seller = shop(&t.db()).await;
            let (lamp, offer) = add_of(&t.db(), "Lamp", 2_000, seller).await;
            receive(&t.db(), "delivery", offer, 5).await;
            let search = open(t, "search");
            search.catch_up().await.unwrap();
            let buyable = || SearchRequest { in_stock: true, ..SearchRequest::default() };
            let at_most = || SearchRequest { price_to_minor: Some(5_000), ..SearchRequest::default() };
            assert_eq!(search.query(buyable()).await.unwrap().hits, [lamp]);
            let is = async |status: SellerStatus| {
                let done: Result<(), sellers::SellerError> = t
                    .db()
                    .write(move |tx| Box::pin(async move { sellers::set_status(tx, seller, status).await }))
                    .await;
                done.unwrap();
                search.catch_up().await.unwrap();
            };
            is(SellerStatus::Paused).await;
            assert_eq!(search.query(buyable()).await.unwrap().total, 0);
            assert_eq!(search.query(at_most()).await.unwrap().total, 0);
            assert_eq!(find(&search, "lamp").await.hits, [lamp], "it can be found all the same");
            is(SellerStatus::Active).await;
            assert_eq!(search.query(buyable()).await.unwrap().hits, [lamp]);
            assert_eq!(search.query(at_most()).await.unwrap().hits, [lamp]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_index_follows_a_holiday_at_both_its_ends() {
    on_both(|t| {
        Box::pin(async move {
            let seller = shop(&t.db()).await;
            let (lamp, offer) = add_of(&t.db(), "Lamp", 2_000, seller).await;
            receive(&t.db(), "delivery", offer, 5).await;
            let search = open(t, "search");
            let buyable = || SearchRequest { in_stock: true, ..SearchRequest::default() };
            let today = t.db().now().utc_day();
            let holiday = Some(sellers::Holiday { from: today + 1, until: Some(today + 1) });
            let db = t.db();
            let said = db.write(move |tx| Box::pin(sellers::update_holiday(tx, seller, holiday)));
            said.await.unwrap();
            let worker = sellers::register(db::Worker::new(t.db()), t.db());
            for sells in [true, false, true] {
                worker.run_due().await.unwrap();
                search.catch_up().await.unwrap();
                let hits = search.query(buyable()).await.unwrap().hits;
                assert_eq!(hits, if sells { vec![lamp] } else { vec![] });
                t.clock().advance(domain::DurationUs::from_days(1));
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn price_and_stock_are_those_of_the_offers() {
    on_both(|t| {
        Box::pin(async move {
            let (lamp, offer) = add(&t.db(), "Lamp", 2_000).await;
            let search = open(t, "search");
            search.catch_up().await.unwrap();
            let buyable = || SearchRequest { in_stock: true, ..SearchRequest::default() };
            assert_eq!(search.query(buyable()).await.unwrap().total, 0);
            receive(&t.db(), "delivery", offer, 5).await;
            search.catch_up().await.unwrap();
            assert_eq!(search.query(buyable()).await.unwrap().hits, [lamp]);

            let at_most = |to| SearchRequest { price_to_minor: Some(to), ..SearchRequest::default() };
            assert_eq!(search.query(at_most(1_999)).await.unwrap().total, 0);
            t.db()
                .write::<_, db::DbError, _>(move |tx| {
                    Box::pin(async move {
                        catalog::set_price(tx, offer, Money::new(1_999, USD), None).await.unwrap();
                        Ok(())
                    })
                })
                .await
                .unwrap();
            search.catch_up().await.unwrap();
            assert_eq!(search.query(at_most(1_999)).await.unwrap().hits, [lamp]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_products_that_fit_alike_the_one_that_people_want_comes_first() {
    on_both(|t| {
        Box::pin(async move {
            let (alpha, _) = add(&t.db(), "Kettle alpha", 2_000).await;
            add(&t.db(), "Kettle omega", 2_000).await;
            let search = open(t, "search");
            search.catch_up().await.unwrap();
            // Ids of one moment are in no order.
            let [first, second] = find(&search, "kettle").await.hits[..] else { panic!("two kettles") };
            search.set_wanted(&[(second, 40), (first, 3)]).await.unwrap();
            assert_eq!(find(&search, "kettle").await.hits, [second, first]);
            let other = if alpha == first { second } else { first };
            search.set_wanted(&[(other, 1_000_000)]).await.unwrap();
            assert_eq!(find(&search, "kettle").await.hits[0], other);
            assert_eq!(find(&search, "kettle alpha").await.hits[0], alpha, "words count more");
            search.set_wanted(&[]).await.unwrap();
            assert_eq!(find(&search, "kettle").await.hits, [first, second]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_evaluation_measures_this_search_and_plain_bm25_on_the_same_products() {
    on_both(|t| {
        Box::pin(async move {
            for n in 0..12 {
                add(&t.db(), &format!("Lamp{n}s brass"), 2_000).await;
            }
            // Fewer than ten: ids of one moment are in no order, and each of them is among the first ten.
            for n in 0..9 {
                add(&t.db(), &format!("Shade for tables {n} brass"), 2_000).await;
            }
            let search = open(t, "search");
            search.catch_up().await.unwrap();
            let judged = |text: &str, id: &str| Judged {
                text: text.into(),
                ratings: HashMap::from([(id.into(), 3), ("not in the catalogue".into(), 1)]),
            };
            let both = judged("brass shade 7", "Shade for tables 7 brass");
            // The plural, which plain words do not forgive.
            let ours = judged("table", "Shade for tables 0 brass");
            let nothing = judged("lamp99s", "Lamp99s brass");
            let found = search.evaluate(&[both, ours, nothing]).await.unwrap();
            assert_eq!((found.searches, found.products, found.each.len()), (3, 21, 3));
            let [(_, both_ours, both_plain), (_, ours, plain), (_, none, neither)] = &found.each[..] else {
                panic!("three searches")
            };
            // Worked by hand: gain 7 at the first place, of at most 7 and 1 behind it.
            let first = 7.0 / (7.0 + 1.0 / 3f64.log2());
            assert!((both_ours.ndcg_10 - first).abs() < 1e-9, "{both_ours:?}");
            assert!((both_plain.ndcg_10 - first).abs() < 1e-9, "{both_plain:?}");
            assert_eq!((both_ours.recall_100, both_plain.recall_100), (0.5, 0.5));
            assert!(ours.ndcg_10 > 0.0 && plain.ndcg_10 == 0.0, "{ours:?}, {plain:?}");
            assert!((ours.ndcg_10_judged - first).abs() < 1e-9, "others were not judged");
            assert_eq!((none.ndcg_10, neither.ndcg_10), (0.0, 0.0));
            assert!((found.ours.ndcg_10 - (first + ours.ndcg_10) / 3.0).abs() < 1e-9, "{:?}", found.ours);
            assert!((found.plain.ndcg_10 - first / 3.0).abs() < 1e-9, "{:?}", found.plain);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_committed_is_followed_again_after_a_crash() {
    on_both(|t| {
        Box::pin(async move {
            add(&t.db(), "Kettle", 2_000).await;
            open(t, "search").catch_up().await.unwrap();
            // The changes of these are read, written to the index and lost with it before the commit.
            let crashed = open(t, "search");
            let (toaster, _) = add(&t.db(), "Toaster", 3_000).await;
            t.db().sequence_events().await.unwrap();
            let store = Arc::clone(&crashed.inner.store);
            let mut writer = store.writer().unwrap();
            writer.delete_all_documents().unwrap();
            let _ = writer.prepare_commit().unwrap();
            drop((writer, store, crashed));

            let again = open(t, "search");
            assert!(again.is_ready());
            assert_eq!(find(&again, "").await.total, 1);
            again.catch_up().await.unwrap();
            assert_eq!(find(&again, "toaster").await.hits, [toaster]);
            assert_eq!(find(&again, "").await.total, 2);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn following_the_same_events_again_changes_nothing() {
    on_both(|t| {
        Box::pin(async move {
            for n in 0..20 {
                add(&t.db(), &format!("Lamp {n}"), 1_000 + n).await;
            }
            let search = open(t, "search");
            search.catch_up().await.unwrap();
            let before = find(&search, "lamp").await;
            drop(search);
            // An index whose cursor is behind its documents, as after a restore.
            let store = crate::store::Store::open(&t.dir().join("search"), USD).unwrap();
            let cursor = crate::store::Cursor { position: 0, ..store.cursor().unwrap() };
            let mut writer = store.writer().unwrap();
            store.commit(&mut writer, &cursor).unwrap();
            drop((writer, store));
            let again = open(t, "search");
            again.catch_up().await.unwrap();
            assert_eq!(find(&again, "lamp").await, before);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_of_another_database_or_version_is_built_anew() {
    on_both(|t| {
        Box::pin(async move {
            let (lamp, _) = add(&t.db(), "Lamp", 1_000).await;
            let other = TestDb::sqlite().await;
            for n in 0..9 {
                add(&other.db(), &format!("Foreign {n}"), 1_000).await;
            }
            let dir = t.dir().join("search");
            Search::open(&dir, other.db(), USD).unwrap().catch_up().await.unwrap();
            let search = open(t, "search");
            search.catch_up().await.unwrap();
            assert_eq!(find(&search, "").await.hits, [lamp]);
            drop(search);

            for damage in ["orinoco-version", "meta.json"] {
                std::fs::write(dir.join(damage), "not what it was").unwrap();
                let search = open(t, "search");
                assert!(!search.is_ready(), "{damage}");
                search.catch_up().await.unwrap();
                assert_eq!(find(&search, "lamp").await.hits, [lamp], "{damage}");
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_process_wrote_before_it_let_go_is_found_by_whoever_follows_next() {
    on_both(|t| {
        Box::pin(async move {
            let (lamp, _) = add(&t.db(), "Brass lamp", 3_000).await;
            open(t, "search").catch_up().await.unwrap();
            // Opened, and not yet followed: an import that ends now has put everything in already.
            let server = open(t, "search");
            let import = open(t, "search");
            let (kettle, _) = add(&t.db(), "Copper kettle", 4_000).await;
            import.catch_up().await.unwrap();
            drop(import);
            server.catch_up().await.unwrap();
            assert_eq!(find(&server, "lamp").await.hits, [lamp]);
            assert_eq!(find(&server, "kettle").await.hits, [kettle]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_writer_is_refused_and_takes_over_when_the_first_is_gone() {
    on_both(|t| {
        Box::pin(async move {
            let (first, second) = (open(t, "search"), open(t, "search"));
            first.catch_up().await.unwrap();
            let (lamp, _) = add(&t.db(), "Lamp", 1_000).await;
            assert!(matches!(second.catch_up().await, Err(SearchError::WriterBusy)));
            drop(first);
            second.catch_up().await.unwrap();
            assert_eq!(find(&second, "lamp").await.hits, [lamp]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_found_within_a_second_and_the_stop_keeps_the_position() {
    on_both(|t| {
        Box::pin(async move {
            let search = open(t, "search");
            let stop = Arc::new(Notify::new());
            let (running, stopped) = (search.clone(), Arc::clone(&stop));
            let task = tokio::spawn(async move { running.run(stopped.notified()).await });
            let mut fastest = Duration::MAX;
            for n in 0..3 {
                let title = format!("Lamp number{n}x");
                let (lamp, _) = add(&t.db(), &title, 1_000).await;
                let written = Instant::now();
                while find(&search, &format!("number{n}x")).await.hits != [lamp] {
                    assert!(written.elapsed() < Duration::from_secs(20), "never found");
                    tokio::task::yield_now().await;
                }
                fastest = fastest.min(written.elapsed());
            }
            // The best of three: others may have the processors for a moment, but not for each of them.
            assert!(fastest < Duration::from_secs(1), "{}: found after {fastest:?}", t.db().engine());
            stop.notify_one();
            task.await.unwrap();
            let position = search.position();
            drop(search);
            assert_eq!(open(t, "search").position(), position);
        })
    })
    .await;
}
