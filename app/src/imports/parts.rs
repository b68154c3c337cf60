//! What the sellers' and the operator's pages of imports share: the form that takes a file, the list, one upload. Server
//! only.
use domain::text_enum::TextEnum as _;
use domain::{Currency, SellerId, format};
use leptos::prelude::*;
use platform::import::{Format, ImportRun, Upload, UploadState};

use super::outcome::{LeftBehind, RunOf};
use super::preview::PreviewView;
use super::words;
use crate::access::{may_send, platform};
use crate::ctx::Ctx;
use crate::ui::*;

/// Where the forms and links of one upload lead.
pub(super) struct Paths {
    /// Sent along by a seller's forms.
    pub seller: Option<String>,
    pub page: String,
    /// Nothing once they are gone.
    pub findings: Option<String>,
    pub start: &'static str,
    pub undo: &'static str,
    pub discard: &'static str,
}

/// Takes a file. Posted by the browser itself, because it sends one.
#[component]
pub(super) fn UploadForm(action: String, currency: Currency, stock: &'static str) -> AnyView {
    if !may_send(&action) {
        return ().into_any();
    }
    let t = Ctx::current().t();
    let form = FormState::default().or("stock", stock);
    view! {
        <Card title=t.imports_upload() id="upload-form">
            <form action=action method="post" enctype="multipart/form-data" class="flex flex-col gap-4">
                <div class="flex flex-col gap-1.5">
                    <label for="f-file" class="text-sm font-semibold">{t.imports_file()}</label>
                    <p id="f-file-hint" class="text-sm text-ink-faint">{t.imports_file_hint(words::most_mb())}</p>
                    <input class="control" type="file" id="f-file" name="file" required=true
                        accept=".csv,.json,.jsonl,.ndjson,.zip,text/csv,application/json,application/zip" aria-describedby="f-file-hint" />
                </div>
                <Field form=&form name="stock" label=t.imports_stock() hint=t.imports_stock_hint() inputmode="numeric" ltr=true />
                <Field form=&form name="price" label=t.imports_price(currency.code()) inputmode="decimal" optional=true ltr=true />
                <div><Button>{t.imports_send()}</Button></div>
            </form>
        </Card>
    }
    .into_any()
}

/// The seller's offers as files, one link for each format that can be written.
#[component]
pub(super) fn Exports(seller: SellerId) -> AnyView {
    let t = Ctx::current().t();
    let links = Format::ALL
        .iter()
        .map(|format| {
            let href = format!("/seller/export/{}?seller={seller}", format.as_str());
            let name = words::format(*format);
            view! { <LinkButton href kind=ButtonKind::Secondary>{t.imports_export_as(name)}</LinkButton> }
        })
        .collect_view();
    view! {
        <Card title=t.imports_export() id="export">
            <p class="mb-4 text-ink-soft">{t.imports_export_text()}</p>
            <div class="flex flex-wrap gap-3">{links}</div>
        </Card>
    }
    .into_any()
}

/// Earlier uploads, each with its address and, where they are of several, its seller.
#[component]
pub(super) fn Uploads(rows: Vec<(String, Upload, Option<String>)>) -> AnyView {
    let t = Ctx::current().t();
    let empty = rows.is_empty();
    let rows = rows
        .into_iter()
        .map(|(href, upload, seller)| {
            let (tone, words) = words::state(t, upload.state);
            let format = upload.format.map(words::format);
            view! {
                <li class="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-upload=upload.id.to_string()>
                    <div class="min-w-0 flex-1 basis-60">
                        <a href=href class="cover font-medium break-words hover:text-accent"><bdi>{upload.file_name}</bdi></a>
                        <p class="text-sm text-ink-faint">
                            {seller.map(|name| view! { <bdi>{name}</bdi> " · " })}
                            {format.map(|name| view! { <bdi>{name}</bdi> " · " })}
                            <DateText at=upload.created_at time=true />
                        </p>
                    </div>
                    <Badge tone>{words}</Badge>
                </li>
            }
        })
        .collect_view();
    view! {
        <section id="uploads" class="mt-10" aria-labelledby="uploads-title">
            <h2 id="uploads-title" class="mb-2 text-lg font-bold">{t.imports_earlier()}</h2>
            {if empty {
                view! { <EmptyState title=t.imports_none_title() text=t.imports_none_text() icon=Icon::Box /> }.into_any()
            } else {
                view! { <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul> }.into_any()
            }}
        </section>
    }
    .into_any()
}

/// One upload: where it stands, what it would change or changed, and what can be done now.
#[component]
pub(super) fn UploadCard(upload: Upload, run: Option<RunOf>, paths: Paths) -> AnyView {
    let t = Ctx::current().t();
    let (tone, words) = words::state(t, upload.state);
    let refusal = upload
        .refusal
        .as_ref()
        .filter(|_| matches!(upload.state, UploadState::Refused | UploadState::Failed));
    let refusal = refusal.map(|refusal| {
        let (sentence, reason) = words::refusal(t, refusal);
        let reason = reason.map(|reason| view! { " " <span lang="en" dir="ltr">{reason}</span> });
        view! { <Notice tone=Tone::Bad class="mb-6">{sentence} {reason}</Notice> }
    });
    let at_work =
        upload.state.is_at_work().then(|| view! { <AtWork upload=upload.clone() page=paths.page.clone() /> });
    let result = run.map(|run| view! { <Result run=run.run /> <LeftBehind left=run.left /> });
    let preview = upload.preview.clone().map(|preview| {
        let open = upload.state == UploadState::Ready;
        view! { <PreviewView preview open findings=paths.findings.clone() /> }
    });
    let (state, format) = (upload.state.as_str(), upload.format.map(words::format));
    view! {
        <div id="upload" class="mt-4" data-state=state>
            <p class="mb-6 flex flex-wrap items-center gap-3">
                <Badge tone>{words}</Badge>
                {format.map(|format| view! { <bdi class="text-sm text-ink-faint">{format}</bdi> })}
            </p>
            {refusal}
            {at_work}
            {result}
            <Actions upload paths />
            {preview}
        </div>
    }
    .into_any()
}

#[component]
fn AtWork(upload: Upload, page: String) -> AnyView {
    let t = Ctx::current().t();
    let share = if upload.total > 0 { upload.done.clamp(0, upload.total) * 100 / upload.total } else { 0 };
    let (_, words) = words::state(t, upload.state);
    let shown = format::percent(share * 100, t.writing());
    view! {
        <div class="card mb-6 flex flex-col gap-3 p-5">
            <div class="flex items-center gap-4">
                <progress class="h-3 w-full accent-accent" max="100" value=share.to_string() aria-label=words></progress>
                <bdi class="w-16 text-end font-semibold">{shown}</bdi>
            </div>
            <p class="text-sm text-ink-faint">{t.import_leave()}</p>
            <div><LinkButton href=page kind=ButtonKind::Secondary>{t.import_look_again()}</LinkButton></div>
        </div>
    }
    .into_any()
}

#[component]
fn Result(run: ImportRun) -> AnyView {
    let t = Ctx::current().t();
    let number = move |n: u64| format::number(i64::try_from(n).unwrap_or(i64::MAX), t.writing());
    let tally = run.tally;
    view! {
        <section class="mb-6" aria-labelledby="result">
            <h2 id="result" class="mb-3 text-lg font-bold">{t.import_result()}</h2>
            <div class="grid grid-cols-2 gap-4 lg:grid-cols-4">
                <Figure label=t.import_products_created() value=number(tally.products_created) />
                <Figure label=t.import_products_changed() value=number(tally.products_changed) />
                <Figure label=t.import_offers_created() value=number(tally.offers_created) />
                <Figure label=t.import_offers_changed() value=number(tally.offers_changed) />
            </div>
        </section>
    }
    .into_any()
}

/// What can be done with an upload in its state.
#[component]
fn Actions(upload: Upload, paths: Paths) -> AnyView {
    let t = Ctx::current().t();
    let id = upload.id.to_string();
    let hidden = || {
        let seller = paths.seller.clone().map(|seller| view! { <Hidden name="seller" value=seller /> });
        view! { {seller} <Hidden name="upload" value=id.clone() /> }.into_any()
    };
    let (of_start, of_undo, of_discard) = (hidden(), hidden(), hidden());
    let bad = upload.preview.as_ref().is_some_and(|preview| preview.bad_rows > 0);
    let changes = upload.preview.as_ref().is_some_and(|preview| preview.new + preview.changed > 0);
    let form = FormState::default();
    let start = (matches!(upload.state, UploadState::Ready | UploadState::Failed) && changes).then(|| {
        let words = if upload.state == UploadState::Ready { t.import_start() } else { t.import_again() };
        view! {
            <Form action=paths.start swap="upload" id="import-start" class="flex flex-wrap items-center gap-x-6 gap-y-2">
                {of_start}
                {bad.then(|| view! { <Checkbox form=&form name="skip" label=t.import_skip() /> })}
                <Button>{words}</Button>
            </Form>
        }
    });
    let stopped = matches!(upload.state, UploadState::Failed | UploadState::Discarded);
    let begun = upload.import_id.is_some();
    let stalls = upload.undo_stalls(platform().db.now());
    let hint = if stalls { t.import_undo_stalled() } else { t.import_undo_hint() };
    let undo = (upload.state == UploadState::Done || (stopped && begun) || stalls).then(|| {
        view! {
            <Form action=paths.undo swap="upload" id="import-undo" class="flex flex-col items-start gap-2">
                {of_undo}
                <p class="text-sm text-ink-faint">{hint}</p>
                <Button kind=ButtonKind::Secondary>{t.import_undo()}</Button>
            </Form>
        }
    });
    let discard = upload.state.can_be_discarded().then(|| {
        // Who gives up half an import should know what happens to that half.
        let hint = (upload.state == UploadState::Failed && begun)
            .then(|| view! { <p class="text-sm text-ink-faint">{t.import_discard_hint()}</p> });
        view! {
            <Form action=paths.discard id="import-discard" class="flex flex-col items-start gap-2">
                {of_discard}
                {hint}
                <Button kind=ButtonKind::Quiet>{t.import_discard()}</Button>
            </Form>
        }
    });
    let warns = (upload.state == UploadState::Ready && bad)
        .then(|| view! { <Notice tone=Tone::Warn class="mb-4">{t.import_has_bad()}</Notice> });
    let idle = (upload.state == UploadState::Ready && !changes && !bad)
        .then(|| view! { <Notice tone=Tone::Info class="mb-4">{t.import_nothing()}</Notice> });
    view! {
        {warns}
        {idle}
        <div class="mb-8 flex flex-wrap items-end gap-4 empty:hidden">{start} {undo} {discard}</div>
    }
    .into_any()
}
