//! The table of permissions. A new action is a line here.

use super::StaffRole::{Catalogue, Finance, Owner, Shipping, Staff};
use super::{Action, Relation, ResourceKind};

/// Everybody who works for the seller.
const EVERYBODY: Relation = Relation::Seat(&[Owner, Staff, Shipping, Catalogue, Finance]);
/// Whoever sends what was ordered and takes it back.
const SHIPS: Relation = Relation::Seat(&[Owner, Staff, Shipping]);
/// Whoever says what is sold, for how much, and what is written below it.
const LISTS: Relation = Relation::Seat(&[Owner, Staff, Catalogue]);
/// Whoever keeps the books.
const COUNTS: Relation = Relation::Seat(&[Owner, Staff, Finance]);
/// Whoever has the seller's money paid out: a manager reads the books and moves nothing.
const PAYS: Relation = Relation::Seat(&[Owner, Finance]);
/// Whoever decides about goods or books, where figures are what they decide by.
const MEASURES: Relation = Relation::Seat(&[Owner, Staff, Catalogue, Finance]);
/// An invoice is of a parcel and of the books.
const INVOICES: Relation = Relation::Seat(&[Owner, Staff, Shipping, Finance]);
/// Whoever looks after the shop as a whole.
const MANAGES: Relation = Relation::Seat(&[Owner, Staff]);
const OWNS: Relation = Relation::Seat(&[Owner]);

/// Each action on each kind of resource, and the relations of which one is enough.
///
/// A role that ships may also read an order of their seller. An operator reads everything but other people's accounts
/// and carts, and changes nothing that belongs to a buyer.
pub const RULES: &[(Action, ResourceKind, &[Relation])] = &[
    (Action::Browse, ResourceKind::Public, &[Relation::Anyone]),
    (Action::Enter, ResourceKind::Public, &[Relation::Anyone]),
    (Action::UseCart, ResourceKind::Cart, &[Relation::Owner]),
    (Action::Checkout, ResourceKind::Cart, &[Relation::Owner]),
    (Action::ReadAccount, ResourceKind::Own, &[Relation::Owner]),
    (Action::ChangeAccount, ResourceKind::Own, &[Relation::Owner]),
    (Action::BuyNow, ResourceKind::Own, &[Relation::Owner]),
    (Action::OpenShop, ResourceKind::Own, &[Relation::Owner]),
    (Action::ReadOrder, ResourceKind::Order, &[Relation::Owner, SHIPS, Relation::Operator]),
    (Action::ChangeOrder, ResourceKind::Order, &[Relation::Owner]),
    (Action::WriteToSeller, ResourceKind::Order, &[Relation::Owner]),
    (Action::FulfilOrder, ResourceKind::Order, &[SHIPS]),
    (Action::FulfilOrder, ResourceKind::Seller, &[SHIPS]),
    (Action::ReadSeller, ResourceKind::Seller, &[EVERYBODY, Relation::Operator]),
    (Action::ReadSales, ResourceKind::Seller, &[SHIPS, Relation::Operator]),
    (Action::ReadCatalogue, ResourceKind::Seller, &[LISTS, Relation::Operator]),
    (Action::ReadFigures, ResourceKind::Seller, &[MEASURES, Relation::Operator]),
    (Action::ReadMoney, ResourceKind::Seller, &[COUNTS, Relation::Operator]),
    (Action::ReadInvoices, ResourceKind::Seller, &[INVOICES, Relation::Operator]),
    (Action::ReadSettings, ResourceKind::Seller, &[MANAGES, Relation::Operator]),
    (Action::ManageOffers, ResourceKind::Seller, &[LISTS]),
    (Action::ManageSeller, ResourceKind::Seller, &[OWNS, Relation::Operator]),
    // Whoever lets owners in is one: an operator could become one otherwise, and turn the money's way.
    (Action::ManageStaff, ResourceKind::Seller, &[OWNS]),
    // Nobody but an owner turns the money's way, not even an operator.
    (Action::ManagePayouts, ResourceKind::Seller, &[OWNS]),
    (Action::PayOut, ResourceKind::Seller, &[PAYS]),
    // Who decides about an opening fills none in.
    (Action::ManageOpening, ResourceKind::Seller, &[OWNS]),
    // A key may ship and refund: whoever could make one would have an owner's place without being one.
    (Action::ManageApi, ResourceKind::Seller, &[OWNS]),
    (Action::Contribute, ResourceKind::Own, &[Relation::Owner]),
    (Action::SpeakForSeller, ResourceKind::Seller, &[SHIPS]),
    (Action::ReplyForSeller, ResourceKind::Seller, &[LISTS]),
    (Action::ReadPlatform, ResourceKind::Platform, &[Relation::Operator]),
    (Action::OperatePlatform, ResourceKind::Platform, &[Relation::Operator]),
    (Action::Moderate, ResourceKind::Platform, &[Relation::Operator]),
];
