//! Everything that is kept about an account: a copy of it for its owner, and its end. Owns identity_exports. Called by the
//! account's page of data and by the workers.
//!
//! Each capability that keeps something about people says so by a [`PersonalData`]; the platform puts them together.
//! Those that know this crate implement it themselves, for those below it the platform does.

use crate::{Identity, IdentityError, account, letters};
use db::{BoxFuture, Conn, NewEvent, NewJob, Tx, Worker, sql};
use domain::{AccountId, DurationUs, ExportId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::error::Error;
use std::sync::Arc;

/// The job that makes a copy.
pub const EXPORT_JOB: &str = "identity.export";
/// The job that forgets the letter of farewell, and with it the last place of the e-mail.
pub const FORGET_JOB: &str = "identity.forget_farewell";
/// How long a copy can be fetched.
const FETCH_WITHIN: DurationUs = DurationUs::from_days(7);
/// A copy younger than this is not made anew.
const FRESH: DurationUs = DurationUs::from_mins(10);
/// By then the letter of farewell is where it should be.
const FORGET_AFTER: DurationUs = DurationUs::from_days(1);

/// What a capability's reading or forgetting can fail with.
pub type PersonalError = Box<dyn Error + Send + Sync>;

/// Why an account cannot end yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Objection {
    /// Something waits to be sent, or for its payment.
    OpenOrders,
    /// Others work for a shop that only this account can let them into.
    OnlyOwner { seller: String },
    /// The shop would be without somebody who runs it.
    RunsTheShop,
}

/// What one capability keeps about accounts.
pub trait PersonalData: Send + Sync {
    /// The section of the copy: a noun in small letters.
    fn name(&self) -> &'static str;

    /// All of it, for its owner to read.
    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>>;

    /// Whether something must be finished before the account can end.
    fn objection<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Option<Objection>, PersonalError>> {
        let _ = (conn, account);
        Box::pin(async { Ok(None) })
    }

    /// Removes it, or takes out of it what tells who it was, where the books must keep the rest. Twice is once.
    fn erase<'t>(&'t self, tx: &'t mut Tx, account: AccountId) -> BoxFuture<'t, Result<(), PersonalError>>;
}

/// A copy as its owner's page shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Export {
    pub id: ExportId,
    pub is_ready: bool,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

impl db::FromRow for Export {
    fn from_row(row: &db::Row) -> Result<Self, db::DbError> {
        Ok(Self {
            id: row.get("id")?,
            is_ready: row.get("is_ready")?,
            created_at: row.get("created_at_us")?,
            expires_at: row.get("expires_at_us")?,
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct MakeExport {
    export_id: ExportId,
}

#[derive(Debug, Serialize, Deserialize)]
struct ForgetFarewell {
    account_id: AccountId,
}

/// Payload of `account.deleted`.
#[derive(Debug, Serialize, Deserialize)]
struct AccountDeleted {
    account_id: AccountId,
}

/// The copy of this account that can be fetched or is being made.
///
/// # Errors
/// When the database cannot be read.
pub async fn export_of(conn: &mut Conn, account: AccountId) -> Result<Option<Export>, IdentityError> {
    let now = conn.now();
    let statement = sql("SELECT id, document IS NOT NULL AS is_ready, created_at_us, expires_at_us
                         FROM identity_exports WHERE account_id = $1 AND expires_at_us > $2");
    Ok(conn.opt(statement.bind(account).bind(now)).await?)
}

/// The text of a copy; nothing for somebody else's, one that is too old, or one that is not made yet.
///
/// # Errors
/// When the database cannot be read.
pub async fn export_document(
    conn: &mut Conn,
    account: AccountId,
    id: ExportId,
) -> Result<Option<String>, IdentityError> {
    let now = conn.now();
    let statement = sql("SELECT document FROM identity_exports
                         WHERE account_id = $1 AND id = $2 AND expires_at_us > $3");
    let row: Option<(Option<String>,)> = conn.opt(statement.bind(account).bind(id).bind(now)).await?;
    Ok(row.and_then(|(document,)| document))
}

/// The commands about all of an account's data; cheap to clone.
#[derive(Clone)]
pub struct Personal {
    identity: Identity,
    parts: Arc<[Arc<dyn PersonalData>]>,
}

impl Personal {
    pub fn new(identity: Identity, parts: Vec<Arc<dyn PersonalData>>) -> Self {
        Self { identity, parts: parts.into() }
    }

    /// Registers the handlers of the jobs.
    pub fn register(&self, worker: Worker) -> Worker {
        let (making, forgetting) = (self.clone(), self.identity.db.clone());
        worker
            .on(EXPORT_JOB, move |job| {
                let making = making.clone();
                Box::pin(async move {
                    let MakeExport { export_id } = job.payload()?;
                    Ok(making.make_export(export_id).await?)
                })
            })
            .on(FORGET_JOB, move |job| {
                let db = forgetting.clone();
                Box::pin(async move {
                    let ForgetFarewell { account_id } = job.payload()?;
                    let forget = db.write(move |tx| {
                        Box::pin(async move { mail::forget(tx, &letters::farewell_key(account_id)).await })
                    });
                    Ok(forget.await?)
                })
            })
    }

    /// Asks for a copy. While one is being made, or has just been, there is no second.
    ///
    /// # Errors
    /// [`IdentityError::WrongCredentials`], [`IdentityError::TooMany`].
    pub async fn request_export(
        &self,
        account: AccountId,
        password: &str,
    ) -> Result<ExportId, IdentityError> {
        let (proof, _ticket) = self.identity.prove(account, password).await?;
        self.identity
            .db
            .write(move |tx| {
                let proof = proof.clone();
                Box::pin(async move {
                    proof.still(tx).await?;
                    let now = tx.now();
                    if let Some(known) = export_of(tx, account).await?
                        && (!known.is_ready || now.since(known.created_at) < FRESH)
                    {
                        return Ok(known.id);
                    }
                    tx.exec(sql("DELETE FROM identity_exports WHERE account_id = $1").bind(account)).await?;
                    let id: ExportId = tx.new_id();
                    tx.exec(
                        sql("INSERT INTO identity_exports (id, account_id, created_at_us, expires_at_us)
                             VALUES ($1, $2, $3, $4)")
                        .bind(id)
                        .bind(account)
                        .bind(now)
                        .bind(now.plus(FETCH_WITHIN)),
                    )
                    .await?;
                    tx.enqueue(NewJob {
                        kind: EXPORT_JOB,
                        key: Some(id.to_string()),
                        payload: &MakeExport { export_id: id },
                        run_at: now,
                    })
                    .await?;
                    Ok(id)
                })
            })
            .await
    }

    /// Makes the copy that was asked for, from one moment. One that was taken back meanwhile is not made.
    async fn make_export(&self, id: ExportId) -> Result<(), IdentityError> {
        let statement =
            sql("SELECT account_id FROM identity_exports WHERE id = $1 AND document IS NULL").bind(id);
        let row: Option<(AccountId,)> = self.identity.db.read().await?.opt(statement).await?;
        let Some((account,)) = row else { return Ok(()) };
        let parts = Arc::clone(&self.parts);
        let shop = self.identity.config.site_name.clone();
        let document: String = self
            .identity
            .db
            .snapshot(move |conn| Box::pin(async move { document(conn, &shop, account, &parts).await }))
            .await?;
        let config = Arc::clone(&self.identity.config);
        self.identity
            .db
            .write(move |tx| {
                let (config, document) = (Arc::clone(&config), document.clone());
                Box::pin(async move {
                    let ready =
                        sql("UPDATE identity_exports SET document = $2 WHERE id = $1 AND document IS NULL");
                    if tx.exec(ready.bind(id).bind(document)).await? == 0 {
                        return Ok(());
                    }
                    letters::export_ready(tx, &config, account, id).await
                })
            })
            .await
    }

    /// Ends an account: everything about its owner is removed, or taken out of what the books keep. Ended once more, it
    /// stays as it is.
    ///
    /// # Errors
    /// [`IdentityError::WrongCredentials`]; [`IdentityError::WrongCode`] where codes are asked for;
    /// [`IdentityError::NotYet`] with what must be finished first.
    pub async fn delete_account(
        &self,
        account: AccountId,
        password: &str,
        code: &str,
    ) -> Result<(), IdentityError> {
        if self.is_deleted(account).await? {
            return Ok(());
        }
        let (proof, ticket) = self.identity.prove(account, password).await?;
        let buckets = self.identity.attempt_where_on(account).await?;
        // Nobody's password: whoever holds it against the row gets the answer that unknown people get.
        let nobody = ticket.hash_of_nobody().await?;
        let (config, parts) = (Arc::clone(&self.identity.config), Arc::clone(&self.parts));
        let code = code.to_owned();
        self.identity
            .db
            .write(move |tx| {
                let (config, parts, proof) = (Arc::clone(&config), Arc::clone(&parts), proof.clone());
                let (code, nobody, buckets) = (code.clone(), nobody.clone(), buckets.clone());
                Box::pin(async move {
                    proof.still(tx).await?;
                    crate::second_step::take_where_on(tx, account, &code, &buckets).await?;
                    end(tx, &config, &parts, account, &nobody).await
                })
            })
            .await
    }

    async fn is_deleted(&self, id: AccountId) -> Result<bool, IdentityError> {
        let statement = sql("SELECT deleted_at_us IS NOT NULL FROM identity_accounts WHERE id = $1").bind(id);
        let row: Option<(bool,)> = self.identity.db.read().await?.opt(statement).await?;
        row.map(|(deleted,)| deleted).ok_or(IdentityError::NoSuchAccount)
    }
}

fn failed(error: PersonalError) -> IdentityError {
    IdentityError::Personal(error)
}

async fn document(
    conn: &mut Conn,
    shop: &str,
    account: AccountId,
    parts: &[Arc<dyn PersonalData>],
) -> Result<String, IdentityError> {
    let mut all = Map::new();
    all.insert("shop".into(), shop.into());
    all.insert("made_at".into(), domain::format::iso(conn.now()).into());
    for part in parts {
        all.insert(part.name().into(), part.export(conn, account).await.map_err(failed)?);
    }
    Ok(serde_json::to_string_pretty(&Value::Object(all))?)
}

async fn end(
    tx: &mut Tx,
    config: &crate::IdentityConfig,
    parts: &[Arc<dyn PersonalData>],
    id: AccountId,
    nobody: &str,
) -> Result<(), IdentityError> {
    let owner = account(tx, id).await?.ok_or(IdentityError::NoSuchAccount)?;
    if owner.operator.is_some() {
        return Err(IdentityError::NotYet(Objection::RunsTheShop));
    }
    for part in parts {
        if let Some(objection) = part.objection(tx, id).await.map_err(failed)? {
            return Err(IdentityError::NotYet(objection));
        }
    }
    for part in parts {
        part.erase(tx, id).await.map_err(failed)?;
    }
    // After the others, which find the account's letters by its e-mail.
    letters::farewell(tx, config, &owner).await?;
    let (now, email) = (tx.now(), format!("deleted-{id}@deleted.invalid"));
    tx.exec(
        sql("UPDATE identity_accounts SET email = $2, email_key = $2, name = '', password_hash = $3,
             one_click = FALSE, deleted_at_us = $4 WHERE id = $1")
        .bind(id)
        .bind(email)
        .bind(nobody)
        .bind(now),
    )
    .await?;
    tx.enqueue(NewJob {
        kind: FORGET_JOB,
        key: Some(id.to_string()),
        payload: &ForgetFarewell { account_id: id },
        run_at: now.plus(FORGET_AFTER),
    })
    .await?;
    let payload = AccountDeleted { account_id: id };
    tx.append(NewEvent { kind: "account.deleted", key: id.to_string(), topic: None, payload: &payload })
        .await?;
    Ok(())
}
