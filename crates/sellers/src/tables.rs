//! What a seller's delivery costs by place, weight and worth: tables that are read with the seller, and changed on their
//! own. Called by `store`, the seller's desk, the API, the orders and every page that shows a price.

use crate::SellerError;
use crate::store::{Seller, changed, get};
use db::{DbError, Json, Row, Tx, sql};
use domain::place::Place;
use domain::shipping::{self, NoDelivery, Packing, ShippingTable, ShippingTables};
use domain::{Money, SellerId, ShippingTableId};

/// The columns that [`of_row`] reads.
pub(crate) const COLUMNS: &str = "shipping_tables, standard_table";

pub(crate) fn of_row(row: &Row) -> Result<ShippingTables, DbError> {
    let all: Json<Vec<ShippingTable>> = row.get("shipping_tables")?;
    Ok(ShippingTables { all: all.0, standard: row.get("standard_table")? })
}

impl Seller {
    /// What one piece costs to be sent to a place.
    ///
    /// # Errors
    /// Why it is not delivered alone.
    pub fn fee_of_one(&self, packing: Packing, price: Money, to: &Place) -> Result<Money, NoDelivery> {
        shipping::fee_of_one(&self.shipping, &self.tables, packing, price, to)
    }
}

/// Keeps a table: the one with its id is replaced, else it is a new one. `standard` makes it the one for offers that name
/// none; without it, it is that no longer.
///
/// # Errors
/// [`SellerError::NoSuchSeller`]; [`SellerError::Table`] says what is wrong with it; [`SellerError::TooManyTables`].
pub async fn put_table(
    tx: &mut Tx,
    id: SellerId,
    table: ShippingTable,
    standard: bool,
) -> Result<(), SellerError> {
    let seller = get(tx, id).await?.ok_or(SellerError::NoSuchSeller)?;
    table.check(seller.currency)?;
    let table = ShippingTable { name: table.name.trim().to_owned(), ..table };
    let mut tables = seller.tables;
    match (standard, tables.standard == Some(table.id)) {
        (true, _) => tables.standard = Some(table.id),
        (false, true) => tables.standard = None,
        (false, false) => {}
    }
    match tables.all.iter().position(|known| known.id == table.id) {
        Some(at) => tables.all[at] = table,
        None if tables.all.len() >= ShippingTables::MOST => return Err(SellerError::TooManyTables),
        None => tables.all.push(table),
    }
    write(tx, id, &tables).await
}

/// Takes a table away; `false` when there is none. Offers that name it are sent by the standard from then on.
///
/// # Errors
/// [`SellerError::NoSuchSeller`].
pub async fn remove_table(tx: &mut Tx, id: SellerId, table: ShippingTableId) -> Result<bool, SellerError> {
    let mut tables = get(tx, id).await?.ok_or(SellerError::NoSuchSeller)?.tables;
    let before = tables.all.len();
    tables.all.retain(|known| known.id != table);
    if tables.all.len() == before {
        return Ok(false);
    }
    tables.standard = tables.standard.filter(|standard| *standard != table);
    write(tx, id, &tables).await?;
    Ok(true)
}

async fn write(tx: &mut Tx, id: SellerId, tables: &ShippingTables) -> Result<(), SellerError> {
    let all = serde_json::to_string(&tables.all).map_err(DbError::from)?;
    let text = "UPDATE sellers_sellers SET shipping_tables = $2, standard_table = $3, revision = revision + 1
                WHERE id = $1";
    tx.exec(sql(text).bind(id).bind(all).bind(tables.standard)).await?;
    changed(tx, id).await
}
