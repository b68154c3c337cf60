//! What orders, returns, disputes and fees kept of what was charged and given back. Read when an event tells of it, and
//! never changed after that.

use crate::ReportingError;
use db::{Conn, DbError, Sql, placeholders, row, sql};
use domain::dispute::Relief;
use domain::margin::{self, Margin, ReturnedUnits, SoldUnits};
use domain::returns::{Fees, Short, Worth, spread};
use domain::{Currency, DisputeId, MoneyError, OfferId, PartId, ProductId, ReturnId, ShipmentId};
use std::collections::{BTreeSet, HashMap};

/// Both databases limit bound values.
const BATCH: usize = 500;

/// Which offer a line is of, as it was ordered.
#[derive(Debug, Clone)]
pub(crate) struct Article {
    pub(crate) offer: OfferId,
    pub(crate) product: ProductId,
    pub(crate) title: String,
}

/// One part's share of one parcel: what one capture charged.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parcel {
    pub(crate) articles: Vec<Article>,
    pub(crate) units: Vec<SoldUnits>,
}

/// What came back of one parcel, and was decided.
#[derive(Debug, Clone, Default)]
pub(crate) struct Return {
    pub(crate) articles: Vec<Article>,
    pub(crate) units: Vec<ReturnedUnits>,
    /// Units of each line that an exchange used up.
    used_up: Vec<i64>,
    /// Kept by the platform of the commission that it gave back, and a label that the seller pays for.
    pub(crate) fee_minor: i64,
}

impl Return {
    /// What it changes, line by line. Of an exchange as many units went out as came in: what came in and is not for sale as new
    /// again was used up, at what the bought ones cost.
    ///
    /// # Errors
    /// [`MoneyError`] for amounts near the end of 64 bits.
    pub(crate) fn margins(&self, fee_tax_minor: i64, currency: Currency) -> Result<Vec<Margin>, MoneyError> {
        let mut margins = margin::returned(&self.units, self.fee_minor, fee_tax_minor, currency)?;
        for ((margin, line), used_up) in margins.iter_mut().zip(&self.units).zip(&self.used_up) {
            match line.cost_minor {
                Some(each) => margin.cost_minor += each.checked_mul(*used_up).ok_or(MoneyError::Overflow)?,
                None => margin.uncosted_units += used_up,
            }
        }
        Ok(margins)
    }
}

row! {
    pub(crate) struct Dispute {
        pub(crate) id: DisputeId,
        pub(crate) shipment_id: ShipmentId,
        pub(crate) part_id: PartId,
        pub(crate) amount_minor: i64,
        pub(crate) fee_minor: i64,
        tax_back_minor: i64,
        commission_back_minor: i64,
        fee_kept_minor: i64,
        subsidy_back_minor: i64,
    }
}

impl Dispute {
    /// What a loss took back of others than the seller.
    pub(crate) fn relief(&self) -> Relief {
        Relief {
            tax_minor: self.tax_back_minor,
            commission_minor: self.commission_back_minor,
            fee_minor: self.fee_kept_minor,
            subsidy_minor: self.subsidy_back_minor,
        }
    }
}

row! {
    struct PartRow {
        shipment_id: ShipmentId,
        part_id: PartId,
        currency: Currency,
        shipping_minor: i64,
        wrap_minor: i64,
        tax_minor: i64,
        items_subsidy_minor: i64,
        shipping_subsidy_minor: i64,
    }
}

row! {
    struct LineRow {
        shipment_id: ShipmentId,
        part_id: PartId,
        offer_id: OfferId,
        product_id: ProductId,
        title: String,
        quantity: i64,
        ordered: i64,
        items_minor: i64,
        tax_minor: i64,
        commission_minor: i64,
        item_fee_minor: i64,
        line_subsidy_minor: i64,
        cost_minor: Option<i64>,
    }
}

row! {
    struct ReturnRow {
        return_id: ReturnId,
        currency: Currency,
        /// What the platform keeps of the commission, and a label that the seller pays for.
        fee_minor: i64,
        offer_id: OfferId,
        product_id: ProductId,
        title: String,
        quantity: i64,
        items_minor: i64,
        tax_minor: i64,
        subsidy_minor: i64,
        shipping_minor: i64,
        wrap_minor: i64,
        fees_tax_minor: i64,
        shipping_subsidy_minor: i64,
        commission_minor: i64,
        kept_bps: i64,
        tax_short_minor: i64,
        subsidy_short_minor: i64,
        commission_short_minor: i64,
        resold: bool,
        exchanged: bool,
        used_up: i64,
        cost_minor: Option<i64>,
    }
}

/// A statement for each five hundred of the values, of which `{}` becomes the list.
fn statements<B: db::Bind + Clone>(text: &str, values: &[B]) -> Vec<Sql> {
    let batch =
        |some: &[B]| sql(text.replace("{}", &placeholders(1, some.len()))).bind_all(some.iter().cloned());
    values.chunks(BATCH).map(batch).collect()
}

async fn all<T: db::FromRow, B: db::Bind + Clone>(
    conn: &mut Conn,
    text: &str,
    values: &[B],
) -> Result<Vec<T>, DbError> {
    let mut rows = Vec::new();
    for statement in statements(text, values) {
        rows.extend(conn.all::<T>(statement).await?);
    }
    Ok(rows)
}

/// What these shipments charged, part by part.
pub(crate) async fn parcels(
    conn: &mut Conn,
    shipments: BTreeSet<ShipmentId>,
) -> Result<HashMap<(ShipmentId, PartId), Parcel>, ReportingError> {
    let shipments: Vec<ShipmentId> = shipments.into_iter().collect();
    let parts = "SELECT q.shipment_id, q.part_id, o.currency, q.shipping_minor, q.wrap_minor, q.tax_minor,
            q.items_subsidy_minor, q.shipping_subsidy_minor
        FROM orders_shipment_parts AS q JOIN orders_parts AS p ON p.id = q.part_id
        JOIN orders_orders AS o ON o.id = p.order_id WHERE q.shipment_id IN ({})";
    let lines = "SELECT s.shipment_id, l.part_id, l.offer_id, l.product_id, l.title, s.quantity,
            l.quantity AS ordered, s.items_minor, s.tax_minor, s.commission_minor, s.item_fee_minor,
            l.subsidy_minor AS line_subsidy_minor, l.cost_minor
        FROM orders_shipment_lines AS s JOIN orders_lines AS l ON l.id = s.line_id
        WHERE s.shipment_id IN ({}) ORDER BY l.part_id, l.position";
    let parts: Vec<PartRow> = all(conn, parts, &shipments).await?;
    let lines: Vec<LineRow> = all(conn, lines, &shipments).await?;
    let mut by_part: HashMap<(ShipmentId, PartId), Vec<LineRow>> = HashMap::new();
    for line in lines {
        by_part.entry((line.shipment_id, line.part_id)).or_default().push(line);
    }
    let mut parcels = HashMap::with_capacity(parts.len());
    for part in parts {
        let key = (part.shipment_id, part.part_id);
        parcels.insert(key, parcel(&part, by_part.remove(&key).unwrap_or_default())?);
    }
    Ok(parcels)
}

/// Delivery, wrapping and what the platform added are shared by the lines as returns share them, so that what comes back is
/// taken off where it was counted.
fn parcel(part: &PartRow, rows: Vec<LineRow>) -> Result<Parcel, ReportingError> {
    let goods_tax: i64 = rows.iter().map(|row| row.tax_minor).sum();
    let fees = Fees {
        shipping_minor: part.shipping_minor,
        wrap_minor: part.wrap_minor,
        tax_minor: part.tax_minor - goods_tax,
        shipping_subsidy_minor: part.shipping_subsidy_minor,
    };
    let weight = |row: &LineRow| {
        let share =
            i128::from(row.line_subsidy_minor) * i128::from(row.quantity) / i128::from(row.ordered.max(1));
        u64::try_from(share).unwrap_or(0).max(u64::from(row.line_subsidy_minor > 0))
    };
    let weights: Vec<u64> = rows.iter().map(weight).collect();
    let goods = |row: &LineRow| Worth {
        items_minor: row.items_minor,
        tax_minor: row.tax_minor,
        commission_minor: row.commission_minor,
        ..Worth::default()
    };
    let mut worths: Vec<Worth> = rows.iter().map(goods).collect();
    spread(part.currency, &mut worths, &fees, part.items_subsidy_minor, &weights)?;
    let mut parcel = Parcel::default();
    for (row, worth) in rows.into_iter().zip(worths) {
        parcel.units.push(SoldUnits {
            units: row.quantity,
            worth,
            item_fee_minor: row.item_fee_minor,
            cost_minor: row.cost_minor,
        });
        parcel.articles.push(Article { offer: row.offer_id, product: row.product_id, title: row.title });
    }
    Ok(parcel)
}

/// What came back with these returns, less what was kept for the state that it was in. An exchange has at most the label that
/// its seller paid for.
pub(crate) async fn returns(
    conn: &mut Conn,
    ids: BTreeSet<ReturnId>,
) -> Result<HashMap<ReturnId, Return>, ReportingError> {
    let ids: Vec<ReturnId> = ids.into_iter().collect();
    let text = "SELECT r.id AS return_id, r.currency, r.fee_minor + CASE WHEN r.pays_return = 'seller'
                THEN COALESCE(s.charged_minor, 0) ELSE 0 END AS fee_minor, l.offer_id, l.product_id, l.title,
             CASE WHEN r.rest_of IS NULL AND r.state <> 'exchanged' THEN l.quantity ELSE 0 END AS quantity,
            l.items_minor, l.tax_minor, l.subsidy_minor, l.shipping_minor, l.wrap_minor, l.fees_tax_minor,
            l.shipping_subsidy_minor, l.commission_minor, COALESCE(l.kept_bps, 0) AS kept_bps,
            l.tax_short_minor, l.subsidy_short_minor, l.commission_short_minor,
            (COALESCE(l.grade, '') = 'as_new' AND COALESCE(l.restock, FALSE)) AS resold,
            r.state = 'exchanged' AS exchanged,
            CASE WHEN r.state = 'exchanged' AND NOT (COALESCE(l.grade, '') = 'as_new' AND COALESCE(l.restock, FALSE))
                THEN l.quantity ELSE 0 END AS used_up, o.cost_minor
        FROM returns_lines AS l JOIN returns_returns AS r ON r.id = l.return_id
        LEFT JOIN returns_shipping AS s ON s.return_id = r.id
        JOIN orders_lines AS o ON o.id = l.line_id WHERE r.id IN ({}) ORDER BY l.return_id, l.line_id";
    let rows: Vec<ReturnRow> = all(conn, text, &ids).await?;
    let mut returns: HashMap<ReturnId, Return> = HashMap::new();
    for row in rows {
        let back = row.worth().less(row.kept_bps, row.currency)?.short(&row.short());
        let of = returns.entry(row.return_id).or_default();
        of.fee_minor = row.fee_minor;
        of.used_up.push(row.used_up);
        of.units.push(ReturnedUnits {
            units: row.quantity,
            back,
            resold: row.resold,
            cost_minor: row.cost_minor,
        });
        of.articles.push(Article { offer: row.offer_id, product: row.product_id, title: row.title });
    }
    Ok(returns)
}

impl ReturnRow {
    fn short(&self) -> Short {
        Short {
            tax_minor: self.tax_short_minor,
            subsidy_minor: self.subsidy_short_minor,
            commission_minor: self.commission_short_minor,
        }
    }

    /// Of an exchange nothing was given back, and as many units went out as came in.
    fn worth(&self) -> Worth {
        if self.exchanged {
            return Worth::default();
        }
        Worth {
            items_minor: self.items_minor,
            tax_minor: self.tax_minor,
            subsidy_minor: self.subsidy_minor,
            shipping_minor: self.shipping_minor,
            wrap_minor: self.wrap_minor,
            fees_tax_minor: self.fees_tax_minor,
            shipping_subsidy_minor: self.shipping_subsidy_minor,
            commission_minor: self.commission_minor,
        }
    }
}

pub(crate) async fn disputes(
    conn: &mut Conn,
    ids: BTreeSet<DisputeId>,
) -> Result<HashMap<DisputeId, Dispute>, DbError> {
    let ids: Vec<DisputeId> = ids.into_iter().collect();
    let text =
        "SELECT id, shipment_id, part_id, amount_minor, fee_minor, tax_back_minor, commission_back_minor,
            fee_kept_minor, subsidy_back_minor FROM disputes_disputes WHERE id IN ({})";
    let rows: Vec<Dispute> = all(conn, text, &ids).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The tax on the fees of these transactions of the ledger, by their keys; those that were not taxed are missing.
pub(crate) async fn fee_taxes(conn: &mut Conn, keys: &[String]) -> Result<HashMap<String, i64>, DbError> {
    let text = "SELECT ledger_key, tax_minor FROM fees_taxes WHERE ledger_key IN ({})";
    let rows: Vec<(String, i64)> = all(conn, text, keys).await?;
    Ok(rows.into_iter().collect())
}
