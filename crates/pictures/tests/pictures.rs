//! Real and hostile pictures through the store, on both databases.
#![allow(clippy::unwrap_used)]
use db::testing::{TestDb, on_both};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use pictures::*;
use std::io::Cursor;

fn open(t: &TestDb) -> Pictures {
    Pictures::open(t.db(), local_store(&t.dir().join("objects")).unwrap())
}

fn encode(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Left half red, right half blue.
fn two_halves(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) }
    }))
}

fn files(t: &TestDb) -> usize {
    std::fs::read_dir(t.dir().join("objects/pictures")).map_or(0, Iterator::count)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_format_is_kept_in_several_widths_and_never_wider_than_it_was() {
    on_both(|t| {
        Box::pin(async move {
            let pictures = open(t);
            for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
                let picture = pictures.add(encode(&two_halves(900, 450), format).into()).await.unwrap();
                assert_eq!((picture.width, picture.height), (900, 450));
                assert_eq!(picture.widths, [160, 320, 640, 900]);
                for ext in ["webp", "jpg"] {
                    for width in &picture.widths {
                        let served = pictures.get(picture.id, *width, ext).await.unwrap();
                        let shown = image::load_from_memory(&served.bytes).unwrap();
                        assert_eq!((shown.width(), shown.height()), (*width, width / 2), "{format:?} {ext}");
                    }
                }
                let wider = pictures.get(picture.id, 1_280, "webp").await.unwrap();
                assert_eq!(image::load_from_memory(&wider.bytes).unwrap().width(), 900);
                assert!(matches!(pictures.get(picture.id, 160, "svg").await, Err(PictureError::Format)));
            }
            let nobody = t.db().new_id();
            assert!(matches!(open(t).get(nobody, 160, "jpg").await, Err(PictureError::NotFound(_))));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_bytes_are_the_same_picture_even_ten_times_at_once() {
    on_both(|t| {
        Box::pin(async move {
            let pictures = open(t);
            let bytes = encode(&two_halves(200, 300), ImageFormat::Png);
            let tasks: Vec<_> = (0..10)
                .map(|_| {
                    let (pictures, bytes) = (pictures.clone(), bytes.clone());
                    tokio::spawn(async move { pictures.add(bytes.into()).await.unwrap() })
                })
                .collect();
            let mut all = Vec::new();
            for task in tasks {
                all.push(task.await.unwrap());
            }
            assert!(all.iter().all(|p| *p == all[0]));
            assert_eq!(files(t), 1);
            let mut conn = t.db().read().await.unwrap();
            assert_eq!(pictures_by_id(&mut conn, &[all[0].id]).await.unwrap()[&all[0].id], all[0]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_taken_sideways_stands_upright() {
    let t = TestDb::sqlite().await;
    let plain = encode(&two_halves(200, 100), ImageFormat::Jpeg);
    // EXIF with the one entry "orientation 6": turn by 90 degrees clockwise.
    let exif = b"\xff\xe1\x00\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let turned = [&plain[..2], exif, &plain[2..]].concat();
    let picture = open(&t).add(turned.into()).await.unwrap();
    assert_eq!((picture.width, picture.height), (100, 200));
    let served = open(&t).get(picture.id, 100, "jpg").await.unwrap();
    assert!(!served.bytes.windows(4).any(|w| w == b"Exif"), "what the camera knew is not published");
    let shown = image::load_from_memory(&served.bytes).unwrap().into_rgb8();
    assert!(shown.get_pixel(50, 20)[0] > 150 && shown.get_pixel(50, 180)[2] > 150, "red above blue");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_for_a_file_is_drawn_anew_large_enough_to_be_read_and_kept_nowhere_here() {
    let t = TestDb::sqlite().await;
    for (size, drawn) in
        [((4_800, 1_200), (2_400, 600)), ((300, 4_800), (150, 2_400)), ((200, 100), (200, 100))]
    {
        let picture = encode(&two_halves(size.0, size.1), ImageFormat::Png);
        let file = open(&t).redraw(picture.into()).await.unwrap();
        assert_eq!(image::guess_format(&file).unwrap(), ImageFormat::Jpeg);
        let shown = image::load_from_memory(&file).unwrap();
        assert_eq!((shown.width(), shown.height()), drawn, "{size:?}");
    }
    let half = encode(&two_halves(200, 100), ImageFormat::Jpeg);
    let half = half[..half.len() / 2].to_vec();
    assert!(matches!(open(&t).redraw(half.into()).await, Err(PictureError::Damaged(_))));
    assert_eq!(files(&t), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn transparent_parts_are_white_where_there_is_no_transparency() {
    let t = TestDb::sqlite().await;
    let image = DynamicImage::ImageRgba8(RgbaImage::from_pixel(40, 40, Rgba([0, 0, 0, 0])));
    let picture = open(&t).add(encode(&image, ImageFormat::Png).into()).await.unwrap();
    assert_eq!(picture.colour, "#ffffff");
    let jpeg = open(&t).get(picture.id, 40, "jpg").await.unwrap();
    assert!(image::load_from_memory(&jpeg.bytes).unwrap().into_rgb8().get_pixel(20, 20)[0] > 250);
    let webp = open(&t).get(picture.id, 40, "webp").await.unwrap();
    assert_eq!(image::load_from_memory(&webp.bytes).unwrap().into_rgba8().get_pixel(20, 20)[3], 0);
}

/// A PNG header that promises so many pixels, and nothing behind it.
fn png_bomb(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = encode(&two_halves(8, 8), ImageFormat::Png);
    bytes[16..20].copy_from_slice(&width.to_be_bytes());
    bytes[20..24].copy_from_slice(&height.to_be_bytes());
    let mut crc = 0xffff_ffffu32;
    for byte in &bytes[12..29] {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
        }
    }
    bytes[29..33].copy_from_slice(&(!crc).to_be_bytes());
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_and_broken_files_are_refused_and_leave_nothing() {
    let t = TestDb::sqlite().await;
    let pictures = open(&t);
    let jpeg = encode(&two_halves(300, 300), ImageFormat::Jpeg);
    let png = encode(&two_halves(300, 300), ImageFormat::Png);
    let webp = encode(&two_halves(300, 300), ImageFormat::WebP);
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("nothing", Vec::new()),
        ("text", b"<svg onload=alert(1)>".to_vec()),
        ("gif", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec()),
        ("half a jpeg", jpeg[..jpeg.len() / 2].to_vec()),
        ("half a png", png[..png.len() / 2].to_vec()),
        ("half a webp", webp[..webp.len() / 2].to_vec()),
        ("a bomb", png_bomb(50_000, 50_000)),
        ("a long strip", png_bomb(1, 60_000)),
        ("too many bytes", [png.as_slice(), &vec![0; 21 * 1024 * 1024]].concat()),
    ];
    for (what, bytes) in cases {
        let examined = examine(&bytes).is_err();
        let error = pictures.add(bytes.into()).await;
        assert!(error.is_err(), "{what}");
        if matches!(what, "a bomb" | "a long strip") {
            assert!(examined && matches!(error, Err(PictureError::TooLarge { .. })), "{what}: {error:?}");
        }
    }
    assert_eq!(files(&t), 0);
}

/// Stands for the tables that refer to pictures.
const USES: &[&str] = &["catalog_product_pictures"];

/// A product that shows the picture.
async fn show(t: &TestDb, picture: domain::PictureId) {
    t.db()
        .write::<_, db::DbError, _>(move |tx| {
            Box::pin(async move {
                let product: domain::ProductId = tx.new_id();
                let now = tx.now();
                let category: domain::CategoryId = tx.new_id();
                let text = "INSERT INTO catalog_categories (id, slug, name, path, position)
                            VALUES ($1, 'things', 'Things', 'things', 0)";
                tx.exec(db::sql(text).bind(category)).await?;
                let text = "INSERT INTO catalog_products
                            (id, slug, title, description, category_id, attributes, status, created_at_us, updated_at_us)
                            VALUES ($1, 'thing', 'Thing', '', $2, '[]', 'active', $3, $3)";
                tx.exec(db::sql(text).bind(product).bind(category).bind(now)).await?;
                let text = "INSERT INTO catalog_product_pictures (product_id, position, picture_id) VALUES ($1, 0, $2)";
                tx.exec(db::sql(text).bind(product).bind(picture)).await.map(|_| ())
            })
        })
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_nothing_shows_goes_after_a_day_and_may_come_again() {
    on_both(|t| {
        Box::pin(async move {
            let pictures = open(t);
            let bytes = encode(&two_halves(200, 300), ImageFormat::Png);
            let unused = pictures.add(bytes.clone().into()).await.unwrap();
            let shown = pictures.add(encode(&two_halves(300, 200), ImageFormat::Png).into()).await.unwrap();
            show(t, shown.id).await;
            assert_eq!(pictures.sweep(USES).await.unwrap(), 0);
            t.clock().advance(domain::DurationUs::from_hours(23));
            assert_eq!(pictures.sweep(USES).await.unwrap(), 0);
            t.clock().advance(domain::DurationUs::from_hours(2));
            assert_eq!(pictures.sweep(USES).await.unwrap(), 1);
            assert!(matches!(pictures.get(unused.id, 160, "jpg").await, Err(PictureError::NotFound(_))));
            assert_eq!(pictures.get(shown.id, 160, "jpg").await.unwrap().content_type, "image/jpeg");
            let left = std::fs::read_dir(t.dir().join("objects/pictures").join(unused.id.to_string()));
            assert_eq!(left.map_or(0, Iterator::count), 0);
            assert_eq!(pictures.add(bytes.into()).await.unwrap(), unused);
            assert_eq!(pictures.get(unused.id, 160, "jpg").await.unwrap().content_type, "image/jpeg");
            assert_eq!(pictures.sweep(USES).await.unwrap(), 0);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_handed_in_again_is_spared_as_if_it_were_new() {
    on_both(|t| {
        Box::pin(async move {
            let pictures = open(t);
            let bytes = encode(&two_halves(200, 300), ImageFormat::Png);
            pictures.add(bytes.clone().into()).await.unwrap();
            assert_eq!(pictures.sweep(USES).await.unwrap(), 0);
            t.clock().advance(domain::DurationUs::from_days(30));
            let again = pictures.add(bytes.into()).await.unwrap();
            assert_eq!(pictures.sweep(USES).await.unwrap(), 0);
            assert_eq!(pictures.get(again.id, 160, "jpg").await.unwrap().content_type, "image/jpeg");
            t.clock().advance(domain::DurationUs::from_days(2));
            assert_eq!(pictures.sweep(USES).await.unwrap(), 1);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removal_that_was_cut_off_is_taken_up_and_nobody_refers_to_its_picture_meanwhile() {
    on_both(|t| {
        Box::pin(async move {
            let pictures = open(t);
            let bytes = encode(&two_halves(200, 300), ImageFormat::Png);
            let picture = pictures.add(bytes.clone().into()).await.unwrap();
            let mark = move || {
                db::sql("UPDATE pictures_pictures SET removing = TRUE WHERE id = $1").bind(picture.id)
            };
            let db = t.db();
            let marked =
                db.write::<_, db::DbError, _>(move |tx| Box::pin(async move { tx.exec(mark()).await }));
            assert_eq!(marked.await.unwrap(), 1);
            let mut conn = t.db().read().await.unwrap();
            assert!(pictures_by_id(&mut conn, &[picture.id]).await.unwrap().is_empty());
            drop(conn);
            // Handing it in waits for the removal, and then keeps it anew.
            let again = tokio::spawn({
                let pictures = pictures.clone();
                async move { pictures.add(bytes.into()).await }
            });
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            assert!(!again.is_finished());
            assert_eq!(pictures.sweep(USES).await.unwrap(), 1);
            assert_eq!(again.await.unwrap().unwrap(), picture);
            assert_eq!(pictures.get(picture.id, 160, "jpg").await.unwrap().content_type, "image/jpeg");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_off_a_page_stays_for_a_day_more_and_what_comes_back_stays() {
    on_both(|t| {
        Box::pin(async move {
            let pictures = open(t);
            let old = pictures.add(encode(&two_halves(200, 300), ImageFormat::Png).into()).await.unwrap();
            show(t, old.id).await;
            t.clock().advance(domain::DurationUs::from_days(365));
            assert_eq!(pictures.sweep(USES).await.unwrap(), 0);
            let take_off = || db::sql("DELETE FROM catalog_product_pictures");
            let put_back = move || {
                db::sql(
                    "INSERT INTO catalog_product_pictures (product_id, position, picture_id)
                     SELECT id, 0, $1 FROM catalog_products",
                )
                .bind(old.id)
            };
            let db = t.db();
            let run = async |statement: db::Sql| {
                let done: Result<u64, db::DbError> = db
                    .write(move |tx| {
                        let statement = statement.clone();
                        Box::pin(async move { tx.exec(statement).await })
                    })
                    .await;
                assert_eq!(done.unwrap(), 1);
            };
            run(take_off()).await;
            assert_eq!(pictures.sweep(USES).await.unwrap(), 0, "it was shown until now");
            run(put_back()).await;
            t.clock().advance(domain::DurationUs::from_days(2));
            assert_eq!(pictures.sweep(USES).await.unwrap(), 0, "it is in use again");
            run(take_off()).await;
            assert_eq!(pictures.sweep(USES).await.unwrap(), 0, "its day begins anew");
            t.clock().advance(domain::DurationUs::from_hours(25));
            assert_eq!(pictures.sweep(USES).await.unwrap(), 1);
        })
    })
    .await;
}
