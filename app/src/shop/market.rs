//! The buy box of this request: which offer speaks for a product, and why. Called by every page that shows products.
use std::collections::HashMap;

use domain::buy_box::{Contender, Reason, ranking, reason};
use domain::place::Place;
use domain::{OfferId, ProductId, SellerId, format};
use platform::buybox::{Market, Shelf};
use platform::catalog::Offer;
use platform::db::Conn;
use platform::inventory::Level;
use platform::sellers::Seller;

use super::place::browsed;
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::ui::shown_text;

/// The market for parcels to this place.
pub(crate) async fn market_to(conn: &mut Conn, place: Place) -> Result<Market, Failure> {
    let platform = platform();
    Ok(platform.buybox.market(conn, platform.config.currency, place).await?)
}

/// The market of lists, which ask for no address: parcels go to the place that was typed in this browser, or stay in the
/// shop's country.
pub(crate) async fn market(conn: &mut Conn) -> Result<Market, Failure> {
    market_to(conn, browsed()).await
}

/// Offers of one product with what is known of them and of others.
pub(crate) struct Known<'k> {
    pub offers: &'k mut Vec<Offer>,
    pub stock: &'k mut HashMap<OfferId, Level>,
    pub sellers: &'k mut HashMap<SellerId, Seller>,
}

/// Reads on in a crowded product until its winner is certain.
pub(crate) async fn settle(
    conn: &mut Conn,
    market: &Market,
    product: ProductId,
    known: Known<'_>,
) -> Result<(), Failure> {
    let mut shelf = Shelf {
        offers: std::mem::take(known.offers),
        stock: std::mem::take(known.stock),
        sellers: std::mem::take(known.sellers),
    };
    shelf.complete(conn, market, product).await?;
    (*known.offers, *known.stock, *known.sellers) = (shelf.offers, shelf.stock, shelf.sellers);
    Ok(())
}

/// Why the winner of these contenders won, in plain words; nothing where there was nothing to choose from.
pub(super) fn why(market: &Market, mut all: Vec<Contender>) -> Option<String> {
    let t = Ctx::current().t();
    all.retain(|contender| contender.open && contender.stock > 0);
    let ranked = ranking(&all, market.home());
    let (mine, next) = (ranked.first()?, ranked.get(1)?);
    let (cost, other) = (shown_text(mine.landed), shown_text(next.landed));
    let day = |day| format::weekday_and_day_short(day, t.locale());
    Some(match reason(mine, Some(next), market.home()) {
        Reason::OnlyOne => return None,
        Reason::Gates => t.why_gates(cost),
        Reason::NewFirst => t.why_new_first(cost, other),
        Reason::CostsLess => t.why_costs_least(cost, other),
        Reason::ArrivesEarlier => t.why_arrives(cost, day(mine.arrives), day(next.arrives)),
        Reason::MoreStock => t.why_stock(cost),
        Reason::FewerDefects => t.why_record(cost),
        Reason::OfferedLonger => t.why_longer(cost),
    })
}
