//! Everything that is kept about an account, put together. A capability that keeps something new about people adds a line
//! here; those that do not know `identity` are spoken for.

use db::{BoxFuture, Conn, Tx};
use domain::AccountId;
use identity::{AccountData, Identity, LetterData, Personal, PersonalData, PersonalError};
use orders::OrderData;
use sellers::StaffData;
use serde_json::{Value, json};
use std::sync::Arc;

/// Saved cards. Payments stay for the books: they name the account, which by then is nobody.
struct CardData;

impl PersonalData for CardData {
    fn name(&self) -> &'static str {
        "cards"
    }

    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>> {
        Box::pin(async move {
            let cards = payments::methods(conn, account).await?;
            let cards = cards.into_iter().map(|saved| {
                json!({
                    "brand": saved.card.brand.name(), "last4": saved.card.last4,
                    "expires": format!("{:02}/{}", saved.card.exp_month, saved.card.exp_year),
                    "default": saved.is_default,
                })
            });
            Ok(cards.collect())
        })
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, account: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move {
            for saved in payments::methods(tx, account).await? {
                payments::remove_method(tx, account, saved.id).await?;
            }
            Ok(())
        })
    }
}

/// Every capability that keeps something about people. The account itself comes last: the others may ask it who it is.
pub(crate) fn personal(identity: &Identity) -> Personal {
    Personal::new(
        identity.clone(),
        vec![
            Arc::new(OrderData),
            Arc::new(CardData),
            Arc::new(StaffData),
            Arc::new(LetterData),
            Arc::new(AccountData),
        ],
    )
}
