//! What one is told about parcels and messages, and on which devices. Route `/account/notifications`.
use domain::roles::{Action, Resource, StaffRole, seat_may};
use domain::{DeviceId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::notify::{self, Choice, Device, Kind, NewDevice, NotifyError};

use super::api::{AddDevice, DeviceForm, NotificationsForm, RemoveDevice, SaveNotifications};
use crate::access::{account_id, allow, platform, visitor};
use crate::answer::{Done, Failure};
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

const HERE: &str = "/account/notifications";

pub async fn page() -> Result<AnyView, Failure> {
    let me = account_id()?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let shipped = notify::choice(&mut conn, me, Kind::Shipped).await?;
    let delivered = notify::choice(&mut conn, me, Kind::Delivered).await?;
    let message = notify::choice(&mut conn, me, Kind::Message).await?;
    let feedback = notify::choice(&mut conn, me, Kind::Feedback).await?;
    let sale = notify::choice(&mut conn, me, Kind::Sale).await?;
    let payout = notify::choice(&mut conn, me, Kind::Payout).await?;
    let devices = notify::devices(&mut conn, me).await?;
    drop(conn);
    let on = |yes: bool| if yes { "on" } else { "" };
    let form = FormState::of(&ctx, "notifications")
        .or("shipped_push", on(shipped.push))
        .or("shipped_mail", on(shipped.mail))
        .or("delivered_push", on(delivered.push))
        .or("delivered_mail", on(delivered.mail))
        .or("message_push", on(message.push))
        .or("message_mail", on(message.mail))
        .or("feedback_push", on(feedback.push))
        .or("feedback_mail", on(feedback.mail))
        .or("sale_push", on(sale.push))
        .or("sale_mail", on(sale.mail))
        .or("payout_mail", on(payout.mail));
    let sold = ships_for_a_shop().then(|| {
        view! {
            <fieldset>
                <legend class="font-semibold">{t.notifications_sale()}</legend>
                <Hidden name="sale_asked" value="on" />
                <Checkbox form=&form name="sale_push" label=t.notifications_push() />
                <Checkbox form=&form name="sale_mail" label=t.notifications_mail() />
            </fieldset>
        }
    });
    let payouts = owns_a_shop().then(|| {
        view! {
            <fieldset>
                <legend class="font-semibold">{t.notifications_payout()}</legend>
                <Hidden name="payout_asked" value="on" />
                <Checkbox form=&form name="payout_mail" label=t.notifications_mail() />
            </fieldset>
        }
    });
    let rated = answers_for_a_shop().then(|| {
        view! {
            <fieldset>
                <legend class="font-semibold">{t.notifications_feedback()}</legend>
                <Hidden name="feedback_asked" value="on" />
                <Checkbox form=&form name="feedback_push" label=t.notifications_push() />
                <Checkbox form=&form name="feedback_mail" label=t.notifications_mail() />
            </fieldset>
        }
    });
    let kinds = [
        ("shipped", t.notifications_shipped()),
        ("delivered", t.notifications_delivered()),
        ("message", t.notifications_message()),
    ]
    .into_iter()
    .map(|(kind, words)| {
        view! {
            <fieldset>
                <legend class="font-semibold">{words}</legend>
                <Checkbox form=&form name=format!("{kind}_push") label=t.notifications_push() />
                <Checkbox form=&form name=format!("{kind}_mail") label=t.notifications_mail() />
            </fieldset>
        }
    })
    .collect_view();
    Ok(view! {
        <ShopPage title=t.notifications_title() head=Head { private: true, ..Head::default() }>
            <h1 class="mb-2 text-3xl font-bold">{t.notifications_title()}</h1>
            <p class="mb-6 text-ink-soft">{t.notifications_text()}</p>
            <div class="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-2">
                <Card title=t.notifications_title() id="notifications">
                    <Form action=SaveNotifications::PATH class="flex flex-col gap-5">
                        {kinds}
                        {sold}
                        {rated}
                        {payouts}
                        <div><Button>{t.save()}</Button></div>
                    </Form>
                </Card>
                <Card title=t.devices_title() id="devices">
                    <Devices devices />
                    <ThisDevice key=platform.notify_keys.public() />
                </Card>
            </div>
        </ShopPage>
    }
    .into_any())
}

/// Whether payouts are told to this visitor at all.
fn owns_a_shop() -> bool {
    visitor().memberships.iter().any(|seat| seat.role == StaffRole::Owner)
}

/// Whether this visitor is told what a seller has sold.
fn ships_for_a_shop() -> bool {
    visitor().memberships.iter().any(|seat| seat_may(seat.role, Action::FulfilOrder))
}

/// Whether this visitor is told what buyers say of a seller.
fn answers_for_a_shop() -> bool {
    visitor().memberships.iter().any(|seat| seat_may(seat.role, Action::ReplyForSeller))
}

#[component]
fn Devices(devices: Vec<Device>) -> AnyView {
    let t = Ctx::current().t();
    if devices.is_empty() {
        return view! { <p class="text-ink-soft">{t.devices_none()}</p> }.into_any();
    }
    let items = devices
        .into_iter()
        .map(|device| {
            // The service's name tells browsers apart: nothing else is known of a device.
            let service = device.endpoint.split('/').nth(2).unwrap_or_default().to_owned();
            let since = format::date(device.created_at_us.utc_day(), t.locale());
            view! {
                <li class="flex flex-wrap items-center justify-between gap-3 py-3" data-endpoint=device.endpoint>
                    <p class="min-w-0">
                        <bdi class="font-medium break-all">{service}</bdi>
                        <span class="block text-sm text-ink-faint">{t.devices_since(since)}</span>
                        <span hidden=true data-this=""><Badge tone=Tone::Good>{t.device_this()}</Badge></span>
                    </p>
                    <Form action=RemoveDevice::PATH>
                        <Hidden name="id" value=device.id.to_string() />
                        <Button kind=ButtonKind::Quiet size=ButtonSize::Small>{t.cart_remove()}</Button>
                    </Form>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="divide-y divide-line">{items}</ul> }.into_any()
}

/// The script fills the form in with what the browser says, and shows the part that fits.
#[component]
fn ThisDevice(#[prop(into)] key: String) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <div id="push-device" data-key=key class="mt-5 border-t border-line pt-5">
            <p data-state="cannot" class="text-sm text-ink-soft">{t.device_cannot()}</p>
            <p data-state="denied" hidden=true class="text-sm text-warn">{t.device_denied()}</p>
            <p data-state="failed" hidden=true class="text-sm text-bad" role="alert">{t.device_failed()}</p>
            <div data-state="offer" hidden=true>
                <Form action=AddDevice::PATH>
                    <Hidden name="endpoint" value="" />
                    <Hidden name="p256dh" value="" />
                    <Hidden name="auth" value="" />
                    <button type="button" class="btn btn-secondary">{t.device_add()}</button>
                </Form>
            </div>
        </div>
    }
    .into_any()
}

fn words(t: T, error: NotifyError) -> Failure {
    match error {
        NotifyError::BadEndpoint | NotifyError::BadKeys => Failure::refused(t.device_failed()),
        NotifyError::TooManyDevices { most } => Failure::refused(t.devices_too_many(most)),
        NotifyError::NoSuchDevice => Failure::NotFound,
        other => other.into(),
    }
}

fn mine() -> Result<domain::AccountId, Failure> {
    allow(Action::ChangeAccount, &Resource::OwnAccount)?;
    account_id()
}

pub(super) async fn save(form: NotificationsForm) -> Result<Done, Failure> {
    let me = mine()?;
    let choice = |push: &str, mail: &str| Choice { push: !push.is_empty(), mail: !mail.is_empty() };
    let shipped = choice(&form.shipped_push, &form.shipped_mail);
    let delivered = choice(&form.delivered_push, &form.delivered_mail);
    let message = choice(&form.message_push, &form.message_mail);
    let feedback =
        (!form.feedback_asked.is_empty()).then(|| choice(&form.feedback_push, &form.feedback_mail));
    let sale = (!form.sale_asked.is_empty()).then(|| choice(&form.sale_push, &form.sale_mail));
    let payout = (!form.payout_asked.is_empty()).then(|| choice("", &form.payout_mail));
    platform()
        .db
        .write(move |tx| {
            Box::pin(async move {
                notify::choose(tx, me, Kind::Shipped, shipped).await?;
                notify::choose(tx, me, Kind::Delivered, delivered).await?;
                notify::choose(tx, me, Kind::Message, message).await?;
                if let Some(feedback) = feedback {
                    notify::choose(tx, me, Kind::Feedback, feedback).await?;
                }
                if let Some(sale) = sale {
                    notify::choose(tx, me, Kind::Sale, sale).await?;
                }
                if let Some(payout) = payout {
                    notify::choose(tx, me, Kind::Payout, payout).await?;
                }
                Ok::<_, NotifyError>(())
            })
        })
        .await?;
    Ok(Done::to(HERE).notice(Tone::Good, Ctx::current().t().settings_saved()))
}

pub(super) async fn add_device(form: DeviceForm) -> Result<Done, Failure> {
    let me = mine()?;
    let t = Ctx::current().t();
    let device = NewDevice::parse(&form.endpoint, &form.p256dh, &form.auth).map_err(|e| words(t, e))?;
    platform()
        .db
        .write(move |tx| {
            let device = device.clone();
            Box::pin(async move { notify::add(tx, me, &device).await })
        })
        .await
        .map_err(|e| words(t, e))?;
    Ok(Done::to(HERE).notice(Tone::Good, t.device_added()))
}

pub(super) async fn remove_device(id: String) -> Result<Done, Failure> {
    let me = mine()?;
    let t = Ctx::current().t();
    let id: DeviceId = id.parse().map_err(|_| Failure::NotFound)?;
    platform()
        .db
        .write(move |tx| Box::pin(async move { notify::remove(tx, me, id).await }))
        .await
        .map_err(|e| words(t, e))?;
    Ok(Done::to(HERE).notice(Tone::Good, t.device_removed()))
}
