//! Reading payouts.

use crate::PayoutError;
use db::{Conn, Json, Text, row, sql};
use domain::payout::{PayoutState, PayoutTerms, PayoutTrigger, Rejection};
use domain::{BankAccountId, Currency, LedgerTxId, Money, PayoutId, SellerId, Timestamp};

/// A payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payout {
    pub id: PayoutId,
    pub seller: SellerId,
    pub account: BankAccountId,
    pub bank: String,
    pub asked_by: PayoutTrigger,
    pub state: PayoutState,
    pub amount: Money,
    /// What the seller was owed when it was sent.
    pub balance: Money,
    /// What of that was kept back.
    pub reserved: Money,
    /// From the seller's balance to what is on its way.
    pub ledger: LedgerTxId,
    /// From there to the bank, or back to the balance.
    pub settled: Option<LedgerTxId>,
    pub rejection: Option<Rejection>,
    /// The account's last four signs.
    pub last4: String,
    pub created_at: Timestamp,
    pub settled_at: Option<Timestamp>,
    /// Under which it was reckoned; `None` for what was paid before there were others than the usual ones.
    pub terms: Option<PayoutTerms>,
    pub(crate) key: String,
}

row! {
    struct PayoutRow {
        id: PayoutId,
        payout_key: String,
        seller_id: SellerId,
        account_id: BankAccountId,
        bank: String,
        asked_by: Text<PayoutTrigger>,
        state: Text<PayoutState>,
        amount_minor: i64,
        currency: Currency,
        balance_minor: i64,
        reserved_minor: i64,
        ledger_tx_id: LedgerTxId,
        settled_tx_id: Option<LedgerTxId>,
        rejection: Option<Text<Rejection>>,
        last4: String,
        created_at_us: Timestamp,
        settled_at_us: Option<Timestamp>,
        terms: Option<Json<PayoutTerms>>,
    }
}

const PAYOUT: &str = "SELECT p.id, p.payout_key, p.seller_id, p.account_id, p.bank, p.asked_by, p.state,
        p.amount_minor, p.currency, p.balance_minor, p.reserved_minor, p.ledger_tx_id, p.settled_tx_id, p.rejection,
        a.last4, p.created_at_us, p.settled_at_us, p.terms
    FROM payouts_payouts p JOIN payouts_accounts a ON a.id = p.account_id";

impl From<PayoutRow> for Payout {
    fn from(row: PayoutRow) -> Self {
        let money = |minor| Money::new(minor, row.currency);
        Self {
            id: row.id,
            seller: row.seller_id,
            account: row.account_id,
            bank: row.bank,
            asked_by: row.asked_by.0,
            state: row.state.0,
            amount: money(row.amount_minor),
            balance: money(row.balance_minor),
            reserved: money(row.reserved_minor),
            ledger: row.ledger_tx_id,
            settled: row.settled_tx_id,
            rejection: row.rejection.map(|r| r.0),
            last4: row.last4,
            created_at: row.created_at_us,
            settled_at: row.settled_at_us,
            terms: row.terms.map(|terms| terms.0),
            key: row.payout_key,
        }
    }
}

async fn first(
    conn: &mut Conn,
    rest: &str,
    bind: impl FnOnce(db::Sql) -> db::Sql,
) -> Result<Option<Payout>, PayoutError> {
    let row: Option<PayoutRow> = conn.opt(bind(sql(format!("{PAYOUT} {rest}")))).await?;
    Ok(row.map(Payout::from))
}

/// A payout.
///
/// # Errors
/// [`PayoutError::NoSuchPayout`].
pub async fn payout(conn: &mut Conn, id: PayoutId) -> Result<Payout, PayoutError> {
    first(conn, "WHERE p.id = $1", |s| s.bind(id)).await?.ok_or(PayoutError::NoSuchPayout)
}

pub(crate) async fn by_key(conn: &mut Conn, key: &str) -> Result<Option<Payout>, PayoutError> {
    first(conn, "WHERE p.payout_key = $1", |s| s.bind(key)).await
}

/// The latest payout of a seller.
///
/// # Errors
/// Only the database's.
pub async fn latest(conn: &mut Conn, seller: SellerId) -> Result<Option<Payout>, PayoutError> {
    first(conn, "WHERE p.seller_id = $1 ORDER BY p.id DESC LIMIT 1", |s| s.bind(seller)).await
}

/// The latest one that the seller asked for and the bank did not give back.
pub(crate) async fn latest_on_demand(
    conn: &mut Conn,
    seller: SellerId,
) -> Result<Option<Payout>, PayoutError> {
    let rest = "WHERE p.seller_id = $1 AND p.asked_by = 'on_demand' AND p.state <> 'rejected'
                ORDER BY p.id DESC LIMIT 1";
    first(conn, rest, |s| s.bind(seller)).await
}

/// The payout of a seller before this one.
pub(crate) async fn before(conn: &mut Conn, payout: &Payout) -> Result<Option<Payout>, PayoutError> {
    let rest = "WHERE p.seller_id = $1 AND p.id < $2 ORDER BY p.id DESC LIMIT 1";
    first(conn, rest, |s| s.bind(payout.seller).bind(payout.id)).await
}

/// The latest payouts, of one seller or of all, newest first.
///
/// # Errors
/// Only the database's.
pub async fn payouts_of(
    conn: &mut Conn,
    seller: Option<SellerId>,
    limit: i64,
) -> Result<Vec<Payout>, PayoutError> {
    let whose = if seller.is_some() { "WHERE p.seller_id = $2" } else { "" };
    let text = format!("{PAYOUT} {whose} ORDER BY p.id DESC LIMIT $1");
    let rows: Vec<PayoutRow> = conn.all(sql(text).bind(limit).bind_all(seller)).await?;
    Ok(rows.into_iter().map(Payout::from).collect())
}

/// A seller's payouts, newest first, before `before` (the last id of the page before).
///
/// # Errors
/// Only the database's.
pub async fn payouts_before(
    conn: &mut Conn,
    seller: SellerId,
    before: Option<PayoutId>,
    limit: i64,
) -> Result<Vec<Payout>, PayoutError> {
    let cut = if before.is_some() { "AND p.id < $3" } else { "" };
    let text = format!("{PAYOUT} WHERE p.seller_id = $1 {cut} ORDER BY p.id DESC LIMIT $2");
    let rows: Vec<PayoutRow> = conn.all(sql(text).bind(seller).bind(limit).bind_all(before)).await?;
    Ok(rows.into_iter().map(Payout::from).collect())
}

/// When a seller's cycle pays next; `None` before there is a bank account.
///
/// # Errors
/// Only the database's.
pub async fn next_due(conn: &mut Conn, seller: SellerId) -> Result<Option<Timestamp>, PayoutError> {
    let statement = sql("SELECT next_due_us FROM payouts_sellers WHERE seller_id = $1");
    let row: Option<(Option<Timestamp>,)> = conn.opt(statement.bind(seller)).await?;
    Ok(row.and_then(|(due,)| due))
}
