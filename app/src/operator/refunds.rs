//! All refunds with what the card's processor said: those that it refused first, then those that wait for its answer. Route
//! `/operator/refunds`.
use std::collections::{BTreeSet, HashMap};

use domain::roles::{Action, Resource};
use domain::{AccountId, RefundId, SellerId};
use leptos::prelude::*;
use platform::payments::{ListedRefund, RefundState, refunds_in};
use platform::returns::purpose::{Purpose, of_key};

use super::order_money::{courtesy_reason, refund_badge};
use super::orders::tabs;
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::returns::words::reason_words;
use crate::text::T;
use crate::ui::*;

const PATH: &str = "/operator/refunds";
const PER_PAGE: i64 = 20;

/// Which ones are shown, as the address says it.
fn shown() -> (&'static str, RefundState) {
    match query("show").as_deref() {
        Some("waiting") => ("waiting", RefundState::Refunding),
        Some("done") => ("done", RefundState::Refunded),
        _ => ("", RefundState::Failed),
    }
}

/// A refund with what it is for: why, by whom, and whether it was tried again since.
struct Row {
    listed: ListedRefund,
    why: String,
    who: String,
    attempt: Option<i64>,
    again: bool,
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadOrders, &Resource::Platform)?;
    let t = Ctx::current().t();
    let (show, state) = shown();
    let before: Option<RefundId> = query("before").and_then(|id| id.parse().ok());
    let mut conn = platform().db.read_together().await?;
    let mut list = refunds_in(&mut conn, state, before, PER_PAGE + 1).await?;
    let more = list.len() as i64 > PER_PAGE;
    list.truncate(PER_PAGE as usize);
    let older = list.last().filter(|_| more).map(|l| format!("{PATH}?show={show}&before={}", l.refund.id));
    let mut known = Vec::with_capacity(list.len());
    for listed in list {
        let purpose = of_key(&mut conn, &listed.key).await?;
        known.push((listed, purpose));
    }
    let (mut who, mut by) = (BTreeSet::new(), BTreeSet::new());
    for (purpose, _) in known.iter().filter_map(|(_, purpose)| purpose.as_ref()) {
        match purpose {
            Purpose::Return(detail) => who.insert(detail.row.seller_id),
            Purpose::Courtesy(row) => by.insert(row.by_account),
        };
    }
    let (who, by): (Vec<SellerId>, Vec<AccountId>) = (who.into_iter().collect(), by.into_iter().collect());
    let sellers = platform::sellers::many(&mut conn, &who).await?;
    let sellers: HashMap<_, _> = sellers.into_iter().map(|(id, seller)| (id, seller.name)).collect();
    let people = platform::identity::accounts(&mut conn, &by).await?;
    let people: HashMap<_, _> = people.into_iter().map(|(id, account)| (id, account.name)).collect();
    drop(conn);
    let rows: Vec<Row> =
        known.into_iter().map(|(listed, purpose)| row(t, listed, purpose, &sellers, &people)).collect();
    let states = [("", t.refunds_failed()), ("waiting", t.refunds_waiting()), ("done", t.refunds_done())];
    let states = states.map(|(name, label)| Tab {
        href: format!("{PATH}?show={name}"),
        label,
        count: None,
        current: name == show,
    });
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.refunds_title()>
            <div class="mb-6"><Tabs label=t.nav_orders() tabs=tabs(t, PATH) /></div>
            <div id="refunds" class="flex flex-col gap-4">
                <Tabs label=t.refunds_title() tabs=states.to_vec() />
                <Refunds rows />
                {older.map(|href| view! { <LinkButton href kind=ButtonKind::Secondary>{t.refunds_older()}</LinkButton> })}
            </div>
        </ConsolePage>
    }
    .into_any())
}

fn row(
    t: T,
    listed: ListedRefund,
    purpose: Option<(Purpose, i64)>,
    sellers: &HashMap<SellerId, String>,
    people: &HashMap<AccountId, String>,
) -> Row {
    let Some((purpose, attempt)) = purpose else {
        return Row { why: listed.key.clone(), listed, who: String::new(), attempt: None, again: false };
    };
    let again = purpose.attempts() > attempt;
    let (why, who) = match purpose {
        Purpose::Return(detail) => {
            let reasons: BTreeSet<String> =
                detail.lines.iter().map(|line| reason_words(t, line.reason)).collect();
            let name = sellers.get(&detail.row.seller_id).cloned();
            let name = name.unwrap_or_else(|| detail.row.seller_id.to_string());
            (reasons.into_iter().collect::<Vec<_>>().join(" · "), t.refunds_of_return(name))
        }
        Purpose::Courtesy(row) => {
            let name = people.get(&row.by_account).cloned();
            let name = name.unwrap_or_else(|| row.by_account.to_string());
            (courtesy_reason(t, row.reason.0), t.refunds_of_courtesy(name))
        }
    };
    Row { listed, why, who, attempt: Some(attempt), again }
}

#[component]
fn Refunds(rows: Vec<Row>) -> AnyView {
    let t = Ctx::current().t();
    if rows.is_empty() {
        return view! { <EmptyState title=t.desk_nothing_title() text=t.refunds_none() icon=Icon::Check /> }
            .into_any();
    }
    let rows = rows
        .into_iter()
        .map(|row| {
            let refund = row.listed.refund;
            let (tone, words) = refund_badge(t, refund.state);
            let href = format!("/operator/orders/{}", row.listed.order);
            let (id, at, money) = (refund.id.to_string(), row.listed.updated_at, refund.amount);
            let attempt = row.attempt.map(|n| view! { " · " {t.refunds_attempt(n)} });
            let again = row.again.then(|| view! { <Badge tone=Tone::Info>{t.refunds_tried_again()}</Badge> });
            view! {
                <li class="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-refund=id>
                    <div class="min-w-0 flex-1 basis-60">
                        <a href=href class="cover font-medium break-words hover:text-accent"><bdi>{row.why}</bdi></a>
                        <p class="text-sm text-ink-faint"><bdi>{row.who}</bdi> " · " <DateText at time=true /> {attempt}</p>
                    </div>
                    {again}
                    <Badge tone>{words}</Badge>
                    <Amount money class="font-semibold" />
                </li>
            }
        })
        .collect_view();
    view! { <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul> }
        .into_any()
}
