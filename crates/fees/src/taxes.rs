//! Tax on fees, in the transaction that charges them. The first fees of a subject (a parcel, a month) freeze how it is taxed;
//! what comes back of them, or is added, is taxed the same, so that a sale that is taken back whole leaves no tax behind.

use crate::lines::{self, Charged};
use crate::{FeeError, establishment};
use db::{Conn, Text, Tx, placeholders, row, sql};
use domain::fee_tax::{FeeTax, FeeTaxRule, Seat, fee_tax, tax_of};
use domain::{Currency, FeeTaxId, LedgerTxId, Money, SellerId, Timestamp};
use ledger::{AccountRef, Memo, NewTransaction};
use sellers::Seller;
use std::collections::HashMap;

row! {
    /// How the fees of one transaction were taxed.
    #[derive(PartialEq, Eq)]
    pub struct TaxedFees {
        pub id: FeeTaxId,
        pub seller_id: SellerId,
        /// The capture or the month's charge, as text.
        pub subject: String,
        pub ledger_key: String,
        pub ledger_tx_id: LedgerTxId,
        pub rule: Text<FeeTaxRule>,
        /// The country that it is owed to.
        pub place: String,
        pub rate_ppm: i64,
        pub currency: Currency,
        /// Below nothing where fees came back.
        pub net_minor: i64,
        pub tax_minor: i64,
        pub made_at_us: Timestamp,
    }
}

impl TaxedFees {
    fn how(&self) -> FeeTax {
        FeeTax { rule: self.rule.0, place: self.place.clone(), rate_ppm: self.rate_ppm }
    }

    pub fn net(&self) -> Money {
        Money::new(self.net_minor, self.currency)
    }

    pub fn tax(&self) -> Money {
        Money::new(self.tax_minor, self.currency)
    }
}

const TAXED: &str =
    "SELECT id, seller_id, subject, ledger_key, ledger_tx_id, rule, place, rate_ppm, currency, net_minor,
    tax_minor, made_at_us FROM fees_taxes";

/// How a seller's fees are taxed from now on; `None` where they are not.
///
/// # Errors
/// Only the database's.
pub async fn tax_now(conn: &mut Conn, seller: &Seller) -> Result<Option<FeeTax>, FeeError> {
    let at = conn.now();
    let Some(platform) = establishment::seat_at(conn, at).await? else { return Ok(None) };
    let registered = seller.legal.as_ref().is_some_and(|legal| !legal.tax_id.is_empty());
    let seat = Seat { country: &seller.country, region: &seller.region, registered };
    Ok(Some(fee_tax(&platform.country, platform.rate_ppm, seat, at)))
}

/// What was taxed of one subject, the first first.
///
/// # Errors
/// Only the database's.
pub async fn taxed(conn: &mut Conn, subject: &str) -> Result<Vec<TaxedFees>, FeeError> {
    Ok(conn.all(sql(format!("{TAXED} WHERE subject = $1 ORDER BY id")).bind(subject)).await?)
}

/// What each of these subjects was taxed first: of a parcel, with its sale. Those that were not taxed are missing.
///
/// # Errors
/// Only the database's.
pub async fn taxed_first(
    conn: &mut Conn,
    subjects: Vec<String>,
) -> Result<HashMap<String, TaxedFees>, FeeError> {
    if subjects.is_empty() {
        return Ok(HashMap::new());
    }
    let text = format!("{TAXED} WHERE subject IN ({}) ORDER BY id DESC", placeholders(1, subjects.len()));
    let rows: Vec<TaxedFees> = conn.all(sql(text).bind_all(subjects)).await?;
    Ok(rows.into_iter().map(|row| (row.subject.clone(), row)).collect())
}

/// What fees of `net` are taxed after those of the same subject.
fn next_tax(how: &FeeTax, before: &[TaxedFees], net: Money) -> Result<Money, FeeError> {
    let currency = net.currency();
    let fees = Money::sum(currency, before.iter().map(TaxedFees::net))?.add(net)?;
    let taxed = Money::sum(currency, before.iter().map(TaxedFees::tax))?;
    Ok(tax_of(fees, how.rate_ppm)?.sub(taxed)?)
}

/// How fees of `net` are taxed after those of the same subject; `None` where they are not.
async fn how_taxed(
    conn: &mut Conn,
    seller: &Seller,
    before: &[TaxedFees],
    net: Money,
) -> Result<Option<FeeTax>, FeeError> {
    match before.first() {
        _ if net.is_zero() => Ok(None),
        Some(first) => Ok(Some(first.how())),
        None if net.is_positive() => tax_now(conn, seller).await,
        // What was charged before there was a tax comes back without one.
        None => Ok(None),
    }
}

/// How the fees of a transaction are taxed.
pub(crate) enum How {
    /// As it is now, or as the first fees of their subject were.
    Now,
    /// As it was said before, with the amount that a card was charged.
    Said(Option<FeeTax>),
}

/// How [`post`] would tax fees of `net`, now, and the tax that it would add.
pub(crate) async fn reckon_next(
    conn: &mut Conn,
    seller: &Seller,
    subject: &str,
    net: Money,
) -> Result<(Option<FeeTax>, Money), FeeError> {
    let before = taxed(conn, subject).await?;
    let how = how_taxed(conn, seller, &before, net).await?;
    let tax = match &how {
        Some(how) => next_tax(how, &before, net)?,
        None => Money::zero(net.currency()),
    };
    Ok((how, tax))
}

/// The tax that [`post`] would add to fees of `net`, now, before it is done.
///
/// # Errors
/// Only the database's, and sums that no amount holds.
pub async fn tax_next(
    conn: &mut Conn,
    seller: &Seller,
    subject: &str,
    net: Money,
) -> Result<Money, FeeError> {
    Ok(reckon_next(conn, seller, subject, net).await?.1)
}

/// Posts a transaction with the tax of the fees in it: owed by the seller, to the authority of the place. `subject` is what the
/// fees are for. Its id is `id` where that is given.
///
/// # Errors
/// Those of the ledger and the database.
pub async fn post(
    tx: &mut Tx,
    seller: &Seller,
    subject: &str,
    id: Option<LedgerTxId>,
    entry: NewTransaction,
) -> Result<LedgerTxId, FeeError> {
    post_how(tx, seller, subject, id, entry, How::Now).await
}

/// The same, taxed as it was said before.
pub(crate) async fn post_how(
    tx: &mut Tx,
    seller: &Seller,
    subject: &str,
    id: Option<LedgerTxId>,
    mut entry: NewTransaction,
    said: How,
) -> Result<LedgerTxId, FeeError> {
    let id = id.unwrap_or_else(|| tx.new_id());
    let Some(currency) = entry.postings.first().map(|posting| posting.account.currency) else {
        return Ok(ledger::post_as(tx, id, entry).await?.id);
    };
    let streams = lines::streams_in(&entry, currency)?;
    if streams.is_empty() {
        return Ok(ledger::post_as(tx, id, entry).await?.id);
    }
    let net = Money::sum(currency, streams.values().copied())?;
    let before = taxed(tx, subject).await?;
    let again = before.iter().find(|row| row.ledger_key == entry.key);
    let how = match (again, said) {
        (Some(again), _) => Some(again.how()),
        (None, How::Said(how)) => how,
        (None, How::Now) => how_taxed(tx, seller, &before, net).await?,
    };
    let tax = match (again, &how) {
        (Some(again), _) => again.tax(),
        (None, Some(how)) => next_tax(how, &before, net)?,
        (None, None) => Money::zero(currency),
    };
    if let Some(how) = &how {
        add(&mut entry, seller, how, tax)?;
    }
    let (key, kind) = (entry.key.clone(), entry.kind);
    let posted = ledger::post_as(tx, id, entry).await?.id;
    if let Some(how) = how.clone().filter(|_| again.is_none()) {
        let row = TaxedFees {
            id: tx.new_id(),
            seller_id: seller.id,
            subject: subject.to_owned(),
            ledger_key: key,
            ledger_tx_id: posted,
            rule: Text(how.rule),
            place: how.place,
            rate_ppm: how.rate_ppm,
            currency,
            net_minor: net.minor(),
            tax_minor: tax.minor(),
            made_at_us: tx.now(),
        };
        keep(tx, &row).await?;
    }
    // Fees that come to nothing together are taxed nothing, and stand on an invoice as the others of their subject do.
    let how = how.or_else(|| before.first().map(TaxedFees::how));
    let payable = AccountRef::seller_payable(seller.id, currency);
    lines::keep(tx, Charged { ledger_tx_id: posted, kind, payable, subject, how, streams }).await?;
    Ok(posted)
}

/// The two lines of the tax.
fn add(entry: &mut NewTransaction, seller: &Seller, how: &FeeTax, tax: Money) -> Result<(), FeeError> {
    let payable = AccountRef::seller_payable(seller.id, tax.currency());
    let owed = AccountRef::fee_tax(&how.place, tax.currency());
    if tax.minor() < 0 {
        let back = tax.neg()?;
        entry.debit(owed, back, Memo::FeeTax)?;
        entry.credit(payable, back, Memo::FeeTax)?;
    } else {
        entry.debit(payable, tax, Memo::FeeTax)?;
        entry.credit(owed, tax, Memo::FeeTax)?;
    }
    Ok(())
}

async fn keep(tx: &mut Tx, row: &TaxedFees) -> Result<(), FeeError> {
    tx.exec(
        sql("INSERT INTO fees_taxes (id, seller_id, subject, ledger_key, ledger_tx_id, rule, place, rate_ppm, currency,
                 net_minor, tax_minor, made_at_us) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
        .bind(row.id)
        .bind(row.seller_id)
        .bind(&row.subject)
        .bind(&row.ledger_key)
        .bind(row.ledger_tx_id)
        .bind(row.rule)
        .bind(&row.place)
        .bind(row.rate_ppm)
        .bind(row.currency)
        .bind(row.net_minor)
        .bind(row.tax_minor)
        .bind(row.made_at_us),
    )
    .await?;
    Ok(())
}
