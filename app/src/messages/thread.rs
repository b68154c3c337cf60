//! What a shopper and the seller of one part wrote to each other. Route `/orders/:order/messages/:part`. Live. Guests come
//! by the link in a mail, as to the order's own page.
use domain::feature::Feature;
use domain::messages::{Side, can_write};
use domain::roles::Action;
use domain::{OrderId, PartId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::orders::store::{self, Order, PartDetail};

use super::api::{ReadMessages, ReportMessage};
use super::parts::{Conversation, Messages, Names, ReadForm, ReportTo, Viewer, WriteForm};
use super::work::page_of;
use crate::access::{allow_order, live_from_now, open_by_link, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::islands::Live;
use crate::page::{param, query, redirect};
use crate::shop::refusals::refusal;
use crate::switches::closed_notice;
use crate::ui::*;

/// The part that the address names, which this visitor may read; a code in it opens a guest's order first.
enum Found {
    Part(Box<(Order, PartDetail)>),
    Opened(AnyView),
}

async fn found() -> Result<Found, Failure> {
    let t = Ctx::current().t();
    let id: OrderId = param("order").parse().map_err(|_| Failure::NotFound)?;
    let part: PartId = param("part").parse().map_err(|_| Failure::NotFound)?;
    let order = store::order(&mut platform().db.read().await?, id).await.map_err(|e| refusal(t, e))?;
    if let Some(code) = query("code")
        && open_by_link(&order, &code).await?
    {
        return Ok(Found::Opened(redirect(&page_of(id, part))));
    }
    allow_order(Action::ReadOrder, &order).await?;
    let mut conn = platform().db.read().await?;
    let part = store::part(&mut conn, part).await.map_err(|e| refusal(t, e))?;
    if part.order_id != id || !can_write(part.state.0, part.cancel_reason.as_deref()) {
        return Err(Failure::NotFound);
    }
    let detail = store::details(&mut conn, vec![part]).await.map_err(|e| refusal(t, e))?;
    let detail = detail.into_iter().next().ok_or(Failure::NotFound)?;
    Ok(Found::Part(Box::new((order, detail))))
}

pub async fn page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let (order, detail) = match found().await? {
        Found::Part(found) => *found,
        Found::Opened(view) => return Ok(view),
    };
    let (id, part) = (order.id, detail.part.id);
    // An operator reads along and writes nothing.
    let writes = allow_order(Action::WriteToSeller, &order).await.is_ok();
    let closed = closed_notice(Feature::Messages).await?.filter(|_| writes);
    let viewer = if writes { Viewer::Side(Side::Shopper) } else { Viewer::Operator };
    let before: Option<i64> = query("before").and_then(|number| number.parse().ok());
    let stream = live_from_now(format!("/live/order/{id}")).await?;
    let mut conn = platform().db.read().await?;
    let seller = platform::sellers::get(&mut conn, detail.part.seller_id).await?;
    let conversation = Conversation::read(&mut conn, part, before, false).await?;
    drop(conn);
    let seller = seller.map(|seller| seller.name).unwrap_or_default();
    let names = Names { shopper: order.address.0.name.clone(), seller: seller.clone() };
    let report = writes.then(|| ReportTo { action: ReportMessage::PATH, field: ("order", id.to_string()) });
    let (seen, earlier) = (conversation.seen(), conversation.earlier());
    let unread = writes && conversation.is_unread(Side::Shopper);
    let read = unread.then(|| {
        let fields = vec![("order", id.to_string()), ("part", part.to_string())];
        view! { <ReadForm action=ReadMessages::PATH fields upto=seen /> }
    });
    let titles: Vec<String> =
        detail.lines.iter().map(|line| format!("{} × {}", line.quantity, line.title)).collect();
    let page = page_of(id, part);
    let earlier = earlier.map(|number| {
        let href = format!("{page}?before={number}");
        view! { <a class="link inline-flex min-h-tap items-center self-center" href=href>{t.messages_earlier()}</a> }
    });
    let title = t.messages_with(seller);
    Ok(view! {
        <ShopPage title=title.clone() head=Head { private: true, ..Head::default() }>
            <div class="mx-auto flex max-w-3xl flex-col gap-5">
                <a class="link inline-flex min-h-tap items-center self-start" href=format!("/orders/{id}")>{t.return_back_to_order()}</a>
                <div class="flex flex-wrap items-center justify-between gap-3">
                    <div class="min-w-0">
                        <h1 class="text-2xl font-bold sm:text-3xl">{title}</h1>
                        <p class="text-sm text-ink-faint"><bdi>{titles.join(" · ")}</bdi></p>
                    </div>
                    <Live stream regions="thread" on=t.live_on() off=t.live_off() />
                </div>
                <div id="thread" class="flex flex-col gap-4">
                    {earlier}
                    <Messages conversation viewer names report />
                    {read}
                </div>
                {closed}
                {writes.then(|| view! { <WriteForm action=page label=t.message_to_seller() seen /> })}
                <p class="text-sm text-ink-faint">{t.messages_rules()}</p>
            </div>
        </ShopPage>
    }
    .into_any())
}
