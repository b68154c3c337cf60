//! What other prices of the plans, or another seat of the platform, would have come to of late: beside their forms on
//! `/operator/fees`, before either is said. What is asked stands in the address.
use std::collections::BTreeMap;

use domain::{Currency, DurationUs, Money};
use leptos::prelude::*;
use platform::db::Conn;
use platform::fees::{self, SeatEffect};
use platform::orders;

use super::api::{EstablishmentForm, PlanPricesForm};
use super::effect::{LOOKED_AT_DAYS, number, row, sums};
use super::establishment;
use super::fees_work::read_prices;
use crate::answer::Failure;
use crate::page::query;
use crate::text::T;
use crate::ui::*;

/// Which form's effect is asked for.
pub(super) const SEE_PLANS: &str = "plans";
pub(super) const SEE_SEAT: &str = "seat";
pub(super) const HERE: &str = "/operator/fees";

/// What the plans brought in one currency, and would have brought.
#[derive(Clone, Copy)]
struct PlansEffect {
    months: i64,
    items: i64,
    was: Money,
    would_be: Money,
}

/// The form as it was typed, and what it would come to or what is wrong with it.
pub(super) async fn plans(
    conn: &mut Conn,
    t: T,
    form: FormState,
) -> Result<(FormState, Option<AnyView>), Failure> {
    if query("see").as_deref() != Some(SEE_PLANS) {
        return Ok((form, None));
    }
    let field = |name: &str| query(name).unwrap_or_default();
    let asked = PlanPricesForm {
        monthly: field("monthly"),
        item: field("item"),
        from: field("from"),
        reason: field("reason"),
    };
    let found = match read_prices(t, &asked) {
        Err((field, words)) => return Ok((typed(form, asked).error_on(&field, words), None)),
        Ok((prices, _)) => prices,
    };
    let since = conn.now().minus(DurationUs::from_days(LOOKED_AT_DAYS));
    let mut effects: BTreeMap<Currency, PlansEffect> = BTreeMap::new();
    let start = |currency: Currency| {
        let none = Money::zero(currency);
        PlansEffect { months: 0, items: 0, was: none, would_be: none }
    };
    for (months, was) in fees::months_paid(conn, since).await? {
        let sum = effects.entry(was.currency()).or_insert_with(|| start(was.currency()));
        sum.months = months;
        sum.was = sum.was.add(was)?;
        sum.would_be = sum.would_be.add(found.month(was.currency())?.times(months)?)?;
    }
    for (items, was) in orders::items_charged(conn, since).await? {
        let sum = effects.entry(was.currency()).or_insert_with(|| start(was.currency()));
        sum.items = items;
        sum.was = sum.was.add(was)?;
        sum.would_be = sum.would_be.add(found.item(was.currency())?.times(items)?)?;
    }
    let lists = effects
        .into_values()
        .map(|sum| {
            view! {
                <dl class="grid max-w-md grid-cols-[1fr_auto] gap-x-4 gap-y-1" data-months=sum.months.to_string()>
                    {number(t, t.effect_months(), sum.months)}
                    {number(t, t.effect_items(), sum.items)}
                    {sums(t, sum.was, sum.would_be)}
                </dl>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    Ok((typed(form, asked), Some(card(t, lists))))
}

fn typed(form: FormState, asked: PlanPricesForm) -> FormState {
    form.or("monthly", asked.monthly).or("item", asked.item).or("from", asked.from).or("reason", asked.reason)
}

/// The card of an effect: a list for each currency, or that there was nothing.
fn card(t: T, lists: Vec<AnyView>) -> AnyView {
    let none =
        lists.is_empty().then(|| view! { <p class="text-ink-soft">{t.effect_nothing(LOOKED_AT_DAYS)}</p> });
    view! { <Card title=t.fee_effect(LOOKED_AT_DAYS) id="effect">{none} {lists}</Card> }.into_any()
}

/// What the seat's form would come to, once that was asked for, or what is wrong with it.
pub(super) async fn seat(
    conn: &mut Conn,
    t: T,
    form: FormState,
) -> Result<(FormState, Option<AnyView>), Failure> {
    if query("see").as_deref() != Some(SEE_SEAT) {
        return Ok((form, None));
    }
    let field = |name: &str| query(name).unwrap_or_default();
    let asked = EstablishmentForm {
        country: field("country"),
        name: field("name"),
        address: field("address"),
        tax_id: field("tax_id"),
        rate: field("rate"),
        starts: field("starts"),
        why: field("why"),
    };
    let read = establishment::read_all(t, &asked);
    let form = form
        .or("country", asked.country)
        .or("name", asked.name)
        .or("address", asked.address)
        .or("tax_id", asked.tax_id)
        .or("rate", asked.rate)
        .or("starts", asked.starts)
        .or("why", asked.why);
    let (seat, starts_at) = match read {
        Err((field, words)) => return Ok((form.error_on(&field, words), None)),
        Ok(read) => read,
    };
    let now = conn.now();
    let since = now.minus(DurationUs::from_days(LOOKED_AT_DAYS));
    let found = fees::seat_effect(conn, seat.as_ref(), starts_at.unwrap_or(now), since).await?;
    let lists = found.into_iter().map(|sum| seat_list(t, sum)).collect();
    Ok((form, Some(card(t, lists))))
}

fn seat_list(t: T, sum: SeatEffect) -> AnyView {
    view! {
        <dl class="grid max-w-md grid-cols-[1fr_auto] gap-x-4 gap-y-1" data-fees=sum.sellers.to_string()>
            {number(t, t.fee_effect_sellers(), sum.sellers)}
            {row(t.effect_fees(), sum.fees, "")}
            {sums(t, sum.was, sum.would_be)}
        </dl>
    }
    .into_any()
}
