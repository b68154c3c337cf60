//! What is handed out as a PDF: invoices, credit notes, slips of parcels and of returns, statements and years in words. The server
//! calls it for the file; pages show the links.
pub mod fee_invoice;
mod invoice;
mod return_slip;
pub mod slip;
mod statement;
mod year;

pub use fee_invoice::fee_invoice;
pub use invoice::invoice;
pub use return_slip::return_slip;
pub use slip::slip;
pub use statement::statement;
pub use year::year;

use domain::address::country_name;
use domain::calendar::civil;
use domain::format::Locale;
use domain::promise::Day;
use leptos::prelude::*;
use platform::invoices::{InvoiceKind, Listed};
use platform::papers::{Date, Direction};
use platform::sellers::Legal;

use crate::ctx::Ctx;
use crate::text::T;

fn direction(locale: Locale) -> Direction {
    if locale == Locale::Ar { Direction::RightToLeft } else { Direction::LeftToRight }
}

/// A day for the file's own facts. The years of the shop fit.
fn date_of(day: Day) -> Date {
    let date = civil(day);
    Date { year: u16::try_from(date.year).unwrap_or(u16::MAX), month: date.month, day: date.day }
}

/// Somebody who sells, as papers name them: as they are to the law where that is known, and otherwise by what they are called.
fn party_lines(t: T, name: &str, country: &str, region: &str, legal: Option<&Legal>) -> Vec<String> {
    let country = country_name(country, t.locale());
    let Some(legal) = legal else {
        let place = if region.is_empty() { country.to_owned() } else { format!("{region}, {country}") };
        return vec![name.to_owned(), place];
    };
    let mut lines = vec![legal.name.clone()];
    if legal.name != name {
        lines.push(name.to_owned());
    }
    lines.extend(legal.address.iter().cloned());
    lines.push(country.to_owned());
    if !legal.tax_id.is_empty() {
        lines.push(t.invoice_tax_id(legal.tax_id.clone()));
    }
    lines
}

/// What stands at the foot of each page.
pub fn page_of(t: T, page: usize, pages: usize) -> String {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    t.paper_page(number(page), number(pages))
}

/// Links to papers. `under` is the address that their ids follow, `query` what follows those.
#[component]
pub fn PaperLinks(papers: Vec<Listed>, under: String, #[prop(optional, into)] query: String) -> AnyView {
    let t = Ctx::current().t();
    let link = |paper: Listed| {
        let words = match paper.kind {
            InvoiceKind::Invoice => t.invoice_pdf(),
            InvoiceKind::CreditNote => t.credit_pdf(),
        };
        let href = format!("{under}/{}{query}", paper.id);
        view! {
            <a class="link inline-flex min-h-tap flex-wrap items-center gap-x-2" href=href data-paper=paper.kind.to_string()>
                {words} <bdi class="break-all text-ink-soft" dir="ltr">{paper.number}</bdi>
            </a>
        }
    };
    if papers.is_empty() {
        return ().into_any();
    }
    view! { <p class="flex flex-wrap gap-x-4">{papers.into_iter().map(link).collect_view()}</p> }.into_any()
}
