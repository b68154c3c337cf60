//! One order at the seller's desk: accept, ship, ship a part, cancel. Route `/seller/orders/:part`.
use domain::roles::{Action, Resource};
use std::collections::HashMap;

use domain::messages::Side;
use domain::order::{CancelReason, Carrier, PartEvent, Party, party_may};
use domain::text_enum::TextEnum as _;
use domain::{CartId, Currency, Money, PartId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::fees::{TaxedFees, taxed_first};
use platform::invoices::{Listed, of_part};
use platform::messages::lists;
use platform::orders::bundles;
use platform::orders::store::{self, Order, PartDetail, PartShipment};
use platform::payouts::{self, OrderPosting};
use platform::sellers::Seller;

use super::api::{AcceptPart, CancelSale, DeliverPart, ShipPart};
use super::orders::part_badge;
use super::work::SHIP_FORM;
use super::{desk, payout_account, payout_words};
use crate::access::{may, platform};
use crate::account::order::GiftWords;
use crate::answer::Failure;
use crate::basket::coupon::DiscountRow;
use crate::ctx::Ctx;
use crate::messages::parts::UnreadBadge;
use crate::page::param;
use crate::printed::PaperLinks;
use crate::shop::promotions::TakenOffLine;
use crate::shop::refusals::refusal;
use crate::text::T;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSales).await?;
    let t = Ctx::current().t();
    let id: PartId = param("part").parse().map_err(|_| Failure::NotFound)?;
    let detail = desk::part(seller.id, id).await?;
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let order = store::order(&mut conn, detail.part.order_id).await.map_err(|e| refusal(t, e))?;
    let mates = match detail.part.bundle_id {
        Some(bundle) => bundles::mates(&mut conn, bundle, id).await.map_err(|e| refusal(t, e))?,
        None => Vec::new(),
    };
    let mates: Vec<_> = mates.into_iter().filter(|p| p.state.0.is_open()).collect();
    let mates = store::details(&mut conn, mates).await.map_err(|e| refusal(t, e))?;
    let talks = lists::of_order(&mut conn, order.id, Side::Seller).await?;
    let papers = of_part(&mut conn, id).await?;
    // Of the sale itself: what came back of it later stands on the statement.
    let captures = detail.shipments.iter().map(|parcel| parcel.capture_id.to_string()).collect();
    let fee_taxes = taxed_first(&mut conn, captures).await?;
    // Whoever only packs sees what the shopper pays, and not what the platform keeps of it.
    let money = may(Action::ReadMoney, &Resource::Seller(seller.id));
    let postings = if money {
        let read = payouts::postings_of_part(&mut conn, seller.id, order.id, id).await;
        read.map_err(|e| payout_account::refusal(t, e))?
    } else {
        Vec::new()
    };
    drop(conn);
    let unread = talks.get(&id).map_or(0, |listed| listed.unread);
    let state = detail.part.state.0;
    let (tone, words) = part_badge(t, state);
    // It stands outside of the region that the forms answer into, and changes with each of them.
    let badge = view! { <span id="sale-state" data-always="" data-state=state.as_str()><Badge tone>{words}</Badge></span> };
    // Whoever only reads sees what was done, and nothing to do.
    let fulfils = may(Action::FulfilOrder, &Resource::Seller(seller.id));
    let may = |event| fulfils && party_may(Party::Seller, event, state);
    let key = platform.db.new_id::<CartId>().to_string();
    let accept = may(PartEvent::Accept).then(|| view! { <One action=AcceptPart::PATH seller=seller.id.to_string() part=id.to_string() words=t.sale_accept() /> });
    let deliver = may(PartEvent::Deliver).then(|| view! { <One action=DeliverPart::PATH seller=seller.id.to_string() part=id.to_string() words=t.sale_deliver() /> });
    let ship = (fulfils && state.is_open())
        .then(|| view! { <ShipView seller=seller.clone() detail=detail.clone() mates key /> });
    let rest = may(PartEvent::CancelRest);
    let cancel = (rest || may(PartEvent::Cancel))
        .then(|| view! { <CancelView seller=seller.id.to_string() part=id.to_string() rest /> });
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.sale_title() actions=badge.into_any()>
            <div id="sale" class="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
                <div class="flex min-w-0 flex-col gap-6">
                    <Present detail=detail.clone() order=order.clone() />
                    <Lines detail=detail.clone() order=order.clone() papers fee_taxes money />
                    <Postings postings seller=seller.clone() />
                    {(accept.is_some() || deliver.is_some()).then(|| view! { <div class="flex flex-wrap gap-3">{accept} {deliver}</div> })}
                    {ship}
                    {cancel}
                    <p class="flex flex-wrap items-center gap-3">
                        <a class="link inline-flex min-h-tap items-center" href=format!("/seller/messages/{id}?seller={}", seller.id)>{t.message_shopper()}</a>
                        <UnreadBadge unread />
                        {state.is_open().then(|| view! {
                            <a class="link inline-flex min-h-tap items-center" href=format!("/seller/orders/{id}/slip?seller={}", seller.id)>{t.paper_slip_print()}</a>
                        })}
                    </p>
                </div>
                <Facts detail order />
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// A button that does one thing to the part.
#[component]
fn One(action: &'static str, seller: String, part: String, words: String) -> AnyView {
    view! {
        <Form action=action swap="sale">
            <Hidden name="seller" value=seller />
            <Hidden name="part" value=part />
            <Button kind=ButtonKind::Secondary>{words}</Button>
        </Form>
    }
    .into_any()
}

/// Whoever packs must see it first.
#[component]
fn Present(detail: PartDetail, order: Order) -> AnyView {
    let t = Ctx::current().t();
    let Some(message) = order.gift_message else { return ().into_any() };
    let wrapped = detail.part.wrap_minor > 0;
    let fee = wrapped.then(|| {
        let money = Money::new(detail.part.wrap_minor, order.currency);
        view! { <p class="text-sm">{t.gift_wrap()} " " <Amount money class="font-semibold" /></p> }
    });
    let told = if wrapped { t.gift_pack_wrapped() } else { t.gift_pack() };
    view! {
        <section id="gift" class="flex flex-col gap-3 rounded-card border border-accent bg-accent-soft p-5">
            <h2 class="flex items-center gap-2 font-semibold"><IconView icon=Icon::Heart />{told}</h2>
            <GiftWords message />
            {fee}
        </section>
    }
    .into_any()
}

#[component]
fn Lines(
    mut detail: PartDetail,
    order: Order,
    papers: Vec<Listed>,
    /// By capture.
    fee_taxes: HashMap<String, TaxedFees>,
    /// Whether the reader may see what the platform keeps.
    money: bool,
) -> AnyView {
    let t = Ctx::current().t();
    let (part, seller) = (detail.part.id, detail.part.seller_id);
    let currency = order.currency;
    let mut promotions = std::mem::take(&mut detail.promotions);
    let rows = detail
        .lines
        .into_iter()
        .map(|line| {
            let taken = promotions.remove(&line.id).unwrap_or_default();
            view! {
                <tr>
                    <th scope="row" class="text-start font-medium">
                        <bdi>{line.title}</bdi>
                        <TakenOffLine given=taken />
                    </th>
                    <td class="num">{line.quantity}</td>
                    <td class="num">{line.shipped_quantity}</td>
                    <td class="num"><Amount money=Money::new(line.amount_minor, currency) /></td>
                </tr>
            }
        })
        .collect_view();
    let parcels = detail
        .shipments
        .into_iter()
        .map(|s| {
            let carrier = s.carrier.0.name().map_or_else(|| t.carrier_own(), str::to_owned);
            let tax = fee_taxes.get(&s.capture_id.to_string()).map_or(0, |taxed| taxed.tax_minor);
            let kept = money.then(|| kept(&s, tax, currency));
            let failed = s.failure.is_some();
            let own: Vec<Listed> = papers.iter().filter(|paper| paper.shipment_id == s.id).cloned().collect();
            let under = format!("/seller/orders/{part}/invoices");
            view! {
                <li class="rounded-control bg-sunken px-4 py-3 text-sm" data-shipment=s.state.0.as_str()>
                    <p><bdi>{carrier}</bdi> " " <span dir="ltr">{s.tracking}</span></p>
                    {if failed {
                        view! { <p class="text-bad">{t.sale_refused()}</p> }.into_any()
                    } else {
                        view! {
                            <p class="text-ink-soft">
                                {t.sale_charged()} " " <Amount money=Money::new(s.total_minor, currency) />
                                {kept}
                            </p>
                        }.into_any()
                    }}
                    <PaperLinks papers=own under query=format!("?seller={seller}") />
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="rounded-card border border-line bg-surface p-5">
            <Table caption=t.sale_lines()>
                <thead>
                    <tr>
                        <th scope="col">{t.sale_item()}</th>
                        <th scope="col" class="num">{t.quantity()}</th>
                        <th scope="col" class="num">{t.sale_sent()}</th>
                        <th scope="col" class="num">{t.sale_amount()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
            <ul class="mt-3 flex flex-col gap-2">{parcels}</ul>
        </section>
    }
    .into_any()
}

/// What the order did to the seller's balance; each line opens the postings behind it.
#[component]
fn Postings(postings: Vec<OrderPosting>, seller: Seller) -> AnyView {
    let t = Ctx::current().t();
    if postings.is_empty() {
        return ().into_any();
    }
    let rows = postings
        .into_iter()
        .map(|line| {
            let href = format!("/seller/postings/{}?seller={}", line.transaction, seller.id);
            let group = line.posting.group;
            view! {
                <tr data-line=group.to_string()>
                    <th scope="row" class="text-start font-normal whitespace-nowrap">{format::date_time(line.at, t.locale())}</th>
                    <td><a class="link inline-flex min-h-tap items-center" href=href>{payout_words::group(t, group)}</a></td>
                    <td class="num"><Amount money=line.posting.amount /></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="rounded-card border border-line bg-surface p-5">
            <Table caption=t.statement_lines() id="postings">
                <thead>
                    <tr>
                        <th scope="col">{t.statement_date()}</th>
                        <th scope="col">{t.statement_what()}</th>
                        <th scope="col" class="num">{t.statement_amount()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
    .into_any()
}

/// What the platform keeps of a parcel, and what is left of it for the seller.
fn kept(s: &PartShipment, tax: i64, currency: Currency) -> AnyView {
    let t = Ctx::current().t();
    let sold = s.items_minor + s.shipping_minor + s.wrap_minor + s.subsidy_minor;
    let payable = Money::new(sold - s.commission_minor - s.item_fee_minor - tax, currency);
    let fee_tax =
        (tax > 0).then(|| view! { {t.group_fee_tax()} " " <Amount money=Money::new(tax, currency) /> " · " });
    let item_fee = (s.item_fee_minor > 0).then(
        || view! { {t.sale_item_fee()} " " <Amount money=Money::new(s.item_fee_minor, currency) /> " · " },
    );
    view! {
        " · "
        {t.sale_commission()} " " <Amount money=Money::new(s.commission_minor, currency) /> " · "
        {item_fee}
        {fee_tax}
        {t.sale_payable()} " " <Amount money=payable class="font-semibold" />
    }
    .into_any()
}

/// One parcel: lines of this part and of those that leave with it, each with the units that go in.
#[component]
fn ShipView(seller: Seller, detail: PartDetail, mates: Vec<PartDetail>, key: String) -> AnyView {
    let t = Ctx::current().t();
    let together = !mates.is_empty();
    let part = detail.part.id;
    let form = FormState::of(&Ctx::current(), SHIP_FORM);
    let lines: Vec<_> = std::iter::once(detail).chain(mates).flat_map(|p| p.lines).collect();
    let rows = lines
        .into_iter()
        .filter(|l| l.quantity > l.shipped_quantity)
        .enumerate()
        .map(|(at, line)| {
            let left = line.quantity - line.shipped_quantity;
            let id = format!("units-{at}");
            let units = match form.value(&format!("units-{}", line.id)) {
                typed if typed.is_empty() => left.to_string(),
                typed => typed,
            };
            view! {
                <li class="flex items-center justify-between gap-3 py-2">
                    <label for=id.clone() class="min-w-0"><bdi>{line.title}</bdi></label>
                    <input type="hidden" name=format!("form[lines][{at}]") value=line.id.to_string() />
                    <input id=id type="number" min="0" max=left name=format!("form[quantities][{at}]") value=units inputmode="numeric" class="control w-24 shrink-0" />
                </li>
            }
        })
        .collect_view();
    let carriers: Vec<(String, String)> = Carrier::ALL
        .iter()
        .map(|c| {
            let words = match (c, c.name()) {
                (_, Some(name)) => name.to_owned(),
                (Carrier::Own, None) => t.carrier_own(),
                (_, None) => t.carrier_other(),
            };
            (c.as_str().to_owned(), words)
        })
        .collect();
    view! {
        <section class="rounded-card border border-line bg-surface p-5" aria-labelledby="ship-title">
            <h2 id="ship-title" class="mb-2 text-lg font-bold">{t.sale_ship()}</h2>
            {together.then(|| view! { <Notice tone=Tone::Info class="mb-3">{t.sale_together()}</Notice> })}
            <Form action=ShipPart::PATH swap="sale" id="ship" class="flex flex-col gap-4">
                <Hidden name="form[seller]" value=seller.id.to_string() />
                <Hidden name="form[part]" value=part.to_string() />
                <Hidden name="form[key]" value=key />
                <ul class="divide-y divide-line">{rows}</ul>
                <div class="grid gap-4 sm:grid-cols-2">
                    <Select form=&form name="form[carrier]" label=t.sale_carrier() options=carriers />
                    <Field form=&form name="form[tracking]" label=t.sale_tracking() ltr=true />
                </div>
                <div><Button>{t.sale_ship_button()}</Button></div>
                <p class="text-sm text-ink-faint">{t.sale_ship_hint()}</p>
            </Form>
        </section>
    }
    .into_any()
}

pub(crate) fn reason_words(t: T, reason: CancelReason) -> String {
    match reason {
        CancelReason::OutOfStock => t.reason_out_of_stock(),
        CancelReason::CannotShip => t.reason_cannot_ship(),
        CancelReason::PriceError => t.reason_price(),
        CancelReason::BuyerAsked => t.reason_buyer_asked(),
        CancelReason::SuspectedFraud => t.reason_fraud(),
        CancelReason::Undone | CancelReason::ChangedMind => t.reason_buyer(),
        CancelReason::NotPaid => t.order_not_paid(),
    }
}

#[component]
fn CancelView(seller: String, part: String, rest: bool) -> AnyView {
    let t = Ctx::current().t();
    let words = if rest { t.sale_cancel_rest() } else { t.sale_cancel() };
    let options: Vec<(String, String)> =
        CancelReason::FOR_SELLER.iter().map(|r| (r.as_str().to_owned(), reason_words(t, *r))).collect();
    let form = FormState::default();
    view! {
        <Disclosure summary=words.clone()>
            <Form action=CancelSale::PATH swap="sale" class="flex flex-wrap items-end gap-3 pt-3">
                <Hidden name="seller" value=seller />
                <Hidden name="part" value=part />
                <Select form=&form name="reason" label=t.sale_reason() options />
                <Button kind=ButtonKind::Danger>{words}</Button>
            </Form>
        </Disclosure>
    }
    .into_any()
}

#[component]
fn Facts(detail: PartDetail, order: Order) -> AnyView {
    let t = Ctx::current().t();
    let currency = order.currency;
    let address = order
        .address
        .0
        .envelope()
        .into_iter()
        .map(|l| view! { <span class="block"><bdi>{l}</bdi></span> })
        .collect_view();
    let money = move |minor: i64| Money::new(minor, currency);
    let inclusive = detail.lines.iter().any(|l| l.tax_inclusive);
    let promoted = money(detail.promoted_minor());
    let part = detail.part;
    let ship_by = format::weekday_and_day(part.promise.0.ship_day, t.locale());
    let arrives = format::promised(&part.promise.0, t.locale());
    let reason = part.cancel_reason.as_deref().and_then(CancelReason::parse).map(|r| reason_words(t, r));
    view! {
        <aside class="flex flex-col gap-4">
            <Card title=t.checkout_delivery() id="address">
                <p>{address}</p>
                <p class="mt-3 text-sm text-ink-soft">{t.sale_ship_by()} " " <strong>{ship_by}</strong></p>
                <p class="text-sm text-ink-soft">{t.arrives()} " " {arrives}</p>
            </Card>
            <Card title=t.cart_summary() id="amounts">
                <dl class="grid grid-cols-[1fr_auto] gap-y-2 [&>dd]:text-end">
                    <dt>{t.sum_items()}</dt><dd><Amount money=money(part.items_minor) /></dd>
                    <dt>{t.sum_shipping()}</dt><dd><Amount money=money(part.shipping_minor) /></dd>
                    <DiscountRow discount=money(part.discount_minor) promoted=promoted code=order.coupon_code.clone().unwrap_or_default() />
                    <dt>{if inclusive { t.sum_tax_included() } else { t.sum_tax() }}</dt><dd><Amount money=money(part.tax_minor) /></dd>
                    <dt class="font-bold">{t.sum_total()}</dt><dd class="font-bold"><Amount money=money(part.total_minor) /></dd>
                    <dt>{t.sale_charged()}</dt><dd><Amount money=money(part.captured_minor) /></dd>
                </dl>
            </Card>
            {reason.map(|reason| view! { <Notice tone=Tone::Info>{t.sale_reason()} ": " {reason}</Notice> })}
        </aside>
    }
    .into_any()
}
