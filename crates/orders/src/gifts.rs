//! Who gives what the platform adds for sellers: its promotions, and its coupon the rest. Owns `orders_shipment_promotions`.
//! Called when a parcel is packed and posted, and by returns and disputes, which take some of it back.
//!
//! What is cut of a line goes to its givers by what each has still to give of it, so that none ever gives more than was
//! frozen with the order and a line that was sent whole has had all of it.

use crate::store::Line;
use crate::{OrderError, coupons};
use db::{Conn, Tx, placeholders, sql};
use domain::{Currency, LineId, Money, OrderId, PartId, PromotionId, ShipmentId};
use ledger::{AccountRef, Purpose};
use std::collections::BTreeMap;

/// Freezes what promotions give of what the platform adds to some units of a line that leave now.
pub(crate) async fn freeze(
    tx: &mut Tx,
    shipment: ShipmentId,
    line: &Line,
    added_minor: i64,
) -> Result<(), OrderError> {
    if added_minor == 0 {
        return Ok(());
    }
    let left: Vec<(PromotionId, i64)> = tx
        .all(
            sql("SELECT g.promotion_id, CAST(g.subsidy_minor - COALESCE((SELECT SUM(s.subsidy_minor)
                     FROM orders_shipment_promotions s
                     JOIN orders_shipment_parts q ON q.shipment_id = s.shipment_id AND q.part_id = $2
                     WHERE s.line_id = g.line_id AND s.promotion_id = g.promotion_id AND q.state <> 'failed'), 0)
                     AS BIGINT)
                 FROM orders_line_promotions g WHERE g.line_id = $1 AND g.subsidy_minor > 0 ORDER BY g.promotion_id")
            .bind(line.id)
            .bind(line.part_id),
        )
        .await?;
    if left.is_empty() {
        return Ok(());
    }
    // Cut as `shares` cuts: what of the line was to leave before this parcel has left.
    let before = i128::from(line.subsidy_minor) * i128::from(line.shipped_quantity);
    let before = i64::try_from(before / i128::from(line.quantity.max(1))).unwrap_or(line.subsidy_minor);
    let promotions: i64 = left.iter().map(|(_, minor)| minor).sum();
    let coupon = line.subsidy_minor - before - promotions;
    let weights: Vec<i64> = left.iter().map(|(_, minor)| *minor).chain([coupon]).collect();
    for ((promotion, _), minor) in left.iter().zip(split(added_minor, &weights)?) {
        if minor > 0 {
            let statement = sql("INSERT INTO orders_shipment_promotions (shipment_id, line_id, promotion_id,
                                 subsidy_minor) VALUES ($1, $2, $3, $4)");
            tx.exec(statement.bind(shipment).bind(line.id).bind(*promotion).bind(minor)).await?;
        }
    }
    Ok(())
}

/// `minor` by weights, which are what each could give: nobody gives more than that, whoever rounds.
fn split(minor: i64, weights: &[i64]) -> Result<Vec<i64>, OrderError> {
    let weights: Vec<u64> = weights.iter().map(|weight| u64::try_from(*weight).unwrap_or(0)).collect();
    if weights.iter().all(|weight| *weight == 0) {
        return Ok(vec![0; weights.len()]);
    }
    // The currency rounds nothing: these are minor units.
    let shares = Money::new(minor, Currency::USD).split(&weights)?;
    Ok(shares.into_iter().map(Money::minor).collect())
}

/// The accounts that give `added_minor` for a part's share of a parcel, with what each gives.
pub(crate) async fn of_parcel(
    conn: &mut Conn,
    (order, currency): (OrderId, Currency),
    (shipment, part): (ShipmentId, PartId),
    added_minor: i64,
) -> Result<Vec<(AccountRef, Money)>, OrderError> {
    let rows: Vec<(PromotionId, i64)> = conn
        .all(
            sql(
                "SELECT s.promotion_id, CAST(SUM(s.subsidy_minor) AS BIGINT)
                 FROM orders_shipment_promotions s JOIN orders_lines l ON l.id = s.line_id
                 WHERE s.shipment_id = $1 AND l.part_id = $2 GROUP BY s.promotion_id ORDER BY s.promotion_id",
            )
            .bind(shipment)
            .bind(part),
        )
        .await?;
    let account = |giver: String| AccountRef::marketing(&giver, currency);
    let coupon = added_minor - rows.iter().map(|(_, minor)| minor).sum::<i64>();
    let mut gifts: Vec<(AccountRef, Money)> = rows
        .into_iter()
        .map(|(promotion, minor)| (account(promotion.to_string()), Money::new(minor, currency)))
        .collect();
    if coupon > 0 {
        let used = coupons::used_by(conn, order).await?.ok_or(OrderError::NotFound)?;
        gifts.push((account(used.to_string()), Money::new(coupon, currency)));
    }
    Ok(gifts)
}

/// What some units of a part take back of what the platform added, without tax.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    pub of: BackOf,
    /// In all.
    pub all_minor: i64,
}

/// Of what it is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BackOf {
    /// So much of each of these lines; the rest is the delivery's, which a coupon gave.
    Lines(Vec<(LineId, i64)>),
    /// Some of a parcel, to which so much was added.
    Parcel { shipment: ShipmentId, added_minor: i64 },
}

/// Whose accounts get back what is taken back of a part, with how much each gets: whoever gave it to those lines or that parcel,
/// and nobody more than what is still given of that part.
///
/// # Errors
/// [`OrderError::NotFound`] when nobody gave anything to this part.
pub async fn take_back(
    conn: &mut Conn,
    (order, part, currency): (OrderId, PartId, Currency),
    back: &Back,
) -> Result<Vec<(AccountRef, Money)>, OrderError> {
    if back.all_minor == 0 {
        return Ok(Vec::new());
    }
    let given = ledger::sums_of_part(conn, order, part, Purpose::Marketing).await?;
    let mut rooms: Vec<(AccountRef, i64)> =
        given.into_iter().map(|(account, sum)| (account, sum.minor())).collect();
    if rooms.is_empty() {
        return Err(OrderError::NotFound);
    }
    if let Some(coupon) = coupons::used_by(conn, order).await? {
        // First: what nobody else has room for is the coupon's.
        let coupon = coupon.to_string();
        rooms.sort_by_key(|(account, _)| account.owner_id != coupon);
    }
    let room: Vec<i64> = rooms.iter().map(|(_, room)| *room).collect();
    let of = |(account, _): &(AccountRef, i64), by_giver: &BTreeMap<String, i64>| {
        by_giver.get(&account.owner_id).copied().unwrap_or(0)
    };
    let wanted: Vec<i64> = match &back.of {
        BackOf::Lines(lines) => {
            let by_giver = by_giver(conn, lines).await?;
            rooms.iter().map(|account| of(account, &by_giver)).collect()
        }
        BackOf::Parcel { shipment, added_minor } => {
            let gave = of_parcel(conn, (order, currency), (*shipment, part), *added_minor).await?;
            let gave: BTreeMap<String, i64> =
                gave.into_iter().map(|(account, gift)| (account.owner_id, gift.minor())).collect();
            // By what each gave to the parcel and has not got back.
            let left = rooms.iter().map(|account| of(account, &gave).min(account.1));
            split(back.all_minor, &left.collect::<Vec<_>>())?
        }
    };
    let shares = within(back.all_minor, &wanted, &room);
    let gifts = rooms.into_iter().zip(shares).filter(|(_, minor)| *minor > 0);
    Ok(gifts.map(|((account, _), minor)| (account, Money::new(minor, currency))).collect())
}

/// What promotions gave of these amounts of lines, by promotion.
async fn by_giver(conn: &mut Conn, lines: &[(LineId, i64)]) -> Result<BTreeMap<String, i64>, OrderError> {
    if lines.is_empty() {
        return Ok(BTreeMap::new());
    }
    let text = format!(
        "SELECT g.line_id, g.promotion_id, g.subsidy_minor, l.subsidy_minor FROM orders_line_promotions g
         JOIN orders_lines l ON l.id = g.line_id WHERE g.subsidy_minor > 0 AND g.line_id IN ({})
         ORDER BY g.line_id, g.promotion_id",
        placeholders(1, lines.len())
    );
    let rows: Vec<(LineId, PromotionId, i64, i64)> =
        conn.all(sql(text).bind_all(lines.iter().map(|(line, _)| *line))).await?;
    let mut sums = BTreeMap::new();
    for (line, minor) in lines {
        let own: Vec<_> = rows.iter().filter(|row| row.0 == *line).collect();
        let promotions: i64 = own.iter().map(|row| row.2).sum();
        let coupon = own.first().map_or(0, |row| row.3 - promotions);
        let weights: Vec<i64> = own.iter().map(|row| row.2).chain([coupon]).collect();
        for (row, share) in own.iter().zip(split(*minor, &weights)?) {
            *sums.entry(row.1.to_string()).or_insert(0) += share;
        }
    }
    Ok(sums)
}

/// `all` shared as wanted, nobody more than its room as long as others have some; what is not wanted of anybody goes to
/// those with room, the first ones first, and what nobody has room for to the first.
fn within(all: i64, wanted: &[i64], room: &[i64]) -> Vec<i64> {
    let mut left = all;
    let mut shares: Vec<i64> = Vec::with_capacity(room.len());
    for (wanted, room) in wanted.iter().zip(room) {
        let share = (*wanted).min(*room).clamp(0, left);
        left -= share;
        shares.push(share);
    }
    for (share, room) in shares.iter_mut().zip(room) {
        let more = left.min((room - *share).max(0));
        *share += more;
        left -= more;
    }
    if let Some(first) = shares.first_mut() {
        *first += left;
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn whoever_gave_it_gets_it_back_as_far_as_they_gave() {
        for (all, wanted, room, expected) in [
            (10, vec![4, 6], vec![9, 9], vec![4, 6]),
            (10, vec![4, 6], vec![9, 5], vec![5, 5]),
            (10, vec![0, 6], vec![9, 9], vec![4, 6]),
            (10, vec![0, 10], vec![0, 9], vec![1, 9]),
            (10, vec![0, 0], vec![2, 9], vec![2, 8]),
            (0, vec![0, 0], vec![2, 9], vec![0, 0]),
        ] {
            assert_eq!(within(all, &wanted, &room), expected, "{all} {wanted:?} {room:?}");
        }
    }

    proptest! {
        #[test]
        fn shares_are_all_of_it_and_none_is_more_than_there_is_room(
            of in prop::collection::vec((0i64..1_000, 0i64..1_000), 1..5), part in 0u64..=100,
        ) {
            let (wanted, room): (Vec<i64>, Vec<i64>) = of.into_iter().unzip();
            let all = room.iter().sum::<i64>() * i64::try_from(part).unwrap() / 100;
            let shares = within(all, &wanted, &room);
            prop_assert_eq!(shares.iter().sum::<i64>(), all);
            prop_assert!(shares.iter().zip(&room).all(|(share, room)| (0..=*room).contains(share)));
        }

        /// Parcel by parcel, whatever their sizes: nobody gives more than was promised, and in the end each has given it.
        #[test]
        fn what_is_cut_in_parts_adds_up_for_each_giver(
            promised in prop::collection::vec(0i64..5_000, 1..5), cuts in prop::collection::vec(0i64..3_000, 0..8),
        ) {
            let mut left = promised;
            let mut rest: i64 = left.iter().sum();
            for cut in cuts.into_iter().map(Some).chain([None]) {
                let cut = cut.map_or(rest, |cut| cut.min(rest));
                let shares = split(cut, &left).unwrap();
                prop_assert_eq!(shares.iter().sum::<i64>(), cut);
                for (left, share) in left.iter_mut().zip(shares) {
                    *left -= share;
                    prop_assert!(*left >= 0 && share >= 0);
                }
                rest -= cut;
            }
            prop_assert!(left.iter().all(|left| *left == 0));
        }
    }
}
