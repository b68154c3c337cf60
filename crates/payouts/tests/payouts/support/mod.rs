//! A seller with an owner, sales and a bank account, in few words.
#![allow(dead_code, clippy::unwrap_used)] // helpers of tests; each file uses some of them

mod sales;

use db::events::Filter;
use db::testing::TestDb;
use db::{Db, Worker, sql};
use domain::bank::BankAccountInput;
use domain::payout::{PAYOUT_PAID, PAYOUT_REJECTED, PayoutState, Standing};
use domain::{AccountId, Currency, DurationUs, Money, OrderId, PartId, PayoutId, SellerId, Timestamp};
use ledger::{AccountRef, Memo, NewTransaction, Posting, TransactionKind};
use payouts::{HoldWords, Payout, PayoutError, Payouts, PayoutsConfig, Statement, Violation};
use sellers::testing::seller_with_owner;

pub const PAYS: &str = "DE89370400440532013000";
pub const CLOSED: &str = "DE62370400440532013001";
pub const ANSWER_LOST: &str = "DE08370400440532013003";
pub const REQUEST_LOST: &str = "DE78370400440532013004";
pub const LATE: &str = "DE51370400440532013005";
pub const LATE_CLOSED: &str = "DE24370400440532013006";

pub fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

pub fn config() -> PayoutsConfig {
    PayoutsConfig {
        minimum_hundredths: 100,
        shop_name: "River".into(),
        public_url: "http://localhost".into(),
    }
}

/// A seller and the way to its bank.
#[derive(Clone)]
pub struct Shop {
    pub db: Db,
    pub payouts: Payouts,
    pub seller: SellerId,
    pub owner: AccountId,
}

impl Shop {
    pub async fn open(t: &TestDb) -> Self {
        let db = t.db();
        let (seller, owner) = seller_with_owner(&db).await;
        Self { payouts: Payouts::sandbox(db.clone(), config()), db, seller, owner }
    }

    /// The same seller, seen by another server.
    pub async fn beside(&self, t: &TestDb) -> Self {
        let db = t.second().await;
        Self { payouts: Payouts::sandbox(db.clone(), config()), db, ..self.clone() }
    }

    pub async fn bank(&self, iban: &str) {
        let input = BankAccountInput {
            holder: "Lamp House Ltd".into(),
            iban: iban.into(),
            ..BankAccountInput::default()
        };
        self.payouts.set_account(self.seller, self.owner, &input).await.unwrap();
    }

    /// What a part brought: goods less a tenth of commission, delivered then.
    pub async fn sale(&self, minor: i64, delivered_at: Option<Timestamp>) -> PartId {
        let seller = self.seller;
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let part = sales::ordered(tx, seller, minor, delivered_at).await;
                    Ok::<_, db::DbError>(part)
                })
            })
            .await
            .unwrap()
    }

    /// A sale of this many days ago, delivered at once.
    pub async fn old_sale(&self, minor: i64, days: i64) -> PartId {
        let at = self.db.now().minus(DurationUs::from_days(days));
        self.sale(minor, Some(at)).await
    }

    pub async fn deliver(&self, part: PartId) {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let now = tx.now();
                    let statement = sql("UPDATE orders_parts SET delivered_at_us = $2 WHERE id = $1");
                    tx.exec(statement.bind(part).bind(now)).await
                })
            })
            .await
            .unwrap();
    }

    /// Takes something off the seller's balance, as a refund of a part does.
    pub async fn refund(&self, order: Option<(OrderId, PartId)>, minor: i64) {
        let seller = self.seller;
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let key = format!("refund-{}", tx.new_id::<OrderId>());
                    let mut new = NewTransaction::posted(key, TransactionKind::Refund);
                    if let Some((order, part)) = order {
                        new = new.order(order).part(part);
                    }
                    let payable = AccountRef::seller_payable(seller, Currency::USD);
                    let processor = AccountRef::processor("sandbox", Currency::USD);
                    let new = new
                        .line(Posting::debit(payable, usd(minor), Memo::Refund).unwrap())
                        .line(Posting::credit(processor, usd(minor), Memo::Refund).unwrap());
                    ledger::post(tx, new).await
                })
            })
            .await
            .unwrap();
    }

    pub async fn standing(&self) -> Standing {
        let mut conn = self.db.read().await.unwrap();
        payouts::standing(&mut conn, self.seller, Currency::USD).await.unwrap().0
    }

    /// Balance, reserve and what is available, in minor units.
    pub async fn figures(&self) -> (i64, i64, i64) {
        let standing = self.standing().await;
        (standing.balance.minor(), standing.reserved.minor(), standing.available.minor())
    }

    pub async fn pay_now(&self, key: &str) -> Result<Payout, PayoutError> {
        let id = self.payouts.pay_now(self.seller, key).await?;
        Ok(self.payout(id).await)
    }

    pub async fn payout(&self, id: PayoutId) -> Payout {
        payouts::payout(&mut self.db.read().await.unwrap(), id).await.unwrap()
    }

    pub async fn all(&self) -> Vec<Payout> {
        payouts::payouts_of(&mut self.db.read().await.unwrap(), Some(self.seller), 100).await.unwrap()
    }

    pub async fn states(&self) -> Vec<PayoutState> {
        self.all().await.into_iter().map(|payout| payout.state).collect()
    }

    /// Only the first step, as a server that dies after it.
    pub async fn begin(&self, key: &str) -> Result<PayoutId, PayoutError> {
        let (seller, key) = (self.seller, key.to_owned());
        self.db
            .write(move |tx| {
                let key = key.clone();
                Box::pin(async move {
                    let trigger = domain::payout::PayoutTrigger::OnDemand;
                    payouts::begin(tx, seller, trigger, &key, 100).await
                })
            })
            .await
    }

    pub async fn hold(&self, held: bool) -> Result<bool, PayoutError> {
        self.hold_for(held, "  Looks like   a fraud ").await
    }

    pub async fn hold_for(&self, held: bool, reason: &str) -> Result<bool, PayoutError> {
        let words = HoldWords { seller: self.seller, held, reason: reason.into(), by: self.owner };
        self.db
            .write(move |tx| {
                let words = words.clone();
                Box::pin(async move { payouts::set_hold(tx, &words).await })
            })
            .await
    }

    pub async fn statement(&self, id: PayoutId) -> Statement {
        payouts::statement(&mut self.db.read().await.unwrap(), self.seller, id).await.unwrap()
    }

    pub fn worker(&self) -> Worker {
        self.payouts.register(Worker::new(self.db.clone()))
    }

    /// What is on its way, and what the bank has paid, both below zero as credits.
    pub async fn bank_side(&self) -> (i64, i64) {
        let mut conn = self.db.read().await.unwrap();
        let transit = AccountRef::payout_transit("sandbox", Currency::USD);
        let transit = ledger::balance(&mut conn, &transit, None).await.unwrap().posted.minor();
        let bank = AccountRef::bank("sandbox", Currency::USD);
        (transit, ledger::balance(&mut conn, &bank, None).await.unwrap().posted.minor())
    }

    /// What the sandbox itself has sent, and in how many transfers.
    pub async fn sent(&self) -> (i64, i64) {
        let statement = sql("SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT), CAST(COUNT(*) AS BIGINT)
                             FROM payouts_sandbox_transfers WHERE outcome = 'sent'");
        self.db.read().await.unwrap().one(statement).await.unwrap()
    }

    pub async fn mails(&self) -> Vec<String> {
        let mut conn = self.db.read().await.unwrap();
        let mut mails: Vec<String> =
            mail::recent(&mut conn, 100).await.unwrap().into_iter().map(|mail| mail.subject).collect();
        // Written at one moment of a clock that stands still, they have no order.
        mails.sort();
        mails
    }

    /// What the log says of payouts to the seller: the kind and which one, in its order.
    pub async fn logged(&self) -> Vec<(String, String)> {
        self.db.sequence_events().await.unwrap();
        let topic = self.seller.to_string();
        let filter = Filter { kinds: &[PAYOUT_PAID, PAYOUT_REJECTED], topic: Some(&topic) };
        let events = self.db.read().await.unwrap().events_after(0, filter, 100).await.unwrap();
        events.into_iter().map(|event| (event.kind, event.event_key)).collect()
    }

    pub async fn check(&self) -> Vec<Violation> {
        payouts::check(&mut self.db.read().await.unwrap()).await.unwrap()
    }

    pub async fn assert_sound(&self) {
        assert_eq!(self.check().await, vec![]);
        let ledger = ledger::check(&mut self.db.read().await.unwrap()).await.unwrap();
        assert!(ledger.is_empty(), "{ledger:?}");
    }

    /// How many jobs of payouts wait.
    pub async fn waiting(&self) -> i64 {
        let statement = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM db_jobs WHERE kind LIKE 'payouts.%'");
        let (count,): (i64,) = self.db.read().await.unwrap().one(statement).await.unwrap();
        count
    }

    pub async fn order_of(&self, part: PartId) -> (OrderId, PartId) {
        let statement = sql("SELECT order_id FROM orders_parts WHERE id = $1").bind(part);
        let (order,): (OrderId,) = self.db.read().await.unwrap().one(statement).await.unwrap();
        (order, part)
    }
}
