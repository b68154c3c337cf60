//! What selling costs: commission rules and the plans' prices from a moment on, which plan a seller has, and the charge of its
//! months. Owns `fees_*`. Called by orders when a parcel is charged, by the pages of sellers and operators, and by the workers.
//!
//! `rules` and `prices` keep what an operator said, `withdrawn` what was taken back of it before it began, `classes` the kinds of goods that one made, `terms` is what holds for one
//! seller at one moment, `plans` changes a seller's plan, `charges` takes the month from what the seller is owed, again and again
//! where that is too little; `cards` keeps the card that `by_card` charges then.
//! `establishment` keeps where the platform is, and `taxes` posts fees with the tax that follows from it; `lines` keeps them for
//! `issue`, which makes an invoice of each seller's month.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod by_card;
mod cards;
mod charges;
mod check;
mod check_invoices;
mod classes;
mod effect;
mod error;
mod establishment;
mod invoice;
mod issue;
mod letters;
mod lines;
mod plans;
mod prices;
mod rules;
mod taxes;
mod terms;
#[cfg(feature = "testing")]
pub mod testing;
mod withdrawn;
mod words;

pub use by_card::{CARD_JOB, CardJob, card_is_charged, paid_with};
pub use cards::{card_of, remove_card, save_card};
pub use charges::{CHARGE_JOB, Charge, ChargeJob, charges_of};
pub use check::{Violation, check};
pub use classes::{ClassName, NameClass, class_names, name_class};
pub use effect::{SeatEffect, months_paid, seat_effect};
pub use error::FeeError;
pub use establishment::{Establishment, SayEstablishment, Seat, establishments, say_establishment, seat_at};
pub use invoice::{CardPayment, FeeContent, FeeInvoice, FeeLine, FeeParty, invoice, invoices, not_invoiced};
pub use issue::{FEE_INVOICE_MADE, INVOICE_JOB, InvoiceJob};
pub use plans::{PLAN_CHANGED, PlanCause, PlanChange, Subscription, choose, plan_of, plans_of, subscription};
pub use prices::{SayPrices, StoredPrices, prices_at, prices_history, prices_said, say_prices};
pub use rules::{
    SayRule, StoredRule, overrides, own_rules, rules_history, said_for_everybody, say_rule, upcoming,
};
pub use taxes::{TaxedFees, post as post_taxed, tax_next, tax_now, taxed, taxed_first};
pub use terms::{Terms, at as terms_at};
pub use withdrawn::{Withdrawn, Word, coming, withdraw};

use db::Db;
use domain::Timestamp;
use domain::field::{REASON, tidied};
use payments::Payments;
use std::sync::Arc;

/// What mails about plans say and link to.
#[derive(Debug, Clone)]
pub struct FeesConfig {
    pub shop_name: String,
    /// The address of the site without a final slash.
    pub public_url: String,
}

/// The way to the charges of months; cheap to clone. What people change are free functions in one transaction.
#[derive(Clone)]
pub struct Fees {
    db: Db,
    payments: Payments,
    config: Arc<FeesConfig>,
}

impl Fees {
    pub fn new(db: Db, payments: Payments, config: FeesConfig) -> Self {
        Self { db, payments, config: Arc::new(config) }
    }

    /// Registers the jobs that charge a seller's month, or its card for that, and make its invoices.
    #[must_use]
    pub fn register(&self, worker: db::Worker) -> db::Worker {
        let fees = self.clone();
        let worker = worker.on(INVOICE_JOB, move |job| {
            let fees = fees.clone();
            Box::pin(async move { Ok(fees.invoice(job.payload::<InvoiceJob>()?).await?) })
        });
        let fees = self.clone();
        let worker = worker.on(CARD_JOB, move |job| {
            let fees = fees.clone();
            Box::pin(async move { Ok(fees.charge_card(job.payload::<CardJob>()?.charge).await?) })
        });
        let fees = self.clone();
        worker.on(CHARGE_JOB, move |job| {
            let fees = fees.clone();
            Box::pin(async move { Ok(fees.charge(job.payload::<ChargeJob>()?.seller).await?) })
        })
    }
}

/// What everything that is said has: a reason, and from when on it holds. Never before it was said.
fn said(reason: &str, starts_at: Option<Timestamp>, now: Timestamp) -> Result<(String, Timestamp), FeeError> {
    let reason = tidied(reason, &REASON).ok_or(FeeError::BadReason)?;
    let starts_at = starts_at.unwrap_or(now);
    if starts_at < now { Err(FeeError::InThePast) } else { Ok((reason, starts_at)) }
}
