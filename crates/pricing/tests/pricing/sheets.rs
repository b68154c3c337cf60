//! Rows that change together or not at all, and go back together or not at all.

use crate::support::{Shop, usd};
use db::testing::{Tampering, each_is_found, on_both};
use domain::DurationUs;
use pricing::{Cells, Draft, PricingError, RowChange};

const KEY: &str = "a-sheet-of-tests-01";
const OTHER_KEY: &str = "a-sheet-of-tests-02";

#[tokio::test(flavor = "multi_thread")]
async fn all_rows_change_at_once_and_the_same_press_changes_nothing_more() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (lamp, book) = (shop.offer("A lamp", 4_500).await, shop.offer("A book", 1_000).await);
            let (lamp_row, book_row) = (shop.row(lamp).await, shop.row(book).await);
            let lamp_cells =
                Cells { price: usd(4_400), handling_days: Some(2), cost: Some(usd(2_000)), ..lamp_row.cells };
            let book_cells = Cells { active: false, ..book_row.cells };
            let rows = vec![
                RowChange { cells: lamp_cells, stock_delta: -2, ..lamp_row },
                RowChange { cells: book_cells, ..book_row },
            ];
            let saved = shop.save(KEY, rows.clone()).await.unwrap();
            assert_eq!(Cells::from(&shop.read(lamp).await), lamp_cells);
            assert_eq!(Cells::from(&shop.read(book).await), book_cells);
            assert_eq!((shop.available(lamp).await, shop.available(book).await), (7, 9));

            assert_eq!(shop.save(KEY, rows.clone()).await.unwrap(), saved, "the same press");
            assert_eq!(shop.available(lamp).await, 7);
            let mut others = rows;
            others[0].cells.price = usd(4_300);
            assert!(matches!(shop.save(KEY, others).await, Err(PricingError::KeyReused)));
            assert_eq!((shop.count("pricing_sheets").await, shop.count("pricing_sheet_rows").await), (1, 2));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_somebody_changed_is_named_and_nothing_is_saved() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (lamp, book) = (shop.offer("A lamp", 4_500).await, shop.offer("A book", 1_000).await);
            let (mut lamp_row, mut book_row) = (shop.row(lamp).await, shop.row(book).await);
            shop.set_price(book, 900).await;
            lamp_row.cells.price = usd(4_400);
            book_row.cells.price = usd(1_100);
            let refused = shop.save(KEY, vec![lamp_row, book_row]).await;
            assert!(matches!(refused, Err(PricingError::Changed(offers)) if offers == [book]));
            assert_eq!(shop.read(lamp).await.price, usd(4_500));
            assert_eq!(shop.count("pricing_sheets").await, 0);
            shop.save(KEY, vec![lamp_row]).await.expect("the others may be saved, under the same key");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_in_one_row_is_refused_by_name_and_leaves_all_as_they_were() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (lamp, book) = (shop.offer("A lamp", 4_500).await, shop.offer("A book", 1_000).await);
            let product = shop.read(book).await.product_id;
            let foreign = shop.offer_of(shop.other, product, 1_000).await;
            let (lamp_row, book_row) = (shop.row(lamp).await, shop.row(book).await);
            let good = RowChange { cells: Cells { price: usd(4_400), ..lamp_row.cells }, ..lamp_row };
            let cells = |change: fn(&mut Cells)| {
                let mut cells = book_row.cells;
                change(&mut cells);
                vec![good, RowChange { cells, ..book_row }]
            };
            for rows in [
                cells(|cells| cells.price = usd(0)),
                cells(|cells| cells.cost = Some(usd(-1))),
                cells(|cells| cells.handling_days = Some(31)),
            ] {
                assert!(matches!(shop.save(KEY, rows).await, Err(PricingError::BadCell(of)) if of == book));
            }
            let fewer = vec![good, RowChange { stock_delta: -10, ..book_row }];
            let sold = shop.save(KEY, fewer).await;
            assert!(matches!(sold, Err(PricingError::Sold { offer, available: 9 }) if offer == book));
            let many = vec![good, RowChange { stock_delta: i64::MAX, ..book_row }];
            assert!(matches!(shop.save(KEY, many).await, Err(PricingError::BadStock(of)) if of == book));
            let theirs = vec![good, shop.row(foreign).await];
            assert!(
                matches!(shop.save(KEY, theirs).await, Err(PricingError::NoSuchOffer(of)) if of == foreign)
            );
            assert!(
                matches!(shop.save(KEY, vec![good, good]).await, Err(PricingError::Twice(of)) if of == lamp)
            );
            assert!(matches!(shop.save(KEY, vec![]).await, Err(PricingError::BadCount)));
            assert!(matches!(shop.save(KEY, vec![good; 501]).await, Err(PricingError::BadCount)));
            assert_eq!(shop.read(lamp).await.price, usd(4_500), "the good row came along with none of them");
            assert_eq!(shop.count("pricing_sheets").await, 0);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_goes_back_once_and_the_way_back_can_be_gone_back() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let lamp = shop.offer("A lamp", 4_500).await;
            let row = shop.row(lamp).await;
            let cells = Cells { price: usd(4_400), cost: Some(usd(2_000)), active: false, ..row.cells };
            let saved = shop.save(KEY, vec![RowChange { cells, stock_delta: 3, ..row }]).await.unwrap();
            let foreign = shop.undo_of(shop.other, saved.id).await;
            assert!(matches!(foreign, Err(PricingError::NoSuchSheet)));

            t.clock().advance(DurationUs::from_secs(1));
            let undone = shop.undo(saved.id).await.unwrap();
            assert_eq!((undone.undoes, Cells::from(&shop.read(lamp).await)), (Some(saved.id), row.cells));
            assert_eq!(shop.available(lamp).await, 9);
            assert_eq!(shop.undo(saved.id).await.unwrap().id, undone.id, "once");
            assert_eq!((shop.available(lamp).await, shop.count("pricing_sheets").await), (9, 2));

            t.clock().advance(DurationUs::from_secs(1));
            shop.undo(undone.id).await.unwrap();
            assert_eq!((Cells::from(&shop.read(lamp).await), shop.available(lamp).await), (cells, 12));
            let listed = pricing::sheets(&mut shop.db.read().await.unwrap(), shop.seller, 10).await.unwrap();
            let back: Vec<bool> = listed.iter().map(|sheet| sheet.undone_by.is_some()).collect();
            assert_eq!(back, [false, true, true], "the newest first");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_since_is_named_and_nothing_goes_back() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (lamp, book) = (shop.offer("A lamp", 4_500).await, shop.offer("A book", 1_000).await);
            let (mut lamp_row, mut book_row) = (shop.row(lamp).await, shop.row(book).await);
            lamp_row.cells.price = usd(4_400);
            book_row.stock_delta = 5;
            let saved = shop.save(KEY, vec![lamp_row, book_row]).await.unwrap();
            shop.set_price(lamp, 4_200).await;
            let refused = shop.undo(saved.id).await;
            assert!(matches!(refused, Err(PricingError::Changed(offers)) if offers == [lamp]));
            assert_eq!((shop.read(lamp).await.price, shop.available(book).await), (usd(4_200), 14));

            // Units that a sheet brought and that are gone cannot be taken away.
            let row = RowChange { stock_delta: 1, ..shop.row(book).await };
            let brought = shop.save(OTHER_KEY, vec![row]).await.unwrap();
            let db = shop.db.clone();
            let gone: Result<(), inventory::InventoryError> =
                db.write(move |tx| Box::pin(inventory::adjust(tx, "gone", book, -15))).await;
            gone.unwrap();
            let refused = shop.undo(brought.id).await;
            assert!(matches!(refused, Err(PricingError::Sold { offer, available: 0 }) if offer == book));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_sheets_at_once_over_the_same_rows_one_is_saved() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (lamp, book) = (shop.offer("A lamp", 4_500).await, shop.offer("A book", 1_000).await);
            let (lamp_row, book_row) = (shop.row(lamp).await, shop.row(book).await);
            let at =
                |row: RowChange, minor| RowChange { cells: Cells { price: usd(minor), ..row.cells }, ..row };
            let one = vec![at(lamp_row, 4_400), at(book_row, 900)];
            let two = vec![at(book_row, 800), at(lamp_row, 4_300)];
            let (one, two) = tokio::join!(shop.save(KEY, one), shop.save(OTHER_KEY, two));
            assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1);
            for refused in [one, two].into_iter().filter_map(Result::err) {
                assert!(matches!(refused, PricingError::Changed(offers) if offers.len() == 2));
            }
            let prices = (shop.read(lamp).await.price, shop.read(book).await.price);
            assert!([(usd(4_400), usd(900)), (usd(4_300), usd(800))].contains(&prices), "{prices:?}");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_kept_for_who_typed_it_until_it_is_saved() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (seller, other, account) = (shop.seller, shop.other, shop.owner);
            let draft = |text: &str| Draft {
                typed: [("price-x".to_owned(), text.to_owned())].into(),
                errors: [("price-x".to_owned(), "Write a price".to_owned())].into(),
            };
            let keep = async |draft: Draft| {
                let kept: Result<(), db::DbError> = shop
                    .db
                    .write(move |tx| {
                        let draft = draft.clone();
                        Box::pin(async move { pricing::keep_draft(tx, seller, account, &draft).await })
                    })
                    .await;
                kept.unwrap();
            };
            let read = async |seller| {
                pricing::draft_of(&mut shop.db.read().await.unwrap(), seller, account).await.unwrap()
            };
            keep(draft("ten")).await;
            keep(draft(&"9".repeat(500))).await;
            assert_eq!(read(seller).await, Some(draft(&"9".repeat(pricing::LONGEST_CELL))));
            assert_eq!(read(other).await, None);
            let forgotten: Result<(), db::DbError> =
                shop.db.write(move |tx| Box::pin(pricing::forget_draft(tx, seller, account))).await;
            forgotten.unwrap();
            assert_eq!(read(seller).await, None);
            keep(draft("ten")).await;
            t.clock().advance(DurationUs::from_mins(25 * 60));
            shop.pricing().sweep().await.unwrap();
            assert_eq!(read(seller).await, None, "nor for longer than a day");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_breaks_a_rule_is_named() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let lamp = shop.offer("A lamp", 4_500).await;
            let mut row = shop.row(lamp).await;
            row.cells.price = usd(4_400);
            let saved = shop.save(KEY, vec![row]).await.unwrap();
            let tampering = Tampering::of(
                "pricing_sheet_rows",
                lamp,
                "UPDATE catalog_offers SET version = 1 WHERE id = $1",
                &["a sheet changes offers of its seller, to a version that they have had"],
            );
            let tampering = tampering.named(format!("pricing_sheet_rows {} {lamp}", saved.id));
            each_is_found(&shop.db, vec![tampering], |conn| {
                Box::pin(async move {
                    let found = pricing::check(conn).await.unwrap();
                    found.into_iter().map(|broken| (broken.row, broken.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_was_not_taken_back_and_a_rule_of_nobodys_offer_are_named() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (lamp, book) = (shop.offer("A lamp", 4_500).await, shop.offer("A book", 1_000).await);
            let mut row = shop.row(lamp).await;
            row.cells.price = usd(4_400);
            let saved = shop.save(KEY, vec![row]).await.unwrap();
            let undone = shop.undo(saved.id).await.unwrap();
            let tamperings = vec![
                Tampering::of(
                    "pricing_sheet_rows",
                    book,
                    "INSERT INTO pricing_sheet_rows (sheet_id, offer_id, version, was, became, stock_delta)
                     SELECT s.id, o.id, o.version, '{}', '{}', 0 FROM pricing_sheets AS s, catalog_offers AS o
                     WHERE s.undoes IS NOT NULL AND o.id = $1",
                    &["what a sheet takes back is what the other one changed"],
                )
                .named(format!("pricing_sheet_rows {} {book}", undone.id)),
                Tampering::of(
                    "pricing_rules",
                    lamp,
                    "INSERT INTO pricing_rules (offer_id, seller_id, product_id, floor_minor, currency, said_by,
                         said_at_us)
                     SELECT id, product_id, product_id, 100, 'USD', product_id, 0 FROM catalog_offers WHERE id = $1",
                    &["a price that follows others is of an offer of its seller"],
                ),
            ];
            each_is_found(&shop.db, tamperings, |conn| {
                Box::pin(async move {
                    let found = pricing::check(conn).await.unwrap();
                    found.into_iter().map(|broken| (broken.row, broken.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}
