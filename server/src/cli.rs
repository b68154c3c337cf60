//! The command line. Owns its words; what they do is in `commands`.

use clap::{Args, Parser, Subcommand};
use platform::Flags;
use std::path::PathBuf;

/// An open, self-hosted commerce platform: one program, one file of data.
#[derive(Debug, Parser)]
#[command(name = "orinoco", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    pub settings: SettingFlags,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Settings that are given on the command line; they win over the environment and the file.
#[derive(Debug, Default, Clone, Args)]
pub struct SettingFlags {
    /// Reads the settings from this file instead of <data-dir>/orinoco.toml
    #[arg(long, global = true, value_name = "FILE", help_heading = "Settings")]
    pub config: Option<PathBuf>,
    /// Where the shop's data lives [default: ./orinoco-data]
    #[arg(long, global = true, value_name = "DIR", help_heading = "Settings")]
    pub data_dir: Option<String>,
    /// postgres://… instead of the embedded database
    #[arg(long, global = true, value_name = "URL", help_heading = "Settings")]
    pub database_url: Option<String>,
    /// Address and port to serve on [default: 127.0.0.1:3000]
    #[arg(long, global = true, value_name = "ADDRESS", help_heading = "Settings")]
    pub listen: Option<String>,
    /// How people reach the shop, such as https://shop.example.com
    #[arg(long, global = true, value_name = "URL", help_heading = "Settings")]
    pub public_url: Option<String>,
    /// pretty or json
    #[arg(long, global = true, value_name = "FORMAT", help_heading = "Settings")]
    pub log_format: Option<String>,
    /// Any setting by its key, as listed by `orinoco admin settings`
    #[arg(long = "set", global = true, value_name = "KEY=VALUE", help_heading = "Settings", value_parser = pair)]
    pub set: Vec<(String, String)>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) => Ok((key.trim().to_owned(), value.to_owned())),
        None => Err("write it as key=value".to_owned()),
    }
}

impl Cli {
    /// Every flag that is a setting, `serve --demo` among them.
    pub fn flags(&self) -> Flags {
        let mut flags = self.settings.flags();
        if matches!(&self.command, Some(Command::Serve(Serve { demo: true, .. }))) {
            flags.settings.push(("--demo".to_owned(), "demo".to_owned(), "true".to_owned()));
        }
        flags
    }
}

impl SettingFlags {
    /// As the layers of settings want them.
    pub fn flags(&self) -> Flags {
        let named = [
            ("--data-dir", "data_dir", &self.data_dir),
            ("--database-url", "database.url", &self.database_url),
            ("--listen", "listen", &self.listen),
            ("--public-url", "public_url", &self.public_url),
            ("--log-format", "log.format", &self.log_format),
        ];
        let named = named
            .into_iter()
            .filter_map(|(flag, key, value)| Some((flag.to_owned(), key.to_owned(), value.clone()?)));
        let set = self.set.iter().map(|(key, value)| ("--set".to_owned(), key.clone(), value.clone()));
        Flags { config: self.config.clone(), settings: named.chain(set).collect() }
    }
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the shop (what happens without a command, too)
    Serve(Serve),
    /// Reads a catalogue into the shop
    Import(Import),
    /// Writes a seller's catalogue into a file that can be imported again
    Export(Export),
    /// Opens a market with the categories, rules and pages of a starter kit
    #[command(subcommand)]
    Kit(Kit),
    /// Makes a demo shop: sellers, products, people
    Seed(Seed),
    /// Proves from the raw rows that nothing is lost; names the rule and the row that is wrong
    Check,
    /// Measures how good something is
    #[command(subcommand)]
    Eval(Eval),
    /// Brings the database's tables up to date and ends
    Migrate,
    /// What the operator does from a shell
    #[command(subcommand)]
    Admin(Admin),
}

#[derive(Debug, Default, Args)]
pub struct Serve {
    /// Makes a demo shop first when the database is empty
    #[arg(long)]
    pub demo: bool,
    /// Password of all demo accounts; random ones otherwise
    #[arg(long, value_name = "PASSWORD")]
    pub demo_password: Option<String>,
}

#[derive(Debug, Args)]
pub struct Import {
    /// The catalogue's file or folder; without one, the latest imports are listed
    pub path: Option<PathBuf>,
    /// How the file is written
    #[arg(long, default_value = "auto", value_parser = ["auto", "icecat", "shopify", "bestbuy", "books"])]
    pub format: String,
    /// Slug of the seller whose offers these become; the platform's own retail otherwise
    #[arg(long, value_name = "SLUG")]
    pub seller: Option<String>,
    /// Checks everything and changes nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Imports the good rows even though some are bad
    #[arg(long)]
    pub skip_bad_rows: bool,
    /// Pieces that a new offer gets when the file does not say
    #[arg(long, value_name = "PIECES", default_value_t = 25)]
    pub stock: i64,
    /// Price of rows without one, in the shop's currency; they are only catalogued otherwise
    #[arg(long, value_name = "AMOUNT")]
    pub price: Option<String>,
    /// Writes every finding into this CSV file; the screen shows the first fifty
    #[arg(long, value_name = "FILE")]
    pub findings: Option<PathBuf>,
    /// Takes back an earlier import
    #[arg(long, value_name = "IMPORT", conflicts_with_all = ["path", "dry_run", "findings"])]
    pub undo: Option<String>,
}

#[derive(Debug, Args)]
pub struct Export {
    /// The file to write; pictures go into the folder `pictures` beside it
    pub path: PathBuf,
    /// How the file is written
    #[arg(long, default_value = "shopify", value_parser = ["shopify", "icecat", "bestbuy", "books"])]
    pub format: String,
    /// Slug of the seller whose offers are taken out; the platform's own retail otherwise
    #[arg(long, value_name = "SLUG")]
    pub seller: Option<String>,
    /// Names pictures by their addresses in this shop and writes none: what other platforms can fetch
    #[arg(long)]
    pub picture_urls: bool,
}

#[derive(Debug, Subcommand)]
pub enum Kit {
    /// Lists the kits, and how much of each this shop has
    List,
    /// Shows everything that a kit would add, and changes nothing
    Preview(KitChoice),
    /// Adds what a kit has and this shop has not
    Apply(ApplyKit),
}

#[derive(Debug, Args)]
pub struct KitChoice {
    /// The kit, as `kit list` names it
    #[arg(value_parser = ["bookshop", "grocer", "fashion", "electronics"])]
    pub name: String,
    /// Language of the categories; the shop's own otherwise
    #[arg(long, value_parser = ["en", "es", "ar"])]
    pub language: Option<String>,
}

#[derive(Debug, Args)]
pub struct ApplyKit {
    #[command(flatten)]
    pub choice: KitChoice,
    /// The operator in whose name it is added
    #[arg(long, value_name = "EMAIL")]
    pub by: String,
}

#[derive(Debug, Subcommand)]
pub enum Eval {
    /// Ranking of the search, by people's judgments, beside plain BM25 on the same products
    Search(EvalSearch),
}

#[derive(Debug, Args)]
pub struct EvalSearch {
    /// The catalogue's file or folder; it is imported into a shop of its own, which is gone afterwards
    #[arg(long, value_name = "PATH")]
    pub catalog: PathBuf,
    /// A CSV of query,docid,rating: docid as in the catalogue, rating 0 (useless) to 3
    #[arg(long, value_name = "FILE")]
    pub ratings: PathBuf,
    /// How the catalogue is written
    #[arg(long, default_value = "auto", value_parser = ["auto", "icecat", "shopify", "bestbuy", "books"])]
    pub format: String,
    /// Shows every search, too
    #[arg(long)]
    pub each: bool,
}

#[derive(Debug, Default, Args)]
pub struct Seed {
    /// Password of all demo accounts; random ones otherwise
    #[arg(long, value_name = "PASSWORD")]
    pub demo_password: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Lists every setting with its value, where it comes from, and what it does
    Settings,
    /// Lets an account work for the platform, or gives it another role there
    MakeOperator {
        email: String,
        /// administrator (may do everything), finance, catalogue, support or technical
        #[arg(long, default_value = "administrator")]
        role: String,
        /// Takes every right away instead
        #[arg(long)]
        revoke: bool,
    },
    /// Makes an account; asks for a password on standard input, or makes one up
    CreateAccount {
        email: String,
        #[arg(long)]
        name: String,
        /// As an administrator of the platform
        #[arg(long)]
        operator: bool,
        /// Reads the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// Makes a seller
    CreateSeller {
        name: String,
        #[arg(long, value_name = "EMAIL")]
        owner: String,
        #[arg(long, value_name = "CODE")]
        country: Option<String>,
    },
    /// Gives an account a seat at a seller's desk
    AddStaff {
        /// Slug of the seller
        seller: String,
        email: String,
        /// As owner, who may also add others
        #[arg(long)]
        owner: bool,
    },
    /// Lists the sellers
    Sellers,
    /// Lists failed jobs
    DeadJobs,
    /// Gives failed jobs all their attempts again
    ReplayJobs {
        /// One job; all of them otherwise
        job: Option<String>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn serving_is_what_happens_without_a_command() {
        let cli =
            Cli::try_parse_from(["orinoco", "--listen", "127.0.0.1:0", "--set", "log.level=debug"]).unwrap();
        assert!(cli.command.is_none());
        let flags = cli.settings.flags();
        assert_eq!(flags.settings.len(), 2);
        assert_eq!(flags.settings[1].1, "log.level");
    }
}
