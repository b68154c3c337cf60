//! Exchange rates: what is in force, what was said, and forms to say more. Route `/operator/rates`.
use domain::rate::{BILLION, Rate, billionths_text};
use domain::roles::{Action, Resource};
use domain::{Currency, DurationUs, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::db::Conn;
use platform::orders::{ShownEffect, shown_effect};
use platform::rates::{BY_HAND, StoredRate, history};

use super::api::{SayRate, SayRates};
use super::effect::{LOOKED_AT_DAYS, SeeEffect, number, row, sums};
use super::rates_work::{MANY_FORM, ONE_FORM, read_one};
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::text::T;
use crate::ui::*;

/// Of what was said.
const MOST: i64 = 60;
const HERE: &str = "/operator/rates";
/// In the address of a look at one rate's effect.
const SEE: &str = "rate";

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let home = platform.config.currency;
    let mut conn = platform.db.read().await?;
    let said = history(&mut conn, MOST).await?;
    let one = FormState::of(&ctx, ONE_FORM).or("base", home.code());
    let (one, effect) = looked_at(&mut conn, t, one).await?;
    drop(conn);
    let now: Vec<Rate> =
        platform.rates.offered().iter().filter_map(|currency| platform.rates.rate_to(*currency)).collect();
    let many = FormState::of(&ctx, MANY_FORM);
    let asks = platform.config.currencies.source_url.clone().map(|url| {
        view! { <p class="mb-6 max-w-prose text-sm text-ink-faint">{t.rates_asks(url)}</p> }
    });
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.operator_rates()>
            <p class="mb-6 max-w-prose text-ink-soft">{t.rates_text(home.code())}</p>
            {asks}
            <div id="rates" class="flex flex-col gap-10">
                <InForce now home />
                <OneForm form=one />
                {effect}
                <ManyForm form=many />
                <Said said />
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// The form as it was typed, and what buyers of late would have read at its rate or what is wrong with it; nothing until that
/// is asked for.
async fn looked_at(conn: &mut Conn, t: T, form: FormState) -> Result<(FormState, Option<AnyView>), Failure> {
    if query("see").as_deref() != Some(SEE) {
        return Ok((form, None));
    }
    let field = |name: &str| query(name).unwrap_or_default();
    let (base, quote, value, day) = (field("base"), field("quote"), field("value"), field("day"));
    let read = read_one(t, [&base, &quote, &value, &day]);
    let form = form.or("base", base).or("quote", quote).or("value", value).or("day", day);
    let said = match read {
        Err((field, words)) => return Ok((form.error_on(field, words), None)),
        Ok(said) => said,
    };
    let since = conn.now().minus(DurationUs::from_days(LOOKED_AT_DAYS));
    let there = Rate::new(said.base, said.quote, (said.billionths, BILLION), said.day)?;
    let back = Rate::new(said.quote, said.base, (BILLION, said.billionths), said.day)?;
    let mut found = Vec::new();
    for rate in [there, back] {
        found.extend(shown_effect(conn, &rate, since).await?);
    }
    Ok((form, Some(effect_card(t, found))))
}

fn effect_card(t: T, found: Vec<ShownEffect>) -> AnyView {
    let none = found
        .is_empty()
        .then(|| view! { <p class="text-ink-soft">{t.rates_effect_none(LOOKED_AT_DAYS)}</p> });
    let lists = found
        .into_iter()
        .map(|sum| {
            view! {
                <dl class="grid max-w-md grid-cols-[1fr_auto] gap-x-4 gap-y-1" data-read=sum.orders.to_string()>
                    {number(t, t.tax_effect_orders(), sum.orders)}
                    {row(t.rates_effect_paid(), sum.paid, "")}
                    {sums(t, sum.was, sum.would_be)}
                </dl>
            }
        })
        .collect_view();
    view! {
        <Card title=t.fee_effect(LOOKED_AT_DAYS) id="effect">
            {none}
            {lists}
            <p class="mt-2 text-sm text-ink-faint">{t.rates_effect_text()}</p>
        </Card>
    }
    .into_any()
}

/// The rates that pages use today.
#[component]
fn InForce(now: Vec<Rate>, home: Currency) -> AnyView {
    let t = Ctx::current().t();
    if now.is_empty() {
        return view! { <EmptyState title=t.rates_none_title() text=t.rates_none_text() icon=Icon::Globe /> }
            .into_any();
    }
    let rows = now
        .into_iter()
        .map(|rate| {
            let value = format!("{} {}", billionths_text(rate.billionths()), rate.to().code());
            view! {
                <tr data-rate=rate.to().code()>
                    <th scope="row" class="text-start font-medium">{t.rates_unit(home.code())}</th>
                    <td class="num"><bdi dir="ltr">{value}</bdi></td>
                    <td class="text-end">{format::date_short(rate.day(), t.locale())}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section>
            <h2 class="mb-2 text-lg font-bold">{t.rates_now()}</h2>
            <Table caption=t.rates_now()>
                <thead>
                    <tr>
                        <th scope="col">{t.rates_base()}</th>
                        <th scope="col" class="text-end">{t.rates_value()}</th>
                        <th scope="col" class="text-end">{t.rates_day()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
    .into_any()
}

#[component]
fn OneForm(form: FormState) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <section aria-labelledby="rate-add">
            <h2 id="rate-add" class="mb-4 text-lg font-bold">{t.rates_add()}</h2>
            <Form action=SayRate::PATH swap="rates" label=t.rates_add() class="grid max-w-3xl gap-4 sm:grid-cols-4">
                <Field form=&form name="base" label=t.rates_base() placeholder="USD" ltr=true />
                <Field form=&form name="quote" label=t.rates_quote() placeholder="EUR" ltr=true />
                <Field form=&form name="value" label=t.rates_value() placeholder="0.92" inputmode="decimal" ltr=true />
                <Field form=&form name="day" label=t.rates_day() hint=t.rates_day_hint() optional=true ltr=true />
                <div class="flex flex-wrap gap-3 sm:col-span-4"><Button>{t.rates_add()}</Button> <SeeEffect path=HERE what=SEE /></div>
            </Form>
        </section>
    }
    .into_any()
}

#[component]
fn ManyForm(form: FormState) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <section aria-labelledby="rates-many">
            <h2 id="rates-many" class="mb-4 text-lg font-bold">{t.rates_many()}</h2>
            <Form action=SayRates::PATH swap="rates" label=t.rates_many() class="flex max-w-3xl flex-col gap-4">
                <TextArea form=&form name="lines" label=t.rates_many() hint=t.rates_many_hint() rows=6 />
                <div><Button kind=ButtonKind::Secondary>{t.rates_many()}</Button></div>
            </Form>
        </section>
    }
    .into_any()
}

/// Every word about rates, newest day first.
#[component]
fn Said(said: Vec<StoredRate>) -> AnyView {
    let t = Ctx::current().t();
    if said.is_empty() {
        return ().into_any();
    }
    let rows = said
        .into_iter()
        .map(|rate| {
            let words = format!(
                "1 {} = {} {}",
                rate.base.code(),
                billionths_text(rate.billionths),
                rate.quote.code()
            );
            view! {
                <tr>
                    <th scope="row" class="text-start font-medium">{format::date_short(rate.day, t.locale())}</th>
                    <td><bdi dir="ltr">{words}</bdi></td>
                    <td>{by_words(t, &rate.source)}</td>
                    <td class="text-end"><DateText at=rate.said_at_us time=true /></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section>
            <h2 class="mb-2 text-lg font-bold">{t.rates_history()}</h2>
            <Table caption=t.rates_history()>
                <thead>
                    <tr>
                        <th scope="col">{t.rates_day()}</th>
                        <th scope="col">{t.rates_value()}</th>
                        <th scope="col">{t.rates_source()}</th>
                        <th scope="col" class="text-end">{t.rates_said_at()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
    .into_any()
}

fn by_words(t: T, source: &str) -> String {
    if source == BY_HAND { t.rates_by_operator() } else { source.to_uppercase() }
}
