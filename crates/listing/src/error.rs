//! Why something cannot be listed.

use catalog::CatalogError;
use domain::listing::{Lack, RuleError};
use domain::{Currency, OfferId, ProductId};
use inventory::InventoryError;

/// Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ListingError {
    #[error("there is no such product")]
    NoSuchProduct,
    #[error("nobody can offer this product: shoppers do not see it")]
    NotListed,
    #[error("there is no such category")]
    NoSuchCategory,
    #[error("there is no such seller")]
    NoSuchSeller,
    #[error("there is no such proposal")]
    NoSuchProposal,
    #[error("the seller offers this product in this condition already: {0}")]
    Exists(OfferId),
    #[error("the product {product} has this code already")]
    CodeKnown { product: ProductId },
    #[error("a product that shoppers do not see has this code: only the operator can show it")]
    CodeNotShown,
    #[error("`{0}` is only for sellers whom the shop names")]
    Brand(String),
    #[error("the category asks for more: {0:?}")]
    Lacks(Vec<Lack>),
    #[error(
        "the category needs the shop's approval: brand and category stay, or it is proposed as a new product"
    )]
    ChangeNeedsApproval,
    #[error("the seller has described no such product")]
    NotDescribed,
    #[error("a title has 1 to {} characters", crate::LONGEST_TITLE)]
    Title,
    #[error("the brand's name is too long")]
    BrandName,
    #[error("a description has at most {} characters", crate::LONGEST_DESCRIPTION)]
    Description,
    #[error("at most {} attributes with short names", crate::MOST_ATTRIBUTES)]
    Attributes,
    #[error(transparent)]
    Code(#[from] catalog::GtinError),
    #[error("the seller's prices are in {0}")]
    OtherCurrency(Currency),
    #[error("units are 0 to {}", inventory::MAX_QUANTITY)]
    Stock,
    #[error("the seller has no such shipping table")]
    NoSuchTable,
    #[error("too many proposals of this seller wait")]
    TooMany,
    #[error("a proposal has at most {} pictures", crate::MOST_PICTURES)]
    TooManyPictures,
    #[error("a reason has 3 to 1,000 characters")]
    BadReason,
    #[error("it was decided already")]
    Decided,
    #[error("a product is not merged with itself")]
    SameProduct,
    #[error("the key came with something else before")]
    KeyReused,
    #[error(transparent)]
    Rule(#[from] RuleError),
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    #[error(transparent)]
    Inventory(#[from] InventoryError),
    #[error(transparent)]
    Lists(#[from] lists::ListError),
    #[error(transparent)]
    Reviews(#[from] reviews::ReviewError),
    #[error(transparent)]
    Search(#[from] search::SearchError),
    #[error(transparent)]
    Seller(#[from] sellers::SellerError),
    #[error(transparent)]
    Mail(#[from] mail::MailError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
