//! What a shopper and the seller wrote to each other, at the seller's desk. Route `/seller/messages/:part`. Live.
use domain::PartId;
use domain::feature::Feature;
use domain::messages::{Side, can_write};
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::orders::store;

use super::api::{ReadAtDesk, ReportAtDesk, SettleMessages};
use super::desk_work::page_of;
use super::parts::{Conversation, Messages, Names, ReadForm, ReportTo, Viewer, WriteForm};
use crate::access::{allow, live_from_now, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::islands::Live;
use crate::page::{param, query};
use crate::seller::desk;
use crate::shop::refusals::refusal;
use crate::switches::closed_notice;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSales).await?;
    let t = Ctx::current().t();
    let part: PartId = param("part").parse().map_err(|_| Failure::NotFound)?;
    let detail = desk::part(seller.id, part).await?;
    if !can_write(detail.part.state.0, detail.part.cancel_reason.as_deref()) {
        return Err(Failure::NotFound);
    }
    let writes = allow(Action::SpeakForSeller, &Resource::Seller(seller.id)).is_ok();
    let closed = closed_notice(Feature::Messages).await?.filter(|_| writes);
    let viewer = if writes { Viewer::Side(Side::Seller) } else { Viewer::Operator };
    let before: Option<i64> = query("before").and_then(|number| number.parse().ok());
    let stream = live_from_now(format!("/live/seller/{}", seller.id)).await?;
    let mut conn = platform().db.read().await?;
    let order = store::order(&mut conn, detail.part.order_id).await.map_err(|e| refusal(t, e))?;
    let conversation = Conversation::read(&mut conn, part, before, true).await?;
    drop(conn);
    let shopper = order.address.0.name.clone();
    let names = Names { shopper: shopper.clone(), seller: seller.name.clone() };
    let report =
        writes.then(|| ReportTo { action: ReportAtDesk::PATH, field: ("seller", seller.id.to_string()) });
    let (seen, earlier) = (conversation.seen(), conversation.earlier());
    let unread = writes && conversation.is_unread(Side::Seller);
    let waits = conversation.thread.as_ref().is_some_and(|thread| thread.waiting_since_us.is_some());
    let fields = vec![("seller", seller.id.to_string()), ("part", part.to_string())];
    let read = unread.then(|| {
        let fields = fields.clone();
        view! { <ReadForm action=ReadAtDesk::PATH fields upto=seen /> }
    });
    let settle = (writes && waits).then(|| {
        let fields = fields.iter().cloned();
        let fields = fields.map(|(name, value)| view! { <Hidden name=name value=value /> }).collect_view();
        view! {
            <div class="flex flex-wrap items-center gap-3 rounded-card bg-sunken px-4 py-2">
                <Badge tone=Tone::Warn>{t.message_waits()}</Badge>
                <Form action=SettleMessages::PATH id="settle">
                    {fields}
                    <Hidden name="seen" value=seen.to_string() />
                    <Button kind=ButtonKind::Quiet size=ButtonSize::Small>{t.message_settle()}</Button>
                </Form>
            </div>
        }
    });
    let titles: Vec<String> =
        detail.lines.iter().map(|line| format!("{} × {}", line.quantity, line.title)).collect();
    let page = page_of(seller.id, part);
    let earlier = earlier.map(|number| {
        let href = format!("{page}&before={number}");
        view! { <a class="link inline-flex min-h-tap items-center self-center" href=href>{t.messages_earlier()}</a> }
    });
    let sale = format!("/seller/orders/{part}?seller={}", seller.id);
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.messages_with(shopper)
            actions=view! { <Live stream regions="thread" on=t.live_on() off=t.live_off() /> }.into_any()>
            <div class="flex max-w-3xl flex-col gap-5">
                <p class="flex flex-wrap items-center gap-x-4">
                    <a class="link inline-flex min-h-tap items-center" href=sale>{t.return_back_to_order()}</a>
                    <bdi class="text-sm text-ink-faint">{titles.join(" · ")}</bdi>
                </p>
                <div id="thread" class="flex flex-col gap-4">
                    {earlier}
                    <Messages conversation viewer names report />
                    {read}
                    {settle}
                </div>
                {closed}
                {writes.then(|| view! { <WriteForm action=page label=t.message_to_shopper() seen /> })}
                <p class="text-sm text-ink-faint">{t.messages_rules()}</p>
            </div>
        </ConsolePage>
    }
    .into_any())
}
