//! In which currency prices are read: what was chosen in this browser, else the account's, else what the region of the
//! browser uses. Server only; called by the server once for each request.
use domain::Currency;
use http::HeaderMap;
use platform::identity::AccountSummary;
use platform::rates::Rates;

use crate::ctx::{CURRENCY_COOKIE, Reading, cookie, regions_of};

/// Asks nothing of the database: the rates are in memory. Where only one currency is offered, nothing is looked at.
pub fn reading(rates: &Rates, account: Option<&AccountSummary>, headers: &HeaderMap) -> Reading {
    let offered = rates.offered();
    if offered.len() < 2 {
        return Reading::default();
    }
    let chosen = cookie(headers, CURRENCY_COOKIE).and_then(|code| Currency::parse(code).ok());
    let wanted = chosen
        .filter(|currency| offered.contains(currency))
        .or_else(|| account.map(|account| account.currency))
        .or_else(|| regions_of(headers).iter().find_map(|region| rates.of_country(region)));
    Reading { shown: wanted.and_then(|currency| rates.shown_in(currency)), offered }
}
