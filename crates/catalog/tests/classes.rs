//! What categories are charged as, on both databases: their own class or that of the nearest one above, from a moment on.
#![allow(clippy::unwrap_used)]
use catalog::*;
use db::Db;
use db::testing::{Tampering, TestDb, each_is_found, on_both};
use domain::commission::CommissionClass::{self, Electronics, Grocery, Media, Standard};
use domain::{
    AccountId, CategoryClassId, CategoryId, Currency, DurationUs, Money, OfferId, SellerId, Timestamp,
    TypedId,
};

/// Home, Home › Books, Home › Books › Novels, Home › Books › Tea.
struct Shelves {
    db: Db,
    home: CategoryId,
    books: CategoryId,
    novels: CategoryId,
    tea: CategoryId,
}

impl Shelves {
    /// Tea is groceries of its own; all the rest is as Home.
    async fn open(t: &TestDb) -> Self {
        let db = t.db();
        let made: Result<_, CatalogError> = db
            .write(|tx| {
                Box::pin(async move {
                    let novels = ensure_category_path(tx, &["Home", "Books", "Novels"], Standard).await?;
                    let tea = ensure_category_path(tx, &["Home", "Books", "Tea"], Grocery).await?;
                    let books = ensure_category_path(tx, &["Home", "Books"], Media).await?;
                    let home = ensure_category_path(tx, &["Home"], Media).await?;
                    Ok([home.id, books.id, novels.id, tea.id])
                })
            })
            .await;
        let [home, books, novels, tea] = made.unwrap();
        Self { db, home, books, novels, tea }
    }

    async fn say(
        &self,
        category: CategoryId,
        class: Option<CommissionClass>,
        starts_at: Option<Timestamp>,
    ) -> Result<CategoryClassId, CatalogError> {
        let by: AccountId = self.db.new_id();
        let said = SayClass { category, class, starts_at, reason: " it  was time ".into(), by };
        self.db
            .write(move |tx| {
                let said = said.clone();
                Box::pin(async move { say_class(tx, &said).await })
            })
            .await
    }

    /// The classes of home, books, novels and tea in so many days.
    async fn held(&self, days: i64) -> [CommissionClass; 4] {
        let mut conn = self.db.read().await.unwrap();
        let at = conn.now().plus(DurationUs::from_days(days));
        let ids = [self.home, self.books, self.novels, self.tea];
        let held = classes_at(&mut conn, &ids, at).await.unwrap();
        ids.map(|id| held[&id].class)
    }

    async fn said_by(&self, category: CategoryId) -> CategoryId {
        let mut conn = self.db.read().await.unwrap();
        let now = conn.now();
        classes_at(&mut conn, &[category], now).await.unwrap()[&category].said_by
    }

    async fn would_follow(&self, category: CategoryId, class: Option<CommissionClass>) -> Following {
        let mut conn = self.db.read().await.unwrap();
        let now = conn.now();
        would_follow(&mut conn, category, class, now).await.unwrap()
    }

    /// An offer of a novel.
    async fn offer(&self) -> OfferId {
        let category_id = self.novels;
        let made: Result<_, CatalogError> = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let product = NewProduct::titled("River stories", category_id);
                    let new = NewOffer::on_sale(
                        upsert_product(tx, product).await?.id,
                        SellerId::from_uuid(uuid::Uuid::from_u128(1)),
                        "RIVER-1",
                        Money::new(2_000, Currency::USD),
                    );
                    Ok(upsert_offer(tx, new).await?.id)
                })
            })
            .await;
        made.unwrap()
    }

    /// What the offer's commission would be reckoned by now.
    async fn sold_as(&self, offer: OfferId) -> CommissionClass {
        let mut conn = self.db.read().await.unwrap();
        offers_for_sale(&mut conn, &[offer]).await.unwrap()[&offer].commission_class
    }

    async fn assert_sound(&self) {
        assert_eq!(check(&mut self.db.read().await.unwrap()).await.unwrap(), []);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_category_that_is_made_follows_its_parent_where_both_are_the_same() {
    on_both(|t| {
        Box::pin(async move {
            let shelves = Shelves::open(t).await;
            assert_eq!(shelves.held(0).await, [Standard, Standard, Standard, Grocery]);
            for silent in [shelves.home, shelves.books, shelves.novels] {
                assert_eq!(shelves.said_by(silent).await, shelves.home);
            }
            assert_eq!(shelves.said_by(shelves.tea).await, shelves.tea);
            let mut conn = shelves.db.read().await.unwrap();
            assert_eq!(class_history(&mut conn, None, 10).await.unwrap(), [], "nobody said anything yet");
            drop(conn);
            shelves.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_child_follows_what_is_said_of_its_parent_from_its_day_on_and_its_own_class_stays() {
    on_both(|t| {
        Box::pin(async move {
            let shelves = Shelves::open(t).await;
            let offer = shelves.offer().await;
            let in_days = |days| shelves.db.now().plus(DurationUs::from_days(days));
            shelves.say(shelves.books, Some(Media), Some(in_days(10))).await.unwrap();
            shelves.say(shelves.home, Some(Electronics), Some(in_days(5))).await.unwrap();
            assert_eq!(shelves.held(4).await, [Standard, Standard, Standard, Grocery]);
            assert_eq!(shelves.held(5).await, [Electronics, Electronics, Electronics, Grocery]);
            assert_eq!(shelves.held(10).await, [Electronics, Media, Media, Grocery]);
            let mut conn = shelves.db.read().await.unwrap();
            let now = conn.now();
            let later = classes_later(&mut conn, &[shelves.novels, shelves.tea], now).await.unwrap();
            assert_eq!(later.len(), 1);
            let classes: Vec<_> = later[&shelves.novels].iter().map(|span| span.class).collect();
            assert_eq!(classes, [Electronics, Media]);
            drop(conn);
            // Time alone begins it, for whoever asks for an offer.
            assert_eq!(shelves.sold_as(offer).await, Standard);
            t.clock().advance(DurationUs::from_days(6));
            assert_eq!(shelves.sold_as(offer).await, Electronics);
            t.clock().advance(DurationUs::from_days(6));
            assert_eq!(shelves.sold_as(offer).await, Media);
            // A shelf that is made now follows as well.
            let made: Result<_, CatalogError> = shelves
                .db
                .write(|tx| {
                    Box::pin(
                        async move { ensure_category_path(tx, &["Home", "Books", "Plays"], Media).await },
                    )
                })
                .await;
            assert_eq!(shelves.said_by(made.unwrap().id).await, shelves.books);
            shelves.say(shelves.books, None, None).await.unwrap();
            shelves.say(shelves.tea, None, None).await.unwrap();
            assert_eq!(shelves.held(0).await, [Electronics; 4]);
            assert_eq!(shelves.said_by(shelves.tea).await, shelves.home);
            shelves.assert_sound().await;
            let mut conn = shelves.db.read().await.unwrap();
            let said = class_history(&mut conn, Some(shelves.books), 10).await.unwrap();
            let said: Vec<_> = said.iter().map(|one| (one.class, one.reason.as_str())).collect();
            assert_eq!(said, [(None, "it was time"), (Some(Media), "it was time")]);
            assert_eq!(class_history(&mut conn, None, 10).await.unwrap().len(), 4);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_press_twice_says_it_once_and_other_words_say_it_again() {
    on_both(|t| {
        Box::pin(async move {
            let shelves = Shelves::open(t).await;
            let (category, by): (_, AccountId) = (shelves.books, shelves.db.new_id());
            let later = Some(shelves.db.now().plus(DurationUs::from_days(9)));
            let press = async |class, starts_at, reason: &'static str| {
                let said = SayClass { category, class, starts_at, reason: reason.into(), by };
                t.clock().advance(DurationUs::from_secs(1));
                let pressed: Result<_, CatalogError> = shelves
                    .db
                    .write(move |tx| {
                        let said = said.clone();
                        Box::pin(async move { say_class(tx, &said).await })
                    })
                    .await;
                pressed.unwrap()
            };
            let now = press(Some(Media), None, "it was time").await;
            assert_eq!(press(Some(Media), None, " it was  time ").await, now);
            let ahead = press(None, later, "it will be time").await;
            assert_eq!(press(None, later, "it will be time").await, ahead);
            assert_eq!(
                press(Some(Media), None, "it was time").await,
                now,
                "what comes later is something else"
            );
            assert_ne!(press(Some(Media), None, "for another reason").await, now);
            let mut conn = shelves.db.read().await.unwrap();
            assert_eq!(class_history(&mut conn, Some(category), 10).await.unwrap().len(), 3);
            drop(conn);
            assert_eq!(shelves.held(0).await, [Standard, Media, Media, Grocery]);
            assert_eq!(shelves.held(20).await, [Standard, Standard, Standard, Grocery]);
            shelves.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_follow_is_told_and_changes_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let shelves = Shelves::open(t).await;
            let found = shelves.would_follow(shelves.home, Some(Media)).await;
            assert_eq!(found.class, Media);
            assert_eq!(found.categories, [shelves.home, shelves.books, shelves.novels]);
            let found = shelves.would_follow(shelves.tea, None).await;
            assert_eq!((found.class, found.categories), (Standard, vec![shelves.tea]));
            let found = shelves.would_follow(shelves.tea, Some(Electronics)).await;
            assert_eq!((found.class, found.categories), (Electronics, vec![shelves.tea]));
            assert_eq!(shelves.held(0).await, [Standard, Standard, Standard, Grocery]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_said_is_refused_and_changes_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let shelves = Shelves::open(t).await;
            let root = shelves.say(shelves.home, None, None).await;
            assert!(matches!(root, Err(CatalogError::ClassOfRoot)), "{root:?}");
            let yesterday = Timestamp::from_micros(shelves.db.now().as_micros() - 1);
            let past = shelves.say(shelves.books, Some(Media), Some(yesterday)).await;
            assert!(matches!(past, Err(CatalogError::ClassInThePast)), "{past:?}");
            let nobodys = shelves.say(shelves.db.new_id(), Some(Media), None).await;
            assert!(matches!(nobodys, Err(CatalogError::CategoryNotFound(_))), "{nobodys:?}");
            let (category, by) = (shelves.books, shelves.db.new_id());
            for reason in [" a ", "a\0bc"] {
                let silent: Result<_, CatalogError> = shelves
                    .db
                    .write(move |tx| {
                        Box::pin(async move {
                            let reason = reason.to_owned();
                            let said = SayClass { category, class: Some(Media), starts_at: None, reason, by };
                            say_class(tx, &said).await
                        })
                    })
                    .await;
                assert!(matches!(silent, Err(CatalogError::ClassReason)), "{silent:?}");
            }
            let mut conn = shelves.db.read().await.unwrap();
            let now = conn.now();
            let root = would_follow(&mut conn, shelves.home, None, now).await;
            assert!(matches!(root, Err(CatalogError::ClassOfRoot)), "{root:?}");
            drop(conn);
            assert_eq!(shelves.held(0).await, [Standard, Standard, Standard, Grocery]);
            shelves.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_say_something_of_a_parent_and_its_child_at_once_both_are_heard() {
    on_both(|t| {
        Box::pin(async move {
            let shelves = Shelves::open(t).await;
            let (home, novels) = tokio::join!(
                shelves.say(shelves.home, Some(Electronics), None),
                shelves.say(shelves.novels, Some(Media), None)
            );
            home.unwrap();
            novels.unwrap();
            assert_eq!(shelves.held(0).await, [Electronics, Electronics, Media, Grocery]);
            shelves.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_category_that_is_charged_as_nobody_said_is_named() {
    const RULE: &[&str] = &["a category is charged as was said of it, or of the nearest one above it"];
    on_both(|t| {
        Box::pin(async move {
            let shelves = Shelves::open(t).await;
            let of = |id: CategoryId, statement: &'static str| {
                Tampering::of("catalog_categories", id, statement, RULE)
            };
            let tamperings = vec![
                of(
                    shelves.books,
                    "UPDATE catalog_category_spans SET class = 'jewelry' WHERE category_id = $1",
                ),
                of(shelves.novels, "UPDATE catalog_category_spans SET said_by = $1 WHERE category_id = $1"),
                of(shelves.home, "UPDATE catalog_category_spans SET starts_at_us = 7 WHERE category_id = $1"),
                of(shelves.tea, "DELETE FROM catalog_category_spans WHERE category_id = $1"),
                of(
                    shelves.tea,
                    "INSERT INTO catalog_category_classes (id, category_id, class, starts_at_us, reason, made_at_us)
                     VALUES ($1, $1, 'media', 1, 'Nobody knows', 0)",
                ),
            ];
            each_is_found(&shelves.db, tamperings, |conn| {
                Box::pin(async move {
                    let found = check(conn).await.unwrap();
                    found.into_iter().map(|broken| (broken.row, broken.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_not_begun_is_taken_back_with_all_that_would_have_followed() {
    on_both(|t| {
        Box::pin(async move {
            let shelves = Shelves::open(t).await;
            let before = shelves.held(2).await;
            let tomorrow = t.db().now().plus(DurationUs::from_days(1));
            let id = shelves.say(shelves.books, Some(Electronics), Some(tomorrow)).await.unwrap();
            assert_ne!(shelves.held(2).await, before);
            let by: AccountId = t.db().new_id();
            let take_back = async |id: CategoryClassId| -> Result<(), CatalogError> {
                let db = t.db();
                db.write(move |tx| Box::pin(async move { withdraw_class(tx, id, "not after all", by).await }))
                    .await
            };
            take_back(id).await.unwrap();
            assert_eq!(shelves.held(2).await, before);
            assert!(matches!(take_back(id).await, Err(CatalogError::ClassWithdrawn)));
            let begun = shelves.say(shelves.books, Some(Electronics), None).await.unwrap();
            assert!(matches!(take_back(begun).await, Err(CatalogError::ClassBegun)));
            assert!(matches!(take_back(t.db().new_id()).await, Err(CatalogError::NoSuchClass)));
            let mut conn = t.db().read().await.unwrap();
            assert_eq!(coming_class(&mut conn, id).await.unwrap(), None);
            let said = class_history(&mut conn, Some(shelves.books), 10).await.unwrap();
            assert_eq!(said.iter().filter(|one| one.withdrawn.is_some()).count(), 1, "it stays on record");
            assert_eq!(check(&mut conn).await.unwrap(), []);
        })
    })
    .await;
}
