//! What a sale would leave this seller, before there is one: the reckoner of the page “Fees”, for programs. It is the code
//! that charges a shipment.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, each_holds};
use super::fees::CommissionClassCode;
use super::problem::{Problem, ProblemDetails};
use super::types::{Amount, Code};
use axum::extract::State;
use axum::{Extension, Json};
use domain::Money;
use domain::commission::{CommissionCharge, CommissionClass, Portion};
use domain::fees::{Imagined, Proceeds};
use platform::fees;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The most that an amount of an imagined sale may be, in minor units: so that a margin of it can be counted.
const MOST_MINOR: i64 = 100_000_000_000;
const MOST_UNITS: i64 = 999;

/// The sale: all amounts without tax, in the smallest unit of the seller's currency.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct QuoteQuery {
    /// The kind of goods, as in `GET /api/v1/fees`; `standard` when nothing is said.
    #[param(inline, required = false, nullable = false)]
    pub class: Option<CommissionClassCode>,
    /// Of one unit.
    #[param(minimum = 0, maximum = 100_000_000_000_i64, example = 4500)]
    pub price_minor: i64,
    /// One when nothing is said.
    #[param(minimum = 1, maximum = 999, required = false, nullable = false, example = 2)]
    pub quantity: Option<i64>,
    /// What the buyer pays for the delivery of all units; nothing when nothing is said.
    #[param(minimum = 0, maximum = 100_000_000_000_i64, required = false, nullable = false, example = 499)]
    pub shipping_minor: Option<i64>,
    /// What one unit costs the seller; nothing when nothing is said.
    #[param(minimum = 0, maximum = 100_000_000_000_i64, required = false, nullable = false, example = 2000)]
    pub cost_minor: Option<i64>,
}

impl QuoteQuery {
    /// The sale in the seller's currency.
    ///
    /// # Errors
    /// For an amount or a number of units out of its range.
    fn imagined(&self, currency: domain::Currency) -> Result<Imagined, Problem> {
        let (shipping, cost) = (self.shipping_minor.unwrap_or(0), self.cost_minor.unwrap_or(0));
        let quantity = self.quantity.unwrap_or(1);
        let fits = |minor: i64| (0..=MOST_MINOR).contains(&minor);
        each_holds(&[
            (fits(self.price_minor), "`price_minor` is 0 to 100000000000."),
            (fits(shipping), "`shipping_minor` is 0 to 100000000000."),
            (fits(cost), "`cost_minor` is 0 to 100000000000."),
            ((1..=MOST_UNITS).contains(&quantity), "`quantity` is 1 to 999."),
        ])?;
        let money = |minor: i64| Money::new(minor, currency);
        Ok(Imagined {
            price: money(self.price_minor),
            quantity,
            shipping: money(shipping),
            cost: money(cost),
        })
    }
}

/// A part of the price and what is taken of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuotePortion {
    pub base: Amount,
    /// Hundredths of a percent.
    #[schema(minimum = 0, maximum = 10_000, example = 800)]
    pub rate_basis_points: i64,
    pub fee: Amount,
}

impl From<Portion> for QuotePortion {
    fn from(portion: Portion) -> Self {
        Self { base: portion.base.into(), rate_basis_points: portion.rate_bps, fee: portion.fee.into() }
    }
}

/// The commission, and what made it.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuoteCommission {
    /// Goods and delivery.
    pub base: Amount,
    /// Before the minimum and the closing fee.
    pub portions: Vec<QuotePortion>,
    /// The minimum took the place of a smaller commission.
    pub minimum_applied: bool,
    pub closing_fee: Amount,
    /// It was cut to the base: nobody pays for having sold.
    pub limited_to_base: bool,
    pub fee: Amount,
}

impl From<CommissionCharge> for QuoteCommission {
    fn from(charge: CommissionCharge) -> Self {
        Self {
            base: charge.base.into(),
            portions: charge.portions.into_iter().map(QuotePortion::from).collect(),
            minimum_applied: charge.minimum_applied,
            closing_fee: charge.closing_fee.into(),
            limited_to_base: charge.limited_to_base,
            fee: charge.fee.into(),
        }
    }
}

/// What comes of a sale that is ordered now.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeeQuote {
    pub class: CommissionClassCode,
    /// Price times quantity.
    pub goods: Amount,
    pub shipping: Amount,
    pub commission: QuoteCommission,
    /// Of the individual plan; zero under the other one.
    pub item_fee: Amount,
    /// On commission and item fee.
    pub fee_tax: Amount,
    /// What is paid out. Less than nothing where the fees are all of it and taxed.
    pub payable: Amount,
    /// That less what the units cost; may be negative.
    pub left: Amount,
    /// `left` of goods and delivery, in hundredths of a percent; missing where those are nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, example = 4989)]
    pub margin_basis_points: Option<i64>,
}

fn shown(class: CommissionClass, shipping: Money, found: Proceeds) -> FeeQuote {
    FeeQuote {
        class: Code(class),
        goods: found.goods.into(),
        shipping: shipping.into(),
        commission: found.commission.into(),
        item_fee: found.item_fee.into(),
        fee_tax: found.fee_tax.into(),
        payable: found.payable.into(),
        left: found.left.into(),
        margin_basis_points: found.margin_bps,
    }
}

/// What a sale would leave.
///
/// By the fees that hold for this seller now; nothing is kept of the question.
#[utoipa::path(get, path = "/api/v1/fees/quote", tag = "payouts", operation_id = "quote_fees", params(QuoteQuery),
    responses((status = 200, description = "The fees, line by line, and what is left.", body = FeeQuote),
        (status = 404, description = "The shop has no such kind of goods.", body = ProblemDetails,
            content_type = "application/problem+json")))]
pub async fn quote(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(query): Asked<QuoteQuery>,
) -> Result<Json<FeeQuote>, Problem> {
    let seller = &caller.seller;
    let sale = query.imagined(seller.currency)?;
    let class = query.class.map_or(CommissionClass::Standard, |code| code.0);
    let mut conn = api.platform.db.read_together().await?;
    let known = CommissionClass::PUBLISHED.contains(&class)
        || fees::class_names(&mut conn).await?.contains_key(&class);
    if !known {
        return Err(Problem::not_found());
    }
    // The platform's own retail pays nothing; what it reads is what everybody pays.
    let who = (!seller.is_platform).then_some(seller.id);
    let at = conn.now();
    let terms = fees::terms_at(&mut conn, who, at).await?;
    let taxed = fees::tax_now(&mut conn, seller).await?.filter(|_| !seller.is_platform);
    let rule = terms.rule(class).in_currency(seller.currency)?;
    let found =
        sale.proceeds(&rule, terms.item(seller.currency)?, taxed.as_ref().map_or(0, |how| how.rate_ppm))?;
    Ok(Json(shown(class, sale.shipping, found)))
}
