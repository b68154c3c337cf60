//! The seller's health: how often something went wrong with its orders, against limits.

use super::Api;
use super::auth::Caller;
use super::problem::Problem;
use super::types::{Code, Time};
use axum::extract::State;
use axum::{Extension, Json};
use domain::health::{Gates, Level, Measure, Tally};
use platform::buybox;
use serde::Serialize;
use utoipa::ToSchema;

pub type MeasureCode = Code<Measure>;

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

fn shown(gates: &Gates, (measure, tally, level): (Measure, Tally, Level)) -> HealthMeasure {
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
    }
}

/// How the seller's orders went.
///
/// Counted anew every few minutes, of what was ordered in the last 60 days.
#[utoipa::path(get, path = "/api/v1/health", tag = "reports", operation_id = "get_health",
    responses((status = 200, description = "Every measure.", body = Health)))]
pub async fn now(
    State(api): State<Api>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Health>, Problem> {
    let mut conn = api.platform.db.read().await?;
    let counted = buybox::counted(&mut conn, caller.seller.id).await?;
    Ok(Json(Health {
        counted_at: counted.map(|counted| Time(counted.at)),
        measures: counted
            .iter()
            .flat_map(|counted| counted.health.measures().map(move |one| shown(&counted.health.gates, one)))
            .collect(),
    }))
}
