//! The writings of the regions: known results, and every row beside the published data where that is at hand.
use super::*;

fn written(tag: &str, currency: &str, minor: i64) -> String {
    money(Money::new(minor, Currency::parse(currency).unwrap()), Writing::of_tag(tag).unwrap())
}

#[test]
fn amounts_are_written_as_each_region_reads_them() {
    let cases = [
        ("de-CH", "CHF", -123_450, "CHF-1'234.50"),
        ("en-IN", "INR", 1_234_567_890, "₹1,23,45,678.90"),
        ("hi", "INR", 123_456_750, "₹12,34,567.50"),
        ("ar-EG", "EGP", -123_450, "\u{61c}-\u{200f}١٬٢٣٤٫٥٠\u{a0}ج.م.\u{200f}"),
        ("fa", "IRR", 123_456_700, "\u{200e}ریال\u{a0}۱٬۲۳۴٬۵۶۷"),
        ("bn", "BDT", 123_456_750, "১২,৩৪,৫৬৭.৫০৳"),
        ("mr", "INR", 123_456_750, "₹१,२३४,५६७.५०"),
        ("pt-BR", "BRL", 123_450, "R$\u{a0}1.234,50"),
        ("pt-PT", "EUR", 1_234_550, "12\u{a0}345,50\u{a0}€"),
        ("fr", "EUR", 123_456_750, "1\u{202f}234\u{202f}567,50\u{a0}€"),
        ("fr-CH", "CHF", 123_450, "1'234.50\u{a0}CHF"),
        ("de-AT", "EUR", 1_234_550, "€\u{a0}12.345,50"),
        ("nl", "EUR", -123_450, "€\u{a0}-1.234,50"),
        ("pl", "PLN", 123_450, "1234,50\u{a0}zł"),
        ("sv", "SEK", -1_234_550, "−12\u{a0}345,50\u{a0}kr"),
        ("ja", "JPY", 1_234, "￥1,234"),
        ("zh-TW", "TWD", 123_450, "$1,234.50"),
        ("tr", "TRY", 123_450, "₺1.234,50"),
        ("es-MX", "MXN", 123_450, "$1,234.50"),
        ("es-CO", "COP", 4_500_000, "$\u{a0}45.000"),
        ("es-CL", "CLP", -45_000, "$-45.000"),
        ("he", "ILS", -123_450, "\u{200f}\u{200e}-1,234.50\u{a0}\u{200f}₪"),
        ("ar-KW", "KWD", 1_234_567, "\u{200f}١٬٢٣٤٫٥٦٧\u{a0}د.ك.\u{200f}"),
        ("ko", "KRW", 1_234_567, "₩1,234,567"),
        ("en-ZA", "ZAR", 123_450, "R\u{a0}1\u{a0}234,50"),
        ("no", "NOK", -150, "−1,50\u{a0}kr"),
        ("es-AR", "USD", 123_450, "US$\u{a0}1.234,50"),
        ("ru", "RUB", 123_450, "1\u{a0}234,50\u{a0}₽"),
        ("vi", "VND", 250_000, "250.000\u{a0}₫"),
    ];
    for (tag, currency, minor, expected) in cases {
        assert_eq!(written(tag, currency, minor), expected, "{tag} {currency}");
    }
}

#[test]
fn numbers_and_percentages_of_a_region_have_its_digits_and_groups() {
    let of = |tag| Writing::of_tag(tag).unwrap();
    assert_eq!(number(1_234_567, of("en-IN")), "12,34,567");
    assert_eq!(number(-1_234_567, of("ar-EG")), "\u{61c}-١٬٢٣٤٬٥٦٧");
    assert_eq!(number(1_234, of("pl")), "1234");
    assert_eq!(number(99_999, of("mr")), "९९,९९९");
    assert_eq!(number(123, of("hi")), "123");
    assert_eq!(percent(1_250, of("tr")), "%12,5");
    assert_eq!(percent(-825, of("ar-EG")), "\u{61c}-٨٫٢٥٪\u{61c}");
    assert_eq!(percent(825, of("fr")), "8,25\u{a0}%");
}

#[test]
fn a_tag_finds_the_nearest_writing() {
    for (tag, found) in [
        ("de-CH", Some("de-CH")),
        ("DE_ch", Some("de-CH")),
        ("de-DE", Some("de")),
        ("es-MX-u-nu-latn", Some("es-MX")),
        ("zh-TW", Some("zh-Hant")),
        ("zh-HK", Some("zh-Hant-HK")),
        ("zh-Hans-CN", Some("zh")),
        ("no-NO", Some("nb")),
        ("en-US", Some("en")),
        ("tlh", None),
        ("", None),
        ("../..", None),
    ] {
        assert_eq!(Writing::of_tag(tag).map(Writing::tag), found, "{tag}");
    }
    for locale in Locale::ALL {
        assert_eq!(Writing::from(*locale), Writing::of_tag(locale.as_str()).unwrap());
    }
}

/// Languages whose thousands are not grouped before ten thousand (CLDR `minimumGroupingDigits`; the published extract
/// does not hold it). The regions of Spanish in the Americas do.
const FROM_TEN_THOUSAND: &[&str] =
    &["bg", "es", "es-EA", "es-GQ", "es-IC", "es-PH", "hu", "it", "pl", "pt-PT"];

/// CLDR's own patterns and symbols, where they are at hand.
fn cldr() -> Option<serde_json::Value> {
    let file = crate::published::open("geo/cldr/number_currency_formats_by_locale.json.gz")?;
    Some(serde_json::from_reader(flate2::read::GzDecoder::new(file)).unwrap())
}

/// What one row of the published data makes of an amount, straight from its pattern.
struct Oracle<'f>(&'f str, &'f serde_json::Value);

impl Oracle<'_> {
    fn text(&self, at: &str) -> Option<&str> {
        self.1.pointer(at).and_then(|text| text.as_str())
    }

    fn numeral(&self, c: char) -> char {
        let zero = match self.text("/ns") {
            Some("arab") => '٠',
            Some("arabext") => '۰',
            Some("beng") => '০',
            Some("deva") => '०',
            other => return if other == Some("latn") { c } else { panic!("digits {other:?} of {}", self.0) },
        };
        c.to_digit(10).map_or(c, |value| char::from_u32(zero as u32 + value).unwrap())
    }

    fn digits(&self, plain: &str, pattern: &str, decimal: &str, group: &str) -> String {
        let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
        let from = if FROM_TEN_THOUSAND.contains(&self.0) { 5 } else { 4 };
        let mut groups = Vec::new();
        let (mut left, mut size) = (whole, if whole.len() < from { whole.len() } else { 3 });
        while left.len() > size {
            let (rest, last) = left.split_at(left.len() - size);
            groups.insert(0, last);
            (left, size) = (rest, if pattern.contains("#,##,##0") { 2 } else { 3 });
        }
        groups.insert(0, left);
        let point = if fraction.is_empty() { "" } else { decimal };
        let numerals = |text: &str| text.chars().map(|c| self.numeral(c)).collect::<String>();
        let whole: Vec<String> = groups.iter().map(|group| numerals(group)).collect();
        format!("{}{point}{}", whole.join(group), numerals(fraction))
    }

    fn money(&self, amount: Money) -> String {
        let pattern = self.text("/currency").unwrap();
        let decimal = self.text("/symbols/currencyDecimal").or(self.text("/symbols/decimal")).unwrap();
        let group = self.text("/symbols/currencyGroup").or(self.text("/symbols/group")).unwrap();
        let minus = self.text("/symbols/minusSign").unwrap();
        let plain = amount.to_shown_decimal();
        let digits = self.digits(plain.trim_start_matches('-'), pattern, decimal, group);
        let code = amount.currency().code();
        let symbol = self.1["symbol"][code][0].as_str().unwrap_or(code);
        let (positive, explicit) = pattern.split_once(';').map_or((pattern, None), |(p, n)| (p, Some(n)));
        let chosen = match (amount.is_negative(), explicit) {
            (false, _) => positive.to_owned(),
            (true, Some(own)) => own.replace('-', minus),
            (true, None) => format!("{minus}{positive}"),
        };
        let letter = |c: Option<char>| {
            c.is_some_and(|c| c.is_alphabetic() || matches!(c, '.' | '/' | '\u{200e}' | '\u{200f}'))
        };
        let before = chosen.contains("¤#") && letter(symbol.chars().last());
        let after = chosen.contains("0¤") && letter(symbol.chars().next());
        let room = |wanted: bool| if wanted { "\u{a0}" } else { "" };
        let sign = format!("{}{symbol}{}", room(after), room(before));
        chosen.replace("#,##,##0.00", &digits).replace("#,##0.00", &digits).replace('¤', &sign)
    }

    fn number(&self, value: i64) -> String {
        let of = |at| self.text(at).unwrap();
        let minus = if value < 0 { of("/symbols/minusSign") } else { "" };
        let plain = value.unsigned_abs().to_string();
        format!(
            "{minus}{}",
            self.digits(&plain, of("/decimal"), of("/symbols/decimal"), of("/symbols/group"))
        )
    }
}

#[test]
fn every_writing_is_as_cldr_has_it() {
    let Some(cldr) = cldr() else { return };
    let mut codes: BTreeSet<String> =
        ["CHF", "PLN", "SEK", "TRY", "ZAR", "COP", "IDR", "CLP", "ARS", "SAR"].map(String::from).into();
    for writing in Writing::all() {
        codes.extend(cldr[writing.tag()]["symbol"].as_object().unwrap().keys().cloned());
    }
    // `XXX` means "no currency": nothing is priced in it.
    codes.remove("XXX");
    let currencies: Vec<Currency> = codes.iter().filter_map(|code| Currency::parse(code).ok()).collect();
    let mut compared = 0;
    for writing in Writing::all() {
        let oracle = Oracle(writing.tag(), &cldr[writing.tag()]);
        for currency in &currencies {
            for minor in [0, 7, 1_234, 999_900, 1_234_567, 9_876_543_210, -42, -7_654_321] {
                let amount = Money::new(minor, *currency);
                assert_eq!(money(amount, writing), oracle.money(amount), "{} {amount}", writing.tag());
                compared += 1;
            }
        }
        for value in [0, 999, 1_234, -12_345, 123_456_789] {
            assert_eq!(number(value, writing), oracle.number(value), "{} {value}", writing.tag());
        }
        let sign = oracle.text("/symbols/percentSign").unwrap();
        assert!(percent(100, writing).contains(sign), "{}", writing.tag());
    }
    assert!(compared > 80_000, "{compared}");
}

#[test]
fn the_forty_largest_languages_and_regions_are_there() {
    let largest = [
        "en-US", "en-GB", "en-IN", "en-CA", "en-AU", "es-ES", "es-MX", "es-CO", "es-AR", "es-CL", "es-PE",
        "es-US", "pt-BR", "pt-PT", "fr-FR", "fr-CA", "fr-CH", "de-DE", "de-AT", "de-CH", "it-IT", "nl-NL",
        "pl-PL", "tr-TR", "ru-RU", "uk-UA", "ar-EG", "ar-SA", "ar-AE", "ar-MA", "fa-IR", "ur-PK", "hi-IN",
        "bn-BD", "ta-IN", "id-ID", "vi-VN", "th-TH", "ko-KR", "ja-JP", "zh-CN", "zh-TW", "zh-HK", "sv-SE",
        "da-DK", "nb-NO", "fi-FI", "cs-CZ", "hu-HU", "ro-RO", "el-GR", "he-IL",
    ];
    for tag in largest {
        let language = tag.split('-').next().unwrap();
        assert!(Writing::of_tag(tag).is_some_and(|w| w.tag().starts_with(language)), "{tag}");
    }
}
