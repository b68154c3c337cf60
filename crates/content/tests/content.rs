//! Saving, reading, restoring and taking down, on both databases.
#![allow(clippy::unwrap_used)]

use content::{
    BODY_MAX_CHARS, ContentError, Edit, Reading, Saved, Slug, Standing, VersionState, history, html, index,
    latest, live_of, live_under, reading, restore, save, standing, unschedule, withdraw,
};
use db::sql;
use db::testing::{Tampering, TestDb, each_is_found, on_both};
use domain::format::Locale;
use domain::{AccountId, DurationUs, TypedId as _};
use uuid::Uuid;

fn mara() -> AccountId {
    AccountId::from_uuid(Uuid::from_u128(7))
}

fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

fn edit(page: &str, locale: Locale, title: &str, body: &str, seen: i64) -> Edit {
    Edit {
        slug: slug(page),
        locale,
        title: title.into(),
        body: body.into(),
        position: 20,
        seen,
        publish: true,
        starts_at: None,
        by: mara(),
    }
}

async fn saved(test: &TestDb, edit: Edit) -> Result<Saved, ContentError> {
    test.db()
        .write(move |tx| {
            let edit = edit.clone();
            Box::pin(async move { save(tx, &edit).await })
        })
        .await
}

async fn restored(test: &TestDb, page: &str, locale: Locale, number: i64) -> Result<Saved, ContentError> {
    let page = slug(page);
    test.db()
        .write(move |tx| {
            let page = page.clone();
            Box::pin(async move { restore(tx, &page, locale, number, mara()).await })
        })
        .await
}

async fn withdrawn(test: &TestDb, page: &str, locale: Locale) -> Result<(), ContentError> {
    let page = slug(page);
    test.db()
        .write(move |tx| {
            let page = page.clone();
            Box::pin(async move { withdraw(tx, &page, locale, mara()).await })
        })
        .await
}

async fn read(test: &TestDb, page: &str, locale: Locale) -> Option<Reading> {
    let mut conn = test.db().read().await.unwrap();
    reading(&slug(page), &live_of(&mut conn, &slug(page)).await.unwrap(), locale)
}

#[tokio::test]
async fn a_shop_that_wrote_nothing_has_the_shipped_pages_in_every_language() {
    on_both(|test| {
        Box::pin(async move {
            for (locale, title) in [(Locale::En, "Delivery"), (Locale::Es, "Envío"), (Locale::Ar, "التوصيل")]
            {
                let page = read(test, "help/delivery", locale).await.unwrap();
                assert_eq!((page.title.as_str(), page.locale), (title, locale));
                assert_eq!((page.published_at, page.languages.len()), (None, 3));
            }
            assert!(read(test, "help/there-is-none", Locale::En).await.is_none());
            assert!(read(test, "category/kitchen", Locale::En).await.is_none());
            let mut conn = test.db().read().await.unwrap();
            let help = index(&live_under(&mut conn, "help/").await.unwrap(), Locale::En);
            let help: Vec<_> = help.iter().filter(|p| p.slug.as_str().starts_with("help/")).collect();
            let names: Vec<_> = help.iter().map(|page| page.slug.name()).collect();
            assert_eq!(names, ["ordering", "delivery", "returns", "payment", "account"]);
        })
    })
    .await;
}

#[tokio::test]
async fn what_is_published_is_read_and_a_draft_is_not() {
    on_both(|test| {
        Box::pin(async move {
            let first = edit("help/delivery", Locale::En, "Sending", "By *boat*.", 0);
            assert_eq!(saved(test, first.clone()).await.unwrap(), Saved::Published(1));
            assert_eq!(saved(test, first).await.unwrap(), Saved::Unchanged(1), "the same press twice");
            let draft = Edit { publish: false, ..edit("help/delivery", Locale::En, "Sending", "By air.", 1) };
            assert_eq!(saved(test, draft).await.unwrap(), Saved::Draft(2));
            let page = read(test, "help/delivery", Locale::En).await.unwrap();
            assert_eq!((page.title.as_str(), page.body.as_str()), ("Sending", "By *boat*."));
            assert_eq!(page.published_at, Some(test.db().now()));
            assert_eq!(read(test, "help/delivery", Locale::Es).await.unwrap().title, "Envío");
            let publish = edit("help/delivery", Locale::En, "Sending", "By air.", 2);
            assert_eq!(saved(test, publish).await.unwrap(), Saved::Published(3));
            assert_eq!(read(test, "help/delivery", Locale::En).await.unwrap().body, "By air.");
        })
    })
    .await;
}

#[tokio::test]
async fn nothing_that_was_typed_is_lost_when_it_cannot_be_published() {
    on_both(|test| {
        Box::pin(async move {
            saved(test, edit("help/delivery", Locale::En, "A", "One.", 0)).await.unwrap();
            let late = edit("help/delivery", Locale::En, "A", "Two, by somebody who saw nothing.", 0);
            assert_eq!(saved(test, late).await.unwrap(), Saved::Outdated(2));
            let empty = edit("help/delivery", Locale::En, " ", "Three.", 2);
            assert_eq!(saved(test, empty).await.unwrap(), Saved::Incomplete(3));
            assert_eq!(read(test, "help/delivery", Locale::En).await.unwrap().body, "One.");
            let mut conn = test.db().read().await.unwrap();
            let last = latest(&mut conn, &slug("help/delivery"), Locale::En).await.unwrap().unwrap();
            assert_eq!((last.state, last.body.as_str()), (VersionState::Draft, "Three."));
            let long = edit("help/delivery", Locale::En, "A", &"x".repeat(BODY_MAX_CHARS + 1), 3);
            assert!(matches!(saved(test, long).await, Err(ContentError::TooLong)));
            let draft = edit("help/delivery", Locale::En, "A\0", "Four, kept\0 for later.", 0);
            let draft = Edit { publish: false, ..draft };
            assert_eq!(
                saved(test, draft).await.unwrap(),
                Saved::Outdated(4),
                "a draft hides no other one unsaid"
            );
            let mut conn = test.db().read().await.unwrap();
            let last = latest(&mut conn, &slug("help/delivery"), Locale::En).await.unwrap().unwrap();
            assert_eq!((last.title.as_str(), last.body.as_str()), ("A", "Four, kept for later."));
        })
    })
    .await;
}

#[tokio::test]
async fn an_earlier_version_comes_back_as_a_new_one() {
    on_both(|test| {
        Box::pin(async move {
            for (seen, body) in [(0, "One."), (1, "Two.")] {
                saved(test, edit("privacy", Locale::Es, "Privacidad", body, seen)).await.unwrap();
            }
            assert_eq!(restored(test, "privacy", Locale::Es, 1).await.unwrap(), Saved::Published(3));
            assert_eq!(restored(test, "privacy", Locale::Es, 1).await.unwrap(), Saved::Unchanged(3));
            assert_eq!(read(test, "privacy", Locale::Es).await.unwrap().body, "One.");
            assert_eq!(restored(test, "privacy", Locale::Es, 0).await.unwrap(), Saved::Published(4));
            assert!(read(test, "privacy", Locale::Es).await.unwrap().body.contains("## "), "as shipped");
            assert!(matches!(restored(test, "privacy", Locale::Es, 9).await, Err(ContentError::NotFound)));
            let none = restored(test, "category/kitchen", Locale::Es, 0).await;
            assert!(matches!(none, Err(ContentError::NotFound)));
            let mut conn = test.db().read().await.unwrap();
            let all = history(&mut conn, &slug("privacy"), Locale::Es, 10).await.unwrap();
            let kept: Vec<_> = all.iter().map(|v| (v.number, v.restored, v.written_by)).collect();
            assert_eq!(
                kept,
                [(4, Some(0), mara()), (3, Some(1), mara()), (2, None, mara()), (1, None, mara())]
            );
        })
    })
    .await;
}

#[tokio::test]
async fn a_missing_language_is_read_in_english_and_else_in_any() {
    on_both(|test| {
        Box::pin(async move {
            saved(test, edit("help/gifts", Locale::Es, "Regalos", "Sí.", 0)).await.unwrap();
            let only = read(test, "help/gifts", Locale::Ar).await.unwrap();
            assert_eq!((only.locale, only.languages), (Locale::Es, vec![Locale::Es]));
            saved(test, edit("help/gifts", Locale::En, "Gifts", "Yes.", 0)).await.unwrap();
            assert_eq!(read(test, "help/gifts", Locale::Ar).await.unwrap().locale, Locale::En);
            assert_eq!(read(test, "help/gifts", Locale::Es).await.unwrap().title, "Regalos");
        })
    })
    .await;
}

#[tokio::test]
async fn a_filled_imprint_wins_over_a_shipped_one_with_gaps() {
    on_both(|test| {
        Box::pin(async move {
            assert_eq!(read(test, "imprint", Locale::Es).await.unwrap().locale, Locale::Es);
            saved(test, edit("imprint", Locale::En, "Imprint", "Mara Ltd, Austin.", 0)).await.unwrap();
            let page = read(test, "imprint", Locale::Es).await.unwrap();
            assert_eq!((page.locale, page.body.as_str()), (Locale::En, "Mara Ltd, Austin."));
            saved(test, edit("privacy", Locale::En, "Privacy", "We keep little.", 0)).await.unwrap();
            let page = read(test, "privacy", Locale::Es).await.unwrap();
            assert_eq!(page.locale, Locale::Es, "a whole shipped text stays");
        })
    })
    .await;
}

#[tokio::test]
async fn a_page_is_taken_down_in_one_language_and_comes_back() {
    on_both(|test| {
        Box::pin(async move {
            withdrawn(test, "help/returns", Locale::Es).await.unwrap();
            withdrawn(test, "help/returns", Locale::Es).await.unwrap();
            assert_eq!(read(test, "help/returns", Locale::Es).await.unwrap().locale, Locale::En);
            for locale in [Locale::En, Locale::Ar] {
                withdrawn(test, "help/returns", locale).await.unwrap();
            }
            assert!(read(test, "help/returns", Locale::Es).await.is_none());
            let mut conn = test.db().read().await.unwrap();
            let live = live_of(&mut conn, &slug("help/returns")).await.unwrap();
            assert_eq!(standing(&slug("help/returns"), &live, Locale::Es), Standing::Withdrawn);
            drop(conn);
            restored(test, "help/returns", Locale::Es, 0).await.unwrap();
            assert_eq!(read(test, "help/returns", Locale::En).await.unwrap().locale, Locale::Es);
            assert!(matches!(withdrawn(test, "imprint", Locale::En).await, Err(ContentError::Needed)));
            assert!(matches!(withdrawn(test, "help/none", Locale::En).await, Err(ContentError::NotFound)));
        })
    })
    .await;
}

#[tokio::test]
async fn no_version_is_ever_changed_or_removed() {
    on_both(|test| {
        Box::pin(async move {
            saved(test, edit("privacy", Locale::En, "Privacy", "One.", 0)).await.unwrap();
            for statement in ["UPDATE content_versions SET body = 'x'", "DELETE FROM content_versions"] {
                let done: Result<u64, db::DbError> =
                    test.db().write(move |tx| Box::pin(async move { tx.exec(sql(statement)).await })).await;
                assert!(done.is_err(), "{statement}");
            }
        })
    })
    .await;
}

#[tokio::test]
async fn what_is_kept_as_a_script_is_shown_as_words() {
    on_both(|test| {
        Box::pin(async move {
            let body =
                "<script>alert(1)</script>\n\n[press](javascript:alert(1)) <img src=x onerror=alert(1)>";
            saved(test, edit("help/trap", Locale::En, "<b>Trap</b>", body, 0)).await.unwrap();
            let shown = html(&read(test, "help/trap", Locale::En).await.unwrap().body);
            assert!(
                !shown.contains("<script") && !shown.contains("<img") && !shown.contains("href"),
                "{shown}"
            );
        })
    })
    .await;
}

async fn unscheduled(test: &TestDb, page: &str, number: i64) -> Result<(), ContentError> {
    let page = slug(page);
    test.db()
        .write(move |tx| {
            let page = page.clone();
            Box::pin(async move { unschedule(tx, &page, Locale::En, number, mara()).await })
        })
        .await
}

#[tokio::test]
async fn a_text_begins_by_itself_and_what_is_written_meanwhile_counts_until_then() {
    on_both(|test| {
        Box::pin(async move {
            let day = DurationUs::from_days(1);
            saved(test, edit("imprint", Locale::En, "Imprint", "Old.", 0)).await.unwrap();
            let tomorrow = test.db().now().plus(day);
            let later =
                Edit { starts_at: Some(tomorrow), ..edit("imprint", Locale::En, "Imprint", "New.", 1) };
            assert_eq!(saved(test, later.clone()).await.unwrap(), Saved::Scheduled(2, tomorrow));
            assert_eq!(saved(test, later).await.unwrap(), Saved::Unchanged(2), "the same press twice");
            assert_eq!(read(test, "imprint", Locale::En).await.unwrap().body, "Old.");
            let coming = content::coming(&mut test.db().read().await.unwrap()).await.unwrap();
            assert_eq!(coming, [(slug("imprint"), Locale::En, tomorrow)]);
            test.clock().advance(DurationUs::from_secs(1));
            saved(test, edit("imprint", Locale::En, "Imprint", "Old, mended.", 2)).await.unwrap();
            assert_eq!(read(test, "imprint", Locale::En).await.unwrap().body, "Old, mended.");
            test.clock().advance(day);
            let now = read(test, "imprint", Locale::En).await.unwrap();
            assert_eq!((now.body.as_str(), now.published_at), ("New.", Some(tomorrow)));
            let mut conn = test.db().read().await.unwrap();
            assert!(content::coming(&mut conn).await.unwrap().is_empty());
            assert_eq!(live_under(&mut conn, "").await.unwrap().len(), 1);
            drop(conn);
            let back = edit("imprint", Locale::En, "Imprint", "Old, mended.", 3);
            assert_eq!(saved(test, back).await.unwrap(), Saved::Published(4), "it is not what people read");
            assert_eq!(read(test, "imprint", Locale::En).await.unwrap().body, "Old, mended.");
        })
    })
    .await;
}

#[tokio::test]
async fn a_text_that_has_not_begun_is_taken_back_and_one_that_has_is_not() {
    on_both(|test| {
        Box::pin(async move {
            saved(test, edit("imprint", Locale::En, "Imprint", "Old.", 0)).await.unwrap();
            let tomorrow = test.db().now().plus(DurationUs::from_days(1));
            let later =
                Edit { starts_at: Some(tomorrow), ..edit("imprint", Locale::En, "Imprint", "New.", 1) };
            saved(test, later.clone()).await.unwrap();
            unscheduled(test, "imprint", 2).await.unwrap();
            unscheduled(test, "imprint", 2).await.unwrap();
            let none = unscheduled(test, "imprint", 1).await;
            assert!(matches!(none, Err(ContentError::NotFound)), "{none:?}");
            // What was taken back can be said again.
            let again = Edit { seen: 2, ..later };
            assert_eq!(saved(test, again).await.unwrap(), Saved::Scheduled(3, tomorrow));
            test.clock().advance(DurationUs::from_days(2));
            let begun = unscheduled(test, "imprint", 3).await;
            assert!(matches!(begun, Err(ContentError::Begun)), "{begun:?}");
            let past =
                Edit { starts_at: Some(tomorrow), ..edit("imprint", Locale::En, "Imprint", "Late.", 3) };
            let past = saved(test, past).await;
            assert!(matches!(past, Err(ContentError::InThePast)), "{past:?}");
            let all = history(&mut test.db().read().await.unwrap(), &slug("imprint"), Locale::En, 10).await;
            let all: Vec<_> = all.unwrap().iter().map(|v| (v.number, v.taken_back)).collect();
            assert_eq!(all, [(3, false), (2, true), (1, false)]);
        })
    })
    .await;
}

#[tokio::test]
async fn a_text_that_was_taken_back_after_it_began_is_named() {
    on_both(|test| {
        Box::pin(async move {
            let tomorrow = test.db().now().plus(DurationUs::from_days(1));
            let later =
                Edit { starts_at: Some(tomorrow), ..edit("imprint", Locale::En, "Imprint", "New.", 0) };
            saved(test, later).await.unwrap();
            let tampering = Tampering::of(
                "content_unscheduled",
                mara(),
                "INSERT INTO content_unscheduled (slug, locale, number, starts_at_us, by_account, at_us)
                 SELECT slug, locale, number, starts_at_us + 2, $1, starts_at_us + 1 FROM content_versions",
                &["no text was taken back that had begun"],
            );
            let tampering = tampering.named("content_unscheduled imprint en 1".into());
            each_is_found(&test.db(), vec![tampering], |conn| {
                Box::pin(async move {
                    let found = content::check(conn).await.unwrap();
                    found.into_iter().map(|violation| (violation.row, violation.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}
