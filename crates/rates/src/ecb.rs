//! The European Central Bank's reference rates: one small file a day, euro to each other currency. Any file of the same
//! shape does, from whoever serves it at a public address.

use crate::{MOST_AT_ONCE, RateSource, RatesError};
use db::BoxFuture;
use domain::Currency;
use domain::calendar::parse_day;
use domain::promise::Day;
use domain::rate::{Said, parse_billionths};
use outgoing::Https;
use std::sync::Arc;

/// Gets what is at an address, as text.
pub trait Fetch: Send + Sync + 'static {
    fn fetch<'a>(&'a self, url: &'a str) -> BoxFuture<'a, Result<String, String>>;
}

/// The file is about two thousand bytes long, the one of three months some hundred times that.
const MOST_BYTES: usize = 1 << 20;

impl Fetch for Https {
    fn fetch<'a>(&'a self, url: &'a str) -> BoxFuture<'a, Result<String, String>> {
        Box::pin(async move { self.get(url, MOST_BYTES).await.map_err(|e| e.to_string()) })
    }
}

/// The source at an address.
pub struct Ecb {
    url: String,
    by: Arc<dyn Fetch>,
}

impl Ecb {
    pub fn new(url: String, by: Arc<dyn Fetch>) -> Self {
        Self { url, by }
    }
}

impl RateSource for Ecb {
    fn name(&self) -> &'static str {
        "ecb"
    }

    fn newest(&self) -> BoxFuture<'_, Result<Vec<Said>, RatesError>> {
        Box::pin(async move {
            let file = self.by.fetch(&self.url).await.map_err(RatesError::Source)?;
            read_ecb(&file)
        })
    }
}

/// Reads the file: `<Cube time='2026-11-27'>` with one `<Cube currency='USD' rate='1.0847'/>` for each currency. A
/// currency that nobody here knows is passed over; anything else that cannot be read is an error, for a file that was
/// cut off must not pass for a short one.
///
/// # Errors
/// [`RatesError::Source`] with what is wrong.
pub fn read_ecb(file: &str) -> Result<Vec<Said>, RatesError> {
    let wrong = |what: String| RatesError::Source(what);
    let mut day: Option<Day> = None;
    let mut rates = Vec::new();
    for tag in file.split('<').skip(1).filter_map(|rest| rest.strip_prefix("Cube")) {
        let Some((tag, _)) = tag.split_once('>') else { return Err(wrong("the file is cut off".into())) };
        if let Some(text) = attribute(tag, "time") {
            day = Some(parse_day(text).ok_or_else(|| wrong(format!("`{text}` is no day")))?);
        }
        let Some(code) = attribute(tag, "currency") else { continue };
        let Ok(quote) = Currency::parse(code) else { continue };
        let day = day.ok_or_else(|| wrong(format!("{code} stands before any day")))?;
        let text = attribute(tag, "rate").ok_or_else(|| wrong(format!("{code} has no rate")))?;
        let billionths = parse_billionths(text).map_err(|e| wrong(format!("{code}: {e}")))?;
        rates.push(Said { base: Currency::EUR, quote, billionths, day });
    }
    if rates.is_empty() || rates.len() > MOST_AT_ONCE || !file.contains("</") {
        return Err(wrong(format!("{} rates in the file", rates.len())));
    }
    Ok(rates)
}

/// The value of an attribute of a tag, in either kind of quotation marks.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.match_indices(name).find_map(|(at, _)| {
        if !tag[..at].ends_with(char::is_whitespace) {
            return None;
        }
        let value = tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        let mark = value.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
        value[1..].split_once(mark).map(|(value, _)| value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::day_of;

    const FILE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<gesmes:Envelope xmlns:gesmes=\"http://www.gesmes.org/xml/2002-08-01\" xmlns=\"http://www.ecb.int/vocabulary/2002-08-01/eurofxref\">
\t<gesmes:subject>Reference rates</gesmes:subject>
\t<Cube>
\t\t<Cube time='2026-06-01'>
\t\t\t<Cube currency='USD' rate='1.2500'/>
\t\t\t<Cube currency=\"JPY\" rate=\"160.01\" />
\t\t\t<Cube currency='QQQ' rate='7'/>
\t\t</Cube>
\t</Cube>
</gesmes:Envelope>";

    #[test]
    fn the_file_is_read_with_its_day() {
        let rates = read_ecb(FILE).unwrap();
        let texts: Vec<_> = rates.iter().map(|r| (r.quote.code(), r.billionths)).collect();
        assert_eq!(texts, [("USD", 1_250_000_000), ("JPY", 160_010_000_000)]);
        assert!(rates.iter().all(|r| r.day == day_of(2026, 6, 1) && r.base == Currency::EUR));
    }

    #[test]
    fn what_is_no_such_file_is_refused_whole() {
        let cut = &FILE[..FILE.find("160.01").unwrap() + 3];
        for bad in [
            "",
            "<html><body>Moved</body></html>",
            cut,
            &FILE.replace("2026-06-01", "2026-06-31"),
            &FILE.replace("time='2026-06-01'", ""),
            &FILE.replace("160.01", "-1"),
            &FILE.replace("160.01", "0"),
            &FILE.replace(" rate=\"160.01\"", ""),
        ] {
            assert!(matches!(read_ecb(bad), Err(RatesError::Source(_))), "{bad}");
        }
    }
}
