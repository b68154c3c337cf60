//! `orinoco export`: a seller's catalogue out of the shop, in a format that comes in again.

use super::import::seller;
use super::{CommandError, open};
use crate::cli::Export;
use platform::domain::text_enum::TextEnum as _;
use platform::import::Format;
use platform::import::export::{self, ExportError, ExportOptions, Exported, PictureNames};
use platform::{Config, Platform, PlatformError};
use std::io::BufWriter;
use std::path::Path;
use std::process::ExitCode;

pub async fn run(config: Config, args: Export) -> Result<ExitCode, CommandError> {
    let site = config.site_url();
    let platform = open(config).await?;
    let seller = seller(&platform, args.seller.as_deref()).await?;
    let folder = args.path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let pictures = match args.picture_urls {
        true => PictureNames::Addresses(site),
        false => PictureNames::Files(folder.to_owned()),
    };
    let currency = platform.config.currency;
    let options = ExportOptions { seller: seller.id, currency, pictures, costs: true };
    let done = write(&platform, &args, &options).await?;
    println!(
        "{} products of {} with {} offers and {} pictures are in {}.",
        done.products,
        seller.name,
        done.offers,
        done.pictures,
        args.path.display()
    );
    if done.left_out > 0 {
        println!(
            "{} offers are left out: used articles, other currencies, what was withdrawn or is not on sale, and what the format \
             has no place for.",
            done.left_out
        );
    }
    platform.db.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Writes beside the file and puts it in place when it is whole: an export that stops half-way leaves the earlier one.
async fn write(
    platform: &Platform,
    args: &Export,
    options: &ExportOptions,
) -> Result<Exported, CommandError> {
    let mut partial = args.path.clone().into_os_string();
    partial.push(".part");
    let at = |error: std::io::Error| CommandError::Said(format!("{}: {error}", args.path.display()));
    let file = std::fs::File::create(&partial).map_err(at)?;
    let Some(format) = Format::parse(&args.format) else {
        return Err(CommandError::Said(format!("there is no format `{}`", args.format)));
    };
    let export = export::Export::new(platform.db.clone(), platform.pictures.clone(), format, options.clone());
    let written = export.write(BufWriter::new(&file)).await;
    let done = written.map_err(|error| match error {
        ExportError::Db(error) => PlatformError::from(error).into(),
        other => CommandError::Said(other.to_string()),
    })?;
    file.sync_all().map_err(at)?;
    std::fs::rename(&partial, &args.path).map_err(at)?;
    Ok(done)
}
