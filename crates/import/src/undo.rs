//! Taking an import back, latest change first, in batches that survive being killed.

use crate::error::ImportError;
use crate::left::{Left, mark_left};
use crate::run::{Importer, Phase, Progress};
use crate::runs::{Changed, Kind, RunState, count_changes, last_changes, mark_undone, run, set_state};
use crate::terms::KeptOffer;
use catalog::{
    CatalogError, ProductImage, ProductStatus, fits_model, offer_images, offer_keys, offers_of,
    product_images, restore_offers, restore_products, set_active, set_product_status, variant_owner,
};
use db::{DbError, Tx};
use domain::{ImportId, OfferId, ProductId, SellerId, TypedId};

const BATCH: i64 = 500;

/// What an undo did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UndoReport {
    /// Products and offers that the import had made, taken down now. Rows stay, because orders may name them.
    pub withdrawn: u64,
    /// Products and offers put back to what they were before.
    pub restored: u64,
    /// Left as they are, whole or in part, each for a reason that [`left_alone`](crate::left_alone) names.
    pub left_alone: u64,
}

impl UndoReport {
    fn count(&mut self, change: &Changed, undone: Undone, left: &mut Vec<(i64, Left)>) {
        match undone {
            Undone::Withdrawn => self.withdrawn += 1,
            Undone::Restored => self.restored += 1,
            Undone::Left(why) => {
                self.left_alone += 1;
                left.push((change.seq, why));
            }
        }
    }

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
    let seller = run(tx, id).await?.seller_id;
    let (mut report, mut left) = (UndoReport::default(), Vec::new());
    // Offers first: a product is withdrawn only when nobody sells it any more.
    for change in changes.iter().filter(|c| c.kind == Kind::Offer) {
        report.count(change, undo_offer(tx, seller, change).await?, &mut left);
    }
    for change in changes.iter().filter(|c| c.kind == Kind::Product) {
        report.count(change, undo_product(tx, change).await?, &mut left);
    }
    mark_undone(tx, id, from_seq).await?;
    mark_left(tx, id, &left).await?;
    Ok(Some((changes.len() as u64, report)))
}

/// What became of one change.
enum Undone {
    Withdrawn,
    Restored,
    Left(Left),
}

/// A conflict is looked for before it could stop the whole undo: nobody could ever go on behind it.
async fn undo_offer(tx: &mut Tx, seller: SellerId, change: &Changed) -> Result<Undone, ImportError> {
    let id = OfferId::from_uuid(change.target);
    // Runs of an earlier version did not keep what they created: those offers go whatever they are now.
    let after: Option<KeptOffer> = image(change.after.as_deref())?;
    if let Some(after) = after {
        let kept = after.kept();
        let is_same = offer_images(tx, &[id]).await?.remove(&id) == Some(after.offer);
        if !is_same || !kept.is_now(tx, id).await? {
            return Ok(Undone::Left(Left::Changed));
        }
    }
    let before: Option<KeptOffer> = image(change.before.as_deref())?;
    let Some(kept) = before else {
        set_active(tx, id, false, None).await?;
        return Ok(Undone::Withdrawn);
    };
    let (terms, before) = (kept.kept(), kept.offer);
    let keys = offer_keys(tx, seller, &[before.sku.as_str()], &[before.product_id]).await?;
    let others = || keys.iter().filter(|key| key.id != id);
    if others().any(|key| key.sku == before.sku) {
        return Ok(Undone::Left(Left::SkuTaken));
    }
    if others().any(|key| key.product_id == before.product_id && key.condition == before.condition) {
        return Ok(Undone::Left(Left::Offered));
    }
    restore_offers(tx, &[(id, before)]).await?;
    terms.restore(tx, id).await?;
    Ok(Undone::Restored)
}

async fn undo_product(tx: &mut Tx, change: &Changed) -> Result<Undone, ImportError> {
    let id = ProductId::from_uuid(change.target);
    let Some(before): Option<ProductImage> = image(change.before.as_deref())? else {
        if !offers_of(tx, id).await?.is_empty() {
            return Ok(Undone::Left(Left::Sold));
        }
        return match set_product_status(tx, id, ProductStatus::Withdrawn).await {
            Ok(_) => Ok(Undone::Withdrawn),
            // An operator hid it since, and the page of what is withdrawn would be seen.
            Err(CatalogError::TakenDown) => Ok(Undone::Left(Left::Changed)),
            Err(other) => Err(other.into()),
        };
    };
    let after: Option<ProductImage> = image(change.after.as_deref())?;
    let (Some(after), Some(now)) = (after, product_images(tx, &[id]).await?.remove(&id)) else {
        return Ok(Undone::Left(Left::Changed));
    };
    if !now.says_the_same(&after) {
        return undo_place(tx, id, &before, &after, now).await;
    }
    if let Some(why) = against_variant(tx, id, &before, &after).await? {
        return Ok(Undone::Left(why));
    }
    restore_products(tx, &[(id, before)]).await?;
    Ok(Undone::Restored)
}

/// Puts back brand and category of a product that somebody changed since, where they left these as the import had made them:
/// by these it is found, and its fees and rules go by them.
async fn undo_place(
    tx: &mut Tx,
    id: ProductId,
    before: &ProductImage,
    after: &ProductImage,
    now: ProductImage,
) -> Result<Undone, ImportError> {
    let mut back = now.clone();
    if now.brand == after.brand {
        back.brand.clone_from(&before.brand);
    }
    if now.category_id == after.category_id {
        back.category_id = before.category_id;
    }
    if back == now {
        return Ok(Undone::Left(Left::Changed));
    }
    restore_products(tx, &[(id, back)]).await?;
    Ok(Undone::Left(Left::Rest))
}

/// What stands against a product being the variant again that it was.
async fn against_variant(
    tx: &mut Tx,
    id: ProductId,
    before: &ProductImage,
    after: &ProductImage,
) -> Result<Option<Left>, DbError> {
    let Some(variant) = &before.variant else { return Ok(None) };
    if variant_owner(tx, variant).await?.is_some_and(|owner| owner != id) {
        return Ok(Some(Left::VariantTaken));
    }
    // It had left its model: with variants of more or fewer options beside it, no picker could show any of them.
    let came_back = after.variant.is_none();
    let differs = came_back && !fits_model(tx, variant).await?;
    Ok(differs.then_some(Left::OptionsDiffer))
}

fn image<T: serde::de::DeserializeOwned>(text: Option<&str>) -> Result<Option<T>, DbError> {
    Ok(text.map(serde_json::from_str).transpose()?)
}
