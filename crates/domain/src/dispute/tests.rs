use super::*;
use crate::terms::Dated as _;
use proptest::prelude::*;

#[test]
fn an_event_has_one_outcome_in_each_state() {
    for (i, (event, from, _)) in DISPUTE_TRANSITIONS.iter().enumerate() {
        let earlier = &DISPUTE_TRANSITIONS[..i];
        assert!(!earlier.iter().any(|(e, f, _)| e == event && f == from), "{event} from {from}");
    }
}

#[test]
fn a_bank_decides_once_and_at_any_time() {
    for state in [DisputeState::NeedsResponse, DisputeState::Answering, DisputeState::UnderReview] {
        assert_eq!(state.next(DisputeEvent::Win), Some(DisputeState::Won), "{state}");
        assert_eq!(state.next(DisputeEvent::Lose), Some(DisputeState::Lost), "{state}");
    }
    for state in [DisputeState::Won, DisputeState::Lost] {
        assert!(state.is_final(), "{state}");
    }
}

#[test]
fn a_third_of_a_payment_takes_back_a_third_of_the_rest() {
    let sold = Sold { card_minor: 10_800, tax_minor: 800, commission_minor: 1_500, subsidy_minor: 300 };
    let third = relief(&sold, 3_600, Currency::USD, &RefundFee::USUAL).unwrap();
    // A fifth of the commission that goes back stays with the platform, at most five dollars.
    let expected = Relief { tax_minor: 266, commission_minor: 500, fee_minor: 100, subsidy_minor: 100 };
    assert_eq!(third, expected);
    assert_eq!(third.seller_minor(), 266 + 500 - 100 - 100);
}

proptest! {
    #[test]
    fn relief_is_never_more_than_was_sold_and_all_of_it_for_all(
        card in 1i64..1_000_000_000, parts in prop::array::uniform3(0i64..=100), amount in 0i64..2_000_000_000
    ) {
        let of = |percent: i64| card * percent / 100;
        let sold = Sold {
            card_minor: card,
            tax_minor: of(parts[0]),
            commission_minor: of(parts[1]),
            subsidy_minor: of(parts[2]),
        };
        let some = relief(&sold, amount, Currency::USD, &RefundFee::USUAL).unwrap();
        prop_assert!(some.tax_minor <= sold.tax_minor && some.commission_minor <= sold.commission_minor);
        prop_assert!(some.subsidy_minor <= sold.subsidy_minor && some.fee_minor <= some.commission_minor);
        let all = relief(&sold, card, Currency::USD, &RefundFee::USUAL).unwrap();
        prop_assert_eq!((all.tax_minor, all.commission_minor, all.subsidy_minor),
            (sold.tax_minor, sold.commission_minor, sold.subsidy_minor));
        let more = relief(&sold, amount.saturating_add(1), Currency::USD, &RefundFee::USUAL).unwrap();
        prop_assert!(more.tax_minor >= some.tax_minor && more.commission_minor >= some.commission_minor);
    }

    #[test]
    fn nothing_charged_relieves_nobody(amount in 0i64..1_000_000) {
        prop_assert_eq!(relief(&Sold::default(), amount, Currency::USD, &RefundFee::USUAL).unwrap(), Relief::default());
    }
}
