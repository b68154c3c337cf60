//! Offering what the catalogue has: once, with its stock, within the rules of its category.

use crate::support::{Shop, restricted, usd};
use catalog::{CatalogError, Condition, ProductStatus};
use db::testing::on_both;
use domain::shipping::Packing;
use domain::{Currency, Money};
use listing::{ListingError, NewListing, Sending};

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_is_made_with_its_stock_and_a_repeat_makes_no_other() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let pan = shop.product("A pan", None).await;
            let new = shop.listing(pan, "a");
            let offer = shop.add(new.clone()).await.unwrap();
            assert_eq!((shop.offer(offer).await.price, shop.available(offer).await), (usd(2_500), 7));
            assert_eq!(shop.add(new.clone()).await.unwrap(), offer);
            assert_eq!(shop.available(offer).await, 7, "the stock came once");
            let used = NewListing { condition: Condition::Good, ..new.clone() };
            assert!(matches!(shop.add(used).await, Err(ListingError::KeyReused)));
            // Another key is another press: it is told which offer there is.
            let again = NewListing { sku: "OTHER".into(), ..shop.listing(pan, "b") };
            assert!(matches!(shop.add(again).await, Err(ListingError::Exists(known)) if known == offer));
            let used = NewListing { condition: Condition::Good, stock: 0, ..shop.listing(pan, "c") };
            let used = shop.add(used).await.unwrap();
            assert_eq!(shop.available(used).await, 0);
            let other = NewListing { seller: shop.other, ..shop.listing(pan, "a") };
            shop.add(other).await.expect("another seller's key is another key");
            assert_eq!(shop.count("catalog_offers").await, 3);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_operator_took_down_is_offered_in_no_other_condition_by_the_same_seller() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let pan = shop.product("A pan", None).await;
            let offer = shop.add(shop.listing(pan, "a")).await.unwrap();
            let down: Result<(), CatalogError> = shop
                .db
                .write(move |tx| Box::pin(async move { catalog::take_down_offer(tx, offer).await }))
                .await;
            down.unwrap();
            let used =
                NewListing { condition: Condition::Good, sku: "USED".into(), ..shop.listing(pan, "b") };
            let refused = shop.add(used.clone()).await;
            assert!(matches!(refused, Err(ListingError::Catalog(CatalogError::TakenDown))), "{refused:?}");
            shop.add(NewListing { seller: shop.other, ..shop.listing(pan, "a") })
                .await
                .expect("another seller");
            let shown: Result<bool, CatalogError> = shop
                .db
                .write(move |tx| Box::pin(async move { catalog::show_offer_again(tx, offer).await }))
                .await;
            assert!(shown.unwrap());
            shop.add(used).await.unwrap();
            // Of a product that is down nobody makes an offer.
            let hidden: Result<(), CatalogError> = shop
                .db
                .write(move |tx| Box::pin(async move { catalog::take_down_product(tx, pan).await }))
                .await;
            hidden.unwrap();
            let refused =
                shop.add(NewListing { condition: Condition::Acceptable, ..shop.listing(pan, "c") }).await;
            assert!(matches!(refused, Err(ListingError::NotListed)), "{refused:?}");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_presses_at_once_one_makes_the_offer() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let pan = shop.product("A pan", None).await;
            let (one, two) = (shop.listing(pan, "one"), shop.listing(pan, "two"));
            let (one, two) = tokio::join!(shop.add(one), shop.add(two));
            assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1);
            assert!(one.is_ok() || matches!(one, Err(ListingError::Exists(_))));
            assert!(two.is_ok() || matches!(two, Err(ListingError::Exists(_))));
            assert_eq!(shop.count("catalog_offers").await, 1);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_is_refused_by_name_and_leaves_nothing() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let pan = shop.product("A pan", None).await;
            let new = || shop.listing(pan, "x");
            let euros = NewListing { price: Money::new(100, Currency::EUR), ..new() };
            assert!(matches!(shop.add(euros).await, Err(ListingError::OtherCurrency(Currency::USD))));
            let gift = NewListing { price: usd(0), ..new() };
            assert!(matches!(shop.add(gift).await, Err(ListingError::Catalog(CatalogError::Price(_)))));
            for stock in [-1, 10_000_001] {
                assert!(matches!(shop.add(NewListing { stock, ..new() }).await, Err(ListingError::Stock)));
            }
            let nameless = NewListing { sku: " ".into(), ..new() };
            assert!(matches!(shop.add(nameless).await, Err(ListingError::Catalog(CatalogError::Sku))));
            let nowhere = NewListing { product: shop.db.new_id(), ..new() };
            assert!(matches!(shop.add(nowhere).await, Err(ListingError::NoSuchProduct)));
            let withdrawn: Result<bool, CatalogError> = shop
                .db
                .write(move |tx| {
                    Box::pin(
                        async move { catalog::set_product_status(tx, pan, ProductStatus::Withdrawn).await },
                    )
                })
                .await;
            assert!(withdrawn.unwrap());
            assert!(matches!(shop.add(new()).await, Err(ListingError::NotListed)));
            assert_eq!(shop.count("catalog_offers").await, 0);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_brand_is_offered_by_those_who_are_named_for_it_or_a_category_above() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let pan = shop.product("A pan", None).await;
            assert!(shop.say(shop.kitchen, restricted("ACME", vec![shop.other])).await.unwrap());
            assert!(!shop.say(shop.kitchen, restricted(" ACME ", vec![shop.other])).await.unwrap());
            let refused = shop.add(shop.listing(pan, "a")).await;
            assert!(matches!(refused, Err(ListingError::Brand(brand)) if brand == "ACME"));
            let named = NewListing { seller: shop.other, ..shop.listing(pan, "a") };
            shop.add(named).await.unwrap();
            // What was said is kept, and an empty rule ends it.
            assert!(shop.say(shop.kitchen, Default::default()).await.unwrap());
            shop.add(shop.listing(pan, "a")).await.unwrap();
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(listing::in_force(&mut conn).await.unwrap().len(), 0);
            assert_eq!(listing::history(&mut conn, 10).await.unwrap().len(), 2);
            drop(conn);
            let nowhere = shop.say(shop.db.new_id(), Default::default()).await;
            assert!(matches!(nowhere, Err(ListingError::NoSuchCategory)));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_it_is_sent_is_said_along_with_the_offer_or_nothing_is_made() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (pan, table) = (shop.product("A pan", None).await, shop.table().await);
            let sent = |sending| NewListing { sending, ..shop.listing(pan, "a") };
            let packing = Packing { table: Some(table), weight_g: Some(900) };
            let whole = Sending { packing, handling_days: Some(4) };
            let nowhere = Packing { table: Some(shop.db.new_id()), ..packing };
            let refused = shop.add(sent(Sending { packing: nowhere, ..whole })).await;
            assert!(matches!(refused, Err(ListingError::NoSuchTable)), "{refused:?}");
            let others = NewListing { seller: shop.other, ..sent(whole) };
            assert!(matches!(shop.add(others).await, Err(ListingError::NoSuchTable)), "another seller's");
            for weight_g in [Some(0), Some(-1), Some(Packing::HEAVIEST_G + 1)] {
                let refused =
                    shop.add(sent(Sending { packing: Packing { weight_g, ..packing }, ..whole })).await;
                assert!(matches!(refused, Err(ListingError::Catalog(CatalogError::Weight))), "{refused:?}");
            }
            let slow = shop.add(sent(Sending { handling_days: Some(31), ..whole })).await;
            assert!(matches!(slow, Err(ListingError::Catalog(CatalogError::Handling))), "{slow:?}");
            assert_eq!(shop.count("catalog_offers").await, 0);

            let offer = shop.add(sent(whole)).await.unwrap();
            let made = shop.offer(offer).await;
            assert_eq!((made.packing, made.terms.handling_days), (packing, Some(4)));
            assert_eq!(shop.add(sent(whole)).await.unwrap(), offer, "a repeat is the same offer");
            assert_eq!(shop.offer(offer).await.version, made.version, "and changes nothing");
            shop.assert_sound().await;
        })
    })
    .await;
}
