//! `orinoco check`: every capability's invariants from the raw rows.

use crate::{Platform, PlatformError};

/// One row that breaks one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    pub capability: &'static str,
    /// Table and id of the row.
    pub row: String,
    pub rule: String,
    pub detail: String,
}

/// What one capability's rules said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    pub capability: &'static str,
    pub broken: Vec<Broken>,
}

impl Platform {
    /// Proves every capability's invariants in one transaction, so that orders under way are not mistaken for loss.
    ///
    /// # Errors
    /// When the rows cannot be read; a broken rule is no error but an entry of the answer.
    pub async fn check(&self) -> Result<Vec<Checked>, PlatformError> {
        self.db.sequence_events().await?;
        self.db.write(|tx| Box::pin(check_all(tx))).await
    }
}

async fn check_all(tx: &mut db::Tx) -> Result<Vec<Checked>, PlatformError> {
    let mut all = Vec::new();
    let mut add = |capability: &'static str, broken: Vec<(String, String, String)>| {
        let broken =
            broken.into_iter().map(|(row, rule, detail)| Broken { capability, row, rule, detail }).collect();
        all.push(Checked { capability, broken });
    };
    let found = ledger::check(tx).await?;
    add(
        "ledger",
        found.into_iter().map(|v| (format!("{} {}", v.table, v.row_id), v.rule.into(), v.detail)).collect(),
    );
    let found = payments::check(tx).await?;
    add(
        "payments",
        found.into_iter().map(|v| (format!("{} {}", v.table, v.row_id), v.rule.into(), v.detail)).collect(),
    );
    let found = inventory::check(tx).await?;
    add("inventory", found.into_iter().map(|v| (v.row, v.rule.into(), v.detail)).collect());
    let found = orders::check(tx).await?;
    add("orders", found.into_iter().map(|v| (v.row, v.rule.into(), v.detail)).collect());
    let found = reporting::check(tx).await?;
    let rule = "roll-ups add up to the orders' rows";
    add(
        "reporting",
        found.into_iter().map(|v| (format!("{} {}", v.table, v.row), rule.into(), v.detail)).collect(),
    );
    Ok(all)
}
