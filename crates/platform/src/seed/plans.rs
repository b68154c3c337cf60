//! The demo's sellers choose their plans: one pays by the month, the other by the item.

use super::people::{DemoAccount, Desks};
use crate::{Platform, PlatformError};
use domain::plan::Plan;

/// Seller, its owner's address, its plan.
const CHOSEN: [(&str, &str, Plan); 2] = [
    ("guayabo", "lucia@guayabo.example", Plan::Professional),
    ("paramo", "tomas@paramo.example", Plan::Individual),
];

/// A seller who has a plan keeps it.
pub async fn make(platform: &Platform, accounts: &[DemoAccount], desks: &Desks) -> Result<(), PlatformError> {
    for (desk, owner, plan) in CHOSEN {
        let Some(seller) = desks.get(desk).copied() else { continue };
        let Some(owner) = accounts.iter().find(|account| account.email == owner) else { continue };
        if fees::plan_of(&mut platform.db.read().await?, seller).await?.is_some() {
            continue;
        }
        let by = owner.id;
        platform.db.write(move |tx| Box::pin(fees::choose(tx, seller, plan, by))).await?;
    }
    Ok(())
}
