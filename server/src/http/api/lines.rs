//! The lines of the ledger that a figure of the year is the sum of: the seller's page of lines, for programs.

use super::Api;
use super::analysis::range_of;
use super::auth::Caller;
use super::extract::Asked;
use super::payouts::LineKindCode;
use super::problem::Problem;
use super::types::{Amount, Code, OrderRef, PartRef, Time, TransactionRef, limit};
use axum::extract::State;
use axum::{Extension, Json};
use domain::calendar::day_text;
use domain::{Currency, TypedId as _};
use platform::ledger::LineCursor;
use platform::payouts::{self, FigureOf};
use serde::{Deserialize, Deserializer, Serialize, de};
use std::borrow::Cow;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{IntoParams, PartialSchema, ToSchema};

pub type FigureCode = Code<payouts::Figure>;

/// Behind which line the next page begins. Opaque: pass on what the page before gave.
#[derive(Clone, Copy, Debug)]
pub struct LineCursorText(LineCursor);

/// The numbers in a cursor have at the most 18 digits.
const END: i64 = 1_000_000_000_000_000_000;

impl<'de> Deserialize<'de> for LineCursorText {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        let known = LineCursor::parse(&text).filter(|cursor| {
            let numbers = [cursor.at.as_micros(), cursor.line];
            numbers.iter().all(|number| (0..END).contains(number)) && cursor.to_string() == text
        });
        known.map(Self).ok_or_else(|| de::Error::custom("this is no cursor"))
    }
}

impl PartialSchema for LineCursorText {
    fn schema() -> RefOr<Schema> {
        let number = "(0|[1-9][0-9]{0,17})";
        let id = format!("{}_[0-7][0-9a-hjkmnp-tv-z]{{25}}", domain::LedgerTxId::PREFIX);
        let pattern = format!("^{number}\\.{id}\\.{number}$");
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).into()
    }
}

impl ToSchema for LineCursorText {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("LineCursor")
    }
}

/// Of which figure, in which days, and which page of its lines.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LinesQuery {
    /// A figure of `GET /api/v1/year`; `kept` is commission, fees and the tax on them together, above zero.
    #[param(inline)]
    pub of: FigureCode,
    /// The last day, on the clock where the seller is; today when nothing is said.
    #[param(format = Date, required = false, nullable = false, example = "2026-11-30")]
    pub last_day: Option<String>,
    /// How many days up to it; 30 when nothing is said.
    #[param(minimum = 1, maximum = 731, required = false, nullable = false)]
    pub days: Option<i64>,
    /// ISO 4217; the seller's when nothing is said.
    #[param(pattern = "^[A-Z]{3}$", required = false, nullable = false, example = "USD")]
    pub currency: Option<String>,
    /// `next_cursor` of the page before; without one the list begins.
    #[param(inline, required = false, nullable = false)]
    pub cursor: Option<LineCursorText>,
    /// How many at the most; 25 when nothing is said.
    #[param(minimum = 1, maximum = 100, required = false, nullable = false)]
    pub limit: Option<i64>,
}

/// One line of the ledger that a figure counts.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureLine {
    pub at: Time,
    /// Missing for tax of a sale, which never was on the balance.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub kind: Option<LineKindCode>,
    /// As the figure counts it.
    pub amount: Amount,
    /// For `GET /api/v1/postings/{transaction}`.
    pub transaction_id: TransactionRef,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub order_id: Option<OrderRef>,
    /// The order of this seller, as in `GET /api/v1/orders`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub part_id: Option<PartRef>,
}

impl From<payouts::FigureLine> for FigureLine {
    fn from(line: payouts::FigureLine) -> Self {
        Self {
            at: Time(line.at),
            kind: line.group.map(Code),
            amount: line.amount.into(),
            transaction_id: line.transaction.into(),
            order_id: line.order.map(OrderRef::from),
            part_id: line.part.map(PartRef::from),
        }
    }
}

/// A figure, and a page of the lines that it is the sum of.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureLines {
    pub figure: FigureCode,
    #[schema(format = Date)]
    pub first_day: String,
    #[schema(format = Date)]
    pub last_day: String,
    /// The figure: the sum of all lines, not only of this page's.
    pub total: Amount,
    /// How many lines there are in all.
    #[schema(minimum = 0)]
    pub count: i64,
    /// The newest first.
    pub data: Vec<FigureLine>,
    /// Where the next page begins; missing at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next_cursor: Option<String>,
}

/// The lines behind a figure.
///
/// The newest first. What all pages hold adds up to `total`, which is the figure of these days.
#[utoipa::path(get, path = "/api/v1/lines", tag = "payouts", operation_id = "list_lines", params(LinesQuery),
    responses((status = 200, description = "The figure and a page of its lines.", body = FigureLines)))]
pub async fn list(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
    Asked(asked): Asked<LinesQuery>,
) -> Result<Json<FigureLines>, Problem> {
    let limit = usize::try_from(limit(asked.limit)?).unwrap_or(usize::MAX);
    let (seller, db) = (&caller.seller, &api.platform.db);
    let currency = match &asked.currency {
        None => seller.currency,
        Some(code) => Currency::parse(code).map_err(|_| Problem::not_found())?,
    };
    let zone = seller.dispatch.zone;
    let today = zone.day_and_minute(db.now()).0;
    let range = range_of(asked.last_day.as_deref(), asked.days, today)?;
    let of = FigureOf {
        seller: seller.id,
        currency,
        figure: asked.of.0,
        span: (zone.moment(range.first(), 0), zone.moment(range.last() + 1, 0)),
    };
    let read = payouts::figure_lines_now(db, of, asked.cursor.map(|cursor| cursor.0), limit).await?;
    Ok(Json(FigureLines {
        figure: asked.of,
        first_day: day_text(range.first()),
        last_day: day_text(range.last()),
        total: read.total.into(),
        count: read.count,
        data: read.lines.into_iter().map(FigureLine::from).collect(),
        next_cursor: read.next.map(|next| next.to_string()),
    }))
}
