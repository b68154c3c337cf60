//! Two products that are one: what moves, what stays, and what finds its way.

use crate::support::{CODE, Shop, usd};
use catalog::{Condition, Gtin, NewProduct, ProductStatus, every_offer_of, product_by_ean, product_by_id};
use db::testing::on_both;
use db::{DbError, sql};
use domain::{AccountId, ProductId};
use listing::{ListingError, NewListing};

#[tokio::test(flavor = "multi_thread")]
async fn offers_and_codes_are_the_kept_products_and_no_stock_is_lost() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (from, into) = (shop.product("A pan", Some(CODE)).await, shop.product("The pan", None).await);
            let kept = shop.add(shop.listing(into, "kept")).await.unwrap();
            let both = shop.add(NewListing { stock: 3, ..shop.listing(from, "both") }).await.unwrap();
            let used = NewListing { condition: Condition::Good, ..shop.listing(from, "used") };
            let used = shop.add(used).await.unwrap();
            let others = NewListing { seller: shop.other, ..shop.listing(from, "other") };
            let others = shop.add(others).await.unwrap();

            let merge = shop.merge(from, into).await.unwrap();
            assert_eq!((merge.moved.offers.len(), &merge.moved.hidden), (2, &vec![both]));
            assert_eq!((merge.moved.codes.as_slice(), merge.by), ([CODE.to_owned()].as_slice(), shop.owner));
            for offer in [kept, used, others] {
                let offer = shop.offer(offer).await;
                assert!(offer.product_id == into && offer.active, "{offer:?}");
            }
            let hidden = shop.offer(both).await;
            assert_eq!((hidden.product_id, hidden.active, hidden.price), (from, false, usd(2_500)));
            assert_eq!((shop.available(both).await, shop.available(used).await), (3, 7));
            assert_eq!(shop.count("mail_messages").await, 1, "whose offer was taken off sale is told");

            let mut conn = shop.db.read().await.unwrap();
            let code = Gtin::parse(CODE).unwrap();
            assert_eq!(product_by_ean(&mut conn, &code).await.unwrap().unwrap().id, into);
            let gone = product_by_id(&mut conn, from).await.unwrap().unwrap();
            assert_eq!((gone.status, gone.ean), (ProductStatus::Withdrawn, None));
            assert_eq!(product_by_id(&mut conn, into).await.unwrap().unwrap().ean.as_deref(), Some(CODE));
            assert_eq!(every_offer_of(&mut conn, into).await.unwrap().len(), 3);
            assert_eq!(listing::merges(&mut conn, 5).await.unwrap(), [merge]);
            drop(conn);
            assert!(matches!(shop.add(shop.listing(from, "late")).await, Err(ListingError::NotListed)));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_leads_to_what_was_kept_however_often_it_is_merged() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let ids = [shop.product("One", None).await, shop.product("Two", None).await];
            let last = shop.product("Three", None).await;
            let [one, two] = ids;
            shop.merge(one, two).await.unwrap();
            shop.merge(two, last).await.unwrap();
            let mut conn = shop.db.read().await.unwrap();
            for id in ids {
                let address = catalog::merged_address(&mut conn, id).await.unwrap();
                assert_eq!(address.as_deref(), Some("three"));
            }
            drop(conn);
            assert!(matches!(shop.merge(one, last).await, Err(ListingError::NoSuchProduct)), "it is merged");
            assert!(
                matches!(shop.merge(last, two).await, Err(ListingError::NoSuchProduct)),
                "and so is this"
            );
            assert!(matches!(shop.merge(last, last).await, Err(ListingError::SameProduct)));
            assert_eq!(shop.count("listing_merges").await, 2);

            // A file that still names the first one describes nothing and makes nothing.
            let again = NewProduct {
                source_key: Some("test:One".into()),
                slug: None,
                title: "One, as it was".into(),
                brand: None,
                eans: Vec::new(),
                description: String::new(),
                attributes: Vec::new(),
                category_id: shop.pans,
                pictures: Vec::new(),
                status: ProductStatus::Active,
                variant: None,
            };
            let found = shop.put(again).await;
            assert_eq!((found.id, found.change), (last, catalog::Change::Unchanged));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_that_were_taken_over_outlast_the_next_file() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let own = "9780306406157";
            let (from, into) =
                (shop.product("A pan", Some(CODE)).await, shop.product("The pan", Some(own)).await);
            shop.merge(from, into).await.unwrap();
            let file = |description: &str, codes: &[&str]| NewProduct {
                source_key: Some("test:The pan".into()),
                slug: None,
                title: "The pan".into(),
                brand: Some("Acme".into()),
                eans: codes.iter().map(|code| Gtin::parse(code).unwrap()).collect(),
                description: description.into(),
                attributes: Vec::new(),
                category_id: shop.pans,
                pictures: Vec::new(),
                status: ProductStatus::Active,
                variant: None,
            };
            assert_eq!(shop.put(file("", &[own])).await.change, catalog::Change::Unchanged);
            for (description, codes) in
                [("Heavy", [own].as_slice()), ("Light", [CODE, own].as_slice()), ("Flat", [own].as_slice())]
            {
                let put = shop.put(file(description, codes)).await;
                assert!(put.id == into && matches!(put.change, catalog::Change::Changed(_)), "{put:?}");
                let mut conn = shop.db.read().await.unwrap();
                let image = catalog::product_images(&mut conn, &[into]).await.unwrap().remove(&into).unwrap();
                assert_eq!((image.description.as_str(), image.eans.len()), (description, 2));
                for code in [CODE, own] {
                    let code = Gtin::parse(code).unwrap();
                    assert_eq!(product_by_ean(&mut conn, &code).await.unwrap().unwrap().id, into);
                }
            }
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_looks_like_one_product_is_listed_and_variants_are_not() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let product = |key: &str, title: &str, brand: &str| NewProduct {
                source_key: Some(key.into()),
                slug: None,
                title: title.into(),
                brand: Some(brand.into()),
                eans: Vec::new(),
                description: String::new(),
                attributes: Vec::new(),
                category_id: shop.pans,
                pictures: Vec::new(),
                status: ProductStatus::Active,
                variant: None,
            };
            let mut ids = Vec::new();
            for (key, title, brand) in
                [("a", "Steel Pan", "Acme"), ("b", "steel pan", "ACME"), ("c", "Steel pan", "Other")]
            {
                ids.push(shop.put(product(key, title, brand)).await.id);
            }
            let mut conn = shop.db.read().await.unwrap();
            let twins = catalog::twins(&mut conn, 10).await.unwrap();
            let mut found: Vec<_> = twins.iter().map(|twin| twin.product_id).collect();
            found.sort_unstable();
            let mut alike = ids[..2].to_vec();
            alike.sort_unstable();
            assert_eq!(found, alike);
            assert!(twins.iter().all(|twin| twin.shared == "steel pan"));
            drop(conn);
            shop.merge(ids[1], ids[0]).await.unwrap();
            let mut conn = shop.db.read().await.unwrap();
            assert!(catalog::twins(&mut conn, 10).await.unwrap().is_empty());
        })
    })
    .await;
}

/// Reviews and questions as they lie in the tables: whom they are of is another crate's to prove.
async fn written(shop: &Shop, product: ProductId, author: AccountId, stars: i64) {
    let done: Result<(), DbError> = shop
        .db
        .write(move |tx| {
            Box::pin(async move {
                let review: domain::ReviewId = tx.new_id();
                let line: domain::LineId = tx.new_id();
                let (seller, question): (domain::SellerId, domain::QuestionId) = (tx.new_id(), tx.new_id());
                tx.exec(
                    sql("INSERT INTO reviews_reviews (id, product_id, account_id, line_id, seller_id, stars, title,
                             body, visibility, written_at_us) VALUES ($1, $2, $3, $4, $5, $6, '', '', 'shown', 0)")
                    .bind(review)
                    .bind(product)
                    .bind(author)
                    .bind(line)
                    .bind(seller)
                    .bind(stars),
                )
                .await?;
                tx.exec(
                    sql("INSERT INTO reviews_questions (id, question_key, product_id, account_id, body, visibility,
                             written_at_us) VALUES ($1, $2, $3, $4, 'Why?', 'shown', 0)")
                    .bind(question)
                    .bind(question.to_string())
                    .bind(product)
                    .bind(author),
                )
                .await?;
                Ok(())
            })
        })
        .await;
    done.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_and_wished_follows_and_nobody_speaks_twice() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (from, into) = (shop.product("A pan", None).await, shop.product("The pan", None).await);
            let (ada, ben): (AccountId, AccountId) = (shop.db.new_id(), shop.db.new_id());
            written(&shop, from, ada, 5).await;
            written(&shop, from, ben, 1).await;
            written(&shop, into, ben, 4).await;
            let owner = shop.owner;
            let listed: Result<_, lists::ListError> = shop
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        let list = lists::create(tx, owner, "Birthday").await?;
                        let other = lists::create(tx, owner, "Christmas").await?;
                        for (list, product) in [(list, from), (list, into), (other, from)] {
                            lists::add(tx, owner, list, lists::NewItem { product, price: None }).await?;
                        }
                        Ok((list, other))
                    })
                })
                .await;
            let (list, other) = listed.unwrap();
            let moved = shop.merge(from, into).await.unwrap().moved;
            assert_eq!((moved.reviews, moved.questions, moved.list_items), (1, 2, 2));
            let mut conn = shop.db.read().await.unwrap();
            let kept = reviews::standing(&mut conn, into).await.unwrap();
            assert_eq!((kept.rating.by_stars, kept.questions), ([0, 0, 0, 1, 1], 3));
            let gone = reviews::standing(&mut conn, from).await.unwrap();
            assert_eq!((gone.rating.by_stars, gone.questions), ([1, 0, 0, 0, 0], 0));
            for list in [list, other] {
                let items = lists::items(&mut conn, list).await.unwrap();
                assert_eq!(items.iter().map(|item| item.product_id).collect::<Vec<_>>(), [into]);
            }
        })
    })
    .await;
}
