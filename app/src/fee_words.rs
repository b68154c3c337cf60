//! What selling costs, in words: kinds of goods, rules, plans. Called by the pages of sellers and operators.
use domain::address::country_name;
use domain::commission::{Banding, CommissionClass, CommissionRule};
use domain::fee_tax::{FeeTax, FeeTaxRule};
use domain::plan::{ChargeState, Plan};
use domain::text_enum::TextEnum as _;
use domain::{Money, format};
use platform::db::Conn;
use platform::fees::{self, ClassName};
use std::collections::BTreeMap;

use crate::answer::Failure;
use crate::text::T;
use crate::ui::{Tone, amount_text};

/// What kinds of goods are called: the published ones, and those that an operator made.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClassNames(BTreeMap<CommissionClass, ClassName>);

impl ClassNames {
    pub(crate) async fn load(conn: &mut Conn) -> Result<Self, Failure> {
        Ok(Self(fees::class_names(conn).await?))
    }

    /// Every kind that there is, the published ones first.
    pub(crate) fn all(&self) -> Vec<CommissionClass> {
        CommissionClass::PUBLISHED.iter().chain(self.0.keys()).copied().collect()
    }

    /// The kind of a text, where there is one.
    pub(crate) fn parse(&self, text: &str) -> Option<CommissionClass> {
        CommissionClass::parse(text).filter(|class| !class.is_own() || self.0.contains_key(class))
    }

    /// How an operator calls a kind that one made.
    pub(crate) fn own(&self, class: CommissionClass) -> Option<&ClassName> {
        self.0.get(&class)
    }

    pub(crate) fn words(&self, t: T, class: CommissionClass) -> String {
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
            own => match self.0.get(&own) {
                Some(name) => name.of(t.locale()).to_owned(),
                None => own.as_str().to_owned(),
            },
        }
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

/// The line of a sum that is the tax.
pub(crate) fn fee_tax_words(t: T, how: &FeeTax) -> String {
    t.fee_tax_of(format::rate(how.rate_ppm, t.writing()), country_name(&how.place, t.locale()))
}

/// Why a seller's fees are taxed as they are.
pub(crate) fn fee_tax_reason(t: T, how: &FeeTax) -> String {
    let (rate, place) = (format::rate(how.rate_ppm, t.writing()), country_name(&how.place, t.locale()));
    match how.rule {
        FeeTaxRule::Domestic => t.fee_tax_domestic(rate, place),
        FeeTaxRule::AtSeller => t.fee_tax_at_seller(rate, place),
        FeeTaxRule::ReverseCharge => t.fee_tax_reverse(),
        FeeTaxRule::Abroad => t.fee_tax_abroad(),
    }
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
