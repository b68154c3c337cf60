//! What one kind of goods is charged: the rule that holds, a form for another one, its effect on what was sold of late, and only
//! then the button that says it. Route `/operator/fees/{class}`; what is asked stands in the address.
use domain::commission::{CommissionClass, CommissionRule};
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::{Currency, DurationUs, Money, SellerId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::fees;
use platform::orders::{self, Effect, MOST_RECKONED};

use super::api::{RuleForm, SayFeeRule};
use super::effect::{EffectCard, LOOKED_AT_DAYS, row};
use super::fees::RuleView;
use super::fees_work::{Asked, RULE_FORM, read};
use super::kinds::Rename;
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::fee_words::{ClassNames, rule_words};
use crate::page::{param, query};
use crate::ui::*;

/// So many sellers are chosen from.
const MOST_SELLERS: i64 = 500;

/// The fields of the form, as the address has them; `None` when nothing was asked yet.
fn asked_for(class: CommissionClass) -> Option<RuleForm> {
    let field = |name: &str| query(name).unwrap_or_default();
    query("see")?;
    Some(RuleForm {
        class: class.as_str().to_owned(),
        seller: field("seller"),
        banding: field("banding"),
        rate_1: field("rate_1"),
        rate_2: field("rate_2"),
        rate_3: field("rate_3"),
        rate_4: field("rate_4"),
        up_1: field("up_1"),
        up_2: field("up_2"),
        up_3: field("up_3"),
        up_4: field("up_4"),
        minimum: field("minimum"),
        closing: field("closing"),
        usual: field("usual"),
        from: field("from"),
        reason: field("reason"),
    })
}

/// Name and value of each field, in their order.
fn fields(form: &RuleForm) -> [(&'static str, &str); 16] {
    [
        ("class", &form.class),
        ("seller", &form.seller),
        ("banding", &form.banding),
        ("rate_1", &form.rate_1),
        ("rate_2", &form.rate_2),
        ("rate_3", &form.rate_3),
        ("rate_4", &form.rate_4),
        ("up_1", &form.up_1),
        ("up_2", &form.up_2),
        ("up_3", &form.up_3),
        ("up_4", &form.up_4),
        ("minimum", &form.minimum),
        ("closing", &form.closing),
        ("usual", &form.usual),
        ("from", &form.from),
        ("reason", &form.reason),
    ]
}

/// A rule as somebody would have typed it.
fn typed(rule: &CommissionRule, seller: Option<SellerId>) -> RuleForm {
    let currency = rule.currency;
    let text = |minor: i64| Money::new(minor, currency).to_decimal();
    let share = |bps: i64| {
        let text = Money::new(bps, Currency::USD).to_decimal();
        text.strip_suffix(".00").unwrap_or(&text).to_owned()
    };
    let rate = |at: usize| rule.bands.get(at).map(|band| share(band.rate_bps)).unwrap_or_default();
    let up = |at: usize| rule.bands.get(at).and_then(|band| band.up_to_minor).map(text).unwrap_or_default();
    RuleForm {
        class: rule.class.as_str().to_owned(),
        seller: seller.map(|id| id.to_string()).unwrap_or_default(),
        banding: if rule.banding == domain::commission::Banding::Marginal { "marginal" } else { "whole" }
            .into(),
        rate_1: rate(0),
        rate_2: rate(1),
        rate_3: rate(2),
        rate_4: rate(3),
        up_1: up(0),
        up_2: up(1),
        up_3: up(2),
        up_4: up(3),
        minimum: text(rule.minimum_minor),
        closing: text(rule.closing_fee_minor),
        ..RuleForm::default()
    }
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let home = platform.config.currency;
    let seller: Option<SellerId> = match query("seller") {
        Some(text) => Some(text.parse().map_err(|_| Failure::NotFound)?),
        None => None,
    };
    let mut conn = platform.db.read_together().await?;
    let kinds = ClassNames::load(&mut conn).await?;
    let class = kinds.parse(&param("class")).ok_or(Failure::NotFound)?;
    let words = kinds.words(t, class);
    let now = conn.now();
    let terms = fees::terms_at(&mut conn, seller, now).await?;
    let sellers = platform::sellers::list(&mut conn, None, MOST_SELLERS).await?;
    let holds = terms.rule(class).in_currency(home)?;
    let asked = asked_for(class);
    let form = asked.clone().unwrap_or_else(|| typed(&holds, seller));
    let mut state = FormState::of(&ctx, RULE_FORM);
    for (name, value) in fields(&form) {
        state = state.or(name, value);
    }
    let effect = match asked.as_ref().map(|form| read(t, form)) {
        None => None,
        Some(Err((field, words))) => {
            state = state.error_on(&field, words);
            None
        }
        Some(Ok(asked)) => {
            let since = now.minus(DurationUs::from_days(LOOKED_AT_DAYS));
            let usual = fees::terms_at(&mut conn, None, now).await?.rule(class);
            let rule = asked.rule.clone().unwrap_or(usual);
            let found = orders::effect(&mut conn, &rule, asked.seller, since).await?;
            Some((asked, rule, found))
        }
    };
    drop(conn);
    let everybody = (String::new(), t.fee_everybody());
    let theirs = sellers.into_iter().filter(|s| !s.is_platform).map(|s| (s.id.to_string(), s.name));
    let sellers: Vec<(String, String)> = std::iter::once(everybody).chain(theirs).collect();
    let trail = vec![("/operator/fees".to_owned(), t.operator_fees()), (String::new(), words.clone())];
    let own = seller.is_some() && terms.is_own(class);
    let rename = kinds.own(class).cloned().map(|name| view! { <Rename class name /> });
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.fee_change_of(words)>
            <div class="mb-4"><Breadcrumbs trail /></div>
            <div class="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
                <Ask state class sellers code=home.code() />
                <div class="flex flex-col gap-6">
                    <Card title=if own { t.fee_holds_own() } else { t.fee_holds() } id="holds">
                        <RuleView words=rule_words(t, &holds) />
                    </Card>
                    {effect.map(|(asked, rule, found)| view! { <EffectView asked rule found form=form.clone() /> })}
                </div>
            </div>
            {rename}
        </ConsolePage>
    }
    .into_any())
}

/// What to charge: asked by GET, so that looking changes nothing.
#[component]
fn Ask(
    state: FormState,
    class: CommissionClass,
    sellers: Vec<(String, String)>,
    code: &'static str,
) -> AnyView {
    let t = Ctx::current().t();
    let bandings =
        vec![("whole".to_owned(), t.fee_banding_whole()), ("marginal".to_owned(), t.fee_banding_marginal())];
    let bands = (1..=4)
        .map(|at| {
            view! {
                <Field form=&state name=format!("rate_{at}") label=t.fee_rate(at) inputmode="decimal" ltr=true optional={at > 1} />
                <Field form=&state name=format!("up_{at}") label=t.fee_up_to(code, at) inputmode="decimal" ltr=true optional=true />
            }
        })
        .collect_view();
    view! {
        <Form action=format!("/operator/fees/{}", class.as_str()) get=true label=t.fee_rule() class="grid gap-4 sm:grid-cols-2">
            <Hidden name="see" value="effect" />
            <Select form=&state name="seller" label=t.fee_seller() options=sellers />
            <Select form=&state name="banding" label=t.fee_banding() options=bandings />
            {bands}
            <Field form=&state name="minimum" label=t.fee_minimum(code) inputmode="decimal" ltr=true optional=true />
            <Field form=&state name="closing" label=t.fee_closing(code) inputmode="decimal" ltr=true optional=true />
            <div class="sm:col-span-2"><Checkbox form=&state name="usual" label=t.fee_usual() hint=t.fee_usual_hint() /></div>
            <Field form=&state name="from" label=t.rates_day() hint=t.rates_day_hint() optional=true ltr=true />
            <Field form=&state name="reason" label=t.fee_reason() hint=t.fee_reason_hint() />
            <div class="sm:col-span-2"><Button kind=ButtonKind::Secondary>{t.fee_see()}</Button></div>
        </Form>
    }
    .into_any()
}

/// What was charged of late and what would have been, in each currency.
#[component]
pub(super) fn Sums(found: Vec<Effect>) -> AnyView {
    let t = Ctx::current().t();
    if found.is_empty() {
        return view! { <p class="text-ink-soft">{t.fee_effect_none(LOOKED_AT_DAYS)}</p> }.into_any();
    }
    let sums = found
        .iter()
        .map(|effect| {
            let more = effect.would_be.sub(effect.was).unwrap_or(effect.was);
            let most = (effect.lines >= MOST_RECKONED).then(
                || view! { <p class="mt-2 text-sm text-ink-faint">{t.fee_effect_most(MOST_RECKONED)}</p> },
            );
            view! {
                <dl class="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1" data-effect=effect.lines.to_string()>
                    <dt>{t.fee_effect_sellers()}</dt>
                    <dd class="text-end">{effect.sellers}</dd>
                    {row(t.fee_effect_base(), effect.base, "")}
                    {row(t.fee_effect_was(), effect.was, "")}
                    {row(t.fee_effect_would(), effect.would_be, "")}
                    {row(t.fee_effect_more(), more, "font-bold")}
                </dl>
                {most}
            }
        })
        .collect_view();
    sums.into_any()
}

/// What the rule would have changed, and the button that says it.
#[component]
fn EffectView(asked: Asked, rule: CommissionRule, found: Vec<Effect>, form: RuleForm) -> AnyView {
    let t = Ctx::current().t();
    let fields = Vec::from(fields(&form).map(|(name, value)| (name, value.to_owned())));
    view! {
        <EffectCard
            title=t.fee_effect(LOOKED_AT_DAYS)
            starts_at=asked.starts_at
            note=t.fee_effect_text()
            action=SayFeeRule::PATH
            fields
        >
            <div class="mb-3"><RuleView words=rule_words(t, &rule) /></div>
            <Sums found />
        </EffectCard>
    }
    .into_any()
}
