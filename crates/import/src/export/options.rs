//! What is asked of an export to a folder, and what came of it. Called by the formats and by `orinoco export`.

use domain::{Currency, SellerId};
use std::path::PathBuf;

/// What to take out.
#[derive(Debug, Clone)]
pub struct ExportOptions {
    pub seller: SellerId,
    /// Offers in another one are left out: the formats name none.
    pub currency: Currency,
    pub pictures: PictureNames,
    /// Whether the file says what a unit costs the seller, which is for its own people alone.
    pub costs: bool,
}

/// How pictures are named in the file.
#[derive(Debug, Clone)]
pub enum PictureNames {
    /// As files below this folder, which are written.
    Files(PathBuf),
    /// As addresses of this shop: `https://shop.example.com`.
    Addresses(String),
}

/// What was taken out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Exported {
    /// Products, where the variants of one count once.
    pub products: u64,
    pub offers: u64,
    pub pictures: u64,
    /// Used articles, those in another currency, those withdrawn, and variants not on sale beside some that are.
    pub left_out: u64,
}

/// Why an export stopped.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("the file cannot be written: {0}")]
    Write(#[from] std::io::Error),
    #[error("the file cannot be written: {0}")]
    Csv(#[from] csv::Error),
    #[error(transparent)]
    Import(#[from] crate::ImportError),
    #[error(transparent)]
    Inventory(#[from] inventory::InventoryError),
    #[error(transparent)]
    Pictures(#[from] pictures::PictureError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
