//! How the seller takes things back: what is approved at once, and for how long. Where parcels go back to is said on the desk.

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
use domain::returns::{AutoApproval, LONGEST_WINDOW_DAYS, LabelTerms, STANDARD_WINDOW_DAYS};
use domain::{Currency, Money};
use platform::returns::{self, ReturnError, ReturnSettings};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How the seller takes things back.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReturnPolicy {
    /// Whether requests are approved at once.
    pub auto_approve: bool,
    /// Only those that claim no more than this; missing for any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub auto_up_to: Option<Amount>,
    /// Days after delivery; a category that gives more days keeps them. As long as the seller has said nothing it is 30, and a
    /// category may give fewer.
    pub window_days: i64,
    /// Whether buyers may take the shop's label for the way back.
    pub labels: bool,
    /// What one costs now whoever pays for it, as the shop says; missing where it has none in the seller's currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub label_price: Option<Amount>,
    /// Whether the seller pays for the way back whatever the reason is; otherwise only where the seller is at fault.
    pub seller_pays: bool,
    /// Whether the seller has said where parcels go back to; before that nothing is approved.
    pub has_address: bool,
}

fn shown(
    settings: &ReturnSettings,
    terms: LabelTerms,
    label_price: Option<Money>,
    currency: Currency,
) -> ReturnPolicy {
    ReturnPolicy {
        auto_approve: settings.auto.on,
        auto_up_to: settings.auto.up_to_minor.map(|minor| Money::new(minor, currency).into()),
        window_days: settings.window_days.unwrap_or(STANDARD_WINDOW_DAYS),
        labels: terms.offered,
        label_price: label_price.map(Amount::from),
        seller_pays: terms.seller_pays,
        has_address: settings.address.is_some(),
    }
}

/// How the seller takes things back.
#[utoipa::path(get, path = "/api/v1/return-policy", tag = "returns", operation_id = "get_return_policy",
    responses((status = 200, description = "The policy.", body = ReturnPolicy)))]
pub async fn now(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<ReturnPolicy>, Problem> {
    let mut conn = api.platform.db.read().await?;
    let settings = returns::settings(&mut conn, caller.seller.id).await?;
    let terms = returns::label_terms(&mut conn, caller.seller.id).await?;
    let price = returns::label_price(&mut conn, caller.seller.currency).await?;
    Ok(Json(shown(&settings, terms, price, caller.seller.currency)))
}

/// How it is to be from now on: all of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnPolicySent {
    /// Needs an address to send things back to.
    pub auto_approve: bool,
    /// More than nothing, in the seller's currency; missing for any claim.
    #[serde(default)]
    #[schema(nullable = false)]
    pub auto_up_to: Option<AmountSent>,
    #[schema(minimum = 30, maximum = 365)]
    pub window_days: i64,
    /// Whether buyers may take the shop's label; missing: as it is.
    #[serde(default)]
    #[schema(nullable = false)]
    pub labels: Option<bool>,
    /// Whether the seller always pays for the way back; missing: as it is.
    #[serde(default)]
    #[schema(nullable = false)]
    pub seller_pays: Option<bool>,
}

/// Change how the seller takes things back.
///
/// For returns that are asked for from now on.
#[utoipa::path(put, path = "/api/v1/return-policy", tag = "returns", operation_id = "put_return_policy",
    request_body = ReturnPolicySent,
    responses((status = 200, description = "The policy as it is now.", body = ReturnPolicy)))]
pub async fn put(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    command: Command<ReturnPolicySent>,
) -> Result<Response<Body>, Problem> {
    let (seller, currency, input) = (caller.seller.id, caller.seller.currency, &command.input);
    if !(STANDARD_WINDOW_DAYS..=LONGEST_WINDOW_DAYS).contains(&input.window_days) {
        let detail = format!("`window_days` is {STANDARD_WINDOW_DAYS} to {LONGEST_WINDOW_DAYS}.");
        return Err(Problem::malformed(detail));
    }
    let up_to = input.auto_up_to.as_ref().map(|amount| amount.money(currency)).transpose()?;
    let auto = AutoApproval { on: input.auto_approve, up_to_minor: up_to.map(Money::minor) };
    // The usual window, too, is the seller's own once it is said: a category may give fewer days.
    let window_days = Some(input.window_days);
    let (labels, pays) = (input.labels, input.seller_pays);
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        Box::pin(async move {
            let old = returns::settings(tx, seller).await?;
            let new = ReturnSettings { auto, window_days, ..old };
            returns::save_settings(tx, seller, &new).await?;
            let old = returns::label_terms(tx, seller).await?;
            let terms = LabelTerms {
                offered: labels.unwrap_or(old.offered),
                seller_pays: pays.unwrap_or(old.seller_pays),
            };
            returns::save_label_terms(tx, seller, terms).await?;
            let price = returns::label_price(tx, currency).await?;
            Ok::<_, PutError>(shown(&new, terms, price, currency))
        })
    })
    .await
}

#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct PutError(#[from] ReturnError);

impl From<PutError> for Problem {
    fn from(PutError(error): PutError) -> Self {
        match error {
            ReturnError::BadSettings => Self::conflict("policy-refused", format!("{error}.")),
            ReturnError::NoReturnAddress => Self::conflict(
                "no-return-address",
                "Say on the page of settings where parcels go back to; then returns can be approved at once.",
            ),
            other => other.into(),
        }
    }
}
