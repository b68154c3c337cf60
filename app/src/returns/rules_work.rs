//! What the server functions of a seller's rules about returns do: who is it, may they, parse, one call, where to go on.
use std::collections::BTreeSet;
use std::sync::Arc;

use domain::returns::{
    LONGEST_WINDOW_DAYS, MOST_EARLIER_RETURNS, MOST_RETURN_RULES, MOST_RULE_MINOR, ReturnReason, ReturnRule,
    RuleError, RuleOutcome,
};
use domain::roles::Action;
use domain::text_enum::TextEnum as _;
use domain::{CategoryId, Money};
use platform::returns::{ReturnError, rules_at, say_rules};
use platform::sellers::Seller;

use super::api::{ChangeRuleForm, RuleForm};
use super::rules::PATH;
use super::words::sentence;
use crate::access::platform;
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::seller::desk;
use crate::text::T;
use crate::typed::perhaps;
use crate::ui::Tone;

/// The form's name, under which the page finds what was typed.
pub(super) const FORM: &str = "return-rule";

/// What the buttons beside a rule send.
pub(super) const UP: &str = "up";
pub(super) const DOWN: &str = "down";
pub(super) const REMOVE: &str = "remove";

/// A new rule stands behind the others.
pub(super) async fn add(form: RuleForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageSeller, &form.seller).await?;
    let t = Ctx::current().t();
    let seen = revision_of(t, &form.revision)?;
    let rule = read(t, &form, &seller)?;
    let said = change(&seller, seen, move |rules| rules.push(rule.clone())).await;
    match said {
        Ok(()) => Ok(done(t, &seller)),
        Err(ReturnError::NoReturnAddress) => {
            Err(Invalid::new(FORM, &form).field("rule_outcome", t.return_no_address()).into())
        }
        Err(ReturnError::Rule(RuleError::TooMany)) => {
            Err(Invalid::new(FORM, &form).field("", t.return_rules_full(MOST_RETURN_RULES)).into())
        }
        // Whoever changed the rules meanwhile, what was typed stays.
        Err(error) => Err(match sentence(t, error) {
            Failure::Refused { text, .. } => Invalid::new(FORM, &form).refused(text).into(),
            other => other,
        }),
    }
}

/// A rule goes up, down or out.
pub(super) async fn shift(form: ChangeRuleForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageSeller, &form.seller).await?;
    let t = Ctx::current().t();
    let malformed = || Failure::refused(t.form_malformed());
    let seen = revision_of(t, &form.revision)?;
    let at = form.place.parse::<usize>().ok().and_then(|place| place.checked_sub(1)).ok_or_else(malformed)?;
    let how = [UP, DOWN, REMOVE].into_iter().find(|how| *how == form.change).ok_or_else(malformed)?;
    let said = change(&seller, seen, move |rules| shifted(rules, at, how)).await;
    said.map(|()| done(t, &seller)).map_err(|error| sentence(t, error))
}

/// What cannot go further stays where it is, and so does what is not there.
fn shifted(rules: &mut Vec<ReturnRule>, at: usize, how: &str) {
    match how {
        UP if at > 0 && at < rules.len() => rules.swap(at - 1, at),
        DOWN if at + 1 < rules.len() => rules.swap(at, at + 1),
        REMOVE if at < rules.len() => {
            rules.remove(at);
        }
        _ => {}
    }
}

/// Changes the rules that the page showed and says all of them, in one transaction. The same press again changes nothing.
async fn change(
    seller: &Seller,
    seen: i64,
    with: impl Fn(&mut Vec<ReturnRule>) + Send + Sync + 'static,
) -> Result<(), ReturnError> {
    let (with, seller) = (Arc::new(with), seller.id);
    platform()
        .db
        .write(move |tx| {
            let with = Arc::clone(&with);
            Box::pin(async move {
                let mut rules = rules_at(tx, seller, seen).await?.rules;
                with(&mut rules);
                say_rules(tx, seller, Some(seen), &rules).await?;
                Ok(())
            })
        })
        .await
}

fn done(t: T, seller: &Seller) -> Done {
    Done::to(desk::link(seller.id, PATH)).at("rules").notice(Tone::Good, t.settings_saved())
}

fn revision_of(t: T, text: &str) -> Result<i64, Failure> {
    text.parse().map_err(|_| Failure::refused(t.form_malformed()))
}

fn reasons_of(form: &RuleForm) -> BTreeSet<ReturnReason> {
    let ticked = |reason: &ReturnReason| {
        let field = match reason {
            ReturnReason::Damaged => &form.damaged,
            ReturnReason::Defective => &form.defective,
            ReturnReason::WrongItem => &form.wrong_item,
            ReturnReason::NotAsDescribed => &form.not_as_described,
            ReturnReason::ArrivedLate => &form.arrived_late,
            ReturnReason::NoLongerWanted => &form.no_longer_wanted,
            ReturnReason::ByMistake => &form.by_mistake,
        };
        !field.is_empty()
    };
    ReturnReason::ALL.iter().copied().filter(ticked).collect()
}

/// The rule that a form says, or what is wrong with its fields.
fn read(t: T, form: &RuleForm, seller: &Seller) -> Result<ReturnRule, Failure> {
    let mut invalid = Invalid::new(FORM, form);
    let amount = |text: &str| {
        let minor = Money::parse_decimal(text, seller.currency).ok()?.minor();
        (1..=MOST_RULE_MINOR).contains(&minor).then_some(minor)
    };
    let number =
        |text: &str, most: i64| text.parse::<i64>().ok().filter(|number| (1..=most).contains(number));
    let up_to = perhaps(&form.rule_up_to, amount);
    let category = perhaps(&form.rule_category, |text| text.parse::<CategoryId>().ok());
    let within = perhaps(&form.rule_within, |text| number(text, LONGEST_WINDOW_DAYS));
    let fewer = perhaps(&form.rule_fewer, |text| number(text, MOST_EARLIER_RETURNS));
    let outcome = RuleOutcome::parse(&form.rule_outcome);
    if up_to.is_none() {
        invalid = invalid.field("rule_up_to", t.return_amount_wrong());
    }
    if up_to == Some(None) && outcome == Some(RuleOutcome::GiveBack) {
        invalid = invalid.field("rule_up_to", t.return_rule_needs_amount());
    }
    if category.is_none() {
        invalid = invalid.field("rule_category", t.return_rule_no_category());
    }
    if within.is_none() {
        invalid = invalid.field("rule_within", t.return_rule_wrong_number(LONGEST_WINDOW_DAYS));
    }
    if fewer.is_none() {
        invalid = invalid.field("rule_fewer", t.return_rule_wrong_number(MOST_EARLIER_RETURNS));
    }
    if outcome.is_none() {
        invalid = invalid.field("rule_outcome", t.return_rule_choose());
    }
    if invalid.has_errors() {
        return Err(invalid.into());
    }
    let (Some(up_to_minor), Some(category), Some(within_days), Some(fewer_than), Some(outcome)) =
        (up_to, category, within, fewer, outcome)
    else {
        return Err(invalid.into());
    };
    Ok(ReturnRule { reasons: reasons_of(form), up_to_minor, category, within_days, fewer_than, outcome })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(days: i64) -> ReturnRule {
        ReturnRule {
            reasons: BTreeSet::new(),
            up_to_minor: None,
            category: None,
            within_days: Some(days),
            fewer_than: None,
            outcome: RuleOutcome::Approve,
        }
    }

    #[test]
    fn a_rule_goes_up_down_or_out_and_never_past_an_end() {
        for (at, how, expected) in [
            (1, UP, vec![2, 1, 3]),
            (1, DOWN, vec![1, 3, 2]),
            (1, REMOVE, vec![1, 3]),
            (0, UP, vec![1, 2, 3]),
            (2, DOWN, vec![1, 2, 3]),
            (3, UP, vec![1, 2, 3]),
            (3, REMOVE, vec![1, 2, 3]),
        ] {
            let mut rules: Vec<ReturnRule> = [1, 2, 3].map(rule).into();
            shifted(&mut rules, at, how);
            let expected: Vec<ReturnRule> = expected.into_iter().map(rule).collect();
            assert_eq!(rules, expected, "{at} {how}");
        }
    }
}
