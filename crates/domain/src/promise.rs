//! The delivery promise: when a parcel leaves and when it arrives. One rule for the product page, the cart, the
//! checkout and the order, which keeps it.
//!
//! Days are those of the seller's calendar: their wall says when the cut-off is over. Handling is counted in days on
//! which the seller works, transit in days on which the carrier delivers.

use crate::money::Money;
use crate::place::Reach;
use crate::time::{DurationUs, Timestamp};
use crate::zone::Zone;
use serde::{Deserialize, Serialize};

/// A day, counted from 1970-01-01.
pub type Day = i64;

/// How a seller ships within the country.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingOffer {
    /// Days of work from the order to the hand-over; 0 is the same day.
    pub handling_days: u8,
    /// Days of delivery on the way, at best and at worst.
    pub transit_days_min: u8,
    pub transit_days_max: u8,
    /// Minutes after the seller's midnight until which an order counts for the same day, 0 to 1,440.
    pub cutoff_minutes: u16,
    pub fee: Money,
    /// From this amount of goods on, shipping is free.
    pub free_from: Option<Money>,
}

/// Days of delivery on the way, at best and at worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transit {
    pub min: u8,
    pub max: u8,
}

/// Where the seller's clock hangs, when nobody works and nothing is delivered, and how long a parcel takes elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispatch {
    pub zone: Zone,
    /// Weekdays on which the seller does not work, as [`BusinessDays::weekend`].
    pub rest_days: u8,
    /// Single days on which the seller does not work, at most [`Dispatch::MOST_CLOSED_DAYS`].
    pub closed_days: Vec<Day>,
    /// Weekdays on which the carrier does not deliver.
    pub carrier_rest_days: u8,
    /// Nothing is delivered on the closed days either: they are public holidays.
    pub carrier_keeps_closed_days: bool,
    /// Within the seller's region; `None` as within the country.
    pub near: Option<Transit>,
    /// To other countries; `None` as long as within the country and [`Dispatch::ABROAD_MORE`].
    pub abroad: Option<Transit>,
}

impl Dispatch {
    pub const MOST_CLOSED_DAYS: usize = 60;
    /// Days of delivery that a parcel to another country takes longer while its seller has not said: a cautious guess
    /// for customs and a second carrier, which the settings show.
    pub const ABROAD_MORE: Transit = Transit { min: 3, max: 10 };

    /// UTC, and the weekend of this country.
    pub fn standard(country: &str) -> Self {
        let weekend = weekend_of(country);
        Self {
            zone: Zone::UTC,
            rest_days: weekend,
            closed_days: Vec::new(),
            carrier_rest_days: weekend,
            carrier_keeps_closed_days: true,
            near: None,
            abroad: None,
        }
    }

    /// How long a parcel is on the way.
    pub fn transit(&self, offer: &ShippingOffer, reach: Reach) -> Transit {
        let home = Transit { min: offer.transit_days_min, max: offer.transit_days_max };
        let transit = match reach {
            Reach::Home => home,
            Reach::Near => self.near.unwrap_or(home),
            Reach::Abroad => self.abroad.unwrap_or(Transit {
                min: home.min.saturating_add(Self::ABROAD_MORE.min),
                max: home.max.saturating_add(Self::ABROAD_MORE.max),
            }),
        };
        Transit { min: transit.min, max: transit.max.max(transit.min) }
    }

    /// The days on which the seller works.
    pub fn work_days(&self) -> BusinessDays<'_> {
        BusinessDays { weekend: self.rest_days, holidays: &self.closed_days }
    }

    /// The days on which something is delivered.
    pub fn delivery_days(&self) -> BusinessDays<'_> {
        let holidays = if self.carrier_keeps_closed_days { self.closed_days.as_slice() } else { &[] };
        BusinessDays { weekend: self.carrier_rest_days, holidays }
    }
}

/// The weekend of a country (Unicode CLDR 48, `weekData`), as [`BusinessDays::weekend`].
pub fn weekend_of(country: &str) -> u8 {
    match country {
        "BH" | "DZ" | "EG" | "IL" | "IQ" | "JO" | "KW" | "LY" | "OM" | "QA" | "SA" | "SD" | "SY" | "YE" => {
            BusinessDays::FRIDAY_SATURDAY
        }
        "AF" => BusinessDays::THURSDAY_FRIDAY,
        "IR" => BusinessDays::FRIDAY,
        "IN" | "UG" => BusinessDays::SUNDAY,
        _ => BusinessDays::SATURDAY_SUNDAY,
    }
}

/// When an order arrives, as promised before it is placed and frozen on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    pub ship_day: Day,
    pub earliest_day: Day,
    pub latest_day: Day,
    /// Ordering later than this moves the days.
    pub order_until: Timestamp,
}

pub use crate::calendar::weekday;

/// Which days somebody works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BusinessDays<'h> {
    /// Bit 0 is Monday, bit 6 is Sunday: a set bit is a day without work. A week without any working day counts as
    /// one without weekend.
    pub weekend: u8,
    /// Single days without work.
    pub holidays: &'h [Day],
}

impl BusinessDays<'_> {
    pub const SATURDAY_SUNDAY: u8 = 0b110_0000;
    pub const FRIDAY_SATURDAY: u8 = 0b011_0000;
    pub const THURSDAY_FRIDAY: u8 = 0b001_1000;
    pub const FRIDAY: u8 = 0b001_0000;
    pub const SUNDAY: u8 = 0b100_0000;
    const EVERY_DAY: u8 = 0b111_1111;

    pub fn contains(&self, day: Day) -> bool {
        let weekend = if self.weekend & Self::EVERY_DAY == Self::EVERY_DAY { 0 } else { self.weekend };
        weekend & (1 << weekday(day)) == 0 && !self.holidays.contains(&day)
    }

    /// The first business day on or after `day`.
    pub fn on_or_after(&self, mut day: Day) -> Day {
        while !self.contains(day) {
            day += 1;
        }
        day
    }

    /// The `count`th business day after `day`; `day` itself for 0.
    pub fn after(&self, mut day: Day, count: u8) -> Day {
        for _ in 0..count {
            day = self.on_or_after(day + 1);
        }
        day
    }
}

/// The promise for an order placed at `now` that goes so far. Handling begins today when the seller works today and the
/// cut-off has not come, else on the next day of work; what is handed over on a day is on its way from then on and
/// arrives on days of delivery.
pub fn promise(now: Timestamp, offer: &ShippingOffer, dispatch: &Dispatch, reach: Reach) -> Promise {
    let (work, delivery) = (dispatch.work_days(), dispatch.delivery_days());
    let cutoff = |day: Day| dispatch.zone.moment(day, i64::from(offer.cutoff_minutes.min(1_440)));
    let (today, _) = dispatch.zone.day_and_minute(now);
    let in_time = work.contains(today) && now < cutoff(today);
    let mut start = work.on_or_after(if in_time { today } else { today + 1 });
    // A cut-off at midnight ends before its day begins: the day before is the last chance, so it may be over too.
    while cutoff(start) <= now && start < today + 366 {
        start = work.on_or_after(start + 1);
    }
    let ship_day = work.after(start, offer.handling_days);
    let transit = dispatch.transit(offer, reach);
    let arrives = |days: u8| delivery.on_or_after(delivery.after(ship_day, days));
    Promise {
        ship_day,
        earliest_day: arrives(transit.min),
        latest_day: arrives(transit.max),
        order_until: cutoff(start),
    }
}

impl Promise {
    /// What is left to order and keep these days; zero when they have moved on.
    pub fn order_within(&self, now: Timestamp) -> DurationUs {
        self.order_until.since(now).max(DurationUs::from_micros(0))
    }
}

impl ShippingOffer {
    /// What shipping costs for goods of this worth. A threshold in another currency than the goods' does not count.
    pub fn fee_for(&self, goods: Money) -> Money {
        let free =
            self.free_from.is_some_and(|f| f.currency() == goods.currency() && goods.minor() >= f.minor());
        if free { Money::zero(self.fee.currency()) } else { self.fee }
    }
}

#[cfg(test)]
#[path = "promise/tests.rs"]
mod tests;
