//! What is kept, for whom and how long, on both databases.

use crate::{Activity, Event, Kind, own_searches, recently_seen, search_lines, search_totals};
use db::testing::{TestDb, on_both};
use domain::format::Locale;
use domain::{DurationUs, ProductId, Timestamp, TypedId};
use uuid::Uuid;

const ALWAYS: (Timestamp, Timestamp) = (Timestamp::from_micros(0), Timestamp::from_micros(i64::MAX));

fn product(number: u128) -> ProductId {
    ProductId::from_uuid(Uuid::from_u128(number))
}

fn event(kind: Kind) -> Event {
    Event {
        kind,
        visitor: None,
        stranger: None,
        product: None,
        seller: None,
        featured: None,
        words: None,
        results: None,
        locale: Locale::En,
        phone: false,
    }
}

fn view(visitor: &str, number: u128) -> Event {
    Event { visitor: Some(visitor.into()), product: Some(product(number)), ..event(Kind::View) }
}

fn search(words: &str, results: i64) -> Event {
    Event { words: Some(words.into()), results: Some(results), ..event(Kind::Search) }
}

async fn seen(test: &TestDb, first: &str, second: &str) -> Vec<ProductId> {
    let visitors = [first, second].map(|v| (!v.is_empty()).then(|| v.to_owned()));
    recently_seen(&mut test.db().read().await.unwrap(), visitors, 10).await.unwrap()
}

#[tokio::test]
async fn what_was_seen_last_comes_first_and_each_product_once() {
    on_both(|test| {
        Box::pin(async move {
            let activity = Activity::new(test.db());
            for (visitor, number) in [("a", 1), ("a", 2), ("b", 3), ("a", 1)] {
                test.clock().advance(DurationUs::from_secs(1));
                activity.record(view(visitor, number));
            }
            activity.flush().await.unwrap();
            assert_eq!(seen(test, "a", "").await, [product(1), product(2)]);
            assert_eq!(seen(test, "a", "b").await, [product(1), product(3), product(2)]);
            assert_eq!(seen(test, "", "").await, []);
        })
    })
    .await;
}

async fn own(test: &TestDb, visitors: [&str; 2], begins: &str) -> Vec<String> {
    let visitors = visitors.map(|v| (!v.is_empty()).then(|| v.to_owned()));
    own_searches(&mut test.db().read().await.unwrap(), visitors, begins, 3).await.unwrap()
}

#[tokio::test]
async fn ones_own_searches_come_back_last_first_until_one_is_removed() {
    on_both(|test| {
        Box::pin(async move {
            let activity = Activity::new(test.db());
            for (visitor, words, results) in [
                ("a", "red lamp", 3),
                ("a", "Red chair", 1),
                ("a", "red door", 0),
                ("b", "red wine", 2),
                ("a", "blue %", 2),
                ("a", "red lamp", 3),
            ] {
                test.clock().advance(DurationUs::from_secs(1));
                activity.record(Event { visitor: Some(visitor.into()), ..search(words, results) });
            }
            activity.flush().await.unwrap();
            assert_eq!(own(test, ["a", ""], "re").await, ["red lamp", "red chair"]);
            assert_eq!(own(test, ["a", "b"], "red ").await, ["red lamp", "red wine", "red chair"]);
            assert_eq!(own(test, ["a", ""], "%").await, [""; 0]);
            assert_eq!(own(test, ["", ""], "re").await, [""; 0]);
            activity.forget_search("a", "Red  lamp").await.unwrap();
            assert_eq!(own(test, ["a", ""], "re").await, ["red chair"]);
            let lines = search_lines(&mut test.db().read().await.unwrap(), ALWAYS, false, 10).await.unwrap();
            assert!(lines.iter().any(|line| line.words == "red lamp" && line.searches == 2), "{lines:?}");
        })
    })
    .await;
}

#[tokio::test]
async fn who_withdraws_consent_is_forgotten_and_still_counted() {
    on_both(|test| {
        Box::pin(async move {
            let activity = Activity::new(test.db());
            activity.record(view("a", 1));
            activity.record(view("b", 1));
            activity.forget("a").await.unwrap();
            assert_eq!(seen(test, "a", "").await, []);
            assert_eq!(seen(test, "b", "").await, [product(1)]);
            assert_eq!(activity.popular().await.unwrap().products, [product(1)]);
        })
    })
    .await;
}

#[tokio::test]
async fn the_operator_sees_what_was_searched_found_and_opened() {
    on_both(|test| {
        Box::pin(async move {
            let activity = Activity::new(test.db());
            for found in
                [search("Red  Lamp", 4), search("red lamp", 4), search("telly", 0), search("mouse", 2)]
            {
                activity.record(found);
            }
            // Another person who searched for the same opens two products and looks at a third one.
            let other = |found: Event| Event { stranger: Some("another".into()), ..found };
            activity.record(other(search("red lamp", 4)));
            for (kind, number) in [(Kind::Click, 1), (Kind::Click, 2), (Kind::Quick, 3)] {
                let words = Some("red lamp".into());
                activity.record(other(Event { words, product: Some(product(number)), ..event(kind) }));
            }
            // Nobody searched for what this one came from: it was in a link.
            activity.record(Event { words: Some("mouse".into()), ..other(event(Kind::Click)) });
            // Neither an opening from a category nor a suggestion that was taken is a search's.
            activity.record(Event { product: Some(product(1)), ..event(Kind::Click) });
            activity.record(Event { words: Some("red l".into()), ..event(Kind::Suggestion) });
            activity.flush().await.unwrap();
            let mut conn = test.db().read().await.unwrap();
            let lines = search_lines(&mut conn, ALWAYS, false, 10).await.unwrap();
            let told: Vec<_> =
                lines.iter().map(|l| (l.words.as_str(), l.searches, l.results, l.people, l.opened)).collect();
            assert_eq!(told, [("red lamp", 3, 4, 2, 1), ("mouse", 1, 2, 1, 0), ("telly", 1, 0, 1, 0)]);
            let missing = search_lines(&mut conn, ALWAYS, true, 10).await.unwrap();
            assert_eq!(missing.iter().map(|l| l.words.as_str()).collect::<Vec<_>>(), ["telly"]);
            let totals = search_totals(&mut conn, ALWAYS).await.unwrap();
            let told = (totals.searches, totals.without_results, totals.people, totals.opened);
            assert_eq!(told, (5, 1, 4, 1));
        })
    })
    .await;
}

#[tokio::test]
async fn a_search_is_suggested_to_others_when_several_made_it_and_it_found_something() {
    on_both(|test| {
        Box::pin(async move {
            let activity = Activity::new(test.db());
            let by = |who: &str, event: Event| Event { stranger: Some(who.into()), ..event };
            for who in ["a", "b", "c"] {
                activity.record(by(who, search("red lamp", 4)));
                activity.record(by(who, search("nothing", 0)));
                // One who insists is still one.
                activity.record(by("a", search("buy at my shop", 4)));
            }
            activity.flush().await.unwrap();
            assert_eq!(activity.popular().await.unwrap().searches, ["red lamp"]);
        })
    })
    .await;
}

#[tokio::test]
async fn a_product_in_carts_is_more_wanted_than_one_looked_at() {
    on_both(|test| {
        Box::pin(async move {
            let activity = Activity::new(test.db());
            let by = |who: &str, event: Event| Event { stranger: Some(who.into()), ..event };
            activity.record(by("a", Event { product: Some(product(2)), ..event(Kind::Cart) }));
            for who in ["a", "b", "c"] {
                activity.record(by(who, Event { product: Some(product(1)), ..event(Kind::View) }));
            }
            for _ in 0..20 {
                activity.record(by("a", Event { product: Some(product(3)), ..event(Kind::View) }));
            }
            activity.flush().await.unwrap();
            let wanted = activity.popular().await.unwrap().products.clone();
            assert_eq!(wanted, [product(2), product(1), product(3)], "each person counts once");
            let much = [(product(2), 5), (product(1), 3), (product(3), 1)];
            assert_eq!(activity.wanted().await.unwrap(), much);
            test.clock().advance(DurationUs::from_days(15));
            assert_eq!(activity.popular().await.unwrap().products, []);
            assert_eq!(activity.wanted().await.unwrap(), much, "a month is looked back");
            test.clock().advance(DurationUs::from_days(16));
            assert_eq!(activity.wanted().await.unwrap(), []);
        })
    })
    .await;
}

#[tokio::test]
async fn what_is_older_than_the_retention_goes_and_the_rest_stays() {
    on_both(|test| {
        Box::pin(async move {
            let activity = Activity::new(test.db());
            activity.record(view("a", 1));
            test.clock().advance(DurationUs::from_days(10));
            activity.record(view("a", 2));
            activity.flush().await.unwrap();
            assert_eq!(activity.purge(DurationUs::from_days(5)).await.unwrap(), 1);
            assert_eq!(seen(test, "a", "").await, [product(2)]);
        })
    })
    .await;
}

#[tokio::test]
async fn more_events_than_one_transaction_takes_are_all_written() {
    on_both(|test| {
        Box::pin(async move {
            let activity = Activity::new(test.db());
            for number in 0..1_201 {
                activity.record(search(&format!("words {number}"), 1));
            }
            activity.flush().await.unwrap();
            let mut conn = test.db().read().await.unwrap();
            assert_eq!(search_totals(&mut conn, ALWAYS).await.unwrap().searches, 1_201);
        })
    })
    .await;
}

#[tokio::test]
async fn strangers_are_told_from_each_other_for_a_day_and_no_longer() {
    on_both(|test| {
        Box::pin(async move {
            let activity = Activity::new(test.db());
            let one = activity.stranger("192.0.2.1", "Browser");
            assert_eq!(one, activity.stranger("192.0.2.1", "Browser"));
            assert_ne!(one, activity.stranger("192.0.2.2", "Browser"));
            assert_ne!(one, Activity::new(test.db()).stranger("192.0.2.1", "Browser"), "salts are not kept");
            test.clock().advance(DurationUs::from_days(1));
            assert_ne!(one, activity.stranger("192.0.2.1", "Browser"));
        })
    })
    .await;
}

#[test]
fn only_words_are_counted() {
    let long = "word ".repeat(40);
    for (typed, counted) in [
        ("  Red   LAMP ", "red lamp"),
        ("tv 55\"", "tv 55"),
        ("mx-500", "mx-500"),
        ("★★ lamp ★ <b>", "lamp b"),
        ("cafetière", "cafetière"),
        ("?!", ""),
        (&long, "word word word word word word word word word word word word"),
    ] {
        assert_eq!(crate::counted_words(typed), counted, "{typed}");
    }
}
