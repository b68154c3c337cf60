//! Papers: a plain description of an invoice or a statement becomes a PDF. Owns the fonts and the layout of A4 pages; knows
//! nothing of orders or languages. Called by the pages that hand papers out.
//!
//! The same description gives the same bytes: its date is the paper's, nothing is read from a clock.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod draw;
mod fonts;
mod layout;
mod line;

/// Where lines begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    LeftToRight,
    RightToLeft,
}

/// A day of the calendar, for the file's own facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

/// What a paper says. All texts are as people read them.
#[derive(Debug, Clone)]
pub struct Paper {
    /// A language tag: `en`.
    pub language: String,
    pub direction: Direction,
    /// What it is: `Invoice`.
    pub title: String,
    /// Which one: its number.
    pub number: String,
    /// Who hands it out.
    pub author: String,
    pub date: Date,
    pub parties: Vec<Party>,
    pub facts: Vec<Fact>,
    /// What a machine reads: stands below the facts.
    pub code: Option<Code>,
    pub table: Table,
    pub sums: Vec<Sum>,
    /// Stands below the sums: taxes by rate.
    pub summary: Option<Table>,
    pub notes: Vec<String>,
}

/// Somebody with an address.
#[derive(Debug, Clone)]
pub struct Party {
    pub role: String,
    pub lines: Vec<String>,
}

/// A square of dark and light fields, as a QR code is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Fields in a row.
    pub side: usize,
    /// Row by row from the upper left corner; `true` is dark.
    pub dark: Vec<bool>,
}

/// A name and what it is.
#[derive(Debug, Clone)]
pub struct Fact {
    pub name: String,
    pub value: String,
}

/// How a column takes its room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As wide as its widest cell.
    Text,
    /// What the others leave; its cells wrap.
    Wide,
    /// As wide as its widest cell, at the end of it.
    Number,
}

#[derive(Debug, Clone)]
pub struct Column {
    pub title: String,
    pub kind: Kind,
}

/// Rows have a cell for each column.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<String>>,
}

/// A line of the sums.
#[derive(Debug, Clone)]
pub struct Sum {
    pub name: String,
    pub amount: String,
    /// What all of it comes to.
    pub total: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    #[error("a font that is part of the program cannot be read")]
    Font,
    #[error("the PDF cannot be written: {0}")]
    Pdf(String),
}

/// The paper as a PDF. `page_of` words a page's number and how many there are.
///
/// # Errors
/// [`PaperError`] when the file cannot be written; no text makes it fail: a letter that no font has is an empty box.
pub fn pdf(paper: &Paper, page_of: &dyn Fn(usize, usize) -> String) -> Result<Vec<u8>, PaperError> {
    let fonts = fonts::Fonts::load()?;
    let pages = layout::pages(&fonts, paper, page_of);
    draw::pdf(&fonts, paper, &pages)
}

#[cfg(test)]
mod tests;
