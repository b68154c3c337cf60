//! What the command line's words do. Each command says what it does and fails with the reason and the way out.

mod admin;
mod check;
mod import;
mod seed;
mod serve;

use crate::cli::{Cli, Command};
use crate::log;
use platform::db::SystemClock;
use platform::{Config, ConfigError, Platform, PlatformError};
use std::process::ExitCode;
use std::sync::Arc;

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    #[error("{0}")]
    Config(#[from] ConfigError),
    #[error("{0}")]
    Platform(#[from] PlatformError),
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Said(String),
}

/// Runs one command line.
///
/// # Errors
/// The reason, for a person.
pub async fn run(cli: Cli) -> Result<ExitCode, CommandError> {
    let (config, layers) = Config::load(&cli.settings.flags(), std::env::vars())?;
    log::start(&config.log).map_err(CommandError::Said)?;
    match cli.command.unwrap_or(Command::Serve(Default::default())) {
        Command::Serve(serve) => serve::run(config, serve).await,
        Command::Import(import) => import::run(config, import).await,
        Command::Seed(seed) => seed::run(config, seed).await,
        Command::Check => check::run(config).await,
        Command::Migrate => migrate(config).await,
        Command::Admin(command) => admin::run(config, &layers, command).await,
    }
}

/// The platform as this installation's settings make it.
async fn open(config: Config) -> Result<Platform, CommandError> {
    Ok(Platform::open(config, Arc::new(SystemClock)).await?)
}

async fn migrate(config: Config) -> Result<ExitCode, CommandError> {
    let db =
        platform::db::Db::connect(&config.db(), Arc::new(SystemClock)).await.map_err(PlatformError::from)?;
    println!("The tables of the {} database are up to date.", db.engine());
    db.close().await;
    Ok(ExitCode::SUCCESS)
}

/// A table for people: columns as wide as their contents.
fn print_table(heads: &[&str], rows: &[Vec<String>]) {
    let width = |at: usize| {
        let cells = rows.iter().map(|row| row.get(at).map_or(0, |cell| cell.chars().count()));
        cells.chain([heads[at].len()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let padded: Vec<String> =
            cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}", width = *width)).collect();
        println!("{}", padded.join("  ").trim_end());
    };
    line(heads.to_vec());
    for row in rows {
        line(row.iter().map(String::as_str).collect());
    }
}
