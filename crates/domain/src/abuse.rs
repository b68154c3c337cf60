//! What shoppers report of what is sold: a product, an offer of one, a store; why, and what an operator may decide about each.
//! Called by the capability `reviews` and by the pages.

use crate::{OfferId, ProductId, SellerId, TypedId as _};
use uuid::Uuid;

/// The most that one reporter reports in a day.
pub const MOST_A_DAY: i64 = 10;

crate::text_enum! {
    /// The kind of a [`Thing`].
    pub enum ThingKind {
        Product = "product",
        Offer = "offer",
        Seller = "seller",
    }
}

/// What can be reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Thing {
    Product(ProductId),
    /// One seller's, of a product.
    Offer(OfferId),
    /// A store.
    Seller(SellerId),
}

impl Thing {
    /// From the text of an id; the prefix tells which.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once('_')?.0 {
            ProductId::PREFIX => text.parse().ok().map(Self::Product),
            OfferId::PREFIX => text.parse().ok().map(Self::Offer),
            SellerId::PREFIX => text.parse().ok().map(Self::Seller),
            _ => None,
        }
    }

    /// From its kind and the id without its prefix, as rows keep it.
    pub fn of(kind: ThingKind, id: Uuid) -> Self {
        match kind {
            ThingKind::Product => Self::Product(ProductId::from_uuid(id)),
            ThingKind::Offer => Self::Offer(OfferId::from_uuid(id)),
            ThingKind::Seller => Self::Seller(SellerId::from_uuid(id)),
        }
    }

    pub fn kind(self) -> ThingKind {
        match self {
            Self::Product(_) => ThingKind::Product,
            Self::Offer(_) => ThingKind::Offer,
            Self::Seller(_) => ThingKind::Seller,
        }
    }

    /// The id without its kind.
    pub fn uuid(self) -> Uuid {
        match self {
            Self::Product(id) => id.uuid(),
            Self::Offer(id) => id.uuid(),
            Self::Seller(id) => id.uuid(),
        }
    }
}

impl std::fmt::Display for Thing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Product(id) => id.fmt(f),
            Self::Offer(id) => id.fmt(f),
            Self::Seller(id) => id.fmt(f),
        }
    }
}

crate::text_enum! {
    /// Why something is reported.
    pub enum AbuseReason {
        Counterfeit = "counterfeit",
        WrongInformation = "wrong_information",
        /// It may not be sold.
        Prohibited = "prohibited",
        Offensive = "offensive",
        Other = "other",
    }
}

crate::text_enum! {
    /// What an operator decides.
    pub enum AbuseVerdict {
        /// Nothing is wrong with it.
        Dismiss = "dismiss",
        /// The product is shown to nobody.
        Hide = "hide",
        /// The offer is taken down.
        Stop = "stop",
        /// The seller sells nothing any more.
        Suspend = "suspend",
    }
}

impl AbuseVerdict {
    /// Whether this can be decided about such a thing.
    pub fn fits(self, kind: ThingKind) -> bool {
        match self {
            Self::Dismiss => true,
            Self::Hide => kind == ThingKind::Product,
            Self::Stop => kind == ThingKind::Offer,
            Self::Suspend => kind != ThingKind::Product,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text_enum::TextEnum as _;

    #[test]
    fn a_thing_is_told_by_its_prefix_and_is_what_its_row_says() {
        let things = [
            Thing::Product(ProductId::from_uuid(Uuid::from_u128(7))),
            Thing::Offer(OfferId::from_uuid(Uuid::from_u128(8))),
            Thing::Seller(SellerId::from_uuid(Uuid::from_u128(9))),
        ];
        for thing in things {
            assert_eq!(Thing::parse(&thing.to_string()), Some(thing));
            assert_eq!(Thing::of(thing.kind(), thing.uuid()), thing);
        }
        for text in ["", "ord_00000000000000000000000007", "nothing"] {
            assert_eq!(Thing::parse(text), None, "{text}");
        }
    }

    #[test]
    fn each_kind_has_its_verdicts() {
        let of = |kind| AbuseVerdict::ALL.iter().copied().filter(|one| one.fits(kind)).collect::<Vec<_>>();
        assert_eq!(of(ThingKind::Product), [AbuseVerdict::Dismiss, AbuseVerdict::Hide]);
        assert_eq!(of(ThingKind::Offer), [AbuseVerdict::Dismiss, AbuseVerdict::Stop, AbuseVerdict::Suspend]);
        assert_eq!(of(ThingKind::Seller), [AbuseVerdict::Dismiss, AbuseVerdict::Suspend]);
    }
}
