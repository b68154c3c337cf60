//! On a phone the buy box's own button stays at hand while the facts are read: it belongs to the form in the box, so what
//! is sent and the key are the box's. What one click would do is told here, too, because the box may be out of view.
use domain::Money;
use leptos::prelude::*;

use super::buy_box::BuyBox;
use crate::ctx::Ctx;
use crate::ui::*;

/// What the bar's button does: what comes first in the box.
pub(super) enum BuyBar {
    OneClick { total: Money, address: String, card: String, again: bool },
    ToCart { price: Money, title: String },
}

impl BuyBar {
    /// `None` where nothing can be bought.
    pub(super) fn of(data: &BuyBox) -> Option<Self> {
        if !data.can_be_bought() {
            return None;
        }
        Some(match &data.panel {
            Some(panel) => Self::OneClick {
                total: panel.seen().total,
                address: panel.address.address.lines().join(", "),
                card: format!("{} •••• {}", panel.method.card.brand.name(), panel.method.card.last4),
                again: data.was_ordered(),
            },
            None => Self::ToCart { price: data.offer.price, title: data.title.clone() },
        })
    }
}

/// The region `buy-bar`: it comes along with every answer, because a click changes what the next one does.
#[component]
pub(super) fn BuyBarView(bar: Option<BuyBar>) -> AnyView {
    let t = Ctx::current().t();
    let Some(bar) = bar else {
        return view! { <div id="buy-bar" data-always=""></div> }.into_any();
    };
    let (amount, form, label, words) = match bar {
        BuyBar::OneClick { total, address, card, again } => {
            let amount = view! {
                <span class="font-bold"><AmountAbout money=total /></span>
                <span class="block truncate text-xs text-ink-soft"><bdi>{card}</bdi> " · " <bdi>{address}</bdi></span>
            };
            let words = if again { t.buy_bar_again() } else { t.buy_bar_now() };
            (amount.into_any(), "one-click", None, words)
        }
        BuyBar::ToCart { price, title } => (
            view! { <Price money=price /> }.into_any(),
            "add-to-cart",
            Some(t.add_to_cart_what(title)),
            t.add_to_cart(),
        ),
    };
    view! {
        <div id="buy-bar" data-always="" class="sticky bottom-18 z-20 mt-6 flex items-center justify-between gap-4 rounded-card border border-line bg-raised px-4 py-2 shadow-raised md:bottom-4 lg:hidden">
            <div class="min-w-0">{amount}</div>
            <button form=form class="btn btn-primary shrink-0" aria-label=label>{words}</button>
        </div>
    }
    .into_any()
}
