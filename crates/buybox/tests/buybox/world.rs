//! Sellers, offers and orders for the tests, written as shortly as the rules allow.

use buybox::{BuyBox, BuyBoxConfig};
use catalog::{Condition, NewOffer, NewProduct};
use db::events::Filter;
use db::testing::TestDb;
use db::{DbError, sql};
use domain::promise::ShippingOffer;
use domain::{
    AccountId, Currency, GuestId, HoldId, MessageId, Money, OfferId, OrderId, PartId, PaymentId, ProductId,
    ReturnId, SellerId, ShipmentId, Timestamp,
};
use sellers::NewSeller;
use serde::de::DeserializeOwned;

pub fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

pub fn buybox(t: &TestDb) -> BuyBox {
    BuyBox::new(t.db(), BuyBoxConfig { shop_name: "Shop".into(), public_url: "https://shop.example".into() })
}

/// What the log says of this kind to a seller, in its order.
pub async fn logged<P: DeserializeOwned>(t: &TestDb, kind: &str, seller: SellerId) -> Vec<P> {
    let (db, topic) = (t.db(), seller.to_string());
    db.sequence_events().await.unwrap();
    let filter = Filter { kinds: &[kind], topic: Some(&topic) };
    let events = db.read().await.unwrap().events_after(0, filter, 100).await.unwrap();
    events.iter().map(|event| event.payload().unwrap()).collect()
}

/// A seller that delivers for this fee, in so many days at the most.
pub async fn seller(t: &TestDb, name: &str, fee: i64, days: u8) -> SellerId {
    let new = NewSeller {
        name: name.to_owned(),
        slug: None,
        country: "US".into(),
        region: "CA".into(),
        currency: Currency::USD,
        support_email: None,
        shipping: ShippingOffer {
            handling_days: 1,
            transit_days_min: 1,
            transit_days_max: days,
            cutoff_minutes: 14 * 60,
            fee: usd(fee),
            free_from: Some(usd(5_000)),
        },
    };
    let db = t.db();
    let write = db.write(move |tx| {
        let new = new.clone();
        Box::pin(async move { sellers::create(tx, &new).await })
    });
    write.await.unwrap().id
}

pub async fn product(t: &TestDb) -> ProductId {
    t.db()
        .write(|tx| {
            Box::pin(async move {
                let class = domain::commission::CommissionClass::Standard;
                let category = catalog::ensure_category_path(tx, &["Things"], class).await?;
                let new = NewProduct::titled("A thing that many sell", category.id);
                Ok::<_, catalog::CatalogError>(catalog::upsert_product(tx, new).await?.id)
            })
        })
        .await
        .unwrap()
}

/// An offer with its stock.
pub async fn offer(
    t: &TestDb,
    product: ProductId,
    seller: SellerId,
    (price, condition, stock): (i64, Condition, i64),
) -> OfferId {
    t.db()
        .write(move |tx| {
            Box::pin(async move {
                let new = NewOffer {
                    condition,
                    ..NewOffer::on_sale(
                        product,
                        seller,
                        format!("{product}-{}", domain::text_enum::TextEnum::as_str(condition)),
                        usd(price),
                    )
                };
                let id = catalog::upsert_offer(tx, new).await.unwrap().id;
                if stock > 0 {
                    inventory::receive(tx, &format!("first:{id}"), id, stock).await.unwrap();
                }
                Ok::<_, DbError>(id)
            })
        })
        .await
        .unwrap()
}

/// What became of an order of the tests.
#[derive(Debug, Clone, Copy)]
pub struct Past {
    pub state: &'static str,
    pub reason: Option<&'static str>,
    pub placed: Timestamp,
    pub ship_by: Timestamp,
    pub shipped: Option<Timestamp>,
}

/// A part of an order of its own, as a row. A shipped one has its parcel.
pub async fn part(t: &TestDb, seller: SellerId, past: Past) -> (OrderId, PartId) {
    t.db()
        .write(move |tx| {
            Box::pin(async move {
                let (order, part) = (tx.new_id::<OrderId>(), tx.new_id::<PartId>());
                let (guest, payment, hold) = (tx.new_id::<GuestId>(), tx.new_id::<PaymentId>(), tx.new_id::<HoldId>());
                tx.exec(
                    sql("INSERT INTO orders_orders (id, order_key, input_hash, guest_id, email, locale, source, state,
                             currency, items_minor, shipping_minor, tax_minor, total_minor, address, payment_id, hold_id,
                             placed_at_us)
                         VALUES ($1, $2, '', $3, 'a@b.example', 'en', 'checkout', 'placed', 'USD', 0, 0, 0, 0, '{}', $4,
                             $5, $6)")
                    .bind(order)
                    .bind(order.to_string())
                    .bind(guest)
                    .bind(payment)
                    .bind(hold)
                    .bind(past.placed),
                )
                .await?;
                tx.exec(
                    sql("INSERT INTO orders_parts (id, order_id, seller_id, state, items_minor, shipping_minor, tax_minor,
                             total_minor, promise, tax_place, placed_at_us, shipped_at_us, cancel_reason, ship_by_us)
                         VALUES ($1, $2, $3, $4, 0, 0, 0, 0, '{}', '-', $5, $6, $7, $8)")
                    .bind(part)
                    .bind(order)
                    .bind(seller)
                    .bind(past.state)
                    .bind(past.placed)
                    .bind(past.shipped)
                    .bind(past.reason)
                    .bind(past.ship_by),
                )
                .await?;
                Ok::<_, DbError>((order, part))
            })
        })
        .await
        .unwrap()
}

/// A parcel with this number.
pub async fn parcel(t: &TestDb, seller: SellerId, tracking: &'static str) {
    t.db()
        .write(move |tx| {
            Box::pin(async move {
                let (id, now) = (tx.new_id::<ShipmentId>(), tx.now());
                tx.exec(
                    sql("INSERT INTO orders_shipments (id, shipment_key, input_hash, seller_id, state, carrier, tracking,
                             created_at_us, shipped_at_us) VALUES ($1, $2, '', $3, 'shipped', 'ups', $4, $5, $5)")
                    .bind(id)
                    .bind(id.to_string())
                    .bind(seller)
                    .bind(tracking)
                    .bind(now),
                )
                .await?;
                Ok::<_, DbError>(())
            })
        })
        .await
        .unwrap();
}

/// A return of something of a part.
pub async fn returned(
    t: &TestDb,
    seller: SellerId,
    (order, part): (OrderId, PartId),
    (state, reason): (&'static str, &'static str),
) {
    t.db()
        .write(move |tx| {
            Box::pin(async move {
                let (id, now) = (tx.new_id::<ReturnId>(), tx.now());
                tx.exec(
                    sql("INSERT INTO returns_returns (id, return_key, input_hash, order_id, part_id, shipment_id, capture_id,
                             seller_id, state, currency, pays_return, claim_minor, requested_at_us, answered_at_us)
                         VALUES ($1, $2, '', $3, $4, $1, $1, $5, $6, 'USD', 'seller', 1, $7, $7)")
                    .bind(id)
                    .bind(id.to_string())
                    .bind(order)
                    .bind(part)
                    .bind(seller)
                    .bind(state)
                    .bind(now),
                )
                .await?;
                tx.exec(
                    sql("INSERT INTO returns_lines (return_id, line_id, offer_id, product_id, title, quantity, reason,
                             items_minor, tax_minor, subsidy_minor, shipping_minor, wrap_minor, fees_tax_minor,
                             shipping_subsidy_minor, commission_minor)
                         VALUES ($1, $1, $1, $1, '', 1, $2, 0, 0, 0, 0, 0, 0, 0, 0)")
                    .bind(id)
                    .bind(reason),
                )
                .await?;
                Ok::<_, DbError>(())
            })
        })
        .await
        .unwrap();
}

/// Somebody with an account, who owns this seller.
pub async fn owner(t: &TestDb, seller: SellerId) -> AccountId {
    let identity = identity::Identity::new(t.db(), identity::IdentityConfig::for_tests()).unwrap();
    let new = identity::NewAccount {
        email: domain::contact::Email::parse("owner@shop.example").unwrap(),
        name: domain::contact::PersonName::parse("Olga Owner").unwrap(),
        password: domain::contact::NewPassword::parse("correct horse battery").unwrap(),
        locale: domain::format::Locale::En,
        currency: Currency::USD,
    };
    let id = identity.create_account(new, false).await.unwrap();
    let db = t.db();
    let seat = db.write(move |tx| {
        Box::pin(async move { sellers::add_staff(tx, seller, id, domain::roles::StaffRole::Owner).await })
    });
    seat.await.unwrap();
    id
}

/// A shopper who wrote about a part at `since`, and was answered or not.
pub async fn wrote(
    t: &TestDb,
    seller: SellerId,
    (order, part): (OrderId, PartId),
    (since, answered): (Timestamp, Option<Timestamp>),
) {
    t.db()
        .write(move |tx| {
            Box::pin(async move {
                let id = tx.new_id::<MessageId>();
                let waits = answered.is_none().then_some(since);
                tx.exec(
                    sql("INSERT INTO messages_threads (part_id, order_id, seller_id, messages, shopper_last, seller_last,
                             shopper_read, seller_read, shopper_told, seller_told, waiting_since_us, last_at_us)
                         VALUES ($1, $2, $3, 1, 1, 0, 0, 0, FALSE, TRUE, $4, $5)")
                    .bind(part)
                    .bind(order)
                    .bind(seller)
                    .bind(waits)
                    .bind(since),
                )
                .await?;
                tx.exec(
                    sql("INSERT INTO messages_messages (id, part_id, number, side, message_key, input_hash, body, pictures,
                             visibility, sent_at_us)
                         VALUES ($1, $2, 1, 'shopper', $3, '', 'Where is it?', 0, 'shown', $4)")
                    .bind(id)
                    .bind(part)
                    .bind(id.to_string())
                    .bind(since),
                )
                .await?;
                tx.exec(
                    sql("INSERT INTO messages_waits (message_id, part_id, seller_id, since_us, answered_at_us, answered)
                         VALUES ($1, $2, $3, $4, $5, $6)")
                    .bind(id)
                    .bind(part)
                    .bind(seller)
                    .bind(since)
                    .bind(answered)
                    .bind(answered.map(|_| "written")),
                )
                .await?;
                Ok::<_, DbError>(())
            })
        })
        .await
        .unwrap();
}
