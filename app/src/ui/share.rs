//! Passing an address on. Server only; `public/assets/boot.js` does it, so without script these are not shown.
use leptos::prelude::*;

use super::{Button, ButtonKind, ButtonSize};
use crate::ctx::Ctx;

/// Copies a text, and says so among the notices.
#[component]
pub fn CopyButton(#[prop(into)] text: String) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <span class="needs-script" data-copy=text data-said=t.copied()>
            <Button kind=ButtonKind::Secondary size=ButtonSize::Small r#type="button">{t.copy_link()}</Button>
        </span>
    }
    .into_any()
}
