//! Categories by the names on the way to them, for consoles: to read, and to choose from.
use domain::CategoryId;
use platform::catalog::{Category, CategoryTree};

/// The names from the root down.
pub(crate) fn trail<'c>(path: impl IntoIterator<Item = &'c Category>) -> String {
    path.into_iter().map(|category| category.name.as_str()).collect::<Vec<_>>().join(" › ")
}

/// The names from the root to this category.
pub(crate) fn trail_to(tree: &CategoryTree, id: CategoryId) -> String {
    trail(tree.path(id))
}

/// Every category with the names above it, by its id.
pub(crate) fn choices(tree: &CategoryTree) -> Vec<(String, String)> {
    tree.all().iter().map(|category| (category.id.to_string(), trail_to(tree, category.id))).collect()
}
