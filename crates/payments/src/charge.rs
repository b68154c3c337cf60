//! Charges of sellers' cards for what they owe the platform: no order is behind them. Owns `payments_charges`. Called by fees.
//!
//! Wanted in the caller's transaction with [`begin_charge`], sent with [`send_charge`], asked for outside any transaction by
//! [`Payments::charge`], by our own key, so that asking twice is asking once, and written once with its postings by
//! [`record_charge`]. The card is charged only once its reservation is written: one that was given up meanwhile is never
//! charged.

use crate::kept::Kept;
use crate::processor::{AuthOutcome, AuthRequest, CaptureOutcome, CaptureRequest, VoidRequest};
use crate::store::saved_card;
use crate::{PaymentError, Payments, kept};
use db::{Conn, Sql, Text, Tx, placeholders, row, sql};
use domain::payment::{CardBrand, DeclineReason, SavedCard};
use domain::{CardChargeId, Currency, LedgerTxId, Money, SellerId, Timestamp, text_enum};
use ledger::{AccountRef, Memo, NewTransaction, Posting, TransactionKind};
use std::collections::HashMap;

/// What the key of the capture has after the charge's id.
const CAPTURE_KEY: &str = "-capture";

text_enum! {
    /// How far the charge of a seller's card is.
    pub enum CardChargeState {
        /// Nothing was asked of the processor.
        Wanted = "wanted",
        /// The processor may have heard of it; its answer is not known.
        Sent = "sent",
        /// The amount is reserved, and is being charged.
        Authorised = "authorised",
        Captured = "captured",
        /// Nothing was or will be charged.
        Declined = "declined",
    }
}

text_enum! {
    /// Why the charge of a seller's card came to nothing.
    pub enum ChargeDecline {
        /// The bank gave no reason.
        Declined = "declined",
        InsufficientFunds = "insufficient_funds",
        ExpiredCard = "expired_card",
        /// The bank wants its owner to confirm, and nobody is there to do so.
        NeedsConfirmation = "needs_confirmation",
        /// It was reserved, and could not be charged.
        NotCharged = "not_charged",
        /// The processor has never heard of it.
        NoAnswer = "no_answer",
        /// The seller removed the card before it was asked for anything.
        Removed = "removed",
        /// The card was kept with a processor that the shop has left, and was asked for nothing.
        OtherProcessor = "other_processor",
    }
}
db::text_column!(CardChargeState, ChargeDecline);

impl CardChargeState {
    /// It may still be charged.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Wanted | Self::Sent | Self::Authorised)
    }
}

impl From<DeclineReason> for ChargeDecline {
    fn from(reason: DeclineReason) -> Self {
        match reason {
            DeclineReason::Declined => Self::Declined,
            DeclineReason::InsufficientFunds => Self::InsufficientFunds,
            DeclineReason::ExpiredCard => Self::ExpiredCard,
            DeclineReason::AuthorisationExpired => Self::NotCharged,
            DeclineReason::ConfirmationFailed => Self::NeedsConfirmation,
        }
    }
}

/// What came of asking the processor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChargeOutcome {
    Captured {
        processor_ref: String,
        /// What the processor keeps of it, in the charge's currency: a cost of the platform's.
        fee: Money,
    },
    Declined(ChargeDecline),
}

/// A charge about to be wanted.
#[derive(Debug, Clone)]
pub struct NewCardCharge {
    /// The same key and input is the same charge.
    pub key: String,
    pub seller: SellerId,
    /// What [`Payments::tokenise`] returned.
    pub token: String,
    pub amount: Money,
    /// What is paid, as the processor's pages show it.
    pub reference: String,
}

/// A charge of a seller's card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardCharge {
    pub id: CardChargeId,
    pub seller: SellerId,
    pub token: String,
    pub card: SavedCard,
    pub reference: String,
    pub amount: Money,
    pub state: CardChargeState,
    pub decline: Option<ChargeDecline>,
    /// What the processor keeps of it.
    pub fee: Money,
    /// When it came to its state: of one that was sent, when it was.
    pub changed_at: Timestamp,
    processor: String,
    processor_token: String,
    authorisation_ref: Option<String>,
    processor_ref: Option<String>,
}

impl CardCharge {
    /// Whether its card is kept with the processor of this name.
    pub fn is_of(&self, processor: &str) -> bool {
        self.processor == processor
    }

    /// What the processor said, as far as it was recorded.
    fn outcome(&self) -> Option<ChargeOutcome> {
        match self.state {
            CardChargeState::Captured => {
                let processor_ref = self.processor_ref.clone().unwrap_or_default();
                Some(ChargeOutcome::Captured { processor_ref, fee: self.fee })
            }
            CardChargeState::Declined => {
                Some(ChargeOutcome::Declined(self.decline.unwrap_or(ChargeDecline::Declined)))
            }
            CardChargeState::Wanted | CardChargeState::Sent | CardChargeState::Authorised => None,
        }
    }
}

row! {
    struct ChargeRow {
        id: CardChargeId,
        seller_id: SellerId,
        token: String,
        processor: String,
        processor_token: String,
        brand: Text<CardBrand>,
        last4: String,
        exp_month: i64,
        exp_year: i64,
        reference: String,
        amount_minor: i64,
        fee_minor: i64,
        currency: Currency,
        state: CardChargeState,
        decline: Option<ChargeDecline>,
        authorisation_ref: Option<String>,
        processor_ref: Option<String>,
        updated_at_us: Timestamp,
    }
}

impl From<ChargeRow> for CardCharge {
    fn from(row: ChargeRow) -> Self {
        Self {
            id: row.id,
            seller: row.seller_id,
            token: row.token,
            card: saved_card(row.brand.0, row.last4, row.exp_month, row.exp_year),
            reference: row.reference,
            amount: Money::new(row.amount_minor, row.currency),
            state: row.state,
            decline: row.decline,
            fee: Money::new(row.fee_minor, row.currency),
            changed_at: row.updated_at_us,
            processor: row.processor,
            processor_token: row.processor_token,
            authorisation_ref: row.authorisation_ref,
            processor_ref: row.processor_ref,
        }
    }
}

const CHARGE: &str = "SELECT c.id, c.seller_id, c.token, c.processor, t.processor_token, t.brand, t.last4,
        t.exp_month, t.exp_year, c.reference, c.amount_minor, c.fee_minor, c.currency, c.state, c.decline,
        c.authorisation_ref, c.processor_ref, c.updated_at_us
    FROM payments_charges c JOIN payments_tokens t ON t.token = c.token";

async fn charge_where(
    conn: &mut Conn,
    condition: &str,
    bind: impl FnOnce(Sql) -> Sql,
) -> Result<Option<CardCharge>, PaymentError> {
    let row: Option<ChargeRow> = conn.opt(bind(sql(format!("{CHARGE} WHERE {condition}")))).await?;
    Ok(row.map(CardCharge::from))
}

/// A charge of a seller's card.
///
/// # Errors
/// [`PaymentError::UnknownCharge`].
pub async fn card_charge(conn: &mut Conn, id: CardChargeId) -> Result<CardCharge, PaymentError> {
    charge_where(conn, "c.id = $1", |s| s.bind(id)).await?.ok_or(PaymentError::UnknownCharge)
}

/// The charge that the processor knows by this name; `None` where no seller was charged so.
pub(crate) async fn charge_of_ref(
    conn: &mut Conn,
    processor: &str,
    processor_ref: &str,
) -> Result<Option<CardCharge>, PaymentError> {
    let condition = "c.processor = $1 AND c.processor_ref = $2";
    charge_where(conn, condition, |s| s.bind(processor).bind(processor_ref)).await
}

/// With which card each of these was charged. Ids that are none are missing.
///
/// # Errors
/// Only the database's.
pub async fn cards_charged(
    conn: &mut Conn,
    ids: Vec<CardChargeId>,
) -> Result<HashMap<CardChargeId, SavedCard>, PaymentError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!("{CHARGE} WHERE c.id IN ({})", placeholders(1, ids.len()));
    let rows: Vec<ChargeRow> = conn.all(sql(text).bind_all(ids)).await?;
    Ok(rows.into_iter().map(CardCharge::from).map(|charge| (charge.id, charge.card)).collect())
}

row! {
    struct CardRow { brand: Text<CardBrand>, last4: String, exp_month: i64, exp_year: i64 }
}

/// How the card of a token is shown; `None` for a token that is none.
///
/// # Errors
/// Only the database's.
pub async fn card_of_token(conn: &mut Conn, token: &str) -> Result<Option<SavedCard>, PaymentError> {
    let find = sql("SELECT brand, last4, exp_month, exp_year FROM payments_tokens WHERE token = $1");
    let row: Option<CardRow> = conn.opt(find.bind(token)).await?;
    Ok(row.map(|row| saved_card(row.brand.0, row.last4, row.exp_month, row.exp_year)))
}

async fn processor_of(conn: &mut Conn, token: &str) -> Result<String, PaymentError> {
    let find = sql("SELECT processor FROM payments_tokens WHERE token = $1");
    let known: Option<(String,)> = conn.opt(find.bind(token)).await?;
    known.map(|(processor,)| processor).ok_or(PaymentError::UnknownMethod)
}

/// Begins a charge in the caller's transaction: nothing is asked of the processor yet. The caller leaves a job that does.
///
/// # Errors
/// [`PaymentError::NotPositive`], [`PaymentError::UnknownMethod`] for a token that is none, [`PaymentError::KeyReused`].
pub async fn begin_charge(tx: &mut Tx, new: NewCardCharge) -> Result<CardChargeId, PaymentError> {
    if !new.amount.is_positive() {
        return Err(PaymentError::NotPositive { amount: new.amount });
    }
    let processor = processor_of(tx, &new.token).await?;
    let (id, now) = (tx.new_id::<CardChargeId>(), tx.now());
    let inserted = tx
        .exec(
            sql("INSERT INTO payments_charges (id, charge_key, seller_id, token, processor, reference, amount_minor,
                 currency, state, created_at_us, updated_at_us)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10) ON CONFLICT (charge_key) DO NOTHING")
            .bind(id)
            .bind(&new.key)
            .bind(new.seller)
            .bind(&new.token)
            .bind(processor)
            .bind(&new.reference)
            .bind(new.amount.minor())
            .bind(new.amount.currency())
            .bind(CardChargeState::Wanted)
            .bind(now),
        )
        .await?;
    if inserted > 0 {
        return Ok(id);
    }
    let first = charge_where(tx, "c.charge_key = $1", |s| s.bind(&new.key)).await?;
    let first = first.ok_or(PaymentError::UnknownCharge)?;
    let same = first.seller == new.seller
        && first.token == new.token
        && first.amount == new.amount
        && first.reference == new.reference;
    if same { Ok(first.id) } else { Err(PaymentError::KeyReused { key: new.key }) }
}

/// Has another card pay a charge that is wanted only: of one that the processor may have heard of, nothing changes. Returns the
/// charge as it is now.
///
/// # Errors
/// [`PaymentError::UnknownMethod`] for a token that is none, [`PaymentError::UnknownCharge`].
pub async fn change_card(tx: &mut Tx, id: CardChargeId, token: &str) -> Result<CardCharge, PaymentError> {
    let (processor, now) = (processor_of(tx, token).await?, tx.now());
    let change = "UPDATE payments_charges SET token = $2, processor = $3, updated_at_us = $4
                  WHERE id = $1 AND state = 'wanted'";
    tx.exec(sql(change).bind(id).bind(token).bind(processor).bind(now)).await?;
    card_charge(tx, id).await
}

/// Writes that the processor is about to be asked: from now on it may have charged the card.
///
/// # Errors
/// Only the database's.
pub async fn send_charge(tx: &mut Tx, id: CardChargeId) -> Result<(), PaymentError> {
    let now = tx.now();
    let send =
        "UPDATE payments_charges SET state = 'sent', updated_at_us = $2 WHERE id = $1 AND state = 'wanted'";
    tx.exec(sql(send).bind(id).bind(now)).await?;
    Ok(())
}

/// Writes what came of a charge, once: a captured one is posted from the processor to what the seller is owed, from where
/// the caller takes what it pays, and what the processor keeps of it as a cost of the platform's. Returns the charge as it is
/// now; `None` when its end was written before.
///
/// # Errors
/// [`PaymentError::UnknownCharge`], [`PaymentError::StrangeFee`], those of the ledger.
pub async fn record_charge(
    tx: &mut Tx,
    id: CardChargeId,
    outcome: &ChargeOutcome,
) -> Result<Option<CardCharge>, PaymentError> {
    let written = match outcome {
        ChargeOutcome::Captured { processor_ref, fee } => {
            record_captured(tx, id, processor_ref, *fee).await?
        }
        ChargeOutcome::Declined(why) => record_declined(tx, id, *why).await?,
    };
    if written { Ok(Some(card_charge(tx, id).await?)) } else { Ok(None) }
}

async fn record_captured(
    tx: &mut Tx,
    id: CardChargeId,
    processor_ref: &str,
    fee: Money,
) -> Result<bool, PaymentError> {
    let charge = card_charge(tx, id).await?;
    if charge.state != CardChargeState::Authorised {
        return Ok(false);
    }
    kept::checked(charge.amount, fee)?;
    let (entry, now) = (tx.new_id::<LedgerTxId>(), tx.now());
    let fee_entry = kept::entry(tx, fee);
    let captured = tx
        .exec(
            sql("UPDATE payments_charges SET state = 'captured', processor_ref = $2, ledger_tx_id = $3,
                 updated_at_us = $4, fee_minor = $5, fee_tx_id = $6 WHERE id = $1 AND state = 'authorised'")
            .bind(id)
            .bind(processor_ref)
            .bind(entry)
            .bind(now)
            .bind(fee.minor())
            .bind(fee_entry),
        )
        .await?;
    if captured == 0 {
        return Ok(false);
    }
    let (amount, currency) = (charge.amount, charge.amount.currency());
    let held = AccountRef::processor(&charge.processor, currency);
    let owed = AccountRef::seller_payable(charge.seller, currency);
    let posted = NewTransaction::posted(format!("charge:{id}"), TransactionKind::CardCharge)
        .line(Posting::debit(held, amount, Memo::Capture)?)
        .line(Posting::credit(owed, amount, Memo::Capture)?);
    ledger::post_as(tx, entry, posted).await?;
    if let Some(entry) = fee_entry {
        let (key, processor) = (id.to_string(), charge.processor.as_str());
        kept::post(tx, entry, Kept { key: &key, processor, order: None, fee }).await?;
    }
    Ok(true)
}

/// A charge that the processor may have heard of is not given up as asked for nothing, and one that it has reserved not as
/// unheard of.
async fn record_declined(tx: &mut Tx, id: CardChargeId, why: ChargeDecline) -> Result<bool, PaymentError> {
    let from = match why {
        ChargeDecline::Removed | ChargeDecline::OtherProcessor => "state = 'wanted'",
        ChargeDecline::NoAnswer => "state = 'sent'",
        _ => "state IN ('sent', 'authorised')",
    };
    let text = format!(
        "UPDATE payments_charges SET state = 'declined', decline = $2, updated_at_us = $3 WHERE id = $1 AND {from}"
    );
    let now = tx.now();
    Ok(tx.exec(sql(text).bind(id).bind(why).bind(now)).await? > 0)
}

/// The reservation, before the card is charged. Returns whether the charge was not ended meanwhile.
async fn keep_authorisation(tx: &mut Tx, id: CardChargeId, reference: &str) -> Result<bool, PaymentError> {
    let now = tx.now();
    let keep = "UPDATE payments_charges SET state = 'authorised', authorisation_ref = $2, updated_at_us = $3
                WHERE id = $1 AND state IN ('sent', 'authorised')";
    Ok(tx.exec(sql(keep).bind(id).bind(reference).bind(now)).await? > 0)
}

/// How the reservation went.
enum Reserved {
    Yes {
        authorisation: String,
    },
    /// The charge has ended.
    Ended(ChargeOutcome),
}

impl Payments {
    /// Asks the processor to reserve the amount and then to charge it; never inside a database transaction. Writes the
    /// reservation alone: give the outcome to [`record_charge`]. A charge whose outcome is known answers with it.
    ///
    /// # Errors
    /// [`PaymentError::OutcomeUnknown`] when an answer was lost, or tells a fee that cannot be: asking again finds it by the
    /// charge's key. [`PaymentError::WrongChargeState`] for one that was not sent, [`PaymentError::UnknownCharge`].
    pub async fn charge(&self, id: CardChargeId) -> Result<ChargeOutcome, PaymentError> {
        let charge = card_charge(&mut self.db.read().await?, id).await?;
        if let Some(known) = charge.outcome() {
            return Ok(known);
        }
        let authorisation = match (charge.state, charge.authorisation_ref.clone()) {
            (CardChargeState::Authorised, Some(authorisation)) => authorisation,
            (CardChargeState::Sent, _) => match self.reserve(&charge).await? {
                Reserved::Yes { authorisation } => authorisation,
                Reserved::Ended(outcome) => return Ok(outcome),
            },
            (state, _) => return Err(PaymentError::WrongChargeState { state }),
        };
        let request = CaptureRequest {
            key: format!("{id}{CAPTURE_KEY}"),
            processor_ref: authorisation,
            amount: charge.amount,
            reference: charge.reference.clone(),
        };
        let answer = self.processor(&charge.processor)?.capture(request).await?;
        Ok(match kept::understood(&id.to_string(), charge.amount, answer)? {
            CaptureOutcome::Captured { processor_ref, fee } => ChargeOutcome::Captured { processor_ref, fee },
            CaptureOutcome::Failed(_) => ChargeOutcome::Declined(ChargeDecline::NotCharged),
        })
    }

    async fn reserve(&self, charge: &CardCharge) -> Result<Reserved, PaymentError> {
        let request = AuthRequest {
            key: charge.id.to_string(),
            amount: charge.amount,
            token: charge.processor_token.clone(),
            reference: charge.reference.clone(),
        };
        let declined = |why| Ok(Reserved::Ended(ChargeOutcome::Declined(why)));
        let authorisation = match self.processor(&charge.processor)?.authorise(request).await? {
            AuthOutcome::Approved { processor_ref, .. } => processor_ref,
            AuthOutcome::Declined(reason) => return declined(reason.into()),
            AuthOutcome::NeedsConfirmation { .. } => return declined(ChargeDecline::NeedsConfirmation),
        };
        let (id, reference) = (charge.id, authorisation.clone());
        let kept = self
            .db
            .write(move |tx| {
                let reference = reference.clone();
                Box::pin(async move { keep_authorisation(tx, id, &reference).await })
            })
            .await?;
        if kept { Ok(Reserved::Yes { authorisation }) } else { self.late(charge, authorisation).await }
    }

    /// The charge ended while the processor was asked: by another server, which charged it or was refused, or because it was
    /// given up as unheard of. Then what is reserved is given back; should that fail, it ends by itself.
    async fn late(&self, charge: &CardCharge, authorisation: String) -> Result<Reserved, PaymentError> {
        let now = card_charge(&mut self.db.read().await?, charge.id).await?;
        let outcome = now.outcome().ok_or(PaymentError::WrongChargeState { state: now.state })?;
        if outcome == ChargeOutcome::Declined(ChargeDecline::NoAnswer) {
            let key = format!("{}-void", charge.id);
            let request = VoidRequest { key, processor_ref: authorisation, amount: charge.amount };
            self.processor(&charge.processor)?.void(request).await?;
        }
        Ok(Reserved::Ended(outcome))
    }

    /// Whether the processor has heard of a charge.
    ///
    /// # Errors
    /// [`PaymentError::OutcomeUnknown`] when it does not answer now either, [`PaymentError::UnknownCharge`].
    pub async fn charge_arrived(&self, id: CardChargeId) -> Result<bool, PaymentError> {
        let charge = card_charge(&mut self.db.read().await?, id).await?;
        Ok(self.processor(&charge.processor)?.lookup(id.to_string()).await?.is_some())
    }
}
