//! Who came back: for each month of first orders, how many of those shoppers bought again in the months after it.
use leptos::prelude::*;
use platform::reporting::{AnalysisFile, Cohort};

use super::Asked;
use crate::cohort_table::{CohortRow, CohortTable};
use crate::ctx::Ctx;

#[component]
pub(super) fn Cohorts(asked: Asked, cohorts: Vec<Cohort>) -> AnyView {
    let t = Ctx::current().t();
    let row =
        |one: Cohort| CohortRow { month: one.month, people: one.shoppers, more: None, again: one.again };
    let rows: Vec<CohortRow> = cohorts.into_iter().map(row).collect();
    let content = if rows.is_empty() {
        view! { <p class="text-ink-soft">{t.analysis_nothing()}</p> }.into_any()
    } else {
        view! {
            <CohortTable caption=t.analysis_cohorts() people=t.analysis_shoppers() rows />
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
