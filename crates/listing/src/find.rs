//! Finding what the catalogue has by words, as the shop's search does. Called by the seller's page and the API.

use crate::ListingError;
use catalog::{model_keys_of, model_variants};
use db::Db;
use domain::ProductId;
use search::{Search, SearchRequest};

/// So many products are found at the most; longer words find fewer.
pub const MOST_FOUND: usize = 40;

/// What has these words, the best first; each variant of a model by itself, because each is offered by itself. Nothing for
/// no words.
///
/// # Errors
/// Only when index or database cannot be read.
pub async fn of_words(db: &Db, search: &Search, words: &str) -> Result<Vec<ProductId>, ListingError> {
    if words.trim().is_empty() {
        return Ok(Vec::new());
    }
    let request =
        SearchRequest { text: words.to_owned(), as_typed: true, per_page: 24, ..SearchRequest::default() };
    let hits = search.query(request).await?.hits;
    let mut conn = db.read().await?;
    let models = model_keys_of(&mut conn, &hits).await?;
    let mut ids = Vec::with_capacity(hits.len());
    for hit in hits {
        match models.get(&hit) {
            Some(key) => ids.extend(model_variants(&mut conn, key).await?.into_iter().map(|(id, _)| id)),
            None => ids.push(hit),
        }
    }
    ids.truncate(MOST_FOUND);
    Ok(ids)
}
