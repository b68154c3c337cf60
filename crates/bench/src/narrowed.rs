//! What a page of a seller's orders costs that a figure of the analysis leads to: those of a country, a device or a category of
//! a year, the newest first.

use db::{Db, DbError, sql};
use domain::order::Device;
use domain::{CategoryId, ProductId, SellerId, TypedId as _};
use platform::orders::OrderError;
use platform::orders::store::{Narrowed, PlacedWith, SellerFilter, parts_narrowed};
use platform::reporting::Range;

/// A page, and one more that says whether there are others.
const A_PAGE: i64 = 26;
/// Products of a large category, of which there are as many as the products need; the last ones are a small one's.
const LARGE: usize = 100;
const SMALL: usize = 10;

/// Puts the products into categories. Returns a large one and the small one.
pub async fn shelve(db: &Db, products: &[ProductId]) -> Result<[CategoryId; 2], DbError> {
    let small_from = products.len().saturating_sub(SMALL);
    let categories: Vec<CategoryId> = (0..=products.len() / LARGE + 1).map(|_| db.new_id()).collect();
    let small = categories.len() - 1;
    let rows: Vec<(ProductId, CategoryId)> = products
        .iter()
        .enumerate()
        .map(|(at, id)| (*id, categories[if at < small_from { at / LARGE } else { small }]))
        .collect();
    let ends = [categories[0], categories[small]];
    db.write::<_, DbError, _>(move |tx| {
        let (categories, rows) = (categories.clone(), rows.clone());
        Box::pin(async move {
            for id in categories {
                tx.exec(
                    sql("INSERT INTO catalog_categories (id, parent_id, slug, name, path, position)
                         VALUES ($1, NULL, $2, $2, $2, 0)")
                    .bind(id)
                    .bind(id.to_string()),
                )
                .await?;
            }
            for (id, category) in rows {
                tx.exec(
                    sql("INSERT INTO catalog_products (id, slug, title, description, attributes, category_id, status,
                             created_at_us, updated_at_us) VALUES ($1, $2, 'Product', '', '[]', $3, 'active', 0, 0)")
                    .bind(id)
                    .bind(id.uuid().to_string())
                    .bind(category),
                )
                .await?;
            }
            Ok(())
        })
    })
    .await?;
    Ok(ends)
}

/// What is asked for, with its name.
pub fn lists(range: Range, [large, small]: [CategoryId; 2]) -> [(&'static str, Narrowed); 4] {
    let these = Narrowed { placed: Some(range.span()), ..Narrowed::default() };
    let device = Some(PlacedWith::Device(Device::Phone));
    [
        ("a country", Narrowed { country: Some("JP".into()), ..these.clone() }),
        ("a device", Narrowed { device, ..these.clone() }),
        ("a large category", Narrowed { category: Some(large), ..these.clone() }),
        ("a small category", Narrowed { category: Some(small), ..these }),
    ]
}

/// How many orders the page has.
pub async fn page(db: &Db, seller: SellerId, to: &Narrowed) -> Result<usize, OrderError> {
    let mut conn = db.read().await?;
    Ok(parts_narrowed(&mut conn, seller, SellerFilter::Kept, to, None, A_PAGE).await?.len())
}
