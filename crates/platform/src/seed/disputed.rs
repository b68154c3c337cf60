//! One payment of a guest that the bank takes back, for the desk of Casa Guayabo to answer.

use super::people::{Desks, input};
use crate::{Platform, PlatformError};
use disputes::lists::{DisputeFilter, page};
use domain::address::{Address, AddressInput};
use domain::contact::Email;
use domain::order::{Carrier, OrderSource};
use domain::{GuestId, OrderId};
use orders::{OrderError, PlaceOrder, Ship, Shopper, Wanted};
use payments::{CardInput, MethodRef};

/// What it is about, of the desk's own goods.
const GOODS: &str = "wall-shelf-oiled-walnut-90-cm";
/// The sandbox's card whose owner says that it was somebody else: the desk's health does not begin with a defect.
const CARD: &str = "4000000000001976";
const KEY: &str = "demo-disputed-order";

/// Ordered, sent, delivered, and taken back. What exists already is left as it is. Returns how many orders were made.
pub async fn make(platform: &Platform, desks: &Desks) -> Result<usize, PlatformError> {
    let Some(seller) = desks.get("guayabo") else { return Ok(0) };
    let mut conn = platform.db.read().await?;
    let known = page(&mut conn, Some(*seller), DisputeFilter::All, None, 1).await?;
    drop(conn);
    if !known.is_empty() {
        return Ok(0);
    }
    let Some(order) = ordered(platform).await? else { return Ok(0) };
    let detail = orders::store::detail(&mut platform.db.read().await?, order).await?;
    for part in detail.parts {
        let parcel = Ship {
            key: format!("demo-disputed-{}", part.part.id),
            seller: part.part.seller_id,
            lines: part.lines.iter().map(|line| (line.id, line.quantity)).collect(),
            carrier: Carrier::Ups,
            tracking: "1Z999AA10123456785".into(),
        };
        platform.orders.ship(parcel).await?;
        platform.orders.deliver(part.part.seller_id, part.part.id).await?;
    }
    platform.disputes.read_news().await?;
    Ok(1)
}

/// `None` when an earlier run has ordered it and did not come to its end.
async fn ordered(platform: &Platform) -> Result<Option<OrderId>, PlatformError> {
    let typed = AddressInput {
        name: "Noel Vargas".into(),
        line1: "77 Mill Lane".into(),
        city: "Sacramento".into(),
        region: "CA".into(),
        postcode: "95814".into(),
        country: "US".into(),
        ..AddressInput::default()
    };
    let address: Address = input(typed.parse())?;
    let offer = super::voices::product_of(platform, GOODS).await?.1;
    let card = platform.payments.tokenise(CardInput::test_card(CARD)).await?;
    let new = PlaceOrder {
        key: KEY.into(),
        shopper: Shopper::Guest(platform.db.new_id::<GuestId>()),
        email: input(Email::parse("noel@shopper.example"))?,
        locale: platform.config.locale,
        source: OrderSource::Checkout,
        lines: vec![Wanted { offer, quantity: 1, price_seen: None }],
        address,
        method: MethodRef::Token(card.token),
        total_seen: None,
        gift: None,
        shown: None,
        device: None,
    };
    match platform.orders.place(new).await {
        Ok(placed) => Ok(Some(placed.order())),
        Err(OrderError::KeyReused) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
