//! Profit and loss: what each stream earned and what that cost, in any range of days against the days before; each line opens
//! the account of the ledger behind it. Route `/operator/profit`; a file, too (`server/src/http/profit.rs`).
use domain::roles::{Action, Resource};
use domain::{Currency, Money, format};
use leptos::prelude::*;
use platform::reporting::{self, Pair, Profit, ProfitItem};

use super::overview::stream_words;
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::range::{self, ChooseRange, Chosen, change, percent};
use crate::text::T;
use crate::ui::*;

/// What the page was asked for.
#[derive(Clone)]
struct Asked {
    chosen: Chosen,
    currency: Currency,
}

impl Asked {
    /// Range and currency in an address, the same tomorrow.
    fn query(&self) -> String {
        format!("currency={}&{}", self.currency.code(), range::query_of(self.chosen.range))
    }
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let t = Ctx::current().t();
    let platform = platform();
    let chosen = Chosen::of_page(platform.db.now());
    // One moment for all figures, or a sale in between would be in some of them.
    let mut conn = platform.db.read_together().await?;
    let currencies = reporting::profit_currencies(&mut conn).await?;
    let usual = platform.config.currency;
    let asked = query("currency").and_then(|code| Currency::parse(&code).ok());
    let currency = asked.filter(|currency| currencies.contains(currency)).unwrap_or(usual);
    let retail = platform::sellers::platform_seller(&mut conn).await?.map(|seller| seller.id);
    let profit = reporting::profit(&mut conn, currency, chosen.range, retail).await?;
    let items: Vec<ProfitItem> = profit.lines.iter().map(|line| line.item.clone()).collect();
    let coupons = coupon_codes(&mut conn, &items).await?;
    drop(conn);
    let asked = Asked { chosen, currency };
    let csv = format!("/operator/profit/file.csv?{}", asked.query());
    let cohorts = format!("/operator/profit/cohorts?currency={}", currency.code());
    let actions = view! { <LinkButton href=cohorts kind=ButtonKind::Secondary>{t.cohorts_title()}</LinkButton> <LinkButton href=csv kind=ButtonKind::Secondary>{t.analysis_csv()}</LinkButton> };
    let (now, before) = (range::words(t, chosen.range), range::words(t, chosen.range.before()));
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.profit_title() actions=actions.into_any()>
            <Currencies asked=asked.clone() currencies />
            <ChooseRange action="/operator/profit" chosen fields=vec![("currency", currency.code().to_owned())] />
            <p id="range" class="mb-6 text-ink-soft">{t.analysis_range(now, before)}</p>
            <Figures profit=profit.clone() />
            <Lines asked profit coupons />
        </ConsolePage>
    }
    .into_any())
}

/// What coupons and promotions are called, by their ids.
pub(super) async fn coupon_codes(
    conn: &mut platform::db::Conn,
    items: &[ProfitItem],
) -> Result<std::collections::HashMap<String, String>, Failure> {
    let ids = items.iter().filter_map(|item| match item {
        ProfitItem::Coupon(id) => id.parse().ok(),
        _ => None,
    });
    let ids: Vec<domain::CouponId> = ids.collect();
    let codes = platform::orders::coupons::codes(conn, &ids).await?;
    let mut names: std::collections::HashMap<String, String> =
        codes.into_iter().map(|(id, code)| (id.to_string(), code)).collect();
    for item in items {
        let ProfitItem::Promotion(id) = item else { continue };
        let Ok(promotion) = id.parse::<domain::PromotionId>() else { continue };
        let known = platform::orders::promotions::get(conn, promotion).await?;
        names.extend(known.map(|promotion| (id.clone(), promotion.title)));
    }
    Ok(names)
}

/// One currency at a time: amounts of several are not added up.
#[component]
fn Currencies(asked: Asked, currencies: Vec<Currency>) -> AnyView {
    let t = Ctx::current().t();
    if currencies.len() < 2 {
        return ().into_any();
    }
    let tabs: Vec<Tab> = currencies
        .into_iter()
        .map(|currency| Tab {
            href: format!("/operator/profit?{}", Asked { currency, ..asked.clone() }.query()),
            label: currency.code().to_owned(),
            count: None,
            current: currency == asked.currency,
        })
        .collect();
    view! { <div class="mb-4"><Tabs label=t.footer_currency() tabs /></div> }.into_any()
}

#[component]
fn Figures(profit: Profit) -> AnyView {
    let t = Ctx::current().t();
    let amount = |minor: i64| amount_text(Money::new(minor, profit.currency), t.writing());
    let none = || "–".to_owned();
    let figure = |label: String, value: String, pair: Pair, good: bool| {
        let (tone, detail) = change(t, pair, good);
        view! { <Figure label value detail tone /> }
    };
    let spent = profit.costs();
    let spent = Pair { now: -spent.now, before: -spent.before };
    let (rate, rate_before) = profit.take_rate_bps();
    let rates = Pair { now: rate.unwrap_or(0), before: rate_before.unwrap_or(0) };
    let (each, each_before) = profit.contribution_per_order();
    let minor = |money: Option<Money>| money.map_or(0, Money::minor);
    let per_order = Pair { now: minor(each), before: minor(each_before) };
    view! {
        <div id="figures" class="mb-8 grid grid-cols-2 gap-4 lg:grid-cols-4">
            {figure(t.profit_sold(), amount(profit.sold_minor.now), profit.sold_minor, true)}
            {figure(t.operator_revenue(), amount(profit.revenue().now), profit.revenue(), true)}
            {figure(t.profit_costs(), amount(spent.now), spent, false)}
            {figure(t.profit_contribution(), amount(profit.contribution().now), profit.contribution(), true)}
            {figure(t.profit_take_rate(), rate.map_or_else(none, |bps| percent(t, bps)), rates, true)}
            {figure(t.seller_orders(), format::number(profit.orders.now, t.writing()), profit.orders, true)}
            {figure(t.profit_per_order(), each.map_or_else(none, |money| amount_text(money, t.writing())), per_order, true)}
        </div>
        <p class="-mt-4 mb-8 max-w-prose text-sm text-ink-faint">{t.profit_explained()}</p>
    }
    .into_any()
}

pub(super) fn item_words(
    t: T,
    item: &ProfitItem,
    coupons: &std::collections::HashMap<String, String>,
) -> String {
    match item {
        ProfitItem::Stream(stream) => stream_words(t, *stream),
        ProfitItem::Shipping => t.profit_shipping(),
        ProfitItem::ReturnLabels => t.profit_return_labels(),
        ProfitItem::Coupon(id) => t.profit_coupon(coupons.get(id).unwrap_or(id)),
        ProfitItem::Promotion(id) => t.profit_promotion(coupons.get(id).unwrap_or(id)),
        ProfitItem::Disputes => t.profit_disputes(),
        ProfitItem::Courtesies => t.profit_courtesies(),
        ProfitItem::ProcessorFees(name) => t.profit_fees(name),
    }
}

#[component]
fn Lines(asked: Asked, profit: Profit, coupons: std::collections::HashMap<String, String>) -> AnyView {
    let t = Ctx::current().t();
    if profit.lines.is_empty() {
        return view! {
            <EmptyState title=t.operator_empty_title() text=t.operator_empty_text() icon=Icon::Chart />
        }
        .into_any();
    }
    let currency = profit.currency;
    let money = move |minor: i64| view! { <Amount money=Money::new(minor, currency) /> };
    let rows: Vec<_> = profit
        .lines
        .iter()
        .map(|line| {
            let href = format!("/operator/profit/accounts/{}?{}", line.account, range::query_of(asked.chosen.range));
            let (tone, moved) = change(t, line.earned_minor, true);
            view! {
                <tr data-account=line.account.to_string()>
                    <th scope="row" class="text-start font-normal">
                        <a class="link inline-flex min-h-tap items-center" href=href>
                            <bdi>{item_words(t, &line.item, &coupons)}</bdi>
                        </a>
                    </th>
                    <td class="num">{money(line.earned_minor.now)}</td>
                    <td class="num">{money(line.earned_minor.before)}</td>
                    <td class="num">{(!moved.is_empty()).then(|| view! { <Badge tone><bdi>{moved}</bdi></Badge> })}</td>
                </tr>
            }
        })
        .collect();
    let all = profit.contribution();
    view! {
        <div>
            <h2 class="mb-2 text-lg font-bold">{t.profit_lines()}</h2>
            <Table caption=t.profit_lines() id="lines">
                <thead>
                    <tr>
                        <th scope="col">{t.statement_what()}</th>
                        <th scope="col" class="num">{t.profit_earned()}</th>
                        <th scope="col" class="num">{t.desk_days_before(asked.chosen.range.days())}</th>
                        <th scope="col" class="num">{t.analysis_change()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>
                    <tr id="contribution">
                        <th scope="row" class="text-start">{t.profit_contribution()}</th>
                        <td class="num font-bold">{money(all.now)}</td>
                        <td class="num font-bold">{money(all.before)}</td>
                        <td></td>
                    </tr>
                </tfoot>
            </Table>
        </div>
    }
    .into_any()
}
