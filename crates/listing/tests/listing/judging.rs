//! Which listings have to be fixed: of a seller's own active offers, by what is said and what their category asks for.

use crate::support::{CODE, Shop};
use catalog::{Attribute, CatalogError, Gtin, NewProduct, ProductStatus};
use db::testing::on_both;
use domain::listing::ListingRule;
use domain::{DurationUs, OfferId, ProductId, SellerId};

/// A product that says all that a listing can, but for pictures.
async fn described(shop: &Shop) -> ProductId {
    let names = ["Weight", "Width", "Colour", "Handle", "Made in"];
    let attribute = |name: &str| Attribute { name: name.to_owned(), value: "Known".into(), unit: None };
    let new = NewProduct {
        source_key: Some("test:described".into()),
        slug: None,
        title: "A pan of cast iron, 28 centimetres".into(),
        brand: Some("Acme".into()),
        eans: vec![Gtin::parse(CODE).unwrap()],
        description: "It holds the heat. ".repeat(20),
        attributes: names.into_iter().map(attribute).collect(),
        category_id: shop.pans,
        pictures: Vec::new(),
        status: ProductStatus::Active,
        variant: None,
    };
    shop.put(new).await.id
}

async fn to_fix(shop: &Shop, seller: SellerId) -> Vec<OfferId> {
    let mut conn = shop.db.read().await.unwrap();
    let tree = catalog::category_tree(&mut conn).await.unwrap();
    let rows = listing::to_fix(&mut conn, &tree, seller).await.unwrap();
    rows.iter().map(|row| row.offer.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_says_little_or_lacks_what_its_category_asks_for_is_to_be_fixed() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (bare, whole) = (shop.product("A pan", None).await, described(&shop).await);
            let bare = shop.add(shop.listing(bare, "bare")).await.unwrap();
            let whole = shop.add(shop.listing(whole, "whole")).await.unwrap();
            assert_eq!(to_fix(&shop, shop.seller).await, [bare]);
            assert!(to_fix(&shop, shop.other).await.is_empty(), "it offers nothing");

            // The rule of a category above counts, too.
            let rule = ListingRule { required: vec!["Material".into()], ..ListingRule::default() };
            shop.say(shop.kitchen, rule).await.unwrap();
            let mut both = to_fix(&shop, shop.seller).await;
            both.sort_unstable();
            let mut expected = [bare, whole];
            expected.sort_unstable();
            assert_eq!(both, expected);

            // What is not on sale waits for nobody.
            t.clock().advance(DurationUs::from_mins(1));
            let off: Result<_, CatalogError> = shop
                .db
                .write(move |tx| Box::pin(async move { catalog::set_active(tx, bare, false, None).await }))
                .await;
            off.unwrap();
            assert_eq!(to_fix(&shop, shop.seller).await, [whole]);
            // So many are looked through as are asked for, those that changed last.
            let mut conn = shop.db.read().await.unwrap();
            for (limit, expected) in [(1, vec![bare]), (9, vec![bare, whole])] {
                let last = catalog::offers_changed_last(&mut conn, shop.seller, limit).await.unwrap();
                let last: Vec<_> = last.iter().map(|row| row.offer.id).collect();
                assert_eq!(last, expected);
            }
        })
    })
    .await;
}
