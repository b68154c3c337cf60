//! The document around every page: head, language, theme, skip link. Called by `page` once the page is loaded.
use std::sync::{Arc, Mutex, PoisonError};

use domain::text_enum::TextEnum as _;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos::tachys::html::InertElement;

use crate::access::platform;
use crate::ctx::Ctx;
use crate::head::{Around, Head, tags};
use crate::phone::manifest;
use crate::site;

/// Where a page's frame leaves the title and what search engines read, for the document around it.
#[derive(Clone, Default)]
pub struct HeadSlot(Arc<Mutex<Head>>);

impl HeadSlot {
    /// The frame of this page says what stands in its head. The last one counts.
    pub(crate) fn fill(head: Head) {
        if let Some(slot) = use_context::<HeadSlot>() {
            *slot.0.lock().unwrap_or_else(PoisonError::into_inner) = head;
        }
    }

    fn take() -> Head {
        let slot = use_context::<HeadSlot>();
        slot.map(|slot| std::mem::take(&mut *slot.0.lock().unwrap_or_else(PoisonError::into_inner)))
            .unwrap_or_default()
    }
}

/// The page's own part of the head.
fn head_tags(ctx: &Ctx, head: &Head) -> InertElement {
    let (platform, t) = (platform(), ctx.t());
    let nonce = use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
    let around = Around {
        // Addresses are whole, for a search engine reads them away from the page.
        site: &platform.config.site_url(),
        brand: &t.brand(),
        locale: ctx.locale(),
        asked: ctx.asked_locale(),
        nonce: &nonce,
        engines_allowed: platform.config.engines_allowed,
    };
    InertElement::new(tags(head, &around))
}

/// The whole document. Styles and script come from files of one build; nothing is inline, so the policy needs no
/// `unsafe-inline`. The script looks for islands and loads WebAssembly only when there are some.
pub fn shell(page: AnyView) -> impl IntoView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let locale = ctx.locale();
    view! {
        <!DOCTYPE html>
        <html lang=locale.as_str() dir=locale.dir() data-theme=ctx.theme().as_str()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff" />
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#0f1a1e" />
                <link rel="stylesheet" href=site::asset("orinoco.css") />
                <link rel="icon" href="/icons/icon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/icons/apple-touch-icon.png" />
                <link rel="manifest" href=manifest::address(locale) />
                <script type="module" nonce=use_nonce() src=site::asset("boot.js")></script>
                {head_tags(&ctx, &HeadSlot::take())}
            </head>
            <body
                data-text-offline=t.notice_offline()
                class="min-h-dvh bg-page text-ink antialiased"
            >
                <a href="#main" class="skip-link">{t.skip_to_content()}</a>
                {page}
            </body>
        </html>
    }
}
