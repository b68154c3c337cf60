//! Settings that count from a moment on, on both databases.
#![allow(clippy::unwrap_used)]

use db::testing::{Tampering, TestDb, each_is_found, on_both};
use domain::commission::RefundFee;
use domain::payout::PayoutTerms;
use domain::terms::Dated;
use domain::{AccountId, Currency, DurationUs, TermsId, Timestamp};
use terms::{Say, TermsError, at, check, history, say, timeline, withdraw};

const HALF: RefundFee = RefundFee { share_bps: 5_000, most_minor: 300, currency: Currency::EUR };

async fn said<D: Dated>(
    t: &TestDb,
    terms: D,
    starts_at: Option<Timestamp>,
    why: &str,
) -> Result<TermsId, TermsError> {
    let said = Say { terms, starts_at, reason: why.into(), by: t.db().new_id::<AccountId>() };
    t.db()
        .write(move |tx| {
            let said = said.clone();
            Box::pin(async move { say(tx, &said).await })
        })
        .await
}

async fn taken_back(t: &TestDb, id: TermsId) -> Result<(), TermsError> {
    let by = t.db().new_id::<AccountId>();
    t.db().write(move |tx| Box::pin(async move { withdraw(tx, id, "it was too much", by).await })).await
}

async fn fee(t: &TestDb, moment: Timestamp) -> RefundFee {
    at(&mut t.db().read().await.unwrap(), moment).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_usual_counts_until_another_begins_and_each_kind_is_its_own() {
    on_both(|t| {
        Box::pin(async move {
            let now = t.db().now();
            assert_eq!(fee(t, now).await, RefundFee::USUAL);
            let tomorrow = now.plus(DurationUs::from_days(1));
            said(t, HALF, Some(tomorrow), "from tomorrow").await.unwrap();
            assert_eq!(fee(t, tomorrow.minus(DurationUs::from_micros(1))).await, RefundFee::USUAL);
            assert_eq!(fee(t, tomorrow).await, HALF);
            let mut conn = t.db().read().await.unwrap();
            assert_eq!(at::<PayoutTerms>(&mut conn, tomorrow).await.unwrap(), PayoutTerms::USUAL);
            let line = timeline::<RefundFee>(&mut conn).await.unwrap();
            assert_eq!((line.at(now), line.at(tomorrow)), (RefundFee::USUAL, HALF));
            assert_eq!((line.after(now), line.after(tomorrow)), (Some((tomorrow, HALF)), None));
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_while_the_clock_is_back_counts_after_what_was_said_before() {
    on_both(|t| {
        Box::pin(async move {
            let first = t.db().now();
            said(t, HALF, None, "it costs more").await.unwrap();
            t.clock().advance(DurationUs::from_micros(-5_000_000));
            let none = RefundFee { share_bps: 0, ..HALF };
            said(t, none, None, "it costs nothing").await.unwrap();
            let again = said(t, none, None, "it costs nothing").await;
            assert!(matches!(again, Err(TermsError::Same)), "{again:?}");
            t.clock().advance(DurationUs::from_secs(6));
            assert_eq!(fee(t, first).await, HALF);
            assert_eq!(fee(t, t.db().now()).await, none, "the last one that was said");
            let mut conn = t.db().read().await.unwrap();
            assert_eq!(check(&mut conn).await.unwrap(), vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_not_begun_is_taken_back_once_and_what_has_is_not() {
    on_both(|t| {
        Box::pin(async move {
            let tomorrow = t.db().now().plus(DurationUs::from_days(1));
            let id = said(t, HALF, Some(tomorrow), "from tomorrow").await.unwrap();
            taken_back(t, id).await.unwrap();
            let again = taken_back(t, id).await;
            assert!(matches!(again, Err(TermsError::Withdrawn)), "{again:?}");
            assert_eq!(fee(t, tomorrow).await, RefundFee::USUAL);
            let line = timeline::<RefundFee>(&mut t.db().read().await.unwrap()).await.unwrap();
            assert_eq!(line.at(tomorrow), RefundFee::USUAL);
            t.clock().advance(DurationUs::from_secs(1));
            let id = said(t, HALF, None, "from now").await.unwrap();
            let begun = taken_back(t, id).await;
            assert!(matches!(begun, Err(TermsError::Begun)), "{begun:?}");
            let nobodys = taken_back(t, t.db().new_id()).await;
            assert!(matches!(nobodys, Err(TermsError::NotFound)), "{nobodys:?}");
            let all = history::<RefundFee>(&mut t.db().read().await.unwrap(), 10).await.unwrap();
            let kept: Vec<(&str, bool)> =
                all.iter().map(|one| (one.reason.as_str(), one.withdrawn.is_some())).collect();
            assert_eq!(kept, [("from now", false), ("from tomorrow", true)]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_the_past_and_the_same_again_are_refused_by_name() {
    on_both(|t| {
        Box::pin(async move {
            let past = t.db().now().minus(DurationUs::from_micros(1));
            let early = said(t, HALF, Some(past), "from before").await;
            assert!(matches!(early, Err(TermsError::InThePast)), "{early:?}");
            let silent = said(t, HALF, None, " a ").await;
            assert!(matches!(silent, Err(TermsError::BadReason)), "{silent:?}");
            let much = said(t, RefundFee { share_bps: 10_001, ..HALF }, None, "more than all").await;
            assert!(matches!(much, Err(TermsError::Wrong(_))), "{much:?}");
            let same = said(t, RefundFee::USUAL, None, "as it is").await;
            assert!(matches!(same, Err(TermsError::Same)), "{same:?}");
            said(t, HALF, None, "a half").await.unwrap();
            let twice = said(t, HALF, None, "a half").await;
            assert!(matches!(twice, Err(TermsError::Same)), "{twice:?}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_rule_finds_the_row_that_breaks_it() {
    on_both(|t| {
        Box::pin(async move {
            let id = said(t, HALF, None, "a half").await.unwrap();
            let strange = t.db().new_id::<TermsId>();
            let unread = t.db().new_id::<TermsId>();
            let range = &["what was set can be read and is in its range"];
            let tamperings = vec![
                Tampering::of(
                    "terms_terms",
                    strange,
                    "INSERT INTO terms_terms (id, kind, terms, starts_at_us, reason, made_by, made_at_us)
                     SELECT $1, 'payouts', '{\"cycle_days\":0,\"reserve_days\":7,\"on_demand_hours\":24,\"minimum_hundredths\":null}',
                            starts_at_us, reason, made_by, made_at_us FROM terms_terms",
                    range,
                ),
                Tampering::of(
                    "terms_terms",
                    unread,
                    "INSERT INTO terms_terms (id, kind, terms, starts_at_us, reason, made_by, made_at_us)
                     SELECT $1, 'refund_fee', 'a fifth', starts_at_us, reason, made_by, made_at_us FROM terms_terms",
                    range,
                ),
                Tampering::of(
                    "terms_withdrawn",
                    id,
                    "INSERT INTO terms_withdrawn (terms_id, starts_at_us, reason, withdrawn_by, withdrawn_at_us)
                     SELECT id, starts_at_us + 2, reason, made_by, starts_at_us + 1 FROM terms_terms WHERE id = $1",
                    &["nothing was taken back that had begun"],
                ),
            ];
            each_is_found(&t.db(), tamperings, |conn| {
                Box::pin(async move {
                    let found = check(conn).await.unwrap();
                    found.into_iter().map(|violation| (violation.row, violation.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}
