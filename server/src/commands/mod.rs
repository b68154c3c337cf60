//! What the command line's words do. Each command says what it does and fails with the reason and the way out.

mod admin;
mod check;
mod eval;
mod export;
mod import;
mod kit;
mod seed;
mod serve;

use crate::cli::{Cli, Command};
use crate::log;
use platform::config::Source;
use platform::db::SystemClock;
use platform::{Config, ConfigError, Platform, PlatformError};
use std::io::Write as _;
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
    let (mut config, layers) = Config::load(&cli.flags(), std::env::vars())?;
    let command = cli.command.unwrap_or(Command::Serve(Default::default()));
    let chosen = layers.get("log.level").is_some_and(|given| given.source != Source::Default);
    if !matches!(command, Command::Serve(_)) && !chosen {
        // A command tells what it does by itself; the log is for what goes wrong.
        config.log.level = "warn".to_owned();
    }
    log::start(&config.log).map_err(CommandError::Said)?;
    match command {
        Command::Serve(serve) => serve::run(config, serve).await,
        Command::Import(import) => import::run(config, import).await,
        Command::Export(export) => export::run(config, export).await,
        Command::Kit(command) => kit::run(config, command).await,
        Command::Seed(seed) => seed::run(config, seed).await,
        Command::Check => check::run(config).await,
        Command::Eval(command) => eval::run(config, command).await,
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

/// Prints many lines; a reader that closes the pipe early, as `head` does, has seen what it wanted.
fn say(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// A table for people: columns as wide as their contents.
fn print_table(heads: &[&str], rows: &[Vec<String>]) {
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    let all: Vec<&Vec<String>> = std::iter::once(&heads).chain(rows).collect();
    let width = |at: usize| all.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..heads.len()).map(|at| width(at).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in all {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}", width = *width));
        let line = cells.collect::<Vec<_>>().join("  ");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    say(&text);
}
