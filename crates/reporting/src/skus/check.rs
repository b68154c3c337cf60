//! Is what is left of offers right? The roll-ups, with the events still to be counted, against the ledger and the rows of
//! orders and returns, which know nothing of them.

use super::consume::CONSUMER;
use super::fold::{KINDS, fold};
use super::sheets::{self, SpanKey};
use crate::ReportingError;
use crate::analysis::{Span, differences, month_us};
use crate::check::Violation;
use crate::rollup::DAY_US;
use db::{Conn, DbError, sql};
use domain::margin::Margin;
use domain::{Currency, OfferId, SellerId};
use ledger::{OwnerKind, Purpose, TransactionKind};
use std::collections::{BTreeMap, BTreeSet};

/// What moved on a seller's balance in one day, by seller, currency and the day's beginning.
type Moved = BTreeMap<(SellerId, Currency, i64), i64>;
/// Of an offer, to date: units that left, what they cost, those whose cost nobody knows, and units that came back.
type Goods = BTreeMap<(SellerId, Currency, OfferId), [i64; 4]>;

/// Compares the roll-ups with the ledger and with the rows that they are of. Nothing may be written meanwhile.
///
/// # Errors
/// When the rows cannot be read.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, ReportingError> {
    let counted = counted(conn).await?;
    let mut found = differences("reporting_offer_sheets", &months(&counted), &days(&counted));
    let own: Vec<(SellerId,)> =
        conn.all(sql("SELECT id FROM sellers_sellers WHERE is_platform = TRUE")).await?;
    let own: BTreeSet<SellerId> = own.into_iter().map(|(id,)| id).collect();
    found.extend(differences("reporting_offer_sheets", &proceeds(&counted, &own), &balances(conn).await?));
    found.extend(differences("reporting_offer_sheets", &goods(&counted), &raw_goods(conn).await?));
    Ok(found)
}

/// The roll-ups with the events that are still to be counted.
async fn counted(conn: &mut Conn) -> Result<BTreeMap<SpanKey, Margin>, ReportingError> {
    let mut rows = sheets::all(conn).await?;
    let mut ahead = conn.ahead_of(CONSUMER, KINDS).await?;
    loop {
        let events = ahead.next(conn).await?;
        if events.is_empty() {
            break;
        }
        for (key, margin) in sheets::spans(&fold(conn, &events).await?) {
            rows.entry(key).or_default().add(&margin);
        }
    }
    Ok(rows)
}

type MonthKey = (SellerId, Currency, i64, OfferId);

fn months(counted: &BTreeMap<SpanKey, Margin>) -> BTreeMap<MonthKey, [i64; Margin::SUMS]> {
    let months = counted.iter().filter(|((_, _, span, ..), _)| *span == Span::Month);
    months
        .map(|((seller, currency, _, at, offer), m)| ((*seller, *currency, *at, *offer), m.sums()))
        .collect()
}

/// The sums of the days of each month.
fn days(counted: &BTreeMap<SpanKey, Margin>) -> BTreeMap<MonthKey, [i64; Margin::SUMS]> {
    let mut sums: BTreeMap<MonthKey, Margin> = BTreeMap::new();
    for ((seller, currency, span, at, offer), margin) in counted {
        if *span == Span::Day {
            sums.entry((*seller, *currency, month_us(*at), *offer)).or_default().add(margin);
        }
    }
    sums.into_iter().map(|(key, margin)| (key, margin.sums())).collect()
}

/// What the sheets say that sellers' balances moved by. The platform's own retail has none.
fn proceeds(counted: &BTreeMap<SpanKey, Margin>, own: &BTreeSet<SellerId>) -> Moved {
    let mut moved = Moved::new();
    for ((seller, currency, span, at, _), margin) in counted {
        if *span == Span::Day && !own.contains(seller) {
            *moved.entry((*seller, *currency, *at)).or_default() += margin.proceeds_minor();
        }
    }
    moved
}

/// What the ledger says: all that sales, returns and disputes posted to sellers' accounts. What a seller is owed is a credit,
/// below zero.
async fn balances(conn: &mut Conn) -> Result<Moved, DbError> {
    let rows: Vec<(String, Currency, i64, i64)> = conn
        .all(
            sql("SELECT a.owner_id, p.currency, p.at_us / $1 AS day, CAST(-SUM(p.amount_minor) AS BIGINT)
                 FROM ledger_postings AS p JOIN ledger_accounts AS a ON a.id = p.account_id
                 JOIN ledger_transactions AS t ON t.id = p.tx_id
                 WHERE a.owner_kind = $2 AND a.purpose = $3 AND p.layer = 'posted' AND t.kind IN ($4, $5, $6)
                 GROUP BY a.owner_id, p.currency, p.at_us / $1")
            .bind(DAY_US)
            .bind(OwnerKind::Seller)
            .bind(Purpose::SellerPayable)
            .bind_all([TransactionKind::Sale, TransactionKind::Return, TransactionKind::Dispute]),
        )
        .await?;
    let moved = rows.into_iter().filter_map(|(owner, currency, day, minor)| {
        Some(((owner.parse().ok()?, currency, day * DAY_US), minor))
    });
    Ok(moved.collect())
}

fn goods(counted: &BTreeMap<SpanKey, Margin>) -> Goods {
    let mut goods = Goods::new();
    for ((seller, currency, span, _, offer), margin) in counted {
        if *span == Span::Month {
            let more = [margin.units, margin.cost_minor, margin.uncosted_units, margin.returned_units];
            add(&mut goods, (*seller, *currency, *offer), more);
        }
    }
    goods
}

fn add(goods: &mut Goods, key: (SellerId, Currency, OfferId), more: [i64; 4]) {
    for (sum, more) in goods.entry(key).or_default().iter_mut().zip(more) {
        *sum += more;
    }
}

/// The same from the lines of parcels that were charged, and of returns that were decided.
async fn raw_goods(conn: &mut Conn) -> Result<Goods, DbError> {
    let sent = "SELECT p.seller_id, o.currency, l.offer_id, CAST(SUM(s.quantity) AS BIGINT),
            CAST(COALESCE(SUM(s.quantity * l.cost_minor), 0) AS BIGINT),
            CAST(SUM(CASE WHEN l.cost_minor IS NULL THEN s.quantity ELSE 0 END) AS BIGINT)
        FROM orders_shipment_lines AS s JOIN orders_lines AS l ON l.id = s.line_id
        JOIN orders_parts AS p ON p.id = l.part_id JOIN orders_orders AS o ON o.id = p.order_id
        JOIN orders_shipment_parts AS q ON q.shipment_id = s.shipment_id AND q.part_id = l.part_id
        WHERE q.state IN ('shipped', 'delivered') GROUP BY p.seller_id, o.currency, l.offer_id";
    // What came back as new and is for sale again costs nothing; the rest is used up.
    let back = "SELECT r.seller_id, r.currency, b.offer_id,
            CAST(SUM(CASE WHEN r.rest_of IS NULL THEN b.quantity ELSE 0 END) AS BIGINT),
            CAST(COALESCE(SUM(CASE WHEN b.grade = 'as_new' AND b.restock = TRUE
                THEN b.quantity * l.cost_minor ELSE 0 END), 0) AS BIGINT),
            CAST(SUM(CASE WHEN b.grade = 'as_new' AND b.restock = TRUE AND l.cost_minor IS NULL
                THEN b.quantity ELSE 0 END) AS BIGINT)
        FROM returns_lines AS b JOIN returns_returns AS r ON r.id = b.return_id
        JOIN orders_lines AS l ON l.id = b.line_id
        WHERE r.state IN ('refunded', 'closed') GROUP BY r.seller_id, r.currency, b.offer_id";
    // A replacement went out for each unit, and one that did not come back as new is used up with it.
    let used_up = "SELECT r.seller_id, r.currency, b.offer_id,
            CAST(COALESCE(SUM(b.quantity * l.cost_minor), 0) AS BIGINT),
            CAST(SUM(CASE WHEN l.cost_minor IS NULL THEN b.quantity ELSE 0 END) AS BIGINT)
        FROM returns_lines AS b JOIN returns_returns AS r ON r.id = b.return_id
        JOIN orders_lines AS l ON l.id = b.line_id
        WHERE r.state = 'exchanged' AND NOT (COALESCE(b.grade, '') = 'as_new' AND COALESCE(b.restock, FALSE))
        GROUP BY r.seller_id, r.currency, b.offer_id";
    let mut goods = Goods::new();
    let sent: Vec<(SellerId, Currency, OfferId, i64, i64, i64)> = conn.all(sql(sent)).await?;
    for (seller, currency, offer, units, cost, uncosted) in sent {
        add(&mut goods, (seller, currency, offer), [units, cost, uncosted, 0]);
    }
    let back: Vec<(SellerId, Currency, OfferId, i64, i64, i64)> = conn.all(sql(back)).await?;
    for (seller, currency, offer, units, cost, uncosted) in back {
        add(&mut goods, (seller, currency, offer), [0, -cost, -uncosted, units]);
    }
    let used_up: Vec<(SellerId, Currency, OfferId, i64, i64)> = conn.all(sql(used_up)).await?;
    for (seller, currency, offer, cost, uncosted) in used_up {
        add(&mut goods, (seller, currency, offer), [0, cost, uncosted, 0]);
    }
    Ok(goods)
}
