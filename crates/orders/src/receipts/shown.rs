//! What a mail says to somebody who read the prices in another currency than the one that is charged. Called by
//! `letters`.

use super::locale_of;
use crate::store::OrderDetail;
use domain::Money;
use domain::format::{self, Locale};
use mail::Letter;

/// Adds about how much an amount of the order is, at the rate that was frozen with it; nothing for an order whose prices
/// were read as they are charged.
pub(super) fn with_about(letter: Letter, detail: &OrderDetail, minor: i64) -> Letter {
    let charged = Money::new(minor, detail.order.currency);
    let shown = detail.order.shown().and_then(|rate| Some((rate.about(charged).ok()?, rate.day())));
    match shown {
        Some((about, day)) => letter.small(&sentence(locale_of(detail), charged, about, day)),
        None => letter,
    }
}

fn sentence(locale: Locale, charged: Money, about: Money, day: i64) -> String {
    let (charged, about) = (format::money(charged, locale), format::money(about, locale));
    let day = format::date_short(day, locale);
    match locale {
        Locale::En => format!("{charged} is about {about}, at the exchange rate of {day}."),
        Locale::Es => format!("{charged} son unos {about}, al tipo de cambio del {day}."),
        Locale::Ar => format!("‏{charged} تساوي نحو {about} بسعر صرف يوم {day}."),
    }
}
