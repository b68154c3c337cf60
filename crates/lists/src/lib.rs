//! Wish lists. Owns lists_*. Called by the account's pages, the product page and whoever opens a shared list.
//!
//! A list holds products, not offers: which seller's offer speaks for a product is decided anew whenever it is read, so
//! the price now is the shop's and the price then is what the shop said when the product was put there. A list is
//! private until its owner makes a link to it; the link can be taken back.
#![cfg_attr(test, allow(clippy::unwrap_used))]

use domain::DurationUs;

mod error;
mod items;
mod marks;
mod moved;
mod personal;
mod removed;
mod store;

pub use error::ListError;
pub use items::{NewItem, add, change, move_to};
pub use marks::{Giver, mark};
pub use moved::move_product;
pub use personal::ListData;
pub use removed::{forget_removed, remove, restore};
pub use store::{
    Item, List, ListSummary, MarkedItem, create, delete, get, holding, items, latest, list_of_item, lists,
    marked_items, rename, share, shared, unshare,
};

/// The most lists of one account.
pub const MOST_LISTS: i64 = 50;
/// The most products on one list.
pub const MOST_ITEMS: i64 = 200;
/// The most units of one product that somebody wants.
pub const MOST_QUANTITY: i64 = 999;
/// How long what was taken off a list can be put back.
pub const UNDO_WITHIN: DurationUs = DurationUs::from_mins(60);
/// The longest name of a list, in characters.
pub const LONGEST_NAME: usize = 60;
/// The longest note beside a product, in characters.
pub const LONGEST_NOTE: usize = 250;
