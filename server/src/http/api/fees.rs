//! What selling costs this seller. A plan is chosen by an owner, never by a key.

use super::Api;
use super::auth::Caller;
use super::problem::Problem;
use super::types::{Amount, Code};
use axum::extract::State;
use axum::{Extension, Json};
use domain::Money;
use domain::commission::{Banding, CommissionClass, CommissionRule, RefundFee, local};
use domain::fee_tax::FeeTaxRule;
use domain::plan::Plan;
use platform::fees;
use serde::Serialize;
use utoipa::ToSchema;

pub type CommissionClassCode = Code<CommissionClass>;
pub type PlanCode = Code<Plan>;

domain::text_enum! {
    /// How the bands of a rule apply.
    pub enum BandsApply {
        /// The price of one item selects one band.
        Whole = "whole",
        /// Each portion of the price falls into its own band.
        Marginal = "marginal",
    }
}
pub type BandsApplyCode = Code<BandsApply>;

/// A rate up to and including a price of one item.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeeBand {
    /// Missing: without end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub up_to: Option<Amount>,
    /// Hundredths of a percent of price and delivery without tax.
    #[schema(minimum = 0, maximum = 10_000)]
    pub rate_basis_points: i64,
}

/// The commission on one kind of goods.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeeRule {
    pub class: CommissionClassCode,
    /// What the shop calls a kind that it made itself, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub name: Option<String>,
    pub bands_apply: BandsApplyCode,
    pub bands: Vec<FeeBand>,
    /// Never less than this for one item.
    pub minimum: Amount,
    /// Added for each item.
    pub closing_fee: Amount,
    /// It was made for this seller.
    pub own: bool,
}

pub type FeeTaxRuleCode = Code<FeeTaxRule>;

/// How what the platform charges is taxed.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeeTaxing {
    pub rule: FeeTaxRuleCode,
    /// The country that it is owed to, as ISO 3166-1 alpha-2.
    #[schema(min_length = 2, max_length = 2)]
    pub country: String,
    /// In millionths.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub rate_ppm: i64,
}

/// What is kept of the commission that a refund gives back: of what is ordered now, whenever it comes back.
#[derive(Debug, Serialize, ToSchema)]
pub struct RefundFeeNow {
    /// Of the commission.
    #[schema(minimum = 0, maximum = 10_000)]
    pub share_basis_points: i64,
    /// Of one refund at the most.
    pub most: Amount,
}

/// What selling costs now, in the seller's currency. What is ordered now is charged so, whenever it is sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct Fees {
    /// Missing: none was chosen, so neither months nor items are charged.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub plan: Option<PlanCode>,
    /// The individual plan's fee for an item.
    pub item_fee: Amount,
    /// The professional plan's fee for a month.
    pub month_fee: Amount,
    pub commission: Vec<FeeRule>,
    pub refund_fee: RefundFeeNow,
    /// Missing: nothing of it is taxed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub tax: Option<FeeTaxing>,
}

fn shown(rule: &CommissionRule, name: Option<String>, own: bool) -> FeeRule {
    let amount = |minor: i64| Amount::from(Money::new(minor, rule.currency));
    let bands = rule.bands.iter();
    FeeRule {
        class: Code(rule.class),
        name,
        bands_apply: Code(match rule.banding {
            Banding::Whole => BandsApply::Whole,
            Banding::Marginal => BandsApply::Marginal,
        }),
        bands: bands
            .map(|band| FeeBand { up_to: band.up_to_minor.map(amount), rate_basis_points: band.rate_bps })
            .collect(),
        minimum: amount(rule.minimum_minor),
        closing_fee: amount(rule.closing_fee_minor),
        own,
    }
}

/// What selling costs.
#[utoipa::path(get, path = "/api/v1/fees", tag = "payouts", operation_id = "get_fees",
    responses((status = 200, description = "Plan and commission now.", body = Fees)))]
pub async fn now(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Fees>, Problem> {
    let seller = &caller.seller;
    let mut conn = api.platform.db.read_together().await?;
    let at = conn.now();
    // The platform's own retail pays nothing; what it reads is what everybody pays.
    let who = (!seller.is_platform).then_some(seller.id);
    let terms = fees::terms_at(&mut conn, who, at).await?;
    let made = fees::class_names(&mut conn).await?;
    let mut commission = Vec::with_capacity(CommissionClass::PUBLISHED.len() + made.len());
    for class in CommissionClass::PUBLISHED.iter().chain(made.keys()) {
        let rule = terms.rule(*class).in_currency(seller.currency)?;
        let name = made.get(class).map(|name| name.english.clone());
        commission.push(shown(&rule, name, terms.is_own(*class)));
    }
    let kept: RefundFee = platform::terms::at(&mut conn, at).await?;
    let most = local(Money::new(kept.most_minor, kept.currency), seller.currency)?;
    let taxed = fees::tax_now(&mut conn, seller).await?.filter(|_| !seller.is_platform);
    Ok(Json(Fees {
        plan: terms.plan.map(Code),
        item_fee: terms.prices.item(seller.currency)?.into(),
        month_fee: terms.prices.month(seller.currency)?.into(),
        commission,
        refund_fee: RefundFeeNow { share_basis_points: kept.share_bps, most: most.into() },
        tax: taxed.map(|how| FeeTaxing { rule: Code(how.rule), country: how.place, rate_ppm: how.rate_ppm }),
    }))
}
