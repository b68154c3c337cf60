//! Offers: what is for sale, at which price, and how many there are.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Command, Named};
use super::once::{key_of, together};
use super::problem::Problem;
use super::types::{
    Amount, AmountSent, Code, OfferRef, Page, PageQuery, ProductRef, TableRef, Time, limit, page,
};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::integration::ApiScope;
use domain::shipping::Packing;
use domain::{Money, OfferId, SellerId, ShippingTableId};
use platform::catalog::{self, CatalogError, Condition, SellerOffer, Terms};
use platform::inventory::{self, InventoryError, Level, MAX_QUANTITY};
use platform::listing::{self, ListingError, NewListing, Sending};
use platform::sellers::{self, SellerError};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

pub type ConditionCode = Code<Condition>;

/// One offer of the seller.
#[derive(Debug, Serialize, ToSchema)]
pub struct Offer {
    pub id: OfferRef,
    pub product_id: ProductRef,
    pub title: String,
    /// The seller's own number.
    pub sku: String,
    pub condition: ConditionCode,
    pub price: Amount,
    /// The shipping table that it names; missing when it is sent by the standard one, or for the simple fee.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub shipping_table_id: Option<TableRef>,
    /// One piece as it is packed, in grams; missing while nobody has said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub weight_g: Option<i64>,
    /// Days of work until the hand-over; missing when it takes as long as the seller's other goods.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub handling_days: Option<u8>,
    /// What one unit costs the seller, without tax. For a key that may read payouts, when it asks for offers; missing in the
    /// answer to a change, and while nobody has said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub cost: Option<Amount>,
    /// Whether the seller wants to sell it.
    pub active: bool,
    /// The shop took it down: it is not put up for sale until the shop shows it again.
    pub taken_down: bool,
    /// Units that can be bought now.
    pub available: i64,
    /// Units in orders that are being paid.
    pub held: i64,
    /// Rises with every change of price or `active`.
    pub version: i64,
    pub updated_at: Time,
}

fn shown(row: SellerOffer, level: Option<&Level>) -> Offer {
    let offer = row.offer;
    Offer {
        id: offer.id.into(),
        product_id: offer.product_id.into(),
        title: row.product_title,
        sku: offer.sku,
        condition: Code(offer.condition),
        price: offer.price.into(),
        shipping_table_id: offer.packing.table.map(TableRef::from),
        weight_g: offer.packing.weight_g,
        handling_days: offer.terms.handling_days,
        cost: None,
        active: offer.active,
        taken_down: offer.taken_down_at.is_some(),
        available: level.map_or(0, |level| level.available),
        held: level.map_or(0, |level| level.held),
        version: offer.version,
        updated_at: Time(offer.updated_at),
    }
}

/// The same with what a unit costs, for a key that may read the seller's money. An answer to a change is kept, and given
/// again to any key of the seller, so it never says that.
fn shown_to(caller: &Caller, row: SellerOffer, level: Option<&Level>) -> Offer {
    let cost = row.offer.terms.cost.filter(|_| caller.key.scopes.has(ApiScope::PayoutsRead));
    Offer { cost: cost.map(Amount::from), ..shown(row, level) }
}

/// The seller's offers.
///
/// In the order in which they were made.
#[utoipa::path(get, path = "/api/v1/offers", tag = "products", operation_id = "list_offers", params(PageQuery),
    responses((status = 200, description = "A page of offers.", body = Page<Offer>)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Page<Offer>>, Problem> {
    let limit = limit(asked.limit)?;
    let after = asked.cursor.and_then(|cursor| cursor.id::<OfferId>());
    let mut conn = api.platform.db.read_together().await?;
    let rows = catalog::offers_of_seller_after(&mut conn, caller.seller.id, after, limit + 1).await?;
    let ids: Vec<OfferId> = rows.iter().map(|row| row.offer.id).collect();
    let levels = inventory::levels(&mut conn, &ids).await?;
    Ok(Json(page(
        rows,
        limit,
        |row| row.offer.id,
        |row| {
            let level = levels.get(&row.offer.id);
            shown_to(&caller, row, level)
        },
    )))
}

/// An offer to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferMade {
    /// What is offered: look for it with `GET /api/v1/products`.
    pub product_id: ProductRef,
    /// The seller's own number; no other offer of the seller has it.
    #[schema(min_length = 1, max_length = 100)]
    pub sku: String,
    pub condition: ConditionCode,
    /// In the seller's currency, more than nothing.
    pub price: AmountSent,
    /// Units that can be bought at once.
    pub stock: Units,
    /// The shipping table that it is sent by; without one it goes by the standard one, or for the simple fee.
    #[serde(default)]
    #[schema(nullable = false)]
    pub shipping_table_id: Option<TableRef>,
    /// One piece as it is packed, in grams.
    #[serde(default)]
    #[schema(nullable = false, minimum = 1, maximum = 10_000_000)]
    pub weight_g: Option<i64>,
    /// Days of work until the hand-over; without them it takes as long as the seller's other goods.
    #[serde(default)]
    #[schema(nullable = false, minimum = 0, maximum = 30)]
    pub handling_days: Option<u8>,
}

fn refuse_weight(weight_g: Option<i64>) -> Result<(), Problem> {
    let is_none = weight_g.is_some_and(|grams| !(1..=Packing::HEAVIEST_G).contains(&grams));
    if is_none { Err(Problem::malformed("`weight_g` is 1 to 10000000.")) } else { Ok(()) }
}

fn refuse_handling(days: Option<u8>) -> Result<(), Problem> {
    let is_long = days.is_some_and(|days| days > Terms::LONGEST_HANDLING);
    if is_long { Err(Problem::malformed("`handling_days` is 0 to 30.")) } else { Ok(()) }
}

/// How an offer is sent that is about to be made.
pub fn sending(
    table: Option<TableRef>,
    weight_g: Option<i64>,
    handling_days: Option<u8>,
) -> Result<Sending, Problem> {
    refuse_weight(weight_g)?;
    refuse_handling(handling_days)?;
    Ok(Sending { packing: Packing { table: table.map(|table| table.0), weight_g }, handling_days })
}

/// Offer a product of the catalogue.
///
/// One offer for each condition of a product: 409 `offer-exists` names the one that there is. It is on sale at once. 409
/// `no-such-table` says that the seller has no such shipping table.
#[utoipa::path(post, path = "/api/v1/offers", tag = "products", operation_id = "make_offer", request_body = OfferMade,
    responses((status = 201, description = "The offer.", body = Offer)))]
pub async fn make(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    command: Command<OfferMade>,
) -> Result<Response<Body>, Problem> {
    let (seller, key, input) = (caller.seller.id, key_of(&caller, &command), &command.input);
    if !(1..=100).contains(&input.sku.chars().count()) {
        return Err(Problem::malformed("`sku` has 1 to 100 characters."));
    }
    let wanted = Arc::new(NewListing {
        seller,
        product: input.product_id.0,
        sku: input.sku.clone(),
        condition: input.condition.0,
        price: input.price.money(caller.seller.currency)?,
        stock: input.stock.0,
        sending: sending(input.shipping_table_id, input.weight_g, input.handling_days)?,
        key,
    });
    together(&api, &caller, &command, StatusCode::CREATED, move |tx| {
        let wanted = Arc::clone(&wanted);
        Box::pin(async move {
            // The request is known once in this very transaction; its key may come again when it is long forgotten.
            let key = format!("{}-{}", wanted.key, tx.now().as_micros());
            let id = listing::add(tx, &NewListing { key, ..(*wanted).clone() }).await?;
            let row =
                catalog::offer_of_seller(tx, seller, id).await?.ok_or(CatalogError::OfferNotFound(id))?;
            let levels = inventory::levels(tx, &[id]).await?;
            Ok::<_, ListingError>(shown(row, levels.get(&id)))
        })
    })
    .await
}

/// One offer.
#[utoipa::path(get, path = "/api/v1/offers/{offer}", tag = "products", operation_id = "get_offer",
    params(("offer" = OfferRef, Path, description = "The offer's id.")),
    responses((status = 200, description = "The offer.", body = Offer)))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<OfferId>,
) -> Result<Json<Offer>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    let row =
        catalog::offer_of_seller(&mut conn, caller.seller.id, id).await?.ok_or_else(Problem::not_found)?;
    let levels = inventory::levels(&mut conn, &[id]).await?;
    Ok(Json(shown_to(&caller, row, levels.get(&id))))
}

/// A number of units, from the first to the second number.
#[derive(Clone, Copy, Debug)]
pub struct Between<const LEAST: i64, const MOST: i64>(i64);
pub type Units = Between<0, MAX_QUANTITY>;
pub type UnitsMoved = Between<{ -MAX_QUANTITY }, MAX_QUANTITY>;

impl<const LEAST: i64, const MOST: i64> Between<LEAST, MOST> {
    pub fn units(self) -> i64 {
        self.0
    }
}

impl<'de, const LEAST: i64, const MOST: i64> Deserialize<'de> for Between<LEAST, MOST> {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let number = i64::deserialize(d)?;
        let wrong = || serde::de::Error::custom(format!("units are {LEAST} to {MOST}"));
        (LEAST..=MOST).contains(&number).then_some(Self(number)).ok_or_else(wrong)
    }
}

impl<const LEAST: i64, const MOST: i64> PartialSchema for Between<LEAST, MOST> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(LEAST)).maximum(Some(MOST)).into()
    }
}

impl<const LEAST: i64, const MOST: i64> ToSchema for Between<LEAST, MOST> {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed(if LEAST < 0 { "UnitsMoved" } else { "Units" })
    }
}

/// How the stock changes.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum StockChange {
    /// So many units can be bought from now on, whatever was sold meanwhile.
    Set(Units),
    /// So many units more, or fewer when it is negative. Sales that happen meanwhile stay counted.
    Change(UnitsMoved),
}

/// What changes of an offer; what is missing stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferChange {
    /// In the offer's currency, more than nothing.
    #[serde(default)]
    #[schema(nullable = false)]
    pub price: Option<AmountSent>,
    #[serde(default)]
    #[schema(nullable = false)]
    pub stock: Option<StockChange>,
    #[serde(default)]
    #[schema(nullable = false)]
    pub active: Option<bool>,
    /// The shipping table that it is sent by; `null` for none of its own.
    #[serde(default, deserialize_with = "said")]
    pub shipping_table_id: Option<Option<TableRef>>,
    /// One piece as it is packed, in grams; `null` when it is not known.
    #[serde(default, deserialize_with = "said")]
    #[schema(minimum = 1, maximum = 10_000_000)]
    pub weight_g: Option<Option<i64>>,
    /// Days of work until the hand-over; `null` for as long as the seller's other goods.
    #[serde(default, deserialize_with = "said")]
    #[schema(minimum = 0, maximum = 30)]
    pub handling_days: Option<Option<u8>>,
    /// What one unit costs the seller, without tax, in the offer's currency; `null` when it is not known.
    #[serde(default, deserialize_with = "said")]
    pub cost: Option<Option<AmountSent>>,
    /// Refuse the change (409) unless the offer still has this version.
    #[serde(default)]
    #[schema(nullable = false, minimum = 1)]
    pub version: Option<i64>,
}

/// Tells `null` from what is missing.
pub fn said<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(
    d: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(d).map(Some)
}

/// Change price, stock, delivery or visibility.
///
/// All of it together, or nothing. 409 `taken-down`: the shop took the offer down, and it is not put up for sale until the shop
/// shows it again.
#[utoipa::path(patch, path = "/api/v1/offers/{offer}", tag = "products", operation_id = "change_offer",
    params(("offer" = OfferRef, Path, description = "The offer's id.")), request_body = OfferChange,
    responses((status = 200, description = "The offer as it is now.", body = Offer)))]
pub async fn change(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<OfferId>,
    command: Command<OfferChange>,
) -> Result<Response<Body>, Problem> {
    let (seller, key) = (caller.seller.id, key_of(&caller, &command));
    let mut conn = api.platform.db.read().await?;
    let known = catalog::offer_of_seller(&mut conn, seller, id).await?.ok_or_else(Problem::not_found)?;
    drop(conn);
    let input = &command.input;
    let price = input.price.as_ref().map(|price| price.money(known.offer.price.currency())).transpose()?;
    if price.is_some_and(|price| !price.is_positive()) {
        return Err(Problem::conflict("wrong-price", "A price is more than nothing."));
    }
    let weight_g = input.weight_g;
    refuse_weight(weight_g.flatten())?;
    let handling = input.handling_days;
    refuse_handling(handling.flatten())?;
    let cost = match &input.cost {
        Some(Some(cost)) => Some(Some(cost.money(known.offer.price.currency())?)),
        Some(None) => Some(None),
        None => None,
    };
    let table = input.shipping_table_id.map(|table| table.map(|table| table.0));
    let (stock, active, version) = (input.stock, input.active, input.version);
    let wanted = Wanted { id, seller, price, stock, active, table, weight_g, handling, cost, version, key };
    let wanted = Arc::new(wanted);
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        let wanted = Arc::clone(&wanted);
        Box::pin(async move {
            wanted.apply(tx).await?;
            let row = catalog::offer_of_seller(tx, seller, id).await?;
            let row = row.ok_or(CatalogError::OfferNotFound(id))?;
            let levels = inventory::levels(tx, &[id]).await?;
            Ok::<_, ChangeError>(shown(row, levels.get(&id)))
        })
    })
    .await
}

/// A change that was read.
struct Wanted {
    id: OfferId,
    seller: SellerId,
    price: Option<Money>,
    stock: Option<StockChange>,
    active: Option<bool>,
    table: Option<Option<ShippingTableId>>,
    weight_g: Option<Option<i64>>,
    handling: Option<Option<u8>>,
    cost: Option<Option<Money>>,
    version: Option<i64>,
    key: String,
}

impl Wanted {
    async fn apply(&self, tx: &mut platform::db::Tx) -> Result<(), ChangeError> {
        let mut offer = catalog::offer(tx, self.id).await?;
        if let Some(version) = self.version.filter(|version| *version != offer.version) {
            tracing::debug!(version, "an offer was changed meanwhile");
            return Err(CatalogError::VersionConflict { current: offer.version }.into());
        }
        if let Some(price) = self.price {
            offer = catalog::set_price(tx, self.id, price, None).await?;
        }
        if let Some(active) = self.active.filter(|active| *active != offer.active) {
            catalog::set_active(tx, self.id, active, None).await?;
        }
        self.pack(tx, offer.packing).await?;
        let terms = Terms {
            handling_days: self.handling.unwrap_or(offer.terms.handling_days),
            cost: self.cost.unwrap_or(offer.terms.cost),
        };
        if terms != offer.terms {
            catalog::set_terms(tx, self.id, terms, None).await?;
        }
        // The request is known once in this very transaction. Its key alone would be one movement for ever, and may come
        // again when the request is long forgotten.
        let movement = format!("{}-{}", self.key, tx.now().as_micros());
        match self.stock {
            None => {}
            Some(StockChange::Change(by)) => inventory::adjust(tx, &movement, self.id, by.0).await?,
            Some(StockChange::Set(to)) => {
                inventory::set_available(tx, &movement, self.id, to.0).await?;
            }
        }
        Ok(())
    }
}

impl Wanted {
    async fn pack(&self, tx: &mut platform::db::Tx, before: Packing) -> Result<(), ChangeError> {
        if let Some(Some(table)) = self.table {
            let seller = sellers::get(tx, self.seller).await?.ok_or(SellerError::NoSuchSeller)?;
            seller.tables.get(table).ok_or(ChangeError::NoTable)?;
        }
        let packing = Packing {
            table: self.table.unwrap_or(before.table),
            weight_g: self.weight_g.unwrap_or(before.weight_g),
        };
        catalog::set_packing(tx, self.id, packing, None).await?;
        Ok(())
    }
}

#[derive(Debug, thiserror::Error)]
enum ChangeError {
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    #[error(transparent)]
    Inventory(#[from] InventoryError),
    #[error(transparent)]
    Seller(#[from] SellerError),
    #[error("the seller has no such shipping table")]
    NoTable,
    #[error(transparent)]
    Db(#[from] platform::db::DbError),
}

impl From<ChangeError> for Problem {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Catalog(error) => error.into(),
            ChangeError::Inventory(error) => error.into(),
            ChangeError::Seller(SellerError::Db(error)) | ChangeError::Db(error) => error.into(),
            ChangeError::Seller(error) => Self::unexpected(&error),
            ChangeError::NoTable => {
                Self::conflict("no-such-table", "There is no such shipping table. Read the tables again.")
            }
        }
    }
}
