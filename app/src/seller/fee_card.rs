//! The card that a seller keeps for its fees: shown, saved and removed by its owners. Part of `/seller/plan`. The number goes to
//! the processor alone.
use domain::payment::SavedCard;
use domain::roles::Action;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::fees;
use platform::payments::PaymentError;
use platform::sellers::Seller;

use super::api::{FeeCardForm, RemoveFeeCard, SaveFeeCard};
use super::desk;
use crate::access::platform;
use crate::answer::{Done, Failure, Invalid};
use crate::basket::card::CardFields;
use crate::basket::forms;
use crate::ctx::Ctx;
use crate::ui::*;

/// The name of the form.
const FORM: &str = "fee-card";

/// How a card is called: its network and its last digits.
pub(super) fn card_words(card: &SavedCard) -> String {
    format!("{} •••• {}", card.brand.name(), card.last4)
}

/// What stands on the page of the plan.
#[component]
pub(super) fn FeeCard(seller: Seller, card: Option<SavedCard>, owner: bool) -> AnyView {
    let t = Ctx::current().t();
    let kept = match card {
        Some(card) => view! { <Kept seller=seller.clone() card /> }.into_any(),
        None => view! { <p class="font-medium">{t.fee_card_none()}</p> }.into_any(),
    };
    view! {
        <Card title=t.fee_card_title() id=FORM class="max-w-xl">
            <p class="mb-4 text-ink-soft">{t.fee_card_text()}</p>
            {kept}
            {owner.then(|| view! { <Typed seller /> })}
        </Card>
    }
    .into_any()
}

#[component]
fn Kept(seller: Seller, card: SavedCard) -> AnyView {
    let t = Ctx::current().t();
    let expiry = format!("{:02}/{:02}", card.exp_month, card.exp_year % 100);
    view! {
        <div class="flex flex-wrap items-center justify-between gap-3" data-fee-card=card.last4.clone()>
            <p>
                <bdi class="font-semibold">{card_words(&card)}</bdi>
                <span class="block text-sm text-ink-faint">{t.label_card_expiry()} " " <bdi>{expiry}</bdi></span>
            </p>
            <Form action=RemoveFeeCard::PATH swap="plan">
                <Hidden name="seller" value=seller.id.to_string() />
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small>{t.cart_remove()}</Button>
            </Form>
        </div>
    }
    .into_any()
}

/// The form for another card, or for the first one.
#[component]
fn Typed(seller: Seller) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, FORM);
    let sandbox = platform().payments.processor_name() == "sandbox";
    view! {
        <Form action=SaveFeeCard::PATH class="mt-4 flex flex-col gap-4">
            <Hidden name="seller" value=seller.id.to_string() />
            <Field form=&form name="name" label=t.label_card_name() autocomplete="cc-name" />
            <CardFields form=form.clone() sandbox />
            <div><Button kind=ButtonKind::Secondary>{t.fee_card_save()}</Button></div>
        </Form>
    }
    .into_any()
}

pub(super) async fn save(form: FeeCardForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManagePayouts, &form.seller).await?;
    let t = Ctx::current().t();
    if seller.is_platform {
        return Err(Failure::refused(t.plan_platform_text()));
    }
    let invalid = Invalid::new(FORM, &form).secret("card_number").secret("card_expiry").secret("card_cvc");
    let input = forms::card(&form.card_number, &form.card_expiry, &form.card_cvc, &form.name);
    let (platform, id) = (platform(), seller.id);
    let token = match platform.payments.tokenise(input).await {
        Ok(token) => token.token,
        Err(PaymentError::Card(errors)) => return Err(forms::card_errors(t, &errors, invalid).into()),
        Err(other) => return Err(other.into()),
    };
    let saved = platform
        .db
        .write(move |tx| {
            let token = token.clone();
            Box::pin(async move { fees::save_card(tx, id, &token).await })
        })
        .await;
    match saved {
        Ok(()) => {}
        // It was closed meanwhile.
        Err(fees::FeeError::NoSuchSeller) => return Err(Failure::NotFound),
        Err(other) => return Err(other.into()),
    }
    Ok(Done::to(format!("/seller/plan?seller={id}")).notice(Tone::Good, t.fee_card_saved()))
}

/// Removing a card that is not there any more changes nothing.
pub(super) async fn remove(seller: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManagePayouts, &seller).await?;
    let id = seller.id;
    platform().db.write(move |tx| Box::pin(async move { fees::remove_card(tx, id).await.map(drop) })).await?;
    let notice = Ctx::current().t().fee_card_removed();
    Ok(Done::to(format!("/seller/plan?seller={id}")).notice(Tone::Good, notice))
}
