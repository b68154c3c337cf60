//! Giving back: the seller's decision, the processor, the books.
//!
//! Three steps as for a capture. (1) One transaction checks the decision, keeps it and reserves the amount of the
//! capture that it reverses. (2) The processor is asked under the refund's own key. (3) One transaction records the
//! answer: payment, ledger, stock and state together, or, when it refused, the return waits for a decision again.
//!
//! What a failure leaves, step by step:
//! - before (1) is committed: nothing;
//! - after (1), before or during (2): `refunding`, the amount reserved; the job `payments.refund` asks under the same
//!   key, and the processor answers a repeated request with its first answer;
//! - after (2), before (3) is committed: the same, the job asks again and records the first answer;
//! - within (3): nothing of it is written, as after (2);
//! - after (3): a repeat finds `refunded` and writes nothing.
//!
//! Two at once: the second one finds the state, the key and its hash. The same decision goes on with the same refund,
//! another one is refused.

use crate::outcome::{self, Graded, Outcome, OutcomeLine};
use crate::store::{self, Return, ReturnDetail};
use crate::{
    Given, ReturnError, Returns, ReturnsConfig, appeal, courtesy, desk, exchange, input_hash, labels,
    letters, posting,
};
use db::{Tx, Worker, sql};
use domain::returns::{RETURN_CLOSED, RETURN_REFUNDED, ReturnEvent, ReturnState};
use domain::text_enum::TextEnum as _;
use domain::{LedgerTxId, Money, RefundId, ReturnId, SellerId};
use invoices::{Back, GoodsBack, NewCredit};
use payments::{PaymentError, REFUND_JOB, RefundJob, RefundOutcome, RefundState};
use std::sync::Arc;

/// A seller's decision about what came back.
#[derive(Debug, Clone)]
pub struct Refund {
    /// Made when the page was rendered.
    pub key: String,
    pub seller: SellerId,
    pub id: ReturnId,
    pub graded: Vec<Graded>,
    /// What the page said that the card gets.
    pub seen: Money,
}

/// How it ended; a repeat gets the same answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refunded {
    /// The card has it.
    Refunded,
    /// Nothing is given back.
    Closed,
    /// The processor's answer was lost; it is asked again.
    Pending,
    /// The processor refused; decide again.
    Failed,
}

impl Returns {
    /// Gives back what the grades come to.
    ///
    /// # Errors
    /// What [`outcome::outcome`] refuses; [`ReturnError::AmountChanged`]; [`ReturnError::WrongState`] for what was not
    /// received, or was decided otherwise; [`ReturnError::ExchangeIsOpen`]. Nothing is written then.
    pub async fn refund(&self, input: Refund) -> Result<Refunded, ReturnError> {
        let (id, input, config) = (input.id, Arc::new(input), Arc::clone(&self.config));
        self.db
            .write(move |tx| {
                let (input, config) = (Arc::clone(&input), Arc::clone(&config));
                Box::pin(async move {
                    appeal::must_be_the_sellers(tx, input.seller, input.id).await?;
                    begin(tx, &config, &input).await
                })
            })
            .await?;
        self.finish(id).await
    }

    /// Asks the processor for what is still open and records the answer. Safe to repeat.
    ///
    /// # Errors
    /// [`ReturnError::NotFound`], or why it cannot be asked or written.
    pub async fn finish(&self, id: ReturnId) -> Result<Refunded, ReturnError> {
        let row = store::one(&mut self.db.read().await?, id).await?;
        let Some(refund) = row.refund_id.filter(|_| row.state.0 == ReturnState::Refunding) else {
            return Ok(state_of(&row));
        };
        let answer = match self.payments.refund(refund).await {
            Ok(answer) => answer,
            Err(PaymentError::OutcomeUnknown) => return Ok(Refunded::Pending),
            // It says that it has not done it and will not.
            Err(PaymentError::Refused(reason)) => {
                tracing::warn!(return_id = %id, %reason, "the processor refused a refund");
                RefundOutcome::Failed
            }
            Err(other) => return Err(other.into()),
        };
        let (answer, config) = (Arc::new(answer), Arc::clone(&self.config));
        self.db
            .write(move |tx| {
                let (answer, config) = (Arc::clone(&answer), Arc::clone(&config));
                Box::pin(async move { record(tx, &config, refund, &answer).await })
            })
            .await
    }

    /// Registers the handler of the payments' job that finishes refunds: those of returns and courtesies here, others as
    /// they are.
    #[must_use]
    pub fn register(&self, worker: Worker) -> Worker {
        let returns = self.clone();
        worker.on(REFUND_JOB, move |job| {
            let returns = returns.clone();
            Box::pin(async move {
                let refund = job.payload::<RefundJob>()?.refund;
                let mut conn = returns.db.read().await?;
                let own = store::by_refund(&mut conn, refund).await?;
                let given = courtesy::by_refund(&mut conn, refund).await?;
                drop(conn);
                let waits = match (own, given) {
                    (Some(row), _) => returns.finish(row.id).await? == Refunded::Pending,
                    (None, Some(row)) => returns.finish_courtesy(row.id).await? == Given::Pending,
                    (None, None) => {
                        returns.payments.run_refund(refund).await?;
                        false
                    }
                };
                if waits { Err("the processor has not answered yet".into()) } else { Ok(()) }
            })
        })
    }
}

fn state_of(row: &Return) -> Refunded {
    match row.state.0 {
        ReturnState::Refunded => Refunded::Refunded,
        ReturnState::Closed => Refunded::Closed,
        ReturnState::Refunding => Refunded::Pending,
        _ => Refunded::Failed,
    }
}

/// Step 1: the decision, and the amount reserved; or nothing is worth anything and that is the end.
pub(crate) async fn begin(tx: &mut Tx, config: &ReturnsConfig, input: &Refund) -> Result<(), ReturnError> {
    let row = desk::of_seller(tx, input.seller, input.id).await?;
    let mut graded: Vec<_> = input.graded.iter().map(|g| (g.line, g.grade, g.kept_bps, g.restock)).collect();
    graded.sort_unstable();
    let hash = input_hash(&serde_json::json!([input.id, graded, input.seen]));
    if row.decision_key.as_deref() == Some(input.key.as_str()) {
        let same = row.decision_hash.as_deref() == Some(hash.as_str());
        return if same { Ok(()) } else { Err(ReturnError::KeyReused) };
    }
    row.next(ReturnEvent::Refund)?;
    exchange::must_not_be_open(tx, row.id).await?;
    let detail = detail_of(tx, row).await?;
    let outcome = outcome::outcome(&detail, &input.graded)?;
    if outcome.card() != input.seen {
        return Err(ReturnError::AmountChanged { seen: input.seen, now: outcome.card() });
    }
    keep_grades(tx, &detail.row, &outcome).await?;
    let now = tx.now();
    if !outcome.card().is_positive() {
        return close(tx, config, &detail, &outcome, (&input.key, &hash)).await;
    }
    // A refused refund is not asked for again under its key: the processor would repeat its answer.
    let attempt = detail.row.attempts + 1;
    let key = format!("return-{}-{attempt}", input.id);
    let refund = payments::begin_refund(tx, detail.row.capture_id, outcome.card(), &key).await?;
    let next = detail.row.next(ReturnEvent::Refund)?;
    tx.exec(
        sql("UPDATE returns_returns SET state = $2, decision_key = $3, decision_hash = $4, decided_at_us = $5,
             refund_id = $6, attempts = $7, failure = NULL WHERE id = $1")
        .bind(input.id)
        .bind(next.as_str())
        .bind(&input.key)
        .bind(hash)
        .bind(now)
        .bind(refund)
        .bind(attempt),
    )
    .await?;
    Ok(())
}

/// The card gets nothing, so nobody is asked. What the platform added to the price may come back all the same, and a label
/// may cost all that there was to give back, or its seller something.
async fn close(
    tx: &mut Tx,
    config: &ReturnsConfig,
    detail: &ReturnDetail,
    outcome: &Outcome,
    decision: (&str, &str),
) -> Result<(), ReturnError> {
    let (row, back, now) = (&detail.row, &outcome.back, tx.now());
    let next = row.next(ReturnEvent::Close)?;
    let moves = back.seller_minor() > 0 || back.commission_minor > 0 || outcome.label_minor > 0;
    let entry = moves.then(|| tx.new_id::<LedgerTxId>());
    if let Some(entry) = entry {
        let part = orders::store::part(tx, row.part_id).await?;
        posting::post(tx, entry, row, &part.tax_place, outcome).await?;
    }
    tx.exec(
        sql("UPDATE returns_returns SET state = $2, decision_key = $3, decision_hash = $4, decided_at_us = $5,
             ended_at_us = $5, failure = NULL, commission_back_minor = $6, fee_minor = $7, subsidy_back_minor = $8,
             closed_tx_id = $9 WHERE id = $1")
        .bind(row.id)
        .bind(next.as_str())
        .bind(decision.0)
        .bind(decision.1)
        .bind(now)
        .bind(back.commission_minor)
        .bind(outcome.fee_minor)
        .bind(back.added_minor())
        .bind(entry),
    )
    .await?;
    keep_short(tx, row, outcome).await?;
    labels::keep_charged(tx, row.id, outcome.label_minor).await?;
    restock(tx, detail, outcome).await?;
    store::announce(tx, RETURN_CLOSED, row, 0).await?;
    letters::closed(tx, config, row.id).await?;
    // What the label took of the refund was given back all the same, as the invoice has it.
    if back.card_minor() > 0 {
        invoices::credit(tx, credit_of(detail, outcome)).await?;
    }
    Ok(())
}

pub(crate) async fn detail_of(tx: &mut Tx, row: Return) -> Result<ReturnDetail, ReturnError> {
    store::with_lines(tx, vec![row]).await?.pop().ok_or(ReturnError::NotFound)
}

pub(crate) async fn keep_grades(tx: &mut Tx, row: &Return, outcome: &Outcome) -> Result<(), ReturnError> {
    for line in &outcome.lines {
        tx.exec(
            sql("UPDATE returns_lines SET grade = $3, kept_bps = $4, restock = $5
                 WHERE return_id = $1 AND line_id = $2")
            .bind(row.id)
            .bind(line.line)
            .bind(line.grade.as_str())
            .bind(line.kept_bps)
            .bind(line.restock),
        )
        .await?;
    }
    Ok(())
}

/// What was posted is less than the units are worth: those who add up what came back read that from the lines.
async fn keep_short(tx: &mut Tx, row: &Return, outcome: &Outcome) -> Result<(), ReturnError> {
    for line in outcome.lines.iter().filter(|line| !line.short.is_zero()) {
        tx.exec(
            sql("UPDATE returns_lines SET tax_short_minor = $3, subsidy_short_minor = $4, commission_short_minor = $5
                 WHERE return_id = $1 AND line_id = $2")
            .bind(row.id)
            .bind(line.line)
            .bind(line.short.tax_minor)
            .bind(line.short.subsidy_minor)
            .bind(line.short.commission_minor),
        )
        .await?;
    }
    Ok(())
}

/// Units that the seller thinks fit are for sale again. The movement's key is the return's, so they are once.
pub(crate) async fn restock(
    tx: &mut Tx,
    detail: &ReturnDetail,
    outcome: &Outcome,
) -> Result<(), ReturnError> {
    let fit =
        |line: &&store::ReturnLine| outcome.lines.iter().any(|one| one.line == line.line_id && one.restock);
    let units: Vec<_> = detail.lines.iter().filter(fit).map(|l| (l.offer_id, l.quantity)).collect();
    inventory::restock(tx, &restock_key(detail.row.id), &units).await?;
    Ok(())
}

pub(crate) fn restock_key(id: ReturnId) -> String {
    format!("return-{id}")
}

/// Step 3: what the processor said, and what follows.
async fn record(
    tx: &mut Tx,
    config: &ReturnsConfig,
    refund: RefundId,
    answer: &RefundOutcome,
) -> Result<Refunded, ReturnError> {
    // Not found: the other one recorded a refusal meanwhile.
    let Some(row) = store::by_refund(tx, refund).await? else { return Ok(Refunded::Failed) };
    if row.state.0 != ReturnState::Refunding {
        return Ok(state_of(&row));
    }
    match payments::record_refund(tx, refund, answer).await? {
        RefundState::Refunded => refunded(tx, config, row).await,
        RefundState::Failed => failed(tx, &row).await,
        RefundState::Refunding => Ok(Refunded::Pending),
    }
}

async fn refunded(tx: &mut Tx, config: &ReturnsConfig, row: Return) -> Result<Refunded, ReturnError> {
    let next = row.next(ReturnEvent::Settle)?;
    let part = orders::store::part(tx, row.part_id).await?;
    let detail = detail_of(tx, row).await?;
    let (row, outcome) = (&detail.row, outcome::decided(&detail)?);
    let (entry, now) = (tx.new_id::<LedgerTxId>(), tx.now());
    posting::post(tx, entry, row, &part.tax_place, &outcome).await?;
    keep_short(tx, row, &outcome).await?;
    labels::keep_charged(tx, row.id, outcome.label_minor).await?;
    restock(tx, &detail, &outcome).await?;
    tx.exec(
        sql("UPDATE returns_returns SET state = $2, ended_at_us = $3, refunded_minor = $4, commission_back_minor = $5,
             fee_minor = $6, subsidy_back_minor = $7, ledger_tx_id = $8 WHERE id = $1")
        .bind(row.id)
        .bind(next.as_str())
        .bind(now)
        .bind(outcome.card().minor())
        .bind(outcome.back.commission_minor)
        .bind(outcome.fee_minor)
        .bind(outcome.back.added_minor())
        .bind(entry),
    )
    .await?;
    store::announce(tx, RETURN_REFUNDED, row, outcome.card().minor()).await?;
    letters::refunded(tx, config, row.id).await?;
    invoices::credit(tx, credit_of(&detail, &outcome)).await?;
    Ok(Refunded::Refunded)
}

/// What the sale's invoice is corrected by.
fn credit_of(detail: &ReturnDetail, outcome: &Outcome) -> NewCredit {
    let (row, back) = (&detail.row, &outcome.back);
    let goods = |line: &OutcomeLine| {
        let units = detail.lines.iter().find(|one| one.line_id == line.line).map_or(0, |one| one.quantity);
        let (net, tax) = (row.money(line.back.items_minor), row.money(line.back.tax_minor));
        GoodsBack { line: line.line, quantity: units, net, tax }
    };
    NewCredit {
        source_key: format!("return:{}", row.id),
        part_id: row.part_id,
        shipment_id: row.shipment_id,
        back: Back::Goods {
            lines: outcome.lines.iter().map(goods).collect(),
            shipping: row.money(back.shipping_minor),
            wrap: row.money(back.wrap_minor),
            fees_tax: row.money(back.fees_tax_minor),
        },
    }
}

/// The processor will not: somebody has to look, and may decide again with a new key. A repeat of the decision that was
/// refused keeps its answer.
async fn failed(tx: &mut Tx, row: &Return) -> Result<Refunded, ReturnError> {
    let next = row.next(ReturnEvent::Fail)?;
    tx.exec(
        sql("UPDATE returns_returns SET state = $2, refund_id = NULL, failure = 'refused' WHERE id = $1")
            .bind(row.id)
            .bind(next.as_str()),
    )
    .await?;
    Ok(Refunded::Failed)
}
