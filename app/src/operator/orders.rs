//! All orders of the shop, found by number, shopper, seller, state and day. Route `/operator/orders`.
use domain::contact::Email;
use domain::order::OrderState;
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::{DurationUs, OrderId};
use leptos::prelude::*;
use platform::db::Conn;
use platform::orders::office::{Number, Sought, sought};
use platform::orders::store::OrderDetail;

use crate::access::{allow, may, platform};
use crate::account::orders::{day, state_badge};
use crate::answer::{Failure, encode_query};
use crate::ctx::Ctx;
use crate::page::query;
use crate::shop::refusals::refusal;
use crate::text::T;
use crate::ui::*;

const PATH: &str = "/operator/orders";
/// So many stand on a page, and so many when more are wanted.
const FEW: i64 = 20;
const MANY: i64 = 50;
/// The fields of the search, as they stand in the address.
const FIELDS: [&str; 6] = ["number", "email", "seller", "state", "from", "until"];

/// The orders, and what is given back of them.
pub(super) fn tabs(t: T, current: &str) -> Vec<Tab> {
    let tab =
        |href: &str, label: String| Tab { href: href.into(), label, count: None, current: current == href };
    vec![tab(PATH, t.nav_orders()), tab("/operator/refunds", t.refunds_title())]
}

/// What the address asks for, and what of it is wrong.
struct Asked {
    wanted: Sought,
    form: FormState,
}

async fn asked(conn: &mut Conn) -> Result<Asked, Failure> {
    let t = Ctx::current().t();
    let mut form =
        FIELDS.iter().fold(FormState::default(), |form, name| form.or(name, query(name).unwrap_or_default()));
    let mut wanted = Sought {
        number: query("number").and_then(|text| Number::parse(&text)),
        state: query("state").and_then(|state| OrderState::parse(&state)),
        from: query("from").and_then(|from| day(&from)),
        before: query("until").and_then(|until| day(&until)).map(|day| day.plus(DurationUs::from_days(1))),
        ..Sought::default()
    };
    if let Some(typed) = query("email") {
        // Who has which address is no business of whoever keeps the books.
        allow(Action::ReadSales, &Resource::Platform)?;
        match Email::parse(&typed) {
            Ok(email) => wanted.email = Some(email),
            Err(_) => form = form.error_on("email", t.office_no_email()),
        }
    }
    if let Some(typed) = query("seller") {
        let found = platform::sellers::by_slug(conn, typed.trim()).await?;
        match found {
            Some(seller) => wanted.seller = Some(seller.id),
            None => form = form.error_on("seller", t.office_no_seller(typed)),
        }
    }
    Ok(Asked { wanted, form })
}

/// The same search, with so many on a page, after this order.
fn address(per_page: i64, after: Option<OrderId>) -> String {
    let kept = FIELDS.iter().filter_map(|name| Some(format!("{name}={}&", encode_query(&query(name)?))));
    let after = after.map(|last| format!("&after={last}")).unwrap_or_default();
    format!("{PATH}?{}per={per_page}{after}", kept.collect::<String>())
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadOrders, &Resource::Platform)?;
    let t = Ctx::current().t();
    let per_page = if query("per").as_deref() == Some("50") { MANY } else { FEW };
    let after: Option<OrderId> = query("after").and_then(|id| id.parse().ok());
    let mut conn = platform().db.read_together().await?;
    let Asked { wanted, form } = asked(&mut conn).await?;
    let wrong = FIELDS.iter().any(|name| form.error(name).is_some());
    let mut orders = match wrong {
        true => Vec::new(),
        false => sought(&mut conn, &wanted, after, per_page + 1).await.map_err(|e| refusal(t, e))?,
    };
    drop(conn);
    let more = orders.len() as i64 > per_page;
    orders.truncate(per_page as usize);
    let older = orders.last().filter(|_| more).map(|last| address(per_page, Some(last.order.id)));
    let longer = (more && per_page == FEW).then(|| address(MANY, after));
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.nav_orders()>
            <div class="mb-6"><Tabs label=t.nav_orders() tabs=tabs(t, PATH) /></div>
            <p class="mb-6 max-w-prose text-ink-soft">{t.office_text()}</p>
            <SearchForm form />
            <div id="orders" class="flex flex-col gap-4">
                <Orders orders />
                <div class="flex flex-wrap gap-3">
                    {older.map(|href| view! { <LinkButton href kind=ButtonKind::Secondary>{t.orders_older()}</LinkButton> })}
                    {longer.map(|href| view! { <LinkButton href kind=ButtonKind::Quiet>{t.office_show(MANY)}</LinkButton> })}
                </div>
            </div>
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn SearchForm(form: FormState) -> AnyView {
    let t = Ctx::current().t();
    let mut states = vec![(String::new(), t.orders_any_state())];
    states.extend(OrderState::ALL.iter().map(|state| (state.as_str().to_owned(), state_badge(t, *state).1)));
    let chosen = FIELDS.iter().any(|name| query(name).is_some());
    let email = may(Action::ReadSales, &Resource::Platform).then(|| {
        view! { <Field form=&form name="email" label=t.office_email() r#type="email" optional=true ltr=true /> }
    });
    view! {
        <Form action=PATH get=true id="find" label=t.office_find() class="mb-6 grid items-end gap-4 rounded-card border border-line bg-surface p-4 sm:grid-cols-2 lg:grid-cols-3">
            <Field form=&form name="number" label=t.office_number() hint=t.office_number_hint() r#type="search" optional=true ltr=true />
            {email}
            <Field form=&form name="seller" label=t.payouts_seller() hint=t.office_seller_hint() optional=true ltr=true />
            <Select form=&form name="state" label=t.orders_state() options=states optional=true />
            <Field form=&form name="from" label=t.orders_from() r#type="date" optional=true />
            <Field form=&form name="until" label=t.orders_until() r#type="date" optional=true />
            <div class="flex flex-wrap gap-2">
                <Button kind=ButtonKind::Secondary>{t.orders_search()}</Button>
                {chosen.then(|| view! { <LinkButton href=PATH kind=ButtonKind::Quiet>{t.orders_all()}</LinkButton> })}
            </div>
        </Form>
    }
    .into_any()
}

#[component]
fn Orders(orders: Vec<OrderDetail>) -> AnyView {
    let t = Ctx::current().t();
    if orders.is_empty() {
        return view! { <EmptyState title=t.orders_none_title() text=t.orders_none_text() icon=Icon::Search /> }
            .into_any();
    }
    let rows = orders.into_iter().map(|detail| view! { <OrderRow detail /> }).collect_view();
    view! { <ul class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul> }
        .into_any()
}

/// One order in the list; the whole row is a link.
#[component]
fn OrderRow(detail: OrderDetail) -> AnyView {
    let t = Ctx::current().t();
    let (tone, words) = state_badge(t, detail.order.state.0);
    let titles: Vec<String> =
        detail.parts.iter().flat_map(|p| &p.lines).map(|l| format!("{} × {}", l.quantity, l.title)).collect();
    let (id, placed, total) = (detail.order.id, detail.order.placed_at_us, detail.order.total());
    view! {
        <li class="relative flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-order=id.to_string()>
            <div class="min-w-0 flex-1 basis-60">
                <a href=format!("{PATH}/{id}") class="cover line-clamp-2 font-medium hover:text-accent"><bdi>{titles.join(" · ")}</bdi></a>
                <p class="text-sm text-ink-faint">
                    <DateText at=placed time=true /> " · " {t.office_parts(detail.parts.len())} " · "
                    <span class="break-all" dir="ltr">{id.to_string()}</span>
                </p>
            </div>
            <Badge tone>{words}</Badge>
            <Amount money=total class="font-semibold" />
        </li>
    }
    .into_any()
}
