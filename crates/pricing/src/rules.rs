//! What sellers say of prices that follow others. Owns pricing_rules and pricing_steps.

use crate::PricingError;
use db::{Conn, DbError, Text, Tx, placeholders, row, sql};
use domain::price_rule::{PriceReason, PriceRule};
use domain::{AccountId, Currency, Money, OfferId, PriceStepId, ProductId, SellerId, Timestamp};

/// The most rules of one seller: each is looked at when anything of its product changes, or what the seller takes off.
pub const MOST_RULES: i64 = 1_000;
/// The most rules of one product, of all sellers together: a price that one of them sets makes all others look.
pub const MOST_OF_PRODUCT: i64 = 100;
/// The most rules of one seller on one product, so that nobody takes the places of the others.
pub const MOST_OWN_OF_PRODUCT: i64 = 10;

/// A rule as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoredPriceRule {
    pub offer: OfferId,
    pub seller: SellerId,
    pub product: ProductId,
    pub rule: PriceRule,
    /// What the rule came to last, and since when; `None` before it looked.
    pub reason: Option<(PriceReason, Timestamp)>,
}

const RULE: &str =
    "SELECT offer_id, seller_id, product_id, floor_minor, ceiling_minor, currency, reason, reason_at_us
    FROM pricing_rules";

impl db::FromRow for StoredPriceRule {
    fn from_row(row: &db::Row) -> Result<Self, DbError> {
        let currency: Currency = row.get("currency")?;
        let floor = Money::new(row.get("floor_minor")?, currency);
        let ceiling = row.get::<Option<i64>>("ceiling_minor")?.map(|minor| Money::new(minor, currency));
        let wrong = |e: domain::price_rule::BoundsError| DbError::Column {
            column: "floor_minor".into(),
            problem: e.to_string(),
        };
        let reason: Option<Text<PriceReason>> = row.get("reason")?;
        let since: Option<Timestamp> = row.get("reason_at_us")?;
        Ok(Self {
            offer: row.get("offer_id")?,
            seller: row.get("seller_id")?,
            product: row.get("product_id")?,
            rule: PriceRule::new(floor, ceiling).map_err(wrong)?,
            reason: reason.map(|reason| reason.0).zip(since),
        })
    }
}

row! {
    /// A price that a rule set.
    #[derive(PartialEq, Eq)]
    pub struct PriceStep {
        pub at_us: Timestamp,
        pub was_minor: i64,
        pub became_minor: i64,
        pub currency: Currency,
        pub reason: Text<PriceReason>,
        /// Where the cheapest competing offer landed.
        pub landed_minor: Option<i64>,
    }
}

/// Says that an offer's price follows others within these bounds, in place of what was said before.
///
/// # Errors
/// [`PricingError::NoSuchOffer`]; [`PricingError::CostUnknown`], because it could not be said what is a loss;
/// [`PricingError::OtherCurrency`]; [`PricingError::TooManyRules`], [`PricingError::TooManyOwnOfProduct`],
/// [`PricingError::TooManyOfProduct`], none of which is said of an offer that has a rule already.
pub(crate) async fn say(
    tx: &mut Tx,
    seller: SellerId,
    offer: OfferId,
    rule: PriceRule,
    by: AccountId,
) -> Result<(), PricingError> {
    let known = catalog::offer(tx, offer).await.map_err(|error| PricingError::of_offer(offer, error))?;
    if known.seller_id != seller {
        return Err(PricingError::NoSuchOffer(offer));
    }
    if known.terms.cost.is_none() {
        return Err(PricingError::CostUnknown);
    }
    if rule.floor().currency() != known.price.currency() {
        return Err(PricingError::OtherCurrency(known.price.currency()));
    }
    if rule_of(tx, offer).await?.is_none() {
        refuse_more(tx, seller, known.product_id).await?;
    }
    let now = tx.now();
    tx.exec(
        sql("INSERT INTO pricing_rules (offer_id, seller_id, product_id, floor_minor, ceiling_minor, currency,
                 said_by, said_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (offer_id) DO UPDATE SET floor_minor = $4, ceiling_minor = $5, currency = $6,
                 said_by = $7, said_at_us = $8")
        .bind(offer)
        .bind(seller)
        .bind(known.product_id)
        .bind(rule.floor().minor())
        .bind(rule.ceiling().map(Money::minor))
        .bind(rule.floor().currency())
        .bind(by)
        .bind(now),
    )
    .await?;
    Ok(())
}

row! {
    struct Rules {
        own: i64,
        of_product: i64,
        own_of_product: i64,
    }
}

/// Whether a seller may have one more rule, and a product.
async fn refuse_more(conn: &mut Conn, seller: SellerId, product: ProductId) -> Result<(), PricingError> {
    let found: Rules = conn
        .one(
            sql("SELECT CAST((SELECT COUNT(*) FROM pricing_rules WHERE seller_id = $1) AS BIGINT) AS own,
                 CAST((SELECT COUNT(*) FROM pricing_rules WHERE product_id = $2) AS BIGINT) AS of_product,
                 CAST((SELECT COUNT(*) FROM pricing_rules WHERE product_id = $2 AND seller_id = $1) AS BIGINT)
                     AS own_of_product")
            .bind(seller)
            .bind(product),
        )
        .await?;
    if found.own >= MOST_RULES {
        return Err(PricingError::TooManyRules);
    }
    if found.own_of_product >= MOST_OWN_OF_PRODUCT {
        return Err(PricingError::TooManyOwnOfProduct);
    }
    if found.of_product >= MOST_OF_PRODUCT {
        return Err(PricingError::TooManyOfProduct);
    }
    Ok(())
}

/// The price stays where it is and follows nobody. Returns whether there was a rule.
pub async fn stop_following(tx: &mut Tx, seller: SellerId, offer: OfferId) -> Result<bool, DbError> {
    let statement = sql("DELETE FROM pricing_rules WHERE seller_id = $1 AND offer_id = $2");
    Ok(tx.exec(statement.bind(seller).bind(offer)).await? > 0)
}

/// A seller's rules, the newest first.
pub async fn rules_of(
    conn: &mut Conn,
    seller: SellerId,
    limit: i64,
) -> Result<Vec<StoredPriceRule>, DbError> {
    let text = format!("{RULE} WHERE seller_id = $1 ORDER BY said_at_us DESC, offer_id LIMIT $2");
    conn.all(sql(text).bind(seller).bind(limit)).await
}

/// A seller's rules behind one, in the order of their offers, for programs that read page by page.
pub async fn rules_after(
    conn: &mut Conn,
    seller: SellerId,
    after: Option<OfferId>,
    limit: i64,
) -> Result<Vec<StoredPriceRule>, DbError> {
    let cut = if after.is_some() { "AND offer_id > $3" } else { "" };
    let text = format!("{RULE} WHERE seller_id = $1 {cut} ORDER BY offer_id LIMIT $2");
    conn.all(sql(text).bind(seller).bind(limit).bind_all(after)).await
}

/// The rule of an offer of this seller.
pub async fn rule_of_seller(
    conn: &mut Conn,
    seller: SellerId,
    offer: OfferId,
) -> Result<Option<StoredPriceRule>, DbError> {
    Ok(rule_of(conn, offer).await?.filter(|stored| stored.seller == seller))
}

/// The rule of an offer.
pub(crate) async fn rule_of(conn: &mut Conn, offer: OfferId) -> Result<Option<StoredPriceRule>, DbError> {
    conn.opt(sql(format!("{RULE} WHERE offer_id = $1")).bind(offer)).await
}

/// The offers with rules that news of these products or offers concern. At most 500 of both together.
pub(crate) async fn concerned(
    conn: &mut Conn,
    products: &[ProductId],
    offers: &[OfferId],
) -> Result<Vec<OfferId>, DbError> {
    let mut found = Vec::new();
    if !products.is_empty() {
        let list = placeholders(1, products.len());
        let text =
            format!("SELECT offer_id FROM pricing_rules WHERE product_id IN ({list}) ORDER BY offer_id");
        let rows: Vec<(OfferId,)> = conn.all(sql(text).bind_all(products.iter().copied())).await?;
        found.extend(rows.into_iter().map(|(offer,)| offer));
    }
    if !offers.is_empty() {
        let list = placeholders(1, offers.len());
        let text = format!("SELECT offer_id FROM pricing_rules WHERE offer_id IN ({list}) ORDER BY offer_id");
        let rows: Vec<(OfferId,)> = conn.all(sql(text).bind_all(offers.iter().copied())).await?;
        found.extend(rows.into_iter().map(|(offer,)| offer));
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Offers with rules in the order of their ids, behind this one; of one seller, or of all.
pub(crate) async fn after(
    conn: &mut Conn,
    seller: Option<SellerId>,
    last: Option<OfferId>,
    limit: i64,
) -> Result<Vec<OfferId>, DbError> {
    let behind = if last.is_some() { "AND offer_id > $2" } else { "" };
    let own = match (seller, last) {
        (Some(_), Some(_)) => "AND seller_id = $3",
        (Some(_), None) => "AND seller_id = $2",
        (None, _) => "",
    };
    let text =
        format!("SELECT offer_id FROM pricing_rules WHERE TRUE {behind} {own} ORDER BY offer_id LIMIT $1");
    let statement = sql(text).bind(limit).bind_all(last).bind_all(seller);
    let rows: Vec<(OfferId,)> = conn.all(statement).await?;
    Ok(rows.into_iter().map(|(offer,)| offer).collect())
}

/// Whether any price of a seller follows others.
pub(crate) async fn has_rules(conn: &mut Conn, seller: SellerId) -> Result<bool, DbError> {
    let statement = sql("SELECT offer_id FROM pricing_rules WHERE seller_id = $1 LIMIT 1").bind(seller);
    let found: Option<(OfferId,)> = conn.opt(statement).await?;
    Ok(found.is_some())
}

/// The prices that a rule set for an offer, the newest first.
pub async fn steps_of(conn: &mut Conn, offer: OfferId, limit: i64) -> Result<Vec<PriceStep>, DbError> {
    conn.all(
        sql("SELECT at_us, was_minor, became_minor, currency, reason, landed_minor FROM pricing_steps
             WHERE offer_id = $1 ORDER BY at_us DESC, id DESC LIMIT $2")
        .bind(offer)
        .bind(limit),
    )
    .await
}

/// How many prices rules set for an offer since then.
pub(crate) async fn steps_since(conn: &mut Conn, offer: OfferId, since: Timestamp) -> Result<i64, DbError> {
    let (count,): (i64,) = conn
        .one(
            sql("SELECT CAST(COUNT(*) AS BIGINT) FROM pricing_steps WHERE offer_id = $1 AND at_us > $2")
                .bind(offer)
                .bind(since),
        )
        .await?;
    Ok(count)
}

/// Keeps a price that a rule set.
pub(crate) async fn keep_step(
    tx: &mut Tx,
    offer: OfferId,
    (was, became): (Money, Money),
    reason: PriceReason,
    landed: Option<Money>,
) -> Result<(), DbError> {
    let (id, now) = (tx.new_id::<PriceStepId>(), tx.now());
    tx.exec(
        sql("INSERT INTO pricing_steps (id, offer_id, at_us, was_minor, became_minor, currency, reason, landed_minor)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(id)
        .bind(offer)
        .bind(now)
        .bind(was.minor())
        .bind(became.minor())
        .bind(became.currency())
        .bind(Text(reason))
        .bind(landed.map(Money::minor)),
    )
    .await?;
    Ok(())
}

/// Keeps what a rule came to; nothing is written where it is what it was.
pub(crate) async fn keep_reason(
    tx: &mut Tx,
    stored: &StoredPriceRule,
    product: ProductId,
    reason: PriceReason,
) -> Result<(), DbError> {
    if stored.product == product && stored.reason.is_some_and(|(before, _)| before == reason) {
        return Ok(());
    }
    let now = tx.now();
    tx.exec(
        sql("UPDATE pricing_rules SET product_id = $2, reason = $3, reason_at_us = $4 WHERE offer_id = $1")
            .bind(stored.offer)
            .bind(product)
            .bind(Text(reason))
            .bind(now),
    )
    .await?;
    Ok(())
}
