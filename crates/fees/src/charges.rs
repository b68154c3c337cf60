//! The charge of a month: taken in advance from what the seller is owed. Where that is too little it is tried again after days
//! that [`domain::plan`] names, each time with a mail, and in the end the plan is over. A seller who keeps a card for fees pays with
//! that what its balance does not cover: `by_card`.

use crate::by_card::{self, Refused};
use crate::plans::{self, PlanCause, Subscription};
use crate::taxes::{self, How};
use crate::{FeeError, Fees, FeesConfig, cards, letters};
use db::{Conn, DbError, NewJob, Text, Tx, row, sql};
use domain::plan::{ChargeState, months_after, next_try};
use domain::{CardChargeId, Currency, DurationUs, LedgerTxId, Money, PlanChargeId, SellerId, Timestamp};
use ledger::{AccountRef, Memo, NewTransaction, RevenueStream, TransactionKind};
use sellers::{Seller, SellerStatus};
use serde::{Deserialize, Serialize};

/// Charges a seller whose month begins, or tries again.
pub const CHARGE_JOB: &str = "fees.charge";
/// Sellers whose jobs one transaction leaves.
const AT_ONCE: i64 = 200;
/// So many months are made up for in one go, when nothing ran for long.
const MOST_MONTHS: usize = 120;

/// Who is told of a try has at least so long to sell something.
const LEAST_BETWEEN_TRIES: DurationUs = DurationUs::from_days(1);

/// The payload of [`CHARGE_JOB`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct ChargeJob {
    pub seller: SellerId,
}

row! {
    /// The charge of one month.
    pub struct Charge {
        pub id: PlanChargeId,
        pub seller_id: SellerId,
        pub month_from_us: Timestamp,
        pub month_to_us: Timestamp,
        pub amount_minor: i64,
        pub currency: Currency,
        pub state: Text<ChargeState>,
        /// How often the seller was owed too little.
        pub failed: i64,
        pub ledger_tx_id: Option<LedgerTxId>,
        /// Of the card that paid it; nothing where the balance did.
        pub card_charge_id: Option<CardChargeId>,
        pub made_at_us: Timestamp,
        pub settled_at_us: Option<Timestamp>,
    }
}

impl Charge {
    pub fn amount(&self) -> Money {
        Money::new(self.amount_minor, self.currency)
    }
}

const CHARGE: &str =
    "SELECT id, seller_id, month_from_us, month_to_us, amount_minor, currency, state, failed,
    ledger_tx_id, card_charge_id, made_at_us, settled_at_us FROM fees_charges";

/// What came of one try.
pub(crate) enum Outcome {
    Paid,
    /// The seller's card is charged; a job tells what comes of it.
    Waiting,
    /// Tried again then. Whether a card was refused.
    Unpaid(Charge, Timestamp, Option<Refused>),
    /// The last try.
    GivenUp(Charge, Option<Refused>),
}

/// A seller's charges, the newest first.
///
/// # Errors
/// Only the database's.
pub async fn charges_of(conn: &mut Conn, seller: SellerId, limit: i64) -> Result<Vec<Charge>, FeeError> {
    let text = format!("{CHARGE} WHERE seller_id = $1 ORDER BY month_from_us DESC LIMIT $2");
    Ok(conn.all(sql(text).bind(seller).bind(limit)).await?)
}

/// The charge that waits to be paid.
pub(crate) async fn open(conn: &mut Conn, seller: SellerId) -> Result<Option<Charge>, FeeError> {
    let text = format!("{CHARGE} WHERE seller_id = $1 AND state = 'due'");
    Ok(conn.opt(sql(text).bind(seller)).await?)
}

/// One charge.
pub(crate) async fn one(conn: &mut Conn, id: PlanChargeId) -> Result<Charge, FeeError> {
    Ok(conn.one(sql(format!("{CHARGE} WHERE id = $1")).bind(id)).await?)
}

impl Fees {
    /// Leaves a job for every seller whose month begins or whose charge is tried again. May run on several servers at once.
    /// Returns how many there were.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn sweep(&self) -> Result<usize, FeeError> {
        let mut after: Option<SellerId> = None;
        let mut count = 0;
        loop {
            let mut conn = self.db.read().await?;
            let now = conn.now();
            let more = if after.is_some() { "AND seller_id > $3" } else { "" };
            let text = format!(
                "SELECT seller_id FROM fees_subscriptions WHERE next_us <= $1 {more} ORDER BY seller_id LIMIT $2"
            );
            let due: Vec<(SellerId,)> = conn.all(sql(text).bind(now).bind(AT_ONCE).bind_all(after)).await?;
            drop(conn);
            let Some((last,)) = due.last() else { return Ok(count) };
            after = Some(*last);
            count += due.len();
            self.db
                .write(move |tx| {
                    let due = due.clone();
                    Box::pin(async move {
                        for (seller,) in due {
                            enqueue(tx, seller).await?;
                        }
                        Ok::<_, FeeError>(())
                    })
                })
                .await?;
        }
    }

    /// What [`CHARGE_JOB`] does: every month that has begun, each in its own transaction.
    ///
    /// # Errors
    /// Only the database's and the ledger's.
    pub async fn charge(&self, seller: SellerId) -> Result<(), FeeError> {
        for _ in 0..MOST_MONTHS {
            let config = self.config.clone();
            let more = self
                .db
                .write(move |tx| {
                    let config = config.clone();
                    Box::pin(async move { step(tx, seller, &config).await })
                })
                .await?;
            if !more {
                return Ok(());
            }
        }
        Ok(())
    }
}

pub(crate) async fn enqueue(tx: &mut Tx, seller: SellerId) -> Result<(), DbError> {
    let (payload, run_at) = (ChargeJob { seller }, tx.now());
    tx.enqueue(NewJob { kind: CHARGE_JOB, key: Some(seller.to_string()), payload: &payload, run_at }).await?;
    Ok(())
}

/// One month, or one more try of it, if its time has come. Returns whether to look again.
async fn step(tx: &mut Tx, seller: SellerId, config: &FeesConfig) -> Result<bool, FeeError> {
    let Some(running) = plans::subscription(tx, seller).await? else { return Ok(false) };
    if running.next_us > tx.now() {
        return Ok(false);
    }
    let closed = sellers::get(tx, seller).await?.is_none_or(|s| s.status == SellerStatus::Closed);
    if (running.ends || closed) && open(tx, seller).await?.is_none() {
        plans::end(tx, seller, PlanCause::Ended, None).await?;
        if closed {
            cards::remove_card(tx, seller).await?;
        }
        plans::tell(tx, seller).await?;
        return Ok(false);
    }
    let outcome = try_month(tx, &running).await?;
    told(tx, config, seller, &outcome).await?;
    Ok(matches!(outcome, Outcome::Paid))
}

/// What follows from a try: mails, and the end of the plan with the last one.
pub(crate) async fn told(
    tx: &mut Tx,
    config: &FeesConfig,
    seller: SellerId,
    outcome: &Outcome,
) -> Result<(), FeeError> {
    match outcome {
        Outcome::Paid | Outcome::Waiting => {}
        Outcome::Unpaid(charge, again, refused) => {
            letters::unpaid(tx, config, charge, *again, refused.as_ref()).await?;
        }
        Outcome::GivenUp(charge, refused) => {
            plans::end(tx, seller, PlanCause::Unpaid, None).await?;
            letters::given_up(tx, config, charge, refused.as_ref()).await?;
        }
    }
    plans::tell(tx, seller).await
}

/// Charges the month that has begun, or tries again.
pub(crate) async fn try_month(tx: &mut Tx, running: &Subscription) -> Result<Outcome, FeeError> {
    let seller = running.seller_id;
    let charge = match open(tx, seller).await? {
        Some(charge) => charge,
        None => begin(tx, running).await?,
    };
    // Whatever came into the balance meanwhile: a card that may have been charged is heard first.
    if let Some(card) = by_card::under_way(tx, charge.id).await? {
        by_card::enqueue(tx, card).await?;
        return Ok(Outcome::Waiting);
    }
    let amount = charge.amount();
    let payable = AccountRef::seller_payable(seller, amount.currency());
    // What a seller is owed is a credit, below zero.
    let owed = ledger::balance(tx, &payable, None).await?.posted.neg()?;
    let shop = sellers::get(tx, seller).await?.ok_or(FeeError::NoSuchSeller)?;
    let taxed = amount.add(taxes::tax_next(tx, &shop, &charge.id.to_string(), amount).await?)?;
    if amount.is_positive() && owed.sub(taxed)?.minor() < 0 {
        return match by_card::begin(tx, &shop, &charge).await? {
            true => Ok(Outcome::Waiting),
            false => unpaid(tx, running, &charge, None).await,
        };
    }
    let entry = match amount.is_positive() {
        true => Some(post(tx, &shop, &charge, How::Now).await?),
        false => None,
    };
    pay(tx, running, &charge, entry, None).await?;
    Ok(Outcome::Paid)
}

/// The month is paid, by a card where `card` is its charge.
pub(crate) async fn pay(
    tx: &mut Tx,
    running: &Subscription,
    charge: &Charge,
    entry: Option<LedgerTxId>,
    card: Option<CardChargeId>,
) -> Result<(), FeeError> {
    settle(tx, charge, ChargeState::Paid, entry).await?;
    let by = sql("UPDATE fees_charges SET card_charge_id = $2 WHERE id = $1");
    tx.exec(by.bind(charge.id).bind(card)).await?;
    // A month that was paid late ends when it would have: nobody gains by paying late.
    let months = running.months + 1;
    let statement = sql("UPDATE fees_subscriptions SET months = $2, next_us = $3 WHERE seller_id = $1");
    let next = months_after(running.anchor_us, months);
    tx.exec(statement.bind(running.seller_id).bind(months).bind(next)).await?;
    Ok(())
}

async fn begin(tx: &mut Tx, running: &Subscription) -> Result<Charge, FeeError> {
    let from = running.next_month();
    let price = plans::month_price(tx, running.seller_id, from).await?;
    let charge = Charge {
        id: tx.new_id(),
        seller_id: running.seller_id,
        month_from_us: from,
        month_to_us: months_after(running.anchor_us, running.months + 1),
        amount_minor: price.minor(),
        currency: price.currency(),
        state: Text(ChargeState::Due),
        failed: 0,
        ledger_tx_id: None,
        card_charge_id: None,
        made_at_us: tx.now(),
        settled_at_us: None,
    };
    tx.exec(
        sql("INSERT INTO fees_charges (id, seller_id, month_from_us, month_to_us, amount_minor, currency, state, failed,
                 made_at_us) VALUES ($1, $2, $3, $4, $5, $6, 'due', 0, $7)")
        .bind(charge.id)
        .bind(charge.seller_id)
        .bind(charge.month_from_us)
        .bind(charge.month_to_us)
        .bind(charge.amount_minor)
        .bind(charge.currency)
        .bind(charge.made_at_us),
    )
    .await?;
    Ok(charge)
}

/// Takes the month, with its tax, from what the seller is owed.
pub(crate) async fn post(
    tx: &mut Tx,
    seller: &Seller,
    charge: &Charge,
    how: How,
) -> Result<LedgerTxId, FeeError> {
    let amount = charge.amount();
    let payable = AccountRef::seller_payable(seller.id, amount.currency());
    let mut entry = NewTransaction::posted(format!("plan-{}", charge.id), TransactionKind::Fee);
    entry.debit(payable, amount, Memo::Fee)?;
    entry.credit(AccountRef::revenue(RevenueStream::PlanFee, amount.currency()), amount, Memo::Fee)?;
    taxes::post_how(tx, seller, &charge.id.to_string(), None, entry, how).await
}

/// A try that came to nothing. Who has paid for no month of this plan yet gets none on trust: its first one is not tried again.
pub(crate) async fn unpaid(
    tx: &mut Tx,
    running: &Subscription,
    charge: &Charge,
    refused: Option<Refused>,
) -> Result<Outcome, FeeError> {
    let charge = Charge { failed: charge.failed + 1, ..charge.clone() };
    let statement = sql("UPDATE fees_charges SET failed = $2 WHERE id = $1");
    tx.exec(statement.bind(charge.id).bind(charge.failed)).await?;
    let again = next_try(charge.made_at_us, charge.failed).filter(|_| running.months > 0);
    let Some(again) = again else {
        give_up(tx, &charge).await?;
        return Ok(Outcome::GivenUp(charge, refused));
    };
    // Where nobody looked for days, the tries that were missed do not follow each other at once.
    let again = again.max(tx.now().plus(LEAST_BETWEEN_TRIES));
    let statement = sql("UPDATE fees_subscriptions SET next_us = $2 WHERE seller_id = $1");
    tx.exec(statement.bind(charge.seller_id).bind(again)).await?;
    Ok(Outcome::Unpaid(charge, again, refused))
}

/// The month is not charged any more.
pub(crate) async fn give_up(tx: &mut Tx, charge: &Charge) -> Result<(), FeeError> {
    settle(tx, charge, ChargeState::GivenUp, None).await
}

async fn settle(
    tx: &mut Tx,
    charge: &Charge,
    state: ChargeState,
    entry: Option<LedgerTxId>,
) -> Result<(), FeeError> {
    let now = tx.now();
    let statement = sql("UPDATE fees_charges SET state = $2, ledger_tx_id = $3, settled_at_us = $4
                         WHERE id = $1 AND state = 'due'");
    tx.exec(statement.bind(charge.id).bind(Text(state)).bind(entry).bind(now)).await?;
    Ok(())
}
