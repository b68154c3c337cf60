//! The numbers to hold on two cores, and whether a run held them.

use crate::crowd;
use crate::pages::{PRODUCT_PAGE, SEARCH};
use crate::stats::{Run, Series};
use std::time::Duration;

/// One number to hold.
pub struct Aim {
    what: &'static str,
    aim: &'static str,
    measured: String,
    held: bool,
}

/// Where numbers are held: the most connections that are measured.
const BUSY: usize = 64;
/// Where searches are: each takes a processor for as long as it lasts.
const SEARCHING: usize = 16;

fn run_of(series: &Series, connections: usize) -> Option<&Run> {
    series.runs.iter().find(|run| run.connections == connections)
}

fn busy(series: &Series) -> Option<&Run> {
    run_of(series, BUSY)
}

/// What a run did not measure is not held.
fn measured(value: Option<f64>, unit: &str) -> String {
    value.map_or_else(|| "not measured".into(), |value| format!("{value:.1} {unit}"))
}

fn at_least(what: &'static str, aim: &'static str, value: Option<f64>, least: f64, unit: &str) -> Aim {
    Aim { what, aim, measured: measured(value, unit), held: value.is_some_and(|value| value >= least) }
}

fn below(what: &'static str, aim: &'static str, value: Option<f64>, limit: f64, unit: &str) -> Aim {
    Aim { what, aim, measured: measured(value, unit), held: value.is_some_and(|value| value < limit) }
}

/// The product page beside a bare handler, the same with thousands of offers, and a search that nobody asked before.
pub fn of_pages(bare: &Series, served: &[Series]) -> Vec<Aim> {
    let bound = busy(bare).map(Run::per_second).filter(|bound| *bound > 0.0);
    let named = |name: &str| served.iter().find(|series| series.name == name);
    let run = named(PRODUCT_PAGE).and_then(busy);
    let crowded = named(&crowd::crowded()).and_then(busy).map(|run| run.percentile_ms(99));
    let search = named(SEARCH).and_then(|series| run_of(series, SEARCHING)).map(|run| run.percentile_ms(95));
    let share = run.zip(bound).map(|(run, bound)| run.per_second() / bound * 100.0);
    let slowest = run.map(|run| run.percentile_ms(99));
    vec![
        at_least("product page, of a bare handler", "10 % or more", share, 10.0, "%"),
        below("product page, p99", "below 60 ms", slowest, 60.0, "ms"),
        below("product page with 10,000 offers, p99", "below 60 ms", crowded, 60.0, "ms"),
        below("search with facets, p95 at 16 connections", "below 20 ms", search, 20.0, "ms"),
    ]
}

/// One-click orders with every posting.
pub fn of_orders(orders: &Series) -> Vec<Aim> {
    let run = busy(orders);
    let (a_second, slow) = (run.map(Run::per_second), run.map(|run| run.percentile_ms(95)));
    vec![
        at_least("durable one-click orders", "500 a second or more", a_second, 500.0, "a second"),
        below("durable one-click orders, p95", "below 100 ms", slow, 100.0, "ms"),
    ]
}

/// The program itself: how soon it is open, what it takes while nobody asks, how long the import of a catalogue is.
pub fn of_program(opened: Duration, idle_mib: Option<f64>, imported: Option<Duration>) -> Vec<Aim> {
    let imported = imported.map(|took| took.as_secs_f64());
    vec![
        below("start until open", "below 1 s", Some(opened.as_secs_f64()), 1.0, "s"),
        below("memory, idle", "below 150 MiB", idle_mib, 150.0, "MiB"),
        below("import of the catalogue", "below 30 s", imported, 30.0, "s"),
    ]
}

/// The Markdown table.
pub fn table(aims: &[Aim]) -> String {
    let mut out = String::from("| number | aim | measured | held |\n| --- | --- | ---: | --- |\n");
    for Aim { what, aim, measured, held } in aims {
        let held = if *held { "yes" } else { "no" };
        out.push_str(&format!("| {what} | {aim} | {measured} | {held} |\n"));
    }
    out
}

/// The names of those that were not held.
pub fn missed(aims: &[Aim]) -> Vec<&'static str> {
    aims.iter().filter(|aim| !aim.held).map(|aim| aim.what).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many answers in a second, each after as many milliseconds.
    fn series(answers: usize, ms: u32) -> Series {
        named(PRODUCT_PAGE, answers, ms)
    }

    fn named(name: &str, answers: usize, ms: u32) -> Series {
        let run = |connections, answers: usize| Run {
            connections,
            took: Duration::from_secs(1),
            latencies_us: vec![ms * 1_000; answers],
            failures: 0,
        };
        Series { name: name.into(), runs: vec![run(1, 1), run(SEARCHING, answers), run(BUSY, answers)] }
    }

    /// What a run with such answers of each kind of page misses.
    fn missed_pages(page: Series, crowded_ms: u32, search_ms: u32) -> Vec<&'static str> {
        let crowded = named(&crowd::crowded(), 100, crowded_ms);
        missed(&of_pages(&series(10_000, 1), &[page, crowded, named(SEARCH, 100, search_ms)]))
    }

    #[test]
    fn a_number_is_held_on_its_side_of_the_limit_and_named_when_it_is_missed() {
        let page = |answers, ms| missed_pages(series(answers, ms), 59, 19);
        assert!(page(1_000, 59).is_empty());
        assert_eq!(page(999, 59), ["product page, of a bare handler"]);
        assert_eq!(page(1_000, 60), ["product page, p99"]);
        let held = || series(1_000, 59);
        assert_eq!(missed_pages(held(), 60, 19), ["product page with 10,000 offers, p99"]);
        assert_eq!(missed_pages(held(), 59, 20), ["search with facets, p95 at 16 connections"]);
        assert!(missed(&of_orders(&series(500, 99))).is_empty());
        assert_eq!(missed(&of_orders(&series(499, 100))).len(), 2);
        let second = Duration::from_secs(1);
        assert_eq!(missed(&of_program(second, Some(149.0), Some(second))), ["start until open"]);
        assert!(table(&of_orders(&series(499, 99))).contains("| 499.0 a second | no |"));
    }

    #[test]
    fn what_was_not_measured_is_not_held() {
        let none = Series { name: "x".into(), runs: Vec::new() };
        assert_eq!(missed(&of_orders(&none)).len(), 2);
        assert_eq!(missed(&of_pages(&none, &[])).len(), 4);
        let aims = of_program(Duration::ZERO, None, None);
        assert_eq!(missed(&aims), ["memory, idle", "import of the catalogue"]);
        assert!(table(&aims).contains("| not measured | no |"));
    }
}
