//! Lists of a seller's parts of orders. Called by the seller's pages and the API.

use super::{PART, PartDetail, details};
use crate::OrderError;
use db::{Bind, Conn, DbError, Value, row, sql};
use domain::order::Device;
use domain::text_enum::TextEnum as _;
use domain::{CategoryId, OfferId, PartId, PictureId, ProductId, SellerId, Timestamp};

/// Which of a seller's parts a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SellerFilter {
    /// Placed, accepted or partly shipped: something to do.
    ToShip,
    Shipped,
    Cancelled,
    /// Everything but what was cancelled whole: what figures of sales count.
    Kept,
    All,
}

impl SellerFilter {
    fn states(self) -> &'static str {
        match self {
            Self::Kept => "'placed', 'accepted', 'partly_shipped', 'shipped', 'delivered'",
            Self::ToShip => "'placed', 'accepted', 'partly_shipped'",
            Self::Shipped => "'shipped', 'delivered'",
            Self::Cancelled => "'cancelled'",
            Self::All => "'placed', 'accepted', 'partly_shipped', 'shipped', 'delivered', 'cancelled'",
        }
    }
}

/// With what an order was placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlacedWith {
    Device(Device),
    /// Nobody knows: it is older than the question.
    Unknown,
}

/// What a list of a seller's parts is narrowed to; all of it holds at once, and nothing narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrowed {
    pub product: Option<ProductId>,
    pub offer: Option<OfferId>,
    /// The one in which the catalogue has a product now; not what is below it.
    pub category: Option<CategoryId>,
    /// Of the delivery address, as its code; empty where an order has none.
    pub country: Option<String>,
    pub device: Option<PlacedWith>,
    /// Placed from the first moment to before the second.
    pub placed: Option<(Timestamp, Timestamp)>,
}

/// Conditions of a statement, with their values in order.
#[derive(Default)]
struct Conditions {
    text: String,
    values: Vec<Value>,
    /// The parts are few and found by their lines: a database must not walk all of the seller's for them.
    by_lines: bool,
}

impl Conditions {
    /// The next value's placeholder; the first two are taken.
    fn bind(&mut self, value: impl Bind) -> String {
        self.values.push(value.into_value());
        format!("${}", self.values.len() + 2)
    }

    fn and(&mut self, condition: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
    }

    /// Parts that have such a line.
    async fn with_lines(
        &mut self,
        conn: &mut Conn,
        seller: SellerId,
        (lines, column): (&'static str, &'static str),
        value: Value,
    ) -> Result<(), DbError> {
        let count = format!(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM (
                 SELECT 1 {lines} WHERE {column} = $1 AND l.seller_id = $2 LIMIT $3) AS found"
        );
        let count = sql(count).bind(value.clone()).bind(seller).bind(FEW_LINES);
        let (known,): (i64,) = conn.one(count).await?;
        let value = self.bind(value);
        if known < FEW_LINES {
            self.by_lines = true;
            let few =
                format!("id IN (SELECT l.part_id {lines} WHERE {column} = {value} AND l.seller_id = $1)");
            self.and(&few);
        } else {
            let many =
                format!("EXISTS (SELECT 1 {lines} WHERE l.part_id = orders_parts.id AND {column} = {value})");
            self.and(&many);
        }
        Ok(())
    }
}

/// What has more lines of a seller than this is found by walking the seller's orders: one that has it is near. What has fewer
/// is found by its lines. Either way a page reads some thousand rows of a million.
const FEW_LINES: i64 = 5_000;

impl Narrowed {
    pub fn is_any(&self) -> bool {
        *self != Self::default()
    }

    async fn conditions(&self, conn: &mut Conn, seller: SellerId) -> Result<Conditions, DbError> {
        let mut all = Conditions::default();
        let lines = "FROM orders_lines AS l";
        if let Some(product) = self.product {
            all.with_lines(conn, seller, (lines, "l.product_id"), product.into_value()).await?;
        }
        if let Some(offer) = self.offer {
            all.with_lines(conn, seller, (lines, "l.offer_id"), offer.into_value()).await?;
        }
        if let Some(category) = self.category {
            let lines = "FROM orders_lines AS l JOIN catalog_products AS c ON c.id = l.product_id";
            all.with_lines(conn, seller, (lines, "c.category_id"), category.into_value()).await?;
        }
        if let Some(country) = &self.country {
            let country = all.bind(country);
            all.and(&format!("country = {country}"));
        }
        match self.device {
            Some(PlacedWith::Device(device)) => {
                let device = all.bind(device.as_str());
                all.and(&format!("device = {device}"));
            }
            // As the index of those says it.
            Some(PlacedWith::Unknown) => all.and("device = ''"),
            None => {}
        }
        if let Some((from, to)) = self.placed {
            let (from, to) = (all.bind(from), all.bind(to));
            all.and(&format!("placed_at_us >= {from} AND placed_at_us < {to}"));
        }
        Ok(all)
    }
}

/// A seller's parts, newest first, before `before`. Parts whose payment is not authorised are not among them.
///
/// # Errors
/// Only the database's.
pub async fn parts_of_seller(
    conn: &mut Conn,
    seller: SellerId,
    filter: SellerFilter,
    before: Option<PartId>,
    limit: i64,
) -> Result<Vec<PartDetail>, OrderError> {
    let mut all = Conditions::default();
    if let Some(before) = before {
        let before = all.bind(before);
        all.and(&format!("id < {before}"));
    }
    seller_parts(conn, seller, filter, all, "id DESC", limit).await
}

/// Those of a seller's parts that are asked for, the one placed last first, after `before` in that order; with one that is not
/// the seller's there is nothing after it. Otherwise as [`parts_of_seller`].
///
/// # Errors
/// Only the database's.
pub async fn parts_narrowed(
    conn: &mut Conn,
    seller: SellerId,
    filter: SellerFilter,
    to: &Narrowed,
    before: Option<PartId>,
    limit: i64,
) -> Result<Vec<PartDetail>, OrderError> {
    let mut all = to.conditions(conn, seller).await?;
    if let Some(before) = before {
        let known = sql("SELECT placed_at_us FROM orders_parts WHERE id = $1 AND seller_id = $2");
        let known: Option<(Timestamp,)> = conn.opt(known.bind(before).bind(seller)).await?;
        let Some((at,)) = known else { return Ok(Vec::new()) };
        let (at, before) = (all.bind(at), all.bind(before));
        all.and(&format!("(placed_at_us, id) < ({at}, {before})"));
    }
    seller_parts(conn, seller, filter, all, "placed_at_us DESC, id DESC", limit).await
}

async fn seller_parts(
    conn: &mut Conn,
    seller: SellerId,
    filter: SellerFilter,
    Conditions { text, values, by_lines }: Conditions,
    order: &'static str,
    limit: i64,
) -> Result<Vec<PartDetail>, OrderError> {
    // The same, but of no index.
    let of_seller = if by_lines { "COALESCE(seller_id, $1) = $1" } else { "seller_id = $1" };
    let text = format!(
        "SELECT {PART} FROM orders_parts WHERE {of_seller} AND state IN ({}){text} ORDER BY {order} LIMIT $2",
        filter.states()
    );
    let parts = conn.all(sql(text).bind(seller).bind(limit).bind_all(values)).await?;
    details(conn, parts).await
}

/// How many of a seller's parts wait to be shipped.
pub async fn to_ship_count(conn: &mut Conn, seller: SellerId) -> Result<i64, OrderError> {
    let text = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM orders_parts WHERE seller_id = $1 AND state IN ({})",
        SellerFilter::ToShip.states()
    );
    let (count,): (i64,) = conn.one(sql(text).bind(seller)).await?;
    Ok(count)
}

row! {
    /// Units of one offer that parcels wait for.
    #[derive(PartialEq, Eq)]
    pub struct ToPick {
        pub offer_id: OfferId,
        pub product_id: ProductId,
        pub title: String,
        pub picture_id: Option<PictureId>,
        pub units: i64,
        /// In so many orders.
        pub parts: i64,
    }
}

/// What is to be taken off the shelves: units that were not sent, of parts that the seller has begun and nobody can undo
/// any more; by title, at most `limit` offers.
///
/// # Errors
/// Only the database's.
pub async fn to_pick(conn: &mut Conn, seller: SellerId, limit: i64) -> Result<Vec<ToPick>, OrderError> {
    let statement = sql("SELECT l.offer_id, l.product_id, l.title, l.picture_id,
             CAST(SUM(l.quantity - l.shipped_quantity) AS BIGINT) AS units,
             CAST(COUNT(DISTINCT l.part_id) AS BIGINT) AS parts
         FROM orders_lines l JOIN orders_parts p ON p.id = l.part_id
         WHERE p.seller_id = $1 AND p.state IN ('accepted', 'partly_shipped') AND l.quantity > l.shipped_quantity
         GROUP BY l.offer_id, l.product_id, l.title, l.picture_id ORDER BY l.title, l.offer_id LIMIT $2");
    Ok(conn.all(statement.bind(seller).bind(limit)).await?)
}
