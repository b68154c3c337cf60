//! Promotions as shoppers read them: beside an offer, on a line of a cart or an order, and what one is for. Route
//! `/promotions/:promotion`. The rule is `domain::promotion`.
use domain::coupon::Funding;
use domain::promotion::{Left, Rule, Running};
use domain::{Money, ProductId, PromotionId, format};
use leptos::prelude::*;
use platform::catalog::offers_for_sale;
use platform::orders::NearPromotion;
use platform::orders::promotions::{self, Giver, LinePromotion};

use super::home::Grid;
use super::store::SellerLink;
use super::tiles::tiles;
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::param;
use crate::text::T;
use crate::ui::*;

/// Everything off.
const FREE_BPS: i64 = 10_000;

/// What a promotion gives, in words.
pub(crate) fn words(t: T, rule: Rule) -> String {
    let share = format::percent(rule.bps().unwrap_or(0), t.writing());
    match rule {
        Rule::BuyGet { buy, get, bps: FREE_BPS } => t.promo_free(buy, get),
        Rule::BuyGet { buy, get, .. } => t.promo_get_off(buy, get, share),
        Rule::FromUnits { units: 1, .. } => t.promo_off_each(share),
        Rule::FromUnits { units, .. } => t.promo_from_units(units, share),
        Rule::Less { units: 1, off } => t.promo_off_each(format::money(off, t.writing())),
        Rule::Less { units, off } => t.promo_less_from(format::money(off, t.writing()), units),
        Rule::Set { .. } => t.promo_set(share),
        Rule::Deal { .. } => t.promo_deal(share),
    }
}

fn page_of(id: PromotionId) -> String {
    format!("/promotions/{id}")
}

/// Beside an offer: what buying more of it, or it with others, takes off.
#[component]
pub(crate) fn PromotionsOn(running: Vec<Running>) -> AnyView {
    let t = Ctx::current().t();
    if running.is_empty() {
        return ().into_any();
    }
    let items = running
        .into_iter()
        .map(|promotion| {
            let left = promotion.left.map(|left| view! { <DealLeft left /> });
            let most = promotion.most.map(|most| {
                view! { <span class="text-ink-soft">{t.funded_most(format::money(most, t.writing()))}</span> }
            });
            view! {
                <li class="flex flex-wrap items-center gap-x-2" data-promotion=promotion.id.to_string()>
                    <IconView icon=Icon::Tag class="size-5 shrink-0 text-good" />
                    <a class="link inline-flex min-h-tap items-center" href=page_of(promotion.id)>{words(t, promotion.rule)}</a>
                    {most}
                    {left}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="flex flex-col text-sm" aria-label=t.promo_sum()>{items}</ul> }.into_any()
}

/// How much of a deal is taken, how many one order may have, and for how long it holds.
#[component]
pub(super) fn DealLeft(left: Left) -> AnyView {
    let t = Ctx::current().t();
    let (taken, all) = (left.taken(), left.limit.units);
    let share = format::percent(taken.saturating_mul(10_000) / all.max(1) / 100 * 100, t.writing());
    let now = platform().db.now();
    let ends = left.until.map(|until| {
        view! {
            <crate::islands::Countdown
                left_s=until.since(now).as_secs()
                locale=t.locale()
                before=t.deal_ends_in()
                over=t.promo_page_over_title()
                regions="buy"
            />
        }
    });
    view! {
        <div class="flex w-full flex-col gap-1 pb-1" data-deal=left.units.to_string()>
            <progress class="h-2 w-full accent-accent" value=taken.to_string() max=all.to_string() aria-label=t.deal_taken(share.clone())></progress>
            <p class="flex flex-wrap gap-x-2 text-ink-soft">
                <span>{t.deal_taken(share)}</span> <span>{t.deal_each(left.limit.each)}</span> <span>{ends}</span>
            </p>
        </div>
    }
    .into_any()
}

/// Under a line: each promotion with what it takes off there.
#[component]
pub(crate) fn TakenOffLine(given: Vec<LinePromotion>) -> AnyView {
    let t = Ctx::current().t();
    let off = |money: Money| money.neg().unwrap_or(money);
    given
        .into_iter()
        .map(|one| {
            let funded = (one.funding == Funding::Platform)
                .then(|| view! { <span class="text-ink-soft" data-funded="on">{t.promo_funded()}</span> });
            view! {
                <p class="flex flex-wrap items-baseline gap-x-2 text-sm text-good" data-promoted=one.promotion.to_string()>
                    <span>{words(t, one.rule)}</span> <Amount money=off(one.off) /> {funded}
                </p>
            }
        })
        .collect_view()
        .into_any()
}

/// Under a seller's lines: what a little more would take off.
#[component]
pub(crate) fn NearlyOff(near: Vec<NearPromotion>) -> AnyView {
    let t = Ctx::current().t();
    near.into_iter()
        .map(|one| {
            let words = t.promo_near(one.missing, words(t, one.rule));
            view! {
                <p class="text-sm" data-near=one.promotion.to_string()>
                    <a class="link inline-flex min-h-tap items-center gap-2" href=page_of(one.promotion)>
                        <IconView icon=Icon::Tag class="size-5 shrink-0" /> {words}
                    </a>
                </p>
            }
        })
        .collect_view()
        .into_any()
}

pub async fn page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let id: PromotionId = param("promotion").parse().map_err(|_| Failure::NotFound)?;
    let mut conn = platform().db.read_together().await?;
    let promotion = promotions::get(&mut conn, id).await?.ok_or(Failure::NotFound)?;
    let now = conn.now();
    let seller = match promotion.giver.seller() {
        Some(id) => platform::sellers::get(&mut conn, id).await?.filter(|seller| seller.may_sell(now)),
        None => None,
    };
    let open = promotion.is_running(now) && (seller.is_some() || promotion.giver.seller().is_none());
    let offers = promotions::offers(&mut conn, &[id]).await?.remove(&id).unwrap_or_default();
    let sales = offers_for_sale(&mut conn, &offers).await?;
    let mut products: Vec<ProductId> = offers
        .iter()
        .filter_map(|offer| sales.get(offer).filter(|sale| sale.is_for_sale()))
        .map(|sale| sale.offer.product_id)
        .collect();
    products.dedup();
    let products = tiles(&mut conn, &products).await?;
    drop(conn);
    let title = words(t, promotion.rule);
    let (category, gone) = match promotion.giver {
        Giver::Platform { category: Some(id), .. } => {
            let category = platform().categories().await?.get(id).cloned();
            let gone = category.is_none();
            (category, gone)
        }
        _ => (None, false),
    };
    let gives = open && !gone;
    let most = promotion.giver.most().filter(|_| gives).map(|most| {
        view! { <p class="mb-6 font-semibold">{t.funded_most(format::money(most, t.writing()))}</p> }
    });
    let whose = seller.map(|seller| view! { <SellerLink slug=seller.slug name=seller.name /> });
    let body = if !open {
        view! { <EmptyState title=t.promo_page_over_title() text=t.promo_page_over_text() icon=Icon::Tag /> }
            .into_any()
    } else if let Some(category) = category {
        let of_seller = whose.map(|whose| view! { <p>{t.sold_by()} " " {whose}</p> });
        view! {
            <p>{t.promo_page_category()} " " <a class="link" href=format!("/c/{}", category.slug)>{category.name}</a></p>
            {of_seller}
        }
        .into_any()
    } else if gone {
        // It takes nothing off anything: see `platform::orders::promotions::running`.
        view! { <p>{t.promo_page_no_goods()}</p> }.into_any()
    } else if promotion.for_all {
        match whose {
            Some(whose) => view! { <p>{t.promo_page_all()} " " {whose}</p> }.into_any(),
            None => view! { <p>{t.promo_page_shop()}</p> }.into_any(),
        }
    } else {
        let heading = match whose {
            Some(whose) => view! { {t.sold_by()} " " {whose} }.into_any(),
            None => t.promo_page_goods().into_any(),
        };
        view! {
            <section aria-labelledby="goods">
                <h2 id="goods" class="mb-4 text-xl font-bold">{heading}</h2>
                <Grid products />
            </section>
        }
        .into_any()
    };
    Ok(view! {
        <ShopPage title=title.clone() head=Head { private: true, ..Head::default() }>
            <h1 class="mb-2 text-3xl font-bold">{title}</h1>
            {gives.then(|| view! { <p class="mb-6 text-ink-soft">{t.promo_page_text()}</p> })}
            {most}
            {body}
        </ShopPage>
    }
    .into_any())
}
