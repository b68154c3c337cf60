//! Proves payouts from the raw rows: against the ledger, and for the sandbox against the bank's own books.

use crate::store::{self, Payout};
use crate::{PayoutError, statement};
use db::{Conn, sql};
use domain::payout::{PayoutState, PayoutTerms};
use domain::{Currency, DurationUs, LedgerTxId, Money, PayoutId};
use ledger::{AccountRef, Layer, TransactionKind};
use terms::Timeline;

/// A row that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The table and the row's key.
    pub row: String,
    pub rule: &'static str,
    pub detail: String,
}

fn broken(id: PayoutId, rule: &'static str, detail: impl Into<String>) -> Violation {
    Violation { row: format!("payouts_payouts {id}"), rule, detail: detail.into() }
}

/// Every payout that breaks a rule.
///
/// # Errors
/// Only the database's.
pub async fn check(conn: &mut Conn) -> Result<Vec<Violation>, PayoutError> {
    let mut found = strays(conn).await?;
    found.extend(on_its_way(conn).await?);
    let said = terms::timeline::<PayoutTerms>(conn).await?;
    let ids: Vec<(PayoutId,)> = conn.all(sql("SELECT id FROM payouts_payouts ORDER BY id")).await?;
    for (id,) in ids {
        let payout = store::payout(conn, id).await?;
        found.extend(postings(conn, &payout).await?);
        found.extend(balances(conn, &payout).await?);
        found.extend(reckoned(&said, &payout));
        if payout.bank == "sandbox" {
            found.extend(at_sandbox(conn, &payout).await?);
        }
    }
    Ok(found)
}

/// A payout that begins while terms are said may have read those before.
const WHILE_SAID: DurationUs = DurationUs::from_mins(1);

/// A payout says the terms that counted when it began. Where those name no smallest payout, the server's setting is kept.
fn reckoned(said: &Timeline<PayoutTerms>, payout: &Payout) -> Option<Violation> {
    let terms = payout.terms?;
    let is = |counted: PayoutTerms| {
        let minimum_hundredths = counted.minimum_hundredths.or(terms.minimum_hundredths);
        terms == PayoutTerms { minimum_hundredths, ..counted }
    };
    let counted = said.at(payout.created_at);
    if is(counted) || is(said.at(payout.created_at.minus(WHILE_SAID))) {
        return None;
    }
    let detail = format!("{terms:?}, and {counted:?} counted");
    Some(broken(payout.id, "a payout was reckoned under the terms that counted then", detail))
}

/// The ledger has no payout that no row tells of.
async fn strays(conn: &mut Conn) -> Result<Vec<Violation>, PayoutError> {
    let rows: Vec<(LedgerTxId,)> = conn
        .all(
            sql("SELECT t.id FROM ledger_transactions t WHERE t.kind = $1 AND NOT EXISTS (
                 SELECT 1 FROM payouts_payouts p WHERE p.ledger_tx_id = t.id OR p.settled_tx_id = t.id)")
            .bind(TransactionKind::Payout),
        )
        .await?;
    let stray = rows.into_iter().map(|(id,)| Violation {
        row: format!("ledger_transactions {id}"),
        rule: "every payout of the ledger is a payout's",
        detail: "no row has it".into(),
    });
    Ok(stray.collect())
}

/// What is on its way is what was sent and is not settled.
async fn on_its_way(conn: &mut Conn) -> Result<Vec<Violation>, PayoutError> {
    let rows: Vec<(String, Currency, i64)> = conn
        .all(sql("SELECT bank, currency,
                    CAST(SUM(CASE WHEN state = 'sending' THEN amount_minor ELSE 0 END) AS BIGINT)
             FROM payouts_payouts GROUP BY bank, currency"))
        .await?;
    let mut found = Vec::new();
    for (bank, currency, expected) in rows {
        let account = AccountRef::payout_transit(&bank, currency);
        let sum = -ledger::balance(conn, &account, None).await?.posted.minor();
        if sum != expected {
            found.push(Violation {
                row: format!("ledger_accounts {bank} {currency}"),
                rule: "what is on its way is what was sent and is not settled",
                detail: format!("expected {expected}, found {sum}"),
            });
        }
    }
    Ok(found)
}

/// One transaction takes the amount off the seller's balance, and one settles it: exactly when it is settled.
async fn postings(conn: &mut Conn, payout: &Payout) -> Result<Vec<Violation>, PayoutError> {
    let currency = payout.amount.currency();
    let payable = AccountRef::seller_payable(payout.seller, currency);
    let transit = AccountRef::payout_transit(&payout.bank, currency);
    let sent = [(payable.clone(), payout.amount), (transit.clone(), payout.amount.neg()?)];
    let rule = "a payout is one transaction of its amount";
    let mut found = Vec::new();
    if !is(conn, payout.ledger, &format!("payout:{}", payout.id), &sent).await? {
        found.push(broken(payout.id, rule, payout.ledger.to_string()));
    }
    let reversal = format!("reverse:{}", payout.ledger);
    let arrived = format!("payout-paid:{}", payout.id);
    let (key, expected) = match payout.state {
        PayoutState::Sending => (String::new(), None),
        PayoutState::Paid => {
            let bank = AccountRef::bank(&payout.bank, currency);
            (arrived.clone(), Some([(transit, payout.amount), (bank, payout.amount.neg()?)]))
        }
        PayoutState::Rejected => {
            (reversal.clone(), Some([(payable, payout.amount.neg()?), (transit, payout.amount)]))
        }
    };
    let settled = match (payout.settled, &expected) {
        (None, None) => true,
        (Some(id), Some(expected)) => is(conn, id, &key, expected).await?,
        _ => false,
    };
    let statement =
        sql("SELECT CAST(COUNT(*) AS BIGINT) FROM ledger_transactions WHERE tx_key = $1 OR tx_key = $2");
    let (count,): (i64,) = conn.one(statement.bind(reversal).bind(arrived)).await?;
    if !settled || count != i64::from(expected.is_some()) {
        let rule = "a payout is settled once: sent from the bank, or reversed exactly when it was rejected";
        found.push(broken(payout.id, rule, format!("{} with {count} transactions", payout.state)));
    }
    Ok(found)
}

/// Whether the transaction has this key and these posted amounts.
async fn is(
    conn: &mut Conn,
    id: LedgerTxId,
    key: &str,
    expected: &[(AccountRef, Money); 2],
) -> Result<bool, PayoutError> {
    let Some(stored) = ledger::transaction(conn, id).await? else { return Ok(false) };
    let mut found: Vec<(AccountRef, i64)> = stored
        .postings
        .into_iter()
        .filter(|posting| posting.layer == Layer::Posted)
        .map(|posting| (posting.account, posting.amount.minor()))
        .collect();
    let mut expected: Vec<(AccountRef, i64)> =
        expected.iter().map(|(account, amount)| (account.clone(), amount.minor())).collect();
    found.sort();
    expected.sort();
    Ok(stored.key == key && found == expected)
}

/// The statement of a payout begins where the one before it ended, adds up, ends at the ledger's balance, and nobody was
/// paid more than was there.
async fn balances(conn: &mut Conn, payout: &Payout) -> Result<Vec<Violation>, PayoutError> {
    let read = statement::statement(conn, payout.seller, payout.id).await?;
    let currency = payout.amount.currency();
    let lines = Money::sum(currency, read.lines.iter().map(|line| line.amount))?;
    let account = AccountRef::seller_payable(payout.seller, currency);
    let ledger = ledger::balance(conn, &account, Some(payout.created_at)).await?.posted.neg()?;
    let opening = match read.since {
        Some(at) => ledger::balance(conn, &account, Some(at)).await?.posted.neg()?,
        None => Money::zero(currency),
    };
    let mut found = Vec::new();
    if read.opening.add(lines)? != read.closing || read.closing != ledger || read.opening != opening {
        let detail = format!("{} and {lines} are {}, the ledger says {ledger}", read.opening, read.closing);
        found.push(broken(
            payout.id,
            "a statement's opening and lines are its closing and the ledger's balance",
            detail,
        ));
    }
    if ledger.is_negative() {
        let detail = format!("{ledger} right after it");
        found.push(broken(payout.id, "a balance is never below zero right after a payout", detail));
    }
    if payout.amount.minor() > payout.balance.minor() - payout.reserved.minor() {
        let detail = format!("{} of {} less {}", payout.amount, payout.balance, payout.reserved);
        found.push(broken(payout.id, "nobody is paid more than was available", detail));
    }
    Ok(found)
}

/// What is paid here was sent there, once, and what was given back was not.
async fn at_sandbox(conn: &mut Conn, payout: &Payout) -> Result<Vec<Violation>, PayoutError> {
    let statement =
        sql("SELECT amount_minor, currency, outcome FROM payouts_sandbox_transfers WHERE transfer_key = $1");
    let kept: Option<(i64, Currency, String)> = conn.opt(statement.bind(payout.id.to_string())).await?;
    let sent = kept.as_ref().is_some_and(|(minor, currency, outcome)| {
        outcome == "sent" && (*minor, *currency) == (payout.amount.minor(), payout.amount.currency())
    });
    let fits = match payout.state {
        PayoutState::Sending => true,
        PayoutState::Paid => sent,
        PayoutState::Rejected => kept.as_ref().is_none_or(|(_, _, outcome)| outcome != "sent"),
    };
    if fits {
        return Ok(Vec::new());
    }
    let detail = format!("{} here, {kept:?} there", payout.state);
    Ok(vec![broken(payout.id, "what a payout says is what the bank did", detail)])
}
