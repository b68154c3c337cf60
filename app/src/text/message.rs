//! Texts with arguments: the part of ICU MessageFormat that we use, `{name}` and `{n, plural, one {…} other {…}}`.
//! Plural categories follow CLDR (cardinals) for our three languages. Called by the `texts!` methods only.
use domain::format::{self, Locale, Writing};

/// A value put into a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// Shown in the language's own way of writing numbers; chooses plurals.
    Number(i64),
    /// Shown as it is.
    Text(String),
}

impl From<i64> for Arg {
    fn from(number: i64) -> Arg {
        Arg::Number(number)
    }
}
impl From<i32> for Arg {
    fn from(number: i32) -> Arg {
        Arg::Number(number.into())
    }
}
impl From<u32> for Arg {
    fn from(number: u32) -> Arg {
        Arg::Number(number.into())
    }
}
impl From<usize> for Arg {
    fn from(number: usize) -> Arg {
        Arg::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}
impl From<&str> for Arg {
    fn from(text: &str) -> Arg {
        Arg::Text(text.to_owned())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Arg {
        Arg::Text(text)
    }
}
impl From<&String> for Arg {
    fn from(text: &String) -> Arg {
        Arg::Text(text.clone())
    }
}

/// Fills a text in. A part that cannot be understood is shown as written: a page never fails for a text.
pub(super) fn format(locale: Locale, writing: Writing, text: &str, args: &[(&str, Arg)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    write_text((locale, writing), text, args, None, &mut out);
    out
}

fn write_text(by: (Locale, Writing), text: &str, args: &[(&str, Arg)], count: Option<i64>, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['{', '#']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('#') {
            match count {
                Some(n) => out.push_str(&format::number(n, by.1)),
                None => out.push('#'),
            }
            rest = &rest[1..];
            continue;
        }
        let Some(end) = closing(rest) else { break };
        write_placeholder(by, &rest[1..end], args, out);
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
}

fn write_placeholder(by: (Locale, Writing), inner: &str, args: &[(&str, Arg)], out: &mut String) {
    let mut parts = inner.splitn(3, ',').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let Some((_, arg)) = args.iter().find(|(key, _)| *key == name) else {
        out.push_str(&format!("{{{inner}}}"));
        return;
    };
    match (arg, parts.next(), parts.next()) {
        (Arg::Number(n), Some("plural"), Some(forms)) => {
            let wanted = category(by.0, *n);
            let exact = format!("={n}");
            let forms = plural_forms(forms);
            let chosen = [exact.as_str(), wanted, "other"]
                .iter()
                .find_map(|form| forms.iter().find(|(name, _)| name == form))
                .map_or("", |(_, text)| text);
            write_text(by, chosen, args, Some(*n), out);
        }
        (Arg::Number(n), ..) => out.push_str(&format::number(*n, by.1)),
        (Arg::Text(text), ..) => out.push_str(text),
    }
}

/// The place of the brace that closes the one at the start.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// `one {# item} other {# items}` as pairs.
fn plural_forms(text: &str) -> Vec<(&str, &str)> {
    let mut forms = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(end) = closing(&rest[open..]) else { break };
        forms.push((rest[..open].trim(), &rest[open + 1..open + end]));
        rest = &rest[open + end + 1..];
    }
    forms
}

/// CLDR's cardinal plural category of a whole number.
fn category(locale: Locale, n: i64) -> &'static str {
    match locale {
        Locale::En | Locale::Es if n == 1 => "one",
        Locale::En => "other",
        Locale::Es if n != 0 && n % 1_000_000 == 0 => "many",
        Locale::Es => "other",
        Locale::Ar => match (n, n.rem_euclid(100)) {
            (0, _) => "zero",
            (1, _) => "one",
            (2, _) => "two",
            (_, 3..=10) => "few",
            (_, 11..=99) => "many",
            _ => "other",
        },
    }
}

/// The arguments that a text uses, or what is wrong with it.
#[cfg(test)]
pub(super) fn check(locale: Locale, text: &str) -> Result<std::collections::BTreeSet<String>, String> {
    let mut used = std::collections::BTreeSet::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let end = closing(&rest[at..]).filter(|end| *end > 0).ok_or("braces do not match")?;
        let inner = &rest[at + 1..at + end];
        let mut parts = inner.splitn(3, ',').map(str::trim);
        used.insert(parts.next().unwrap_or_default().to_owned());
        if parts.next().is_some() {
            let forms = plural_forms(parts.next().unwrap_or_default());
            let needed: &[&str] = match locale {
                Locale::En | Locale::Es => &["one", "other"],
                Locale::Ar => &["one", "two", "few", "many", "other"],
            };
            for form in needed {
                let (_, text) =
                    forms.iter().find(|(name, _)| name == form).ok_or(format!("no form '{form}'"))?;
                used.extend(check(locale, text)?);
            }
        }
        rest = &rest[at + end + 1..];
    }
    Ok(used)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_counts_in_six_ways() {
        let text =
            "{n, plural, zero {لا شيء} one {واحد} two {اثنان} few {# قليل} many {# كثير} other {# آخر}}";
        let say = |n: i64| format(Locale::Ar, Locale::Ar.into(), text, &[("n", n.into())]);
        assert_eq!(say(0), "لا شيء");
        assert_eq!(say(1), "واحد");
        assert_eq!(say(2), "اثنان");
        assert!(say(3).ends_with("قليل") && say(110).ends_with("قليل"));
        assert!(say(11).ends_with("كثير") && say(99).ends_with("كثير"));
        assert!(say(100).ends_with("آخر") && say(102).ends_with("آخر"));
    }

    #[test]
    fn a_plural_may_hold_another_argument() {
        let text = "{n, plural, one {# order for {who}} other {# orders for {who}}}";
        let args = |n: i64| [("n", Arg::from(n)), ("who", Arg::from("Ana"))];
        assert_eq!(format(Locale::En, Locale::En.into(), text, &args(1)), "1 order for Ana");
        assert_eq!(format(Locale::En, Locale::En.into(), text, &args(7)), "7 orders for Ana");
    }

    #[test]
    fn a_value_is_never_read_as_a_text() {
        assert_eq!(
            format(Locale::En, Locale::En.into(), "Hello {who}", &[("who", "{n} # }".into())]),
            "Hello {n} # }"
        );
    }

    #[test]
    fn a_text_without_its_argument_is_shown_as_written() {
        assert_eq!(format(Locale::En, Locale::En.into(), "Hello {who}", &[]), "Hello {who}");
        assert_eq!(format(Locale::En, Locale::En.into(), "Hello {who", &[]), "Hello {who");
    }
}
