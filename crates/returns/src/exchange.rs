//! Exchanges: the same item again, or another variant of it, instead of the money. Owns `returns_exchanges`. Called by the
//! shopper's and the seller's pages, the API and the workers.
//!
//! An even exchange moves stock and no money: the replacement costs what the bought one costs now, the sale stands, and
//! nothing of it is posted again; a label that its seller pays for is posted by itself. The replacement's units are held
//! from the approval on, in its transaction, and the hold is closed exactly once: sold when the replacement leaves, released
//! when the exchange is turned into an ordinary return, ends with a return that was taken back, or takes too long. While an
//! exchange is open its return cannot be refunded.

use crate::claim::Claim;
use crate::outcome::{self, Graded};
use crate::refund::{detail_of, keep_grades, restock};
use crate::request::{NewReturn, Sending, own, tracking_of};
use crate::store::{self, Return, ReturnDetail};
use crate::{ReturnError, Returns, ReturnsConfig, desk, exchange_letters, labels, posting};
use catalog::CatalogError;
use db::{Conn, Text, Tx, placeholders, row, sql};
use domain::order::Carrier;
use domain::returns::{
    ExchangeEvent, ExchangeState, Grade, RETURN_EXCHANGE_CHANGED, RETURN_EXCHANGED, ReturnEvent, TurnReason,
    exchange_lasts, next_exchange_state,
};
use domain::text_enum::TextEnum as _;
use domain::{HoldId, LedgerTxId, OfferId, ProductId, ReturnId, SellerId, Timestamp};
use inventory::InventoryError;
use orders::Shopper;
use std::collections::HashMap;
use std::sync::Arc;

/// Exchanges that are looked at together when the shop looks for those that took too long.
const LAPSED_AT_ONCE: i64 = 100;

row! {
    /// What a shopper wants instead of the money of a return, and where that is.
    #[derive(PartialEq, Eq)]
    pub struct Exchange {
        pub return_id: ReturnId,
        pub state: Text<ExchangeState>,
        pub offer_id: OfferId,
        pub product_id: ProductId,
        pub title: String,
        pub quantity: i64,
        /// The units that are or were set aside.
        pub hold_id: Option<HoldId>,
        pub lasts_until_us: Option<Timestamp>,
        pub turned_because: Option<Text<TurnReason>>,
        pub carrier: Option<Text<Carrier>>,
        pub tracking: Option<String>,
        pub asked_at_us: Timestamp,
        pub accepted_at_us: Option<Timestamp>,
        pub sent_at_us: Option<Timestamp>,
        pub delivered_at_us: Option<Timestamp>,
        pub ended_at_us: Option<Timestamp>,
    }
}
const EXCHANGE: &str =
    "return_id, state, offer_id, product_id, title, quantity, hold_id, lasts_until_us, turned_because,
    carrier, tracking, asked_at_us, accepted_at_us, sent_at_us, delivered_at_us, ended_at_us";

impl Exchange {
    /// The state after an event.
    fn next(&self, event: ExchangeEvent) -> Result<ExchangeState, ReturnError> {
        let state = self.state.0;
        next_exchange_state(state, event).ok_or(ReturnError::WrongExchangeState { state })
    }
}

/// Something that can be had instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub offer: OfferId,
    pub product: ProductId,
    pub title: String,
    /// What it is among its variants, such as size and colour.
    pub values: Vec<String>,
    /// The same as what was bought.
    pub same: bool,
}

/// What can be had instead of the money of this claim: new, of the same seller, the same article or a variant of it, at
/// the price that the bought one has now, and enough of it in stock. A claim of several lines has no choice: each is
/// exchanged by a return of its own.
///
/// # Errors
/// When the database cannot be read.
pub async fn choices(conn: &mut Conn, claim: &Claim) -> Result<Vec<Choice>, ReturnError> {
    let [line] = claim.lines.as_slice() else { return Ok(Vec::new()) };
    let bought = match catalog::offer(conn, line.line.offer_id).await {
        Err(CatalogError::OfferNotFound(_)) => return Ok(Vec::new()),
        other => other?,
    };
    let wanted = units(claim);
    let mut all = catalog::same_article(conn, claim.parcel.seller_id, bought.product_id).await?;
    all.retain(|one| one.price == bought.price);
    let offers: Vec<OfferId> = all.iter().map(|one| one.offer).collect();
    let levels = inventory::levels(conn, &offers).await?;
    all.retain(|one| levels.get(&one.offer).is_some_and(|level| level.available >= wanted));
    let choice = |one: catalog::SameArticle| Choice {
        same: one.product == bought.product_id,
        offer: one.offer,
        product: one.product,
        title: one.title,
        values: one.values,
    };
    Ok(all.into_iter().map(choice).collect())
}

fn units(claim: &Claim) -> i64 {
    let count: usize = claim.lines.iter().map(|line| line.units.len()).sum();
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl Returns {
    /// Asks for a return of one line, and for this offer instead of the money. Where the seller's settings approve it at
    /// once the replacement is set aside in the same moment.
    ///
    /// # Errors
    /// Those of [`Returns::request`]; [`ReturnError::NoSuchReplacement`] for what is none of [`choices`],
    /// [`ReturnError::ReplacementSoldOut`] when somebody else was faster. Nothing is written then.
    pub async fn request_exchange(&self, new: NewReturn, instead: OfferId) -> Result<ReturnId, ReturnError> {
        self.ask(new, Some(instead)).await
    }

    /// What came back is as it should be: the replacement is to be sent. What of it is for sale again becomes so when
    /// the replacement leaves, because until then the exchange can still be turned into a refund, which grades anew.
    /// Accepting it again changes nothing.
    ///
    /// # Errors
    /// [`ReturnError::WrongState`] for what was not received, [`ReturnError::NoExchange`],
    /// [`ReturnError::WrongExchangeState`], [`ReturnError::NothingCameBack`] for an empty parcel,
    /// [`ReturnError::BankGaveBack`], and what [`outcome::outcome`] refuses.
    pub async fn accept_exchange(
        &self,
        seller: SellerId,
        id: ReturnId,
        graded: Vec<Graded>,
    ) -> Result<(), ReturnError> {
        let graded = Arc::new(graded);
        self.db
            .write(move |tx| {
                let graded = Arc::clone(&graded);
                Box::pin(async move { accept(tx, seller, id, &graded).await })
            })
            .await
    }

    /// The replacement has left, with a number under which it can be followed: its units are sold, and what came back
    /// fit is for sale again. Saying it again changes nothing.
    ///
    /// # Errors
    /// [`ReturnError::TrackingMalformed`], also for none; [`ReturnError::NoExchange`],
    /// [`ReturnError::WrongExchangeState`] for what was not accepted or was turned; [`ReturnError::BankGaveBack`].
    pub async fn send_replacement(
        &self,
        seller: SellerId,
        id: ReturnId,
        how: Sending,
    ) -> Result<(), ReturnError> {
        let tracking = tracking_of(&how.tracking)?;
        if tracking.is_empty() {
            return Err(ReturnError::TrackingMalformed);
        }
        let (parcel, config) = (Arc::new((how.carrier, tracking)), Arc::clone(&self.config));
        self.db
            .write(move |tx| {
                let (parcel, config) = (Arc::clone(&parcel), Arc::clone(&config));
                Box::pin(async move {
                    let row = desk::of_seller(tx, seller, id).await?;
                    send(tx, &config, row, (parcel.0, &parcel.1)).await
                })
            })
            .await
    }

    /// The replacement has arrived, says the seller. Saying it again changes nothing.
    ///
    /// # Errors
    /// [`ReturnError::NoExchange`], [`ReturnError::WrongExchangeState`] for what has not left.
    pub async fn replacement_delivered(&self, seller: SellerId, id: ReturnId) -> Result<(), ReturnError> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let row = desk::of_seller(tx, seller, id).await?;
                    deliver(tx, &row).await
                })
            })
            .await
    }

    /// The same, says the shopper.
    ///
    /// # Errors
    /// As [`Returns::replacement_delivered`].
    pub async fn replacement_arrived(&self, shopper: Shopper, id: ReturnId) -> Result<(), ReturnError> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let row = own(tx, shopper, id).await?;
                    deliver(tx, &row).await
                })
            })
            .await
    }

    /// There is no replacement: from now on it is an ordinary return, wherever it stands, and what was set aside is for
    /// sale again. Turning it again changes nothing.
    ///
    /// # Errors
    /// [`ReturnError::NotTheSellersReason`], [`ReturnError::NoExchange`], [`ReturnError::WrongExchangeState`] once it
    /// has left or ended.
    pub async fn turn_exchange(
        &self,
        seller: SellerId,
        id: ReturnId,
        because: TurnReason,
    ) -> Result<(), ReturnError> {
        if !TurnReason::SELLERS.contains(&because) {
            return Err(ReturnError::NotTheSellersReason);
        }
        let config = Arc::clone(&self.config);
        self.db
            .write(move |tx| {
                let config = Arc::clone(&config);
                Box::pin(async move {
                    let row = desk::of_seller(tx, seller, id).await?;
                    turn(tx, &config, &row, because).await
                })
            })
            .await
    }

    /// Turns every exchange that took too long, each in a transaction of its own: whoever did not send the goods back in
    /// time, or did not look at them, keeps no stock from others. One that cannot be turned holds up none of them. How many.
    ///
    /// # Errors
    /// Why the first one could not be turned, after all others were; the database's.
    pub async fn lapse_exchanges(&self) -> Result<usize, ReturnError> {
        let (mut turned, mut after, mut failed) = (0, None, None);
        loop {
            let late = self.late_exchanges(after).await?;
            let Some(last) = late.last() else { return failed.map_or(Ok(turned), Err) };
            after = Some(*last);
            for id in late {
                let config = Arc::clone(&self.config);
                let lapsed = self
                    .db
                    .write(move |tx| {
                        let config = Arc::clone(&config);
                        Box::pin(async move { lapse(tx, &config, id).await })
                    })
                    .await;
                match lapsed {
                    Ok(lapsed) => turned += usize::from(lapsed),
                    Err(error) => {
                        tracing::warn!(return_id = %id, %error, "an exchange that took too long could not be turned");
                        failed = failed.or(Some(error));
                    }
                }
            }
        }
    }

    /// The next exchanges that took too long, behind the one of `after`.
    async fn late_exchanges(&self, after: Option<ReturnId>) -> Result<Vec<ReturnId>, ReturnError> {
        let behind = if after.is_some() { "AND return_id > $3" } else { "" };
        let text = format!(
            "SELECT return_id FROM returns_exchanges
             WHERE state IN ('held', 'due') AND lasts_until_us < $1 {behind} ORDER BY return_id LIMIT $2"
        );
        let statement = sql(text).bind(self.db.now()).bind(LAPSED_AT_ONCE).bind_all(after);
        let late: Vec<(ReturnId,)> = self.db.read().await?.all(statement).await?;
        Ok(late.into_iter().map(|(id,)| id).collect())
    }
}

/// Exchanges of these returns.
pub(crate) async fn of_rows(
    conn: &mut Conn,
    rows: &[Return],
) -> Result<HashMap<ReturnId, Exchange>, ReturnError> {
    let mut found = HashMap::new();
    for some in rows.chunks(500) {
        let list = placeholders(1, some.len());
        let text = format!("SELECT {EXCHANGE} FROM returns_exchanges WHERE return_id IN ({list})");
        let all: Vec<Exchange> = conn.all(sql(text).bind_all(some.iter().map(|row| row.id))).await?;
        found.extend(all.into_iter().map(|one| (one.return_id, one)));
    }
    Ok(found)
}

async fn of_return(conn: &mut Conn, id: ReturnId) -> Result<Option<Exchange>, ReturnError> {
    let text = format!("SELECT {EXCHANGE} FROM returns_exchanges WHERE return_id = $1");
    Ok(conn.opt(sql(text).bind(id)).await?)
}

/// A return whose shopper waits for a replacement is not refunded.
pub(crate) async fn must_not_be_open(conn: &mut Conn, id: ReturnId) -> Result<(), ReturnError> {
    let open = of_return(conn, id).await?.is_some_and(|exchange| exchange.state.0.is_open());
    if open { Err(ReturnError::ExchangeIsOpen) } else { Ok(()) }
}

/// Keeps what the shopper wants instead, beside the return that was just asked for.
pub(crate) async fn wish(
    tx: &mut Tx,
    id: ReturnId,
    claim: &Claim,
    offer: OfferId,
) -> Result<(), ReturnError> {
    let all = choices(tx, claim).await?;
    let choice = all.into_iter().find(|one| one.offer == offer).ok_or(ReturnError::NoSuchReplacement)?;
    let now = tx.now();
    tx.exec(
        sql("INSERT INTO returns_exchanges (return_id, state, offer_id, product_id, title, quantity, asked_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(id)
        .bind(ExchangeState::Asked.as_str())
        .bind(choice.offer)
        .bind(choice.product)
        .bind(choice.title)
        .bind(units(claim))
        .bind(now),
    )
    .await?;
    Ok(())
}

/// The return is approved: the replacement is set aside, if there is to be one.
pub(crate) async fn hold(tx: &mut Tx, id: ReturnId) -> Result<(), ReturnError> {
    let asked = of_return(tx, id).await?.filter(|exchange| exchange.state.0 != ExchangeState::Turned);
    let Some(exchange) = asked else { return Ok(()) };
    let next = exchange.next(ExchangeEvent::Hold)?;
    let until = tx.now().plus(exchange_lasts());
    let held = match inventory::hold(tx, &[(exchange.offer_id, exchange.quantity)], until).await {
        Err(InventoryError::SoldOut { .. }) => return Err(ReturnError::ReplacementSoldOut),
        other => other?,
    };
    tx.exec(
        sql(
            "UPDATE returns_exchanges SET state = $2, hold_id = $3, lasts_until_us = $4 WHERE return_id = $1",
        )
        .bind(id)
        .bind(next.as_str())
        .bind(held)
        .bind(until),
    )
    .await?;
    Ok(())
}

/// The return was refused or taken back: what was set aside is for sale again.
pub(crate) async fn end(tx: &mut Tx, id: ReturnId) -> Result<(), ReturnError> {
    let open = of_return(tx, id).await?.filter(|exchange| exchange.state.0.is_open());
    let Some(exchange) = open else { return Ok(()) };
    let (next, now) = (exchange.next(ExchangeEvent::End)?, tx.now());
    let_go(tx, &exchange).await?;
    let statement = sql("UPDATE returns_exchanges SET state = $2, ended_at_us = $3 WHERE return_id = $1");
    tx.exec(statement.bind(id).bind(next.as_str()).bind(now)).await?;
    Ok(())
}

async fn let_go(tx: &mut Tx, exchange: &Exchange) -> Result<(), ReturnError> {
    if let Some(hold) = exchange.hold_id {
        inventory::release(tx, hold).await?;
    }
    Ok(())
}

async fn turn(
    tx: &mut Tx,
    config: &ReturnsConfig,
    row: &Return,
    because: TurnReason,
) -> Result<(), ReturnError> {
    let exchange = of_return(tx, row.id).await?.ok_or(ReturnError::NoExchange)?;
    if exchange.state.0 == ExchangeState::Turned {
        return Ok(());
    }
    let (next, now) = (exchange.next(ExchangeEvent::Turn)?, tx.now());
    let_go(tx, &exchange).await?;
    tx.exec(
        sql("UPDATE returns_exchanges SET state = $2, turned_because = $3, ended_at_us = $4 WHERE return_id = $1")
            .bind(row.id)
            .bind(next.as_str())
            .bind(because.as_str())
            .bind(now),
    )
    .await?;
    store::announce(tx, RETURN_EXCHANGE_CHANGED, row, 0).await?;
    exchange_letters::turned(tx, config, row.id).await
}

/// Turns it if it still is too late: somebody may have sent the replacement meanwhile. Returns whether it did.
async fn lapse(tx: &mut Tx, config: &ReturnsConfig, id: ReturnId) -> Result<bool, ReturnError> {
    let row = store::one(tx, id).await?;
    let now = tx.now();
    let late = |one: &Exchange| one.state.0.holds_stock() && one.lasts_until_us.is_some_and(|end| end < now);
    let is_late = of_return(tx, id).await?.is_some_and(|exchange| late(&exchange));
    if is_late {
        turn(tx, config, &row, TurnReason::TooLate).await?;
    }
    Ok(is_late)
}

async fn accept(tx: &mut Tx, seller: SellerId, id: ReturnId, graded: &[Graded]) -> Result<(), ReturnError> {
    let row = desk::of_seller(tx, seller, id).await?;
    let exchange = of_return(tx, id).await?.ok_or(ReturnError::NoExchange)?;
    if exchange.state.0 == ExchangeState::Due {
        return Ok(());
    }
    row.next(ReturnEvent::Exchange)?;
    let (next, now) = (exchange.next(ExchangeEvent::Accept)?, tx.now());
    if graded.iter().any(|one| one.grade == Grade::Empty) {
        return Err(ReturnError::NothingCameBack);
    }
    // Nothing is given back, so nothing is kept of it, and what is left of the charge is no matter.
    let detail = ReturnDetail { left: None, ..detail_of(tx, row).await? };
    must_be_even(tx, &detail.row).await?;
    let whole: Vec<Graded> = graded.iter().map(|one| Graded { kept_bps: Some(0), ..*one }).collect();
    let outcome = outcome::outcome(&detail, &whole)?;
    keep_grades(tx, &detail.row, &outcome).await?;
    let statement = sql("UPDATE returns_exchanges SET state = $2, accepted_at_us = $3 WHERE return_id = $1");
    tx.exec(statement.bind(id).bind(next.as_str()).bind(now)).await?;
    store::announce(tx, RETURN_EXCHANGE_CHANGED, &detail.row, 0).await
}

/// Goods are for goods: whoever has got money back from a bank, for good or until the bank decides, would have both. What the
/// platform granted is no correction of the sale, and stands beside it.
async fn must_be_even(tx: &mut Tx, row: &Return) -> Result<(), ReturnError> {
    let charge = payments::capture(tx, row.capture_id).await?;
    if charge.disputed.is_positive() { Err(ReturnError::BankGaveBack) } else { Ok(()) }
}

async fn send(
    tx: &mut Tx,
    config: &ReturnsConfig,
    row: Return,
    parcel: (Carrier, &str),
) -> Result<(), ReturnError> {
    let detail = detail_of(tx, row).await?;
    let exchange = detail.exchange.clone().ok_or(ReturnError::NoExchange)?;
    if exchange.state.0.has_left() {
        return Ok(());
    }
    let (next, now) = (exchange.next(ExchangeEvent::Send)?, tx.now());
    must_be_even(tx, &detail.row).await?;
    let hold = exchange.hold_id.ok_or(InventoryError::UnknownHold)?;
    inventory::sell(tx, hold).await?;
    tx.exec(
        sql("UPDATE returns_exchanges SET state = $2, carrier = $3, tracking = $4, sent_at_us = $5
             WHERE return_id = $1")
        .bind(detail.row.id)
        .bind(next.as_str())
        .bind(parcel.0.as_str())
        .bind(parcel.1)
        .bind(now),
    )
    .await?;
    close(tx, &detail).await?;
    store::announce(tx, RETURN_EXCHANGED, &detail.row, 0).await?;
    exchange_letters::replaced(tx, config, detail.row.id).await
}

/// The return has ended: what came back fit is for sale again, and a seller who pays for the way back owes its label. From a
/// shopper's there is nothing to take: the shop bears it.
async fn close(tx: &mut Tx, detail: &ReturnDetail) -> Result<(), ReturnError> {
    let (row, now) = (&detail.row, tx.now());
    let next = row.next(ReturnEvent::Exchange)?;
    let outcome = outcome::exchanged(detail)?;
    let entry = (outcome.label_minor > 0).then(|| tx.new_id::<LedgerTxId>());
    if let Some(entry) = entry {
        let part = orders::store::part(tx, row.part_id).await?;
        posting::post(tx, entry, row, &part.tax_place, &outcome).await?;
        labels::keep_charged(tx, row.id, outcome.label_minor).await?;
    }
    restock(tx, detail, &outcome).await?;
    tx.exec(
        sql("UPDATE returns_returns SET state = $2, decided_at_us = $3, ended_at_us = $3, closed_tx_id = $4
             WHERE id = $1")
        .bind(row.id)
        .bind(next.as_str())
        .bind(now)
        .bind(entry),
    )
    .await?;
    Ok(())
}

async fn deliver(tx: &mut Tx, row: &Return) -> Result<(), ReturnError> {
    let exchange = of_return(tx, row.id).await?.ok_or(ReturnError::NoExchange)?;
    if exchange.state.0 == ExchangeState::Delivered {
        return Ok(());
    }
    let (next, now) = (exchange.next(ExchangeEvent::Deliver)?, tx.now());
    let statement = sql("UPDATE returns_exchanges SET state = $2, delivered_at_us = $3 WHERE return_id = $1");
    tx.exec(statement.bind(row.id).bind(next.as_str()).bind(now)).await?;
    store::announce(tx, RETURN_EXCHANGE_CHANGED, row, 0).await
}
