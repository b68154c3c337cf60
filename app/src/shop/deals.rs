//! What has become cheaper: page `/deals`, and its row on the home page. What a deal is says `domain::reduction`.
use std::collections::{HashMap, HashSet};

use domain::promotion::{Goods, Left, Rule, Running};
use domain::reduction::{LEAST_OFF_BPS, WINDOW};
use domain::{OfferId, ProductId, SellerId, format};
use leptos::prelude::*;
use platform::catalog::{Offer, ReducedOffer, contending_of, offers_for_sale, reduced_offers};
use platform::db::Conn;
use platform::sellers::many;

use super::home::Grid;
use super::market::{Known, market, settle};
use super::rows;
use super::tiles::found_tiles;
use super::variants::stock_of;
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::head::{breadcrumbs, collection};
use crate::page::query;
use crate::ui::*;

const PATH: &str = "/deals";
/// The page shows the largest reductions of a shop, not each one: so many reduced offers are looked at.
const MOST_OFFERS: i64 = 480;
/// Of which at once.
const AT_ONCE: i64 = 120;
const PER_PAGE: usize = 24;
/// So many offers of lightning deals are shown.
const MOST_LIGHTNING: usize = 48;

/// The products whose price is reduced now, the largest reduction first, until there are `most` of them. Sold-out ones are
/// left out, and those whose page shows another offer; of a model there is one.
async fn running(conn: &mut Conn, most: usize) -> Result<Vec<ProductId>, Failure> {
    let (mut found, mut models) = (Vec::new(), HashSet::new());
    for skip in (0..MOST_OFFERS).step_by(AT_ONCE as usize) {
        let reduced = reduced_offers(conn, skip, AT_ONCE).await?;
        let last = (reduced.len() as i64) < AT_ONCE;
        for offer in shown(conn, reduced).await? {
            if offer.model_id.is_none_or(|model| models.insert(model)) {
                found.push(offer.product_id);
            }
        }
        if last || found.len() >= most {
            break;
        }
    }
    found.truncate(most);
    Ok(found)
}

/// Those of these offers that are in stock and speak for their product.
async fn shown(conn: &mut Conn, mut reduced: Vec<ReducedOffer>) -> Result<Vec<ReducedOffer>, Failure> {
    let products: Vec<ProductId> = reduced.iter().map(|offer| offer.product_id).collect();
    let mut contending = contending_of(conn, &products).await?;
    let all = || contending.values().flat_map(|of| &of.offers);
    let mut stock = stock_of(conn, &all().map(|o| o.id).collect::<Vec<_>>()).await?;
    let who: HashSet<SellerId> = all().map(|o| o.seller_id).collect();
    let mut sellers = many(conn, &who.into_iter().collect::<Vec<_>>()).await?;
    let market = market(conn).await?;
    for (product, of) in contending.iter_mut().filter(|(_, of)| of.crowded) {
        let known = Known { offers: &mut of.offers, stock: &mut stock, sellers: &mut sellers };
        settle(conn, &market, *product, known).await?;
    }
    let best: HashMap<ProductId, &Offer> = contending
        .iter()
        .filter_map(|(product, of)| Some((*product, market.best(&of.offers, &stock, &sellers)?)))
        .collect();
    let available = |offer: &Offer| stock.get(&offer.id).is_some_and(|level| level.available > 0);
    reduced.retain(|found| {
        best.get(&found.product_id).is_some_and(|best| best.id == found.offer_id && available(best))
    });
    Ok(reduced)
}

/// The largest reductions, with a way to all of them; nothing where there is none.
pub(super) async fn row() -> Result<Option<AnyView>, Failure> {
    let mut conn = platform().db.read_together().await?;
    let products = running(&mut conn, rows::MOST).await?;
    if products.is_empty() {
        return Ok(None);
    }
    let tiles = found_tiles(&mut conn, &products, &[]).await?;
    drop(conn);
    let t = Ctx::current().t();
    let all = rows::All { href: PATH, words: t.deals_all() };
    Ok((!tiles.is_empty()).then(|| rows::shown_with("deals", t.deals_title(), tiles, Some(all))))
}

/// What deals are on, the one that is over first before the others: those of offers that speak for their product.
async fn lightning(conn: &mut Conn, deals: Vec<Running>) -> Result<Vec<ProductTile>, Failure> {
    let t = Ctx::current().t();
    let mut of: HashMap<OfferId, (Rule, Left)> = HashMap::new();
    let mut order: Vec<OfferId> = Vec::new();
    for deal in deals {
        let (Some(left), Goods::These(offers)) = (deal.left, deal.goods) else { continue };
        for offer in offers {
            of.entry(offer).or_insert((deal.rule, left));
            order.push(offer);
        }
    }
    order.truncate(MOST_LIGHTNING);
    let sales = offers_for_sale(conn, &order).await?;
    let mut products: Vec<ProductId> = Vec::new();
    for product in order.iter().filter_map(|offer| Some(sales.get(offer)?.offer.product_id)) {
        if !products.contains(&product) {
            products.push(product);
        }
    }
    let mut tiles = found_tiles(conn, &products, &[]).await?;
    tiles.retain(|tile| tile.offer.is_some_and(|offer| of.contains_key(&offer)));
    for tile in &mut tiles {
        let Some((rule, left)) = tile.offer.and_then(|offer| of.get(&offer)) else { continue };
        let share = left.taken().saturating_mul(100) / left.limit.units.max(1) * 100;
        let off = format::percent(rule.bps().unwrap_or(0), t.writing());
        tile.flag = Some((Tone::Good, t.deal_flag(off, format::percent(share, t.writing()))));
    }
    Ok(tiles)
}

pub async fn page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let platform = platform();
    // Before this page has a reader of its own: it may have to read.
    let deals = platform.deals().await?;
    let mut conn = platform.db.read_together().await?;
    let products = running(&mut conn, MOST_OFFERS as usize).await?;
    let pages = products.len().div_ceil(PER_PAGE).max(1);
    let page = query("page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, pages);
    let here = products.chunks(PER_PAGE).nth(page - 1).unwrap_or_default();
    let tiles = found_tiles(&mut conn, here, &[]).await?;
    let lightning = if page == 1 { lightning(&mut conn, deals).await? } else { Vec::new() };
    drop(conn);
    let count = products.len() as i64;
    let days = format::number(WINDOW.as_secs() / 86_400, t.writing());
    let intro = t.deals_intro(format::percent(LEAST_OFF_BPS, t.writing()), days);
    let trail = vec![("/".to_owned(), t.nav_home()), (PATH.to_owned(), t.deals_title())];
    let head = head(&platform.config.site_url(), page, intro.clone(), &trail, &tiles);
    let shows_lightning = !lightning.is_empty();
    let lightning = shows_lightning.then(|| {
        view! {
            <section id="lightning" class="mb-10" aria-labelledby="lightning-title">
                <h2 id="lightning-title" class="text-xl font-bold">{t.deals_lightning()}</h2>
                <p class="mb-4 max-w-prose text-ink-soft">{t.deals_lightning_text()}</p>
                <Grid products=lightning />
            </section>
        }
    });
    let href = Callback::new(|page: u32| address(page as usize));
    let list = if tiles.is_empty() && shows_lightning {
        ().into_any()
    } else if tiles.is_empty() {
        view! {
            <EmptyState title=t.deals_empty_title() text=t.deals_empty_text() icon=Icon::Tag>
                <LinkButton href="/">{t.go_home()}</LinkButton>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            <h2 class="sr-only">{t.listing_list()}</h2>
            <Grid products=tiles />
            <div class="mt-10"><Pagination page=page as u32 pages=pages as u32 href /></div>
        }
        .into_any()
    };
    Ok(view! {
        <ShopPage title=t.deals_title() head>
            <div class="mb-3"><Breadcrumbs trail /></div>
            <h1 class="text-2xl font-bold sm:text-3xl">{t.deals_title()}</h1>
            {(count > 0).then(|| view! { <p class="text-ink-faint" role="status">{t.products_count(count)}</p> })}
            <p class="mt-2 mb-8 max-w-prose text-ink-soft">{intro}</p>
            {lightning}
            {list}
        </ShopPage>
    }
    .into_any())
}

fn address(page: usize) -> String {
    if page > 1 { format!("{PATH}?page={page}") } else { PATH.to_owned() }
}

fn head(
    site: &str,
    page: usize,
    description: String,
    trail: &[(String, String)],
    tiles: &[ProductTile],
) -> Head {
    let address = address(page);
    let items = tiles.iter().map(|tile| (tile.href.as_str(), tile.title.as_str()));
    let list = collection(site, &address, &Ctx::current().t().deals_title(), items);
    Head {
        description,
        json_ld: vec![list, breadcrumbs(site, trail)],
        canonical: Some(address),
        ..Head::default()
    }
}
