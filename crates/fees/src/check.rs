//! The invariants of plans, of rules' kinds of goods, of taxed fees and of their invoices, proven from the raw rows, against
//! the ledger's.

use crate::{FeeError, check_invoices};
use db::{Conn, sql};
use domain::{CardChargeId, Currency, EstablishmentId, FeeRuleId, FeeTaxId, PlanChargeId, PlanPriceId};
use std::fmt::Display;

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The table and the row's key.
    pub row: String,
    pub rule: &'static str,
    pub detail: String,
}

/// A rule whose statement selects the rows that break it: the row, what is expected, what is there.
struct Rule {
    rule: &'static str,
    statement: &'static str,
}

impl Rule {
    fn broken(&self, table: &str, (id, expected, found): &(impl Display, i64, i64)) -> Violation {
        let detail = format!("expected {expected}, found {found}");
        Violation { row: format!("{table} {id}"), rule: self.rule, detail }
    }
}

const RULES: &[Rule] = &[
    Rule {
        rule: "a month that was paid left the seller's balance once, and no other month did",
        statement: "SELECT c.id, CASE WHEN c.state = 'paid' THEN c.amount_minor ELSE 0 END AS expected,
                CAST(COALESCE((SELECT SUM(p.amount_minor) FROM ledger_transactions t
                    JOIN ledger_postings p ON p.tx_id = t.id JOIN ledger_accounts a ON a.id = p.account_id
                    WHERE t.id = c.ledger_tx_id AND a.purpose = 'seller_payable' AND p.layer = 'posted'
                      AND p.memo <> 'fee_tax'), 0) AS BIGINT)
                    AS found
            FROM fees_charges c
            WHERE CASE WHEN c.state = 'paid' THEN c.amount_minor ELSE 0 END
               <> COALESCE((SELECT SUM(p.amount_minor) FROM ledger_transactions t
                    JOIN ledger_postings p ON p.tx_id = t.id JOIN ledger_accounts a ON a.id = p.account_id
                    WHERE t.id = c.ledger_tx_id AND a.purpose = 'seller_payable' AND p.layer = 'posted'
                      AND p.memo <> 'fee_tax'), 0)",
    },
    Rule {
        rule: "a month that waits to be paid is of a seller who pays by the month",
        statement: "SELECT c.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found FROM fees_charges c
            WHERE c.state = 'due' AND NOT EXISTS (SELECT 1 FROM fees_subscriptions s WHERE s.seller_id = c.seller_id)",
    },
    Rule {
        rule: "a seller's months do not overlap",
        statement: "SELECT c.id, CAST(1 AS BIGINT) AS expected, CAST(0 AS BIGINT) AS found FROM fees_charges c
            WHERE c.state = 'paid' AND EXISTS (SELECT 1 FROM fees_charges o WHERE o.seller_id = c.seller_id
                AND o.id <> c.id AND o.state = 'paid' AND o.month_from_us < c.month_to_us
                AND o.month_to_us > c.month_from_us)",
    },
];

const TAKEN_BACK: &str = "what was taken back had not begun";

/// What was taken back of a table though it had begun, with the moment at which it began and that of which it was said.
fn taken_back(table: &str) -> db::Sql {
    sql(format!(
        "SELECT t.id, t.starts_at_us, w.starts_at_us FROM fees_withdrawn w JOIN {table} t ON t.id = w.word_id
         WHERE w.starts_at_us <> t.starts_at_us OR w.withdrawn_at_us >= t.starts_at_us"
    ))
}

async fn withdrawn(conn: &mut Conn, found: &mut Vec<Violation>) -> Result<(), FeeError> {
    let rule = Rule { rule: TAKEN_BACK, statement: "" };
    let rules: Vec<(FeeRuleId, i64, i64)> = conn.all(taken_back("fees_rules")).await?;
    found.extend(rules.iter().map(|row| rule.broken("fees_withdrawn", row)));
    let prices: Vec<(PlanPriceId, i64, i64)> = conn.all(taken_back("fees_prices")).await?;
    found.extend(prices.iter().map(|row| rule.broken("fees_withdrawn", row)));
    let seats: Vec<(EstablishmentId, i64, i64)> = conn.all(taken_back("fees_establishments")).await?;
    found.extend(seats.iter().map(|row| rule.broken("fees_withdrawn", row)));
    Ok(())
}

/// Months that cards paid, against the cards' charges.
const CARD_RULES: &[Rule] = &[
    Rule {
        rule: "a month that a card paid was charged to it once, with its tax",
        statement: "SELECT id, expected, found FROM (
            SELECT c.id, c.state, p.state AS card_state,
                CAST(c.amount_minor + COALESCE((SELECT SUM(f.tax_minor) FROM fees_taxes f
                    WHERE f.ledger_tx_id = c.ledger_tx_id), 0) AS BIGINT) AS expected,
                CAST(COALESCE(p.amount_minor, 0) AS BIGINT) AS found
            FROM fees_charges c LEFT JOIN payments_charges p ON p.id = c.card_charge_id AND p.seller_id = c.seller_id
                AND EXISTS (SELECT 1 FROM fees_card_tries t WHERE t.card_charge_id = p.id AND t.charge_id = c.id)
            WHERE c.card_charge_id IS NOT NULL
        ) s WHERE expected <> found OR state <> 'paid' OR card_state <> 'captured'",
    },
    Rule {
        rule: "one card at the most is charged for a month, while it is due",
        statement: "SELECT c.id, CASE WHEN c.state = 'due' THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END AS expected,
                CAST(COUNT(*) AS BIGINT) AS found
            FROM fees_charges c JOIN fees_card_tries t ON t.charge_id = c.id
            JOIN payments_charges p ON p.id = t.card_charge_id
            WHERE p.state IN ('wanted', 'sent', 'authorised')
            GROUP BY c.id, c.state HAVING COUNT(*) > CASE WHEN c.state = 'due' THEN 1 ELSE 0 END",
    },
];

/// Cards that were charged for no month.
const FOR_NOTHING: &str = "SELECT p.id, p.amount_minor FROM payments_charges p WHERE p.state = 'captured'
    AND NOT EXISTS (SELECT 1 FROM fees_charges c WHERE c.card_charge_id = p.id)";

async fn cards(conn: &mut Conn, found: &mut Vec<Violation>) -> Result<(), FeeError> {
    for rule in CARD_RULES {
        let broken: Vec<(PlanChargeId, i64, i64)> = conn.all(sql(rule.statement)).await?;
        found.extend(broken.into_iter().map(|row| rule.broken("fees_charges", &row)));
    }
    let for_nothing: Vec<(CardChargeId, i64)> = conn.all(sql(FOR_NOTHING)).await?;
    found.extend(for_nothing.into_iter().map(|(id, charged)| Violation {
        row: format!("payments_charges {id}"),
        rule: "a seller's card that was charged paid a month",
        detail: format!("expected 0, found {charged}"),
    }));
    Ok(())
}

/// How fees were taxed, against the ledger's lines.
const TAX_RULES: &[Rule] = &[
    Rule {
        rule: "the tax of fees left the seller's balance in their transaction",
        statement: "SELECT f.id, f.tax_minor AS expected,
                CAST(COALESCE((SELECT SUM(p.amount_minor) FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
                    WHERE p.tx_id = f.ledger_tx_id AND p.memo = 'fee_tax' AND a.purpose = 'seller_payable'), 0) AS BIGINT)
                    AS found
            FROM fees_taxes f
            WHERE f.tax_minor <> COALESCE((SELECT SUM(p.amount_minor) FROM ledger_postings p
                    JOIN ledger_accounts a ON a.id = p.account_id
                    WHERE p.tx_id = f.ledger_tx_id AND p.memo = 'fee_tax' AND a.purpose = 'seller_payable'), 0)",
    },
    Rule {
        rule: "what was taxed is what the platform charged",
        statement: "SELECT f.id, f.net_minor AS expected,
                CAST(COALESCE((SELECT -SUM(p.amount_minor) FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
                    WHERE p.tx_id = f.ledger_tx_id AND a.purpose = 'revenue' AND a.owner_id <> 'retail'), 0) AS BIGINT)
                    AS found
            FROM fees_taxes f
            WHERE f.net_minor <> COALESCE((SELECT -SUM(p.amount_minor) FROM ledger_postings p
                    JOIN ledger_accounts a ON a.id = p.account_id
                    WHERE p.tx_id = f.ledger_tx_id AND a.purpose = 'revenue' AND a.owner_id <> 'retail'), 0)",
    },
];

/// Subjects that were not taxed their rate of what their fees come to, half up.
const TAX_OF_SUBJECT: &str = "SELECT subject,
        (CAST(SUM(net_minor) AS BIGINT) * MIN(rate_ppm) + 500000) / 1000000 AS expected,
        CAST(SUM(tax_minor) AS BIGINT) AS found
    FROM fees_taxes GROUP BY subject
    HAVING (CAST(SUM(net_minor) AS BIGINT) * MIN(rate_ppm) + 500000) / 1000000 <> CAST(SUM(tax_minor) AS BIGINT)
        OR MIN(rate_ppm) <> MAX(rate_ppm) OR MIN(place) <> MAX(place)";

/// What is owed to each place by the ledger, where the rows say otherwise.
const TAX_OWED: &str = "SELECT l.place, l.currency, CAST(COALESCE((SELECT SUM(f.tax_minor) FROM fees_taxes f
            WHERE f.place = l.place AND f.currency = l.currency), 0) AS BIGINT) AS expected, l.found
    FROM (SELECT a.owner_id AS place, a.currency, CAST(-SUM(p.amount_minor) AS BIGINT) AS found FROM ledger_accounts a
        JOIN ledger_postings p ON p.account_id = a.id
        WHERE a.purpose = 'fee_tax_payable' AND p.layer = 'posted' GROUP BY a.owner_id, a.currency) l
    WHERE l.found <> COALESCE((SELECT SUM(f.tax_minor) FROM fees_taxes f
            WHERE f.place = l.place AND f.currency = l.currency), 0)";

async fn taxes(conn: &mut Conn) -> Result<Vec<Violation>, FeeError> {
    let mut violations = Vec::new();
    for rule in TAX_RULES {
        let broken: Vec<(FeeTaxId, i64, i64)> = conn.all(sql(rule.statement)).await?;
        violations.extend(broken.into_iter().map(|row| rule.broken("fees_taxes", &row)));
    }
    let subjects: Vec<(String, i64, i64)> = conn.all(sql(TAX_OF_SUBJECT)).await?;
    violations.extend(subjects.into_iter().map(|(subject, expected, found)| Violation {
        row: format!("fees_taxes of {subject}"),
        rule: "what fees of one parcel or month were taxed is one rate of what they come to, half up",
        detail: format!("expected {expected}, found {found}"),
    }));
    let owed: Vec<(String, Currency, i64, i64)> = conn.all(sql(TAX_OWED)).await?;
    violations.extend(owed.into_iter().map(|(place, currency, expected, found)| Violation {
        row: format!("ledger_accounts of {place} in {currency}"),
        rule: "what is owed on fees is what they were taxed",
        detail: format!("expected {expected}, found {found}"),
    }));
    Ok(violations)
}

/// What the ledger earned by months and what was paid for them.
const EARNED: &str = "SELECT CAST(COALESCE((SELECT SUM(amount_minor) FROM fees_charges WHERE state = 'paid'), 0) AS BIGINT)
        AS expected,
    CAST(COALESCE((SELECT -SUM(p.amount_minor) FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
        WHERE a.purpose = 'revenue' AND a.owner_id = 'plan_fee' AND p.layer = 'posted'), 0) AS BIGINT) AS found";

/// Rules of a kind of goods that an operator would have made and did not.
const NOBODYS_KIND: &str = "SELECT id, class FROM fees_rules WHERE class LIKE 'own%'
    AND NOT EXISTS (SELECT 1 FROM fees_classes c WHERE c.class = fees_rules.class) ORDER BY id";

/// Every rule that is broken, and where.
///
/// # Errors
/// Only the database's.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, FeeError> {
    let mut found = Vec::new();
    for rule in RULES {
        let broken: Vec<(PlanChargeId, i64, i64)> = conn.all(sql(rule.statement)).await?;
        found.extend(broken.into_iter().map(|row| rule.broken("fees_charges", &row)));
    }
    cards(conn, &mut found).await?;
    let (expected, earned): (i64, i64) = conn.one(sql(EARNED)).await?;
    if expected != earned {
        found.push(Violation {
            row: "fees_charges".into(),
            rule: "what the ledger earned by plans is what months were paid",
            detail: format!("expected {expected}, found {earned}"),
        });
    }
    found.extend(taxes(conn).await?);
    let nobodys: Vec<(FeeRuleId, String)> = conn.all(sql(NOBODYS_KIND)).await?;
    found.extend(nobodys.into_iter().map(|(id, class)| Violation {
        row: format!("fees_rules {id}"),
        rule: "a rule is of a kind of goods that is published or was made",
        detail: format!("nobody made {class}"),
    }));
    withdrawn(conn, &mut found).await?;
    check_invoices::check(conn, &mut found).await?;
    Ok(found)
}
