//! What every part of the API says alike: ids, codes, times, amounts and pages. Their descriptions come from the types
//! of `domain`, so an id's prefix or a state that is added there stands in the description, too.

use domain::format::iso;
use domain::text_enum::TextEnum;
use domain::{Money, Timestamp, TypedId};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::{KnownFormat, RefOr};
use utoipa::{IntoParams, PartialSchema, ToSchema};

/// The last name in a type's path.
fn name_of<T>() -> Cow<'static, str> {
    Cow::Borrowed(std::any::type_name::<T>().rsplit("::").next().unwrap_or("Text"))
}

/// 26 digits, of which the first holds three bits.
const DIGITS: &str = "[0-7][0-9a-hjkmnp-tv-z]{25}";

/// An id of `domain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Id<T>(pub T);

impl<T: TypedId> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(&self.0)
    }
}

impl<'de, T: TypedId + FromStr<Err: fmt::Display>> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(d)?;
        text.parse().map(Self).map_err(de::Error::custom)
    }
}

impl<T: TypedId> PartialSchema for Id<T> {
    fn schema() -> RefOr<Schema> {
        let example = format!("{}_01j9zq3v5n8e7kx2m4t6w0ys1b", T::PREFIX);
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some(format!("^{}_{DIGITS}$", T::PREFIX)))
            .examples([example])
            .into()
    }
}

impl<T: TypedId> ToSchema for Id<T> {
    fn name() -> Cow<'static, str> {
        name_of::<T>()
    }
}

pub type OfferRef = Id<domain::OfferId>;
pub type ProductRef = Id<domain::ProductId>;
pub type CategoryRef = Id<domain::CategoryId>;
pub type ProposalRef = Id<domain::ListingProposalId>;
pub type PartRef = Id<domain::PartId>;
pub type OrderRef = Id<domain::OrderId>;
pub type LineRef = Id<domain::LineId>;
pub type ShipmentRef = Id<domain::ShipmentId>;
pub type InvoiceRef = Id<domain::InvoiceId>;
pub type FeeInvoiceRef = Id<domain::FeeInvoiceId>;
pub type ReturnRef = Id<domain::ReturnId>;
pub type DisputeRef = Id<domain::DisputeId>;
pub type DisputeDocumentRef = Id<domain::DisputeDocumentId>;
pub type MessageRef = Id<domain::MessageId>;
pub type MessageDocumentRef = Id<domain::MessageDocumentId>;
pub type ReviewRef = Id<domain::ReviewId>;
pub type QuestionRef = Id<domain::QuestionId>;
pub type AnswerRef = Id<domain::AnswerId>;
pub type FeedbackRef = Id<domain::FeedbackId>;
pub type AppealRef = Id<domain::AppealId>;
pub type AccountRef = Id<domain::AccountId>;
pub type PromotionRef = Id<domain::PromotionId>;
pub type CouponRef = Id<domain::CouponId>;
pub type TableRef = Id<domain::ShippingTableId>;
pub type PayoutRef = Id<domain::PayoutId>;
pub type TransactionRef = Id<domain::LedgerTxId>;
pub type WebhookEndpointRef = Id<domain::WebhookEndpointId>;
pub type WebhookMessageRef = Id<domain::WebhookMessageId>;
pub type WebhookDeliveryRef = Id<domain::WebhookDeliveryId>;
pub type KeyRef = Id<domain::ApiKeyId>;
pub type ImportRef = Id<domain::UploadId>;
pub type SheetRef = Id<domain::PriceSheetId>;
pub type ChangeRef = Id<domain::ChangeId>;
pub type PictureRef = Id<domain::PictureId>;
pub type SellerRef = Id<domain::SellerId>;

/// One of the stable texts of an enum of `domain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code<E>(pub E);

impl<E: TextEnum> Serialize for Code<E> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.0.as_str())
    }
}

impl<'de, E: TextEnum> Deserialize<'de> for Code<E> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(d)?;
        let known = || E::ALL.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(", ");
        E::parse(&text).map(Self).ok_or_else(|| de::Error::custom(format!("`{text}` is none of {}", known())))
    }
}

/// A schema of these texts alone.
pub fn texts(all: impl IntoIterator<Item = &'static str>) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(all)).into()
}

impl<E: TextEnum> PartialSchema for Code<E> {
    fn schema() -> RefOr<Schema> {
        texts(E::ALL.iter().map(|one| one.as_str()))
    }
}

impl<E: TextEnum> ToSchema for Code<E> {
    fn name() -> Cow<'static, str> {
        name_of::<E>()
    }
}

/// A point in time as RFC 3339 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time(pub Timestamp);

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&iso(self.0))
    }
}

impl PartialSchema for Time {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .examples(["2026-11-30T09:30:00Z"])
            .into()
    }
}

impl ToSchema for Time {}

/// A day as `2026-11-30`, in UTC.
pub fn day(day: i64) -> String {
    iso(Timestamp::from_micros(day.saturating_mul(86_400_000_000))).chars().take(10).collect()
}

/// An amount of money, in the currency's smallest unit: 1999 is 19.99 US dollars, or 1,999 yen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Amount {
    #[schema(example = 1999)]
    pub amount_minor: i64,
    /// ISO 4217.
    #[schema(pattern = "^[A-Z]{3}$", example = "USD")]
    pub currency: String,
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self { amount_minor: money.minor(), currency: money.currency().code().to_owned() }
    }
}

/// An amount that is sent: never less than nothing.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AmountSent {
    /// In the currency's smallest unit.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 1999)]
    pub amount_minor: i64,
    /// ISO 4217; it has to be the one in which the amount is kept.
    #[schema(pattern = "^[A-Z]{3}$", example = "USD")]
    pub currency: String,
}

/// The most that an amount may be, in minor units.
const MOST_MINOR: i64 = 1_000_000_000_000;

impl AmountSent {
    /// The amount in this currency.
    ///
    /// # Errors
    /// What is no amount, and another currency.
    pub fn money(&self, currency: domain::Currency) -> Result<Money, super::problem::Problem> {
        use super::problem::Problem;
        let code = self.currency.as_bytes();
        if !(0..=MOST_MINOR).contains(&self.amount_minor) {
            return Err(Problem::malformed(format!("`amount_minor` is 0 to {MOST_MINOR}.")));
        }
        if code.len() != 3 || !code.iter().all(u8::is_ascii_uppercase) {
            return Err(Problem::malformed("`currency` is three capital letters, like USD."));
        }
        if self.currency != currency.code() {
            let detail = format!("This amount is in {}, not in {}.", currency.code(), self.currency);
            return Err(Problem::conflict("other-currency", detail));
        }
        Ok(Money::new(self.amount_minor, currency))
    }
}

/// Where the next page begins. Opaque: pass on what the page before gave.
#[derive(Clone, Debug)]
pub struct Cursor(String);

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        let known = format!("{}_{text}", domain::OrderId::PREFIX).parse::<domain::OrderId>().is_ok();
        if known { Ok(Self(text)) } else { Err(de::Error::custom("this is no cursor")) }
    }
}

impl PartialSchema for Cursor {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(format!("^{DIGITS}$"))).into()
    }
}

impl ToSchema for Cursor {}

impl Cursor {
    fn after<T: TypedId>(id: T) -> String {
        id.to_string().split_once('_').map_or_else(String::new, |(_, digits)| digits.to_owned())
    }

    /// The last id of the page before.
    pub fn id<T: TypedId + FromStr>(&self) -> Option<T> {
        format!("{}_{}", T::PREFIX, self.0).parse().ok()
    }
}

const USUAL: i64 = 25;
const MOST: i64 = 100;

/// Which page of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// `next_cursor` of the page before; without one the list begins.
    #[param(inline, required = false, nullable = false)]
    pub cursor: Option<Cursor>,
    /// How many at the most; 25 when nothing is said.
    #[param(minimum = 1, maximum = 100, required = false, nullable = false)]
    pub limit: Option<i64>,
}

/// How many a page has.
///
/// # Errors
/// For a number outside of 1 to 100.
pub fn limit(asked: Option<i64>) -> Result<i64, super::problem::Problem> {
    match asked.unwrap_or(USUAL) {
        limit if (1..=MOST).contains(&limit) => Ok(limit),
        _ => Err(super::problem::Problem::malformed(format!("`limit` is 1 to {MOST}."))),
    }
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T: ToSchema> {
    pub data: Vec<T>,
    /// Where the next page begins; missing at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next_cursor: Option<String>,
}

/// One more row than the page holds was read: whether there is one says whether there is a next page.
pub fn page<R, I: TypedId, T: ToSchema>(
    mut rows: Vec<R>,
    limit: i64,
    id: impl Fn(&R) -> I,
    shown: impl FnMut(R) -> T,
) -> Page<T> {
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    let next_cursor = rows.last().filter(|_| more).map(|row| Cursor::after(id(row)));
    Page { data: rows.into_iter().map(shown).collect(), next_cursor }
}
