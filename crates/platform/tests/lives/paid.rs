//! What sellers and operators do about payouts and what has to be sent: on demand, stopped and let go on, and replacements
//! that were accepted before.

use super::more::Kind;
use super::{MOMENT, World};
use db::testing::TestDb;
use domain::payout::PayoutState;
use domain::{Currency, SellerId};
use ledger::AccountRef;
use payouts::{HoldWords, PayoutError};

impl World {
    /// After hours or days, drawn apart as what becomes of an order is.
    pub async fn more_passes(&mut self, t: &TestDb) {
        std::mem::swap(&mut self.random, &mut self.more);
        for wish in std::mem::take(&mut self.memory.due) {
            self.leaves(wish).await;
        }
        self.platform.returns.lapse_exchanges().await.unwrap();
        let seller = self.sellers[self.random.below(self.sellers.len())].0;
        let seller_pays = self.random.chance(40);
        self.label_terms(seller, seller_pays).await;
        for held in self.all_held() {
            self.was_paid_nothing(held).await;
            if self.random.chance(60) {
                self.lets_go(held).await;
            }
        }
        let seller = self.sellers[1 + self.random.below(self.sellers.len() - 1)].0;
        if self.random.chance(50) && !self.memory.held.contains_key(&seller) {
            self.stops(seller).await;
        }
        self.payouts_are_asked_for(t, 50).await;
        std::mem::swap(&mut self.random, &mut self.more);
    }

    /// Nobody waits for anything that is only to be sent, or to be let go on.
    pub async fn nothing_is_held_up(&mut self) {
        for wish in std::mem::take(&mut self.memory.due) {
            self.leaves(wish).await;
        }
        for held in self.all_held() {
            self.was_paid_nothing(held).await;
            self.lets_go(held).await;
        }
    }

    fn all_held(&self) -> Vec<SellerId> {
        self.memory.held.keys().copied().collect()
    }

    async fn payouts_so_far(&self, seller: SellerId) -> usize {
        let mut conn = self.platform.db.read().await.unwrap();
        payouts::payouts_of(&mut conn, Some(seller), 100_000).await.unwrap().len()
    }

    async fn was_paid_nothing(&self, seller: SellerId) {
        let known = self.memory.held[&seller];
        assert_eq!(self.payouts_so_far(seller).await, known, "payouts of {seller}, which are stopped");
    }

    async fn stops(&mut self, seller: SellerId) {
        self.says(seller, true).await;
        let known = self.payouts_so_far(seller).await;
        self.memory.held.insert(seller, known);
        self.meets(Kind::PayoutsHeld, seller);
    }

    async fn lets_go(&mut self, seller: SellerId) {
        self.says(seller, false).await;
        self.memory.held.remove(&seller);
        self.step(format!("payouts of {seller} go on"));
    }

    /// As an operator says it.
    async fn says(&self, seller: SellerId, held: bool) {
        let by = self.platform.db.new_id();
        let words = HoldWords { seller, held, reason: "lives have it so".into(), by };
        let said = self.platform.db.write::<_, PayoutError, _>(move |tx| {
            let words = words.clone();
            Box::pin(async move { payouts::set_hold(tx, &words).await })
        });
        assert!(said.await.unwrap(), "{seller} was so already");
    }

    async fn owed(&self, seller: SellerId, currency: Currency) -> i64 {
        let mut conn = self.platform.db.read().await.unwrap();
        let payable = AccountRef::seller_payable(seller, currency);
        -ledger::balance(&mut conn, &payable, None).await.unwrap().posted.minor()
    }

    /// By so many of a hundred sellers, each at a moment of its own.
    pub async fn payouts_are_asked_for(&mut self, t: &TestDb, percent: usize) {
        let sellers = self.sellers[1..].to_vec();
        for (seller, currency) in sellers {
            if self.random.chance(percent) {
                t.clock().advance(MOMENT);
                self.asks_for_a_payout(seller, currency).await;
            }
        }
        t.clock().advance(MOMENT);
    }

    /// What is paid is owed less, to the minor unit, and there was that much.
    async fn asks_for_a_payout(&mut self, seller: SellerId, currency: Currency) {
        let before = self.owed(seller, currency).await;
        let key = format!("lives-{seller}-{}", self.platform.db.now().as_micros());
        let held = self.memory.held.contains_key(&seller);
        let id = match self.platform.payouts.pay_now(seller, &key).await {
            Ok(id) => id,
            Err(PayoutError::Held) => return assert!(held, "{seller} is not held"),
            Err(PayoutError::NoAccount) => {
                return assert_eq!(currency.code(), "JPY", "{seller} has named a bank");
            }
            Err(PayoutError::TooSoon { .. } | PayoutError::BelowMinimum { .. } | PayoutError::UnderWay) => {
                return assert!(!held, "payouts of {seller} are stopped");
            }
            Err(error) => panic!("{error}"),
        };
        assert!(!held, "{seller} was paid while its payouts are stopped");
        let mut conn = self.platform.db.read().await.unwrap();
        let payout = payouts::payout(&mut conn, id).await.unwrap();
        drop(conn);
        let (after, paid) = (self.owed(seller, currency).await, payout.amount);
        assert_eq!((payout.state, payout.balance.minor()), (PayoutState::Paid, before));
        assert_eq!(after, before - paid.minor(), "{paid} went to {seller}");
        assert!(paid.is_positive() && after >= 0, "{paid} of {before} went to {seller}");
        self.meets(Kind::PaidOnDemand, format!("{paid} of {seller}"));
    }
}
