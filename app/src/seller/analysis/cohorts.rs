//! Who came back: for each month of first orders, how many of those shoppers bought again in the months after it.
use domain::format;
use leptos::prelude::*;
use platform::reporting::{AnalysisFile, Cohort};

use super::{Asked, percent};
use crate::ctx::Ctx;
use crate::ui::*;

#[component]
pub(super) fn Cohorts(asked: Asked, cohorts: Vec<Cohort>) -> AnyView {
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
                    let share = cohort.again.get(after).map(|shoppers| {
                        let bps = shoppers.saturating_mul(10_000) / cohort.shoppers.max(1);
                        view! { <span title=number(*shoppers)>{percent(t, bps)}</span> }
                    });
                    view! { <td class="num">{share}</td> }
                })
                .collect_view();
            view! {
                <tr data-month=format!("{}-{:02}", date.year, date.month)>
                    <th scope="row" class="text-start font-normal whitespace-nowrap"><bdi>{format!("{:02}/{}", date.month, date.year)}</bdi></th>
                    <td class="num">{number(cohort.shoppers)}</td>
                    {again}
                </tr>
            }
        })
        .collect_view();
    let content = if cohorts.is_empty() {
        view! { <p class="text-ink-soft">{t.analysis_nothing()}</p> }.into_any()
    } else {
        view! {
            <Table caption=t.analysis_cohorts() id="cohorts">
                <thead>
                    <tr>
                        <th scope="col">{t.analysis_first_order()}</th>
                        <th scope="col" class="num">{t.analysis_shoppers()}</th>
                        {heads}
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
                <h2 class="text-lg font-bold">{t.analysis_cohorts()}</h2>
                {asked.file(AnalysisFile::Cohorts, t.analysis_cohorts())}
            </div>
            <p class="mb-3 max-w-prose text-sm text-ink-soft">{t.analysis_cohorts_text()}</p>
            {content}
        </div>
    }
    .into_any()
}
