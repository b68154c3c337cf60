//! The page: what is true of all, then each operation with a form that asks this very shop.
use domain::format::Locale;
use leptos::nonce::use_nonce;
use leptos::prelude::*;

use super::api;
use super::read::{Input, Operation, Room};
use crate::answer::Failure;
use crate::content::parts::Written;
use crate::ctx::Ctx;
use crate::site;
use crate::text::T;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let api = api().ok_or(Failure::NotFound)?;
    let head = Head {
        description: t.developers_text(),
        canonical: Some("/developers".to_owned()),
        ..Head::default()
    };
    let contents = api.rooms.iter().map(contents).collect_view();
    let rooms = api.rooms.iter().map(|room| one_room(t, room)).collect_view();
    Ok(view! {
        <ShopPage title=t.developers_title() head>
            <div class="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[14rem_minmax(0,1fr)]">
                <nav aria-label=t.developers_rooms() class="lg:sticky lg:top-4 lg:self-start">
                    <ul class="flex flex-wrap gap-x-4 lg:flex-col">{contents}</ul>
                </nav>
                <div class="flex min-w-0 flex-col gap-8">
                    <header class="flex flex-col gap-3">
                        <h1 class="text-3xl font-bold">{t.developers_title()}</h1>
                        <p class="max-w-prose text-ink-soft">{t.developers_text()}</p>
                        <p class="flex flex-wrap gap-x-4">
                            <a class="link inline-flex min-h-tap items-center" href="/api/v1/openapi.json">{t.keys_description()}</a>
                            <a class="link inline-flex min-h-tap items-center" href="/seller/api">{t.developers_get_key()}</a>
                            <a class="link inline-flex min-h-tap items-center" href="/seller/webhooks">{t.hooks_title()}</a>
                        </p>
                    </header>
                    <Card><Written body=api.about.clone() locale=Locale::En /></Card>
                    // It is of use with the script alone, which shows it.
                    <section id="api-key-of" hidden class="card p-4 sm:p-6">
                        <label class="flex flex-col gap-1">
                            <span class="font-semibold">{t.developers_key()}</span>
                            <input id="api-key" type="password" class="control max-w-lg" autocomplete="off" spellcheck="false" dir="ltr" placeholder="orn_…" aria-describedby="api-key-hint" />
                        </label>
                        <p id="api-key-hint" class="mt-2 text-sm text-ink-soft">{t.developers_key_hint()}</p>
                    </section>
                    {rooms}
                </div>
            </div>
            <script type="module" nonce=use_nonce() src=site::asset("developers.js")></script>
        </ShopPage>
    }
    .into_any())
}

fn contents(room: &'static Room) -> AnyView {
    let href = format!("#{}", room.name);
    view! {
        <li><a class="inline-flex min-h-tap min-w-tap items-center capitalize hover:text-accent hover:underline" href=href><span lang="en">{room.name.clone()}</span></a></li>
    }
    .into_any()
}

fn one_room(t: T, room: &'static Room) -> AnyView {
    let heading = format!("{}-heading", room.name);
    let labelled = heading.clone();
    let operations = room.operations.iter().map(|operation| one_operation(t, operation)).collect_view();
    view! {
        <section id=room.name.clone() aria-labelledby=labelled class="scroll-mt-4">
            <h2 id=heading class="mb-3 text-xl font-bold capitalize"><span lang="en">{room.name.clone()}</span></h2>
            <div class="flex flex-col gap-3">{operations}</div>
        </section>
    }
    .into_any()
}

fn one_operation(t: T, operation: &'static Operation) -> AnyView {
    let inputs = operation.inputs.iter().map(one_input).collect_view();
    let answers = operation
        .answers
        .iter()
        .map(|(status, means)| {
            view! { <li><code dir="ltr">{status.clone()}</code> " " <span lang="en" dir="ltr">{means.clone()}</span></li> }
        })
        .collect_view();
    let tone = if operation.method == "GET" { Tone::Info } else { Tone::Warn };
    view! {
        <details id=operation.id.clone() class="card scroll-mt-4">
            <summary class="min-h-tap cursor-pointer px-4 py-3 sm:px-6">
                <span class="inline-flex max-w-full flex-wrap items-center gap-x-3 gap-y-1 align-middle" lang="en" dir="ltr">
                    <Badge tone>{operation.method.clone()}</Badge>
                    <code class="font-mono break-all">{operation.path.clone()}</code>
                    <span class="text-ink-soft">{operation.summary.clone()}</span>
                </span>
            </summary>
            <div class="flex flex-col gap-5 border-t border-line px-4 py-4 sm:px-6">
                <Written body=operation.description.clone() locale=Locale::En />
                {(!operation.inputs.is_empty()).then(|| view! {
                    <div>
                        <h3 class="mb-2 font-semibold">{t.developers_inputs()}</h3>
                        <ul class="flex flex-col gap-2 text-sm" dir="ltr" lang="en">{inputs}</ul>
                    </div>
                })}
                {operation.body.clone().map(|body| view! {
                    <div>
                        <h3 class="mb-2 font-semibold">{t.developers_body()}</h3>
                        <pre class="overflow-x-auto rounded-control bg-sunken p-3 font-mono text-sm" dir="ltr" tabindex="0" role="region" aria-label=format!("{}: {}", t.developers_body(), operation.id)>{body}</pre>
                    </div>
                })}
                <div>
                    <h3 class="mb-2 font-semibold">{t.developers_answers()}</h3>
                    <ul class="flex flex-col gap-1 text-sm">{answers}</ul>
                </div>
                {trial(t, operation)}
            </div>
        </details>
    }
    .into_any()
}

fn one_input(input: &'static Input) -> AnyView {
    view! {
        <li>
            <code class="font-mono font-semibold">{input.name.clone()}</code>
            " " <span class="text-ink-faint">{input.place.clone()}{input.required.then_some(", required")} " · " {input.kind.clone()}</span>
            <span class="block text-ink-soft">{input.description.clone()}</span>
        </li>
    }
    .into_any()
}

/// The form that the script shows and answers: it asks this shop with the key that was typed.
fn trial(t: T, operation: &'static Operation) -> AnyView {
    let fields = operation
        .inputs
        .iter()
        // The script makes a new one for each request.
        .filter(|input| input.place != "header")
        .map(|input| {
            view! {
                <label class="flex flex-col gap-1">
                    <span class="text-sm font-semibold" dir="ltr" lang="en">{input.name.clone()}</span>
                    <input class="control" dir="ltr" name=input.name.clone() data-place=input.place.clone() required=input.required autocomplete="off" />
                </label>
            }
        })
        .collect_view();
    let body = operation.body.clone().map(|body| {
        let rows = body.lines().count().clamp(3, 14).to_string();
        view! {
            <label class="flex flex-col gap-1">
                <span class="text-sm font-semibold">{t.developers_body()}</span>
                <textarea class="control font-mono text-sm" dir="ltr" name="body" rows=rows spellcheck="false">{body}</textarea>
            </label>
        }
    });
    let label = t.developers_send(&operation.id);
    view! {
        <form hidden data-try="" data-method=operation.method.clone() data-path=operation.path.clone() class="flex flex-col gap-4 rounded-control border border-line p-4">
            <h3 class="font-semibold">{t.developers_try()}</h3>
            {(operation.method != "GET").then(|| view! { <p class="text-sm text-ink-soft">{t.developers_real()}</p> })}
            <div class="grid gap-4 sm:grid-cols-2">{fields}</div>
            {body}
            <div><Button label>{t.developers_send_short()}</Button></div>
            <p data-needs-key="" hidden class="text-sm text-bad" role="alert">{t.developers_needs_key()}</p>
            <p data-failed="" hidden class="text-sm text-bad" role="alert">{t.developers_failed()}</p>
            <div data-answer="" hidden class="flex flex-col gap-2">
                <p><strong data-status="" dir="ltr"></strong> " " <span data-took="" dir="ltr" class="text-sm text-ink-faint"></span></p>
                <pre data-curl="" dir="ltr" tabindex="0" role="region" aria-label=format!("curl: {}", operation.id) class="overflow-x-auto rounded-control bg-sunken p-3 font-mono text-sm"></pre>
                <pre data-text="" dir="ltr" tabindex="0" role="region" aria-label=format!("JSON: {}", operation.id) class="max-h-96 overflow-auto rounded-control bg-sunken p-3 font-mono text-sm"></pre>
            </div>
        </form>
    }
    .into_any()
}
