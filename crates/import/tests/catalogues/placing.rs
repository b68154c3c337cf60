//! Brand and category: what a file changes of them, an undo puts back, unless somebody changed them since.
use super::small::{importer, run, seller, write};
use catalog::{CatalogError, ProductImage};
use db::testing::{TestDb, on_both};
use domain::{ImportId, ProductId};
use import::*;

/// A jar of this brand in this category, at a price.
fn jar(title: &str, brand: &str, category: &str, price: i64) -> String {
    format!(
        r#"{{"id":"jar","title":"{title}","supplier":"{brand}","category":["Home","{category}"],"price":{price}}}"#
    )
}

async fn now(t: &TestDb) -> (ProductId, ProductImage) {
    let mut conn = t.db().read().await.unwrap();
    let id = catalog::products_by_source(&mut conn, &["icecat:jar"]).await.unwrap()["icecat:jar"];
    let image = catalog::product_images(&mut conn, &[id]).await.unwrap().remove(&id).unwrap();
    (id, image)
}

/// Brand, and the path of the category.
async fn place(t: &TestDb) -> (Option<String>, String) {
    let (_, image) = now(t).await;
    let tree = catalog::category_tree(&mut t.db().read().await.unwrap()).await.unwrap();
    (image.brand, tree.get(image.category_id).unwrap().path.clone())
}

/// Somebody changes the product by hand.
async fn by_hand(t: &TestDb, change: impl FnOnce(&mut ProductImage)) {
    let (id, mut image) = now(t).await;
    change(&mut image);
    let changed: Result<(), CatalogError> = t
        .db()
        .write(move |tx| {
            let image = image.clone();
            Box::pin(async move { catalog::restore_products(tx, &[(id, image)]).await })
        })
        .await;
    changed.unwrap();
}

/// The jar as the first file says it, and then as the second one does.
async fn moved(t: &TestDb) -> ImportId {
    let options = ImportOptions::new(seller(1));
    run(t, &write(t, "a.jsonl", &jar("Jar", "Acme", "Kitchen", 500)), &options).await;
    assert_eq!(place(t).await, (Some("Acme".to_owned()), "home/kitchen".to_owned()));
    let second = run(t, &write(t, "b.jsonl", &jar("Big jar", "Bravo", "Garden", 500)), &options).await;
    assert_eq!(second.tally.products_changed, 1);
    assert_eq!(place(t).await, (Some("Bravo".to_owned()), "home/garden".to_owned()));
    second.import.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_puts_brand_and_category_back() {
    on_both(|t| {
        Box::pin(async move {
            let run = moved(t).await;
            let undone = importer(t).undo(run, |_| ()).await.unwrap();
            assert_eq!((undone.restored, undone.left_alone), (1, 0));
            assert_eq!(place(t).await, (Some("Acme".to_owned()), "home/kitchen".to_owned()));
            assert_eq!(now(t).await.1.title, "Jar");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_changed_something_else_since_keeps_that_alone() {
    on_both(|t| {
        Box::pin(async move {
            let run = moved(t).await;
            by_hand(t, |image| image.title = "Biggest jar".into()).await;
            let undone = importer(t).undo(run, |_| ()).await.unwrap();
            assert_eq!((undone.restored, undone.left_alone), (0, 1));
            assert_eq!(place(t).await, (Some("Acme".to_owned()), "home/kitchen".to_owned()));
            assert_eq!(now(t).await.1.title, "Biggest jar");
            let (_, left) = left_alone(&mut t.db().read().await.unwrap(), run, 9).await.unwrap();
            assert_eq!((left[0].name.as_str(), left[0].why), ("Biggest jar", Left::Rest));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_brand_or_a_category_that_somebody_chose_since_stays() {
    on_both(|t| {
        Box::pin(async move {
            let run = moved(t).await;
            by_hand(t, |image| image.brand = Some("Cargo".into())).await;
            let undone = importer(t).undo(run, |_| ()).await.unwrap();
            assert_eq!((undone.restored, undone.left_alone), (0, 1));
            assert_eq!(place(t).await, (Some("Cargo".to_owned()), "home/kitchen".to_owned()));
            let (_, left) = left_alone(&mut t.db().read().await.unwrap(), run, 9).await.unwrap();
            assert_eq!(left[0].why, Left::Rest);
        })
    })
    .await;
    on_both(|t| {
        Box::pin(async move {
            let run = moved(t).await;
            let (_, first) = now(t).await;
            let home = {
                let tree = catalog::category_tree(&mut t.db().read().await.unwrap()).await.unwrap();
                tree.all().iter().find(|one| one.path == "home").unwrap().id
            };
            by_hand(t, |image| {
                image.brand = None;
                image.category_id = home;
            })
            .await;
            let undone = importer(t).undo(run, |_| ()).await.unwrap();
            assert_eq!((undone.restored, undone.left_alone), (0, 1));
            assert_eq!(place(t).await, (None, "home".to_owned()));
            assert_eq!(now(t).await.1.title, first.title);
            let (_, left) = left_alone(&mut t.db().read().await.unwrap(), run, 9).await.unwrap();
            assert_eq!(left[0].why, Left::Changed);
        })
    })
    .await;
}
