//! The ledger's transaction behind a line, as a seller may see it: what it did to the seller's own account, and in words
//! what the others are.

use crate::PayoutError;
use crate::statement::{Group, group_of, returned};
use db::Conn;
use domain::{LedgerTxId, Money, OrderId, PartId, PromotionId, SellerId, Timestamp, text_enum};
use ledger::{AccountRef, Layer, OwnerKind, Purpose, RevenueStream, StoredTransaction};
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
    let own = own_postings(&found, &me, came_back)?;
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

/// A posting of an order on the seller's own account, with the transaction that it is part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderPosting {
    pub at: Timestamp,
    pub transaction: LedgerTxId,
    pub posting: OwnPosting,
}

/// What an order did to this seller's accounts, oldest first: sales, commission, fees, refunds, labels, disputes. Nothing of
/// other sellers who share the order, nor of another part of it. A payout is of a balance and of no order.
///
/// # Errors
/// The database's, or an amount that cannot be kept.
pub async fn postings_of_part(
    conn: &mut Conn,
    seller: SellerId,
    order: OrderId,
    part: PartId,
) -> Result<Vec<OrderPosting>, PayoutError> {
    let me = seller.to_string();
    let mut listed = Vec::new();
    for found in ledger::transactions_of_order(conn, order).await? {
        if found.part.is_some_and(|of| of != part) {
            continue;
        }
        for posting in own_postings(&found, &me, false)? {
            listed.push(OrderPosting { at: found.at, transaction: found.id, posting });
        }
    }
    Ok(listed)
}

/// What a transaction posted to the accounts of one seller.
fn own_postings(
    found: &StoredTransaction,
    me: &str,
    came_back: bool,
) -> Result<Vec<OwnPosting>, PayoutError> {
    let mut own = Vec::new();
    for posting in found.postings.iter().filter(|posting| posting.layer == Layer::Posted) {
        if posting.account.owner_kind == OwnerKind::Seller && posting.account.owner_id == me {
            let group = group_of(found.kind, posting.memo, came_back);
            own.push(OwnPosting { group, amount: posting.amount.neg()? });
        }
    }
    Ok(own)
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
