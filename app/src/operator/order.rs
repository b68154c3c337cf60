//! One order as those who help with it need it: what was sold, where it is, what was paid and given back, what happened when.
//! Route `/operator/orders/{order}`. What changes something is for those who may move money.
use std::collections::HashMap;

use domain::order::Device;
use domain::roles::{Action, Resource};
use domain::{AccountId, CaptureId, MessageId, Money, OrderId, SellerId};
use leptos::prelude::*;
use platform::db::Conn;
use platform::disputes::Dispute;
use platform::invoices::Listed;
use platform::ledger::StoredTransaction;
use platform::orders::parcels::{ChargedLine, lines_of_capture};
use platform::orders::store::{self, Order, OrderDetail};
use platform::payments::{self, Capture, Payment, Refund};
use platform::returns::store::ReturnDetail;
use platform::returns::{Courtesy, courtesy};
use platform::sellers::Seller;

use super::order_earned::{Earned, Earnings};
use super::order_events::Events;
use super::order_money::{Books, Disputes, Give, Given, Payments, Returns};
use super::order_parts::{CancelForm, Parts};
use crate::access::{allow, may, platform};
use crate::account::orders::state_badge;
use crate::answer::Failure;
use crate::basket::coupon::DiscountRow;
use crate::ctx::Ctx;
use crate::page::param;
use crate::shop::refusals::refusal;
use crate::ui::*;

/// A payment with what was charged of it and given back.
#[derive(Clone)]
pub(super) struct Paid {
    pub payment: Payment,
    pub captures: Vec<Capture>,
    pub refunds: Vec<Refund>,
}

/// A charge of which something is left to give back, and what it charged.
#[derive(Clone)]
pub(super) struct Left {
    pub capture: CaptureId,
    /// What its parcel is called.
    pub name: String,
    pub most: Money,
    pub lines: Vec<ChargedLine>,
}

/// The order and everything that other capabilities know of it.
#[derive(Clone)]
pub(super) struct Whole {
    pub detail: OrderDetail,
    pub sellers: HashMap<SellerId, Seller>,
    pub papers: Vec<Listed>,
    pub paid: Vec<Paid>,
    pub left: Vec<Left>,
    pub returns: Vec<ReturnDetail>,
    pub disputes: Vec<Dispute>,
    pub courtesies: Vec<Courtesy>,
    /// Who gave them, by account.
    pub people: HashMap<AccountId, String>,
    pub books: Vec<StoredTransaction>,
    /// For those who read money.
    pub earned: Option<Earned>,
    pub reported: Vec<MessageId>,
}

impl Whole {
    async fn load(conn: &mut Conn, id: OrderId) -> Result<Self, Failure> {
        let t = Ctx::current().t();
        let detail = store::detail(conn, id).await.map_err(|e| refusal(t, e))?;
        let who: Vec<SellerId> = detail.parts.iter().map(|part| part.part.seller_id).collect();
        let courtesies = courtesy::of_order(conn, id).await?;
        let by: Vec<AccountId> = courtesies.iter().map(|one| one.by_account).collect();
        let people = platform::identity::accounts(conn, &by).await?;
        let paid = paid(conn, id).await?;
        let books = platform::ledger::transactions_of_order(conn, id).await?;
        Ok(Self {
            sellers: platform::sellers::many(conn, &who).await?,
            papers: platform::invoices::of_order(conn, id).await?,
            left: left(conn, &detail, &paid).await?,
            returns: platform::returns::lists::of_order(conn, id).await?,
            disputes: platform::disputes::lists::of_order(conn, id).await?,
            earned: Earned::load(conn, detail.order.currency, &books).await?,
            reported: platform::messages::reported_of_order(conn, id).await?,
            people: people.into_iter().map(|(id, known)| (id, known.name)).collect(),
            courtesies,
            books,
            paid,
            detail,
        })
    }

    /// A seller's name; its id where nobody knows it any more.
    pub(super) fn seller(&self, id: SellerId) -> String {
        self.sellers.get(&id).map_or_else(|| id.to_string(), |seller| seller.name.clone())
    }
}

async fn paid(conn: &mut Conn, order: OrderId) -> Result<Vec<Paid>, Failure> {
    let mut all = Vec::new();
    for payment in payments::payments_of_order(conn, order).await? {
        let captures = payments::captures_of(conn, payment.id).await?;
        let refunds = payments::refunds_of(conn, payment.id).await?;
        all.push(Paid { payment, captures, refunds });
    }
    Ok(all)
}

/// The charges of parcels of which something is left to give back.
async fn left(conn: &mut Conn, detail: &OrderDetail, paid: &[Paid]) -> Result<Vec<Left>, Failure> {
    let mut all = Vec::new();
    for capture in paid.iter().flat_map(|paid| &paid.captures) {
        let parcel =
            detail.parts.iter().flat_map(|part| &part.shipments).find(|p| p.capture_id == capture.id);
        let Some(parcel) = parcel else { continue };
        let most = courtesy::most(conn, capture.id).await?;
        if most.is_positive() {
            let lines = lines_of_capture(conn, capture.id).await?;
            all.push(Left { capture: capture.id, name: parcel.tracking.clone(), most, lines });
        }
    }
    Ok(all)
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadOrders, &Resource::Platform)?;
    let t = Ctx::current().t();
    let id: OrderId = param("order").parse().map_err(|_| Failure::NotFound)?;
    let mut conn = platform().db.read_together().await?;
    let whole = Whole::load(&mut conn, id).await?;
    drop(conn);
    let (tone, words) = state_badge(t, whole.detail.order.state.0);
    let badge = view! { <Badge tone>{words}</Badge> };
    let trail = vec![("/operator/orders".to_owned(), t.nav_orders()), (String::new(), t.dispute_order())];
    let order = whole.detail.order.clone();
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.office_order(order.id.to_string()) actions=badge.into_any()>
            <div class="mb-4"><Breadcrumbs trail /></div>
            <div id="order" class="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
                <div class="flex min-w-0 flex-col gap-8">
                    <Parts whole=whole.clone() />
                    <CancelForm whole=whole.clone() />
                    <Payments whole=whole.clone() />
                    <Given whole=whole.clone() />
                    <Give whole=whole.clone() />
                    <Returns whole=whole.clone() />
                    <Disputes whole=whole.clone() />
                    <Earnings whole=whole.clone() />
                    <Books whole=whole.clone() />
                </div>
                <aside class="flex flex-col gap-4">
                    <Who order=order.clone() />
                    <Sums order detail=whole.detail.clone() />
                    <Reported messages=whole.reported.clone() />
                    <Events whole />
                </aside>
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// Who ordered and where it goes, for those who may know.
#[component]
fn Who(order: Order) -> AnyView {
    let t = Ctx::current().t();
    let placed_with = order.device.map(|device| match device.0 {
        Device::Phone => t.analysis_phone(),
        Device::Desktop => t.analysis_desktop(),
    });
    let known = may(Action::ReadSales, &Resource::Platform);
    let who = if known {
        let account = if order.account_id.is_some() { t.office_has_account() } else { t.office_guest() };
        let lines = order.address.0.envelope().into_iter();
        let lines = lines.map(|line| view! { <span class="block"><bdi>{line}</bdi></span> }).collect_view();
        view! {
            <p class="break-all" dir="ltr" id="email">{order.email}</p>
            <p class="mb-3 text-sm text-ink-soft">{account}</p>
            <p>{lines}</p>
        }
        .into_any()
    } else {
        view! { <p class="text-sm text-ink-soft">{t.office_who_hidden()}</p> }.into_any()
    };
    view! {
        <Card title=t.office_who() id="who">
            {who}
            <p class="mt-3 text-sm text-ink-faint">
                <DateText at=order.placed_at_us time=true />
                {placed_with.map(|device| view! { <span class="block">{t.office_placed_with(device)}</span> })}
                <span class="block break-all" dir="ltr">{order.id.to_string()}</span>
            </p>
        </Card>
    }
    .into_any()
}

/// What the whole order comes to.
#[component]
fn Sums(order: Order, detail: OrderDetail) -> AnyView {
    let t = Ctx::current().t();
    let money = |minor: i64| Money::new(minor, order.currency);
    let (items, shipping) = (money(order.items_minor), money(order.shipping_minor));
    let (wrap, tax, total) = (money(order.wrap_minor), money(order.tax_minor), order.total());
    let (discount, promoted) = (money(order.discount_minor), money(detail.promoted_minor()));
    let inclusive = detail.parts.iter().flat_map(|part| &part.lines).any(|line| line.tax_inclusive);
    let code = order.coupon_code.clone().unwrap_or_default();
    let wrapped = (!wrap.is_zero()).then(|| {
        view! { <dt>{t.gift_wrap()}</dt><dd><Amount money=wrap /></dd> }
    });
    view! {
        <Card title=t.cart_summary() id="amounts">
            <dl class="grid grid-cols-[1fr_auto] gap-y-2 [&>dd]:text-end">
                <dt>{t.sum_items()}</dt><dd><Amount money=items /></dd>
                <dt>{t.sum_shipping()}</dt><dd><Amount money=shipping /></dd>
                {wrapped}
                <DiscountRow discount promoted code />
                <dt>{if inclusive { t.sum_tax_included() } else { t.sum_tax() }}</dt><dd><Amount money=tax /></dd>
                <dt class="font-bold">{t.sum_total()}</dt><dd class="font-bold"><Amount money=total /></dd>
            </dl>
        </Card>
    }
    .into_any()
}

/// What was reported of what shopper and sellers wrote: nothing else of it is the platform's to read.
#[component]
fn Reported(messages: Vec<MessageId>) -> AnyView {
    let t = Ctx::current().t();
    if messages.is_empty() || !may(Action::ReadSales, &Resource::Platform) {
        return ().into_any();
    }
    let links = messages
        .into_iter()
        .enumerate()
        .map(|(at, id)| {
            let href = format!("/operator/reports/messages/{id}");
            view! { <li><a class="link inline-flex min-h-tap items-center" href=href>{t.office_reported_one(at + 1)}</a></li> }
        })
        .collect_view();
    view! { <Card title=t.office_reported() id="reported"><ul>{links}</ul></Card> }.into_any()
}
