//! The offers of a product beside the one in the buy box: the first few on its page, all of them on a page of their own.
//! Route `/p/:slug/offers`.
use domain::place::Place;
use domain::shipping::NoDelivery;
use domain::{OfferId, ProductId};
use leptos::prelude::*;
use platform::catalog::{
    CatalogError, Contending, Offer, ProductStatus, merged_address, offers_for_sale_page, product_by_slug,
};
use platform::db::Conn;
use platform::sellers::Seller;

use super::delivery::{delivery_words, no_delivery};
use super::place::whereto;
use super::tiles::condition_words;
use crate::access::platform;
use crate::answer::Failure;
use crate::basket::add::AddForm;
use crate::ctx::Ctx;
use crate::page::{moved, param, query};
use crate::ui::*;

const PER_PAGE: i64 = 20;
/// Nobody reads further, and a page far behind costs the database what it skips.
const MOST_PAGES: i64 = 500;

/// An offer that does not speak for the product but can be had, with its seller.
pub(super) type Other = (Offer, String);

/// The offer that an address asks for, where it is not among those that a crowded product's page reads.
pub(super) async fn found_offer(
    conn: &mut Conn,
    product: ProductId,
    own: &Contending,
    asked: Option<OfferId>,
) -> Result<Option<Offer>, Failure> {
    let Some(id) = asked.filter(|id| own.crowded && own.offers.iter().all(|offer| offer.id != *id)) else {
        return Ok(None);
    };
    match platform::catalog::offer(conn, id).await {
        Ok(offer) => Ok(Some(offer).filter(|offer| offer.product_id == product)),
        Err(CatalogError::OfferNotFound(_)) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// The way to all of them.
#[component]
pub(super) fn MoreOffers(slug: String) -> AnyView {
    let t = Ctx::current().t();
    view! { <LinkButton href=format!("/p/{slug}/offers") kind=ButtonKind::Secondary>{t.offers_all()}</LinkButton> }
        .into_any()
}

pub async fn page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let slug = param("slug");
    let page = query("page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, MOST_PAGES);
    let mut conn = platform().db.read_together().await?;
    let detail = product_by_slug(&mut conn, &slug).await?.ok_or(Failure::NotFound)?;
    if detail.product.status != ProductStatus::Active {
        let kept = merged_address(&mut conn, detail.product.id).await?.ok_or(Failure::NotFound)?;
        return Ok(moved(&format!("/p/{kept}/offers")));
    }
    let mut offers = offers_for_sale_page(&mut conn, detail.product.id, page - 1, PER_PAGE).await?;
    let more = offers.len() as i64 > PER_PAGE && page < MOST_PAGES;
    offers.truncate(PER_PAGE as usize);
    let mut who: Vec<_> = offers.iter().map(|offer| offer.seller_id).collect();
    who.sort_unstable();
    who.dedup();
    let sellers = platform().known_sellers.many(&mut conn, &who).await?;
    let to = whereto(&mut conn).await?.place;
    let now = conn.now();
    drop(conn);
    let title = detail.product.title;
    let rows = offers
        .into_iter()
        .filter_map(|offer| Some((sellers.get(&offer.seller_id).filter(|s| s.may_sell(now))?.clone(), offer)))
        .map(|(seller, offer)| row(&slug, &title, seller, offer, &to))
        .collect_view();
    let back = format!("/p/{slug}");
    let at = |page: i64| format!("/p/{slug}/offers?page={page}");
    let cheaper = (page > 1).then(|| at(page - 1));
    let dearer = more.then(|| at(page + 1));
    let list = if rows.is_empty() {
        view! { <EmptyState title=t.unavailable() text=t.unavailable_text() icon=Icon::Tag /> }.into_any()
    } else {
        view! { <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul> }
            .into_any()
    };
    Ok(view! {
        <ShopPage title=t.offers_of(title.clone()) head=Head { private: true, ..Head::default() }>
            <p class="mb-3"><a class="link inline-flex min-h-tap items-center" href=back>{t.offers_back()}</a></p>
            <h1 class="mb-2 text-2xl font-bold"><bdi>{t.offers_of(title.clone())}</bdi></h1>
            <p class="mb-6 max-w-prose text-ink-soft">{t.offers_order()}</p>
            <div id="offers">{list}</div>
            <nav class="mt-6 flex gap-3" aria-label=t.offers_pages()>
                {cheaper.map(|href| view! { <LinkButton href kind=ButtonKind::Secondary>{t.offers_cheaper()}</LinkButton> })}
                {dearer.map(|href| view! { <LinkButton href kind=ButtonKind::Secondary>{t.offers_dearer()}</LinkButton> })}
            </nav>
        </ShopPage>
    }
    .into_any())
}

fn row(slug: &str, title: &str, seller: Seller, offer: Offer, to: &Place) -> AnyView {
    let t = Ctx::current().t();
    let href = format!("/p/{slug}?offer={}", offer.id);
    let fee = seller.fee_of_one(offer.packing, offer.price, to);
    let shipping = fee.map_or_else(|why| no_delivery(t, why), |fee| delivery_words(t, fee));
    let sent = fee.map_or_else(|why| why == NoDelivery::Worth, |_| true);
    let condition = condition_words(t, offer.condition).map(|words| format!("{words} · "));
    let label = t.add_to_cart_from(seller.name.clone());
    let (report, report_label) = (format!("/report/{}", offer.id), t.abuse_report_offer(seller.name.clone()));
    view! {
        <li class="flex items-center justify-between gap-3 py-3" data-offer=offer.id.to_string()>
            <a href=href class="min-w-0 hover:text-accent">
                <Shown money=offer.price class="font-semibold" />
                <span class="text-sm text-ink-soft">" " {shipping}</span>
                <span class="block truncate text-sm text-ink-faint">{condition} <bdi>{seller.name}</bdi></span>
            </a>
            <div class="flex shrink-0 flex-wrap items-center justify-end gap-2">
                <a class="link inline-flex min-h-tap items-center text-sm" href=report aria-label=report_label>{t.report()}</a>
                {sent.then(|| view! {
                    <AddForm offer=offer.id title=title.to_owned()>
                        <Button kind=ButtonKind::Secondary size=ButtonSize::Small label>{t.add()}</Button>
                    </AddForm>
                })}
            </div>
        </li>
    }
    .into_any()
}

#[component]
pub(super) fn Others(others: Vec<Other>, slug: String, title: String) -> AnyView {
    let t = Ctx::current().t();
    let items = others
        .into_iter()
        .map(|(offer, seller)| {
            let href = format!("/p/{slug}?offer={}", offer.id);
            let label = t.add_to_cart_from(seller.clone());
            let condition = condition_words(t, offer.condition).map(|words| format!("{words} · "));
            view! {
                <li class="flex items-center justify-between gap-3 py-2">
                    <a href=href class="min-w-0 hover:text-accent">
                        <Shown money=offer.price class="font-semibold" />
                        <span class="block truncate text-sm text-ink-faint">{condition} <bdi>{seller}</bdi></span>
                    </a>
                    <AddForm offer=offer.id title=title.clone() swap="buy">
                        <Button kind=ButtonKind::Secondary size=ButtonSize::Small label>{t.add()}</Button>
                    </AddForm>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="others" class="rounded-card border border-line bg-surface px-5 py-3">
            <h2 id="others" class="text-sm font-semibold">{t.other_offers()}</h2>
            <ul class="divide-y divide-line">{items}</ul>
        </section>
    }
    .into_any()
}
