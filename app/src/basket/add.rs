//! The form that puts an offer into the cart, wherever it stands. Server only.
use domain::OfferId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::AddToCart;
use super::forms::new_key;
use crate::ui::*;

/// Holds the key that makes its press count once; its button comes from where it stands.
#[component]
pub(crate) fn AddForm(
    offer: OfferId,
    /// What waits for a connection, in words.
    title: String,
    /// Regions that the answer replaces; none but the cart's count and the notice when empty.
    #[prop(optional)]
    swap: &'static str,
    #[prop(default = 1)] quantity: i64,
    children: Children,
) -> AnyView {
    view! {
        <Form action=AddToCart::PATH swap later=title>
            <Hidden name="key" value=new_key() />
            <Hidden name="offer" value=offer.to_string() />
            <Hidden name="quantity" value=quantity.to_string() />
            {children()}
        </Form>
    }
    .into_any()
}
