//! Several one-clicks to one address inside the window become one parcel per seller. Owns `orders_bundles`.

use crate::OrderError;
use crate::place::input_hash;
use crate::quote::Quote;
use db::{Conn, Tx, sql};
use domain::address::Address;
use domain::{AccountId, BundleId, DurationUs, PartId, SellerId, Timestamp};

/// A part's place in a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub bundle: BundleId,
    /// It opened the bundle and pays the parcel's shipping.
    pub leads: bool,
}

/// Finds the open bundle of each part's seller, or opens one. A part that joins pays no second shipping.
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

/// The open bundle that each part of the quote would join, its shipping waived: what the page shows before the click.
pub(crate) async fn join(
    conn: &mut Conn,
    account: AccountId,
    address: &Address,
    quote: &mut Quote,
) -> Result<Vec<Option<BundleId>>, OrderError> {
    let hash = address_hash(address);
    let mut bundles = Vec::with_capacity(quote.parts.len());
    for index in 0..quote.parts.len() {
        let found = find_open(conn, account, quote.parts[index].seller.id, &hash).await?;
        if found.is_some() {
            quote.waive_shipping(index)?;
        }
        bundles.push(found);
    }
    Ok(bundles)
}

fn address_hash(address: &Address) -> String {
    input_hash(&serde_json::json!(address))
}

async fn find_open(
    conn: &mut Conn,
    account: AccountId,
    seller: SellerId,
    address_hash: &str,
) -> Result<Option<BundleId>, OrderError> {
    let now = conn.now();
    let found: Option<(BundleId,)> = conn
        .opt(
            sql("SELECT b.id FROM orders_bundles b WHERE b.account_id = $1 AND b.seller_id = $2
                 AND b.address_hash = $3 AND b.closes_at_us > $4
                 AND EXISTS (SELECT 1 FROM orders_parts p WHERE p.bundle_id = b.id
                     AND p.state IN ('awaiting_payment', 'placed') AND p.leads_bundle)
                 ORDER BY b.closes_at_us DESC LIMIT 1")
            .bind(account)
            .bind(seller)
            .bind(address_hash)
            .bind(now),
        )
        .await?;
    Ok(found.map(|f| f.0))
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
