use crate::fonts::Fonts;
use crate::layout::{self, Item, PAGE};
use crate::line::{Line, Style, Tone};
use crate::*;

const STYLE: Style = Style { size: 10.0, bold: false, tone: Tone::Ink };

fn page_of(page: usize, pages: usize) -> String {
    format!("{page}/{pages}")
}

fn column(title: &str, kind: Kind) -> Column {
    Column { title: title.into(), kind }
}

fn invoice(rows: usize) -> Paper {
    let row = |n: usize| vec![format!("Brass lamp {n}"), "2".into(), "$45.00".into(), "$90.00".into()];
    Paper {
        language: "en".into(),
        direction: Direction::LeftToRight,
        title: "Invoice".into(),
        number: "LAMP-HOUSE-2026-000001".into(),
        author: "Lamp House".into(),
        date: Date { year: 2026, month: 6, day: 4 },
        parties: vec![
            Party { role: "Sold by".into(), lines: vec!["Lamp House".into(), "California, US".into()] },
            Party {
                role: "Delivered to".into(),
                lines: vec!["Ada Lovelace".into(), "1 River Street".into()],
            },
        ],
        facts: vec![Fact { name: "Date".into(), value: "June 4, 2026".into() }],
        code: None,
        table: Table {
            columns: vec![
                column("Item", Kind::Wide),
                column("Quantity", Kind::Number),
                column("Price", Kind::Number),
                column("Amount", Kind::Number),
            ],
            rows: (0..rows).map(row).collect(),
        },
        sums: vec![Sum { name: "Total".into(), amount: "$90.00".into(), total: true }],
        summary: None,
        notes: vec!["Thank you.".into()],
    }
}

fn arabic() -> Paper {
    let mut paper = invoice(3);
    paper.language = "ar".into();
    paper.direction = Direction::RightToLeft;
    paper.title = "فاتورة".into();
    paper.table.columns[0].title = "المنتج".into();
    paper.table.rows[0][0] = "مصباح نحاسي USB-C مقاس 45 سم (أبيض)".into();
    paper.table.rows[1][0] = "台灯 🪔 ランプ".into();
    paper.sums[0].name = "الإجمالي".into();
    paper.sums[0].amount = "\u{200f}1,234.50\u{a0}US$".into();
    paper
}

fn texts(page: &[Item]) -> Vec<(f32, f32, String)> {
    let text = |line: &Line| line.runs.iter().map(|run| run.text.as_str()).collect::<String>();
    let of = |item: &Item| match item {
        Item::Text { x, line, .. } => Some((*x, line.width, text(line))),
        Item::Block { .. } => None,
    };
    page.iter().filter_map(of).collect()
}

fn laid(paper: &Paper) -> Vec<Vec<Item>> {
    layout::pages(&Fonts::load().unwrap(), paper, &page_of)
}

#[test]
fn the_file_is_a_pdf_and_the_same_paper_is_the_same_bytes() {
    for paper in [invoice(3), arabic()] {
        let file = pdf(&paper, &page_of).unwrap();
        assert!(file.starts_with(b"%PDF-"));
        assert!(file.trim_ascii_end().ends_with(b"%%EOF"));
        assert_eq!(file, pdf(&paper, &page_of).unwrap());
    }
}

#[test]
fn more_rows_are_more_pages_each_with_the_tables_head_and_its_number() {
    let one = laid(&invoice(3));
    assert_eq!(one.len(), 1);
    let many = laid(&invoice(120));
    assert!(many.len() > 3, "{}", many.len());
    for (at, page) in many.iter().enumerate() {
        let texts = texts(page);
        let has = |wanted: &str| texts.iter().filter(|(_, _, text)| text == wanted).count();
        assert_eq!(has("Quantity"), 1, "page {at}");
        assert_eq!(has(&format!("{}/{}", at + 1, many.len())), 1, "page {at}");
    }
    let rows: usize =
        many.iter().map(|page| texts(page).iter().filter(|t| t.2.starts_with("Brass lamp")).count()).sum();
    assert_eq!(rows, 120);
}

#[test]
fn nothing_leaves_the_page() {
    let mut wide = invoice(2);
    wide.table.rows[0][0] = "W".repeat(500);
    wide.table.rows[1][3] = "$123,456,789,012,345.00".into();
    wide.number = "N".repeat(90);
    for paper in [invoice(90), arabic(), wide] {
        for page in laid(&paper) {
            for (x, width, text) in texts(&page) {
                assert!(x >= 40.0 && x + width <= PAGE.0 - 40.0, "{text}: {x} + {width}");
            }
            for item in page {
                let bottom = match item {
                    Item::Text { foot, .. } => foot,
                    Item::Block { y, height, .. } => y + height,
                };
                assert!(bottom < PAGE.1, "{bottom}");
            }
        }
    }
}

#[test]
fn five_hundred_letters_wrap_and_none_is_lost() {
    let fonts = Fonts::load().unwrap();
    for text in ["x".repeat(500), "river lamp ".repeat(45), "مصباح".repeat(100), "台".repeat(500)] {
        let lines = fonts.wrap(&text, STYLE, 200.0, false);
        assert!(lines.len() > 3);
        assert!(lines.iter().all(|line| line.width <= 200.0));
        let letters = |text: &str| text.chars().filter(|c| *c != ' ').count();
        let kept: usize = lines.iter().flat_map(|line| &line.runs).map(|run| letters(&run.text)).sum();
        assert_eq!(kept, letters(&text));
    }
}

#[test]
fn a_long_number_breaks_after_a_hyphen() {
    let fonts = Fonts::load().unwrap();
    let lines = fonts.wrap("LAMP-HOUSE-2026-000001", STYLE, 80.0, false);
    let text = |line: &Line| line.runs.iter().map(|run| run.text.as_str()).collect::<String>();
    assert!(lines.len() > 1 && lines[..lines.len() - 1].iter().all(|line| text(line).ends_with('-')));
}

#[test]
fn a_row_that_no_page_holds_goes_on_on_the_next() {
    let mut paper = invoice(1);
    paper.table.rows[0][0] = "river ".repeat(3_000);
    let pages = laid(&paper);
    assert!(pages.len() > 2);
    let words: usize =
        pages.iter().flat_map(|page| texts(page)).map(|(_, _, text)| text.matches("river").count()).sum();
    assert_eq!(words, 3_000);
}

#[test]
fn arabic_reads_from_the_right_and_numbers_within_it_from_the_left() {
    let fonts = Fonts::load().unwrap();
    let line = fonts.line("طلب 1234 ABC اليوم", STYLE, true);
    let visual: Vec<&str> =
        line.runs.iter().map(|run| run.text.trim()).filter(|text| !text.is_empty()).collect();
    assert_eq!(visual, ["اليوم", "ABC", "1234", "طلب"].map(str::trim), "{visual:?}");
    // Letters join: the glyphs are not those of the letters on their own.
    let glyphs = |text: &str| -> Vec<u32> {
        let line = fonts.line(text, STYLE, true);
        line.runs.iter().flat_map(|run| &run.glyphs).map(|glyph| glyph.glyph_id.to_u32()).collect()
    };
    let alone: Vec<u32> = "بيت".chars().rev().flat_map(|c| glyphs(&c.to_string())).collect();
    assert_ne!(glyphs("بيت"), alone);
    assert!(glyphs("بيت").iter().all(|glyph| *glyph != 0));
}

#[test]
fn an_arabic_paper_begins_at_the_right() {
    let pages = laid(&arabic());
    let texts = texts(&pages[0]);
    let title = texts.iter().find(|(_, _, text)| text == "فاتورة").unwrap();
    assert!((title.0 + title.1 - (PAGE.0 - 48.0)).abs() < 0.5, "{title:?}");
    let item = texts.iter().find(|(_, _, text)| text == "المنتج").unwrap();
    let amount = texts.iter().find(|(_, _, text)| text == "Amount").unwrap();
    assert!(amount.0 < item.0, "the first column is the rightmost one");
}

#[test]
fn numbers_of_a_column_end_where_its_title_ends() {
    let texts = texts(&laid(&invoice(2))[0]);
    let ends: Vec<f32> =
        texts.iter().filter(|t| t.2 == "$90.00" || t.2 == "Amount").map(|t| t.0 + t.1).collect();
    assert!(ends.len() >= 3 && ends.iter().take(3).all(|end| (end - ends[0]).abs() < 0.1), "{ends:?}");
}

#[test]
fn letters_that_no_font_has_are_boxes_and_no_failure() {
    let mut paper = invoice(1);
    paper.table.rows[0][0] = "台灯 🪔 \u{e000} \u{7} \u{202e}x".into();
    paper.parties[1].lines.push("东京都千代田区".into());
    assert!(pdf(&paper, &page_of).unwrap().len() > 1_000);
}

/// Where a paper's own code stands: its dark fields, from its own corner.
fn fields(paper: &Paper) -> Vec<(f32, f32)> {
    let without = Paper { code: None, ..paper.clone() };
    let blocks = |paper: &Paper| -> Vec<(f32, f32, f32)> {
        let of = |item: &Item| match item {
            Item::Block { x, y, width, .. } => Some((*x, *y, *width)),
            Item::Text { .. } => None,
        };
        laid(paper)[0].iter().filter_map(of).collect()
    };
    let (more, less) = (blocks(paper), blocks(&without));
    assert_eq!(more.len(), less.len() + 3);
    let own: Vec<_> = more.into_iter().filter(|block| (block.2 - 60.05).abs() < 0.01).collect();
    let corner = own.iter().fold((f32::MAX, f32::MAX), |c, b| (c.0.min(b.0), c.1.min(b.1)));
    own.iter().map(|block| ((block.0 - corner.0).round(), (block.1 - corner.1).round())).collect()
}

#[test]
fn a_code_is_drawn_field_by_field_and_mirrored_in_no_language() {
    let code = Code { side: 2, dark: vec![true, true, true, false] };
    for paper in [invoice(1), arabic()] {
        let paper = Paper { code: Some(code.clone()), ..paper };
        assert_eq!(fields(&paper), [(0.0, 0.0), (60.0, 0.0), (0.0, 60.0)]);
        assert!(pdf(&paper, &page_of).unwrap().starts_with(b"%PDF-"));
    }
    let none = Paper { code: Some(Code { side: 0, dark: Vec::new() }), ..invoice(1) };
    assert_eq!(laid(&none).len(), 1);
}

#[test]
fn an_empty_paper_is_a_page() {
    let mut paper = invoice(0);
    paper.parties.clear();
    paper.facts.clear();
    paper.table = Table::default();
    paper.notes.clear();
    paper.number.clear();
    assert_eq!(laid(&paper).len(), 1);
    assert!(pdf(&paper, &page_of).unwrap().starts_with(b"%PDF-"));
}
