//! Whose desk it is: the seller that the address or form names, else the one that was chosen last in this browser, else
//! the first one that the visitor works for. An operator works for none and may read what their role is for.
use domain::roles::{Action, Resource};
use domain::{PartId, SellerId};
use leptos::prelude::*;
use platform::orders::store::{self, PartDetail};
use platform::sellers::Seller;

use crate::access::{allow, platform, visitor};
use crate::answer::{Failure, set_cookie};
use crate::ctx::{Ctx, cookie};
use crate::page::{query, request_head};
use crate::shop::refusals::refusal;
use crate::ui::Hidden;

/// The cookie with the seller whose desk was opened last.
const DESK_COOKIE: &str = "desk";

/// The seller of a page, of which this visitor may do what the page is for.
pub(crate) async fn of_page(action: Action) -> Result<Seller, Failure> {
    let Some(text) = query("seller") else { return of(action, usual()?).await };
    let seller = of(action, text.parse().map_err(|_| Failure::NotFound)?).await?;
    let id = seller.id;
    set_cookie(&format!("{DESK_COOKIE}={id}; Path=/seller; Max-Age=31536000; HttpOnly; SameSite=Lax"));
    Ok(seller)
}

/// The seller whose desk this page is of, if the visitor has a seat there or may read it: what the menu is made for.
pub(crate) fn at_hand() -> Option<SellerId> {
    match query("seller") {
        Some(text) => text.parse().ok(),
        None => usual().ok(),
    }
}

/// The address of a page of this seller's desk. Every way within a desk says whose it is: in another tab another desk may
/// have been opened last.
pub(crate) fn link(seller: SellerId, path: &str) -> String {
    let (page, part) = path.split_at(path.find('#').unwrap_or(path.len()));
    let sign = if page.contains('?') { '&' } else { '?' };
    format!("{page}{sign}seller={seller}{part}")
}

/// The same from a page of that desk; of an address that is no desk's, the address.
pub(crate) fn here(path: &str) -> String {
    let rest =
        path.strip_prefix("/seller").filter(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']));
    match rest.and_then(|_| at_hand()) {
        Some(seller) => link(seller, path),
        None => path.to_owned(),
    }
}

/// Whose desk it is, for a form that asks by GET: its address has only what stands in its fields.
pub(crate) fn field() -> AnyView {
    at_hand().map(|seller| view! { <Hidden name="seller" value=seller.to_string() /> }).into_any()
}

/// The desk that was opened last, if the visitor may still read it; else the first of theirs.
fn usual() -> Result<SellerId, Failure> {
    let visitor = visitor();
    if visitor.account().is_none() {
        return Err(Failure::NotSignedIn);
    }
    let mine: Vec<SellerId> = visitor.memberships.iter().map(|m| m.seller_id).collect();
    let parts = request_head();
    let last = parts.as_ref().and_then(|p| cookie(&p.headers, DESK_COOKIE)).and_then(|id| id.parse().ok());
    let last = last.filter(|id| allow(Action::ReadSeller, &Resource::Seller(*id)).is_ok());
    last.or(mine.first().copied()).ok_or(Failure::Forbidden)
}

/// The other sellers that this visitor works for, by name.
pub(super) async fn others(than: SellerId) -> Result<Vec<Seller>, Failure> {
    let ids: Vec<SellerId> =
        visitor().memberships.iter().map(|m| m.seller_id).filter(|id| *id != than).collect();
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let mut sellers: Vec<Seller> = platform::sellers::many(&mut conn, &ids).await?.into_values().collect();
    sellers.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(sellers)
}

/// The seller that a form names, for which this visitor may do this.
pub(crate) async fn of_form(action: Action, seller: &str) -> Result<Seller, Failure> {
    // Who is nobody is asked to sign in before anything is said about the seller.
    let id = seller.parse().map_err(|_| Failure::NotFound)?;
    of(action, id).await
}

async fn of(action: Action, id: SellerId) -> Result<Seller, Failure> {
    allow(action, &Resource::Seller(id))?;
    platform::db::changes::at_desk(id);
    let platform = platform();
    let mut conn = platform.db.read().await?;
    platform::sellers::get(&mut conn, id).await?.ok_or(Failure::NotFound)
}

/// A part of this seller that is paid for; anything else does not exist.
pub(crate) async fn part(seller: SellerId, id: PartId) -> Result<PartDetail, Failure> {
    let t = Ctx::current().t();
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let part = store::part(&mut conn, id).await.map_err(|e| refusal(t, e))?;
    if part.seller_id != seller || part.state.0 == domain::order::PartState::AwaitingPayment {
        return Err(Failure::NotFound);
    }
    let detail = store::details(&mut conn, vec![part]).await.map_err(|e| refusal(t, e))?;
    detail.into_iter().next().ok_or(Failure::NotFound)
}

#[cfg(test)]
mod tests {
    use super::link;
    use domain::SellerId;

    #[test]
    fn a_way_within_a_desk_says_whose_it_is_and_keeps_what_it_said() {
        let seller: SellerId = "sel_01j9zq3v5n8e7kx2m4t6w0ys1b".parse().unwrap();
        for (path, expected) in [
            ("/seller", format!("/seller?seller={seller}")),
            ("/seller/orders?show=all", format!("/seller/orders?show=all&seller={seller}")),
            ("/seller/reviews#feedback", format!("/seller/reviews?seller={seller}#feedback")),
            ("/seller/reviews?page=2#feedback", format!("/seller/reviews?page=2&seller={seller}#feedback")),
        ] {
            assert_eq!(link(seller, path), expected);
        }
    }
}
