//! An invoice of the platform's fees in words. Called by the server for the file, and by pages for what a line is about.
use domain::Money;
use domain::fee_tax::FeeTaxRule;
use domain::format::{self, date};
use platform::fees::{FeeContent, FeeError, FeeInvoice, FeeLine, FeeParty};
use platform::ledger::{RevenueStream, TransactionKind};
use platform::papers::{Column, Fact, Kind, Paper, Party, Sum, Table};

use super::{date_of, direction, party_lines};
use crate::text::T;

/// The paper of an invoice in this language. One that gives more back than it charges is a credit note.
///
/// # Errors
/// An amount near the end of 64 bits.
pub fn fee_invoice(t: T, invoice: &FeeInvoice) -> Result<Paper, FeeError> {
    let content = &invoice.content.0;
    let party = |role: String, of: &FeeParty| Party {
        role,
        lines: party_lines(t, &of.name, &of.country, &of.region, of.legal.as_ref()),
    };
    Ok(Paper {
        language: t.locale().to_string(),
        direction: direction(t.locale()),
        title: title(t, invoice),
        number: invoice.number.clone(),
        author: content.issuer.name.clone(),
        date: date_of(content.issued_day),
        parties: vec![
            party(t.fee_invoice_from(), &content.issuer),
            party(t.fee_invoice_to(), &content.seller),
        ],
        facts: facts(t, content),
        code: None,
        table: table(t, content)?,
        sums: sums(t, invoice),
        summary: None,
        notes: notes(t, content),
    })
}

/// What it is.
pub fn title(t: T, invoice: &FeeInvoice) -> String {
    if invoice.total_minor < 0 { t.credit_title() } else { t.invoice_title() }
}

/// The days that it is about.
pub fn period(t: T, content: &FeeContent) -> String {
    format!("{} – {}", date(content.first_day, t.locale()), date(content.last_day, t.locale()))
}

fn facts(t: T, content: &FeeContent) -> Vec<Fact> {
    let fact = |name: String, value: String| Fact { name, value };
    let mut facts = vec![
        fact(t.invoice_date(), date(content.issued_day, t.locale())),
        fact(t.fee_invoice_period(), period(t, content)),
    ];
    if !content.corrects.is_empty() {
        facts.push(fact(t.invoice_corrects(), content.corrects.join(", ")));
    }
    facts
}

/// What fees are of.
fn stream_words(t: T, stream: RevenueStream) -> String {
    match stream {
        RevenueStream::Commission | RevenueStream::Retail => t.sale_commission(),
        RevenueStream::PlanFee => t.fee_line_plan(),
        RevenueStream::ItemFee => t.fee_line_item(),
        RevenueStream::RefundFee => t.fee_line_refund(),
    }
}

/// What they were charged with.
fn cause_words(t: T, cause: TransactionKind) -> String {
    match cause {
        TransactionKind::Sale => t.group_sales(),
        TransactionKind::Return | TransactionKind::Refund => t.returns_title(),
        TransactionKind::Dispute => t.fee_cause_lost(),
        TransactionKind::Fee => t.plan_months(),
        _ => t.group_other(),
    }
}

fn rate_words(t: T, line: &FeeLine) -> String {
    line.how.as_ref().map_or_else(|| "–".to_owned(), |how| format::rate(how.rate_ppm, t.writing()))
}

fn table(t: T, content: &FeeContent) -> Result<Table, FeeError> {
    let column = |title: String, kind: Kind| Column { title, kind };
    let numbers = [t.invoice_units(), t.invoice_net(), t.invoice_rate(), t.invoice_tax(), t.invoice_gross()];
    let numbers = numbers.into_iter().map(|title| column(title, Kind::Number));
    let columns = std::iter::once(column(t.statement_what(), Kind::Wide)).chain(numbers).collect();
    let rows = content.lines.iter().map(|line| row(t, line)).collect::<Result<_, _>>()?;
    Ok(Table { columns, rows })
}

fn row(t: T, line: &FeeLine) -> Result<Vec<String>, FeeError> {
    let money = |amount: Money| format::money(amount, t.writing());
    Ok(vec![
        format!("{}\n{}", stream_words(t, line.stream), cause_words(t, line.cause)),
        format::number(line.count, t.writing()),
        money(line.net),
        rate_words(t, line),
        money(line.tax),
        money(line.gross()?),
    ])
}

fn sums(t: T, invoice: &FeeInvoice) -> Vec<Sum> {
    let sum = |name: String, minor: i64, total: bool| Sum {
        name,
        amount: format::money(invoice.money(minor), t.writing()),
        total,
    };
    vec![
        sum(t.invoice_net(), invoice.net_minor, false),
        sum(t.invoice_tax(), invoice.tax_minor, false),
        sum(t.invoice_total(), invoice.total_minor, true),
    ]
}

fn notes(t: T, content: &FeeContent) -> Vec<String> {
    let rules = content.rules().into_iter().filter_map(|rule| match rule {
        Some(FeeTaxRule::Domestic | FeeTaxRule::AtSeller) => None,
        Some(FeeTaxRule::ReverseCharge) => Some(t.fee_invoice_reverse()),
        Some(FeeTaxRule::Abroad) => Some(t.fee_invoice_abroad()),
        None => Some(t.fee_invoice_untaxed()),
    });
    let by_card = content.by_card.iter().map(|paid| {
        let card = format!("{} •••• {}", paid.brand.name(), paid.last4);
        t.fee_invoice_by_card(format::money(paid.amount, t.writing()), card)
    });
    std::iter::once(t.fee_invoice_taken())
        .chain(by_card)
        .chain(rules)
        .chain([t.fee_invoice_clock()])
        .collect()
}
