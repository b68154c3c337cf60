//! What refuses a listing, as sentences at the field that is wrong; and conditions to choose from.
use domain::listing::Lack;
use domain::text_enum::TextEnum as _;
use platform::catalog::{CatalogError, Condition, GtinError, Terms};
use platform::inventory::InventoryError;
use platform::listing::ListingError;

use crate::answer::{Failure, Invalid};
use crate::shop::tiles::condition_words;
use crate::text::T;

/// The state of an article, a new one's too.
pub(super) fn condition(t: T, condition: Condition) -> String {
    condition_words(t, condition).unwrap_or_else(|| t.listing_new())
}

/// Every condition to choose from.
pub(super) fn conditions(t: T) -> Vec<(String, String)> {
    Condition::ALL.iter().map(|one| (one.as_str().to_owned(), condition(t, *one))).collect()
}

/// Why a text is no code.
pub(super) fn code(t: T, error: GtinError) -> String {
    match error {
        GtinError::Length => t.listing_code_length(),
        GtinError::NotDigits => t.listing_code_digits(),
        GtinError::CheckDigit => t.listing_code_check(),
    }
}

/// The field that is wrong and what would be right, or the failure that is none of a field's.
fn wrong(t: T, error: ListingError) -> Result<(&'static str, String), Failure> {
    Ok(match error {
        ListingError::Title => ("title", t.listing_wrong_title()),
        ListingError::BrandName => ("brand", t.listing_wrong_brand()),
        ListingError::Description => ("description", t.listing_wrong_description()),
        ListingError::Attributes => ("attributes", t.listing_wrong_attributes()),
        ListingError::Code(error) => ("code", code(t, error)),
        ListingError::CodeNotShown => ("code", t.listing_code_not_shown()),
        ListingError::NoSuchCategory => ("category", t.listing_wrong_category()),
        ListingError::Stock | ListingError::Inventory(InventoryError::QuantityOutOfRange) => {
            ("stock", t.offer_stock_wrong())
        }
        ListingError::OtherCurrency(_) | ListingError::Catalog(CatalogError::Price(_)) => {
            ("price", t.offer_price_wrong())
        }
        ListingError::NoSuchTable => ("table", t.listing_no_table()),
        ListingError::Catalog(CatalogError::Weight) => ("weight", t.tables_wrong_weight()),
        ListingError::Catalog(CatalogError::Handling) => {
            ("days", t.sheet_days_wrong(i64::from(Terms::LONGEST_HANDLING)))
        }
        ListingError::Catalog(CatalogError::Sku) => ("sku", t.listing_wrong_sku()),
        ListingError::Catalog(CatalogError::SkuTaken(sku)) => ("sku", t.listing_sku_taken(sku)),
        ListingError::Brand(brand) => ("brand", t.listing_brand_refused(brand)),
        ListingError::NoSuchProduct | ListingError::NoSuchProposal => return Err(Failure::NotFound),
        ListingError::NotListed => return Err(Failure::refused(t.listing_not_listed())),
        ListingError::Exists(_) => return Err(Failure::refused(t.listing_exists())),
        ListingError::Catalog(CatalogError::TakenDown) => {
            return Err(Failure::refused(t.listing_taken_down()));
        }
        ListingError::TooMany => return Err(Failure::refused(t.listing_too_many())),
        ListingError::KeyReused => return Err(Failure::refused(t.listing_key_reused())),
        ListingError::Decided => return Err(Failure::refused(t.listing_decided_before())),
        other => return Err(other.into()),
    })
}

/// What a command that was refused answers: each mistake at its field.
pub(super) fn refused(t: T, error: ListingError, mut invalid: Invalid) -> Failure {
    let ListingError::Lacks(lacks) = error else {
        return match wrong(t, error) {
            Ok((field, words)) => invalid.field(field, words).into(),
            Err(failure) => failure,
        };
    };
    let mut missing = Vec::new();
    for lack in lacks {
        match lack {
            Lack::Attribute(name) => missing.push(name),
            Lack::Brand(brand) => invalid = invalid.field("brand", t.listing_brand_refused(brand)),
        }
    }
    if !missing.is_empty() {
        invalid = invalid.field("attributes", t.listing_missing(missing.join(", ")));
    }
    invalid.into()
}
