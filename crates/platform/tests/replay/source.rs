//! A week of a real shop's invoices, and sums of it that know nothing of this program.

use flate2::read::GzDecoder;
use std::collections::HashMap;
use std::fs::File;
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
    eprintln!("SKIPPED, NOTHING IS REPLAYED: {} is not there; ORINOCO_DATA names the folder", path.display());
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

/// Reads the first `most` invoices of the week and what was given back of them.
pub fn read(path: &Path, most: usize) -> Week {
    let first = domain::calendar::parse_day(FIRST_DAY).unwrap() * 1_440;
    let (end, last) = (first + AFTER_DAYS * 1_440, first + BACK_WITHIN_DAYS * 1_440);
    let mut week = Week { invoices: Vec::new(), sums: [Sums::default(); SELLERS], left_out: 0 };
    let mut place: HashMap<String, usize> = HashMap::new();
    let mut bought: HashMap<(String, String), i64> = HashMap::new();
    let mut rows = csv::Reader::from_reader(GzDecoder::new(File::open(path).unwrap()));
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
