//! What holds now: of which seller, and of everybody.

use super::{COLUMNS, Promotion, offers};
use crate::OrderError;
use db::{Conn, placeholders, row, sql};
use domain::promotion::{Goods, Left, Running};
use domain::{CategoryId, MoneyError, OfferId, PromotionId, SellerId, Timestamp};
use std::collections::HashMap;

/// The promotions that hold now.
#[derive(Debug, Clone, Default)]
pub struct InForce {
    of_sellers: HashMap<SellerId, Vec<Running>>,
    /// The platform's that are for everybody's goods.
    of_all: Vec<Running>,
}

impl InForce {
    /// Those that are for goods of this seller.
    pub fn of(&self, seller: SellerId) -> impl Iterator<Item = &Running> {
        self.of_sellers.get(&seller).into_iter().flatten().chain(&self.of_all)
    }

    pub fn all(&self) -> impl Iterator<Item = &Running> {
        self.of_sellers.values().flatten().chain(&self.of_all)
    }

    /// What one part of an order has had is not there for the next one.
    pub(crate) fn spend<'g>(
        &mut self,
        given: impl IntoIterator<Item = &'g super::LinePromotion>,
    ) -> Result<(), MoneyError> {
        for one in given {
            if let Some(running) = self.of_all.iter_mut().find(|running| running.id == one.promotion) {
                running.spend(one.units, one.off)?;
            }
        }
        Ok(())
    }
}

/// What holds now for these sellers' goods; for everybody's where none are named. Of deals only those for one of these offers,
/// where some are named: what is taken of each has to be counted.
///
/// # Errors
/// When the database cannot be read.
pub async fn running(
    conn: &mut Conn,
    sellers: Option<&[SellerId]>,
    wanted: Option<&[OfferId]>,
) -> Result<InForce, OrderError> {
    let now = conn.now();
    let whose = match sellers {
        Some([]) => return Ok(InForce::default()),
        Some(sellers) => {
            format!("AND (seller_id IS NULL OR seller_id IN ({}))", placeholders(2, sellers.len()))
        }
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
    let mut categories: Vec<CategoryId> = found.iter().filter_map(|p| p.giver.category()).collect();
    categories.sort_unstable();
    categories.dedup();
    let categories = catalog::slugs_below(conn, &categories).await?;
    let mut running = InForce::default();
    for promotion in found {
        let goods = match (promotion.for_all, promotion.giver.category()) {
            (true, Some(category)) => Goods::In(categories.get(&category).cloned().unwrap_or_default()),
            (true, None) => Goods::All,
            (false, _) => Goods::These(named.remove(&promotion.id).unwrap_or_default()),
        };
        let left = promotion.limit.map(|limit| {
            let taken = taken.get(&promotion.id).copied().unwrap_or(0);
            Left { limit, units: (limit.units - taken).max(0), until: promotion.until }
        });
        if left.is_some_and(|left| left.units == 0) {
            continue;
        }
        let (funding, most) = (promotion.giver.funding(), promotion.giver.most());
        let held = Running { id: promotion.id, rule: promotion.rule, goods, left, funding, most };
        match promotion.giver.seller() {
            Some(seller) => running.of_sellers.entry(seller).or_default().push(held),
            None => running.of_all.push(held),
        }
    }
    Ok(running)
}

/// What a seller gives: its promotions that are not stopped, not over, and begin before a moment, with what they are for. Deals count to
/// their end: orders that come to nothing give back what they took of them.
pub(crate) async fn open(
    conn: &mut Conn,
    seller: SellerId,
    before: Timestamp,
) -> Result<Vec<(Promotion, Goods)>, OrderError> {
    let now = conn.now();
    let text = format!(
        "SELECT {COLUMNS} FROM orders_promotions WHERE funded_by = 'seller' AND seller_id = $1 AND from_us < $2
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
pub(super) async fn taken(
    conn: &mut Conn,
    ids: &[PromotionId],
) -> Result<HashMap<PromotionId, i64>, OrderError> {
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
