//! What a seller's list of orders is narrowed to: read from its address, and shown as chips that take one thing off each.
use std::str::FromStr;

use domain::CategoryId;
use domain::address::country_name;
use domain::calendar::parse_day;
use domain::order::Device;
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use platform::orders::store::{Line, Narrowed, PartDetail, PlacedWith};
use platform::reporting::Range;

use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::range;
use crate::seller::analysis::device_words;
use crate::seller::desk;
use crate::text::T;
use crate::ui::*;

/// In an address, a country or a device that nobody knows.
const UNKNOWN: &str = "unknown";

/// What narrows a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Product,
    Offer,
    Category,
    Country,
    Device,
    Days,
}

/// What the address asks for; what it says wrongly narrows nothing, and no chip says that it did.
pub(super) struct Asked {
    pub(super) to: Narrowed,
    range: Option<Range>,
}

fn id<I: FromStr>(name: &str) -> Option<I> {
    query(name).and_then(|text| text.parse().ok())
}

fn country() -> Option<String> {
    let text = query("country")?;
    if text == UNKNOWN {
        return Some(String::new());
    }
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(text)
}

fn device() -> Option<PlacedWith> {
    let text = query("device")?;
    if text == UNKNOWN { Some(PlacedWith::Unknown) } else { Device::parse(&text).map(PlacedWith::Device) }
}

fn days() -> Option<Range> {
    let day = |name| query(name).and_then(|text| parse_day(&text));
    Range::new(day("from")?, day("until")?).ok()
}

/// The address of the orders of a figure: those that were not cancelled, of a country as figures name it.
pub(in crate::seller) fn of_country(code: &str) -> String {
    format!("country={}", if code.is_empty() { UNKNOWN } else { code })
}

/// The same of a device.
pub(in crate::seller) fn of_device(device: &str) -> String {
    format!("device={}", if device.is_empty() { UNKNOWN } else { device })
}

/// The same of a category.
pub(in crate::seller) fn of_category(category: CategoryId) -> String {
    format!("category={category}")
}

impl Asked {
    pub(super) fn of_page() -> Self {
        let (offer, range) = (id("offer"), days());
        // An offer is of a product already.
        let product = if offer.is_none() { id("product") } else { None };
        let to = Narrowed {
            product,
            offer,
            category: id("category"),
            country: country(),
            device: device(),
            placed: range.map(Range::span),
        };
        Self { to, range }
    }

    /// As the address says it, thing by thing.
    fn said(&self) -> Vec<(By, String)> {
        let to = &self.to;
        let device = to.device.map(|device| match device {
            PlacedWith::Device(device) => of_device(device.as_str()),
            PlacedWith::Unknown => of_device(""),
        });
        let all = [
            (By::Product, to.product.map(|id| format!("product={id}"))),
            (By::Offer, to.offer.map(|id| format!("offer={id}"))),
            (By::Category, to.category.map(of_category)),
            (By::Country, to.country.as_deref().map(of_country)),
            (By::Device, device),
            (By::Days, self.range.map(range::query_of)),
        ];
        all.into_iter().filter_map(|(by, text)| Some((by, text?))).collect()
    }

    /// What an address goes on with to ask for the same.
    pub(super) fn along(&self) -> String {
        self.said().into_iter().map(|(_, text)| format!("&{text}")).collect()
    }

    fn without(&self, what: By) -> String {
        self.said().into_iter().filter(|(by, _)| *by != what).map(|(_, text)| format!("&{text}")).collect()
    }

    /// What is shown alone, each removable by itself, and the way back to all.
    pub(super) async fn chips(&self, show: &str, parts: &[PartDetail]) -> Result<AnyView, Failure> {
        let t = Ctx::current().t();
        let category = match self.to.category {
            Some(id) => platform().categories().await?.get(id).map(|category| category.name.clone()),
            None => None,
        };
        let chips = self.said().into_iter().map(|(by, _)| {
            let words = match by {
                By::Product | By::Offer => self.title(t, parts),
                By::Category => category.clone().unwrap_or_else(|| t.analysis_unknown()),
                By::Country => self.country(t),
                By::Device => match self.to.device {
                    Some(PlacedWith::Device(device)) => device_words(t, device.as_str()),
                    _ => t.sales_device_unknown(),
                },
                By::Days => self.range.map(|days| range::words(t, days)).unwrap_or_default(),
            };
            let href = desk::here(&format!("/seller/orders?show={show}{}", self.without(by)));
            let label = t.remove_filter(words.clone());
            view! {
                <li>
                    <a href=href aria-label=label class="inline-flex min-h-tap items-center gap-2 rounded-full border border-line-strong bg-surface px-4 text-sm hover:border-accent">
                        <bdi>{words}</bdi>
                        <span aria-hidden="true">"×"</span>
                    </a>
                </li>
            }
        });
        let chips: Vec<_> = chips.collect();
        let all = desk::here("/seller/orders?show=all");
        Ok(view! {
            <div id="narrowed" class="flex flex-wrap items-center justify-between gap-3">
                <ul class="flex flex-wrap gap-2">{chips}</ul>
                <LinkButton href=all kind=ButtonKind::Secondary>{t.desk_all_orders()}</LinkButton>
            </div>
        }
        .into_any())
    }

    fn title(&self, t: T, parts: &[PartDetail]) -> String {
        let (product, offer) = (self.to.product, self.to.offer);
        let is_of = |line: &&Line| product == Some(line.product_id) || offer == Some(line.offer_id);
        let line = parts.iter().flat_map(|part| &part.lines).find(is_of);
        line.map_or_else(|| t.analysis_product(), |line| t.sales_of_product(line.title.clone()))
    }

    fn country(&self, t: T) -> String {
        match self.to.country.as_deref() {
            Some("") | None => t.sales_country_unknown(),
            Some(code) => country_name(code, t.locale()).to_owned(),
        }
    }
}
