//! The invariants of orders, proven from the raw rows. `orders` is the one place that can see them all: it stands
//! above stock, payments and ledger.

mod given;
mod taxes;

use crate::OrderError;
use db::{Conn, sql};
use domain::{CouponId, Currency, DurationUs, LineId, OrderId, PartId, PromotionId, ShipmentId};

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The table and the row's key.
    pub row: String,
    pub rule: &'static str,
    pub detail: String,
}

/// A rule whose statement selects the rows that break it: id, what is expected, what is there.
struct Rule {
    rule: &'static str,
    statement: &'static str,
}

const ORDER_RULES: &[Rule] = &[
    Rule {
        rule: "an order's total is the sum of its parts",
        statement: "SELECT o.id, CAST(SUM(p.total_minor) AS BIGINT) AS expected, o.total_minor AS found
            FROM orders_orders o JOIN orders_parts p ON p.order_id = o.id
            GROUP BY o.id, o.total_minor HAVING SUM(p.total_minor) <> o.total_minor",
    },
    Rule {
        rule: "an order's wrapping is that of its parts",
        statement: "SELECT o.id, CAST(SUM(p.wrap_minor) AS BIGINT) AS expected, o.wrap_minor AS found
            FROM orders_orders o JOIN orders_parts p ON p.order_id = o.id
            GROUP BY o.id, o.wrap_minor HAVING SUM(p.wrap_minor) <> o.wrap_minor",
    },
    Rule {
        rule: "an order's discount is that of its parts",
        statement: "SELECT o.id, CAST(SUM(p.discount_minor) AS BIGINT) AS expected, o.discount_minor AS found
            FROM orders_orders o JOIN orders_parts p ON p.order_id = o.id
            GROUP BY o.id, o.discount_minor HAVING SUM(p.discount_minor) <> o.discount_minor",
    },
    Rule {
        rule: "an order with a coupon has used it, and has it back exactly when nothing was or will be bought",
        statement: "SELECT o.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found
            FROM orders_orders o LEFT JOIN orders_coupon_uses u ON u.order_id = o.id
            WHERE (o.coupon_code IS NULL) <> (u.order_id IS NULL)
               OR (o.coupon_code IS NULL AND o.discount_minor <> (SELECT COALESCE(SUM(g.off_minor), 0)
                   FROM orders_line_promotions g JOIN orders_lines l ON l.id = g.line_id
                   JOIN orders_parts p ON p.id = l.part_id WHERE p.order_id = o.id))
               OR (o.coupon_code IS NOT NULL
                   AND (u.given_back_at_us IS NOT NULL) <> (o.state IN ('cancelled', 'payment_failed')))",
    },
    Rule {
        rule: "an order's payment is for its total",
        statement: "SELECT o.id, o.total_minor AS expected, CAST(COALESCE(y.amount_minor, -1) AS BIGINT) AS found
            FROM orders_orders o LEFT JOIN payments_payments y ON y.id = o.payment_id
            WHERE y.id IS NULL OR y.amount_minor <> o.total_minor",
    },
    Rule {
        rule: "a paid order's stock is sold, a waiting one's is held, a failed one's is released",
        statement: "SELECT o.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found
            FROM orders_orders o LEFT JOIN inventory_holds h ON h.id = o.hold_id
            WHERE h.id IS NULL OR h.state <> CASE o.state WHEN 'awaiting_payment' THEN 'held'
                WHEN 'payment_failed' THEN 'released' ELSE 'sold' END",
    },
    Rule {
        rule: "what is kept aside for an order is what was ordered",
        statement: "SELECT q.order_id, CAST(SUM(q.ordered) AS BIGINT) AS expected,
                CAST(SUM(q.held) AS BIGINT) AS found
            FROM (
                SELECT p.order_id, l.offer_id, l.quantity AS ordered, 0 AS held
                FROM orders_lines l JOIN orders_parts p ON p.id = l.part_id
                UNION ALL
                SELECT o.id AS order_id, m.offer_id, 0 AS ordered, m.quantity AS held
                FROM orders_orders o JOIN inventory_movements m ON m.hold_id = o.hold_id AND m.kind = 'hold'
            ) q GROUP BY q.order_id, q.offer_id HAVING SUM(q.ordered) <> SUM(q.held)",
    },
    Rule {
        rule: "what an order's parts captured is what its card was charged",
        statement: "SELECT o.id,
                CAST((SELECT COALESCE(SUM(p.captured_minor), 0) FROM orders_parts p WHERE p.order_id = o.id) AS BIGINT)
                    AS expected,
                CAST((SELECT COALESCE(SUM(c.amount_minor), 0) FROM payments_captures c
                      WHERE c.payment_id = o.payment_id AND c.state = 'captured') AS BIGINT) AS found
            FROM orders_orders o
            WHERE (SELECT COALESCE(SUM(p.captured_minor), 0) FROM orders_parts p WHERE p.order_id = o.id)
               <> (SELECT COALESCE(SUM(c.amount_minor), 0) FROM payments_captures c
                   WHERE c.payment_id = o.payment_id AND c.state = 'captured')",
    },
    Rule {
        rule: "an order is closed exactly when no part has anything left to do",
        statement: "SELECT o.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found FROM orders_orders o
            WHERE (o.state IN ('cancelled', 'completed', 'payment_failed')) = EXISTS (
                SELECT 1 FROM orders_parts p WHERE p.order_id = o.id
                AND p.state IN ('awaiting_payment', 'placed', 'accepted', 'partly_shipped'))",
    },
];

/// How long an answer of the card processor may be outstanding: its jobs have given up long before.
const ANSWER_OVERDUE: DurationUs = DurationUs::from_hours(3);

/// Orders and parcels that wait for an answer that nobody asks for any more.
async fn overdue(conn: &mut Conn) -> Result<Vec<Violation>, OrderError> {
    let before = conn.now().minus(ANSWER_OVERDUE);
    let statement =
        sql("SELECT id FROM orders_orders WHERE state = 'awaiting_payment' AND placed_at_us < $1");
    let orders: Vec<(OrderId,)> = conn.all(statement.bind(before)).await?;
    let statement = sql("SELECT id FROM orders_shipments WHERE state = 'capturing' AND created_at_us < $1");
    let parcels: Vec<(ShipmentId,)> = conn.all(statement.bind(before)).await?;
    let orders = orders.into_iter().map(|(id,)| format!("orders_orders {id}"));
    let rows = orders.chain(parcels.into_iter().map(|(id,)| format!("orders_shipments {id}")));
    let violation = |row| Violation {
        row,
        rule: "every answer of the processor is recorded within three hours",
        detail: "still waiting".into(),
    };
    Ok(rows.map(violation).collect())
}

/// Posted amounts that a capture put on an order's clearing account and no sale took off it.
const CLEARING: &str = "SELECT a.owner_id, CAST(SUM(g.amount_minor) AS BIGINT) FROM ledger_accounts a
    JOIN ledger_postings g ON g.account_id = a.id AND g.layer = 'posted'
    WHERE a.purpose = 'buyer_clearing' GROUP BY a.owner_id, a.currency HAVING SUM(g.amount_minor) <> 0";

const PART_RULES: &[Rule] = &[
    Rule {
        rule: "a part is of its order's country and device, and its lines are its seller's",
        statement: "SELECT p.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found
            FROM orders_parts p JOIN orders_orders o ON o.id = p.order_id
            WHERE (p.country <> '' AND o.address NOT LIKE '%\"country\":\"' || p.country || '\"%')
               OR p.device <> COALESCE(o.device, '')
               OR EXISTS (SELECT 1 FROM orders_lines l WHERE l.part_id = p.id AND l.seller_id <> p.seller_id)",
    },
    Rule {
        rule: "a part's goods are those of its lines",
        statement: "SELECT p.id,
                CAST((SELECT COALESCE(SUM(l.amount_minor), 0) FROM orders_lines l WHERE l.part_id = p.id) AS BIGINT)
                    AS expected,
                p.items_minor AS found
            FROM orders_parts p
            WHERE p.items_minor <> (SELECT COALESCE(SUM(l.amount_minor), 0) FROM orders_lines l WHERE l.part_id = p.id)",
    },
    Rule {
        rule: "a part's discount is that of its lines and its shipping",
        statement: "SELECT p.id, CAST(p.shipping_discount_minor + SUM(l.discount_minor) AS BIGINT) AS expected,
                p.discount_minor AS found
            FROM orders_parts p JOIN orders_lines l ON l.part_id = p.id
            GROUP BY p.id, p.discount_minor, p.shipping_discount_minor
            HAVING p.discount_minor <> p.shipping_discount_minor + SUM(l.discount_minor)
                OR p.shipping_discount_minor < 0 OR p.shipping_discount_minor > MAX(p.shipping_minor)",
    },
    Rule {
        rule: "a part costs its goods, shipping and wrapping less its discount, and the tax on that",
        statement: "SELECT p.id, CAST(p.items_minor + p.shipping_minor + p.wrap_minor - p.discount_minor
                    + CASE WHEN EXISTS (SELECT 1 FROM orders_lines l WHERE l.part_id = p.id AND l.tax_inclusive)
                      THEN 0 ELSE p.tax_minor END AS BIGINT) AS expected, p.total_minor AS found
            FROM orders_parts p
            WHERE p.total_minor <> p.items_minor + p.shipping_minor + p.wrap_minor - p.discount_minor
                + CASE WHEN EXISTS (SELECT 1 FROM orders_lines l WHERE l.part_id = p.id AND l.tax_inclusive)
                  THEN 0 ELSE p.tax_minor END",
    },
    Rule {
        rule: "a part that was shipped whole gave its seller all that the platform adds",
        statement: "SELECT p.id,
                CAST(p.shipping_subsidy_minor + (SELECT COALESCE(SUM(l.subsidy_minor), 0) FROM orders_lines l
                      WHERE l.part_id = p.id) AS BIGINT) AS expected,
                CAST((SELECT COALESCE(SUM(s.items_subsidy_minor + s.shipping_subsidy_minor), 0)
                      FROM orders_shipment_parts s WHERE s.part_id = p.id AND s.state IN ('shipped', 'delivered'))
                    AS BIGINT) AS found
            FROM orders_parts p
            WHERE p.state IN ('shipped', 'delivered') AND p.cancel_reason IS NULL
              AND p.shipping_subsidy_minor + (SELECT COALESCE(SUM(l.subsidy_minor), 0) FROM orders_lines l
                    WHERE l.part_id = p.id)
                  <> (SELECT COALESCE(SUM(s.items_subsidy_minor + s.shipping_subsidy_minor), 0)
                      FROM orders_shipment_parts s WHERE s.part_id = p.id AND s.state IN ('shipped', 'delivered'))",
    },
    Rule {
        rule: "without a coupon the platform adds what its promotions give, parcel by parcel",
        statement: "SELECT q.part_id, CAST(SUM(q.items_subsidy_minor + q.shipping_subsidy_minor) AS BIGINT) AS expected,
                CAST(SUM(q.given) AS BIGINT) AS found
            FROM (SELECT s.part_id, s.items_subsidy_minor, s.shipping_subsidy_minor,
                    COALESCE((SELECT SUM(g.subsidy_minor) FROM orders_shipment_promotions g
                        JOIN orders_lines l ON l.id = g.line_id
                        WHERE g.shipment_id = s.shipment_id AND l.part_id = s.part_id), 0) AS given
                FROM orders_shipment_parts s JOIN orders_parts p ON p.id = s.part_id
                WHERE NOT EXISTS (SELECT 1 FROM orders_coupon_uses u WHERE u.order_id = p.order_id)) q
            WHERE q.items_subsidy_minor + q.shipping_subsidy_minor <> q.given GROUP BY q.part_id",
    },
    Rule {
        rule: "a wrapped part charges its wrapping once, with its first parcel",
        statement: "SELECT p.id, CAST(1 AS BIGINT) AS expected,
                CAST((SELECT COUNT(*) FROM orders_shipment_parts s WHERE s.part_id = p.id AND s.wrap_minor > 0
                      AND s.state IN ('shipped', 'delivered')) AS BIGINT) AS found
            FROM orders_parts p
            WHERE p.wrap_minor > 0 AND p.captured_minor > 0
              AND (SELECT COUNT(*) FROM orders_shipment_parts s WHERE s.part_id = p.id AND s.wrap_minor > 0
                   AND s.state IN ('shipped', 'delivered')) <> 1",
    },
    Rule {
        rule: "a part captured what its shipments charged",
        statement: "SELECT p.id,
                CAST((SELECT COALESCE(SUM(s.total_minor), 0) FROM orders_shipment_parts s
                      WHERE s.part_id = p.id AND s.state IN ('shipped', 'delivered')) AS BIGINT) AS expected,
                p.captured_minor AS found
            FROM orders_parts p
            WHERE p.captured_minor <> (SELECT COALESCE(SUM(s.total_minor), 0) FROM orders_shipment_parts s
                WHERE s.part_id = p.id AND s.state IN ('shipped', 'delivered'))",
    },
    Rule {
        rule: "a part that was shipped whole captured its total",
        statement: "SELECT p.id, p.total_minor AS expected, p.captured_minor AS found FROM orders_parts p
            WHERE p.state IN ('shipped', 'delivered') AND p.cancel_reason IS NULL
              AND p.captured_minor <> p.total_minor",
    },
    Rule {
        rule: "a part whose rest was cancelled captured less than its total",
        statement: "SELECT p.id, p.total_minor AS expected, p.captured_minor AS found FROM orders_parts p
            WHERE p.state IN ('shipped', 'delivered') AND p.cancel_reason IS NOT NULL
              AND (p.captured_minor >= p.total_minor OR p.captured_minor = 0)",
    },
    Rule {
        rule: "what parcels charge a part's seller for items is what their lines do",
        statement: "SELECT p.id, CAST(SUM(q.item_fee_minor) AS BIGINT) AS expected,
                CAST((SELECT COALESCE(SUM(l.item_fee_minor), 0) FROM orders_shipment_lines l
                      JOIN orders_lines o ON o.id = l.line_id WHERE o.part_id = p.id) AS BIGINT) AS found
            FROM orders_parts p JOIN orders_shipment_parts q ON q.part_id = p.id
            GROUP BY p.id HAVING SUM(q.item_fee_minor) <> (SELECT COALESCE(SUM(l.item_fee_minor), 0)
                FROM orders_shipment_lines l JOIN orders_lines o ON o.id = l.line_id WHERE o.part_id = p.id)",
    },
    Rule {
        rule: "a cancelled part captured nothing",
        statement: "SELECT p.id, CAST(0 AS BIGINT) AS expected, p.captured_minor AS found FROM orders_parts p
            WHERE p.state = 'cancelled' AND p.captured_minor <> 0",
    },
];

const COUPON_RULES: &[Rule] = &[
    Rule {
        rule: "a coupon was used by the orders that have it and did not give it back",
        statement: "SELECT c.id,
                CAST((SELECT COUNT(*) FROM orders_coupon_uses u
                      WHERE u.coupon_id = c.id AND u.given_back_at_us IS NULL) AS BIGINT) AS expected,
                c.used AS found
            FROM orders_coupons c
            WHERE c.used <> (SELECT COUNT(*) FROM orders_coupon_uses u
                             WHERE u.coupon_id = c.id AND u.given_back_at_us IS NULL)",
    },
    Rule {
        rule: "a use is of the coupon that the order names",
        statement: "SELECT c.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found
            FROM orders_coupons c JOIN orders_coupon_uses u ON u.coupon_id = c.id
            JOIN orders_orders o ON o.id = u.order_id WHERE o.coupon_code IS NULL OR o.coupon_code <> c.code",
    },
];

/// What coupons have cost by the parcels that left, and what the ledger says of it: what they added, less promotions' share.
const COUPON_COST: &str = "SELECT u.coupon_id, o.currency,
        CAST(SUM(s.items_subsidy_minor + s.shipping_subsidy_minor - COALESCE((SELECT SUM(g.subsidy_minor)
            FROM orders_shipment_promotions g JOIN orders_lines l ON l.id = g.line_id
            WHERE g.shipment_id = s.shipment_id AND l.part_id = s.part_id), 0)) AS BIGINT)
    FROM orders_coupon_uses u JOIN orders_orders o ON o.id = u.order_id
    JOIN orders_parts p ON p.order_id = o.id JOIN orders_shipment_parts s ON s.part_id = p.id
    WHERE s.state IN ('shipped', 'delivered') GROUP BY u.coupon_id, o.currency";

/// The same of the platform's promotions.
const PROMOTION_COST: &str = "SELECT g.promotion_id, o.currency, CAST(SUM(g.subsidy_minor) AS BIGINT)
    FROM orders_shipment_promotions g JOIN orders_lines l ON l.id = g.line_id
    JOIN orders_parts p ON p.id = l.part_id JOIN orders_orders o ON o.id = p.order_id
    JOIN orders_shipment_parts s ON s.shipment_id = g.shipment_id AND s.part_id = l.part_id
    WHERE s.state IN ('shipped', 'delivered') GROUP BY g.promotion_id, o.currency";

/// What everything but returns and disputes posted on such an account; what one of those took back is theirs to prove.
const GIVEN_POSTED: &str = "SELECT CAST(COALESCE(SUM(g.amount_minor), 0) AS BIGINT)
    FROM ledger_postings g JOIN ledger_transactions t ON t.id = g.tx_id
    WHERE g.account_id = $1 AND g.layer = 'posted' AND t.kind NOT IN ('return', 'dispute')";

async fn given_cost(conn: &mut Conn) -> Result<Vec<Violation>, OrderError> {
    let coupons: Vec<(CouponId, Currency, i64)> = conn.all(sql(COUPON_COST)).await?;
    let promotions: Vec<(PromotionId, Currency, i64)> = conn.all(sql(PROMOTION_COST)).await?;
    let coupons = coupons.into_iter().map(|(id, currency, expected)| {
        let rule = "what a coupon has cost the platform is what its parcels added for sellers";
        ("orders_coupons", id.to_string(), rule, currency, expected)
    });
    let promotions = promotions.into_iter().map(|(id, currency, expected)| {
        let rule = "what a promotion has cost the platform is what its parcels added for sellers";
        ("orders_promotions", id.to_string(), rule, currency, expected)
    });
    let mut violations = Vec::new();
    for (table, giver, rule, currency, expected) in coupons.chain(promotions) {
        let account = ledger::AccountRef::marketing(&giver, currency).id();
        let (found,): (i64,) = conn.one(sql(GIVEN_POSTED).bind(account)).await?;
        if found != expected {
            let detail = format!("expected {expected}, found {found}");
            violations.push(Violation { row: format!("{table} {giver}"), rule, detail });
        }
    }
    Ok(violations)
}

/// Accounts that got more back of a part than they gave for it.
const GIVEN_BACK: &str = "SELECT t.part_ref, a.owner_id, CAST(SUM(g.amount_minor) AS BIGINT)
    FROM ledger_accounts a JOIN ledger_postings g ON g.account_id = a.id
    JOIN ledger_transactions t ON t.id = g.tx_id
    WHERE a.purpose = 'marketing' AND g.layer = 'posted' AND t.part_ref IS NOT NULL
    GROUP BY t.part_ref, a.owner_id HAVING SUM(g.amount_minor) < 0";

async fn given_back(conn: &mut Conn) -> Result<Vec<Violation>, OrderError> {
    let rows: Vec<(String, String, i64)> = conn.all(sql(GIVEN_BACK)).await?;
    let violation = |(part, giver, minor): (String, String, i64)| Violation {
        row: format!("orders_parts {part}"),
        rule: "nobody gets more back of a part than they gave for it",
        detail: format!("{giver} got {} too much", -minor),
    };
    Ok(rows.into_iter().map(violation).collect())
}

/// What the individual plan's sellers were charged for items, by the parcels that left.
const ITEM_FEES: &str =
    "SELECT o.currency, CAST(SUM(s.item_fee_minor) AS BIGINT) FROM orders_shipment_parts s
    JOIN orders_parts p ON p.id = s.part_id JOIN orders_orders o ON o.id = p.order_id
    WHERE s.state IN ('shipped', 'delivered') GROUP BY o.currency";

async fn item_fees(conn: &mut Conn) -> Result<Vec<Violation>, OrderError> {
    let rows: Vec<(Currency, i64)> = conn.all(sql(ITEM_FEES)).await?;
    let mut violations = Vec::new();
    for (currency, expected) in rows {
        let account = ledger::AccountRef::revenue(ledger::RevenueStream::ItemFee, currency);
        let found = ledger::balance(conn, &account, None).await?.posted.neg()?.minor();
        if found != expected {
            violations.push(Violation {
                row: format!("orders_shipment_parts in {currency}"),
                rule: "what the ledger earned by items is what parcels charged for them",
                detail: format!("expected {expected}, found {found}"),
            });
        }
    }
    Ok(violations)
}

const LINE_RULES: &[Rule] = &[
    Rule {
        rule: "promotions take off a line no more than its discount, for no more units than it has",
        statement: "SELECT l.id, l.discount_minor AS expected, CAST(SUM(g.off_minor) AS BIGINT) AS found
        FROM orders_lines l JOIN orders_line_promotions g ON g.line_id = l.id
        GROUP BY l.id, l.discount_minor, l.quantity
        HAVING SUM(g.off_minor) > l.discount_minor OR SUM(g.units) > l.quantity",
    },
    Rule {
        rule: "what the platform adds to a line for its promotions is of what they take off and of what it adds",
        statement: "SELECT l.id, l.subsidy_minor AS expected, CAST(SUM(g.subsidy_minor) AS BIGINT) AS found
        FROM orders_lines l JOIN orders_line_promotions g ON g.line_id = l.id
        JOIN orders_promotions p ON p.id = g.promotion_id
        GROUP BY l.id, l.subsidy_minor
        HAVING SUM(g.subsidy_minor) > l.subsidy_minor
            OR SUM(CASE WHEN g.subsidy_minor > g.off_minor THEN 1
                WHEN p.funded_by = 'seller' AND g.subsidy_minor > 0 THEN 1 ELSE 0 END) > 0",
    },
    Rule {
        rule: "parcels give of a line's promotions no more than it has, and all of it when all of it was sent",
        statement: "SELECT g.line_id, CAST(SUM(g.subsidy_minor) AS BIGINT) AS expected,
            CAST(SUM(g.sent) AS BIGINT) AS found
        FROM (SELECT o.line_id, o.subsidy_minor, COALESCE((SELECT SUM(s.subsidy_minor)
                FROM orders_shipment_promotions s JOIN orders_lines n ON n.id = s.line_id
                JOIN orders_shipment_parts q ON q.shipment_id = s.shipment_id AND q.part_id = n.part_id
                WHERE s.line_id = o.line_id AND s.promotion_id = o.promotion_id AND q.state <> 'failed'), 0) AS sent
            FROM orders_line_promotions o) g
        JOIN orders_lines l ON l.id = g.line_id
        WHERE g.sent > g.subsidy_minor OR (l.shipped_quantity = l.quantity AND g.sent <> g.subsidy_minor)
        GROUP BY g.line_id",
    },
    Rule {
        rule: "a line's discount is less than its amount, and what the platform adds is of it",
        statement: "SELECT l.id, l.amount_minor AS expected, l.discount_minor AS found FROM orders_lines l
        WHERE l.discount_minor < 0 OR l.discount_minor >= l.amount_minor
           OR l.subsidy_minor < 0 OR l.subsidy_minor > l.discount_minor",
    },
    Rule {
        rule: "a line's shipped units are those of its shipments",
        statement: "SELECT l.id,
            CAST((SELECT COALESCE(SUM(s.quantity), 0) FROM orders_shipment_lines s
                  JOIN orders_shipment_parts q ON q.shipment_id = s.shipment_id AND q.part_id = l.part_id
                  WHERE s.line_id = l.id AND q.state <> 'failed') AS BIGINT) AS expected,
            l.shipped_quantity AS found
        FROM orders_lines l
        WHERE l.shipped_quantity <> (SELECT COALESCE(SUM(s.quantity), 0) FROM orders_shipment_lines s
            JOIN orders_shipment_parts q ON q.shipment_id = s.shipment_id AND q.part_id = l.part_id
            WHERE s.line_id = l.id AND q.state <> 'failed')",
    },
];

/// Every order, part and line that breaks a rule.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, OrderError> {
    let mut violations = overdue(conn).await?;
    for rule in ORDER_RULES.iter().chain(given::ORDER_RULES) {
        let rows: Vec<(OrderId, i64, i64)> = conn.all(sql(rule.statement)).await?;
        violations.extend(rows.into_iter().map(|r| broken("orders_orders", &r.0, rule, r.1, r.2)));
    }
    let left: Vec<(String, i64)> = conn.all(sql(CLEARING)).await?;
    violations.extend(left.into_iter().map(|(order, minor)| Violation {
        row: format!("ledger_accounts of {order}"),
        rule: "a captured sale leaves nothing on the buyer's clearing account",
        detail: format!("{minor} are left"),
    }));
    for rule in PART_RULES {
        let rows: Vec<(PartId, i64, i64)> = conn.all(sql(rule.statement)).await?;
        violations.extend(rows.into_iter().map(|r| broken("orders_parts", &r.0, rule, r.1, r.2)));
    }
    for rule in COUPON_RULES {
        let rows: Vec<(CouponId, i64, i64)> = conn.all(sql(rule.statement)).await?;
        violations.extend(rows.into_iter().map(|r| broken("orders_coupons", &r.0, rule, r.1, r.2)));
    }
    for rule in given::PROMOTION_RULES {
        let rows: Vec<(PromotionId, i64, i64)> = conn.all(sql(rule.statement)).await?;
        violations.extend(rows.into_iter().map(|r| broken("orders_promotions", &r.0, rule, r.1, r.2)));
    }
    violations.extend(given_cost(conn).await?);
    violations.extend(given_back(conn).await?);
    violations.extend(item_fees(conn).await?);
    violations.extend(taxes::taken_back(conn).await?);
    for rule in LINE_RULES.iter().chain(given::LINE_RULES).chain(taxes::LINE_RULES) {
        let rows: Vec<(LineId, i64, i64)> = conn.all(sql(rule.statement)).await?;
        violations.extend(rows.into_iter().map(|r| broken("orders_lines", &r.0, rule, r.1, r.2)));
    }
    Ok(violations)
}

fn broken(table: &str, id: &impl std::fmt::Display, rule: &Rule, expected: i64, found: i64) -> Violation {
    Violation {
        row: format!("{table} {id}"),
        rule: rule.rule,
        detail: if expected == 1 && found == 0 {
            String::new()
        } else {
            format!("expected {expected}, found {found}")
        },
    }
}
