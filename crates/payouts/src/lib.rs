//! Paying sellers what they are owed. Owns `payouts_*`. Called by the seller's and the operator's pages and by workers.
//!
//! A bank is remote and slow, so it is never asked inside a database transaction. A payout has three steps, like a
//! capture: *begin* takes the money off the seller's balance, in one transaction with a job that goes on should this
//! server die; *send* asks the bank, under the payout's id, so that asking twice is asking once; *record* writes the
//! answer, once: paid, or rejected and back in the balance.
//!
//! | dies after | then |
//! | --- | --- |
//! | before begin commits | nothing happened: no row, no posting, no job |
//! | begin | the row is `sending`; the job finds nothing at the bank and sends under the same key |
//! | the bank has it, the answer is lost | the job finds it at the bank by the key, and records it |
//! | the bank has it and has not decided | the row stays `sending`; the job asks again every quarter of an hour |
//! | before record commits | as the lost answer |
//! | record | the state is no longer `sending`: a second record changes nothing |
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod account;
mod bank;
mod begin;
mod check;
mod cycle;
mod effect;
mod error;
mod figure;
mod hold;
mod letters;
mod overview;
mod postings;
mod report;
mod reserve;
mod sandbox;
mod settle;
mod sheet;
mod statement;
mod store;
mod year;

pub use account::{SavedAccount, account, retire_account};
pub use bank::{Answer, Bank, BankError, Transfer, TransferOutcome};
pub use begin::{CONFIRM_JOB, ConfirmJob, begin};
pub use check::{Violation, check};
pub use cycle::{CYCLE_JOB, CycleJob};
pub use effect::{MOST_RECKONED, Payable, payable};
pub use error::PayoutError;
pub use figure::{Figure, FigureLine, FigureLines, FigureOf, figure_lines, figure_lines_now};
pub use hold::{Hold, HoldWords, current_hold, held, history, set_hold};
pub use overview::{Owed, owed};
pub use postings::{
    OrderPosting, OtherParty, OtherPosting, OwnPosting, SellerTransaction, postings_of_part, transaction,
};
pub use report::{Reported, reported, reported_sheet};
pub use reserve::{ReservedPart, Shares, shares, standing, standing_under};
pub use sandbox::{Behaviour, SandboxBank, TEST_ACCOUNTS, TestAccount};
pub use settle::record;
pub use sheet::{SheetWords, sheet};
pub use statement::{Group, Line, Statement, open_statement, statement};
pub use store::{Payout, latest, next_due, payout, payouts_before, payouts_of};
pub use year::{Span, Year, year, year_now, year_sheet};

use db::Db;
use domain::DurationUs;
use std::sync::Arc;

/// How long a server may take to ask the bank before a job asks again.
const ANSWER_GRACE: DurationUs = DurationUs::from_secs(60);
/// After this time a bank that has not decided is asked again.
const ASK_AGAIN: DurationUs = DurationUs::from_mins(15);

/// What the operator chose.
#[derive(Debug, Clone)]
pub struct PayoutsConfig {
    /// The smallest payout in hundredths, as long as the operator's terms name none; see [`domain::payout::minimum`].
    pub minimum_hundredths: i64,
    /// The shop's name, in mails.
    pub shop_name: String,
    /// The address of the site without a final slash.
    pub public_url: String,
}

/// The way to the bank; cheap to clone.
#[derive(Clone)]
pub struct Payouts {
    db: Db,
    bank: Arc<dyn Bank>,
    config: Arc<PayoutsConfig>,
}

impl Payouts {
    pub fn new(db: Db, bank: Arc<dyn Bank>, config: PayoutsConfig) -> Self {
        Self { db, bank, config: Arc::new(config) }
    }

    /// With the embedded sandbox, which moves no money.
    pub fn sandbox(db: Db, config: PayoutsConfig) -> Self {
        let bank = Arc::new(SandboxBank::new(db.clone()));
        Self::new(db, bank, config)
    }

    /// The bank's short name, as the ledger's accounts have it.
    pub fn bank_name(&self) -> &'static str {
        self.bank.name()
    }

    pub fn config(&self) -> &PayoutsConfig {
        &self.config
    }

    /// The bank of that name; a payout is finished by the one that began it.
    fn bank(&self, name: &str) -> Result<&dyn Bank, PayoutError> {
        if name != self.bank.name() {
            return Err(PayoutError::UnknownBank(name.into()));
        }
        Ok(self.bank.as_ref())
    }

    /// Registers the jobs: asking the bank again, and the cycle of a seller.
    #[must_use]
    pub fn register(&self, worker: db::Worker) -> db::Worker {
        let (confirm, cycle) = (self.clone(), self.clone());
        worker
            .on(CONFIRM_JOB, move |job| {
                let payouts = confirm.clone();
                Box::pin(async move { Ok(payouts.confirm(job.payload::<ConfirmJob>()?).await?) })
            })
            .on(CYCLE_JOB, move |job| {
                let payouts = cycle.clone();
                Box::pin(async move { Ok(payouts.run_cycle(job.payload::<CycleJob>()?.seller).await?) })
            })
    }
}
