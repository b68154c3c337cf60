//! What the platform keeps of the commission that a refund gives back: the fee that counted when the goods were ordered, for
//! that is what their seller was promised. Called by [`crate::store`], by disputes, by the check and by the operator's page.

use crate::ReturnError;
use crate::store::Return;
use db::{Conn, placeholders, sql};
use domain::commission::RefundFee;
use domain::{Currency, Money, PartId, Timestamp};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// So many refunds are reckoned anew at the most, the latest ones.
pub const MOST_RECKONED: i64 = 20_000;

/// The fee of what was ordered with this part.
///
/// # Errors
/// [`ReturnError::NotFound`].
pub async fn of_part(conn: &mut Conn, part: PartId) -> Result<RefundFee, ReturnError> {
    let ordered = sql("SELECT placed_at_us FROM orders_parts WHERE id = $1").bind(part);
    let found: Option<(Timestamp,)> = conn.opt(ordered).await?;
    let (at,) = found.ok_or(ReturnError::NotFound)?;
    Ok(terms::at(conn, at).await?)
}

/// The fees of those returns that have not ended, by their parts.
pub(crate) async fn of_open(
    conn: &mut Conn,
    rows: &[Return],
) -> Result<HashMap<PartId, RefundFee>, ReturnError> {
    let open = rows.iter().filter(|row| row.ended_at_us.is_none());
    let parts: BTreeSet<PartId> = open.map(|row| row.part_id).collect();
    if parts.is_empty() {
        return Ok(HashMap::new());
    }
    let said = terms::timeline::<RefundFee>(conn).await?;
    let parts: Vec<PartId> = parts.into_iter().collect();
    let mut fees = HashMap::new();
    for some in parts.chunks(500) {
        let text = format!(
            "SELECT id, placed_at_us FROM orders_parts WHERE id IN ({})",
            placeholders(1, some.len())
        );
        let rows: Vec<(PartId, Timestamp)> = conn.all(sql(text).bind_all(some.iter().copied())).await?;
        fees.extend(rows.into_iter().map(|(part, ordered_at)| (part, said.at(ordered_at))));
    }
    Ok(fees)
}

/// What was kept of refunds of one currency, and what would have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeeEffect {
    pub refunds: i64,
    /// The commission that was given back, before anything was kept of it.
    pub given_back: Money,
    pub was: Money,
    pub would_be: Money,
}

/// What a fee would have changed for the returns that ended since then, for each currency.
///
/// # Errors
/// Only the database's, and amounts that cannot be added.
pub async fn effect(
    conn: &mut Conn,
    fee: &RefundFee,
    since: Timestamp,
) -> Result<Vec<FeeEffect>, ReturnError> {
    let statement =
        sql("SELECT currency, first_back_minor, commission_back_minor, fee_minor FROM returns_returns
                         WHERE ended_at_us >= $1 AND commission_back_minor > 0
                         ORDER BY ended_at_us DESC, id DESC LIMIT $2");
    let rows: Vec<(Currency, i64, i64, i64)> = conn.all(statement.bind(since).bind(MOST_RECKONED)).await?;
    let mut found: BTreeMap<Currency, FeeEffect> = BTreeMap::new();
    for (currency, before_minor, back_minor, fee_minor) in rows {
        let none = Money::zero(currency);
        let empty = FeeEffect { refunds: 0, given_back: none, was: none, would_be: none };
        let sum = found.entry(currency).or_insert(empty);
        let (before, back) = (Money::new(before_minor, currency), Money::new(back_minor, currency));
        sum.refunds += 1;
        sum.given_back = sum.given_back.add(back)?;
        sum.was = sum.was.add(Money::new(fee_minor, currency))?;
        sum.would_be = sum.would_be.add(fee.of_rest(before, back)?)?;
    }
    Ok(found.into_values().collect())
}
