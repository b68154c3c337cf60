//! The end of the shop's frame: where else to go, language, currency, appearance. Server only.
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::classes;
use super::header::Logo;
use super::kept::{Piece, kept};
use crate::ctx::{Ctx, Theme};
use crate::prefs::api::{ChooseCurrency, ChooseLanguage, ChooseMemory, ChooseTheme};
use crate::text::Locale;

/// The footer: where else to go, language, currency, appearance.
#[component]
pub fn SiteFooter() -> AnyView {
    let ctx = Ctx::current();
    let operator = ctx.session().is_operator();
    let piece = Piece::Footer {
        locale: ctx.locale(),
        theme: ctx.theme(),
        remembers: ctx.remembers(),
        operator,
        offered: ctx.reading().offered.clone(),
        currency: ctx.reading().currency(),
    };
    kept(piece, || footer(&ctx, operator))
}

fn footer(ctx: &Ctx, operator: bool) -> AnyView {
    let t = ctx.t();
    let link = "inline-flex min-h-tap min-w-tap items-center hover:text-accent hover:underline";
    view! {
        <footer class="mt-16 border-t border-line bg-sunken">
            <div class="mx-auto grid max-w-[90rem] gap-8 px-4 py-10 sm:grid-cols-2 lg:grid-cols-[2fr_1fr_1fr_1fr_2fr] lg:px-6">
                <div class="flex flex-col items-start gap-3">
                    <Logo />
                    <p class="max-w-64 text-ink-soft">{t.brand_promise()}</p>
                </div>
                <nav aria-labelledby="footer-you">
                    <h2 id="footer-you" class="font-semibold">{t.footer_you()}</h2>
                    <ul class="text-ink-soft">
                        <li><a class=link href="/account">{t.nav_account()}</a></li>
                        <li><a class=link href="/account/orders">{t.nav_orders()}</a></li>
                        <li><a class=link href="/account/returns">{t.returns_title()}</a></li>
                        <li><a class=link href="/cart">{t.nav_cart()}</a></li>
                    </ul>
                </nav>
                <nav aria-labelledby="footer-sell">
                    <h2 id="footer-sell" class="font-semibold">{t.footer_sell()}</h2>
                    <ul class="text-ink-soft">
                        <li><a class=link href="/sell">{t.sell_title()}</a></li>
                        <li><a class=link href="/seller">{t.nav_seller()}</a></li>
                        <li><a class=link href="/developers">{t.developers_title()}</a></li>
                        {operator
                            .then(|| view! { <li><a class=link href="/operator">{t.nav_operator()}</a></li> })}
                    </ul>
                </nav>
                <nav aria-labelledby="footer-shop">
                    <h2 id="footer-shop" class="font-semibold">{t.footer_shop()}</h2>
                    <ul class="text-ink-soft">
                        <li><a class=link href="/deals">{t.deals_title()}</a></li>
                        <AboutLinks />
                    </ul>
                </nav>
                <Preferences />
            </div>
        </footer>
    }
    .into_any()
}

/// Where the shop says who it is and how it works.
#[component]
pub fn AboutLinks() -> AnyView {
    let t = Ctx::current().t();
    [
        ("/help", t.nav_help()),
        ("/imprint", t.nav_imprint()),
        ("/privacy", t.nav_privacy()),
        ("/cookies", t.nav_cookies()),
    ]
    .into_iter()
    .map(|(href, words)| {
        view! { <li><a class="inline-flex min-h-tap min-w-tap items-center hover:text-accent hover:underline" href=href>{words}</a></li> }
    })
    .collect_view()
    .into_any()
}

/// Language, currency, appearance and memory: plain forms, one button each.
#[component]
pub fn Preferences() -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let theme_name = move |theme: Theme| match theme {
        Theme::Auto => t.theme_auto(),
        Theme::Light => t.theme_light(),
        Theme::Dark => t.theme_dark(),
    };
    let pill = |chosen: bool| {
        let look = if chosen { "bg-accent text-on-accent" } else { "bg-surface hover:bg-accent-soft" };
        classes(&["tap rounded-full border border-line px-4 text-sm font-medium", look])
    };
    let languages = Locale::ALL
        .iter()
        .copied()
        .map(|locale| {
            let chosen = locale == ctx.locale();
            view! {
                <button class=pill(chosen) name="language" value=locale.as_str() lang=locale.as_str() aria-pressed=chosen.to_string()>
                    {locale.name()}
                </button>
            }
        })
        .collect_view();
    let themes = Theme::ALL
        .into_iter()
        .map(|theme| {
            let chosen = theme == ctx.theme();
            view! {
                <button class=pill(chosen) name="theme" value=theme.as_str() aria-pressed=chosen.to_string()>
                    {theme_name(theme)}
                </button>
            }
        })
        .collect_view();
    let memory = [(true, t.memory_on()), (false, t.memory_off())]
        .into_iter()
        .map(|(on, words)| {
            let chosen = ctx.remembers() == Some(on);
            view! {
                <button class=pill(chosen) name="remember" value=if on { "1" } else { "0" } aria-pressed=chosen.to_string()>
                    {words}
                </button>
            }
        })
        .collect_view();
    view! {
        <div class="flex flex-col gap-5">
            <form method="post" action=ChooseLanguage::PATH>
                <fieldset>
                    <legend class="mb-2 font-semibold">{t.footer_language()}</legend>
                    <div class="flex flex-wrap gap-2">{languages}</div>
                </fieldset>
            </form>
            <CurrencyForm />
            <form method="post" action=ChooseTheme::PATH>
                <fieldset>
                    <legend class="mb-2 font-semibold">{t.footer_theme()}</legend>
                    <div class="flex flex-wrap gap-2">{themes}</div>
                </fieldset>
            </form>
            <form method="post" action=ChooseMemory::PATH>
                <fieldset>
                    <legend class="mb-2 font-semibold">{t.footer_memory()}</legend>
                    <div class="flex flex-wrap gap-2">{memory}</div>
                </fieldset>
            </form>
        </div>
    }
    .into_any()
}

/// In which currency prices are read; nothing where there is only one.
#[component]
fn CurrencyForm() -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let reading = ctx.reading();
    if reading.offered.len() < 2 {
        return ().into_any();
    }
    let options = reading
        .offered
        .iter()
        .map(|currency| {
            let chosen = reading.currency() == Some(*currency);
            view! { <option value=currency.code() selected=chosen>{currency.code()}</option> }
        })
        .collect_view();
    view! {
        <form method="post" action=ChooseCurrency::PATH>
            <label class="mb-2 block font-semibold" for="choose-currency">{t.footer_currency()}</label>
            <div class="flex flex-wrap gap-2">
                <select class="control w-auto" id="choose-currency" name="currency">{options}</select>
                <button class="btn btn-secondary">{t.footer_currency_set()}</button>
            </div>
        </form>
    }
    .into_any()
}
