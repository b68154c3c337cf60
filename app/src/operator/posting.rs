//! One transaction of the ledger with every posting: debits and credits, layer by layer, and that they add up to nothing.
//! Route `/operator/profit/postings/{transaction}`.
use domain::roles::{Action, Resource};
use domain::{LedgerTxId, format};
use leptos::prelude::*;
use platform::ledger::{self, Layer, StoredPosting, StoredTransaction};

use super::ledger_words as words;
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::param;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let t = Ctx::current().t();
    let id: LedgerTxId = param("transaction").parse().map_err(|_| Failure::NotFound)?;
    let mut conn = platform().db.read().await?;
    let found = ledger::transaction(&mut conn, id).await?.ok_or(Failure::NotFound)?;
    drop(conn);
    let title = words::kind_words(t, found.kind);
    let trail = vec![("/operator/profit".to_owned(), t.profit_title()), (String::new(), title.clone())];
    Ok(view! {
        <ConsolePage console=Console::Operator title=title>
            <div class="mb-4"><Breadcrumbs trail /></div>
            <Facts found=found.clone() />
            <Postings postings=found.postings />
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn Facts(found: StoredTransaction) -> AnyView {
    let t = Ctx::current().t();
    let fact = |name: String, value: AnyView| {
        view! { <dt class="text-ink-soft">{name}</dt><dd class="break-all">{value}</dd> }
    };
    let text = |value: String| view! { <bdi>{value}</bdi> }.into_any();
    let order = found.order.map(|order| fact(t.sale_title(), text(order.to_string())));
    let resolves = found.resolves.map(|pending| {
        let href = format!("/operator/profit/postings/{pending}");
        let link =
            view! { <a class="link inline-flex min-h-tap items-center" href=href>{pending.to_string()}</a> };
        fact(t.transaction_resolves(), link.into_any())
    });
    view! {
        <dl class="mb-6 grid max-w-prose grid-cols-[auto_1fr] gap-x-4 gap-y-2">
            {fact(t.statement_date(), text(format::date_time(found.at, t.locale())))}
            {fact(t.transaction_state(), text(words::state(t, found.state)))}
            {fact(t.transaction_key(), text(found.key))}
            {order}
            {resolves}
        </dl>
    }
    .into_any()
}

#[component]
fn Postings(postings: Vec<StoredPosting>) -> AnyView {
    let t = Ctx::current().t();
    let rows: Vec<_> = postings
        .into_iter()
        .map(|posting| {
            let href = format!("/operator/profit/accounts/{}", posting.account.id());
            let (debit, credit) = match posting.amount.is_positive() {
                true => (Some(posting.amount), None),
                false => (None, posting.amount.neg().ok()),
            };
            let amount = |money: Option<domain::Money>| money.map(|money| view! { <Amount money /> });
            let pending = (posting.layer == Layer::Pending).then(|| {
                view! { " " <Badge tone=Tone::Info>{t.transaction_pending()}</Badge> }
            });
            view! {
                <tr>
                    <th scope="row" class="text-start font-normal">
                        <a class="link inline-flex min-h-tap items-center break-all" href=href>
                            <bdi>{words::account(t, &posting.account)}</bdi>
                        </a>
                        {pending}
                    </th>
                    <td>{words::memo_words(t, posting.memo)}</td>
                    <td class="num">{amount(debit)}</td>
                    <td class="num">{amount(credit)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <Table caption=t.transaction_postings() id="postings">
            <thead>
                <tr>
                    <th scope="col">{t.transaction_account()}</th>
                    <th scope="col">{t.statement_what()}</th>
                    <th scope="col" class="num">{t.transaction_debit()}</th>
                    <th scope="col" class="num">{t.transaction_credit()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
        <p class="mt-3 max-w-prose text-sm text-ink-soft">{t.transaction_balanced()}</p>
    }
    .into_any()
}
