//! Cohorts of buyers: by the month of their first order how many there were, which share of them came back, what each bought
//! to date, and what the platform earned by it. Route `/operator/profit/cohorts`; a file, too (`server/src/http/profit.rs`).
use domain::roles::{Action, Resource};
use domain::{Currency, Money, format};
use leptos::prelude::*;
use platform::reporting::{self, Attributed, BuyerCohort};

use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::cohort_table::{CohortRow, CohortTable};
use crate::ctx::Ctx;
use crate::page::query;
use crate::ui::*;

/// So many months of first orders are shown; the file has all.
const MONTHS: usize = 24;

fn here(currency: Currency) -> String {
    format!("/operator/profit/cohorts?currency={}", currency.code())
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let t = Ctx::current().t();
    let platform = platform();
    let whole = platform.reporting.refresh_buyers().await?;
    let mut conn = platform.db.read_together().await?;
    let currencies = reporting::profit_currencies(&mut conn).await?;
    let asked = query("currency").and_then(|code| Currency::parse(&code).ok());
    let currency = asked.filter(|currency| currencies.contains(currency)).unwrap_or(platform.config.currency);
    let cohorts = reporting::buyer_cohorts(&mut conn, currency, Some(MONTHS)).await?;
    let of_all = reporting::attributed(&mut conn, currency).await?;
    drop(conn);
    let tabs: Vec<Tab> = currencies
        .iter()
        .map(|one| Tab {
            href: here(*one),
            label: one.code().to_owned(),
            count: None,
            current: *one == currency,
        })
        .collect();
    let csv = format!("/operator/profit/cohorts.csv?currency={}", currency.code());
    let trail = vec![("/operator/profit".to_owned(), t.profit_title()), (String::new(), t.cohorts_title())];
    let actions = view! { <LinkButton href=csv kind=ButtonKind::Secondary>{t.analysis_csv()}</LinkButton> };
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.cohorts_title() actions=actions.into_any()>
            <div class="mb-4"><Breadcrumbs trail /></div>
            {(tabs.len() > 1).then(|| view! { <div class="mb-4"><Tabs label=t.footer_currency() tabs /></div> })}
            <p class="mb-6 max-w-prose text-ink-soft">{t.cohorts_text()}</p>
            {(!whole).then(|| view! { <Notice tone=Tone::Info class="mb-6">{t.analysis_behind()}</Notice> })}
            {if cohorts.is_empty() {
                view! { <EmptyState title=t.cohorts_none_title() text=t.cohorts_none_text() icon=Icon::Chart /> }.into_any()
            } else {
                let rows = cohorts.iter().map(row).collect();
                view! {
                    <CohortTable caption=t.cohorts_title() people=t.cohorts_buyers() more=t.cohorts_each() rows />
                    <Contribution cohorts of_all />
                }.into_any()
            }}
        </ConsolePage>
    }
    .into_any())
}

/// What the table shows of a month: who began then, and what each of them bought.
fn row(cohort: &BuyerCohort) -> CohortRow {
    let each = cohort.each();
    let more = Some(view! { <Amount money=each /> }.into_any());
    CohortRow { month: cohort.month, people: cohort.buyers, more, again: cohort.again.clone() }
}

fn head(words: String) -> AnyView {
    view! { <th scope="col" class="num">{words}</th> }.into_any()
}

fn amount(money: Money) -> AnyView {
    view! { <td class="num"><Amount money /></td> }.into_any()
}

/// What the orders of each cohort brought the platform, in all, of each, and month by month; and what of it is of no cohort.
#[component]
fn Contribution(cohorts: Vec<BuyerCohort>, of_all: Attributed) -> AnyView {
    let t = Ctx::current().t();
    let number = |n: i64| format::number(n, t.writing());
    let money = |money: Money| amount_text(money, t.writing());
    let months = cohorts.iter().map(|cohort| cohort.months.len()).max().unwrap_or(0);
    let after = |month: usize| format!("+{}", number(i64::try_from(month).unwrap_or(0)));
    let heads: Vec<AnyView> = (0..months).map(|month| head(after(month))).collect();
    let line = |cohort: &BuyerCohort| {
        let date = format::civil(cohort.month);
        let currency = cohort.sold.currency();
        let each: Vec<AnyView> = (0..months)
            .map(|month| match cohort.months.get(month) {
                Some(brought) => amount(Money::new(brought.left_minor(), currency)),
                None => view! { <td></td> }.into_any(),
            })
            .collect();
        view! {
            <tr data-month=format!("{}-{:02}", date.year, date.month)>
                <th scope="row" class="text-start font-normal whitespace-nowrap"><bdi>{format!("{:02}/{}", date.month, date.year)}</bdi></th>
                <td class="num">{number(cohort.buyers)}</td>
                <td class="num">{number(cohort.brought.orders)}</td>
                {amount(cohort.left())}
                {amount(cohort.left_per_order())}
                {amount(cohort.left_each())}
                {each}
            </tr>
        }
        .into_any()
    };
    let rows: Vec<AnyView> = cohorts.iter().map(line).collect();
    let Attributed { contribution, of_cohorts, goods } = of_all;
    let rest = t.cohorts_rest(money(contribution), money(of_cohorts), money(of_all.rest()), money(goods));
    view! {
        // The table is a region of that name already.
        <div class="mt-8">
            <h2 class="mb-2 text-lg font-bold">{t.cohorts_brought()}</h2>
            <p class="mb-3 max-w-prose text-sm text-ink-soft">{t.cohorts_brought_text()}</p>
            <Table caption=t.cohorts_brought() id="brought">
                <thead>
                    <tr>
                        <th scope="col">{t.analysis_first_order()}</th>
                        {head(t.cohorts_buyers())}
                        {head(t.seller_orders())}
                        {head(t.profit_contribution())}
                        {head(t.profit_per_order())}
                        {head(t.cohorts_left_each())}
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
            <p id="rest" class="mt-3 max-w-prose text-sm text-ink-soft">{rest}</p>
        </div>
    }
    .into_any()
}
