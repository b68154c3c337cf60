//! Why a kit cannot be applied.

/// Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum KitError {
    /// A text of the kit that cannot be a page.
    #[error("the kit's page `{0}` cannot be saved")]
    Page(String),
    #[error(transparent)]
    Money(#[from] domain::MoneyError),
    #[error(transparent)]
    Catalog(#[from] catalog::CatalogError),
    #[error(transparent)]
    Content(#[from] content::ContentError),
    #[error(transparent)]
    Fee(#[from] fees::FeeError),
    #[error(transparent)]
    Listing(#[from] listing::ListingError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
