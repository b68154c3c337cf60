//! The platform's own people, and what each is there for. Owns identity_operators. Changed by the page of the
//! platform's staff and by `orinoco admin`; every request reads it with its account, so what is taken from
//! somebody is gone with their next one.

use crate::invitations::{
    self, Invitation, InvitationError, Letterhead, NewInvitation, News, Operators, Place,
};
use crate::{Identity, IdentityError, account};
use db::{Conn, DbError, Text, Tx, sql};
use domain::roles::OperatorRole;
use domain::{AccountId, InvitationId, Timestamp};

/// Why a command about the platform's people was refused.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    #[error("the last administrator stays; make somebody else an administrator first")]
    LastAdministrator,
    #[error("only an administrator says who works for the platform")]
    NotAdministrator,
    #[error("nobody like that works for the platform")]
    NoSuchOperator,
    #[error("there is no such account")]
    NoSuchAccount,
    #[error(transparent)]
    Invitation(#[from] InvitationError),
    #[error(transparent)]
    Identity(#[from] IdentityError),
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Somebody who works for the platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    pub account_id: AccountId,
    pub role: OperatorRole,
    pub since: Timestamp,
}

impl db::FromRow for Operator {
    fn from_row(row: &db::Row) -> Result<Self, DbError> {
        Ok(Self {
            account_id: row.get("account_id")?,
            role: row.get::<Text<OperatorRole>>("role")?.0,
            since: row.get("since_us")?,
        })
    }
}

/// Everybody who works for the platform, the longest first.
///
/// # Errors
/// Only the database's.
pub async fn operators(conn: &mut Conn) -> Result<Vec<Operator>, OperatorError> {
    let text = "SELECT account_id, role, since_us FROM identity_operators ORDER BY since_us, account_id";
    Ok(conn.all(sql(text)).await?)
}

/// Whoever says who works for the platform is an administrator in the transaction of it, too: what was taken from
/// them since their request came in holds here as well.
///
/// # Errors
/// [`OperatorError::NotAdministrator`].
pub async fn must_administer(conn: &mut Conn, by: AccountId) -> Result<(), OperatorError> {
    let role = account(conn, by).await?.and_then(|who| who.operator);
    if role == Some(OperatorRole::Administrator) { Ok(()) } else { Err(OperatorError::NotAdministrator) }
}

/// Makes an account an operator's, or gives an operator another role. Returns `false` when that was so
/// already.
///
/// # Errors
/// [`OperatorError::NoSuchAccount`]; [`OperatorError::LastAdministrator`] when the only one would be one no
/// more.
pub async fn appoint(tx: &mut Tx, id: AccountId, role: OperatorRole) -> Result<bool, OperatorError> {
    account(tx, id).await?.ok_or(OperatorError::NoSuchAccount)?;
    let all = operators(tx).await?;
    if all.iter().any(|one| one.account_id == id && one.role == role) {
        return Ok(false);
    }
    if role != OperatorRole::Administrator {
        if is_last_administrator(&all, id) {
            return Err(OperatorError::LastAdministrator);
        }
        invitations::end_of_inviter(tx, Operators, id).await?;
    }
    put(tx, id, role).await?;
    Ok(true)
}

/// Gives somebody who works for the platform another role. Returns `false` when that was so already.
///
/// # Errors
/// [`OperatorError::NoSuchOperator`], [`OperatorError::LastAdministrator`].
pub async fn change_role(tx: &mut Tx, id: AccountId, role: OperatorRole) -> Result<bool, OperatorError> {
    if operators(tx).await?.iter().all(|one| one.account_id != id) {
        return Err(OperatorError::NoSuchOperator);
    }
    appoint(tx, id, role).await
}

/// Takes everything away that somebody may do for the platform.
///
/// # Errors
/// [`OperatorError::NoSuchOperator`]; [`OperatorError::LastAdministrator`]: there is always somebody who can
/// let others in.
pub async fn dismiss(tx: &mut Tx, id: AccountId) -> Result<(), OperatorError> {
    if is_last_administrator(&operators(tx).await?, id) {
        return Err(OperatorError::LastAdministrator);
    }
    invitations::end_of_inviter(tx, Operators, id).await?;
    let statement = sql("DELETE FROM identity_operators WHERE account_id = $1");
    match tx.exec(statement.bind(id)).await? {
        0 => Err(OperatorError::NoSuchOperator),
        _ => Ok(()),
    }
}

/// What an administrator says about somebody who works for the platform: another role, or with `None` that they do so no
/// more. Returns `false` when that was so already.
///
/// # Errors
/// [`OperatorError::NotAdministrator`], or as [`change_role`] and [`dismiss`].
pub async fn decide(
    tx: &mut Tx,
    letterhead: &Letterhead,
    by: AccountId,
    member: AccountId,
    role: Option<OperatorRole>,
) -> Result<bool, OperatorError> {
    must_administer(tx, by).await?;
    if operators(tx).await?.iter().all(|one| one.account_id != member) {
        return Err(OperatorError::NoSuchOperator);
    }
    settle(tx, letterhead, Some(by), member, role).await
}

/// Gives somebody this role at the platform, or with `None` takes away what they have; the administrators get a letter in
/// the same transaction. `by` is `None` for a shell on the server's own machine. Returns `false` when that was so already.
///
/// # Errors
/// As [`appoint`] and [`dismiss`].
pub async fn settle(
    tx: &mut Tx,
    letterhead: &Letterhead,
    by: Option<AccountId>,
    member: AccountId,
    role: Option<OperatorRole>,
) -> Result<bool, OperatorError> {
    let before = operators(tx).await?.into_iter().find(|one| one.account_id == member).map(|one| one.role);
    let place = match (role, before) {
        (Some(role), before) => {
            if !appoint(tx, member, role).await? {
                return Ok(false);
            }
            if before.is_some() { Place::Changed(role) } else { Place::Joined(role) }
        }
        (None, Some(before)) => {
            dismiss(tx, member).await?;
            Place::Left(before)
        }
        (None, None) => return Err(OperatorError::NoSuchOperator),
    };
    let once = tx.now().as_micros().to_string();
    tell_administrators(tx, letterhead, &[by.unwrap_or(member), member], place, once).await?;
    Ok(true)
}

/// Tells every administrator but these.
///
/// # Errors
/// Only the database's and the letter's.
async fn tell_administrators(
    tx: &mut Tx,
    letterhead: &Letterhead,
    but: &[AccountId],
    place: Place<OperatorRole>,
    once: String,
) -> Result<(), OperatorError> {
    let all = operators(tx).await?.into_iter().filter(|one| one.role == OperatorRole::Administrator);
    let to: Vec<AccountId> = all.map(|one| one.account_id).filter(|id| !but.contains(id)).collect();
    let news = News { team: Operators, name: &letterhead.shop_name, place, once };
    Ok(invitations::tell(tx, letterhead, &to, &news).await?)
}

impl Identity {
    /// Invites somebody to work for the platform, with a letter to them and to the other administrators in the same
    /// transaction.
    ///
    /// # Errors
    /// [`OperatorError::NotAdministrator`], also for a key that was used before; or as [`invitations::invite`].
    pub async fn invite_operator(
        &self,
        new: NewInvitation<Operators>,
    ) -> Result<InvitationId, OperatorError> {
        let letterhead =
            Letterhead { shop_name: self.config.site_name.clone(), public_url: self.config.site_url.clone() };
        self.db
            .write(move |tx| {
                let (letterhead, new) = (letterhead.clone(), new.clone());
                Box::pin(async move {
                    must_administer(tx, new.by).await?;
                    let all: Vec<AccountId> =
                        operators(tx).await?.into_iter().map(|one| one.account_id).collect();
                    let id = invitations::invite(tx, &letterhead, &letterhead.shop_name, &all, &new).await?;
                    let place = Place::Invited(new.role);
                    tell_administrators(tx, &letterhead, &[new.by], place, id.to_string()).await?;
                    Ok(id)
                })
            })
            .await
    }
}

/// Accepts an invitation with the letter's code, with a letter to the administrators. Whoever works for the platform
/// already keeps the role that they have.
///
/// # Errors
/// As [`invitations::use_up`].
pub async fn accept(
    tx: &mut Tx,
    letterhead: &Letterhead,
    code: &str,
    id: AccountId,
) -> Result<Invitation<Operators>, OperatorError> {
    let invitation = invitations::use_up::<Operators>(tx, code, id).await?;
    let who = account(tx, id).await?.ok_or(OperatorError::NoSuchAccount)?;
    if who.operator.is_none() {
        put(tx, id, invitation.role).await?;
        let place = Place::Joined(invitation.role);
        tell_administrators(tx, letterhead, &[id], place, invitation.id.to_string()).await?;
    }
    Ok(invitation)
}

/// Writes the row; whoever changes their role stays since when they came.
pub(crate) async fn put(tx: &mut Tx, id: AccountId, role: OperatorRole) -> Result<(), DbError> {
    let now = tx.now();
    tx.exec(
        sql("INSERT INTO identity_operators (account_id, role, since_us) VALUES ($1, $2, $3)
             ON CONFLICT (account_id) DO UPDATE SET role = $2")
        .bind(id)
        .bind(Text(role))
        .bind(now),
    )
    .await?;
    Ok(())
}

fn is_last_administrator(all: &[Operator], id: AccountId) -> bool {
    let mut administrators =
        all.iter().filter(|one| one.role == OperatorRole::Administrator).map(|one| one.account_id);
    administrators.next() == Some(id) && administrators.next().is_none()
}
