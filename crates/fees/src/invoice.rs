//! What an invoice of the platform's fees says, as it is kept with it, and reading invoices.

use crate::FeeError;
use db::{Conn, Json, row, sql};
use domain::fee_tax::{FeeTax, FeeTaxRule, tax_of};
use domain::payment::CardBrand;
use domain::promise::Day;
use domain::{Currency, FeeInvoiceId, Money, SellerId, Timestamp};
use ledger::{AccountRef, RevenueStream, TransactionKind};
use sellers::Legal;
use serde::{Deserialize, Serialize};

/// One of the two sides as it was known then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeParty {
    /// The shop's, or the seller's.
    pub name: String,
    /// ISO 3166-1 alpha-2, and the region's code or name; the platform says no region.
    pub country: String,
    pub region: String,
    /// Who it is to the law; missing where a seller had not said.
    pub legal: Option<Legal>,
}

/// Fees of one kind that were taxed alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeLine {
    pub stream: RevenueStream,
    /// What the fees were posted with.
    pub cause: TransactionKind,
    /// So many postings.
    pub count: i64,
    /// Missing where fees were not taxed then.
    pub how: Option<FeeTax>,
    /// Below nothing where they came back.
    pub net: Money,
    pub tax: Money,
}

impl FeeLine {
    /// What the seller was charged.
    ///
    /// # Errors
    /// An amount near the end of 64 bits.
    pub fn gross(&self) -> Result<Money, FeeError> {
        Ok(self.net.add(self.tax)?)
    }
}

/// What a card paid of an invoice before it was made; the rest left the balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardPayment {
    pub brand: CardBrand,
    pub last4: String,
    /// With the tax.
    pub amount: Money,
}

/// Everything that an invoice says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeContent {
    pub issuer: FeeParty,
    pub seller: FeeParty,
    /// Days in UTC. The first one is that of the first line, where that is before the month.
    pub issued_day: Day,
    pub first_day: Day,
    pub last_day: Day,
    /// Invoices that something is taken back of.
    pub corrects: Vec<String>,
    pub lines: Vec<FeeLine>,
    /// Months that a card paid. Invoices from before there were any say nothing of it.
    #[serde(default)]
    pub by_card: Vec<CardPayment>,
}

impl FeeContent {
    /// The rules by which its fees were taxed, each once.
    pub fn rules(&self) -> Vec<Option<FeeTaxRule>> {
        let mut rules: Vec<_> = self.lines.iter().map(|line| line.how.as_ref().map(|how| how.rule)).collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }
}

/// Shares what fees that are taxed alike were taxed among them: each its rate of what it comes to, and what parcels rounded
/// otherwise goes to the largest of them.
pub(crate) fn share_tax(nets: &[Money], rate_ppm: i64, tax: Money) -> Result<Vec<Money>, FeeError> {
    let mut shares = nets.iter().map(|net| tax_of(*net, rate_ppm)).collect::<Result<Vec<_>, _>>()?;
    let left = tax.sub(Money::sum(tax.currency(), shares.iter().copied())?)?;
    let largest = (0..nets.len()).max_by_key(|at| (nets[*at].minor().unsigned_abs(), std::cmp::Reverse(*at)));
    if let Some(largest) = largest {
        shares[largest] = shares[largest].add(left)?;
    }
    Ok(shares)
}

row! {
    /// An invoice, with everything that it says.
    pub struct FeeInvoice {
        pub id: FeeInvoiceId,
        pub seller_id: SellerId,
        pub currency: Currency,
        /// The month in UTC that begins then.
        pub month_us: Timestamp,
        pub number: String,
        pub net_minor: i64,
        pub tax_minor: i64,
        pub total_minor: i64,
        pub issued_at_us: Timestamp,
        pub content: Json<FeeContent>,
    }
}

impl FeeInvoice {
    pub fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }
}

const INVOICE: &str =
    "SELECT id, seller_id, currency, month_us, number, net_minor, tax_minor, total_minor, issued_at_us,
    content FROM fees_invoices";

/// One of them. Who may read it, the caller asks.
///
/// # Errors
/// [`FeeError::NoSuchInvoice`], or the database's.
pub async fn invoice(conn: &mut Conn, id: FeeInvoiceId) -> Result<FeeInvoice, FeeError> {
    conn.opt(sql(format!("{INVOICE} WHERE id = $1")).bind(id)).await?.ok_or(FeeError::NoSuchInvoice)
}

/// Invoices before one, of one seller or of all, the newest first.
///
/// # Errors
/// Only the database's.
pub async fn invoices(
    conn: &mut Conn,
    seller: Option<SellerId>,
    before: Option<FeeInvoiceId>,
    limit: i64,
) -> Result<Vec<FeeInvoice>, FeeError> {
    let (mut rules, mut next) = (Vec::new(), 2);
    for (asked, rule) in [(seller.is_some(), "seller_id ="), (before.is_some(), "id <")] {
        if asked {
            rules.push(format!("{rule} ${next}"));
            next += 1;
        }
    }
    let rules = if rules.is_empty() { String::new() } else { format!("WHERE {}", rules.join(" AND ")) };
    let text = format!("{INVOICE} {rules} ORDER BY id DESC LIMIT $1");
    Ok(conn.all(sql(text).bind(limit).bind_all(seller).bind_all(before)).await?)
}

/// What a seller was charged and no invoice says yet: without tax, and the tax.
///
/// # Errors
/// Only the database's.
pub async fn not_invoiced(
    conn: &mut Conn,
    seller: SellerId,
    currency: Currency,
) -> Result<(Money, Money), FeeError> {
    let account = AccountRef::seller_payable(seller, currency).id();
    let net = sql("SELECT CAST(COALESCE(SUM(net_minor), 0) AS BIGINT) FROM fees_lines
        WHERE account_id = $1 AND invoice_id IS NULL");
    let tax = sql("SELECT CAST(COALESCE(SUM(tax_minor), 0) AS BIGINT) FROM fees_taxes
        WHERE ledger_tx_id IN (SELECT ledger_tx_id FROM fees_lines WHERE account_id = $1 AND invoice_id IS NULL)");
    let (net,): (i64,) = conn.one(net.bind(account)).await?;
    let (tax,): (i64,) = conn.one(tax.bind(account)).await?;
    Ok((Money::new(net, currency), Money::new(tax, currency)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euro(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    #[test]
    fn what_parcels_rounded_goes_to_the_largest_line() {
        for (nets, tax, expected) in [
            (vec![1_000, 99], 209, vec![190, 19]),
            // Three parcels of 3.33 each were taxed 0.63.
            (vec![999, -80], 174, vec![189, -15]),
            (vec![-999, 80], -174, vec![-189, 15]),
            (vec![500], 96, vec![96]),
            (vec![250, 250], 96, vec![48, 48]),
            (vec![250, 250], 95, vec![47, 48]),
        ] {
            let given: Vec<Money> = nets.iter().copied().map(euro).collect();
            let shares = share_tax(&given, 190_000, euro(tax)).unwrap();
            assert_eq!(shares, expected.into_iter().map(euro).collect::<Vec<_>>(), "{nets:?}");
        }
    }
}
