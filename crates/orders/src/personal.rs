//! What orders keep about an account: the cart goes, orders stay for the books without saying whose they were. Called by
//! `identity::personal`.

use crate::cart::{self, Shopper};
use crate::receipts;
use crate::store::{OrderDetail, orders_of};
use db::{BoxFuture, Conn, DbError, Tx, sql};
use domain::address::Address;
use domain::format::iso;
use domain::{AccountId, OrderId};
use identity::{Objection, PersonalData, PersonalError};
use serde_json::{Value, json};

/// Orders and the cart.
pub struct OrderData;

/// In the place of an e-mail: no letter goes there.
pub(crate) const NOBODY: &str = "deleted@deleted.invalid";
/// How many orders are read at once.
const BATCH: i64 = 200;

impl PersonalData for OrderData {
    fn name(&self) -> &'static str {
        "orders"
    }

    fn export<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Value, PersonalError>> {
        Box::pin(async move {
            let (mut orders, mut before) = (Vec::new(), None);
            loop {
                let batch = orders_of(conn, Shopper::Account(account), before, BATCH).await?;
                let Some(last) = batch.last() else { break };
                before = Some(last.order.id);
                orders.extend(batch.iter().map(order));
            }
            let cart = cart::lines(conn, Shopper::Account(account)).await?;
            let cart: Vec<Value> =
                cart.iter().map(|l| json!({ "offer": l.offer_id, "quantity": l.quantity })).collect();
            Ok(json!({ "placed": orders, "cart": cart }))
        })
    }

    fn objection<'c>(
        &'c self,
        conn: &'c mut Conn,
        account: AccountId,
    ) -> BoxFuture<'c, Result<Option<Objection>, PersonalError>> {
        Box::pin(async move {
            let statement = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM orders_orders
                                 WHERE account_id = $1 AND state IN ('awaiting_payment', 'placed')");
            let (open,): (i64,) = conn.one(statement.bind(account)).await?;
            Ok((open > 0).then_some(Objection::OpenOrders))
        })
    }

    fn erase<'t>(&'t self, tx: &'t mut Tx, account: AccountId) -> BoxFuture<'t, Result<(), PersonalError>> {
        Box::pin(async move {
            let owner = Shopper::Account(account).owner();
            payments::forget_held(tx, &owner).await?;
            tx.exec(sql("DELETE FROM orders_carts WHERE owner = $1").bind(owner.clone())).await?;
            tx.exec(sql("DELETE FROM orders_saved_lines WHERE owner = $1").bind(owner)).await?;
            let mut before = None;
            loop {
                let batch = orders_of(tx, Shopper::Account(account), before, BATCH).await?;
                let Some(last) = batch.last() else { break };
                before = Some(last.order.id);
                for detail in batch {
                    let left = nobody_at(&detail.order.address.0);
                    let update = sql("UPDATE orders_orders SET email = $2, address = $3, guest_id = NULL,
                                  link_code = NULL, gift_message = NULL WHERE id = $1");
                    let address = serde_json::to_string(&left)?;
                    tx.exec(update.bind(detail.order.id).bind(NOBODY).bind(address)).await?;
                    invoices::erase_buyer(tx, detail.order.id, &left).await?;
                    // By their keys: an order may have another e-mail than the account, and that may be somebody's.
                    for key in receipts::keys_of(&detail) {
                        mail::forget(tx, &key).await?;
                    }
                }
            }
            let bundles = sql("UPDATE orders_bundles SET address_hash = '' WHERE account_id = $1");
            tx.exec(bundles.bind(account)).await?;
            Ok(())
        })
    }
}

/// Whether the account that placed this order has ended: nothing about the order says any more who that was.
///
/// # Errors
/// Only the database's.
pub async fn buyer_is_forgotten(conn: &mut Conn, order: OrderId) -> Result<bool, DbError> {
    let found: Option<(String,)> =
        conn.opt(sql("SELECT email FROM orders_orders WHERE id = $1").bind(order)).await?;
    Ok(found.is_some_and(|(email,)| email == NOBODY))
}

/// What a place must keep to say which tax was due: country and region.
fn nobody_at(address: &Address) -> Address {
    Address {
        name: "—".into(),
        line1: "—".into(),
        line2: String::new(),
        city: "—".into(),
        region: address.region.clone(),
        postcode: String::new(),
        country: address.country.clone(),
        phone: String::new(),
    }
}

fn order(detail: &OrderDetail) -> Value {
    let order = &detail.order;
    let parts = detail.parts.iter().map(|part| {
        let lines = part.lines.iter().map(|line| {
            json!({
                "title": line.title, "quantity": line.quantity, "unit_price_minor": line.unit_price_minor,
                "amount_minor": line.amount_minor, "tax_minor": line.tax_minor,
            })
        });
        let parcels = part.shipments.iter().map(|s| {
            json!({
                "carrier": s.carrier.0, "tracking": s.tracking, "shipped_at": s.shipped_at_us.map(iso),
                "delivered_at": s.delivered_at_us.map(iso),
            })
        });
        json!({
            "seller": part.part.seller_id, "state": part.part.state.0,
            "lines": lines.collect::<Vec<_>>(), "parcels": parcels.collect::<Vec<_>>(),
        })
    });
    json!({
        "id": order.id, "placed_at": iso(order.placed_at_us), "state": order.state.0, "email": order.email,
        "address": order.address.0, "currency": order.currency, "read_in": order.shown(),
        "device": order.device.map(|device| device.0),
        "items_minor": order.items_minor, "shipping_minor": order.shipping_minor, "coupon": order.coupon_code,
        "discount_minor": order.discount_minor, "tax_minor": order.tax_minor,
        "total_minor": order.total_minor, "parts": parts.collect::<Vec<_>>(),
    })
}
