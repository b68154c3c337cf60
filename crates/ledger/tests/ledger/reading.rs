//! Balances at any time, snapshots, statements and revenue.

use crate::support::*;
use db::testing::{TestDb, on_both};
use domain::{Currency, DurationUs, Money, OrderId, SellerId, Timestamp};
use ledger::{AccountRef, Memo, NewTransaction, RevenueStream, TransactionKind, take_snapshots};

/// Sells `count` times, ten seconds apart, and keeps what the balances were after each.
async fn sell(t: &TestDb, seller: SellerId, count: i64) -> Vec<(Timestamp, (i64, i64), (i64, i64))> {
    let db = t.db();
    let mut history = Vec::new();
    for n in 0..count {
        let order: OrderId = db.new_id();
        let pending = post(&db, authorisation(&format!("a{order}"), order, 100 + n)).await.unwrap().id;
        if n % 3 > 0 {
            post(&db, capture(&format!("c{order}"), order, pending, 60)).await.unwrap();
            post(&db, sale(&format!("s{order}"), order, seller, 60, 9)).await.unwrap();
        }
        let now = balance(&db, &processor(), None).await;
        history.push((db.now(), now, balance(&db, &payable(seller), None).await));
        t.clock().advance(DurationUs::from_secs(10));
    }
    history
}

#[tokio::test(flavor = "multi_thread")]
async fn a_balance_is_the_same_with_and_without_snapshots() {
    on_both(|t| {
        Box::pin(async move {
            let (db, seller) = (t.db(), t.db().new_id::<SellerId>());
            let mut history = sell(t, seller, 70).await;
            // Too young: a server whose clock is behind may still be writing then.
            assert_eq!(take_snapshots(&db, db.now()).await.unwrap(), 0);
            t.clock().advance(DurationUs::from_mins(20));
            let middle = history[40].0;
            assert_eq!(
                take_snapshots(&db, middle).await.unwrap(),
                1,
                "only the processor has enough postings yet"
            );
            assert_eq!(take_snapshots(&db, middle).await.unwrap(), 0);
            history.extend(sell(t, seller, 70).await);
            t.clock().advance(DurationUs::from_mins(20));
            assert!(take_snapshots(&db, db.now()).await.unwrap() >= 3);
            history.extend(sell(t, seller, 5).await);

            let mut conn = db.read().await.unwrap();
            let kind = (ledger::OwnerKind::Seller, ledger::Purpose::SellerPayable);
            let behind = |at: Timestamp| at.plus(DurationUs::from_micros(1));
            for (one, other) in [(10, 30), (10, 100), (60, 120), (0, 144)] {
                let (one, other) = (&history[one], &history[other]);
                let span = (behind(one.0), behind(other.0));
                let moved = ledger::movements(&mut conn, kind, Currency::USD, span.0, span.1).await.unwrap();
                let of_seller = moved.iter().find(|moved| moved.account == payable(seller)).unwrap();
                assert_eq!(of_seller.amount.minor(), other.2.0 - one.2.0);
            }
            drop(conn);
            for (at, of_processor, of_seller) in history {
                assert_eq!(balance(&db, &processor(), Some(at)).await, of_processor);
                assert_eq!(balance(&db, &payable(seller), Some(at)).await, of_seller);
            }
            assert_eq!(check(&db).await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_adds_up_from_opening_to_closing() {
    on_both(|t| {
        Box::pin(async move {
            let (db, seller) = (t.db(), t.db().new_id::<SellerId>());
            let start = db.now();
            sell(t, seller, 9).await;
            let (from, to) = (start.plus(DurationUs::from_secs(20)), start.plus(DurationUs::from_secs(80)));
            let mut conn = db.read().await.unwrap();
            let statement = ledger::statement(&mut conn, &payable(seller), from, to).await.unwrap();
            // Sales 1, 2, 4, 5, 7 and 8 happened at 10, 20, 40, 50, 70 and 80 seconds; 20 is in and 80 is out.
            assert_eq!(statement.opening.posted.minor(), -51);
            assert_eq!(statement.lines.len(), 4);
            assert_eq!(statement.closing.posted.minor(), -255);
            let mut running = statement.opening.posted;
            for line in &statement.lines {
                running = running.add(line.amount).unwrap();
                assert_eq!((line.balance, line.memo), (running, Memo::Item));
                assert!(line.order.is_some() && line.at >= from && line.at < to);
            }
            assert_eq!(running, statement.closing.posted);
            let empty = ledger::statement(&mut conn, &payable(db.new_id()), from, to).await.unwrap();
            assert!(empty.lines.is_empty() && empty.closing.posted.is_zero());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn revenue_is_told_by_stream_and_currency_within_the_time() {
    on_both(|t| {
        Box::pin(async move {
            let (db, seller) = (t.db(), t.db().new_id::<SellerId>());
            let start = db.now();
            sell(t, seller, 3).await;
            let order: OrderId = db.new_id();
            let yen = |account: fn() -> AccountRef, minor| ledger::Posting {
                account: account(),
                amount: Money::new(minor, Currency::JPY),
                memo: Memo::Fee,
            };
            let plan = NewTransaction::posted("plan", TransactionKind::Fee)
                .order(order)
                .line(yen(|| AccountRef::processor("sandbox", Currency::JPY), 4_000))
                .line(yen(|| AccountRef::revenue(RevenueStream::PlanFee, Currency::JPY), -4_000));
            post(&db, plan).await.unwrap();
            t.clock().advance(DurationUs::from_secs(1));
            let mut conn = db.read().await.unwrap();
            let all = ledger::revenue_by_stream(&mut conn, start, db.now()).await.unwrap();
            let told: Vec<_> = all.iter().map(|r| (r.stream, r.amount)).collect();
            let expected = [
                (RevenueStream::Commission, usd(18)),
                (RevenueStream::PlanFee, Money::new(4_000, Currency::JPY)),
            ];
            assert_eq!(told, expected);
            let first = ledger::revenue_by_stream(&mut conn, start, start.plus(DurationUs::from_secs(20)));
            assert_eq!(first.await.unwrap()[0].amount, usd(9));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_are_read_page_by_page_and_movements_are_their_sum() {
    on_both(|t| {
        Box::pin(async move {
            let (db, seller) = (t.db(), t.db().new_id::<SellerId>());
            let start = db.now();
            sell(t, seller, 9).await;
            let span = (start.plus(DurationUs::from_secs(20)), start.plus(DurationUs::from_secs(80)));
            let mut conn = db.read().await.unwrap();
            let account = payable(seller);
            let statement = ledger::statement(&mut conn, &account, span.0, span.1).await.unwrap();
            let (mut behind, mut read) = (None, Vec::new());
            loop {
                let page = ledger::lines(&mut conn, account.id(), span, behind, 3).await.unwrap();
                let Some(last) = page.last() else { break };
                let cursor = last.cursor();
                behind = ledger::LineCursor::parse(&cursor.to_string());
                assert_eq!(behind, Some(cursor));
                read.extend(page);
            }
            read.reverse();
            let read: Vec<_> = read.iter().map(|line| (line.at_us, line.tx_id, line.amount_minor)).collect();
            let stated =
                statement.lines.iter().map(|l| (l.at, l.transaction, l.amount.minor())).collect::<Vec<_>>();
            assert_eq!(read, stated, "each line once, in the same order");
            let kind = (ledger::OwnerKind::Seller, ledger::Purpose::SellerPayable);
            let moved = ledger::movements(&mut conn, kind, account.currency, span.0, span.1).await.unwrap();
            let of_seller = moved.iter().find(|moved| moved.account == account).unwrap();
            assert_eq!(of_seller.amount.minor(), stated.iter().map(|line| line.2).sum::<i64>());
            assert_eq!(ledger::account(&mut conn, account.id()).await.unwrap(), Some(account));
            for wrong in [
                "",
                "1",
                "1.2.3",
                "x.ltx_01jz0000000000000000000000.1",
                "1.ltx_01jz0000000000000000000000.1.2",
            ] {
                assert_eq!(ledger::LineCursor::parse(wrong), None, "{wrong}");
            }
        })
    })
    .await;
}
