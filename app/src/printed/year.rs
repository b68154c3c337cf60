//! A seller's year in words. Called by the server for the file, with what the file for spreadsheets has, too.
use domain::calendar::day_of;
use domain::{Money, Timestamp, format};
use platform::papers::{Column, Fact, Kind, Paper, Party, Sum, Table};
use platform::payouts::{PayoutError, Span, Year};
use platform::sellers::Seller;

use super::{date_of, direction, party_lines};
use crate::text::T;

/// The paper of a year in this language, as it stands now.
///
/// # Errors
/// When a sum is too large to keep.
pub fn year(t: T, seller: &Seller, read: &Year, now: Timestamp) -> Result<Paper, PayoutError> {
    let whole = read.total()?;
    let today = seller.dispatch.zone.day_and_minute(now).0;
    let last = day_of(read.year, 12, 31);
    let fact = |name: String, value: String| Fact { name, value };
    let lines = party_lines(t, &seller.name, &seller.country, &seller.region, seller.legal.as_ref());
    Ok(Paper {
        language: t.locale().to_string(),
        direction: direction(t.locale()),
        title: t.year_paper(),
        number: read.year.to_string(),
        author: seller.name.clone(),
        date: date_of(today.min(last)),
        parties: vec![Party { role: t.statement_seller(), lines }],
        facts: vec![
            fact(t.statement_from(), format::date(day_of(read.year, 1, 1), t.locale())),
            fact(t.statement_until(), format::date(today.min(last), t.locale())),
        ],
        code: None,
        table: months(t, read, &whole)?,
        sums: sums(t, read, &whole),
        summary: Some(quarters(t, read)?),
        notes: notes(t, read, &whole),
    })
}

fn money(t: T, amount: Money) -> String {
    format::money(amount, t.writing())
}

fn months(t: T, read: &Year, whole: &Span) -> Result<Table, PayoutError> {
    let numbers = [
        t.year_sales(),
        t.year_gross(),
        t.year_refunds(),
        t.year_kept(),
        t.year_earned(),
        t.year_payouts(),
        t.year_tax(),
    ];
    let numbers = numbers.into_iter().map(|title| Column { title, kind: Kind::Number });
    let columns =
        std::iter::once(Column { title: t.year_month(), kind: Kind::Text }).chain(numbers).collect();
    let named =
        (1..).zip(&read.months).map(|(at, span)| (format::month_name(at, t.locale()).to_owned(), span));
    let named = named.chain([(t.year_whole(), whole)]);
    let rows = named.map(|(name, span)| row(t, name, span)).collect::<Result<_, _>>()?;
    Ok(Table { columns, rows })
}

fn row(t: T, name: String, span: &Span) -> Result<Vec<String>, PayoutError> {
    let amounts = [span.gross, span.refunds, span.kept()?, span.earned()?, span.payouts, span.tax];
    let mut row = vec![name, format::number(span.sales, t.writing())];
    row.extend(amounts.map(|amount| money(t, amount)));
    Ok(row)
}

/// The balance before and every sum are the balance after.
fn sums(t: T, read: &Year, whole: &Span) -> Vec<Sum> {
    let sum = |name: String, amount: Money, total: bool| Sum { name, amount: money(t, amount), total };
    let mut sums = vec![
        sum(t.statement_opening(), read.opening, false),
        sum(t.year_gross(), whole.gross, false),
        sum(t.year_refunds(), whole.refunds, false),
        sum(t.year_commission(), whole.commission, false),
        sum(t.year_fees(), whole.fees, false),
        sum(t.group_fee_tax(), whole.fee_tax, false),
        sum(t.year_disputes(), whole.disputes, false),
        sum(t.year_other(), whole.other, false),
        sum(t.year_payouts(), whole.payouts, false),
    ];
    if !whole.paid_by_card.is_zero() {
        sums.push(sum(t.group_card_payments(), whole.paid_by_card, false));
    }
    sums.push(sum(t.statement_closing(), read.closing, true));
    sums
}

/// The figures of DAC7, with the names that its forms have.
fn quarters(t: T, read: &Year) -> Result<Table, PayoutError> {
    let column = |title: String, kind: Kind| Column { title, kind };
    let columns = vec![
        column(t.year_dac7(), Kind::Wide),
        column(t.year_activities(), Kind::Number),
        column(t.year_consideration(), Kind::Number),
        column(t.year_kept(), Kind::Number),
    ];
    let rows = (0..4)
        .map(|at| {
            let quarter = read.quarter(at)?;
            Ok(vec![
                t.year_quarter(i64::try_from(at + 1).unwrap_or(0)),
                format::number(quarter.sales, t.writing()),
                money(t, quarter.earned()?),
                money(t, quarter.kept()?),
            ])
        })
        .collect::<Result<_, PayoutError>>()?;
    Ok(Table { columns, rows })
}

/// The boxes of form 1099-K.
fn notes(t: T, read: &Year, whole: &Span) -> Vec<String> {
    let boxes = [
        ("1a", t.year_box_gross(), money(t, whole.gross)),
        ("1b", t.year_box_absent(), money(t, whole.gross)),
        ("3", t.year_box_count(), format::number(whole.sales, t.writing())),
        ("4", t.year_box_withheld(), money(t, Money::zero(read.currency))),
    ];
    let boxes = boxes.into_iter().map(|(at, name, value)| format!("{at} {name}: {value}"));
    let months = (1u8..).zip(&read.months).map(|(month, span)| {
        let at = char::from(b'a' + month - 1);
        format!("5{at} {}: {}", format::month_name(month, t.locale()), money(t, span.gross))
    });
    std::iter::once(t.year_1099k()).chain(boxes).chain(months).collect()
}
