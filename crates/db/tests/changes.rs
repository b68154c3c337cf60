//! The audit trail: no change without its note, no note without a change.
#![allow(clippy::unwrap_used)]

use db::changes::{By, ChangesOf, acting, aside, changes};
use db::testing::on_both;
use db::{Db, DbError, sql};
use domain::roles::{Actor, OperatorRole, Seat, StaffRole};
use domain::{AccountId, DurationUs, SellerId};

#[derive(Debug, thiserror::Error)]
enum TestError {
    #[error("refused")]
    Refused,
    #[error(transparent)]
    Db(#[from] DbError),
}

async fn put(db: &Db, name: &'static str, refuse: bool) -> Result<(), TestError> {
    db.write(move |tx| {
        Box::pin(async move {
            let statement =
                sql("INSERT INTO db_consumers (name, position) VALUES ($1, 1) ON CONFLICT DO NOTHING");
            tx.exec(statement.bind(name)).await?;
            if refuse { Err(TestError::Refused) } else { Ok(()) }
        })
    })
    .await
}

fn by(account: AccountId, seller: Option<SellerId>, route: &str) -> By {
    By {
        account: Some(account),
        desk: seller.map(Into::into).unwrap_or_default(),
        route: route.into(),
        fields: vec![("price".into(), "5.00".into())],
        request: "req-1".into(),
        ..By::default()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_noted_with_who_did_it_and_nothing_else_is() {
    on_both(|t| {
        Box::pin(async move {
            let (db, ada): (Db, AccountId) = (t.db(), t.db().new_id());
            acting(by(ada, None, "POST /one"), put(&db, "one", false)).await.unwrap();
            // It is there already; it is taken back; nobody acts.
            acting(by(ada, None, "POST /one"), put(&db, "one", false)).await.unwrap();
            acting(by(ada, None, "POST /two"), put(&db, "two", true)).await.unwrap_err();
            put(&db, "three", false).await.unwrap();
            let notes = changes(&mut db.read().await.unwrap(), ChangesOf::default(), 10).await.unwrap();
            assert_eq!(notes.len(), 1, "{notes:?}");
            assert_eq!((notes[0].account_id, notes[0].route.as_str()), (Some(ada), "POST /one"));
            assert_eq!(notes[0].fields.0, [("price".to_owned(), "5.00".to_owned())]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_at_once_are_each_noted_as_whose_they_are() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let people: Vec<AccountId> = (0..20).map(|_| db.new_id()).collect();
            let tasks: Vec<_> = people
                .iter()
                .enumerate()
                .map(|(number, who)| {
                    let (db, who): (Db, AccountId) = (db.clone(), *who);
                    let name: &'static str = Box::leak(format!("at-once-{number}").into_boxed_str());
                    tokio::spawn(acting(by(who, None, name), async move { put(&db, name, false).await }))
                })
                .collect();
            for task in tasks {
                task.await.unwrap().unwrap();
            }
            let notes = changes(&mut db.read().await.unwrap(), ChangesOf::default(), 50).await.unwrap();
            assert_eq!(notes.len(), 20);
            for note in notes {
                let number = people.iter().position(|one| Some(*one) == note.account_id).unwrap();
                assert_eq!(note.route, format!("at-once-{number}"));
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trail_is_read_by_desk_person_and_time_page_by_page() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let (ada, olga): (AccountId, AccountId) = (db.new_id(), db.new_id());
            let shop: SellerId = db.new_id();
            for (who, seller, name) in
                [(ada, Some(shop), "a"), (olga, None, "b"), (olga, Some(shop), "c"), (ada, Some(shop), "d")]
            {
                acting(by(who, seller, name), put(&db, name, false)).await.unwrap();
                t.clock().advance(DurationUs::from_mins(1));
            }
            let mut conn = db.read().await.unwrap();
            let mut routes = async |of: ChangesOf, limit: i64| {
                let notes = changes(&mut conn, of, limit).await.unwrap();
                (notes.iter().map(|note| note.route.clone()).collect::<Vec<_>>().join(""), notes)
            };
            let of_shop = ChangesOf { seller: Some(shop), ..ChangesOf::default() };
            assert_eq!(routes(of_shop, 9).await.0, "dca");
            assert_eq!(routes(ChangesOf { account: Some(olga), ..of_shop }, 9).await.0, "c");
            let (first, notes) = routes(ChangesOf::default(), 2).await;
            assert_eq!(first, "dc");
            let rest = ChangesOf { behind: Some(notes[1].id), ..ChangesOf::default() };
            assert_eq!(routes(rest, 2).await.0, "ba");
            let between =
                ChangesOf { from: Some(notes[1].at_us), until: Some(notes[0].at_us), ..ChangesOf::default() };
            assert_eq!(routes(between, 9).await.0, "c");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_of_several_transactions_has_one_note_and_what_is_aside_has_none() {
    on_both(|t| {
        Box::pin(async move {
            let (db, ada): (Db, AccountId) = (t.db(), t.db().new_id());
            acting(by(ada, None, "POST /three"), async {
                aside(put(&db, "counter", false)).await.unwrap();
                put(&db, "refused", true).await.unwrap_err();
                put(&db, "first", false).await.unwrap();
                put(&db, "second", false).await.unwrap();
            })
            .await;
            acting(by(ada, None, "POST /none"), aside(put(&db, "aside", false))).await.unwrap();
            let notes = changes(&mut db.read().await.unwrap(), ChangesOf::default(), 10).await.unwrap();
            let routes: Vec<&str> = notes.iter().map(|note| note.route.as_str()).collect();
            assert_eq!(routes, ["POST /three"]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_keeps_what_somebody_was_then_and_what_came_from_a_shell() {
    on_both(|t| {
        Box::pin(async move {
            let (db, olga): (Db, AccountId) = (t.db(), t.db().new_id());
            let (shop, other): (SellerId, SellerId) = (db.new_id(), db.new_id());
            let seats = vec![Seat { seller: shop, role: StaffRole::Catalogue }];
            let actor = Actor::Account { id: olga, operator: Some(OperatorRole::Finance), seats };
            for (name, desk) in [("own", Some(shop)), ("others", Some(other)), ("console", None)] {
                let desk = desk.map(Into::into).unwrap_or_default();
                let by = By { desk, route: name.into(), ..By::person(&actor) };
                acting(by, put(&db, name, false)).await.unwrap();
                t.clock().advance(DurationUs::from_mins(1));
            }
            let by = By::command("orinoco admin make-operator", &[("role", "finance".to_owned())]);
            acting(by, put(&db, "shell", false)).await.unwrap();
            let notes = changes(&mut db.read().await.unwrap(), ChangesOf::default(), 10).await.unwrap();
            let kept: Vec<_> = notes
                .iter()
                .map(|note| (note.operator_role.map(|r| r.0), note.seat_role.map(|r| r.0), note.command_line))
                .collect();
            let finance = Some(OperatorRole::Finance);
            assert_eq!(
                kept,
                [
                    (None, None, true),
                    (finance, None, false),
                    (finance, None, false),
                    (finance, Some(StaffRole::Catalogue), false),
                ]
            );
            assert_eq!((notes[0].account_id, notes[0].route.as_str()), (None, "orinoco admin make-operator"));
            assert_eq!(notes[0].fields.0, [("role".to_owned(), "finance".to_owned())]);
            // What was kept is never altered, in the new table either.
            let altered: Result<u64, DbError> = db
                .write(|tx| {
                    Box::pin(
                        async move { tx.exec(sql("UPDATE db_changes SET operator_role = 'support'")).await },
                    )
                })
                .await;
            altered.unwrap_err();
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_command_writes_aside_is_no_change_and_what_it_changes_beside_it_is() {
    on_both(|t| {
        Box::pin(async move {
            let (db, ada): (Db, AccountId) = (t.db(), t.db().new_id());
            let framed = async |name: &'static str, deed: Option<&'static str>| -> Result<(), DbError> {
                db.write(move |tx| {
                    Box::pin(async move {
                        let insert =
                            sql("INSERT INTO db_consumers (name, position) VALUES ($1, 1)").bind(name);
                        let before = tx.changed();
                        tx.exec(insert).await?;
                        tx.aside_since(before);
                        if let Some(deed) = deed {
                            let insert = sql("INSERT INTO db_consumers (name, position) VALUES ($1, 1)");
                            tx.exec(insert.bind(deed)).await?;
                        }
                        let before = tx.changed();
                        tx.exec(sql("UPDATE db_consumers SET position = 2 WHERE name = $1").bind(name))
                            .await?;
                        tx.aside_since(before);
                        Ok(())
                    })
                })
                .await
            };
            acting(by(ada, None, "POST /nothing"), framed("one", None)).await.unwrap();
            acting(by(ada, None, "POST /something"), framed("two", Some("three"))).await.unwrap();
            let notes = changes(&mut db.read().await.unwrap(), ChangesOf::default(), 10).await.unwrap();
            let routes: Vec<&str> = notes.iter().map(|note| note.route.as_str()).collect();
            assert_eq!(routes, ["POST /something"]);
        })
    })
    .await;
}
