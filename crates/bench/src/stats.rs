//! What a run says: how many a second, and how long the slowest took.

use std::time::Duration;

/// One run at one number of connections.
#[derive(Clone, Debug, Default)]
pub struct Run {
    pub connections: usize,
    pub took: Duration,
    /// Of each answer, in microseconds.
    pub latencies_us: Vec<u32>,
    pub failures: usize,
}

impl Run {
    pub fn per_second(&self) -> f64 {
        self.latencies_us.len() as f64 / self.took.as_secs_f64().max(f64::EPSILON)
    }

    /// The latency that `percent` of the answers did not exceed, in milliseconds.
    pub fn percentile_ms(&self, percent: usize) -> f64 {
        let mut sorted = self.latencies_us.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
        sorted.get(at).map_or(0.0, |us| f64::from(*us) / 1_000.0)
    }
}

/// What was measured at each number of connections.
#[derive(Clone, Debug)]
pub struct Series {
    pub name: String,
    pub runs: Vec<Run>,
}

/// The Markdown table of several series; each is compared with the limit at the same number of connections.
pub fn table(unit: &str, limit: &Series, series: &[Series]) -> String {
    let mut out = format!("| what | connections | {unit}/s | p50 ms | p95 ms | p99 ms | of the limit |\n");
    out.push_str("| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    for one in std::iter::once(limit).chain(series) {
        for run in &one.runs {
            let bound =
                limit.runs.iter().find(|l| l.connections == run.connections).map_or(0.0, Run::per_second);
            let share =
                if bound > 0.0 { format!("{:.0} %", run.per_second() / bound * 100.0) } else { "–".into() };
            let failed = if run.failures > 0 { format!(" ({} failed)", run.failures) } else { String::new() };
            out.push_str(&format!(
                "| {} | {} | {:.0}{failed} | {:.1} | {:.1} | {:.1} | {share} |\n",
                one.name,
                run.connections,
                run.per_second(),
                run.percentile_ms(50),
                run.percentile_ms(95),
                run.percentile_ms(99),
            ));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_latency_that_was_measured() {
        let run = Run { latencies_us: (1..=100).map(|n| n * 1_000).collect(), ..Run::default() };
        assert_eq!([run.percentile_ms(50), run.percentile_ms(95), run.percentile_ms(99)], [50.0, 95.0, 99.0]);
        assert_eq!(Run::default().percentile_ms(99), 0.0);
    }
}
