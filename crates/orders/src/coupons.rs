//! Coupons: made by operators, and by sellers of their own goods; named in a cart, used by an order. Owns `orders_coupons` and
//! `orders_coupon_uses`. The rule is `domain::coupon`; here is what it is asked with, and that a use is counted with the order
//! that it belongs to.

mod own;
mod reports;

pub use own::{MOST_A_DAY, MOST_OPEN, NewOwnCoupon, create_own, end};
pub use reports::{CouponReport, report, reports, reports_after, reports_of_code, reports_of_seller};

use crate::cart::Shopper;
use crate::quote::{AppliedCoupon, Quote};
use crate::{OrderError, reductions};
use catalog::CategoryTree;
use db::{Conn, DbError, Row, Tx, placeholders, sql};
use domain::coupon::{Benefit, CouponCode, CouponFee, CouponLine, Funding, Refusal, Terms, Uses};
use domain::key::IdempotencyKey;
use domain::{AccountId, CategoryId, CouponId, Currency, Money, OrderId, SellerId, Timestamp};
use std::collections::{BTreeSet, HashMap};

/// Whom a coupon is for: both where both are named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scope {
    /// A category and everything below it.
    pub category: Option<CategoryId>,
    pub seller: Option<SellerId>,
}

impl Scope {
    /// Whether it is for goods of the category at this address; all of them are where it names none. The tree is there
    /// where it names one.
    pub(crate) fn has_category(self, tree: Option<&CategoryTree>, slug: &str) -> bool {
        match (self.category, tree) {
            (Some(wanted), Some(tree)) => {
                tree.by_slug(slug).is_some_and(|c| tree.path(c.id).iter().any(|above| above.id == wanted))
            }
            _ => true,
        }
    }
}

/// A coupon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coupon {
    pub id: CouponId,
    pub code: String,
    /// As they are now: who ended it set its end.
    pub terms: Terms,
    /// When its seller ended it for good.
    pub ended_at: Option<Timestamp>,
    pub scope: Scope,
    pub funding: Funding,
    /// Of amount and minimum.
    pub currency: Currency,
    /// Uses that count.
    pub used: i64,
    pub made_by: AccountId,
    pub made_at: Timestamp,
}

/// What an operator says of a new coupon.
#[derive(Debug, Clone)]
pub struct NewCoupon {
    pub code: CouponCode,
    pub terms: Terms,
    pub scope: Scope,
    pub funding: Funding,
    pub currency: Currency,
    pub made_by: AccountId,
}

/// Why a coupon cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum CouponError {
    #[error("there is a coupon of this code")]
    CodeTaken,
    #[error("a share is more than nothing and at most everything")]
    BadPercent,
    #[error("an amount is more than nothing, in the coupon's currency")]
    BadAmount,
    #[error("a coupon ends after it begins")]
    EndsFirst,
    #[error("a number of uses is at least one")]
    BadUses,
    #[error("what the platform pays has a ceiling: sellers set their prices and fees themselves")]
    NoCeiling,
    #[error("who gives the discount is a seller of the coupon")]
    NoFunder,
    #[error("there is no such category or seller")]
    NoSuchScope,
    #[error("a seller's coupon takes at most nine tenths off, or an amount off goods for more than that")]
    TooMuch,
    #[error("a seller has at most {MOST_OPEN} coupons that are not over")]
    TooMany,
    #[error("a seller makes at most {MOST_A_DAY} coupons a day; wait until tomorrow")]
    TooOften,
    #[error("this key made another coupon")]
    KeyReused,
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Seller(#[from] sellers::SellerError),
}

const COLUMNS: &str =
    "id, code, kind, percent_bps, amount_minor, minimum_minor, most_off_minor, currency, from_us, until_us, most_uses,
    most_uses_each, category_id, seller_id, funded_by, paused, used, made_by, made_at_us, ended_at_us";

impl db::FromRow for Coupon {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let currency: Currency = row.get("currency")?;
        let money = |minor: i64| Money::new(minor, currency);
        let kind: String = row.get("kind")?;
        let benefit = match kind.as_str() {
            "percent" => Benefit::Percent { bps: row.get("percent_bps")? },
            "amount" => Benefit::Amount(money(row.get("amount_minor")?)),
            _ => Benefit::FreeShipping,
        };
        let minimum: Option<i64> = row.get("minimum_minor")?;
        let most_off: Option<i64> = row.get("most_off_minor")?;
        let funding: db::Text<Funding> = row.get("funded_by")?;
        let ended_at: Option<Timestamp> = row.get("ended_at_us")?;
        let (from, until): (Timestamp, Option<Timestamp>) = (row.get("from_us")?, row.get("until_us")?);
        Ok(Self {
            id: row.get("id")?,
            code: row.get("code")?,
            ended_at,
            terms: Terms {
                benefit,
                minimum: minimum.map(money),
                most_off: most_off.map(money),
                // One that is ended before it begins has ended, whatever its first day.
                from: ended_at.map_or(from, |ended| ended.min(from)),
                until: ended_at.or(until),
                paused: row.get("paused")?,
                most_uses: row.get("most_uses")?,
                most_uses_each: row.get("most_uses_each")?,
            },
            scope: Scope { category: row.get("category_id")?, seller: row.get("seller_id")? },
            funding: funding.0,
            currency,
            used: row.get("used")?,
            made_by: row.get("made_by")?,
            made_at: row.get("made_at_us")?,
        })
    }
}

/// The coupon of a code.
pub async fn by_code(conn: &mut Conn, code: &str) -> Result<Option<Coupon>, OrderError> {
    let text = format!("SELECT {COLUMNS} FROM orders_coupons WHERE code = $1");
    Ok(conn.opt(sql(text).bind(code)).await?)
}

/// The codes of coupons, by their ids; what is none is left out.
pub async fn codes(conn: &mut Conn, ids: &[CouponId]) -> Result<HashMap<CouponId, String>, OrderError> {
    let mut codes = HashMap::new();
    for some in ids.chunks(500) {
        let text =
            format!("SELECT id, code FROM orders_coupons WHERE id IN ({})", placeholders(1, some.len()));
        let rows: Vec<(CouponId, String)> = conn.all(sql(text).bind_all(some.iter().copied())).await?;
        codes.extend(rows);
    }
    Ok(codes)
}

/// One coupon, whoever gives it.
///
/// # Errors
/// When the database cannot be read.
pub async fn get(conn: &mut Conn, id: CouponId) -> Result<Option<Coupon>, OrderError> {
    let text = format!("SELECT {COLUMNS} FROM orders_coupons WHERE id = $1");
    Ok(conn.opt(sql(text).bind(id)).await?)
}

/// Makes a coupon.
///
/// # Errors
/// [`CouponError`] says which of its figures makes no sense.
pub async fn create(tx: &mut Tx, new: &NewCoupon) -> Result<CouponId, CouponError> {
    insert(tx, new, None).await
}

/// Makes a coupon, with the key of the press where there is one.
async fn insert(tx: &mut Tx, new: &NewCoupon, key: Option<&IdempotencyKey>) -> Result<CouponId, CouponError> {
    refuse_nonsense(tx, new).await?;
    let (id, now) = (tx.new_id::<CouponId>(), tx.now());
    let (kind, percent, amount) = match new.terms.benefit {
        Benefit::Percent { bps } => ("percent", Some(bps), None),
        Benefit::Amount(amount) => ("amount", None, Some(amount.minor())),
        Benefit::FreeShipping => ("free_shipping", None, None),
    };
    let text = format!(
        "INSERT INTO orders_coupons ({COLUMNS}, made_key)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0, $17, $18, NULL, $19)
         ON CONFLICT DO NOTHING"
    );
    let made = tx
        .exec(
            sql(text)
                .bind(id)
                .bind(new.code.as_str())
                .bind(kind)
                .bind(percent)
                .bind(amount)
                .bind(new.terms.minimum.map(Money::minor))
                .bind(new.terms.most_off.map(Money::minor))
                .bind(new.currency)
                .bind(new.terms.from)
                .bind(new.terms.until)
                .bind(new.terms.most_uses)
                .bind(new.terms.most_uses_each)
                .bind(new.scope.category)
                .bind(new.scope.seller)
                .bind(db::Text(new.funding))
                .bind(new.terms.paused)
                .bind(new.made_by)
                .bind(now)
                .bind(key.map(IdempotencyKey::as_str)),
        )
        .await?;
    if made == 0 {
        return Err(CouponError::CodeTaken);
    }
    if let (Funding::Seller, Some(giver)) = (new.funding, new.scope.seller) {
        reductions::changed(tx, giver).await?;
        reductions::tell_at_its_ends(tx, giver, &id.to_string(), new.terms.from, new.terms.until).await?;
    }
    Ok(id)
}

async fn refuse_nonsense(tx: &mut Tx, new: &NewCoupon) -> Result<(), CouponError> {
    let terms = &new.terms;
    if matches!(terms.benefit, Benefit::Percent { bps } if !(1..=10_000).contains(&bps)) {
        return Err(CouponError::BadPercent);
    }
    let amount = match terms.benefit {
        Benefit::Amount(amount) => Some(amount),
        _ => None,
    };
    let mut amounts = [amount, terms.minimum, terms.most_off].into_iter().flatten();
    if amounts.any(|a| !a.is_positive() || a.currency() != new.currency) {
        return Err(CouponError::BadAmount);
    }
    if terms.until.is_some_and(|until| until <= terms.from) {
        return Err(CouponError::EndsFirst);
    }
    if [terms.most_uses, terms.most_uses_each].into_iter().flatten().any(|most| most < 1) {
        return Err(CouponError::BadUses);
    }
    let is_bounded = amount.is_some() || terms.most_off.is_some();
    if new.funding == Funding::Platform && !is_bounded {
        return Err(CouponError::NoCeiling);
    }
    if new.funding == Funding::Seller && new.scope.seller.is_none() {
        return Err(CouponError::NoFunder);
    }
    if let Some(seller) = new.scope.seller {
        sellers::get(tx, seller).await?.ok_or(CouponError::NoSuchScope)?;
    }
    if let Some(category) = new.scope.category {
        catalog::category_tree(tx).await?.get(category).ok_or(CouponError::NoSuchScope)?;
    }
    Ok(())
}

/// Stops a coupon, or lets it go on. Whether there is such a coupon.
pub async fn pause(tx: &mut Tx, id: CouponId, paused: bool) -> Result<bool, DbError> {
    let statement = sql("UPDATE orders_coupons SET paused = $2 WHERE id = $1 RETURNING seller_id, funded_by");
    let found: Option<(Option<SellerId>, db::Text<Funding>)> =
        tx.opt(statement.bind(id).bind(paused)).await?;
    if let Some((Some(giver), db::Text(Funding::Seller))) = &found {
        reductions::changed(tx, *giver).await?;
    }
    Ok(found.is_some())
}

/// The coupons that a seller gives which are not stopped, over or used up, and begin before a moment.
pub(crate) async fn open_of(
    conn: &mut Conn,
    seller: SellerId,
    before: Timestamp,
) -> Result<Vec<Coupon>, OrderError> {
    let now = conn.now();
    let text = format!(
        "SELECT {COLUMNS} FROM orders_coupons WHERE seller_id = $1 AND funded_by = 'seller' AND from_us < $2
             AND (until_us IS NULL OR until_us > $3) AND (most_uses IS NULL OR used < most_uses)
             AND NOT paused AND ended_at_us IS NULL ORDER BY id"
    );
    Ok(conn.all(sql(text).bind(seller).bind(before).bind(now)).await?)
}

/// What a coupon or a promotion is for, in names.
pub(crate) async fn names(conn: &mut Conn, scope: Scope) -> Result<Vec<String>, OrderError> {
    Ok(names_of(conn, &[scope]).await?.pop().unwrap_or_default())
}

/// The same of each of these: categories and sellers are read once for all of them.
pub(crate) async fn names_of(conn: &mut Conn, scopes: &[Scope]) -> Result<Vec<Vec<String>>, OrderError> {
    let tree = match scopes.iter().any(|scope| scope.category.is_some()) {
        true => Some(catalog::category_tree(conn).await?),
        false => None,
    };
    let ids: BTreeSet<SellerId> = scopes.iter().filter_map(|scope| scope.seller).collect();
    let ids: Vec<SellerId> = ids.into_iter().collect();
    let known = sellers::many(conn, &ids).await?;
    let named = |scope: &Scope| {
        let category = scope.category.and_then(|id| tree.as_ref()?.get(id)).map(|found| found.name.clone());
        let seller = scope.seller.and_then(|id| known.get(&id)).map(|found| found.name.clone());
        category.into_iter().chain(seller).collect::<Vec<String>>()
    };
    Ok(scopes.iter().map(named).collect())
}

/// Why a coupon takes nothing off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declined {
    pub refusal: Refusal,
    /// What it is for, in names; empty when it is for everything.
    pub only_for: Vec<String>,
}

/// Takes off what the coupon of this code gives, or says why not.
///
/// # Errors
/// Only when the database cannot be read or an amount cannot be kept.
pub async fn apply(
    conn: &mut Conn,
    quote: &mut Quote,
    code: &str,
    account: Option<AccountId>,
) -> Result<Option<Declined>, OrderError> {
    let Some(coupon) = by_code(conn, code).await? else {
        return Ok(Some(Declined { refusal: Refusal::Unknown, only_for: Vec::new() }));
    };
    let own = match (coupon.terms.most_uses_each, account) {
        (Some(_), Some(account)) => Some(own_uses(conn, coupon.id, account).await?),
        _ => None,
    };
    let uses = Uses { all: coupon.used, own };
    let (lines, fees) = meant(conn, quote, coupon.scope).await?;
    match coupon.terms.apply(conn.now(), uses, &lines, &fees) {
        Ok(given) => {
            let given_by = coupon.scope.seller.filter(|_| coupon.funding == Funding::Seller);
            let applied = AppliedCoupon { id: coupon.id, code: coupon.code, given_by };
            quote.take_off(applied, &given, coupon.funding == Funding::Platform)?;
            Ok(None)
        }
        Err(Refusal::Money(error)) => Err(error.into()),
        Err(refusal) => Ok(Some(Declined { refusal, only_for: names(conn, coupon.scope).await? })),
    }
}

/// The lines and fees of a quote, and which of them a coupon is for. A parcel is meant when something in it is.
async fn meant(
    conn: &mut Conn,
    quote: &Quote,
    scope: Scope,
) -> Result<(Vec<CouponLine>, Vec<CouponFee>), OrderError> {
    let tree = match scope.category {
        Some(_) => Some(catalog::category_tree(conn).await?),
        None => None,
    };
    let (mut lines, mut fees) = (Vec::new(), Vec::new());
    for part in &quote.parts {
        let of_seller = scope.seller.is_none_or(|seller| seller == part.seller.id);
        let mut any = false;
        for line in &part.lines {
            let is_meant = of_seller && scope.has_category(tree.as_ref(), &line.sale.category_slug);
            any |= is_meant;
            lines.push(CouponLine { amount: line.promoted_price()?, quantity: line.quantity, is_meant });
        }
        fees.push(CouponFee { fee: part.shipping, is_meant: any });
    }
    Ok((lines, fees))
}

/// How often this account has used it. Guests are not counted: an e-mail that nobody has proven neither makes a person
/// nor uses up what is another's.
async fn own_uses(conn: &mut Conn, coupon: CouponId, account: AccountId) -> Result<i64, OrderError> {
    let (uses,): (i64,) = conn
        .one(
            sql("SELECT CAST(COUNT(*) AS BIGINT) FROM orders_coupon_uses u JOIN orders_orders o ON o.id = u.order_id
                 WHERE u.coupon_id = $1 AND u.given_back_at_us IS NULL AND o.account_id = $2")
            .bind(coupon)
            .bind(account),
        )
        .await?;
    Ok(uses)
}

/// The code that a cart holds.
pub async fn of_cart(conn: &mut Conn, shopper: Shopper) -> Result<Option<String>, OrderError> {
    let statement = sql("SELECT coupon_code FROM orders_carts WHERE owner = $1");
    let found: Option<(Option<String>,)> = conn.opt(statement.bind(shopper.owner())).await?;
    Ok(found.and_then(|(code,)| code))
}

/// Names a coupon in a cart, or none. A shopper without a cart has nothing to use it on.
///
/// # Errors
/// [`OrderError::NothingToOrder`].
pub async fn name_in_cart(
    tx: &mut Tx,
    shopper: Shopper,
    code: Option<&CouponCode>,
) -> Result<(), OrderError> {
    let statement = sql("UPDATE orders_carts SET coupon_code = $2 WHERE owner = $1");
    let named = tx.exec(statement.bind(shopper.owner()).bind(code.map(CouponCode::as_str))).await?;
    if named == 0 && code.is_some() { Err(OrderError::NothingToOrder) } else { Ok(()) }
}

/// Counts a use, in the transaction that writes the order. The rule saw that one was left; the table's own check holds
/// it against an order that comes at the same moment.
pub(crate) async fn use_up(tx: &mut Tx, coupon: CouponId, order: OrderId) -> Result<(), OrderError> {
    let now = tx.now();
    tx.exec(sql("UPDATE orders_coupons SET used = used + 1 WHERE id = $1").bind(coupon)).await?;
    let statement =
        sql("INSERT INTO orders_coupon_uses (order_id, coupon_id, used_at_us) VALUES ($1, $2, $3)");
    tx.exec(statement.bind(order).bind(coupon).bind(now)).await?;
    Ok(())
}

/// The coupon that an order has used.
///
/// # Errors
/// When the database cannot be read.
pub async fn used_by(conn: &mut Conn, order: OrderId) -> Result<Option<CouponId>, OrderError> {
    let statement = sql("SELECT coupon_id FROM orders_coupon_uses WHERE order_id = $1");
    let found: Option<(CouponId,)> = conn.opt(statement.bind(order)).await?;
    Ok(found.map(|(coupon,)| coupon))
}

/// An order that was not paid for, or cancelled whole, gives its use back; once.
pub(crate) async fn give_back(tx: &mut Tx, order: OrderId) -> Result<(), OrderError> {
    let now = tx.now();
    let statement = sql("UPDATE orders_coupon_uses SET given_back_at_us = $2
                         WHERE order_id = $1 AND given_back_at_us IS NULL RETURNING coupon_id");
    let used: Option<(CouponId,)> = tx.opt(statement.bind(order).bind(now)).await?;
    let Some((coupon,)) = used else { return Ok(()) };
    let statement = sql("UPDATE orders_coupons SET used = used - 1 WHERE id = $1
                         RETURNING seller_id, funded_by, COALESCE(used + 1 = most_uses, FALSE)");
    let left: Option<(Option<SellerId>, db::Text<Funding>, bool)> = tx.opt(statement.bind(coupon)).await?;
    // Whoever took it for used up is told that it is not.
    if let Some((Some(giver), db::Text(Funding::Seller), true)) = left {
        reductions::changed(tx, giver).await?;
    }
    Ok(())
}
