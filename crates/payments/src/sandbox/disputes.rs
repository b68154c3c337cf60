//! The sandbox's banks: which charges they take back, what convinces them, and what they have to tell.
//!
//! A bank that was told that nothing arrived believes a seller who says when it was delivered, or gives a number to track
//! it by. Every bank believes [`WINNING`] and nobody who writes [`LOSING`]; what is said beside that convinces none. Whoever
//! does not answer in time has lost.

use super::{SandboxError, SandboxProcessor};
use crate::processor::{DisputeChange, DisputeNews, Evidence, EvidenceFile, OpenedDispute};
use db::{Text, Tx, row, sql};
use domain::commission::local_minor;
use domain::dispute::DisputeReason;
use domain::text_enum;
use domain::{Currency, DurationUs, Money, Timestamp};

/// Words that win every dispute of the sandbox.
pub const WINNING: &str = "winning evidence";
/// Words that lose every dispute of the sandbox.
pub const LOSING: &str = "losing evidence";

/// As long as card schemes usually leave to a seller, less what their processors need.
const TIME_TO_ANSWER: DurationUs = DurationUs::from_days(10);
/// What the sandbox asks for a dispute, in US cents or the like of another currency.
const FEE_US_CENTS: i64 = 1_500;
/// So much is told at once.
const MOST_NEWS: i64 = 100;

text_enum! {
    enum BankState {
        Open = "open",
        Won = "won",
        Lost = "lost",
    }
}

text_enum! {
    enum Told {
        Opened = "opened",
        Won = "won",
        Lost = "lost",
    }
}
db::text_column!(BankState, Told);

row! {
    struct BankRow {
        dispute_ref: String,
        reason: Text<DisputeReason>,
        state: BankState,
        answer_hash: Option<String>,
    }
}

row! {
    struct NewsRow {
        number: i64,
        dispute_ref: String,
        what: Told,
        told_at_us: Timestamp,
        capture_key: String,
        reason: Text<DisputeReason>,
        amount_minor: i64,
        currency: Currency,
        respond_by_us: Timestamp,
    }
}

/// A charge whose owner goes to the bank.
pub(super) async fn open(
    tx: &mut Tx,
    capture_key: &str,
    amount: Money,
    reason: DisputeReason,
) -> Result<(), SandboxError> {
    let (dispute_ref, respond_by) = (format!("sd_{capture_key}"), tx.now().plus(TIME_TO_ANSWER));
    tx.exec(
        sql("INSERT INTO payments_sandbox_disputes
             (dispute_ref, capture_key, reason, state, amount_minor, currency, respond_by_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(&dispute_ref)
        .bind(capture_key)
        .bind(Text(reason))
        .bind(BankState::Open)
        .bind(amount.minor())
        .bind(amount.currency())
        .bind(respond_by),
    )
    .await?;
    tell(tx, &dispute_ref, Told::Opened).await
}

async fn tell(tx: &mut Tx, dispute_ref: &str, what: Told) -> Result<(), SandboxError> {
    let now = tx.now();
    // One row that everybody who tells something has to wait for: so numbers appear in their order.
    let next = "UPDATE payments_sandbox_count SET number = number + 1 WHERE slot = 1 RETURNING number";
    let (number,): (i64,) = tx.one(sql(next)).await?;
    tx.exec(
        sql(
            "INSERT INTO payments_sandbox_news (number, dispute_ref, what, told_at_us) VALUES ($1, $2, $3, $4)",
        )
        .bind(number)
        .bind(dispute_ref)
        .bind(what)
        .bind(now),
    )
    .await?;
    Ok(())
}

const BANK_ROW: &str = "SELECT dispute_ref, reason, state, answer_hash FROM payments_sandbox_disputes";

async fn bank_row(tx: &mut Tx, dispute_ref: &str) -> Result<BankRow, SandboxError> {
    let find = sql(format!("{BANK_ROW} WHERE dispute_ref = $1"));
    tx.opt(find.bind(dispute_ref)).await?.ok_or(SandboxError::Refused("unknown dispute"))
}

async fn decide(
    tx: &mut Tx,
    dispute_ref: &str,
    won: bool,
    answer_hash: Option<&str>,
) -> Result<(), SandboxError> {
    let (state, told) = if won { (BankState::Won, Told::Won) } else { (BankState::Lost, Told::Lost) };
    let update = "UPDATE payments_sandbox_disputes SET state = $2, answer_hash = $3 WHERE dispute_ref = $1";
    tx.exec(sql(update).bind(dispute_ref).bind(state).bind(answer_hash.map(str::to_owned))).await?;
    tell(tx, dispute_ref, told).await
}

/// Those whose time is up are lost.
async fn close_overdue(tx: &mut Tx) -> Result<(), SandboxError> {
    let now = tx.now();
    let find = sql(format!("{BANK_ROW} WHERE state = 'open' AND respond_by_us <= $1"));
    let overdue: Vec<BankRow> = tx.all(find.bind(now)).await?;
    for row in overdue {
        decide(tx, &row.dispute_ref, false, None).await?;
    }
    Ok(())
}

fn convinces(reason: DisputeReason, evidence: &Evidence) -> bool {
    let says = |words: &str| evidence.text.to_lowercase().contains(words);
    if says(LOSING) {
        return false;
    }
    let arrived = evidence.delivered_at.is_some() || evidence.tracking.is_some();
    says(WINNING) || reason == DisputeReason::NotReceived && arrived
}

/// The first answer counts; the same one again is no mistake.
async fn answer(
    tx: &mut Tx,
    dispute_ref: &str,
    hash: &str,
    wins: impl FnOnce(DisputeReason) -> bool,
) -> Result<(), SandboxError> {
    close_overdue(tx).await?;
    let row = bank_row(tx, dispute_ref).await?;
    match row.answer_hash {
        Some(first) if first == hash => Ok(()),
        Some(_) => Err(SandboxError::Refused("answered already")),
        None if row.state != BankState::Open => Err(SandboxError::Refused("decided already")),
        None => decide(tx, dispute_ref, wins(row.reason.0), Some(hash)).await,
    }
}

fn is_itself(file: &EvidenceFile) -> bool {
    let content = file.content.0.as_slice();
    let bytes = i64::try_from(content.len()).unwrap_or(i64::MAX);
    bytes == file.bytes && blake3::hash(content).to_hex().as_str() == file.hash
}

async fn note_files(tx: &mut Tx, evidence: &Evidence) -> Result<(), SandboxError> {
    for (position, file) in (0i64..).zip(&evidence.files) {
        let statement = "INSERT INTO payments_sandbox_evidence (dispute_ref, position, hash, bytes)
                         VALUES ($1, $2, $3, $4) ON CONFLICT (dispute_ref, position) DO NOTHING";
        let statement = sql(statement).bind(&evidence.dispute_ref).bind(position).bind(&file.hash);
        tx.exec(statement.bind(file.bytes)).await?;
    }
    Ok(())
}

impl NewsRow {
    fn told(self) -> Result<DisputeNews, SandboxError> {
        let money = |minor: i64| Money::new(minor, self.currency);
        let fee =
            local_minor(FEE_US_CENTS, self.currency).map_err(|_| SandboxError::Refused("no such fee"))?;
        let change = match self.what {
            Told::Opened => DisputeChange::Opened(OpenedDispute {
                capture_ref: format!("sc_{}", self.capture_key),
                amount: money(self.amount_minor),
                fee: money(fee),
                reason: self.reason.0,
                respond_by: self.respond_by_us,
            }),
            Told::Won => DisputeChange::Won,
            Told::Lost => DisputeChange::Lost,
        };
        Ok(DisputeNews {
            cursor: self.number.to_string(),
            dispute_ref: self.dispute_ref,
            told_at: self.told_at_us,
            change,
        })
    }
}

impl SandboxProcessor {
    pub(super) async fn news(&self, after: Option<String>) -> Result<Vec<DisputeNews>, SandboxError> {
        let after = match after {
            None => 0,
            Some(cursor) => cursor.parse::<i64>().map_err(|_| SandboxError::Refused("unknown cursor"))?,
        };
        self.db.write(|tx| Box::pin(close_overdue(tx))).await?;
        let rows: Vec<NewsRow> = self
            .reader()
            .await?
            .all(
                sql("SELECT n.number, n.dispute_ref, n.what, n.told_at_us, d.capture_key, d.reason, d.amount_minor,
                            d.currency, d.respond_by_us
                     FROM payments_sandbox_news n JOIN payments_sandbox_disputes d ON d.dispute_ref = n.dispute_ref
                     WHERE n.number > $1 ORDER BY n.number LIMIT $2")
                .bind(after)
                .bind(MOST_NEWS),
            )
            .await?;
        rows.into_iter().map(NewsRow::told).collect()
    }

    pub(super) async fn hear(&self, evidence: Evidence) -> Result<(), SandboxError> {
        if !evidence.files.iter().all(is_itself) {
            return Err(SandboxError::Refused("a file is not the one that it is said to be"));
        }
        let hash = blake3::hash(format!("{evidence:?}").as_bytes()).to_hex().to_string();
        self.db
            .write(move |tx| {
                let (evidence, hash) = (evidence.clone(), hash.clone());
                Box::pin(async move {
                    let wins = |reason| convinces(reason, &evidence);
                    answer(tx, &evidence.dispute_ref, &hash, wins).await?;
                    note_files(tx, &evidence).await
                })
            })
            .await
    }

    pub(super) async fn give_in(&self, dispute_ref: String) -> Result<(), SandboxError> {
        self.db
            .write(move |tx| {
                let dispute_ref = dispute_ref.clone();
                Box::pin(async move { answer(tx, &dispute_ref, "accepted", |_| false).await })
            })
            .await
    }
}
