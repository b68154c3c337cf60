//! Promotions: made by sellers, applied by every quote, frozen on the lines of an order. Owns `orders_promotions`,
//! `orders_promotion_offers` and `orders_line_promotions`. The rule is `domain::promotion`.

mod lines;
mod reports;

pub use lines::LinePromotion;
pub(crate) use lines::{freeze, of_lines};
pub use reports::{PromotionReport, report, reports, reports_after};

use crate::{OrderError, reductions};
use db::{Conn, DbError, Row, Tx, placeholders, row, sql};
use domain::key::IdempotencyKey;
use domain::promotion::{Goods, Left, Limit, Rule, RuleError, Running};
use domain::{AccountId, OfferId, PromotionId, SellerId, Timestamp};
use std::collections::HashMap;

/// The most promotions of one seller that are not over: each is asked about by every quote of theirs.
pub const MOST_OPEN: i64 = 50;
/// The longest title, in characters.
pub const LONGEST_TITLE: usize = 80;

/// A promotion without its offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promotion {
    pub id: PromotionId,
    pub seller_id: SellerId,
    /// For the seller's own eyes.
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

/// What a seller says of a new promotion.
#[derive(Debug, Clone)]
pub struct NewPromotion {
    pub seller: SellerId,
    pub title: String,
    pub rule: Rule,
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
    #[error("a seller has at most {MOST_OPEN} promotions that are not over")]
    TooMany,
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Order(#[from] OrderError),
}

const COLUMNS: &str =
    "id, seller_id, title, kind, units, units_on_top, percent_bps, for_all, from_us, until_us, paused,
    made_by, made_at_us, limit_units, limit_each";

impl db::FromRow for Promotion {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let kind: String = row.get("kind")?;
        let (units, on_top): (Option<i64>, Option<i64>) = (row.get("units")?, row.get("units_on_top")?);
        let (all, each): (Option<i64>, Option<i64>) = (row.get("limit_units")?, row.get("limit_each")?);
        Ok(Self {
            id: row.get("id")?,
            seller_id: row.get("seller_id")?,
            title: row.get("title")?,
            rule: rule(&kind, units.unwrap_or(0), on_top.unwrap_or(0), row.get("percent_bps")?),
            limit: all.zip(each).map(|(units, each)| Limit { units, each }),
            for_all: row.get("for_all")?,
            from: row.get("from_us")?,
            until: row.get("until_us")?,
            paused: row.get("paused")?,
            made_by: row.get("made_by")?,
            made_at: row.get("made_at_us")?,
        })
    }
}

fn rule(kind: &str, units: i64, on_top: i64, bps: i64) -> Rule {
    match kind {
        "buy_get" => Rule::BuyGet { buy: units, get: on_top, bps },
        "from_units" if units == 1 => Rule::Deal { bps },
        "from_units" => Rule::FromUnits { units, bps },
        _ => Rule::Set { bps },
    }
}

/// Makes a promotion, once for each key.
///
/// # Errors
/// [`PromotionError`] says what of it makes no sense; [`OrderError::KeyReused`] when its key made another one. Nothing is
/// written then.
pub async fn create(tx: &mut Tx, new: &NewPromotion) -> Result<PromotionId, PromotionError> {
    let new = &NewPromotion { goods: new.goods.each_once(), ..new.clone() };
    if let Some(known) = made_with(tx, new.seller, &new.key).await? {
        return repeated(tx, known, new).await;
    }
    refuse_nonsense(tx, new).await?;
    let (id, now) = (tx.new_id::<PromotionId>(), tx.now());
    let (kind, units, on_top) = match new.rule {
        Rule::BuyGet { buy, get, .. } => ("buy_get", Some(buy), Some(get)),
        Rule::FromUnits { units, .. } => ("from_units", Some(units), None),
        Rule::Set { .. } => ("set", None, None),
        // From the first unit on.
        Rule::Deal { .. } => ("from_units", Some(1), None),
    };
    let text = format!(
        "INSERT INTO orders_promotions ({COLUMNS}, made_key)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, FALSE, $11, $12, $13, $14, $15)"
    );
    tx.exec(
        sql(text)
            .bind(id)
            .bind(new.seller)
            .bind(new.title.trim())
            .bind(kind)
            .bind(units)
            .bind(on_top)
            .bind(new.rule.bps())
            .bind(new.goods == Goods::All)
            .bind(new.from)
            .bind(new.until)
            .bind(new.made_by)
            .bind(now)
            .bind(new.limit.map(|limit| limit.units))
            .bind(new.limit.map(|limit| limit.each))
            .bind(new.key.as_str()),
    )
    .await?;
    if let Goods::These(offers) = &new.goods {
        for offer in offers {
            let statement =
                sql("INSERT INTO orders_promotion_offers (promotion_id, offer_id) VALUES ($1, $2)");
            tx.exec(statement.bind(id).bind(*offer)).await?;
        }
    }
    reductions::changed(tx, new.seller).await?;
    reductions::tell_at_its_ends(tx, new.seller, &id.to_string(), new.from, new.until).await?;
    Ok(id)
}

async fn made_with(
    conn: &mut Conn,
    seller: SellerId,
    key: &IdempotencyKey,
) -> Result<Option<Promotion>, OrderError> {
    let text = format!("SELECT {COLUMNS} FROM orders_promotions WHERE seller_id = $1 AND made_key = $2");
    Ok(conn.opt(sql(text).bind(seller).bind(key.as_str())).await?)
}

/// The promotion that this key made, if it is what is asked for again. When it begins may be the moment of the press, which
/// is another one now.
async fn repeated(tx: &mut Tx, known: Promotion, new: &NewPromotion) -> Result<PromotionId, PromotionError> {
    let goods = match known.for_all {
        true => Goods::All,
        false => Goods::These(offers(tx, &[known.id]).await?.remove(&known.id).unwrap_or_default()),
    };
    let was = (known.title.as_str(), known.rule, known.limit, known.until, goods.each_once());
    let is = (new.title.trim(), new.rule, new.limit, new.until, new.goods.clone());
    if was == is { Ok(known.id) } else { Err(OrderError::KeyReused.into()) }
}

async fn refuse_nonsense(tx: &mut Tx, new: &NewPromotion) -> Result<(), PromotionError> {
    new.rule.check(&new.goods, new.limit)?;
    if !(1..=LONGEST_TITLE).contains(&new.title.trim().chars().count()) {
        return Err(PromotionError::BadTitle);
    }
    let now = tx.now();
    let endless = new.limit.is_some() && new.until.is_none();
    if endless || new.until.is_some_and(|until| until <= new.from || until <= now) {
        return Err(PromotionError::EndsFirst);
    }
    if let Goods::These(offers) = &new.goods {
        if offers.is_empty() {
            return Err(PromotionError::NotTheirs);
        }
        let known = catalog::offers_for_sale(tx, offers).await.map_err(OrderError::from)?;
        let is_theirs = |id: &OfferId| known.get(id).is_some_and(|s| s.offer.seller_id == new.seller);
        if !offers.iter().all(is_theirs) {
            return Err(PromotionError::NotTheirs);
        }
    }
    let statement = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM orders_promotions
                         WHERE seller_id = $1 AND (until_us IS NULL OR until_us > $2)");
    let (open,): (i64,) = tx.one(statement.bind(new.seller).bind(now)).await?;
    if open >= MOST_OPEN { Err(PromotionError::TooMany) } else { Ok(()) }
}

/// Stops a promotion of this seller, or lets it go on. Whether there is such a promotion.
///
/// # Errors
/// When the database cannot be written.
pub async fn pause(tx: &mut Tx, seller: SellerId, id: PromotionId, paused: bool) -> Result<bool, DbError> {
    let statement = sql("UPDATE orders_promotions SET paused = $3 WHERE id = $1 AND seller_id = $2");
    let found = tx.exec(statement.bind(id).bind(seller).bind(paused)).await? > 0;
    if found {
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

/// What holds now, by seller; of all sellers where none is named. Of deals only those for one of these offers, where some are
/// named: what is taken of each has to be counted.
///
/// # Errors
/// When the database cannot be read.
pub async fn running(
    conn: &mut Conn,
    sellers: Option<&[SellerId]>,
    wanted: Option<&[OfferId]>,
) -> Result<HashMap<SellerId, Vec<Running>>, OrderError> {
    let now = conn.now();
    let whose = match sellers {
        Some([]) => return Ok(HashMap::new()),
        Some(sellers) => format!("AND seller_id IN ({})", placeholders(2, sellers.len())),
        None => String::new(),
    };
    let text = format!(
        "SELECT {COLUMNS} FROM orders_promotions
         WHERE from_us <= $1 AND (until_us IS NULL OR until_us > $1) AND NOT paused {whose} ORDER BY id"
    );
    let query = sql(text).bind(now).bind_all(sellers.unwrap_or_default().iter().copied());
    let found: Vec<Promotion> = conn.all(query).await?;
    let ids: Vec<PromotionId> = found.iter().filter(|p| !p.for_all).map(|p| p.id).collect();
    let mut named = offers(conn, &ids).await?;
    let is_wanted = |deal: &PromotionId| match (wanted, named.get(deal)) {
        (Some(wanted), Some(offers)) => offers.iter().any(|offer| wanted.contains(offer)),
        _ => true,
    };
    let (found, limited) = {
        let kept = |p: &Promotion| p.limit.is_none() || is_wanted(&p.id);
        let found: Vec<Promotion> = found.into_iter().filter(kept).collect();
        let limited: Vec<PromotionId> = found.iter().filter(|p| p.limit.is_some()).map(|p| p.id).collect();
        (found, limited)
    };
    let taken = taken(conn, &limited).await?;
    let mut running: HashMap<SellerId, Vec<Running>> = HashMap::new();
    for promotion in found {
        let goods = match promotion.for_all {
            true => Goods::All,
            false => Goods::These(named.remove(&promotion.id).unwrap_or_default()),
        };
        let left = promotion.limit.map(|limit| {
            let taken = taken.get(&promotion.id).copied().unwrap_or(0);
            Left { limit, units: (limit.units - taken).max(0), until: promotion.until }
        });
        if left.is_some_and(|left| left.units == 0) {
            continue;
        }
        let held = Running { id: promotion.id, rule: promotion.rule, goods, left };
        running.entry(promotion.seller_id).or_default().push(held);
    }
    Ok(running)
}

/// A seller's promotions that are not stopped, not over, and begin before a moment, with what they are for. Deals count to
/// their end: orders that come to nothing give back what they took of them.
pub(crate) async fn open(
    conn: &mut Conn,
    seller: SellerId,
    before: Timestamp,
) -> Result<Vec<(Promotion, Goods)>, OrderError> {
    let now = conn.now();
    let text = format!(
        "SELECT {COLUMNS} FROM orders_promotions WHERE seller_id = $1 AND from_us < $2
             AND (until_us IS NULL OR until_us > $3) AND NOT paused ORDER BY id"
    );
    let found: Vec<Promotion> = conn.all(sql(text).bind(seller).bind(before).bind(now)).await?;
    let ids: Vec<PromotionId> = found.iter().filter(|p| !p.for_all).map(|p| p.id).collect();
    let mut named = offers(conn, &ids).await?;
    let with_goods = |promotion: Promotion| {
        let goods = match promotion.for_all {
            true => Goods::All,
            false => Goods::These(named.remove(&promotion.id).unwrap_or_default()),
        };
        (promotion, goods)
    };
    Ok(found.into_iter().map(with_goods).collect())
}

row! {
    struct Taken {
        promotion_id: PromotionId,
        units: i64,
    }
}

/// How many units orders have had of these, those included that are being paid for. What comes to nothing, an order or the
/// rest of a part that was called off, gives back what it took: it is counted anew each time, in the transaction that takes more.
async fn taken(conn: &mut Conn, ids: &[PromotionId]) -> Result<HashMap<PromotionId, i64>, OrderError> {
    let mut found = HashMap::new();
    for some in ids.chunks(500) {
        let text = format!(
            "SELECT g.promotion_id, CAST(SUM(CASE WHEN p.state IN ('shipped', 'delivered')
                 AND l.shipped_quantity < g.units THEN l.shipped_quantity ELSE g.units END) AS BIGINT) AS units
             FROM orders_line_promotions g JOIN orders_lines l ON l.id = g.line_id
             JOIN orders_parts p ON p.id = l.part_id JOIN orders_orders o ON o.id = p.order_id
             WHERE g.promotion_id IN ({}) AND o.state IN ('awaiting_payment', 'placed', 'completed')
                 AND p.state <> 'cancelled' GROUP BY g.promotion_id",
            placeholders(1, some.len())
        );
        let rows: Vec<Taken> = conn.all(sql(text).bind_all(some.iter().copied())).await?;
        found.extend(rows.into_iter().map(|row| (row.promotion_id, row.units)));
    }
    Ok(found)
}
