//! Why prices are not changed.

use buybox::BuyBoxError;
use catalog::CatalogError;
use db::DbError;
use domain::{Currency, OfferId};
use fees::FeeError;
use inventory::InventoryError;
use orders::OrderError;
use sellers::SellerError;

/// Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum PricingError {
    #[error("a sheet changes 1 to {} offers", crate::MOST_ROWS)]
    BadCount,
    #[error("the offer {0} is in the sheet twice")]
    Twice(OfferId),
    #[error("the seller has no offer {0}")]
    NoSuchOffer(OfferId),
    /// All of them, so that a person looks once.
    #[error("changed meanwhile by somebody else: {0:?}")]
    Changed(Vec<OfferId>),
    #[error("the price, time or cost of {0} cannot be that")]
    BadCell(OfferId),
    #[error("the shop took {0} down: it is not put up for sale")]
    TakenDown(OfferId),
    #[error("the stock of {0} cannot change by so much")]
    BadStock(OfferId),
    #[error("{available} units of {offer} are left, fewer than are taken away")]
    Sold { offer: OfferId, available: i64 },
    #[error("the key came with something else before")]
    KeyReused,
    #[error("there is no such sheet")]
    NoSuchSheet,
    #[error("what a unit costs is not known, so nobody can say what is a loss")]
    CostUnknown,
    #[error("the offer's price is in {0}")]
    OtherCurrency(Currency),
    #[error("a seller has at most {} prices that follow others: stop one first", crate::MOST_RULES)]
    TooManyRules,
    #[error(
        "at most {} offers of one product follow others for one seller: stop one of them first",
        crate::MOST_OWN_OF_PRODUCT
    )]
    TooManyOwnOfProduct,
    #[error(
        "at most {} offers of one product follow others: set the price by hand, or try again once a seller stops",
        crate::MOST_OF_PRODUCT
    )]
    TooManyOfProduct,
    #[error(transparent)]
    Catalog(CatalogError),
    #[error(transparent)]
    Inventory(InventoryError),
    #[error(transparent)]
    Seller(#[from] sellers::SellerError),
    #[error(transparent)]
    Fees(#[from] fees::FeeError),
    #[error(transparent)]
    BuyBox(#[from] buybox::BuyBoxError),
    #[error(transparent)]
    Orders(#[from] OrderError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}

impl PricingError {
    /// Whether it is about what the rows of one offer, rule or seller hold, and not about the database: others may go on in
    /// the same transaction.
    pub(crate) fn is_of_one_row(&self) -> bool {
        let db = match self {
            Self::NoSuchOffer(_) | Self::BadCell(_) => return true,
            Self::Fees(FeeError::Unreadable(_) | FeeError::Money(_)) => return true,
            Self::Db(error)
            | Self::Seller(SellerError::Db(error))
            | Self::Fees(FeeError::Db(error))
            | Self::Orders(OrderError::Db(error))
            | Self::BuyBox(BuyBoxError::Db(error) | BuyBoxError::Seller(SellerError::Db(error))) => error,
            _ => return false,
        };
        matches!(db, DbError::Column { .. } | DbError::Json(_) | DbError::NotFound)
    }

    /// What the catalogue said of one offer.
    pub(crate) fn of_offer(offer: OfferId, error: CatalogError) -> Self {
        match error {
            CatalogError::Price(_) | CatalogError::Handling | CatalogError::Cost(_) => Self::BadCell(offer),
            CatalogError::OfferNotFound(id) => Self::NoSuchOffer(id),
            CatalogError::TakenDown => Self::TakenDown(offer),
            CatalogError::Db(error) => Self::Db(error),
            other => Self::Catalog(other),
        }
    }

    /// What the inventory said of one offer.
    pub(crate) fn of_stock(offer: OfferId, error: InventoryError) -> Self {
        match error {
            InventoryError::QuantityOutOfRange => Self::BadStock(offer),
            InventoryError::BelowZero { available, .. } => Self::Sold { offer, available },
            InventoryError::Db(error) => Self::Db(error),
            other => Self::Inventory(other),
        }
    }
}
