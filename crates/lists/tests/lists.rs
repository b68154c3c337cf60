//! Wish lists: private until shared, nobody else's to change, and nothing bought twice by two givers.
#![allow(clippy::unwrap_used)]

use catalog::NewProduct;
use db::testing::{TestDb, on_both};
use db::{BoxFuture, Tx};
use domain::commission::CommissionClass;
use domain::field::Problem;
use domain::{AccountId, Currency, GuestId, ListId, ListItemId, Money, ProductId};
use lists::*;

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

async fn product(t: &TestDb, title: &str) -> ProductId {
    let title = title.to_owned();
    t.db()
        .write(move |tx| {
            let title = title.clone();
            Box::pin(async move {
                let class = CommissionClass::Electronics;
                let category = catalog::ensure_category_path(tx, &["Lamps"], class).await.unwrap();
                let new = NewProduct::titled(title, category.id);
                Ok::<_, db::DbError>(catalog::upsert_product(tx, new).await.unwrap().id)
            })
        })
        .await
        .unwrap()
}

/// One command in one transaction.
async fn run<T, F>(t: &TestDb, command: F) -> Result<T, ListError>
where
    T: Send + 'static,
    F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, ListError>> + Send + Sync + 'static,
{
    t.db().write(command).await
}

async fn list_of(t: &TestDb, account: AccountId, name: &'static str) -> ListId {
    run(t, move |tx| Box::pin(create(tx, account, name))).await.unwrap()
}

async fn put(
    t: &TestDb,
    account: AccountId,
    list: ListId,
    product: ProductId,
) -> Result<ListItemId, ListError> {
    let new = NewItem { product, price: Some(usd(4_500)) };
    run(t, move |tx| Box::pin(add(tx, account, list, new))).await
}

async fn marks(t: &TestDb, list: ListId, giver: Option<Giver>) -> Vec<(i64, i64)> {
    let mut conn = t.db().read().await.unwrap();
    let items = marked_items(&mut conn, list, giver).await.unwrap();
    items.into_iter().map(|i| (i.bought, i.bought_by_me)).collect()
}

async fn marked(
    t: &TestDb,
    giver: Giver,
    code: &str,
    item: ListItemId,
    quantity: i64,
) -> Result<(), ListError> {
    let code = code.to_owned();
    run(t, move |tx| {
        let code = code.clone();
        Box::pin(async move { mark(tx, giver, &code, item, quantity).await })
    })
    .await
}

async fn code_of(t: &TestDb, account: AccountId, list: ListId) -> String {
    run(t, move |tx| Box::pin(share(tx, account, list))).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_is_put_once_and_keeps_the_price_it_had() {
    on_both(|t| {
        Box::pin(async move {
            let me: AccountId = t.db().new_id();
            let lamp = product(t, "Lamp").await;
            let list = list_of(t, me, "  Birthday   2027 ").await;
            let first = put(t, me, list, lamp).await.unwrap();
            let cheaper = NewItem { product: lamp, price: Some(usd(3_000)) };
            let again = run(t, move |tx| Box::pin(add(tx, me, list, cheaper))).await.unwrap();
            assert_eq!(first, again);
            let mut conn = t.db().read().await.unwrap();
            let found = items(&mut conn, list).await.unwrap();
            assert_eq!((found.len(), found[0].quantity, found[0].price_then), (1, 1, Some(usd(4_500))));
            let mine = lists(&mut conn, me).await.unwrap();
            assert_eq!((mine[0].name.as_str(), mine[0].products), ("Birthday 2027", 1));
            assert_eq!(mine[0].share_code, None, "private by itself");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_product_goes_to_the_list_that_was_used_last() {
    on_both(|t| {
        Box::pin(async move {
            let me: AccountId = t.db().new_id();
            let lamp = product(t, "Lamp").await;
            let first = list_of(t, me, "First").await;
            t.clock().advance(domain::DurationUs::from_secs(1));
            let second = list_of(t, me, "Second").await;
            let mut conn = t.db().read().await.unwrap();
            assert_eq!(latest(&mut conn, me).await.unwrap().unwrap().id, second);
            drop(conn);
            t.clock().advance(domain::DurationUs::from_secs(1));
            put(t, me, first, lamp).await.unwrap();
            let mut conn = t.db().read().await.unwrap();
            assert_eq!(latest(&mut conn, me).await.unwrap().unwrap().id, first);
            assert_eq!(latest(&mut conn, t.db().new_id()).await.unwrap(), None);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_list_can_be_changed_by_somebody_else() {
    on_both(|t| {
        Box::pin(async move {
            let (me, other): (AccountId, AccountId) = (t.db().new_id(), t.db().new_id());
            let lamp = product(t, "Lamp").await;
            let list = list_of(t, me, "Mine").await;
            let theirs = list_of(t, other, "Theirs").await;
            let item = put(t, me, list, lamp).await.unwrap();
            let no_list =
                |r: Result<(), ListError>| assert!(matches!(r, Err(ListError::NoSuchList)), "{r:?}");
            let no_item =
                |r: Result<(), ListError>| assert!(matches!(r, Err(ListError::NoSuchItem)), "{r:?}");
            no_list(put(t, other, list, lamp).await.map(|_| ()));
            no_list(run(t, move |tx| Box::pin(rename(tx, other, list, "Taken"))).await);
            no_list(run(t, move |tx| Box::pin(delete(tx, other, list))).await);
            no_list(run(t, move |tx| Box::pin(share(tx, other, list))).await.map(|_| ()));
            no_list(run(t, move |tx| Box::pin(unshare(tx, other, list))).await);
            no_list(run(t, move |tx| Box::pin(move_to(tx, me, item, theirs))).await);
            no_item(run(t, move |tx| Box::pin(change(tx, other, item, 5, "x"))).await);
            no_item(run(t, move |tx| Box::pin(remove(tx, other, item))).await);
            no_item(run(t, move |tx| Box::pin(move_to(tx, other, item, theirs))).await);
            let mut conn = t.db().read().await.unwrap();
            assert!(matches!(get(&mut conn, other, list).await, Err(ListError::NoSuchList)));
            let found = items(&mut conn, list).await.unwrap();
            assert_eq!((found.len(), found[0].quantity), (1, 1), "nothing changed");
            assert_eq!(get(&mut conn, me, list).await.unwrap().share_code, None);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_notes_and_quantities_have_their_bounds() {
    on_both(|t| {
        Box::pin(async move {
            let me: AccountId = t.db().new_id();
            let lamp = product(t, "Lamp").await;
            let list = list_of(t, me, "Mine").await;
            let item = put(t, me, list, lamp).await.unwrap();
            let name =
                |text: &'static str| async move { run(t, move |tx| Box::pin(create(tx, me, text))).await };
            assert!(matches!(name("  ").await, Err(ListError::BadName(Problem::Missing))));
            assert!(matches!(name("<b>").await, Err(ListError::BadName(Problem::BadCharacter))));
            let long: &'static str = "a very long name that nobody would ever read to its end, or would they";
            assert!(matches!(name(long).await, Err(ListError::BadName(Problem::TooLong))));
            for quantity in [0, -1, 1_000] {
                let refused = run(t, move |tx| Box::pin(change(tx, me, item, quantity, ""))).await;
                assert!(matches!(refused, Err(ListError::QuantityOutOfRange)));
            }
            let refused = run(t, move |tx| Box::pin(change(tx, me, item, 2, "two\nlines"))).await;
            assert!(matches!(refused, Err(ListError::BadNote(Problem::BadCharacter))));
            run(t, move |tx| Box::pin(change(tx, me, item, 2, " the  blue one "))).await.unwrap();
            let mut conn = t.db().read().await.unwrap();
            let found = items(&mut conn, list).await.unwrap();
            assert_eq!((found[0].quantity, found[0].note.as_str()), (2, "the blue one"));
            drop(conn);
            let nothing: ProductId = t.db().new_id();
            assert!(matches!(put(t, me, list, nothing).await, Err(ListError::NoSuchProduct)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_has_fifty_lists_and_not_one_more() {
    on_both(|t| {
        Box::pin(async move {
            let me: AccountId = t.db().new_id();
            for _ in 0..MOST_LISTS {
                list_of(t, me, "Again").await;
            }
            let refused = run(t, move |tx| Box::pin(create(tx, me, "One more"))).await;
            assert!(matches!(refused, Err(ListError::TooManyLists { most: MOST_LISTS })));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moved_product_takes_its_note_and_marks_along_and_meets_its_equal() {
    on_both(|t| {
        Box::pin(async move {
            let me: AccountId = t.db().new_id();
            let (gina, hugo) = (Giver::Guest(t.db().new_id()), Giver::Account(t.db().new_id()));
            let (lamp, book) = (product(t, "Lamp").await, product(t, "Book").await);
            let (from, to) = (list_of(t, me, "From").await, list_of(t, me, "To").await);
            let item = put(t, me, from, lamp).await.unwrap();
            let other = put(t, me, from, book).await.unwrap();
            run(t, move |tx| Box::pin(change(tx, me, item, 3, "in blue"))).await.unwrap();
            let code = code_of(t, me, from).await;
            marked(t, gina, &code, item, 1).await.unwrap();
            run(t, move |tx| Box::pin(move_to(tx, me, other, to))).await.unwrap();
            let there = put(t, me, to, lamp).await.unwrap();
            run(t, move |tx| Box::pin(move_to(tx, me, item, to))).await.unwrap();
            let mut conn = t.db().read().await.unwrap();
            assert_eq!(items(&mut conn, from).await.unwrap(), vec![]);
            let found = items(&mut conn, to).await.unwrap();
            let merged = found.iter().find(|i| i.id == there).unwrap();
            assert_eq!((found.len(), merged.quantity, merged.note.as_str()), (2, 3, "in blue"));
            drop(conn);
            let code = code_of(t, me, to).await;
            marked(t, hugo, &code, there, 2).await.unwrap();
            let bought: Vec<_> = marks(t, to, Some(gina)).await.into_iter().filter(|m| m.0 > 0).collect();
            assert_eq!(bought, [(3, 1)]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_products_that_become_one_every_list_has_the_kept_one_once() {
    on_both(|t| {
        Box::pin(async move {
            let me: AccountId = t.db().new_id();
            let (gone, kept) = (product(t, "Lamp").await, product(t, "The lamp").await);
            let (both, one, other) =
                (list_of(t, me, "Both").await, list_of(t, me, "One").await, list_of(t, me, "Other").await);
            let there = put(t, me, both, kept).await.unwrap();
            let item = put(t, me, both, gone).await.unwrap();
            run(t, move |tx| Box::pin(change(tx, me, item, 3, "in blue"))).await.unwrap();
            put(t, me, one, gone).await.unwrap();
            // Here the kept one was taken off, so the other takes its place.
            let off = put(t, me, other, kept).await.unwrap();
            taken_off(t, me, off).await;
            put(t, me, other, gone).await.unwrap();
            let moved = run(t, move |tx| Box::pin(move_product(tx, gone, kept))).await.unwrap();
            assert_eq!(moved, 3);
            let merged = &on(t, both).await[0];
            assert_eq!((merged.id, merged.quantity, merged.note.as_str()), (there, 3, "in blue"));
            for list in [both, one, other] {
                let found: Vec<ProductId> = on(t, list).await.iter().map(|item| item.product_id).collect();
                assert_eq!(found, [kept]);
            }
            assert_eq!(run(t, move |tx| Box::pin(move_product(tx, gone, kept))).await.unwrap(), 0);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_opens_the_list_until_it_is_taken_back_and_never_again() {
    on_both(|t| {
        Box::pin(async move {
            let me: AccountId = t.db().new_id();
            let list = list_of(t, me, "Mine").await;
            let code = code_of(t, me, list).await;
            assert_eq!(code.len(), 32);
            assert_eq!(code_of(t, me, list).await, code, "asked for twice it is the same link");
            let mut conn = t.db().read().await.unwrap();
            assert_eq!(shared(&mut conn, &code).await.unwrap().id, list);
            assert!(matches!(shared(&mut conn, "").await, Err(ListError::NoSuchList)));
            drop(conn);
            run(t, move |tx| Box::pin(unshare(tx, me, list))).await.unwrap();
            let new = code_of(t, me, list).await;
            assert_ne!(new, code);
            let mut conn = t.db().read().await.unwrap();
            assert!(matches!(shared(&mut conn, &code).await, Err(ListError::NoSuchList)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_giver_marks_takes_back_and_is_refused_where_they_must_be() {
    on_both(|t| {
        Box::pin(async move {
            let me: AccountId = t.db().new_id();
            let gina = Giver::Guest(t.db().new_id::<GuestId>());
            let lamp = product(t, "Lamp").await;
            let (list, other) = (list_of(t, me, "Mine").await, list_of(t, me, "Other").await);
            let item = put(t, me, list, lamp).await.unwrap();
            let elsewhere = put(t, me, other, lamp).await.unwrap();
            let code = code_of(t, me, list).await;
            marked(t, gina, &code, item, 1).await.unwrap();
            marked(t, gina, &code, item, 1).await.unwrap();
            assert_eq!(marks(t, list, Some(gina)).await, [(1, 1)], "marked twice is marked once");
            assert_eq!(marks(t, list, None).await, [(1, 0)]);
            let hugo = Giver::Account(t.db().new_id());
            let refused = marked(t, hugo, &code, item, 1).await;
            assert!(matches!(refused, Err(ListError::BoughtAlready { left: 0 })));
            marked(t, gina, &code, item, 0).await.unwrap();
            marked(t, hugo, &code, item, 1).await.unwrap();
            assert_eq!(marks(t, list, Some(gina)).await, [(1, 0)]);
            let mine = marked(t, Giver::Account(me), &code, item, 1).await;
            assert!(matches!(mine, Err(ListError::OwnList)));
            let wrong = marked(t, gina, &code, elsewhere, 1).await;
            assert!(matches!(wrong, Err(ListError::NoSuchItem)), "a link opens its own list only");
            run(t, move |tx| Box::pin(unshare(tx, me, list))).await.unwrap();
            let late = marked(t, gina, &code, item, 0).await;
            assert!(matches!(late, Err(ListError::NoSuchList)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_ten_givers_at_once_as_many_buy_as_is_wanted() {
    on_both(|t| {
        Box::pin(async move {
            let me: AccountId = t.db().new_id();
            let lamp = product(t, "Lamp").await;
            let list = list_of(t, me, "Mine").await;
            let item = put(t, me, list, lamp).await.unwrap();
            run(t, move |tx| Box::pin(change(tx, me, item, 3, ""))).await.unwrap();
            let code = code_of(t, me, list).await;
            let servers = [t.db(), t.second().await];
            let tasks: Vec<_> = (0..10)
                .map(|n| {
                    let (db, code) = (servers[n % 2].clone(), code.clone());
                    let giver = Giver::Guest(db.new_id());
                    tokio::spawn(async move {
                        db.write(move |tx| {
                            let code = code.clone();
                            Box::pin(async move { mark(tx, giver, &code, item, 1).await })
                        })
                        .await
                    })
                })
                .collect();
            let mut bought = 0;
            for task in tasks {
                match task.await.unwrap() {
                    Ok(()) => bought += 1,
                    Err(ListError::BoughtAlready { left: 0 }) => {}
                    Err(other) => panic!("{other}"),
                }
            }
            assert_eq!((bought, marks(t, list, None).await), (3, vec![(3, 0)]));
        })
    })
    .await;
}

async fn taken_off(t: &TestDb, account: AccountId, item: ListItemId) {
    run(t, move |tx| Box::pin(remove(tx, account, item))).await.unwrap();
}

async fn put_back(t: &TestDb, account: AccountId, item: ListItemId) -> Result<ListId, ListError> {
    run(t, move |tx| Box::pin(restore(tx, account, item))).await
}

async fn on(t: &TestDb, list: ListId) -> Vec<Item> {
    items(&mut t.db().read().await.unwrap(), list).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_off_comes_back_as_it_was_within_an_hour() {
    on_both(|t| {
        Box::pin(async move {
            let (me, eve): (AccountId, AccountId) = (t.db().new_id(), t.db().new_id());
            let (lamp, rug) = (product(t, "Lamp").await, product(t, "Rug").await);
            let list = list_of(t, me, "Mine").await;
            let item = put(t, me, list, lamp).await.unwrap();
            t.clock().advance(domain::DurationUs::from_secs(1));
            put(t, me, list, rug).await.unwrap();
            run(t, move |tx| Box::pin(change(tx, me, item, 3, "the black one"))).await.unwrap();
            let code = code_of(t, me, list).await;
            let gina = Giver::Guest(t.db().new_id::<GuestId>());
            marked(t, gina, &code, item, 2).await.unwrap();
            let before = on(t, list).await;

            taken_off(t, me, item).await;
            assert_eq!(on(t, list).await.len(), 1);
            let mut conn = t.db().read().await.unwrap();
            assert_eq!(lists(&mut conn, me).await.unwrap()[0].products, 1);
            assert_eq!(holding(&mut conn, me, lamp).await.unwrap(), []);
            drop(conn);
            assert!(matches!(marked(t, gina, &code, item, 1).await, Err(ListError::NoSuchItem)));
            assert!(matches!(put_back(t, eve, item).await, Err(ListError::NoSuchItem)));

            assert_eq!(put_back(t, me, item).await.unwrap(), list);
            assert_eq!(put_back(t, me, item).await.unwrap(), list, "a second press changes nothing");
            assert_eq!(on(t, list).await, before, "quantity, note, price then and place");
            assert_eq!(marks(t, list, Some(gina)).await, [(0, 0), (2, 2)], "and what givers marked");

            taken_off(t, me, item).await;
            t.clock().advance(UNDO_WITHIN);
            assert!(matches!(put_back(t, me, item).await, Err(ListError::NoSuchItem)), "an hour is over");
            run(t, |tx| Box::pin(forget_removed(tx))).await.unwrap();
            let mut conn = t.db().read().await.unwrap();
            let rows = db::sql("SELECT CAST(COUNT(*) AS BIGINT) FROM lists_items");
            assert_eq!(conn.one::<(i64,)>(rows).await.unwrap(), (1,), "and nothing of it is kept");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_put_there_anew_meanwhile_becomes_one_with_what_comes_back() {
    on_both(|t| {
        Box::pin(async move {
            let me: AccountId = t.db().new_id();
            let lamp = product(t, "Lamp").await;
            let list = list_of(t, me, "Mine").await;
            let first = put(t, me, list, lamp).await.unwrap();
            run(t, move |tx| Box::pin(change(tx, me, first, 3, "the black one"))).await.unwrap();
            taken_off(t, me, first).await;
            let second = put(t, me, list, lamp).await.unwrap();
            assert_ne!(first, second);
            put_back(t, me, first).await.unwrap();
            let now = on(t, list).await;
            assert_eq!((now.len(), now[0].id, now[0].quantity), (1, second, 3));
            assert_eq!(now[0].note, "the black one");
            assert!(
                matches!(put_back(t, me, first).await, Err(ListError::NoSuchItem)),
                "it is the other one now"
            );
            taken_off(t, me, second).await;
            run(t, move |tx| Box::pin(delete(tx, me, list))).await.unwrap();
            let gone = put_back(t, me, second).await;
            assert!(matches!(gone, Err(ListError::NoSuchItem)), "its list went with it");
        })
    })
    .await;
}
