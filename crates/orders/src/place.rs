//! Placing an order: one key, one order, whatever happens on the way.
//!
//! Three steps, because a card processor is somebody else's machine and must not be waited for inside a
//! transaction. (1) One transaction checks prices, holds stock, writes the order and begins the payment.
//! (2) The processor is asked, by the payment's own key. (3) One transaction records the answer: paid and sold,
//! or refused and released. A crash between the steps is finished by `payments.reconcile`, which asks the processor
//! what it remembers under that key. A repeat of the same click walks the same three steps and gets the same answer.

mod promised;
mod rows;

use crate::cart::{self, Shopper};
use crate::quote::{self, Quote, Wanted};
use crate::store::{self, Order};
use crate::{OrderError, Orders, coupons};
use db::{DbError, NewEvent, Tx, sql};
use domain::address::Address;
use domain::contact::Email;
use domain::events::{ORDER_NOT_PAID, ORDER_PLACED, OrderNotPaid, OrderPlaced, PlacedLine};
use domain::format::Locale;
use domain::gift::GiftMessage;
use domain::order::{Device, OrderSource, OrderState, PartState};
use domain::payment::{DeclineReason, PaymentState};
use domain::rate::Rate;
use domain::text_enum::TextEnum as _;
use domain::{DurationUs, Money, OrderId, PaymentId};
use payments::{AuthOutcome, MethodRef, NewPayment};
use promised::Promised;
use rows::{insert_order, insert_part};
use std::sync::Arc;

/// Stock is kept aside this long for an order whose payment is not settled.
pub const PAYMENT_TIMEOUT: DurationUs = DurationUs::from_mins(30);
/// The job that gives up an order whose confirmation never came.
pub const ABANDON_JOB: &str = "orders.abandon";

/// Everything that makes an order. Two with the same key must be equal.
#[derive(Debug, Clone)]
pub struct PlaceOrder {
    /// Made when the page was rendered; 16 to 64 characters.
    pub key: String,
    pub shopper: Shopper,
    pub email: Email,
    pub locale: Locale,
    pub source: OrderSource,
    pub lines: Vec<Wanted>,
    pub address: Address,
    pub method: MethodRef,
    /// The total on the page that was clicked; a higher one must be agreed to.
    pub total_seen: Option<Money>,
    /// It is a present.
    pub gift: Option<Gift>,
    /// At which rate the buyer read the prices in another currency; frozen onto the order, charged in none.
    pub shown: Option<Rate>,
    /// What it is placed with, where the browser says so; for the seller's figures alone.
    pub device: Option<Device>,
}

/// What makes an order a present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gift {
    pub message: GiftMessage,
    /// Each seller wraps what they send, for the fee of the settings.
    pub wrap: bool,
}

/// How an order ended up; a repeat gets the same answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placed {
    /// Paid for (authorised); the sellers know.
    Placed { order: OrderId },
    /// The card's bank wants the shopper to confirm; the units are kept until then.
    NeedsConfirmation { order: OrderId, challenge: String },
    /// The card was refused; nothing is kept.
    Declined { order: OrderId, reason: DeclineReason },
    /// The processor's answer was lost; the order settles by itself within minutes and is never charged twice.
    Pending { order: OrderId },
    /// It was undone or cancelled since.
    Cancelled { order: OrderId },
}

impl Placed {
    pub fn order(&self) -> OrderId {
        match self {
            Self::Placed { order }
            | Self::NeedsConfirmation { order, .. }
            | Self::Declined { order, .. }
            | Self::Pending { order }
            | Self::Cancelled { order } => *order,
        }
    }
}

impl PlaceOrder {
    /// What must be equal when the key is used again. The price and total that were seen are left out: agreeing to a
    /// raised one is a new try of the same order only until one exists. So is the card: a token is made anew on each
    /// try of one form. So is the rate: it may change between two tries. So is the device: it changes nothing.
    fn hash(&self) -> String {
        let lines: Vec<_> = self.lines.iter().map(|l| (l.offer, l.quantity)).collect();
        let who = (self.shopper.account(), self.shopper.guest(), self.email.as_str());
        // An order that is no present has the hash that it had before there were presents.
        let Some(gift) = self.gift.as_ref().map(|g| (g.message.as_str(), g.wrap)) else {
            return input_hash(&serde_json::json!([who, self.source.as_str(), lines, &self.address]));
        };
        input_hash(&serde_json::json!([who, self.source.as_str(), lines, &self.address, gift]))
    }
}

/// A short fingerprint of a command's input, kept beside its key.
pub(crate) fn input_hash(input: &serde_json::Value) -> String {
    blake3::hash(input.to_string().as_bytes()).to_hex()[..32].to_string()
}

impl Orders {
    /// Places an order and asks for the payment.
    ///
    /// # Errors
    /// [`OrderError::PriceRaised`], [`OrderError::TotalRaised`], [`OrderError::SoldOut`] and
    /// [`OrderError::NotForSale`] leave nothing behind and the key free. [`OrderError::KeyReused`] when the key belongs to an order with other lines or another shopper.
    pub async fn place(&self, input: PlaceOrder) -> Result<Placed, OrderError> {
        let input = Arc::new(input);
        let config = Arc::clone(&self.config);
        let turn = self.begins.acquire().await.map_err(|closed| DbError::Open(closed.to_string()))?;
        let order = self
            .db
            .write(move |tx| {
                let (input, config) = (Arc::clone(&input), Arc::clone(&config));
                Box::pin(async move { create(tx, &config, &input).await })
            })
            .await?;
        drop(turn);
        self.settle_payment(order).await
    }

    /// Asks the processor if the order still waits for it, and records the answer. Safe to repeat.
    pub(crate) async fn settle_payment(&self, order: Order) -> Result<Placed, OrderError> {
        if order.state.0 != OrderState::AwaitingPayment || order.challenge.is_some() {
            return Ok(outcome_of(&order));
        }
        match self.payments.authorise(order.payment_id).await {
            Ok(outcome) => self.record_outcome(order.id, outcome).await,
            Err(payments::PaymentError::OutcomeUnknown) => Ok(Placed::Pending { order: order.id }),
            Err(other) => Err(other.into()),
        }
    }

    /// Records what the processor said and what follows from it, in one transaction. Safe to repeat.
    pub async fn record_outcome(&self, order: OrderId, outcome: AuthOutcome) -> Result<Placed, OrderError> {
        let outcome = Arc::new(outcome);
        self.db
            .write(move |tx| {
                let outcome = Arc::clone(&outcome);
                Box::pin(async move { settle(tx, order, &outcome).await })
            })
            .await
    }

    /// The shopper's answer to the bank's question.
    pub async fn confirm(
        &self,
        shopper: Shopper,
        order: OrderId,
        answer: String,
    ) -> Result<Placed, OrderError> {
        let mut conn = self.db.read().await?;
        let order = store::order(&mut conn, order).await?;
        drop(conn);
        if !order.belongs_to(shopper) {
            return Err(OrderError::NotFound);
        }
        if order.state.0 != OrderState::AwaitingPayment || order.challenge.is_none() {
            return Ok(outcome_of(&order));
        }
        let outcome = self.payments.confirm(order.payment_id, &answer).await?;
        self.record_outcome(order.id, outcome).await
    }

    /// Finishes an order whose process died or whose answer was lost. The handler of `payments.reconcile`.
    ///
    /// The processor is asked what it remembers before it is asked to authorise again; an order that is older than
    /// [`PAYMENT_TIMEOUT`] and still has no answer is given up, whatever the reason, so that its units are for sale
    /// again. What the processor approves after that is given back.
    pub async fn reconcile(&self, payment: PaymentId) -> Result<Placed, OrderError> {
        let mut conn = self.db.read().await?;
        let order = store::order_of_payment(&mut conn, payment).await?;
        let overdue = conn.now() > order.placed_at_us.plus(PAYMENT_TIMEOUT);
        drop(conn);
        if order.state.0 != OrderState::AwaitingPayment || order.challenge.is_some() {
            return Ok(outcome_of(&order));
        }
        if overdue {
            return self.abandon(order.id).await;
        }
        match self.payments.reconcile(payment).await {
            Ok(Some(outcome)) => self.record_outcome(order.id, outcome).await,
            Ok(None) => self.settle_payment(order).await,
            Err(payments::PaymentError::OutcomeUnknown) => Ok(Placed::Pending { order: order.id }),
            Err(other) => Err(other.into()),
        }
    }
}

pub(crate) fn outcome_of(order: &Order) -> Placed {
    let id = order.id;
    match order.state.0 {
        OrderState::AwaitingPayment => match &order.challenge {
            Some(challenge) => Placed::NeedsConfirmation { order: id, challenge: challenge.clone() },
            None => Placed::Pending { order: id },
        },
        OrderState::PaymentFailed => {
            let reason = order.failure.as_deref().and_then(DeclineReason::parse);
            Placed::Declined { order: id, reason: reason.unwrap_or(DeclineReason::Declined) }
        }
        OrderState::Cancelled => Placed::Cancelled { order: id },
        OrderState::Placed | OrderState::Completed => Placed::Placed { order: id },
    }
}

/// Step 1: the order, its stock and its payment, or nothing.
async fn create(tx: &mut Tx, config: &crate::OrdersConfig, input: &PlaceOrder) -> Result<Order, OrderError> {
    let hash = input.hash();
    if let Some(known) = store::order_by_key(tx, &input.key).await? {
        if known.input_hash != hash {
            return Err(OrderError::KeyReused);
        }
        if input.source == OrderSource::Checkout {
            // A form that is sent again brings its card again.
            payments::forget_held_of(tx, known.payment_id).await?;
        }
        return Ok(known);
    }
    if let Some(account) = input.shopper.account() {
        // An account that was ended a moment ago places nothing: nobody would be there to take it.
        identity::account(tx, account).await?.ok_or(OrderError::NotFound)?;
    }
    let mut quote = quote::quote(tx, &input.lines, Some(&input.address)).await?;
    if quote.parts.is_empty() {
        return Err(OrderError::NothingToOrder);
    }
    quote.refuse_raised_prices(&input.lines)?;
    if input.source == OrderSource::Checkout {
        take_coupon(tx, input, &mut quote).await?;
    }
    if input.gift.as_ref().is_some_and(|gift| gift.wrap) {
        let now = tx.now();
        let fee = crate::wraps::wrap_price(tx, config.gift_wrap, now).await?;
        quote.wrap(fee.ok_or(OrderError::NoGiftWrap)?)?;
    }
    let places = match (input.source, input.shopper.account()) {
        (OrderSource::OneClick, Some(account)) => {
            crate::bundles::join_or_open(tx, account, &input.address, &mut quote, config.one_click_window)
                .await?
        }
        _ => vec![None; quote.parts.len()],
    };
    let now = tx.now();
    let wanted: Vec<_> = input.lines.iter().map(|l| (l.offer, l.quantity)).collect();
    let hold = inventory::hold(tx, &wanted, now.plus(PAYMENT_TIMEOUT)).await?;
    quote.refuse_raised_total(input.total_seen)?;
    let id: OrderId = tx.new_id();
    let payment = payments::begin(
        tx,
        NewPayment {
            id: None,
            order: id,
            account: input.shopper.account(),
            method: input.method.clone(),
            amount: quote.total,
            key: format!("order-{id}"),
        },
    )
    .await?;
    let order = insert_order(tx, config, input, &quote, id, payment, hold, hash).await?;
    let promised = Promised::read(tx, &quote.parts).await?;
    for (part, place) in quote.parts.iter().zip(places) {
        insert_part(tx, id, input, part, place, &promised).await?;
    }
    if let Some(coupon) = &quote.coupon {
        coupons::use_up(tx, coupon.id, id).await?;
    }
    Ok(order)
}

/// What the coupon of the shopper's cart takes off. One that takes nothing off any more leaves the full price: who was
/// shown a lower total is asked again by [`OrderError::TotalRaised`].
async fn take_coupon(tx: &mut Tx, input: &PlaceOrder, quote: &mut Quote) -> Result<(), OrderError> {
    let Some(code) = coupons::of_cart(tx, input.shopper).await? else { return Ok(()) };
    coupons::apply(tx, quote, &code, input.shopper.account()).await?;
    Ok(())
}

/// Step 3: what the processor said, and what follows.
async fn settle(tx: &mut Tx, id: OrderId, outcome: &AuthOutcome) -> Result<Placed, OrderError> {
    let order = store::order(tx, id).await?;
    if order.state.0 != OrderState::AwaitingPayment {
        // The order was given up meanwhile: an approval that comes now is noted and given back.
        payments::record_authorisation(tx, order.payment_id, outcome).await?;
        return Ok(outcome_of(&order));
    }
    match payments::record_authorisation(tx, order.payment_id, outcome).await? {
        PaymentState::Authorised => {
            accept_payment(tx, &order).await?;
            Ok(Placed::Placed { order: id })
        }
        PaymentState::NeedsConfirmation => {
            let AuthOutcome::NeedsConfirmation { challenge, .. } = outcome else {
                return Ok(Placed::Pending { order: id });
            };
            tx.exec(sql("UPDATE orders_orders SET challenge = $2 WHERE id = $1").bind(id).bind(challenge))
                .await?;
            crate::abandon::schedule(tx, id).await?;
            Ok(Placed::NeedsConfirmation { order: id, challenge: challenge.clone() })
        }
        _ => {
            let reason = match outcome {
                AuthOutcome::Declined(reason) => *reason,
                _ => DeclineReason::Declined,
            };
            payments::forget_held_of(tx, order.payment_id).await?;
            give_up(tx, &order, OrderState::PaymentFailed, reason.as_str()).await?;
            Ok(Placed::Declined { order: id, reason })
        }
    }
}

async fn accept_payment(tx: &mut Tx, order: &Order) -> Result<(), OrderError> {
    inventory::sell(tx, order.hold_id).await?;
    tx.exec(
        sql("UPDATE orders_orders SET state = $2, challenge = NULL WHERE id = $1")
            .bind(order.id)
            .bind(OrderState::Placed.as_str()),
    )
    .await?;
    let placed = format!("UPDATE orders_parts SET state = $2 WHERE order_id = $1 RETURNING {}", store::PART);
    let mut parts: Vec<store::Part> =
        tx.all(sql(placed).bind(order.id).bind(PartState::Placed.as_str())).await?;
    parts.sort_unstable_by_key(|part| part.id);
    let mut lines = store::lines_of(tx, &parts.iter().map(|p| p.id).collect::<Vec<_>>()).await?;
    if order.source.0 == OrderSource::Checkout {
        let shopper = order.shopper()?;
        payments::forget_held_of(tx, order.payment_id).await?;
        let ordered: Vec<_> = lines.iter().map(|l| (l.offer_id, l.quantity)).collect();
        cart::take_ordered(tx, shopper, &ordered).await?;
        // Used: what is put into the cart next has no coupon until one is named again.
        if order.coupon_code.is_some() {
            coupons::name_in_cart(tx, shopper, None).await?;
        }
    }
    for part in parts {
        let own: Vec<_> = lines.extract_if(.., |l| l.part_id == part.id).collect();
        let placed = OrderPlaced {
            order_id: order.id,
            part_id: part.id,
            seller_id: part.seller_id,
            currency: order.currency,
            items_minor: part.items_minor,
            shipping_minor: part.shipping_minor,
            tax_minor: part.tax_minor,
            units: own.iter().map(|l| l.quantity).sum(),
            lines: own.into_iter().map(placed_line).collect(),
            placed_at_us: part.placed_at_us,
            bundle_id: part.bundle_id,
        };
        let topic = Some(part.seller_id.to_string());
        tx.append(NewEvent { kind: ORDER_PLACED, key: part.id.to_string(), topic, payload: &placed }).await?;
    }
    Ok(())
}

fn placed_line(line: store::Line) -> PlacedLine {
    PlacedLine {
        offer_id: line.offer_id,
        product_id: line.product_id,
        title: line.title,
        quantity: line.quantity,
        amount_minor: line.amount_minor,
    }
}

/// The order is not paid for: its units are for sale again.
pub(crate) async fn give_up(tx: &mut Tx, order: &Order, to: OrderState, why: &str) -> Result<(), OrderError> {
    inventory::release(tx, order.hold_id).await?;
    coupons::give_back(tx, order.id).await?;
    tx.exec(
        sql("UPDATE orders_orders SET state = $2, failure = $3, challenge = NULL WHERE id = $1")
            .bind(order.id)
            .bind(to.as_str())
            .bind(why),
    )
    .await?;
    let now = tx.now();
    tx.exec(
        sql("UPDATE orders_parts SET state = $2, cancelled_at_us = $3, cancel_reason = $4 WHERE order_id = $1")
            .bind(order.id)
            .bind(PartState::Cancelled.as_str())
            .bind(now)
            .bind(why),
    )
    .await?;
    for part in store::parts_of(tx, order.id).await? {
        let not_paid = OrderNotPaid {
            order_id: order.id,
            part_id: part.id,
            placed_at_us: part.placed_at_us,
            reason: why.into(),
        };
        let key = part.id.to_string();
        tx.append(NewEvent { kind: ORDER_NOT_PAID, key, topic: None, payload: &not_paid }).await?;
    }
    Ok(())
}
