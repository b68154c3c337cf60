//! Tax rates of the settings: an operator's own list, or general rates to start from.

use super::{ConfigError, Layers};
use domain::Timestamp;
use domain::tax::TaxRate;

const KEY: &str = "tax.rates";

/// General rates to start from: country, region, basis points, included in prices. State rates of the United States
/// are without counties and cities; whoever sells there sets the rates of the places where tax is owed.
const GENERAL: &[(&str, &str, i64, bool)] = &[
    ("US", "AZ", 560, false),
    ("US", "CA", 725, false),
    ("US", "CO", 290, false),
    ("US", "FL", 600, false),
    ("US", "GA", 400, false),
    ("US", "IL", 625, false),
    ("US", "MA", 625, false),
    ("US", "MI", 600, false),
    ("US", "NC", 475, false),
    ("US", "NJ", 663, false),
    ("US", "NV", 685, false),
    ("US", "NY", 400, false),
    ("US", "OH", 575, false),
    ("US", "PA", 600, false),
    ("US", "TX", 625, false),
    ("US", "VA", 530, false),
    ("US", "WA", 650, false),
    ("AE", "", 500, true),
    ("AT", "", 2_000, true),
    ("BE", "", 2_100, true),
    ("CO", "", 1_900, true),
    ("DE", "", 1_900, true),
    ("EG", "", 1_400, true),
    ("ES", "", 2_100, true),
    ("FR", "", 2_000, true),
    ("GB", "", 2_000, true),
    ("IE", "", 2_300, true),
    ("IT", "", 2_200, true),
    ("MX", "", 1_600, true),
    ("NL", "", 2_100, true),
    ("PT", "", 2_300, true),
    ("SA", "", 1_500, true),
];

/// The rates that an installation begins with when the settings name none.
pub fn general() -> Vec<TaxRate> {
    GENERAL
        .iter()
        .map(|(country, region, rate_bps, inclusive)| TaxRate {
            country: (*country).into(),
            region: (*region).into(),
            rate_bps: *rate_bps,
            inclusive: *inclusive,
            shipping_taxed: *inclusive,
            from: Timestamp::from_micros(0),
        })
        .collect()
}

/// The list of `tax.rates`; `None` when there is none.
pub(super) fn parse(layers: &Layers) -> Result<Option<Vec<TaxRate>>, ConfigError> {
    let Some(given) = layers.get(KEY) else { return Ok(None) };
    let entries = given.value.as_array().cloned().unwrap_or_default();
    let mut rates = Vec::with_capacity(entries.len());
    for (at, entry) in entries.iter().enumerate() {
        let rate = entry.as_table().ok_or_else(|| "must be a table".to_owned()).and_then(rate);
        rates.push(rate.map_err(|problem| layers.bad(KEY, format!("entry {}: {problem}", at + 1)))?);
    }
    Ok(Some(rates))
}

fn rate(entry: &toml::Table) -> Result<TaxRate, String> {
    const FIELDS: [&str; 6] = ["country", "region", "rate_percent", "inclusive", "shipping_taxed", "from"];
    if let Some(unknown) = entry.keys().find(|k| !FIELDS.contains(&k.as_str())) {
        return Err(format!("`{unknown}` is none of {}", FIELDS.join(", ")));
    }
    let text = |name: &str| entry.get(name).map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned));
    let yes = |name: &str| match entry.get(name) {
        None => Ok(false),
        Some(value) => value.as_bool().ok_or_else(|| format!("`{name}` must be true or false")),
    };
    let country = text("country").unwrap_or_default();
    if country.len() != 2 || !country.bytes().all(|b| b.is_ascii_uppercase()) {
        return Err("`country` must be two capital letters".into());
    }
    Ok(TaxRate {
        country,
        region: text("region").unwrap_or_default(),
        rate_bps: basis_points(&text("rate_percent").unwrap_or_default())?,
        inclusive: yes("inclusive")?,
        shipping_taxed: yes("shipping_taxed")?,
        from: text("from").map_or(Ok(Timestamp::from_micros(0)), |t| day(&t))?,
    })
}

/// "8.25" percent is 825.
fn basis_points(percent: &str) -> Result<i64, String> {
    let bad = || format!("`rate_percent` must be from 0 to 100 with at most two decimals, not `{percent}`");
    let (whole, fraction) = percent.split_once('.').unwrap_or((percent, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || fraction.len() > 2 || !digits(whole) || !digits(fraction) {
        return Err(bad());
    }
    let bps = format!("{whole}{fraction:0<2}").parse::<i64>().map_err(|_| bad())?;
    if bps > 10_000 { Err(bad()) } else { Ok(bps) }
}

/// The beginning of a day in UTC.
fn day(text: &str) -> Result<Timestamp, String> {
    let bad = || format!("`from` must be a day such as 2026-01-01, not `{text}`");
    let mut parts = text.splitn(3, '-');
    let mut next = || parts.next().and_then(|p| p.parse::<i64>().ok()).ok_or_else(bad);
    let (year, month, day) = (next()?, next()?, next()?);
    let (Ok(month), Ok(day)) = (u8::try_from(month), u8::try_from(day)) else { return Err(bad()) };
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return Err(bad());
    }
    Ok(Timestamp::from_micros(domain::calendar::day_of(year, month, day) * 86_400_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents_are_read_exactly_or_not_at_all() {
        let cases = [("8.25", Some(825)), ("21", Some(2_100)), ("0.5", Some(50)), ("100", Some(10_000))];
        for (text, bps) in cases.into_iter().chain([("8.255", None), ("-1", None), ("101", None), ("", None)])
        {
            assert_eq!(basis_points(text).ok(), bps, "{text}");
        }
    }

    #[test]
    fn a_day_begins_at_midnight_utc() {
        assert_eq!(day("2026-06-01").unwrap().as_micros(), 1_780_272_000_000_000);
        assert!(day("01/06/2026").is_err() && day("2026-13-01").is_err());
    }
}
