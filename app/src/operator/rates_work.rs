//! The work behind the operator's forms of exchange rates: parse each word, write all of them or none. Called by `api`.
use domain::rate::{Said, parse_billionths};
use domain::roles::{Action, Resource};
use domain::{AccountId, Currency, calendar};
use platform::rates::{BY_HAND, MOST_AT_ONCE, RatesError, say};
use serde::Serialize;

use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::Tone;

/// The forms' names, under which the page finds what was typed.
pub(super) const ONE_FORM: &str = "rate";
pub(super) const MANY_FORM: &str = "rates";

#[derive(Serialize)]
struct One {
    base: String,
    quote: String,
    value: String,
    day: String,
}

#[derive(Serialize)]
struct Many {
    lines: String,
}

/// The rate that the form of one asks for, or the first field that is wrong and why.
pub(super) fn read_one(t: T, typed: [&str; 4]) -> Result<Said, (&'static str, String)> {
    parse(typed, today()).map_err(|wrong| (wrong.field(), wrong.words(t)))
}

pub(super) async fn say_one(
    base: String,
    quote: String,
    value: String,
    day: String,
) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let (t, me) = (Ctx::current().t(), account_id()?);
    let form = One { base, quote, value, day };
    let said = parse([&form.base, &form.quote, &form.value, &form.day], today())
        .map_err(|wrong| Invalid::new(ONE_FORM, &form).field(wrong.field(), wrong.words(t)))?;
    match write(vec![said], me).await {
        Ok(new) => Ok(done(t, new)),
        Err(error) => {
            let wrong = Wrong::of(error)?;
            Err(Invalid::new(ONE_FORM, &form).field(wrong.field(), wrong.words(t)).into())
        }
    }
}

pub(super) async fn say_many(lines: String) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let (t, me) = (Ctx::current().t(), account_id()?);
    let form = Many { lines };
    let refused = |words: String| Failure::from(Invalid::new(MANY_FORM, &form).field("lines", words));
    let said = parse_lines(&form.lines, today()).map_err(|(line, wrong)| match line {
        Some(line) => refused(t.rates_bad_line(line, wrong.words(t))),
        None => refused(wrong.words(t)),
    })?;
    match write(said, me).await {
        Ok(new) => Ok(done(t, new)),
        Err(error) => Err(refused(Wrong::of(error)?.words(t))),
    }
}

fn today() -> i64 {
    platform().db.now().utc_day()
}

fn done(t: T, new: usize) -> Done {
    let words = if new == 0 { t.rates_known() } else { t.rates_added(new) };
    Done::to("/operator/rates").notice(Tone::Good, words)
}

async fn write(said: Vec<Said>, me: AccountId) -> Result<usize, RatesError> {
    let platform = platform();
    let written: Result<usize, RatesError> = platform
        .db
        .write(move |tx| {
            let said = said.clone();
            Box::pin(async move { say(tx, &said, BY_HAND, Some(me)).await })
        })
        .await;
    let new = written?;
    platform.rates.reload().await?;
    Ok(new)
}

/// What is wrong with a rate that somebody typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    Base,
    Quote,
    Same,
    Value,
    Day,
    Empty,
    TooMany,
}

impl Wrong {
    /// A refusal that the forms can explain; anything else is a fault of ours.
    fn of(error: RatesError) -> Result<Self, Failure> {
        match error {
            RatesError::DayOutOfRange => Ok(Self::Day),
            RatesError::TooMany { .. } => Ok(Self::TooMany),
            RatesError::Rate(domain::rate::RateError::SameCurrency) => Ok(Self::Same),
            RatesError::Rate(_) => Ok(Self::Value),
            other => Err(other.into()),
        }
    }

    fn field(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Quote | Self::Same => "quote",
            Self::Day => "day",
            Self::Value | Self::Empty | Self::TooMany => "value",
        }
    }

    fn words(self, t: T) -> String {
        match self {
            Self::Base | Self::Quote => t.rates_bad_currency(),
            Self::Same => t.rates_same_currency(),
            Self::Value => t.rates_bad_rate(),
            Self::Day => t.rates_bad_day(),
            Self::Empty => t.rates_no_line(),
            Self::TooMany => t.rates_too_many(MOST_AT_ONCE),
        }
    }
}

/// From, to, rate, day; an empty day is today.
fn parse([base, quote, value, day]: [&str; 4], today: i64) -> Result<Said, Wrong> {
    let currency = |code: &str| Currency::parse(&code.trim().to_ascii_uppercase()).ok();
    let base = currency(base).ok_or(Wrong::Base)?;
    let quote = currency(quote).ok_or(Wrong::Quote)?;
    if base == quote {
        return Err(Wrong::Same);
    }
    let billionths = parse_billionths(value).map_err(|_| Wrong::Value)?;
    let day = match day.trim() {
        "" => today,
        day => calendar::parse_day(day).ok_or(Wrong::Day)?,
    };
    Ok(Said { base, quote, billionths, day })
}

/// A line for each rate; blank ones are passed over. An error names its line, counted from 1.
fn parse_lines(text: &str, today: i64) -> Result<Vec<Said>, (Option<usize>, Wrong)> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let mut said = Vec::new();
    for (at, line) in lines {
        if said.len() == MOST_AT_ONCE {
            return Err((None, Wrong::TooMany));
        }
        let mut parts = line.split([',', ';', '\t']).map(str::trim);
        let mut next = || parts.next().unwrap_or_default();
        let rate = parse([next(), next(), next(), next()], today);
        let rate = if next().is_empty() { rate } else { Err(Wrong::Day) };
        said.push(rate.map_err(|wrong| (Some(at + 1), wrong))?);
    }
    if said.is_empty() { Err((None, Wrong::Empty)) } else { Ok(said) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_whole_or_the_first_wrong_one_is_named() {
        let text = "USD,EUR,0.92,2026-11-27\n\nusd; jpy ;150.25\r\nEUR\tCHF\t0.95\t\n";
        let said = parse_lines(text, 20_000).unwrap();
        let read: Vec<_> = said.iter().map(|s| (s.base.code(), s.quote.code(), s.day)).collect();
        assert_eq!(read, [("USD", "EUR", 20_784), ("USD", "JPY", 20_000), ("EUR", "CHF", 20_000)]);
        for (text, wrong) in [
            ("", (None, Wrong::Empty)),
            (" \n ", (None, Wrong::Empty)),
            ("USD,EUR,0.92\nUSD,EUR", (Some(2), Wrong::Value)),
            ("USD,euros,1", (Some(1), Wrong::Quote)),
            ("$,EUR,1", (Some(1), Wrong::Base)),
            ("EUR,EUR,1", (Some(1), Wrong::Same)),
            ("USD,EUR,0,92", (Some(1), Wrong::Value)),
            ("USD,EUR,1,yesterday", (Some(1), Wrong::Day)),
            ("USD,EUR,1,2026-11-27,more", (Some(1), Wrong::Day)),
        ] {
            assert_eq!(parse_lines(text, 20_000), Err(wrong), "{text:?}");
        }
        let many = "USD,EUR,1\n".repeat(MOST_AT_ONCE + 1);
        assert_eq!(parse_lines(&many, 20_000), Err((None, Wrong::TooMany)));
    }
}
