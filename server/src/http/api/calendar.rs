//! When the seller works, when its carrier delivers, and how long parcels take beyond its country.

use super::Api;
use super::auth::Caller;
use super::extract::Command;
use super::once::together;
use super::problem::Problem;
use super::types::Code;
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::calendar::{day_text, parse_day};
use domain::promise::{Day, Dispatch, Transit};
use domain::text_enum::TextEnum as _;
use domain::zone::Zone;
use platform::sellers::{self, SellerError};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::{KnownFormat, RefOr};
use utoipa::{PartialSchema, ToSchema};

domain::text_enum! {
    /// A day of the week, in the order of the bits of `domain::promise::Dispatch`.
    pub enum Weekday {
        Mon = "mon",
        Tue = "tue",
        Wed = "wed",
        Thu = "thu",
        Fri = "fri",
        Sat = "sat",
        Sun = "sun",
    }
}
pub type WeekdayCode = Code<Weekday>;

/// The weekdays that are set.
fn named(bits: u8) -> Vec<WeekdayCode> {
    let all = Weekday::ALL.iter().enumerate();
    all.filter(|(bit, _)| bits & (1 << *bit) != 0).map(|(_, day)| Code(*day)).collect()
}

fn bits(days: &[WeekdayCode]) -> u8 {
    let all = Weekday::ALL.iter().enumerate();
    let named = all.filter(|(_, day)| days.iter().any(|said| said.0 == **day));
    named.fold(0, |bits, (bit, _)| bits | (1 << bit))
}

/// A day like `2026-12-25`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CalendarDay(String);

impl PartialSchema for CalendarDay {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)))
            .examples(["2026-12-25"])
            .into()
    }
}

impl ToSchema for CalendarDay {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("CalendarDay")
    }
}

/// Days of delivery on the way, at best and at worst.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransitDays {
    #[schema(minimum = 1, maximum = 90)]
    pub min: u8,
    /// No less than at best.
    #[schema(minimum = 1, maximum = 90)]
    pub max: u8,
}

impl From<Transit> for TransitDays {
    fn from(Transit { min, max }: Transit) -> Self {
        Self { min, max }
    }
}

/// When the seller works. All of it is said at once.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SellerCalendar {
    /// Where the seller's clock hangs: a name of the IANA time zone database.
    #[schema(pattern = "^[A-Za-z][A-Za-z0-9_+/-]{0,39}$", example = "America/Los_Angeles")]
    pub zone: String,
    /// Weekdays on which the seller does not work.
    #[schema(max_items = 7)]
    pub rest_days: Vec<WeekdayCode>,
    /// Single days on which it does not work. Those that are over are left out.
    #[schema(max_items = 60)]
    pub closed_days: Vec<CalendarDay>,
    /// Weekdays on which the carrier does not deliver.
    #[schema(max_items = 7)]
    pub carrier_rest_days: Vec<WeekdayCode>,
    /// Nothing is delivered on the closed days either: they are public holidays.
    pub carrier_keeps_closed_days: bool,
    /// Within the seller's region; missing: as within the country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub near: Option<TransitDays>,
    /// To other countries; missing: the shop's own cautious guess.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub abroad: Option<TransitDays>,
}

fn shown(dispatch: &Dispatch) -> SellerCalendar {
    SellerCalendar {
        zone: dispatch.zone.name().to_owned(),
        rest_days: named(dispatch.rest_days),
        closed_days: dispatch.closed_days.iter().map(|day| CalendarDay(day_text(*day))).collect(),
        carrier_rest_days: named(dispatch.carrier_rest_days),
        carrier_keeps_closed_days: dispatch.carrier_keeps_closed_days,
        near: dispatch.near.map(TransitDays::from),
        abroad: dispatch.abroad.map(TransitDays::from),
    }
}

/// When the seller works.
#[utoipa::path(get, path = "/api/v1/calendar", tag = "products", operation_id = "get_calendar",
    responses((status = 200, description = "The calendar.", body = SellerCalendar)))]
pub async fn now(Extension(caller): Extension<Caller>) -> Json<SellerCalendar> {
    Json(shown(&caller.seller.dispatch))
}

/// What was said, as the seller's; days before `from` are over.
fn read(said: &SellerCalendar, from: Day) -> Result<Dispatch, Problem> {
    let zone = Zone::parse(&said.zone);
    let zone =
        zone.ok_or_else(|| Problem::conflict("no-such-zone", "There is no time zone of this name."))?;
    if said.closed_days.len() > Dispatch::MOST_CLOSED_DAYS {
        return Err(Problem::malformed("`closed_days` are 60 at the most."));
    }
    let day = |said: &CalendarDay| {
        parse_day(&said.0).ok_or_else(|| Problem::malformed("`closed_days` are days like 2026-12-25."))
    };
    let mut closed_days = said.closed_days.iter().map(day).collect::<Result<Vec<Day>, Problem>>()?;
    closed_days.retain(|day| *day >= from);
    closed_days.sort_unstable();
    closed_days.dedup();
    let transit = |said: Option<TransitDays>| said.map(|TransitDays { min, max }| Transit { min, max });
    Ok(Dispatch {
        zone,
        rest_days: bits(&said.rest_days),
        closed_days,
        carrier_rest_days: bits(&said.carrier_rest_days),
        carrier_keeps_closed_days: said.carrier_keeps_closed_days,
        near: transit(said.near),
        abroad: transit(said.abroad),
    })
}

/// Change when the seller works.
///
/// For what is promised from now on; orders that stand keep what they were told. 409 `no-such-zone` for a name that is none,
/// `days-refused` for days on the way that are no range of 1 to 90.
#[utoipa::path(put, path = "/api/v1/calendar", tag = "products", operation_id = "put_calendar",
    request_body = SellerCalendar,
    responses((status = 200, description = "The calendar as it is now.", body = SellerCalendar)))]
pub async fn put(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    command: Command<SellerCalendar>,
) -> Result<Response<Body>, Problem> {
    let yesterday = api.platform.db.now().utc_day() - 1;
    let (seller, wanted) = (caller.seller.id, Arc::new(read(&command.input, yesterday)?));
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        let wanted = Arc::clone(&wanted);
        Box::pin(async move {
            sellers::update_dispatch(tx, seller, &wanted).await?;
            Ok::<_, PutError>(shown(&wanted))
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
            SellerError::BadShippingDays => Self::conflict("days-refused", format!("{error}.")),
            SellerError::Db(error) => error.into(),
            other => Self::unexpected(&other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_are_bits_from_monday() {
        assert_eq!(bits(&[Code(Weekday::Sun), Code(Weekday::Mon), Code(Weekday::Sat)]), 0b110_0001);
        for week in 0..128 {
            assert_eq!(bits(&named(week)), week);
        }
    }
}
