//! Ranges of days that a page is asked for: presets as links, or any two days; and how what happened in one changed against
//! the range before. Called by the analysis of a seller and the profit and loss of the operator, and by their files.
use domain::calendar::{day_text, parse_day};
use domain::{Timestamp, format};
use leptos::prelude::*;
use platform::reporting::{MOST_DAYS, Pair, Range};
use serde::Deserialize;

use crate::ctx::Ctx;
use crate::page::query;
use crate::text::T;
use crate::ui::*;

/// Ranges that are one press away, in days up to today.
const PRESETS: [i64; 4] = [7, 30, 90, 365];
const USUAL_DAYS: i64 = 30;
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
fn range_of(
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

/// What the address of a file asks for, as a page's own does.
#[derive(Debug, Default, Deserialize)]
pub struct RangeQuery {
    days: Option<String>,
    from: Option<String>,
    until: Option<String>,
}

impl RangeQuery {
    /// # Errors
    /// As [`range_of`].
    pub fn range(&self, now: Timestamp) -> Result<Range, RangeProblem> {
        range_of(self.days.as_deref(), self.from.as_deref(), self.until.as_deref(), now.utc_day())
    }
}

/// What a page was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Chosen {
    pub range: Range,
    problem: Option<RangeProblem>,
    /// The preset that was pressed.
    preset: Option<i64>,
}

impl Chosen {
    /// The range of the page's address, the usual one where that is none.
    pub(crate) fn of_page(now: Timestamp) -> Self {
        let today = now.utc_day();
        let (from, until) = (query("from"), query("until"));
        let asked = range_of(query("days").as_deref(), from.as_deref(), until.as_deref(), today);
        let range = asked.unwrap_or_else(|_| Range::last_days(today, USUAL_DAYS));
        let preset = (from.is_none() && until.is_none()).then_some(range.days());
        Self { range, problem: asked.err(), preset }
    }
}

/// The range in an address, the same tomorrow.
pub(crate) fn query_of(range: Range) -> String {
    format!("from={}&until={}", day_text(range.first()), day_text(range.last()))
}

/// The first and the last day of a range.
pub(crate) fn words(t: T, range: Range) -> String {
    let day = |day| format::date_short(day, t.locale());
    if range.days() == 1 {
        day(range.first())
    } else {
        t.analysis_days(day(range.first()), day(range.last()))
    }
}

/// Presets as links, and any other range by its two days. `fields` go along.
#[component]
pub(crate) fn ChooseRange(
    #[prop(into)] action: String,
    chosen: Chosen,
    #[prop(optional)] fields: Vec<(&'static str, String)>,
) -> AnyView {
    let t = Ctx::current().t();
    let along: String = fields.iter().map(|(name, value)| format!("{name}={value}&")).collect();
    let tabs: Vec<Tab> = PRESETS
        .iter()
        .map(|days| Tab {
            href: format!("{action}?{along}days={days}"),
            label: t.last_days(*days),
            count: None,
            current: chosen.preset == Some(*days),
        })
        .collect();
    let typed = |name: &str, day: i64| query(name).unwrap_or_else(|| day_text(day));
    let mut form = FormState::default()
        .or("from", typed("from", chosen.range.first()))
        .or("until", typed("until", chosen.range.last()));
    if let Some(problem) = chosen.problem {
        let words = match problem {
            RangeProblem::NoDay => t.analysis_wrong_day(),
            RangeProblem::Length => t.analysis_wrong_length(MOST_DAYS),
        };
        form = form.error_on("until", words);
    }
    let hidden = fields.into_iter().map(|(name, value)| view! { <Hidden name value /> }).collect_view();
    view! {
        <div class="mb-6 flex flex-col gap-4">
            <Tabs label=t.analysis_choose() tabs />
            <Form action=action get=true id="choose" label=t.analysis_choose() class="flex flex-wrap items-end gap-4">
                {hidden}
                <Field form=&form name="from" label=t.analysis_from() r#type="date" />
                <Field form=&form name="until" label=t.analysis_until() r#type="date" />
                <Button kind=ButtonKind::Secondary>{t.analysis_show()}</Button>
            </Form>
        </div>
    }
    .into_any()
}

/// A change in words and tone. `good`: more of it is better.
pub(crate) fn change(t: T, pair: Pair, good: bool) -> (Tone, String) {
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
pub(crate) fn percent(t: T, bps: i64) -> String {
    format::percent(bps / 10 * 10, t.writing())
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
