//! What returns keep about an account: what was sent back and why, and what was given back without that, stays for the books,
//! the words go. Called by `identity::personal`.

use crate::courtesy::{self, Courtesy};
use crate::letters::{key_of_courtesy, keys_of};
use crate::lists::all_of;
use crate::store::ReturnDetail;
use crate::{appeal, labels};
use db::{BoxFuture, Conn, Tx, sql};
use domain::AccountId;
use domain::calendar::day_text;
use domain::format::iso;
use identity::{PersonalData, PersonalError};
use serde_json::{Value, json};

/// Returns, and what shoppers wrote beside them.
pub struct ReturnData;

impl PersonalData for ReturnData {
    fn name(&self) -> &'static str {
        "returns"
    }

    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>> {
        Box::pin(async move {
            let mut all: Vec<Value> = all_of(conn, account).await?.iter().map(told).collect();
            all.extend(courtesy::of_account(conn, account).await?.iter().map(given));
            Ok(all.into())
        })
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, account: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move {
            for detail in all_of(tx, account).await? {
                let id = detail.row.id;
                let update = sql(
                    "UPDATE returns_returns SET note = NULL, answer = NULL, tracking = NULL WHERE id = $1",
                );
                tx.exec(update.bind(id)).await?;
                if let Some(follow) = appeal::forget(tx, id).await? {
                    for key in keys_of(follow) {
                        mail::forget(tx, &key).await?;
                    }
                }
                let update = sql("UPDATE returns_exchanges SET tracking = NULL WHERE return_id = $1");
                tx.exec(update.bind(id)).await?;
                labels::forget(tx, id).await?;
                for key in keys_of(id) {
                    mail::forget(tx, &key).await?;
                }
            }
            for row in courtesy::of_account(tx, account).await? {
                let update = sql("UPDATE returns_courtesies SET note = NULL WHERE id = $1");
                tx.exec(update.bind(row.id)).await?;
                mail::forget(tx, &key_of_courtesy(row.id)).await?;
            }
            Ok(())
        })
    }
}

/// What was given back though nothing came back.
fn given(row: &Courtesy) -> Value {
    json!({
        "id": row.id, "order": row.order_id, "state": row.state.0, "reason": row.reason.0, "note": row.note,
        "given_at": iso(row.given_at_us), "currency": row.currency, "given_minor": row.amount_minor,
    })
}

fn told(detail: &ReturnDetail) -> Value {
    let row = &detail.row;
    let lines = detail.lines.iter().map(|line| {
        json!({ "title": line.title, "quantity": line.quantity, "reason": line.reason, "grade": line.grade })
    });
    let instead = detail.exchange.as_ref().map(|exchange| {
        json!({ "title": exchange.title, "quantity": exchange.quantity, "state": exchange.state.0,
            "tracking": exchange.tracking })
    });
    let appeal =
        detail.appeal.as_ref().map(|appeal| json!({ "words": appeal.words, "reason": appeal.reason }));
    json!({
        "id": row.id, "order": row.order_id, "state": row.state.0, "requested_at": iso(row.requested_at_us),
        "note": row.note, "answer": row.answer, "currency": row.currency, "refunded_minor": row.refunded_minor,
        "label": detail.label.as_ref().and_then(|label| label.code.as_deref()),
        "picked_up_on": detail.pickup.map(|pickup| day_text(pickup.day)),
        "lines": lines.collect::<Vec<_>>(), "instead": instead, "appeal": appeal,
    })
}
