//! A seller's own rules about what is decided the moment a return is asked for. Called by the capability `returns`, which
//! keeps them, and by the seller's page.
//!
//! They stand in an order, and the first one that fits decides; behind them stands the seller's switch
//! ([`AutoApproval`](super::AutoApproval)), and behind that a person.

use super::{LONGEST_WINDOW_DAYS, ReturnReason};
use crate::CategoryId;
use crate::time::{DurationUs, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// So many rules a seller has at the most.
pub const MOST_RETURN_RULES: usize = 20;
/// A rule may ask for fewer than this many returns of a shopper at the most.
pub const MOST_EARLIER_RETURNS: i64 = 1_000;
/// So far back a shopper's returns are counted, in days.
pub const EARLIER_RETURNS_DAYS: i64 = 365;
/// The largest amount that a rule may name, in minor units.
pub const MOST_RULE_MINOR: i64 = 100_000_000;

crate::text_enum! {
    /// What becomes of a return that a rule fits.
    pub enum RuleOutcome {
        /// It may be sent back.
        Approve = "approve",
        /// The card gets its money, and nothing is to be sent.
        GiveBack = "give_back",
        /// Somebody at the seller's looks at it, whatever stands behind.
        AskPerson = "ask_person",
    }
}

/// One rule. Each condition that is said has to hold; one without conditions fits every return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnRule {
    /// Every line comes back for one of these; empty: for any reason.
    #[serde(default)]
    pub reasons: BTreeSet<ReturnReason>,
    /// The card gets no more than this, in minor units of the seller's currency. For [`RuleOutcome::GiveBack`] together with
    /// what it got of the same order without sending anything: who asks for one piece after the other gets no more.
    #[serde(default)]
    pub up_to_minor: Option<i64>,
    /// Every line is of this category or of one below it.
    #[serde(default)]
    pub category: Option<CategoryId>,
    /// Asked for so many days after delivery at the most.
    #[serde(default)]
    pub within_days: Option<i64>,
    /// The shopper asked this seller for fewer returns than this in the year before.
    #[serde(default)]
    pub fewer_than: Option<i64>,
    pub outcome: RuleOutcome,
}

/// Why rules cannot be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    #[error("there are at most {MOST_RETURN_RULES} rules")]
    TooMany,
    #[error("rule {place}: an amount is more than nothing and at most {MOST_RULE_MINOR} minor units")]
    Amount { place: usize },
    #[error("rule {place}: money without goods is given back only up to an amount that is named")]
    NoAmount { place: usize },
    #[error("rule {place}: days after delivery are 1 to {LONGEST_WINDOW_DAYS}")]
    Days { place: usize },
    #[error("rule {place}: fewer returns than 1 to {MOST_EARLIER_RETURNS}")]
    Earlier { place: usize },
}

/// A line of a return that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedLine {
    pub reason: ReturnReason,
    /// Its product's category and all above it.
    pub categories: Vec<CategoryId>,
}

/// What rules look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedReturn {
    pub lines: Vec<AskedLine>,
    /// What the card gets, in minor units.
    pub card_minor: i64,
    /// What rules gave back of the same seller's part of the order before, without anything being sent, in minor units.
    pub given_minor: i64,
    pub delivered_at: Timestamp,
    pub asked_at: Timestamp,
    /// What the shopper asked this seller for before, in [`EARLIER_RETURNS_DAYS`].
    pub earlier: i64,
    /// Whether a replacement is wanted instead of the money.
    pub exchange: bool,
}

/// What is decided, and which rule says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleDecision {
    /// Its place, from 1; `None` where no rule fits.
    pub place: Option<usize>,
    pub outcome: RuleOutcome,
}

impl ReturnRule {
    /// Whether it decides this return. Money for an exchange is what nobody asked for.
    pub fn fits(&self, asked: &AskedReturn) -> bool {
        let reasons = |line: &AskedLine| self.reasons.is_empty() || self.reasons.contains(&line.reason);
        let category = |line: &AskedLine| self.category.is_none_or(|id| line.categories.contains(&id));
        let until = |days: i64| asked.delivered_at.plus(DurationUs::from_days(days));
        let given_minor = if self.outcome == RuleOutcome::GiveBack { asked.given_minor } else { 0 };
        let card_minor = asked.card_minor.saturating_add(given_minor);
        !(asked.exchange && self.outcome == RuleOutcome::GiveBack)
            && asked.lines.iter().all(|line| reasons(line) && category(line))
            && self.up_to_minor.is_none_or(|most| card_minor <= most)
            && self.within_days.is_none_or(|days| asked.asked_at <= until(days))
            && self.fewer_than.is_none_or(|most| asked.earlier < most)
    }

    fn validate(&self, place: usize) -> Result<(), RuleError> {
        let within = |value: Option<i64>, most: i64| value.is_none_or(|value| (1..=most).contains(&value));
        if !within(self.up_to_minor, MOST_RULE_MINOR) {
            return Err(RuleError::Amount { place });
        }
        if self.outcome == RuleOutcome::GiveBack && self.up_to_minor.is_none() {
            return Err(RuleError::NoAmount { place });
        }
        if !within(self.within_days, LONGEST_WINDOW_DAYS) {
            return Err(RuleError::Days { place });
        }
        if !within(self.fewer_than, MOST_EARLIER_RETURNS) {
            return Err(RuleError::Earlier { place });
        }
        Ok(())
    }
}

/// Whether these can be a seller's rules.
///
/// # Errors
/// Why not, with the place of the rule, from 1.
pub fn validate_return_rules(rules: &[ReturnRule]) -> Result<(), RuleError> {
    if rules.len() > MOST_RETURN_RULES {
        return Err(RuleError::TooMany);
    }
    rules.iter().enumerate().try_for_each(|(at, rule)| rule.validate(at + 1))
}

/// What is decided about a return: by the first rule that fits, else by the switch, which `approves` it or not, else by a
/// person.
pub fn decide_return(rules: &[ReturnRule], approves: bool, asked: &AskedReturn) -> RuleDecision {
    if let Some(at) = rules.iter().position(|rule| rule.fits(asked)) {
        return RuleDecision { place: Some(at + 1), outcome: rules[at].outcome };
    }
    let outcome = if approves { RuleOutcome::Approve } else { RuleOutcome::AskPerson };
    RuleDecision { place: None, outcome }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
