//! A statement in plain words: sums, every line, and the balances around them. Routes `/seller/payouts/{payout}`, where
//! `open` is what has happened since the last payout.
use domain::roles::Action;
use domain::{Money, PayoutId, format};
use leptos::prelude::*;
use platform::payouts::{self, Group, Line, Statement};
use platform::sellers::Seller;

use super::payout_account::refusal;
use super::{desk, payout_words as words};
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::param;
use crate::ui::*;

/// Lines that a page shows; a long statement is read in a spreadsheet.
const MOST_LINES: usize = 500;

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadMoney).await?;
    let t = Ctx::current().t();
    let which = param("payout");
    let platform = platform();
    let mut conn = platform.db.read_together().await?;
    let read = if which == "open" {
        payouts::open_statement(&mut conn, seller.id, seller.currency).await?
    } else {
        let id: PayoutId = which.parse().map_err(|_| Failure::NotFound)?;
        payouts::statement(&mut conn, seller.id, id).await.map_err(|e| refusal(t, e))?
    };
    drop(conn);
    let sums = read.sums().map_err(|e| refusal(t, e))?;
    let title = match &read.payout {
        Some(payout) => t.statement_of(format::date_short(payout.created_at.utc_day(), t.locale())),
        None => t.statement_open(),
    };
    let badge = read.payout.as_ref().map(|payout| {
        let (tone, state) = words::state(t, payout.state);
        view! { <Badge tone>{state}</Badge> }
    });
    let why = read.payout.as_ref().and_then(|payout| payout.rejection).map(|rejection| {
        let amount = read.payout.as_ref().map(|p| amount_text(p.amount, t.writing())).unwrap_or_default();
        view! { <Notice tone=Tone::Bad class="mb-6">{t.payouts_back(amount, words::why(t, rejection))}</Notice> }
    });
    let under = read.payout.as_ref().and_then(|payout| payout.terms).map(|terms| {
        let words = words::terms(t, &terms, seller.currency).join(" · ");
        view! { <p id="terms" class="mb-6 max-w-prose text-sm text-ink-soft">{t.statement_terms()} ": " {words}</p> }
    });
    let csv = format!("/seller/payouts/{which}/statement.csv?seller={}", seller.id);
    let pdf = format!("/seller/payouts/{which}/statement.pdf?seller={}", seller.id);
    let back = (format!("/seller/payouts?seller={}", seller.id), t.seller_payouts());
    let actions = view! { {badge} <LinkButton href=pdf kind=ButtonKind::Secondary>{t.statement_pdf()}</LinkButton> <LinkButton href=csv kind=ButtonKind::Secondary>{t.statement_csv()}</LinkButton> };
    Ok(view! {
        <ConsolePage console=Console::Seller title=title.clone() actions=actions.into_any()>
            <div class="mb-4"><Breadcrumbs trail=vec![back, (String::new(), title)] /></div>
            {why}
            {under}
            <div class="flex flex-col gap-8">
                <Sums sums opening=read.opening closing=read.closing />
                <Lines read seller />
            </div>
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn Sums(sums: Vec<(Group, Money)>, opening: Money, closing: Money) -> AnyView {
    let t = Ctx::current().t();
    let row = |name: &'static str, words: String, money: Money, class: &'static str| {
        view! { <dt class=class>{words}</dt><dd class=class data-sum=name><Amount money /></dd> }
    };
    let sums: Vec<_> =
        sums.into_iter().map(|(group, sum)| row("group", words::group(t, group), sum, "")).collect();
    view! {
        <Card title=t.statement_sums() id="sums" class="max-w-xl">
            <dl class="grid grid-cols-[1fr_auto] gap-x-4 gap-y-2 [&>dd]:text-end">
                {row("opening", t.statement_opening(), opening, "text-ink-soft")}
                {sums}
                {row("closing", t.statement_closing(), closing, "font-bold")}
            </dl>
        </Card>
    }
    .into_any()
}

#[component]
fn Lines(read: Statement, seller: Seller) -> AnyView {
    let t = Ctx::current().t();
    if read.lines.is_empty() {
        return view! { <p class="text-ink-soft">{t.statement_empty()}</p> }.into_any();
    }
    let all = read.lines.len();
    let cut = all.saturating_sub(MOST_LINES);
    let number = |n: usize| format::number(i64::try_from(n).unwrap_or(i64::MAX), t.writing());
    let said = (cut > 0).then(|| {
        view! { <p class="mb-3 text-sm">{t.statement_cut(number(all - cut), number(all))}</p> }
    });
    let last = read.lines.into_iter().skip(cut);
    let rows = last.map(|line| view! { <Row line seller=seller.clone() /> }).collect_view();
    view! {
        // The table is a region of that name already.
        <div>
            <h2 class="mb-2 text-lg font-bold">{t.statement_lines()}</h2>
            <p class="mb-3 max-w-prose text-sm text-ink-soft">{t.statement_text()}</p>
            {said}
            <Table caption=t.statement_lines() id="lines">
                <thead>
                    <tr>
                        <th scope="col">{t.statement_date()}</th>
                        <th scope="col">{t.statement_what()}</th>
                        <th scope="col" class="num">{t.statement_amount()}</th>
                        <th scope="col" class="num">{t.statement_balance()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </div>
    }
    .into_any()
}

#[component]
fn Row(line: Line, seller: Seller) -> AnyView {
    let t = Ctx::current().t();
    let postings = format!("/seller/postings/{}?seller={}", line.transaction, seller.id);
    let order = line.part.map(|part| {
        let href = format!("/seller/orders/{part}?seller={}", seller.id);
        view! { " · " <a class="link inline-flex min-h-tap items-center" href=href>{t.sale_title()}</a> }
    });
    view! {
        <tr data-line=line.group.to_string()>
            <th scope="row" class="text-start font-normal whitespace-nowrap">{format::date_time(line.at, t.locale())}</th>
            <td>
                <a class="link inline-flex min-h-tap items-center" href=postings>{words::group(t, line.group)}</a>
                {order}
            </td>
            <td class="num"><Amount money=line.amount /></td>
            <td class="num"><Amount money=line.balance /></td>
        </tr>
    }
    .into_any()
}
