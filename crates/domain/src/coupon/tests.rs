use super::*;
use proptest::prelude::*;

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_micros(seconds * 1_000_000)
}

fn terms(benefit: Benefit) -> Terms {
    Terms {
        benefit,
        minimum: None,
        most_off: None,
        from: at(100),
        until: Some(at(200)),
        paused: false,
        most_uses: Some(10),
        most_uses_each: Some(1),
    }
}

const NOBODY_YET: Uses = Uses { all: 0, own: Some(0) };

fn line(minor: i64, quantity: i64, is_meant: bool) -> CouponLine {
    CouponLine { amount: usd(minor), quantity, is_meant }
}

fn minors(of: &[Money]) -> Vec<i64> {
    of.iter().map(|m| m.minor()).collect()
}

#[test]
fn a_code_is_read_as_people_type_it() {
    assert_eq!(CouponCode::parse(" spring-10 ").unwrap().as_str(), "SPRING-10");
    for (typed, problem) in [
        ("", Problem::Missing),
        ("AB", Problem::TooShort),
        ("A_B_C", Problem::BadCharacter),
        ("ÑAME", Problem::BadCharacter),
        ("A23456789012345678901234567890123", Problem::TooLong),
    ] {
        assert_eq!(CouponCode::parse(typed), Err(problem), "{typed}");
    }
}

#[test]
fn what_a_seller_gives_by_itself_leaves_something_to_pay() {
    let five = Benefit::Amount(usd(500));
    let euros = Money::new(501, Currency::EUR);
    for (benefit, minimum, leaves) in [
        (Benefit::Percent { bps: 9_000 }, None, true),
        (Benefit::Percent { bps: 9_001 }, None, false),
        (Benefit::Percent { bps: 9_001 }, Some(usd(10_000)), false),
        (five, None, false),
        (five, Some(usd(500)), false),
        (five, Some(usd(501)), true),
        (five, Some(euros), false),
        (Benefit::FreeShipping, None, true),
    ] {
        let terms = Terms { minimum, ..terms(benefit) };
        assert_eq!(terms.leaves_a_price(), leaves, "{benefit:?} from {minimum:?} on");
    }
}

#[test]
fn each_refusal_says_why() {
    let ten = terms(Benefit::Percent { bps: 1_000 });
    let one = [line(1_000, 1, true)];
    let fee = [CouponFee { fee: usd(499), is_meant: true }];
    let free = [CouponFee { fee: usd(0), is_meant: true }];
    let refused = |terms: &Terms, now, uses, lines: &[CouponLine], fees: &[CouponFee]| {
        terms.apply(at(now), uses, lines, fees).unwrap_err()
    };
    let none = NOBODY_YET;
    assert_eq!(refused(&Terms { paused: true, ..ten.clone() }, 150, none, &one, &fee), Refusal::Paused);
    assert_eq!(refused(&ten, 99, none, &one, &fee), Refusal::NotYet { from: at(100) });
    assert_eq!(refused(&ten, 200, none, &one, &fee), Refusal::Ended { until: at(200) });
    assert_eq!(refused(&ten, 150, Uses { all: 10, own: Some(0) }, &one, &fee), Refusal::UsedUp);
    assert_eq!(refused(&ten, 150, Uses { all: 10, own: Some(1) }, &one, &fee), Refusal::UsedAlready);
    assert_eq!(refused(&ten, 150, Uses { all: 0, own: None }, &one, &fee), Refusal::SignIn);
    assert_eq!(refused(&ten, 150, none, &[line(1_000, 1, false)], &fee), Refusal::NotForThese);
    let much = Terms { minimum: Some(usd(1_410)), ..ten.clone() };
    assert_eq!(refused(&much, 150, none, &one, &fee), Refusal::AddMore { missing: usd(410) });
    let euro = Money::new(500, Currency::EUR);
    let other = Refusal::OtherCurrency { currency: Currency::EUR };
    assert_eq!(refused(&terms(Benefit::Amount(euro)), 150, none, &one, &fee), other);
    assert_eq!(refused(&Terms { minimum: Some(euro), ..ten }, 150, none, &one, &fee), other);
    assert_eq!(refused(&terms(Benefit::FreeShipping), 150, none, &one, &free), Refusal::TakesNothing);
}

#[test]
fn it_takes_off_what_it_says_and_only_of_what_it_is_for() {
    let lines = [line(1_000, 1, true), line(3_333, 3, true), line(5_000, 1, false)];
    let fees = [CouponFee { fee: usd(499), is_meant: true }, CouponFee { fee: usd(300), is_meant: false }];
    let given = |benefit| terms(benefit).apply(at(150), NOBODY_YET, &lines, &fees).unwrap();
    let ten = given(Benefit::Percent { bps: 1_000 });
    assert_eq!((minors(&ten.lines), minors(&ten.fees)), (vec![100, 333, 0], vec![0, 0]));
    assert_eq!(minors(&given(Benefit::Amount(usd(500))).lines), [115, 385, 0]);
    // More than there is: a unit still costs a cent.
    assert_eq!(minors(&given(Benefit::Amount(usd(99_999))).lines), [999, 3_330, 0]);
    let free = given(Benefit::FreeShipping);
    assert_eq!((minors(&free.lines), minors(&free.fees)), (vec![0, 0, 0], vec![499, 0]));
}

#[test]
fn an_order_gets_no_more_than_the_ceiling_however_dear_its_seller_makes_it() {
    let lines = [line(100_000, 1, true), line(300_000, 1, true)];
    let fee = |minor| CouponFee { fee: usd(minor), is_meant: true };
    let fees = [fee(700), CouponFee { fee: usd(900), is_meant: false }, fee(50_000)];
    let given = |benefit| {
        let capped = Terms { most_off: Some(usd(1_000)), ..terms(benefit) };
        capped.apply(at(150), NOBODY_YET, &lines, &fees).unwrap()
    };
    assert_eq!(minors(&given(Benefit::Percent { bps: 5_000 }).lines), [250, 750]);
    assert_eq!(minors(&given(Benefit::Amount(usd(5_000))).lines), [250, 750]);
    assert_eq!(minors(&given(Benefit::FreeShipping).fees), [700, 0, 300]);
}

proptest! {
    #[test]
    fn a_discount_adds_up_and_is_never_more_than_its_line(
        lines in prop::collection::vec((1i64..100_000, 1i64..20, any::<bool>()), 1..8),
        bps in 1i64..=10_000, amount in 1i64..200_000, percent: bool,
    ) {
        let lines: Vec<CouponLine> =
            lines.into_iter().map(|(unit, n, meant)| line(unit * n, n, meant)).collect();
        let benefit = if percent { Benefit::Percent { bps } } else { Benefit::Amount(usd(amount)) };
        let given = match terms(benefit).apply(at(150), NOBODY_YET, &lines, &[]) {
            Ok(given) => given,
            Err(Refusal::NotForThese) => {
                prop_assert!(lines.iter().all(|l| !l.is_meant));
                return Ok(());
            }
            Err(other) => {
                prop_assert_eq!(other, Refusal::TakesNothing);
                return Ok(());
            }
        };
        for (off, line) in given.lines.iter().zip(&lines) {
            prop_assert!(!off.is_negative() && (line.is_meant || off.is_zero()));
            prop_assert!(off.minor() <= line.amount.minor() - line.quantity || off.is_zero());
        }
        let meant = || lines.iter().filter(|l| l.is_meant);
        let goods: i64 = meant().map(|l| l.amount.minor()).sum();
        let room: i64 = meant().map(|l| l.amount.minor() - l.quantity).sum();
        let wanted = if percent { (goods * bps * 2 + 10_000) / 20_000 } else { amount };
        prop_assert_eq!(minors(&given.lines).iter().sum::<i64>(), wanted.min(room));
    }
}
