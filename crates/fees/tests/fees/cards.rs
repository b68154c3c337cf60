//! Months that the card kept for fees pays: only where the balance is too small, and once whatever happens.

use crate::support::*;
use db::testing::{Tampering, each_is_found, on_both};
use domain::plan::{ChargeState, Plan};
use domain::{Currency, DurationUs};
use fees::testing::{say_seat, seat};
use fees::{FeeError, PlanCause};
use ledger::AccountRef;

const APPROVE: &str = "4242424242424242";
const DECLINE: &str = "4000000000000002";
const INSUFFICIENT: &str = "4000000000009995";
const CONFIRM: &str = "4000002500003155";
const ANSWER_LOST: &str = "4000000000000119";
const REQUEST_LOST: &str = "4000000000000259";
const EXPIRES: &str = "4000000000000341";
const CAPTURE_ANSWER_LOST: &str = "4000000000005126";

const WITH_TAX: &str = "a month that a card paid was charged to it once, with its tax";
const ONE_CARD: &str = "one card at the most is charged for a month, while it is due";
const FOR_NOTHING: &str = "a seller's card that was charged paid a month";

impl Shop {
    /// The balance as the ledger tells it: where it begins, every line by its size, where it ends.
    async fn statement(&self) -> (i64, Vec<i64>, i64) {
        let mut conn = self.db.read().await.unwrap();
        let payable = AccountRef::seller_payable(self.seller, Currency::USD);
        let (from, to) = (db::testing::START, self.db.now().plus(DurationUs::from_days(1)));
        let read = ledger::statement(&mut conn, &payable, from, to).await.unwrap();
        let mut lines: Vec<i64> = read.lines.iter().map(|line| -line.amount.minor()).collect();
        // Those of one moment are in no order.
        lines.sort_unstable();
        (-read.opening.posted.minor(), lines, -read.closing.posted.minor())
    }

    async fn card_last4(&self) -> Option<String> {
        let mut conn = self.db.read().await.unwrap();
        fees::card_of(&mut conn, self.seller).await.unwrap().map(|card| card.last4)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_left_alone_while_the_balance_covers_the_month() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.earn(10_000).await;
            shop.keep_card(APPROVE).await;
            shop.choose(Plan::Professional).await.unwrap();
            shop.live(t, 32).await;
            assert_eq!((shop.states().await, shop.money().await), (vec![ChargeState::Paid], (6_001, 3_999)));
            assert_eq!((shop.charged().await, shop.mails().await), (0, 0));
            assert_eq!(shop.charges().await[0].card_charge_id, None);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_balance_does_not_cover_is_charged_once_with_its_tax_whoever_looks() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            say_seat(&shop.db, Some(seat(100_000)), None).await.unwrap();
            // Without the tax it would do.
            shop.earn(4_000).await;
            shop.keep_card(APPROVE).await;
            shop.choose(Plan::Professional).await.unwrap();
            shop.live(t, 31).await;
            assert_eq!((shop.states().await, shop.charged().await), (vec![ChargeState::Paid], 4_399));
            assert_eq!(shop.money().await, (4_000, 3_999), "the balance stays as it was");
            assert_eq!(shop.statement().await, (0, vec![-3_999, -400, 4_000, 4_399], 4_000));
            assert!(shop.was_written("your card for fees was charged").await);
            assert!(shop.was_written("Visa •••• 4242").await);
            let other = shop.beside(t).await;
            t.clock().advance(DurationUs::from_days(30));
            tokio::join!(shop.tick(), other.tick());
            other.tick().await;
            let card = shop.charges().await[0].card_charge_id.unwrap();
            // The job runs again, as after a server died.
            shop.fees.charge_card(card).await.unwrap();
            other.fees.charge_card(card).await.unwrap();
            assert_eq!((shop.charged().await, shop.money().await), (8_798, (4_000, 7_998)));
            // 1.28 and 0.30 of 43.99, twice.
            assert_eq!(shop.cost().await, 316);
            assert_eq!((shop.charges().await.len(), shop.mails().await), (2, 2));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_that_ask_for_the_same_charge_at_once_charge_it_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let other = shop.beside(t).await;
            shop.keep_card(APPROVE).await;
            shop.choose(Plan::Professional).await.unwrap();
            t.clock().advance(DurationUs::from_days(31));
            let card = shop.wanted().await;
            let (a, b) = tokio::join!(shop.fees.charge_card(card), other.fees.charge_card(card));
            a.unwrap();
            b.unwrap();
            shop.tick().await;
            assert_eq!((shop.charged().await, shop.money().await), (3_999, (0, 3_999)));
            // 1.16 and 0.30.
            assert_eq!(shop.cost().await, 146);
            assert_eq!((shop.states().await, shop.mails().await), (vec![ChargeState::Paid], 1));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_is_refused_is_tried_on_the_same_days_and_the_plan_ends_as_ever() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.keep_card(DECLINE).await;
            shop.choose(Plan::Professional).await.unwrap();
            shop.live(t, 30).await;
            assert_eq!((shop.states().await, shop.mails().await), (vec![ChargeState::Due], 1));
            assert!(shop.was_written("the bank of your card for fees refused it").await);
            assert_eq!(shop.plan().await, Some(Plan::Professional), "nothing changes before the last try");
            shop.keep_card(EXPIRES).await;
            shop.live(t, 13).await;
            assert_eq!((shop.charges().await[0].failed, shop.mails().await), (3, 3));
            shop.live(t, 2).await;
            assert_eq!((shop.states().await, shop.mails().await), (vec![ChargeState::GivenUp], 4));
            assert_eq!((shop.plan().await, shop.money().await), (Some(Plan::Individual), (0, 0)));
            assert_eq!(shop.charged().await, 0);
            shop.live(t, 40).await;
            assert_eq!((shop.charges().await.len(), shop.mails().await), (1, 4));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_card_or_a_balance_pays_at_the_next_try() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.keep_card(INSUFFICIENT).await;
            shop.choose(Plan::Professional).await.unwrap();
            shop.live(t, 30).await;
            assert_eq!(shop.states().await, [ChargeState::Due]);
            shop.keep_card(APPROVE).await;
            shop.live(t, 3).await;
            assert_eq!((shop.states().await, shop.charged().await), (vec![ChargeState::Paid], 3_999));
            // The bank of this one wants to be answered; what is sold until the next try pays instead.
            shop.keep_card(CONFIRM).await;
            shop.live(t, 29).await;
            assert!(shop.was_written("save the card again, or another one").await);
            shop.earn(5_000).await;
            shop.live(t, 4).await;
            assert_eq!(shop.states().await, [ChargeState::Paid, ChargeState::Paid]);
            assert_eq!((shop.charged().await, shop.money().await), (3_999, (1_001, 7_998)));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_lost_is_found_and_counts_once() {
    for (number, charged) in [(ANSWER_LOST, 0), (CAPTURE_ANSWER_LOST, 3_999)] {
        on_both(|t| {
            Box::pin(async move {
                let shop = Shop::open(t).await;
                shop.keep_card(number).await;
                shop.choose(Plan::Professional).await.unwrap();
                shop.live(t, 30).await;
                assert_eq!((shop.states().await, shop.mails().await), (vec![ChargeState::Due], 0));
                assert_eq!((shop.charged().await, shop.money().await), (charged, (0, 0)));
                // Nobody leaves a month that may have been paid, and nothing else pays it.
                assert!(matches!(shop.choose(Plan::Individual).await, Err(FeeError::CardIsCharged)));
                shop.earn(10_000).await;
                shop.fees.charge(shop.seller).await.unwrap();
                assert_eq!(shop.states().await, [ChargeState::Due]);
                shop.assert_sound().await;
                t.clock().advance(DurationUs::from_mins(1));
                shop.tick().await;
                assert_eq!((shop.states().await, shop.mails().await), (vec![ChargeState::Paid], 1));
                assert_eq!((shop.charged().await, shop.money().await), (3_999, (10_000, 3_999)));
                shop.assert_sound().await;
            })
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_charge_that_never_arrives_is_given_up_and_tried_again_on_its_day() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.keep_card(REQUEST_LOST).await;
            shop.choose(Plan::Professional).await.unwrap();
            shop.live(t, 30).await;
            t.clock().advance(DurationUs::from_mins(5));
            shop.tick().await;
            assert_eq!((shop.charges().await[0].failed, shop.mails().await), (0, 0));
            t.clock().advance(DurationUs::from_mins(10));
            shop.tick().await;
            assert_eq!((shop.charges().await[0].failed, shop.mails().await), (1, 1));
            shop.keep_card(APPROVE).await;
            shop.live(t, 4).await;
            assert_eq!((shop.states().await, shop.charged().await), (vec![ChargeState::Paid], 3_999));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_charge_that_is_sent_late_has_as_long_to_arrive_as_any() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.keep_card(REQUEST_LOST).await;
            shop.choose(Plan::Professional).await.unwrap();
            t.clock().advance(DurationUs::from_days(31));
            shop.wanted().await;
            // No server ran meanwhile.
            t.clock().advance(DurationUs::from_mins(30));
            for _ in 0..2 {
                shop.tick().await;
                assert_eq!((shop.charges().await[0].failed, shop.mails().await), (0, 0));
                t.clock().advance(DurationUs::from_mins(5));
            }
            t.clock().advance(DurationUs::from_mins(5));
            shop.tick().await;
            assert_eq!((shop.charges().await[0].failed, shop.mails().await), (1, 1));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_is_saved_before_the_other_one_was_asked_pays_in_its_place() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.choose(Plan::Professional).await.unwrap();
            shop.choose(Plan::Individual).await.unwrap();
            shop.live(t, 32).await;
            // Who comes back has one try for the first month.
            shop.keep_card(DECLINE).await;
            shop.choose(Plan::Professional).await.unwrap();
            shop.keep_card(APPROVE).await;
            shop.tick().await;
            assert_eq!((shop.states().await, shop.charged().await), (vec![ChargeState::Paid], 3_999));
            assert_eq!((shop.plan().await, shop.mails().await), (Some(Plan::Professional), 1));
            assert!(shop.was_written("Visa •••• 4242").await);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_of_a_processor_that_the_shop_has_left_is_asked_for_nothing_and_holds_no_month() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.keep_card(APPROVE).await;
            shop.choose(Plan::Professional).await.unwrap();
            let left: Result<u64, db::DbError> = shop
                .db
                .write(|tx| {
                    Box::pin(async move {
                        tx.exec(db::sql("UPDATE payments_tokens SET processor = 'elsewhere'")).await
                    })
                })
                .await;
            assert_eq!(left.unwrap(), 1);
            shop.live(t, 30).await;
            assert_eq!((shop.charges().await[0].failed, shop.mails().await), (1, 1));
            assert!(shop.was_written("can no longer be charged as it was saved").await);
            shop.assert_sound().await;
            shop.keep_card(APPROVE).await;
            shop.live(t, 4).await;
            assert_eq!((shop.states().await, shop.charged().await), (vec![ChargeState::Paid], 3_999));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_is_removed_in_time_is_asked_for_nothing_and_one_removed_later_ends_as_it_ends() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.keep_card(APPROVE).await;
            shop.choose(Plan::Professional).await.unwrap();
            t.clock().advance(DurationUs::from_days(31));
            let card = shop.wanted().await;
            assert!(shop.remove_card().await && !shop.remove_card().await);
            shop.tick().await;
            assert_eq!((shop.charges().await[0].failed, shop.charged().await), (1, 0));
            assert!(shop.was_written("Your balance does not cover the month").await);
            assert!(!shop.was_written("refused").await);
            shop.fees.charge_card(card).await.unwrap();
            assert_eq!((shop.charged().await, shop.card_last4().await), (0, None));
            shop.assert_sound().await;

            shop.keep_card(ANSWER_LOST).await;
            assert_eq!(shop.card_last4().await.as_deref(), Some("0119"));
            t.clock().advance(DurationUs::from_days(3));
            shop.tick().await;
            assert!(shop.remove_card().await);
            t.clock().advance(DurationUs::from_mins(1));
            shop.tick().await;
            assert_eq!((shop.states().await, shop.charged().await), (vec![ChargeState::Paid], 3_999));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_back_pays_the_first_month_by_card_or_sells_by_the_item_at_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.choose(Plan::Professional).await.unwrap();
            shop.choose(Plan::Individual).await.unwrap();
            shop.live(t, 32).await;
            assert_eq!((shop.plan().await, shop.charges().await.len()), (Some(Plan::Individual), 0));
            assert!(matches!(shop.choose(Plan::Professional).await, Err(FeeError::NotCovered { .. })));
            shop.keep_card(DECLINE).await;
            shop.choose(Plan::Professional).await.unwrap();
            t.clock().advance(DurationUs::from_mins(1));
            shop.tick().await;
            assert_eq!((shop.plan().await, shop.mails().await), (Some(Plan::Individual), 1));
            assert_eq!((shop.states().await, shop.money().await), (vec![ChargeState::GivenUp], (0, 0)));
            let last =
                fees::plans_of(&mut shop.db.read().await.unwrap(), shop.seller, 1).await.unwrap().remove(0);
            assert_eq!(last.cause, PlanCause::Unpaid);

            t.clock().advance(DurationUs::from_mins(1));
            shop.keep_card(APPROVE).await;
            shop.choose(Plan::Professional).await.unwrap();
            shop.tick().await;
            assert_eq!(shop.states().await, [ChargeState::Paid, ChargeState::GivenUp]);
            assert_eq!((shop.plan().await, shop.charged().await), (Some(Plan::Professional), 3_999));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tax_is_that_of_the_moment_at_which_the_card_was_wanted_and_the_invoice_names_the_card() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            say_seat(&shop.db, Some(seat(100_000)), None).await.unwrap();
            shop.keep_card(APPROVE).await;
            shop.choose(Plan::Professional).await.unwrap();
            t.clock().advance(DurationUs::from_days(31));
            shop.wanted().await;
            say_seat(&shop.db, Some(seat(200_000)), None).await.unwrap();
            shop.tick().await;
            assert_eq!((shop.states().await, shop.charged().await), (vec![ChargeState::Paid], 4_399));
            assert_eq!(shop.money().await, (0, 3_999));
            shop.assert_sound().await;
            t.clock().advance(DurationUs::from_days(32));
            shop.tick().await;
            let mut conn = shop.db.read().await.unwrap();
            let mut made = fees::invoices(&mut conn, Some(shop.seller), None, 100).await.unwrap();
            made.sort_by(|a, b| a.number.cmp(&b.number));
            let paid: Vec<_> = made[0]
                .content
                .0
                .by_card
                .iter()
                .map(|paid| (paid.brand.name(), paid.last4.as_str(), paid.amount.minor()))
                .collect();
            assert_eq!((paid, made[0].total_minor), (vec![("Visa", "4242", 4_399)], 4_399));
            drop(conn);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_check_names_a_charge_that_is_not_its_months() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.keep_card(APPROVE).await;
            shop.choose(Plan::Professional).await.unwrap();
            shop.live(t, 31).await;
            let month = shop.charges().await.remove(0);
            let card = month.card_charge_id.unwrap();
            let tamperings = vec![
                Tampering::of(
                    "fees_charges",
                    card,
                    "UPDATE payments_charges SET amount_minor = amount_minor + 1 WHERE id = $1",
                    &[WITH_TAX],
                )
                .named(format!("fees_charges {}", month.id)),
                Tampering::of(
                    "fees_charges",
                    card,
                    "UPDATE payments_charges SET state = 'sent', ledger_tx_id = NULL WHERE id = $1",
                    &[ONE_CARD, WITH_TAX],
                )
                .named(format!("fees_charges {}", month.id)),
                Tampering::of(
                    "payments_charges",
                    month.id,
                    "UPDATE fees_charges SET card_charge_id = NULL WHERE id = $1",
                    &[FOR_NOTHING],
                )
                .named(format!("payments_charges {card}")),
            ];
            each_is_found(&shop.db, tamperings, |conn| {
                Box::pin(async move {
                    let found = fees::check(conn).await.unwrap();
                    found.into_iter().map(|broken| (broken.row, broken.rule)).collect()
                })
            })
            .await;
        })
    })
    .await;
}

impl Shop {
    /// The month has begun and its card is wanted, and nothing was asked of the processor.
    async fn wanted(&self) -> domain::CardChargeId {
        self.fees.charge(self.seller).await.unwrap();
        let mut conn = self.db.read().await.unwrap();
        assert!(fees::card_is_charged(&mut conn, self.seller).await.unwrap());
        let last = db::sql("SELECT id FROM payments_charges WHERE state = 'wanted'");
        conn.one::<(domain::CardChargeId,)>(last).await.unwrap().0
    }
}
