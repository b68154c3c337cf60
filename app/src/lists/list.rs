//! One of the account's lists. Route `/account/lists/:id`. What others marked as bought is shown when asked for alone.
use domain::ListId;
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::lists::{self, List, ListSummary, MarkedItem};

use super::api::{ChangeItem, DeleteList, MoveItem, RemoveItem, RenameList, ShareList, UnshareList};
use super::entry::{Entry, IntoCart, products};
use super::work::{page_of, words};
use crate::access::{account_id, allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::{param, query};
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadAccount, &Resource::OwnAccount)?;
    let me = account_id()?;
    let t = Ctx::current().t();
    let id: ListId = param("id").parse().map_err(|_| Failure::NotFound)?;
    let shows_bought = query("bought").is_some();
    let platform = platform();
    let mut conn = platform.db.read_together().await?;
    let list = lists::get(&mut conn, me, id).await.map_err(|e| words(t, e))?;
    let items = lists::marked_items(&mut conn, id, None).await.map_err(|e| words(t, e))?;
    let mut others = lists::lists(&mut conn, me).await.map_err(|e| words(t, e))?;
    let mut tiles = products(&mut conn, items.iter().map(|marked| &marked.item)).await?;
    drop(conn);
    others.retain(|other| other.id != id);
    let empty = items.is_empty();
    let entries = items
        .into_iter()
        .map(|MarkedItem { item, bought, .. }| {
            let tile = tiles.remove(&item.product_id);
            let bought = (shows_bought && bought > 0)
                .then(|| view! { <Badge tone=Tone::Good>{t.list_bought(bought)}</Badge> });
            let title = tile.as_ref().map(|tile| tile.title.clone()).unwrap_or_default();
            let forms = view! {
                <ItemForms id=item.id.to_string() title quantity=item.quantity note=item.note.clone() others=others.clone() />
            };
            let quantity = item.quantity;
            view! {
                <Entry item=item.clone() tile=tile.clone() compares=true>
                    <IntoCart tile quantity />
                    {bought}
                    {forms}
                </Entry>
            }
        })
        .collect_view();
    let body = if empty {
        view! {
            <EmptyState title=t.list_empty_title() text=t.list_empty_text() icon=Icon::Heart>
                <LinkButton href="/">{t.cart_empty_next()}</LinkButton>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <ul class="divide-y divide-line rounded-card border border-line bg-surface px-4 sm:px-5">{entries}</ul> }
            .into_any()
    };
    let trail =
        vec![("/account".to_owned(), t.nav_account()), ("/account/lists".to_owned(), t.lists_title())];
    Ok(view! {
        <ShopPage title=list.name.clone() head=Head { private: true, ..Head::default() }>
            <div class="mb-3"><Breadcrumbs trail /></div>
            <div id="list" class="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
                <div class="min-w-0">
                    <h1 class="mb-4 text-3xl font-bold"><bdi>{list.name.clone()}</bdi></h1>
                    {body}
                </div>
                <Settings list shows_bought site=platform.config.site_url() />
            </div>
        </ShopPage>
    }
    .into_any())
}

/// Quantity, note, another list, away with it.
#[component]
fn ItemForms(id: String, title: String, quantity: i64, note: String, others: Vec<ListSummary>) -> AnyView {
    let t = Ctx::current().t();
    let label = "flex flex-col gap-1.5 text-sm font-semibold";
    let [moved, removed] = [id.clone(), id.clone()];
    let (remove_what, edit_what) = (t.list_remove_what(title.clone()), t.list_edit_what(title));
    let moves = (!others.is_empty()).then(|| {
        let options = others
            .into_iter()
            .map(|other| view! { <option value=other.id.to_string()>{other.name}</option> })
            .collect_view();
        view! {
            <Form action=MoveItem::PATH swap="list" class="flex flex-wrap items-end gap-2">
                <Hidden name="id" value=moved />
                <label class=label>{t.list_move_to()} <select class="control" name="to">{options}</select></label>
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small>{t.list_move()}</Button>
            </Form>
        }
    });
    view! {
        <Form action=RemoveItem::PATH swap="list">
            <Hidden name="id" value=removed />
            <Button kind=ButtonKind::Quiet size=ButtonSize::Small label=remove_what>{t.remove()}</Button>
        </Form>
        <details class="w-full">
            <summary class="inline-flex min-h-tap items-center text-sm font-medium text-accent" aria-label=edit_what>{t.edit()}</summary>
            <div class="flex flex-col gap-4 rounded-control bg-sunken p-4">
                <Form action=ChangeItem::PATH swap="list" class="flex flex-wrap items-end gap-2">
                    <Hidden name="id" value=id />
                    <label class=label>{t.quantity()} <input class="control w-24" type="number" name="quantity" min="1" max="999" value=quantity /></label>
                    <label class=classes(&[label, "min-w-40 flex-1"])>{t.list_note()} <input class="control" name="note" maxlength="250" value=note /></label>
                    <Button kind=ButtonKind::Secondary size=ButtonSize::Small>{t.save()}</Button>
                </Form>
                {moves}
            </div>
        </details>
    }
    .into_any()
}

/// The list's link, its name, and the way to be rid of it.
#[component]
fn Settings(list: List, shows_bought: bool, site: String) -> AnyView {
    let t = Ctx::current().t();
    let id = list.id.to_string();
    let [renamed, shared, deleted] = [id.clone(), id.clone(), id];
    let form = FormState::default().or("name", list.name.clone());
    let sharing = match &list.share_code {
        Some(code) => {
            let address = format!("{site}/l/{code}");
            let toggle = if shows_bought {
                (page_of(list.id), t.list_hide_bought())
            } else {
                (format!("{}?bought=1", page_of(list.id)), t.list_show_bought())
            };
            view! {
                <p class="mb-2 text-sm text-ink-soft">{t.list_shared_text()}</p>
                <p class="mb-2 rounded-control bg-sunken p-3 text-sm break-all" dir="ltr"><a class="link" href=format!("/l/{code}")>{address.clone()}</a></p>
                <div class="flex flex-wrap gap-2">
                    <CopyButton text=address />
                    <Form action=UnshareList::PATH swap="list">
                        <Hidden name="id" value=shared />
                        <Button kind=ButtonKind::Quiet size=ButtonSize::Small>{t.list_unshare()}</Button>
                    </Form>
                </div>
                <p class="mt-3 text-sm text-ink-soft">{t.list_bought_hidden()} " " <a class="link" href=toggle.0>{toggle.1}</a></p>
            }
            .into_any()
        }
        None => view! {
            <p class="mb-3 text-sm text-ink-soft">{t.list_private_text()}</p>
            <Form action=ShareList::PATH swap="list">
                <Hidden name="id" value=shared />
                <Button kind=ButtonKind::Secondary>{t.list_share()}</Button>
            </Form>
        }
        .into_any(),
    };
    view! {
        <aside class="flex flex-col gap-4 lg:sticky lg:top-4 lg:self-start">
            <Card title=t.list_sharing()>{sharing}</Card>
            <Card title=t.settings_title()>
                <Form action=RenameList::PATH swap="list" class="flex flex-wrap items-end gap-2">
                    <Hidden name="id" value=renamed />
                    <Field form=&form name="name" label=t.list_name() class="min-w-40 flex-1" />
                    <Button kind=ButtonKind::Secondary>{t.save()}</Button>
                </Form>
                <details class="mt-4 border-t border-line pt-2">
                    <summary class="inline-flex min-h-tap items-center text-sm font-medium text-bad">{t.list_delete()}</summary>
                    <p class="mb-3 text-sm text-ink-soft">{t.list_delete_text()}</p>
                    <Form action=DeleteList::PATH>
                        <Hidden name="id" value=deleted />
                        <Button kind=ButtonKind::Danger size=ButtonSize::Small>{t.list_delete_now()}</Button>
                    </Form>
                </details>
            </Card>
        </aside>
    }
    .into_any()
}
