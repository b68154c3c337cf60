//! `orinoco seed` and `serve --demo`: the demo shop and its sign-ins.

use super::{CommandError, open};
use crate::cli::Seed;
use platform::seed::{ACCOUNTS_FILE, Demo};
use platform::{Config, Platform};
use std::process::ExitCode;

pub async fn run(config: Config, args: Seed) -> Result<ExitCode, CommandError> {
    let platform = open(config).await?;
    let demo = platform.seed(args.demo_password.as_deref()).await?;
    tell(&platform, &demo);
    platform.db.close().await;
    Ok(ExitCode::SUCCESS)
}

/// The demo shop for an empty database; nothing for one that holds something.
pub async fn when_empty(platform: &Platform, password: Option<String>) -> Result<(), CommandError> {
    if !platform.is_empty().await? {
        return Ok(());
    }
    println!("The database is empty: making a demo shop.");
    match platform.seed_when_empty(password.as_deref()).await? {
        Some(demo) => tell(platform, &demo),
        None => println!("Another server has begun to make it."),
    }
    Ok(())
}

fn tell(platform: &Platform, demo: &Demo) {
    println!("{} products, {} offers, {} orders. Sign in as:", demo.products, demo.offers, demo.orders);
    let kept = "(set by an earlier run)";
    for account in &demo.accounts {
        println!(
            "  {:<26} {:<24} {}",
            account.email,
            account.password.as_deref().unwrap_or(kept),
            account.what
        );
    }
    println!("Kept in {}.", platform.config.data_dir.join(ACCOUNTS_FILE).display());
}
