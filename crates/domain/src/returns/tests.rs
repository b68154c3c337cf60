use super::*;
use crate::commission::RefundFee;
use crate::dispute::{Sold, relief};
use crate::terms::Dated as _;
use crate::text_enum::TextEnum as _;
use crate::{Currency, Money};
use proptest::prelude::*;

#[test]
fn an_event_has_one_outcome_in_each_state() {
    for (i, (event, from, _)) in RETURN_TRANSITIONS.iter().enumerate() {
        let earlier = &RETURN_TRANSITIONS[..i];
        assert!(!earlier.iter().any(|(e, f, _)| e == event && f == from), "{event} from {from}");
    }
}

#[test]
fn what_was_sent_or_answered_cannot_be_cancelled() {
    for state in ReturnState::ALL {
        let early = matches!(state, ReturnState::Requested | ReturnState::Approved);
        assert_eq!(next_return_state(*state, ReturnEvent::Cancel).is_some(), early, "{state}");
    }
}

#[test]
fn money_moves_only_from_what_was_received() {
    for (event, from, to) in RETURN_TRANSITIONS {
        if matches!(event, ReturnEvent::Refund | ReturnEvent::Close | ReturnEvent::Exchange) {
            assert_eq!(*from, ReturnState::Received, "{event}");
        }
        if *to == ReturnState::Refunded {
            assert_eq!(*from, ReturnState::Refunding);
        }
    }
    let ends = [ReturnState::Refunded, ReturnState::Closed, ReturnState::Cancelled, ReturnState::Declined];
    for state in ends.into_iter().chain([ReturnState::Exchanged]) {
        assert!(state.is_final(), "{state}");
    }
}

#[test]
fn states_and_reasons_keep_their_texts() {
    let states: Vec<_> = ReturnState::ALL.iter().map(|s| s.as_str()).collect();
    assert_eq!(
        states,
        [
            "requested",
            "approved",
            "declined",
            "sent",
            "received",
            "refunding",
            "refunded",
            "closed",
            "cancelled",
            "exchanged"
        ]
    );
    let reasons: Vec<_> = ReturnReason::ALL.iter().map(|r| r.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "damaged",
            "defective",
            "wrong_item",
            "not_as_described",
            "arrived_late",
            "no_longer_wanted",
            "by_mistake"
        ]
    );
}

#[test]
fn whose_fault_it_is_decides_who_pays_for_the_way_back() {
    assert_eq!(payer([ReturnReason::NoLongerWanted, ReturnReason::ByMistake]), Payer::Shopper);
    for reason in ReturnReason::ALL {
        let own = matches!(reason, ReturnReason::NoLongerWanted | ReturnReason::ByMistake);
        assert_eq!(reason.is_sellers_fault(), !own, "{reason}");
        let expected = if own { Payer::Shopper } else { Payer::Seller };
        assert_eq!(payer([ReturnReason::NoLongerWanted, *reason]), expected, "{reason}");
    }
}

#[test]
fn the_window_is_thirty_days_and_its_last_moment_counts() {
    let delivered = Timestamp::from_micros(1_780_304_400_000_000);
    assert_eq!(window_days(None, None), 30);
    assert_eq!(window_days(None, Some(14)), 30, "a seller gives more, never less");
    assert_eq!(window_days(None, Some(60)), 60);
    assert_eq!(window_days(None, Some(10_000)), LONGEST_WINDOW_DAYS);
    assert_eq!(window_days(Some(7), None), 7, "a category may give less");
    assert_eq!(window_days(Some(7), Some(14)), 14);
    assert_eq!(window_days(Some(90), Some(60)), 90);
    assert_eq!(window_days(Some(10_000), None), LONGEST_WINDOW_DAYS);
    assert_eq!(window_end(delivered, 30).since(delivered), DurationUs::from_days(30));
}

#[test]
fn nothing_is_kept_back_for_what_the_seller_answers_for() {
    let cases = [
        (Grade::AsNew, ReturnReason::NoLongerWanted, 0),
        (Grade::Used, ReturnReason::NoLongerWanted, 5_000),
        (Grade::Damaged, ReturnReason::ByMistake, 10_000),
        (Grade::Damaged, ReturnReason::Damaged, 0),
        (Grade::Used, ReturnReason::Defective, 0),
        (Grade::Empty, ReturnReason::Damaged, 10_000),
        (Grade::Empty, ReturnReason::NoLongerWanted, 10_000),
    ];
    for (grade, reason, most) in cases {
        assert_eq!(grade.most_kept_bps(reason), most, "{grade} {reason}");
    }
    for grade in Grade::ALL {
        for reason in ReturnReason::ALL {
            assert!(grade.usual_kept_bps() <= grade.most_kept_bps(*reason), "{grade} {reason}");
        }
    }
}

#[test]
fn a_seller_approves_at_once_up_to_an_amount() {
    let up_to = AutoApproval { on: true, up_to_minor: Some(5_000) };
    assert!(up_to.approves(5_000) && !up_to.approves(5_001));
    assert!(AutoApproval { on: true, up_to_minor: None }.approves(i64::MAX));
    assert!(!AutoApproval { on: false, up_to_minor: None }.approves(1));
}

#[test]
fn the_platform_keeps_a_fifth_of_the_commission_and_five_dollars_at_the_most() {
    let cases = [
        (0, Currency::USD, 0),
        (400, Currency::USD, 80),
        (402, Currency::USD, 80),
        (403, Currency::USD, 81),
        (2_500, Currency::USD, 500),
        (90_000, Currency::USD, 500),
        (90_000, Currency::EUR, 500),
        (100_000, Currency::JPY, 750),
    ];
    for (commission, currency, fee) in cases {
        let kept = RefundFee::USUAL.of(Money::new(commission, currency)).unwrap();
        assert_eq!(kept, Money::new(fee, currency), "{commission} {currency}");
    }
}

const USD: Currency = Currency::USD;

fn worth() -> impl Strategy<Value = Worth> {
    let minor = 0..2_000_000_i64;
    let small = 0..50_000_i64;
    (1..9_000_000_i64, minor.clone(), small.clone(), small.clone(), small.clone(), small, minor, 0..1_000_i64)
        .prop_map(|(items, tax, subsidy, shipping, wrap, fees_tax, shipping_subsidy, commission)| Worth {
            items_minor: items,
            tax_minor: tax,
            subsidy_minor: subsidy,
            shipping_minor: shipping,
            wrap_minor: wrap,
            fees_tax_minor: fees_tax,
            shipping_subsidy_minor: shipping_subsidy,
            commission_minor: commission,
        })
}

#[test]
fn a_line_takes_back_what_the_bank_left_of_it() {
    let lamp = Worth {
        items_minor: 450,
        tax_minor: 33,
        subsidy_minor: 4_050,
        commission_minor: 360,
        ..Worth::default()
    };
    let left = Sold { card_minor: 1_000, tax_minor: 20, commission_minor: 100, subsidy_minor: 900 };
    let short = fit(&[lamp], &left);
    assert_eq!(short, [Short { tax_minor: 13, subsidy_minor: 3_150, commission_minor: 260 }]);
    let got = lamp.short(&short[0]);
    // The tax that is gone is the seller's to give.
    let expected = Worth {
        items_minor: 463,
        tax_minor: 20,
        subsidy_minor: 900,
        commission_minor: 100,
        ..Worth::default()
    };
    assert_eq!((got, got.card_minor()), (expected, lamp.card_minor()));
    // All that the card still paid goes back, so no tax of it stays.
    let last = Sold { card_minor: 483, tax_minor: 40, commission_minor: 360, subsidy_minor: 4_050 };
    assert_eq!(fit(&[lamp], &last), [Short { tax_minor: -7, ..Short::default() }]);
    let plenty = Sold { card_minor: 9_000, tax_minor: 600, commission_minor: 900, subsidy_minor: 9_000 };
    assert!(fit(&[lamp], &plenty)[0].is_zero());
}

proptest! {
    #[test]
    fn all_units_with_their_delivery_are_the_whole(whole in worth(), of in 1..=MOST_UNITS) {
        let units: Vec<Worth> = (0..of).map(|unit| whole.unit(unit, of, true)).collect();
        prop_assert_eq!(Worth::sum(&units), whole);
    }

    #[test]
    fn units_in_any_order_and_for_any_reason_never_give_back_more_than_was_charged(
        whole in worth(), of in 1..60_i64, faults: u64, kept in 0..=10_000_i64,
    ) {
        let mut sum = Worth::default();
        for unit in 0..of {
            let one = whole.unit(unit, of, faults >> (unit % 64) & 1 == 1);
            sum = sum.plus(&one.less(kept, USD).unwrap());
        }
        prop_assert!(sum.card_minor() <= whole.card_minor());
        prop_assert!(sum.seller_minor() <= whole.seller_minor());
        prop_assert!(sum.commission_minor <= whole.commission_minor);
        prop_assert!(sum.all_tax_minor() <= whole.all_tax_minor());
        prop_assert!(sum.added_minor() <= whole.added_minor());
    }

    #[test]
    fn goods_without_their_delivery_are_given_back_whole(whole in worth(), of in 1..60_i64) {
        let units: Vec<Worth> = (0..of).map(|unit| whole.unit(unit, of, false)).collect();
        let sum = Worth::sum(&units);
        prop_assert_eq!(sum.items_minor, whole.items_minor);
        prop_assert_eq!(sum.tax_minor, whole.tax_minor);
        prop_assert_eq!(sum.subsidy_minor, whole.subsidy_minor);
        prop_assert_eq!((sum.shipping_minor, sum.wrap_minor, sum.fees_tax_minor), (0, 0, 0));
    }

    #[test]
    fn what_is_kept_back_and_what_is_given_back_are_the_whole(whole in worth(), kept in 0..=10_000_i64) {
        prop_assert_eq!(whole.less(0, USD).unwrap(), whole);
        prop_assert_eq!(whole.less(10_000, USD).unwrap(), Worth::default());
        let less = whole.less(kept, USD).unwrap();
        prop_assert!(less.items_minor >= 0 && less.items_minor <= whole.items_minor);
        // The entry that is made of it balances: what leaves seller, tax office and marketing is what the card gets.
        prop_assert_eq!(less.seller_minor() + less.all_tax_minor(), less.card_minor() + less.added_minor());
    }

    #[test]
    fn the_shares_of_all_lines_are_the_parcels_delivery(
        prices in prop::collection::vec(0..900_000_i64, 1..12), shipping in 0..9_999_i64, wrap in 0..999_i64,
        tax in 0..999_i64, added in 0..999_i64, subsidy in 0..9_999_i64,
    ) {
        let mut lines: Vec<Worth> =
            prices.iter().map(|price| Worth { items_minor: *price, ..Worth::default() }).collect();
        let weights: Vec<u64> = (0..prices.len()).map(|at| (at % 3) as u64).collect();
        let fees =
            Fees { shipping_minor: shipping, wrap_minor: wrap, tax_minor: tax, shipping_subsidy_minor: added };
        spread(USD, &mut lines, &fees, subsidy, &weights).unwrap();
        let sum = Worth::sum(&lines);
        prop_assert_eq!((sum.shipping_minor, sum.wrap_minor), (shipping, wrap));
        prop_assert_eq!((sum.fees_tax_minor, sum.shipping_subsidy_minor), (tax, added));
        let subsidised = if weights.iter().any(|w| *w > 0) { subsidy } else { 0 };
        prop_assert_eq!(sum.subsidy_minor, subsidised);
    }

    /// Whatever a bank took first, and whichever units come back then: nobody gives back more than is left of them.
    #[test]
    fn what_a_bank_took_is_not_taken_back_again(
        of in prop::collection::vec((0..90_000_i64, 0..20_i64, 0..90_000_i64, 0..25_i64, 0..=10_000_i64), 1..5),
        took in 0..=100_i64,
    ) {
        let worth = |(items, tax, added, commission, _): &(i64, i64, i64, i64, i64)| Worth {
            items_minor: *items,
            tax_minor: items * tax / 100,
            subsidy_minor: *added,
            commission_minor: (items + added) * commission / 100,
            ..Worth::default()
        };
        let all: Vec<Worth> = of.iter().map(worth).collect();
        let sum = Worth::sum(&all);
        let sold = Sold {
            card_minor: sum.card_minor(),
            tax_minor: sum.all_tax_minor(),
            commission_minor: sum.commission_minor,
            subsidy_minor: sum.added_minor(),
        };
        let took_minor = sold.card_minor * took / 100;
        let lost = relief(&sold, took_minor, USD, &RefundFee::USUAL).unwrap();
        let left = Sold {
            card_minor: sold.card_minor - took_minor,
            tax_minor: sold.tax_minor - lost.tax_minor,
            commission_minor: sold.commission_minor - lost.commission_minor,
            subsidy_minor: sold.subsidy_minor - lost.subsidy_minor,
        };
        let back: Vec<Worth> =
            of.iter().zip(&all).map(|(row, worth)| worth.less(row.4, USD).unwrap()).collect();
        let card = Worth::sum(&back).card_minor();
        prop_assume!(card <= left.card_minor);
        let fitted: Vec<Worth> =
            back.iter().zip(fit(&back, &left)).map(|(worth, short)| worth.short(&short)).collect();
        let got = Worth::sum(&fitted);
        prop_assert_eq!(got.card_minor(), card, "the card gets the same");
        prop_assert!(got.all_tax_minor() <= left.tax_minor && got.added_minor() <= left.subsidy_minor);
        prop_assert!(got.commission_minor <= left.commission_minor);
        prop_assert!(left.tax_minor - got.all_tax_minor() <= left.card_minor - card, "what stays is a sale");
        prop_assert!(fitted.iter().all(|one| one.items_minor >= 0 && one.tax_minor >= 0));
        prop_assert!(fitted.iter().all(|one| one.subsidy_minor >= 0 && one.commission_minor >= 0));
        // The entry that is made of it balances.
        prop_assert_eq!(got.seller_minor() + got.all_tax_minor(), got.card_minor() + got.added_minor());
    }

    #[test]
    fn whatever_fee_was_said_is_never_more_than_what_comes_back(
        commission in 0..10_000_000_i64, share_bps in 0..=10_000_i64, most_minor in 0..1_000_000_i64
    ) {
        let fee = RefundFee { share_bps, most_minor, currency: USD };
        prop_assert_eq!(fee.validate(), Ok(()));
        let kept = fee.of(Money::new(commission, USD)).unwrap().minor();
        prop_assert!((0..=commission).contains(&kept) && kept <= most_minor);
    }

    #[test]
    fn the_fee_is_never_more_than_a_fifth_and_a_half_unit(commission in 0..10_000_000_i64) {
        let fee = RefundFee::USUAL.of(Money::new(commission, USD)).unwrap().minor();
        prop_assert!((0..=500).contains(&fee) && fee * 10 <= commission * 2 + 5);
    }
}
