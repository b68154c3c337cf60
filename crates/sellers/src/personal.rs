//! What sellers keep about an account: for whom it works, and what it said there. Called by `identity::personal`.

use crate::staff::{is_last_owner, memberships, staff};
use crate::store::many;
use db::{BoxFuture, Conn, Tx, sql};
use domain::format::iso;
use domain::{AccountId, SellerId, Timestamp};
use identity::invitations::{about, forget_about};
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
            let all = about::<SellerId>(conn, account, self.address_is_proven).await?;
            let sellers: Vec<SellerId> = all.iter().map(|one| one.team).collect();
            let sellers = many(conn, &sellers).await?;
            let all = all.into_iter().map(|one| {
                let seller = sellers.get(&one.team).map(|seller| &seller.name);
                json!({ "seller": seller, "to": one.email, "role": one.role, "at": iso(one.made_at),
                        "kind": one.kind })
            });
            Ok(all.collect())
        })
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, account: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move { Ok(forget_about::<SellerId>(tx, account, self.address_is_proven).await?) })
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

/// What somebody said of themselves to tax authorities, as a seller. It goes with the account where a person sells; what a
/// company said is the company's.
pub struct TaxData;

impl PersonalData for TaxData {
    fn name(&self) -> &'static str {
        "tax_details"
    }

    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>> {
        Box::pin(async move {
            type Said = (SellerId, String, Option<String>, String, String, String, Timestamp);
            let statement =
                sql("SELECT seller_id, kind, born_on, register_number, tax_id, tax_country, said_at_us
                     FROM sellers_tax_persons WHERE by_account = $1 ORDER BY seller_id");
            let said: Vec<Said> = conn.all(statement.bind(account)).await?;
            let said = said.into_iter().map(|(seller, kind, born_on, register, tax_id, country, at)| {
                json!({ "seller": seller, "kind": kind, "born_on": born_on, "register_number": register,
                        "tax_id": tax_id, "tax_country": country, "at": iso(at) })
            });
            Ok(said.collect())
        })
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, account: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move {
            let gone = sql("DELETE FROM sellers_tax_persons WHERE by_account = $1 AND kind = 'person'");
            tx.exec(gone.bind(account)).await?;
            Ok(())
        })
    }
}
