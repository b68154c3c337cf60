//! Who sells. Owns sellers_*: sellers, what they charge for shipping, when they are on holiday, what they say of themselves,
//! and who works for them.
//!
//! The platform's own retail is a seller like the others. Called by catalog pages, by orders (origin and shipping are
//! frozen on an order) and by platform (which sellers somebody works for).

mod appeal_letters;
mod dispatch;
mod error;
mod holiday;
mod invitations;
mod known;
mod legal;
mod people;
mod personal;
mod shopfront;
mod slugs;
mod staff;
mod store;
pub mod suspend;
mod tables;
mod tax_person;
#[cfg(feature = "testing")]
pub mod testing;

pub use dispatch::{LONGEST_TRANSIT, update_dispatch};
pub use error::SellerError;
pub use holiday::{HOLIDAY_JOB, Holiday, register, update_holiday};
pub use invitations::{accept, invite};
pub use known::KnownSellers;
pub use legal::{Legal, update_legal};
pub use people::{decide, settle};
pub use personal::{AppealData, InvitationData, StaffData, TaxData};
pub use shopfront::{LONGEST_STORY, PICTURES_IN_USE, Shopfront, listed, shopfront, show_logo, tell_story};
pub use staff::{
    SellerMembership, StaffMember, add_staff, change_role, is_owner, memberships, must_own, owners,
    remove_staff, staff,
};
pub use store::{
    LONGEST_HANDLING, NewSeller, Profile, Seller, SellerStatus, apply, approve, by_slug, create,
    ensure_platform_seller, get, give_up, list, many, platform_seller, set_status, update_profile,
    update_shipping,
};
pub use suspend::{Appeal, Decision};
pub use tables::{put_table, remove_table};
pub use tax_person::{
    TaxDetail, TaxPerson, TaxPersonInput, masked, missing_tax_details, say_tax_person, tax_number,
    tax_person, tax_persons,
};
