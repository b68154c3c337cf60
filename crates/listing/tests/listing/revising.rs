//! Changing what a product says, by who described it and nobody else, within what its category asks for.

use crate::support::{CODE, Shop, restricted};
use catalog::{Attribute, NewProduct, ProductImage, ProductStatus};
use db::testing::on_both;
use domain::listing::{Lack, ListingRule};
use domain::{ProductId, SellerId};
use listing::{Draft, ListingError, Revision};

async fn revise(
    shop: &Shop,
    seller: SellerId,
    id: ProductId,
    revision: Revision,
) -> Result<bool, ListingError> {
    shop.db
        .write(move |tx| {
            let revision = revision.clone();
            Box::pin(async move { listing::revise(tx, seller, id, &revision).await })
        })
        .await
}

async fn image(shop: &Shop, id: ProductId) -> ProductImage {
    let mut conn = shop.db.read().await.unwrap();
    catalog::product_images(&mut conn, &[id]).await.unwrap().remove(&id).unwrap()
}

fn titled(title: &str) -> Revision {
    Revision { title: Some(title.to_owned()), ..Revision::default() }
}

fn branded(brand: &str) -> Revision {
    Revision { brand: Some(Some(brand.to_owned())), ..Revision::default() }
}

fn material(value: &str) -> Vec<Attribute> {
    vec![Attribute { name: "Material".into(), value: value.to_owned(), unit: None }]
}

/// A product that the seller proposed, with a code.
async fn proposed(shop: &Shop) -> ProductId {
    let draft = Draft { code: Some(CODE.into()), ..shop.draft("A wok") };
    shop.propose("propose-key-000001", draft).await.unwrap().product.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_changes_and_the_rest_stays() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let wok = proposed(&shop).await;
            let before = image(&shop, wok).await;
            assert!(revise(&shop, shop.seller, wok, titled(" A larger wok ")).await.unwrap());
            let after = image(&shop, wok).await;
            assert_eq!(after, ProductImage { title: "A larger wok".into(), ..before.clone() });
            assert_eq!(after.eans, [CODE], "its code is its own still");
            assert!(
                !revise(&shop, shop.seller, wok, titled("A larger wok")).await.unwrap(),
                "it is so already"
            );
            let rest = Revision {
                brand: Some(None),
                description: Some("Carbon steel.".into()),
                attributes: Some(material("Steel")),
                category: Some(shop.kitchen),
                ..Revision::default()
            };
            assert!(revise(&shop, shop.seller, wok, rest).await.unwrap());
            let after = image(&shop, wok).await;
            assert_eq!((after.brand, after.attributes), (None, material("Steel")));
            assert_eq!((after.category_id, after.title.as_str()), (shop.kitchen, "A larger wok"));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_changes_what_somebody_else_described_nor_what_is_wrong() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (wok, pan) = (proposed(&shop).await, shop.product("A pan", None).await);
            let of_a_file = |seller: SellerId| NewProduct {
                source_key: Some(format!("icecat:{seller}:7")),
                slug: None,
                title: "A pot".into(),
                brand: None,
                eans: Vec::new(),
                description: String::new(),
                attributes: Vec::new(),
                category_id: shop.pans,
                pictures: Vec::new(),
                status: ProductStatus::Active,
                variant: None,
            };
            let pot = shop.put(of_a_file(shop.seller)).await.id;
            let before = (image(&shop, wok).await, image(&shop, pan).await);
            for (seller, product) in [(shop.other, wok), (shop.seller, pan), (shop.other, pot)] {
                let refused = revise(&shop, seller, product, titled("Mine")).await;
                assert!(matches!(refused, Err(ListingError::NotDescribed)), "{refused:?}");
            }
            assert!(revise(&shop, shop.seller, pot, titled("A larger pot")).await.unwrap());
            // Each is short enough, and all of them are more bytes than a product has.
            let long = |n: usize| Attribute {
                name: format!("Fact {n}"),
                value: "\u{628}".repeat(1_000),
                unit: None,
            };
            let many: Vec<Attribute> = (0..100).map(long).collect();
            for (wrong, is_said) in [
                (titled(" "), "Title"),
                (branded("\0"), "BrandName"),
                (Revision { description: Some("x".repeat(20_001)), ..Revision::default() }, "Description"),
                (Revision { attributes: Some(material("")), ..Revision::default() }, "Attributes"),
                (Revision { attributes: Some(many), ..Revision::default() }, "Attributes"),
                (Revision { category: Some(shop.db.new_id()), ..Revision::default() }, "NoSuchCategory"),
            ] {
                let refused = revise(&shop, shop.seller, wok, wrong).await.unwrap_err();
                assert_eq!(format!("{refused:?}"), is_said);
            }
            assert_eq!((image(&shop, wok).await, image(&shop, pan).await), before);
            // What became another product is described by that one.
            shop.merge(wok, pan).await.unwrap();
            let refused = revise(&shop, shop.seller, wok, titled("Mine")).await;
            assert!(matches!(refused, Err(ListingError::NotDescribed)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_held_to_what_its_category_asks_for() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let draft =
                Draft { brand: Some("Bree".into()), attributes: material("Steel"), ..shop.draft("A wok") };
            let wok = shop.propose("propose-key-000001", draft).await.unwrap().product.unwrap();
            let rule =
                ListingRule { required: vec!["Material".into()], ..restricted("Acme", vec![shop.other]) };
            shop.say(shop.kitchen, rule).await.unwrap();
            let lacks = async |revision: Revision| match revise(&shop, shop.seller, wok, revision).await {
                Err(ListingError::Lacks(lacks)) => lacks,
                other => panic!("{other:?}"),
            };
            assert_eq!(lacks(branded("ACME")).await, [Lack::Brand("Acme".into())]);
            let bare = Revision { attributes: Some(Vec::new()), ..Revision::default() };
            assert_eq!(lacks(bare).await, [Lack::Attribute("Material".into())]);
            assert!(revise(&shop, shop.seller, wok, branded("Cane")).await.unwrap());

            t.clock().advance(domain::DurationUs::from_mins(1));
            let looked_at = ListingRule { approval: true, ..ListingRule::default() };
            shop.say(shop.kitchen, looked_at).await.unwrap();
            for change in [branded("Bree"), Revision { category: Some(shop.kitchen), ..Revision::default() }]
            {
                let refused = revise(&shop, shop.seller, wok, change).await;
                assert!(matches!(refused, Err(ListingError::ChangeNeedsApproval)), "{refused:?}");
            }
            assert!(revise(&shop, shop.seller, wok, titled("A larger wok")).await.unwrap());
            assert_eq!(image(&shop, wok).await.brand.as_deref(), Some("Cane"));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_is_not_approved_changes_neither_brand_nor_category() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::opening(t).await;
            let waiting = shop.propose("propose-key-000001", shop.draft("A wok")).await.unwrap();
            let wok = shop.decide(waiting.id, None).await.unwrap().product.unwrap();
            let refused = revise(&shop, shop.seller, wok, branded("Bree")).await;
            assert!(matches!(refused, Err(ListingError::ChangeNeedsApproval)), "{refused:?}");
            assert!(revise(&shop, shop.seller, wok, titled("A larger wok")).await.unwrap());
        })
    })
    .await;
}
