//! What openings keep about an account: which shops it opened. The documents are the shop's and go when it is given up.
//! Called by `identity::personal`.

use crate::{documents, store};
use db::{BoxFuture, Conn, Tx};
use domain::AccountId;
use domain::format::iso;
use identity::{PersonalData, PersonalError};
use serde_json::{Value, json};

/// Shops that somebody opened.
pub struct OpeningData;

impl PersonalData for OpeningData {
    fn name(&self) -> &'static str {
        "openings"
    }

    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>> {
        Box::pin(async move {
            let mut all = Vec::new();
            for opening in store::of_account(conn, account).await? {
                let files = documents::documents(conn, opening.seller_id).await?;
                let files = files.iter().filter(|file| file.added_by == account).map(|file| {
                    json!({ "kind": file.kind.0, "name": file.file_name, "added_at": iso(file.added_at_us) })
                });
                all.push(json!({
                    "seller": opening.seller_id, "kind": opening.kind.0, "state": opening.state.0,
                    "opened_at": iso(opening.opened_at_us), "documents": files.collect::<Vec<_>>(),
                }));
            }
            Ok(Value::Array(all))
        })
    }

    /// A shop has an owner as long as it is: what is left to forget went with the shop, or is another owner's now.
    fn erase<'t>(&'t self, _tx: &'t mut Tx, _account: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async { Ok(()) })
    }
}
