//! What an invoice says, as it is kept with it.

use crate::InvoiceError;
use domain::format::Locale;
use domain::promise::Day;
use domain::{Currency, LineId, Money};
use sellers::Legal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

domain::text_enum! {
    /// What a line is about.
    pub enum LineKind {
        Goods = "goods",
        Shipping = "shipping",
        GiftWrap = "gift_wrap",
        /// What the buyer's bank took back, at one rate.
        Dispute = "dispute",
    }
}

/// The seller as it was known then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SoldBy {
    pub name: String,
    /// ISO 3166-1 alpha-2, and the region's code or name.
    pub country: String,
    pub region: String,
    pub email: Option<String>,
    /// Who it is to the law, where it had said.
    #[serde(default)]
    pub legal: Option<Legal>,
}

/// One line; the amounts of a credit note are below nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    pub kind: LineKind,
    /// The order's line, of goods.
    pub line_id: Option<LineId>,
    /// Of goods.
    pub title: String,
    pub quantity: i64,
    /// As it was shown: with tax where prices include it.
    pub unit_price: Money,
    /// What promotions and a coupon took off, as shown.
    pub discount: Money,
    pub net: Money,
    /// Millionths: 82,500 is 8.25 %.
    pub rate_ppm: i64,
    pub tax: Money,
}

impl InvoiceLine {
    /// What the buyer pays for it.
    ///
    /// # Errors
    /// An amount near the end of 64 bits.
    pub fn gross(&self) -> Result<Money, InvoiceError> {
        Ok(self.net.add(self.tax)?)
    }
}

/// Everything that an invoice says, but whom it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub sold_by: SoldBy,
    /// The order's language.
    pub locale: Locale,
    /// Whether prices included the tax.
    pub inclusive: bool,
    /// Whose tax it is: `US-CA`, `ES`; empty where none is taken.
    pub tax_place: String,
    /// Days of the seller's calendar.
    pub issued_day: Day,
    pub ordered_day: Day,
    /// When the goods left.
    pub supplied_day: Day,
    /// The number of the invoice that a credit note corrects.
    pub corrects: Option<String>,
    pub lines: Vec<InvoiceLine>,
}

/// What was taxed at one rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateSum {
    pub rate_ppm: i64,
    pub net: Money,
    pub tax: Money,
}

impl Content {
    /// The sums of net and tax at each rate, the lowest rate first.
    ///
    /// # Errors
    /// An amount near the end of 64 bits.
    pub fn by_rate(&self, currency: Currency) -> Result<Vec<RateSum>, InvoiceError> {
        let zero = Money::zero(currency);
        let mut sums: BTreeMap<i64, RateSum> = BTreeMap::new();
        for line in &self.lines {
            let rate_ppm = line.rate_ppm;
            let sum = sums.entry(rate_ppm).or_insert(RateSum { rate_ppm, net: zero, tax: zero });
            *sum = RateSum { net: sum.net.add(line.net)?, tax: sum.tax.add(line.tax)?, ..*sum };
        }
        Ok(sums.into_values().collect())
    }
}

/// The sums of all lines: net and tax.
pub(crate) fn sums(currency: Currency, lines: &[InvoiceLine]) -> Result<(Money, Money), InvoiceError> {
    let net = Money::sum(currency, lines.iter().map(|line| line.net))?;
    let tax = Money::sum(currency, lines.iter().map(|line| line.tax))?;
    Ok((net, tax))
}
