//! A payout's statement in words. Called by the server for the file, with what the file for spreadsheets has, too.
use domain::format::{self, date, date_time};
use domain::{Money, Timestamp};
use platform::papers::{Column, Fact, Kind, Paper, Party, Sum, Table};
use platform::payouts::{PayoutError, Statement};
use platform::sellers::Seller;

use super::{date_of, direction};
use crate::seller::payout_words as words;
use crate::text::T;

/// The paper of a statement in this language. `now` ends one that goes on.
///
/// # Errors
/// When a sum is too large to keep.
pub fn statement(t: T, seller: &Seller, read: &Statement, now: Timestamp) -> Result<Paper, PayoutError> {
    let until = read.payout.as_ref().map_or(now, |payout| payout.created_at);
    let (number, title) = match &read.payout {
        Some(payout) => (payout.id.to_string(), t.statement_title()),
        None => (String::new(), t.statement_open()),
    };
    let fact = |name: String, value: String| Fact { name, value };
    let since = read.since.map(|at| fact(t.statement_from(), date(at.utc_day(), t.locale())));
    let ends = fact(t.statement_until(), date(until.utc_day(), t.locale()));
    Ok(Paper {
        language: t.locale().to_string(),
        direction: direction(t.locale()),
        title,
        number,
        author: seller.name.clone(),
        date: date_of(until.utc_day()),
        parties: vec![Party { role: t.statement_seller(), lines: vec![seller.name.clone()] }],
        facts: since.into_iter().chain([ends]).collect(),
        code: None,
        table: lines(t, read),
        sums: sums(t, read)?,
        summary: None,
        notes: under(t, seller, read),
    })
}

/// The terms under which the payout was reckoned.
fn under(t: T, seller: &Seller, read: &Statement) -> Vec<String> {
    let terms = read.payout.as_ref().and_then(|payout| payout.terms);
    let words = terms.map(|terms| words::terms(t, &terms, seller.currency).join(" · "));
    words.map(|words| format!("{}: {words}", t.statement_terms())).into_iter().collect()
}

fn lines(t: T, read: &Statement) -> Table {
    let column = |title: String, kind: Kind| Column { title, kind };
    let money = |amount: Money| format::money(amount, t.writing());
    let columns = vec![
        column(t.statement_date(), Kind::Text),
        column(t.statement_what(), Kind::Wide),
        column(t.statement_amount(), Kind::Number),
        column(t.statement_balance(), Kind::Number),
    ];
    let lines = read.lines.iter().map(|line| {
        let part = line.part.map(|part| format!("\n{part}")).unwrap_or_default();
        let what = format!("{}{part}", words::group(t, line.group));
        vec![date_time(line.at, t.locale()), what, money(line.amount), money(line.balance)]
    });
    Table { columns, rows: lines.collect() }
}

fn sums(t: T, read: &Statement) -> Result<Vec<Sum>, PayoutError> {
    let money = |amount: Money| format::money(amount, t.writing());
    let sum = |name: String, amount: Money, total: bool| Sum { name, amount: money(amount), total };
    let (opening, closing) = words::ends(t);
    let mut sums = vec![sum(opening, read.opening, false)];
    sums.extend(read.sums()?.into_iter().map(|(group, amount)| sum(words::group(t, group), amount, false)));
    sums.push(sum(closing, read.closing, true));
    Ok(sums)
}
