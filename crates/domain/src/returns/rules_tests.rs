//! Rules about returns: each condition by a table, the order as a property.

use super::*;
use crate::ids::TypedId as _;
use crate::text_enum::TextEnum as _;
use proptest::prelude::*;
use uuid::Uuid;

fn category(number: u128) -> CategoryId {
    CategoryId::from_uuid(Uuid::from_u128(number))
}

fn rule_of(outcome: RuleOutcome) -> ReturnRule {
    ReturnRule {
        reasons: BTreeSet::new(),
        up_to_minor: None,
        category: None,
        within_days: None,
        fewer_than: None,
        outcome,
    }
}

fn asked() -> AskedReturn {
    let line = |reason| AskedLine { reason, categories: vec![category(2), category(1)] };
    AskedReturn {
        lines: vec![line(ReturnReason::Damaged), line(ReturnReason::ByMistake)],
        card_minor: 2_000,
        given_minor: 1,
        delivered_at: Timestamp::from_micros(0),
        asked_at: Timestamp::from_micros(0).plus(DurationUs::from_days(10)),
        earlier: 2,
        exchange: false,
    }
}

#[test]
fn each_condition_holds_up_to_its_edge_and_for_every_line() {
    let approve = || rule_of(RuleOutcome::Approve);
    let of =
        |reasons: &[ReturnReason]| ReturnRule { reasons: reasons.iter().copied().collect(), ..approve() };
    for (rule, fits) in [
        (approve(), true),
        (of(&[ReturnReason::Damaged, ReturnReason::ByMistake]), true),
        (of(&[ReturnReason::Damaged]), false),
        (ReturnRule { up_to_minor: Some(2_000), ..approve() }, true),
        (ReturnRule { up_to_minor: Some(1_999), ..approve() }, false),
        (ReturnRule { category: Some(category(1)), ..approve() }, true),
        (ReturnRule { category: Some(category(2)), ..approve() }, true),
        (ReturnRule { category: Some(category(3)), ..approve() }, false),
        (ReturnRule { within_days: Some(10), ..approve() }, true),
        (ReturnRule { within_days: Some(9), ..approve() }, false),
        (ReturnRule { fewer_than: Some(3), ..approve() }, true),
        (ReturnRule { fewer_than: Some(2), ..approve() }, false),
        (ReturnRule { up_to_minor: Some(2_000), fewer_than: Some(2), ..approve() }, false),
    ] {
        assert_eq!(rule.fits(&asked()), fits, "{rule:?}");
    }
    let mut mixed = asked();
    mixed.lines[1].categories = vec![category(3)];
    let rule = ReturnRule { category: Some(category(1)), ..approve() };
    assert!(!rule.fits(&mixed), "one line is of another category");
    let exchange = AskedReturn { exchange: true, ..asked() };
    assert!(!rule_of(RuleOutcome::GiveBack).fits(&exchange) && approve().fits(&exchange));
}

#[test]
fn an_amount_without_goods_counts_what_was_given_of_the_order_before() {
    let gives = |most: i64| ReturnRule { up_to_minor: Some(most), ..rule_of(RuleOutcome::GiveBack) };
    assert!(gives(2_001).fits(&asked()) && !gives(2_000).fits(&asked()));
    let first = AskedReturn { given_minor: 0, ..asked() };
    assert!(gives(2_000).fits(&first) && !gives(1_999).fits(&first));
    let most = AskedReturn { given_minor: i64::MAX, ..asked() };
    assert!(!gives(MOST_RULE_MINOR).fits(&most));
}

#[test]
fn what_cannot_be_a_rule_is_refused_with_its_place() {
    let approve = || rule_of(RuleOutcome::Approve);
    let good = ReturnRule { up_to_minor: Some(1), within_days: Some(365), fewer_than: Some(1), ..approve() };
    assert_eq!(validate_return_rules(&[]), Ok(()));
    assert_eq!(validate_return_rules(&vec![good.clone(); MOST_RETURN_RULES]), Ok(()));
    assert_eq!(validate_return_rules(&vec![good.clone(); MOST_RETURN_RULES + 1]), Err(RuleError::TooMany));
    for (rule, expected) in [
        (ReturnRule { up_to_minor: Some(0), ..approve() }, RuleError::Amount { place: 2 }),
        (ReturnRule { up_to_minor: Some(MOST_RULE_MINOR + 1), ..approve() }, RuleError::Amount { place: 2 }),
        (rule_of(RuleOutcome::GiveBack), RuleError::NoAmount { place: 2 }),
        (ReturnRule { within_days: Some(0), ..approve() }, RuleError::Days { place: 2 }),
        (ReturnRule { within_days: Some(366), ..approve() }, RuleError::Days { place: 2 }),
        (ReturnRule { fewer_than: Some(0), ..approve() }, RuleError::Earlier { place: 2 }),
        (ReturnRule { fewer_than: Some(1_001), ..approve() }, RuleError::Earlier { place: 2 }),
    ] {
        assert_eq!(validate_return_rules(&[good.clone(), rule]), Err(expected));
    }
}

#[test]
fn what_was_kept_is_read_back() {
    let rule = ReturnRule {
        reasons: ReturnReason::ALL.iter().copied().collect(),
        up_to_minor: Some(500),
        category: Some(category(7)),
        ..rule_of(RuleOutcome::GiveBack)
    };
    let text = serde_json::to_string(&rule).unwrap();
    assert_eq!(serde_json::from_str::<ReturnRule>(&text).unwrap(), rule);
}

fn rules() -> impl Strategy<Value = Vec<ReturnRule>> {
    let reasons = proptest::collection::btree_set(proptest::sample::select(ReturnReason::ALL), 0..3);
    let small = || proptest::option::of(1..6_i64);
    let outcome = proptest::sample::select(RuleOutcome::ALL);
    let rule = (reasons, small(), proptest::option::of(0..3_u128), small(), small(), outcome);
    let rule = rule.prop_map(|(reasons, up_to_minor, under, within_days, fewer_than, outcome)| ReturnRule {
        reasons,
        up_to_minor,
        category: under.map(category),
        within_days,
        fewer_than,
        outcome,
    });
    proptest::collection::vec(rule, 0..MOST_RETURN_RULES)
}

fn requests() -> impl Strategy<Value = AskedReturn> {
    let line = (proptest::sample::select(ReturnReason::ALL), 0..3_u128);
    let line = line.prop_map(|(reason, of)| AskedLine { reason, categories: vec![category(of)] });
    let lines = proptest::collection::vec(line, 1..3);
    (lines, 1..7_i64, 0..3_i64, 0..7_i64, 0..7_i64, any_bool()).prop_map(
        |(lines, card_minor, given_minor, days, earlier, exchange)| {
            let delivered_at = Timestamp::from_micros(0);
            let asked_at = delivered_at.plus(DurationUs::from_days(days));
            AskedReturn { lines, card_minor, given_minor, delivered_at, asked_at, earlier, exchange }
        },
    )
}

fn any_bool() -> impl Strategy<Value = bool> {
    proptest::bool::ANY
}

proptest! {
    #[test]
    fn the_first_rule_that_fits_decides_then_the_switch_then_a_person(
        rules in rules(), asked in requests(), approves in any_bool()
    ) {
        let decided = decide_return(&rules, approves, &asked);
        match decided.place {
            Some(place) => {
                prop_assert!(rules[place - 1].fits(&asked));
                prop_assert_eq!(decided.outcome, rules[place - 1].outcome);
                prop_assert!(rules[..place - 1].iter().all(|rule| !rule.fits(&asked)), "none before it fits");
                // What stands behind it changes nothing.
                prop_assert_eq!(decide_return(&rules[..place], !approves, &asked), decided);
            }
            None => {
                prop_assert!(rules.iter().all(|rule| !rule.fits(&asked)));
                prop_assert_eq!(decided.outcome == RuleOutcome::Approve, approves);
                prop_assert_ne!(decided.outcome, RuleOutcome::GiveBack, "money goes by a rule alone");
            }
        }
    }
}
