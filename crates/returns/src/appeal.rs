//! Appeals: a shopper whose return was declined, or not given back whole, asks the platform, once. Owns `returns_appeals`.
//! Called by the shopper's, the seller's and the operator's pages.
//!
//! What is ordered is a return of its own, so that nothing of what was decided is written again. A return that was
//! declined is asked for anew, as of the day on which it was, and approved in the same transaction. Of one that was
//! decided, the rest of the money is a return without units (`rest_of`), worth what was kept back, that goes through the
//! refund's own three steps: once by its key, never more than is left of the capture, posted and credited as any other.

use crate::claim::{self, Pick};
use crate::courtesy::must_not_be_own;
use crate::outcome::{self, Graded};
use crate::refund::{self, Refund, Refunded, detail_of};
use crate::request::{self, NewReturn, own};
use crate::store::{self, Return, ReturnDetail};
use crate::{ReturnError, Returns, ReturnsConfig, appeal_letters, desk, exchange};
use db::{Conn, Text, Tx, placeholders, row, sql};
use domain::returns::{
    AppealState, Decided, Grade, Payer, RETURN_APPEAL_DECIDED, RETURN_APPEALED, RETURN_REQUESTED,
    ReturnEvent, ReturnState, Worth, may_appeal, rest_of,
};
use domain::review::Prose;
use domain::text_enum::TextEnum as _;
use domain::{AccountId, ReturnId, SellerId, Timestamp};
use orders::Shopper;
use std::collections::HashMap;
use std::sync::Arc;

row! {
    /// An appeal, and what became of it.
    #[derive(PartialEq, Eq)]
    pub struct Appeal {
        pub return_id: ReturnId,
        pub state: Text<AppealState>,
        /// The shopper's words, and the operator's.
        pub words: Option<String>,
        pub reason: Option<String>,
        /// The return that was ordered.
        pub follow_id: Option<ReturnId>,
        pub decided_by: Option<AccountId>,
        pub asked_at_us: Timestamp,
        pub decided_at_us: Option<Timestamp>,
    }
}
const APPEAL: &str = "return_id, state, words, reason, follow_id, decided_by, asked_at_us, decided_at_us";

/// What a shopper says.
#[derive(Debug, Clone)]
pub struct NewAppeal {
    pub shopper: Shopper,
    pub id: ReturnId,
    pub words: Prose,
}

/// An appeal with its return, and what was ordered, if anything.
#[derive(Debug, Clone)]
pub struct AppealCase {
    pub appeal: Appeal,
    pub detail: ReturnDetail,
    pub follow: Option<Return>,
}

impl ReturnDetail {
    /// Until when its shopper may appeal, whether they did or not. What their label took of the money was given back, too:
    /// no seller decided about that.
    ///
    /// # Errors
    /// Why there is no appeal.
    pub fn may_appeal(&self, now: Timestamp) -> Result<Timestamp, domain::returns::NoAppeal> {
        let row = &self.row;
        let at = if row.state.0 == ReturnState::Declined { row.answered_at_us } else { row.ended_at_us };
        let label = self.label.as_ref().filter(|_| row.pays_return.0 == Payer::Shopper);
        let decided = Decided {
            state: row.state.0,
            claim_minor: row.claim_minor,
            given_minor: row.refunded_minor + label.map_or(0, |label| label.charged_minor),
            // What the platform ordered is not asked about once more.
            at: at.filter(|_| row.rest_of.is_none()),
        };
        may_appeal(&decided, now)
    }
}

impl Returns {
    /// Asks the platform about a seller's decision. The same words again change nothing.
    ///
    /// # Errors
    /// [`ReturnError::NoAppeal`], [`ReturnError::AppealedBefore`] for other words, [`ReturnError::NotFound`] for
    /// somebody else's return.
    pub async fn appeal(&self, new: NewAppeal) -> Result<(), ReturnError> {
        let (new, config) = (Arc::new(new), Arc::clone(&self.config));
        self.db
            .write(move |tx| {
                let (new, config) = (Arc::clone(&new), Arc::clone(&config));
                Box::pin(async move { ask(tx, &config, &new).await })
            })
            .await
    }

    /// The seller's decision stands. Saying it again changes nothing.
    ///
    /// # Errors
    /// [`ReturnError::AppealIsDecided`] for what was overturned, [`ReturnError::OwnOrder`], [`ReturnError::NotFound`] without
    /// an appeal.
    pub async fn uphold(&self, by: AccountId, id: ReturnId, reason: Prose) -> Result<(), ReturnError> {
        let (reason, config) = (Arc::new(reason), Arc::clone(&self.config));
        self.db
            .write(move |tx| {
                let (reason, config) = (Arc::clone(&reason), Arc::clone(&config));
                Box::pin(async move {
                    let appeal = of_return(tx, id).await?.ok_or(ReturnError::NotFound)?;
                    match appeal.state.0 {
                        AppealState::Open => decide(tx, &config, id, by, reason.as_str(), None).await,
                        AppealState::Upheld => Ok(()),
                        AppealState::Overturned => Err(ReturnError::AppealIsDecided),
                    }
                })
            })
            .await
    }

    /// Another decision stands: a return that was declined is approved, of another the rest of the money is given back.
    /// Saying it again orders nothing more; a rest that the processor refused is asked for once more.
    ///
    /// # Errors
    /// [`ReturnError::AppealIsDecided`] for what was upheld, [`ReturnError::NotFound`] without an appeal,
    /// [`ReturnError::NoReturnAddress`], [`ReturnError::TooManyUnits`] for units that came back otherwise meanwhile,
    /// [`ReturnError::OwnOrder`], [`ReturnError::NothingToGiveBack`], and why a refund cannot begin. Nothing is written then.
    pub async fn overturn(
        &self,
        by: AccountId,
        id: ReturnId,
        reason: Prose,
    ) -> Result<Option<Refunded>, ReturnError> {
        let (reason, config) = (Arc::new(reason), Arc::clone(&self.config));
        let follow = self
            .db
            .write(move |tx| {
                let (reason, config) = (Arc::clone(&reason), Arc::clone(&config));
                Box::pin(async move { overturn(tx, &config, id, by, reason.as_str()).await })
            })
            .await?;
        if follow.rest_of.is_none() {
            return Ok(None);
        }
        self.finish(follow.id).await.map(Some)
    }
}

/// The appeal about a return, if there is one.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_return(conn: &mut Conn, id: ReturnId) -> Result<Option<Appeal>, ReturnError> {
    let text = format!("SELECT {APPEAL} FROM returns_appeals WHERE return_id = $1");
    Ok(conn.opt(sql(text).bind(id)).await?)
}

/// Appeals about these returns.
pub(crate) async fn of_rows(
    conn: &mut Conn,
    rows: &[Return],
) -> Result<HashMap<ReturnId, Appeal>, ReturnError> {
    let mut found = HashMap::new();
    for some in rows.chunks(500) {
        let list = placeholders(1, some.len());
        let text = format!("SELECT {APPEAL} FROM returns_appeals WHERE return_id IN ({list})");
        let all: Vec<Appeal> = conn.all(sql(text).bind_all(some.iter().map(|row| row.id))).await?;
        found.extend(all.into_iter().map(|one| (one.return_id, one)));
    }
    Ok(found)
}

/// Appeals that wait, the longest first; or those that were decided, the latest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn cases(conn: &mut Conn, open: bool, limit: i64) -> Result<Vec<AppealCase>, ReturnError> {
    let (which, order) =
        if open { ("state = 'open'", "asked_at_us") } else { ("state <> 'open'", "decided_at_us DESC") };
    let text =
        format!("SELECT {APPEAL} FROM returns_appeals WHERE {which} ORDER BY {order}, return_id LIMIT $1");
    let appeals: Vec<Appeal> = conn.all(sql(text).bind(limit)).await?;
    let ids: Vec<ReturnId> =
        appeals.iter().flat_map(|one| [Some(one.return_id), one.follow_id]).flatten().collect();
    let mut rows: Vec<Return> = Vec::with_capacity(ids.len());
    for some in ids.chunks(500) {
        let list = placeholders(1, some.len());
        let text = format!("SELECT {} FROM returns_returns r WHERE r.id IN ({list})", store::RETURN);
        let found: Vec<Return> = conn.all(sql(text).bind_all(some.iter().copied())).await?;
        rows.extend(found);
    }
    let details = store::with_lines(conn, rows).await?;
    let of = |id: ReturnId| details.iter().find(|detail| detail.row.id == id);
    let case = |appeal: Appeal| {
        let follow = appeal.follow_id.and_then(of).map(|detail| detail.row.clone());
        of(appeal.return_id).cloned().map(|detail| AppealCase { appeal, detail, follow })
    };
    Ok(appeals.into_iter().filter_map(case).collect())
}

/// What the platform ordered is not decided once more by the seller, also while it waits for the processor.
pub(crate) async fn must_be_the_sellers(
    tx: &mut Tx,
    seller: SellerId,
    id: ReturnId,
) -> Result<(), ReturnError> {
    let row = desk::of_seller(tx, seller, id).await?;
    if row.rest_of.is_some() { Err(ReturnError::WrongState { state: row.state.0 }) } else { Ok(()) }
}

/// The words go; that there was an appeal stays. What was ordered, whose mails go, too.
pub(crate) async fn forget(tx: &mut Tx, id: ReturnId) -> Result<Option<ReturnId>, ReturnError> {
    let text =
        "UPDATE returns_appeals SET words = NULL, reason = NULL WHERE return_id = $1 RETURNING follow_id";
    let gone: Option<(Option<ReturnId>,)> = tx.opt(sql(text).bind(id)).await?;
    Ok(gone.and_then(|(follow,)| follow))
}

async fn ask(tx: &mut Tx, config: &ReturnsConfig, new: &NewAppeal) -> Result<(), ReturnError> {
    let row = own(tx, new.shopper, new.id).await?;
    if let Some(known) = of_return(tx, new.id).await? {
        let same = known.words.as_deref() == Some(new.words.as_str());
        return if same { Ok(()) } else { Err(ReturnError::AppealedBefore) };
    }
    let now = tx.now();
    let detail = detail_of(tx, row).await?;
    detail.may_appeal(now)?;
    tx.exec(
        sql("INSERT INTO returns_appeals (return_id, state, words, asked_at_us) VALUES ($1, $2, $3, $4)")
            .bind(new.id)
            .bind(AppealState::Open.as_str())
            .bind(new.words.as_str())
            .bind(now),
    )
    .await?;
    store::announce(tx, RETURN_APPEALED, &detail.row, detail.row.refunded_minor).await?;
    appeal_letters::asked(tx, config, new.id).await
}

/// Keeps the decision of somebody who did not order it, and tells both parties.
async fn decide(
    tx: &mut Tx,
    config: &ReturnsConfig,
    id: ReturnId,
    by: AccountId,
    reason: &str,
    follow: Option<ReturnId>,
) -> Result<(), ReturnError> {
    let (row, now) = (store::one(tx, id).await?, tx.now());
    must_not_be_own(tx, row.order_id, by).await?;
    let state = if follow.is_some() { AppealState::Overturned } else { AppealState::Upheld };
    tx.exec(
        sql("UPDATE returns_appeals SET state = $2, reason = $3, follow_id = $4, decided_by = $5, decided_at_us = $6
             WHERE return_id = $1")
        .bind(id)
        .bind(state.as_str())
        .bind(reason)
        .bind(follow)
        .bind(by)
        .bind(now),
    )
    .await?;
    store::announce(tx, RETURN_APPEAL_DECIDED, &row, row.refunded_minor).await?;
    appeal_letters::decided(tx, config, id, state, reason).await
}

async fn overturn(
    tx: &mut Tx,
    config: &ReturnsConfig,
    id: ReturnId,
    by: AccountId,
    reason: &str,
) -> Result<Return, ReturnError> {
    let appeal = of_return(tx, id).await?.ok_or(ReturnError::NotFound)?;
    if appeal.state.0 == AppealState::Upheld {
        return Err(ReturnError::AppealIsDecided);
    }
    if let Some(follow) = appeal.follow_id {
        let follow = store::one(tx, follow).await?;
        if follow.rest_of.is_some() && follow.next(ReturnEvent::Refund).is_ok() {
            give_rest(tx, config, follow.id).await?;
        }
        return store::one(tx, follow.id).await;
    }
    let row = store::one(tx, id).await?;
    let follow = if row.state.0 == ReturnState::Declined {
        anew(tx, config, row).await?
    } else {
        rest(tx, config, row).await?
    };
    decide(tx, config, id, by, reason, Some(follow)).await?;
    store::one(tx, follow).await
}

/// The key of what is ordered about a return. No page's key has a colon, so nobody takes this one before the platform does.
fn key_of(what: &str, id: ReturnId) -> String {
    format!("{what}:{id}")
}

/// Asks for what was declined once more, as of the day on which it was asked for, and approves it.
async fn anew(tx: &mut Tx, config: &ReturnsConfig, row: Return) -> Result<ReturnId, ReturnError> {
    let order = orders::store::order(tx, row.order_id).await?;
    let detail = detail_of(tx, row).await?;
    let row = &detail.row;
    let pick =
        |line: &store::ReturnLine| Pick { line: line.line_id, quantity: line.quantity, reason: line.reason };
    let picks: Vec<Pick> = detail.lines.iter().map(pick).collect();
    let claim = claim::quote_at(tx, row.shipment_id, row.part_id, &picks, row.requested_at_us).await?;
    let new = NewReturn {
        key: key_of("appeal", row.id),
        shopper: order.shopper()?,
        order: row.order_id,
        shipment: row.shipment_id,
        part: row.part_id,
        picks,
        note: None,
        seen: claim.card(),
    };
    let id = request::insert(tx, &new, &claim, "").await?;
    let follow = store::one(tx, id).await?;
    store::announce(tx, RETURN_REQUESTED, &follow, 0).await?;
    desk::approve_now(tx, config, &follow, None, false).await?;
    Ok(id)
}

/// Makes a return of what was kept back, and begins to give that back.
async fn rest(tx: &mut Tx, config: &ReturnsConfig, row: Return) -> Result<ReturnId, ReturnError> {
    exchange::must_not_be_open(tx, row.id).await?;
    let detail = detail_of(tx, row).await?;
    let row = &detail.row;
    let (id, now) = (tx.new_id::<ReturnId>(), tx.now());
    let mut lines = Vec::with_capacity(detail.lines.len());
    for line in &detail.lines {
        let worth = rest_of(&line.worth, line.kept_bps, row.currency)?;
        if worth.card_minor() > 0 {
            lines.push((line, worth));
        }
    }
    let claim = Worth::sum(lines.iter().map(|(_, worth)| worth)).card_minor();
    if claim <= 0 {
        return Err(ReturnError::NothingToGiveBack);
    }
    tx.exec(
        sql("INSERT INTO returns_returns (id, return_key, input_hash, order_id, part_id, shipment_id, capture_id,
                 seller_id, state, currency, pays_return, claim_minor, requested_at_us, answered_at_us,
                 received_at_us, rest_of, first_back_minor)
             VALUES ($1, $2, '', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $12, $13, $14)")
        .bind(id)
        .bind(key_of("rest", row.id))
        .bind(row.order_id)
        .bind(row.part_id)
        .bind(row.shipment_id)
        .bind(row.capture_id)
        .bind(row.seller_id)
        .bind(ReturnState::Received.as_str())
        .bind(row.currency)
        .bind(row.pays_return)
        .bind(claim)
        .bind(now)
        .bind(row.id)
        .bind(row.commission_back_minor),
    )
    .await?;
    for (line, worth) in &lines {
        insert_line(tx, id, line, worth).await?;
    }
    give_rest(tx, config, id).await?;
    Ok(id)
}

async fn insert_line(
    tx: &mut Tx,
    id: ReturnId,
    line: &store::ReturnLine,
    worth: &Worth,
) -> Result<(), ReturnError> {
    tx.exec(
        sql("INSERT INTO returns_lines (return_id, line_id, offer_id, product_id, title, picture_id, quantity, reason,
                 items_minor, tax_minor, subsidy_minor, shipping_minor, wrap_minor, fees_tax_minor,
                 shipping_subsidy_minor, commission_minor, grade)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)")
        .bind(id)
        .bind(line.line_id)
        .bind(line.offer_id)
        .bind(line.product_id)
        .bind(&line.title)
        .bind(line.picture_id)
        .bind(line.quantity)
        .bind(line.reason.as_str())
        .bind(worth.items_minor)
        .bind(worth.tax_minor)
        .bind(worth.subsidy_minor)
        .bind(worth.shipping_minor)
        .bind(worth.wrap_minor)
        .bind(worth.fees_tax_minor)
        .bind(worth.shipping_subsidy_minor)
        .bind(worth.commission_minor)
        .bind(line.grade.unwrap_or(Grade::AsNew).as_str()),
    )
    .await?;
    Ok(())
}

/// Begins to give the rest back, under a key of this attempt. What is for sale again was decided before.
async fn give_rest(tx: &mut Tx, config: &ReturnsConfig, id: ReturnId) -> Result<(), ReturnError> {
    let row = store::one(tx, id).await?;
    let (seller, attempt) = (row.seller_id, row.attempts + 1);
    let detail = detail_of(tx, row).await?;
    let graded: Vec<Graded> = detail
        .lines
        .iter()
        .map(|line| Graded {
            line: line.line_id,
            grade: line.grade.unwrap_or(Grade::AsNew),
            kept_bps: Some(0),
            restock: false,
        })
        .collect();
    let seen = outcome::outcome(&detail, &graded)?.card();
    if !seen.is_positive() {
        return Err(ReturnError::NothingToGiveBack);
    }
    let input = Refund { key: format!("rest-{id}-{attempt}"), seller, id, graded, seen };
    refund::begin(tx, config, &input).await
}
