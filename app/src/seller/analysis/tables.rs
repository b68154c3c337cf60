//! The tables of the analysis: by product, category, country and device.
use domain::address::country_name;
use domain::order::Device;
use domain::text_enum::TextEnum as _;
use domain::{Money, format};
use leptos::prelude::*;
use platform::reporting::{AnalysisFile, CategoryLine, DeviceLine, Line, ProductLine};

use super::{Asked, MOST_PRODUCTS, PRODUCTS, change, percent};
use crate::ctx::Ctx;
use crate::seller::orders::narrowed;
use crate::text::T;
use crate::ui::*;

/// More lines than this are for the file.
const MOST_LINES: usize = 50;

/// A table with its heading, its file and, where there is nothing, a sentence.
#[component]
fn Section(
    asked: Asked,
    file: AnalysisFile,
    #[prop(into)] title: String,
    /// What the first column holds.
    #[prop(into)]
    what: String,
    /// Heads of columns that only this table has.
    #[prop(optional)]
    more: Vec<String>,
    rows: Vec<AnyView>,
    #[prop(default = None)] below: Option<AnyView>,
) -> AnyView {
    let t = Ctx::current().t();
    let content = if rows.is_empty() {
        view! { <p class="text-ink-soft">{t.analysis_nothing()}</p> }.into_any()
    } else {
        let head = |words: String| view! { <th scope="col" class="num">{words}</th> };
        let more = more.into_iter().map(head).collect_view();
        view! {
            <Table caption=title.clone() id=file.to_string()>
                <thead>
                    <tr>
                        <th scope="col">{what}</th>
                        {head(t.analysis_units())}
                        {head(t.analysis_sales())}
                        {head(t.analysis_share())}
                        {head(t.analysis_change())}
                        {more}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        }
        .into_any()
    };
    view! {
        // The table is a region of that name already.
        <div class="mb-8">
            <div class="mb-2 flex flex-wrap items-center justify-between gap-3">
                <h2 class="text-lg font-bold">{title.clone()}</h2>
                {asked.file(file, title)}
            </div>
            {content}
            {below}
        </div>
    }
    .into_any()
}

/// What every line has: units, sales, their share, and how they changed.
fn figures<K>(t: T, asked: &Asked, line: &Line<K>) -> AnyView {
    let sales = Money::new(line.sales_minor.now, asked.currency());
    let (tone, words) = change(t, line.sales_minor, true);
    let change = if words.is_empty() {
        // Nothing before: there is nothing to measure against.
        view! { <span class="text-ink-faint">{if line.sales_minor.now > 0 { t.analysis_new() } else { "–".into() }}</span> }
            .into_any()
    } else {
        view! { <Badge tone><bdi>{words}</bdi></Badge> }.into_any()
    };
    view! {
        <td class="num">{format::number(line.units.now, t.writing())}</td>
        <td class="num"><Amount money=sales /></td>
        <td class="num">{percent(t, line.share_bps)}</td>
        <td class="num">{change}</td>
    }
    .into_any()
}

#[component]
pub(super) fn Products(asked: Asked, lines: Vec<ProductLine>, in_all: usize) -> AnyView {
    let t = Ctx::current().t();
    let shown = lines.len();
    let rows = lines.iter().map(|line| {
        let key = &line.key;
        let href = format!("/seller/orders?seller={}&show=all&product={}", asked.seller.id, key.id);
        view! {
            <tr data-product=key.id.to_string()>
                <th scope="row" class="min-w-48 text-start font-normal">
                    <a class="link inline-flex min-h-tap items-center" href=href><bdi>{key.title.clone()}</bdi></a>
                </th>
                {figures(t, &asked, line)}
                <td class="num">{format::number(key.returned_units, t.writing())}</td>
                <td class="num">{format::number(key.views, t.writing())}</td>
                <td class="num">{key.shelf.share_bps().map_or_else(|| "–".to_owned(), |bps| percent(t, bps))}</td>
            </tr>
        }
        .into_any()
    });
    let rows: Vec<AnyView> = rows.collect();
    let number = |n: usize| format::number(i64::try_from(n).unwrap_or(i64::MAX), t.writing());
    let more = (shown < in_all && shown < MOST_PRODUCTS).then(|| {
        let href = format!("/seller/analysis?{}&products={}#products", asked.range_query(), shown + PRODUCTS);
        view! { <LinkButton href kind=ButtonKind::Secondary>{t.analysis_more()}</LinkButton> }
    });
    let below = (in_all > PRODUCTS).then(|| {
        view! {
            <div class="mt-3 flex flex-wrap items-center gap-4">
                <p class="text-sm text-ink-faint">{t.analysis_shown(number(shown), number(in_all))}</p>
                {more}
            </div>
        }
        .into_any()
    });
    let heads = vec![t.analysis_returned(), t.analysis_views(), t.analysis_buy_box()];
    view! {
        <Section asked file=AnalysisFile::Products title=t.analysis_by_product() what=t.analysis_product() more=heads rows below />
    }
    .into_any()
}

/// What a line is of, with the way to its orders in the range: those that the figures count.
fn name_of(asked: &Asked, name: String, orders: Option<String>) -> AnyView {
    let name = match orders {
        Some(of) => {
            let href = format!("/seller/orders?{}&show=kept&{of}", asked.range_query());
            view! { <a class="link inline-flex min-h-tap items-center" href=href><bdi>{name}</bdi></a> }
                .into_any()
        }
        None => view! { <bdi>{name}</bdi> }.into_any(),
    };
    view! { <th scope="row" class="text-start font-normal">{name}</th> }.into_any()
}

/// A line that only has a name and the figures.
fn plain<K>(t: T, asked: &Asked, name: String, orders: Option<String>, line: &Line<K>) -> AnyView {
    view! {
        <tr>
            {name_of(asked, name, orders)}
            {figures(t, asked, line)}
        </tr>
    }
    .into_any()
}

fn named(t: T, name: &str) -> String {
    if name.is_empty() { t.analysis_unknown() } else { name.to_owned() }
}

#[component]
pub(super) fn Categories(asked: Asked, lines: Vec<CategoryLine>) -> AnyView {
    let t = Ctx::current().t();
    let row = |line: &CategoryLine| {
        plain(t, &asked, named(t, &line.key.name), line.key.id.map(narrowed::of_category), line)
    };
    let rows: Vec<AnyView> = lines.iter().take(MOST_LINES).map(row).collect();
    view! { <Section asked file=AnalysisFile::Categories title=t.analysis_by_category() what=t.analysis_category() rows /> }
        .into_any()
}

#[component]
pub(super) fn Countries(asked: Asked, lines: Vec<Line<String>>) -> AnyView {
    let t = Ctx::current().t();
    let row = |line: &Line<String>| {
        let name = named(t, country_name(&line.key, t.locale()));
        plain(t, &asked, name, Some(narrowed::of_country(&line.key)), line)
    };
    let rows: Vec<AnyView> = lines.iter().take(MOST_LINES).map(row).collect();
    view! { <Section asked file=AnalysisFile::Countries title=t.analysis_by_country() what=t.analysis_country() rows /> }
        .into_any()
}

/// What a device is called, by its text; the empty one is not known.
pub(in crate::seller) fn device_words(t: T, device: &str) -> String {
    match Device::parse(device) {
        Some(Device::Phone) => t.analysis_phone(),
        Some(Device::Desktop) => t.analysis_desktop(),
        None => t.analysis_unknown(),
    }
}

#[component]
pub(super) fn Devices(asked: Asked, lines: Vec<DeviceLine>) -> AnyView {
    let t = Ctx::current().t();
    let rows: Vec<AnyView> = lines
        .iter()
        .map(|line| {
            let device = &line.key.device;
            view! {
                <tr>
                    {name_of(&asked, device_words(t, device), Some(narrowed::of_device(device)))}
                    {figures(t, &asked, line)}
                    <td class="num">{format::number(line.key.views, t.writing())}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let more = vec![t.analysis_views()];
    view! { <Section asked file=AnalysisFile::Devices title=t.analysis_by_device() what=t.analysis_device() more rows /> }
        .into_any()
}
