//! Answering once, in time, and through a line that loses answers; servers that read the same news.

use crate::common::{FRAUDULENT, NOT_RECEIVED, Shop, USD};
use db::testing::on_both;
use disputes::{Answered, DisputeError};
use domain::dispute::{DisputeAnswer, DisputeState, MOST_EVIDENCE_CHARS};
use domain::{DurationUs, SellerId};
use ledger::AccountRef;
use std::sync::atomic::Ordering;

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_given_once_whatever_is_pressed_twice() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let row = shop.disputed("twice", shop.lamp, 1, NOT_RECEIVED).await;
            assert_eq!(shop.contest(&row, "It was delivered.").await.unwrap(), Answered::Given);
            assert_eq!(
                shop.contest(&row, "It was delivered.").await.unwrap(),
                Answered::Given,
                "the same key"
            );
            let other = shop.contest(&row, "Something else.").await;
            assert!(matches!(other, Err(DisputeError::KeyReused)), "{other:?}");
            let mut again = shop.answer_of(&row, DisputeAnswer::Accept, "");
            again.key = "another-key-altogether".into();
            let again = shop.disputes.answer(again).await;
            assert!(matches!(again, Err(DisputeError::WrongState { state: DisputeState::Won })), "{again:?}");
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_could_read_is_refused_and_nothing_is_written() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let row = shop.disputed("words", shop.lamp, 1, FRAUDULENT).await;
            assert!(matches!(shop.contest(&row, " \n ").await, Err(DisputeError::NoEvidence)));
            let long = "x".repeat(MOST_EVIDENCE_CHARS + 1);
            assert!(matches!(shop.contest(&row, &long).await, Err(DisputeError::EvidenceTooLong { .. })));
            let mut foreign = shop.answer_of(&row, DisputeAnswer::Accept, "");
            foreign.seller = shop.db.new_id::<SellerId>();
            assert!(matches!(shop.disputes.answer(foreign).await, Err(DisputeError::NotFound)));
            assert_eq!(shop.dispute(row.id).await, row);
            assert_eq!(
                shop.contest(&row, "Winning evidence: she signed for it.").await.unwrap(),
                Answered::Given
            );
            assert_eq!(shop.dispute(row.id).await.state.0, DisputeState::Won);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_given_again_by_the_job_and_counts_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let row = shop.disputed("line", shop.lamp, 1, NOT_RECEIVED).await;
            shop.line.lost.store(1, Ordering::SeqCst);
            // The bank has heard it and decided, and the shop reads that before it knows that it was heard.
            assert_eq!(shop.contest(&row, "It was delivered.").await.unwrap(), Answered::Pending);
            assert_eq!(shop.dispute(row.id).await.state.0, DisputeState::Won);
            t.clock().advance(DurationUs::from_mins(2));
            shop.work().await;
            assert_eq!(shop.dispute(row.id).await.state.0, DisputeState::Won);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_answer_in_time_has_lost() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            let row = shop.disputed("late", shop.lamp, 1, NOT_RECEIVED).await;
            t.clock().advance(DurationUs::from_days(10));
            let late = shop.contest(&row, "It was delivered.").await;
            assert!(matches!(late, Err(DisputeError::TooLate { .. })), "{late:?}");
            assert_eq!(shop.disputes.read_news().await.unwrap(), 1);
            assert_eq!(shop.dispute(row.id).await.state.0, DisputeState::Lost);
            assert_eq!(shop.disputes.read_news().await.unwrap(), 0);
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_read_the_same_news_write_them_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t.db()).await;
            for n in 0..4 {
                shop.sold(&format!("many-{n}"), shop.lamp, 1, FRAUDULENT).await;
            }
            let readers: Vec<_> = (0..4)
                .map(|_| {
                    let disputes = shop.disputes.clone();
                    tokio::spawn(async move { disputes.read_news().await })
                })
                .collect();
            for reader in readers {
                reader.await.unwrap().unwrap();
            }
            // Four sales of 45.99 and as many disputes of 53.25 and 15.00.
            let payable = shop.posted(AccountRef::seller_payable(shop.seller, USD)).await;
            assert_eq!(payable, 4 * (5_325 + 1_500 - 4_599));
            assert_eq!(shop.mails().await.len(), 4);
            shop.assert_sound().await;
        })
    })
    .await;
}
