//! Values on their way into a statement and out of a row, the same for both databases.

use crate::DbError;
use crate::embedded::EmbeddedRow;
use domain::text_enum::TextEnum;
use domain::{Currency, Timestamp};
use rusqlite::types::Value as Stored;
use sqlx::postgres::PgRow;
use sqlx::{Column as _, Row as _, TypeInfo as _, ValueRef as _};
use uuid::Uuid;

/// One bound value. `None` keeps its type, because PostgreSQL wants to know it.
#[derive(Debug, Clone)]
pub enum Value {
    Int(Option<i64>),
    Bool(Option<bool>),
    Real(Option<f64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
    Uuid(Option<Uuid>),
}

/// What can be bound to a statement.
pub trait Bind {
    fn into_value(self) -> Value;
    /// The typed NULL for this kind of value.
    fn null() -> Value;
}

/// What can be read from one column.
pub trait Column: Sized {
    fn read(cell: Cell<'_>) -> Result<Self, ColumnError>;
}

/// Why a column cannot be read as the wanted type.
#[derive(Debug)]
pub struct ColumnError(pub String);

impl From<sqlx::Error> for ColumnError {
    fn from(error: sqlx::Error) -> Self {
        Self(error.to_string())
    }
}

/// A row of either database.
#[derive(Debug)]
pub enum Row {
    Embedded(EmbeddedRow),
    Postgres(PgRow),
}

/// One column of one row.
#[derive(Clone, Copy)]
pub struct Cell<'r> {
    row: &'r Row,
    index: usize,
}

impl Row {
    /// The column of that name.
    pub fn get<T: Column>(&self, name: &str) -> Result<T, DbError> {
        let index = match self {
            Self::Embedded(row) => row.position(name),
            Self::Postgres(row) => row.columns().iter().position(|c| c.name() == name),
        };
        let missing =
            || DbError::Column { column: name.into(), problem: "the statement does not select it".into() };
        self.at_named(index.ok_or_else(missing)?, name)
    }

    /// The column at that position, from 0.
    pub fn at<T: Column>(&self, index: usize) -> Result<T, DbError> {
        self.at_named(index, "")
    }

    fn at_named<T: Column>(&self, index: usize, name: &str) -> Result<T, DbError> {
        T::read(Cell { row: self, index }).map_err(|e| DbError::Column {
            column: if name.is_empty() { format!("#{index}") } else { name.into() },
            problem: e.0,
        })
    }
}

impl Cell<'_> {
    fn is_null(self) -> Result<bool, ColumnError> {
        Ok(match self.row {
            Row::Embedded(row) => matches!(stored(row, self.index)?, Stored::Null),
            Row::Postgres(row) => row.try_get_raw(self.index)?.is_null(),
        })
    }
}

fn stored(row: &EmbeddedRow, index: usize) -> Result<&Stored, ColumnError> {
    row.get(index).ok_or_else(|| ColumnError("the statement has fewer columns".into()))
}

/// A row read into a struct or a tuple.
pub trait FromRow: Sized {
    fn from_row(row: &Row) -> Result<Self, DbError>;
}

macro_rules! native {
    ($($ty:ty => $variant:ident),+) => {$(
        impl Bind for $ty {
            fn into_value(self) -> Value { Value::$variant(Some(self.into())) }
            fn null() -> Value { Value::$variant(None) }
        }
    )+};
}
native!(i64 => Int, i32 => Int, u32 => Int, bool => Bool, f64 => Real, String => Text, &str => Text, Vec<u8> => Bytes, &[u8] => Bytes, Uuid => Uuid);

macro_rules! read_native {
    ($($ty:ty: $stored:pat => $value:expr),+ $(,)?) => {$(
        impl Column for $ty {
            fn read(cell: Cell<'_>) -> Result<Self, ColumnError> {
                match cell.row {
                    // SQLite's declared types are hints: BOOLEAN and UUID columns hold integers and blobs.
                    Row::Embedded(row) => match stored(row, cell.index)? {
                        $stored => $value,
                        other => Err(ColumnError(format!("{:?} is no {}", other.data_type(), stringify!($ty)))),
                    },
                    Row::Postgres(row) => Ok(row.try_get(cell.index)?),
                }
            }
        }
    )+};
}
read_native! {
    bool: Stored::Integer(v) => Ok(*v != 0),
    f64: Stored::Real(v) => Ok(*v),
    String: Stored::Text(v) => Ok(v.clone()),
    Vec<u8>: Stored::Blob(v) => Ok(v.clone()),
    Uuid: Stored::Blob(v) => Uuid::from_slice(v).map_err(|e| ColumnError(e.to_string())),
}

impl Column for i64 {
    fn read(cell: Cell<'_>) -> Result<Self, ColumnError> {
        match cell.row {
            Row::Embedded(row) => match stored(row, cell.index)? {
                Stored::Integer(v) => Ok(*v),
                other => Err(ColumnError(format!("{:?} is no i64", other.data_type()))),
            },
            Row::Postgres(row) => match row.column(cell.index).type_info().name() {
                "INT4" => Ok(i64::from(row.try_get::<i32, _>(cell.index)?)),
                _ => Ok(row.try_get(cell.index)?),
            },
        }
    }
}

impl Column for i32 {
    fn read(cell: Cell<'_>) -> Result<Self, ColumnError> {
        i32::try_from(i64::read(cell)?).map_err(|e| ColumnError(e.to_string()))
    }
}

impl Column for u32 {
    fn read(cell: Cell<'_>) -> Result<Self, ColumnError> {
        u32::try_from(i64::read(cell)?).map_err(|e| ColumnError(e.to_string()))
    }
}

impl<T: Column> Column for Option<T> {
    fn read(cell: Cell<'_>) -> Result<Self, ColumnError> {
        if cell.is_null()? { Ok(None) } else { T::read(cell).map(Some) }
    }
}

impl<T: Bind> Bind for Option<T> {
    fn into_value(self) -> Value {
        self.map_or_else(T::null, T::into_value)
    }
    fn null() -> Value {
        T::null()
    }
}

/// For statements whose conditions are put together while they are written.
impl Bind for Value {
    fn into_value(self) -> Value {
        self
    }
    fn null() -> Value {
        Value::Text(None)
    }
}

impl Bind for &String {
    fn into_value(self) -> Value {
        self.as_str().into_value()
    }
    fn null() -> Value {
        Value::Text(None)
    }
}

impl Bind for Timestamp {
    fn into_value(self) -> Value {
        self.as_micros().into_value()
    }
    fn null() -> Value {
        Value::Int(None)
    }
}

impl Column for Timestamp {
    fn read(cell: Cell<'_>) -> Result<Self, ColumnError> {
        i64::read(cell).map(Self::from_micros)
    }
}

impl Bind for Currency {
    fn into_value(self) -> Value {
        self.code().into_value()
    }
    fn null() -> Value {
        Value::Text(None)
    }
}

impl Column for Currency {
    fn read(cell: Cell<'_>) -> Result<Self, ColumnError> {
        Self::parse(&String::read(cell)?).map_err(|e| ColumnError(e.to_string()))
    }
}

/// A text enum of `domain` in a column. Enums of a capability use [`text_column!`](crate::text_column) instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<E>(pub E);

impl<E: TextEnum> Column for Text<E> {
    fn read(cell: Cell<'_>) -> Result<Self, ColumnError> {
        let text = String::read(cell)?;
        E::parse(&text)
            .map(Self)
            .ok_or_else(|| ColumnError(format!("`{text}` is not one of the known values")))
    }
}

impl<E: TextEnum> Bind for Text<E> {
    fn into_value(self) -> Value {
        self.0.as_str().into_value()
    }
    fn null() -> Value {
        Value::Text(None)
    }
}

/// A document kept as JSON text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Json<T>(pub T);

impl<T: serde::de::DeserializeOwned> Column for Json<T> {
    fn read(cell: Cell<'_>) -> Result<Self, ColumnError> {
        serde_json::from_str(&String::read(cell)?).map(Self).map_err(|e| ColumnError(e.to_string()))
    }
}

/// Lets a text enum be bound and read as a column.
#[macro_export]
macro_rules! text_column {
    ($($ty:ty),+ $(,)?) => {$(
        impl $crate::Bind for $ty {
            fn into_value(self) -> $crate::Value { $crate::Bind::into_value($crate::Text(self)) }
            fn null() -> $crate::Value { $crate::Value::Text(None) }
        }
        impl $crate::Column for $ty {
            fn read(cell: $crate::Cell<'_>) -> Result<Self, $crate::ColumnError> {
                <$crate::Text<$ty> as $crate::Column>::read(cell).map(|t| t.0)
            }
        }
    )+};
}

/// Lets a typed id be bound and read as a column.
#[macro_export]
macro_rules! id_column {
    ($($ty:ty),+ $(,)?) => {$(
        impl $crate::Bind for $ty {
            fn into_value(self) -> $crate::Value { $crate::Value::Uuid(Some(domain::TypedId::uuid(self))) }
            fn null() -> $crate::Value { $crate::Value::Uuid(None) }
        }
        impl $crate::Column for $ty {
            fn read(cell: $crate::Cell<'_>) -> Result<Self, $crate::ColumnError> {
                <uuid::Uuid as $crate::Column>::read(cell).map(<$ty as domain::TypedId>::from_uuid)
            }
        }
    )+};
}

id_column!(
    domain::AccountId,
    domain::SessionId,
    domain::GuestId,
    domain::AddressId,
    domain::MethodId,
    domain::SellerId,
    domain::ProductId,
    domain::ModelId,
    domain::OfferId,
    domain::CategoryId,
    domain::PictureId,
    domain::ImportId,
    domain::UploadId,
    domain::HoldId,
    domain::CartId,
    domain::CouponId,
    domain::PromotionId,
    domain::OrderId,
    domain::PartId,
    domain::LineId,
    domain::ShipmentId,
    domain::BundleId,
    domain::PaymentId,
    domain::CaptureId,
    domain::RefundId,
    domain::AbuseReportId,
    domain::AbuseDecisionId,
    domain::CourtesyId,
    domain::CardChargeId,
    domain::ReturnId,
    domain::DisputeId,
    domain::OpeningDocumentId,
    domain::DisputeDocumentId,
    domain::MessageDocumentId,
    domain::OpeningStepId,
    domain::ChangeId,
    domain::SwitchId,
    domain::InvoiceId,
    domain::FeeRuleId,
    domain::CategoryClassId,
    domain::FeeClassId,
    domain::PlanPriceId,
    domain::EstablishmentId,
    domain::TermsId,
    domain::TaxRateId,
    domain::WrapPriceId,
    domain::FeeTaxId,
    domain::FeeInvoiceId,
    domain::PlanChangeId,
    domain::PlanChargeId,
    domain::WebhookEndpointId,
    domain::WebhookMessageId,
    domain::WebhookDeliveryId,
    domain::WebhookDeedId,
    domain::LedgerAccountId,
    domain::LedgerTxId,
    domain::PayoutId,
    domain::BankAccountId,
    domain::PayoutHoldId,
    domain::SellerDecisionId,
    domain::AppealId,
    domain::InvitationId,
    domain::JobId,
    domain::MailId,
    domain::ListId,
    domain::ListItemId,
    domain::ReviewId,
    domain::QuestionId,
    domain::AnswerId,
    domain::FeedbackId,
    domain::DecisionId,
    domain::DeviceId,
    domain::NoticeId,
    domain::PasskeyId,
    domain::ListingProposalId,
    domain::ListingMergeId,
    domain::PriceSheetId,
    domain::PriceStepId,
    domain::ExportId,
    domain::ApiKeyId,
    domain::ShippingTableId,
    domain::MessageId,
    domain::MessageDecisionId,
);

/// Declares a struct that is read from a row by its fields' names.
#[macro_export]
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$fmeta:meta])* $fvis:vis $field:ident : $ty:ty),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        $vis struct $name { $($(#[$fmeta])* $fvis $field: $ty),+ }

        impl $crate::FromRow for $name {
            fn from_row(row: &$crate::Row) -> Result<Self, $crate::DbError> {
                Ok(Self { $($field: row.get(stringify!($field))?),+ })
            }
        }
    };
}

macro_rules! tuples {
    ($(($($ty:ident $index:tt),+))+) => {$(
        impl<$($ty: Column),+> FromRow for ($($ty,)+) {
            fn from_row(row: &Row) -> Result<Self, DbError> { Ok(($(row.at::<$ty>($index)?,)+)) }
        }
    )+};
}
tuples! {
    (A 0) (A 0, B 1) (A 0, B 1, C 2) (A 0, B 1, C 2, D 3) (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5) (A 0, B 1, C 2, D 3, E 4, F 5, G 6) (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
}
