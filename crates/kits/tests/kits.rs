//! Kits on both databases: what they add to an empty shop, and what they leave as it is.
#![allow(clippy::unwrap_used)]

use catalog::{Attribute, Category, CategoryEdit, Condition, category_tree};
use content::{Edit, Slug, Standing, live_of, standing, waiting};
use db::testing::{TestDb, on_both};
use db::{Db, sql};
use domain::commission::{Band, Banding, CommissionClass, CommissionRule, default_rule};
use domain::format::Locale;
use domain::key::IdempotencyKey;
use domain::listing::{Lack, ListingRule, RestrictedBrand};
use domain::text_enum::TextEnum as _;
use domain::{AccountId, Currency, DurationUs, Money};
use fees::SayRule;
use kits::{ApplyKit, KitError, KitName, Plan};
use listing::{Draft, ListingError, Sending};
use sellers::testing::seller_with_owner;

async fn apply_in(db: &Db, kit: KitName, language: Locale, by: AccountId) -> Plan {
    let reason = "a new market".to_owned();
    let asked = ApplyKit { kit, language, currency: Currency::USD, reason, by };
    let applied = db.write(move |tx| {
        let asked = asked.clone();
        Box::pin(async move { kits::apply(tx, &asked).await })
    });
    applied.await.unwrap()
}

async fn count(db: &Db, table: &str) -> i64 {
    let text = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}");
    db.read().await.unwrap().one::<(i64,)>(sql(text)).await.unwrap().0
}

/// Everything that a kit writes.
async fn state(db: &Db) -> (Vec<Category>, [i64; 3]) {
    let tree = category_tree(&mut db.read().await.unwrap()).await.unwrap();
    let counts = [
        count(db, "listing_rules").await,
        count(db, "fees_rules").await,
        count(db, "content_versions").await,
    ];
    (tree.all().to_vec(), counts)
}

/// The category at a path.
async fn at(db: &Db, path: &str) -> Category {
    let tree = category_tree(&mut db.read().await.unwrap()).await.unwrap();
    tree.all().iter().find(|one| one.path == path).unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kit_is_added_to_an_empty_shop_as_it_was_shown_and_once() {
    on_both(|t| {
        Box::pin(async move {
            let (db, by): (Db, AccountId) = (t.db(), t.db().new_id());
            for kit in KitName::ALL {
                let shown = {
                    let mut conn = db.read().await.unwrap();
                    kits::plan(&mut conn, *kit, Locale::En, Currency::USD).await.unwrap()
                };
                assert!(shown.categories.iter().all(|one| one.known.is_none()), "{kit}");
                let (before, counts) = state(&db).await;
                assert_eq!(apply_in(&db, *kit, Locale::En, by).await, shown, "{kit}");
                let (after, more) = state(&db).await;
                assert_eq!(after.len(), before.len() + shown.categories.len(), "{kit}");
                assert!(more.iter().zip(counts).all(|(now, then)| *now > then), "{kit}: {more:?}");
                t.clock().advance(DurationUs::from_mins(1));
                let again = apply_in(&db, *kit, Locale::En, by).await;
                let (added, kept) = shown.counts();
                // What an earlier kit said is kept from the first time on.
                assert_eq!(again.counts(), (0, added + kept), "{kit}");
                assert_eq!(state(&db).await, (after, more), "{kit}");
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_presses_at_once_one_adds_it() {
    on_both(|t| {
        Box::pin(async move {
            let (db, other): (Db, Db) = (t.db(), t.second().await);
            let by: AccountId = db.new_id();
            let (one, two) = tokio::join!(
                apply_in(&db, KitName::Electronics, Locale::En, by),
                apply_in(&other, KitName::Electronics, Locale::En, by)
            );
            let mut added = [one.counts().0, two.counts().0];
            added.sort_unstable();
            let all = one.categories.len();
            assert_eq!(added[0], 0);
            assert!(added[1] > all);
            let (categories, [rules, ..]) = state(&db).await;
            let asking = one.categories.iter().filter(|category| category.rule.is_some()).count();
            assert_eq!((categories.len(), rules), (all, asking as i64));
            other.close().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kit_in_another_language_finds_the_categories_of_the_first() {
    on_both(|t| {
        Box::pin(async move {
            let (db, by): (Db, AccountId) = (t.db(), t.db().new_id());
            apply_in(&db, KitName::Bookshop, Locale::Ar, by).await;
            let novels = at(&db, "books/fiction/novels").await;
            assert_eq!((novels.name.as_str(), novels.slug.as_str()), ("الروايات", "novels"));
            let mut conn = db.read().await.unwrap();
            let asked = listing::of_category(&mut conn, novels.id).await.unwrap();
            assert_eq!(asked.required, ["المؤلف", "اللغة"]);
            drop(conn);
            let before = state(&db).await;
            let again = apply_in(&db, KitName::Bookshop, Locale::Es, by).await;
            assert_eq!((again.counts().0, state(&db).await), (0, before));
        })
    })
    .await;
}

/// A tenth, whatever it costs.
fn tenth(class: CommissionClass) -> CommissionRule {
    CommissionRule {
        class,
        currency: Currency::USD,
        banding: Banding::Whole,
        bands: vec![Band { up_to_minor: None, rate_bps: 1_000 }],
        minimum_minor: 0,
        closing_fee_minor: 0,
    }
}

/// A shop with a category, its rule, a commission and a page of its own, where the bookshop has others.
async fn open(t: &TestDb, by: AccountId) {
    t.db()
        .write(move |tx| {
            Box::pin(async move {
                let class = CommissionClass::Standard;
                let books = catalog::create_category(tx, None, "LIBROS", class).await?;
                let stationery = catalog::create_category(tx, None, "Stationery", class).await?;
                let edit = CategoryEdit { name: Some("Paper and ink".into()), ..CategoryEdit::default() };
                catalog::update_category(tx, stationery.id, edit).await?;
                let rule = ListingRule { required: vec!["ISBN".into()], ..ListingRule::default() };
                listing::say(tx, books.id, rule, by).await?;
                // Asked for no more: that was said as well.
                listing::say(tx, books.id, ListingRule::default(), by).await?;
                let media = tenth(CommissionClass::Media);
                let said = SayRule {
                    class: media.class,
                    seller: None,
                    rule: Some(media),
                    starts_at: None,
                    reason: "our own rate".into(),
                    by,
                };
                fees::say_rule(tx, &said).await?;
                let page = Edit {
                    slug: Slug::help("book-returns").ok_or(KitError::Page("book-returns".into()))?,
                    locale: Locale::En,
                    title: "Ours".into(),
                    body: "Our own words.".into(),
                    position: 5,
                    seen: 0,
                    publish: true,
                    starts_at: None,
                    by,
                };
                content::save(tx, &page).await?;
                Ok::<_, KitError>(())
            })
        })
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_there_is_kept_and_told() {
    on_both(|t| {
        Box::pin(async move {
            let (db, by): (Db, AccountId) = (t.db(), t.db().new_id());
            open(t, by).await;
            let (before, [rules, ..]) = state(&db).await;
            t.clock().advance(DurationUs::from_mins(1));
            let plan = apply_in(&db, KitName::Bookshop, Locale::En, by).await;
            let (after, [more_rules, ..]) = state(&db).await;
            for category in &before {
                assert!(after.contains(category), "{category:?} was changed");
            }
            let known: Vec<&str> = plan
                .categories
                .iter()
                .filter(|one| one.known.is_some())
                .map(|one| one.name.as_str())
                .collect();
            assert_eq!(known, ["LIBROS", "Paper and ink"]);
            // The kit's own go below what was there, at the address of that.
            assert_eq!(at(&db, "libros/fiction").await.parent_id, Some(at(&db, "libros").await.id));
            assert_eq!(at(&db, "stationery/notebooks").await.parent_id, Some(at(&db, "stationery").await.id));
            let said = plan.categories.iter().filter_map(|one| one.rule.as_ref()).filter(|rule| rule.is_new);
            assert_eq!(more_rules - rules, said.count() as i64);
            let mut conn = db.read().await.unwrap();
            let books = at(&db, "libros").await.id;
            assert!(listing::of_category(&mut conn, books).await.unwrap().is_empty());
            let now = conn.now();
            let terms = fees::terms_at(&mut conn, None, now).await.unwrap();
            assert_eq!(terms.rule(CommissionClass::Media), tenth(CommissionClass::Media));
            let page = Slug::help("book-returns").unwrap();
            let live = live_of(&mut conn, &page).await.unwrap();
            let ours = live.iter().find(|one| one.locale == Locale::En).unwrap();
            assert_eq!((ours.title.as_str(), ours.number), ("Ours", 1));
            assert_eq!(standing(&page, &live, Locale::Es), Standing::Published);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rates_are_the_published_ones_from_now_on_and_pages_with_gaps_are_drafts() {
    on_both(|t| {
        Box::pin(async move {
            let (db, by): (Db, AccountId) = (t.db(), t.db().new_id());
            apply_in(&db, KitName::Grocer, Locale::En, by).await;
            let mut conn = db.read().await.unwrap();
            let said = fees::rules_history(&mut conn, None, 20).await.unwrap();
            assert_eq!(said.len(), 3, "groceries, baby and everything else");
            for one in &said {
                assert_eq!((one.seller, one.rule.clone()), (None, Some(default_rule(one.class))));
                assert_eq!((one.starts_at, one.made_by), (db.now(), by));
                assert_eq!(one.reason, "a new market");
            }
            let imprint = Slug::parse("imprint").unwrap();
            let drafts = waiting(&mut conn).await.unwrap();
            assert_eq!(drafts.len(), 3);
            assert!(drafts.iter().all(|(slug, _)| *slug == imprint));
            let draft = content::latest(&mut conn, &imprint, Locale::En).await.unwrap().unwrap();
            let gaps = content::gaps(&draft.body);
            assert!(gaps.contains(&"Name of the company or person".to_owned()), "{gaps:?}");
            assert!(gaps.contains(&"Authority and registration number".to_owned()), "{gaps:?}");
            let live = live_of(&mut conn, &imprint).await.unwrap();
            assert_eq!(
                standing(&imprint, &live, Locale::En),
                Standing::Shipped,
                "people read what they read"
            );
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_without_what_its_kit_asks_for_is_refused() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let (seller, owner) = seller_with_owner(&db).await;
            apply_in(&db, KitName::Fashion, Locale::En, owner).await;
            let dresses = at(&db, "fashion/women/dresses").await;
            let held = {
                let mut conn = db.read().await.unwrap();
                let now = conn.now();
                catalog::classes_at(&mut conn, &[dresses.id], now).await.unwrap()[&dresses.id]
            };
            assert_eq!(held.class, CommissionClass::Clothing);
            let attribute = |name: &str| Attribute { name: name.into(), value: "Linen".into(), unit: None };
            let draft = Draft {
                title: "A long dress".into(),
                brand: None,
                code: None,
                category: dresses.id,
                description: String::new(),
                attributes: vec![attribute("material")],
                sku: "DRESS-1".into(),
                condition: Condition::New,
                price: Money::new(4_900, Currency::USD),
                stock: 3,
                sending: Sending::default(),
            };
            let propose = async |draft: Draft| {
                let key = IdempotencyKey::parse("kit-proposal-000001").unwrap();
                db.write(move |tx| {
                    let (key, draft) = (key.clone(), draft.clone());
                    Box::pin(async move { listing::propose(tx, seller, &key, &draft, owner).await })
                })
                .await
            };
            let lacks = propose(draft.clone()).await.unwrap_err();
            let missing = [Lack::Attribute("Colour".into()), Lack::Attribute("Size".into())];
            assert!(matches!(&lacks, ListingError::Lacks(all) if *all == missing), "{lacks:?}");
            assert_eq!(count(&db, "catalog_products").await, 0);
            let attributes = ["Material", "Colour", "Size"].map(attribute).to_vec();
            let made = propose(Draft { attributes, ..draft }).await.unwrap();
            assert!(made.product.is_some(), "{made:?}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_brand_that_a_kit_restricts_is_for_whom_the_operator_names() {
    on_both(|t| {
        Box::pin(async move {
            let db = t.db();
            let (seller, owner) = seller_with_owner(&db).await;
            apply_in(&db, KitName::Electronics, Locale::En, owner).await;
            let root = at(&db, "electronics").await;
            let headphones = at(&db, "electronics/audio/headphones").await;
            let model = Attribute { name: "Model number".into(), value: "QC-1".into(), unit: None };
            let draft = Draft {
                title: "Quiet headphones".into(),
                brand: Some("BOSE".into()),
                code: None,
                category: headphones.id,
                description: String::new(),
                attributes: vec![model],
                sku: "QC-1".into(),
                condition: Condition::New,
                price: Money::new(24_900, Currency::USD),
                stock: 3,
                sending: Sending::default(),
            };
            let propose = async |draft: Draft| {
                let key = IdempotencyKey::parse("kit-proposal-000002").unwrap();
                db.write(move |tx| {
                    let (key, draft) = (key.clone(), draft.clone());
                    Box::pin(async move { listing::propose(tx, seller, &key, &draft, owner).await })
                })
                .await
            };
            let lacks = propose(draft.clone()).await.unwrap_err();
            let brand = [Lack::Brand("Bose".into())];
            assert!(matches!(&lacks, ListingError::Lacks(all) if *all == brand), "{lacks:?}");
            // The operator says who may, in the rule that the kit has made.
            t.clock().advance(DurationUs::from_mins(1));
            let said = db.write(move |tx| {
                Box::pin(async move {
                    let rules = listing::in_force(tx).await?;
                    let mut rule = rules.get(&root.id).map(|said| said.rule.clone()).unwrap_or_default();
                    rule.brands.retain(|one| one.brand != "Bose");
                    rule.brands.push(RestrictedBrand { brand: "Bose".into(), sellers: vec![seller] });
                    listing::say(tx, root.id, rule, owner).await
                })
            });
            let said: Result<bool, ListingError> = said.await;
            assert!(said.unwrap());
            assert!(propose(draft).await.unwrap().product.is_some());
            // Adding the kit again takes nothing of that back.
            assert_eq!(apply_in(&db, KitName::Electronics, Locale::En, owner).await.counts().0, 0);
        })
    })
    .await;
}
