//! What an operator may switch off while the shop runs, and on again. Everything is on until somebody says otherwise. Called by
//! `switches`, its page, and whatever takes the forms of a feature.

crate::text_enum! {
    /// A part of the shop that can be closed on its own.
    pub enum Feature {
        /// Placing orders, by checkout or by one click. Carts are kept.
        Ordering = "ordering",
        OneClick = "one_click",
        /// New accounts.
        SignUps = "sign_ups",
        /// Shops that sellers open themselves.
        OpenShops = "open_shops",
        /// Writing reviews; those that are there stay.
        Reviews = "reviews",
        /// Asking and answering on products.
        Questions = "questions",
        /// Codes in cart and checkout.
        Coupons = "coupons",
    }
}

/// The forms of each feature, by their paths. A form that stands under two features needs both.
pub const FORMS: &[(Feature, &[&str])] = &[
    (Feature::Ordering, &["/api/shop/one-click", "/api/checkout/place"]),
    (Feature::OneClick, &["/api/shop/one-click"]),
    (Feature::SignUps, &["/api/identity/sign-up"]),
    (Feature::OpenShops, &["/api/sell/open"]),
    (Feature::Reviews, &["/api/reviews/save"]),
    (Feature::Questions, &["/api/reviews/ask", "/api/reviews/answer"]),
    (Feature::Coupons, &["/api/cart/coupon"]),
];

/// The features that a form needs.
pub fn of_form(path: &str) -> impl Iterator<Item = Feature> + '_ {
    FORMS.iter().filter(move |(_, forms)| forms.contains(&path)).map(|(feature, _)| *feature)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text_enum::TextEnum as _;

    #[test]
    fn every_feature_has_a_form_that_it_closes() {
        for feature in Feature::ALL {
            assert!(FORMS.iter().any(|(one, forms)| one == feature && !forms.is_empty()), "{feature}");
        }
    }

    #[test]
    fn one_click_needs_ordering_too() {
        let needs: Vec<Feature> = of_form("/api/shop/one-click").collect();
        assert_eq!(needs, [Feature::Ordering, Feature::OneClick]);
        assert_eq!(of_form("/api/cart/add").count(), 0);
    }
}
