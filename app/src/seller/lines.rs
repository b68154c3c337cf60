//! The ledger's lines behind a figure, which add up to it: of the year, of a month, of any days. Route `/seller/lines`, with the
//! figure's name (`of`), days where the seller is (`from` and `until`, or `days`) and a currency.
use domain::calendar::day_text;
use domain::roles::Action;
use domain::text_enum::TextEnum as _;
use domain::{Currency, SellerId, format};
use leptos::prelude::*;
use platform::ledger::LineCursor;
use platform::payouts::{self, FigureLine, FigureLines, FigureOf};
use platform::sellers::Seller;

use super::payout_account::refusal;
use super::{desk, payout_words as words};
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::range::{self, ChooseRange, Chosen};
use crate::text::T;
use crate::ui::*;

const PATH: &str = "/seller/lines";
const PER_PAGE: usize = 50;

/// The address of a figure's lines from the first to the last day, where the seller is.
pub(super) fn address(
    seller: SellerId,
    figure: payouts::Figure,
    currency: Currency,
    (first, last): (i64, i64),
) -> String {
    let (first, last) = (day_text(first), day_text(last));
    format!("{PATH}?seller={seller}&of={figure}&currency={}&from={first}&until={last}", currency.code())
}

/// The ways to the lines of these figures, by name, for pages whose own figures count otherwise.
pub(super) fn links(
    t: T,
    seller: SellerId,
    currency: Currency,
    days: (i64, i64),
    figures: &[payouts::Figure],
) -> AnyView {
    let link = |figure: &payouts::Figure| {
        let href = address(seller, *figure, currency, days);
        view! { " " <a class="link me-3 inline-flex min-h-tap items-center" href=href>{words::figure(t, *figure)}</a> }
    };
    figures.iter().map(link).collect_view().into_any()
}

/// What the page was asked for.
struct Asked {
    seller: Seller,
    figure: payouts::Figure,
    currency: Currency,
    chosen: Chosen,
}

impl Asked {
    fn of_page(seller: Seller) -> Result<Self, Failure> {
        let figure = match query("of") {
            None => payouts::Figure::Earned,
            Some(text) => payouts::Figure::parse(&text).ok_or(Failure::NotFound)?,
        };
        let currency = match query("currency") {
            None => seller.currency,
            Some(code) => Currency::parse(&code).map_err(|_| Failure::NotFound)?,
        };
        let chosen = Chosen::of_page(platform().db.now());
        Ok(Self { seller, figure, currency, chosen })
    }

    /// The address of another figure in the same days.
    fn address(&self, figure: payouts::Figure) -> String {
        let range = self.chosen.range;
        address(self.seller.id, figure, self.currency, (range.first(), range.last()))
    }

    fn tabs(&self, t: T) -> Vec<Tab> {
        let tab = |figure: payouts::Figure| Tab {
            href: self.address(figure),
            label: words::figure(t, figure),
            count: None,
            current: figure == self.figure,
        };
        payouts::Figure::ALL.iter().map(|figure| tab(*figure)).collect()
    }
}

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadMoney).await?;
    let t = Ctx::current().t();
    if seller.is_platform {
        return Ok(view! {
            <ConsolePage console=Console::Seller title=t.statement_lines()>
                <EmptyState title=t.payouts_platform_title() text=t.payouts_platform_text() icon=Icon::Card />
            </ConsolePage>
        }
        .into_any());
    }
    let asked = Asked::of_page(seller)?;
    let behind = query("behind").and_then(|text| LineCursor::parse(&text));
    let (zone, range) = (asked.seller.dispatch.zone, asked.chosen.range);
    let of = FigureOf {
        seller: asked.seller.id,
        currency: asked.currency,
        figure: asked.figure,
        span: (zone.moment(range.first(), 0), zone.moment(range.last() + 1, 0)),
    };
    let read = payouts::figure_lines_now(&platform().db, of, behind, PER_PAGE).await;
    let read = read.map_err(|e| refusal(t, e))?;
    let older = read.next.map(|next| {
        let href = format!("{}&behind={next}", asked.address(asked.figure));
        view! { <LinkButton href kind=ButtonKind::Secondary class="mt-6">{t.lines_older()}</LinkButton> }
    });
    let name = words::figure(t, asked.figure);
    let tabs = asked.tabs(t);
    let seller = asked.seller.id;
    let year = (format!("/seller/year?seller={seller}"), t.year_title());
    let fields = vec![
        ("seller", seller.to_string()),
        ("of", asked.figure.to_string()),
        ("currency", asked.currency.code().to_owned()),
    ];
    let days = range::words(t, range);
    let explained = match asked.figure {
        payouts::Figure::Tax => t.lines_tax(),
        _ => t.lines_text(),
    };
    let (total, count) = (amount_text(read.total, t.writing()), t.lines_count(read.count));
    Ok(view! {
        <ConsolePage console=Console::Seller title=name.clone()>
            <div class="mb-4"><Breadcrumbs trail=vec![year, (String::new(), name.clone())] /></div>
            <div class="mb-6"><Tabs label=t.lines_figures() tabs /></div>
            <ChooseRange action=PATH chosen=asked.chosen fields />
            <p id="range" class="mb-4 text-ink-soft">{days}</p>
            <div id="total" class="mb-4 max-w-xs"><Figure label=name value=total detail=count /></div>
            <p class="mb-6 max-w-prose text-sm text-ink-soft">{explained}</p>
            <Listed read seller />
            {older}
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn Listed(read: FigureLines, seller: SellerId) -> AnyView {
    let t = Ctx::current().t();
    if read.lines.is_empty() {
        return view! { <p class="text-ink-soft">{t.account_empty()}</p> }.into_any();
    }
    let rows: Vec<AnyView> = read.lines.iter().map(|line| row(t, line, seller)).collect();
    view! {
        <Table caption=t.statement_lines() id="lines">
            <thead>
                <tr>
                    <th scope="col">{t.statement_date()}</th>
                    <th scope="col">{t.statement_what()}</th>
                    <th scope="col" class="num">{t.statement_amount()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

fn row(t: T, line: &FigureLine, seller: SellerId) -> AnyView {
    let postings = format!("/seller/postings/{}?seller={seller}", line.transaction);
    let order = line.part.map(|part| {
        let href = format!("/seller/orders/{part}?seller={seller}");
        view! { " · " <a class="link inline-flex min-h-tap items-center" href=href>{t.sale_title()}</a> }
    });
    // What is on no balance of the seller's is tax.
    let what = line.group.map_or_else(|| t.party_tax(), |group| words::group(t, group));
    let at = format::date_time(line.at, t.locale());
    view! {
        <tr data-transaction=line.transaction.to_string()>
            <th scope="row" class="text-start font-normal whitespace-nowrap">{at}</th>
            <td><a class="link inline-flex min-h-tap items-center" href=postings>{what}</a> {order}</td>
            <td class="num"><Amount money=line.amount /></td>
        </tr>
    }
    .into_any()
}
