//! `orinoco check`: proves that nothing is lost, or names the row that says otherwise.

use super::{CommandError, open};
use platform::{Config, PlatformError};
use std::process::ExitCode;

pub async fn run(config: Config) -> Result<ExitCode, CommandError> {
    let platform = open(config).await?;
    let checked = platform.check().await?;
    let mut broken = 0;
    for capability in &checked {
        match capability.broken.len() {
            0 => println!("{}: every rule holds", capability.capability),
            count => println!("{}: {count} rows break a rule", capability.capability),
        }
        for row in &capability.broken {
            println!("  {}: {}: {}", row.row, row.rule, row.detail);
            broken += 1;
        }
    }
    let dead = platform.db.read().await.map_err(PlatformError::from)?.dead_jobs(1_000).await;
    let dead = dead.map_err(PlatformError::from)?;
    if !dead.is_empty() {
        println!("jobs: {} failed for good; see `orinoco admin dead-jobs`", dead.len());
    }
    platform.db.close().await;
    if broken == 0 {
        println!("Nothing is lost.");
        return Ok(ExitCode::SUCCESS);
    }
    println!("{broken} rows are wrong.");
    Ok(ExitCode::FAILURE)
}
