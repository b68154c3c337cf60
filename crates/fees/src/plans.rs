//! Which plan a seller has: chosen by its owners, ended by the job. Every change is kept.

use crate::charges::{self, Outcome};
use crate::{FeeError, by_card, prices};
use db::{Conn, NewEvent, Tx, row, sql};
use domain::plan::{Plan, months_after};
use domain::text_enum::TextEnum as _;
use domain::{AccountId, PlanChangeId, SellerId, Timestamp, text_enum};
use serde::{Deserialize, Serialize};

/// A seller's plan or the charge of one of its months changed. The key is the seller.
pub const PLAN_CHANGED: &str = "plan.changed";

text_enum! {
    /// Why a plan began.
    pub enum PlanCause {
        Chosen = "chosen",
        /// The month that was paid is over, and no other was wanted.
        Ended = "ended",
        /// The month was never paid.
        Unpaid = "unpaid",
    }
}
db::text_column!(PlanCause);

row! {
    /// A plan from a moment on.
    pub struct PlanChange {
        pub id: PlanChangeId,
        pub seller_id: SellerId,
        pub plan: db::Text<Plan>,
        pub cause: PlanCause,
        pub made_by: Option<AccountId>,
        pub starts_at_us: Timestamp,
    }
}

row! {
    /// How a professional seller stands.
    pub struct Subscription {
        pub seller_id: SellerId,
        /// When the first month began.
        pub anchor_us: Timestamp,
        /// So many months have begun, the free one included.
        pub months: i64,
        /// When the next one begins, or the charge of one that began is tried again.
        pub next_us: Timestamp,
        /// The plan ends with this month.
        pub ends: bool,
    }
}

impl Subscription {
    /// When the next month begins.
    pub fn next_month(&self) -> Timestamp {
        months_after(self.anchor_us, self.months)
    }
}

const CHANGE: &str = "SELECT id, seller_id, plan, cause, made_by, starts_at_us FROM fees_plans";

/// The plan that a seller had at that moment; `None` when it never chose one.
pub(crate) async fn plan_at(
    conn: &mut Conn,
    seller: SellerId,
    at: Timestamp,
) -> Result<Option<Plan>, FeeError> {
    let text = format!(
        "{CHANGE} WHERE seller_id = $1 AND starts_at_us <= $2 ORDER BY starts_at_us DESC, id DESC LIMIT 1"
    );
    let row: Option<PlanChange> = conn.opt(sql(text).bind(seller).bind(at)).await?;
    Ok(row.map(|row| row.plan.0))
}

/// The plan that a seller has; `None` when it never chose one.
///
/// # Errors
/// Only the database's.
pub async fn plan_of(conn: &mut Conn, seller: SellerId) -> Result<Option<Plan>, FeeError> {
    let now = conn.now();
    plan_at(conn, seller, now).await
}

/// Which plans a seller had, the newest first.
///
/// # Errors
/// Only the database's.
pub async fn plans_of(conn: &mut Conn, seller: SellerId, limit: i64) -> Result<Vec<PlanChange>, FeeError> {
    let text = format!("{CHANGE} WHERE seller_id = $1 ORDER BY starts_at_us DESC, id DESC LIMIT $2");
    Ok(conn.all(sql(text).bind(seller).bind(limit)).await?)
}

/// How a professional seller stands; `None` under the other plan.
///
/// # Errors
/// Only the database's.
pub async fn subscription(conn: &mut Conn, seller: SellerId) -> Result<Option<Subscription>, FeeError> {
    let statement = sql("SELECT seller_id, anchor_us, months, next_us, ends FROM fees_subscriptions
                         WHERE seller_id = $1");
    Ok(conn.opt(statement.bind(seller)).await?)
}

/// Chooses a plan. The professional one begins at once: its first month is free the first time; later it is paid at once from
/// the balance, or by the card that is kept for fees, with whose refusal it ends at once. The individual one begins when the
/// month that was paid is over; choosing the professional one again before that takes it back. Returns when the chosen plan
/// begins.
///
/// # Errors
/// [`FeeError::SamePlan`], [`FeeError::NotCovered`], [`FeeError::CardIsCharged`], [`FeeError::NoSuchSeller`],
/// [`FeeError::PlatformSeller`].
pub async fn choose(tx: &mut Tx, seller: SellerId, plan: Plan, by: AccountId) -> Result<Timestamp, FeeError> {
    let found = sellers::get(tx, seller).await?.ok_or(FeeError::NoSuchSeller)?;
    if found.is_platform {
        return Err(FeeError::PlatformSeller);
    }
    let now = tx.now();
    let begins = match (plan_at(tx, seller, now).await?, subscription(tx, seller).await?, plan) {
        (None, _, Plan::Individual) => {
            change(tx, seller, Plan::Individual, PlanCause::Chosen, Some(by)).await?;
            now
        }
        (Some(_), Some(running), Plan::Individual) if !running.ends => end_later(tx, &running, by).await?,
        (Some(_), Some(running), Plan::Professional) if running.ends => {
            set_ends(tx, seller, false).await?;
            now
        }
        (_, None, Plan::Professional) => {
            begin_professional(tx, seller, by).await?;
            now
        }
        _ => return Err(FeeError::SamePlan),
    };
    tell(tx, seller).await?;
    Ok(begins)
}

async fn begin_professional(tx: &mut Tx, seller: SellerId, by: AccountId) -> Result<(), FeeError> {
    let before = sql("SELECT COUNT(*) FROM fees_plans WHERE seller_id = $1 AND plan = 'professional'");
    let (before,): (i64,) = tx.one(before.bind(seller)).await?;
    let now = tx.now();
    let months = i64::from(before == 0);
    change(tx, seller, Plan::Professional, PlanCause::Chosen, Some(by)).await?;
    tx.exec(
        sql("INSERT INTO fees_subscriptions (seller_id, anchor_us, months, next_us, ends)
             VALUES ($1, $2, $3, $4, FALSE)")
        .bind(seller)
        .bind(now)
        .bind(months)
        .bind(months_after(now, months)),
    )
    .await?;
    if months > 0 {
        return Ok(());
    }
    let running = subscription(tx, seller).await?.ok_or(FeeError::NoSuchSeller)?;
    match charges::try_month(tx, &running).await? {
        Outcome::Paid | Outcome::Waiting => Ok(()),
        Outcome::Unpaid(charge, ..) | Outcome::GivenUp(charge, _) => {
            let shop = sellers::get(tx, seller).await?.ok_or(FeeError::NoSuchSeller)?;
            let tax = crate::taxes::tax_next(tx, &shop, &charge.id.to_string(), charge.amount()).await?;
            Err(FeeError::NotCovered { month: charge.amount().add(tax)? })
        }
    }
}

/// With the month that was paid; at once where the month that runs was not. Returns when.
async fn end_later(tx: &mut Tx, running: &Subscription, by: AccountId) -> Result<Timestamp, FeeError> {
    if let Some(charge) = charges::open(tx, running.seller_id).await? {
        if by_card::under_way(tx, charge.id).await?.is_some() {
            return Err(FeeError::CardIsCharged);
        }
        charges::give_up(tx, &charge).await?;
        end(tx, running.seller_id, PlanCause::Chosen, Some(by)).await?;
        return Ok(tx.now());
    }
    set_ends(tx, running.seller_id, true).await?;
    Ok(running.next_month())
}

async fn set_ends(tx: &mut Tx, seller: SellerId, ends: bool) -> Result<(), FeeError> {
    let statement = sql("UPDATE fees_subscriptions SET ends = $2 WHERE seller_id = $1");
    tx.exec(statement.bind(seller).bind(ends)).await?;
    Ok(())
}

/// Back to selling by the item.
pub(crate) async fn end(
    tx: &mut Tx,
    seller: SellerId,
    cause: PlanCause,
    by: Option<AccountId>,
) -> Result<(), FeeError> {
    tx.exec(sql("DELETE FROM fees_subscriptions WHERE seller_id = $1").bind(seller)).await?;
    change(tx, seller, Plan::Individual, cause, by).await
}

async fn change(
    tx: &mut Tx,
    seller: SellerId,
    plan: Plan,
    cause: PlanCause,
    by: Option<AccountId>,
) -> Result<(), FeeError> {
    let (id, now) = (tx.new_id::<PlanChangeId>(), tx.now());
    tx.exec(
        sql("INSERT INTO fees_plans (id, seller_id, plan, cause, made_by, starts_at_us)
             VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(seller)
        .bind(plan.as_str())
        .bind(cause)
        .bind(by)
        .bind(now),
    )
    .await?;
    Ok(())
}

/// Payload of [`PLAN_CHANGED`].
#[derive(Debug, Serialize, Deserialize)]
struct PlanChanged {
    seller_id: SellerId,
}

/// Has the seller's open pages look again.
pub(crate) async fn tell(tx: &mut Tx, seller: SellerId) -> Result<(), FeeError> {
    let (topic, payload) = (Some(seller.to_string()), PlanChanged { seller_id: seller });
    tx.append(NewEvent { kind: PLAN_CHANGED, key: seller.to_string(), topic, payload: &payload }).await?;
    Ok(())
}

/// What a month costs this seller if it begins then.
pub(crate) async fn month_price(
    tx: &mut Tx,
    seller: SellerId,
    at: Timestamp,
) -> Result<domain::Money, FeeError> {
    let found = sellers::get(tx, seller).await?.ok_or(FeeError::NoSuchSeller)?;
    Ok(prices::prices_at(tx, at).await?.month(found.currency)?)
}
