use super::*;
use proptest::prelude::*;

/// When the clocks change in 2026 and 2027 (IANA database 2025b): seconds since 1970 and the minutes ahead from then on.
const CHANGES: &[(&str, [(i64, i64); 4])] = &[
    ("Europe/Madrid", [(1_774_746_000, 120), (1_792_890_000, 60), (1_806_195_600, 120), (1_824_944_400, 60)]),
    ("Europe/London", [(1_774_746_000, 60), (1_792_890_000, 0), (1_806_195_600, 60), (1_824_944_400, 0)]),
    (
        "Europe/Athens",
        [(1_774_746_000, 180), (1_792_890_000, 120), (1_806_195_600, 180), (1_824_944_400, 120)],
    ),
    ("Atlantic/Azores", [(1_774_746_000, 0), (1_792_890_000, -60), (1_806_195_600, 0), (1_824_944_400, -60)]),
    (
        "America/New_York",
        [(1_772_953_200, -240), (1_793_512_800, -300), (1_805_007_600, -240), (1_825_567_200, -300)],
    ),
    (
        "America/St_Johns",
        [(1_772_947_800, -150), (1_793_507_400, -210), (1_805_002_200, -150), (1_825_561_800, -210)],
    ),
    (
        "Australia/Adelaide",
        [(1_775_320_200, 570), (1_791_045_000, 630), (1_806_769_800, 570), (1_822_494_600, 630)],
    ),
    (
        "Pacific/Auckland",
        [(1_775_311_200, 720), (1_790_431_200, 780), (1_806_760_800, 720), (1_821_880_800, 780)],
    ),
    (
        "America/Santiago",
        [(1_775_358_000, -240), (1_788_667_200, -180), (1_806_807_600, -240), (1_820_116_800, -180)],
    ),
    (
        "Africa/Cairo",
        [(1_776_981_600, 180), (1_793_307_600, 120), (1_809_036_000, 180), (1_824_757_200, 120)],
    ),
    (
        "Asia/Jerusalem",
        [(1_774_569_600, 180), (1_792_882_800, 120), (1_806_019_200, 180), (1_824_937_200, 120)],
    ),
];

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_micros(seconds * 1_000_000)
}

#[test]
fn the_clocks_change_when_the_iana_database_says_so() {
    for (name, changes) in CHANGES {
        let zone = Zone::parse(name).unwrap();
        for pair in changes.windows(2) {
            let ((from, ahead), (until, next)) = (pair[0], pair[1]);
            assert_eq!(zone.ahead_at(at(from)), ahead, "{name} from {from}");
            assert_eq!(zone.ahead_at(at(until - 1)), ahead, "{name} until {until}");
            assert_eq!(zone.ahead_at(at(from - 1)), next, "{name} before {from}");
        }
    }
}

#[test]
fn names_are_sorted_and_found_and_travel_as_text() {
    assert_eq!(Zone::all().next(), Some(Zone::UTC));
    assert!(ZONES[1..].windows(2).all(|w| w[0].0 < w[1].0));
    for zone in Zone::all() {
        assert_eq!(Zone::parse(zone.name()), Some(zone));
        let text = serde_json::to_string(&zone).unwrap();
        assert_eq!(serde_json::from_str::<Zone>(&text).unwrap(), zone);
    }
    assert_eq!(Zone::parse("Mars/Olympus"), None);
    assert!(serde_json::from_str::<Zone>("\"Mars/Olympus\"").is_err());
}

#[test]
fn a_time_that_is_left_out_or_comes_twice_is_one_moment() {
    let zone = Zone::parse("America/New_York").unwrap();
    let spring = crate::calendar::day_of(2026, 3, 8);
    // 02:30 does not exist: half an hour after what would have been 02:00.
    assert_eq!(zone.moment(spring, 150), at(1_772_953_200 + 1_800));
    let autumn = crate::calendar::day_of(2026, 11, 1);
    assert_eq!(zone.moment(autumn, 90), at(1_793_512_800 - 1_800), "the first of both");
    assert_eq!(zone.day_and_minute(zone.moment(autumn, 1_440)), (autumn + 1, 0));
}

#[test]
fn the_offset_is_said_as_people_write_it() {
    let said = |name, seconds| Zone::parse(name).unwrap().offset_text(at(seconds));
    assert_eq!(said("America/St_Johns", 1_772_947_800), "UTC-02:30");
    assert_eq!(said("Asia/Kathmandu", 0), "UTC+05:45");
    assert_eq!(said("UTC", 0), "UTC");
}

#[test]
fn the_ends_of_time_are_no_panic() {
    for zone in Zone::all() {
        for end in [i64::MIN, i64::MAX] {
            zone.day_and_minute(Timestamp::from_micros(end));
            zone.moment(end, 1_440);
        }
    }
}

proptest! {
    #[test]
    fn the_wall_shows_what_was_asked_for_unless_that_time_is_left_out(
        which in 0usize..ZONES.len(), day in 20_000i64..25_000, minute in 0i64..1_440,
    ) {
        let zone = Zone(&ZONES[which]);
        let (shown_day, shown) = zone.day_and_minute(zone.moment(day, minute));
        prop_assert_eq!(shown_day, day);
        prop_assert!(shown == minute || shown == minute + 60, "{} shows {shown} for {minute}", zone.name());
        prop_assert!(zone.moment(day, 0) <= zone.moment(day, minute));
        prop_assert!(zone.moment(day, minute) <= zone.moment(day, 1_440));
    }
}
