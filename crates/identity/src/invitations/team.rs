//! The teams that people are invited to: a seller's, and the platform's own.

use super::letter::{self, Words};
use domain::format::Locale;
use domain::roles::{OperatorRole, StaffRole};
use domain::text_enum::TextEnum;
use domain::{SellerId, TypedId as _};
use std::fmt::Debug;
use uuid::Uuid;

/// A team whose people invite others. Its invitations are its own: another team neither sees nor ends them.
pub trait Team: Copy + Eq + Debug + Send + Sync + 'static {
    /// What somebody may be there.
    type Role: TextEnum + Eq + Debug + Send + Sync;
    /// How teams of this kind are told from the others: their `team_id` compared with the platform's.
    const COMPARED: &'static str;
    /// What the key of the letter of an invitation begins with.
    const LETTER: &'static str;

    /// Where its invitations are kept under.
    fn id(self) -> Uuid;
    /// The team whose invitations are kept under this.
    fn of(id: Uuid) -> Self;
    /// The page on which its people are listed, for those who say who they are.
    fn page(self) -> String;
    /// What its letter says in a language.
    fn words(locale: Locale) -> &'static Words;
    /// A role in English, Spanish and Arabic.
    fn role_words(role: Self::Role) -> [&'static str; 3];
}

impl Team for SellerId {
    type Role = StaffRole;
    const COMPARED: &'static str = "<>";
    const LETTER: &'static str = "sellers.invited";

    fn id(self) -> Uuid {
        self.uuid()
    }

    fn of(id: Uuid) -> Self {
        Self::from_uuid(id)
    }

    fn page(self) -> String {
        format!("/seller/staff?seller={self}")
    }

    fn words(locale: Locale) -> &'static Words {
        letter::of_seller(locale)
    }

    fn role_words(role: StaffRole) -> [&'static str; 3] {
        match role {
            StaffRole::Owner => ["owner", "titular", "مالك"],
            StaffRole::Staff => ["manager", "gestión", "مدير"],
            StaffRole::Shipping => ["shipping", "envíos", "الشحن"],
            StaffRole::Catalogue => ["catalogue", "catálogo", "الكتالوج"],
            StaffRole::Finance => ["finance", "finanzas", "المالية"],
        }
    }
}

/// The platform's own people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Operators;

impl Team for Operators {
    type Role = OperatorRole;
    const COMPARED: &'static str = "=";
    const LETTER: &'static str = "identity.operator_invited";

    fn id(self) -> Uuid {
        Uuid::nil()
    }

    fn of(_: Uuid) -> Self {
        Self
    }

    fn page(self) -> String {
        "/operator/staff".to_owned()
    }

    fn words(locale: Locale) -> &'static Words {
        letter::of_platform(locale)
    }

    fn role_words(role: OperatorRole) -> [&'static str; 3] {
        match role {
            OperatorRole::Administrator => ["administrator", "administración", "مسؤول"],
            OperatorRole::Finance => ["finance", "finanzas", "المالية"],
            OperatorRole::Catalogue => ["catalogue", "catálogo", "الكتالوج"],
            OperatorRole::Support => ["support", "atención", "الدعم"],
            OperatorRole::Technical => ["technical", "técnica", "التقنية"],
        }
    }
}
