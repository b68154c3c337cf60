//! How an offer is sent, asked for and read along with the rest of it: table, weight, days. All of it may be left open.
use domain::shipping::Packing;
use leptos::prelude::*;
use platform::catalog::Terms;
use platform::listing::Sending;
use platform::sellers::Seller;

use crate::answer::Invalid;
use crate::ctx::Ctx;
use crate::seller::desk;
use crate::text::T;
use crate::typed;
use crate::ui::*;

/// The fields of either form. The table is asked for only where there are some.
pub(super) fn fields(form: &FormState, seller: &Seller) -> AnyView {
    let t = Ctx::current().t();
    let tables = &seller.tables;
    let standard = tables.standard.and_then(|id| tables.get(id));
    let none =
        standard.map_or_else(|| t.offer_table_none(), |table| t.offer_table_standard(table.name.clone()));
    let others = tables.all.iter().filter(|table| tables.standard != Some(table.id));
    let others = others.map(|table| (table.id.to_string(), table.name.clone()));
    let options: Vec<(String, String)> = std::iter::once((String::new(), none)).chain(others).collect();
    let table = (!tables.all.is_empty())
        .then(|| view! { <Select form=form name="table" label=t.offer_table() options optional=true class="sm:col-span-2" /> });
    view! {
        {table}
        <Field form=form name="weight" label=t.offer_weight() inputmode="decimal" optional=true ltr=true />
        <Field form=form name="days" label=t.sheet_days() inputmode="numeric" optional=true ltr=true />
        <p class="text-sm text-ink-faint sm:col-span-2">
            {t.listing_shipping()} " " <a class="link" href=desk::here("/seller/settings")>{t.listing_shipping_link()}</a>
        </p>
    }
    .into_any()
}

/// What was typed into them.
pub(super) fn read(
    t: T,
    seller: &Seller,
    [table, weight, days]: [&str; 3],
    mut invalid: Invalid,
) -> Result<Sending, Invalid> {
    // A table that is gone meanwhile is as if none were chosen.
    let table = table.parse().ok().filter(|id| seller.tables.get(*id).is_some());
    let (weight_g, handling_days) = (typed::weight_g(weight), typed::handling_days(days));
    if weight_g.is_none() {
        invalid = invalid.field("weight", t.tables_wrong_weight());
    }
    if handling_days.is_none() {
        invalid = invalid.field("days", t.sheet_days_wrong(i64::from(Terms::LONGEST_HANDLING)));
    }
    match (weight_g, handling_days) {
        (Some(weight_g), Some(handling_days)) => {
            Ok(Sending { packing: Packing { table, weight_g }, handling_days })
        }
        _ => Err(invalid),
    }
}
