//! How the seller delivers within its country: days of work and on the way, until when an order counts for the same day,
//! and the simple fee. Tables of fees are `shipping`.

use super::Api;
use super::auth::Caller;
use super::extract::Command;
use super::once::together;
use super::problem::Problem;
use super::types::{Amount, AmountSent};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::Currency;
use domain::promise::ShippingOffer;
use platform::db::DbError;
use platform::sellers::{self, SellerError};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// The bounds of the fields, as the seller's settings have them.
const MOST_HANDLING: i64 = sellers::LONGEST_HANDLING as i64;
const MOST_TRANSIT: i64 = sellers::LONGEST_TRANSIT as i64;
const MOST_MINUTES: i64 = 1_440;

/// How the seller delivers within its country.
#[derive(Debug, Serialize, ToSchema)]
pub struct Delivery {
    /// Days of work from the order to the hand-over; 0 is the same day.
    pub handling_days: u8,
    /// Days of delivery on the way, at best and at worst.
    pub transit_days_min: u8,
    pub transit_days_max: u8,
    /// Minutes after the seller's midnight until which an order counts for the same day.
    pub cutoff_minutes: u16,
    /// What delivery costs where no shipping table says it.
    pub fee: Amount,
    /// From this amount of goods on the simple fee is nothing; missing where it never is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub free_from: Option<Amount>,
}

fn shown(offer: &ShippingOffer) -> Delivery {
    Delivery {
        handling_days: offer.handling_days,
        transit_days_min: offer.transit_days_min,
        transit_days_max: offer.transit_days_max,
        cutoff_minutes: offer.cutoff_minutes,
        fee: offer.fee.into(),
        free_from: offer.free_from.map(Amount::from),
    }
}

/// How the seller delivers.
///
/// Within its country; fees by place and weight are its shipping tables'.
#[utoipa::path(get, path = "/api/v1/delivery", tag = "products", operation_id = "get_delivery",
    responses((status = 200, description = "Days and fee.", body = Delivery)))]
pub async fn now(Extension(caller): Extension<Caller>) -> Json<Delivery> {
    Json(shown(&caller.seller.shipping))
}

/// How it is to be from now on: all of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliverySent {
    #[schema(minimum = 0, maximum = 30)]
    pub handling_days: i64,
    #[schema(minimum = 1, maximum = 90)]
    pub transit_days_min: i64,
    /// No less than at best.
    #[schema(minimum = 1, maximum = 90)]
    pub transit_days_max: i64,
    /// Minutes after the seller's midnight.
    #[schema(minimum = 0, maximum = 1_440, example = 960)]
    pub cutoff_minutes: i64,
    /// In the seller's currency.
    pub fee: AmountSent,
    /// Missing: the fee is always asked for.
    #[serde(default)]
    #[schema(nullable = false)]
    pub free_from: Option<AmountSent>,
}

impl DeliverySent {
    fn read(&self, currency: Currency) -> Result<ShippingOffer, Problem> {
        let days = |name: &str, days: i64, least: i64, most: i64| {
            let number = u8::try_from(days).ok().filter(|_| (least..=most).contains(&days));
            number.ok_or_else(|| Problem::malformed(format!("`{name}` is {least} to {most}.")))
        };
        let minutes = u16::try_from(self.cutoff_minutes).ok().filter(|m| i64::from(*m) <= MOST_MINUTES);
        let wrong = || Problem::malformed(format!("`cutoff_minutes` is 0 to {MOST_MINUTES}."));
        Ok(ShippingOffer {
            handling_days: days("handling_days", self.handling_days, 0, MOST_HANDLING)?,
            transit_days_min: days("transit_days_min", self.transit_days_min, 1, MOST_TRANSIT)?,
            transit_days_max: days("transit_days_max", self.transit_days_max, 1, MOST_TRANSIT)?,
            cutoff_minutes: minutes.ok_or_else(wrong)?,
            fee: self.fee.money(currency)?,
            free_from: self.free_from.as_ref().map(|amount| amount.money(currency)).transpose()?,
        })
    }
}

/// Change how the seller delivers.
///
/// For orders from now on; orders that stand keep what they were told.
#[utoipa::path(put, path = "/api/v1/delivery", tag = "products", operation_id = "put_delivery",
    request_body = DeliverySent,
    responses((status = 200, description = "Days and fee as they are now.", body = Delivery)))]
pub async fn put(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    command: Command<DeliverySent>,
) -> Result<Response<Body>, Problem> {
    let wanted = Arc::new(command.input.read(caller.seller.currency)?);
    let seller = caller.seller.id;
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        let wanted = Arc::clone(&wanted);
        Box::pin(async move {
            sellers::update_shipping(tx, seller, &wanted).await?;
            Ok::<_, PutError>(shown(&wanted))
        })
    })
    .await
}

#[derive(Debug, thiserror::Error)]
enum PutError {
    #[error(transparent)]
    Seller(#[from] SellerError),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<PutError> for Problem {
    fn from(error: PutError) -> Self {
        match error {
            PutError::Seller(
                error @ (SellerError::BadShippingDays
                | SellerError::BadShippingAmount
                | SellerError::BadCutoff),
            ) => Self::conflict("delivery-refused", format!("{error}.")),
            PutError::Seller(error) => error.into(),
            PutError::Db(error) => error.into(),
        }
    }
}
