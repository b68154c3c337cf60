//! How a parcel with the shop's label goes: dropped off, or fetched on a day that the seller confirms. A part of a return's page
//! and of the desk, and the work behind their forms.
use domain::calendar::{day_text, parse_day};
use domain::returns::pickup_days;
use domain::roles::Action;
use domain::{ReturnId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::returns::{Pickup, Return, ReturnError};

use super::api::{ConfirmPickup, DropOffForm, DropReturnOff, PickUpReturn, PickupForm, SellerPickupForm};
use super::words::sentence;
use super::work::{order_of, return_of};
use crate::access::platform;
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::seller::desk;
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
const FORM: &str = "return-pickup";

/// What the shopper chose, or can choose. `country`: where it would be fetched.
#[component]
pub(super) fn PickupView(row: Return, pickup: Option<Pickup>, country: String) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let on = move |day: i64| format::date(day, t.locale());
    match pickup {
        Some(Pickup { day, confirmed_at_us: Some(_), .. }) => {
            view! { <p class="my-4 font-medium" id="pickup">{t.pickup_confirmed(on(day))}</p> }.into_any()
        }
        Some(Pickup { day, .. }) => view! {
            <Form action=DropReturnOff::PATH id="pickup" class="my-4 flex flex-col items-start gap-2">
                <Hidden name="order" value=row.order_id.to_string() />
                <Hidden name="return_id" value=row.id.to_string() />
                <p class="font-medium">{t.pickup_asked(on(day))}</p>
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small>{t.pickup_drop_off()}</Button>
            </Form>
        }
        .into_any(),
        None => {
            let form = FormState::of(&ctx, FORM);
            let today = platform().db.now().utc_day();
            let days: Vec<(String, String)> =
                pickup_days(&country, today).into_iter().map(|day| (day_text(day), on(day))).collect();
            view! {
                <p class="mt-4 text-sm text-ink-soft">{t.pickup_or_drop_off()}</p>
                <Form action=PickUpReturn::PATH id="pickup" class="mb-4 flex flex-wrap items-end gap-4">
                    <Hidden name="order" value=row.order_id.to_string() />
                    <Hidden name="return_id" value=row.id.to_string() />
                    <Select form=&form name="day" label=t.pickup_day() options=days />
                    <Button kind=ButtonKind::Secondary>{t.pickup_ask()}</Button>
                </Form>
            }
            .into_any()
        }
    }
}

/// The same at the desk: when and where it is to be fetched, and the button that confirms it. `from`: the order's address.
#[component]
pub(super) fn PickupDesk(row: Return, pickup: Pickup, from: Vec<String>, confirms: bool) -> AnyView {
    let t = Ctx::current().t();
    let day = format::date(pickup.day, t.locale());
    let words = if pickup.confirmed_at_us.is_some() { t.pickup_confirmed(day) } else { t.pickup_wanted(day) };
    let from = from.into_iter().map(|l| view! { <span class="block"><bdi>{l}</bdi></span> }).collect_view();
    let confirm = (confirms && pickup.confirmed_at_us.is_none()).then(|| {
        view! {
            <Form action=ConfirmPickup::PATH class="mt-4">
                <Hidden name="seller" value=row.seller_id.to_string() />
                <Hidden name="return_id" value=row.id.to_string() />
                <Hidden name="day" value=day_text(pickup.day) />
                <Button>{t.pickup_confirm()}</Button>
            </Form>
        }
    });
    view! {
        <Card title=t.pickup_title() id="pickup">
            <p class="font-medium">{words}</p>
            <p class="mt-2 text-sm">{from}</p>
            {confirm}
        </Card>
    }
    .into_any()
}

pub(super) async fn ask(form: PickupForm) -> Result<Done, Failure> {
    let (order, shopper) = order_of(&form.order).await?;
    let t = Ctx::current().t();
    let (id, page) = return_of(&order, &form.return_id).await?;
    let invalid = Invalid::new(FORM, &form);
    let Some(day) = parse_day(form.day.trim()) else {
        return Err(invalid.field("day", t.pickup_wrong_day()).into());
    };
    match platform().returns.pick_up(shopper, id, day).await {
        Ok(()) => Ok(Done::to(page).at("send").notice(Tone::Good, t.pickup_was_asked())),
        Err(ReturnError::WrongPickupDay) => Err(invalid.field("day", t.pickup_wrong_day()).into()),
        Err(error) => Err(sentence(t, error)),
    }
}

pub(super) async fn drop_off(form: DropOffForm) -> Result<Done, Failure> {
    let (order, shopper) = order_of(&form.order).await?;
    let t = Ctx::current().t();
    let (id, page) = return_of(&order, &form.return_id).await?;
    platform().returns.drop_off(shopper, id).await.map_err(|e| sentence(t, e))?;
    Ok(Done::to(page).at("send").notice(Tone::Good, t.pickup_dropped()))
}

pub(super) async fn confirm(form: SellerPickupForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::FulfilOrder, &form.seller).await?;
    let t = Ctx::current().t();
    let id: ReturnId = form.return_id.parse().map_err(|_| Failure::NotFound)?;
    // Whose it is comes before what was sent.
    platform::returns::store::of_seller_one(&mut platform().db.read().await?, seller.id, id)
        .await
        .map_err(|e| sentence(t, e))?;
    let day = parse_day(&form.day).ok_or_else(|| Failure::refused(t.form_malformed()))?;
    platform().returns.confirm_pickup(seller.id, id, day).await.map_err(|e| sentence(t, e))?;
    let page = desk::link(seller.id, &format!("/seller/returns/{id}"));
    Ok(Done::to(page).notice(Tone::Good, t.pickup_was_confirmed()))
}
