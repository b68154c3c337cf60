//! The ledger's transaction behind a line: what it did to the seller's balance, and in words where the rest went. Route
//! `/seller/postings/{transaction}`.
use domain::roles::Action;
use domain::{LedgerTxId, Money, format};
use leptos::prelude::*;
use platform::payouts::{self, SellerTransaction};

use super::payout_account::refusal;
use super::{desk, payout_words as words};
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::param;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadMoney).await?;
    let t = Ctx::current().t();
    let id: LedgerTxId = param("transaction").parse().map_err(|_| Failure::NotFound)?;
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let found = payouts::transaction(&mut conn, seller.id, id).await.map_err(|e| refusal(t, e))?;
    drop(conn);
    let order = found.part.map(|part| {
        let href = format!("/seller/orders/{part}?seller={}", seller.id);
        view! { " · " <a class="link inline-flex min-h-tap items-center" href=href>{t.sale_title()}</a> }
    });
    let at = format::date_time(found.at, t.locale());
    let back = (format!("/seller/payouts?seller={}", seller.id), t.seller_payouts());
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.posting_title()>
            <div class="mb-4"><Breadcrumbs trail=vec![back, (String::new(), t.posting_title())] /></div>
            <p class="mb-2">{at} {order}</p>
            <p class="mb-6 max-w-prose text-sm text-ink-soft">{t.posting_text()}</p>
            <Sides found />
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn Sides(found: SellerTransaction) -> AnyView {
    let t = Ctx::current().t();
    let row = |words: String, money: Option<Money>| {
        let amount = money.map(|money| view! { <Amount money /> });
        view! {
            <li class="flex min-h-tap items-center justify-between gap-4 py-1">
                <span>{words}</span>
                {amount}
            </li>
        }
    };
    let amounts = || {
        let own = found.own.iter().map(|posting| Some(posting.amount));
        own.chain(found.others.iter().map(|posting| posting.amount)).collect::<Option<Vec<Money>>>()
    };
    let currency = found.own.first().map(|posting| posting.amount.currency());
    let all = currency.and_then(|currency| Money::sum(currency, amounts()?).ok());
    let hidden = all.is_none();
    let own: Vec<_> = found.own.iter().map(|p| row(words::group(t, p.group), Some(p.amount))).collect();
    let others: Vec<_> = found.others.iter().map(|p| row(words::party(t, p.party), p.amount)).collect();
    view! {
        <div class="flex max-w-xl flex-col gap-6">
            <Card title=t.posting_own() id="own"><ul class="divide-y divide-line">{own}</ul></Card>
            <Card title=t.posting_others() id="others">
                <ul class="divide-y divide-line">{others}</ul>
                {hidden.then(|| view! { <p class="mt-3 text-sm text-ink-faint">{t.posting_hidden()}</p> })}
            </Card>
            {all.map(|all| view! {
                <p id="all" class="flex justify-between gap-4 px-5 font-bold">{t.posting_all()} <Amount money=all /></p>
            })}
        </div>
    }
    .into_any()
}
