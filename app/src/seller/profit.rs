//! What is left of each offer after fees, refunds and what its units cost, in any range of days against the days before. Route
//! `/seller/profit`; a file, too (`server/src/http/skus.rs`). What units cost, and so what is left, is for those alone who keep
//! the seller's books: others see what came in after fees and refunds.
use domain::margin::Margin;
use domain::roles::{Action, Resource};
use domain::{Money, format};
use leptos::prelude::*;
use platform::payouts;
use platform::reporting::{self, Pair, SkuLine, Skus};
use platform::sellers::Seller;

use super::{desk, lines};
use crate::access::{platform, visitor};
use crate::answer::{Failure, encode_query};
use crate::ctx::Ctx;
use crate::page::query;
use crate::range::{self, ChooseRange, Chosen, change, percent};
use crate::text::T;
use crate::ui::*;

const PATH: &str = "/seller/profit";
/// Offers that a page begins with, and how many more a press shows; with more it is a matter for the file.
const OFFERS: usize = 50;
const MOST_OFFERS: usize = 500;
/// Stock that lasts for more days than this lasts for longer than anybody plans.
const A_YEAR_DAYS: i64 = 365;

/// What the page was asked for, and what this visitor may see of it.
#[derive(Clone)]
struct Asked {
    seller: Seller,
    chosen: Chosen,
    offers: usize,
    /// Where a row leads.
    orders: bool,
    sheet: bool,
}

impl Asked {
    fn of_page(seller: Seller) -> Self {
        let may = |action| visitor().allow(action, &Resource::Seller(seller.id)).is_ok();
        let (orders, sheet) = (may(Action::ReadSales), may(Action::ReadCatalogue));
        let offers = query("offers").and_then(|n| n.parse().ok()).unwrap_or(OFFERS);
        let offers = offers.clamp(OFFERS, MOST_OFFERS);
        Self { seller, chosen: Chosen::of_page(platform().db.now()), offers, orders, sheet }
    }

    /// Seller and range in an address, the same tomorrow.
    fn query(&self) -> String {
        format!("seller={}&{}", self.seller.id, range::query_of(self.chosen.range))
    }
}

pub async fn page() -> Result<AnyView, Failure> {
    let asked = Asked::of_page(desk::of_page(Action::ReadFigures).await?);
    let t = Ctx::current().t();
    let platform = platform();
    let (seller, currency, range) = (asked.seller.id, asked.seller.currency, asked.chosen.range);
    let costs = visitor().allow(Action::ReadCosts, &Resource::Seller(seller)).is_ok();
    let counted = platform.reporting.refresh_skus().await?;
    let mut conn = platform.db.read_together().await?;
    let found = reporting::skus(&mut conn, seller, currency, range, costs, asked.offers).await?;
    drop(conn);
    let (csv, analysis) =
        (format!("{PATH}/file.csv?{}", asked.query()), format!("/seller/analysis?{}", asked.query()));
    let actions = view! {
        <LinkButton href=analysis kind=ButtonKind::Secondary>{t.seller_analysis()}</LinkButton>
        <LinkButton href=csv kind=ButtonKind::Secondary>{t.analysis_csv()}</LinkButton>
    };
    let (now, before) = (range::words(t, range), range::words(t, range.before()));
    let fields = vec![("seller", seller.to_string())];
    let money =
        !asked.seller.is_platform && visitor().allow(Action::ReadMoney, &Resource::Seller(seller)).is_ok();
    let opened = money.then(|| {
        let figures = [payouts::Figure::Gross, payouts::Figure::Kept, payouts::Figure::Refunds];
        let days = (range.first(), range.last());
        view! { <p id="posted" class="mb-8 text-sm text-ink-soft">{t.lines_of_profit()} {lines::links(t, seller, currency, days, &figures)}</p> }
    });
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.skus_title() actions=actions.into_any()>
            <ChooseRange action=PATH chosen=asked.chosen fields />
            {(!counted).then(|| view! { <Notice tone=Tone::Info class="mb-6">{t.analysis_behind()}</Notice> })}
            <p id="range" class="mb-6 text-ink-soft">{t.analysis_range(now, before)}</p>
            <FigureGrid found=found.clone() />
            {opened}
            <Offers asked found />
        </ConsolePage>
    }
    .into_any())
}

/// One sum, now and before.
fn pair(found: &Skus, of: fn(&Margin) -> i64) -> Pair {
    Pair { now: of(&found.now), before: of(&found.before) }
}

#[component]
fn FigureGrid(found: Skus) -> AnyView {
    let t = Ctx::current().t();
    let figure = |label: String, value: String, pair: Pair, good: bool| {
        let (tone, detail) = change(t, pair, good);
        view! { <Figure label value detail tone /> }
    };
    let amount = |label: String, of: fn(&Margin) -> i64, good: bool| {
        let sums = pair(&found, of);
        figure(label, amount_text(Money::new(sums.now, found.currency), t.writing()), sums, good)
    };
    let units = pair(&found, |m| m.units);
    let (share, share_before) = (found.now.left_bps(), found.before.left_bps());
    let shares = Pair { now: share.unwrap_or(0), before: share_before.unwrap_or(0) };
    let share = share.map_or_else(|| "–".to_owned(), |bps| percent(t, bps));
    let left = if found.costs { t.skus_left() } else { t.skus_after_fees() };
    let cost = found.costs.then(|| amount(t.skus_cost(), |m| m.cost_minor, false));
    let explained = if found.costs { t.skus_explained() } else { t.skus_explained_without() };
    let unknown = (found.now.uncosted_units > 0).then(|| {
        let words = t.skus_all_unknown(found.now.uncosted_units);
        view! { <Notice tone=Tone::Warn class="mb-6">{words}</Notice> }
    });
    view! {
        <div id="figures" class="mb-8 grid grid-cols-2 gap-4 lg:grid-cols-4">
            {figure(t.analysis_units(), format::number(units.now, t.writing()), units, true)}
            {amount(t.analysis_sales(), |m| m.sales_minor, true)}
            {amount(t.skus_fees(), Margin::fees_minor, false)}
            {amount(t.skus_refunds(), Margin::refunds_minor, false)}
            {cost}
            {amount(left, Margin::left_minor, true)}
            {figure(t.skus_of_sales(), share, shares, true)}
        </div>
        <p class="-mt-4 mb-8 max-w-prose text-sm text-ink-faint">{explained}</p>
        {unknown}
    }
    .into_any()
}

/// What a row's cost is, and the way to the sheet where it is not known.
fn cost_cell(t: T, asked: &Asked, line: &SkuLine, cost: Money) -> AnyView {
    if line.now.uncosted_units <= 0 {
        return view! { <Amount money=cost /> }.into_any();
    }
    let words = t.skus_unknown(line.now.uncosted_units);
    let known = (!cost.is_zero()).then(|| view! { <Amount money=cost class="block" /> });
    let words = match line.sku.as_ref().filter(|_| asked.sheet) {
        Some(sku) => {
            let seller = asked.seller.id;
            let href = format!("/seller/products/sheet?seller={seller}&q={}", encode_query(sku));
            view! { <a class="link inline-flex min-h-tap items-center" href=href>{words}</a> }.into_any()
        }
        None => view! { <span class="text-ink-faint">{words}</span> }.into_any(),
    };
    view! { {known} {words} }.into_any()
}

fn name_cell(asked: &Asked, line: &SkuLine) -> AnyView {
    let title = line.title.clone();
    let title = if asked.orders {
        let href = format!("/seller/orders?seller={}&show=all&offer={}", asked.seller.id, line.offer);
        view! { <a class="link inline-flex min-h-tap items-center" href=href><bdi>{title}</bdi></a> }
            .into_any()
    } else {
        view! { <bdi>{title}</bdi> }.into_any()
    };
    let sku = line
        .sku
        .clone()
        .map(|sku| view! { <span class="block text-sm text-ink-faint"><bdi>{sku}</bdi></span> });
    view! { {title} {sku} }.into_any()
}

/// What can be bought of an offer now, and for how long that lasts.
fn stock_cell(t: T, found: &Skus, line: &SkuLine) -> AnyView {
    let number = line.available.map_or_else(|| "–".to_owned(), |units| format::number(units, t.writing()));
    let lasts = line.cover_days(found.range).map(|days| {
        // Of a rate that holds for longer nobody knows enough to count days.
        let words = if days > A_YEAR_DAYS { t.skus_lasts_long() } else { t.skus_lasts(days) };
        view! { <span class="block text-sm text-ink-faint">{words}</span> }
    });
    view! { <td class="num">{number} {lasts}</td> }.into_any()
}

/// The amounts of a row that everybody sees.
fn amounts(found: &Skus, margin: &Margin) -> AnyView {
    let currency = found.currency;
    let sums = [
        margin.sales_minor,
        margin.delivery_minor,
        margin.fees_minor(),
        margin.fee_tax_minor,
        margin.refunds_minor(),
    ];
    let cell = |minor: i64| view! { <td class="num"><Amount money=Money::new(minor, currency) /></td> };
    sums.map(cell).into_iter().collect_view().into_any()
}

/// What is left of a row, and its share of sales: beside its name, where a phone shows it without a swipe.
fn left_cells(t: T, found: &Skus, now: &Margin, before: &Margin) -> AnyView {
    let left = Pair { now: now.left_minor(), before: before.left_minor() };
    let share = now.left_bps().map_or_else(|| "–".to_owned(), |bps| percent(t, bps));
    let (tone, moved) = change(t, left, true);
    let moved = (!moved.is_empty()).then(|| view! { <Badge tone><bdi>{moved}</bdi></Badge> });
    let money = Money::new(left.now, found.currency);
    view! {
        <td class="num font-semibold" data-left="on"><Amount money /></td>
        <td class="num"><bdi>{share}</bdi></td>
        <td class="num">{moved}</td>
    }
    .into_any()
}

fn row(t: T, asked: &Asked, found: &Skus, line: &SkuLine) -> AnyView {
    let number = format::number(line.now.units, t.writing());
    let cost = found.costs.then(|| {
        let cost = cost_cell(t, asked, line, Money::new(line.now.cost_minor, found.currency));
        view! { <td class="num">{cost}</td> }
    });
    view! {
        <tr data-offer=line.offer.to_string()>
            <th scope="row" class="min-w-36 text-start font-normal sm:min-w-48">{name_cell(asked, line)}</th>
            {left_cells(t, found, &line.now, &line.before)}
            <td class="num">{number}</td>
            {amounts(found, &line.now)}
            {cost}
            {stock_cell(t, found, line)}
        </tr>
    }
    .into_any()
}

#[component]
fn Offers(asked: Asked, found: Skus) -> AnyView {
    let t = Ctx::current().t();
    if found.lines.is_empty() {
        return view! { <EmptyState title=t.skus_none_title() text=t.skus_none_text() icon=Icon::Chart /> }
            .into_any();
    }
    let rows: Vec<AnyView> = found.lines.iter().map(|line| row(t, &asked, &found, line)).collect();
    let head = |words: String| view! { <th scope="col" class="num">{words}</th> };
    let cost = found.costs.then(|| head(t.skus_cost()));
    let left = if found.costs { t.skus_left() } else { t.skus_after_fees() };
    let all_cost = found.costs.then(|| {
        let money = Money::new(found.now.cost_minor, found.currency);
        view! { <td class="num"><Amount money /></td> }
    });
    let all_units = format::number(found.now.units, t.writing());
    let (all_amounts, all_left) =
        (amounts(&found, &found.now), left_cells(t, &found, &found.now, &found.before));
    let below = more(t, &asked, &found);
    view! {
        <div>
            <h2 class="mb-2 text-lg font-bold">{t.skus_by_offer()}</h2>
            <p class="mb-3 max-w-prose text-sm text-ink-faint">{t.skus_stock_explained()}</p>
            <Table caption=t.skus_by_offer() id="offers">
                <thead>
                    <tr>
                        <th scope="col">{t.skus_offer()}</th>
                        {head(left)}
                        {head(t.skus_of_sales())}
                        {head(t.analysis_change())}
                        {head(t.analysis_units())}
                        {head(t.analysis_sales())}
                        {head(t.skus_delivery())}
                        {head(t.skus_fees())}
                        {head(t.skus_fee_tax())}
                        {head(t.skus_refunds())}
                        {cost}
                        {head(t.skus_stock())}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr id="all">
                        <th scope="row" class="text-start">{t.skus_all()}</th>
                        {all_left}
                        <td class="num">{all_units}</td>
                        {all_amounts}
                        {all_cost}
                        <td></td>
                    </tr>
                </tfoot>
            </Table>
            {below}
        </div>
    }
    .into_any()
}

/// How many of all are shown, and the way to more.
fn more(t: T, asked: &Asked, found: &Skus) -> Option<AnyView> {
    let shown = found.lines.len();
    if found.in_all <= shown {
        return None;
    }
    let number = |n: usize| format::number(i64::try_from(n).unwrap_or(i64::MAX), t.writing());
    let words = t.skus_shown(number(shown), number(found.in_all));
    let more = (shown < MOST_OFFERS).then(|| {
        let href = format!("{PATH}?{}&offers={}#offers", asked.query(), shown + OFFERS);
        view! { <LinkButton href kind=ButtonKind::Secondary>{t.analysis_more()}</LinkButton> }
    });
    let view = view! {
        <div class="mt-3 flex flex-wrap items-center gap-4">
            <p class="text-sm text-ink-faint">{words}</p>
            {more}
        </div>
    };
    Some(view.into_any())
}
