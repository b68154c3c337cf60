//! What holds for returns of the whole shop: what a label for the way back costs, from when on. Route `/operator/returns`.
use domain::format;
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::returns::{LabelPrice, label_prices};

use super::api::SayLabelPrice;
use super::returns_work::LABEL_FORM;
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::ui::*;

/// Of what was said.
const MOST: i64 = 60;

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let prices = label_prices(&mut conn, MOST).await?;
    drop(conn);
    let form = FormState::of(&ctx, LABEL_FORM).or("currency", platform.config.currency.code());
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.returns_title()>
            <div id="returns" class="flex flex-col gap-10">
                <LabelForm form />
                <LabelPrices prices />
            </div>
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn LabelForm(form: FormState) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <section aria-labelledby="label-price">
            <h2 id="label-price" class="mb-1 text-lg font-bold">{t.label_price_title()}</h2>
            <p class="mb-4 max-w-prose text-sm text-ink-faint">{t.label_price_text()}</p>
            <Form action=SayLabelPrice::PATH label=t.label_price_title() class="grid max-w-3xl gap-4 sm:grid-cols-3">
                <Field form=&form name="price" label=t.label_price() inputmode="decimal" ltr=true />
                <Field form=&form name="currency" label=t.label_currency() placeholder="USD" ltr=true />
                <Field form=&form name="from" label=t.returns_from() hint=t.returns_from_hint() placeholder="2027-01-01" optional=true ltr=true />
                <div class="sm:col-span-3"><Button>{t.save()}</Button></div>
            </Form>
        </section>
    }
    .into_any()
}

/// Every price that was said, the latest to begin first.
#[component]
fn LabelPrices(prices: Vec<LabelPrice>) -> AnyView {
    let t = Ctx::current().t();
    if prices.is_empty() {
        return view! { <EmptyState title=t.label_none_title() text=t.label_none_text() icon=Icon::Return /> }
            .into_any();
    }
    let rows = prices
        .into_iter()
        .map(|said| {
            let price = domain::Money::new(said.price_minor, said.currency);
            let words = if price.is_zero() { t.label_stopped() } else { format::money(price, t.writing()) };
            view! {
                <tr data-label=said.currency.code()>
                    <th scope="row" class="text-start font-medium">{said.currency.code()}</th>
                    <td class="num">{words}</td>
                    <td class="text-end"><DateText at=said.starts_at_us time=true /></td>
                    <td class="text-end"><DateText at=said.said_at_us time=true /></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=t.label_price_title()>
            <thead>
                <tr>
                    <th scope="col">{t.label_currency()}</th>
                    <th scope="col" class="text-end">{t.label_price()}</th>
                    <th scope="col" class="text-end">{t.returns_from()}</th>
                    <th scope="col" class="text-end">{t.returns_said_at()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}
