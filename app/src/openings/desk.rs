//! The checklist of a shop that is opened. Route `/seller/opening`.
use domain::opening::{HandedIn, OpeningState, Requirement};
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::openings::{self, Document, Opening, Step};
use platform::sellers::Seller;

use super::api::{SaveContact, SubmitOpening, WithdrawOpening};
use super::files::{Documents, Reader, UploadForm};
use super::words;
use super::work::CONTACT;
use crate::access::{platform, visitor};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::seller::desk;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSeller).await?;
    let t = Ctx::current().t();
    let owner = visitor().allow(Action::ManageOpening, &Resource::Seller(seller.id)).is_ok();
    let mut conn = platform().db.read_together().await?;
    let Some(opening) = openings::opening(&mut conn, seller.id).await? else {
        drop(conn);
        return Ok(view! {
            <ConsolePage console=Console::Seller title=t.opening_title()>
                <EmptyState title=t.opening_none_title() text=t.opening_none_text() icon=Icon::Store />
            </ConsolePage>
        }
        .into_any());
    };
    // Papers of people, and what was said of them, are the owners' and the operator's.
    let documents = if owner { openings::documents(&mut conn, seller.id).await? } else { Vec::new() };
    let steps = if owner { openings::steps(&mut conn, seller.id).await? } else { Vec::new() };
    let there = openings::handed_in(&mut conn, &seller).await?;
    drop(conn);
    let (tone, state) = words::state(t, opening.state.0);
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.opening_title() actions=view! { <Badge tone>{state}</Badge> }.into_any()>
            <div id="opening" class="flex max-w-3xl flex-col gap-6">
                <Standing opening=opening.clone() steps=steps.clone() />
                <Checklist seller=seller.clone() opening=opening.clone() there=there.clone() owner />
                <Papers seller=seller.clone() opening=opening.clone() documents owner />
                <HandOver seller opening there owner />
                <History steps />
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// What the state means, and what an operator said.
#[component]
fn Standing(opening: Opening, steps: Vec<Step>) -> AnyView {
    let t = Ctx::current().t();
    let state = opening.state.0;
    let text = match state {
        OpeningState::Draft => t.opening_draft_text(),
        OpeningState::Submitted => t.opening_submitted_text(),
        OpeningState::Returned => t.opening_returned_text(),
        OpeningState::Approved => t.opening_approved_text(),
        OpeningState::Refused => t.opening_refused_text(),
        OpeningState::Withdrawn => t.opening_withdrawn_text(),
    };
    let said = steps.into_iter().next().filter(|step| step.state.0 == state && !step.words.is_empty());
    let said = said.map(|step| view! { <p class="mt-2 font-medium"><bdi>{step.words}</bdi></p> });
    let (tone, _) = words::state(t, state);
    let tone = if tone == Tone::Plain { Tone::Info } else { tone };
    view! { <Notice tone><p>{text}</p>{said}</Notice> }.into_any()
}

/// Each line with its state and the page on which it is handed in.
#[component]
fn Checklist(seller: Seller, opening: Opening, there: HandedIn, owner: bool) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let changeable = owner && !opening.state.0.is_final();
    let again = opening.again.0;
    let rows = Requirement::of(opening.kind.0)
        .iter()
        .map(|requirement| {
            let (tone, state) = match (there.has(*requirement), again.contains(requirement)) {
                (_, true) => (Tone::Warn, t.opening_line_again()),
                (true, false) => (Tone::Good, t.opening_line_there()),
                (false, false) => (Tone::Plain, t.opening_line_missing()),
            };
            let next = changeable.then(|| way(&seller, *requirement)).flatten();
            let next = next.map(|(href, words)| view! { <a class="link inline-flex min-h-tap items-center" href=href>{words}</a> });
            view! {
                <li class="py-3" data-requirement=requirement.to_string() data-there=there.has(*requirement).to_string()>
                    <div class="flex flex-wrap items-center justify-between gap-3">
                        <span class="font-medium">{words::requirement(t, *requirement)}</span>
                        <Badge tone>{state}</Badge>
                    </div>
                    <p class="mt-1 max-w-prose text-sm text-ink-soft">{words::explained(t, *requirement)}</p>
                    {next}
                </li>
            }
        })
        .collect_view();
    let form = FormState::of(&ctx, CONTACT);
    let email = seller.support_email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default();
    let form = form.or("email", email);
    let contact = changeable.then(|| {
        view! {
            <Form action=SaveContact::PATH swap="opening" class="mt-4 flex flex-wrap items-end gap-3">
                <Hidden name="seller" value=seller.id.to_string() />
                <div class="min-w-0 flex-1 basis-60"><Field form=&form name="email" label=t.opening_contact() r#type="email" autocomplete="email" ltr=true /></div>
                <Button kind=ButtonKind::Secondary>{t.save()}</Button>
            </Form>
        }
    });
    view! {
        <Card title=t.opening_checklist() id="checklist">
            <ul class="divide-y divide-line">{rows}</ul>
            {contact}
        </Card>
    }
    .into_any()
}

/// Where a line is handed in; a document below on the same page.
fn way(seller: &Seller, requirement: Requirement) -> Option<(String, String)> {
    let t = Ctx::current().t();
    let at = |page: &str, id: &str| format!("{page}?seller={}#{id}", seller.id);
    match requirement {
        Requirement::Legal | Requirement::TaxId => Some((at("/seller/settings", "legal"), t.opening_say())),
        Requirement::Bank => Some((at("/seller/payouts", "bank"), t.opening_say())),
        Requirement::Identity | Requirement::Address | Requirement::Register => {
            Some(("#papers".to_owned(), t.opening_hand_in()))
        }
        Requirement::Contact => None,
    }
}

#[component]
fn Papers(seller: Seller, opening: Opening, documents: Vec<Document>, owner: bool) -> AnyView {
    let t = Ctx::current().t();
    if !owner || opening.state.0 == OpeningState::Withdrawn {
        return ().into_any();
    }
    let changeable = opening.state.0.is_sellers();
    let upload = changeable.then(|| {
        view! { <div class="mt-4 border-t border-line pt-4"><UploadForm seller=seller.id kind=opening.kind.0 /></div> }
    });
    view! {
        <Card title=t.opening_papers() id="papers">
            <p class="mb-2 max-w-prose text-sm text-ink-soft">{t.opening_papers_text()}</p>
            <Documents seller=seller.id documents reader=Reader::Owner { changeable } />
            {upload}
        </Card>
    }
    .into_any()
}

/// Hand the whole in, or give it up.
#[component]
fn HandOver(seller: Seller, opening: Opening, there: HandedIn, owner: bool) -> AnyView {
    let t = Ctx::current().t();
    let state = opening.state.0;
    if !owner || matches!(state, OpeningState::Approved | OpeningState::Withdrawn) {
        return ().into_any();
    }
    let missing = there.missing(opening.kind.0);
    let submit = state.is_sellers().then(|| {
        let what: Vec<String> = missing.iter().map(|one| words::requirement(t, *one)).collect();
        let waits = (!what.is_empty())
            .then(|| view! { <p class="text-sm text-ink-soft">{t.opening_missing(what.join(", "))}</p> });
        view! {
            <Form action=SubmitOpening::PATH swap="opening" class="flex flex-wrap items-center gap-4">
                <Hidden name="seller" value=seller.id.to_string() />
                <Button size=ButtonSize::Large>{t.opening_submit()}</Button>
                {waits}
            </Form>
        }
    });
    view! {
        <div class="flex flex-col gap-4">
            {submit}
            <Disclosure summary=t.opening_give_up()>
                <p class="mb-3 max-w-prose text-sm text-ink-soft">{t.opening_give_up_text()}</p>
                <Form action=WithdrawOpening::PATH>
                    <Hidden name="seller" value=seller.id.to_string() />
                    <Button kind=ButtonKind::Danger>{t.opening_give_up()}</Button>
                </Form>
            </Disclosure>
        </div>
    }
    .into_any()
}

/// What happened, the newest first.
#[component]
pub(super) fn History(steps: Vec<Step>) -> AnyView {
    let t = Ctx::current().t();
    if steps.is_empty() {
        return ().into_any();
    }
    let rows = steps
        .into_iter()
        .map(|step| {
            let (tone, state) = words::state(t, step.state.0);
            let again: Vec<String> = step.again.0.iter().map(|one| words::requirement(t, *one)).collect();
            let again = (!again.is_empty()).then(|| view! { <p class="text-sm">{again.join(", ")}</p> });
            let words = (!step.words.is_empty()).then(|| view! { <p><bdi>{step.words}</bdi></p> });
            view! {
                <li class="py-3" data-step=step.state.0.to_string()>
                    <div class="flex flex-wrap items-center justify-between gap-3">
                        <span class="text-sm text-ink-faint"><DateText at=step.at_us time=true /></span>
                        <Badge tone>{state}</Badge>
                    </div>
                    {words}
                    {again}
                </li>
            }
        })
        .collect_view();
    view! { <Card title=t.opening_history() id="history"><ul class="divide-y divide-line">{rows}</ul></Card> }
        .into_any()
}
