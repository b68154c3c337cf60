//! Finding among everybody's orders, newest first. Called by the operator's pages, which ask who may.

use crate::OrderError;
use crate::store::{OrderDetail, orders_by_id, with_parts};
use db::{Conn, Value, sql};
use domain::contact::Email;
use domain::order::OrderState;
use domain::text_enum::TextEnum as _;
use domain::{OrderId, PartId, SellerId, ShipmentId, Timestamp};

/// A number that somebody reads out: of an order, of a part of one, or of a parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Number {
    Order(OrderId),
    Part(PartId),
    Parcel(ShipmentId),
    /// What a carrier calls a parcel.
    Tracking(String),
}

impl Number {
    /// What was typed; nothing when nothing was. What is no number of ours is a carrier's.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let order = || text.parse().ok().map(Self::Order);
        let part = || text.parse().ok().map(Self::Part);
        let parcel = || text.parse().ok().map(Self::Parcel);
        order().or_else(part).or_else(parcel).or_else(|| Some(Self::Tracking(text.to_owned())))
    }
}

/// What is looked for. Everything that is given must hold; what is empty is not asked about.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    pub number: Option<Number>,
    /// The address that the order's mails go to, in small or large letters.
    pub email: Option<Email>,
    pub seller: Option<SellerId>,
    pub state: Option<OrderState>,
    /// Placed at or after.
    pub from: Option<Timestamp>,
    /// Placed before.
    pub before: Option<Timestamp>,
}

/// A condition under construction: its text, and the values of its placeholders.
#[derive(Default)]
struct Where {
    text: String,
    values: Vec<Value>,
}

impl Where {
    /// The placeholder of one more value.
    fn value(&mut self, value: impl db::Bind) -> String {
        self.values.push(value.into_value());
        format!("${}", self.values.len())
    }

    fn and(&mut self, condition: &str) {
        self.text.push_str(if self.text.is_empty() { "WHERE " } else { " AND " });
        self.text.push_str(condition);
    }
}

/// Orders that are sought, newest first, after `after` (the last one of the page before), at most `limit`.
///
/// Each way of asking walks an index in the order of the answer: all by when they were placed, one state's, one address', one
/// seller's by their parts. So the first page of a million orders costs what the first page of a hundred does. What an address
/// or a number finds is little, and is looked through for a seller's, however many orders that seller has.
///
/// # Errors
/// [`OrderError::NotFound`] for an `after` that is no order, or none of the seller that is asked for.
pub async fn sought(
    conn: &mut Conn,
    wanted: &Sought,
    after: Option<OrderId>,
    limit: i64,
) -> Result<Vec<OrderDetail>, OrderError> {
    let mut which = Where::default();
    let few = wanted.email.is_some() || wanted.number.is_some();
    let (from, at, id) = match wanted.seller {
        Some(seller) if !few => {
            let seller = which.value(seller);
            which.and(&format!("p.seller_id = {seller}"));
            ("orders_parts p JOIN orders_orders o ON o.id = p.order_id", "p.placed_at_us", "p.order_id")
        }
        seller => {
            if let Some(seller) = seller {
                let seller = which.value(seller);
                // The same as `p.seller_id`, but of no index: each order's own parts are asked.
                which.and(&format!(
                    "EXISTS (SELECT 1 FROM orders_parts p WHERE p.order_id = o.id
                         AND COALESCE(p.seller_id, {seller}) = {seller})"
                ));
            }
            ("orders_orders o", "o.placed_at_us", "o.id")
        }
    };
    if let Some(moment) = wanted.from {
        let moment = which.value(moment);
        which.and(&format!("{at} >= {moment}"));
    }
    if let Some(moment) = wanted.before {
        let moment = which.value(moment);
        which.and(&format!("{at} < {moment}"));
    }
    if let Some(state) = wanted.state {
        let state = which.value(state.as_str());
        which.and(&format!("o.state = {state}"));
    }
    if let Some(email) = &wanted.email {
        let email = which.value(email.key());
        which.and(&format!("LOWER(o.email) = {email}"));
    }
    if let Some(number) = &wanted.number {
        numbered(&mut which, number);
    }
    if let Some(after) = after {
        let of_seller = placed_at(conn, after, wanted.seller).await?;
        let moment = if few { placed_at(conn, after, None).await? } else { of_seller };
        let (moment, last) = (which.value(moment), which.value(after));
        which.and(&format!("({at}, {id}) < ({moment}, {last})"));
    }
    let limit = which.value(limit);
    let text = format!("SELECT o.id FROM {from} {} ORDER BY {at} DESC, {id} DESC LIMIT {limit}", which.text);
    let ids: Vec<(OrderId,)> = conn.all(sql(text).bind_all(which.values)).await?;
    let ids: Vec<OrderId> = ids.into_iter().map(|(id,)| id).collect();
    let mut orders = orders_by_id(conn, &ids).await?;
    with_parts(conn, ids.iter().filter_map(|id| orders.remove(id)).collect()).await
}

fn numbered(which: &mut Where, number: &Number) {
    let (of, value) = match number {
        Number::Order(id) => ("o.id = ?", which.value(*id)),
        Number::Part(id) => {
            ("o.id = (SELECT n.order_id FROM orders_parts n WHERE n.id = ?)", which.value(*id))
        }
        Number::Parcel(id) => (
            "o.id IN (SELECT n.order_id FROM orders_shipment_parts q JOIN orders_parts n ON n.id = q.part_id
                      WHERE q.shipment_id = ?)",
            which.value(*id),
        ),
        Number::Tracking(tracking) => (
            "o.id IN (SELECT n.order_id FROM orders_shipments s
                      JOIN orders_shipment_parts q ON q.shipment_id = s.id
                      JOIN orders_parts n ON n.id = q.part_id WHERE s.tracking = ?)",
            which.value(tracking.as_str()),
        ),
    };
    which.and(&of.replace('?', &value));
}

/// When an order was placed, or a seller's part of it.
async fn placed_at(
    conn: &mut Conn,
    order: OrderId,
    seller: Option<SellerId>,
) -> Result<Timestamp, OrderError> {
    let statement = match seller {
        Some(seller) => {
            sql("SELECT MAX(placed_at_us) FROM orders_parts WHERE order_id = $1 AND seller_id = $2")
                .bind(order)
                .bind(seller)
        }
        None => sql("SELECT placed_at_us FROM orders_orders WHERE id = $1").bind(order),
    };
    let row: Option<(Option<Timestamp>,)> = conn.opt(statement).await?;
    row.and_then(|(at,)| at).ok_or(OrderError::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::TypedId as _;
    use uuid::Uuid;

    #[test]
    fn a_number_is_told_by_its_beginning() {
        let order = OrderId::from_uuid(Uuid::from_u128(7));
        let part = PartId::from_uuid(Uuid::from_u128(8));
        let parcel = ShipmentId::from_uuid(Uuid::from_u128(9));
        assert_eq!(Number::parse(&format!(" {order} ")), Some(Number::Order(order)));
        assert_eq!(Number::parse(&part.to_string()), Some(Number::Part(part)));
        assert_eq!(Number::parse(&parcel.to_string()), Some(Number::Parcel(parcel)));
        assert_eq!(Number::parse("1Z-999"), Some(Number::Tracking("1Z-999".into())));
        assert_eq!(Number::parse("  "), None);
    }
}
