//! The bank's question about a payment. Route `/orders/:order/confirm`.
use domain::OrderId;
use domain::roles::Action;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::orders::store;

use super::api::ConfirmPayment;
use crate::access::{allow_order, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::param;
use crate::shop::refusals::refusal;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let id: OrderId = param("order").parse().map_err(|_| Failure::NotFound)?;
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let order = store::order(&mut conn, id).await.map_err(|e| refusal(t, e))?;
    drop(conn);
    allow_order(Action::ReadOrder, &order).await?;
    let form = FormState::default();
    let total = order.total();
    let shown = order.shown();
    let waiting = order.challenge.is_some();
    let sandbox = platform.payments.processor_name() == "sandbox";
    let hint = if sandbox { t.confirm_sandbox_hint() } else { String::new() };
    let body = if waiting {
        view! {
            <div class="mb-6 text-ink-soft">
                <p>{t.confirm_text()} " " <Amount money=total /></p>
                {shown.map(|rate| view! { <PaidNote rate money=total /> })}
            </div>
            <Form action=ConfirmPayment::PATH swap="main" orders=true id="confirm" class="flex flex-col gap-4">
                <Hidden name="order" value=id.to_string() />
                <Field form=&form name="code" label=t.confirm_code() hint autocomplete="one-time-code" inputmode="numeric" ltr=true />
                <Button size=ButtonSize::Large wide=true>{t.confirm_send()}</Button>
            </Form>
        }
        .into_any()
    } else {
        view! {
            <p class="mb-6">{t.confirm_none()}</p>
            <LinkButton href=format!("/orders/{id}")>{t.ordered_view()}</LinkButton>
        }
        .into_any()
    };
    Ok(view! {
        <NarrowPage title=t.confirm_title()>
            <h1 class="mb-4 text-3xl font-bold">{t.confirm_title()}</h1>
            {body}
        </NarrowPage>
    }
    .into_any())
}
