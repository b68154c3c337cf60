//! Who a seller is to the law: name, address and tax number, as its invoices say from then on. Read with the seller, changed
//! on its own. Called by `store`, the seller's desk and `invoices`.

use crate::SellerError;
use crate::store::{changed, get};
use db::{DbError, Json, Row, Tx, sql};
use domain::field::one_line;
use domain::{SellerId, tax_id};
use serde::{Deserialize, Serialize};

/// The column that [`of_row`] reads.
pub(crate) const COLUMNS: &str = "legal";

/// Who a seller is to the law.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Legal {
    /// Of the person or company, 2 to 120 characters.
    pub name: String,
    /// As an envelope has it, without the country: one to five lines.
    pub address: Vec<String>,
    /// As the seller's country writes it ([`tax_id::parse`]); empty where there is none.
    #[serde(default)]
    pub tax_id: String,
}

impl Legal {
    pub const LONGEST_NAME: usize = 120;
    pub const MOST_LINES: usize = 5;
    pub const LONGEST_LINE: usize = 100;

    /// From what somebody typed; the address has a line for each of its own.
    ///
    /// # Errors
    /// [`SellerError::BadLegalName`], [`SellerError::BadLegalAddress`], [`SellerError::BadTaxId`].
    pub fn read(country: &str, name: &str, address: &str, tax: &str) -> Result<Self, SellerError> {
        let name = one_line(name, Self::LONGEST_NAME).map_err(|_| SellerError::BadLegalName)?;
        if name.chars().count() < 2 {
            return Err(SellerError::BadLegalName);
        }
        let lines = address.lines().map(|line| one_line(line, Self::LONGEST_LINE));
        let mut address = lines.collect::<Result<Vec<_>, _>>().map_err(|_| SellerError::BadLegalAddress)?;
        address.retain(|line| !line.is_empty());
        if !(1..=Self::MOST_LINES).contains(&address.len()) {
            return Err(SellerError::BadLegalAddress);
        }
        let tax_id = match tax.trim() {
            "" => String::new(),
            typed => tax_id::parse(country, typed).map_err(|_| SellerError::BadTaxId)?,
        };
        Ok(Self { name, address, tax_id })
    }
}

pub(crate) fn of_row(row: &Row) -> Result<Option<Legal>, DbError> {
    Ok(row.get::<Option<Json<Legal>>>("legal")?.map(|legal| legal.0))
}

/// Says who the seller is, for invoices from now on.
///
/// # Errors
/// [`SellerError::NoSuchSeller`].
pub async fn update_legal(tx: &mut Tx, id: SellerId, legal: &Legal) -> Result<(), SellerError> {
    get(tx, id).await?.ok_or(SellerError::NoSuchSeller)?;
    let legal = serde_json::to_string(legal).map_err(DbError::from)?;
    let text = "UPDATE sellers_sellers SET legal = $2, revision = revision + 1 WHERE id = $1";
    tx.exec(sql(text).bind(id).bind(legal)).await?;
    changed(tx, id).await
}
