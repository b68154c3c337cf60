//! Invoices and credit notes. Owns `invoices_*`. Called by orders when a parcel is charged, by returns and disputes when what
//! was sold is taken back, each within the transaction that posts it; by the pages and the API that hand them out.
//!
//! An invoice is what one capture charged: a part's share of a parcel. A credit note corrects one. Both are frozen: what they
//! say is kept with them, and their rows cannot be changed. Numbers are counted for each seller, kind and year of the
//! seller's calendar in the same transaction, so that one that is rolled back leaves no gap.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod check;
mod content;
mod credit;
mod error;
mod issue;
mod read;

pub use check::{Violation, check};
pub use content::{Content, InvoiceLine, LineKind, RateSum, SoldBy};
pub use credit::{Back, GoodsBack, NewCredit, credit};
pub use error::InvoiceError;
pub use issue::{NewInvoice, issue};
pub use read::{Invoice, Listed, erase_buyer, of_order, of_part, one};

domain::text_enum! {
    /// What a paper is.
    pub enum InvoiceKind {
        Invoice = "invoice",
        CreditNote = "credit_note",
    }
}
db::text_column!(InvoiceKind);
