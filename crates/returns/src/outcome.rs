//! What a seller's look at the goods comes to, to the cent: for the page before it is decided, and for the decision.

use crate::ReturnError;
use crate::labels::ReturnLabel;
use crate::store::{ReturnDetail, ReturnLine};
use domain::commission::RefundFee;
use domain::returns::{Grade, Payer, Short, Worth, fit, label_moved};
use domain::terms::Dated as _;
use domain::{Currency, LineId, Money};

/// How the units of one line came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Graded {
    pub line: LineId,
    pub grade: Grade,
    /// What is kept back, in basis points; what is usual for the grade when nothing is said.
    pub kept_bps: Option<i64>,
    /// For sale again; otherwise written off.
    pub restock: bool,
}

/// One line's part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutcomeLine {
    pub line: LineId,
    pub grade: Grade,
    /// What the seller keeps back, in basis points.
    pub asked_bps: i64,
    /// What is kept back: more than that where a bank has given the buyer some of it already.
    pub kept_bps: i64,
    pub restock: bool,
    /// What is taken back.
    pub back: Worth,
    /// What of that is less than the units are worth, because a bank took some of their charge for good.
    pub short: Short,
}

/// What is given back, by whom and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub currency: Currency,
    pub lines: Vec<OutcomeLine>,
    pub back: Worth,
    /// What the platform keeps of the commission that it gives back.
    pub fee_minor: i64,
    /// What is moved for the label that the parcel came back with, and who pays for it.
    pub label_minor: i64,
    pub label_by: Payer,
}

impl Outcome {
    /// What the card gets: what is given back, less a label that the shopper pays for.
    pub fn card(&self) -> Money {
        Money::new(self.back.card_minor() - self.label_of(Payer::Shopper), self.currency)
    }

    /// What of the label this one pays, in minor units.
    pub fn label_of(&self, payer: Payer) -> i64 {
        if self.label_by == payer { self.label_minor } else { 0 }
    }

    /// What the seller is owed less than before: more than nothing unless commission was all of the price.
    pub fn from_seller(&self) -> Money {
        let commission = self.back.commission_minor - self.fee_minor;
        Money::new(self.back.seller_minor() - commission + self.label_of(Payer::Seller), self.currency)
    }
}

/// What these grades come to. Of a charge of which a bank took so much for good that the card has got more than what is left,
/// the card gets what is left: all of it was given back then, and a return of which nothing is left ends with nothing.
///
/// # Errors
/// [`ReturnError::NotGraded`] for a line without a grade, [`ReturnError::NotFound`] for a grade without its line,
/// [`ReturnError::TooMuchKept`], [`ReturnError::NothingToRestock`].
pub fn outcome(detail: &ReturnDetail, graded: &[Graded]) -> Result<Outcome, ReturnError> {
    let known = |one: &Graded| detail.lines.iter().any(|line| line.line_id == one.line);
    if graded.len() > detail.lines.len() || !graded.iter().all(known) {
        return Err(ReturnError::NotFound);
    }
    let mut lines = Vec::with_capacity(detail.lines.len());
    for line in &detail.lines {
        let id = line.line_id;
        let one = graded.iter().find(|one| one.line == id).ok_or(ReturnError::NotGraded { line: id })?;
        // Nobody was to send anything: there is nothing to keep the money back for, and nothing to sell again.
        let sent = !detail.row.returnless;
        let asked_bps = one.kept_bps.unwrap_or(if sent { one.grade.usual_kept_bps() } else { 0 });
        let most_bps = if sent { one.grade.most_kept_bps(line.reason) } else { 0 };
        if !(0..=most_bps).contains(&asked_bps) {
            return Err(ReturnError::TooMuchKept { line: id, most_bps });
        }
        if one.restock && !(sent && one.grade.may_restock()) {
            return Err(ReturnError::NothingToRestock { line: id });
        }
        lines.push(whole(line, one.grade, asked_bps, one.restock));
    }
    if let Some(left) = &detail.left {
        let least_bps = least_kept(&lines, left.card_minor, detail.row.currency)?;
        for line in &mut lines {
            line.kept_bps = line.asked_bps.max(least_bps);
        }
    }
    taken(detail, lines)
}

/// A line before anything is kept of it.
fn whole(line: &ReturnLine, grade: Grade, asked_bps: i64, restock: bool) -> OutcomeLine {
    let (back, short) = (line.worth, Short::default());
    OutcomeLine { line: line.line_id, grade, asked_bps, kept_bps: asked_bps, restock, back, short }
}

/// The least that is kept back of each line so that the card gets no more than this, in basis points.
fn least_kept(lines: &[OutcomeLine], most_minor: i64, currency: Currency) -> Result<i64, ReturnError> {
    let card = |least_bps: i64| -> Result<i64, ReturnError> {
        let mut sum = 0;
        for line in lines {
            sum += line.back.less(line.asked_bps.max(least_bps), currency)?.card_minor();
        }
        Ok(sum)
    };
    let (mut low, mut high) = (0, 10_000);
    while low < high {
        let between = low + (high - low) / 2;
        if card(between)? > most_minor.max(0) {
            low = between + 1;
        } else {
            high = between;
        }
    }
    Ok(low)
}

/// What is taken back with what is kept of each line.
fn taken(detail: &ReturnDetail, mut lines: Vec<OutcomeLine>) -> Result<Outcome, ReturnError> {
    let currency = detail.row.currency;
    for line in &mut lines {
        line.back = line.back.less(line.kept_bps, currency)?;
    }
    if let Some(left) = &detail.left {
        let worths: Vec<Worth> = lines.iter().map(|line| line.back).collect();
        for (line, short) in lines.iter_mut().zip(fit(&worths, left)) {
            line.back = line.back.short(&short);
            line.short = short;
        }
    }
    let back = Worth::sum(lines.iter().map(|line| &line.back));
    // What has ended says itself what was kept.
    let fee = detail.fee.unwrap_or(RefundFee::USUAL);
    let before = Money::new(detail.row.first_back_minor, currency);
    let fee_minor = fee.of_rest(before, Money::new(back.commission_minor, currency))?.minor();
    let label_by = detail.row.pays_return.0;
    let price_minor = detail.label.as_ref().map_or(0, ReturnLabel::cost_minor);
    let label_minor = label_moved(price_minor, label_by, back.card_minor());
    Ok(Outcome { currency, lines, back, fee_minor, label_minor, label_by })
}

/// What an exchange comes to: nothing is given back, and a label is paid for by a seller who is to pay for it.
pub(crate) fn exchanged(detail: &ReturnDetail) -> Result<Outcome, ReturnError> {
    let mut outcome = decided(detail)?;
    for line in &mut outcome.lines {
        (line.back, line.short) = (Worth::default(), Short::default());
    }
    let price_minor = detail.label.as_ref().map_or(0, ReturnLabel::cost_minor);
    let label_minor = label_moved(price_minor, outcome.label_by, 0);
    Ok(Outcome { back: Worth::default(), fee_minor: 0, label_minor, ..outcome })
}

/// What was decided, read back from the rows: what the card gets is what the processor was asked for.
pub(crate) fn decided(detail: &ReturnDetail) -> Result<Outcome, ReturnError> {
    let mut lines = Vec::with_capacity(detail.lines.len());
    for line in &detail.lines {
        let grade = line.grade.ok_or(ReturnError::NotGraded { line: line.line_id })?;
        lines.push(whole(line, grade, line.kept_bps, line.restock));
    }
    taken(detail, lines)
}
