//! What a change of what holds would come to, in the card that has the only button which says it. Called by what one kind of
//! goods is charged (`fee_rule`), what a category is charged as (`shelves`), the tax of a place (`taxes`) and one kind of terms
//! (`term`). Forms that stand on a page of many have a button that asks for theirs, beside the one that says it.
use domain::{Money, Timestamp};
use leptos::prelude::*;

use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// What was ordered or refunded in so many days is reckoned anew.
pub(super) const LOOKED_AT_DAYS: i64 = 30;

/// The effect, from when on it counts with a note to that, and the button that sends these fields.
#[component]
pub(super) fn EffectCard(
    #[prop(into)] title: String,
    starts_at: Option<Timestamp>,
    #[prop(optional, into)] note: Option<String>,
    #[prop(into)] action: String,
    /// Name and value of each.
    fields: Vec<(&'static str, String)>,
    children: Children,
) -> AnyView {
    let t = Ctx::current().t();
    let hidden = fields.into_iter().map(|(name, value)| view! { <Hidden name value /> }).collect_view();
    let begins = match starts_at {
        Some(at) => view! { {t.fee_begins()} " " <DateText at /> }.into_any(),
        None => view! { {t.fee_begins_now()} }.into_any(),
    };
    view! {
        <Card title id="effect">
            {children()}
            <p class="mt-3 text-sm text-ink-soft">{begins} "." {note.map(|note| format!(" {note}"))}</p>
            <Form action class="mt-4">
                {hidden}
                <Button>{t.fee_say()}</Button>
            </Form>
        </Card>
    }
    .into_any()
}

/// Asks by GET what the fields of its form would come to, so that looking changes nothing.
#[component]
pub(super) fn SeeEffect(path: &'static str, what: &'static str) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <button class="btn btn-secondary" name="see" value=what formaction=path formmethod="get">{t.fee_see()}</button>
    }
    .into_any()
}

/// What was, what would have been, and the difference.
pub(super) fn sums(t: T, was: Money, would_be: Money) -> AnyView {
    let more = would_be.sub(was).unwrap_or(was);
    view! {
        {row(t.effect_was(), was, "")}
        {row(t.effect_would(), would_be, "")}
        {row(t.fee_effect_more(), more, "font-bold")}
    }
    .into_any()
}

/// A number of the list of sums.
pub(super) fn number(t: T, label: String, count: i64) -> AnyView {
    view! { <dt>{label}</dt> <dd class="text-end">{domain::format::number(count, t.writing())}</dd> }
        .into_any()
}

/// A sum of the list of sums.
pub(super) fn row(label: String, money: Money, look: &'static str) -> AnyView {
    view! { <dt>{label}</dt> <dd class=format!("text-end {look}")><Amount money /></dd> }.into_any()
}
