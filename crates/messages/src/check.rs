//! The invariants of messages, proven from the raw rows.

use crate::MessageError;
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
    statement: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        table: "messages_threads",
        rule: "a thread counts its messages, and they are numbered without a gap",
        statement: "SELECT t.part_id AS id, CAST(COUNT(m.id) AS BIGINT) AS expected, t.messages AS found
            FROM messages_threads t LEFT JOIN messages_messages m ON m.part_id = t.part_id
            GROUP BY t.part_id, t.messages
            HAVING COUNT(m.id) <> t.messages OR COALESCE(MAX(m.number), 0) <> t.messages",
    },
    Rule {
        table: "messages_threads",
        rule: "a thread knows the last message of the shopper",
        statement: "SELECT t.part_id AS id, COALESCE((SELECT MAX(m.number) FROM messages_messages m
                WHERE m.part_id = t.part_id AND m.side = 'shopper'), 0) AS expected, t.shopper_last AS found
            FROM messages_threads t WHERE t.shopper_last <> COALESCE((SELECT MAX(m.number) FROM messages_messages m
                WHERE m.part_id = t.part_id AND m.side = 'shopper'), 0)",
    },
    Rule {
        table: "messages_threads",
        rule: "a thread knows the last message of the seller",
        statement: "SELECT t.part_id AS id, COALESCE((SELECT MAX(m.number) FROM messages_messages m
                WHERE m.part_id = t.part_id AND m.side = 'seller'), 0) AS expected, t.seller_last AS found
            FROM messages_threads t WHERE t.seller_last <> COALESCE((SELECT MAX(m.number) FROM messages_messages m
                WHERE m.part_id = t.part_id AND m.side = 'seller'), 0)",
    },
    Rule {
        table: "messages_threads",
        rule: "a thread is of a part of its order and of that part's seller",
        statement: "SELECT t.part_id AS id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found
            FROM messages_threads t WHERE NOT EXISTS (SELECT 1 FROM orders_parts p
                WHERE p.id = t.part_id AND p.order_id = t.order_id AND p.seller_id = t.seller_id)",
    },
    Rule {
        table: "messages_threads",
        rule: "a thread waits since its open wait began, or not at all",
        statement: "SELECT t.part_id AS id, COALESCE(w.since_us, -1) AS expected,
                COALESCE(t.waiting_since_us, -1) AS found
            FROM messages_threads t LEFT JOIN messages_waits w
                ON w.part_id = t.part_id AND w.answered_at_us IS NULL
            WHERE COALESCE(w.since_us, -1) <> COALESCE(t.waiting_since_us, -1)",
    },
    Rule {
        table: "messages_waits",
        rule: "a wait began with a message of the shopper, and ended after it",
        statement: "SELECT w.message_id AS id, COALESCE(m.sent_at_us, -1) AS expected, w.since_us AS found
            FROM messages_waits w LEFT JOIN messages_messages m
                ON m.id = w.message_id AND m.part_id = w.part_id AND m.side = 'shopper'
            WHERE m.id IS NULL OR m.sent_at_us <> w.since_us OR w.answered_at_us < w.since_us",
    },
    Rule {
        table: "messages_messages",
        rule: "a message counts its pictures",
        statement: "SELECT m.id, (SELECT CAST(COUNT(*) AS BIGINT) FROM messages_pictures p
                WHERE p.message_id = m.id) AS expected, m.pictures AS found
            FROM messages_messages m
            WHERE m.pictures <> (SELECT COUNT(*) FROM messages_pictures p WHERE p.message_id = m.id)",
    },
    Rule {
        table: "messages_messages",
        rule: "a message counts its documents, and each is as long as it says",
        statement: "SELECT m.id, (SELECT CAST(COUNT(*) AS BIGINT) FROM messages_documents d
                WHERE d.message_id = m.id AND d.bytes = LENGTH(d.content)) AS expected, m.documents AS found
            FROM messages_messages m WHERE m.documents <> (SELECT COUNT(*) FROM messages_documents d
                WHERE d.message_id = m.id AND d.bytes = LENGTH(d.content))
            OR m.documents <> (SELECT COUNT(*) FROM messages_documents d WHERE d.message_id = m.id)",
    },
    Rule {
        table: "messages_messages",
        rule: "what is hidden was hidden by a decision",
        statement: "SELECT m.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found
            FROM messages_messages m WHERE m.visibility = 'hidden' AND COALESCE((
                SELECT d.verdict FROM messages_decisions d WHERE d.message_id = m.id
                ORDER BY d.at_us DESC, d.id DESC LIMIT 1), 'none') <> 'hide'",
    },
];

/// Every thread, message and wait that breaks a rule.
///
/// # Errors
/// Only the database's.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, MessageError> {
    let mut violations = Vec::new();
    for Rule { table, rule, statement } in RULES {
        let rows: Vec<(Uuid, i64, i64)> = conn.all(sql(*statement)).await?;
        violations.extend(rows.into_iter().map(|(id, expected, found)| Violation {
            row: format!("{table} {id}"),
            rule,
            detail: format!("expected {expected}, found {found}"),
        }));
    }
    Ok(violations)
}
