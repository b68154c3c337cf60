//! An invoice or a credit note in words. Called by the server for the file.
use domain::Money;
use domain::address::country_name;
use domain::format::{self, date};
use platform::invoices::{Content, Invoice, InvoiceError, InvoiceKind, InvoiceLine, LineKind, SoldBy};
use platform::papers::{Column, Fact, Kind, Paper, Party, Sum, Table};

use super::{date_of, direction, party_lines};
use crate::text::T;

/// The paper of an invoice in this language.
///
/// # Errors
/// An amount near the end of 64 bits.
pub fn invoice(t: T, invoice: &Invoice) -> Result<Paper, InvoiceError> {
    let content = &invoice.content.0;
    let total = invoice.money(invoice.total_minor);
    let credit = invoice.kind == InvoiceKind::CreditNote;
    let to = invoice.buyer.0.envelope();
    Ok(Paper {
        language: t.locale().to_string(),
        direction: direction(t.locale()),
        title: if credit { t.credit_title() } else { t.invoice_title() },
        number: invoice.number.clone(),
        author: content.sold_by.name.clone(),
        date: date_of(content.issued_day),
        parties: vec![
            Party { role: t.invoice_sold_by(), lines: seller(t, &content.sold_by) },
            Party { role: t.invoice_to(), lines: to },
        ],
        facts: facts(t, content),
        code: None,
        table: table(t, content)?,
        sums: sums(t, invoice, total, credit),
        summary: Some(summary(t, invoice)?),
        notes: notes(t, invoice, credit),
    })
}

fn seller(t: T, seller: &SoldBy) -> Vec<String> {
    let mut lines = party_lines(t, &seller.name, &seller.country, &seller.region, seller.legal.as_ref());
    lines.extend(seller.email.clone());
    lines
}

/// `US-CA` as people read it.
fn place(t: T, place: &str) -> String {
    match place.split_once('-') {
        Some((country, region)) => format!("{region}, {}", country_name(country, t.locale())),
        None => country_name(place, t.locale()).to_owned(),
    }
}

fn facts(t: T, content: &Content) -> Vec<Fact> {
    let fact = |name: String, value: String| Fact { name, value };
    let mut facts = vec![fact(t.invoice_date(), date(content.issued_day, t.locale()))];
    if let Some(number) = &content.corrects {
        facts.push(fact(t.invoice_corrects(), number.clone()));
    } else {
        facts.push(fact(t.invoice_ordered(), date(content.ordered_day, t.locale())));
    }
    facts.push(fact(t.invoice_supplied(), date(content.supplied_day, t.locale())));
    if !content.tax_place.is_empty() {
        facts.push(fact(t.invoice_tax_place(), place(t, &content.tax_place)));
    }
    facts
}

fn column(title: String, kind: Kind) -> Column {
    Column { title, kind }
}

fn table(t: T, content: &Content) -> Result<Table, InvoiceError> {
    let numbers = [t.invoice_units(), t.invoice_price(), t.invoice_net()];
    let taxes = [t.invoice_rate(), t.invoice_tax(), t.invoice_gross()];
    let numbers = numbers.into_iter().chain(taxes).map(|title| column(title, Kind::Number));
    let columns = std::iter::once(column(t.invoice_item(), Kind::Wide)).chain(numbers).collect();
    let rows = content.lines.iter().map(|line| row(t, line)).collect::<Result<_, _>>()?;
    Ok(Table { columns, rows })
}

fn row(t: T, line: &InvoiceLine) -> Result<Vec<String>, InvoiceError> {
    let money = |amount: Money| format::money(amount, t.writing());
    let title = match line.kind {
        LineKind::Goods => line.title.clone(),
        LineKind::Shipping => t.sum_shipping(),
        LineKind::GiftWrap => t.gift_wrap(),
        LineKind::Dispute => t.invoice_dispute(),
    };
    let item = match line.discount.is_zero() {
        true => title,
        false => format!("{title}\n{}", t.invoice_discount(money(line.discount.neg()?))),
    };
    Ok(vec![
        item,
        format::number(line.quantity, t.writing()),
        money(line.unit_price),
        money(line.net),
        format::rate(line.rate_ppm, t.writing()),
        money(line.tax),
        money(line.gross()?),
    ])
}

fn sums(t: T, invoice: &Invoice, total: Money, credit: bool) -> Vec<Sum> {
    let money = |amount: Money| format::money(amount, t.writing());
    let sum = |name: String, amount: Money, total: bool| Sum { name, amount: money(amount), total };
    vec![
        sum(t.invoice_net(), invoice.money(invoice.net_minor), false),
        sum(t.invoice_tax(), invoice.money(invoice.tax_minor), false),
        sum(if credit { t.credit_total() } else { t.invoice_total() }, total, true),
    ]
}

/// The taxes by rate.
fn summary(t: T, invoice: &Invoice) -> Result<Table, InvoiceError> {
    let money = |amount: Money| format::money(amount, t.writing());
    let columns = vec![
        column(t.invoice_rate(), Kind::Wide),
        column(t.invoice_net(), Kind::Number),
        column(t.invoice_tax(), Kind::Number),
        column(t.invoice_gross(), Kind::Number),
    ];
    let sums = invoice.content.0.by_rate(invoice.currency)?;
    let row = |sum: platform::invoices::RateSum| {
        let gross = sum.net.add(sum.tax)?;
        Ok(vec![format::rate(sum.rate_ppm, t.writing()), money(sum.net), money(sum.tax), money(gross)])
    };
    Ok(Table { columns, rows: sums.into_iter().map(row).collect::<Result<_, InvoiceError>>()? })
}

fn notes(t: T, invoice: &Invoice, credit: bool) -> Vec<String> {
    let content = &invoice.content.0;
    vec![
        if credit { t.credit_paid() } else { t.invoice_paid() },
        if content.inclusive { t.invoice_inclusive() } else { t.invoice_exclusive() },
        t.invoice_order(invoice.order_id.to_string()),
    ]
}
