//! Promotions: what is taken off for buying together.

use super::Api;
use super::auth::Caller;
use super::extract::{Asked, Command, Named, each_holds};
use super::once::together;
use super::problem::Problem;
use super::types::{Amount, OfferRef, Page, PageQuery, PromotionRef, Time, limit, page};
use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use axum::{Extension, Json};
use domain::calendar::parse_day;
use domain::key::IdempotencyKey;
use domain::promotion::{Goods, Limit, MOST_OFF_ALL, MOST_OFFERS, MOST_UNITS, Rule};
use domain::{OfferId, PromotionId, SellerId, Timestamp};
use platform::db::{DbError, Tx};
use platform::orders::OrderError;
use platform::orders::promotions::{
    self, Giver, LONGEST_TITLE, NewPromotion, PromotionError, PromotionReport,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Of so many units and so many more, the dearest first, the last ones cost less.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BuyGet {
    #[schema(minimum = 1, maximum = 99)]
    pub units: i64,
    #[schema(minimum = 1, maximum = 99)]
    pub units_on_top: i64,
    /// In hundredths of a percent: 10,000 is free.
    #[schema(minimum = 1, maximum = 10_000)]
    pub percent_bps: i64,
}

/// From so many units on each costs less.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FromUnits {
    #[schema(minimum = 2, maximum = 100)]
    pub units: i64,
    #[schema(minimum = 1, maximum = 9_000)]
    pub percent_bps: i64,
}

/// One of each of the offers, two to ten, bought together.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetOfEach {
    #[schema(minimum = 1, maximum = 9_000)]
    pub percent_bps: i64,
}

/// Each unit costs less, while there are some.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Deal {
    #[schema(minimum = 1, maximum = 9_000)]
    pub percent_bps: i64,
    /// So many units cost less in all.
    #[schema(minimum = 1, maximum = 5_000)]
    pub units: i64,
    /// At most so many of them in one order; no more than `units`.
    #[schema(minimum = 1, maximum = 999)]
    pub units_an_order: i64,
}

/// What is asked for, and what is given for it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PromotionRule {
    BuyGet(BuyGet),
    FromUnits(FromUnits),
    Set(SetOfEach),
    /// For named offers, and with a last day.
    Deal(Deal),
}

impl PromotionRule {
    fn of(rule: Rule, limit: Option<Limit>) -> Self {
        match rule {
            Rule::BuyGet { buy, get, bps } => {
                Self::BuyGet(BuyGet { units: buy, units_on_top: get, percent_bps: bps })
            }
            Rule::FromUnits { units, bps } => Self::FromUnits(FromUnits { units, percent_bps: bps }),
            // The platform's alone: no seller's list has one.
            Rule::Less { units, .. } => Self::FromUnits(FromUnits { units, percent_bps: 0 }),
            Rule::Set { bps } => Self::Set(SetOfEach { percent_bps: bps }),
            Rule::Deal { bps } => {
                let limit = limit.unwrap_or(Limit { units: 0, each: 0 });
                Self::Deal(Deal { percent_bps: bps, units: limit.units, units_an_order: limit.each })
            }
        }
    }

    fn limit(&self) -> Option<Limit> {
        match self {
            Self::Deal(deal) => Some(Limit { units: deal.units, each: deal.units_an_order }),
            _ => None,
        }
    }

    fn rule(&self) -> Rule {
        match self {
            Self::BuyGet(BuyGet { units, units_on_top, percent_bps }) => {
                Rule::BuyGet { buy: *units, get: *units_on_top, bps: *percent_bps }
            }
            Self::FromUnits(FromUnits { units, percent_bps }) => {
                Rule::FromUnits { units: *units, bps: *percent_bps }
            }
            Self::Set(SetOfEach { percent_bps }) => Rule::Set { bps: *percent_bps },
            Self::Deal(Deal { percent_bps, .. }) => Rule::Deal { bps: *percent_bps },
        }
    }
}

/// A promotion of the seller.
#[derive(Debug, Serialize, ToSchema)]
pub struct Promotion {
    pub id: PromotionRef,
    /// For the seller's own eyes.
    pub title: String,
    pub rule: PromotionRule,
    /// What it is for; empty when it is for everything that the seller sells.
    pub offers: Vec<OfferRef>,
    pub from: Time,
    /// The first moment at which it is over; missing when it has no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub until: Option<Time>,
    pub paused: bool,
    /// Whether it takes something off now.
    pub running: bool,
    /// Orders that stand and had something off for it.
    pub orders: i64,
    /// What those had off, in each currency.
    pub taken_off: Vec<Amount>,
    /// Of a deal: units that are taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub units_taken: Option<i64>,
}

fn shown(report: PromotionReport, now: Timestamp) -> Promotion {
    let PromotionReport { promotion, offers, orders, given, taken, .. } = report;
    Promotion {
        running: promotion.is_running(now),
        id: promotion.id.into(),
        title: promotion.title,
        rule: PromotionRule::of(promotion.rule, promotion.limit),
        units_taken: promotion.limit.map(|_| taken),
        offers: offers.into_iter().map(OfferRef::from).collect(),
        from: Time(promotion.from),
        until: promotion.until.map(Time),
        paused: promotion.paused,
        orders,
        taken_off: given.into_iter().map(Amount::from).collect(),
    }
}

/// The seller's promotions.
///
/// In the order in which they were made, those that are over included.
#[utoipa::path(get, path = "/api/v1/promotions", tag = "promotions", operation_id = "list_promotions",
    params(PageQuery), responses((status = 200, description = "A page of promotions.", body = Page<Promotion>)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<PageQuery>,
) -> Result<Json<Page<Promotion>>, Problem> {
    let limit = limit(asked.limit)?;
    let after = asked.cursor.and_then(|cursor| cursor.id::<PromotionId>());
    let mut conn = api.platform.db.read_together().await?;
    let reports = promotions::reports_after(&mut conn, caller.seller.id, after, limit + 1).await?;
    let now = conn.now();
    Ok(Json(page(reports, limit, |report| report.promotion.id, |report| shown(report, now))))
}

/// One promotion.
#[utoipa::path(get, path = "/api/v1/promotions/{promotion}", tag = "promotions", operation_id = "get_promotion",
    params(("promotion" = PromotionRef, Path, description = "The promotion's id.")),
    responses((status = 200, description = "The promotion.", body = Promotion)))]
pub async fn one(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<PromotionId>,
) -> Result<Json<Promotion>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    let report = promotions::report(&mut conn, caller.seller.id, id).await?;
    let now = conn.now();
    Ok(Json(shown(report.ok_or_else(Problem::not_found)?, now)))
}

/// A promotion to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromotionMade {
    #[schema(min_length = 1, max_length = 80)]
    pub title: String,
    pub rule: PromotionRule,
    /// What it is for; nothing for everything that the seller sells.
    #[serde(default)]
    #[schema(max_items = 200)]
    pub offers: Vec<OfferRef>,
    /// The first day, in the seller's time zone; from now on when it is missing.
    #[serde(default)]
    #[schema(nullable = false, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", example = "2027-03-20")]
    pub first_day: Option<String>,
    /// The last day, in the seller's time zone; without an end when it is missing.
    #[serde(default)]
    #[schema(nullable = false, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", example = "2027-03-27")]
    pub last_day: Option<String>,
    /// When it begins on its first day, in the seller's time zone; with the day when it is missing.
    #[serde(default)]
    #[schema(nullable = false, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "09:00")]
    pub first_time: Option<String>,
    /// When it is over on its last day; with the day when it is missing.
    #[serde(default)]
    #[schema(nullable = false, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "21:30")]
    pub last_time: Option<String>,
}

/// Whether a day is written like `2027-03-20`, be there such a day or not.
pub(super) fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_sign = |(at, byte): (usize, &u8)| match at {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    bytes.len() == 10 && bytes.iter().enumerate().all(is_sign)
}

/// The day that is written, if one is.
///
/// # Errors
/// For one that is not in the calendar.
pub(super) fn day_of(text: Option<&str>) -> Result<Option<i64>, Problem> {
    match text {
        None => Ok(None),
        Some(text) => parse_day(text)
            .map(Some)
            .ok_or_else(|| Problem::conflict("no-such-day", format!("There is no {text} in the calendar."))),
    }
}

/// The minute of a day that `09:30` is.
fn minute(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let part = |text: &str, most: i64| {
        let fits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<i64>().ok().filter(|n| fits && *n <= most)
    };
    Some(part(hours, 23)? * 60 + part(minutes, 59)?)
}

impl PromotionMade {
    /// What can be right with no other field.
    fn refuse_malformed(&self) -> Result<(), Problem> {
        let (units, share) = match &self.rule {
            PromotionRule::BuyGet(rule) => {
                let each = 1..MOST_UNITS;
                (each.contains(&rule.units) && each.contains(&rule.units_on_top), 1..=10_000)
            }
            PromotionRule::FromUnits(rule) => ((2..=MOST_UNITS).contains(&rule.units), 1..=MOST_OFF_ALL),
            PromotionRule::Set(_) => (true, 1..=MOST_OFF_ALL),
            PromotionRule::Deal(deal) => {
                let counts =
                    (1..=Limit::MOST).contains(&deal.units) && (1..=999).contains(&deal.units_an_order);
                (counts, 1..=MOST_OFF_ALL)
            }
        };
        let title = (1..=LONGEST_TITLE).contains(&self.title.chars().count());
        each_holds(&[
            (title, "`title` has 1 to 80 characters."),
            (
                units,
                "`units` and `units_on_top` are 1 to 99; from so many on, 2 to 100; of a deal 1 to 5000, and 1 to 999 an order.",
            ),
            (
                self.rule.rule().bps().is_some_and(|bps| share.contains(&bps)),
                "`percent_bps` is 1 to 9000, for units on top to 10000.",
            ),
            (self.offers.len() <= MOST_OFFERS, "`offers` are at most 200."),
            (
                self.first_day.iter().chain(&self.last_day).all(|day| is_day(day)),
                "A day is written like 2027-03-20.",
            ),
            (
                self.first_time.iter().chain(&self.last_time).all(|time| minute(time).is_some()),
                "A time is written like 09:30.",
            ),
        ])
    }

    fn read(&self, caller: &Caller, key: &IdempotencyKey, now: Timestamp) -> Result<NewPromotion, Problem> {
        self.refuse_malformed()?;
        let day = |text: &Option<String>| day_of(text.as_deref());
        for (day, time) in [(&self.first_day, &self.first_time), (&self.last_day, &self.last_time)] {
            if day.is_none() && time.is_some() {
                let detail = "A time needs the day that it is of: send `first_day` or `last_day` with it.";
                return Err(Problem::conflict("time-without-day", detail));
            }
        }
        let at = |day: i64, minute: i64| caller.seller.dispatch.zone.moment(day, minute);
        let time = |text: &Option<String>| text.as_deref().and_then(minute);
        let offers: Vec<OfferId> = self.offers.iter().map(|offer| offer.0).collect();
        Ok(NewPromotion {
            giver: Giver::Seller(caller.seller.id),
            title: self.title.clone(),
            rule: self.rule.rule(),
            limit: self.rule.limit(),
            goods: if offers.is_empty() { Goods::All } else { Goods::These(offers) },
            from: day(&self.first_day)?.map_or(now, |day| at(day, time(&self.first_time).unwrap_or(0))),
            until: day(&self.last_day)?
                .map(|day| time(&self.last_time).map_or_else(|| at(day + 1, 0), |minute| at(day, minute))),
            made_by: caller.key.made_by,
            key: key.clone(),
        })
    }
}

/// Make a promotion.
///
/// It holds from its first day on. Each unit counts for one promotion, the one that takes most off; a coupon takes of what
/// is left.
#[utoipa::path(post, path = "/api/v1/promotions", tag = "promotions", operation_id = "make_promotion",
    request_body = PromotionMade,
    responses((status = 201, description = "The promotion.", body = Promotion)))]
pub async fn make(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    command: Command<PromotionMade>,
) -> Result<Response<Body>, Problem> {
    let new = Arc::new(command.input.read(&caller, &command.key, api.platform.db.now())?);
    let seller = caller.seller.id;
    together(&api, &caller, &command, StatusCode::CREATED, move |tx| {
        let new = Arc::clone(&new);
        Box::pin(async move {
            let id = promotions::create(tx, &new).await?;
            made(tx, seller, id).await
        })
    })
    .await
}

/// What changes of a promotion. Its rule does not: another rule is another promotion.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromotionChange {
    /// Whether it takes nothing off for now.
    pub paused: bool,
}

/// Stop a promotion, or let it go on.
#[utoipa::path(patch, path = "/api/v1/promotions/{promotion}", tag = "promotions", operation_id = "change_promotion",
    params(("promotion" = PromotionRef, Path, description = "The promotion's id.")),
    request_body = PromotionChange,
    responses((status = 200, description = "The promotion as it is now.", body = Promotion)))]
pub async fn change(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Named(id): Named<PromotionId>,
    command: Command<PromotionChange>,
) -> Result<Response<Body>, Problem> {
    let (seller, paused) = (caller.seller.id, command.input.paused);
    together(&api, &caller, &command, StatusCode::OK, move |tx| {
        Box::pin(async move {
            if !promotions::pause(tx, Some(seller), id, paused).await? {
                return Err(ChangeError::NotFound);
            }
            made(tx, seller, id).await
        })
    })
    .await
}

/// The promotion as it is after a command.
async fn made(tx: &mut Tx, seller: SellerId, id: PromotionId) -> Result<Promotion, ChangeError> {
    let report = promotions::report(tx, seller, id).await?.ok_or(ChangeError::NotFound)?;
    let now = tx.now();
    Ok(shown(report, now))
}

#[derive(Debug, thiserror::Error)]
enum ChangeError {
    #[error(transparent)]
    Promotion(#[from] PromotionError),
    #[error(transparent)]
    Order(#[from] OrderError),
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("there is no such promotion")]
    NotFound,
}

impl From<ChangeError> for Problem {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Promotion(PromotionError::Db(error)) | ChangeError::Db(error) => error.into(),
            ChangeError::Promotion(PromotionError::Order(error)) | ChangeError::Order(error) => error.into(),
            ChangeError::Promotion(error @ PromotionError::NotTheirs) => {
                Self::conflict("other-sellers-offer", format!("{error}. Read the offers again."))
            }
            ChangeError::Promotion(error) => Self::conflict("promotion-refused", format!("{error}.")),
            ChangeError::NotFound => Self::not_found(),
        }
    }
}
