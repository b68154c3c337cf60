//! Every page, one line each.
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};

use crate::account::{addresses, cards, entry, order, orders, overview};
use crate::basket::{cart, checkout, confirm};
use crate::operator::{jobs, overview as operator};
use crate::page::{not_found, page};
use crate::seller::{dashboard, order as sale, orders as sales, products, settings};
use crate::shop::{home, listing, product};
use crate::styleguide::pages as styleguide;

/// The application: one flat list of pages, all rendered whole on the server.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <FlatRoutes fallback=not_found>
                <Route path=path!("/") view=|| page(home::page()) ssr=SsrMode::Async />
                <Route path=path!("/search") view=|| page(listing::search_page()) ssr=SsrMode::Async />
                <Route path=path!("/c/:slug") view=|| page(listing::category_page()) ssr=SsrMode::Async />
                <Route path=path!("/p/:slug") view=|| page(product::page()) ssr=SsrMode::Async />
                <Route path=path!("/cart") view=|| page(cart::page()) ssr=SsrMode::Async />
                <Route path=path!("/checkout") view=|| page(checkout::page()) ssr=SsrMode::Async />
                <Route path=path!("/orders/:order/confirm") view=|| page(confirm::page()) ssr=SsrMode::Async />
                <Route path=path!("/orders/:order") view=|| page(order::page()) ssr=SsrMode::Async />
                <Route path=path!("/sign-in") view=|| page(entry::sign_in_page()) ssr=SsrMode::Async />
                <Route path=path!("/sign-up") view=|| page(entry::sign_up_page()) ssr=SsrMode::Async />
                <Route path=path!("/confirm") view=|| page(entry::confirm_page()) ssr=SsrMode::Async />
                <Route path=path!("/account") view=|| page(overview::page()) ssr=SsrMode::Async />
                <Route path=path!("/account/orders") view=|| page(orders::page()) ssr=SsrMode::Async />
                <Route path=path!("/account/addresses") view=|| page(addresses::list_page()) ssr=SsrMode::Async />
                <Route path=path!("/account/addresses/:id") view=|| page(addresses::edit_page()) ssr=SsrMode::Async />
                <Route path=path!("/account/cards") view=|| page(cards::page()) ssr=SsrMode::Async />
                <Route path=path!("/seller") view=|| page(dashboard::page()) ssr=SsrMode::Async />
                <Route path=path!("/seller/orders") view=|| page(sales::page()) ssr=SsrMode::Async />
                <Route path=path!("/seller/orders/:part") view=|| page(sale::page()) ssr=SsrMode::Async />
                <Route path=path!("/seller/products") view=|| page(products::page()) ssr=SsrMode::Async />
                <Route path=path!("/seller/settings") view=|| page(settings::page()) ssr=SsrMode::Async />
                <Route path=path!("/operator") view=|| page(operator::page()) ssr=SsrMode::Async />
                <Route path=path!("/operator/jobs") view=|| page(jobs::page()) ssr=SsrMode::Async />
                <Route path=path!("/styleguide") view=|| page(styleguide::page()) ssr=SsrMode::Async />
                <Route path=path!("/styleguide/:layout") view=|| page(styleguide::layout()) ssr=SsrMode::Async />
            </FlatRoutes>
        </Router>
    }
}
