//! What a picture looks like, in 192 bits that survive another size, another compression, a little more light and a
//! narrow cut. Pure: no database, no store.
//!
//! Two difference hashes (dHash: each cell of a coarse grid against its neighbour) hold the shapes, one across and one down;
//! hues of the four quarters tell apart what has the same shape. A cell must be darker than its neighbour by a margin, so that the noise of
//! a plain background is no shape.

use std::fmt;

/// Cells in a row, and rows.
const SIDE: usize = 8;
/// How much darker a cell must be than the one before it, in thousandths of the 255 levels of light.
const MARGIN: u64 = 2_000;
/// Of the shapes that two pictures have together, so many percent are in both where they show the same thing. Other
/// pictures of products share half of theirs.
const LEAST_ALIKE: u32 = 68;
/// How far the hues of two quarters may be apart on the average, of 127.
const MOST_COLOUR: u32 = 8;
/// Digits of the text form.
const DIGITS: usize = 48;

/// What a picture looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    pub(crate) across: u64,
    pub(crate) down: u64,
    /// Red and blue against green for each quarter, as signed bytes.
    pub(crate) colours: u64,
}

impl Fingerprint {
    /// Of pixels without transparency, three bytes each. `None` where nothing gets darker to the right: a plain surface
    /// looks like every other one.
    pub(crate) fn of_rgb(width: u32, height: u32, rgb: &[u8]) -> Option<Self> {
        let pixels = Surface { width: width as usize, height: height as usize, rgb };
        if pixels.width == 0 || pixels.height == 0 || rgb.len() < pixels.width * pixels.height * 3 {
            return None;
        }
        let light = |cells: Vec<[u64; 3]>| -> Vec<u64> {
            cells.into_iter().map(|[r, g, b]| (299 * r + 587 * g + 114 * b) / 1_000).collect()
        };
        let wide = light(pixels.cells(SIDE + 1, SIDE));
        let across =
            bits(|row, column| (wide[row * (SIDE + 1) + column], wide[row * (SIDE + 1) + column + 1]));
        let tall = light(pixels.cells(SIDE, SIDE + 1));
        let down = bits(|row, column| (tall[row * SIDE + column], tall[(row + 1) * SIDE + column]));
        let mut colours = [0u8; 8];
        for (pair, [r, g, b]) in colours.chunks_exact_mut(2).zip(pixels.cells(2, 2)) {
            pair[0] = hue(r, g);
            pair[1] = hue(b, g);
        }
        (across != 0).then(|| Self { across, down, colours: u64::from_be_bytes(colours) })
    }

    /// How alike the two are in percent; `None` where they show different things.
    pub fn likeness(&self, other: &Self) -> Option<u8> {
        let (both, either) = [(self.across, other.across), (self.down, other.down)]
            .iter()
            .fold((0, 0), |(both, either), (a, b)| {
                (both + (a & b).count_ones(), either + (a | b).count_ones())
            });
        let percent = (both * 100 + either / 2).checked_div(either)?;
        let alike = percent >= LEAST_ALIKE && self.colour_distance(other) <= MOST_COLOUR;
        alike.then(|| u8::try_from(percent).unwrap_or(100))
    }

    /// The mean difference of the hues.
    fn colour_distance(&self, other: &Self) -> u32 {
        let (own, theirs) = (self.colours.to_be_bytes(), other.colours.to_be_bytes());
        let apart = |(a, b): (u8, u8)| u32::from(i8::from_be_bytes([a]).abs_diff(i8::from_be_bytes([b])));
        own.into_iter().zip(theirs).map(apart).sum::<u32>() / 8
    }

    /// The shapes across in four parts, by which candidates are looked up.
    pub(crate) fn bands(&self) -> [i64; 4] {
        [48, 32, 16, 0].map(|shift| i64::from(u16::try_from((self.across >> shift) & 0xffff).unwrap_or(0)))
    }

    /// Reads what [`fmt::Display`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != DIGITS || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let part = |at: usize| u64::from_str_radix(text.get(at..at + 16)?, 16).ok();
        Some(Self { across: part(0)?, down: part(16)?, colours: part(32)? })
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}{:016x}{:016x}", self.across, self.down, self.colours)
    }
}

/// One bit for each pair of neighbours whose first is the lighter one. Neighbouring bits are of different bands: each band
/// sees the whole picture, and none of them only its background.
fn bits(pair: impl Fn(usize, usize) -> (u64, u64)) -> u64 {
    let mut bits = 0;
    for row in 0..SIDE {
        for column in 0..SIDE {
            let (before, after) = pair(row, column);
            if before > after + MARGIN {
                bits |= 1u64 << ((row + column) % 4 * 16 + row * 2 + column / 4);
            }
        }
    }
    bits
}

/// A colour against green as a signed byte.
fn hue(colour: u64, green: u64) -> u8 {
    let apart = i64::try_from(colour).unwrap_or(0) - i64::try_from(green).unwrap_or(0);
    let [byte] = i8::try_from(apart / 2_000).unwrap_or(0).to_be_bytes();
    byte
}

struct Surface<'a> {
    width: usize,
    height: usize,
    rgb: &'a [u8],
}

impl Surface<'_> {
    /// The mean colours of a grid over the whole picture, row by row, in thousandths.
    fn cells(&self, columns: usize, rows: usize) -> Vec<[u64; 3]> {
        let mut cells = Vec::with_capacity(columns * rows);
        for row in 0..rows {
            for column in 0..columns {
                cells.push(self.mean(span(column, columns, self.width), span(row, rows, self.height)));
            }
        }
        cells
    }

    fn mean(&self, (left, right): (usize, usize), (top, bottom): (usize, usize)) -> [u64; 3] {
        let mut sums = [0u64; 3];
        for y in top..bottom {
            let line = &self.rgb[(y * self.width + left) * 3..(y * self.width + right) * 3];
            for pixel in line.chunks_exact(3) {
                for (sum, channel) in sums.iter_mut().zip(pixel) {
                    *sum += u64::from(*channel);
                }
            }
        }
        let count = ((right - left) * (bottom - top)) as u64;
        sums.map(|sum| sum * 1_000 / count)
    }
}

/// Where one of `count` equal parts of a side begins and ends; at least a pixel, also where there are fewer than parts.
fn span(at: usize, count: usize, side: usize) -> (usize, usize) {
    let from = at * side / count;
    (from, ((at + 1) * side / count).max(from + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of this side whose pixel says itself.
    fn of(side: u32, pixel: impl Fn(u32, u32) -> [u8; 3]) -> Option<Fingerprint> {
        let rgb: Vec<u8> = (0..side * side).flat_map(|at| pixel(at % side, at / side)).collect();
        Fingerprint::of_rgb(side, side, &rgb)
    }

    /// A disc of this colour on a light ground.
    fn disc(side: u32, colour: [u8; 3]) -> Option<Fingerprint> {
        of(side, |x, y| {
            let (dx, dy) = (x.abs_diff(side / 3), y.abs_diff(side / 2));
            if dx * dx + dy * dy < side * side / 16 { colour } else { [245, 245, 245] }
        })
    }

    #[test]
    fn a_plain_surface_and_its_noise_look_like_nothing() {
        assert_eq!(of(64, |_, _| [255, 255, 255]), None);
        assert_eq!(of(64, |x, y| [(253 + (x + y) % 2) as u8; 3]), None);
        assert_eq!(Fingerprint::of_rgb(0, 0, &[]), None);
        assert_eq!(Fingerprint::of_rgb(4, 4, &[0; 5]), None, "fewer pixels than said");
    }

    #[test]
    fn a_picture_smaller_than_the_grid_is_looked_at_all_the_same() {
        assert!(of(2, |x, _| if x == 0 { [200; 3] } else { [20; 3] }).is_some());
    }

    #[test]
    fn the_same_shape_is_alike_in_any_size_and_not_in_another_colour() {
        let red = disc(160, [200, 40, 40]).unwrap();
        assert_eq!(red.likeness(&red), Some(100));
        assert!(disc(80, [200, 40, 40]).unwrap().likeness(&red).is_some());
        assert_eq!(disc(160, [40, 40, 200]).unwrap().likeness(&red), None);
        let stripes = of(160, |x, _| if x / 20 % 2 == 0 { [200, 40, 40] } else { [245; 3] }).unwrap();
        assert_eq!(stripes.likeness(&red), None);
    }

    #[test]
    fn the_bands_are_the_shapes_across() {
        let some = Fingerprint { across: 0x0001_8000_ffff_1234, down: 0, colours: 0 };
        assert_eq!(some.bands(), [0x0001, 0x8000, 0xffff, 0x1234]);
    }

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        let some = disc(50, [10, 200, 90]).unwrap();
        assert_eq!(Fingerprint::parse(&some.to_string()), Some(some));
        for wrong in ["", "0123", &"+".repeat(48), &"g".repeat(48), &"0".repeat(49), &"é".repeat(24)] {
            assert_eq!(Fingerprint::parse(wrong), None, "{wrong}");
        }
    }
}
