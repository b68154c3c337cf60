use super::*;
use proptest::prelude::*;

#[test]
fn stars_are_one_to_five_and_nothing_else() {
    for (text, expected) in [
        ("1", Ok(1)),
        ("5", Ok(5)),
        ("", Err(Problem::Missing)),
        ("0", Err(Problem::Unknown)),
        ("6", Err(Problem::Unknown)),
        ("-1", Err(Problem::Unknown)),
        ("4.5", Err(Problem::Unknown)),
        ("261", Err(Problem::Unknown)),
        ("five", Err(Problem::Unknown)),
    ] {
        assert_eq!(Stars::parse(text).map(Stars::get), expected, "{text:?}");
    }
    assert!(serde_json::from_str::<Stars>("6").is_err());
}

#[test]
fn an_average_is_rounded_half_up_to_a_tenth() {
    let rating = |by_stars| Rating { by_stars };
    for (by_stars, tenths) in [
        ([0, 0, 0, 0, 0], None),
        ([0, 0, 0, 0, 3], Some(50)),
        ([1, 0, 0, 0, 0], Some(10)),
        // 4.25 becomes 4.3, 4.24 stays 4.2.
        ([0, 0, 0, 3, 1], Some(43)),
        ([0, 0, 0, 19, 6], Some(42)),
        ([1, 1, 1, 1, 1], Some(30)),
    ] {
        assert_eq!(rating(by_stars).tenths(), tenths, "{by_stars:?}");
    }
    let mixed = rating([1, 0, 0, 1, 6]);
    assert_eq!(
        (mixed.count(), mixed.sum(), mixed.percent(Stars(5)), mixed.percent(Stars(1))),
        (8, 35, 75, 13)
    );
    assert_eq!(Rating::default().percent(Stars(5)), 0);
}

#[test]
fn texts_are_cleaned_and_their_lengths_are_kept() {
    let say = |kind, text: &str| Prose::parse(kind, text).map(|p| p.as_str().to_owned());
    assert_eq!(say(ProseKind::Title, "  Just \t right "), Ok("Just right".into()));
    assert_eq!(say(ProseKind::Title, "I <3 it"), Ok("I <3 it".into()));
    assert_eq!(say(ProseKind::Review, " One.\r\n\r\n\r\n Two. \n"), Ok("One.\n\nTwo.".into()));
    assert_eq!(say(ProseKind::Review, "5 < 6 <b>bold</b>"), Ok("5 < 6 <b>bold</b>".into()));
    for (kind, text, problem) in [
        (ProseKind::Title, "", Problem::Missing),
        (ProseKind::Title, "!", Problem::Malformed),
        (ProseKind::Title, "x", Problem::TooShort),
        (ProseKind::Title, "a\nb", Problem::BadCharacter),
        (ProseKind::Review, " \n \n", Problem::Missing),
        (ProseKind::Review, "Too short", Problem::TooShort),
        (ProseKind::Review, "!!!!!!!!!!!!!", Problem::Malformed),
        (ProseKind::Review, "It is \u{202e}turned around", Problem::BadCharacter),
        (ProseKind::Review, "A bell \u{7} rings here", Problem::BadCharacter),
    ] {
        assert_eq!(say(kind, text), Err(problem), "{text:?}");
    }
    assert!(say(ProseKind::Message, "?").is_ok() && say(ProseKind::Message, "👍").is_ok());
    assert_eq!(say(ProseKind::Message, " \n "), Err(Problem::Missing));
    for kind in [
        ProseKind::Title,
        ProseKind::Review,
        ProseKind::Question,
        ProseKind::Answer,
        ProseKind::Reply,
        ProseKind::Message,
    ] {
        let (_, longest) = kind.lengths();
        assert!(say(kind, &"ش".repeat(longest)).is_ok(), "{kind}");
        assert_eq!(say(kind, &"ش".repeat(longest + 1)), Err(Problem::TooLong), "{kind}");
    }
}

#[test]
fn only_the_first_name_stands_beside_a_text() {
    for (name, shown) in [
        ("Ada Lovelace", "Ada"),
        ("Ada", "Ada"),
        ("عبد الله الحسن", "عبد الله"),
        ("Abu Bakr Salem", "Abu Bakr"),
        ("Dr. Ana López", "Dr. Ana"),
        ("Abdul", "Abdul"),
        ("", ""),
    ] {
        assert_eq!(first_name(name), shown);
    }
}

#[test]
fn a_subject_is_known_by_its_prefix() {
    let uuid = uuid::Uuid::from_u128(5);
    for subject in [
        Subject::Review(ReviewId::from_uuid(uuid)),
        Subject::Question(QuestionId::from_uuid(uuid)),
        Subject::Answer(AnswerId::from_uuid(uuid)),
        Subject::Feedback(crate::FeedbackId::from_uuid(uuid)),
    ] {
        assert_eq!(Subject::parse(&subject.to_string()), Some(subject));
    }
    for text in ["", "rev", "rev_", "ord_00000000000000000000000005", "rev_0000000000000000000000000!"] {
        assert_eq!(Subject::parse(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn an_average_is_between_the_fewest_and_the_most_stars(by_stars in proptest::array::uniform5(0i64..1_000)) {
        let rating = Rating { by_stars };
        match rating.tenths() {
            None => prop_assert_eq!(rating.count(), 0),
            Some(tenths) => {
                let given = || Stars::ALL.into_iter().filter(|s| rating.with(*s) > 0).map(|s| s.get() * 10);
                prop_assert!(given().min() <= Some(i64::from(tenths)) && given().max() >= Some(i64::from(tenths)));
            }
        }
    }

    #[test]
    fn a_cleaned_text_is_clean_already(text in "\\PC{0,40}(\r?\n){0,3}\\PC{0,40}") {
        if let Ok(once) = Prose::parse(ProseKind::Review, &text) {
            prop_assert_eq!(Prose::parse(ProseKind::Review, once.as_str()), Ok(once));
        }
    }
}
