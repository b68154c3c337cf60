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

pub use crate::calendar::weekday;

/// Which days somebody works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BusinessDays<'h> {
    /// Bit 0 is Monday, bit 6 is Sunday: a set bit is a day without work. A week without any working day counts as
    /// one without weekend.
    pub weekend: u8,
    pub holidays: &'h [Day],
}

impl BusinessDays<'_> {
    pub const SATURDAY_SUNDAY: u8 = 0b110_0000;
    pub const FRIDAY_SATURDAY: u8 = 0b011_0000;
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

/// The promise for an order placed at `now`, with Saturdays, Sundays and these holidays off.
pub fn promise(now: Timestamp, offer: &ShippingOffer, holidays: &[Day]) -> Promise {
    promise_on(now, offer, &BusinessDays { weekend: BusinessDays::SATURDAY_SUNDAY, holidays })
}

/// The promise for an order placed at `now`. Handling begins today when today is a business day and its cut-off has
/// not come, else on the next business day; handling and transit are counted in business days.
pub fn promise_on(now: Timestamp, offer: &ShippingOffer, days: &BusinessDays<'_>) -> Promise {
    let cutoff = |day: Day| {
        let midnight = Timestamp::from_micros(day.saturating_mul(86_400_000_000));
        midnight.plus(DurationUs::from_mins(i64::from(offer.cutoff_utc_minutes.min(1_440))))
    };
    let today = now.utc_day();
    let in_time = days.contains(today) && now < cutoff(today);
    let mut start = days.on_or_after(if in_time { today } else { today + 1 });
    // A cut-off at midnight ends before its day begins: the day before is the last chance, so it may be over too.
    while cutoff(start) <= now && start < today + 366 {
        start = days.on_or_after(start + 1);
    }
    let ship_day = days.after(start, offer.handling_days);
    Promise {
        ship_day,
        earliest_day: days.after(ship_day, offer.transit_days_min),
        latest_day: days.after(ship_day, offer.transit_days_max.max(offer.transit_days_min)),
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
            (at(MONDAY + 3, 9), MONDAY + 3, MONDAY + 7, MONDAY + 8),
            (at(MONDAY + 4, 15), MONDAY + 7, MONDAY + 9, MONDAY + 10),
            (at(MONDAY + 5, 9), MONDAY + 7, MONDAY + 9, MONDAY + 10),
        ];
        for (now, ship, earliest, latest) in cases {
            let p = promise(now, &offer(0, 2, 3), &[]);
            assert_eq!((p.ship_day, p.earliest_day, p.latest_day), (ship, earliest, latest), "{now:?}");
        }
    }

    #[test]
    fn nobody_works_on_a_holiday() {
        let p = promise(at(MONDAY, 9), &offer(1, 1, 1), &[MONDAY, MONDAY + 2]);
        assert_eq!((p.ship_day, p.latest_day), (MONDAY + 3, MONDAY + 4));
        assert_eq!(p.order_until, at(MONDAY + 1, 14));
    }

    #[test]
    fn the_weekend_is_where_the_seller_has_it() {
        let gulf = BusinessDays { weekend: BusinessDays::FRIDAY_SATURDAY, holidays: &[] };
        let p = promise_on(at(MONDAY + 4, 9), &offer(0, 1, 2), &gulf);
        assert_eq!((p.ship_day, p.earliest_day, p.latest_day), (MONDAY + 6, MONDAY + 7, MONDAY + 8));
        let never = BusinessDays { weekend: 0xff, holidays: &[] };
        assert_eq!(promise_on(at(MONDAY, 9), &offer(0, 1, 1), &never).latest_day, MONDAY + 1);
    }

    #[test]
    fn a_cut_off_at_midnight_means_the_day_before() {
        let midnight = ShippingOffer { cutoff_utc_minutes: 0, ..offer(0, 1, 1) };
        let p = promise(at(MONDAY, 0), &midnight, &[]);
        assert_eq!((p.ship_day, p.order_until), (MONDAY + 1, at(MONDAY + 1, 0)));
        let p = promise(at(MONDAY - 1, 23), &midnight, &[]);
        assert_eq!((p.ship_day, p.order_until), (MONDAY, at(MONDAY, 0)));
    }

    #[test]
    fn the_countdown_runs_to_the_cut_off_and_stops() {
        let p = promise(at(MONDAY, 12), &offer(0, 1, 1), &[]);
        assert_eq!(p.order_within(at(MONDAY, 12)), DurationUs::from_hours(2));
        assert_eq!(p.order_within(at(MONDAY, 15)), DurationUs::from_micros(0));
    }

    #[test]
    fn shipping_is_free_from_the_threshold_on() {
        let fee = |minor| offer(0, 1, 1).fee_for(Money::new(minor, Currency::USD)).minor();
        assert_eq!((fee(3_499), fee(3_500)), (499, 0));
        assert_eq!(offer(0, 1, 1).fee_for(Money::new(99_999, Currency::EUR)).minor(), 499);
        let never = ShippingOffer { free_from: None, ..offer(0, 1, 1) };
        assert_eq!(never.fee_for(Money::new(i64::MAX, Currency::USD)).minor(), 499);
    }

    #[test]
    fn the_end_of_time_is_no_panic() {
        promise(Timestamp::from_micros(i64::MAX), &offer(255, 255, 255), &[]);
        promise(Timestamp::from_micros(i64::MIN), &offer(255, 255, 255), &[]);
    }

    proptest! {
        #[test]
        fn every_promised_day_is_a_business_day_and_later_orders_never_arrive_earlier(
            minute in 0i64..100_000, later in 0i64..10_000, handling in 0u8..5, min in 0u8..6, extra in 0u8..4,
            holiday in 0i64..60, cutoff in 0u16..1_441, weekend in 0u8..127,
        ) {
            let holidays = [MONDAY + holiday];
            let days = BusinessDays { weekend, holidays: &holidays };
            let offer = ShippingOffer { cutoff_utc_minutes: cutoff, ..offer(handling, min, min + extra) };
            let from = |minute: i64| at(MONDAY, 0).plus(DurationUs::from_mins(minute));
            let (now, then) = (from(minute), from(minute + later));
            let (a, b) = (promise_on(now, &offer, &days), promise_on(then, &offer, &days));
            for day in [a.ship_day, a.earliest_day, a.latest_day] {
                prop_assert!(days.contains(day));
            }
            prop_assert!(now.utc_day() <= a.ship_day && a.ship_day <= a.earliest_day && a.earliest_day <= a.latest_day);
            prop_assert!(a.ship_day <= b.ship_day && a.earliest_day <= b.earliest_day && a.latest_day <= b.latest_day);
            prop_assert!(a.order_until > now);
            if then < a.order_until {
                prop_assert_eq!((a.ship_day, a.latest_day), (b.ship_day, b.latest_day), "the days hold until the cut-off");
            }
        }
    }
}
