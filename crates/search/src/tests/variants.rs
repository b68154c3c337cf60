//! Variants of a model are one result, counted once, and what any of them is found by finds all.

use crate::{AttributeChoice, Search, SearchPage, SearchRequest, Sort};
use catalog::{Attribute, NewOffer, NewProduct, ProductStatus, VariantOf};
use db::testing::{TestDb, on_both};
use db::{Db, DbError};
use domain::commission::CommissionClass;
use domain::{Currency, Money, OfferId, ProductId, SellerId, TypedId};
use std::collections::HashSet;
use uuid::Uuid;

/// A variant of the jacket: its price in cents and its stock.
#[derive(Debug, Clone, Copy)]
struct Jacket {
    colour: &'static str,
    size: &'static str,
    price: i64,
    stock: i64,
}

const fn jacket(colour: &'static str, size: &'static str, price: i64, stock: i64) -> Jacket {
    Jacket { colour, size, price, stock }
}

const JACKETS: [Jacket; 4] = [
    jacket("Blue", "S", 9_000, 5),
    jacket("Blue", "M", 9_000, 0),
    jacket("Red", "S", 7_000, 0),
    jacket("Red", "M", 8_000, 2),
];

fn variant(title: &str, position: usize, of: &Jacket) -> VariantOf {
    VariantOf {
        model: format!("test:{title}"),
        title: title.to_owned(),
        options: vec!["Colour".into(), "Size".into()],
        values: vec![of.colour.into(), of.size.into()],
        position: position as i64,
    }
}

async fn put(
    db: &Db,
    key: String,
    title: String,
    variant: Option<VariantOf>,
    of: Jacket,
) -> (ProductId, OfferId) {
    db.write::<_, DbError, _>(move |tx| {
        let (key, title, variant) = (key.clone(), title.clone(), variant.clone());
        Box::pin(async move {
            let shelf =
                catalog::ensure_category_path(tx, &["Clothing"], CommissionClass::Clothing).await.unwrap();
            let wanted = NewProduct {
                source_key: Some(key.clone()),
                slug: None,
                title,
                brand: Some("Acme".into()),
                eans: Vec::new(),
                description: "Keeps the wind out".into(),
                attributes: vec![Attribute { name: "Lining".into(), value: "Fleece".into(), unit: None }],
                category_id: shelf.id,
                pictures: Vec::new(),
                status: ProductStatus::Active,
                variant,
            };
            let product_id = catalog::upsert_product(tx, wanted).await.unwrap().id;
            let offer = NewOffer {
                source_key: Some(key.clone()),
                ..NewOffer::on_sale(
                    product_id,
                    SellerId::from_uuid(Uuid::from_u128(1)),
                    key.clone(),
                    Money::new(of.price, Currency::USD),
                )
            };
            let offer = catalog::upsert_offer(tx, offer).await.unwrap().id;
            if of.stock > 0 {
                inventory::receive(tx, &key, offer, of.stock).await.unwrap();
            }
            Ok((product_id, offer))
        })
    })
    .await
    .unwrap()
}

/// The jacket in all its variants, and a product of its own beside it.
async fn shop(db: &Db) -> (Vec<(ProductId, OfferId)>, ProductId) {
    let mut jackets = Vec::new();
    for (n, of) in JACKETS.iter().enumerate() {
        let title = format!("Trail Jacket, {}, {}", of.colour, of.size);
        jackets.push(put(db, format!("jacket-{n}"), title, Some(variant("Trail Jacket", n, of)), *of).await);
    }
    let (hat, _) = put(db, "hat".into(), "Trail Hat".into(), None, jacket("", "", 2_000, 1)).await;
    (jackets, hat)
}

async fn find(search: &Search, request: SearchRequest) -> SearchPage {
    search.catch_up().await.unwrap();
    search.query(SearchRequest { with_attributes: true, ..request }).await.unwrap()
}

fn words(text: &str) -> SearchRequest {
    SearchRequest { text: text.into(), ..SearchRequest::default() }
}

fn colour(value: &str) -> SearchRequest {
    let choice = AttributeChoice { name: "Colour".into(), values: vec![value.into()], ranges: Vec::new() };
    SearchRequest { attributes: vec![choice], ..SearchRequest::default() }
}

fn open(t: &TestDb) -> Search {
    Search::open(&t.dir().join("search"), t.db(), Currency::USD).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_is_one_result_and_every_count_counts_it_once() {
    on_both(|t| {
        Box::pin(async move {
            let search = open(t);
            let (jackets, hat) = shop(&t.db()).await;
            let page = find(&search, SearchRequest { sort: Sort::PriceAsc, ..words("") }).await;
            // The cheapest that can be bought speaks for all: the red one in S is sold out.
            assert_eq!((page.total, page.hits), (2, vec![hat, jackets[3].0]));
            assert_eq!((page.brands[0].count, page.categories[0].count), (2, 2));
            assert_eq!(page.prices.iter().map(|range| range.count).sum::<u64>(), 2);

            for text in ["jacket", "trail jacket blue", "jacket red m", "jacket-1"] {
                let page = find(&search, words(text)).await;
                assert_eq!(page.hits.first(), Some(&jackets[3].0), "{text}");
                assert_eq!(page.exact, 1, "{text}");
            }
            for (value, total) in [("Red", 1), ("Blue", 1), ("Green", 0)] {
                let page = find(&search, colour(value)).await;
                assert_eq!(page.total, total, "{value}");
                let facet = page.attributes.iter().find(|facet| facet.name == "Colour").unwrap();
                let count =
                    |value: &str| facet.values.iter().find(|v| v.value == value).map_or(0, |v| v.count);
                assert_eq!((count("Red"), count("Blue")), (1, 1), "{value}: {facet:?}");
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_at_one_variant_changes_the_result_of_all() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let search = open(t);
            let (jackets, hat) = shop(&db).await;
            assert_eq!(find(&search, words("jacket")).await.hits, [jackets[3].0]);

            // Units of the cheapest arrive: it speaks for the model from now on.
            let cheapest = jackets[2].1;
            db.write::<_, DbError, _>(move |tx| {
                Box::pin(async move {
                    inventory::receive(tx, "more", cheapest, 1).await.unwrap();
                    Ok(())
                })
            })
            .await
            .unwrap();
            assert_eq!(find(&search, words("jacket")).await.hits, [jackets[2].0]);

            set_status(&db, jackets[2].0, ProductStatus::Withdrawn).await;
            assert_eq!(find(&search, words("jacket")).await.hits, [jackets[3].0]);
            set_status(&db, jackets[3].0, ProductStatus::Hidden).await;
            let page = find(&search, colour("Red")).await;
            assert_eq!((page.total, find(&search, words("jacket")).await.hits), (0, vec![jackets[0].0]));
            for (product, _) in &jackets {
                set_status(&db, *product, ProductStatus::Withdrawn).await;
            }
            assert_eq!(find(&search, words("")).await.hits, [hat]);
        })
    })
    .await;
}

async fn set_status(db: &Db, product: ProductId, status: ProductStatus) {
    db.write::<_, DbError, _>(move |tx| {
        Box::pin(async move {
            catalog::set_product_status(tx, product, status).await.unwrap();
            Ok(())
        })
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_that_joins_or_leaves_a_model_is_never_found_twice_nor_lost() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let search = open(t);
            let (jackets, _) = shop(&db).await;
            find(&search, words("")).await;
            let of = JACKETS[3];
            let red = |variant| put(&db, "jacket-3".into(), "Trail Jacket, Red, M".into(), variant, of);
            red(None).await;
            let page = find(&search, words("jacket")).await;
            let both: HashSet<ProductId> = page.hits.into_iter().collect();
            assert_eq!((page.exact, both), (2, HashSet::from([jackets[0].0, jackets[3].0])));
            red(Some(variant("Other Jacket", 0, &of))).await;
            assert_eq!(find(&search, words("jacket")).await.exact, 2);
            red(Some(variant("Trail Jacket", 3, &of))).await;
            assert_eq!(find(&search, words("jacket")).await.exact, 1);
            // A new index from the catalogue says the same as one that followed every change.
            let anew = Search::open(&t.dir().join("anew"), db.clone(), Currency::USD).unwrap();
            let (followed, built) = (find(&search, words("")).await, find(&anew, words("")).await);
            assert_eq!((followed.total, followed.hits), (built.total, built.hits));
        })
    })
    .await;
}
