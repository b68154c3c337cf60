//! Signs of currencies: CLDR 48, `en`, `es` and `ar`. A currency that is not here is shown by its code.

/// Code, English, Spanish, Arabic; empty where that language writes the code.
const SYMBOLS: &[(&str, &str, &str, &str)] = &[
    ("AED", "", "", "د.إ.\u{200f}"),
    ("AUD", "A$", "", "AU$"),
    ("BHD", "", "", "د.ب.\u{200f}"),
    ("BRL", "R$", "", "R$"),
    ("CAD", "CA$", "", "CA$"),
    ("CNY", "CN¥", "", "CN¥"),
    ("DZD", "", "", "د.ج.\u{200f}"),
    ("EGP", "", "", "ج.م.\u{200f}"),
    ("EUR", "€", "€", "€"),
    ("GBP", "£", "", "UK£"),
    ("HKD", "HK$", "", "HK$"),
    ("ILS", "₪", "", "₪"),
    ("INR", "₹", "", "₹"),
    ("IQD", "", "", "د.ع.\u{200f}"),
    ("IRR", "", "", "ر.إ."),
    ("JOD", "", "", "د.أ.\u{200f}"),
    ("JPY", "¥", "", "JP¥"),
    ("KRW", "₩", "", "₩"),
    ("KWD", "", "", "د.ك.\u{200f}"),
    ("LBP", "", "", "ل.ل.\u{200f}"),
    ("LYD", "", "", "د.ل.\u{200f}"),
    ("MAD", "", "", "د.م.\u{200f}"),
    ("MRU", "", "", "أ.م."),
    ("MXN", "MX$", "", "MX$"),
    ("NZD", "NZ$", "", "NZ$"),
    ("OMR", "", "", "ر.ع.\u{200f}"),
    ("PHP", "₱", "", ""),
    ("QAR", "", "", "ر.ق.\u{200f}"),
    ("SAR", "", "", "ر.س.\u{200f}"),
    ("SDG", "", "", "ج.س."),
    ("SYP", "", "", "ل.س.\u{200f}"),
    ("THB", "", "฿", "฿"),
    ("TND", "", "", "د.ت.\u{200f}"),
    ("TWD", "NT$", "", "NT$"),
    ("USD", "$", "US$", "US$"),
    ("VND", "₫", "₫", "₫"),
    ("XAF", "FCFA", "", "FCFA"),
    ("XCD", "EC$", "", "EC$"),
    ("XCG", "Cg.", "Cg.", "Cg."),
    ("XOF", "F\u{202f}CFA", "", "F\u{202f}CFA"),
    ("XPF", "CFPF", "CFPF", "CFPF"),
    ("YER", "", "", "ر.ي.\u{200f}"),
];

/// What stands for the currency of this code in a language.
pub(super) fn symbol(code: &'static str, locale: super::Locale) -> &'static str {
    let Ok(found) = SYMBOLS.binary_search_by(|row| row.0.cmp(code)) else { return code };
    let (_, en, es, ar) = SYMBOLS[found];
    let symbol = match locale {
        super::Locale::En => en,
        super::Locale::Es => es,
        super::Locale::Ar => ar,
    };
    if symbol.is_empty() { code } else { symbol }
}
