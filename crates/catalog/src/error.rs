//! What can go wrong in the catalogue.

use crate::gtin::Gtin;
use domain::{CategoryId, Money, OfferId, ProductId};

/// Why a command of the catalogue was refused; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    #[error("there is no category {0}")]
    CategoryNotFound(CategoryId),
    #[error("a category needs a name of 1 to 80 characters")]
    CategoryName,
    #[error("a reason has 3 to 300 characters")]
    ClassReason,
    #[error("a change begins now or later: what was sold before it is charged as it was sold")]
    ClassInThePast,
    #[error("no such class was said")]
    NoSuchClass,
    #[error("what has begun cannot be taken back; say another one")]
    ClassBegun,
    #[error("it was taken back already")]
    ClassWithdrawn,
    #[error("a category without a parent has a class of its own")]
    ClassOfRoot,
    #[error("there is no product {0}")]
    ProductNotFound(ProductId),
    #[error("a product needs a title of 1 to 500 characters")]
    Title,
    #[error("the text of the product has more than {limit} characters")]
    TextTooLong { limit: usize },
    #[error("the code {ean} belongs to the product {product} already")]
    EanTaken { ean: Gtin, product: ProductId },
    #[error("{0}")]
    Variant(&'static str),
    #[error("`{values}` of the model is the product {product} already")]
    VariantTaken { values: String, product: ProductId },
    #[error("the source key `{0}` is given twice")]
    SourceTwice(String),
    #[error("there is no offer {0}")]
    OfferNotFound(OfferId),
    #[error("{0} is not a price: it must be above zero")]
    Price(Money),
    #[error("a weight is 1 to {} g", domain::shipping::Packing::HEAVIEST_G)]
    Weight,
    #[error("handling takes 0 to {} days", crate::Terms::LONGEST_HANDLING)]
    Handling,
    #[error("{0} is not what a unit costs: it is no less than nothing, in the currency of the price")]
    Cost(Money),
    #[error("an offer needs a SKU of 1 to 100 characters")]
    Sku,
    #[error("the seller uses the SKU `{0}` for another offer")]
    SkuTaken(String),
    #[error("the seller offers this product in this condition already")]
    OfferExists,
    /// By an operator; only an operator shows it again.
    #[error("the shop took it down, and it stays so until the shop shows it again")]
    TakenDown,
    #[error("the offer was changed in the meantime: it is at version {current}")]
    VersionConflict { current: i64 },
    #[error("goods can be returned for 1 to {} days", domain::returns::LONGEST_WINDOW_DAYS)]
    ReturnWindow,
    #[error("it begins now or later")]
    InThePast,
    #[error("a reason has 3 to 300 characters")]
    WindowReason,
    #[error("no such window was said")]
    NoWindow,
    #[error("what has begun cannot be taken back; say another one")]
    WindowBegun,
    #[error("it was taken back already")]
    WindowWithdrawn,
    #[error(transparent)]
    Db(#[from] db::DbError),
}
