//! What shoppers report of products, offers and stores: once while it waits, so many a day, and what is decided about it.

use crate::common::{Shop, config, words};
use catalog::ProductStatus;
use db::testing::{Tampering, each_is_found, on_both};
use db::{Lane, Text, Worker, sql};
use domain::abuse::{AbuseReason, AbuseVerdict, MOST_A_DAY, Thing, ThingKind};
use domain::{AbuseReportId, AccountId, DurationUs, GuestId, OfferId, TypedId as _};
use identity::PersonalData as _;
use notify::{Choice, Kind};
use reviews::abuse::{
    Judgement, NewAbuse, Reporter, abuse_cases, abuse_decisions, abuse_reports, judge_abuse, open_abuse,
    report_abuse,
};
use reviews::shown_again::{down_now, show_again, shown_again, why_down};
use reviews::{ReviewData, ReviewError, TELL_ABUSE_JOB, TOLD_AT_ONCE};
use uuid::Uuid;

async fn report(shop: &Shop, by: Reporter, thing: Thing) -> Result<bool, ReviewError> {
    let new =
        NewAbuse { by, thing, reason: AbuseReason::Counterfeit, words: words("The stamp is a forgery.") };
    shop.write(move |tx| {
        let new = new.clone();
        Box::pin(async move { report_abuse(tx, &new).await })
    })
    .await
}

async fn judge(shop: &Shop, thing: Thing, verdict: AbuseVerdict) -> Result<i64, ReviewError> {
    let by: AccountId = shop.db.new_id();
    let judgement = Judgement { by, thing, verdict, reason: words("It was looked at.") };
    shop.write(move |tx| {
        let judgement = judgement.clone();
        Box::pin(async move { judge_abuse(tx, &config(), &judgement).await })
    })
    .await
}

async fn show(shop: &Shop, thing: Thing) -> Result<(), ReviewError> {
    let by: AccountId = shop.db.new_id();
    shop.write(move |tx| Box::pin(async move { show_again(tx, by, thing, &words("It is genuine.")).await }))
        .await
}

async fn mails(shop: &Shop) -> usize {
    let statement = "SELECT message_key FROM mail_messages WHERE message_key LIKE 'abuse-decided:%'";
    let keys: Vec<(String,)> = shop.db.read().await.unwrap().all(sql(statement)).await.unwrap();
    keys.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thing_is_reported_once_by_each_while_that_waits_and_all_reports_stand_together() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = Reporter::Account(shop.account("Ada Lovelace").await);
            let guest = Reporter::Guest(shop.db.new_id::<GuestId>());
            let (lamp, cup) = (Thing::Product(shop.lamp), Thing::Offer(shop.cup_offer));
            assert!(report(&shop, ada, lamp).await.unwrap());
            assert!(!report(&shop, ada, lamp).await.unwrap(), "it waits already");
            assert!(report(&shop, guest, lamp).await.unwrap());
            assert!(!report(&shop, guest, lamp).await.unwrap());
            assert!(report(&shop, guest, cup).await.unwrap());
            let nothing = report(&shop, ada, Thing::Offer(shop.db.new_id::<OfferId>())).await;
            assert!(matches!(nothing, Err(ReviewError::NotFound)), "{nothing:?}");
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(open_abuse(&mut conn).await.unwrap(), 2);
            let cases = abuse_cases(&mut conn, true, 10).await.unwrap();
            let counted: Vec<_> = cases.iter().map(|case| (case.thing, case.reports)).collect();
            assert_eq!(counted, [(lamp, 2), (cup, 1)]);
            assert!(cases[1].about.as_ref().unwrap().title.contains("Cup House"), "{cases:?}");
            drop(conn);

            // A report changes nothing of what is sold; a decision closes all of them, and another one may come.
            assert_eq!(judge(&shop, lamp, AbuseVerdict::Dismiss).await.unwrap(), 2);
            assert_eq!(mails(&shop).await, 1, "whoever has no account gets no letter");
            let again = judge(&shop, lamp, AbuseVerdict::Hide).await;
            assert!(matches!(again, Err(ReviewError::NotFound)), "nothing waits: {again:?}");
            assert!(report(&shop, ada, lamp).await.unwrap());
            let decided = abuse_cases(&mut shop.db.read().await.unwrap(), false, 10).await.unwrap();
            let decided: Vec<_> = decided.iter().map(|case| (case.thing, case.reports)).collect();
            assert_eq!(decided, [(lamp, 2)], "what waits again is not among them");
            judge(&shop, lamp, AbuseVerdict::Dismiss).await.unwrap();
            let decided = abuse_cases(&mut shop.db.read().await.unwrap(), false, 10).await.unwrap();
            assert_eq!(decided.iter().map(|case| case.reports).collect::<Vec<_>>(), [3]);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_very_many_who_reported_the_later_ones_are_told_by_a_job_and_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = Thing::Product(shop.lamp);
            let added: Result<(), ReviewError> = shop
                .write(move |tx| {
                    Box::pin(async move {
                        for number in 1..=TOLD_AT_ONCE.unsigned_abs() {
                            let guest = tx.new_id::<GuestId>();
                            tx.exec(
                                sql("INSERT INTO reviews_abuse_reports
                                         (id, thing, thing_id, guest_id, reason, body, at_us)
                                     VALUES ($1, $2, $3, $4, $5, '', 0)")
                                // Before every report that is made now.
                                .bind(AbuseReportId::from_uuid(Uuid::from_u128(number.into())))
                                .bind(Text(lamp.kind()))
                                .bind(lamp.uuid())
                                .bind(guest)
                                .bind(Text(AbuseReason::Other)),
                            )
                            .await?;
                        }
                        Ok(())
                    })
                })
                .await;
            added.unwrap();
            let ada = Reporter::Account(shop.account("Ada Lovelace").await);
            report(&shop, ada, lamp).await.unwrap();
            assert_eq!(judge(&shop, lamp, AbuseVerdict::Dismiss).await.unwrap(), TOLD_AT_ONCE + 1);
            assert_eq!(mails(&shop).await, 0, "the decision waits for no letter of so many");
            let worker = reviews::register(Worker::new(shop.db.clone()), shop.db.clone(), config());
            let worker = worker.in_lane(Lane::Only(TELL_ABUSE_JOB));
            for (jobs, letters) in [(1, 1), (0, 1)] {
                assert_eq!(worker.run_due().await.unwrap(), jobs);
                assert_eq!(mails(&shop).await, letters);
            }
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_hides_the_product_takes_the_offer_down_or_suspends_the_seller() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = Reporter::Account(shop.account("Ada Lovelace").await);
            let (lamp, cup, store) =
                (Thing::Product(shop.lamp), Thing::Offer(shop.cup_offer), Thing::Seller(shop.seller));
            for (thing, wrong) in [
                (lamp, AbuseVerdict::Stop),
                (lamp, AbuseVerdict::Suspend),
                (cup, AbuseVerdict::Hide),
                (store, AbuseVerdict::Stop),
            ] {
                report(&shop, ada, thing).await.unwrap();
                let refused = judge(&shop, thing, wrong).await;
                assert!(matches!(refused, Err(ReviewError::NotFound)), "{thing}: {wrong}");
            }
            judge(&shop, lamp, AbuseVerdict::Hide).await.unwrap();
            judge(&shop, cup, AbuseVerdict::Stop).await.unwrap();
            judge(&shop, store, AbuseVerdict::Suspend).await.unwrap();
            let mut conn = shop.db.read().await.unwrap();
            let product = catalog::product_by_id(&mut conn, shop.lamp).await.unwrap().unwrap();
            assert_eq!(product.status, ProductStatus::Hidden);
            assert!(!catalog::offer(&mut conn, shop.cup_offer).await.unwrap().active);
            let seller = sellers::get(&mut conn, shop.seller).await.unwrap().unwrap();
            assert!(seller.suspended_at.is_some());
            let decided = abuse_decisions(&mut conn, store).await.unwrap();
            assert_eq!((decided.len(), decided[0].verdict.0), (1, AbuseVerdict::Suspend));
            assert_eq!(open_abuse(&mut conn).await.unwrap(), 0);
            drop(conn);
            // What shoppers do not see is not reported.
            for thing in [lamp, cup, store] {
                let refused = report(&shop, ada, thing).await;
                assert!(matches!(refused, Err(ReviewError::NotFound)), "{thing}");
            }
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_down_is_listed_with_its_reason_and_shown_again_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = Reporter::Account(shop.account("Ada Lovelace").await);
            let (lamp, cup, store) =
                (Thing::Product(shop.lamp), Thing::Offer(shop.cup_offer), Thing::Seller(shop.seller));
            for thing in [lamp, cup, store] {
                report(&shop, ada, thing).await.unwrap();
                assert!(matches!(show(&shop, thing).await, Err(ReviewError::NotFound)), "nothing is down");
            }
            judge(&shop, lamp, AbuseVerdict::Hide).await.unwrap();
            t.clock().advance(DurationUs::from_secs(1));
            judge(&shop, cup, AbuseVerdict::Stop).await.unwrap();
            judge(&shop, store, AbuseVerdict::Suspend).await.unwrap();
            let listed = async |kind| {
                let found = down_now(&mut shop.db.read().await.unwrap(), kind, 10).await.unwrap();
                found.into_iter().map(|down| (down.thing, down.reason.unwrap())).collect::<Vec<_>>()
            };
            let why = "It was looked at.".to_owned();
            assert_eq!(listed(None).await, [(cup, why.clone()), (lamp, why.clone())]);
            assert_eq!(listed(Some(ThingKind::Product)).await, [(lamp, why.clone())]);
            assert_eq!(listed(Some(ThingKind::Offer)).await, [(cup, why.clone())]);
            assert!(matches!(show(&shop, store).await, Err(ReviewError::NotFound)), "it is suspended");

            show(&shop, lamp).await.unwrap();
            assert!(matches!(show(&shop, lamp).await, Err(ReviewError::NotFound)), "it is shown");
            assert_eq!(listed(None).await, [(cup, why.clone())]);
            let mut conn = shop.db.read().await.unwrap();
            let product = catalog::product_by_id(&mut conn, shop.lamp).await.unwrap().unwrap();
            assert_eq!(product.status, ProductStatus::Active);
            let trail = shown_again(&mut conn, lamp).await.unwrap();
            let decided = abuse_decisions(&mut conn, lamp).await.unwrap();
            assert_eq!((trail.len(), trail[0].reason.as_str()), (1, "It is genuine."));
            assert_eq!(trail[0].decision_id, decided[0].id);
            let told = why_down(&mut conn, &[lamp, cup]).await.unwrap();
            assert_eq!((told.get(&lamp), told.get(&cup)), (None, Some(&why)));
            drop(conn);
            // It can be reported, and taken down, once more.
            assert!(report(&shop, ada, lamp).await.unwrap());
            judge(&shop, lamp, AbuseVerdict::Hide).await.unwrap();
            assert_eq!(listed(Some(ThingKind::Product)).await.len(), 1);
            show(&shop, lamp).await.unwrap();
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_down_without_a_decision_is_named() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let tamperings = vec![
                Tampering::of(
                    "catalog_products",
                    shop.lamp,
                    "UPDATE catalog_products SET taken_down_at_us = 1 WHERE id = $1",
                    &["a product is taken down by a decision that stands"],
                )
                .named(format!("catalog_products {}", shop.lamp.uuid())),
                Tampering::of(
                    "catalog_offers",
                    shop.lamp_offer,
                    "UPDATE catalog_offers SET taken_down_at_us = 1 WHERE id = $1",
                    &["an offer is taken down by a decision that stands"],
                )
                .named(format!("catalog_offers {}", shop.lamp_offer.uuid())),
            ];
            each_is_found(&shop.db, tamperings, |conn| {
                Box::pin(async move {
                    let found = reviews::check(conn).await.unwrap();
                    found.into_iter().map(|violation| (violation.row, violation.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_reporter_reports_so_much_in_a_day_and_is_forgotten_with_the_account() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let account = shop.account("Ada Lovelace").await;
            let ada = Reporter::Account(account);
            let lamp = Thing::Product(shop.lamp);
            for _ in 0..MOST_A_DAY {
                assert!(report(&shop, ada, lamp).await.unwrap());
                judge(&shop, lamp, AbuseVerdict::Dismiss).await.unwrap();
            }
            let refused = report(&shop, ada, lamp).await;
            assert!(matches!(refused, Err(ReviewError::TooMany)), "{refused:?}");
            t.clock().advance(DurationUs::from_days(2));
            assert!(report(&shop, ada, lamp).await.unwrap());
            let told = ReviewData.export(&mut shop.db.read().await.unwrap(), account).await.unwrap();
            assert!(told.to_string().contains("The stamp is a forgery."), "{told}");
            shop.write(move |tx| {
                Box::pin(async move {
                    ReviewData.erase(tx, account).await.unwrap();
                    Ok(())
                })
            })
            .await
            .unwrap();
            let mut conn = shop.db.read().await.unwrap();
            let left = abuse_reports(&mut conn, lamp, 100).await.unwrap();
            assert_eq!(left.len(), usize::try_from(MOST_A_DAY).unwrap() + 1);
            assert!(left.iter().all(|one| one.account_id.is_none() && one.body.is_empty()));
            drop(conn);
            assert_eq!(mails(&shop).await, 0);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_that_counts_wrong_is_named() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let ada = Reporter::Account(shop.account("Ada Lovelace").await);
            let lamp = Thing::Product(shop.lamp);
            report(&shop, ada, lamp).await.unwrap();
            judge(&shop, lamp, AbuseVerdict::Dismiss).await.unwrap();
            let mut conn = shop.db.read().await.unwrap();
            let decision = abuse_decisions(&mut conn, lamp).await.unwrap()[0].id.uuid();
            let report = abuse_reports(&mut conn, lamp, 1).await.unwrap()[0].id.uuid();
            drop(conn);
            let tamperings = vec![
                Tampering::of(
                    "reviews_abuse_decisions",
                    shop.db.new_id::<OfferId>(),
                    "UPDATE reviews_abuse_reports SET decision_id = NULL WHERE id <> $1",
                    &["a decision says how many reports it closed"],
                )
                .named(format!("reviews_abuse_decisions {decision}")),
                Tampering::of(
                    "reviews_abuse_reports",
                    shop.db.new_id::<OfferId>(),
                    "UPDATE reviews_abuse_reports SET thing_id = $1",
                    &["a report was decided by a decision about its thing"],
                )
                .named(format!("reviews_abuse_reports {report}")),
            ];
            each_is_found(&shop.db, tamperings, |conn| {
                Box::pin(async move {
                    let found = reviews::check(conn).await.unwrap();
                    found.into_iter().map(|violation| (violation.row, violation.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reported_is_told_beside_the_bell_and_by_mail_as_they_chose() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let (ada, ben) = (shop.account("Ada Lovelace").await, shop.account("Ben Haddad").await);
            let off = Choice { page: false, push: true, mail: false };
            shop.write(move |tx| {
                Box::pin(async move { Ok(notify::choose(tx, ben, Kind::Report, off).await?) })
            })
            .await
            .unwrap();
            let lamp = Thing::Product(shop.lamp);
            for (verdict, page) in [(AbuseVerdict::Dismiss, "/p/"), (AbuseVerdict::Hide, "/account/notices")]
            {
                t.clock().advance(DurationUs::from_secs(1));
                for who in [ada, ben] {
                    assert!(report(&shop, Reporter::Account(who), lamp).await.unwrap());
                }
                judge(&shop, lamp, verdict).await.unwrap();
                let mut conn = shop.db.read().await.unwrap();
                let told = notify::all(&mut conn, ada).await.unwrap();
                assert!(told[0].url.starts_with(page), "a page that is there: {}", told[0].url);
                assert!(told[0].body.contains("Brass lamp"), "{}", told[0].body);
                assert!(notify::all(&mut conn, ben).await.unwrap().is_empty());
            }
            let told = notify::all(&mut shop.db.read().await.unwrap(), ada).await.unwrap();
            assert_eq!((told.len(), mails(&shop).await), (2, 2), "one for each report");
        })
    })
    .await;
}
