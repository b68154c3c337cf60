//! The seller's rules about returns: what is decided the moment one is asked for.

use super::Api;
use super::auth::Caller;
use super::extract::Command;
use super::once::together;
use super::problem::Problem;
use super::returns::ReturnReasonCode;
use super::types::{Amount, AmountSent, CategoryRef, Code, Time};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::returns::{ReturnRule, RuleOutcome};
use domain::{Currency, Money};
use platform::returns::{self, PREVIEW_DAYS, ReturnError, ReturnRules};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub type RuleOutcomeCode = Code<RuleOutcome>;

/// One rule. Each condition that is there has to hold.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleOfReturns {
    /// Every line comes back for one of these; empty: for any reason.
    pub reasons: Vec<ReturnReasonCode>,
    /// The card gets no more than this; for `give_back` together with what it got so of the same order before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub up_to: Option<Amount>,
    /// Every line is of this category or of one below it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub category_id: Option<CategoryRef>,
    /// Days since delivery at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub within_days: Option<i64>,
    /// The buyer asked you for fewer returns than this in the year before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub fewer_than: Option<i64>,
    /// `approve`: it is sent back. `give_back`: the card gets its money and nothing is sent. `ask_person`: you answer.
    pub outcome: RuleOutcomeCode,
}

/// The rule that decided a return, as it stood in `GET /api/v1/return-rules` then.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecidingRule {
    pub revision: i64,
    /// From 1.
    pub place: i64,
    pub outcome: RuleOutcomeCode,
}

impl DecidingRule {
    /// What a return says about the rule that decided it, if one did.
    pub fn of(rule: Option<&ReturnRule>, row: &returns::Return) -> Option<Self> {
        Some(Self { revision: row.rule_revision?, place: row.rule_place?, outcome: Code(rule?.outcome) })
    }
}

/// All rules, in their order: the first one that fits decides.
#[derive(Debug, Serialize, ToSchema)]
pub struct RulesOfReturns {
    /// One more with each saying; 0 as long as nothing was said.
    pub revision: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub said_at: Option<Time>,
    pub rules: Vec<RuleOfReturns>,
}

fn shown(said: ReturnRules, currency: Currency) -> RulesOfReturns {
    let rule = |rule: ReturnRule| RuleOfReturns {
        reasons: rule.reasons.into_iter().map(Code).collect(),
        up_to: rule.up_to_minor.map(|minor| Money::new(minor, currency).into()),
        category_id: rule.category.map(CategoryRef::from),
        within_days: rule.within_days,
        fewer_than: rule.fewer_than,
        outcome: Code(rule.outcome),
    };
    RulesOfReturns {
        revision: said.revision,
        said_at: said.said_at.map(Time),
        rules: said.rules.into_iter().map(rule).collect(),
    }
}

/// The seller's rules about returns.
#[utoipa::path(get, path = "/api/v1/return-rules", tag = "returns", operation_id = "get_return_rules",
    responses((status = 200, description = "The rules.", body = RulesOfReturns)))]
pub async fn now(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<RulesOfReturns>, Problem> {
    let mut conn = api.platform.db.read().await?;
    let said = returns::rules(&mut conn, caller.seller.id).await?;
    Ok(Json(shown(said, caller.seller.currency)))
}

/// What the rules would have decided.
#[derive(Debug, Serialize, ToSchema)]
pub struct RulesPreview {
    /// So many days back.
    pub days: i64,
    /// Returns that were asked for.
    pub asked: i64,
    /// For each rule, in their order.
    pub by_rule: Vec<i64>,
    /// No rule fits, and the policy approves.
    pub by_policy: i64,
    /// No rule fits, and you answer.
    pub by_person: i64,
}

/// What the rules would have decided about the returns of late.
#[utoipa::path(get, path = "/api/v1/return-rules/preview", tag = "returns", operation_id = "preview_return_rules",
    responses((status = 200, description = "How many each would have decided.", body = RulesPreview)))]
pub async fn preview(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<RulesPreview>, Problem> {
    let mut conn = api.platform.db.read().await?;
    let said = returns::rules(&mut conn, caller.seller.id).await?;
    let preview = returns::preview_rules(&mut conn, caller.seller.id, &said.rules).await?;
    Ok(Json(RulesPreview {
        days: PREVIEW_DAYS,
        asked: preview.asked,
        by_rule: preview.by_rule,
        by_policy: preview.by_switch,
        by_person: preview.by_person,
    }))
}

/// One rule as it is to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleSent {
    /// Empty or missing: any reason.
    #[serde(default)]
    pub reasons: Vec<ReturnReasonCode>,
    /// More than nothing, in the seller's currency; has to be there for `give_back`.
    #[serde(default)]
    #[schema(nullable = false)]
    pub up_to: Option<AmountSent>,
    #[serde(default)]
    #[schema(nullable = false)]
    pub category_id: Option<CategoryRef>,
    #[serde(default)]
    #[schema(nullable = false, minimum = 1, maximum = 365)]
    pub within_days: Option<i64>,
    #[serde(default)]
    #[schema(nullable = false, minimum = 1, maximum = 1000)]
    pub fewer_than: Option<i64>,
    pub outcome: RuleOutcomeCode,
}

/// All rules as they are to be, at most 20.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RulesSent {
    /// Only if this is the revision in force; missing: whatever it is.
    #[serde(default)]
    #[schema(nullable = false, minimum = 0)]
    pub revision: Option<i64>,
    #[schema(max_items = 20)]
    pub rules: Vec<RuleSent>,
}

fn read(sent: &RuleSent, currency: Currency) -> Result<ReturnRule, Problem> {
    let up_to = sent.up_to.as_ref().map(|amount| amount.money(currency)).transpose()?;
    Ok(ReturnRule {
        reasons: sent.reasons.iter().map(|reason| reason.0).collect(),
        up_to_minor: up_to.map(Money::minor),
        category: sent.category_id.map(|id| id.0),
        within_days: sent.within_days,
        fewer_than: sent.fewer_than,
        outcome: sent.outcome.0,
    })
}

/// Replace the seller's rules about returns.
///
/// All of them, for returns that are asked for from now on. What was said before is kept: a return names the rule that decided
/// it.
#[utoipa::path(put, path = "/api/v1/return-rules", tag = "returns", operation_id = "put_return_rules",
    request_body = RulesSent,
    responses((status = 200, description = "The rules as they are now.", body = RulesOfReturns)))]
pub async fn put(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    command: Command<RulesSent>,
) -> Result<Response<Body>, Problem> {
    let (seller, currency, seen) = (caller.seller.id, caller.seller.currency, command.input.revision);
    let rules = command.input.rules.iter().map(|rule| read(rule, currency));
    let rules: Vec<ReturnRule> = rules.collect::<Result<_, _>>()?;
    let rules = std::sync::Arc::new(rules);
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        let rules = std::sync::Arc::clone(&rules);
        Box::pin(async move {
            let said = returns::say_rules(tx, seller, seen, &rules).await?;
            Ok::<_, PutError>(shown(said, currency))
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
            ReturnError::Rule(_) | ReturnError::NoSuchCategory { .. } => {
                Self::conflict("rules-refused", format!("{error}."))
            }
            ReturnError::RulesChanged => Self::conflict("rules-changed", format!("{error}.")),
            ReturnError::NoReturnAddress => Self::conflict(
                "no-return-address",
                "Say on the page of settings where parcels go back to; then rules can approve returns.",
            ),
            other => other.into(),
        }
    }
}
