//! What a seller takes off its prices, promotions and coupons together, for whoever sets prices: what of it holds or is about
//! to, and that it changed. Owns no table. Called by `promotions`, `coupons` and `pricing`.
//!
//! Whether a promotion holds is reckoned from the time whenever somebody asks. What keeps an answer, like a price that follows
//! others, is told by the log: at once when one is made or stopped, and by a job when one begins or ends by itself.

use crate::OrderError;
use crate::coupons::{self, Coupon, Scope};
use crate::promotions::{self, Promotion};
use catalog::{CategoryTree, OfferForSale};
use db::{Conn, Db, DbError, NewEvent, NewJob, Tx, Worker};
use domain::giving::Giving;
use domain::promotion::{Goods, Left, Running};
use domain::{CouponId, DurationUs, PromotionId, SellerId, Timestamp};
use serde::{Deserialize, Serialize};

/// What a seller takes off is not what it was. Payload [`ReductionsChanged`].
pub const REDUCTIONS_CHANGED: &str = "reductions.changed";
/// The job that tells the log that a promotion or a coupon began or ended.
const TURN_JOB: &str = "orders.reductions";
/// So far apart two servers' clocks may be: who reads the news finds it begun on its own clock, too.
const CLOCKS: DurationUs = DurationUs::from_secs(5);

/// Payload of [`REDUCTIONS_CHANGED`] and of its job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReductionsChanged {
    pub seller_id: SellerId,
}

/// Tells the log. Nobody listens to it live, so it has no topic.
pub(crate) async fn changed(tx: &mut Tx, seller: SellerId) -> Result<(), DbError> {
    let payload = ReductionsChanged { seller_id: seller };
    tx.append(NewEvent { kind: REDUCTIONS_CHANGED, key: seller.to_string(), topic: None, payload: &payload })
        .await
}

/// Leaves a job for each end of a promotion or coupon that is yet to come; one that was stopped meanwhile tells nothing new.
pub(crate) async fn tell_at_its_ends(
    tx: &mut Tx,
    seller: SellerId,
    id: &str,
    from: Timestamp,
    until: Option<Timestamp>,
) -> Result<(), DbError> {
    let now = tx.now();
    for moment in [Some(from), until].into_iter().flatten().filter(|moment| *moment > now) {
        let key = Some(format!("{id}-{}", moment.as_micros()));
        let payload = ReductionsChanged { seller_id: seller };
        tx.enqueue(NewJob { kind: TURN_JOB, key, payload: &payload, run_at: moment.plus(CLOCKS) }).await?;
    }
    Ok(())
}

/// Registers the handler of the job that tells the log when one begins or ends.
pub fn register(worker: Worker, db: Db) -> Worker {
    worker.on(TURN_JOB, move |job| {
        let db = db.clone();
        Box::pin(async move {
            let ReductionsChanged { seller_id } = job.payload()?;
            Ok(db.write(move |tx| Box::pin(changed(tx, seller_id))).await?)
        })
    })
}

/// What a seller takes off: its promotions, and the coupons that it gives.
#[derive(Debug)]
pub struct Reductions {
    promotions: Vec<(Promotion, Goods)>,
    coupons: Vec<Coupon>,
    /// Where a coupon names a category.
    tree: Option<CategoryTree>,
}

/// What of a seller holds now or begins before a moment. What the platform gives is none of it: the seller is paid the whole
/// price.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_seller(
    conn: &mut Conn,
    seller: SellerId,
    before: Timestamp,
) -> Result<Reductions, OrderError> {
    let promotions = promotions::open(conn, seller, before).await?;
    let coupons = coupons::open_of(conn, seller, before).await?;
    let tree = match coupons.iter().any(|coupon| coupon.scope.category.is_some()) {
        true => Some(catalog::category_tree(conn).await?),
        false => None,
    };
    Ok(Reductions { promotions, coupons, tree })
}

impl Reductions {
    /// What of it may take something off this offer, which is the seller's.
    pub fn on(&self, sale: &OfferForSale) -> Giving {
        let promotions =
            self.promotions.iter().filter(|(_, goods)| goods.has(sale.offer.id, &sale.category_slug));
        let is_meant = |scope: Scope| scope.has_category(self.tree.as_ref(), &sale.category_slug);
        let coupons = self.coupons.iter().filter(|coupon| is_meant(coupon.scope));
        Giving {
            promotions: promotions.map(|(promotion, goods)| running(promotion, goods)).collect(),
            coupons: coupons.map(|coupon| (coupon.id, coupon.terms.clone())).collect(),
        }
    }

    /// What its seller calls a promotion.
    pub fn title(&self, id: PromotionId) -> Option<&str> {
        self.promotions
            .iter()
            .find(|(promotion, _)| promotion.id == id)
            .map(|(found, _)| found.title.as_str())
    }

    /// What shoppers type to use a coupon.
    pub fn code(&self, id: CouponId) -> Option<&str> {
        self.coupons.iter().find(|coupon| coupon.id == id).map(|coupon| coupon.code.as_str())
    }
}

/// A promotion as it is when it holds and nothing of it is taken.
fn running(promotion: &Promotion, goods: &Goods) -> Running {
    let left = promotion.limit.map(|limit| Left { limit, units: limit.units, until: promotion.until });
    let (funding, most) = (promotion.giver.funding(), promotion.giver.most());
    Running { id: promotion.id, rule: promotion.rule, goods: goods.clone(), left, funding, most }
}
