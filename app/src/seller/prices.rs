//! Prices that follow others: which do, within which bounds, what they came to and why. Route `/seller/prices`. A word finds
//! other offers to begin with.
use std::collections::HashMap;

use domain::price_rule::PriceReason;
use domain::roles::{Action, Resource};
use domain::{Money, OfferId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::{Offer, OfferForSale, offers_for_sale, offers_of_seller};
use platform::db::Conn;
use platform::orders::reductions::{self, Reductions};
use platform::pricing::{Charges, HORIZON, PriceStep, StoredPriceRule, rules_of, steps_of};
use platform::sellers::Seller;

use super::api::{SetPriceRule, StopPriceRule};
use super::desk;
use super::prices_work::form_name;
use crate::access::{platform, visitor};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::text::T;
use crate::ui::*;

const PATH: &str = "/seller/prices";
/// So many offers are shown; a word finds the others.
const MOST: i64 = 50;
/// So many of the prices that a rule set are shown.
const MOST_STEPS: i64 = 10;

/// An offer with its rule, if it has one.
struct Line {
    offer: Offer,
    title: String,
    slug: String,
    rule: Option<StoredPriceRule>,
    steps: Vec<PriceStep>,
    /// What a unit leaves at this price, where it is known what it costs.
    left: Option<Money>,
    given: Option<Given>,
}

/// What the seller's own promotions and coupons take of a unit at the worst.
struct Given {
    /// Its title, and how much.
    promotion: Option<(String, Money)>,
    /// Its code, and how much with the delivery.
    coupon: Option<(String, Money)>,
    /// What is left then.
    left: Option<Money>,
}

impl Given {
    fn of(charges: &Charges, seller: &Seller, sale: &OfferForSale, reductions: &Reductions) -> Option<Self> {
        let (low, left) = charges.given_now(seller, sale, &reductions.on(sale))?;
        let promotion = low.promotion.and_then(|(id, off)| Some((reductions.title(id)?.to_owned(), off)));
        let coupon = low.coupon.and_then(|(id, off)| Some((reductions.code(id)?.to_owned(), off)));
        Some(Self { promotion, coupon, left })
    }
}

/// Those that a word finds, or without one those that follow.
async fn lines(conn: &mut Conn, seller: &Seller, search: &str) -> Result<Vec<Line>, Failure> {
    let rules = rules_of(conn, seller.id, platform::pricing::MOST_RULES).await?;
    let ids: Vec<OfferId> = if search.trim().is_empty() {
        let shown = rules.iter().take(usize::try_from(MOST).unwrap_or(usize::MAX));
        shown.map(|stored| stored.offer).collect()
    } else {
        let rows = offers_of_seller(conn, seller.id, Some(search), 0, MOST).await?.rows;
        rows.into_iter().map(|row| row.offer.id).collect()
    };
    let mut sales = offers_for_sale(conn, &ids).await?;
    let charges = Charges::of(conn, seller).await?;
    let before = conn.now().plus(HORIZON);
    let reductions = reductions::of_seller(conn, seller.id, before).await?;
    let rules: HashMap<OfferId, StoredPriceRule> =
        rules.into_iter().map(|stored| (stored.offer, stored)).collect();
    let found: Vec<OfferForSale> = ids.iter().filter_map(|id| sales.remove(id)).collect();
    let mut lines = Vec::with_capacity(found.len());
    for sale in found {
        let rule = rules.get(&sale.offer.id).copied();
        let steps = match rule {
            Some(_) => steps_of(conn, sale.offer.id, MOST_STEPS).await?,
            None => Vec::new(),
        };
        let left = charges.left_now(seller, &sale);
        let given = Given::of(&charges, seller, &sale, &reductions);
        let (title, slug) = (sale.product_title, sale.product_slug);
        lines.push(Line { offer: sale.offer, title, slug, rule, steps, left, given });
    }
    Ok(lines)
}

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadCatalogue).await?;
    let t = Ctx::current().t();
    let may = visitor().allow(Action::ManageOffers, &Resource::Seller(seller.id)).is_ok();
    let search = query("q").unwrap_or_default();
    let mut conn = platform().db.read_together().await?;
    let lines = lines(&mut conn, &seller, &search).await?;
    drop(conn);
    let none = lines.is_empty();
    let rows =
        lines.into_iter().map(|line| view! { <LineView line seller=seller.clone() may /> }).collect_view();
    let (title, text) = if search.trim().is_empty() {
        (t.prices_none_title(), t.prices_none_text())
    } else {
        (t.listing_empty_title(), t.offers_empty_text())
    };
    let form = FormState::default().or("q", search);
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.prices_title()>
            <p class="mb-6 max-w-3xl text-ink-soft">{t.prices_text()}</p>
            <Form action=PATH get=true label=t.nav_search() class="mb-6 flex items-end gap-3">
                {desk::field()}
                <Field form=&form name="q" label=t.offers_search() r#type="search" optional=true class="max-w-md flex-1" />
                <Button kind=ButtonKind::Secondary>{t.nav_search()}</Button>
            </Form>
            <div id="prices">
                {if none {
                    view! { <EmptyState title text icon=Icon::Tag /> }.into_any()
                } else {
                    view! { <ul class="divide-y divide-line rounded-card border border-line bg-surface">{rows}</ul> }.into_any()
                }}
            </div>
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn LineView(line: Line, seller: Seller, may: bool) -> AnyView {
    let t = Ctx::current().t();
    let Line { offer, title, slug, rule, steps, left, given } = line;
    let id = offer.id.to_string();
    let price = t.prices_now(amount_text(offer.price, t.writing()));
    // An operator reads along, but not what a seller pays.
    let cost = match offer.terms.cost.filter(|_| may) {
        Some(cost) => view! { <span>{t.prices_cost(amount_text(cost, t.writing()))}</span> }.into_any(),
        None if !may => ().into_any(),
        None => view! { <a class="link inline-flex min-h-tap items-center" href=desk::here("/seller/products/sheet")>{t.prices_cost_missing()}</a> }
            .into_any(),
    };
    let left = left.filter(|_| may).map(|left| t.prices_left(amount_text(left, t.writing())));
    let given = given.filter(|_| may).map(|given| given_view(t, given));
    let state = rule.and_then(|stored| stored.reason).map(|(reason, at)| {
        let words = t.prices_since(reason_words(t, reason), format::date_time(at, t.locale()));
        view! { <p class="text-sm font-medium" data-reason=reason.to_string()>{words}</p> }
    });
    let history = (!steps.is_empty()).then(|| {
        let steps = steps.iter().map(|step| step_view(t, step)).collect_view();
        view! {
            <Disclosure summary=t.prices_history()>
                <ul class="flex flex-col gap-1 text-sm text-ink-soft">{steps}</ul>
            </Disclosure>
        }
    });
    let form = may.then(|| view! { <RuleForm offer=offer.clone() rule seller /> });
    let sku = offer.sku;
    view! {
        <li class="grid gap-4 p-4 md:grid-cols-[1fr_auto]" data-offer=id>
            <div class="flex min-w-0 flex-col gap-1">
                <a href=format!("/p/{slug}") class="line-clamp-2 font-medium hover:text-accent"><bdi>{title}</bdi></a>
                <p class="flex flex-wrap items-center gap-x-4 text-sm text-ink-faint"><span dir="ltr">{sku}</span> <span>{price}</span> {cost} {left.map(|left| view! { <span>{left}</span> })}</p>
                {state}
                {given}
                {history}
            </div>
            {form}
        </li>
    }
    .into_any()
}

#[component]
fn RuleForm(offer: Offer, rule: Option<StoredPriceRule>, seller: Seller) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let id = offer.id.to_string();
    let bounds = rule.map(|stored| stored.rule);
    let floor = bounds.map(|rule| rule.floor().to_decimal()).unwrap_or_default();
    let ceiling = bounds.and_then(|rule| rule.ceiling()).map(Money::to_decimal).unwrap_or_default();
    let form = FormState::of(&ctx, &form_name(offer.id)).or("floor", floor).or("ceiling", ceiling);
    let code = offer.price.currency().code();
    let fields = [("floor", t.prices_floor(code)), ("ceiling", t.prices_ceiling(code))]
        .into_iter()
        .map(|(name, label)| {
            let field = format!("{name}-{id}");
            let error_id = format!("{name}-{id}-error");
            let error = form.error(name);
            let wrong = error.as_ref().map(|_| "true");
            let described = error.as_ref().map(|_| error_id.clone());
            let said = error.map(|text| view! { <p id=error_id class="max-w-56 text-sm font-medium text-bad">{text}</p> });
            view! {
                <div class="flex flex-col gap-1">
                    <label for=field.clone() class="text-sm font-semibold">{label}</label>
                    <input id=field name=name value=form.value(name) inputmode="decimal" dir="ltr" autocomplete="off" aria-invalid=wrong aria-describedby=described class="control w-32" />
                    {said}
                </div>
            }
        })
        .collect_view();
    let save = if rule.is_some() { t.save() } else { t.prices_start() };
    let owner = seller.id.to_string();
    let stop = rule.map(|_| {
        let (seller, offer) = (owner.clone(), id.clone());
        view! {
            <Form action=StopPriceRule::PATH swap="prices">
                <Hidden name="seller" value=seller />
                <Hidden name="offer" value=offer />
                <Button kind=ButtonKind::Quiet>{t.prices_stop()}</Button>
            </Form>
        }
    });
    view! {
        <div class="flex flex-wrap items-end gap-3">
            <Form action=SetPriceRule::PATH swap="prices" class="flex flex-wrap items-end gap-3">
                <Hidden name="seller" value=owner />
                <Hidden name="offer" value=id />
                {fields}
                <Button kind=ButtonKind::Secondary>{save}</Button>
            </Form>
            {stop}
        </div>
    }
    .into_any()
}

fn given_view(t: T, given: Given) -> AnyView {
    let amount = |money: Money| amount_text(money, t.writing());
    let promotion = given.promotion.map(|(title, off)| t.prices_gives_promotion(title, amount(off)));
    let coupon = given.coupon.map(|(code, off)| t.prices_gives_coupon(code, amount(off)));
    let left = given.left.map(|left| t.prices_left_least(amount(left)));
    let words = [promotion, coupon, left].into_iter().flatten();
    let words = words.map(|words| view! { <p>{words}</p> }).collect_view();
    view! { <div class="flex flex-col gap-1 text-sm text-ink-soft" data-given="">{words}</div> }.into_any()
}

fn step_view(t: T, step: &PriceStep) -> AnyView {
    let amount = |minor: i64| amount_text(Money::new(minor, step.currency), t.writing());
    let words = t.prices_step(amount(step.was_minor), amount(step.became_minor));
    let landed = step.landed_minor.map(|minor| t.prices_landed(amount(minor)));
    let at = format::date_time(step.at_us, t.locale());
    view! { <li>{at} ": " {words} " " {reason_words(t, step.reason.0)} " " {landed}</li> }.into_any()
}

/// Why a price is what it is.
fn reason_words(t: T, reason: PriceReason) -> String {
    match reason {
        PriceReason::Matched => t.prices_why_matched(),
        PriceReason::Alone => t.prices_why_alone(),
        PriceReason::Floor => t.prices_why_floor(),
        PriceReason::BreakEven => t.prices_why_break_even(),
        PriceReason::Ceiling => t.prices_why_ceiling(),
        PriceReason::LossAtCeiling => t.prices_why_loss(),
        PriceReason::NoCost => t.prices_why_no_cost(),
        PriceReason::Currency => t.prices_why_currency(),
        PriceReason::NotOnSale => t.prices_why_not_on_sale(),
        PriceReason::TooOften => t.prices_why_too_often(),
    }
}
