//! Fetching a parcel that comes back with the shop's label: the shopper asks for a day, the seller confirms it. Owns
//! `returns_pickups`. Called by the shopper's and the seller's pages and by sellers' programs.

use crate::request;
use crate::{ReturnError, Returns, desk, labels, letters};
use db::{Conn, Tx, placeholders, row, sql};
use domain::promise::Day;
use domain::returns::{ReturnState, pickup_days};
use domain::{ReturnId, SellerId, Timestamp};
use orders::Shopper;
use std::collections::HashMap;
use std::sync::Arc;

row! {
    /// When a parcel is fetched.
    #[derive(Copy, PartialEq, Eq)]
    pub struct Pickup {
        pub return_id: ReturnId,
        pub day: Day,
        pub asked_at_us: Timestamp,
        /// By the seller.
        pub confirmed_at_us: Option<Timestamp>,
    }
}

impl Returns {
    /// Wants the parcel of an approved return with a label fetched on that day, at the order's address. Asking for the same
    /// day again changes nothing; another one takes its place until the seller has confirmed.
    ///
    /// # Errors
    /// [`ReturnError::NoLabel`] before a label was taken; [`ReturnError::WrongPickupDay`] for a day that is not offered;
    /// [`ReturnError::PickupConfirmed`]; [`ReturnError::WrongState`]; [`ReturnError::NotFound`].
    pub async fn pick_up(&self, shopper: Shopper, id: ReturnId, day: Day) -> Result<(), ReturnError> {
        self.db.write(move |tx| Box::pin(async move { ask(tx, shopper, id, day).await })).await
    }

    /// The shopper drops the parcel off after all. Saying it again changes nothing.
    ///
    /// # Errors
    /// [`ReturnError::PickupConfirmed`]; [`ReturnError::NotFound`].
    pub async fn drop_off(&self, shopper: Shopper, id: ReturnId) -> Result<(), ReturnError> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    request::own(tx, shopper, id).await?;
                    match of_return(tx, id).await? {
                        Some(pickup) if pickup.confirmed_at_us.is_some() => Err(ReturnError::PickupConfirmed),
                        Some(_) => {
                            let statement = sql("DELETE FROM returns_pickups WHERE return_id = $1");
                            tx.exec(statement.bind(id)).await?;
                            Ok(())
                        }
                        None => Ok(()),
                    }
                })
            })
            .await
    }

    /// The seller says that the parcel is fetched on that day, and the shopper is told. Saying it again changes nothing.
    ///
    /// # Errors
    /// [`ReturnError::PickupChanged`] when the shopper wants another day by now, or none; [`ReturnError::WrongState`] for
    /// what is not approved any more; [`ReturnError::NotFound`] for another seller's.
    pub async fn confirm_pickup(&self, seller: SellerId, id: ReturnId, day: Day) -> Result<(), ReturnError> {
        let config = Arc::clone(&self.config);
        self.db
            .write(move |tx| {
                let config = Arc::clone(&config);
                Box::pin(async move {
                    let row = desk::of_seller(tx, seller, id).await?;
                    let pickup = of_return(tx, id).await?.filter(|pickup| pickup.day == day);
                    let pickup = pickup.ok_or(ReturnError::PickupChanged)?;
                    if pickup.confirmed_at_us.is_some() {
                        return Ok(());
                    }
                    approved(row.state.0)?;
                    let now = tx.now();
                    let statement =
                        sql("UPDATE returns_pickups SET confirmed_at_us = $2 WHERE return_id = $1");
                    tx.exec(statement.bind(id).bind(now)).await?;
                    letters::picked_up(tx, &config, id).await
                })
            })
            .await
    }
}

fn approved(state: ReturnState) -> Result<(), ReturnError> {
    if state == ReturnState::Approved { Ok(()) } else { Err(ReturnError::WrongState { state }) }
}

async fn ask(tx: &mut Tx, shopper: Shopper, id: ReturnId, day: Day) -> Result<(), ReturnError> {
    let row = request::own(tx, shopper, id).await?;
    let known = of_return(tx, id).await?;
    if known.is_some_and(|pickup| pickup.day == day) {
        return Ok(());
    }
    if known.is_some_and(|pickup| pickup.confirmed_at_us.is_some()) {
        return Err(ReturnError::PickupConfirmed);
    }
    approved(row.state.0)?;
    if labels::of_return(tx, id).await?.is_none_or(|label| label.code.is_none()) {
        return Err(ReturnError::NoLabel);
    }
    let order = orders::store::order(tx, row.order_id).await?;
    let now = tx.now();
    if !pickup_days(&order.address.0.country, now.utc_day()).contains(&day) {
        return Err(ReturnError::WrongPickupDay);
    }
    tx.exec(
        sql("INSERT INTO returns_pickups (return_id, day, asked_at_us) VALUES ($1, $2, $3)
             ON CONFLICT (return_id) DO UPDATE SET day = $2, asked_at_us = $3")
        .bind(id)
        .bind(day)
        .bind(now),
    )
    .await?;
    Ok(())
}

async fn of_return(conn: &mut Conn, id: ReturnId) -> Result<Option<Pickup>, ReturnError> {
    Ok(of_returns(conn, &[id]).await?.remove(&id))
}

/// Which of these returns are fetched, and when.
pub(crate) async fn of_returns(
    conn: &mut Conn,
    ids: &[ReturnId],
) -> Result<HashMap<ReturnId, Pickup>, ReturnError> {
    let mut pickups = HashMap::new();
    for some in ids.chunks(500) {
        let text = format!(
            "SELECT return_id, day, asked_at_us, confirmed_at_us FROM returns_pickups WHERE return_id IN ({})",
            placeholders(1, some.len())
        );
        let rows: Vec<Pickup> = conn.all(sql(text).bind_all(some.iter().copied())).await?;
        pickups.extend(rows.into_iter().map(|pickup| (pickup.return_id, pickup)));
    }
    Ok(pickups)
}
