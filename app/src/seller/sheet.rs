//! A seller's offers as a table in which one types: hundreds of them, saved together. Route `/seller/products/sheet`. It is one
//! form; a small script moves between cells by the arrow keys and takes what is pasted from a spreadsheet.
use domain::roles::{Action, Resource};
use domain::{OfferId, format};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::{SellerOffer, offers_of_seller_by_sku};
use platform::inventory::levels;
use platform::pricing::{Draft, draft_of};
use platform::sellers::Seller;

use super::api::SaveSheet;
use super::desk;
use super::sheet_past::{Past, PastSheets};
use super::sheet_work::{COLUMNS, COST, FORM, STOCK, Seen, stock_seen};
use crate::access::{account_id, platform, visitor};
use crate::answer::{Failure, encode_query};
use crate::basket::forms::new_key;
use crate::ctx::Ctx;
use crate::page::query;
use crate::site;
use crate::text::T;
use crate::ui::*;

pub(super) const PATH: &str = "/seller/products/sheet";
/// So many rows a page may have, as the seller chooses; all of the most change together ([`platform::pricing::MOST_ROWS`]). The
/// first is what nobody chose: a page of more is slow on a phone.
const ROWS: [i64; 3] = [100, 250, 500];

/// The rows that the address asks for, if there may be so many.
fn rows_asked() -> i64 {
    let asked = query("rows").and_then(|rows| rows.parse::<i64>().ok());
    asked.filter(|rows| ROWS.contains(rows)).unwrap_or(ROWS[0])
}

/// One row with what is typed into it.
struct SheetRow {
    offer: OfferId,
    sku: String,
    title: String,
    slug: String,
    seen: Seen,
    /// By column: what was typed before a mistake, else what there is.
    values: [String; 5],
    /// By column.
    errors: [Option<String>; 5],
    /// What is wrong with all of it.
    error: Option<String>,
}

impl SheetRow {
    fn of(row: SellerOffer, available: i64, draft: Option<&Draft>, may: bool) -> Self {
        let offer = row.offer;
        let mut seen = Seen::of(&offer, available);
        // An operator reads along, but not what a seller pays.
        if !may {
            seen.shown[COST].clear();
        }
        let name = |column: &str| format!("{column}-{}", offer.id);
        let error = |field: String| draft.and_then(|draft| draft.errors.get(&field)).cloned();
        let mut values = seen.shown.clone();
        if let Some(count) = draft.and_then(|draft| draft.typed.get(&stock_seen(offer.id))) {
            seen.shown[STOCK].clone_from(count);
        }
        for (value, column) in values.iter_mut().zip(COLUMNS) {
            if let Some(typed) = draft.and_then(|draft| draft.typed.get(&name(column))) {
                value.clone_from(typed);
            }
        }
        let (errors, error) = (COLUMNS.map(|column| error(name(column))), error(name("row")));
        Self {
            offer: offer.id,
            sku: offer.sku,
            title: row.product_title,
            slug: row.product_slug,
            seen,
            values,
            errors,
            error,
        }
    }
}

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadCatalogue).await?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let may = visitor().allow(Action::ManageOffers, &Resource::Seller(seller.id)).is_ok();
    let search = query("q");
    let page: u32 = query("page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1);
    let per_page = rows_asked();
    let mut conn = platform().db.read_together().await?;
    let found =
        offers_of_seller_by_sku(&mut conn, seller.id, search.as_deref(), i64::from(page) - 1, per_page)
            .await?;
    let ids: Vec<OfferId> = found.rows.iter().map(|row| row.offer.id).collect();
    let stock = levels(&mut conn, &ids).await?;
    let draft = if may && FormState::of(&ctx, FORM).failed() {
        draft_of(&mut conn, seller.id, account_id()?).await?
    } else {
        None
    };
    let past = Past::load(&mut conn, &seller).await?;
    drop(conn);
    let pages = u32::try_from((found.total + per_page - 1) / per_page).unwrap_or(1);
    let rows: Vec<SheetRow> = found
        .rows
        .into_iter()
        .map(|row| {
            let available = stock.get(&row.offer.id).map_or(0, |level| level.available);
            SheetRow::of(row, available, draft.as_ref(), may)
        })
        .collect();
    let text = search.unwrap_or_default();
    let form = FormState::default().or("q", text.clone()).or("rows", per_page.to_string());
    let choices = ROWS.map(|rows| (rows.to_string(), format::number(rows, t.writing()))).to_vec();
    let of_rows = form.clone();
    let href = Callback::new(move |page: u32| {
        desk::here(&format!("{PATH}?q={}&rows={per_page}&page={page}", encode_query(&text)))
    });
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.sheet_title() actions=back(t)>
            <p class="mb-6 max-w-3xl text-ink-soft">{t.sheet_text()}</p>
            <Form action=PATH get=true label=t.nav_search() class="mb-6 flex flex-wrap items-end gap-3">
                {desk::field()}
                <Field form=&form name="q" label=t.offers_search() r#type="search" optional=true class="max-w-md flex-1" />
                <Select form=&of_rows name="rows" label=t.sheet_rows() options=choices />
                <Button kind=ButtonKind::Secondary>{t.nav_search()}</Button>
            </Form>
            <div id="sheet" class="flex flex-col gap-8">
                {if rows.is_empty() {
                    view! { <EmptyState title=t.listing_empty_title() text=t.offers_empty_text() icon=Icon::Tag /> }.into_any()
                } else {
                    view! { <SheetForm rows seller=seller.clone() may /> }.into_any()
                }}
                <Pagination page pages href />
                <PastSheets past seller may />
            </div>
            <script type="module" nonce=use_nonce() src=site::asset("sheet.js")></script>
        </ConsolePage>
    }
    .into_any())
}

fn back(t: T) -> AnyView {
    view! { <LinkButton href=desk::here("/seller/products") kind=ButtonKind::Secondary>{t.seller_products()}</LinkButton> }
        .into_any()
}

/// What a column is called.
pub(super) fn column_words(t: T, column: usize) -> String {
    match column {
        0 => t.offer_price(),
        1 => t.offer_stock(),
        2 => t.sheet_days(),
        3 => t.sheet_cost(),
        _ => t.offer_active(),
    }
}

#[component]
fn SheetForm(rows: Vec<SheetRow>, seller: Seller, may: bool) -> AnyView {
    let t = Ctx::current().t();
    let code = seller.currency.code();
    let heads = (0..COLUMNS.len())
        .map(|column| {
            let words = column_words(t, column);
            let words = if matches!(column, 0 | 3) { format!("{words} ({code})") } else { words };
            view! { <th scope="col">{words}</th> }
        })
        .collect_view();
    let rows = rows.into_iter().map(|row| view! { <RowView row may /> }).collect_view();
    let usual = t.sheet_days_hint(i64::from(seller.shipping.handling_days));
    let save = may.then(|| {
        view! {
            <div class="sticky bottom-0 flex justify-end border-t border-line bg-page py-3">
                <Button>{t.sheet_save()}</Button>
            </div>
        }
    });
    view! {
        <Form action=SaveSheet::PATH swap="sheet" label=t.sheet_title()>
            <Hidden name="seller" value=seller.id.to_string() />
            <Hidden name="key" value=new_key() />
            <p class="mb-3 text-sm text-ink-soft">{usual}</p>
            <Table caption=t.sheet_title()>
                <thead>
                    <tr>
                        <th scope="col">{t.sheet_product()}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody data-sheet="">{rows}</tbody>
            </Table>
            {save}
        </Form>
    }
    .into_any()
}

#[component]
fn RowView(row: SheetRow, may: bool) -> AnyView {
    let t = Ctx::current().t();
    let cells = (0..COLUMNS.len()).map(|column| cell(t, &row, column, may)).collect_view();
    let SheetRow { offer, sku, title, slug, seen, error, .. } = row;
    let error = error.map(|text| view! { <p class="text-sm font-medium text-bad">{text}</p> });
    view! {
        <tr data-offer=offer.to_string()>
            <th scope="row" class="min-w-56 text-start font-normal">
                <Hidden name=format!("seen-{offer}") value=seen.text() />
                <a href=format!("/p/{slug}") class="line-clamp-2 font-medium hover:text-accent"><bdi>{title}</bdi></a>
                <span class="text-sm text-ink-faint" dir="ltr">{sku}</span>
                {error}
            </th>
            {cells}
        </tr>
    }
    .into_any()
}

/// One field. Its label is the column's and the row's, because a table has no room for it.
fn cell(t: T, row: &SheetRow, column: usize, may: bool) -> AnyView {
    let name = format!("{}-{}", COLUMNS[column], row.offer);
    // One product in two conditions is two rows: the number tells them apart.
    let label = t.sheet_cell(column_words(t, column), format!("{} {}", row.title, row.sku));
    let value = row.values[column].clone();
    let error = row.errors[column].clone();
    let error_id = format!("{name}-error");
    let described = error.as_ref().map(|_| error_id.clone());
    let wrong = error.as_ref().map(|_| "true");
    let said = error.map(|text| view! { <p id=error_id class="text-sm font-medium text-bad">{text}</p> });
    if COLUMNS[column] == "active" {
        return view! {
            <td>
                <label class="flex min-h-tap min-w-tap items-center justify-center">
                    <input type="checkbox" name=name value="on" checked=!value.is_empty() aria-label=label disabled=!may class="size-5 accent-accent" data-cell="" />
                </label>
            </td>
        }
        .into_any();
    }
    let inputmode = if matches!(column, 0 | 3) { "decimal" } else { "numeric" };
    view! {
        <td>
            <input name=name value=value aria-label=label inputmode=inputmode dir="ltr" autocomplete="off" disabled=!may aria-invalid=wrong aria-describedby=described class="control min-w-24 text-end" data-cell="" />
            {said}
        </td>
    }
    .into_any()
}

/// When something was done, for the list of what was.
pub(super) fn moment(t: T, at: domain::Timestamp) -> String {
    format::date_time(at, t.locale())
}
