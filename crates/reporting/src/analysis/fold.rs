//! From events to what they change. Country, device and shopper are read from the order's rows, where they never change:
//! an event goes out on the seller's live stream, which is no place for who somebody is, and old events are counted alike.

use super::counts::{Counts, Sold};
use super::range::month_us;
use crate::rollup::{day_of, lines_of, read};
use db::{Conn, DbError, StoredEvent, placeholders, row, sql};
use domain::events::{
    ORDER_CANCELLED, ORDER_PLACED, ORDER_REST_CANCELLED, OrderCancelled, OrderPlaced, OrderRestCancelled,
};
use domain::returns::{RETURN_CLOSED, RETURN_REFUNDED, ReturnChanged, Short, Worth};
use domain::{Currency, OrderId, ProductId, ReturnId, SellerId, Timestamp};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// A product has other words, pictures or another category; the catalogue appends it.
const PRODUCT_CHANGED: &str = "product.changed";
/// Kinds that change a figure of the analysis.
pub(crate) const KINDS: &[&str] =
    &[ORDER_PLACED, ORDER_CANCELLED, ORDER_REST_CANCELLED, RETURN_REFUNDED, RETURN_CLOSED, PRODUCT_CHANGED];
/// Both databases limit bound values.
const BATCH: usize = 500;

/// Seller, currency, beginning of the day, country, device.
pub(crate) type SaleKey = (SellerId, Currency, i64, String, String);
/// Seller, currency, beginning of the day, product.
pub(crate) type ProductKey = (SellerId, Currency, i64, ProductId);

/// What a product's sales change by, and what it is called.
#[derive(Debug, Clone, Default)]
pub(crate) struct ProductDelta {
    pub(crate) title: String,
    /// The title is of a new order, not of one that is taken back.
    pub(crate) newest: bool,
    pub(crate) sold: Sold,
}

/// What a run of events changes. Sorted, so that rows are always locked in the same order.
#[derive(Debug, Default)]
pub(crate) struct Deltas {
    pub(crate) sales: BTreeMap<SaleKey, Counts>,
    pub(crate) products: BTreeMap<ProductKey, ProductDelta>,
    /// Orders by shopper and month.
    pub(crate) shoppers: BTreeMap<(SellerId, Uuid), BTreeMap<i64, i64>>,
    /// Products that may be in another category now.
    pub(crate) changed: BTreeSet<ProductId>,
}

/// What an order's row says about it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fact {
    pub(crate) country: String,
    pub(crate) device: String,
    pub(crate) shopper: Option<Uuid>,
}

/// An event that counts.
enum Told {
    Placed(OrderPlaced),
    Cancelled(OrderCancelled),
    RestCancelled(OrderRestCancelled),
    /// Something, or nothing: the return's row says it.
    GivenBack(ReturnChanged),
    Changed(ProductId),
}

impl Told {
    fn of(event: &StoredEvent) -> Option<Self> {
        match event.kind.as_str() {
            ORDER_PLACED => read(event).map(Self::Placed),
            ORDER_CANCELLED => read(event).map(Self::Cancelled),
            ORDER_REST_CANCELLED => read(event).map(Self::RestCancelled),
            RETURN_REFUNDED | RETURN_CLOSED => read(event).map(Self::GivenBack),
            PRODUCT_CHANGED => event.event_key.parse().ok().map(Self::Changed),
            _ => None,
        }
    }

    fn order(&self) -> Option<OrderId> {
        match self {
            Self::Placed(placed) => Some(placed.order_id),
            Self::Cancelled(cancelled) => Some(cancelled.order_id),
            Self::RestCancelled(cancelled) => Some(cancelled.order_id),
            Self::GivenBack(back) => Some(back.order_id),
            Self::Changed(_) => None,
        }
    }
}

/// Sums up what the events say.
pub(crate) async fn fold(conn: &mut Conn, events: &[StoredEvent]) -> Result<Deltas, DbError> {
    let told: Vec<Told> = events.iter().filter_map(Told::of).collect();
    let facts = facts(conn, told.iter().filter_map(Told::order).collect()).await?;
    let unknown = Fact::default();
    let mut deltas = Deltas::default();
    for one in told {
        let fact = one.order().and_then(|order| facts.get(&order)).unwrap_or(&unknown);
        match one {
            Told::Placed(placed) => deltas.place(&placed, fact),
            Told::Cancelled(cancelled) => {
                let lines = lines_of(conn, cancelled.part_id).await?;
                deltas.cancel(&cancelled, fact, lines);
            }
            Told::RestCancelled(cancelled) => deltas.cancel_rest(&cancelled, fact),
            Told::GivenBack(back) => {
                let lines = returned_lines(conn, back.return_id).await?;
                deltas.take_back(back.seller_id, back.currency, fact, &lines);
            }
            Told::Changed(product) => {
                deltas.changed.insert(product);
            }
        }
    }
    Ok(deltas)
}

row! {
    struct OrderRow {
        id: OrderId,
        address: String,
        device: Option<String>,
        account_id: Option<Uuid>,
        guest_id: Option<Uuid>,
        /// The key of a buyer whose data were erased.
        buyer_id: Option<Uuid>,
    }
}

/// The country of a delivery address as it is kept.
pub(crate) fn country_of(address: &str) -> String {
    #[derive(Deserialize)]
    struct Place {
        #[serde(default)]
        country: String,
    }
    serde_json::from_str(address).map_or_else(|_| String::new(), |place: Place| place.country)
}

/// What the rows of these orders say.
pub(crate) async fn facts(
    conn: &mut Conn,
    orders: BTreeSet<OrderId>,
) -> Result<HashMap<OrderId, Fact>, DbError> {
    let orders: Vec<OrderId> = orders.into_iter().collect();
    let mut facts = HashMap::with_capacity(orders.len());
    for some in orders.chunks(BATCH) {
        let list = placeholders(1, some.len());
        let text = format!(
            "SELECT o.id, o.address, o.device, o.account_id, o.guest_id, k.buyer_id FROM orders_orders AS o
             LEFT JOIN reporting_order_buyers AS k ON k.order_id = o.id WHERE o.id IN ({list})"
        );
        let rows: Vec<OrderRow> = conn.all(sql(text).bind_all(some.iter().copied())).await?;
        facts.extend(rows.into_iter().map(|row| {
            let fact = Fact {
                country: country_of(&row.address),
                device: row.device.unwrap_or_default(),
                // A guest's order may get an account later, and an account may end: what it was counted under stays.
                shopper: row.buyer_id.or(row.guest_id).or(row.account_id),
            };
            (row.id, fact)
        }));
    }
    Ok(facts)
}

row! {
    /// Units of one line that came back, and when they were sold.
    pub(crate) struct ReturnedLine {
        pub(crate) placed_at_us: Timestamp,
        pub(crate) product_id: ProductId,
        pub(crate) title: String,
        pub(crate) quantity: i64,
        pub(crate) items_minor: i64,
        pub(crate) subsidy_minor: i64,
        pub(crate) kept_bps: i64,
        pub(crate) tax_short_minor: i64,
        pub(crate) subsidy_short_minor: i64,
    }
}
// The rest of the money of what came back before is no unit that comes back.
pub(crate) const RETURNED_LINE: &str = "p.placed_at_us, l.product_id, l.title,
    CASE WHEN r.rest_of IS NULL THEN l.quantity ELSE 0 END AS quantity, l.items_minor, l.subsidy_minor,
    COALESCE(l.kept_bps, 0) AS kept_bps, l.tax_short_minor, l.subsidy_short_minor";

impl ReturnedLine {
    /// What was given back for the goods, without tax and delivery.
    pub(crate) fn given_back_minor(&self, currency: Currency) -> i64 {
        let worth =
            Worth { items_minor: self.items_minor, subsidy_minor: self.subsidy_minor, ..Worth::default() };
        // The refund itself was computed from these amounts, so they fit.
        let short = Short {
            tax_minor: self.tax_short_minor,
            subsidy_minor: self.subsidy_short_minor,
            commission_minor: 0,
        };
        worth.less(self.kept_bps, currency).map_or(0, |back| {
            let back = back.short(&short);
            back.items_minor + back.subsidy_minor
        })
    }
}

/// Of a return `r` that gave something back: to the card, or for the label that its shopper pays for.
pub(crate) const GAVE_BACK: &str =
    "(r.state = 'refunded' OR (r.state = 'closed' AND r.pays_return = 'shopper' AND EXISTS (
        SELECT 1 FROM returns_shipping AS s WHERE s.return_id = r.id AND s.charged_minor > 0)))";

/// What came back with a return; nothing of one that gave nothing back.
pub(crate) async fn returned_lines(conn: &mut Conn, id: ReturnId) -> Result<Vec<ReturnedLine>, DbError> {
    let text = format!(
        "SELECT {RETURNED_LINE} FROM returns_lines AS l JOIN returns_returns AS r ON r.id = l.return_id
         JOIN orders_parts AS p ON p.id = r.part_id WHERE r.id = $1 AND {GAVE_BACK} ORDER BY l.line_id"
    );
    conn.all(sql(text).bind(id)).await
}

impl Deltas {
    pub(crate) fn sale(
        &mut self,
        (seller, currency): (SellerId, Currency),
        at: Timestamp,
        fact: &Fact,
    ) -> &mut Counts {
        let key = (seller, currency, day_of(at), fact.country.clone(), fact.device.clone());
        self.sales.entry(key).or_default()
    }

    pub(crate) fn product(
        &mut self,
        (seller, currency): (SellerId, Currency),
        at: Timestamp,
        product: ProductId,
        title: &str,
    ) -> &mut ProductDelta {
        let delta = self.products.entry((seller, currency, day_of(at), product)).or_default();
        if delta.title.is_empty() {
            title.clone_into(&mut delta.title);
        }
        delta
    }

    pub(crate) fn shopper(&mut self, seller: SellerId, at: Timestamp, fact: &Fact, orders: i64) {
        if let Some(shopper) = fact.shopper {
            let months = self.shoppers.entry((seller, shopper)).or_default();
            *months.entry(month_us(day_of(at))).or_default() += orders;
        }
    }

    fn place(&mut self, placed: &OrderPlaced, fact: &Fact) {
        let (whose, at) = ((placed.seller_id, placed.currency), placed.placed_at_us);
        self.sale(whose, at, fact).add(&Counts {
            orders: 1,
            units: placed.units,
            minor: placed.items_minor,
            ..Counts::default()
        });
        self.shopper(placed.seller_id, at, fact, 1);
        for line in &placed.lines {
            let delta = self.product(whose, at, line.product_id, &line.title);
            delta.title.clone_from(&line.title);
            delta.newest = true;
            delta.sold.add(&Sold { units: line.quantity, minor: line.amount_minor, returned: 0 });
        }
    }

    fn cancel(&mut self, cancelled: &OrderCancelled, fact: &Fact, lines: Vec<(ProductId, String, i64, i64)>) {
        let (whose, at) = ((cancelled.seller_id, cancelled.currency), cancelled.placed_at_us);
        self.sale(whose, at, fact).add(&Counts {
            cancelled_orders: 1,
            cancelled_units: cancelled.units,
            cancelled_minor: cancelled.items_minor,
            ..Counts::default()
        });
        self.shopper(cancelled.seller_id, at, fact, -1);
        for (product, title, quantity, amount_minor) in lines {
            let sold = Sold { units: -quantity, minor: -amount_minor, returned: 0 };
            self.product(whose, at, product, &title).sold.add(&sold);
        }
    }

    /// The order stays counted; the units that were not sent, and their amount, are taken back.
    fn cancel_rest(&mut self, cancelled: &OrderRestCancelled, fact: &Fact) {
        let (whose, at) = ((cancelled.seller_id, cancelled.currency), cancelled.placed_at_us);
        self.sale(whose, at, fact).add(&Counts {
            cancelled_units: cancelled.units,
            cancelled_minor: cancelled.items_minor,
            ..Counts::default()
        });
        for line in &cancelled.lines {
            let sold = Sold { units: -line.quantity, minor: -line.amount_minor, returned: 0 };
            self.product(whose, at, line.product_id, &line.title).sold.add(&sold);
        }
    }

    /// The sale stays; what came back of it is counted beside it, on its day.
    pub(crate) fn take_back(
        &mut self,
        seller: SellerId,
        currency: Currency,
        fact: &Fact,
        lines: &[ReturnedLine],
    ) {
        for line in lines {
            self.sale((seller, currency), line.placed_at_us, fact).add(&Counts {
                returned_units: line.quantity,
                returned_minor: line.given_back_minor(currency),
                ..Counts::default()
            });
            let product = self.product((seller, currency), line.placed_at_us, line.product_id, &line.title);
            product.sold.returned += line.quantity;
        }
    }
}
