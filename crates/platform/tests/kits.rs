//! Starter kits in whole shops: onto the demo without overwriting anything, and what a sale in a kit's category is charged.
#![allow(clippy::unwrap_used)]

use catalog::{Category, NewOffer, NewProduct, category_tree};
use db::SystemClock;
use db::testing::{TestDb, on_both};
use domain::address::Address;
use domain::commission::CommissionClass;
use domain::contact::Email;
use domain::format::Locale;
use domain::order::{Carrier, OrderSource};
use domain::tax::TaxRate;
use domain::text_enum::TextEnum as _;
use domain::{AccountId, CartId, CategoryId, Currency, Money, OfferId, OrderId, SellerId, Timestamp};
use identity::IdentityConfig;
use kits::{ApplyKit, KitName, Plan};
use orders::{PlaceOrder, Ship, Shopper, Wanted, store};
use payments::{CardInput, MethodRef};
use platform::{Config, Platform, PlatformError, Secret};
use sellers::testing::new_seller;
use std::sync::Arc;

async fn open(t: &TestDb) -> Platform {
    let mut config = Config::in_dir(t.dir()).unwrap();
    config.database_url = t.url().map(Secret::new);
    Platform::open_with(config, Arc::new(SystemClock), IdentityConfig::for_tests()).await.unwrap()
}

async fn apply(platform: &Platform, kit: KitName) -> Plan {
    let by: AccountId = platform.db.new_id();
    let reason = "a new market".to_owned();
    let asked = ApplyKit { kit, language: Locale::En, currency: Currency::USD, reason, by };
    let applied = platform.db.write(move |tx| {
        let asked = asked.clone();
        Box::pin(async move { kits::apply(tx, &asked).await })
    });
    applied.await.unwrap()
}

async fn categories(platform: &Platform) -> Vec<Category> {
    category_tree(&mut platform.db.read().await.unwrap()).await.unwrap().all().to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_category_of_a_kit_has_its_page_at_once() {
    on_both(|t| {
        Box::pin(async move {
            let platform = open(t).await;
            // Every page reads the tree, and it is kept for a moment.
            assert!(platform.categories().await.unwrap().by_slug("dresses").is_none());
            assert!(platform.categories_with("dresses").await.unwrap().by_slug("dresses").is_none());
            apply(&platform, KitName::Fashion).await;
            assert!(platform.categories_with("dresses").await.unwrap().by_slug("dresses").is_some());
            assert!(platform.categories_with("never-was").await.unwrap().by_slug("never-was").is_none());
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_keeps_all_that_it_has() {
    on_both(|t| {
        Box::pin(async move {
            let platform = open(t).await;
            platform.seed(Some("a-demo-password")).await.unwrap();
            let before = categories(&platform).await;
            let mut conn = platform.db.read().await.unwrap();
            let rules = listing::in_force(&mut conn).await.unwrap();
            let pages = content::live_under(&mut conn, "").await.unwrap();
            let said = fees::rules_history(&mut conn, None, 1_000).await.unwrap();
            drop(conn);
            let mut found = Vec::new();
            for kit in KitName::ALL {
                let plan = apply(&platform, *kit).await;
                found.extend(plan.categories.into_iter().filter(|one| one.depth == 0 && one.known.is_some()));
                let again = apply(&platform, *kit).await;
                assert_eq!(again.counts().0, 0, "{kit}");
            }
            let mut names: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
            names.sort_unstable();
            assert_eq!(names, ["Books", "Electronics", "Grocery"]);
            let after = categories(&platform).await;
            for category in &before {
                assert!(after.contains(category), "{category:?} was changed");
            }
            let mut conn = platform.db.read().await.unwrap();
            let now = listing::in_force(&mut conn).await.unwrap();
            assert!(rules.iter().all(|(id, rule)| now.get(id) == Some(rule)));
            let now = content::live_under(&mut conn, "").await.unwrap();
            assert!(pages.iter().all(|page| now.contains(page)));
            let now = fees::rules_history(&mut conn, None, 1_000).await.unwrap();
            assert!(said.iter().all(|rule| now.contains(rule)));
            drop(conn);
            let checked = platform.check().await.unwrap();
            assert!(checked.iter().all(|one| one.broken.is_empty()), "{checked:?}");
        })
    })
    .await;
}

/// A seller's offer of a book for 20.00 in this category, ten units.
async fn book(platform: &Platform, category: CategoryId) -> (SellerId, OfferId) {
    let made: Result<_, PlatformError> = platform
        .db
        .write(move |tx| {
            Box::pin(async move {
                let seller = sellers::create(tx, &new_seller("Lamp House")).await?.id;
                let product = NewProduct::titled("River stories", category);
                let product = catalog::upsert_product(tx, product).await?.id;
                let new = NewOffer::on_sale(product, seller, "RIVER-1", Money::new(2_000, Currency::USD));
                let offer = catalog::upsert_offer(tx, new).await?.id;
                inventory::receive(tx, "first", offer, 10).await?;
                let rate = TaxRate {
                    country: "US".into(),
                    region: "CA".into(),
                    rate_ppm: 72_500,
                    inclusive: false,
                    shipping_taxed: false,
                    from: Timestamp::from_micros(0),
                };
                orders::taxes::set_rate(tx, &rate).await?;
                Ok((seller, offer))
            })
        })
        .await;
    made.unwrap()
}

async fn order(platform: &Platform, offer: OfferId) -> OrderId {
    let card = CardInput::test_card("4242424242424242");
    let token = platform.payments.tokenise(card).await.unwrap().token;
    let new = PlaceOrder {
        key: platform.db.new_id::<CartId>().to_string(),
        shopper: Shopper::Guest(platform.db.new_id()),
        email: Email::parse("gina@example.com").unwrap(),
        locale: Locale::En,
        source: OrderSource::Checkout,
        lines: vec![Wanted { offer, quantity: 1, price_seen: None }],
        address: Address {
            name: "Ada Lovelace".into(),
            line1: "1 River Street".into(),
            line2: String::new(),
            city: "Sacramento".into(),
            region: "CA".into(),
            postcode: "95814".into(),
            country: "US".into(),
            phone: String::new(),
        },
        method: MethodRef::Token(token),
        total_seen: None,
        gift: None,
        shown: None,
        device: None,
    };
    platform.orders.place(new).await.unwrap().order()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sale_in_a_category_of_a_kit_is_charged_as_the_kit_says() {
    on_both(|t| {
        Box::pin(async move {
            let platform = open(t).await;
            apply(&platform, KitName::Bookshop).await;
            let all = categories(&platform).await;
            let novels = all.iter().find(|one| one.path == "books/fiction/novels").unwrap();
            let held = {
                let mut conn = platform.db.read().await.unwrap();
                let now = conn.now();
                catalog::classes_at(&mut conn, &[novels.id], now).await.unwrap()[&novels.id]
            };
            // What the whole kit is, is said of its first category alone.
            let books = all.iter().find(|one| one.path == "books").unwrap();
            assert_eq!((held.class, held.said_by), (CommissionClass::Media, books.id));
            let (seller, offer) = book(&platform, novels.id).await;
            let id = order(&platform, offer).await;
            let part = {
                let mut conn = platform.db.read().await.unwrap();
                store::detail(&mut conn, id).await.unwrap().parts.remove(0)
            };
            let parcel = Ship {
                key: platform.db.new_id::<CartId>().to_string(),
                seller,
                lines: vec![(part.lines[0].id, 1)],
                carrier: Carrier::Ups,
                tracking: "1Z999".into(),
            };
            platform.orders.ship(parcel).await.unwrap();
            let mut conn = platform.db.read().await.unwrap();
            let sent = store::detail(&mut conn, id).await.unwrap().parts.remove(0).shipments;
            // 15 % of 20.00 + 4.99 for its delivery, and 1.80 to close the sale of a book.
            assert_eq!(sent.last().unwrap().commission_minor, 375 + 180);
        })
    })
    .await;
}
