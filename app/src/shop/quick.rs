//! A look at a product without leaving the list. Route `/quick/:slug`: the list's script shows it in a dialog; without
//! script nothing leads here, and it is a page like any other.
use domain::format;
use leptos::prelude::*;
use platform::catalog::{ProductStatus, product_by_slug};

use super::store::SellerLink;
use super::tiles::tiles;
use crate::access::platform;
use crate::answer::Failure;
use crate::basket::add::AddForm;
use crate::ctx::Ctx;
use crate::page::param;
use crate::track;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let platform = platform();
    let mut conn = platform.db.read_together().await?;
    let detail = product_by_slug(&mut conn, &param("slug")).await?.ok_or(Failure::NotFound)?;
    if detail.product.status == ProductStatus::Hidden {
        return Err(Failure::NotFound);
    }
    let tile = tiles(&mut conn, &[detail.product.id]).await?.pop().ok_or(Failure::NotFound)?;
    let seller = match tile.offer {
        Some(offer) => {
            let offer = platform::catalog::offer(&mut conn, offer).await?;
            let seller = platform::sellers::get(&mut conn, offer.seller_id).await?;
            seller.map(|seller| (seller.handling_of([offer.terms.handling_days]), seller))
        }
        None => None,
    };
    let now = conn.now();
    let to = super::place::whereto(&mut conn).await?.place;
    drop(conn);
    track::looked_at(detail.product.id);
    let arrives = seller
        .as_ref()
        .map(|(handling, seller)| format::promised(&seller.promise_in(*handling, now, &to), t.locale()));
    let ProductTile {
        href,
        title,
        brand,
        photo,
        price,
        before,
        rating,
        promise,
        flag,
        unavailable,
        offer,
        ..
    } = tile;
    let buy = offer.map(|offer| {
        view! {
            // Nothing of the list changes but what comes with every answer: the cart's count and the notice.
            <AddForm offer title=title.clone()>
                <Button wide=true>{t.add_to_cart()}</Button>
            </AddForm>
        }
    });
    Ok(view! {
        <ShopPage title=title.clone() head=Head { private: true, ..Head::default() }>
            <div id="quick">
                <div class="mb-4 flex items-start justify-between gap-4">
                    <h1 id="quick-title" class="text-xl font-semibold"><bdi>{title}</bdi></h1>
                    <form method="dialog" class="hidden in-[dialog]:block">
                        <button class="tap -me-3 -mt-2 rounded-control hover:bg-sunken" aria-label=t.close()><IconView icon=Icon::Close /></button>
                    </form>
                </div>
                <div class="grid grid-cols-[minmax(0,1fr)] gap-5 sm:grid-cols-2">
                    <PhotoView photo size=320 first=true class="picture-plate aspect-square w-full rounded-card border border-line object-contain p-3" />
                    <div class="flex flex-col gap-3">
                        {(!brand.is_empty()).then(|| view! { <p class="text-sm text-ink-faint"><bdi>{brand}</bdi></p> })}
                        {rating.map(|(rating_tenths, reviews)| view! { <Rating rating_tenths reviews small=true /> })}
                        {price.map(|money| view! { <Price money before large=true /> })}
                        {flag.map(|(tone, words)| view! { <p><Badge tone>{words}</Badge></p> })}
                        {unavailable.map(|words| view! { <p class="text-ink-faint">{words}</p> })}
                        {(!promise.is_empty()).then(|| view! { <p class="text-sm text-ink-soft">{promise}</p> })}
                        {arrives.map(|day| view! { <p class="text-sm">{t.arrives()} " " <strong>{day}</strong></p> })}
                        {seller.map(|(_, seller)| view! { <p class="text-sm text-ink-faint">{t.sold_by()} " " <SellerLink slug=seller.slug name=seller.name /></p> })}
                        {buy}
                        <LinkButton href kind=ButtonKind::Secondary wide=true>{t.quick_all()}</LinkButton>
                    </div>
                </div>
            </div>
        </ShopPage>
    }
    .into_any())
}
