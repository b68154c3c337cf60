//! Words that an operator wrote. Called by the pages of this room and by categories.
use domain::format::Locale;
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use platform::content::html;

/// Markdown as it is read. `content::html` writes no element that could do anything but be read.
#[component]
pub(crate) fn Written(
    #[prop(into)] body: String,
    /// The language that it is written in.
    locale: Locale,
) -> AnyView {
    view! { <div class="written" lang=locale.as_str() dir=locale.dir() inner_html=html(&body)></div> }
        .into_any()
}
