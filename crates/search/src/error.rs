//! What can go wrong in the search.

/// Why the index cannot be read or written. Nothing that a shopper types is an error.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error("the index's directory {path} cannot be used: {source}")]
    Directory { path: String, source: std::io::Error },
    #[error("the index cannot be read or written: {0}")]
    Index(#[from] tantivy::TantivyError),
    #[error("another process writes the index in this directory")]
    WriterBusy,
    #[error("a piece of the index's work was broken off")]
    Interrupted,
    #[error("{0}")]
    Inventory(#[from] inventory::InventoryError),
    #[error("{0}")]
    Seller(#[from] sellers::SellerError),
    #[error("{0}")]
    Db(#[from] db::DbError),
}
