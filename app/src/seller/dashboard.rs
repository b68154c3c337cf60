//! Today: how much was sold, what must be done now, what went wrong. Route `/seller`. Live.
use domain::format;
use domain::health::Level;
use domain::roles::{Action, Resource};
use domain::zone::Zone;
use domain::{Currency, DurationUs, Money, SellerId, Timestamp};
use leptos::prelude::*;
use platform::orders::store::{self, PartDetail, SellerFilter};
use platform::reporting::{self, CHART_DAYS, ChartFile, Dashboard, LowStockList, SalesPoint, TopProduct};
use platform::sellers::Seller;

use super::{desk, holiday, lines};
use crate::access::{live_from_now, platform, visitor};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::islands::Live;
use crate::seller::orders::SaleRow;
use crate::ui::*;

const NEWEST: i64 = 8;
const LOW_SHOWN: i64 = 10;

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSeller).await?;
    let t = Ctx::current().t();
    let platform = platform();
    let stream = live_from_now(format!("/live/seller/{}", seller.id)).await?;
    // The figures count what the log holds now, so an order that the list shows is in them.
    platform.reporting.catch_up().await?;
    let mut conn = platform.db.read().await?;
    let (currency, zone) = (seller.currency, seller.dispatch.zone);
    let today = reporting::dashboard(&mut conn, seller.id, currency, zone).await?;
    let days = reporting::daily_sales(&mut conn, seller.id, currency, zone, 2 * CHART_DAYS).await?;
    let since = platform.db.now().minus(DurationUs::from_days(30));
    let top = reporting::top_products(&mut conn, seller.id, currency, since, 5).await?;
    let low = reporting::low_stock(&mut conn, seller.id, LOW_SHOWN).await?;
    let said = platform::reviews::todo(&mut conn, seller.id).await?;
    let disputes = platform::disputes::lists::waiting_count(&mut conn, seller.id).await?;
    let returns = platform::returns::lists::waiting_count(&mut conn, seller.id).await?;
    let replacements = platform::returns::lists::replacements_due(&mut conn, seller.id).await?;
    let messages = platform::messages::lists::waiting_count(&mut conn, seller.id).await?;
    let owed = match seller.is_platform {
        true => None,
        false => Some(platform::payouts::standing(&mut conn, seller.id, currency).await?.0.available),
    };
    let of_seller = Resource::Seller(seller.id);
    let may = |action| visitor().allow(action, &of_seller).is_ok();
    let goods = may(Action::ReadCatalogue);
    let to_fix = match goods {
        true => platform::listing::to_fix(&mut conn, &*platform.categories().await?, seller.id).await?.len(),
        false => 0,
    };
    let details = match may(Action::ManageSeller) && !seller.is_platform {
        true => {
            let told = platform::sellers::tax_person(&mut conn, seller.id).await?;
            platform::sellers::missing_tax_details(&seller, told.as_ref()).len()
        }
        false => 0,
    };
    let health = platform::buybox::counted(&mut conn, seller.id).await?.map(|counted| counted.health.worst());
    let newest = store::parts_of_seller(&mut conn, seller.id, SellerFilter::ToShip, None, NEWEST).await?;
    drop(conn);
    let name = seller.name.clone();
    // Whoever has another part of the work sees what is theirs.
    let sales = may(Action::ReadSales);
    let (figures, money) = (may(Action::ReadFigures), may(Action::ReadMoney));
    let [messages, disputes, returns] = if sales { [messages, disputes, returns] } else { [0; 3] };
    let replacements = if sales { replacements } else { 0 };
    let [waiting, feedback] = if goods { [said.questions, said.feedback] } else { [0; 2] };
    let (owed, health) = (owed.filter(|_| money), health.filter(|_| sales));
    let others = desk::others(seller.id).await?;
    let others = (!others.is_empty()).then(|| {
        let links = others.into_iter().map(|s| view! { <a class="link inline-flex min-h-tap items-center" href=format!("/seller?seller={}", s.id)><bdi>{s.name}</bdi></a> });
        view! { <nav aria-label=t.desk_others() class="flex flex-wrap gap-3 text-sm">{links.collect_view()}</nav> }
    });
    let posted = (figures && money && !seller.is_platform).then(|| {
        let here = zone.day_and_minute(platform.db.now()).0;
        let figures = [
            platform::payouts::Figure::Gross,
            platform::payouts::Figure::Kept,
            platform::payouts::Figure::Refunds,
        ];
        let links = lines::links(t, seller.id, currency, (here, here), &figures);
        view! { <p id="posted" class="mb-4 text-sm text-ink-soft">{t.lines_of_today()} {links}</p> }
    });
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.desk_title(name)
            actions=view! { {others} <Live stream regions="figures asked to-ship by-hour by-day low top" on=t.live_on() off=t.live_off() /> }.into_any()>
            {figures.then(|| view! { <Figures today=today.clone() /> })}
            {posted}
            {owed.map(|available| view! {
                <p id="owed" class="mb-8">
                    <a class="link inline-flex min-h-tap items-center" href=format!("/seller/payouts?seller={}", seller.id)>
                        {t.desk_payouts(amount_text(available, t.writing()))}
                    </a>
                </p>
            })}
            <div id="asked">
                {holiday::notice(&seller)}
                {sales.then(|| health_notice(&seller, health))}
                {(messages > 0).then(|| view! {
                    <Notice tone=Tone::Info class="mb-8">
                        {t.desk_waiting_messages(messages)} " " <a class="underline" href=desk::here("/seller/messages?show=waiting")>{t.messages_look()}</a>
                    </Notice>
                })}
                {(waiting > 0).then(|| view! {
                    <Notice tone=Tone::Info class="mb-8">
                        {t.desk_waiting_questions(waiting)} " " <a class="underline" href=desk::here("/seller/reviews")>{t.question_answer()}</a>
                    </Notice>
                })}
                {(feedback > 0).then(|| view! {
                    <Notice tone=Tone::Info class="mb-8">
                        {t.desk_waiting_feedback(feedback)} " " <a class="underline" href=desk::here("/seller/reviews#feedback")>{t.feedback_answer()}</a>
                    </Notice>
                })}
                {(to_fix > 0).then(|| view! {
                    <Notice tone=Tone::Info class="mb-8">
                        {t.desk_to_fix(to_fix)} " " <a class="underline" href=desk::here("/seller/products?show=to_fix")>{t.desk_to_fix_look()}</a>
                    </Notice>
                })}
                {(details > 0).then(|| view! {
                    <Notice tone=Tone::Info class="mb-8">
                        {t.desk_tax_details(details)} " " <a class="underline" href=desk::here("/seller/settings#tax-person")>{t.desk_tax_details_say()}</a>
                    </Notice>
                })}
                {(disputes > 0).then(|| view! {
                    <Notice tone=Tone::Warn class="mb-8">
                        {t.desk_waiting_disputes(disputes)} " " <a class="underline" href=desk::here("/seller/disputes")>{t.disputes_look()}</a>
                    </Notice>
                })}
                {(returns > 0).then(|| view! {
                    <Notice tone=Tone::Info class="mb-8">
                        {t.desk_waiting_returns(returns)} " " <a class="underline" href=desk::here("/seller/returns")>{t.returns_look()}</a>
                    </Notice>
                })}
                {(replacements > 0).then(|| view! {
                    <Notice tone=Tone::Warn class="mb-8">
                        {t.desk_waiting_replacements(replacements)} " " <a class="underline" href=desk::here("/seller/returns?show=replacements")>{t.exchange_send()}</a>
                    </Notice>
                })}
            </div>
            {sales.then(|| view! { <ToShip newest count=today.to_ship currency /> })}
            {figures.then(|| view! { <HourChart today zone seller=seller.id /> <DayChart days zone seller=seller.id /> })}
            <div class="mt-8 grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-2">
                {goods.then(|| view! { <Low low /> })}
                {figures.then(|| view! { <Top top currency /> })}
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// That it does not sell yet, or what is wrong with the seller's health, if anything is.
fn health_notice(seller: &Seller, worst: Option<Level>) -> Option<AnyView> {
    let t = Ctx::current().t();
    if seller.approved_at.is_none() {
        let href = format!("/seller/opening?seller={}", seller.id);
        return Some(view! { <Notice tone=Tone::Info class="mb-8">{t.opening_not_yet()} " " <a class="underline" href=href>{t.opening_see()}</a></Notice> }.into_any());
    }
    let (tone, words) = match worst {
        _ if seller.suspended_at.is_some() => (Tone::Bad, t.suspended_title()),
        Some(Level::Failed) => (Tone::Bad, t.desk_health_failed()),
        Some(Level::Near) => (Tone::Warn, t.desk_health_near()),
        Some(Level::Good | Level::TooFew) | None => return None,
    };
    let href = format!("/seller/health?seller={}", seller.id);
    Some(view! { <Notice tone class="mb-8">{words} " " <a class="underline" href=href>{t.desk_health_look()}</a></Notice> }.into_any())
}

/// How a figure moved against yesterday at this hour.
fn change(now: i64, before: i64, t: crate::text::T) -> (Tone, String) {
    if before == 0 {
        return (Tone::Plain, String::new());
    }
    let bps = (now - before).saturating_mul(10_000) / before;
    let words = format::percent(bps, t.writing());
    let tone = if bps >= 0 { Tone::Good } else { Tone::Warn };
    (tone, t.desk_against_yesterday(if bps > 0 { format!("+{words}") } else { words }))
}

#[component]
fn Figures(today: Dashboard) -> AnyView {
    let t = Ctx::current().t();
    let (tone, detail) = change(today.today.gross.minor(), today.yesterday_so_far.gross.minor(), t);
    let (orders_tone, orders_detail) = change(today.today.orders, today.yesterday_so_far.orders, t);
    let number = |n: i64| format::number(n, t.writing());
    let average = today.today.average.map_or_else(|| "–".to_owned(), |m| format::money(m, t.writing()));
    view! {
        <div id="figures" class="mb-8 grid grid-cols-2 gap-4 lg:grid-cols-4">
            <Figure label=t.desk_sales() value=format::money(today.today.gross, t.writing()) detail tone />
            <Figure label=t.desk_orders() value=number(today.today.orders) detail=orders_detail tone=orders_tone />
            <Figure label=t.desk_units() value=number(today.today.units) />
            <Figure label=t.desk_average() value=average />
        </div>
    }
    .into_any()
}

#[component]
fn ToShip(newest: Vec<PartDetail>, count: i64, currency: Currency) -> AnyView {
    let t = Ctx::current().t();
    let rows = newest.into_iter().map(|part| view! { <SaleRow part currency /> }).collect_view();
    view! {
        <section id="to-ship" aria-labelledby="to-ship-title" class="mb-8 rounded-card border border-line bg-surface p-5">
            <div class="mb-2 flex flex-wrap items-center justify-between gap-3">
                <h2 id="to-ship-title" class="text-lg font-bold">{t.desk_to_ship(count)}</h2>
                <a class="inline-flex min-h-tap items-center text-accent underline" href=desk::here("/seller/orders")>{t.desk_all_orders()}</a>
            </div>
            {if rows.is_empty() {
                view! { <EmptyState title=t.desk_nothing_title() text=t.desk_nothing_text() icon=Icon::Check /> }.into_any()
            } else {
                view! { <ul class="divide-y divide-line">{rows}</ul> }.into_any()
            }}
        </section>
    }
    .into_any()
}

/// What the clock shows where the seller is.
fn hour_label(at: Timestamp, zone: Zone) -> String {
    let (_, minute) = zone.day_and_minute(at);
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// The heading of a chart, with the way to its file.
fn chart_head(seller: SellerId, file: ChartFile, title: String) -> AnyView {
    let t = Ctx::current().t();
    let href = format!("/seller/analysis/{file}.csv?seller={seller}");
    view! {
        <div class="mb-3 flex flex-wrap items-center justify-between gap-3">
            <h2 class="text-lg font-bold">{title.clone()}</h2>
            <LinkButton href kind=ButtonKind::Quiet class="relative">
                {t.analysis_csv()} <span class="sr-only">": " {title}</span>
            </LinkButton>
        </div>
    }
    .into_any()
}

#[component]
fn HourChart(today: Dashboard, zone: Zone, seller: SellerId) -> AnyView {
    let t = Ctx::current().t();
    let money = |m: Money| format::money(m, t.writing());
    let bars: Vec<Bar> = today
        .by_hour
        .iter()
        .map(|pair| Bar {
            label: hour_label(pair.today.from, zone),
            value: pair.today.gross.minor(),
            text: money(pair.today.gross),
            before: Some(pair.yesterday.gross.minor()),
            before_text: money(pair.yesterday.gross),
        })
        .collect();
    let heads = [t.desk_hour(), t.seller_today(), t.desk_yesterday()];
    let begun = today.by_hour.first().map(|pair| pair.today.from);
    let title = t.desk_by_hour(begun.map(|at| zone.offset_text(at)).unwrap_or_default());
    view! {
        <section class="mb-8">
            {chart_head(seller, ChartFile::Hours, title.clone())}
            <BarChart title bars heads id="by-hour" />
        </section>
    }
    .into_any()
}

#[component]
fn DayChart(days: Vec<SalesPoint>, zone: Zone, seller: SellerId) -> AnyView {
    let t = Ctx::current().t();
    let (before, now) = days.split_at(days.len() / 2);
    let bars: Vec<Bar> = now
        .iter()
        .zip(before)
        .map(|(point, earlier)| {
            let date = format::civil(zone.day_and_minute(point.from).0);
            Bar {
                label: format!("{}/{}", date.day, date.month),
                value: point.gross.minor(),
                text: format::money(point.gross, t.writing()),
                before: Some(earlier.gross.minor()),
                before_text: format::money(earlier.gross, t.writing()),
            }
        })
        .collect();
    let heads =
        [t.desk_day(), t.desk_day_sales(), t.desk_days_before(i64::try_from(CHART_DAYS).unwrap_or(0))];
    view! {
        <section>
            {chart_head(seller, ChartFile::Days, t.desk_by_day())}
            <BarChart title=t.desk_by_day() bars heads id="by-day" />
        </section>
    }
    .into_any()
}

#[component]
fn Low(low: LowStockList) -> AnyView {
    let t = Ctx::current().t();
    let rows = low
        .rows
        .into_iter()
        .map(|row| {
            let (tone, left) = match row.available {
                0 => (Tone::Bad, t.sold_out()),
                left => (Tone::Warn, t.only_left(left)),
            };
            let href = desk::here(&format!("/seller/products?q={}", crate::answer::encode_query(&row.sku)));
            view! {
                <li class="flex min-h-tap items-center justify-between gap-3 py-1">
                    <a class="min-w-0 truncate hover:text-accent" href=href><bdi>{row.title}</bdi></a>
                    <Badge tone>{left}</Badge>
                </li>
            }
        })
        .collect_view();
    view! {
        <section id="low" class="rounded-card border border-line bg-surface p-5" aria-labelledby="low-title">
            <h2 id="low-title" class="mb-2 text-lg font-bold">{t.desk_low(low.total)}</h2>
            {(low.total == 0).then(|| view! { <p class="text-ink-soft">{t.desk_low_none()}</p> })}
            <ul class="divide-y divide-line">{rows}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Top(top: Vec<TopProduct>, currency: Currency) -> AnyView {
    let t = Ctx::current().t();
    let none = top.is_empty();
    let rows = top
        .into_iter()
        .map(|row| {
            let amount = Money::new(row.amount_minor, currency);
            view! {
                <li class="flex min-h-tap items-center justify-between gap-3 py-1">
                    <span class="min-w-0 truncate">{row.units} " × " <bdi>{row.title}</bdi></span>
                    <Amount money=amount />
                </li>
            }
        })
        .collect_view();
    view! {
        <section id="top" class="rounded-card border border-line bg-surface p-5" aria-labelledby="top-title">
            <h2 id="top-title" class="mb-2 text-lg font-bold">{t.desk_top()}</h2>
            {none.then(|| view! { <p class="text-ink-soft">{t.desk_top_none()}</p> })}
            <ul class="divide-y divide-line">{rows}</ul>
        </section>
    }
    .into_any()
}
