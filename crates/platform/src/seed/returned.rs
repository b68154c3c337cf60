//! Where the demo's sellers take things back, and one return of each kind that waits: one to answer and one on its way.

use super::people::{DemoAccount, Desks, input};
use crate::{Platform, PlatformError};
use domain::address::{Address, AddressInput};
use domain::contact::Email;
use domain::order::{Carrier, OrderSource};
use domain::returns::{AutoApproval, ReturnReason};
use domain::{OfferId, OrderId, SellerId};
use orders::{PlaceOrder, Ship, Shopper, Wanted};
use payments::MethodRef;
use returns::{NewReturn, Pick, ReturnError, ReturnSettings, claim};

/// Line, city, region, postcode by the short name of the seller; the platform's own retail approves at once.
const ADDRESSES: &[(&str, &str, [&str; 4])] = &[
    ("orinoco", "Orinoco Returns", ["400 Delta Way", "Seattle", "WA", "98101"]),
    ("guayabo", "Casa Guayabo", ["12 Orchard Lane", "Fresno", "CA", "93701"]),
    ("paramo", "Páramo Outdoor", ["9 Summit Road", "Denver", "CO", "80202"]),
];

/// Who sends which product back, and why. Ada's stand on the desk of Casa Guayabo.
const RETURNS: &[(&str, ReturnReason)] = &[
    ("cast-iron-skillet-26-cm-seasoned", ReturnReason::NoLongerWanted),
    ("gooseneck-kettle-1-litre-with-temperature-hold", ReturnReason::Damaged),
];

/// Says where returns go to, and asks for some. What exists already is left as it is.
pub async fn make(
    platform: &Platform,
    accounts: &[DemoAccount],
    desks: &Desks,
) -> Result<usize, PlatformError> {
    for (desk, name, place) in ADDRESSES {
        if let Some(seller) = desks.get(desk) {
            settle(platform, *seller, name, *place, *desk == "orinoco").await?;
        }
    }
    let shopper = accounts.iter().find(|account| account.email == "ada@shopper.example");
    let Some(shopper) = shopper else { return Ok(0) };
    for (slug, reason) in RETURNS {
        let offer = super::voices::product_of(platform, slug).await?.1;
        ask(platform, shopper, offer, *reason).await?;
    }
    Ok(RETURNS.len())
}

async fn settle(
    platform: &Platform,
    seller: SellerId,
    name: &str,
    [line1, city, region, postcode]: [&str; 4],
    at_once: bool,
) -> Result<(), PlatformError> {
    let known = returns::settings(&mut platform.db.read().await?, seller).await?;
    if known.address.is_some() {
        return Ok(());
    }
    let typed = AddressInput {
        name: name.into(),
        line1: line1.into(),
        city: city.into(),
        region: region.into(),
        postcode: postcode.into(),
        country: "US".into(),
        ..AddressInput::default()
    };
    let address: Address = input(typed.parse())?;
    let auto = AutoApproval { on: at_once, up_to_minor: None };
    let new = ReturnSettings { address: Some(address), auto, window_days: None };
    let saved: Result<(), ReturnError> = platform
        .db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { returns::save_settings(tx, seller, &new).await })
        })
        .await;
    Ok(saved?)
}

/// One unit, ordered, sent, delivered, and asked to be taken back.
async fn ask(
    platform: &Platform,
    shopper: &DemoAccount,
    offer: OfferId,
    reason: ReturnReason,
) -> Result<(), PlatformError> {
    let mut conn = platform.db.read().await?;
    let address = identity::addresses::default(&mut conn, shopper.id).await?;
    let card = payments::default_method(&mut conn, shopper.id).await?;
    drop(conn);
    let (Some(address), Some(card)) = (address, card) else { return Ok(()) };
    // No click: that would share a parcel with orders that are still to be sent.
    let new = PlaceOrder {
        key: format!("demo-returned-{offer}"),
        shopper: Shopper::Account(shopper.id),
        email: input(Email::parse(shopper.email))?,
        locale: platform.config.locale,
        source: OrderSource::Checkout,
        lines: vec![Wanted { offer, quantity: 1, price_seen: None }],
        address: address.address,
        method: MethodRef::Saved(card.id),
        total_seen: None,
        gift: None,
        shown: None,
        device: None,
    };
    let order: OrderId = platform.orders.place(new).await?.order();
    let detail = orders::store::detail(&mut platform.db.read().await?, order).await?;
    for part in detail.parts {
        let seller = part.part.seller_id;
        let parcel = Ship {
            key: format!("demo-returned-{}", part.part.id),
            seller,
            lines: part.lines.iter().map(|line| (line.id, line.quantity)).collect(),
            carrier: Carrier::Ups,
            tracking: "1Z999AA10123456784".into(),
        };
        platform.orders.ship(parcel).await?;
        platform.orders.deliver(seller, part.part.id).await?;
    }
    let key = format!("demo-returned-{order}");
    let mut conn = platform.db.read().await?;
    if !returns::lists::of_order(&mut conn, order).await?.is_empty() {
        return Ok(());
    }
    for (parcel, lines) in orders::parcels::delivered(&mut conn, order).await? {
        let pick =
            |line: &orders::parcels::ParcelLine| Pick { line: line.line_id, quantity: line.quantity, reason };
        let picks: Vec<Pick> = lines.iter().map(pick).collect();
        let seen = claim::quote(&mut conn, parcel.shipment_id, parcel.part_id, &picks).await?.card();
        let new = NewReturn {
            key: key.clone(),
            shopper: Shopper::Account(shopper.id),
            order,
            shipment: parcel.shipment_id,
            part: parcel.part_id,
            picks,
            note: None,
            seen,
        };
        platform.returns.request(new).await?;
    }
    Ok(())
}
