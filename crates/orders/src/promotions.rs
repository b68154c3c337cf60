//! Promotions: made by sellers, or by the platform, which pays for its own; applied by every quote, frozen on the lines of an
//! order. Owns `orders_promotions`, `orders_promotion_offers` and `orders_line_promotions`. The rule is `domain::promotion`.

mod in_force;
mod lines;
mod reports;

pub(crate) use in_force::open;
pub use in_force::{InForce, running};
pub use lines::LinePromotion;
pub(crate) use lines::{freeze, of_lines};
pub use reports::{PromotionReport, of_platform_on, report, reports, reports_after, reports_of_platform};

use crate::{OrderError, reductions};
use catalog::OfferForSale;
use db::{Conn, DbError, Row, Tx, placeholders, row, sql};
use domain::coupon::Funding;
use domain::key::IdempotencyKey;
use domain::promotion::{Goods, Limit, Rule, RuleError};
use domain::{AccountId, CategoryId, Currency, Money, OfferId, PromotionId, SellerId, Timestamp};
use std::collections::HashMap;

/// The most promotions of one seller, or of the platform, that are not over: each is asked about by every quote of theirs.
pub const MOST_OPEN: i64 = 50;
/// The longest title, in characters.
pub const LONGEST_TITLE: usize = 80;

/// Who gives what a promotion takes off, and of whose goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Giver {
    /// A seller, of its own goods: it sells for less.
    Seller(SellerId),
    /// The platform, which pays sellers the rest. Of one seller's goods where one is named, of a category and everything
    /// below it where one is; at the most so much off one order, because sellers set their prices themselves.
    Platform { seller: Option<SellerId>, category: Option<CategoryId>, most: Money },
}

impl Giver {
    pub fn funding(self) -> Funding {
        match self {
            Self::Seller(_) => Funding::Seller,
            Self::Platform { .. } => Funding::Platform,
        }
    }

    /// Whose goods it is for; `None`: everybody's.
    pub fn seller(self) -> Option<SellerId> {
        match self {
            Self::Seller(seller) => Some(seller),
            Self::Platform { seller, .. } => seller,
        }
    }

    fn category(self) -> Option<CategoryId> {
        match self {
            Self::Seller(_) => None,
            Self::Platform { category, .. } => category,
        }
    }

    /// The most that it takes off one order.
    pub fn most(self) -> Option<Money> {
        match self {
            Self::Seller(_) => None,
            Self::Platform { most, .. } => Some(most),
        }
    }
}

/// A promotion without its offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promotion {
    pub id: PromotionId,
    pub giver: Giver,
    /// For the giver's own eyes.
    pub title: String,
    pub rule: Rule,
    /// Of a deal.
    pub limit: Option<Limit>,
    pub for_all: bool,
    pub from: Timestamp,
    /// The first moment at which it is over.
    pub until: Option<Timestamp>,
    pub paused: bool,
    pub made_by: AccountId,
    pub made_at: Timestamp,
}

impl Promotion {
    /// Whether it takes something off at this moment.
    pub fn is_running(&self, now: Timestamp) -> bool {
        !self.paused && now >= self.from && self.until.is_none_or(|until| now < until)
    }
}

/// What is said of a new promotion.
#[derive(Debug, Clone)]
pub struct NewPromotion {
    pub giver: Giver,
    pub title: String,
    pub rule: Rule,
    /// All of what the giver means, or named offers of that.
    pub goods: Goods,
    /// Of a deal.
    pub limit: Option<Limit>,
    pub from: Timestamp,
    pub until: Option<Timestamp>,
    pub made_by: AccountId,
    /// Made when the form was: the same press again is the same promotion.
    pub key: IdempotencyKey,
}

/// Why a promotion cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum PromotionError {
    #[error(transparent)]
    Rule(#[from] RuleError),
    #[error("a title is from 1 to {LONGEST_TITLE} characters")]
    BadTitle,
    #[error("a promotion ends after it begins, and not in the past; a deal has an end")]
    EndsFirst,
    #[error("a promotion is for offers of its seller")]
    NotTheirs,
    #[error("at most {MOST_OPEN} promotions are not over, of a seller and of the platform")]
    TooMany,
    #[error(
        "what the platform gives has a ceiling of more than nothing, in the currency of the amount and the offers"
    )]
    BadCeiling,
    #[error("there is no such seller or category, or offers are named beside a category")]
    NoSuchScope,
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Order(#[from] OrderError),
}

const COLUMNS: &str =
    "id, seller_id, title, kind, units, units_on_top, percent_bps, off_minor, most_off_minor, currency, funded_by,
    category_id, for_all, from_us, until_us, paused, made_by, made_at_us, limit_units, limit_each";

impl db::FromRow for Promotion {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let (all, each): (Option<i64>, Option<i64>) = (row.get("limit_units")?, row.get("limit_each")?);
        let limit = all.zip(each).map(|(units, each)| Limit { units, each });
        let funding: db::Text<Funding> = row.get("funded_by")?;
        let giver = match funding.0 {
            Funding::Seller => Giver::Seller(row.get("seller_id")?),
            Funding::Platform => Giver::Platform {
                seller: row.get("seller_id")?,
                category: row.get("category_id")?,
                most: Money::new(row.get("most_off_minor")?, row.get("currency")?),
            },
        };
        Ok(Self {
            id: row.get("id")?,
            giver,
            title: row.get("title")?,
            rule: rule(row, limit.is_some())?,
            limit,
            for_all: row.get("for_all")?,
            from: row.get("from_us")?,
            until: row.get("until_us")?,
            paused: row.get("paused")?,
            made_by: row.get("made_by")?,
            made_at: row.get("made_at_us")?,
        })
    }
}

/// The rule of a row that has the columns which say it.
fn rule(row: &Row, limited: bool) -> Result<Rule, DbError> {
    let kind: String = row.get("kind")?;
    let (units, on_top): (Option<i64>, Option<i64>) = (row.get("units")?, row.get("units_on_top")?);
    let (units, get) = (units.unwrap_or(0), on_top.unwrap_or(0));
    if let Some(minor) = row.get::<Option<i64>>("off_minor")? {
        let currency: Currency = row.get("currency")?;
        return Ok(Rule::Less { units, off: Money::new(minor, currency) });
    }
    let bps: i64 = row.get("percent_bps")?;
    Ok(match kind.as_str() {
        "buy_get" => Rule::BuyGet { buy: units, get, bps },
        "from_units" if limited => Rule::Deal { bps },
        "from_units" => Rule::FromUnits { units, bps },
        _ => Rule::Set { bps },
    })
}

/// Makes a promotion, once for each key.
///
/// # Errors
/// [`PromotionError`] says what of it makes no sense; [`OrderError::KeyReused`] when its key made another one. Nothing is
/// written then.
pub async fn create(tx: &mut Tx, new: &NewPromotion) -> Result<PromotionId, PromotionError> {
    let new = &NewPromotion { goods: new.goods.each_once(), ..new.clone() };
    if let Some(known) = made_with(tx, new.giver, &new.key).await? {
        return repeated(tx, known, new).await;
    }
    refuse_nonsense(tx, new).await?;
    let (id, now) = (tx.new_id::<PromotionId>(), tx.now());
    let (kind, units, on_top) = match new.rule {
        Rule::BuyGet { buy, get, .. } => ("buy_get", Some(buy), Some(get)),
        Rule::FromUnits { units, .. } | Rule::Less { units, .. } => ("from_units", Some(units), None),
        Rule::Set { .. } => ("set", None, None),
        // From the first unit on.
        Rule::Deal { .. } => ("from_units", Some(1), None),
    };
    let off = match new.rule {
        Rule::Less { off, .. } => Some(off.minor()),
        _ => None,
    };
    let text = format!(
        "INSERT INTO orders_promotions ({COLUMNS}, made_key)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, FALSE, $16, $17, $18, $19, $20)"
    );
    let row = sql(text)
        .bind(id)
        .bind(new.giver.seller())
        .bind(new.title.trim())
        .bind(kind)
        .bind(units)
        .bind(on_top)
        .bind(new.rule.bps())
        .bind(off)
        .bind(new.giver.most().map(Money::minor))
        .bind(new.giver.most().map(|most| most.currency()))
        .bind(db::Text(new.giver.funding()))
        .bind(new.giver.category())
        .bind(new.goods == Goods::All)
        .bind(new.from)
        .bind(new.until)
        .bind(new.made_by)
        .bind(now)
        .bind(new.limit.map(|limit| limit.units))
        .bind(new.limit.map(|limit| limit.each))
        .bind(new.key.as_str());
    tx.exec(row).await?;
    if let Goods::These(offers) = &new.goods {
        for offer in offers {
            let statement =
                sql("INSERT INTO orders_promotion_offers (promotion_id, offer_id) VALUES ($1, $2)");
            tx.exec(statement.bind(id).bind(*offer)).await?;
        }
    }
    if let Giver::Seller(seller) = new.giver {
        reductions::changed(tx, seller).await?;
        reductions::tell_at_its_ends(tx, seller, &id.to_string(), new.from, new.until).await?;
    }
    Ok(id)
}

async fn made_with(
    conn: &mut Conn,
    giver: Giver,
    key: &IdempotencyKey,
) -> Result<Option<Promotion>, OrderError> {
    let text = format!("SELECT {COLUMNS} FROM orders_promotions WHERE made_key = $1");
    let statement = match giver {
        Giver::Seller(seller) => {
            sql(format!("{text} AND funded_by = 'seller' AND seller_id = $2")).bind(key.as_str()).bind(seller)
        }
        Giver::Platform { .. } => sql(format!("{text} AND funded_by = 'platform'")).bind(key.as_str()),
    };
    Ok(conn.opt(statement).await?)
}

/// The promotion that this key made, if it is what is asked for again. When it begins may be the moment of the press, which
/// is another one now.
async fn repeated(tx: &mut Tx, known: Promotion, new: &NewPromotion) -> Result<PromotionId, PromotionError> {
    let goods = match known.for_all {
        true => Goods::All,
        false => Goods::These(offers(tx, &[known.id]).await?.remove(&known.id).unwrap_or_default()),
    };
    let was = (known.giver, known.title.as_str(), known.rule, known.limit, known.until, goods.each_once());
    let is = (new.giver, new.title.trim(), new.rule, new.limit, new.until, new.goods.clone());
    if was == is { Ok(known.id) } else { Err(OrderError::KeyReused.into()) }
}

async fn refuse_nonsense(tx: &mut Tx, new: &NewPromotion) -> Result<(), PromotionError> {
    new.rule.check(&new.goods, new.limit, new.giver.funding())?;
    // PostgreSQL keeps NUL in no text.
    if !(1..=LONGEST_TITLE).contains(&new.title.trim().chars().count()) || new.title.contains('\0') {
        return Err(PromotionError::BadTitle);
    }
    let now = tx.now();
    let endless = new.limit.is_some() && new.until.is_none();
    if endless || new.until.is_some_and(|until| until <= new.from || until <= now) {
        return Err(PromotionError::EndsFirst);
    }
    if new.giver.funding() == Funding::Platform {
        refuse_unfounded(tx, new).await?;
    }
    match &new.goods {
        Goods::All => {}
        Goods::These(offers) if !offers.is_empty() => {
            let known = catalog::offers_for_sale(tx, offers).await.map_err(OrderError::from)?;
            let whose = new.giver.seller();
            let is_meant = |id: &OfferId| {
                known.get(id).is_some_and(|s| whose.is_none_or(|whose| whose == s.offer.seller_id))
            };
            if !offers.iter().all(is_meant) {
                return Err(PromotionError::NotTheirs);
            }
            // A ceiling in another currency gives nothing.
            let ceiling = new.giver.most().map(|most| most.currency());
            let is_other =
                |sale: &OfferForSale| ceiling.is_some_and(|code| code != sale.offer.price.currency());
            if known.values().any(is_other) {
                return Err(PromotionError::BadCeiling);
            }
        }
        // A category is the giver's to name.
        Goods::These(_) | Goods::In(_) => return Err(PromotionError::NotTheirs),
    }
    let open =
        "SELECT CAST(COUNT(*) AS BIGINT) FROM orders_promotions WHERE (until_us IS NULL OR until_us > $1)";
    let statement = match new.giver {
        Giver::Seller(seller) => {
            sql(format!("{open} AND funded_by = 'seller' AND seller_id = $2")).bind(now).bind(seller)
        }
        Giver::Platform { .. } => sql(format!("{open} AND funded_by = 'platform'")).bind(now),
    };
    let (open,): (i64,) = tx.one(statement).await?;
    if open >= MOST_OPEN { Err(PromotionError::TooMany) } else { Ok(()) }
}

/// What of a promotion of the platform's makes no sense beside its rule.
async fn refuse_unfounded(tx: &mut Tx, new: &NewPromotion) -> Result<(), PromotionError> {
    let Giver::Platform { seller, category, most } = new.giver else { return Ok(()) };
    let other_currency = matches!(new.rule, Rule::Less { off, .. } if off.currency() != most.currency());
    if !most.is_positive() || other_currency {
        return Err(PromotionError::BadCeiling);
    }
    // One of each is one seller's of each.
    if matches!(new.rule, Rule::Set { .. }) && seller.is_none() {
        return Err(RuleError::BadSet.into());
    }
    if let Some(seller) = seller {
        let known = sellers::get(tx, seller).await.map_err(OrderError::from)?;
        known.ok_or(PromotionError::NoSuchScope)?;
    }
    if let Some(category) = category {
        let known = catalog::category_tree(tx).await?.get(category).is_some();
        if !known || new.goods != Goods::All {
            return Err(PromotionError::NoSuchScope);
        }
    }
    Ok(())
}

/// Stops a promotion of this seller, or of the platform where none is named, or lets it go on. Whether there is such a
/// promotion.
///
/// # Errors
/// When the database cannot be written.
pub async fn pause(
    tx: &mut Tx,
    seller: Option<SellerId>,
    id: PromotionId,
    paused: bool,
) -> Result<bool, DbError> {
    let text = "UPDATE orders_promotions SET paused = $2 WHERE id = $1";
    let statement = match seller {
        Some(seller) => sql(format!("{text} AND funded_by = 'seller' AND seller_id = $3"))
            .bind(id)
            .bind(paused)
            .bind(seller),
        None => sql(format!("{text} AND funded_by = 'platform'")).bind(id).bind(paused),
    };
    let found = tx.exec(statement).await? > 0;
    if let Some(seller) = seller.filter(|_| found) {
        reductions::changed(tx, seller).await?;
    }
    Ok(found)
}

/// One promotion, running or not.
///
/// # Errors
/// When the database cannot be read.
pub async fn get(conn: &mut Conn, id: PromotionId) -> Result<Option<Promotion>, OrderError> {
    let text = format!("SELECT {COLUMNS} FROM orders_promotions WHERE id = $1");
    Ok(conn.opt(sql(text).bind(id)).await?)
}

row! {
    struct Named {
        promotion_id: PromotionId,
        offer_id: OfferId,
    }
}

/// The offers that promotions name; those for everything name none.
///
/// # Errors
/// When the database cannot be read.
pub async fn offers(
    conn: &mut Conn,
    ids: &[PromotionId],
) -> Result<HashMap<PromotionId, Vec<OfferId>>, OrderError> {
    let mut named: HashMap<PromotionId, Vec<OfferId>> = HashMap::new();
    for some in ids.chunks(500) {
        let text = format!(
            "SELECT promotion_id, offer_id FROM orders_promotion_offers WHERE promotion_id IN ({})
             ORDER BY promotion_id, offer_id",
            placeholders(1, some.len())
        );
        let rows: Vec<Named> = conn.all(sql(text).bind_all(some.iter().copied())).await?;
        for row in rows {
            named.entry(row.promotion_id).or_default().push(row.offer_id);
        }
    }
    Ok(named)
}
