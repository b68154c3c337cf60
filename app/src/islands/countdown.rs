//! Time running out: until the cut-off of a delivery promise, until an order can no longer be undone.
use domain::DurationUs;
use domain::format::{self, Locale};
use leptos::prelude::*;

/// Counts down from `left_s` seconds at the time the page was made; the browser's clock is never compared with the
/// server's. Afterwards it shows `over` and refreshes `regions`.
#[island(lazy)]
pub fn Countdown(
    left_s: i64,
    locale: Locale,
    #[prop(into)] over: String,
    /// Ids of elements to refresh at the end; may be empty.
    #[prop(into)]
    regions: String,
) -> impl IntoView {
    let left = RwSignal::new(left_s);
    #[cfg(feature = "hydrate")]
    browser::run(left, left_s, regions);
    #[cfg(not(feature = "hydrate"))]
    let _ = regions;

    view! {
        <span class="font-semibold whitespace-nowrap" role="timer">
            {move || words(left.get(), locale, &over)}
        </span>
    }
}

fn words(left_s: i64, locale: Locale, over: &str) -> String {
    if left_s <= 0 { over.to_owned() } else { format::span(DurationUs::from_secs(left_s), locale) }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use leptos::leptos_dom::helpers::set_interval_with_handle;
    use leptos::prelude::*;

    pub(super) fn run(left: RwSignal<i64>, left_s: i64, regions: String) {
        // Counted from the loading of the page, in the browser's own clock, which also runs while a phone sleeps.
        let page_loaded_ms = js_sys::Reflect::get(&js_sys::global(), &"performance".into())
            .and_then(|performance| js_sys::Reflect::get(&performance, &"timeOrigin".into()))
            .ok()
            .and_then(|origin| origin.as_f64())
            .unwrap_or_else(js_sys::Date::now);
        let end_ms = page_loaded_ms + left_s as f64 * 1_000.0;
        let handle = StoredValue::new_local(None);
        let tick = move || {
            let now = ((end_ms - js_sys::Date::now()) / 1_000.0).ceil() as i64;
            if left.get_untracked() > 0 && now <= 0 && !regions.is_empty() {
                super::super::refresh(&regions);
            }
            left.set(now.max(0));
            if now <= 0
                && let Some(Some(handle)) = handle.try_get_value()
            {
                leptos::leptos_dom::helpers::IntervalHandle::clear(&handle);
            }
        };
        handle.set_value(set_interval_with_handle(tick, Duration::from_secs(1)).ok());
    }
}
