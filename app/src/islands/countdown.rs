//! Time running out: until the cut-off of a delivery promise, until an order can no longer be undone.
use domain::DurationUs;
use domain::format::{self, Locale};
use leptos::prelude::*;

/// Counts down from `left_s` seconds at the time that its part of the page came; the browser's clock is never compared
/// with the server's. At the end it shows `over` alone and refreshes `regions`, once.
#[island(lazy)]
pub fn Countdown(
    left_s: i64,
    locale: Locale,
    #[prop(into)] over: String,
    /// Said before the time while there is some left; may be empty.
    #[prop(into)]
    before: String,
    /// Ids of elements to refresh at the end; may be empty.
    #[prop(into)]
    regions: String,
) -> impl IntoView {
    let left = RwSignal::new(left_s);
    let place = NodeRef::<leptos::html::Span>::new();
    #[cfg(feature = "hydrate")]
    browser::run(left, left_s, regions, place);
    #[cfg(not(feature = "hydrate"))]
    let _ = regions;

    view! {
        <span node_ref=place class="font-semibold whitespace-nowrap" role="timer">
            {move || words(left.get(), locale, &before, &over)}
        </span>
    }
}

fn words(left_s: i64, locale: Locale, before: &str, over: &str) -> String {
    if left_s <= 0 {
        return over.to_owned();
    }
    let span = format::span(DurationUs::from_secs(left_s), locale);
    if before.is_empty() { span } else { format!("{before} {span}") }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::cell::Cell;
    use std::rc::Rc;
    use std::time::Duration;

    use leptos::html::Span;
    use leptos::leptos_dom::helpers::{IntervalHandle, set_interval_with_handle, set_timeout};
    use leptos::prelude::*;

    /// Ticks in the browser's own clock, which also runs while a phone sleeps. Stops when the time is over, and when
    /// what it stands in was taken out of the page.
    pub(super) fn run(left: RwSignal<i64>, left_s: i64, regions: String, place: NodeRef<Span>) {
        let handle = StoredValue::<Option<IntervalHandle>, LocalStorage>::new_local(None);
        let stop = move || {
            if let Some(Some(handle)) = handle.try_get_value() {
                handle.clear();
            }
        };
        // Several ticks may be due at once, after a sleep: only the first finds it over.
        let told = Rc::new(Cell::new(false));
        let tick = move || {
            let Some(span) = place.try_get_untracked().flatten() else { return stop() };
            if !span.is_connected() {
                return stop();
            }
            let end_ms = shown_at_ms(&span) + left_s as f64 * 1_000.0;
            let now = ((end_ms - js_sys::Date::now()) / 1_000.0).ceil().max(0.0) as i64;
            left.set(now);
            if now == 0 {
                stop();
                if !told.replace(true) && left_s > 0 && !regions.is_empty() {
                    super::super::refresh(&regions);
                }
            }
        };
        set_timeout(tick.clone(), Duration::ZERO);
        handle.set_value(set_interval_with_handle(tick, Duration::from_secs(1)).ok());
    }

    /// When the page's script was given this island: with the page, or later in place of another.
    fn shown_at_ms(span: &web_sys::Element) -> f64 {
        let island = span.closest("leptos-island").ok().flatten();
        island
            .and_then(|island| js_sys::Reflect::get(&island, &"shownAt".into()).ok())
            .and_then(|at| at.as_f64())
            .unwrap_or_else(js_sys::Date::now)
    }
}
