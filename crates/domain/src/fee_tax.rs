//! Tax on what the platform charges its sellers: who owes it, where, and how much. Called by `fees` whenever a fee is posted,
//! and by the page that previews one.
//!
//! The rule is that of electronic services between businesses: Directive 2006/112/EC, articles 44 and 196 (a business of
//! another member state owes the tax itself), 58 (who is no business is taxed where it lives) and 59 (nothing is owed within
//! the Union by who is outside of it). The platform's country anywhere else in the world is read the same way: its own
//! sellers are charged its general rate, foreign ones nothing.

use crate::tax::general_rate_at;
use crate::{Money, MoneyError, Rounding, Timestamp, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    /// Why a fee is taxed as it is.
    pub enum FeeTaxRule {
        /// Platform and seller are in one country.
        Domestic = "domestic",
        /// The seller is in another country of the European Union and has no tax number: taxed where the seller is.
        AtSeller = "at_seller",
        /// The seller is a business in another country of the European Union, and owes the tax there itself.
        ReverseCharge = "reverse_charge",
        /// The seller is where the platform's country has no tax to take.
        Abroad = "abroad",
    }
}

/// Member states of the European Union, by ISO 3166-1.
const UNION: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT",
    "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// Provinces of Spain outside of the Union's value-added tax (Directive 2006/112/EC, article 6).
const OUTSIDE: [(&str, &str); 4] = [("ES", "CE"), ("ES", "GC"), ("ES", "ML"), ("ES", "TF")];

/// Where a business is, as far as its taxes are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat<'a> {
    /// ISO 3166-1 alpha-2.
    pub country: &'a str,
    /// Its code, or empty.
    pub region: &'a str,
    /// It has a tax number.
    pub registered: bool,
}

impl Seat<'_> {
    fn is_in_union(&self) -> bool {
        UNION.contains(&self.country) && !self.is_outside()
    }

    fn is_outside(&self) -> bool {
        OUTSIDE.contains(&(self.country, self.region))
    }
}

/// How a fee is taxed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeTax {
    pub rule: FeeTaxRule,
    /// The country that it is owed to; the platform's where nothing is.
    pub place: String,
    /// 0 to 1,000,000 millionths.
    pub rate_ppm: i64,
}

/// How a fee of a platform of that country is taxed that it charges this seller then. `own_rate_ppm` is the rate of the
/// platform's own country, where the general one is not what holds.
pub fn fee_tax(platform: &str, own_rate_ppm: Option<i64>, seller: Seat<'_>, at: Timestamp) -> FeeTax {
    let general = |country: &str| general_rate_at(country, "", at).map_or(0, |rate| rate.rate_ppm);
    let own = || own_rate_ppm.unwrap_or_else(|| general(platform));
    let both = Seat { country: platform, region: "", registered: true }.is_in_union() && seller.is_in_union();
    let (rule, place, rate_ppm) = if seller.country == platform && !seller.is_outside() {
        (FeeTaxRule::Domestic, platform, own())
    } else if !both {
        (FeeTaxRule::Abroad, platform, 0)
    } else if seller.registered {
        (FeeTaxRule::ReverseCharge, seller.country, 0)
    } else {
        (FeeTaxRule::AtSeller, seller.country, general(seller.country))
    };
    FeeTax { rule, place: place.to_owned(), rate_ppm }
}

/// The tax of fees, half up. Of what fees come to together: to know what one more adds, or one that came back takes away, the
/// tax of all before it is subtracted from the tax of all with it.
///
/// # Errors
/// [`MoneyError::Overflow`].
pub fn tax_of(fees: Money, rate_ppm: i64) -> Result<Money, MoneyError> {
    fees.scale(rate_ppm, 1_000_000, Rounding::HalfUp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Currency;
    use crate::calendar::day_of;
    use proptest::prelude::*;

    fn at(year: i64) -> Timestamp {
        Timestamp::from_micros(day_of(year, 7, 1) * 86_400_000_000)
    }

    fn seat(country: &'static str, region: &'static str, registered: bool) -> Seat<'static> {
        Seat { country, region, registered }
    }

    #[test]
    fn each_seller_is_taxed_where_it_belongs() {
        use FeeTaxRule::{Abroad, AtSeller, Domestic, ReverseCharge};
        for (platform, seller, rule, place, rate_ppm) in [
            ("DE", seat("DE", "", true), Domestic, "DE", 190_000),
            ("DE", seat("DE", "", false), Domestic, "DE", 190_000),
            ("DE", seat("FR", "", true), ReverseCharge, "FR", 0),
            ("DE", seat("FR", "", false), AtSeller, "FR", 200_000),
            ("DE", seat("US", "CA", true), Abroad, "DE", 0),
            ("DE", seat("ES", "M", false), AtSeller, "ES", 210_000),
            ("DE", seat("ES", "TF", false), Abroad, "DE", 0),
            ("ES", seat("ES", "GC", true), Abroad, "ES", 0),
            ("ES", seat("ES", "B", true), Domestic, "ES", 210_000),
            ("US", seat("US", "CA", true), Domestic, "US", 0),
            ("US", seat("DE", "", false), Abroad, "US", 0),
            ("GB", seat("GB", "", true), Domestic, "GB", 200_000),
            ("GB", seat("DE", "", false), Abroad, "GB", 0),
            ("CH", seat("CH", "", false), Domestic, "CH", 81_000),
        ] {
            let found = fee_tax(platform, None, seller, at(2026));
            assert_eq!(found, FeeTax { rule, place: place.into(), rate_ppm }, "{platform} {seller:?}");
        }
    }

    #[test]
    fn a_rate_is_that_of_the_day_unless_another_is_said() {
        let german = seat("DE", "", true);
        let in_2020 = Timestamp::from_micros(day_of(2020, 8, 1) * 86_400_000_000);
        assert_eq!(fee_tax("DE", None, german, in_2020).rate_ppm, 160_000);
        assert_eq!(fee_tax("DE", Some(170_000), german, at(2026)).rate_ppm, 170_000);
        assert_eq!(fee_tax("DE", Some(170_000), seat("FR", "", false), at(2026)).rate_ppm, 200_000);
    }

    #[test]
    fn a_cent_is_rounded_half_up() {
        let euro = |minor| Money::new(minor, Currency::EUR);
        assert_eq!(tax_of(euro(360), 190_000).unwrap(), euro(68));
        assert_eq!(tax_of(euro(250), 190_000).unwrap(), euro(48));
        assert_eq!(tax_of(euro(0), 190_000).unwrap(), euro(0));
    }

    proptest! {
        /// Whatever comes back of a fee in whatever steps: all of it leaves no tax behind.
        #[test]
        fn steps_add_up_to_the_whole(fee in 0i64..1_000_000, cuts in prop::collection::vec(0i64..1_000, 0..6), rate in 0i64..300_000) {
            let euro = |minor| Money::new(minor, Currency::EUR);
            let (mut left, mut owed) = (fee, tax_of(euro(fee), rate).unwrap().minor());
            for cut in cuts.into_iter().chain([i64::MAX]) {
                let after = left - cut.min(left);
                let change = tax_of(euro(after), rate).unwrap().minor() - tax_of(euro(left), rate).unwrap().minor();
                prop_assert!(change <= 0);
                (left, owed) = (after, owed + change);
            }
            prop_assert_eq!((left, owed), (0, 0));
        }
    }
}
