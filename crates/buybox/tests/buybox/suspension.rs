//! Suspending a seller, its appeal and the answer, with who, when and why.

use crate::world::{logged, owner, seller};
use db::testing::{Tampering, TestDb, each_is_found, on_both};
use domain::health::{APPEAL_DECIDED, AppealDecided};
use domain::{AccountId, SellerId};
use identity::invitations::Letterhead;
use sellers::SellerError;
use sellers::suspend::{self, answer, appeal, appeal_of, current, decide, decisions, open_appeals};

fn letterhead() -> Letterhead {
    Letterhead { shop_name: "River".into(), public_url: "https://shop.example".into() }
}

/// What the mails about answers say.
async fn answers_mailed(t: &TestDb) -> Vec<(String,)> {
    let text = "SELECT text_body FROM mail_messages WHERE message_key LIKE 'appeal-answered:%'";
    t.db().read().await.unwrap().all(db::sql(text)).await.unwrap()
}

async fn decided(
    t: &TestDb,
    seller: SellerId,
    (suspended, reason): (bool, &'static str),
    by: AccountId,
) -> Result<bool, SellerError> {
    t.db().write(move |tx| Box::pin(async move { decide(tx, seller, suspended, reason, by).await })).await
}

async fn appealed(
    t: &TestDb,
    seller: SellerId,
    words: &'static str,
    by: AccountId,
) -> Result<(), SellerError> {
    t.db().write(move |tx| Box::pin(async move { appeal(tx, seller, words, by).await })).await
}

#[tokio::test]
async fn every_decision_is_kept_with_who_when_and_why_and_saying_it_twice_is_once() {
    on_both(|t| {
        Box::pin(async move {
            let own = seller(t, "Own", 0, 3).await;
            let by: AccountId = t.db().new_id();
            assert!(matches!(decided(t, own, (true, " . "), by).await, Err(SellerError::BadWords)));
            assert!(decided(t, own, (true, "Fakes  were\nfound"), by).await.unwrap());
            assert!(!decided(t, own, (true, "Again"), by).await.unwrap());
            let mut conn = t.db().read().await.unwrap();
            assert!(!sellers::get(&mut conn, own).await.unwrap().unwrap().may_sell(t.db().now()));
            let now = current(&mut conn, own).await.unwrap().unwrap();
            assert_eq!(
                (now.reason.as_str(), now.by_account, now.at_us),
                ("Fakes were found", by, t.db().now())
            );
            assert_eq!(buybox::check(&mut conn).await.unwrap(), vec![]);
            drop(conn);
            t.clock().advance(domain::DurationUs::from_secs(1));
            assert!(decided(t, own, (false, "It was a mistake"), by).await.unwrap());
            let mut conn = t.db().read().await.unwrap();
            assert!(sellers::get(&mut conn, own).await.unwrap().unwrap().may_sell(t.db().now()));
            let all: Vec<bool> = decisions(&mut conn, 9).await.unwrap().iter().map(|d| d.suspended).collect();
            assert_eq!(all, [false, true]);
        })
    })
    .await;
}

#[tokio::test]
async fn an_appeal_is_made_once_and_granting_it_lets_the_seller_go_on() {
    on_both(|t| {
        Box::pin(async move {
            let own = seller(t, "Own", 0, 3).await;
            let me = owner(t, own).await;
            let operator: AccountId = t.db().new_id();
            assert!(matches!(appealed(t, own, "Why?", me).await, Err(SellerError::NotSuspended)));
            decided(t, own, (true, "Fakes were found"), operator).await.unwrap();
            appealed(t, own, "They were not ours.", me).await.unwrap();
            appealed(t, own, "They were not ours.", me).await.unwrap();
            let twice = appealed(t, own, "And another thing.", me).await;
            assert!(matches!(twice, Err(SellerError::AppealedAlready)));
            let open = open_appeals(&mut t.db().read().await.unwrap(), 9).await.unwrap();
            assert_eq!(open.len(), 1);
            let id = open[0].id;
            let db = t.db();
            let grant = |granted: bool| {
                db.write(move |tx| {
                    Box::pin(async move {
                        answer(tx, &letterhead(), id, granted, "You are right.", operator).await
                    })
                })
            };
            grant(true).await.unwrap();
            assert!(matches!(grant(false).await, Err(SellerError::AnsweredAlready)));
            let mut conn = t.db().read().await.unwrap();
            assert!(sellers::get(&mut conn, own).await.unwrap().unwrap().may_sell(t.db().now()));
            assert_eq!(suspend::open_appeals(&mut conn, 9).await.unwrap().len(), 0);
            let told = appeal_of(&mut conn, open[0].decision_id).await.unwrap().unwrap();
            assert_eq!((told.granted, told.answered_by), (Some(true), Some(operator)));
            // Its owner is told once, wherever they look.
            let beside = notify::all(&mut conn, me).await.unwrap();
            assert_eq!((beside.len(), beside[0].kind.0), (1, notify::Kind::Appeal));
            assert_eq!(beside[0].url, format!("/seller/health?seller={own}"));
            drop(conn);
            let mails = answers_mailed(t).await;
            assert!(mails.len() == 1 && mails[0].0.contains("You are right."), "{mails:?}");
            let said: Vec<AppealDecided> = logged(t, APPEAL_DECIDED, own).await;
            assert_eq!(said, [AppealDecided { appeal_id: id, seller_id: own, granted: true }]);
        })
    })
    .await;
}

#[tokio::test]
async fn an_appeal_that_is_refused_leaves_the_seller_stopped() {
    on_both(|t| {
        Box::pin(async move {
            let own = seller(t, "Own", 0, 3).await;
            let by: AccountId = t.db().new_id();
            decided(t, own, (true, "Fakes were found"), by).await.unwrap();
            appealed(t, own, "Please.", by).await.unwrap();
            let id = open_appeals(&mut t.db().read().await.unwrap(), 9).await.unwrap()[0].id;
            let db = t.db();
            let write = db.write(move |tx| {
                Box::pin(async move { answer(tx, &letterhead(), id, false, "No proof.", by).await })
            });
            write.await.unwrap();
            let seller = sellers::get(&mut t.db().read().await.unwrap(), own).await.unwrap().unwrap();
            assert!(!seller.may_sell(t.db().now()));
        })
    })
    .await;
}

#[tokio::test]
async fn a_seller_that_is_stopped_against_the_last_decision_is_named() {
    on_both(|t| {
        Box::pin(async move {
            let (free, stopped) = (seller(t, "Free", 0, 3).await, seller(t, "Stopped", 0, 3).await);
            let by: AccountId = t.db().new_id();
            decided(t, stopped, (true, "Fakes were found"), by).await.unwrap();
            let rules = &["a seller is suspended exactly when the last decision about it says so"];
            let of = |seller, statement| Tampering::of("sellers_sellers", seller, statement, rules);
            let tamperings = vec![
                of(free, "UPDATE sellers_sellers SET suspended_at_us = 1 WHERE id = $1"),
                of(stopped, "UPDATE sellers_sellers SET suspended_at_us = NULL WHERE id = $1"),
                of(stopped, "UPDATE sellers_decisions SET suspended = FALSE WHERE seller_id = $1"),
            ];
            each_is_found(&t.db(), tamperings, |conn| {
                Box::pin(async move {
                    let found = buybox::check(conn).await.unwrap();
                    found.into_iter().map(|violation| (violation.row, violation.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}
