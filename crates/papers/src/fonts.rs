//! The letters: which font has which, and how a run of them is shaped. Called by `line` and `draw`.

use crate::PaperError;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Direction, UnicodeBuffer};

/// Latin, Greek, Cyrillic, and Arabic; each regular and bold.
const FILES: [&[u8]; 4] = [
    include_bytes!("../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../fonts/NotoSans-Bold.ttf"),
    include_bytes!("../fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../fonts/NotoSansArabic-Bold.ttf"),
];

/// A script's fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    Latin,
    Arabic,
}

/// A font of [`Fonts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FaceId(usize);

impl FaceId {
    pub(crate) fn new(script: Script, bold: bool) -> Self {
        let first = if script == Script::Arabic { 2 } else { 0 };
        Self(first + usize::from(bold))
    }
}

struct Face {
    shapes: rustybuzz::Face<'static>,
    font: Font,
}

/// Every font that is part of the program.
pub(crate) struct Fonts {
    faces: Vec<Face>,
}

/// Glyphs in the order in which they stand from left to right, in ems.
pub(crate) struct Shaped {
    pub glyphs: Vec<KrillaGlyph>,
    /// In ems.
    pub width: f32,
}

impl Fonts {
    pub(crate) fn load() -> Result<Self, PaperError> {
        let face = |file: &&'static [u8]| {
            let shapes = rustybuzz::Face::from_slice(file, 0).ok_or(PaperError::Font)?;
            let font = Font::new((*file).into(), 0).ok_or(PaperError::Font)?;
            Ok(Face { shapes, font })
        };
        Ok(Self { faces: FILES.iter().map(face).collect::<Result<_, _>>()? })
    }

    pub(crate) fn font(&self, id: FaceId) -> Font {
        self.faces[id.0].font.clone()
    }

    pub(crate) fn has(&self, id: FaceId, letter: char) -> bool {
        self.faces[id.0].shapes.glyph_index(letter).is_some()
    }

    /// Shapes a run of one font and one direction.
    pub(crate) fn shape(&self, id: FaceId, text: &str, right_to_left: bool) -> Shaped {
        let face = &self.faces[id.0];
        let em = em(&face.shapes);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(if right_to_left { Direction::RightToLeft } else { Direction::LeftToRight });
        let shaped = rustybuzz::shape(&face.shapes, &[], buffer);
        let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        let clusters = starts.clone();
        starts.sort_unstable();
        starts.dedup();
        let end = |start: usize| {
            let next = starts.partition_point(|other| *other <= start);
            starts.get(next).copied().unwrap_or(text.len())
        };
        let mut width = 0.0;
        let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions()).zip(clusters);
        let glyphs = glyphs
            .map(|((info, at), start)| {
                width += at.x_advance as f32 / em;
                KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    at.x_advance as f32 / em,
                    at.x_offset as f32 / em,
                    at.y_offset as f32 / em,
                    at.y_advance as f32 / em,
                    start..end(start),
                    None,
                )
            })
            .collect();
        Shaped { glyphs, width }
    }
}

fn em(face: &rustybuzz::Face<'_>) -> f32 {
    face.units_per_em() as f32
}
