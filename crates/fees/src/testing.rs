//! A platform whose fees are taxed, and an invoice before its month is over, for the tests of what posts and shows fees.

use crate::{FeeError, FeesConfig, InvoiceJob, SayEstablishment, Seat, issue, say_establishment};
use db::Db;
use domain::calendar::month_of;
use domain::{AccountId, DurationUs, FeeInvoiceId};
use sellers::Legal;

/// A platform in the United States with a rate of its own, in millionths.
///
/// # Panics
/// Never: the number is one.
#[allow(clippy::unwrap_used)] // a test that cannot begin has failed
pub fn seat(rate_ppm: i64) -> Seat {
    let legal = Legal::read("US", "River Inc.", "1 Bank Street", "12-3456789").unwrap();
    Seat { country: "US".into(), legal, rate_ppm: Some(rate_ppm) }
}

/// Says where the platform is: now, or after so many days.
///
/// # Errors
/// As [`say_establishment`].
pub async fn say_seat(db: &Db, seat: Option<Seat>, after_days: Option<i64>) -> Result<(), FeeError> {
    let starts_at = after_days.map(|days| db.now().plus(DurationUs::from_days(days)));
    let by = db.new_id::<AccountId>();
    let said = SayEstablishment { seat, starts_at, reason: "a new law".into(), by };
    let written = db.write(move |tx| {
        let said = said.clone();
        Box::pin(async move { say_establishment(tx, &said).await })
    });
    written.await.map(drop)
}

/// The invoice of what a seller was charged so far, as if the month that runs were over.
///
/// # Errors
/// Those of the job that makes invoices.
pub async fn invoice_so_far(db: &Db, of: InvoiceJob) -> Result<Option<FeeInvoiceId>, FeeError> {
    let config = FeesConfig { shop_name: "River".into(), public_url: "http://localhost".into() };
    db.write(move |tx| {
        let config = config.clone();
        Box::pin(async move {
            let month = month_of(tx.now().utc_day());
            issue::issue(tx, of, month, &config).await
        })
    })
    .await
}
