//! Products in lists: the tile of a product, with the offer that speaks for it.
use std::collections::HashMap;

use domain::shipping::NoDelivery;
use domain::stock::is_told;
use domain::{Money, OfferId, PictureId, ProductId, SellerId, Timestamp};
use platform::buybox::Market;
use platform::catalog::{CardModel, Condition, Offer, ProductCard, ProductStatus, cards};
use platform::db::Conn;
use platform::inventory::Level;
use platform::pictures::Picture;
use platform::reviews::standings;
use platform::search::AttributeChoice;
use platform::sellers::{Seller, many};

use super::delivery::no_delivery;
use super::market::{Known, market, settle};
use super::variants::{fitting, stock_of};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::{Photo, ProductTile, Tone};

/// The state of a used article; nothing for a new one, which needs no word.
pub(crate) fn condition_words(t: T, condition: Condition) -> Option<String> {
    match condition {
        Condition::New => None,
        Condition::Refurbished => Some(t.condition_refurbished()),
        Condition::LikeNew => Some(t.condition_like_new()),
        Condition::Good => Some(t.condition_good()),
        Condition::Acceptable => Some(t.condition_acceptable()),
    }
}

/// A product's picture at about `width` px; a drawn one where there is none.
pub(crate) fn photo(picture: Option<&Picture>, product: ProductId, width: u32) -> Photo {
    match picture {
        Some(picture) => Photo { src: picture.src(width, "jpg"), webp: Some(picture.srcset("webp")) },
        None => drawn(product),
    }
}

/// The small picture beside a line of a cart or an order.
pub(crate) fn thumbnail(picture: Option<PictureId>, product: ProductId) -> Photo {
    let at = |id, ext| platform::pictures::url(id, 160, ext);
    match picture {
        Some(id) => Photo { src: at(id, "jpg"), webp: Some(at(id, "webp")) },
        None => drawn(product),
    }
}

fn drawn(product: ProductId) -> Photo {
    Photo { src: format!("/media/drawn/{product}.svg"), webp: None }
}

/// Tiles of these products, in this order; hidden ones have no page, and so no tile.
pub(crate) async fn tiles(conn: &mut Conn, ids: &[ProductId]) -> Result<Vec<ProductTile>, Failure> {
    let cards = cards(conn, ids).await?;
    tiles_of(conn, cards).await
}

/// The same for what a search found, where one variant stands for all of its model: it bears the model's name and says
/// how many there are. Of a model the variant is shown that has what was chosen of its options.
pub(crate) async fn found_tiles(
    conn: &mut Conn,
    ids: &[ProductId],
    chosen: &[AttributeChoice],
) -> Result<Vec<ProductTile>, Failure> {
    let mut found = cards(conn, ids).await?;
    let of_models: Vec<_> = found.iter().filter_map(|card| Some((card.id, card.model.clone()?))).collect();
    let better = fitting(conn, &of_models, chosen).await?;
    if !better.is_empty() {
        let ids: Vec<ProductId> = ids.iter().map(|id| better.get(id).unwrap_or(id)).copied().collect();
        found = cards(conn, &ids).await?;
    }
    let t = Ctx::current().t();
    let models: HashMap<ProductId, CardModel> =
        found.iter().filter_map(|card| Some((card.id, card.model.clone()?))).collect();
    let mut tiles = tiles_of(conn, found).await?;
    for tile in &mut tiles {
        let model = tile.product.and_then(|id| models.get(&id)).filter(|model| model.variants > 1);
        if let Some(model) = model {
            tile.title.clone_from(&model.title);
            tile.variants = Some(t.variants_count(model.variants));
            // Which size goes into the cart is chosen on its page.
            tile.offer = None;
        }
    }
    Ok(tiles)
}

/// Tiles of what one seller offers, at most one offer of a product: with its own price, whoever speaks for
/// the product elsewhere, and leading to its offer.
pub(crate) async fn tiles_of_offers(conn: &mut Conn, offers: &[Offer]) -> Result<Vec<ProductTile>, Failure> {
    let ids: Vec<ProductId> = offers.iter().map(|offer| offer.product_id).collect();
    let mut found = cards(conn, &ids).await?;
    let own: HashMap<ProductId, &Offer> = offers.iter().map(|offer| (offer.product_id, offer)).collect();
    for card in &mut found {
        card.offers = own.get(&card.id).map(|offer| (*offer).clone()).into_iter().collect();
        card.crowded = false;
    }
    let mut tiles = tiles_of(conn, found).await?;
    for tile in &mut tiles {
        if let Some(offer) = tile.product.and_then(|id| own.get(&id)) {
            tile.href = format!("{}?offer={}", tile.href, offer.id);
        }
    }
    Ok(tiles)
}

async fn tiles_of(conn: &mut Conn, mut cards: Vec<ProductCard>) -> Result<Vec<ProductTile>, Failure> {
    cards.retain(|card| card.status != ProductStatus::Hidden);
    let offers: Vec<OfferId> = cards.iter().flat_map(|c| &c.offers).map(|o| o.id).collect();
    let mut stock = stock_of(conn, &offers).await?;
    let mut who: Vec<SellerId> = cards.iter().flat_map(|c| &c.offers).map(|o| o.seller_id).collect();
    who.sort_unstable();
    who.dedup();
    let mut sellers = many(conn, &who).await?;
    let market = market(conn).await?;
    for card in cards.iter_mut().filter(|card| card.crowded) {
        let known = Known { offers: &mut card.offers, stock: &mut stock, sellers: &mut sellers };
        settle(conn, &market, card.id, known).await?;
    }
    let ids: Vec<ProductId> = cards.iter().map(|card| card.id).collect();
    let standings = standings(conn, &ids).await?;
    let now = conn.now();
    let rated = |mut tile: ProductTile, id: ProductId| {
        let rating = standings.get(&id).map(|standing| standing.rating);
        tile.rating = rating.and_then(|r| Some((r.tenths()?, r.count().unsigned_abs())));
        tile
    };
    Ok(cards
        .into_iter()
        .map(|card| {
            let id = card.id;
            rated(tile(card, &market, &stock, &sellers, now), id)
        })
        .collect())
}

fn tile(
    card: ProductCard,
    market: &Market,
    stock: &HashMap<OfferId, Level>,
    sellers: &HashMap<SellerId, Seller>,
    now: Timestamp,
) -> ProductTile {
    let t = Ctx::current().t();
    let best = market.best(&card.offers, stock, sellers).filter(|_| card.status == ProductStatus::Active);
    let left = best.map_or(0, |o| stock.get(&o.id).map_or(0, |l| l.available));
    let photo = photo(card.picture.as_ref(), card.id, 320);
    let fee = best.and_then(|o| Some(market.fee(o, sellers.get(&o.seller_id)?)));
    let free = fee.is_some_and(|fee| fee.is_ok_and(Money::is_zero));
    // What is not sent alone may be with more.
    let nowhere = fee.and_then(Result::err).filter(|why| *why != NoDelivery::Worth);
    ProductTile {
        product: Some(card.id),
        offer: best.filter(|_| left > 0 && nowhere.is_none()).map(|o| o.id),
        href: format!("/p/{}", card.slug),
        title: card.title,
        brand: card.brand.unwrap_or_default(),
        photo,
        price: best.filter(|_| left > 0).map(|o| o.price),
        before: best.filter(|_| left > 0).and_then(|o| o.deal(now)).map(|deal| deal.prior),
        promise: if left > 0 && free { t.free_delivery() } else { String::new() },
        flag: is_told(left).then(|| (Tone::Warn, t.only_left(left))),
        unavailable: match left {
            0 => Some(t.unavailable()),
            _ => nowhere.map(|why| no_delivery(t, why)),
        },
        ..ProductTile::default()
    }
}
