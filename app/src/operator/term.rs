//! One kind of terms: what counts, a form for another setting, its effect on what was refunded of late, on what could be paid
//! today or on where sellers stand, and only then the button that says it; or the form that takes one back. Route
//! `/operator/terms/{terms}`; what is asked stands in the address.
use domain::commission::RefundFee;
use domain::health::{Gates, Measure};
use domain::payout::{PayoutTerms, minimum};
use domain::roles::{Action, Resource};
use domain::terms::TermsKind;
use domain::text_enum::TextEnum as _;
use domain::{Currency, DurationUs, TermsId, Timestamp};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::buybox::{self, Judged};
use platform::db::Conn;
use platform::payouts::{self, Payable};
use platform::returns::fee::{self, FeeEffect, MOST_RECKONED};
use platform::terms;

use super::api::{SayTerms, TermsForm, WithdrawTerms};
use super::effect::{EffectCard, LOOKED_AT_DAYS, row};
use super::fees::RuleView;
use super::take_back::Withdraw;
use super::terms_work::{FORM, Setting, WITHDRAW_FORM, kind_words, read};
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::{param, query};
use crate::seller::health_words;
use crate::ui::*;

/// What was said and is looked through for the one that is taken back.
const MOST_SAID: i64 = 100;

/// The fields of the form, as the address has them; `None` when nothing was asked yet.
fn asked_for(kind: TermsKind) -> Option<TermsForm> {
    let field = |name: &str| query(name).unwrap_or_default();
    query("see")?;
    Some(TermsForm {
        kind: kind.to_string(),
        share: field("share"),
        most: field("most"),
        cycle: field("cycle"),
        reserve: field("reserve"),
        hours: field("hours"),
        minimum: field("minimum"),
        defects: field("defects"),
        late: field("late"),
        cancelled: field("cancelled"),
        tracked: field("tracked"),
        answered: field("answered"),
        replied: field("replied"),
        near: field("near"),
        from: field("from"),
        reason: field("reason"),
    })
}

/// Name and value of each field.
fn fields(form: &TermsForm) -> [(&'static str, &str); 16] {
    [
        ("kind", &form.kind),
        ("share", &form.share),
        ("most", &form.most),
        ("cycle", &form.cycle),
        ("reserve", &form.reserve),
        ("hours", &form.hours),
        ("minimum", &form.minimum),
        ("defects", &form.defects),
        ("late", &form.late),
        ("cancelled", &form.cancelled),
        ("tracked", &form.tracked),
        ("answered", &form.answered),
        ("replied", &form.replied),
        ("near", &form.near),
        ("from", &form.from),
        ("reason", &form.reason),
    ]
}

/// What a setting would change.
enum Effect {
    Refunds(Vec<FeeEffect>),
    /// And whether all sellers were reckoned.
    Payable(Vec<Payable>, bool),
    /// By the limits that count, and by the others.
    Judged(Judged, Judged),
}

async fn effect(conn: &mut Conn, holds: &Setting, asked: &Setting) -> Result<Effect, Failure> {
    match (holds, asked) {
        (Setting::Payouts(now), Setting::Payouts(then)) => {
            let usual = platform().payouts.config().minimum_hundredths;
            let (found, all) = payouts::payable(conn, now, then, usual).await?;
            Ok(Effect::Payable(found, all))
        }
        (_, Setting::RefundFee(fee)) => {
            let since = conn.now().minus(DurationUs::from_days(LOOKED_AT_DAYS));
            Ok(Effect::Refunds(fee::effect(conn, fee, since).await?))
        }
        (Setting::Gates(now), Setting::Gates(then)) => {
            Ok(Effect::Judged(buybox::judged(conn, now).await?, buybox::judged(conn, then).await?))
        }
        // A page is of one kind.
        (_, Setting::Payouts(_) | Setting::Gates(_)) => Err(Failure::NotFound),
    }
}

/// When what is to be taken back would begin; nothing else can be.
async fn coming(conn: &mut Conn, kind: TermsKind, id: TermsId) -> Result<Timestamp, Failure> {
    let now = conn.now();
    let found = match kind {
        TermsKind::RefundFee => begins(terms::history::<RefundFee>(conn, MOST_SAID).await?, id),
        TermsKind::Payouts => begins(terms::history::<PayoutTerms>(conn, MOST_SAID).await?, id),
        TermsKind::Gates => begins(terms::history::<Gates>(conn, MOST_SAID).await?, id),
    };
    found.filter(|at| *at > now).ok_or(Failure::NotFound)
}

fn begins<D>(said: Vec<terms::Said<D>>, id: TermsId) -> Option<Timestamp> {
    said.into_iter().find(|one| one.id == id && one.withdrawn.is_none()).map(|one| one.starts_at)
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let kind = TermsKind::parse(&param("terms")).ok_or(Failure::NotFound)?;
    let platform = platform();
    let home = platform.config.currency;
    let mut conn = platform.db.read_together().await?;
    let now = conn.now();
    let holds = match kind {
        TermsKind::RefundFee => Setting::RefundFee(terms::at(&mut conn, now).await?),
        TermsKind::Payouts => Setting::Payouts(terms::at(&mut conn, now).await?),
        TermsKind::Gates => Setting::Gates(terms::at(&mut conn, now).await?),
    };
    let withdraw = match query("withdraw") {
        Some(text) => {
            let id: TermsId = text.parse().map_err(|_| Failure::NotFound)?;
            Some((id, coming(&mut conn, kind, id).await?))
        }
        None => None,
    };
    let asked = asked_for(kind);
    let form = match asked.clone() {
        Some(form) => form,
        None => holds.typed(home)?,
    };
    let mut state = FormState::of(&ctx, FORM);
    for (name, value) in fields(&form) {
        state = state.or(name, value);
    }
    let found = match asked.as_ref().map(|form| read(t, kind, form)) {
        None => None,
        Some(Err((field, words))) => {
            state = state.error_on(&field, words);
            None
        }
        Some(Ok((asked, starts_at))) => Some((asked, starts_at, effect(&mut conn, &holds, &asked).await?)),
    };
    drop(conn);
    let (name, text) = kind_words(t, kind);
    let trail = vec![("/operator/terms".to_owned(), t.terms_title()), (String::new(), name.clone())];
    let left = match withdraw {
        Some((id, at)) => {
            let fields = vec![("terms", id.to_string())];
            view! { <Withdraw action=WithdrawTerms::PATH form=WITHDRAW_FORM at fields /> }.into_any()
        }
        None => view! { <Ask state kind home /> }.into_any(),
    };
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.term_change_of(name)>
            <div class="mb-4"><Breadcrumbs trail /></div>
            <p class="mb-6 max-w-prose text-ink-soft">{text}</p>
            <div class="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
                {left}
                <div class="flex flex-col gap-6">
                    <Card title=t.fee_holds() id="holds">
                        <RuleView words=holds.words(t, home) />
                    </Card>
                    {found.map(|(asked, starts_at, found)| view! { <EffectView asked starts_at found home form=form.clone() /> })}
                </div>
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// What to set: asked by GET, so that looking changes nothing.
#[component]
fn Ask(state: FormState, kind: TermsKind, home: Currency) -> AnyView {
    let t = Ctx::current().t();
    let code = home.code();
    let own = match kind {
        TermsKind::RefundFee => view! {
            <Field form=&state name="share" label=t.term_share() inputmode="decimal" ltr=true />
            <Field form=&state name="most" label=t.term_most(code) inputmode="decimal" ltr=true />
        }
        .into_any(),
        TermsKind::Payouts => {
            // The server's setting is within what can be kept.
            let usual = minimum(platform().payouts.config().minimum_hundredths, home);
            let usual = usual.map(|usual| amount_text(usual, t.writing())).unwrap_or_default();
            view! {
                <Field form=&state name="cycle" label=t.term_cycle_days() inputmode="numeric" ltr=true />
                <Field form=&state name="reserve" label=t.term_reserve_days() inputmode="numeric" ltr=true />
                <Field form=&state name="hours" label=t.term_hours() inputmode="numeric" ltr=true />
                <Field form=&state name="minimum" label=t.term_minimum(code) hint=t.term_minimum_hint(usual) inputmode="decimal" optional=true ltr=true />
            }
            .into_any()
        }
        TermsKind::Gates => {
            let limits = Measure::ALL
                .iter()
                .map(|measure| {
                    let name = health_words::name(t, *measure);
                    let label = match measure.counts_what_went_well() {
                        true => t.term_limit_least(name),
                        false => t.term_limit_below(name),
                    };
                    view! { <Field form=&state name=measure.as_str() label inputmode="decimal" ltr=true /> }
                })
                .collect_view();
            view! {
                {limits}
                <Field form=&state name="near" label=t.term_near() hint=t.term_near_hint() inputmode="decimal" ltr=true />
            }
            .into_any()
        }
    };
    view! {
        <Form action=format!("/operator/terms/{kind}") get=true label=t.term_setting() class="grid content-start gap-4 sm:grid-cols-2">
            <Hidden name="see" value="effect" />
            {own}
            <Field form=&state name="from" label=t.rates_day() hint=t.rates_day_hint() optional=true ltr=true />
            <Field form=&state name="reason" label=t.fee_reason() hint=t.fee_reason_hint() />
            <div class="sm:col-span-2"><Button kind=ButtonKind::Secondary>{t.fee_see()}</Button></div>
        </Form>
    }
    .into_any()
}

fn refunds(found: Vec<FeeEffect>) -> AnyView {
    let t = Ctx::current().t();
    if found.is_empty() {
        return view! { <p class="text-ink-soft">{t.term_effect_no_refunds(LOOKED_AT_DAYS)}</p> }.into_any();
    }
    let sums = found
        .into_iter()
        .map(|sum| {
            let more = sum.would_be.sub(sum.was).unwrap_or(sum.was);
            let most = (sum.refunds >= MOST_RECKONED).then(
                || view! { <p class="mt-2 text-sm text-ink-faint">{t.term_effect_latest(MOST_RECKONED)}</p> },
            );
            view! {
                <dl class="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1" data-refunds=sum.refunds.to_string()>
                    <dt>{t.term_effect_refunds()}</dt> <dd class="text-end">{domain::format::number(sum.refunds, t.writing())}</dd>
                    {row(t.term_effect_back(), sum.given_back, "")}
                    {row(t.term_effect_was(), sum.was, "")}
                    {row(t.term_effect_would(), sum.would_be, "")}
                    {row(t.fee_effect_more(), more, "font-bold")}
                </dl>
                {most}
            }
        })
        .collect_view();
    view! { {sums} }.into_any()
}

fn payable(found: Vec<Payable>, all: bool) -> AnyView {
    let t = Ctx::current().t();
    if found.is_empty() {
        return view! { <p class="text-ink-soft">{t.term_effect_nobody()}</p> }.into_any();
    }
    let sums = found
        .into_iter()
        .map(|sum| {
            let more = sum.then.sub(sum.now).unwrap_or(sum.now);
            view! {
                <dl class="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1" data-payable=sum.sellers_then.to_string()>
                    {row(t.term_effect_now(sum.sellers_now), sum.now, "")}
                    {row(t.term_effect_then(sum.sellers_then), sum.then, "")}
                    {row(t.fee_effect_more(), more, "font-bold")}
                </dl>
            }
        })
        .collect_view();
    let most = (!all).then(
        || view! { <p class="mt-2 text-sm text-ink-faint">{t.term_effect_most(payouts::MOST_RECKONED)}</p> },
    );
    view! { {sums} {most} }.into_any()
}

fn judged(now: Judged, then: Judged) -> AnyView {
    let t = Ctx::current().t();
    let number = move |n: i64| domain::format::number(n, t.writing());
    let line = move |label: String, now: i64, then: i64| {
        view! {
            <tr>
                <th scope="row" class="text-start font-medium">{label}</th>
                <td class="num">{number(now)}</td>
                <td class="num">{number(then)}</td>
            </tr>
        }
    };
    let warned = line(t.term_effect_warned(), now.warned, then.warned);
    let failed = line(t.term_effect_failed(), now.failed, then.failed);
    view! {
        <div data-judged=then.sellers.to_string()>
            <Table caption=t.term_effect_judged()>
                <thead>
                    <tr>
                        <th scope="col">{t.term_effect_sellers(then.sellers)}</th>
                        <th scope="col" class="num">{t.term_effect_as_is()}</th>
                        <th scope="col" class="num">{t.term_effect_under()}</th>
                    </tr>
                </thead>
                <tbody>
                    {warned}
                    {failed}
                </tbody>
            </Table>
        </div>
    }
    .into_any()
}

/// What the setting would change, and the button that says it.
#[component]
fn EffectView(
    asked: Setting,
    starts_at: Option<Timestamp>,
    found: Effect,
    home: Currency,
    form: TermsForm,
) -> AnyView {
    let t = Ctx::current().t();
    let (title, sums) = match found {
        Effect::Refunds(found) => (t.fee_effect(LOOKED_AT_DAYS), refunds(found)),
        Effect::Payable(found, all) => (t.term_effect_today(), payable(found, all)),
        Effect::Judged(now, then) => (t.term_effect_judged(), judged(now, then)),
    };
    let fields = Vec::from(fields(&form).map(|(name, value)| (name, value.to_owned())));
    view! {
        <EffectCard title starts_at action=SayTerms::PATH fields>
            <div class="mb-3"><RuleView words=asked.words(t, home) /></div>
            {sums}
        </EffectCard>
    }
    .into_any()
}
