//! The invariant of stock, proven from the raw movements.

use crate::InventoryError;
use db::{Conn, row, sql};
use domain::OfferId;

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The table and the row's key.
    pub row: String,
    pub rule: &'static str,
    pub detail: String,
}

row! {
    struct Sums {
        offer_id: OfferId,
        available: i64,
        held: i64,
        sold: i64,
        moved_in: i64,
        moved_hold: i64,
        moved_release: i64,
        moved_sell: i64,
        moved_restock: i64,
    }
}

/// Every offer whose levels are not the sum of its movements, and every open reservation that is overdue.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, InventoryError> {
    let sum = |kinds: &str| {
        format!("CAST(COALESCE(SUM(CASE WHEN m.kind IN ({kinds}) THEN m.quantity ELSE 0 END), 0) AS BIGINT)")
    };
    let text = format!(
        "SELECT s.offer_id, s.available, s.held, s.sold, {} AS moved_in, {} AS moved_hold, {} AS moved_release,
                {} AS moved_sell, {} AS moved_restock
         FROM inventory_stock s LEFT JOIN inventory_movements m ON m.offer_id = s.offer_id
         GROUP BY s.offer_id, s.available, s.held, s.sold",
        sum("'receive','adjust'"),
        sum("'hold'"),
        sum("'release'"),
        sum("'sell'"),
        sum("'restock'"),
    );
    let rows: Vec<Sums> = conn.all(sql(text)).await?;
    let mut violations: Vec<Violation> = rows.iter().flat_map(broken).collect();
    let now = conn.now();
    let grace = domain::DurationUs::from_hours(24);
    let overdue: Vec<(domain::HoldId,)> = conn
        .all(
            sql("SELECT id FROM inventory_holds WHERE state = 'held' AND expires_at_us < $1")
                .bind(now.minus(grace)),
        )
        .await?;
    violations.extend(overdue.into_iter().map(|(id,)| Violation {
        row: format!("inventory_holds {id}"),
        rule: "a reservation is sold or released within a day of its end",
        detail: "still held".into(),
    }));
    violations.extend(marked_wrongly(conn).await?);
    Ok(violations)
}

/// Offers of which the catalogue keeps something else than their stock says.
async fn marked_wrongly(conn: &mut Conn) -> Result<Vec<Violation>, InventoryError> {
    let text = "SELECT o.id, o.stocked FROM catalog_offers o LEFT JOIN inventory_stock s ON s.offer_id = o.id
                WHERE o.stocked <> (COALESCE(s.available, 0) > 0)";
    let rows: Vec<(OfferId, bool)> = conn.all(sql(text)).await?;
    let violations = rows.into_iter().map(|(offer, stocked)| Violation {
        row: format!("catalog_offers {offer}"),
        rule: "an offer is marked as in stock when units of it are available",
        detail: format!("marked {stocked}"),
    });
    Ok(violations.collect())
}

fn broken(s: &Sums) -> Vec<Violation> {
    let held = s.moved_hold - s.moved_release - s.moved_sell;
    let sold = s.moved_sell - s.moved_restock;
    let rules = [
        ("received + adjusted = available + held + sold", s.moved_in, s.available + s.held + s.sold),
        ("held = holds - releases - sales", held, s.held),
        ("sold = sales - restocked", sold, s.sold),
    ];
    rules
        .into_iter()
        .filter(|(_, expected, found)| expected != found)
        .map(|(rule, expected, found)| Violation {
            row: format!("inventory_stock {}", s.offer_id),
            rule,
            detail: format!("movements give {expected}, the row says {found}"),
        })
        .collect()
}
