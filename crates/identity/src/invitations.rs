//! Invitations: whoever says who works in a team asks somebody by e-mail to work there, and who has that address
//! accepts with the letter's code. Owns identity_invitations. Called by [`crate::operators`] and by sellers, who
//! say who may invite and give the place, by their pages of staff, and by `/join`.
//!
//! Nobody learns from an invitation whether an address has an account: the letter, the list and the answer
//! are the same.

use crate::{IdentityError, account, accounts, new_link_code};
use db::{Bind, Conn, DbError, Text, Tx, row, sql};
use domain::contact::Email;
use domain::format::Locale;
use domain::key::IdempotencyKey;
use domain::{AccountId, DurationUs, InvitationId, Timestamp};

pub use news::{News, Place, tell};
pub use own_news::tell_member;
pub use personal::{OperatorInvitationData, Told, about, forget_about};
pub use team::{Operators, Team};

mod letter;
mod news;
mod own_news;
mod personal;
mod team;

/// How long the letter's code works.
pub const INVITED_FOR: DurationUs = DurationUs::from_days(7);
/// How many invitations of a team may be open.
pub const MOST_OPEN: i64 = 50;
/// How many letters a team may have sent within a day, and how many to one address.
pub const MOST_A_DAY: i64 = 30;
pub const MOST_TO_ONE: i64 = 3;
/// What came to an end is forgotten after this.
const KEPT: DurationUs = DurationUs::from_days(30);
const DAY: DurationUs = DurationUs::from_days(1);

/// Why a command about invitations was refused.
#[derive(Debug, thiserror::Error)]
pub enum InvitationError {
    #[error("somebody with this e-mail works here already")]
    WorksHere,
    #[error("too many invitations; wait until some were accepted, or until tomorrow")]
    TooMany,
    #[error("there is no such invitation, or it came to an end")]
    NoSuchInvitation,
    #[error("this invitation is for another e-mail")]
    NotInvited,
    #[error("this key was used for something else")]
    KeyReused,
    #[error("there is no such account")]
    NoSuchAccount,
    /// The database's and the letter's, too: an error that holds each by itself grows with every capability above.
    #[error(transparent)]
    Identity(#[from] IdentityError),
}

impl From<DbError> for InvitationError {
    fn from(error: DbError) -> Self {
        Self::Identity(error.into())
    }
}

impl From<mail::MailError> for InvitationError {
    fn from(error: mail::MailError) -> Self {
        Self::Identity(error.into())
    }
}

/// Where letters come from and lead to.
#[derive(Debug, Clone)]
pub struct Letterhead {
    pub shop_name: String,
    /// The address of the site without a final slash.
    pub public_url: String,
}

/// Who is asked to do what, by whom.
#[derive(Debug, Clone)]
pub struct NewInvitation<T: Team> {
    pub key: IdempotencyKey,
    pub team: T,
    pub email: Email,
    pub role: T::Role,
    pub by: AccountId,
    /// Of the letter, where the address has no account with a language of its own.
    pub locale: Locale,
}

/// An invitation that nobody has accepted or withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation<T: Team> {
    pub id: InvitationId,
    pub team: T,
    pub email: Email,
    pub role: T::Role,
    pub made_at: Timestamp,
    /// From then on its code is refused.
    pub expires_at: Timestamp,
}

impl<T: Team> db::FromRow for Invitation<T> {
    fn from_row(row: &db::Row) -> Result<Self, DbError> {
        let email: String = row.get("email")?;
        Ok(Self {
            id: row.get("id")?,
            team: T::of(row.get("team_id")?),
            email: crate::accounts::stored_email(&email)?,
            role: row.get::<Text<T::Role>>("role")?.0,
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

const SELECT: &str = "SELECT id, team_id, email, role, made_at_us, expires_at_us FROM identity_invitations";

/// A code as the letter has it: 32 hexadecimal digits.
fn is_code(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// What is kept of it: a fast hash is enough for 128 random bits.
fn hash(code: &str) -> Vec<u8> {
    crate::tokens::hash(code).to_vec()
}

/// Invites somebody, with a letter in the same transaction. `name` is what the letter calls the team, `members`
/// are all who work there. An open invitation to the same address ends: the last letter counts. The same key
/// again changes nothing. Whether `new.by` may invite, the caller has looked at in this transaction.
///
/// # Errors
/// [`InvitationError::WorksHere`] when somebody with this address does already; [`InvitationError::TooMany`];
/// [`InvitationError::KeyReused`] for the key of another letter.
pub async fn invite<T: Team>(
    tx: &mut Tx,
    letterhead: &Letterhead,
    name: &str,
    members: &[AccountId],
    new: &NewInvitation<T>,
) -> Result<InvitationId, InvitationError> {
    if let Some(known) = of_key(tx, new).await? {
        return Ok(known);
    }
    // Whoever works here stands on the inviter's own list, so this tells nothing new.
    let people = accounts(tx, members).await?;
    if people.values().any(|one| one.email.key() == new.email.key()) {
        return Err(InvitationError::WorksHere);
    }
    end(tx, new.team, "email_key", new.email.key()).await?;
    refuse_too_many(tx, new).await?;
    let code = new_link_code();
    let id = write(tx, new, &code).await?;
    letter::invited(tx, letterhead, name, new, id, &code).await?;
    Ok(id)
}

/// What this key has invited to before.
async fn of_key<T: Team>(
    tx: &mut Tx,
    new: &NewInvitation<T>,
) -> Result<Option<InvitationId>, InvitationError> {
    let known =
        sql("SELECT id, email_key, role FROM identity_invitations WHERE team_id = $1 AND request_key = $2");
    let known: Option<(InvitationId, String, Text<T::Role>)> =
        tx.opt(known.bind(new.team.id()).bind(new.key.as_str())).await?;
    match known {
        Some((id, to, role)) if to == new.email.key() && role.0 == new.role => Ok(Some(id)),
        Some(_) => Err(InvitationError::KeyReused),
        None => Ok(None),
    }
}

async fn refuse_too_many<T: Team>(tx: &mut Tx, new: &NewInvitation<T>) -> Result<(), InvitationError> {
    let now = tx.now();
    let counts: Counts = tx
        .one(
            sql("SELECT
                 CAST(COALESCE(SUM(CASE WHEN ended_at_us IS NULL AND expires_at_us > $2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS open,
                 CAST(COALESCE(SUM(CASE WHEN made_at_us > $3 THEN 1 ELSE 0 END), 0) AS BIGINT) AS today,
                 CAST(COALESCE(SUM(CASE WHEN made_at_us > $3 AND email_key = $4 THEN 1 ELSE 0 END), 0) AS BIGINT) AS to_one
                 FROM identity_invitations WHERE team_id = $1")
            .bind(new.team.id())
            .bind(now)
            .bind(now.minus(DAY))
            .bind(new.email.key()),
        )
        .await?;
    let fits = counts.open < MOST_OPEN && counts.today < MOST_A_DAY && counts.to_one < MOST_TO_ONE;
    if fits { Ok(()) } else { Err(InvitationError::TooMany) }
}

async fn write<T: Team>(
    tx: &mut Tx,
    new: &NewInvitation<T>,
    code: &str,
) -> Result<InvitationId, InvitationError> {
    let (id, now) = (tx.new_id::<InvitationId>(), tx.now());
    tx.exec(
        sql("INSERT INTO identity_invitations
             (id, team_id, request_key, email, email_key, role, code_hash, invited_by, made_at_us, expires_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(id)
        .bind(new.team.id())
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

/// Ends what is open of a team and has this in a column; tells how many there were.
async fn end<T: Team>(
    tx: &mut Tx,
    team: T,
    column: &'static str,
    value: impl Bind + Send,
) -> Result<u64, DbError> {
    let now = tx.now();
    let text = format!(
        "UPDATE identity_invitations SET ended_at_us = $3
         WHERE team_id = $1 AND {column} = $2 AND ended_at_us IS NULL"
    );
    tx.exec(sql(text).bind(team.id()).bind(value).bind(now)).await
}

/// What is open of a team, the newest first; those whose code works no more among it.
///
/// # Errors
/// Only the database's.
pub async fn invitations<T: Team>(conn: &mut Conn, team: T) -> Result<Vec<Invitation<T>>, InvitationError> {
    let text = format!("{SELECT} WHERE team_id = $1 AND ended_at_us IS NULL ORDER BY id DESC");
    Ok(conn.all(sql(text).bind(team.id())).await?)
}

/// The open invitation to a team of this kind that a letter's code belongs to.
///
/// # Errors
/// Only the database's.
pub async fn invitation_of<T: Team>(
    conn: &mut Conn,
    code: &str,
) -> Result<Option<Invitation<T>>, InvitationError> {
    if !is_code(code) {
        return Ok(None);
    }
    let now = conn.now();
    let text = format!(
        "{SELECT} WHERE code_hash = $1 AND ended_at_us IS NULL AND expires_at_us > $2 AND team_id {} $3",
        T::COMPARED
    );
    Ok(conn.opt(sql(text).bind(hash(code)).bind(now).bind(Operators.id())).await?)
}

/// Takes an invitation back: its code opens nothing from now on.
///
/// # Errors
/// [`InvitationError::NoSuchInvitation`], also for another team's and one that came to an end before.
pub async fn withdraw<T: Team>(tx: &mut Tx, team: T, id: InvitationId) -> Result<(), InvitationError> {
    let ended = end(tx, team, "id", id).await?;
    if ended == 0 { Err(InvitationError::NoSuchInvitation) } else { Ok(()) }
}

/// Uses a letter's code up for the account that it was sent to; the caller gives the place in the same
/// transaction.
///
/// # Errors
/// [`InvitationError::NoSuchInvitation`] for a code that is wrong, was used, withdrawn or is too old;
/// [`InvitationError::NotInvited`] for an account with another address; [`InvitationError::NoSuchAccount`].
pub async fn use_up<T: Team>(
    tx: &mut Tx,
    code: &str,
    id: AccountId,
) -> Result<Invitation<T>, InvitationError> {
    let invitation = invitation_of::<T>(tx, code).await?.ok_or(InvitationError::NoSuchInvitation)?;
    let who = account(tx, id).await?.ok_or(InvitationError::NoSuchAccount)?;
    if who.email.key() != invitation.email.key() {
        return Err(InvitationError::NotInvited);
    }
    withdraw(tx, invitation.team, invitation.id).await?;
    Ok(invitation)
}

/// Ends what somebody has invited to who may invite no more: it was their word.
///
/// # Errors
/// Only the database's.
pub async fn end_of_inviter<T: Team>(tx: &mut Tx, team: T, by: AccountId) -> Result<(), DbError> {
    end(tx, team, "invited_by", by).await.map(drop)
}

/// Ends everything that is open of a team which is no more.
///
/// # Errors
/// Only the database's.
pub async fn end_of_team<T: Team>(tx: &mut Tx, team: T) -> Result<(), DbError> {
    end(tx, team, "team_id", team.id()).await.map(drop)
}

/// Forgets invitations that came to an end or ran out a month ago; tells how many there were.
///
/// # Errors
/// Only the database's.
pub async fn forget(tx: &mut Tx) -> Result<u64, DbError> {
    let before = tx.now().minus(KEPT);
    let text = "DELETE FROM identity_invitations WHERE expires_at_us < $1 OR ended_at_us < $1";
    tx.exec(sql(text).bind(before)).await
}
