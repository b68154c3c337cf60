//! What the server functions of the desk do: who is it, may they, parse, one call, where to go on.
use domain::order::{CancelReason, Carrier};
use domain::promise::ShippingOffer;
use domain::roles::Action;
use domain::shipping::Packing;
use domain::text_enum::TextEnum as _;
use domain::{Money, OfferId, PartId, SellerId};
use platform::catalog::{CatalogError, Terms};
use platform::inventory::{self, InventoryError};
use platform::orders::{OrderError, Ship, Shipped};
use platform::sellers::{LONGEST_HANDLING, LONGEST_TRANSIT, Seller};
use std::sync::Arc;

use super::api::{OfferForm, ShipForm, ShippingForm};
use super::desk;
use crate::access::platform;
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::shop::refusals::refusal;
use crate::text::T;
use crate::typed;
use crate::ui::Tone;
use domain::key::IdempotencyKey;

fn part_of(text: &str) -> Result<PartId, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

/// The form's name, under which the page finds what was typed.
pub(super) const SHIP_FORM: &str = "ship";

fn page_of(seller: SellerId, part: PartId) -> String {
    desk::link(seller, &format!("/seller/orders/{part}"))
}

pub(super) async fn accept(seller: String, part: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::FulfilOrder, &seller).await?;
    let t = Ctx::current().t();
    let part = part_of(&part)?;
    platform().orders.accept(seller.id, part).await.map_err(|e| refusal(t, e))?;
    Ok(Done::to(page_of(seller.id, part)).notice(Tone::Good, t.sale_accepted()))
}

pub(super) async fn ship(form: ShipForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::FulfilOrder, &form.seller).await?;
    let t = Ctx::current().t();
    let part = part_of(&form.part)?;
    let malformed = || Failure::refused(t.form_malformed());
    let key = IdempotencyKey::parse(&form.key).map_err(|_| malformed())?;
    let carrier = Carrier::parse(&form.carrier).ok_or_else(malformed)?;
    let invalid = Invalid::new(SHIP_FORM, &typed(&form));
    if form.lines.len() != form.quantities.len() {
        return Err(malformed());
    }
    let mut lines = Vec::new();
    for (line, quantity) in form.lines.iter().zip(&form.quantities) {
        let quantity: i64 = quantity
            .trim()
            .parse()
            .map_err(|_| Failure::from(invalid.clone().field("", t.refused_shipment())))?;
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
    let done = Done::to(page_of(seller.id, part));
    let shipped = match platform().orders.ship(parcel).await {
        Err(error @ OrderError::TrackingMalformed) => {
            return Err(invalid.field("form[tracking]", sentence(t, error)?).into());
        }
        Err(error @ (OrderError::WrongShipment | OrderError::DifferentDeliveries)) => {
            return Err(invalid.field("", sentence(t, error)?).into());
        }
        other => other.map_err(|e| refusal(t, e))?,
    };
    match shipped {
        Shipped::Shipped { .. } => Ok(done.notice(Tone::Good, t.sale_shipped())),
        Shipped::Refused { .. } => Ok(done.notice(Tone::Bad, t.sale_refused())),
        Shipped::Pending { .. } => Ok(done.notice(Tone::Warn, t.sale_pending())),
    }
}

/// What was typed, under the names that the page's fields have.
fn typed(form: &ShipForm) -> serde_json::Value {
    let mut fields = serde_json::Map::new();
    fields.insert("form[carrier]".into(), form.carrier.clone().into());
    fields.insert("form[tracking]".into(), form.tracking.clone().into());
    for (line, quantity) in form.lines.iter().zip(&form.quantities) {
        fields.insert(format!("units-{line}"), quantity.clone().into());
    }
    fields.into()
}

/// The words of a refusal, to put beside a field.
fn sentence(t: T, error: OrderError) -> Result<String, Failure> {
    match refusal(t, error) {
        Failure::Refused { text, .. } => Ok(text),
        other => Err(other),
    }
}

pub(super) async fn cancel(seller: String, part: String, reason: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::FulfilOrder, &seller).await?;
    let t = Ctx::current().t();
    let part = part_of(&part)?;
    let reason = CancelReason::parse(&reason).filter(|r| CancelReason::FOR_SELLER.contains(r));
    let reason = reason.ok_or_else(|| Failure::refused(t.sale_choose_reason()))?;
    platform().orders.cancel_by_seller(seller.id, part, reason).await.map_err(|e| refusal(t, e))?;
    Ok(Done::to(page_of(seller.id, part)).notice(Tone::Good, t.sale_cancelled()))
}

pub(super) async fn deliver(seller: String, part: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::FulfilOrder, &seller).await?;
    let t = Ctx::current().t();
    let part = part_of(&part)?;
    platform().orders.deliver(seller.id, part).await.map_err(|e| refusal(t, e))?;
    Ok(Done::to(page_of(seller.id, part)).notice(Tone::Good, t.sale_delivered()))
}

/// What was typed into an offer's form, as far as it makes sense.
struct OfferChange {
    price: Money,
    /// Units more or fewer than the page showed: what was sold meanwhile stays sold.
    delta: i64,
    version: i64,
    key: String,
    active: bool,
    packing: Packing,
    /// Where the form had the field.
    handling_days: Option<Option<u8>>,
}

fn offer_change(t: T, seller: &Seller, form: &OfferForm, invalid: Invalid) -> Result<OfferChange, Failure> {
    let malformed = || Failure::refused(t.form_malformed());
    let version: i64 = form.version.parse().map_err(|_| malformed())?;
    let seen: i64 = form.stock_seen.parse().map_err(|_| malformed())?;
    let key = IdempotencyKey::parse(&form.key).map_err(|_| malformed())?.as_str().to_owned();
    let price = Money::parse_decimal(&form.price, seller.currency);
    let weight_g = typed::weight_g(&form.weight);
    let days = form.days.as_deref().map(typed::handling_days);
    // A table that is gone meanwhile is as if none were chosen.
    let table = form.table.parse().ok().filter(|id| seller.tables.get(*id).is_some());
    let stock = form.stock.trim().parse().ok().filter(|n| (0..=inventory::MAX_QUANTITY).contains(n));
    let mut invalid = invalid;
    if price.is_err() {
        invalid = invalid.field("price", t.offer_price_wrong());
    }
    if stock.is_none() {
        invalid = invalid.field("stock", t.offer_stock_wrong());
    }
    if weight_g.is_none() {
        invalid = invalid.field("weight", t.tables_wrong_weight());
    }
    if days == Some(None) {
        invalid = invalid.field("days", t.sheet_days_wrong(i64::from(Terms::LONGEST_HANDLING)));
        return Err(invalid.into());
    }
    let (Ok(price), Some(stock), Some(weight_g)) = (price, stock, weight_g) else {
        return Err(invalid.into());
    };
    let (active, packing) = (!form.active.is_empty(), Packing { table, weight_g });
    Ok(OfferChange {
        price,
        delta: stock - seen,
        version,
        key,
        active,
        packing,
        handling_days: days.flatten(),
    })
}

pub(super) async fn save_offer(form: OfferForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageOffers, &form.seller).await?;
    let t = Ctx::current().t();
    let offer: OfferId = form.offer.parse().map_err(|_| Failure::NotFound)?;
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let known = platform::catalog::offer(&mut conn, offer).await.map_err(|_| Failure::NotFound)?;
    drop(conn);
    if known.seller_id != seller.id {
        return Err(Failure::NotFound);
    }
    let invalid = Invalid::new(&format!("offer-{offer}"), &form);
    let change = Arc::new(offer_change(t, &seller, &form, invalid.clone())?);
    let saved: Result<(), OfferError> = platform
        .db
        .write(move |tx| {
            let change = Arc::clone(&change);
            Box::pin(async move {
                let changed =
                    platform::catalog::set_price(tx, offer, change.price, Some(change.version)).await?;
                if changed.active != change.active {
                    platform::catalog::set_active(tx, offer, change.active, None).await?;
                }
                let changed = platform::catalog::set_packing(tx, offer, change.packing, None).await?;
                if let Some(handling_days) = change.handling_days {
                    let terms = Terms { handling_days, ..changed.terms };
                    platform::catalog::set_terms(tx, offer, terms, None).await?;
                }
                inventory::adjust(tx, &change.key, offer, change.delta).await?;
                Ok(())
            })
        })
        .await;
    match saved {
        Ok(()) => Ok(Done::back().notice(Tone::Good, t.settings_saved())),
        Err(OfferError::Catalog(CatalogError::VersionConflict { .. })) => {
            Err(Failure::refused(t.offer_conflict()))
        }
        Err(OfferError::Catalog(CatalogError::TakenDown)) => {
            Err(invalid.refused(t.offer_taken_down()).into())
        }
        Err(OfferError::Catalog(CatalogError::Price(_))) => {
            Err(invalid.field("price", t.offer_price_wrong()).into())
        }
        Err(OfferError::Inventory(InventoryError::BelowZero { available, .. })) => {
            Err(invalid.field("stock", t.offer_stock_sold(available)).into())
        }
        Err(OfferError::Inventory(InventoryError::QuantityOutOfRange)) => {
            Err(invalid.field("stock", t.offer_stock_wrong()).into())
        }
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
    let days = |text: &str, least: u8, most: u8| {
        text.trim().parse::<u8>().ok().filter(|days| (least..=most).contains(days))
    };
    let minutes = form.cutoff.split_once(':').and_then(|(h, m)| {
        let (h, m): (u16, u16) = (h.parse().ok()?, m.parse().ok()?);
        (h < 24 && m < 60).then_some(h * 60 + m)
    });
    let free_from =
        if form.free_from.trim().is_empty() { Some(None) } else { money(&form.free_from).map(Some) };
    let (fee, handling) = (money(&form.fee), days(&form.handling_days, 0, LONGEST_HANDLING));
    let [least, most] = [&form.transit_min, &form.transit_max].map(|text| days(text, 1, LONGEST_TRANSIT));
    let (handling_wrong, transit_wrong) = (
        t.shipping_handling_wrong(i64::from(LONGEST_HANDLING)),
        t.shipping_transit_wrong(i64::from(LONGEST_TRANSIT)),
    );
    for (name, wrong, words) in [
        ("fee", fee.is_none(), t.offer_price_wrong()),
        ("free_from", free_from.is_none(), t.offer_price_wrong()),
        ("handling_days", handling.is_none(), handling_wrong),
        ("transit_min", least.is_none(), transit_wrong.clone()),
        ("transit_max", most.is_none() || most < least, transit_wrong),
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
        cutoff_minutes: minutes,
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
    Ok(Done::to(desk::link(id, "/seller/settings")).notice(Tone::Good, t.settings_saved()))
}
