//! Taking an import back, latest change first, in batches that survive being killed.

use crate::error::ImportError;
use crate::run::{Importer, Phase, Progress};
use crate::runs::{Changed, Kind, RunState, count_changes, last_changes, mark_undone, run, set_state};
use catalog::{
    OfferImage, ProductImage, ProductStatus, offer_images, offers_of, product_images, restore_offers,
    restore_products, set_active, set_product_status,
};
use db::{DbError, Tx};
use domain::{ImportId, OfferId, ProductId, TypedId};

const BATCH: i64 = 500;

/// What an undo did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UndoReport {
    /// Products and offers that the import had made, taken down now. Rows stay, because orders may name them.
    pub withdrawn: u64,
    /// Products and offers put back to what they were before.
    pub restored: u64,
    /// Left as they are, because somebody changed them after the import or another seller sells them.
    pub left_alone: u64,
}

impl UndoReport {
    fn plus(self, other: Self) -> Self {
        Self {
            withdrawn: self.withdrawn + other.withdrawn,
            restored: self.restored + other.restored,
            left_alone: self.left_alone + other.left_alone,
        }
    }
}

impl Importer {
    /// Takes back what an import created and changed. An undo that was killed is continued by calling it again.
    pub async fn undo(
        &self,
        id: ImportId,
        progress: impl Fn(Progress) + Send + Sync,
    ) -> Result<UndoReport, ImportError> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if run(tx, id).await?.state == RunState::Undone {
                        return Err(ImportError::UndoneAlready(id));
                    }
                    Ok(set_state(tx, id, RunState::Undoing).await?)
                })
            })
            .await?;
        let (total, done) = count_changes(&mut self.db.read().await?, id).await?;
        let mut done = u64::try_from(done).unwrap_or(0);
        let mut report = UndoReport::default();
        loop {
            let step = self.db.write(move |tx| Box::pin(async move { undo_batch(tx, id).await })).await?;
            let Some((count, did)) = step else { return Ok(report) };
            report = report.plus(did);
            done += count;
            progress(Progress { phase: Phase::Undoing, done, total: u64::try_from(total).unwrap_or(0) });
        }
    }
}

/// The next batch; `None` when nothing was left and the run is marked as undone.
async fn undo_batch(tx: &mut Tx, id: ImportId) -> Result<Option<(u64, UndoReport)>, ImportError> {
    let changes = last_changes(tx, id, BATCH).await?;
    let Some(last) = changes.last() else {
        set_state(tx, id, RunState::Undone).await?;
        return Ok(None);
    };
    let from_seq = last.seq;
    let mut report = UndoReport::default();
    // Offers first: a product is withdrawn only when nobody sells it any more.
    for change in changes.iter().filter(|c| c.kind == Kind::Offer) {
        undo_offer(tx, change, &mut report).await?;
    }
    for change in changes.iter().filter(|c| c.kind == Kind::Product) {
        undo_product(tx, change, &mut report).await?;
    }
    mark_undone(tx, id, from_seq).await?;
    Ok(Some((changes.len() as u64, report)))
}

async fn undo_offer(tx: &mut Tx, change: &Changed, report: &mut UndoReport) -> Result<(), ImportError> {
    let id = OfferId::from_uuid(change.target);
    // Runs of an earlier version did not keep what they created: those offers go whatever they are now.
    let after: Option<OfferImage> = image(change.after.as_deref())?;
    if after.is_some() && offer_images(tx, &[id]).await?.remove(&id) != after {
        report.left_alone += 1;
        return Ok(());
    }
    match image(change.before.as_deref())? {
        Some(before) => {
            restore_offers(tx, &[(id, before)]).await?;
            report.restored += 1;
        }
        None => {
            set_active(tx, id, false, None).await?;
            report.withdrawn += 1;
        }
    }
    Ok(())
}

async fn undo_product(tx: &mut Tx, change: &Changed, report: &mut UndoReport) -> Result<(), ImportError> {
    let id = ProductId::from_uuid(change.target);
    let Some(before) = image(change.before.as_deref())? else {
        if offers_of(tx, id).await?.is_empty() {
            set_product_status(tx, id, ProductStatus::Withdrawn).await?;
            report.withdrawn += 1;
        } else {
            report.left_alone += 1;
        }
        return Ok(());
    };
    let after: Option<ProductImage> = image(change.after.as_deref())?;
    let now = product_images(tx, &[id]).await?.remove(&id);
    let untouched = matches!((&now, &after), (Some(now), Some(after)) if now.says_the_same(after));
    if !untouched {
        report.left_alone += 1;
        return Ok(());
    }
    restore_products(tx, &[(id, before)]).await?;
    report.restored += 1;
    Ok(())
}

fn image<T: serde::de::DeserializeOwned>(text: Option<&str>) -> Result<Option<T>, DbError> {
    Ok(text.map(serde_json::from_str).transpose()?)
}
