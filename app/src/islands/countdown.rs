//! Time running out: until the cut-off of a delivery promise, until an order can no longer be undone.
use leptos::prelude::*;

/// Counts down from `left_s` seconds at the time the page was made; the browser's clock is never compared with the
/// server's. Afterwards it shows `over` and refreshes `regions`.
#[island(lazy)]
pub fn Countdown(
    left_s: i64,
    /// With `{h}` and `{m}`: "{h} h {m} min".
    #[prop(into)]
    hours: String,
    /// With `{m}` and `{s}`: "{m} min {s} s".
    #[prop(into)]
    minutes: String,
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
            {move || words(left.get(), &hours, &minutes, &over)}
        </span>
    }
}

fn words(left_s: i64, hours: &str, minutes: &str, over: &str) -> String {
    if left_s <= 0 {
        return over.to_owned();
    }
    if left_s >= 3_600 {
        return hours
            .replace("{h}", &(left_s / 3_600).to_string())
            .replace("{m}", &(left_s / 60 % 60).to_string());
    }
    minutes.replace("{m}", &(left_s / 60).to_string()).replace("{s}", &(left_s % 60).to_string())
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

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn time_left_is_said_in_its_two_largest_units() {
        let say = |left_s| words(left_s, "{h} h {m} min", "{m} min {s} s", "over");
        assert_eq!(say(2 * 3_600 + 13 * 60 + 59), "2 h 13 min");
        assert_eq!(say(3_599), "59 min 59 s");
        assert_eq!(say(1), "0 min 1 s");
        assert_eq!(say(0), "over");
        assert_eq!(say(-5), "over");
    }
}
