//! What promotions have done: for the seller's page and the API.

use super::in_force::taken;
use super::{COLUMNS, Giver, Promotion, get, offers};
use crate::OrderError;
use crate::coupons::{self, Scope};
use db::{Conn, placeholders, row, sql};
use domain::{Currency, Money, OfferId, PromotionId, SellerId};
use ledger::AccountRef;
use std::collections::HashMap;

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
    /// Of a deal: units that are taken.
    pub taken: i64,
    /// What it has cost the platform, from the ledger: of what was shipped; nothing of a seller's own.
    pub cost: Vec<Money>,
    /// Which seller's goods and which category the platform means, in names.
    pub only_for: Vec<String>,
}

/// Those that a seller gives.
const OWN: &str = "seller_id = $1 AND funded_by = 'seller'";

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
    let text = format!("SELECT {COLUMNS} FROM orders_promotions WHERE {OWN} ORDER BY id DESC LIMIT $2");
    let promotions: Vec<Promotion> = conn.all(sql(text).bind(seller).bind(limit)).await?;
    reported(conn, promotions).await
}

/// The platform's promotions with what they have done and cost, newest first, at most `limit`.
///
/// # Errors
/// When the database cannot be read.
pub async fn reports_of_platform(conn: &mut Conn, limit: i64) -> Result<Vec<PromotionReport>, OrderError> {
    let text = format!(
        "SELECT {COLUMNS} FROM orders_promotions WHERE funded_by = 'platform' ORDER BY id DESC LIMIT $1"
    );
    let promotions: Vec<Promotion> = conn.all(sql(text).bind(limit)).await?;
    let mut reports = reported(conn, promotions).await?;
    let scope = |report: &PromotionReport| match report.promotion.giver {
        Giver::Platform { seller, category, .. } => Scope { category, seller },
        Giver::Seller(_) => Scope::default(),
    };
    let scopes: Vec<Scope> = reports.iter().map(scope).collect();
    let named = coupons::names_of(conn, &scopes).await?;
    for (report, only_for) in reports.iter_mut().zip(named) {
        report.only_for = only_for;
        let id = report.promotion.id.to_string();
        for currency in report.given.iter().map(|given| given.currency()) {
            let account = AccountRef::marketing(&id, currency);
            report.cost.push(ledger::balance(conn, &account, None).await?.posted);
        }
    }
    Ok(reports)
}

/// The platform's promotions that are not over and for goods of this seller, each with how many of its offers are named;
/// none are where it is for more than those. Newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_platform_on(
    conn: &mut Conn,
    seller: SellerId,
) -> Result<Vec<(Promotion, usize)>, OrderError> {
    let now = conn.now();
    let text = format!(
        "SELECT {COLUMNS} FROM orders_promotions WHERE funded_by = 'platform' AND NOT paused
             AND (seller_id IS NULL OR seller_id = $1) AND (until_us IS NULL OR until_us > $2) ORDER BY id DESC"
    );
    let promotions: Vec<Promotion> = conn.all(sql(text).bind(seller).bind(now)).await?;
    let ids: Vec<PromotionId> = promotions.iter().map(|p| p.id).collect();
    let named = offers(conn, &ids).await?;
    let all: Vec<OfferId> = named.values().flatten().copied().collect();
    let sales = catalog::offers_for_sale(conn, &all).await?;
    let own = |id: &&OfferId| sales.get(*id).is_some_and(|sale| sale.offer.seller_id == seller);
    let counted = promotions.into_iter().map(|promotion| {
        let count = named.get(&promotion.id).map_or(0, |offers| offers.iter().filter(own).count());
        (promotion, count)
    });
    Ok(counted.filter(|(promotion, count)| promotion.for_all || *count > 0).collect())
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
    let text = format!("SELECT {COLUMNS} FROM orders_promotions WHERE {OWN} {cut} ORDER BY id LIMIT $2");
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
    let own = get(conn, id).await?.filter(|promotion| promotion.giver == Giver::Seller(seller));
    Ok(reported(conn, own.into_iter().collect()).await?.pop())
}

async fn reported(conn: &mut Conn, promotions: Vec<Promotion>) -> Result<Vec<PromotionReport>, OrderError> {
    let ids: Vec<PromotionId> = promotions.iter().map(|p| p.id).collect();
    let mut named = offers(conn, &ids).await?;
    let mut done = done(conn, &ids).await?;
    let limited: Vec<PromotionId> = promotions.iter().filter(|p| p.limit.is_some()).map(|p| p.id).collect();
    let taken = taken(conn, &limited).await?;
    let report = |promotion: Promotion| {
        let done = done.remove(&promotion.id).unwrap_or_default();
        PromotionReport {
            offers: named.remove(&promotion.id).unwrap_or_default(),
            orders: done.iter().map(|d| d.orders).sum(),
            given: done.iter().map(|d| Money::new(d.minor, d.currency)).collect(),
            taken: taken.get(&promotion.id).copied().unwrap_or(0),
            cost: Vec::new(),
            only_for: Vec::new(),
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
