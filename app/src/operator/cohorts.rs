//! Cohorts of buyers: by the month of their first order how many there were, which share of them came back, and what each
//! bought to date. Route `/operator/profit/cohorts`; a file, too (`server/src/http/profit.rs`).
use domain::Currency;
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use platform::reporting::{self, BuyerCohort};

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
                let rows = cohorts.into_iter().map(row).collect();
                view! { <CohortTable caption=t.cohorts_title() people=t.cohorts_buyers() more=t.cohorts_each() rows /> }.into_any()
            }}
        </ConsolePage>
    }
    .into_any())
}

/// What the table shows of a month: who began then, and what each of them bought.
fn row(cohort: BuyerCohort) -> CohortRow {
    let each = cohort.each();
    let more = Some(view! { <Amount money=each /> }.into_any());
    CohortRow { month: cohort.month, people: cohort.buyers, more, again: cohort.again }
}
