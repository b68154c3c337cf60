//! What the operator earns and what that costs, in one currency and any range of days, from the ledger's postings.
//!
//! Each line is one account of the ledger, so that each can be opened down to what was posted. What was sold is counted from
//! orders as they were placed; the ledger's revenue begins when they are sent and charged, so the two differ by what is
//! under way.

use crate::ReportingError;
use crate::analysis::{Pair, Range, Sheet, share_bps};
use db::{Conn, sql};
use domain::calendar::day_text;
use domain::text_enum::TextEnum as _;
use domain::{Currency, LedgerAccountId, Money, PromotionId, SellerId};
use ledger::{AccountRef, Movement, OwnerKind, Purpose, RETURN_LABELS, RevenueStream};
use std::collections::HashMap;

/// What a line is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfitItem {
    Stream(RevenueStream),
    /// What buyers paid for shipping that the platform does.
    Shipping,
    /// What the labels of returns cost those who paid for them.
    ReturnLabels,
    /// What a coupon of the platform's took off, by the coupon's id.
    Coupon(String),
    /// The same of a promotion.
    Promotion(String),
    /// What buyers' banks took back of the platform's own sales.
    Disputes,
    /// What the platform gave buyers back of its own money, without anything coming back.
    Courtesies,
    /// What the processor of that name took.
    ProcessorFees(String),
}

impl ProfitItem {
    /// What comes in, as opposed to what that costs.
    pub fn is_revenue(&self) -> bool {
        matches!(self, Self::Stream(_) | Self::Shipping | Self::ReturnLabels)
    }

    /// Earned of sellers who are not the platform: what its take rate is made of.
    fn is_of_sellers(&self) -> bool {
        matches!(self, Self::Stream(stream) if stream.is_fee())
    }

    fn code(&self) -> String {
        match self {
            Self::Stream(stream) => stream.as_str().to_owned(),
            Self::Shipping => "shipping".to_owned(),
            Self::ReturnLabels => "return labels".to_owned(),
            Self::Coupon(id) => format!("coupon {id}"),
            Self::Promotion(id) => format!("promotion {id}"),
            Self::Disputes => "disputes".to_owned(),
            Self::Courtesies => "courtesies".to_owned(),
            Self::ProcessorFees(name) => format!("processor fees {name}"),
        }
    }
}

/// One account of the ledger in the range and in the range before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfitLine {
    pub item: ProfitItem,
    pub account: LedgerAccountId,
    /// Earned > 0, spent < 0, in minor units.
    pub earned_minor: Pair,
}

/// Profit and loss of a range, against the range before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profit {
    pub currency: Currency,
    /// Revenue first, then costs; accounts on which nothing moved in either range are left out.
    pub lines: Vec<ProfitLine>,
    /// Goods that were ordered and not cancelled, whoever sells them, in minor units.
    pub sold_minor: Pair,
    /// Of these, those of sellers other than the platform.
    pub sold_by_sellers_minor: Pair,
    /// Orders that were not cancelled; one from two sellers counts for each.
    pub orders: Pair,
}

impl Profit {
    fn sum(&self, of: impl Fn(&ProfitItem) -> bool) -> Pair {
        let of = self.lines.iter().filter(|line| of(&line.item)).map(|line| line.earned_minor);
        of.fold(Pair::default(), |sum, line| Pair {
            now: sum.now + line.now,
            before: sum.before + line.before,
        })
    }

    pub fn revenue(&self) -> Pair {
        self.sum(ProfitItem::is_revenue)
    }

    /// Below zero, where there are any.
    pub fn costs(&self) -> Pair {
        self.sum(|item| !item.is_revenue())
    }

    /// What is left: revenue and costs.
    pub fn contribution(&self) -> Pair {
        self.sum(|_| true)
    }

    /// What the platform earned of what others sold, in basis points; nothing where they sold nothing.
    pub fn take_rate_bps(&self) -> (Option<i64>, Option<i64>) {
        let (earned, sold) = (self.sum(ProfitItem::is_of_sellers), self.sold_by_sellers_minor);
        (share_bps(earned.now, sold.now), share_bps(earned.before, sold.before))
    }

    /// What is left of an order, rounded towards zero; nothing where there was none.
    pub fn contribution_per_order(&self) -> (Option<Money>, Option<Money>) {
        let left = self.contribution();
        let each = |minor: i64, orders: i64| {
            minor.checked_div(orders).filter(|_| orders > 0).map(|minor| Money::new(minor, self.currency))
        };
        (each(left.now, self.orders.now), each(left.before, self.orders.before))
    }
}

/// Whose accounts, and what for, the profit and loss is made of.
pub(crate) fn profit_accounts() -> [(OwnerKind, Purpose); 6] {
    [
        (OwnerKind::Platform, Purpose::Revenue),
        (OwnerKind::Platform, Purpose::Shipping),
        (OwnerKind::Platform, Purpose::Marketing),
        (OwnerKind::Platform, Purpose::Disputes),
        (OwnerKind::Platform, Purpose::Courtesies),
        (OwnerKind::Processor, Purpose::ProcessorFees),
    ]
}

/// The same as a condition on an account `a` of a statement.
pub(crate) fn of_profit() -> String {
    let of = |(owner, purpose): (OwnerKind, Purpose)| {
        format!("(a.owner_kind = '{owner}' AND a.purpose = '{purpose}')")
    };
    profit_accounts().map(of).join(" OR ")
}

/// The currencies in which the platform has accounts.
///
/// # Errors
/// Only the database's.
pub async fn profit_currencies(conn: &mut Conn) -> Result<Vec<Currency>, ReportingError> {
    Ok(ledger::currencies_of(conn, OwnerKind::Platform).await?)
}

/// Profit and loss of the range and of the one before. `retail` is the seller that the platform is itself.
///
/// # Errors
/// Only the database's, and sums that no amount holds.
pub async fn profit(
    conn: &mut Conn,
    currency: Currency,
    range: Range,
    retail: Option<SellerId>,
) -> Result<Profit, ReportingError> {
    let mut lines = Vec::new();
    for kind in profit_accounts() {
        let now = movements(conn, kind, currency, range).await?;
        let before = movements(conn, kind, currency, range.before()).await?;
        let before: HashMap<_, _> = before.into_iter().map(|moved| (moved.account, moved.amount)).collect();
        for moved in now {
            let earlier = before.get(&moved.account).copied().unwrap_or(Money::zero(currency));
            lines.extend(line(moved, earlier)?);
        }
    }
    lines.sort_by_key(|line| (!line.item.is_revenue(), std::cmp::Reverse(line.earned_minor.now.abs())));
    let (now, before) =
        (sold(conn, currency, range, None).await?, sold(conn, currency, range.before(), None).await?);
    let others = sold(conn, currency, range, retail).await?;
    let others_before = sold(conn, currency, range.before(), retail).await?;
    Ok(Profit {
        currency,
        lines,
        sold_minor: Pair { now: now.0, before: before.0 },
        sold_by_sellers_minor: Pair { now: others.0, before: others_before.0 },
        orders: Pair { now: now.1, before: before.1 },
    })
}

async fn movements(
    conn: &mut Conn,
    kind: (OwnerKind, Purpose),
    currency: Currency,
    range: Range,
) -> Result<Vec<Movement>, ReportingError> {
    let (from, to) = range.span();
    Ok(ledger::movements(conn, kind, currency, from, to).await?)
}

fn line(now: Movement, before: Money) -> Result<Option<ProfitLine>, ReportingError> {
    let account = now.account.id();
    let earned_minor = Pair { now: now.amount.neg()?.minor(), before: before.neg()?.minor() };
    let item = item(now.account).filter(|_| earned_minor != Pair::default());
    Ok(item.map(|item| ProfitLine { item, account, earned_minor }))
}

/// What one of the accounts of [`profit_accounts`] is of.
pub(crate) fn item(account: AccountRef) -> Option<ProfitItem> {
    match account.purpose {
        Purpose::Revenue => RevenueStream::parse(&account.owner_id).map(ProfitItem::Stream),
        Purpose::Shipping if account.owner_id == RETURN_LABELS => Some(ProfitItem::ReturnLabels),
        Purpose::Shipping => Some(ProfitItem::Shipping),
        Purpose::Marketing if account.owner_id.parse::<PromotionId>().is_ok() => {
            Some(ProfitItem::Promotion(account.owner_id))
        }
        Purpose::Marketing => Some(ProfitItem::Coupon(account.owner_id)),
        Purpose::Disputes => Some(ProfitItem::Disputes),
        Purpose::Courtesies => Some(ProfitItem::Courtesies),
        _ => Some(ProfitItem::ProcessorFees(account.owner_id)),
    }
}

/// What was sold, in minor units, and by how many orders; without those of one seller.
async fn sold(
    conn: &mut Conn,
    currency: Currency,
    range: Range,
    without: Option<SellerId>,
) -> Result<(i64, i64), ReportingError> {
    let but = if without.is_some() { "AND seller_id <> $4" } else { "" };
    let text = format!(
        "SELECT CAST(COALESCE(SUM(items_minor - cancelled_minor), 0) AS BIGINT),
                CAST(COALESCE(SUM(orders - cancelled_orders), 0) AS BIGINT)
         FROM reporting_sales_hours WHERE currency = $1 AND hour_us >= $2 AND hour_us < $3 {but}"
    );
    let (from, to) = range.span();
    let statement = sql(text).bind(currency).bind(from).bind(to);
    let statement = match without {
        Some(seller) => statement.bind(seller),
        None => statement,
    };
    Ok(conn.one(statement).await?)
}

/// The lines as a CSV for spreadsheets: days and amounts as machines write them, the account of each, and the sum.
///
/// # Errors
/// [`ReportingError::File`].
pub fn profit_file(profit: &Profit, range: Range) -> Result<Vec<u8>, ReportingError> {
    let mut sheet = Sheet::new(["from", "until", "item", "account", "earned", "earned_before", "currency"])?;
    let (first, last) = (day_text(range.first()), day_text(range.last()));
    let decimal = |minor| Money::new(minor, profit.currency).to_decimal();
    let mut row = |item: &str, account: &str, earned: Pair| {
        let (now, before) = (decimal(earned.now), decimal(earned.before));
        sheet.row([&first, &last, item, account, &now, &before, profit.currency.code()])
    };
    for line in &profit.lines {
        row(&line.item.code(), &line.account.to_string(), line.earned_minor)?;
    }
    row("contribution", "", profit.contribution())?;
    sheet.done()
}
