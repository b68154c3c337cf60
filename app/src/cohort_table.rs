//! Who came back, by the month of their first order: one row for each month, one column for each month after it. Called by a
//! seller's analysis and by the operator's profit and loss.
use domain::format;
use leptos::prelude::*;

use crate::ctx::Ctx;
use crate::range::percent;
use crate::ui::*;

/// The people of one month.
pub(crate) struct CohortRow {
    /// Its first day, since 1970-01-01.
    pub month: i64,
    pub people: i64,
    /// What stands behind their number, under the table's `more`.
    pub more: Option<AnyView>,
    /// How many of them came back in the first, second, … month after it.
    pub again: Vec<i64>,
}

#[component]
pub(crate) fn CohortTable(
    caption: String,
    /// What the people are called.
    people: String,
    /// The heading of what stands behind their number.
    #[prop(optional, into)]
    more: Option<String>,
    rows: Vec<CohortRow>,
) -> AnyView {
    let t = Ctx::current().t();
    let number = |n: i64| format::number(n, t.writing());
    let months = rows.iter().map(|row| row.again.len()).max().unwrap_or(0);
    let heads = (1..=months)
        .map(|after| view! { <th scope="col" class="num">{format!("+{}", number(i64::try_from(after).unwrap_or(0)))}</th> })
        .collect_view();
    let rows = rows
        .into_iter()
        .map(|row| {
            let date = format::civil(row.month);
            let again = (0..months)
                .map(|after| {
                    let share = row.again.get(after).map(|came| {
                        let bps = came.saturating_mul(10_000) / row.people.max(1);
                        view! { <span title=number(*came)>{percent(t, bps)}</span> }
                    });
                    view! { <td class="num">{share}</td> }
                })
                .collect_view();
            view! {
                <tr data-month=format!("{}-{:02}", date.year, date.month)>
                    <th scope="row" class="text-start font-normal whitespace-nowrap"><bdi>{format!("{:02}/{}", date.month, date.year)}</bdi></th>
                    <td class="num">{number(row.people)}</td>
                    {row.more.map(|more| view! { <td class="num">{more}</td> })}
                    {again}
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption id="cohorts">
            <thead>
                <tr>
                    <th scope="col">{t.analysis_first_order()}</th>
                    <th scope="col" class="num">{people}</th>
                    {more.map(|more| view! { <th scope="col" class="num">{more}</th> })}
                    {heads}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}
