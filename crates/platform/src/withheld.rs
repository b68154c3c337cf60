//! Which pictures are not handed out: because moderation hid what shows them, or because they are private. The first are
//! kept for a moment: a page has dozens of pictures, and hardly any is withheld. The others are known by their ids, and each
//! is asked about anew, as are the documents of messages.

use crate::{Platform, PlatformError, Visitor};
use db::Kept;
use domain::roles::{self, Action, Resource};
use domain::{MessageDocumentId, PictureId};
use messages::FileUse;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// How long a decision that another server took may stay unseen.
const KEEP: Duration = Duration::from_secs(1);

/// Where a picture may be looked at, whatever happened to a review that shows it. An import's are for its undo alone, and
/// those of messages for the two sides.
const SHOWN: &[&str] = &[
    catalog::PICTURES_IN_USE,
    listing::PICTURES_IN_USE,
    orders::PICTURES_IN_USE,
    returns::PICTURES_IN_USE,
    reviews::PICTURES_SHOWN,
    sellers::PICTURES_IN_USE,
];

/// What was read last.
#[derive(Clone)]
struct Reading {
    at: Instant,
    /// How many decisions this server had taken by then.
    decisions: u64,
    withheld: Arc<HashSet<PictureId>>,
}

/// The last reading, and how many decisions this server has taken.
#[derive(Default)]
pub(crate) struct WithheldCache {
    kept: Kept<Reading>,
    decisions: AtomicU64,
}

impl Platform {
    /// Whether a picture is withheld, as of a second ago at most, or as last known while somebody reads it anew.
    ///
    /// # Errors
    /// When the database cannot be read: nobody knows then.
    pub async fn is_withheld(&self, picture: PictureId) -> Result<bool, PlatformError> {
        let cache = &self.withheld_cache;
        let decisions = cache.decisions.load(Ordering::Acquire);
        let read = || async {
            let at = Instant::now();
            let withheld = pictures::withheld(&mut self.db.read().await?, SHOWN).await?;
            Ok::<_, PlatformError>(Reading { at, decisions, withheld: Arc::new(withheld) })
        };
        let fresh = |last: &Reading| last.decisions == decisions && last.at.elapsed() < KEEP;
        Ok(cache.kept.get(fresh, read).await?.withheld.contains(&picture))
    }

    /// Whether this visitor may look at a private picture: one of the two sides of a message that it stands in, unless that
    /// is hidden; or whoever decides about messages.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn may_see_private(
        &self,
        visitor: &Visitor,
        picture: PictureId,
    ) -> Result<bool, PlatformError> {
        let uses = messages::uses_of(&mut self.db.read().await?, picture).await?;
        self.may_see_where(visitor, &uses).await
    }

    /// Whether a visitor may have a document of a message: as with its pictures.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn may_have_document(
        &self,
        visitor: &Visitor,
        document: MessageDocumentId,
    ) -> Result<bool, PlatformError> {
        let uses = messages::uses_of_document(&mut self.db.read().await?, document).await?;
        self.may_see_where(visitor, &uses).await
    }

    async fn may_see_where(&self, visitor: &Visitor, uses: &[FileUse]) -> Result<bool, PlatformError> {
        if uses.is_empty() {
            return Ok(false);
        }
        if visitor.allow(Action::ModerateMessages, &Resource::Platform).is_ok() {
            return Ok(true);
        }
        for place in uses.iter().filter(|place| place.is_shown()) {
            if visitor.allow(Action::ReadSales, &Resource::Seller(place.seller_id)).is_ok() {
                return Ok(true);
            }
            let order = orders::store::order(&mut self.db.read().await?, place.order_id).await?;
            let actor = self.actor_for(visitor, &order).await?;
            let resource =
                Resource::Order { buyer: order.account_id, guest: order.guest_id, sellers: Vec::new() };
            if roles::allow(&actor, Action::ReadOrder, &resource).is_ok() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Something was hidden or shown again: this server looks at once.
    pub fn pictures_were_decided(&self) {
        self.withheld_cache.decisions.fetch_add(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::SHOWN;
    use crate::workers::PICTURES_IN_USE;

    #[test]
    fn every_use_of_pictures_shows_them_or_is_known_not_to() {
        let known = |table: &&&str| {
            SHOWN.contains(*table)
                || **table == reviews::PICTURES_IN_USE
                || **table == import::PICTURES_IN_USE
                || **table == messages::PICTURES_IN_USE
        };
        let unknown: Vec<_> = PICTURES_IN_USE.iter().filter(|table| !known(table)).collect();
        assert!(unknown.is_empty(), "add to SHOWN, or say here that nobody looks at them: {unknown:?}");
    }
}
