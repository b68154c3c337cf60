//! The top of the shop's frame, and the bar at the bottom of a phone; `footer` is its end. Server only.
use domain::format;
use leptos::prelude::*;

use super::kept::{Departments, Piece, kept};
use super::{Icon, IconView, Mark, classes};
use crate::ctx::Ctx;

/// The brand: mark and name, a link to the home page.
#[component]
pub fn Logo(
    /// Only the mark on phones.
    #[prop(optional)]
    short: bool,
) -> AnyView {
    let t = Ctx::current().t();
    let name = if short { "sr-only sm:not-sr-only" } else { "" };
    view! {
        <a href="/" class="flex min-h-tap items-center gap-2.5 text-xl font-bold tracking-tight">
            <Mark class="size-9" />
            <span class=name>{t.brand()}</span>
        </a>
    }
    .into_any()
}

/// The shop's header: logo, search, account, orders, cart, and the departments below.
#[component]
pub fn SiteHeader(
    /// What was searched for, kept in the box.
    #[prop(optional, into)]
    search: String,
) -> AnyView {
    let ctx = Ctx::current();
    if search.is_empty() && ctx.session().is_plain() {
        let piece =
            Piece::Header { locale: ctx.locale(), departments: Departments(ctx.departments().clone()) };
        return kept(piece, || header(&ctx, search));
    }
    header(&ctx, search)
}

fn header(ctx: &Ctx, search: String) -> AnyView {
    let t = ctx.t();
    let session = ctx.session().clone();
    let account_href = if session.name.is_some() { "/account" } else { "/sign-in" };
    let account = session.name.clone().map_or_else(|| t.nav_sign_in(), |name| t.hello_name(name));
    let action = "flex min-h-tap items-center gap-2 rounded-control px-2.5 hover:bg-sunken";
    // Beside the bell a name has less room on a phone.
    let name = if session.name.is_some() {
        "max-w-20 truncate sm:max-w-36"
    } else {
        "max-w-28 truncate sm:max-w-36"
    };
    view! {
        <header class="border-b border-line bg-surface">
            <div class="mx-auto flex max-w-[90rem] flex-wrap items-center gap-x-2 gap-y-1 px-4 py-2 sm:gap-x-5 lg:px-6">
                <Logo />
                <SearchBox search />
                <nav aria-label=t.nav_account() class="ms-auto flex items-center text-sm font-medium sm:gap-1">
                    <a href=account_href class=action>
                        <IconView icon=Icon::Person class="size-6" />
                        <span class=name>{account}</span>
                    </a>
                    <Bell href="/account/notices" unread=session.unread />
                    <a href="/account/orders" class=classes(&[action, "max-md:hidden"])>
                        <IconView icon=Icon::Orders class="size-6" />
                        {t.nav_orders()}
                    </a>
                    <CartLink class=classes(&[action, "max-md:hidden"]) id="cart-link" />
                </nav>
            </div>
            <DepartmentBar />
        </header>
    }
    .into_any()
}

#[component]
fn SearchBox(search: String) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <form
            action="/search"
            method="get"
            role="search"
            id="search"
            class="relative order-last flex w-full items-center rounded-full border border-line-strong bg-page focus-within:border-accent focus-within:bg-surface sm:order-none sm:w-auto sm:flex-1"
        >
            <label class="sr-only" for="q">{t.nav_search()}</label>
            <input
                id="q"
                name="q"
                type="search"
                value=search
                placeholder=t.search_placeholder()
                autocomplete="off"
                enterkeyhint="search"
                class="min-h-tap min-w-0 flex-1 bg-transparent ps-5 pe-2 text-base outline-none placeholder:text-ink-faint"
            />
            <a href="/scan" class="tap rounded-full px-2 text-ink-soft hover:text-accent md:hidden" aria-label=t.scan_title()>
                <IconView icon=Icon::Barcode />
            </a>
            <button class="tap rounded-full bg-accent px-4 text-on-accent hover:bg-accent-strong" aria-label=t.nav_search()>
                <IconView icon=Icon::Search />
            </button>
            // Filled from `/suggest` while somebody types.
            <div
                id="suggest"
                hidden
                class="absolute inset-x-0 top-full z-40 mt-1.5 max-h-[70dvh] overflow-y-auto rounded-card border border-line bg-raised p-2 shadow-raised"
            ></div>
        </form>
    }
    .into_any()
}

/// The cart with the number of units in it. Comes along with every form that answers in place.
#[component]
fn CartLink(class: String, id: &'static str) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let count = ctx.session().cart_count;
    let badge = badge(count);
    view! {
        <a href="/cart" class=class id=id data-always="" data-count=count.to_string() aria-label=t.cart_with_count(count)>
            <span class="relative">
                <IconView icon=Icon::Cart class="size-6" />
                {badge}
            </span>
            <span>{t.nav_cart()}</span>
        </a>
    }
    .into_any()
}

/// The bell with the number of unread notices, for whoever is signed in. Comes along with every form that answers in place.
#[component]
pub(super) fn Bell(#[prop(into)] href: String, unread: u32) -> AnyView {
    let ctx = Ctx::current();
    if ctx.session().name.is_none() {
        return ().into_any();
    }
    let t = ctx.t();
    view! {
        <a
            href=href
            id="bell"
            data-always=""
            data-notices=unread.to_string()
            aria-label=t.notices_with_count(unread)
            class="tap rounded-control hover:bg-sunken"
        >
            <span class="relative">
                <IconView icon=Icon::Bell class="size-6" />
                {badge(unread)}
            </span>
        </a>
    }
    .into_any()
}

/// The number at the corner of an icon; nothing for none.
fn badge(count: u32) -> Option<AnyView> {
    let writing = Ctx::current().t().writing();
    (count > 0).then(|| {
        let text = if count > 99 { "99+".to_owned() } else { format::number(count.into(), writing) };
        view! {
            <span class="absolute -end-2.5 -top-1.5 min-w-5 rounded-full bg-accent px-1 text-center text-xs leading-5 font-bold text-on-accent">
                {text}
            </span>
        }
        .into_any()
    })
}

#[component]
fn DepartmentBar() -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    if ctx.departments().is_empty() {
        return ().into_any();
    }
    let links = ctx
        .departments()
        .iter()
        .map(|link| {
            view! {
                <li>
                    <a
                        href=link.href.clone()
                        class="inline-flex min-h-tap items-center px-2.5 whitespace-nowrap text-ink-soft hover:text-accent"
                    >
                        {link.label.clone()}
                    </a>
                </li>
            }
        })
        .collect_view();
    let place = ctx.session().deliver_to.clone().map(|place| {
        view! {
            <li class="ms-auto hidden items-center gap-1.5 ps-6 whitespace-nowrap text-ink-soft lg:flex">
                <IconView icon=Icon::Pin class="size-4" />
                {t.deliver_to(place)}
            </li>
        }
    });
    view! {
        <nav aria-label=t.nav_departments() class="no-bar overflow-x-auto border-t border-line text-sm">
            <ul class="mx-auto flex w-max min-w-full max-w-[90rem] px-1.5 lg:px-3.5">{links} {place}</ul>
        </nav>
    }
    .into_any()
}

/// The bar at the bottom of a phone: home, search, cart, orders, me.
#[component]
pub fn BottomBar() -> AnyView {
    let ctx = Ctx::current();
    let here = entry_of(ctx.path().split('?').next().unwrap_or("/"));
    if ctx.session().is_plain() {
        return kept(Piece::BottomBar { locale: ctx.locale(), here }, || bottom_bar(&ctx, here));
    }
    bottom_bar(&ctx, here)
}

/// The bar's entry that a page belongs to. The orders, within the account, have one of their own.
fn entry_of(path: &str) -> Option<&'static str> {
    let entries = ["/search", "/cart", "/account/orders", "/account"];
    if path == "/" { Some("/") } else { entries.into_iter().find(|entry| path.starts_with(entry)) }
}

fn bottom_bar(ctx: &Ctx, here: Option<&'static str>) -> AnyView {
    let t = ctx.t();
    let item = "flex min-h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs font-medium";
    let current = move |entry: &str| (here == Some(entry)).then_some("page");
    let look = move |entry: &str| {
        classes(&[item, if here == Some(entry) { "text-accent" } else { "text-ink-soft" }])
    };
    let me = if ctx.session().name.is_some() { "/account" } else { "/sign-in" };
    view! {
        <nav
            aria-label=t.nav_main()
            class="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
        >
            <a href="/" class=look("/") aria-current=current("/")>
                <IconView icon=Icon::Home class="size-6" />
                {t.nav_home()}
            </a>
            <a href="/search" class=look("/search") aria-current=current("/search")>
                <IconView icon=Icon::Search class="size-6" />
                {t.nav_search()}
            </a>
            <CartLink class=look("/cart") id="cart-bar" />
            <a href="/account/orders" class=look("/account/orders") aria-current=current("/account/orders")>
                <IconView icon=Icon::Orders class="size-6" />
                {t.nav_orders()}
            </a>
            <a href=me class=look("/account") aria-current=current("/account")>
                <IconView icon=Icon::Person class="size-6" />
                {t.nav_me()}
            </a>
        </nav>
    }
    .into_any()
}
