//! A transaction as it is asked for: its checks, and the hash that tells a repeated request from another one.

use crate::LedgerError;
use crate::account::{AccountRef, hash_text};
use domain::text_enum;
use domain::{Currency, LedgerAccountId, LedgerTxId, Money, OrderId, PartId};
use std::collections::BTreeMap;

/// Keys are made by programs; a longer one is a mistake.
const MAX_KEY_CHARS: usize = 200;

text_enum! {
    /// What a transaction is about.
    pub enum TransactionKind {
        Authorisation = "authorisation",
        Capture = "capture",
        Void = "void",
        Refund = "refund",
        /// Takes back what a sale posted of goods that came back.
        Return = "return",
        /// What a buyer is given back without anything coming back: a cost of the platform's, or the seller's.
        Courtesy = "courtesy",
        Sale = "sale",
        Cancellation = "cancellation",
        /// What a card's bank took back, and what came of it.
        Dispute = "dispute",
        Fee = "fee",
        /// What a seller pays the platform by card, or a bank took back of that.
        CardCharge = "card_charge",
        Payout = "payout",
        Adjustment = "adjustment",
        /// Takes back another transaction.
        Reversal = "reversal",
    }
}

text_enum! {
    /// What a transaction does to the two layers.
    pub enum EntryState {
        /// Promises: adds to the pending layer.
        Pending = "pending",
        /// Happened: adds to the posted layer; when it resolves another, takes the same from the pending layer.
        Posted = "posted",
        /// Takes from the pending layer of the transaction that it resolves.
        Void = "void",
    }
}

text_enum! {
    /// Where a posting counts.
    pub enum Layer {
        Pending = "pending",
        Posted = "posted",
    }
}

text_enum! {
    /// What one posting stands for.
    pub enum Memo {
        Authorisation = "authorisation",
        Capture = "capture",
        Item = "item",
        Shipping = "shipping",
        GiftWrap = "gift_wrap",
        Tax = "tax",
        Commission = "commission",
        /// What the platform adds for a seller whose buyer had a coupon or a promotion of the platform's.
        Coupon = "coupon",
        Fee = "fee",
        /// On the platform's commission and fees.
        FeeTax = "fee_tax",
        Refund = "refund",
        /// A label for the way back.
        ReturnLabel = "return_label",
        Dispute = "dispute",
        Payout = "payout",
        Adjustment = "adjustment",
        Rounding = "rounding",
        Reversal = "reversal",
        /// No longer pending, because it was posted or voided.
        Release = "release",
    }
}

db::text_column!(TransactionKind, EntryState, Layer, Memo);

/// One line of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    pub account: AccountRef,
    /// Debit > 0, credit < 0; in the account's currency.
    pub amount: Money,
    pub memo: Memo,
}

impl Posting {
    /// # Errors
    /// [`LedgerError::NotPositive`].
    pub fn debit(account: AccountRef, amount: Money, memo: Memo) -> Result<Self, LedgerError> {
        if !amount.is_positive() {
            return Err(LedgerError::NotPositive { amount });
        }
        Ok(Self { account, amount, memo })
    }

    /// # Errors
    /// [`LedgerError::NotPositive`].
    pub fn credit(account: AccountRef, amount: Money, memo: Memo) -> Result<Self, LedgerError> {
        if !amount.is_positive() {
            return Err(LedgerError::NotPositive { amount });
        }
        Ok(Self { account, amount: amount.neg()?, memo })
    }
}

/// A transaction about to be written.
#[derive(Debug, Clone)]
pub struct NewTransaction {
    /// The same key and input is the same transaction; the same key and other input is a conflict.
    pub key: String,
    pub kind: TransactionKind,
    pub state: EntryState,
    /// The pending transaction of which this one posts or voids a part. What is posted on an account of the
    /// pending one stops being pending there.
    pub resolves: Option<LedgerTxId>,
    pub order: Option<OrderId>,
    pub part: Option<PartId>,
    /// A void one names the part to release as it was promised; none means all that is left.
    pub postings: Vec<Posting>,
}

impl NewTransaction {
    /// A posted transaction without lines yet.
    pub fn posted(key: impl Into<String>, kind: TransactionKind) -> Self {
        Self {
            key: key.into(),
            kind,
            state: EntryState::Posted,
            resolves: None,
            order: None,
            part: None,
            postings: Vec::new(),
        }
    }

    /// A pending transaction without lines yet.
    pub fn pending(key: impl Into<String>, kind: TransactionKind) -> Self {
        Self { state: EntryState::Pending, ..Self::posted(key, kind) }
    }

    #[must_use]
    pub fn order(self, order: OrderId) -> Self {
        Self { order: Some(order), ..self }
    }

    #[must_use]
    pub fn part(self, part: PartId) -> Self {
        Self { part: Some(part), ..self }
    }

    #[must_use]
    pub fn resolving(self, pending: LedgerTxId) -> Self {
        Self { resolves: Some(pending), ..self }
    }

    #[must_use]
    pub fn line(mut self, posting: Posting) -> Self {
        self.postings.push(posting);
        self
    }

    /// Adds a debit, or no line where there is nothing to debit.
    ///
    /// # Errors
    /// [`LedgerError::NotPositive`] for less than nothing.
    pub fn debit(&mut self, account: AccountRef, amount: Money, memo: Memo) -> Result<(), LedgerError> {
        if !amount.is_zero() {
            self.postings.push(Posting::debit(account, amount, memo)?);
        }
        Ok(())
    }

    /// Adds a credit, or no line where there is nothing to credit.
    ///
    /// # Errors
    /// [`LedgerError::NotPositive`] for less than nothing.
    pub fn credit(&mut self, account: AccountRef, amount: Money, memo: Memo) -> Result<(), LedgerError> {
        if !amount.is_zero() {
            self.postings.push(Posting::credit(account, amount, memo)?);
        }
        Ok(())
    }

    /// Every rule that needs no database.
    pub(crate) fn validate(&self) -> Result<(), LedgerError> {
        if self.key.is_empty() || self.key.chars().count() > MAX_KEY_CHARS {
            return Err(LedgerError::KeyLength);
        }
        match (self.state, self.resolves) {
            (EntryState::Pending, Some(_)) | (EntryState::Void, None) => {
                return Err(LedgerError::WrongResolution);
            }
            _ => {}
        }
        if self.postings.is_empty() && self.state == EntryState::Void {
            return Ok(());
        }
        if self.postings.len() < 2 {
            return Err(LedgerError::TooFewPostings);
        }
        let mut sums: BTreeMap<Currency, i128> = BTreeMap::new();
        for (index, posting) in self.postings.iter().enumerate() {
            let (line, amount) = (index + 1, posting.amount);
            if amount.is_zero() {
                return Err(LedgerError::ZeroPosting { line });
            }
            if amount.currency() != posting.account.currency {
                let account = posting.account.currency;
                return Err(LedgerError::WrongCurrency { line, account, amount: amount.currency() });
            }
            *sums.entry(amount.currency()).or_default() += i128::from(amount.minor());
        }
        match sums.into_iter().find(|(_, sum)| *sum != 0) {
            Some((currency, off_by_minor)) => Err(LedgerError::Unbalanced { currency, off_by_minor }),
            None => Ok(()),
        }
    }

    pub(crate) fn input_hash(&self) -> String {
        let mut lines: Vec<_> =
            self.postings.iter().map(|p| (p.account.id(), p.memo, p.amount.minor())).collect();
        if self.state == EntryState::Void {
            // Kept as one released amount per account.
            let mut released: BTreeMap<LedgerAccountId, i64> = BTreeMap::new();
            for (account, _, amount) in lines {
                let sum = released.entry(account).or_default();
                *sum = sum.saturating_add(amount);
            }
            lines = released.into_iter().map(|(account, sum)| (account, Memo::Release, sum)).collect();
        }
        let (order, part) = (self.order.map(|o| o.to_string()), self.part.map(|p| p.to_string()));
        input_hash(self.kind, self.state, self.resolves, order.as_deref(), part.as_deref(), lines)
    }
}

/// The hash of what was asked for; the order of the lines does not matter.
pub(crate) fn input_hash(
    kind: TransactionKind,
    state: EntryState,
    resolves: Option<LedgerTxId>,
    order: Option<&str>,
    part: Option<&str>,
    lines: impl IntoIterator<Item = (LedgerAccountId, Memo, i64)>,
) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"orinoco ledger input v1");
    let resolves = resolves.map(|r| r.to_string()).unwrap_or_default();
    for text in [&kind.to_string(), &state.to_string(), resolves.as_str()] {
        hash_text(&mut hasher, text);
    }
    for text in [order, part] {
        hash_text(&mut hasher, text.unwrap_or_default());
    }
    let mut lines: Vec<_> = lines.into_iter().collect();
    lines.sort_unstable();
    for (account, memo, amount) in lines {
        hash_text(&mut hasher, &account.to_string());
        hash_text(&mut hasher, &memo.to_string());
        hasher.update(&amount.to_le_bytes());
    }
    hasher.finalize().to_hex().to_string()
}
