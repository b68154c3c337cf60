//! What an account wants to be told, and how. Owns `notify_choices`. Everything is on until it is turned off.

use crate::NotifyError;
use db::{Conn, Tx, sql};
use domain::AccountId;
use domain::text_enum::TextEnum as _;

domain::text_enum! {
    /// What a message or mail tells of.
    pub enum Kind {
        Shipped = "shipped",
        Delivered = "delivered",
        /// What a seller whose owner this is was paid, or could not be.
        Payout = "payout",
        /// The other side of an order wrote: to its shopper, or to an owner of its seller.
        Message = "message",
        /// A buyer rated a seller in whose name this account may answer.
        Feedback = "feedback",
    }
}

/// How an account is told of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    pub push: bool,
    pub mail: bool,
}

/// How this account is told of this.
///
/// # Errors
/// When the database cannot be read.
pub async fn choice(conn: &mut Conn, account: AccountId, kind: Kind) -> Result<Choice, NotifyError> {
    let statement = sql("SELECT push, mail FROM notify_choices WHERE account_id = $1 AND kind = $2");
    let row: Option<(bool, bool)> = conn.opt(statement.bind(account).bind(kind.as_str())).await?;
    let (push, mail) = row.unwrap_or((true, true));
    Ok(Choice { push, mail })
}

/// Changes it.
///
/// # Errors
/// When the database cannot be written.
pub async fn choose(tx: &mut Tx, account: AccountId, kind: Kind, choice: Choice) -> Result<(), NotifyError> {
    let statement = sql("INSERT INTO notify_choices (account_id, kind, push, mail) VALUES ($1, $2, $3, $4)
                         ON CONFLICT (account_id, kind) DO UPDATE SET push = $3, mail = $4");
    let statement = statement.bind(account).bind(kind.as_str()).bind(choice.push).bind(choice.mail);
    tx.exec(statement).await?;
    Ok(())
}
