//! Accounts: who owns them, what for, in which currency. Their ids follow from that, so nobody has to look one up.

use domain::text_enum;
use domain::{Currency, LedgerAccountId, OrderId, SellerId, TypedId as _};

text_enum! {
    /// What kind of owner an account has.
    pub enum OwnerKind {
        /// One order; its accounts end at zero.
        Order = "order",
        Seller = "seller",
        /// The operator of the platform.
        Platform = "platform",
        /// A card processor or bank.
        Processor = "processor",
        /// A tax authority's area: `US-CA`, `ES`.
        Jurisdiction = "jurisdiction",
    }
}

text_enum! {
    /// What an account is for.
    pub enum Purpose {
        /// Between a buyer's card and those who are owed: credited by a capture, debited by the sale.
        BuyerClearing = "buyer_clearing",
        /// Owed to a seller.
        SellerPayable = "seller_payable",
        /// Earned by the platform, one account per stream.
        Revenue = "revenue",
        /// Held for us by a processor.
        Processor = "processor",
        /// Paid to a processor for its service.
        ProcessorFees = "processor_fees",
        /// Owed to a tax authority.
        TaxPayable = "tax_payable",
        /// Owed to a tax authority on what the platform charges its sellers.
        FeeTaxPayable = "fee_tax_payable",
        /// Charged for shipping by the platform, to be spent on carriers.
        Shipping = "shipping",
        /// Left a seller's account and has not arrived at its bank: credited by a payout, debited when it is paid.
        PayoutTransit = "payout_transit",
        /// The platform's own account at a bank, from which sellers are paid.
        Bank = "bank",
        /// Given by the platform for buyers, one account for each coupon and each promotion.
        Marketing = "marketing",
        /// What banks took back of the platform's own sales.
        Disputes = "disputes",
        /// What the platform gave buyers back of its own money, without anything coming back.
        Courtesies = "courtesies",
    }
}

text_enum! {
    /// Where the platform's revenue comes from.
    pub enum RevenueStream {
        /// Sales of the platform's own goods.
        Retail = "retail",
        /// Commissions on sellers' sales.
        Commission = "commission",
        /// Sellers' monthly plans.
        PlanFee = "plan_fee",
        /// The individual plan's fee for each item sold.
        ItemFee = "item_fee",
        /// Kept of a commission when a sale is refunded.
        RefundFee = "refund_fee",
    }
}

db::text_column!(OwnerKind, Purpose, RevenueStream);

/// Whose account of [`Purpose::Shipping`] the labels of returns are.
pub const RETURN_LABELS: &str = "return_labels";

impl RevenueStream {
    /// Charged to sellers for a service; all but the sale of the platform's own goods.
    pub fn is_fee(self) -> bool {
        self != Self::Retail
    }
}

/// Names an account. The account's row is added with its first posting.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AccountRef {
    pub owner_kind: OwnerKind,
    /// The owner's id as text; a revenue account's is its stream.
    pub owner_id: String,
    pub purpose: Purpose,
    pub currency: Currency,
}

impl AccountRef {
    fn new(owner_kind: OwnerKind, owner_id: impl Into<String>, purpose: Purpose, currency: Currency) -> Self {
        Self { owner_kind, owner_id: owner_id.into(), purpose, currency }
    }

    /// One order's clearing account.
    pub fn buyer_clearing(order: OrderId, currency: Currency) -> Self {
        Self::new(OwnerKind::Order, order.to_string(), Purpose::BuyerClearing, currency)
    }

    /// What a seller is owed: a credit balance.
    pub fn seller_payable(seller: SellerId, currency: Currency) -> Self {
        Self::new(OwnerKind::Seller, seller.to_string(), Purpose::SellerPayable, currency)
    }

    /// The platform's revenue of one stream: a credit balance.
    pub fn revenue(stream: RevenueStream, currency: Currency) -> Self {
        Self::new(OwnerKind::Platform, stream.to_string(), Purpose::Revenue, currency)
    }

    /// What the processor of that name holds for us: a debit balance.
    pub fn processor(name: &str, currency: Currency) -> Self {
        Self::new(OwnerKind::Processor, name, Purpose::Processor, currency)
    }

    /// What the processor of that name was paid: a debit balance.
    pub fn processor_fees(name: &str, currency: Currency) -> Self {
        Self::new(OwnerKind::Processor, name, Purpose::ProcessorFees, currency)
    }

    /// What is on its way to sellers through the bank of that name: a credit balance.
    pub fn payout_transit(bank: &str, currency: Currency) -> Self {
        Self::new(OwnerKind::Processor, bank, Purpose::PayoutTransit, currency)
    }

    /// What the platform has at the bank of that name; what it paid out credits it.
    pub fn bank(name: &str, currency: Currency) -> Self {
        Self::new(OwnerKind::Processor, name, Purpose::Bank, currency)
    }

    /// What is owed to the tax authority of that area: a credit balance.
    pub fn tax_payable(jurisdiction: &str, currency: Currency) -> Self {
        Self::new(OwnerKind::Jurisdiction, jurisdiction, Purpose::TaxPayable, currency)
    }

    /// What is owed to the tax authority of that country on the platform's own fees: a credit balance.
    pub fn fee_tax(country: &str, currency: Currency) -> Self {
        Self::new(OwnerKind::Jurisdiction, country, Purpose::FeeTaxPayable, currency)
    }

    /// What the platform charged for shipping: a credit balance.
    pub fn shipping(currency: Currency) -> Self {
        Self::new(OwnerKind::Platform, "shipping", Purpose::Shipping, currency)
    }

    /// What the platform charged for the labels of returns: a credit balance, to be spent on carriers.
    pub fn return_labels(currency: Currency) -> Self {
        Self::new(OwnerKind::Platform, RETURN_LABELS, Purpose::Shipping, currency)
    }

    /// What banks took back of the platform's own sales: a debit balance.
    pub fn disputes(currency: Currency) -> Self {
        Self::new(OwnerKind::Platform, "disputes", Purpose::Disputes, currency)
    }

    /// What the platform gave buyers back of its own money: a debit balance.
    pub fn courtesies(currency: Currency) -> Self {
        Self::new(OwnerKind::Platform, "courtesies", Purpose::Courtesies, currency)
    }

    /// What the platform gave by a coupon or a promotion, of that id: a debit balance.
    pub fn marketing(giver: &str, currency: Currency) -> Self {
        Self::new(OwnerKind::Platform, giver, Purpose::Marketing, currency)
    }

    /// The account's id: the first 128 bits of a blake3 hash, marked as a UUID of version 8.
    pub fn id(&self) -> LedgerAccountId {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"orinoco ledger account v1");
        let (kind, purpose) = (self.owner_kind.to_string(), self.purpose.to_string());
        for part in [kind.as_str(), &self.owner_id, &purpose, self.currency.code()] {
            hash_text(&mut hasher, part);
        }
        let mut bytes = [0u8; 16];
        bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        LedgerAccountId::from_uuid(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

/// Length first, so that no two lists of texts look alike.
pub(crate) fn hash_text(hasher: &mut blake3::Hasher, text: &str) {
    hasher.update(&(text.len() as u64).to_le_bytes());
    hasher.update(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_account_has_an_id_of_its_own_that_never_changes() {
        let order = OrderId::from_uuid(uuid::Uuid::from_u128(1));
        let seller = SellerId::from_uuid(uuid::Uuid::from_u128(1));
        let (usd, eur) = (Currency::USD, Currency::EUR);
        let accounts = [
            AccountRef::buyer_clearing(order, usd),
            AccountRef::buyer_clearing(order, eur),
            AccountRef::seller_payable(seller, usd),
            AccountRef::revenue(RevenueStream::Retail, usd),
            AccountRef::revenue(RevenueStream::Commission, usd),
            AccountRef::processor("sandbox", usd),
            AccountRef::processor_fees("sandbox", usd),
            AccountRef::payout_transit("sandbox", usd),
            AccountRef::bank("sandbox", usd),
            AccountRef::tax_payable("US-CA", usd),
            AccountRef::fee_tax("US-CA", usd),
            AccountRef::shipping(usd),
            AccountRef::return_labels(usd),
            AccountRef::marketing("cpn_1", usd),
        ];
        let ids: HashSet<_> = accounts.iter().map(AccountRef::id).collect();
        assert_eq!(ids.len(), accounts.len());
        // Written rows refer to these ids: a change of the formula would orphan them.
        assert_eq!(AccountRef::shipping(usd).id().to_string(), "lac_5sj4xgbzz6g7vbbccr65jdm07r");
    }
}
