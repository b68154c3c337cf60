//! What one was told, to be read in the shop itself: the list behind the bell. Routes `/account/notices`, and `/seller/notices`
//! for what of it is about a seller's desk.
use domain::roles::{Action, Resource};
use domain::{AccountId, NoticeId, SellerId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::notify::{self, NotifyError};

use super::api::{OpenNotice, ReadNotices, ReadNoticesForm};
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure};
use crate::ctx::Ctx;
use crate::page::query;
use crate::seller::desk;
use crate::ui::*;

const PER_PAGE: i64 = 20;
const HERE: &str = "/account/notices";
const DESK: &str = "/seller/notices";

pub async fn page() -> Result<AnyView, Failure> {
    let me = account_id()?;
    let t = Ctx::current().t();
    let list = list(me, None).await?;
    Ok(view! {
        <ShopPage title=t.notices_title() head=Head { private: true, ..Head::default() }>
            <h1 class="mb-2 text-3xl font-bold">{t.notices_title()}</h1>
            {list}
        </ShopPage>
    }
    .into_any())
}

/// The same at a desk: what its reader was told of that shop.
pub async fn desk_page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSeller).await?;
    let me = account_id()?;
    let t = Ctx::current().t();
    let list = list(me, Some(seller.id)).await?;
    Ok(view! { <ConsolePage console=Console::Seller title=t.notices_title()>{list}</ConsolePage> }.into_any())
}

async fn list(me: AccountId, seller: Option<SellerId>) -> Result<AnyView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let after: Option<NoticeId> = query("after").and_then(|text| text.parse().ok());
    let mut conn = platform().db.read().await?;
    let mut listed = notify::listed(&mut conn, me, seller, after, PER_PAGE + 1).await?;
    drop(conn);
    let more = listed.len() as i64 > PER_PAGE;
    listed.truncate(PER_PAGE as usize);
    let path = if seller.is_some() { DESK } else { HERE };
    let older = listed.last().filter(|_| more).map(|last| {
        let href = desk::here(&format!("{path}?after={}", last.id));
        view! { <div class="mt-6"><LinkButton href kind=ButtonKind::Secondary>{t.notices_more()}</LinkButton></div> }
    });
    // What stands on a later page is older than what was not seen yet.
    let newest = listed.first().filter(|_| after.is_none()).map(|first| first.id);
    let unread = seller.map_or(ctx.session().unread, |seller| ctx.session().unread_at(seller));
    let read_all = newest.filter(|_| unread > 0).map(|newest| view! { <ReadAll newest seller /> });
    let rows = listed.into_iter().map(|notice| view! { <Row notice /> }).collect_view();
    let days = notify::KEPT.as_micros() / domain::DurationUs::from_days(1).as_micros();
    Ok(view! {
        <div class="mb-6 flex flex-wrap items-center justify-between gap-3">
            <p class="text-ink-soft">
                {t.notices_text(days)} " "
                <a class="link" href="/account/notifications">{t.notices_choose()}</a>
            </p>
            {read_all}
        </div>
        {if rows.is_empty() {
            view! { <EmptyState title=t.notices_none_title() text=t.notices_none_text() icon=Icon::Bell /> }.into_any()
        } else {
            view! { <ul id="told" class="divide-y divide-line rounded-card border border-line bg-surface px-5">{rows}</ul> }
                .into_any()
        }}
        {older}
    }
    .into_any())
}

/// Marks everything up to the newest one of this page: what came since was not seen.
#[component]
fn ReadAll(newest: NoticeId, seller: Option<SellerId>) -> AnyView {
    let t = Ctx::current().t();
    let desk = seller.map(|seller| view! { <Hidden name="seller" value=seller.to_string() /> });
    view! {
        <Form action=ReadNotices::PATH>
            <Hidden name="newest" value=newest.to_string() />
            {desk}
            <Button kind=ButtonKind::Secondary>{t.notices_read_all()}</Button>
        </Form>
    }
    .into_any()
}

/// One notice; the whole row leads to what it is about. One that is unread is a form: a link changes nothing.
#[component]
fn Row(notice: notify::Notice) -> AnyView {
    let t = Ctx::current().t();
    let is_new = notice.read_at_us.is_none();
    let title = view! { <span lang=notice.lang.clone() dir="auto">{notice.title}</span> };
    let way = if is_new {
        view! {
            <Form action=OpenNotice::PATH>
                <Hidden name="id" value=notice.id.to_string() />
                <button class="cover cursor-pointer text-start font-semibold hover:text-accent">{title}</button>
            </Form>
        }
        .into_any()
    } else {
        view! { <a href=notice.url class="cover font-medium hover:text-accent">{title}</a> }.into_any()
    };
    view! {
        <li
            class="relative flex min-h-tap flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3"
            data-notice=notice.id.to_string()
            data-unread=is_new.to_string()
        >
            <div class="min-w-0 flex-1 basis-60">
                {way}
                <p class="line-clamp-2 break-words text-ink-soft" lang=notice.lang dir="auto">{notice.body}</p>
                <p class="text-sm text-ink-faint"><DateText at=notice.told_at_us time=true /></p>
            </div>
            {is_new.then(|| view! { <Badge tone=Tone::Info>{t.notices_new()}</Badge> })}
        </li>
    }
    .into_any()
}

fn mine() -> Result<AccountId, Failure> {
    allow(Action::ChangeAccount, &Resource::OwnAccount)?;
    account_id()
}

/// Marks one as read, and goes on to what it is about.
pub(super) async fn open(id: String) -> Result<Done, Failure> {
    let me = mine()?;
    let id: NoticeId = id.parse().map_err(|_| Failure::NotFound)?;
    let read =
        platform().db.write(move |tx| Box::pin(async move { notify::read_one(tx, me, id).await })).await;
    match read {
        Ok(notice) => Ok(Done::to(notice.url)),
        Err(NotifyError::NoSuchNotice) => Err(Failure::NotFound),
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn read(form: ReadNoticesForm) -> Result<Done, Failure> {
    let me = mine()?;
    let t = Ctx::current().t();
    let newest: NoticeId = form.newest.parse().map_err(|_| Failure::refused(t.form_malformed()))?;
    let seller: Option<SellerId> = match form.seller.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| Failure::NotFound)?),
    };
    notify::read_all(&platform().db, me, seller, newest).await?;
    Ok(Done::back().notice(Tone::Good, t.notices_all_read()))
}
