//! A seller's coupons: what each has done and cost, a new one, ending one. Route `/seller/coupons`. Those that an operator made
//! for the seller to give are there, too.
use domain::coupon::{Benefit, Terms};
use domain::feature::Feature;
use domain::roles::{Action, Resource};
use domain::{DurationUs, Money, Timestamp, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::CategoryTree;
use platform::orders::coupons::{self, Coupon, CouponReport};
use platform::sellers::Seller;
use std::sync::Arc;

use super::api::{EndCoupon, MakeOwnCoupon};
use super::coupons_work::FORM;
use super::desk;
use crate::access::{may, platform};
use crate::answer::Failure;
use crate::basket::forms::new_key;
use crate::category_names::{choices, trail_to};
use crate::ctx::Ctx;
use crate::switches::closed_notice;
use crate::text::T;
use crate::ui::*;

/// So many coupons are shown, the newest ones.
const MOST: i64 = 100;

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadCatalogue).await?;
    let t = Ctx::current().t();
    let closed = closed_notice(Feature::Promotions).await?;
    let platform = platform();
    let mut conn = platform.db.read_together().await?;
    let reports = coupons::reports_of_seller(&mut conn, seller.id, MOST).await?;
    let now = conn.now();
    drop(conn);
    let tree = platform.categories().await?;
    let makes = may(Action::ManageOffers, &Resource::Seller(seller.id));
    let form =
        (makes && closed.is_none()).then(|| view! { <Make seller=seller.clone() tree=tree.clone() /> });
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.coupons_list()>
            {closed}
            <div class="flex flex-col gap-10">
                <p class="max-w-3xl text-ink-soft">{t.own_coupons_text()}</p>
                <List reports seller tree now makes />
                {form}
            </div>
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn List(
    reports: Vec<CouponReport>,
    seller: Seller,
    tree: Arc<CategoryTree>,
    now: Timestamp,
    makes: bool,
) -> AnyView {
    let t = Ctx::current().t();
    if reports.is_empty() {
        return view! { <div id="coupons"><EmptyState title=t.coupons_none_title() text=t.own_coupons_none() icon=Icon::Tag /></div> }
            .into_any();
    }
    let rows = reports
        .into_iter()
        .map(|report| {
            view! { <Row report seller=seller.clone() tree=tree.clone() now makes /> }
        })
        .collect_view();
    view! {
        <section id="coupons">
            <Table caption=t.coupons_list()>
                <thead>
                    <tr>
                        <th scope="col">{t.coupon_code()}</th>
                        <th scope="col">{t.promo_for()}</th>
                        <th scope="col">{t.promo_days()}</th>
                        <th scope="col" class="num">{t.coupon_uses()}</th>
                        <th scope="col" class="num">{t.own_coupon_cost()}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
    .into_any()
}

/// Where a coupon stands, and how that looks.
fn state(t: T, coupon: &Coupon, now: Timestamp) -> (Tone, String) {
    match &coupon.terms {
        terms if is_over(terms, now) => (Tone::Plain, t.coupon_over()),
        terms if terms.paused => (Tone::Warn, t.own_coupon_stopped()),
        terms if terms.most_uses.is_some_and(|most| coupon.used >= most) => {
            (Tone::Plain, t.own_coupon_used_up())
        }
        terms if now < terms.from => (Tone::Info, t.promo_later()),
        _ => (Tone::Good, t.coupon_open()),
    }
}

fn is_over(terms: &Terms, now: Timestamp) -> bool {
    terms.until.is_some_and(|until| now >= until)
}

/// What it gives, and what it asks for.
fn gives(t: T, terms: &Terms) -> Vec<String> {
    let off = match terms.benefit {
        Benefit::Percent { bps } => t.coupon_off(format::percent(bps, t.writing())),
        Benefit::Amount(amount) => t.coupon_off(format::money(amount, t.writing())),
        Benefit::FreeShipping => t.coupon_free(),
    };
    let minimum = terms.minimum.map(|from| t.own_coupon_from(format::money(from, t.writing())));
    let each = terms.most_uses_each.map(|n| t.own_coupon_each(n));
    [Some(off), minimum, each].into_iter().flatten().collect()
}

#[component]
fn Row(
    report: CouponReport,
    seller: Seller,
    tree: Arc<CategoryTree>,
    now: Timestamp,
    makes: bool,
) -> AnyView {
    let t = Ctx::current().t();
    let CouponReport { coupon, given, .. } = report;
    let (tone, standing) = state(t, &coupon, now);
    let ends = makes && !is_over(&coupon.terms, now);
    let words = gives(t, &coupon.terms).join(" · ");
    let goods = coupon.scope.category.map_or_else(|| t.promo_everything(), |id| trail_to(&tree, id));
    let day = |at: Timestamp| format::date_short(seller.dispatch.zone.day_and_minute(at).0, t.locale());
    // The last day is the one before the first moment without it.
    let until =
        coupon.terms.until.map_or_else(|| t.promo_no_end(), |at| day(at.minus(DurationUs::from_micros(1))));
    let from = day(coupon.terms.from);
    let uses = match coupon.terms.most_uses {
        Some(most) => t.coupon_uses_of(coupon.used, most),
        None => format::number(coupon.used, t.writing()),
    };
    let sums = given
        .into_iter()
        .map(|money: Money| view! { <span class="block"><Amount money /></span> })
        .collect_view();
    let (marked, code, id) = (coupon.code.clone(), coupon.code.clone(), coupon.id.to_string());
    let end = ends.then(|| {
        let button = t.own_coupon_end(coupon.code.clone());
        view! {
            <Form action=EndCoupon::PATH swap="coupons">
                <Hidden name="seller" value=seller.id.to_string() />
                <Hidden name="coupon" value=id />
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small>{button}</Button>
            </Form>
        }
    });
    view! {
        <tr data-coupon=marked>
            <th scope="row" class="text-start">
                <code dir="ltr">{code}</code> " " <Badge tone>{standing}</Badge>
                <span class="block font-normal text-ink-soft">{words}</span>
            </th>
            <td><bdi>{goods}</bdi></td>
            <td>{from} <span class="block text-ink-faint">{until}</span></td>
            <td class="num">{uses}</td>
            <td class="num">{sums}</td>
            <td>{end}</td>
        </tr>
    }
    .into_any()
}

#[component]
fn Make(seller: Seller, tree: Arc<CategoryTree>) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, FORM).or("kind", "percent");
    let code = seller.currency.code();
    let kinds = vec![("percent".to_owned(), t.coupon_percent()), ("amount".to_owned(), t.coupon_amount())];
    let categories: Vec<(String, String)> =
        std::iter::once((String::new(), t.promo_everything())).chain(choices(&tree)).collect();
    let hint = t.promo_moment_hint(seller.dispatch.zone.name());
    view! {
        <section aria-labelledby="new-coupon">
            <h2 id="new-coupon" class="mb-4 text-lg font-bold">{t.coupons_new()}</h2>
            <Form action=MakeOwnCoupon::PATH id="make-coupon" class="grid max-w-3xl gap-4 sm:grid-cols-2">
                <Hidden name="seller" value=seller.id.to_string() />
                <Hidden name="key" value=new_key() />
                <Field form=&form name="code" label=t.coupon_code() placeholder="SPRING10" ltr=true />
                <Select form=&form name="category" label=t.coupon_category() options=categories optional=true />
                <Select form=&form name="kind" label=t.coupon_what() options=kinds />
                <Field form=&form name="value" label=t.coupon_value(code) inputmode="decimal" ltr=true />
                <Field form=&form name="minimum" label=t.coupon_minimum(code) hint=t.own_coupon_minimum_hint() inputmode="decimal" optional=true ltr=true />
                <Field form=&form name="most_uses" label=t.coupon_most() inputmode="numeric" optional=true ltr=true />
                <Field form=&form name="most_uses_each" label=t.coupon_most_each() hint=t.own_coupon_each_hint() inputmode="numeric" optional=true ltr=true />
                <Field form=&form name="from" label=t.coupon_from() hint=hint.clone() optional=true ltr=true />
                <Field form=&form name="until" label=t.coupon_until() hint optional=true ltr=true />
                <div class="sm:col-span-2"><Button>{t.coupon_make()}</Button></div>
            </Form>
        </section>
    }
    .into_any()
}
