//! Cities by postcode of the countries that the operator has a table of: `postcodes/DE.txt` among the shop's files, in the form in
//! which GeoNames publishes postal codes (a line each: country, code, place and more, with a tab between them). Called by
//! `cities`. A file is read when somebody first asks for its country, and again when it is another one.

use std::collections::HashMap;
use std::io::Error;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, PoisonError, RwLock};
use std::time::SystemTime;

/// The largest file that is read, in bytes: every full code of the United Kingdom takes about half of it.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

type Read = HashMap<PathBuf, (SystemTime, Arc<Table>)>;

static READ: LazyLock<RwLock<Read>> = LazyLock::new(RwLock::default);

/// The city of this code, where the operator has a table of the country and the code is of one city only.
///
/// # Errors
/// When there is a file that cannot be read.
pub(super) async fn city(files: &Path, country: &str, postcode: &str) -> Result<Option<String>, Error> {
    // It becomes a part of a path.
    if country.len() != 2 || !country.bytes().all(|b| b.is_ascii_uppercase()) {
        return Ok(None);
    }
    let path = files.join("postcodes").join(format!("{country}.txt"));
    let file = match tokio::fs::metadata(&path).await {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        other => other?,
    };
    let written = file.modified()?;
    let known = READ.read().unwrap_or_else(PoisonError::into_inner).get(&path).cloned();
    if let Some((_, table)) = known.filter(|(of, _)| *of == written) {
        return Ok(table.city(postcode).map(str::to_owned));
    }
    if file.len() > MOST_BYTES {
        return Err(Error::other(format!("{} has more than {MOST_BYTES} bytes", path.display())));
    }
    let from = path.clone();
    let country = country.to_owned();
    let table =
        tokio::task::spawn_blocking(move || Table::read(&from, &country)).await.map_err(Error::other)??;
    let table = Arc::new(table);
    READ.write().unwrap_or_else(PoisonError::into_inner).insert(path, (written, table.clone()));
    Ok(table.city(postcode).map(str::to_owned))
}

/// Codes and their cities, in the order of the codes.
struct Table {
    /// `code`, a tab, `city`, one behind the other.
    all: String,
    ends: Vec<usize>,
}

impl Table {
    fn read(path: &Path, country: &str) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path)?;
        let table = Self::of(&text, country);
        if table.ends.is_empty() {
            let path = path.display();
            tracing::warn!(%path, "no line reads as a postal code: country, code and place with a tab between them");
        }
        Ok(table)
    }

    fn of(text: &str, country: &str) -> Self {
        let mut rows: Vec<(String, &str)> = text.lines().filter_map(|line| row(line, country)).collect();
        rows.sort_unstable();
        rows.dedup();
        let mut table = Self { all: String::new(), ends: Vec::new() };
        for same in rows.chunk_by(|a, b| a.0 == b.0) {
            // A code of several cities tells none of them.
            if let [(code, city)] = same {
                table.all.extend([code, "\t", city]);
                table.ends.push(table.all.len());
            }
        }
        table
    }

    fn city(&self, postcode: &str) -> Option<&str> {
        let wanted = plain(postcode);
        let at = |line: usize| {
            let start = if line == 0 { 0 } else { self.ends[line - 1] };
            self.all[start..self.ends[line]].split_once('\t').unwrap_or_default()
        };
        let (mut from, mut to) = (0, self.ends.len());
        while from < to {
            let middle = from.midpoint(to);
            if at(middle).0 < wanted.as_str() {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        (from < self.ends.len()).then(|| at(from)).filter(|(code, _)| *code == wanted).map(|(_, city)| city)
    }
}

/// The code and the place in a line of this country.
fn row<'t>(line: &'t str, country: &str) -> Option<(String, &'t str)> {
    let mut parts = line.split('\t').map(str::trim);
    let of = parts.next()?;
    let (code, place) = (plain(parts.next()?), parts.next()?);
    (of == country && !code.is_empty() && !place.is_empty()).then_some((code, place))
}

/// Spaces, hyphens and small letters make no other code.
pub(super) fn plain(code: &str) -> String {
    code.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_tells_its_only_city() {
        let text = "DE\t28195\tBremen\tBremen\nDE\t10115\tBerlin\tBerlin\nDE\t10115\tBerlin\tMitte\n\
                    DE\t17089\tGrischow\nDE\t17089\tBartow\nAT\t1010\tWien\nGB\t28196\tElsewhere\nDE\t\tNowhere\nDE\n\n";
        let table = Table::of(text, "DE");
        for (code, city) in [
            ("28195", Some("Bremen")),
            (" 28 195", Some("Bremen")),
            ("10115", Some("Berlin")),
            ("17089", None),
            ("1010", None),
            ("28196", None),
            ("0", None),
            ("99999", None),
            ("", None),
        ] {
            assert_eq!(table.city(code), city, "{code}");
        }
        let letters = Table::of("GB\tSW1A 1AA\tLondon\nGB\tAB1 0AA\tAberdeen", "GB");
        assert_eq!(letters.city("sw1a1aa"), Some("London"));
        assert_eq!(Table::of("nothing\tof\n", "DE").city("of"), None);
    }
}
