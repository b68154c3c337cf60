//! The account's lists. Route `/account/lists`.
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::lists;

use super::api::CreateList;
use super::work::{page_of, words};
use crate::access::{account_id, allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadAccount, &Resource::OwnAccount)?;
    let me = account_id()?;
    let t = Ctx::current().t();
    let mut conn = platform().db.read().await?;
    let found = lists::lists(&mut conn, me).await.map_err(|e| words(t, e))?;
    drop(conn);
    let empty = found.is_empty();
    let cards = found
        .into_iter()
        .map(|list| {
            let shared = list.share_code.is_some().then(|| view! { <Badge tone=Tone::Info>{t.list_shared()}</Badge> });
            view! {
                <li>
                    <a href=page_of(list.id) class="flex min-h-20 items-center gap-4 rounded-card border border-line bg-surface p-5 hover:border-accent">
                        <IconView icon=Icon::Heart class="size-7 text-accent" />
                        <span class="min-w-0 flex-1">
                            <span class="block truncate font-semibold"><bdi>{list.name}</bdi></span>
                            <span class="text-sm text-ink-faint">{t.products_count(list.products)}</span>
                        </span>
                        {shared}
                    </a>
                </li>
            }
        })
        .collect_view();
    let form = FormState::default();
    Ok(view! {
        <ShopPage title=t.lists_title() head=Head { private: true, ..Head::default() }>
            <h1 class="mb-6 text-3xl font-bold">{t.lists_title()}</h1>
            {if empty {
                view! { <EmptyState title=t.lists_empty_title() text=t.lists_empty_text() icon=Icon::Heart /> }.into_any()
            } else {
                view! { <ul class="mb-8 grid gap-4 sm:grid-cols-2 lg:grid-cols-3">{cards}</ul> }.into_any()
            }}
            <Card title=t.list_new() class="mx-auto max-w-xl">
                <Form action=CreateList::PATH class="flex flex-wrap items-end gap-3">
                    <Field form=&form name="name" label=t.list_name() class="min-w-48 flex-1" />
                    <Button>{t.list_create()}</Button>
                </Form>
            </Card>
        </ShopPage>
    }
    .into_any())
}
