//! What stands beside the bell: who reads it, what is new, and when it is forgotten.

use crate::*;
use db::Db;
use db::testing::{TestDb, on_both};
use domain::format::Locale;
use domain::{AccountId, DurationUs, NoticeId, SellerId};

async fn tell(db: &Db, account: AccountId, kind: Kind, title: &str, url: &str, tag: &str) {
    let message = Message::new(Locale::En, title, "A lamp", url.into(), tag.into());
    db.write(move |tx| {
        let message = message.clone();
        Box::pin(async move { enqueue(tx, account, kind, &message).await })
    })
    .await
    .unwrap();
}

async fn titles(db: &Db, account: AccountId, desk: Option<SellerId>) -> Vec<String> {
    let all = listed(&mut db.read().await.unwrap(), account, desk, None, 50).await.unwrap();
    all.into_iter().map(|one| one.title).collect()
}

/// How many wait, and how many of them at desks.
async fn counted(db: &Db, account: AccountId) -> (i64, i64) {
    let unread = unread(&mut db.read().await.unwrap(), account).await.unwrap();
    (unread.all, unread.at_desks.iter().map(|(_, count)| count).sum())
}

async fn newest(db: &Db, account: AccountId) -> NoticeId {
    listed(&mut db.read().await.unwrap(), account, None, None, 1).await.unwrap()[0].id
}

async fn read(db: &Db, account: AccountId, desk: Option<SellerId>, newest: NoticeId) -> usize {
    read_all(db, account, desk, newest).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_told_reads_it_newest_first_and_nobody_else_does() {
    on_both(|t: &TestDb| {
        Box::pin(async move {
            let db = t.db();
            let (ada, ben): (AccountId, AccountId) = (db.new_id(), db.new_id());
            let (seller, other): (SellerId, SellerId) = (db.new_id(), db.new_id());
            let desk = format!("/seller/orders/prt_1?seller={seller}");
            assert_eq!(counted(&db, ada).await, (0, 0));
            for (kind, title, url, tag) in [
                (Kind::Shipped, "It left", "/orders/ord_1", "shp_1"),
                (Kind::Sale, "It sold", desk.as_str(), "sale-1"),
                (Kind::Shipped, "Another left", "/orders/ord_2", "shp_2"),
                // The same parcel: no two of them stand there.
                (Kind::Delivered, "It arrived", "/orders/ord_1", "shp_1"),
            ] {
                t.clock().advance(DurationUs::from_secs(1));
                tell(&db, ada, kind, title, url, tag).await;
            }
            assert_eq!(titles(&db, ada, None).await, ["It arrived", "Another left", "It sold"]);
            assert_eq!(titles(&db, ada, Some(seller)).await, ["It sold"]);
            assert!(titles(&db, ada, Some(other)).await.is_empty());
            assert_eq!((counted(&db, ada).await, counted(&db, ben).await), ((3, 1), (0, 0)));
            let mut conn = db.read().await.unwrap();
            let at_desk = listed(&mut conn, ada, Some(seller), None, 1).await.unwrap()[0].id;
            assert!(listed(&mut conn, ada, Some(seller), Some(at_desk), 1).await.unwrap().is_empty());
            let first = listed(&mut conn, ada, None, None, 2).await.unwrap();
            let rest = listed(&mut conn, ada, None, first.last().map(|last| last.id), 2).await.unwrap();
            drop(conn);
            assert_eq!((first.len(), rest.len(), rest[0].title.as_str()), (2, 1, "It sold"));

            let id = newest(&db, ada).await;
            let strangers = db.write(move |tx| Box::pin(async move { read_one(tx, ben, id).await })).await;
            assert!(matches!(strangers, Err(NotifyError::NoSuchNotice)), "{strangers:?}");
            for _ in 0..2 {
                let own = db.write(move |tx| Box::pin(async move { read_one(tx, ada, id).await })).await;
                assert_eq!(own.unwrap().url, "/orders/ord_1");
            }
            assert_eq!(counted(&db, ada).await, (2, 1));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_seen_is_marked_and_what_came_meanwhile_or_again_is_new() {
    on_both(|t: &TestDb| {
        Box::pin(async move {
            let db = t.db();
            let (ada, ben): (AccountId, AccountId) = (db.new_id(), db.new_id());
            tell(&db, ada, Kind::Shipped, "It left", "/orders/ord_1", "shp_1").await;
            t.clock().advance(DurationUs::from_secs(1));
            let seller: SellerId = db.new_id();
            let desk = format!("/seller/returns/ret_1?seller={seller}");
            tell(&db, ada, Kind::Return, "It comes back", &desk, "ret_1").await;
            tell(&db, ben, Kind::Shipped, "His left", "/orders/ord_9", "shp_9").await;
            let seen = newest(&db, ada).await;
            t.clock().advance(DurationUs::from_secs(1));
            tell(&db, ada, Kind::Answer, "Meanwhile", "/questions/qst_1", "qst_1").await;
            assert_eq!(read(&db, ada, Some(seller), seen).await, 1, "a desk's page marks what is its own");
            assert_eq!(counted(&db, ada).await, (2, 0));
            assert_eq!((read(&db, ada, None, seen).await, read(&db, ada, None, seen).await), (1, 0));
            assert_eq!((counted(&db, ada).await, counted(&db, ben).await), ((1, 0), (1, 0)));
            tell(&db, ada, Kind::Shipped, "It left", "/orders/ord_1", "shp_1").await;
            assert_eq!(counted(&db, ada).await, (2, 0), "told again it is new");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_turned_off_is_not_written_and_what_is_old_is_forgotten() {
    on_both(|t: &TestDb| {
        Box::pin(async move {
            let db = t.db();
            let (ada, ben): (AccountId, AccountId) = (db.new_id(), db.new_id());
            let off = Choice { page: false, push: true, mail: true };
            db.write(move |tx| Box::pin(async move { choose(tx, ada, Kind::Shipped, off).await }))
                .await
                .unwrap();
            tell(&db, ada, Kind::Shipped, "It left", "/orders/ord_1", "shp_1").await;
            tell(&db, ada, Kind::Delivered, "It arrived", "/orders/ord_1", "shp_1").await;
            tell(&db, ben, Kind::Shipped, "His left", "/orders/ord_9", "shp_9").await;
            assert_eq!(titles(&db, ada, None).await, ["It arrived"]);
            let forget = || db.write(|tx| Box::pin(forget_old(tx)));
            t.clock().advance(KEPT);
            assert_eq!(forget().await.unwrap(), 0, "not a moment too soon");
            tell(&db, ben, Kind::Shipped, "A new one", "/orders/ord_8", "shp_8").await;
            t.clock().advance(DurationUs::from_secs(1));
            assert_eq!((forget().await.unwrap(), forget().await.unwrap()), (2, 0));
            assert_eq!(titles(&db, ben, None).await, ["A new one"]);
            db.write(move |tx| Box::pin(async move { erase(tx, ben).await })).await.unwrap();
            assert!(all(&mut db.read().await.unwrap(), ben).await.unwrap().is_empty());
        })
    })
    .await;
}

#[tokio::test]
async fn the_list_of_a_quiet_desk_reads_no_other_desks_notices() {
    let t = TestDb::sqlite().await;
    let text =
        "EXPLAIN QUERY PLAN SELECT id, title FROM notify_notices WHERE account_id = $1 AND seller_id = $3
                ORDER BY id DESC LIMIT $2";
    let (account, seller): (AccountId, SellerId) = (t.db().new_id(), t.db().new_id());
    let mut conn = t.db().read().await.unwrap();
    let plan = db::sql(text).bind(account).bind(50_i64).bind(seller);
    let plan: Vec<(i64, i64, i64, String)> = conn.all(plan).await.unwrap();
    let own = plan.iter().all(|(.., step)| step.contains("(account_id=? AND seller_id=?)"));
    assert!(own && !plan.is_empty(), "{plan:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bell_counts_so_far_and_no_further() {
    on_both(|t: &TestDb| {
        Box::pin(async move {
            let db = t.db();
            let ada: AccountId = db.new_id();
            let message =
                Message::new(Locale::En, "It left", "A lamp", "/orders/ord_1".into(), String::new());
            db.write(move |tx| {
                let message = message.clone();
                Box::pin(async move {
                    for n in 0..=MOST_COUNTED {
                        let message = Message { tag: format!("shp-{n}"), ..message.clone() };
                        note(tx, ada, Kind::Shipped, &message).await?;
                    }
                    Ok::<_, NotifyError>(())
                })
            })
            .await
            .unwrap();
            assert_eq!(counted(&db, ada).await, (MOST_COUNTED, 0));
            // More than one transaction marks.
            let seen = newest(&db, ada).await;
            assert_eq!(read(&db, ada, None, seen).await, 501);
            assert_eq!((counted(&db, ada).await, read(&db, ada, None, seen).await), ((0, 0), 0));
        })
    })
    .await;
}
