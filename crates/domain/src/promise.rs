//! The delivery promise: when a parcel leaves and when it arrives, computed the same way in the browser.
//!
//! Days are counted in UTC. An order before the cut-off of a business day is handled from that day on; handling and
//! transit are counted in business days.

use crate::money::Money;
use crate::time::{DurationUs, Timestamp};
use serde::{Deserialize, Serialize};

/// A day, counted from 1970-01-01 in UTC.
pub type Day = i64;

/// How a seller ships.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingOffer {
    /// Business days from the order to the hand-over; 0 is the same day.
    pub handling_days: u8,
    /// Business days on the way, at best and at worst.
    pub transit_days_min: u8,
    pub transit_days_max: u8,
    /// Minutes after midnight UTC until which an order counts for the same day, 0 to 1,440.
    pub cutoff_utc_minutes: u16,
    pub fee: Money,
    /// From this amount of goods on, shipping is free.
    pub free_from: Option<Money>,
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

/// 0 is Monday. The first day of 1970 was a Thursday.
pub const fn weekday(day: Day) -> u8 {
    (day + 3).rem_euclid(7) as u8
}

/// Monday to Friday, and not one of the holidays.
fn is_business_day(day: Day, holidays: &[Day]) -> bool {
    weekday(day) < 5 && !holidays.contains(&day)
}

/// The first business day on or after `day`.
fn next_business_day(mut day: Day, holidays: &[Day]) -> Day {
    while !is_business_day(day, holidays) {
        day += 1;
    }
    day
}

fn add_business_days(mut day: Day, count: u8, holidays: &[Day]) -> Day {
    for _ in 0..count {
        day = next_business_day(day + 1, holidays);
    }
    day
}

/// The promise for an order placed at `now`.
pub fn promise(now: Timestamp, offer: &ShippingOffer, holidays: &[Day]) -> Promise {
    let cutoff = |day: Day| {
        let midnight = Timestamp::from_micros(day * 86_400_000_000);
        midnight.plus(DurationUs::from_mins(i64::from(offer.cutoff_utc_minutes.min(1_440))))
    };
    let today = now.utc_day();
    let in_time = is_business_day(today, holidays) && now < cutoff(today);
    let start = next_business_day(if in_time { today } else { today + 1 }, holidays);
    let ship_day = add_business_days(start, offer.handling_days, holidays);
    Promise {
        ship_day,
        earliest_day: add_business_days(ship_day, offer.transit_days_min, holidays),
        latest_day: add_business_days(ship_day, offer.transit_days_max.max(offer.transit_days_min), holidays),
        order_until: cutoff(start),
    }
}

impl ShippingOffer {
    /// What shipping costs for goods of this worth.
    pub fn fee_for(&self, goods: Money) -> Money {
        let free = self.free_from.is_some_and(|f| f.currency() == goods.currency() && goods.minor() >= f.minor());
        if free { Money::zero(self.fee.currency()) } else { self.fee }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;
    use proptest::prelude::*;

    const MONDAY: Day = 20_605; // 2026-06-01

    fn offer(handling: u8, min: u8, max: u8) -> ShippingOffer {
        ShippingOffer {
            handling_days: handling,
            transit_days_min: min,
            transit_days_max: max,
            cutoff_utc_minutes: 14 * 60,
            fee: Money::new(499, Currency::USD),
            free_from: Some(Money::new(3_500, Currency::USD)),
        }
    }

    fn at(day: Day, hour: i64) -> Timestamp {
        Timestamp::from_micros(day * 86_400_000_000).plus(DurationUs::from_hours(hour))
    }

    #[test]
    fn the_cut_off_and_weekends_move_the_days() {
        let cases = [
            (at(MONDAY, 9), MONDAY, MONDAY + 2, MONDAY + 3),
            (at(MONDAY, 14), MONDAY + 1, MONDAY + 3, MONDAY + 4),
            (at(MONDAY + 4, 15), MONDAY + 7, MONDAY + 9, MONDAY + 10),
            (at(MONDAY + 5, 9), MONDAY + 7, MONDAY + 9, MONDAY + 10),
        ];
        for (now, ship, earliest, latest) in cases {
            let p = promise(now, &offer(0, 2, 3), &[]);
            assert_eq!((p.ship_day, p.earliest_day, p.latest_day), (ship, earliest, latest), "{now:?}");
        }
    }

    #[test]
    fn shipping_is_free_from_the_threshold_on() {
        let fee = |minor| offer(0, 1, 1).fee_for(Money::new(minor, Currency::USD)).minor();
        assert_eq!((fee(3_499), fee(3_500)), (499, 0));
    }

    proptest! {
        #[test]
        fn every_promised_day_is_a_business_day_and_later_orders_never_arrive_earlier(
            hour in 0i64..2_000, handling in 0u8..5, min in 0u8..6, extra in 0u8..4, holiday in 0i64..60,
        ) {
            let holidays = [MONDAY + holiday];
            let offer = offer(handling, min, min + extra);
            let (a, b) = (promise(at(MONDAY, hour), &offer, &holidays), promise(at(MONDAY, hour + 1), &offer, &holidays));
            for day in [a.ship_day, a.earliest_day, a.latest_day] {
                prop_assert!(is_business_day(day, &holidays));
            }
            prop_assert!(a.ship_day <= a.earliest_day && a.earliest_day <= a.latest_day);
            prop_assert!(a.latest_day <= b.latest_day && a.order_until > at(MONDAY, hour));
        }
    }
}
