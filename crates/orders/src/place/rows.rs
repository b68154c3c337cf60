//! The rows of a new order: itself, its parts and their lines, with everything frozen. Called by `place`.

use super::PlaceOrder;
use super::promised::Promised;
use crate::OrderError;
use crate::bundles::Place;
use crate::promotions;
use crate::quote::{Quote, QuotePart};
use crate::store::{self, Order};
use db::{Tx, sql};
use domain::order::{OrderSource, OrderState};
use domain::text_enum::TextEnum as _;
use domain::{HoldId, LineId, Money, OrderId, PartId, PaymentId};

#[allow(clippy::too_many_arguments)] // one row, one call
pub(super) async fn insert_order(
    tx: &mut Tx,
    config: &crate::OrdersConfig,
    input: &PlaceOrder,
    quote: &Quote,
    id: OrderId,
    payment: PaymentId,
    hold: HoldId,
    hash: String,
) -> Result<Order, OrderError> {
    let now = tx.now();
    let one_click = input.source == OrderSource::OneClick;
    let undo_until = one_click.then(|| now.plus(config.one_click_window));
    let text = format!(
        "INSERT INTO orders_orders (id, order_key, input_hash, account_id, guest_id, email, locale, source, state,
             currency, items_minor, shipping_minor, tax_minor, total_minor, address, payment_id, hold_id,
             undo_until_us, placed_at_us, link_code, wrap_minor, gift_message, discount_minor, coupon_code,
             shown_currency, shown_numerator, shown_denominator, shown_day, device)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
             $23, $24, $25, $26, $27, $28, $29)
         RETURNING {}",
        store::ORDER
    );
    let row = sql(text)
        .bind(id)
        .bind(&input.key)
        .bind(hash)
        .bind(input.shopper.account())
        .bind(input.shopper.guest())
        .bind(input.email.as_str())
        .bind(input.locale.as_str())
        .bind(input.source.as_str())
        .bind(OrderState::AwaitingPayment.as_str())
        .bind(quote.total.currency())
        .bind(quote.items.minor())
        .bind(quote.shipping.minor())
        .bind(quote.tax.minor())
        .bind(quote.total.minor())
        .bind(serde_json::to_string(&input.address).map_err(db::DbError::from)?)
        .bind(payment)
        .bind(hold)
        .bind(undo_until)
        .bind(now)
        .bind(input.shopper.guest().map(|_| identity::new_link_code()))
        .bind(quote.wrap.minor())
        .bind(input.gift.as_ref().map(|gift| gift.message.as_str()))
        .bind(quote.discount.minor())
        .bind(quote.coupon.as_ref().map(|coupon| coupon.code.as_str()));
    let shown = input.shown.filter(|rate| rate.from() == quote.total.currency());
    let row = row
        .bind(shown.map(|rate| rate.to()))
        .bind(shown.map(|rate| rate.fraction().0))
        .bind(shown.map(|rate| rate.fraction().1))
        .bind(shown.map(|rate| rate.day()))
        .bind(input.device.map(|device| device.as_str()));
    Ok(tx.one(row).await?)
}

/// A part waits in `placed`, invisible to its seller until the order is: every list joins on the order's state.
pub(super) async fn insert_part(
    tx: &mut Tx,
    order: OrderId,
    input: &PlaceOrder,
    part: &QuotePart,
    place: Option<Place>,
    promised: &Promised,
) -> Result<(), OrderError> {
    let (id, now) = (tx.new_id::<PartId>(), tx.now());
    tx.exec(
        sql("INSERT INTO orders_parts (id, order_id, seller_id, state, items_minor, shipping_minor, tax_minor,
                 total_minor, bundle_id, leads_bundle, promise, tax_place, placed_at_us, wrap_minor,
                 discount_minor, shipping_discount_minor, shipping_subsidy_minor, ship_by_us, country, device)
             VALUES ($1, $2, $3, 'awaiting_payment', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                 $19)")
        .bind(id)
        .bind(order)
        .bind(part.seller.id)
        .bind(part.items.minor())
        .bind(part.shipping.minor())
        .bind(part.tax.minor())
        .bind(part.total.minor())
        .bind(place.map(|p| p.bundle))
        .bind(place.is_some_and(|p| p.leads))
        .bind(serde_json::to_string(&part.promise).map_err(db::DbError::from)?)
        .bind(&part.tax_place)
        .bind(now)
        .bind(part.wrap.minor())
        .bind(part.discount.minor())
        .bind(part.shipping_discount.minor())
        .bind(part.shipping_subsidy.minor())
        .bind(part.seller.ship_by(&part.promise))
        .bind(&input.address.country)
        .bind(input.device.map_or("", |device| device.as_str())),
    )
    .await?;
    for (position, line) in part.lines.iter().enumerate() {
        let line_id = tx.new_id::<LineId>();
        tx.exec(
            sql("INSERT INTO orders_lines (id, part_id, position, offer_id, product_id, title, slug, picture_id,
                     quantity, unit_price_minor, amount_minor, tax_rate_bps, tax_inclusive, tax_minor, total_minor,
                     commission_class, tax_rate_ppm, tax_from_us, discount_minor, subsidy_minor, cost_minor,
                     return_days, seller_id)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                     $21, $22, $23)")
            .bind(line_id)
            .bind(id)
            .bind(i64::try_from(position).unwrap_or(i64::MAX))
            .bind(line.sale.offer.id)
            .bind(line.sale.offer.product_id)
            .bind(&line.sale.product_title)
            .bind(&line.sale.product_slug)
            .bind(line.sale.picture)
            .bind(line.quantity)
            .bind(line.sale.offer.price.minor())
            .bind(line.amount.minor())
            .bind(line.tax_rate_ppm / 100)
            .bind(line.tax_inclusive)
            .bind(line.tax.minor())
            .bind(line.total.minor())
            .bind(line.sale.commission_class.as_str())
            .bind(line.tax_rate_ppm)
            .bind(line.tax_from)
            .bind(line.discount.minor())
            .bind(line.subsidy.minor())
            .bind(line.sale.offer.terms.cost.map(Money::minor))
            .bind(promised.days(part.seller.id, line.sale.offer.product_id))
            .bind(part.seller.id),
        )
        .await?;
        promotions::freeze(tx, line_id, &line.promotions).await?;
    }
    Ok(())
}
