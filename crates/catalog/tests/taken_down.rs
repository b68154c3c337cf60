//! What an operator takes down: nothing but showing it again puts it up for sale, on both databases.
#![allow(clippy::unwrap_used)]
use catalog::*;
use db::testing::{Tampering, TestDb, each_is_found, on_both};
use db::{BoxFuture, Db, Tx};
use domain::commission::CommissionClass;
use domain::{Currency, Money, OfferId, ProductId, SellerId, TypedId};

struct Shop {
    db: Db,
    lamp: ProductId,
    offer: OfferId,
}

fn seller(n: u128) -> SellerId {
    SellerId::from_uuid(uuid::Uuid::from_u128(n))
}

fn product(category: &Category, key: &str) -> NewProduct {
    NewProduct { source_key: Some(key.to_owned()), ..NewProduct::titled(format!("Lamp {key}"), category.id) }
}

fn new_offer(product_id: ProductId, seller: SellerId, sku: &str) -> NewOffer {
    NewOffer {
        source_key: Some(format!("{seller}:{sku}")),
        ..NewOffer::on_sale(product_id, seller, sku, Money::new(4_500, Currency::USD))
    }
}

impl Shop {
    async fn open(t: &TestDb) -> Self {
        let db = t.db();
        let made: Result<_, CatalogError> = db
            .write(|tx| {
                Box::pin(async move {
                    let lamps = ensure_category_path(tx, &["Lamps"], CommissionClass::Electronics).await?;
                    let lamp = upsert_product(tx, product(&lamps, "lamp")).await?.id;
                    Ok((lamp, upsert_offer(tx, new_offer(lamp, seller(1), "L")).await?.id))
                })
            })
            .await;
        let (lamp, offer) = made.unwrap();
        Self { db, lamp, offer }
    }

    async fn write<T, F>(&self, command: F) -> Result<T, CatalogError>
    where
        F: for<'t> Fn(&'t mut Tx) -> BoxFuture<'t, Result<T, CatalogError>> + Send + Sync + 'static,
        T: Send + 'static,
    {
        self.db.write(command).await
    }

    async fn offer(&self) -> Offer {
        offer(&mut self.db.read().await.unwrap(), self.offer).await.unwrap()
    }

    async fn product(&self) -> Product {
        product_by_id(&mut self.db.read().await.unwrap(), self.lamp).await.unwrap().unwrap()
    }

    async fn put(&self, new: NewOffer) -> Result<UpsertedOffer, CatalogError> {
        self.write(move |tx| {
            let new = new.clone();
            Box::pin(async move { upsert_offer(tx, new).await })
        })
        .await
    }

    async fn assert_sound(&self) {
        assert_eq!(check(&mut self.db.read().await.unwrap()).await.unwrap(), vec![]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_that_is_down_is_put_up_by_nothing_and_comes_back_as_it_was() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (id, lamp) = (shop.offer, shop.lamp);
            let before = OfferImage::from(&shop.offer().await);
            for _ in 0..2 {
                shop.write(move |tx| Box::pin(async move { take_down_offer(tx, id).await })).await.unwrap();
            }
            let down = shop.offer().await;
            assert!(!down.active && down.taken_down_at.is_some());
            let up =
                shop.write(move |tx| Box::pin(async move { set_active(tx, id, true, None).await })).await;
            assert!(matches!(up, Err(CatalogError::TakenDown)), "{up:?}");
            // A file and an undo write the rest of it.
            let cheaper = Money::new(4_000, Currency::USD);
            shop.put(NewOffer { price: cheaper, ..new_offer(lamp, seller(1), "L") }).await.unwrap();
            let written = shop.offer().await;
            assert_eq!((written.price, written.active), (cheaper, false));
            let image = before.clone();
            let restored = shop.write(move |tx| {
                let images = [(id, image.clone())];
                Box::pin(async move { restore_offers(tx, &images).await })
            });
            restored.await.unwrap();
            let written = shop.offer().await;
            assert_eq!((written.price, written.active), (before.price, false));
            // Nor is there another one of this seller beside it; another seller is another matter.
            let used = NewOffer { condition: Condition::Good, ..new_offer(lamp, seller(1), "USED") };
            let refused = shop.put(used.clone()).await;
            assert!(matches!(refused, Err(CatalogError::TakenDown)), "{refused:?}");
            shop.put(new_offer(lamp, seller(2), "L")).await.unwrap();
            let mut conn = shop.db.read().await.unwrap();
            let listed = offers_down_now(&mut conn, 10).await.unwrap();
            assert_eq!(listed.iter().map(|(offer, _)| *offer).collect::<Vec<_>>(), [id]);
            drop(conn);
            shop.assert_sound().await;

            for shown in [true, false] {
                let again =
                    shop.write(move |tx| Box::pin(async move { show_offer_again(tx, id).await })).await;
                assert_eq!(again.unwrap(), shown);
            }
            assert!(shop.offer().await.active);
            shop.put(used).await.unwrap();
            // What was off sale when it was taken down comes back so.
            for active in [false, true] {
                shop.write(move |tx| {
                    Box::pin(async move {
                        set_active(tx, id, active, None).await?;
                        take_down_offer(tx, id).await?;
                        show_offer_again(tx, id).await
                    })
                })
                .await
                .unwrap();
                assert_eq!(shop.offer().await.active, active);
            }
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_that_is_down_is_shown_by_nothing_and_comes_back_as_it_was() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let id = shop.lamp;
            let mut images = product_images(&mut shop.db.read().await.unwrap(), &[id]).await.unwrap();
            let before = images.remove(&id).unwrap();
            let other: Result<ProductId, CatalogError> = shop
                .write(|tx| {
                    Box::pin(async move {
                        let lamps =
                            ensure_category_path(tx, &["Lamps"], CommissionClass::Electronics).await?;
                        Ok(upsert_product(tx, product(&lamps, "other")).await?.id)
                    })
                })
                .await;
            let other = other.unwrap();
            for _ in 0..2 {
                shop.write(move |tx| Box::pin(async move { take_down_product(tx, id).await })).await.unwrap();
            }
            assert_eq!(shop.product().await.status, ProductStatus::Hidden);
            for status in [ProductStatus::Active, ProductStatus::Withdrawn] {
                let shown = shop
                    .write(move |tx| Box::pin(async move { set_product_status(tx, id, status).await }))
                    .await;
                assert!(matches!(shown, Err(CatalogError::TakenDown)), "{shown:?}");
            }
            for (from, into) in [(id, other), (other, id)] {
                let merged =
                    shop.write(move |tx| Box::pin(async move { merge_products(tx, from, into).await })).await;
                assert!(matches!(merged, Err(CatalogError::TakenDown)), "{merged:?}");
            }
            let written = shop.write(move |tx| {
                let images = [(id, before.clone())];
                Box::pin(async move {
                    let lamps = ensure_category_path(tx, &["Lamps"], CommissionClass::Electronics).await?;
                    let renamed = NewProduct { title: "A brass lamp".into(), ..product(&lamps, "lamp") };
                    upsert_product(tx, renamed).await?;
                    restore_products(tx, &images).await
                })
            });
            written.await.unwrap();
            let now = shop.product().await;
            assert_eq!((now.status, now.title.as_str()), (ProductStatus::Hidden, "Lamp lamp"));
            let mut conn = shop.db.read().await.unwrap();
            let listed = products_down_now(&mut conn, 10).await.unwrap();
            assert_eq!(listed.iter().map(|(product, _)| *product).collect::<Vec<_>>(), [id]);
            drop(conn);
            shop.assert_sound().await;

            for shown in [true, false] {
                let again =
                    shop.write(move |tx| Box::pin(async move { show_product_again(tx, id).await })).await;
                assert_eq!(again.unwrap(), shown);
            }
            assert_eq!(shop.product().await.status, ProductStatus::Active);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_down_and_can_be_had_or_seen_is_named() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (id, lamp) = (shop.offer, shop.lamp);
            shop.write(move |tx| {
                Box::pin(async move {
                    take_down_offer(tx, id).await?;
                    take_down_product(tx, lamp).await
                })
            })
            .await
            .unwrap();
            let tamperings = vec![
                Tampering::of(
                    "catalog_offers",
                    id,
                    "UPDATE catalog_offers SET active = TRUE WHERE id = $1",
                    &[
                        "an offer that was taken down is not for sale",
                        // What is put up keeps its price from then on.
                        "the last kept price of an offer is the one that it has",
                    ],
                ),
                Tampering::of(
                    "catalog_products",
                    lamp,
                    "UPDATE catalog_products SET status = 'active' WHERE id = $1",
                    &["a product that was taken down is seen by nobody"],
                ),
            ];
            shop.assert_sound().await;
            each_is_found(&shop.db, tamperings, |conn| {
                Box::pin(async move {
                    let found = check(conn).await.unwrap();
                    found.into_iter().map(|violation| (violation.row, violation.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}
