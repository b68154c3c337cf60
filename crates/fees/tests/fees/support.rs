//! A seller with an owner and a balance, in few words.

use db::testing::TestDb;
use db::{Db, Worker};
use domain::plan::{ChargeState, Plan};
use domain::processing::ProcessingFee;
use domain::{AccountId, Currency, DurationUs, Money, OrderId, SellerId, Timestamp};
use fees::{Charge, FeeError, Fees, FeesConfig};
use ledger::{AccountRef, Memo, NewTransaction, RevenueStream, TransactionKind};
use payments::{CardInput, Payments};
use sellers::testing::seller_with_owner;

pub fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

/// A seller and its plan.
#[derive(Clone)]
pub struct Shop {
    pub db: Db,
    pub fees: Fees,
    pub payments: Payments,
    pub seller: SellerId,
    pub owner: AccountId,
}

/// What a server has of its database.
fn over(db: &Db) -> (Fees, Payments) {
    let config = FeesConfig { shop_name: "River".into(), public_url: "http://localhost".into() };
    // 2.9 % and 0.30, which no seller pays.
    let payments = Payments::sandbox_with_fee(db.clone(), ProcessingFee::new(290, [usd(30)]));
    (Fees::new(db.clone(), payments.clone(), config), payments)
}

impl Shop {
    pub async fn open(t: &TestDb) -> Self {
        let db = t.db();
        let (seller, owner) = seller_with_owner(&db).await;
        let (fees, payments) = over(&db);
        Self { fees, payments, db, seller, owner }
    }

    /// The same seller, seen by another server.
    pub async fn beside(&self, t: &TestDb) -> Self {
        let db = t.second().await;
        let (fees, payments) = over(&db);
        Self { fees, payments, db, ..self.clone() }
    }

    pub async fn choose(&self, plan: Plan) -> Result<Timestamp, FeeError> {
        let (seller, owner) = (self.seller, self.owner);
        self.db.write(move |tx| Box::pin(fees::choose(tx, seller, plan, owner))).await
    }

    /// Keeps a test card for fees.
    pub async fn keep_card(&self, number: &str) {
        let token = self.payments.tokenise(CardInput::test_card(number)).await.unwrap().token;
        let seller = self.seller;
        let kept: Result<(), FeeError> = self
            .db
            .write(move |tx| {
                let token = token.clone();
                Box::pin(async move { fees::save_card(tx, seller, &token).await })
            })
            .await;
        kept.unwrap();
    }

    pub async fn remove_card(&self) -> bool {
        let seller = self.seller;
        let removed: Result<bool, FeeError> =
            self.db.write(move |tx| Box::pin(async move { fees::remove_card(tx, seller).await })).await;
        removed.unwrap()
    }

    /// What the processor has charged cards, in all.
    pub async fn charged(&self) -> i64 {
        let mut conn = self.db.read().await.unwrap();
        let statement = db::sql(
            "SELECT CAST(COALESCE(SUM(captured_minor), 0) AS BIGINT) FROM payments_sandbox_authorisations",
        );
        conn.one::<(i64,)>(statement).await.unwrap().0
    }

    /// What the processor kept of that: a cost of the platform's.
    pub async fn cost(&self) -> i64 {
        let mut conn = self.db.read().await.unwrap();
        let cost = AccountRef::processor_fees("sandbox", Currency::USD);
        ledger::balance(&mut conn, &cost, None).await.unwrap().posted.minor()
    }

    /// Whether some mail to the owner says this.
    pub async fn was_written(&self, words: &str) -> bool {
        let mut conn = self.db.read().await.unwrap();
        let statement = db::sql("SELECT text_body FROM mail_messages WHERE message_key LIKE 'plan-%'");
        let bodies: Vec<(String,)> = conn.all(statement).await.unwrap();
        // Letters break their lines.
        bodies.iter().any(|(body,)| body.split_whitespace().collect::<Vec<_>>().join(" ").contains(words))
    }

    pub async fn plan(&self) -> Option<Plan> {
        fees::plan_of(&mut self.db.read().await.unwrap(), self.seller).await.unwrap()
    }

    /// The shop owes the seller so much more.
    pub async fn earn(&self, minor: i64) {
        let seller = self.seller;
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let mut new = NewTransaction::posted(
                        format!("earned-{}", tx.new_id::<OrderId>()),
                        TransactionKind::Adjustment,
                    );
                    new.debit(AccountRef::processor("sandbox", Currency::USD), usd(minor), Memo::Adjustment)?;
                    let payable = AccountRef::seller_payable(seller, Currency::USD);
                    new.credit(payable, usd(minor), Memo::Adjustment)?;
                    ledger::post(tx, new).await
                })
            })
            .await
            .unwrap();
    }

    /// What the seller is owed, and what the plans have earned.
    pub async fn money(&self) -> (i64, i64) {
        let mut conn = self.db.read().await.unwrap();
        let payable = AccountRef::seller_payable(self.seller, Currency::USD);
        let earned = AccountRef::revenue(RevenueStream::PlanFee, Currency::USD);
        let payable = ledger::balance(&mut conn, &payable, None).await.unwrap().posted;
        let earned = ledger::balance(&mut conn, &earned, None).await.unwrap().posted;
        (-payable.minor(), -earned.minor())
    }

    pub async fn charges(&self) -> Vec<Charge> {
        fees::charges_of(&mut self.db.read().await.unwrap(), self.seller, 100).await.unwrap()
    }

    pub async fn states(&self) -> Vec<ChargeState> {
        self.charges().await.into_iter().map(|charge| charge.state.0).collect()
    }

    /// What the server's sweep and its workers do.
    pub async fn tick(&self) {
        self.fees.sweep().await.unwrap();
        self.fees.sweep_invoices().await.unwrap();
        self.fees.register(Worker::new(self.db.clone())).run_due().await.unwrap();
    }

    /// Days pass, and the server looks every day.
    pub async fn live(&self, t: &TestDb, days: i64) {
        for _ in 0..days {
            t.clock().advance(DurationUs::from_days(1));
            self.tick().await;
        }
    }

    /// How many mails the owner was written.
    pub async fn mails(&self) -> i64 {
        let mut conn = self.db.read().await.unwrap();
        let statement = db::sql("SELECT COUNT(*) FROM mail_messages WHERE message_key LIKE 'plan-%'");
        conn.one::<(i64,)>(statement).await.unwrap().0
    }

    pub async fn assert_sound(&self) {
        let mut conn = self.db.read().await.unwrap();
        assert_eq!(fees::check(&mut conn).await.unwrap(), []);
        assert_eq!(payments::check(&mut conn).await.unwrap(), []);
        assert_eq!(ledger::check(&mut conn).await.unwrap(), []);
    }
}
