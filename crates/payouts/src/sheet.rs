//! A statement as a CSV for spreadsheets: opening balance, every line, closing balance.

use crate::PayoutError;
use crate::statement::{Group, Statement};
use domain::format::iso;

/// The words of the rows that are no lines, and of the lines.
pub struct SheetWords<'w> {
    pub opening: &'w str,
    pub closing: &'w str,
    pub group: &'w (dyn Fn(Group) -> String + Sync),
}

const HEADER: [&str; 8] = ["date", "what", "order", "part", "transaction", "amount", "balance", "currency"];

/// Writes a statement. Amounts are plain decimals that add up: the first balance and every amount are the last balance.
///
/// # Errors
/// [`PayoutError::Sheet`].
pub fn sheet(statement: &Statement, words: &SheetWords<'_>) -> Result<Vec<u8>, PayoutError> {
    let failed = |error: csv::Error| PayoutError::Sheet(error.to_string());
    let currency = statement.opening.currency().code();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER).map_err(failed)?;
    let since = statement.since.map(iso).unwrap_or_default();
    let opening = statement.opening.to_decimal();
    let row = [&since, &neutral(words.opening), "", "", "", "", &opening, currency];
    writer.write_record(row).map_err(failed)?;
    for line in &statement.lines {
        let row = [
            iso(line.at),
            neutral(&(words.group)(line.group)),
            line.order.map(|id| id.to_string()).unwrap_or_default(),
            line.part.map(|id| id.to_string()).unwrap_or_default(),
            line.transaction.to_string(),
            line.amount.to_decimal(),
            line.balance.to_decimal(),
            currency.to_owned(),
        ];
        writer.write_record(row).map_err(failed)?;
    }
    let until = statement.payout.as_ref().map(|payout| iso(payout.created_at)).unwrap_or_default();
    let closing = statement.closing.to_decimal();
    let row = [&until, &neutral(words.closing), "", "", "", "", &closing, currency];
    writer.write_record(row).map_err(failed)?;
    writer.into_inner().map_err(|error| PayoutError::Sheet(error.to_string()))
}

/// A text that no spreadsheet runs. Amounts are not texts: `-5.00` must stay a number.
pub(crate) fn neutral(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if runs { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_never_a_formula() {
        for (text, kept) in [("=1+1", "'=1+1"), ("-2", "'-2"), ("@x", "'@x"), ("Sale", "Sale")] {
            assert_eq!(neutral(text), kept);
        }
    }
}
