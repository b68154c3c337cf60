use super::*;
use crate::text_enum::TextEnum as _;
use proptest::prelude::*;

/// By the published rule.
fn charge(class: CommissionClass, base: Money, quantity: i64) -> Result<CommissionCharge, MoneyError> {
    super::charge(&default_rule(class), base, quantity)
}

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

#[test]
fn a_refund_in_two_parts_keeps_what_one_refund_keeps() {
    let fee = RefundFee { share_bps: 2_000, most_minor: 500, currency: Currency::USD };
    // Before, given back now, kept now.
    let cases =
        [(0, 1_000, 200), (1_000, 1_000, 200), (2_000, 2_000, 100), (3_000, 2_000, 0), (3, 4, 0), (5, 0, 0)];
    for (before, back, kept) in cases {
        let rest = fee.of_rest(usd(before), usd(back)).unwrap();
        assert_eq!(rest, usd(kept), "{back} after {before}");
        let first = fee.of(usd(before)).unwrap();
        assert_eq!(first.add(rest).unwrap(), fee.of(usd(before + back)).unwrap());
    }
}

#[test]
fn the_table_is_applied_as_published() {
    use CommissionClass as C;
    let cases = [
        (C::Standard, 10_000, 1, 1_500),
        (C::Standard, 100, 1, 30),
        (C::Standard, 200, 1, 30),
        (C::Standard, 201, 1, 30),
        (C::Standard, 207, 1, 31),
        (C::Clothing, 1_500, 1, 75),
        (C::Clothing, 1_501, 1, 150),
        (C::Clothing, 2_000, 1, 200),
        (C::Clothing, 2_001, 1, 340),
        (C::Electronics, 4_500, 1, 360),
        (C::ElectronicsAccessories, 10_000, 1, 1_500),
        (C::ElectronicsAccessories, 15_000, 1, 1_500 + 400),
        (C::Beauty, 1_000, 1, 80),
        (C::Beauty, 1_001, 1, 150),
        (C::Baby, 1_000, 1, 80),
        (C::Grocery, 1_500, 1, 120),
        (C::Grocery, 1_501, 1, 225),
        (C::Furniture, 20_000, 1, 3_000),
        (C::Furniture, 30_000, 1, 3_000 + 1_000),
        (C::Jewelry, 25_000, 1, 5_000),
        (C::Jewelry, 30_000, 1, 5_000 + 250),
        (C::Industrial, 10_000, 1, 1_200),
        (C::Media, 1_000, 1, 150 + 180),
        // Two shirts of 15 dollars are two cheap shirts, not one dear one.
        (C::Clothing, 3_000, 2, 150),
        (C::Jewelry, 60_000, 2, 2 * (5_000 + 250)),
        (C::Standard, 200, 4, 120),
        (C::Media, 2_000, 2, 300 + 360),
        // Never more than the price.
        (C::Media, 20, 1, 20),
        (C::Standard, 10, 1, 10),
        (C::Standard, 0, 1, 0),
    ];
    for (class, base, quantity, fee) in cases {
        assert_eq!(charge(class, usd(base), quantity).unwrap().fee, usd(fee), "{class} {base} x {quantity}");
    }
}

#[test]
fn the_table_keeps_its_proportions_in_other_currencies() {
    use CommissionClass as C;
    let cases = [
        ("EUR", C::Clothing, 1_500, 75),
        ("EUR", C::Clothing, 1_501, 150),
        ("EUR", C::Standard, 100, 30),
        ("JPY", C::Clothing, 2_250, 113),
        ("JPY", C::Clothing, 2_251, 225),
        ("JPY", C::Standard, 100, 45),
        ("KWD", C::Clothing, 4_500, 225),
        ("KWD", C::Clothing, 4_501, 450),
        ("KWD", C::Media, 10_000, 1_500 + 540),
    ];
    for (code, class, base, fee) in cases {
        let currency = Currency::parse(code).unwrap();
        let charged = charge(class, Money::new(base, currency), 1).unwrap();
        assert_eq!(charged.fee, Money::new(fee, currency), "{class} {base} {code}");
    }
}

#[test]
fn every_published_rule_is_one() {
    for class in CommissionClass::ALL {
        assert_eq!(default_rule(*class).validate(), Ok(()), "{class}");
    }
}

#[test]
fn a_kind_that_an_operator_makes_begins_as_everything_else() {
    assert_eq!(CommissionClass::PUBLISHED.last(), Some(&CommissionClass::Media));
    assert_eq!([CommissionClass::PUBLISHED, CommissionClass::OWN].concat(), CommissionClass::ALL);
    for class in CommissionClass::ALL {
        assert_eq!(class.is_own(), class.as_str().starts_with("own_"), "{class}");
    }
    for class in CommissionClass::OWN {
        let standard = CommissionRule { class: *class, ..default_rule(CommissionClass::Standard) };
        assert_eq!(default_rule(*class), standard);
    }
}

#[test]
fn the_reason_says_what_was_computed() {
    let why = |class, minor, quantity| charge(class, usd(minor), quantity).unwrap().explain();
    assert_eq!(why(CommissionClass::Electronics, 4_500, 1), "electronics: 8 % of 45.00 USD = 3.60 USD");
    assert_eq!(
        why(CommissionClass::Jewelry, 30_000, 1),
        "jewelry: 20 % of 250.00 USD + 5 % of 50.00 USD = 52.50 USD"
    );
    assert_eq!(
        why(CommissionClass::Media, 1_000, 1),
        "media: 15 % of 10.00 USD + 1.80 USD closing fee = 3.30 USD"
    );
    assert_eq!(why(CommissionClass::Standard, 200, 4), "standard: minimum for 4 item(s) = 1.20 USD");
    assert!(why(CommissionClass::Media, 20, 1).ends_with("limited to the price = 0.20 USD"));
}

#[test]
fn nonsense_is_an_error_and_not_a_fee() {
    assert_eq!(charge(CommissionClass::Standard, usd(100), 0), Err(MoneyError::NoParts));
    assert_eq!(charge(CommissionClass::Clothing, usd(100), i64::MAX), Err(MoneyError::Overflow));
    assert_eq!(charge(CommissionClass::Standard, usd(-100), 1).unwrap().fee, usd(0));
    let most = charge(CommissionClass::Standard, usd(i64::MAX), 1).unwrap();
    assert_eq!(most.fee.minor(), 1_383_505_805_528_216_371);
}

#[test]
fn what_cannot_be_a_rule_is_named() {
    let good = default_rule(CommissionClass::Clothing);
    let with = |change: &dyn Fn(&mut CommissionRule)| {
        let mut rule = good.clone();
        change(&mut rule);
        rule.validate()
    };
    assert_eq!(with(&|rule| rule.bands.clear()), Err(RuleError::Bands));
    assert_eq!(with(&|rule| rule.bands = vec![rule.bands[0]; MOST_BANDS + 1]), Err(RuleError::Bands));
    assert_eq!(with(&|rule| rule.bands.swap(0, 1)), Err(RuleError::Ends));
    assert_eq!(with(&|rule| rule.bands[0].up_to_minor = Some(0)), Err(RuleError::Ends));
    assert_eq!(with(&|rule| rule.bands[1].up_to_minor = None), Err(RuleError::Ends));
    assert_eq!(with(&|rule| rule.bands[2].up_to_minor = Some(9_000)), Err(RuleError::Ends));
    assert_eq!(with(&|rule| rule.bands[1].rate_bps = 10_001), Err(RuleError::Rate));
    assert_eq!(with(&|rule| rule.minimum_minor = -1), Err(RuleError::Amount));
    assert_eq!(with(&|rule| rule.closing_fee_minor = MOST_MINOR + 1), Err(RuleError::Amount));
}

#[test]
fn a_rule_is_charged_in_proportion_whatever_its_currency() {
    let yen = Currency::parse("JPY").unwrap();
    let rule = CommissionRule {
        class: CommissionClass::Standard,
        currency: yen,
        banding: Banding::Whole,
        bands: vec![
            Band { up_to_minor: Some(1_500), rate_bps: 1_000 },
            Band { up_to_minor: None, rate_bps: 2_000 },
        ],
        minimum_minor: 150,
        closing_fee_minor: 0,
    };
    for (minor, fee) in [(150, 100), (1_000, 100), (1_001, 200)] {
        assert_eq!(super::charge(&rule, usd(minor), 1).unwrap().fee, usd(fee), "{minor}");
    }
    let told = rule.in_currency(Currency::USD).unwrap();
    assert_eq!((told.bands[0].up_to_minor, told.minimum_minor), (Some(1_000), 100));
    assert_eq!(told.in_currency(yen).unwrap(), rule);
    assert_eq!(serde_json::from_str::<CommissionRule>(&serde_json::to_string(&rule).unwrap()).unwrap(), rule);
}

proptest! {
    #[test]
    fn a_fee_is_its_components(base in 0i64..100_000_000, quantity in 1i64..999, class in 0..CommissionClass::ALL.len()) {
        let charged = charge(CommissionClass::ALL[class], usd(base), quantity).unwrap();
        prop_assert!(charged.fee.minor() >= 0 && charged.fee.minor() <= base);
        let parts = Money::sum(Currency::USD, charged.portions.iter().map(|p| p.base)).unwrap();
        prop_assert_eq!(parts, usd(base), "the portions are the whole");
        if !charged.limited_to_base && !charged.minimum_applied {
            let rated = Money::sum(Currency::USD, charged.portions.iter().map(|p| p.fee)).unwrap();
            prop_assert_eq!(rated.add(charged.closing_fee).unwrap(), charged.fee);
        }
        prop_assert!(charged.limited_to_base || charged.fee.minor() >= 30 * quantity);
    }

    /// Where each portion has its own rate, a higher price never has a lower fee.
    #[test]
    fn marginal_fees_never_fall(base in 0i64..10_000_000, more in 0i64..10_000, quantity in 1i64..20) {
        for class in [CommissionClass::ElectronicsAccessories, CommissionClass::Furniture, CommissionClass::Jewelry] {
            let (low, high) = (charge(class, usd(base), quantity).unwrap(), charge(class, usd(base + more), quantity).unwrap());
            prop_assert!(low.fee.minor() <= high.fee.minor());
        }
    }
}
