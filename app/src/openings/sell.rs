//! What selling here is, and the form that opens a shop. Route `/sell`.
use domain::address::countries_by_name;
use domain::feature::Feature;
use domain::format;
use domain::opening::SellerKind;
use domain::plan::Plan;
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::{Currency, SellerId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::fees;
use platform::openings::{self, Opening};
use std::collections::HashMap;

use super::api::OpenShop;
use super::words;
use super::work::FORM;
use crate::access::{allow, platform, visitor};
use crate::answer::{Failure, sign_in_path};
use crate::basket::forms::new_key;
use crate::ctx::Ctx;
use crate::fee_words::plan_words;
use crate::switches::is_on;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let account = visitor().account().map(|account| account.id);
    let mut conn = platform().db.read_together().await?;
    let now = conn.now();
    let prices = fees::prices_at(&mut conn, now).await?;
    let mut mine = Vec::new();
    let mut names = HashMap::new();
    if let Some(account) = account {
        allow(Action::OpenShop, &Resource::Own(account))?;
        mine = openings::of_account(&mut conn, account).await?;
        mine.retain(|opening| !opening.state.0.is_final());
        let ids: Vec<SellerId> = mine.iter().map(|opening| opening.seller_id).collect();
        names = platform::sellers::many(&mut conn, &ids).await?;
    }
    drop(conn);
    let names = names.into_iter().map(|(id, seller)| (id, seller.name)).collect();
    let open = is_on(Feature::OpenShops).await?;
    let form = match account {
        _ if !open => view! { <Notice tone=Tone::Warn>{t.switch_is_off()}</Notice> }.into_any(),
        Some(_) => view! { <OpenForm prices /> }.into_any(),
        None => {
            let href = sign_in_path("/sell");
            view! {
                <Card title=t.sell_begin() id="begin">
                    <p class="mb-4 text-ink-soft">{t.sell_account_first()}</p>
                    <div class="flex flex-wrap gap-3">
                        <LinkButton href="/sign-up?next=%2Fsell">{t.entry_sign_up()}</LinkButton>
                        <LinkButton href kind=ButtonKind::Secondary>{t.nav_sign_in()}</LinkButton>
                    </div>
                </Card>
            }
            .into_any()
        }
    };
    Ok(view! {
        <ShopPage title=t.sell_title() head=Head { description: t.sell_text(), ..Head::default() }>
            <div class="mx-auto flex max-w-4xl flex-col gap-8">
                <header>
                    <h1 class="text-3xl font-bold">{t.sell_title()}</h1>
                    <p class="mt-2 max-w-prose text-lg text-ink-soft">{t.sell_text()}</p>
                </header>
                <Begun mine names />
                <Steps />
                {form}
            </div>
        </ShopPage>
    }
    .into_any())
}

/// Shops that were begun and do not sell yet.
#[component]
fn Begun(mine: Vec<Opening>, names: HashMap<SellerId, String>) -> AnyView {
    let t = Ctx::current().t();
    if mine.is_empty() {
        return ().into_any();
    }
    let rows = mine
        .into_iter()
        .map(|opening| {
            let (tone, state) = words::state(t, opening.state.0);
            let name = names.get(&opening.seller_id).cloned().unwrap_or_default();
            let href = format!("/seller/opening?seller={}", opening.seller_id);
            view! {
                <li class="flex flex-wrap items-center justify-between gap-3 py-3">
                    <a class="link inline-flex min-h-tap items-center font-medium" href=href><bdi>{name}</bdi></a>
                    <Badge tone>{state}</Badge>
                </li>
            }
        })
        .collect_view();
    view! { <Card title=t.sell_begun() id="begun"><ul class="divide-y divide-line">{rows}</ul></Card> }
        .into_any()
}

/// What happens, in order.
#[component]
fn Steps() -> AnyView {
    let t = Ctx::current().t();
    let steps = [
        (t.sell_step_open(), t.sell_step_open_text()),
        (t.sell_step_hand_in(), t.sell_step_hand_in_text()),
        (t.sell_step_review(), t.sell_step_review_text()),
        (t.sell_step_sell(), t.sell_step_sell_text()),
    ];
    let items = (1..).zip(steps).map(|(number, (title, text))| {
        let number = format::number(number, t.writing());
        view! {
            <li class="card p-4">
                <p class="font-semibold"><span class="text-accent">{number}</span> " " {title}</p>
                <p class="mt-1 text-sm text-ink-soft">{text}</p>
            </li>
        }
    });
    view! { <ol class="grid gap-3 sm:grid-cols-2">{items.collect_view()}</ol> }.into_any()
}

#[component]
fn OpenForm(prices: domain::plan::PlanPrices) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let home = platform.config.currency;
    let form = FormState::of(&ctx, FORM)
        .or("kind", SellerKind::Person.as_str())
        .or("plan", Plan::Individual.as_str())
        .or("country", platform.config.country.clone())
        .or("currency", home.code());
    let kinds = SellerKind::ALL.iter().map(|kind| {
        let text = match kind {
            SellerKind::Person => t.opening_person_text(),
            SellerKind::Company => t.opening_company_text(),
        };
        Choice { value: kind.to_string(), title: words::kind(t, *kind), text, ..Choice::default() }
    });
    let kinds: Vec<Choice> = kinds.collect();
    let plans = Plan::ALL.iter().map(|plan| {
        let (text, price) = match plan {
            Plan::Individual => (t.opening_individual_text(), prices.item(home)),
            Plan::Professional => (t.opening_professional_text(), prices.month(home)),
        };
        // A price that the home currency cannot hold is not shown; the page of plans says it once it can.
        let aside = price.map(|price| match plan {
            Plan::Individual => t.plan_an_item(amount_text(price, t.writing())),
            Plan::Professional => t.plan_a_month(amount_text(price, t.writing())),
        });
        let aside = aside.unwrap_or_default();
        Choice { value: plan.to_string(), title: plan_words(t, *plan), text, aside, ..Choice::default() }
    });
    let plans: Vec<Choice> = plans.collect();
    let countries = countries_by_name(t.locale());
    let countries = countries.into_iter().map(|(code, name)| (code.to_owned(), name.to_owned())).collect();
    let currencies = currencies(home, &ctx.reading().offered).into_iter();
    let currencies = currencies.map(|one| (one.code().to_owned(), one.code().to_owned())).collect();
    view! {
        <Card title=t.sell_begin() id="begin">
            <Form action=OpenShop::PATH class="grid gap-5 sm:grid-cols-2">
                <Hidden name="key" value=new_key() />
                <Field form=&form name="name" label=t.opening_name() hint=t.opening_name_hint() autocomplete="organization" />
                <Field form=&form name="email" label=t.opening_contact() hint=t.opening_contact_text() r#type="email" autocomplete="email" ltr=true />
                <div class="sm:col-span-2"><RadioCards form=&form name="kind" label=t.opening_kind() choices=kinds class="sm:grid-cols-2" /></div>
                <Select form=&form name="country" label=t.opening_country() options=countries />
                <Field form=&form name="region" label=t.opening_region() hint=t.opening_region_hint() optional=true ltr=true />
                <Select form=&form name="currency" label=t.opening_currency() options=currencies />
                <div class="sm:col-span-2"><RadioCards form=&form name="plan" label=t.opening_plan() choices=plans class="sm:grid-cols-2" /></div>
                <div class="sm:col-span-2"><Button size=ButtonSize::Large>{t.sell_open()}</Button></div>
            </Form>
        </Card>
    }
    .into_any()
}

/// What a shop may sell in: the platform's own currency, and those that its shoppers read.
pub(super) fn currencies(home: Currency, offered: &[Currency]) -> Vec<Currency> {
    let mut all = vec![home];
    all.extend(offered.iter().copied().filter(|one| *one != home));
    all
}
