//! The seller's holiday: from one day to another nothing of its is for sale.

use super::Api;
use super::auth::Caller;
use super::extract::Command;
use super::once::together;
use super::problem::Problem;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::Timestamp;
use domain::calendar::{day_text, parse_day};
use domain::promise::Day;
use platform::sellers::{self, Seller, SellerError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A holiday that runs or is to come, in days of the seller's own calendar.
#[derive(Debug, Serialize, ToSchema)]
pub struct Holiday {
    /// Whether nothing of the seller is for sale now because of it.
    pub running: bool,
    /// The first day; missing when there is no holiday.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = Date, example = "2026-12-24")]
    pub from: Option<String>,
    /// The last day; missing when it lasts until it is ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, format = Date, example = "2026-12-31")]
    pub until: Option<String>,
}

fn shown(seller: &Seller, now: Timestamp) -> Holiday {
    let holiday = seller.coming_holiday(now);
    Holiday {
        running: seller.on_holiday(now).is_some(),
        from: holiday.map(|holiday| day_text(holiday.from)),
        until: holiday.and_then(|holiday| holiday.until).map(day_text),
    }
}

/// The seller's holiday.
///
/// Days are those of the time zone of the seller's settings.
#[utoipa::path(get, path = "/api/v1/holiday", tag = "products", operation_id = "get_holiday",
    responses((status = 200, description = "The holiday that runs or is to come.", body = Holiday)))]
pub async fn now(State(api): State<Api>, Extension(caller): Extension<Caller>) -> Json<Holiday> {
    Json(shown(&caller.seller, api.platform.db.now()))
}

/// A holiday that is said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HolidaySent {
    /// `false` ends the holiday, or takes back one that was to come; then there are no days.
    pub on: bool,
    /// The first day; missing: today.
    #[serde(default)]
    #[schema(nullable = false, format = Date, example = "2026-12-24")]
    pub from: Option<String>,
    /// The last day; missing: until it is ended.
    #[serde(default)]
    #[schema(nullable = false, format = Date, example = "2026-12-31")]
    pub until: Option<String>,
}

impl HolidaySent {
    fn read(&self, today: Day) -> Result<Option<sellers::Holiday>, Problem> {
        let day = |name: &str, text: &str| {
            parse_day(text).ok_or_else(|| Problem::malformed(format!("`{name}` is no day like 2026-12-24.")))
        };
        let from = self.from.as_deref().map(|text| day("from", text)).transpose()?;
        let until = self.until.as_deref().map(|text| day("until", text)).transpose()?;
        match (self.on, from, until) {
            (true, from, until) => Ok(Some(sellers::Holiday { from: from.unwrap_or(today), until })),
            (false, None, None) => Ok(None),
            (false, ..) => Err(Problem::malformed("What is no holiday has no days.")),
        }
    }
}

/// Begin, change or end the holiday.
///
/// While it runs nothing of the seller is for sale; open orders go on. It ends by itself after its last day. An
/// operator's suspension is neither made nor ended by it.
#[utoipa::path(put, path = "/api/v1/holiday", tag = "products", operation_id = "put_holiday",
    request_body = HolidaySent, responses((status = 200, description = "The holiday as it is now.", body = Holiday)))]
pub async fn put(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    command: Command<HolidaySent>,
) -> Result<Response<Body>, Problem> {
    let today = caller.seller.today(api.platform.db.now());
    let (seller, holiday) = (caller.seller.id, command.input.read(today)?);
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        Box::pin(async move {
            sellers::update_holiday(tx, seller, holiday).await?;
            let seller = sellers::get(tx, seller).await?.ok_or(SellerError::NoSuchSeller)?;
            Ok::<_, PutError>(shown(&seller, tx.now()))
        })
    })
    .await
}

#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct PutError(#[from] SellerError);

impl From<PutError> for Problem {
    fn from(PutError(error): PutError) -> Self {
        match error {
            SellerError::BadHoliday => Self::conflict("holiday-refused", format!("{error}.")),
            SellerError::Db(error) => error.into(),
            other => Self::unexpected(&other),
        }
    }
}
