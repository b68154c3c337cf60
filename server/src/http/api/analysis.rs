//! What sold in a range of days against the days before: the seller's page “Analysis”, for programs.

use super::Api;
use super::auth::Caller;
use super::extract::Asked;
use super::problem::Problem;
use super::types::{Amount, CategoryRef, Code, ProductRef};
use axum::extract::State;
use axum::{Extension, Json};
use domain::calendar::{day_text, parse_day};
use domain::order::Device;
use domain::text_enum::TextEnum as _;
use domain::{Currency, Money};
use platform::reporting::{
    self, CategoryLine, Cohort, DeviceLine, Figures, Line, MOST_DAYS, Pair, ProductLine, Range, Shelf,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

pub type DeviceCode = Code<Device>;

const USUAL_DAYS: i64 = 30;
const USUAL_PRODUCTS: usize = 25;
const MOST_PRODUCTS: usize = 500;

/// Which days, and how many products.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AnalysisQuery {
    /// The last day, in UTC; today when nothing is said.
    #[param(format = Date, required = false, nullable = false, example = "2026-11-30")]
    pub last_day: Option<String>,
    /// How many days up to it; 30 when nothing is said.
    #[param(minimum = 1, maximum = 731, required = false, nullable = false)]
    pub days: Option<i64>,
    /// How many products at the most; 25 when nothing is said.
    #[param(minimum = 1, maximum = 500, required = false, nullable = false)]
    pub products: Option<usize>,
}

/// So many days up to the last one, which is today when nothing is said.
///
/// # Errors
/// For what is no day, and for none or too many of them.
pub fn range_of(last_day: Option<&str>, days: Option<i64>, today: i64) -> Result<Range, Problem> {
    let last = match last_day {
        None => today,
        Some(text) => {
            parse_day(text).ok_or_else(|| Problem::malformed("`last_day` is no day like 2026-11-30."))?
        }
    };
    let days = days.unwrap_or(USUAL_DAYS);
    if !(1..=MOST_DAYS).contains(&days) {
        return Err(Problem::malformed(format!("`days` is 1 to {MOST_DAYS}.")));
    }
    Ok(Range::last_days(last, days))
}

impl AnalysisQuery {
    fn range(&self, today: i64) -> Result<Range, Problem> {
        range_of(self.last_day.as_deref(), self.days, today)
    }

    fn products(&self) -> Result<usize, Problem> {
        let products = self.products.unwrap_or(USUAL_PRODUCTS);
        let wrong = || Problem::malformed(format!("`products` is 1 to {MOST_PRODUCTS}."));
        (1..=MOST_PRODUCTS).contains(&products).then_some(products).ok_or_else(wrong)
    }
}

/// The figures of a range of days.
#[derive(Debug, Serialize, ToSchema)]
pub struct SalesFigures {
    pub first_day: String,
    pub last_day: String,
    /// That were not cancelled.
    pub orders: i64,
    pub units: i64,
    /// What they cost, without shipping and tax. What came back is in it.
    pub sales: Amount,
    pub cancelled_orders: i64,
    pub cancelled_units: i64,
    pub cancelled: Amount,
    /// Of what was sold in the range, whenever it came back.
    pub returned_units: i64,
    pub returned: Amount,
    /// Of product pages on which the seller's offer was the one to buy.
    pub views: i64,
    /// How often it was put into a cart, or ordered with one click.
    pub carts: i64,
    /// Orders per view in basis points; missing without views.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub conversion_bps: Option<i64>,
    #[serde(flatten)]
    pub buy_box: BuyBoxShare,
}

/// How often the seller's offer stood in the buy box: of what was looked at since this is counted, without products that more
/// than 50 sellers offer.
#[derive(Debug, Serialize, ToSchema)]
pub struct BuyBoxShare {
    /// Views of products of which the seller had an offer that could be bought.
    pub views_with_offer: i64,
    /// Of these, those in whose buy box it stood, whichever offer was looked at.
    pub views_in_buy_box: i64,
    /// The share in basis points; missing without views.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub buy_box_bps: Option<i64>,
}

impl From<Shelf> for BuyBoxShare {
    fn from(shelf: Shelf) -> Self {
        Self {
            views_with_offer: shelf.views,
            views_in_buy_box: shelf.featured,
            buy_box_bps: shelf.share_bps(),
        }
    }
}

fn figures(of: &Figures, range: Range) -> SalesFigures {
    SalesFigures {
        first_day: day_text(range.first()),
        last_day: day_text(range.last()),
        orders: of.orders,
        units: of.units,
        sales: of.sales.into(),
        cancelled_orders: of.cancelled_orders,
        cancelled_units: of.cancelled_units,
        cancelled: of.cancelled.into(),
        returned_units: of.returned_units,
        returned: of.returned.into(),
        views: of.views,
        carts: of.carts,
        conversion_bps: of.conversion_bps(),
        buy_box: of.shelf.into(),
    }
}

/// Units and sales of something, in the range and in the days before it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Sold {
    pub units: i64,
    pub units_before: i64,
    pub sales: Amount,
    pub sales_before: Amount,
    /// Of all sales of the range, in basis points.
    pub share_bps: i64,
}

fn sold<K>(line: &Line<K>, currency: Currency) -> Sold {
    let (units, minor): (Pair, Pair) = (line.units, line.sales_minor);
    Sold {
        units: units.now,
        units_before: units.before,
        sales: Money::new(minor.now, currency).into(),
        sales_before: Money::new(minor.before, currency).into(),
        share_bps: line.share_bps,
    }
}

/// What one product sold.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductSold {
    pub product_id: ProductRef,
    /// As it was called in the newest order.
    pub title: String,
    pub returned_units: i64,
    pub views: i64,
    #[serde(flatten)]
    pub buy_box: BuyBoxShare,
    #[serde(flatten)]
    pub sold: Sold,
}

fn of_product(line: ProductLine, currency: Currency) -> ProductSold {
    ProductSold {
        sold: sold(&line, currency),
        product_id: line.key.id.into(),
        title: line.key.title,
        returned_units: line.key.returned_units,
        views: line.key.views,
        buy_box: line.key.shelf.into(),
    }
}

/// What one category sold.
#[derive(Debug, Serialize, ToSchema)]
pub struct CategorySold {
    /// Missing where the catalogue does not have the product any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub category_id: Option<CategoryRef>,
    pub name: String,
    #[serde(flatten)]
    pub sold: Sold,
}

fn of_category(line: CategoryLine, currency: Currency) -> CategorySold {
    CategorySold {
        sold: sold(&line, currency),
        category_id: line.key.id.map(CategoryRef::from),
        name: line.key.name,
    }
}

/// What one country bought.
#[derive(Debug, Serialize, ToSchema)]
pub struct CountrySold {
    /// ISO 3166-1, two letters.
    pub country: String,
    #[serde(flatten)]
    pub sold: Sold,
}

fn of_country(line: Line<String>, currency: Currency) -> CountrySold {
    CountrySold { sold: sold(&line, currency), country: line.key }
}

/// What was bought on one kind of device.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeviceSold {
    /// Missing where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub device: Option<DeviceCode>,
    pub views: i64,
    #[serde(flatten)]
    pub sold: Sold,
}

fn on_device(line: DeviceLine, currency: Currency) -> DeviceSold {
    DeviceSold {
        sold: sold(&line, currency),
        device: Device::parse(&line.key.device).map(Code),
        views: line.key.views,
    }
}

/// Shoppers whose first order of this seller was in one month.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShopperCohort {
    #[schema(pattern = "^[0-9]{4}-[0-9]{2}$", example = "2026-11")]
    pub month: String,
    pub shoppers: i64,
    /// How many of them bought again in the first, second, … month after it, up to the present one.
    pub again: Vec<i64>,
}

impl From<Cohort> for ShopperCohort {
    fn from(cohort: Cohort) -> Self {
        let month = day_text(cohort.month).chars().take(7).collect();
        Self { month, shoppers: cohort.shoppers, again: cohort.again }
    }
}

/// Sales of a day, or of several days together in a long range.
#[derive(Debug, Serialize, ToSchema)]
pub struct SalesStep {
    pub first_day: String,
    pub sales: Amount,
    /// Of as many days in the range before.
    pub sales_before: Amount,
}

/// What sold in a range of days, against as many days before.
#[derive(Debug, Serialize, ToSchema)]
pub struct SalesAnalysis {
    pub now: SalesFigures,
    pub before: SalesFigures,
    /// The days of the range: single ones, weeks or thirty at once, so that there are at most sixty.
    pub steps: Vec<SalesStep>,
    /// Those that sold most.
    pub products: Vec<ProductSold>,
    /// How many products sold anything in the range.
    pub products_in_all: usize,
    pub categories: Vec<CategorySold>,
    pub countries: Vec<CountrySold>,
    pub devices: Vec<DeviceSold>,
    /// Who came back: of the last months, whatever the range.
    pub cohorts: Vec<ShopperCohort>,
    /// Whether everything that happened until now is counted; if not, ask again in a minute.
    pub complete: bool,
}

/// What sold in a range of days.
///
/// Against as many days before it. Days are counted in UTC.
#[utoipa::path(get, path = "/api/v1/sales/analysis", tag = "reports", operation_id = "get_sales_analysis",
    params(AnalysisQuery), responses((status = 200, description = "The analysis.", body = SalesAnalysis)))]
pub async fn of_range(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<AnalysisQuery>,
) -> Result<Json<SalesAnalysis>, Problem> {
    let (range, products) = (asked.range(api.platform.db.now().utc_day())?, asked.products()?);
    let complete = api.platform.reporting.refresh_analysis().await?;
    let (seller, currency) = (caller.seller.id, caller.seller.currency);
    let mut conn = api.platform.db.read_together().await?;
    let found = reporting::analysis(&mut conn, seller, currency, range, products).await?;
    let step = |bar: reporting::SalesBar| SalesStep {
        first_day: day_text(bar.day),
        sales: bar.sales.into(),
        sales_before: bar.before.into(),
    };
    Ok(Json(SalesAnalysis {
        now: figures(&found.now, range),
        before: figures(&found.before, range.before()),
        steps: found.bars.into_iter().map(step).collect(),
        products: found.products.into_iter().map(|line| of_product(line, currency)).collect(),
        products_in_all: found.products_in_all,
        categories: found.categories.into_iter().map(|line| of_category(line, currency)).collect(),
        countries: found.countries.into_iter().map(|line| of_country(line, currency)).collect(),
        devices: found.devices.into_iter().map(|line| on_device(line, currency)).collect(),
        cohorts: found.cohorts.into_iter().map(ShopperCohort::from).collect(),
        complete,
    }))
}
