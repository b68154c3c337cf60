//! Lists of products: a category, or what a search found. Every filter is a link that keeps the others.
use domain::{Money, format};
use leptos::prelude::*;
use leptos::tachys::html::InertElement;
use platform::catalog::CategoryTree;
use platform::domain::text_enum::TextEnum as _;
use platform::search::{SearchPage, SearchRequest, Sort};

use super::asked::Asked;
use super::compare::{CompareBar, bar_tiles, picked};
use super::facets::{self, AttributeFacets, Facet};
use super::landing::{Landing, LandingView, head};
use super::nothing::{Elsewhere, NothingFound};
use super::prices::PriceForm;
use super::tiles::found_tiles;
use super::ways::{Products, Way, WayLinks};
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::{param, query};
use crate::track;
use crate::ui::*;

const PER_PAGE: u32 = 24;
/// Brands that stand open; the rest unfolds.
const OPEN_BRANDS: usize = 14;

/// Route `/search`.
pub async fn search_page() -> Result<AnyView, Failure> {
    list(Asked::read("/search".into()), None).await
}

/// Route `/c/:slug`.
pub async fn category_page() -> Result<AnyView, Failure> {
    let slug = param("slug");
    list(Asked::read(format!("/c/{slug}")), Some(slug)).await
}

/// What the words were taken for when few products have them all: no dead end, and no guess left unsaid.
fn loosened(asked: &Asked, found: &SearchPage) -> Option<AnyView> {
    let t = Ctx::current().t();
    if !found.relaxed || found.total == 0 {
        return None;
    }
    let words = match &found.corrected {
        Some(text) => {
            let href = Asked { text: text.clone(), page: 1, ..asked.clone() }.address();
            view! { {t.listing_corrected()} " " <a class="font-semibold underline" href=href><bdi>{text.clone()}</bdi></a> }
                .into_any()
        }
        None if found.exact == 0 => t.listing_relaxed().into_any(),
        None => t.listing_few(i64::try_from(found.exact).unwrap_or(i64::MAX)).into_any(),
    };
    let left_out = (!found.left_out.is_empty()).then(|| {
        let word = |word: &String| view! { " " <del><bdi>{word.clone()}</bdi></del> };
        view! { <span class="block">{t.listing_left_out()} {found.left_out.iter().map(word).collect_view()}</span> }
    });
    Some(view! { <Notice tone=Tone::Info class="mb-5">{words} {left_out}</Notice> }.into_any())
}

/// Says what the words were taken for, with a way back to the words.
fn understood(asked: &Asked, found: &SearchPage, tree: &CategoryTree) -> Option<AnyView> {
    let t = Ctx::current().t();
    let category = found.understood.category.and_then(|id| tree.get(id)).map(|c| c.name.clone());
    let names: Vec<String> = found.understood.brand.clone().into_iter().chain(category).collect();
    if names.is_empty() {
        return None;
    }
    let href = asked.with(|asked| asked.as_typed = true);
    let link = t.listing_as_typed(asked.text.clone());
    Some(
        view! {
            <Notice tone=Tone::Info class="mb-5">
                {t.listing_understood(names.join(" · "))} " " <a class="font-semibold underline" href=href>{link}</a>
            </Notice>
        }
        .into_any(),
    )
}

/// The same question with what the words were taken for as filters, so that links keep it and can take it back.
fn meant(asked: Asked, found: &SearchPage, tree: &CategoryTree) -> Asked {
    if found.understood.is_nothing() {
        return asked;
    }
    let category = found.understood.category.and_then(|id| tree.get(id));
    Asked {
        brands: found.understood.brand.clone().into_iter().collect(),
        path: category.map_or(asked.path, |category| format!("/c/{}", category.slug)),
        as_typed: true,
        ..asked
    }
}

async fn list(asked: Asked, slug: Option<String>) -> Result<AnyView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let tree = match &slug {
        Some(slug) => platform.categories_with(slug).await?,
        None => platform.categories().await?,
    };
    let category = match &slug {
        Some(slug) => Some(tree.by_slug(slug).ok_or(Failure::NotFound)?.clone()),
        None => None,
    };
    let found = platform
        .search
        .query(SearchRequest {
            text: asked.text.clone(),
            category: category.as_ref().map(|c| c.id),
            brands: asked.brands.clone(),
            price_from_minor: asked.from_minor,
            price_to_minor: asked.to_minor,
            in_stock: asked.in_stock,
            attributes: asked.attributes.clone(),
            as_typed: asked.as_typed,
            all_brands: asked.all_brands,
            with_attributes: true,
            sort: asked.sort.unwrap_or_default(),
            page: asked.page,
            per_page: PER_PAGE,
        })
        .await?;
    let pages = u32::try_from(found.total.div_ceil(u64::from(PER_PAGE))).unwrap_or(u32::MAX).min(400);
    if asked.page > pages.max(1) {
        // Past the end of a list that is not empty there is the end of the list, not nothing.
        return Box::pin(list(Asked { page: pages.max(1), ..asked }, slug)).await;
    }
    // Turning the pages of a list, narrowing it, or showing it otherwise, is no other search.
    let first = query("page").is_none_or(|page| page == "1");
    let plain = !asked.filtered() && asked.sort.is_none() && asked.way.is_none();
    if category.is_some() {
        track::taken_from_suggestions(None);
    }
    if !asked.text.trim().is_empty() && first && plain {
        track::searched(&asked.text, if found.relaxed { found.exact } else { found.total });
    }
    // Who narrows or turns pages has arrived already.
    let landing = match &category {
        Some(category) if asked.is_whole() && asked.page == 1 => {
            Some(Landing::load(category, &tree, &found.categories).await?)
        }
        _ => None,
    };
    let elsewhere = match found.total == 0 && landing.is_none() {
        true => Some(Elsewhere::load(&tree).await?),
        false => None,
    };
    let understood = understood(&asked, &found, &tree);
    let asked = meant(asked, &found, &tree);
    let mut conn = platform.db.read_together().await?;
    let products = found_tiles(&mut conn, &found.hits, &asked.attributes).await?;
    let picked = picked();
    let compared = bar_tiles(&mut conn, &picked).await?;
    drop(conn);
    let trail: Vec<(String, String)> = std::iter::once(("/".to_owned(), t.nav_home()))
        .chain(
            category.iter().flat_map(|c| tree.path(c.id)).map(|c| (format!("/c/{}", c.slug), c.name.clone())),
        )
        .collect();
    let title = match &category {
        Some(category) => category.name.clone(),
        None if asked.text.is_empty() => t.listing_all(),
        None => t.listing_results(asked.text.clone()),
    };
    let way = Way::chosen(asked.way);
    let here = Asked { way: None, ..asked.clone() };
    let head =
        head(&platform.config.site_url(), &here, &title, (&trail, &products), landing.as_ref(), found.total);
    let href = Callback::new(move |page: u32| Asked { page, ..here.clone() }.address());
    let currency = platform.config.currency;
    let total = found.total;
    let loosened = loosened(&asked, &found);
    // Beside the list, or unfolding above it on a phone: the largest part of the page, written once for both.
    let filters = view! { <Filters asked=asked.clone() found tree currency /> }.to_html();
    let unfolding = InertElement::new(filters.clone());
    let beside = InertElement::new(filters);
    Ok(view! {
        <ShopPage title=title.clone() head search=asked.text.clone()>
            {category.is_some().then(|| view! { <div class="mb-3"><Breadcrumbs trail /></div> })}
            <div class="mb-5 flex flex-wrap items-end justify-between gap-3">
                <div class=landing.is_some().then_some("w-full")>
                    <h1 class="text-2xl font-bold sm:text-3xl">{title}</h1>
                    <p class="text-ink-faint" role="status">{t.products_count(total as i64)}</p>
                </div>
                {landing.map(|landing| view! { <div class="w-full"><LandingView landing /></div> })}
                <div class="ms-auto flex flex-wrap items-end gap-3">
                    <WayLinks way grid=asked.shown_as(Way::Grid) rows=asked.shown_as(Way::Rows) />
                    <SortForm asked=asked.clone() />
                </div>
            </div>
            {loosened}
            {understood}
            <Chips asked=asked.clone() currency />
            <div class="lg:grid lg:grid-cols-[15rem_1fr] lg:gap-8">
                <aside class="mb-6 lg:mb-0" aria-label=t.listing_filters()>
                    <details class="group rounded-card border border-line bg-surface lg:hidden">
                        <summary class="flex min-h-tap cursor-pointer items-center px-4 font-semibold">{t.listing_filters()}</summary>
                        <div class="px-4 pb-4">{unfolding}</div>
                    </details>
                    <div class="max-lg:hidden">{beside}</div>
                </aside>
                <div class="min-w-0">
                    {if products.is_empty() {
                        view! { <NothingFound asked=asked.clone() elsewhere /> }.into_any()
                    } else {
                        view! {
                            <h2 class="sr-only">{t.listing_list()}</h2>
                            <Products products way picked />
                            <div class="mt-10"><Pagination page=asked.page pages href /></div>
                        }
                        .into_any()
                    }}
                    <CompareBar tiles=compared sticky=true />
                </div>
            </div>
        </ShopPage>
    }
    .into_any())
}

/// The order of the list; a form, because a choice is not a place.
#[component]
fn SortForm(asked: Asked) -> AnyView {
    let t = Ctx::current().t();
    let words = |sort: Sort| match sort {
        Sort::Relevance => t.sort_relevance(),
        Sort::PriceAsc => t.sort_price_asc(),
        Sort::PriceDesc => t.sort_price_desc(),
        Sort::Newest => t.sort_newest(),
    };
    let current = asked.sort.unwrap_or_default();
    let options: Vec<(String, String)> =
        Sort::ALL.iter().map(|s| (s.as_str().to_owned(), words(*s))).collect();
    let form = FormState::default().or("sort", current.as_str());
    let hidden = asked.choices();
    let hidden = hidden.into_iter().map(|(name, value)| view! { <Hidden name value /> }).collect_view();
    view! {
        <Form action=asked.path get=true label=t.listing_sort() class="flex items-end gap-2">
            {hidden}
            <Select form=&form name="sort" label=t.listing_sort() options submits=true />
            <noscript><Button kind=ButtonKind::Secondary>{t.choose()}</Button></noscript>
        </Form>
    }
    .into_any()
}

/// What is filtered now, each removable by itself.
#[component]
fn Chips(asked: Asked, currency: domain::Currency) -> AnyView {
    let t = Ctx::current().t();
    if !asked.filtered() {
        return ().into_any();
    }
    // Links keep the amounts that are charged: a reader of another currency filters by the same ones.
    let money = |minor: i64| shown_text(Money::new(minor, currency));
    let mut chips: Vec<(String, String)> = asked
        .brands
        .iter()
        .map(|brand| (brand.clone(), asked.with(|a| a.brands.retain(|b| b != brand))))
        .collect();
    if asked.from_minor.is_some() || asked.to_minor.is_some() {
        let words = match (asked.from_minor, asked.to_minor) {
            (Some(from), Some(to)) => t.price_between(money(from), money(to)),
            (Some(from), None) => t.price_from(money(from)),
            (_, to) => t.price_to(money(to.unwrap_or_default())),
        };
        chips.push((words, asked.with(|a| (a.from_minor, a.to_minor) = (None, None))));
    }
    chips.extend(facets::chips(&asked));
    if asked.in_stock {
        chips.push((t.listing_in_stock(), asked.with(|a| a.in_stock = false)));
    }
    let chips = chips
        .into_iter()
        .map(|(words, href)| {
            let label = t.remove_filter(words.clone());
            view! {
                <li>
                    <a href=href aria-label=label class="inline-flex min-h-tap items-center gap-2 rounded-full border border-line-strong bg-surface px-4 text-sm hover:border-accent">
                        <bdi>{words}</bdi>
                        <span aria-hidden="true">"×"</span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="mb-5 flex flex-wrap gap-2">{chips}</ul> }.into_any()
}

/// Facets as links with exact counts.
#[component]
fn Filters(
    asked: Asked,
    found: SearchPage,
    tree: std::sync::Arc<CategoryTree>,
    currency: domain::Currency,
) -> AnyView {
    let t = Ctx::current().t();
    let number = |n: u64| format::number(n as i64, t.writing());
    let money = |minor: i64| shown_text(Money::new(minor, currency));
    let categories: Vec<_> = found
        .categories
        .iter()
        .filter_map(|facet| tree.get(facet.id).map(|c| (c, facet.count)))
        .map(|(c, count)| (asked_in(&asked, &c.slug), c.name.clone(), number(count), false))
        .collect();
    let brands: Vec<_> = found
        .brands
        .iter()
        .map(|facet| {
            let href = asked.with(|a| {
                if facet.selected {
                    a.brands.retain(|b| *b != facet.brand)
                } else {
                    a.brands.push(facet.brand.clone())
                }
            });
            (href, facet.brand.clone(), number(facet.count), facet.selected)
        })
        .collect();
    let (open, all) = match asked.all_brands {
        true => (brands.len(), None),
        false => (OPEN_BRANDS, Some(found.brand_total).filter(|total| *total > brands.len() as u64)),
    };
    let all = all.map(|total| {
        let total = i64::try_from(total).unwrap_or(i64::MAX);
        (asked.with(|a| a.all_brands = true), t.facet_all_brands(total))
    });
    let prices: Vec<_> = found
        .prices
        .iter()
        // One range that holds everything filters nothing.
        .filter(|bucket| bucket.count > 0 && found.prices.len() > 1)
        .map(|bucket| {
            let words = match bucket.to_minor {
                Some(to) => t.price_between(money(bucket.from_minor), money(to)),
                None => t.price_from(money(bucket.from_minor)),
            };
            let selected = asked.from_minor == Some(bucket.from_minor) && asked.to_minor == bucket.to_minor;
            let href = asked.with(|a| {
                (a.from_minor, a.to_minor) =
                    if selected { (None, None) } else { (Some(bucket.from_minor), bucket.to_minor) }
            });
            (href, words, number(bucket.count), selected)
        })
        .collect();
    let stock_href = asked.with(|a| a.in_stock = !a.in_stock);
    let stock = vec![(stock_href, t.listing_in_stock(), String::new(), asked.in_stock)];
    view! {
        <div class="flex flex-col gap-6">
            <Facet title=t.facet_category() entries=categories />
            <Facet title=t.facet_brand() entries=brands open all />
            <Facet title=t.facet_price() entries=prices />
            <PriceForm asked=asked.clone() />
            <AttributeFacets asked=asked.clone() found=found.attributes uncounted=found.attributes_uncounted />
            <Facet title=t.facet_stock() entries=stock />
        </div>
    }
    .into_any()
}

/// The same question inside another category.
fn asked_in(asked: &Asked, slug: &str) -> String {
    asked.with(|a| a.path = format!("/c/{slug}"))
}
