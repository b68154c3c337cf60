//! Prices for somebody who reads them in another currency than the one that is charged: about how much it is, with `≈`,
//! and what is really charged wherever money is committed. Who reads the shop's own currency sees none of it. Server only.
use domain::rate::Rate;
use domain::{Currency, Money, format};
use leptos::prelude::*;

use super::money::{Amount, amount_text};
use super::{Icon, IconView, classes};
use crate::ctx::Ctx;

/// An amount in the reader's currency, marked as about right; as it is where that is the same.
pub fn shown_text(money: Money) -> String {
    let ctx = Ctx::current();
    let about = ctx.reading().shown.as_ref().and_then(|shown| shown.about(money));
    match about {
        Some((about, _)) => ctx.t().about_amount(amount_text(about, ctx.t().writing())),
        None => amount_text(money, ctx.t().writing()),
    }
}

/// A price in a list, as [`shown_text`].
#[component]
pub fn Shown(money: Money, #[prop(optional, into)] class: String) -> AnyView {
    view! { <bdi class=classes(&["whitespace-nowrap", &class])>{shown_text(money)}</bdi> }.into_any()
}

/// What is charged, and below it about how much that is for the reader.
#[component]
pub fn AmountAbout(money: Money) -> AnyView {
    let about = Ctx::current().rate_of(money.currency()).map(|_| {
        view! { <Shown money class="block text-sm font-normal text-ink-faint" /> }
    });
    view! { <Amount money /> {about} }.into_any()
}

/// Below a price: what is charged, and whose rate the price is read at. Nothing for a reader of what is charged.
#[component]
pub fn YouPay(money: Money) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let Some(rate) = ctx.rate_of(money.currency()) else { return ().into_any() };
    view! {
        <p class="text-sm text-ink-soft" data-charged="">
            <strong class="font-semibold text-ink">{t.you_pay(amount_text(money, t.writing()))}</strong>
            " · " {t.rate_of(format::date_short(rate.day(), t.locale()))}
        </p>
    }
    .into_any()
}

/// Beside a button that commits to an amount: what is charged, about how much that is, and the rate's day.
#[component]
pub fn PayNote(money: Money) -> AnyView {
    let ctx = Ctx::current();
    match ctx.rate_of(money.currency()) {
        Some(rate) => note(rate, money, false),
        None => ().into_any(),
    }
}

/// What an order's amount was for its buyer, at the rate that was frozen with it.
#[component]
pub fn PaidNote(rate: Rate, money: Money) -> AnyView {
    note(rate, money, true)
}

fn note(rate: Rate, money: Money, paid: bool) -> AnyView {
    let t = Ctx::current().t();
    let Ok(about) = rate.about(money) else { return ().into_any() };
    let (charged, about) = (amount_text(money, t.writing()), amount_text(about, t.writing()));
    let day = format::date_short(rate.day(), t.locale());
    let words = if paid { t.paid_about(charged, about, day) } else { t.you_pay_about(charged, about, day) };
    view! {
        <p class="mt-3 flex items-start gap-2 text-sm text-ink-soft" data-charged="">
            <IconView icon=Icon::Info class="size-5 shrink-0 text-accent" />
            <span>{words}</span>
        </p>
    }
    .into_any()
}

/// On a page of amounts in the reader's currency: in which one is paid.
#[component]
pub fn PayIn(currency: Currency) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let Some(rate) = ctx.rate_of(currency) else { return ().into_any() };
    let day = format::date_short(rate.day(), t.locale());
    view! { <p class="mt-2 text-sm text-ink-faint" data-charged="">{t.pay_in(currency.code(), day)}</p> }
        .into_any()
}

/// Whether a price has its tax in it, by the habit of the market: beside a price.
#[component]
pub fn TaxHabit(inclusive: bool) -> AnyView {
    let t = Ctx::current().t();
    let words = if inclusive { t.price_with_tax() } else { t.price_without_tax() };
    view! { <p class="text-sm text-ink-soft" data-tax-habit=if inclusive { "with" } else { "without" }>{words}</p> }.into_any()
}
