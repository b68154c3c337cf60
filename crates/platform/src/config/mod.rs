//! Settings: defaults, then `orinoco.toml`, then the environment, then flags. Read once at start; every value
//! knows where it came from, and an unknown key is an error that names the one that was probably meant.

mod currencies;
mod fees;
mod layers;
mod settings;
mod taxes;

pub use currencies::CurrencyConfig;
pub use layers::{Given, Layers, Source, shown};
pub use settings::{Kind, SETTINGS, Setting};

use domain::format::Locale;
use domain::processing::ProcessingFee;
use domain::tax::TaxRate;
use domain::text_enum::TextEnum as _;
use domain::{Currency, DurationUs, Money};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The file that is looked for in the data directory.
pub const FILE_NAME: &str = "orinoco.toml";

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ConfigError {
    #[error("{path} cannot be read: {reason}")]
    File { path: PathBuf, reason: String },
    #[error("`{key}` in {source_name} is not a setting{}", meant.as_ref().map(|m| format!("; did you mean `{m}`?")).unwrap_or_default())]
    UnknownKey { key: String, source_name: String, meant: Option<String> },
    #[error("`{key}` (from {source_name}): {problem}")]
    BadValue { key: String, source_name: String, problem: String },
}

/// A text that must not reach logs: it prints as dots.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("•••")
    }
}

/// Where mails go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailConfig {
    /// `None`: as files in `<files_dir>/mail`.
    pub smtp_url: Option<Secret>,
    /// "Orinoco <orders@example.com>".
    pub from: String,
}

/// How the log looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogConfig {
    pub json: bool,
    /// A filter of tracing-subscriber.
    pub level: String,
}

/// What one visitor may ask of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    pub body_bytes: usize,
    pub request_seconds: u64,
    pub sign_in_per_minute: u32,
    pub sign_ups_per_hour: u32,
    pub writes_per_minute: u32,
    /// For each key of the API.
    pub api_per_minute: u32,
}

/// How what visitors do is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActivityConfig {
    /// A visitor who has not said anything counts as one who agreed.
    pub consent_assumed: bool,
    pub retention: DurationUs,
}

/// All settings, parsed.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// This server's own: the embedded database and the search index.
    pub data_dir: PathBuf,
    /// Everybody's: pictures, uploads and mails as files. Several servers on one database share it.
    pub files_dir: PathBuf,
    pub database_url: Option<Secret>,
    pub database_connections: u32,
    pub listen: SocketAddr,
    /// Scheme, host and port without a slash at the end; `None` until the server knows its port.
    pub public_url: Option<String>,
    pub name: String,
    pub currency: Currency,
    pub currencies: CurrencyConfig,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// Of people who have not chosen a language.
    pub locale: Locale,
    /// `None`: whatever the database holds already, at first the general rates.
    pub tax_rates: Option<Vec<TaxRate>>,
    /// A new account begins with a link in a mail.
    pub confirm_sign_up: bool,
    pub one_click_window: DurationUs,
    /// How often the card processor is asked for news of disputes.
    pub disputes_every: std::time::Duration,
    /// Webhooks may go to this machine and its network, without TLS: to try them out.
    pub webhooks_local: bool,
    /// For each seller's part that is wrapped as a present; `None`: nobody wraps.
    pub gift_wrap: Option<Money>,
    /// The smallest payout in hundredths; see `domain::payout::minimum`.
    pub payout_minimum_hundredths: i64,
    /// What the embedded processor keeps of every capture.
    pub processing_fee: ProcessingFee,
    /// 0: product pages do not say how long something can be returned. How long that is, categories and sellers say.
    pub return_days: i64,
    pub mail: MailConfig,
    pub activity: ActivityConfig,
    pub log: LogConfig,
    pub demo: bool,
    /// Search engines may list the shop.
    pub engines_allowed: bool,
    pub metrics_token: Option<Secret>,
    pub proxy_trusted: bool,
    pub limits: Limits,
}

/// What the command line says about settings.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--config`: read instead of `<data_dir>/orinoco.toml`, and must exist.
    pub config: Option<PathBuf>,
    /// Flag as written, key, value: `("--listen", "listen", "0.0.0.0:80")`.
    pub settings: Vec<(String, String, String)>,
}

impl Config {
    /// Reads all layers. `environment` is `std::env::vars()` outside tests.
    ///
    /// # Errors
    /// [`ConfigError`] names the key, where it was set, and what would be right.
    pub fn load(
        flags: &Flags,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<(Self, Layers), ConfigError> {
        let environment: Vec<(String, String)> = environment.collect();
        // The file lies in the data directory, which the environment or a flag may name.
        let mut early = Layers::default();
        early.environment(environment.iter().cloned())?;
        early.flags(flags)?;
        let named = environment.iter().find(|(name, text)| name == "ORINOCO_CONFIG" && !text.is_empty());
        let explicit = flags.config.clone().or_else(|| named.map(|(_, path)| PathBuf::from(path)));
        let mut layers = Layers::default();
        match explicit {
            Some(path) => layers.read(&path)?,
            None => {
                let path = PathBuf::from(early.text("data_dir").unwrap_or_default()).join(FILE_NAME);
                if path.is_file() {
                    layers.read(&path)?;
                }
            }
        }
        layers.environment(environment.into_iter())?;
        layers.flags(flags)?;
        Ok((Self::from_layers(&layers)?, layers))
    }

    /// The defaults with everything in `data_dir`; a starting point for tests.
    ///
    /// # Errors
    /// None in practice: the defaults are valid.
    pub fn in_dir(data_dir: &Path) -> Result<Self, ConfigError> {
        let mut layers = Layers::default();
        layers.flag("--data-dir", "data_dir", &data_dir.to_string_lossy())?;
        layers.flag("--listen", "listen", "127.0.0.1:0")?;
        Self::from_layers(&layers)
    }

    fn from_layers(layers: &Layers) -> Result<Self, ConfigError> {
        let text = |key| layers.text(key).unwrap_or_default();
        let listen = text("listen").parse().map_err(|_| {
            layers.bad("listen", "must be an address and a port, such as 127.0.0.1:3000 or [::]:80")
        })?;
        let currency =
            Currency::parse(&text("currency")).map_err(|error| layers.bad("currency", error.to_string()))?;
        let database_url = layers.text("database.url");
        if database_url
            .as_ref()
            .is_some_and(|u| !u.starts_with("postgres://") && !u.starts_with("postgresql://"))
        {
            return Err(layers.bad("database.url", "must begin with postgres:// (or be left out for SQLite)"));
        }
        let country = text("country");
        if country.len() != 2 || !country.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(layers.bad("country", "must be two capital letters, such as US"));
        }
        let public_url = public_url(layers)?;
        Ok(Self {
            data_dir: PathBuf::from(text("data_dir")),
            files_dir: PathBuf::from(layers.text("files.dir").unwrap_or_else(|| text("data_dir"))),
            database_url: database_url.map(Secret::new),
            database_connections: u32::try_from(layers.whole("database.connections")).unwrap_or(16),
            listen,
            mail: mail(layers, public_url.as_deref(), &text("name"))?,
            public_url,
            name: text("name"),
            currency,
            currencies: currencies::parse(layers)?,
            country,
            locale: Locale::parse(&text("locale")).unwrap_or(Locale::En),
            tax_rates: taxes::parse(layers)?,
            confirm_sign_up: match text("accounts.confirm_by_mail").as_str() {
                "yes" => true,
                "no" => false,
                _ => !layers.yes("demo"),
            },
            one_click_window: DurationUs::from_mins(layers.whole("one_click.minutes")),
            disputes_every: std::time::Duration::from_secs(layers.whole("disputes.seconds").unsigned_abs()),
            webhooks_local: layers.yes("webhooks.local"),
            activity: ActivityConfig {
                consent_assumed: text("activity.consent") == "assumed",
                retention: DurationUs::from_days(layers.whole("activity.days")),
            },
            gift_wrap: Some(Money::new(layers.whole("gift.wrap_minor"), currency))
                .filter(|fee| !fee.is_zero()),
            payout_minimum_hundredths: layers.whole("payouts.minimum_hundredths"),
            processing_fee: fees::parse(layers)?,
            return_days: layers.whole("returns.days"),
            log: LogConfig { json: text("log.format") == "json", level: text("log.level") },
            demo: layers.yes("demo"),
            engines_allowed: layers.yes("engines.allowed"),
            metrics_token: layers.text("metrics.token").map(Secret::new),
            proxy_trusted: layers.yes("proxy.trusted"),
            limits: Limits {
                body_bytes: usize::try_from(layers.whole("limits.body_kb")).unwrap_or(512) * 1024,
                request_seconds: layers.whole("limits.request_seconds").unsigned_abs(),
                sign_in_per_minute: u32::try_from(layers.whole("limits.sign_in_per_minute")).unwrap_or(20),
                sign_ups_per_hour: u32::try_from(layers.whole("limits.sign_ups_per_hour")).unwrap_or(50),
                writes_per_minute: u32::try_from(layers.whole("limits.writes_per_minute")).unwrap_or(600),
                api_per_minute: u32::try_from(layers.whole("limits.api_per_minute")).unwrap_or(600),
            },
        })
    }

    /// Where people reach the shop: the setting, or the address that is listened on.
    pub fn site_url(&self) -> String {
        let at = match (self.listen.ip().is_unspecified(), self.listen.port()) {
            (true, port) => format!("localhost:{port}"),
            (false, _) => self.listen.to_string(),
        };
        self.public_url.clone().unwrap_or_else(|| format!("http://{at}"))
    }

    /// Whether people come over TLS: cookies are then `Secure` and the browser told to stay on TLS.
    pub fn on_tls(&self) -> bool {
        self.public_url.as_ref().is_some_and(|u| u.starts_with("https://"))
    }

    /// What `crates/db` wants to know.
    pub fn db(&self) -> db::DbConfig {
        db::DbConfig {
            url: self.database_url.as_ref().map(|u| u.reveal().to_owned()),
            data_dir: self.data_dir.clone(),
            connections: self.database_connections,
        }
    }
}

impl Layers {
    fn read(&mut self, path: &Path) -> Result<(), ConfigError> {
        let text = std::fs::read_to_string(path)
            .map_err(|e| ConfigError::File { path: path.into(), reason: e.to_string() })?;
        self.file(path, &text)
    }

    fn flags(&mut self, flags: &Flags) -> Result<(), ConfigError> {
        flags.settings.iter().try_for_each(|(flag, key, text)| self.flag(flag, key, text))
    }

    /// The table of `orinoco admin settings`: key, value now (dots for a secret), where from, help.
    pub fn overview(&self) -> Vec<[String; 4]> {
        let row = |setting: &Setting| {
            let given = self.get(setting.key);
            let value = match &given {
                None => "(not set)".to_owned(),
                Some(_) if setting.secret => "•••".to_owned(),
                Some(given) => shown(&given.value),
            };
            let source = given.map_or(Source::Default, |g| g.source);
            [setting.key.to_owned(), value, source.to_string(), setting.help.to_owned()]
        };
        SETTINGS.iter().map(row).collect()
    }
}

fn public_url(layers: &Layers) -> Result<Option<String>, ConfigError> {
    let Some(url) = layers.text("public_url") else { return Ok(None) };
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let host = host.map(|h| h.strip_suffix('/').unwrap_or(h));
    let valid = |h: &str| !h.is_empty() && !h.contains(['/', '?', '#', '@', ' ']);
    if !host.is_some_and(valid) {
        return Err(layers.bad("public_url", "must be like https://shop.example.com, without a path"));
    }
    Ok(Some(url.strip_suffix('/').unwrap_or(&url).to_owned()))
}

fn mail(layers: &Layers, public_url: Option<&str>, name: &str) -> Result<MailConfig, ConfigError> {
    let smtp_url = layers.text("mail.smtp_url").map(Secret::new);
    let wants_smtp = layers.text("mail.transport").as_deref() == Some("smtp");
    if wants_smtp && smtp_url.is_none() {
        return Err(layers.bad("mail.transport", "smtp also needs mail.smtp_url"));
    }
    let host = public_url.and_then(|u| u.split_once("://")).map_or("orinoco.example", |(_, host)| host);
    let host = host.split(':').next().unwrap_or(host);
    let from = layers.text("mail.from").unwrap_or_else(|| format!("{name} <orders@{host}>"));
    Ok(MailConfig { smtp_url: smtp_url.filter(|_| wants_smtp), from })
}
