//! The cart. Route `/cart`.
use domain::address::Address;
use domain::place::Place;
use domain::shipping::NoDelivery;
use domain::{Money, OfferId, SellerId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::OfferForSale;
use platform::db::Conn;
use platform::inventory::{Level, levels};
use platform::orders::{OrderError, Quote, QuotePart, Wanted, cart, quote};
use platform::sellers::many;
use std::collections::{HashMap, HashSet};

use super::api::{ApplyCoupon, SetQuantity};
use super::coupon::{self, CART, CartCoupon, CouponField, CouponLine, CouponOff, DiscountRow};
use super::forms::new_key;
use super::saved::{SaveButton, Saved, SavedView};
use crate::access::{platform, visitor};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::shop::delivery::no_delivery;
use crate::shop::place::{PlaceLine, Whereto, whereto};
use crate::shop::promotions::{NearlyOff, TakenOffLine};
use crate::shop::refusals::shopper;
use crate::shop::tiles::{condition_words, thumbnail};
use crate::ui::*;

/// What is in the cart: priced lines, and offers that cannot be had any more.
pub(crate) struct CartContents {
    pub quote: Option<Quote>,
    pub gone: Vec<OfferId>,
    /// What is not sent to where the rest goes.
    pub stays: Vec<Staying>,
    pub stock: HashMap<OfferId, Level>,
    pub coupon: Option<CartCoupon>,
    /// Where the delivery dates are for while there is no address.
    pub to: Option<Whereto>,
}

/// An offer in the cart that is not delivered there.
#[derive(Clone)]
pub(crate) struct Staying {
    pub offer: OfferId,
    pub title: String,
    pub quantity: i64,
    pub why: NoDelivery,
}

impl CartContents {
    fn without_quote(gone: Vec<OfferId>, stays: Vec<Staying>, stock: HashMap<OfferId, Level>) -> Self {
        Self { quote: None, gone, stays, stock, coupon: None, to: None }
    }
}

/// Where a cart is priced and promised for.
pub(crate) enum Goal<'a> {
    Address(&'a Address),
    /// As far as it was typed.
    Place(Place),
    /// Where the shopper's things go.
    Theirs,
    /// Each seller's own country: for a form with an address that nothing is sent to.
    Near,
}

/// Reads the cart of whoever asks, prices it and promises it.
pub(crate) async fn contents(goal: Goal<'_>) -> Result<CartContents, Failure> {
    let Some(shopper) = shopper(&visitor()) else {
        return Ok(CartContents::without_quote(Vec::new(), Vec::new(), HashMap::new()));
    };
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let lines = cart::lines(&mut conn, shopper).await?;
    let ids: Vec<OfferId> = lines.iter().map(|l| l.offer_id).collect();
    let sales = platform::catalog::offers_for_sale(&mut conn, &ids).await?;
    let stock = levels(&mut conn, &ids).await?;
    let open = on_sale(&mut conn, &sales).await?;
    let on_sale = |id: &OfferId| open.contains(id);
    let (kept, gone): (Vec<_>, Vec<_>) = lines.into_iter().partition(|l| on_sale(&l.offer_id));
    let mut wanted: Vec<Wanted> =
        kept.iter().map(|l| Wanted { offer: l.offer_id, quantity: l.quantity, price_seen: None }).collect();
    let gone = gone.into_iter().map(|l| l.offer_id).collect();
    if wanted.is_empty() {
        return Ok(CartContents::without_quote(gone, Vec::new(), stock));
    }
    let (address, to) = match goal {
        Goal::Address(address) => (Some(address), None),
        Goal::Place(place) => (None, Some(Whereto { place, is_address: false })),
        Goal::Theirs => (None, Some(whereto(&mut conn).await?)),
        Goal::Near => (None, None),
    };
    let place = to.as_ref().map(|to| &to.place);
    let (quote, stays) = sent(&mut conn, &mut wanted, &sales, address, place).await?;
    let Some(mut quote) = quote else {
        return Ok(CartContents { to, ..CartContents::without_quote(gone, stays, stock) });
    };
    let coupon = coupon::take(&mut conn, &mut quote, shopper).await?;
    Ok(CartContents { quote: Some(quote), gone, stays, stock, coupon, to })
}

/// What is sent there, quoted, and what is not.
async fn sent(
    conn: &mut Conn,
    wanted: &mut Vec<Wanted>,
    sales: &HashMap<OfferId, OfferForSale>,
    address: Option<&Address>,
    place: Option<&Place>,
) -> Result<(Option<Quote>, Vec<Staying>), Failure> {
    let mut stays = Vec::new();
    while !wanted.is_empty() {
        match quote::quote_to(conn, wanted, address, place).await {
            Ok(quote) => return Ok((Some(quote), stays)),
            Err(OrderError::NotDelivered { offers, why }) if !offers.is_empty() => {
                let staying = |one: &Wanted| {
                    let title = sales.get(&one.offer).map(|sale| sale.product_title.clone());
                    Staying {
                        offer: one.offer,
                        title: title.unwrap_or_default(),
                        quantity: one.quantity,
                        why,
                    }
                };
                stays.extend(wanted.iter().filter(|one| offers.contains(&one.offer)).map(staying));
                wanted.retain(|one| !offers.contains(&one.offer));
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok((None, stays))
}

/// Those of the offers that can be bought if they are in stock: shown, and of sellers who may sell.
pub(super) async fn on_sale(
    conn: &mut Conn,
    sales: &HashMap<OfferId, OfferForSale>,
) -> Result<HashSet<OfferId>, Failure> {
    let mut who: Vec<SellerId> = sales.values().map(|sale| sale.offer.seller_id).collect();
    who.sort_unstable();
    who.dedup();
    let sellers = many(conn, &who).await?;
    let now = conn.now();
    let sells =
        |sale: &OfferForSale| sellers.get(&sale.offer.seller_id).is_some_and(|seller| seller.may_sell(now));
    let open = sales.values().filter(|sale| sale.is_for_sale() && sells(sale));
    Ok(open.map(|sale| sale.offer.id).collect())
}

pub async fn page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let CartContents { quote, gone, stays, stock, coupon, to } = contents(Goal::Theirs).await?;
    let saved = Saved::load().await?;
    let body = match quote {
        None if gone.is_empty() && stays.is_empty() => view! {
            <EmptyState title=t.cart_empty_title() text=t.cart_empty_text() icon=Icon::Cart>
                <LinkButton href="/">{t.cart_empty_next()}</LinkButton>
            </EmptyState>
        }
        .into_any(),
        quote => view! { <Filled quote gone stays stock coupon to /> }.into_any(),
    };
    Ok(view! {
        <ShopPage title=t.nav_cart() head=Head { private: true, ..Head::default() }>
            <h1 class="mb-6 text-3xl font-bold">{t.nav_cart()}</h1>
            <div id="basket">{body}</div>
            <SavedView saved />
        </ShopPage>
    }
    .into_any())
}

#[component]
fn Filled(
    quote: Option<Quote>,
    gone: Vec<OfferId>,
    stays: Vec<Staying>,
    stock: HashMap<OfferId, Level>,
    coupon: Option<CartCoupon>,
    to: Option<Whereto>,
) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let gone = gone
        .into_iter()
        .map(|offer| {
            view! {
                <li class="flex items-center justify-between gap-3 py-2">
                    <span class="text-sm">{t.cart_gone()}</span>
                    <Remove offer />
                </li>
            }
        })
        .collect_view();
    let stays = stays
        .into_iter()
        .map(|one| {
            // Another number of them may be sent.
            let fewer = (one.why != NoDelivery::Place).then(|| {
                let quantity = u32::try_from(one.quantity).unwrap_or(1);
                let (offer, later, label) = (one.offer.to_string(), one.title.clone(), one.title.clone());
                view! {
                    <Form action=SetQuantity::PATH swap="basket" class="flex items-center" later>
                        <Hidden name="key" value=new_key() />
                        <Hidden name="offer" value=offer />
                        <QuantityStepper name="quantity" quantity max=999 label />
                    </Form>
                }
            });
            let (title, named) = (one.title.clone(), one.title);
            view! {
                <li class="flex flex-wrap items-center justify-between gap-3 py-2" data-stays=one.offer.to_string()>
                    <span class="min-w-0">
                        <bdi class="block font-medium">{named}</bdi>
                        <span class="text-sm text-bad">{no_delivery(t, one.why)}</span>
                    </span>
                    {fewer}
                    <Remove offer=one.offer title />
                </li>
            }
        })
        .collect_view();
    let short = quote.as_ref().is_some_and(|q| {
        let lines = q.parts.iter().flat_map(|p| &p.lines);
        lines.into_iter().any(|l| stock.get(&l.sale.offer.id).map_or(0, |s| s.available) < l.quantity)
    });
    let summary = quote.as_ref().map(|quote| {
        let (items, shipping, discount, promoted) =
            (quote.items, quote.shipping, quote.discount, quote.promoted);
        let code = quote.coupon.as_ref().map(|c| c.code.clone()).unwrap_or_default();
        let form = FormState::of(&ctx, CART);
        // Until there is an address it goes where this browser said, or stays in the shop's country.
        let inclusive = match &to {
            Some(to) => domain::tax::is_inclusive_market(&to.place.country),
            None => domain::tax::is_inclusive_market(&platform().config.country),
        };
        view! {
            <aside class="lg:sticky lg:top-4 lg:self-start" aria-label=t.cart_summary()>
                <Card title=t.cart_summary() id="summary">
                    <dl class="grid grid-cols-[1fr_auto] gap-y-2 [&>dd]:text-end">
                        <dt>{t.sum_items()}</dt><dd class="text-end"><AmountAbout money=items /></dd>
                        <dt>{t.sum_shipping()}</dt><dd class="text-end"><SumOrFree money=shipping /></dd>
                        <DiscountRow discount promoted code />
                    </dl>
                    <p class="mt-2 text-sm text-ink-faint">{if inclusive { t.cart_tax_included() } else { t.cart_tax_later() }}</p>
                    <PayIn currency=items.currency() />
                    <Form action=ApplyCoupon::PATH swap="basket">
                        <CouponField form of=CART swap="basket" coupon />
                    </Form>
                    {if short {
                        view! { <Notice tone=Tone::Warn class="mt-4">{t.cart_short()}</Notice> }.into_any()
                    } else {
                        view! {
                            <LinkButton href="/checkout" size=ButtonSize::Large wide=true class="mt-4">{t.cart_checkout()}</LinkButton>
                        }.into_any()
                    }}
                </Card>
            </aside>
        }
    });
    let off = quote.as_ref().map(coupon::on_lines).unwrap_or_default();
    let parts = quote
        .map(|q| q.parts)
        .unwrap_or_default()
        .into_iter()
        .map(|part| view! { <SellerPart part stock=stock.clone() off=off.clone() /> })
        .collect_view();
    view! {
        <div class="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
            <div class="flex min-w-0 flex-col gap-6">
                <ul>{gone} {stays}</ul>
                {to.map(|to| view! { <PlaceLine to back="/cart" /> })}
                {parts}
            </div>
            {summary}
        </div>
    }
    .into_any()
}

/// An amount, or the word for nothing.
#[component]
pub(crate) fn SumOrFree(money: Money) -> AnyView {
    let t = Ctx::current().t();
    if money.is_zero() {
        view! { <span class="text-good">{t.sum_free()}</span> }.into_any()
    } else {
        view! { <Amount money /> }.into_any()
    }
}

#[component]
fn Remove(offer: OfferId, #[prop(optional, into)] title: String) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <Form action=SetQuantity::PATH swap="basket" later=title>
            <Hidden name="key" value=new_key() />
            <Hidden name="offer" value=offer.to_string() />
            <Hidden name="quantity" value="0" />
            <Button kind=ButtonKind::Quiet size=ButtonSize::Small>{t.cart_remove()}</Button>
        </Form>
    }
    .into_any()
}

#[component]
fn SellerPart(
    part: QuotePart,
    stock: HashMap<OfferId, Level>,
    /// What a coupon takes off lines.
    off: HashMap<OfferId, CouponOff>,
) -> AnyView {
    let t = Ctx::current().t();
    let arrives = format::promised(&part.promise, t.locale());
    let lines = part
        .lines
        .into_iter()
        .map(|line| {
            let sale = line.sale;
            let title = sale.product_title.clone();
            let named = title.clone();
            let left = stock.get(&sale.offer.id).map_or(0, |s| s.available);
            let photo = thumbnail(sale.picture, sale.offer.product_id);
            let condition = condition_words(t, sale.offer.condition);
            let quantity = u32::try_from(line.quantity).unwrap_or(1);
            let max = u32::try_from(left.clamp(1, 999)).unwrap_or(1).max(quantity);
            let by_coupon = off.get(&sale.offer.id).cloned();
            let save = view! { <SaveButton offer=sale.offer.id title=sale.product_title.clone() /> };
            let warning = (left < line.quantity).then(|| {
                let words = if left == 0 { t.sold_out() } else { t.only_left(left) };
                view! { <Badge tone=Tone::Warn>{words}</Badge> }
            });
            view! {
                <li class="flex gap-4 py-4" data-line=named.clone()>
                    <PhotoView photo size=96
                        class="picture-plate size-20 shrink-0 rounded-control border border-line object-contain p-1 sm:size-24" />
                    <div class="flex min-w-0 flex-1 flex-col gap-2">
                        <div class="flex flex-wrap items-start justify-between gap-2">
                            <a href=format!("/p/{}", sale.product_slug) class="min-w-0 font-medium hover:text-accent">
                                <bdi>{sale.product_title.clone()}</bdi>
                            </a>
                            <Shown money=line.amount class="font-semibold" />
                        </div>
                        {condition.map(|words| view! { <p class="text-sm text-ink-soft">{words}</p> })}
                        <TakenOffLine given=line.promotions />
                        <CouponLine given=by_coupon />
                        {warning}
                        <div class="flex flex-wrap items-center gap-3">
                            <Form action=SetQuantity::PATH swap="basket" class="flex items-center" later=named.clone()>
                                <Hidden name="key" value=new_key() />
                                <Hidden name="offer" value=sale.offer.id.to_string() />
                                <QuantityStepper name="quantity" quantity max label=sale.product_title />
                            </Form>
                            <Remove offer=sale.offer.id title=title />
                            {save}
                        </div>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="rounded-card border border-line bg-surface px-5 py-3">
            <div class="flex flex-wrap justify-between gap-2 border-b border-line pb-3 text-sm">
                <h2>{t.sold_by()} " " <bdi class="font-semibold">{part.seller.name}</bdi></h2>
                <p class="text-ink-soft">{t.arrives()} " " <strong>{arrives}</strong></p>
            </div>
            <ul class="divide-y divide-line">{lines}</ul>
            <NearlyOff near=part.near />
        </section>
    }
    .into_any()
}
