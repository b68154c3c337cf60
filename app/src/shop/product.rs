//! One product: pictures, the offer that speaks for it and the others, facts. Route `/p/:slug`.
use std::collections::HashMap;

use domain::{OfferId, OrderId, SellerId, Timestamp};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use platform::catalog::{Condition, Content, Offer, ProductStatus, contending, merged_address};
use platform::inventory::Level;
use platform::sellers::Seller;
use serde::Serialize;

use super::buy_bar::{BuyBar, BuyBarView};
use super::buy_box::{BuyBox, BuyBoxView};
use super::compare::{CompareBar, Pick, bar_tiles, picked};
use super::content::Parts;
use super::market::{Known, market_to, settle, why};
use super::offers::{MoreOffers, Others, found_offer};
use super::place::whereto;
use super::rows;
use super::variants::{self, Picker, PickerView};
use crate::access::{platform, visitor};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::head::{CONTEXT, SharedPicture, breadcrumbs, facts};
use crate::lists::add::{Wish, WishForm};
use crate::page::{moved, param, query};
use crate::reviews::section::{RatingLink, Talk, TalkView};
use crate::seller::holiday::shop_words;
use crate::site;
use crate::track;
use crate::ui::*;

/// So many other offers stand beside the buy box; all of them have a page of their own.
const MOST_OTHERS: usize = 10;

pub async fn page() -> Result<AnyView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let slug = param("slug");
    let asked_offer: Option<OfferId> = query("offer").and_then(|o| o.parse().ok());
    let ordered: Option<OrderId> = query("ordered").and_then(|o| o.parse().ok());
    let platform = platform();
    let categories = platform.categories().await?;
    let mut conn = platform.db.read_together().await?;
    let content = platform.contents.by_slug(&mut conn, &slug).await?.ok_or(Failure::NotFound)?;
    let product = &content.product;
    if product.status == ProductStatus::Hidden {
        return Err(Failure::NotFound);
    }
    if product.status == ProductStatus::Withdrawn
        && let Some(kept) = merged_address(&mut conn, product.id).await?
    {
        return Ok(moved(&format!("/p/{kept}")));
    }
    let mut own = contending(&mut conn, product.id).await?;
    let mut model = variants::of_product(&mut conn, product).await?;
    let asked = found_offer(&mut conn, product.id, &own, asked_offer).await?;
    // Among the offers of all variants are those of this one.
    let offers: Vec<&Offer> = match &model {
        Some(model) => variants::offers_of(model).chain(&asked).collect(),
        None => own.offers.iter().chain(&asked).collect(),
    };
    let ids: Vec<OfferId> = offers.iter().map(|o| o.id).collect();
    let mut stock = variants::stock_of(&mut conn, &ids).await?;
    let mut who: Vec<SellerId> = offers.iter().map(|o| o.seller_id).collect();
    who.sort_unstable();
    who.dedup();
    let mut sellers = platform.known_sellers.many(&mut conn, &who).await?;
    let wish = Wish::load(&mut conn, visitor().account().map(|a| a.id), product.id).await?;
    let picked = picked();
    let compared = bar_tiles(&mut conn, &picked).await?;
    let talk = Talk::load(&mut conn, product.id, &product.slug).await?;
    let to = whereto(&mut conn).await?;
    let market = market_to(&mut conn, to.place.clone()).await?;
    if own.crowded {
        let known = Known { offers: &mut own.offers, stock: &mut stock, sellers: &mut sellers };
        settle(&mut conn, &market, product.id, known).await?;
    }
    for variant in model.iter_mut().flat_map(|model| &mut model.variants).filter(|v| v.crowded) {
        let known = Known { offers: &mut variant.offers, stock: &mut stock, sellers: &mut sellers };
        settle(&mut conn, &market, variant.product_id, known).await?;
    }
    drop(conn);
    let seen = rows::recently_seen(Some(product.id)).await?;
    let on_sale = product.status == ProductStatus::Active;
    let now = platform.db.now();
    let may_sell = |id: &SellerId| sellers.get(id).is_some_and(|seller| seller.may_sell(now));
    let sold = |o: &&Offer| o.active && may_sell(&o.seller_id);
    let chosen = asked_offer.and_then(|id| own.offers.iter().chain(&asked).find(|o| o.id == id)).filter(sold);
    // Reckoned once for the winner and for why it is the one.
    let contenders = match own.offers.len() {
        0 | 1 => Vec::new(),
        _ => market.contenders(&own.offers, &stock, &sellers),
    };
    let best = market.best_of(&own.offers, &sellers, || contenders.clone()).filter(|_| on_sale);
    let in_stock = |o: &&Offer| stock.get(&o.id).is_some_and(|level| level.available > 0);
    let featured = best.filter(in_stock).map(|offer| offer.seller_id);
    let speaks = chosen.or(best).filter(|_| on_sale).cloned();
    track::viewed(product.id, speaks.as_ref().map(|offer| offer.seller_id), featured);
    let buy_box = match speaks.as_ref().and_then(|o| sellers.get(&o.seller_id).map(|s| (o, s.clone()))) {
        Some((offer, seller)) => {
            let available = stock.get(&offer.id).map_or(0, |l| l.available);
            Some(BuyBox::load(&platform, product, offer, seller, available, to, ordered).await?)
        }
        None => None,
    };
    let bar = buy_box.as_ref().and_then(BuyBar::of);
    let picker = model.as_ref().map(|model| Picker::of(model, product.id, &market, &stock, &sellers));
    let group = model.as_ref().map(|model| variants::json_ld(&platform.config.site_url(), model));
    let trail: Vec<(String, String)> = std::iter::once(("/".to_owned(), t.nav_home()))
        .chain(
            categories
                .path(product.category_id)
                .into_iter()
                .map(|c| (format!("/c/{}", c.slug), c.name.clone())),
        )
        .collect();
    let beside = Beside { rating: talk.json_ld(), group, trail: &trail };
    let site = platform.config.site_url();
    let offer = speaks.as_ref().map(|offer| offer_facts(&site, &product.slug, offer, &stock, now));
    let head = head(&site, &content, offer, beside);
    let others: Vec<Offer> = own
        .offers
        .iter()
        .filter(|o| sold(o) && speaks.as_ref().is_none_or(|s| s.id != o.id))
        .cloned()
        .collect();
    let mut others = others_of(others, &stock, &sellers);
    let more = own.crowded || others.len() > MOST_OTHERS;
    others.truncate(MOST_OTHERS);
    // Somebody who asked for this very offer knows why it stands here.
    let asked_for = chosen.is_some();
    let why = speaks.as_ref().filter(|_| !asked_for).and_then(|_| why(&market, contenders));
    let parts = Parts::of(&content);
    let (id, title) = (product.id, product.title.clone());
    let buy = match buy_box {
        Some(data) => view! { <BuyBoxView data /> }.into_any(),
        None => {
            let away =
                own.offers.iter().filter(|o| on_sale && o.active).filter_map(|o| sellers.get(&o.seller_id));
            unavailable(away.collect(), now)
        }
    };
    Ok(view! {
        <ShopPage title=title.clone() head>
            <div class="mb-4"><Breadcrumbs trail /></div>
            // Read on a phone in the order that it is written in; on a desktop the words stand between pictures and offer.
            <article class="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)_22rem] lg:grid-rows-[auto_1fr] lg:gap-x-10 lg:gap-y-4">
                {parts.gallery()}
                <div class="flex min-w-0 flex-col gap-4">
                    {parts.name()}
                    <RatingLink standing=talk.standing />
                    {picker.map(|picker| view! { <PickerView picker /> })}
                </div>
                <div class="flex flex-col gap-4 lg:sticky lg:top-4 lg:col-start-3 lg:row-span-2 lg:row-start-1 lg:self-start">
                    {buy}
                    <WishForm wish product=id />
                    <div class="flex flex-wrap items-center gap-2">
                        <Pick product=id title=title.clone() picked=picked.contains(&id) />
                        <ShareButton title=title.clone() url=format!("{}/p/{slug}", platform.config.site_url()) />
                    </div>
                    <CompareBar tiles=compared />
                    {why.map(|text| view! { <Why text /> })}
                    {(!others.is_empty()).then(|| view! { <Others others slug=slug.clone() title=title.clone() /> })}
                    {more.then(|| view! { <MoreOffers slug=slug.clone() /> })}
                </div>
                {parts.description()}
            </article>
            <div class="mt-10 flex flex-col gap-8">
                {parts.facts()}
                <TalkView talk />
                <p><a class="link inline-flex min-h-tap items-center text-sm" href=format!("/report/{id}")>{t.abuse_report_product()}</a></p>
            </div>
            {seen}
            <BuyBarView bar />
            <script type="module" nonce=use_nonce() src=site::asset("gallery.js")></script>
        </ShopPage>
    }
    .into_any())
}

/// The box of what nobody sells now, and whose holiday is the reason.
fn unavailable(sellers: Vec<&Seller>, now: Timestamp) -> AnyView {
    let t = Ctx::current().t();
    // The one who is back first; who has not said when comes last.
    let back = sellers.into_iter().filter_map(|seller| {
        let until = seller.on_holiday(now)?.until;
        Some((until.is_none(), until, shop_words(t, seller, now)?))
    });
    let (title, text) = match back.min() {
        Some((_, _, words)) => (words, t.shop_on_holiday_text()),
        None => (t.unavailable(), t.unavailable_text()),
    };
    view! {
        <section id="buy" class="rounded-card border border-line bg-surface p-5">
            <p class="font-semibold"><bdi>{title}</bdi></p>
            <p class="text-sm text-ink-soft">{text}</p>
        </section>
    }
    .into_any()
}

/// What search engines are told beside the product and its offer.
struct Beside<'a> {
    rating: Option<serde_json::Value>,
    /// The model whose variant it is.
    group: Option<serde_json::Value>,
    trail: &'a [(String, String)],
}

/// schema.org's Product. What is not known is left out.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProductFacts<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    brand: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gtin: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offers: Option<OfferFacts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aggregate_rating: Option<serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_variant_of: Option<serde_json::Value>,
}

/// schema.org's Offer.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OfferFacts {
    #[serde(rename = "@type")]
    kind: &'static str,
    url: String,
    price: String,
    price_currency: &'static str,
    availability: &'static str,
    item_condition: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    price_specification: Option<PriorPrice>,
}

/// What an offer is reduced from: a strikethrough price, the one kind of former price that search engines show.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PriorPrice {
    #[serde(rename = "@type")]
    kind: &'static str,
    price_type: &'static str,
    price: String,
    price_currency: &'static str,
}

/// What search engines read: schema.org's Product with its offer.
fn head(
    site: &str,
    content: &Content,
    offers: Option<OfferFacts>,
    Beside { rating, group, trail }: Beside<'_>,
) -> Head {
    let product = &content.product;
    let picture = content.pictures.first().map(SharedPicture::of);
    let json_ld = facts(&ProductFacts {
        context: CONTEXT,
        kind: "Product",
        name: &product.title,
        description: &product.description,
        brand: product.brand.as_deref(),
        gtin: product.ean.as_deref(),
        image: picture.as_ref().map(|shared| format!("{site}{}", shared.path)),
        offers,
        aggregate_rating: rating,
        is_variant_of: group,
    });
    Head {
        description: product.description.chars().take(160).collect(),
        canonical: Some(format!("/p/{}", product.slug)),
        json_ld: vec![json_ld, breadcrumbs(site, trail)],
        picture,
        kind: "product",
        ..Head::default()
    }
}

fn offer_facts(
    site: &str,
    slug: &str,
    offer: &Offer,
    stock: &HashMap<OfferId, Level>,
    now: Timestamp,
) -> OfferFacts {
    let available = stock.get(&offer.id).is_some_and(|level| level.available > 0);
    let currency = offer.price.currency().code();
    let prior = offer.deal(now).map(|deal| PriorPrice {
        kind: "UnitPriceSpecification",
        price_type: "https://schema.org/StrikethroughPrice",
        price: deal.prior.to_decimal(),
        price_currency: currency,
    });
    OfferFacts {
        kind: "Offer",
        url: format!("{site}/p/{slug}"),
        price: offer.price.to_decimal(),
        price_currency: currency,
        availability: if available { "https://schema.org/InStock" } else { "https://schema.org/OutOfStock" },
        item_condition: schema_condition(offer.condition),
        price_specification: prior,
    }
}

/// schema.org's word for a condition.
fn schema_condition(condition: Condition) -> &'static str {
    match condition {
        Condition::New => "https://schema.org/NewCondition",
        Condition::Refurbished => "https://schema.org/RefurbishedCondition",
        Condition::LikeNew | Condition::Good | Condition::Acceptable => "https://schema.org/UsedCondition",
    }
}

#[component]
fn Why(text: String) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <details class="rounded-card border border-line bg-surface px-5 text-sm">
            <summary class="flex min-h-tap cursor-pointer items-center font-medium">{t.why_this_offer()}</summary>
            <p class="pb-4 text-ink-soft">{text}</p>
        </details>
    }
    .into_any()
}

fn others_of(
    offers: Vec<Offer>,
    stock: &HashMap<OfferId, Level>,
    sellers: &HashMap<SellerId, Seller>,
) -> Vec<(Offer, String)> {
    offers
        .into_iter()
        .filter(|o| stock.get(&o.id).is_some_and(|l| l.available > 0))
        .filter_map(|o| {
            let seller = sellers.get(&o.seller_id)?.name.clone();
            Some((o, seller))
        })
        .collect()
}
