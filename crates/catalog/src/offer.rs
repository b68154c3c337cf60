//! Offers: what a seller asks for a product, and reading them for pages, carts and orders.

use crate::image::OfferImage;
use crate::product::Upserted;
use crate::{BATCH, CatalogError};
use db::{Conn, DbError, FromRow, Row, Text, placeholders, sql};
use domain::commission::CommissionClass;
use domain::reduction::{Deal, Reduction};
use domain::shipping::Packing;
use domain::{Currency, Money, OfferId, PictureId, ProductId, SellerId, Timestamp, text_enum};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

text_enum! {
    /// The state of the article that is offered.
    pub enum Condition {
        New = "new",
        Refurbished = "refurbished",
        LikeNew = "like_new",
        Good = "good",
        Acceptable = "acceptable",
    }
}
db::text_column!(Condition);

/// One seller's offer of one product in one condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub id: OfferId,
    pub product_id: ProductId,
    pub seller_id: SellerId,
    /// The seller's own number for it; unique per seller.
    pub sku: String,
    pub condition: Condition,
    /// Above zero, for one piece, without tax and shipping.
    pub price: Money,
    /// Whether the seller wants to sell it; stock is another question.
    pub active: bool,
    /// When an operator took it down; not active then, until an operator shows it again.
    pub taken_down_at: Option<Timestamp>,
    /// What the price is measured against, as it was worked out when the price was written.
    pub reduction: Option<Reduction>,
    pub packing: Packing,
    pub terms: Terms,
    /// Rises with every change.
    pub version: i64,
    pub updated_at: Timestamp,
}

/// What a seller says of one offer alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Days of work until the hand-over; `None` as long as the seller's other goods.
    pub handling_days: Option<u8>,
    /// What one unit costs the seller, without tax. For the seller's own eyes.
    pub cost: Option<Money>,
}

impl Terms {
    /// Longest handling time, in days of work: that of a seller's settings.
    pub const LONGEST_HANDLING: u8 = 30;

    fn of_row(row: &Row, currency: Currency) -> Result<Self, DbError> {
        let handling_days = match row.get::<Option<i64>>("handling_days")? {
            None => None,
            Some(days) => Some(u8::try_from(days).map_err(|_| DbError::Column {
                column: "handling_days".into(),
                problem: format!("{days} is out of range"),
            })?),
        };
        let cost = row.get::<Option<i64>>("cost_minor")?.map(|minor| Money::new(minor, currency));
        Ok(Self { handling_days, cost })
    }
}

impl Offer {
    /// The reduction that a page shows beside the price now.
    pub fn deal(&self, now: Timestamp) -> Option<Deal> {
        self.reduction?.deal(self.price, now)
    }
}

/// A seller's offers with their products, without a condition.
pub(crate) const SELLER_OFFER: &str =
    "SELECT o.id, o.product_id, o.seller_id, o.sku, o.condition, o.price_minor,
     o.currency, o.active, o.taken_down_at_us, o.prior_minor, o.reduced_at_us, o.shipping_table, o.weight_g,
     o.handling_days, o.cost_minor, o.version, o.updated_at_us,
     p.title, p.slug, pp.picture_id, c.slug AS category_slug
     FROM catalog_offers AS o JOIN catalog_products AS p ON p.id = o.product_id
     JOIN catalog_categories AS c ON c.id = p.category_id
     LEFT JOIN catalog_product_pictures AS pp ON pp.product_id = p.id AND pp.position = 0";

pub(crate) const OFFER_COLUMNS: &str = "o.id, o.product_id, o.seller_id, o.sku, o.condition, o.price_minor, \
     o.currency, o.active, o.taken_down_at_us, o.prior_minor, o.reduced_at_us, o.shipping_table, o.weight_g, \
     o.handling_days, o.cost_minor, o.version, o.updated_at_us";

impl FromRow for Offer {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let currency: Currency = row.get("currency")?;
        let reduction = match row.get::<Option<Timestamp>>("reduced_at_us")? {
            Some(since) => Some(Reduction { prior: Money::new(row.get("prior_minor")?, currency), since }),
            None => None,
        };
        Ok(Self {
            id: row.get("id")?,
            product_id: row.get("product_id")?,
            seller_id: row.get("seller_id")?,
            sku: row.get("sku")?,
            condition: row.get("condition")?,
            price: Money::new(row.get("price_minor")?, currency),
            active: row.get("active")?,
            taken_down_at: row.get("taken_down_at_us")?,
            reduction,
            packing: Packing { table: row.get("shipping_table")?, weight_g: row.get("weight_g")? },
            terms: Terms::of_row(row, currency)?,
            version: row.get("version")?,
            updated_at: row.get("updated_at_us")?,
        })
    }
}

/// An offer to be made, or the wanted content of the one with the same source key.
#[derive(Debug, Clone)]
pub struct NewOffer {
    /// The source's own id, unique among all offers; `None` makes a new offer.
    pub source_key: Option<String>,
    pub product_id: ProductId,
    pub seller_id: SellerId,
    pub sku: String,
    pub condition: Condition,
    pub price: Money,
    pub active: bool,
}

impl NewOffer {
    /// An offer to be made, on sale at once, of goods that nobody has used.
    pub fn on_sale(product_id: ProductId, seller_id: SellerId, sku: impl Into<String>, price: Money) -> Self {
        let (sku, condition) = (sku.into(), Condition::New);
        Self { source_key: None, product_id, seller_id, sku, condition, price, active: true }
    }
}

/// The answer for an offer; `Changed` holds its content before.
pub type UpsertedOffer = Upserted<OfferId, OfferImage>;

/// What a cart or an order needs to know of an offer.
#[derive(Debug, Clone)]
pub struct OfferForSale {
    pub offer: Offer,
    pub product_title: String,
    pub product_slug: String,
    pub brand: Option<String>,
    /// Whether the product itself is shown to shoppers.
    pub product_active: bool,
    pub picture: Option<PictureId>,
    /// For the drawn picture of a product without one.
    pub category_slug: String,
    /// What its commission is reckoned by when it is sold now.
    pub commission_class: CommissionClass,
}

impl OfferForSale {
    /// Whether it may be bought, stock aside.
    pub fn is_for_sale(&self) -> bool {
        self.offer.active && self.product_active
    }
}

impl FromRow for OfferForSale {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            offer: Offer::from_row(row)?,
            product_title: row.get("title")?,
            product_slug: row.get("slug")?,
            brand: row.get("brand")?,
            product_active: row.get("product_active")?,
            picture: row.get("picture_id")?,
            category_slug: row.get("category_slug")?,
            commission_class: row.get::<Text<CommissionClass>>("commission_class")?.0,
        })
    }
}

/// One row of a seller's list.
#[derive(Debug, Clone)]
pub struct SellerOffer {
    pub offer: Offer,
    pub product_title: String,
    pub product_slug: String,
    pub picture: Option<PictureId>,
    pub category_slug: String,
}

/// One page of a seller's offers.
#[derive(Debug, Clone)]
pub struct OfferPage {
    pub rows: Vec<SellerOffer>,
    /// Of all pages.
    pub total: i64,
}

impl FromRow for SellerOffer {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            offer: Offer::from_row(row)?,
            product_title: row.get("title")?,
            product_slug: row.get("slug")?,
            picture: row.get("picture_id")?,
            category_slug: row.get("category_slug")?,
        })
    }
}

/// One offer.
///
/// # Errors
/// [`CatalogError::OfferNotFound`].
pub async fn offer(conn: &mut Conn, id: OfferId) -> Result<Offer, CatalogError> {
    let text = format!("SELECT {OFFER_COLUMNS} FROM catalog_offers AS o WHERE o.id = $1");
    conn.opt(sql(text).bind(id)).await?.ok_or(CatalogError::OfferNotFound(id))
}

/// What sellers say of these offers alone, and how one piece of each is sent; offers that do not exist are left out.
pub async fn terms_of(
    conn: &mut Conn,
    ids: &[OfferId],
) -> Result<HashMap<OfferId, (Terms, Packing)>, DbError> {
    let mut found = HashMap::with_capacity(ids.len());
    for batch in ids.chunks(BATCH) {
        let list = placeholders(1, batch.len());
        let text = format!("SELECT {OFFER_COLUMNS} FROM catalog_offers AS o WHERE o.id IN ({list})");
        let rows: Vec<Offer> = conn.all(sql(text).bind_all(batch.iter().copied())).await?;
        found.extend(rows.into_iter().map(|offer| (offer.id, (offer.terms, offer.packing))));
    }
    Ok(found)
}

/// Whose offer it is.
pub async fn seller_of_offer(conn: &mut Conn, id: OfferId) -> Result<Option<SellerId>, DbError> {
    let found: Option<(SellerId,)> =
        conn.opt(sql("SELECT seller_id FROM catalog_offers WHERE id = $1").bind(id)).await?;
    Ok(found.map(|(seller,)| seller))
}

/// A seller's offer by the seller's own number.
pub async fn offer_by_sku(conn: &mut Conn, seller: SellerId, sku: &str) -> Result<Option<Offer>, DbError> {
    let text =
        format!("SELECT {OFFER_COLUMNS} FROM catalog_offers AS o WHERE o.seller_id = $1 AND o.sku = $2");
    conn.opt(sql(text).bind(seller).bind(sku)).await
}

/// The offers with these source keys.
pub async fn offers_by_source(conn: &mut Conn, keys: &[&str]) -> Result<HashMap<String, OfferId>, DbError> {
    let mut found = HashMap::new();
    for batch in keys.chunks(BATCH) {
        let list = placeholders(1, batch.len());
        let text = format!("SELECT source_key, id FROM catalog_offers WHERE source_key IN ({list})");
        found.extend(conn.all::<(String, OfferId)>(sql(text).bind_all(batch.iter().copied())).await?);
    }
    Ok(found)
}

db::row! {
    /// What makes an offer unique.
    pub struct OfferKey {
        pub id: OfferId,
        pub product_id: ProductId,
        pub sku: String,
        pub condition: Condition,
        pub source_key: Option<String>,
    }
}

/// The seller's offers that hold one of these SKUs or are on one of these products, in one statement. At most 500 of
/// each are asked for at once.
pub async fn offer_keys(
    conn: &mut Conn,
    seller: SellerId,
    skus: &[&str],
    products: &[ProductId],
) -> Result<Vec<OfferKey>, DbError> {
    let columns = "id, product_id, sku, condition, source_key";
    let mut parts = Vec::new();
    if !skus.is_empty() {
        let list = placeholders(2, skus.len());
        parts.push(format!("SELECT {columns} FROM catalog_offers WHERE seller_id = $1 AND sku IN ({list})"));
    }
    if !products.is_empty() {
        let list = placeholders(2 + skus.len(), products.len());
        parts.push(format!(
            "SELECT {columns} FROM catalog_offers WHERE seller_id = $1 AND product_id IN ({list})"
        ));
    }
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let statement = sql(parts.join(" UNION ")).bind(seller);
    conn.all(statement.bind_all(skus.iter().copied()).bind_all(products.iter().copied())).await
}

/// Everything that a cart, a checkout and an order line take from the catalogue, in one statement. Offers that do
/// not exist are missing from the answer; those not for sale are in it.
pub async fn offers_for_sale(
    conn: &mut Conn,
    ids: &[OfferId],
) -> Result<HashMap<OfferId, OfferForSale>, DbError> {
    let now = conn.now();
    let mut found = HashMap::with_capacity(ids.len());
    for batch in ids.chunks(BATCH) {
        let list = placeholders(2, batch.len());
        let text = format!(
            "SELECT {OFFER_COLUMNS}, p.title, p.slug, p.brand, p.status = 'active' AS product_active, pp.picture_id,
                    c.slug AS category_slug,
                    (SELECT s.class FROM catalog_category_spans AS s
                     WHERE s.category_id = p.category_id AND s.starts_at_us <= $1
                     ORDER BY s.starts_at_us DESC LIMIT 1) AS commission_class
             FROM catalog_offers AS o
             JOIN catalog_products AS p ON p.id = o.product_id
             JOIN catalog_categories AS c ON c.id = p.category_id
             LEFT JOIN catalog_product_pictures AS pp ON pp.product_id = p.id AND pp.position = 0
             WHERE o.id IN ({list})"
        );
        let rows: Vec<OfferForSale> = conn.all(sql(text).bind(now).bind_all(batch.iter().copied())).await?;
        found.extend(rows.into_iter().map(|row| (row.offer.id, row)));
    }
    Ok(found)
}

/// Every active offer of one product, however many, lowest price first. Pages of shoppers read [`crate::contending`].
pub async fn offers_of(conn: &mut Conn, product: ProductId) -> Result<Vec<Offer>, DbError> {
    let text = format!(
        "SELECT {OFFER_COLUMNS} FROM catalog_offers AS o WHERE o.product_id = $1 AND o.active = TRUE
         ORDER BY o.price_minor, o.id"
    );
    conn.all(sql(text).bind(product)).await
}

/// Who has an active offer of a product, each once, in the order of their ids.
pub async fn sellers_of(conn: &mut Conn, product: ProductId) -> Result<Vec<SellerId>, DbError> {
    let statement = sql("SELECT DISTINCT seller_id FROM catalog_offers
                         WHERE product_id = $1 AND active = TRUE ORDER BY seller_id");
    let found: Vec<(SellerId,)> = conn.all(statement.bind(product)).await?;
    Ok(found.into_iter().map(|(seller,)| seller).collect())
}

/// Every offer of one product, active or not, in the order in which they were made.
pub async fn every_offer_of(conn: &mut Conn, product: ProductId) -> Result<Vec<Offer>, DbError> {
    let text =
        format!("SELECT {OFFER_COLUMNS} FROM catalog_offers AS o WHERE o.product_id = $1 ORDER BY o.id");
    conn.all(sql(text).bind(product)).await
}

/// The active offers of many products, lowest price first; a product without any is missing.
pub async fn offers_of_products(
    conn: &mut Conn,
    products: &[ProductId],
) -> Result<HashMap<ProductId, Vec<Offer>>, DbError> {
    let mut found: HashMap<ProductId, Vec<Offer>> = HashMap::with_capacity(products.len());
    for batch in products.chunks(BATCH) {
        let list = placeholders(1, batch.len());
        let text = format!(
            "SELECT {OFFER_COLUMNS} FROM catalog_offers AS o WHERE o.product_id IN ({list}) AND o.active = TRUE
             ORDER BY o.price_minor, o.id"
        );
        for offer in conn.all::<Offer>(sql(text).bind_all(batch.iter().copied())).await? {
            found.entry(offer.product_id).or_default().push(offer);
        }
    }
    Ok(found)
}

/// A seller's offers, active or not, latest change first. `search` looks for a part of title or SKU; `page` counts
/// from 0.
pub async fn offers_of_seller(
    conn: &mut Conn,
    seller: SellerId,
    search: Option<&str>,
    page: i64,
    per_page: i64,
) -> Result<OfferPage, DbError> {
    page_of_seller(conn, seller, search, page, per_page, "o.updated_at_us DESC, o.id").await
}

/// The same by the seller's own numbers: a change moves no row.
pub async fn offers_of_seller_by_sku(
    conn: &mut Conn,
    seller: SellerId,
    search: Option<&str>,
    page: i64,
    per_page: i64,
) -> Result<OfferPage, DbError> {
    page_of_seller(conn, seller, search, page, per_page, "o.sku, o.id").await
}

async fn page_of_seller(
    conn: &mut Conn,
    seller: SellerId,
    search: Option<&str>,
    page: i64,
    per_page: i64,
    order: &'static str,
) -> Result<OfferPage, DbError> {
    let pattern = search.map(str::trim).filter(|s| !s.is_empty()).map(like_pattern);
    let filter = match pattern {
        Some(_) => "AND (lower(p.title) LIKE $2 ESCAPE '!' OR lower(o.sku) LIKE $2 ESCAPE '!')",
        None => "",
    };
    let from = format!(
        "FROM catalog_offers AS o JOIN catalog_products AS p ON p.id = o.product_id WHERE o.seller_id = $1 {filter}"
    );
    let with_values = |text: String| {
        let statement = sql(text).bind(seller);
        match &pattern {
            Some(pattern) => statement.bind(pattern),
            None => statement,
        }
    };
    let (total,): (i64,) = conn.one(with_values(format!("SELECT CAST(COUNT(*) AS BIGINT) {from}"))).await?;
    let first = if pattern.is_some() { 3 } else { 2 };
    let rows = format!(
        "SELECT {OFFER_COLUMNS}, p.title, p.slug, pp.picture_id, c.slug AS category_slug
         FROM catalog_offers AS o JOIN catalog_products AS p ON p.id = o.product_id
         JOIN catalog_categories AS c ON c.id = p.category_id
         LEFT JOIN catalog_product_pictures AS pp ON pp.product_id = p.id AND pp.position = 0
         WHERE o.seller_id = $1 {filter}
         ORDER BY {order} LIMIT ${first} OFFSET ${}",
        first + 1
    );
    let per_page = per_page.clamp(1, 500);
    let rows = conn.all(with_values(rows).bind(per_page).bind(page.max(0).saturating_mul(per_page))).await?;
    Ok(OfferPage { rows, total })
}

/// What a seller has for sale and in stock, the newest first: one page, counted from 0, of the cheapest offer
/// of each product, and how many products there are. They are counted to `most` and no further. Whether the
/// seller may sell at all is not asked here.
///
/// # Errors
/// When the database cannot be read.
pub async fn stocked_of_seller(
    conn: &mut Conn,
    seller: SellerId,
    page: i64,
    per_page: i64,
    most: i64,
) -> Result<(Vec<Offer>, i64), DbError> {
    let from = "FROM catalog_offers AS o JOIN catalog_products AS p ON p.id = o.product_id
                WHERE o.seller_id = $1 AND o.active = TRUE AND o.stocked = TRUE AND p.status = 'active'
                  AND NOT EXISTS (SELECT 1 FROM catalog_offers AS c
                      WHERE c.product_id = o.product_id AND c.seller_id = o.seller_id
                        AND c.active = TRUE AND c.stocked = TRUE AND (c.price_minor < o.price_minor
                            OR (c.price_minor = o.price_minor AND c.id < o.id)))";
    let total = format!("SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT o.id {from} LIMIT $2) AS counted");
    let (total,): (i64,) = conn.one(sql(total).bind(seller).bind(most.max(0))).await?;
    let rows = format!("SELECT {OFFER_COLUMNS} {from} ORDER BY o.id DESC LIMIT $2 OFFSET $3");
    let per_page = per_page.clamp(1, 500);
    let rows = sql(rows).bind(seller).bind(per_page).bind(page.max(0).saturating_mul(per_page));
    Ok((conn.all(rows).await?, total))
}

/// A part of a text in any case; what the seller typed has no special meaning.
fn like_pattern(search: &str) -> String {
    let escaped = search.to_lowercase().replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{escaped}%")
}
