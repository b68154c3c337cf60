//! Reading what the processor tells. Each entry is written in one transaction together with how far was read, and
//! writing it again changes nothing, so several servers may read at once and any of them may stop at any moment.

use crate::store::{self, Dispute};
use crate::{DisputeError, Disputes, DisputesConfig, documents, letters, posting};
use db::{Conn, Text, Tx, sql};
use domain::dispute::{DISPUTE_LOST, DISPUTE_OPENED, DISPUTE_WON, DisputeEvent, DisputeState};
use domain::{DisputeId, DurationUs, Money};
use invoices::{Back, NewCredit};
use orders::parcels::{self, Charged};
use payments::{Capture, DisputeChange, DisputeNews, OpenedDispute, PaymentError};
use std::sync::Arc;

/// A capture whose answer was lost is known to the processor before it is to us, but not for long. News of one that is
/// still unknown after this are not ours, and are passed over with a word in the log.
const MOST_WAIT: DurationUs = DurationUs::from_days(1);

impl Disputes {
    /// Reads what happened since the last time and writes it. Returns how many entries there were. Run every minute.
    ///
    /// # Errors
    /// When the processor does not answer, or the database.
    pub async fn read_news(&self) -> Result<usize, DisputeError> {
        let processor = self.payments.processor_name();
        let mut count = 0;
        loop {
            let after = cursor(&mut self.db.read().await?, processor).await?;
            let news = self.payments.dispute_news(after).await?;
            if news.is_empty() {
                return Ok(count);
            }
            for entry in news {
                self.write_news(processor, entry).await?;
                count += 1;
            }
        }
    }

    async fn write_news(&self, processor: &'static str, news: DisputeNews) -> Result<(), DisputeError> {
        let (news, config) = (Arc::new(news), Arc::clone(&self.config));
        self.db
            .write(move |tx| {
                let (news, config) = (Arc::clone(&news), Arc::clone(&config));
                Box::pin(async move {
                    // What a seller paid the platform by card has no sale behind it.
                    if payments::take_charge_news(tx, processor, &news).await? {
                        return keep_cursor(tx, processor, &news.cursor).await;
                    }
                    match &news.change {
                        DisputeChange::Opened(opened) => open(tx, &config, processor, &news, opened).await?,
                        DisputeChange::Won => end(tx, &config, processor, &news, DisputeEvent::Win).await?,
                        DisputeChange::Lost => end(tx, &config, processor, &news, DisputeEvent::Lose).await?,
                    }
                    keep_cursor(tx, processor, &news.cursor).await
                })
            })
            .await
    }
}

async fn cursor(conn: &mut Conn, processor: &str) -> Result<Option<String>, DisputeError> {
    let find = sql("SELECT cursor FROM disputes_cursors WHERE processor = $1").bind(processor);
    let found: Option<(String,)> = conn.opt(find).await?;
    Ok(found.map(|(cursor,)| cursor))
}

async fn keep_cursor(tx: &mut Tx, processor: &str, cursor: &str) -> Result<(), DisputeError> {
    let keep = "INSERT INTO disputes_cursors (processor, cursor) VALUES ($1, $2)
                ON CONFLICT (processor) DO UPDATE SET cursor = excluded.cursor";
    tx.exec(sql(keep).bind(processor).bind(cursor)).await?;
    Ok(())
}

/// The sale behind a capture; `None` for news that are not ours.
async fn sale(
    tx: &mut Tx,
    processor: &str,
    news: &DisputeNews,
    capture_ref: &str,
) -> Result<Option<(Capture, Charged)>, DisputeError> {
    match payments::disputed_capture(tx, processor, capture_ref).await {
        Ok(capture) => {
            let charged = parcels::of_capture(tx, capture.id).await?.ok_or(DisputeError::NotFound)?;
            Ok(Some((capture, charged)))
        }
        Err(PaymentError::UnknownCapture) if tx.now() >= news.told_at.plus(MOST_WAIT) => {
            tracing::error!(
                dispute = news.dispute_ref,
                capture_ref,
                "a dispute of a capture that is not ours"
            );
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

async fn open(
    tx: &mut Tx,
    config: &DisputesConfig,
    processor: &str,
    news: &DisputeNews,
    opened: &OpenedDispute,
) -> Result<(), DisputeError> {
    if store::by_ref(tx, processor, &news.dispute_ref).await?.is_some() {
        return Ok(());
    }
    let Some((capture, charged)) = sale(tx, processor, news, &opened.capture_ref).await? else {
        return Ok(());
    };
    // Fails for a fee or an amount in another currency than the capture's.
    opened.amount.add(capture.amount)?;
    opened.fee.add(capture.amount)?;
    let id = tx.new_id::<DisputeId>();
    tx.exec(
        sql("INSERT INTO disputes_disputes (id, processor, processor_ref, capture_id, order_id, part_id, shipment_id,
             seller_id, reason, state, amount_minor, fee_minor, currency, respond_by_us, opened_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)")
        .bind(id)
        .bind(processor)
        .bind(&news.dispute_ref)
        .bind(capture.id)
        .bind(charged.order_id)
        .bind(charged.part_id)
        .bind(charged.shipment_id)
        .bind(charged.seller_id)
        .bind(Text(opened.reason))
        .bind(Text(DisputeState::NeedsResponse))
        .bind(opened.amount.minor())
        .bind(opened.fee.minor())
        .bind(opened.amount.currency())
        .bind(opened.respond_by)
        .bind(news.told_at),
    )
    .await?;
    payments::hold_disputed(tx, capture.id, opened.amount).await?;
    let row = store::one(tx, id).await?;
    posting::opened(tx, &row).await?;
    store::announce(tx, DISPUTE_OPENED, &row).await?;
    letters::opened(tx, config, &row).await
}

async fn end(
    tx: &mut Tx,
    config: &DisputesConfig,
    processor: &str,
    news: &DisputeNews,
    event: DisputeEvent,
) -> Result<(), DisputeError> {
    // One whose opening was passed over is passed over to its end.
    let Some(row) = store::by_ref(tx, processor, &news.dispute_ref).await? else { return Ok(()) };
    if row.state.0.is_final() {
        return Ok(());
    }
    let next = row.next(event)?;
    let update = "UPDATE disputes_disputes SET state = $2, ended_at_us = $3, failure = NULL WHERE id = $1";
    tx.exec(sql(update).bind(row.id).bind(Text(next)).bind(news.told_at)).await?;
    tx.cancel_job(crate::ANSWER_JOB, &row.id.to_string()).await?;
    let row = Dispute { state: Text(next), ended_at_us: Some(news.told_at), ..row };
    if next == DisputeState::Won {
        payments::release_disputed(tx, row.capture_id, row.amount()).await?;
        posting::won(tx, &row).await?;
        store::announce(tx, DISPUTE_WON, &row).await?;
    } else {
        let back = posting::lost(tx, &row).await?;
        tx.exec(
            sql("UPDATE disputes_disputes SET tax_back_minor = $2, commission_back_minor = $3, fee_kept_minor = $4,
                 subsidy_back_minor = $5 WHERE id = $1")
            .bind(row.id)
            .bind(back.tax_minor)
            .bind(back.commission_minor)
            .bind(back.fee_minor)
            .bind(back.subsidy_minor),
        )
        .await?;
        store::announce(tx, DISPUTE_LOST, &row).await?;
        invoices::credit(tx, credit_of(&row, back.tax_minor)).await?;
    }
    letters::ended(tx, config, &row).await?;
    documents::forget_if_nobodys(tx, &row).await
}

/// What the sale's invoice is corrected by: the tax of what the bank took is no longer owed.
fn credit_of(row: &Dispute, tax_minor: i64) -> NewCredit {
    NewCredit {
        source_key: format!("dispute:{}", row.id),
        part_id: row.part_id,
        shipment_id: row.shipment_id,
        back: Back::Amount { amount: row.amount(), tax: Money::new(tax_minor, row.currency) },
    }
}
