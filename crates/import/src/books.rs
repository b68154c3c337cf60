//! Goodbooks' table of books: `book_id`, `title`, `authors`, ISBN, year and language. It has no prices: a book is
//! catalogued and not offered, unless the import is given a price.
//!
//! What Orinoco writes itself has more, so that it comes back as it was: `price`, `sku`, `quantity`, `status`,
//! `description`, and as `facts` a JSON list of name, value and unit.

use crate::bestbuy::Detail;
use crate::error::{ImportError, Problem};
use crate::reader::{Item, Sink};
use crate::reason::Reason;
use crate::row::{Cells, Row, TITLE_MAX, excerpt, is_absent, one_line};
use crate::shopify_columns::unescaped;
use crate::table::{self, Line};
use crate::terms::SaidTerms;
use catalog::{Attribute, Gtin, ProductStatus};
use domain::commission::CommissionClass;
use domain::{Currency, Money};
use std::io::Read;

pub(crate) const NEEDED: [&str; 3] = ["book_id", "title", "authors"];
pub(crate) const AUTHOR_MAX: usize = 100;
const SKU_MAX: usize = 100;
/// How the facts are called that have a column of their own.
pub(crate) const AUTHORS: [&str; 2] = ["Author", "Authors"];
pub(crate) const PUBLISHED: &str = "First published";
pub(crate) const LANGUAGE: &str = "Language";
pub(crate) const ORIGINAL: &str = "Original title";
/// Languages by the codes that the table has (ISO 639-2, or with a region).
const LANGUAGES: &[(&str, &str)] = &[
    ("eng", "English"),
    ("en", "English"),
    ("ara", "Arabic"),
    ("fre", "French"),
    ("ind", "Indonesian"),
    ("spa", "Spanish"),
    ("ger", "German"),
    ("per", "Persian"),
    ("jpn", "Japanese"),
    ("por", "Portuguese"),
    ("pol", "Polish"),
    ("nor", "Norwegian"),
    ("dan", "Danish"),
    ("fil", "Filipino"),
    ("ita", "Italian"),
    ("nl", "Dutch"),
    ("swe", "Swedish"),
    ("tur", "Turkish"),
    ("rus", "Russian"),
    ("vie", "Vietnamese"),
    ("rum", "Romanian"),
];

pub(crate) fn read(input: impl Read, currency: Currency, sink: Sink<'_>) -> Result<(), ImportError> {
    table::read(input, &NEEDED, &mut |line| {
        sink(match line.and_then(|line| parse(&line, currency)) {
            Ok(row) => Item::Row(Box::new(row)),
            Err(problems) => Item::Bad(problems),
        })
    })
}

fn parse(line: &Line, currency: Currency) -> Result<Row, Vec<Problem>> {
    let mut cells = Cells::new(line.number);
    let id = cells.name("book_id", line.get("book_id"), 60);
    let title = cells.marked_name("title", line.get("title"), TITLE_MAX);
    let authors = authors(&mut cells, line.get("authors"));
    let eans: Vec<Gtin> = isbn(&mut cells, line).into_iter().collect();
    let mut attributes = attributes(&mut cells, line, &authors, &title);
    attributes.extend(facts(&mut cells, line.get("facts")));
    let sku = line.get("sku");
    let sku = (!is_absent(sku)).then(|| cells.marked_name("sku", sku, SKU_MAX));
    let description = cells.text("description", unescaped(line.get("description")).0);
    let quantity = cells.quantity("quantity", line.get("quantity"));
    let status = status(&mut cells, line.get("status"));
    let price = match line.get("price") {
        price if is_absent(price) => Money::zero(currency),
        price => cells.decimal_price("price", price, currency),
    };
    if !cells.problems.is_empty() {
        return Err(cells.problems);
    }
    Ok(Row {
        line: line.number,
        sku: sku.unwrap_or_else(|| sku_of(&id)),
        id,
        slug: None,
        title,
        brand: authors.into_iter().next(),
        eans,
        description,
        attributes,
        category: vec!["Books".to_owned()],
        class: CommissionClass::Media,
        price,
        quantity,
        terms: SaidTerms::default(),
        status,
        variant: None,
        pictures: Vec::new(),
        warnings: cells.warnings,
    })
}

/// The number of an offer whose seller has none of their own.
pub(crate) fn sku_of(id: &str) -> String {
    format!("BOOK-{id}")
}

/// In the order of the title page; the first one stands where a brand stands.
fn authors(cells: &mut Cells, text: &str) -> Vec<String> {
    let (plain, marked) = unescaped(text);
    if !marked && one_line(plain).starts_with(['=', '@']) {
        cells.error("authors", Reason::Formula);
    }
    let names = names_of(plain);
    if names.is_empty() {
        cells.error("authors", Reason::Empty);
    }
    names.iter().map(|name| cells.plain_name("authors", name, AUTHOR_MAX)).collect()
}

/// The names in a list of authors.
pub(crate) fn names_of(authors: &str) -> Vec<String> {
    authors.split(',').map(one_line).filter(|name| !is_absent(name)).collect()
}

fn status(cells: &mut Cells, text: &str) -> ProductStatus {
    match text.trim() {
        "" | "active" => ProductStatus::Active,
        "hidden" => ProductStatus::Hidden,
        _ => {
            cells.error("status", Reason::WrongStatus);
            ProductStatus::Hidden
        }
    }
}

fn facts(cells: &mut Cells, text: &str) -> Vec<Attribute> {
    if text.trim().is_empty() {
        return Vec::new();
    }
    match serde_json::from_str::<Vec<Detail>>(text) {
        Ok(facts) => {
            let fact = |fact: Detail| Attribute { name: fact.name, value: fact.value, unit: fact.unit };
            cells.facts("facts", facts.into_iter().map(fact).collect())
        }
        Err(_) => {
            cells.error("facts", Reason::NoFacts);
            Vec::new()
        }
    }
}

/// The book's EAN: an ISBN-13 is one, an ISBN-10 becomes one. A table that was saved by a spreadsheet has lost leading
/// zeros and keeps only the first digits of long numbers.
fn isbn(cells: &mut Cells, line: &Line) -> Option<Gtin> {
    let long = line.get("isbn13").trim();
    if let Ok(code) = Gtin::parse(long)
        && (code.as_str().starts_with("978") || code.as_str().starts_with("979"))
    {
        return Some(code);
    }
    let short = line.get("isbn").trim();
    if is_absent(short) {
        if !is_absent(long) {
            cells.warning("isbn13", Reason::IsbnNotWhole { isbn: excerpt(long) });
        }
        return None;
    }
    match ean_of(short) {
        Some(code) => Some(code),
        None => {
            cells.warning("isbn", Reason::IsbnMistyped { isbn: excerpt(short) });
            None
        }
    }
}

/// The EAN-13 of an ISBN-10 (ISO 2108: modulo 11 with weights 10 to 1; then 978 and the check digit of an EAN).
pub(crate) fn ean_of(isbn: &str) -> Option<Gtin> {
    let plain: String = isbn.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    if plain.len() < 7 || plain.len() > 10 || !plain.is_ascii() {
        return None;
    }
    let digits = format!("{plain:0>10}");
    let mut sum = 0;
    for (n, c) in (0u32..).zip(digits.chars()) {
        let digit = match c {
            'X' | 'x' if n == 9 => 10,
            c => c.to_digit(10)?,
        };
        sum += digit * (10 - n);
    }
    if sum % 11 != 0 {
        return None;
    }
    let body = format!("978{}", &digits[..9]);
    let weighted: u32 = body
        .bytes()
        .zip([1u32, 3].into_iter().cycle())
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    Gtin::parse(&format!("{body}{}", (10 - weighted % 10) % 10)).ok()
}

fn attributes(cells: &mut Cells, line: &Line, authors: &[String], title: &str) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    let mut add = |name: &str, value: String| {
        attributes.push(Attribute { name: name.to_owned(), value, unit: None });
    };
    add(AUTHORS[usize::from(authors.len() != 1)], authors.join(", "));
    if let Some(year) = year(line.get("original_publication_year")) {
        add(PUBLISHED, year);
    }
    if let Some(language) = language(line.get("language_code")) {
        add(LANGUAGE, language);
    }
    let original = unescaped(line.get("original_title")).0;
    if original.contains('\0') {
        cells.error("original_title", Reason::NulByte);
    } else if says_more(original, title) {
        add(ORIGINAL, cells.value("original_title", original));
    }
    attributes
}

/// Whether an original title is another one than the title.
pub(crate) fn says_more(original: &str, title: &str) -> bool {
    !is_absent(original) && !title.starts_with(one_line(original).as_str())
}

/// `2008.0` is 2008, `-720.0` is 720 BC.
fn year(text: &str) -> Option<String> {
    let year: i32 = text.trim().split('.').next()?.parse().ok()?;
    Some(if year < 0 { format!("{} BC", -year) } else { year.to_string() })
}

/// The cell that [`year`] reads as this text; `None` when there is none.
pub(crate) fn year_cell(text: &str) -> Option<String> {
    let cell = match text.strip_suffix(" BC") {
        Some(before) => format!("-{before}"),
        None => text.to_owned(),
    };
    (year(&cell).as_deref() == Some(text)).then_some(cell)
}

/// The code that [`language`] reads as this name; `None` when there is none.
pub(crate) fn language_code(name: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|(_, known)| *known == name).map(|(code, _)| *code)
}

fn language(code: &str) -> Option<String> {
    let code = code.trim().to_ascii_lowercase();
    let plain = code.split('-').next().unwrap_or_default();
    LANGUAGES.iter().find(|(known, _)| *known == plain).map(|(_, name)| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str =
        "book_id,isbn,isbn13,authors,original_publication_year,original_title,title,language_code\n";

    fn read_all(lines: &str) -> (Vec<Row>, Vec<Problem>) {
        let (mut rows, mut problems) = (Vec::new(), Vec::new());
        let mut sink = |item| {
            match item {
                Item::Row(row) => rows.push(*row),
                Item::Bad(bad) => problems.extend(bad),
            }
            true
        };
        read(format!("{HEADER}{lines}").as_bytes(), Currency::USD, &mut sink).unwrap();
        (rows, problems)
    }

    #[test]
    fn an_isbn_becomes_the_ean_that_is_printed_on_the_book() {
        let cases = [
            ("0306406152", Some("9780306406157")),
            // A spreadsheet took the zero away.
            ("306406152", Some("9780306406157")),
            ("0-8044-2957-X", Some("9780804429573")),
            ("0306406153", None),
            ("X306406152", None),
            ("12345", None),
            ("٠٣٠٦٤٠٦١٥٢", None),
        ];
        for (isbn, ean) in cases {
            assert_eq!(ean_of(isbn).map(|e| e.as_str().to_owned()).as_deref(), ean, "{isbn}");
        }
    }

    #[test]
    fn a_line_becomes_a_book_without_a_price() {
        let (rows, problems) = read_all(
            "1,306406152,9.78030640615e+12,\"Ann Ink, Bo Quill\",-720.0,Das Buch,The Book (A Row of Books #1),en-US\n\
             2,,9.78030640615e+12,Ann Ink,,,Second,\n3,,9780804429573,Ann Ink,2008.0,Third,Third,eng\n",
        );
        assert_eq!(problems, []);
        let book = &rows[0];
        assert_eq!((book.brand.as_deref(), book.price.is_zero()), (Some("Ann Ink"), true));
        assert_eq!(book.eans[0].as_str(), "9780306406157");
        let shown: Vec<String> = book.attributes.iter().map(|a| format!("{}={}", a.name, a.value)).collect();
        assert_eq!(
            shown,
            [
                "Authors=Ann Ink, Bo Quill",
                "First published=720 BC",
                "Language=English",
                "Original title=Das Buch"
            ]
        );
        assert!(rows[1].eans.is_empty() && rows[1].warnings[0].reason.to_string().contains("whole ISBN"));
        assert_eq!(rows[2].eans[0].as_str(), "9780804429573");
    }

    #[test]
    fn a_bad_line_names_its_column() {
        let (rows, problems) = read_all("1,,,,,,Title,\n,,,Ann,,,Title,\n3,,,Ann,,,,\n4,,\n");
        assert!(rows.is_empty());
        let columns: Vec<&str> = problems.iter().map(|p| p.column.as_str()).collect();
        assert_eq!(columns, ["authors", "book_id", "title", "the whole line"]);
    }
}
