//! The value that server and app are given: every capability, built from one `Config`.

use crate::categories::CategoryCache;
use crate::popular::PopularCache;
use crate::promotions::PromotionCache;
use crate::switches_kept::SwitchCache;
use crate::withheld::WithheldCache;
use crate::{Config, Cookies};
use activity::Activity;
use buybox::{BuyBox, BuyBoxConfig, BuyBoxError};
use catalog::{CatalogError, Contents};
use db::{Clock, Db, DbError};
use disputes::{DisputeError, Disputes, DisputesConfig};
use fees::{FeeError, Fees, FeesConfig};
use identity::{Identity, IdentityConfig, IdentityError, Personal, Throttle};
use import::{Importer, Uploads};
use listing::ListingConfig;
use mail::{MailError, Mailer};
use messages::{MessageError, Messages, MessagesConfig};
use notify::{Keys, NotifyError, Pusher, WebPusher};
use openings::{OpeningError, Openings, OpeningsConfig};
use orders::{OrderError, Orders, OrdersConfig, ReceiptSettings};
use outgoing::Https;
use outgoing::OutgoingError;
use payments::{PaymentError, Payments};
use payouts::{PayoutError, Payouts, PayoutsConfig};
use pictures::{PictureError, Pictures};
use pricing::Pricing;
use rates::{Ecb, RateSource, Rates, RatesConfig, RatesError};
use reporting::{Reporting, ReportingError};
use returns::{ReturnError, Returns, ReturnsConfig};
use reviews::ReviewsConfig;
use search::{Search, SearchError};
use sellers::{KnownSellers, SellerError};
use std::sync::Arc;
use webhooks::{HttpsSender, WebhookError, Webhooks, WebhooksConfig};

/// What can go wrong while the platform is opened or asked as a whole.
#[derive(Debug, thiserror::Error)]
pub enum PlatformError {
    #[error("{0}")]
    Db(#[from] DbError),
    #[error("{0}")]
    Identity(#[from] IdentityError),
    #[error("{0}")]
    Seller(#[from] SellerError),
    #[error("{0}")]
    Mail(#[from] MailError),
    #[error("{0}")]
    Notify(#[from] NotifyError),
    #[error("{0}")]
    Search(#[from] SearchError),
    #[error("{0}")]
    Picture(#[from] PictureError),
    #[error("{0}")]
    BuyBox(#[from] BuyBoxError),
    #[error("{0}")]
    Catalog(#[from] CatalogError),
    #[error("{0}")]
    Payment(#[from] PaymentError),
    #[error("{0}")]
    Payout(#[from] PayoutError),
    #[error("{0}")]
    Order(#[from] OrderError),
    #[error("{0}")]
    Promotion(#[from] orders::promotions::PromotionError),
    #[error("{0}")]
    Coupon(#[from] orders::coupons::CouponError),
    #[error("{0}")]
    Return(#[from] ReturnError),
    #[error(transparent)]
    Dispute(#[from] DisputeError),
    #[error(transparent)]
    Fee(#[from] FeeError),
    #[error(transparent)]
    Opening(#[from] OpeningError),
    #[error(transparent)]
    Kit(#[from] kits::KitError),
    #[error(transparent)]
    Switch(#[from] switches::SwitchError),
    #[error(transparent)]
    Terms(#[from] terms::TermsError),
    #[error("{0}")]
    Content(#[from] content::ContentError),
    #[error(transparent)]
    Invoice(#[from] invoices::InvoiceError),
    #[error(transparent)]
    Webhook(#[from] WebhookError),
    #[error(transparent)]
    Pricing(#[from] pricing::PricingError),
    #[error(transparent)]
    Outgoing(#[from] OutgoingError),
    #[error("{0}")]
    Inventory(#[from] inventory::InventoryError),
    #[error("{0}")]
    Ledger(#[from] ledger::LedgerError),
    #[error("{0}")]
    Reporting(#[from] ReportingError),
    #[error("{0}")]
    Integration(#[from] integrations::IntegrationError),
    #[error("{0}")]
    Rates(#[from] RatesError),
    #[error("{0}")]
    Review(#[from] reviews::ReviewError),
    #[error("{0}")]
    Message(#[from] MessageError),
    #[error("{what} cannot be used: {reason}")]
    Directory { what: String, reason: String },
    #[error("{0}")]
    Input(String),
}

/// Every capability of one installation; cheap to clone. Capabilities without state of their own are free functions
/// over `db`: `platform::catalog`, `platform::sellers`, `platform::inventory`, `platform::ledger`.
#[derive(Clone)]
pub struct Platform(Arc<Capabilities>);

/// What a [`Platform`] gives; shared, because every page takes it several times.
pub struct Capabilities {
    pub config: Arc<Config>,
    pub db: Db,
    pub cookies: Cookies,
    pub identity: Identity,
    pub personal: Personal,
    pub payments: Payments,
    pub payouts: Payouts,
    pub buybox: BuyBox,
    pub pictures: Pictures,
    pub search: Search,
    pub orders: Orders,
    pub returns: Returns,
    pub disputes: Disputes,
    pub fees: Fees,
    pub openings: Openings,
    pub webhooks: Webhooks,
    pub pricing: Pricing,
    /// What mails about listings say; the commands are free functions.
    pub listing: ListingConfig,
    /// What mails about what buyers say of sellers say; the commands are free functions.
    pub reviews: ReviewsConfig,
    pub messages: Messages,
    pub rates: Rates,
    pub imports: Uploads,
    pub reporting: Reporting,
    pub activity: Activity,
    pub mailer: Arc<dyn Mailer>,
    /// The shop's key for messages to devices.
    pub notify_keys: Keys,
    pub pusher: Arc<dyn Pusher>,
    pub contents: Contents,
    pub known_sellers: KnownSellers,
    pub(crate) category_cache: CategoryCache,
    pub(crate) promotion_cache: PromotionCache,
    pub(crate) withheld_cache: WithheldCache,
    pub(crate) popular_cache: PopularCache,
    pub(crate) switch_cache: SwitchCache,
}

impl std::ops::Deref for Platform {
    type Target = Capabilities;
    fn deref(&self) -> &Capabilities {
        &self.0
    }
}

impl Platform {
    /// Opens the data directory and the database, brings the tables up to date, and builds every capability. Starts
    /// no worker.
    ///
    /// # Errors
    /// With the reason, in words for the person who started the server.
    pub async fn open(config: Config, clock: Arc<dyn Clock>) -> Result<Self, PlatformError> {
        let identity = IdentityConfig::default();
        Self::open_with(config, clock, identity).await
    }

    /// [`Platform::open`] with other costs of a password, for tests and load generators.
    ///
    /// # Errors
    /// As [`Platform::open`].
    pub async fn open_with(
        config: Config,
        clock: Arc<dyn Clock>,
        identity: IdentityConfig,
    ) -> Result<Self, PlatformError> {
        private_directory(&config.data_dir)?;
        private_directory(&config.files_dir)?;
        let db = Db::connect(&config.db(), clock).await?;
        let identity = Identity::new(
            db.clone(),
            IdentityConfig {
                site_name: config.name.clone(),
                site_url: config.site_url(),
                confirm_by_mail: config.confirm_sign_up,
                sign_ups: Throttle {
                    free_attempts: i64::from(config.limits.sign_ups_per_hour),
                    ..identity.sign_ups
                },
                ..identity
            },
        )?;
        let mailer = mail::mailer(&mail::Settings {
            from: config.mail.from.clone(),
            smtp_url: config.mail.smtp_url.as_ref().map(|u| u.reveal().to_owned()),
            dir: config.files_dir.join("mail"),
        })?;
        let payments = Payments::sandbox_with_fee(db.clone(), config.processing_fee.clone());
        let payouts_config = PayoutsConfig {
            minimum_hundredths: config.payout_minimum_hundredths,
            shop_name: config.name.clone(),
            public_url: config.site_url(),
        };
        let orders_config = OrdersConfig {
            one_click_window: config.one_click_window,
            gift_wrap: config.gift_wrap,
            receipts: ReceiptSettings { shop_name: config.name.clone(), public_url: config.site_url() },
        };
        let returns_config = ReturnsConfig { shop_name: config.name.clone(), public_url: config.site_url() };
        let disputes_config =
            DisputesConfig { shop_name: config.name.clone(), public_url: config.site_url() };
        let fees_config = FeesConfig { shop_name: config.name.clone(), public_url: config.site_url() };
        let openings_config =
            OpeningsConfig { shop_name: config.name.clone(), public_url: config.site_url() };
        let webhooks_config =
            WebhooksConfig { shop_name: config.name.clone(), public_url: config.site_url() };
        let https = if config.webhooks_local { Https::with_this_machine()? } else { Https::new()? };
        let listing = ListingConfig { shop_name: config.name.clone(), public_url: config.site_url() };
        let reviews = ReviewsConfig { shop_name: config.name.clone(), public_url: config.site_url() };
        let messages_config =
            MessagesConfig { shop_name: config.name.clone(), public_url: config.site_url() };
        let buybox_config = BuyBoxConfig { shop_name: config.name.clone(), public_url: config.site_url() };
        let buybox = BuyBox::new(db.clone(), buybox_config);
        let pictures = Pictures::open(db.clone(), pictures::local_store(&config.files_dir.join("pictures"))?);
        let importer = Importer::new(db.clone(), pictures.clone());
        let platform = Self(Arc::new(Capabilities {
            cookies: Cookies::new(config.on_tls()),
            pictures,
            imports: Uploads::new(db.clone(), importer, config.files_dir.join("imports")),
            search: Search::open(&config.data_dir.join("search"), db.clone(), config.currency)?,
            orders: Orders::new(db.clone(), payments.clone(), orders_config),
            returns: Returns::new(db.clone(), payments.clone(), returns_config),
            disputes: Disputes::new(db.clone(), payments.clone(), disputes_config),
            fees: Fees::new(db.clone(), payments.clone(), fees_config),
            openings: Openings::new(db.clone(), openings_config),
            webhooks: Webhooks::new(db.clone(), Arc::new(HttpsSender::new(https)), webhooks_config),
            listing,
            reviews,
            messages: Messages::new(db.clone(), messages_config),
            payouts: Payouts::sandbox(db.clone(), payouts_config),
            pricing: Pricing::new(db.clone(), buybox.clone(), config.currency),
            buybox,
            rates: Rates::open(db.clone(), rates_config(&config)?).await?,
            reporting: Reporting::new(db.clone()),
            activity: Activity::new(db.clone()),
            personal: crate::personal::personal(&identity, config.confirm_sign_up),
            identity,
            payments,
            mailer,
            notify_keys: Keys::open(&db).await?,
            pusher: Arc::new(WebPusher::new()?),
            contents: Contents::default(),
            known_sellers: KnownSellers::default(),
            category_cache: CategoryCache::default(),
            promotion_cache: PromotionCache::default(),
            withheld_cache: WithheldCache::default(),
            popular_cache: PopularCache::default(),
            switch_cache: SwitchCache::default(),
            db,
            config: Arc::new(config),
        }));
        platform.set_tax_rates().await?;
        Ok(platform)
    }

    /// Writes the settings' rates.
    async fn set_tax_rates(&self) -> Result<(), PlatformError> {
        let Some(rates) = self.config.tax_rates.clone() else { return Ok(()) };
        let written: Result<(), OrderError> = self
            .db
            .write(move |tx| {
                let rates = rates.clone();
                Box::pin(async move {
                    for rate in &rates {
                        orders::taxes::set_rate(tx, rate).await?;
                    }
                    Ok(())
                })
            })
            .await;
        Ok(written?)
    }

    /// Whether this server can serve: its database answers and its search index holds everything.
    ///
    /// # Errors
    /// The reason, for the log of whoever asks.
    pub async fn ready(&self) -> Result<(), String> {
        let read = async { self.db.read().await?.last_position().await };
        match tokio::time::timeout(std::time::Duration::from_secs(3), read).await {
            Err(_) => return Err("the database does not answer".into()),
            Ok(Err(error)) => return Err(format!("the database cannot be read: {error}")),
            Ok(Ok(_)) => {}
        }
        if !self.search.is_ready() {
            return Err(format!(
                "the search index is being built: {} products so far",
                self.search.documents()
            ));
        }
        Ok(())
    }
}

fn rates_config(config: &Config) -> Result<RatesConfig, PlatformError> {
    let source: Option<Arc<dyn RateSource>> = match &config.currencies.source_url {
        Some(url) => Some(Arc::new(Ecb::new(url.clone(), Arc::new(Https::new().map_err(RatesError::from)?)))),
        None => None,
    };
    Ok(RatesConfig { home: config.currency, offered: config.currencies.shown_in.clone(), source })
}

/// Made readable for its owner only: it holds the whole shop.
fn private_directory(path: &std::path::Path) -> Result<(), PlatformError> {
    let what = format!("the data directory {}", path.display());
    let failed = |e: std::io::Error| PlatformError::Directory { what: what.clone(), reason: e.to_string() };
    if path.is_dir() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(failed)
}
