//! What a page needs to show a stored picture.

use crate::encode::scaled_height;
use db::{DbError, Row};
use domain::PictureId;
use serde::{Deserialize, Serialize};

/// To be selected from `pictures_pictures AS pic`, also behind a LEFT JOIN; read by [`Picture::joined`].
pub const PICTURE_COLUMNS: &str = "pic.id AS picture_id, pic.width AS picture_width, \
     pic.height AS picture_height, pic.widths AS picture_widths, pic.colour AS picture_colour";

/// A stored picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    pub id: PictureId,
    /// Of the original, in pixels, upright.
    pub width: u32,
    pub height: u32,
    /// The widths that are stored, ascending; never wider than the original.
    pub widths: Vec<u32>,
    /// Average colour, `#rrggbb`, to be shown while the picture loads.
    pub colour: String,
}

impl Picture {
    /// Reads [`PICTURE_COLUMNS`]; `None` where the join found no picture.
    pub fn joined(row: &Row) -> Result<Option<Self>, DbError> {
        let Some(id) = row.get::<Option<PictureId>>("picture_id")? else { return Ok(None) };
        let widths: String = row.get("picture_widths")?;
        Ok(Some(Self {
            id,
            width: row.get("picture_width")?,
            height: row.get("picture_height")?,
            widths: widths.split(',').filter_map(|w| w.parse().ok()).collect(),
            colour: row.get("picture_colour")?,
        }))
    }

    /// The address of the stored width nearest above `width` (the widest one when there is none), with this ending.
    pub fn src(&self, width: u32, ext: &str) -> String {
        url(self.id, self.stored(width).unwrap_or(width), ext)
    }

    /// Width and height of what [`Picture::src`] names.
    pub fn size(&self, width: u32) -> (u32, u32) {
        let width = self.stored(width).unwrap_or(width);
        (width, scaled_height(self.width, self.height, width))
    }

    fn stored(&self, width: u32) -> Option<u32> {
        self.widths.iter().copied().find(|w| *w >= width).or(self.widths.last().copied())
    }

    /// The value of a `srcset` attribute over every stored width.
    pub fn srcset(&self, ext: &str) -> String {
        let one = |w: &u32| format!("{} {w}w", url(self.id, *w, ext));
        self.widths.iter().map(one).collect::<Vec<_>>().join(", ")
    }
}

/// The address of one width of a picture.
pub fn url(id: PictureId, width: u32, ext: &str) -> String {
    format!("/media/{id}/{width}.{ext}")
}
