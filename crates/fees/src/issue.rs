//! The invoices of a month: one for each seller and currency that had fees, made once the month is over where the platform's
//! clock is, which is UTC. A line is on one invoice; one that comes after its month's is on the next.
//!
//! Without a seat there is nobody who could issue one, so lines wait until an operator says where the platform is.

use crate::invoice::{CardPayment, FeeContent, FeeLine, FeeParty, share_tax};
use crate::lines::{self, Group, GroupTax};
use crate::{FeeError, Fees, FeesConfig, Seat, establishment};
use db::{NewEvent, NewJob, Tx, sql};
use domain::calendar::{civil, month_of, next_month};
use domain::{Currency, DurationUs, FeeInvoiceId, LedgerAccountId, Money, SellerId, Timestamp};
use ledger::AccountRef;
use sellers::Seller;
use serde::{Deserialize, Serialize};

/// Makes the invoices of a seller in one currency that are due.
pub const INVOICE_JOB: &str = "fees.invoice";
/// An invoice of fees was made. The key is the invoice.
pub const FEE_INVOICE_MADE: &str = "fee_invoice.made";
/// Accounts whose jobs one transaction leaves.
const AT_ONCE: i64 = 200;
/// So many months are made up for in one go.
const MOST_MONTHS: usize = 240;

/// The payload of [`INVOICE_JOB`].
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct InvoiceJob {
    pub seller: SellerId,
    pub currency: Currency,
}

/// When a day begins in UTC.
fn start_of(day: i64) -> Timestamp {
    Timestamp::from_micros(0).plus(DurationUs::from_days(day))
}

impl Fees {
    /// Leaves a job for every seller and currency with fees of a month that is over. May run on several servers at once.
    /// Returns how many there were.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn sweep_invoices(&self) -> Result<usize, FeeError> {
        let (mut after, mut count) = (None::<LedgerAccountId>, 0);
        loop {
            let due = self.due(after).await?;
            let Some((last, _, _)) = due.last() else { return Ok(count) };
            after = Some(*last);
            count += due.len();
            self.db
                .write(move |tx| {
                    let due = due.clone();
                    Box::pin(async move {
                        for (_, seller, currency) in due {
                            // Balances belong to sellers; one that is nobody's is what the check names.
                            let Ok(seller) = seller.parse::<SellerId>() else { continue };
                            let (run_at, key) = (tx.now(), Some(format!("{seller} {currency}")));
                            let payload = InvoiceJob { seller, currency };
                            tx.enqueue(NewJob { kind: INVOICE_JOB, key, payload: &payload, run_at }).await?;
                        }
                        Ok::<_, FeeError>(())
                    })
                })
                .await?;
        }
    }

    /// Balances with fees of a month that is over, some hundreds at a time.
    async fn due(
        &self,
        after: Option<LedgerAccountId>,
    ) -> Result<Vec<(LedgerAccountId, String, Currency)>, FeeError> {
        let mut conn = self.db.read().await?;
        let now = conn.now();
        if establishment::seat_at(&mut conn, now).await?.is_none() {
            return Ok(Vec::new());
        }
        let more = if after.is_some() { "AND a.id > $3" } else { "" };
        let text = format!(
            "SELECT a.id, a.owner_id, a.currency FROM ledger_accounts a
             WHERE a.id IN (SELECT account_id FROM fees_lines WHERE invoice_id IS NULL AND made_at_us < $1) {more}
             ORDER BY a.id LIMIT $2"
        );
        let before = start_of(month_of(now.utc_day()));
        Ok(conn.all(sql(text).bind(before).bind(AT_ONCE).bind_all(after)).await?)
    }

    /// What [`INVOICE_JOB`] does: every month that is over and has none, each in its own transaction.
    ///
    /// # Errors
    /// Only the database's, and sums that no amount holds.
    pub async fn invoice(&self, job: InvoiceJob) -> Result<(), FeeError> {
        for _ in 0..MOST_MONTHS {
            let config = self.config.clone();
            let made = self
                .db
                .write(move |tx| {
                    let config = config.clone();
                    Box::pin(async move { next(tx, job, &config).await })
                })
                .await?;
            if made.is_none() {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// The invoice of the first month that is over, has lines to tell of, and has none.
async fn next(tx: &mut Tx, job: InvoiceJob, config: &FeesConfig) -> Result<Option<FeeInvoiceId>, FeeError> {
    let account = AccountRef::seller_payable(job.seller, job.currency).id();
    let running = month_of(tx.now().utc_day());
    let Some(first) = lines::first_open(tx, account, start_of(running)).await? else { return Ok(None) };
    let mut month = month_of(first.utc_day());
    let made = sql("SELECT month_us FROM fees_invoices
        WHERE seller_id = $1 AND currency = $2 AND month_us >= $3 ORDER BY month_us");
    let made: Vec<(Timestamp,)> =
        tx.all(made.bind(job.seller).bind(job.currency).bind(start_of(month))).await?;
    for (taken,) in made {
        // What came after its month's invoice is told of by the next one.
        if taken == start_of(month) {
            month = next_month(month);
        }
    }
    if month >= running {
        return Ok(None);
    }
    issue(tx, job, month, config).await
}

/// Makes the invoice of everything that was charged before a month ends and is on none. `None` where there is nothing, or no
/// seat. `month` is its first day.
pub(crate) async fn issue(
    tx: &mut Tx,
    job: InvoiceJob,
    month: i64,
    config: &FeesConfig,
) -> Result<Option<FeeInvoiceId>, FeeError> {
    let now = tx.now();
    let Some(seat) = establishment::seat_at(tx, now).await? else { return Ok(None) };
    let (account, end) =
        (AccountRef::seller_payable(job.seller, job.currency).id(), start_of(next_month(month)));
    let groups = lines::open_before(tx, account, end).await?;
    let Some(first) = lines::first_open(tx, account, end).await? else { return Ok(None) };
    let taxes = lines::open_tax_before(tx, account, end).await?;
    let corrects = lines::corrected(tx, account, end).await?;
    let by_card = by_card(tx, account, end).await?;
    let seller = sellers::get(tx, job.seller).await?.ok_or(FeeError::NoSuchSeller)?;
    let lines = taxed(groups, &taxes, job.currency)?;
    let numbered = next_number(tx, &seat).await?;
    let content = FeeContent {
        issuer: issuer(&seat, config),
        seller: party(seller),
        issued_day: numbered.at.utc_day(),
        first_day: month.min(first.utc_day()),
        last_day: next_month(month) - 1,
        corrects,
        lines,
        by_card,
    };
    let id = insert(tx, job, start_of(month), &numbered, &content).await?;
    let claim = sql("UPDATE fees_lines SET invoice_id = $3
        WHERE account_id = $1 AND made_at_us < $2 AND invoice_id IS NULL");
    tx.exec(claim.bind(account).bind(end).bind(id)).await?;
    let payload = FeeInvoiceMade { seller_id: job.seller, invoice_id: id };
    let topic = Some(job.seller.to_string());
    tx.append(NewEvent { kind: FEE_INVOICE_MADE, key: id.to_string(), topic, payload: &payload }).await?;
    Ok(Some(id))
}

/// What cards paid of what is about to be invoiced.
async fn by_card(
    tx: &mut Tx,
    account: LedgerAccountId,
    end: Timestamp,
) -> Result<Vec<CardPayment>, FeeError> {
    let mut paid = Vec::new();
    for id in lines::paid_by_card(tx, account, end).await? {
        let charge = payments::card_charge(tx, id).await?;
        let (brand, last4) = (charge.card.brand, charge.card.last4);
        paid.push(CardPayment { brand, last4, amount: charge.amount });
    }
    Ok(paid)
}

/// Payload of [`FEE_INVOICE_MADE`].
#[derive(Debug, Serialize, Deserialize)]
struct FeeInvoiceMade {
    seller_id: SellerId,
    invoice_id: FeeInvoiceId,
}

fn issuer(seat: &Seat, config: &FeesConfig) -> FeeParty {
    FeeParty {
        name: config.shop_name.clone(),
        country: seat.country.clone(),
        region: String::new(),
        legal: Some(seat.legal.clone()),
    }
}

fn party(seller: Seller) -> FeeParty {
    FeeParty { name: seller.name, country: seller.country, region: seller.region, legal: seller.legal }
}

/// Lines with their tax: what was charged of those that are taxed alike, shared among them.
fn taxed(groups: Vec<Group>, taxes: &[GroupTax], currency: Currency) -> Result<Vec<FeeLine>, FeeError> {
    let mut lines: Vec<FeeLine> = groups
        .into_iter()
        .map(|group| FeeLine {
            stream: group.stream,
            cause: group.kind,
            count: group.count,
            how: group.how(),
            net: Money::new(group.net_minor, currency),
            tax: Money::zero(currency),
        })
        .collect();
    for of in taxes {
        let alike: Vec<usize> = (0..lines.len())
            .filter(|at| {
                lines[*at].how.as_ref().is_some_and(|how| {
                    how.rule == of.rule.0 && how.place == of.place && how.rate_ppm == of.rate_ppm
                })
            })
            .collect();
        let nets: Vec<Money> = alike.iter().map(|at| lines[*at].net).collect();
        let shares = share_tax(&nets, of.rate_ppm, Money::new(of.tax_minor, currency))?;
        for (at, share) in alike.into_iter().zip(shares) {
            lines[at].tax = share;
        }
    }
    Ok(lines)
}

/// A number and the moment at which it was given.
struct Numbered {
    /// Who charges.
    issuer: String,
    year: i64,
    counted: i64,
    at: Timestamp,
}

impl Numbered {
    /// `F-2026-000001`.
    fn written(&self) -> String {
        format!("F-{}-{:06}", self.year, self.counted)
    }
}

/// The next number of the year that UTC shows, whoever charges: a corrected tax number begins no other
/// series. The row is the lock: who counts at the same time waits or is run again. No number is given at an
/// earlier moment than the one before it.
async fn next_number(tx: &mut Tx, seat: &Seat) -> Result<Numbered, FeeError> {
    let now = tx.now();
    let (issuer, year) = (format!("{} {}", seat.country, seat.legal.tax_id), civil(now.utc_day()).year);
    let statement = sql("INSERT INTO fees_numbers (year, last_number, last_at_us) VALUES ($1, 1, $2)
         ON CONFLICT (year) DO UPDATE
             SET last_number = fees_numbers.last_number + 1,
                 last_at_us = CASE WHEN excluded.last_at_us > fees_numbers.last_at_us
                     THEN excluded.last_at_us ELSE fees_numbers.last_at_us END
         RETURNING last_number, last_at_us");
    let (counted, at): (i64, Timestamp) = tx.one(statement.bind(year).bind(now)).await?;
    Ok(Numbered { issuer, year, counted, at })
}

async fn insert(
    tx: &mut Tx,
    job: InvoiceJob,
    month: Timestamp,
    numbered: &Numbered,
    content: &FeeContent,
) -> Result<FeeInvoiceId, FeeError> {
    let net = Money::sum(job.currency, content.lines.iter().map(|line| line.net))?;
    let tax = Money::sum(job.currency, content.lines.iter().map(|line| line.tax))?;
    let id = tx.new_id::<FeeInvoiceId>();
    tx.exec(
        sql("INSERT INTO fees_invoices (id, seller_id, currency, month_us, issuer, year, counted, number, net_minor,
                 tax_minor, total_minor, issued_at_us, content)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
        .bind(id)
        .bind(job.seller)
        .bind(job.currency)
        .bind(month)
        .bind(&numbered.issuer)
        .bind(numbered.year)
        .bind(numbered.counted)
        .bind(numbered.written())
        .bind(net.minor())
        .bind(tax.minor())
        .bind(net.add(tax)?.minor())
        .bind(numbered.at)
        .bind(serde_json::to_string(content)?),
    )
    .await?;
    Ok(id)
}
