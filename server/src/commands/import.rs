//! `orinoco import`: a catalogue file or folder into the shop, with progress; and back out again.

use super::{CommandError, open, print_table};
use crate::cli::Import;
use indicatif::{ProgressBar, ProgressStyle};
use platform::domain::text_enum::TextEnum as _;
use platform::domain::{Currency, ImportId, Money};
use platform::import::{
    Format, ImportError, ImportOptions, Importer, Left, LeftAlone, Outcome, Phase, Progress, Report,
    left_alone, recent_runs,
};
use platform::search::SearchError;
use platform::sellers::{NewSeller, Seller, SellerError};
use platform::{Config, Platform, PlatformError, sellers};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Findings that are printed; the rest is counted.
const SHOWN: usize = 50;
/// Things that an undo left as they were, of which the same is true.
const LEFT_SHOWN: i64 = 50;

pub async fn run(config: Config, args: Import) -> Result<ExitCode, CommandError> {
    let platform = open(config).await?;
    let importer = Importer::new(platform.db.clone(), platform.pictures.clone());
    let code = match (&args.undo, &args.path) {
        (Some(run), _) => undo(&platform, &importer, run).await?,
        (None, Some(path)) => load(&platform, &importer, path, &args).await?,
        (None, None) => list(&platform).await?,
    };
    let changed = (args.path.is_some() || args.undo.is_some()) && !args.dry_run;
    if changed && code == ExitCode::SUCCESS {
        make_findable(&platform).await?;
    }
    platform.db.close().await;
    Ok(code)
}

async fn load(
    platform: &Platform,
    importer: &Importer,
    path: &Path,
    args: &Import,
) -> Result<ExitCode, CommandError> {
    let (seller, name) = match known_seller(platform, args.seller.as_deref()).await? {
        // A trial makes nobody: it goes on as if the shop's own retail were there.
        None if args.dry_run => (platform.db.new_id(), platform.config.name.clone()),
        None => own_retail(platform).await.map(|seller| (seller.id, seller.name))?,
        Some(seller) => (seller.id, seller.name),
    };
    let currency = platform.config.currency;
    let price = args.price.as_deref().map(|text| price(text, currency)).transpose()?;
    let options = ImportOptions {
        format: Format::parse(&args.format),
        price,
        currency,
        default_quantity: args.stock,
        skip_bad_rows: args.skip_bad_rows,
        dry_run: args.dry_run,
        findings: args.findings.clone(),
        ..ImportOptions::new(seller)
    };
    let (bars, started) = (Bars::default(), Instant::now());
    let report = importer.run(path, &options, |progress| bars.show(progress)).await.map_err(failed)?;
    bars.finish();
    tell_problems(&report);
    tell_where_all_are(&report, args.findings.as_deref());
    tell(&report, &name, started.elapsed());
    Ok(if report.outcome == Outcome::Refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn price(text: &str, currency: Currency) -> Result<Money, CommandError> {
    let price =
        Money::parse_decimal(text, currency).map_err(|e| CommandError::Said(format!("--price: {e}")))?;
    if !price.is_positive() {
        return Err(CommandError::Said("--price: a price is above zero".to_owned()));
    }
    Ok(price)
}

fn failed(error: ImportError) -> CommandError {
    CommandError::Said(error.to_string())
}

/// Whose offers they become: the seller of that slug, else the platform's own retail, which is made when missing.
pub(super) async fn seller(platform: &Platform, slug: Option<&str>) -> Result<Seller, CommandError> {
    match known_seller(platform, slug).await? {
        Some(seller) => Ok(seller),
        None => own_retail(platform).await,
    }
}

/// The same without making anybody: `None` while the platform's own retail is missing.
async fn known_seller(platform: &Platform, slug: Option<&str>) -> Result<Option<Seller>, CommandError> {
    let mut conn = platform.db.read().await.map_err(PlatformError::from)?;
    let Some(slug) = slug else {
        return Ok(sellers::platform_seller(&mut conn).await.map_err(PlatformError::from)?);
    };
    let found = sellers::by_slug(&mut conn, slug).await.map_err(PlatformError::from)?;
    let missing = || CommandError::Said(format!("no seller `{slug}`; see `orinoco admin sellers`"));
    found.ok_or_else(missing).map(Some)
}

async fn own_retail(platform: &Platform) -> Result<Seller, CommandError> {
    let config = platform.config.clone();
    let new = NewSeller {
        name: config.name.clone(),
        slug: None,
        country: config.country.clone(),
        region: String::new(),
        currency: config.currency,
        support_email: None,
        shipping: platform::seed::standard_shipping(config.currency),
    };
    let made: Result<Seller, SellerError> = platform
        .db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { sellers::ensure_platform_seller(tx, &new).await })
        })
        .await;
    Ok(made.map_err(PlatformError::from)?)
}

/// The first findings about rows, errors before warnings, and how many more there are.
pub(super) fn tell_problems(report: &Report) {
    for problem in report.problems.iter().take(SHOWN) {
        eprintln!("{}: {problem}", report.file_name);
    }
    let found = report.bad_rows + report.warnings;
    let listed = u64::try_from(report.problems.len().min(SHOWN)).unwrap_or(0);
    if found > listed {
        eprintln!("… and {} more findings", found - listed);
    }
}

/// Where every finding can be read, or how to get them.
fn tell_where_all_are(report: &Report, file: Option<&Path>) {
    match file {
        Some(file) => eprintln!("Every finding is in {}.", file.display()),
        None if report.problems.len() > SHOWN => eprintln!("--findings FILE writes all of them."),
        None => {}
    }
}

fn tell(report: &Report, seller: &str, took: Duration) {
    let good = report.rows - report.bad_rows;
    match report.outcome {
        Outcome::Refused => println!(
            "Nothing was imported: {} of {} rows are bad. Correct them, or import the others with --skip-bad-rows.",
            report.bad_rows, report.rows
        ),
        Outcome::WouldImport => {
            println!("{good} of {} rows would be imported for {}. Nothing was changed.", report.rows, seller);
        }
        Outcome::Imported => {
            println!(
                "{good} of {} rows imported for {} in {:.1} s.",
                report.rows,
                seller,
                took.as_secs_f64()
            );
            let unpriced = report.tally.products_without_price;
            if unpriced > 0 {
                println!(
                    "{unpriced} of them have no price: they are catalogued and not for sale. Give one with --price."
                );
            }
            if let Some(import) = report.import {
                println!("Take it back with: orinoco import --undo {import}");
            }
        }
    }
}

async fn undo(platform: &Platform, importer: &Importer, run: &str) -> Result<ExitCode, CommandError> {
    let id: ImportId = run.parse().map_err(|error| CommandError::Said(format!("{run}: {error}")))?;
    let bars = Bars::default();
    let report = importer.undo(id, |progress| bars.show(progress)).await.map_err(failed)?;
    bars.finish();
    println!(
        "Taken back: {} withdrawn, {} as before, {} left as they were.",
        report.withdrawn, report.restored, report.left_alone
    );
    let mut conn = platform.db.read().await.map_err(PlatformError::from)?;
    let (count, left) = left_alone(&mut conn, id, LEFT_SHOWN).await.map_err(PlatformError::from)?;
    for left in &left {
        println!("  {}: {}", left.name, because(left));
    }
    let more = usize::try_from(count).unwrap_or(0).saturating_sub(left.len());
    if more > 0 {
        println!("  and {more} more");
    }
    Ok(ExitCode::SUCCESS)
}

/// Why an undo left something as it was.
fn because(left: &LeftAlone) -> String {
    let sku = left.sku_before.as_deref().unwrap_or_default();
    match left.why {
        Left::Changed => "somebody changed it since".to_owned(),
        Left::Rest => "somebody changed it since: only its brand and category are as before".to_owned(),
        Left::Sold => "somebody sells it".to_owned(),
        Left::SkuTaken => format!("its earlier number {sku} belongs to another offer now"),
        Left::Offered => "another offer is on the product that it was of".to_owned(),
        Left::VariantTaken => "another product is that variant now".to_owned(),
        Left::OptionsDiffer => "the variants beside which it stood have other options now".to_owned(),
    }
}

async fn list(platform: &Platform) -> Result<ExitCode, CommandError> {
    let mut conn = platform.db.read().await.map_err(PlatformError::from)?;
    let runs = recent_runs(&mut conn, 20).await.map_err(PlatformError::from)?;
    if runs.is_empty() {
        println!("Nothing was imported yet: orinoco import <file or folder>");
        return Ok(ExitCode::SUCCESS);
    }
    let rows: Vec<Vec<String>> = runs
        .into_iter()
        .map(|run| vec![run.id.to_string(), run.format.to_string(), run.file_name, run.state.to_string()])
        .collect();
    print_table(&["import", "format", "file", "state"], &rows);
    Ok(ExitCode::SUCCESS)
}

/// Feeds the search index here, unless a running server does it already.
async fn make_findable(platform: &Platform) -> Result<(), CommandError> {
    let started = Instant::now();
    match platform.search.catch_up().await {
        Ok(()) => {
            println!("Everything can be found after another {:.1} s.", started.elapsed().as_secs_f64());
            Ok(())
        }
        Err(SearchError::WriterBusy) => {
            println!("The running server puts it into its search index.");
            Ok(())
        }
        Err(error) => Err(PlatformError::from(error).into()),
    }
}

/// One bar for each phase.
#[derive(Default)]
struct Bars(Mutex<Option<(Phase, ProgressBar)>>);

impl Bars {
    fn show(&self, progress: Progress) {
        let Ok(mut current) = self.0.lock() else { return };
        if current.as_ref().is_none_or(|(phase, _)| *phase != progress.phase) {
            if let Some((_, bar)) = current.take() {
                bar.finish();
            }
            *current = Some((progress.phase, bar(progress.phase)));
        }
        if let Some((_, bar)) = current.as_ref() {
            bar.set_length(progress.total);
            bar.set_position(progress.done);
        }
    }

    fn finish(&self) {
        if let Ok(mut current) = self.0.lock()
            && let Some((_, bar)) = current.take()
        {
            bar.finish();
        }
    }
}

fn bar(phase: Phase) -> ProgressBar {
    let style =
        ProgressStyle::with_template(&template(phase)).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(0).with_style(style)
}

fn template(phase: Phase) -> String {
    let (words, counts) = match phase {
        Phase::Checking => ("checking", "{bytes}/{total_bytes}"),
        Phase::Loading => ("loading ", "{pos}/{len} rows, {per_sec}"),
        Phase::Undoing => ("undoing ", "{pos}/{len} changes"),
    };
    format!("{words} {{wide_bar}} {counts}, {{eta}} left")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_phase_has_a_bar_of_its_own_that_can_be_drawn() {
        for phase in [Phase::Checking, Phase::Loading, Phase::Undoing] {
            let style = ProgressStyle::with_template(&template(phase));
            assert!(style.is_ok(), "{phase:?}: {:?}", style.err());
        }
    }
}
