//! The category tree.

use crate::slug::slugify;
use crate::{CatalogError, classes};
use db::{Conn, DbError, FromRow, Row, Tx, placeholders, sql};
use domain::commission::CommissionClass;
use domain::{CategoryId, ProductId};
use std::collections::HashMap;

const NAME_MAX: usize = 80;
const COLUMNS: &str = "id, parent_id, slug, name, path, position";

/// One node of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    pub id: CategoryId,
    pub parent_id: Option<CategoryId>,
    /// Unique in the whole tree; the category's address.
    pub slug: String,
    pub name: String,
    /// The slugs from the root, `electronics/printers`. It keeps the names under which the category was made, so
    /// that an import finds it again after somebody renamed it.
    pub path: String,
    /// Order among its siblings.
    pub position: i64,
}

impl FromRow for Category {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            parent_id: row.get("parent_id")?,
            slug: row.get("slug")?,
            name: row.get("name")?,
            path: row.get("path")?,
            position: row.get("position")?,
        })
    }
}

/// What an operator may change; `None` leaves it.
#[derive(Debug, Clone, Default)]
pub struct CategoryEdit {
    pub name: Option<String>,
    pub position: Option<i64>,
}

/// The whole tree in memory: some hundreds of nodes, read once for a page.
#[derive(Debug, Clone, Default)]
pub struct CategoryTree {
    nodes: Vec<Category>,
    by_id: HashMap<CategoryId, usize>,
}

impl CategoryTree {
    fn new(nodes: Vec<Category>) -> Self {
        let by_id = nodes.iter().enumerate().map(|(i, n)| (n.id, i)).collect();
        Self { nodes, by_id }
    }

    /// Every category, siblings in their order.
    pub fn all(&self) -> &[Category] {
        &self.nodes
    }
    pub fn get(&self, id: CategoryId) -> Option<&Category> {
        self.by_id.get(&id).map(|i| &self.nodes[*i])
    }
    pub fn by_slug(&self, slug: &str) -> Option<&Category> {
        self.nodes.iter().find(|n| n.slug == slug)
    }
    pub fn roots(&self) -> impl Iterator<Item = &Category> {
        self.nodes.iter().filter(|n| n.parent_id.is_none())
    }
    pub fn children(&self, id: CategoryId) -> impl Iterator<Item = &Category> {
        self.nodes.iter().filter(move |n| n.parent_id == Some(id))
    }

    /// From the root to the category itself.
    pub fn path(&self, id: CategoryId) -> Vec<&Category> {
        let mut path = Vec::new();
        let mut next = self.get(id);
        while let Some(node) = next {
            path.push(node);
            next = node.parent_id.and_then(|parent| self.get(parent));
        }
        path.reverse();
        path
    }
}

/// The whole tree.
pub async fn category_tree(conn: &mut Conn) -> Result<CategoryTree, DbError> {
    let text = format!("SELECT {COLUMNS} FROM catalog_categories ORDER BY position, name, id");
    Ok(CategoryTree::new(conn.all(sql(text)).await?))
}

/// The slugs of these categories and of everything below each, by category; one that there is not has none. It reads those
/// alone, by the index of parents, because quotes ask it.
///
/// # Errors
/// When the database cannot be read.
pub async fn slugs_below(
    conn: &mut Conn,
    categories: &[CategoryId],
) -> Result<HashMap<CategoryId, Vec<String>>, DbError> {
    let mut slugs: HashMap<CategoryId, Vec<String>> = HashMap::new();
    for some in categories.chunks(500) {
        let text = format!(
            "WITH RECURSIVE below (top_id, id, slug) AS (
                 SELECT id, id, slug FROM catalog_categories WHERE id IN ({})
                 UNION ALL
                 SELECT b.top_id, c.id, c.slug FROM below b JOIN catalog_categories c ON c.parent_id = b.id)
             SELECT top_id, slug FROM below ORDER BY top_id, slug",
            placeholders(1, some.len())
        );
        let rows: Vec<(CategoryId, String)> = conn.all(sql(text).bind_all(some.iter().copied())).await?;
        for (top, slug) in rows {
            slugs.entry(top).or_default().push(slug);
        }
    }
    Ok(slugs)
}

/// The category of each of these products, shown or not, and all above it, the nearest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn categories_above(
    conn: &mut Conn,
    products: &[ProductId],
) -> Result<HashMap<ProductId, Vec<CategoryId>>, DbError> {
    let mut above: HashMap<ProductId, Vec<CategoryId>> = HashMap::new();
    for some in products.chunks(500) {
        let text = format!(
            "WITH RECURSIVE up (product_id, id, depth) AS (
                 SELECT p.id, p.category_id, CAST(0 AS BIGINT) FROM catalog_products p WHERE p.id IN ({})
                 UNION ALL
                 SELECT u.product_id, c.parent_id, u.depth + 1 FROM up u
                 JOIN catalog_categories c ON c.id = u.id WHERE c.parent_id IS NOT NULL)
             SELECT product_id, id FROM up ORDER BY product_id, depth",
            placeholders(1, some.len())
        );
        let rows: Vec<(ProductId, CategoryId)> = conn.all(sql(text).bind_all(some.iter().copied())).await?;
        for (product, category) in rows {
            above.entry(product).or_default().push(category);
        }
    }
    Ok(above)
}

/// The category at an address.
pub async fn category_by_slug(conn: &mut Conn, slug: &str) -> Result<Option<Category>, DbError> {
    conn.opt(sql(format!("SELECT {COLUMNS} FROM catalog_categories WHERE slug = $1")).bind(slug)).await
}

/// The categories from the root to the one with this path, in one statement.
pub(crate) async fn categories_on_path(conn: &mut Conn, path: &str) -> Result<Vec<Category>, DbError> {
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    let prefixes: Vec<&str> = ends.map(|end| &path[..end]).collect();
    let list = placeholders(1, prefixes.len());
    let text =
        format!("SELECT {COLUMNS} FROM catalog_categories WHERE path IN ({list}) ORDER BY LENGTH(path)");
    conn.all(sql(text).bind_all(prefixes)).await
}

/// Adds a category under `parent` (a root without one). Where its parent's goods are charged as `class` now, it says nothing of
/// its own and follows its parent.
pub async fn create_category(
    tx: &mut Tx,
    parent: Option<CategoryId>,
    name: &str,
    class: CommissionClass,
) -> Result<Category, CatalogError> {
    let parent = match parent {
        Some(id) => Some(by_id(tx, id).await?),
        None => None,
    };
    let path = match &parent {
        Some(parent) => format!("{}/{}", parent.path, slugify(name)),
        None => slugify(name),
    };
    if let Some(existing) = by_path(tx, &path).await? {
        return Ok(existing);
    }
    insert(tx, parent.as_ref(), name, path, class).await
}

/// The category with this path of names, made where it is missing. Only missing nodes get `class`, as in
/// [`create_category`]; what an operator changed stays. The same names always lead to the same category.
pub async fn ensure_category_path(
    tx: &mut Tx,
    names: &[&str],
    class: CommissionClass,
) -> Result<Category, CatalogError> {
    let mut parent: Option<Category> = None;
    for name in names {
        let path = match &parent {
            Some(parent) => format!("{}/{}", parent.path, slugify(name)),
            None => slugify(name),
        };
        parent = Some(match by_path(tx, &path).await? {
            Some(existing) => existing,
            None => insert(tx, parent.as_ref(), name, path, class).await?,
        });
    }
    parent.ok_or(CatalogError::CategoryName)
}

/// Changes name or order. Slug and path stay, so links and imports keep finding it.
pub async fn update_category(
    tx: &mut Tx,
    id: CategoryId,
    edit: CategoryEdit,
) -> Result<Category, CatalogError> {
    let current = by_id(tx, id).await?;
    let name = edit.name.unwrap_or(current.name);
    check_name(&name)?;
    let position = edit.position.unwrap_or(current.position);
    let text =
        format!("UPDATE catalog_categories SET name = $2, position = $3 WHERE id = $1 RETURNING {COLUMNS}");
    Ok(tx.one(sql(text).bind(id).bind(name.trim()).bind(position)).await?)
}

pub(crate) async fn by_id(conn: &mut Conn, id: CategoryId) -> Result<Category, CatalogError> {
    let found =
        conn.opt(sql(format!("SELECT {COLUMNS} FROM catalog_categories WHERE id = $1")).bind(id)).await?;
    found.ok_or(CatalogError::CategoryNotFound(id))
}

async fn by_path(conn: &mut Conn, path: &str) -> Result<Option<Category>, DbError> {
    conn.opt(sql(format!("SELECT {COLUMNS} FROM catalog_categories WHERE path = $1")).bind(path)).await
}

fn check_name(name: &str) -> Result<(), CatalogError> {
    let length = name.trim().chars().count();
    if length == 0 || length > NAME_MAX || name.contains('\0') {
        return Err(CatalogError::CategoryName);
    }
    Ok(())
}

async fn insert(
    tx: &mut Tx,
    parent: Option<&Category>,
    name: &str,
    path: String,
    class: CommissionClass,
) -> Result<Category, CatalogError> {
    check_name(name)?;
    let category = Category {
        id: tx.new_id(),
        parent_id: parent.map(|p| p.id),
        slug: free_slug(tx, &path).await?,
        name: name.trim().to_owned(),
        path,
        position: next_position(tx, parent.map(|p| p.id)).await?,
    };
    tx.exec(
        sql(format!("INSERT INTO catalog_categories ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6)"))
            .bind(category.id)
            .bind(category.parent_id)
            .bind(&category.slug)
            .bind(&category.name)
            .bind(&category.path)
            .bind(category.position),
    )
    .await?;
    classes::begin(tx, &category, class).await?;
    Ok(category)
}

/// The last name of the path, preceded by as many of its parents as it takes to be unique: `rings`, `jewelry-rings`.
async fn free_slug(tx: &mut Tx, path: &str) -> Result<String, DbError> {
    let segments: Vec<&str> = path.split('/').collect();
    for first in (0..segments.len()).rev() {
        let slug = segments[first..].join("-");
        if category_by_slug(tx, &slug).await?.is_none() {
            return Ok(slug);
        }
    }
    let mut number = 2;
    loop {
        let slug = format!("{}-{number}", segments.join("-"));
        if category_by_slug(tx, &slug).await?.is_none() {
            return Ok(slug);
        }
        number += 1;
    }
}

async fn next_position(tx: &mut Tx, parent: Option<CategoryId>) -> Result<i64, DbError> {
    let select = "SELECT CAST(COALESCE(MAX(position) + 1, 0) AS BIGINT) FROM catalog_categories WHERE";
    let (position,): (i64,) = match parent {
        Some(parent) => tx.one(sql(format!("{select} parent_id = $1")).bind(parent)).await?,
        None => tx.one(sql(format!("{select} parent_id IS NULL"))).await?,
    };
    Ok(position)
}
