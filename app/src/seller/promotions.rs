//! A seller's promotions: what each has done, a new one, stopping one. Route `/seller/promotions`. What a new one is for is
//! chosen by links, so the address holds the choice and nothing is half done.
use domain::feature::Feature;
use domain::promotion::MOST_OFFERS;
use domain::roles::{Action, Resource};
use domain::{DurationUs, Money, OfferId, Timestamp, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::{OfferForSale, offers_for_sale, offers_of_seller};
use platform::orders::promotions::{self, Giver, Promotion, PromotionReport};
use platform::sellers::Seller;

use super::api::{CreatePromotion, PausePromotion};
use super::desk;
use super::promotions_work::{FORM, named};
use crate::access::{may, platform};
use crate::answer::{Failure, encode_query};
use crate::basket::forms::new_key;
use crate::ctx::Ctx;
use crate::page::query;
use crate::shop::promotions::words;
use crate::switches::closed_notice;
use crate::ui::*;

/// So many promotions are shown, the newest ones.
const MOST: i64 = 100;
/// So many found products are shown; a longer word finds fewer.
const MOST_FOUND: i64 = 10;
const PATH: &str = "/seller/promotions";

/// What a new promotion is for, as far as it is chosen.
struct Choice {
    search: String,
    /// What the word finds, and may still be chosen.
    found: Vec<(OfferId, String)>,
    chosen: Vec<(OfferId, String)>,
}

impl Choice {
    /// The page with these chosen.
    fn href(&self, offers: impl Iterator<Item = OfferId>) -> String {
        let offers: Vec<String> = offers.map(|id| id.to_string()).collect();
        desk::here(&format!("{PATH}?q={}&offers={}#new", encode_query(&self.search), offers.join(",")))
    }

    fn ids(&self) -> impl Iterator<Item = OfferId> {
        self.chosen.iter().map(|(id, _)| *id)
    }

    fn joined(&self) -> String {
        self.ids().map(|id| id.to_string()).collect::<Vec<_>>().join(",")
    }
}

async fn choice(seller: &Seller) -> Result<Choice, Failure> {
    let mut conn = platform().db.read().await?;
    let search = query("q").unwrap_or_default();
    let mut ids = named(&query("offers").unwrap_or_default());
    ids.truncate(MOST_OFFERS);
    let mut sales = offers_for_sale(&mut conn, &ids).await?;
    let own = |sale: &OfferForSale| sale.offer.seller_id == seller.id;
    let chosen: Vec<(OfferId, String)> =
        ids.into_iter().filter_map(|id| Some((id, sales.remove(&id).filter(own)?.product_title))).collect();
    let mut found = Vec::new();
    if !search.trim().is_empty() {
        let rows = offers_of_seller(&mut conn, seller.id, Some(&search), 0, MOST_FOUND).await?.rows;
        found.extend(rows.into_iter().map(|row| (row.offer.id, row.product_title)));
        found.retain(|(id, _)| !chosen.iter().any(|(other, _)| other == id));
    }
    Ok(Choice { search, found, chosen })
}

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadCatalogue).await?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let closed = closed_notice(Feature::Promotions).await?;
    let mut conn = platform().db.read_together().await?;
    let reports = promotions::reports(&mut conn, seller.id, MOST).await?;
    let funded = promotions::of_platform_on(&mut conn, seller.id).await?;
    let now = conn.now();
    drop(conn);
    let choice = choice(&seller).await?;
    let offers = choice.joined();
    let makes = closed.is_none() && may(Action::ManageOffers, &Resource::Seller(seller.id));
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.promos_title()>
            {closed}
            <div class="flex flex-col gap-10">
                <p class="max-w-3xl text-ink-soft">{t.promos_text()}</p>
                <List reports seller=seller.clone() now />
                <Funded funded seller=seller.clone() now />
                {makes.then(|| view! {
                    <section id="new" aria-labelledby="new-title" class="flex max-w-3xl flex-col gap-6">
                        <h2 id="new-title" class="text-lg font-bold">{t.promos_new()}</h2>
                        <Goods choice />
                        <Terms offers seller />
                    </section>
                })}
            </div>
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn List(reports: Vec<PromotionReport>, seller: Seller, now: Timestamp) -> AnyView {
    let t = Ctx::current().t();
    if reports.is_empty() {
        return view! { <div id="promotions"><EmptyState title=t.promos_none_title() text=t.promos_none_text() icon=Icon::Tag /></div> }
            .into_any();
    }
    let rows =
        reports.into_iter().map(|report| view! { <Row report seller=seller.clone() now /> }).collect_view();
    view! {
        <section id="promotions">
            <Table caption=t.promos_list()>
                <thead>
                    <tr>
                        <th scope="col">{t.promo_what()}</th>
                        <th scope="col">{t.promo_for()}</th>
                        <th scope="col">{t.promo_days()}</th>
                        <th scope="col" class="num">{t.promo_orders()}</th>
                        <th scope="col" class="num">{t.promo_given()}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
    .into_any()
}

/// What the platform takes off goods of this seller, and how many of its offers are named.
#[component]
fn Funded(funded: Vec<(Promotion, usize)>, seller: Seller, now: Timestamp) -> AnyView {
    let t = Ctx::current().t();
    if funded.is_empty() {
        return ().into_any();
    }
    let day = |at: Timestamp| format::date_short(seller.dispatch.zone.day_and_minute(at).0, t.locale());
    let rows = funded
        .into_iter()
        .map(|(promotion, named)| {
            let (tone, standing) = state(&promotion, now);
            let goods = match (promotion.for_all, promotion.giver) {
                (true, Giver::Platform { category: Some(_), .. }) => t.coupon_category(),
                (true, _) => t.promo_everything(),
                (false, _) => t.funded_offers(i64::try_from(named).unwrap_or(i64::MAX)),
            };
            let until = promotion
                .until
                .map_or_else(|| t.promo_no_end(), |at| day(at.minus(DurationUs::from_micros(1))));
            let href = format!("/promotions/{}", promotion.id);
            view! {
                <tr data-funded=promotion.id.to_string()>
                    <th scope="row" class="text-start">
                        <a class="link inline-flex min-h-tap items-center" href=href>{words(t, promotion.rule)}</a>
                        " " <Badge tone>{standing}</Badge>
                        <span class="block font-normal text-ink-soft">{t.promo_funded()}</span>
                    </th>
                    <td>{goods}</td>
                    <td>{day(promotion.from)} <span class="block text-ink-faint">{until}</span></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section id="funded">
            <p class="mb-4 max-w-3xl text-ink-soft">{t.funded_yours_text()}</p>
            <Table caption=t.funded_list()>
                <thead>
                    <tr>
                        <th scope="col">{t.promo_what()}</th>
                        <th scope="col">{t.promo_for()}</th>
                        <th scope="col">{t.promo_days()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
    .into_any()
}

/// Where a promotion stands, and how that looks.
pub(crate) fn state(promotion: &Promotion, now: Timestamp) -> (Tone, String) {
    let t = Ctx::current().t();
    match promotion {
        p if p.until.is_some_and(|until| now >= until) => (Tone::Plain, t.promo_over()),
        p if p.paused => (Tone::Warn, t.promo_stopped()),
        p if now < p.from => (Tone::Info, t.promo_later()),
        _ => (Tone::Good, t.promo_running()),
    }
}

#[component]
fn Row(report: PromotionReport, seller: Seller, now: Timestamp) -> AnyView {
    let t = Ctx::current().t();
    let PromotionReport { promotion, offers, orders, given, taken, .. } = report;
    let deal = promotion.limit.map(|limit| {
        let number = |n| format::number(n, t.writing());
        let words = t.promo_taken(number(taken), number(limit.units));
        view! { <span class="block font-normal text-ink-soft">{words}</span> }
    });
    let (tone, standing) = state(&promotion, now);
    let over = promotion.until.is_some_and(|until| now >= until);
    let goods = if promotion.for_all {
        t.promo_everything()
    } else {
        t.promo_named(i64::try_from(offers.len()).unwrap_or(i64::MAX))
    };
    let day = |at: Timestamp| format::date_short(seller.dispatch.zone.day_and_minute(at).0, t.locale());
    // The last day is the one before the first moment without it.
    let until =
        promotion.until.map_or_else(|| t.promo_no_end(), |at| day(at.minus(DurationUs::from_micros(1))));
    let sums = given
        .into_iter()
        .map(|money: Money| view! { <span class="block"><Amount money /></span> })
        .collect_view();
    let (pause, button) = match promotion.paused {
        true => ("", t.promo_go_on(promotion.title.clone())),
        false => ("on", t.promo_stop(promotion.title.clone())),
    };
    view! {
        <tr data-promotion=promotion.id.to_string()>
            <th scope="row" class="text-start">
                <bdi class="font-semibold">{promotion.title.clone()}</bdi> " " <Badge tone>{standing}</Badge>
                <span class="block font-normal text-ink-soft">{words(t, promotion.rule)}</span>
                {deal}
            </th>
            <td>{goods}</td>
            <td>{day(promotion.from)} <span class="block text-ink-faint">{until}</span></td>
            <td class="num">{format::number(orders, t.writing())}</td>
            <td class="num">{sums}</td>
            <td>
                {(!over).then(|| view! {
                    <Form action=PausePromotion::PATH swap="promotions">
                        <Hidden name="seller" value=seller.id.to_string() />
                        <Hidden name="promotion" value=promotion.id.to_string() />
                        <Hidden name="paused" value=pause />
                        <Button kind=ButtonKind::Quiet size=ButtonSize::Small>{button}</Button>
                    </Form>
                })}
            </td>
        </tr>
    }
    .into_any()
}

/// What it is for: a search, and links that choose.
#[component]
fn Goods(choice: Choice) -> AnyView {
    let t = Ctx::current().t();
    let form = FormState::default().or("q", choice.search.clone());
    let found = choice
        .found
        .iter()
        .map(|(id, title)| {
            let href = choice.href(choice.ids().chain([*id]));
            view! {
                <li class="flex items-center justify-between gap-3 py-1">
                    <bdi class="min-w-0">{title.clone()}</bdi>
                    <a class="btn btn-secondary btn-small shrink-0" href=href aria-label=t.promo_add(title.clone())>{t.promo_add_short()}</a>
                </li>
            }
        })
        .collect_view();
    let chosen = choice
        .chosen
        .iter()
        .map(|(id, title)| {
            let href = choice.href(choice.ids().filter(|other| other != id));
            view! {
                <li class="flex items-center justify-between gap-3 py-1" data-chosen=id.to_string()>
                    <bdi class="min-w-0 font-medium">{title.clone()}</bdi>
                    <a class="btn btn-quiet btn-small shrink-0" href=href aria-label=t.promo_take_out(title.clone())>{t.promo_take_out_short()}</a>
                </li>
            }
        })
        .collect_view();
    let nothing = !choice.search.trim().is_empty() && choice.found.is_empty() && choice.chosen.is_empty();
    view! {
        <Card title=t.promo_step_goods() id="goods">
            {if choice.chosen.is_empty() {
                view! { <p class="mb-4 text-ink-soft">{t.promo_chosen_all()}</p> }.into_any()
            } else {
                view! { <ul class="mb-4 divide-y divide-line">{chosen}</ul> }.into_any()
            }}
            <Form action=PATH get=true label=t.promo_find() class="flex items-end gap-3">
                {desk::field()}
                <Hidden name="offers" value=choice.joined() />
                <Field form=&form name="q" label=t.promo_find() r#type="search" optional=true class="min-w-0 flex-1" />
                <Button kind=ButtonKind::Secondary>{t.nav_search()}</Button>
            </Form>
            <ul class="mt-3 divide-y divide-line">{found}</ul>
            {nothing.then(|| view! { <p class="mt-3">{t.promo_none_found()}</p> })}
        </Card>
    }
    .into_any()
}

#[component]
fn Terms(
    /// The offers that it is for.
    offers: String,
    seller: Seller,
) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, FORM).or("kind", "buy_get");
    let kinds = vec![
        ("buy_get".to_owned(), t.promo_kind_buy_get()),
        ("from_units".to_owned(), t.promo_kind_from_units()),
        ("set".to_owned(), t.promo_kind_set()),
        ("deal".to_owned(), t.promo_kind_deal()),
    ];
    let hint = t.promo_moment_hint(seller.dispatch.zone.name());
    let wrong_goods =
        form.error("offers").map(|text| view! { <Notice tone=Tone::Bad class="mb-4">{text}</Notice> });
    view! {
        <Card title=t.promo_step_terms() id="terms">
            {wrong_goods}
            <Form action=CreatePromotion::PATH id="make-promotion" class="grid gap-4 sm:grid-cols-2">
                <Hidden name="seller" value=seller.id.to_string() />
                <Hidden name="offers" value=offers />
                <Hidden name="key" value=new_key() />
                <Field form=&form name="title" label=t.promo_name() class="sm:col-span-2" />
                <Select form=&form name="kind" label=t.promo_what() options=kinds />
                <Field form=&form name="share" label=t.promo_share() hint=t.promo_share_hint() inputmode="decimal" ltr=true />
                <Field form=&form name="units" label=t.promo_units() hint=t.promo_units_hint() inputmode="numeric" optional=true ltr=true />
                <Field form=&form name="on_top" label=t.promo_on_top() hint=t.promo_on_top_hint() inputmode="numeric" optional=true ltr=true />
                <Field form=&form name="pieces" label=t.promo_pieces() hint=t.promo_deal_hint() inputmode="numeric" optional=true ltr=true />
                <Field form=&form name="each" label=t.promo_each() hint=t.promo_deal_hint() inputmode="numeric" optional=true ltr=true />
                <Field form=&form name="from" label=t.coupon_from() hint=hint.clone() optional=true ltr=true />
                <Field form=&form name="until" label=t.coupon_until() hint optional=true ltr=true />
                <div class="sm:col-span-2"><Button>{t.promo_make()}</Button></div>
            </Form>
        </Card>
    }
    .into_any()
}
