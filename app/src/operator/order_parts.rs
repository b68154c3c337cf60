//! Each seller's part of an order: its lines with what was taken off and by whom, its parcels and papers, and the form that
//! cancels what was not sent. Called by `order`.
use domain::order::{CancelReason, PartState};
use domain::text_enum::TextEnum as _;
use domain::{Currency, Money, OrderId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::invoices::Listed;
use platform::orders::promotions::LinePromotion;
use platform::orders::store::{Line, PartDetail, PartShipment};

use super::api::CancelOrderPart;
use super::order::Whole;
use super::orders_work::CANCEL_FORM;
use crate::ctx::Ctx;
use crate::printed::PaperLinks;
use crate::seller::order::reason_words;
use crate::seller::orders::part_badge;
use crate::shop::promotions::TakenOffLine;
use crate::text::T;
use crate::ui::*;

#[component]
pub(super) fn Parts(whole: Whole) -> AnyView {
    let currency = whole.detail.order.currency;
    let code = whole.detail.order.coupon_code.clone();
    whole
        .detail
        .parts
        .iter()
        .map(|part| {
            let name = whole.seller(part.part.seller_id);
            let papers: Vec<Listed> =
                whole.papers.iter().filter(|paper| paper.part_id == part.part.id).cloned().collect();
            let (part, code) = (part.clone(), code.clone());
            view! { <PartView part name papers code currency /> }
        })
        .collect_view()
        .into_any()
}

#[component]
fn PartView(
    mut part: PartDetail,
    name: String,
    papers: Vec<Listed>,
    /// Of the order's coupon.
    code: Option<String>,
    currency: Currency,
) -> AnyView {
    let t = Ctx::current().t();
    let id = part.part.id;
    let (tone, words) = part_badge(t, part.part.state.0);
    let reason = part.part.cancel_reason.as_deref().and_then(CancelReason::parse).map(|r| reason_words(t, r));
    let mut promotions = std::mem::take(&mut part.promotions);
    let rows = std::mem::take(&mut part.lines)
        .into_iter()
        .map(|line| {
            let taken = promotions.remove(&line.id).unwrap_or_default();
            row(t, line, taken, code.clone(), currency)
        })
        .collect_view();
    let seller = part.part.seller_id;
    let parcels = std::mem::take(&mut part.shipments)
        .into_iter()
        .map(|parcel| {
            let own: Vec<Listed> =
                papers.iter().filter(|paper| paper.shipment_id == parcel.id).cloned().collect();
            let (under, query) = (format!("/seller/orders/{id}/invoices"), format!("?seller={seller}"));
            let links = view! { <PaperLinks papers=own under query /> }.into_any();
            parcel_view(t, parcel, currency, links)
        })
        .collect_view();
    view! {
        <section class="rounded-card border border-line bg-surface p-5" data-part=id.to_string() data-state=part.part.state.0.as_str()>
            <div class="mb-3 flex flex-wrap items-center justify-between gap-3">
                <h2 class="text-lg font-bold"><bdi>{name}</bdi></h2>
                <Badge tone>{words}</Badge>
            </div>
            {reason.map(|reason| view! { <p class="mb-3 text-sm text-ink-soft">{t.sale_reason()} ": " {reason}</p> })}
            <Table caption=t.sale_lines()>
                <thead>
                    <tr>
                        <th scope="col">{t.sale_item()}</th>
                        <th scope="col" class="num">{t.quantity()}</th>
                        <th scope="col" class="num">{t.sale_sent()}</th>
                        <th scope="col" class="num">{t.office_unit_price()}</th>
                        <th scope="col" class="num">{t.sum_tax()}</th>
                        <th scope="col" class="num">{t.sum_total()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
            <ul class="mt-3 flex flex-col gap-2">{parcels}</ul>
        </section>
    }
    .into_any()
}

/// One line: each promotion with who gives it, and the rest of what was taken off, which is the coupon's.
fn row(t: T, line: Line, taken: Vec<LinePromotion>, code: Option<String>, currency: Currency) -> AnyView {
    let money = |minor: i64| Money::new(minor, currency);
    let promoted: i64 = taken.iter().map(|one| one.off.minor()).sum();
    let by_coupon = money(line.discount_minor - promoted);
    let coupon = by_coupon.is_positive().then(|| {
        view! {
            <p class="flex flex-wrap items-baseline gap-x-2 text-sm text-good" data-coupon="">
                <span>{t.coupon()} " " <bdi>{code.unwrap_or_default()}</bdi></span> <Amount money=by_coupon />
            </p>
        }
    });
    let rate = format::rate(line.tax_rate_ppm, t.writing());
    let (unit, off) = (money(line.unit_price_minor), money(line.discount_minor));
    let (added, tax, total) = (money(line.subsidy_minor), money(line.tax_minor), money(line.total_minor));
    let href = format!("/p/{}", line.slug);
    // Most lines have neither, and a column for each would push the total out of sight.
    let more = [(t.office_taken_off(), off), (t.office_added(), added)]
        .into_iter()
        .filter(|(_, money)| !money.is_zero());
    let more = more
        .map(|(words, money)| view! { <p class="text-sm text-ink-soft">{words} " " <Amount money /></p> })
        .collect_view();
    view! {
        <tr data-line=line.id.to_string()>
            <th scope="row" class="text-start font-medium">
                <a class="link inline-flex min-h-tap items-center" href=href><bdi>{line.title}</bdi></a>
                <TakenOffLine given=taken />
                {coupon}
                {more}
            </th>
            <td class="num">{line.quantity}</td>
            <td class="num">{line.shipped_quantity}</td>
            <td class="num"><Amount money=unit /></td>
            <td class="num"><Amount money=tax /> <span class="block text-xs text-ink-faint">{rate}</span></td>
            <td class="num"><Amount money=total /></td>
        </tr>
    }
    .into_any()
}

fn parcel_view(t: T, parcel: PartShipment, currency: Currency, papers: AnyView) -> AnyView {
    let carrier = parcel.carrier.0.name().map_or_else(|| t.carrier_own(), str::to_owned);
    let when = parcel.delivered_at_us.map(|at| (t.step_delivered(), at));
    let when = when.or_else(|| parcel.shipped_at_us.map(|at| (t.step_shipped(), at)));
    let when = when.map(|(words, at)| view! { <span>{words} " " <DateText at time=true /></span> });
    let charged = match parcel.failure.is_some() {
        true => view! { <p class="text-bad">{t.office_charge_failed()}</p> }.into_any(),
        false => {
            let money = Money::new(parcel.total_minor, currency);
            view! { <p class="text-ink-soft">{t.sale_charged()} " " <Amount money /></p> }.into_any()
        }
    };
    view! {
        <li class="rounded-control bg-sunken px-4 py-3 text-sm" data-shipment=parcel.state.0.as_str()>
            <p class="flex flex-wrap gap-x-3"><bdi>{carrier}</bdi> <span class="break-all" dir="ltr">{parcel.tracking}</span> {when}</p>
            <p class="break-all text-ink-faint" dir="ltr">{parcel.id.to_string()}</p>
            {charged}
            {papers}
        </li>
    }
    .into_any()
}

/// Whether there is something of a part that was not sent and can be called off.
fn can_cancel(state: PartState) -> bool {
    matches!(state, PartState::Placed | PartState::Accepted | PartState::PartlyShipped)
}

/// Calls off what one seller has not sent.
#[component]
pub(super) fn CancelForm(whole: Whole) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let order: OrderId = whole.detail.order.id;
    let open = whole.detail.parts.iter().filter(|part| can_cancel(part.part.state.0));
    let parts: Vec<(String, String)> =
        open.map(|part| (part.part.id.to_string(), whole.seller(part.part.seller_id))).collect();
    if parts.is_empty() {
        return ().into_any();
    }
    let reasons: Vec<(String, String)> = CancelReason::FOR_PLATFORM
        .iter()
        .map(|reason| (reason.as_str().to_owned(), reason_words(t, *reason)))
        .collect();
    let form = FormState::of(&ctx, CANCEL_FORM);
    view! {
        <Form action=CancelOrderPart::PATH id="cancel" label=t.office_cancel() class="flex max-w-xl flex-col gap-4 rounded-card border border-line bg-surface p-5">
            <h2 class="text-lg font-bold">{t.office_cancel()}</h2>
            <p class="text-sm text-ink-soft">{t.office_cancel_text()}</p>
            <Hidden name="order" value=order.to_string() />
            <Select form=&form name="part" label=t.payouts_seller() options=parts />
            <Select form=&form name="cancel_reason" label=t.sale_reason() options=reasons />
            <div><Button kind=ButtonKind::Danger>{t.office_cancel_button()}</Button></div>
        </Form>
    }
    .into_any()
}
