//! The card of a checkout under way. Owns `payments_held_cards`. Called by the checkout and by orders.
//!
//! A typed card goes to the processor as soon as its form arrives, whatever else is wrong with the form; what is kept is
//! the processor's token, for whoever holds the checkout and for nobody else. It is no saved card.

use crate::authorise::TokenRow;
use crate::card::CardInput;
use crate::methods::store_token;
use crate::store::saved_card;
use crate::{CardToken, PaymentError, Payments};
use db::{Conn, DbError, Text, Tx, row, sql};
use domain::payment::{CardBrand, SavedCard};
use domain::{DurationUs, PaymentId};

/// How long a card waits for its order, from when it was typed: long enough to mend a form, and no longer, because whoever
/// sits at the browser next could order with it.
const HELD_FOR: DurationUs = DurationUs::from_mins(15);

row! {
    struct HeldRow {
        token: String,
        processor: String,
        processor_token: String,
        brand: Text<CardBrand>,
        last4: String,
        exp_month: i64,
        exp_year: i64,
    }
}

impl HeldRow {
    fn card(&self) -> SavedCard {
        saved_card(self.brand.0, self.last4.clone(), self.exp_month, self.exp_year)
    }
}

impl Payments {
    /// Exchanges a typed card for a token and keeps that for the holder's checkout, in the place of one kept before.
    /// Returns how the card is shown.
    ///
    /// # Errors
    /// Those of [`Payments::tokenise`]; what was kept before then stays.
    pub async fn hold(&self, holder: String, input: CardInput) -> Result<SavedCard, PaymentError> {
        let (processor_token, card) = self.exchange(input).await?;
        let (processor, shown) = (self.processor_name(), card.clone());
        self.db
            .write(move |tx| {
                let (holder, card) = (holder.clone(), card.clone());
                let processor_token = processor_token.clone();
                Box::pin(async move { keep(tx, &holder, processor, &processor_token, &card).await })
            })
            .await?;
        Ok(shown)
    }
}

async fn keep(
    tx: &mut Tx,
    holder: &str,
    processor: &str,
    processor_token: &str,
    card: &SavedCard,
) -> Result<(), DbError> {
    let (token, now) = (crate::methods::new_token(tx), tx.now());
    tx.exec(
        sql("INSERT INTO payments_held_cards
             (holder, token, processor, processor_token, brand, last4, exp_month, exp_year, held_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
             ON CONFLICT (holder) DO UPDATE SET token = excluded.token, processor = excluded.processor,
                 processor_token = excluded.processor_token, brand = excluded.brand, last4 = excluded.last4,
                 exp_month = excluded.exp_month, exp_year = excluded.exp_year, held_at_us = excluded.held_at_us")
        .bind(holder)
        .bind(token)
        .bind(processor)
        .bind(processor_token)
        .bind(Text(card.brand))
        .bind(&card.last4)
        .bind(i64::from(card.exp_month))
        .bind(i64::from(card.exp_year))
        .bind(now),
    )
    .await?;
    Ok(())
}

async fn find(conn: &mut Conn, holder: &str) -> Result<Option<HeldRow>, DbError> {
    let since = conn.now().minus(HELD_FOR);
    conn.opt(
        sql("SELECT token, processor, processor_token, brand, last4, exp_month, exp_year
             FROM payments_held_cards WHERE holder = $1 AND held_at_us > $2")
        .bind(holder)
        .bind(since),
    )
    .await
}

/// The card that waits for the holder's order. It can be saved by its token once an order was placed with it.
///
/// # Errors
/// Only the database's.
pub async fn held_card(conn: &mut Conn, holder: &str) -> Result<Option<CardToken>, PaymentError> {
    let held = find(conn, holder).await?;
    Ok(held.map(|row| CardToken { card: row.card(), token: row.token }))
}

/// Makes the held card one that can be charged, in the transaction of the order that it pays.
pub(crate) async fn redeem(tx: &mut Tx, holder: &str) -> Result<Option<TokenRow>, DbError> {
    let Some(held) = find(tx, holder).await? else { return Ok(None) };
    store_token(tx, &held.token, &held.processor, &held.processor_token, &held.card()).await?;
    Ok(Some(TokenRow { token: held.token, processor: held.processor }))
}

/// Lets go of the holder's card.
///
/// # Errors
/// Only the database's.
pub async fn forget_held(tx: &mut Tx, holder: &str) -> Result<(), PaymentError> {
    tx.exec(sql("DELETE FROM payments_held_cards WHERE holder = $1").bind(holder)).await?;
    Ok(())
}

/// Lets go of the card that this payment was made with, or that was refused for it; one typed since stays.
///
/// # Errors
/// Only the database's.
pub async fn forget_held_of(tx: &mut Tx, payment: PaymentId) -> Result<(), PaymentError> {
    let used = sql("DELETE FROM payments_held_cards
                    WHERE token = (SELECT token FROM payments_payments WHERE id = $1)");
    tx.exec(used.bind(payment)).await?;
    Ok(())
}

/// Hands the card of one checkout on to another, of the same person: a guest who signs in. One typed by `from` later
/// than that of `to` takes its place.
///
/// # Errors
/// Only the database's.
pub async fn pass_held(tx: &mut Tx, from: &str, to: &str) -> Result<(), PaymentError> {
    let older = sql("DELETE FROM payments_held_cards WHERE holder = $2
         AND held_at_us <= (SELECT held_at_us FROM payments_held_cards WHERE holder = $1)");
    tx.exec(older.bind(from).bind(to)).await?;
    let pass = sql("UPDATE payments_held_cards SET holder = $2 WHERE holder = $1
         AND NOT EXISTS (SELECT 1 FROM payments_held_cards WHERE holder = $2)");
    tx.exec(pass.bind(from).bind(to)).await?;
    forget_held(tx, from).await
}

/// Forgets the cards whose order never came. Called by the tidying worker.
///
/// # Errors
/// Only the database's.
pub async fn forget_expired(tx: &mut Tx) -> Result<(), PaymentError> {
    let until = tx.now().minus(HELD_FOR);
    tx.exec(sql("DELETE FROM payments_held_cards WHERE held_at_us <= $1").bind(until)).await?;
    Ok(())
}
