//! The account's first page: where things are, and settings. Route `/account`.
use domain::Currency;
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::orders::find::{Bought, bought};

use super::api::{SaveSettings, SignOut};
use super::orders::AgainForm;
use crate::access::{account, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::shop::tiles::thumbnail;
use crate::text::Locale;
use crate::ui::*;

/// Earlier purchases that the page shows.
const MOST_BOUGHT: usize = 12;

pub async fn page() -> Result<AnyView, Failure> {
    let me = account()?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let mut links = vec![
        ("/account/orders", Icon::Orders, t.nav_orders()),
        ("/account/returns", Icon::Return, t.returns_title()),
        ("/account/messages", Icon::Talk, t.messages_title()),
        ("/account/addresses", Icon::Home, t.addresses_title()),
        ("/account/cards", Icon::Tag, t.cards_title()),
        ("/account/lists", Icon::Heart, t.lists_title()),
        ("/account/reviews", Icon::Star, t.my_reviews()),
        ("/account/notices", Icon::Bell, t.notices_title()),
        ("/account/notifications", Icon::Info, t.notifications_title()),
        ("/account/security", Icon::Shield, t.security_title()),
        ("/account/data", Icon::Box, t.data_title()),
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
    let bought = bought(&mut platform().db.read().await?, me.id, MOST_BOUGHT).await?;
    let settings = FormState::of(&ctx, "settings")
        .or("name", me.name.clone())
        .or("one_click", if me.one_click { "on" } else { "" })
        .or("language", ctx.locale().as_str())
        .or("currency", ctx.reading().currency().map_or("", Currency::code));
    let offered = ctx.reading().offered.clone();
    let choice = (offered.len() > 1).then(|| {
        let options = offered.iter().map(|c| (c.code().to_owned(), c.code().to_owned())).collect();
        let hint = t.settings_currency_hint(platform().config.currency.code());
        view! { <Select form=&settings name="currency" label=t.settings_currency() hint options /> }
    });
    let languages = Locale::ALL.iter().map(|l| (l.as_str().to_owned(), l.name().to_owned())).collect();
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
            {(!bought.is_empty()).then(|| view! { <BoughtRow bought /> })}
            <div class="grid gap-6 lg:grid-cols-2">
                <Card title=t.settings_title() id="settings">
                    <Form action=SaveSettings::PATH class="flex flex-col gap-4">
                        <Field form=&settings name="name" label=t.label_name() autocomplete="name" />
                        <Select form=&settings name="language" label=t.settings_language() options=languages />
                        {choice}
                        <Checkbox form=&settings name="one_click" label=t.settings_one_click() />
                        <div><Button kind=ButtonKind::Secondary>{t.save()}</Button></div>
                    </Form>
                </Card>
            </div>
        </ShopPage>
    }
    .into_any())
}

/// What was bought before, each product once; swept sideways on a phone.
#[component]
fn BoughtRow(bought: Vec<Bought>) -> AnyView {
    let t = Ctx::current().t();
    let tiles = bought
        .into_iter()
        .map(|item| {
            let photo = thumbnail(item.picture_id, item.product_id);
            let label = format!("{}: {}", t.again(), item.title);
            view! {
                <li class="flex w-40 shrink-0 flex-col gap-2 rounded-card border border-line bg-surface p-3">
                    <PhotoView photo size=120 class="picture-plate aspect-square w-full rounded-control object-contain p-1" />
                    <a class="line-clamp-2 min-h-tap flex-1 text-sm font-medium hover:text-accent" href=format!("/p/{}", item.slug)>
                        <bdi>{item.title}</bdi>
                    </a>
                    <AgainForm order=item.order_id.to_string() line=item.line_id.to_string() label />
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="mb-10" aria-labelledby="bought-before">
            <h2 id="bought-before" class="mb-4 text-xl font-semibold">{t.bought_before()}</h2>
            <ul tabindex="0" aria-labelledby="bought-before" class="no-bar flex gap-4 overflow-x-auto">{tiles}</ul>
        </section>
    }
    .into_any()
}
