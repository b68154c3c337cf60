//! What other prices of the plans, or another seat of the platform, would have come to of late. Called by the operator's page,
//! before either is said.

use crate::{FeeError, Seat};
use db::{Conn, sql};
use domain::fee_tax::{self, fee_tax, tax_of};
use domain::{Currency, Money, SellerId, Timestamp};
use std::collections::{BTreeMap, HashMap};

/// Months that were paid since then with something, by the currency: how many, and what for them.
///
/// # Errors
/// Only the database's.
pub async fn months_paid(conn: &mut Conn, since: Timestamp) -> Result<Vec<(i64, Money)>, FeeError> {
    let statement = sql("SELECT currency, COUNT(*), CAST(SUM(amount_minor) AS BIGINT) FROM fees_charges
         WHERE state = 'paid' AND amount_minor > 0 AND settled_at_us >= $1 GROUP BY currency ORDER BY currency");
    let rows: Vec<(Currency, i64, i64)> = conn.all(statement.bind(since)).await?;
    Ok(rows.into_iter().map(|(currency, months, minor)| (months, Money::new(minor, currency))).collect())
}

/// The fees of one currency and their tax, as it was and as it would have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeatEffect {
    pub sellers: i64,
    /// Without tax, less what came back.
    pub fees: Money,
    pub was: Money,
    pub would_be: Money,
}

/// How the fees that were charged since then, less what came back, would have been taxed by a platform with that seat, or
/// without one. Each seller counts as what it is now.
///
/// # Errors
/// The database's, and amounts that cannot be added.
pub async fn seat_effect(
    conn: &mut Conn,
    seat: Option<&Seat>,
    at: Timestamp,
    since: Timestamp,
) -> Result<Vec<SeatEffect>, FeeError> {
    let charged = sql("SELECT a.owner_id, a.currency, CAST(SUM(l.net_minor) AS BIGINT) FROM fees_lines l
         JOIN ledger_accounts a ON a.id = l.account_id
         WHERE l.made_at_us >= $1 GROUP BY a.owner_id, a.currency ORDER BY a.currency, a.owner_id");
    let charged: Vec<(String, Currency, i64)> = conn.all(charged.bind(since)).await?;
    let taxed = sql("SELECT currency, CAST(SUM(tax_minor) AS BIGINT) FROM fees_taxes
         WHERE made_at_us >= $1 GROUP BY currency");
    let taxed: Vec<(Currency, i64)> = conn.all(taxed.bind(since)).await?;
    let taxed: HashMap<Currency, i64> = taxed.into_iter().collect();
    let charged: Vec<(SellerId, Money)> = charged
        .into_iter()
        .filter_map(|(owner, currency, minor)| Some((owner.parse().ok()?, Money::new(minor, currency))))
        .collect();
    let mut known = HashMap::new();
    let ids: Vec<SellerId> = charged.iter().map(|(seller, _)| *seller).collect();
    for some in ids.chunks(500) {
        known.extend(sellers::many(conn, some).await?);
    }
    let mut sums: BTreeMap<Currency, SeatEffect> = BTreeMap::new();
    for (seller, fees) in charged {
        let currency = fees.currency();
        let none = Money::zero(currency);
        let was = Money::new(taxed.get(&currency).copied().unwrap_or(0), currency);
        let sum = sums.entry(currency).or_insert(SeatEffect { sellers: 0, fees: none, was, would_be: none });
        sum.sellers += 1;
        sum.fees = sum.fees.add(fees)?;
        if let (Some(platform), Some(seller)) = (seat, known.get(&seller)) {
            let registered = seller.legal.as_ref().is_some_and(|legal| !legal.tax_id.is_empty());
            let its = fee_tax::Seat { country: &seller.country, region: &seller.region, registered };
            let how = fee_tax(&platform.country, platform.rate_ppm, its, at);
            sum.would_be = sum.would_be.add(tax_of(fees, how.rate_ppm)?)?;
        }
    }
    Ok(sums.into_values().collect())
}
