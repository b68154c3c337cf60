//! What was moved out of the cart for later, under the cart.
use domain::stock::is_told;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::activity::Kind;
use platform::catalog::OfferForSale;
use platform::inventory::{Level, levels};
use platform::orders::cart::CartLine;
use platform::orders::saved;
use std::collections::{HashMap, HashSet};

use super::api::{ForgetSaved, RestoreSaved, SaveForLater};
use super::cart::on_sale;
use super::forms::owner;
use crate::access::{platform, visitor};
use crate::answer::{Done, Failure};
use crate::ctx::Ctx;
use crate::shop::refusals::{refusal, shopper};
use crate::shop::tiles::thumbnail;
use crate::track;
use crate::ui::*;
use domain::OfferId;

/// Where a line goes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Move {
    Save,
    Restore,
    Forget,
}

/// Who is it, may they, parse, one call.
pub(super) async fn work(offer: String, to: Move) -> Result<Done, Failure> {
    let t = Ctx::current().t();
    let shopper = owner()?;
    let offer: OfferId = offer.parse().map_err(|_| Failure::refused(t.form_malformed()))?;
    platform()
        .db
        .write(move |tx| {
            Box::pin(async move {
                match to {
                    Move::Save => saved::save(tx, shopper, offer).await,
                    Move::Restore => saved::restore(tx, shopper, offer).await,
                    Move::Forget => saved::forget(tx, shopper, offer).await,
                }
            })
        })
        .await
        .map_err(|e| refusal(t, e))?;
    let kind = match to {
        Move::Save => Kind::Save,
        Move::Restore => Kind::Restore,
        Move::Forget => Kind::Forget,
    };
    track::did(kind, &[offer]).await;
    Ok(Done::to("/cart"))
}

/// The saved lines with what the catalogue says of them now.
#[derive(Default)]
pub(crate) struct Saved {
    lines: Vec<CartLine>,
    sales: HashMap<OfferId, OfferForSale>,
    /// Those that can be bought if they are in stock.
    on_sale: HashSet<OfferId>,
    stock: HashMap<OfferId, Level>,
}

impl Saved {
    /// What whoever asks has saved.
    pub(crate) async fn load() -> Result<Self, Failure> {
        let Some(shopper) = shopper(&visitor()) else { return Ok(Self::default()) };
        let mut conn = platform().db.read_together().await?;
        let lines = saved::lines(&mut conn, shopper).await?;
        if lines.is_empty() {
            return Ok(Self::default());
        }
        let ids: Vec<OfferId> = lines.iter().map(|l| l.offer_id).collect();
        let sales = platform::catalog::offers_for_sale(&mut conn, &ids).await?;
        let stock = levels(&mut conn, &ids).await?;
        let on_sale = on_sale(&mut conn, &sales).await?;
        Ok(Self { lines, sales, on_sale, stock })
    }
}

/// The button beside a line of the cart.
#[component]
pub(crate) fn SaveButton(offer: OfferId, title: String) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <Form action=SaveForLater::PATH swap="basket saved">
            <Hidden name="offer" value=offer.to_string() />
            <Button kind=ButtonKind::Quiet size=ButtonSize::Small label=t.saved_save_what(title)>{t.saved_save()}</Button>
        </Form>
    }
    .into_any()
}

/// The region `saved`; empty, but there, when nothing is.
#[component]
pub(crate) fn SavedView(saved: Saved) -> AnyView {
    let t = Ctx::current().t();
    let Saved { lines, mut sales, on_sale, stock } = saved;
    if lines.is_empty() {
        return view! { <div id="saved"></div> }.into_any();
    }
    let entries = lines
        .into_iter()
        .map(|line| {
            let left = stock.get(&line.offer_id).map_or(0, |level| level.available);
            let on_sale = on_sale.contains(&line.offer_id);
            let sale = sales.remove(&line.offer_id);
            view! { <Entry line sale on_sale left /> }
        })
        .collect_view();
    view! {
        <section id="saved" aria-labelledby="saved-title" class="mt-10">
            <h2 id="saved-title" class="mb-3 text-xl font-bold">{t.saved_title()}</h2>
            <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{entries}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Entry(line: CartLine, sale: Option<OfferForSale>, on_sale: bool, left: i64) -> AnyView {
    let t = Ctx::current().t();
    let offer = line.offer_id;
    let title = sale.as_ref().map_or_else(|| t.cart_gone(), |s| s.product_title.clone());
    let (restore_what, forget_what) = (t.saved_restore_what(title.clone()), t.list_remove_what(title));
    let product = sale.map(|sale| {
        let photo = thumbnail(sale.picture, sale.offer.product_id);
        let price = on_sale.then(|| view! { <Shown money=sale.offer.price class="font-semibold" /> });
        view! {
            <PhotoView photo size=80 class="picture-plate size-20 shrink-0 rounded-control border border-line object-contain p-1" />
            <div class="flex min-w-0 flex-1 flex-col gap-1">
                <a href=format!("/p/{}", sale.product_slug) class="font-medium hover:text-accent"><bdi>{sale.product_title}</bdi></a>
                <p class="flex flex-wrap items-center gap-2">{price} <span class="text-sm text-ink-soft">{t.saved_units(line.quantity)}</span></p>
            </div>
        }
    });
    let state = match (on_sale, left) {
        (false, _) => Some(t.cart_gone()),
        (true, 0) => Some(t.sold_out()),
        (true, left) if is_told(left) => Some(t.only_left(left)),
        _ => None,
    };
    view! {
        <li class="flex flex-wrap items-center gap-4 py-4" data-saved=offer.to_string()>
            {product}
            {state.map(|words| view! { <Badge tone=Tone::Warn>{words}</Badge> })}
            <div class="flex flex-wrap items-center gap-2">
                {on_sale.then(|| view! {
                    <Form action=RestoreSaved::PATH swap="basket saved">
                        <Hidden name="offer" value=offer.to_string() />
                        <Button kind=ButtonKind::Secondary size=ButtonSize::Small label=restore_what>{t.saved_restore()}</Button>
                    </Form>
                })}
                <Form action=ForgetSaved::PATH swap="basket saved">
                    <Hidden name="offer" value=offer.to_string() />
                    <Button kind=ButtonKind::Quiet size=ButtonSize::Small label=forget_what>{t.cart_remove()}</Button>
                </Form>
            </div>
        </li>
    }
    .into_any()
}
