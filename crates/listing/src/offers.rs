//! Offering a product that the catalogue has. Called by the seller's page, by the API, and by proposals for their first offer.

use crate::{ListingError, rules};
use catalog::{Condition, NewOffer, ProductStatus, Terms, offer_keys};
use db::{Conn, DbError, Tx};
use domain::shipping::Packing;
use domain::{Money, OfferId, ProductId, SellerId};
use inventory::MAX_QUANTITY;
use sellers::Seller;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// How an offer is sent, said along with it. What is not said is as with all goods of the seller.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sending {
    /// The table is one of the seller's.
    pub packing: Packing,
    /// Days of work until the hand-over, 0 to 30.
    pub handling_days: Option<u8>,
}

impl Sending {
    /// What a later change of the offer would refuse.
    pub(crate) fn check(self, seller: &Seller) -> Result<(), ListingError> {
        if self.packing.table.is_some_and(|table| seller.tables.get(table).is_none()) {
            return Err(ListingError::NoSuchTable);
        }
        catalog::check_packing(self.packing)?;
        Ok(catalog::check_handling(self.handling_days)?)
    }

    /// Without a table that the seller has not any more: as if none had been chosen.
    pub(crate) fn with_tables_of(self, seller: &Seller) -> Self {
        let table = self.packing.table.filter(|table| seller.tables.get(*table).is_some());
        Self { packing: Packing { table, ..self.packing }, ..self }
    }

    /// Says it of an offer that was just made.
    async fn say(self, tx: &mut Tx, offer: OfferId) -> Result<(), ListingError> {
        if self == Self::default() {
            return Ok(());
        }
        let made = catalog::set_packing(tx, offer, self.packing, None).await?;
        let terms = Terms { handling_days: self.handling_days, ..made.terms };
        catalog::set_terms(tx, offer, terms, None).await?;
        Ok(())
    }
}

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
    pub sending: Sending,
    /// The same key makes one offer.
    pub key: String,
}

/// Makes the offer with its stock and how it is sent. A repeat under the same key gives the offer that it made.
///
/// # Errors
/// [`ListingError::NoSuchProduct`], [`ListingError::NotListed`], [`ListingError::Exists`] with the offer that stands in the
/// way, [`ListingError::Brand`], [`ListingError::OtherCurrency`], [`ListingError::Stock`], [`ListingError::NoSuchTable`],
/// [`ListingError::KeyReused`]; the catalogue's for price, SKU, weight and handling time.
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
    new.sending.check(&seller)?;
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
    new.sending.say(tx, offer).await?;
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
