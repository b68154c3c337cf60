//! Whose desk it is: the seller that the address or form names, else the first one that the visitor works for.
use domain::roles::{Action, Resource};
use domain::{PartId, SellerId};
use platform::orders::store::{self, PartDetail};
use platform::sellers::Seller;

use crate::access::{allow, platform, visitor};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::shop::refusals::refusal;

/// The seller of a page, which this visitor may read.
pub(super) async fn of_page() -> Result<Seller, Failure> {
    let id = match query("seller") {
        Some(text) => text.parse().map_err(|_| Failure::NotFound)?,
        None => first()?,
    };
    of(Action::ReadSeller, id).await
}

fn first() -> Result<SellerId, Failure> {
    let visitor = visitor();
    if visitor.account().is_none() {
        return Err(Failure::NotSignedIn);
    }
    visitor.memberships.first().map(|m| m.seller_id).ok_or(Failure::Forbidden)
}

/// The seller that a form names, for which this visitor may do this.
pub(super) async fn of_form(action: Action, seller: &str) -> Result<Seller, Failure> {
    // Who is nobody is asked to sign in before anything is said about the seller.
    let id = seller.parse().map_err(|_| Failure::NotFound)?;
    of(action, id).await
}

async fn of(action: Action, id: SellerId) -> Result<Seller, Failure> {
    allow(action, &Resource::Seller(id))?;
    let platform = platform();
    let mut conn = platform.db.read().await?;
    platform::sellers::get(&mut conn, id).await?.ok_or(Failure::NotFound)
}

/// A part of this seller that is paid for; anything else does not exist.
pub(super) async fn part(seller: SellerId, id: PartId) -> Result<PartDetail, Failure> {
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
