//! Statements and years as files, what is to be taken off the shelves, and the slip of a parcel: what the desk downloads and
//! prints.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Named, binary};
use super::invoices::Pdf;
use super::payouts::read_year;
use super::problem::Problem;
use super::types::{Code, OfferRef, PartRef, PayoutRef, ProductRef};
use crate::http::{papers, statements};
use app::ctx::locale_of;
use app::text::T;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response};
use axum::{Extension, Json};
use domain::order::PartState;
use domain::{OfferId, PartId, PayoutId};
use platform::catalog;
use platform::orders::store::{self, ToPick};
use platform::payouts::{self, Statement};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{IntoParams, PartialSchema, ToSchema};

domain::text_enum! {
    /// What a paper is written as.
    pub enum PaperFormat {
        Pdf = "pdf",
        Csv = "csv",
    }
}
pub type PaperFormatCode = Code<PaperFormat>;

/// The text of a table.
pub struct Csv;

impl PartialSchema for Csv {
    fn schema() -> RefOr<Schema> {
        binary()
    }
}

impl ToSchema for Csv {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Csv")
    }
}

/// Which file.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PaperQuery {
    /// What it is written as.
    #[param(inline)]
    pub format: PaperFormatCode,
}

async fn written(
    api: &Api,
    caller: &Caller,
    headers: &HeaderMap,
    format: PaperFormat,
    (statement, which): (Statement, String),
) -> Response<Body> {
    let t = T::new(locale_of(headers));
    match format {
        PaperFormat::Pdf => papers::of_statement(&api.platform, t, &caller.seller, &statement, &which).await,
        PaperFormat::Csv => statements::of_statement(t, &statement, &which),
    }
}

/// The statement that a payout ends, as a file.
///
/// In the language that `Accept-Language` asks for, if the shop has it.
#[utoipa::path(get, path = "/api/v1/payouts/{payout}/statement/file", tag = "payouts",
    operation_id = "get_statement_file",
    params(("payout" = PayoutRef, Path, description = "The payout's id."), PaperQuery),
    responses((status = 200, description = "The file.",
        content((Pdf = "application/pdf"), (Csv = "text/csv")))))]
pub async fn statement(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<PayoutId>,
    Asked(asked): Asked<PaperQuery>,
    headers: HeaderMap,
) -> Result<Response<Body>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    let found = payouts::statement(&mut conn, caller.seller.id, id).await?;
    drop(conn);
    Ok(written(&api, &caller, &headers, asked.format.0, (found, id.to_string())).await)
}

/// What has happened since the last payout, as a file.
///
/// In the language that `Accept-Language` asks for, if the shop has it.
#[utoipa::path(get, path = "/api/v1/statement/file", tag = "payouts", operation_id = "get_open_statement_file",
    params(PaperQuery),
    responses((status = 200, description = "The file.",
        content((Pdf = "application/pdf"), (Csv = "text/csv")))))]
pub async fn open_statement(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<PaperQuery>,
    headers: HeaderMap,
) -> Result<Response<Body>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    let found = payouts::open_statement(&mut conn, caller.seller.id, caller.seller.currency).await?;
    drop(conn);
    Ok(written(&api, &caller, &headers, asked.format.0, (found, "open".to_owned())).await)
}

/// Which year, as which file.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct YearPaperQuery {
    /// What it is written as.
    #[param(inline)]
    pub format: PaperFormatCode,
    /// The present one when nothing is said.
    #[param(minimum = 2000, maximum = 9999, required = false, nullable = false)]
    pub year: Option<i64>,
}

/// A year, month by month, as a file.
///
/// The PDF is in the language that `Accept-Language` asks for, if the shop has it.
#[utoipa::path(get, path = "/api/v1/year/file", tag = "payouts", operation_id = "get_year_file",
    params(YearPaperQuery),
    responses((status = 200, description = "The file.",
        content((Pdf = "application/pdf"), (Csv = "text/csv")))))]
pub async fn year(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<YearPaperQuery>,
    headers: HeaderMap,
) -> Result<Response<Body>, Problem> {
    let read = read_year(&api, &caller, asked.year).await?;
    Ok(match asked.format.0 {
        PaperFormat::Pdf => {
            papers::of_year_read(&api.platform, T::new(locale_of(&headers)), &caller.seller, &read).await
        }
        PaperFormat::Csv => statements::of_year(&read),
    })
}

/// So many products stand on one list.
const MOST_PICKED: i64 = 500;

/// What is to be taken off the shelves of one offer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Pick {
    pub offer_id: OfferRef,
    pub product_id: ProductRef,
    pub title: String,
    /// The seller's own number; missing once the offer is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub sku: Option<String>,
    pub units: i64,
    /// In so many orders.
    pub orders: i64,
}

/// What is to be taken off the shelves.
#[derive(Debug, Serialize, ToSchema)]
pub struct PickList {
    /// By title; 500 at the most.
    pub data: Vec<Pick>,
}

/// What is to be taken off the shelves.
///
/// Units that were not sent yet, of orders that were accepted.
#[utoipa::path(get, path = "/api/v1/pick-list", tag = "orders", operation_id = "get_pick_list",
    responses((status = 200, description = "The list.", body = PickList)))]
pub async fn pick_list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<PickList>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    let rows = store::to_pick(&mut conn, caller.seller.id, MOST_PICKED).await?;
    let ids: Vec<OfferId> = rows.iter().map(|row| row.offer_id).collect();
    let sales = catalog::offers_for_sale(&mut conn, &ids).await?;
    let numbers: HashMap<OfferId, String> =
        sales.into_iter().map(|(id, sale)| (id, sale.offer.sku)).collect();
    let pick = |row: ToPick| Pick {
        offer_id: row.offer_id.into(),
        product_id: row.product_id.into(),
        title: row.title,
        sku: numbers.get(&row.offer_id).cloned(),
        units: row.units,
        orders: row.parts,
    };
    Ok(Json(PickList { data: rows.into_iter().map(pick).collect() }))
}

/// The slip that lies in an order's parcel, as a PDF.
///
/// Where it goes and what is in it: what is still to be sent, or of an order that is done with what was. It names no price. In the
/// language that `Accept-Language` asks for, if the shop has it.
#[utoipa::path(get, path = "/api/v1/orders/{order}/slip", tag = "orders", operation_id = "get_packing_slip",
    params(("order" = PartRef, Path, description = "The order's id.")),
    responses((status = 200, description = "The paper.", body = Pdf, content_type = "application/pdf")))]
pub async fn slip(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<PartId>,
    headers: HeaderMap,
) -> Result<Response<Body>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    let part = store::part(&mut conn, id).await?;
    if part.seller_id != caller.seller.id || part.state.0 == PartState::AwaitingPayment {
        return Err(Problem::not_found());
    }
    let order = store::order(&mut conn, part.order_id).await?;
    let detail = store::details(&mut conn, vec![part]).await?.pop().ok_or_else(Problem::not_found)?;
    let ids: Vec<OfferId> = detail.lines.iter().map(|line| line.offer_id).collect();
    let sales = catalog::offers_for_sale(&mut conn, &ids).await?;
    drop(conn);
    let numbers: HashMap<OfferId, String> =
        sales.into_iter().map(|(id, sale)| (id, sale.offer.sku)).collect();
    let t = T::new(locale_of(&headers));
    let paper = app::printed::slip(t, &caller.seller, &order, &detail, &numbers);
    Ok(papers::of_slip(t, paper, id).await)
}
