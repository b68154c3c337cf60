//! Why something cannot be returned, answered or given back as asked.

use domain::returns::{ExchangeState, NoAppeal, ReturnState, RuleError};
use domain::{LineId, Money, MoneyError};

#[derive(Debug, thiserror::Error)]
pub enum ReturnError {
    #[error("there is no such return")]
    NotFound,
    #[error("this key was used for something else")]
    KeyReused,
    #[error("choose at least one item to return")]
    NothingChosen,
    #[error("only {left} of these can be returned")]
    TooManyUnits { line: LineId, left: i64 },
    #[error("the time to return this is over")]
    WindowIsOver { line: LineId },
    #[error("the card was charged nothing for this")]
    NothingToGiveBack,
    #[error("returns of this parcel were asked for and ended too often; write to the seller")]
    AskedTooOften,
    #[error("the amount is {now} and not {seen} any more; look at it again")]
    AmountChanged { seen: Money, now: Money },
    #[error("only {left} of this charge can be given back")]
    TooMuchGiven { left: Money },
    #[error("nobody decides about what they ordered themselves")]
    OwnOrder,
    #[error("this cannot be done: the return is {state}")]
    WrongState { state: ReturnState },
    #[error("say first where returns go to")]
    NoReturnAddress,
    #[error("say how each item came back")]
    NotGraded { line: LineId },
    #[error("at most {most_bps} basis points can be kept back for this")]
    TooMuchKept { line: LineId, most_bps: i64 },
    #[error("what did not come back cannot be for sale again")]
    NothingToRestock { line: LineId },
    #[error("a tracking number has 4 to 40 letters, digits and hyphens")]
    TrackingMalformed,
    #[error("there is no label for this return")]
    NoLabel,
    #[error("nothing is fetched on that day")]
    WrongPickupDay,
    #[error("the seller has confirmed when it is fetched")]
    PickupConfirmed,
    #[error("the shopper wants another day by now, or none")]
    PickupChanged,
    #[error("it begins now or later")]
    InThePast,
    #[error("a reason has 3 to 300 characters")]
    BadReason,
    #[error("no such price was said")]
    NothingSaid,
    #[error("what has begun cannot be taken back; say another one")]
    Begun,
    #[error("it was taken back already")]
    Withdrawn,
    #[error(
        "this cannot be had instead: it is not new, not the seller's, not in stock, or costs something else"
    )]
    NoSuchReplacement,
    #[error("there is not enough of the replacement any more")]
    ReplacementSoldOut,
    #[error("this is an exchange; turn it into a refund first")]
    ExchangeIsOpen,
    #[error("this return is no exchange")]
    NoExchange,
    #[error("this cannot be done: the exchange is {state}")]
    WrongExchangeState { state: ExchangeState },
    #[error("nothing came back, so nothing is sent for it")]
    NothingCameBack,
    #[error("the buyer's bank has given some of the money back, so there is no even exchange")]
    BankGaveBack,
    #[error("only the shop says that an exchange took too long")]
    NotTheSellersReason,
    #[error("there is no appeal: {0}")]
    NoAppeal(#[from] NoAppeal),
    #[error("there was an appeal about this already")]
    AppealedBefore,
    #[error("this appeal was decided otherwise")]
    AppealIsDecided,
    #[error("a window has 1 to 365 days, and an amount is positive")]
    BadSettings,
    #[error("the rules are others by now; look at them again")]
    RulesChanged,
    #[error("rule {place}: there is no such category")]
    NoSuchCategory { place: usize },
    #[error(transparent)]
    Rule(#[from] RuleError),
    #[error(transparent)]
    Carrier(#[from] crate::carrier::CarrierError),
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error(transparent)]
    Order(#[from] orders::OrderError),
    #[error(transparent)]
    Payment(#[from] payments::PaymentError),
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
    #[error(transparent)]
    Fee(#[from] fees::FeeError),
    #[error(transparent)]
    Inventory(#[from] inventory::InventoryError),
    #[error(transparent)]
    Catalog(#[from] catalog::CatalogError),
    #[error(transparent)]
    Seller(#[from] sellers::SellerError),
    #[error(transparent)]
    Notify(#[from] notify::NotifyError),
    #[error(transparent)]
    Mail(#[from] mail::MailError),
    #[error(transparent)]
    Invoice(#[from] invoices::InvoiceError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}
