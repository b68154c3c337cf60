//! Saved cards. Route `/account/cards`. Only the processor's token and what is needed to recognise a card are kept.
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::payments;

use super::api::{AddCard, DefaultCard, RemoveCard};
use crate::access::{account_id, platform};
use crate::answer::Failure;
use crate::basket::card::CardFields;
use crate::ctx::Ctx;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let me = account_id()?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let saved = payments::methods(&mut conn, me).await?;
    drop(conn);
    let form = FormState::of(&ctx, "card");
    let sandbox = platform.payments.processor_name() == "sandbox";
    let cards = saved
        .into_iter()
        .map(|m| {
            let id = m.id.to_string();
            let this = id.clone();
            let default = if m.is_default {
                view! { <Badge tone=Tone::Good>{t.is_default()}</Badge> }.into_any()
            } else {
                view! {
                    <Form action=DefaultCard::PATH>
                        <Hidden name="id" value=this />
                        <Button kind=ButtonKind::Quiet size=ButtonSize::Small>{t.make_default()}</Button>
                    </Form>
                }
                .into_any()
            };
            view! {
                <li class="flex flex-wrap items-center justify-between gap-3 rounded-card border border-line bg-surface p-5">
                    <p>
                        <bdi class="font-semibold">{format!("{} •••• {}", m.card.brand.name(), m.card.last4)}</bdi>
                        <span class="block text-sm text-ink-faint">
                            {t.label_card_expiry()} " " <bdi>{format!("{:02}/{:02}", m.card.exp_month, m.card.exp_year % 100)}</bdi>
                        </span>
                    </p>
                    <div class="flex items-center gap-1">
                        {default}
                        <Form action=RemoveCard::PATH swap="cards">
                            <Hidden name="id" value=id />
                            <Button kind=ButtonKind::Quiet size=ButtonSize::Small>{t.cart_remove()}</Button>
                        </Form>
                    </div>
                </li>
            }
        })
        .collect_view();
    Ok(view! {
        <ShopPage title=t.cards_title() head=Head { private: true, ..Head::default() }>
            <h1 class="mb-6 text-3xl font-bold">{t.cards_title()}</h1>
            <div class="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
                <div id="cards">
                    {if cards.is_empty() {
                        view! { <EmptyState title=t.cards_empty_title() text=t.cards_empty_text() icon=Icon::Tag /> }.into_any()
                    } else {
                        view! { <ul class="flex flex-col gap-4">{cards}</ul> }.into_any()
                    }}
                </div>
                <Card title=t.card_add() id="card">
                    <Form action=AddCard::PATH class="flex flex-col gap-4">
                        <Field form=&form name="name" label=t.label_card_name() autocomplete="cc-name" />
                        <CardFields form=form.clone() sandbox />
                        <Button wide=true>{t.card_add()}</Button>
                    </Form>
                </Card>
            </div>
        </ShopPage>
    }
    .into_any())
}
