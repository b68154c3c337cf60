//! What delivery costs and why there is none, in words. Called by every page that names a price.
use domain::Money;
use domain::shipping::NoDelivery;

use crate::text::T;
use crate::ui::shown_text;

/// What is added to a price.
pub(crate) fn delivery_words(t: T, fee: Money) -> String {
    if fee.is_zero() { t.free_delivery() } else { t.plus_shipping(shown_text(fee)) }
}

/// Why something is not sent.
pub(crate) fn no_delivery(t: T, why: NoDelivery) -> String {
    match why {
        NoDelivery::Place => t.no_delivery_place(),
        NoDelivery::Weight => t.no_delivery_weight(),
        NoDelivery::Worth => t.no_delivery_worth(),
    }
}
