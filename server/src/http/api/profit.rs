//! What is left of each offer after fees, refunds and what its units cost: the seller's page “Profit”, for programs.

use super::Api;
use super::analysis::range_of;
use super::auth::Caller;
use super::extract::Asked;
use super::problem::Problem;
use super::types::{Amount, OfferRef, ProductRef};
use axum::extract::State;
use axum::{Extension, Json};
use domain::calendar::day_text;
use domain::margin::Margin;
use domain::{Currency, Money};
use platform::reporting::{self, Range, SkuLine};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const USUAL_OFFERS: usize = 25;
const MOST_OFFERS: usize = 500;

/// Which days, and how many offers.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ProfitQuery {
    /// The last day, in UTC; today when nothing is said.
    #[param(format = Date, required = false, nullable = false, example = "2026-11-30")]
    pub last_day: Option<String>,
    /// How many days up to it; 30 when nothing is said.
    #[param(minimum = 1, maximum = 731, required = false, nullable = false)]
    pub days: Option<i64>,
    /// How many offers at the most; 25 when nothing is said.
    #[param(minimum = 1, maximum = 500, required = false, nullable = false)]
    pub offers: Option<usize>,
}

impl ProfitQuery {
    fn offers(&self) -> Result<usize, Problem> {
        let offers = self.offers.unwrap_or(USUAL_OFFERS);
        let wrong = || Problem::malformed(format!("`offers` is 1 to {MOST_OFFERS}."));
        (1..=MOST_OFFERS).contains(&offers).then_some(offers).ok_or_else(wrong)
    }
}

/// What came in and what went out, without the buyers' tax. What went out is above nothing.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProfitSums {
    /// That were sent and paid.
    pub units: i64,
    /// What they were sold for, less discounts of the seller's.
    pub sales: Amount,
    /// What buyers paid for delivery and wrapping.
    pub delivery: Amount,
    /// Commission and the fees of items.
    pub fees: Amount,
    /// Tax on fees, less what of it came back.
    pub fee_tax: Amount,
    pub returned_units: i64,
    /// What was given back, less the commission that came back, with the fees for it.
    pub refunds: Amount,
    /// What the units cost, as far as that was said.
    pub cost: Amount,
    /// Units of which nobody said what they cost.
    pub uncosted_units: i64,
    /// What is left.
    pub left: Amount,
    /// That as a share of sales in basis points; missing where nothing was sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub left_bps: Option<i64>,
}

fn sums(of: &Margin, currency: Currency) -> ProfitSums {
    let amount = |minor: i64| Amount::from(Money::new(minor, currency));
    ProfitSums {
        units: of.units,
        sales: amount(of.sales_minor),
        delivery: amount(of.delivery_minor),
        fees: amount(of.fees_minor()),
        fee_tax: amount(of.fee_tax_minor),
        returned_units: of.returned_units,
        refunds: amount(of.refunds_minor()),
        cost: amount(of.cost_minor),
        uncosted_units: of.uncosted_units,
        left: amount(of.left_minor()),
        left_bps: of.left_bps(),
    }
}

/// What is left of one offer.
#[derive(Debug, Serialize, ToSchema)]
pub struct OfferProfit {
    pub offer_id: OfferRef,
    /// Of which product it was when it was ordered last.
    pub product_id: ProductRef,
    /// As it was called then.
    pub title: String,
    /// The seller's own number for it, as long as there is the offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub sku: Option<String>,
    /// Units that can be bought now; missing for an offer that is not for sale.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 0)]
    pub available: Option<i64>,
    /// Whole days for which they last when as many leave each day as in the range; missing where none left.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 0)]
    pub lasts_days: Option<i64>,
    pub now: ProfitSums,
    pub before: ProfitSums,
}

fn of_offer(line: SkuLine, range: Range, currency: Currency) -> OfferProfit {
    let lasts_days = line.cover_days(range);
    OfferProfit {
        offer_id: line.offer.into(),
        product_id: line.product.into(),
        title: line.title,
        sku: line.sku,
        available: line.available,
        lasts_days,
        now: sums(&line.now, currency),
        before: sums(&line.before, currency),
    }
}

/// What is left in a range of days, against as many days before.
#[derive(Debug, Serialize, ToSchema)]
pub struct Profit {
    pub first_day: String,
    pub last_day: String,
    /// All offers together.
    pub now: ProfitSums,
    pub before: ProfitSums,
    /// Those of which most is left.
    pub offers: Vec<OfferProfit>,
    /// How many offers moved anything in the range.
    pub offers_in_all: usize,
    /// Whether everything that happened until now is counted; if not, ask again in a minute.
    pub complete: bool,
}

/// What is left of what was sold in a range of days.
///
/// After fees, refunds and what the units cost, against as many days before. Everything counts on the day, in UTC, on which it
/// moved the seller's balance.
#[utoipa::path(get, path = "/api/v1/sales/profit", tag = "reports", operation_id = "get_profit", params(ProfitQuery),
    responses((status = 200, description = "What is left.", body = Profit)))]
pub async fn of_range(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<ProfitQuery>,
) -> Result<Json<Profit>, Problem> {
    let today = api.platform.db.now().utc_day();
    let range = range_of(asked.last_day.as_deref(), asked.days, today)?;
    let most = asked.offers()?;
    let complete = api.platform.reporting.refresh_skus().await?;
    let (seller, currency) = (caller.seller.id, caller.seller.currency);
    let mut conn = api.platform.db.read_together().await?;
    let found = reporting::skus(&mut conn, seller, currency, range, true, most).await?;
    Ok(Json(Profit {
        first_day: day_text(range.first()),
        last_day: day_text(range.last()),
        now: sums(&found.now, currency),
        before: sums(&found.before, currency),
        offers: found.lines.into_iter().map(|line| of_offer(line, range, currency)).collect(),
        offers_in_all: found.in_all,
        complete,
    }))
}
