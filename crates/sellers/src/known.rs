//! Sellers as they were last read, kept in memory: a product with many offers names dozens of them, and they hardly ever
//! change. Each use asks the database for their revisions, so nobody is shown as they are not. Called by the product page.

use crate::SellerError;
use crate::store::{Seller, columns};
use db::{Conn, DbError, FromRow, Row, placeholders, sql};
use domain::SellerId;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// So many sellers may be kept, about 1 KB each; then it begins anew.
const MOST: usize = 20_000;

#[derive(Debug)]
struct Revised {
    seller: Seller,
    revision: i64,
}

impl FromRow for Revised {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self { seller: Seller::from_row(row)?, revision: row.get("revision")? })
    }
}

/// The kept sellers of one database; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct KnownSellers(Arc<RwLock<HashMap<SellerId, Revised>>>);

impl KnownSellers {
    /// Those of the sellers that exist, as [`crate::many`] reads them. Only for connections that read: inside a
    /// transaction that is rolled back a revision may come twice.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn many(
        &self,
        conn: &mut Conn,
        ids: &[SellerId],
    ) -> Result<HashMap<SellerId, Seller>, SellerError> {
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let list = placeholders(1, ids.len());
        let text = format!("SELECT id, revision FROM sellers_sellers WHERE id IN ({list})");
        let now: Vec<(SellerId, i64)> = conn.all(sql(text).bind_all(ids.iter().copied())).await?;
        let mut found = self.unchanged(&now);
        let changed: Vec<SellerId> =
            now.into_iter().map(|(id, _)| id).filter(|id| !found.contains_key(id)).collect();
        if changed.is_empty() {
            return Ok(found);
        }
        let list = placeholders(1, changed.len());
        let text = format!("SELECT {}, revision FROM sellers_sellers WHERE id IN ({list})", columns());
        let read: Vec<Revised> = conn.all(sql(text).bind_all(changed)).await?;
        found.extend(read.iter().map(|row| (row.seller.id, row.seller.clone())));
        self.keep(read);
        Ok(found)
    }

    /// Those that are kept as they are at these revisions.
    fn unchanged(&self, now: &[(SellerId, i64)]) -> HashMap<SellerId, Seller> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let same = |(id, revision): &(SellerId, i64)| {
            let known = kept.get(id).filter(|known| known.revision == *revision)?;
            Some((*id, known.seller.clone()))
        };
        now.iter().filter_map(same).collect()
    }

    fn keep(&self, read: Vec<Revised>) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() + read.len() > MOST {
            kept.clear();
        }
        kept.extend(read.into_iter().map(|row| (row.seller.id, row)));
    }
}
