//! Why an offer of a seller is in the buy box or not, and what would bring it there: for the seller's list of products.
use std::collections::HashMap;

use domain::buy_box::{Contender, Loss, Obstacle, Reason, loss, ranking, reason};
use domain::shipping::price_for;
use domain::{Money, OfferId, ProductId};
use leptos::prelude::*;
use platform::buybox::{Market, Shelf};
use platform::catalog::{Contending, SellerOffer, contending_of};
use platform::db::Conn;

use super::health_words;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::shop::market::market;
use crate::ui::*;

/// How an offer stands in its product's buy box.
pub(super) enum Place {
    Won {
        reason: Reason,
        next: Option<Contender>,
    },
    /// With the price that lands where it would win, where delivery leaves room for one.
    Lost {
        winner: Contender,
        loss: Loss,
        price: Option<Money>,
    },
}

/// The places of these offers of one seller. Nothing of a product that nobody can buy from anybody.
pub(super) async fn places(
    conn: &mut Conn,
    rows: &[SellerOffer],
) -> Result<HashMap<OfferId, Place>, Failure> {
    let market = market(conn).await?;
    let products: Vec<ProductId> = rows.iter().map(|row| row.offer.product_id).collect();
    let mut contending = contending_of(conn, &products).await?;
    let mut found = HashMap::with_capacity(rows.len());
    for row in rows {
        let Contending { mut offers, crowded } = contending.remove(&row.offer.product_id).unwrap_or_default();
        // Of a crowded product only the cheapest are read, and this one may be none of them.
        if offers.iter().all(|offer| offer.id != row.offer.id) {
            offers.push(row.offer.clone());
        }
        let mut shelf = Shelf::of(conn, offers.clone()).await?;
        if crowded {
            shelf.complete(conn, &market, row.offer.product_id).await?;
        }
        // Two offers of one product, new and used, may be on the same page.
        contending.insert(row.offer.product_id, Contending { offers, crowded });
        if let Some(place) = place(&market, &shelf, row.offer.id) {
            found.insert(row.offer.id, place);
        }
    }
    Ok(found)
}

fn place(market: &Market, shelf: &Shelf, offer: OfferId) -> Option<Place> {
    let home = market.home();
    let mut all = market.contenders(&shelf.offers, &shelf.stock, &shelf.sellers);
    let own = all.iter().find(|contender| contender.offer == offer)?.clone();
    all.retain(|contender| contender.open && contender.stock > 0);
    let ranked = ranking(&all, home);
    let winner = ranked.first()?;
    let next = ranked.get(1).copied();
    Some(match loss(&own, winner, home) {
        None => Place::Won { reason: reason(winner, next, home), next: next.cloned() },
        Some(loss) => {
            let price = loss.landed_to_win.and_then(|landed| asking(market, shelf, offer, landed));
            Place::Lost { winner: (*winner).clone(), loss, price }
        }
    })
}

/// The price at which an offer lands there with its seller's delivery.
fn asking(market: &Market, shelf: &Shelf, offer: OfferId, landed: Money) -> Option<Money> {
    let offer = shelf.offers.iter().find(|known| known.id == offer)?;
    let seller = shelf.sellers.get(&offer.seller_id)?;
    price_for(landed, &seller.shipping, &seller.tables, offer.packing, market.place())
}

/// The place in words.
pub(super) fn shown(place: Place) -> AnyView {
    let t = Ctx::current().t();
    let (tone, title, lines) = match place {
        Place::Won { reason, next } => (Tone::Good, t.box_won(), vec![won(reason, next.as_ref())]),
        Place::Lost { winner, loss, price } => (Tone::Warn, t.box_lost(), lost(&winner, &loss, price)),
    };
    let state = if tone == Tone::Good { "won" } else { "lost" };
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <details class="text-sm md:col-span-2" data-box=state>
            <summary class="flex min-h-tap cursor-pointer items-center gap-2"><Badge tone>{title}</Badge></summary>
            <ul class="list-disc ps-5 text-ink-soft">{lines}</ul>
        </details>
    }
    .into_any()
}

fn won(reason: Reason, next: Option<&Contender>) -> String {
    let t = Ctx::current().t();
    match reason {
        Reason::OnlyOne => t.box_why_only(),
        Reason::Gates => t.box_why_gates(),
        Reason::NewFirst => t.box_why_new(),
        Reason::CostsLess => match next {
            Some(next) => t.box_why_price(amount_text(next.landed, t.writing())),
            None => t.box_why_only(),
        },
        Reason::ArrivesEarlier => t.box_why_days(),
        Reason::MoreStock => t.box_why_stock(),
        Reason::FewerDefects => t.box_why_record(),
        Reason::OfferedLonger => t.box_why_longer(),
    }
}

fn lost(winner: &Contender, loss: &Loss, price: Option<Money>) -> Vec<String> {
    let t = Ctx::current().t();
    let amount = |money| amount_text(money, t.writing());
    let mut lines = vec![t.box_winner(amount(winner.landed))];
    lines.extend(loss.obstacles.iter().map(|obstacle| match obstacle {
        Obstacle::SoldOut => t.box_sold_out(),
        Obstacle::NotDelivered => t.box_not_delivered(),
        Obstacle::NotSelling => t.box_not_selling(),
        Obstacle::Gate(measure) => t.box_gate(health_words::name(t, *measure)),
        Obstacle::NewComesFirst => t.box_used(),
        Obstacle::Currency => t.box_currency(),
    }));
    let stays = loss.obstacles.iter().any(|obstacle| !obstacle.can_be_removed());
    match loss.landed_to_win {
        Some(landed) => lines.push(match price {
            Some(price) => t.box_would_win(amount(price), amount(landed)),
            None => t.box_delivery_too_dear(),
        }),
        None if !stays && !loss.obstacles.is_empty() => lines.push(t.box_price_is_fine()),
        None => {}
    }
    lines
}
