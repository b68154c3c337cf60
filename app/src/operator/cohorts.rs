//! Cohorts of buyers: by the month of their first order how many there were, which share of them came back, and what each
//! bought to date. Route `/operator/profit/cohorts`; a file, too (`server/src/http/profit.rs`).
use domain::roles::{Action, Resource};
use domain::{Currency, format};
use leptos::prelude::*;
use platform::reporting::{self, BuyerCohort};

use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::range::percent;
use crate::ui::*;

/// So many months of first orders are shown; the file has all.
const MONTHS: usize = 24;

fn here(currency: Currency) -> String {
    format!("/operator/profit/cohorts?currency={}", currency.code())
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadPlatform, &Resource::Platform)?;
    let t = Ctx::current().t();
    let platform = platform();
    let whole = platform.reporting.refresh_buyers().await?;
    let mut conn = platform.db.read_together().await?;
    let currencies = reporting::profit_currencies(&mut conn).await?;
    let asked = query("currency").and_then(|code| Currency::parse(&code).ok());
    let currency = asked.filter(|currency| currencies.contains(currency)).unwrap_or(platform.config.currency);
    let cohorts = reporting::buyer_cohorts(&mut conn, currency, Some(MONTHS)).await?;
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
                view! { <CohortTable cohorts /> }.into_any()
            }}
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn CohortTable(cohorts: Vec<BuyerCohort>) -> AnyView {
    let t = Ctx::current().t();
    let number = |n: i64| format::number(n, t.writing());
    let months = cohorts.iter().map(|cohort| cohort.again.len()).max().unwrap_or(0);
    let heads = (1..=months)
        .map(|after| view! { <th scope="col" class="num">{format!("+{}", number(i64::try_from(after).unwrap_or(0)))}</th> })
        .collect_view();
    let rows = cohorts
        .iter()
        .map(|cohort| {
            let date = format::civil(cohort.month);
            let again = (0..months)
                .map(|after| {
                    let share = cohort.again.get(after).map(|buyers| {
                        let bps = buyers.saturating_mul(10_000) / cohort.buyers.max(1);
                        view! { <span title=number(*buyers)>{percent(t, bps)}</span> }
                    });
                    view! { <td class="num">{share}</td> }
                })
                .collect_view();
            view! {
                <tr data-month=format!("{}-{:02}", date.year, date.month)>
                    <th scope="row" class="text-start font-normal whitespace-nowrap"><bdi>{format!("{:02}/{}", date.month, date.year)}</bdi></th>
                    <td class="num">{number(cohort.buyers)}</td>
                    <td class="num"><Amount money=cohort.each() /></td>
                    {again}
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=t.cohorts_title() id="cohorts">
            <thead>
                <tr>
                    <th scope="col">{t.analysis_first_order()}</th>
                    <th scope="col" class="num">{t.cohorts_buyers()}</th>
                    <th scope="col" class="num">{t.cohorts_each()}</th>
                    {heads}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}
