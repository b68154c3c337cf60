//! The frames that pages stand in: shop, narrow (sign-in, checkout), console, and a page with only a message.
//! Each sets the title and holds the notices. Server only.
use domain::roles::{Action, Resource};
use leptos::prelude::*;

use super::footer::{AboutLinks, Preferences, SiteFooter};
use super::header::{Bell, BottomBar, Logo, SiteHeader};
use super::{Icon, IconView, LinkButton, Notice, classes};
use crate::access::visitor;
use crate::ctx::Ctx;
use crate::flash::NoticeText;
use crate::seller::desk::{at_hand, here};
use crate::shell::HeadSlot;
use crate::undo::PutBack;

pub use crate::head::Head;

/// Says what stands in the head of the document around this frame.
fn fill_head(title: String, head: Head) {
    let brand = Ctx::current().t().brand();
    let title = if title.is_empty() || title == brand { brand } else { format!("{title} · {brand}") };
    HeadSlot::fill(Head { title, ..head });
}

/// Where notices appear: those of the last form, and those that the page's script says.
#[component]
fn Notices() -> AnyView {
    let notice = Ctx::current().flash().and_then(|flash| flash.notice.clone());
    let line = notice.map(|NoticeText { tone, text, undo }| match undo {
        None => view! { <Notice tone class="mb-5">{text}</Notice> }.into_any(),
        Some(undo) => view! {
            <Notice tone class="mb-5">
                <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">{text} <PutBack undo /></div>
            </Notice>
        }
        .into_any(),
    });
    view! { <div id="notices" data-always="" role="status" aria-live="polite">{line}</div> }.into_any()
}

/// A page of the shop: header with search, the page, footer, bottom bar on phones.
#[component]
pub fn ShopPage(
    #[prop(into)] title: String,
    #[prop(optional)] head: Head,
    /// What was searched for, kept in the search box.
    #[prop(optional, into)]
    search: String,
    children: Children,
) -> AnyView {
    fill_head(title, head);
    view! {
        <SiteHeader search />
        <main id="main" tabindex="-1" class="mx-auto max-w-[90rem] px-4 py-4 outline-none sm:py-6 lg:px-6">
            <Notices />
            {children()}
        </main>
        <div class="pb-14 md:pb-0">
            <SiteFooter />
        </div>
        <BottomBar />
    }
    .into_any()
}

/// A page with one task and nothing to lead away from it: sign-in, checkout.
#[component]
pub fn NarrowPage(
    #[prop(into)] title: String,
    /// As wide as two columns: checkout.
    #[prop(optional)]
    wide: bool,
    children: Children,
) -> AnyView {
    let t = Ctx::current().t();
    let width = if wide { "max-w-5xl" } else { "max-w-md" };
    // It says what the shop is: such a page has nothing of its own to tell a stranger.
    fill_head(title, Head { private: true, description: t.home_description(), ..Head::default() });
    view! {
        <header class="border-b border-line bg-surface">
            <div class=classes(&["mx-auto flex px-4 py-2", width])><Logo /></div>
        </header>
        <main id="main" tabindex="-1" class=classes(&["mx-auto px-4 py-8 outline-none", width])>
            <Notices />
            {children()}
        </main>
        <footer class=classes(&["mx-auto flex flex-col gap-5 px-4 pb-12", width])>
            <nav aria-label=t.footer_shop()>
                <ul class="flex flex-wrap gap-x-5 text-sm text-ink-soft"><AboutLinks /></ul>
            </nav>
            <Preferences />
        </footer>
    }
    .into_any()
}

/// Whose console it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Console {
    Seller,
    Operator,
}

impl Console {
    /// The menu: what this visitor may open.
    fn entries(self) -> Vec<(Icon, &'static str, String)> {
        match self {
            Console::Seller => {
                let desk = at_hand().map(Resource::Seller);
                // The style guide shows one of nobody's.
                opened(seller_entries(), |action| {
                    desk.as_ref().is_none_or(|desk| visitor().allow(action, desk).is_ok())
                })
            }
            Console::Operator => operator_menu(),
        }
    }

    fn name(self) -> String {
        let t = Ctx::current().t();
        match self {
            Console::Seller => t.nav_seller(),
            Console::Operator => t.nav_operator(),
        }
    }
}

/// The entries of a menu that this visitor may open.
fn opened(
    entries: Vec<(Action, Icon, &'static str, String)>,
    opens: impl Fn(Action) -> bool,
) -> Vec<(Icon, &'static str, String)> {
    let open = entries.into_iter().filter(|(action, ..)| opens(*action));
    open.map(|(_, icon, href, words)| (icon, href, words)).collect()
}

/// The platform's menu: what this visitor's role opens.
pub(crate) fn operator_menu() -> Vec<(Icon, &'static str, String)> {
    opened(operator_entries(), |action| visitor().allow(action, &Resource::Platform).is_ok())
}

/// A seller's menu, and what each page is for.
fn seller_entries() -> Vec<(Action, Icon, &'static str, String)> {
    let t = Ctx::current().t();
    vec![
        (Action::ReadSeller, Icon::Home, "/seller", t.seller_today()),
        (Action::ReadFigures, Icon::Chart, "/seller/analysis", t.seller_analysis()),
        (Action::ReadFigures, Icon::Grid, "/seller/profit", t.skus_title()),
        (Action::ReadSales, Icon::Orders, "/seller/orders", t.seller_orders()),
        (Action::ReadSales, Icon::Talk, "/seller/messages", t.messages_title()),
        (Action::ReadSales, Icon::Return, "/seller/returns", t.returns_title()),
        (Action::ReadSales, Icon::Info, "/seller/disputes", t.disputes_title()),
        (Action::ReadCatalogue, Icon::Grid, "/seller/products", t.seller_products()),
        (Action::ReadCatalogue, Icon::Tag, "/seller/promotions", t.promos_title()),
        (Action::ReadCatalogue, Icon::Tag, "/seller/coupons", t.coupons_list()),
        (Action::ReadCatalogue, Icon::Box, "/seller/imports", t.imports_title()),
        (Action::ReadCatalogue, Icon::Star, "/seller/reviews", t.seller_reviews()),
        (Action::ReadSales, Icon::Check, "/seller/health", t.seller_health()),
        (Action::ReadMoney, Icon::Card, "/seller/payouts", t.seller_payouts()),
        (Action::ReadMoney, Icon::Info, "/seller/fees", t.fees_title()),
        (Action::ReadSettings, Icon::Store, "/seller/store", t.store_title()),
        (Action::ReadSettings, Icon::Gear, "/seller/settings", t.seller_settings()),
        (Action::ManageStaff, Icon::Person, "/seller/staff", t.staff_title()),
        (Action::ReadSettings, Icon::Shield, "/seller/api", t.seller_api()),
    ]
}

/// The platform's menu, and what each page is for.
fn operator_entries() -> Vec<(Action, Icon, &'static str, String)> {
    let t = Ctx::current().t();
    vec![
        (Action::ReadPlatform, Icon::Chart, "/operator", t.operator_overview()),
        (Action::ReadMoney, Icon::Grid, "/operator/profit", t.profit_title()),
        (Action::ReadOrders, Icon::Orders, "/operator/orders", t.nav_orders()),
        (Action::ReadCatalogue, Icon::Search, "/operator/search", t.operator_search()),
        (Action::ReadCatalogue, Icon::Info, "/operator/content", t.operator_content()),
        (Action::ReadCatalogue, Icon::Plus, "/operator/kits", t.kits_title()),
        (Action::ReadMoney, Icon::Globe, "/operator/rates", t.operator_rates()),
        (Action::ReadMoney, Icon::Cart, "/operator/fees", t.operator_fees()),
        (Action::ReadMoney, Icon::Pin, "/operator/tax", t.tax_title()),
        (Action::ReadMoney, Icon::Clock, "/operator/terms", t.terms_title()),
        (Action::ReadMoney, Icon::Return, "/operator/return-terms", t.return_terms_title()),
        (Action::ReadCatalogue, Icon::Box, "/operator/imports", t.imports_title()),
        (Action::ReadCatalogue, Icon::Check, "/operator/products", t.products_title()),
        (Action::ReadSellers, Icon::Store, "/operator/sellers", t.operator_sellers()),
        (Action::ReadMoney, Icon::Card, "/operator/payouts", t.operator_payouts()),
        (Action::ReadSystem, Icon::Bolt, "/operator/webhooks", t.hooks_title()),
        (Action::ReadSales, Icon::Return, "/operator/disputes", t.disputes_title()),
        (Action::ReadMoney, Icon::Return, "/operator/returns", t.return_appeals_title()),
        (Action::ReadMoney, Icon::Tag, "/operator/coupons", t.operator_coupons()),
        (Action::ReadMoney, Icon::Tag, "/operator/promotions", t.promos_title()),
        (Action::ReadReports, Icon::Shield, "/operator/reports", t.operator_reports()),
        (Action::ReadSystem, Icon::Orders, "/operator/changes", t.trail_title()),
        (Action::ReadSystem, Icon::Shield, "/operator/switches", t.switches_title()),
        (Action::ReadSystem, Icon::Gear, "/operator/jobs", t.operator_jobs()),
        (Action::ManageStaff, Icon::Person, "/operator/staff", t.staff_title()),
    ]
}

/// The entry of a console's menu that a path belongs to: the longest one that it starts with.
fn current_entry(path: &str, entries: &[(Icon, &'static str, String)]) -> &'static str {
    let path = path.split('?').next().unwrap_or_default();
    // Pages that an entry's page leads to, and that have none of their own.
    let path = match path {
        "/seller/opening" | "/seller/changes" => "/seller/settings",
        "/seller/plan" => "/seller/fees",
        "/seller/prices" => "/seller/products",
        "/seller/year" | "/seller/lines" | "/seller/invoices" => "/seller/payouts",
        "/seller/shipping" => "/seller/settings",
        "/operator/listing" => "/operator/products",
        "/operator/refunds" => "/operator/orders",
        "/operator/gift-wrap" => "/operator/terms",
        hooks if hooks.starts_with("/seller/webhooks") => "/seller/api",
        other => other,
    };
    let belongs =
        |href: &str| path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    entries
        .iter()
        .map(|(_, href, _)| *href)
        .filter(|href| belongs(href))
        .max_by_key(|href| href.len())
        .unwrap_or_default()
}

/// A page of a console: menu at the side (on top on a phone), title, the page's own buttons, much white space.
#[component]
pub fn ConsolePage(
    console: Console,
    #[prop(into)] title: String,
    /// Beside the title: badges, buttons.
    #[prop(optional, into)]
    actions: Option<AnyView>,
    children: Children,
) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let entries = console.entries();
    let current = current_entry(ctx.path(), &entries);
    let links = entries
        .into_iter()
        .map(|(icon, href, words)| {
            let look = if href == current {
                "bg-accent-soft text-accent-strong font-semibold"
            } else {
                "text-ink-soft hover:bg-sunken hover:text-ink"
            };
            view! {
                <li>
                    <a
                        href=here(href)
                        class=classes(&["flex min-h-tap items-center gap-3 rounded-control px-3 whitespace-nowrap", look])
                        aria-current=(href == current).then_some("page")
                    >
                        <IconView icon class="size-5 max-sm:hidden" />
                        {words}
                    </a>
                </li>
            }
        })
        .collect_view();
    fill_head(title.clone(), Head { private: true, ..Head::default() });
    let (bell, unread) = match console {
        Console::Seller => {
            (here("/seller/notices"), at_hand().map_or(0, |seller| ctx.session().unread_at(seller)))
        }
        Console::Operator => ("/account/notices".to_owned(), ctx.session().unread),
    };
    view! {
        <div class="lg:grid lg:min-h-dvh lg:grid-cols-[16rem_1fr]">
            <header class="border-line bg-surface max-lg:border-b lg:border-e">
                <div class="flex flex-col gap-1 px-3 py-2 lg:sticky lg:top-0 lg:gap-4 lg:px-4 lg:py-6">
                    <div class="flex items-center justify-between gap-2 px-1 lg:px-3">
                        <Logo short=true />
                        <div class="flex items-center gap-2">
                            <span class="text-sm text-ink-faint lg:hidden">{console.name()}</span>
                            <Bell href=bell unread />
                        </div>
                    </div>
                    <nav aria-label=console.name() class="no-bar overflow-x-auto">
                        <ul class="flex gap-1 lg:flex-col">{links}</ul>
                    </nav>
                    <a
                        href="/"
                        class="hidden min-h-tap items-center gap-3 rounded-control px-3 text-sm text-ink-faint hover:text-accent lg:flex"
                    >
                        <IconView icon=Icon::Store class="size-5" />
                        {t.nav_back_to_shop()}
                    </a>
                </div>
            </header>
            <div class="min-w-0">
                <main id="main" tabindex="-1" class="mx-auto max-w-6xl px-4 py-6 outline-none sm:px-8 lg:py-10">
                    <Notices />
                    <div class="mb-8 flex flex-wrap items-center justify-between gap-4">
                        <h1 class="min-w-0 text-2xl font-bold wrap-anywhere sm:text-3xl">{title}</h1>
                        {actions.map(|actions| view! { <div class="flex flex-wrap items-center gap-3">{actions}</div> })}
                    </div>
                    {children()}
                </main>
                <footer class="mx-auto max-w-6xl px-4 pb-12 sm:px-8"><Preferences /></footer>
            </div>
        </div>
    }
    .into_any()
}

/// A page with only a message: errors, and nothing else to do here.
#[component]
pub fn MessagePage(#[prop(into)] title: String, #[prop(into)] text: String, code: Option<String>) -> AnyView {
    let t = Ctx::current().t();
    let code = code.map(|code| {
        view! {
            <p class="text-sm text-ink-faint">
                {t.error_code()} ": " <code class="rounded bg-sunken px-2 py-1 font-mono select-all" dir="ltr">{code}</code>
            </p>
        }
    });
    view! {
        <ShopPage title=title.clone() head=Head { private: true, ..Head::default() }>
            <div class="mx-auto flex max-w-lg flex-col items-center gap-5 py-16 text-center">
                <svg viewBox="0 0 240 80" class="w-60 text-accent" fill="none" stroke="currentColor" stroke-linecap="round" aria-hidden="true">
                    <path stroke-width="6" d="M8 24c28-18 46 18 74 0s46 18 74 0 46 18 74 0" />
                    <path stroke-width="6" opacity="0.55" d="M28 46c24-16 40 16 64 0s40 16 64 0 34 14 56 2" />
                    <path stroke-width="6" opacity="0.25" d="M56 66c20-12 32 12 52 0s32 12 52 0" />
                </svg>
                <h1 class="text-3xl font-bold">{title}</h1>
                <p class="text-lg text-ink-soft">{text}</p>
                {code}
                <LinkButton href="/">{t.go_home()}</LinkButton>
            </div>
        </ShopPage>
    }
    .into_any()
}
