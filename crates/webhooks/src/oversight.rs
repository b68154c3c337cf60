//! What an operator sees and does of all sellers' endpoints: how they fare, holding one back, letting it go on, sending again
//! what failed. Every deed is kept, and the seller's owners are told of a hold and its end.
//!
//! A held endpoint goes on being left messages, which wait without a try until it is released.

use crate::deliver::enqueue;
use crate::endpoints::{ENDPOINT, Endpoint};
use crate::{WebhookError, Webhooks, WebhooksConfig, letters};
use db::{Conn, Text, Tx, row, sql};
use domain::field::{REASON, tidied};
use domain::webhook::{Deed, EndpointState};
use domain::{
    AccountId, DurationUs, SellerId, Timestamp, WebhookDeedId, WebhookDeliveryId, WebhookEndpointId,
};

/// Deliveries that one transaction has sent.
const AT_ONCE: i64 = 200;
/// So long after each other many deliveries are due: all at once they would be a burst.
const APART: DurationUs = DurationUs::from_millis(200);
const DAY: DurationUs = DurationUs::from_days(1);
const WEEK: DurationUs = DurationUs::from_days(7);

row! {
    /// How an endpoint fares.
    pub struct Fares {
        pub id: WebhookEndpointId,
        pub seller_id: SellerId,
        pub url: String,
        pub state: Text<EndpointState>,
        /// Since when it is held back.
        pub held_since_us: Option<Timestamp>,
        /// Since when it has taken nothing.
        pub failing_since_us: Option<Timestamp>,
        /// What it answered last when it did not take something, and when.
        pub last_error: Option<String>,
        pub last_error_us: Option<Timestamp>,
        /// Tries in about the last 24 hours and 7 days (whole hours), and how many of them it took.
        pub day_tries: i64,
        pub day_taken: i64,
        pub week_tries: i64,
        pub week_taken: i64,
        /// Messages that wait for it.
        pub waiting: i64,
    }
}

/// Tries that were taken, in whole per cent, rounded down; nothing where there was no try.
pub fn taken_percent(taken: i64, tries: i64) -> Option<i64> {
    (tries > 0).then(|| taken.saturating_mul(100).div_euclid(tries))
}

/// Which endpoints are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    All,
    /// They have taken nothing for a while, or were turned off for it.
    Failing,
    Held,
}

/// How sellers' endpoints fare, before one, the newest first; those that were removed are left out.
///
/// # Errors
/// Only the database's.
pub async fn fares(
    conn: &mut Conn,
    which: Which,
    before: Option<WebhookEndpointId>,
    limit: i64,
) -> Result<Vec<Fares>, WebhookError> {
    let rule = match which {
        Which::All => "",
        Which::Failing => "AND (e.failing_since_us IS NOT NULL OR e.state = 'broken')",
        Which::Held => "AND e.held_since_us IS NOT NULL",
    };
    let more = if before.is_some() { "AND e.id < $4" } else { "" };
    read_fares(conn, &format!("{rule} {more} ORDER BY e.id DESC LIMIT $3"), |statement| {
        statement.bind(limit).bind_all(before)
    })
    .await
}

/// How one endpoint fares.
///
/// # Errors
/// [`WebhookError::NotFound`], also for one that was removed.
pub async fn fares_of(conn: &mut Conn, id: WebhookEndpointId) -> Result<Fares, WebhookError> {
    let found = read_fares(conn, "AND e.id = $3", |statement| statement.bind(id)).await?;
    found.into_iter().next().ok_or(WebhookError::NotFound)
}

async fn read_fares(
    conn: &mut Conn,
    rest: &str,
    bind: impl FnOnce(db::Sql) -> db::Sql,
) -> Result<Vec<Fares>, WebhookError> {
    let now = conn.now();
    let (day, week) = (hour_of(now.minus(DAY)), hour_of(now.minus(WEEK)));
    let sum = |column: &str, since: &str| {
        format!(
            "CAST(COALESCE((SELECT SUM(h.{column}) FROM webhooks_hours h WHERE h.endpoint_id = e.id
                 AND h.hour_us >= {since}), 0) AS BIGINT)"
        )
    };
    let text = format!(
        "SELECT e.id, e.seller_id, e.url, e.state, e.held_since_us, e.failing_since_us, e.last_error, e.last_error_us,
             {} AS day_tries, {} AS day_taken, {} AS week_tries, {} AS week_taken,
             CAST((SELECT COUNT(*) FROM webhooks_deliveries d WHERE d.endpoint_id = e.id AND d.state = 'pending') AS BIGINT)
                 AS waiting
         FROM webhooks_endpoints e WHERE e.removed_at_us IS NULL {rest}",
        sum("tries", "$1"),
        sum("taken", "$1"),
        sum("tries", "$2"),
        sum("taken", "$2"),
    );
    Ok(conn.all(bind(sql(text).bind(day).bind(week))).await?)
}

/// The hour of UTC that a moment is in.
fn hour_of(at: Timestamp) -> Timestamp {
    let hour = DurationUs::from_hours(1).as_micros();
    Timestamp::from_micros(at.as_micros().div_euclid(hour) * hour)
}

/// Counts a try, in the transaction that notes it.
pub(crate) async fn count(
    tx: &mut Tx,
    endpoint: WebhookEndpointId,
    at: Timestamp,
    taken: bool,
) -> Result<(), WebhookError> {
    tx.exec(
        sql("INSERT INTO webhooks_hours AS h (endpoint_id, hour_us, tries, taken) VALUES ($1, $2, 1, $3)
             ON CONFLICT (endpoint_id, hour_us) DO UPDATE
                 SET tries = h.tries + excluded.tries, taken = h.taken + excluded.taken")
        .bind(endpoint)
        .bind(hour_of(at))
        .bind(i64::from(taken)),
    )
    .await?;
    Ok(())
}

row! {
    /// What an operator did, and why.
    pub struct DeedDone {
        pub id: WebhookDeedId,
        /// `None`: of every endpoint.
        pub endpoint_id: Option<WebhookEndpointId>,
        pub deed: Text<Deed>,
        /// Empty where one message was sent again.
        pub reason: String,
        /// Messages that were sent again.
        pub messages: i64,
        pub by_account: AccountId,
        pub at_us: Timestamp,
    }
}

/// What operators did about one endpoint, or about all, the newest first.
///
/// # Errors
/// Only the database's.
pub async fn deeds(
    conn: &mut Conn,
    of: Option<WebhookEndpointId>,
    limit: i64,
) -> Result<Vec<DeedDone>, WebhookError> {
    let rule = if of.is_some() { "WHERE endpoint_id = $2" } else { "" };
    let text = format!(
        "SELECT id, endpoint_id, deed, reason, messages, by_account, at_us FROM webhooks_deeds {rule}
         ORDER BY id DESC LIMIT $1"
    );
    Ok(conn.all(sql(text).bind(limit).bind_all(of)).await?)
}

/// Why an endpoint is held back, as the operator said it; nothing where it is not.
///
/// # Errors
/// Only the database's.
pub async fn held_because(conn: &mut Conn, endpoint: &Endpoint) -> Result<Option<String>, WebhookError> {
    if endpoint.held_since.is_none() {
        return Ok(None);
    }
    let last = sql("SELECT reason FROM webhooks_deeds WHERE endpoint_id = $1 AND deed = 'hold'
        ORDER BY id DESC LIMIT 1");
    let row: Option<(String,)> = conn.opt(last.bind(endpoint.id)).await?;
    Ok(row.map(|(reason,)| reason))
}

/// Holds an endpoint back, or lets it go on.
#[derive(Debug, Clone)]
pub struct HoldBack {
    pub endpoint: WebhookEndpointId,
    pub held: bool,
    /// 3 to 300 characters; the seller reads it.
    pub reason: String,
    pub by: AccountId,
}

fn reason_of(text: &str) -> Result<String, WebhookError> {
    tidied(text, &REASON).ok_or(WebhookError::BadReason)
}

async fn one(conn: &mut Conn, id: WebhookEndpointId) -> Result<Endpoint, WebhookError> {
    let text = format!("{ENDPOINT} WHERE id = $1 AND removed_at_us IS NULL");
    conn.opt(sql(text).bind(id)).await?.ok_or(WebhookError::NotFound)
}

/// What failed and is sent again.
#[derive(Debug, Clone)]
pub struct SendAgain {
    /// `None`: of every endpoint that is on and not held back.
    pub endpoint: Option<WebhookEndpointId>,
    /// Given up then or later.
    pub since: Timestamp,
    /// 3 to 300 characters.
    pub reason: String,
    pub by: AccountId,
}

impl Webhooks {
    /// Holds an endpoint back, so that its messages wait, or lets it go on, so that they are sent. The seller's owners are
    /// told. Returns `false` when that was so already.
    ///
    /// # Errors
    /// [`WebhookError::BadReason`], [`WebhookError::NotFound`].
    pub async fn hold_back(&self, asked: HoldBack) -> Result<bool, WebhookError> {
        let (endpoint, held) = (asked.endpoint, asked.held);
        let config = self.config.clone();
        let changed = self
            .db
            .write(move |tx| {
                let (asked, config) = (asked.clone(), config.clone());
                Box::pin(async move { hold(tx, &asked, &config).await })
            })
            .await?;
        if changed && !held {
            self.wake(endpoint).await?;
        }
        Ok(changed)
    }

    /// Has everything sent that waited for an endpoint. Should the server die meanwhile, `revive` finds the rest.
    async fn wake(&self, endpoint: WebhookEndpointId) -> Result<(), WebhookError> {
        let mut after: Option<WebhookDeliveryId> = None;
        let mut from = self.db.now();
        loop {
            let woken: Vec<(WebhookDeliveryId,)> = self
                .db
                .write(move |tx| Box::pin(async move { wake_some(tx, endpoint, after, from).await }))
                .await?;
            let Some((last,)) = woken.last() else { return Ok(()) };
            after = Some(*last);
            from = due_after(from, woken.len());
        }
    }

    /// Sends again what was given up since a moment, once for each message but those that only try an
    /// endpoint out. Returns how many there were; a server that dies meanwhile has sent some of them, and
    /// asking again sends the others.
    ///
    /// # Errors
    /// [`WebhookError::BadReason`], [`WebhookError::NotFound`], [`WebhookError::IsOff`], [`WebhookError::IsHeld`].
    pub async fn send_again(&self, asked: SendAgain) -> Result<i64, WebhookError> {
        reason_of(&asked.reason)?;
        if let Some(id) = asked.endpoint {
            let found = one(&mut self.db.read().await?, id).await?;
            found.may_be_sent()?;
        }
        let (mut count, mut from) = (0, self.db.now());
        loop {
            let again = asked.clone();
            let sent: usize = self
                .db
                .write(move |tx| {
                    let again = again.clone();
                    Box::pin(async move { again_some(tx, &again, from).await })
                })
                .await?;
            count += i64::try_from(sent).unwrap_or(0);
            from = due_after(from, sent);
            if i64::try_from(sent).is_ok_and(|sent| sent < AT_ONCE) {
                return Ok(count);
            }
        }
    }
}

async fn hold(tx: &mut Tx, asked: &HoldBack, config: &WebhooksConfig) -> Result<bool, WebhookError> {
    let reason = reason_of(&asked.reason)?;
    let found = one(tx, asked.endpoint).await?;
    if found.held_since.is_some() == asked.held {
        return Ok(false);
    }
    let now = tx.now();
    let statement =
        sql("UPDATE webhooks_endpoints SET held_since_us = $2, quiet_until_us = NULL WHERE id = $1");
    tx.exec(statement.bind(found.id).bind(asked.held.then_some(now))).await?;
    let deed = if asked.held { Deed::Hold } else { Deed::Release };
    done(tx, Some(found.id), (deed, &reason), 0, asked.by).await?;
    letters::held(tx, config, &found, (asked.held, &reason)).await?;
    Ok(true)
}

async fn done(
    tx: &mut Tx,
    endpoint: Option<WebhookEndpointId>,
    (deed, reason): (Deed, &str),
    messages: i64,
    by: AccountId,
) -> Result<(), WebhookError> {
    let (id, now) = (tx.new_id::<WebhookDeedId>(), tx.now());
    tx.exec(
        sql("INSERT INTO webhooks_deeds (id, endpoint_id, deed, reason, messages, by_account, at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(endpoint)
        .bind(Text(deed))
        .bind(reason)
        .bind(messages)
        .bind(by)
        .bind(now),
    )
    .await?;
    Ok(())
}

/// When a delivery is due that comes behind so many, of which the first is due at `from`.
fn due_after(from: Timestamp, behind: usize) -> Timestamp {
    let behind = i64::try_from(behind).unwrap_or(i64::MAX);
    from.plus(DurationUs::from_micros(behind.saturating_mul(APART.as_micros())))
}

/// The next deliveries that wait for an endpoint, which are due one after the other, beginning at `from`.
async fn wake_some(
    tx: &mut Tx,
    endpoint: WebhookEndpointId,
    after: Option<WebhookDeliveryId>,
    from: Timestamp,
) -> Result<Vec<(WebhookDeliveryId,)>, WebhookError> {
    let more = if after.is_some() { "AND id > $3" } else { "" };
    let text = format!(
        "SELECT id FROM webhooks_deliveries WHERE endpoint_id = $1 AND state = 'pending' {more} ORDER BY id LIMIT $2"
    );
    let waiting: Vec<(WebhookDeliveryId,)> =
        tx.all(sql(text).bind(endpoint).bind(AT_ONCE).bind_all(after)).await?;
    for (behind, (id,)) in waiting.iter().enumerate() {
        let at = due_after(from, behind);
        let due = sql("UPDATE webhooks_deliveries SET next_us = $2 WHERE id = $1 AND state = 'pending'");
        tx.exec(due.bind(*id).bind(at)).await?;
        enqueue(tx, *id, at).await?;
    }
    Ok(waiting)
}

/// Sends some of what failed again, one after the other from `from` on, and keeps that it was done.
async fn again_some(tx: &mut Tx, asked: &SendAgain, from: Timestamp) -> Result<usize, WebhookError> {
    let reason = reason_of(&asked.reason)?;
    let more = if asked.endpoint.is_some() { "AND d.endpoint_id = $3" } else { "" };
    let text = format!(
        "SELECT d.id FROM webhooks_deliveries d JOIN webhooks_endpoints e ON e.id = d.endpoint_id
         JOIN webhooks_messages m ON m.id = d.message_id AND m.kind <> 'webhook.test'
         WHERE d.state = 'failed' AND d.ended_at_us >= $1 AND e.state = 'on' AND e.held_since_us IS NULL
             AND e.removed_at_us IS NULL {more} ORDER BY d.ended_at_us, d.id LIMIT $2"
    );
    let failed: Vec<(WebhookDeliveryId,)> =
        tx.all(sql(text).bind(asked.since).bind(AT_ONCE).bind_all(asked.endpoint)).await?;
    for (behind, (id,)) in failed.iter().enumerate() {
        begin_again(tx, *id, due_after(from, behind)).await?;
    }
    if !failed.is_empty() {
        let count = i64::try_from(failed.len()).unwrap_or(0);
        done(tx, asked.endpoint, (Deed::Replay, &reason), count, asked.by).await?;
    }
    Ok(failed.len())
}

/// A new round of a delivery that has ended, due at a moment. Returns `false` where it is on its way.
pub(crate) async fn begin_again(
    tx: &mut Tx,
    id: WebhookDeliveryId,
    at: Timestamp,
) -> Result<bool, WebhookError> {
    let statement =
        sql("UPDATE webhooks_deliveries SET state = 'pending', tries = 0, round = round + 1, next_us = $2,
                         ended_at_us = NULL WHERE id = $1 AND state <> 'pending'");
    if tx.exec(statement.bind(id).bind(at)).await? == 0 {
        return Ok(false);
    }
    enqueue(tx, id, at).await?;
    Ok(true)
}

/// Sends one message again, whether it was taken or not, and keeps that it was done.
///
/// # Errors
/// [`WebhookError::NotFound`], [`WebhookError::IsOff`], [`WebhookError::IsHeld`], [`WebhookError::Underway`].
pub async fn send_one_again(
    tx: &mut Tx,
    delivery: WebhookDeliveryId,
    by: AccountId,
) -> Result<WebhookEndpointId, WebhookError> {
    let whose = sql("SELECT m.seller_id, d.endpoint_id FROM webhooks_deliveries d
        JOIN webhooks_messages m ON m.id = d.message_id WHERE d.id = $1");
    let found: Option<(SellerId, WebhookEndpointId)> = tx.opt(whose.bind(delivery)).await?;
    let (seller, endpoint) = found.ok_or(WebhookError::NotFound)?;
    crate::log::replay(tx, seller, delivery).await?;
    done(tx, Some(endpoint), (Deed::Replay, ""), 1, by).await?;
    Ok(endpoint)
}

/// Forgets counts that nobody is shown any more.
pub(crate) async fn forget_hours(tx: &mut Tx, before: Timestamp) -> Result<(), WebhookError> {
    tx.exec(sql("DELETE FROM webhooks_hours WHERE hour_us < $1").bind(before)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_of_tries_and_never_rounded_up_to_all_of_them() {
        for (taken, tries, percent) in
            [(0, 0, None), (0, 3, Some(0)), (999, 1_000, Some(99)), (1_000, 1_000, Some(100))]
        {
            assert_eq!(taken_percent(taken, tries), percent, "{taken} of {tries}");
        }
    }
}
