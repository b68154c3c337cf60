//! What one sees without a network. Route `/offline`. The browser's worker keeps this page in the visitor's language
//! and shows it when a page cannot be had; its script fills in what the browser kept. Its templates are the words of
//! that script on every page, so that no other page carries them.
use leptos::prelude::*;

use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let list = "divide-y divide-line rounded-card border border-line bg-surface empty:hidden";
    Ok(view! {
        <NarrowPage title=t.offline_title()>
            <div class="flex flex-col gap-8">
                <div class="flex flex-col items-start gap-4">
                    <h1 class="text-3xl font-bold">{t.offline_title()}</h1>
                    <p class="text-ink-soft">{t.offline_text()}</p>
                    <LinkButton href="">{t.offline_again()}</LinkButton>
                </div>
                <section id="offline-waiting" hidden=true aria-labelledby="offline-waiting-title">
                    <h2 id="offline-waiting-title" class="mb-2 text-xl font-bold">{t.offline_waiting()}</h2>
                    <p class="mb-3 text-sm text-ink-soft">{t.offline_waiting_text()}</p>
                    <ul class=list></ul>
                </section>
                <section id="offline-cart" hidden=true aria-labelledby="offline-cart-title">
                    <h2 id="offline-cart-title" class="mb-3 text-xl font-bold">{t.offline_cart()}</h2>
                    <ul class=list></ul>
                    <p class="mt-3"><a class="link inline-flex min-h-tap items-center" href="/cart">{t.offline_cart_open()}</a></p>
                </section>
                <section aria-labelledby="offline-seen-title">
                    <h2 id="offline-seen-title" class="mb-3 text-xl font-bold">{t.offline_seen()}</h2>
                    <ul id="offline-seen" class=list></ul>
                    <p id="offline-none" class="text-ink-soft">{t.offline_none()}</p>
                </section>
            </div>
            <Templates />
        </NarrowPage>
    }
    .into_any())
}

/// What the script clones. A place in an element of class `at` takes a figure or a time.
#[component]
fn Templates() -> AnyView {
    let t = Ctx::current().t();
    let change = "flex items-center justify-between gap-3 px-4 py-3";
    view! {
        <template id="t-entry">
            <li class="flex flex-col">
                <a class="flex min-h-tap flex-col justify-center px-4 py-2 hover:bg-sunken">
                    <span class="font-medium" data-at="title"></span>
                    <span class="text-sm text-ink-faint" data-at="when"></span>
                </a>
            </li>
        </template>
        <template id="t-line"><li class=change><span class="min-w-0" data-at="title"></span><span class="shrink-0 text-ink-soft" data-at="quantity"></span></li></template>
        <template id="t-add"><li class=change><span class="min-w-0" data-at="title"></span><span class="shrink-0 text-sm text-ink-soft">{t.waiting_add()} " " <span data-at="quantity"></span></span></li></template>
        <template id="t-set"><li class=change><span class="min-w-0" data-at="title"></span><span class="shrink-0 text-sm text-ink-soft">{t.waiting_set()} " " <span data-at="quantity"></span></span></li></template>
        <template id="t-remove"><li class=change><span class="min-w-0" data-at="title"></span><span class="shrink-0 text-sm text-ink-soft">{t.cart_remove()}</span></li></template>
        <template id="t-kept">
            <Notice tone=Tone::Warn class="mb-5">
                <p class="font-semibold">{t.kept_title()}</p>
                <p class="text-sm">{t.kept_text()} " " <span data-at="when"></span></p>
            </Notice>
        </template>
        <template id="t-waiting">
            <Notice tone=Tone::Info class="mb-5">
                <p class="font-semibold">{t.offline_waiting()}</p>
                <p class="text-sm">{t.offline_waiting_text()}</p>
                <ul class="mt-2 divide-y divide-line"></ul>
            </Notice>
        </template>
        <template id="t-install">
            <aside class="mb-5 flex flex-wrap items-center gap-4 rounded-card border border-line bg-surface p-4" aria-labelledby="install-title">
                <Mark class="size-12" />
                <div class="min-w-48 flex-1">
                    <p id="install-title" class="font-semibold">{t.install_title()}</p>
                    <p class="text-sm text-ink-soft">{t.install_text()}</p>
                </div>
                <div class="flex flex-wrap gap-3">
                    <button type="button" class="btn btn-primary" data-do="install">{t.install_yes()}</button>
                    <button type="button" class="btn btn-quiet" data-do="dismiss">{t.install_no()}</button>
                </div>
            </aside>
        </template>
    }
    .into_any()
}
