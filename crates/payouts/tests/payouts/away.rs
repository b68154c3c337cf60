//! A bank that is away for longer than jobs are patient, an account that is changed meanwhile, and goods that come back.

use crate::support::*;
use db::testing::on_both;
use db::{DbError, sql};
use domain::bank::BankAccount;
use domain::payout::PayoutState;
use domain::{DurationUs, PartId};
use payouts::{Answer, Bank, BankError, Payouts, SandboxBank, Transfer, TransferOutcome};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The sandbox behind a line that can be down.
struct Line {
    bank: SandboxBank,
    down: Arc<AtomicBool>,
}

impl Line {
    fn is_down(&self) -> bool {
        self.down.load(Ordering::SeqCst)
    }
}

fn nobody<T: Send + 'static>() -> Answer<'static, T> {
    Box::pin(async { Err(BankError::Unavailable("the line is down".into())) })
}

impl Bank for Line {
    fn name(&self) -> &'static str {
        self.bank.name()
    }
    fn open(&self, account: BankAccount) -> Answer<'_, String> {
        self.bank.open(account)
    }
    fn send(&self, transfer: Transfer) -> Answer<'_, TransferOutcome> {
        if self.is_down() { nobody() } else { self.bank.send(transfer) }
    }
    fn find(&self, key: String) -> Answer<'_, Option<TransferOutcome>> {
        if self.is_down() { nobody() } else { self.bank.find(key) }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bank_that_is_away_for_days_is_asked_until_it_is_back() {
    on_both(|t| {
        Box::pin(async move {
            let mut shop = Shop::open(t).await;
            let down = Arc::new(AtomicBool::new(false));
            let line = Line { bank: SandboxBank::new(shop.db.clone()), down: down.clone() };
            shop.payouts = Payouts::new(shop.db.clone(), Arc::new(line), config());
            shop.bank(PAYS).await;
            shop.old_sale(10_000, 8).await;
            down.store(true, Ordering::SeqCst);
            let id = shop.pay_now("away").await.unwrap().id;
            for _ in 0..(2 * 24 * 4) {
                t.clock().advance(DurationUs::from_mins(15));
                shop.worker().run_due().await.unwrap();
            }
            assert_eq!(shop.payout(id).await.state, PayoutState::Sending);
            assert_eq!(shop.waiting().await, 1, "it is still being asked");
            down.store(false, Ordering::SeqCst);
            t.clock().advance(DurationUs::from_mins(15));
            shop.worker().run_due().await.unwrap();
            assert_eq!(shop.payout(id).await.state, PayoutState::Paid);
            assert_eq!(shop.sent().await, (9_000, 1));
            shop.assert_sound().await;
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_back_after_the_account_was_changed_is_sent_to_the_new_one_at_once() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            shop.bank(LATE_CLOSED).await;
            shop.old_sale(10_000, 8).await;
            shop.pay_now("late").await.unwrap();
            shop.bank(PAYS).await;
            for _ in 0..8 {
                t.clock().advance(DurationUs::from_mins(15));
                shop.worker().run_due().await.unwrap();
            }
            assert_eq!(shop.states().await, [PayoutState::Paid, PayoutState::Rejected]);
            assert_eq!(shop.figures().await, (0, 0, 0));
            shop.assert_sound().await;
        })
    })
    .await;
}

/// A return of something of that part, in that state.
async fn in_return(shop: &Shop, part: PartId, state: &'static str) {
    let ((order, _), seller, db) = (shop.order_of(part).await, shop.seller, shop.db.clone());
    let done: Result<(), DbError> = db
        .write(move |tx| {
            Box::pin(async move {
                tx.exec(sql("DELETE FROM returns_returns")).await?;
                let (id, other, now) =
                    (tx.new_id::<domain::ReturnId>(), tx.new_id::<domain::ReturnId>(), tx.now());
                let text = "INSERT INTO returns_returns (id, return_key, input_hash, order_id, part_id, shipment_id,
                                capture_id, seller_id, state, currency, pays_return, claim_minor, requested_at_us)
                            VALUES ($1, 'k', 'h', $2, $3, $4, $4, $5, $6, 'USD', 'seller', 100, $7)";
                let statement = sql(text).bind(id).bind(order).bind(part).bind(other).bind(seller);
                tx.exec(statement.bind(state).bind(now)).await.map(|_| ())
            })
        })
        .await;
    done.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_coming_back_is_kept_however_long_ago_it_was_delivered() {
    on_both(|t| {
        Box::pin(async move {
            let shop = Shop::open(t).await;
            let (back, kept) = (shop.old_sale(10_000, 20).await, shop.old_sale(2_000, 20).await);
            assert_eq!(shop.figures().await, (10_800, 0, 10_800));
            for open in ["requested", "approved", "sent", "received", "refunding"] {
                in_return(&shop, back, open).await;
                assert_eq!(shop.figures().await, (10_800, 9_000, 1_800), "{open}");
            }
            for over in ["declined", "cancelled", "closed"] {
                in_return(&shop, back, over).await;
                assert_eq!(shop.figures().await, (10_800, 0, 10_800), "{over}");
            }
            // A part that is kept for both reasons is kept once.
            let young = shop.old_sale(1_000, 1).await;
            in_return(&shop, young, "sent").await;
            assert_eq!(shop.figures().await, (11_700, 900, 10_800));
            assert_ne!(back, kept);
        })
    })
    .await;
}
