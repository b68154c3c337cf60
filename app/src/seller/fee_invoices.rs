//! The platform's invoices of its fees to a seller, month by month, and what is on none yet. Route `/seller/invoices`; each is a
//! PDF (`server/src/http/papers.rs`).
use domain::roles::Action;
use leptos::prelude::*;
use platform::fees::{self, FeeInvoice};
use platform::payouts;
use platform::sellers::Seller;

use super::{desk, lines};
use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::printed::fee_invoice::{period, title};
use crate::ui::*;

/// So many are shown, the latest ones.
const MOST: i64 = 120;

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadMoney).await?;
    let t = Ctx::current().t();
    if seller.is_platform {
        return Ok(view! {
            <ConsolePage console=Console::Seller title=t.fee_invoices()>
                <EmptyState title=t.payouts_platform_title() text=t.payouts_platform_text() icon=Icon::Card />
            </ConsolePage>
        }
        .into_any());
    }
    let mut conn = platform().db.read_together().await?;
    let now = conn.now();
    let seat = fees::seat_at(&mut conn, now).await?;
    let made = fees::invoices(&mut conn, Some(seller.id), None, MOST).await?;
    let (net, tax) = fees::not_invoiced(&mut conn, seller.id, seller.currency).await?;
    drop(conn);
    let waiting = amount_text(net.add(tax)?, t.writing());
    let back = (format!("/seller/payouts?seller={}", seller.id), t.seller_payouts());
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.fee_invoices()>
            <div class="mb-4"><Breadcrumbs trail=vec![back, (String::new(), t.fee_invoices())] /></div>
            <p class="mb-6 max-w-prose text-ink-soft">{t.fee_invoices_text()}</p>
            {(!made.is_empty()).then(|| view! { <p class="mb-6 max-w-prose text-sm text-ink-soft">{t.lines_of_invoices()}</p> })}
            {seat.is_none().then(|| view! { <Notice tone=Tone::Info class="mb-6">{t.fee_invoices_nobody()}</Notice> })}
            <div id="not-invoiced" class="mb-6 max-w-xs"><Figure label=t.fee_invoices_waiting() value=waiting /></div>
            {if made.is_empty() {
                view! { <EmptyState title=t.fee_invoices_none_title() text=t.fee_invoices_none_text() icon=Icon::Card /> }.into_any()
            } else {
                view! { <InvoiceTable made sellers=vec![seller] /> }.into_any()
            }}
        </ConsolePage>
    }
    .into_any())
}

/// The way to what the ledger has of the days of an invoice.
fn lines_of(invoice: &FeeInvoice) -> AnyView {
    let t = Ctx::current().t();
    let days = (invoice.content.0.first_day, invoice.content.0.last_day);
    let href = lines::address(invoice.seller_id, payouts::Figure::Kept, invoice.currency, days);
    let number = invoice.number.clone();
    view! {
        " · "
        <a class="link relative inline-flex min-h-tap items-center" href=href>
            {t.statement_lines()} <span class="sr-only">": " {number}</span>
        </a>
    }
    .into_any()
}

/// Invoices in rows, each with its file. With several sellers it says whose each is.
#[component]
pub(crate) fn InvoiceTable(made: Vec<FeeInvoice>, sellers: Vec<Seller>) -> AnyView {
    let t = Ctx::current().t();
    let several = sellers.len() != 1;
    let name = |invoice: &FeeInvoice| {
        let known = sellers.iter().find(|seller| seller.id == invoice.seller_id);
        known.map_or_else(|| invoice.content.0.seller.name.clone(), |seller| seller.name.clone())
    };
    let rows = made
        .into_iter()
        .map(|invoice| {
            let href = format!("/seller/invoices/{}/invoice.pdf?seller={}", invoice.id, invoice.seller_id);
            let seller = several.then(|| view! { <td><bdi>{name(&invoice)}</bdi></td> });
            let opened = (!several).then(|| lines_of(&invoice));
            let money = |minor: i64| view! { <Amount money=invoice.money(minor) /> };
            view! {
                <tr data-fee-invoice=invoice.id.to_string()>
                    <th scope="row" class="text-start font-normal">
                        <a class="link inline-flex min-h-tap items-center" href=href>
                            {title(t, &invoice)} " " <bdi dir="ltr">{invoice.number.clone()}</bdi>
                        </a>
                    </th>
                    {seller}
                    <td>{period(t, &invoice.content.0)} {opened}</td>
                    <td class="num">{money(invoice.net_minor)}</td>
                    <td class="num">{money(invoice.tax_minor)}</td>
                    <td class="num font-semibold">{money(invoice.total_minor)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=t.fee_invoices() id="fee-invoices">
            <thead>
                <tr>
                    <th scope="col">{t.fee_invoice_number()}</th>
                    {several.then(|| view! { <th scope="col">{t.statement_seller()}</th> })}
                    <th scope="col">{t.fee_invoice_period()}</th>
                    <th scope="col" class="num">{t.invoice_net()}</th>
                    <th scope="col" class="num">{t.invoice_tax()}</th>
                    <th scope="col" class="num">{t.invoice_total()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}
