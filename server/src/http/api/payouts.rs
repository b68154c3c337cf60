//! Money: what the seller is owed, what was paid out, and what each payout is made of. No key turns the money's way.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Named};
use super::problem::Problem;
use super::types::{
    Amount, Code, OrderRef, Page, PageQuery, PartRef, PayoutRef, Time, TransactionRef, limit, page,
};
use axum::extract::State;
use axum::{Extension, Json};
use domain::PayoutId;
use domain::payout::{PayoutState, PayoutTerms, PayoutTrigger, Rejection, minimum};
use platform::payouts::{self, Group};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub type PayoutStateCode = Code<PayoutState>;
pub type PayoutTriggerCode = Code<PayoutTrigger>;
pub type RejectionCode = Code<Rejection>;
pub type LineKindCode = Code<Group>;

/// When and how much is paid, as it counts now.
#[derive(Debug, Serialize, ToSchema)]
pub struct TermsOfPayouts {
    /// From one payout to the next.
    #[schema(minimum = 1)]
    pub cycle_days: i64,
    /// What a part earned is kept back this long after its delivery.
    #[schema(minimum = 0)]
    pub reserve_days: i64,
    /// From one payout that is asked for to the next.
    #[schema(minimum = 1)]
    pub on_demand_hours: i64,
    /// The smallest payout.
    pub minimum: Amount,
}

/// What the seller is owed now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Balance {
    /// What the shop owes the seller; negative when it is the other way.
    pub balance: Amount,
    /// Kept back until so many days after delivery as the shop's terms say, and while something comes back.
    pub reserved: Amount,
    /// What could be paid out now.
    pub available: Amount,
    /// Under which a payout would be reckoned now.
    pub terms: TermsOfPayouts,
    /// When the next payout is due; missing while there is no bank account.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next_payout_at: Option<Time>,
}

/// The seller's balance.
#[utoipa::path(get, path = "/api/v1/balance", tag = "payouts", operation_id = "get_balance",
    responses((status = 200, description = "The balance now.", body = Balance)))]
pub async fn balance(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Balance>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    let (now, currency) = (conn.now(), caller.seller.currency);
    let terms: PayoutTerms = platform::terms::at(&mut conn, now).await?;
    let (standing, _) = payouts::standing_under(&mut conn, caller.seller.id, currency, &terms).await?;
    let least = terms.minimum_hundredths.unwrap_or(api.platform.payouts.config().minimum_hundredths);
    let next = payouts::next_due(&mut conn, caller.seller.id).await?;
    Ok(Json(Balance {
        balance: standing.balance.into(),
        reserved: standing.reserved.into(),
        available: standing.available.into(),
        terms: TermsOfPayouts {
            cycle_days: terms.cycle_days,
            reserve_days: terms.reserve_days,
            on_demand_hours: terms.on_demand_hours,
            minimum: minimum(least, currency)?.into(),
        },
        next_payout_at: next.map(Time),
    }))
}

/// Money that went to the seller's bank.
#[derive(Debug, Serialize, ToSchema)]
pub struct Payout {
    pub id: PayoutRef,
    pub state: PayoutStateCode,
    pub asked_by: PayoutTriggerCode,
    pub amount: Amount,
    /// The last four signs of the bank account.
    pub account_last4: String,
    pub created_at: Time,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub settled_at: Option<Time>,
    /// Why the bank gave it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub rejection: Option<RejectionCode>,
}

impl From<payouts::Payout> for Payout {
    fn from(payout: payouts::Payout) -> Self {
        Self {
            id: payout.id.into(),
            state: Code(payout.state),
            asked_by: Code(payout.asked_by),
            amount: payout.amount.into(),
            account_last4: payout.last4,
            created_at: Time(payout.created_at),
            settled_at: payout.settled_at.map(Time),
            rejection: payout.rejection.map(Code),
        }
    }
}

/// The seller's payouts.
///
/// The newest first.
#[utoipa::path(get, path = "/api/v1/payouts", tag = "payouts", operation_id = "list_payouts", params(PageQuery),
    responses((status = 200, description = "A page of payouts.", body = Page<Payout>)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Page<Payout>>, Problem> {
    let limit = limit(asked.limit)?;
    let before = asked.cursor.and_then(|cursor| cursor.id::<PayoutId>());
    let mut conn = api.platform.db.read().await?;
    let rows = payouts::payouts_before(&mut conn, caller.seller.id, before, limit + 1).await?;
    Ok(Json(page(rows, limit, |row| row.id, Payout::from)))
}

/// One payout.
#[utoipa::path(get, path = "/api/v1/payouts/{payout}", tag = "payouts", operation_id = "get_payout",
    params(("payout" = PayoutRef, Path, description = "The payout's id.")),
    responses((status = 200, description = "The payout.", body = Payout)))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<PayoutId>,
) -> Result<Json<Payout>, Problem> {
    let mut conn = api.platform.db.read().await?;
    let found = payouts::payout(&mut conn, id).await?;
    if found.seller == caller.seller.id { Ok(Json(found.into())) } else { Err(Problem::not_found()) }
}

/// One line of a statement.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatementLine {
    pub at: Time,
    pub kind: LineKindCode,
    /// What the seller got; negative for what was taken.
    pub amount: Amount,
    /// What the seller was owed after it.
    pub balance: Amount,
    pub transaction_id: TransactionRef,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub order_id: Option<OrderRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub part_id: Option<PartRef>,
}

/// What happened on the seller's balance: opening and all lines are the closing.
#[derive(Debug, Serialize, ToSchema)]
pub struct Statement {
    pub opening: Amount,
    pub closing: Amount,
    /// The payout before it; missing for the first statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub since: Option<Time>,
    /// The payout that ends it; missing while it goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub payout_id: Option<PayoutRef>,
    pub lines: Vec<StatementLine>,
}

impl From<payouts::Statement> for Statement {
    fn from(statement: payouts::Statement) -> Self {
        let line = |line: payouts::Line| StatementLine {
            at: Time(line.at),
            kind: Code(line.group),
            amount: line.amount.into(),
            balance: line.balance.into(),
            transaction_id: line.transaction.into(),
            order_id: line.order.map(Into::into),
            part_id: line.part.map(Into::into),
        };
        Self {
            opening: statement.opening.into(),
            closing: statement.closing.into(),
            since: statement.since.map(Time),
            payout_id: statement.payout.map(|payout| payout.id.into()),
            lines: statement.lines.into_iter().map(line).collect(),
        }
    }
}

/// The statement that a payout ends.
#[utoipa::path(get, path = "/api/v1/payouts/{payout}/statement", tag = "payouts", operation_id = "get_statement",
    params(("payout" = PayoutRef, Path, description = "The payout's id.")),
    responses((status = 200, description = "The statement.", body = Statement)))]
pub async fn statement(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<PayoutId>,
) -> Result<Json<Statement>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    Ok(Json(payouts::statement(&mut conn, caller.seller.id, id).await?.into()))
}

/// What has happened since the last payout.
#[utoipa::path(get, path = "/api/v1/statement", tag = "payouts", operation_id = "get_open_statement",
    responses((status = 200, description = "The statement so far.", body = Statement)))]
pub async fn open_statement(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Statement>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    let open = payouts::open_statement(&mut conn, caller.seller.id, caller.seller.currency).await?;
    Ok(Json(open.into()))
}

/// Which year; the present one when nothing is said.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct YearQuery {
    #[param(minimum = 2000, maximum = 9999, required = false, nullable = false)]
    pub year: Option<i64>,
}

/// What happened in a month, a quarter or a year. Amounts are as they changed the balance: below zero what was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct YearSpan {
    /// `2026-01`, `2026-Q1` or `2026`.
    pub period: String,
    /// Parcels that were charged.
    pub sales: i64,
    /// What buyers paid for goods, delivery and gift wrap, without tax, and what the shop added for its own coupons.
    pub gross: Amount,
    /// What went back to buyers.
    pub refunds: Amount,
    /// Less what came back of it with refunds.
    pub commission: Amount,
    /// Per item, for the plan, of refunds and of disputes.
    pub fees: Amount,
    /// Tax on commission and fees.
    pub fee_tax: Amount,
    pub disputes: Amount,
    pub other: Amount,
    /// Everything above together: the consideration of DAC7.
    pub earned: Amount,
    pub payouts: Amount,
    /// What the seller paid of fees by card, less what its bank took back.
    pub paid_by_card: Amount,
    /// Tax of these sales, which the shop owes and the balance never held.
    pub tax: Amount,
}

fn span(period: String, span: payouts::Span) -> Result<YearSpan, Problem> {
    Ok(YearSpan {
        period,
        sales: span.sales,
        gross: span.gross.into(),
        refunds: span.refunds.into(),
        commission: span.commission.into(),
        fees: span.fees.into(),
        fee_tax: span.fee_tax.into(),
        disputes: span.disputes.into(),
        other: span.other.into(),
        earned: span.earned()?.into(),
        payouts: span.payouts.into(),
        paid_by_card: span.paid_by_card.into(),
        tax: span.tax.into(),
    })
}

/// A year of the seller: opening, what it earned, what was paid out and what it paid by card are the closing.
#[derive(Debug, Serialize, ToSchema)]
pub struct YearReport {
    pub opening: Amount,
    /// January to December, on the clock where the seller is.
    pub months: Vec<YearSpan>,
    pub quarters: Vec<YearSpan>,
    pub total: YearSpan,
    pub closing: Amount,
}

/// The year that is asked for, or the present one where the seller is.
pub(super) async fn read_year(
    api: &Api,
    caller: &Caller,
    asked: Option<i64>,
) -> Result<payouts::Year, Problem> {
    let (seller, db) = (&caller.seller, &api.platform.db);
    let zone = seller.dispatch.zone;
    let present = domain::calendar::civil(zone.day_and_minute(db.now()).0).year;
    let number = asked.unwrap_or(present);
    if !(2_000..=9_999).contains(&number) {
        return Err(Problem::malformed("`year` is 2000 to 9999."));
    }
    Ok(payouts::year_now(db, seller.id, seller.currency, number, zone).await?)
}

/// A year, month by month.
#[utoipa::path(get, path = "/api/v1/year", tag = "payouts", operation_id = "get_year", params(YearQuery),
    responses((status = 200, description = "The year.", body = YearReport)))]
pub async fn year(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<YearQuery>,
) -> Result<Json<YearReport>, Problem> {
    let read = read_year(&api, &caller, asked.year).await?;
    let number = read.year;
    let months = (1..).zip(&read.months).map(|(at, month)| span(format!("{number}-{at:02}"), *month));
    let quarters = (0..4).map(|at| span(format!("{number}-Q{}", at + 1), read.quarter(at)?));
    Ok(Json(YearReport {
        opening: read.opening.into(),
        months: months.collect::<Result<_, _>>()?,
        quarters: quarters.collect::<Result<_, _>>()?,
        total: span(number.to_string(), read.total()?)?,
        closing: read.closing.into(),
    }))
}
