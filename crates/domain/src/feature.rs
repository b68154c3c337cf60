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
        /// Ordering without an account; who has one orders.
        GuestCheckout = "guest_checkout",
        /// Asking for a return; those that were asked for go on.
        Returns = "returns",
        /// Wishing for a replacement with a return; those that were wished for are sent.
        Exchanges = "exchanges",
        /// Rating a seller; the ratings that are there stay.
        SellerRatings = "seller_ratings",
        /// Writing to the other side of an order; what was written stays.
        Messages = "messages",
        /// Files with a seller's catalogue; what is being imported is imported to its end.
        Catalogues = "catalogues",
        /// Products that sellers propose; those that wait are decided.
        Proposals = "proposals",
        /// New promotions and coupons of sellers; those that run go on and can be stopped.
        Promotions = "promotions",
        /// Payouts at a seller's own wish; the ones of its cycle go on.
        PayoutsOnDemand = "payouts_on_demand",
        /// Every operation of sellers' programs, and new keys.
        SellerApi = "seller_api",
        /// Messages to sellers' programs; they wait and are sent when it is on again.
        Webhooks = "webhooks",
        /// Messages to devices; they wait and are sent when it is on again.
        Push = "push",
    }
}

/// The forms of each feature, by their paths. A form that stands under two features needs both.
pub const FORMS: &[(Feature, &[&str])] = &[
    (Feature::Ordering, &["/api/shop/one-click", "/api/checkout/place"]),
    (Feature::OneClick, &["/api/shop/one-click"]),
    (Feature::SignUps, &["/api/identity/sign-up"]),
    (Feature::OpenShops, &["/api/sell/open"]),
    (Feature::Reviews, &["/api/reviews/save", "/account/reviews/{product}/photos"]),
    (Feature::Questions, &["/api/reviews/ask", "/api/reviews/answer"]),
    (Feature::Coupons, &["/api/cart/coupon"]),
    (Feature::Returns, &["/api/returns/request"]),
    (Feature::SellerRatings, &["/api/reviews/feedback"]),
    (Feature::Messages, &["/orders/{order}/messages/{part}", "/seller/messages/{part}"]),
    (Feature::Catalogues, &["/seller/imports/to/{seller}", "/api/seller/import-start"]),
    (Feature::Proposals, &["/api/seller/product-propose"]),
    (Feature::Promotions, &["/api/seller/promotion-create", "/api/seller/coupon-create"]),
    (Feature::PayoutsOnDemand, &["/api/seller/pay-out"]),
    (Feature::SellerApi, &["/api/seller/key-create"]),
    (Feature::Webhooks, &["/api/seller/webhook-test", "/api/seller/webhook-replay"]),
    (Feature::Push, &["/api/account/device"]),
];

/// What of a form, but not the whole of it, is closed: the form's own work asks.
pub const WITHIN: &[(Feature, &str)] =
    &[(Feature::GuestCheckout, "/api/checkout/place"), (Feature::Exchanges, "/api/returns/request")];

/// The operations of the API of each feature, by method and route. All of them stand under [`Feature::SellerApi`] as well.
pub const OPERATIONS: &[(Feature, &[(&str, &str)])] = &[
    (Feature::Questions, &[("POST", "/api/v1/questions/{question}/answers")]),
    (
        Feature::Messages,
        &[
            ("POST", "/api/v1/messages/{order}"),
            ("POST", "/api/v1/messages/{order}/pictures"),
            ("POST", "/api/v1/messages/{order}/documents"),
        ],
    ),
    (Feature::Catalogues, &[("POST", "/api/v1/imports"), ("POST", "/api/v1/imports/{import}/start")]),
    (Feature::Proposals, &[("POST", "/api/v1/proposals")]),
    (Feature::Promotions, &[("POST", "/api/v1/promotions"), ("POST", "/api/v1/coupons")]),
    (
        Feature::Webhooks,
        &[
            ("POST", "/api/v1/webhooks/{endpoint}/test"),
            ("POST", "/api/v1/webhook-deliveries/{delivery}/replay"),
        ],
    ),
];

/// The features that an operation of the API needs, beside [`Feature::SellerApi`].
pub fn of_operation<'a>(method: &'a str, route: &'a str) -> impl Iterator<Item = Feature> + 'a {
    OPERATIONS
        .iter()
        .filter(move |(_, operations)| operations.contains(&(method, route)))
        .map(|(feature, _)| *feature)
}

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
            let whole = FORMS.iter().any(|(one, forms)| one == feature && !forms.is_empty());
            assert!(whole || WITHIN.iter().any(|(one, _)| one == feature), "{feature}");
        }
    }

    #[test]
    fn an_operation_needs_the_feature_of_its_form() {
        let needs: Vec<Feature> = of_operation("POST", "/api/v1/coupons").collect();
        assert_eq!(needs, [Feature::Promotions]);
        assert_eq!(of_operation("GET", "/api/v1/coupons").count(), 0, "what is there is read");
    }

    #[test]
    fn one_click_needs_ordering_too() {
        let needs: Vec<Feature> = of_form("/api/shop/one-click").collect();
        assert_eq!(needs, [Feature::Ordering, Feature::OneClick]);
        assert_eq!(of_form("/api/cart/add").count(), 0);
    }
}
