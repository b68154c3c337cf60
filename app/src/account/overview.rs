//! The account's first page: where things are, and settings. Route `/account`.
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::{SaveSettings, SignOut};
use crate::access::account;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let me = account()?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let mut links = vec![
        ("/account/orders", Icon::Orders, t.nav_orders()),
        ("/account/addresses", Icon::Home, t.addresses_title()),
        ("/account/cards", Icon::Tag, t.cards_title()),
        ("/account/security", Icon::Shield, t.security_title()),
    ];
    if ctx.session().is_seller() {
        links.push(("/seller", Icon::Store, t.nav_seller()));
    }
    if ctx.session().is_operator() {
        links.push(("/operator", Icon::Chart, t.nav_operator()));
    }
    let links = links
        .into_iter()
        .map(|(href, icon, words)| {
            view! {
                <li>
                    <a href=href class="flex min-h-20 items-center gap-4 rounded-card border border-line bg-surface p-5 font-semibold hover:border-accent">
                        <IconView icon class="size-7 text-accent" />
                        {words}
                    </a>
                </li>
            }
        })
        .collect_view();
    let settings = FormState::of(&ctx, "settings")
        .or("name", me.name.clone())
        .or("one_click", if me.one_click { "on" } else { "" });
    Ok(view! {
        <ShopPage title=t.nav_account() head=Head { private: true, ..Head::default() }>
            <div class="mb-6 flex flex-wrap items-center justify-between gap-4">
                <div>
                    <h1 class="text-3xl font-bold">{t.hello_name(me.name)}</h1>
                    <p class="text-ink-faint"><bdi>{me.email.as_str().to_owned()}</bdi></p>
                </div>
                <Form action=SignOut::PATH><Button kind=ButtonKind::Secondary>{t.nav_sign_out()}</Button></Form>
            </div>
            <ul class="mb-10 grid gap-4 sm:grid-cols-2 lg:grid-cols-3">{links}</ul>
            <div class="grid gap-6 lg:grid-cols-2">
                <Card title=t.settings_title() id="settings">
                    <Form action=SaveSettings::PATH class="flex flex-col gap-4">
                        <Field form=&settings name="name" label=t.label_name() autocomplete="name" />
                        <Checkbox form=&settings name="one_click" label=t.settings_one_click() />
                        <div><Button kind=ButtonKind::Secondary>{t.save()}</Button></div>
                    </Form>
                </Card>
            </div>
        </ShopPage>
    }
    .into_any())
}
