//! Finding pictures by how they look, on both databases.
#![allow(clippy::unwrap_used)]
use db::testing::{TestDb, on_both};
use image::imageops::FilterType;
use image::{DynamicImage, ExtendedColorType, ImageFormat, Rgb, RgbImage};
use pictures::*;
use std::io::Cursor;

fn open(t: &TestDb) -> Pictures {
    Pictures::open(t.db(), local_store(&t.dir().join("objects")).unwrap())
}

/// Something on a light ground, as shops photograph goods: seven discs, another seven for each number.
fn photo(number: u32) -> RgbImage {
    let mut state = number.wrapping_mul(2_654_435_761);
    let mut next = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % below
    };
    let discs: Vec<[u32; 7]> = (0..7)
        .map(|_| [next(60) + 20, next(60) + 20, next(25) + 6, next(25) + 6, next(220), next(220), next(220)])
        .collect();
    let share = |part: u32, whole: u32| f64::from(part) * 100.0 / f64::from(whole);
    RgbImage::from_fn(480, 360, |x, y| {
        let inside = |disc: &&[u32; 7]| {
            let [cx, cy, rx, ry, ..] = disc.map(f64::from);
            ((share(x, 480) - cx) / rx).powi(2) + ((share(y, 360) - cy) / ry).powi(2) <= 1.0
        };
        let byte = |level: u32| u8::try_from(level).unwrap();
        let colour = |disc: &[u32; 7]| Rgb([byte(disc[4]), byte(disc[5]), byte(disc[6])]);
        discs.iter().rev().find(inside).map_or(Rgb([250, 250, 250]), colour)
    })
}

fn jpeg(image: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode(image, image.width(), image.height(), ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

fn png(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(image.clone()).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// The same photo, as it comes back from other shops and phones.
fn handed_around(image: &RgbImage) -> Vec<(&'static str, Vec<u8>)> {
    let (width, height) = image.dimensions();
    let half = image::imageops::resize(image, width / 2, height / 2, FilterType::Triangle);
    let (cut_x, cut_y) = (width / 50, height / 50);
    let cut =
        image::imageops::crop_imm(image, cut_x, cut_y, width - 2 * cut_x, height - 2 * cut_y).to_image();
    let brighter = image::imageops::brighten(image, 15);
    vec![
        ("the same bytes", png(image)),
        ("packed harder", jpeg(image, 60)),
        ("half as large", jpeg(&half, 85)),
        ("cut a little", jpeg(&cut, 85)),
        ("brighter", jpeg(&brighter, 85)),
    ]
}

async fn found(t: &TestDb, pictures: &Pictures, bytes: Vec<u8>) -> Vec<(domain::PictureId, u8)> {
    let fingerprint = pictures.fingerprint(bytes.into()).await.unwrap().unwrap();
    alike(&mut t.db().read().await.unwrap(), &fingerprint).await.unwrap()
}

async fn count(t: &TestDb, table: &str) -> i64 {
    let text = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}");
    t.db().read().await.unwrap().one::<(i64,)>(db::sql(text)).await.unwrap().0
}

async fn run(t: &TestDb, text: &'static str) {
    let done = t
        .db()
        .write::<_, db::DbError, _>(move |tx| Box::pin(async move { tx.exec(db::sql(text)).await }))
        .await;
    assert!(done.unwrap() > 0, "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_is_found_however_it_was_handed_around_and_others_are_not() {
    on_both(|t| {
        Box::pin(async move {
            let pictures = open(t);
            let mut kept = Vec::new();
            for number in 1..=6 {
                kept.push(pictures.add(png(&photo(number)).into()).await.unwrap().id);
            }
            for (number, id) in (1..).zip(&kept) {
                for (what, bytes) in handed_around(&photo(number)) {
                    let found = found(t, &pictures, bytes).await;
                    let ids: Vec<_> = found.iter().map(|(id, _)| *id).collect();
                    assert_eq!(ids, [*id], "photo {number}, {what}");
                    assert!(what != "the same bytes" || found[0].1 >= 95, "{number}: {found:?}");
                }
            }
            assert!(found(t, &pictures, png(&photo(20))).await.is_empty(), "nobody kept this one");
            assert_eq!(count(t, "pictures_pictures").await, 6, "what is asked for is not kept");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_most_alike_comes_first() {
    on_both(|t| {
        Box::pin(async move {
            let pictures = open(t);
            let (_, cut) = handed_around(&photo(3)).remove(3);
            let cut = pictures.add(cut.into()).await.unwrap().id;
            let whole = pictures.add(png(&photo(3)).into()).await.unwrap().id;
            let found = found(t, &pictures, jpeg(&photo(3), 60)).await;
            assert_eq!(found.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [whole, cut]);
            assert!(found[0].1 > found[1].1, "{found:?}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_kept_before_is_looked_at_once() {
    on_both(|t| {
        Box::pin(async move {
            let pictures = open(t);
            let kept = pictures.add(png(&photo(1)).into()).await.unwrap().id;
            let private = pictures.add_private(png(&photo(2)).into()).await.unwrap().id;
            assert!(is_private(private));
            run(t, "DELETE FROM pictures_fingerprints").await;
            run(t, "UPDATE pictures_pictures SET fingerprint_due = TRUE").await;
            assert!(found(t, &pictures, png(&photo(1))).await.is_empty());
            assert_eq!(pictures.fingerprint_rest().await.unwrap(), 2);
            assert_eq!(pictures.fingerprint_rest().await.unwrap(), 0);
            let found_now = found(t, &pictures, png(&photo(1))).await;
            assert_eq!(found_now.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [kept]);
            assert!(found(t, &pictures, png(&photo(2))).await.is_empty(), "private pictures are not found");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn private_and_plain_pictures_have_no_fingerprint_and_it_goes_with_its_picture() {
    on_both(|t| {
        Box::pin(async move {
            let pictures = open(t);
            pictures.add_private(png(&photo(1)).into()).await.unwrap();
            let plain = png(&RgbImage::from_pixel(300, 300, Rgb([250, 250, 250])));
            pictures.add(plain.clone().into()).await.unwrap();
            assert_eq!(pictures.fingerprint(plain.into()).await.unwrap(), None);
            assert_eq!(count(t, "pictures_fingerprints").await, 0);
            assert_eq!(pictures.fingerprint_rest().await.unwrap(), 0, "they were looked at");
            pictures.add(png(&photo(1)).into()).await.unwrap();
            assert_eq!(count(t, "pictures_fingerprints").await, 1);
            assert_eq!(pictures.sweep(&["catalog_product_pictures"]).await.unwrap(), 0);
            t.clock().advance(domain::DurationUs::from_days(2));
            assert_eq!(pictures.sweep(&["catalog_product_pictures"]).await.unwrap(), 3);
            assert_eq!(count(t, "pictures_fingerprints").await, 0);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_is_refused_as_everywhere() {
    let t = TestDb::sqlite().await;
    let pictures = open(&t);
    let whole = jpeg(&photo(1), 80);
    let ask = async |bytes: Vec<u8>| pictures.fingerprint(bytes.into()).await;
    assert!(matches!(ask(Vec::new()).await, Err(PictureError::NotAPicture)));
    assert!(matches!(ask(b"<svg onload=alert(1)>".to_vec()).await, Err(PictureError::NotAPicture)));
    assert!(matches!(ask(whole[..whole.len() / 2].to_vec()).await, Err(PictureError::Damaged(_))));
    let large = [whole, vec![0; MAX_BYTES]].concat();
    assert!(matches!(ask(large).await, Err(PictureError::TooManyBytes { .. })));
    // A header that promises 50,000 x 50,000, and its checksum.
    let mut bomb = png(&photo(1));
    for at in [16, 20] {
        bomb[at..at + 4].copy_from_slice(&50_000u32.to_be_bytes());
    }
    let mut crc = u32::MAX;
    for byte in &bomb[12..29] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    bomb[29..33].copy_from_slice(&(!crc).to_be_bytes());
    assert!(matches!(ask(bomb).await, Err(PictureError::TooLarge { .. })));
    assert_eq!(count(&t, "pictures_pictures").await, 0);
}
