//! The seller's health: how often something went wrong with its orders, against limits, and with which.

use super::Api;
use super::auth::Caller;
use super::problem::Problem;
use super::types::{Code, OrderRef, PartRef, Time};
use axum::extract::State;
use axum::{Extension, Json};
use domain::health::{Gates, Level, Measure, Tally};
use platform::buybox::{self, Mishap};
use serde::Serialize;
use utoipa::ToSchema;

pub type MeasureCode = Code<Measure>;

/// Orders of a measure at the most.
const MOST: i64 = 25;

domain::text_enum! {
    /// Where a measure stands.
    pub enum HealthLevel {
        /// Too few were counted to say.
        TooFew = "too_few",
        Good = "good",
        /// Kept, but three quarters of what is allowed are used up.
        Near = "near",
        Failed = "failed",
    }
}
pub type HealthLevelCode = Code<HealthLevel>;

impl From<Level> for HealthLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::TooFew => Self::TooFew,
            Level::Good => Self::Good,
            Level::Near => Self::Near,
            Level::Failed => Self::Failed,
        }
    }
}

/// An order with which something went wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct MishapOrder {
    /// The order of this seller, as in `GET /api/v1/orders`.
    pub id: PartRef,
    /// What the buyer sees: the same for all sellers of one purchase.
    pub order_id: OrderRef,
    pub placed_at: Time,
    /// Until when it had to leave, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ship_by: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub shipped_at: Option<Time>,
}

impl From<Mishap> for MishapOrder {
    fn from(mishap: Mishap) -> Self {
        Self {
            id: mishap.part_id.into(),
            order_id: mishap.order_id.into(),
            placed_at: Time(mishap.placed_at_us),
            ship_by: mishap.ship_by_us.map(Time),
            shipped_at: mishap.shipped_at_us.map(Time),
        }
    }
}

/// One thing that is measured.
#[derive(Debug, Serialize, ToSchema)]
pub struct HealthMeasure {
    pub measure: MeasureCode,
    pub level: HealthLevelCode,
    /// How many went wrong.
    #[schema(minimum = 0)]
    pub mishaps: i64,
    /// Of how many.
    #[schema(minimum = 0)]
    pub counted: i64,
    /// The rate in basis points: of what went wrong, or, where more is better, of what went well. Missing when nothing was
    /// counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, minimum = 0, maximum = 10_000)]
    pub rate_bps: Option<i64>,
    /// The rate has to be below it, or, where more is better, at least it.
    #[schema(minimum = 0, maximum = 10_000)]
    pub limit_bps: i64,
    pub more_is_better: bool,
    /// Whether a seller who fails it loses the buy box.
    pub is_gate: bool,
    /// So many more without a mishap keep the limit again; zero while it is kept.
    #[schema(minimum = 0)]
    pub flawless_to_recover: i64,
    /// The orders behind the figure as they are now, the newest first; 25 at the most.
    pub orders: Vec<MishapOrder>,
}

/// The seller's health of the last 60 days.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// When it was counted; missing before the first time, and then nothing is measured yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub counted_at: Option<Time>,
    pub measures: Vec<HealthMeasure>,
}

fn shown(
    gates: &Gates,
    (measure, tally, level): (Measure, Tally, Level),
    orders: Vec<Mishap>,
) -> HealthMeasure {
    HealthMeasure {
        measure: Code(measure),
        level: Code(level.into()),
        mishaps: tally.mishaps,
        counted: tally.of,
        rate_bps: tally.rate_bps(measure),
        limit_bps: gates.limit_bps(measure),
        more_is_better: measure.counts_what_went_well(),
        is_gate: measure.is_gate(),
        flawless_to_recover: tally.flawless_to_recover(measure, gates),
        orders: orders.into_iter().map(MishapOrder::from).collect(),
    }
}

/// How the seller's orders went.
///
/// Counted anew every few minutes, of what was ordered in the last 60 days. The orders behind a figure are read now.
#[utoipa::path(get, path = "/api/v1/health", tag = "reports", operation_id = "get_health",
    responses((status = 200, description = "Every measure.", body = Health)))]
pub async fn now(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Health>, Problem> {
    let mut conn = api.platform.db.read_together().await?;
    let counted = buybox::counted(&mut conn, caller.seller.id).await?;
    let mut measures = Vec::new();
    if let Some(counted) = &counted {
        for (measure, tally, level) in counted.health.measures() {
            let orders = match tally.mishaps {
                0 => Vec::new(),
                _ => buybox::mishaps(&mut conn, caller.seller.id, measure, MOST).await?,
            };
            measures.push(shown(&counted.health.gates, (measure, tally, level), orders));
        }
    }
    Ok(Json(Health { counted_at: counted.map(|counted| Time(counted.at)), measures }))
}
