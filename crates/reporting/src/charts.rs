//! The charts of a seller's first screen as CSV files: the figures behind each bar, beside those before it.

use crate::ReportingError;
use crate::analysis::Sheet;
use crate::sales::{SalesPoint, daily_sales, dashboard};
use db::Conn;
use domain::calendar::day_text;
use domain::zone::Zone;
use domain::{Currency, SellerId, Timestamp};

/// Days that the chart by day shows, beside as many before.
pub const CHART_DAYS: usize = 30;

domain::text_enum! {
    /// Which chart a file is of.
    pub enum ChartFile {
        /// The hours of today beside the same ones of yesterday.
        Hours = "hours",
        /// The last [`CHART_DAYS`] days beside as many before.
        Days = "days",
    }
}

const HEADS: [&str; 9] =
    ["from", "zone", "sales", "orders", "units", "sales_before", "orders_before", "units_before", "currency"];

/// Writes one file. Amounts are plain decimals; `from` is what a calendar and a clock show where the seller is, and `zone` how
/// far those are ahead of UTC then.
///
/// # Errors
/// [`ReportingError::File`], or when the database cannot be read.
pub async fn chart_file(
    conn: &mut Conn,
    file: ChartFile,
    seller: SellerId,
    currency: Currency,
    zone: Zone,
) -> Result<Vec<u8>, ReportingError> {
    let pairs: Vec<(SalesPoint, SalesPoint)> = match file {
        ChartFile::Hours => {
            let hours = dashboard(conn, seller, currency, zone).await?.by_hour;
            hours.into_iter().map(|hour| (hour.today, hour.yesterday)).collect()
        }
        ChartFile::Days => {
            let days = daily_sales(conn, seller, currency, zone, 2 * CHART_DAYS).await?;
            let (before, now) = days.split_at(days.len() / 2);
            now.iter().copied().zip(before.iter().copied()).collect()
        }
    };
    let mut sheet = Sheet::new(HEADS)?;
    for (now, before) in pairs {
        let mut row = vec![begins(file, zone, now.from), zone.offset_text(now.from)];
        for point in [now, before] {
            row.extend([point.gross.to_decimal(), point.orders.to_string(), point.units.to_string()]);
        }
        row.push(currency.code().to_owned());
        sheet.row(row)?;
    }
    sheet.done()
}

fn begins(file: ChartFile, zone: Zone, at: Timestamp) -> String {
    let (day, minute) = zone.day_and_minute(at);
    match file {
        ChartFile::Hours => format!("{} {:02}:{:02}", day_text(day), minute / 60, minute % 60),
        ChartFile::Days => day_text(day),
    }
}
