//! Reports, and what the operator decides.

use crate::common::{Shop, draft, words};
use db::testing::on_both;
use domain::review::{ReportReason, Subject, Verdict, Visibility};
use domain::{AccountId, DurationUs};
use identity::PersonalData as _;
use reviews::{Decided, Filter, ReviewData, ReviewError, Saved};

async fn report(
    shop: &Shop,
    who: AccountId,
    subject: Subject,
    reason: ReportReason,
) -> Result<bool, ReviewError> {
    shop.write(move |tx| Box::pin(reviews::report(tx, who, subject, reason))).await
}

async fn decide(shop: &Shop, subject: Subject, verdict: Verdict, why: &str) -> Result<Decided, ReviewError> {
    let (operator, why): (AccountId, _) = (shop.db.new_id(), words(why));
    shop.write(move |tx| {
        let why = why.clone();
        Box::pin(async move { reviews::decide(tx, operator, subject, verdict, &why).await })
    })
    .await
}

async fn open(shop: &Shop) -> i64 {
    reviews::open_cases(&mut shop.db.read().await.unwrap()).await.unwrap()
}

async fn shown(shop: &Shop) -> i64 {
    let mut conn = shop.db.read().await.unwrap();
    reviews::page(&mut conn, shop.lamp, Filter::default()).await.unwrap().total
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_hides_nothing_and_counts_once_for_each_reader() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (ada, id) = shop.review("Ada Lovelace", 1).await;
            let subject = Subject::Review(id);
            let (ben, eve) = (shop.account("Ben Haddad").await, shop.account("Eve Rivera").await);
            assert!(report(&shop, ben, subject, ReportReason::Spam).await.unwrap());
            assert!(!report(&shop, ben, subject, ReportReason::Offensive).await.unwrap());
            assert!(report(&shop, eve, subject, ReportReason::Spam).await.unwrap());
            let own = report(&shop, ada, subject, ReportReason::Untrue).await;
            assert!(matches!(own, Err(ReviewError::OwnWords)), "{own:?}");
            assert_eq!((open(&shop).await, shown(&shop).await), (1, 1));
            let mut conn = shop.db.read().await.unwrap();
            let cases = reviews::cases(&mut conn, true, 10).await.unwrap();
            assert_eq!((cases[0].subject, &cases[0].reasons[..]), (subject, &[(ReportReason::Spam, 2)][..]));
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hiding_leaves_the_rating_and_showing_again_comes_back_to_it() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (_, id) = shop.review("Ada Lovelace", 1).await;
            let (ben, _) = shop.review("Ben Haddad", 5).await;
            let subject = Subject::Review(id);
            report(&shop, ben, subject, ReportReason::Offensive).await.unwrap();
            let hide = decide(&shop, subject, Verdict::Hide, "It insults somebody.").await.unwrap();
            assert_eq!((hide, open(&shop).await, shown(&shop).await), (Decided::Done, 0, 1));
            assert_eq!(shop.rating(shop.lamp).await.by_stars, [0, 0, 0, 0, 1]);
            shop.assert_sound().await;
            let again = decide(&shop, subject, Verdict::Hide, "It insults somebody.").await.unwrap();
            assert_eq!(again, Decided::Unchanged);
            let vote = shop.write(move |tx| Box::pin(reviews::vote(tx, ben, subject, true))).await;
            assert!(matches!(vote, Err(ReviewError::NotFound)), "{vote:?}");
            t.clock().advance(DurationUs::from_mins(1));
            decide(&shop, subject, Verdict::Keep, "Rude, but about the lamp.").await.unwrap();
            assert_eq!(shop.rating(shop.lamp).await.by_stars, [1, 0, 0, 0, 1]);
            let mut conn = shop.db.read().await.unwrap();
            let trail = reviews::decisions(&mut conn, subject).await.unwrap();
            let verdicts: Vec<Verdict> = trail.iter().map(|d| d.verdict.0).collect();
            assert_eq!(verdicts, [Verdict::Keep, Verdict::Hide]);
            assert!(trail[1].text.contains("A fine lamp"), "the words that it was about are kept");
            drop(conn);
            let kinds = shop.events().await;
            assert_eq!(kinds[2..], ["review.hidden", "review.restored"]);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_hidden_stays_hidden_when_its_author_changes_it_or_writes_it_anew() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (ada, id) = shop.review("Ada Lovelace", 1).await;
            let lamp = shop.lamp;
            decide(&shop, Subject::Review(id), Verdict::Hide, "Advertising.").await.unwrap();
            let edited = shop.save(ada, lamp, draft(5, "All my own words")).await.unwrap();
            assert_eq!((edited, open(&shop).await), (Saved::Edited(id), 1), "the operator looks again");
            assert_eq!((shown(&shop).await, shop.rating(lamp).await.count()), (0, 0));
            shop.write(move |tx| Box::pin(reviews::remove(tx, ada, lamp))).await.unwrap();
            assert_eq!(open(&shop).await, 0);
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(reviews::of_author(&mut conn, ada, lamp).await.unwrap(), None);
            drop(conn);
            let anew = shop.save(ada, lamp, draft(5, "All my own words")).await.unwrap();
            assert_eq!((anew, shown(&shop).await), (Saved::Edited(id), 0));
            let mut conn = shop.db.read().await.unwrap();
            let mine = reviews::of_author(&mut conn, ada, lamp).await.unwrap().unwrap();
            assert_eq!(mine.visibility, Visibility::Hidden, "its author sees that it is hidden");
            drop(conn);
            decide(&shop, Subject::Review(id), Verdict::Keep, "Now it is about the lamp.").await.unwrap();
            assert_eq!(shop.rating(lamp).await.by_stars, [0, 0, 0, 0, 1]);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_operators_at_once_decide_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = std::sync::Arc::new(Shop::open(t.db()).await);
            let (_, id) = shop.review("Ada Lovelace", 1).await;
            let both: Vec<_> = (0..4)
                .map(|_| {
                    let shop = shop.clone();
                    tokio::spawn(async move {
                        decide(&shop, Subject::Review(id), Verdict::Hide, "Advertising.").await
                    })
                })
                .collect();
            let mut done = 0;
            for one in both {
                done += i32::from(one.await.unwrap().unwrap() == Decided::Done);
            }
            assert_eq!((done, shop.rating(shop.lamp).await.count()), (1, 0));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_is_never_changed_or_deleted() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (_, id) = shop.review("Ada Lovelace", 1).await;
            decide(&shop, Subject::Review(id), Verdict::Hide, "Advertising.").await.unwrap();
            for text in ["DELETE FROM reviews_decisions", "UPDATE reviews_decisions SET reason = 'none'"] {
                let refused = shop
                    .write(move |tx| Box::pin(async move { Ok(tx.exec(db::sql(text)).await.map(|_| ())?) }))
                    .await;
                assert!(refused.is_err(), "{text}");
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_figure_is_named_with_its_row() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            shop.review("Ada Lovelace", 4).await;
            for (text, rule) in [
                (
                    "UPDATE reviews_products SET stars_4 = 0, stars_5 = 1",
                    "a histogram is that of the shown reviews",
                ),
                ("UPDATE reviews_products SET questions = 3", "a product counts its shown questions"),
                ("UPDATE reviews_reviews SET votes = 7", "votes are counted once for each account"),
                ("DELETE FROM reviews_products", "a rating counts every shown review"),
                (
                    "UPDATE reviews_reviews SET visibility = 'hidden'",
                    "what is hidden was hidden by a decision",
                ),
            ] {
                shop.write(move |tx| Box::pin(async move { Ok(tx.exec(db::sql(text)).await.map(|_| ())?) }))
                    .await
                    .unwrap();
                let found = reviews::check(&mut shop.db.read().await.unwrap()).await.unwrap();
                assert!(found.iter().any(|v| v.rule == rule), "{rule}: {found:?}");
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_takes_their_reports_along_and_the_counts_still_add_up() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (_, id) = shop.review("Ada Lovelace", 1).await;
            let subject = Subject::Review(id);
            let (ben, eve) = (shop.account("Ben Haddad").await, shop.account("Eve Rivera").await);
            report(&shop, ben, subject, ReportReason::Spam).await.unwrap();
            report(&shop, eve, subject, ReportReason::Spam).await.unwrap();
            let ended = shop.write(move |tx| {
                Box::pin(async move {
                    ReviewData.erase(tx, ben).await.unwrap();
                    Ok(())
                })
            });
            ended.await.unwrap();
            let mut conn = shop.db.read().await.unwrap();
            let cases = reviews::cases(&mut conn, true, 10).await.unwrap();
            assert_eq!(cases[0].reasons, [(ReportReason::Spam, 1)]);
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}
