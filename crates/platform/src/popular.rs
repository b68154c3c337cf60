//! What many want in each category, and the product whose picture stands for it. Kept for a moment: every page of a
//! category shows it.

use crate::{Platform, PlatformError};
use activity::Popular;
use catalog::CategoryTree;
use domain::{CategoryId, ProductId};
use search::SearchRequest;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::time::Instant;

/// How long the product that stands for a category stays the same.
const KEEP_FACE: Duration = Duration::from_secs(300);

type ByCategory = HashMap<CategoryId, Vec<ProductId>>;

/// What was worked out last.
#[derive(Default)]
pub(crate) struct PopularCache {
    /// With the list that it was made from.
    wanted: RwLock<Option<(Arc<Popular>, Arc<ByCategory>)>>,
    faces: RwLock<HashMap<CategoryId, (Instant, Option<ProductId>)>>,
}

impl Platform {
    /// What many want of each category and all below it, most wanted first; not older than a minute.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn popular_by_category(&self) -> Result<Arc<ByCategory>, PlatformError> {
        let popular = self.activity.popular().await?;
        let cache = &self.popular_cache.wanted;
        if let Some((from, known)) = cache.read().unwrap_or_else(PoisonError::into_inner).as_ref()
            && Arc::ptr_eq(from, &popular)
        {
            return Ok(Arc::clone(known));
        }
        let tree = self.categories().await?;
        let mut conn = self.db.read().await?;
        let categories = catalog::categories_of(&mut conn, &popular.products).await?;
        drop(conn);
        let sorted = Arc::new(sort(&popular.products, &categories, &tree));
        *cache.write().unwrap_or_else(PoisonError::into_inner) = Some((popular, Arc::clone(&sorted)));
        Ok(sorted)
    }

    /// Tells the search of this server what many want, for the order of what fits alike.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn tell_wanted(&self) -> Result<(), PlatformError> {
        let wanted = self.activity.wanted().await?;
        Ok(self.search.set_wanted(&wanted).await?)
    }

    /// For each of these categories a product whose picture shows what is in it: the most wanted one, else what the search
    /// lists first. An empty category has none.
    ///
    /// # Errors
    /// When the database or the index cannot be read.
    pub async fn faces(
        &self,
        categories: &[CategoryId],
    ) -> Result<HashMap<CategoryId, ProductId>, PlatformError> {
        let wanted = self.popular_by_category().await?;
        let mut faces = HashMap::with_capacity(categories.len());
        for id in categories {
            let face = match wanted.get(id).and_then(|products| products.first()) {
                Some(product) => Some(*product),
                None => self.first_of(*id).await?,
            };
            faces.extend(face.map(|product| (*id, product)));
        }
        Ok(faces)
    }

    async fn first_of(&self, category: CategoryId) -> Result<Option<ProductId>, PlatformError> {
        let cache = &self.popular_cache.faces;
        let known = cache.read().unwrap_or_else(PoisonError::into_inner).get(&category).copied();
        if let Some((_, face)) = known.filter(|(at, _)| at.elapsed() < KEEP_FACE) {
            return Ok(face);
        }
        let request = SearchRequest { category: Some(category), per_page: 1, ..SearchRequest::default() };
        let face = self.search.query(request).await?.hits.first().copied();
        cache.write().unwrap_or_else(PoisonError::into_inner).insert(category, (Instant::now(), face));
        Ok(face)
    }
}

/// Each product under its category and under all above it; the order stays.
fn sort(
    products: &[ProductId],
    categories: &HashMap<ProductId, CategoryId>,
    tree: &CategoryTree,
) -> ByCategory {
    let mut sorted = ByCategory::new();
    for product in products {
        let Some(category) = categories.get(product) else { continue };
        for above in tree.path(*category) {
            sorted.entry(above.id).or_default().push(*product);
        }
    }
    sorted
}
