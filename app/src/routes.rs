//! Every page, one line each.
use crate::abuse::{ask as report, desk as abuse_desk};
use crate::account::{
    addresses, cards, codes, data, entry, join, notices, notifications, order, orders, overview, passkey,
    security,
};
use crate::basket::{cart, checkout, confirm};
use crate::content::{editor, overview as contents, pages as content};
use crate::developers;
use crate::disputes::{case as dispute, desk as disputes_desk, queue as dispute_queue};
use crate::imports::{console as operator_imports, desk as seller_imports};
use crate::kits::desk as kits;
use crate::listing::{
    console as operator_products, find as catalogue, offer as offering, propose, rules as listing_rules,
};
use crate::lists::{list, overview as lists, shared};
use crate::messages::{desk as talk_desk, inbox, list as talks, queue as message_queue, thread};
use crate::openings::{desk as opening, review, sell};
use crate::operator::{
    account as operator_account, cohorts, coupons, fee_rule, fees as operator_fees, jobs, order as any_order,
    orders as all_orders, overview as operator, payouts as operator_payouts, posting as operator_posting,
    profit as operator_profit, promotions as operator_promotions, rates, refunds,
    returns as operator_returns, searches, sellers as operator_sellers, shelves, staff as operator_staff,
    take_back, taxes, term, terms, trail, webhooks as operator_webhooks, wrap,
};
use crate::page::{Loading, page};
use crate::phone::offline;
use crate::returns::{
    appeal as return_appeals, ask, case, desk as returns_desk, list as returned, one, rules as return_rules,
};
use crate::reviews::{desk, feedback, form, mine, question, queue};
use crate::seller::{
    analysis, coupons as seller_coupons, dashboard, fee_invoices, fees, health, keys, lines, order as sale,
    orders as sales, paper, payouts, plan, posting, prices, products, profit, promotions, settings, sheet,
    staff, statement, store, tables, webhooks, year,
};
use crate::shop::{
    compare, deals, home, listing, offers, place, product, promotions as promotion, quick, scan,
    store as shop, suggest,
};
use crate::styleguide::pages as styleguide;
use crate::switches::desk as switches;

/// A page and where it is. The server's router finds it; in the browser there is no router.
#[derive(Clone, Copy)]
pub struct Page {
    /// With parts in braces: `/p/{slug}`.
    pub path: &'static str,
    /// Called once for each request, inside its reactive owner.
    pub load: fn() -> Loading,
}

const fn at(path: &'static str, load: fn() -> Loading) -> Page {
    Page { path, load }
}

/// The application: one flat list of pages, all rendered whole on the server.
pub const PAGES: &[Page] = &[
    at("/", || page(home::page())),
    at("/search", || page(listing::search_page())),
    at("/suggest", || page(suggest::page())),
    at("/c/{slug}", || page(listing::category_page())),
    at("/p/{slug}", || page(product::page())),
    at("/p/{slug}/offers", || page(offers::page())),
    at("/s/{slug}", || page(shop::page())),
    at("/quick/{slug}", || page(quick::page())),
    at("/deliver-to", || page(place::page())),
    at("/deals", || page(deals::page())),
    at("/promotions/{promotion}", || page(promotion::page())),
    at("/compare", || page(compare::page())),
    at("/developers", || page(developers::page())),
    at("/sell", || page(sell::page())),
    at("/report/{thing}", || page(report::page())),
    at("/scan", || page(scan::page())),
    at("/offline", || page(offline::page())),
    at("/help", || page(content::help_index())),
    at("/help/{slug}", || page(content::help_page())),
    at("/imprint", || page(content::imprint_page())),
    at("/privacy", || page(content::privacy_page())),
    at("/cookies", || page(content::cookies_page())),
    at("/cart", || page(cart::page())),
    at("/checkout", || page(checkout::page())),
    at("/orders/{order}/confirm", || page(confirm::page())),
    at("/orders/{order}/messages/{part}", || page(thread::page())),
    at("/orders/{order}/return", || page(ask::page())),
    at("/orders/{order}/returns/{return_id}", || page(one::page())),
    at("/orders/{order}/returns/{return_id}/slip", || page(one::slip_page())),
    at("/orders/{order}", || page(order::page())),
    at("/join", || page(join::page())),
    at("/sign-in", || page(entry::sign_in_page())),
    at("/sign-in/code", || page(codes::entry_page())),
    at("/sign-up", || page(entry::sign_up_page())),
    at("/confirm", || page(entry::confirm_page())),
    at("/account", || page(overview::page())),
    at("/account/orders", || page(orders::page())),
    at("/account/messages", || page(talks::page())),
    at("/account/returns", || page(returned::page())),
    at("/account/addresses", || page(addresses::list_page())),
    at("/account/addresses/{id}", || page(addresses::edit_page())),
    at("/account/cards", || page(cards::page())),
    at("/account/lists", || page(lists::page())),
    at("/account/lists/{id}", || page(list::page())),
    at("/l/{code}", || page(shared::page())),
    at("/account/reviews", || page(mine::page())),
    at("/account/reviews/{product}", || page(form::page())),
    at("/account/feedback/{part}", || page(feedback::page())),
    at("/questions/{question}", || page(question::page())),
    at("/account/notices", || page(notices::page())),
    at("/account/notifications", || page(notifications::page())),
    at("/account/data", || page(data::page())),
    at("/account/security", || page(security::page())),
    at("/account/security/codes", || page(codes::page())),
    at("/account/security/passkeys/{id}", || page(passkey::page())),
    at("/seller", || page(dashboard::page())),
    at("/seller/notices", || page(notices::desk_page())),
    at("/seller/changes", || page(trail::desk_page())),
    at("/seller/opening", || page(opening::page())),
    at("/seller/analysis", || page(analysis::page())),
    at("/seller/profit", || page(profit::page())),
    at("/seller/orders", || page(sales::page())),
    at("/seller/orders/{part}", || page(sale::page())),
    at("/seller/orders/{part}/slip", || page(paper::slip_page())),
    at("/seller/orders/pick-list", || page(paper::pick_page())),
    at("/seller/messages", || page(inbox::page())),
    at("/seller/messages/{part}", || page(talk_desk::page())),
    at("/seller/returns", || page(returns_desk::page())),
    at("/seller/returns/rules", || page(return_rules::page())),
    at("/seller/returns/{return_id}", || page(case::page())),
    at("/seller/disputes", || page(disputes_desk::page())),
    at("/seller/disputes/{dispute}", || page(dispute::page())),
    at("/seller/products", || page(products::page())),
    at("/seller/products/add", || page(catalogue::page())),
    at("/seller/products/add/{product}", || page(offering::page())),
    at("/seller/products/sheet", || page(sheet::page())),
    at("/seller/products/new", || page(propose::page())),
    at("/seller/prices", || page(prices::page())),
    at("/seller/fees", || page(fees::page())),
    at("/seller/plan", || page(plan::page())),
    at("/seller/promotions", || page(promotions::page())),
    at("/seller/coupons", || page(seller_coupons::page())),
    at("/seller/imports", || page(seller_imports::list_page())),
    at("/seller/imports/{upload}", || page(seller_imports::upload_page())),
    at("/seller/health", || page(health::page())),
    at("/seller/payouts", || page(payouts::page())),
    at("/seller/year", || page(year::page())),
    at("/seller/lines", || page(lines::page())),
    at("/seller/invoices", || page(fee_invoices::page())),
    at("/seller/payouts/{payout}", || page(statement::page())),
    at("/seller/postings/{transaction}", || page(posting::page())),
    at("/seller/api", || page(keys::page())),
    at("/seller/webhooks", || page(webhooks::page())),
    at("/seller/webhooks/{endpoint}", || page(webhooks::one_page())),
    at("/seller/store", || page(store::page())),
    at("/seller/staff", || page(staff::page())),
    at("/seller/settings", || page(settings::page())),
    at("/seller/shipping", || page(tables::page())),
    at("/seller/reviews", || page(desk::page())),
    at("/operator", || page(operator::page())),
    at("/operator/profit", || page(operator_profit::page())),
    at("/operator/profit/cohorts", || page(cohorts::page())),
    at("/operator/profit/accounts/{account}", || page(operator_account::page())),
    at("/operator/profit/postings/{transaction}", || page(operator_posting::page())),
    at("/operator/refunds", || page(refunds::page())),
    at("/operator/orders", || page(all_orders::page())),
    at("/operator/orders/{order}", || page(any_order::page())),
    at("/operator/jobs", || page(jobs::page())),
    at("/operator/rates", || page(rates::page())),
    at("/operator/return-terms", || page(operator_returns::page())),
    at("/operator/fees", || page(operator_fees::page())),
    at("/operator/fees/categories", || page(shelves::page())),
    at("/operator/fees/{class}", || page(fee_rule::page())),
    at("/operator/gift-wrap", || page(wrap::page())),
    at("/operator/take-back", || page(take_back::page())),
    at("/operator/tax", || page(taxes::page())),
    at("/operator/terms", || page(terms::page())),
    at("/operator/terms/{terms}", || page(term::page())),
    at("/operator/imports", || page(operator_imports::list_page())),
    at("/operator/imports/{upload}", || page(operator_imports::upload_page())),
    at("/operator/products", || page(operator_products::page())),
    at("/operator/listing", || page(listing_rules::page())),
    at("/operator/search", || page(searches::page())),
    at("/operator/content", || page(contents::page())),
    at("/operator/content/edit", || page(editor::page())),
    at("/operator/kits", || page(kits::list_page())),
    at("/operator/kits/{kit}", || page(kits::kit_page())),
    at("/operator/switches", || page(switches::page())),
    at("/operator/changes", || page(trail::page())),
    at("/operator/staff", || page(operator_staff::page())),
    at("/operator/sellers", || page(operator_sellers::page())),
    at("/operator/sellers/{seller}", || page(review::page())),
    at("/operator/webhooks", || page(operator_webhooks::page())),
    at("/operator/webhooks/{endpoint}", || page(operator_webhooks::one_page())),
    at("/operator/payouts", || page(operator_payouts::page())),
    at("/operator/disputes", || page(dispute_queue::page())),
    at("/operator/returns", || page(return_appeals::page())),
    at("/operator/coupons", || page(coupons::page())),
    at("/operator/promotions", || page(operator_promotions::page())),
    at("/operator/reports", || page(queue::list_page())),
    at("/operator/reports/messages", || page(message_queue::list_page())),
    at("/operator/reports/messages/{message}", || page(message_queue::case_page())),
    at("/operator/reports/things", || page(abuse_desk::list_page())),
    at("/operator/reports/things/{thing}", || page(abuse_desk::case_page())),
    at("/operator/reports/{subject}", || page(queue::case_page())),
    at("/styleguide", || page(styleguide::page())),
    at("/styleguide/{layout}", || page(styleguide::layout())),
];
