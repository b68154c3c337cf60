//! Pages that were laid out become a PDF. Called by `pdf`.

use crate::fonts::Fonts;
use crate::layout::{Item, PAGE};
use crate::line::Tone;
use crate::{Direction, Paper, PaperError};
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;

/// The colours of the site in its light dress.
fn fill(tone: Tone) -> Fill {
    let color = match tone {
        Tone::Ink => rgb::Color::new(14, 31, 36),
        Tone::Soft => rgb::Color::new(87, 106, 112),
        Tone::Accent => rgb::Color::new(10, 103, 127),
        Tone::Hairline => rgb::Color::new(219, 228, 230),
        Tone::Shade => rgb::Color::new(240, 246, 247),
    };
    Fill { paint: color.into(), opacity: NormalizedF32::ONE, rule: Default::default() }
}

pub(crate) fn pdf(fonts: &Fonts, paper: &Paper, pages: &[Vec<Item>]) -> Result<Vec<u8>, PaperError> {
    let failed = |what: &str| PaperError::Pdf(what.to_owned());
    let mut document = Document::new();
    document.set_metadata(metadata(paper));
    for items in pages {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| failed("no such page"))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for item in items {
            draw(&mut surface, fonts, item).ok_or_else(|| failed("no such shape"))?;
        }
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| PaperError::Pdf(format!("{error:?}")))
}

fn metadata(paper: &Paper) -> Metadata {
    let date = DateTime::new(paper.date.year).month(paper.date.month).day(paper.date.day);
    Metadata::new()
        .title(format!("{} {}", paper.title, paper.number))
        .language(paper.language.clone())
        .authors(vec![paper.author.clone()])
        .creation_date(date.hour(0).minute(0).second(0).utc_offset_hour(0))
        .text_direction(match paper.direction {
            Direction::LeftToRight => TextDirection::LeftToRight,
            Direction::RightToLeft => TextDirection::RightToLeft,
        })
}

fn draw(surface: &mut Surface<'_>, fonts: &Fonts, item: &Item) -> Option<()> {
    match item {
        Item::Block { x, y, width, height, tone } => {
            let mut path = PathBuilder::new();
            path.push_rect(Rect::from_xywh(*x, *y, *width, *height)?);
            surface.set_fill(Some(fill(*tone)));
            surface.draw_path(&path.finish()?);
        }
        Item::Text { x, foot, line, style } => {
            surface.set_fill(Some(fill(style.tone)));
            let mut x = *x;
            for run in &line.runs {
                let (font, at) = (fonts.font(run.face), Point::from_xy(x, *foot));
                surface.draw_glyphs(at, &run.glyphs, font, &run.text, style.size, false);
                x += run.width;
            }
        }
    }
    Some(())
}
