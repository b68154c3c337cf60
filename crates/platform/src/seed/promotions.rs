//! What the demo's seller takes off for buying together: one of each kind that a shopper meets first.

use super::people::Desks;
use crate::{Platform, PlatformError};
use domain::key::IdempotencyKey;
use domain::promotion::{Goods, Rule};
use domain::{OfferId, SellerId};
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
