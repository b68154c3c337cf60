//! What is left by offer and day. Owns `reporting_offers` and `reporting_offer_sheets`, which are to offers what
//! `analysis::products` is to products: one row with one document for up to 512 offers of one day or month.

use super::fold::{Deltas, OfferDelta};
use crate::ReportingError;
use crate::analysis::{Range, Span, month_us};
use db::{Conn, DbError, Tx, placeholders, sql};
use domain::margin::Margin;
use domain::{Currency, OfferId, ProductId, SellerId};
use std::collections::BTreeMap;

/// Offers of one sheet: a sale writes no more than it must, and a year is read in few rows.
const PER_SHEET: i64 = 512;
/// Numbers that an offer has in a sheet: its own, and its sums.
const FIELDS: usize = 1 + Margin::SUMS;
/// Both databases limit bound values.
const BATCH: usize = 500;

/// Seller, currency, span, its beginning, offer.
pub(crate) type SpanKey = (SellerId, Currency, Span, i64, OfferId);
/// Seller, currency, span, its beginning, chunk: the key of `reporting_offer_sheets`.
type SheetKey = (SellerId, Currency, Span, i64, i64);
/// Offers by their number.
type Sheet = BTreeMap<i64, Margin>;

/// The numbers of a sheet, [`FIELDS`] for each offer.
fn decode(lines: &str) -> Result<Vec<(i64, Margin)>, DbError> {
    let numbers: Vec<i64> = serde_json::from_str(lines)?;
    let offer = |fields: &[i64]| {
        let mut sums = [0; Margin::SUMS];
        sums.copy_from_slice(&fields[1..]);
        (fields[0], Margin::of_sums(sums))
    };
    Ok(numbers.chunks_exact(FIELDS).map(offer).collect())
}

fn encode(sheet: &Sheet) -> Result<String, DbError> {
    let numbers: Vec<i64> =
        sheet.iter().flat_map(|(number, margin)| std::iter::once(*number).chain(margin.sums())).collect();
    Ok(serde_json::to_string(&numbers)?)
}

/// The day and the month that each offer's sums belong to.
pub(crate) fn spans(deltas: &Deltas) -> BTreeMap<SpanKey, Margin> {
    let mut rows: BTreeMap<SpanKey, Margin> = BTreeMap::new();
    for ((seller, currency, day_us, offer), delta) in deltas {
        for (span, from_us) in [(Span::Day, *day_us), (Span::Month, month_us(*day_us))] {
            rows.entry((*seller, *currency, span, from_us, *offer)).or_default().add(&delta.margin);
        }
    }
    rows
}

pub(crate) async fn write(tx: &mut Tx, deltas: &Deltas) -> Result<(), ReportingError> {
    let mut named: BTreeMap<SellerId, BTreeMap<OfferId, &OfferDelta>> = BTreeMap::new();
    for ((seller, _, _, offer), delta) in deltas {
        let known = named.entry(*seller).or_default().entry(*offer).or_insert(delta);
        // Days rise, so the last parcel that left says it best.
        if delta.newest {
            *known = delta;
        }
    }
    let mut numbers = BTreeMap::new();
    for (seller, offers) in &named {
        for (offer, number) in numbered(tx, *seller, offers).await? {
            numbers.insert((*seller, offer), number);
        }
    }
    let mut sheets: BTreeMap<SheetKey, Sheet> = BTreeMap::new();
    for ((seller, currency, span, from_us, offer), margin) in spans(deltas) {
        let Some(number) = numbers.get(&(seller, offer)) else { continue };
        let sheet = sheets.entry((seller, currency, span, from_us, number / PER_SHEET)).or_default();
        sheet.entry(*number).or_default().add(&margin);
    }
    for (key, sheet) in sheets {
        write_sheet(tx, key, sheet).await?;
    }
    Ok(())
}

/// The numbers of a seller's offers; those that have none get the next ones.
async fn numbered(
    tx: &mut Tx,
    seller: SellerId,
    offers: &BTreeMap<OfferId, &OfferDelta>,
) -> Result<BTreeMap<OfferId, i64>, DbError> {
    let ids: Vec<OfferId> = offers.keys().copied().collect();
    let mut numbers = BTreeMap::new();
    for some in ids.chunks(BATCH) {
        let list = placeholders(2, some.len());
        let text = format!(
            "SELECT offer_id, number, product_id, title FROM reporting_offers WHERE seller_id = $1 AND offer_id IN ({list})"
        );
        let statement = sql(text).bind(seller).bind_all(some.iter().copied());
        for (offer, number, product, title) in tx.all::<(OfferId, i64, ProductId, String)>(statement).await? {
            let newer = offers.get(&offer).filter(|delta| delta.newest);
            if let Some(delta) = newer.filter(|delta| delta.title != title || delta.product != product) {
                let rename = "UPDATE reporting_offers SET product_id = $3, title = $4
                    WHERE seller_id = $1 AND offer_id = $2";
                let rename = sql(rename).bind(seller).bind(offer).bind(delta.product);
                tx.exec(rename.bind(delta.title.as_str())).await?;
            }
            numbers.insert(offer, number);
        }
    }
    let next =
        "SELECT CAST(COALESCE(MAX(number), -1) + 1 AS BIGINT) FROM reporting_offers WHERE seller_id = $1";
    let (mut next,): (i64,) = tx.one(sql(next).bind(seller)).await?;
    for (offer, delta) in offers {
        if numbers.contains_key(offer) {
            continue;
        }
        tx.exec(
            sql("INSERT INTO reporting_offers (seller_id, offer_id, number, product_id, title)
                 VALUES ($1, $2, $3, $4, $5)")
            .bind(seller)
            .bind(*offer)
            .bind(next)
            .bind(delta.product)
            .bind(delta.title.as_str()),
        )
        .await?;
        numbers.insert(*offer, next);
        next += 1;
    }
    Ok(numbers)
}

async fn write_sheet(tx: &mut Tx, key: SheetKey, changes: Sheet) -> Result<(), DbError> {
    let (seller, currency, span, from_us, chunk) = key;
    let own = |text: &'static str| sql(text).bind(seller).bind(currency).bind(span).bind(from_us).bind(chunk);
    let known: Option<(String,)> = tx
        .opt(own(
            "SELECT lines FROM reporting_offer_sheets WHERE seller_id = $1 AND currency = $2 AND span = $3
                  AND from_us = $4 AND chunk = $5",
        ))
        .await?;
    let mut sheet: Sheet = match known {
        Some((lines,)) => decode(&lines)?.into_iter().collect(),
        None => Sheet::new(),
    };
    for (number, margin) in changes {
        sheet.entry(number).or_default().add(&margin);
    }
    sheet.retain(|_, margin| *margin != Margin::default());
    let lines = encode(&sheet)?;
    tx.exec(
        own("INSERT INTO reporting_offer_sheets (seller_id, currency, span, from_us, chunk, lines)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (seller_id, currency, span, from_us, chunk) DO UPDATE SET lines = excluded.lines")
        .bind(lines),
    )
    .await?;
    Ok(())
}

/// What each offer of a seller moved in a range, by its number.
pub(crate) async fn moved(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    range: Range,
) -> Result<Vec<Margin>, DbError> {
    let mut all: Vec<Margin> = Vec::new();
    for piece in range.pieces() {
        let sheets: Vec<(String,)> = conn
            .all(
                sql("SELECT lines FROM reporting_offer_sheets WHERE seller_id = $1 AND currency = $2 AND span = $3
                     AND from_us >= $4 AND from_us < $5")
                .bind(seller)
                .bind(currency)
                .bind(piece.span)
                .bind(piece.from_us)
                .bind(piece.to_us),
            )
            .await?;
        for (lines,) in sheets {
            for (number, margin) in decode(&lines)? {
                let at = usize::try_from(number).unwrap_or(0);
                if all.len() <= at {
                    all.resize(at + 1, Margin::default());
                }
                all[at].add(&margin);
            }
        }
    }
    Ok(all)
}

/// Every sheet as rows, for the check.
pub(crate) async fn all(conn: &mut Conn) -> Result<BTreeMap<SpanKey, Margin>, DbError> {
    let named: Vec<(SellerId, i64, OfferId)> =
        conn.all(sql("SELECT seller_id, number, offer_id FROM reporting_offers")).await?;
    let named: BTreeMap<(SellerId, i64), OfferId> =
        named.into_iter().map(|(seller, number, offer)| ((seller, number), offer)).collect();
    let sheets: Vec<(SellerId, Currency, Span, i64, String)> =
        conn.all(sql("SELECT seller_id, currency, span, from_us, lines FROM reporting_offer_sheets")).await?;
    let mut rows = BTreeMap::new();
    for (seller, currency, span, from_us, lines) in sheets {
        for (number, margin) in decode(&lines)? {
            // A number without its offer would be a sale of nothing: it is named by an id that nothing has.
            let offer = named.get(&(seller, number)).copied();
            let offer = offer.unwrap_or_else(|| domain::TypedId::from_uuid(uuid::Uuid::nil()));
            rows.insert((seller, currency, span, from_us, offer), margin);
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_read_as_it_was_written() {
        let sold = Margin { units: 2, sales_minor: 1_998, uncosted_units: -1, ..Margin::default() };
        let sheet: Sheet = [(0, sold), (511, Margin { cost_minor: 5, ..Margin::default() })].into();
        let lines = encode(&sheet).unwrap();
        assert_eq!(lines, "[0,2,1998,0,0,0,0,0,0,0,0,0,-1,511,0,0,0,0,0,0,0,0,0,0,5,0]");
        assert_eq!(decode(&lines).unwrap().into_iter().collect::<Sheet>(), sheet);
        assert!(decode("{}").is_err());
    }
}
