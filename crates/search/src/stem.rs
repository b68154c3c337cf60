//! One and many of the same thing as one word, in the shop's three languages. Called by `text`.
//!
//! The rules are light ones: products are told apart by words like `gaming` that a stronger stemmer merges. The language of a
//! word is not known, a Spanish shop sells a `Gaming Mouse`, so one chain of rules treats all of them, and what counts is that
//! both forms come out alike, not that they come out as a word.

/// Words with fewer letters keep a last `e`: `plan` and `plane`, `scar` and `scare` are not the same.
const LETTERS_BEFORE_E: usize = 6;

/// Takes off what differs between one and many, and between an Arabic word with its article and without. The word is
/// lower-case, without accents, and [`plain_arabic`] has seen it.
///
/// English: Harman's S-stemmer. Spanish: `-es` after a consonant, with `z` for `c` (`luces`, `luz`). Arabic: the prefixes and
/// suffixes of Larkey's light stemmer (light10).
pub(crate) fn stem(word: &mut String) {
    if word.is_ascii() {
        latin(word);
    } else if word.chars().all(is_arabic) {
        arabic(word);
    }
}

fn latin(word: &mut String) {
    if word.len() < 4 || word.bytes().any(|b| b.is_ascii_digit()) {
        return;
    }
    singular(word);
    if word.len() >= 4 && word.ends_with("ce") {
        word.truncate(word.len() - 2);
        word.push('z');
    } else if word.len() >= LETTERS_BEFORE_E
        && ["de", "je", "le", "ne", "re"].iter().any(|end| word.ends_with(end))
    {
        word.truncate(word.len() - 1);
    }
}

/// Harman's S-stemmer, with the plurals after a hiss: `boxes`, `watches`.
fn singular(word: &mut String) {
    let ends = |suffix: &str| word.ends_with(suffix);
    if !ends("s") {
        return;
    }
    if ends("ies") && word.len() > 4 && !ends("eies") && !ends("aies") {
        word.truncate(word.len() - 3);
        word.push('y');
    } else if ["ches", "shes", "sses", "xes", "zzes"].iter().any(|s| ends(s)) {
        word.truncate(word.len() - 2);
    } else if !ends("us") && !ends("ss") && !ends("is") {
        word.truncate(word.len() - 1);
    }
}

fn is_arabic(letter: char) -> bool {
    ('\u{0621}'..='\u{064A}').contains(&letter)
}

/// Writes letters that people write in several ways in one: alif with any sign, the two forms of the last `ya` and of the
/// feminine ending; leaves out vowel signs and the stroke that only makes a word longer. Other words stay as they are.
pub(crate) fn plain_arabic(word: &mut String) {
    if word.is_ascii() {
        return;
    }
    let plain = |letter: char| match letter {
        '\u{0640}' | '\u{064B}'..='\u{0652}' | '\u{0670}' => None,
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ى' => Some('ي'),
        'ة' => Some('ه'),
        other => Some(other),
    };
    *word = word.chars().filter_map(plain).collect();
}

/// Longest first.
const PREFIXES: &[&str] = &["وال", "بال", "كال", "فال", "ال", "لل"];
const SUFFIXES: &[&str] = &["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"];

/// light10: one prefix, then suffixes, as long as two letters are left.
fn arabic(word: &mut String) {
    let letters = |text: &str| text.chars().count();
    let rest = PREFIXES.iter().find_map(|prefix| word.strip_prefix(prefix).filter(|rest| letters(rest) >= 2));
    let mut rest = rest.unwrap_or(word);
    for suffix in SUFFIXES {
        if let Some(shorter) = rest.strip_suffix(suffix).filter(|shorter| letters(shorter) >= 2) {
            rest = shorter;
        }
    }
    *word = rest.to_owned();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stemmed(word: &str) -> String {
        let mut word = word.to_owned();
        plain_arabic(&mut word);
        stem(&mut word);
        word
    }

    #[test]
    fn one_and_many_are_the_same_word() {
        for (one, many) in [
            ("battery", "batteries"),
            ("case", "cases"),
            ("headphone", "headphones"),
            ("box", "boxes"),
            ("glass", "glasses"),
            ("watch", "watches"),
            ("usb", "usbs"),
            ("price", "prices"),
            ("blade", "blades"),
            ("bottle", "bottles"),
            ("auricular", "auriculares"),
            ("televisor", "televisores"),
            ("raton", "ratones"),
            ("luz", "luces"),
            ("altavoz", "altavoces"),
            ("movil", "moviles"),
            ("reloj", "relojes"),
            ("pared", "paredes"),
            ("cable", "cables"),
            ("lampara", "lamparas"),
            ("ordenador", "ordenadores"),
            // Headphone, watch, car, printer; with the article, too.
            ("سماعة", "سماعات"),
            ("سماعة", "السماعات"),
            ("ساعة", "ساعات"),
            ("سيارة", "السيارات"),
            ("طابعة", "والطابعة"),
            ("مبرمج", "المبرمجون"),
        ] {
            assert_eq!(stemmed(one), stemmed(many), "{one}, {many}");
        }
    }

    #[test]
    fn other_words_stay_apart() {
        for (one, other) in [
            ("plan", "plane"),
            ("scar", "scare"),
            ("star", "store"),
            ("bus", "bu"),
            ("tennis", "tenni"),
            ("glass", "glas"),
            ("ps4", "ps4s"),
            ("game", "gaming"),
            ("pan", "pen"),
            ("سماعة", "ساعة"),
        ] {
            assert_ne!(stemmed(one), stemmed(other), "{one}, {other}");
        }
    }

    #[test]
    fn letters_that_are_written_in_several_ways_are_one() {
        for (one, other) in
            [("أحمر", "احمر"), ("إضاءة", "اضاءه"), ("كُرسي", "كرسي"), ("كرسى", "كرسي"), ("ســـاعة", "ساعة")]
        {
            assert_eq!(stemmed(one), stemmed(other), "{one}, {other}");
        }
        for short in ["ال", "في", "من", "ه"] {
            assert_eq!(stemmed(short), short, "two letters stay");
        }
    }
}
