//! The forms that choose language, currency, theme, memory and place. Open to everybody; they change a cookie, and for
//! somebody who is signed in the account's language or currency, which letters and other devices then have. Who does not
//! want to be remembered is
//! forgotten.
use leptos::prelude::*;

/// Chooses the language of all pages for a year, on this device and for the account. An unknown one changes nothing.
#[server(endpoint = "prefs/language")]
pub async fn choose_language(#[server(default)] language: String) -> Result<(), ServerFnError> {
    use crate::access::{platform, visitor};
    use crate::answer::{Done, answer};
    use crate::text::Locale;
    use domain::text_enum::TextEnum as _;

    answer(async {
        // Else the page's address would go on asking for the other one.
        let back = Done::back_without("lang");
        let Some(locale) = Locale::parse(&language) else { return Ok(back) };
        if let Some(account) = visitor().account().filter(|account| account.locale != locale) {
            platform().identity.set_locale(account.id, locale).await?;
        }
        Ok(back.cookie(language_cookie(locale)))
    })
    .await
}

/// Keeps a language in this browser.
#[cfg(feature = "ssr")]
pub(crate) fn language_cookie(locale: crate::text::Locale) -> String {
    use domain::text_enum::TextEnum as _;
    for_a_year(crate::ctx::LANGUAGE_COOKIE, locale.as_str())
}

/// Chooses the currency in which prices are read, on this device and for the account. One that is not offered changes
/// nothing.
#[server(endpoint = "prefs/currency")]
pub async fn choose_currency(#[server(default)] currency: String) -> Result<(), ServerFnError> {
    use crate::access::{platform, visitor};
    use crate::answer::{Done, answer};
    use domain::Currency;

    answer(async {
        let platform = platform();
        let wanted = Currency::parse(&currency).ok().filter(|c| platform.rates.offered().contains(c));
        let Some(currency) = wanted else { return Ok(Done::back()) };
        if let Some(account) = visitor().account().filter(|account| account.currency != currency) {
            platform.identity.set_currency(account.id, currency).await?;
        }
        Ok(Done::back().cookie(currency_cookie(currency)))
    })
    .await
}

/// Keeps a currency in this browser.
#[cfg(feature = "ssr")]
pub(crate) fn currency_cookie(currency: domain::Currency) -> String {
    for_a_year(crate::ctx::CURRENCY_COOKIE, currency.code())
}

/// Chooses light, dark or the device's own for a year. An unknown theme changes nothing.
#[server(endpoint = "prefs/theme")]
pub async fn choose_theme(#[server(default)] theme: String) -> Result<(), ServerFnError> {
    use crate::answer::{Done, answer};
    use crate::ctx::{THEME_COOKIE, Theme};

    answer(async {
        Ok(match Theme::parse(&theme) {
            Some(theme) => Done::back().cookie(for_a_year(THEME_COOKIE, theme.as_str())),
            None => Done::back(),
        })
    })
    .await
}

/// Says whether what this visitor looks at may be remembered as theirs. Who says no is forgotten at once.
#[server(endpoint = "prefs/memory")]
pub async fn choose_memory(#[server(default)] remember: String) -> Result<(), ServerFnError> {
    use crate::access::guest_or_new;
    use crate::answer::{Done, answer};
    use crate::ctx::REMEMBER_COOKIE;
    use crate::track;

    answer(async move {
        match remember.as_str() {
            "1" => {
                if crate::access::visitor().account().is_none() {
                    guest_or_new();
                }
            }
            "0" => track::forget().await?,
            _ => return Ok(Done::back()),
        }
        Ok(Done::back().cookie(for_a_year(REMEMBER_COOKIE, &remember)))
    })
    .await
}

/// Removes one of this visitor's own searches, which the search box suggests.
#[server(endpoint = "prefs/forget-search")]
pub async fn forget_search(#[server(default)] words: String) -> Result<(), ServerFnError> {
    use crate::answer::{Done, answer};
    use crate::ctx::Ctx;
    use crate::ui::Tone;

    answer(async move {
        crate::track::forget_search(&words).await?;
        Ok(Done::back().notice(Tone::Info, Ctx::current().t().suggest_forgotten(words)))
    })
    .await
}

/// Chooses where delivery dates are for, for a year and in this browser alone.
#[server(endpoint = "prefs/place")]
pub async fn choose_place(
    #[server(default)] country: String,
    #[server(default)] postcode: String,
    #[server(default)] next: String,
) -> Result<(), ServerFnError> {
    crate::answer::answer(async { crate::shop::place::choose(country, postcode, next) }).await
}

#[cfg(feature = "ssr")]
pub(crate) fn for_a_year(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly")
}
