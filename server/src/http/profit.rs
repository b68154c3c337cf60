//! The operator's profit and loss as a file: `GET /operator/profit/file.csv?currency=…&from=…&until=…`.

use super::analysis::attachment;
use super::denied;
use super::pages::visitor_of;
use app::range::RangeQuery;
use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse as _;
use platform::domain::Currency;
use platform::domain::roles::{Action, Resource};
use platform::reporting::{self, Range};
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
    let (parts, _) = request.into_parts();
    match visitor_of(&platform, &parts).await {
        Ok(visitor) => {
            if let Err(refusal) = visitor.allow(Action::ReadPlatform, &Resource::Platform) {
                return denied(refusal);
            }
        }
        Err(error) => return unavailable(&error),
    }
    let range = asked.range.range(platform.db.now());
    let currency = match asked.currency.as_deref() {
        None => Some(platform.config.currency),
        Some(code) => Currency::parse(code).ok(),
    };
    let (Some(currency), Ok(range)) = (currency, range) else { return StatusCode::NOT_FOUND.into_response() };
    match read(&platform, currency, range).await {
        Ok(text) => attachment(text, "profit", range),
        Err(error) => unavailable(&error),
    }
}

async fn read(platform: &Platform, currency: Currency, range: Range) -> Result<Vec<u8>, PlatformError> {
    let mut conn = platform.db.read_together().await?;
    let retail = sellers::platform_seller(&mut conn).await?.map(|seller| seller.id);
    let profit = reporting::profit(&mut conn, currency, range, retail).await?;
    Ok(reporting::profit_file(&profit, range)?)
}

fn unavailable(error: &dyn std::fmt::Display) -> Response<Body> {
    tracing::error!(%error, "the profit and loss cannot be written");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
