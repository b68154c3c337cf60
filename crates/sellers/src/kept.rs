//! Sellers kept in memory: most of what a seller is stands on every page of what it sells, and hardly ever changes. Each use
//! asks the database for the seller's revision, so nothing is shown that is out of date. Called by the product page.

use crate::SellerError;
use crate::store::{Seller, at_revision};
use db::{Conn, placeholders, sql};
use domain::SellerId;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// So many are kept, some kilobytes each where they have shipping tables of their own; then it begins anew.
const MOST: usize = 4_096;

#[derive(Debug)]
struct Known {
    seller: Seller,
    revision: i64,
}

type Shelf = HashMap<SellerId, Arc<Known>>;

/// The kept sellers of one database; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct KeptSellers(Arc<RwLock<Shelf>>);

impl KeptSellers {
    /// As [`crate::many`]. Only for connections that read: inside a transaction that is rolled back a revision may come
    /// twice.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn many(
        &self,
        conn: &mut Conn,
        ids: &[SellerId],
    ) -> Result<HashMap<SellerId, Seller>, SellerError> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let text =
            format!("SELECT id, revision FROM sellers_sellers WHERE id IN ({})", placeholders(1, ids.len()));
        let at: Vec<(SellerId, i64)> = conn.all(sql(text).bind_all(ids.iter().copied())).await?;
        let mut found = HashMap::with_capacity(at.len());
        let mut changed = Vec::new();
        for (id, revision) in at {
            match self.known(id).filter(|known| known.revision == revision) {
                Some(known) => drop(found.insert(id, known.seller.clone())),
                None => changed.push(id),
            }
        }
        if !changed.is_empty() {
            for (seller, revision) in at_revision(conn, &changed).await? {
                self.keep(Known { seller: seller.clone(), revision });
                found.insert(seller.id, seller);
            }
        }
        Ok(found)
    }

    fn known(&self, id: SellerId) -> Option<Arc<Known>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    fn keep(&self, known: Known) {
        let mut shelf = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if shelf.len() >= MOST {
            shelf.clear();
        }
        shelf.insert(known.seller.id, Arc::new(known));
    }
}
