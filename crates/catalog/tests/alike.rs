//! Finding products by a picture, on both databases.
#![allow(clippy::unwrap_used)]
use catalog::*;
use db::testing::{TestDb, on_both};
use domain::commission::CommissionClass;
use domain::{PictureId, ProductId};
use pictures::{Fingerprint, Pictures, local_store};

/// One picture in two sizes, and another one.
const LARGE: &[u8] = include_bytes!("../../../public/icons/icon-512.png");
const SMALL: &[u8] = include_bytes!("../../../public/icons/icon-192.png");
const OTHER: &[u8] = include_bytes!("../../../public/icons/share.png");

async fn product(t: &TestDb, key: &'static str, pictures: Vec<PictureId>) -> ProductId {
    let made: Result<UpsertedProduct, CatalogError> = t
        .db()
        .write(move |tx| {
            let pictures = pictures.clone();
            Box::pin(async move {
                let category = ensure_category_path(tx, &["Lamps"], CommissionClass::Electronics).await?;
                let product = NewProduct {
                    source_key: Some(key.to_owned()),
                    pictures,
                    ..NewProduct::titled(format!("Lamp {key}"), category.id)
                };
                upsert_product(tx, product).await
            })
        })
        .await;
    made.unwrap().id
}

async fn show(t: &TestDb, id: ProductId, status: ProductStatus) {
    let set: Result<bool, CatalogError> =
        t.db().write(move |tx| Box::pin(async move { set_product_status(tx, id, status).await })).await;
    assert!(set.unwrap());
}

async fn like(t: &TestDb, fingerprint: &Fingerprint) -> Vec<(ProductId, u8)> {
    products_alike(&mut t.db().read().await.unwrap(), fingerprint).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_is_found_once_by_any_of_its_pictures_while_the_shop_shows_it() {
    on_both(|t| {
        Box::pin(async move {
            let store = Pictures::open(t.db(), local_store(&t.dir().join("objects")).unwrap());
            let mut kept = Vec::new();
            for bytes in [LARGE, SMALL, OTHER] {
                kept.push(store.add(bytes.to_vec().into()).await.unwrap().id);
            }
            let [large, small, other] = [kept[0], kept[1], kept[2]];
            let both = product(t, "both", vec![other, large, small]).await;
            let alone = product(t, "alone", vec![small]).await;
            let none = product(t, "none", vec![other]).await;
            let asked = store.fingerprint(SMALL.to_vec().into()).await.unwrap().unwrap();
            let mut ids: Vec<ProductId> = like(t, &asked).await.into_iter().map(|(id, _)| id).collect();
            ids.sort();
            let mut expected = vec![both, alone];
            expected.sort();
            assert_eq!(ids, expected, "and not {none}");

            show(t, alone, ProductStatus::Hidden).await;
            show(t, both, ProductStatus::Withdrawn).await;
            assert!(like(t, &asked).await.is_empty());
            show(t, alone, ProductStatus::Active).await;
            assert_eq!(like(t, &asked).await.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [alone]);
            assert!(!ids.contains(&none));
        })
    })
    .await;
}
