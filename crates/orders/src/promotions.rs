//! Promotions: made by sellers, applied by every quote, frozen on the lines of an order. Owns `orders_promotions`,
//! `orders_promotion_offers` and `orders_line_promotions`. The rule is `domain::promotion`.

use crate::OrderError;
use db::{Conn, DbError, Row, Tx, placeholders, row, sql};
use domain::key::IdempotencyKey;
use domain::promotion::{Goods, Rule, RuleError, Running};
use domain::{AccountId, Currency, LineId, Money, OfferId, PromotionId, SellerId, Timestamp};
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
    #[error("a promotion ends after it begins, and not in the past")]
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
    made_by, made_at_us";

impl db::FromRow for Promotion {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let kind: String = row.get("kind")?;
        let (units, on_top): (Option<i64>, Option<i64>) = (row.get("units")?, row.get("units_on_top")?);
        Ok(Self {
            id: row.get("id")?,
            seller_id: row.get("seller_id")?,
            title: row.get("title")?,
            rule: rule(&kind, units.unwrap_or(0), on_top.unwrap_or(0), row.get("percent_bps")?),
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
    };
    let text = format!(
        "INSERT INTO orders_promotions ({COLUMNS}, made_key)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, FALSE, $11, $12, $13)"
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
    let was = (known.title.as_str(), known.rule, known.until, goods.each_once());
    let is = (new.title.trim(), new.rule, new.until, new.goods.clone());
    if was == is { Ok(known.id) } else { Err(OrderError::KeyReused.into()) }
}

async fn refuse_nonsense(tx: &mut Tx, new: &NewPromotion) -> Result<(), PromotionError> {
    new.rule.check(&new.goods)?;
    if !(1..=LONGEST_TITLE).contains(&new.title.trim().chars().count()) {
        return Err(PromotionError::BadTitle);
    }
    let now = tx.now();
    if new.until.is_some_and(|until| until <= new.from || until <= now) {
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
    Ok(tx.exec(statement.bind(id).bind(seller).bind(paused)).await? > 0)
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

/// What holds now, by seller; of all sellers where none is named.
///
/// # Errors
/// When the database cannot be read.
pub async fn running(
    conn: &mut Conn,
    sellers: Option<&[SellerId]>,
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
    let mut running: HashMap<SellerId, Vec<Running>> = HashMap::new();
    for promotion in found {
        let goods = match promotion.for_all {
            true => Goods::All,
            false => Goods::These(named.remove(&promotion.id).unwrap_or_default()),
        };
        let held = Running { id: promotion.id, rule: promotion.rule, goods };
        running.entry(promotion.seller_id).or_default().push(held);
    }
    Ok(running)
}

/// A promotion with what it has done.
#[derive(Debug, Clone)]
pub struct PromotionReport {
    pub promotion: Promotion,
    /// What it is for; none where it is for everything.
    pub offers: Vec<OfferId>,
    /// Orders that stand and had something off for it.
    pub orders: i64,
    /// What those had off.
    pub given: Vec<Money>,
}

row! {
    struct Done {
        promotion_id: PromotionId,
        currency: Currency,
        orders: i64,
        minor: i64,
    }
}

/// A seller's promotions with what they have done, newest first, at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub async fn reports(
    conn: &mut Conn,
    seller: SellerId,
    limit: i64,
) -> Result<Vec<PromotionReport>, OrderError> {
    let text =
        format!("SELECT {COLUMNS} FROM orders_promotions WHERE seller_id = $1 ORDER BY id DESC LIMIT $2");
    let promotions: Vec<Promotion> = conn.all(sql(text).bind(seller).bind(limit)).await?;
    reported(conn, promotions).await
}

/// The same in the order in which they were made, after one of them.
///
/// # Errors
/// When the database cannot be read.
pub async fn reports_after(
    conn: &mut Conn,
    seller: SellerId,
    after: Option<PromotionId>,
    limit: i64,
) -> Result<Vec<PromotionReport>, OrderError> {
    let cut = if after.is_some() { "AND id > $3" } else { "" };
    let text =
        format!("SELECT {COLUMNS} FROM orders_promotions WHERE seller_id = $1 {cut} ORDER BY id LIMIT $2");
    let promotions = conn.all(sql(text).bind(seller).bind(limit).bind_all(after)).await?;
    reported(conn, promotions).await
}

/// One of a seller's.
///
/// # Errors
/// When the database cannot be read.
pub async fn report(
    conn: &mut Conn,
    seller: SellerId,
    id: PromotionId,
) -> Result<Option<PromotionReport>, OrderError> {
    let own = get(conn, id).await?.filter(|promotion| promotion.seller_id == seller);
    Ok(reported(conn, own.into_iter().collect()).await?.pop())
}

async fn reported(conn: &mut Conn, promotions: Vec<Promotion>) -> Result<Vec<PromotionReport>, OrderError> {
    let ids: Vec<PromotionId> = promotions.iter().map(|p| p.id).collect();
    let mut named = offers(conn, &ids).await?;
    let mut done = done(conn, &ids).await?;
    let report = |promotion: Promotion| {
        let done = done.remove(&promotion.id).unwrap_or_default();
        PromotionReport {
            offers: named.remove(&promotion.id).unwrap_or_default(),
            orders: done.iter().map(|d| d.orders).sum(),
            given: done.iter().map(|d| Money::new(d.minor, d.currency)).collect(),
            promotion,
        }
    };
    Ok(promotions.into_iter().map(report).collect())
}

async fn done(conn: &mut Conn, ids: &[PromotionId]) -> Result<HashMap<PromotionId, Vec<Done>>, OrderError> {
    let mut by_promotion: HashMap<PromotionId, Vec<Done>> = HashMap::new();
    for some in ids.chunks(500) {
        let text = format!(
            "SELECT g.promotion_id, o.currency, CAST(COUNT(DISTINCT o.id) AS BIGINT) AS orders,
                 CAST(SUM(g.off_minor) AS BIGINT) AS minor
             FROM orders_line_promotions g JOIN orders_lines l ON l.id = g.line_id
             JOIN orders_parts p ON p.id = l.part_id JOIN orders_orders o ON o.id = p.order_id
             WHERE o.state IN ('placed', 'completed') AND p.state <> 'cancelled' AND g.promotion_id IN ({})
             GROUP BY g.promotion_id, o.currency ORDER BY g.promotion_id, o.currency",
            placeholders(1, some.len())
        );
        let rows: Vec<Done> = conn.all(sql(text).bind_all(some.iter().copied())).await?;
        for row in rows {
            by_promotion.entry(row.promotion_id).or_default().push(row);
        }
    }
    Ok(by_promotion)
}

/// What a promotion took off one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinePromotion {
    pub promotion: PromotionId,
    pub rule: Rule,
    /// Units of the line that count for it.
    pub units: i64,
    pub off: Money,
}

/// Freezes what was taken off a line.
pub(crate) async fn freeze(tx: &mut Tx, line: LineId, given: &[LinePromotion]) -> Result<(), DbError> {
    for one in given {
        let statement = sql("INSERT INTO orders_line_promotions (line_id, promotion_id, units, off_minor)
                             VALUES ($1, $2, $3, $4)");
        tx.exec(statement.bind(line).bind(one.promotion).bind(one.units).bind(one.off.minor())).await?;
    }
    Ok(())
}

row! {
    struct Frozen {
        line_id: LineId,
        promotion_id: PromotionId,
        counted: i64,
        off_minor: i64,
        currency: Currency,
        kind: String,
        units: i64,
        units_on_top: i64,
        percent_bps: i64,
    }
}

/// What promotions took off these lines of orders.
pub(crate) async fn of_lines(
    conn: &mut Conn,
    lines: &[LineId],
) -> Result<HashMap<LineId, Vec<LinePromotion>>, OrderError> {
    let mut taken: HashMap<LineId, Vec<LinePromotion>> = HashMap::new();
    for some in lines.chunks(500) {
        let text = format!(
            "SELECT g.line_id, g.promotion_id, g.units AS counted, g.off_minor, o.currency, p.kind,
                 COALESCE(p.units, 0) AS units, COALESCE(p.units_on_top, 0) AS units_on_top, p.percent_bps
             FROM orders_line_promotions g JOIN orders_promotions p ON p.id = g.promotion_id
             JOIN orders_lines l ON l.id = g.line_id JOIN orders_parts q ON q.id = l.part_id
             JOIN orders_orders o ON o.id = q.order_id
             WHERE g.line_id IN ({}) ORDER BY g.line_id, g.promotion_id",
            placeholders(1, some.len())
        );
        let rows: Vec<Frozen> = conn.all(sql(text).bind_all(some.iter().copied())).await?;
        for row in rows {
            taken.entry(row.line_id).or_default().push(LinePromotion {
                promotion: row.promotion_id,
                rule: rule(&row.kind, row.units, row.units_on_top, row.percent_bps),
                units: row.counted,
                off: Money::new(row.off_minor, row.currency),
            });
        }
    }
    Ok(taken)
}
