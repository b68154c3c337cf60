//! Each table of the page as a CSV for spreadsheets, with the same figures and whole.

use super::lines::{Line, Sales, by_country, by_device};
use super::range::Range;
use super::read::{Figures, analysis, cohorts};
use crate::ReportingError;
use db::Conn;
use domain::calendar::day_text;
use domain::{Currency, Money, SellerId};

domain::text_enum! {
    /// What a file is of.
    pub enum AnalysisFile {
        /// The figures of the range and of the range before.
        Figures = "figures",
        /// The chart.
        Sales = "sales",
        Products = "products",
        Categories = "categories",
        Countries = "countries",
        Devices = "devices",
        /// From views to orders.
        Funnel = "funnel",
        /// Shoppers who came back.
        Cohorts = "cohorts",
    }
}

/// The figures that every line has.
const LINE: [&str; 6] = ["units", "units_before", "sales", "sales_before", "currency", "share_percent"];

pub(crate) struct Sheet {
    writer: csv::Writer<Vec<u8>>,
}

impl Sheet {
    pub(crate) fn new<C: AsRef<[u8]>>(header: impl IntoIterator<Item = C>) -> Result<Self, ReportingError> {
        let mut sheet = Self { writer: csv::Writer::from_writer(Vec::new()) };
        sheet.row(header)?;
        Ok(sheet)
    }

    pub(crate) fn row<C: AsRef<[u8]>>(
        &mut self,
        cells: impl IntoIterator<Item = C>,
    ) -> Result<(), ReportingError> {
        self.writer.write_record(cells).map_err(|error| ReportingError::File(error.to_string()))
    }

    pub(crate) fn done(self) -> Result<Vec<u8>, ReportingError> {
        self.writer.into_inner().map_err(|error| ReportingError::File(error.to_string()))
    }
}

/// Writes one file. Amounts are plain decimals and days as machines write them; products are all that sold.
///
/// # Errors
/// [`ReportingError::File`], or when the database cannot be read.
pub async fn analysis_file(
    conn: &mut Conn,
    file: AnalysisFile,
    seller: SellerId,
    currency: Currency,
    range: Range,
) -> Result<Vec<u8>, ReportingError> {
    match file {
        AnalysisFile::Products => products(conn, seller, currency, range).await,
        AnalysisFile::Categories => {
            let sold = Sales::read(conn, seller, currency, range).await?;
            let lines = sold.categories(conn).await?;
            table(["category"], &lines, currency, |key| vec![neutral(&key.name)])
        }
        AnalysisFile::Countries => {
            let lines = by_country(conn, seller, currency, range).await?;
            table(["country"], &lines, currency, |key| vec![neutral(key)])
        }
        AnalysisFile::Devices => {
            let lines = by_device(conn, seller, currency, range).await?;
            let cells = |key: &super::lines::DeviceKey| vec![neutral(&key.device), key.views.to_string()];
            table(["device", "views"], &lines, currency, cells)
        }
        AnalysisFile::Cohorts => returning(conn, seller).await,
        AnalysisFile::Figures | AnalysisFile::Sales | AnalysisFile::Funnel => {
            let all = analysis(conn, seller, currency, range, 0).await?;
            match file {
                AnalysisFile::Sales => {
                    let mut sheet = Sheet::new(["from", "sales", "sales_before", "currency"])?;
                    for bar in &all.bars {
                        let (sales, before) = (bar.sales.to_decimal(), bar.before.to_decimal());
                        sheet.row([day_text(bar.day).as_str(), &sales, &before, currency.code()])?;
                    }
                    sheet.done()
                }
                AnalysisFile::Funnel => {
                    let steps = |f: &Figures| [("views", f.views), ("carts", f.carts), ("orders", f.orders)];
                    let mut sheet = Sheet::new(["step", "now", "before"])?;
                    for ((step, now), (_, before)) in steps(&all.now).iter().zip(steps(&all.before)) {
                        sheet.row([*step, &now.to_string(), &before.to_string()])?;
                    }
                    sheet.done()
                }
                _ => figures(&all.now, &all.before),
            }
        }
    }
}

fn figures(now: &Figures, before: &Figures) -> Result<Vec<u8>, ReportingError> {
    let average = |f: &Figures| f.average().map(Money::to_decimal).unwrap_or_default();
    let rows = |f: &Figures| {
        [
            ("sales", f.sales.to_decimal()),
            ("orders", f.orders.to_string()),
            ("units", f.units.to_string()),
            ("average_order", average(f)),
            ("cancelled_orders", f.cancelled_orders.to_string()),
            ("cancelled_units", f.cancelled_units.to_string()),
            ("cancelled", f.cancelled.to_decimal()),
            ("returned_units", f.returned_units.to_string()),
            ("returned", f.returned.to_decimal()),
            ("views", f.views.to_string()),
            ("conversion_percent", f.conversion_bps().map(percent).unwrap_or_default()),
            ("views_with_offer", f.shelf.views.to_string()),
            ("views_in_buy_box", f.shelf.featured.to_string()),
            ("buy_box_percent", f.shelf.share_bps().map(percent).unwrap_or_default()),
        ]
    };
    let mut sheet = Sheet::new(["figure", "now", "before"])?;
    for ((name, now), (_, before)) in rows(now).into_iter().zip(rows(before)) {
        sheet.row([name, &now, &before])?;
    }
    sheet.done()
}

async fn products(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
    range: Range,
) -> Result<Vec<u8>, ReportingError> {
    let sold = Sales::read(conn, seller, currency, range).await?;
    let lines = sold.products(conn, range, usize::MAX).await?;
    // What came later stands last, so that no column of a sheet that somebody made has moved.
    let heads = ["product", "title", "views", "returned_units"];
    let last = ["views_with_offer", "views_in_buy_box", "buy_box_percent"];
    let mut sheet = Sheet::new(heads.iter().chain(&LINE).chain(&last))?;
    for line in &lines {
        let key = &line.key;
        let mut row = vec![key.id.to_string(), neutral(&key.title)];
        row.extend([key.views.to_string(), key.returned_units.to_string()]);
        row.extend(cells_of(line, currency));
        row.extend([key.shelf.views.to_string(), key.shelf.featured.to_string()]);
        row.push(key.shelf.share_bps().map(percent).unwrap_or_default());
        sheet.row(row)?;
    }
    sheet.done()
}

/// The figures that every line has, as [`LINE`] names them.
fn cells_of<K>(line: &Line<K>, currency: Currency) -> [String; 6] {
    let money = |minor| Money::new(minor, currency).to_decimal();
    [
        line.units.now.to_string(),
        line.units.before.to_string(),
        money(line.sales_minor.now),
        money(line.sales_minor.before),
        currency.code().to_owned(),
        percent(line.share_bps),
    ]
}

/// A table: what each line is of, and its figures.
fn table<K, const N: usize>(
    heads: [&str; N],
    lines: &[Line<K>],
    currency: Currency,
    cells: impl Fn(&K) -> Vec<String>,
) -> Result<Vec<u8>, ReportingError> {
    let mut sheet = Sheet::new(heads.iter().chain(&LINE))?;
    for line in lines {
        let mut row = cells(&line.key);
        row.extend(cells_of(line, currency));
        sheet.row(row)?;
    }
    sheet.done()
}

async fn returning(conn: &mut Conn, seller: SellerId) -> Result<Vec<u8>, ReportingError> {
    let cohorts = cohorts(conn, seller).await?;
    let mut sheet = Sheet::new(["first_order", "months_after", "shoppers"])?;
    for cohort in &cohorts {
        let month = day_text(cohort.month);
        let month = month.get(..7).unwrap_or_default();
        for (after, shoppers) in std::iter::once(&cohort.shoppers).chain(&cohort.again).enumerate() {
            sheet.row([month, &after.to_string(), &shoppers.to_string()])?;
        }
    }
    sheet.done()
}

/// Basis points as a plain decimal: `12.5`.
pub(crate) fn percent(bps: i64) -> String {
    let (sign, size) = (if bps < 0 { "-" } else { "" }, bps.unsigned_abs());
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

/// A text that no spreadsheet runs. Figures are not texts: `-5.00` must stay a number.
pub(crate) fn neutral(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if runs { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_never_a_formula() {
        for (text, kept) in [("=1+1", "'=1+1"), ("-2", "'-2"), ("@x", "'@x"), ("Lamp", "Lamp")] {
            assert_eq!(neutral(text), kept);
        }
    }

    #[test]
    fn a_share_is_a_plain_decimal() {
        for (bps, text) in [(0, "0.00"), (1_250, "12.50"), (-5, "-0.05"), (10_000, "100.00")] {
            assert_eq!(percent(bps), text);
        }
    }
}
