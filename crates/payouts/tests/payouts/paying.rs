//! One payout: paid once, however often it is asked for, whatever gets lost.

use crate::support::*;
use db::testing::on_both;
use domain::DurationUs;
use domain::bank::{BankAccountInput, BankAccountKind, BankField, BankProblem};
use domain::payout::{PAYOUT_PAID, PAYOUT_REJECTED, PayoutState, Rejection};
use payouts::PayoutError;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_available_is_paid_and_the_rest_stays() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.old_sale(10_000, 8).await;
            shop.sale(5_000, None).await;
            assert_eq!(shop.figures().await, (13_500, 4_500, 9_000));
            assert!(matches!(shop.pay_now("a").await, Err(PayoutError::NoAccount)));
            shop.bank(PAYS).await;
            let paid = shop.pay_now("a").await.unwrap();
            assert_eq!((paid.state, paid.amount), (PayoutState::Paid, usd(9_000)));
            assert_eq!(shop.figures().await, (4_500, 4_500, 0));
            assert_eq!(shop.bank_side().await, (0, -9_000));
            assert_eq!(shop.sent().await, (9_000, 1));
            assert_eq!(shop.waiting().await, 0, "a settled payout leaves no job");
            assert_eq!(
                shop.mails().await,
                ["Your bank account was changed", "Your payout is on your account: $90.00"]
            );
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_is_the_same_payout_and_another_waits_a_day() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.bank(PAYS).await;
            shop.old_sale(10_000, 8).await;
            let first = shop.pay_now("a").await.unwrap();
            assert_eq!(shop.pay_now("a").await.unwrap(), first);
            shop.old_sale(2_000, 8).await;
            let soon = shop.pay_now("b").await.unwrap_err();
            let day = first.created_at.plus(DurationUs::from_hours(24));
            assert!(matches!(soon, PayoutError::TooSoon { again_at } if again_at == day), "{soon:?}");
            t.clock().advance(DurationUs::from_hours(24));
            assert_eq!(shop.pay_now("b").await.unwrap().amount, usd(1_800));
            // Another seller cannot use the key.
            let other = Shop::open(t).await;
            other.bank(PAYS).await;
            assert!(matches!(other.pay_now("a").await, Err(PayoutError::KeyReused { .. })));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_at_once_pay_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.bank(PAYS).await;
            shop.old_sale(10_000, 8).await;
            let beside = shop.beside(t).await;
            let tries = (0..8).map(|n| {
                let shop = if n % 2 == 0 { shop.clone() } else { beside.clone() };
                // Half of them are the same click, half are others.
                let key = if n < 4 { "same".to_owned() } else { format!("other-{n}") };
                tokio::spawn(async move { shop.pay_now(&key).await })
            });
            let mut paid = std::collections::BTreeSet::new();
            for task in tries.collect::<Vec<_>>() {
                match task.await.unwrap() {
                    Ok(payout) => _ = paid.insert(payout.id.to_string()),
                    Err(PayoutError::UnderWay | PayoutError::TooSoon { .. }) => {}
                    Err(other) => panic!("{other:?}"),
                }
            }
            assert_eq!(paid.len(), 1);
            assert_eq!(shop.states().await, [PayoutState::Paid]);
            assert_eq!(shop.sent().await, (9_000, 1));
            assert_eq!(shop.figures().await, (0, 0, 0));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_found_at_the_bank_and_nothing_is_sent_twice() {
    on_both(|t| {
        Box::pin(async move {
            for iban in [ANSWER_LOST, REQUEST_LOST] {
                let shop = Shop::open(t).await;
                shop.bank(iban).await;
                shop.old_sale(10_000, 8).await;
                let before = shop.sent().await.0;
                let lost = shop.pay_now(&format!("lost-{iban}")).await.unwrap();
                assert_eq!(lost.state, PayoutState::Sending);
                // It has left the balance, so it cannot be paid again meanwhile.
                assert_eq!(shop.figures().await, (0, 0, 0));
                assert_eq!(shop.bank_side().await.0, -9_000);
                shop.assert_sound().await;
                t.clock().advance(DurationUs::from_secs(60));
                shop.worker().run_due().await.unwrap();
                assert_eq!(shop.payout(lost.id).await.state, PayoutState::Paid, "{iban}");
                assert_eq!(shop.sent().await.0 - before, 9_000);
                assert_eq!(shop.waiting().await, 0);
                shop.assert_sound().await;
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_dies_after_any_step_is_followed_by_the_job() {
    on_both(|t| {
        Box::pin(async move {
            // After begin: nothing was asked of the bank.
            let shop = Shop::open(t).await;
            shop.bank(PAYS).await;
            shop.old_sale(10_000, 8).await;
            let id = shop.begin("on-demand:died").await.unwrap();
            assert_eq!(shop.sent().await, (0, 0));
            // The click is repeated while the job waits, by two servers at once.
            let beside = shop.beside(t).await;
            let (a, b) = tokio::join!(shop.payouts.run(id), beside.payouts.run(id));
            assert_eq!((a.unwrap(), b.unwrap()), (PayoutState::Paid, PayoutState::Paid));
            // A later answer that says something else changes nothing.
            let late = payouts::TransferOutcome::Rejected(Rejection::Refused);
            let state = shop
                .db
                .write(move |tx| {
                    let late = late.clone();
                    Box::pin(async move { payouts::record(tx, id, &late, &config()).await })
                })
                .await;
            assert_eq!(state.unwrap(), PayoutState::Paid);
            t.clock().advance(DurationUs::from_mins(5));
            shop.worker().run_due().await.unwrap();
            assert_eq!(shop.sent().await, (9_000, 1));
            assert_eq!(shop.mails().await.len(), 2, "written once");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_that_decides_late_is_asked_until_it_has() {
    on_both(|t| {
        Box::pin(async move {
            for (iban, end, left) in
                [(LATE, PayoutState::Paid, 0), (LATE_CLOSED, PayoutState::Rejected, 9_000)]
            {
                let shop = Shop::open(t).await;
                shop.bank(iban).await;
                shop.old_sale(10_000, 8).await;
                let id = shop.pay_now(&format!("late-{iban}")).await.unwrap().id;
                for _ in 0..3 {
                    t.clock().advance(DurationUs::from_mins(15));
                    shop.worker().run_due().await.unwrap();
                    assert_eq!(shop.payout(id).await.state, PayoutState::Sending);
                }
                t.clock().advance(DurationUs::from_mins(30));
                shop.worker().run_due().await.unwrap();
                assert_eq!(shop.payout(id).await.state, end);
                assert_eq!(shop.figures().await.0, left);
                shop.assert_sound().await;
            }
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_bank_gives_back_is_in_the_balance_and_sent_again_to_another_account() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.bank(CLOSED).await;
            shop.old_sale(10_000, 8).await;
            let back = shop.pay_now("a").await.unwrap();
            assert_eq!((back.state, back.rejection), (PayoutState::Rejected, Some(Rejection::AccountClosed)));
            assert_eq!(shop.figures().await, (9_000, 0, 9_000));
            assert_eq!(shop.bank_side().await, (0, 0));
            shop.assert_sound().await;
            // Asking again for the same account would only be given back again.
            t.clock().advance(DurationUs::from_hours(1));
            assert!(matches!(shop.pay_now("b").await, Err(PayoutError::AccountRejected)));
            shop.bank(PAYS).await;
            shop.worker().run_due().await.unwrap();
            assert_eq!(shop.states().await, [PayoutState::Paid, PayoutState::Rejected]);
            assert_eq!(shop.sent().await, (9_000, 1));
            assert_eq!(shop.figures().await, (0, 0, 0));
            let mails = shop.mails().await;
            assert!(mails.contains(&"The bank gave your payout back: $90.00".to_owned()), "{mails:?}");
            let paid = shop.all().await[0].id;
            let said = [(PAYOUT_REJECTED, back.id), (PAYOUT_PAID, paid)];
            assert_eq!(shop.logged().await, said.map(|(kind, id)| (kind.to_owned(), id.to_string())));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_little_and_less_than_nothing_are_not_paid() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.bank(PAYS).await;
            let low = |error| matches!(error, Err(PayoutError::BelowMinimum { .. }));
            assert!(low(shop.pay_now("nothing").await));
            shop.old_sale(110, 8).await;
            assert!(low(shop.pay_now("99 cents").await));
            // A refund of an order that was paid out long ago is taken off what comes next.
            shop.refund(None, 5_000).await;
            assert_eq!(shop.figures().await, (-4_901, 0, 0));
            assert!(low(shop.pay_now("negative").await));
            shop.old_sale(10_000, 8).await;
            assert_eq!(shop.pay_now("netted").await.unwrap().amount, usd(4_099));
            assert_eq!(shop.figures().await, (0, 0, 0));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_is_kept_back_until_seven_days_after_its_delivery() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let part = shop.sale(10_000, None).await;
            t.clock().advance(DurationUs::from_days(30));
            assert_eq!(shop.figures().await, (9_000, 9_000, 0), "not delivered");
            shop.deliver(part).await;
            t.clock().advance(DurationUs::from_micros(DurationUs::from_days(7).as_micros() - 1));
            assert_eq!(shop.figures().await, (9_000, 9_000, 0), "a microsecond early");
            t.clock().advance(DurationUs::from_micros(1));
            assert_eq!(shop.figures().await, (9_000, 0, 9_000), "seven days");
            // What of a part was refunded keeps nothing back.
            let other = shop.sale(2_000, None).await;
            let whole = shop.order_of(other).await;
            shop.refund(Some(whole), 1_000).await;
            assert_eq!(shop.figures().await, (9_800, 800, 9_000));
            shop.refund(Some(whole), 1_500).await;
            assert_eq!(shop.figures().await, (8_300, 0, 8_300), "more than it brought");
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_an_account_only_a_token_and_a_sketch_are_kept() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let wrong =
                BankAccountInput { iban: "DE8937040044053201300".into(), ..BankAccountInput::default() };
            let refused = shop.payouts.set_account(shop.seller, shop.owner, &wrong).await.unwrap_err();
            let PayoutError::Account(fields) = refused else { panic!("{refused:?}") };
            let length = BankProblem::WrongLength { expected: 22, found: 21 };
            assert_eq!(fields, [(BankField::Holder, BankProblem::Empty), (BankField::Iban, length)]);
            let us = BankAccountInput {
                holder: "Lamp House".into(),
                kind: Some(BankAccountKind::Us),
                routing: "110000000".into(),
                account: "000123456789".into(),
                ..BankAccountInput::default()
            };
            shop.payouts.set_account(shop.seller, shop.owner, &us).await.unwrap();
            shop.bank(PAYS).await;
            let mut conn = shop.db.read().await.unwrap();
            let now = payouts::account(&mut conn, shop.seller).await.unwrap().unwrap();
            assert_eq!(
                (now.country.as_str(), now.bank_code.as_str(), now.last4.as_str()),
                ("DE", "3704", "3000")
            );
            let texts: Vec<(String, String, String)> = conn
                .all(db::sql("SELECT token, bank_code, last4 FROM payouts_accounts ORDER BY id"))
                .await
                .unwrap();
            assert_eq!(texts.len(), 2, "the old one is kept for its payouts");
            for text in texts.iter().flat_map(|(a, b, c)| [a, b, c]) {
                assert!(!text.contains("0532013") && !text.contains("12345678"), "{text}");
            }
        })
    })
    .await;
}
