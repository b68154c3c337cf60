//! What becomes of a photo when its review is hidden.

use crate::common::{Shop, draft, words};
use crate::writing::photo;
use catalog::NewProduct;
use db::testing::{TestDb, on_both};
use domain::review::{Subject, Verdict};
use domain::{AccountId, PictureId, ReviewId};
use pictures::{Pictures, local_store};
use reviews::Draft;

const SHOWN: &[&str] = &["catalog_product_pictures", reviews::PICTURES_SHOWN];

async fn withheld(shop: &Shop, photo: PictureId) -> bool {
    pictures::withheld(&mut shop.db.read().await.unwrap(), SHOWN).await.unwrap().contains(&photo)
}

async fn decide(shop: &Shop, review: ReviewId, verdict: Verdict) {
    let (operator, why): (AccountId, _) = (shop.db.new_id(), words("It shows somebody."));
    shop.write(move |tx| {
        let why = why.clone();
        Box::pin(async move { reviews::decide(tx, operator, Subject::Review(review), verdict, &why).await })
    })
    .await
    .unwrap();
}

fn with(photos: &[PictureId]) -> Draft {
    Draft { photos: photos.to_vec(), ..draft(4, "A fine lamp") }
}

/// A shop, and two pictures that nothing shows yet.
async fn start(t: &TestDb) -> (Shop, PictureId, PictureId) {
    let pictures = Pictures::open(t.db(), local_store(&t.dir().join("pictures")).unwrap());
    let first = pictures.add(photo(10)).await.unwrap().id;
    (Shop::open(t.db()).await, first, pictures.add(photo(200)).await.unwrap().id)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_reviews_photo_is_withheld_until_the_review_is_shown_again() {
    on_both(|t| {
        Box::pin(async move {
            let (shop, one, two) = start(t).await;
            let (ada, id) = shop.review("Ada Lovelace", 4).await;
            shop.save(ada, shop.lamp, with(&[one])).await.unwrap();
            assert!(!withheld(&shop, one).await);
            decide(&shop, id, Verdict::Hide).await;
            assert!(withheld(&shop, one).await && !withheld(&shop, two).await);
            // Its author goes on: what is added while it is hidden is not seen either, nor what is taken out.
            shop.save(ada, shop.lamp, with(&[two])).await.unwrap();
            assert!(withheld(&shop, one).await && withheld(&shop, two).await);
            decide(&shop, id, Verdict::Keep).await;
            assert!(!withheld(&shop, two).await);
            assert!(withheld(&shop, one).await, "nothing shows it any more");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_review_that_is_taken_back_leaves_its_photo_withheld() {
    on_both(|t| {
        Box::pin(async move {
            let (shop, one, _) = start(t).await;
            let (ada, id) = shop.review("Ada Lovelace", 4).await;
            shop.save(ada, shop.lamp, with(&[one])).await.unwrap();
            decide(&shop, id, Verdict::Hide).await;
            let lamp = shop.lamp;
            shop.write(move |tx| Box::pin(reviews::remove(tx, ada, lamp))).await.unwrap();
            assert!(withheld(&shop, one).await);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photo_that_another_review_or_a_product_shows_stays() {
    on_both(|t| {
        Box::pin(async move {
            let (shop, one, two) = start(t).await;
            let (ada, id) = shop.review("Ada Lovelace", 4).await;
            shop.save(ada, shop.lamp, with(&[one, two])).await.unwrap();
            let (ben, others) = shop.review("Ben Haddad", 2).await;
            shop.save(ben, shop.lamp, Draft { photos: vec![one], ..draft(2, "Not for me") }).await.unwrap();
            decide(&shop, id, Verdict::Hide).await;
            assert!(!withheld(&shop, one).await && withheld(&shop, two).await);
            let category = shop.write(|tx| {
                Box::pin(async move {
                    let class = domain::commission::CommissionClass::Electronics;
                    Ok::<_, reviews::ReviewError>(
                        catalog::ensure_category_path(tx, &["Lamps"], class).await.unwrap().id,
                    )
                })
            });
            let product = NewProduct {
                pictures: vec![two],
                ..NewProduct::titled("Another lamp", category.await.unwrap())
            };
            shop.write(move |tx| {
                let product = product.clone();
                Box::pin(async move {
                    catalog::upsert_product(tx, product).await.unwrap();
                    Ok::<_, reviews::ReviewError>(())
                })
            })
            .await
            .unwrap();
            assert!(!withheld(&shop, two).await);
            decide(&shop, others, Verdict::Hide).await;
            assert!(withheld(&shop, one).await, "the last one that showed it is hidden, too");
        })
    })
    .await;
}
