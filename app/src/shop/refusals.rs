//! What a person reads when an order, a cart or a shipment cannot be changed as asked.
use platform::Visitor;
use platform::orders::{OrderError, Placed, Shopper};

use super::delivery::no_delivery;
use crate::answer::{Done, Failure};
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::Tone;
use domain::format;
use domain::payment::DeclineReason;

/// Whose cart and orders these are; `None` for a stranger who has none yet.
pub(crate) fn shopper(visitor: &Visitor) -> Option<Shopper> {
    match visitor.account() {
        Some(account) => Some(Shopper::Account(account.id)),
        None => visitor.guest.map(Shopper::Guest),
    }
}

/// A named error as a sentence; what nobody can act on is our fault and stays unexpected.
pub(crate) fn refusal(t: T, error: OrderError) -> Failure {
    let text = match error {
        OrderError::NotFound => return Failure::NotFound,
        OrderError::QuantityOutOfRange => t.refused_quantity(),
        OrderError::CartFull => t.refused_cart_full(),
        OrderError::SavedFull => t.refused_saved_full(),
        OrderError::NoGiftWrap => t.refused_no_wrap(),
        OrderError::NothingToOrder => t.refused_nothing(),
        OrderError::NotForSale { .. } => t.refused_not_for_sale(),
        OrderError::NotDelivered { why, .. } => no_delivery(t, why),
        OrderError::SoldOut { left: 0, .. } => t.refused_sold_out(),
        OrderError::SoldOut { left, .. } => t.refused_only_left(left),
        OrderError::PriceRaised { seen, now, .. } => {
            t.refused_price_raised(format::money(seen, t.writing()), format::money(now, t.writing()))
        }
        OrderError::MixedCurrencies => t.refused_currencies(),
        OrderError::NoAddress => t.refused_no_address(),
        OrderError::NoPaymentMethod => t.refused_no_card(),
        OrderError::KeyReused => t.refused_key_reused(),
        OrderError::UndoIsOver => t.refused_undo_over(),
        OrderError::WrongState { .. } | OrderError::NothingToConfirm { .. } => t.refused_state(),
        OrderError::WrongShipment => t.refused_shipment(),
        OrderError::DifferentDeliveries => t.refused_deliveries(),
        OrderError::TrackingMalformed => t.refused_tracking(),
        OrderError::ParcelUnderWay { .. } => t.refused_parcel_under_way(),
        OrderError::TotalRaised { seen, now } => {
            t.refused_total_raised(format::money(seen, t.writing()), format::money(now, t.writing()))
        }
        OrderError::TermsChanged => t.refused_terms_changed(),
        other => return other.into(),
    };
    Failure::refused(text)
}

/// Why the card was refused; what was clicked is not ordered.
fn declined(t: T, reason: DeclineReason) -> String {
    match reason {
        DeclineReason::InsufficientFunds => t.one_click_funds(),
        DeclineReason::ExpiredCard => t.one_click_expired(),
        _ => t.one_click_declined(),
    }
}

/// Where the product page goes on after a click. A raised price and a declined card come back to it with words and
/// a new key; the order itself is shown in the place of the button.
pub(crate) fn after_one_click(
    ctx: &Ctx,
    slug: &str,
    placed: Result<Placed, OrderError>,
) -> Result<Done, Failure> {
    let t = ctx.t();
    let page = format!("/p/{}", domain::slug::slugify(slug));
    match placed {
        Ok(Placed::NeedsConfirmation { order, .. }) => Ok(Done::to(format!("/orders/{order}/confirm"))),
        Ok(Placed::Declined { reason, .. }) => Ok(Done::to(page).notice(Tone::Bad, declined(t, reason))),
        Ok(placed) => Ok(Done::to(format!("{page}?ordered={}", placed.order()))),
        Err(
            error @ (OrderError::PriceRaised { .. }
            | OrderError::TotalRaised { .. }
            | OrderError::TermsChanged),
        ) => match refusal(t, error) {
            Failure::Refused { text, .. } => Ok(Done::to(page).notice(Tone::Warn, text)),
            other => Err(other),
        },
        Err(error) => Err(refusal(t, error)),
    }
}
