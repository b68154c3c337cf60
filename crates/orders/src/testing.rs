//! Something to sell and somewhere to send it, for the tests of orders and of what stands above them.

use crate::{OrderError, taxes};
use catalog::{NewOffer, NewProduct};
use db::Tx;
use domain::address::Address;
use domain::commission::CommissionClass;
use domain::tax::TaxRate;
use domain::{Currency, Money, OfferId, ProductId, SellerId, Timestamp};

pub use sellers::testing::{new_seller, somebody};

/// A street in California.
pub fn address() -> Address {
    Address {
        name: "Ada Lovelace".into(),
        line1: "1 River Street".into(),
        line2: String::new(),
        city: "Sacramento".into(),
        region: "CA".into(),
        postcode: "95814".into(),
        country: "US".into(),
        phone: String::new(),
    }
}

/// A product in a category of its own and a new one of it on offer, with 100 units. The price is in cents.
///
/// # Errors
/// What catalogue or inventory say.
pub async fn article(
    tx: &mut Tx,
    seller: SellerId,
    title: &str,
    price_minor: i64,
    class: CommissionClass,
) -> Result<(ProductId, OfferId), OrderError> {
    let category = catalog::ensure_category_path(tx, &[title], class).await?;
    let product = NewProduct::titled(title, category.id);
    let product = catalog::upsert_product(tx, product).await?.id;
    let new = NewOffer::on_sale(
        product,
        seller,
        title.to_uppercase().replace(' ', "-"),
        Money::new(price_minor, Currency::USD),
    );
    let offer = catalog::upsert_offer(tx, new).await?.id;
    inventory::receive(tx, "first", offer, 100).await?;
    Ok((product, offer))
}

/// The same, where the product does not matter.
///
/// # Errors
/// As [`article`].
pub async fn offer(
    tx: &mut Tx,
    seller: SellerId,
    title: &str,
    price_minor: i64,
    class: CommissionClass,
) -> Result<OfferId, OrderError> {
    Ok(article(tx, seller, title, price_minor, class).await?.1)
}

/// What a small shop sells.
#[derive(Debug, Clone, Copy)]
pub struct Goods {
    pub platform: SellerId,
    pub seller: SellerId,
    /// 45.00 USD of electronics by the seller, 100 units.
    pub lamp: OfferId,
    /// 20.00 USD by the platform, 100 units.
    pub book: OfferId,
}

/// The platform's retail and one other seller with an offer each, and the tax of California: 7.25 % on top.
///
/// # Errors
/// What the capabilities below say.
pub async fn goods(tx: &mut Tx) -> Result<Goods, OrderError> {
    let platform = sellers::ensure_platform_seller(tx, &new_seller("River Retail")).await?.id;
    let seller = sellers::create(tx, &new_seller("Lamp House")).await?.id;
    let lamp = offer(tx, seller, "Brass lamp", 4_500, CommissionClass::Electronics).await?;
    let book = offer(tx, platform, "River stories", 2_000, CommissionClass::Media).await?;
    let rate = TaxRate {
        country: "US".into(),
        region: "CA".into(),
        rate_ppm: 72_500,
        inclusive: false,
        shipping_taxed: false,
        from: Timestamp::from_micros(0),
    };
    taxes::set_rate(tx, &rate).await?;
    Ok(Goods { platform, seller, lamp, book })
}
