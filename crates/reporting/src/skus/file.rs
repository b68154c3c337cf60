//! What is left of each offer as a CSV for spreadsheets, with the page's columns and what they are made of.

use super::read::Skus;
use crate::ReportingError;
use crate::analysis::{Sheet, neutral, percent};
use domain::Money;
use domain::calendar::day_text;
use domain::margin::Margin;

/// What everybody may read who may read figures.
const HEADS: [&str; 17] = [
    "from",
    "until",
    "sku",
    "offer",
    "title",
    "units",
    "sales",
    "delivery",
    "commission",
    "item_fees",
    "fee_tax",
    "returned_units",
    "given_back",
    "commission_back",
    "refund_fees",
    "refunds",
    "after_fees",
];
/// What belongs to the seller's own eyes.
const COST_HEADS: [&str; 4] = ["cost", "units_without_cost", "left", "left_percent"];
/// `in_stock` is of now, `lasts_days` at the pace of the range.
const LAST_HEADS: [&str; 4] = ["left_before", "in_stock", "lasts_days", "currency"];

/// One row for each offer and one for all of them. Amounts are plain decimals, days as machines write them, and no cell is a
/// formula.
///
/// # Errors
/// [`ReportingError::File`].
pub fn skus_file(skus: &Skus) -> Result<Vec<u8>, ReportingError> {
    let costs: &[&str] = if skus.costs { &COST_HEADS } else { &[] };
    let mut sheet = Sheet::new(HEADS.iter().chain(costs).chain(&LAST_HEADS))?;
    for line in &skus.lines {
        let sku = line.sku.as_deref().map(neutral).unwrap_or_default();
        let names = [sku, line.offer.to_string(), neutral(&line.title)];
        let stock = [line.available, line.cover_days(skus.range)];
        sheet.row(row(skus, names, &line.now, &line.before, stock))?;
    }
    let names = [String::new(), "all".into(), String::new()];
    sheet.row(row(skus, names, &skus.now, &skus.before, [None; 2]))?;
    sheet.done()
}

fn row(
    skus: &Skus,
    names: [String; 3],
    now: &Margin,
    before: &Margin,
    stock: [Option<i64>; 2],
) -> Vec<String> {
    let money = |minor: i64| Money::new(minor, skus.currency).to_decimal();
    let mut row = vec![day_text(skus.range.first()), day_text(skus.range.last())];
    row.extend(names);
    row.push(now.units.to_string());
    row.extend([now.sales_minor, now.delivery_minor, now.commission_minor].map(money));
    row.extend([now.item_fees_minor, now.fee_tax_minor].map(money));
    row.push(now.returned_units.to_string());
    row.extend([now.back_minor, now.commission_back_minor, now.back_fees_minor].map(money));
    row.extend([now.refunds_minor(), now.proceeds_minor()].map(money));
    if skus.costs {
        row.extend([money(now.cost_minor), now.uncosted_units.to_string(), money(now.left_minor())]);
        row.push(now.left_bps().map(percent).unwrap_or_default());
    }
    row.push(money(before.left_minor()));
    row.extend(stock.map(|known| known.map(|n| n.to_string()).unwrap_or_default()));
    row.push(skus.currency.code().to_owned());
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Range;
    use crate::skus::SkuLine;
    use domain::{Currency, TypedId as _};
    use uuid::Uuid;

    /// Of which thirty units are for sale.
    fn line(now: Margin) -> SkuLine {
        let id = Uuid::from_u128(7);
        SkuLine {
            offer: domain::OfferId::from_uuid(id),
            product: domain::ProductId::from_uuid(id),
            title: "=cmd()".into(),
            sku: Some("@sku".into()),
            available: Some(30),
            now,
            before: Margin::default(),
        }
    }

    fn file(costs: bool) -> Vec<Vec<String>> {
        let now =
            Margin { units: 1, sales_minor: 900, commission_minor: 72, cost_minor: 500, ..Margin::default() };
        let now = if costs { now } else { now.without_cost() };
        let skus = Skus {
            range: Range::last_days(20_000, 1),
            currency: Currency::USD,
            costs,
            now,
            before: Margin::default(),
            lines: vec![line(now)],
            in_all: 1,
        };
        let text = String::from_utf8(skus_file(&skus).unwrap()).unwrap();
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
    }

    #[test]
    fn no_cell_is_a_formula_and_every_row_is_as_long_as_the_head() {
        for costs in [true, false] {
            let rows = file(costs);
            assert_eq!(rows.len(), 3);
            assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{rows:?}");
            assert_eq!((rows[1][2].as_str(), rows[1][4].as_str()), ("'@sku", "'=cmd()"));
            let stock = rows[0].iter().position(|head| head == "in_stock").unwrap();
            assert_eq!(rows[1][stock..=stock + 1], ["30", "30"], "of which one left on the one day");
            assert_eq!(rows[2][stock..=stock + 1], ["", ""], "of all offers together it says nothing");
        }
    }

    #[test]
    fn stock_lasts_as_long_as_it_takes_to_leave_at_the_pace_of_the_range() {
        let lasts = |available: Option<i64>, units: i64, days: i64| {
            let line = SkuLine { available, ..line(Margin { units, ..Margin::default() }) };
            line.cover_days(Range::last_days(20_000, days))
        };
        assert_eq!(lasts(Some(30), 4, 10), Some(75));
        assert_eq!(lasts(Some(5), 30, 5), Some(0), "less than a day");
        assert_eq!(lasts(Some(0), 3, 30), Some(0));
        assert_eq!([lasts(Some(30), 0, 10), lasts(None, 4, 10)], [None, None]);
    }

    #[test]
    fn what_units_cost_is_in_no_file_of_somebody_who_is_not_to_know_it() {
        let (full, without) = (file(true), file(false));
        let at = |rows: &[Vec<String>], head: &str| rows[0].iter().position(|cell| cell == head);
        let cell = |rows: &[Vec<String>], head: &str| at(rows, head).map(|at| rows[1][at].clone());
        assert_eq!(cell(&full, "cost").as_deref(), Some("5.00"));
        assert_eq!(cell(&full, "left").as_deref(), Some("3.28"));
        assert_eq!(cell(&full, "left_percent").as_deref(), Some("36.44"));
        assert_eq!(cell(&without, "cost"), None);
        assert_eq!(cell(&without, "left"), None);
        assert_eq!(cell(&without, "after_fees").as_deref(), Some("8.28"));
    }
}
