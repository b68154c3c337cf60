//! Returns: what shoppers send back and what they are given back for it. Owns `returns_*`. Called by the shopper's, the
//! seller's and the operator's pages, and by the workers.
//!
//! `claim` says what can come back and what it would give back, `request` asks for it, `rules` answer at once where their
//! seller says so, `desk` answers, `refund` gives it back: the seller's decision, the processor, the books; `exchange` sends a
//! replacement instead, `appeal` lets the platform decide, `courtesy` is what an operator gives back though nothing comes
//! back. A return is of one part's share of one parcel, which is one capture; each of its units is held by one return at the
//! most (`returns_units`).
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod appeal;
mod appeal_check;
mod appeal_letters;
mod carrier;
mod check;
pub mod claim;
pub mod courtesy;
mod courtesy_check;
mod desk;
mod effect;
mod error;
pub mod exchange;
mod exchange_check;
mod exchange_letters;
pub mod fee;
mod labels;
pub mod left;
mod letters;
pub mod lists;
pub mod outcome;
mod personal;
mod pickup;
mod posting;
pub mod purpose;
mod refund;
mod request;
mod rules;
mod rules_check;
mod rules_preview;
mod settings;
pub mod store;
mod words;

pub use appeal::{Appeal, NewAppeal};
pub use carrier::{CarrierError, LabelCarrier, LabelRequest, OwnLabels};
pub use check::{Violation, check};
pub use claim::{Claim, Pick, Returnable, returnable};
pub use courtesy::{Courtesy, Given, NewCourtesy};
pub use effect::{LabelEffect, MOST_LINES, WindowEffect, label_effect, window_effect};
pub use error::ReturnError;
pub use exchange::{Choice, Exchange, choices};
pub use labels::{
    LabelPrice, ReturnLabel, SayLabelPrice, label_price, label_prices, label_terms, save_label_terms,
    say_label_price, withdraw_label_price,
};
pub use lists::SellerFilter;
pub use outcome::{Graded, Outcome};
pub use personal::ReturnData;
pub use pickup::Pickup;
pub use refund::{Refund, Refunded};
pub use request::{NewReturn, Sending};
pub use rules::{Decided, ReturnRules, decide, rules, rules_at, say_rules};
pub use rules_preview::{PREVIEW_DAYS, RulesPreview, preview_rules};
pub use settings::{ReturnSettings, save_settings, settings};
pub use store::{Return, ReturnDetail, ReturnLine};

use db::Db;
use payments::Payments;
use std::sync::Arc;

/// What mails about returns say and link to.
#[derive(Debug, Clone)]
pub struct ReturnsConfig {
    pub shop_name: String,
    /// The address of the site without a final slash.
    pub public_url: String,
}

/// The commands; reads are free functions in [`lists`], [`store`] and [`claim`].
#[derive(Clone)]
pub struct Returns {
    db: Db,
    payments: Payments,
    carrier: Arc<dyn LabelCarrier>,
    config: Arc<ReturnsConfig>,
}

impl Returns {
    pub fn new(db: Db, payments: Payments, config: ReturnsConfig) -> Self {
        Self { db, payments, carrier: Arc::new(OwnLabels), config: Arc::new(config) }
    }

    /// Labels come from this carrier instead of being the shop's own.
    #[must_use]
    pub fn with_carrier(self, carrier: Arc<dyn LabelCarrier>) -> Self {
        Self { carrier, ..self }
    }
}

/// A short fingerprint of a command's input, kept beside its key.
pub(crate) fn input_hash(input: &serde_json::Value) -> String {
    blake3::hash(input.to_string().as_bytes()).to_hex()[..32].to_string()
}

/// The table whose `picture_id` says which pictures are in use here; the sweep removes all others.
pub const PICTURES_IN_USE: &str = "returns_lines";
