//! The check finds a row that breaks a rule, and names it.

use crate::common::{APPROVED, CAPTURE_ANSWER_LOST, DECLINED, NEEDS_CONFIRMATION, Shop, as_shopper, usd};
use crate::coupons::{coupon, filled, make, order, ten_percent};
use crate::ship::{checkout, detail, ship};
use crate::{funded, promotions};
use db::testing::{Tampering, each_is_found, on_both};
use domain::gift::GiftMessage;
use domain::order::CancelReason;
use domain::promotion::{Goods, Rule};
use domain::{CouponId, PromotionId};
use ledger::AccountRef;
use orders::store::{OrderDetail, PartDetail};
use orders::{Gift, PlaceOrder, Shipped, Wanted};

/// One order for each way that an order can go.
struct Orders {
    coupon: CouponId,
    /// Wrapped lamps and a book with a coupon of the platform's; all of it left, the lamps in two parcels.
    sent: OrderDetail,
    placed: OrderDetail,
    /// One lamp of three left, and the seller cannot send the others.
    rest: OrderDetail,
    cancelled: OrderDetail,
    declined: OrderDetail,
    /// The bank asks the shopper.
    waiting: OrderDetail,
    /// The answer about the card's charge is lost.
    charging: OrderDetail,
    /// Three lamps, of which a promotion gives one.
    promoted: OrderDetail,
    /// Two books with a promotion of the platform's, sent in one parcel.
    funded: OrderDetail,
    promotion: PromotionId,
}

impl Orders {
    async fn placed_in(shop: &Shop) -> Self {
        let coupon = make(shop, coupon(shop, ten_percent())).await.unwrap();
        let lamps = |quantity| vec![Wanted { quantity, ..Wanted::one(shop.lamp) }];
        let of = async |card: &str, key: &str, quantity| {
            let shopper = shop.shopper(card).await;
            detail(shop, checkout(shop, shopper, key, lamps(quantity)).await).await
        };
        let placed = of(APPROVED, "placed", 1).await;
        let declined = of(DECLINED, "declined", 1).await;
        let waiting = of(NEEDS_CONFIRMATION, "waiting", 1).await;

        let rest = of(APPROVED, "rest", 3).await;
        let part = &rest.parts[0];
        shop.orders.ship(ship("rest", shop.seller, vec![(part.lines[0].id, 1)])).await.unwrap();
        shop.orders.cancel_by_seller(shop.seller, part.part.id, CancelReason::OutOfStock).await.unwrap();

        let charging = of(CAPTURE_ANSWER_LOST, "charging", 1).await;
        let parcel = ship("charging", shop.seller, vec![(charging.parts[0].lines[0].id, 1)]);
        assert!(matches!(shop.orders.ship(parcel).await.unwrap(), Shipped::Pending { .. }));

        let ada = shop.shopper(APPROVED).await;
        let cancelled = detail(shop, checkout(shop, ada, "cancelled", lamps(1)).await).await;
        shop.orders.cancel_by_shopper(as_shopper(ada), cancelled.parts[0].part.id).await.unwrap();

        let present = PlaceOrder {
            gift: Some(Gift { message: GiftMessage::parse("Happy birthday!").unwrap(), wrap: true }),
            ..order(shop, filled(shop).await, "sent", APPROVED, None).await
        };
        let sent = detail(shop, shop.orders.place(present).await.unwrap().order()).await;
        for part in &sent.parts {
            let line = &part.lines[0];
            for unit in 0..line.quantity {
                let key = format!("{}-{unit}", line.quantity);
                shop.orders.ship(ship(&key, part.part.seller_id, vec![(line.id, 1)])).await.unwrap();
            }
        }
        let third_free = promotions::promotion(shop, promotions::THIRD_FREE, Goods::All);
        promotions::make(shop, third_free).await.unwrap();
        let promoted = of(APPROVED, "promoted", 3).await;
        let tenth = Rule::FromUnits { units: 1, bps: 1_000 };
        let tenth = funded::funded(shop, tenth, Goods::These(vec![shop.book]));
        let promotion = promotions::make(shop, tenth).await.unwrap();
        let ben = shop.shopper(APPROVED).await;
        let books = vec![Wanted { quantity: 2, ..Wanted::one(shop.book) }];
        let funded = detail(shop, checkout(shop, ben, "funded", books).await).await;
        let line = funded.parts[0].lines[0].id;
        shop.orders.ship(ship("funded", shop.platform, vec![(line, 2)])).await.unwrap();
        let now = async |order: OrderDetail| detail(shop, order.order.id).await;
        Self {
            coupon,
            sent: now(sent).await,
            placed,
            rest: now(rest).await,
            cancelled: now(cancelled).await,
            declined,
            waiting,
            charging: now(charging).await,
            promoted,
            funded: now(funded).await,
            promotion,
        }
    }

    /// The part of `sent` that left in one parcel.
    fn book(&self, shop: &Shop) -> &PartDetail {
        self.sent.parts.iter().find(|part| part.part.seller_id == shop.platform).unwrap()
    }

    fn tamperings(&self, shop: &Shop) -> Vec<Tampering> {
        let mut all = self.of_orders();
        all.extend(self.of_parts(shop));
        all.extend(self.of_coupons());
        all.extend(self.of_lines());
        all.extend(self.of_funded());
        all
    }

    fn of_orders(&self) -> Vec<Tampering> {
        let of = |order: &OrderDetail, statement, rules| {
            Tampering::of("orders_orders", order.order.id, statement, rules)
        };
        let clearing = AccountRef::buyer_clearing(self.sent.order.id, usd(0).currency()).id();
        vec![
            of(
                &self.placed,
                "UPDATE orders_orders SET total_minor = total_minor + 1 WHERE id = $1",
                &["an order's total is the sum of its parts", "an order's payment is for its total"],
            ),
            of(
                &self.sent,
                "UPDATE orders_orders SET wrap_minor = wrap_minor + 1 WHERE id = $1",
                &["an order's wrapping is that of its parts"],
            ),
            of(
                &self.sent,
                "UPDATE orders_orders SET discount_minor = discount_minor + 1 WHERE id = $1",
                &["an order's discount is that of its parts"],
            ),
            of(
                &self.placed,
                "UPDATE orders_orders SET coupon_code = 'SPRING' WHERE id = $1",
                &[COUPON_USED_ONCE],
            ),
            of(
                &self.promoted,
                "UPDATE orders_line_promotions SET off_minor = off_minor - 1 WHERE line_id IN (SELECT l.id
                 FROM orders_lines l JOIN orders_parts p ON p.id = l.part_id WHERE p.order_id = $1)",
                &[COUPON_USED_ONCE],
            ),
            of(
                &self.sent,
                "UPDATE orders_coupon_uses SET given_back_at_us = 1 WHERE order_id = $1",
                &[COUPON_USED_ONCE, "a coupon was used by the orders that have it and did not give it back"],
            ),
            of(
                &self.placed,
                "UPDATE payments_payments SET amount_minor = amount_minor + 1 WHERE order_id = $1",
                &["an order's payment is for its total"],
            ),
            of(
                &self.declined,
                "UPDATE inventory_holds SET state = 'sold' WHERE id = (SELECT hold_id FROM orders_orders WHERE id = $1)",
                &["a paid order's stock is sold, a waiting one's is held, a failed one's is released"],
            ),
            of(
                &self.sent,
                "UPDATE inventory_movements SET quantity = quantity + 1 WHERE kind = 'hold' AND quantity = 2
                 AND hold_id = (SELECT hold_id FROM orders_orders WHERE id = $1)",
                &["what is kept aside for an order is what was ordered"],
            ),
            of(
                &self.waiting,
                "UPDATE orders_lines SET quantity = quantity + 1
                 WHERE part_id IN (SELECT id FROM orders_parts WHERE order_id = $1)",
                &["what is kept aside for an order is what was ordered"],
            ),
            of(
                &self.rest,
                "UPDATE payments_captures SET amount_minor = amount_minor + 1
                 WHERE payment_id = (SELECT payment_id FROM orders_orders WHERE id = $1)",
                &["what an order's parts captured is what its card was charged"],
            ),
            of(&self.placed, "UPDATE orders_orders SET state = 'completed' WHERE id = $1", &[CLOSED]),
            of(&self.sent, "UPDATE orders_orders SET state = 'placed' WHERE id = $1", &[CLOSED]),
            of(&self.waiting, "UPDATE orders_orders SET placed_at_us = 0 WHERE id = $1", &[OVERDUE]),
            Tampering::of(
                "orders_shipments",
                self.charging.parts[0].shipments[0].id,
                "UPDATE orders_shipments SET created_at_us = 0 WHERE id = $1",
                &[OVERDUE],
            ),
            Tampering::of(
                "ledger_accounts",
                clearing,
                "INSERT INTO ledger_postings (tx_id, line, account_id, layer, amount_minor, currency, memo, at_us)
                 SELECT tx_id, 99, account_id, layer, amount_minor, currency, memo, at_us FROM ledger_postings
                 WHERE account_id = $1 AND layer = 'posted' ORDER BY tx_id LIMIT 1",
                &["a captured sale leaves nothing on the buyer's clearing account"],
            )
            .named(format!("ledger_accounts of {}", self.sent.order.id)),
        ]
    }

    fn of_parts(&self, shop: &Shop) -> Vec<Tampering> {
        let of = |part: &PartDetail, statement, rules| {
            Tampering::of("orders_parts", part.part.id, statement, rules)
        };
        let (placed, rest, cancelled) =
            (&self.placed.parts[0], &self.rest.parts[0], &self.cancelled.parts[0]);
        let book = self.book(shop);
        vec![
            of(
                placed,
                "UPDATE orders_lines SET amount_minor = amount_minor + 1 WHERE part_id = $1",
                &["a part's goods are those of its lines"],
            ),
            of(placed, "UPDATE orders_parts SET country = 'AQ' WHERE id = $1", &[NARROWED]),
            of(placed, "UPDATE orders_parts SET device = 'phone' WHERE id = $1", &[NARROWED]),
            of(placed, "UPDATE orders_lines SET seller_id = part_id WHERE part_id = $1", &[NARROWED]),
            of(
                book,
                "UPDATE orders_lines SET discount_minor = discount_minor + 1 WHERE part_id = $1",
                &["a part's discount is that of its lines and its shipping", ALL_ADDED],
            ),
            of(
                placed,
                "UPDATE orders_parts SET tax_minor = tax_minor + 1 WHERE id = $1",
                &["a part costs its goods, shipping and wrapping less its discount, and the tax on that"],
            ),
            of(
                book,
                "UPDATE orders_shipment_parts SET items_subsidy_minor = items_subsidy_minor + 1 WHERE part_id = $1",
                &["a part that was shipped whole gave its seller all that the platform adds", COUPON_COST],
            ),
            of(
                book,
                "UPDATE orders_shipment_parts SET wrap_minor = 0 WHERE part_id = $1",
                &["a wrapped part charges its wrapping once, with its first parcel"],
            ),
            of(
                rest,
                "UPDATE orders_shipment_parts SET total_minor = total_minor - 1 WHERE part_id = $1",
                &["a part captured what its shipments charged"],
            ),
            of(
                rest,
                "UPDATE orders_parts SET cancel_reason = NULL WHERE id = $1",
                &["a part that was shipped whole captured its total"],
            ),
            of(
                book,
                "UPDATE orders_parts SET cancel_reason = 'out_of_stock' WHERE id = $1",
                &["a part whose rest was cancelled captured less than its total"],
            ),
            of(
                cancelled,
                "UPDATE orders_parts SET captured_minor = 1 WHERE id = $1",
                &[
                    "a cancelled part captured nothing",
                    "a part captured what its shipments charged",
                    "what an order's parts captured is what its card was charged",
                ],
            ),
        ]
    }

    fn of_coupons(&self) -> Vec<Tampering> {
        let of = |statement, rules| Tampering::of("orders_coupons", self.coupon, statement, rules);
        vec![
            of(
                "UPDATE orders_coupons SET used = used + 1 WHERE id = $1",
                &["a coupon was used by the orders that have it and did not give it back"],
            ),
            of(
                "UPDATE orders_orders SET coupon_code = 'WINTER'
                 WHERE id = (SELECT order_id FROM orders_coupon_uses WHERE coupon_id = $1)",
                &["a use is of the coupon that the order names"],
            ),
            of(
                "INSERT INTO ledger_postings (tx_id, line, account_id, layer, amount_minor, currency, memo, at_us)
                 SELECT g.tx_id, 99, g.account_id, g.layer, g.amount_minor, g.currency, g.memo, g.at_us
                 FROM ledger_postings g JOIN ledger_accounts a ON a.id = g.account_id
                 WHERE a.purpose = 'marketing' AND a.owner_id LIKE 'cpn%' AND g.layer = 'posted'
                   AND EXISTS (SELECT 1 FROM orders_coupon_uses u WHERE u.coupon_id = $1)
                 ORDER BY g.tx_id LIMIT 1",
                &[COUPON_COST],
            ),
        ]
    }

    fn of_funded(&self) -> Vec<Tampering> {
        let part = &self.funded.parts[0];
        let line = part.lines[0].id;
        vec![
            Tampering::of(
                "orders_lines",
                line,
                "UPDATE orders_line_promotions SET subsidy_minor = subsidy_minor + 1 WHERE line_id = $1",
                &[ADDED, PARCELS, PAID],
            ),
            Tampering::of(
                "orders_lines",
                line,
                "UPDATE orders_line_promotions SET subsidy_minor = subsidy_minor - 1 WHERE line_id = $1",
                &[PAID, PARCELS],
            ),
            Tampering::of(
                "orders_lines",
                line,
                "UPDATE orders_lines SET subsidy_minor = subsidy_minor - 1 WHERE id = $1",
                &[ALL_ADDED, ADDED, "a part that was shipped whole gave its seller all that the platform adds"],
            ),
            Tampering::of(
                "orders_orders",
                self.funded.order.id,
                "UPDATE orders_promotions SET most_off_minor = 399 WHERE id IN (SELECT g.promotion_id
                 FROM orders_line_promotions g JOIN orders_lines l ON l.id = g.line_id
                 JOIN orders_parts p ON p.id = l.part_id WHERE p.order_id = $1)",
                &["a promotion of the platform's takes off an order no more than its ceiling, in its currency"],
            ),
            Tampering::of(
                "orders_orders",
                self.funded.order.id,
                "UPDATE orders_promotions SET limit_units = 9, limit_each = 1 WHERE id IN (SELECT g.promotion_id
                 FROM orders_line_promotions g JOIN orders_lines l ON l.id = g.line_id
                 JOIN orders_parts p ON p.id = l.part_id WHERE p.order_id = $1)",
                &["an order has no more units of a deal than one may have"],
            ),
            Tampering::of(
                "orders_promotions",
                self.promotion,
                "UPDATE orders_promotions SET limit_units = 1, limit_each = 2 WHERE id = $1",
                &["orders have no more units of a deal than there are"],
            ),
            Tampering::of(
                "orders_lines",
                line,
                "UPDATE orders_shipment_promotions SET subsidy_minor = subsidy_minor - 1 WHERE line_id = $1",
                &[PARCELS, WITHOUT_COUPON, PROMOTION_COST],
            ),
            Tampering::of(
                "orders_parts",
                part.part.id,
                "UPDATE orders_shipment_parts SET items_subsidy_minor = items_subsidy_minor + 1 WHERE part_id = $1",
                &[WITHOUT_COUPON, "a part that was shipped whole gave its seller all that the platform adds"],
            ),
            Tampering::of(
                "orders_promotions",
                self.promotion,
                "INSERT INTO ledger_postings (tx_id, line, account_id, layer, amount_minor, currency, memo, at_us)
                 SELECT g.tx_id, 99, g.account_id, g.layer, g.amount_minor, g.currency, g.memo, g.at_us
                 FROM ledger_postings g JOIN ledger_accounts a ON a.id = g.account_id
                 WHERE a.purpose = 'marketing' AND a.owner_id LIKE 'pro%' AND g.layer = 'posted'
                   AND EXISTS (SELECT 1 FROM orders_promotions p WHERE p.id = $1)
                 ORDER BY g.tx_id DESC LIMIT 1",
                &[PROMOTION_COST],
            ),
            Tampering::of(
                "orders_parts",
                part.part.id,
                "INSERT INTO ledger_postings (tx_id, line, account_id, layer, amount_minor, currency, memo, at_us)
                 SELECT g.tx_id, 99, g.account_id, g.layer, -2 * g.amount_minor, g.currency, g.memo, g.at_us
                 FROM ledger_postings g JOIN ledger_accounts a ON a.id = g.account_id
                 WHERE a.purpose = 'marketing' AND a.owner_id LIKE 'pro%' AND g.layer = 'posted'
                   AND EXISTS (SELECT 1 FROM orders_parts p WHERE p.id = $1)
                 ORDER BY g.tx_id DESC LIMIT 1",
                &[GIVEN_BACK, PROMOTION_COST],
            ),
        ]
    }

    fn of_lines(&self) -> Vec<Tampering> {
        let line = self.placed.parts[0].lines[0].id;
        let of = |statement, rules| Tampering::of("orders_lines", line, statement, rules);
        vec![
            of(
                "UPDATE orders_lines SET subsidy_minor = discount_minor + 1 WHERE id = $1",
                &[
                    "a line's discount is less than its amount, and what the platform adds is of it",
                    ALL_ADDED,
                ],
            ),
            of(
                "UPDATE orders_lines SET shipped_quantity = shipped_quantity + 1 WHERE id = $1",
                &["a line's shipped units are those of its shipments"],
            ),
            Tampering::of(
                "orders_lines",
                self.promoted.parts[0].lines[0].id,
                "UPDATE orders_line_promotions SET units = units + 1 WHERE line_id = $1",
                &["promotions take off a line no more than its discount, for no more units than it has"],
            ),
        ]
    }
}

const ADDED: &str =
    "what the platform adds to a line for its promotions is of what they take off and of what it adds";
const PAID: &str = "the platform pays for its promotions what they take off a line, less the tax in it";
const ALL_ADDED: &str =
    "the platform adds to a line what its promotions and its coupon take off, less the tax in it";
const PARCELS: &str =
    "parcels give of a line's promotions no more than it has, and all of it when all of it was sent";
const WITHOUT_COUPON: &str = "without a coupon the platform adds what its promotions give, parcel by parcel";
const PROMOTION_COST: &str = "what a promotion has cost the platform is what its parcels added for sellers";
const GIVEN_BACK: &str = "nobody gets more back of a part than they gave for it";
const COUPON_USED_ONCE: &str =
    "an order with a coupon has used it, and has it back exactly when nothing was or will be bought";
const COUPON_COST: &str = "what a coupon has cost the platform is what its parcels added for sellers";
const NARROWED: &str = "a part is of its order's country and device, and its lines are its seller's";
const CLOSED: &str = "an order is closed exactly when no part has anything left to do";
const OVERDUE: &str = "every answer of the processor is recorded within three hours";

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_breaks_a_rule_is_named() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let tamperings = Orders::placed_in(&shop).await.tamperings(&shop);
            shop.assert_sound().await;
            each_is_found(&shop.db, tamperings, |conn| {
                Box::pin(async move {
                    let found = orders::check(conn).await.unwrap();
                    found.into_iter().map(|violation| (violation.row, violation.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}
