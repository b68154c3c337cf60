//! Several one-clicks to one address inside the window become one parcel per seller. Owns `orders_bundles`.

use crate::OrderError;
use crate::place::input_hash;
use crate::quote::Quote;
use db::{Tx, sql};
use domain::address::Address;
use domain::{AccountId, BundleId, DurationUs, PartId, SellerId, Timestamp};

/// Finds the open bundle of each part's seller, or opens one. A part that joins pays no second shipping.
///
/// A bundle is open until the window of its first order ends or the seller begins to pick, and as long as one of
/// its parts has not been undone: a parcel whose shipping nobody pays for does not stay open.
pub(crate) async fn join_or_open(
    tx: &mut Tx,
    account: AccountId,
    address: &Address,
    quote: &mut Quote,
    window: DurationUs,
) -> Result<Vec<Option<BundleId>>, OrderError> {
    let hash = input_hash(&serde_json::json!(address));
    let mut bundles = Vec::with_capacity(quote.parts.len());
    for index in 0..quote.parts.len() {
        let seller = quote.parts[index].seller.id;
        let bundle = match find_open(tx, account, seller, &hash).await? {
            Some(open) => {
                quote.waive_shipping(index)?;
                open
            }
            None => open(tx, account, seller, &hash, window).await?,
        };
        bundles.push(Some(bundle));
    }
    Ok(bundles)
}

async fn find_open(
    tx: &mut Tx,
    account: AccountId,
    seller: SellerId,
    address_hash: &str,
) -> Result<Option<BundleId>, OrderError> {
    let now = tx.now();
    let found: Option<(BundleId,)> = tx
        .opt(
            sql("SELECT b.id FROM orders_bundles b WHERE b.account_id = $1 AND b.seller_id = $2
                 AND b.address_hash = $3 AND b.closes_at_us > $4
                 AND EXISTS (SELECT 1 FROM orders_parts p WHERE p.bundle_id = b.id AND p.state = 'placed')
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

/// The first part of an open bundle is undone while others stay: they keep the shipping that they were promised.
/// Which parts leave together is the bundle's; this only tells the page.
pub async fn mates(
    conn: &mut db::Conn,
    bundle: BundleId,
    except: PartId,
) -> Result<Vec<crate::store::Part>, OrderError> {
    let mut parts = crate::store::parts_of_bundle(conn, bundle).await?;
    parts.retain(|p| p.id != except);
    Ok(parts)
}
