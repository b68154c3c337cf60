//! Offering one product of the catalogue. Route `/seller/products/add/:product`.
use domain::roles::Action;
use domain::text_enum::TextEnum as _;
use domain::{Money, ProductId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::{
    CatalogError, Condition, Offer, ProductDetail, ProductStatus, merged_into, product_detail,
};
use platform::listing::{of_category, own_offers};
use platform::sellers::Seller;

use super::api::AddOffer;
use super::work::OFFER_FORM;
use super::{sending, words};
use crate::access::platform;
use crate::answer::{Failure, encode_query};
use crate::basket::forms::new_key;
use crate::category_names::trail;
use crate::ctx::Ctx;
use crate::page::{param, redirect};
use crate::seller::desk;
use crate::shop::tiles::photo;
use crate::ui::*;

/// So many prices of others are shown.
const MOST_PRICES: usize = 5;

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadCatalogue).await?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let id: ProductId = param("product").parse().map_err(|_| Failure::NotFound)?;
    let mut conn = platform().db.read_together().await?;
    if let Some(kept) = merged_into(&mut conn, id).await? {
        return Ok(redirect(&desk::link(seller.id, &format!("{}/{kept}", super::find::PATH))));
    }
    let detail = match product_detail(&mut conn, id).await {
        Ok(detail) => detail,
        Err(CatalogError::ProductNotFound(_)) => return Err(Failure::NotFound),
        Err(other) => return Err(other.into()),
    };
    if detail.product.status != ProductStatus::Active {
        return Err(Failure::refused(t.listing_not_shown()));
    }
    let own = own_offers(&mut conn, seller.id, &[id]).await?.remove(&id).unwrap_or_default();
    let rule = of_category(&mut conn, detail.product.category_id).await?;
    let mut mine: Vec<Offer> = Vec::new();
    for (offer, _) in own {
        mine.push(platform::catalog::offer(&mut conn, offer).await?);
    }
    drop(conn);
    let refused = rule.refused_brand(seller.id, detail.product.brand.as_deref()).map(str::to_owned);
    let taken: Vec<Condition> = mine.iter().map(|offer| offer.condition).collect();
    let free: Vec<(String, String)> = words::conditions(t)
        .into_iter()
        .filter(|(value, _)| taken.iter().all(|condition| condition.as_str() != value))
        .collect();
    let form = match refused {
        Some(brand) => view! { <Notice tone=Tone::Warn>{t.listing_brand_refused(brand)}</Notice> }.into_any(),
        None if free.is_empty() => ().into_any(),
        None => form(&ctx, &detail, &seller, free),
    };
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.listing_offer_title()>
            <div class="flex max-w-3xl flex-col gap-6">
                {product(&detail)}
                {own_notice(mine)}
                {form}
                <p><a class="link inline-flex min-h-tap items-center" href=desk::here(super::find::PATH)>{t.listing_find_other()}</a></p>
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// What is offered, and what others ask for it.
fn product(detail: &ProductDetail) -> AnyView {
    let t = Ctx::current().t();
    let product = &detail.product;
    let photo = photo(detail.pictures.first(), product.id, 160);
    let trail = trail(&detail.category_path);
    let (href, title) = (format!("/p/{}", product.slug), product.title.clone());
    let code = product.ean.clone().map(|code| view! { " · " <span dir="ltr">{code}</span> });
    let prices = detail.offers.iter().take(MOST_PRICES).map(|offer| {
        view! { <li><Amount money=offer.price class="font-semibold" /> " · " {words::condition(t, offer.condition)}</li> }
    });
    let prices = prices.collect_view();
    let others = match detail.offers.is_empty() {
        true => view! { <p class="text-ink-soft">{t.listing_no_offers()}</p> }.into_any(),
        false => {
            view! { <p class="font-semibold">{t.listing_prices()}</p> <ul class="text-sm">{prices}</ul> }
                .into_any()
        }
    };
    view! {
        <Card id="product">
            <div class="flex flex-wrap gap-5">
                <PhotoView photo size=96 class="picture-plate size-24 shrink-0 rounded-control border border-line object-contain p-1" />
                <div class="min-w-0 flex-1 basis-60">
                    <h2 class="text-lg font-semibold"><a href=href class="hover:text-accent"><bdi>{title}</bdi></a></h2>
                    <p class="text-sm text-ink-faint"><bdi>{trail}</bdi> {code}</p>
                </div>
                <div class="basis-48" id="prices">{others}</div>
            </div>
        </Card>
    }
    .into_any()
}

/// The seller's own offers of it, where price and stock are changed.
fn own_notice(mine: Vec<Offer>) -> Option<AnyView> {
    let t = Ctx::current().t();
    if mine.is_empty() {
        return None;
    }
    let links = mine
        .into_iter()
        .map(|offer| {
            let href = desk::here(&format!("/seller/products?q={}", encode_query(&offer.sku)));
            let price: Money = offer.price;
            view! {
                <li data-own=offer.id.to_string()>
                    <a class="link inline-flex min-h-tap items-center gap-1" href=href>
                        {words::condition(t, offer.condition)} " · " {format::money(price, t.writing())} " · " <span dir="ltr">{offer.sku}</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    Some(view! { <Notice tone=Tone::Info>{t.listing_yours()} <ul>{links}</ul></Notice> }.into_any())
}

fn form(ctx: &Ctx, detail: &ProductDetail, seller: &Seller, conditions: Vec<(String, String)>) -> AnyView {
    let t = ctx.t();
    let sku = detail.product.ean.clone().unwrap_or_default();
    let form = FormState::of(ctx, OFFER_FORM).or("sku", sku);
    let code = seller.currency.code();
    let (seller_id, product_id) = (seller.id.to_string(), detail.product.id.to_string());
    let price = format!("{} ({code})", t.offer_price());
    let sending = sending::fields(&form, seller);
    // The brand is the product's: what is said of it stands above the fields.
    let brand = form.error("brand").map(|text| view! { <Notice tone=Tone::Bad>{text}</Notice> });
    view! {
        <Card title=t.listing_terms() id="terms">
            {brand}
            <Form action=AddOffer::PATH id="add-offer" class="grid gap-4 sm:grid-cols-2">
                <Hidden name="seller" value=seller_id />
                <Hidden name="product" value=product_id />
                <Hidden name="key" value=new_key() />
                <Select form=&form name="condition" label=t.listing_condition() options=conditions />
                <Field form=&form name="sku" label=t.listing_sku() hint=t.listing_sku_hint() ltr=true />
                <Field form=&form name="price" label=price inputmode="decimal" ltr=true />
                <Field form=&form name="stock" label=t.offer_stock() inputmode="numeric" ltr=true />
                {sending}
                <div class="sm:col-span-2"><Button>{t.listing_offer_button()}</Button></div>
            </Form>
        </Card>
    }
    .into_any()
}
