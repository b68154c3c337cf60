//! Several one-clicks to one address inside the window become one parcel per seller. Owns `orders_bundles`.

use crate::OrderError;
use crate::place::input_hash;
use crate::quote::{Quote, QuotePart};
use catalog::OfferForSale;
use db::{Conn, Tx, row, sql};
use domain::address::Address;
use domain::shipping::{FeeError, Goods, delivery_fee};
use domain::{AccountId, BundleId, DurationUs, Money, OfferId, PartId, SellerId, Timestamp};
use std::collections::BTreeMap;

/// So many open bundles are asked whether a part can join.
const MOST_OPEN: i64 = 5;

/// A part's place in a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub bundle: BundleId,
    /// It opened the bundle and pays the parcel's shipping.
    pub leads: bool,
}

/// Finds the open bundle of each part's seller, or opens one. A part that joins pays no second shipping: only what the parcel
/// costs more with it, by the seller's tables. One that is too much for the parcel opens a bundle of its own.
///
/// A bundle is open until the window of its first order ends or the seller begins to pick, and as long as one of
/// its parts that pays the parcel's shipping has not been undone: what nobody pays for does not stay free. A part
/// whose payment is still being asked for counts, so that two quick clicks make one parcel.
pub(crate) async fn join_or_open(
    tx: &mut Tx,
    account: AccountId,
    address: &Address,
    quote: &mut Quote,
    window: DurationUs,
) -> Result<Vec<Option<Place>>, OrderError> {
    let joined = join(tx, account, address, quote).await?;
    let mut places = Vec::with_capacity(joined.len());
    for (index, found) in joined.into_iter().enumerate() {
        places.push(Some(match found {
            Some(bundle) => Place { bundle, leads: false },
            None => {
                let seller = quote.parts[index].seller.id;
                Place {
                    bundle: open(tx, account, seller, &address_hash(address), window).await?,
                    leads: true,
                }
            }
        }));
    }
    Ok(places)
}

/// The open bundle that each part of the quote would join, for what it adds to the parcel's shipping: what the page shows
/// before the click.
pub(crate) async fn join(
    conn: &mut Conn,
    account: AccountId,
    address: &Address,
    quote: &mut Quote,
) -> Result<Vec<Option<BundleId>>, OrderError> {
    let (hash, to) = (address_hash(address), domain::place::Place::from(address));
    let mut bundles = Vec::with_capacity(quote.parts.len());
    for index in 0..quote.parts.len() {
        let mut joined = None;
        for bundle in find_open(conn, account, quote.parts[index].seller.id, &hash).await? {
            if let Some(fee) = added_fee(conn, bundle, &quote.parts[index], &to).await? {
                quote.ship_for(index, fee)?;
                joined = Some(bundle);
                break;
            }
        }
        bundles.push(joined);
    }
    Ok(bundles)
}

row! {
    struct Held {
        part_id: PartId,
        shipping_minor: i64,
        offer_id: OfferId,
        quantity: i64,
        unit_price_minor: i64,
    }
}

/// What a part adds to the delivery of what a bundle holds: what all of it costs together, less what was asked for so far.
/// `None` where it cannot go along, and where it takes longer or shorter until the hand-over than what is there: each was
/// promised its own day, so they are two parcels.
async fn added_fee(
    conn: &mut Conn,
    bundle: BundleId,
    part: &QuotePart,
    to: &domain::place::Place,
) -> Result<Option<Money>, OrderError> {
    let statement =
        sql("SELECT p.id AS part_id, p.shipping_minor, l.offer_id, l.quantity, l.unit_price_minor
                         FROM orders_parts p JOIN orders_lines l ON l.part_id = p.id
                         WHERE p.bundle_id = $1 AND p.state IN ('awaiting_payment', 'placed')");
    let held: Vec<Held> = conn.all(statement.bind(bundle)).await?;
    let offers: Vec<OfferId> = held.iter().map(|line| line.offer_id).collect();
    let sales = catalog::offers_for_sale(conn, &offers).await?;
    let days = |sale: &OfferForSale| sale.offer.terms.handling_days;
    let theirs = part.seller.handling_of(sales.values().map(days));
    if theirs != part.seller.handling_of(part.lines.iter().map(|line| days(&line.sale))) {
        return Ok(None);
    }
    let currency = part.shipping.currency();
    let asked: BTreeMap<PartId, i64> = held.iter().map(|line| (line.part_id, line.shipping_minor)).collect();
    let mut goods = Vec::with_capacity(held.len() + part.lines.len());
    for line in &held {
        let packing = sales.get(&line.offer_id).map(|sale| sale.offer.packing).unwrap_or_default();
        let worth = Money::new(line.unit_price_minor, currency).times(line.quantity)?;
        goods.push(Goods { packing, quantity: line.quantity, worth });
    }
    for line in &part.lines {
        let (packing, quantity) = (line.sale.offer.packing, line.quantity);
        goods.push(Goods { packing, quantity, worth: line.amount });
    }
    match delivery_fee(&part.seller.shipping, &part.seller.tables, &goods, to) {
        Ok(all) => {
            let more = all.minor().saturating_sub(asked.values().sum()).max(0);
            Ok(Some(Money::new(more, currency)))
        }
        Err(FeeError::NoDelivery { .. }) => Ok(None),
        Err(FeeError::Money(error)) => Err(error.into()),
    }
}

fn address_hash(address: &Address) -> String {
    input_hash(&serde_json::json!(address))
}

/// The open bundles of this seller's goods to this address, the youngest first.
async fn find_open(
    conn: &mut Conn,
    account: AccountId,
    seller: SellerId,
    address_hash: &str,
) -> Result<Vec<BundleId>, OrderError> {
    let now = conn.now();
    let found: Vec<(BundleId,)> = conn
        .all(
            sql("SELECT b.id FROM orders_bundles b WHERE b.account_id = $1 AND b.seller_id = $2
                 AND b.address_hash = $3 AND b.closes_at_us > $4
                 AND EXISTS (SELECT 1 FROM orders_parts p WHERE p.bundle_id = b.id
                     AND p.state IN ('awaiting_payment', 'placed') AND p.leads_bundle)
                 ORDER BY b.closes_at_us DESC, b.id DESC LIMIT $5")
            .bind(account)
            .bind(seller)
            .bind(address_hash)
            .bind(now)
            .bind(MOST_OPEN),
        )
        .await?;
    Ok(found.into_iter().map(|(bundle,)| bundle).collect())
}

async fn open(
    tx: &mut Tx,
    account: AccountId,
    seller: SellerId,
    address_hash: &str,
    window: DurationUs,
) -> Result<BundleId, OrderError> {
    let (id, now) = (tx.new_id::<BundleId>(), tx.now());
    tx.exec(
        sql("INSERT INTO orders_bundles (id, account_id, seller_id, address_hash, closes_at_us)
             VALUES ($1, $2, $3, $4, $5)")
        .bind(id)
        .bind(account)
        .bind(seller)
        .bind(address_hash)
        .bind(now.plus(window)),
    )
    .await?;
    Ok(id)
}

/// The seller began to pick: nothing more is added.
pub(crate) async fn close(tx: &mut Tx, bundle: BundleId, at: Timestamp) -> Result<(), OrderError> {
    let statement = sql("UPDATE orders_bundles SET closes_at_us = $2 WHERE id = $1 AND closes_at_us > $2");
    tx.exec(statement.bind(bundle).bind(at)).await?;
    Ok(())
}

/// The other parts of a parcel, for the page. When the part that pays its shipping is undone the others keep what they
/// were promised, and the next click pays its own.
pub async fn mates(
    conn: &mut Conn,
    bundle: BundleId,
    except: PartId,
) -> Result<Vec<crate::store::Part>, OrderError> {
    let mut parts = crate::store::parts_of_bundle(conn, bundle).await?;
    parts.retain(|p| p.id != except);
    Ok(parts)
}
