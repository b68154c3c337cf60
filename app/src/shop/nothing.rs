//! A list with nothing in it, and where to go on from there. Called by `listing`.
use leptos::prelude::*;
use platform::catalog::CategoryTree;
use platform::search::SearchRequest;

use super::asked::Asked;
use super::landing::{CategoryTile, CategoryTiles, departments, with_photos};
use super::rows;
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::ui::*;

/// Where to go on from an empty list: the departments, and what many want.
pub(super) struct Elsewhere {
    departments: Vec<CategoryTile>,
    popular: Option<AnyView>,
}

impl Elsewhere {
    pub(super) async fn load(tree: &CategoryTree) -> Result<Self, Failure> {
        let everything = SearchRequest { per_page: 1, ..SearchRequest::default() };
        let counts = platform().search.query(everything).await?.categories;
        let departments = departments(tree, &counts).await?;
        let mut conn = platform().db.read_together().await?;
        let departments = with_photos(&mut conn, departments).await?;
        drop(conn);
        Ok(Self { departments, popular: rows::popular().await? })
    }
}

#[component]
pub(super) fn NothingFound(asked: Asked, elsewhere: Option<Elsewhere>) -> AnyView {
    let t = Ctx::current().t();
    let without =
        Asked { path: asked.path.clone(), text: asked.text.clone(), page: 1, ..Asked::default() }.address();
    let next = if asked.filtered() {
        view! { <LinkButton href=without>{t.listing_clear()}</LinkButton> }.into_any()
    } else {
        view! { <LinkButton href="/">{t.go_home()}</LinkButton> }.into_any()
    };
    let elsewhere = elsewhere.map(|Elsewhere { departments, popular }| {
        view! { <CategoryTiles tiles=departments title=t.nav_departments() /> {popular} }
    });
    view! {
        <EmptyState title=t.listing_empty_title() text=t.listing_empty_text() icon=Icon::Search>{next}</EmptyState>
        {elsewhere}
    }
    .into_any()
}
