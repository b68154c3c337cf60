//! Invitations: an administrator asks somebody by e-mail to work for the platform, and who has that address
//! accepts with the letter's code. Owns identity_operator_invitations. Called by the page of the platform's
//! staff and by `/join`.
//!
//! Nobody learns from an invitation whether an address has an account: the letter, the list and the answer
//! are the same.

use super::{OperatorError, letter, must_administer, operators, put};
use crate::{Identity, account, accounts, new_link_code};
use db::{Conn, DbError, Text, Tx, row, sql};
use domain::contact::Email;
use domain::format::Locale;
use domain::key::IdempotencyKey;
use domain::roles::OperatorRole;
use domain::{AccountId, DurationUs, OperatorInvitationId, Timestamp};
use std::sync::Arc;

/// How long the letter's code works.
pub const INVITED_FOR: DurationUs = DurationUs::from_days(7);
/// How many invitations may be open.
pub const MOST_OPEN: i64 = 50;
/// How many letters may be sent within a day, and how many to one address.
pub const MOST_A_DAY: i64 = 30;
pub const MOST_TO_ONE: i64 = 3;
/// What came to an end is forgotten after this.
const KEPT: DurationUs = DurationUs::from_days(30);
const DAY: DurationUs = DurationUs::from_days(1);

/// Who is asked to do what, by whom.
#[derive(Debug, Clone)]
pub struct NewOperatorInvitation {
    pub key: IdempotencyKey,
    pub email: Email,
    pub role: OperatorRole,
    pub by: AccountId,
    /// Of the letter, where the address has no account with a language of its own.
    pub locale: Locale,
}

/// An invitation that nobody has accepted or withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorInvitation {
    pub id: OperatorInvitationId,
    pub email: Email,
    pub role: OperatorRole,
    pub made_at: Timestamp,
    /// From then on its code is refused.
    pub expires_at: Timestamp,
}

impl db::FromRow for OperatorInvitation {
    fn from_row(row: &db::Row) -> Result<Self, DbError> {
        let email: String = row.get("email")?;
        Ok(Self {
            id: row.get("id")?,
            email: crate::accounts::stored_email(&email)?,
            role: row.get::<Text<OperatorRole>>("role")?.0,
            made_at: row.get("made_at_us")?,
            expires_at: row.get("expires_at_us")?,
        })
    }
}

row! {
    struct Counts {
        open: i64,
        today: i64,
        to_one: i64,
    }
}

const SELECT: &str = "SELECT id, email, role, made_at_us, expires_at_us FROM identity_operator_invitations";

/// A code as the letter has it: 32 hexadecimal digits.
fn is_code(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// What is kept of it: a fast hash is enough for 128 random bits.
fn hash(code: &str) -> Vec<u8> {
    blake3::hash(code.as_bytes()).as_bytes().to_vec()
}

impl Identity {
    /// Invites somebody, with a letter in the same transaction. An open invitation to the same address ends:
    /// the last letter counts. The same key again changes nothing.
    ///
    /// # Errors
    /// [`OperatorError::NotAdministrator`]; [`OperatorError::WorksHere`] when somebody with this address does
    /// already; [`OperatorError::TooManyInvitations`]; [`OperatorError::KeyReused`] for the key of another letter.
    pub async fn invite_operator(
        &self,
        new: NewOperatorInvitation,
    ) -> Result<OperatorInvitationId, OperatorError> {
        let config = Arc::clone(&self.config);
        self.db
            .write(move |tx| {
                let (config, new) = (Arc::clone(&config), new.clone());
                Box::pin(async move {
                    must_administer(tx, new.by).await?;
                    if let Some(known) = of_key(tx, &new).await? {
                        return Ok(known);
                    }
                    refuse_colleagues(tx, &new).await?;
                    end(tx, &new.email).await?;
                    refuse_too_many(tx, &new).await?;
                    let code = new_link_code();
                    let id = write(tx, &new, &code).await?;
                    letter::invited(tx, &config, &new, id, &code).await?;
                    Ok(id)
                })
            })
            .await
    }
}

/// What this key has invited to before.
async fn of_key(
    tx: &mut Tx,
    new: &NewOperatorInvitation,
) -> Result<Option<OperatorInvitationId>, OperatorError> {
    let known = sql("SELECT id, email_key, role FROM identity_operator_invitations WHERE request_key = $1");
    let known: Option<(OperatorInvitationId, String, Text<OperatorRole>)> =
        tx.opt(known.bind(new.key.as_str())).await?;
    match known {
        Some((id, to, role)) if to == new.email.key() && role.0 == new.role => Ok(Some(id)),
        Some(_) => Err(OperatorError::KeyReused),
        None => Ok(None),
    }
}

async fn write(
    tx: &mut Tx,
    new: &NewOperatorInvitation,
    code: &str,
) -> Result<OperatorInvitationId, OperatorError> {
    let (id, now) = (tx.new_id::<OperatorInvitationId>(), tx.now());
    tx.exec(
        sql("INSERT INTO identity_operator_invitations
             (id, request_key, email, email_key, role, code_hash, invited_by, made_at_us, expires_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        .bind(id)
        .bind(new.key.as_str())
        .bind(new.email.as_str())
        .bind(new.email.key())
        .bind(Text(new.role))
        .bind(hash(code))
        .bind(new.by)
        .bind(now)
        .bind(now.plus(INVITED_FOR)),
    )
    .await?;
    Ok(id)
}

/// Whoever works here stands on the inviter's own list, so this tells nothing new.
async fn refuse_colleagues(tx: &mut Tx, new: &NewOperatorInvitation) -> Result<(), OperatorError> {
    let all: Vec<AccountId> = operators(tx).await?.into_iter().map(|one| one.account_id).collect();
    let people = accounts(tx, &all).await?;
    let works_here = people.values().any(|one| one.email.key() == new.email.key());
    if works_here { Err(OperatorError::WorksHere) } else { Ok(()) }
}

async fn refuse_too_many(tx: &mut Tx, new: &NewOperatorInvitation) -> Result<(), OperatorError> {
    let now = tx.now();
    let counts: Counts = tx
        .one(
            sql("SELECT
                 CAST(COALESCE(SUM(CASE WHEN ended_at_us IS NULL AND expires_at_us > $1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS open,
                 CAST(COALESCE(SUM(CASE WHEN made_at_us > $2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS today,
                 CAST(COALESCE(SUM(CASE WHEN made_at_us > $2 AND email_key = $3 THEN 1 ELSE 0 END), 0) AS BIGINT) AS to_one
                 FROM identity_operator_invitations")
            .bind(now)
            .bind(now.minus(DAY))
            .bind(new.email.key()),
        )
        .await?;
    let fits = counts.open < MOST_OPEN && counts.today < MOST_A_DAY && counts.to_one < MOST_TO_ONE;
    if fits { Ok(()) } else { Err(OperatorError::TooManyInvitations) }
}

/// Ends what is open to this address.
async fn end(tx: &mut Tx, email: &Email) -> Result<(), OperatorError> {
    let now = tx.now();
    let text = "UPDATE identity_operator_invitations SET ended_at_us = $2
                WHERE email_key = $1 AND ended_at_us IS NULL";
    tx.exec(sql(text).bind(email.key()).bind(now)).await?;
    Ok(())
}

/// What is open, the newest first; those whose code works no more among it.
///
/// # Errors
/// Only the database's.
pub async fn invitations(conn: &mut Conn) -> Result<Vec<OperatorInvitation>, OperatorError> {
    let text = format!("{SELECT} WHERE ended_at_us IS NULL ORDER BY id DESC");
    Ok(conn.all(sql(text)).await?)
}

/// The open invitation that a letter's code belongs to.
///
/// # Errors
/// Only the database's.
pub async fn invitation_of(conn: &mut Conn, code: &str) -> Result<Option<OperatorInvitation>, OperatorError> {
    if !is_code(code) {
        return Ok(None);
    }
    let now = conn.now();
    let text = format!("{SELECT} WHERE code_hash = $1 AND ended_at_us IS NULL AND expires_at_us > $2");
    Ok(conn.opt(sql(text).bind(hash(code)).bind(now)).await?)
}

/// Takes an invitation back: its code opens nothing from now on.
///
/// # Errors
/// [`OperatorError::NoSuchInvitation`], also for one that came to an end before.
pub async fn withdraw(tx: &mut Tx, id: OperatorInvitationId) -> Result<(), OperatorError> {
    let now = tx.now();
    let text = "UPDATE identity_operator_invitations SET ended_at_us = $2
                WHERE id = $1 AND ended_at_us IS NULL";
    let ended = tx.exec(sql(text).bind(id).bind(now)).await?;
    if ended == 0 { Err(OperatorError::NoSuchInvitation) } else { Ok(()) }
}

/// Accepts with the letter's code. Whoever works for the platform already keeps the role that they have.
///
/// # Errors
/// [`OperatorError::NoSuchInvitation`] for a code that is wrong, was used, withdrawn or is too old;
/// [`OperatorError::NotInvited`] for an account with another address.
pub async fn accept(tx: &mut Tx, code: &str, id: AccountId) -> Result<OperatorInvitation, OperatorError> {
    let invitation = invitation_of(tx, code).await?.ok_or(OperatorError::NoSuchInvitation)?;
    let who = account(tx, id).await?.ok_or(OperatorError::NoSuchAccount)?;
    if who.email.key() != invitation.email.key() {
        return Err(OperatorError::NotInvited);
    }
    withdraw(tx, invitation.id).await?;
    if who.operator.is_none() {
        put(tx, id, invitation.role).await?;
    }
    Ok(invitation)
}

/// Ends what somebody has invited to who may invite no more: it was their word.
pub(super) async fn end_of_inviter(tx: &mut Tx, by: AccountId) -> Result<(), OperatorError> {
    let now = tx.now();
    let text = "UPDATE identity_operator_invitations SET ended_at_us = $2
                WHERE invited_by = $1 AND ended_at_us IS NULL";
    tx.exec(sql(text).bind(by).bind(now)).await?;
    Ok(())
}

/// Forgets invitations that came to an end or ran out a month ago; tells how many there were.
pub(crate) async fn forget_invitations(tx: &mut Tx) -> Result<u64, DbError> {
    let before = tx.now().minus(KEPT);
    let text = "DELETE FROM identity_operator_invitations WHERE expires_at_us < $1 OR ended_at_us < $1";
    tx.exec(sql(text).bind(before)).await
}
