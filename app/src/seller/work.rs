//! What the server functions of the desk do: who is it, may they, parse, one call, where to go on.
use domain::order::{CancelReason, Carrier};
use domain::promise::ShippingOffer;
use domain::roles::Action;
use domain::text_enum::TextEnum as _;
use domain::{Money, OfferId, PartId};
use platform::catalog::CatalogError;
use platform::inventory::InventoryError;
use platform::orders::{Ship, Shipped};

use super::api::{OfferForm, ShipForm, ShippingForm};
use super::desk;
use crate::access::platform;
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::shop::refusals::refusal;
use crate::ui::Tone;
use domain::key::IdempotencyKey;

fn part_of(text: &str) -> Result<PartId, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

fn page_of(part: PartId) -> String {
    format!("/seller/orders/{part}")
}

pub(super) async fn accept(seller: String, part: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::FulfilOrder, &seller).await?;
    let t = Ctx::current().t();
    let part = part_of(&part)?;
    platform().orders.accept(seller.id, part).await.map_err(|e| refusal(t, e))?;
    Ok(Done::to(page_of(part)).notice(Tone::Good, t.sale_accepted()))
}

pub(super) async fn ship(form: ShipForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::FulfilOrder, &form.seller).await?;
    let t = Ctx::current().t();
    let part = part_of(&form.part)?;
    let malformed = || Failure::refused(t.form_malformed());
    let key = IdempotencyKey::parse(&form.key).map_err(|_| malformed())?;
    let carrier = Carrier::parse(&form.carrier).ok_or_else(malformed)?;
    if form.lines.len() != form.quantities.len() {
        return Err(malformed());
    }
    let mut lines = Vec::new();
    for (line, quantity) in form.lines.iter().zip(&form.quantities) {
        let quantity: i64 = quantity.trim().parse().map_err(|_| Failure::refused(t.refused_shipment()))?;
        if quantity != 0 {
            lines.push((line.parse().map_err(|_| malformed())?, quantity));
        }
    }
    let parcel = Ship {
        key: key.as_str().to_owned(),
        seller: seller.id,
        lines,
        carrier,
        tracking: form.tracking.clone(),
    };
    let done = Done::to(page_of(part));
    match platform().orders.ship(parcel).await.map_err(|e| refusal(t, e))? {
        Shipped::Shipped { .. } => Ok(done.notice(Tone::Good, t.sale_shipped())),
        Shipped::Refused { .. } => Ok(done.notice(Tone::Bad, t.sale_refused())),
        Shipped::Pending { .. } => Ok(done.notice(Tone::Warn, t.sale_pending())),
    }
}

pub(super) async fn cancel(seller: String, part: String, reason: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::FulfilOrder, &seller).await?;
    let t = Ctx::current().t();
    let part = part_of(&part)?;
    let reason = CancelReason::parse(&reason).filter(|r| CancelReason::FOR_SELLER.contains(r));
    let reason = reason.ok_or_else(|| Failure::refused(t.sale_choose_reason()))?;
    platform().orders.cancel_by_seller(seller.id, part, reason).await.map_err(|e| refusal(t, e))?;
    Ok(Done::to(page_of(part)).notice(Tone::Good, t.sale_cancelled()))
}

pub(super) async fn deliver(seller: String, part: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::FulfilOrder, &seller).await?;
    let t = Ctx::current().t();
    let part = part_of(&part)?;
    platform().orders.deliver(seller.id, part).await.map_err(|e| refusal(t, e))?;
    Ok(Done::to(page_of(part)).notice(Tone::Good, t.sale_delivered()))
}

pub(super) async fn save_offer(form: OfferForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageOffers, &form.seller).await?;
    let t = Ctx::current().t();
    let offer: OfferId = form.offer.parse().map_err(|_| Failure::NotFound)?;
    let refused = |text: String| Failure::refused(text);
    let price =
        Money::parse_decimal(&form.price, seller.currency).map_err(|_| refused(t.offer_price_wrong()))?;
    let stock: i64 = form.stock.trim().parse().map_err(|_| refused(t.offer_stock_wrong()))?;
    let version: i64 = form.version.parse().map_err(|_| refused(t.form_malformed()))?;
    let key = IdempotencyKey::parse(&form.key).map_err(|_| refused(t.form_malformed()))?.as_str().to_owned();
    let active = !form.active.is_empty();
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let known = platform::catalog::offer(&mut conn, offer).await.map_err(|_| Failure::NotFound)?;
    drop(conn);
    if known.seller_id != seller.id {
        return Err(Failure::NotFound);
    }
    let saved: Result<(), OfferError> = platform
        .db
        .write(move |tx| {
            let key = key.clone();
            Box::pin(async move {
                let changed = platform::catalog::set_price(tx, offer, price, Some(version)).await?;
                if changed.active != active {
                    platform::catalog::set_active(tx, offer, active, None).await?;
                }
                platform::inventory::set_available(tx, &key, offer, stock).await?;
                Ok(())
            })
        })
        .await;
    match saved {
        Ok(()) => Ok(Done::back().notice(Tone::Good, t.settings_saved())),
        Err(OfferError::Catalog(CatalogError::VersionConflict { .. })) => Err(refused(t.offer_conflict())),
        Err(OfferError::Catalog(CatalogError::Price(_))) => Err(refused(t.offer_price_wrong())),
        Err(OfferError::Inventory(InventoryError::QuantityOutOfRange)) => Err(refused(t.offer_stock_wrong())),
        Err(other) => Err(other.into()),
    }
}

/// Price and stock change together or not at all.
#[derive(Debug, thiserror::Error)]
enum OfferError {
    #[error(transparent)]
    Catalog(#[from] CatalogError),
    #[error(transparent)]
    Inventory(#[from] InventoryError),
    #[error(transparent)]
    Db(#[from] platform::db::DbError),
}

pub(super) async fn save_shipping(form: ShippingForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageSeller, &form.seller).await?;
    let t = Ctx::current().t();
    let mut invalid = Invalid::new("shipping", &form);
    let money = |text: &str| Money::parse_decimal(text, seller.currency).ok().filter(|m| !m.is_negative());
    let days = |text: &str| text.trim().parse::<u8>().ok().filter(|d| *d <= 60);
    let minutes = form.cutoff.split_once(':').and_then(|(h, m)| {
        let (h, m): (u16, u16) = (h.parse().ok()?, m.parse().ok()?);
        (h < 24 && m < 60).then_some(h * 60 + m)
    });
    let free_from =
        if form.free_from.trim().is_empty() { Some(None) } else { money(&form.free_from).map(Some) };
    let (fee, handling) = (money(&form.fee), days(&form.handling_days));
    let (least, most) = (days(&form.transit_min), days(&form.transit_max));
    for (name, wrong, words) in [
        ("fee", fee.is_none(), t.offer_price_wrong()),
        ("free_from", free_from.is_none(), t.offer_price_wrong()),
        ("handling_days", handling.is_none(), t.shipping_days_wrong()),
        ("transit_min", least.is_none(), t.shipping_days_wrong()),
        ("transit_max", most.is_none() || most < least, t.shipping_days_wrong()),
        ("cutoff", minutes.is_none(), t.shipping_cutoff_wrong()),
    ] {
        if wrong {
            invalid = invalid.field(name, words);
        }
    }
    invalid.clone().check()?;
    let (Some(fee), Some(free_from), Some(handling), Some(least), Some(most), Some(minutes)) =
        (fee, free_from, handling, least, most, minutes)
    else {
        return Err(invalid.into());
    };
    let offer = ShippingOffer {
        handling_days: handling,
        transit_days_min: least,
        transit_days_max: most,
        cutoff_utc_minutes: minutes,
        fee,
        free_from,
    };
    let id = seller.id;
    platform()
        .db
        .write(move |tx| {
            let offer = offer.clone();
            Box::pin(async move { platform::sellers::update_shipping(tx, id, &offer).await })
        })
        .await?;
    Ok(Done::to("/seller/settings").notice(Tone::Good, t.settings_saved()))
}
