//! Numbers of accounts: what is taken, what is refused and why.
use super::*;
use proptest::prelude::*;

const IBANS: &[&str] = &[
    "DE89370400440532013000",
    "GB29NWBK60161331926819",
    "ES9121000418450200051332",
    "BR1800360305000010009795493C1",
    "FR1420041010050500013M02606",
    "NO9386011117947",
    "MT84MALT011000012345MTLCAST001S",
];

#[test]
fn ibans_of_the_registry_are_taken() {
    for iban in IBANS {
        assert_eq!(Iban::parse(iban).unwrap().as_str(), *iban);
    }
    assert_eq!(Iban::parse(" de89 3704 0044 0532 0130 00 ").unwrap().bban(), "370400440532013000");
}

#[test]
fn each_mistake_has_a_name() {
    for (text, problem) in [
        ("", BankProblem::Empty),
        ("   ", BankProblem::Empty),
        ("DE89 3704 0044 0532 0130 0é", BankProblem::Signs),
        ("ZZ89370400440532013000", BankProblem::UnknownCountry),
        ("89370400440532013000", BankProblem::UnknownCountry),
        ("DE8937040044053201300", BankProblem::WrongLength { expected: 22, found: 21 }),
        ("DE89370400440532013001", BankProblem::Checksum),
        ("DE98370400440532013000", BankProblem::Checksum),
        ("DEA9370400440532013000", BankProblem::Checksum),
    ] {
        assert_eq!(Iban::parse(text), Err(problem), "{text}");
    }
}

fn us(routing: &str, account: &str) -> Result<BankAccount, Vec<(BankField, BankProblem)>> {
    let kind = Some(BankAccountKind::Us);
    let input = BankAccountInput { kind, routing: routing.into(), account: account.into(), ..holder("Casa") };
    input.parse()
}

fn holder(holder: &str) -> BankAccountInput {
    BankAccountInput { holder: holder.into(), ..BankAccountInput::default() }
}

#[test]
fn routing_numbers_have_a_check_digit_and_a_district() {
    assert!(us("110000000", "000123456789").is_ok());
    assert!(us("0210 0002-1", "1234").is_ok());
    for (routing, account, field, problem) in [
        ("11000000", "1234", BankField::Routing, BankProblem::NotNineDigits),
        ("110000001", "1234", BankField::Routing, BankProblem::Checksum),
        // The sum is right, but no district is 50.
        ("500000005", "1234", BankField::Routing, BankProblem::Checksum),
        ("11000000A", "1234", BankField::Routing, BankProblem::Signs),
        ("110000000", "123", BankField::Account, BankProblem::NotAnAccount),
        ("110000000", "123456789012345678", BankField::Account, BankProblem::NotAnAccount),
        ("110000000", "", BankField::Account, BankProblem::Empty),
    ] {
        assert_eq!(us(routing, account), Err(vec![(field, problem)]), "{routing} {account}");
    }
}

#[test]
fn every_wrong_field_is_named_at_once() {
    let both = BankAccountInput { kind: Some(BankAccountKind::Us), ..BankAccountInput::default() };
    let fields: Vec<BankField> = both.parse().unwrap_err().into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, [BankField::Holder, BankField::Routing, BankField::Account]);
}

#[test]
fn a_holder_has_no_signs_that_cannot_be_kept() {
    for (name, problem) in [
        ("  ", BankProblem::Empty),
        ("Casa\0Guayabo", BankProblem::Signs),
        ("Casa \u{7}Guayabo", BankProblem::Signs),
    ] {
        let wrong = BankAccountInput { iban: IBANS[0].into(), ..holder(name) }.parse().unwrap_err();
        assert_eq!(wrong, [(BankField::Holder, problem)], "{name:?}");
    }
}

#[test]
fn of_a_number_only_a_sketch_is_kept_and_nothing_is_printed() {
    let iban = BankAccountInput { iban: IBANS[0].into(), ..holder("Casa  Guayabo ") };
    let account = iban.parse().unwrap();
    assert_eq!(account.holder, "Casa Guayabo");
    let sketch = account.number.sketch();
    assert_eq!(
        (sketch.country.as_str(), sketch.bank_code.as_str(), sketch.last4.as_str()),
        ("DE", "3704", "3000")
    );
    let printed = format!("{iban:?} {account:?} {:?} {:?}", account.number, Iban::parse(IBANS[0]));
    assert!(!printed.contains("0532"), "{printed}");
}

proptest! {
    #[test]
    fn one_wrong_digit_is_always_found(which in 0_usize..7, at in 2_usize..14, by in 1_u32..10) {
        let mut signs: Vec<char> = IBANS[which].chars().collect();
        prop_assume!(signs[at].is_ascii_digit());
        let digit = signs[at].to_digit(10).unwrap();
        signs[at] = char::from_digit((digit + by) % 10, 10).unwrap();
        let changed: String = signs.into_iter().collect();
        prop_assert_eq!(Iban::parse(&changed), Err(BankProblem::Checksum));
    }

    #[test]
    fn whatever_is_typed_is_answered(text in "\\PC{0,40}") {
        let _ = Iban::parse(&text);
        let _ = us(&text, &text);
    }
}

#[test]
fn of_a_short_number_half_is_kept_at_most() {
    for (number, shown) in [("1234", "34"), ("12345", "45"), ("1234567", "567"), ("12345678", "5678")] {
        assert_eq!(last4(number), shown);
    }
}
