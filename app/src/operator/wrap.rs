//! What wrapping a present costs: what counts now, a form for another price from a day on, its effect on what was wrapped of late,
//! and only then the button that says it; and everything that was said. Route `/operator/gift-wrap`.
use std::sync::Arc;

use domain::roles::{Action, Resource};
use domain::{AccountId, DurationUs, Money};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::db::Conn;
use platform::orders::wraps::{self, SaidWrap, SayWrap, WrapError};

use super::dated;
use super::dated_api::{SayWrapPrice, WrapForm};
use super::effect::{EffectCard, LOOKED_AT_DAYS, number, sums};
use super::fees::Names;
use super::fees_work::{Wrong, from_day};
use super::take_back::Said;
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::page::query;
use crate::text::T;
use crate::typed::perhaps;
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
const FORM: &str = "gift-wrap";
const PATH: &str = "/operator/gift-wrap";
/// So much of what was said is shown.
const MOST: i64 = 100;

/// What a form asks for, or the first field that is wrong.
fn read(t: T, form: &WrapForm, by: AccountId) -> Result<SayWrap, Wrong> {
    let currency = platform().config.currency;
    let amount = |text: &str| {
        let minor = Money::parse_decimal(text, currency).ok()?.minor();
        (1..=wraps::MOST_WRAP_MINOR).contains(&minor).then_some(minor)
    };
    let price_minor =
        perhaps(&form.price, amount).ok_or_else(|| ("price".to_owned(), t.wrap_wrong_price()))?;
    let (starts_at, reason) = (from_day(t, &form.from)?, form.reason.clone());
    Ok(SayWrap { currency, price_minor, starts_at, reason, by })
}

fn price_words(t: T, price: Option<Money>) -> String {
    price.map_or_else(|| t.wrap_nobody(), |price| amount_text(price, t.writing()))
}

/// The fields of the form, as the address has them; `None` when nothing was asked yet.
fn asked_for() -> Option<WrapForm> {
    query("see")?;
    let field = |name: &str| query(name).unwrap_or_default();
    Some(WrapForm { price: field("price"), from: field("from"), reason: field("reason") })
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let mut conn = platform.db.read_together().await?;
    let now = conn.now();
    let holds = wraps::wrap_price(&mut conn, platform.config.gift_wrap, now).await?;
    let said = wraps::said_wraps(&mut conn, MOST).await?;
    let who = said.iter().map(|one| one.withdrawn_by.unwrap_or(one.made_by));
    let names = Names::load(&mut conn, std::iter::empty(), who).await?;
    let asked = asked_for();
    let typed = asked.clone().unwrap_or_else(|| WrapForm {
        price: holds.map(Money::to_decimal).unwrap_or_default(),
        ..WrapForm::default()
    });
    let mut state =
        FormState::of(&ctx, FORM).or("price", typed.price).or("from", typed.from).or("reason", typed.reason);
    let mut effect = None;
    if let Some(form) = asked {
        match read(t, &form, account_id()?) {
            Err((field, words)) => state = state.error_on(&field, words),
            Ok(asked) => effect = Some(effect_view(&mut conn, t, form, asked).await?),
        }
    }
    drop(conn);
    let trail = vec![("/operator/terms".to_owned(), t.terms_title()), (String::new(), t.wrap_title())];
    let counts = price_words(t, holds);
    let code = platform.config.currency.code();
    let log = log(t, said, &names);
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.wrap_title()>
            <div class="mb-4"><Breadcrumbs trail /></div>
            <p class="mb-6 max-w-prose text-ink-soft">{t.wrap_text()}</p>
            <div class="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
                <Form action=PATH get=true label=t.wrap_title() class="grid content-start gap-4 sm:grid-cols-2">
                    <Hidden name="see" value="effect" />
                    <Field form=&state name="price" label=t.wrap_price(code) hint=t.wrap_price_hint() inputmode="decimal" optional=true ltr=true />
                    <Field form=&state name="from" label=t.rates_day() hint=t.rates_day_hint() optional=true ltr=true />
                    <div class="sm:col-span-2"><Field form=&state name="reason" label=t.fee_reason() hint=t.fee_reason_hint() /></div>
                    <div class="sm:col-span-2"><Button kind=ButtonKind::Secondary>{t.fee_see()}</Button></div>
                </Form>
                <div class="flex flex-col gap-6">
                    <Card title=t.fee_holds() id="holds"><p class="font-medium">{counts}</p></Card>
                    {effect}
                </div>
            </div>
            {log}
        </ConsolePage>
    }
    .into_any())
}

/// What would have been charged for what was wrapped of late, and the button that says it.
async fn effect_view(conn: &mut Conn, t: T, form: WrapForm, asked: SayWrap) -> Result<AnyView, Failure> {
    let price = asked.price_minor.map(|minor| Money::new(minor, asked.currency));
    let since = conn.now().minus(DurationUs::from_days(LOOKED_AT_DAYS));
    let mut found = Vec::new();
    for (parts, was) in wraps::wrapped_since(conn, since).await? {
        // In another currency nobody would have wrapped.
        let each = price.filter(|price| price.currency() == was.currency());
        let would_be = each.unwrap_or(Money::zero(was.currency())).times(parts)?;
        found.push((parts, was, would_be));
    }
    let none =
        found.is_empty().then(|| view! { <p class="text-ink-soft">{t.effect_nothing(LOOKED_AT_DAYS)}</p> });
    let lists = found
        .into_iter()
        .map(|(parts, was, would_be)| {
            view! {
                <dl class="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1" data-wrapped=parts.to_string()>
                    {number(t, t.wrap_parts(), parts)}
                    {sums(t, was, would_be)}
                </dl>
            }
        })
        .collect_view();
    let words = price_words(t, price);
    let fields = vec![("price", form.price), ("from", form.from), ("reason", form.reason)];
    Ok(view! {
        <EffectCard
            title=t.fee_effect(LOOKED_AT_DAYS)
            starts_at=asked.starts_at
            note=t.fee_effect_text()
            action=SayWrapPrice::PATH
            fields
        >
            <p class="mb-3 font-medium">{words}</p>
            {none}
            {lists}
        </EffectCard>
    }
    .into_any())
}

/// The audit trail: what was said, by whom, from when on, and why; what has not begun can be taken back.
fn log(t: T, said: Vec<SaidWrap>, names: &Names) -> AnyView {
    if said.is_empty() {
        return ().into_any();
    }
    let rows = said
        .into_iter()
        .map(|one| {
            let price = price_words(t, one.price());
            let taken = one.withdrawn_at_us.is_some();
            let begins = dated::begins(t, Said::Wrap(one.id), one.starts_at_us, taken);
            let by = names.person(one.withdrawn_by.unwrap_or(one.made_by));
            let (at, reason) =
                (one.withdrawn_at_us.unwrap_or(one.made_at_us), one.withdrawn_reason.unwrap_or(one.reason));
            let why = dated::why(reason, by, at);
            view! {
                <tr data-said=one.id.to_string()>
                    <th scope="row" class="text-start align-top font-medium">{price}</th>
                    {begins}
                    {why}
                </tr>
            }
        })
        .collect_view();
    dated::history(t, vec![t.gift_wrap()], rows.into_any())
}

pub(super) async fn say(form: WrapForm) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let invalid = Invalid::new(FORM, &form);
    let said = read(t, &form, by).map_err(|(field, words)| invalid.clone().field(&field, words))?;
    let said = Arc::new(said);
    let written = platform()
        .db
        .write(move |tx| {
            let said = Arc::clone(&said);
            Box::pin(async move { wraps::say_wrap(tx, &said).await })
        })
        .await;
    let (field, words) = match written {
        Ok(_) => return Ok(Done::to(PATH).notice(Tone::Good, t.term_said(t.wrap_title()))),
        Err(WrapError::BadReason) => ("reason", t.fee_wrong_reason()),
        Err(WrapError::InThePast) => ("from", t.fee_from_past()),
        Err(WrapError::Same) => ("from", t.term_same()),
        Err(WrapError::BadPrice) => ("price", t.wrap_wrong_price()),
        Err(other) => return Err(other.into()),
    };
    Err(invalid.field(field, words).into())
}
