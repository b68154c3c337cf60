//! A seller's rules about what is decided the moment a return is asked for: the list in its order, what each would have
//! decided of late, a new one. Route `/seller/returns/rules`. Also what the pages of a return say about the rule that
//! decided it.
use domain::returns::{ReturnReason, ReturnRule, RuleOutcome};
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::{Currency, Money, SellerId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::CategoryTree;
use platform::returns::{
    PREVIEW_DAYS, ReturnDetail, ReturnRules, RulesPreview, preview_rules, rules, settings,
};

use super::api::{AddReturnRule, ChangeReturnRule};
use super::rules_work::{DOWN, FORM, REMOVE, UP};
use super::words::{reason_words, sentence};
use crate::access::{may, platform};
use crate::answer::Failure;
use crate::category_names::{choices, trail_to};
use crate::ctx::Ctx;
use crate::seller::desk;
use crate::text::T;
use crate::ui::*;

pub(super) const PATH: &str = "/seller/returns/rules";

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSettings).await?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let changes = may(Action::ManageSeller, &Resource::Seller(seller.id));
    let tree = platform().categories().await?;
    let mut conn = platform().db.read().await?;
    let said = rules(&mut conn, seller.id).await.map_err(|e| sentence(t, e))?;
    let preview = preview_rules(&mut conn, seller.id, &said.rules).await.map_err(|e| sentence(t, e))?;
    let switch = settings(&mut conn, seller.id).await.map_err(|e| sentence(t, e))?.auto;
    drop(conn);
    let last = match (switch.on, switch.up_to_minor) {
        (false, _) => t.return_rules_last_person(),
        (true, None) => t.return_rules_last_switch(),
        (true, Some(minor)) => {
            t.return_rules_last_up_to(amount_text(Money::new(minor, seller.currency), t.writing()))
        }
    };
    let asked = t.return_rules_asked(preview.asked, PREVIEW_DAYS);
    let rest =
        [(t.return_rules_by_switch(), preview.by_switch), (t.return_rules_by_person(), preview.by_person)];
    let rest = rest
        .into_iter()
        .map(|(words, count)| view! { <dt>{words}</dt><dd class="num font-medium">{format::number(count, t.writing())}</dd> })
        .collect_view();
    let list = list(t, &said, &preview, &tree, (seller.id, seller.currency));
    let settings_href = desk::here("/seller/settings#return-settings");
    let options = choices(&tree);
    let (revision, code) = (said.revision, seller.currency.code());
    let add = changes.then(|| {
        let form = FormState::of(&ctx, FORM).or("rule_outcome", RuleOutcome::Approve.as_str());
        view! { <NewRule form options revision seller=seller.id code /> }
    });
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.return_rules_title()>
            <div class="flex max-w-4xl flex-col gap-8">
                <p class="max-w-prose text-ink-soft">{t.return_rules_text()}</p>
                <section id="rules" aria-label=t.return_rules_title() class="flex flex-col gap-4">
                    {list}
                    <p class="text-sm text-ink-soft">{last} " " <a class="link inline-flex min-h-tap items-center" href=settings_href>{t.return_settings()}</a></p>
                </section>
                <Card title=t.return_rules_preview() id="preview">
                    <p class="mb-3 text-sm text-ink-faint">{asked}</p>
                    <dl class="grid grid-cols-[1fr_auto] gap-y-2 [&>dd]:text-end">{rest}</dl>
                </Card>
                {add}
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// The rules in their order, each with what it would have decided.
fn list(
    t: T,
    said: &ReturnRules,
    preview: &RulesPreview,
    tree: &CategoryTree,
    (seller, currency): (SellerId, Currency),
) -> AnyView {
    if said.rules.is_empty() {
        return view! { <EmptyState title=t.return_rules_none_title() text=t.return_rules_none_text() icon=Icon::Return /> }
            .into_any();
    }
    let count = said.rules.len();
    let rows = said
        .rules
        .iter()
        .zip(&preview.by_rule)
        .enumerate()
        .map(|(at, (rule, decided))| {
            let place = at + 1;
            let words = conditions(t, rule, tree, currency);
            let (outcome, decided) = (outcome_words(t, rule.outcome), t.return_rules_decided(*decided));
            let mut buttons = Vec::new();
            if at > 0 {
                buttons.push((UP, t.return_rule_up(), t.return_rule_up_of(place)));
            }
            if place < count {
                buttons.push((DOWN, t.return_rule_down(), t.return_rule_down_of(place)));
            }
            buttons.push((REMOVE, t.cart_remove(), t.return_rule_remove_of(place)));
            let buttons = buttons
                .into_iter()
                .map(|(value, words, label)| {
                    view! { <Button kind=ButtonKind::Quiet size=ButtonSize::Small name="change" value=value label=label>{words}</Button> }
                })
                .collect_view();
            let revision = said.revision;
            view! {
                <li class="flex flex-wrap items-center justify-between gap-3 py-4" data-rule=place.to_string()>
                    <div class="min-w-0">
                        <p class="font-medium">{place} ". " {outcome}</p>
                        <p class="text-sm text-ink-soft"><bdi>{words}</bdi></p>
                        <p class="text-sm text-ink-faint">{decided}</p>
                    </div>
                    <Form action=ChangeReturnRule::PATH class="flex flex-wrap gap-2">
                        <Hidden name="seller" value=seller.to_string() />
                        <Hidden name="revision" value=revision.to_string() />
                        <Hidden name="place" value=place.to_string() />
                        {buttons}
                    </Form>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ol> }
        .into_any()
}

#[component]
fn NewRule(
    form: FormState,
    options: Vec<(String, String)>,
    revision: i64,
    seller: SellerId,
    code: &'static str,
) -> AnyView {
    let t = Ctx::current().t();
    let mut categories = options;
    categories.sort_by(|a, b| a.1.cmp(&b.1));
    categories.insert(0, (String::new(), t.return_rule_any_category()));
    let outcomes: Vec<(String, String)> = RuleOutcome::ALL
        .iter()
        .map(|outcome| (outcome.as_str().to_owned(), outcome_words(t, *outcome)))
        .collect();
    let reasons = ReturnReason::ALL
        .iter()
        .map(|reason| {
            view! { <Checkbox form=&form name=reason.as_str() label=reason_words(t, *reason) /> }
        })
        .collect_view();
    view! {
        <Card title=t.return_rule_new() id="new">
            <p class="mb-4 text-sm text-ink-faint">{t.return_rule_new_text()}</p>
            <Form action=AddReturnRule::PATH class="grid gap-4 sm:grid-cols-2">
                <Hidden name="seller" value=seller.to_string() />
                <Hidden name="revision" value=revision.to_string() />
                <fieldset class="sm:col-span-2">
                    <legend class="mb-1 font-medium">{t.return_rule_reasons()}</legend>
                    <div class="grid sm:grid-cols-2">{reasons}</div>
                </fieldset>
                <Field form=&form name="rule_up_to" label=t.return_rule_amount(code) inputmode="decimal" optional=true ltr=true />
                <Select form=&form name="rule_category" label=t.listing_category() options=categories optional=true />
                <Field form=&form name="rule_within" label=t.return_rule_days() inputmode="numeric" optional=true ltr=true />
                <Field form=&form name="rule_fewer" label=t.return_rule_returns() inputmode="numeric" optional=true ltr=true />
                <Select form=&form name="rule_outcome" label=t.return_rule_outcome() hint=t.return_rule_outcome_hint() options=outcomes class="sm:col-span-2" />
                <div class="sm:col-span-2"><Button>{t.return_rule_add()}</Button></div>
            </Form>
        </Card>
    }
    .into_any()
}

fn outcome_words(t: T, outcome: RuleOutcome) -> String {
    match outcome {
        RuleOutcome::Approve => t.return_rule_approve(),
        RuleOutcome::GiveBack => t.return_rule_give_back(),
        RuleOutcome::AskPerson => t.return_rule_ask_person(),
    }
}

/// What a rule asks for, in words.
fn conditions(t: T, rule: &ReturnRule, tree: &CategoryTree, currency: Currency) -> String {
    let reasons: Vec<String> = rule.reasons.iter().map(|reason| reason_words(t, *reason)).collect();
    let amount = |minor: i64| amount_text(Money::new(minor, currency), t.writing());
    let all: Vec<String> = [
        (!reasons.is_empty()).then(|| reasons.join(", ")),
        rule.up_to_minor.map(|minor| t.return_rule_up_to(amount(minor))),
        rule.category.map(|id| trail_to(tree, id)),
        rule.within_days.map(|days| t.return_rule_within(days)),
        rule.fewer_than.map(|most| t.return_rule_fewer(most)),
    ]
    .into_iter()
    .flatten()
    .collect();
    if all.is_empty() { t.return_rule_every() } else { all.join(" · ") }
}

/// Why a return is where it is, for the seller whose rule decided it.
pub(super) async fn said_to_seller(detail: &ReturnDetail) -> Result<Option<AnyView>, Failure> {
    let (Some(rule), Some(place)) = (&detail.rule, detail.row.rule_place) else { return Ok(None) };
    let t = Ctx::current().t();
    let tree = platform().categories().await?;
    let title = t.return_by_your_rule(place, outcome_words(t, rule.outcome));
    let words = conditions(t, rule, &tree, detail.row.currency);
    Ok(Some(
        view! {
            <Notice tone=Tone::Info>
                <p class="font-semibold" data-decided-by=place.to_string()>{title}</p>
                <p><bdi>{words}</bdi></p>
            </Notice>
        }
        .into_any(),
    ))
}

/// The same for the shopper, who does not read the seller's conditions.
pub(super) fn said_to_shopper(t: T, detail: &ReturnDetail) -> Option<String> {
    match detail.rule.as_ref()?.outcome {
        RuleOutcome::Approve => Some(t.return_by_rule_approved()),
        RuleOutcome::GiveBack => Some(t.return_by_rule_given()),
        RuleOutcome::AskPerson => None,
    }
}
