//! Appeals on the pages of a return: the shopper asks, both parties read what was decided. And the operator's desk, route
//! `/operator/returns`.
use domain::format;
use domain::returns::{APPEAL_DAYS, AppealState, ReturnState};
use domain::roles::{Action, Resource};
use domain::{ReturnId, SellerId, Timestamp};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::returns::appeal::{AppealCase, cases};
use platform::returns::{Appeal, Return};
use platform::sellers::many;
use std::collections::HashMap;

use super::api::{AppealReturn, DecideAppeal};
use super::appeal_work::{APPEAL_FORM, decision_form};
use super::parts::Goods;
use super::words::{grade_words, state_badge};
use crate::access::{allow, may, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::text::T;
use crate::ui::*;

/// So many cases are shown.
const MOST: i64 = 50;
const PATH: &str = "/operator/returns";

fn badge(t: T, state: AppealState) -> (Tone, String) {
    match state {
        AppealState::Open => (Tone::Info, t.return_appeal_open()),
        AppealState::Upheld => (Tone::Plain, t.return_appeal_upheld()),
        AppealState::Overturned => (Tone::Good, t.return_appeal_overturned()),
    }
}

/// The shopper's view: the appeal, or the way to one as long as there is one, which is until then.
#[component]
pub(super) fn AppealView(row: Return, appeal: Option<Appeal>, until: Option<Timestamp>) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    if let Some(appeal) = appeal {
        let follow = appeal.follow_id.map(|id| format!("/orders/{}/returns/{id}", row.order_id));
        return view! { <AppealSaid appeal follow /> }.into_any();
    }
    let Some(until) = until else { return ().into_any() };
    let form = FormState::of(&ctx, APPEAL_FORM);
    let until = t.return_appeal_until(format::date(until.utc_day(), t.locale()));
    view! {
        <Disclosure summary=t.return_appeal() open=form.failed()>
            <Form action=AppealReturn::PATH id="appeal" class="flex flex-col gap-4 pt-3">
                <Hidden name="order" value=row.order_id.to_string() />
                <Hidden name="return_id" value=row.id.to_string() />
                <p class="text-sm text-ink-soft">{t.return_appeal_text(APPEAL_DAYS)} " " {until}</p>
                <TextArea form=&form name="appeal" label=t.return_appeal_words() rows=4 />
                <div><Button kind=ButtonKind::Secondary>{t.return_appeal_send()}</Button></div>
            </Form>
        </Disclosure>
    }
    .into_any()
}

/// What was said and decided; `follow` is where this reader sees what was ordered.
#[component]
pub(super) fn AppealSaid(appeal: Appeal, follow: Option<String>) -> AnyView {
    let t = Ctx::current().t();
    let state = appeal.state.0;
    let (tone, words) = badge(t, state);
    let follow = follow.map(|href| {
        view! { <a class="link inline-flex min-h-tap items-center" href=href>{t.return_appeal_follow()}</a> }
    });
    let said = appeal.words.map(|words| view! { <p class="whitespace-pre-line"><bdi>{words}</bdi></p> });
    let reason = appeal.reason.map(|words| {
        view! { <p class="mt-3 font-semibold">{t.return_appeal_reason()}</p> <p class="whitespace-pre-line"><bdi>{words}</bdi></p> }
    });
    view! {
        <Card title=t.return_appeal_title() id="appealed">
            <div class="mb-2" data-appeal-state=state.to_string()><Badge tone>{words}</Badge></div>
            {said}
            {reason}
            {follow}
        </Card>
    }
    .into_any()
}

/// The operator's desk.
pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let t = Ctx::current().t();
    let done = query("show").as_deref() == Some("done");
    let mut conn = platform().db.read().await?;
    let all = cases(&mut conn, !done, MOST).await?;
    let mut who: Vec<SellerId> = all.iter().map(|case| case.detail.row.seller_id).collect();
    who.sort_unstable();
    who.dedup();
    let sellers = many(&mut conn, &who).await?;
    drop(conn);
    let names: HashMap<SellerId, String> =
        sellers.into_iter().map(|(id, seller)| (id, seller.name)).collect();
    let tab = |show: &str, label: String, current: bool| Tab {
        href: format!("{PATH}?show={show}"),
        label,
        count: None,
        current,
    };
    let tabs = vec![tab("", t.return_appeals_open(), !done), tab("done", t.return_appeals_decided(), done)];
    let rows = all
        .into_iter()
        .map(|case| {
            let seller = names.get(&case.detail.row.seller_id).cloned().unwrap_or_default();
            view! { <Case case seller /> }
        })
        .collect_view();
    let list = if rows.is_empty() {
        view! { <EmptyState title=t.desk_nothing_title() text=t.return_appeals_none() icon=Icon::Check /> }
            .into_any()
    } else {
        view! { <ul class="flex flex-col gap-6">{rows}</ul> }.into_any()
    };
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.return_appeals_title()>
            <div id="appeals" class="flex flex-col gap-4">
                <Tabs label=t.return_appeals_title() tabs />
                {list}
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// One case: what both said, how it came back, what was given, and the decision.
#[component]
fn Case(case: AppealCase, #[prop(into)] seller: String) -> AnyView {
    let t = Ctx::current().t();
    let AppealCase { appeal, detail, follow } = case;
    let row = detail.row.clone();
    let (tone, words) = state_badge(t, row.state.0);
    let (claim, given) = (row.money(row.claim_minor), row.money(row.refunded_minor));
    let grades = detail
        .lines
        .iter()
        .filter_map(|line| {
            let grade = grade_words(t, line.grade?);
            let kept = t.return_appeal_kept(line.kept_bps / 100);
            Some(view! { <li><bdi>{line.title.clone()}</bdi> ": " {grade} " · " {kept}</li> })
        })
        .collect_view();
    let note = row.note.clone().map(|words| view! { <p><span class="font-semibold">{t.return_shopper_says()}</span> ": " <bdi>{words}</bdi></p> });
    let answer = row.answer.clone().map(|words| view! { <p><span class="font-semibold">{t.return_seller_says()}</span> ": " <bdi>{words}</bdi></p> });
    let said = appeal.words.clone().map(|words| view! { <p class="whitespace-pre-line"><span class="font-semibold">{t.return_appeal_title()}</span> ": " <bdi>{words}</bdi></p> });
    let ordered = follow.as_ref().map(|follow| {
        let (tone, words) = state_badge(t, follow.state.0);
        let amount = follow.money(follow.claim_minor);
        view! { <p>{t.return_appeal_follow()} ": " <Amount money=amount /> " " <Badge tone>{words}</Badge></p> }
    });
    let reason = appeal.reason.clone().map(|words| view! { <p><span class="font-semibold">{t.return_appeal_reason()}</span> " " <bdi>{words}</bdi></p> });
    let may_order = may(Action::OrderRefunds, &Resource::Platform);
    // A rest that the processor refused waits for another try.
    let failed =
        follow.as_ref().is_some_and(|one| one.rest_of.is_some() && one.state.0 == ReturnState::Received);
    let is_open = appeal.state.0 == AppealState::Open;
    let decide = (may_order && is_open).then(|| decision(row.id));
    let again = (may_order && failed).then(|| again(row.id, appeal.reason.clone().unwrap_or_default()));
    let lines = detail.lines;
    view! {
        <li class="card flex flex-col gap-3 p-4" data-appeal=row.id.to_string()>
            <div class="flex flex-wrap items-center justify-between gap-3">
                <p class="font-medium"><bdi>{seller}</bdi> " · " <DateText at=appeal.asked_at_us time=true /></p>
                <Badge tone>{words}</Badge>
            </div>
            <code dir="ltr" class="block text-sm break-all select-all">{row.id.to_string()}</code>
            <Goods lines />
            <p>{t.return_claimed()} ": " <Amount money=claim /> " · " {t.return_given_back()} ": " <Amount money=given /></p>
            <ul class="text-sm text-ink-soft">{grades}</ul>
            {note}
            {answer}
            {said}
            {reason}
            {ordered}
            {decide}
            {again}
        </li>
    }
    .into_any()
}

fn decision(id: ReturnId) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, &decision_form(id));
    view! {
        <Form action=DecideAppeal::PATH id=format!("decide-{id}") class="flex max-w-xl flex-col gap-3">
            <Hidden name="return_id" value=id.to_string() />
            <Field form=&form name="reason" label=t.return_appeal_reason() hint=t.return_appeal_reason_hint() />
            <div class="flex flex-wrap gap-3">
                <Button name="overturn" value="on">{t.return_appeal_overturn()}</Button>
                <Button kind=ButtonKind::Secondary name="overturn" value="">{t.return_appeal_uphold()}</Button>
            </div>
        </Form>
    }
    .into_any()
}

fn again(id: ReturnId, reason: String) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <Notice tone=Tone::Bad>{t.return_refund_failed()}</Notice>
        <Form action=DecideAppeal::PATH id=format!("again-{id}")>
            <Hidden name="return_id" value=id.to_string() />
            <Hidden name="reason" value=reason />
            <Hidden name="overturn" value="on" />
            <Button kind=ButtonKind::Secondary>{t.return_appeal_again()}</Button>
        </Form>
    }
    .into_any()
}
