//! One line of text: wrapped, put into the order in which it is read (Unicode's bidirectional algorithm), shaped run by
//! run. Called by `layout`.

use crate::fonts::{FaceId, Fonts, Script};
use krilla::text::KrillaGlyph;
use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    /// In points.
    pub size: f32,
    pub bold: bool,
    pub tone: Tone,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Ink,
    Soft,
    Accent,
    Hairline,
    Shade,
}

impl Style {
    /// From one line's top to the next one's, in points. Arabic letters reach further up and down than Latin ones.
    pub(crate) fn leading(self) -> f32 {
        self.size * 1.5
    }

    /// From a line's top to its letters' foot, in points.
    pub(crate) fn foot(self) -> f32 {
        self.size * 1.1
    }
}

/// Letters of one font and one direction.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub face: FaceId,
    pub text: String,
    pub glyphs: Vec<KrillaGlyph>,
    /// In points.
    pub width: f32,
}

/// Runs from left to right.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub runs: Vec<Run>,
    /// In points.
    pub width: f32,
}

/// Whether a text reads from right to left: as its first letter does, or as the paper where it has none.
fn reads_right_to_left(text: &str, paper: bool) -> bool {
    let strong = text.chars().find_map(|c| match bidi_class(c) {
        BidiClass::L => Some(false),
        BidiClass::R | BidiClass::AL => Some(true),
        _ => None,
    });
    strong.unwrap_or(paper)
}

/// Letters of the blocks that the Arabic font is for.
fn is_arabic(c: char) -> bool {
    matches!(u32::from(c), 0x0600..=0x06ff | 0x0750..=0x077f | 0x08a0..=0x08ff | 0xfb50..=0xfdff | 0xfe70..=0xfeff)
}

/// What belongs to the letter before it: no line begins with it.
fn is_mark(c: char) -> bool {
    bidi_class(c) == BidiClass::NSM || matches!(c, '\u{200b}'..='\u{200f}' | '\u{061c}')
}

impl Fonts {
    /// The text on one line, however long. `right_to_left`: the paper's direction.
    pub(crate) fn line(&self, text: &str, style: Style, right_to_left: bool) -> Line {
        self.ordered(text, style, reads_right_to_left(text, right_to_left))
    }

    /// The text in as many lines as it needs. Where it breaks off is a space, or anywhere in a word that is too long.
    pub(crate) fn wrap(&self, text: &str, style: Style, width: f32, right_to_left: bool) -> Vec<Line> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let level = reads_right_to_left(paragraph, right_to_left);
            let broken = self.broken(paragraph, style, width, level);
            lines.extend(broken.iter().map(|line| self.ordered(line, style, level)));
        }
        lines
    }

    fn broken(&self, text: &str, style: Style, width: f32, right_to_left: bool) -> Vec<String> {
        let measure = |text: &str| self.ordered(text, style, right_to_left).width;
        let (mut lines, mut line) = (Vec::new(), String::new());
        // A space that must not break is no place to break.
        for word in text.split([' ', '\t']).filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if measure(&longer) <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                line.push(letter);
                if !is_mark(letter) && line.chars().nth(1).is_some() && measure(&line) > width {
                    // After a hyphen where there is one, as in long numbers.
                    let before = line.len() - letter.len_utf8();
                    let at = line[..before].rfind('-').map_or(before, |hyphen| hyphen + 1);
                    let rest = line.split_off(at);
                    lines.push(std::mem::replace(&mut line, rest));
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }

    fn ordered(&self, text: &str, style: Style, right_to_left: bool) -> Line {
        let level = if right_to_left { Level::rtl() } else { Level::ltr() };
        let info = BidiInfo::new(text, Some(level));
        let mut line = Line { runs: Vec::new(), width: 0.0 };
        for paragraph in &info.paragraphs {
            let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
            for run in runs {
                let backwards = levels.get(run.start).is_some_and(Level::is_rtl);
                let mut parts = self.by_font(&text[run], style.bold);
                if backwards {
                    parts.reverse();
                }
                for (face, part) in parts {
                    let shaped = self.shape(face, part, backwards);
                    let width = shaped.width * style.size;
                    line.width += width;
                    line.runs.push(Run { face, text: part.to_owned(), glyphs: shaped.glyphs, width });
                }
            }
        }
        line
    }

    /// Cut where the font changes. What several fonts have, spaces and digits, stays with what is before it.
    fn by_font<'t>(&self, text: &'t str, bold: bool) -> Vec<(FaceId, &'t str)> {
        let [latin, arabic] = [Script::Latin, Script::Arabic].map(|script| FaceId::new(script, bold));
        let mut parts: Vec<(FaceId, &str)> = Vec::new();
        let mut start = 0;
        let mut now = None;
        for (at, c) in text.char_indices() {
            let face = match now {
                _ if is_arabic(c) => arabic,
                Some(face) if !c.is_alphanumeric() && self.has(face, c) => face,
                _ => latin,
            };
            if now.is_some_and(|before| before != face) {
                parts.push((now.unwrap_or(latin), &text[start..at]));
                start = at;
            }
            now = Some(face);
        }
        if let Some(face) = now {
            parts.push((face, &text[start..]));
        }
        parts
    }
}
