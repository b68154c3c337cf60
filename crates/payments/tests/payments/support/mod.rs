//! Short words for the payments' tests.
#![allow(dead_code, clippy::unwrap_used)] // helpers of tests; each file uses some of them

use db::{Db, Worker};
use domain::payment::PaymentState;
use domain::processing::ProcessingFee;
use domain::{AccountId, CaptureId, Currency, Money, OrderId, PaymentId, RefundId};
use ledger::AccountRef;
use payments::{
    AuthOutcome, CaptureOutcome, CaptureState, CardInput, MethodRef, NewPayment, Payment, PaymentError,
    Payments, RefundOutcome, RefundState, Violation,
};

pub const APPROVE: &str = "4242424242424242";
pub const DECLINE: &str = "4000000000000002";
pub const INSUFFICIENT: &str = "4000000000009995";
pub const EXPIRED_CARD: &str = "4000000000000069";
pub const CONFIRM: &str = "4000002500003155";
pub const ANSWER_LOST: &str = "4000000000000119";
pub const REQUEST_LOST: &str = "4000000000000259";
pub const EXPIRES: &str = "4000000000000341";
pub const CAPTURE_ANSWER_LOST: &str = "4000000000005126";
pub const REFUND_REFUSED_ONCE: &str = "4000000000007726";

/// 2.9 % and 0.30.
pub fn usual() -> ProcessingFee {
    ProcessingFee::new(290, [usd(30)])
}

/// A shop whose processor keeps that fee.
pub fn shop_with(db: Db, fee: ProcessingFee) -> Shop {
    Shop { payments: Payments::sandbox_with_fee(db.clone(), fee), db }
}

pub fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

/// A shop with a processor, as orders sees it.
#[derive(Clone)]
pub struct Shop {
    pub db: Db,
    pub payments: Payments,
}

impl Shop {
    pub fn new(db: Db) -> Self {
        Self { payments: Payments::sandbox(db.clone()), db }
    }

    pub async fn token(&self, card: &str) -> String {
        self.payments.tokenise(CardInput::test_card(card)).await.unwrap().token
    }

    pub async fn begin_for(&self, order: OrderId, card: &str, minor: i64, key: &str) -> PaymentId {
        let token = self.token(card).await;
        self.begin_with(new_payment(order, None, MethodRef::Token(token), minor, key)).await.unwrap()
    }

    pub async fn begin_with(&self, new: NewPayment) -> Result<PaymentId, PaymentError> {
        self.db
            .write(move |tx| {
                let new = new.clone();
                Box::pin(async move { payments::begin(tx, new).await })
            })
            .await
    }

    pub async fn begin(&self, card: &str, minor: i64) -> PaymentId {
        let order = self.db.new_id::<OrderId>();
        self.begin_for(order, card, minor, &format!("pay-{order}")).await
    }

    pub async fn record(&self, id: PaymentId, outcome: AuthOutcome) -> PaymentState {
        self.db
            .write(move |tx| {
                let outcome = outcome.clone();
                Box::pin(async move { payments::record_authorisation(tx, id, &outcome).await })
            })
            .await
            .unwrap()
    }

    /// Begun, authorised and recorded.
    pub async fn authorised(&self, card: &str, minor: i64) -> PaymentId {
        let id = self.begin(card, minor).await;
        let outcome = self.payments.authorise(id).await.unwrap();
        assert_eq!(self.record(id, outcome).await, PaymentState::Authorised);
        id
    }

    pub async fn begin_capture(
        &self,
        id: PaymentId,
        minor: i64,
        key: &str,
    ) -> Result<CaptureId, PaymentError> {
        let key = key.to_owned();
        self.db
            .write(move |tx| {
                let key = key.clone();
                Box::pin(async move { payments::begin_capture(tx, id, usd(minor), &key, "shipment").await })
            })
            .await
    }

    pub async fn record_capture(&self, id: CaptureId, outcome: CaptureOutcome) -> CaptureState {
        self.db
            .write(move |tx| {
                let outcome = outcome.clone();
                Box::pin(async move { payments::record_capture(tx, id, &outcome).await })
            })
            .await
            .unwrap()
    }

    pub async fn captured(&self, id: PaymentId, minor: i64, key: &str) -> CaptureId {
        let capture = self.begin_capture(id, minor, key).await.unwrap();
        let outcome = self.payments.capture(capture).await.unwrap();
        assert_eq!(self.record_capture(capture, outcome).await, CaptureState::Captured);
        capture
    }

    pub async fn void(&self, id: PaymentId, key: &str) -> Result<Money, PaymentError> {
        let key = key.to_owned();
        self.db
            .write(move |tx| {
                let key = key.clone();
                Box::pin(async move { payments::begin_void(tx, id, &key).await })
            })
            .await
    }

    pub async fn partial_void(&self, id: PaymentId, minor: i64, key: &str) -> Result<Money, PaymentError> {
        let key = key.to_owned();
        self.db
            .write(move |tx| {
                let key = key.clone();
                Box::pin(async move { payments::begin_partial_void(tx, id, usd(minor), &key).await })
            })
            .await
    }

    pub async fn begin_refund(&self, id: CaptureId, minor: i64, key: &str) -> Result<RefundId, PaymentError> {
        let key = key.to_owned();
        self.db
            .write(move |tx| {
                let key = key.clone();
                Box::pin(async move { payments::begin_refund(tx, id, usd(minor), &key).await })
            })
            .await
    }

    pub async fn record_refund(&self, id: RefundId, outcome: RefundOutcome) -> RefundState {
        self.db
            .write(move |tx| {
                let outcome = outcome.clone();
                Box::pin(async move { payments::record_refund(tx, id, &outcome).await })
            })
            .await
            .unwrap()
    }

    pub async fn payment(&self, id: PaymentId) -> Payment {
        payments::payment(&mut self.db.read().await.unwrap(), id).await.unwrap()
    }

    /// The processor's account and the order's clearing account: posted, pending.
    pub async fn balances(&self, id: PaymentId) -> [(i64, i64); 2] {
        let order = self.payment(id).await.order;
        let mut conn = self.db.read().await.unwrap();
        let mut both = [(0, 0); 2];
        let accounts = [
            AccountRef::processor("sandbox", Currency::USD),
            AccountRef::buyer_clearing(order, Currency::USD),
        ];
        for (slot, account) in both.iter_mut().zip(accounts) {
            let balance = ledger::balance(&mut conn, &account, None).await.unwrap();
            *slot = (balance.posted.minor(), balance.pending.minor());
        }
        both
    }

    /// What was posted on an account.
    pub async fn posted(&self, account: &AccountRef) -> i64 {
        ledger::balance(&mut self.db.read().await.unwrap(), account, None).await.unwrap().posted.minor()
    }

    /// What the processor kept of all charges.
    pub async fn cost(&self) -> i64 {
        self.posted(&AccountRef::processor_fees("sandbox", Currency::USD)).await
    }

    /// What the sandbox itself has of a payment: captured, voided.
    pub async fn at_processor(&self, id: PaymentId) -> (i64, i64) {
        let find = db::sql(
            "SELECT captured_minor, voided_minor FROM payments_sandbox_authorisations WHERE request_key = $1",
        );
        self.db.read().await.unwrap().one(find.bind(id.to_string())).await.unwrap()
    }

    /// Every rule of payments and ledger.
    pub async fn check(&self) -> Vec<Violation> {
        let mut conn = self.db.read().await.unwrap();
        let mut found = payments::check(&mut conn).await.unwrap();
        found.extend(ledger::check(&mut conn).await.unwrap());
        found
    }

    /// A worker that handles what payments handles, and what orders and returns would.
    pub fn worker(&self) -> Worker {
        let (reconciler, capturer, refunder) = (self.clone(), self.clone(), self.clone());
        self.payments
            .register(Worker::new(self.db.clone()))
            .on(payments::RECONCILE_JOB, move |job| {
                let shop = reconciler.clone();
                Box::pin(async move {
                    let id = job.payload::<payments::ReconcileJob>()?.payment;
                    match shop.payments.reconcile(id).await? {
                        Some(outcome) => shop.record(id, outcome).await,
                        None => {
                            shop.void(id, &format!("lost-{id}")).await?;
                            PaymentState::Voided
                        }
                    };
                    Ok(())
                })
            })
            .on(payments::CAPTURE_JOB, move |job| {
                let shop = capturer.clone();
                Box::pin(async move {
                    let id = job.payload::<payments::CaptureJob>()?.capture;
                    let outcome = shop.payments.capture(id).await?;
                    shop.record_capture(id, outcome).await;
                    Ok(())
                })
            })
            .on(payments::REFUND_JOB, move |job| {
                let shop = refunder.clone();
                Box::pin(async move {
                    let id = job.payload::<payments::RefundJob>()?.refund;
                    Ok(shop.payments.run_refund(id).await?)
                })
            })
    }

    /// How many jobs wait.
    pub async fn waiting(&self) -> i64 {
        self.db.read().await.unwrap().job_counts().await.unwrap().values().sum()
    }
}

pub fn new_payment(
    order: OrderId,
    account: Option<AccountId>,
    method: MethodRef,
    minor: i64,
    key: &str,
) -> NewPayment {
    NewPayment { id: None, order, account, method, amount: usd(minor), key: key.into() }
}
