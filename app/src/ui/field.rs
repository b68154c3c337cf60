//! Fields of a form: label, hint, error, and the control itself, tied together for screen readers. Server only.
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;

use super::{FormState, Icon, IconView, classes};
use crate::ctx::Ctx;

/// The ids that tie a control to its hint and its error.
fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    let ids: Vec<String> = [error.then(|| format!("{id}-error")), hint.then(|| format!("{id}-hint"))]
        .into_iter()
        .flatten()
        .collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

#[component]
fn FieldFrame(
    id: String,
    label: String,
    hint: String,
    optional: bool,
    error: Option<String>,
    class: String,
    children: Children,
) -> AnyView {
    let optional = optional.then(|| {
        let text = Ctx::current().t().form_optional();
        view! { <span class="font-normal text-ink-faint">" (" {text} ")"</span> }
    });
    view! {
        <div class=classes(&["field flex flex-col gap-1.5", &class])>
            <label for=id.clone() class="text-sm font-semibold">
                {label}
                {optional}
            </label>
            {(!hint.is_empty())
                .then(|| view! { <p id=format!("{id}-hint") class="text-sm text-ink-faint">{hint}</p> })}
            {children()}
            {error.map(|error| view! { <FieldError id=format!("{id}-error") error /> })}
        </div>
    }
    .into_any()
}

#[component]
fn FieldError(id: String, error: String) -> AnyView {
    view! {
        <p id=id class="flex items-start gap-1.5 text-sm font-medium text-bad">
            <IconView icon=Icon::Warn class="mt-0.5 size-4" />
            {error}
        </p>
    }
    .into_any()
}

/// One line of text. `form` brings value and error by the field's name.
#[component]
pub fn Field(
    #[prop(into)] form: FormState,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    /// `text` if not said: `email`, `password`, `tel`, `number`, `search`.
    #[prop(default = "text")]
    r#type: &'static str,
    /// For the browser's own filling in: `email`, `street-address`, `cc-number`, `new-password`.
    #[prop(optional, into)]
    autocomplete: Option<&'static str>,
    #[prop(optional, into)] inputmode: Option<&'static str>,
    #[prop(optional, into)] placeholder: Option<String>,
    /// May stay empty: said in the label. Fields are required otherwise.
    #[prop(optional)]
    optional: bool,
    /// May stay empty, and the form says so of many fields at once.
    #[prop(optional)]
    may_be_empty: bool,
    #[prop(optional)] disabled: bool,
    /// Written left to right in every language: card numbers, addresses of mail and web.
    #[prop(optional)]
    ltr: bool,
    /// The language that is typed, where it is not the page's.
    #[prop(optional, into)]
    language: Option<domain::format::Locale>,
    #[prop(optional, into)] class: String,
) -> AnyView {
    let id = format!("f-{name}");
    let error = form.error(&name);
    // A password is never sent back to the page.
    let value = if r#type == "password" { String::new() } else { form.value(&name) };
    let described = described_by(&id, !hint.is_empty(), error.is_some());
    let invalid = error.is_some().then_some("true");
    view! {
        <FieldFrame id=id.clone() label hint optional error class>
            <input
                class="control"
                id=id
                name=name
                type=r#type
                value=value
                placeholder=placeholder
                autocomplete=autocomplete
                inputmode=inputmode
                required=!(optional || may_be_empty)
                disabled=disabled
                lang=language.map(|locale| locale.as_str())
                dir=ltr.then_some("ltr").or(language.map(|locale| locale.dir()))
                aria-invalid=invalid
                aria-describedby=described
            />
        </FieldFrame>
    }
    .into_any()
}

/// Several lines of text.
#[component]
pub fn TextArea(
    #[prop(into)] form: FormState,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(default = 4)] rows: u32,
    /// The language that is typed, where it is not the page's.
    #[prop(optional, into)]
    language: Option<domain::format::Locale>,
    #[prop(optional)] optional: bool,
    #[prop(optional, into)] class: String,
) -> AnyView {
    let id = format!("f-{name}");
    let error = form.error(&name);
    let described = described_by(&id, !hint.is_empty(), error.is_some());
    let invalid = error.is_some().then_some("true");
    // Leptos writes the text of this element as it is, as of a script: what closes it would go on as HTML.
    let mut value = String::new();
    crate::head::escape(&mut value, &form.value(&name));
    view! {
        <FieldFrame id=id.clone() label hint optional error class>
            <textarea
                class="control"
                id=id
                name=name
                rows=rows
                lang=language.map(|locale| locale.as_str())
                dir=language.map(|locale| locale.dir())
                required=!optional
                aria-invalid=invalid
                aria-describedby=described
            >
                {value}
            </textarea>
        </FieldFrame>
    }
    .into_any()
}

/// One of several values from a list. `options` are value and words.
#[component]
pub fn Select(
    #[prop(into)] form: FormState,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<(String, String)>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] autocomplete: Option<&'static str>,
    #[prop(optional)] optional: bool,
    /// Sends the form as soon as another value is chosen. Keep a button for people without JavaScript.
    #[prop(optional)]
    submits: bool,
    /// The same with the button of this id, where the form has several.
    #[prop(optional, into)]
    submits_by: Option<&'static str>,
    #[prop(optional, into)] class: String,
) -> AnyView {
    let id = format!("f-{name}");
    let error = form.error(&name);
    let described = described_by(&id, !hint.is_empty(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let chosen = form.value(&name);
    let options = options
        .into_iter()
        .map(|(value, words)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{words}</option> }
        })
        .collect_view();
    view! {
        <FieldFrame id=id.clone() label hint optional error class>
            <select
                class="control"
                id=id
                name=name
                autocomplete=autocomplete
                required=!optional
                data-submit=submits_by.or(submits.then_some(""))
                aria-invalid=invalid
                aria-describedby=described
            >
                {options}
            </select>
        </FieldFrame>
    }
    .into_any()
}

/// Yes or no. Sends `name=on` when ticked, nothing when not.
#[component]
pub fn Checkbox(
    #[prop(into)] form: FormState,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] disabled: bool,
) -> AnyView {
    let id = format!("f-{name}");
    let error = form.error(&name);
    let described = described_by(&id, !hint.is_empty(), error.is_some());
    let checked = !form.value(&name).is_empty();
    view! {
        <div class="flex flex-col">
            <label class="flex min-h-tap cursor-pointer items-center gap-3">
                <input
                    class="tick"
                    type="checkbox"
                    id=id.clone()
                    name=name
                    checked=checked
                    disabled=disabled
                    aria-describedby=described
                />
                <span>{label}</span>
            </label>
            {(!hint.is_empty())
                .then(|| view! { <p id=format!("{id}-hint") class="ps-8 text-sm text-ink-faint">{hint}</p> })}
            {error.map(|error| view! { <FieldError id=format!("{id}-error") error /> })}
        </div>
    }
    .into_any()
}

/// One choice of [`RadioCards`].
#[derive(Clone, Debug, Default)]
pub struct Choice {
    pub value: String,
    pub title: String,
    pub text: String,
    /// At the end of the first line: a price, "free".
    pub aside: String,
    pub disabled: bool,
}

/// One of a few values, each with room to say what it means: addresses, cards, delivery speeds.
#[component]
pub fn RadioCards(
    #[prop(into)] form: FormState,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    choices: Vec<Choice>,
    #[prop(optional, into)] class: String,
) -> AnyView {
    let error = form.error(&name);
    let chosen = form.value(&name);
    let error_id = format!("f-{name}-error");
    let described = error.is_some().then(|| error_id.clone());
    let cards = choices
        .into_iter()
        .map(|choice| {
            let checked = choice.value == chosen;
            view! {
                <label class="choice">
                    <input
                        class="tick mt-0.5"
                        type="radio"
                        name=name.clone()
                        value=choice.value
                        checked=checked
                        disabled=choice.disabled
                    />
                    <span class="min-w-0 flex-1">
                        <span class="flex flex-wrap justify-between gap-x-3 font-semibold">
                            <bdi>{choice.title}</bdi>
                            <span class="whitespace-nowrap">{choice.aside}</span>
                        </span>
                        <span class="block text-sm text-ink-soft"><bdi>{choice.text}</bdi></span>
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset aria-describedby=described>
            <legend class="mb-1.5 text-sm font-semibold">{label}</legend>
            <div class=classes(&["grid gap-3", &class])>{cards}</div>
            {error.map(|error| view! { <FieldError id=error_id error /> })}
        </fieldset>
    }
    .into_any()
}
