//! Typed ids in the TypeID form: a prefix that names the noun, then a UUID v7 in Crockford base32.
//!
//! `ord_01j9…` sorts by creation time and can be read aloud; a seller's id cannot be passed for an order's.

use std::fmt;
use uuid::Uuid;

/// Lower-case Crockford base32: no i, l, o, u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// What all typed ids share; `db` reads and writes any of them through it.
pub trait TypedId: Copy + Eq + std::hash::Hash + fmt::Display + Send + Sync + 'static {
    /// The noun's prefix, without the underscore.
    const PREFIX: &'static str;
    fn from_uuid(uuid: Uuid) -> Self;
    fn uuid(self) -> Uuid;
}

/// Why a text is not an id of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    #[error("this is not an id that starts with `{expected}_`")]
    WrongPrefix { expected: &'static str },
    #[error("an id has 26 letters and digits after its prefix")]
    Malformed,
}

/// 128 bits as 26 base32 digits, most significant first (the first digit holds 3 bits).
fn encode(uuid: Uuid) -> [u8; 26] {
    let mut value = uuid.as_u128();
    let mut out = [b'0'; 26];
    for slot in out.iter_mut().rev() {
        *slot = ALPHABET[(value & 31) as usize];
        value >>= 5;
    }
    out
}

fn decode(text: &str) -> Option<Uuid> {
    let bytes = text.as_bytes();
    if bytes.len() != 26 || bytes[0] > b'7' {
        return None;
    }
    let mut value: u128 = 0;
    for byte in bytes {
        let digit = ALPHABET.iter().position(|c| c == byte)? as u128;
        value = (value << 5) | digit;
    }
    Some(Uuid::from_u128(value))
}

pub(crate) fn write_id(f: &mut fmt::Formatter<'_>, prefix: &str, uuid: Uuid) -> fmt::Result {
    let digits = encode(uuid);
    write!(f, "{prefix}_{}", std::str::from_utf8(&digits).map_err(|_| fmt::Error)?)
}

pub(crate) fn parse_id(text: &str, prefix: &'static str) -> Result<Uuid, IdError> {
    let digits = text
        .strip_prefix(prefix)
        .and_then(|rest| rest.strip_prefix('_'))
        .ok_or(IdError::WrongPrefix { expected: prefix })?;
    decode(digits).ok_or(IdError::Malformed)
}

/// Declares one typed id: `typed_id!(/// An order. OrderId, "ord");`
#[macro_export]
macro_rules! typed_id {
    ($($(#[$meta:meta])* $name:ident, $prefix:literal;)+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(uuid::Uuid);

        impl $crate::ids::TypedId for $name {
            const PREFIX: &'static str = $prefix;
            fn from_uuid(uuid: uuid::Uuid) -> Self { Self(uuid) }
            fn uuid(self) -> uuid::Uuid { self.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::ids::display(f, $prefix, self.0)
            }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { std::fmt::Display::fmt(self, f) }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::ids::IdError;
            fn from_str(text: &str) -> Result<Self, Self::Err> { $crate::ids::parse(text, $prefix).map(Self) }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.collect_str(self) }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

#[doc(hidden)]
pub fn display(f: &mut fmt::Formatter<'_>, prefix: &str, uuid: Uuid) -> fmt::Result {
    write_id(f, prefix, uuid)
}

#[doc(hidden)]
pub fn parse(text: &str, prefix: &'static str) -> Result<Uuid, IdError> {
    parse_id(text, prefix)
}

typed_id! {
    /// A person's account: shopper, seller's staff and operator alike.
    AccountId, "acc";
    /// One signed-in browser.
    SessionId, "ses";
    /// A guest's browser, before anybody signs in.
    GuestId, "gst";
    /// An entry of an address book.
    AddressId, "adr";
    /// A key of a device that signs in without a password.
    PasskeyId, "pky";
    /// A copy of everything that is kept about an account.
    ExportId, "exp";
    /// A saved payment method (a processor's token, never a card number).
    MethodId, "pm";
    /// A seller; the platform's own retail is one too.
    SellerId, "sel";
    /// A product of the one catalogue.
    ProductId, "prd";
    /// What ties the variants of one article together.
    ModelId, "mod";
    /// A seller's offer on a product.
    OfferId, "off";
    /// A category.
    CategoryId, "cat";
    /// A stored picture.
    PictureId, "pic";
    /// An import run.
    ImportId, "imp";
    /// A file that was uploaded to be imported.
    UploadId, "upl";
    /// A reservation of stock.
    HoldId, "hld";
    /// A cart.
    CartId, "crt";
    /// A coupon.
    CouponId, "cpn";
    /// What a seller takes off for buying together.
    PromotionId, "pro";
    /// An order.
    OrderId, "ord";
    /// One seller's part of an order.
    PartId, "prt";
    /// One line of an order.
    LineId, "lin";
    /// What leaves a seller's door in one parcel.
    ShipmentId, "shp";
    /// Several one-click orders to one address that ship together.
    BundleId, "bun";
    /// A payment: one authorisation and its captures and refunds.
    PaymentId, "pay";
    /// One capture of a payment.
    CaptureId, "cap";
    /// A refund.
    RefundId, "ref";
    /// What a buyer was given back without sending anything back.
    CourtesyId, "cty";
    /// A charge of a card that belongs to no order: what a seller owes the platform.
    CardChargeId, "cch";
    /// An invoice or a credit note.
    InvoiceId, "inv";
    /// A return of what was delivered.
    ReturnId, "rtn";
    /// A payment that a buyer's bank took back.
    DisputeId, "dsp";
    /// A commission rule from a moment on.
    FeeRuleId, "fer";
    /// The name of a kind of goods that an operator made.
    FeeClassId, "fcl";
    /// The commission class of a category from a moment on.
    CategoryClassId, "cac";
    /// What the plans cost from a moment on.
    PlanPriceId, "ppr";
    /// Where the platform is established from a moment on.
    EstablishmentId, "est";
    /// A setting of the operator from a moment on.
    TermsId, "trm";
    /// A rate of tax of one place from a moment on.
    TaxRateId, "txr";
    /// What wrapping a present costs from a moment on.
    WrapPriceId, "wrp";
    /// The tax of the fees of one transaction.
    FeeTaxId, "fet";
    /// A monthly invoice of the platform's fees.
    FeeInvoiceId, "fin";
    /// Which plan a seller has from a moment on.
    PlanChangeId, "plc";
    /// The charge of one month of a plan.
    PlanChargeId, "plm";
    /// Where a seller's webhooks go.
    WebhookEndpointId, "whe";
    /// What webhooks tell.
    WebhookMessageId, "whm";
    /// A message on its way to one endpoint.
    WebhookDeliveryId, "whd";
    /// What an operator did about webhooks.
    WebhookDeedId, "who";
    /// Money on its way to a seller's bank.
    PayoutId, "pyo";
    /// A bank account that a seller is paid to (a bank's token, never its number).
    BankAccountId, "bac";
    /// An operator's word that a seller is not paid out, or is again.
    PayoutHoldId, "pyh";
    /// An operator's decision whether a seller may sell.
    SellerDecisionId, "sde";
    /// What a new seller handed in.
    OpeningDocumentId, "opd";
    /// What a seller hands a bank with its words.
    DisputeDocumentId, "dsd";
    /// Something that happened to the opening of a shop.
    OpeningStepId, "ops";
    /// An operator's word that a feature is off, or on again.
    SwitchId, "swi";
    /// A note of the audit trail.
    ChangeId, "chg";
    /// A seller's appeal against one.
    AppealId, "apl";
    /// A ledger account.
    LedgerAccountId, "lac";
    /// A ledger transaction.
    LedgerTxId, "ltx";
    /// A job of the queue.
    JobId, "job";
    /// A mail message.
    MailId, "eml";
    /// What a shopper and a seller write to each other.
    MessageId, "msg";
    /// A PDF that came with one.
    MessageDocumentId, "msd";
    /// An operator's decision about one.
    MessageDecisionId, "mde";
    /// A wish list.
    ListId, "lst";
    /// One product on a wish list.
    ListItemId, "wsh";
    /// A buyer's review of a product.
    ReviewId, "rev";
    /// A question about a product.
    QuestionId, "qst";
    /// An answer to a question.
    AnswerId, "ans";
    /// What a buyer says of a seller.
    FeedbackId, "fbk";
    /// An operator's decision about a review, a question, an answer or what was said of a seller.
    DecisionId, "dec";
    /// What somebody reports of a product, an offer or a store.
    AbuseReportId, "abr";
    /// An operator's decision about such reports.
    AbuseDecisionId, "abd";
    /// A browser that messages are sent to.
    DeviceId, "dev";
    /// Something that an account was told, to be read in the shop itself.
    NoticeId, "ntc";
    /// A key with which a seller's programs ask the API.
    ApiKeyId, "key";
    /// An invitation to a seller's staff or to the platform's.
    InvitationId, "siv";
    /// A seller's table of what delivery costs.
    ShippingTableId, "sht";
    /// A product that a seller proposes for the catalogue.
    ListingProposalId, "lpr";
    /// Two products that became one.
    ListingMergeId, "lmg";
    /// Offers that a seller changed together.
    PriceSheetId, "psh";
    /// A price that a rule set.
    PriceStepId, "pst";
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_id_of_another_noun_is_refused() {
        let order = OrderId::from_uuid(Uuid::from_u128(7));
        let error = order.to_string().parse::<SellerId>().unwrap_err();
        assert_eq!(error, IdError::WrongPrefix { expected: "sel" });
    }

    #[test]
    fn the_first_digit_holds_only_three_bits() {
        assert_eq!("ord_80000000000000000000000000".parse::<OrderId>(), Err(IdError::Malformed));
    }

    proptest! {
        #[test]
        fn text_and_id_are_one_to_one(bits: u128) {
            let id = OrderId::from_uuid(Uuid::from_u128(bits));
            prop_assert_eq!(id.to_string().parse::<OrderId>().unwrap(), id);
        }

        #[test]
        fn ids_sort_as_their_texts(a: u128, b: u128) {
            let (x, y) = (OrderId::from_uuid(Uuid::from_u128(a)), OrderId::from_uuid(Uuid::from_u128(b)));
            prop_assert_eq!(x.cmp(&y), x.to_string().cmp(&y.to_string()));
        }
    }
}
