//! Offering a product that the catalogue has. Called by the seller's page, by the API, and by proposals for their first offer.

use crate::{ListingError, rules};
use catalog::{Condition, NewOffer, ProductStatus, offer_keys};
use db::{Conn, DbError, Tx};
use domain::{Money, OfferId, ProductId, SellerId};
use inventory::MAX_QUANTITY;
use std::collections::HashMap;

/// An offer about to be made.
#[derive(Debug, Clone)]
pub struct NewListing {
    pub seller: SellerId,
    pub product: ProductId,
    /// The seller's own number.
    pub sku: String,
    pub condition: Condition,
    /// In the seller's currency.
    pub price: Money,
    /// Units that can be bought at once, 0 to 10,000,000.
    pub stock: i64,
    /// The same key makes one offer.
    pub key: String,
}

/// Makes the offer with its stock. A repeat under the same key gives the offer that it made.
///
/// # Errors
/// [`ListingError::NoSuchProduct`], [`ListingError::NotListed`], [`ListingError::Exists`] with the offer that stands in the
/// way, [`ListingError::Brand`], [`ListingError::OtherCurrency`], [`ListingError::Stock`], [`ListingError::KeyReused`]; the
/// catalogue's for price and SKU.
pub async fn add(tx: &mut Tx, new: &NewListing) -> Result<OfferId, ListingError> {
    let source = format!("listing:{}:{}", new.seller, new.key);
    if let Some(known) = catalog::offers_by_source(tx, &[source.as_str()]).await?.remove(&source) {
        return repeated(tx, known, new).await;
    }
    let seller = sellers::get(tx, new.seller).await?.ok_or(ListingError::NoSuchSeller)?;
    if new.price.currency() != seller.currency {
        return Err(ListingError::OtherCurrency(seller.currency));
    }
    if !(0..=MAX_QUANTITY).contains(&new.stock) {
        return Err(ListingError::Stock);
    }
    let product = catalog::product_by_id(tx, new.product).await?.ok_or(ListingError::NoSuchProduct)?;
    if product.status != ProductStatus::Active {
        return Err(ListingError::NotListed);
    }
    let rule = rules::of_category(tx, product.category_id).await?;
    if let Some(brand) = rule.refused_brand(new.seller, product.brand.as_deref()) {
        return Err(ListingError::Brand(brand.to_owned()));
    }
    let own = offer_keys(tx, new.seller, &[], &[new.product]).await?;
    if let Some(known) = own.into_iter().find(|offer| offer.condition == new.condition) {
        return Err(ListingError::Exists(known.id));
    }
    let wanted = NewOffer {
        source_key: Some(source.clone()),
        product_id: new.product,
        seller_id: new.seller,
        sku: new.sku.trim().to_owned(),
        condition: new.condition,
        price: new.price,
        active: true,
    };
    let offer = catalog::upsert_offer(tx, wanted).await?.id;
    if new.stock > 0 {
        inventory::receive(tx, &source, offer, new.stock).await?;
    }
    Ok(offer)
}

/// What the key made before, if it was this.
async fn repeated(tx: &mut Tx, id: OfferId, new: &NewListing) -> Result<OfferId, ListingError> {
    let known = catalog::offer(tx, id).await?;
    let same = known.product_id == new.product && known.condition == new.condition;
    if same && known.sku == new.sku.trim() { Ok(id) } else { Err(ListingError::KeyReused) }
}

/// The offers that a seller has on these products, with their conditions, on sale or not. At most 500 products are asked for
/// at once.
pub async fn own_offers(
    conn: &mut Conn,
    seller: SellerId,
    products: &[ProductId],
) -> Result<HashMap<ProductId, Vec<(OfferId, Condition)>>, DbError> {
    let mut found: HashMap<ProductId, Vec<(OfferId, Condition)>> = HashMap::new();
    for key in offer_keys(conn, seller, &[], products).await? {
        found.entry(key.product_id).or_default().push((key.id, key.condition));
    }
    Ok(found)
}
