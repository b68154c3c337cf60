//! What a category asks of what is listed in it: attributes that a product must have, an operator's approval, brands that
//! only some sellers may offer. Pure; called by `crates/listing` for new products and new offers alike, and by `crates/import`
//! for what a file changes, too.

use crate::{CategoryId, SellerId};
use serde::{Deserialize, Serialize};

/// The most attributes that one category asks for.
pub const MOST_REQUIRED: usize = 30;
/// The most brands that one category restricts.
pub const MOST_BRANDS: usize = 50;
/// The most sellers that are named for one brand.
pub const MOST_SELLERS: usize = 50;
/// The longest name of an attribute or a brand, in characters.
pub const LONGEST_NAME: usize = 80;

/// A brand that only these sellers may offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestrictedBrand {
    pub brand: String,
    /// Nobody, when it is empty.
    pub sellers: Vec<SellerId>,
}

/// What an operator said of one category, which holds for the categories below it, too.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingRule {
    /// Names of attributes that a new product must have, in the order in which they are asked for.
    pub required: Vec<String>,
    /// Whether an operator looks at a new product before shoppers do.
    pub approval: bool,
    pub brands: Vec<RestrictedBrand>,
}

/// What a product says of itself that rules look at.
#[derive(Debug, Clone)]
pub struct Described<'a> {
    pub category: CategoryId,
    pub brand: Option<&'a str>,
    /// Pairs of name and value.
    pub attributes: Vec<(&'a str, &'a str)>,
}

/// Why a rule refuses a product or an offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    /// The product has no attribute of this name, or an empty one.
    Attribute(String),
    /// The seller is not among those who may offer this brand.
    Brand(String),
}

/// Why a rule cannot be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    #[error("at most {MOST_REQUIRED} attributes, with names of 1 to {LONGEST_NAME} characters")]
    Required,
    #[error(
        "at most {MOST_BRANDS} brands of {MOST_SELLERS} sellers, with names of 1 to {LONGEST_NAME} characters"
    )]
    Brands,
}

/// Names are the same whatever their case and the spaces around them.
fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

impl ListingRule {
    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The rule as it is kept: names without spaces around them, each attribute once.
    ///
    /// # Errors
    /// [`RuleError::Required`], [`RuleError::Brands`].
    pub fn tidied(self) -> Result<Self, RuleError> {
        let fits = |name: &str| (1..=LONGEST_NAME).contains(&name.chars().count()) && !name.contains('\0');
        let mut required: Vec<String> = Vec::new();
        for name in &self.required {
            if !required.iter().any(|known| same(known, name)) {
                required.push(name.trim().to_owned());
            }
        }
        if required.len() > MOST_REQUIRED || !required.iter().all(|name| fits(name)) {
            return Err(RuleError::Required);
        }
        let brands: Vec<RestrictedBrand> = self
            .brands
            .into_iter()
            .map(|one| RestrictedBrand { brand: one.brand.trim().to_owned(), ..one })
            .collect();
        let sound = |one: &RestrictedBrand| fits(&one.brand) && one.sellers.len() <= MOST_SELLERS;
        if brands.len() > MOST_BRANDS || !brands.iter().all(sound) {
            return Err(RuleError::Brands);
        }
        Ok(Self { required, approval: self.approval, brands })
    }

    /// All rules on the way from the root to a category as one: what any of them asks for is asked for.
    pub fn together<'r>(rules: impl IntoIterator<Item = &'r Self>) -> Self {
        let mut all = Self::default();
        for rule in rules {
            for name in &rule.required {
                if !all.required.iter().any(|known| same(known, name)) {
                    all.required.push(name.clone());
                }
            }
            all.approval |= rule.approval;
            all.brands.extend(rule.brands.iter().cloned());
        }
        all
    }

    /// The brand's own name, if this seller may not offer it. Where several rules restrict a brand, each has to name the
    /// seller.
    pub fn refused_brand(&self, seller: SellerId, brand: Option<&str>) -> Option<&str> {
        let brand = brand?;
        let refuses = |one: &&RestrictedBrand| same(&one.brand, brand) && !one.sellers.contains(&seller);
        self.brands.iter().find(refuses).map(|one| one.brand.as_str())
    }

    /// Names of required attributes that are not among these, or only with an empty value. Pairs are name and value.
    pub fn missing<'a>(&self, attributes: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<&str> {
        let filled: Vec<&str> = attributes
            .into_iter()
            .filter(|(_, value)| !value.trim().is_empty())
            .map(|(name, _)| name)
            .collect();
        let absent = |name: &&str| !filled.iter().any(|known| same(known, name));
        self.required.iter().map(String::as_str).filter(absent).collect()
    }

    /// Everything that is in the way of a new product; nothing when it may be listed.
    pub fn lacks<'a>(
        &self,
        seller: SellerId,
        brand: Option<&str>,
        attributes: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Vec<Lack> {
        let missing = self.missing(attributes).into_iter().map(|name| Lack::Attribute(name.to_owned()));
        let brand = self.refused_brand(seller, brand).map(|brand| Lack::Brand(brand.to_owned()));
        missing.chain(brand).collect()
    }

    /// What a change of the seller's own product brings that is in the way; the rule is that of the category `after` it. In
    /// another category a product is as a new one. In its own only what was not lacking before counts: a product that was
    /// there before the rule may still change in everything else.
    pub fn lacks_of_change(
        &self,
        seller: SellerId,
        before: &Described<'_>,
        after: &Described<'_>,
    ) -> Vec<Lack> {
        let of = |one: &Described<'_>| self.lacks(seller, one.brand, one.attributes.iter().copied());
        let known = if before.category == after.category { of(before) } else { Vec::new() };
        of(after).into_iter().filter(|lack| !known.contains(lack)).collect()
    }

    /// Whether an operator has to look at a change: what was approved was this brand in this category. The rule is that of
    /// the category `after` it.
    pub fn change_needs_approval(&self, before: &Described<'_>, after: &Described<'_>) -> bool {
        let brand = |one: &Described<'_>| one.brand.map(str::trim).unwrap_or_default().to_lowercase();
        self.approval && (before.category != after.category || brand(before) != brand(after))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TypedId as _;
    use uuid::Uuid;

    fn seller(n: u128) -> SellerId {
        SellerId::from_uuid(Uuid::from_u128(n))
    }

    fn asks(required: &[&str]) -> ListingRule {
        ListingRule { required: required.iter().map(|n| (*n).to_owned()).collect(), ..ListingRule::default() }
    }

    fn restricts(brand: &str, sellers: &[u128]) -> ListingRule {
        let sellers = sellers.iter().map(|n| seller(*n)).collect();
        let brands = vec![RestrictedBrand { brand: brand.into(), sellers }];
        ListingRule { brands, ..ListingRule::default() }
    }

    #[test]
    fn what_is_missing_is_named_as_the_rule_names_it() {
        let rule = asks(&["Material", "Size"]);
        type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);
        let cases: [Case<'_>; 5] = [
            (&[], &["Material", "Size"]),
            (&[("material ", "Wool"), ("SIZE", "M")], &[]),
            (&[("Material", "Wool")], &["Size"]),
            (&[("Material", "  "), ("Size", "M")], &["Material"]),
            (&[("Colour", "Red")], &["Material", "Size"]),
        ];
        for (attributes, missing) in cases {
            assert_eq!(rule.missing(attributes.iter().copied()), missing, "{attributes:?}");
        }
    }

    #[test]
    fn a_restricted_brand_is_for_those_who_are_named_by_every_rule() {
        let wide = restricts("Acme", &[1, 2]);
        let narrow = restricts("ACME", &[2, 3]);
        let both = ListingRule::together([&wide, &narrow]);
        for (who, brand, refused) in [
            (1, Some("acme"), true),
            (2, Some(" Acme "), false),
            (3, Some("Acme"), true),
            (4, Some("Acme"), true),
            (4, Some("Other"), false),
            (4, None, false),
        ] {
            assert_eq!(both.refused_brand(seller(who), brand).is_some(), refused, "{who} {brand:?}");
        }
        assert_eq!(restricts("Acme", &[]).refused_brand(seller(1), Some("Acme")), Some("Acme"), "nobody");
    }

    #[test]
    fn rules_on_the_way_to_a_category_add_up() {
        let root = ListingRule { approval: true, ..asks(&["Material"]) };
        let leaf = asks(&["material", "Size"]);
        let all = ListingRule::together([&root, &leaf]);
        assert_eq!((all.required, all.approval), (vec!["Material".to_owned(), "Size".to_owned()], true));
        assert!(ListingRule::together([]).is_empty());
    }

    #[test]
    fn everything_that_is_in_the_way_is_said_at_once() {
        let rule = ListingRule::together([&asks(&["Size"]), &restricts("Acme", &[1])]);
        let found = rule.lacks(seller(2), Some("Acme"), [("Colour", "Red")]);
        assert_eq!(found, [Lack::Attribute("Size".into()), Lack::Brand("Acme".into())]);
        assert_eq!(rule.lacks(seller(1), Some("Acme"), [("Size", "M")]), []);
    }

    #[test]
    fn a_change_may_not_bring_what_an_addition_may_not() {
        let (here, there) =
            (CategoryId::from_uuid(Uuid::from_u128(1)), CategoryId::from_uuid(Uuid::from_u128(2)));
        let rule = ListingRule::together([&asks(&["Size"]), &restricts("Acme", &[1])]);
        let said = |category, brand, size| Described {
            category,
            brand,
            attributes: if size { vec![("size", "M")] } else { Vec::new() },
        };
        let (size, brand) = (|| Lack::Attribute("Size".into()), || Lack::Brand("Acme".into()));
        for (before, after, lacks) in [
            (said(here, None, true), said(here, Some("Other"), true), vec![]),
            (said(here, None, true), said(here, Some("ACME"), true), vec![brand()]),
            (said(here, None, true), said(here, None, false), vec![size()]),
            // What was there before the rule stays as it is, and is not to be taken along.
            (said(here, Some("acme"), false), said(here, Some("Acme"), false), vec![]),
            (said(there, Some("Acme"), false), said(here, Some("Acme"), false), vec![size(), brand()]),
            (said(there, None, false), said(here, None, true), vec![]),
        ] {
            assert_eq!(rule.lacks_of_change(seller(2), &before, &after), lacks, "{before:?} {after:?}");
        }
        let looked = ListingRule { approval: true, ..ListingRule::default() };
        for (before, after, needs) in [
            (said(here, Some("Acme"), true), said(here, Some(" acme "), false), false),
            (said(here, Some("Acme"), true), said(here, Some("Other"), true), true),
            (said(here, Some("Acme"), true), said(here, None, true), true),
            (said(there, None, true), said(here, None, true), true),
        ] {
            assert_eq!(looked.change_needs_approval(&before, &after), needs, "{before:?} {after:?}");
            assert!(!rule.change_needs_approval(&before, &after));
        }
    }

    #[test]
    fn a_rule_is_tidied_or_refused() {
        let tidy = asks(&[" Size ", "size", "Material"]).tidied().unwrap();
        assert_eq!(tidy.required, ["Size", "Material"]);
        let many: Vec<String> = (0..=MOST_REQUIRED).map(|n| format!("A{n}")).collect();
        let many = ListingRule { required: many, ..ListingRule::default() };
        for wrong in [asks(&[" "]), asks(&["a\0b"]), many] {
            assert_eq!(wrong.tidied(), Err(RuleError::Required));
        }
        assert_eq!(restricts("", &[1]).tidied(), Err(RuleError::Brands));
        assert_eq!(restricts(&"x".repeat(81), &[1]).tidied(), Err(RuleError::Brands));
    }
}
