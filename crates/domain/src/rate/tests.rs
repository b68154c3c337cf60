use super::*;
use proptest::prelude::*;

fn of(code: &str) -> Currency {
    Currency::parse(code).unwrap()
}

fn rate(from: &str, to: &str, text: &str) -> Rate {
    Rate::new(of(from), of(to), (parse_billionths(text).unwrap(), BILLION), 20_000).unwrap()
}

fn said(base: &str, quote: &str, text: &str, day: Day) -> Said {
    Said { base: of(base), quote: of(quote), billionths: parse_billionths(text).unwrap(), day }
}

#[test]
fn a_rate_is_read_exactly_or_not_at_all() {
    let cases = [
        ("0.9213", 921_300_000),
        ("1", 1_000_000_000),
        ("150.25", 150_250_000_000),
        ("0.000000001", 1),
        ("1.10000000000", 1_100_000_000),
        (" 0.5 ", 500_000_000),
    ];
    for (text, billionths) in cases {
        assert_eq!(parse_billionths(text), Ok(billionths), "{text}");
    }
    for bad in ["", ".5", "1,5", "-1", "+1", "1e3", "0.0000000001", "1000000000", "NaN", "1.2.3", "٣"] {
        assert_eq!(parse_billionths(bad), Err(RateError::NotARate(bad.into())), "{bad}");
    }
    assert_eq!(parse_billionths("0.00"), Err(RateError::Nothing));
    assert_eq!(billionths_text(921_300_000), "0.9213");
    assert_eq!(billionths_text(150_000_000_000), "150");
}

#[test]
fn amounts_are_rounded_once_as_the_other_currency_wants() {
    let cases = [
        // From, minor, to, rate, as a price, about.
        ("USD", 1_340, "EUR", "0.9213", 1_235, 1_235),
        ("USD", 1_340, "JPY", "150.25", 2_013, 2_013),
        ("USD", 1_340, "KWD", "0.3075", 4_121, 4_121),
        ("JPY", 2_013, "USD", "0.0066556", 1_340, 1_340),
        ("USD", 1_340, "CHF", "0.8811", 1_181, 1_180),
        ("USD", 1_340, "COP", "4012.5", 5_376_800, 5_376_800),
        ("USD", 1_340, "HUF", "360.1", 482_500, 482_500),
        ("USD", 1_345, "HUF", "360.1", 484_300, 484_500),
        ("USD", -1_340, "SEK", "10.4321", -13_979, -14_000),
        // Something never looks like nothing.
        ("USD", 2, "SEK", "10.4321", 21, 21),
        ("COP", 10, "USD", "0.00025", 0, 1),
        ("COP", -10, "USD", "0.00025", 0, -1),
        ("USD", 0, "SEK", "10.4321", 0, 0),
    ];
    for (from, minor, to, text, price, about) in cases {
        let (rate, amount) = (rate(from, to, text), Money::new(minor, of(from)));
        assert_eq!(rate.convert(amount).unwrap(), Money::new(price, of(to)), "{amount} at {text}");
        assert_eq!(rate.about(amount).unwrap(), Money::new(about, of(to)), "about {amount} at {text}");
    }
}

#[test]
fn what_cannot_be_converted_is_refused() {
    let to_euro = rate("USD", "EUR", "0.9213");
    assert!(matches!(to_euro.convert(Money::new(1, of("JPY"))), Err(MoneyError::CurrencyMismatch { .. })));
    let most = Rate::new(of("USD"), of("KWD"), (i64::MAX, 1), 0).unwrap();
    assert_eq!(most.convert(Money::new(i64::MAX, of("USD"))), Err(MoneyError::Overflow));
    assert_eq!(Rate::new(of("USD"), of("USD"), (1, 1), 0), Err(RateError::SameCurrency));
    assert_eq!(Rate::new(of("USD"), of("EUR"), (0, 1), 0), Err(RateError::Nothing));
}

#[test]
fn the_newest_day_wins_and_of_one_day_what_was_said_last() {
    let table = RateTable::new([
        said("USD", "EUR", "0.90", 10),
        said("USD", "EUR", "0.92", 12),
        said("USD", "EUR", "0.91", 11),
        said("USD", "EUR", "0.93", 12),
    ]);
    let found = table.find(of("USD"), of("EUR")).unwrap();
    assert_eq!((found.fraction(), found.day()), ((930_000_000, BILLION), 12));
}

#[test]
fn a_rate_is_said_turned_round_or_made_of_two() {
    let table = RateTable::new([said("EUR", "USD", "1.25", 10), said("EUR", "JPY", "160", 9)]);
    let find = |from, to| table.find(of(from), of(to)).map(|rate| (rate.fraction(), rate.day()));
    assert_eq!(find("EUR", "USD"), Some(((1_250_000_000, BILLION), 10)));
    assert_eq!(find("USD", "EUR"), Some(((BILLION, 1_250_000_000), 10)));
    // The older of the two days.
    assert_eq!(find("USD", "JPY"), Some(((160_000_000_000, 1_250_000_000), 9)));
    assert_eq!(table.find(of("USD"), of("EUR")).unwrap().billionths(), 800_000_000);
    assert_eq!(find("USD", "CHF"), None);
    assert_eq!(find("USD", "USD"), None);
    assert_eq!(table.currencies().len(), 3);
    // What somebody said of the same day is nearer than what follows; a newer day is newer still.
    let both = RateTable::new([
        said("EUR", "USD", "1.25", 10),
        said("EUR", "JPY", "160", 10),
        said("USD", "JPY", "130", 10),
    ]);
    assert_eq!(both.find(of("USD"), of("JPY")).unwrap().fraction(), (130_000_000_000, BILLION));
    let older = RateTable::new([
        said("EUR", "USD", "1.25", 10),
        said("EUR", "JPY", "160", 10),
        said("USD", "JPY", "130", 8),
    ]);
    assert_eq!(older.find(of("USD"), of("JPY")).unwrap().day(), 10);
}

proptest! {
    #[test]
    fn text_comes_back_as_the_same_rate(billionths in 1i64..1_000_000_000_000_000_000) {
        prop_assert_eq!(parse_billionths(&billionths_text(billionths)), Ok(billionths));
    }

    /// There and back moves an amount by no more than the two roundings can: half a minor unit, and half a step of the
    /// other currency seen from here.
    #[test]
    fn there_and_back_is_near(
        minor in -1_000_000_000i64..1_000_000_000,
        billionths in 1_000_000i64..1_000_000_000_000,
        to in 0usize..5,
    ) {
        let to = of(["EUR", "JPY", "KWD", "COP", "CHF"][to]);
        let table = RateTable::new([Said { base: Currency::USD, quote: to, billionths, day: 1 }]);
        let there = table.find(Currency::USD, to).unwrap();
        let back = table.find(to, Currency::USD).unwrap();
        let amount = Money::new(minor, Currency::USD);
        let returned = back.convert(there.convert(amount).unwrap()).unwrap();
        // Half a step of `to` in cents, times two, in exact numbers: step * 100 * BILLION / (billionths * 10^exponent).
        let step_in_cents_twice = i128::from(to.price_step_minor()) * 100 * i128::from(BILLION);
        let unit = i128::from(billionths) * 10_i128.pow(to.exponent());
        let off = i128::from((returned.minor() - minor).abs());
        prop_assert!(2 * off * unit <= step_in_cents_twice + unit, "{amount} came back as {returned}");
    }

    /// Dearer here is never cheaper there, so that a list sorted here is sorted there.
    #[test]
    fn the_order_of_prices_stays(
        a in 0i64..10_000_000, b in 0i64..10_000_000,
        billionths in 1_000_000i64..1_000_000_000_000, to in 0usize..5,
    ) {
        let to = of(["EUR", "JPY", "KWD", "HUF", "CHF"][to]);
        let rate = Rate::new(Currency::USD, to, (billionths, BILLION), 1).unwrap();
        let (low, high) = (Money::new(a.min(b), Currency::USD), Money::new(a.max(b), Currency::USD));
        prop_assert!(rate.about(low).unwrap().minor() <= rate.about(high).unwrap().minor());
        prop_assert!(rate.convert(low).unwrap().minor() <= rate.convert(high).unwrap().minor());
        prop_assert_eq!(rate.about(high).unwrap().minor() % to.price_step_minor(), 0);
    }
}

#[test]
fn a_reader_sees_every_currency_in_their_own_where_there_is_a_rate() {
    let table = Arc::new(RateTable::new([said("EUR", "USD", "1.25", 10), said("EUR", "JPY", "160", 9)]));
    let shown = ShownIn::new(Arc::clone(&table), of("USD"), of("EUR")).unwrap();
    let about = |minor, code| shown.about(Money::new(minor, of(code))).map(|(about, _)| about.to_string());
    assert_eq!(about(1_250, "USD").as_deref(), Some("10.00 EUR"));
    assert_eq!(about(1_600, "JPY").as_deref(), Some("10.00 EUR"));
    assert_eq!(about(1_000, "EUR"), None, "it is theirs already");
    let back = |minor, code| shown.back(Money::new(minor, of(code))).map(|home| home.to_string());
    assert_eq!(back(1_000, "EUR").as_deref(), Some("12.50 USD"));
    assert_eq!(back(1_000, "USD"), None, "only what the reader named");
    assert_eq!(about(1_000, "CHF"), None, "nobody said a rate");
    assert!(ShownIn::new(table, of("USD"), of("CHF")).is_none());
}
