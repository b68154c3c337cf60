//! A payout's statement as a file, `GET /seller/payouts/{payout}/statement.csv?seller=…`, and a year's.

use super::denied;
use super::files;
use super::pages::visitor_of;
use app::ctx::locale_of;
use app::seller::payout_words as words;
use app::text::T;
use axum::body::Body;
use axum::extract::{Path, RawQuery, Request, State};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse as _;
use platform::domain::calendar::civil;
use platform::domain::roles::{Action, Resource};
use platform::domain::{PayoutId, SellerId};
use platform::payouts::{self, PayoutError, SheetWords, Statement, Year};
use platform::sellers::Seller;
use platform::{Platform, sellers};

/// The file, as an attachment that no cache keeps. `open` is what has happened since the last payout.
pub async fn csv(
    State(platform): State<Platform>,
    Path(which): Path<String>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response<Body> {
    let (t, statement) = match asked(&platform, &which, query.as_deref(), request).await {
        Ok((_, t, statement)) => (t, statement),
        Err(refused) => return refused,
    };
    of_statement(t, &statement, &which)
}

/// The file of a statement, whoever asked for it; `which` is the payout's id, or `open`.
pub(super) fn of_statement(t: T, statement: &Statement, which: &str) -> Response<Body> {
    match written(t, statement) {
        Ok(file) => files::csv(file, &format!("statement-{which}")),
        Err(error) => refusal(&error),
    }
}

/// Whose statement it is, in which language it is read, and the statement; or the answer to who may not read it.
pub(super) async fn asked(
    platform: &Platform,
    which: &str,
    query: Option<&str>,
    request: Request,
) -> Result<(SellerId, T, Statement), Response<Body>> {
    let (seller, t) = readable(platform, query, Action::ReadMoney, request).await?;
    let statement = read(platform, seller, which).await.map_err(|error| refusal(&error))?;
    Ok((seller, t, statement))
}

/// The answer where there is no file.
pub(super) fn refusal(error: &PayoutError) -> Response<Body> {
    match error {
        PayoutError::NoSuchPayout | PayoutError::NoSuchSeller => StatusCode::NOT_FOUND.into_response(),
        error => unavailable(error),
    }
}

/// A year as a file: `GET /seller/year.csv?seller=…&year=2026`.
pub async fn year_csv(
    State(platform): State<Platform>,
    RawQuery(query): RawQuery,
    request: Request,
) -> Response<Body> {
    let (_, _, year) = match asked_year(&platform, query.as_deref(), request).await {
        Ok(found) => found,
        Err(refused) => return refused,
    };
    of_year(&year)
}

/// The file of a year, whoever asked for it.
pub(super) fn of_year(year: &Year) -> Response<Body> {
    match payouts::year_sheet(year) {
        Ok(file) => files::csv(file, &format!("year-{}", year.year)),
        Err(error) => refusal(&error),
    }
}

/// Whose year it is, in which language it is read, and the year, the present one where the seller is when none is named; or the
/// answer to who may not read it.
pub(super) async fn asked_year(
    platform: &Platform,
    query: Option<&str>,
    request: Request,
) -> Result<(Seller, T, Year), Response<Body>> {
    let (seller, t) = readable(platform, query, Action::ReadMoney, request).await?;
    let year = match named(query, "year=").map(str::parse::<i64>) {
        None => None,
        Some(Ok(year)) if (2_000..=9_999).contains(&year) => Some(year),
        Some(_) => return Err(StatusCode::NOT_FOUND.into_response()),
    };
    let (seller, year) = read_year(platform, seller, year).await.map_err(|error| refusal(&error))?;
    Ok((seller, t, year))
}

async fn read_year(
    platform: &Platform,
    seller: SellerId,
    year: Option<i64>,
) -> Result<(Seller, Year), PayoutError> {
    let mut conn = platform.db.read().await?;
    let seller = sellers::get(&mut conn, seller).await?.ok_or(PayoutError::NoSuchSeller)?;
    drop(conn);
    let zone = seller.dispatch.zone;
    let year = year.unwrap_or_else(|| civil(zone.day_and_minute(platform.db.now()).0).year);
    let read = payouts::year_now(&platform.db, seller.id, seller.currency, year, zone).await?;
    Ok((seller, read))
}

pub(super) fn named<'q>(query: Option<&'q str>, name: &str) -> Option<&'q str> {
    query.unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix(name))
}

/// The seller that the address names, if this visitor may do this there, and the visitor's language.
pub(super) async fn readable(
    platform: &Platform,
    query: Option<&str>,
    action: Action,
    request: Request,
) -> Result<(SellerId, T), Response<Body>> {
    let (parts, _) = request.into_parts();
    let Some(seller) = named(query, "seller=").and_then(|id| id.parse::<SellerId>().ok()) else {
        return Err(StatusCode::NOT_FOUND.into_response());
    };
    let visitor = visitor_of(platform, &parts).await.map_err(|error| unavailable(&error))?;
    visitor.allow(action, &Resource::Seller(seller)).map_err(denied)?;
    Ok((seller, T::new(locale_of(&parts.headers))))
}

pub(super) async fn read(
    platform: &Platform,
    seller: SellerId,
    which: &str,
) -> Result<Statement, PayoutError> {
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

fn unavailable(error: &dyn std::fmt::Display) -> Response<Body> {
    tracing::error!(%error, "a statement cannot be written");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}
