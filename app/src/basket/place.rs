//! The work behind the checkout form: parse what was typed, place the order, say where to go on.
use domain::address::{Address, AddressInput};
use domain::contact::Email;
use domain::feature::Feature;
use domain::field::{Field, FieldError, Problem};
use domain::gift::GiftMessage;
use domain::key::IdempotencyKey;
use domain::order::OrderSource;
use domain::roles::Action;
use domain::{AccountId, Money, OrderId};
use platform::Platform;
use platform::db::{BoxFuture, Tx};
use platform::identity::{IdentityError, addresses};
use platform::orders::{Gift, OrderError, PlaceOrder, Placed, Shopper, Wanted};
use platform::payments::{self, MethodRef, PaymentError};

use super::api::CheckoutForm;
use super::card::{self, NotHeld};
use super::forms::{self, owner};
use crate::access::{allow_order, platform, visitor};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::shop::refusals::refusal;
use crate::switches::is_on;
use crate::text::T;
use crate::ui::Tone;
use domain::payment::DeclineReason;

/// The form's name, under which the page finds what was typed.
pub(crate) const FORM: &str = "checkout";

/// What comes back with the form: never a card.
pub(super) fn typed(form: &CheckoutForm) -> Invalid {
    Invalid::new(FORM, form).secret("card_number").secret("card_expiry").secret("card_cvc")
}

pub(super) async fn place(form: CheckoutForm) -> Result<Done, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    if !form.coupon.trim().is_empty() {
        // Typed and not used: the total without it is not what they expect.
        return super::coupon::change(CheckoutForm { coupon_of: FORM.into(), ..form }).await;
    }
    let shopper = owner()?;
    let invalid = typed(&form);
    if shopper.account().is_none() && !is_on(Feature::GuestCheckout).await? {
        return Err(invalid.refused(t.switch_guests_closed()).into());
    }
    let platform = platform();
    let key = IdempotencyKey::parse(&form.key).map_err(|_| Failure::refused(t.form_malformed()))?;
    let lines = lines_of(&form.lines).ok_or_else(|| Failure::refused(t.form_malformed()))?;
    let total_seen = total_of(&form).ok_or_else(|| Failure::refused(t.form_malformed()))?;
    // First of all, whatever else is wrong: it never comes back with the form.
    let (method, mut invalid) = method_of(&platform, t, shopper, &form, invalid).await?;
    let email = match visitor().account() {
        Some(account) => Some(account.email.clone()),
        None => match Email::parse(&form.email) {
            Ok(email) => Some(email),
            Err(problem) => {
                let error = FieldError { field: Field::Email, problem };
                invalid = invalid.field("email", forms::field_words(t, error));
                None
            }
        },
    };
    let (address, invalid) = address_of(&platform, t, shopper, &form, invalid).await?;
    invalid.clone().check()?;
    let (Some(email), Some(address), Some(method)) = (email, address, method) else {
        return Err(Failure::Invalid(invalid));
    };
    let gift = match gift_of(&form) {
        Ok(gift) => gift,
        Err(problem) => return Err(invalid.field("gift_message", gift_words(t, problem)).into()),
    };
    let wraps = gift.as_ref().is_some_and(|gift| gift.wrap);
    // The final total is shown before it is charged: with the wrapping, or without it again.
    if !form.review.is_empty() || wraps == form.wrap_shown.is_empty() {
        return Err(invalid.look(t.checkout_review_text()).into());
    }
    let wishes = Wishes::of(&platform, shopper, &form, &address, &method).await?;
    let at_card = match &method {
        MethodRef::Saved(_) => "card",
        MethodRef::Held(_) | MethodRef::Token(_) => "card_number",
    };
    let order = PlaceOrder {
        key: key.as_str().to_owned(),
        shopper,
        email,
        locale: ctx.locale(),
        source: OrderSource::Checkout,
        lines,
        address,
        method,
        total_seen: Some(total_seen),
        gift,
        shown: ctx.rate_of(total_seen.currency()),
        device: crate::track::device(),
    };
    let placed = platform.orders.place(order).await;
    if let (Ok(Placed::Placed { .. } | Placed::NeedsConfirmation { .. }), Some(account)) =
        (&placed, shopper.account())
    {
        wishes.keep(&platform, account).await;
    }
    match placed {
        Ok(Placed::NeedsConfirmation { order, .. }) => Ok(Done::to(format!("/orders/{order}/confirm"))),
        Ok(Placed::Declined { reason, .. }) => Err(invalid.field(at_card, decline_words(t, reason)).into()),
        Ok(placed) => Ok(Done::to(format!("/orders/{}?new=1", placed.order()))),
        Err(OrderError::Payment(PaymentError::UnknownMethod)) => {
            Err(invalid.field(at_card, t.checkout_card_gone()).into())
        }
        Err(error) => Err(match refusal(t, error) {
            Failure::Refused { text, .. } => invalid.field("", text).into(),
            other => other,
        }),
    }
}

/// What makes it a present; nothing when it is none, whatever else was typed.
fn gift_of(form: &CheckoutForm) -> Result<Option<Gift>, Problem> {
    if form.gift.is_empty() {
        return Ok(None);
    }
    let message = GiftMessage::parse(&form.gift_message)?;
    Ok(Some(Gift { message, wrap: !form.gift_wrap.is_empty() }))
}

fn gift_words(t: T, problem: Problem) -> String {
    match problem {
        Problem::TooLong => t.gift_too_long(GiftMessage::LONGEST),
        _ => t.field_malformed(),
    }
}

fn total_of(form: &CheckoutForm) -> Option<Money> {
    Some(Money::new(form.total_minor.parse().ok()?, domain::Currency::parse(&form.currency).ok()?))
}

/// `offer:quantity:minor:currency`, comma-separated, as the page wrote it.
fn lines_of(text: &str) -> Option<Vec<Wanted>> {
    text.split(',')
        .filter(|line| !line.is_empty())
        .map(|line| {
            let mut parts = line.split(':');
            let offer = parts.next()?.parse().ok()?;
            let quantity = parts.next()?.parse().ok()?;
            let minor = parts.next()?.parse().ok()?;
            let currency = domain::Currency::parse(parts.next()?).ok()?;
            Some(Wanted { offer, quantity, price_seen: Some(Money::new(minor, currency)) })
        })
        .collect()
}

/// How the page writes its lines for [`lines_of`].
pub(crate) fn lines_text(lines: impl Iterator<Item = (domain::OfferId, i64, Money)>) -> String {
    lines
        .map(|(offer, quantity, price)| format!("{offer}:{quantity}:{}:{}", price.minor(), price.currency()))
        .collect::<Vec<_>>()
        .join(",")
}

async fn address_of(
    platform: &Platform,
    t: T,
    shopper: Shopper,
    form: &CheckoutForm,
    invalid: Invalid,
) -> Result<(Option<Address>, Invalid), Failure> {
    if let (Some(account), Ok(id)) = (shopper.account(), form.address.parse()) {
        let mut conn = platform.db.read().await?;
        let saved = addresses::get(&mut conn, account, id).await.map_err(|_| Failure::NotFound)?;
        return Ok((Some(saved.address), invalid));
    }
    let input = AddressInput {
        name: form.name.clone(),
        line1: form.line1.clone(),
        line2: form.line2.clone(),
        city: form.city.clone(),
        region: form.region.clone(),
        postcode: form.postcode.clone(),
        country: form.country.clone(),
        phone: String::new(),
    };
    forms::address(t, input, invalid)
}

/// How it is paid. A card that is typed is held from now on.
async fn method_of(
    platform: &Platform,
    t: T,
    shopper: Shopper,
    form: &CheckoutForm,
    invalid: Invalid,
) -> Result<(Option<MethodRef>, Invalid), Failure> {
    if let (Some(account), Ok(id)) = (shopper.account(), form.card.parse()) {
        let mut conn = platform.db.read().await?;
        let saved = payments::method(&mut conn, account, id).await?.ok_or(Failure::NotFound)?;
        return Ok((Some(MethodRef::Saved(saved.id)), invalid));
    }
    let typed = form.typed_card();
    // Whether it is still there is seen when it pays: an order that stands by now is found by its key without a card.
    if form.card == card::HELD && typed.is_empty() {
        return Ok((Some(MethodRef::Held(shopper.owner())), invalid));
    }
    match card::hold(shopper, typed).await? {
        None => Ok((Some(MethodRef::Held(shopper.owner())), invalid)),
        Some(NotHeld::Wrong(errors)) => Ok((None, forms::card_errors(t, &errors, invalid))),
        Some(NotHeld::Unreachable) => Ok((None, invalid.field("card_number", t.checkout_card_unreachable()))),
    }
}

impl CheckoutForm {
    /// The card in its fields.
    pub(super) fn typed_card(&self) -> card::Typed<'_> {
        card::Typed {
            number: &self.card_number,
            expiry: &self.card_expiry,
            cvc: &self.card_cvc,
            name: &self.name,
        }
    }
}

/// What the shopper wants to keep in the account once the order stands.
struct Wishes {
    address: Option<Address>,
    token: Option<String>,
}

impl Wishes {
    async fn of(
        platform: &Platform,
        shopper: Shopper,
        form: &CheckoutForm,
        address: &Address,
        method: &MethodRef,
    ) -> Result<Self, Failure> {
        let wanted = !form.save.is_empty();
        let mut token = None;
        if let (true, MethodRef::Held(holder)) = (wanted && shopper.account().is_some(), method) {
            let mut conn = platform.db.read().await?;
            token = payments::held_card(&mut conn, holder).await?.map(|held| held.token);
        }
        Ok(Self { address: (wanted && form.address == "new").then(|| address.clone()), token })
    }

    /// Keeps them, each by itself. The order stands whether or not this works, so that there is no room is only noted.
    async fn keep(self, platform: &Platform, account: AccountId) {
        if let Some(address) = self.address {
            let kept = platform.db.write(move |tx| keep_address(tx, account, address.clone())).await;
            if let Err(error) = kept {
                tracing::warn!(%account, %error, "the address of an order was not kept");
            }
        }
        if let Some(token) = self.token {
            let kept = platform.db.write(move |tx| keep_card(tx, account, token.clone())).await;
            if let Err(error) = kept {
                tracing::warn!(%account, %error, "the card of an order was not kept");
            }
        }
    }
}

fn keep_address(
    tx: &mut Tx,
    account: AccountId,
    address: Address,
) -> BoxFuture<'_, Result<(), IdentityError>> {
    Box::pin(async move { addresses::add(tx, account, &address, false).await.map(|_| ()) })
}

fn keep_card(tx: &mut Tx, account: AccountId, token: String) -> BoxFuture<'_, Result<(), PaymentError>> {
    Box::pin(async move { payments::save_method(tx, account, &token).await.map(|_| ()) })
}

/// Why the card was refused, and what to do.
pub(crate) fn decline_words(t: T, reason: DeclineReason) -> String {
    match reason {
        DeclineReason::InsufficientFunds => t.decline_funds(),
        DeclineReason::ExpiredCard => t.decline_expired(),
        DeclineReason::ConfirmationFailed => t.decline_confirmation(),
        DeclineReason::Declined | DeclineReason::AuthorisationExpired => t.decline_other(),
    }
}

pub(super) async fn confirm(order: String, code: String) -> Result<Done, Failure> {
    let t = Ctx::current().t();
    let id: OrderId = order.parse().map_err(|_| Failure::NotFound)?;
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let order = platform::orders::store::order(&mut conn, id).await.map_err(|e| refusal(t, e))?;
    drop(conn);
    allow_order(Action::ChangeOrder, &order).await?;
    let shopper = order.shopper().map_err(|e| refusal(t, e))?;
    match platform.orders.confirm(shopper, id, code).await.map_err(|e| refusal(t, e))? {
        Placed::Declined { reason, .. } => {
            Ok(Done::to(format!("/orders/{id}")).notice(Tone::Bad, decline_words(t, reason)))
        }
        Placed::NeedsConfirmation { .. } => {
            Ok(Done::to(format!("/orders/{id}/confirm")).notice(Tone::Bad, t.confirm_wrong()))
        }
        _ => Ok(Done::to(format!("/orders/{id}?new=1"))),
    }
}
