//! A payout's statement as a file: `GET /seller/payouts/{payout}/statement.csv?seller=…`.

use super::denied;
use super::pages::visitor_of;
use app::ctx::locale_of;
use app::seller::payout_words as words;
use app::text::T;
use axum::body::Body;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::response::IntoResponse as _;
use platform::domain::roles::{Action, Resource};
use platform::domain::{PayoutId, SellerId};
use platform::payouts::{self, PayoutError, SheetWords, Statement};
use platform::{Platform, sellers};

/// The file, as an attachment that no cache keeps. `open` is what has happened since the last payout.
pub async fn csv(
    State(platform): State<Platform>,
    Path(which): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response<Body> {
    let (parts, _) = request.into_parts();
    let named = query.as_deref().unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("seller="));
    let Some(seller) = named.and_then(|id| id.parse::<SellerId>().ok()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match visitor_of(&platform, &parts).await {
        Ok(visitor) => {
            if let Err(refusal) = visitor.allow(Action::ReadSeller, &Resource::Seller(seller)) {
                return denied(refusal);
            }
        }
        Err(error) => return unavailable(&error),
    }
    let t = T::new(locale_of(&parts.headers));
    match read(&platform, seller, &which).await.and_then(|statement| written(t, &statement)) {
        Ok(file) => attachment(file, &which),
        Err(PayoutError::NoSuchPayout | PayoutError::NoSuchSeller) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => unavailable(&error),
    }
}

async fn read(platform: &Platform, seller: SellerId, which: &str) -> Result<Statement, PayoutError> {
    let mut conn = platform.db.read_together().await?;
    if which == "open" {
        let seller = sellers::get(&mut conn, seller).await?.ok_or(PayoutError::NoSuchSeller)?;
        return payouts::open_statement(&mut conn, seller.id, seller.currency).await;
    }
    let id: PayoutId = which.parse().map_err(|_| PayoutError::NoSuchPayout)?;
    payouts::statement(&mut conn, seller, id).await
}

fn written(t: T, statement: &Statement) -> Result<Vec<u8>, PayoutError> {
    let (opening, closing) = words::ends(t);
    let group = |group| words::group(t, group);
    payouts::sheet(statement, &SheetWords { opening: &opening, closing: &closing, group: &group })
}

fn attachment(file: Vec<u8>, which: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(file));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"statement-{which}.csv\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

fn unavailable(error: &dyn std::fmt::Display) -> Response<Body> {
    tracing::error!(%error, "a statement cannot be written");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
