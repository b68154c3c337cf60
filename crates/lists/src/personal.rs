//! What lists keep about an account: its lists, and what it said to have bought of others'. Called by
//! `identity::personal`.

use crate::marks::Giver;
use crate::store::{items, lists};
use db::{BoxFuture, Conn, Tx, sql};
use domain::AccountId;
use domain::format::iso;
use identity::{PersonalData, PersonalError};
use serde_json::{Value, json};

/// Wish lists and marks.
pub struct ListData;

impl PersonalData for ListData {
    fn name(&self) -> &'static str {
        "lists"
    }

    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>> {
        Box::pin(async move {
            let mut all = Vec::new();
            for list in lists(conn, account).await? {
                let items = items(conn, list.id).await?;
                let items = items.into_iter().map(|item| {
                    json!({
                        "product": item.product_id, "quantity": item.quantity, "note": item.note,
                        "added_at": iso(item.added_at),
                    })
                });
                all.push(json!({
                    "name": list.name, "shared": list.share_code.is_some(), "items": items.collect::<Vec<_>>(),
                }));
            }
            Ok(Value::Array(all))
        })
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, account: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move {
            let giver = Giver::Account(account).key();
            tx.exec(sql("DELETE FROM lists_marks WHERE giver = $1").bind(giver)).await?;
            tx.exec(sql("DELETE FROM lists_lists WHERE account_id = $1").bind(account)).await?;
            Ok(())
        })
    }
}
