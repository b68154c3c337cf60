//! The check finds every way to break the ledger behind its back, and the database refuses the simple ones.

use crate::support::*;
use db::sql;
use db::testing::{TestDb, on_both};
use domain::{LedgerTxId, OrderId, SellerId};
use ledger::EntryState;

async fn some_orders(t: &TestDb) -> (LedgerTxId, LedgerTxId) {
    let (db, order, seller) = (t.db(), t.db().new_id::<OrderId>(), t.db().new_id::<SellerId>());
    let pending = post(&db, authorisation("auth", order, 1_000)).await.unwrap().id;
    post(&db, capture("cap", order, pending, 400)).await.unwrap();
    post(&db, partial_void("void", order, pending, 100)).await.unwrap();
    let sold = post(&db, sale("sale", order, seller, 400, 60)).await.unwrap().id;
    assert_eq!(check(&db).await, vec![]);
    (pending, sold)
}

/// The rules that are found broken, without repeats.
async fn broken(t: &TestDb) -> Vec<&'static str> {
    let mut rules: Vec<_> = check(&t.db()).await.into_iter().map(|v| v.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}

async fn drop_triggers(t: &TestDb) {
    for table in ["ledger_accounts", "ledger_transactions", "ledger_postings"] {
        let statements = match t.db().engine() {
            "sqlite" => {
                vec![format!("DROP TRIGGER {table}_no_update"), format!("DROP TRIGGER {table}_no_delete")]
            }
            _ => vec![format!("DROP TRIGGER {table}_append_only ON {table}")],
        };
        for statement in statements {
            tamper(&t.db(), sql(statement)).await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_cannot_be_changed_or_removed() {
    on_both(|t| {
        Box::pin(async move {
            some_orders(t).await;
            for statement in [
                "UPDATE ledger_postings SET amount_minor = amount_minor + 1",
                "DELETE FROM ledger_postings",
                "UPDATE ledger_transactions SET at_us = 0",
                "DELETE FROM ledger_transactions",
                "UPDATE ledger_accounts SET owner_id = 'me'",
                "DELETE FROM ledger_accounts",
            ] {
                let error = tamper(&t.db(), sql(statement)).await.unwrap_err();
                let source = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
                assert!(format!("{error} {source}").contains("append-only"), "{statement}: {error} {source}");
            }
            assert_eq!(broken(t).await, Vec::<&str>::new());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_amount_changed_on_one_line_no_longer_balances_and_the_row_is_named() {
    on_both(|t| {
        Box::pin(async move {
            let (_, sold) = some_orders(t).await;
            drop_triggers(t).await;
            let change = sql(
                "UPDATE ledger_postings SET amount_minor = amount_minor + 1 WHERE tx_id = $1 AND line = 1",
            );
            tamper(&t.db(), change.bind(sold)).await.unwrap();
            let found = check(&t.db()).await;
            let named =
                found.iter().any(|v| v.rule == "debits equal credits" && v.row_id == sold.to_string());
            assert!(named, "{found:?}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_still_balances_is_found_by_the_hash() {
    on_both(|t| {
        Box::pin(async move {
            let (_, sold) = some_orders(t).await;
            drop_triggers(t).await;
            // The commission becomes smaller and the seller's share larger by the same.
            let change = "UPDATE ledger_postings SET amount_minor = CASE WHEN line = 2 THEN amount_minor - 10
                          ELSE amount_minor + 10 END WHERE tx_id = $1 AND line IN (2, 3)";
            tamper(&t.db(), sql(change).bind(sold)).await.unwrap();
            assert_eq!(broken(t).await, ["a transaction is never changed"]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_was_given_to_somebody_else_is_found_and_named() {
    on_both(|t| {
        Box::pin(async move {
            some_orders(t).await;
            drop_triggers(t).await;
            let change = "UPDATE ledger_accounts SET owner_id = 'me' WHERE owner_kind = 'processor'";
            tamper(&t.db(), sql(change)).await.unwrap();
            let found = check(&t.db()).await;
            let rule = "an account's id follows from its owner";
            let named = found.iter().any(|v| v.rule == rule && v.row_id == processor().id().to_string());
            assert!(named, "{found:?}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn removed_rows_are_missed() {
    on_both(|t| {
        Box::pin(async move {
            let (_, sold) = some_orders(t).await;
            drop_triggers(t).await;
            tamper(&t.db(), sql("DELETE FROM ledger_postings WHERE tx_id = $1").bind(sold)).await.unwrap();
            assert_eq!(broken(t).await, ["a transaction has postings", "a transaction is never changed"]);
            tamper(&t.db(), sql("DELETE FROM ledger_accounts WHERE owner_kind = 'processor'")).await.unwrap();
            assert!(broken(t).await.contains(&"a posting fits its account and transaction"));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capture_of_more_than_was_authorised_is_found() {
    on_both(|t| {
        Box::pin(async move {
            let (pending, _) = some_orders(t).await;
            let db = t.db();
            // 1,000 less 400 captured and 100 voided leaves 500; somebody writes 501 by hand.
            let (id, now) = (db.new_id::<LedgerTxId>(), db.now());
            let insert = "INSERT INTO ledger_transactions
                (id, tx_key, input_hash, kind, state, resolves_id, resolves_seq, at_us)
                VALUES ($1, 'forged', '', 'void', 'void', $2, 3, $3)";
            tamper(&db, sql(insert).bind(id).bind(pending).bind(now)).await.unwrap();
            let accounts = "INSERT INTO ledger_postings
                (tx_id, line, account_id, layer, amount_minor, currency, memo, at_us)
                SELECT $1, line, account_id, 'pending', CASE WHEN amount_minor > 0 THEN -501 ELSE 501 END,
                       currency, 'release', $3 FROM ledger_postings WHERE tx_id = $2";
            tamper(&db, sql(accounts).bind(id).bind(pending).bind(now)).await.unwrap();
            let expected =
                ["a transaction is never changed", "no more is captured or voided than was pending"];
            assert_eq!(broken(t).await, expected);
            // The database itself refuses a second resolution with the same number.
            let again = insert.replace("forged", "forged again");
            let second = sql(again).bind(db.new_id::<LedgerTxId>()).bind(pending).bind(now);
            assert!(tamper(&db, second).await.unwrap_err().is_unique());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resolution_of_a_posted_transaction_and_a_wrong_snapshot_are_found() {
    on_both(|t| {
        Box::pin(async move {
            let (_, sold) = some_orders(t).await;
            let db = t.db();
            let forged = sql("INSERT INTO ledger_transactions
                (id, tx_key, input_hash, kind, state, resolves_id, resolves_seq, at_us)
                VALUES ($1, 'forged', '', 'capture', $2, $3, 1, 0)");
            let forged = forged.bind(db.new_id::<LedgerTxId>()).bind(EntryState::Posted).bind(sold);
            tamper(&db, forged).await.unwrap();
            assert!(broken(t).await.contains(&"a resolution belongs to a pending transaction"));
            let snapshot =
                sql("INSERT INTO ledger_snapshots (account_id, at_us, posted_minor, pending_minor)
                                VALUES ($1, $2, 399, 500)");
            tamper(&db, snapshot.bind(processor().id()).bind(db.now())).await.unwrap();
            assert!(broken(t).await.contains(&"a snapshot is the sum of the postings before it"));
        })
    })
    .await;
}
