use super::*;
use crate::text_enum::TextEnum as _;

const DAY_US: i64 = 86_400_000_000;

fn day(n: i64) -> Timestamp {
    Timestamp::from_micros(n * DAY_US)
}

#[test]
fn a_decision_against_the_shopper_can_be_appealed_for_a_fortnight() {
    let end = day(1 + APPEAL_DAYS);
    let after = Timestamp::from_micros(end.as_micros() + 1);
    let cases = [
        (ReturnState::Declined, 0, Some(1), day(1), Ok(end)),
        (ReturnState::Declined, 0, Some(1), end, Ok(end)),
        (ReturnState::Declined, 0, Some(1), after, Err(NoAppeal::TooLate)),
        (ReturnState::Refunded, 60, Some(1), day(2), Ok(end)),
        (ReturnState::Refunded, 100, Some(1), day(2), Err(NoAppeal::NothingLeft)),
        (ReturnState::Closed, 0, Some(1), day(2), Ok(end)),
        (ReturnState::Requested, 0, None, day(2), Err(NoAppeal::NotDecided)),
        (ReturnState::Approved, 0, Some(1), day(2), Err(NoAppeal::NotDecided)),
        (ReturnState::Sent, 0, Some(1), day(2), Err(NoAppeal::NotDecided)),
        (ReturnState::Received, 0, Some(1), day(2), Err(NoAppeal::NotDecided)),
        (ReturnState::Refunding, 0, Some(1), day(2), Err(NoAppeal::NotDecided)),
        (ReturnState::Cancelled, 0, Some(1), day(2), Err(NoAppeal::NotDecided)),
        (ReturnState::Exchanged, 0, Some(1), day(2), Err(NoAppeal::NotDecided)),
    ];
    for (state, given_minor, at, now, expected) in cases {
        let decided = Decided { state, claim_minor: 100, given_minor, at: at.map(day) };
        assert_eq!(may_appeal(&decided, now), expected, "{state} of which {given_minor} was given");
    }
    for state in ReturnState::ALL {
        assert!(cases.iter().any(|(known, ..)| known == state), "{state} has no case");
    }
}

#[test]
fn what_was_given_and_the_rest_are_what_it_was_worth() {
    let worth = Worth {
        items_minor: 4_501,
        tax_minor: 333,
        subsidy_minor: 77,
        shipping_minor: 499,
        commission_minor: 367,
        ..Worth::default()
    };
    for kept_bps in [0, 1, 2_500, 3_333, 5_000, 9_999, 10_000] {
        let given = worth.less(kept_bps, Currency::USD).unwrap();
        let rest = rest_of(&worth, kept_bps, Currency::USD).unwrap();
        assert_eq!(given.plus(&rest), worth, "{kept_bps}");
        assert!(rest.items_minor >= 0 && rest.commission_minor >= 0, "{kept_bps}: {rest:?}");
    }
}
