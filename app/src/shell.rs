//! The document around every page: head, language, theme, skip link, notices. Called by the server for each page.
use domain::text_enum::TextEnum as _;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};

use crate::ctx::Ctx;
use crate::site;

/// The whole document. Styles and script come from files of one build; nothing is inline, so the policy needs no
/// `unsafe-inline`. The script looks for islands and loads WebAssembly only when there are some.
pub fn shell(page: fn() -> AnyView) -> impl IntoView {
    provide_meta_context();
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
                <link rel="manifest" href="/manifest.webmanifest" />
                <script type="module" nonce=use_nonce() src=site::asset("boot.js")></script>
                <MetaTags />
            </head>
            <body
                data-text-offline=t.notice_offline()
                class="min-h-dvh bg-page text-ink antialiased"
            >
                <a href="#main" class="skip-link">{t.skip_to_content()}</a>
                {page()}
            </body>
        </html>
    }
}
