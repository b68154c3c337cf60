//! The demo shop: made through the same commands that people use, so it is as real as what they would make.

mod bank;
mod disputed;
mod goods;
mod people;
mod plans;
mod promotions;
mod returned;
mod talks;
mod variants;
mod voices;

pub use people::{DemoAccount, make_one_click_ready, new_password};

use crate::{Platform, PlatformError};
use domain::promise::ShippingOffer;
use domain::{DurationUs, Money};
use std::time::Duration;

/// What was made.
#[derive(Debug, Clone)]
pub struct Demo {
    pub accounts: Vec<DemoAccount>,
    pub products: usize,
    pub offers: usize,
    pub orders: usize,
}

/// Where the demo accounts' passwords are kept, readable for the owner of the data directory only.
pub const ACCOUNTS_FILE: &str = "demo-accounts.txt";

/// Held by the server that makes the demo.
const LEASE: &str = "demo";
/// A server that dies before it has made anything is succeeded after it.
const LEASE_SPAN: DurationUs = DurationUs::from_mins(2);
const ASK_AGAIN: Duration = Duration::from_millis(200);

impl Platform {
    /// Whether nobody has made anything here yet.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn is_empty(&self) -> Result<bool, PlatformError> {
        let mut conn = self.db.read().await?;
        Ok(sellers::list(&mut conn, None, 1).await?.is_empty()
            && catalog::all_product_ids_after(&mut conn, None, 1).await?.is_empty())
    }

    /// Makes the demo shop in an empty database. Of several servers that find it empty at the same time one does it, and the
    /// others go on as soon as it has begun. `None` when something is there already.
    ///
    /// # Errors
    /// As [`Platform::seed`].
    pub async fn seed_when_empty(&self, password: Option<&str>) -> Result<Option<Demo>, PlatformError> {
        let holder = new_password();
        loop {
            if !self.is_empty().await? {
                return Ok(None);
            }
            if self.db.lease(LEASE, &holder, LEASE_SPAN).await? {
                break;
            }
            tokio::time::sleep(ASK_AGAIN).await;
        }
        // Whoever had the lease may have been done in between.
        if !self.is_empty().await? {
            return Ok(None);
        }
        self.seed(password).await.map(Some)
    }

    /// Makes the demo shop. What exists already is left as it is, so a broken run is finished by another one.
    /// `password` is everybody's; without it each account gets a random one.
    ///
    /// # Errors
    /// The first command that refused, in its words.
    pub async fn seed(&self, password: Option<&str>) -> Result<Demo, PlatformError> {
        let (accounts, desks) = people::make(self, password).await?;
        bank::make(self, &desks).await?;
        plans::make(self, &accounts, &desks).await?;
        let mut goods = goods::make(self, &desks).await?;
        let variants = variants::make(self, &desks).await?;
        goods.products += variants.products;
        goods.offers.extend(variants.offers);
        promotions::make(self, &desks).await?;
        let orders = people::first_orders(self, &accounts, &goods).await?;
        let orders = orders + voices::speak(self).await?;
        let orders = orders + disputed::make(self, &desks).await?;
        let orders = orders + returned::make(self, &accounts, &desks).await?;
        talks::make(self, &accounts, &desks).await?;
        promotions::make_funded(self, &accounts).await?;
        self.settle().await?;
        Ok(Demo { accounts, products: goods.products, offers: goods.offers.len(), orders })
    }
}

/// How a seller ships until it says otherwise.
pub fn standard_shipping(currency: domain::Currency) -> ShippingOffer {
    ShippingOffer {
        handling_days: 1,
        transit_days_min: 2,
        transit_days_max: 4,
        cutoff_minutes: 17 * 60,
        fee: cents(499, currency),
        free_from: Some(cents(3_500, currency)),
    }
}

/// An amount written in hundredths, in a currency that may have other decimals.
fn cents(hundredths: i64, currency: domain::Currency) -> Money {
    let scale = 10i64.pow(currency.exponent().min(6));
    Money::new(hundredths * scale / 100, currency)
}
