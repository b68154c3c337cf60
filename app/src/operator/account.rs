//! One account of the ledger, line by line: what stands behind a figure of the profit and loss. Route
//! `/operator/profit/accounts/{account}`.
use domain::roles::{Action, Resource};
use domain::{LedgerAccountId, Money, format};
use leptos::prelude::*;
use platform::ledger::{self, AccountLine, AccountRef, LineCursor};

use super::ledger_words as words;
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::{param, query};
use crate::range::{self, ChooseRange, Chosen};
use crate::ui::*;

const PER_PAGE: i64 = 50;

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let t = Ctx::current().t();
    let id: LedgerAccountId = param("account").parse().map_err(|_| Failure::NotFound)?;
    let platform = platform();
    let chosen = Chosen::of_page(platform.db.now());
    let behind = query("behind").and_then(|text| LineCursor::parse(&text));
    let mut conn = platform.db.read_together().await?;
    let account = ledger::account(&mut conn, id).await?.ok_or(Failure::NotFound)?;
    let mut lines = ledger::lines(&mut conn, id, chosen.range.span(), behind, PER_PAGE + 1).await?;
    drop(conn);
    let more = lines.len() as i64 > PER_PAGE;
    lines.truncate(PER_PAGE as usize);
    let older = lines.last().filter(|_| more).map(|last| {
        format!("/operator/profit/accounts/{id}?{}&behind={}", range::query_of(chosen.range), last.cursor())
    });
    let older = older.map(|href| {
        view! { <LinkButton href kind=ButtonKind::Secondary class="mt-6">{t.orders_older()}</LinkButton> }
    });
    let title = words::account(t, &account);
    let profit =
        format!("/operator/profit?currency={}&{}", account.currency.code(), range::query_of(chosen.range));
    let trail = vec![(profit, t.profit_title()), (String::new(), title.clone())];
    Ok(view! {
        <ConsolePage console=Console::Operator title=title>
            <div class="mb-4"><Breadcrumbs trail /></div>
            <ChooseRange action=format!("/operator/profit/accounts/{id}") chosen />
            <p class="mb-6 max-w-prose text-sm text-ink-soft">{t.account_explained()}</p>
            <Lines account lines />
            {older}
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn Lines(account: AccountRef, lines: Vec<AccountLine>) -> AnyView {
    let t = Ctx::current().t();
    if lines.is_empty() {
        return view! { <p class="text-ink-soft">{t.account_empty()}</p> }.into_any();
    }
    let rows = lines.into_iter().map(|line| {
        let href = format!("/operator/profit/postings/{}", line.tx_id);
        // Debits are positive in the ledger; what is earned is a credit.
        let earned = Money::new(line.amount_minor.saturating_neg(), account.currency);
        view! {
            <tr>
                <th scope="row" class="text-start font-normal whitespace-nowrap">{format::date_time(line.at_us, t.locale())}</th>
                <td><a class="link inline-flex min-h-tap items-center" href=href>{words::line(t, line.kind, line.memo)}</a></td>
                <td class="num"><Amount money=earned /></td>
            </tr>
        }
    });
    let rows: Vec<_> = rows.collect();
    view! {
        <Table caption=t.statement_lines() id="lines">
            <thead>
                <tr>
                    <th scope="col">{t.statement_date()}</th>
                    <th scope="col">{t.statement_what()}</th>
                    <th scope="col" class="num">{t.profit_earned()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}
