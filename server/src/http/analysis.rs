//! A table of a seller's analysis as a file: `GET /seller/analysis/{table}.csv?seller=…&from=…&until=…`; and the charts of
//! its first screen, which have no other days than theirs: `hours.csv`, `days.csv`.

use super::denied;
use super::files;
use super::pages::visitor_of;
use app::range::RangeQuery;
use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse as _;
use platform::domain::SellerId;
use platform::domain::roles::{Action, Resource};
use platform::domain::text_enum::TextEnum as _;
use platform::reporting::{self, AnalysisFile, ChartFile, Range};
use platform::{Platform, PlatformError, sellers};
use serde::Deserialize;

/// What the address asks for, as the page's own does.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub(super) seller: String,
    #[serde(flatten)]
    pub(super) range: RangeQuery,
}

/// The file, as an attachment that no cache keeps.
pub async fn csv(
    State(platform): State<Platform>,
    Path(table): Path<String>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let Ok(seller) = asked.seller.parse::<SellerId>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match visitor_of(&platform, &parts).await {
        Ok(visitor) => {
            if let Err(refusal) = visitor.allow(Action::ReadFigures, &Resource::Seller(seller)) {
                return denied(refusal);
            }
        }
        Err(error) => return unavailable(&error),
    }
    let name = table.strip_suffix(".csv");
    if let Some(chart) = name.and_then(ChartFile::parse) {
        return match read_chart(&platform, chart, seller).await {
            Ok(Some(text)) => files::csv(text, chart.as_str()),
            Ok(None) => StatusCode::NOT_FOUND.into_response(),
            Err(error) => unavailable(&error),
        };
    }
    let file = name.and_then(AnalysisFile::parse);
    let range = asked.range.range(platform.db.now());
    let (Some(file), Ok(range)) = (file, range) else { return StatusCode::NOT_FOUND.into_response() };
    match read(&platform, file, seller, range).await {
        Ok(Some(text)) => attachment(text, file.as_str(), range),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => unavailable(&error),
    }
}

/// Nothing for a seller that there is not.
async fn read(
    platform: &Platform,
    file: AnalysisFile,
    seller: SellerId,
    range: Range,
) -> Result<Option<Vec<u8>>, PlatformError> {
    platform.reporting.refresh_analysis().await?;
    let mut conn = platform.db.read_together().await?;
    let Some(seller) = sellers::get(&mut conn, seller).await? else { return Ok(None) };
    Ok(Some(reporting::analysis_file(&mut conn, file, seller.id, seller.currency, range).await?))
}

async fn read_chart(
    platform: &Platform,
    chart: ChartFile,
    seller: SellerId,
) -> Result<Option<Vec<u8>>, PlatformError> {
    platform.reporting.catch_up().await?;
    let mut conn = platform.db.read_together().await?;
    let Some(seller) = sellers::get(&mut conn, seller).await? else { return Ok(None) };
    let (currency, zone) = (seller.currency, seller.dispatch.zone);
    Ok(Some(reporting::chart_file(&mut conn, chart, seller.id, currency, zone).await?))
}

pub(super) fn attachment(text: Vec<u8>, file: &str, range: Range) -> Response<Body> {
    use platform::domain::calendar::day_text;
    let (first, last) = (day_text(range.first()), day_text(range.last()));
    files::csv(text, &format!("{file}-{first}-{last}"))
}

fn unavailable(error: &dyn std::fmt::Display) -> Response<Body> {
    tracing::error!(%error, "a table of the analysis cannot be written");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
