//! A seller's rules: what they decide the moment a return is asked for, what is once, what is refused, what would have been.

use crate::common::{Delivered, Shop, at_once, by_hand, reason};
use db::testing::{Tampering, each_is_found, on_both};
use domain::returns::{Grade, ReturnReason, ReturnRule, ReturnState, RuleError, RuleOutcome};
use domain::{CategoryId, DurationUs, ReturnId};
use returns::{
    NewAppeal, Pick, Refunded, ReturnError, ReturnRules, ReturnSettings, RulesPreview, claim, preview_rules,
    rules, rules_at, say_rules,
};
use std::sync::atomic::Ordering;

fn rule(outcome: RuleOutcome, reasons: &[ReturnReason]) -> ReturnRule {
    ReturnRule {
        reasons: reasons.iter().copied().collect(),
        up_to_minor: None,
        category: None,
        within_days: None,
        fewer_than: None,
        outcome,
    }
}

/// Money without goods for what arrived damaged.
fn gives_back(up_to_minor: i64) -> ReturnRule {
    ReturnRule { up_to_minor: Some(up_to_minor), ..rule(RuleOutcome::GiveBack, &[ReturnReason::Damaged]) }
}

async fn says(shop: &Shop, seen: Option<i64>, new: &[ReturnRule]) -> Result<ReturnRules, ReturnError> {
    let (seller, new) = (shop.seller, new.to_vec());
    shop.db
        .write(move |tx| {
            let new = new.clone();
            Box::pin(async move { say_rules(tx, seller, seen, &new).await })
        })
        .await
}

async fn asked(shop: &Shop, key: &str, of: Delivered, why: ReturnReason) -> ReturnId {
    shop.returns.request(shop.asks(key, of, 1, why).await).await.unwrap()
}

/// Where a return is, and which rule decided it.
async fn stands(shop: &Shop, id: ReturnId) -> (ReturnState, Option<i64>) {
    let row = shop.detail(id).await.row;
    (row.state.0, row.rule_place)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_rule_that_fits_decides_then_the_switch_then_a_person() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("order", shop.lamp, 5).await;
            let all = [
                rule(RuleOutcome::AskPerson, &[ReturnReason::ByMistake]),
                rule(RuleOutcome::Approve, &[ReturnReason::ByMistake, ReturnReason::NoLongerWanted]),
            ];
            says(&shop, None, &all).await.unwrap();
            let wanted = asked(&shop, "a", lamp, ReturnReason::NoLongerWanted).await;
            assert_eq!(stands(&shop, wanted).await, (ReturnState::Approved, Some(2)));
            let detail = shop.detail(wanted).await;
            assert_eq!((detail.rule.as_ref(), detail.row.rule_revision), (Some(&all[1]), Some(1)));
            assert!(detail.row.approved_at_once && !detail.row.returnless);
            let neither = asked(&shop, "b", lamp, ReturnReason::Damaged).await;
            assert_eq!(stands(&shop, neither).await, (ReturnState::Requested, None));
            shop.settings(shop.seller, at_once(None)).await;
            let switch = asked(&shop, "c", lamp, ReturnReason::Damaged).await;
            assert_eq!(stands(&shop, switch).await, (ReturnState::Approved, None));
            let person = asked(&shop, "d", lamp, ReturnReason::ByMistake).await;
            assert_eq!(stands(&shop, person).await, (ReturnState::Requested, Some(1)));
            // What is said later is for later: what was decided keeps its rule.
            says(&shop, Some(1), &all[..1]).await.unwrap();
            assert_eq!(shop.detail(wanted).await.rule.as_ref(), Some(&all[1]));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_gives_money_back_without_goods_once_and_nothing_is_for_sale_again() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("given", shop.lamp, 3).await;
            let sold = shop.stock(shop.lamp).await;
            let new = shop.asks("a", lamp, 1, ReturnReason::Damaged).await;
            let worth = new.seen.minor();
            says(&shop, None, &[gives_back(worth)]).await.unwrap();
            let id = shop.returns.request(new.clone()).await.unwrap();
            assert_eq!(shop.returns.request(new).await.unwrap(), id, "the same press");
            let row = shop.detail(id).await.row;
            assert_eq!((row.state.0, row.rule_place, row.returnless), (ReturnState::Refunded, Some(1), true));
            assert_eq!((row.refunded_minor, row.attempts), (worth, 1));
            assert_eq!((row.sent_at_us, row.received_at_us), (None, None), "nothing came back");
            assert_eq!(shop.stock(shop.lamp).await, sold);
            assert_eq!(shop.mails().await, ["return-refunded", "return-requested"]);
            let more = shop.asks("b", lamp, 2, ReturnReason::Damaged).await;
            let more = shop.returns.request(more).await.unwrap();
            assert_eq!(stands(&shop, more).await, (ReturnState::Requested, None), "above the amount");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_in_pieces_gets_no_more_than_the_amount_of_one_order() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("pieces", shop.lamp, 3).await;
            let two = shop.asks("two", lamp, 2, ReturnReason::Damaged).await.seen.minor();
            let gives = gives_back(two);
            says(&shop, None, std::slice::from_ref(&gives)).await.unwrap();
            let mut places = Vec::new();
            for key in ["a", "b", "c"] {
                t.clock().advance(DurationUs::from_hours(1));
                let id = asked(&shop, key, lamp, ReturnReason::Damaged).await;
                places.push(stands(&shop, id).await);
            }
            let given = (ReturnState::Refunded, Some(1));
            assert_eq!(places, [given, given, (ReturnState::Requested, None)]);
            t.clock().advance(DurationUs::from_hours(1));
            let other = shop.delivered("another", shop.lamp, 1).await;
            let id = asked(&shop, "d", other, ReturnReason::Damaged).await;
            assert_eq!(stands(&shop, id).await, given, "of another order");
            let expected = RulesPreview { asked: 4, by_rule: vec![3], by_switch: 0, by_person: 1 };
            assert_eq!(previewed(&shop, &gives).await, expected);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_declined_or_taken_back_gets_no_money_by_another_reason() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            says(&shop, None, &[gives_back(100_000)]).await.unwrap();
            let declined = shop.delivered("declined", shop.lamp, 1).await;
            let id = asked(&shop, "a", declined, ReturnReason::NoLongerWanted).await;
            shop.returns.decline(shop.seller, id, reason("It was used.")).await.unwrap();
            let taken_back = shop.delivered("taken-back", shop.lamp, 1).await;
            let id = asked(&shop, "b", taken_back, ReturnReason::NoLongerWanted).await;
            shop.returns.cancel(taken_back.shopper, id).await.unwrap();
            for (key, of) in [("c", declined), ("d", taken_back)] {
                let again = asked(&shop, key, of, ReturnReason::Damaged).await;
                assert_eq!(stands(&shop, again).await, (ReturnState::Requested, None), "{key}");
            }
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exchange_is_never_answered_with_money() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("exchange", shop.lamp, 1).await;
            says(&shop, None, &[gives_back(100_000)]).await.unwrap();
            let new = shop.asks("a", lamp, 1, ReturnReason::Damaged).await;
            let id = shop.returns.request_exchange(new, shop.lamp).await.unwrap();
            assert_eq!(stands(&shop, id).await, (ReturnState::Requested, None));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_asked_for_again_and_after_a_refusal_nothing_may_be_kept() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("lost", shop.lamp, 2).await;
            says(&shop, None, &[gives_back(100_000)]).await.unwrap();
            shop.line.lost.store(1, Ordering::SeqCst);
            let lost = asked(&shop, "a", lamp, ReturnReason::Damaged).await;
            assert_eq!(stands(&shop, lost).await.0, ReturnState::Refunding);
            assert_eq!(shop.returns.finish(lost).await.unwrap(), Refunded::Refunded);
            assert_eq!(shop.detail(lost).await.row.attempts, 1, "under the same key");
            shop.line.refused.store(1, Ordering::SeqCst);
            let refused = asked(&shop, "b", lamp, ReturnReason::Damaged).await;
            let row = shop.detail(refused).await.row;
            assert_eq!((row.state.0, row.failure.as_deref()), (ReturnState::Received, Some("refused")));
            let kept = shop.decides("kept", refused, Grade::Empty, 10_000).await;
            let kept = shop.returns.refund(kept).await;
            assert!(matches!(kept, Err(ReturnError::TooMuchKept { most_bps: 0, .. })), "{kept:?}");
            // `AsNew` would be for sale again.
            let sold = shop.decides("sold", refused, Grade::AsNew, 0).await;
            let sold = shop.returns.refund(sold).await;
            assert!(matches!(sold, Err(ReturnError::NothingToRestock { .. })), "{sold:?}");
            let whole = shop.decides("whole", refused, Grade::Empty, 0).await;
            assert_eq!(shop.returns.refund(whole).await.unwrap(), Refunded::Refunded);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_are_said_once_over_what_was_seen_and_stay_as_they_were() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let nothing = rules(&mut shop.db.read().await.unwrap(), shop.seller).await.unwrap();
            assert_eq!(nothing, ReturnRules::default());
            let first = [rule(RuleOutcome::AskPerson, &[])];
            assert_eq!(says(&shop, Some(0), &first).await.unwrap().revision, 1);
            assert_eq!(says(&shop, Some(0), &first).await.unwrap().revision, 1, "the same press");
            let second = [rule(RuleOutcome::Approve, &[]), gives_back(100)];
            let stale = says(&shop, Some(0), &second).await;
            assert!(matches!(stale, Err(ReturnError::RulesChanged)), "{stale:?}");
            assert_eq!(says(&shop, Some(1), &second).await.unwrap().revision, 2);
            let nameless = ReturnRule { up_to_minor: None, ..gives_back(1) };
            let wrong = says(&shop, None, &[first[0].clone(), nameless]).await;
            assert!(matches!(wrong, Err(ReturnError::Rule(RuleError::NoAmount { place: 2 }))), "{wrong:?}");
            let category = Some(shop.db.new_id::<CategoryId>());
            let wrong = says(&shop, None, &[ReturnRule { category, ..first[0].clone() }]).await;
            assert!(matches!(wrong, Err(ReturnError::NoSuchCategory { place: 1 })), "{wrong:?}");
            shop.settings(shop.seller, ReturnSettings::STANDARD).await;
            let third = [rule(RuleOutcome::Approve, &[])];
            let nowhere = says(&shop, None, &third).await;
            assert!(matches!(nowhere, Err(ReturnError::NoReturnAddress)), "{nowhere:?}");
            let mut conn = shop.db.read().await.unwrap();
            assert_eq!(rules(&mut conn, shop.seller).await.unwrap().rules, second);
            assert_eq!(rules_at(&mut conn, shop.seller, 1).await.unwrap().rules, first);
            let others = rules(&mut conn, shop.platform).await.unwrap();
            assert_eq!(others, ReturnRules::default(), "another seller's are its own");
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

/// The lamp's category.
async fn category_of(shop: &Shop, of: Delivered) -> CategoryId {
    let picks = [Pick { line: of.line, quantity: 1, reason: ReturnReason::Damaged }];
    let mut conn = shop.db.read().await.unwrap();
    let claim = claim::quote(&mut conn, of.shipment, of.part, &picks).await.unwrap();
    let product = claim.lines[0].line.product_id;
    let above = catalog::categories_above(&mut conn, &[product]).await.unwrap();
    *above[&product].last().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shoppers_returns_are_counted_and_the_preview_says_what_was_decided() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("counted", shop.lamp, 5).await;
            let category = Some(category_of(&shop, lamp).await);
            let few = ReturnRule {
                category,
                fewer_than: Some(2),
                within_days: Some(20),
                ..rule(RuleOutcome::Approve, &[])
            };
            says(&shop, None, std::slice::from_ref(&few)).await.unwrap();
            let mut places = Vec::new();
            for key in ["a", "b", "c"] {
                t.clock().advance(DurationUs::from_hours(1));
                let id = asked(&shop, key, lamp, ReturnReason::NoLongerWanted).await;
                places.push(stands(&shop, id).await);
                if key == "a" {
                    // What a shopper took back is not counted.
                    shop.returns.cancel(lamp.shopper, id).await.unwrap();
                }
            }
            let approved = (ReturnState::Approved, Some(1));
            assert_eq!(places, [approved, approved, approved]);
            t.clock().advance(DurationUs::from_hours(1));
            let third = asked(&shop, "d", lamp, ReturnReason::NoLongerWanted).await;
            assert_eq!(stands(&shop, third).await, (ReturnState::Requested, None), "it is the third one");
            t.clock().advance(DurationUs::from_days(20));
            let late = asked(&shop, "e", lamp, ReturnReason::NoLongerWanted).await;
            assert_eq!(stands(&shop, late).await, (ReturnState::Requested, None));
            let expected = RulesPreview { asked: 5, by_rule: vec![3], by_switch: 0, by_person: 2 };
            assert_eq!(previewed(&shop, &few).await, expected);
            shop.settings(shop.seller, at_once(None)).await;
            let expected = RulesPreview { by_switch: 2, by_person: 0, ..expected };
            assert_eq!(previewed(&shop, &few).await, expected);
            let other = ReturnRule { category: Some(shop.db.new_id()), ..few.clone() };
            assert_eq!(previewed(&shop, &other).await.by_rule, [0]);
            shop.settings(shop.seller, by_hand()).await;
            shop.assert_sound().await;
            t.clock().advance(DurationUs::from_days(91));
            assert_eq!(previewed(&shop, &few).await.asked, 0, "too long ago");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shopper_is_known_by_an_address_in_any_letters() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let first = ReturnRule { fewer_than: Some(1), ..rule(RuleOutcome::Approve, &[]) };
            says(&shop, None, &[first]).await.unwrap();
            let mut places = Vec::new();
            for key in ["first", "second"] {
                t.clock().advance(DurationUs::from_hours(1));
                let (shopper, order) = shop.place_as("\u{c9}VA@example.com", key, &[(shop.lamp, 1)]).await;
                let of = shop.arrived(shopper, order, 1).await;
                let id = asked(&shop, key, of, ReturnReason::NoLongerWanted).await;
                places.push(stands(&shop, id).await);
            }
            assert_eq!(places, [(ReturnState::Approved, Some(1)), (ReturnState::Requested, None)]);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_appeal_ordered_is_not_what_a_shopper_asked_for() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("ordered", shop.lamp, 3).await;
            let id = asked(&shop, "a", lamp, ReturnReason::NoLongerWanted).await;
            shop.returns.decline(shop.seller, id, reason("Not this one.")).await.unwrap();
            let words = reason("I never used it.");
            shop.returns.appeal(NewAppeal { shopper: lamp.shopper, id, words }).await.unwrap();
            shop.returns.overturn(shop.owner, id, reason("It was as new.")).await.unwrap();
            t.clock().advance(DurationUs::from_hours(1));
            let few = ReturnRule { fewer_than: Some(2), ..rule(RuleOutcome::Approve, &[]) };
            says(&shop, None, std::slice::from_ref(&few)).await.unwrap();
            let second = asked(&shop, "b", lamp, ReturnReason::NoLongerWanted).await;
            assert_eq!(stands(&shop, second).await, (ReturnState::Approved, Some(1)));
            let expected = RulesPreview { asked: 2, by_rule: vec![2], by_switch: 0, by_person: 0 };
            assert_eq!(previewed(&shop, &few).await, expected);
            shop.assert_sound().await;
        })
    })
    .await;
}

async fn previewed(shop: &Shop, rule: &ReturnRule) -> RulesPreview {
    let mut conn = shop.db.read().await.unwrap();
    preview_rules(&mut conn, shop.seller, std::slice::from_ref(rule)).await.unwrap()
}

const AFTER_IT_WAS_SAID: &str = "a return that a rule decided was asked for after that rule was said";

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_breaks_a_rule_about_rules_is_named() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let lamp = shop.delivered("broken", shop.lamp, 1).await;
            says(&shop, None, &[gives_back(100_000)]).await.unwrap();
            let id = asked(&shop, "a", lamp, ReturnReason::Damaged).await;
            let of = |statement, rules| Tampering::of("returns_returns", id, statement, rules);
            let tamperings = vec![
                of(
                    "UPDATE returns_rules SET said_at_us = said_at_us + 9000000000000
                     WHERE seller_id = (SELECT r.seller_id FROM returns_returns r WHERE r.id = $1)",
                    &[AFTER_IT_WAS_SAID],
                ),
                of("UPDATE returns_returns SET rule_revision = 9 WHERE id = $1", &[AFTER_IT_WAS_SAID]),
                of(
                    "UPDATE returns_returns SET rule_place = NULL WHERE id = $1",
                    &["a return that a rule decided names the rule"],
                ),
                of(
                    "UPDATE returns_returns SET rule_revision = NULL, rule_place = NULL WHERE id = $1",
                    &["only a rule gives money back for what is not sent"],
                ),
                of(
                    "UPDATE returns_lines SET restock = TRUE WHERE return_id = $1",
                    &[
                        "what is not sent back is not for sale again",
                        "what came back fit is for sale again, once",
                    ],
                ),
                of(
                    "UPDATE returns_rules SET revision = 3
                     WHERE seller_id = (SELECT r.seller_id FROM returns_returns r WHERE r.id = $1)",
                    &["what a seller said about returns stays", AFTER_IT_WAS_SAID],
                )
                .named(format!("returns_rules {}", shop.seller)),
            ];
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
