//! What a coupon or a promotion that operators make may be for: everything, a category, a seller. Called by both pages.
use platform::catalog::CategoryTree;
use platform::sellers::Seller;

use crate::category_names::choices;
use crate::text::T;

/// So many sellers are chosen from.
pub(super) const MOST_SELLERS: i64 = 500;

/// Values and words of two choices, of which the first of each is for everything.
pub(super) struct Scopes {
    pub categories: Vec<(String, String)>,
    pub sellers: Vec<(String, String)>,
}

impl Scopes {
    pub fn of(t: T, tree: &CategoryTree, sellers: Vec<Seller>) -> Self {
        let with_everything = |some: Vec<(String, String)>| -> Vec<(String, String)> {
            std::iter::once((String::new(), t.coupon_everything())).chain(some).collect()
        };
        let sellers = sellers.into_iter().map(|seller| (seller.id.to_string(), seller.name)).collect();
        Self { categories: with_everything(choices(tree)), sellers: with_everything(sellers) }
    }
}
