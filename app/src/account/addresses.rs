//! The address book. Routes `/account/addresses` and `/account/addresses/:id` (`new` adds one).
use domain::AddressId;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::identity::{IdentityError, addresses};

use super::api::{DefaultAddress, RemoveAddress, SaveAddress};
use crate::access::{account_id, platform};
use crate::answer::Failure;
use crate::basket::address::AddressFields;
use crate::ctx::Ctx;
use crate::page::param;
use crate::ui::*;

pub async fn list_page() -> Result<AnyView, Failure> {
    let me = account_id()?;
    let t = Ctx::current().t();
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let saved = addresses::list(&mut conn, me).await?;
    drop(conn);
    let cards = saved
        .into_iter()
        .map(|a| {
            let lines = a.address.lines().into_iter().map(|l| view! { <span class="block"><bdi>{l}</bdi></span> }).collect_view();
            let id = a.id.to_string();
            let edit = format!("/account/addresses/{id}");
            let this = id.clone();
            let default = if a.is_default {
                view! { <Badge tone=Tone::Good>{t.is_default()}</Badge> }.into_any()
            } else {
                view! {
                    <Form action=DefaultAddress::PATH>
                        <Hidden name="id" value=this />
                        <Button kind=ButtonKind::Quiet size=ButtonSize::Small>{t.make_default()}</Button>
                    </Form>
                }
                .into_any()
            };
            view! {
                <li class="flex flex-col justify-between gap-3 rounded-card border border-line bg-surface p-5">
                    <p>{lines}</p>
                    <div class="flex flex-wrap items-center gap-1">
                        {default}
                        <LinkButton href=edit kind=ButtonKind::Quiet size=ButtonSize::Small>{t.edit()}</LinkButton>
                        <Form action=RemoveAddress::PATH swap="addresses">
                            <Hidden name="id" value=id />
                            <Button kind=ButtonKind::Quiet size=ButtonSize::Small>{t.cart_remove()}</Button>
                        </Form>
                    </div>
                </li>
            }
        })
        .collect_view();
    Ok(view! {
        <ShopPage title=t.addresses_title() head=Head { private: true, ..Head::default() }>
            <div class="mb-6 flex flex-wrap items-center justify-between gap-4">
                <h1 class="text-3xl font-bold">{t.addresses_title()}</h1>
                <LinkButton href="/account/addresses/new">{t.address_add()}</LinkButton>
            </div>
            <div id="addresses">
                {if cards.is_empty() {
                    view! { <EmptyState title=t.addresses_empty_title() text=t.addresses_empty_text() icon=Icon::Home /> }.into_any()
                } else {
                    view! { <ul class="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">{cards}</ul> }.into_any()
                }}
            </div>
        </ShopPage>
    }
    .into_any())
}

pub async fn edit_page() -> Result<AnyView, Failure> {
    let me = account_id()?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let asked = param("id");
    let mut form = FormState::of(&ctx, "address");
    let (id, title) = if asked == "new" {
        form = form.or("country", platform.config.country.clone());
        (String::new(), t.address_add())
    } else {
        let id: AddressId = asked.parse().map_err(|_| Failure::NotFound)?;
        let mut conn = platform.db.read().await?;
        let saved = match addresses::get(&mut conn, me, id).await {
            Err(IdentityError::NoSuchAddress) => return Err(Failure::NotFound),
            other => other?,
        };
        let a = saved.address;
        for (name, value) in [
            ("name", a.name),
            ("line1", a.line1),
            ("line2", a.line2),
            ("city", a.city),
            ("region", a.region),
            ("postcode", a.postcode),
            ("country", a.country),
        ] {
            form = form.or(name, value);
        }
        if saved.is_default {
            form = form.or("default", "on");
        }
        (id.to_string(), t.address_edit())
    };
    Ok(view! {
        <NarrowPage title=title.clone()>
            <h1 class="mb-6 text-3xl font-bold">{title}</h1>
            <Form action=SaveAddress::PATH id="address" class="flex flex-col gap-5">
                <Hidden name="id" value=id />
                <AddressFields form=form.clone() of="address" />
                <Checkbox form=&form name="default" label=t.address_default() />
                <Button size=ButtonSize::Large wide=true>{t.save()}</Button>
            </Form>
        </NarrowPage>
    }
    .into_any())
}
