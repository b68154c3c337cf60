//! The way into a category: words over it, what is in it, what many want of it, and what search engines read of a list.
//! Called by `listing`, and by the home page and by an empty list for the departments.
use std::collections::HashMap;

use domain::format::Locale;
use domain::{CategoryId, ProductId};
use leptos::prelude::*;
use platform::catalog::{Category, CategoryTree, cards};
use platform::content::{Slug, live_of, reading};
use platform::db::Conn;
use platform::search::CategoryCount;

use super::asked::Asked;
use super::rows;
use super::tiles::{photo, tiles};
use crate::access::platform;
use crate::answer::Failure;
use crate::content::parts::Written;
use crate::ctx::Ctx;
use crate::head::{SharedPicture, breadcrumbs, collection};
use crate::ui::*;

/// Categories inside another one that are shown with a picture; the filters beside the list name all of them.
const MOST_CATEGORIES: usize = 12;
/// So many of the most wanted products are asked for a picture to show where the category is shared.
const MOST_FACES: usize = 4;
/// As much as search engines show of a page.
const DESCRIPTION_CHARS: usize = 160;

/// One category as a link with its picture.
#[derive(Clone, Debug)]
pub(super) struct CategoryTile {
    href: String,
    name: String,
    count: u64,
    face: Option<ProductId>,
    photo: Option<Photo>,
}

/// Tiles of the shop's departments in the order of the tree, not of the counts; without their pictures yet.
pub(super) async fn departments(
    tree: &CategoryTree,
    counts: &[CategoryCount],
) -> Result<Vec<CategoryTile>, Failure> {
    let counts: HashMap<CategoryId, &CategoryCount> = counts.iter().map(|c| (c.id, c)).collect();
    let roots: Vec<CategoryCount> =
        tree.roots().filter_map(|c| counts.get(&c.id).map(|count| (*count).clone())).collect();
    category_tiles(tree, &roots).await
}

/// Tiles of these categories, without their pictures yet.
async fn category_tiles(tree: &CategoryTree, counts: &[CategoryCount]) -> Result<Vec<CategoryTile>, Failure> {
    let shown: Vec<(&Category, u64)> = counts
        .iter()
        .filter_map(|facet| tree.get(facet.id).map(|category| (category, facet.count)))
        .collect();
    let ids: Vec<CategoryId> = shown.iter().map(|(category, _)| category.id).collect();
    let faces = platform().faces(&ids).await?;
    let tile = |(category, count): (&Category, u64)| CategoryTile {
        href: format!("/c/{}", category.slug),
        name: category.name.clone(),
        count,
        face: faces.get(&category.id).copied(),
        photo: None,
    };
    Ok(shown.into_iter().map(tile).collect())
}

/// The same with the pictures of their products.
pub(super) async fn with_photos(
    conn: &mut Conn,
    mut all: Vec<CategoryTile>,
) -> Result<Vec<CategoryTile>, Failure> {
    let faces: Vec<ProductId> = all.iter().filter_map(|tile| tile.face).collect();
    let found = cards(conn, &faces).await?;
    let photos: HashMap<ProductId, Photo> =
        found.iter().map(|card| (card.id, photo(card.picture.as_ref(), card.id, 160))).collect();
    for tile in &mut all {
        tile.photo = tile.face.and_then(|product| photos.get(&product).cloned());
    }
    Ok(all)
}

/// Categories to go into.
#[component]
pub(super) fn CategoryTiles(tiles: Vec<CategoryTile>, #[prop(into)] title: String) -> AnyView {
    let t = Ctx::current().t();
    if tiles.is_empty() {
        return ().into_any();
    }
    let items = tiles
        .into_iter()
        .map(|tile| {
            let count = i64::try_from(tile.count).unwrap_or(i64::MAX);
            let picture = tile.photo.map(|photo| {
                view! {
                    <span class="picture-plate size-14 shrink-0 overflow-hidden rounded-control">
                        <PhotoView photo size=56 sizes="3.5rem" class="size-full object-contain p-1" />
                    </span>
                }
            });
            view! {
                <li>
                    <a href=tile.href class="flex min-h-tap items-center gap-3 rounded-card border border-line bg-surface p-2.5 hover:border-accent">
                        {picture}
                        <span class="flex min-w-0 flex-col">
                            <span class="font-semibold">{tile.name}</span>
                            <span class="text-sm text-ink-faint">{t.products_count(count)}</span>
                        </span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="categories" class="mb-10">
            <h2 id="categories" class="mb-4 text-2xl font-bold">{title}</h2>
            <ul class="grid gap-3 min-[22rem]:grid-cols-2 md:grid-cols-3 xl:grid-cols-4">{items}</ul>
        </section>
    }
    .into_any()
}

/// What stands over the list on the first page of a category.
pub(super) struct Landing {
    name: String,
    intro: Option<(String, Locale)>,
    inside: Vec<CategoryTile>,
    popular: Vec<ProductTile>,
    shared: Option<SharedPicture>,
}

impl Landing {
    /// Reads all of it. `inside` is what the list counts of the categories below.
    pub(super) async fn load(
        category: &Category,
        tree: &CategoryTree,
        inside: &[CategoryCount],
    ) -> Result<Landing, Failure> {
        let platform = platform();
        let wanted = platform.popular_by_category().await?;
        let wanted = wanted.get(&category.id).map_or(&[][..], Vec::as_slice);
        let mut faces = wanted[..wanted.len().min(MOST_FACES)].to_vec();
        if faces.is_empty() {
            faces.extend(platform.faces(&[category.id]).await?.into_values());
        }
        let wanted = if wanted.len() < rows::LEAST_POPULAR { &[] } else { wanted };
        let inside = category_tiles(tree, &inside[..inside.len().min(MOST_CATEGORIES)]).await?;
        let mut conn = platform.db.read_together().await?;
        let inside = with_photos(&mut conn, inside).await?;
        let popular = match wanted {
            [] => Vec::new(),
            some => tiles(&mut conn, &some[..some.len().min(rows::MOST)]).await?,
        };
        let intro = intro(&mut conn, category).await?;
        let shared = cards(&mut conn, &faces)
            .await?
            .iter()
            .find_map(|card| card.picture.as_ref().map(SharedPicture::of));
        Ok(Landing { name: category.name.clone(), intro, inside, popular, shared })
    }

    /// The words over the category without their marks, for search engines.
    fn words(&self, most_chars: usize) -> Option<String> {
        self.intro.as_ref().map(|(body, _)| platform::content::plain(body, most_chars))
    }
}

async fn intro(conn: &mut Conn, category: &Category) -> Result<Option<(String, Locale)>, Failure> {
    let Some(slug) = Slug::category(&category.slug) else { return Ok(None) };
    let live = live_of(conn, &slug).await?;
    let found = reading(&slug, &live, Ctx::current().locale());
    Ok(found.map(|page| (page.body, page.locale)))
}

#[component]
pub(super) fn LandingView(landing: Landing) -> AnyView {
    let t = Ctx::current().t();
    let Landing { name, intro, inside, popular, .. } = landing;
    let intro = intro.map(|(body, locale)| view! { <div class="mb-8"><Written body locale /></div> });
    let inside_of = t.category_inside(name.clone());
    let popular = (!popular.is_empty()).then(|| rows::shown("popular", t.popular_in(name), popular));
    view! {
        {intro}
        <CategoryTiles tiles=inside title=inside_of />
        {popular.map(|row| view! { <div class="mb-10">{row}</div> })}
    }
    .into_any()
}

/// A search, and a list that somebody narrowed or sorted, is for nobody else: only whole categories are for search engines.
pub(super) fn head(
    site: &str,
    asked: &Asked,
    title: &str,
    (trail, products): (&[(String, String)], &[ProductTile]),
    landing: Option<&Landing>,
    total: u64,
) -> Head {
    let t = Ctx::current().t();
    let counted = t.listing_description(title, i64::try_from(total).unwrap_or(i64::MAX));
    let description = landing.and_then(|landing| landing.words(DESCRIPTION_CHARS)).unwrap_or(counted);
    if !asked.path.starts_with("/c/") || !asked.is_whole() {
        return Head { description, private: true, ..Head::default() };
    }
    let address = asked.address();
    let items = products.iter().map(|tile| (tile.href.as_str(), tile.title.as_str()));
    Head {
        description,
        json_ld: vec![collection(site, &address, title, items), breadcrumbs(site, trail)],
        canonical: Some(address),
        picture: landing.and_then(|landing| landing.shared.clone()),
        ..Head::default()
    }
}
