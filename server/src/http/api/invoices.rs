//! Invoices and credit notes of an order: what they come to, and the papers themselves.

use super::Api;
use super::auth::Caller;
use super::extract::Named;
use super::problem::Problem;
use super::types::{Amount, Code, InvoiceRef, PartRef, ShipmentRef, Time};
use crate::http::papers::of_invoice;
use app::text::T;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::Response;
use axum::{Extension, Json};
use domain::order::PartState;
use domain::{InvoiceId, Money, PartId};
use platform::invoices::{self, InvoiceKind, Listed};
use platform::orders::store;
use serde::Serialize;
use std::borrow::Cow;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{KnownFormat, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};

pub type InvoiceKindCode = Code<InvoiceKind>;

/// An invoice, or a credit note, whose amounts are below zero.
#[derive(Debug, Serialize, ToSchema)]
pub struct Invoice {
    pub id: InvoiceRef,
    pub kind: InvoiceKindCode,
    /// Counted without gaps for each kind and year.
    pub number: String,
    pub shipment_id: ShipmentRef,
    /// The invoice that a credit note corrects.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub corrects_id: Option<InvoiceRef>,
    /// Without tax.
    pub net: Amount,
    pub tax: Amount,
    pub total: Amount,
    pub issued_at: Time,
}

impl From<Listed> for Invoice {
    fn from(row: Listed) -> Self {
        let amount = |minor: i64| Money::new(minor, row.currency).into();
        Self {
            id: row.id.into(),
            kind: Code(row.kind),
            shipment_id: row.shipment_id.into(),
            corrects_id: row.corrects_id.map(Into::into),
            net: amount(row.net_minor),
            tax: amount(row.tax_minor),
            total: amount(row.total_minor),
            issued_at: Time(row.issued_at_us),
            number: row.number,
        }
    }
}

/// Those of one order.
#[derive(Debug, Serialize, ToSchema)]
pub struct Invoices {
    /// The oldest first.
    pub data: Vec<Invoice>,
}

/// The bytes of a PDF.
pub struct Pdf;

impl PartialSchema for Pdf {
    fn schema() -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::Binary);
        ObjectBuilder::new().schema_type(Type::String).format(Some(format)).into()
    }
}

impl ToSchema for Pdf {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Pdf")
    }
}

/// Whether the part is this seller's and paid for.
async fn own(api: &Api, caller: &Caller, id: PartId) -> Result<(), Problem> {
    let part = store::part(&mut api.platform.db.read().await?, id).await?;
    let is_own = part.seller_id == caller.seller.id && part.state.0 != PartState::AwaitingPayment;
    if is_own { Ok(()) } else { Err(Problem::not_found()) }
}

/// The invoices and credit notes of an order.
///
/// Each shipment that was charged has an invoice, and what was refunded of one has a credit note.
#[utoipa::path(get, path = "/api/v1/orders/{order}/invoices", tag = "orders", operation_id = "list_invoices",
    params(("order" = PartRef, Path, description = "The order's id.")),
    responses((status = 200, description = "All of them.", body = Invoices)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<PartId>,
) -> Result<Json<Invoices>, Problem> {
    own(&api, &caller, id).await?;
    let mut conn = api.platform.db.read().await?;
    let rows = invoices::of_part(&mut conn, id).await?;
    Ok(Json(Invoices { data: rows.into_iter().map(Invoice::from).collect() }))
}

/// An invoice as a PDF.
///
/// In the language in which it was ordered, as its buyer gets it.
#[utoipa::path(get, path = "/api/v1/orders/{order}/invoices/{invoice}", tag = "orders", operation_id = "get_invoice",
    params(("order" = PartRef, Path, description = "The order's id."),
        ("invoice" = InvoiceRef, Path, description = "The invoice's id.")),
    responses((status = 200, description = "The paper.", body = Pdf, content_type = "application/pdf")))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Response<Body>, Problem> {
    let Path((order, invoice)) = path.map_err(|_| Problem::not_found())?;
    let (Ok(order), Ok(id)) = (order.parse::<PartId>(), invoice.parse::<InvoiceId>()) else {
        return Err(Problem::not_found());
    };
    own(&api, &caller, order).await?;
    let mut conn = api.platform.db.read().await?;
    let found = invoices::one(&mut conn, id).await?;
    drop(conn);
    if found.part_id != order {
        return Err(Problem::not_found());
    }
    Ok(of_invoice(T::new(found.content.0.locale), found).await)
}
