//! The platform's invoices of its fees: what each month that is over was charged, and the papers themselves.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Named};
use super::fees::FeeTaxRuleCode;
use super::invoices::Pdf;
use super::problem::Problem;
use super::types::{Amount, Code, FeeInvoiceRef, Page, PageQuery, Time, limit, page};
use crate::http::papers::of_fee_invoice;
use app::ctx::locale_of;
use app::text::T;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response};
use axum::{Extension, Json};
use domain::FeeInvoiceId;
use domain::calendar::day_text;
use platform::fees;
use platform::ledger::{RevenueStream, TransactionKind};
use serde::Serialize;
use utoipa::ToSchema;

domain::text_enum! {
    /// What fees are of.
    pub enum FeeKind {
        Commission = "commission",
        PlanFee = "plan_fee",
        ItemFee = "item_fee",
        RefundFee = "refund_fee",
    }
}
pub type FeeKindCode = Code<FeeKind>;

domain::text_enum! {
    /// What fees were charged or given back with.
    pub enum FeeCause {
        Sale = "sale",
        Return = "return",
        /// A dispute that was lost.
        Dispute = "dispute",
        /// A month of the plan.
        Month = "month",
        Other = "other",
    }
}
pub type FeeCauseCode = Code<FeeCause>;

/// Fees of one kind that were taxed alike; below zero where they came back.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeeInvoiceLine {
    pub kind: FeeKindCode,
    pub cause: FeeCauseCode,
    /// So many charges.
    pub count: i64,
    pub net: Amount,
    pub tax: Amount,
    /// Missing where fees were not taxed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub tax_rule: Option<FeeTaxRuleCode>,
    /// In millionths; 0 where they were not.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub rate_ppm: i64,
}

/// What the platform charged in a month that is over.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeeInvoice {
    pub id: FeeInvoiceRef,
    /// Counted without gaps for each year.
    pub number: String,
    /// The first day, in UTC: that of the first line.
    #[schema(format = Date)]
    pub from: String,
    /// The last day of the month.
    #[schema(format = Date)]
    pub until: String,
    /// Numbers of the invoices that something is taken back of.
    pub corrects: Vec<String>,
    pub lines: Vec<FeeInvoiceLine>,
    /// Without tax.
    pub net: Amount,
    pub tax: Amount,
    /// Taken from the balance already.
    pub total: Amount,
    pub issued_at: Time,
}

fn kind(stream: RevenueStream) -> FeeKind {
    match stream {
        RevenueStream::Commission | RevenueStream::Retail => FeeKind::Commission,
        RevenueStream::PlanFee => FeeKind::PlanFee,
        RevenueStream::ItemFee => FeeKind::ItemFee,
        RevenueStream::RefundFee => FeeKind::RefundFee,
    }
}

fn cause(of: TransactionKind) -> FeeCause {
    match of {
        TransactionKind::Sale => FeeCause::Sale,
        TransactionKind::Return | TransactionKind::Refund => FeeCause::Return,
        TransactionKind::Dispute => FeeCause::Dispute,
        TransactionKind::Fee => FeeCause::Month,
        _ => FeeCause::Other,
    }
}

impl From<fees::FeeInvoice> for FeeInvoice {
    fn from(row: fees::FeeInvoice) -> Self {
        let amount = |minor: i64| row.money(minor).into();
        let (net, tax, total) = (amount(row.net_minor), amount(row.tax_minor), amount(row.total_minor));
        let content = row.content.0;
        let lines = content.lines.into_iter().map(|line| FeeInvoiceLine {
            kind: Code(kind(line.stream)),
            cause: Code(cause(line.cause)),
            count: line.count,
            net: line.net.into(),
            tax: line.tax.into(),
            tax_rule: line.how.as_ref().map(|how| Code(how.rule)),
            rate_ppm: line.how.map_or(0, |how| how.rate_ppm),
        });
        Self {
            id: row.id.into(),
            number: row.number,
            from: day_text(content.first_day),
            until: day_text(content.last_day),
            corrects: content.corrects,
            lines: lines.collect(),
            net,
            tax,
            total,
            issued_at: Time(row.issued_at_us),
        }
    }
}

/// The platform's invoices of its fees.
///
/// The newest first. Each is of a month in UTC; what came after the invoice of its month is on the next one.
#[utoipa::path(get, path = "/api/v1/fee-invoices", tag = "payouts", operation_id = "list_fee_invoices", params(PageQuery),
    responses((status = 200, description = "A page of invoices.", body = Page<FeeInvoice>)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Page<FeeInvoice>>, Problem> {
    let limit = limit(asked.limit)?;
    let before = asked.cursor.and_then(|cursor| cursor.id::<FeeInvoiceId>());
    let mut conn = api.platform.db.read().await?;
    let rows = fees::invoices(&mut conn, Some(caller.seller.id), before, limit + 1).await?;
    Ok(Json(page(rows, limit, |row| row.id, FeeInvoice::from)))
}

/// An invoice of fees as a PDF.
///
/// In the language that `Accept-Language` asks for, if the shop has it.
#[utoipa::path(get, path = "/api/v1/fee-invoices/{fee_invoice}/pdf", tag = "payouts", operation_id = "get_fee_invoice_pdf",
    params(("fee_invoice" = FeeInvoiceRef, Path, description = "The invoice's id.")),
    responses((status = 200, description = "The paper.", body = Pdf, content_type = "application/pdf")))]
pub async fn pdf(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<FeeInvoiceId>,
    headers: HeaderMap,
) -> Result<Response<Body>, Problem> {
    let mut conn = api.platform.db.read().await?;
    let found = fees::invoice(&mut conn, id).await?;
    drop(conn);
    if found.seller_id != caller.seller.id {
        return Err(Problem::not_found());
    }
    Ok(of_fee_invoice(T::new(locale_of(&headers)), found).await)
}
