//! One return: where it is, what it gives back, how to send it, and the slip for its parcel. Routes
//! `/orders/:order/returns/:return_id` and `…/slip`. It is also the confirmation: a fresh one says so.
use domain::order::Carrier;
use domain::returns::{ReturnEvent, ReturnState, Worth, next_return_state};
use domain::roles::Action;
use domain::text_enum::TextEnum as _;
use domain::{OrderId, ReturnId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::returns::{Pickup, Return, ReturnDetail, ReturnLabel, store};

use super::api::{CancelReturn, SendReturn};
use super::appeal::AppealView;
use super::exchange::ExchangeView;
use super::labels::{TakeView, way_words};
use super::parts::{Back, Goods, Way, return_href};
use super::pickup::PickupView;
use super::rules::said_to_shopper;
use super::words::{sentence, state_badge};
use super::work::SEND_FORM;
use crate::access::{allow_order, open_by_link, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::{param, query, redirect};
use crate::shop::refusals::refusal;
use crate::ui::*;

/// The return that the address names, which this visitor may read; a code in it opens a guest's order first.
enum Found {
    Return(Box<ReturnDetail>),
    Opened(AnyView),
}

async fn found() -> Result<Found, Failure> {
    let t = Ctx::current().t();
    let order: OrderId = param("order").parse().map_err(|_| Failure::NotFound)?;
    let id: ReturnId = param("return_id").parse().map_err(|_| Failure::NotFound)?;
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let row = platform::orders::store::order(&mut conn, order).await.map_err(|e| refusal(t, e))?;
    drop(conn);
    if let Some(code) = query("code")
        && open_by_link(&row, &code).await?
    {
        return Ok(Found::Opened(redirect(&format!("/orders/{order}/returns/{id}"))));
    }
    allow_order(Action::ReadOrder, &row).await?;
    let mut conn = platform.db.read().await?;
    let detail = store::of_order_one(&mut conn, order, id).await.map_err(|e| sentence(t, e))?;
    Ok(Found::Return(Box::new(detail)))
}

pub async fn page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let detail = match found().await? {
        Found::Return(detail) => *detail,
        Found::Opened(view) => return Ok(view),
    };
    let until = detail.may_appeal(platform().db.now()).ok();
    let decided = said_to_shopper(t, &detail);
    let ReturnDetail { row, lines, label, pickup, exchange, appeal, .. } = detail;
    let mut conn = platform().db.read().await?;
    let order = platform::orders::store::order(&mut conn, row.order_id).await.map_err(|e| refusal(t, e))?;
    drop(conn);
    let country = order.address.0.country;
    // What nobody sends is at no seller's, whatever its refund waits for.
    let waits = row.returnless && row.state.0 == ReturnState::Received;
    let (tone, words) = state_badge(t, if waits { ReturnState::Refunding } else { row.state.0 });
    // About a replacement and not about money, as long as nothing else was said.
    let exchanged = exchange.as_ref().is_some_and(|one| one.state.0.is_open() || one.state.0.has_left());
    let instead = exchange.map(|exchange| {
        let row = row.clone();
        view! { <ExchangeView row exchange /> }
    });
    // What a rule gave back is said by its notice.
    let fresh = query("new").filter(|_| !row.returnless).map(|_| match row.state.0 {
        ReturnState::Approved => t.return_asked_approved(),
        _ => t.return_asked(),
    });
    let worth = Worth::sum(lines.iter().map(|line| &line.worth));
    let refunded = row.state.0 == ReturnState::Refunded;
    let (currency, given) = (row.currency, row.money(row.refunded_minor));
    let may = |event| next_return_state(row.state.0, event).is_some();
    let cancel = may(ReturnEvent::Cancel).then(|| {
        view! {
            <Form action=CancelReturn::PATH>
                <Hidden name="order" value=row.order_id.to_string() />
                <Hidden name="return_id" value=row.id.to_string() />
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small>{t.return_cancel()}</Button>
            </Form>
        }
    });
    let way = if row.returnless { t.return_nothing_sent() } else { way_words(t, &row, label.as_ref()) };
    let send = may(ReturnEvent::Send).then(|| view! { <SendView row=row.clone() label pickup country /> });
    let sent = !row.returnless;
    let money = if refunded {
        view! { <p id="given" class="text-lg font-bold"><Amount money=given /></p> }.into_any()
    } else {
        view! {
            <Back worth currency total=t.sum_total() />
            {sent.then(|| view! { <p class="mt-3 text-sm text-ink-faint">{t.return_at_most_hint()}</p> })}
        }
        .into_any()
    };
    let appeal = {
        let row = row.clone();
        view! { <AppealView row appeal until /> }
    };
    let steps = row.clone();
    // What ended otherwise gives nothing back.
    let promised = (refunded || !row.state.0.is_final()) && !exchanged;
    let title = if refunded { t.return_given_back() } else { t.return_at_most() };
    Ok(view! {
        <ShopPage title=t.return_one() head=Head { private: true, ..Head::default() }>
            <div class="mx-auto flex max-w-3xl flex-col gap-5">
                <a class="link inline-flex min-h-tap items-center self-start" href=format!("/orders/{}", row.order_id)>{t.return_back_to_order()}</a>
                {fresh.map(|words| view! { <Notice tone=Tone::Good>{words}</Notice> })}
                <div class="flex flex-wrap items-center justify-between gap-3">
                    <div>
                        <h1 class="text-3xl font-bold">{t.return_one()}</h1>
                        <p class="text-sm text-ink-faint">{t.return_number()} ": " <code dir="ltr" class="select-all">{row.id.to_string()}</code></p>
                    </div>
                    <span data-return-state=row.state.0.to_string()><Badge tone>{words}</Badge></span>
                </div>
                <Card><Way row=steps exchanged /></Card>
                {decided.map(|words| view! { <Notice tone=Tone::Info>{words}</Notice> })}
                <Said row mine=true />
                {instead}
                {send}
                <Card>
                    <Goods lines />
                    <p class="mt-3 text-sm text-ink-soft">{way}</p>
                </Card>
                {promised.then(|| view! { <Card title=title id="money">{money}</Card> })}
                {appeal}
                {cancel}
            </div>
        </ShopPage>
    }
    .into_any())
}

/// What both wrote.
#[component]
pub(super) fn Said(row: Return, #[prop(optional)] mine: bool) -> AnyView {
    let t = Ctx::current().t();
    let answer = row.answer.map(|words| {
        view! { <Notice tone=Tone::Info><p class="font-semibold">{t.return_seller_says()}</p><p class="whitespace-pre-line"><bdi>{words}</bdi></p></Notice> }
    });
    let note = row.note.filter(|_| !mine).map(|words| {
        view! { <Notice tone=Tone::Plain><p class="font-semibold">{t.return_shopper_says()}</p><p class="whitespace-pre-line"><bdi>{words}</bdi></p></Notice> }
    });
    view! { {note} {answer} }.into_any()
}

/// Where it goes, the slip, and that it was sent.
#[component]
fn SendView(row: Return, label: Option<ReturnLabel>, pickup: Option<Pickup>, country: String) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, SEND_FORM);
    let address = row.ship_to.as_ref().map(|to| to.0.envelope()).unwrap_or_default();
    let address =
        address.into_iter().map(|l| view! { <span class="block"><bdi>{l}</bdi></span> }).collect_view();
    let carriers: Vec<(String, String)> = Carrier::ALL
        .iter()
        .filter(|carrier| **carrier != Carrier::Own)
        .map(|c| (c.as_str().to_owned(), c.name().map_or_else(|| t.carrier_other(), str::to_owned)))
        .collect();
    let slip = format!("{}/slip", return_href(&row));
    let code = label.as_ref().and_then(|label| label.code.clone());
    let take = label.filter(|label| label.code.is_none());
    let take = take.map(|label| view! { <TakeView row=row.clone() label /> });
    // Whoever took the label has nothing to choose: its number is the parcel's.
    let how = match &code {
        Some(code) => view! {
            <Hidden name="carrier" value=Carrier::Other.as_str() />
            <Hidden name="tracking" value=code.clone() />
            <p class="sm:col-span-2">{t.return_label_number()} " " <code dir="ltr" class="select-all">{code.clone()}</code></p>
        }
        .into_any(),
        None => view! {
            <Select form=&form name="carrier" label=t.sale_carrier() options=carriers />
            <Field form=&form name="tracking" label=t.return_tracking() ltr=true optional=true />
        }
        .into_any(),
    };
    let fetched = code.is_some().then(|| view! { <PickupView row=row.clone() pickup country /> });
    let print = if code.is_some() { t.return_label_print() } else { t.return_slip() };
    view! {
        <Card title=t.return_send_to() id="send">
            <p>{address}</p>
            <div class="my-4"><LinkButton href=slip>{print}</LinkButton></div>
            {take}
            {fetched}
            <Form action=SendReturn::PATH class="grid items-end gap-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]">
                <Hidden name="order" value=row.order_id.to_string() />
                <Hidden name="return_id" value=row.id.to_string() />
                {how}
                <Button kind=ButtonKind::Secondary>{t.return_i_sent()}</Button>
            </Form>
        </Card>
    }
    .into_any()
}

/// The slip for the parcel. Until the return is approved there is none: back to its page.
pub async fn slip_page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let detail = match found().await? {
        Found::Return(detail) => *detail,
        Found::Opened(view) => return Ok(view),
    };
    let ReturnDetail { row, lines, label, .. } = detail;
    let Some(address) = row.ship_to.as_ref().map(|to| to.0.envelope()) else {
        return Ok(redirect(&return_href(&row)));
    };
    let code = label.and_then(|label| label.code);
    let title = if code.is_some() { t.return_label() } else { t.return_one() };
    let code = code.map(|code| {
        view! {
            <p>
                <span class="block text-sm text-ink-faint">{t.return_label_number()}</span>
                <code dir="ltr" class="text-lg font-bold select-all">{code}</code>
            </p>
        }
    });
    let file = format!("{}/slip.pdf", return_href(&row));
    let number = row.id.to_string();
    let address =
        address.into_iter().map(|l| view! { <span class="block"><bdi>{l}</bdi></span> }).collect_view();
    let goods = lines
        .into_iter()
        .map(|line| view! { <li>{line.quantity} " × " <bdi>{line.title}</bdi></li> })
        .collect_view();
    Ok(view! {
        <NarrowPage title=t.return_slip()>
            <p class="mb-4 print:hidden">{t.return_slip_hint()} " " <a class="link" href=file data-slip="pdf">{t.return_pdf()}</a></p>
            <section id="slip" class="flex flex-col gap-5 rounded-card border-2 border-dashed border-line-strong bg-surface p-6">
                <h1 class="text-2xl font-bold">{title}</h1>
                {code}
                <p class="text-lg">
                    <span class="block text-sm text-ink-faint">{t.return_send_to()}</span>
                    <strong>{address}</strong>
                </p>
                <div class="flex flex-wrap items-center gap-5">
                    <QrView text=number.clone() label=t.return_number() class="size-32" />
                    <p>
                        <span class="block text-sm text-ink-faint">{t.return_number()}</span>
                        <code dir="ltr" class="break-all select-all">{number}</code>
                    </p>
                </div>
                <ul class="list-disc ps-5">{goods}</ul>
            </section>
            <a class="link mt-4 inline-flex min-h-tap items-center print:hidden" href=return_href(&row)>{t.return_one()}</a>
        </NarrowPage>
    }
    .into_any())
}
