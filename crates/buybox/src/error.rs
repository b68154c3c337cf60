//! What can go wrong with sellers' health and the buy box.

/// Why it could not be said.
#[derive(Debug, thiserror::Error)]
pub enum BuyBoxError {
    #[error(transparent)]
    Seller(#[from] sellers::SellerError),
    #[error(transparent)]
    Inventory(#[from] inventory::InventoryError),
    #[error(transparent)]
    Notify(#[from] notify::NotifyError),
    #[error(transparent)]
    Mail(#[from] mail::MailError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
