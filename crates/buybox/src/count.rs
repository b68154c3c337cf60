//! Counting what a seller did in the window, from the rows of orders, parcels, returns and messages. Called by `health`; the lists
//! behind each figure are `mishaps`, which asks with the same conditions.

use crate::BuyBoxError;
use db::{Conn, Sql, row, sql};
use domain::dispute::DisputeReason;
use domain::health::{ANSWER_WITHIN, Health, REPLY_WITHIN, Tally, WINDOW};
use domain::order::CancelReason;
use domain::returns::ReturnReason;
use domain::text_enum::TextEnum;
use domain::{SellerId, Timestamp};

/// `'a', 'b'` of words that the program itself chose.
fn quoted<E: TextEnum>(words: &[E]) -> String {
    words.iter().map(|word| format!("'{}'", word.as_str())).collect::<Vec<_>>().join(", ")
}

/// Parts that count, as `p`: paid for, placed in the window (`$1` the seller, `$2` its beginning), and not taken back for a
/// reason that is the shopper's.
pub(crate) fn orders() -> String {
    format!(
        "p.seller_id = $1 AND p.placed_at_us > $2 AND p.state <> 'awaiting_payment'
         AND (p.state <> 'cancelled' OR p.cancel_reason IN ({}))",
        quoted(CancelReason::SELLERS_FAULT)
    )
}

/// Of a part that counts: cancelled by the seller, all of it or the rest.
pub(crate) fn is_cancelled() -> String {
    format!("COALESCE(p.cancel_reason IN ({}), FALSE)", quoted(CancelReason::SELLERS_FAULT))
}

/// Of a part that counts: it left, or should have by now (`$3`).
pub(crate) const IS_DUE: &str = "p.state <> 'cancelled' AND p.ship_by_us IS NOT NULL AND (p.shipped_at_us IS NOT NULL OR p.ship_by_us < $3)";

/// Of a part that is due: its first parcel left too late, or has not left.
pub(crate) const IS_LATE: &str = "COALESCE(p.shipped_at_us, $3) > p.ship_by_us";

/// Of a part that counts: something came back, or is to, because the seller was at fault; or the buyer said so to a bank.
/// What the seller declined or won, or the shopper took back, does not count.
pub(crate) fn is_defect() -> String {
    format!(
        "(EXISTS (SELECT 1 FROM returns_returns r JOIN returns_lines l ON l.return_id = r.id
                  WHERE r.order_id = p.order_id AND r.part_id = p.id AND r.state NOT IN ('cancelled', 'declined')
                  AND l.reason IN ({}))
          OR EXISTS (SELECT 1 FROM disputes_disputes d
                     WHERE d.order_id = p.order_id AND d.part_id = p.id AND d.state <> 'won' AND d.reason IN ({})))",
        quoted(ReturnReason::DEFECTS),
        quoted(DisputeReason::DEFECTS)
    )
}

/// Parcels that count, as `s`.
pub(crate) const PARCELS: &str =
    "s.seller_id = $1 AND s.shipped_at_us > $2 AND s.state IN ('shipped', 'delivered')";

/// Of a parcel: nobody can follow it.
pub(crate) const IS_UNTRACKED: &str = "TRIM(s.tracking) = ''";

/// Requests for returns that count, as `r`: answered, or waiting for longer than an answer may take (`$3` is the moment
/// before which one has waited too long).
pub(crate) const REQUESTS: &str = "r.seller_id = $1 AND r.rest_of IS NULL AND r.requested_at_us > $2
    AND (r.answered_at_us IS NOT NULL OR (r.state = 'requested' AND r.requested_at_us < $3))";

/// Of a request that counts: the answer took too long, or is not there (`$4`: how long it may take).
pub(crate) const IS_UNANSWERED: &str =
    "(r.answered_at_us IS NULL OR r.answered_at_us - r.requested_at_us > $4)";

/// Shoppers who wrote and waited that count, as `w`: answered, or waiting for longer than an answer may take (`$3` is the
/// moment before which one has waited too long).
pub(crate) const WAITS: &str = "w.seller_id = $1 AND w.since_us > $2
    AND (w.answered_at_us IS NOT NULL OR w.since_us < $3)";

/// Of a wait that counts: the answer took too long, or is not there (`$4`: how long it may take).
pub(crate) const IS_UNREPLIED: &str = "(w.answered_at_us IS NULL OR w.answered_at_us - w.since_us > $4)";

row! {
    struct Parts { orders: i64, defects: i64, late_of: i64, late: i64, cancelled: i64 }
}

/// Counts the last 60 days of a seller up to now.
///
/// # Errors
/// Only the database's.
pub async fn count(conn: &mut Conn, seller: SellerId) -> Result<Health, BuyBoxError> {
    let now = conn.now();
    let parts: Parts = conn.one(parts(seller, now)).await?;
    let text = format!("SELECT {}, {} FROM orders_shipments s WHERE {PARCELS}", all(), sum(IS_UNTRACKED));
    let (parcels, untracked): (i64, i64) = conn.one(sql(text).bind(seller).bind(now.minus(WINDOW))).await?;
    let text = format!("SELECT {}, {} FROM returns_returns r WHERE {REQUESTS}", all(), sum(IS_UNANSWERED));
    let requests = sql(text).bind(seller).bind(now.minus(WINDOW));
    let (requests, unanswered): (i64, i64) =
        conn.one(requests.bind(now.minus(ANSWER_WITHIN)).bind(ANSWER_WITHIN.as_micros())).await?;
    let text = format!("SELECT {}, {} FROM messages_waits w WHERE {WAITS}", all(), sum(IS_UNREPLIED));
    let waits = sql(text).bind(seller).bind(now.minus(WINDOW));
    let (writers, unreplied): (i64, i64) =
        conn.one(waits.bind(now.minus(REPLY_WITHIN)).bind(REPLY_WITHIN.as_micros())).await?;
    Ok(Health {
        gates: terms::at(conn, now).await?,
        defects: Tally { mishaps: parts.defects, of: parts.orders },
        late: Tally { mishaps: parts.late, of: parts.late_of },
        cancelled: Tally { mishaps: parts.cancelled, of: parts.orders },
        tracked: Tally { mishaps: untracked, of: parcels },
        answered: Tally { mishaps: unanswered, of: requests },
        replied: Tally { mishaps: unreplied, of: writers },
    })
}

fn parts(seller: SellerId, now: Timestamp) -> Sql {
    let text = format!(
        "SELECT {} AS orders, {} AS defects, {} AS late_of, {} AS late, {} AS cancelled
         FROM orders_parts p WHERE {}",
        all(),
        sum(&is_defect()),
        sum(IS_DUE),
        sum(&format!("{IS_DUE} AND {IS_LATE}")),
        sum(&is_cancelled()),
        orders()
    );
    sql(text).bind(seller).bind(now.minus(WINDOW)).bind(now)
}

fn all() -> &'static str {
    "CAST(COUNT(*) AS BIGINT)"
}

/// How many of the rows are so.
fn sum(condition: &str) -> String {
    format!("CAST(COALESCE(SUM(CASE WHEN {condition} THEN 1 ELSE 0 END), 0) AS BIGINT)")
}
