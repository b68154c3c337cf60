//! What sold in any range of days, against the days before: figures, a chart, the way from views to orders, tables and who
//! came back. Route `/seller/analysis`; each table is a file, too (`server/src/http/analysis.rs`).
use domain::calendar::{day_text, parse_day};
use domain::{Currency, Money, format};
use leptos::prelude::*;
use platform::reporting::{self, Analysis, AnalysisFile, Figures, MOST_DAYS, Pair, Range, SalesBar};
use platform::sellers::Seller;

use super::desk;
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::text::T;
use crate::ui::*;

mod cohorts;
mod funnel;
mod tables;

use cohorts::Cohorts;
use funnel::Funnel;
use tables::{Categories, Countries, Devices, Products};

/// Ranges that are one press away, in days up to today.
const PRESETS: [i64; 4] = [7, 30, 90, 365];
const USUAL_DAYS: i64 = 30;
/// Products that a page begins with, and how many more a press shows; with more it is a matter for the file.
const PRODUCTS: usize = 25;
const MOST_PRODUCTS: usize = 500;

/// Why a range cannot be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RangeProblem {
    /// A day that is none, or only one of the two.
    NoDay,
    /// It ends before it begins, or is longer than two years.
    Length,
}

/// The range that an address asks for: `days` up to today, or `from` and `until`; thirty days when it asks for none.
///
/// # Errors
/// [`RangeProblem`] for days that are no range.
pub fn range_of(
    days: Option<&str>,
    from: Option<&str>,
    until: Option<&str>,
    today: i64,
) -> Result<Range, RangeProblem> {
    // A field that was left empty asks for nothing.
    let [from, until] = [from, until].map(|typed| typed.filter(|text| !text.is_empty()));
    match (from, until) {
        (None, None) => {
            let days = days.and_then(|days| days.parse().ok()).filter(|days| PRESETS.contains(days));
            Ok(Range::last_days(today, days.unwrap_or(USUAL_DAYS)))
        }
        (Some(from), Some(until)) => {
            let (from, until) = (parse_day(from), parse_day(until));
            let (Some(from), Some(until)) = (from, until) else { return Err(RangeProblem::NoDay) };
            Range::new(from, until).map_err(|_| RangeProblem::Length)
        }
        _ => Err(RangeProblem::NoDay),
    }
}

/// What the page was asked for, and its links.
#[derive(Clone)]
struct Asked {
    seller: Seller,
    range: Range,
    problem: Option<RangeProblem>,
    /// The preset that was pressed.
    preset: Option<i64>,
    products: usize,
}

impl Asked {
    async fn of_page() -> Result<Self, Failure> {
        let seller = desk::of_page().await?;
        let today = platform().db.now().utc_day();
        let (from, until) = (query("from"), query("until"));
        let asked = range_of(query("days").as_deref(), from.as_deref(), until.as_deref(), today);
        let range = asked.unwrap_or_else(|_| Range::last_days(today, USUAL_DAYS));
        let preset = (from.is_none() && until.is_none()).then_some(range.days());
        let products = query("products").and_then(|n| n.parse().ok()).unwrap_or(PRODUCTS);
        let products = products.clamp(PRODUCTS, MOST_PRODUCTS);
        Ok(Self { seller, range, problem: asked.err(), preset, products })
    }

    /// The range in an address, the same tomorrow.
    fn range_query(&self) -> String {
        let (first, last) = (day_text(self.range.first()), day_text(self.range.last()));
        format!("seller={}&from={first}&until={last}", self.seller.id)
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
    let words = range_words(t, asked.range);
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.seller_analysis() actions=asked.file(AnalysisFile::Figures, t.analysis_figures())>
            <Choose asked=asked.clone() />
            {(!counted).then(|| view! { <Notice tone=Tone::Info class="mb-6">{t.analysis_behind()}</Notice> })}
            <p id="range" class="mb-6 text-ink-soft">
                {t.analysis_range(words, range_words(t, asked.range.before()))}
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

/// The first and the last day of a range.
fn range_words(t: T, range: Range) -> String {
    let day = |day| format::date_short(day, t.locale());
    if range.days() == 1 {
        day(range.first())
    } else {
        t.analysis_days(day(range.first()), day(range.last()))
    }
}

/// Presets as links, and any other range by its two days.
#[component]
fn Choose(asked: Asked) -> AnyView {
    let t = Ctx::current().t();
    let seller = asked.seller.id;
    let tabs: Vec<Tab> = PRESETS
        .iter()
        .map(|days| Tab {
            href: format!("/seller/analysis?seller={seller}&days={days}"),
            label: t.last_days(*days),
            count: None,
            current: asked.preset == Some(*days),
        })
        .collect();
    let typed = |name: &str, day: i64| query(name).unwrap_or_else(|| day_text(day));
    let mut form = FormState::default()
        .or("from", typed("from", asked.range.first()))
        .or("until", typed("until", asked.range.last()));
    if let Some(problem) = asked.problem {
        let words = match problem {
            RangeProblem::NoDay => t.analysis_wrong_day(),
            RangeProblem::Length => t.analysis_wrong_length(MOST_DAYS),
        };
        form = form.error_on("until", words);
    }
    view! {
        <div class="mb-6 flex flex-col gap-4">
            <Tabs label=t.analysis_choose() tabs />
            <Form action="/seller/analysis" get=true id="choose" label=t.analysis_choose() class="flex flex-wrap items-end gap-4">
                <Hidden name="seller" value=seller.to_string() />
                <Field form=&form name="from" label=t.analysis_from() r#type="date" />
                <Field form=&form name="until" label=t.analysis_until() r#type="date" />
                <Button kind=ButtonKind::Secondary>{t.analysis_show()}</Button>
            </Form>
        </div>
    }
    .into_any()
}

/// A change in words and tone. `good`: more of it is better.
fn change(t: T, pair: Pair, good: bool) -> (Tone, String) {
    let Some(bps) = pair.change_bps() else { return (Tone::Plain, String::new()) };
    let tone = match (bps, good) {
        (0, _) => Tone::Plain,
        (bps, good) if (bps > 0) == good => Tone::Good,
        _ => Tone::Warn,
    };
    (tone, signed_percent(t, bps))
}

/// `+12.5%`: a change is told from a share by its sign.
fn signed_percent(t: T, bps: i64) -> String {
    let words = percent(t, bps);
    if bps > 0 { format!("+{words}") } else { words }
}

/// A percentage with one decimal at most: figures that move are read at a glance.
fn percent(t: T, bps: i64) -> String {
    format::percent(bps / 10 * 10, t.writing())
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
        </div>
        <p class="-mt-4 mb-8 text-sm text-ink-faint">{t.analysis_explained()}</p>
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_asks_for_a_preset_or_for_two_days() {
        let today = parse_day("2026-06-17").unwrap();
        let of = |days, from, until| range_of(days, from, until, today).map(|r| (r.first(), r.days()));
        assert_eq!(of(None, None, None), Ok((today - 29, 30)));
        assert_eq!(of(Some("7"), None, None), Ok((today - 6, 7)));
        assert_eq!(of(Some("8"), None, None), Ok((today - 29, 30)), "only what a link says");
        assert_eq!(of(None, Some("2026-06-01"), Some("2026-06-02")), Ok((today - 16, 2)));
        assert_eq!(of(Some("7"), Some("2026-06-01"), None), Err(RangeProblem::NoDay));
        assert_eq!(of(None, Some("2026-02-30"), Some("2026-06-02")), Err(RangeProblem::NoDay));
        assert_eq!(of(None, Some("2026-06-02"), Some("2026-06-01")), Err(RangeProblem::Length));
        assert_eq!(of(None, Some("2020-01-01"), Some("2026-06-01")), Err(RangeProblem::Length));
    }
}
