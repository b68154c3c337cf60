//! A seller's year: what was sold, kept and paid out, month by month, and the figures that tax authorities ask platforms for.
//! Route `/seller/year`.
use domain::calendar::{civil, day_of};
use domain::roles::Action;
use domain::{Currency, Money, SellerId, format};
use leptos::prelude::*;
use platform::payouts::{self, Span, Year};
use platform::sellers::Seller;

use super::payout_account::refusal;
use super::{desk, lines};
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::text::T;
use crate::ui::*;

/// So many years are offered, the present one first.
const YEARS: i64 = 7;
const WHOLE: (u8, u8) = (1, 12);

/// The way from a figure of the year down to the ledger's lines.
#[derive(Clone, Copy)]
struct Way {
    seller: SellerId,
    currency: Currency,
    year: i64,
}

impl Way {
    /// An amount that opens its lines of the months from the first to the last, 1 to 12.
    fn amount(self, figure: payouts::Figure, (first, last): (u8, u8), money: Money) -> AnyView {
        let end = match last {
            12 => day_of(self.year + 1, 1, 1),
            month => day_of(self.year, month + 1, 1),
        };
        let days = (day_of(self.year, first, 1), end - 1);
        let href = lines::address(self.seller, figure, self.currency, days);
        view! { <a class="link inline-flex min-h-tap items-center" href=href data-figure=figure.to_string()><Amount money /></a> }
            .into_any()
    }
}

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadMoney).await?;
    let t = Ctx::current().t();
    if seller.is_platform {
        return Ok(view! {
            <ConsolePage console=Console::Seller title=t.year_title()>
                <EmptyState title=t.payouts_platform_title() text=t.payouts_platform_text() icon=Icon::Card />
            </ConsolePage>
        }
        .into_any());
    }
    let platform = platform();
    let zone = seller.dispatch.zone;
    let now = civil(zone.day_and_minute(platform.db.now()).0).year;
    let asked = query("year").and_then(|year| year.parse::<i64>().ok()).unwrap_or(now);
    if !(now - YEARS + 1..=now).contains(&asked) {
        return Err(Failure::NotFound);
    }
    let read = payouts::year_now(&platform.db, seller.id, seller.currency, asked, zone).await;
    let read = read.map_err(|e| refusal(t, e))?;
    let whole = read.total().map_err(|e| refusal(t, e))?;
    let quarters =
        (0..4).map(|q| read.quarter(q)).collect::<Result<Vec<_>, _>>().map_err(|e| refusal(t, e))?;
    let tabs: Vec<Tab> = (0..YEARS)
        .map(|back| Tab {
            href: format!("/seller/year?year={}&seller={}", now - back, seller.id),
            label: (now - back).to_string(),
            count: None,
            current: now - back == asked,
        })
        .collect();
    let csv = format!("/seller/year.csv?year={asked}&seller={}", seller.id);
    let pdf = format!("/seller/year.pdf?year={asked}&seller={}", seller.id);
    let back = (format!("/seller/payouts?seller={}", seller.id), t.seller_payouts());
    let way = Way { seller: seller.id, currency: seller.currency, year: asked };
    let by_month = months(t, &read, whole, way)?;
    let actions = view! { <LinkButton href=pdf kind=ButtonKind::Secondary>{t.statement_pdf()}</LinkButton> <LinkButton href=csv kind=ButtonKind::Secondary>{t.statement_csv()}</LinkButton> };
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.year_title() actions=actions.into_any()>
            <div class="mb-4"><Breadcrumbs trail=vec![back, (String::new(), t.year_title())] /></div>
            <div class="mb-6"><Tabs label=t.year_title() tabs /></div>
            <div class="flex flex-col gap-8">
                <Sums year=read.clone() whole way />
                {by_month}
                <Authorities year=read whole quarters seller way />
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// The balance before and every sum are the balance after.
#[component]
fn Sums(year: Year, whole: Span, way: Way) -> AnyView {
    let t = Ctx::current().t();
    let end = |words: String, money: Money, class: &'static str| {
        view! { <dt class=class>{words}</dt><dd class=class><Amount money /></dd> }
    };
    let row = move |words: String, figure: payouts::Figure, money: Money| {
        let amount = way.amount(figure, WHOLE, money);
        view! { <dt class="flex items-center">{words}</dt><dd>{amount}</dd> }
    };
    // A figure that most have not.
    let rare = move |words: String, figure: payouts::Figure, money: Money| {
        (!money.is_zero()).then(|| row(words, figure, money))
    };
    view! {
        <Card title=t.statement_sums() id="sums" class="max-w-xl">
            <p class="mb-3 text-sm text-ink-soft">{t.year_opens()}</p>
            <dl class="grid grid-cols-[1fr_auto] gap-x-4 gap-y-2 [&>dd]:text-end">
                {end(t.statement_opening(), year.opening, "text-ink-soft")}
                {row(t.year_gross(), payouts::Figure::Gross, whole.gross)}
                {row(t.year_refunds(), payouts::Figure::Refunds, whole.refunds)}
                {row(t.year_commission(), payouts::Figure::Commission, whole.commission)}
                {row(t.year_fees(), payouts::Figure::Fees, whole.fees)}
                {rare(t.group_fee_tax(), payouts::Figure::FeeTax, whole.fee_tax)}
                {row(t.year_disputes(), payouts::Figure::Disputes, whole.disputes)}
                {rare(t.year_other(), payouts::Figure::Other, whole.other)}
                {row(t.year_payouts(), payouts::Figure::Payouts, whole.payouts)}
                {rare(t.group_card_payments(), payouts::Figure::PaidByCard, whole.paid_by_card)}
                {end(t.statement_closing(), year.closing, "font-bold")}
            </dl>
        </Card>
    }
    .into_any()
}

fn months(t: T, year: &Year, whole: Span, way: Way) -> Result<AnyView, Failure> {
    let mut rows = Vec::with_capacity(13);
    for (month, span) in (1..).zip(&year.months) {
        let name = format::month_name(month, t.locale()).to_owned();
        rows.push(row(t, name, span, (way, (month, month)), "")?);
    }
    rows.push(row(t, t.year_whole(), &whole, (way, WHOLE), "font-bold")?);
    let heads = [
        t.year_sales(),
        t.year_gross(),
        t.year_refunds(),
        t.year_kept(),
        t.year_earned(),
        t.year_payouts(),
        t.year_tax(),
    ];
    let heads = heads.map(|head| view! { <th scope="col" class="num">{head}</th> });
    Ok(view! {
        <section aria-labelledby="months">
            <h2 id="months" class="mb-3 text-lg font-bold">{t.year_months()}</h2>
            <Table caption=t.year_caption(year.year.to_string())>
                <thead><tr><th scope="col">{t.year_month()}</th>{heads.into_iter().collect_view()}</tr></thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
    .into_any())
}

/// A row of these months.
fn row(
    t: T,
    name: String,
    span: &Span,
    (way, months): (Way, (u8, u8)),
    class: &'static str,
) -> Result<AnyView, Failure> {
    let figures = [
        payouts::Figure::Gross,
        payouts::Figure::Refunds,
        payouts::Figure::Kept,
        payouts::Figure::Earned,
        payouts::Figure::Payouts,
        payouts::Figure::Tax,
    ];
    let mut cells = Vec::with_capacity(figures.len());
    for figure in figures {
        let money = span.figure(figure).map_err(|e| refusal(t, e))?;
        cells.push(view! { <td class="num">{way.amount(figure, months, money)}</td> });
    }
    Ok(view! {
        <tr class=class>
            <th scope="row" class="text-start">{name}</th>
            <td class="num">{format::number(span.sales, t.writing())}</td>
            {cells}
        </tr>
    }
    .into_any())
}

/// What platforms tell tax authorities of their sellers, with the names that the forms have.
#[component]
fn Authorities(year: Year, whole: Span, quarters: Vec<Span>, seller: Seller, way: Way) -> AnyView {
    let t = Ctx::current().t();
    let quarters = (1u8..)
        .zip(quarters)
        .filter_map(|(number, quarter)| {
            let months = (3 * number - 2, 3 * number);
            let consideration = way.amount(payouts::Figure::Earned, months, quarter.earned().ok()?);
            let kept = way.amount(payouts::Figure::Kept, months, quarter.kept().ok()?);
            Some(view! {
                <tr>
                    <th scope="row" class="text-start">{t.year_quarter(i64::from(number))}</th>
                    <td class="num">{format::number(quarter.sales, t.writing())}</td>
                    <td class="num">{consideration}</td>
                    <td class="num">{kept}</td>
                </tr>
            })
        })
        .collect_view();
    let months = year
        .months
        .iter()
        .zip(1..)
        .map(|(span, month)| {
            let box_name = format!("5{}", char::from(b'a' + month - 1));
            let name = format::month_name(month, t.locale());
            let gross = way.amount(payouts::Figure::Gross, (month, month), span.gross);
            view! { <dt class="flex items-center gap-1"><bdi>{box_name}</bdi> {name}</dt><dd>{gross}</dd> }
        })
        .collect_view();
    let who = format!("{} · {}", seller.name, seller.country);
    let [gross, absent] = [0, 1].map(|_| way.amount(payouts::Figure::Gross, WHOLE, whole.gross));
    view! {
        <section aria-labelledby="authorities" class="flex flex-col gap-4">
            <h2 id="authorities" class="text-lg font-bold">{t.year_authorities()}</h2>
            <p class="max-w-prose text-ink-soft">{t.year_authorities_text()}</p>
            <p><bdi>{who}</bdi></p>
            <div class="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-2">
                <Card title=t.year_dac7() id="dac7">
                    <Table caption=t.year_dac7_caption(year.year.to_string())>
                        <thead>
                            <tr>
                                <th scope="col">{t.year_quarter_head()}</th>
                                <th scope="col" class="num">{t.year_activities()}</th>
                                <th scope="col" class="num">{t.year_consideration()}</th>
                                <th scope="col" class="num">{t.year_kept()}</th>
                            </tr>
                        </thead>
                        <tbody>{quarters}</tbody>
                    </Table>
                </Card>
                <Card title=t.year_1099k() id="k1099">
                    <dl class="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 [&>dd]:text-end">
                        <dt><bdi>"1a"</bdi> " " {t.year_box_gross()}</dt><dd>{gross}</dd>
                        <dt><bdi>"1b"</bdi> " " {t.year_box_absent()}</dt><dd>{absent}</dd>
                        <dt><bdi>"3"</bdi> " " {t.year_box_count()}</dt><dd>{format::number(whole.sales, t.writing())}</dd>
                        <dt><bdi>"4"</bdi> " " {t.year_box_withheld()}</dt><dd><Amount money=Money::zero(year.currency) /></dd>
                        {months}
                    </dl>
                </Card>
            </div>
        </section>
    }
    .into_any()
}
