//! What is left of a seller's offers as a file: `GET /seller/profit/file.csv?seller=…&from=…&until=…`. What units cost is in it for
//! those alone who may see it.

use super::analysis::{Asked, attachment};
use super::denied;
use super::pages::visitor_of;
use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse as _;
use platform::domain::SellerId;
use platform::domain::roles::{Action, Resource};
use platform::reporting::{self, Range};
use platform::{Platform, PlatformError, sellers};

/// The file, as an attachment that no cache keeps.
pub async fn csv(
    State(platform): State<Platform>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let Ok(seller) = asked.seller.parse::<SellerId>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let resource = Resource::Seller(seller);
    let costs = match visitor_of(&platform, &parts).await {
        Ok(visitor) => match visitor.allow(Action::ReadFigures, &resource) {
            Ok(()) => visitor.allow(Action::ReadCosts, &resource).is_ok(),
            Err(refusal) => return denied(refusal),
        },
        Err(error) => return unavailable(&error),
    };
    let Ok(range) = asked.range.range(platform.db.now()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match read(&platform, seller, range, costs).await {
        Ok(Some(text)) => attachment(text, "profit", range),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => unavailable(&error),
    }
}

/// Nothing for a seller that there is not.
async fn read(
    platform: &Platform,
    seller: SellerId,
    range: Range,
    costs: bool,
) -> Result<Option<Vec<u8>>, PlatformError> {
    platform.reporting.refresh_skus().await?;
    let mut conn = platform.db.read_together().await?;
    let Some(seller) = sellers::get(&mut conn, seller).await? else { return Ok(None) };
    let found = reporting::skus(&mut conn, seller.id, seller.currency, range, costs, usize::MAX).await?;
    Ok(Some(reporting::skus_file(&found)?))
}

fn unavailable(error: &dyn std::fmt::Display) -> Response<Body> {
    tracing::error!(%error, "the profit of offers cannot be written");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
