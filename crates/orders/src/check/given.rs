//! What promotions and coupons may give at the most, and that the platform pays for its own exactly.

use super::Rule;

/// Of one order: the rows are orders.
pub(super) const ORDER_RULES: &[Rule] = &[
    Rule {
        rule: "a promotion of the platform's takes off an order no more than its ceiling, in its currency",
        statement:
            "SELECT p.order_id, r.most_off_minor AS expected, CAST(SUM(g.off_minor) AS BIGINT) AS found
            FROM orders_line_promotions g JOIN orders_promotions r ON r.id = g.promotion_id
            JOIN orders_lines l ON l.id = g.line_id JOIN orders_parts p ON p.id = l.part_id
            JOIN orders_orders o ON o.id = p.order_id
            WHERE r.funded_by = 'platform'
            GROUP BY p.order_id, g.promotion_id, r.most_off_minor, r.currency, o.currency
            HAVING SUM(g.off_minor) > r.most_off_minor OR r.currency <> o.currency",
    },
    Rule {
        rule: "an order has no more units of a deal than one may have",
        statement: "SELECT p.order_id, r.limit_each AS expected, CAST(SUM(g.units) AS BIGINT) AS found
            FROM orders_line_promotions g JOIN orders_promotions r ON r.id = g.promotion_id
            JOIN orders_lines l ON l.id = g.line_id JOIN orders_parts p ON p.id = l.part_id
            WHERE r.limit_each IS NOT NULL
            GROUP BY p.order_id, g.promotion_id, r.limit_each HAVING SUM(g.units) > r.limit_each",
    },
];

/// The rows are promotions. Units are counted as `promotions::in_force` counts them.
pub(super) const PROMOTION_RULES: &[Rule] = &[Rule {
    rule: "orders have no more units of a deal than there are",
    statement: "SELECT d.id, d.limit_units AS expected, CAST(SUM(d.taken) AS BIGINT) AS found
        FROM (SELECT r.id, r.limit_units, CASE WHEN p.state IN ('shipped', 'delivered')
                AND l.shipped_quantity < g.units THEN l.shipped_quantity ELSE g.units END AS taken
            FROM orders_line_promotions g JOIN orders_promotions r ON r.id = g.promotion_id
            JOIN orders_lines l ON l.id = g.line_id JOIN orders_parts p ON p.id = l.part_id
            JOIN orders_orders o ON o.id = p.order_id
            WHERE r.limit_units IS NOT NULL AND o.state IN ('awaiting_payment', 'placed', 'completed')
                AND p.state <> 'cancelled') d
        GROUP BY d.id, d.limit_units HAVING SUM(d.taken) > d.limit_units",
}];

/// The rows are lines. Where tax is in prices what the platform pays is without it, within a minor unit: the net price is
/// rounded before and after. `NUMERIC`, because amounts are multiplied by a million.
pub(super) const LINE_RULES: &[Rule] = &[
    Rule {
        rule: "the platform pays for its promotions what they take off a line, less the tax in it",
        statement: "SELECT q.id, CAST(q.taken AS BIGINT) AS expected, CAST(q.paid AS BIGINT) AS found
            FROM (SELECT l.id, CASE WHEN l.tax_inclusive THEN l.tax_rate_ppm ELSE 0 END AS ppm,
                    SUM(g.off_minor) AS taken, SUM(g.subsidy_minor) AS paid
                FROM orders_lines l JOIN orders_line_promotions g ON g.line_id = l.id
                JOIN orders_promotions r ON r.id = g.promotion_id
                WHERE r.funded_by = 'platform' GROUP BY l.id, l.tax_inclusive, l.tax_rate_ppm) q
            WHERE ABS(CAST(q.paid AS NUMERIC) * (1000000 + q.ppm) - CAST(q.taken AS NUMERIC) * 1000000)
                > CASE WHEN q.ppm > 0 THEN 1000000 + q.ppm ELSE 0 END",
    },
    Rule {
        rule: "the platform adds to a line what its promotions and its coupon take off, less the tax in it",
        statement: "SELECT q.id, CAST(q.taken AS BIGINT) AS expected, q.subsidy_minor AS found
            FROM (SELECT l.id, l.subsidy_minor, CASE WHEN l.tax_inclusive THEN l.tax_rate_ppm ELSE 0 END AS ppm,
                    COALESCE(SUM(CASE WHEN r.funded_by = 'platform' THEN g.off_minor ELSE 0 END), 0)
                        + CASE WHEN c.funded_by = 'platform'
                            THEN l.discount_minor - COALESCE(SUM(g.off_minor), 0) ELSE 0 END AS taken
                FROM orders_lines l JOIN orders_parts p ON p.id = l.part_id
                LEFT JOIN orders_coupon_uses u ON u.order_id = p.order_id
                LEFT JOIN orders_coupons c ON c.id = u.coupon_id
                LEFT JOIN orders_line_promotions g ON g.line_id = l.id
                LEFT JOIN orders_promotions r ON r.id = g.promotion_id
                GROUP BY l.id, l.subsidy_minor, l.discount_minor, l.tax_inclusive, l.tax_rate_ppm, c.funded_by) q
            WHERE ABS(CAST(q.subsidy_minor AS NUMERIC) * (1000000 + q.ppm) - CAST(q.taken AS NUMERIC) * 1000000)
                > CASE WHEN q.ppm > 0 THEN 1000000 + q.ppm ELSE 0 END",
    },
];
