//! A week of a real shop's invoices, and sums of it that know nothing of this program.

use flate2::read::GzDecoder;
use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};

/// Monday to Sunday, and how long after a purchase something may come back.
const FIRST_DAY: &str = "2009-12-07";
const AFTER_DAYS: i64 = 7;
const BACK_WITHIN_DAYS: i64 = 30;
/// More units of one thing are more than one order line may have.
const MOST_UNITS: i64 = 999;
pub const SELLERS: usize = 3;

/// Units of one thing at one price, bought or brought back.
#[derive(Debug, Clone)]
pub struct Line {
    /// The source's code with the price: at another price it is another offer.
    pub sku: String,
    pub title: String,
    pub units: i64,
    pub price: i64,
}

impl Line {
    /// Whose it is: the source knows one seller, so its codes are shared out among three.
    pub fn seller(&self) -> usize {
        let digits: usize = self.sku.bytes().take(5).map(|b| usize::from(b - b'0')).sum();
        digits % SELLERS
    }
}

#[derive(Debug, Clone)]
pub struct Invoice {
    pub minute: i64,
    pub customer: String,
    /// It gives back what an earlier one sold.
    pub back: bool,
    pub lines: Vec<Line>,
}

/// What a seller's figures must be, from the invoices alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    pub units: i64,
    pub gross: i64,
    pub commission: i64,
    /// Where a seller pays by the item.
    pub item_fees: i64,
    pub returned_units: i64,
    pub returned: i64,
}

impl Sums {
    fn sold(&mut self, units: i64, price: i64) {
        let line = units * price;
        // 15 %, half a cent up, and 30 cents an item at least; never more than the line.
        let commission = ((line * 15 + 50) / 100).max(30 * units).min(line);
        self.units += units;
        self.gross += line;
        self.commission += commission;
        self.item_fees += (99 * units).min(line - commission);
    }
}

pub struct Week {
    pub invoices: Vec<Invoice>,
    pub sums: [Sums; SELLERS],
    /// Lines that are no goods, are free, are too many, or come back without having been bought in this week.
    pub left_out: usize,
}

/// The orders, in the folder that `ORINOCO_DATA` names or that stands beside the repository. Where it is named and they are not
/// there, a run that nobody watches (`CI`) must not pass for having replayed them.
pub fn file() -> Option<PathBuf> {
    let named = std::env::var_os("ORINOCO_DATA").map(PathBuf::from);
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = named.clone().unwrap_or_else(beside);
    let path = folder.join("orders/uci_online_retail/invoices_2009_2010.csv.gz");
    if path.exists() {
        return Some(path);
    }
    assert!(named.is_none() || std::env::var_os("CI").is_none(), "{} is not there", path.display());
    // Written past what the test's own output is kept in: a skip that nobody sees passes for a test.
    let said = format!(
        "SKIPPED, NOTHING IS REPLAYED: {} is not there; ORINOCO_DATA names the folder\n",
        path.display()
    );
    std::io::stderr().write_all(said.as_bytes()).unwrap();
    None
}

fn minute_of(text: &str) -> i64 {
    let (day, time) = text.split_once(' ').unwrap();
    let mut parts = time.split(':').map(|part| part.parse::<i64>().unwrap());
    let (hour, minute) = (parts.next().unwrap(), parts.next().unwrap());
    domain::calendar::parse_day(day).unwrap() * 1_440 + hour * 60 + minute
}

fn cents(text: &str) -> i64 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = format!("{part:0<2}");
    whole.parse::<i64>().unwrap() * 100 + part[..2].parse::<i64>().unwrap()
}

/// A week that nobody had, in the source's columns: three sellers' goods, a guest, one thing twice on an invoice, two returns,
/// and of what is left out something that is no goods, something that was not bought and something after the week.
const OWN: &str = "\
Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country
489434,22041,RECORD FRAME 7IN,4,2009-12-07 09:15:00,2.10,13085,United Kingdom
489434,21232,STRAWBERRY CERAMIC BOX,2,2009-12-07 09:15:00,1.25,13085,United Kingdom
489434,21871,SAVE THE PLANET MUG,3,2009-12-07 09:15:00,3.75,13085,United Kingdom
489435,22350,CAT BOWL,1,2009-12-08 11:30:00,2.55,,United Kingdom
489435,22350,CAT BOWL,2,2009-12-08 11:30:00,2.55,,United Kingdom
489436,48173C,DOOR MAT,2,2009-12-09 10:05:00,6.75,13078,United Kingdom
489440,POST,POSTAGE,1,2009-12-09 10:10:00,18.00,13078,United Kingdom
489437,21755,LOVE BUILDING BLOCK,1,2009-12-10 16:40:00,5.95,13085,United Kingdom
C489438,48173C,DOOR MAT,-1,2009-12-12 10:00:00,6.75,13078,United Kingdom
C489439,22041,RECORD FRAME 7IN,-4,2009-12-14 12:00:00,2.10,13085,United Kingdom
C489442,21232,STRAWBERRY CERAMIC BOX,-5,2009-12-14 12:30:00,1.25,13085,United Kingdom
489441,22041,RECORD FRAME 7IN,1,2009-12-20 09:00:00,2.10,13085,United Kingdom
";

/// The week that nobody had.
pub fn own() -> Week {
    of_rows(OWN.as_bytes(), usize::MAX)
}

/// Reads the first `most` invoices of the week and what was given back of them.
pub fn read(path: &Path, most: usize) -> Week {
    of_rows(GzDecoder::new(File::open(path).unwrap()), most)
}

fn of_rows(rows: impl Read, most: usize) -> Week {
    let first = domain::calendar::parse_day(FIRST_DAY).unwrap() * 1_440;
    let (end, last) = (first + AFTER_DAYS * 1_440, first + BACK_WITHIN_DAYS * 1_440);
    let mut week = Week { invoices: Vec::new(), sums: [Sums::default(); SELLERS], left_out: 0 };
    let mut place: HashMap<String, usize> = HashMap::new();
    let mut bought: HashMap<(String, String), i64> = HashMap::new();
    let mut rows = csv::Reader::from_reader(rows);
    for row in rows.byte_records() {
        let row = row.unwrap();
        let cell = |at: usize| String::from_utf8_lossy(row.get(at).unwrap()).trim().to_owned();
        let (number, code, customer) = (cell(0), cell(1), cell(6));
        let minute = minute_of(&cell(4));
        let back = number.starts_with('C');
        if minute < first || minute >= last || (!back && minute >= end) {
            continue;
        }
        let units = cell(3).parse::<i64>().unwrap() * if back { -1 } else { 1 };
        let goods = code.len() >= 5 && code.bytes().take(5).all(|b| b.is_ascii_digit());
        let text = cell(5);
        if !goods || text.starts_with('-') || cents(&text) == 0 || !(1..=MOST_UNITS).contains(&units) {
            week.left_out += 1;
            continue;
        }
        let price = cents(&text);
        let line = Line { sku: format!("{code}-{price}"), title: cell(2), units, price };
        let key = (customer.clone(), line.sku.clone());
        if back {
            let left = bought.entry(key).or_default();
            if customer.is_empty() || *left < units {
                week.left_out += 1;
                continue;
            }
            *left -= units;
            let sums = &mut week.sums[line.seller()];
            sums.returned_units += units;
            sums.returned += units * price;
            week.invoices.push(Invoice { minute, customer, back, lines: vec![line] });
            continue;
        }
        let sales = place.len();
        let at = match place.get(&number) {
            Some(at) => *at,
            None if sales >= most => continue,
            None => {
                let at = week.invoices.len();
                place.insert(number, at);
                week.invoices.push(Invoice { minute, customer: customer.clone(), back, lines: Vec::new() });
                at
            }
        };
        let lines = &mut week.invoices[at].lines;
        // One thing at one price is one line of an order.
        match lines.iter_mut().find(|known| known.sku == line.sku) {
            Some(known) if known.units + units <= MOST_UNITS => known.units += units,
            Some(_) => {
                week.left_out += 1;
                continue;
            }
            None => lines.push(line),
        }
        *bought.entry(key).or_default() += units;
    }
    for line in week.invoices.iter().filter(|invoice| !invoice.back).flat_map(|invoice| &invoice.lines) {
        week.sums[line.seller()].sold(line.units, line.price);
    }
    week.invoices.sort_by_key(|invoice| invoice.minute);
    week
}
