//! Tax rates of the settings: an operator's own list, which wins over the general rates of `domain::tax`.

use super::{ConfigError, Layers};
use domain::Timestamp;
use domain::tax::{TaxRate, percent_ppm};

const KEY: &str = "tax.rates";

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
        rate_ppm: millionths(&text("rate_percent").unwrap_or_default())?,
        inclusive: yes("inclusive")?,
        shipping_taxed: yes("shipping_taxed")?,
        from: text("from").map_or(Ok(Timestamp::from_micros(0)), |t| day(&t))?,
    })
}

/// "8.25" percent is 82,500.
fn millionths(percent: &str) -> Result<i64, String> {
    percent_ppm(percent).ok_or_else(|| {
        format!("`rate_percent` must be from 0 to 100 with at most four decimals, not `{percent}`")
    })
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
        let cases = [
            ("8.25", Some(82_500)),
            ("21", Some(210_000)),
            ("6.875", Some(68_750)),
            ("100", Some(1_000_000)),
        ];
        for (text, ppm) in
            cases.into_iter().chain([("8.25555", None), ("-1", None), ("101", None), ("", None)])
        {
            assert_eq!(millionths(text).ok(), ppm, "{text}");
        }
    }

    #[test]
    fn a_day_begins_at_midnight_utc() {
        assert_eq!(day("2026-06-01").unwrap().as_micros(), 1_780_272_000_000_000);
        assert!(day("01/06/2026").is_err() && day("2026-13-01").is_err());
    }
}
