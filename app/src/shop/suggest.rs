//! What is suggested while somebody types into the search box. Route `/suggest`: the box's script takes the list from
//! it; without script it is a page like any other. One's own searches come first, where they are remembered.
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::CategoryTree;

use super::tiles::found_tiles;
use crate::access::platform;
use crate::answer::{Failure, encode_query};
use crate::ctx::Ctx;
use crate::page::query;
use crate::prefs::api::ForgetSearch;
use crate::text::T;
use crate::track;
use crate::ui::*;

const MOST_CATEGORIES: usize = 3;
const MOST_SEARCHES: usize = 6;
const MOST_ASKED_BEFORE: usize = 3;
const MOST_OWN: i64 = 3;
const ENTRY: &str =
    "flex min-h-tap items-center gap-3 rounded-control px-3 py-1 hover:bg-sunken focus-visible:bg-sunken";

pub async fn page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let platform = platform();
    let typed = query("q").unwrap_or_default();
    let found = platform.search.suggest(typed.clone()).await?;
    let mut conn = platform.db.read_together().await?;
    let products = found_tiles(&mut conn, &found.products, &[]).await?;
    let own = track::searched_before(&mut conn, &typed, MOST_OWN).await?;
    drop(conn);
    let categories = categories(&*platform.categories().await?, &typed);
    let asked_before = asked_before(&platform.activity.popular().await?.searches, &typed);
    // What others searched for comes first; what the shelves have fills the list up.
    let mut searches = asked_before;
    searches.extend(found.searches);
    let mut known: std::collections::HashSet<String> = own.iter().cloned().collect();
    searches.retain(|text| known.insert(text.clone()));
    searches.truncate(MOST_SEARCHES.saturating_sub(own.len()));
    let count = own.len() + searches.len() + categories.len() + products.len();
    // A search that is taken is a search; what else is taken says for what it was suggested, as no page before it does.
    let taken = format!("?{}={}", track::TYPED, encode_query(&typed));
    let own = own.into_iter().map(|words| own_entry(t, words));
    let searches = searches.into_iter().map(|text| {
        let href = format!("/search?q={}", encode_query(&text));
        view! { <li><a href=href class=ENTRY><IconView icon=Icon::Search class="size-4 shrink-0 text-ink-faint" /><bdi>{text}</bdi></a></li> }
    });
    let categories = categories.into_iter().map(|(slug, name)| {
        let href = format!("/c/{slug}{taken}");
        view! { <li><a href=href class=ENTRY><IconView icon=Icon::Tag class="size-4 shrink-0 text-ink-faint" /><span><bdi>{name}</bdi></span></a></li> }
    });
    let products = products.into_iter().map(|tile| {
        view! {
            <li>
                <a href=format!("{}{taken}", tile.href) class=ENTRY>
                    <PhotoView photo=tile.photo size=40 class="picture-plate size-10 shrink-0 rounded-control border border-line object-contain p-0.5" />
                    <span class="line-clamp-2 min-w-0 flex-1 text-sm"><bdi>{tile.title}</bdi></span>
                    {tile.price.map(|money| view! { <Shown money class="text-sm font-semibold" /> })}
                </a>
            </li>
        }
    });
    let entries = (count > 0).then(|| {
        view! { <ul>{own.collect_view()} {searches.collect_view()} {categories.collect_view()} {products.collect_view()}</ul> }
    });
    Ok(view! {
        <ShopPage title=t.suggest_title() search=typed head=Head { private: true, ..Head::default() }>
            <h1 class="mb-4 text-2xl font-bold">{t.suggest_title()}</h1>
            // In the list behind the search box its buttons belong to the box's form.
            <Form action=ForgetSearch::PATH label=t.suggest_title()>
                <div id="suggestions">
                    <p role="status" class="sr-only">{t.suggest_count(count)}</p>
                    {entries}
                </div>
            </Form>
            {(count == 0).then(|| view! {
                <EmptyState title=t.listing_empty_title() text=t.listing_empty_text() icon=Icon::Search />
            })}
        </ShopPage>
    }
    .into_any())
}

/// A search of one's own, with the button that removes it.
fn own_entry(t: T, words: String) -> AnyView {
    let href = format!("/search?q={}", encode_query(&words));
    view! {
        <li class="flex items-center" data-own="">
            <a href=href class=format!("{ENTRY} min-w-0 flex-1")>
                <IconView icon=Icon::Clock class="size-4 shrink-0 text-ink-faint" />
                <span class="sr-only">{t.suggest_own()} ": "</span>
                <bdi>{words.clone()}</bdi>
            </a>
            <button class="tap shrink-0 rounded-control px-3 text-ink-faint hover:text-bad" name="words" value=words.clone()
                formaction=ForgetSearch::PATH formmethod="post" aria-label=t.suggest_forget(words)>
                <IconView icon=Icon::Close class="size-4" />
            </button>
        </li>
    }
    .into_any()
}

/// Searches that several made, and that begin with what was typed.
fn asked_before(searches: &[String], typed: &str) -> Vec<String> {
    let typed = typed.trim_start().to_lowercase();
    if typed.is_empty() {
        return Vec::new();
    }
    searches.iter().filter(|text| text.starts_with(&typed)).take(MOST_ASKED_BEFORE).cloned().collect()
}

/// Categories of which a word begins with what was typed, in the order of the tree.
fn categories(tree: &CategoryTree, typed: &str) -> Vec<(String, String)> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return Vec::new();
    }
    let begins = |name: &str| name.to_lowercase().split_whitespace().any(|word| word.starts_with(&typed));
    let found = tree.all().iter().filter(|category| begins(&category.name));
    found.take(MOST_CATEGORIES).map(|category| (category.slug.clone(), category.name.clone())).collect()
}
