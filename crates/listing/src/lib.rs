//! One catalogue for all sellers: offering a product that is there, proposing one that is not, changing what one's
//! own says, what categories ask for, and making one of two. Owns listing_*. Called by the seller's and the operator's pages and by the API.
//!
//! What is written here goes through `catalog` and `inventory` in one transaction, so buy box and search index follow by the
//! events that those append.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod check;
mod error;
mod find;
mod letters;
mod merge;
mod offers;
mod pictures;
mod proposals;
mod quality;
mod revise;
mod rules;

pub use check::{Violation, check};
pub use error::ListingError;
pub use find::{MOST_FOUND, of_words};
pub use merge::{Merge, MovedAlong, merge, merges};
pub use offers::{NewListing, Sending, add, own_offers};
pub use pictures::{MOST_PICTURES, PICTURES_IN_USE, add_pictures, pictures_of};
pub use proposals::{
    Draft, LONGEST_DESCRIPTION, LONGEST_TITLE, LONGEST_UNIT, LONGEST_VALUE, MOST_ATTRIBUTES, MOST_WAITING,
    Proposal, ProposalState, REASON, decide, proposal_of_seller, proposals_before, proposals_of_seller,
    propose, seller_of_proposal, waiting,
};
pub use quality::{Judged, MOST_LOOKED_THROUGH, judged, to_fix};
pub use revise::{Revision, own_product, revise};
pub use rules::{SaidRule, history, in_force, of_category, rule_of, say, spoken_of};

/// What mails about listings say and link to.
#[derive(Debug, Clone)]
pub struct ListingConfig {
    pub shop_name: String,
    /// The address of the site without a final slash.
    pub public_url: String,
}
