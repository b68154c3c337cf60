//! Out, in, and out again: the same bytes, in this shop and in another one.
use catalog::{NewOffer, NewProduct, ProductStatus, VariantOf};
use db::DbError;
use db::testing::{TestDb, on_both};
use domain::commission::CommissionClass;
use domain::{Currency, Money, PictureId, SellerId, TypedId};
use import::export::{Export, ExportOptions, Exported, PictureNames};
use import::*;
use pictures::{Pictures, local_store};
use std::path::{Path, PathBuf};

fn seller(n: u128) -> SellerId {
    SellerId::from_uuid(uuid::Uuid::from_u128(n))
}

fn pictures(t: &TestDb) -> Pictures {
    Pictures::open(t.db(), local_store(&t.dir().join("objects")).unwrap())
}

async fn run(t: &TestDb, path: &Path, seller: SellerId) -> Report {
    Importer::new(t.db(), pictures(t)).run(path, &ImportOptions::new(seller), |_| ()).await.unwrap()
}

/// Exports into a folder of this name; answers with the file and its bytes.
async fn export(t: &TestDb, of: SellerId, folder: &str, addresses: bool) -> (PathBuf, Vec<u8>, Exported) {
    let folder = t.dir().join(folder);
    std::fs::create_dir_all(&folder).unwrap();
    let pictures_as = match addresses {
        true => PictureNames::Addresses("https://shop.example.com".into()),
        false => PictureNames::Files(folder.clone()),
    };
    let options = ExportOptions { seller: of, currency: Currency::USD, pictures: pictures_as, costs: true };
    let mut bytes = Vec::new();
    let done = Export::new(t.db(), pictures(t), Format::Shopify, options).write(&mut bytes).await.unwrap();
    let path = folder.join("products.csv");
    std::fs::write(&path, &bytes).unwrap();
    (path, bytes, done)
}

fn picture(colour: [u8; 3]) -> Vec<u8> {
    let image = image::RgbImage::from_pixel(64, 48, image::Rgb(colour));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Everything that could come out otherwise than it went in.
const CATALOGUE: &str = "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Option1 Name,Option1 Value,\
Option2 Name,Option2 Value,Variant SKU,Variant Barcode,Variant Inventory Qty,Variant Price,Image Src,Image Position,\
Variant Image,Status\n\
shell,\"Rain \"\"Shell\"\", light\",<p>Dry &amp; warm</p><ul><li>one</li><li>a &lt; b</li></ul>,Páramo,Clothing > Jackets,Shells,\"soft, Supplier\",Colour,Blue,Size,S,B-S,0095205603217,3,99.00,red.png,1,blue.png,active\n\
shell,,,,,,,,Blue,,M,B-M,,0,99.00,blue.png,2,blue.png,\n\
shell,,,,,,,,Red,,M,R-M,,2,89.50,green.png,3,red.png,\n\
zebra,Zebra,,nan,,,,Title,Default Title,,,,,,5,green.png,1,,active\n\
zebra,,,,,,,,,,,,,,,red.png,2,,\n\
cup,'-20° cup,'+1 warm,,Home,,,,,,,'-1,,7,4.99,,,,draft\n\
a hat,'=HAT(),,None,Home > Hats,,,Lining,None,,,,,1,3,,,,active\n";

async fn first_shop(t: &TestDb) {
    let folder = t.dir().join("in");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, colour) in [("blue", [9, 9, 200]), ("red", [200, 9, 9]), ("green", [9, 200, 9])] {
        std::fs::write(folder.join(format!("{name}.png")), picture(colour)).unwrap();
    }
    std::fs::write(folder.join("products.csv"), CATALOGUE).unwrap();
    let report = run(t, &folder.join("products.csv"), seller(1)).await;
    assert_eq!((report.outcome, report.bad_rows), (Outcome::Imported, 0), "{:?}", report.problems);
    assert_eq!(report.tally.products_created, 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_shop_gives_back_the_bytes_that_it_was_given() {
    on_both(|t| {
        Box::pin(async move {
            first_shop(t).await;
            let (path, first, done) = export(t, seller(1), "first", false).await;
            assert_eq!((done.products, done.offers, done.pictures, done.left_out), (4, 6, 5, 0));
            let text = String::from_utf8(first.clone()).unwrap();
            assert!(text.starts_with("Title,URL handle,Description,"), "{text}");
            // No cell is a formula, and none of the marks has reached the catalogue.
            assert!(text.contains("'=HAT()") && text.contains("'-20° cup"), "{text}");
            let mut conn = t.db().read().await.unwrap();
            let cup = catalog::product_by_slug(&mut conn, "cup").await.unwrap().unwrap();
            assert_eq!(
                (cup.product.title.as_str(), cup.product.description.as_str()),
                ("-20° cup", "+1 warm")
            );
            drop(conn);

            let other = TestDb::sqlite().await;
            let report = run(&other, &path, seller(7)).await;
            assert_eq!((report.bad_rows, report.warnings), (0, 0), "{:?}", report.problems);
            let (_, second, done) = export(&other, seller(7), "second", false).await;
            assert_eq!(String::from_utf8(second).unwrap(), text);
            assert_eq!(done.pictures, 5);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_shop_changes_nothing_when_pictures_are_its_own_addresses() {
    on_both(|t| {
        Box::pin(async move {
            first_shop(t).await;
            let (path, first, _) = export(t, seller(1), "first", true).await;
            assert!(String::from_utf8_lossy(&first).contains("https://shop.example.com/media/pic_"));
            let report = run(t, &path, seller(1)).await;
            assert_eq!((report.tally.products_unchanged, report.tally.offers_unchanged), (6, 6));
            assert_eq!((report.warnings, report.tally.products_changed), (0, 0), "{:?}", report.problems);
            assert_eq!(export(t, seller(1), "second", true).await.1, first);
            // Another shop has not got these pictures, and fetches nothing.
            let other = TestDb::sqlite().await;
            let report = run(&other, &path, seller(1)).await;
            assert_eq!((report.outcome, report.warnings), (Outcome::Imported, 3), "{:?}", report.problems);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_from_elsewhere_goes_out_as_one_handle_each_and_comes_in_alike() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            db.write::<_, DbError, _>(|tx| {
                Box::pin(async move {
                    let shelf = catalog::ensure_category_path(tx, &["Home"], CommissionClass::Standard)
                        .await
                        .unwrap();
                    for (n, (model, value)) in
                        [("demo:cup", "Grey"), ("demo:cup", "Red"), ("x:cup", "Red"), ("", "")]
                            .into_iter()
                            .enumerate()
                    {
                        let variant = (!model.is_empty()).then(|| VariantOf {
                            model: model.into(),
                            title: "Cup".into(),
                            options: vec!["Colour".into()],
                            values: vec![value.into()],
                            position: n as i64,
                        });
                        let product = NewProduct {
                            source_key: Some(format!("demo:{n}")),
                            slug: Some("cup".into()),
                            title: format!("Cup, {value}"),
                            brand: None,
                            eans: Vec::new(),
                            description: "Two\n\n\u{a0}lines  <here>".into(),
                            attributes: vec![
                                catalog::Attribute {
                                    name: "Weight".into(),
                                    value: "1\n2".into(),
                                    unit: Some("g".into()),
                                },
                                catalog::Attribute { name: "Colour".into(), value: value.into(), unit: None },
                            ],
                            category_id: shelf.id,
                            pictures: Vec::<PictureId>::new(),
                            status: ProductStatus::Active,
                            variant,
                        };
                        let product_id = catalog::upsert_product(tx, product).await.unwrap().id;
                        let offer = NewOffer {
                            active: n != 1,
                            ..NewOffer::on_sale(
                                product_id,
                                seller(1),
                                format!("sku-{n}"),
                                Money::new(100, Currency::USD),
                            )
                        };
                        catalog::upsert_offer(tx, offer).await.unwrap();
                    }
                    Ok(())
                })
            })
            .await
            .unwrap();
            let (path, first, done) = export(t, seller(1), "first", false).await;
            assert_eq!((done.products, done.offers, done.left_out), (3, 3, 1));
            let other = TestDb::sqlite().await;
            let report = run(&other, &path, seller(7)).await;
            assert_eq!((report.bad_rows, report.warnings), (0, 0), "{:?}", report.problems);
            let second = export(&other, seller(7), "second", false).await.1;
            assert_eq!(String::from_utf8(second).unwrap(), String::from_utf8(first).unwrap());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn variants_come_in_again_unchanged_and_an_undo_takes_them_back() {
    on_both(|t| {
        Box::pin(async move {
            first_shop(t).await;
            let path = t.dir().join("in/products.csv");
            let again = run(t, &path, seller(1)).await;
            assert_eq!((again.tally.products_unchanged, again.tally.offers_unchanged), (6, 6));
            let changed =
                CATALOGUE.replace("Rain \"\"Shell\"\", light", "Storm Shell").replace("Colour,", "Color,");
            let second = t.dir().join("in/second.csv");
            std::fs::write(&second, changed).unwrap();
            let report = run(t, &second, seller(1)).await;
            assert_eq!((report.tally.products_changed, report.tally.products_created), (3, 0));
            assert_eq!(
                model_of(t, "shell-blue-m").await.map(|m| (m.title, m.options[0].clone())),
                Some(("Storm Shell".into(), "Color".into()))
            );
            let importer = Importer::new(t.db(), pictures(t));
            let undone = importer.undo(report.import.unwrap(), |_| ()).await.unwrap();
            assert_eq!((undone.restored, undone.left_alone), (3, 0));
            let model = model_of(t, "shell-blue-m").await.unwrap();
            assert_eq!((model.title.as_str(), model.variants.len()), ("Rain \"Shell\", light", 3));
            assert_eq!(model.options, ["Colour", "Size"]);
        })
    })
    .await;
}

async fn model_of(t: &TestDb, slug: &str) -> Option<catalog::Model> {
    let mut conn = t.db().read().await.unwrap();
    let product = catalog::product_by_slug(&mut conn, slug).await.unwrap()?.product;
    let id = product.model?;
    catalog::models(&mut conn, &[id]).await.unwrap().remove(&id)
}

/// The real one, where it is present: out, into another shop, and out again.
#[tokio::test(flavor = "multi_thread")]
async fn a_real_catalogue_goes_round_byte_by_byte() {
    let Some(path) = super::real::data("fashion") else { return };
    let (one, two) = (TestDb::sqlite().await, TestDb::sqlite().await);
    run(&one, &path, seller(1)).await;
    let (path, first, done) = export(&one, seller(1), "first", false).await;
    assert_eq!((done.products, done.pictures, done.left_out), (2_766, 2_764, 0));
    let report = run(&two, &path, seller(2)).await;
    assert_eq!(
        (report.outcome, report.bad_rows, report.warnings),
        (Outcome::Imported, 0, 0),
        "{:?}",
        report.problems
    );
    assert!(export(&two, seller(2), "second", false).await.1 == first, "the bytes are others");
}
