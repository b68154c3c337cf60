//! What of a message its reader does not see: e-mail addresses, telephone numbers and links, so that two people who trade
//! here need not trust each other with more. Pure; called by the capability `messages` and by the pages, which keep the
//! original for the operator and show the pieces.
//!
//! It is a rule of thumb and errs towards hiding: what is hidden is only hidden from the other side, and the writer is
//! told. It knows the usual disguises ("ada (at) example dot com", digits of Arabic, numbers with dots) and no more: who
//! wants to be found will find a way, and can be reported for it.

use crate::field::latin_digit;

/// A piece of a text, in order: all of them together are the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    Shown(&'t str),
    /// An address, a number or a link, as it was written.
    Hidden(&'t str),
}

/// The endings of names in the web that are taken for one without anything else beside them. Those that are short words
/// as well ("in", "at") need a path behind them.
const ENDINGS: &[&str] = &[
    "com", "net", "org", "info", "biz", "io", "co", "me", "ly", "gl", "app", "dev", "shop", "store",
    "online", "site", "xyz", "link", "page", "website", "club", "email", "mail", "chat", "eu", "es", "mx",
    "ar", "cl", "pe", "ve", "ec", "uk", "de", "fr", "it", "pt", "br", "nl", "ch", "ru", "cn", "us", "ca",
    "sa", "ae", "eg", "ma", "jo",
];
/// The sign of an address, and how people write around it.
const AT_SIGNS: &[&str] =
    &["@", "＠", "﹫", "(at)", "[at]", "{at}", "<at>", "(arroba)", "[arroba]", "{arroba}"];
const AT_WORDS: &[&str] = &["at", "arroba"];
const DOT_SIGNS: &[&str] = &["(dot)", "[dot]", "{dot}", "(punto)", "[punto]", "{punto}"];
const DOT_WORDS: &[&str] = &["dot", "punto"];
/// A telephone number has so many digits: fewer are a price or a size.
const FEWEST_DIGITS: usize = 7;
/// Written in ones and twos it needs more: sizes and quantities are listed so.
const FEWEST_DIGITS_IN_PAIRS: usize = 9;
/// E.164: no telephone number has more.
const MOST_DIGITS: usize = 15;
/// What may stand between two groups of digits, the invisible included.
const JOINTS: &[char] = &[
    ' ', '\u{a0}', '\u{202f}', '\t', '-', '–', '‑', '.', '/', '(', ')', '+', '·', '\u{ad}', '\u{200b}',
    '\u{200c}', '\u{200d}', '\u{2060}',
];
/// Signs between two groups of digits, at most.
const MOST_BETWEEN: usize = 3;

/// A name of the web with more labels than this is looked at in pieces: each label begins one, so that a text of nothing
/// but labels takes as long as any other of its length.
const MOST_LABELS: usize = 16;

/// The text in pieces; without anything to hide it is one piece, and none when it is empty.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for (start, end) in spans(text) {
        if start > at {
            pieces.push(Piece::Shown(&text[at..start]));
        }
        pieces.push(Piece::Hidden(&text[start..end]));
        at = end;
    }
    if at < text.len() {
        pieces.push(Piece::Shown(&text[at..]));
    }
    pieces
}

/// Whether anything of the text is hidden.
pub fn hides_something(text: &str) -> bool {
    !spans(text).is_empty()
}

/// The text as the other side reads it, with `instead` in the place of what is hidden.
pub fn masked(text: &str, instead: &str) -> String {
    let word = |piece: &Piece<'_>| match piece {
        Piece::Shown(shown) => (*shown).to_owned(),
        Piece::Hidden(_) => instead.to_owned(),
    };
    pieces(text).iter().map(word).collect()
}

/// Where a text begins and ends in bytes.
type Span = (usize, usize);

/// What is to be hidden, in order; what overlaps or touches is one.
fn spans(text: &str) -> Vec<Span> {
    let places = text.char_indices().map(|(at, _)| at);
    let names = merged(places.flat_map(|at| address(text, at).into_iter().chain(link(text, at))).collect());
    // Numbers are looked for between the names: a group of digits that is part of a link is no part of a number.
    let starts = std::iter::once(0).chain(names.iter().map(|(_, end)| *end));
    let ends = names.iter().map(|(start, _)| *start).chain(std::iter::once(text.len()));
    let between =
        |(from, to): Span| numbers(&text[from..to]).into_iter().map(move |(a, b)| (from + a, from + b));
    let found = starts.zip(ends).flat_map(between).collect::<Vec<_>>();
    merged(found.into_iter().chain(names).collect())
}

fn merged(mut found: Vec<Span>) -> Vec<Span> {
    found.sort_unstable();
    let mut merged: Vec<Span> = Vec::new();
    for (start, end) in found {
        match merged.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

/// The length of the spaces that a text begins with.
fn spaces(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\u{a0}', '\t']).len()
}

/// The length of one of these at the beginning of a text, whatever its case.
fn begins_with(text: &str, words: &[&str]) -> Option<usize> {
    let begins = |word: &&&str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    words.iter().find(begins).map(|word| word.len())
}

/// A sign with spaces around it or none, or a word with spaces around it: its length, and whether it is a word.
fn sign_or_word(text: &str, signs: &[&str], words: &[&str]) -> Option<(usize, bool)> {
    let before = spaces(text);
    if let Some(sign) = begins_with(&text[before..], signs) {
        let end = before + sign;
        return Some((end + spaces(&text[end..]), false));
    }
    let end = before + begins_with(&text[before..], words).filter(|_| before > 0)?;
    let after = spaces(&text[end..]);
    (after > 0).then_some((end + after, true))
}

/// The length of what stands between two labels of a name: a dot, or how people write around it.
fn dot(text: &str) -> Option<usize> {
    if let Some(plain) = begins_with(text, &[".", "。", "．"]) {
        return Some(plain);
    }
    sign_or_word(text, DOT_SIGNS, DOT_WORDS).map(|(length, _)| length)
}

/// The label of a name that a text begins with, as its length.
fn label(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(text.len())
}

/// All in capitals or none: `It` behind a dot begins a sentence.
fn is_ending(label: &str) -> bool {
    let one_case = !label.chars().any(char::is_lowercase) || !label.chars().any(char::is_uppercase);
    one_case && ENDINGS.contains(&label.to_lowercase().as_str())
}

/// A name of the web, as lengths of the text that it begins.
struct Name {
    /// All labels.
    whole: usize,
    /// Up to the last ending that we know.
    known: Option<usize>,
}

/// A name of at least two labels, of which the last is a word or one is an ending that we know; what follows the last word
/// of any other is no part of it.
fn name(text: &str) -> Option<Name> {
    let mut whole = label(text);
    if whole == 0 {
        return None;
    }
    let (mut known, mut lettered) = (None, None);
    for _ in 1..MOST_LABELS {
        let Some(between) = dot(&text[whole..]) else { break };
        let start = whole + between;
        let length = label(&text[start..]);
        if length == 0 {
            break;
        }
        whole = start + length;
        let last = &text[start..whole];
        if is_ending(last) {
            known = Some(whole);
        }
        if last.chars().count() > 1 && last.chars().all(char::is_alphabetic) {
            lettered = Some(whole);
        }
    }
    let whole = if known.is_some() { whole } else { lettered? };
    Some(Name { whole, known })
}

/// An e-mail address around a sign at this place.
fn address(text: &str, at: usize) -> Option<Span> {
    let (sign, is_word) = sign_or_word(&text[at..], AT_SIGNS, AT_WORDS)?;
    let is_local = |c: &char| c.is_alphanumeric() || "._%+-'".contains(*c);
    let local: usize = text[..at].chars().rev().take_while(is_local).map(char::len_utf8).sum();
    if local == 0 {
        return None;
    }
    let Name { whole, known } = name(&text[at + sign..])?;
    // "Look at our.New page" is no address.
    let length = if is_word { known? } else { whole };
    Some((at - local, at + sign + length))
}

/// A link at this place: with a scheme, with `www.`, or a name with an ending that we know or a path behind it.
fn link(text: &str, at: usize) -> Option<Span> {
    let rest = &text[at..];
    let is_inside = text[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
    if is_inside {
        return None;
    }
    let scheme = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    if scheme > 0 && rest[scheme..].starts_with("://") {
        return Some((at, at + path(rest, scheme + 3)));
    }
    if begins_with(rest, &["www."]).is_some_and(|length| label(&rest[length..]) > 0) {
        return Some((at, at + path(rest, 4)));
    }
    let Name { whole, known } = name(rest)?;
    let has_path =
        rest[whole..].strip_prefix('/').is_some_and(|path| path.starts_with(char::is_alphanumeric));
    let end = if has_path { whole } else { known? };
    let goes_on = rest[end..].starts_with(['/', ':', '?', '#']);
    Some((at, at + if goes_on { path(rest, end) } else { end }))
}

/// Where a link ends that is known up to `from`: at a space, without the punctuation of its sentence.
fn path(text: &str, from: usize) -> usize {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | '«' | '»');
    let end = text[from..].find(is_end).map_or(text.len(), |length| from + length);
    let trimmed =
        text[from..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '،', '؟']);
    from + trimmed.len()
}

fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(c as u32 - '０' as u32),
        other => latin_digit(other).to_digit(10),
    }
}

/// Digits that stand together.
#[derive(Clone, Copy)]
struct Group {
    start: usize,
    end: usize,
    digits: usize,
    value: u64,
    /// The one sign before it, within its run; a space for several.
    between: char,
}

/// Telephone numbers, with the plus before them.
fn numbers(text: &str) -> Vec<Span> {
    let runs = runs(text);
    let parts = runs.iter().flat_map(|run| without_dates(run)).filter(|part| is_number(part));
    let span = |part: &[Group]| {
        let (first, last) = (part.first()?, part.last()?);
        let plus = text[..first.start].chars().next_back().filter(|c| matches!(c, '+' | '＋'));
        Some((first.start - plus.map_or(0, char::len_utf8), last.end))
    };
    parts.filter_map(span).collect()
}

/// Groups of digits with nothing but a few signs between them. Digits beside letters are part of a word.
fn runs(text: &str) -> Vec<Vec<Group>> {
    let mut runs: Vec<Vec<Group>> = vec![Vec::new()];
    let (mut between, mut signs) = (' ', 0);
    let mut in_word = false;
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        if digit(c).is_none() || in_word {
            in_word = c.is_alphanumeric() || c == '_';
            between = if signs == 0 { c } else { ' ' };
            signs += 1;
            let joins = JOINTS.contains(&c);
            if (!joins || signs > MOST_BETWEEN) && runs.last().is_some_and(|run| !run.is_empty()) {
                runs.push(Vec::new());
            }
            continue;
        }
        let mut group = Group { start, end: start, digits: 0, value: 0, between };
        let mut next = Some((start, c));
        while let Some((at, value)) =
            next.and_then(|(at, c)| digit(c).map(|value| (at + c.len_utf8(), value)))
        {
            group = Group {
                end: at,
                digits: group.digits + 1,
                value: group.value.saturating_mul(10).saturating_add(u64::from(value)),
                ..group
            };
            next = rest.next_if(|(_, c)| digit(*c).is_some());
        }
        in_word = rest.peek().is_some_and(|(_, c)| c.is_alphanumeric() || *c == '_');
        signs = 0;
        match runs.last_mut() {
            Some(run) if !in_word => run.push(group),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// The parts of a run that are no dates: those of 2026-11-28 and 28.11.2026 are no telephone number. A date stands by
/// itself: 2000-01-10-00 has none.
fn without_dates(run: &[Group]) -> Vec<&[Group]> {
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    while at < run.len() {
        let goes_on =
            |beside: usize| run.get(beside).is_some_and(|group| group.between == run[at + 1].between);
        let stands_alone = || (at == 0 || !goes_on(at)) && !goes_on(at + 3);
        if run.get(at..at + 3).is_some_and(is_date) && stands_alone() {
            parts.push(&run[from..at]);
            at += 3;
            from = at;
        } else {
            at += 1;
        }
    }
    parts.push(&run[from..]);
    parts
}

fn is_date(groups: &[Group]) -> bool {
    let [a, b, c] = groups else { return false };
    let is_year = |group: &Group| group.digits == 4 && (1900..2100).contains(&group.value);
    let within = |group: &Group, most: u64| group.digits <= 2 && (1..=most).contains(&group.value);
    let one_sign = b.between == c.between && matches!(b.between, '-' | '.' | '/' | '–');
    let day_month =
        |x: &Group, y: &Group| (within(x, 31) && within(y, 12)) || (within(x, 12) && within(y, 31));
    one_sign && ((is_year(a) && day_month(b, c)) || (is_year(c) && day_month(a, b)))
}

/// Whether so many digits in such groups are a telephone number, or several. Sixteen and more in one piece or in fours are
/// the number of a parcel or of a card.
fn is_number(run: &[Group]) -> bool {
    let digits: usize = run.iter().map(|group| group.digits).sum();
    let Some((last, others)) = run.split_last() else { return false };
    if digits > MOST_DIGITS {
        return !others.iter().all(|group| group.digits == 4) || (!others.is_empty() && last.digits > 4);
    }
    let pairs = run.iter().all(|group| group.digits <= 2);
    digits >= if pairs { FEWEST_DIGITS_IN_PAIRS } else { FEWEST_DIGITS }
}

#[cfg(test)]
#[path = "masking/tests.rs"]
mod tests;
