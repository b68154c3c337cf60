//! Who pays for the way back, and what of a label's price is moved. Called by the capability `returns` and by its pages.

use super::{Payer, ReturnReason, payer};

/// The most that a label may cost, in minor units.
pub const MOST_LABEL_MINOR: i64 = 100_000_000;

/// What a seller says about labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LabelTerms {
    /// Shoppers may take a label of the shop's.
    pub offered: bool,
    /// The seller pays for the way back whatever the reason is, and not only where the seller is at fault.
    pub seller_pays: bool,
}

impl LabelTerms {
    /// Who pays for the parcel that goes back for these reasons.
    pub fn payer(self, reasons: impl IntoIterator<Item = ReturnReason>) -> Payer {
        if self.seller_pays { Payer::Seller } else { payer(reasons) }
    }
}

/// What of a label's price is moved when the card would get this much without it, in minor units. A seller owes all of it,
/// because a balance may become less than nothing. A shopper's is taken from what the card gets and never from more than
/// that: what is missing then the shop bears.
pub fn label_moved(price_minor: i64, payer: Payer, card_minor: i64) -> i64 {
    match payer {
        Payer::Seller => price_minor,
        Payer::Shopper => price_minor.min(card_minor.max(0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seller_owes_the_price_and_a_shopper_no_more_than_the_refund() {
        for (price, who, card, moved) in [
            (500, Payer::Seller, 4_826, 500),
            (500, Payer::Seller, 0, 500),
            (500, Payer::Shopper, 4_826, 500),
            (500, Payer::Shopper, 500, 500),
            (500, Payer::Shopper, 499, 499),
            (500, Payer::Shopper, 0, 0),
            (500, Payer::Shopper, -3, 0),
            (0, Payer::Seller, 4_826, 0),
        ] {
            assert_eq!(label_moved(price, who, card), moved, "{price} {who} {card}");
        }
    }

    #[test]
    fn fault_is_the_sellers_to_pay_and_the_rest_as_the_seller_says() {
        let usual = LabelTerms::default();
        let generous = LabelTerms { seller_pays: true, ..usual };
        for (reasons, payer) in [
            (vec![ReturnReason::Damaged], Payer::Seller),
            (vec![ReturnReason::NoLongerWanted, ReturnReason::WrongItem], Payer::Seller),
            (vec![ReturnReason::NoLongerWanted, ReturnReason::ByMistake], Payer::Shopper),
        ] {
            assert_eq!(usual.payer(reasons.iter().copied()), payer, "{reasons:?}");
            assert_eq!(generous.payer(reasons.iter().copied()), Payer::Seller, "{reasons:?}");
        }
    }
}
