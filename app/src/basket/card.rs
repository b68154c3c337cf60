//! The card of the checkout: typed once, kept by the processor until the order stands, shown by its last digits, replaced
//! by another. Called by the checkout and by the other buttons of its form.
use domain::payment::SavedCard;
use leptos::prelude::*;
use platform::orders::Shopper;
use platform::payments::{CardError, CardToken, PaymentError, SavedMethod};

use super::forms;
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::ui::*;

/// What the form says of a card that was typed before.
pub(super) const HELD: &str = "held";

/// A card as a form has it.
#[derive(Clone, Copy)]
pub(super) struct Typed<'f> {
    pub number: &'f str,
    pub expiry: &'f str,
    pub cvc: &'f str,
    /// Who gets the parcels; the fields of the card ask for no name.
    pub name: &'f str,
}

impl Typed<'_> {
    /// The number that is typed now counts more than the card that was typed before.
    pub fn is_empty(&self) -> bool {
        self.number.trim().is_empty()
    }
}

/// Why a typed card is not kept.
pub(super) enum NotHeld {
    Wrong(Vec<CardError>),
    /// The processor does not answer.
    Unreachable,
}

/// Hands the card to the processor and keeps its token for this shopper's checkout; or says why not.
pub(super) async fn hold(shopper: Shopper, typed: Typed<'_>) -> Result<Option<NotHeld>, Failure> {
    // A name that no address has is told at its field; the card need not be typed again for it.
    let name: String = typed.name.trim().chars().filter(|c| !c.is_control()).take(100).collect();
    let name = if name.is_empty() { "Card holder" } else { &name };
    let input = forms::card(typed.number, typed.expiry, typed.cvc, name);
    match platform().payments.hold(shopper.owner(), input).await {
        Ok(_) => Ok(None),
        Err(PaymentError::Card(errors)) => Ok(Some(NotHeld::Wrong(errors))),
        Err(error @ PaymentError::OutcomeUnknown) => {
            tracing::warn!(%error, "a card could not be handed to the processor");
            Ok(Some(NotHeld::Unreachable))
        }
        Err(other) => Err(other.into()),
    }
}

/// Keeps the card of a form that was sent for something else, if it is a whole one: the answer shows the form again.
pub(super) async fn hold_meanwhile(shopper: Shopper, typed: Typed<'_>) -> Result<(), Failure> {
    if !typed.is_empty() {
        // What is wrong with it is told when the form is sent for what it is there for.
        hold(shopper, typed).await?;
    }
    Ok(())
}

fn short(card: &SavedCard) -> String {
    format!("{} •••• {}", card.brand.name(), card.last4)
}

#[component]
pub(super) fn Payment(
    form: FormState,
    saved: Vec<SavedMethod>,
    held: Option<CardToken>,
    sandbox: bool,
) -> AnyView {
    let t = Ctx::current().t();
    let default = saved.iter().find(|m| m.is_default).map(|m| m.id.to_string()).unwrap_or_default();
    let wrong = ["card_number", "card_expiry", "card_cvc"].iter().any(|field| form.error(field).is_some());
    let chosen = form.value("card");
    let form = match &held {
        Some(_) if !wrong && (chosen.is_empty() || chosen == "new") => form.set("card", HELD),
        _ => form.or("card", default),
    };
    let fields = view! { <CardFields form=form.clone() sandbox /> }.into_any();
    let body = match (saved.is_empty(), held) {
        (true, None) => view! { <Hidden name="card" value="new" /> {fields} }.into_any(),
        (true, Some(held)) => view! {
            <Hidden name="card" value=HELD />
            <p id="card-held" class="rounded-card border border-line bg-surface p-4 font-medium">
                {t.checkout_card_held(held.card.brand.name(), held.card.last4.clone())}
            </p>
            <Disclosure summary=t.checkout_other_card() open=wrong><div class="pt-3">{fields}</div></Disclosure>
        }
        .into_any(),
        (false, held) => view! {
            <RadioCards form=&form name="card" label=t.checkout_payment() choices=choices(saved, held) />
            <div class="for-new">{fields}</div>
        }
        .into_any(),
    };
    view! {
        <section class="flex flex-col gap-4" aria-labelledby="payment">
            <h2 id="payment" class="text-xl font-bold">{t.checkout_payment()}</h2>
            {body}
        </section>
    }
    .into_any()
}

fn choices(saved: Vec<SavedMethod>, held: Option<CardToken>) -> Vec<Choice> {
    let t = Ctx::current().t();
    let one = |value: String, card: &SavedCard| Choice {
        value,
        title: short(card),
        text: format!("{:02}/{:02}", card.exp_month, card.exp_year % 100),
        ..Choice::default()
    };
    let typed = held.map(|held| Choice { text: t.checkout_card_typed(), ..one(HELD.into(), &held.card) });
    let saved = saved.iter().map(|m| one(m.id.to_string(), &m.card));
    let new = Choice { value: "new".into(), title: t.checkout_new_card(), ..Choice::default() };
    typed.into_iter().chain(saved).chain([new]).collect()
}

/// Number, expiry and code. They are handed to the processor and never come back.
#[component]
pub(crate) fn CardFields(form: FormState, sandbox: bool) -> AnyView {
    let t = Ctx::current().t();
    let hint = if sandbox { t.card_sandbox_hint() } else { String::new() };
    view! {
        <div class="grid gap-4 sm:grid-cols-6">
            <Field form=&form name="card_number" label=t.label_card_number() hint autocomplete="cc-number" inputmode="numeric" ltr=true class="sm:col-span-6" />
            <Field form=&form name="card_expiry" label=t.label_card_expiry() placeholder="MM/YY" autocomplete="cc-exp" ltr=true class="sm:col-span-3" />
            <Field form=&form name="card_cvc" label=t.label_card_cvc() autocomplete="cc-csc" inputmode="numeric" ltr=true class="sm:col-span-3" />
        </div>
    }
    .into_any()
}
