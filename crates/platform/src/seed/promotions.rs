//! What is taken off in the demo: by its seller for buying together, one of each kind that a shopper meets first, and by the
//! platform, a share of one category and a coupon.

use super::cents;
use super::people::{DemoAccount, Desks, OPERATOR, input};
use crate::{Platform, PlatformError};
use domain::coupon::{Benefit, CouponCode, Funding, Terms};
use domain::key::IdempotencyKey;
use domain::promotion::{Goods, Rule};
use domain::{AccountId, OfferId, SellerId};
use orders::coupons::{self, CouponError, NewCoupon, Scope};
use orders::promotions::{self, Giver, NewPromotion, PromotionError};

const DESK: &str = "guayabo";

/// Name, rule, and the products that it is for.
const PROMOTIONS: &[(&str, Rule, &[&str])] = &[
    (
        "Pantry, the third is free",
        Rule::BuyGet { buy: 2, get: 1, bps: 10_000 },
        &["smoked-paprika-tin-75-g", "dark-chocolate-72-four-bars"],
    ),
    (
        "Coffee corner",
        Rule::Set { bps: 1_500 },
        &["moka-pot-for-six-cups-polished-aluminium", "single-origin-coffee-from-huila-whole-bean-500-g"],
    ),
];

/// The category whose goods the platform makes cheaper, by its path.
const CATEGORY: &str = "electronics/computers-and-accessories";

/// The platform's coupon.
const COUPON: &str = "WELCOME";

/// Makes them unless the seller has made some.
pub async fn make(platform: &Platform, desks: &Desks) -> Result<(), PlatformError> {
    let Some(seller) = desks.get(DESK).copied() else { return Ok(()) };
    let mut conn = platform.db.read().await?;
    let known = !promotions::reports(&mut conn, seller, 1).await?.is_empty();
    let staff = sellers::staff(&mut conn, seller).await?;
    drop(conn);
    let (Some(owner), false) = (staff.first(), known) else { return Ok(()) };
    for (at, (title, rule, slugs)) in PROMOTIONS.iter().enumerate() {
        let new = NewPromotion {
            giver: Giver::Seller(seller),
            title: (*title).to_owned(),
            rule: *rule,
            limit: None,
            goods: Goods::These(offers(platform, seller, slugs).await?),
            from: platform.db.now(),
            until: None,
            made_by: owner.account_id,
            key: IdempotencyKey::parse(&format!("demo-promotion-{at}"))
                .map_err(|error| PlatformError::Input(error.to_string()))?,
        };
        let made: Result<_, PromotionError> = platform
            .db
            .write(move |tx| {
                let new = new.clone();
                Box::pin(async move { promotions::create(tx, &new).await })
            })
            .await;
        made?;
    }
    Ok(())
}

/// The seller's offers on these products.
async fn offers(
    platform: &Platform,
    seller: SellerId,
    slugs: &[&str],
) -> Result<Vec<OfferId>, PlatformError> {
    let mut conn = platform.db.read().await?;
    let mut products = Vec::new();
    for slug in slugs {
        products.extend(catalog::product_by_slug(&mut conn, slug).await?.map(|detail| detail.product.id));
    }
    let all = catalog::offers_of_products(&mut conn, &products).await?;
    Ok(all.into_values().flatten().filter(|offer| offer.seller_id == seller).map(|offer| offer.id).collect())
}

/// Makes what the platform gives, as its operator would, unless it gives something.
pub async fn make_funded(platform: &Platform, accounts: &[DemoAccount]) -> Result<(), PlatformError> {
    let Some(operator) = accounts.iter().find(|account| account.email == OPERATOR) else { return Ok(()) };
    promotion(platform, operator.id).await?;
    coupon(platform, operator.id).await
}

async fn promotion(platform: &Platform, made_by: AccountId) -> Result<(), PlatformError> {
    let mut conn = platform.db.read().await?;
    let known = !promotions::reports_of_platform(&mut conn, 1).await?.is_empty();
    let tree = catalog::category_tree(&mut conn).await?;
    drop(conn);
    let category = tree.all().iter().find(|category| category.path == CATEGORY).map(|category| category.id);
    let (Some(category), false) = (category, known) else { return Ok(()) };
    let most = cents(1_500, platform.config.currency);
    let new = NewPromotion {
        giver: Giver::Platform { seller: None, category: Some(category), most },
        title: "Desk weeks".to_owned(),
        rule: Rule::FromUnits { units: 1, bps: 800 },
        limit: None,
        goods: Goods::All,
        from: platform.db.now(),
        until: None,
        made_by,
        key: input(IdempotencyKey::parse("demo-promotion-funded"))?,
    };
    let made: Result<_, PromotionError> = platform
        .db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { promotions::create(tx, &new).await })
        })
        .await;
    made?;
    Ok(())
}

async fn coupon(platform: &Platform, made_by: AccountId) -> Result<(), PlatformError> {
    let known = !coupons::reports(&mut platform.db.read().await?, 1).await?.is_empty();
    if known {
        return Ok(());
    }
    let currency = platform.config.currency;
    let new = NewCoupon {
        code: input(CouponCode::parse(COUPON))?,
        terms: Terms {
            benefit: Benefit::Percent { bps: 1_000 },
            minimum: None,
            most_off: Some(cents(1_000, currency)),
            from: platform.db.now(),
            until: None,
            paused: false,
            most_uses: None,
            most_uses_each: Some(1),
        },
        scope: Scope::default(),
        funding: Funding::Platform,
        currency,
        made_by,
    };
    let made: Result<_, CouponError> = platform
        .db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { coupons::create(tx, &new).await })
        })
        .await;
    made?;
    Ok(())
}
