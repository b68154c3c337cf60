//! Invitations: an owner asks somebody by e-mail to work for the seller, and who has that address accepts with the letter's code.
//! Owns sellers_invitations. Called by the page of a seller's staff and by `/join`.
//!
//! Nobody learns from an invitation whether an address has an account: the letter, the list and the answer are the same.

use crate::{SellerError, letters, staff, store};
use db::{Conn, Db, Text, Tx, row, sql};
use domain::contact::Email;
use domain::format::Locale;
use domain::key::IdempotencyKey;
use domain::roles::StaffRole;
use domain::{AccountId, DurationUs, InvitationId, SellerId, Timestamp};

/// How long the letter's code works.
pub const INVITED_FOR: DurationUs = DurationUs::from_days(7);
/// How many invitations of a seller may be open.
pub const MOST_OPEN: i64 = 50;
/// How many letters a seller may have sent within a day, and how many to one address.
pub const MOST_A_DAY: i64 = 30;
pub const MOST_TO_ONE: i64 = 3;
/// What came to an end is forgotten after this.
const KEPT: DurationUs = DurationUs::from_days(30);
const DAY: DurationUs = DurationUs::from_days(1);

/// Where letters come from and lead to.
#[derive(Debug, Clone)]
pub struct Letterhead {
    pub shop_name: String,
    /// The address of the site without a final slash.
    pub public_url: String,
}

/// Who is asked to do what, by whom.
#[derive(Debug, Clone)]
pub struct NewInvitation {
    pub key: IdempotencyKey,
    pub seller: SellerId,
    pub email: Email,
    pub role: StaffRole,
    pub by: AccountId,
    /// Of the letter, where the address has no account with a language of its own.
    pub locale: Locale,
}

/// An invitation that nobody has accepted or withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    pub id: InvitationId,
    pub seller_id: SellerId,
    pub email: Email,
    pub role: StaffRole,
    pub made_at: Timestamp,
    /// From then on its code is refused.
    pub expires_at: Timestamp,
}

impl db::FromRow for Invitation {
    fn from_row(row: &db::Row) -> Result<Self, db::DbError> {
        let email: String = row.get("email")?;
        let email = Email::parse(&email)
            .map_err(|e| db::DbError::Column { column: "email".into(), problem: e.to_string() })?;
        Ok(Self {
            id: row.get("id")?,
            seller_id: row.get("seller_id")?,
            email,
            role: row.get::<Text<StaffRole>>("role")?.0,
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

const SELECT: &str = "SELECT id, seller_id, email, role, made_at_us, expires_at_us FROM sellers_invitations";

/// A code as the letter has it: 32 hexadecimal digits.
fn is_code(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// What is kept of it: a fast hash is enough for 128 random bits.
fn hash(code: &str) -> Vec<u8> {
    blake3::hash(code.as_bytes()).as_bytes().to_vec()
}

/// Invites somebody, with a letter in the same transaction. An open invitation to the same address ends: the last letter
/// counts. The same key again changes nothing.
///
/// # Errors
/// [`SellerError::NoSuchSeller`]; [`SellerError::WorksHere`] when somebody with this address does already;
/// [`SellerError::TooManyInvitations`]; [`SellerError::NotApproved`] before the shop is let in; [`SellerError::KeyReused`]
/// for the key of another letter.
pub async fn invite(
    tx: &mut Tx,
    letterhead: &Letterhead,
    new: &NewInvitation,
) -> Result<InvitationId, SellerError> {
    let known =
        sql("SELECT id, email_key, role FROM sellers_invitations WHERE seller_id = $1 AND request_key = $2");
    let known: Option<(InvitationId, String, Text<StaffRole>)> =
        tx.opt(known.bind(new.seller).bind(new.key.as_str())).await?;
    if let Some((id, to, role)) = known {
        let same = to == new.email.key() && role.0 == new.role;
        return if same { Ok(id) } else { Err(SellerError::KeyReused) };
    }
    let seller = store::get(tx, new.seller).await?.ok_or(SellerError::NoSuchSeller)?;
    // Letters go out in the platform's name, with a name on them that nobody has looked at yet.
    if seller.approved_at.is_none() {
        return Err(SellerError::NotApproved);
    }
    refuse_colleagues(tx, new).await?;
    end(tx, new.seller, &new.email).await?;
    refuse_too_many(tx, new).await?;
    let (id, now, code) = (tx.new_id::<InvitationId>(), tx.now(), identity::new_link_code());
    tx.exec(
        sql("INSERT INTO sellers_invitations
             (id, seller_id, request_key, email, email_key, role, code_hash, invited_by, made_at_us, expires_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(id)
        .bind(new.seller)
        .bind(new.key.as_str())
        .bind(new.email.as_str())
        .bind(new.email.key())
        .bind(Text(new.role))
        .bind(hash(&code))
        .bind(new.by)
        .bind(now)
        .bind(now.plus(INVITED_FOR)),
    )
    .await?;
    letters::invited(tx, letterhead, &seller.name, new, id, &code).await?;
    Ok(id)
}

/// Whoever works here stands on the inviter's own list, so this tells nothing new.
async fn refuse_colleagues(tx: &mut Tx, new: &NewInvitation) -> Result<(), SellerError> {
    let members: Vec<AccountId> =
        staff::staff(tx, new.seller).await?.into_iter().map(|member| member.account_id).collect();
    let accounts = identity::accounts(tx, &members).await?;
    let works_here = accounts.values().any(|account| account.email.key() == new.email.key());
    if works_here { Err(SellerError::WorksHere) } else { Ok(()) }
}

async fn refuse_too_many(tx: &mut Tx, new: &NewInvitation) -> Result<(), SellerError> {
    let now = tx.now();
    let counts: Counts = tx
        .one(
            sql("SELECT
                 CAST(COALESCE(SUM(CASE WHEN ended_at_us IS NULL AND expires_at_us > $2 THEN 1 ELSE 0 END), 0) AS BIGINT) AS open,
                 CAST(COALESCE(SUM(CASE WHEN made_at_us > $3 THEN 1 ELSE 0 END), 0) AS BIGINT) AS today,
                 CAST(COALESCE(SUM(CASE WHEN made_at_us > $3 AND email_key = $4 THEN 1 ELSE 0 END), 0) AS BIGINT) AS to_one
                 FROM sellers_invitations WHERE seller_id = $1")
            .bind(new.seller)
            .bind(now)
            .bind(now.minus(DAY))
            .bind(new.email.key()),
        )
        .await?;
    let fits = counts.open < MOST_OPEN && counts.today < MOST_A_DAY && counts.to_one < MOST_TO_ONE;
    if fits { Ok(()) } else { Err(SellerError::TooManyInvitations) }
}

/// Ends what is open to this address.
async fn end(tx: &mut Tx, seller: SellerId, email: &Email) -> Result<(), SellerError> {
    let now = tx.now();
    let text = "UPDATE sellers_invitations SET ended_at_us = $3
                WHERE seller_id = $1 AND email_key = $2 AND ended_at_us IS NULL";
    tx.exec(sql(text).bind(seller).bind(email.key()).bind(now)).await?;
    Ok(())
}

/// What is open of a seller, the newest first; those whose code works no more among it.
pub async fn invitations(conn: &mut Conn, seller: SellerId) -> Result<Vec<Invitation>, SellerError> {
    let text = format!("{SELECT} WHERE seller_id = $1 AND ended_at_us IS NULL ORDER BY id DESC");
    Ok(conn.all(sql(text).bind(seller)).await?)
}

/// The open invitation that a letter's code belongs to.
pub async fn invitation_of(conn: &mut Conn, code: &str) -> Result<Option<Invitation>, SellerError> {
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
/// [`SellerError::NoSuchInvitation`], also for another seller's and one that came to an end before.
pub async fn withdraw(tx: &mut Tx, seller: SellerId, id: InvitationId) -> Result<(), SellerError> {
    let now = tx.now();
    let text = "UPDATE sellers_invitations SET ended_at_us = $3
                WHERE id = $2 AND seller_id = $1 AND ended_at_us IS NULL";
    let ended = tx.exec(sql(text).bind(seller).bind(id).bind(now)).await?;
    if ended == 0 { Err(SellerError::NoSuchInvitation) } else { Ok(()) }
}

/// Accepts with the letter's code. Whoever works there already keeps the role that they have.
///
/// # Errors
/// [`SellerError::NoSuchInvitation`] for a code that is wrong, was used, withdrawn or is too old;
/// [`SellerError::NotInvited`] for an account with another address.
pub async fn accept(tx: &mut Tx, code: &str, account: AccountId) -> Result<Invitation, SellerError> {
    let invitation = invitation_of(tx, code).await?.ok_or(SellerError::NoSuchInvitation)?;
    let who = identity::account(tx, account).await?.ok_or(SellerError::NoSuchAccount)?;
    if who.email.key() != invitation.email.key() {
        return Err(SellerError::NotInvited);
    }
    withdraw(tx, invitation.seller_id, invitation.id).await?;
    let members = staff::staff(tx, invitation.seller_id).await?;
    if members.iter().all(|member| member.account_id != account) {
        staff::add_staff(tx, invitation.seller_id, account, invitation.role).await?;
    }
    Ok(invitation)
}

/// Ends what somebody has invited to who may invite no more: it was their word.
pub(crate) async fn end_of_inviter(tx: &mut Tx, seller: SellerId, by: AccountId) -> Result<(), SellerError> {
    let now = tx.now();
    let text = "UPDATE sellers_invitations SET ended_at_us = $3
                WHERE seller_id = $1 AND invited_by = $2 AND ended_at_us IS NULL";
    tx.exec(sql(text).bind(seller).bind(by).bind(now)).await?;
    Ok(())
}

/// Forgets invitations that came to an end or ran out a month ago; tells how many there were.
pub async fn forget_invitations(db: &Db) -> Result<u64, SellerError> {
    db.write(|tx| {
        Box::pin(async move {
            let before = tx.now().minus(KEPT);
            let text = "DELETE FROM sellers_invitations WHERE expires_at_us < $1 OR ended_at_us < $1";
            Ok(tx.exec(sql(text).bind(before)).await?)
        })
    })
    .await
}
