//! Where everything stands on A4 pages. Places are counted from where lines begin, and mirrored for a paper that reads from
//! right to left. Called by `pdf`.

use crate::fonts::Fonts;
use crate::line::{Line, Style, Tone};
use crate::{Code, Column, Direction, Fact, Kind, Paper, Party, Sum, Table};

/// A4 in points.
pub(crate) const PAGE: (f32, f32) = (595.28, 841.89);
const MARGIN: f32 = 48.0;
const WIDTH: f32 = PAGE.0 - 2.0 * MARGIN;
/// Below it stands the foot of the page.
const BOTTOM: f32 = PAGE.1 - 64.0;
/// Between columns.
const GAP: f32 = 14.0;
const CELL: f32 = 5.0;
/// A code's side: a hand's breadth away it is read by a phone.
const CODE: f32 = 120.0;

const TITLE: Style = Style { size: 24.0, bold: true, tone: Tone::Ink };
const NUMBER: Style = Style { size: 11.0, bold: false, tone: Tone::Soft };
const AUTHOR: Style = Style { size: 13.0, bold: true, tone: Tone::Accent };
const LABEL: Style = Style { size: 8.0, bold: true, tone: Tone::Soft };
const TEXT: Style = Style { size: 9.5, bold: false, tone: Tone::Ink };
const HEAD: Style = Style { size: 8.0, bold: true, tone: Tone::Soft };
const TOTAL: Style = Style { size: 12.0, bold: true, tone: Tone::Ink };
const SMALL: Style = Style { size: 8.0, bold: false, tone: Tone::Soft };

/// What is drawn; in points from the page's upper left corner.
#[derive(Debug, Clone)]
pub(crate) enum Item {
    Text { x: f32, foot: f32, line: Line, style: Style },
    Block { x: f32, y: f32, width: f32, height: f32, tone: Tone },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    End,
}

/// A table's columns with the room they got.
struct Columns<'t> {
    columns: &'t [Column],
    widths: Vec<f32>,
}

struct Sheet<'p> {
    fonts: &'p Fonts,
    paper: &'p Paper,
    right_to_left: bool,
    pages: Vec<Vec<Item>>,
    /// Where the next thing begins.
    y: f32,
}

/// The pages of a paper.
pub(crate) fn pages(
    fonts: &Fonts,
    paper: &Paper,
    page_of: &dyn Fn(usize, usize) -> String,
) -> Vec<Vec<Item>> {
    let right_to_left = paper.direction == Direction::RightToLeft;
    let mut sheet = Sheet { fonts, paper, right_to_left, pages: vec![Vec::new()], y: MARGIN };
    sheet.heading();
    sheet.parties(&paper.parties);
    sheet.facts(&paper.facts);
    if let Some(code) = &paper.code {
        sheet.code(code);
    }
    sheet.table(&paper.table, WIDTH);
    sheet.sums(&paper.sums);
    if let Some(summary) = &paper.summary {
        sheet.y += 16.0;
        sheet.table(summary, WIDTH * 0.62);
    }
    sheet.notes(&paper.notes);
    sheet.feet(page_of);
    sheet.pages
}

impl Sheet<'_> {
    fn add(&mut self, item: Item) {
        if let Some(page) = self.pages.last_mut() {
            page.push(item);
        }
    }

    /// From the page's left edge, for a box that is `start` away from where lines begin.
    fn left(&self, start: f32, width: f32) -> f32 {
        if self.right_to_left { PAGE.0 - start - width } else { start }
    }

    /// One line within a box.
    fn put(&mut self, line: Line, style: Style, (start, width): (f32, f32), y: f32, at: At) {
        let spare = width - line.width;
        let shift = if (at == At::End) == self.right_to_left { 0.0 } else { spare };
        let x = self.left(start, width) + shift;
        self.add(Item::Text { x, foot: y + style.foot(), line, style });
    }

    /// A text on one line; what does not fit is left out.
    fn text(&mut self, text: &str, style: Style, room: (f32, f32), y: f32, at: At) {
        let line = self.fonts.wrap(text, style, room.1, self.right_to_left).into_iter().next();
        if let Some(line) = line {
            self.put(line, style, room, y, at);
        }
    }

    /// A text in as many lines as it needs; where it ends.
    fn wrapped(&mut self, text: &str, style: Style, room: (f32, f32), y: f32) -> f32 {
        let mut y = y;
        for line in self.fonts.wrap(text, style, room.1, self.right_to_left) {
            self.put(line, style, room, y, At::Start);
            y += style.leading();
        }
        y
    }

    fn block(&mut self, start: f32, width: f32, y: f32, height: f32, tone: Tone) {
        let x = self.left(start, width);
        self.add(Item::Block { x, y, width, height, tone });
    }

    /// The head of a further page says what it is a page of.
    fn next_page(&mut self) {
        self.pages.push(Vec::new());
        let paper = self.paper;
        self.text(&paper.number, SMALL, (MARGIN, WIDTH / 2.0), MARGIN, At::Start);
        self.text(&paper.author, SMALL, (MARGIN + WIDTH / 2.0, WIDTH / 2.0), MARGIN, At::End);
        self.y = MARGIN + 26.0;
    }

    fn fits(&self, height: f32) -> bool {
        self.y + height <= BOTTOM
    }

    fn heading(&mut self) {
        let paper = self.paper;
        let half = WIDTH * 0.5;
        let y = self.wrapped(&paper.title, TITLE, (MARGIN, half), self.y);
        let y = self.wrapped(&paper.number, NUMBER, (MARGIN, half), y);
        let mut other = self.y + 8.0;
        for line in self.fonts.wrap(&paper.author, AUTHOR, half - GAP, self.right_to_left) {
            self.put(line, AUTHOR, (MARGIN + half + GAP, half - GAP), other, At::End);
            other += AUTHOR.leading();
        }
        self.y = y.max(other) + 12.0;
        self.block(MARGIN, WIDTH, self.y, 1.5, Tone::Accent);
        self.y += 20.0;
    }

    fn parties(&mut self, parties: &[Party]) {
        if parties.is_empty() {
            return;
        }
        let width = WIDTH / parties.len().max(2) as f32;
        let top = self.y;
        let mut end = top;
        for (at, party) in parties.iter().enumerate() {
            let room = (MARGIN + width * at as f32, width - GAP);
            let mut y = self.wrapped(&party.role, LABEL, room, top) + 2.0;
            for (line, text) in party.lines.iter().enumerate() {
                y = self.wrapped(text, Style { bold: line == 0, ..TEXT }, room, y);
            }
            end = end.max(y);
        }
        self.y = end + 18.0;
    }

    fn facts(&mut self, facts: &[Fact]) {
        let width = WIDTH / 4.0;
        for row in facts.chunks(4) {
            let top = self.y;
            let mut end = top;
            for (at, fact) in row.iter().enumerate() {
                let room = (MARGIN + width * at as f32, width - GAP);
                let y = self.wrapped(&fact.name, LABEL, room, top) + 1.0;
                end = end.max(self.wrapped(&fact.value, TEXT, room, y));
            }
            self.y = end + 12.0;
        }
        self.y += 8.0;
    }

    /// It is read the same way in every language, so it is not mirrored.
    fn code(&mut self, code: &Code) {
        if !self.fits(CODE) {
            self.next_page();
        }
        let side = code.side.max(1);
        let field = CODE / side as f32;
        let (left, top) = (self.left(MARGIN, CODE), self.y);
        for (at, _) in code.dark.iter().enumerate().filter(|(_, dark)| **dark) {
            let (x, y) = (left + field * (at % side) as f32, top + field * (at / side) as f32);
            // A little over its edge, so that no light line stands between two dark fields.
            let (width, height) = (field + 0.05, field + 0.05);
            self.add(Item::Block { x, y, width, height, tone: Tone::Ink });
        }
        self.y += CODE + 18.0;
    }

    /// Each column as wide as its widest cell, and the wide one what they leave. Where they leave it less than a third, they
    /// are made narrower and wrap.
    fn columns<'t>(&self, table: &'t Table, width: f32) -> Columns<'t> {
        let measure = |text: &str, style: Style| self.fonts.line(text, style, self.right_to_left).width;
        let natural = |at: usize, column: &Column| {
            let cells = table.rows.iter().filter_map(|row| row.get(at));
            let widest = cells.map(|cell| measure(cell, TEXT)).fold(0.0, f32::max);
            let words = column.title.split(' ').map(|word| measure(word, HEAD)).fold(0.0, f32::max);
            widest.max(words).max(measure(&column.title, HEAD).min(70.0))
        };
        let columns = table.columns.iter().enumerate();
        let widths: Vec<f32> = columns
            .map(|(at, column)| if column.kind == Kind::Wide { 0.0 } else { natural(at, column) })
            .collect();
        let room = width - 2.0 * CELL - GAP * table.columns.len().saturating_sub(1) as f32;
        let taken: f32 = widths.iter().sum();
        let wide = table.columns.iter().filter(|column| column.kind == Kind::Wide).count();
        let most = if wide > 0 { room * 0.67 } else { room };
        let scale = if taken > most { most / taken } else { 1.0 };
        let left = (room - taken * scale) / wide.max(1) as f32;
        let width = |(column, width): (&Column, f32)| {
            if column.kind == Kind::Wide { left } else { width * scale + 0.01 }
        };
        Columns { columns: &table.columns, widths: table.columns.iter().zip(widths).map(width).collect() }
    }

    fn table(&mut self, table: &Table, width: f32) {
        if table.columns.is_empty() {
            return;
        }
        let columns = self.columns(table, width);
        let titles: Vec<String> = columns.columns.iter().map(|column| column.title.clone()).collect();
        let head = self.cells(&columns, &titles, HEAD);
        let head_height = height(&head, HEAD);
        let first = table.rows.first().map_or(0.0, |row| height(&self.cells(&columns, row, TEXT), TEXT));
        if !self.fits(head_height + first) {
            self.next_page();
        }
        self.head(&columns, &head, head_height, width);
        for row in &table.rows {
            let mut cells = self.cells(&columns, row, TEXT);
            // A row is cut only when no page could hold it.
            while !self.fits(height(&cells, TEXT)) {
                if self.y > MARGIN + 26.0 + head_height + 1.0 {
                    self.next_page();
                    self.head(&columns, &head, head_height, width);
                    continue;
                }
                let lines = ((BOTTOM - self.y - 2.0 * CELL) / TEXT.leading()).max(1.0) as usize;
                let rest = cells.iter_mut().map(|cell| cell.split_off(lines.min(cell.len()))).collect();
                self.row(&columns, &std::mem::replace(&mut cells, rest), TEXT);
                self.next_page();
                self.head(&columns, &head, head_height, width);
            }
            self.row(&columns, &cells, TEXT);
            self.block(MARGIN, width, self.y, 0.6, Tone::Hairline);
        }
        self.y += 10.0;
    }

    fn head(&mut self, columns: &Columns<'_>, head: &[Vec<Line>], height: f32, width: f32) {
        self.block(MARGIN, width, self.y, height, Tone::Shade);
        self.row(columns, head, HEAD);
    }

    fn cells(&self, columns: &Columns<'_>, row: &[String], style: Style) -> Vec<Vec<Line>> {
        let cell = |(text, width): (&String, &f32)| self.fonts.wrap(text, style, *width, self.right_to_left);
        row.iter().zip(&columns.widths).map(cell).collect()
    }

    fn row(&mut self, columns: &Columns<'_>, cells: &[Vec<Line>], style: Style) {
        let mut start = MARGIN + CELL;
        for ((column, width), cell) in columns.columns.iter().zip(&columns.widths).zip(cells) {
            let at = if column.kind == Kind::Number { At::End } else { At::Start };
            for (n, line) in cell.iter().enumerate() {
                let y = self.y + CELL + style.leading() * n as f32;
                self.put(line.clone(), style, (start, *width), y, at);
            }
            start += width + GAP;
        }
        self.y += height(cells, style);
    }

    fn sums(&mut self, sums: &[Sum]) {
        let style = |sum: &Sum| if sum.total { TOTAL } else { TEXT };
        let height: f32 = sums.iter().map(|sum| style(sum).leading() + 8.0).sum();
        if !self.fits(height) {
            self.next_page();
        }
        let width = WIDTH * 0.48;
        let start = MARGIN + WIDTH - width;
        for sum in sums {
            let style = style(sum);
            if sum.total {
                self.block(start, width, self.y + 2.0, 1.0, Tone::Ink);
                self.y += 7.0;
            }
            let amount = self.fonts.line(&sum.amount, style, self.right_to_left);
            let room = width - 2.0 * CELL - GAP - amount.width;
            let y = self.wrapped(&sum.name, style, (start + CELL, room), self.y);
            self.put(amount, style, (start + CELL, width - 2.0 * CELL), self.y, At::End);
            self.y = y + 1.0;
        }
    }

    fn notes(&mut self, notes: &[String]) {
        self.y += 18.0;
        for note in notes {
            for line in self.fonts.wrap(note, SMALL, WIDTH, self.right_to_left) {
                if !self.fits(SMALL.leading()) {
                    self.next_page();
                }
                let y = self.y;
                self.put(line, SMALL, (MARGIN, WIDTH), y, At::Start);
                self.y += SMALL.leading();
            }
            self.y += 4.0;
        }
    }

    /// Only now it is known how many pages there are.
    fn feet(&mut self, page_of: &dyn Fn(usize, usize) -> String) {
        let all = std::mem::take(&mut self.pages);
        let count = all.len();
        let title = format!("{} {}", self.paper.title, self.paper.number);
        for (at, page) in all.into_iter().enumerate() {
            self.pages.push(page);
            let y = PAGE.1 - 42.0;
            self.block(MARGIN, WIDTH, y - 6.0, 0.6, Tone::Hairline);
            self.text(&title, SMALL, (MARGIN, WIDTH * 0.7), y, At::Start);
            self.text(&page_of(at + 1, count), SMALL, (MARGIN + WIDTH * 0.7, WIDTH * 0.3), y, At::End);
        }
    }
}

fn height(cells: &[Vec<Line>], style: Style) -> f32 {
    let lines = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
    style.leading() * lines as f32 + 2.0 * CELL
}
