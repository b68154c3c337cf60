//! What a change of what holds would come to, in the card that has the only button which says it. Called by what one kind of
//! goods is charged (`fee_rule`), what a category is charged as (`shelves`) and one kind of terms (`term`).
use domain::{Money, Timestamp};
use leptos::prelude::*;

use crate::ctx::Ctx;
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

/// A sum of the list of sums.
pub(super) fn row(label: String, money: Money, look: &'static str) -> AnyView {
    view! { <dt>{label}</dt> <dd class=format!("text-end {look}")><Amount money /></dd> }.into_any()
}
