//! Coupons that sellers make and end themselves, of their own goods and at their own cost. Called by the seller's page and the
//! API.

use super::{COLUMNS, Coupon, CouponError, NewCoupon, Scope, insert};
use crate::reductions;
use db::{Conn, DbError, Tx, sql};
use domain::coupon::{CouponCode, Funding, Terms};
use domain::key::IdempotencyKey;
use domain::{AccountId, CategoryId, CouponId, Currency, DurationUs, SellerId};

/// The most coupons of one seller that are not over: whoever sets its prices asks about each of them.
pub const MOST_OPEN: i64 = 50;
/// The most coupons that one seller makes within a day: a code is never free again, so whoever makes and ends them without an
/// end would take codes away from all others.
pub const MOST_A_DAY: i64 = 200;

/// What a seller says of a new coupon.
#[derive(Debug, Clone)]
pub struct NewOwnCoupon {
    pub seller: SellerId,
    pub code: CouponCode,
    pub terms: Terms,
    /// A category and everything below it; `None`: all that the seller sells.
    pub category: Option<CategoryId>,
    /// Of amount and minimum.
    pub currency: Currency,
    pub made_by: AccountId,
    /// Made when the form was: the same press again is the same coupon.
    pub key: IdempotencyKey,
}

/// Makes a coupon that its seller gives, once for each key.
///
/// # Errors
/// [`CouponError`] says what of it makes no sense: [`CouponError::CodeTaken`] whoever has the code, [`CouponError::KeyReused`]
/// when its key made another one. Nothing is written then.
pub async fn create_own(tx: &mut Tx, new: &NewOwnCoupon) -> Result<CouponId, CouponError> {
    if let Some(known) = made_with(tx, new.seller, &new.key).await? {
        return repeated(&known, new);
    }
    if !new.terms.leaves_a_price() {
        return Err(CouponError::TooMuch);
    }
    let now = tx.now();
    if new.terms.until.is_some_and(|until| until <= now) {
        return Err(CouponError::EndsFirst);
    }
    if count_open(tx, new.seller).await? >= MOST_OPEN {
        return Err(CouponError::TooMany);
    }
    if count_lately(tx, new.seller).await? >= MOST_A_DAY {
        return Err(CouponError::TooOften);
    }
    let coupon = NewCoupon {
        code: new.code.clone(),
        terms: new.terms.clone(),
        scope: Scope { category: new.category, seller: Some(new.seller) },
        funding: Funding::Seller,
        currency: new.currency,
        made_by: new.made_by,
    };
    match insert(tx, &coupon, Some(&new.key)).await {
        // Of two presses with one key at once the other one may have made it meanwhile: then it is that which is known.
        Err(CouponError::CodeTaken) => match made_with(tx, new.seller, &new.key).await? {
            Some(known) => repeated(&known, new),
            None => Err(CouponError::CodeTaken),
        },
        made => made,
    }
}

async fn made_with(
    conn: &mut Conn,
    seller: SellerId,
    key: &IdempotencyKey,
) -> Result<Option<Coupon>, DbError> {
    let text = format!("SELECT {COLUMNS} FROM orders_coupons WHERE seller_id = $1 AND made_key = $2");
    conn.opt(sql(text).bind(seller).bind(key.as_str())).await
}

/// The coupon that this key made, if it is what is asked for again. When it begins may be the moment of the press, which is
/// another one now; and one that was ended has its end from that.
fn repeated(known: &Coupon, new: &NewOwnCoupon) -> Result<CouponId, CouponError> {
    let counts = |terms: &Terms| (terms.benefit, terms.minimum, terms.most_uses, terms.most_uses_each);
    let same_end = known.ended_at.is_some() || known.terms.until == new.terms.until;
    let same_goods = known.scope.category == new.category && known.code == new.code.as_str();
    if same_end && same_goods && counts(&known.terms) == counts(&new.terms) {
        Ok(known.id)
    } else {
        Err(CouponError::KeyReused)
    }
}

async fn count_open(conn: &mut Conn, seller: SellerId) -> Result<i64, DbError> {
    let now = conn.now();
    let statement = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM orders_coupons WHERE seller_id = $1
             AND funded_by = 'seller' AND ended_at_us IS NULL AND (until_us IS NULL OR until_us > $2)");
    let (open,): (i64,) = conn.one(statement.bind(seller).bind(now)).await?;
    Ok(open)
}

/// How many it made itself within a day.
async fn count_lately(conn: &mut Conn, seller: SellerId) -> Result<i64, DbError> {
    let since = conn.now().minus(DurationUs::from_days(1));
    let statement = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM orders_coupons WHERE seller_id = $1
             AND made_key IS NOT NULL AND made_at_us > $2");
    let (made,): (i64,) = conn.one(statement.bind(seller).bind(since)).await?;
    Ok(made)
}

/// Ends a coupon that this seller gives, for good; one that is over stays as it is. Whether there is such a coupon.
///
/// # Errors
/// When the database cannot be written.
pub async fn end(tx: &mut Tx, seller: SellerId, id: CouponId) -> Result<bool, DbError> {
    let now = tx.now();
    let statement = sql("UPDATE orders_coupons SET ended_at_us = $3 WHERE id = $1 AND seller_id = $2
             AND funded_by = 'seller' AND ended_at_us IS NULL AND (until_us IS NULL OR until_us > $4)");
    if tx.exec(statement.bind(id).bind(seller).bind(now).bind(now)).await? > 0 {
        reductions::changed(tx, seller).await?;
        return Ok(true);
    }
    let statement =
        sql("SELECT id FROM orders_coupons WHERE id = $1 AND seller_id = $2 AND funded_by = 'seller'");
    let known: Option<(CouponId,)> = tx.opt(statement.bind(id).bind(seller)).await?;
    Ok(known.is_some())
}
