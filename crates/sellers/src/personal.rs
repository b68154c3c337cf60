//! What sellers keep about an account: for whom it works. Called by `identity::personal`.

use crate::staff::{is_last_owner, memberships, staff};
use db::{BoxFuture, Conn, Tx, sql};
use domain::AccountId;
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
            Ok(seats.into_iter().map(|m| json!({ "seller": m.name, "role": m.role })).collect())
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
