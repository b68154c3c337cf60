use super::*;
use proptest::prelude::*;

#[test]
fn people_write_from_the_payment_on() {
    for (state, reason, expected) in [
        (PartState::AwaitingPayment, None, false),
        (PartState::Placed, None, true),
        (PartState::Delivered, None, true),
        (PartState::Cancelled, Some("out_of_stock"), true),
        (PartState::Cancelled, Some("not_paid"), false),
        (PartState::Shipped, Some("cannot_ship"), true),
    ] {
        assert_eq!(can_write(state, reason), expected, "{state} {reason:?}");
    }
}

#[test]
fn the_other_side_of_the_other_side_is_oneself() {
    for side in Side::ALL {
        assert_ne!(side.other(), *side);
        assert_eq!(side.other().other(), *side);
    }
}

#[test]
fn the_twenty_first_message_waits_for_the_first_to_be_an_hour_old() {
    let at = |minute: i64| Timestamp::from_micros(0).plus(DurationUs::from_mins(minute));
    let sent: Vec<Timestamp> = (0..20).map(at).collect();
    assert_eq!(wait_before_next(&sent[1..], at(20)), None);
    assert_eq!(wait_before_next(&sent, at(20)), Some(DurationUs::from_mins(40)));
    assert_eq!(wait_before_next(&sent, at(60)), None, "the first is out of the window");
}

proptest! {
    #[test]
    fn whoever_waits_as_long_as_told_may_write_then(minutes in prop::collection::vec(0i64..90, 0..60)) {
        let at = |minute: i64| Timestamp::from_micros(0).plus(DurationUs::from_mins(minute));
        let sent: Vec<Timestamp> = minutes.into_iter().map(at).collect();
        let now = at(90);
        if let Some(wait) = wait_before_next(&sent, now) {
            prop_assert!(wait > DurationUs::from_micros(0) && wait <= RATE_WINDOW);
            prop_assert_eq!(wait_before_next(&sent, now.plus(wait)), None);
        }
    }
}
