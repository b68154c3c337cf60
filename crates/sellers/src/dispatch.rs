//! When a seller works and how long their parcels take: read with the seller, changed on its own, asked for the delivery
//! promise. Called by `store`, the seller's desk, the orders and the product page.

use crate::SellerError;
use crate::holiday::tell_at_its_ends;
use crate::store::{Seller, changed, get, small};
use db::{DbError, Json, Row, Tx, sql};
use domain::SellerId;
use domain::Timestamp;
use domain::place::Place;
use domain::promise::{Day, Dispatch, Promise, ShippingOffer, Transit, promise};
use domain::zone::Zone;

/// The columns that [`of_row`] reads.
pub(crate) const COLUMNS: &str = "time_zone, rest_days, closed_days, carrier_rest_days, carrier_keeps_closed_days, \
                                  near_days_min, near_days_max, abroad_days_min, abroad_days_max";

/// Longest transit that a seller may name, in days of delivery.
pub const LONGEST_TRANSIT: u8 = 90;

impl Seller {
    /// The end of the day on which a parcel has to leave, on the seller's own wall.
    pub fn ship_by(&self, promise: &Promise) -> Timestamp {
        self.dispatch.zone.moment(promise.ship_day + 1, 0)
    }

    /// The promise for an order placed at `now` that goes there.
    pub fn promise(&self, now: Timestamp, to: &Place) -> Promise {
        self.promise_in(self.shipping.handling_days, now, to)
    }

    /// The same for goods of which the slowest takes so many days of work until the hand-over.
    pub fn promise_in(&self, handling_days: u8, now: Timestamp, to: &Place) -> Promise {
        let offer = ShippingOffer { handling_days, ..self.shipping.clone() };
        promise(now, &offer, &self.dispatch, to.reach_from(&self.country, &self.region))
    }

    /// How long goods take until the hand-over that leave together, each with its own time or the seller's.
    pub fn handling_of(&self, own: impl IntoIterator<Item = Option<u8>>) -> u8 {
        let usual = self.shipping.handling_days;
        own.into_iter().map(|days| days.unwrap_or(usual)).max().unwrap_or(usual)
    }
}

pub(crate) fn of_row(row: &Row) -> Result<Dispatch, DbError> {
    let name: String = row.get("time_zone")?;
    let zone = Zone::parse(&name)
        .ok_or_else(|| DbError::Column { column: "time_zone".into(), problem: format!("no zone {name}") })?;
    let closed: Json<Vec<Day>> = row.get("closed_days")?;
    Ok(Dispatch {
        zone,
        rest_days: small(row, "rest_days")?,
        closed_days: closed.0,
        carrier_rest_days: small(row, "carrier_rest_days")?,
        carrier_keeps_closed_days: row.get("carrier_keeps_closed_days")?,
        near: transit(row, "near_days_min", "near_days_max")?,
        abroad: transit(row, "abroad_days_min", "abroad_days_max")?,
    })
}

fn transit(row: &Row, least: &str, most: &str) -> Result<Option<Transit>, DbError> {
    let said: Option<i64> = row.get(least)?;
    Ok(match said {
        Some(_) => Some(Transit { min: small(row, least)?, max: small(row, most)? }),
        None => None,
    })
}

/// Changes when the seller works and how long parcels take, for promises from now on.
///
/// # Errors
/// [`SellerError::NoSuchSeller`]; [`SellerError::BadShippingDays`] for a transit that is none, or too many closed days.
pub async fn update_dispatch(tx: &mut Tx, id: SellerId, dispatch: &Dispatch) -> Result<(), SellerError> {
    let fits =
        |t: &Transit| (1..=LONGEST_TRANSIT).contains(&t.min) && (t.min..=LONGEST_TRANSIT).contains(&t.max);
    let transits = [dispatch.near, dispatch.abroad];
    if !transits.iter().flatten().all(fits) || dispatch.closed_days.len() > Dispatch::MOST_CLOSED_DAYS {
        return Err(SellerError::BadShippingDays);
    }
    let closed = serde_json::to_string(&dispatch.closed_days).map_err(DbError::from)?;
    let [near, abroad] = transits.map(|t| (t.map(|t| i64::from(t.min)), t.map(|t| i64::from(t.max))));
    let updated = tx
        .exec(
            sql("UPDATE sellers_sellers SET time_zone = $2, rest_days = $3, closed_days = $4, carrier_rest_days = $5,
                 carrier_keeps_closed_days = $6, near_days_min = $7, near_days_max = $8, abroad_days_min = $9,
                 abroad_days_max = $10, revision = revision + 1 WHERE id = $1")
            .bind(id)
            .bind(dispatch.zone.name())
            .bind(i64::from(dispatch.rest_days))
            .bind(closed)
            .bind(i64::from(dispatch.carrier_rest_days))
            .bind(dispatch.carrier_keeps_closed_days)
            .bind(near.0)
            .bind(near.1)
            .bind(abroad.0)
            .bind(abroad.1),
        )
        .await?;
    if updated == 0 {
        return Err(SellerError::NoSuchSeller);
    }
    changed(tx, id).await?;
    // Its days begin at another moment where the clock hangs elsewhere.
    let holiday = get(tx, id).await?.and_then(|seller| seller.holiday);
    tell_at_its_ends(tx, id, holiday, dispatch.zone).await
}
