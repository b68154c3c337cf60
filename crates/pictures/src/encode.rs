//! From uploaded bytes to the files that are served. Pure: no database, no store.

use crate::fingerprint::Fingerprint;
use fast_image_resize as fir;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::borrow::Cow;
use std::io::Cursor;

/// The widths that are kept; a narrower original adds its own width and nothing above it.
pub const LADDER: [u32; 4] = [160, 320, 640, 1280];
/// The largest file that is taken.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;
const MAX_PIXELS: u64 = 50_000_000;
/// What WebP can hold, in pixels.
pub const MAX_SIDE: u32 = 16_383;
const WEBP_QUALITY: f32 = 80.0;
/// 0 is fastest, 6 smallest; 3 keeps an import of thousands of pictures short for about 2 % larger files.
const WEBP_METHOD: i32 = 3;
const JPEG_QUALITY: u8 = 82;
/// The longer side of a picture that is attached as a file, in pixels: small print of a scanned page can be read.
const LONGEST_SIDE: u32 = 2_400;

/// Why a picture was refused; nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    #[error("the picture has {bytes} bytes; at most {MAX_BYTES} are taken")]
    TooManyBytes { bytes: usize },
    #[error("the picture is {width} x {height}; at most 50 million pixels and {MAX_SIDE} a side are taken")]
    TooLarge { width: u32, height: u32 },
    #[error("this is not a JPEG, PNG or WebP picture")]
    NotAPicture,
    #[error("the picture is cut off or damaged: {0}")]
    Damaged(String),
    #[error("there is no picture {0}")]
    NotFound(domain::PictureId),
    #[error("picture {0} is being removed; it can be handed in again in a quarter of an hour")]
    BeingRemoved(domain::PictureId),
    #[error("pictures are served as webp or jpg")]
    Format,
    #[error("the picture could not be encoded: {0}")]
    Encode(String),
    #[error("the object store: {0}")]
    Store(#[from] object_store::Error),
    #[error(transparent)]
    Db(#[from] db::DbError),
}

/// One file to be kept.
pub(crate) struct Encoded {
    pub width: u32,
    pub ext: &'static str,
    pub bytes: Vec<u8>,
}

/// Everything that is made of one upload.
pub(crate) struct Prepared {
    pub width: u32,
    pub height: u32,
    pub widths: Vec<u32>,
    pub colour: String,
    pub fingerprint: Option<Fingerprint>,
    pub files: Vec<Encoded>,
}

/// Checks, decodes, turns upright, resizes and encodes. Memory is bounded by the limits above.
pub(crate) fn prepare(bytes: &[u8]) -> Result<Prepared, PictureError> {
    let original = decode(bytes)?;
    let (width, height) = (original.width(), original.height());
    let widths = widths_for(width);
    let mut files = Vec::with_capacity(widths.len() * 2);
    let mut current = Pixels::of(original);
    // From the widest down, each from the one before: a large original is read once.
    for target in widths.iter().rev() {
        current = current.resized(*target, scaled_height(width, height, *target))?;
        files.push(Encoded { width: *target, ext: "webp", bytes: current.webp()? });
        files.push(Encoded { width: *target, ext: "jpg", bytes: current.jpeg()? });
    }
    let (colour, fingerprint) = (current.average_colour(), current.fingerprint());
    Ok(Prepared { width, height, widths, colour, fingerprint, files })
}

/// The same picture as one JPEG, upright, at most [`LONGEST_SIDE`] a side; the same checks.
pub(crate) fn redrawn(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let original = decode(bytes)?;
    let (width, height) = (original.width(), original.height());
    let longest = width.max(height).max(1);
    let target = scaled_height(longest, width, longest.min(LONGEST_SIDE));
    Pixels::of(original).resized(target, scaled_height(width, height, target))?.jpeg()
}

/// What a picture looks like; the same checks, and nothing is encoded.
pub(crate) fn fingerprint(bytes: &[u8]) -> Result<Option<Fingerprint>, PictureError> {
    let original = decode(bytes)?;
    let (width, height) = (original.width(), original.height());
    let target = width.min(LADDER[0]);
    let small = Pixels::of(original).resized(target, scaled_height(width, height, target))?;
    Ok(small.fingerprint())
}

fn widths_for(width: u32) -> Vec<u32> {
    let widest = width.min(LADDER[LADDER.len() - 1]);
    LADDER.into_iter().filter(|w| *w < widest).chain([widest]).collect()
}

pub(crate) fn scaled_height(width: u32, height: u32, target: u32) -> u32 {
    let exact = (u64::from(height) * u64::from(target) + u64::from(width) / 2) / u64::from(width.max(1));
    u32::try_from(exact).unwrap_or(MAX_SIDE).clamp(1, MAX_SIDE)
}

/// Looks at the header alone: whether these bytes would be taken, and their width and height before turning.
pub fn examine(bytes: &[u8]) -> Result<(u32, u32), PictureError> {
    Ok(open(bytes)?.dimensions())
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, PictureError> {
    let mut decoder = open(bytes)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(|e| PictureError::Damaged(e.to_string()))?;
    image.apply_orientation(orientation);
    Ok(image)
}

fn open(bytes: &[u8]) -> Result<impl ImageDecoder + '_, PictureError> {
    if bytes.len() > MAX_BYTES {
        return Err(PictureError::TooManyBytes { bytes: bytes.len() });
    }
    let format = image::guess_format(bytes).map_err(|_| PictureError::NotAPicture)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(PictureError::NotAPicture);
    }
    if format == ImageFormat::Jpeg && !jpeg_is_whole(bytes) {
        return Err(PictureError::Damaged("the end is missing".into()));
    }
    let damaged = |e: image::ImageError| PictureError::Damaged(e.to_string());
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(u32::MAX);
    limits.max_image_height = Some(u32::MAX);
    // 16 bits and four channels for every pixel, and the decoder's own buffers.
    limits.max_alloc = Some(MAX_PIXELS * 8 + 64 * 1024 * 1024);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if width == 0
        || height == 0
        || width > MAX_SIDE
        || height > MAX_SIDE
        || pixels(width, height) > MAX_PIXELS
    {
        return Err(PictureError::TooLarge { width, height });
    }
    Ok(decoder)
}

fn pixels(width: u32, height: u32) -> u64 {
    u64::from(width) * u64::from(height)
}

/// The decoder fills what is missing with grey, so a cut-off upload is told by its missing end marker.
fn jpeg_is_whole(bytes: &[u8]) -> bool {
    let last = |marker: [u8; 2]| bytes.windows(2).rposition(|w| w == marker);
    match (last([0xff, 0xda]), last([0xff, 0xd9])) {
        (Some(scan), Some(end)) => scan < end,
        _ => false,
    }
}

/// Eight-bit pixels, with alpha only where the picture has it.
struct Pixels {
    width: u32,
    height: u32,
    alpha: bool,
    data: Vec<u8>,
}

impl Pixels {
    fn of(image: DynamicImage) -> Self {
        let (width, height) = (image.width(), image.height());
        let alpha = image.color().has_alpha();
        let data = if alpha { image.into_rgba8().into_raw() } else { image.into_rgb8().into_raw() };
        Self { width, height, alpha, data }
    }

    fn resized(self, width: u32, height: u32) -> Result<Self, PictureError> {
        if (width, height) == (self.width, self.height) {
            return Ok(self);
        }
        let encode = |e: &dyn std::fmt::Display| PictureError::Encode(e.to_string());
        let kind = if self.alpha { fir::PixelType::U8x4 } else { fir::PixelType::U8x3 };
        let source = fir::images::Image::from_vec_u8(self.width, self.height, self.data, kind)
            .map_err(|e| encode(&e))?;
        let mut target = fir::images::Image::new(width, height, kind);
        let options =
            fir::ResizeOptions::new().resize_alg(fir::ResizeAlg::Convolution(fir::FilterType::Lanczos3));
        fir::Resizer::new().resize(&source, &mut target, &options).map_err(|e| encode(&e))?;
        Ok(Self { width, height, alpha: self.alpha, data: target.into_vec() })
    }

    fn webp(&self) -> Result<Vec<u8>, PictureError> {
        let failed = || PictureError::Encode("the WebP encoder refused its settings".into());
        let mut config = webp::WebPConfig::new().map_err(|()| failed())?;
        config.quality = WEBP_QUALITY;
        config.method = WEBP_METHOD;
        let encoder = if self.alpha {
            webp::Encoder::from_rgba(&self.data, self.width, self.height)
        } else {
            webp::Encoder::from_rgb(&self.data, self.width, self.height)
        };
        let encoded = encoder.encode_advanced(&config).map_err(|e| PictureError::Encode(format!("{e:?}")))?;
        Ok(encoded.to_vec())
    }

    /// Without alpha: transparent parts become white.
    fn flat(&self) -> Cow<'_, [u8]> {
        match self.alpha {
            true => Cow::Owned(self.data.chunks_exact(4).flat_map(on_white).collect()),
            false => Cow::Borrowed(&self.data),
        }
    }

    fn fingerprint(&self) -> Option<Fingerprint> {
        Fingerprint::of_rgb(self.width, self.height, &self.flat())
    }

    fn jpeg(&self) -> Result<Vec<u8>, PictureError> {
        let mut bytes = Vec::new();
        image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)
            .encode(&self.flat(), self.width, self.height, image::ExtendedColorType::Rgb8)
            .map_err(|e| PictureError::Encode(e.to_string()))?;
        Ok(bytes)
    }

    fn average_colour(&self) -> String {
        let channels = if self.alpha { 4 } else { 3 };
        let mut sums = [0u64; 3];
        for pixel in self.data.chunks_exact(channels) {
            let rgb = if self.alpha { on_white(pixel) } else { [pixel[0], pixel[1], pixel[2]] };
            for (sum, channel) in sums.iter_mut().zip(rgb) {
                *sum += u64::from(channel);
            }
        }
        let count = pixels(self.width, self.height).max(1);
        let [r, g, b] = sums.map(|sum| sum / count);
        format!("#{r:02x}{g:02x}{b:02x}")
    }
}

fn on_white(pixel: &[u8]) -> [u8; 3] {
    let alpha = u32::from(pixel[3]);
    let blend = |c: u8| u8::try_from((u32::from(c) * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(255);
    [blend(pixel[0]), blend(pixel[1]), blend(pixel[2])]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_width_is_above_the_original_and_its_own_is_the_last() {
        assert_eq!(widths_for(200), [160, 200]);
        assert_eq!(widths_for(160), [160]);
        assert_eq!(widths_for(40), [40]);
        assert_eq!(widths_for(700), [160, 320, 640, 700]);
        assert_eq!(widths_for(5_000), LADDER);
    }
}
