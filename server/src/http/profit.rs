//! The operator's profit and loss as a file: `GET /operator/profit/file.csv?currency=…&from=…&until=…`, and cohorts of buyers:
//! `GET /operator/profit/cohorts.csv?currency=…`; and the chart of the console's first screen:
//! `GET /operator/revenue.csv?days=…`; and the years of all sellers with who each is to tax authorities:
//! `GET /operator/year.csv?year=2026`.

use super::analysis::attachment;
use super::denied;
use super::files;
use super::pages::visitor_of;
use app::range::RangeQuery;
use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse as _;
use platform::domain::Currency;
use platform::domain::calendar::civil;
use platform::domain::roles::{Action, Resource};
use platform::payouts::{self, PayoutError};
use platform::reporting::{self, REVENUE_DAYS, Range, USUAL_REVENUE_DAYS};
use platform::{Platform, PlatformError, sellers};
use serde::Deserialize;

/// What the address asks for, as the page's own does.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    currency: Option<String>,
    #[serde(flatten)]
    range: RangeQuery,
}

/// The file, as an attachment that no cache keeps.
pub async fn csv(
    State(platform): State<Platform>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response<Body> {
    if let Err(refused) = operator(&platform, request).await {
        return refused;
    }
    let range = asked.range.range(platform.db.now());
    let currency = asked_currency(&platform, asked.currency.as_deref());
    let (Some(currency), Ok(range)) = (currency, range) else { return StatusCode::NOT_FOUND.into_response() };
    match read(&platform, currency, range).await {
        Ok(text) => attachment(text, "profit", range),
        Err(error) => unavailable(&error),
    }
}

/// The answer to whoever may not read the platform's figures.
async fn operator(platform: &Platform, request: Request) -> Result<(), Response<Body>> {
    let (parts, _) = request.into_parts();
    let visitor = visitor_of(platform, &parts).await.map_err(|error| unavailable(&error))?;
    visitor.allow(Action::ReadMoney, &Resource::Platform).map_err(denied)
}

/// The shop's currency when none is named; nothing for one that there is not.
fn asked_currency(platform: &Platform, code: Option<&str>) -> Option<Currency> {
    match code {
        None => Some(platform.config.currency),
        Some(code) => Currency::parse(code).ok(),
    }
}

/// Which range of the chart.
#[derive(Debug, Default, Deserialize)]
pub struct AskedRevenue {
    days: Option<i64>,
}

/// The revenue of each day of the chart, as an attachment that no cache keeps.
pub async fn revenue(
    State(platform): State<Platform>,
    Query(asked): Query<AskedRevenue>,
    request: Request,
) -> Response<Body> {
    if let Err(refused) = operator(&platform, request).await {
        return refused;
    }
    let days = asked.days.unwrap_or(USUAL_REVENUE_DAYS);
    if !REVENUE_DAYS.contains(&days) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match read_revenue(&platform, days).await {
        Ok(text) => files::csv(text, &format!("revenue-{days}-days")),
        Err(error) => unavailable(&error),
    }
}

async fn read_revenue(platform: &Platform, days: i64) -> Result<Vec<u8>, PlatformError> {
    let mut conn = platform.db.read_together().await?;
    let (now, before) = reporting::revenue_days(&mut conn, days).await?;
    Ok(reporting::revenue_file(&now, &before, platform.config.currency)?)
}

/// Which year.
#[derive(Debug, Default, Deserialize)]
pub struct AskedYear {
    year: Option<String>,
}

/// The year of every seller, the present one when none is named, as an attachment that no cache keeps.
pub async fn years(
    State(platform): State<Platform>,
    Query(asked): Query<AskedYear>,
    request: Request,
) -> Response<Body> {
    if let Err(refused) = operator(&platform, request).await {
        return refused;
    }
    let present = civil(platform.db.now().utc_day()).year;
    let number = asked.year.map_or(Ok(present), |text| text.parse());
    let Some(number) = number.ok().filter(|number: &i64| (2_000..=9_999).contains(number)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match read_years(&platform, number).await {
        Ok(text) => files::csv(text, &format!("sellers-{number}")),
        Err(error) => unavailable(&error),
    }
}

async fn read_years(platform: &Platform, number: i64) -> Result<Vec<u8>, PayoutError> {
    let all = payouts::reported(&platform.db, number).await?;
    payouts::reported_sheet(&all)
}

/// Which cohorts.
#[derive(Debug, Default, Deserialize)]
pub struct AskedCohorts {
    currency: Option<String>,
}

/// All cohorts of buyers, as an attachment that no cache keeps.
pub async fn cohorts(
    State(platform): State<Platform>,
    Query(asked): Query<AskedCohorts>,
    request: Request,
) -> Response<Body> {
    if let Err(refused) = operator(&platform, request).await {
        return refused;
    }
    let Some(currency) = asked_currency(&platform, asked.currency.as_deref()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match read_cohorts(&platform, currency).await {
        Ok(text) => files::csv(text, "cohorts"),
        Err(error) => unavailable(&error),
    }
}

async fn read_cohorts(platform: &Platform, currency: Currency) -> Result<Vec<u8>, PlatformError> {
    platform.reporting.refresh_buyers().await?;
    let mut conn = platform.db.read_together().await?;
    let cohorts = reporting::buyer_cohorts(&mut conn, currency, None).await?;
    Ok(reporting::buyer_cohorts_file(&cohorts)?)
}

async fn read(platform: &Platform, currency: Currency, range: Range) -> Result<Vec<u8>, PlatformError> {
    let mut conn = platform.db.read_together().await?;
    let retail = sellers::platform_seller(&mut conn).await?.map(|seller| seller.id);
    let profit = reporting::profit(&mut conn, currency, range, retail).await?;
    Ok(reporting::profit_file(&profit, range)?)
}

fn unavailable(error: &dyn std::fmt::Display) -> Response<Body> {
    tracing::error!(%error, "a file of figures cannot be written");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
