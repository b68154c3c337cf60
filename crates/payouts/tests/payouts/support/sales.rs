//! The rows of an order as far as payouts look at them, and the sale that orders posts of it.

use super::usd;
use db::sql;
use domain::{Currency, GuestId, HoldId, OrderId, PartId, PaymentId, SellerId, Timestamp};
use ledger::{AccountRef, Memo, NewTransaction, Posting, RevenueStream, TransactionKind};

/// The rows of an order with one part, as far as payouts look at them, and its sale.
pub async fn ordered(
    tx: &mut db::Tx,
    seller: SellerId,
    minor: i64,
    delivered_at: Option<Timestamp>,
) -> PartId {
    let (order, part, now) = (tx.new_id::<OrderId>(), tx.new_id::<PartId>(), tx.now());
    let (guest, payment, hold) = (tx.new_id::<GuestId>(), tx.new_id::<PaymentId>(), tx.new_id::<HoldId>());
    tx.exec(
        sql("INSERT INTO orders_orders (id, order_key, input_hash, guest_id, email, locale, source, state, currency,
             items_minor, shipping_minor, tax_minor, total_minor, address, payment_id, hold_id, placed_at_us)
             VALUES ($1, $2, '', $3, 'a@example.com', 'en', 'checkout', 'completed', 'USD', $4, 0, 0, $4, '{}', $5, $6,
             $7)")
        .bind(order)
        .bind(order.to_string())
        .bind(guest)
        .bind(minor)
        .bind(payment)
        .bind(hold)
        .bind(now),
    )
    .await
    .unwrap();
    tx.exec(
        sql("INSERT INTO orders_parts (id, order_id, seller_id, state, items_minor, shipping_minor, tax_minor,
             total_minor, captured_minor, promise, tax_place, placed_at_us, shipped_at_us, delivered_at_us)
             VALUES ($1, $2, $3, 'shipped', $4, 0, 0, $4, $4, '{}', 'US-CA', $5, $5, $6)")
        .bind(part)
        .bind(order)
        .bind(seller)
        .bind(minor)
        .bind(now)
        .bind(delivered_at),
    )
    .await
    .unwrap();
    sold(tx, seller, order, part, minor).await;
    part
}

/// The sale as orders posts it: goods of the seller's, a tenth for the platform.
async fn sold(tx: &mut db::Tx, seller: SellerId, order: OrderId, part: PartId, minor: i64) {
    let payable = AccountRef::seller_payable(seller, Currency::USD);
    let clearing = AccountRef::buyer_clearing(order, Currency::USD);
    let fee = usd(minor / 10);
    let new = NewTransaction::posted(format!("sale-{part}"), TransactionKind::Sale)
        .order(order)
        .part(part)
        .line(Posting::debit(clearing, usd(minor), Memo::Item).unwrap())
        .line(Posting::credit(payable.clone(), usd(minor), Memo::Item).unwrap())
        .line(Posting::debit(payable, fee, Memo::Commission).unwrap())
        .line(
            Posting::credit(
                AccountRef::revenue(RevenueStream::Commission, Currency::USD),
                fee,
                Memo::Commission,
            )
            .unwrap(),
        );
    ledger::post(tx, new).await.unwrap();
}
