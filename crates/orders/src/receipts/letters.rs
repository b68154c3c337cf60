//! What each receipt says: from an order to a letter. Called by `receipts`.

use super::shown::with_about;
use super::words::{Words, reason_words, words};
use super::{ParcelLine, ReceiptSettings, locale_of};
use crate::store::{self, OrderDetail, PartDetail};
use domain::events::PartShipped;
use domain::format;
use domain::order::Carrier;
use domain::{Money, PartId};
use mail::{Letter, Table};

/// Only what is shown is taxed on top or not: all lines of an order follow one rate's way.
fn tax_words(detail: &OrderDetail, w: &'static Words) -> &'static str {
    let inclusive = detail.parts.iter().flat_map(|p| &p.lines).any(|l| l.tax_inclusive);
    if inclusive { w.tax_included } else { w.tax }
}

fn line_rows(parts: &[&PartDetail], money: &dyn Fn(i64) -> String) -> Vec<Vec<String>> {
    let row = |l: &store::Line| vec![l.title.clone(), l.quantity.to_string(), money(l.amount_minor)];
    parts.iter().flat_map(|p| &p.lines).map(row).collect()
}

/// When a part arrives; with its goods where there are several parts, each with a promise of its own.
fn promise_words(detail: &OrderDetail, part: &PartDetail) -> String {
    let days = format::promised(&part.part.promise.0, locale_of(detail));
    if detail.parts.len() == 1 {
        return days;
    }
    let titles: Vec<&str> = part.lines.iter().map(|l| l.title.as_str()).collect();
    format!("{days}: {}", titles.join(", "))
}

/// From when the first part may come until the last one has.
fn all_days(detail: &OrderDetail) -> String {
    let promises = || detail.parts.iter().map(|p| &p.part.promise.0);
    let first = promises().map(|p| p.earliest_day).min();
    let last = promises().map(|p| p.latest_day).max();
    first
        .zip(last)
        .map_or_else(String::new, |(first, last)| format::day_range(first, last, locale_of(detail)))
}

pub(super) fn placed_letter(settings: &ReceiptSettings, detail: &OrderDetail, link: &str) -> Letter {
    let (order, locale) = (&detail.order, locale_of(detail));
    let w = words(locale);
    let money = |minor: i64| format::money(Money::new(minor, order.currency), locale);
    let promises: Vec<String> = detail.parts.iter().map(|part| promise_words(detail, part)).collect();
    let address = order.address.0.lines().join(", ");
    let number = order.id.to_string();
    let parts: Vec<&PartDetail> = detail.parts.iter().collect();
    let mut facts = vec![(w.order, number.as_str())];
    facts.extend(promises.iter().map(|promise| (w.arrives, promise.as_str())));
    facts.push((w.to, address.as_str()));
    facts.extend(order.gift_message.as_deref().filter(|text| !text.is_empty()).map(|text| (w.gift, text)));
    let mut totals = vec![
        (w.items.into(), money(order.items_minor)),
        (w.shipping.into(), money(order.shipping_minor)),
        (tax_words(detail, w).into(), money(order.tax_minor)),
        (w.total.into(), money(order.total_minor)),
    ];
    if order.wrap_minor > 0 {
        totals.insert(2, (w.wrap.into(), money(order.wrap_minor)));
    }
    let promoted = detail.promoted_minor();
    let before_tax = totals.len() - 2;
    if let Some(code) = &order.coupon_code {
        totals.insert(before_tax, (format!("{} {code}", w.coupon), money(promoted - order.discount_minor)));
    }
    if promoted > 0 {
        totals.insert(before_tax, (w.promotions.into(), money(-promoted)));
    }
    let letter = Letter::new(locale, &settings.shop_name, w.thanks)
        .preheader(&format!("{} {}", w.arrives, all_days(detail)))
        .heading(w.thanks)
        .text(w.placed)
        .facts(facts)
        .table(Table {
            head: vec![w.item.into(), w.quantity.into(), w.amount.into()],
            rows: line_rows(&parts, &money),
            totals,
        });
    with_about(letter, detail, order.total_minor)
        .text(w.not_charged)
        .button(w.view, link)
        .footer(&settings.shop_name)
}

/// The receipt of one parcel: what is in it, and what was charged for that.
pub(super) fn shipped_letter(
    settings: &ReceiptSettings,
    detail: &OrderDetail,
    shipped: &PartShipped,
    units: &[ParcelLine],
    link: &str,
) -> Option<Letter> {
    let (order, locale) = (&detail.order, locale_of(detail));
    let w = words(locale);
    let money = |minor: i64| format::money(Money::new(minor, order.currency), locale);
    let part = detail.parts.iter().find(|p| p.part.id == shipped.part_id)?;
    let parcel = part.shipments.iter().find(|s| s.id == shipped.shipment_id)?;
    let number = order.id.to_string();
    let carrier = match (parcel.carrier.0, parcel.carrier.0.name()) {
        (_, Some(name)) => name,
        (Carrier::Own, None) => w.own_carrier,
        (_, None) => w.other_carrier,
    };
    // Amounts without tax, as they were posted; the tax stands beside them.
    let mut totals = vec![
        (w.items.into(), money(parcel.items_minor)),
        (w.shipping.into(), money(parcel.shipping_minor)),
        (w.tax.into(), money(parcel.tax_minor)),
        (w.total.into(), money(parcel.total_minor)),
    ];
    if parcel.wrap_minor > 0 {
        totals.insert(2, (w.wrap.into(), money(parcel.wrap_minor)));
    }
    let in_it = |line: &store::Line| units.iter().find(|u| u.line_id == line.id);
    let rows = part.lines.iter().filter_map(|line| {
        let own = in_it(line)?;
        Some(vec![line.title.clone(), own.quantity.to_string(), money(own.items_minor)])
    });
    let letter = Letter::new(locale, &settings.shop_name, w.shipped)
        .preheader(w.charged)
        .heading(w.shipped)
        .text(w.charged)
        .facts([(w.order, number.as_str()), (w.carrier, carrier), (w.tracking, parcel.tracking.as_str())])
        .table(Table {
            head: vec![w.item.into(), w.quantity.into(), w.amount.into()],
            rows: rows.collect(),
            totals,
        });
    let letter = with_about(letter, detail, parcel.total_minor);
    Some(letter.button(w.view, link).footer(&settings.shop_name))
}

/// A parcel arrived: what was in it.
pub(super) fn delivered_letter(
    settings: &ReceiptSettings,
    detail: &OrderDetail,
    part: PartId,
    units: &[ParcelLine],
    link: &str,
) -> Letter {
    let w = words(locale_of(detail));
    let number = detail.order.id.to_string();
    let lines = detail.parts.iter().filter(|p| p.part.id == part).flat_map(|p| &p.lines);
    let rows = lines.filter_map(|line| {
        let own = units.iter().find(|u| u.line_id == line.id)?;
        Some(vec![line.title.clone(), own.quantity.to_string()])
    });
    Letter::new(locale_of(detail), &settings.shop_name, w.delivered)
        .preheader(w.delivered_text)
        .heading(w.delivered)
        .text(w.delivered_text)
        .facts([(w.order, number.as_str())])
        .table(Table {
            head: vec![w.item.into(), w.quantity.into()],
            rows: rows.collect(),
            totals: Vec::new(),
        })
        .button(w.view, link)
        .footer(&settings.shop_name)
}

pub(super) fn cancelled_letter(
    settings: &ReceiptSettings,
    detail: &OrderDetail,
    reason: &str,
    rows: Vec<(String, i64, i64)>,
    link: &str,
) -> Letter {
    let (order, locale) = (&detail.order, locale_of(detail));
    let w = words(locale);
    let money = |minor: i64| format::money(Money::new(minor, order.currency), locale);
    let number = order.id.to_string();
    let row = |(title, quantity, minor): (String, i64, i64)| vec![title, quantity.to_string(), money(minor)];
    Letter::new(locale, &settings.shop_name, w.cancelled)
        .preheader(w.nothing_charged)
        .heading(w.cancelled)
        .text(w.nothing_charged)
        .facts([(w.order, number.as_str()), (w.reason, reason_words(reason, locale))])
        .table(Table {
            head: vec![w.item.into(), w.quantity.into(), w.amount.into()],
            rows: rows.into_iter().map(row).collect(),
            totals: Vec::new(),
        })
        .button(w.view, link)
        .footer(&settings.shop_name)
}

pub(super) fn not_paid_letter(settings: &ReceiptSettings, detail: &OrderDetail, link: &str) -> Letter {
    let w = words(locale_of(detail));
    let number = detail.order.id.to_string();
    Letter::new(locale_of(detail), &settings.shop_name, w.not_paid)
        .preheader(w.not_paid_text)
        .heading(w.not_paid)
        .text(w.not_paid_text)
        .facts([(w.order, number.as_str())])
        .button(w.view, link)
        .footer(&settings.shop_name)
}
