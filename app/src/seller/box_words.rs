//! Why an offer of a seller is in the buy box or not, and what would bring it there: for the seller's list of products.
use std::collections::HashMap;

use domain::buy_box::{Contender, Loss, Obstacle, Reason};
use domain::{Money, OfferId};
use leptos::prelude::*;
use platform::buybox::{Stand, stands};
use platform::catalog::SellerOffer;
use platform::db::Conn;

use super::health_words;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::shop::market::market;
use crate::ui::*;

/// The places of these offers of one seller. Nothing of a product that nobody can buy from anybody.
pub(super) async fn places(
    conn: &mut Conn,
    rows: &[SellerOffer],
) -> Result<HashMap<OfferId, Stand>, Failure> {
    let market = market(conn).await?;
    Ok(stands(conn, &market, rows).await?)
}

/// The place in words.
pub(super) fn shown(place: Stand) -> AnyView {
    let t = Ctx::current().t();
    let (tone, title, lines) = match place {
        Stand::Won { reason, next } => (Tone::Good, t.box_won(), vec![won(reason, next.as_ref())]),
        Stand::Lost { winner, loss, price } => (Tone::Warn, t.box_lost(), lost(&winner, &loss, price)),
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
