//! What each part of a seller's orders brought, and what of it is kept back. Reads the ledger, and of `orders_parts`
//! when parts were delivered, and of `returns_returns` what is coming back.

use crate::PayoutError;
use db::{Conn, placeholders, row, sql};
use domain::payout::{Kept, PayoutTerms, Share, Standing, kept};
use domain::{Currency, LedgerTxId, Money, OrderId, PartId, SellerId, Timestamp};
use ledger::AccountRef;
use std::collections::BTreeMap;

/// Orders that one statement asks the ledger about.
const ORDERS_AT_ONCE: usize = 400;

/// Parts of which something was asked back and is neither refunded nor refused yet.
const RETURNING: &str = "SELECT part_id FROM returns_returns WHERE seller_id = $1
     AND state IN ('requested', 'approved', 'sent', 'received', 'refunding')";

row! {
    struct OpenPart { id: PartId, order_id: OrderId, delivered_at_us: Option<Timestamp>, in_return: bool }
}

row! {
    struct Posted { part_ref: String, tx_id: LedgerTxId, amount_minor: i64 }
}

/// A part that is not delivered, or was not long ago.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReservedPart {
    pub part: PartId,
    pub order: OrderId,
    pub share: Share,
    pub kept: Kept,
    /// The ledger's transactions that make up the share, oldest first.
    pub transactions: Vec<LedgerTxId>,
}

/// Everything that can count against a seller's balance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shares {
    /// Kept back, the latest order first.
    pub reserved: Vec<ReservedPart>,
}

/// What of a seller's parts is kept back now under these terms. Parts that were delivered long enough ago and do not come back
/// cannot be: they are not read.
///
/// # Errors
/// Only the database's.
pub async fn shares(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    terms: &PayoutTerms,
) -> Result<Shares, PayoutError> {
    let now = conn.now();
    let since = now.minus(terms.reserve());
    let open: Vec<OpenPart> = conn
        .all(
            // Three parts, each by an index of its own: most of what a seller ever sold is none of them.
            sql(format!(
                "SELECT id, order_id, delivered_at_us, id IN ({RETURNING}) AS in_return FROM orders_parts
                 WHERE seller_id = $1 AND captured_minor > 0 AND delivered_at_us IS NULL
                 UNION SELECT id, order_id, delivered_at_us, id IN ({RETURNING}) FROM orders_parts
                 WHERE seller_id = $1 AND captured_minor > 0 AND delivered_at_us > $2
                 UNION SELECT id, order_id, delivered_at_us, TRUE FROM orders_parts
                 WHERE id IN ({RETURNING}) AND captured_minor > 0
                 ORDER BY 1 DESC"
            ))
            .bind(seller)
            .bind(since),
        )
        .await?;
    let account = AccountRef::seller_payable(seller, currency).id();
    let mut posted: BTreeMap<PartId, (i64, Vec<LedgerTxId>)> = BTreeMap::new();
    for chunk in open.chunks(ORDERS_AT_ONCE) {
        let text = format!(
            "SELECT t.part_ref, t.id AS tx_id, CAST(SUM(p.amount_minor) AS BIGINT) AS amount_minor
             FROM ledger_transactions t JOIN ledger_postings p ON p.tx_id = t.id
             WHERE t.order_ref IN ({}) AND t.part_ref IS NOT NULL AND p.account_id = $1 AND p.layer = 'posted'
             GROUP BY t.part_ref, t.id ORDER BY t.id",
            placeholders(2, chunk.len())
        );
        let orders = chunk.iter().map(|part| part.order_id.to_string());
        let rows: Vec<Posted> = conn.all(sql(text).bind(account).bind_all(orders)).await?;
        // Two parts of one order may stand in two chunks: each takes its own rows alone.
        let here: std::collections::BTreeSet<PartId> = chunk.iter().map(|part| part.id).collect();
        for row in rows {
            let Ok(part) = row.part_ref.parse::<PartId>() else { continue };
            if here.contains(&part) {
                let (sum, transactions) = posted.entry(part).or_default();
                // A credit is what the seller earned.
                *sum -= row.amount_minor;
                transactions.push(row.tx_id);
            }
        }
    }
    let mut reserved = Vec::new();
    for part in open {
        let Some((minor, transactions)) = posted.remove(&part.id) else { continue };
        let share = Share {
            amount: Money::new(minor, currency),
            delivered_at: part.delivered_at_us,
            in_return: part.in_return,
        };
        if let Some(kept) = kept(share, now, terms) {
            reserved.push(ReservedPart { part: part.id, order: part.order_id, share, kept, transactions });
        }
    }
    Ok(Shares { reserved })
}

/// What a seller is owed now and how much of it could be paid.
///
/// # Errors
/// Only the database's.
pub async fn standing(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
) -> Result<(Standing, Shares), PayoutError> {
    let now = conn.now();
    let terms = terms::at(conn, now).await?;
    standing_under(conn, seller, currency, &terms).await
}

/// The same under these terms, whether they count or not.
///
/// # Errors
/// Only the database's.
pub async fn standing_under(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    terms: &PayoutTerms,
) -> Result<(Standing, Shares), PayoutError> {
    let payable = AccountRef::seller_payable(seller, currency);
    let balance = ledger::balance(conn, &payable, None).await?.posted.neg()?;
    let shares = shares(conn, seller, currency, terms).await?;
    let now = conn.now();
    let kept = shares.reserved.iter().map(|part| part.share);
    Ok((domain::payout::standing(balance, kept, now, terms)?, shares))
}
