//! Passing an address on. Server only; `public/assets/boot.js` does it, so without script these are not shown.
use leptos::prelude::*;

use super::{Button, ButtonKind, ButtonSize, Icon, IconView};
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

/// Passes a page on with what the device has for that; where it has nothing the address is copied.
#[component]
pub fn ShareButton(#[prop(into)] title: String, #[prop(into)] url: String) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <span class="needs-script" data-copy=url data-share=title data-said=t.copied()>
            <Button kind=ButtonKind::Quiet size=ButtonSize::Small r#type="button"><IconView icon=Icon::Share class="size-5" />{t.share()}</Button>
        </span>
    }
    .into_any()
}
