use super::*;
use crate::calendar::day_of;
use crate::money::Currency;
use proptest::prelude::*;

const MONDAY: Day = 20_605; // 2026-06-01

fn offer(handling: u8, min: u8, max: u8) -> ShippingOffer {
    ShippingOffer {
        handling_days: handling,
        transit_days_min: min,
        transit_days_max: max,
        cutoff_minutes: 14 * 60,
        fee: Money::new(499, Currency::USD),
        free_from: Some(Money::new(3_500, Currency::USD)),
    }
}

fn at(day: Day, hour: i64) -> Timestamp {
    Timestamp::from_micros(day * 86_400_000_000).plus(DurationUs::from_hours(hour))
}

/// In UTC, with Saturdays and Sundays off, within the country.
fn plain(now: Timestamp, offer: &ShippingOffer, closed: &[Day]) -> Promise {
    let dispatch = Dispatch { closed_days: closed.to_vec(), ..Dispatch::standard("US") };
    promise(now, offer, &dispatch, Reach::Home)
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
        let p = plain(now, &offer(0, 2, 3), &[]);
        assert_eq!((p.ship_day, p.earliest_day, p.latest_day), (ship, earliest, latest), "{now:?}");
    }
}

#[test]
fn nobody_works_on_a_closed_day_and_the_carrier_may() {
    let p = plain(at(MONDAY, 9), &offer(1, 1, 1), &[MONDAY, MONDAY + 2]);
    assert_eq!((p.ship_day, p.latest_day), (MONDAY + 3, MONDAY + 4));
    assert_eq!(p.order_until, at(MONDAY + 1, 14));
    let closed = Dispatch { closed_days: vec![MONDAY + 1], ..Dispatch::standard("US") };
    assert_eq!(promise(at(MONDAY, 9), &offer(0, 1, 1), &closed, Reach::Home).latest_day, MONDAY + 2);
    let delivers = Dispatch { carrier_keeps_closed_days: false, ..closed };
    assert_eq!(promise(at(MONDAY, 9), &offer(0, 1, 1), &delivers, Reach::Home).latest_day, MONDAY + 1);
}

#[test]
fn the_weekend_is_where_the_seller_has_it() {
    let gulf = Dispatch::standard("SA");
    let p = promise(at(MONDAY + 4, 9), &offer(0, 1, 2), &gulf, Reach::Home);
    assert_eq!((p.ship_day, p.earliest_day, p.latest_day), (MONDAY + 6, MONDAY + 7, MONDAY + 8));
    let never = Dispatch { rest_days: 0xff, carrier_rest_days: 0xff, ..gulf };
    assert_eq!(promise(at(MONDAY, 9), &offer(0, 1, 1), &never, Reach::Home).latest_day, MONDAY + 1);
}

#[test]
fn a_carrier_that_comes_on_saturdays_delivers_on_them() {
    let saturdays = Dispatch { carrier_rest_days: BusinessDays::SUNDAY, ..Dispatch::standard("US") };
    let p = promise(at(MONDAY + 4, 9), &offer(0, 1, 2), &saturdays, Reach::Home);
    assert_eq!((p.earliest_day, p.latest_day), (MONDAY + 5, MONDAY + 7));
}

#[test]
fn it_takes_as_long_as_it_goes_far() {
    let quick = Dispatch { near: Some(Transit { min: 1, max: 1 }), ..Dispatch::standard("US") };
    let days = |dispatch: &Dispatch, reach| {
        let p = promise(at(MONDAY, 9), &offer(0, 2, 3), dispatch, reach);
        (p.earliest_day - MONDAY, p.latest_day - MONDAY)
    };
    assert_eq!(days(&quick, Reach::Near), (1, 1));
    assert_eq!(days(&quick, Reach::Home), (2, 3));
    assert_eq!(
        days(&Dispatch::standard("US"), Reach::Near),
        (2, 3),
        "as within the country until it is said"
    );
    assert_eq!(quick.transit(&offer(0, 2, 3), Reach::Abroad), Transit { min: 5, max: 13 });
    let abroad = Dispatch { abroad: Some(Transit { min: 4, max: 4 }), ..quick };
    assert_eq!(days(&abroad, Reach::Abroad), (4, 4));
}

#[test]
fn a_cut_off_at_midnight_means_the_day_before() {
    let midnight = ShippingOffer { cutoff_minutes: 0, ..offer(0, 1, 1) };
    let p = plain(at(MONDAY, 0), &midnight, &[]);
    assert_eq!((p.ship_day, p.order_until), (MONDAY + 1, at(MONDAY + 1, 0)));
    let p = plain(at(MONDAY - 1, 23), &midnight, &[]);
    assert_eq!((p.ship_day, p.order_until), (MONDAY, at(MONDAY, 0)));
}

#[test]
fn the_cut_off_is_on_the_sellers_wall_before_and_after_the_clocks_change() {
    let zone = Zone::parse("America/New_York").unwrap();
    let dispatch = Dispatch { zone, ..Dispatch::standard("US") };
    let until = |day: Day| promise(at(day, 12), &offer(0, 1, 1), &dispatch, Reach::Home).order_until;
    // Clocks go forward on Sunday, 8 March 2026, and back on Sunday, 1 November.
    let (friday, monday) = (day_of(2026, 3, 6), day_of(2026, 3, 9));
    assert_eq!(until(friday), at(friday, 19));
    assert_eq!(until(monday), at(monday, 18));
    let (friday, monday) = (day_of(2026, 10, 30), day_of(2026, 11, 2));
    assert_eq!(until(friday), at(friday, 18));
    assert_eq!(until(monday), at(monday, 19));
}

#[test]
fn today_is_what_the_seller_calls_today() {
    let bogota = Dispatch { zone: Zone::parse("America/Bogota").unwrap(), ..Dispatch::standard("CO") };
    // Tuesday, 02:00 UTC is still Monday evening in Bogotá: the cut-off of Monday is over.
    let p = promise(at(MONDAY + 1, 2), &offer(0, 1, 1), &bogota, Reach::Home);
    assert_eq!((p.ship_day, p.order_until), (MONDAY + 1, at(MONDAY + 1, 19)));
}

#[test]
fn the_countdown_runs_to_the_cut_off_and_stops() {
    let p = plain(at(MONDAY, 12), &offer(0, 1, 1), &[]);
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
    plain(Timestamp::from_micros(i64::MAX), &offer(255, 255, 255), &[]);
    plain(Timestamp::from_micros(i64::MIN), &offer(255, 255, 255), &[]);
}

fn dispatches() -> impl Strategy<Value = Dispatch> {
    let zones: Vec<Zone> = Zone::all().collect();
    let closed = prop::collection::vec(0i64..400, 0..6);
    let transit =
        || prop::option::of((1u8..6, 0u8..4).prop_map(|(min, more)| Transit { min, max: min + more }));
    let rests = (0u8..128, 0u8..128, any::<bool>());
    (prop::sample::select(zones), rests, closed, transit(), transit()).prop_map(
        |(zone, (rest_days, carrier_rest_days, keeps), closed, near, abroad)| Dispatch {
            zone,
            rest_days,
            closed_days: closed.into_iter().map(|day| MONDAY + day).collect(),
            carrier_rest_days,
            carrier_keeps_closed_days: keeps,
            near,
            abroad,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn no_promise_is_before_the_handling_or_on_a_closed_day_and_later_orders_never_arrive_earlier(
        dispatch in dispatches(), minute in 0i64..525_600, later in 0i64..10_000, handling in 0u8..5,
        min in 0u8..6, extra in 0u8..4, cutoff in 0u16..1_441, reach in 0usize..3,
    ) {
        let offer = ShippingOffer { cutoff_minutes: cutoff, ..offer(handling, min, min + extra) };
        let reach = [Reach::Near, Reach::Home, Reach::Abroad][reach];
        let from = |minute: i64| at(MONDAY, 0).plus(DurationUs::from_mins(minute));
        let (now, then) = (from(minute), from(minute + later));
        let (a, b) = (promise(now, &offer, &dispatch, reach), promise(then, &offer, &dispatch, reach));
        let (today, _) = dispatch.zone.day_and_minute(now);
        prop_assert!(a.ship_day >= today + i64::from(handling), "it leaves no earlier than it is handled");
        prop_assert!(dispatch.work_days().contains(a.ship_day));
        for day in [a.earliest_day, a.latest_day] {
            prop_assert!(dispatch.delivery_days().contains(day));
        }
        let transit = dispatch.transit(&offer, reach);
        prop_assert!(a.earliest_day >= a.ship_day + i64::from(transit.min));
        prop_assert!(a.latest_day >= a.ship_day + i64::from(transit.max) && a.earliest_day <= a.latest_day);
        prop_assert!(a.ship_day <= b.ship_day && a.earliest_day <= b.earliest_day && a.latest_day <= b.latest_day);
        prop_assert!(a.order_until > now && a.order_until <= b.order_until);
        if then < a.order_until {
            prop_assert_eq!(a, b, "the days hold until the cut-off");
        }
    }
}
