//! What every page and server function knows about its request. The server's middleware makes one `Ctx` per
//! request and puts it into the request's extensions; pages and server functions take it with `Ctx::current()`.
use std::sync::Arc;

use domain::rate::{Rate, ShownIn};
use domain::roles::{self, Action, Actor, Denied, Resource};
use domain::text_enum::TextEnum as _;
use domain::{Currency, SellerId};
use http::{HeaderMap, header, request::Parts};
use leptos::prelude::{expect_context, use_context};
use serde::{Deserialize, Serialize};

use crate::flash::Flash;
use crate::text::{Locale, T, Writing};

/// The name of the cookie that holds the chosen language.
pub const LANGUAGE_COOKIE: &str = "lang";
/// Sent by `public/assets/phone.js` when it asks for a page to be kept, not shown.
pub const BACKGROUND_HEADER: &str = "x-background";
/// The name of the cookie that holds the chosen theme.
pub const THEME_COOKIE: &str = "theme";

/// The name of the cookie that says whether what somebody looks at may be remembered: `1` or `0`.
pub const REMEMBER_COOKIE: &str = "remember";

/// The name of the cookie that holds the currency in which prices are read.
pub const CURRENCY_COOKIE: &str = "currency";

/// How light the page is. `Auto` follows the device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Theme; 3] = [Theme::Auto, Theme::Light, Theme::Dark];

    /// As it stands in the cookie and in `<html data-theme>`.
    pub fn as_str(self) -> &'static str {
        match self {
            Theme::Auto => "auto",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// Reads a cookie's value. `None` when it is none of ours.
    pub fn parse(value: &str) -> Option<Theme> {
        Theme::ALL.into_iter().find(|theme| theme.as_str() == value)
    }
}

/// Who is looking, and what a page's frame shows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who it is to `domain::roles`, which decides what they may.
    pub actor: Actor,
    /// The name to greet; `None` for a guest.
    pub name: Option<String>,
    /// Units in the cart.
    pub cart_count: u32,
    /// Where orders go, in short ("Bogotá 110111"), when known.
    pub deliver_to: Option<String>,
    /// Notices that wait beside the bell.
    pub unread: u32,
    /// Those of them that are at a seller's desk.
    pub unread_at_desks: Vec<(SellerId, u32)>,
}

impl Session {
    /// Somebody of whom only this is known.
    pub fn of(actor: Actor) -> Session {
        Session { actor, name: None, cart_count: 0, deliver_to: None, unread: 0, unread_at_desks: Vec::new() }
    }

    /// Works for at least one seller.
    pub fn is_seller(&self) -> bool {
        !self.actor.seats().is_empty()
    }

    /// The frame shows nothing of them: a guest with an empty cart.
    pub fn is_plain(&self) -> bool {
        self.name.is_none() && self.cart_count == 0 && self.deliver_to.is_none()
    }

    /// Notices that wait beside the bell of this seller's desk.
    pub fn unread_at(&self, seller: SellerId) -> u32 {
        self.unread_at_desks.iter().find(|(id, _)| *id == seller).map_or(0, |(_, count)| *count)
    }

    /// Runs the shop.
    pub fn is_operator(&self) -> bool {
        self.actor.is_operator()
    }
}

/// One link of the shop's category bar.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NavLink {
    pub href: String,
    pub label: String,
}

/// In which currency prices are read, and which ones can be chosen.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The shop's own first; fewer than two: there is nothing to choose.
    pub offered: Arc<Vec<Currency>>,
    /// How amounts become those that are read; `None`: they are read as they are charged.
    pub shown: Option<ShownIn>,
}

impl Reading {
    /// The currency in which prices are read, where there is a choice.
    pub fn currency(&self) -> Option<Currency> {
        self.shown.as_ref().map(ShownIn::currency).or_else(|| self.offered.first().copied())
    }
}

/// What the server function behind a form asks for, where it is of a console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    /// Something of the platform's own.
    OfPlatform(Action),
    /// Something of the seller at whose desk the form stands.
    OfSeller(Action),
}

/// What a form asks for that is posted to this address; `None`: it is of no console. The server's table of routes says it.
pub type AsksOf = fn(&str) -> Option<Asks>;

/// One request: language, theme, who it is. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Ctx(Arc<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    locale: Locale,
    own_locale: Locale,
    asked_locale: Option<Locale>,
    writing: Writing,
    has_chosen_language: bool,
    theme: Theme,
    remembers: Option<bool>,
    request_id: String,
    path: String,
    session: Session,
    departments: Arc<Vec<NavLink>>,
    reading: Reading,
    asks_of: Option<AsksOf>,
    flash: Option<Flash>,
}

impl Ctx {
    /// Reads language, theme and flash from the request's cookies and headers; the server knows who it is.
    pub fn from_request(parts: &Parts, request_id: &str, session: Session) -> Ctx {
        let own_locale = locale_of(&parts.headers);
        let asked_locale = asked_locale(parts);
        let locale = asked_locale.unwrap_or(own_locale);
        Ctx(Arc::new(Inner {
            locale,
            own_locale,
            asked_locale,
            writing: writing_of(&parts.headers, locale),
            has_chosen_language: cookie(&parts.headers, LANGUAGE_COOKIE).and_then(Locale::parse).is_some(),
            theme: cookie(&parts.headers, THEME_COOKIE).and_then(Theme::parse).unwrap_or_default(),
            remembers: cookie(&parts.headers, REMEMBER_COOKIE).map(|value| value == "1"),
            request_id: request_id.to_owned(),
            path: parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
            session,
            departments: Arc::default(),
            reading: Reading::default(),
            asks_of: None,
            // A page that is only to be kept shows nobody the notice that another page is about to.
            flash: Flash::from_headers(&parts.headers)
                .filter(|_| !parts.headers.contains_key(BACKGROUND_HEADER)),
        }))
    }

    /// The same request, with the categories that the shop's header shows.
    pub fn with_departments(self, departments: Arc<Vec<NavLink>>) -> Ctx {
        self.change(|inner| inner.departments = departments)
    }

    /// The same request, with the currency in which its prices are read.
    pub fn with_reading(self, reading: Reading) -> Ctx {
        if reading.offered.is_empty() {
            return self;
        }
        self.change(|inner| inner.reading = reading)
    }

    /// The same request, with what forms ask for, so that none is shown that would be refused.
    pub fn with_asks(self, asks_of: AsksOf) -> Ctx {
        self.change(|inner| inner.asks_of = Some(asks_of))
    }

    /// The same request, as if the one before had left this: a form that was refused is answered with its page.
    pub fn with_flash(self, flash: Flash) -> Ctx {
        self.change(|inner| inner.flash = Some(flash))
    }

    fn change(self, change: impl FnOnce(&mut Inner)) -> Ctx {
        let mut inner = Arc::unwrap_or_clone(self.0);
        change(&mut inner);
        Ctx(Arc::new(inner))
    }

    /// The request being answered. Panics outside of a page or server function.
    pub fn current() -> Ctx {
        expect_context::<Ctx>()
    }

    /// The request being answered, if there is one.
    pub fn try_current() -> Option<Ctx> {
        use_context::<Ctx>()
    }

    /// The texts, in this request's language.
    pub fn t(&self) -> T {
        T::new(self.0.locale).written(self.0.writing)
    }

    pub fn locale(&self) -> Locale {
        self.0.locale
    }

    /// The language that the address asks for: `?lang=es`. It holds for this page and is remembered nowhere.
    pub fn asked_locale(&self) -> Option<Locale> {
        self.0.asked_locale
    }

    /// The language that this browser has whatever the address asks for.
    pub fn own_locale(&self) -> Locale {
        self.0.own_locale
    }

    /// Whether somebody chose the language in this browser: it is not only what the browser asks for.
    pub fn has_chosen_language(&self) -> bool {
        self.0.has_chosen_language
    }

    pub fn theme(&self) -> Theme {
        self.0.theme
    }

    /// Whether what they look at may be remembered as theirs; `None` when they have not said.
    pub fn remembers(&self) -> Option<bool> {
        self.0.remembers
    }

    /// Shown on error pages and written with each log line of this request.
    pub fn request_id(&self) -> &str {
        &self.0.request_id
    }

    /// Path and query as requested, `/` at least.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    pub fn session(&self) -> &Session {
        &self.0.session
    }

    /// Who it is to `domain::roles`.
    pub fn actor(&self) -> &Actor {
        &self.0.session.actor
    }

    /// The one authorisation check: `ctx.allow(Action::ManageOffers, &Resource::Seller(seller))?` at the start of a
    /// page or server function.
    ///
    /// # Errors
    /// By `?` it becomes the right `Failure`: sign in first, forbidden, or no such thing.
    pub fn allow(&self, action: Action, resource: &Resource) -> Result<(), Denied> {
        roles::allow(self.actor(), action, resource)
    }

    /// What a form asks for that is posted to this address; `None`: it is of no console.
    pub fn asks_of(&self, address: &str) -> Option<Asks> {
        self.0.asks_of.and_then(|asks_of| asks_of(address))
    }

    pub fn departments(&self) -> &Arc<Vec<NavLink>> {
        &self.0.departments
    }

    pub fn reading(&self) -> &Reading {
        &self.0.reading
    }

    /// The rate at which an amount of this currency is read, when it is read in another one.
    pub fn rate_of(&self, currency: Currency) -> Option<Rate> {
        self.0.reading.shown.as_ref()?.rate_of(currency)
    }

    /// What the previous request left for this page: a notice, or a form to be corrected.
    pub fn flash(&self) -> Option<&Flash> {
        self.0.flash.as_ref()
    }
}

/// The value of one cookie, undecoded.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// What the browser accepts and how much, the most wanted first.
fn accepted(headers: &HeaderMap) -> Vec<&str> {
    let accepted =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut wanted: Vec<(f32, &str)> = accepted
        .split(',')
        .map(|part| {
            let (tag, quality) = part.split_once(";q=").unwrap_or((part, "1"));
            (quality.trim().parse().unwrap_or(0.0), tag.trim())
        })
        .collect();
    wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
    wanted.into_iter().map(|(_, tag)| tag).collect()
}

/// The language that the page's address asks for; for a form, the address of the page that it stands on.
fn asked_locale(parts: &Parts) -> Option<Locale> {
    let query = if parts.method.is_safe() {
        parts.uri.query()
    } else {
        let page = parts.headers.get(header::REFERER).and_then(|value| value.to_str().ok());
        page.and_then(|page| page.split_once('?')).map(|(_, query)| query)
    };
    query?.split(['&', '#']).find_map(|pair| pair.strip_prefix("lang=")).and_then(Locale::parse)
}

/// The regions that the browser names, the most wanted first, in capitals: `CO` of `es-CO`.
pub fn regions_of(headers: &HeaderMap) -> Vec<String> {
    let region = |tag: &str| {
        let mut parts = tag.split('-').skip(1);
        parts.find(|part| part.len() == 2).map(str::to_ascii_uppercase)
    };
    accepted(headers).into_iter().filter_map(region).collect()
}

/// Cookie, then Accept-Language in its order of preference, then English.
pub fn locale_of(headers: &HeaderMap) -> Locale {
    if let Some(chosen) = cookie(headers, LANGUAGE_COOKIE).and_then(Locale::parse) {
        return chosen;
    }
    let known = |tag: &str| Locale::parse(tag.split('-').next()?);
    accepted(headers).into_iter().find_map(known).unwrap_or(Locale::En)
}

/// How numbers and prices are written: as in the region that the browser names beside the page's language. A region
/// with digits of its own is not followed: dates and texts have the digits of the shop's language, and a page has one
/// kind of them.
pub fn writing_of(headers: &HeaderMap, locale: Locale) -> Writing {
    let of_language = |tag: &&str| tag.split('-').next() == Some(locale.as_str());
    let wanted = accepted(headers).into_iter().find(of_language).and_then(Writing::of_tag);
    wanted.filter(|writing| writing.has_latin_digits()).unwrap_or_else(|| locale.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(header::HeaderName, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect()
    }

    #[test]
    fn a_chosen_language_wins_over_the_browsers() {
        let both = headers(&[(header::COOKIE, "a=1; lang=ar"), (header::ACCEPT_LANGUAGE, "es")]);
        assert_eq!(locale_of(&both), Locale::Ar);
    }

    #[test]
    fn an_address_may_ask_for_a_language() {
        let asked = |method: &str, uri: &str, referer: &str| {
            let request = http::Request::builder().method(method).uri(uri).header(header::REFERER, referer);
            asked_locale(&request.body(()).unwrap().into_parts().0)
        };
        assert_eq!(asked("GET", "/p/hat?a=1&lang=es", ""), Some(Locale::Es));
        assert_eq!(asked("GET", "/p/hat?lang=tlh", ""), None);
        assert_eq!(asked("GET", "/p/hat?slang=es", "https://a.example/?lang=ar"), None);
        assert_eq!(
            asked("POST", "/api/cart/add?lang=es", "https://a.example/p/hat?lang=ar#buy"),
            Some(Locale::Ar)
        );
        assert_eq!(asked("POST", "/api/cart/add", "https://a.example/p/hat"), None);
    }

    #[test]
    fn the_browsers_best_known_language_is_taken_by_its_weight() {
        let accepted = headers(&[(header::ACCEPT_LANGUAGE, "de-DE, en;q=0.4, es-CO;q=0.8, ar;q=nonsense")]);
        assert_eq!(locale_of(&accepted), Locale::Es);
    }

    #[test]
    fn prices_are_written_as_in_the_readers_region_of_the_pages_language() {
        for (accepted, locale, tag) in [
            ("es-MX, es;q=0.9, en;q=0.8", Locale::Es, "es-MX"),
            ("en-IN, es-CO;q=0.5", Locale::Es, "es-CO"),
            ("de-CH, en-GB;q=0.2", Locale::En, "en-GB"),
            ("ar-MA", Locale::Ar, "ar-MA"),
            ("ar-EG", Locale::Ar, "ar"),
            ("de-CH", Locale::En, "en"),
            ("", Locale::Es, "es"),
        ] {
            let headers = headers(&[(header::ACCEPT_LANGUAGE, accepted)]);
            assert_eq!(writing_of(&headers, locale).tag(), tag, "{accepted}");
        }
    }

    #[test]
    fn regions_are_those_that_the_browser_names() {
        let headers =
            headers(&[(header::ACCEPT_LANGUAGE, "en;q=0.4, de-ch, zh-Hant-tw;q=0.8, es-419;q=0.7")]);
        assert_eq!(regions_of(&headers), ["CH", "TW"]);
    }

    #[test]
    fn an_unknown_language_or_none_at_all_is_english() {
        assert_eq!(locale_of(&headers(&[(header::ACCEPT_LANGUAGE, "tlh")])), Locale::En);
        assert_eq!(locale_of(&headers(&[(header::COOKIE, "lang=../../etc")])), Locale::En);
        assert_eq!(locale_of(&HeaderMap::new()), Locale::En);
    }
}
