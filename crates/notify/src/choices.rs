//! What an account wants to be told, and how. Owns `notify_choices`. Everything is on until it is turned off, but for mails of
//! sales.

use crate::NotifyError;
use db::{Conn, Tx, sql};
use domain::AccountId;
use domain::text_enum::TextEnum as _;

domain::text_enum! {
    /// What a message or mail tells of.
    pub enum Kind {
        Shipped = "shipped",
        Delivered = "delivered",
        /// A seller for which this account ships has sold something.
        Sale = "sale",
        /// What a seller whose owner this is was paid, or could not be.
        Payout = "payout",
        /// The other side of an order wrote: to its shopper, or to an owner of its seller.
        Message = "message",
        /// A buyer rated a seller in whose name this account may answer.
        Feedback = "feedback",
        /// Somebody answered a question that this account asked about a product.
        Answer = "answer",
        /// The last unit of an offer was sold of a seller whose offers this account looks after.
        StockOut = "stock_out",
        /// A shopper wants to send something back to a seller whose owner this is.
        Return = "return",
        /// A buyer's bank took a payment back from a seller whose owner this is. Its mail is always sent: money is lost
        /// without an answer in time.
        Dispute = "dispute",
        /// A measure of a seller whose owner this is came close to a limit, or passed it. Its mail is always sent: the buy
        /// box is at stake.
        Health = "health",
        /// A shopper asked about a product that a seller offers in whose name this account may answer.
        Question = "question",
        /// An operator decided about an appeal of this account, or of a seller whose owner this is, or about one against such
        /// a seller's decision. Its mail is always sent: it says why, and what follows for money and trade.
        Appeal = "appeal",
        /// An operator decided about something that this account reported.
        Report = "report",
    }
}

impl Kind {
    /// How an account is told that said nothing. A mail of each sale is for whoever asks for it: a busy seller has thousands.
    fn usual(self) -> Choice {
        Choice { page: true, push: true, mail: self != Self::Sale }
    }

    /// Whether its mails can be turned off.
    pub fn can_be_silent(self) -> bool {
        !matches!(self, Self::Dispute | Self::Health | Self::Appeal)
    }
}

/// How an account is told of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// In the shop's own pages, beside the bell.
    pub page: bool,
    pub push: bool,
    pub mail: bool,
}

/// How this account is told of this.
///
/// # Errors
/// When the database cannot be read.
pub async fn choice(conn: &mut Conn, account: AccountId, kind: Kind) -> Result<Choice, NotifyError> {
    let statement = sql("SELECT page, push, mail FROM notify_choices WHERE account_id = $1 AND kind = $2");
    let row: Option<(bool, bool, bool)> = conn.opt(statement.bind(account).bind(kind.as_str())).await?;
    Ok(row.map_or(kind.usual(), |(page, push, mail)| Choice { page, push, mail }))
}

/// Changes it. Of a kind whose mails cannot be turned off they stay on.
///
/// # Errors
/// When the database cannot be written.
pub async fn choose(tx: &mut Tx, account: AccountId, kind: Kind, choice: Choice) -> Result<(), NotifyError> {
    let statement =
        sql("INSERT INTO notify_choices (account_id, kind, page, push, mail) VALUES ($1, $2, $3, $4, $5)
                         ON CONFLICT (account_id, kind) DO UPDATE SET page = $3, push = $4, mail = $5");
    let mail = choice.mail || !kind.can_be_silent();
    let statement = statement.bind(account).bind(kind.as_str()).bind(choice.page);
    let statement = statement.bind(choice.push).bind(mail);
    tx.exec(statement).await?;
    Ok(())
}
