//! The catalogue on both databases.
#![allow(clippy::unwrap_used)]
use catalog::*;
use db::testing::on_both;
use db::{Db, sql};
use domain::commission::CommissionClass;
use domain::text_enum::TextEnum as _;
use domain::{Currency, Money, ProductId, SellerId, TypedId};

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn seller(n: u128) -> SellerId {
    SellerId::from_uuid(uuid::Uuid::from_u128(n))
}

async fn category(db: &Db, names: &'static [&'static str]) -> Category {
    db.write(move |tx| {
        Box::pin(async move { ensure_category_path(tx, names, CommissionClass::Electronics).await })
    })
    .await
    .unwrap()
}

fn product(category: &Category, key: &str) -> NewProduct {
    NewProduct {
        source_key: Some(key.to_owned()),
        brand: Some("Xerox".to_owned()),
        description: "Black".to_owned(),
        attributes: vec![Attribute { name: "Weight".into(), value: "12".into(), unit: Some("g".into()) }],
        ..NewProduct::titled("Xerox 006R90321 toner", category.id)
    }
}

async fn put(db: &Db, product: NewProduct) -> Result<UpsertedProduct, CatalogError> {
    db.write(move |tx| {
        let product = product.clone();
        Box::pin(async move { upsert_product(tx, product).await })
    })
    .await
}

fn new_offer(product_id: ProductId, seller_id: SellerId, sku: &str, price: i64) -> NewOffer {
    let sku = sku.to_owned();
    NewOffer::on_sale(product_id, seller_id, sku, usd(price))
}

async fn put_offer(db: &Db, offer: NewOffer) -> Result<UpsertedOffer, CatalogError> {
    db.write(move |tx| {
        let offer = offer.clone();
        Box::pin(async move { upsert_offer(tx, offer).await })
    })
    .await
}

async fn kinds(db: &Db) -> Vec<String> {
    db.sequence_events().await.unwrap();
    let events = db.read().await.unwrap().events_after(0, Default::default(), 1_000).await.unwrap();
    events.into_iter().map(|e| e.kind).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_that_is_like_this_already_is_not_written_and_not_told() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let toner = category(&db, &["Electronics", "Toner"]).await;
            let first = put(&db, product(&toner, "s:1")).await.unwrap();
            assert_eq!(first.change, Change::Created);
            let again = put(&db, product(&toner, "s:1")).await.unwrap();
            assert_eq!((again.id, again.change), (first.id, Change::Unchanged));
            assert_eq!(kinds(&db).await, ["product.changed"]);

            let renamed = NewProduct { title: "Xerox toner, black".into(), ..product(&toner, "s:1") };
            let Change::Changed(before) = put(&db, renamed).await.unwrap().change else {
                panic!("not changed")
            };
            assert_eq!(before.title, "Xerox 006R90321 toner");
            let mut conn = db.read().await.unwrap();
            let page = product_by_slug(&mut conn, "xerox-006r90321-toner").await.unwrap().unwrap();
            assert_eq!(page.product.title, "Xerox toner, black", "the address stays");
            drop(conn);

            db.write(move |tx| {
                let images = [(first.id, (*before).clone())];
                Box::pin(async move { restore_products(tx, &images).await })
            })
            .await
            .unwrap();
            let mut conn = db.read().await.unwrap();
            assert_eq!(
                product_by_id(&mut conn, first.id).await.unwrap().unwrap().title,
                "Xerox 006R90321 toner"
            );
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_sellers_offer_one_product_found_by_any_notation_of_its_code() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let toner = category(&db, &["Electronics", "Toner"]).await;
            let code = Gtin::parse("036000291452").unwrap();
            let id =
                put(&db, NewProduct { eans: vec![code.clone()], ..product(&toner, "s:1") }).await.unwrap().id;
            let taken = put(&db, NewProduct { eans: vec![code], ..product(&toner, "s:2") }).await;
            assert!(matches!(taken, Err(CatalogError::EanTaken { product, .. }) if product == id));

            let mut conn = db.read().await.unwrap();
            let same = Gtin::parse("00036000291452").unwrap();
            assert_eq!(product_by_ean(&mut conn, &same).await.unwrap().unwrap().id, id);
            drop(conn);

            put_offer(&db, new_offer(id, seller(1), "A", 2_000)).await.unwrap();
            let cheap = put_offer(&db, new_offer(id, seller(2), "A", 1_500)).await.unwrap();
            let twice = put_offer(&db, new_offer(id, seller(2), "B", 1_400)).await;
            assert!(matches!(twice, Err(CatalogError::OfferExists)));
            let other = put(&db, product(&toner, "s:3")).await.unwrap().id;
            let sku = put_offer(&db, new_offer(other, seller(2), " A ", 1_400)).await;
            assert!(matches!(sku, Err(CatalogError::SkuTaken(_))));
            let free = put_offer(&db, new_offer(other, seller(2), "C", 0)).await;
            assert!(matches!(free, Err(CatalogError::Price(_))));

            let mut conn = db.read().await.unwrap();
            let page = product_detail(&mut conn, id).await.unwrap();
            assert_eq!(page.offers.iter().map(|o| o.price.minor()).collect::<Vec<_>>(), [1_500, 2_000]);
            let names: Vec<_> = page.category_path.iter().map(|c| c.name.as_str()).collect();
            assert_eq!(names, ["Electronics", "Toner"]);
            let sale = offers_for_sale(&mut conn, &[cheap.id]).await.unwrap();
            assert!(sale[&cheap.id].is_for_sale());
            assert_eq!(sale[&cheap.id].commission_class, CommissionClass::Electronics);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_changed_by_somebody_else_is_not_overwritten() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let toner = category(&db, &["Toner"]).await;
            let id = put(&db, product(&toner, "s:1")).await.unwrap().id;
            let offer = put_offer(&db, new_offer(id, seller(1), "A", 2_000)).await.unwrap().id;
            let price = move |minor, version| {
                let db = db.clone();
                async move {
                    db.write(move |tx| {
                        Box::pin(async move { set_price(tx, offer, usd(minor), version).await })
                    })
                    .await
                }
            };
            assert_eq!(price(2_100, Some(1)).await.unwrap().version, 2);
            assert!(matches!(price(1_900, Some(1)).await, Err(CatalogError::VersionConflict { current: 2 })));
            assert_eq!(price(2_100, Some(2)).await.unwrap().version, 2, "the same price changes nothing");
            assert!(matches!(price(-5, None).await, Err(CatalogError::Price(_))));
            let db = t.db();
            let off = db
                .write(move |tx| Box::pin(async move { set_active(tx, offer, false, None).await }))
                .await
                .unwrap();
            assert_eq!((off.active, off.version), (false, 3));
            let mut conn = db.read().await.unwrap();
            assert!(offers_of(&mut conn, id).await.unwrap().is_empty());
            drop(conn);
            let told = kinds(&db).await.into_iter().filter(|k| k == "offer.changed").count();
            assert_eq!(told, 3);
            let mut conn = db.read().await.unwrap();
            let topics: Vec<(String,)> = conn
                .all(sql("SELECT DISTINCT topic FROM db_events WHERE kind = 'offer.changed'"))
                .await
                .unwrap();
            assert_eq!(topics, [(seller(1).to_string(),)]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_names_lead_to_the_same_category_even_after_it_was_renamed() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let rings = category(&db, &["Jewelry", "Rings"]).await;
            let keys = category(&db, &["Tools", "Rings"]).await;
            assert_eq!((rings.slug.as_str(), keys.slug.as_str()), ("rings", "tools-rings"));
            let id = rings.id;
            let renamed = db
                .write(move |tx| {
                    let edit = CategoryEdit { name: Some("Finger rings".into()), ..Default::default() };
                    Box::pin(async move { update_category(tx, id, edit).await })
                })
                .await
                .unwrap();
            assert_eq!(renamed.name, "Finger rings");
            assert_eq!(category(&db, &["Jewelry", "Rings"]).await, renamed);
            let mut conn = db.read().await.unwrap();
            let tree = category_tree(&mut conn).await.unwrap();
            assert_eq!(tree.all().len(), 4);
            assert_eq!(tree.roots().map(|c| c.name.as_str()).collect::<Vec<_>>(), ["Jewelry", "Tools"]);
            let path: Vec<_> = tree.path(id).into_iter().map(|c| c.slug.as_str()).collect();
            assert_eq!(path, ["jewelry", "rings"]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_below_a_category_is_what_the_tree_says_and_nothing_of_its_neighbours() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            category(&db, &["Home", "Lamps", "Desk lamps", "Clamps"]).await;
            category(&db, &["Home", "Lamps and more"]).await;
            let [home, lamps, clamps] = [
                category(&db, &["Home"]).await,
                category(&db, &["Home", "Lamps"]).await,
                category(&db, &["Home", "Lamps", "Desk lamps", "Clamps"]).await,
            ];
            let nobodys = db.new_id();
            let mut conn = db.read().await.unwrap();
            let found = slugs_below(&mut conn, &[home.id, lamps.id, clamps.id, nobodys]).await.unwrap();
            let tree = category_tree(&mut conn).await.unwrap();
            for one in [&home, &lamps, &clamps] {
                let is_below = |other: &&Category| tree.path(other.id).iter().any(|above| above.id == one.id);
                let mut expected: Vec<&str> =
                    tree.all().iter().filter(is_below).map(|other| other.slug.as_str()).collect();
                let mut slugs: Vec<&str> = found[&one.id].iter().map(String::as_str).collect();
                expected.sort_unstable();
                slugs.sort_unstable();
                assert_eq!(slugs, expected, "{}", one.name);
            }
            assert_eq!(found[&lamps.id].len(), 3);
            assert_eq!(found.get(&nobodys), None);
            assert!(slugs_below(&mut conn, &[]).await.unwrap().is_empty());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cards_and_documents_come_in_the_order_that_was_asked_for() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let toner = category(&db, &["Toner"]).await;
            let wanted: Vec<_> = (0..1_203).map(|n| product(&toner, &format!("s:{n}"))).collect();
            let made = db
                .write(move |tx| {
                    let wanted = wanted.clone();
                    Box::pin(async move { upsert_products(tx, &wanted).await })
                })
                .await
                .unwrap();
            let mut ids: Vec<ProductId> = made.iter().map(|m| m.id).collect();
            ids.reverse();
            let mut conn = db.read().await.unwrap();
            let cards = cards(&mut conn, &ids).await.unwrap();
            assert_eq!(cards.iter().map(|c| c.id).collect::<Vec<_>>(), ids);
            let slugs: std::collections::HashSet<_> = cards.iter().map(|c| c.slug.clone()).collect();
            assert_eq!(slugs.len(), ids.len(), "equal titles get different addresses");
            let documents = product_documents(&mut conn, &ids[..700]).await.unwrap();
            assert_eq!(documents.iter().map(|d| d.id).collect::<Vec<_>>(), &ids[..700]);
            assert_eq!(documents[0].category_names, ["Toner"]);
            let (mut seen, mut after) = (0, None);
            loop {
                let page = all_product_ids_after(&mut conn, after, 500).await.unwrap();
                let Some(last) = page.last() else { break };
                (seen, after) = (seen + page.len(), Some(*last));
            }
            assert_eq!(seen, ids.len());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seller_finds_own_offers_by_title_or_number_and_never_anothers() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let toner = category(&db, &["Toner"]).await;
            for n in 0..5 {
                let title = if n == 3 { "100% Cotton_bag".to_owned() } else { format!("Toner {n}") };
                let id =
                    put(&db, NewProduct { title, ..product(&toner, &format!("s:{n}")) }).await.unwrap().id;
                put_offer(&db, new_offer(id, seller(1), &format!("SKU-{n}"), 100)).await.unwrap();
                put_offer(&db, new_offer(id, seller(2), &format!("SKU-{n}"), 100)).await.unwrap();
            }
            let mut conn = db.read().await.unwrap();
            let all = offers_of_seller(&mut conn, seller(1), None, 1, 2).await.unwrap();
            assert_eq!((all.total, all.rows.len()), (5, 2));
            assert!(all.rows.iter().all(|r| r.offer.seller_id == seller(1)));
            for (search, hits) in [
                ("toner", 4),
                ("TONER 4", 1),
                ("sku-3", 1),
                ("0% c", 1),
                ("n_b", 1),
                ("%", 1),
                ("'", 0),
                (" ", 5),
            ] {
                let page = offers_of_seller(&mut conn, seller(1), Some(search), 0, 50).await.unwrap();
                assert_eq!((page.total, page.rows.len()), (hits, hits as usize), "{search}");
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_shows_each_product_once_at_its_lowest_price_in_stock() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let toner = category(&db, &["Toner"]).await;
            let product_id = put(&db, product(&toner, "s:1")).await.unwrap().id;
            let mut made = Vec::new();
            for (condition, price, of) in [
                (Condition::New, 500, 1),
                (Condition::Good, 300, 1),
                (Condition::LikeNew, 300, 1),
                (Condition::Acceptable, 100, 1),
                (Condition::New, 50, 2),
            ] {
                let new = new_offer(product_id, seller(of), condition.as_str(), price);
                made.push(put_offer(&db, NewOffer { condition, ..new }).await.unwrap().id);
            }
            let other = NewProduct { title: "Drum".into(), ..product(&toner, "s:2") };
            let other = put(&db, other).await.unwrap().id;
            let drum = put_offer(&db, new_offer(other, seller(1), "drum", 900)).await.unwrap().id;
            // Everything but the cheapest of the seller's own is in stock.
            for offer in [made[0], made[1], made[2], made[4], drum] {
                db.write(move |tx| Box::pin(set_stocked(tx, offer, true))).await.unwrap();
            }
            let mut conn = db.read().await.unwrap();
            let (shown, total) = stocked_of_seller(&mut conn, seller(1), 0, 10, 100).await.unwrap();
            let mut shown: Vec<_> = shown.iter().map(|offer| offer.id).collect();
            let mut expected = vec![made[1].min(made[2]), drum];
            shown.sort_unstable();
            expected.sort_unstable();
            assert_eq!((shown, total), (expected, 2));
            let (page, total) = stocked_of_seller(&mut conn, seller(1), 1, 1, 1).await.unwrap();
            assert_eq!((page.len(), total), (1, 1), "counted no further than was asked");
        })
    })
    .await;
}

fn variant(title: &str, values: [&str; 2], position: i64) -> VariantOf {
    VariantOf {
        model: "s:jacket".into(),
        title: title.into(),
        options: vec!["Colour".into(), "Size".into()],
        values: values.map(str::to_owned).to_vec(),
        position,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn variants_are_products_that_know_each_other() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let shelf = category(&db, &["Clothing"]).await;
            let jacket = |n: i64, values| NewProduct {
                variant: Some(variant("Jacket", values, n)),
                ..product(&shelf, &format!("s:jacket:{n}"))
            };
            let blue = put(&db, jacket(1, ["Blue", "S"])).await.unwrap().id;
            let red = put(&db, jacket(0, ["Red", "S"])).await.unwrap().id;
            assert_eq!(put(&db, jacket(0, ["Red", "S"])).await.unwrap().change, Change::Unchanged);
            put_offer(&db, new_offer(red, seller(1), "a", 900)).await.unwrap();
            put_offer(&db, new_offer(red, seller(2), "b", 800)).await.unwrap();

            let mut conn = db.read().await.unwrap();
            let found = product_by_id(&mut conn, blue).await.unwrap().unwrap();
            assert_eq!(found.values, ["Blue", "S"]);
            let id = found.model.unwrap();
            let model = models(&mut conn, &[id]).await.unwrap().remove(&id).unwrap();
            assert_eq!((model.title.as_str(), model.options.join(" ")), ("Jacket", "Colour Size".into()));
            let variants: Vec<_> = model.variants.iter().map(|v| (v.product_id, v.offers.len())).collect();
            assert_eq!(variants, [(red, 2), (blue, 0)]);
            assert_eq!(model.variants[0].offers[0].price, usd(800));
            let card = cards(&mut conn, &[red]).await.unwrap().remove(0);
            assert_eq!(card.model.unwrap(), CardModel { id, title: "Jacket".into(), variants: 2 });
            drop(conn);

            let told = kinds(&db).await.len();
            put(&db, NewProduct { variant: None, ..jacket(0, ["", ""]) }).await.unwrap();
            // Who left is told of, and one of those that stayed, whose list of variants is another one now.
            assert_eq!(kinds(&db).await.len(), told + 2);
            let mut conn = db.read().await.unwrap();
            assert_eq!(models(&mut conn, &[id]).await.unwrap()[&id].variants.len(), 1);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_two_products_are_the_same_variant_and_none_is_half_of_one() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let shelf = category(&db, &["Clothing"]).await;
            let of = |key: &str, variant| NewProduct { variant: Some(variant), ..product(&shelf, key) };
            put(&db, of("s:1", variant("Jacket", ["Blue", "S"], 0))).await.unwrap();
            let again = put(&db, of("s:2", variant("Jacket", ["Blue", "S"], 1))).await;
            assert!(matches!(again, Err(CatalogError::VariantTaken { .. })), "{again:?}");
            let good = variant("Jacket", ["Blue", "M"], 1);
            let bad = [
                VariantOf { values: vec!["Blue".into()], ..good.clone() },
                VariantOf { values: vec!["Blue".into(), String::new()], ..good.clone() },
                VariantOf { options: vec!["Size".into(), "Size".into()], ..good.clone() },
                VariantOf { options: Vec::new(), values: Vec::new(), ..good.clone() },
                VariantOf { title: " ".into(), ..good.clone() },
            ];
            for wrong in bad {
                let answer = put(&db, of("s:3", wrong.clone())).await;
                assert!(matches!(answer, Err(CatalogError::Variant(_))), "{wrong:?}");
            }
            put(&db, of("s:3", good)).await.unwrap();
        })
    })
    .await;
}
