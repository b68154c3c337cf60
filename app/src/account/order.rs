//! One order: where each part is, what it cost, what can still be changed. Route `/orders/:order`. It is also the
//! confirmation: a fresh order says thank you.
use domain::messages::{Side, can_write};
use domain::order::{
    CancelReason, OrderState, PartEvent, PartState, PartTimes, Party, Step as Way, StepState, party_may,
    tracking_steps, undo_left,
};
use domain::roles::Action;
use domain::text_enum::TextEnum as _;
use domain::{Money, OrderId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::invoices::Listed;
use platform::messages::lists;
use platform::orders::store::{self, Order, PartDetail, PartShipment};
use platform::returns::{lists::of_order, returnable};

use super::api::CancelPart;
use super::orders::{AgainForm, state_badge};
use crate::access::{allow_order, live_from_now, open_by_link, platform};
use crate::answer::Failure;
use crate::basket::cart::SumOrFree;
use crate::basket::coupon::DiscountRow;
use crate::ctx::Ctx;
use crate::islands::{Countdown, Live};
use crate::messages::parts::UnreadBadge;
use crate::page::{param, query, redirect};
use crate::printed::PaperLinks;
use crate::returns::parts::{PartReturns, PartReturnsView};
use crate::seller::order::reason_words;
use crate::shop::api::UndoOrder;
use crate::shop::promotions::TakenOffLine;
use crate::shop::refusals::refusal;
use crate::shop::store::SellerLink;
use crate::shop::tiles::thumbnail;
use crate::text::T;
use crate::ui::*;
use platform::sellers::Seller;

pub async fn page() -> Result<AnyView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let id: OrderId = param("order").parse().map_err(|_| Failure::NotFound)?;
    let fresh = query("new").is_some();
    let stream = live_from_now(format!("/live/order/{id}")).await?;
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let detail = store::detail(&mut conn, id).await.map_err(|e| refusal(t, e))?;
    let arrived = detail.parts.iter().any(|p| p.part.state.0 == PartState::Delivered);
    let returnable = if arrived { returnable(&mut conn, id).await? } else { Vec::new() };
    let returns = if arrived { of_order(&mut conn, id).await? } else { Vec::new() };
    let talks = lists::of_order(&mut conn, id, Side::Shopper).await?;
    let papers = platform::invoices::of_order(&mut conn, id).await?;
    // Whoever holds one connection and waits for another may wait for somebody who does the same.
    drop(conn);
    let promoted_minor = detail.promoted_minor();
    let order = detail.order;
    if let Some(code) = query("code")
        && open_by_link(&order, &code).await?
    {
        // On without the code, which is nobody's to see over a shoulder or to copy from the address.
        return Ok(redirect(&format!("/orders/{id}")));
    }
    allow_order(Action::ReadOrder, &order).await?;
    let who: Vec<_> = detail.parts.iter().map(|p| p.part.seller_id).collect();
    let sellers = platform::sellers::many(&mut platform.db.read().await?, &who).await?;
    let now = platform.db.now();
    let untouched = detail.parts.iter().all(|p| p.part.state.0 == PartState::Placed);
    let left_s = order.undo_until_us.map_or(0, |until| undo_left(until, now).as_secs());
    let can_undo = order.state.0 == OrderState::Placed && untouched && left_s > 0;
    let inclusive = detail.parts.iter().flat_map(|p| &p.lines).any(|l| l.tax_inclusive);
    let parts = detail
        .parts
        .into_iter()
        .map(|part| {
            let seller = sellers.get(&part.part.seller_id).cloned();
            let returns = PartReturns::of(part.part.id, &returnable, &returns, now);
            let unread = talks.get(&part.part.id).map_or(0, |listed| listed.unread);
            let papers = papers.iter().filter(|paper| paper.part_id == part.part.id).cloned().collect();
            view! { <PartView order=order.clone() seller part returns unread papers /> }
        })
        .collect_view();
    let email = order.email.clone();
    let thanks = fresh && matches!(order.state.0, OrderState::Placed | OrderState::Completed);
    let (tone, words) = state_badge(t, order.state.0);
    let state = match order.state.0 {
        OrderState::AwaitingPayment if order.challenge.is_some() => view! {
            <Notice tone=Tone::Warn>
                <p>{t.confirm_text()}</p>
                <a class="underline" href=format!("/orders/{id}/confirm")>{t.confirm_title()}</a>
            </Notice>
        }
        .into_any(),
        OrderState::AwaitingPayment => {
            view! { <Notice tone=Tone::Info>{t.ordered_pending()}</Notice> }.into_any()
        }
        OrderState::PaymentFailed => {
            view! { <Notice tone=Tone::Bad>{t.order_not_paid_text()}</Notice> }.into_any()
        }
        _ => ().into_any(),
    };
    Ok(view! {
        <ShopPage title=t.order_title() head=Head { private: true, ..Head::default() }>
            // What follows the order live stands outside of what it refreshes, or each refresh would begin it anew.
            <div class="flex flex-col gap-6">
                {thanks.then(|| view! {
                    <Notice tone=Tone::Good>
                        <p class="text-lg font-bold">{t.ordered_title()}</p>
                        <p>{t.order_mail_sent()} " " <bdi>{email}</bdi></p>
                    </Notice>
                })}
                <div class="flex flex-wrap items-center justify-between gap-3">
                    <div>
                        <h1 class="text-2xl font-bold sm:text-3xl">{t.order_title()}</h1>
                        <p class="text-sm text-ink-faint">
                            <code dir="ltr" class="select-all">{id.to_string()}</code> " · "
                            <DateText at=order.placed_at_us time=true />
                        </p>
                    </div>
                    <div class="flex items-center gap-3">
                        <span id="order-state"><Badge tone>{words}</Badge></span>
                        <Live stream regions="order order-state" on=t.live_on() off=t.live_off() />
                    </div>
                </div>
                <div id="order" class="flex flex-col gap-6">
                {state}
                {can_undo.then(|| view! {
                    <Form action=UndoOrder::PATH swap="order order-state" id="undo" class="flex flex-wrap items-center gap-3">
                        <Hidden name="order" value=id.to_string() />
                        <Button kind=ButtonKind::Secondary>{t.undo()}</Button>
                        <Countdown left_s locale=t.locale() before="" over=t.undo_over() regions="order order-state" />
                    </Form>
                })}
                <div class="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
                    <div class="flex min-w-0 flex-col gap-6">{parts}</div>
                    <Totals order=order.clone() promoted_minor inclusive />
                </div>
                </div>
            </div>
        </ShopPage>
    }
    .into_any())
}

#[component]
fn Totals(order: Order, promoted_minor: i64, inclusive: bool) -> AnyView {
    let t = Ctx::current().t();
    let currency = order.currency;
    let money = move |minor: i64| Money::new(minor, currency);
    let (total, shown) = (order.total(), order.shown());
    let lines = order
        .address
        .0
        .lines()
        .into_iter()
        .map(|l| view! { <span class="block"><bdi>{l}</bdi></span> })
        .collect_view();
    view! {
        <aside class="flex flex-col gap-4 lg:sticky lg:top-4 lg:self-start">
            <Card title=t.cart_summary() id="totals">
                <dl class="grid grid-cols-[1fr_auto] gap-y-2 [&>dd]:text-end">
                    <dt>{t.sum_items()}</dt><dd class="text-end"><Amount money=money(order.items_minor) /></dd>
                    <dt>{t.sum_shipping()}</dt><dd class="text-end"><SumOrFree money=money(order.shipping_minor) /></dd>
                    {(order.wrap_minor > 0).then(|| view! { <dt>{t.gift_wrap()}</dt><dd class="text-end"><Amount money=money(order.wrap_minor) /></dd> })}
                    <DiscountRow discount=money(order.discount_minor) promoted=money(promoted_minor) code=order.coupon_code.clone().unwrap_or_default() />
                    <dt>{if inclusive { t.sum_tax_included() } else { t.sum_tax() }}</dt>
                    <dd class="text-end"><Amount money=money(order.tax_minor) /></dd>
                    <dt class="font-bold">{t.sum_total()}</dt>
                    <dd class="text-end font-bold"><Amount money=total /></dd>
                </dl>
                {shown.map(|rate| view! { <PaidNote rate money=total /> })}
            </Card>
            <Card title=t.checkout_delivery() id="to"><p>{lines}</p></Card>
            {order.gift_message.map(|message| view! { <Card title=t.gift_is() id="gift"><GiftWords message /></Card> })}
        </aside>
    }
    .into_any()
}

/// What the giver wrote, line by line.
#[component]
pub(crate) fn GiftWords(message: String) -> AnyView {
    let t = Ctx::current().t();
    if message.is_empty() {
        return view! { <p class="text-sm text-ink-faint">{t.gift_no_message()}</p> }.into_any();
    }
    view! { <p class="whitespace-pre-line"><bdi>{message}</bdi></p> }.into_any()
}

fn step_words(t: T, step: Way) -> String {
    match step {
        Way::AwaitingPayment => t.order_awaiting(),
        Way::Ordered => t.step_ordered(),
        Way::Preparing => t.step_preparing(),
        Way::PartlyShipped => t.step_partly_shipped(),
        Way::Shipped => t.step_shipped(),
        Way::Delivered => t.step_delivered(),
        Way::Cancelled => t.step_cancelled(),
    }
}

#[component]
fn PartView(
    order: Order,
    seller: Option<Seller>,
    part: PartDetail,
    returns: PartReturns,
    unread: i64,
    papers: Vec<Listed>,
) -> AnyView {
    let t = Ctx::current().t();
    let PartDetail { part, lines, shipments, mut promotions } = part;
    let times = PartTimes {
        placed_at: part.placed_at_us,
        accepted_at: part.accepted_at_us,
        shipped_at: part.shipped_at_us,
        delivered_at: part.delivered_at_us,
        cancelled_at: part.cancelled_at_us,
    };
    let way = tracking_steps(part.state.0, &times);
    let current = way.iter().position(|s| s.state == StepState::Current).unwrap_or(0);
    let steps: Vec<Step> = way
        .iter()
        .map(|s| Step {
            title: step_words(t, s.step),
            detail: s.at.map(|at| format::date(at.utc_day(), t.locale())).unwrap_or_default(),
        })
        .collect();
    let failed = part.state.0 == PartState::Cancelled;
    let arrives = format::promised(&part.promise.0, t.locale());
    let promised = !matches!(part.state.0, PartState::Cancelled | PartState::Delivered);
    let unsent: i64 = lines.iter().map(|l| l.quantity - l.shipped_quantity).sum();
    let rest = part.cancel_reason.as_deref().and_then(CancelReason::parse).filter(|_| !failed).map(|reason| {
        view! { <Notice tone=Tone::Warn class="mt-3">{t.order_rest_cancelled(unsent, reason_words(t, reason))}</Notice> }
    });
    let called_off = part.cancel_reason.as_deref().and_then(CancelReason::parse).filter(|_| failed).map(|reason| {
        view! { <p class="mt-3 text-sm text-ink-soft">{t.order_reason()} ": " {reason_words(t, reason)}</p> }
    });
    // A guest's order can be reviewed once it belongs to an account.
    let sent = [PartState::PartlyShipped, PartState::Shipped, PartState::Delivered];
    let left = order.account_id.is_some() && sent.contains(&part.state.0);
    let rows = lines
        .into_iter()
        .map(|line| {
            let photo = thumbnail(line.picture_id, line.product_id);
            let amount = Money::new(line.amount_minor, order.currency);
            let review = (left && line.shipped_quantity > 0).then(|| {
                let href = format!("/account/reviews/{}", line.product_id);
                view! { <a class="link inline-flex min-h-tap basis-full items-center" href=href>{t.review_write()}</a> }
            });
            let again = format!("{}: {}", t.again(), line.title);
            let taken = promotions.remove(&line.id).unwrap_or_default();
            view! {
                <li class="flex gap-4 py-3">
                    <PhotoView photo size=72 class="picture-plate size-18 shrink-0 rounded-control border border-line object-contain p-1" />
                    <div class="flex min-w-0 flex-1 flex-wrap justify-between gap-2">
                        <a class="min-w-0 font-medium hover:text-accent" href=format!("/p/{}", line.slug)>
                            {line.quantity} " × " <bdi>{line.title}</bdi>
                        </a>
                        <Amount money=amount />
                        <div class="basis-full"><TakenOffLine given=taken /></div>
                        {review}
                        <div class="basis-full"><AgainForm order=order.id.to_string() line=line.id.to_string() label=again /></div>
                    </div>
                </li>
            }
        })
        .collect_view();
    let parcels = shipments
        .into_iter()
        .filter(|s| s.shipped_at_us.is_some())
        .map(|shipment| {
            let own = papers.iter().filter(|paper| paper.shipment_id == shipment.id).cloned().collect();
            view! { <Parcel shipment papers=own under=format!("/orders/{}/invoices", order.id) /> }
        })
        .collect_view();
    let cancel = party_may(Party::Buyer, PartEvent::Cancel, part.state.0).then(|| {
        view! {
            <Form action=CancelPart::PATH swap="order order-state" class="mt-3">
                <Hidden name="order" value=order.id.to_string() />
                <Hidden name="part" value=part.id.to_string() />
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small>{t.order_cancel()}</Button>
            </Form>
        }
    });
    let talk = can_write(part.state.0, part.cancel_reason.as_deref()).then(|| {
        let href = format!("/orders/{}/messages/{}", order.id, part.id);
        view! {
            <p class="mt-3 flex flex-wrap items-center gap-3">
                <a class="link inline-flex min-h-tap items-center" href=href>{t.message_seller()}</a> <UnreadBadge unread />
            </p>
        }
    });
    // A guest's order belongs to nobody who could say it.
    let rate = (order.account_id.is_some() && part.state.0 == PartState::Delivered).then(|| {
        let href = format!("/account/feedback/{}", part.id);
        view! { <p class="mt-3"><a class="link inline-flex min-h-tap items-center" href=href>{t.feedback_title()}</a></p> }
    });
    view! {
        <section class="rounded-card border border-line bg-surface p-5" data-part-state=part.state.0.to_string()>
            <div class="mb-4 flex flex-wrap justify-between gap-2">
                <h2>{t.sold_by()} " " {seller.map(|seller| view! { <SellerLink slug=seller.slug name=seller.name /> })}</h2>
                {promised.then(|| view! { <p class="text-sm text-ink-soft">{t.arrives()} " " <strong>{arrives}</strong></p> })}
            </div>
            <Steps label=t.order_steps() steps current failed />
            {called_off}
            {rest}
            {parcels}
            <ul class="mt-3 divide-y divide-line">{rows}</ul>
            {cancel}
            {talk}
            {rate}
            <PartReturnsView returns />
        </section>
    }
    .into_any()
}

#[component]
fn Parcel(shipment: PartShipment, papers: Vec<Listed>, under: String) -> AnyView {
    let t = Ctx::current().t();
    let carrier = shipment.carrier.0.name().map_or_else(|| t.carrier_own(), str::to_owned);
    let number = shipment.tracking.clone();
    let tracking = match shipment.carrier.0.tracking_url(&number) {
        Some(href) => view! { <a class="underline" href=href rel="noopener noreferrer" target="_blank" dir="ltr">{number}</a> }.into_any(),
        None => view! { <span dir="ltr">{number}</span> }.into_any(),
    };
    view! {
        <div class="mt-3 rounded-control bg-sunken px-4 py-3 text-sm">
            <p>{t.order_parcel()} " " <bdi>{carrier}</bdi> " " {tracking}</p>
            <PaperLinks papers under />
        </div>
    }
    .into_any()
}
