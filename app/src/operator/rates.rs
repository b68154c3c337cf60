//! Exchange rates: what is in force, what was said, and forms to say more. Route `/operator/rates`.
use domain::rate::{Rate, billionths_text};
use domain::roles::{Action, Resource};
use domain::{Currency, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::rates::{BY_HAND, StoredRate, history};

use super::api::{SayRate, SayRates};
use super::rates_work::{MANY_FORM, ONE_FORM};
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// Of what was said.
const MOST: i64 = 60;

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let home = platform.config.currency;
    let said = history(&mut platform.db.read().await?, MOST).await?;
    let now: Vec<Rate> =
        platform.rates.offered().iter().filter_map(|currency| platform.rates.rate_to(*currency)).collect();
    let one = FormState::of(&ctx, ONE_FORM).or("base", home.code());
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
                <ManyForm form=many />
                <Said said />
            </div>
        </ConsolePage>
    }
    .into_any())
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
                <div class="sm:col-span-4"><Button>{t.rates_add()}</Button></div>
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
