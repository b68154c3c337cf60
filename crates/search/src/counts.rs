//! Categories and brands of what was found, as a page lists them. Called by `store`.

use crate::collect::Found;
use crate::request::{BrandCount, CategoryCount};

/// Brands listed on a page, and when somebody wants to see all.
const MOST_BRANDS: usize = 40;
const MOST_OF_ALL_BRANDS: usize = 1_000;

/// Categories with results, most first.
pub(crate) fn of_categories(found: &Found) -> Vec<CategoryCount> {
    let parsed = found.categories.iter().filter_map(|(id, count)| Some((id.parse().ok()?, *count)));
    let mut counts: Vec<_> = parsed.map(|(id, count)| CategoryCount { id, count }).collect();
    counts.sort_by(|a, b| b.count.cmp(&a.count).then(a.id.cmp(&b.id)));
    counts
}

/// Brands with results, chosen ones first, then most results first; the chosen ones come on top of what a page lists.
pub(crate) fn of_brands(found: &Found, chosen: &[String], all: bool) -> Vec<BrandCount> {
    let mut counts: Vec<_> = found
        .brands
        .iter()
        .map(|(brand, count)| BrandCount {
            brand: brand.clone(),
            count: *count,
            selected: chosen.contains(brand),
        })
        .collect();
    for brand in chosen.iter().filter(|b| !found.brands.contains_key(*b)) {
        counts.push(BrandCount { brand: brand.clone(), count: 0, selected: true });
    }
    counts.sort_by(|a, b| {
        let place = |c: &BrandCount| (!c.selected, std::cmp::Reverse(c.count));
        place(a).cmp(&place(b)).then_with(|| a.brand.cmp(&b.brand))
    });
    counts.dedup_by(|a, b| a.brand == b.brand);
    let most = if all { MOST_OF_ALL_BRANDS } else { MOST_BRANDS };
    counts.truncate(most + counts.iter().filter(|c| c.selected).count());
    counts
}
