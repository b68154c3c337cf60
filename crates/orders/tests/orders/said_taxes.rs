//! What an operator says of tax: from its moment on, on every server, with its effect before, and taken back until it begins.

use crate::common::{Shop, usd};
use crate::taxes::{order, to};
use db::Db;
use db::testing::{Tampering, TestDb, each_is_found, on_both};
use domain::tax::rate_charged_at;
use domain::{DurationUs, OrderId, TaxRateId, Timestamp};
use orders::store;
use orders::taxes::{SayTax, TaxError, coming_tax, rates, said_taxes, say_tax, tax_effect, withdraw_tax};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;

fn french(t: &TestDb, rate_ppm: i64, starts_at: Option<Timestamp>) -> SayTax {
    SayTax {
        country: "FR".into(),
        region: String::new(),
        rate_ppm,
        shipping_taxed: true,
        starts_at,
        reason: "the law says so".into(),
        by: t.db().new_id(),
    }
}

async fn say(t: &TestDb, said: SayTax) -> Result<TaxRateId, TaxError> {
    t.db()
        .write(move |tx| {
            let said = said.clone();
            Box::pin(async move { say_tax(tx, &said).await })
        })
        .await
}

async fn take_back(t: &TestDb, id: TaxRateId) -> Result<(), TaxError> {
    let by = t.db().new_id();
    t.db().write(move |tx| Box::pin(async move { withdraw_tax(tx, id, "it was not passed", by).await })).await
}

async fn charged(db: &Db, at: Timestamp) -> i64 {
    let set = rates(&mut db.read().await.unwrap(), "FR").await.unwrap();
    rate_charged_at(&set, "FR", "", at).unwrap().rate_ppm
}

async fn frozen(t: &TestDb, id: OrderId) -> (i64, Option<Timestamp>) {
    let detail = store::detail(&mut t.db().read().await.unwrap(), id).await.unwrap();
    let line = &detail.parts[0].lines[0];
    (line.tax_rate_ppm, line.tax_from_us)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_counts_from_its_moment_on_every_server_and_orders_keep_theirs() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let now = t.db().now();
            let begins = now.plus(DurationUs::from_mins(10));
            say(t, french(t, 100_000, Some(begins))).await.unwrap();
            let before = order(&shop, "before", to("FR", "", "75001")).await;
            let other = t.second().await;
            assert_eq!((charged(&other, now).await, charged(&other, begins).await), (200_000, 100_000));
            t.clock().advance(DurationUs::from_mins(10));
            let after = order(&shop, "after", to("FR", "", "75001")).await;
            assert_eq!(frozen(t, before).await, (200_000, Some(Timestamp::from_micros(0))));
            assert_eq!(frozen(t, after).await, (100_000, Some(begins)));
            let elsewhere = order(&shop, "elsewhere", to("DE", "", "10115")).await;
            assert_eq!(frozen(t, elsewhere).await.0, 190_000);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_not_begun_is_taken_back_once_and_what_has_is_not() {
    on_both(|t| {
        Box::pin(async move {
            let tomorrow = t.db().now().plus(DurationUs::from_days(1));
            let id = say(t, french(t, 100_000, Some(tomorrow))).await.unwrap();
            let coming = coming_tax(&mut t.db().read().await.unwrap(), id).await.unwrap();
            assert_eq!(coming.map(|one| one.starts_at_us), Some(tomorrow));
            take_back(t, id).await.unwrap();
            assert_eq!(coming_tax(&mut t.db().read().await.unwrap(), id).await.unwrap(), None);
            assert!(matches!(take_back(t, id).await, Err(TaxError::Withdrawn)));
            assert_eq!(charged(&t.db(), tomorrow).await, 200_000);
            t.clock().advance(DurationUs::from_secs(1));
            let now = say(t, french(t, 50_000, None)).await.unwrap();
            assert!(matches!(take_back(t, now).await, Err(TaxError::Begun)));
            assert!(matches!(take_back(t, t.db().new_id()).await, Err(TaxError::NotFound)));
            let mut conn = t.db().read().await.unwrap();
            let all = said_taxes(&mut conn, Some("FR"), 10).await.unwrap();
            let kept: Vec<_> =
                all.iter().map(|one| (one.rate_ppm, one.withdrawn_reason.as_deref())).collect();
            assert_eq!(kept, [(50_000, None), (100_000, Some("it was not passed"))]);
            assert_eq!(said_taxes(&mut conn, Some("DE"), 10).await.unwrap(), []);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_that_is_said_while_the_clock_is_back_counts_after_the_one_before() {
    on_both(|t| {
        Box::pin(async move {
            say(t, french(t, 100_000, None)).await.unwrap();
            t.clock().advance(DurationUs::from_micros(-5_000_000));
            say(t, french(t, 50_000, None)).await.unwrap();
            let again = say(t, french(t, 50_000, None)).await;
            assert!(matches!(again, Err(TaxError::Same)), "pressed twice: {again:?}");
            t.clock().advance(DurationUs::from_secs(6));
            assert_eq!(charged(&t.db(), t.db().now()).await, 50_000, "the last one that was said");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_the_past_and_the_same_again_are_refused_by_name() {
    on_both(|t| {
        Box::pin(async move {
            let past = t.db().now().minus(DurationUs::from_micros(1));
            let refused = async |said: SayTax| say(t, said).await.unwrap_err();
            assert!(matches!(refused(french(t, 1, Some(past))).await, TaxError::InThePast));
            assert!(matches!(refused(french(t, -1, None)).await, TaxError::BadRate));
            assert!(matches!(refused(french(t, 1_000_001, None)).await, TaxError::BadRate));
            assert!(matches!(refused(french(t, 200_000, None)).await, TaxError::Same), "as in general");
            let silent = SayTax { reason: " a ".into(), ..french(t, 1, None) };
            assert!(matches!(refused(silent).await, TaxError::BadReason));
            let nowhere = SayTax { country: "ZZ".into(), ..french(t, 1, None) };
            assert!(matches!(refused(nowhere).await, TaxError::NoSuchPlace));
            let no_state = SayTax { country: "US".into(), region: "ZZ".into(), ..french(t, 1, None) };
            assert!(matches!(refused(no_state).await, TaxError::NoSuchPlace));
            say(t, french(t, 55_000, None)).await.unwrap();
            assert!(matches!(refused(french(t, 55_000, None)).await, TaxError::Same), "pressed twice");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_effect_is_what_the_last_days_would_have_been_taxed() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let since = t.db().now();
            order(&shop, "paris", to("FR", "", "75001")).await;
            order(&shop, "portland", to("US", "OR", "97201")).await;
            order(&shop, "oakland", to("US", "CA", "94601")).await;
            let mut conn = t.db().read().await.unwrap();
            let now = conn.now();
            let asked = french(t, 100_000, None).rate(now);
            let found = tax_effect(&mut conn, &asked, since).await.unwrap();
            let got: Vec<_> = found.iter().map(|sum| (sum.region.as_str(), sum.orders, sum.taxed)).collect();
            assert_eq!(got, [("", 1, usd(11_998))]);
            // A sixth of what was paid against an eleventh of it, rounded by line and parcel.
            assert_eq!((found[0].was, found[0].would_be), (usd(1_999), usd(1_090)));
            // California has a rate of its own.
            let states = SayTax { country: "US".into(), shipping_taxed: false, ..french(t, 100_000, None) };
            let found = tax_effect(&mut conn, &states.rate(now), since).await.unwrap();
            let got: Vec<_> = found.iter().map(|sum| (sum.region.as_str(), sum.was, sum.would_be)).collect();
            assert_eq!(got, [("OR", usd(0), usd(1_100))]);
            let later = now.plus(DurationUs::from_secs(1));
            assert_eq!(tax_effect(&mut conn, &asked, later).await.unwrap(), []);
        })
    })
    .await;
}

/// Whatever was said and taken back in which order, what is charged at a moment is the last that had begun and stands.
#[tokio::test(flavor = "multi_thread")]
async fn the_rate_in_force_is_the_last_begun_and_not_taken_back() {
    on_both(|t| {
        Box::pin(async move {
            let start = t.db().now();
            let plan = proptest::collection::vec((1i64..15, proptest::bool::ANY), 12);
            let plan = plan.new_tree(&mut TestRunner::deterministic()).unwrap().current();
            assert!(plan.iter().any(|(_, back)| *back) && plan.iter().any(|(_, back)| !*back));
            let mut said: Vec<(i64, i64)> = Vec::new();
            for (at, (day, back)) in (1i64..).zip(plan) {
                // No rate is there twice, so none is refused as the same.
                let rate_ppm = at * 1_000;
                let begins = start.plus(DurationUs::from_days(day));
                let id = say(t, french(t, rate_ppm, Some(begins))).await.unwrap();
                t.clock().advance(DurationUs::from_secs(1));
                if back {
                    take_back(t, id).await.unwrap();
                } else {
                    said.push((day, rate_ppm));
                }
            }
            for day in 0..16 {
                let begun = said.iter().enumerate().filter(|(_, (from, _))| *from <= day);
                let last = begun.max_by_key(|(at, (from, _))| (*from, *at)).map(|(_, (_, ppm))| *ppm);
                let there = charged(&t.db(), start.plus(DurationUs::from_days(day))).await;
                assert_eq!(there, last.unwrap_or(200_000), "day {day}");
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_rule_finds_the_row_that_breaks_it() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let id = say(t, french(t, 100_000, None)).await.unwrap();
            let order = order(&shop, "broken", to("FR", "", "75001")).await;
            let detail = store::detail(&mut t.db().read().await.unwrap(), order).await.unwrap();
            let tamperings = vec![
                Tampering::of(
                    "orders_lines",
                    detail.parts[0].lines[0].id,
                    "UPDATE orders_lines SET tax_rate_ppm = tax_rate_ppm + 1 WHERE id = $1",
                    &["a line is taxed as was said of its place from the moment that it names"],
                ),
                Tampering::of(
                    "orders_tax_withdrawn",
                    id,
                    "INSERT INTO orders_tax_withdrawn (word_id, starts_at_us, reason, withdrawn_by, withdrawn_at_us)
                     SELECT id, starts_at_us + 2, reason, made_by, starts_at_us + 1 FROM orders_tax_words WHERE id = $1",
                    &["no rate of tax was taken back that had begun"],
                ),
            ];
            each_is_found(&t.db(), tamperings, |conn| {
                Box::pin(async move {
                    let found = orders::check(conn).await.unwrap();
                    found.into_iter().map(|violation| (violation.row, violation.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}
