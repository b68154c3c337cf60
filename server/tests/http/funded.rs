//! Promotions that the platform pays for, over HTTP: from the operator's form to the product, the cart and the seller's page.

use crate::common::{TestShop, answered, assert_status, page_as, post_as, post_form, text};
use http::StatusCode;
use platform::catalog::{self, CatalogError};
use platform::db::changes::{ChangesOf, changes};
use platform::db::{DbError, sql};
use platform::domain::commission::CommissionClass;
use platform::domain::key::IdempotencyKey;
use platform::domain::promotion::{Goods, Rule};
use platform::domain::{CategoryId, Currency, Money, PromotionId};
use platform::orders::coupons;
use platform::orders::promotions::{self, Giver, NewPromotion, PromotionError};

const OLGA: &str = "operator@orinoco.example";
const LUCIA: &str = "lucia@guayabo.example";
const ADA: &str = "ada@shopper.example";
const SOAP: &str = "/p/olive-oil-soap-three-bars";

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_starts_and_stops_one_and_everybody_reads_who_pays() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let olga = shop.cookie_of(OLGA).await;
    let make = async |rest: &str| {
        let body = format!("title=Spring&key=a-spring-promotion-01&{rest}");
        answered(&shop, &olga, "/operator/promotions", "/api/operator/promotion", body).await
    };
    for (rest, words) in [
        ("kind=share&value=10&most=", "Say the most that one order gets"),
        ("kind=share&value=ten&most=5", "Write a share from 0.01 to 100"),
        ("kind=share&value=95&most=5", "at most 90 where it is off all that is bought"),
        ("kind=less&value=two&most=5", "Write an amount like 5 or 5.50."),
        ("kind=buy_get&value=100&most=5&units=2", "Write whole numbers from 1"),
        ("kind=share&value=10&most=5&products=/p/nothing-like-it", "Nobody chosen here offers a product at"),
        (&format!("kind=set&value=10&most=5&products={SOAP}"), "Choose whose products are bought together."),
        (
            &format!("kind=deal&value=20&most=5&pieces=4&each=5&until=2030-12-25&products={SOAP}"),
            "A deal has 1 to 5,000 pieces",
        ),
        ("kind=deal&value=20&most=5&pieces=4&each=2&until=2030-12-25", "A deal has 1 to 5,000 pieces"),
    ] {
        let page = make(rest).await;
        assert!(page.contains(words), "{rest}: {words}");
        assert!(page.contains("value=\"Spring\""), "what was typed stays: {rest}");
    }
    let sound = format!("kind=less&value=2&most=50&products={SOAP}");
    let page = make(&sound).await;
    assert!(page.contains("The promotion is made.") && page.contains("$2.00 off each"), "{page}");
    assert!(page.contains("At most $50.00 an order"), "{page}");
    assert!(make(&sound).await.contains("The promotion is made."), "the same press");
    let reports = async || {
        let mut conn = shop.platform().db.read().await.unwrap();
        let all = promotions::reports_of_platform(&mut conn, 10).await.unwrap();
        // Beside it there is the demo's own.
        all.into_iter().filter(|report| report.promotion.title == "Spring").collect::<Vec<_>>()
    };
    assert_eq!(reports().await.len(), 1);
    let id = reports().await[0].promotion.id;

    // Pages know promotions for a second.
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    let product = text(shop.get(SOAP).await).await;
    let buy = product.split_once("id=\"buy\"").unwrap().1.split_once("</section>").unwrap().0;
    assert!(buy.contains("$2.00 off each"), "{buy}");
    assert!(text(shop.get(&format!("/promotions/{id}")).await).await.contains(SOAP));
    let offer = buy.split_once("name=\"offer\" value=\"").unwrap().1.split('"').next().unwrap();
    let ada = shop.cookie_of(ADA).await;
    let form = format!("offer={offer}&quantity=2&key=funded-in-the-cart-1");
    post_form(&shop, "/api/cart/add", &ada, &form).await;
    let cart = page_as(&shop, "/cart", &ada).await;
    assert!(cart.contains("Paid by the marketplace"), "{cart}");
    assert_eq!(cart.matches("-$4.00").count(), 2, "under the line and in the sum: {cart}");

    // Its seller reads of it and cannot stop it.
    let lucia = shop.cookie_of(LUCIA).await;
    let desk = page_as(&shop, "/seller/promotions", &lucia).await;
    assert!(desk.contains(&format!("data-funded=\"{id}\"")) && desk.contains("Paid by the marketplace"));
    let mut conn = shop.platform().db.read().await.unwrap();
    let seller = platform::sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id;
    drop(conn);
    let body = format!("seller={seller}&promotion={id}&paused=on");
    let answer = post_as(&shop, Some(LUCIA), "/api/seller/promotion-pause", body).await;
    assert_status(&answer, StatusCode::NOT_FOUND);

    let body = format!("promotion={id}&paused=on");
    let page = answered(&shop, &olga, "/operator/promotions", "/api/operator/promotion-pause", body).await;
    assert!(page.contains("Stopped: nothing is taken off for it any more."), "{page}");
    assert!(!page_as(&shop, "/cart", &ada).await.contains("Paid by the marketplace"));
    assert!(text(shop.get(&format!("/promotions/{id}")).await).await.contains("This promotion is over"));
    let mut conn = shop.platform().db.read().await.unwrap();
    let trail = changes(&mut conn, ChangesOf::default(), 50).await.unwrap();
    for route in ["POST /api/operator/promotion", "POST /api/operator/promotion-pause"] {
        assert!(trail.iter().any(|change| change.route == route), "{route}: {trail:?}");
    }
}

/// The demo shows both that the platform can give, however often it is made.
#[tokio::test(flavor = "multi_thread")]
async fn the_demo_has_one_promotion_and_one_coupon_of_the_platforms() {
    let shop = TestShop::new().await;
    for _ in 0..2 {
        shop.platform().seed(Some("a-demo-password")).await.unwrap();
    }
    let mut conn = shop.platform().db.read().await.unwrap();
    let given = promotions::reports_of_platform(&mut conn, 10).await.unwrap();
    let rules: Vec<Rule> = given.iter().map(|report| report.promotion.rule).collect();
    assert_eq!(rules, [Rule::FromUnits { units: 1, bps: 800 }]);
    let coupons = coupons::reports(&mut conn, 10).await.unwrap();
    assert_eq!(coupons.iter().map(|report| report.coupon.code.as_str()).collect::<Vec<_>>(), ["WELCOME"]);
    drop(conn);
    let mouse = text(shop.get("/p/vertical-mouse-wireless").await).await;
    let buy = mouse.split_once("id=\"buy\"").unwrap().1.split_once("</section>").unwrap().0;
    assert!(buy.contains("8% off each") && buy.contains("At most $15.00 an order"), "{buy}");
    let page = text(shop.get(&format!("/promotions/{}", given[0].promotion.id)).await).await;
    assert!(page.contains("Computers and accessories"), "{page}");
}

/// One for a category that somebody took out of the shop takes nothing off anything, and says so.
#[tokio::test(flavor = "multi_thread")]
async fn a_promotion_whose_category_is_gone_is_for_nothing() {
    let shop = TestShop::new().await;
    let db = &shop.platform().db;
    let category: Result<CategoryId, CatalogError> = db
        .write(move |tx| {
            Box::pin(async move {
                let made = catalog::create_category(tx, None, "Lanterns", CommissionClass::Standard).await?;
                Ok(made.id)
            })
        })
        .await;
    let category = category.unwrap();
    let new = NewPromotion {
        giver: Giver::Platform {
            seller: None,
            category: Some(category),
            most: Money::new(5_000, Currency::USD),
        },
        title: "Lanterns".into(),
        rule: Rule::FromUnits { units: 1, bps: 1_000 },
        goods: Goods::All,
        limit: None,
        from: db.now(),
        until: None,
        made_by: db.new_id(),
        key: IdempotencyKey::parse("a-promotion-of-lanterns").unwrap(),
    };
    let made: Result<PromotionId, PromotionError> = db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { promotions::create(tx, &new).await })
        })
        .await;
    let deleted: Result<u64, DbError> = db
        .write(move |tx| {
            Box::pin(async move {
                tx.exec(sql("DELETE FROM catalog_categories WHERE id = $1").bind(category)).await
            })
        })
        .await;
    assert_eq!(deleted.unwrap(), 1);
    let page = text(shop.get(&format!("/promotions/{}", made.unwrap())).await).await;
    assert!(page.contains("its category is no longer in this shop"), "{page}");
    assert!(!page.contains("For everything in this shop") && !page.contains("At most $50.00"), "{page}");
}

/// A seller's promotion is no platform's: its id stops nothing here.
#[tokio::test(flavor = "multi_thread")]
async fn a_sellers_promotion_is_not_the_operators_to_stop() {
    let shop = TestShop::new().await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let mut conn = shop.platform().db.read().await.unwrap();
    let seller = platform::sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id;
    let own = promotions::reports(&mut conn, seller, 1).await.unwrap().remove(0).promotion.id;
    drop(conn);
    let body = format!("promotion={own}&paused=on");
    let answer = post_as(&shop, Some(OLGA), "/api/operator/promotion-pause", body).await;
    assert_status(&answer, StatusCode::NOT_FOUND);
    let mut conn = shop.platform().db.read().await.unwrap();
    assert!(!promotions::get(&mut conn, own).await.unwrap().unwrap().paused);
}
