//! The ledger's transaction behind a line, as a seller may see it: what it did to the seller's own account, and in words
//! what the others are.

use crate::PayoutError;
use crate::statement::{Group, group_of, returned};
use db::Conn;
use domain::{LedgerTxId, Money, OrderId, PartId, PromotionId, SellerId, Timestamp, text_enum};
use ledger::{AccountRef, Layer, OwnerKind, Purpose, RevenueStream};
use std::collections::BTreeMap;

text_enum! {
    /// Whose the other side is.
    pub enum OtherParty {
        Buyer = "buyer",
        Commission = "commission",
        PlatformFee = "platform_fee",
        Platform = "platform",
        Tax = "tax",
        /// A coupon that the platform pays.
        Coupon = "coupon",
        /// A promotion that the platform pays.
        Promotion = "promotion",
        Processor = "processor",
        /// On its way to the seller's bank.
        OnItsWay = "on_its_way",
        Bank = "bank",
        AnotherSeller = "another_seller",
    }
}

/// A posting on the seller's own account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPosting {
    pub group: Group,
    /// What the seller got; negative for what was taken.
    pub amount: Money,
}

/// What the transaction did elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherPosting {
    pub party: OtherParty,
    /// With the seller's sign turned round, so that all of a transaction is nothing. `None` where another seller has a
    /// share in it, whose sales are not this seller's to know.
    pub amount: Option<Money>,
}

/// A transaction as a seller sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SellerTransaction {
    pub id: LedgerTxId,
    pub at: Timestamp,
    pub order: Option<OrderId>,
    pub part: Option<PartId>,
    pub own: Vec<OwnPosting>,
    pub others: Vec<OtherPosting>,
}

/// A transaction that did something to an account of this seller.
///
/// # Errors
/// [`PayoutError::NoSuchTransaction`], also for one that did nothing to this seller.
pub async fn transaction(
    conn: &mut Conn,
    seller: SellerId,
    id: LedgerTxId,
) -> Result<SellerTransaction, PayoutError> {
    let found = ledger::transaction(conn, id).await?.ok_or(PayoutError::NoSuchTransaction)?;
    let me = seller.to_string();
    let mine = |account: &AccountRef| account.owner_kind == OwnerKind::Seller && account.owner_id == me;
    let came_back = returned(conn, seller).await?.contains(&id);
    let posted = || found.postings.iter().filter(|posting| posting.layer == Layer::Posted);
    let mut own = Vec::new();
    for posting in posted().filter(|posting| mine(&posting.account)) {
        let group = group_of(found.kind, posting.memo, came_back);
        own.push(OwnPosting { group, amount: posting.amount.neg()? });
    }
    if own.is_empty() {
        return Err(PayoutError::NoSuchTransaction);
    }
    let mut sums: BTreeMap<(OtherParty, domain::Currency), Money> = BTreeMap::new();
    for posting in posted().filter(|posting| !mine(&posting.account)) {
        let key = (party(&posting.account), posting.amount.currency());
        let sum = sums.entry(key).or_insert_with(|| Money::zero(key.1));
        *sum = sum.sub(posting.amount)?;
    }
    let told = !sums.keys().any(|(party, _)| *party == OtherParty::AnotherSeller);
    let others =
        sums.into_iter().map(|((party, _), sum)| OtherPosting { party, amount: told.then_some(sum) });
    Ok(SellerTransaction {
        id,
        at: found.at,
        order: found.order,
        part: found.part,
        own,
        others: others.collect(),
    })
}

fn party(account: &AccountRef) -> OtherParty {
    let commission = account.owner_id == RevenueStream::Commission.to_string();
    // Each has an account of its own, under its id.
    let promotion = account.owner_id.parse::<PromotionId>().is_ok();
    match (account.owner_kind, account.purpose) {
        (OwnerKind::Order, _) => OtherParty::Buyer,
        (OwnerKind::Seller, _) => OtherParty::AnotherSeller,
        (OwnerKind::Jurisdiction, _) => OtherParty::Tax,
        (_, Purpose::PayoutTransit) => OtherParty::OnItsWay,
        (_, Purpose::Bank) => OtherParty::Bank,
        (OwnerKind::Processor, _) => OtherParty::Processor,
        (OwnerKind::Platform, Purpose::Marketing) if promotion => OtherParty::Promotion,
        (OwnerKind::Platform, Purpose::Marketing) => OtherParty::Coupon,
        (OwnerKind::Platform, Purpose::Revenue) if commission => OtherParty::Commission,
        (OwnerKind::Platform, Purpose::Revenue) => OtherParty::PlatformFee,
        (OwnerKind::Platform, _) => OtherParty::Platform,
    }
}
