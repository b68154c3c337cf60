//! Sheets: many offers that change together or not at all, and taking that back.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Command, Named, Nothing};
use super::offers::{StockChange, said};
use super::once::together;
use super::problem::{Problem, RowRefused};
use super::types::{AccountRef, Amount, AmountSent, OfferRef, Page, PageQuery, SheetRef, Time, limit, page};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::integration::ApiScope;
use domain::key::IdempotencyKey;
use domain::{AccountId, Currency, Money, OfferId, PriceSheetId, SellerId};
use platform::catalog::{self, OfferForSale, Terms};
use platform::db::{DbError, Tx};
use platform::inventory::{self, InventoryError, Level, MAX_QUANTITY};
use platform::pricing::{self, Cells, MOST_ROWS, NewSheet, PricingError, RowChange, Sheet, SheetRow};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use utoipa::ToSchema;

/// What a sheet says of an offer.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetCells {
    pub price: Amount,
    pub active: bool,
    /// Missing for as long as the seller's other goods.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub handling_days: Option<u8>,
    /// What one unit costs the seller. For a key that may read payouts, when it asks for sheets; missing in the answer to a
    /// change, and where nobody had said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub cost: Option<Amount>,
}

/// What one offer was and became.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetRowSaved {
    pub offer_id: OfferRef,
    /// Of the offer once it was changed.
    pub version: i64,
    pub was: SheetCells,
    pub became: SheetCells,
    /// Units more, or fewer when it is negative.
    pub stock_change: i64,
}

fn row(row: SheetRow, costs: bool) -> SheetRowSaved {
    let cells = |cells: Cells| SheetCells {
        price: cells.price.into(),
        active: cells.active,
        handling_days: cells.handling_days,
        cost: cells.cost.filter(|_| costs).map(Amount::from),
    };
    SheetRowSaved {
        offer_id: row.offer_id.into(),
        version: row.version,
        was: cells(row.was.0),
        became: cells(row.became.0),
        stock_change: row.stock_delta,
    }
}

/// Offers that were changed together.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferSheet {
    pub id: SheetRef,
    /// The one that it takes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub undoes: Option<SheetRef>,
    /// The one that took it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub undone_by: Option<SheetRef>,
    pub made_by: AccountRef,
    pub made_at: Time,
}

impl From<Sheet> for OfferSheet {
    fn from(sheet: Sheet) -> Self {
        Self {
            id: sheet.id.into(),
            undoes: sheet.undoes.map(SheetRef::from),
            undone_by: sheet.undone_by.map(SheetRef::from),
            made_by: sheet.made_by.into(),
            made_at: Time(sheet.made_at),
        }
    }
}

/// Offers that were changed together, with what became of each.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferSheetWithRows {
    #[serde(flatten)]
    pub sheet: OfferSheet,
    pub rows: Vec<SheetRowSaved>,
}

fn with_rows(sheet: Sheet, rows: Vec<SheetRow>, costs: bool) -> OfferSheetWithRows {
    let rows = rows.into_iter().map(|one| row(one, costs)).collect();
    OfferSheetWithRows { sheet: sheet.into(), rows }
}

/// The seller's sheets.
///
/// The newest first; those of the desk, too.
#[utoipa::path(get, path = "/api/v1/sheets", tag = "products", operation_id = "list_sheets", params(PageQuery),
    responses((status = 200, description = "A page of sheets.", body = Page<OfferSheet>)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Page<OfferSheet>>, Problem> {
    let limit = limit(asked.limit)?;
    let before = asked.cursor.and_then(|cursor| cursor.id::<PriceSheetId>());
    let mut conn = api.platform.db.read().await?;
    let rows = pricing::sheets_before(&mut conn, caller.seller.id, before, limit + 1).await?;
    Ok(Json(page(rows, limit, |row| row.id, OfferSheet::from)))
}

/// One sheet, with what each of its offers was and became.
#[utoipa::path(get, path = "/api/v1/sheets/{sheet}", tag = "products", operation_id = "get_sheet",
    params(("sheet" = SheetRef, Path, description = "The sheet's id.")),
    responses((status = 200, description = "The sheet.", body = OfferSheetWithRows)))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<PriceSheetId>,
) -> Result<Json<OfferSheetWithRows>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    let sheet = pricing::sheet(&mut conn, caller.seller.id, id).await?.ok_or_else(Problem::not_found)?;
    let rows = pricing::rows_of(&mut conn, id).await?;
    Ok(Json(with_rows(sheet, rows, caller.key.scopes.has(ApiScope::PayoutsRead))))
}

/// What one offer shall become; what is missing stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetRowSent {
    pub offer_id: OfferRef,
    /// The row is refused unless the offer still has this version; without one it is changed whatever it was.
    #[serde(default)]
    #[schema(nullable = false, minimum = 1)]
    pub version: Option<i64>,
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
    /// Days of work until the hand-over; `null` for as long as the seller's other goods.
    #[serde(default, deserialize_with = "said")]
    #[schema(minimum = 0, maximum = 30)]
    pub handling_days: Option<Option<u8>>,
    /// What one unit costs the seller, without tax, in the offer's currency; `null` when it is not known.
    #[serde(default, deserialize_with = "said")]
    pub cost: Option<Option<AmountSent>>,
}

/// Offers that shall change together.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SheetSent {
    /// Each offer once.
    #[schema(min_items = 1, max_items = 500)]
    pub rows: Vec<SheetRowSent>,
}

/// Reads one row over what the offer says now; what is wrong goes to `refused`.
struct Reading<'a> {
    sent: &'a SheetRowSent,
    refused: &'a mut Vec<RowRefused>,
}

impl Reading<'_> {
    fn refuse(&mut self, field: &str, code: &str, detail: impl Into<String>) {
        self.refused.push(RowRefused::field(self.sent.offer_id.0, field, code, detail));
    }

    /// An amount of this field, if it is one of the offer's currency.
    fn amount(
        &mut self,
        field: &str,
        sent: &AmountSent,
        currency: Currency,
    ) -> Result<Option<Money>, Problem> {
        match sent.money(currency) {
            Ok(money) => Ok(Some(money)),
            Err(problem) if problem.status() == StatusCode::CONFLICT => {
                self.refuse(field, "other-currency", format!("The offer is in {}.", currency.code()));
                Ok(None)
            }
            Err(problem) => Err(problem),
        }
    }

    fn cells(&mut self, before: Cells) -> Result<Cells, Problem> {
        let (sent, currency) = (self.sent, before.price.currency());
        let mut cells = before;
        if let Some(price) = &sent.price
            && let Some(price) = self.amount("price", price, currency)?
        {
            cells.price = price;
            if !price.is_positive() {
                self.refuse("price", "wrong-price", "A price is more than nothing.");
            }
        }
        if let Some(cost) = &sent.cost {
            cells.cost = match cost {
                Some(cost) => self.amount("cost", cost, currency)?,
                None => None,
            };
        }
        cells.handling_days = sent.handling_days.unwrap_or(before.handling_days);
        cells.active = sent.active.unwrap_or(before.active);
        Ok(cells)
    }

    /// Units more or fewer than there are.
    fn stock(&mut self, available: i64) -> i64 {
        let delta = match self.sent.stock {
            None => 0,
            Some(StockChange::Change(by)) => by.units(),
            Some(StockChange::Set(to)) => to.units().saturating_sub(available),
        };
        let after = available.saturating_add(delta);
        if after < 0 {
            let detail = format!("Only {available} units are left, fewer than are taken away.");
            self.refuse("stock", "below-zero", detail);
        } else if after > MAX_QUANTITY {
            self.refuse("stock", "wrong-stock", format!("There are at most {MAX_QUANTITY} units."));
        }
        delta
    }
}

/// What can be right with no offer.
fn refuse_malformed(sent: &SheetSent) -> Result<(), Problem> {
    if !(1..=MOST_ROWS).contains(&sent.rows.len()) {
        return Err(Problem::malformed(format!("`rows` are 1 to {MOST_ROWS}.")));
    }
    let mut seen = HashSet::new();
    for row in &sent.rows {
        let offer: OfferId = row.offer_id.0;
        if !seen.insert(offer) {
            return Err(Problem::malformed(format!("The offer {offer} is in `rows` twice.")));
        }
        if row.handling_days.flatten().is_some_and(|days| days > Terms::LONGEST_HANDLING) {
            return Err(Problem::malformed("`handling_days` is 0 to 30."));
        }
        if row.version.is_some_and(|version| version < 1) {
            return Err(Problem::malformed("`version` is 1 or more."));
        }
    }
    Ok(())
}

/// The rows over what their offers say now, or everything that is wrong with them.
fn read(
    sent: &SheetSent,
    seller: SellerId,
    offers: &HashMap<OfferId, OfferForSale>,
    levels: &HashMap<OfferId, Level>,
) -> Result<Vec<RowChange>, Problem> {
    let (mut rows, mut refused) = (Vec::with_capacity(sent.rows.len()), Vec::new());
    for row in &sent.rows {
        let id = row.offer_id.0;
        let found = offers.get(&id).map(|sale| &sale.offer);
        let Some(offer) = found.filter(|offer| offer.seller_id == seller) else {
            refused.push(RowRefused::whole(id, "no-such-offer", "The seller has no such offer."));
            continue;
        };
        if row.version.is_some_and(|version| version != offer.version) {
            let detail = format!("Its version is {}: it was changed meanwhile.", offer.version);
            refused.push(RowRefused::whole(id, "version-conflict", detail));
        }
        let mut reading = Reading { sent: row, refused: &mut refused };
        let cells = reading.cells(Cells::from(offer))?;
        let stock_delta = reading.stock(levels.get(&id).map_or(0, |level| level.available));
        rows.push(RowChange { offer: id, version: offer.version, cells, stock_delta });
    }
    if refused.is_empty() { Ok(rows) } else { Err(Problem::of_rows(refused)) }
}

/// Change many offers together.
///
/// All rows, or none: 409 `rows-refused` names everything that is wrong in `rows`, with the offer, the field and a code. It can be
/// taken back with `POST /api/v1/sheets/{sheet}/undo`.
#[utoipa::path(post, path = "/api/v1/sheets", tag = "products", operation_id = "save_sheet", request_body = SheetSent,
    responses((status = 201, description = "The sheet, with what each offer was and became.", body = OfferSheetWithRows)))]
pub async fn save(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    command: Command<SheetSent>,
) -> Result<Response<Body>, Problem> {
    let Command { key, hash, input } = command;
    refuse_malformed(&input)?;
    let wanted = Arc::new(Wanted { seller: caller.seller.id, by: caller.key.made_by, sent: input });
    let command = Command { key, hash, input: () };
    together(&api, &caller, &command, StatusCode::CREATED, move |tx| {
        let wanted = Arc::clone(&wanted);
        Box::pin(async move { wanted.save(tx).await })
    })
    .await
}

/// A sheet that was read.
struct Wanted {
    seller: SellerId,
    by: AccountId,
    sent: SheetSent,
}

impl Wanted {
    async fn save(&self, tx: &mut Tx) -> Result<OfferSheetWithRows, SheetError> {
        let ids: Vec<OfferId> = self.sent.rows.iter().map(|row| row.offer_id.0).collect();
        let offers = catalog::offers_for_sale(tx, &ids).await?;
        let levels = inventory::levels(tx, &ids).await?;
        let rows = read(&self.sent, self.seller, &offers, &levels).map_err(SheetError::Refused)?;
        // The request is known once in this very transaction; its own key may come again when it is long forgotten.
        let own = tx.new_id::<PriceSheetId>().to_string();
        let key =
            IdempotencyKey::parse(&own).map_err(|error| SheetError::Refused(Problem::unexpected(&error)))?;
        let sheet = pricing::save(tx, &NewSheet { seller: self.seller, key, by: self.by, rows }).await?;
        let rows = pricing::rows_of(tx, sheet.id).await?;
        Ok(with_rows(sheet, rows, false))
    }
}

#[derive(Debug, thiserror::Error)]
enum SheetError {
    #[error("the sheet is refused")]
    Refused(Problem),
    #[error(transparent)]
    Pricing(#[from] PricingError),
    #[error(transparent)]
    Inventory(#[from] InventoryError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<SheetError> for Problem {
    fn from(error: SheetError) -> Self {
        match error {
            SheetError::Refused(problem) => problem,
            SheetError::Pricing(error) => error.into(),
            SheetError::Inventory(error) => error.into(),
            SheetError::Db(error) => error.into(),
        }
    }
}

/// Take a sheet back.
///
/// A sheet of its own, which can be taken back, too; one that was taken back already gives the sheet that did it. 409
/// `rows-refused` names every offer that was changed since, and those whose units are sold; then nothing is put back.
#[utoipa::path(post, path = "/api/v1/sheets/{sheet}/undo", tag = "products", operation_id = "undo_sheet",
    params(("sheet" = SheetRef, Path, description = "The sheet's id.")),
    responses((status = 200, description = "The sheet that takes it back.", body = OfferSheetWithRows)))]
pub async fn undo(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<PriceSheetId>,
    command: Command<Nothing>,
) -> Result<Response<Body>, Problem> {
    let (seller, by) = (caller.seller.id, caller.key.made_by);
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        Box::pin(async move {
            let sheet = pricing::undo(tx, seller, id, by).await?;
            let rows = pricing::rows_of(tx, sheet.id).await?;
            Ok::<_, PricingError>(with_rows(sheet, rows, false))
        })
    })
    .await
}
