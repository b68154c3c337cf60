//! The steps that the order page shows for one part, from its state and the times that were written down.

use super::PartState;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

crate::text_enum! {
    /// A step on the way of a part.
    pub enum Step {
        AwaitingPayment = "awaiting_payment",
        Ordered = "ordered",
        Preparing = "preparing",
        PartlyShipped = "partly_shipped",
        Shipped = "shipped",
        Delivered = "delivered",
        Cancelled = "cancelled",
    }
}

crate::text_enum! {
    /// Whether a step is behind, here or ahead.
    pub enum StepState {
        Done = "done",
        Current = "current",
        Upcoming = "upcoming",
    }
}

/// When things happened to a part; `None` for what has not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartTimes {
    pub placed_at: Timestamp,
    pub accepted_at: Option<Timestamp>,
    /// When its first shipment left.
    pub shipped_at: Option<Timestamp>,
    pub delivered_at: Option<Timestamp>,
    pub cancelled_at: Option<Timestamp>,
}

/// One step as a page shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackingStep {
    pub step: Step,
    pub state: StepState,
    /// When it was reached; always `None` for an upcoming step.
    pub at: Option<Timestamp>,
}

/// The steps of a part in order, exactly one of them current. A cancelled part shows what it reached, then the end.
pub fn tracking_steps(state: PartState, times: &PartTimes) -> Vec<TrackingStep> {
    let placed = Some(times.placed_at);
    let (way, current): (Vec<(Step, Option<Timestamp>)>, usize) = match state {
        PartState::Cancelled => {
            let mut way = vec![(Step::Ordered, placed)];
            if times.accepted_at.is_some() {
                way.push((Step::Preparing, times.accepted_at));
            }
            way.push((Step::Cancelled, times.cancelled_at));
            let last = way.len() - 1;
            (way, last)
        }
        _ => {
            let first = match state {
                PartState::AwaitingPayment => (Step::AwaitingPayment, placed),
                _ => (Step::Ordered, placed),
            };
            let leaving = if state == PartState::PartlyShipped { Step::PartlyShipped } else { Step::Shipped };
            let way = vec![
                first,
                (Step::Preparing, times.accepted_at),
                (leaving, times.shipped_at),
                (Step::Delivered, times.delivered_at),
            ];
            let current = match state {
                PartState::AwaitingPayment | PartState::Placed | PartState::Cancelled => 0,
                PartState::Accepted => 1,
                PartState::PartlyShipped | PartState::Shipped => 2,
                PartState::Delivered => 3,
            };
            (way, current)
        }
    };
    way.into_iter()
        .enumerate()
        .map(|(i, (step, at))| match i.cmp(&current) {
            std::cmp::Ordering::Less => TrackingStep { step, state: StepState::Done, at },
            std::cmp::Ordering::Equal => TrackingStep { step, state: StepState::Current, at },
            std::cmp::Ordering::Greater => TrackingStep { step, state: StepState::Upcoming, at: None },
        })
        .collect()
}
