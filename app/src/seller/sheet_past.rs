//! What was changed at once of late, by whom, and the way back: below the sheet.
use std::collections::HashMap;

use domain::{Money, OfferId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::offers_for_sale;
use platform::db::Conn;
use platform::pricing::{Cells, Sheet, SheetRow, rows_of, sheets};
use platform::sellers::Seller;

use super::api::UndoSheet;
use super::sheet::{column_words, moment};
use super::sheet_work::COST;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// So many sheets are shown, the newest ones.
const MOST: i64 = 5;
/// So many rows of each are shown.
const MOST_SHOWN: usize = 20;

/// The last sheets with what they changed.
pub(super) struct Past {
    sheets: Vec<(Sheet, Vec<SheetRow>)>,
    /// Of those who made them.
    people: HashMap<domain::AccountId, String>,
    titles: HashMap<OfferId, String>,
}

impl Past {
    pub(super) async fn load(conn: &mut Conn, seller: &Seller) -> Result<Self, Failure> {
        let mut found = Vec::new();
        for sheet in sheets(conn, seller.id, MOST).await? {
            let rows = rows_of(conn, sheet.id).await?;
            found.push((sheet, rows));
        }
        let who: Vec<domain::AccountId> = found.iter().map(|(sheet, _)| sheet.made_by).collect();
        let people = platform::identity::accounts(conn, &who).await?;
        let shown: Vec<OfferId> =
            found.iter().flat_map(|(_, rows)| rows.iter().take(MOST_SHOWN).map(|row| row.offer_id)).collect();
        let sales = offers_for_sale(conn, &shown).await?;
        Ok(Self {
            sheets: found,
            people: people.into_iter().map(|(id, account)| (id, account.name)).collect(),
            titles: sales.into_iter().map(|(id, sale)| (id, sale.product_title)).collect(),
        })
    }
}

#[component]
pub(super) fn PastSheets(past: Past, seller: Seller, may: bool) -> AnyView {
    let t = Ctx::current().t();
    if past.sheets.is_empty() {
        return ().into_any();
    }
    let Past { sheets, people, titles } = past;
    let items = sheets
        .into_iter()
        .map(|(sheet, rows)| {
            let who = people.get(&sheet.made_by).cloned().unwrap_or_else(|| sheet.made_by.to_string());
            past_view(t, &seller, sheet, &rows, who, &titles, may)
        })
        .collect_view();
    view! {
        <section id="past-sheets" aria-labelledby="past-sheets-title">
            <h2 id="past-sheets-title" class="mb-3 text-lg font-bold">{t.sheet_past()}</h2>
            <ul class="divide-y divide-line rounded-card border border-line bg-surface">{items}</ul>
        </section>
    }
    .into_any()
}

fn past_view(
    t: T,
    seller: &Seller,
    sheet: Sheet,
    rows: &[SheetRow],
    who: String,
    titles: &HashMap<OfferId, String>,
    may: bool,
) -> AnyView {
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let summary = t.sheet_past_rows(count, moment(t, sheet.made_at), who);
    let lines = rows
        .iter()
        .take(MOST_SHOWN)
        .map(|row| {
            let title = titles.get(&row.offer_id).cloned().unwrap_or_else(|| row.offer_id.to_string());
            let changes =
                changes(t, row, may).into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
            view! {
                <li>
                    <p class="font-medium"><bdi>{title}</bdi></p>
                    <ul class="flex flex-wrap gap-x-5 text-sm text-ink-soft">{changes}</ul>
                </li>
            }
        })
        .collect_view();
    let left = rows.len().saturating_sub(MOST_SHOWN);
    let more = (left > 0).then(|| {
        let left = i64::try_from(left).unwrap_or(i64::MAX);
        view! { <p class="mt-3 text-sm text-ink-faint">{t.sheet_past_more(left)}</p> }
    });
    let kind = sheet.undoes.map(|_| view! { <Badge tone=Tone::Info>{t.sheet_is_undo()}</Badge> });
    let (id, undo_id) = (sheet.id.to_string(), sheet.id.to_string());
    let owner = seller.id.to_string();
    let back = match sheet.undone_by {
        Some(_) => view! { <Badge>{t.sheet_was_undone()}</Badge> }.into_any(),
        None if may => view! {
            <Form action=UndoSheet::PATH swap="sheet">
                <Hidden name="seller" value=owner />
                <Hidden name="sheet" value=undo_id />
                <Button kind=ButtonKind::Secondary size=ButtonSize::Small>{t.undo()}</Button>
            </Form>
        }
        .into_any(),
        None => ().into_any(),
    };
    view! {
        <li class="flex flex-wrap items-start justify-between gap-3 p-4" data-sheet-past=id>
            <Disclosure summary class="min-w-0 flex-1">
                <ul class="flex flex-col gap-3">{lines}</ul>
                {more}
            </Disclosure>
            <div class="flex items-center gap-3">{kind} {back}</div>
        </li>
    }
    .into_any()
}

/// What became of one offer, column by column.
fn changes(t: T, row: &SheetRow, may: bool) -> Vec<String> {
    let (was, became) = (&row.was.0, &row.became.0);
    let mut changes = Vec::new();
    let mut say = |column: usize, words: fn(T, &Cells) -> String| {
        let (before, now) = (words(t, was), words(t, became));
        if before != now {
            changes.push(t.sheet_change(column_words(t, column), before, now));
        }
    };
    say(0, |t, cells| amount_text(cells.price, t.writing()));
    say(2, |t, cells| cells.handling_days.map_or_else(|| t.sheet_usual(), |days| days.to_string()));
    if may {
        say(COST, |t, cells| {
            cells.cost.map_or_else(|| t.sheet_unknown(), |cost: Money| amount_text(cost, t.writing()))
        });
    }
    say(4, |t, cells| if cells.active { t.sheet_yes() } else { t.sheet_no() });
    if row.stock_delta != 0 {
        changes.push(t.sheet_change_stock(format!("{:+}", row.stock_delta)));
    }
    changes
}
