//! Appealing: when, by whom and how often; what an operator orders, once and never more than is left.

use crate::common::{Delivered, Shop, USD, by_hand, reason, usd};
use db::testing::{Tampering, each_is_found, on_both};
use domain::commission::RefundFee;
use domain::key::IdempotencyKey;
use domain::returns::{APPEAL_DAYS, AppealState, Grade, NoAppeal, ReturnReason, ReturnState};
use domain::{AccountId, DurationUs, ReturnId};
use ledger::{AccountRef, RevenueStream};
use notify::{Choice, Kind};
use orders::Shopper;
use returns::appeal::{self, Appeal};
use returns::{NewAppeal, NewReturn, Refunded, ReturnDetail, ReturnError, ReturnSettings, lists};
use std::sync::atomic::Ordering;

const WHY: ReturnReason = ReturnReason::NoLongerWanted;

async fn appeals(shop: &Shop, of: Delivered, id: ReturnId) -> Result<(), ReturnError> {
    let words = reason("I never used it.");
    shop.returns.appeal(NewAppeal { shopper: of.shopper, id, words }).await
}

async fn known(shop: &Shop, id: ReturnId) -> Appeal {
    appeal::of_return(&mut shop.db.read().await.unwrap(), id).await.unwrap().unwrap()
}

/// What the appeal ordered.
async fn followed(shop: &Shop, id: ReturnId) -> ReturnDetail {
    shop.detail(known(shop, id).await.follow_id.unwrap()).await
}

/// A return of which half was kept back.
async fn half_kept(shop: &Shop, key: &str, of: Delivered) -> ReturnId {
    let id = shop.back(key, of, 1, WHY).await;
    let decision = shop.decides(key, id, Grade::Used, 5_000).await;
    assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Refunded);
    id
}

async fn overturns(shop: &Shop, id: ReturnId) -> Result<Option<Refunded>, ReturnError> {
    shop.returns.overturn(shop.owner, id, reason("It was as new.")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_is_appealed_once_by_its_shopper_and_not_too_late() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let of = shop.delivered("once", shop.lamp, 3).await;
            let asked = shop.returns.request(shop.asks("asked", of, 1, WHY).await).await.unwrap();
            let early = appeals(&shop, of, asked).await;
            assert!(matches!(early, Err(ReturnError::NoAppeal(NoAppeal::NotDecided))), "{early:?}");
            shop.returns.decline(shop.seller, asked, reason("Not this one.")).await.unwrap();
            let stranger = Shopper::Account(t.db().new_id::<AccountId>());
            let foreign = appeals(&shop, Delivered { shopper: stranger, ..of }, asked).await;
            assert!(matches!(foreign, Err(ReturnError::NotFound)), "{foreign:?}");
            for _ in 0..2 {
                appeals(&shop, of, asked).await.unwrap();
            }
            let other = NewAppeal { shopper: of.shopper, id: asked, words: reason("And another thing.") };
            let other = shop.returns.appeal(other).await;
            assert!(matches!(other, Err(ReturnError::AppealedBefore)), "{other:?}");
            for _ in 0..2 {
                shop.returns.uphold(shop.owner, asked, reason("It was worn.")).await.unwrap();
            }
            let appeal = known(&shop, asked).await;
            assert_eq!(
                (appeal.state.0, appeal.reason.as_deref()),
                (AppealState::Upheld, Some("It was worn."))
            );
            let turned = overturns(&shop, asked).await;
            assert!(matches!(turned, Err(ReturnError::AppealIsDecided)), "{turned:?}");
            let whole = shop.back("whole", of, 1, WHY).await;
            let decision = shop.decides("whole", whole, Grade::AsNew, 0).await;
            shop.returns.refund(decision).await.unwrap();
            let whole = appeals(&shop, of, whole).await;
            assert!(matches!(whole, Err(ReturnError::NoAppeal(NoAppeal::NothingLeft))), "{whole:?}");
            let late = half_kept(&shop, "late", of).await;
            t.clock().advance(DurationUs::from_days(APPEAL_DAYS));
            shop.detail(late).await.may_appeal(t.db().now()).unwrap();
            t.clock().advance(DurationUs::from_micros(1));
            let late = appeals(&shop, of, late).await;
            assert!(matches!(late, Err(ReturnError::NoAppeal(NoAppeal::TooLate))), "{late:?}");
            let mails = shop.mails().await;
            assert_eq!(mails.iter().filter(|mail| *mail == "return-appealed").count(), 1, "{mails:?}");
            // Of the decision: the shopper and the seller's owner.
            assert_eq!(mails.iter().filter(|mail| *mail == "return-appeal").count(), 2, "{mails:?}");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_sides_are_told_of_the_decision_about_an_appeal_beside_the_bell_as_they_chose() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let of = shop.delivered("told", shop.lamp, 2).await;
            let (own, owner) = (of.shopper.account().unwrap(), shop.owner);
            for (name, page) in [("loud", true), ("quiet", false)] {
                let choice = Choice { page, push: false, mail: false };
                let chosen = shop.db.write(move |tx| {
                    Box::pin(async move {
                        notify::choose(tx, own, Kind::Appeal, choice).await?;
                        notify::choose(tx, owner, Kind::Appeal, choice).await
                    })
                });
                chosen.await.unwrap();
                let id = shop.returns.request(shop.asks(name, of, 1, WHY).await).await.unwrap();
                shop.returns.decline(shop.seller, id, reason("Not this one.")).await.unwrap();
                appeals(&shop, of, id).await.unwrap();
                for _ in 0..2 {
                    shop.returns.uphold(owner, id, reason("It was worn.")).await.unwrap();
                }
                let ways = [(own, "/orders/"), (owner, "/seller/returns/")];
                for (account, start) in ways {
                    let told = notify::all(&mut t.db().read().await.unwrap(), account).await.unwrap();
                    let told: Vec<_> = told.iter().filter(|one| one.kind.0 == Kind::Appeal).collect();
                    assert_eq!(told.len(), 1, "the quiet one is told nothing more: {told:?}");
                    assert!(told[0].url.starts_with(start), "{}", told[0].url);
                    assert!(!told[0].body.contains("worn"), "the reason stays on the page");
                }
            }
            let mails = shop.mails().await;
            assert_eq!(mails.iter().filter(|mail| *mail == "return-appeal").count(), 4, "always: {mails:?}");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rest_of_the_money_is_given_back_once_and_to_the_cent() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let of = shop.delivered("rest", shop.lamp, 1).await;
            let id = half_kept(&shop, "rest", of).await;
            let first = shop.detail(id).await.row;
            let stock = shop.stock(shop.lamp).await;
            appeals(&shop, of, id).await.unwrap();
            let own = of.shopper.account().unwrap();
            let for_me = shop.returns.overturn(own, id, reason("I say so.")).await;
            assert!(matches!(for_me, Err(ReturnError::OwnOrder)), "{for_me:?}");
            let of_mine = shop.returns.uphold(own, id, reason("I say so.")).await;
            assert!(matches!(of_mine, Err(ReturnError::OwnOrder)), "{of_mine:?}");
            assert_eq!(known(&shop, id).await.state.0, AppealState::Open);
            for _ in 0..2 {
                assert_eq!(overturns(&shop, id).await.unwrap(), Some(Refunded::Refunded));
            }
            let rest = followed(&shop, id).await;
            assert_eq!(rest.row.state.0, ReturnState::Refunded);
            assert_eq!(rest.row.refunded_minor + first.refunded_minor, first.claim_minor);
            assert_eq!(shop.stock(shop.lamp).await, stock, "nothing came back once more");
            let sellers =
                shop.returns.refund(shop.decides("sellers", rest.row.id, Grade::AsNew, 0).await).await;
            assert!(matches!(sellers, Err(ReturnError::WrongState { .. })), "{sellers:?}");
            let upheld = shop.returns.uphold(shop.owner, id, reason("It was worn.")).await;
            assert!(matches!(upheld, Err(ReturnError::AppealIsDecided)), "{upheld:?}");
            let again = appeals(&shop, of, rest.row.id).await;
            assert!(matches!(again, Err(ReturnError::NoAppeal(_))), "{again:?}");
            let mut conn = shop.db.read().await.unwrap();
            let all = lists::of_order(&mut conn, of.order).await.unwrap();
            assert_eq!(all.len(), 1, "the rest is no return of its own");
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_and_its_rest_keep_together_no_more_than_one_refund_does() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let most = RefundFee { share_bps: 5_000, most_minor: 100, currency: USD };
            let said =
                terms::Say { terms: most, starts_at: None, reason: "it costs more".into(), by: shop.owner };
            shop.db
                .write(move |tx| {
                    let said = said.clone();
                    Box::pin(async move { terms::say(tx, &said).await })
                })
                .await
                .unwrap();
            let of = shop.delivered("fees", shop.lamp, 1).await;
            let id = half_kept(&shop, "fees", of).await;
            let first = shop.detail(id).await.row;
            assert!((51..100).contains(&first.fee_minor), "a share of it: {}", first.fee_minor);
            appeals(&shop, of, id).await.unwrap();
            assert_eq!(overturns(&shop, id).await.unwrap(), Some(Refunded::Refunded));
            let rest = followed(&shop, id).await.row;
            assert_eq!(
                (rest.fee_minor, rest.first_back_minor),
                (100 - first.fee_minor, first.commission_back_minor)
            );
            assert!(rest.commission_back_minor / 2 > rest.fee_minor, "{}", rest.commission_back_minor);
            let fees = AccountRef::revenue(RevenueStream::RefundFee, USD);
            assert_eq!(shop.posted(fees).await, -100);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_of_which_nothing_was_given_is_given_back_whole() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let of = shop.delivered("empty", shop.lamp, 1).await;
            let id = shop.back("empty", of, 1, ReturnReason::Damaged).await;
            let decision = shop.decides("empty", id, Grade::Empty, 10_000).await;
            assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Closed);
            appeals(&shop, of, id).await.unwrap();
            let all = tokio::join!(overturns(&shop, id), overturns(&shop, id), overturns(&shop, id));
            for one in [all.0, all.1, all.2] {
                let ended = one.unwrap();
                assert!(matches!(ended, Some(Refunded::Refunded | Refunded::Pending)), "{ended:?}");
            }
            shop.work().await;
            let rest = followed(&shop, id).await.row;
            assert_eq!(
                (rest.refunded_minor, rest.claim_minor),
                (rest.claim_minor, shop.detail(id).await.row.claim_minor)
            );
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_key_that_a_shopper_sends_stands_in_the_way_of_what_is_ordered() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let of = shop.delivered("keys", shop.lamp, 4).await;
            let declined = shop.returns.request(shop.asks("declined", of, 1, WHY).await).await.unwrap();
            shop.returns.decline(shop.seller, declined, reason("Not this one.")).await.unwrap();
            let kept = half_kept(&shop, "kept", of).await;
            for id in [declined, kept] {
                appeals(&shop, of, id).await.unwrap();
            }
            for key in [format!("appeal-{declined}"), format!("rest-{kept}")] {
                let key = IdempotencyKey::parse(&key).unwrap().as_str().to_owned();
                let asked = NewReturn { key, ..shop.asks("taken", of, 1, WHY).await };
                shop.returns.request(asked).await.unwrap();
            }
            assert_eq!(overturns(&shop, declined).await.unwrap(), None);
            assert_eq!(overturns(&shop, kept).await.unwrap(), Some(Refunded::Refunded));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rest_that_the_processor_refuses_is_tried_again() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let of = shop.delivered("refused", shop.lamp, 1).await;
            let id = half_kept(&shop, "refused", of).await;
            appeals(&shop, of, id).await.unwrap();
            shop.line.lost.store(1, Ordering::SeqCst);
            assert_eq!(overturns(&shop, id).await.unwrap(), Some(Refunded::Pending));
            assert_eq!(followed(&shop, id).await.row.state.0, ReturnState::Refunding);
            assert_eq!(overturns(&shop, id).await.unwrap(), Some(Refunded::Refunded), "the same refund");
            assert_eq!(followed(&shop, id).await.row.attempts, 1);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_declined_is_approved_as_of_the_day_it_was_asked_for() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let of = shop.delivered("declined", shop.lamp, 2).await;
            t.clock().advance(DurationUs::from_days(30));
            let id = shop.returns.request(shop.asks("declined", of, 2, WHY).await).await.unwrap();
            shop.returns.decline(shop.seller, id, reason("Not this one.")).await.unwrap();
            appeals(&shop, of, id).await.unwrap();
            // The window is over by now.
            t.clock().advance(DurationUs::from_days(3));
            shop.settings(shop.seller, ReturnSettings { address: None, ..by_hand() }).await;
            let nowhere = overturns(&shop, id).await;
            assert!(matches!(nowhere, Err(ReturnError::NoReturnAddress)), "{nowhere:?}");
            assert_eq!(known(&shop, id).await.state.0, AppealState::Open, "nothing was written");
            shop.settings(shop.seller, by_hand()).await;
            for _ in 0..2 {
                assert_eq!(overturns(&shop, id).await.unwrap(), None);
            }
            let anew = followed(&shop, id).await;
            assert_eq!(
                (anew.row.state.0, anew.row.claim_minor),
                (ReturnState::Approved, shop.detail(id).await.row.claim_minor)
            );
            shop.returns.receive(shop.seller, anew.row.id).await.unwrap();
            let decision = shop.decides("anew", anew.row.id, Grade::AsNew, 0).await;
            assert_eq!(decision.seen, usd(anew.row.claim_minor));
            assert_eq!(shop.returns.refund(decision).await.unwrap(), Refunded::Refunded);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_appeal_that_breaks_a_rule_is_named() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let of = shop.delivered("rows", shop.lamp, 1).await;
            let id = half_kept(&shop, "rows", of).await;
            appeals(&shop, of, id).await.unwrap();
            overturns(&shop, id).await.unwrap();
            let rest = known(&shop, id).await.follow_id.unwrap();
            let tamperings = vec![
                Tampering::of(
                    "returns_returns",
                    id,
                    "UPDATE returns_returns SET claim_minor = claim_minor - 1 WHERE id = $1",
                    &[
                        "a return and the rest of it give back no more than was claimed",
                        "a return claims what its lines are worth",
                    ],
                ),
                Tampering::of(
                    "returns_returns",
                    rest,
                    "DELETE FROM returns_appeals WHERE follow_id = $1",
                    &["the rest of a return was ordered by an appeal"],
                ),
                Tampering::of(
                    "returns_returns",
                    rest,
                    "UPDATE returns_returns SET first_back_minor = first_back_minor + 5 WHERE id = $1",
                    &["the rest of a return knows what commission went back before it"],
                ),
                Tampering::of(
                    "returns_appeals",
                    id,
                    "UPDATE returns_appeals SET follow_id = (SELECT order_id FROM returns_returns WHERE id = $1)
                     WHERE return_id = $1",
                    &[
                        "what an appeal ordered is of the same parcel",
                        "the rest of a return was ordered by an appeal",
                    ],
                ),
            ];
            shop.assert_sound().await;
            each_is_found(&shop.db, tamperings, |conn| {
                Box::pin(async move {
                    let found = returns::check(conn).await.unwrap();
                    found.into_iter().map(|violation| (violation.row, violation.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}
