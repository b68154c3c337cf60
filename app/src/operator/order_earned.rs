//! What an order earned the platform: the lines that the profit and loss has of it, each of which opens its posting, and their
//! sum. For those who read money. Called by `order`.
use std::collections::HashMap;

use domain::Currency;
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use platform::db::Conn;
use platform::ledger::StoredTransaction;
use platform::reporting::{Contribution, ContributionLine, ProfitItem};

use super::ledger_words::line as line_words;
use super::order::Whole;
use super::order_money::section;
use super::profit::{coupon_codes, item_words};
use crate::access::may;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// What an order earned, and what the coupons and promotions in it are called.
#[derive(Clone)]
pub(super) struct Earned {
    contribution: Contribution,
    names: HashMap<String, String>,
}

impl Earned {
    /// Of the order's transactions. Nothing for those who do not read money.
    pub(super) async fn load(
        conn: &mut Conn,
        currency: Currency,
        books: &[StoredTransaction],
    ) -> Result<Option<Self>, Failure> {
        if !may(Action::ReadMoney, &Resource::Platform) {
            return Ok(None);
        }
        let contribution = Contribution::of(currency, books)?;
        let items: Vec<ProfitItem> = contribution.lines.iter().map(|line| line.item.clone()).collect();
        let names = coupon_codes(conn, &items).await?;
        Ok(Some(Self { contribution, names }))
    }
}

#[component]
pub(super) fn Earnings(whole: Whole) -> AnyView {
    let t = Ctx::current().t();
    let Some(Earned { contribution, names }) = whole.earned else { return ().into_any() };
    if contribution.lines.is_empty() {
        return ().into_any();
    }
    let total = contribution.total;
    let rows: Vec<AnyView> = contribution.lines.iter().map(|line| row(t, line, &names)).collect();
    let inside = view! {
        <p class="mb-3 max-w-prose text-sm text-ink-soft">{t.office_earned_text()}</p>
        <Table caption=t.profit_contribution() id="earned-lines">
            <thead>
                <tr>
                    <th scope="col">{t.transaction_account()}</th>
                    <th scope="col">{t.statement_what()}</th>
                    <th scope="col" class="num">{t.profit_earned()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
            <tfoot>
                <tr id="earned-sum">
                    <th scope="row" colspan="2" class="text-start">{t.profit_contribution()}</th>
                    <td class="num font-bold"><Amount money=total /></td>
                </tr>
            </tfoot>
        </Table>
    };
    section("earned", t.office_earned(), inside.into_any())
}

fn row(t: T, line: &ContributionLine, names: &HashMap<String, String>) -> AnyView {
    let href = format!("/operator/profit/postings/{}", line.transaction);
    let (account, about, money) =
        (item_words(t, &line.item, names), line_words(t, line.kind, line.memo), line.earned);
    view! {
        <tr>
            <th scope="row" class="text-start font-normal">
                <a class="link inline-flex min-h-tap items-center" href=href><bdi>{account}</bdi></a>
            </th>
            <td>{about}</td>
            <td class="num"><Amount money /></td>
        </tr>
    }
    .into_any()
}
