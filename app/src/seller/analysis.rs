//! What sold in any range of days, against the days before: figures, a chart, the way from views to orders, tables and who
//! came back. Route `/seller/analysis`; each table is a file, too (`server/src/http/analysis.rs`).
use domain::roles::Action;
use domain::{Currency, Money, format};
use leptos::prelude::*;
use platform::reporting::{self, Analysis, AnalysisFile, Figures, Pair, Range, SalesBar};
use platform::sellers::Seller;

use super::desk;
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::range::{self, ChooseRange, Chosen, change, percent};
use crate::ui::*;

mod cohorts;
mod funnel;
mod tables;

use cohorts::Cohorts;
use funnel::Funnel;
use tables::{Categories, Countries, Devices, Products};

pub(super) use tables::device_words;

/// Products that a page begins with, and how many more a press shows; with more it is a matter for the file.
const PRODUCTS: usize = 25;
const MOST_PRODUCTS: usize = 500;

/// What the page was asked for, and its links.
#[derive(Clone)]
struct Asked {
    seller: Seller,
    range: Range,
    chosen: Chosen,
    products: usize,
}

impl Asked {
    async fn of_page() -> Result<Self, Failure> {
        let seller = desk::of_page(Action::ReadFigures).await?;
        let chosen = Chosen::of_page(platform().db.now());
        let products = query("products").and_then(|n| n.parse().ok()).unwrap_or(PRODUCTS);
        let products = products.clamp(PRODUCTS, MOST_PRODUCTS);
        Ok(Self { seller, range: chosen.range, chosen, products })
    }

    /// The range in an address, the same tomorrow.
    fn range_query(&self) -> String {
        format!("seller={}&{}", self.seller.id, range::query_of(self.range))
    }

    /// The way to a file with the figures of what has this title.
    fn file(&self, file: AnalysisFile, title: String) -> AnyView {
        let t = Ctx::current().t();
        let href = format!("/seller/analysis/{file}.csv?{}", self.range_query());
        view! {
            <LinkButton href kind=ButtonKind::Quiet class="relative">
                {t.analysis_csv()} <span class="sr-only">": " {title}</span>
            </LinkButton>
        }
        .into_any()
    }

    fn currency(&self) -> Currency {
        self.seller.currency
    }
}

pub async fn page() -> Result<AnyView, Failure> {
    let asked = Asked::of_page().await?;
    let t = Ctx::current().t();
    let platform = platform();
    let counted = platform.reporting.refresh_analysis().await?;
    let mut conn = platform.db.read_together().await?;
    let (seller, currency) = (asked.seller.id, asked.currency());
    let found = reporting::analysis(&mut conn, seller, currency, asked.range, asked.products).await?;
    drop(conn);
    let words = range::words(t, asked.range);
    let profit = format!("/seller/profit?{}", asked.range_query());
    let figures = asked.file(AnalysisFile::Figures, t.analysis_figures());
    let actions =
        view! { <LinkButton href=profit kind=ButtonKind::Secondary>{t.skus_title()}</LinkButton> {figures} };
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.seller_analysis() actions=actions.into_any()>
            <ChooseRange action="/seller/analysis" chosen=asked.chosen fields=vec![("seller", asked.seller.id.to_string())] />
            {(!counted).then(|| view! { <Notice tone=Tone::Info class="mb-6">{t.analysis_behind()}</Notice> })}
            <p id="range" class="mb-6 text-ink-soft">
                {t.analysis_range(words, range::words(t, asked.range.before()))}
            </p>
            <FigureGrid now=found.now before=found.before />
            <Chart asked=asked.clone() bars=found.bars.clone() />
            <Funnel asked=asked.clone() now=found.now before=found.before />
            <Tables asked found />
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn Tables(asked: Asked, found: Analysis) -> AnyView {
    let Analysis { products, products_in_all, categories, countries, devices, cohorts, .. } = found;
    view! {
        <Products asked=asked.clone() lines=products in_all=products_in_all />
        <Categories asked=asked.clone() lines=categories />
        <div class="grid grid-cols-[minmax(0,1fr)] gap-x-6 lg:grid-cols-2">
            <Countries asked=asked.clone() lines=countries />
            <Devices asked=asked.clone() lines=devices />
        </div>
        <Cohorts asked cohorts />
    }
    .into_any()
}

#[component]
fn FigureGrid(now: Figures, before: Figures) -> AnyView {
    let t = Ctx::current().t();
    let money = |money: Money| amount_text(money, t.writing());
    let number = |n: i64| format::number(n, t.writing());
    let figure = |label: String, value: String, pair: Pair, good: bool| {
        let (tone, detail) = change(t, pair, good);
        view! { <Figure label value detail tone /> }
    };
    let counts = |of: fn(&Figures) -> i64| Pair { now: of(&now), before: of(&before) };
    let average = |f: &Figures| f.average().map_or(0, Money::minor);
    let none = || "–".to_owned();
    let conversion = |f: &Figures| f.conversion_bps().unwrap_or(0);
    let in_box = |f: &Figures| f.shelf.share_bps().unwrap_or(0);
    let taken_back = |units: i64, amount: Money| t.analysis_units_for(units, money(amount));
    view! {
        <div id="figures" class="mb-8 grid grid-cols-2 gap-4 lg:grid-cols-4">
            {figure(t.analysis_sales(), money(now.sales), counts(|f| f.sales.minor()), true)}
            {figure(t.seller_orders(), number(now.orders), counts(|f| f.orders), true)}
            {figure(t.analysis_units(), number(now.units), counts(|f| f.units), true)}
            {figure(t.desk_average(), now.average().map_or_else(none, money), Pair { now: average(&now), before: average(&before) }, true)}
            {figure(t.sales_cancelled(), taken_back(now.cancelled_units, now.cancelled), counts(|f| f.cancelled_units), false)}
            {figure(t.analysis_returned(), taken_back(now.returned_units, now.returned), counts(|f| f.returned_units), false)}
            {figure(t.analysis_views(), number(now.views), counts(|f| f.views), true)}
            {figure(t.analysis_conversion(), now.conversion_bps().map_or_else(none, |bps| percent(t, bps)), Pair { now: conversion(&now), before: conversion(&before) }, true)}
            {figure(t.analysis_buy_box(), now.shelf.share_bps().map_or_else(none, |bps| percent(t, bps)), Pair { now: in_box(&now), before: in_box(&before) }, true)}
        </div>
        <div class="-mt-4 mb-8 flex max-w-prose flex-col gap-2 text-sm text-ink-faint">
            <p>{t.analysis_explained()}</p>
            <p id="buy-box-share">{t.analysis_buy_box_explained(reporting::MOST_SELLERS)}</p>
        </div>
    }
    .into_any()
}

#[component]
fn Chart(asked: Asked, bars: Vec<SalesBar>) -> AnyView {
    let t = Ctx::current().t();
    let (title, head) = match asked.range.bar_days() {
        1 => (t.desk_by_day(), t.desk_day()),
        7 => (t.analysis_by_week(), t.analysis_week()),
        days => (t.analysis_by_days(days), t.analysis_from()),
    };
    let bars: Vec<Bar> = bars
        .into_iter()
        .map(|bar| {
            let date = format::civil(bar.day);
            Bar {
                label: format!("{}/{}", date.day, date.month),
                value: bar.sales.minor(),
                text: amount_text(bar.sales, t.writing()),
                before: Some(bar.before.minor()),
                before_text: amount_text(bar.before, t.writing()),
            }
        })
        .collect();
    let heads = [head, t.desk_day_sales(), t.desk_days_before(asked.range.days())];
    view! {
        <section class="mb-8" aria-labelledby="chart-title">
            <div class="mb-3 flex flex-wrap items-center justify-between gap-3">
                <h2 id="chart-title" class="text-lg font-bold">{title.clone()}</h2>
                {asked.file(AnalysisFile::Sales, title.clone())}
            </div>
            <BarChart title bars heads id="chart" />
        </section>
    }
    .into_any()
}
