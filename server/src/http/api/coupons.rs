//! Coupons that the seller gives: a code that takes something off its own goods.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Command, Named, Nothing, each_holds};
use super::once::together;
use super::problem::Problem;
use super::promotions::{day_of, is_day};
use super::types::{Amount, AmountSent, CategoryRef, CouponRef, Page, PageQuery, Time, limit, page};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::coupon::{Benefit, CouponCode, Terms};
use domain::key::IdempotencyKey;
use domain::promotion::MOST_OFF_ALL;
use domain::{CouponId, Money, SellerId, Timestamp};
use platform::db::{DbError, Tx};
use platform::orders::OrderError;
use platform::orders::coupons::{self, CouponError, CouponReport, NewOwnCoupon};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// The most that a number of uses may be.
const MOST_USES: i64 = 1_000_000_000;

/// A share off the goods.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareOff {
    /// In hundredths of a percent: 1,000 is a tenth.
    #[schema(minimum = 1, maximum = 9_000)]
    pub percent_bps: i64,
}

/// What a coupon gives.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CouponGift {
    /// One that an operator made may take off more than nine tenths.
    Percent(AnyShareOff),
    /// So much off the goods together.
    Amount(Amount),
    /// The delivery of what it is for: only operators make such ones.
    FreeDelivery,
}

/// A share off the goods.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnyShareOff {
    /// In hundredths of a percent: 1,000 is a tenth.
    #[schema(minimum = 1, maximum = 10_000)]
    pub percent_bps: i64,
}

/// A coupon that the seller gives.
#[derive(Debug, Serialize, ToSchema)]
pub struct Coupon {
    pub id: CouponRef,
    /// What shoppers type.
    pub code: String,
    pub gives: CouponGift,
    /// From so much of the seller's goods on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub minimum: Option<Amount>,
    /// A category and everything below it; missing when it is for all that the seller sells.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub category_id: Option<CategoryRef>,
    pub from: Time,
    /// The first moment at which it is over; missing when it has no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub until: Option<Time>,
    /// Whether the seller ended it, for good.
    pub ended: bool,
    /// Whether an operator has stopped it.
    pub stopped: bool,
    /// Uses that count: of orders that stand.
    pub uses: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub most_uses: Option<i64>,
    /// By one account.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub most_uses_each: Option<i64>,
    /// What it has cost the seller, in each currency: what those orders had off.
    pub taken_off: Vec<Amount>,
}

fn shown(report: CouponReport) -> Coupon {
    let CouponReport { coupon, given, .. } = report;
    let terms = coupon.terms;
    Coupon {
        id: coupon.id.into(),
        code: coupon.code,
        gives: match terms.benefit {
            Benefit::Percent { bps } => CouponGift::Percent(AnyShareOff { percent_bps: bps }),
            Benefit::Amount(amount) => CouponGift::Amount(amount.into()),
            Benefit::FreeShipping => CouponGift::FreeDelivery,
        },
        minimum: terms.minimum.map(Amount::from),
        category_id: coupon.scope.category.map(CategoryRef::from),
        from: Time(terms.from),
        until: terms.until.map(Time),
        ended: coupon.ended_at.is_some(),
        stopped: terms.paused,
        uses: coupon.used,
        most_uses: terms.most_uses,
        most_uses_each: terms.most_uses_each,
        taken_off: given.into_iter().map(Amount::from).collect(),
    }
}

/// The seller's coupons.
///
/// In the order in which they were made, those that are over included; and those that the platform's operators made for the
/// seller to give.
#[utoipa::path(get, path = "/api/v1/coupons", tag = "promotions", operation_id = "list_coupons",
    params(PageQuery), responses((status = 200, description = "A page of coupons.", body = Page<Coupon>)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Page<Coupon>>, Problem> {
    let limit = limit(asked.limit)?;
    let after = asked.cursor.and_then(|cursor| cursor.id::<CouponId>());
    let mut conn = api.platform.db.read_together().await?;
    let reports = coupons::reports_after(&mut conn, caller.seller.id, after, limit + 1).await?;
    Ok(Json(page(reports, limit, |report| report.coupon.id, shown)))
}

/// One coupon.
#[utoipa::path(get, path = "/api/v1/coupons/{coupon}", tag = "promotions", operation_id = "get_coupon",
    params(("coupon" = CouponRef, Path, description = "The coupon's id.")),
    responses((status = 200, description = "The coupon.", body = Coupon)))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<CouponId>,
) -> Result<Json<Coupon>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    let report = coupons::report(&mut conn, caller.seller.id, id).await?;
    Ok(Json(shown(report.ok_or_else(Problem::not_found)?)))
}

/// What a new coupon gives.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CouponGiftSent {
    Percent(ShareOff),
    /// So much off the goods together; `minimum` is more than that.
    Amount(AmountSent),
}

/// A coupon to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CouponMade {
    /// What shoppers type: letters, digits and hyphens, kept in capitals; no other coupon of the shop has it.
    #[schema(min_length = 3, max_length = 32, pattern = "^[A-Za-z0-9-]{3,32}$", example = "SPRING10")]
    pub code: String,
    pub gives: CouponGiftSent,
    /// From so much of the seller's goods on.
    #[serde(default)]
    #[schema(nullable = false)]
    pub minimum: Option<AmountSent>,
    /// A category and everything below it; all that the seller sells when it is missing.
    #[serde(default)]
    #[schema(nullable = false)]
    pub category_id: Option<CategoryRef>,
    /// The first day, in the seller's time zone; from now on when it is missing.
    #[serde(default)]
    #[schema(nullable = false, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", example = "2027-03-20")]
    pub first_day: Option<String>,
    /// The last day, in the seller's time zone; without an end when it is missing.
    #[serde(default)]
    #[schema(nullable = false, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", example = "2027-03-27")]
    pub last_day: Option<String>,
    /// Uses in all.
    #[serde(default)]
    #[schema(nullable = false, minimum = 1, maximum = 1_000_000_000)]
    pub most_uses: Option<i64>,
    /// By one account: shoppers sign in to use it then.
    #[serde(default)]
    #[schema(nullable = false, minimum = 1, maximum = 1_000_000_000)]
    pub most_uses_each: Option<i64>,
}

impl CouponMade {
    /// What can be right with no other field.
    fn refuse_malformed(&self) -> Result<CouponCode, Problem> {
        let uses = [self.most_uses, self.most_uses_each];
        let share = match &self.gives {
            CouponGiftSent::Percent(share) => (1..=MOST_OFF_ALL).contains(&share.percent_bps),
            CouponGiftSent::Amount(_) => true,
        };
        each_holds(&[
            (share, "`percent_bps` is 1 to 9000."),
            (
                uses.into_iter().flatten().all(|most| (1..=MOST_USES).contains(&most)),
                "`most_uses` and `most_uses_each` are 1 to 1000000000.",
            ),
            (
                self.first_day.iter().chain(&self.last_day).all(|day| is_day(day)),
                "A day is written like 2027-03-20.",
            ),
        ])?;
        // Spaces around it are a slip of people, not of programs.
        let plain = self.code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let code = CouponCode::parse(&self.code).ok().filter(|_| plain);
        code.ok_or_else(|| Problem::malformed("`code` has 3 to 32 letters, digits and hyphens."))
    }

    fn read(&self, caller: &Caller, key: &IdempotencyKey, now: Timestamp) -> Result<NewOwnCoupon, Problem> {
        let code = self.refuse_malformed()?;
        let currency = caller.seller.currency;
        let benefit = match &self.gives {
            CouponGiftSent::Percent(share) => Benefit::Percent { bps: share.percent_bps },
            CouponGiftSent::Amount(amount) => Benefit::Amount(amount.money(currency)?),
        };
        let minimum: Option<Money> = self.minimum.as_ref().map(|sent| sent.money(currency)).transpose()?;
        let at = |day: i64| caller.seller.dispatch.zone.moment(day, 0);
        Ok(NewOwnCoupon {
            seller: caller.seller.id,
            code,
            terms: Terms {
                benefit,
                minimum,
                most_off: None,
                from: day_of(self.first_day.as_deref())?.map_or(now, at),
                until: day_of(self.last_day.as_deref())?.map(|day| at(day + 1)),
                paused: false,
                most_uses: self.most_uses,
                most_uses_each: self.most_uses_each,
            },
            category: self.category_id.map(|category| category.0),
            currency,
            made_by: caller.key.made_by,
            key: key.clone(),
        })
    }
}

/// Make a coupon.
///
/// Whoever names it pays less for this seller's goods alone, and the seller earns the lower price. It takes its share of what
/// promotions leave. 409 `code-taken` when a coupon of the shop has the code.
#[utoipa::path(post, path = "/api/v1/coupons", tag = "promotions", operation_id = "make_coupon",
    request_body = CouponMade,
    responses((status = 201, description = "The coupon.", body = Coupon)))]
pub async fn make(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    command: Command<CouponMade>,
) -> Result<Response<Body>, Problem> {
    let new = Arc::new(command.input.read(&caller, &command.key, api.platform.db.now())?);
    let seller = caller.seller.id;
    together(&api, &caller, &command, StatusCode::CREATED, move |tx| {
        let new = Arc::clone(&new);
        Box::pin(async move {
            let id = coupons::create_own(tx, &new).await?;
            made(tx, seller, id).await
        })
    })
    .await
}

/// End a coupon, for good.
///
/// Nobody can use it any more; what was ordered with it keeps its price. One that is over stays as it is.
#[utoipa::path(post, path = "/api/v1/coupons/{coupon}/end", tag = "promotions", operation_id = "end_coupon",
    params(("coupon" = CouponRef, Path, description = "The coupon's id.")),
    responses((status = 200, description = "The coupon as it is now.", body = Coupon)))]
pub async fn end(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<CouponId>,
    command: Command<Nothing>,
) -> Result<Response<Body>, Problem> {
    let seller = caller.seller.id;
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        Box::pin(async move {
            if !coupons::end(tx, seller, id).await? {
                return Err(ChangeError::NotFound);
            }
            made(tx, seller, id).await
        })
    })
    .await
}

/// The coupon as it is after a command.
async fn made(tx: &mut Tx, seller: SellerId, id: CouponId) -> Result<Coupon, ChangeError> {
    Ok(shown(coupons::report(tx, seller, id).await?.ok_or(ChangeError::NotFound)?))
}

#[derive(Debug, thiserror::Error)]
enum ChangeError {
    #[error(transparent)]
    Coupon(#[from] CouponError),
    #[error(transparent)]
    Order(#[from] OrderError),
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("there is no such coupon")]
    NotFound,
}

impl From<ChangeError> for Problem {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Coupon(CouponError::Db(error)) | ChangeError::Db(error) => error.into(),
            ChangeError::Coupon(CouponError::Seller(error)) => error.into(),
            ChangeError::Order(error) => error.into(),
            ChangeError::Coupon(CouponError::CodeTaken) => {
                Self::conflict("code-taken", "This code is taken. Choose another one.")
            }
            ChangeError::Coupon(error @ CouponError::NoSuchScope) => {
                Self::conflict("no-such-category", format!("{error}. Read the categories again."))
            }
            ChangeError::Coupon(error) => Self::conflict("coupon-refused", format!("{error}.")),
            ChangeError::NotFound => Self::not_found(),
        }
    }
}
