//! Writing what a run of events changes, in the transaction that moves the cursor.

use super::counts::Counts;
use super::fold::{Deltas, SaleKey};
use super::range::{Span, month_us};
use super::{products, shoppers};
use db::{DbError, Tx, sql};
use domain::{Currency, SellerId};
use std::collections::BTreeMap;

domain::text_enum! {
    /// What sales are counted by.
    pub(crate) enum Facet {
        All = "all",
        /// Of the delivery address.
        Country = "country",
        Device = "device",
    }
}
db::text_column!(Facet);

/// Seller, currency, facet and which of it, span and its beginning: the key of `reporting_facets`.
pub(crate) type FacetKey = (SellerId, Currency, Facet, String, Span, i64);

/// The rows that sales belong to.
pub(crate) fn facets(sales: &BTreeMap<SaleKey, Counts>) -> BTreeMap<FacetKey, Counts> {
    let mut rows: BTreeMap<FacetKey, Counts> = BTreeMap::new();
    for ((seller, currency, day_us, country, device), counts) in sales {
        let mut add = |facet, value: &str, span, from_us| {
            let key = (*seller, *currency, facet, value.to_owned(), span, from_us);
            rows.entry(key).or_default().add(counts);
        };
        add(Facet::All, "", Span::Day, *day_us);
        for (facet, value) in [(Facet::Country, country), (Facet::Device, device)] {
            add(facet, value, Span::Day, *day_us);
            add(facet, value, Span::Month, month_us(*day_us));
        }
    }
    rows
}

pub(crate) async fn write(tx: &mut Tx, deltas: &Deltas) -> Result<(), DbError> {
    for (key, counts) in facets(&deltas.sales) {
        write_facet(tx, key, counts).await?;
    }
    products::write(tx, &deltas.products).await?;
    products::move_to_categories(tx, &deltas.changed).await?;
    shoppers::write(tx, &deltas.shoppers).await
}

async fn write_facet(tx: &mut Tx, key: FacetKey, counts: Counts) -> Result<(), DbError> {
    let (seller, currency, facet, value, span, from_us) = key;
    tx.exec(
        sql("INSERT INTO reporting_facets AS r (seller_id, currency, facet, value, span, from_us, orders, units, minor,
                 cancelled_orders, cancelled_units, cancelled_minor, returned_units, returned_minor)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
             ON CONFLICT (seller_id, currency, facet, span, from_us, value) DO UPDATE SET
                 orders = r.orders + excluded.orders, units = r.units + excluded.units,
                 minor = r.minor + excluded.minor,
                 cancelled_orders = r.cancelled_orders + excluded.cancelled_orders,
                 cancelled_units = r.cancelled_units + excluded.cancelled_units,
                 cancelled_minor = r.cancelled_minor + excluded.cancelled_minor,
                 returned_units = r.returned_units + excluded.returned_units,
                 returned_minor = r.returned_minor + excluded.returned_minor")
        .bind(seller)
        .bind(currency)
        .bind(facet)
        .bind(value)
        .bind(span)
        .bind(from_us)
        .bind_all([counts.orders, counts.units, counts.minor])
        .bind_all([counts.cancelled_orders, counts.cancelled_units, counts.cancelled_minor])
        .bind_all([counts.returned_units, counts.returned_minor]),
    )
    .await?;
    Ok(())
}
