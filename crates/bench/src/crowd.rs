//! Two products that differ in nothing but how many sellers offer them: what thousands of offers cost a page.

use domain::commission::CommissionClass;
use domain::promise::ShippingOffer;
use domain::{Currency, Money, ProductId};
use platform::catalog::{self, CatalogError, Condition, NewOffer, NewProduct};
use platform::db::Tx;
use platform::inventory;
use platform::sellers::{self, NewSeller};
use platform::{Platform, PlatformError};

/// Sellers of the one product and of the other.
pub const OFFERS: [usize; 2] = [3, MANY];
const MANY: usize = 10_000;
/// Sellers that one transaction makes.
const AT_ONCE: usize = 500;

/// The name of the series of a product that so many sell.
fn name(count: usize) -> String {
    format!("product page, {count} offers")
}

/// The name of the series of the product that most sell.
pub fn crowded() -> String {
    name(MANY)
}

/// Makes the products; the answer is the paths of their pages with a name for each.
pub async fn prepare(platform: &Platform) -> Result<Vec<(String, String)>, PlatformError> {
    let mut pages = Vec::new();
    for count in OFFERS {
        let slug = format!("bench-offers-{count}");
        let wished = slug.clone();
        let product: ProductId = platform
            .db
            .write(move |tx| {
                let slug = wished.clone();
                Box::pin(async move { product(tx, slug).await })
            })
            .await?;
        for first in (0..count).step_by(AT_ONCE) {
            let last = (first + AT_ONCE).min(count);
            platform
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        for number in first..last {
                            offer(tx, product, count, number).await?;
                        }
                        Ok::<_, PlatformError>(())
                    })
                })
                .await?;
        }
        pages.push((name(count), format!("/p/{slug}")));
    }
    Ok(pages)
}

async fn product(tx: &mut Tx, slug: String) -> Result<ProductId, CatalogError> {
    let category = catalog::ensure_category_path(tx, &["Bench"], CommissionClass::Standard).await?;
    let new = NewProduct { slug: Some(slug), ..NewProduct::titled("A thing that many sell", category.id) };
    Ok(catalog::upsert_product(tx, new).await?.id)
}

/// A seller of its own with an offer: prices, stock and delivery are spread, a tenth is used and a third sold out.
async fn offer(tx: &mut Tx, product: ProductId, of: usize, number: usize) -> Result<(), PlatformError> {
    let spread = i64::try_from(number * 7_919 % 5_000).unwrap_or(0);
    let usd = |minor: i64| Money::new(minor, Currency::USD);
    let new = NewSeller {
        name: format!("Bench {of} {number}"),
        slug: Some(format!("bench-{of}-{number}")),
        country: "US".into(),
        region: "CA".into(),
        currency: Currency::USD,
        support_email: None,
        shipping: ShippingOffer {
            handling_days: 1,
            transit_days_min: 1,
            transit_days_max: 3,
            cutoff_minutes: 840,
            fee: usd(spread % 7 * 100),
            free_from: Some(usd(9_000)),
        },
    };
    let seller_id = sellers::create(tx, &new).await?.id;
    let condition = if number % 10 == 9 { Condition::Good } else { Condition::New };
    let new = NewOffer { condition, ..NewOffer::on_sale(product, seller_id, "thing", usd(2_000 + spread)) };
    let id = catalog::upsert_offer(tx, new).await?.id;
    if number % 3 != 2 {
        inventory::receive(tx, &format!("bench:{id}"), id, 5).await?;
    }
    Ok(())
}
