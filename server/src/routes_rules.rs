//! Every route and who may use it. A route that is not here stops the server from starting and a test from passing.
//!
//! The rule of a route is an action of `domain::roles` and where the thing that it is about comes from. The pages and
//! server functions ask `domain::roles::allow` with just that; the test generates role × route × somebody else's
//! thing from this table and holds the answers against the same function.

use domain::integration::ApiScope;
use domain::roles::Action;

/// Where a route finds the thing that it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Everybody's.
    Public,
    /// The visitor's own cart: nobody else's can be named.
    Cart,
    /// The visitor's own account: nobody else's can be named.
    Own,
    /// A thing of the visitor's own account that this field names: an address, a card.
    Mine(&'static str),
    /// The order that this field names.
    Order(&'static str),
    /// The seller that this field names.
    Seller(&'static str),
    /// The operator's.
    Platform,
    /// What belongs to the seller of the request's key, which needs this scope; `None`: any key.
    Key(Option<ApiScope>),
    /// Guarded by the network, not by a role: health and counters.
    Machine,
}

/// One route. A field is a part of the path, or else of the query (pages) or the form (server functions).
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    pub method: &'static str,
    pub path: &'static str,
    pub action: Action,
    pub about: About,
}

const fn page(path: &'static str, action: Action, about: About) -> Rule {
    Rule { method: "GET", path, action, about }
}

const fn form(path: &'static str, action: Action, about: About) -> Rule {
    Rule { method: "POST", path, action, about }
}

/// An operation of the API. Whoever has a key acts as the seller, so what is asked of people is not asked.
const fn api(method: &'static str, path: &'static str, scope: ApiScope) -> Rule {
    Rule { method, path, action: Action::Browse, about: About::Key(Some(scope)) }
}

/// The whole table.
pub const RULES: &[Rule] = &[
    // What watches the server.
    page("/healthz", Action::Browse, About::Machine),
    page("/readyz", Action::Browse, About::Machine),
    page("/metrics", Action::Browse, About::Machine),
    // Pictures and live streams.
    page("/media/{picture}/{file}", Action::Browse, About::Public),
    page("/media/drawn/{file}", Action::Browse, About::Public),
    page("/sw.js", Action::Browse, About::Public),
    page("/manifest.webmanifest", Action::Browse, About::Public),
    page("/live/seller/{seller}", Action::ReadSeller, About::Seller("seller")),
    page("/live/ticks", Action::Browse, About::Public),
    page("/live/order/{order}", Action::ReadOrder, About::Order("order")),
    // The shop.
    page("/", Action::Browse, About::Public),
    page("/search", Action::Browse, About::Public),
    page("/suggest", Action::Browse, About::Public),
    page("/c/{slug}", Action::Browse, About::Public),
    page("/p/{slug}", Action::Browse, About::Public),
    page("/p/{slug}/offers", Action::Browse, About::Public),
    page("/quick/{slug}", Action::Browse, About::Public),
    page("/deals", Action::Browse, About::Public),
    page("/compare", Action::Browse, About::Public),
    form("/api/compare/pick", Action::Browse, About::Public),
    form("/api/compare/clear", Action::Browse, About::Public),
    page("/scan", Action::Browse, About::Public),
    page("/offline", Action::Browse, About::Public),
    page("/styleguide", Action::Browse, About::Public),
    page("/styleguide/{layout}", Action::Browse, About::Public),
    form("/api/styleguide/sample", Action::Browse, About::Public),
    form("/api/prefs/language", Action::Enter, About::Public),
    form("/api/prefs/currency", Action::Enter, About::Public),
    form("/api/prefs/theme", Action::Enter, About::Public),
    form("/api/prefs/memory", Action::Enter, About::Public),
    page("/deliver-to", Action::Browse, About::Public),
    form("/api/prefs/place", Action::Enter, About::Public),
    form("/api/address/country", Action::Enter, About::Public),
    form("/api/shop/one-click", Action::BuyNow, About::Own),
    form("/api/shop/undo", Action::ChangeOrder, About::Order("order")),
    // What the shop says of itself, and what search engines fetch.
    page("/help", Action::Browse, About::Public),
    page("/help/{slug}", Action::Browse, About::Public),
    page("/imprint", Action::Browse, About::Public),
    page("/privacy", Action::Browse, About::Public),
    page("/cookies", Action::Browse, About::Public),
    page("/robots.txt", Action::Browse, About::Public),
    page("/sitemap.xml", Action::Browse, About::Public),
    page("/sitemap/{file}", Action::Browse, About::Public),
    page("/feeds/google.xml", Action::Browse, About::Public),
    // Cart and checkout.
    page("/cart", Action::UseCart, About::Cart),
    page("/checkout", Action::Checkout, About::Cart),
    form("/api/cart/add", Action::UseCart, About::Cart),
    form("/api/cart/set", Action::UseCart, About::Cart),
    form("/api/cart/save", Action::UseCart, About::Cart),
    form("/api/cart/restore", Action::UseCart, About::Cart),
    form("/api/cart/forget", Action::UseCart, About::Cart),
    form("/api/cart/coupon", Action::UseCart, About::Cart),
    form("/api/checkout/place", Action::Checkout, About::Cart),
    form("/api/checkout/confirm", Action::ChangeOrder, About::Order("order")),
    // Coming and going.
    page("/sign-in", Action::Enter, About::Public),
    page("/sign-in/code", Action::Enter, About::Public),
    page("/sign-up", Action::Enter, About::Public),
    page("/confirm", Action::Enter, About::Public),
    form("/api/identity/sign-in", Action::Enter, About::Public),
    form("/api/identity/sign-up", Action::Enter, About::Public),
    form("/api/identity/confirm", Action::Enter, About::Public),
    form("/api/identity/sign-out", Action::Enter, About::Public),
    form("/api/identity/sign-out-everywhere", Action::ChangeAccount, About::Own),
    form("/api/identity/password", Action::ChangeAccount, About::Own),
    form("/api/identity/sign-in-code", Action::Enter, About::Public),
    form("/api/identity/passkey-ask", Action::Enter, About::Public),
    form("/api/identity/passkey-sign-in", Action::Enter, About::Public),
    form("/api/identity/end-session", Action::ChangeAccount, About::Mine("id")),
    form("/api/identity/end-others", Action::ChangeAccount, About::Own),
    form("/api/identity/codes-begin", Action::ChangeAccount, About::Own),
    form("/api/identity/codes-confirm", Action::ChangeAccount, About::Own),
    form("/api/identity/codes-change", Action::ChangeAccount, About::Own),
    form("/api/identity/passkey-begin", Action::ChangeAccount, About::Own),
    form("/api/identity/passkey-add", Action::ChangeAccount, About::Own),
    form("/api/identity/passkey-name", Action::ChangeAccount, About::Mine("id")),
    form("/api/identity/passkey-remove", Action::ChangeAccount, About::Mine("id")),
    // The account.
    page("/account", Action::ReadAccount, About::Own),
    page("/account/orders", Action::ReadAccount, About::Own),
    page("/account/addresses", Action::ReadAccount, About::Own),
    page("/account/addresses/{id}", Action::ReadAccount, About::Mine("id")),
    page("/account/cards", Action::ReadAccount, About::Own),
    page("/account/notifications", Action::ReadAccount, About::Own),
    form("/api/account/notifications", Action::ChangeAccount, About::Own),
    form("/api/account/device", Action::ChangeAccount, About::Own),
    form("/api/account/device-remove", Action::ChangeAccount, About::Mine("id")),
    page("/account/data", Action::ReadAccount, About::Own),
    page("/account/data/{id}", Action::ReadAccount, About::Mine("id")),
    page("/account/security", Action::ReadAccount, About::Own),
    page("/account/security/codes", Action::ReadAccount, About::Own),
    page("/account/security/passkeys/{id}", Action::ReadAccount, About::Mine("id")),
    form("/api/account/settings", Action::ChangeAccount, About::Own),
    form("/api/account/export", Action::ChangeAccount, About::Own),
    form("/api/account/delete", Action::ChangeAccount, About::Own),
    form("/api/account/address", Action::ChangeAccount, About::Mine("id")),
    form("/api/account/address-remove", Action::ChangeAccount, About::Mine("id")),
    form("/api/account/address-default", Action::ChangeAccount, About::Mine("id")),
    form("/api/account/card", Action::ChangeAccount, About::Own),
    form("/api/account/card-remove", Action::ChangeAccount, About::Mine("id")),
    form("/api/account/card-default", Action::ChangeAccount, About::Mine("id")),
    // Wish lists.
    page("/account/lists", Action::ReadAccount, About::Own),
    page("/account/lists/{id}", Action::ReadAccount, About::Mine("id")),
    page("/l/{code}", Action::Browse, About::Public),
    form("/api/lists/add", Action::ChangeAccount, About::Mine("id")),
    form("/api/lists/create", Action::ChangeAccount, About::Own),
    form("/api/lists/rename", Action::ChangeAccount, About::Mine("id")),
    form("/api/lists/delete", Action::ChangeAccount, About::Mine("id")),
    form("/api/lists/share", Action::ChangeAccount, About::Mine("id")),
    form("/api/lists/unshare", Action::ChangeAccount, About::Mine("id")),
    form("/api/lists/item-change", Action::ChangeAccount, About::Mine("id")),
    form("/api/lists/item-move", Action::ChangeAccount, About::Mine("id")),
    form("/api/lists/item-remove", Action::ChangeAccount, About::Mine("id")),
    form("/api/lists/item-restore", Action::ChangeAccount, About::Mine("id")),
    form("/api/lists/mark", Action::Browse, About::Public),
    page("/account/reviews", Action::ReadAccount, About::Own),
    page("/account/reviews/{product}", Action::ReadAccount, About::Own),
    page("/orders/{order}", Action::ReadOrder, About::Order("order")),
    page("/orders/{order}/confirm", Action::ReadOrder, About::Order("order")),
    page("/orders/{order}/return", Action::ReadOrder, About::Order("order")),
    page("/orders/{order}/returns/{return_id}", Action::ReadOrder, About::Order("order")),
    page("/orders/{order}/returns/{return_id}/slip", Action::ReadOrder, About::Order("order")),
    page("/account/returns", Action::ReadAccount, About::Own),
    form("/api/returns/request", Action::ChangeOrder, About::Order("order")),
    form("/api/returns/cancel", Action::ChangeOrder, About::Order("order")),
    form("/api/returns/send", Action::ChangeOrder, About::Order("order")),
    form("/api/orders/again", Action::ReadOrder, About::Order("order")),
    form("/api/orders/cancel", Action::ChangeOrder, About::Order("order")),
    // Reviews, questions and answers. Whose something is that a field names, the command itself finds out.
    page("/questions/{question}", Action::Browse, About::Public),
    form("/account/reviews/{product}/photos", Action::Contribute, About::Own),
    form("/api/reviews/photo-remove", Action::Contribute, About::Own),
    form("/api/reviews/save", Action::Contribute, About::Own),
    form("/api/reviews/remove", Action::Contribute, About::Own),
    form("/api/reviews/vote", Action::Contribute, About::Own),
    form("/api/reviews/report", Action::Contribute, About::Own),
    form("/api/reviews/ask", Action::Contribute, About::Own),
    form("/api/reviews/answer", Action::Contribute, About::Own),
    form("/api/reviews/take-back", Action::Contribute, About::Own),
    // The seller's desk.
    page("/seller", Action::ReadSeller, About::Seller("seller")),
    page("/seller/analysis", Action::ReadSeller, About::Seller("seller")),
    page("/seller/analysis/{table}", Action::ReadSeller, About::Seller("seller")),
    page("/seller/orders", Action::ReadSeller, About::Seller("seller")),
    page("/seller/orders/{part}", Action::ReadSeller, About::Seller("seller")),
    page("/seller/returns", Action::ReadSeller, About::Seller("seller")),
    page("/seller/returns/{return_id}", Action::ReadSeller, About::Seller("seller")),
    page("/seller/products", Action::ReadSeller, About::Seller("seller")),
    page("/seller/imports", Action::ReadSeller, About::Seller("seller")),
    page("/seller/imports/{upload}", Action::ReadSeller, About::Seller("seller")),
    page("/seller/imports/{upload}/findings", Action::ReadSeller, About::Seller("seller")),
    page("/seller/export/{format}", Action::ReadSeller, About::Seller("seller")),
    form("/seller/imports/to/{seller}", Action::ManageOffers, About::Seller("seller")),
    form("/api/seller/import-start", Action::ManageOffers, About::Seller("seller")),
    form("/api/seller/import-undo", Action::ManageOffers, About::Seller("seller")),
    form("/api/seller/import-discard", Action::ManageOffers, About::Seller("seller")),
    page("/seller/reviews", Action::ReadSeller, About::Seller("seller")),
    page("/seller/health", Action::ReadSeller, About::Seller("seller")),
    form("/api/seller/appeal", Action::ManageSeller, About::Seller("seller")),
    page("/seller/payouts", Action::ReadSeller, About::Seller("seller")),
    page("/seller/payouts/{payout}", Action::ReadSeller, About::Seller("seller")),
    page("/seller/payouts/{payout}/statement.csv", Action::ReadSeller, About::Seller("seller")),
    page("/seller/postings/{transaction}", Action::ReadSeller, About::Seller("seller")),
    form("/api/seller/bank-account", Action::ManagePayouts, About::Seller("seller")),
    form("/api/seller/pay-out", Action::ManagePayouts, About::Seller("seller")),
    page("/seller/settings", Action::ReadSeller, About::Seller("seller")),
    form("/api/seller/accept", Action::FulfilOrder, About::Seller("seller")),
    form("/api/seller/ship", Action::FulfilOrder, About::Seller("seller")),
    form("/api/seller/cancel", Action::FulfilOrder, About::Seller("seller")),
    form("/api/seller/deliver", Action::FulfilOrder, About::Seller("seller")),
    form("/api/seller/return-approve", Action::FulfilOrder, About::Seller("seller")),
    form("/api/seller/return-decline", Action::FulfilOrder, About::Seller("seller")),
    form("/api/seller/return-receive", Action::FulfilOrder, About::Seller("seller")),
    form("/api/seller/return-refund", Action::FulfilOrder, About::Seller("seller")),
    form("/api/seller/return-settings", Action::ManageSeller, About::Seller("seller")),
    form("/api/seller/return-address", Action::ManageSeller, About::Seller("seller")),
    form("/api/seller/offer", Action::ManageOffers, About::Seller("seller")),
    form("/api/seller/shipping", Action::ManageSeller, About::Seller("seller")),
    form("/api/seller/calendar", Action::ManageSeller, About::Seller("seller")),
    form("/api/seller/reply", Action::SpeakForSeller, About::Seller("seller")),
    page("/seller/api", Action::ReadSeller, About::Seller("seller")),
    form("/api/seller/key-create", Action::ManageApi, About::Seller("seller")),
    form("/api/seller/key-revoke", Action::ManageApi, About::Seller("seller")),
    // The API for sellers' programs.
    page("/api/v1/openapi.json", Action::Browse, About::Public),
    page("/api/v1/key", Action::Browse, About::Key(None)),
    api("GET", "/api/v1/offers", ApiScope::ProductsRead),
    api("GET", "/api/v1/offers/{offer}", ApiScope::ProductsRead),
    api("PATCH", "/api/v1/offers/{offer}", ApiScope::ProductsWrite),
    api("GET", "/api/v1/orders", ApiScope::OrdersRead),
    api("GET", "/api/v1/orders/{order}", ApiScope::OrdersRead),
    api("POST", "/api/v1/orders/{order}/accept", ApiScope::OrdersWrite),
    api("POST", "/api/v1/orders/{order}/shipments", ApiScope::OrdersWrite),
    api("POST", "/api/v1/orders/{order}/cancel", ApiScope::OrdersWrite),
    api("POST", "/api/v1/orders/{order}/deliver", ApiScope::OrdersWrite),
    api("GET", "/api/v1/returns", ApiScope::ReturnsRead),
    api("GET", "/api/v1/returns/{return}", ApiScope::ReturnsRead),
    api("POST", "/api/v1/returns/{return}/approve", ApiScope::ReturnsWrite),
    api("POST", "/api/v1/returns/{return}/decline", ApiScope::ReturnsWrite),
    api("POST", "/api/v1/returns/{return}/receive", ApiScope::ReturnsWrite),
    api("POST", "/api/v1/returns/{return}/refund", ApiScope::ReturnsWrite),
    api("GET", "/api/v1/balance", ApiScope::PayoutsRead),
    api("GET", "/api/v1/payouts", ApiScope::PayoutsRead),
    api("GET", "/api/v1/payouts/{payout}", ApiScope::PayoutsRead),
    api("GET", "/api/v1/payouts/{payout}/statement", ApiScope::PayoutsRead),
    api("GET", "/api/v1/statement", ApiScope::PayoutsRead),
    api("GET", "/api/v1/sales/summary", ApiScope::ReportsRead),
    api("GET", "/api/v1/sales/daily", ApiScope::ReportsRead),
    // The operator's console.
    page("/operator", Action::ReadPlatform, About::Platform),
    page("/operator/jobs", Action::ReadPlatform, About::Platform),
    page("/operator/reports", Action::ReadPlatform, About::Platform),
    page("/operator/reports/{subject}", Action::ReadPlatform, About::Platform),
    form("/api/operator/decide", Action::Moderate, About::Platform),
    form("/api/operator/replay-job", Action::OperatePlatform, About::Platform),
    page("/operator/imports", Action::ReadPlatform, About::Platform),
    page("/operator/imports/{upload}", Action::ReadPlatform, About::Platform),
    page("/operator/imports/{upload}/findings", Action::ReadPlatform, About::Platform),
    form("/operator/imports/to/{seller}", Action::OperatePlatform, About::Platform),
    form("/api/operator/import-start", Action::OperatePlatform, About::Platform),
    form("/api/operator/import-undo", Action::OperatePlatform, About::Platform),
    form("/api/operator/import-discard", Action::OperatePlatform, About::Platform),
    page("/operator/search", Action::ReadPlatform, About::Platform),
    page("/operator/content", Action::ReadPlatform, About::Platform),
    page("/operator/content/edit", Action::ReadPlatform, About::Platform),
    form("/api/operator/content-save", Action::OperatePlatform, About::Platform),
    form("/api/operator/content-restore", Action::OperatePlatform, About::Platform),
    form("/api/operator/content-withdraw", Action::OperatePlatform, About::Platform),
    page("/operator/rates", Action::ReadPlatform, About::Platform),
    form("/api/operator/rate", Action::OperatePlatform, About::Platform),
    form("/api/operator/rates", Action::OperatePlatform, About::Platform),
    page("/operator/sellers", Action::ReadPlatform, About::Platform),
    form("/api/operator/suspend", Action::OperatePlatform, About::Platform),
    form("/api/operator/appeal-answer", Action::OperatePlatform, About::Platform),
    page("/operator/payouts", Action::ReadPlatform, About::Platform),
    form("/api/operator/payout-hold", Action::OperatePlatform, About::Platform),
    page("/operator/coupons", Action::ReadPlatform, About::Platform),
    form("/api/operator/coupon", Action::OperatePlatform, About::Platform),
    form("/api/operator/coupon-pause", Action::OperatePlatform, About::Platform),
    form("/api/operator/synonym", Action::OperatePlatform, About::Platform),
    form("/api/operator/synonym-remove", Action::OperatePlatform, About::Platform),
];

/// The rule of a route.
pub fn find(method: &str, path: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.method == method && rule.path == path)
}
