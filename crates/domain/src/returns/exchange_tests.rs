use super::*;
use crate::text_enum::TextEnum as _;

/// What each event makes of each state; what is not here cannot happen.
const CASES: &[(ExchangeState, ExchangeEvent, ExchangeState)] = &[
    (ExchangeState::Asked, ExchangeEvent::Hold, ExchangeState::Held),
    (ExchangeState::Asked, ExchangeEvent::Turn, ExchangeState::Turned),
    (ExchangeState::Asked, ExchangeEvent::End, ExchangeState::Ended),
    (ExchangeState::Held, ExchangeEvent::Accept, ExchangeState::Due),
    (ExchangeState::Held, ExchangeEvent::Turn, ExchangeState::Turned),
    (ExchangeState::Held, ExchangeEvent::End, ExchangeState::Ended),
    (ExchangeState::Due, ExchangeEvent::Send, ExchangeState::Sent),
    (ExchangeState::Due, ExchangeEvent::Turn, ExchangeState::Turned),
    (ExchangeState::Sent, ExchangeEvent::Deliver, ExchangeState::Delivered),
];

#[test]
fn every_state_and_event_has_the_outcome_of_the_table_or_none() {
    for state in ExchangeState::ALL {
        for event in ExchangeEvent::ALL {
            let expected =
                CASES.iter().find(|(from, e, _)| from == state && e == event).map(|(_, _, to)| *to);
            assert_eq!(next_exchange_state(*state, *event), expected, "{event} of {state}");
        }
    }
}

#[test]
fn what_has_left_or_ended_is_turned_no_more_and_holds_nothing() {
    for state in ExchangeState::ALL {
        let turns = next_exchange_state(*state, ExchangeEvent::Turn).is_some();
        assert_eq!(turns, state.is_open(), "{state}");
        assert!(!(state.holds_stock() && state.has_left()), "{state}");
        assert!(!state.holds_stock() || state.is_open(), "{state} holds what nobody waits for");
    }
}

#[test]
fn an_exchange_fits_some_states_of_its_return_and_each_of_those_that_exchange() {
    for state in ExchangeState::ALL {
        assert!(ReturnState::ALL.iter().any(|of| state.fits(*of)), "{state} fits none");
        assert_eq!(state.fits(ReturnState::Exchanged), state.has_left(), "{state}");
    }
    assert!(!ExchangeState::Held.fits(ReturnState::Refunding), "money and a replacement at once");
    assert!(!ExchangeState::Due.fits(ReturnState::Refunded));
}

#[test]
fn only_the_shop_says_that_it_took_too_long() {
    for reason in TurnReason::ALL {
        assert_eq!(TurnReason::SELLERS.contains(reason), *reason != TurnReason::TooLate, "{reason}");
    }
}
