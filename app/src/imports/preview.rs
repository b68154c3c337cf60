//! What an import would change: how many rows of each kind, and the first of each with before and after. Server only.
use domain::{Money, format};
use leptos::prelude::*;
use platform::import::{Difference, Preview, Sample};

use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

#[component]
pub(super) fn PreviewView(
    preview: Preview,
    /// Whether the examples are shown at once.
    open: bool,
    /// Where what was found in the rows is downloaded; nothing once that is gone.
    findings: Option<String>,
) -> AnyView {
    let t = Ctx::current().t();
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let number = move |n: u64| format::number(count(n), t.writing());
    let bad_tone = if preview.bad_rows > 0 { Tone::Bad } else { Tone::Plain };
    let found = (preview.bad_rows + preview.warnings > 0).then(|| match findings {
        Some(href) => {
            view! { <LinkButton href kind=ButtonKind::Secondary>{t.import_findings()}</LinkButton> }
                .into_any()
        }
        None => {
            view! { <p class="text-sm text-ink-faint" data-gone="findings">{t.import_findings_gone()}</p> }
                .into_any()
        }
    });
    let warnings = (preview.warnings > 0)
        .then(|| view! { <p class="text-sm text-ink-soft">{t.import_warnings(count(preview.warnings))}</p> });
    let unpriced = preview.tally.products_without_price;
    let unpriced = (unpriced > 0)
        .then(|| view! { <p class="text-sm text-ink-soft">{t.import_without_price(count(unpriced))}</p> });
    let kinds = [
        (Difference::New, t.import_first_new()),
        (Difference::Changed, t.import_first_changed()),
        (Difference::Unchanged, t.import_first_unchanged()),
    ];
    let samples = kinds
        .into_iter()
        .map(|(kind, title)| {
            let rows: Vec<Sample> =
                preview.samples.iter().filter(|s| s.difference == kind).cloned().collect();
            (!rows.is_empty()).then(|| {
                let open = open && kind != Difference::Unchanged;
                view! { <Disclosure summary=title.clone() open><Samples title rows /></Disclosure> }
            })
        })
        .collect_view();
    view! {
        <section aria-labelledby="preview">
            <h2 id="preview" class="mb-3 text-lg font-bold">{t.import_preview()}</h2>
            <div class="mb-4 grid grid-cols-2 gap-4 lg:grid-cols-4">
                <Figure label=t.import_rows_new() value=number(preview.new) />
                <Figure label=t.import_rows_changed() value=number(preview.changed) />
                <Figure label=t.import_rows_unchanged() value=number(preview.unchanged) />
                <Figure label=t.import_rows_bad() value=number(preview.bad_rows) tone=bad_tone />
            </div>
            <div class="mb-4 flex flex-col items-start gap-2">{warnings} {unpriced} {found}</div>
            {samples}
        </section>
    }
    .into_any()
}

#[component]
fn Samples(title: String, rows: Vec<Sample>) -> AnyView {
    let t = Ctx::current().t();
    let rows = rows.into_iter().map(|sample| view! { <Example sample /> }).collect_view();
    view! {
        <Table caption=title>
            <thead>
                <tr>
                    <th scope="col" class="text-end">{t.import_line()}</th>
                    <th scope="col">{t.import_product()}</th>
                    <th scope="col" class="text-end">{t.import_price()}</th>
                    <th scope="col" class="text-end">{t.import_stock()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

#[component]
fn Example(sample: Sample) -> AnyView {
    let t = Ctx::current().t();
    let Sample { line, sku, before, after, more, title_stays, .. } = sample;
    let line = format::number(i64::try_from(line).unwrap_or(i64::MAX), t.writing());
    let title_was = before.as_ref().map(|b| b.title.clone()).filter(|title| *title != after.title);
    let price_was =
        before.as_ref().map(|b| (b.price, b.on_sale)).filter(|was| *was != (after.price, after.on_sale));
    let price_was = price_was.map(|(price, on_sale)| price_words(t, price, on_sale));
    let note = if title_stays { Some(t.import_title_stays()) } else { more.then(|| t.import_more()) };
    view! {
        <tr>
            <td class="num">{line}</td>
            <th scope="row" class="min-w-56 text-start font-normal">
                <bdi class="font-medium">{after.title}</bdi>
                <span class="block text-sm text-ink-faint"><bdi>{sku}</bdi></span>
                {title_was.map(|was| view! { <Was was /> })}
                {note.map(|note| view! { <span class="block text-sm text-ink-soft">{note}</span> })}
            </th>
            <td class="num">
                {price_words(t, after.price, after.on_sale)}
                {price_was.map(|was| view! { <Was was /> })}
            </td>
            <td class="num">{format::number(after.stock, t.writing())}</td>
        </tr>
    }
    .into_any()
}

/// What stood there before.
#[component]
fn Was(was: String) -> AnyView {
    let t = Ctx::current().t();
    view! { <span class="block text-sm text-ink-faint">{t.import_was()} " " <s><bdi>{was}</bdi></s></span> }
        .into_any()
}

fn price_words(t: T, price: Option<Money>, on_sale: bool) -> String {
    match price {
        Some(price) if on_sale => format::money(price, t.writing()),
        Some(price) => format!("{} ({})", format::money(price, t.writing()), t.import_not_offered()),
        None => t.import_not_offered(),
    }
}
