//! Sales by product. Owns `reporting_products` and `reporting_sheets`.
//!
//! A seller with thousands of products has hundreds of thousands of rows by product and day in a year, and a database
//! needs longest for just these. So what was sold of up to 512 products in one day or month stands in one row as one
//! document, `[number, units, minor, returned, number, …]`, in which a product is its seller's own number.

use super::counts::Sold;
use super::fold::{ProductDelta, ProductKey};
use super::range::{Range, Span, month_us};
use db::{Conn, DbError, Tx, placeholders, sql};
use domain::{Currency, ProductId, SellerId};
use std::collections::{BTreeMap, BTreeSet};

/// Products of one sheet: a sale writes no more than it must, and a year is read in few rows.
const PER_SHEET: i64 = 512;
/// Numbers that a product has in a sheet.
const FIELDS: usize = 4;
/// Both databases limit bound values.
const BATCH: usize = 500;

/// Seller, currency, span, its beginning, product.
pub(crate) type SpanKey = (SellerId, Currency, Span, i64, ProductId);
/// Seller, currency, span, its beginning, chunk: the key of `reporting_sheets`.
type SheetKey = (SellerId, Currency, Span, i64, i64);
/// Products by their number.
type Sheet = BTreeMap<i64, Sold>;

/// The numbers of a sheet, [`FIELDS`] for each product.
fn numbers(lines: &str) -> Result<Vec<i64>, DbError> {
    Ok(serde_json::from_str(lines)?)
}

/// A product of a sheet: its number, and what was sold.
fn product_of(fields: &[i64]) -> (i64, Sold) {
    (fields[0], Sold { units: fields[1], minor: fields[2], returned: fields[3] })
}

fn decode(lines: &str) -> Result<Sheet, DbError> {
    Ok(numbers(lines)?.chunks_exact(FIELDS).map(product_of).collect())
}

fn encode(sheet: &Sheet) -> Result<String, DbError> {
    let numbers: Vec<i64> =
        sheet.iter().flat_map(|(number, s)| [*number, s.units, s.minor, s.returned]).collect();
    Ok(serde_json::to_string(&numbers)?)
}

/// The day and the month that each product's sales belong to.
pub(crate) fn spans(products: &BTreeMap<ProductKey, ProductDelta>) -> BTreeMap<SpanKey, Sold> {
    let mut rows: BTreeMap<SpanKey, Sold> = BTreeMap::new();
    for ((seller, currency, day_us, product), delta) in products {
        for (span, from_us) in [(Span::Day, *day_us), (Span::Month, month_us(*day_us))] {
            rows.entry((*seller, *currency, span, from_us, *product)).or_default().add(&delta.sold);
        }
    }
    rows
}

pub(crate) async fn write(tx: &mut Tx, products: &BTreeMap<ProductKey, ProductDelta>) -> Result<(), DbError> {
    let mut named: BTreeMap<SellerId, BTreeMap<ProductId, (&str, bool)>> = BTreeMap::new();
    for ((seller, _, _, product), delta) in products {
        let title =
            named.entry(*seller).or_default().entry(*product).or_insert((delta.title.as_str(), false));
        // Days rise, so the last new order's title is the newest.
        if delta.newest {
            *title = (delta.title.as_str(), true);
        }
    }
    let mut numbers = BTreeMap::new();
    for (seller, titles) in &named {
        for (product, number) in numbered(tx, *seller, titles).await? {
            numbers.insert((*seller, product), number);
        }
    }
    let mut sheets: BTreeMap<SheetKey, Sheet> = BTreeMap::new();
    for ((seller, currency, span, from_us, product), sold) in spans(products) {
        let Some(number) = numbers.get(&(seller, product)) else { continue };
        let sheet = sheets.entry((seller, currency, span, from_us, number / PER_SHEET)).or_default();
        sheet.entry(*number).or_default().add(&sold);
    }
    for (key, sheet) in sheets {
        write_sheet(tx, key, sheet).await?;
    }
    Ok(())
}

/// The numbers of a seller's products; those that have none get the next ones.
async fn numbered(
    tx: &mut Tx,
    seller: SellerId,
    titles: &BTreeMap<ProductId, (&str, bool)>,
) -> Result<BTreeMap<ProductId, i64>, DbError> {
    let ids: Vec<ProductId> = titles.keys().copied().collect();
    let mut numbers = BTreeMap::new();
    for some in ids.chunks(BATCH) {
        let list = placeholders(2, some.len());
        let text = format!(
            "SELECT product_id, number, title FROM reporting_products WHERE seller_id = $1 AND product_id IN ({list})"
        );
        let statement = sql(text).bind(seller).bind_all(some.iter().copied());
        for (product, number, known) in tx.all::<(ProductId, i64, String)>(statement).await? {
            if let Some((title, true)) = titles.get(&product).filter(|(title, _)| *title != known) {
                let rename =
                    "UPDATE reporting_products SET title = $3 WHERE seller_id = $1 AND product_id = $2";
                tx.exec(sql(rename).bind(seller).bind(product).bind(*title)).await?;
            }
            numbers.insert(product, number);
        }
    }
    let next =
        "SELECT CAST(COALESCE(MAX(number), -1) + 1 AS BIGINT) FROM reporting_products WHERE seller_id = $1";
    let (mut next,): (i64,) = tx.one(sql(next).bind(seller)).await?;
    for (product, (title, _)) in titles {
        if numbers.contains_key(product) {
            continue;
        }
        tx.exec(
            sql("INSERT INTO reporting_products (seller_id, product_id, number, title, category_id)
                 VALUES ($1, $2, $3, $4, (SELECT category_id FROM catalog_products WHERE id = $2))")
            .bind(seller)
            .bind(*product)
            .bind(next)
            .bind(*title),
        )
        .await?;
        numbers.insert(*product, next);
        next += 1;
    }
    Ok(numbers)
}

async fn write_sheet(tx: &mut Tx, key: SheetKey, changes: Sheet) -> Result<(), DbError> {
    let (seller, currency, span, from_us, chunk) = key;
    let own = |text: &'static str| sql(text).bind(seller).bind(currency).bind(span).bind(from_us).bind(chunk);
    let known: Option<(String,)> = tx
        .opt(own("SELECT lines FROM reporting_sheets WHERE seller_id = $1 AND currency = $2 AND span = $3
                  AND from_us = $4 AND chunk = $5"))
        .await?;
    let mut sheet = known.map_or_else(|| Ok(Sheet::new()), |(lines,)| decode(&lines))?;
    for (number, sold) in changes {
        sheet.entry(number).or_default().add(&sold);
    }
    sheet.retain(|_, sold| *sold != Sold::default());
    let lines = encode(&sheet)?;
    tx.exec(
        own("INSERT INTO reporting_sheets (seller_id, currency, span, from_us, chunk, lines)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (seller_id, currency, span, from_us, chunk) DO UPDATE SET lines = excluded.lines")
        .bind(lines),
    )
    .await?;
    Ok(())
}

/// Products stand where the catalogue has them now, sales of before included.
pub(crate) async fn move_to_categories(tx: &mut Tx, products: &BTreeSet<ProductId>) -> Result<(), DbError> {
    let ids: Vec<ProductId> = products.iter().copied().collect();
    for some in ids.chunks(BATCH) {
        let list = placeholders(1, some.len());
        let text = format!(
            "UPDATE reporting_products SET category_id =
                 (SELECT c.category_id FROM catalog_products AS c WHERE c.id = reporting_products.product_id)
             WHERE product_id IN ({list})"
        );
        tx.exec(sql(text).bind_all(some.iter().copied())).await?;
    }
    Ok(())
}

/// What each product of a seller sold in a range, by its number.
pub(crate) async fn sold(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    range: Range,
) -> Result<Vec<Sold>, DbError> {
    let mut all: Vec<Sold> = Vec::new();
    for piece in range.pieces() {
        let sheets: Vec<(String,)> = conn
            .all(
                sql("SELECT lines FROM reporting_sheets WHERE seller_id = $1 AND currency = $2 AND span = $3
                     AND from_us >= $4 AND from_us < $5")
                .bind(seller)
                .bind(currency)
                .bind(piece.span)
                .bind(piece.from_us)
                .bind(piece.to_us),
            )
            .await?;
        for (lines,) in sheets {
            for (number, sold) in numbers(&lines)?.chunks_exact(FIELDS).map(product_of) {
                let at = usize::try_from(number).unwrap_or(0);
                if all.len() <= at {
                    all.resize(at + 1, Sold::default());
                }
                all[at].add(&sold);
            }
        }
    }
    Ok(all)
}

/// Every sheet as rows, for the check.
pub(crate) async fn all(conn: &mut Conn) -> Result<BTreeMap<SpanKey, Sold>, DbError> {
    let named: Vec<(SellerId, i64, ProductId)> =
        conn.all(sql("SELECT seller_id, number, product_id FROM reporting_products")).await?;
    let named: BTreeMap<(SellerId, i64), ProductId> =
        named.into_iter().map(|(seller, number, product)| ((seller, number), product)).collect();
    let sheets: Vec<(SellerId, Currency, Span, i64, String)> =
        conn.all(sql("SELECT seller_id, currency, span, from_us, lines FROM reporting_sheets")).await?;
    let mut rows = BTreeMap::new();
    for (seller, currency, span, from_us, lines) in sheets {
        for (number, sold) in decode(&lines)? {
            // A number without its product would be a sale of nothing: it is named by an id that nothing has.
            let product = named.get(&(seller, number)).copied();
            let product = product.unwrap_or_else(|| domain::TypedId::from_uuid(uuid::Uuid::nil()));
            rows.insert((seller, currency, span, from_us, product), sold);
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_read_as_it_was_written() {
        let sold = |units, minor, returned| Sold { units, minor, returned };
        let sheet: Sheet = [(0, sold(2, 1_998, 0)), (511, sold(-1, -5, 3))].into();
        let lines = encode(&sheet).unwrap();
        assert_eq!(lines, "[0,2,1998,0,511,-1,-5,3]");
        assert_eq!(decode(&lines).unwrap(), sheet);
        assert!(decode("{}").is_err());
    }
}
