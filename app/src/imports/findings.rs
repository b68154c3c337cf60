//! What was found in the rows of an upload, in the reader's language. Called by the server's own route that hands it
//! out as a table. Server only.
use domain::format;
use platform::import::{Column, Finding, PictureFault, Problem, Reason, Severity};

use crate::text::T;

/// Names of the table's columns.
pub fn heading(t: T) -> [String; 4] {
    [t.findings_line(), t.findings_column(), t.findings_kind(), t.findings_reason()]
}

/// A line of the table. Numbers of lines are plain digits, by which a spreadsheet can sort.
pub fn row(t: T, finding: &Finding) -> [String; 4] {
    match finding {
        Finding::Found(Problem { line, column: of, reason: why, severity }) => {
            let kind = match severity {
                Severity::Error => t.findings_error(),
                Severity::Warning => t.findings_warning(),
            };
            [line.to_string(), column(t, of), kind, reason(t, why)]
        }
        Finding::More { more } => {
            [String::new(), String::new(), String::new(), t.findings_more(count(*more))]
        }
    }
}

/// A column of the file keeps the name that it has there.
fn column(t: T, column: &Column) -> String {
    match column {
        Column::Named(name) => name.clone(),
        Column::WholeLine => t.column_whole_line(),
        Column::Id => t.column_id(),
        Column::Sku => t.column_sku(),
        Column::Ean => t.column_ean(),
        Column::Price => t.column_price(),
        Column::Options => t.column_options(),
        Column::Picture => t.column_picture(),
    }
}

fn count(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn reason(t: T, reason: &Reason) -> String {
    use Reason as R;
    match reason {
        R::NotUtf8 => t.found_not_utf8(),
        R::NotUtf8From { byte } => t.found_not_utf8_from(count(*byte)),
        R::CellCount { cells, header } => t.found_cell_count(count(*cells), count(*header)),
        R::NoObject => t.found_no_object(),
        R::BadJson { line, byte } => t.found_bad_json(line.to_string(), count(*byte)),
        R::HalfARow => t.found_half_a_row(),
        R::Missing => t.found_missing(),
        R::Empty => t.found_empty(),
        R::Formula => t.found_formula(),
        R::NulByte => t.found_nul_byte(),
        R::NoText => t.found_no_text(),
        R::NoNumber => t.found_no_number(),
        R::NoList => t.found_no_list(),
        R::NoValue => t.found_no_value(),
        R::TooManyCharacters { limit } => t.found_too_many_characters(count(*limit)),
        R::TooLongWithOptions { limit } => t.found_too_long_with_options(count(*limit)),
        R::TooManyBytes { limit } => t.found_too_many_bytes(count(*limit)),
        R::Cut { limit } => t.found_cut(count(*limit)),
        R::NoPieces => t.found_no_pieces(),
        R::NoDays { limit } => t.found_no_days(count(*limit)),
        R::NoGrams { limit } => t.found_no_grams(count(*limit)),
        R::WrongStatus => t.found_wrong_status(),
        R::WrongShopifyStatus { status } => t.found_wrong_shopify_status(status),
        R::NoPath { limit } => t.found_no_path(count(*limit)),
        R::NoFacts => t.found_no_facts(),
        R::TooManyFacts { facts, bytes } => t.found_too_many_facts(count(*facts), count(*bytes)),
        R::PriceMissing => t.found_price_missing(),
        R::NoPrice { price } => t.found_no_price(format::money(*price, t.writing())),
        R::PriceTooHigh { price, limit } => {
            t.found_price_too_high(format::money(*price, t.writing()), count(*limit))
        }
        R::NoAmount { text } => t.found_no_amount(text),
        R::TooManyDecimals { currency, places } => t.found_too_many_decimals(currency.code(), *places),
        R::AmountTooLarge => t.found_amount_too_large(),
        R::NoMinorUnits => t.found_no_minor_units(),
        R::UnknownCurrency { text } => t.found_unknown_currency(text),
        R::OtherCurrency { named, own } => t.found_other_currency(named.code(), own.code()),
        R::CodeLength { code } => t.found_code_length(code),
        R::CodeNotDigits { code } => t.found_code_not_digits(code),
        R::CodeMistyped { code } => t.found_code_mistyped(code),
        R::CodeRepeated { code, line } => t.found_code_repeated(code, line.to_string()),
        R::CodesNoTexts => t.found_codes_no_texts(),
        R::CodesNoList => t.found_codes_no_list(),
        R::IsbnNotWhole { isbn } => t.found_isbn_not_whole(isbn),
        R::IsbnMistyped { isbn } => t.found_isbn_mistyped(isbn),
        R::ArticleMissing => t.found_article_missing(),
        R::Repeated { text, line } => t.found_repeated(text, line.to_string()),
        R::SkuTaken { sku } => t.found_sku_taken(sku),
        R::SkuOfOther { sku } => t.found_sku_of_other(sku),
        R::OfferedAlready => t.found_offered_already(),
        R::ProductTakenDown => t.found_product_taken_down(),
        R::OfferTakenDown => t.found_offer_taken_down(),
        R::OfferedInLine { line } => t.found_offered_in_line(line.to_string()),
        R::AttributesMissing { names } => t.found_attributes_missing(names),
        R::NeedsApproval => t.found_needs_approval(),
        R::ChangeNeedsApproval => t.found_change_needs_approval(),
        R::BrandRefused { brand } => t.found_brand_refused(brand),
        R::OptionTwice { option } => t.found_option_twice(option),
        R::OtherOptions { line } => t.found_other_options(line.to_string()),
        R::VariantsLeftOut { count: n } => t.found_variants_left_out(count(*n)),
        R::TooManyVariants { limit, count: n } => t.found_too_many_variants(count(*limit), count(*n)),
        R::OneVariantMore { limit } => t.found_one_variant_more(count(*limit)),
        R::VariantsLeave { title, before, count: n, named } => {
            t.found_variants_leave(title, before, count(*n), named)
        }
        R::TooManyPictures { limit } => t.found_too_many_pictures(count(*limit)),
        R::PictureLeftOut { name, why } => t.found_picture_left_out(name, fault(t, why)),
    }
}

fn fault(t: T, fault: &PictureFault) -> String {
    use PictureFault as F;
    match fault {
        F::NotFetched => t.fault_not_fetched(),
        F::NoPath => t.fault_no_path(),
        F::NotThere => t.fault_not_there(),
        F::Outside => t.fault_outside(),
        F::Unreadable => t.fault_unreadable(),
        F::TooManyBytes { bytes, limit } => t.fault_too_many_bytes(count(*bytes), count(*limit)),
        F::TooLarge { width, height, side } => t.fault_too_large(*width, *height, *side),
        F::NotAPicture => t.fault_not_a_picture(),
        F::Damaged => t.fault_damaged(),
        F::BeingRemoved => t.fault_being_removed(),
        F::Unknown => t.fault_unknown(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::format::Locale;
    use domain::text_enum::TextEnum as _;
    use std::collections::HashSet;

    /// Every kind of reason, and every fault that a picture can have.
    fn all() -> Vec<Reason> {
        let faults = PictureFault::examples().into_iter();
        let faults = faults.map(|why| Reason::PictureLeftOut { name: "a.jpg".to_owned(), why });
        Reason::examples().into_iter().chain(faults).collect()
    }

    #[test]
    fn every_reason_has_a_text_of_its_own_in_every_language() {
        for locale in Locale::ALL.iter().copied() {
            let mut said: HashSet<String> = HashSet::new();
            for found in all() {
                let text = reason(T::new(locale), &found);
                assert!(!text.contains('{') && !text.contains('}'), "{text} keeps an argument of {found:?}");
                assert!(
                    said.insert(text.clone()) || text.contains("a.jpg"),
                    "{text} is said of {found:?}, too"
                );
                let translated = text != found.to_string() || locale == Locale::En;
                assert!(translated, "{found:?} is English in {locale}");
                let arabic = text.chars().any(|c| ('\u{0600}'..='\u{06ff}').contains(&c));
                assert_eq!(arabic, locale == Locale::Ar, "{text}");
            }
        }
    }

    #[test]
    fn the_pages_english_is_the_command_lines() {
        // An amount is written for people here, and in plain digits there; a count leads one sentence and ends the other.
        let differ = [
            Reason::NoPrice { price: domain::Money::new(-1_250, domain::Currency::USD) },
            Reason::PriceTooHigh { price: domain::Money::new(-1_250, domain::Currency::USD), limit: 12 },
            Reason::VariantsLeftOut { count: 12 },
        ];
        for found in all().into_iter().filter(|found| !differ.contains(found)) {
            assert_eq!(reason(T::new(Locale::En), &found), found.to_string());
        }
    }

    #[test]
    fn a_column_of_the_file_keeps_its_name() {
        let of = |locale, of: Column| column(T::new(locale), &of);
        assert_eq!(of(Locale::Es, Column::from("Variant Price")), "Variant Price");
        assert_eq!(of(Locale::Es, Column::WholeLine), "la línea entera");
        assert_eq!(of(Locale::Ar, Column::Price), "السعر");
        for named in [
            Column::WholeLine,
            Column::Id,
            Column::Sku,
            Column::Ean,
            Column::Price,
            Column::Options,
            Column::Picture,
        ] {
            assert_eq!(of(Locale::En, named.clone()), named.as_str());
        }
    }
}
