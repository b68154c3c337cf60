//! A seller's offers: price, stock, on sale or not. Route `/seller/products`.
use std::collections::HashMap;

use domain::abuse::Thing;
use domain::reduction::{Deal, highest_reduced};
use domain::roles::Action;
use domain::shipping::ShippingTables;
use domain::stock::is_low;
use domain::{CartId, Money, OfferId, ProductId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::{OfferPage, SellerOffer, offers_of_seller, prior_prices, products_taken_down};
use platform::db::Conn;
use platform::inventory::levels;
use platform::listing::{self, Judged};
use platform::reviews::shown_again::why_down;

use super::api::SaveOffer;
use super::quality;
use super::tables_work::kilograms;
use super::{box_words, desk};
use crate::access::platform;
use crate::answer::{Failure, encode_query};
use crate::ctx::Ctx;
use crate::page::query;
use crate::shop::tiles::thumbnail;
use crate::text::T;
use crate::ui::*;

const PER_PAGE: i64 = 25;
/// In the address: only listings that have to be fixed, whatever is looked for.
const TO_FIX: &str = "to_fix";

/// One row with what its form needs.
struct OfferRow {
    seller: String,
    tables: ShippingTables,
    row: SellerOffer,
    available: i64,
    /// The reduction that shoppers see now.
    deal: Option<Deal>,
    /// What a price that is lowered now would be measured against.
    prior: Option<Money>,
    key: String,
    /// Its place in the buy box, in words.
    place: Option<AnyView>,
    quality: Option<Judged>,
    /// What the shop took down of it, in words.
    down: Option<AnyView>,
}

/// What the shop took down of each of these offers and why: the offer, or its product with all offers of it.
async fn taken_down(conn: &mut Conn, rows: &[SellerOffer]) -> Result<HashMap<OfferId, AnyView>, Failure> {
    let t = Ctx::current().t();
    let products: Vec<ProductId> = rows.iter().map(|row| row.offer.product_id).collect();
    let hidden = products_taken_down(conn, &products).await?;
    let of = |row: &SellerOffer| match row.offer.taken_down_at {
        Some(_) => Some(Thing::Offer(row.offer.id)),
        None => hidden.contains(&row.offer.product_id).then_some(Thing::Product(row.offer.product_id)),
    };
    let down: Vec<(OfferId, Thing)> =
        rows.iter().filter_map(|row| of(row).map(|thing| (row.offer.id, thing))).collect();
    let things: Vec<Thing> = down.iter().map(|(_, thing)| *thing).collect();
    let why = why_down(conn, &things).await?;
    let shown = down.into_iter().map(|(offer, thing)| {
        let words = match thing {
            Thing::Product(_) => t.offer_product_down(),
            _ => t.offer_down(),
        };
        let reason = why.get(&thing).cloned().map(|reason| view! { <bdi class="break-words">{reason}</bdi> });
        let said = view! {
            <p class="flex flex-wrap items-center gap-2 text-sm" data-down=thing.to_string()><Badge tone=Tone::Bad>{words}</Badge> {reason}</p>
        };
        (offer, said.into_any())
    });
    Ok(shown.collect())
}

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadCatalogue).await?;
    let t = Ctx::current().t();
    let platform = platform();
    let search = query("q");
    let page: u32 = query("page").and_then(|p| p.parse().ok()).unwrap_or(1).max(1);
    let mut conn = platform.db.read().await?;
    let tree = platform.categories().await?;
    let only_to_fix = query("show").is_some_and(|show| show == TO_FIX);
    let found = match only_to_fix {
        true => page_to_fix(listing::to_fix(&mut conn, &tree, seller.id).await?, page),
        false => {
            offers_of_seller(&mut conn, seller.id, search.as_deref(), i64::from(page) - 1, PER_PAGE).await?
        }
    };
    let ids: Vec<_> = found.rows.iter().map(|r| r.offer.id).collect();
    let stock = levels(&mut conn, &ids).await?;
    let prior = prior_prices(&mut conn, &found.rows.iter().map(|r| &r.offer).collect::<Vec<_>>()).await?;
    let mut places = box_words::places(&mut conn, &found.rows).await?;
    let mut judged = quality::judged(&mut conn, &tree, &found.rows, &places).await?;
    let mut down = taken_down(&mut conn, &found.rows).await?;
    let now = conn.now();
    drop(conn);
    let pages = u32::try_from((found.total + PER_PAGE - 1) / PER_PAGE).unwrap_or(1);
    let rows = found
        .rows
        .into_iter()
        .map(|row| OfferRow {
            seller: seller.id.to_string(),
            tables: seller.tables.clone(),
            available: stock.get(&row.offer.id).map_or(0, |l| l.available),
            deal: row.offer.deal(now),
            prior: prior.get(&row.offer.id).copied(),
            key: platform.db.new_id::<CartId>().to_string(),
            place: places.remove(&row.offer.id).map(box_words::shown),
            quality: judged.remove(&row.offer.id),
            down: down.remove(&row.offer.id),
            row,
        })
        .map(|data| view! { <Row data /> })
        .collect_view();
    let text = search.clone().unwrap_or_default();
    let form = FormState::default().or("q", text.clone());
    let href = Callback::new(move |page: u32| {
        desk::here(&match only_to_fix {
            true => format!("/seller/products?show={TO_FIX}&page={page}"),
            false => format!("/seller/products?q={}&page={page}", encode_query(&text)),
        })
    });
    let narrowed = only_to_fix.then(|| {
        view! {
            <p class="mb-6" data-show=TO_FIX>
                {t.offers_to_fix()} " "
                <a class="link inline-flex min-h-tap items-center" href=desk::here("/seller/products")>{t.offers_to_fix_all()}</a>
            </p>
        }
    });
    let none = if only_to_fix { t.offers_to_fix_none() } else { t.offers_empty_text() };
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.seller_products() actions=actions(t)>
            <Form action="/seller/products" get=true label=t.nav_search() class="mb-6 flex items-end gap-3">
                {desk::field()}
                <Field form=&form name="q" label=t.offers_search() r#type="search" optional=true class="max-w-md flex-1" />
                <Button kind=ButtonKind::Secondary>{t.nav_search()}</Button>
            </Form>
            {narrowed}
            <div id="offers">
                {if rows.is_empty() {
                    view! { <EmptyState title=t.listing_empty_title() text=none icon=Icon::Tag /> }.into_any()
                } else {
                    view! { <ul class="divide-y divide-line rounded-card border border-line bg-surface">{rows}</ul> }.into_any()
                }}
            </div>
            <div class="mt-6"><Pagination page pages href /></div>
        </ConsolePage>
    }
    .into_any())
}

/// One page of the listings that have to be fixed.
fn page_to_fix(rows: Vec<SellerOffer>, page: u32) -> OfferPage {
    let (total, per_page) = (i64::try_from(rows.len()).unwrap_or(i64::MAX), PER_PAGE.unsigned_abs());
    let before = u64::from(page - 1) * per_page;
    let skipped = rows.into_iter().skip(usize::try_from(before).unwrap_or(usize::MAX));
    OfferPage { rows: skipped.take(usize::try_from(per_page).unwrap_or(usize::MAX)).collect(), total }
}

fn actions(t: T) -> AnyView {
    view! {
        <LinkButton href=desk::here("/seller/products/add")>{t.listing_find_title()}</LinkButton>
        <LinkButton href=desk::here("/seller/products/sheet") kind=ButtonKind::Secondary>{t.sheet_title()}</LinkButton>
        <LinkButton href=desk::here("/seller/prices") kind=ButtonKind::Secondary>{t.prices_title()}</LinkButton>
        <LinkButton href=desk::here("/seller/fees") kind=ButtonKind::Secondary>{t.fees_title()}</LinkButton>
    }
    .into_any()
}

/// How one piece is sent. The table is asked for only where there are some.
#[component]
fn PackingFields(
    id: String,
    tables: ShippingTables,
    chosen: String,
    weight: String,
    wrong: bool,
    days: String,
    wrong_days: bool,
) -> AnyView {
    let t = Ctx::current().t();
    let standard = tables.standard.and_then(|id| tables.get(id));
    let none =
        standard.map_or_else(|| t.offer_table_none(), |table| t.offer_table_standard(table.name.clone()));
    let options = tables
        .all
        .iter()
        .filter(|table| tables.standard != Some(table.id) || table.id.to_string() == chosen)
        .map(|table| {
            let value = table.id.to_string();
            view! { <option selected=value == chosen value=value.clone()>{table.name.clone()}</option> }
        })
        .collect_view();
    let (table_id, weight_id) = (format!("table-{id}"), format!("weight-{id}"));
    let days_id = format!("days-{id}");
    let days_error = wrong_days.then(|| format!("days-{id}-error"));
    let table = (!tables.all.is_empty()).then(|| {
        view! {
            <div class="flex flex-col gap-1">
                <label for=table_id.clone() class="text-sm font-semibold">{t.offer_table()}</label>
                <select id=table_id name="table" class="control w-40"><option value="">{none}</option>{options}</select>
            </div>
        }
    });
    view! {
        {table}
        <div class="flex flex-col gap-1">
            <label for=weight_id.clone() class="text-sm font-semibold">{t.offer_weight()}</label>
            <input id=weight_id name="weight" value=weight inputmode="decimal" dir="ltr" aria-invalid=wrong.then_some("true") aria-describedby=wrong.then(|| format!("weight-{id}-error")) class="control w-24" />
        </div>
        <div class="flex flex-col gap-1">
            <label for=days_id.clone() class="text-sm font-semibold">{t.sheet_days()}</label>
            <input id=days_id name="days" value=days inputmode="numeric" dir="ltr" aria-invalid=wrong_days.then_some("true") aria-describedby=days_error class="control w-24" />
        </div>
    }
    .into_any()
}

/// What shoppers see as the earlier price, or would see if the price were lowered now.
fn reduction_hint(deal: Option<Deal>, prior: Option<Money>) -> String {
    let t = Ctx::current().t();
    let words = |money: Money| amount_text(money, t.writing());
    match (deal, prior) {
        (Some(deal), _) => {
            t.offer_reduced(words(deal.prior), format::date_short(deal.until.utc_day(), t.locale()))
        }
        (None, Some(prior)) => t.offer_would_reduce(words(prior), words(highest_reduced(prior))),
        (None, None) => t.offer_no_prior(),
    }
}

#[component]
fn Row(data: OfferRow) -> AnyView {
    let t = Ctx::current().t();
    let OfferRow { seller, tables, row, available, deal, prior, key, place, quality, down } = data;
    let offer = row.offer;
    let id = offer.id.to_string();
    let hint = reduction_hint(deal, prior);
    let hint_id = format!("reduction-{id}");
    let photo = thumbnail(row.picture, offer.product_id);
    let low = is_low(available).then(|| {
        let tone = if available == 0 { Tone::Bad } else { Tone::Warn };
        view! { <Badge tone>{if available == 0 { t.sold_out() } else { t.only_left(available) }}</Badge> }
    });
    let form = FormState::of(&Ctx::current(), &format!("offer-{id}"));
    // What was typed before a mistake comes back, with the count that it was typed against.
    let or = |name: &str, now: String| if form.failed() { form.value(name) } else { now };
    let price = or("price", offer.price.to_decimal());
    let count = or("stock", available.to_string());
    let seen = or("stock_seen", available.to_string());
    let active = if form.failed() { !form.value("active").is_empty() } else { offer.active };
    let errors = ["price", "stock", "weight", "days"].map(|name| {
        let id = format!("{name}-{id}-error");
        form.error(name)
            .map(|text| view! { <p id=id class="text-sm font-medium text-bad md:col-span-2">{text}</p> })
    });
    let packing = offer.packing;
    let packing = view! {
        <PackingFields
            id=id.clone()
            tables
            chosen=or("table", packing.table.map(|table| table.to_string()).unwrap_or_default())
            weight=or("weight", packing.weight_g.map(kilograms).unwrap_or_default())
            wrong=form.error("weight").is_some()
            days=or("days", offer.terms.handling_days.map(|days| days.to_string()).unwrap_or_default())
            wrong_days=form.error("days").is_some()
        />
    };
    let (wrong_in, errors_of) = (form.clone(), id.clone());
    let wrong = move |name: &str| wrong_in.error(name).map(|_| "true");
    let said = move |name: &str| form.error(name).map(|_| format!("{name}-{errors_of}-error"));
    let of_price = [said("price"), Some(hint_id.clone())].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let this = id.clone();
    let (price_id, stock_id, active_id) =
        (format!("price-{id}"), format!("stock-{id}"), format!("active-{id}"));
    let (price_for, stock_for, active_for) = (price_id.clone(), stock_id.clone(), active_id.clone());
    let code = offer.price.currency().code();
    view! {
        <li class="grid items-center gap-4 p-4 md:grid-cols-[1fr_auto]" data-offer=this>
            <div class="flex min-w-0 items-center gap-4">
                <PhotoView photo size=56 class="picture-plate size-14 shrink-0 rounded-control border border-line object-contain p-1" />
                <div class="min-w-0">
                    <a href=format!("/p/{}", row.product_slug) class="line-clamp-2 font-medium hover:text-accent"><bdi>{row.product_title}</bdi></a>
                    <p class="flex flex-wrap items-center gap-2 text-sm text-ink-faint"><span dir="ltr">{offer.sku}</span> {low}</p>
                    {down}
                    {place}
                    {quality.as_ref().map(quality::shown)}
                </div>
            </div>
            <Form readable=true action=SaveOffer::PATH swap="offers" class="flex flex-wrap items-end gap-3">
                <Hidden name="seller" value=seller />
                <Hidden name="offer" value=id />
                <Hidden name="version" value=offer.version.to_string() />
                <Hidden name="key" value=key />
                <Hidden name="stock_seen" value=seen />
                <div class="flex flex-col gap-1">
                    <label for=price_for class="text-sm font-semibold">{t.offer_price()} " (" {code} ")"</label>
                    <input id=price_id name="price" value=price inputmode="decimal" dir="ltr" aria-invalid=wrong("price") aria-describedby=of_price class="control w-28" />
                </div>
                <div class="flex flex-col gap-1">
                    <label for=stock_for class="text-sm font-semibold">{t.offer_stock()}</label>
                    <input id=stock_id name="stock" value=count inputmode="numeric" dir="ltr" aria-invalid=wrong("stock") aria-describedby=said("stock") class="control w-24" />
                </div>
                {packing}
                <label for=active_for class="flex min-h-tap items-center gap-2 text-sm">
                    <input id=active_id type="checkbox" name="active" value="on" checked=active class="size-5 accent-accent" />
                    {t.offer_active()}
                </label>
                <Button kind=ButtonKind::Secondary>{t.save()}</Button>
            </Form>
            {errors}
            <p id=hint_id class="text-sm text-ink-faint md:col-span-2 md:text-end" data-reduction="">{hint}</p>
        </li>
    }
    .into_any()
}
