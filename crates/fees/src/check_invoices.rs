//! The invariants of fees' lines and invoices, against the ledger's postings. Called by `check`.

use crate::FeeError;
use crate::check::Violation;
use crate::invoice::FeeContent;
use db::{Conn, Json, sql};
use domain::{Currency, FeeInvoiceId, LedgerAccountId, LedgerTxId, Money, SellerId};
use ledger::AccountRef;
use std::collections::BTreeMap;

const LINED: &str = "what the ledger charged under a stream is a line of fees, and no line is anything else";
const ADDS_UP: &str = "an invoice of fees is its lines and their tax";
const NO_GAP: &str = "the numbers of fees' invoices have no gap";
const TOGETHER: &str = "fees on invoices and those that wait for one are what the ledger charged the seller";

/// What each transaction charged under each stream, and what its line says, where they differ.
const DIFFER: &str = "SELECT tx_id, stream, CAST(SUM(posted) AS BIGINT), CAST(SUM(lined) AS BIGINT) FROM (
        SELECT p.tx_id AS tx_id, a.owner_id AS stream, -p.amount_minor AS posted, 0 AS lined
        FROM ledger_accounts a JOIN ledger_postings p ON p.account_id = a.id AND p.layer = 'posted'
        WHERE a.purpose = 'revenue' AND a.owner_id <> 'retail'
        UNION ALL SELECT ledger_tx_id, stream, 0, net_minor FROM fees_lines) f
    GROUP BY tx_id, stream HAVING SUM(posted) <> SUM(lined) ORDER BY 1, 2";

/// Invoices with what their lines come to, and what these were taxed.
const LINES: &str = "SELECT i.id, i.currency, i.net_minor, i.tax_minor, i.content,
        CAST(COALESCE((SELECT SUM(l.net_minor) FROM fees_lines l WHERE l.invoice_id = i.id), 0) AS BIGINT),
        CAST(COALESCE((SELECT SUM(f.tax_minor) FROM fees_taxes f WHERE f.ledger_tx_id IN (
            SELECT l.ledger_tx_id FROM fees_lines l WHERE l.invoice_id = i.id)), 0) AS BIGINT)
    FROM fees_invoices i";

/// A year's series, what it counted, and what there is.
const COUNTED: &str = "SELECT n.year, n.last_number, CAST(COUNT(i.id) AS BIGINT),
        CAST(COALESCE(MAX(i.counted), 0) AS BIGINT)
    FROM fees_numbers n LEFT JOIN fees_invoices i ON i.year = n.year
    GROUP BY n.year, n.last_number
    HAVING COUNT(i.id) <> n.last_number OR COALESCE(MAX(i.counted), 0) <> n.last_number
    ORDER BY n.year";

/// What was invoiced to each seller: without tax, and the tax.
const INVOICED: &str =
    "SELECT seller_id, currency, CAST(SUM(net_minor) AS BIGINT), CAST(SUM(tax_minor) AS BIGINT)
    FROM fees_invoices GROUP BY seller_id, currency";

/// What waits for an invoice.
const OPEN: &str = "SELECT account_id, CAST(SUM(net_minor) AS BIGINT) FROM fees_lines
    WHERE invoice_id IS NULL GROUP BY account_id";
const OPEN_TAX: &str = "SELECT l.account_id, CAST(SUM(f.tax_minor) AS BIGINT)
    FROM (SELECT DISTINCT ledger_tx_id, account_id FROM fees_lines WHERE invoice_id IS NULL) l
    JOIN fees_taxes f ON f.ledger_tx_id = l.ledger_tx_id GROUP BY l.account_id";

/// What the ledger charged: to whose balance, and the tax that left it.
const CHARGED: &str = "SELECT s.account_id, CAST(SUM(-p.amount_minor) AS BIGINT)
    FROM ledger_accounts a JOIN ledger_postings p ON p.account_id = a.id AND p.layer = 'posted'
    JOIN (SELECT DISTINCT q.tx_id, q.account_id FROM ledger_postings q JOIN ledger_accounts b ON b.id = q.account_id
        WHERE q.layer = 'posted' AND b.purpose = 'seller_payable') s ON s.tx_id = p.tx_id
    WHERE a.purpose = 'revenue' AND a.owner_id <> 'retail' GROUP BY s.account_id";
const CHARGED_TAX: &str = "SELECT p.account_id, CAST(SUM(p.amount_minor) AS BIGINT)
    FROM ledger_accounts a JOIN ledger_postings p ON p.account_id = a.id
    WHERE a.purpose = 'seller_payable' AND p.layer = 'posted' AND p.memo = 'fee_tax' GROUP BY p.account_id";

/// Every rule of invoices that is broken, and where.
pub(crate) async fn check(conn: &mut Conn, found: &mut Vec<Violation>) -> Result<(), FeeError> {
    let differ: Vec<(LedgerTxId, String, i64, i64)> = conn.all(sql(DIFFER)).await?;
    found.extend(differ.into_iter().map(|(tx, stream, posted, lined)| Violation {
        row: format!("fees_lines {tx} {stream}"),
        rule: LINED,
        detail: format!("expected {posted}, found {lined}"),
    }));
    let counted: Vec<(i64, i64, i64, i64)> = conn.all(sql(COUNTED)).await?;
    found.extend(counted.into_iter().map(|(year, last, rows, highest)| Violation {
        row: format!("fees_numbers {year}"),
        rule: NO_GAP,
        detail: format!("counted to {last}, found {rows} up to {highest}"),
    }));
    adds_up(conn, found).await?;
    together(conn, found).await
}

async fn adds_up(conn: &mut Conn, found: &mut Vec<Violation>) -> Result<(), FeeError> {
    type Row = (FeeInvoiceId, Currency, i64, i64, Json<FeeContent>, i64, i64);
    let rows: Vec<Row> = conn.all(sql(LINES)).await?;
    for (id, currency, net, tax, content, lines, taxes) in rows {
        let said = |of: fn(&crate::FeeLine) -> Money| Money::sum(currency, content.0.lines.iter().map(of));
        let said = (said(|line| line.net)?.minor(), said(|line| line.tax)?.minor());
        if (net, tax) != (lines, taxes) || (net, tax) != said {
            found.push(Violation {
                row: format!("fees_invoices {id}"),
                rule: ADDS_UP,
                detail: format!(
                    "expected {lines} with {taxes} of tax, found {net} with {tax}, said {said:?}"
                ),
            });
        }
    }
    Ok(())
}

async fn together(conn: &mut Conn, found: &mut Vec<Violation>) -> Result<(), FeeError> {
    // Of each balance what was charged, less what invoices and open lines say of it: without tax, and the tax.
    let mut left: BTreeMap<LedgerAccountId, (i64, i64)> = BTreeMap::new();
    let mut add = |account, net: i64, tax: i64| {
        let sum = left.entry(account).or_default();
        *sum = (sum.0.saturating_add(net), sum.1.saturating_add(tax));
    };
    for (account, net) in conn.all::<(LedgerAccountId, i64)>(sql(CHARGED)).await? {
        add(account, net, 0);
    }
    for (account, tax) in conn.all::<(LedgerAccountId, i64)>(sql(CHARGED_TAX)).await? {
        add(account, 0, tax);
    }
    for (account, net) in conn.all::<(LedgerAccountId, i64)>(sql(OPEN)).await? {
        add(account, -net, 0);
    }
    for (account, tax) in conn.all::<(LedgerAccountId, i64)>(sql(OPEN_TAX)).await? {
        add(account, 0, -tax);
    }
    for (seller, currency, net, tax) in conn.all::<(SellerId, Currency, i64, i64)>(sql(INVOICED)).await? {
        add(AccountRef::seller_payable(seller, currency).id(), -net, -tax);
    }
    let wrong = left.into_iter().filter(|(_, sums)| *sums != (0, 0));
    found.extend(wrong.map(|(account, (net, tax))| Violation {
        row: format!("ledger_accounts {account}"),
        rule: TOGETHER,
        detail: format!("the ledger charged {net} with {tax} of tax more"),
    }));
    Ok(())
}
