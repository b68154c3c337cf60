//! Which of its orders a seller's program asks for: what the page of orders can be narrowed to. Called by `orders`.

use super::problem::Problem;
use super::types::{CategoryRef, Code, Cursor, OfferRef, ProductRef};
use domain::calendar::parse_day;
use domain::order::Device;
use domain::{PartId, Timestamp};
use platform::orders::store::{Narrowed, PlacedWith, SellerFilter};
use serde::Deserialize;
use utoipa::IntoParams;

domain::text_enum! {
    /// Which orders a list shows.
    pub enum OrderFilter {
        /// Something is to be sent.
        ToShip = "to_ship",
        Shipped = "shipped",
        Cancelled = "cancelled",
        /// All but those that were cancelled whole: what figures of sales count.
        Kept = "kept",
        All = "all",
    }
}
pub type OrderFilterCode = Code<OrderFilter>;

impl From<OrderFilter> for SellerFilter {
    fn from(filter: OrderFilter) -> Self {
        match filter {
            OrderFilter::ToShip => Self::ToShip,
            OrderFilter::Shipped => Self::Shipped,
            OrderFilter::Cancelled => Self::Cancelled,
            OrderFilter::Kept => Self::Kept,
            OrderFilter::All => Self::All,
        }
    }
}

domain::text_enum! {
    /// With what an order was placed.
    pub enum OrderDevice {
        Phone = "phone",
        /// Anything larger.
        Desktop = "desktop",
        /// Nobody knows: the order is older than the question.
        Unknown = "unknown",
    }
}
pub type OrderDeviceCode = Code<OrderDevice>;

impl From<OrderDevice> for PlacedWith {
    fn from(device: OrderDevice) -> Self {
        match device {
            OrderDevice::Phone => Self::Device(Device::Phone),
            OrderDevice::Desktop => Self::Device(Device::Desktop),
            OrderDevice::Unknown => Self::Unknown,
        }
    }
}

/// For a country that an order does not name.
const UNKNOWN: &str = "unknown";

const DAY_US: i64 = 86_400_000_000;

/// Which orders, and which page of them.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OrderQuery {
    /// All when nothing is said.
    #[param(inline, required = false, nullable = false)]
    pub show: Option<OrderFilterCode>,
    /// Those with a line of this product.
    #[param(inline, required = false, nullable = false)]
    pub product_id: Option<ProductRef>,
    /// Those with a line of this offer.
    #[param(inline, required = false, nullable = false)]
    pub offer_id: Option<OfferRef>,
    /// Those with a line of a product that is in this category now; what is below the category is not in it.
    #[param(inline, required = false, nullable = false)]
    pub category_id: Option<CategoryRef>,
    /// Where they go to: ISO 3166-1 alpha-2, or `unknown` for those that do not say.
    #[param(pattern = "^([A-Z]{2}|unknown)$", required = false, nullable = false, example = "US")]
    pub country: Option<String>,
    /// What they were placed with.
    #[param(inline, required = false, nullable = false)]
    pub device: Option<OrderDeviceCode>,
    /// The first day on which they were placed, in UTC.
    #[param(format = Date, required = false, nullable = false, example = "2026-11-01")]
    pub first_day: Option<String>,
    /// The last day on which they were placed, in UTC.
    #[param(format = Date, required = false, nullable = false, example = "2026-11-30")]
    pub last_day: Option<String>,
    /// `next_cursor` of the page before; without one the list begins.
    #[param(inline, required = false, nullable = false)]
    pub cursor: Option<Cursor>,
    /// How many at the most; 25 when nothing is said.
    #[param(minimum = 1, maximum = 100, required = false, nullable = false)]
    pub limit: Option<i64>,
}

/// The code as orders keep it.
fn country(text: &str) -> Result<String, Problem> {
    if text == UNKNOWN {
        return Ok(String::new());
    }
    let is_code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    let wrong = || Problem::malformed("`country` is two capital letters, like US, or `unknown`.");
    is_code.then(|| text.to_owned()).ok_or_else(wrong)
}

/// When a day begins, or the one `later` days after it.
fn begins(name: &str, text: &str, later: i64) -> Result<Timestamp, Problem> {
    let day =
        parse_day(text).ok_or_else(|| Problem::malformed(format!("`{name}` is no day like 2026-11-30.")))?;
    Ok(Timestamp::from_micros(day.saturating_add(later).saturating_mul(DAY_US)))
}

impl OrderQuery {
    pub fn filter(&self) -> SellerFilter {
        self.show.map_or(SellerFilter::All, |code| code.0.into())
    }

    /// The last order of the page before.
    pub fn before(&self) -> Option<PartId> {
        self.cursor.as_ref().and_then(Cursor::id)
    }

    /// From the first day to the last, both included; either may be missing.
    fn placed(&self) -> Result<Option<(Timestamp, Timestamp)>, Problem> {
        let from = self.first_day.as_deref().map(|text| begins("first_day", text, 0)).transpose()?;
        let to = self.last_day.as_deref().map(|text| begins("last_day", text, 1)).transpose()?;
        if from.is_none() && to.is_none() {
            return Ok(None);
        }
        let (first, last) = (Timestamp::from_micros(i64::MIN), Timestamp::from_micros(i64::MAX));
        Ok(Some((from.unwrap_or(first), to.unwrap_or(last))))
    }

    /// What the list is narrowed to.
    ///
    /// # Errors
    /// For what is no country and no day.
    pub fn narrowed(&self) -> Result<Narrowed, Problem> {
        Ok(Narrowed {
            product: self.product_id.map(|id| id.0),
            offer: self.offer_id.map(|id| id.0),
            category: self.category_id.map(|id| id.0),
            country: self.country.as_deref().map(country).transpose()?,
            device: self.device.map(|code| code.0.into()),
            placed: self.placed()?,
        })
    }
}
