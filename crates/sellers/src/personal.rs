//! What sellers keep about an account: for whom it works, and what it said there. Called by `identity::personal`.

use crate::staff::{is_last_owner, memberships, staff};
use db::{BoxFuture, Conn, Text, Tx, sql};
use domain::format::iso;
use domain::roles::StaffRole;
use domain::{AccountId, Timestamp};
use identity::{Objection, PersonalData, PersonalError};
use serde_json::{Value, json};

/// Places at sellers.
pub struct StaffData;

impl PersonalData for StaffData {
    fn name(&self) -> &'static str {
        "works_for"
    }

    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>> {
        Box::pin(async move {
            let seats = memberships(conn, account).await?;
            let seats =
                seats.into_iter().map(|m| json!({ "seller": m.name, "role": m.role, "since": iso(m.since) }));
            Ok(seats.collect())
        })
    }

    fn objection<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Option<Objection>, PersonalError>> {
        Box::pin(async move {
            for seat in memberships(conn, account).await? {
                if is_last_owner(&staff(conn, seat.seller_id).await?, account) {
                    return Ok(Some(Objection::OnlyOwner { seller: seat.name }));
                }
            }
            Ok(None)
        })
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, account: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move {
            tx.exec(sql("DELETE FROM sellers_staff WHERE account_id = $1").bind(account)).await?;
            Ok(())
        })
    }
}

/// Invitations to work for a seller: those that the account wrote, and those to its e-mail. The latter are somebody else's news
/// where nobody has proven that the address is theirs.
pub struct InvitationData {
    pub address_is_proven: bool,
}

impl InvitationData {
    /// Under which invitations to this account are kept.
    async fn received(&self, conn: &mut Conn, account: AccountId) -> Result<Option<String>, PersonalError> {
        if !self.address_is_proven {
            return Ok(None);
        }
        Ok(identity::account(conn, account).await?.map(|who| who.email.key()))
    }
}

impl PersonalData for InvitationData {
    fn name(&self) -> &'static str {
        "invitations"
    }

    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>> {
        Box::pin(async move {
            let received = self.received(conn, account).await?;
            let statement = sql("SELECT s.name, i.email, i.role, i.made_at_us, i.invited_by
                                 FROM sellers_invitations i JOIN sellers_sellers s ON s.id = i.seller_id
                                 WHERE i.email_key = $1 OR i.invited_by = $2 ORDER BY i.id");
            let rows: Vec<(String, String, Text<StaffRole>, Timestamp, AccountId)> =
                conn.all(statement.bind(received).bind(account)).await?;
            let all = rows.into_iter().map(|(seller, email, role, at, by)| {
                let kind = if by == account { "sent" } else { "received" };
                json!({ "seller": seller, "to": email, "role": role.0, "at": iso(at), "kind": kind })
            });
            Ok(all.collect())
        })
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, account: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move {
            let received = self.received(tx, account).await?;
            let text = "DELETE FROM sellers_invitations WHERE email_key = $1 OR invited_by = $2";
            tx.exec(sql(text).bind(received).bind(account)).await?;
            Ok(())
        })
    }
}

/// What somebody said for a seller against its suspension. The words go with the account; that there was an appeal, and the
/// answer, stay.
pub struct AppealData;

impl PersonalData for AppealData {
    fn name(&self) -> &'static str {
        "appeals"
    }

    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>> {
        Box::pin(async move {
            let statement =
                sql("SELECT words, at_us, answer FROM sellers_appeals WHERE by_account = $1 ORDER BY id");
            let said: Vec<(String, Timestamp, Option<String>)> = conn.all(statement.bind(account)).await?;
            let said = said
                .into_iter()
                .map(|(words, at, answer)| json!({ "at": iso(at), "words": words, "answer": answer }));
            Ok(said.collect())
        })
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, account: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move {
            tx.exec(sql("UPDATE sellers_appeals SET words = '' WHERE by_account = $1").bind(account)).await?;
            Ok(())
        })
    }
}
