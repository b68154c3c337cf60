//! The paper for a parcel that comes back: where it goes, what is in it, and its number as a code. Called by the server for the
//! file.
use domain::address::Address;
use platform::papers::{Code, Column, Fact, Kind, Paper, Party, Table};
use platform::returns::ReturnDetail;
use qrcode::{Color, EcLevel, QrCode};

use super::{date_of, direction};
use crate::text::T;

/// The paper of an approved return in this language; `to` is where it goes, `from` who sends it back, `seller` to whom.
pub fn return_slip(t: T, detail: &ReturnDetail, to: &Address, from: &Address, seller: &str) -> Paper {
    let row = &detail.row;
    let label = detail.label.as_ref().and_then(|label| label.code.clone());
    let title = if label.is_some() { t.return_label() } else { t.return_one() };
    let mut facts = vec![Fact { name: t.return_number(), value: row.id.to_string() }];
    facts.extend(label.map(|value| Fact { name: t.return_label_number(), value }));
    let goods = |line: &platform::returns::ReturnLine| vec![line.quantity.to_string(), line.title.clone()];
    Paper {
        language: t.locale().to_string(),
        direction: direction(t.locale()),
        title,
        number: String::new(),
        author: seller.to_owned(),
        date: date_of(row.answered_at_us.unwrap_or(row.requested_at_us).utc_day()),
        parties: vec![
            Party { role: t.return_send_to(), lines: to.envelope() },
            Party { role: t.return_from(), lines: from.envelope() },
        ],
        facts,
        code: code_of(&row.id.to_string()),
        table: Table {
            columns: vec![
                Column { title: t.return_pieces(), kind: Kind::Text },
                Column { title: t.invoice_item(), kind: Kind::Wide },
            ],
            rows: detail.lines.iter().map(goods).collect(),
        },
        sums: Vec::new(),
        summary: None,
        notes: vec![t.return_slip_hint()],
    }
}

/// The QR code of a text; `None` where it is too long for one.
fn code_of(text: &str) -> Option<Code> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok()?;
    let dark = code.to_colors().into_iter().map(|color| color == Color::Dark).collect();
    Some(Code { side: code.width(), dark })
}
