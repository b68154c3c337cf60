//! The price that a shopper types to narrow a list: in the currency they read, as they write numbers. Called by `asked`,
//! which reads it, and by `listing`, which shows the form.
use domain::{Currency, Money};
use leptos::prelude::*;
use platform::domain::text_enum::TextEnum as _;

use super::asked::Asked;
use crate::access::platform;
use crate::ctx::Ctx;
use crate::ui::*;

/// The currency that amounts are read and typed in.
fn read_in() -> Currency {
    let reading = Ctx::current().reading().shown.as_ref().map(|shown| shown.currency());
    reading.unwrap_or_else(|| platform().config.currency)
}

/// Minor units of the shop's currency; `None` for what is no amount, which then chooses nothing.
pub(super) fn read(typed: &str) -> Option<i64> {
    let named = amount(typed, read_in())?;
    if named.currency() == platform().config.currency {
        return Some(named.minor());
    }
    Ctx::current().reading().shown.as_ref()?.back(named).map(Money::minor)
}

/// The smaller one first, whichever field it was typed into.
pub(super) fn in_order(from: Option<i64>, to: Option<i64>) -> (Option<i64>, Option<i64>) {
    match (from, to) {
        (Some(a), Some(b)) if a > b => (to, from),
        other => other,
    }
}

/// An amount as people of any language type it: `19.90`, `19,90`, `1.299`, `١٩٫٩٠`. A mark with no more digits behind it
/// than the currency has decimals parts them from the rest; all others only group.
fn amount(typed: &str, currency: Currency) -> Option<Money> {
    let mut plain = String::new();
    for c in typed.trim().chars() {
        match c {
            '0'..='9' => plain.push(c),
            '\u{660}'..='\u{669}' => plain.push(digit(c, '\u{660}')?),
            '\u{6f0}'..='\u{6f9}' => plain.push(digit(c, '\u{6f0}')?),
            '.' | ',' | '\u{66b}' => plain.push('.'),
            '\u{66c}' | '\'' | '’' => {}
            c if c.is_whitespace() => {}
            _ => return None,
        }
    }
    let decimals = currency.exponent() as usize;
    let parts = plain.rsplit_once('.').filter(|(_, behind)| (1..=decimals).contains(&behind.len()));
    let (whole, behind) = parts.unwrap_or((&plain, ""));
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    if whole.is_empty() && behind.is_empty() {
        return None;
    }
    let written = if behind.is_empty() { whole } else { format!("0{whole}.{behind}") };
    Money::parse_decimal(&written, currency).ok()
}

/// The western digit of one of a row of ten.
fn digit(c: char, zero: char) -> Option<char> {
    char::from_digit(u32::from(c) - u32::from(zero), 10)
}

/// Two fields for a price that no range of the list has. The filters stand twice on a page, so nothing in here has an id.
#[component]
pub(super) fn PriceForm(asked: Asked) -> AnyView {
    let t = Ctx::current().t();
    let currency = read_in();
    let words =
        |minor: Option<i64>| minor.map(|minor| typed_text(Money::new(minor, platform().config.currency)));
    let (from, to) = (words(asked.from_minor), words(asked.to_minor));
    let rest = Asked { from_minor: None, to_minor: None, ..asked };
    let sort = rest.sort.map(|sort| ("sort", sort.as_str().to_owned()));
    let hidden = rest.choices().into_iter().chain(sort);
    let hidden = hidden.map(|(name, value)| view! { <Hidden name value /> }).collect_view();
    view! {
        <Form action=rest.path get=true label=t.facet_price_typed() class="flex flex-wrap items-end gap-2">
            {hidden}
            {field("from", t.facet_price_from(currency.to_string()), from)}
            {field("to", t.facet_price_to(currency.to_string()), to)}
            <Button kind=ButtonKind::Secondary>{t.facet_price_go()}</Button>
        </Form>
    }
    .into_any()
}

/// What is chosen as it would be typed.
fn typed_text(home: Money) -> String {
    let about = Ctx::current().reading().shown.as_ref().and_then(|shown| shown.about(home));
    about.map_or(home, |(about, _)| about).to_decimal()
}

fn field(name: &'static str, label: String, value: Option<String>) -> AnyView {
    view! {
        <label class="flex min-w-20 flex-1 flex-col gap-1 text-sm text-ink-soft">
            {label}
            <input
                name=name
                value=value
                inputmode="decimal"
                autocomplete="off"
                maxlength="20"
                dir="ltr"
                class="control"
            />
        </label>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_as_people_of_any_language_type_it() {
        let (usd, jpy, kwd) = (Currency::USD, Currency::JPY, Currency::parse("KWD").unwrap());
        for (typed, currency, minor) in [
            ("20", usd, Some(2_000)),
            (" 19.90 ", usd, Some(1_990)),
            ("19,9", usd, Some(1_990)),
            ("1.299", usd, Some(129_900)),
            ("1,299.50", usd, Some(129_950)),
            ("1.299,50", usd, Some(129_950)),
            ("1 299", usd, Some(129_900)),
            (".5", usd, Some(50)),
            ("١٩٫٩٠", usd, Some(1_990)),
            ("۲۰", usd, Some(2_000)),
            ("1.000", kwd, Some(1_000)),
            ("1.000", jpy, Some(1_000)),
            ("", usd, None),
            (".", usd, None),
            ("-5", usd, None),
            ("twenty", usd, None),
            ("99999999999999999999", usd, None),
        ] {
            assert_eq!(amount(typed, currency).map(Money::minor), minor, "{typed} {currency}");
        }
    }

    #[test]
    fn the_smaller_price_comes_first() {
        assert_eq!(in_order(Some(5), Some(2)), (Some(2), Some(5)));
        assert_eq!(in_order(Some(5), None), (Some(5), None));
        assert_eq!(in_order(None, Some(2)), (None, Some(2)));
    }
}
