//! The orders behind a figure: what the seller's page of its health opens.

use crate::BuyBoxError;
use crate::count::{
    IS_DUE, IS_LATE, IS_UNANSWERED, IS_UNREPLIED, IS_UNTRACKED, PARCELS, REQUESTS, WAITS, is_cancelled,
    is_defect, orders,
};
use db::{Conn, row, sql};
use domain::health::{ANSWER_WITHIN, Measure, REPLY_WITHIN, WINDOW};
use domain::{OrderId, PartId, SellerId, Timestamp};

row! {
    /// One thing that went wrong, by the part of the order that it happened to.
    pub struct Mishap {
        pub part_id: PartId,
        pub order_id: OrderId,
        pub placed_at_us: Timestamp,
        /// Until when it had to leave, where that is what is measured or known.
        pub ship_by_us: Option<Timestamp>,
        pub shipped_at_us: Option<Timestamp>,
    }
}

/// The latest mishaps that a seller's measure counts now, newest order first, at most `limit`. A parcel that went to several
/// parts is in the list with each of them.
///
/// # Errors
/// Only the database's.
pub async fn mishaps(
    conn: &mut Conn,
    seller: SellerId,
    measure: Measure,
    limit: i64,
) -> Result<Vec<Mishap>, BuyBoxError> {
    let now = conn.now();
    let columns = "p.id AS part_id, p.order_id, p.placed_at_us, p.ship_by_us, p.shipped_at_us";
    let own =
        |condition: &str| format!("SELECT {columns} FROM orders_parts p WHERE {} AND {condition}", orders());
    let text = match measure {
        Measure::Defects => own(&is_defect()),
        Measure::Late => own(&format!("{IS_DUE} AND {IS_LATE}")),
        Measure::Cancelled => own(&is_cancelled()),
        Measure::Tracked => format!(
            "SELECT {columns} FROM orders_shipments s JOIN orders_shipment_parts sp ON sp.shipment_id = s.id
             JOIN orders_parts p ON p.id = sp.part_id WHERE {PARCELS} AND {IS_UNTRACKED}"
        ),
        Measure::Answered => format!(
            "SELECT DISTINCT {columns} FROM returns_returns r JOIN orders_parts p ON p.id = r.part_id
             WHERE {REQUESTS} AND {IS_UNANSWERED}"
        ),
        Measure::Replied => format!(
            "SELECT DISTINCT {columns} FROM messages_waits w JOIN orders_parts p ON p.id = w.part_id
             WHERE {WAITS} AND {IS_UNREPLIED}"
        ),
    };
    let values = match measure {
        Measure::Late => 3,
        Measure::Answered | Measure::Replied => 4,
        Measure::Defects | Measure::Cancelled | Measure::Tracked => 2,
    };
    let text = format!("{text} ORDER BY p.placed_at_us DESC, p.id LIMIT ${}", values + 1);
    let statement = sql(text).bind(seller).bind(now.minus(WINDOW));
    let statement = match measure {
        Measure::Late => statement.bind(now),
        Measure::Answered => statement.bind(now.minus(ANSWER_WITHIN)).bind(ANSWER_WITHIN.as_micros()),
        Measure::Replied => statement.bind(now.minus(REPLY_WITHIN)).bind(REPLY_WITHIN.as_micros()),
        Measure::Defects | Measure::Cancelled | Measure::Tracked => statement,
    };
    Ok(conn.all(statement.bind(limit)).await?)
}
