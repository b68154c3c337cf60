//! A seller's holiday: from one day to another nothing of its is for sale, and open orders go on. Read with the seller, changed
//! on its own. Called by `store`, the seller's settings, the API and whoever asks what may be sold.
//!
//! Whether it is one is reckoned from the time whenever somebody asks, so it begins and ends even when nothing runs. What
//! keeps an answer, like the search index, is told by a job at both ends, which changes nothing but the log.

use crate::SellerError;
use crate::store::{Seller, SellerStatus, changed, get};
use db::{Db, DbError, NewJob, Row, Tx, Worker, sql};
use domain::promise::Day;
use domain::zone::Zone;
use domain::{DurationUs, SellerId, Timestamp};
use serde::{Deserialize, Serialize};

/// The columns that [`of_row`] reads.
pub(crate) const COLUMNS: &str = "holiday_from, holiday_until";
/// The job that tells the log that a holiday began or ended.
pub const HOLIDAY_JOB: &str = "sellers.holiday";
/// So far apart two servers' clocks may be: who reads the news finds the day begun on its own clock, too.
const CLOCKS: DurationUs = DurationUs::from_secs(5);

/// Days of the seller's own calendar on which it sells nothing, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    pub from: Day,
    /// The last day; without it until the seller ends it.
    pub until: Option<Day>,
}

impl Holiday {
    /// The farthest day that a holiday may name, in days from today.
    pub const FARTHEST: i64 = 730;

    /// Whether this day is one of it.
    pub fn contains(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether it is over on this day.
    pub fn is_over(&self, today: Day) -> bool {
        self.until.is_some_and(|until| until < today)
    }

    /// When it begins and when it is over, on a wall in this zone.
    fn ends(&self, zone: Zone) -> impl Iterator<Item = Timestamp> {
        [Some(self.from), self.until.map(|until| until + 1)]
            .into_iter()
            .flatten()
            .map(move |day| zone.moment(day, 0))
    }

    fn check(&self, today: Day) -> Result<(), SellerError> {
        let near = |day: Day| (today - Self::FARTHEST..=today + Self::FARTHEST).contains(&day);
        let fits = near(self.from) && self.until.is_none_or(|until| near(until) && until >= self.from);
        if fits && !self.is_over(today) { Ok(()) } else { Err(SellerError::BadHoliday) }
    }
}

impl Seller {
    /// Whether its offers are for sale now: approved, open, not suspended and not on holiday.
    pub fn may_sell(&self, now: Timestamp) -> bool {
        self.approved_at.is_some()
            && self.status == SellerStatus::Active
            && self.suspended_at.is_none()
            && self.on_holiday(now).is_none()
    }

    /// The holiday that it has now.
    pub fn on_holiday(&self, now: Timestamp) -> Option<Holiday> {
        self.holiday.filter(|holiday| holiday.contains(self.today(now)))
    }

    /// The holiday that it has or will have.
    pub fn coming_holiday(&self, now: Timestamp) -> Option<Holiday> {
        self.holiday.filter(|holiday| !holiday.is_over(self.today(now)))
    }

    /// The day on the seller's own wall.
    pub fn today(&self, now: Timestamp) -> Day {
        self.dispatch.zone.day_and_minute(now).0
    }
}

pub(crate) fn of_row(row: &Row) -> Result<Option<Holiday>, DbError> {
    let from: Option<i64> = row.get("holiday_from")?;
    let until = row.get("holiday_until")?;
    Ok(from.map(|from| Holiday { from, until }))
}

/// Says when the seller is on holiday; `None` ends it, or takes back one that was to come. What is ordered already goes on,
/// and an operator's suspension stands whatever is said here.
///
/// # Errors
/// [`SellerError::NoSuchSeller`]; [`SellerError::BadHoliday`] for one that ends before it begins, is over already or names a
/// day more than [`Holiday::FARTHEST`] days away.
pub async fn update_holiday(tx: &mut Tx, id: SellerId, holiday: Option<Holiday>) -> Result<(), SellerError> {
    let seller = get(tx, id).await?.ok_or(SellerError::NoSuchSeller)?;
    if let Some(holiday) = &holiday {
        holiday.check(seller.today(tx.now()))?;
    }
    tx.exec(
        sql("UPDATE sellers_sellers SET holiday_from = $2, holiday_until = $3, revision = revision + 1
             WHERE id = $1")
        .bind(id)
        .bind(holiday.map(|holiday| holiday.from))
        .bind(holiday.and_then(|holiday| holiday.until)),
    )
    .await?;
    changed(tx, id).await?;
    tell_at_its_ends(tx, id, holiday, seller.dispatch.zone).await
}

/// Leaves a job for each end of a holiday that is yet to come. One that was left for other days tells nothing new.
pub(crate) async fn tell_at_its_ends(
    tx: &mut Tx,
    id: SellerId,
    holiday: Option<Holiday>,
    zone: Zone,
) -> Result<(), SellerError> {
    let now = tx.now();
    let mut moments: Vec<Timestamp> = holiday.iter().flat_map(|holiday| holiday.ends(zone)).collect();
    moments.retain(|moment| *moment > now);
    for moment in moments {
        let (key, payload) = (Some(format!("{id}-{}", moment.as_micros())), HolidayTurns { seller: id });
        tx.enqueue(NewJob { kind: HOLIDAY_JOB, key, payload: &payload, run_at: moment.plus(CLOCKS) }).await?;
    }
    Ok(())
}

/// Payload of [`HOLIDAY_JOB`].
#[derive(Debug, Serialize, Deserialize)]
struct HolidayTurns {
    seller: SellerId,
}

/// Registers the handler of [`HOLIDAY_JOB`].
pub fn register(worker: Worker, db: Db) -> Worker {
    worker.on(HOLIDAY_JOB, move |job| {
        let db = db.clone();
        Box::pin(async move {
            let HolidayTurns { seller } = job.payload()?;
            Ok(db.write(move |tx| Box::pin(changed(tx, seller))).await?)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_holiday_has_both_its_ends_and_no_other_day() {
        let week = Holiday { from: 100, until: Some(106) };
        let open = Holiday { from: 100, until: None };
        for (day, within, over) in
            [(99, false, false), (100, true, false), (106, true, false), (107, false, true)]
        {
            assert_eq!((week.contains(day), week.is_over(day)), (within, over), "{day}");
            assert_eq!((open.contains(day), open.is_over(day)), (day >= 100, false), "{day} without an end");
        }
    }

    #[test]
    fn what_is_over_goes_backwards_or_is_years_away_is_no_holiday() {
        let said = |from, until| Holiday { from, until }.check(1_000);
        for (from, until) in [(1_000, None), (990, None), (990, Some(1_000)), (1_730, Some(1_730))] {
            assert!(said(from, until).is_ok(), "{from} {until:?}");
        }
        for (from, until) in [(990, Some(999)), (1_005, Some(1_004)), (1_731, None), (1_000, Some(1_731))] {
            assert!(matches!(said(from, until), Err(SellerError::BadHoliday)), "{from} {until:?}");
        }
        assert!(matches!(said(i64::MIN, None), Err(SellerError::BadHoliday)));
    }
}
