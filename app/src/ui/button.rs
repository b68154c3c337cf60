//! Buttons and links that look like buttons. Both are 44 px high at least.
use leptos::prelude::*;

use super::classes;

/// What a button means on its page: one `Primary` in view, the rest quieter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    #[default]
    Primary,
    Secondary,
    Soft,
    Quiet,
    Danger,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            ButtonKind::Primary => "btn-primary",
            ButtonKind::Secondary => "btn-secondary",
            ButtonKind::Soft => "btn-soft",
            ButtonKind::Quiet => "btn-quiet",
            ButtonKind::Danger => "btn-danger",
        }
    }
}

/// How large a button is. Even `Small` is 44 px high.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    Small,
    #[default]
    Medium,
    Large,
}

impl ButtonSize {
    fn class(self) -> &'static str {
        match self {
            ButtonSize::Small => "btn-small",
            ButtonSize::Medium => "",
            ButtonSize::Large => "btn-large",
        }
    }
}

/// A button that sends its form. With `name` and `value` it says which button it was.
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    /// As wide as its place.
    #[prop(optional)]
    wide: bool,
    #[prop(optional)] disabled: bool,
    #[prop(optional, into)] name: Option<String>,
    #[prop(optional, into)] value: Option<String>,
    /// What it does, when its content is only an icon.
    #[prop(optional, into)]
    label: Option<String>,
    /// `button` for one that does not send the form.
    #[prop(optional, into)]
    r#type: Option<&'static str>,
    /// The id of the [`Dialog`](super::Dialog) that it opens.
    #[prop(optional, into)]
    opens: Option<String>,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let class = classes(&["btn", kind.class(), size.class(), if wide { "btn-wide" } else { "" }, &class]);
    let kind_of = r#type.unwrap_or(if opens.is_some() { "button" } else { "submit" });
    view! {
        <button type=kind_of class=class disabled=disabled name=name value=value aria-label=label popovertarget=opens>
            {children()}
        </button>
    }
}

/// A link that looks like a button. It still goes somewhere: commands are [`Button`]s in forms.
#[component]
pub fn LinkButton(
    #[prop(into)] href: String,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] size: ButtonSize,
    #[prop(optional)] wide: bool,
    #[prop(optional, into)] class: String,
    children: Children,
) -> impl IntoView {
    let class = classes(&["btn", kind.class(), size.class(), if wide { "btn-wide" } else { "" }, &class]);
    view! { <a href=href class=class>{children()}</a> }
}
