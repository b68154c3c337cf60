//! What invitations to work for the platform keep about an account. Called by `identity::personal`.

use crate::account;
use crate::personal::{PersonalData, PersonalError};
use db::{BoxFuture, Conn, Text, Tx, sql};
use domain::format::iso;
use domain::roles::OperatorRole;
use domain::{AccountId, Timestamp};
use serde_json::{Value, json};

/// Invitations to work for the platform: those that the account wrote, and those to its e-mail. The latter
/// are somebody else's news where nobody has proven that the address is theirs.
pub struct OperatorInvitationData {
    pub address_is_proven: bool,
}

impl OperatorInvitationData {
    /// Under which invitations to this account are kept.
    async fn received(&self, conn: &mut Conn, id: AccountId) -> Result<Option<String>, PersonalError> {
        if !self.address_is_proven {
            return Ok(None);
        }
        Ok(account(conn, id).await?.map(|who| who.email.key()))
    }
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
            let received = self.received(conn, id).await?;
            let statement =
                sql("SELECT email, role, made_at_us, invited_by FROM identity_operator_invitations
                                 WHERE email_key = $1 OR invited_by = $2 ORDER BY id");
            let rows: Vec<(String, Text<OperatorRole>, Timestamp, AccountId)> =
                conn.all(statement.bind(received).bind(id)).await?;
            let all = rows.into_iter().map(|(email, role, at, by)| {
                let kind = if by == id { "sent" } else { "received" };
                json!({ "to": email, "role": role.0, "at": iso(at), "kind": kind })
            });
            Ok(all.collect())
        })
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, id: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move {
            let received = self.received(tx, id).await?;
            let text = "DELETE FROM identity_operator_invitations WHERE email_key = $1 OR invited_by = $2";
            tx.exec(sql(text).bind(received).bind(id)).await?;
            Ok(())
        })
    }
}
