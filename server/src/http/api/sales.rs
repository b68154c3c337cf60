//! The key itself, and the figures that the seller's first screen shows.

use super::Api;
use super::auth::Caller;
use super::extract::Asked;
use super::problem::Problem;
use super::types::{Amount, Code, KeyRef, SellerRef, Time};
use axum::extract::State;
use axum::{Extension, Json};
use domain::integration::ApiScope;
use platform::reporting::{self, Sales, SalesPoint};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub type ScopeCode = Code<ApiScope>;

const USUAL_DAYS: usize = 30;
const MOST_DAYS: usize = 366;

/// The key of this request.
#[derive(Debug, Serialize, ToSchema)]
pub struct Key {
    pub id: KeyRef,
    pub name: String,
    pub scopes: Vec<ScopeCode>,
    pub seller_id: SellerRef,
    pub seller_name: String,
    /// What the seller's prices are in: ISO 4217.
    #[schema(pattern = "^[A-Z]{3}$", example = "USD")]
    pub currency: String,
}

/// The key of this request, and what it may do.
///
/// For every key.
#[utoipa::path(get, path = "/api/v1/key", tag = "key", operation_id = "get_key",
    responses((status = 200, description = "The key.", body = Key)))]
pub async fn key(Extension(caller): Extension<Caller>) -> Json<Key> {
    Json(Key {
        id: caller.key.id.into(),
        name: caller.key.name,
        scopes: caller.key.scopes.iter().map(Code).collect(),
        seller_id: caller.seller.id.into(),
        seller_name: caller.seller.name,
        currency: caller.seller.currency.code().to_owned(),
    })
}

/// Sales of a span of time, without cancelled orders.
#[derive(Debug, Serialize, ToSchema)]
pub struct SalesSum {
    pub orders: i64,
    pub units: i64,
    pub gross: Amount,
    /// Per order; missing without orders.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub average: Option<Amount>,
}

impl From<Sales> for SalesSum {
    fn from(sales: Sales) -> Self {
        Self {
            orders: sales.orders,
            units: sales.units,
            gross: sales.gross.into(),
            average: sales.average.map(Amount::from),
        }
    }
}

/// Sales of one hour or day.
#[derive(Debug, Serialize, ToSchema)]
pub struct SalesSpan {
    pub from: Time,
    pub orders: i64,
    pub units: i64,
    pub gross: Amount,
}

impl From<SalesPoint> for SalesSpan {
    fn from(point: SalesPoint) -> Self {
        Self { from: Time(point.from), orders: point.orders, units: point.units, gross: point.gross.into() }
    }
}

/// The figures of the seller's first screen. Days are those of the seller's time zone.
#[derive(Debug, Serialize, ToSchema)]
pub struct SalesSummary {
    pub today: SalesSum,
    /// Yesterday up to the end of the present hour.
    pub yesterday_so_far: SalesSum,
    pub yesterday: SalesSum,
    /// The hours of today: 24, one less or more when the clock changes; those to come are zero.
    pub today_by_hour: Vec<SalesSpan>,
    /// Orders that wait for the seller.
    pub to_ship: i64,
    /// When the one that waits longest was placed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub oldest_to_ship: Option<Time>,
}

/// What was sold today, and what waits.
#[utoipa::path(get, path = "/api/v1/sales/summary", tag = "reports", operation_id = "get_sales_summary",
    responses((status = 200, description = "The figures now.", body = SalesSummary)))]
pub async fn summary(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<SalesSummary>, Problem> {
    let seller = &caller.seller;
    let mut conn = api.platform.db.read().await?;
    let figures = reporting::dashboard(&mut conn, seller.id, seller.currency, seller.dispatch.zone).await?;
    Ok(Json(SalesSummary {
        today: figures.today.into(),
        yesterday_so_far: figures.yesterday_so_far.into(),
        yesterday: figures.yesterday.into(),
        today_by_hour: figures.by_hour.into_iter().map(|pair| pair.today.into()).collect(),
        to_ship: figures.to_ship,
        oldest_to_ship: figures.oldest_to_ship.map(Time),
    }))
}

/// How many days.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DaysQuery {
    /// Up to today; 30 when nothing is said.
    #[param(minimum = 1, maximum = 366, required = false, nullable = false)]
    pub days: Option<usize>,
}

/// Sales of each day, the oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct DailySales {
    pub data: Vec<SalesSpan>,
}

/// What was sold on each of the last days.
#[utoipa::path(get, path = "/api/v1/sales/daily", tag = "reports", operation_id = "get_daily_sales", params(DaysQuery),
    responses((status = 200, description = "Sales by day.", body = DailySales)))]
pub async fn daily(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<DaysQuery>,
) -> Result<Json<DailySales>, Problem> {
    let days = asked.days.unwrap_or(USUAL_DAYS);
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(Problem::malformed(format!("`days` is 1 to {MOST_DAYS}.")));
    }
    let seller = &caller.seller;
    let mut conn = api.platform.db.read().await?;
    let found =
        reporting::daily_sales(&mut conn, seller.id, seller.currency, seller.dispatch.zone, days).await?;
    Ok(Json(DailySales { data: found.into_iter().map(SalesSpan::from).collect() }))
}
