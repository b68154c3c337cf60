//! Coupons: whether one may be used, and what it takes off each line. Called by orders for the cart, the checkout and the
//! order itself, so that what is shown is what is charged.

use crate::field::{Problem, one_line};
use crate::money::{Currency, Money, MoneyError, Rounding};
use crate::promotion::MOST_OFF_ALL;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

crate::text_enum! {
    /// Who gives what a coupon takes off.
    pub enum Funding {
        /// The seller sells for less: commission is on the lower price.
        Seller = "seller",
        /// The platform pays the rest: the seller earns the full price, and commission is on that.
        Platform = "platform",
    }
}

/// What shoppers type: 3 to 32 letters, digits and hyphens, in capitals.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CouponCode(String);

impl CouponCode {
    const LONGEST: usize = 32;
    const SHORTEST: usize = 3;

    /// In any case, with spaces around it.
    ///
    /// # Errors
    /// [`Problem::Missing`], [`Problem::TooShort`], [`Problem::TooLong`], [`Problem::BadCharacter`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let text = one_line(typed, Self::LONGEST)?.to_ascii_uppercase();
        match text.chars().count() {
            0 => return Err(Problem::Missing),
            short if short < Self::SHORTEST => return Err(Problem::TooShort),
            _ => {}
        }
        let sound = text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-');
        if sound { Ok(Self(text)) } else { Err(Problem::BadCharacter) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for CouponCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for CouponCode {
    type Error = Problem;
    fn try_from(text: String) -> Result<Self, Problem> {
        Self::parse(&text)
    }
}

impl From<CouponCode> for String {
    fn from(code: CouponCode) -> Self {
        code.0
    }
}

/// What a coupon gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Benefit {
    /// A share of the goods, 1 to 10,000 basis points.
    Percent { bps: i64 },
    /// So much off the goods together.
    Amount(Money),
    /// The delivery of what it is for.
    FreeShipping,
}

/// When and how often a coupon may be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub benefit: Benefit,
    /// Of the goods that it is for.
    pub minimum: Option<Money>,
    /// One order gets no more than this. A platform that pays needs it: sellers set their prices and fees themselves.
    pub most_off: Option<Money>,
    pub from: Timestamp,
    /// The first moment at which it is over.
    pub until: Option<Timestamp>,
    pub paused: bool,
    pub most_uses: Option<i64>,
    /// By one account: a guest may have any number of e-mails.
    pub most_uses_each: Option<i64>,
}

/// How often it has been used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Uses {
    pub all: i64,
    /// By this account; `None` when nobody is signed in.
    pub own: Option<i64>,
}

/// One line of a cart, in the cart's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CouponLine {
    /// Unit price times quantity, as shown, less what promotions took off.
    pub amount: Money,
    /// 1 to 999.
    pub quantity: i64,
    /// The coupon is for this line.
    pub is_meant: bool,
}

/// What one seller asks for delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CouponFee {
    pub fee: Money,
    /// The coupon is for something in this parcel.
    pub is_meant: bool,
}

/// What is taken off, line by line and fee by fee. Nothing is more than what it is taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discounts {
    pub lines: Vec<Money>,
    pub fees: Vec<Money>,
}

/// Why a coupon is not used. Each says what would make it work, where anything would.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("there is no such coupon")]
    Unknown,
    #[error("it may not be used at the moment")]
    Paused,
    #[error("it begins later")]
    NotYet { from: Timestamp },
    #[error("it has ended")]
    Ended { until: Timestamp },
    #[error("it has been used as often as it may")]
    UsedUp,
    #[error("it is counted by account, and nobody is signed in")]
    SignIn,
    #[error("this shopper has used it as often as they may")]
    UsedAlready,
    #[error("nothing in the cart is what it is for")]
    NotForThese,
    #[error("it is for another currency")]
    OtherCurrency { currency: Currency },
    #[error("{missing} more is needed")]
    AddMore { missing: Money },
    #[error("it would take nothing off")]
    TakesNothing,
    #[error(transparent)]
    Money(MoneyError),
}

impl From<MoneyError> for Refusal {
    fn from(error: MoneyError) -> Self {
        Self::Money(error)
    }
}

impl Terms {
    /// Whether it leaves shoppers something to pay: at most nine tenths off ([`MOST_OFF_ALL`], as of promotions), or an amount
    /// off goods for more than that. Sellers' own coupons do: more would be a gift, or a slip of the pen.
    pub fn leaves_a_price(&self) -> bool {
        match self.benefit {
            Benefit::Percent { bps } => bps <= MOST_OFF_ALL,
            Benefit::Amount(off) => self
                .minimum
                .is_some_and(|from| from.currency() == off.currency() && from.minor() > off.minor()),
            Benefit::FreeShipping => true,
        }
    }

    /// What it takes off, or why it does not.
    ///
    /// # Errors
    /// The first [`Refusal`] in this order: time, uses, what it is for, how much of that there is.
    pub fn apply(
        &self,
        now: Timestamp,
        uses: Uses,
        lines: &[CouponLine],
        fees: &[CouponFee],
    ) -> Result<Discounts, Refusal> {
        self.open(now, uses)?;
        let Some(currency) = lines.iter().find(|l| l.is_meant).map(|l| l.amount.currency()) else {
            return Err(Refusal::NotForThese);
        };
        let goods = Money::sum(currency, lines.iter().filter(|l| l.is_meant).map(|l| l.amount))?;
        if let Some(minimum) = self.minimum {
            let minimum = in_currency(minimum, currency)?;
            if goods.minor() < minimum.minor() {
                return Err(Refusal::AddMore { missing: minimum.sub(goods)? });
            }
        }
        let none = |count: usize| vec![Money::zero(currency); count];
        let given = match self.benefit {
            Benefit::Percent { bps } => Discounts {
                lines: spread(self.at_most(goods.bps(bps.clamp(0, 10_000), Rounding::HalfUp)?)?, lines)?,
                fees: none(fees.len()),
            },
            Benefit::Amount(amount) => Discounts {
                lines: spread(self.at_most(in_currency(amount, currency)?)?, lines)?,
                fees: none(fees.len()),
            },
            Benefit::FreeShipping => {
                Discounts { lines: none(lines.len()), fees: self.off_fees(currency, fees)? }
            }
        };
        let takes = given.lines.iter().chain(&given.fees).any(|off| off.is_positive());
        if takes { Ok(given) } else { Err(Refusal::TakesNothing) }
    }

    fn at_most(&self, off: Money) -> Result<Money, Refusal> {
        let Some(most) = self.most_off else { return Ok(off) };
        let most = in_currency(most, off.currency())?;
        Ok(if off.minor() > most.minor() { most } else { off })
    }

    /// The fees of the parcels that it is for, the first ones first when they are more than it gives.
    fn off_fees(&self, currency: Currency, fees: &[CouponFee]) -> Result<Vec<Money>, Refusal> {
        let all = Money::sum(currency, fees.iter().filter(|f| f.is_meant).map(|f| f.fee))?;
        let mut left = self.at_most(all)?.minor();
        let mut take = |fee: &CouponFee| {
            let off = if fee.is_meant { fee.fee.minor().min(left) } else { 0 };
            left -= off;
            Money::new(off, currency)
        };
        Ok(fees.iter().map(&mut take).collect())
    }

    /// Whether it may be used now and by this shopper, whatever is in the cart.
    fn open(&self, now: Timestamp, uses: Uses) -> Result<(), Refusal> {
        if self.paused {
            return Err(Refusal::Paused);
        }
        if now < self.from {
            return Err(Refusal::NotYet { from: self.from });
        }
        if let Some(until) = self.until.filter(|until| now >= *until) {
            return Err(Refusal::Ended { until });
        }
        // Who has used it is told that, not that others have.
        if let Some(most) = self.most_uses_each
            && uses.own.ok_or(Refusal::SignIn)? >= most
        {
            return Err(Refusal::UsedAlready);
        }
        if self.most_uses.is_some_and(|most| uses.all >= most) {
            return Err(Refusal::UsedUp);
        }
        Ok(())
    }
}

fn in_currency(amount: Money, currency: Currency) -> Result<Money, Refusal> {
    if amount.currency() == currency {
        Ok(amount)
    } else {
        Err(Refusal::OtherCurrency { currency: amount.currency() })
    }
}

/// A discount over the lines that it is for, by what they cost, to the last minor unit (largest remainder). A unit still
/// costs a minor unit afterwards: a card cannot be charged nothing for a parcel. What a line cannot take goes to the
/// lines that can, in their order.
pub(crate) fn spread(discount: Money, lines: &[CouponLine]) -> Result<Vec<Money>, MoneyError> {
    let currency = discount.currency();
    let room =
        |line: &CouponLine| if line.is_meant { (line.amount.minor() - line.quantity).max(0) } else { 0 };
    let most: i64 =
        lines.iter().try_fold(0i64, |sum, l| sum.checked_add(room(l))).ok_or(MoneyError::Overflow)?;
    let discount = Money::new(discount.minor().clamp(0, most), currency);
    let weight = |l: &CouponLine| if l.is_meant { u64::try_from(l.amount.minor()).unwrap_or(0) } else { 0 };
    let mut shares: Vec<i64> = discount
        .split(&lines.iter().map(weight).collect::<Vec<_>>())
        .map(|shares| shares.into_iter().map(Money::minor).collect())?;
    let mut left = 0;
    for (share, line) in shares.iter_mut().zip(lines) {
        left += (*share - room(line)).max(0);
        *share = (*share).min(room(line));
    }
    for (share, line) in shares.iter_mut().zip(lines) {
        let more = left.min(room(line) - *share);
        *share += more;
        left -= more;
    }
    Ok(shares.into_iter().map(|minor| Money::new(minor, currency)).collect())
}

#[cfg(test)]
#[path = "coupon/tests.rs"]
mod tests;
