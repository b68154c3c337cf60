//! The slip that lies in a parcel, in words. Called by the server for the file; the desk's page prints the same.
use std::collections::HashMap;

use domain::{OfferId, format};
use platform::orders::store::{Line, Order, Part, PartDetail};
use platform::papers::{Column, Fact, Kind, Paper, Party, Table};
use platform::sellers::Seller;

use super::{date_of, direction};
use crate::text::T;

/// Units of a line that lie in the parcel: what is still to be sent; of a part that is done with, what was.
pub fn to_pack(part: &Part, line: &Line) -> i64 {
    if part.state.0.is_open() { line.quantity - line.shipped_quantity } else { line.shipped_quantity }
}

/// The slip of a part in this language, with the seller's own numbers of offers: where it goes and what is in it. It names no
/// price, so that it may lie in a present.
pub fn slip(
    t: T,
    seller: &Seller,
    order: &Order,
    detail: &PartDetail,
    numbers: &HashMap<OfferId, String>,
) -> Paper {
    let (day, _) = seller.dispatch.zone.day_and_minute(order.placed_at_us);
    let column = |title: String, kind: Kind| Column { title, kind };
    let lines = detail.lines.iter().filter(|line| to_pack(&detail.part, line) > 0);
    let rows = lines.map(|line| {
        let number = numbers.get(&line.offer_id).cloned().unwrap_or_default();
        let units = format::number(to_pack(&detail.part, line), t.writing());
        vec![line.title.clone(), number, units]
    });
    let table = Table {
        columns: vec![
            column(t.sale_item(), Kind::Wide),
            column(t.paper_number(), Kind::Text),
            column(t.quantity(), Kind::Number),
        ],
        rows: rows.collect(),
    };
    let gift = order.gift_message.iter().filter(|words| !words.is_empty());
    Paper {
        language: t.locale().to_string(),
        direction: direction(t.locale()),
        title: t.paper_slip(),
        number: order.id.to_string(),
        author: seller.name.clone(),
        date: date_of(day),
        parties: vec![
            Party { role: t.invoice_sold_by(), lines: vec![seller.name.clone()] },
            Party { role: t.checkout_delivery(), lines: order.address.0.envelope() },
        ],
        facts: vec![Fact { name: t.paper_placed(), value: format::date(day, t.locale()) }],
        code: None,
        table,
        sums: Vec::new(),
        summary: None,
        notes: gift.cloned().chain([t.paper_thanks()]).collect(),
    }
}
