//! What a seller's delivery costs by place, weight and worth: the tables, a new one, changing one. Route
//! `/seller/shipping`. Which one is changed is in the address.
use domain::roles::{Action, Resource};
use domain::shipping::{ShippingRate, ShippingTable};
use domain::{Money, ShippingTableId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::sellers::Seller;

use super::api::{RemoveTable, SaveTable};
use super::desk;
use super::tables_work::{FORM, kilograms};
use crate::access::{may, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::text::T;
use crate::ui::*;

pub(super) const PATH: &str = "/seller/shipping";
/// So many empty rows stand behind those that are filled in.
const EMPTY_ROWS: usize = 2;
const FEWEST_ROWS: usize = 4;

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSettings).await?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let changes = may(Action::ManageSeller, &Resource::Seller(seller.id));
    let chosen = query("table").and_then(|id| id.parse().ok()).and_then(|id| seller.tables.get(id)).cloned();
    let list = if seller.tables.all.is_empty() {
        view! { <EmptyState title=t.tables_none_title() text=t.tables_none_text() icon=Icon::Box /> }
            .into_any()
    } else {
        let cards = seller
            .tables
            .all
            .iter()
            .map(|table| view! { <TableCard table=table.clone() seller=seller.clone() changes /> })
            .collect_view();
        view! { <div class="flex flex-col gap-6">{cards}</div> }.into_any()
    };
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.tables_title()>
            <div class="flex max-w-4xl flex-col gap-10">
                <div class="max-w-3xl">
                    <p class="text-ink-soft">{t.tables_text()}</p>
                    <a class="link inline-flex min-h-tap items-center" href=desk::here("/seller/settings")>{t.tables_simple()}</a>
                </div>
                <section id="tables" aria-label=t.tables_title()>{list}</section>
                {changes.then(|| view! { <TableForm seller chosen /> })}
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// Where a rate holds, in words.
fn places(t: T, rate: &ShippingRate) -> String {
    if rate.to.is_empty() {
        return t.tables_elsewhere();
    }
    rate.to.iter().map(|area| area.title(t.locale())).collect::<Vec<_>>().join(", ")
}

#[component]
fn TableCard(
    table: ShippingTable,
    seller: Seller,
    /// Whether the reader may change it.
    changes: bool,
) -> AnyView {
    let t = Ctx::current().t();
    let standard = seller.tables.standard == Some(table.id);
    let amount = |money: Money| amount_text(money, t.writing());
    let rows = table
        .rates
        .iter()
        .map(|rate| {
            let weight =
                rate.up_to_g.map_or_else(|| t.tables_any(), |grams| t.tables_kg(weight_text(t, grams)));
            let from = rate.goods_from.map_or_else(|| t.tables_any(), amount);
            let fee = if rate.fee.is_zero() { t.sum_free() } else { amount(rate.fee) };
            view! {
                <tr>
                    <th scope="row" class="text-start font-normal"><bdi>{places(t, rate)}</bdi></th>
                    <td class="num">{weight}</td>
                    <td class="num">{from}</td>
                    <td class="num font-medium">{fee}</td>
                </tr>
            }
        })
        .collect_view();
    let change = desk::here(&format!("{PATH}?table={}#change", table.id));
    let (name, caption) = (table.name.clone(), table.name);
    let label = t.tables_change(name.clone());
    let change = changes.then(|| {
        view! { <a class="btn btn-secondary btn-small" href=change aria-label=label>{t.tables_change_short()}</a> }
    });
    let (id, of) = (table.id.to_string(), table.id.to_string());
    view! {
        <section class="rounded-card border border-line bg-surface p-5" data-table=id>
            <div class="mb-3 flex flex-wrap items-center justify-between gap-3">
                <h2 class="text-lg font-bold"><bdi>{name.clone()}</bdi> " " {standard.then(|| view! { <Badge tone=Tone::Info>{t.tables_standard()}</Badge> })}</h2>
                <div class="flex flex-wrap gap-2">
                    {change}
                    <Form action=RemoveTable::PATH swap="tables">
                        <Hidden name="seller" value=seller.id.to_string() />
                        <Hidden name="table" value=of />
                        <Button kind=ButtonKind::Quiet size=ButtonSize::Small label=t.tables_remove(name.clone())>{t.cart_remove()}</Button>
                    </Form>
                </div>
            </div>
            <Table caption>
                <thead>
                    <tr>
                        <th scope="col" class="text-start">{t.tables_to()}</th>
                        <th scope="col" class="num">{t.tables_up_to()}</th>
                        <th scope="col" class="num">{t.tables_from()}</th>
                        <th scope="col" class="num">{t.tables_fee()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
    .into_any()
}

/// Grams as kilograms, in the reader's own way to write numbers.
pub(super) fn weight_text(t: T, grams: i64) -> String {
    format::thousandths(grams, t.writing())
}

/// The form's values of a table that is changed.
fn filled(form: FormState, t: T, table: &ShippingTable, standard: bool) -> FormState {
    let mut form = form.or("name", table.name.clone()).or("standard", if standard { "on" } else { "" });
    for (at, rate) in table.rates.iter().enumerate() {
        let names: Vec<String> = rate.to.iter().map(|area| area.title(t.locale())).collect();
        form = form
            .or(&format!("to-{at}"), names.join(", "))
            .or(&format!("weight-{at}"), rate.up_to_g.map(kilograms).unwrap_or_default())
            .or(&format!("from-{at}"), rate.goods_from.map(Money::to_decimal).unwrap_or_default())
            .or(&format!("fee-{at}"), rate.fee.to_decimal());
    }
    form
}

/// How many rows the form shows.
fn rows_of(form: &FormState, table: Option<&ShippingTable>) -> usize {
    let typed = |at: &usize| {
        ["to", "weight", "from", "fee"].iter().any(|name| !form.value(&format!("{name}-{at}")).is_empty())
    };
    let last = (0..ShippingTable::MOST_RATES).rev().find(typed).map_or(0, |at| at + 1);
    let kept = table.map_or(0, |table| table.rates.len());
    (last.max(kept) + EMPTY_ROWS).clamp(FEWEST_ROWS, ShippingTable::MOST_RATES)
}

#[component]
fn TableForm(seller: Seller, chosen: Option<ShippingTable>) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, FORM);
    let standard = chosen.as_ref().is_some_and(|table| seller.tables.standard == Some(table.id));
    // What was typed before a mistake is the whole form: a row that was emptied stays empty.
    let form = match &chosen {
        Some(table) if !form.failed() => filled(form, t, table, standard),
        _ => form,
    };
    let id = chosen.as_ref().map_or_else(|| platform().db.new_id::<ShippingTableId>(), |table| table.id);
    let code = seller.currency.code();
    let rows = (0..rows_of(&form, chosen.as_ref()))
        .map(|at| view! { <RateRow form=form.clone() at code /> })
        .collect_view();
    let title = match &chosen {
        Some(table) => t.tables_change(table.name.clone()),
        None => t.tables_new(),
    };
    let whole = form.error("").map(|text| view! { <Notice tone=Tone::Bad>{text}</Notice> });
    let other = chosen.is_some().then(
        || view! { <LinkButton href=desk::here(PATH) kind=ButtonKind::Quiet>{t.tables_other()}</LinkButton> },
    );
    view! {
        <div id="change">
            <Card title=title>
                <Form action=SaveTable::PATH id="table" class="flex flex-col gap-5">
                    <Hidden name="seller" value=seller.id.to_string() />
                    <Hidden name="table" value=id.to_string() />
                    {whole}
                    <Field form=&form name="name" label=t.tables_name() hint=t.tables_name_hint() class="max-w-md" />
                    <p id="rates-hint" class="max-w-3xl text-sm text-ink-soft">{t.tables_rates_hint()}</p>
                    {rows}
                    <Checkbox form=&form name="standard" label=t.tables_for_all() />
                    <div class="flex flex-wrap gap-3"><Button>{t.save()}</Button> {other}</div>
                </Form>
            </Card>
        </div>
    }
    .into_any()
}

#[component]
fn RateRow(form: FormState, at: usize, code: &'static str) -> AnyView {
    let t = Ctx::current().t();
    let number = i64::try_from(at).unwrap_or(0) + 1;
    view! {
        <fieldset class="grid gap-3 border-t border-line pt-3 sm:grid-cols-[minmax(0,2fr)_1fr_1fr_1fr]">
            <legend class="text-sm font-semibold">{t.tables_rate(number)}</legend>
            <Field form=&form name=format!("to-{at}") label=t.tables_to() placeholder=t.tables_to_example() may_be_empty=true />
            <Field form=&form name=format!("weight-{at}") label=t.tables_up_to_kg() inputmode="decimal" may_be_empty=true ltr=true />
            <Field form=&form name=format!("from-{at}") label=t.tables_from_code(code) inputmode="decimal" may_be_empty=true ltr=true />
            <Field form=&form name=format!("fee-{at}") label=t.shipping_fee(code) inputmode="decimal" may_be_empty=true ltr=true />
        </fieldset>
    }
    .into_any()
}
