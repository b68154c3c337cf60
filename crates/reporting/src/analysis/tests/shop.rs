//! Orders and what becomes of them, as the capabilities keep and tell it: rows and event in one transaction.

use db::testing::START;
use db::{Db, DbError, NewEvent, Tx, sql};
use domain::events::{
    ORDER_CANCELLED, ORDER_PLACED, ORDER_REST_CANCELLED, ORDER_SHIPPED, OrderCancelled, OrderPlaced,
    OrderRestCancelled, PartShipped, PlacedLine,
};
use domain::order::Device;
use domain::returns::{RETURN_REFUNDED, ReturnChanged};
use domain::text_enum::TextEnum as _;
use domain::{Currency, DurationUs, Money, PartId, SellerId, ShipmentId, Timestamp, TypedId};
use ledger::{AccountRef, LedgerError, Memo, NewTransaction, Posting, RevenueStream, TransactionKind};
use std::sync::Arc;
use uuid::Uuid;

pub fn id<I: TypedId>(number: u128) -> I {
    I::from_uuid(Uuid::from_u128(number))
}

/// One seller's part of an order, which is the whole order.
#[derive(Clone)]
pub struct Sold {
    pub number: u128,
    pub seller: u128,
    pub at: Timestamp,
    pub shopper: u128,
    pub country: &'static str,
    pub device: Option<Device>,
    /// Product, quantity, price of one.
    pub lines: Vec<(u128, i64, i64)>,
    /// Of all its lines; otherwise the product's number.
    pub title: Option<String>,
}

/// An order of a seller, so many days before today.
pub fn order(number: u128, seller: u128, days_ago: i64, lines: &[(u128, i64, i64)]) -> Sold {
    Sold {
        number,
        seller,
        at: START.minus(DurationUs::from_days(days_ago)),
        shopper: 700 + number,
        country: "US",
        device: Some(Device::Desktop),
        lines: lines.to_vec(),
        title: None,
    }
}

pub fn seller_of(sold: &Sold) -> SellerId {
    id(sold.seller)
}

impl Sold {
    fn units(&self) -> i64 {
        self.lines.iter().map(|(_, quantity, _)| quantity).sum()
    }
    fn minor(&self) -> i64 {
        self.lines.iter().map(|(_, quantity, price)| quantity * price).sum()
    }
    fn title(&self, product: u128) -> String {
        self.title.clone().unwrap_or_else(|| format!("Product {product}"))
    }
    fn line_id(&self, at: usize) -> Uuid {
        Uuid::from_u128(self.number * 1_000 + at as u128)
    }
    fn placed_line(&self, (product, quantity, price): (u128, i64, i64)) -> PlacedLine {
        PlacedLine {
            offer_id: id(product),
            product_id: id(product),
            title: self.title(product),
            quantity,
            amount_minor: quantity * price,
        }
    }
}

/// Runs one change of one order.
async fn change<F>(db: &Db, sold: &Sold, work: F)
where
    F: for<'t> Fn(&'t mut Tx, Arc<Sold>) -> db::BoxFuture<'t, Result<(), DbError>> + Send + Sync + 'static,
{
    let sold = Arc::new(sold.clone());
    db.write::<_, DbError, _>(move |tx| work(tx, Arc::clone(&sold))).await.unwrap();
}

async fn append<P: serde::Serialize + Sync>(
    tx: &mut Tx,
    sold: &Sold,
    kind: &'static str,
    payload: &P,
) -> Result<(), DbError> {
    let topic = Some(seller_of(sold).to_string());
    let key = id::<PartId>(sold.number).to_string();
    tx.append(NewEvent { kind, key, topic, payload }).await
}

pub async fn place(db: &Db, sold: &Sold) {
    change(db, sold, |tx, sold| {
        Box::pin(async move {
            insert_order(tx, &sold).await?;
            insert_lines(tx, &sold).await?;
            let placed = OrderPlaced {
                order_id: id(sold.number),
                part_id: id(sold.number),
                seller_id: id(sold.seller),
                currency: Currency::USD,
                items_minor: sold.minor(),
                shipping_minor: 0,
                tax_minor: 0,
                units: sold.units(),
                lines: sold.lines.iter().map(|line| sold.placed_line(*line)).collect(),
                placed_at_us: sold.at,
                bundle_id: None,
            };
            append(tx, &sold, ORDER_PLACED, &placed).await
        })
    })
    .await;
}

async fn insert_order(tx: &mut Tx, sold: &Sold) -> Result<(), DbError> {
    let number = Uuid::from_u128(sold.number);
    tx.exec(
        sql("INSERT INTO orders_orders (id, order_key, input_hash, account_id, email, locale, source, state, currency,
                 items_minor, shipping_minor, tax_minor, total_minor, address, payment_id, hold_id, placed_at_us, device)
             VALUES ($1, $2, '', $3, 'a@example.com', 'en', 'checkout', 'placed', 'USD', 0, 0, 0, 0, $4, $1, $1, $5, $6)")
        .bind(number)
        .bind(number.to_string())
        .bind(Uuid::from_u128(sold.shopper))
        .bind(format!("{{\"country\":\"{}\"}}", sold.country))
        .bind(sold.at)
        .bind(sold.device.map(|device| device.as_str())),
    )
    .await?;
    tx.exec(
        sql("INSERT INTO orders_parts (id, order_id, seller_id, state, items_minor, shipping_minor, tax_minor,
                 total_minor, promise, tax_place, placed_at_us)
             VALUES ($1, $1, $2, 'placed', $3, 0, 0, $3, '{}', '', $4)")
        .bind(number)
        .bind(seller_of(sold))
        .bind(sold.minor())
        .bind(sold.at),
    )
    .await?;
    Ok(())
}

async fn insert_lines(tx: &mut Tx, sold: &Sold) -> Result<(), DbError> {
    for (at, (product, quantity, price)) in sold.lines.iter().enumerate() {
        tx.exec(
            sql("INSERT INTO orders_lines (id, part_id, position, offer_id, product_id, title, slug, quantity,
                     unit_price_minor, amount_minor, tax_rate_bps, tax_inclusive, tax_minor, total_minor,
                     commission_class)
                 VALUES ($1, $2, $3, $4, $4, $5, '', $6, $7, $8, 0, FALSE, 0, $8, 'standard')")
            .bind(sold.line_id(at))
            .bind(Uuid::from_u128(sold.number))
            .bind(at as i64)
            .bind(Uuid::from_u128(*product))
            .bind(sold.title(*product))
            .bind_all([*quantity, *price, quantity * price]),
        )
        .await?;
    }
    Ok(())
}

/// What the processor keeps of the capture for the parcel of [`earn`].
pub async fn keep_fee(db: &Db, number: u128, minor: i64) {
    db.write::<_, LedgerError, _>(move |tx| {
        Box::pin(async move {
            let (shipment, part): (ShipmentId, PartId) = (id(number), id(number));
            let (cost, holds) = (
                AccountRef::processor_fees("sandbox", Currency::USD),
                AccountRef::processor("sandbox", Currency::USD),
            );
            let amount = Money::new(minor, Currency::USD);
            let kept = NewTransaction::posted(format!("processing-{shipment}-{part}"), TransactionKind::Fee)
                .order(id(number))
                .line(Posting::debit(cost, amount, Memo::Fee)?)
                .line(Posting::credit(holds, amount, Memo::Fee)?);
            ledger::post(tx, kept).await?;
            Ok(())
        })
    })
    .await
    .unwrap();
}

/// The commission on a parcel of the order with that number, which leaves now; or on nothing that was ordered.
pub async fn earn(db: &Db, order: Option<u128>, minor: i64) {
    db.write::<_, LedgerError, _>(move |tx| {
        Box::pin(async move {
            let number = order.unwrap_or(0);
            let (shipment, part): (ShipmentId, PartId) = (id(number), id(number));
            let payable = AccountRef::seller_payable(id(1), Currency::USD);
            let earned = AccountRef::revenue(RevenueStream::Commission, Currency::USD);
            let amount = Money::new(minor, Currency::USD);
            let mut sale = NewTransaction::posted(format!("sale-{shipment}-{part}"), TransactionKind::Sale);
            if order.is_some() {
                sale = sale.order(id(number)).part(part);
            }
            let sale = sale.line(Posting::debit(payable, amount, Memo::Commission)?).line(Posting::credit(
                earned,
                amount,
                Memo::Commission,
            )?);
            ledger::post(tx, sale).await?;
            if order.is_none() {
                return Ok(());
            }
            let shipped = PartShipped {
                order_id: id(number),
                part_id: part,
                seller_id: id(1),
                shipment_id: shipment,
                currency: Currency::USD,
                captured_minor: 0,
                units: 1,
            };
            let key = part.to_string();
            tx.append(NewEvent { kind: ORDER_SHIPPED, key, topic: None, payload: &shipped }).await?;
            Ok(())
        })
    })
    .await
    .unwrap();
}

pub async fn cancel(db: &Db, sold: &Sold) {
    change(db, sold, |tx, sold| {
        Box::pin(async move {
            let text =
                "UPDATE orders_parts SET state = 'cancelled', cancel_reason = 'changed_mind' WHERE id = $1";
            tx.exec(sql(text).bind(Uuid::from_u128(sold.number))).await?;
            let cancelled = OrderCancelled {
                order_id: id(sold.number),
                part_id: id(sold.number),
                seller_id: id(sold.seller),
                currency: Currency::USD,
                items_minor: sold.minor(),
                units: sold.units(),
                placed_at_us: sold.at,
                reason: "changed_mind".into(),
            };
            append(tx, &sold, ORDER_CANCELLED, &cancelled).await
        })
    })
    .await;
}

/// One unit of the first line left; the rest is cancelled.
pub async fn cancel_rest(db: &Db, sold: &Sold) {
    change(db, sold, |tx, sold| {
        Box::pin(async move {
            let text =
                "UPDATE orders_parts SET state = 'shipped', cancel_reason = 'out_of_stock' WHERE id = $1";
            tx.exec(sql(text).bind(Uuid::from_u128(sold.number))).await?;
            let text = "UPDATE orders_lines SET shipped_quantity = 1 WHERE id = $1";
            tx.exec(sql(text).bind(sold.line_id(0))).await?;
            let unsent = sold.lines.iter().enumerate().map(|(at, (product, quantity, price))| {
                (*product, if at == 0 { quantity - 1 } else { *quantity }, *price)
            });
            let lines: Vec<PlacedLine> =
                unsent.filter(|(_, quantity, _)| *quantity > 0).map(|line| sold.placed_line(line)).collect();
            let cancelled = OrderRestCancelled {
                order_id: id(sold.number),
                part_id: id(sold.number),
                seller_id: id(sold.seller),
                currency: Currency::USD,
                items_minor: lines.iter().map(|line| line.amount_minor).sum(),
                units: lines.iter().map(|line| line.quantity).sum(),
                lines,
                placed_at_us: sold.at,
                reason: "out_of_stock".into(),
            };
            append(tx, &sold, ORDER_REST_CANCELLED, &cancelled).await
        })
    })
    .await;
}

/// Units of the first line came back, and so much of their price is kept back.
pub async fn give_back(db: &Db, sold: &Sold, units: i64, kept_bps: i64) {
    change(db, sold, move |tx, sold| {
        Box::pin(async move {
            let (product, _, price) = sold.lines[0];
            let number = Uuid::from_u128(sold.number);
            tx.exec(
                sql("INSERT INTO returns_returns (id, return_key, input_hash, order_id, part_id, shipment_id, capture_id,
                         seller_id, state, currency, pays_return, claim_minor, ledger_tx_id, requested_at_us)
                     VALUES ($1, $2, '', $1, $1, $1, $1, $3, 'refunded', 'USD', 'seller', 1, $1, 0)")
                .bind(number)
                .bind(number.to_string())
                .bind(seller_of(&sold)),
            )
            .await?;
            tx.exec(
                sql("INSERT INTO returns_lines (return_id, line_id, offer_id, product_id, title, quantity, reason,
                         items_minor, tax_minor, subsidy_minor, shipping_minor, wrap_minor, fees_tax_minor,
                         shipping_subsidy_minor, commission_minor, grade, kept_bps, restock)
                     VALUES ($1, $2, $3, $3, '', $4, 'by_mistake', $5, 0, 0, 0, 0, 0, 0, 0, 'used', $6, FALSE)")
                .bind(number)
                .bind(sold.line_id(0))
                .bind(Uuid::from_u128(product))
                .bind_all([units, units * price, kept_bps]),
            )
            .await?;
            let refunded = ReturnChanged {
                return_id: id(sold.number),
                order_id: id(sold.number),
                seller_id: id(sold.seller),
                currency: Currency::USD,
                refunded_minor: 0,
            };
            append(tx, &sold, RETURN_REFUNDED, &refunded).await
        })
    })
    .await;
}

/// A product in a category, new or moved, as the catalogue keeps and tells it.
pub async fn product(db: &Db, number: u128, category: u128, name: &'static str) {
    db.write::<_, DbError, _>(move |tx| {
        Box::pin(async move {
            tx.exec(
                sql("INSERT INTO catalog_categories (id, parent_id, slug, name, path, position)
                     VALUES ($1, NULL, $2, $2, $2, 0) ON CONFLICT DO NOTHING")
                .bind(Uuid::from_u128(category))
                .bind(name),
            )
            .await?;
            tx.exec(
                sql("INSERT INTO catalog_products (id, slug, title, description, attributes, category_id, status,
                         created_at_us, updated_at_us) VALUES ($1, $2, 'Product', '', '[]', $3, 'active', 0, 0)
                     ON CONFLICT (id) DO UPDATE SET category_id = excluded.category_id")
                .bind(Uuid::from_u128(number))
                .bind(number.to_string())
                .bind(Uuid::from_u128(category)),
            )
            .await?;
            let key = id::<domain::ProductId>(number).to_string();
            tx.append(NewEvent { kind: "product.changed", key, topic: None, payload: &"" }).await
        })
    })
    .await
    .unwrap();
}

/// Four months of orders of two sellers, of which every seventh is cancelled, every fifth in part, and of every fourth
/// something comes back.
pub async fn many_lives(db: &Db) {
    for number in 1..=90_u128 {
        let spread = |step: u128, of: u128| (number * step) % of;
        let days_ago = i64::try_from(spread(37, 125)).unwrap();
        let lines: Vec<(u128, i64, i64)> = (0..=spread(5, 3))
            .map(|at| {
                let product = 1_000 + spread(11 + at, 23);
                (product, i64::try_from(1 + spread(5, 4)).unwrap(), i64::try_from(100 + 7 * product).unwrap())
            })
            .collect();
        let sold = Sold {
            shopper: 700 + spread(13, 17),
            country: ["US", "DE", "ES", ""][usize::try_from(spread(7, 4)).unwrap()],
            device: [None, Some(Device::Phone), Some(Device::Desktop)]
                [usize::try_from(spread(2, 3)).unwrap()],
            ..order(number, 1 + spread(1, 3) / 2, days_ago, &lines)
        };
        place(db, &sold).await;
        match () {
            () if number % 7 == 0 => cancel(db, &sold).await,
            () if number % 5 == 0 => cancel_rest(db, &sold).await,
            () if number % 4 == 0 => give_back(db, &sold, 1, 3_333).await,
            () => {}
        }
    }
}
