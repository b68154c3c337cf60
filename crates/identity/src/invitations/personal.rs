//! What invitations keep about an account: those that it wrote, and those to its e-mail. The latter are somebody
//! else's news where nobody has proven that the address is theirs. Called by `identity::personal` and by sellers,
//! who know their names.

use super::{InvitationError, Operators, Team};
use crate::account;
use crate::personal::{PersonalData, PersonalError};
use db::{BoxFuture, Conn, Text, Tx, sql};
use domain::format::iso;
use domain::{AccountId, Timestamp};
use serde_json::{Value, json};
use uuid::Uuid;

/// An invitation that somebody has written or got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<T: Team> {
    pub team: T,
    /// To whom, as it was typed.
    pub email: String,
    pub role: T::Role,
    pub made_at: Timestamp,
    /// `sent` or `received`.
    pub kind: &'static str,
}

/// Under which invitations to this account are kept, once its address is proven.
async fn received(
    conn: &mut Conn,
    id: AccountId,
    address_is_proven: bool,
) -> Result<Option<String>, InvitationError> {
    if !address_is_proven {
        return Ok(None);
    }
    Ok(account(conn, id).await?.map(|who| who.email.key()))
}

/// Team, address, role, when, by whom.
type Row<T> = (Uuid, String, Text<<T as Team>::Role>, Timestamp, AccountId);

/// What is kept about an account's invitations to teams of one kind, the oldest first.
///
/// # Errors
/// Only the database's.
pub async fn about<T: Team>(
    conn: &mut Conn,
    id: AccountId,
    address_is_proven: bool,
) -> Result<Vec<Told<T>>, InvitationError> {
    let received = received(conn, id, address_is_proven).await?;
    let text = format!(
        "SELECT team_id, email, role, made_at_us, invited_by FROM identity_invitations
         WHERE (email_key = $1 OR invited_by = $2) AND team_id {} $3 ORDER BY id",
        T::COMPARED
    );
    let rows: Vec<Row<T>> = conn.all(sql(text).bind(received).bind(id).bind(Operators.id())).await?;
    let told = rows.into_iter().map(|(team, email, role, made_at, by)| {
        let kind = if by == id { "sent" } else { "received" };
        Told { team: T::of(team), email, role: role.0, made_at, kind }
    });
    Ok(told.collect())
}

/// Forgets what is kept about an account's invitations to teams of one kind.
///
/// # Errors
/// Only the database's.
pub async fn forget_about<T: Team>(
    tx: &mut Tx,
    id: AccountId,
    address_is_proven: bool,
) -> Result<(), InvitationError> {
    let received = received(tx, id, address_is_proven).await?;
    let text = format!(
        "DELETE FROM identity_invitations WHERE (email_key = $1 OR invited_by = $2) AND team_id {} $3",
        T::COMPARED
    );
    tx.exec(sql(text).bind(received).bind(id).bind(Operators.id())).await?;
    Ok(())
}

/// Invitations to work for the platform.
pub struct OperatorInvitationData {
    pub address_is_proven: bool,
}

impl PersonalData for OperatorInvitationData {
    fn name(&self) -> &'static str {
        "operator_invitations"
    }

    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        id: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>> {
        Box::pin(async move {
            let all = about::<Operators>(conn, id, self.address_is_proven).await?;
            let all = all.into_iter().map(
                |one| json!({ "to": one.email, "role": one.role, "at": iso(one.made_at), "kind": one.kind }),
            );
            Ok(all.collect())
        })
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, id: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move { Ok(forget_about::<Operators>(tx, id, self.address_is_proven).await?) })
    }
}
