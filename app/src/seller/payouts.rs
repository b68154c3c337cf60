//! What a seller is owed, what of it is kept back until when, where it goes, and what was paid. Route `/seller/payouts`.
use domain::feature::Feature;
use domain::payout::{Kept, PayoutState, PayoutTerms, PayoutTrigger, minimum};
use domain::roles::{Action, Resource};
use domain::{Money, PayoutId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::payouts::{self, Payout, ReservedPart};
use platform::sellers::Seller;

use super::api::PayOut;
use super::payout_account::AccountCard;
use super::{desk, payout_words as words};
use crate::access::{platform, visitor};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::switches::closed_notice;
use crate::ui::*;

/// So many payouts are shown, the latest ones.
const MOST: i64 = 100;
/// So many parts that are kept back are shown; all of them count.
const MOST_PARTS: usize = 100;

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadMoney).await?;
    let t = Ctx::current().t();
    if seller.is_platform {
        return Ok(view! {
            <ConsolePage console=Console::Seller title=t.seller_payouts()>
                <EmptyState title=t.payouts_platform_title() text=t.payouts_platform_text() icon=Icon::Card />
            </ConsolePage>
        }
        .into_any());
    }
    let closed = closed_notice(Feature::PayoutsOnDemand).await?;
    let platform = platform();
    let mut conn = platform.db.read_together().await?;
    let now = conn.now();
    let terms: PayoutTerms = platform::terms::at(&mut conn, now).await?;
    let (standing, shares) = payouts::standing_under(&mut conn, seller.id, seller.currency, &terms).await?;
    let account = payouts::account(&mut conn, seller.id).await?;
    let next = payouts::next_due(&mut conn, seller.id).await?;
    let held = payouts::held(&mut conn, seller.id).await?;
    let list = payouts::payouts_of(&mut conn, Some(seller.id), MOST).await?;
    drop(conn);
    let money = move |money: Money| amount_text(money, t.writing());
    let next = next.map_or_else(|| "–".to_owned(), |at| format::date_short(at.utc_day(), t.locale()));
    let may = |action| visitor().allow(action, &Resource::Seller(seller.id)).is_ok();
    let (owner, pays) = (may(Action::ManagePayouts), may(Action::PayOut));
    let least = terms.minimum_hundredths.unwrap_or(platform.payouts.config().minimum_hundredths);
    let least = minimum(least, seller.currency)?;
    let open = format!("/seller/payouts/open?seller={}", seller.id);
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.seller_payouts()>
            {held.then(|| view! { <Notice tone=Tone::Warn class="mb-6">{t.payouts_held()}</Notice> })}
            {closed}
            <div id="payouts" class="flex flex-col gap-8">
                <div id="standing" class="grid grid-cols-2 gap-4 lg:grid-cols-4">
                    <Figure label=t.payouts_balance() value=money(standing.balance) href=open />
                    <Figure label=t.payouts_reserved() value=money(standing.reserved) href="#reserved" />
                    <Figure label=t.payouts_available() value=money(standing.available) />
                    <Figure label=t.payouts_next() value=next />
                </div>
                {if pays {
                    view! { <PayNow seller=seller.clone() available=standing.available least=least terms /> }.into_any()
                } else {
                    view! { <p class="text-ink-soft">{t.payouts_owner_only()}</p> }.into_any()
                }}
                <div class="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-2">
                    <Reserved parts=shares.reserved seller=seller.clone() terms />
                    <AccountCard seller=seller.clone() account owner />
                </div>
                <List list seller />
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// The button that pays out; the key is made with the page, so that a click sent twice is one.
#[component]
fn PayNow(seller: Seller, available: Money, least: Money, terms: PayoutTerms) -> AnyView {
    let t = Ctx::current().t();
    let hint = t.payouts_pay_hint(terms.cycle_days, terms.on_demand_hours);
    if available.minor() < least.minor() {
        let least = amount_text(least, t.writing());
        return view! { <p class="text-ink-soft">{hint} " " {t.payouts_smallest(least)}</p> }.into_any();
    }
    let key = platform().db.new_id::<PayoutId>().to_string();
    view! {
        <Form action=PayOut::PATH id="pay-out" class="flex flex-wrap items-center gap-4">
            <Hidden name="seller" value=seller.id.to_string() />
            <Hidden name="key" value=key />
            <Button>{t.payouts_pay(amount_text(available, t.writing()))}</Button>
            <p class="text-sm text-ink-faint">{hint}</p>
        </Form>
    }
    .into_any()
}

#[component]
fn Reserved(parts: Vec<ReservedPart>, seller: Seller, terms: PayoutTerms) -> AnyView {
    let t = Ctx::current().t();
    let rows = parts
        .into_iter()
        .take(MOST_PARTS)
        .map(|part| {
            let until = match part.kept {
                Kept::UntilDelivered => t.reserve_undelivered(),
                Kept::UntilReturned => t.reserve_returning(),
                Kept::Until(at) => t.reserve_until(format::date_time(at, t.locale())),
            };
            let order = format!("/seller/orders/{}?seller={}", part.part, seller.id);
            let postings = part.transactions.iter().map(|id| {
                let href = format!("/seller/postings/{id}?seller={}", seller.id);
                view! { <a class="link inline-flex min-h-tap items-center" href=href>{t.posting_title()}</a> }
            });
            let postings = postings.collect_view();
            view! {
                <li class="flex flex-wrap items-center justify-between gap-x-4 py-1" data-reserved=part.part.to_string()>
                    <a class="link inline-flex min-h-tap items-center" href=order>{t.sale_title()}</a>
                    <span class="flex-1 text-sm text-ink-soft">{until}</span>
                    <span class="flex gap-2 text-sm">{postings}</span>
                    <Amount money=part.share.amount class="font-semibold" />
                </li>
            }
        })
        .collect_view();
    view! {
        <Card title=t.reserve_title() id="reserved">
            <p class="mb-3 text-sm text-ink-soft">{t.term_reserve(terms.reserve_days)}</p>
            {if rows.is_empty() {
                view! { <p class="text-ink-soft">{t.reserve_none()}</p> }.into_any()
            } else {
                view! { <ul class="divide-y divide-line">{rows}</ul> }.into_any()
            }}
        </Card>
    }
    .into_any()
}

#[component]
fn List(list: Vec<Payout>, seller: Seller) -> AnyView {
    let t = Ctx::current().t();
    let of = seller.id;
    let more = view! {
        <span class="flex flex-wrap gap-x-4">
            <a class="link inline-flex min-h-tap items-center" href=format!("/seller/invoices?seller={of}")>{t.fee_invoices()}</a>
            <a class="link inline-flex min-h-tap items-center" href=format!("/seller/year?seller={of}")>{t.year_title()}</a>
        </span>
    };
    if list.is_empty() {
        return view! {
            <div class="flex flex-col gap-3">
                {more}
                <EmptyState title=t.payouts_none_title() text=t.payouts_none_text() icon=Icon::Card />
            </div>
        }
        .into_any();
    }
    let rows = list.into_iter().map(|payout| view! { <Row payout seller=seller.clone() /> }).collect_view();
    view! {
        <section aria-labelledby="payouts-list">
            <div class="mb-3 flex flex-wrap items-center justify-between gap-x-4">
                <h2 id="payouts-list" class="text-lg font-bold">{t.payouts_list()}</h2>
                {more}
            </div>
            <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul>
        </section>
    }
    .into_any()
}

/// One payout; the whole row is a link to its statement.
#[component]
fn Row(payout: Payout, seller: Seller) -> AnyView {
    let t = Ctx::current().t();
    let (tone, state) = words::state(t, payout.state);
    let asked = match payout.asked_by {
        PayoutTrigger::Cycle => t.payout_by_cycle(),
        PayoutTrigger::OnDemand => t.payout_by_demand(),
    };
    let why = payout
        .rejection
        .map(|rejection| view! { <span class="text-bad">" · " {words::why(t, rejection)}</span> });
    let href = format!("/seller/payouts/{}?seller={}", payout.id, seller.id);
    let to = t.payouts_to(format!("•••• {}", payout.last4));
    view! {
        <li class="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-payout=payout.id.to_string() data-state=payout.state.to_string()>
            <div class="min-w-0 flex-1 basis-60">
                <a href=href class="cover font-medium hover:text-accent"><DateText at=payout.created_at time=true /></a>
                <p class="text-sm text-ink-faint"><bdi>{to}</bdi> " · " {asked} {why}</p>
            </div>
            <Badge tone>{state}</Badge>
            <Amount money=payout.amount class=if payout.state == PayoutState::Rejected { "line-through" } else { "font-semibold" } />
        </li>
    }
    .into_any()
}
