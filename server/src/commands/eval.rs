//! `orinoco eval`: how good something is, measured on data that the shop does not keep.

use super::import::{seller, tell_problems};
use super::{CommandError, open, print_table};
use crate::cli::{Eval, EvalSearch};
use platform::domain::text_enum::TextEnum as _;
use platform::import::{Format, ImportOptions, Importer, Outcome};
use platform::search::evaluate::{Evaluation, Quality, parse_ratings};
use platform::{Config, PlatformError};
use std::process::ExitCode;

pub async fn run(config: Config, command: Eval) -> Result<ExitCode, CommandError> {
    match command {
        Eval::Search(search) => search_quality(config, search).await,
    }
}

/// Imports the catalogue into a shop of its own, which is gone afterwards, and searches it.
async fn search_quality(config: Config, args: EvalSearch) -> Result<ExitCode, CommandError> {
    let text = std::fs::read_to_string(&args.ratings)
        .map_err(|e| CommandError::Said(format!("{}: {e}", args.ratings.display())))?;
    let judged = parse_ratings(&text)
        .map_err(|problem| CommandError::Said(format!("{}: {problem}", args.ratings.display())))?;
    if judged.is_empty() {
        return Err(CommandError::Said(format!(
            "{}: no search has a useful product",
            args.ratings.display()
        )));
    }
    let dir = tempfile::tempdir()?;
    let platform = open(Config {
        data_dir: dir.path().to_owned(),
        files_dir: dir.path().to_owned(),
        database_url: None,
        ..config
    })
    .await?;
    let importer = Importer::new(platform.db.clone(), platform.pictures.clone());
    let options = ImportOptions {
        format: Format::parse(&args.format),
        currency: platform.config.currency,
        skip_bad_rows: true,
        ..ImportOptions::new(seller(&platform, None).await?.id)
    };
    eprintln!("Importing {}…", args.catalog.display());
    let report = importer
        .run(&args.catalog, &options, |_| ())
        .await
        .map_err(|error| CommandError::Said(error.to_string()))?;
    tell_problems(&report);
    if report.outcome != Outcome::Imported {
        return Err(CommandError::Said("the catalogue could not be imported".into()));
    }
    eprintln!("Indexing and searching…");
    platform.search.catch_up().await.map_err(PlatformError::from)?;
    let found = platform.search.evaluate(&judged).await.map_err(PlatformError::from)?;
    platform.db.close().await;
    show(&found, args.each);
    Ok(ExitCode::SUCCESS)
}

fn show(found: &Evaluation, each: bool) {
    let figure = |value: f64| format!("{value:.4}");
    let row = |name: &str, q: &Quality| {
        vec![name.to_owned(), figure(q.ndcg_10), figure(q.ndcg_10_judged), figure(q.recall_100)]
    };
    let heads = ["", "nDCG@10", "nDCG@10, judged only", "recall@100"];
    if each {
        let rows =
            found.each.iter().flat_map(|(text, ours, plain)| [row(text, ours), row("  plain BM25", plain)]);
        print_table(&heads, &rows.collect::<Vec<_>>());
        println!();
    }
    let (ours, plain) = (&found.ours, &found.plain);
    let gain = Quality {
        ndcg_10: ours.ndcg_10 - plain.ndcg_10,
        ndcg_10_judged: ours.ndcg_10_judged - plain.ndcg_10_judged,
        recall_100: ours.recall_100 - plain.recall_100,
    };
    print_table(&heads, &[row("plain BM25 over all text", plain), row("Orinoco", ours), row("gain", &gain)]);
    println!(
        "\n{} searches, {} products; a first page with all facets: p50 {:.1} ms, p95 {:.1} ms.",
        found.searches,
        found.products,
        found.p50.as_secs_f64() * 1_000.0,
        found.p95.as_secs_f64() * 1_000.0
    );
}
