//! What can come back, until when, and what it would give back. Called by the shopper's pages before anything is asked
//! for, and by the request itself, so that both say the same.

use crate::{ReturnError, labels, settings};
use db::{Conn, placeholders, row, sql};
use domain::returns::{Payer, ReturnReason, Worth, window_days, window_end};
use domain::{LineId, Money, OrderId, PartId, ShipmentId, Timestamp};
use orders::parcels::{self, Parcel, ParcelLine};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Units of one line that somebody wants to send back, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pick {
    pub line: LineId,
    pub quantity: i64,
    pub reason: ReturnReason,
}

/// A line of a delivered parcel, and what of it can still come back.
#[derive(Debug, Clone)]
pub struct ReturnableLine {
    pub line: ParcelLine,
    /// Units that no return holds.
    pub left: i64,
    /// The last moment at which a return can be asked for.
    pub until: Timestamp,
}

/// A delivered parcel's share of a part.
#[derive(Debug, Clone)]
pub struct Returnable {
    pub parcel: Parcel,
    pub lines: Vec<ReturnableLine>,
}

impl Returnable {
    /// Whether something of it can be returned at this moment.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.lines.iter().any(|line| line.left > 0 && now <= line.until)
    }
}

/// Units of a line that come back, what they are worth, and which of the parcel's units they are.
#[derive(Debug, Clone)]
pub struct ClaimLine {
    pub line: ParcelLine,
    pub reason: ReturnReason,
    pub units: Vec<i64>,
    pub worth: Worth,
}

/// A return as it would be.
#[derive(Debug, Clone)]
pub struct Claim {
    pub parcel: Parcel,
    pub lines: Vec<ClaimLine>,
    pub payer: Payer,
    /// What a label of the shop's would cost them; `None` where none can be had.
    pub label: Option<Money>,
    /// The seller's switch approves it at once, unless one of the seller's rules says otherwise ([`crate::decide`]).
    pub at_once: bool,
}

impl Claim {
    pub fn worth(&self) -> Worth {
        Worth::sum(self.lines.iter().map(|line| &line.worth))
    }

    /// What the card gets back when everything comes back as it should.
    pub fn card(&self) -> Money {
        Money::new(self.worth().card_minor(), self.parcel.currency)
    }
}

row! {
    struct Held { shipment_id: ShipmentId, line_id: LineId, unit: i64 }
}

type HeldUnits = HashMap<(ShipmentId, LineId), HashSet<i64>>;

/// Which units of these parcels returns hold.
async fn held(conn: &mut Conn, parcels: &[ShipmentId]) -> Result<HeldUnits, ReturnError> {
    let mut held = HeldUnits::new();
    if parcels.is_empty() {
        return Ok(held);
    }
    let text = format!(
        "SELECT shipment_id, line_id, unit FROM returns_units WHERE shipment_id IN ({})",
        placeholders(1, parcels.len())
    );
    let rows: Vec<Held> = conn.all(sql(text).bind_all(parcels.iter().copied())).await?;
    for row in rows {
        held.entry((row.shipment_id, row.line_id)).or_default().insert(row.unit);
    }
    Ok(held)
}

/// The parcels of an order that arrived, and what of each can still come back.
///
/// # Errors
/// When the database cannot be read.
pub async fn returnable(conn: &mut Conn, order: OrderId) -> Result<Vec<Returnable>, ReturnError> {
    let parcels = parcels::delivered(conn, order).await?;
    let ids: Vec<ShipmentId> = parcels.iter().map(|(parcel, _)| parcel.shipment_id).collect();
    let held = held(conn, &ids).await?;
    let mut all = Vec::with_capacity(parcels.len());
    for (parcel, lines) in parcels {
        let seller_days = settings(conn, parcel.seller_id).await?.window_days;
        let line = |line: ParcelLine| {
            let taken = held.get(&(parcel.shipment_id, line.line_id)).map_or(0, HashSet::len);
            ReturnableLine {
                left: line.quantity - i64::try_from(taken).unwrap_or(line.quantity),
                until: window_end(parcel.delivered_at_us, window_days(line.return_days, seller_days)),
                line,
            }
        };
        let lines = lines.into_iter().map(line).collect();
        all.push(Returnable { parcel, lines });
    }
    Ok(all)
}

/// What these units would give back. The lowest free units of each line are taken, so that units which a declined or
/// cancelled return held are taken again, and all units together are what was charged.
///
/// # Errors
/// [`ReturnError::NotFound`] for what was not delivered, [`ReturnError::NothingChosen`], [`ReturnError::TooManyUnits`],
/// [`ReturnError::WindowIsOver`], [`ReturnError::NothingToGiveBack`].
pub async fn quote(
    conn: &mut Conn,
    shipment: ShipmentId,
    part: PartId,
    picks: &[Pick],
) -> Result<Claim, ReturnError> {
    let now = conn.now();
    quote_at(conn, shipment, part, picks, now).await
}

/// The same, as if it had been asked for at that moment.
///
/// # Errors
/// As [`quote`].
pub(crate) async fn quote_at(
    conn: &mut Conn,
    shipment: ShipmentId,
    part: PartId,
    picks: &[Pick],
    at: Timestamp,
) -> Result<Claim, ReturnError> {
    let (parcel, lines) = parcels::one(conn, shipment, part).await?.ok_or(ReturnError::NotFound)?;
    let settings = settings(conn, parcel.seller_id).await?;
    let held = held(conn, &[shipment]).await?;
    let mut wanted: BTreeMap<LineId, Pick> = BTreeMap::new();
    for pick in picks {
        if pick.quantity < 1 || wanted.insert(pick.line, *pick).is_some() {
            return Err(ReturnError::TooManyUnits { line: pick.line, left: 0 });
        }
    }
    if wanted.is_empty() {
        return Err(ReturnError::NothingChosen);
    }
    let none = HashSet::new();
    let mut chosen = Vec::new();
    for line in lines {
        let Some(pick) = wanted.remove(&line.line_id) else { continue };
        let taken = held.get(&(shipment, line.line_id)).unwrap_or(&none);
        let free: Vec<i64> = (0..line.quantity).filter(|unit| !taken.contains(unit)).collect();
        let units = usize::try_from(pick.quantity).ok().and_then(|count| free.get(..count));
        let Some(units) = units else {
            let left = i64::try_from(free.len()).unwrap_or(0);
            return Err(ReturnError::TooManyUnits { line: line.line_id, left });
        };
        if at > window_end(parcel.delivered_at_us, window_days(line.return_days, settings.window_days)) {
            return Err(ReturnError::WindowIsOver { line: line.line_id });
        }
        chosen.push(claim_line(line, pick.reason, units.to_vec()));
    }
    // What is left is of another parcel, or of nobody's order.
    if !wanted.is_empty() {
        return Err(ReturnError::NotFound);
    }
    let terms = labels::label_terms(conn, parcel.seller_id).await?;
    let label = labels::offered(conn, terms, parcel.currency).await?;
    let payer = terms.payer(chosen.iter().map(|line| line.reason));
    let mut claim = Claim { parcel, lines: chosen, payer, label, at_once: false };
    let card = claim.card();
    if !card.is_positive() {
        return Err(ReturnError::NothingToGiveBack);
    }
    claim.at_once = settings.address.is_some() && settings.auto.approves(card.minor());
    Ok(claim)
}

fn claim_line(line: ParcelLine, reason: ReturnReason, units: Vec<i64>) -> ClaimLine {
    let with_fees = reason.is_sellers_fault();
    let worths: Vec<Worth> =
        units.iter().map(|unit| line.worth.unit(*unit, line.quantity, with_fees)).collect();
    ClaimLine { worth: Worth::sum(&worths), line, reason, units }
}
