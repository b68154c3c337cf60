//! What delivery costs: a seller's tables of rates by place, weight and worth of the goods. One rule for the product
//! page, the buy box, the cart, the checkout and the order.
//!
//! A seller has one simple fee ([`ShippingOffer`]) and may have tables beside it. Each offer is sent by the table that
//! it names, else by the seller's standard table, else for the simple fee. Of one order the goods of each table are
//! weighed and counted together, and what the tables ask is added up.

use crate::address::{country_format, country_name, find_country, find_region, regions};
use crate::format::Locale;
use crate::money::{Money, MoneyError};
use crate::place::Place;
use crate::promise::ShippingOffer;
use crate::{Currency, ShippingTableId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A country, or one region of it: where a rate holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Area {
    /// ISO 3166-1 alpha-2, in capitals.
    country: String,
    /// The region's code as addresses keep it, or empty for the whole country.
    region: String,
}

impl Area {
    /// A whole country, or a region of it; `None` for what is neither.
    pub fn new(country: &str, region: &str) -> Option<Self> {
        let country = country_format(country)?.code;
        let region = match region {
            "" => "",
            code => regions(country)?.find(|known| known.code == code)?.code,
        };
        Some(Self { country: country.to_owned(), region: region.to_owned() })
    }

    /// As a person names it: a country's code or its name in any language of the shop, or a country's code and a region's
    /// code or name, `US-CA`, `US-California`.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        if let Some(code) = find_country(typed) {
            return Self::new(code, "");
        }
        let (country, region) = typed.split_once('-')?;
        let country = country_format(&country.trim().to_ascii_uppercase())?.code;
        Self::new(country, find_region(country, region)?.code)
    }

    /// For a person: the country's name, or the code of country and region.
    pub fn title(&self, locale: Locale) -> String {
        if self.region.is_empty() { country_name(&self.country, locale).to_owned() } else { self.to_string() }
    }

    fn is_region_of(&self, place: &Place) -> bool {
        self.country == place.country && !self.region.is_empty()
    }
}

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.country)?;
        if self.region.is_empty() { Ok(()) } else { write!(f, "-{}", self.region) }
    }
}

impl From<Area> for String {
    fn from(area: Area) -> Self {
        area.to_string()
    }
}

impl TryFrom<String> for Area {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (country, region) = text.split_once('-').unwrap_or((&text, ""));
        Self::new(country, region).ok_or_else(|| format!("{text} is no country and no region of one"))
    }
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingRate {
    /// Where it holds; empty is everywhere that no other row names.
    pub to: Vec<Area>,
    /// The heaviest parcel that it is for, in grams; `None` for any.
    pub up_to_g: Option<i64>,
    /// The least worth of the goods that it is for, before anything is off; `None` for any.
    pub goods_from: Option<Money>,
    /// Zero is free.
    pub fee: Money,
}

impl ShippingRate {
    fn carries(&self, weight_g: i64) -> bool {
        self.up_to_g.is_none_or(|most| weight_g <= most)
    }

    fn is_for(&self, goods: Money) -> bool {
        let enough = |from: Money| from.currency() == goods.currency() && goods.minor() >= from.minor();
        self.goods_from.is_none_or(enough)
    }
}

/// A seller's table of rates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingTable {
    pub id: ShippingTableId,
    pub name: String,
    pub rates: Vec<ShippingRate>,
}

/// Why something cannot be delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoDelivery {
    /// No row is for the place.
    #[error("it is not delivered there")]
    Place,
    /// No row for the place carries so much.
    #[error("it is too heavy for one delivery")]
    Weight,
    /// No row for the place takes goods of so little worth.
    #[error("it is not delivered alone: the order is too small")]
    Worth,
}

/// Why a table cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    #[error("a table's name has 1 to {} characters", ShippingTable::LONGEST_NAME)]
    BadName,
    #[error("a table has 1 to {} rates", ShippingTable::MOST_RATES)]
    BadCount,
    #[error("an amount is zero or more, in the seller's currency")]
    BadAmount { rate: usize },
    #[error("a weight is 1 to {} g", ShippingTable::HEAVIEST_G)]
    BadWeight { rate: usize },
    #[error("a rate names at most {} places, each once", ShippingTable::MOST_AREAS)]
    BadAreas { rate: usize },
}

impl ShippingTable {
    pub const LONGEST_NAME: usize = 60;
    pub const MOST_RATES: usize = 20;
    pub const MOST_AREAS: usize = 60;
    /// Ten tonnes.
    pub const HEAVIEST_G: i64 = 10_000_000;

    /// Whether it can be kept by a seller of this currency.
    ///
    /// # Errors
    /// [`TableError`] names the first thing that is wrong; rates count from 0.
    pub fn check(&self, currency: Currency) -> Result<(), TableError> {
        let name = self.name.trim();
        let long = name.chars().count() > Self::LONGEST_NAME;
        if name.is_empty() || long || name.chars().any(char::is_control) {
            return Err(TableError::BadName);
        }
        if !(1..=Self::MOST_RATES).contains(&self.rates.len()) {
            return Err(TableError::BadCount);
        }
        for (rate, row) in self.rates.iter().enumerate() {
            let mut amounts = [Some(row.fee), row.goods_from].into_iter().flatten();
            if amounts.any(|amount| amount.currency() != currency || amount.minor() < 0) {
                return Err(TableError::BadAmount { rate });
            }
            if row.up_to_g.is_some_and(|most| !(1..=Self::HEAVIEST_G).contains(&most)) {
                return Err(TableError::BadWeight { rate });
            }
            let mut areas: Vec<&Area> = row.to.iter().collect();
            areas.sort_unstable();
            areas.dedup();
            if areas.len() != row.to.len() || areas.len() > Self::MOST_AREAS {
                return Err(TableError::BadAreas { rate });
            }
        }
        Ok(())
    }

    /// What it asks for goods of this worth and weight, sent together. Rows that name the region count before those that
    /// name the country, and these before the rows for everywhere else; of those that count and fit, the cheapest. While
    /// the region is not known and only regions of the country are named, the dearest of them, so that nobody finds a
    /// higher fee later.
    ///
    /// # Errors
    /// [`NoDelivery`] says which limit no row keeps.
    pub fn fee(&self, goods: Money, weight_g: i64, to: &Place) -> Result<Money, NoDelivery> {
        let mut asked: Result<Money, NoDelivery> = Err(NoDelivery::Place);
        for rows in self.rows_to(to) {
            match (cheapest(&rows, goods, weight_g), asked) {
                (Ok(fee), Ok(most)) if fee.minor() <= most.minor() => {}
                (Ok(fee), _) => asked = Ok(fee),
                (Err(NoDelivery::Place), _) | (Err(_), Ok(_)) => {}
                (Err(why), Err(_)) => asked = Err(why),
            }
        }
        asked
    }

    /// Every fee that it may ask for a parcel of this weight to there, whatever the goods are worth.
    pub fn fees(&self, weight_g: i64, to: &Place) -> Vec<Money> {
        let rows = self.rows_to(to).into_iter().flatten();
        rows.filter(|row| row.carries(weight_g)).map(|row| row.fee).collect()
    }

    /// The rows that count for a place: one group, or where only the region could tell, one for each that it may be.
    fn rows_to(&self, to: &Place) -> Vec<Vec<&ShippingRate>> {
        let of = |names: &dyn Fn(&[Area]) -> bool| -> Vec<&ShippingRate> {
            self.rates.iter().filter(|row| names(&row.to)).collect()
        };
        let named = |region: &str| {
            of(&|areas| areas.iter().any(|area| area.country == to.country && area.region == region))
        };
        for group in [named(&to.region), named("")] {
            if !group.is_empty() {
                return vec![group];
            }
        }
        let elsewhere = of(&<[Area]>::is_empty);
        if !to.region.is_empty() {
            return vec![elsewhere];
        }
        let mut regions: Vec<&str> = self
            .rates
            .iter()
            .flat_map(|row| &row.to)
            .filter(|area| area.is_region_of(to))
            .map(|area| area.region.as_str())
            .collect();
        regions.sort_unstable();
        regions.dedup();
        regions.into_iter().map(named).chain([elsewhere]).collect()
    }
}

fn cheapest(rows: &[&ShippingRate], goods: Money, weight_g: i64) -> Result<Money, NoDelivery> {
    if rows.is_empty() {
        return Err(NoDelivery::Place);
    }
    let mut light = rows.iter().filter(|row| row.carries(weight_g)).peekable();
    if light.peek().is_none() {
        return Err(NoDelivery::Weight);
    }
    light
        .filter(|row| row.is_for(goods))
        .map(|row| row.fee)
        .min_by_key(|fee| fee.minor())
        .ok_or(NoDelivery::Worth)
}

/// A seller's tables.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingTables {
    pub all: Vec<ShippingTable>,
    /// The one for offers that name none; `None` is the simple fee.
    pub standard: Option<ShippingTableId>,
}

impl ShippingTables {
    /// A seller has at most so many.
    pub const MOST: usize = 20;

    /// One of them.
    pub fn get(&self, id: ShippingTableId) -> Option<&ShippingTable> {
        self.all.iter().find(|table| table.id == id)
    }

    /// The table that an offer is sent by. One that is not there any more is as if none were named.
    fn of(&self, packing: &Packing) -> Option<&ShippingTable> {
        let named = packing.table.and_then(|id| self.get(id));
        named.or_else(|| self.standard.and_then(|id| self.get(id)))
    }
}

/// How one piece of an offer is sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packing {
    /// The table that it names.
    pub table: Option<ShippingTableId>,
    /// Packed, in grams; one that is not known counts as nothing.
    pub weight_g: Option<i64>,
}

impl Packing {
    /// Heaviest single piece, in grams.
    pub const HEAVIEST_G: i64 = ShippingTable::HEAVIEST_G;
}

/// Some pieces of one offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Goods {
    pub packing: Packing,
    pub quantity: i64,
    /// Of all of them, before anything is off.
    pub worth: Money,
}

/// Why a fee cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeeError {
    /// These goods, by their place in the list, cannot be delivered.
    #[error("{why}")]
    NoDelivery { goods: Vec<usize>, why: NoDelivery },
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// What a seller asks for the delivery of these goods to a place, as one order.
///
/// # Errors
/// [`FeeError::NoDelivery`] names all goods of the first table that does not send them;
/// [`FeeError::Money`] where goods or fees differ in currency.
pub fn delivery_fee(
    simple: &ShippingOffer,
    tables: &ShippingTables,
    goods: &[Goods],
    to: &Place,
) -> Result<Money, FeeError> {
    let mut total: Option<Money> = None;
    let mut done: Vec<Option<ShippingTableId>> = Vec::new();
    for first in goods {
        let table = tables.of(&first.packing);
        let id = table.map(|table| table.id);
        if done.contains(&id) {
            continue;
        }
        done.push(id);
        let same: Vec<usize> =
            (0..goods.len()).filter(|at| tables.of(&goods[*at].packing).map(|t| t.id) == id).collect();
        let worth = Money::sum(first.worth.currency(), same.iter().map(|at| goods[*at].worth))?;
        let fee = match table {
            None => simple.fee_for(worth),
            Some(table) => {
                let weight = same.iter().fold(0, |sum: i64, at| sum.saturating_add(weight(&goods[*at])));
                table.fee(worth, weight, to).map_err(|why| FeeError::NoDelivery { goods: same, why })?
            }
        };
        total = Some(match total {
            Some(sum) => sum.add(fee)?,
            None => fee,
        });
    }
    Ok(total.unwrap_or(Money::zero(simple.fee.currency())))
}

fn weight(goods: &Goods) -> i64 {
    goods.packing.weight_g.unwrap_or(0).saturating_mul(goods.quantity)
}

/// [`delivery_fee`] of one piece.
///
/// # Errors
/// Why it is not delivered alone. Where price and fee differ in currency nobody can order it, so it goes nowhere.
pub fn fee_of_one(
    simple: &ShippingOffer,
    tables: &ShippingTables,
    packing: Packing,
    price: Money,
    to: &Place,
) -> Result<Money, NoDelivery> {
    match delivery_fee(simple, tables, &[Goods { packing, quantity: 1, worth: price }], to) {
        Ok(fee) if fee.currency() == price.currency() => Ok(fee),
        Err(FeeError::NoDelivery { why, .. }) => Err(why),
        Ok(_) | Err(FeeError::Money(_)) => Err(NoDelivery::Place),
    }
}

/// The highest price of one piece that lands at no more than `landed` with this delivery; `None` where delivery alone
/// costs that much, or there is none.
pub fn price_for(
    landed: Money,
    simple: &ShippingOffer,
    tables: &ShippingTables,
    packing: Packing,
    to: &Place,
) -> Option<Money> {
    let fees = match tables.of(&packing) {
        None => vec![Money::zero(simple.fee.currency()), simple.fee],
        Some(table) => table.fees(packing.weight_g.unwrap_or(0), to),
    };
    let prices = fees.into_iter().filter_map(|fee| landed.sub(fee).ok());
    // A fee that depends on the price is right only if that price has it.
    let lands = |price: &Money| {
        let fee = fee_of_one(simple, tables, packing, *price, to).ok();
        price.is_positive()
            && fee.and_then(|fee| price.add(fee).ok()).is_some_and(|sum| sum.minor() <= landed.minor())
    };
    prices.filter(lands).max_by_key(|price| price.minor())
}

#[cfg(test)]
#[path = "shipping/tests.rs"]
mod tests;
