//! What a seller prints: the slip that lies in a parcel, and the list of what to take off the shelves. Routes
//! `/seller/orders/:part/slip` and `/seller/pick-list`. The browser prints; what is not for the paper is left out.
use domain::roles::Action;
use domain::{OfferId, PartId, format};
use leptos::prelude::*;
use platform::catalog::offers_for_sale;
use platform::orders::store::{self, Line, to_pick};
use std::collections::HashMap;

use super::desk;
use crate::access::platform;
use crate::account::order::GiftWords;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::param;
use crate::printed::slip::to_pack;
use crate::shop::refusals::refusal;
use crate::shop::tiles::thumbnail;
use crate::ui::*;

/// So many products stand on one list.
const MOST: i64 = 500;

/// The seller's own numbers of these offers.
async fn numbers(ids: &[OfferId]) -> Result<HashMap<OfferId, String>, Failure> {
    let mut conn = platform().db.read().await?;
    let sales = offers_for_sale(&mut conn, ids).await?;
    Ok(sales.into_iter().map(|(id, sale)| (id, sale.offer.sku)).collect())
}

/// The slip of a part: where it goes and what is in it. It names no price, so that it may lie in a present.
pub async fn slip_page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSales).await?;
    let t = Ctx::current().t();
    let id: PartId = param("part").parse().map_err(|_| Failure::NotFound)?;
    let detail = desk::part(seller.id, id).await?;
    let mut conn = platform().db.read().await?;
    let order = store::order(&mut conn, detail.part.order_id).await.map_err(|e| refusal(t, e))?;
    drop(conn);
    let numbers = numbers(&detail.lines.iter().map(|l| l.offer_id).collect::<Vec<_>>()).await?;
    let address = order.address.0.envelope();
    let address =
        address.into_iter().map(|l| view! { <span class="block"><bdi>{l}</bdi></span> }).collect_view();
    let units = |line: &Line| to_pack(&detail.part, line);
    let row = |line: &Line| {
        let number = numbers.get(&line.offer_id).cloned().unwrap_or_default();
        view! {
            <tr>
                <th scope="row" class="text-start font-medium"><bdi>{line.title.clone()}</bdi></th>
                <td dir="ltr">{number}</td>
                <td class="num">{units(line)}</td>
            </tr>
        }
    };
    let rows = detail.lines.iter().filter(|line| units(line) > 0).map(row).collect_view();
    let number = order.id.to_string();
    let placed = format::date(seller.dispatch.zone.day_and_minute(order.placed_at_us).0, t.locale());
    let gift = order.gift_message.filter(|words| !words.is_empty());
    Ok(view! {
        <NarrowPage title=t.paper_slip() wide=true>
            <p class="mb-4 print:hidden">{t.paper_hint()}</p>
            <section id="slip" class="flex flex-col gap-6 rounded-card border border-line-strong bg-surface p-6">
                <div class="flex flex-wrap items-start justify-between gap-6">
                    <div>
                        <h1 class="text-2xl font-bold">{t.paper_slip()}</h1>
                        <p><bdi class="font-semibold">{seller.name}</bdi></p>
                    </div>
                    <QrView text=number.clone() label=t.paper_order() class="size-24" />
                </div>
                <div class="grid gap-6 sm:grid-cols-2">
                    <p class="text-lg">
                        <span class="block text-sm text-ink-faint">{t.checkout_delivery()}</span>
                        <strong>{address}</strong>
                    </p>
                    <p>
                        <span class="block text-sm text-ink-faint">{t.paper_order()}</span>
                        <code dir="ltr" class="break-all select-all">{number}</code>
                        <span class="mt-2 block text-sm text-ink-faint">{t.paper_placed()}</span>
                        {placed}
                    </p>
                </div>
                <Table caption=t.sale_lines()>
                    <thead>
                        <tr>
                            <th scope="col">{t.sale_item()}</th>
                            <th scope="col">{t.paper_number()}</th>
                            <th scope="col" class="num">{t.quantity()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </Table>
                {gift.map(|message| view! { <div><p class="text-sm text-ink-faint">{t.gift_is()}</p><GiftWords message /></div> })}
                <p class="text-sm">{t.paper_thanks()}</p>
            </section>
            <a class="link mt-4 inline-flex min-h-tap items-center print:hidden" href=desk::here(&format!("/seller/orders/{id}"))>{t.paper_back()}</a>
        </NarrowPage>
    }
    .into_any())
}

pub async fn pick_page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSales).await?;
    let t = Ctx::current().t();
    let mut conn = platform().db.read().await?;
    let list = to_pick(&mut conn, seller.id, MOST).await.map_err(|e| refusal(t, e))?;
    drop(conn);
    let numbers = numbers(&list.iter().map(|p| p.offer_id).collect::<Vec<_>>()).await?;
    let body = if list.is_empty() {
        view! { <EmptyState title=t.pick_none_title() text=t.pick_none_text() icon=Icon::Box /> }.into_any()
    } else {
        let rows = list
            .into_iter()
            .map(|item| {
                let photo = thumbnail(item.picture_id, item.product_id);
                let number = numbers.get(&item.offer_id).cloned().unwrap_or_default();
                view! {
                    <tr data-pick=item.offer_id.to_string()>
                        <td><PhotoView photo size=56 class="picture-plate size-14 rounded-control border border-line object-contain p-1" /></td>
                        <th scope="row" class="text-start font-medium"><bdi>{item.title}</bdi></th>
                        <td dir="ltr">{number}</td>
                        <td class="num text-lg font-bold">{item.units}</td>
                        <td class="num">{item.parts}</td>
                    </tr>
                }
            })
            .collect_view();
        view! {
            <Table caption=t.pick_title()>
                <thead>
                    <tr>
                        <td></td>
                        <th scope="col">{t.sale_item()}</th>
                        <th scope="col">{t.paper_number()}</th>
                        <th scope="col" class="num">{t.paper_to_send()}</th>
                        <th scope="col" class="num">{t.pick_orders()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        }
        .into_any()
    };
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.pick_title()>
            <div id="pick" class="flex flex-col gap-6">
                <p class="max-w-3xl text-ink-soft print:hidden">{t.pick_text()} " " {t.paper_hint()}</p>
                {body}
            </div>
        </ConsolePage>
    }
    .into_any())
}
