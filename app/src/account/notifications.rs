//! What one is told about parcels, messages and answers, where, and on which devices. Route `/account/notifications`.
use domain::feature::Feature;
use domain::roles::{Action, Resource, StaffRole, seat_may};
use domain::text_enum::TextEnum as _;
use domain::{DeviceId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::notify::{self, Choice, Device, Kind, NewDevice, NotifyError};

use super::api::{AddDevice, DeviceForm, NotificationsForm, RemoveDevice, SaveNotifications};
use crate::access::{account_id, allow, platform, visitor};
use crate::answer::{Done, Failure};
use crate::ctx::Ctx;
use crate::switches::closed_notice;
use crate::text::T;
use crate::ui::*;

const HERE: &str = "/account/notifications";

pub async fn page() -> Result<AnyView, Failure> {
    let me = account_id()?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let closed = closed_notice(Feature::Push).await?;
    let mut conn = platform.db.read().await?;
    let on = |yes: bool| if yes { "on" } else { "" };
    let mut form = FormState::of(&ctx, "notifications");
    for kind in Kind::ALL {
        let choice = notify::choice(&mut conn, me, *kind).await?;
        form = form
            .or(&format!("{kind}_page"), on(choice.page))
            .or(&format!("{kind}_push"), on(choice.push))
            .or(&format!("{kind}_mail"), on(choice.mail));
    }
    let devices = notify::devices(&mut conn, me).await?;
    drop(conn);
    let told = |kind: Kind, words: String| view! { <Told form=form.clone() kind words /> }.into_any();
    let kinds: Vec<AnyView> = vec![
        told(Kind::Shipped, t.notifications_shipped()),
        told(Kind::Delivered, t.notifications_delivered()),
        told(Kind::Message, t.notifications_message()),
        told(Kind::Answer, t.notifications_answer()),
        told(Kind::Appeal, t.notifications_appeal()),
        told(Kind::Report, t.notifications_report()),
    ];
    let sold = ships_for_a_shop().then(|| {
        view! { <Hidden name="sale_asked" value="on" /> {told(Kind::Sale, t.notifications_sale())} }
    });
    let rated = answers_for_a_shop().then(|| {
        view! {
            <Hidden name="feedback_asked" value="on" />
            {told(Kind::Feedback, t.notifications_feedback())}
            {told(Kind::Question, t.notifications_question())}
        }
    });
    let stock = lists_for_a_shop().then(|| {
        view! { <Hidden name="stock_out_asked" value="on" /> {told(Kind::StockOut, t.notifications_stock())} }
    });
    let owned = owns_a_shop().then(|| {
        view! {
            <Hidden name="owner_asked" value="on" />
            {told(Kind::Payout, t.notifications_payout())}
            {told(Kind::Return, t.notifications_return())}
            {told(Kind::Dispute, t.notifications_dispute())}
            {told(Kind::Health, t.notifications_health())}
        }
    });
    // A browser that subscribes while the shop takes no device would be told of nothing.
    let this_device =
        closed.unwrap_or_else(|| view! { <ThisDevice key=platform.notify_keys.public() /> }.into_any());
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
                        {stock}
                        {owned}
                        <div><Button>{t.save()}</Button></div>
                    </Form>
                </Card>
                <Card title=t.devices_title() id="devices">
                    <Devices devices />
                    {this_device}
                </Card>
            </div>
        </ShopPage>
    }
    .into_any())
}

/// One kind: the ways in which it can be told, or not.
#[component]
fn Told(form: FormState, kind: Kind, words: String) -> AnyView {
    let t = Ctx::current().t();
    let page = view! { <Checkbox form=&form name=format!("{kind}_page") label=t.notifications_page() /> };
    // Nobody's device is told what was paid out.
    let push = (kind != Kind::Payout).then(|| {
        view! { <Checkbox form=&form name=format!("{kind}_push") label=t.notifications_push() /> }
    });
    let mail = kind.can_be_silent().then(|| {
        view! { <Checkbox form=&form name=format!("{kind}_mail") label=t.notifications_mail() /> }
    });
    let always = (!kind.can_be_silent())
        .then(|| view! { <p class="text-sm text-ink-faint">{t.notifications_mail_always()}</p> });
    view! {
        <fieldset>
            <legend class="font-semibold">{words}</legend>
            {page} {push} {mail} {always}
        </fieldset>
    }
    .into_any()
}

/// Whether what is about a seller as a whole is told to this visitor at all.
fn owns_a_shop() -> bool {
    visitor().memberships.iter().any(|seat| seat.role == StaffRole::Owner)
}

/// Whether this visitor is told what a seller has sold.
fn ships_for_a_shop() -> bool {
    visitor().memberships.iter().any(|seat| seat_may(seat.role, Action::FulfilOrder))
}

/// Whether this visitor is told that an offer is sold out.
fn lists_for_a_shop() -> bool {
    visitor().memberships.iter().any(|seat| seat_may(seat.role, Action::ManageOffers))
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
    let choice = |page: &str, push: &str, mail: &str| Choice {
        page: !page.is_empty(),
        push: !push.is_empty(),
        mail: !mail.is_empty(),
    };
    let mut said = vec![
        (Kind::Shipped, choice(&form.shipped_page, &form.shipped_push, &form.shipped_mail)),
        (Kind::Delivered, choice(&form.delivered_page, &form.delivered_push, &form.delivered_mail)),
        (Kind::Message, choice(&form.message_page, &form.message_push, &form.message_mail)),
        (Kind::Answer, choice(&form.answer_page, &form.answer_push, &form.answer_mail)),
        (Kind::Appeal, choice(&form.appeal_page, &form.appeal_push, "on")),
        (Kind::Report, choice(&form.report_page, &form.report_push, &form.report_mail)),
    ];
    if !form.feedback_asked.is_empty() {
        said.push((Kind::Feedback, choice(&form.feedback_page, &form.feedback_push, &form.feedback_mail)));
        said.push((Kind::Question, choice(&form.question_page, &form.question_push, &form.question_mail)));
    }
    if !form.sale_asked.is_empty() {
        said.push((Kind::Sale, choice(&form.sale_page, &form.sale_push, &form.sale_mail)));
    }
    if !form.stock_out_asked.is_empty() {
        said.push((Kind::StockOut, choice(&form.stock_out_page, &form.stock_out_push, &form.stock_out_mail)));
    }
    if !form.owner_asked.is_empty() {
        said.push((Kind::Payout, choice(&form.payout_page, "", &form.payout_mail)));
        said.push((Kind::Return, choice(&form.return_page, &form.return_push, &form.return_mail)));
        said.push((Kind::Dispute, choice(&form.dispute_page, &form.dispute_push, "on")));
        said.push((Kind::Health, choice(&form.health_page, &form.health_push, "on")));
    }
    platform()
        .db
        .write(move |tx| {
            let said = said.clone();
            Box::pin(async move {
                for (kind, choice) in said {
                    notify::choose(tx, me, kind, choice).await?;
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
