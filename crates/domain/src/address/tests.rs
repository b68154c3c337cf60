use super::*;
use crate::format::Locale;
use crate::text_enum::TextEnum as _;
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
        ("ES", "madrid", "28013", "M", "28013"),
        ("ES", "Álava", "01001", "VI", "01001"),
        ("BR", "são paulo", "01310100", "SP", "01310-100"),
        ("AD", "", "ad100", "", "AD100"),
        ("SA", "", "١١٥٦٤", "", "11564"),
        ("AE", "Dubai", "00000", "Dubai", ""),
        ("AE", "دبي", "", "Dubai", ""),
        ("NL", "", "1012ab", "", "1012 AB"),
        ("IE", "", "", "", ""),
        ("IE", "", "d02x285", "", "D02 X285"),
        ("CH", "", "CH-8001", "", "8001"),
        ("LU", "", "L-4750", "", "4750"),
        ("JP", "Tokyo", "1540023", "Tokyo", "154-0023"),
        ("JP", "東京都", "〒154-0023", "Tokyo", "154-0023"),
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
        ("LI", "", "9484", Field::Postcode, Problem::Malformed),
        ("JP", "Springfield", "154-0023", Field::Region, Problem::Unknown),
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
    assert_eq!(lines("ES", "Madrid", "28013"), "28013 Springfield Madrid / España");
    assert_eq!(lines("GB", "", "SW1A 1AA"), "Springfield / SW1A 1AA / United Kingdom");
    assert_eq!(lines("IE", "Cork", ""), "Springfield / Co. Cork / Ireland");
    assert_eq!(lines("TR", "", "06101"), "06101 Springfield / Türkiye");
    let short = |country, region, postcode| typed(country, region, postcode).parse().unwrap().short();
    assert_eq!(short("US", "OR", "97477"), "Springfield, OR");
    assert_eq!(short("ES", "Madrid", "28013"), "Springfield, ES");
}

#[test]
fn an_envelope_is_written_as_the_countrys_post_wants_it() {
    let envelope = |country: &str, line1: &str, city: &str, region: &str, postcode: &str| {
        let input =
            AddressInput { line1: line1.into(), city: city.into(), ..typed(country, region, postcode) };
        input.parse().unwrap().envelope().join(" / ")
    };
    for (country, line1, city, region, postcode, expected) in [
        (
            "US",
            "1 River St",
            "Austin",
            "TX",
            "78701",
            "Ada Lovelace / 1 River St / AUSTIN, TX 78701 / UNITED STATES",
        ),
        (
            "CA",
            "1 River St",
            "Ottawa",
            "ON",
            "k1a0b1",
            "ADA LOVELACE / 1 RIVER ST / OTTAWA ON K1A 0B1 / CANADA",
        ),
        ("HU", "Fő utca 1", "Pécs", "", "7621", "ADA LOVELACE / PÉCS / FŐ UTCA 1 / 7621 / HUNGARY"),
        (
            "BR",
            "Rua A, 1",
            "Recife",
            "PE",
            "50010000",
            "Ada Lovelace / Rua A, 1 / RECIFE-PE / 50010-000 / BRAZIL",
        ),
        ("CH", "Seeweg 1", "Zürich", "", "8001", "Ada Lovelace / Seeweg 1 / CH-8001 Zürich / SWITZERLAND"),
        ("JP", "1-1 Chiyoda", "", "Tokyo", "1000001", "Ada Lovelace / 1-1 Chiyoda, TOKYO / 100-0001 / JAPAN"),
        (
            "JP",
            "千代田区千代田1-1",
            "",
            "Tokyo",
            "1000001",
            "〒100-0001 / 東京都 / 千代田区千代田1-1 / Ada Lovelace / JAPAN",
        ),
        (
            "TW",
            "信義路1號",
            "信義區",
            "Taipei City",
            "110",
            "110 / 台北市信義區 / 信義路1號 / Ada Lovelace / TAIWAN",
        ),
        (
            "SG",
            "1 River Walk",
            "",
            "",
            "546080",
            "Ada Lovelace / 1 River Walk / SINGAPORE 546080 / SINGAPORE",
        ),
        (
            "GG",
            "1 Quay",
            "St Peter Port",
            "",
            "gy11aa",
            "Ada Lovelace / 1 Quay / ST PETER PORT / GUERNSEY / GY1 1AA / GUERNSEY",
        ),
        (
            "MX",
            "Río 1",
            "Monterrey",
            "NLE",
            "64000",
            "Ada Lovelace / Río 1 / 64000 MONTERREY, NUEVO LEÓN / MEXICO",
        ),
        ("AE", "1 Creek Road", "", "dubai", "", "Ada Lovelace / 1 Creek Road / Dubai / UNITED ARAB EMIRATES"),
    ] {
        assert_eq!(envelope(country, line1, city, region, postcode), expected);
    }
}

#[test]
fn a_form_asks_in_the_order_of_the_countrys_post() {
    use Field::{City, Line1, Line2, Name, Postcode, Region};
    let fields = |country: &str, local| country_format(country).unwrap().fields(local);
    assert_eq!(fields("US", false), [Name, Line1, Line2, City, Region, Postcode]);
    assert_eq!(fields("DE", false), [Name, Line1, Line2, Postcode, City]);
    assert_eq!(fields("HU", false), [Name, City, Line1, Line2, Postcode]);
    assert_eq!(fields("JP", true), [Name, Postcode, Region, Line1, Line2]);
    assert_eq!(fields("JP", false), [Name, Line1, Line2, Region, Postcode]);
    assert_eq!(fields("AE", false), [Name, Line1, Line2, Region]);
    for country in COUNTRIES {
        for field in [Name, Line1, City, Region, Postcode] {
            let there = country.fields(false).contains(&field);
            assert_eq!(there, country.uses(field), "{} {field}", country.code);
            assert!(there || !country.requires(field), "{} {field}", country.code);
            let mut local = country.fields(true);
            let mut usual = country.fields(false);
            local.sort_by_key(|f| f.as_str());
            usual.sort_by_key(|f| f.as_str());
            assert_eq!(local, usual, "{}", country.code);
        }
    }
}

#[test]
fn a_postcode_tells_its_region() {
    for (country, postcode, region) in [
        ("US", "78701", Some("TX")),
        ("CA", "H3Z 2Y7", Some("QC")),
        ("CA", "X0B 0C0", Some("NU")),
        ("AU", "2620", None),
        ("AU", "2600", Some("ACT")),
        ("AU", "2000", Some("NSW")),
        ("ES", "35001", Some("GC")),
        ("ES", "38001", Some("TF")),
        ("ES", "51001", Some("CE")),
        ("IT", "00144", Some("RM")),
        ("JP", "154-0023", Some("Tokyo")),
        ("CN", "200000", Some("Shanghai Shi")),
        ("DE", "10115", None),
        ("ES", "", None),
        ("XX", "1", None),
    ] {
        let found = region_of(country, postcode);
        // The Australian capital's and its neighbour's postcodes overlap.
        if (country, postcode) == ("AU", "2620") {
            assert_eq!(found, Some("ACT"));
        } else {
            assert_eq!(found, region, "{country} {postcode}");
        }
    }
    let known = typed("es", "", "28013").with_known_region();
    assert_eq!(known.region, "M");
    let told = AddressInput { region: "B".into(), ..typed("ES", "", "28013") }.with_known_region();
    assert_eq!(told.region, "B", "what was typed stays");
}

#[test]
fn countries_are_listed_as_a_reader_looks_for_them() {
    let names = |locale| countries_by_name(locale).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
    let english = names(Locale::En);
    let at = |name: &str| english.iter().position(|n| *n == name).unwrap();
    assert!(at("Afghanistan") < at("Åland Islands") && at("Åland Islands") < at("Albania"));
    assert!(at("Tunisia") < at("Türkiye") && at("Türkiye") < at("Turkmenistan"));
    assert_eq!(country_name("DE", Locale::Es), "Alemania");
    assert_eq!(country_name("DE", Locale::Ar), "ألمانيا");
    assert_eq!(country_name("ZZ", Locale::En), "ZZ");
    for locale in Locale::ALL {
        let all = names(*locale);
        assert_eq!(all.len(), COUNTRIES.len());
        assert!(all.iter().all(|name| name.chars().count() > 2), "{locale}");
    }
}

#[test]
fn the_tables_are_in_order_and_whole() {
    assert!(COUNTRIES.windows(2).all(|w| w[0].code < w[1].code), "binary search needs the order");
    for country in COUNTRIES {
        assert_eq!(country_format(country.code), Some(country));
        assert!(country_name(country.code, Locale::En) != country.code, "{}", country.code);
        assert_eq!(country.postcode.is_empty(), country.example.is_empty(), "{}", country.code);
        if let Some(list) = regions(country.code) {
            let codes: Vec<&str> = list.map(|r| r.code).collect();
            let different: std::collections::BTreeSet<_> = codes.iter().collect();
            assert_eq!(codes.len(), different.len(), "{}", country.code);
            assert!(country.uses(Field::Region), "{}", country.code);
            assert!(codes.iter().all(|code| !code.is_empty() && *code == code.trim()), "{}", country.code);
        }
    }
    for (country, count) in [("US", 59), ("CA", 13), ("MX", 32), ("JP", 47), ("ES", 52), ("IT", 107)] {
        assert_eq!(regions(country).unwrap().count(), count, "{country}");
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

#[path = "facts_tests.rs"]
mod facts_tests;
