//! Random charges: in parts, with lost answers, told twice, given back, of orders and of sellers' cards, whatever the
//! processor's prices are: what the ledger has as its cost is the sum of the formula.

use crate::support::*;
use db::testing::{TestDb, on_both};
use domain::processing::ProcessingFee;
use domain::{Currency, OrderId, SellerId};
use ledger::AccountRef;
use payments::{CaptureState, NewCardCharge, PaymentError};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::sync::{Arc, Mutex};

/// A payment that is charged in parts.
#[derive(Debug, Clone)]
struct Paid {
    answers_lost: bool,
    /// What each part charges, in cents.
    parts: Vec<i64>,
    /// The first part is given back.
    given_back: bool,
}

#[derive(Debug, Clone)]
struct History {
    rate_bps: i64,
    fixed_minor: i64,
    paid: Vec<Paid>,
    /// What sellers are charged, in cents.
    months: Vec<i64>,
}

impl History {
    /// What is kept of one charge: by its own arithmetic, in halves of a hundredth of a hundredth.
    fn kept(&self, minor: i64) -> i64 {
        let share = (minor * self.rate_bps * 2 + 10_000) / 20_000;
        (share + self.fixed_minor).min(minor)
    }

    async fn runs(&self, t: &TestDb) {
        let fixed = [usd(self.fixed_minor)];
        let shop = shop_with(t.db(), ProcessingFee::new(self.rate_bps, fixed));
        let (mut cost, mut held) = (0, 0);
        for paid in &self.paid {
            let card = if paid.answers_lost { CAPTURE_ANSWER_LOST } else { APPROVE };
            let id = shop.authorised(card, paid.parts.iter().sum()).await;
            let order = shop.payment(id).await.order;
            for (at, minor) in paid.parts.iter().copied().enumerate() {
                let capture = shop.begin_capture(id, minor, &format!("{order}-{at}")).await.unwrap();
                let outcome = match shop.payments.capture(capture).await {
                    Err(PaymentError::OutcomeUnknown) => shop.payments.capture(capture).await.unwrap(),
                    answered => answered.unwrap(),
                };
                for _ in 0..2 {
                    let state = shop.record_capture(capture, outcome.clone()).await;
                    assert_eq!(state, CaptureState::Captured);
                }
                (cost, held) = (cost + self.kept(minor), held + minor);
                if at == 0 && paid.given_back {
                    let refund = shop.begin_refund(capture, minor, &format!("{order}-back")).await.unwrap();
                    shop.payments.run_refund(refund).await.unwrap();
                    held -= minor;
                }
            }
            let of_order: i64 = paid.parts.iter().map(|part| self.kept(*part)).sum();
            assert_eq!(self.of_order(&shop, order).await, of_order);
        }
        for minor in self.months.iter().copied() {
            self.month(&shop, minor).await;
            (cost, held) = (cost + self.kept(minor), held + minor);
        }
        assert_eq!(shop.cost().await, cost);
        let processor = AccountRef::processor("sandbox", Currency::USD);
        assert_eq!(shop.posted(&processor).await, held - cost);
        assert_eq!(shop.check().await, vec![]);
    }

    /// What the ledger has as the processor's of one order.
    async fn of_order(&self, shop: &Shop, order: OrderId) -> i64 {
        let mut conn = shop.db.read().await.unwrap();
        let all = ledger::transactions_of_order(&mut conn, order).await.unwrap();
        let costs = AccountRef::processor_fees("sandbox", Currency::USD);
        let lines = all.iter().flat_map(|entry| &entry.postings);
        lines.filter(|line| line.account == costs).map(|line| line.amount.minor()).sum()
    }

    /// Charges a seller's card.
    async fn month(&self, shop: &Shop, minor: i64) {
        let seller = shop.db.new_id::<SellerId>();
        let token = shop.token(APPROVE).await;
        let new = NewCardCharge {
            key: format!("month-{seller}"),
            seller,
            token,
            amount: usd(minor),
            reference: "m".into(),
        };
        let wanted = shop.db.write(move |tx| {
            let new = new.clone();
            Box::pin(async move {
                let id = payments::begin_charge(tx, new).await?;
                payments::send_charge(tx, id).await?;
                Ok::<_, PaymentError>(id)
            })
        });
        let id = wanted.await.unwrap();
        let outcome = shop.payments.charge(id).await.unwrap();
        let ended = shop.db.write(move |tx| {
            let outcome = outcome.clone();
            Box::pin(async move { payments::record_charge(tx, id, &outcome).await })
        });
        assert!(ended.await.unwrap().is_some());
    }
}

fn history() -> impl Strategy<Value = History> {
    let part = 1i64..30_000;
    let paid = (any::<bool>(), prop::collection::vec(part.clone(), 1..4), any::<bool>())
        .prop_map(|(answers_lost, parts, given_back)| Paid { answers_lost, parts, given_back });
    let (paid, months) = (prop::collection::vec(paid, 1..5), prop::collection::vec(part, 0..3));
    (0i64..=1_000, 0i64..=100, paid, months).prop_map(|(rate_bps, fixed_minor, paid, months)| History {
        rate_bps,
        fixed_minor,
        paid,
        months,
    })
}

#[test]
fn the_cost_of_random_charges_is_the_sum_of_the_formula() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let config = Config { cases: 12, max_shrink_iters: 60, failure_persistence: None, ..Config::default() };
    let seen = Arc::new(Mutex::new(0));
    TestRunner::new(config)
        .run(&history(), |history| {
            *seen.lock().unwrap() += history.paid.len();
            runtime.block_on(on_both(|t| {
                let history = history.clone();
                Box::pin(async move { history.runs(t).await })
            }));
            Ok(())
        })
        .unwrap();
    assert!(*seen.lock().unwrap() >= 12);
}
