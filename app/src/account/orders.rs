//! A shopper's orders, newest first, found by words, state and day. Route `/account/orders`; a guest sees the orders of
//! this browser.
use domain::calendar::day_of;
use domain::order::OrderState;
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::{DurationUs, OrderId, Timestamp};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::orders::find::{Search, search};
use platform::orders::store::OrderDetail;

use super::api::BuyAgain;
use crate::access::{allow, platform, visitor};
use crate::answer::{Failure, encode_query};
use crate::basket::forms::new_key;
use crate::ctx::Ctx;
use crate::page::query;
use crate::shop::refusals::shopper;
use crate::shop::tiles::thumbnail;
use crate::text::T;
use crate::ui::*;

const PER_PAGE: i64 = 20;
/// The fields of the search, as they stand in the address.
const FIELDS: [&str; 4] = ["find", "state", "from", "until"];

/// Where a whole order stands, in words and tone.
pub(crate) fn state_badge(t: T, state: OrderState) -> (Tone, String) {
    match state {
        OrderState::AwaitingPayment => (Tone::Warn, t.order_awaiting()),
        OrderState::Placed => (Tone::Info, t.order_placed()),
        OrderState::Completed => (Tone::Good, t.order_completed()),
        OrderState::Cancelled => (Tone::Plain, t.order_was_cancelled()),
        OrderState::PaymentFailed => (Tone::Bad, t.order_not_paid()),
    }
}

/// The beginning of a day as a date field sends it: `2026-11-27`.
pub(crate) fn day(text: &str) -> Option<Timestamp> {
    let mut parts = text.splitn(3, '-');
    let year: i64 = parts.next()?.parse().ok().filter(|year| (1970..=9999).contains(year))?;
    let month: u8 = parts.next()?.parse().ok().filter(|month| (1..=12).contains(month))?;
    let day: u8 = parts.next()?.parse().ok().filter(|day| (1..=31).contains(day))?;
    Some(Timestamp::from_micros(0).plus(DurationUs::from_days(day_of(year, month, day))))
}

/// What the address asks for. What cannot be read is not asked about.
fn asked() -> Search {
    Search {
        words: query("find").unwrap_or_default(),
        state: query("state").and_then(|state| OrderState::parse(&state)),
        from: query("from").and_then(|from| day(&from)),
        before: query("until").and_then(|until| day(&until)).map(|day| day.plus(DurationUs::from_days(1))),
    }
}

/// The same search, from this order on.
fn older_than(last: OrderId) -> String {
    let kept = FIELDS.iter().filter_map(|name| Some(format!("{name}={}&", encode_query(&query(name)?))));
    format!("/account/orders?{}before={last}", kept.collect::<String>())
}

pub async fn page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let visitor = visitor();
    if visitor.account().is_none() && visitor.guest.is_none() {
        allow(Action::ReadAccount, &Resource::OwnAccount)?;
    }
    let before: Option<OrderId> = query("before").and_then(|id| id.parse().ok());
    let wanted = asked();
    let mut orders = match shopper(&visitor) {
        Some(shopper) => {
            let mut conn = platform().db.read().await?;
            search(&mut conn, shopper, &wanted, before, PER_PAGE + 1).await?
        }
        None => Vec::new(),
    };
    let more = orders.len() as i64 > PER_PAGE;
    orders.truncate(PER_PAGE as usize);
    let older = orders.last().filter(|_| more).map(|last| older_than(last.order.id));
    let none_at_all = orders.is_empty() && wanted.is_empty() && before.is_none();
    let rows = orders.into_iter().map(|detail| view! { <OrderRow detail /> }).collect_view();
    Ok(view! {
        <ShopPage title=t.nav_orders() head=Head { private: true, ..Head::default() }>
            <h1 class="mb-6 text-3xl font-bold">{t.nav_orders()}</h1>
            {(!none_at_all).then(|| view! { <SearchForm /> })}
            {if none_at_all {
                view! {
                    <EmptyState title=t.orders_empty_title() text=t.orders_empty_text() icon=Icon::Orders>
                        <LinkButton href="/">{t.cart_empty_next()}</LinkButton>
                    </EmptyState>
                }.into_any()
            } else if rows.is_empty() {
                view! {
                    <EmptyState title=t.orders_none_title() text=t.orders_none_text() icon=Icon::Search>
                        <LinkButton href="/account/orders">{t.orders_all()}</LinkButton>
                    </EmptyState>
                }.into_any()
            } else {
                view! { <ul class="flex flex-col gap-4">{rows}</ul> }.into_any()
            }}
            {older.map(|href| view! { <div class="mt-6"><LinkButton href kind=ButtonKind::Secondary>{t.orders_older()}</LinkButton></div> })}
        </ShopPage>
    }
    .into_any())
}

/// Words, state and days; the address that it leads to can be kept and shared.
#[component]
fn SearchForm() -> AnyView {
    let t = Ctx::current().t();
    let form =
        FIELDS.iter().fold(FormState::default(), |form, name| form.or(name, query(name).unwrap_or_default()));
    let mut states = vec![(String::new(), t.orders_any_state())];
    states.extend(
        [
            OrderState::Placed,
            OrderState::Completed,
            OrderState::Cancelled,
            OrderState::AwaitingPayment,
            OrderState::PaymentFailed,
        ]
        .map(|state| (state.as_str().to_owned(), state_badge(t, state).1)),
    );
    let chosen = FIELDS.iter().any(|name| query(name).is_some());
    view! {
        <Form action="/account/orders" get=true id="find" label=t.orders_find() class="mb-6 grid items-end gap-4 rounded-card border border-line bg-surface p-4 sm:grid-cols-2 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)_auto]">
            <Field form=&form name="find" label=t.orders_words() r#type="search" optional=true />
            <Select form=&form name="state" label=t.orders_state() options=states optional=true />
            <Field form=&form name="from" label=t.orders_from() r#type="date" optional=true />
            <Field form=&form name="until" label=t.orders_until() r#type="date" optional=true />
            <div class="flex flex-wrap gap-2">
                <Button kind=ButtonKind::Secondary>{t.orders_search()}</Button>
                {chosen.then(|| view! { <LinkButton href="/account/orders" kind=ButtonKind::Quiet>{t.orders_all()}</LinkButton> })}
            </div>
        </Form>
    }
    .into_any()
}

#[component]
fn OrderRow(detail: OrderDetail) -> AnyView {
    let t = Ctx::current().t();
    let (tone, words) = state_badge(t, detail.order.state.0);
    let href = format!("/orders/{}", detail.order.id);
    let total = detail.order.total();
    let titles: Vec<String> = detail.parts.iter().flat_map(|p| &p.lines).map(|l| l.title.clone()).collect();
    let titles = titles.join(" · ");
    let label = format!("{}: {titles}", t.again());
    let pictures = detail
        .parts
        .iter()
        .flat_map(|p| &p.lines)
        .take(4)
        .map(|l| {
            let photo = thumbnail(l.picture_id, l.product_id);
            view! { <PhotoView photo size=64 class="picture-plate size-16 rounded-control border border-line object-contain p-1" /> }
        })
        .collect_view();
    view! {
        <li class="relative flex flex-wrap items-center gap-4 rounded-card border border-line bg-surface p-4 hover:border-accent sm:flex-nowrap">
            <div class="flex shrink-0 gap-2">{pictures}</div>
            <div class="min-w-0 flex-1">
                <p class="flex flex-wrap items-center gap-2 text-sm text-ink-faint">
                    <DateText at=detail.order.placed_at_us /> <Badge tone>{words}</Badge>
                </p>
                <a href=href class="cover line-clamp-2 font-medium"><bdi>{titles}</bdi></a>
            </div>
            <Amount money=total class="font-bold" />
            // Above the link that covers the whole row.
            <div class="relative z-10"><AgainForm order=detail.order.id.to_string() label /></div>
        </li>
    }
    .into_any()
}

/// Puts an order, or one line of it, into the cart once more.
#[component]
pub(crate) fn AgainForm(
    order: String,
    #[prop(optional, into)] line: String,
    /// What exactly, for those who do not see where the button stands.
    #[prop(into)]
    label: String,
) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <Form action=BuyAgain::PATH>
            <Hidden name="key" value=new_key() />
            <Hidden name="order" value=order />
            <Hidden name="line" value=line />
            <Button kind=ButtonKind::Quiet size=ButtonSize::Small label>{t.again()}</Button>
        </Form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_a_date_field_sends_it_and_nothing_else() {
        assert_eq!(day("1970-01-02"), Some(Timestamp::from_micros(86_400_000_000)));
        for junk in ["", "2026", "2026-13-01", "2026-11-32", "27.11.2026", "1066-10-14", "99999-01-01"] {
            assert_eq!(day(junk), None, "{junk}");
        }
    }
}
