//! Charges of sellers' cards that a bank takes back: the seller owes it again, so its balance bears it at once, with what the
//! processor asks. Owns `payments_charge_disputes`. Called by disputes, which reads the processor's news.

use crate::PaymentError;
use crate::charge::charge_of_ref;
use crate::processor::{DisputeChange, DisputeNews, OpenedDispute};
use db::{Tx, row, sql};
use domain::{CardChargeId, Currency, LedgerTxId, Money, SellerId};
use ledger::{AccountRef, Memo, NewTransaction, TransactionKind};

row! {
    struct WonRow { charge_id: CardChargeId, amount_minor: i64, currency: Currency }
}

row! {
    struct ChargedRow { seller_id: SellerId }
}

/// Writes what the processor tells of a seller's charge, once. Returns whether the news were of one.
///
/// # Errors
/// An amount in another currency than the charge's, those of the ledger and the database.
pub async fn take_charge_news(
    tx: &mut Tx,
    processor: &str,
    news: &DisputeNews,
) -> Result<bool, PaymentError> {
    match &news.change {
        DisputeChange::Opened(opened) => open(tx, processor, news, opened).await,
        DisputeChange::Won => win(tx, processor, news).await,
        DisputeChange::Lost => {
            let lose = "UPDATE payments_charge_disputes SET state = CASE WHEN state = 'open' THEN 'lost' ELSE state END
                        WHERE processor = $1 AND dispute_ref = $2";
            Ok(tx.exec(sql(lose).bind(processor).bind(&news.dispute_ref)).await? > 0)
        }
    }
}

async fn open(
    tx: &mut Tx,
    processor: &str,
    news: &DisputeNews,
    opened: &OpenedDispute,
) -> Result<bool, PaymentError> {
    let Some(charge) = charge_of_ref(tx, processor, &opened.capture_ref).await? else { return Ok(false) };
    // Fails for another currency than the charge's.
    opened.amount.add(charge.amount)?;
    opened.fee.add(charge.amount)?;
    let entry = tx.new_id::<LedgerTxId>();
    let inserted = tx
        .exec(
            sql("INSERT INTO payments_charge_disputes (processor, dispute_ref, charge_id, amount_minor, fee_minor,
                 currency, state, opened_tx_id, opened_at_us) VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8)
                 ON CONFLICT (processor, dispute_ref) DO NOTHING")
            .bind(processor)
            .bind(&news.dispute_ref)
            .bind(charge.id)
            .bind(opened.amount.minor())
            .bind(opened.fee.minor())
            .bind(opened.amount.currency())
            .bind(entry)
            .bind(news.told_at),
        )
        .await?;
    if inserted == 0 {
        return Ok(true);
    }
    let currency = opened.amount.currency();
    let bears = AccountRef::seller_payable(charge.seller, currency);
    let held = AccountRef::processor(processor, currency);
    let mut taken = NewTransaction::posted(
        format!("charge-dispute:{}:{}", charge.id, news.dispute_ref),
        TransactionKind::CardCharge,
    );
    taken.debit(bears.clone(), opened.amount, Memo::Dispute)?;
    taken.credit(held.clone(), opened.amount, Memo::Dispute)?;
    taken.debit(bears, opened.fee, Memo::Fee)?;
    taken.credit(held, opened.fee, Memo::Fee)?;
    ledger::post_as(tx, entry, taken).await?;
    Ok(true)
}

/// The bank gives the amount back; what the processor asked for its work stays.
async fn win(tx: &mut Tx, processor: &str, news: &DisputeNews) -> Result<bool, PaymentError> {
    let entry = tx.new_id::<LedgerTxId>();
    let won: Option<WonRow> = tx
        .opt(
            sql("UPDATE payments_charge_disputes SET state = 'won', won_tx_id = $3
                 WHERE processor = $1 AND dispute_ref = $2 AND state = 'open'
                 RETURNING charge_id, amount_minor, currency")
            .bind(processor)
            .bind(&news.dispute_ref)
            .bind(entry),
        )
        .await?;
    let Some(won) = won else {
        let find = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM payments_charge_disputes
                        WHERE processor = $1 AND dispute_ref = $2");
        let (ours,): (i64,) = tx.one(find.bind(processor).bind(&news.dispute_ref)).await?;
        return Ok(ours > 0);
    };
    let find = sql("SELECT seller_id FROM payments_charges WHERE id = $1");
    let of: ChargedRow = tx.one(find.bind(won.charge_id)).await?;
    let amount = Money::new(won.amount_minor, won.currency);
    let mut back = NewTransaction::posted(
        format!("charge-dispute-won:{}:{}", won.charge_id, news.dispute_ref),
        TransactionKind::CardCharge,
    );
    back.debit(AccountRef::processor(processor, won.currency), amount, Memo::Dispute)?;
    back.credit(AccountRef::seller_payable(of.seller_id, won.currency), amount, Memo::Dispute)?;
    ledger::post_as(tx, entry, back).await?;
    Ok(true)
}
