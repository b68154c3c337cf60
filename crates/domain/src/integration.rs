//! What programs may do in a seller's name: the scopes of a key. Pure; called by `integrations`, the API and its pages.

use crate::text_enum;
use crate::text_enum::TextEnum as _;
use std::collections::BTreeSet;
use std::fmt;

text_enum! {
    /// One thing that a key may do. A key that may write may not read for that: each is said on its own.
    pub enum ApiScope {
        /// Offers with price and stock, the products behind them, shipping tables, promotions, coupons and the holiday.
        ProductsRead = "products:read",
        /// Change them, say how the seller sells, and appeal against what stops it.
        ProductsWrite = "products:write",
        /// Orders with where they go to.
        OrdersRead = "orders:read",
        /// Accept, ship, deliver, cancel.
        OrdersWrite = "orders:write",
        ReturnsRead = "returns:read",
        /// Answer, receive and refund.
        ReturnsWrite = "returns:write",
        /// The balance, payouts and their statements, and what units cost the seller. No key turns the money's way.
        PayoutsRead = "payouts:read",
        /// The figures of the first screen, the analysis, the seller's health and whether it is suspended.
        ReportsRead = "reports:read",
        /// Conversations with shoppers.
        MessagesRead = "messages:read",
        /// Write to shoppers, mark as read, say that nothing is to be answered.
        MessagesWrite = "messages:write",
        /// Reviews of what was bought from the seller, what buyers say of the seller itself, and questions about what it offers.
        ReviewsRead = "reviews:read",
        /// Reply to reviews, answer buyers and questions, for everybody to read.
        ReviewsWrite = "reviews:write",
        /// Who works for the seller, with their addresses, and who changed what at its desk. No key lets anybody in.
        StaffRead = "staff:read",
        /// Endpoints of webhooks and what was sent to them.
        WebhooksRead = "webhooks:read",
        WebhooksWrite = "webhooks:write",
    }
}

/// The scopes of a key, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiScopes(BTreeSet<ApiScope>);

impl ApiScopes {
    pub fn new(scopes: impl IntoIterator<Item = ApiScope>) -> Self {
        Self(scopes.into_iter().collect())
    }

    /// Every scope that there is.
    pub fn all() -> Self {
        Self::new(ApiScope::ALL.iter().copied())
    }

    /// Scopes with spaces between them, as [`fmt::Display`] writes them; `None` when one is not known.
    pub fn parse(text: &str) -> Option<Self> {
        text.split_whitespace().map(ApiScope::parse).collect::<Option<BTreeSet<_>>>().map(Self)
    }

    pub fn has(&self, scope: ApiScope) -> bool {
        self.0.contains(&scope)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In a stable order.
    pub fn iter(&self) -> impl Iterator<Item = ApiScope> {
        self.0.iter().copied()
    }
}

impl fmt::Display for ApiScopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<&str> = self.iter().map(crate::text_enum::TextEnum::as_str).collect();
        f.write_str(&texts.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_one_text_and_back() {
        let scopes = ApiScopes::new([ApiScope::OrdersWrite, ApiScope::ProductsRead, ApiScope::OrdersWrite]);
        assert_eq!(scopes.to_string(), "products:read orders:write");
        assert_eq!(ApiScopes::parse(&scopes.to_string()), Some(scopes));
        assert_eq!(ApiScopes::parse(""), Some(ApiScopes::default()));
        assert_eq!(ApiScopes::parse("orders:read orders:burn"), None);
        assert!(ApiScope::ALL.iter().all(|scope| ApiScopes::all().has(*scope)));
    }
}
