use super::*;
use proptest::prelude::*;

fn seen(text: &str) -> String {
    masked(text, "[hidden]")
}

#[test]
fn a_text_of_nothing_but_labels_takes_no_longer_than_another() {
    // A label begins a name, and a name once walked all labels behind it: 32 times the text, 1,000 times the work.
    let took = |labels: usize| {
        let text = "a.".repeat(labels);
        let begun = std::time::Instant::now();
        assert!(!hides_something(&text));
        begun.elapsed()
    };
    let best = |labels: usize| (0..5).map(|_| took(labels)).min().unwrap_or_default();
    let (short, long) = (best(500), best(16_000));
    assert!(long < short.saturating_mul(200), "{short:?} for 500 labels, {long:?} for 16,000");
}

#[test]
fn a_name_with_many_labels_is_hidden_to_its_end() {
    let name = format!("{}example.com", "sub.".repeat(40));
    let text = seen(&format!("Look at {name} today"));
    assert!(!text.contains("example") && text.ends_with("[hidden] today"), "{text}");
    let address = seen(&format!("ada@{name} is me"));
    assert!(!address.contains("example") && !address.contains("ada"), "{address}");
}

#[test]
fn addresses_numbers_and_links_are_hidden_and_the_rest_is_not() {
    for (text, expected) in [
        ("Write to ada@example.com, please.", "Write to [hidden], please."),
        ("ada.l+shop@mail.example.co.uk!", "[hidden]!"),
        ("ada (at) example (dot) com", "[hidden]"),
        ("Ada at example dot com is me", "[hidden] is me"),
        ("ana arroba ejemplo punto es", "[hidden]"),
        ("ada ＠ example.com", "[hidden]"),
        ("用户@例子.广告", "[hidden]"),
        // What follows the last word of a name is no part of it.
        ("a(at)example.museum.٠", "[hidden].٠"),
        ("a(at)at.comwww.www.٠", "[hidden]"),
        ("ada@mail.museum.7", "[hidden].7"),
        ("See https://example.com/a?b=1.", "See [hidden]."),
        ("(www.example.com)", "([hidden])"),
        ("example.com.Thanks", "[hidden].Thanks"),
        ("EXAMPLE.COM or t.me/ada", "[hidden] or [hidden]"),
        ("shop.example.in/ada", "[hidden]"),
        ("Call +1 (415) 555-0132 now", "Call [hidden] now"),
        ("612 345 678", "[hidden]"),
        ("2000-01-10-00", "[hidden]"),
        ("00.10.01.2000", "[hidden]"),
        ("612.345.678 / 687 654 321", "[hidden]"),
        ("06 12 34 56 78", "[hidden]"),
        ("612\u{200b}345\u{200b}678", "[hidden]"),
        ("٠٥٠١٢٣٤٥٦٧", "[hidden]"),
        ("＋３４ ６１２３４５６７８", "[hidden]"),
    ] {
        assert_eq!(seen(text), expected, "{text}");
    }
    for plain in [
        "",
        "Where is it? It should have been here on 28.11.2026.",
        "Ordered 2026-11-28 10:30, 3 pieces at 19.99 each",
        "That works.It came late, look at the box.New ones are better",
        "Meet at home. Then we see",
        "My order is ord_01j9zzzzzzzzzzzzzzzzzzzzzz",
        "UPS 1Z999AA10123456784",
        "DHL 00340434161094042557",
        "USPS 9400 1000 0000 0000 0000 00",
        "Sizes 38 40 42 44, 120 x 60 x 75 cm",
        "It costs 1,299,000 and not 1,300,000",
        "and/or, 1/2, 3.5 volts, v1.2.3",
        "@ada says hello",
    ] {
        assert_eq!(seen(plain), plain);
        assert!(!hides_something(plain), "{plain}");
    }
}

fn words() -> impl Strategy<Value = String> {
    "[b-np-z]{1,7}( [b-np-z]{1,7}){0,3}"
}

/// Texts in which something may be hidden, close together.
fn fragments() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        "[a-z]{1,4}",
        "[0-9٠-٩]{1,9}",
        "[ .,:/@+()\\-\n]{1,3}",
        Just("at".to_owned()),
        Just("(at)".to_owned()),
        Just(" dot ".to_owned()),
        Just(".com".to_owned()),
        Just("www.".to_owned()),
        Just("https://".to_owned()),
        "\\PC{0,3}",
    ];
    prop::collection::vec(fragment, 0..14).prop_map(|all| all.concat())
}

proptest! {
    #[test]
    fn the_pieces_together_are_the_text(text in fragments()) {
        let together: String = pieces(&text)
            .iter()
            .map(|piece| match piece {
                Piece::Shown(part) | Piece::Hidden(part) => *part,
            })
            .collect();
        prop_assert_eq!(&together, &text);
        prop_assert_eq!(hides_something(&text), pieces(&text).iter().any(|p| matches!(p, Piece::Hidden(_))));
    }

    #[test]
    fn no_piece_is_empty_and_hidden_ones_never_touch(text in fragments()) {
        let all = pieces(&text);
        prop_assert!(all.iter().all(|piece| !matches!(piece, Piece::Shown("") | Piece::Hidden(""))));
        let touch = all.windows(2).any(|two| matches!(two, [Piece::Hidden(_), Piece::Hidden(_)]));
        prop_assert!(!touch);
    }

    #[test]
    fn no_address_is_seen(
        before in words(), after in words(),
        address in "[a-z]{2,8}([._+][a-z0-9]{1,5})?@[a-z]{2,8}(\\.[a-z]{2,5})?\\.(com|es|org|museum)",
    ) {
        let text = seen(&format!("{before} {address} {after}"));
        prop_assert_eq!(text, format!("{before} [hidden] {after}"));
    }

    #[test]
    fn no_telephone_number_is_seen(
        before in words(), after in words(),
        groups in prop::collection::vec("[0-9]{2,4}", 3..=4), plus: bool,
        sign in prop::sample::select(vec!["", " ", "-", ".", " - ", ") "]),
    ) {
        let number = groups.join(sign);
        let digits = groups.iter().map(String::len).sum::<usize>();
        let fewest = if groups.iter().all(|group| group.len() == 2) { 9 } else { 7 };
        // What reads as a date, or as the number of a parcel, is none.
        prop_assume!(groups.len() == 4 || !matches!(sign, "-" | "."));
        prop_assume!((fewest..=15).contains(&digits));
        let text = seen(&format!("{before} {}{number}, {after}", if plus { "+" } else { "" }));
        prop_assert!(!text.chars().any(|c| c.is_ascii_digit()), "{} of {}", text, number);
        prop_assert!(text.starts_with(&before) && text.ends_with(&after));
    }

    #[test]
    fn no_link_is_seen(before in words(), after in words(), link in "(https?://|www\\.)?[a-z]{2,9}\\.(com|net|shop)(/[a-z0-9]{1,9})?") {
        let text = seen(&format!("{before} {link} {after}"));
        prop_assert_eq!(text, format!("{before} [hidden] {after}"));
    }

    #[test]
    fn plain_words_are_seen_as_they_are(text in "[b-np-z ,!?\n]{0,80}") {
        prop_assert_eq!(seen(&text), text);
    }

    #[test]
    fn what_was_masked_hides_nothing_more(text in fragments()) {
        let once = masked(&text, " … ");
        prop_assert_eq!(masked(&once, " … "), once);
    }
}
