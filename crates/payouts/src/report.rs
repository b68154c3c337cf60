//! The operator's file of a year over all sellers: the figures that marketplaces report of each, who each is to tax authorities,
//! and what is missing of that. Called by the server.
//!
//! Source of the columns: Council Directive (EU) 2021/514 (DAC7), annex V, by quarter; form 1099-K, by month.

use crate::PayoutError;
use crate::sheet::neutral;
use crate::year::{Span, Year, year_now};
use db::Db;
use domain::calendar::day_text;
use domain::{Currency, Money};
use ledger::OwnerKind;
use sellers::{Seller, TaxPerson};

/// So many sellers are read at once.
const AT_ONCE: i64 = 200;

/// A seller's year in one currency, and who the seller is.
#[derive(Debug, Clone)]
pub struct Reported {
    pub seller: Seller,
    pub told: Option<TaxPerson>,
    pub year: Year,
    pub total: Span,
}

/// The year of every seller but the platform, in its own currency and in each other one in which something happened.
///
/// # Errors
/// The database's, or when a sum is too large to keep.
pub async fn reported(db: &Db, number: i64) -> Result<Vec<Reported>, PayoutError> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let mut conn = db.read().await?;
        let page = sellers::list(&mut conn, after, AT_ONCE).await?;
        let ids: Vec<_> = page.iter().map(|seller| seller.id).collect();
        let mut told = sellers::tax_persons(&mut conn, &ids).await?;
        let currencies = ledger::currencies_of(&mut conn, OwnerKind::Seller).await?;
        drop(conn);
        let Some(last) = ids.last() else { return Ok(all) };
        after = Some(*last);
        for seller in page.into_iter().filter(|seller| !seller.is_platform) {
            let told = told.remove(&seller.id);
            let others = currencies.iter().copied().filter(|currency| *currency != seller.currency);
            for currency in std::iter::once(seller.currency).chain(others) {
                let year = year_now(db, seller.id, currency, number, seller.dispatch.zone).await?;
                let total = year.total()?;
                if currency == seller.currency || total != Span::zero(currency) {
                    all.push(Reported { seller: seller.clone(), told: told.clone(), year, total });
                }
            }
        }
    }
}

fn header() -> Vec<String> {
    let whole = [
        "seller",
        "shop",
        "country",
        "currency",
        "sales",
        "gross",
        "refunds",
        "commission",
        "fees",
        "fee_tax",
        "disputes",
        "other",
        "earned",
        "fees_and_commissions_kept",
        "payouts",
        "fees_paid_by_card",
        "tax",
    ];
    let mut header: Vec<String> = whole.map(str::to_owned).to_vec();
    for quarter in 1..=4 {
        header.extend(["sales", "earned", "kept"].map(|name| format!("{name}_q{quarter}")));
    }
    header.extend((1..=12).map(|month| format!("gross_{month:02}")));
    let who =
        ["kind", "legal_name", "address", "tax_id", "tax_country", "born_on", "register_number", "missing"];
    header.extend(who.map(str::to_owned));
    header
}

fn figures(reported: &Reported) -> Result<Vec<String>, PayoutError> {
    let total = &reported.total;
    let whole = [
        total.gross,
        total.refunds,
        total.commission,
        total.fees,
        total.fee_tax,
        total.disputes,
        total.other,
        total.earned()?,
        total.kept()?,
        total.payouts,
        total.paid_by_card,
        total.tax,
    ];
    let mut cells = vec![total.sales.to_string()];
    cells.extend(whole.map(Money::to_decimal));
    for number in 0..4 {
        let quarter = reported.year.quarter(number)?;
        cells.push(quarter.sales.to_string());
        cells.extend([quarter.earned()?, quarter.kept()?].map(Money::to_decimal));
    }
    cells.extend(reported.year.months.iter().map(|month| month.gross.to_decimal()));
    Ok(cells)
}

fn who(reported: &Reported) -> Vec<String> {
    let (seller, told) = (&reported.seller, reported.told.as_ref());
    let (name, address) =
        seller.legal.as_ref().map(|legal| (legal.name.clone(), legal.address.join(", "))).unwrap_or_default();
    let (tax_id, tax_country) = sellers::tax_number(seller, told).unwrap_or_default();
    let missing = sellers::missing_tax_details(seller, told);
    let missing: Vec<String> = missing.into_iter().map(|detail| detail.to_string()).collect();
    vec![
        told.map(|told| told.kind.to_string()).unwrap_or_default(),
        neutral(&name),
        neutral(&address),
        neutral(&tax_id),
        tax_country,
        told.and_then(|told| told.born_on).map(day_text).unwrap_or_default(),
        told.map(|told| neutral(&told.register_number)).unwrap_or_default(),
        missing.join(" "),
    ]
}

/// Writes the years, a row for each seller and currency, in plain decimals.
///
/// # Errors
/// [`PayoutError::Sheet`], or when a sum is too large to keep.
pub fn reported_sheet(all: &[Reported]) -> Result<Vec<u8>, PayoutError> {
    let failed = |error: csv::Error| PayoutError::Sheet(error.to_string());
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header()).map_err(failed)?;
    for reported in all {
        let (seller, currency): (&Seller, Currency) = (&reported.seller, reported.year.currency);
        let mut row = vec![
            seller.id.to_string(),
            neutral(&seller.name),
            seller.country.clone(),
            currency.code().to_owned(),
        ];
        row.extend(figures(reported)?);
        row.extend(who(reported));
        writer.write_record(row).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| PayoutError::Sheet(error.to_string()))
}
