//! Short words for the ledger's tests.
#![allow(dead_code, clippy::unwrap_used)] // helpers of tests; each file uses some of them

use db::{Db, DbError};
use domain::{Currency, LedgerTxId, Money, OrderId, SellerId, Timestamp};
use ledger::{
    AccountRef, Balance, EntryState, LedgerError, Memo, NewTransaction, Posted, Posting, RevenueStream,
    TransactionKind, Violation,
};

pub fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

pub fn processor() -> AccountRef {
    AccountRef::processor("sandbox", Currency::USD)
}

pub fn clearing(order: OrderId) -> AccountRef {
    AccountRef::buyer_clearing(order, Currency::USD)
}

pub fn payable(seller: SellerId) -> AccountRef {
    AccountRef::seller_payable(seller, Currency::USD)
}

pub fn commission() -> AccountRef {
    AccountRef::revenue(RevenueStream::Commission, Currency::USD)
}

pub fn line(account: AccountRef, minor: i64, memo: Memo) -> Posting {
    let amount = Money::new(minor, account.currency);
    Posting { account, amount, memo }
}

/// From the buyer's card to the order's clearing account.
pub fn move_money(new: NewTransaction, order: OrderId, minor: i64, memo: Memo) -> NewTransaction {
    new.order(order).line(line(processor(), minor, memo)).line(line(clearing(order), -minor, memo))
}

pub fn authorisation(key: &str, order: OrderId, minor: i64) -> NewTransaction {
    move_money(
        NewTransaction::pending(key, TransactionKind::Authorisation),
        order,
        minor,
        Memo::Authorisation,
    )
}

pub fn capture(key: &str, order: OrderId, pending: LedgerTxId, minor: i64) -> NewTransaction {
    let new = NewTransaction::posted(key, TransactionKind::Capture).resolving(pending);
    move_money(new, order, minor, Memo::Capture)
}

pub fn partial_void(key: &str, order: OrderId, pending: LedgerTxId, minor: i64) -> NewTransaction {
    let new = NewTransaction::posted(key, TransactionKind::Void).resolving(pending);
    NewTransaction { state: EntryState::Void, ..move_money(new, order, minor, Memo::Authorisation) }
}

pub fn sale(key: &str, order: OrderId, seller: SellerId, minor: i64, fee: i64) -> NewTransaction {
    NewTransaction::posted(key, TransactionKind::Sale)
        .order(order)
        .line(line(clearing(order), minor, Memo::Item))
        .line(line(payable(seller), fee - minor, Memo::Item))
        .line(line(commission(), -fee, Memo::Commission))
}

pub async fn post(db: &Db, new: NewTransaction) -> Result<Posted, LedgerError> {
    db.write(move |tx| {
        let new = new.clone();
        Box::pin(async move { ledger::post(tx, new).await })
    })
    .await
}

pub async fn void(db: &Db, key: &str, pending: LedgerTxId) -> Result<Posted, LedgerError> {
    let key = key.to_owned();
    db.write(move |tx| {
        let key = key.clone();
        Box::pin(async move { ledger::void(tx, &key, pending).await })
    })
    .await
}

pub async fn reverse(db: &Db, id: LedgerTxId) -> Result<Posted, LedgerError> {
    db.write(move |tx| Box::pin(async move { ledger::reverse(tx, id).await })).await
}

pub async fn balance(db: &Db, account: &AccountRef, at: Option<Timestamp>) -> (i64, i64) {
    let Balance { posted, pending } =
        ledger::balance(&mut db.read().await.unwrap(), account, at).await.unwrap();
    (posted.minor(), pending.minor())
}

pub async fn check(db: &Db) -> Vec<Violation> {
    ledger::check(&mut db.read().await.unwrap()).await.unwrap()
}

/// Runs a statement as somebody would who goes behind the ledger's back.
pub async fn tamper(db: &Db, statement: db::Sql) -> Result<u64, DbError> {
    db.write(move |tx| {
        let statement = statement.clone();
        Box::pin(async move { tx.exec(statement).await })
    })
    .await
}
