//! What this crate itself keeps about an account: profile, address book, browsers, ways in, and letters. Called by
//! `personal`.

use crate::personal::{PersonalData, PersonalError};
use crate::{account, addresses, device, passkeys, second_step, sessions};
use db::{BoxFuture, Conn, Tx, sql};
use domain::AccountId;
use domain::format::iso;
use serde_json::{Value, json};

/// The account's row and all that hangs on it.
pub struct AccountData;

impl PersonalData for AccountData {
    fn name(&self) -> &'static str {
        "account"
    }

    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        id: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>> {
        Box::pin(async move {
            let Some(owner) = account(conn, id).await? else { return Ok(Value::Null) };
            let browsers = sessions(conn, id).await?;
            let browsers = browsers.iter().map(|s| {
                let seen = device(&s.user_agent);
                json!({
                    "browser": seen.browser, "system": seen.system, "user_agent": s.user_agent,
                    "address": s.address, "signed_in_at": iso(s.created_at), "last_used_at": iso(s.last_seen_at),
                })
            });
            let browsers: Vec<Value> = browsers.collect();
            let keys = passkeys(conn, id).await?;
            let keys = keys.iter().map(|key| {
                json!({
                    "name": key.name, "added_at": iso(key.created_at_us),
                    "last_used_at": key.last_used_at_us.map(iso),
                })
            });
            let keys: Vec<Value> = keys.collect();
            let step = second_step(conn, id).await?;
            let book = addresses::list(conn, id).await?;
            let book: Vec<Value> = book
                .iter()
                .map(|a| json!({ "address": a.address, "default": a.is_default, "added_at": iso(a.created_at) }))
                .collect();
            Ok(json!({
                "id": id, "email": owner.email.as_str(), "name": owner.name, "language": owner.locale,
                "currency": owner.currency, "one_click": owner.one_click, "addresses": book,
                "works_for_the_shop_as": owner.operator,
                "browsers": browsers, "passkeys": keys,
                "two_step_sign_in": step.map(|s| json!({
                    "since": iso(s.since), "recovery_codes_left": s.recovery_codes_left,
                })),
            }))
        })
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, id: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move {
            for table in [
                "identity_sessions",
                "identity_half_sign_ins",
                "identity_recovery_codes",
                "identity_totp",
                "identity_passkeys",
                "identity_ceremonies",
                "identity_addresses",
                "identity_exports",
            ] {
                tx.exec(sql(format!("DELETE FROM {table} WHERE account_id = $1")).bind(id)).await?;
            }
            Ok(())
        })
    }
}

/// The letters that were written to the account's e-mail.
///
/// Only who has shown that the address is theirs, by a link in a mail, reads and removes what was ever written to it:
/// guests may have used it before.
pub struct LetterData {
    pub address_is_proven: bool,
}

impl PersonalData for LetterData {
    fn name(&self) -> &'static str {
        "letters"
    }

    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        id: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>> {
        Box::pin(async move {
            if !self.address_is_proven {
                return Ok(Value::Array(Vec::new()));
            }
            let Some(owner) = account(conn, id).await? else { return Ok(Value::Null) };
            let letters = mail::written_to(conn, &owner.email).await?;
            let letters = letters.into_iter().map(|letter| {
                json!({
                    "written_at": iso(letter.created_at_us), "sent_at": letter.sent_at_us.map(iso),
                    "subject": letter.subject, "text": letter.text_body,
                })
            });
            Ok(letters.collect())
        })
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, id: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move {
            if let Some(owner) = account(tx, id).await?.filter(|_| self.address_is_proven) {
                mail::forget_all_to(tx, &owner.email).await?;
            }
            Ok(())
        })
    }
}
