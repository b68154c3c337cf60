//! The table of permissions. A new action is a line here.

use super::{Action, Relation, ResourceKind};

/// Each action on each kind of resource, and the relations of which one is enough.
///
/// A staff member may also read an order of their seller. An operator reads everything but other people's accounts
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
    (Action::ReadOrder, ResourceKind::Order, &[Relation::Owner, Relation::SellerStaff, Relation::Operator]),
    (Action::ChangeOrder, ResourceKind::Order, &[Relation::Owner]),
    (Action::WriteToSeller, ResourceKind::Order, &[Relation::Owner]),
    (Action::FulfilOrder, ResourceKind::Order, &[Relation::SellerStaff]),
    (Action::FulfilOrder, ResourceKind::Seller, &[Relation::SellerStaff]),
    (Action::ReadSeller, ResourceKind::Seller, &[Relation::SellerStaff, Relation::Operator]),
    (Action::ManageOffers, ResourceKind::Seller, &[Relation::SellerStaff]),
    (Action::ManageSeller, ResourceKind::Seller, &[Relation::SellerOwner, Relation::Operator]),
    (Action::ManageStaff, ResourceKind::Seller, &[Relation::SellerOwner, Relation::Operator]),
    // Nobody but an owner turns the money's way, not even an operator.
    (Action::ManagePayouts, ResourceKind::Seller, &[Relation::SellerOwner]),
    // Who decides about an opening fills none in.
    (Action::ManageOpening, ResourceKind::Seller, &[Relation::SellerOwner]),
    // A key may ship and refund: whoever could make one would have an owner's place without being one.
    (Action::ManageApi, ResourceKind::Seller, &[Relation::SellerOwner]),
    (Action::Contribute, ResourceKind::Own, &[Relation::Owner]),
    (Action::SpeakForSeller, ResourceKind::Seller, &[Relation::SellerStaff]),
    (Action::ReadPlatform, ResourceKind::Platform, &[Relation::Operator]),
    (Action::OperatePlatform, ResourceKind::Platform, &[Relation::Operator]),
    (Action::Moderate, ResourceKind::Platform, &[Relation::Operator]),
];
