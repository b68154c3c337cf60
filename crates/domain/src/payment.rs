//! The states of a payment, why a card is refused, and what is kept of a card. Called by payments and its pages.

use crate::calendar;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

crate::text_enum! {
    /// Where one payment stands.
    pub enum PaymentState {
        /// The processor is asked; its answer may be lost and is then looked up again.
        Authorising = "authorising",
        /// The card's bank wants the shopper to confirm.
        NeedsConfirmation = "needs_confirmation",
        /// The amount is reserved on the card.
        Authorised = "authorised",
        /// Some or all of it was charged.
        Captured = "captured",
        /// The reservation was given back and nothing was charged.
        Voided = "voided",
        Declined = "declined",
        /// The reservation ran out before anything was charged.
        Expired = "expired",
    }
}

crate::text_enum! {
    /// What happens to a payment.
    pub enum PaymentEvent {
        Approve = "approve",
        AskConfirmation = "ask_confirmation",
        Decline = "decline",
        Capture = "capture",
        Void = "void",
        Expire = "expire",
    }
}

/// Every change of a payment: what happens, from, to. Voiding what is left of a captured payment keeps it captured.
pub const PAYMENT_TRANSITIONS: &[(PaymentEvent, PaymentState, PaymentState)] = &[
    (PaymentEvent::Approve, PaymentState::Authorising, PaymentState::Authorised),
    (PaymentEvent::Approve, PaymentState::NeedsConfirmation, PaymentState::Authorised),
    (PaymentEvent::AskConfirmation, PaymentState::Authorising, PaymentState::NeedsConfirmation),
    (PaymentEvent::Decline, PaymentState::Authorising, PaymentState::Declined),
    (PaymentEvent::Decline, PaymentState::NeedsConfirmation, PaymentState::Declined),
    (PaymentEvent::Capture, PaymentState::Authorised, PaymentState::Captured),
    (PaymentEvent::Capture, PaymentState::Captured, PaymentState::Captured),
    (PaymentEvent::Void, PaymentState::Authorising, PaymentState::Voided),
    (PaymentEvent::Void, PaymentState::NeedsConfirmation, PaymentState::Voided),
    (PaymentEvent::Void, PaymentState::Authorised, PaymentState::Voided),
    (PaymentEvent::Void, PaymentState::Captured, PaymentState::Captured),
    (PaymentEvent::Expire, PaymentState::NeedsConfirmation, PaymentState::Expired),
    (PaymentEvent::Expire, PaymentState::Authorised, PaymentState::Expired),
    (PaymentEvent::Expire, PaymentState::Captured, PaymentState::Captured),
];

/// The payment's state after an event; `None` when the event cannot happen in this state.
pub fn next_payment_state(state: PaymentState, event: PaymentEvent) -> Option<PaymentState> {
    PAYMENT_TRANSITIONS.iter().find(|(e, from, _)| *e == event && *from == state).map(|(_, _, to)| *to)
}

impl PaymentState {
    /// The state after an event; see [`next_payment_state`].
    pub fn next(self, event: PaymentEvent) -> Option<Self> {
        next_payment_state(self, event)
    }
    /// Nothing was or will be charged.
    pub fn came_to_nothing(self) -> bool {
        matches!(self, Self::Voided | Self::Declined | Self::Expired)
    }
}

crate::text_enum! {
    /// Why a card was refused, in words that a shopper can act on.
    pub enum DeclineReason {
        /// The bank gave no reason.
        Declined = "declined",
        InsufficientFunds = "insufficient_funds",
        ExpiredCard = "expired_card",
        /// The reservation ran out before the seller shipped.
        AuthorisationExpired = "authorisation_expired",
        /// The shopper did not confirm, or the bank did not accept it.
        ConfirmationFailed = "confirmation_failed",
    }
}

crate::text_enum! {
    /// The network of a card.
    pub enum CardBrand {
        Visa = "visa",
        Mastercard = "mastercard",
        Amex = "amex",
        Discover = "discover",
        Jcb = "jcb",
        Diners = "diners",
        Unionpay = "unionpay",
        Unknown = "unknown",
    }
}

impl CardBrand {
    /// The network by the issuer's digits (ISO/IEC 7812 ranges as the networks publish them). `digits` may be the
    /// first few of a number that is still being typed.
    pub fn of_number(digits: &str) -> Self {
        let prefix = |n: usize| digits.get(..n).and_then(|d| d.parse::<u32>().ok()).unwrap_or(0);
        match (prefix(1), prefix(2), prefix(3), prefix(4)) {
            (_, 34 | 37, _, _) => Self::Amex,
            (_, 36 | 38 | 39, _, _) | (_, _, 300..=305, _) => Self::Diners,
            (_, _, _, 3528..=3589) => Self::Jcb,
            (4, _, _, _) => Self::Visa,
            (_, 51..=55, _, _) | (_, _, _, 2221..=2720) => Self::Mastercard,
            (_, 65, _, _) | (_, _, 644..=649, _) | (_, _, _, 6011) => Self::Discover,
            (_, 62 | 81, _, _) => Self::Unionpay,
            _ => Self::Unknown,
        }
    }

    /// The network's own name, the same in every language; `unknown` is for pages to translate.
    pub fn name(self) -> &'static str {
        match self {
            Self::Visa => "Visa",
            Self::Mastercard => "Mastercard",
            Self::Amex => "American Express",
            Self::Discover => "Discover",
            Self::Jcb => "JCB",
            Self::Diners => "Diners Club",
            Self::Unionpay => "UnionPay",
            Self::Unknown => "Card",
        }
    }

    /// Digits of the security code on the card: 4 for American Express, else 3.
    pub fn cvc_length(self) -> usize {
        if self == Self::Amex { 4 } else { 3 }
    }
}

/// Whether a card number of 12 to 19 digits has the right last digit (Luhn, ISO/IEC 7812-1 annex B). Only digits:
/// the caller drops spaces.
pub fn card_number_is_sound(digits: &str) -> bool {
    if !(12..=19).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, digit)| {
            let value = u32::from(digit - b'0') * if i % 2 == 1 { 2 } else { 1 };
            if value > 9 { value - 9 } else { value }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// All that is kept of a card beside the processor's token.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SavedCard {
    pub brand: CardBrand,
    /// The last four digits.
    pub last4: String,
    /// 1..=12
    pub exp_month: u8,
    /// Four digits, such as 2031.
    pub exp_year: u16,
}

impl SavedCard {
    /// A card is good to the end of its month everywhere on earth, so a day longer than in UTC.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        let yesterday = calendar::civil(now.utc_day() - 1);
        (i64::from(self.exp_year), i64::from(self.exp_month)) < (yesterday.year, i64::from(yesterday.month))
    }

    /// As people write it: `04/31`.
    pub fn expiry(&self) -> String {
        format!("{:02}/{:02}", self.exp_month, self.exp_year % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text_enum::TextEnum;
    use proptest::prelude::*;

    #[test]
    fn states_keep_their_texts() {
        let states: Vec<_> = PaymentState::ALL.iter().map(|s| s.as_str()).collect();
        let expected =
            ["authorising", "needs_confirmation", "authorised", "captured", "voided", "declined", "expired"];
        assert_eq!(states, expected);
    }

    #[test]
    fn what_came_to_nothing_stays_nothing() {
        for state in PaymentState::ALL.iter().filter(|s| s.came_to_nothing()) {
            for event in PaymentEvent::ALL {
                assert_eq!(state.next(*event), None, "{event} after {state}");
            }
        }
    }

    #[test]
    fn nothing_is_captured_before_it_is_authorised() {
        for (event, from, to) in PAYMENT_TRANSITIONS {
            if *to == PaymentState::Captured && *from != PaymentState::Captured {
                assert_eq!((*event, *from), (PaymentEvent::Capture, PaymentState::Authorised));
            }
        }
    }

    #[test]
    fn networks_are_known_by_their_first_digits() {
        let cases = [
            ("4242424242424242", CardBrand::Visa),
            ("5555555555554444", CardBrand::Mastercard),
            ("2223003122003222", CardBrand::Mastercard),
            ("378282246310005", CardBrand::Amex),
            ("6011111111111117", CardBrand::Discover),
            ("3056930009020004", CardBrand::Diners),
            ("3566002020360505", CardBrand::Jcb),
            ("6200000000000005", CardBrand::Unionpay),
        ];
        for (number, brand) in cases {
            assert_eq!(CardBrand::of_number(number), brand, "{number}");
            assert!(card_number_is_sound(number), "{number}");
        }
        assert_eq!(CardBrand::of_number(""), CardBrand::Unknown);
        assert_eq!(CardBrand::of_number("é4"), CardBrand::Unknown);
    }

    #[test]
    fn a_mistyped_number_is_noticed() {
        for bad in ["4242424242424241", "4242", "", "4242 4242 4242 4242", "424242424242424x"] {
            assert!(!card_number_is_sound(bad), "{bad}");
        }
    }

    #[test]
    fn a_card_is_good_to_the_end_of_its_month() {
        let card = SavedCard { brand: CardBrand::Visa, last4: "4242".into(), exp_month: 2, exp_year: 2028 };
        let on =
            |year, month, day| Timestamp::from_micros(calendar::day_of(year, month, day) * 86_400_000_000);
        assert!(!card.is_expired(on(2028, 2, 29)));
        assert!(!card.is_expired(on(2028, 3, 1)), "it is still February somewhere");
        assert!(card.is_expired(on(2028, 3, 2)));
        assert!(!card.is_expired(on(2027, 12, 31)));
        assert_eq!(card.expiry(), "02/28");
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_noticed(digits in "[0-9]{15}", place in 0usize..15, other in 1u8..10) {
            let check = (0..10).map(|d| format!("{digits}{d}")).find(|n| card_number_is_sound(n)).unwrap();
            let mut wrong = check.into_bytes();
            wrong[place] = b'0' + (wrong[place] - b'0' + other) % 10;
            prop_assert!(!card_number_is_sound(std::str::from_utf8(&wrong).unwrap()));
        }
    }
}
