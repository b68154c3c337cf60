//! What each transaction charged, stream by stream, written with it: what the next invoice is made of.

use crate::FeeError;
use db::{Conn, Text, Tx, row, sql};
use domain::fee_tax::{FeeTax, FeeTaxRule};
use domain::text_enum::TextEnum as _;
use domain::{CardChargeId, Currency, LedgerAccountId, LedgerTxId, Money, Timestamp};
use ledger::{AccountRef, NewTransaction, Purpose, RevenueStream, TransactionKind};
use std::collections::BTreeMap;

/// What a transaction that is about to be posted charges a seller in one currency, by stream; below nothing where fees come
/// back. Streams that come to nothing are left out.
///
/// # Errors
/// Sums that no amount holds.
pub(crate) fn streams_in(
    entry: &NewTransaction,
    currency: Currency,
) -> Result<BTreeMap<RevenueStream, Money>, FeeError> {
    let mut streams = BTreeMap::new();
    for posting in &entry.postings {
        let account = &posting.account;
        if account.purpose != Purpose::Revenue || account.currency != currency {
            continue;
        }
        let Some(stream) = RevenueStream::parse(&account.owner_id).filter(|stream| stream.is_fee()) else {
            continue;
        };
        let sum = streams.entry(stream).or_insert(Money::zero(currency));
        *sum = sum.sub(posting.amount)?;
    }
    streams.retain(|_, sum: &mut Money| !sum.is_zero());
    Ok(streams)
}

/// The fees of one posted transaction.
pub(crate) struct Charged<'a> {
    pub ledger_tx_id: LedgerTxId,
    pub kind: TransactionKind,
    pub payable: AccountRef,
    pub subject: &'a str,
    pub how: Option<FeeTax>,
    pub streams: BTreeMap<RevenueStream, Money>,
}

/// Leaves them for the next invoice. A transaction that is posted again has its lines already.
pub(crate) async fn keep(tx: &mut Tx, charged: Charged<'_>) -> Result<(), FeeError> {
    let (now, account) = (tx.now(), charged.payable.id());
    for (stream, net) in charged.streams {
        let how = charged.how.as_ref();
        tx.exec(
            sql("INSERT INTO fees_lines (ledger_tx_id, stream, account_id, kind, made_at_us, subject, rule, place,
                     rate_ppm, net_minor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                 ON CONFLICT (ledger_tx_id, stream) DO NOTHING")
            .bind(charged.ledger_tx_id)
            .bind(stream)
            .bind(account)
            .bind(charged.kind)
            .bind(now)
            .bind(charged.subject)
            .bind(how.map(|how| how.rule.as_str()))
            .bind(how.map(|how| how.place.clone()))
            .bind(how.map(|how| how.rate_ppm))
            .bind(net.minor()),
        )
        .await?;
    }
    Ok(())
}

row! {
    /// Open lines that are alike, as one.
    pub(crate) struct Group {
        pub stream: RevenueStream,
        pub kind: TransactionKind,
        pub rule: Option<Text<FeeTaxRule>>,
        pub place: Option<String>,
        pub rate_ppm: Option<i64>,
        pub net_minor: i64,
        pub count: i64,
    }
}

impl Group {
    pub(crate) fn how(&self) -> Option<FeeTax> {
        let (rule, place) = self.rule.zip(self.place.clone())?;
        Some(FeeTax { rule: rule.0, place, rate_ppm: self.rate_ppm? })
    }
}

/// What waits to be invoiced to that account and was charged before then, each kind of fee and rate of tax once; what came
/// back apart from what was charged.
pub(crate) async fn open_before(
    conn: &mut Conn,
    account: LedgerAccountId,
    end: Timestamp,
) -> Result<Vec<Group>, FeeError> {
    let text = "SELECT stream, kind, rule, place, rate_ppm, CAST(SUM(net_minor) AS BIGINT) AS net_minor,
            CAST(COUNT(*) AS BIGINT) AS count
        FROM fees_lines WHERE account_id = $1 AND invoice_id IS NULL AND made_at_us < $2
        GROUP BY stream, kind, rule, place, rate_ppm, CASE WHEN net_minor < 0 THEN 1 ELSE 0 END
        ORDER BY stream, kind, rule, place, rate_ppm, CASE WHEN net_minor < 0 THEN 1 ELSE 0 END";
    Ok(conn.all(sql(text).bind(account).bind(end)).await?)
}

row! {
    /// The tax of open lines that are taxed alike.
    pub(crate) struct GroupTax {
        pub rule: Text<FeeTaxRule>,
        pub place: String,
        pub rate_ppm: i64,
        pub tax_minor: i64,
    }
}

/// What was charged of tax on the same lines.
pub(crate) async fn open_tax_before(
    conn: &mut Conn,
    account: LedgerAccountId,
    end: Timestamp,
) -> Result<Vec<GroupTax>, FeeError> {
    let text = "SELECT rule, place, rate_ppm, CAST(SUM(tax_minor) AS BIGINT) AS tax_minor FROM fees_taxes
        WHERE ledger_tx_id IN (SELECT ledger_tx_id FROM fees_lines
            WHERE account_id = $1 AND invoice_id IS NULL AND made_at_us < $2)
        GROUP BY rule, place, rate_ppm";
    Ok(conn.all(sql(text).bind(account).bind(end)).await?)
}

/// The numbers of the invoices that open lines below nothing take something back of.
pub(crate) async fn corrected(
    conn: &mut Conn,
    account: LedgerAccountId,
    end: Timestamp,
) -> Result<Vec<String>, FeeError> {
    let text = "SELECT DISTINCT i.number, i.year, i.counted FROM fees_lines l
        JOIN fees_lines o ON o.subject = l.subject AND o.invoice_id IS NOT NULL
        JOIN fees_invoices i ON i.id = o.invoice_id
        WHERE l.account_id = $1 AND l.invoice_id IS NULL AND l.made_at_us < $2 AND l.net_minor < 0 AND l.subject <> ''
        ORDER BY i.year, i.counted";
    let rows: Vec<(String, i64, i64)> = conn.all(sql(text).bind(account).bind(end)).await?;
    Ok(rows.into_iter().map(|(number, _, _)| number).collect())
}

/// The charges of cards by which open lines were paid.
pub(crate) async fn paid_by_card(
    conn: &mut Conn,
    account: LedgerAccountId,
    end: Timestamp,
) -> Result<Vec<CardChargeId>, FeeError> {
    let text = "SELECT c.card_charge_id FROM fees_charges c
        JOIN fees_lines l ON l.ledger_tx_id = c.ledger_tx_id AND l.stream = 'plan_fee'
        WHERE l.account_id = $1 AND l.invoice_id IS NULL AND l.made_at_us < $2 AND c.card_charge_id IS NOT NULL
        ORDER BY c.month_from_us";
    let rows: Vec<(CardChargeId,)> = conn.all(sql(text).bind(account).bind(end)).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// When the first line that waits was charged.
pub(crate) async fn first_open(
    conn: &mut Conn,
    account: LedgerAccountId,
    end: Timestamp,
) -> Result<Option<Timestamp>, FeeError> {
    let text = "SELECT MIN(made_at_us) FROM fees_lines
        WHERE account_id = $1 AND invoice_id IS NULL AND made_at_us < $2";
    let (first,): (Option<Timestamp>,) = conn.one(sql(text).bind(account).bind(end)).await?;
    Ok(first)
}
