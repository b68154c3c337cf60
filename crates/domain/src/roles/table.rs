//! The table of permissions. A new action is a line here.

use super::StaffRole::{Catalogue, Finance, Owner, Shipping, Staff};
use super::{Action, OperatorRole, Relation, ResourceKind};
use crate::text_enum::TextEnum as _;

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

/// Everybody who works for the platform.
const OPERATES: Relation = Relation::Operator(OperatorRole::ALL);
const ADMINISTERS: Relation = Relation::Operator(&[OperatorRole::Administrator]);
/// Whoever keeps the platform's books.
const ACCOUNTS: Relation = Relation::Operator(&[OperatorRole::Administrator, OperatorRole::Finance]);
/// Whoever looks after what is sold and what the shop says of itself.
const CURATES: Relation = Relation::Operator(&[OperatorRole::Administrator, OperatorRole::Catalogue]);
/// Whoever helps shoppers and sellers.
const SUPPORTS: Relation = Relation::Operator(&[OperatorRole::Administrator, OperatorRole::Support]);
/// Whoever keeps the program running.
const MAINTAINS: Relation = Relation::Operator(&[OperatorRole::Administrator, OperatorRole::Technical]);
/// What is written about products is read by everybody: whoever looks after products hides it as whoever
/// helps does.
const MODERATES: Relation =
    Relation::Operator(&[OperatorRole::Administrator, OperatorRole::Catalogue, OperatorRole::Support]);
/// Figures are of goods and of books.
const STUDIES: Relation =
    Relation::Operator(&[OperatorRole::Administrator, OperatorRole::Finance, OperatorRole::Catalogue]);
/// An order or an invoice is asked about by its buyer and kept in the books.
const ANSWERS_FOR_ORDERS: Relation =
    Relation::Operator(&[OperatorRole::Administrator, OperatorRole::Finance, OperatorRole::Support]);

/// Each action on each kind of resource, and the relations of which one is enough.
///
/// A role that ships may also read an order of their seller. The platform's people read what their role is
/// for and nobody's account or cart, and change nothing that belongs to a buyer.
pub const RULES: &[(Action, ResourceKind, &[Relation])] = &[
    (Action::Browse, ResourceKind::Public, &[Relation::Anyone]),
    (Action::Enter, ResourceKind::Public, &[Relation::Anyone]),
    (Action::UseCart, ResourceKind::Cart, &[Relation::Owner]),
    (Action::Checkout, ResourceKind::Cart, &[Relation::Owner]),
    (Action::ReadAccount, ResourceKind::Own, &[Relation::Owner]),
    (Action::ChangeAccount, ResourceKind::Own, &[Relation::Owner]),
    (Action::BuyNow, ResourceKind::Own, &[Relation::Owner]),
    (Action::OpenShop, ResourceKind::Own, &[Relation::Owner]),
    (Action::ReadOrder, ResourceKind::Order, &[Relation::Owner, SHIPS, SUPPORTS]),
    (Action::ChangeOrder, ResourceKind::Order, &[Relation::Owner]),
    (Action::WriteToSeller, ResourceKind::Order, &[Relation::Owner]),
    (Action::FulfilOrder, ResourceKind::Order, &[SHIPS]),
    (Action::FulfilOrder, ResourceKind::Seller, &[SHIPS]),
    (Action::ReadSeller, ResourceKind::Seller, &[EVERYBODY, OPERATES]),
    (Action::ReadSales, ResourceKind::Seller, &[SHIPS, SUPPORTS]),
    (Action::ReadCatalogue, ResourceKind::Seller, &[LISTS, CURATES]),
    (Action::ReadFigures, ResourceKind::Seller, &[MEASURES, STUDIES]),
    (Action::ReadMoney, ResourceKind::Seller, &[COUNTS, ACCOUNTS]),
    // What a seller pays for goods is no business of the platform, which sells some itself.
    (Action::ReadCosts, ResourceKind::Seller, &[COUNTS]),
    (Action::ReadInvoices, ResourceKind::Seller, &[INVOICES, ANSWERS_FOR_ORDERS]),
    (Action::ReadSettings, ResourceKind::Seller, &[MANAGES, MAINTAINS]),
    (Action::ManageOffers, ResourceKind::Seller, &[LISTS]),
    (Action::ManageSeller, ResourceKind::Seller, &[OWNS, ADMINISTERS]),
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
    (Action::ReadPlatform, ResourceKind::Platform, &[OPERATES]),
    (Action::ReadMoney, ResourceKind::Platform, &[ACCOUNTS]),
    (Action::ManageMoney, ResourceKind::Platform, &[ACCOUNTS]),
    // Whoever helps moves no money.
    (Action::OrderRefunds, ResourceKind::Platform, &[ACCOUNTS]),
    (Action::ReadCatalogue, ResourceKind::Platform, &[CURATES]),
    (Action::ManageCatalogue, ResourceKind::Platform, &[CURATES]),
    (Action::ReadReports, ResourceKind::Platform, &[MODERATES]),
    (Action::Moderate, ResourceKind::Platform, &[MODERATES]),
    // What two people wrote to each other is nobody's but theirs and whom they ask for help.
    (Action::ReadSales, ResourceKind::Platform, &[SUPPORTS]),
    (Action::ModerateMessages, ResourceKind::Platform, &[SUPPORTS]),
    (Action::ReadOrders, ResourceKind::Platform, &[ANSWERS_FOR_ORDERS]),
    (Action::ReadSellers, ResourceKind::Platform, &[SUPPORTS]),
    (Action::ManageSellers, ResourceKind::Platform, &[ADMINISTERS]),
    (Action::ReadSystem, ResourceKind::Platform, &[MAINTAINS]),
    (Action::OperateSystem, ResourceKind::Platform, &[MAINTAINS]),
    // A switch closes the shop for everybody.
    (Action::OperatePlatform, ResourceKind::Platform, &[ADMINISTERS]),
    // Whoever lets others in could let themselves in to everything.
    (Action::ManageStaff, ResourceKind::Platform, &[ADMINISTERS]),
];
