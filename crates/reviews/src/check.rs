//! The invariants of reviews, proven from the raw rows.

use crate::{ReviewError, abuse, shown_again};
use db::{Conn, sql};
use uuid::Uuid;

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
    table: &'static str,
    rule: &'static str,
    statement: String,
}

/// A figure of `reviews_products` is what the raw rows give. A product with rows and no figure is found, too.
fn figure(column: &str, raw: &str, from: &str, rule: &'static str) -> Rule {
    let counted = format!("SELECT product_id, CAST({raw} AS BIGINT) AS n FROM {from} GROUP BY product_id");
    Rule {
        table: "reviews_products",
        rule,
        statement: format!(
            "SELECT p.product_id AS id, COALESCE(c.n, 0) AS expected, p.{column} AS found
             FROM reviews_products p LEFT JOIN ({counted}) c ON c.product_id = p.product_id
             WHERE p.{column} <> COALESCE(c.n, 0)
             UNION ALL
             SELECT c.product_id AS id, c.n AS expected, CAST(0 AS BIGINT) AS found FROM ({counted}) c
             WHERE c.n <> 0 AND NOT EXISTS (SELECT 1 FROM reviews_products p WHERE p.product_id = c.product_id)"
        ),
    }
}

/// A thing's votes are the rows of its voters.
fn votes(table: &'static str) -> Rule {
    Rule {
        table,
        rule: "votes are counted once for each account",
        statement: format!(
            "SELECT s.id, (SELECT CAST(COUNT(*) AS BIGINT) FROM reviews_votes v WHERE v.subject_id = s.id) AS expected,
                s.votes AS found FROM {table} s
             WHERE s.votes <> (SELECT COUNT(*) FROM reviews_votes v WHERE v.subject_id = s.id)"
        ),
    }
}

fn rules() -> Vec<Rule> {
    let shown = "reviews_reviews WHERE visibility = 'shown'";
    let mut rules = vec![
        figure("reviews", "COUNT(*)", shown, "a rating counts every shown review"),
        figure("stars_sum", "SUM(stars)", shown, "a rating adds up the stars of every shown review"),
        figure(
            "questions",
            "COUNT(*)",
            "reviews_questions WHERE visibility = 'shown'",
            "a product counts its shown questions",
        ),
        votes("reviews_reviews"),
        votes("reviews_questions"),
        votes("reviews_answers"),
        votes("reviews_feedback"),
        Rule {
            table: "reviews_feedback",
            rule: "what is said of a seller is by who was delivered the part",
            statement: "SELECT f.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found
                 FROM reviews_feedback f WHERE NOT EXISTS (
                     SELECT 1 FROM orders_parts p JOIN orders_orders o ON o.id = p.order_id
                     WHERE p.id = f.part_id AND p.seller_id = f.seller_id AND o.account_id = f.account_id
                       AND p.state = 'delivered')"
                .into(),
        },
        Rule {
            table: "reviews_feedback",
            rule: "what is said of a seller is hidden by a decision",
            statement: "SELECT f.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found
                 FROM reviews_feedback f WHERE f.visibility = 'hidden' AND COALESCE((
                     SELECT d.verdict FROM reviews_decisions d WHERE d.subject_id = f.id
                     ORDER BY d.at_us DESC, d.id DESC LIMIT 1), 'none') <> 'hide'"
                .into(),
        },
        Rule {
            table: "reviews_questions",
            rule: "a question counts its shown answers",
            statement: "SELECT q.id, (SELECT CAST(COUNT(*) AS BIGINT) FROM reviews_answers a
                     WHERE a.question_id = q.id AND a.visibility = 'shown') AS expected, q.answers AS found
                 FROM reviews_questions q WHERE q.answers <> (SELECT COUNT(*) FROM reviews_answers a
                     WHERE a.question_id = q.id AND a.visibility = 'shown')"
                .into(),
        },
        Rule {
            table: "reviews_reviews",
            rule: "a review counts its photos",
            statement: "SELECT r.id, (SELECT CAST(COUNT(*) AS BIGINT) FROM reviews_photos p
                     WHERE p.review_id = r.id) AS expected, r.photos AS found
                 FROM reviews_reviews r
                 WHERE r.photos <> (SELECT COUNT(*) FROM reviews_photos p WHERE p.review_id = r.id)"
                .into(),
        },
        Rule {
            table: "reviews_reviews",
            rule: "a review is by who bought the product and was sent it",
            statement: "SELECT r.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found
                 FROM reviews_reviews r WHERE NOT EXISTS (
                     SELECT 1 FROM orders_lines l JOIN orders_parts p ON p.id = l.part_id
                     JOIN orders_orders o ON o.id = p.order_id
                     WHERE l.id = r.line_id AND p.seller_id = r.seller_id
                       AND (l.product_id = r.product_id OR EXISTS (SELECT 1 FROM catalog_merged m
                           WHERE m.product_id = l.product_id AND m.into_id = r.product_id))
                       AND o.account_id = r.account_id AND l.shipped_quantity > 0)"
                .into(),
        },
        Rule {
            table: "reviews_reviews",
            rule: "what is hidden was hidden by a decision",
            statement: "SELECT r.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found
                 FROM reviews_reviews r WHERE r.visibility = 'hidden' AND COALESCE((
                     SELECT d.verdict FROM reviews_decisions d WHERE d.subject_id = r.id
                     ORDER BY d.at_us DESC, d.id DESC LIMIT 1), 'none') <> 'hide'"
                .into(),
        },
        Rule {
            table: "reviews_cases",
            rule: "a case counts its reports",
            statement: "SELECT c.subject_id AS id, (SELECT CAST(COUNT(*) AS BIGINT) FROM reviews_reports r
                     WHERE r.subject_id = c.subject_id) AS expected, c.reports AS found
                 FROM reviews_cases c WHERE c.reports <> (SELECT COUNT(*) FROM reviews_reports r
                     WHERE r.subject_id = c.subject_id)"
                .into(),
        },
    ];
    let abuse = abuse::RULES.into_iter().chain(shown_again::RULES);
    rules.extend(abuse.map(|(table, rule, text)| Rule { table, rule, statement: text.into() }));
    for (column, stars) in ["stars_1", "stars_2", "stars_3", "stars_4", "stars_5"].into_iter().zip(1..) {
        let raw = format!("SUM(CASE WHEN stars = {stars} THEN 1 ELSE 0 END)");
        rules.push(figure(column, &raw, shown, "a histogram is that of the shown reviews"));
    }
    rules
}

/// Every product, review, question and answer whose figures are not what the raw rows give.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, ReviewError> {
    let mut violations = Vec::new();
    for Rule { table, rule, statement } in rules() {
        let rows: Vec<(Uuid, i64, i64)> = conn.all(sql(statement)).await?;
        violations.extend(rows.into_iter().map(|(id, expected, found)| Violation {
            row: format!("{table} {id}"),
            rule,
            detail: format!("expected {expected}, found {found}"),
        }));
    }
    Ok(violations)
}
