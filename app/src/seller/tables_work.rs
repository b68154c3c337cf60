//! What the server functions of shipping tables do: who is it, may they, parse, one call, where to go on.
use std::collections::BTreeMap;

use domain::roles::Action;
use domain::shipping::{Area, ShippingRate, ShippingTable, ShippingTables, TableError};
use domain::{Currency, Money, ShippingTableId};
use platform::sellers::{Seller, SellerError, put_table, remove_table};

use super::api::TableForm;
use super::desk;
use super::tables::PATH;
use crate::access::platform;
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::text::T;
use crate::typed::{grams, perhaps};
use crate::ui::Tone;

/// The form's name, under which the page finds what was typed.
pub(super) const FORM: &str = "table";

/// Grams as one types kilograms: `1.5`.
pub(super) fn kilograms(grams: i64) -> String {
    let (whole, rest) = (grams / 1_000, grams % 1_000);
    let text = format!("{whole}.{rest:03}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn here(seller: &Seller) -> String {
    format!("{PATH}?seller={}", seller.id)
}

pub(super) async fn save(form: TableForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageSeller, &form.seller).await?;
    let t = Ctx::current().t();
    let id: ShippingTableId = form.table.parse().map_err(|_| Failure::refused(t.form_malformed()))?;
    let (rates, rows) = parse(t, &form, seller.currency)?;
    let table = std::sync::Arc::new(ShippingTable { id, name: form.name.clone(), rates });
    let (owner, standard) = (seller.id, !form.standard.is_empty());
    let saved = platform()
        .db
        .write(move |tx| {
            let table = std::sync::Arc::clone(&table);
            Box::pin(async move { put_table(tx, owner, (*table).clone(), standard).await })
        })
        .await;
    match saved {
        Ok(()) => Ok(Done::to(here(&seller)).notice(Tone::Good, t.tables_saved())),
        Err(SellerError::Table(error)) => {
            let (field, words) = wrong(t, error, &rows);
            Err(again(&form).field(&field, words).into())
        }
        Err(SellerError::TooManyTables) => {
            Err(again(&form).field("", t.tables_too_many(most(ShippingTables::MOST))).into())
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn remove(seller: String, table: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageSeller, &seller).await?;
    let t = Ctx::current().t();
    let (owner, id) = (seller.id, table.parse().map_err(|_| Failure::NotFound)?);
    let removed =
        platform().db.write(move |tx| Box::pin(async move { remove_table(tx, owner, id).await })).await?;
    if !removed {
        return Err(Failure::NotFound);
    }
    Ok(Done::to(here(&seller)).notice(Tone::Good, t.tables_removed()))
}

fn most(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}

/// What was typed, without what is empty: there are many fields, and a page to be shown once more holds little.
fn again(form: &TableForm) -> Invalid {
    let mut typed: BTreeMap<&str, &str> =
        form.rates.iter().map(|(name, typed)| (name.as_str(), typed.0.as_str())).collect();
    typed.extend([("name", form.name.as_str()), ("standard", form.standard.as_str())]);
    typed.retain(|_, text| !text.trim().is_empty());
    Invalid::new(FORM, &typed)
}

/// The rates that were filled in, and in which row of the form each of them stands.
fn parse(t: T, form: &TableForm, currency: Currency) -> Result<(Vec<ShippingRate>, Vec<usize>), Failure> {
    let (mut rates, mut rows) = (Vec::new(), Vec::new());
    let mut invalid = again(form);
    let money = |text: &str| Money::parse_decimal(text, currency).ok().filter(|money| !money.is_negative());
    for at in 0..ShippingTable::MOST_RATES {
        let typed = |name: &str| form.rates.get(&format!("{name}-{at}")).map_or("", |typed| typed.0.trim());
        let [to, weight, from, fee] = ["to", "weight", "from", "fee"].map(typed);
        if [to, weight, from, fee].iter().all(|text| text.is_empty()) {
            continue;
        }
        let areas = areas(to);
        let (up_to_g, goods_from, fee) = (perhaps(weight, grams), perhaps(from, money), money(fee));
        for (name, problem) in [
            ("to", areas.as_ref().err().map(|unknown| t.tables_no_place(unknown.clone()))),
            ("weight", up_to_g.is_none().then(|| t.tables_wrong_weight())),
            ("from", goods_from.is_none().then(|| t.tables_wrong_amount())),
            ("fee", fee.is_none().then(|| t.tables_wrong_amount())),
        ] {
            if let Some(words) = problem {
                invalid = invalid.field(&format!("{name}-{at}"), words);
            }
        }
        if let (Ok(to), Some(up_to_g), Some(goods_from), Some(fee)) = (areas, up_to_g, goods_from, fee) {
            rates.push(ShippingRate { to, up_to_g, goods_from, fee });
            rows.push(at);
        }
    }
    if invalid.has_errors() { Err(invalid.into()) } else { Ok((rates, rows)) }
}

/// Places with commas between them; the first that is none.
fn areas(text: &str) -> Result<Vec<Area>, String> {
    let mut areas: Vec<Area> = Vec::new();
    for typed in text.split([',', ';', '،']).map(str::trim).filter(|typed| !typed.is_empty()) {
        let area = Area::parse(typed).ok_or_else(|| typed.to_owned())?;
        if !areas.contains(&area) {
            areas.push(area);
        }
    }
    Ok(areas)
}

/// The field that is wrong, and what would be right.
fn wrong(t: T, error: TableError, rows: &[usize]) -> (String, String) {
    let field = |name: &str, rate: usize| format!("{name}-{}", rows.get(rate).copied().unwrap_or(rate));
    match error {
        TableError::BadName => ("name".to_owned(), t.tables_wrong_name(most(ShippingTable::LONGEST_NAME))),
        TableError::BadCount => (String::new(), t.tables_no_rates()),
        TableError::BadAmount { rate } => (field("fee", rate), t.tables_wrong_amount()),
        TableError::BadWeight { rate } => (field("weight", rate), t.tables_wrong_weight()),
        TableError::BadAreas { rate } => {
            (field("to", rate), t.tables_many_places(most(ShippingTable::MOST_AREAS)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kilograms_come_back_as_they_are_typed() {
        for (grams, text) in [(1, "0.001"), (500, "0.5"), (1_000, "1"), (1_250, "1.25"), (30_000, "30")] {
            assert_eq!(kilograms(grams), text);
            assert_eq!(crate::typed::grams(text), Some(grams));
        }
    }

    #[test]
    fn places_are_read_in_any_language_and_the_first_that_is_none_is_named() {
        let codes =
            |text| areas(text).map(|all| all.iter().map(Area::to_string).collect::<Vec<_>>().join(" "));
        assert_eq!(codes("US-CA, us-nv;España، فرنسا, US-CA"), Ok("US-CA US-NV ES FR".to_owned()));
        assert_eq!(codes(" "), Ok(String::new()));
        assert_eq!(codes("US, Atlantis, Mordor"), Err("Atlantis".to_owned()));
    }
}
