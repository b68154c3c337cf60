//! What the server functions of the sheet do: who is it, may they, parse, one call, where to go on.
use std::collections::BTreeMap;
use std::sync::Arc;

use domain::key::IdempotencyKey;
use domain::roles::Action;
use domain::{Money, OfferId, PriceSheetId};
use platform::catalog::{Offer, Terms, offers_for_sale};
use platform::inventory::MAX_QUANTITY;
use platform::pricing::{
    self, Cells, Draft, MOST_ROWS, NewSheet, PricingError, RowChange, Sheet, forget_draft, keep_draft,
};
use platform::sellers::Seller;

use super::api::SheetForm;
use super::desk;
use crate::access::{account_id, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::text::T;
use crate::typed::perhaps;
use crate::ui::Tone;

/// The form's name, under which the page finds what was typed.
pub(super) const FORM: &str = "sheet";
/// The columns in which something is typed, from left to right, as the fields' names begin.
pub(super) const COLUMNS: [&str; 5] = ["price", "stock", "days", "cost", "active"];
/// The column of the units in stock.
pub(super) const STOCK: usize = 1;
/// The column of what a unit costs the seller, which is for nobody else.
pub(super) const COST: usize = 3;
/// So many products are named in a sentence.
const MOST_NAMED: usize = 3;
const LONGEST_NAME: usize = 60;

/// Under which a draft keeps the count that a row's new one was typed against.
pub(super) fn stock_seen(offer: OfferId) -> String {
    format!("stock_seen-{offer}")
}

/// What the page showed of a row. It comes back with the form, so a row says by itself what of it was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub version: i64,
    /// By column.
    pub shown: [String; 5],
}

impl Seen {
    pub(super) fn of(offer: &Offer, available: i64) -> Seen {
        let cost = offer.terms.cost.map(Money::to_decimal).unwrap_or_default();
        let days = offer.terms.handling_days.map(|days| days.to_string()).unwrap_or_default();
        let active = if offer.active { "on" } else { "" };
        let shown = [offer.price.to_decimal(), available.to_string(), days, cost, active.to_owned()];
        Seen { version: offer.version, shown }
    }

    pub(super) fn text(&self) -> String {
        format!("{}~{}", self.version, self.shown.join("~"))
    }

    fn parse(text: &str) -> Option<Seen> {
        let (version, shown) = text.split_once('~')?;
        let shown: Vec<String> = shown.split('~').map(str::to_owned).collect();
        Some(Seen { version: version.parse().ok()?, shown: shown.try_into().ok()? })
    }
}

/// A row in which something was changed.
struct TypedRow {
    offer: OfferId,
    seen: Seen,
    /// By column.
    typed: [String; 5],
}

impl TypedRow {
    fn field(&self, column: usize) -> String {
        format!("{}-{}", COLUMNS[column], self.offer)
    }

    /// The change that was typed; `None` where a cell is wrong, which is then among the errors.
    fn read(
        &self,
        t: T,
        seller: &Seller,
        errors: &mut BTreeMap<String, String>,
    ) -> Result<Option<RowChange>, Failure> {
        let [price, stock, days, cost, active] = self.typed.each_ref().map(String::as_str);
        let seen: i64 = self.seen.shown[STOCK].parse().map_err(|_| Failure::refused(t.form_malformed()))?;
        let money = |text: &str| Money::parse_decimal(text, seller.currency).ok();
        let price = money(price).filter(|price| price.is_positive());
        let stock = stock.parse::<i64>().ok().filter(|units| (0..=MAX_QUANTITY).contains(units));
        let days = perhaps(days, |text| text.parse::<u8>().ok().filter(|d| *d <= Terms::LONGEST_HANDLING));
        let cost = perhaps(cost, |text| money(text).filter(|cost| !cost.is_negative()));
        for (column, wrong, words) in [
            (0, price.is_none(), t.offer_price_wrong()),
            (1, stock.is_none(), t.offer_stock_wrong()),
            (2, days.is_none(), t.sheet_days_wrong(i64::from(Terms::LONGEST_HANDLING))),
            (COST, cost.is_none(), t.sheet_cost_wrong()),
        ] {
            if wrong {
                errors.insert(self.field(column), words);
            }
        }
        let (Some(price), Some(stock), Some(handling_days), Some(cost)) = (price, stock, days, cost) else {
            return Ok(None);
        };
        let cells = Cells { price, active: !active.is_empty(), handling_days, cost };
        let stock_delta = stock.saturating_sub(seen);
        Ok(Some(RowChange { offer: self.offer, version: self.seen.version, cells, stock_delta }))
    }
}

/// The rows of the form in which something was changed.
fn typed_rows(t: T, form: &SheetForm) -> Result<Vec<TypedRow>, Failure> {
    let malformed = || Failure::refused(t.form_malformed());
    let mut rows = Vec::new();
    for (name, seen) in &form.cells {
        let Some(id) = name.strip_prefix("seen-") else { continue };
        let offer: OfferId = id.parse().map_err(|_| malformed())?;
        let seen = Seen::parse(&seen.0).ok_or_else(malformed)?;
        let cell = |column: &str| form.cells.get(&format!("{column}-{id}")).map_or("", |cell| cell.0.trim());
        let typed = COLUMNS.map(|column| cell(column).to_owned());
        if typed != seen.shown {
            rows.push(TypedRow { offer, seen, typed });
        }
    }
    if rows.len() > MOST_ROWS { Err(malformed()) } else { Ok(rows) }
}

pub(super) async fn save(form: SheetForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageOffers, &form.seller).await?;
    let t = Ctx::current().t();
    let by = account_id()?;
    let key = IdempotencyKey::parse(&form.key).map_err(|_| Failure::refused(t.form_malformed()))?;
    let typed = typed_rows(t, &form)?;
    if typed.is_empty() {
        return Ok(Done::back().notice(Tone::Info, t.sheet_nothing()));
    }
    let (mut errors, mut rows) = (BTreeMap::new(), Vec::new());
    for row in &typed {
        rows.extend(row.read(t, &seller, &mut errors)?);
    }
    if errors.is_empty() {
        let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        match write(NewSheet { seller: seller.id, key, by, rows }).await {
            Ok(_) => return Ok(Done::back().notice(Tone::Good, t.sheet_saved(count))),
            Err(error) => errors = refused(t, error)?,
        }
    }
    Err(kept(t, &seller, &typed, errors).await?)
}

async fn write(new: NewSheet) -> Result<Sheet, PricingError> {
    let new = Arc::new(new);
    platform()
        .db
        .write(move |tx| {
            let new = Arc::clone(&new);
            Box::pin(async move {
                let sheet = pricing::save(tx, &new).await?;
                forget_draft(tx, new.seller, new.by).await?;
                Ok(sheet)
            })
        })
        .await
}

/// What is wrong, by the field's name; `row-<offer>` is of a whole row.
fn refused(t: T, error: PricingError) -> Result<BTreeMap<String, String>, Failure> {
    Ok(match error {
        PricingError::Changed(offers) => {
            offers.into_iter().map(|offer| (format!("row-{offer}"), t.sheet_row_changed())).collect()
        }
        PricingError::BadCell(offer) => [(format!("row-{offer}"), t.sheet_row_wrong())].into(),
        PricingError::TakenDown(offer) => [(format!("row-{offer}"), t.offer_taken_down())].into(),
        PricingError::BadStock(offer) => [(format!("stock-{offer}"), t.offer_stock_wrong())].into(),
        PricingError::Sold { offer, available } => {
            [(format!("stock-{offer}"), t.offer_stock_sold(available))].into()
        }
        PricingError::NoSuchOffer(_) => return Err(Failure::NotFound),
        PricingError::KeyReused | PricingError::BadCount | PricingError::Twice(_) => {
            return Err(Failure::refused(t.form_malformed()));
        }
        other => return Err(other.into()),
    })
}

/// Keeps what was typed for the next page, which is far more than its cookie holds, and says which products it is about.
async fn kept(
    t: T,
    seller: &Seller,
    typed: &[TypedRow],
    errors: BTreeMap<String, String>,
) -> Result<Failure, Failure> {
    let wrong: Vec<OfferId> = typed
        .iter()
        .filter(|row| errors.keys().any(|field| field.ends_with(&row.offer.to_string())))
        .map(|row| row.offer)
        .collect();
    let words = t.sheet_not_saved(i64::try_from(wrong.len()).unwrap_or(i64::MAX), names(&wrong).await?);
    let mut cells = BTreeMap::new();
    for row in typed {
        for column in (0..COLUMNS.len()).filter(|column| row.typed[*column] != row.seen.shown[*column]) {
            cells.insert(row.field(column), row.typed[column].clone());
        }
        // A count is typed against the one that was shown: what is sold until the next press stays sold.
        if row.typed[STOCK] != row.seen.shown[STOCK] {
            cells.insert(stock_seen(row.offer), row.seen.shown[STOCK].clone());
        }
    }
    let draft = Arc::new(Draft { typed: cells, errors });
    let (seller, account) = (seller.id, account_id()?);
    platform()
        .db
        .write(move |tx| {
            let draft = Arc::clone(&draft);
            Box::pin(async move { keep_draft(tx, seller, account, &draft).await })
        })
        .await?;
    let nothing: BTreeMap<String, String> = BTreeMap::new();
    Ok(Invalid::new(FORM, &nothing).field("", words).into())
}

/// The first of these products, by their titles.
async fn names(offers: &[OfferId]) -> Result<String, Failure> {
    let first = &offers[..offers.len().min(MOST_NAMED)];
    let mut conn = platform().db.read().await?;
    let sales = offers_for_sale(&mut conn, first).await?;
    let named: Vec<String> = first
        .iter()
        .filter_map(|offer| sales.get(offer))
        .map(|sale| sale.product_title.chars().take(LONGEST_NAME).collect())
        .collect();
    let more = if offers.len() > MOST_NAMED { " …" } else { "" };
    Ok(named.join(", ") + more)
}

pub(super) async fn undo(seller: String, sheet: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageOffers, &seller).await?;
    let t = Ctx::current().t();
    let id: PriceSheetId = sheet.parse().map_err(|_| Failure::NotFound)?;
    let (owner, by) = (seller.id, account_id()?);
    let undone: Result<Sheet, PricingError> =
        platform().db.write(move |tx| Box::pin(pricing::undo(tx, owner, id, by))).await;
    match undone {
        Ok(_) => Ok(Done::back().notice(Tone::Good, t.sheet_undone())),
        Err(PricingError::Changed(offers)) => {
            Err(Failure::refused(t.sheet_undo_changed(names(&offers).await?)))
        }
        Err(PricingError::Sold { offer, available }) => {
            Err(Failure::refused(t.sheet_undo_sold(names(&[offer]).await?, available)))
        }
        Err(PricingError::NoSuchSheet) => Err(Failure::NotFound),
        Err(other) => Err(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_showed_comes_back_as_it_was() {
        let shown = ["45.00", "12", "", "20.5", "on"].map(str::to_owned);
        let seen = Seen { version: 7, shown };
        assert_eq!(Seen::parse(&seen.text()), Some(seen));
        for wrong in ["", "7", "x~1~2~3~4~5", "7~1~2~3~4", "7~1~2~3~4~5~6"] {
            assert_eq!(Seen::parse(wrong), None, "{wrong}");
        }
    }
}
