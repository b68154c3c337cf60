//! Forms: what was typed and what was wrong, and the form itself. Server only.
use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;

use super::classes;
use crate::access::may_send;
use crate::ctx::Ctx;

/// What a form shows: values, and sentences about what to correct. Made from the page's own values, overlaid
/// with what was typed when the last post of this form failed.
/// Cheap to clone; fields take it as `form=&form`.
#[derive(Clone, Debug, Default)]
pub struct FormState(Arc<Inner>);

#[derive(Clone, Debug, Default)]
struct Inner {
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
    failed: bool,
}

impl From<&FormState> for FormState {
    fn from(form: &FormState) -> FormState {
        form.clone()
    }
}

impl FormState {
    /// The state of the form of this name: `Invalid::new("address", …)` in the server function is read here.
    pub fn of(ctx: &Ctx, form: &str) -> FormState {
        match ctx.flash().filter(|flash| flash.form == form) {
            Some(flash) => FormState(Arc::new(Inner {
                values: flash.typed.clone(),
                errors: flash.errors.clone(),
                failed: true,
            })),
            None => FormState::default(),
        }
    }

    /// A value to start from; what was typed wins.
    pub fn or(mut self, name: &str, value: impl Into<String>) -> FormState {
        if !self.0.failed {
            Arc::make_mut(&mut self.0).values.insert(name.to_owned(), value.into());
        }
        self
    }

    /// A value that what was typed does not win over.
    pub fn set(mut self, name: &str, value: impl Into<String>) -> FormState {
        Arc::make_mut(&mut self.0).values.insert(name.to_owned(), value.into());
        self
    }

    /// Says what is wrong with a field. For the style guide and for checks made while the page is rendered.
    pub fn error_on(mut self, name: &str, sentence: impl Into<String>) -> FormState {
        Arc::make_mut(&mut self.0).errors.insert(name.to_owned(), sentence.into());
        self
    }

    pub fn value(&self, name: &str) -> String {
        self.0.values.get(name).cloned().unwrap_or_default()
    }

    pub fn error(&self, name: &str) -> Option<String> {
        self.0.errors.get(name).cloned()
    }

    /// Whether this is a second attempt.
    pub fn failed(&self) -> bool {
        self.0.failed
    }
}

/// A form that posts to a server function: `<Form action=SignIn::PATH>`. Works without JavaScript. With
/// `swap="id1 id2"` the answer replaces these elements of the page instead of loading it again; the ids must be on
/// the page that the server function answers with, else the browser goes there.
///
/// A form of a console stands on the page of whoever's role may send it; on anybody else's there is nothing in its place,
/// or, when it is `readable`, its fields, locked and without buttons.
#[component]
pub fn Form(
    #[prop(into)] action: String,
    #[prop(optional, into)] swap: Option<String>,
    /// Asks by GET: for search and filters, whose addresses can be shared.
    #[prop(optional)]
    get: bool,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] label: Option<String>,
    #[prop(optional, into)] class: String,
    /// Without a network this is kept and sent later: what it is about, for the list of what waits. Its server function
    /// takes a `key`.
    #[prop(optional, into)]
    later: Option<String>,
    /// It orders: without a network it says so in place, and that nothing was ordered.
    #[prop(optional)]
    orders: bool,
    /// Its fields say how things are: whoever may only read the page reads them.
    #[prop(optional)]
    readable: bool,
    children: Children,
) -> AnyView {
    if !get && !may_send(&action) {
        return readable.then(|| locked(id, label, class, children)).into_any();
    }
    let method = if get { "get" } else { "post" };
    let t = orders.then(|| Ctx::current().t());
    view! {
        // The browser's own bubbles know neither our languages nor our words: errors come from the server.
        <form
            action=action
            method=method
            data-swap=swap
            data-later=later
            data-text-offline=t.map(|t| t.not_ordered_offline())
            data-text-unsure=t.map(|t| t.not_sure_ordered())
            id=id
            aria-label=label
            class=classes(&[&class])
            novalidate
        >
            {children()}
        </form>
    }
    .into_any()
}

/// The fields of a form that this visitor does not send.
fn locked(id: Option<String>, label: Option<String>, class: String, children: Children) -> AnyView {
    view! {
        <fieldset id=id aria-label=label class=classes(&["min-w-0 [&_button]:hidden", &class]) disabled=true>
            {children()}
        </fieldset>
    }
    .into_any()
}

/// A value that the form sends along: ids, idempotency keys.
#[component]
pub fn Hidden(#[prop(into)] name: String, #[prop(into)] value: String) -> AnyView {
    view! { <input type="hidden" name=name value=value /> }.into_any()
}
