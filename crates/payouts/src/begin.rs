//! The first step of a payout: off the seller's balance, in one transaction.

use crate::{ANSWER_GRACE, PayoutError, Payouts, account, hold, reserve, store};
use db::{NewJob, Text, Tx, sql};
use domain::payout::{PayoutState, PayoutTerms, PayoutTrigger, Standing, minimum, on_demand_after};
use domain::{LedgerTxId, PayoutId, SellerId};
use ledger::{AccountRef, Memo, NewTransaction, Posting, TransactionKind};
use serde::{Deserialize, Serialize};

/// Asks the bank about a payout whose answer was not recorded. Payouts has the handler.
pub const CONFIRM_JOB: &str = "payouts.confirm";

/// The payload of [`CONFIRM_JOB`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct ConfirmJob {
    pub payout: PayoutId,
    /// How often the bank had not decided before.
    pub round: i64,
}

/// The key of a round: a job that waits again is another job.
pub(crate) fn confirm_key(payout: PayoutId, round: i64) -> String {
    if round == 0 { payout.to_string() } else { format!("{payout}:{round}") }
}

/// A payout about to begin, checked.
struct Checked {
    account: account::SavedAccount,
    standing: Standing,
    /// With the smallest payout that was looked at.
    terms: PayoutTerms,
}

/// Takes all that is available off a seller's balance, in the caller's transaction, and leaves a job that goes on should
/// this server die. The same key is the same payout. The terms that count now are kept with it; `minimum_hundredths` is the
/// smallest payout where they name none.
///
/// # Errors
/// Each check has its variant: [`PayoutError::KeyReused`], [`PayoutError::NoSuchSeller`],
/// [`PayoutError::PlatformSeller`], [`PayoutError::Held`], [`PayoutError::NoAccount`], [`PayoutError::UnderWay`], on
/// demand [`PayoutError::TooSoon`] and [`PayoutError::AccountRejected`], and [`PayoutError::BelowMinimum`].
pub async fn begin(
    tx: &mut Tx,
    seller: SellerId,
    asked_by: PayoutTrigger,
    key: &str,
    minimum_hundredths: i64,
) -> Result<PayoutId, PayoutError> {
    if let Some(first) = store::by_key(tx, key).await? {
        let same = first.seller == seller && first.asked_by == asked_by;
        return if same { Ok(first.id) } else { Err(PayoutError::KeyReused { key: key.into() }) };
    }
    let Checked { account, standing, terms } = check(tx, seller, asked_by, minimum_hundredths).await?;
    let (id, entry, now) = (tx.new_id::<PayoutId>(), tx.new_id::<LedgerTxId>(), tx.now());
    let amount = standing.available;
    let inserted = tx
        .exec(
            sql(
                "INSERT INTO payouts_payouts (id, payout_key, seller_id, account_id, bank, asked_by, state,
                 amount_minor, currency, balance_minor, reserved_minor, ledger_tx_id, created_at_us, terms)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING",
            )
            .bind(id)
            .bind(key)
            .bind(seller)
            .bind(account.id)
            .bind(&account.bank)
            .bind(Text(asked_by))
            .bind(Text(PayoutState::Sending))
            .bind(amount.minor())
            .bind(amount.currency())
            .bind(standing.balance.minor())
            .bind(standing.reserved.minor())
            .bind(entry)
            .bind(now)
            .bind(serde_json::to_string(&terms)?),
        )
        .await?;
    if inserted == 0 {
        return Err(PayoutError::UnderWay);
    }
    let transit = AccountRef::payout_transit(&account.bank, amount.currency());
    let sent = NewTransaction::posted(format!("payout:{id}"), TransactionKind::Payout)
        .line(Posting::debit(AccountRef::seller_payable(seller, amount.currency()), amount, Memo::Payout)?)
        .line(Posting::credit(transit, amount, Memo::Payout)?);
    ledger::post_as(tx, entry, sent).await?;
    let payload = ConfirmJob { payout: id, round: 0 };
    let run_at = now.plus(ANSWER_GRACE);
    tx.enqueue(NewJob { kind: CONFIRM_JOB, key: Some(confirm_key(id, 0)), payload: &payload, run_at })
        .await?;
    Ok(id)
}

async fn check(
    tx: &mut Tx,
    seller: SellerId,
    asked_by: PayoutTrigger,
    minimum_hundredths: i64,
) -> Result<Checked, PayoutError> {
    let who = sellers::get(tx, seller).await?.ok_or(PayoutError::NoSuchSeller)?;
    if who.is_platform {
        return Err(PayoutError::PlatformSeller);
    }
    if hold::held(tx, seller).await? {
        return Err(PayoutError::Held);
    }
    let account = account::account(tx, seller).await?.ok_or(PayoutError::NoAccount)?;
    let now = tx.now();
    let said: PayoutTerms = terms::at(tx, now).await?;
    let least = said.minimum_hundredths.unwrap_or(minimum_hundredths);
    let terms = PayoutTerms { minimum_hundredths: Some(least), ..said };
    let last = store::latest(tx, seller).await?;
    if last.as_ref().is_some_and(|payout| payout.state == PayoutState::Sending) {
        return Err(PayoutError::UnderWay);
    }
    if asked_by == PayoutTrigger::OnDemand {
        if last.is_some_and(|p| p.state == PayoutState::Rejected && p.account == account.id) {
            return Err(PayoutError::AccountRejected);
        }
        let asked = store::latest_on_demand(tx, seller).await?;
        if let Some(again_at) = on_demand_after(asked.map(|payout| payout.created_at), now, &terms) {
            return Err(PayoutError::TooSoon { again_at });
        }
    }
    let (standing, _) = reserve::standing_under(tx, seller, who.currency, &terms).await?;
    let minimum = minimum(least, who.currency)?;
    // Nothing is never paid, whatever the setting says.
    if !standing.available.is_positive() || standing.available.minor() < minimum.minor() {
        return Err(PayoutError::BelowMinimum { available: standing.available, minimum });
    }
    Ok(Checked { account, standing, terms })
}

impl Payouts {
    /// Pays a seller all that is available, now. Returns the payout; its state may be `sending` still.
    ///
    /// # Errors
    /// As [`begin`], and [`PayoutError::Refused`] when the bank will not have it; a lost answer is no error.
    pub async fn pay_now(&self, seller: SellerId, key: &str) -> Result<PayoutId, PayoutError> {
        let (key, least) = (format!("on-demand:{key}"), self.config.minimum_hundredths);
        let id = self
            .db
            .write(move |tx| {
                let key = key.clone();
                Box::pin(async move { begin(tx, seller, PayoutTrigger::OnDemand, &key, least).await })
            })
            .await?;
        match self.run(id).await {
            Ok(_) | Err(PayoutError::OutcomeUnknown) => Ok(id),
            Err(error) => Err(error),
        }
    }
}
