//! What selling costs, in words: kinds of goods, rules, plans. Called by the pages of sellers and operators.
use domain::commission::{Banding, CommissionClass, CommissionRule};
use domain::plan::{ChargeState, Plan};
use domain::{Money, format};

use crate::text::T;
use crate::ui::{Tone, amount_text};

/// A kind of goods.
pub(crate) fn class_words(t: T, class: CommissionClass) -> String {
    match class {
        CommissionClass::Standard => t.class_standard(),
        CommissionClass::Clothing => t.class_clothing(),
        CommissionClass::Electronics => t.class_electronics(),
        CommissionClass::ElectronicsAccessories => t.class_electronics_accessories(),
        CommissionClass::Beauty => t.class_beauty(),
        CommissionClass::Baby => t.class_baby(),
        CommissionClass::Grocery => t.class_grocery(),
        CommissionClass::Furniture => t.class_furniture(),
        CommissionClass::Jewelry => t.class_jewelry(),
        CommissionClass::Industrial => t.class_industrial(),
        CommissionClass::Media => t.class_media(),
    }
}

/// A rule, part for part: its bands, then the least commission and the closing fee where there are any.
pub(crate) fn rule_words(t: T, rule: &CommissionRule) -> Vec<String> {
    let money = |minor: i64| amount_text(Money::new(minor, rule.currency), t.writing());
    let one = rule.bands.len() == 1;
    let mut words: Vec<String> = rule
        .bands
        .iter()
        .map(|band| {
            let share = format::percent(band.rate_bps, t.writing());
            match (band.up_to_minor, rule.banding) {
                (None, _) if one => t.rule_flat(share),
                (Some(minor), Banding::Whole) => t.rule_whole_to(share, money(minor)),
                (None, Banding::Whole) => t.rule_whole_above(share),
                (Some(minor), Banding::Marginal) => t.rule_portion_to(share, money(minor)),
                (None, Banding::Marginal) => t.rule_portion_above(share),
            }
        })
        .collect();
    if rule.minimum_minor > 0 {
        words.push(t.rule_minimum(money(rule.minimum_minor)));
    }
    if rule.closing_fee_minor > 0 {
        words.push(t.rule_closing(money(rule.closing_fee_minor)));
    }
    words
}

pub(crate) fn plan_words(t: T, plan: Plan) -> String {
    match plan {
        Plan::Individual => t.plan_individual(),
        Plan::Professional => t.plan_professional(),
    }
}

/// Where the charge of a month stands.
pub(crate) fn charge_words(t: T, state: ChargeState) -> (Tone, String) {
    match state {
        ChargeState::Due => (Tone::Warn, t.plan_charge_due()),
        ChargeState::Paid => (Tone::Good, t.plan_charge_paid()),
        ChargeState::GivenUp => (Tone::Plain, t.plan_charge_given_up()),
    }
}
