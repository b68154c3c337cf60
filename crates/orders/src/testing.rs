//! Something to sell and somewhere to send it, for the tests of orders and of what stands above them.

use crate::OrderError;
use catalog::{Condition, NewOffer, NewProduct, ProductStatus};
use db::Tx;
use domain::address::Address;
use domain::commission::CommissionClass;
use domain::{Currency, Money, OfferId, ProductId, SellerId};

pub use sellers::testing::new_seller;

/// A street in California.
pub fn address() -> Address {
    Address {
        name: "Ada Lovelace".into(),
        line1: "1 River Street".into(),
        line2: String::new(),
        city: "Sacramento".into(),
        region: "CA".into(),
        postcode: "95814".into(),
        country: "US".into(),
        phone: String::new(),
    }
}

/// A product in a category of its own and a new one of it on offer, with 100 units. The price is in cents.
///
/// # Errors
/// What catalogue or inventory say.
pub async fn article(
    tx: &mut Tx,
    seller: SellerId,
    title: &str,
    price_minor: i64,
    class: CommissionClass,
) -> Result<(ProductId, OfferId), OrderError> {
    let category = catalog::ensure_category_path(tx, &[title], class).await?;
    let product = NewProduct {
        source_key: None,
        slug: None,
        title: title.into(),
        brand: None,
        eans: vec![],
        description: String::new(),
        attributes: vec![],
        category_id: category.id,
        pictures: vec![],
        status: ProductStatus::Active,
        variant: None,
    };
    let product = catalog::upsert_product(tx, product).await?.id;
    let new = NewOffer {
        source_key: None,
        product_id: product,
        seller_id: seller,
        sku: title.to_uppercase().replace(' ', "-"),
        condition: Condition::New,
        price: Money::new(price_minor, Currency::USD),
        active: true,
    };
    let offer = catalog::upsert_offer(tx, new).await?.id;
    inventory::receive(tx, "first", offer, 100).await?;
    Ok((product, offer))
}

/// The same, where the product does not matter.
///
/// # Errors
/// As [`article`].
pub async fn offer(
    tx: &mut Tx,
    seller: SellerId,
    title: &str,
    price_minor: i64,
    class: CommissionClass,
) -> Result<OfferId, OrderError> {
    Ok(article(tx, seller, title, price_minor, class).await?.1)
}
