//! What other terms would change: how much could be paid today, and to how many sellers. Called by the operator's page before
//! terms are said.

use crate::{PayoutError, reserve};
use db::{Conn, sql};
use domain::payout::{PayoutTerms, minimum, standing};
use domain::{Currency, Money, SellerId};
use ledger::AccountRef;
use std::collections::BTreeMap;

/// So many sellers are reckoned at the most, the oldest ones: each has its own balance and reserve.
pub const MOST_RECKONED: usize = 1_000;

/// Sellers that are read at once.
const AT_ONCE: usize = 200;

/// What could be paid today in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payable {
    /// Under the terms that count.
    pub now: Money,
    pub sellers_now: i64,
    /// Under the other ones.
    pub then: Money,
    pub sellers_then: i64,
}

impl Payable {
    fn none(currency: Currency) -> Self {
        let none = Money::zero(currency);
        Self { now: none, sellers_now: 0, then: none, sellers_then: 0 }
    }
}

/// What could be paid today to sellers that have a bank account and are not held, under the terms that count and under others,
/// for each currency; and whether all such sellers were reckoned. `usual_hundredths`: the smallest payout where terms name none.
///
/// # Errors
/// Only the database's.
pub async fn payable(
    conn: &mut Conn,
    now: &PayoutTerms,
    then: &PayoutTerms,
    usual_hundredths: i64,
) -> Result<(Vec<Payable>, bool), PayoutError> {
    let statement = sql("SELECT seller_id FROM payouts_sellers WHERE next_due_us IS NOT NULL AND NOT held
                         ORDER BY seller_id LIMIT $1");
    let limit = i64::try_from(MOST_RECKONED + 1).unwrap_or(i64::MAX);
    let rows: Vec<(SellerId,)> = conn.all(statement.bind(limit)).await?;
    let all = rows.len() <= MOST_RECKONED;
    let ids: Vec<SellerId> = rows.into_iter().map(|(id,)| id).take(MOST_RECKONED).collect();
    let at = conn.now();
    // What the longer reserve keeps holds what the shorter one keeps.
    let longer = if now.reserve_days < then.reserve_days { then } else { now };
    let mut found: BTreeMap<Currency, Payable> = BTreeMap::new();
    for some in ids.chunks(AT_ONCE) {
        let known = sellers::many(conn, some).await?;
        for id in some {
            let Some(seller) = known.get(id) else { continue };
            let currency = seller.currency;
            let account = AccountRef::seller_payable(*id, currency);
            let balance = ledger::balance(conn, &account, None).await?.posted.neg()?;
            let shares = reserve::shares(conn, *id, currency, longer).await?;
            let shares = || shares.reserved.iter().map(|part| part.share);
            let could = |terms: &PayoutTerms| -> Result<Option<Money>, PayoutError> {
                let available = standing(balance, shares(), at, terms)?.available;
                let least = minimum(terms.minimum_hundredths.unwrap_or(usual_hundredths), currency)?;
                Ok(Some(available).filter(|a| a.is_positive() && a.minor() >= least.minor()))
            };
            let entry = found.entry(currency).or_insert_with(|| Payable::none(currency));
            if let Some(amount) = could(now)? {
                entry.now = entry.now.add(amount)?;
                entry.sellers_now += 1;
            }
            if let Some(amount) = could(then)? {
                entry.then = entry.then.add(amount)?;
                entry.sellers_then += 1;
            }
        }
    }
    Ok((found.into_values().collect(), all))
}
