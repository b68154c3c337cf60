//! Invoices of fees: one for each seller's month, of every line once.

use crate::support::*;
use db::testing::{Tampering, TestDb, each_is_found, on_both};
use domain::fee_tax::FeeTaxRule;
use domain::{Currency, DurationUs, FeeInvoiceId};
use fees::testing::{invoice_so_far, say_seat, seat};
use fees::{FeeError, FeeInvoice, InvoiceJob};
use ledger::{AccountRef, Memo, NewTransaction, RevenueStream, TransactionKind};
use sellers::Legal;

/// What each stream charges.
type Fees = &'static [(RevenueStream, i64)];
const SOLD: Fees = &[(RevenueStream::Commission, 1_005), (RevenueStream::ItemFee, 99)];
const BACK: Fees = &[(RevenueStream::Commission, -1_005), (RevenueStream::RefundFee, 201)];

const LINED: &str = "what the ledger charged under a stream is a line of fees, and no line is anything else";
const TOGETHER: &str = "fees on invoices and those that wait for one are what the ledger charged the seller";

impl Shop {
    /// A parcel that was sold, or came back: posted as orders and returns do.
    async fn charge(&self, subject: &'static str, kind: TransactionKind, fees: Fees) {
        let of = self.seller;
        let posted: Result<_, FeeError> = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let mut entry = NewTransaction::posted(format!("{kind}-{subject}"), kind);
                    let payable = AccountRef::seller_payable(of, Currency::USD);
                    for (stream, minor) in fees {
                        let revenue = AccountRef::revenue(*stream, Currency::USD);
                        let (from, to) = match *minor > 0 {
                            true => (payable.clone(), revenue),
                            false => (revenue, payable.clone()),
                        };
                        entry.debit(from, usd(minor.abs()), Memo::Fee)?;
                        entry.credit(to, usd(minor.abs()), Memo::Fee)?;
                    }
                    let seller = sellers::get(tx, of).await?.ok_or(FeeError::NoSuchSeller)?;
                    fees::post_taxed(tx, &seller, subject, None, entry).await
                })
            })
            .await;
        posted.unwrap();
    }

    async fn sold(&self, subject: &'static str) {
        self.charge(subject, TransactionKind::Sale, SOLD).await;
    }

    async fn back(&self, subject: &'static str) {
        self.charge(subject, TransactionKind::Return, BACK).await;
    }

    /// By their numbers: ids of one moment are in no order.
    async fn invoices(&self) -> Vec<FeeInvoice> {
        let mut conn = self.db.read().await.unwrap();
        let mut all = fees::invoices(&mut conn, Some(self.seller), None, 100).await.unwrap();
        all.sort_by(|a, b| a.number.cmp(&b.number));
        all
    }

    async fn waiting(&self) -> (i64, i64) {
        let mut conn = self.db.read().await.unwrap();
        let (net, tax) = fees::not_invoiced(&mut conn, self.seller, Currency::USD).await.unwrap();
        (net.minor(), tax.minor())
    }

    fn days(&self, t: &TestDb, days: i64) {
        t.clock().advance(DurationUs::from_days(days));
    }
}

fn sums(of: &FeeInvoice) -> (&str, i64, i64, i64) {
    (&of.number, of.net_minor, of.tax_minor, of.total_minor)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_is_invoiced_once_whoever_looks_and_says_what_came_back() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open_shop(t).await;
            say_seat(&shop.db, Some(seat(100_000)), None).await.unwrap();
            shop.sold("one").await;
            shop.sold("two").await;
            shop.back("two").await;
            // Posted again, as after a server died: nothing is charged twice.
            shop.back("two").await;
            shop.tick().await;
            assert_eq!((shop.invoices().await.len(), shop.waiting().await), (0, (1_404, 140)));
            let other = shop.beside(t).await;
            shop.days(t, 30);
            tokio::join!(shop.tick(), other.tick());
            other.tick().await;
            let made = shop.invoices().await;
            assert_eq!(made.iter().map(sums).collect::<Vec<_>>(), [("F-2026-000001", 1_404, 140, 1_544)]);
            let content = &made[0].content.0;
            let days = [content.first_day, content.last_day, content.issued_day];
            assert_eq!(days.map(domain::calendar::day_text), ["2026-06-01", "2026-06-30", "2026-07-01"]);
            let lines: Vec<_> = content
                .lines
                .iter()
                .map(|line| (line.stream, line.cause, line.count, line.net.minor(), line.tax.minor()))
                .collect();
            use RevenueStream::{Commission, ItemFee, RefundFee};
            assert_eq!(
                lines,
                [
                    (Commission, TransactionKind::Return, 1, -1_005, -101),
                    (Commission, TransactionKind::Sale, 2, 2_010, 201),
                    (ItemFee, TransactionKind::Sale, 2, 198, 20),
                    (RefundFee, TransactionKind::Return, 1, 201, 20),
                ]
            );
            assert_eq!(content.rules(), [Some(FeeTaxRule::Domestic)]);
            assert_eq!(content.issuer.legal.as_ref().unwrap().tax_id, "12-3456789");
            assert_eq!(shop.waiting().await, (0, 0));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_later_is_on_the_next_invoice_which_names_the_first() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open_shop(t).await;
            say_seat(&shop.db, Some(seat(100_000)), None).await.unwrap();
            shop.sold("one").await;
            shop.days(t, 30);
            shop.tick().await;
            // A corrected tax number of who charges goes on with the same numbers.
            let mut corrected = seat(100_000);
            corrected.legal.tax_id = "98-7654321".into();
            say_seat(&shop.db, Some(corrected), None).await.unwrap();
            shop.back("one").await;
            shop.tick().await;
            shop.days(t, 31);
            shop.tick().await;
            let made = shop.invoices().await;
            let expected = [("F-2026-000001", 1_104, 110, 1_214), ("F-2026-000002", -804, -80, -884)];
            assert_eq!(made.iter().map(sums).collect::<Vec<_>>(), expected);
            assert_eq!(made[1].content.0.corrects, ["F-2026-000001"]);
            let issuers = made.iter().map(|one| one.content.0.issuer.legal.clone().unwrap().tax_id);
            assert_eq!(issuers.collect::<Vec<_>>(), ["12-3456789", "98-7654321"]);
            // A month without fees has none.
            shop.days(t, 62);
            shop.tick().await;
            assert_eq!(shop.invoices().await.len(), 2);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn months_that_nobody_looked_at_have_an_invoice_each_and_a_late_line_is_on_the_next() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open_shop(t).await;
            say_seat(&shop.db, Some(seat(0)), None).await.unwrap();
            shop.sold("june").await;
            shop.days(t, 30);
            shop.sold("july").await;
            shop.days(t, 200);
            shop.tick().await;
            let made = shop.invoices().await;
            let numbers: Vec<&str> = made.iter().map(|one| one.number.as_str()).collect();
            // Numbered in the year in which they are made.
            assert_eq!(numbers, ["F-2027-000001", "F-2027-000002"]);
            // As if it had been written down in June and committed after the invoice was made.
            shop.sold("late").await;
            let june = db::testing::START.as_micros();
            let moved: Result<u64, db::DbError> = shop
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        let late = "UPDATE fees_lines SET made_at_us = $1 WHERE subject = 'late'";
                        tx.exec(db::sql(late).bind(june)).await
                    })
                })
                .await;
            assert_eq!(moved.unwrap(), 2);
            shop.tick().await;
            let made = shop.invoices().await;
            assert_eq!(made.len(), 3);
            let content = &made[2].content.0;
            let days = [content.first_day, content.last_day].map(domain::calendar::day_text);
            assert_eq!(days, ["2026-06-01", "2026-08-31"]);
            assert_eq!((made[2].net_minor, shop.waiting().await), (1_104, (0, 0)));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_invoiced_before_it_is_known_by_whom() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open_shop(t).await;
            shop.sold("one").await;
            shop.days(t, 30);
            shop.tick().await;
            assert_eq!((shop.invoices().await.len(), shop.waiting().await), (0, (1_104, 0)));
            say_seat(&shop.db, Some(seat(100_000)), None).await.unwrap();
            // It comes back as it was charged: without tax.
            shop.back("one").await;
            shop.days(t, 31);
            shop.tick().await;
            let made = shop.invoices().await;
            let expected = [("F-2026-000001", 1_104, 0, 1_104), ("F-2026-000002", -804, 0, -804)];
            assert_eq!(made.iter().map(sums).collect::<Vec<_>>(), expected);
            assert_eq!(made[0].content.0.rules(), [None]);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fees_that_come_to_nothing_together_are_lines_all_the_same() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open_shop(t).await;
            say_seat(&shop.db, Some(seat(100_000)), None).await.unwrap();
            shop.sold("one").await;
            let even: Fees = &[(RevenueStream::Commission, -100), (RevenueStream::RefundFee, 100)];
            shop.charge("one", TransactionKind::Return, even).await;
            let id = invoice_so_far(&shop.db, shop.job()).await.unwrap().unwrap();
            let made = fees::invoice(&mut shop.db.read().await.unwrap(), id).await.unwrap();
            assert_eq!(sums(&made), ("F-2026-000001", 1_104, 110, 1_214));
            assert_eq!((made.content.0.lines.len(), made.content.0.rules().len()), (4, 1));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_sellers_at_once_have_numbers_without_a_gap() {
    on_both(|t| {
        Box::pin(async move {
            let first = Shop::open_shop(t).await;
            say_seat(&first.db, Some(seat(100_000)), None).await.unwrap();
            let mut shops = vec![first.clone()];
            for _ in 0..5 {
                let (seller, owner) = sellers::testing::seller_with_owner(&first.db).await;
                shops.push(Shop { seller, owner, ..first.clone() });
            }
            for (shop, subject) in shops.iter().zip(["a", "b", "c", "d", "e", "f"]) {
                shop.sold(subject).await;
            }
            let other = first.beside(t).await;
            first.days(t, 30);
            tokio::join!(first.tick(), other.tick());
            first.tick().await;
            let mut conn = first.db.read().await.unwrap();
            let all = fees::invoices(&mut conn, None, None, 100).await.unwrap();
            let mut numbers: Vec<String> = all.iter().map(|one| one.number.clone()).collect();
            numbers.sort();
            assert_eq!(numbers, (1..=6).map(|n| format!("F-2026-{n:06}")).collect::<Vec<_>>());
            let page = fees::invoices(&mut conn, None, Some(all[3].id), 100).await.unwrap();
            assert_eq!(page.iter().map(|one| one.id).collect::<Vec<_>>(), [all[4].id, all[5].id]);
            drop(conn);
            first.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invoice_says_for_ever_what_it_said() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open_shop(t).await;
            say_seat(&shop.db, Some(seat(100_000)), None).await.unwrap();
            shop.legal("Lamp House LLC").await;
            shop.sold("one").await;
            let id = invoice_so_far(&shop.db, shop.job()).await.unwrap().unwrap();
            shop.legal("Lantern House LLC").await;
            let made = fees::invoice(&mut shop.db.read().await.unwrap(), id).await.unwrap();
            assert_eq!(made.content.0.seller.legal.unwrap().name, "Lamp House LLC");
            let changed: Result<u64, db::DbError> = shop
                .db
                .write(|tx| {
                    Box::pin(async move { tx.exec(db::sql("UPDATE fees_invoices SET net_minor = 0")).await })
                })
                .await;
            assert!(changed.is_err());
            let unknown: FeeInvoiceId = shop.db.new_id();
            let none = fees::invoice(&mut shop.db.read().await.unwrap(), unknown).await;
            assert!(matches!(none, Err(FeeError::NoSuchInvoice)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_charged_before_there_were_invoices_waits_for_the_first_one() {
    const MIGRATION: &str = include_str!("../../../db/migrations/20261207110000_fees_invoices.sql");
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open_shop(t).await;
            shop.sold("untaxed").await;
            say_seat(&shop.db, Some(seat(100_000)), None).await.unwrap();
            shop.sold("one").await;
            shop.back("one").await;
            let fill = &MIGRATION[MIGRATION.find("INSERT INTO fees_lines").unwrap()..];
            let written: Result<u64, db::DbError> = shop
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        tx.exec(db::sql("DELETE FROM fees_lines")).await?;
                        tx.exec(db::sql(fill.trim_end().trim_end_matches(';'))).await
                    })
                })
                .await;
            assert_eq!(written.unwrap(), 6);
            assert_eq!(shop.waiting().await, (1_404, 30));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_names_a_line_a_number_and_an_invoice_that_are_not_the_ledgers() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open_shop(t).await;
            say_seat(&shop.db, Some(seat(100_000)), None).await.unwrap();
            shop.sold("one").await;
            invoice_so_far(&shop.db, shop.job()).await.unwrap().unwrap();
            shop.sold("two").await;
            let payable = AccountRef::seller_payable(shop.seller, Currency::USD).id();
            let (line,): (domain::LedgerTxId,) = shop
                .db
                .read()
                .await
                .unwrap()
                .one(db::sql(
                    "SELECT ledger_tx_id FROM fees_lines WHERE subject = 'two' AND stream = 'item_fee'",
                ))
                .await
                .unwrap();
            let tamperings = vec![
                Tampering::of(
                    "fees_lines",
                    line,
                    "UPDATE fees_lines SET net_minor = net_minor + 1
                     WHERE ledger_tx_id = $1 AND stream = 'item_fee'",
                    &[LINED, TOGETHER],
                )
                .named(format!("fees_lines {line} item_fee")),
                Tampering::of(
                    "fees_numbers",
                    line,
                    "UPDATE fees_numbers SET last_number = 7
                     WHERE EXISTS (SELECT 1 FROM fees_lines WHERE ledger_tx_id = $1)",
                    &["the numbers of fees' invoices have no gap"],
                )
                .named("fees_numbers 2026".into()),
                Tampering::of(
                    "ledger_accounts",
                    payable,
                    "UPDATE fees_lines SET invoice_id = NULL
                     WHERE subject = 'one' AND stream = 'commission' AND account_id = $1",
                    &[TOGETHER, "an invoice of fees is its lines and their tax"],
                ),
            ];
            each_is_found(&shop.db, tamperings, |conn| {
                Box::pin(async move {
                    let found = fees::check(conn).await.unwrap();
                    found.into_iter().map(|broken| (broken.row, broken.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}

impl Shop {
    async fn open_shop(t: &TestDb) -> Self {
        let shop = Shop::open(t).await;
        shop.earn(100_000).await;
        shop
    }

    fn job(&self) -> InvoiceJob {
        InvoiceJob { seller: self.seller, currency: Currency::USD }
    }

    async fn legal(&self, name: &'static str) {
        let seller = self.seller;
        let legal = Legal::read("US", name, "1 Lamp Street", "").unwrap();
        let said: Result<(), sellers::SellerError> = self
            .db
            .write(move |tx| {
                let legal = legal.clone();
                Box::pin(async move { sellers::update_legal(tx, seller, &legal).await })
            })
            .await;
        said.unwrap();
    }
}
