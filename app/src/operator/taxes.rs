//! Tax on sales: every place with the rate that holds there, and for one place a form for another rate from a day on, its effect
//! on what was ordered of late, and only then the button that says it; or the form that takes one back. Route `/operator/tax`;
//! what is asked stands in the address.
use std::collections::{BTreeMap, BTreeSet};

use domain::address::{countries_by_name, regions};
use domain::format;
use domain::roles::{Action, Resource};
use domain::tax::{TaxRate, general_places, is_inclusive_market, ppm_percent, rate_charged_at};
use domain::{Currency, DurationUs, Money, TaxRateId, Timestamp};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::db::Conn;
use platform::orders::taxes::{self, MOST_TAXED, SaidTax, TaxEffect};

use super::dated;
use super::dated_api::{SayTax, TaxForm, WithdrawTax};
use super::effect::{EffectCard, LOOKED_AT_DAYS, row};
use super::fees::{Names, RuleView};
use super::take_back::Withdraw;
use super::taxes_work::{FORM, PATH, WITHDRAW_FORM, place_path, place_words, read};
use crate::access::{account_id, allow, may, platform};
use crate::answer::{Failure, encode_query};
use crate::ctx::Ctx;
use crate::page::query;
use crate::text::T;
use crate::ui::*;

const PER_PAGE: usize = 50;
/// So much of what was said is shown.
const MOST: i64 = 100;

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let Some(country) = query("country") else { return all().await };
    let region = query("region").unwrap_or_default();
    if !taxes::is_place(&country, &region) {
        return Err(Failure::NotFound);
    }
    one(country, region).await
}

/// The places that are looked for, in the order of their names: one page of them, counted from 1, and how many pages there are.
fn found(t: T, set: &[TaxRate], search: &str, page: u32) -> (Vec<(String, String, String)>, u32) {
    let mut places: BTreeSet<(String, String)> =
        countries_by_name(t.locale()).into_iter().map(|(code, _)| (code.to_owned(), String::new())).collect();
    places.extend(general_places().map(|(country, region)| (country.to_owned(), region.to_owned())));
    places.extend(set.iter().map(|rate| (rate.country.clone(), rate.region.clone())));
    let search = search.trim().to_lowercase();
    let mut found: Vec<(String, String, String)> = places
        .into_iter()
        .map(|(country, region)| (place_words(t, &country, &region), country, region))
        .filter(|(words, country, region)| {
            taxes::is_place(country, region)
                && (words.to_lowercase().contains(&search) || country.to_lowercase() == search)
        })
        .collect();
    found.sort_by_cached_key(|(words, _, _)| words.to_lowercase());
    let pages = u32::try_from(found.len().div_ceil(PER_PAGE)).unwrap_or(u32::MAX).max(1);
    let skipped = usize::try_from(page - 1).unwrap_or(usize::MAX).saturating_mul(PER_PAGE);
    (found.into_iter().skip(skipped).take(PER_PAGE).collect(), pages)
}

/// A rate in words, a line for each part of it.
fn rate_words(t: T, country: &str, rate: Option<&TaxRate>) -> Vec<String> {
    let Some(rate) = rate else { return vec![t.tax_none()] };
    let shown = if is_inclusive_market(country) { t.tax_inclusive() } else { t.tax_exclusive() };
    let shipping = if rate.shipping_taxed { t.tax_with_shipping() } else { t.tax_without_shipping() };
    vec![format::rate(rate.rate_ppm, t.writing()), shown, shipping]
}

/// Who says it: the general rates, or somebody from a day on.
fn source(t: T, set: &[TaxRate], rate: &TaxRate) -> String {
    match set.contains(rate) {
        false => t.tax_general(),
        true => t.tax_set(format::date_short(rate.from.utc_day(), t.locale())),
    }
}

async fn all() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let search = query("q").unwrap_or_default();
    let page: u32 = query("page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1);
    let mut conn = platform().db.read_together().await?;
    let now = conn.now();
    let set = taxes::all_rates(&mut conn).await?;
    let said = taxes::said_taxes(&mut conn, None, MOST).await?;
    let names = Names::load(&mut conn, std::iter::empty(), speakers(&said)).await?;
    drop(conn);
    let (shown, pages) = found(t, &set, &search, page);
    let rows = shown
        .into_iter()
        .map(|(words, country, region)| place_row(t, &set, now, (words, country, region)))
        .collect_view();
    let form = FormState::default().or("q", search.clone());
    let href = Callback::new(move |page: u32| format!("{PATH}?q={}&page={page}", encode_query(&search)));
    let list = match rows.is_empty() {
        true => view! { <EmptyState title=t.listing_empty_title() text=t.tax_no_place() icon=Icon::Globe /> }
            .into_any(),
        false => places_table(t, rows.into_any()),
    };
    let log = log(t, said, &names, now);
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.tax_title()>
            <p class="mb-6 max-w-prose text-ink-soft">{t.tax_text()}</p>
            <Form action=PATH get=true label=t.nav_search() class="mb-6 flex items-end gap-3">
                <Field form=&form name="q" label=t.tax_place() r#type="search" optional=true class="max-w-md flex-1" />
                <Button kind=ButtonKind::Secondary>{t.nav_search()}</Button>
            </Form>
            {list}
            <div class="mt-6"><Pagination page pages href /></div>
            {log}
        </ConsolePage>
    }
    .into_any())
}

fn speakers(said: &[SaidTax]) -> impl Iterator<Item = domain::AccountId> {
    said.iter().map(|one| one.withdrawn_by.unwrap_or(one.made_by))
}

fn places_table(t: T, rows: AnyView) -> AnyView {
    view! {
        <Table caption=t.tax_title() id="places">
            <thead>
                <tr>
                    <th scope="col">{t.tax_place()}</th>
                    <th scope="col">{t.tax_rate()}</th>
                    <td></td>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

fn place_row(
    t: T,
    set: &[TaxRate],
    now: Timestamp,
    (words, country, region): (String, String, String),
) -> AnyView {
    let rate = rate_charged_at(set, &country, &region, now);
    let said_by = rate.as_ref().map(|rate| source(t, set, rate));
    let own = |rate: &&TaxRate| rate.country == country && rate.region == region && rate.from > now;
    let next = set.iter().find(own).map(|next| {
        let (at, percent) = (next.from, format::rate(next.rate_ppm, t.writing()));
        view! { <p class="mt-1 text-sm text-ink-faint">{t.fee_changes()} " " <DateText at /> ": " {percent}</p> }
    });
    let lines = rate_words(t, &country, rate.as_ref());
    let href = place_path(&country, &region);
    let label = t.tax_change_of(words.clone());
    view! {
        <tr data-place=format!("{country}-{region}")>
            <th scope="row" class="text-start align-top font-medium"><bdi>{words}</bdi></th>
            <td class="align-top">
                <RuleView words=lines />
                <span class="block text-sm text-ink-faint">{said_by}</span>
                {next}
            </td>
            <td class="align-top">
                <a class="link inline-flex min-h-tap items-center" href=href aria-label=label>{t.fee_change()}</a>
            </td>
        </tr>
    }
    .into_any()
}

/// The fields of the form, as the address has them; `None` when nothing was asked yet.
fn asked_for(country: &str, region: &str) -> Option<TaxForm> {
    query("see")?;
    let field = |name: &str| query(name).unwrap_or_default();
    Some(TaxForm {
        country: country.to_owned(),
        region: region.to_owned(),
        rate: field("rate"),
        shipping: field("shipping"),
        from: field("from"),
        reason: field("reason"),
    })
}

/// As somebody would have typed what holds there.
fn typed(country: &str, region: &str, held: Option<&TaxRate>) -> TaxForm {
    let shipping = held.map_or_else(|| is_inclusive_market(country), |rate| rate.shipping_taxed);
    TaxForm {
        country: country.to_owned(),
        region: region.to_owned(),
        rate: held.map(|rate| ppm_percent(rate.rate_ppm)).unwrap_or_default(),
        shipping: if shipping { "on".to_owned() } else { String::new() },
        ..TaxForm::default()
    }
}

/// What another rate would come to.
struct Preview {
    form: TaxForm,
    rate: TaxRate,
    starts_at: Option<Timestamp>,
    found: Vec<TaxEffect>,
}

async fn preview(conn: &mut Conn, form: TaxForm, asked: taxes::SayTax) -> Result<Preview, Failure> {
    let now = conn.now();
    let rate = asked.rate(asked.starts_at.unwrap_or(now));
    let since = now.minus(DurationUs::from_days(LOOKED_AT_DAYS));
    let found = taxes::tax_effect(conn, &rate, since).await?;
    Ok(Preview { form, rate, starts_at: asked.starts_at, found })
}

async fn one(country: String, region: String) -> Result<AnyView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let mut conn = platform().db.read_together().await?;
    let now = conn.now();
    let set = taxes::rates(&mut conn, &country).await?;
    let held = rate_charged_at(&set, &country, &region, now);
    let mut said = taxes::said_taxes(&mut conn, Some(&country), MOST).await?;
    said.retain(|one| one.region == region);
    let names = Names::load(&mut conn, std::iter::empty(), speakers(&said)).await?;
    let withdraw = match query("withdraw") {
        Some(text) => {
            let id: TaxRateId = text.parse().map_err(|_| Failure::NotFound)?;
            Some(taxes::coming_tax(&mut conn, id).await?.ok_or(Failure::NotFound)?)
        }
        None => None,
    };
    let asked = asked_for(&country, &region);
    let form = asked.clone().unwrap_or_else(|| typed(&country, &region, held.as_ref()));
    let mut state = FormState::of(&ctx, FORM)
        .or("rate", form.rate)
        .or("shipping", form.shipping)
        .or("from", form.from)
        .or("reason", form.reason);
    let mut effect = None;
    if let Some(form) = asked {
        match read(t, &form, account_id()?) {
            Err((field, words)) => state = state.error_on(&field, words),
            Ok(asked) => effect = Some(preview(&mut conn, form, asked).await?),
        }
    }
    drop(conn);
    let name = place_words(t, &country, &region);
    let trail = vec![(PATH.to_owned(), t.tax_title()), (String::new(), name.clone())];
    let holds = rate_words(t, &country, held.as_ref());
    let said_by = held.as_ref().map(|rate| source(t, &set, rate));
    let left = match withdraw {
        Some(one) => {
            let (at, fields) = (one.starts_at_us, vec![("tax", one.id.to_string())]);
            view! { <Withdraw action=WithdrawTax::PATH form=WITHDRAW_FORM at fields /> }.into_any()
        }
        None => view! { <Ask state country=country.clone() region=region.clone() /> }.into_any(),
    };
    let effect = effect.map(|effect| effect_view(t, effect));
    let log = log(t, said, &names, now);
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.tax_change_of(name)>
            <div class="mb-4"><Breadcrumbs trail /></div>
            <div class="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
                <div class="flex flex-col gap-8">
                    {left}
                    <Regions country region />
                </div>
                <div class="flex flex-col gap-6">
                    <Card title=t.fee_holds() id="holds">
                        <RuleView words=holds />
                        <p class="mt-2 text-sm text-ink-faint">{said_by}</p>
                    </Card>
                    {effect}
                </div>
            </div>
            {log}
        </ConsolePage>
    }
    .into_any())
}

/// What to charge: asked by GET, so that looking changes nothing.
#[component]
fn Ask(state: FormState, country: String, region: String) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <Form action=PATH get=true label=t.tax_title() class="grid content-start gap-4 sm:grid-cols-2">
            <Hidden name="see" value="effect" />
            <Hidden name="country" value=country />
            <Hidden name="region" value=region />
            <Field form=&state name="rate" label=t.tax_percent() hint=t.tax_percent_hint() inputmode="decimal" ltr=true />
            <Field form=&state name="from" label=t.rates_day() hint=t.rates_day_hint() optional=true ltr=true />
            <div class="sm:col-span-2"><Checkbox form=&state name="shipping" label=t.tax_with_shipping() /></div>
            <div class="sm:col-span-2"><Field form=&state name="reason" label=t.fee_reason() hint=t.fee_reason_hint() /></div>
            <div class="sm:col-span-2"><Button kind=ButtonKind::Secondary>{t.fee_see()}</Button></div>
        </Form>
    }
    .into_any()
}

/// The way from a country to one of its regions, which may have a rate of its own.
#[component]
fn Regions(country: String, region: String) -> AnyView {
    let t = Ctx::current().t();
    let Some(all) = regions(&country).filter(|_| region.is_empty()) else { return ().into_any() };
    let options: Vec<(String, String)> = all.map(|one| (one.code.to_owned(), one.title())).collect();
    let form = FormState::default();
    view! {
        <Form action=PATH get=true label=t.tax_region() class="flex items-end gap-3">
            <Hidden name="country" value=country />
            <Select form=&form name="region" label=t.tax_region() options class="max-w-md flex-1" />
            <Button kind=ButtonKind::Secondary>{t.fee_change()}</Button>
        </Form>
    }
    .into_any()
}

/// The sums of each currency, of all regions.
fn totals(found: &[TaxEffect]) -> Result<Vec<(i64, Money, Money)>, domain::MoneyError> {
    let mut sums: BTreeMap<Currency, (i64, Money, Money)> = BTreeMap::new();
    for one in found {
        let currency = one.was.currency();
        let none = Money::zero(currency);
        let sum = sums.entry(currency).or_insert((0, none, none));
        *sum = (sum.0 + one.orders, sum.1.add(one.was)?, sum.2.add(one.would_be)?);
    }
    Ok(sums.into_values().collect())
}

/// What would have been taken, and the button that says it.
fn effect_view(t: T, effect: Preview) -> AnyView {
    let Preview { form, rate, starts_at, found } = effect;
    let lines = rate_words(t, &rate.country, Some(&rate));
    let fields = vec![
        ("country", form.country),
        ("region", form.region),
        ("rate", form.rate),
        ("shipping", form.shipping),
        ("from", form.from),
        ("reason", form.reason),
    ];
    let sums = sums_view(t, &rate.country, found);
    view! {
        <EffectCard title=t.fee_effect(LOOKED_AT_DAYS) starts_at note=t.fee_effect_text() action=SayTax::PATH fields>
            <div class="mb-3"><RuleView words=lines /></div>
            {sums}
        </EffectCard>
    }
    .into_any()
}

fn sums_view(t: T, country: &str, found: Vec<TaxEffect>) -> AnyView {
    let Ok(sums) = totals(&found) else {
        return view! { <p class="text-ink-soft">{t.tax_effect_too_much()}</p> }.into_any();
    };
    if sums.is_empty() {
        return view! { <p class="text-ink-soft">{t.tax_effect_none(LOOKED_AT_DAYS)}</p> }.into_any();
    }
    let sums = sums
        .into_iter()
        .map(|(orders, was, would_be)| {
            let more = would_be.sub(was).unwrap_or(was);
            view! {
                <dl class="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1" data-taxed=orders.to_string()>
                    <dt>{t.tax_effect_orders()}</dt> <dd class="text-end">{format::number(orders, t.writing())}</dd>
                    {row(t.tax_effect_was(), was, "")}
                    {row(t.tax_effect_would(), would_be, "")}
                    {row(t.fee_effect_more(), more, "font-bold")}
                </dl>
            }
        })
        .collect_view();
    let of_regions = (found.len() > 1).then(|| regions_table(t, country, found));
    view! {
        {sums}
        {of_regions}
        <p class="mt-2 text-sm text-ink-faint">{t.tax_effect_latest(MOST_TAXED)}</p>
    }
    .into_any()
}

fn regions_table(t: T, country: &str, found: Vec<TaxEffect>) -> AnyView {
    let rows = found
        .into_iter()
        .map(|one| {
            let place = place_words(t, country, &one.region);
            view! {
                <tr>
                    <th scope="row" class="text-start font-medium"><bdi>{place}</bdi></th>
                    <td class="num"><Amount money=one.was /></td>
                    <td class="num"><Amount money=one.would_be /></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="mt-4">
            <Table caption=t.tax_effect_regions()>
                <thead>
                    <tr>
                        <th scope="col">{t.tax_place()}</th>
                        <th scope="col" class="num">{t.tax_effect_was()}</th>
                        <th scope="col" class="num">{t.tax_effect_would()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </div>
    }
    .into_any()
}

/// The audit trail: what was said, by whom, from when on, and why; what has not begun can be taken back.
fn log(t: T, said: Vec<SaidTax>, names: &Names, now: Timestamp) -> AnyView {
    if said.is_empty() {
        return ().into_any();
    }
    let manages = may(Action::ManageMoney, &Resource::Platform);
    let rows = said
        .into_iter()
        .map(|one| {
            let place = place_words(t, &one.country, &one.region);
            let state = match (one.withdrawn_at_us, one.starts_at_us > now) {
                (Some(_), _) => (Tone::Warn, t.term_withdrawn()),
                (None, true) => (Tone::Info, t.term_coming()),
                (None, false) => (Tone::Plain, t.tax_begun()),
            };
            let coming = one.withdrawn_at_us.is_none() && one.starts_at_us > now;
            let back = (manages && coming)
                .then(|| format!("{}&withdraw={}", place_path(&one.country, &one.region), one.id));
            let stands = dated::stands(t, state, back, one.starts_at_us);
            let by = names.person(one.withdrawn_by.unwrap_or(one.made_by));
            let (at, reason) =
                (one.withdrawn_at_us.unwrap_or(one.made_at_us), one.withdrawn_reason.unwrap_or(one.reason));
            let why = dated::why(reason, by, at);
            let percent = format::rate(one.rate_ppm, t.writing());
            view! {
                <tr data-said=one.id.to_string()>
                    <th scope="row" class="text-start align-top font-medium"><bdi>{place}</bdi> <span class="block">{percent}</span></th>
                    {stands}
                    {why}
                </tr>
            }
        })
        .collect_view();
    dated::history(t, vec![t.tax_rate(), t.term_state()], rows.into_any())
}
