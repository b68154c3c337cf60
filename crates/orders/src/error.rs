//! Why an order, a cart or a shipment cannot be changed as asked.

use domain::shipping::NoDelivery;
use domain::{MoneyError, OfferId, OrderId, PartId};

#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    #[error("a quantity is between 1 and 999")]
    QuantityOutOfRange,
    #[error("the cart is full: 100 different products at the most")]
    CartFull,
    #[error("nothing more can be saved for later: 100 different products at the most")]
    SavedFull,
    #[error("gift wrap is not offered for this order")]
    NoGiftWrap,
    #[error("there is nothing to order")]
    NothingToOrder,
    #[error("this offer is not for sale any more")]
    NotForSale { offer: OfferId },
    /// None of these is sent to the place of the order, or not so much of it at once.
    #[error("{why}")]
    NotDelivered { offers: Vec<OfferId>, why: NoDelivery },
    #[error("only {left} left")]
    SoldOut { offer: OfferId, left: i64 },
    #[error("the price was raised from {seen} to {now}; agree to the new price to order")]
    PriceRaised { offer: OfferId, seen: domain::Money, now: domain::Money },
    #[error("one order is paid in one currency")]
    MixedCurrencies,
    #[error("save a delivery address first")]
    NoAddress,
    #[error("save a card first")]
    NoPaymentMethod,
    #[error("this key was used for another order")]
    KeyReused,
    #[error("there is no such order")]
    NotFound,
    #[error("the time to undo this order is over")]
    UndoIsOver,
    #[error("this cannot be done with {part}: it is {state}")]
    WrongState { part: PartId, state: String },
    #[error("order {order} does not wait for a confirmation")]
    NothingToConfirm { order: OrderId },
    #[error("choose at least one line, and no more units than are left to ship")]
    WrongShipment,
    #[error("these lines belong to different deliveries; ship them one by one")]
    DifferentDeliveries,
    #[error("the parcel before this one is still being charged; wait for the card's answer")]
    ParcelUnderWay { part: PartId },
    #[error("the total rose from {seen} to {now}; agree to the new total to order")]
    TotalRaised { seen: domain::Money, now: domain::Money },
    #[error("the address or the card is another than on the page; look at it again to order")]
    TermsChanged,
    #[error("a tracking number has 4 to 40 letters, digits and hyphens")]
    TrackingMalformed,
    #[error(transparent)]
    Money(#[from] MoneyError),
    #[error(transparent)]
    Inventory(inventory::InventoryError),
    #[error(transparent)]
    Payment(#[from] payments::PaymentError),
    #[error(transparent)]
    Ledger(#[from] ledger::LedgerError),
    #[error(transparent)]
    Catalog(#[from] catalog::CatalogError),
    #[error(transparent)]
    Seller(#[from] sellers::SellerError),
    #[error(transparent)]
    Notify(#[from] notify::NotifyError),
    #[error(transparent)]
    Identity(#[from] identity::IdentityError),
    #[error(transparent)]
    Mail(#[from] mail::MailError),
    #[error(transparent)]
    Fee(#[from] fees::FeeError),
    #[error(transparent)]
    Invoice(#[from] invoices::InvoiceError),
    #[error(transparent)]
    Db(#[from] db::DbError),
}

impl From<inventory::InventoryError> for OrderError {
    fn from(error: inventory::InventoryError) -> Self {
        match error {
            inventory::InventoryError::SoldOut { offer, left, .. } => Self::SoldOut { offer, left },
            other => Self::Inventory(other),
        }
    }
}
