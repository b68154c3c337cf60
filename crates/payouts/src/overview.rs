//! What the operator sees: what is owed to sellers in all, and what is on its way to them.

use crate::PayoutError;
use db::{Conn, sql};
use domain::{Currency, Money};
use ledger::Purpose;
use std::collections::BTreeMap;

/// What the platform owes in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// To sellers, less what some of them owe the platform.
    pub balance: Money,
    /// On its way to their banks.
    pub on_its_way: Money,
}

/// What is owed to all sellers, per currency.
///
/// # Errors
/// Only the database's.
pub async fn owed(conn: &mut Conn) -> Result<Vec<Owed>, PayoutError> {
    let mut found: BTreeMap<Currency, Owed> = BTreeMap::new();
    for purpose in [Purpose::SellerPayable, Purpose::PayoutTransit] {
        // Snapshots make an account cheap and not a sum over all of them; an operator looks seldom.
        let rows: Vec<(Currency, i64)> = conn
            .all(
                sql("SELECT a.currency, CAST(-SUM(p.amount_minor) AS BIGINT)
                     FROM ledger_accounts a JOIN ledger_postings p ON p.account_id = a.id AND p.layer = 'posted'
                     WHERE a.purpose = $1 GROUP BY a.currency")
                .bind(purpose),
            )
            .await?;
        for (currency, minor) in rows {
            let none = Owed { balance: Money::zero(currency), on_its_way: Money::zero(currency) };
            let owed = found.entry(currency).or_insert(none);
            match purpose {
                Purpose::SellerPayable => owed.balance = Money::new(minor, currency),
                _ => owed.on_its_way = Money::new(minor, currency),
            }
        }
    }
    Ok(found.into_values().collect())
}
