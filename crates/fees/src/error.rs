//! Why what selling costs cannot be changed as asked.

use domain::commission::RuleError;
use domain::{Money, MoneyError};

#[derive(Debug, thiserror::Error)]
pub enum FeeError {
    #[error("there is no such seller")]
    NoSuchSeller,
    #[error("the platform's own retail pays no fees")]
    PlatformSeller,
    #[error("a reason has 3 to 300 characters")]
    BadReason,
    #[error("a change begins now or later: what was sold before it is charged as it was sold")]
    InThePast,
    #[error(transparent)]
    BadRule(#[from] RuleError),
    #[error("a price is not negative, and not larger than anybody would pay")]
    BadPrice,
    #[error("there is no such kind of goods")]
    NoSuchClass,
    #[error("a kind of goods has a name of 1 to 60 characters")]
    BadClassName,
    #[error("another kind of goods has this name")]
    ClassNameTaken,
    #[error("as many kinds of goods were made as there can be")]
    NoRoomForClass,
    #[error("there is no such country")]
    NoSuchCountry,
    #[error("who charges a tax has a tax number")]
    NoTaxNumber,
    #[error("a rate of a tax is from 0 to 100 per cent")]
    BadTaxRate,
    #[error("nothing of that kind was said")]
    NothingSaid,
    #[error("what has begun cannot be taken back; say another one")]
    Begun,
    #[error("it was taken back already")]
    Withdrawn,
    #[error("there is no such invoice of fees")]
    NoSuchInvoice,
    #[error("this seller has that plan already")]
    SamePlan,
    /// With the tax on it.
    #[error("the balance does not cover the first month, {month}")]
    NotCovered { month: Money },
    /// What comes of it is known in a moment.
    #[error("the card is being charged for the month that runs")]
    CardIsCharged,
    #[error("the plan whose month a card paid is over")]
    NoMonthRuns,
    #[error("a stored rule cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
    #[error(transparent)]
    Payment(#[from] payments::PaymentError),
    #[error(transparent)]
    Seller(#[from] sellers::SellerError),
    #[error(transparent)]
    Mail(#[from] mail::MailError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
