//! Charges of sellers' cards, which belong to no order: wanted, sent, charged and posted once; taken back by a bank.

use crate::support::*;
use db::sql;
use db::testing::on_both;
use domain::dispute::DisputeReason;
use domain::processing::ProcessingFee;
use domain::{CardChargeId, Currency, DurationUs, SellerId};
use ledger::AccountRef;
use payments::{
    CardCharge, CardChargeState, CardInput, ChargeDecline, ChargeOutcome, DisputeChange, DisputeNews,
    NewCardCharge, PaymentError, begin_charge,
};

const DISPUTED: &str = "4000000000002685";

impl Shop {
    async fn want(&self, new: NewCardCharge) -> Result<CardChargeId, PaymentError> {
        self.db
            .write(move |tx| {
                let new = new.clone();
                Box::pin(async move { begin_charge(tx, new).await })
            })
            .await
    }

    async fn new_charge(&self, card: &str, minor: i64) -> NewCardCharge {
        NewCardCharge {
            key: format!("charge-{}", self.db.new_id::<CardChargeId>()),
            seller: self.db.new_id(),
            token: self.payments.tokenise(CardInput::test_card(card)).await.unwrap().token,
            amount: usd(minor),
            reference: "a month".into(),
        }
    }

    async fn change(&self, id: CardChargeId, token: String) -> Result<CardCharge, PaymentError> {
        self.db
            .write(move |tx| {
                let token = token.clone();
                Box::pin(async move { payments::change_card(tx, id, &token).await })
            })
            .await
    }

    async fn send(&self, id: CardChargeId) {
        let sent: Result<(), PaymentError> =
            self.db.write(move |tx| Box::pin(async move { payments::send_charge(tx, id).await })).await;
        sent.unwrap();
    }

    /// Whether this call wrote the end.
    async fn end(&self, id: CardChargeId, outcome: ChargeOutcome) -> bool {
        let ended = self.db.write(move |tx| {
            let outcome = outcome.clone();
            Box::pin(async move { payments::record_charge(tx, id, &outcome).await })
        });
        ended.await.unwrap().is_some()
    }

    async fn state(&self, id: CardChargeId) -> (CardChargeState, Option<ChargeDecline>) {
        let charge = payments::card_charge(&mut self.db.read().await.unwrap(), id).await.unwrap();
        (charge.state, charge.decline)
    }

    /// What the seller is owed.
    async fn owed(&self, seller: SellerId) -> i64 {
        let account = AccountRef::seller_payable(seller, Currency::USD);
        -ledger::balance(&mut self.db.read().await.unwrap(), &account, None).await.unwrap().posted.minor()
    }

    async fn news(&self, news: DisputeNews) -> bool {
        let taken: Result<bool, PaymentError> = self
            .db
            .write(move |tx| {
                let news = news.clone();
                Box::pin(async move { payments::take_charge_news(tx, "sandbox", &news).await })
            })
            .await;
        taken.unwrap()
    }

    /// A charge of a seller that was paid, and who it is.
    async fn paid(&self, card: &str, minor: i64) -> (CardChargeId, SellerId) {
        let new = self.new_charge(card, minor).await;
        let seller = new.seller;
        let id = self.want(new).await.unwrap();
        self.send(id).await;
        let outcome = self.payments.charge(id).await.unwrap();
        assert!(self.end(id, outcome).await);
        (id, seller)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_charge_is_posted_once_from_the_processor_to_the_seller() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let new = shop.new_charge(APPROVE, 4_399).await;
            let id = shop.want(new.clone()).await.unwrap();
            assert_eq!(shop.want(new.clone()).await.unwrap(), id);
            let other = NewCardCharge { amount: usd(4_400), ..new.clone() };
            assert!(matches!(shop.want(other).await, Err(PaymentError::KeyReused { .. })));
            let nothing = NewCardCharge { key: "nothing".into(), amount: usd(0), ..new.clone() };
            assert!(matches!(shop.want(nothing).await, Err(PaymentError::NotPositive { .. })));
            let unknown = NewCardCharge { key: "unknown".into(), token: "tok_none".into(), ..new.clone() };
            assert!(matches!(shop.want(unknown).await, Err(PaymentError::UnknownMethod)));
            // Nothing is asked before it is written that it was.
            assert!(matches!(shop.payments.charge(id).await, Err(PaymentError::WrongChargeState { .. })));
            shop.send(id).await;
            let outcome = shop.payments.charge(id).await.unwrap();
            assert!(matches!(&outcome, ChargeOutcome::Captured { .. }));
            assert_eq!(shop.payments.charge(id).await.unwrap(), outcome, "asked twice is asked once");
            assert!(shop.end(id, outcome.clone()).await);
            assert!(!shop.end(id, outcome.clone()).await);
            assert!(!shop.end(id, ChargeOutcome::Declined(ChargeDecline::Declined)).await);
            assert_eq!(shop.payments.charge(id).await.unwrap(), outcome);
            assert_eq!(shop.state(id).await, (CardChargeState::Captured, None));
            assert_eq!(shop.owed(new.seller).await, 4_399);
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_charged_says_why_and_posts_nothing() {
    let cases = [
        (DECLINE, ChargeDecline::Declined),
        (INSUFFICIENT, ChargeDecline::InsufficientFunds),
        (EXPIRED_CARD, ChargeDecline::ExpiredCard),
        (CONFIRM, ChargeDecline::NeedsConfirmation),
        (EXPIRES, ChargeDecline::NotCharged),
    ];
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            for (card, why) in cases {
                let (id, seller) = shop.paid(card, 1_000).await;
                assert_eq!(shop.state(id).await, (CardChargeState::Declined, Some(why)));
                assert_eq!(shop.owed(seller).await, 0);
            }
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_found_by_asking_again_and_what_was_given_up_is_never_charged() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            for card in [ANSWER_LOST, CAPTURE_ANSWER_LOST] {
                let new = shop.new_charge(card, 1_000).await;
                let seller = new.seller;
                let id = shop.want(new).await.unwrap();
                shop.send(id).await;
                assert!(matches!(shop.payments.charge(id).await, Err(PaymentError::OutcomeUnknown)));
                assert!(shop.payments.charge_arrived(id).await.unwrap());
                let outcome = shop.payments.charge(id).await.unwrap();
                assert!(shop.end(id, outcome).await);
                assert_eq!(shop.owed(seller).await, 1_000);
            }
            let lost = shop.want(shop.new_charge(REQUEST_LOST, 1_000).await).await.unwrap();
            shop.send(lost).await;
            assert!(matches!(shop.payments.charge(lost).await, Err(PaymentError::OutcomeUnknown)));
            assert!(!shop.payments.charge_arrived(lost).await.unwrap());
            // A charge that the processor may know of is not taken back as if it were wanted only.
            assert!(!shop.end(lost, ChargeOutcome::Declined(ChargeDecline::Removed)).await);
            let given_up = ChargeOutcome::Declined(ChargeDecline::NoAnswer);
            assert!(shop.end(lost, given_up.clone()).await);
            assert_eq!(shop.payments.charge(lost).await.unwrap(), given_up);
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_card_pays_what_is_wanted_only_and_nothing_that_was_sent() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let id = shop.want(shop.new_charge(DECLINE, 1_000).await).await.unwrap();
            let (kept, later) =
                (shop.new_charge(APPROVE, 1).await.token, shop.new_charge(DECLINE, 1).await.token);
            assert_eq!(shop.change(id, kept.clone()).await.unwrap().token, kept);
            assert!(matches!(shop.change(id, "tok_none".into()).await, Err(PaymentError::UnknownMethod)));
            shop.send(id).await;
            assert_eq!(shop.change(id, later).await.unwrap().token, kept);
            let outcome = shop.payments.charge(id).await.unwrap();
            assert!(matches!(outcome, ChargeOutcome::Captured { .. }));
            assert!(shop.end(id, outcome).await);
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_bank_takes_back_of_a_charge_leaves_the_sellers_balance_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::new(t.db());
            let (_, seller) = shop.paid(DISPUTED, 4_399).await;
            let told = shop.payments.dispute_news(None).await.unwrap();
            let DisputeChange::Opened(opened) = told[0].change.clone() else { panic!("{told:?}") };
            assert_eq!(opened.reason, DisputeReason::NotReceived);
            assert!(shop.news(told[0].clone()).await && shop.news(told[0].clone()).await);
            assert_eq!(shop.owed(seller).await, -opened.fee.minor(), "the fee of the processor is gone");
            let won = DisputeNews { change: DisputeChange::Won, ..told[0].clone() };
            assert!(shop.news(won.clone()).await && shop.news(won).await);
            assert_eq!(shop.owed(seller).await, 4_399 - opened.fee.minor());
            let strange = DisputeNews { dispute_ref: "sd_of_an_order".into(), ..told[0].clone() };
            let lost = DisputeNews { change: DisputeChange::Lost, ..strange };
            assert!(!shop.news(lost).await, "what is of an order is not taken");
            t.clock().advance(DurationUs::from_mins(1));
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_charge_that_breaks_a_rule_is_named() {
    let cases = [
        (
            "UPDATE payments_charges SET amount_minor = amount_minor + 1",
            "a charge of a seller's card is posted",
        ),
        (
            "UPDATE payments_charges SET state = 'sent', ledger_tx_id = NULL",
            "every charge of a seller's card in",
        ),
        (
            "UPDATE payments_charges SET authorisation_ref = 'none'",
            "every charge of a seller's card is a charge",
        ),
        (
            "UPDATE payments_charges SET state = 'declined', decline = 'declined', ledger_tx_id = NULL",
            "what the processor reserved and charged",
        ),
        (
            "UPDATE payments_sandbox_authorisations SET amount_minor = amount_minor + 1",
            "what the processor reserved and charged",
        ),
        ("UPDATE payments_charge_disputes SET amount_minor = amount_minor + 1", "what a bank took back"),
    ];
    for (statement, rule) in cases {
        on_both(|t| {
            Box::pin(async move {
                let shop = Shop::new(t.db());
                shop.paid(DISPUTED, 1_000).await;
                let told = shop.payments.dispute_news(None).await.unwrap();
                assert!(shop.news(told[0].clone()).await);
                assert_eq!(shop.check().await, vec![]);
                let tampered: Result<u64, db::DbError> =
                    shop.db.write(move |tx| Box::pin(async move { tx.exec(sql(statement)).await })).await;
                assert_eq!(tampered.unwrap(), 1, "{statement}");
                let found = shop.check().await;
                let named = found.iter().find(|v| v.rule.starts_with(rule));
                assert!(named.is_some_and(|v| !v.row_id.is_empty()), "{statement}: {found:?}");
            })
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_processor_keeps_of_a_charge_is_the_platforms_cost_once_and_not_the_sellers() {
    on_both(|t| {
        Box::pin(async move {
            let shop = shop_with(t.db(), usual());
            // 2.9 % of 43.99 is 1.27571; with 0.30 that is 1.58.
            let (id, seller) = shop.paid(APPROVE, 4_399).await;
            assert_eq!((shop.cost().await, shop.owed(seller).await), (158, 4_399));
            let known = shop.payments.charge(id).await.unwrap();
            let told = matches!(&known, ChargeOutcome::Captured { fee, .. } if *fee == usd(158));
            assert!(told, "{known:?}");
            assert!(!shop.end(id, known).await, "the end is written once");
            let (_, refused) = shop.paid(DECLINE, 4_399).await;
            assert_eq!((shop.cost().await, shop.owed(refused).await), (158, 0));

            // An answer that was lost is asked for again, of a processor whose prices are others by now.
            let new = shop.new_charge(CAPTURE_ANSWER_LOST, 1_000).await;
            let seller = new.seller;
            let lost = shop.want(new).await.unwrap();
            shop.send(lost).await;
            assert!(matches!(shop.payments.charge(lost).await, Err(PaymentError::OutcomeUnknown)));
            assert_eq!(shop.cost().await, 158);
            let shop = shop_with(t.db(), ProcessingFee::new(500, []));
            let outcome = shop.payments.charge(lost).await.unwrap();
            for first in [true, false, false] {
                assert_eq!(shop.payments.charge(lost).await.unwrap(), outcome);
                assert_eq!(shop.end(lost, outcome.clone()).await, first);
            }
            assert_eq!((shop.cost().await, shop.owed(seller).await), (158 + 59, 1_000));
            let held = AccountRef::processor("sandbox", Currency::USD);
            assert_eq!(shop.posted(&held).await, 4_399 + 1_000 - 158 - 59);
            assert_eq!(shop.check().await, vec![]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fee_of_a_charge_that_cannot_be_is_refused_and_one_that_differs_is_named() {
    let cases = [
        (
            "UPDATE payments_charges SET fee_minor = fee_minor + 1",
            "what the processor keeps of a seller's charge",
        ),
        ("UPDATE payments_charges SET fee_tx_id = NULL", "every fee of a capture"),
        ("UPDATE payments_charges SET fee_minor = 1001", "the processor keeps no more of a seller's charge"),
        (
            "UPDATE payments_sandbox_operations SET fee_minor = fee_minor + 1 WHERE kind = 'capture'",
            "every charge of a seller's card is a charge of the processor",
        ),
    ];
    for (statement, rule) in cases {
        on_both(|t| {
            Box::pin(async move {
                let shop = shop_with(t.db(), usual());
                let new = shop.new_charge(APPROVE, 1_000).await;
                let seller = new.seller;
                let id = shop.want(new).await.unwrap();
                shop.send(id).await;
                let outcome = shop.payments.charge(id).await.unwrap();
                let strange = ChargeOutcome::Captured { processor_ref: "sc_strange".into(), fee: usd(-1) };
                let refused: Result<Option<CardCharge>, PaymentError> = shop
                    .db
                    .write(move |tx| {
                        let strange = strange.clone();
                        Box::pin(async move { payments::record_charge(tx, id, &strange).await })
                    })
                    .await;
                assert!(matches!(refused, Err(PaymentError::StrangeFee { .. })), "{refused:?}");
                assert_eq!((shop.cost().await, shop.owed(seller).await), (0, 0));
                assert!(shop.end(id, outcome).await);
                assert_eq!(shop.check().await, vec![]);
                let tampered: Result<u64, db::DbError> =
                    shop.db.write(move |tx| Box::pin(async move { tx.exec(sql(statement)).await })).await;
                assert_eq!(tampered.unwrap(), 1, "{statement}");
                let found = shop.check().await;
                let named = found.iter().find(|v| v.rule.starts_with(rule));
                assert!(named.is_some_and(|v| !v.row_id.is_empty()), "{statement}: {found:?}");
            })
        })
        .await;
    }
}
