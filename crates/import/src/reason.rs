//! Every kind of finding, with its English. A page writes the same in the reader's language; a file of findings keeps
//! kind and arguments. Made by the formats and checks, read by `app` and the command line.

use crate::row::excerpt;
use catalog::GtinError;
use domain::{Currency, Money, MoneyError};
use pictures::PictureError;
use serde::{Deserialize, Serialize};
use std::fmt;

/// An enum of things to say: each with its arguments, its English and, for tests, an example.
macro_rules! reasons {
    ($(#[$meta:meta])* pub enum $name:ident {
        $( $(#[$about:meta])* $kind:ident $( { $($arg:ident: $of:ty),+ } )? = $english:literal; )*
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kind", rename_all = "snake_case")]
        pub enum $name { $( $(#[$about])* #[doc = $english] $kind $( { $($arg: $of),+ } )? ),* }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self { $( Self::$kind $( { $($arg),+ } )? => write!(f, $english) ),* }
            }
        }

        impl $name {
            /// One of each kind, for the tests of whoever words them.
            pub fn examples() -> Vec<Self> {
                vec![$( Self::$kind $( { $($arg: <$of>::example()),+ } )? ),*]
            }
        }
    };
}

reasons! {
    /// Why a picture that a row names is left out.
    pub enum PictureFault {
        NotFetched = "pictures are not fetched from the web; put the file beside the catalogue";
        NoPath = "a picture is named by a path below the folder of the catalogue";
        NotThere = "the picture is not in the folder";
        Outside = "the picture lies outside the folder";
        Unreadable = "it cannot be read";
        TooManyBytes { bytes: u64, limit: u64 } = "the picture has {bytes} bytes; at most {limit} are taken";
        /// In pixels.
        TooLarge { width: u32, height: u32, side: u32 } =
            "the picture is {width} x {height}; at most 50 million pixels and {side} a side are taken";
        NotAPicture = "this is not a JPEG, PNG or WebP picture";
        Damaged = "the picture is cut off or damaged";
        BeingRemoved = "it is being removed; it can be handed in again in a quarter of an hour";
        /// Named by an address of this shop.
        Unknown = "this shop has no such picture, and fetches none";
    }
}

reasons! {
    /// What was found in a row. Texts of the file are cut to an excerpt.
    pub enum Reason {
        NotUtf8 = "it is not UTF-8; save the file as UTF-8";
        /// The byte of the row, from 1.
        NotUtf8From { byte: u64 } = "it is not UTF-8 from byte {byte} on; save the file as UTF-8";
        CellCount { cells: u64, header: u64 } = "it has {cells} cells, the header has {header}";
        NoObject = "it is not a JSON object";
        /// The line of the file and the byte in it, both from 1.
        BadJson { line: u64, byte: u64 } =
            "it is not a JSON object: in line {line} it cannot be understood from byte {byte} on";
        HalfARow = "the file ends inside of this row: a part of it is missing";

        Missing = "it is missing";
        Empty = "it is empty";
        Formula = "it begins like a spreadsheet formula";
        NulByte = "it holds a NUL byte";
        NoText = "it is not a text";
        NoNumber = "it is not a number";
        NoList = "it is not a list";
        NoValue = "it is neither text, number nor yes/no";
        TooManyCharacters { limit: u64 } = "it has more than {limit} characters";
        TooLongWithOptions { limit: u64 } = "with its options it has more than {limit} characters";
        TooManyBytes { limit: u64 } = "it has more than {limit} bytes";
        Cut { limit: u64 } = "it was cut to {limit} bytes";
        NoPieces = "it is not a whole number of pieces";
        NoDays { limit: u64 } = "it is not a whole number of days from 0 to {limit}";
        NoGrams { limit: u64 } = "it is not a weight in grams from 0 to {limit}";
        WrongStatus = "it is neither `active` nor `hidden`";
        WrongShopifyStatus { status: String } = "`{status}` is none of active, draft, archived, unlisted";
        NoPath { limit: u64 } = "it is not a list of 1 to {limit} names";
        NoFacts = "it is not a list of facts, each with a name, a value and perhaps a unit";
        TooManyFacts { facts: u64, bytes: u64 } = "it holds more than {facts} facts or {bytes} bytes";

        PriceMissing = "it is missing; say one for rows without a price";
        NoPrice { price: Money } = "{price} is not a price: it must be above zero";
        /// In the currency's main unit.
        PriceTooHigh { price: Money, limit: u64 } = "{price} is above the limit of {limit}";
        NoAmount { text: String } = "`{text}` is not an amount; write it like 19.99";
        TooManyDecimals { currency: Currency, places: u32 } =
            "an amount in {currency} has at most {places} decimal places";
        AmountTooLarge = "the amount is larger than can be kept";
        NoMinorUnits = "it is not a whole number of the smallest unit (US cents)";
        UnknownCurrency { text: String } = "`{text}` is not an ISO 4217 currency code";
        OtherCurrency { named: Currency, own: Currency } = "it is in {named}; this seller's prices are in {own}";

        CodeLength { code: String } = "`{code}` is left out: a code has 8, 12, 13 or 14 digits";
        CodeNotDigits { code: String } = "`{code}` is left out: a code has only digits, spaces and hyphens";
        CodeMistyped { code: String } =
            "`{code}` is left out: the check digit is wrong: a digit is missing or mistyped";
        CodeRepeated { code: String, line: u64 } = "{code} is left out: it stands in line {line} already";
        CodesNoTexts = "what is not a text is left out";
        CodesNoList = "it is not a list of texts and is left out";
        IsbnNotWhole { isbn: String } = "`{isbn}` is left out: it is not a whole ISBN";
        IsbnMistyped { isbn: String } = "`{isbn}` is left out: a digit is missing or mistyped";
        ArticleMissing = "it is missing, and the picture's name does not begin with a number either";

        Repeated { text: String, line: u64 } = "`{text}` stands in line {line} already";
        SkuTaken { sku: String } = "`{sku}` is another offer of this seller";
        SkuOfOther { sku: String } = "`{sku}` is an offer of a product with another code";
        OfferedAlready = "this seller offers the product with this code already";
        ProductTakenDown = "the shop took its product down: it stays hidden until the shop shows it again";
        OfferTakenDown = "the shop took this offer down: it stays off sale until the shop shows it again";
        OfferedInLine { line: u64 } = "line {line} offers the product with this code already";

        AttributesMissing { names: String } = "its category also asks for: {names}";
        NeedsApproval = "new products of its category need the shop's approval; propose it by itself";
        ChangeNeedsApproval =
            "its category needs the shop's approval, so no file changes brand or category; leave both as they are, or \
             propose it as a new product";
        BrandRefused { brand: String } = "`{brand}` is only for sellers whom the shop has named; ask the shop";

        OptionTwice { option: String } = "`{option}` is the name of another option already";
        OtherOptions { line: u64 } = "its product has other options in line {line}";
        VariantsLeftOut { count: u64 } = "{count} more variants are left out: no option tells them apart";
        TooManyVariants { limit: u64, count: u64 } = "a product has at most {limit} variants, this one has {count}";
        OneVariantMore { limit: u64 } = "a product has at most {limit} variants, and this is one more";
        /// `before` are the options it had, `named` the values of the first of `count` variants.
        VariantsLeave { title: String, before: String, count: u64, named: String } =
            "`{title}` had other options ({before}): variants that the file does not name become products of their own \
             ({count}): {named}";

        TooManyPictures { limit: u64 } = "a product has at most {limit} pictures";
        PictureLeftOut { name: String, why: PictureFault } = "`{name}` is left out: {why}";
    }
}

impl Reason {
    /// Why a JSON text, which begins in this line of the file, could not be read.
    pub(crate) fn bad_json(begins: u64, error: &serde_json::Error) -> Self {
        let (line, byte) = (error.line().max(1) as u64, error.column().max(1) as u64);
        Self::BadJson { line: begins + line - 1, byte }
    }

    /// Why a code is left out.
    pub(crate) fn of_code(text: &str, error: GtinError) -> Self {
        let code = excerpt(text);
        match error {
            GtinError::Length => Self::CodeLength { code },
            GtinError::NotDigits => Self::CodeNotDigits { code },
            GtinError::CheckDigit => Self::CodeMistyped { code },
        }
    }

    /// Why a text is no amount or no currency.
    pub(crate) fn of_money(text: &str, error: &MoneyError) -> Self {
        match error {
            MoneyError::TooManyDecimals { currency, exponent } => {
                Self::TooManyDecimals { currency: *currency, places: *exponent }
            }
            MoneyError::Overflow => Self::AmountTooLarge,
            MoneyError::UnknownCurrency(_) => Self::UnknownCurrency { text: excerpt(text) },
            // The others are of sums and shares, which no cell is.
            MoneyError::NotAnAmount(_) | MoneyError::CurrencyMismatch { .. } | MoneyError::NoParts => {
                Self::NoAmount { text: excerpt(text) }
            }
        }
    }
}

impl From<&PictureError> for PictureFault {
    fn from(error: &PictureError) -> Self {
        match error {
            PictureError::TooManyBytes { bytes } => {
                Self::TooManyBytes { bytes: *bytes as u64, limit: pictures::MAX_BYTES as u64 }
            }
            PictureError::TooLarge { width, height } => {
                Self::TooLarge { width: *width, height: *height, side: pictures::MAX_SIDE }
            }
            PictureError::NotAPicture | PictureError::Format => Self::NotAPicture,
            PictureError::Damaged(_) => Self::Damaged,
            PictureError::BeingRemoved(_) => Self::BeingRemoved,
            PictureError::NotFound(_) => Self::Unknown,
            PictureError::Encode(_) | PictureError::Store(_) | PictureError::Db(_) => Self::Unreadable,
        }
    }
}

/// A value for an example of a reason.
trait Example {
    fn example() -> Self;
}

impl Example for u64 {
    fn example() -> Self {
        12
    }
}
impl Example for u32 {
    fn example() -> Self {
        3
    }
}
impl Example for String {
    fn example() -> Self {
        "Ñandú".to_owned()
    }
}
impl Example for Money {
    fn example() -> Self {
        Money::new(-1_250, Currency::USD)
    }
}
impl Example for Currency {
    fn example() -> Self {
        Currency::EUR
    }
}
impl Example for PictureFault {
    fn example() -> Self {
        Self::NotThere
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_a_reason_is_the_reason() {
        let all = Reason::examples();
        let faults = PictureFault::examples().into_iter();
        let faults = faults.map(|why| Reason::PictureLeftOut { name: "a.jpg".to_owned(), why });
        for reason in all.into_iter().chain(faults) {
            let kept = serde_json::to_string(&reason).unwrap();
            assert_eq!(serde_json::from_str::<Reason>(&kept).unwrap(), reason, "{kept}");
        }
        let kept = serde_json::to_string(&Reason::TooManyBytes { limit: 5 }).unwrap();
        assert_eq!(kept, r#"{"kind":"too_many_bytes","limit":5}"#);
    }
}
