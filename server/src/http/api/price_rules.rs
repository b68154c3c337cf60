//! Prices that follow others: within which bounds, what they came to and why.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Command, Named, Nothing};
use super::once::{Outcome, once, together};
use super::problem::Problem;
use super::types::{Amount, AmountSent, Code, OfferRef, Page, PageQuery, Time, limit, page};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::price_rule::{PriceReason, PriceRule as Bounds};
use domain::{Money, OfferId};
use platform::catalog;
use platform::pricing::{self, PriceStep, PricingError, StoredPriceRule};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub type PriceReasonCode = Code<PriceReason>;

/// So many of the prices that a rule set are shown.
const MOST_STEPS: i64 = 25;

/// A price that follows the cheapest competing offer.
#[derive(Debug, Serialize, ToSchema)]
pub struct PriceRule {
    pub offer_id: OfferRef,
    /// The price is never below it.
    pub floor: Amount,
    /// The price is never above it; missing where nothing was said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ceiling: Option<Amount>,
    /// What the rule came to last; missing before it looked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<PriceReasonCode>,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason_since: Option<Time>,
}

impl From<StoredPriceRule> for PriceRule {
    fn from(stored: StoredPriceRule) -> Self {
        Self {
            offer_id: stored.offer.into(),
            floor: stored.rule.floor().into(),
            ceiling: stored.rule.ceiling().map(Amount::from),
            reason: stored.reason.map(|(reason, _)| Code(reason)),
            reason_since: stored.reason.map(|(_, since)| Time(since)),
        }
    }
}

/// A price that a rule set.
#[derive(Debug, Serialize, ToSchema)]
pub struct PriceSet {
    pub at: Time,
    pub was: Amount,
    pub became: Amount,
    pub reason: PriceReasonCode,
    /// Where the cheapest competing offer landed, delivery included; missing where none competed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub competing: Option<Amount>,
}

impl From<PriceStep> for PriceSet {
    fn from(step: PriceStep) -> Self {
        let amount = |minor: i64| Amount::from(Money::new(minor, step.currency));
        Self {
            at: Time(step.at_us),
            was: amount(step.was_minor),
            became: amount(step.became_minor),
            reason: Code(step.reason.0),
            competing: step.landed_minor.map(amount),
        }
    }
}

/// A price that follows, and which prices that set.
#[derive(Debug, Serialize, ToSchema)]
pub struct PriceRuleWithPrices {
    #[serde(flatten)]
    pub rule: PriceRule,
    /// The newest first; 25 at the most.
    pub prices: Vec<PriceSet>,
}

/// The prices that follow others.
///
/// In the order in which their offers were made.
#[utoipa::path(get, path = "/api/v1/price-rules", tag = "products", operation_id = "list_price_rules", params(PageQuery),
    responses((status = 200, description = "A page of rules.", body = Page<PriceRule>)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Page<PriceRule>>, Problem> {
    let limit = limit(asked.limit)?;
    let after = asked.cursor.and_then(|cursor| cursor.id::<OfferId>());
    let mut conn = api.platform.db.read_together().await?;
    let rows = pricing::rules_after(&mut conn, caller.seller.id, after, limit + 1).await?;
    Ok(Json(page(rows, limit, |row| row.offer, PriceRule::from)))
}

/// How the price of an offer follows others.
///
/// 404 where it does not.
#[utoipa::path(get, path = "/api/v1/offers/{offer}/price-rule", tag = "products", operation_id = "get_price_rule",
    params(("offer" = OfferRef, Path, description = "The offer's id.")),
    responses((status = 200, description = "The rule, and which prices it set.", body = PriceRuleWithPrices)))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(offer): Named<OfferId>,
) -> Result<Json<PriceRuleWithPrices>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    let stored = pricing::rule_of_seller(&mut conn, caller.seller.id, offer).await?;
    let stored = stored.ok_or_else(Problem::not_found)?;
    let steps = pricing::steps_of(&mut conn, offer, MOST_STEPS).await?;
    let prices = steps.into_iter().map(PriceSet::from).collect();
    Ok(Json(PriceRuleWithPrices { rule: stored.into(), prices }))
}

/// The bounds of a price that follows.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceRuleSent {
    /// In the offer's currency, more than nothing.
    pub floor: AmountSent,
    /// In the same currency, and not below the floor.
    #[serde(default)]
    #[schema(nullable = false)]
    pub ceiling: Option<AmountSent>,
}

/// Let the price of an offer follow others, or change within which bounds.
///
/// It is as low as the cheapest competing offer lands, never below the floor, and never so low that a sale would be a loss. So it has to be known what a unit costs: 409 `cost-unknown` until `cost` was said with
/// `PATCH /api/v1/offers/{offer}`. It looks at once, and again whenever a competing offer changes.
#[utoipa::path(put, path = "/api/v1/offers/{offer}/price-rule", tag = "products", operation_id = "put_price_rule",
    params(("offer" = OfferRef, Path, description = "The offer's id.")), request_body = PriceRuleSent,
    responses((status = 200, description = "The rule, and what it came to.", body = PriceRule)))]
pub async fn put(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(offer): Named<OfferId>,
    command: Command<PriceRuleSent>,
) -> Result<Response<Body>, Problem> {
    let (seller, by) = (caller.seller.id, caller.key.made_by);
    let mut conn = api.platform.db.read().await?;
    let known = catalog::offer_of_seller(&mut conn, seller, offer).await?.ok_or_else(Problem::not_found)?;
    drop(conn);
    let currency = known.offer.price.currency();
    let floor = command.input.floor.money(currency)?;
    let ceiling = command.input.ceiling.as_ref().map(|top| top.money(currency)).transpose()?;
    let bounds =
        Bounds::new(floor, ceiling).map_err(|error| Problem::conflict("wrong-price", format!("{error}.")))?;
    // To say the same again is to look again, so a repeat after a server died does no harm.
    let work = async {
        api.platform.pricing.follow_from_now(seller, offer, bounds, by).await?;
        let mut conn = api.platform.db.read().await?;
        let stored = pricing::rule_of_seller(&mut conn, seller, offer).await?;
        let stored = stored.ok_or_else(Problem::not_found)?;
        Ok(Outcome::Done(PriceRule::from(stored)))
    };
    once(&api, &caller, &command, work).await
}

/// An offer whose price follows nobody.
#[derive(Debug, Serialize, ToSchema)]
pub struct PriceRuleRemoved {
    pub offer_id: OfferRef,
}

/// Let the price of an offer follow nobody.
///
/// It stays where it is.
#[utoipa::path(post, path = "/api/v1/offers/{offer}/price-rule/remove", tag = "products",
    operation_id = "remove_price_rule",
    params(("offer" = OfferRef, Path, description = "The offer's id.")),
    responses((status = 200, description = "It follows nobody.", body = PriceRuleRemoved)))]
pub async fn remove(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(offer): Named<OfferId>,
    command: Command<Nothing>,
) -> Result<Response<Body>, Problem> {
    let seller = caller.seller.id;
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        Box::pin(async move {
            if !pricing::stop_following(tx, seller, offer).await? {
                return Err(PricingError::NoSuchOffer(offer));
            }
            Ok(PriceRuleRemoved { offer_id: offer.into() })
        })
    })
    .await
}
