//! Shipping tables: what delivery costs by place, weight and worth of the goods.

use super::Api;
use super::auth::Caller;
use super::extract::{Command, Named, Nothing};
use super::once::together;
use super::problem::Problem;
use super::types::{Amount, AmountSent, TableRef};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::shipping::{Area, ShippingRate, ShippingTable, ShippingTables};
use domain::{Currency, SellerId, ShippingTableId};
use platform::db::{DbError, Tx};
use platform::sellers::{self, SellerError};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// One rate of a table.
#[derive(Debug, Serialize, ToSchema)]
pub struct Rate {
    /// Countries (`ES`) and regions (`US-CA`); empty is everywhere that no other rate names.
    pub to: Vec<String>,
    /// The heaviest delivery that it is for, in grams; missing for any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub up_to_g: Option<i64>,
    /// The least worth of the goods that it is for; missing for any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub goods_from: Option<Amount>,
    /// Nothing is free delivery.
    pub fee: Amount,
}

/// A table of the seller.
#[derive(Debug, Serialize, ToSchema)]
pub struct Table {
    pub id: TableRef,
    pub name: String,
    /// Whether offers that name no table are sent by it.
    pub standard: bool,
    /// Those that name the region count before those that name the country, and these before the rest; of those that fit,
    /// the cheapest.
    pub rates: Vec<Rate>,
}

/// All tables of the seller.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tables {
    #[schema(max_items = 20)]
    pub data: Vec<Table>,
}

fn shown(table: &ShippingTable, tables: &ShippingTables) -> Table {
    let rate = |rate: &ShippingRate| Rate {
        to: rate.to.iter().map(Area::to_string).collect(),
        up_to_g: rate.up_to_g,
        goods_from: rate.goods_from.map(Amount::from),
        fee: rate.fee.into(),
    };
    Table {
        id: table.id.into(),
        name: table.name.clone(),
        standard: tables.standard == Some(table.id),
        rates: table.rates.iter().map(rate).collect(),
    }
}

/// The seller's shipping tables.
///
/// All of them, in the order in which they were made. An offer without a table is sent by the standard one, and where there
/// is none for the simple fee of the settings.
#[utoipa::path(get, path = "/api/v1/shipping-tables", tag = "products", operation_id = "list_shipping_tables",
    responses((status = 200, description = "The tables.", body = Tables)))]
pub async fn list(Extension(caller): Extension<Caller>) -> Json<Tables> {
    let tables = &caller.seller.tables;
    Json(Tables { data: tables.all.iter().map(|table| shown(table, tables)).collect() })
}

/// A rate that is sent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RateSent {
    /// Countries (`ES`) and regions (`US-CA`); empty is everywhere that no other rate names.
    #[serde(default)]
    #[schema(max_items = 60, example = json!(["ES", "US-CA"]))]
    pub to: Vec<String>,
    #[serde(default)]
    #[schema(nullable = false, minimum = 1, maximum = 10_000_000)]
    pub up_to_g: Option<i64>,
    #[serde(default)]
    #[schema(nullable = false)]
    pub goods_from: Option<AmountSent>,
    pub fee: AmountSent,
}

impl RateSent {
    fn read(&self, currency: Currency) -> Result<ShippingRate, Problem> {
        if self.to.len() > ShippingTable::MOST_AREAS {
            return Err(Problem::malformed("`to` names at most 60 places."));
        }
        if self.up_to_g.is_some_and(|grams| !(1..=ShippingTable::HEAVIEST_G).contains(&grams)) {
            return Err(Problem::malformed("`up_to_g` is 1 to 10000000."));
        }
        let goods_from = self.goods_from.as_ref().map(|amount| amount.money(currency)).transpose()?;
        let fee = self.fee.money(currency)?;
        let mut to: Vec<Area> = Vec::with_capacity(self.to.len());
        for name in &self.to {
            let area = Area::try_from(name.clone())
                .map_err(|error| Problem::conflict("no-such-place", format!("{error}.")))?;
            if !to.contains(&area) {
                to.push(area);
            }
        }
        Ok(ShippingRate { to, up_to_g: self.up_to_g, goods_from, fee })
    }
}

fn read(rates: &[RateSent], currency: Currency) -> Result<Vec<ShippingRate>, Problem> {
    if !(1..=ShippingTable::MOST_RATES).contains(&rates.len()) {
        return Err(Problem::malformed("`rates` are 1 to 20."));
    }
    rates.iter().map(|rate| rate.read(currency)).collect()
}

fn check_name(name: &str) -> Result<(), Problem> {
    let fits = (1..=ShippingTable::LONGEST_NAME).contains(&name.chars().count());
    if fits { Ok(()) } else { Err(Problem::malformed("`name` has 1 to 60 characters.")) }
}

/// A table to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TableMade {
    /// For the seller's own eyes.
    #[schema(min_length = 1, max_length = 60)]
    pub name: String,
    #[schema(min_items = 1, max_items = 20)]
    pub rates: Vec<RateSent>,
    /// Whether offers that name no table are sent by it.
    #[serde(default)]
    pub standard: bool,
}

/// Make a shipping table.
#[utoipa::path(post, path = "/api/v1/shipping-tables", tag = "products", operation_id = "make_shipping_table",
    request_body = TableMade, responses((status = 201, description = "The table.", body = Table)))]
pub async fn make(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    command: Command<TableMade>,
) -> Result<Response<Body>, Problem> {
    let input = &command.input;
    check_name(&input.name)?;
    let rates = read(&input.rates, caller.seller.currency)?;
    let id: ShippingTableId = api.platform.db.new_id();
    let wanted = Arc::new(ShippingTable { id, name: input.name.clone(), rates });
    let (seller, standard) = (caller.seller.id, input.standard);
    together(&api, &caller, &command, StatusCode::CREATED, move |tx| {
        let wanted = Arc::clone(&wanted);
        Box::pin(async move {
            sellers::put_table(tx, seller, (*wanted).clone(), standard).await?;
            made(tx, seller, id).await
        })
    })
    .await
}

/// What changes of a table; what is missing stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TableChange {
    #[serde(default)]
    #[schema(nullable = false, min_length = 1, max_length = 60)]
    pub name: Option<String>,
    /// All of its rates from now on.
    #[serde(default)]
    #[schema(nullable = false, min_items = 1, max_items = 20)]
    pub rates: Option<Vec<RateSent>>,
    #[serde(default)]
    #[schema(nullable = false)]
    pub standard: Option<bool>,
}

/// Change a shipping table.
///
/// For orders from now on; orders that stand keep what they were told.
#[utoipa::path(patch, path = "/api/v1/shipping-tables/{table}", tag = "products",
    operation_id = "change_shipping_table",
    params(("table" = TableRef, Path, description = "The table's id.")), request_body = TableChange,
    responses((status = 200, description = "The table as it is now.", body = Table)))]
pub async fn change(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<ShippingTableId>,
    command: Command<TableChange>,
) -> Result<Response<Body>, Problem> {
    let input = &command.input;
    input.name.as_deref().map(check_name).transpose()?;
    let rates = input.rates.as_deref().map(|rates| read(rates, caller.seller.currency)).transpose()?;
    let wanted = Arc::new((input.name.clone(), rates, input.standard));
    let seller = caller.seller.id;
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        let wanted = Arc::clone(&wanted);
        Box::pin(async move {
            let tables = sellers::get(tx, seller).await?.ok_or(SellerError::NoSuchSeller)?.tables;
            let table = tables.get(id).ok_or(ChangeError::NotFound)?.clone();
            let (name, rates, standard) = (*wanted).clone();
            let table =
                ShippingTable { id, name: name.unwrap_or(table.name), rates: rates.unwrap_or(table.rates) };
            let standard = standard.unwrap_or(tables.standard == Some(id));
            sellers::put_table(tx, seller, table, standard).await?;
            made(tx, seller, id).await
        })
    })
    .await
}

/// A table that is gone.
#[derive(Debug, Serialize, ToSchema)]
pub struct TableRemoved {
    pub id: TableRef,
}

/// Remove a shipping table.
///
/// Offers that named it are sent by the standard one from then on.
#[utoipa::path(post, path = "/api/v1/shipping-tables/{table}/remove", tag = "products",
    operation_id = "remove_shipping_table",
    params(("table" = TableRef, Path, description = "The table's id.")),
    responses((status = 200, description = "It is gone.", body = TableRemoved)))]
pub async fn remove(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<ShippingTableId>,
    command: Command<Nothing>,
) -> Result<Response<Body>, Problem> {
    let seller = caller.seller.id;
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        Box::pin(async move {
            let removed = sellers::remove_table(tx, seller, id).await?;
            removed.then(|| TableRemoved { id: id.into() }).ok_or(ChangeError::NotFound)
        })
    })
    .await
}

/// The table as it is after a command.
async fn made(tx: &mut Tx, seller: SellerId, id: ShippingTableId) -> Result<Table, ChangeError> {
    let tables = sellers::get(tx, seller).await?.ok_or(SellerError::NoSuchSeller)?.tables;
    tables.get(id).map(|table| shown(table, &tables)).ok_or(ChangeError::NotFound)
}

#[derive(Debug, thiserror::Error)]
enum ChangeError {
    #[error(transparent)]
    Seller(#[from] SellerError),
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("there is no such table")]
    NotFound,
}

impl From<ChangeError> for Problem {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Seller(error @ (SellerError::Table(_) | SellerError::TooManyTables)) => {
                Self::conflict("table-refused", format!("{error}."))
            }
            ChangeError::Seller(SellerError::Db(error)) | ChangeError::Db(error) => error.into(),
            ChangeError::Seller(other) => Self::unexpected(&other),
            ChangeError::NotFound => Self::not_found(),
        }
    }
}
