//! How good a listing is, 0 to 100, and what would make it better. Pure; called by the seller's list of products.
//!
//! The hundred points are the platform's own: pictures and what a category asks for count most, because without them
//! shoppers neither find nor choose a thing.

/// A title of so many characters says what a thing is, and fits where it is shown.
pub const TITLE: std::ops::RangeInclusive<usize> = 20..=150;
/// So many pictures show a thing from all sides.
pub const PICTURES: usize = 3;
/// So many attributes let shoppers compare a thing.
pub const ATTRIBUTES: usize = 5;
/// A description of so many characters answers what a title leaves open.
pub const DESCRIPTION: usize = 200;
/// From this score on nothing has to be done.
pub const GOOD: u8 = 80;
/// Below this one shoppers hardly find it.
pub const POOR: u8 = 50;

crate::text_enum! {
    /// What is looked at.
    pub enum Part {
        Pictures = "pictures",
        Title = "title",
        /// Attributes that the category asks for.
        Required = "required",
        /// Attributes beside those.
        Attributes = "attributes",
        Description = "description",
        /// An EAN, UPC or ISBN.
        Code = "code",
        /// The offer's price beside the one that speaks for the product.
        Price = "price",
    }
}

impl Part {
    /// The most points that it can bring; all of them together are 100.
    pub const fn most(self) -> u8 {
        match self {
            Self::Pictures | Self::Required => 20,
            Self::Title | Self::Description => 15,
            Self::Attributes | Self::Code | Self::Price => 10,
        }
    }
}

/// What is known of a listing. Lengths are in characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Facts {
    pub pictures: usize,
    pub title: usize,
    pub description: usize,
    /// Attributes with a value.
    pub attributes: usize,
    /// Attributes that the category asks for, and how many of them are not there.
    pub required: usize,
    pub missing: usize,
    pub has_code: bool,
    /// What it costs and what the offer in the buy box does, in minor units of one currency. None where nobody else is in
    /// the way: then its price is fine.
    pub price: Option<(i64, i64)>,
}

/// Something to fix, and how many points that brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fix {
    pub part: Part,
    pub points: u8,
}

/// A score of 0 to 100, and what is missing to the hundred, the most points first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quality {
    pub score: u8,
    pub fixes: Vec<Fix>,
}

impl Quality {
    /// Whether its seller has to do something: shoppers hardly find it, or its category asks in vain for something.
    pub fn is_to_fix(&self) -> bool {
        self.score < POOR || self.fixes.iter().any(|fix| fix.part == Part::Required)
    }
}

/// `most` for `have` of `want`, rounded down; all of it from `want` on, and where nothing is wanted.
fn share(most: u8, have: usize, want: usize) -> u8 {
    if have >= want {
        return most;
    }
    u8::try_from(usize::from(most) * have / want).unwrap_or(most)
}

fn points(part: Part, facts: &Facts) -> u8 {
    let most = part.most();
    match part {
        Part::Pictures => share(most, facts.pictures, PICTURES),
        Part::Title if TITLE.contains(&facts.title) => most,
        Part::Title => share(most / 2, facts.title, *TITLE.start()),
        Part::Required => share(most, facts.required.saturating_sub(facts.missing), facts.required),
        Part::Attributes => share(most, facts.attributes, ATTRIBUTES),
        Part::Description => share(most, facts.description, DESCRIPTION),
        Part::Code if facts.has_code => most,
        Part::Code => 0,
        Part::Price => match facts.price {
            None => most,
            Some((own, best)) if own <= best => most,
            // Up to a tenth dearer is near enough to be chosen for another reason.
            Some((own, best)) if own.saturating_sub(best) <= best / 10 => most / 2,
            Some(_) => 0,
        },
    }
}

/// The score of a listing and what to fix.
pub fn assess(facts: &Facts) -> Quality {
    use crate::text_enum::TextEnum as _;
    let (mut score, mut fixes) = (0, Vec::new());
    for part in Part::ALL.iter().copied() {
        let got = points(part, facts);
        score += got;
        if got < part.most() {
            fixes.push(Fix { part, points: part.most() - got });
        }
    }
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.points));
    Quality { score, fixes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text_enum::TextEnum as _;
    use proptest::prelude::*;

    fn whole() -> Facts {
        Facts {
            pictures: 3,
            title: 40,
            description: 300,
            attributes: 6,
            required: 2,
            missing: 0,
            has_code: true,
            price: Some((1_000, 1_000)),
        }
    }

    #[test]
    fn the_points_of_all_parts_are_a_hundred() {
        assert_eq!(Part::ALL.iter().map(|part| u32::from(part.most())).sum::<u32>(), 100);
        assert_eq!(assess(&whole()), Quality { score: 100, fixes: Vec::new() });
        assert_eq!(assess(&Facts::default()).score, 30, "no rule and no rival, but nothing else either");
    }

    #[test]
    fn what_is_hardly_found_or_lacks_what_its_category_asks_for_is_to_be_fixed() {
        let poor = Facts { pictures: 0, description: 0, title: 0, ..whole() };
        for (facts, score, to_fix) in [
            (whole(), 100, false),
            (Facts { pictures: 0, ..whole() }, 80, false),
            (poor, 50, false),
            (Facts { has_code: false, ..poor }, 40, true),
            (Facts { missing: 1, ..whole() }, 90, true),
        ] {
            let quality = assess(&facts);
            assert_eq!((quality.score, quality.is_to_fix()), (score, to_fix), "{facts:?}");
        }
    }

    #[test]
    fn what_is_missing_is_what_it_costs() {
        let cases = [
            (Facts { pictures: 1, ..whole() }, Part::Pictures, 14),
            (Facts { title: 151, ..whole() }, Part::Title, 8),
            (Facts { title: 0, ..whole() }, Part::Title, 15),
            (Facts { missing: 1, ..whole() }, Part::Required, 10),
            (Facts { attributes: 4, ..whole() }, Part::Attributes, 2),
            (Facts { description: 100, ..whole() }, Part::Description, 8),
            (Facts { has_code: false, ..whole() }, Part::Code, 10),
            (Facts { price: Some((1_100, 1_000)), ..whole() }, Part::Price, 5),
            (Facts { price: Some((1_101, 1_000)), ..whole() }, Part::Price, 10),
        ];
        for (facts, part, points) in cases {
            assert_eq!(assess(&facts).fixes, [Fix { part, points }], "{facts:?}");
        }
    }

    #[test]
    fn what_brings_most_comes_first() {
        let fixes = assess(&Facts { pictures: 0, has_code: false, description: 190, ..whole() }).fixes;
        let parts: Vec<Part> = fixes.iter().map(|fix| fix.part).collect();
        assert_eq!(parts, [Part::Pictures, Part::Code, Part::Description]);
    }

    proptest! {
        #[test]
        fn score_and_what_is_missing_are_a_hundred_and_more_is_never_worse(
            pictures in 0usize..9, title in 0usize..150, description in 0usize..900, attributes in 0usize..20,
            required in 0usize..10, missing in 0usize..12, has_code: bool,
            own in 1i64..5_000_000, best in 1i64..5_000_000,
        ) {
            let facts = Facts { pictures, title, description, attributes, required, missing, has_code, price: Some((own, best)) };
            let quality = assess(&facts);
            let lost: u32 = quality.fixes.iter().map(|fix| u32::from(fix.points)).sum();
            prop_assert_eq!(u32::from(quality.score) + lost, 100);
            for better in [
                Facts { pictures: pictures + 1, ..facts },
                Facts { title: title + 1, ..facts },
                Facts { description: description + 1, ..facts },
                Facts { attributes: attributes + 1, ..facts },
                Facts { missing: missing.saturating_sub(1), ..facts },
                Facts { has_code: true, ..facts },
                Facts { price: Some((own - 1, best)), ..facts },
            ] {
                prop_assert!(assess(&better).score >= quality.score, "{:?}", better);
            }
        }
    }
}
