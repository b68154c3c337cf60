//! Sellers' health and the buy box over HTTP: a gate gives the box to another seller and says why; a suspended seller sells
//! nothing, appeals and is let go on; thousands of offers are paged.

use crate::common::{TestShop, assert_status, post_as, text};
use axum::body::Body;
use http::{Request, Response, StatusCode};
use platform::catalog::NewOffer;
use platform::db::{Clock, DbError, SystemClock, sql};
use platform::domain::promise::ShippingOffer;
use platform::domain::{Currency, DurationUs, Money, OfferId, ProductId, SellerId, Timestamp};
use platform::sellers::{NewSeller, SellerError};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

const OWNER: &str = "lucia@guayabo.example";
const OPERATOR: &str = "operator@orinoco.example";
const SHOPPER: &str = "ada@shopper.example";

struct Seeded {
    shop: TestShop,
    seller: SellerId,
    /// One of its offers, whose product nobody else offers.
    offer: OfferId,
    product: ProductId,
    slug: String,
}

/// The machine's own clock, and so many microseconds more.
#[derive(Default)]
struct Later(AtomicI64);

impl Clock for Later {
    fn now(&self) -> Timestamp {
        SystemClock.now().plus(DurationUs::from_micros(self.0.load(Ordering::SeqCst)))
    }
}

async fn seeded() -> Seeded {
    let clock = Arc::new(Later::default());
    let shop = TestShop::at(clock.clone()).await;
    shop.platform().seed(Some("a-demo-password")).await.unwrap();
    let mut conn = shop.platform().db.read().await.unwrap();
    let seller = platform::sellers::by_slug(&mut conn, "guayabo").await.unwrap().unwrap().id;
    let (offer, product, slug): (OfferId, ProductId, String) = conn
        .one(
            sql("SELECT o.id, p.id, p.slug FROM catalog_offers o JOIN catalog_products p ON p.id = o.product_id
                 WHERE o.seller_id = $1 AND o.stocked = TRUE AND o.active = TRUE AND p.model_id IS NULL AND NOT EXISTS (
                     SELECT 1 FROM catalog_offers x WHERE x.product_id = p.id AND x.id <> o.id)
                 ORDER BY o.id LIMIT 1")
            .bind(seller),
        )
        .await
        .unwrap();
    drop(conn);
    // Whoever looked while the shop was made keeps sellers' records for a minute.
    clock.0.store(DurationUs::from_mins(2).as_micros(), Ordering::SeqCst);
    Seeded { shop, seller, offer, product, slug }
}

async fn post(shop: &TestShop, who: &str, path: &str, body: String) -> Response<Body> {
    post_as(shop, Some(who), path, body).await
}

async fn page(shop: &TestShop, who: &str, path: &str) -> String {
    let request = Request::get(path).header("cookie", shop.cookie_of(who).await);
    text(shop.ask(request.body(Body::empty()).unwrap()).await).await
}

/// A seller that delivers for nothing, and its offer of the product.
async fn rival(seeded: &Seeded, name: &str, minor: i64) -> OfferId {
    let (name, product) = (name.to_owned(), seeded.product);
    let write = seeded.shop.platform().db.write(move |tx| {
        let name = name.clone();
        Box::pin(async move {
            let new = NewSeller {
                name: name.clone(),
                slug: None,
                country: "US".into(),
                region: "CA".into(),
                currency: Currency::USD,
                support_email: None,
                shipping: ShippingOffer {
                    handling_days: 1,
                    transit_days_min: 1,
                    transit_days_max: 3,
                    cutoff_minutes: 600,
                    fee: Money::new(0, Currency::USD),
                    free_from: None,
                },
            };
            let seller = platform::sellers::create(tx, &new).await.unwrap().id;
            let offer = NewOffer::on_sale(product, seller, name, Money::new(minor, Currency::USD));
            let id = platform::catalog::upsert_offer(tx, offer).await.unwrap().id;
            platform::inventory::receive(tx, &format!("first:{id}"), id, 9).await.unwrap();
            Ok::<_, DbError>(id)
        })
    });
    write.await.unwrap()
}

/// Counts of a seller that fails the gate of late parcels.
async fn fails(shop: &TestShop, seller: SellerId) {
    let write = shop.platform().db.write(move |tx| {
        Box::pin(async move {
            tx.exec(
                sql("INSERT INTO buybox_health (seller_id, orders, defects, late_of, late, cancelled, parcels, untracked,
                         requests, unanswered, counted_at_us) VALUES ($1, 100, 0, 100, 9, 0, 0, 0, 0, 0, 0)")
                .bind(seller),
            )
            .await
        })
    });
    write.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_gate_gives_the_box_to_a_dearer_seller_and_both_sides_read_why() {
    let seeded = seeded().await;
    let shop = &seeded.shop;
    let path = format!("/p/{}", seeded.slug);
    let other = rival(&seeded, "Steady Goods", 900_000).await;
    let own = format!("name=\"offer\" value=\"{}\"", seeded.offer);
    fails(shop, seeded.seller).await;
    let after = page(shop, SHOPPER, &path).await;
    let buy = after.find("id=\"buy\"").unwrap();
    assert!(after[buy..].find(&other.to_string()) < after[buy..].find(&own), "the dearer one is in the box");
    assert!(after.contains("their sellers do not keep this shop") && after.contains("Steady Goods"));
    let desk = page(shop, OWNER, &format!("/seller/products?seller={}&q=", seeded.seller)).await;
    assert!(desk.contains("data-box=\"lost\"") && desk.contains("Your shop fails a limit: Shipped late."));
    assert!(desk.contains("Your price is low enough once that is put right."));
    let health = page(shop, OWNER, &format!("/seller/health?seller={}", seeded.seller)).await;
    assert!(
        health.contains("data-measure=\"late\"")
            && health.contains("Past the limit")
            && health.contains("9 of 100")
    );
    // Nine of 226 are below four percent: 225 would be exactly that.
    assert!(health.contains("126 more without a mishap bring you back."), "{health}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_seller_sells_nothing_appeals_and_is_let_go_on() {
    let seeded = seeded().await;
    let (shop, seller) = (&seeded.shop, seeded.seller);
    let path = format!("/p/{}", seeded.slug);
    let add = format!("key=health-cart-000001&offer={}&quantity=1", seeded.offer);
    assert!(post(shop, SHOPPER, "/api/cart/add", add).await.status().is_success());
    let suspend = |on: &str, reason: &str| format!("seller={seller}&suspended={on}&reason={reason}");
    let decide = "/api/operator/suspend";
    assert_status(&post(shop, OPERATOR, decide, suspend("on", "")).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_status(&post(shop, OPERATOR, decide, suspend("on", "Fakes+were+found")).await, StatusCode::OK);

    let product = page(shop, SHOPPER, &path).await;
    assert!(!product.contains(&seeded.offer.to_string()), "nothing of it can be bought");
    let cart = page(shop, SHOPPER, "/cart").await;
    assert!(cart.contains("This offer is not sold any more."));
    let asked = page(shop, SHOPPER, &format!("{path}?offer={}", seeded.offer)).await;
    assert!(!asked.contains("id=\"one-click\""));

    let health = format!("/seller/health?seller={seller}");
    assert!(page(shop, OWNER, &health).await.contains("Reason: Fakes were found"));
    let appeal = |words: &str| format!("seller={seller}&words={words}");
    let send = "/api/seller/appeal";
    assert_status(&post(shop, OWNER, send, appeal("")).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_status(&post(shop, OWNER, send, appeal("Not+ours")).await, StatusCode::OK);
    assert_status(&post(shop, OWNER, send, appeal("Another")).await, StatusCode::CONFLICT);
    assert!(page(shop, OWNER, &health).await.contains("Not ours"));
    let desk = page(shop, OPERATOR, "/operator/sellers").await;
    for words in ["Fakes were found", "Not ours", "Olga Rivera", "Suspended"] {
        assert!(desk.contains(words), "{words}");
    }
    let (_, rest) = desk.split_once("data-appeal=\"").unwrap();
    let id = rest.split('"').next().unwrap();
    let answer = format!("appeal={id}&granted=on&answer=You+are+right");
    assert_status(&post(shop, OPERATOR, "/api/operator/appeal-answer", answer.clone()).await, StatusCode::OK);
    let again = post(shop, OPERATOR, "/api/operator/appeal-answer", answer).await;
    assert_status(&again, StatusCode::CONFLICT);
    assert!(page(shop, SHOPPER, &path).await.contains(&seeded.offer.to_string()));
    let checked = shop.platform().check().await.unwrap();
    assert!(checked.iter().all(|one| one.broken.is_empty()), "{checked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspension_is_for_operators_and_never_for_the_platforms_own_retail() {
    let seeded = seeded().await;
    let shop = &seeded.shop;
    let own = {
        let mut conn = shop.platform().db.read().await.unwrap();
        platform::sellers::platform_seller(&mut conn).await.unwrap().unwrap().id
    };
    let body = |seller: SellerId| format!("seller={seller}&suspended=on&reason=Because");
    let decide = "/api/operator/suspend";
    assert_status(&post(shop, OWNER, decide, body(seeded.seller)).await, StatusCode::FORBIDDEN);
    assert_status(&post(shop, OPERATOR, decide, body(own)).await, StatusCode::UNPROCESSABLE_ENTITY);
    let by = shop.platform().db.new_id();
    let seller = seeded.seller;
    let direct: Result<bool, SellerError> = shop
        .platform()
        .db
        .write(move |tx| {
            Box::pin(
                async move { platform::sellers::suspend::decide(tx, seller, false, "Goes on", by).await },
            )
        })
        .await;
    assert!(!direct.unwrap(), "who is not suspended is not let go on");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_offers_the_page_shows_a_few_and_the_rest_are_paged() {
    let seeded = seeded().await;
    let shop = &seeded.shop;
    for number in 0..90 {
        rival(&seeded, &format!("Rival {number}"), 800_000 + number).await;
    }
    let product = page(shop, SHOPPER, &format!("/p/{}", seeded.slug)).await;
    let all = format!("/p/{}/offers", seeded.slug);
    assert!(product.contains(&format!("href=\"{all}\"")));
    assert_eq!(product.matches("?offer=").count(), 10);
    let mut seen = std::collections::BTreeSet::new();
    for number in 1..=5 {
        let one = page(shop, SHOPPER, &format!("{all}?page={number}")).await;
        seen.extend(
            one.split("data-offer=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()),
        );
        assert_eq!(one.contains("More offers"), number < 5, "page {number}");
    }
    assert_eq!(seen.len(), 91, "every offer is on one page");
    // One that is none of the cheapest can be asked for.
    let last = seen.iter().next_back().unwrap();
    let asked = page(shop, SHOPPER, &format!("/p/{}?offer={last}", seeded.slug)).await;
    let buy = asked.find("id=\"buy\"").unwrap();
    assert!(asked[buy..].contains(&format!("name=\"offer\" value=\"{last}\"")));
}
