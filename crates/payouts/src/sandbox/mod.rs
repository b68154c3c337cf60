//! The embedded bank: behaves like a remote one, with test accounts. Owns `payouts_sandbox_*`, shares nothing with the
//! rest, and is shared by every server on the same database. It keeps no account number either.

mod accounts;

pub use accounts::{Behaviour, TEST_ACCOUNTS, TestAccount};

use crate::bank::{Answer, Bank, BankError, Transfer, TransferOutcome};
use accounts::behaviour_of;
use db::{Conn, Db, DbError, Tx, row, sql};
use domain::bank::BankAccount;
use domain::payout::Rejection;
use domain::text_enum::TextEnum as _;
use domain::{BankAccountId, Currency, Timestamp, TypedId as _};

row! {
    /// A transfer as the sandbox keeps it.
    struct Kept {
        transfer_key: String,
        token: String,
        amount_minor: i64,
        currency: Currency,
        outcome: String,
        decided_at_us: Timestamp,
        asked: i64,
    }
}

/// The outcome of a transfer that went through.
const SENT: &str = "sent";

const TRANSFER: &str = "SELECT transfer_key, token, amount_minor, currency, outcome, decided_at_us, asked
     FROM payouts_sandbox_transfers WHERE transfer_key = $1";

impl Kept {
    fn outcome(&self, now: Timestamp) -> TransferOutcome {
        if now < self.decided_at_us {
            return TransferOutcome::Undecided;
        }
        match Rejection::parse(&self.outcome) {
            Some(rejection) => TransferOutcome::Rejected(rejection),
            None => TransferOutcome::Sent { bank_ref: format!("sb_{}", self.transfer_key) },
        }
    }
}

/// What goes wrong inside the sandbox: its answer, or its database.
#[derive(Debug, thiserror::Error)]
enum SandboxError {
    #[error("{0}")]
    Refused(&'static str),
    #[error("{0}")]
    Db(#[from] DbError),
}

impl From<SandboxError> for BankError {
    fn from(error: SandboxError) -> Self {
        match error {
            SandboxError::Refused(why) => Self::Refused(why.into()),
            // As with a remote one: it may have happened.
            SandboxError::Db(error) => Self::Unavailable(error.to_string()),
        }
    }
}

/// The embedded sandbox.
#[derive(Clone)]
pub struct SandboxBank {
    db: Db,
}

impl SandboxBank {
    pub fn new(db: Db) -> Self {
        Self { db }
    }

    async fn store_token(&self, account: BankAccount) -> Result<String, SandboxError> {
        let behaviour = behaviour_of(&account.number);
        drop(account);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let token = format!("sandbox_{}", tx.new_id::<BankAccountId>().uuid().simple());
                    let insert = "INSERT INTO payouts_sandbox_accounts (token, behaviour) VALUES ($1, $2)";
                    tx.exec(sql(insert).bind(&token).bind(behaviour)).await?;
                    Ok(token)
                })
            })
            .await
    }

    async fn transfer(&self, transfer: Transfer) -> Result<TransferOutcome, BankError> {
        let made = self.db.write(move |tx| {
            let transfer = transfer.clone();
            Box::pin(async move { keep(tx, &transfer).await })
        });
        let (kept, behaviour, now) = made.await?;
        let first = kept.asked == 1;
        match behaviour {
            Behaviour::RequestLost if first => {
                Err(BankError::Unavailable("the request was lost (sandbox)".into()))
            }
            Behaviour::AnswerLost if first => Err(BankError::AnswerLost),
            _ => Ok(kept.outcome(now)),
        }
    }

    async fn known(&self, key: String) -> Result<Option<TransferOutcome>, SandboxError> {
        let mut conn = self.db.read().await?;
        let kept = of_key(&mut conn, &key).await?;
        // What never arrived is not there, though this sandbox remembers that it was asked.
        let arrived = kept.filter(|kept| !kept.outcome.is_empty());
        Ok(arrived.map(|kept| kept.outcome(conn.now())))
    }
}

async fn of_key(conn: &mut Conn, key: &str) -> Result<Option<Kept>, DbError> {
    conn.opt(sql(TRANSFER).bind(key)).await
}

/// The transfer of this key, made or found, with how often it was asked for.
async fn keep(tx: &mut Tx, transfer: &Transfer) -> Result<(Kept, Behaviour, Timestamp), SandboxError> {
    let now = tx.now();
    let find = sql("SELECT behaviour FROM payouts_sandbox_accounts WHERE token = $1").bind(&transfer.token);
    let account: Option<(Behaviour,)> = tx.opt(find).await?;
    // A token that this bank did not make belongs to no account.
    let behaviour = account.map_or(Behaviour::Unknown, |(behaviour,)| behaviour);
    if !transfer.amount.is_positive() {
        return Err(SandboxError::Refused("wrong amount"));
    }
    let outcome = behaviour.rejection().map_or(SENT, Rejection::as_str);
    if let Some(kept) = of_key(tx, &transfer.key).await? {
        let same = (&kept.token, kept.amount_minor, kept.currency)
            == (&transfer.token, transfer.amount.minor(), transfer.amount.currency());
        if !same {
            return Err(SandboxError::Refused("key reused"));
        }
        let again =
            "UPDATE payouts_sandbox_transfers SET asked = asked + 1, outcome = $2 WHERE transfer_key = $1";
        tx.exec(sql(again).bind(&transfer.key).bind(outcome)).await?;
        return Ok((Kept { asked: kept.asked + 1, outcome: outcome.into(), ..kept }, behaviour, now));
    }
    let arrives = behaviour != Behaviour::RequestLost;
    let kept = Kept {
        transfer_key: transfer.key.clone(),
        token: transfer.token.clone(),
        amount_minor: transfer.amount.minor(),
        currency: transfer.amount.currency(),
        outcome: if arrives { outcome.to_owned() } else { String::new() },
        decided_at_us: now.plus(behaviour.takes()),
        asked: 1,
    };
    tx.exec(
        sql("INSERT INTO payouts_sandbox_transfers
             (transfer_key, token, amount_minor, currency, outcome, decided_at_us, asked)
             VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT DO NOTHING")
        .bind(&kept.transfer_key)
        .bind(&kept.token)
        .bind(kept.amount_minor)
        .bind(kept.currency)
        .bind(&kept.outcome)
        .bind(kept.decided_at_us),
    )
    .await?;
    Ok((kept, behaviour, now))
}

impl Bank for SandboxBank {
    fn name(&self) -> &'static str {
        "sandbox"
    }
    fn open(&self, account: BankAccount) -> Answer<'_, String> {
        Box::pin(async move { Ok(self.store_token(account).await?) })
    }
    fn send(&self, transfer: Transfer) -> Answer<'_, TransferOutcome> {
        Box::pin(self.transfer(transfer))
    }
    fn find(&self, key: String) -> Answer<'_, Option<TransferOutcome>> {
        Box::pin(async move { Ok(self.known(key).await?) })
    }
}
