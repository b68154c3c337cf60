//! Products side by side. Owns the cookie that remembers what was picked. Route `/compare`: its address names the
//! products, so that it can be passed on. Called by lists and the product page for the button and the bar.
use domain::{ProductId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::{ProductDetail, product_detail};
use platform::db::Conn;

use super::api::{ClearCompare, PickCompare};
use super::tiles::{condition_words, tiles};
use crate::access::platform;
use crate::answer::{Done, Failure};
use crate::basket::add::AddForm;
use crate::ctx::{Ctx, cookie};
use crate::page::{query, query_all, request_head};
use crate::ui::*;
use platform::catalog::CatalogError;

/// How many fit beside each other.
pub(crate) const MOST: usize = 4;
const COOKIE: &str = "compare";

fn parse(text: &str) -> Vec<ProductId> {
    let mut picked: Vec<ProductId> = Vec::new();
    for id in text.split('.').filter_map(|id| id.parse().ok()) {
        if picked.len() < MOST && !picked.contains(&id) {
            picked.push(id);
        }
    }
    picked
}

/// What this browser has picked, in the order in which it was.
pub(crate) fn picked() -> Vec<ProductId> {
    request_head().map_or_else(Vec::new, |parts| cookie(&parts.headers, COOKIE).map_or_else(Vec::new, parse))
}

/// The page that compares these.
fn address(products: &[ProductId], differences: bool) -> String {
    let mut pairs: Vec<String> = products.iter().map(|id| format!("p={id}")).collect();
    if differences {
        pairs.push("differences=1".into());
    }
    if pairs.is_empty() { "/compare".into() } else { format!("/compare?{}", pairs.join("&")) }
}

fn cookie_of(products: &[ProductId]) -> String {
    let ids: Vec<String> = products.iter().map(ToString::to_string).collect();
    let age_s = if ids.is_empty() { 0 } else { 86_400 };
    format!("{COOKIE}={}; Path=/; Max-Age={age_s}; HttpOnly; SameSite=Lax", ids.join("."))
}

/// Picks a product, or puts it back.
pub(super) fn toggle(product: &str) -> Result<Done, Failure> {
    let t = Ctx::current().t();
    let product: ProductId = product.parse().map_err(|_| Failure::refused(t.form_malformed()))?;
    let mut products = picked();
    if products.contains(&product) {
        products.retain(|id| *id != product);
    } else if products.len() >= MOST {
        return Err(Failure::refused(t.compare_full(MOST)));
    } else {
        products.push(product);
    }
    Ok(Done::back().cookie(cookie_of(&products)))
}

/// Puts all of them back.
pub(super) fn clear() -> Done {
    Done::back().cookie(cookie_of(&[]))
}

/// The button that picks a product.
#[component]
pub(crate) fn Pick(product: ProductId, title: String, picked: bool) -> AnyView {
    let t = Ctx::current().t();
    let id = format!("pick-{product}");
    let region = id.clone();
    let kind = if picked { ButtonKind::Soft } else { ButtonKind::Quiet };
    let class = classes(&["btn btn-small", if kind == ButtonKind::Soft { "btn-soft" } else { "btn-quiet" }]);
    view! {
        <div id=region>
            <Form action=PickCompare::PATH swap=id>
                <Hidden name="product" value=product.to_string() />
                <button class=class aria-pressed=if picked { "true" } else { "false" } aria-label=t.compare_pick_what(title)>
                    {picked.then(|| view! { <IconView icon=Icon::Check class="size-4" /> })}
                    {t.compare_pick()}
                </button>
            </Form>
        </div>
    }
    .into_any()
}

/// What the bar shows: the picked products, as far as they still are.
pub(crate) async fn bar_tiles(conn: &mut Conn, picked: &[ProductId]) -> Result<Vec<ProductTile>, Failure> {
    if picked.is_empty() { Ok(Vec::new()) } else { tiles(conn, picked).await }
}

/// What is picked and the way to compare it. The region is there, empty, when nothing is: it comes with every answer.
#[component]
pub(crate) fn CompareBar(
    tiles: Vec<ProductTile>,
    /// Stays in view over a long list.
    #[prop(optional)]
    sticky: bool,
) -> AnyView {
    let t = Ctx::current().t();
    if tiles.is_empty() {
        return view! { <div id="compare-bar" data-always=""></div> }.into_any();
    }
    let ids: Vec<ProductId> = tiles.iter().filter_map(|tile| tile.product).collect();
    let count = ids.len();
    let photos = tiles
        .into_iter()
        .map(|tile| view! { <li><PhotoView photo=tile.photo alt=tile.title size=40 class="picture-plate size-10 rounded-control border border-line object-contain p-0.5" /></li> })
        .collect_view();
    let place = if sticky { "sticky bottom-18 z-20 md:bottom-4" } else { "" };
    view! {
        <section id="compare-bar" data-always="" aria-label=t.compare_title()
            class=classes(&["mt-6 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-card border border-line bg-raised px-4 py-2 shadow-raised", place])>
            <ul class="flex gap-2">{photos}</ul>
            <div class="flex items-center gap-1">
                <Form action=ClearCompare::PATH swap="">
                    <Button kind=ButtonKind::Quiet size=ButtonSize::Small>{t.compare_clear()}</Button>
                </Form>
                <LinkButton href=address(&ids, false) size=ButtonSize::Small>{t.compare_now(count)}</LinkButton>
            </div>
        </section>
    }
    .into_any()
}

/// One product of the page: the catalogue's facts and the shop's price.
struct Column {
    detail: ProductDetail,
    tile: ProductTile,
}

impl Column {
    /// The value of an attribute, with its unit.
    fn fact(&self, name: &str) -> Option<String> {
        let found = self.detail.product.attributes.iter().find(|a| a.name == name)?;
        Some(
            found.unit.as_ref().map_or_else(|| found.value.clone(), |unit| format!("{} {unit}", found.value)),
        )
    }
}

async fn columns(conn: &mut Conn, ids: &[ProductId]) -> Result<Vec<Column>, Failure> {
    let mut columns = Vec::with_capacity(ids.len());
    for tile in tiles(conn, ids).await? {
        let Some(id) = tile.product else { continue };
        match product_detail(conn, id).await {
            Ok(detail) => columns.push(Column { detail, tile }),
            Err(CatalogError::ProductNotFound(_)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Ok(columns)
}

/// A row of the table: what it is about, and what each product says of it.
type Fact = (String, Vec<Option<String>>);

/// Price, delivery, brand and state, then every attribute that one of them has, in the order of its first appearance.
fn facts(columns: &[Column]) -> Vec<Fact> {
    let t = Ctx::current().t();
    let of = |words: String, value: &dyn Fn(&Column) -> Option<String>| {
        (words, columns.iter().map(value).collect())
    };
    let promise = |c: &Column| Some(c.tile.promise.clone()).filter(|words| !words.is_empty());
    let offer = |c: &Column| {
        c.tile.offer.and_then(|id| c.detail.offers.iter().find(|o| o.id == id)).map(|o| o.condition)
    };
    let mut facts: Vec<Fact> = vec![
        of(t.facet_price(), &|c| c.tile.price.map(shown_text)),
        of(t.sum_shipping(), &promise),
        of(t.facet_brand(), &|c| c.detail.product.brand.clone()),
        of(t.compare_condition(), &|c| offer(c).and_then(|condition| condition_words(t, condition))),
        of(t.compare_sellers(), &|c| Some(sellers_of(&c.detail))),
    ];
    let mut names: Vec<String> = Vec::new();
    for attribute in columns.iter().flat_map(|c| &c.detail.product.attributes) {
        if !names.contains(&attribute.name) {
            names.push(attribute.name.clone());
        }
    }
    facts.extend(names.into_iter().map(|name| {
        let values = columns.iter().map(|c| c.fact(&name)).collect();
        (name, values)
    }));
    facts.retain(|(_, values)| values.iter().any(Option::is_some));
    facts
}

/// How many offers there are; of a crowded product how many at the least.
fn sellers_of(detail: &ProductDetail) -> String {
    let t = Ctx::current().t();
    let count = format::number(detail.offers.len() as i64, t.writing());
    if detail.crowded { format!("{count}+") } else { count }
}

fn differs(values: &[Option<String>]) -> bool {
    values.windows(2).any(|pair| pair[0] != pair[1])
}

pub async fn page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let asked = parse(&query_all("p").join("."));
    let only_differences = query("differences").is_some();
    let platform = platform();
    let mut conn = platform.db.read_together().await?;
    let columns = columns(&mut conn, &asked).await?;
    drop(conn);
    let ids: Vec<ProductId> = columns.iter().map(|c| c.detail.product.id).collect();
    let body = if columns.is_empty() {
        view! {
            <EmptyState title=t.compare_empty_title() text=t.compare_empty_text() icon=Icon::Filter>
                <LinkButton href="/search">{t.listing_all()}</LinkButton>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <Compared columns ids=ids.clone() only_differences /> }.into_any()
    };
    let toggle = (ids.len() > 1).then(|| {
        let words = if only_differences { t.compare_all_rows() } else { t.compare_differences() };
        view! { <LinkButton href=address(&ids, !only_differences) kind=ButtonKind::Secondary size=ButtonSize::Small>{words}</LinkButton> }
    });
    Ok(view! {
        <ShopPage title=t.compare_title() head=Head { private: true, ..Head::default() }>
            <div class="mb-6 flex flex-wrap items-center justify-between gap-3">
                <h1 class="text-3xl font-bold">{t.compare_title()}</h1>
                {toggle}
            </div>
            <div id="compared">{body}</div>
        </ShopPage>
    }
    .into_any())
}

#[component]
fn Compared(columns: Vec<Column>, ids: Vec<ProductId>, only_differences: bool) -> AnyView {
    let t = Ctx::current().t();
    let mut facts = facts(&columns);
    if only_differences && columns.len() > 1 {
        facts.retain(|(_, values)| differs(values));
    }
    let heads = columns
        .into_iter()
        .map(|column| view! { <ColumnHead column ids=ids.clone() only_differences /> })
        .collect_view();
    let rows = facts
        .into_iter()
        .map(|(name, values)| {
            let cells = values
                .into_iter()
                .map(|value| match value {
                    Some(value) => view! { <td class="align-top"><bdi>{value}</bdi></td> }.into_any(),
                    None => view! { <td class="align-top text-ink-faint"><span aria-hidden="true">"–"</span><span class="sr-only">{t.compare_not_said()}</span></td> }.into_any(),
                })
                .collect_view();
            view! { <tr><th scope="row" class="align-top font-medium text-ink-soft"><bdi>{name}</bdi></th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <Table caption=t.compare_title()>
            <thead><tr><td></td>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

/// The product at the head of its column: picture, name, into the cart, away.
#[component]
fn ColumnHead(column: Column, ids: Vec<ProductId>, only_differences: bool) -> AnyView {
    let t = Ctx::current().t();
    let ProductTile { href, title, photo, offer, unavailable, .. } = column.tile;
    let rest: Vec<ProductId> = ids.into_iter().filter(|id| *id != column.detail.product.id).collect();
    let (buy_what, remove_what) = (t.add_to_cart_what(title.clone()), t.list_remove_what(title.clone()));
    let buy = offer.map(|offer| {
        view! {
            <AddForm offer title=title.clone() swap="compared">
                <Button size=ButtonSize::Small label=buy_what>{t.add_to_cart()}</Button>
            </AddForm>
        }
    });
    view! {
        <th scope="col" class="min-w-44 align-top">
            <div class="flex flex-col items-start gap-2 whitespace-normal">
                <PhotoView photo size=160 class="picture-plate size-32 rounded-control border border-line object-contain p-2" />
                <a href=href class="line-clamp-3 min-h-tap text-base text-ink hover:text-accent"><bdi>{title}</bdi></a>
                {buy}
                {unavailable.map(|words| view! { <span class="text-sm">{words}</span> })}
                <a href=address(&rest, only_differences) class="btn btn-quiet btn-small" aria-label=remove_what>{t.remove()}</a>
            </div>
        </th>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_most_four_are_picked_each_once_and_what_is_no_product_is_passed_over() {
        let ids: Vec<ProductId> =
            (0..6).map(|n| format!("prd_0000000000000000000000000{n}").parse().unwrap()).collect();
        let text = |ids: &[ProductId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(".");
        assert_eq!(parse(&text(&ids)), ids[..4]);
        assert_eq!(parse(&format!("{0}.x.{0}.off_1", text(&ids[..1]))), ids[..1]);
        assert_eq!(parse(""), []);
    }

    #[test]
    fn a_row_differs_when_one_product_says_something_else_or_nothing() {
        let said = |words: &str| Some(words.to_owned());
        assert!(!differs(&[said("2 kg"), said("2 kg")]));
        assert!(differs(&[said("2 kg"), said("3 kg")]));
        assert!(differs(&[said("2 kg"), None]));
        assert!(!differs(&[said("2 kg")]));
    }
}
