//! Random histories: whatever is posted, captured in parts, voided, reversed and repeated, the ledger says what a
//! simple model says.

use crate::support::*;
use db::Db;
use db::testing::{TestDb, on_both};
use domain::text_enum::TextEnum as _;
use domain::{DurationUs, LedgerTxId, OrderId, SellerId, Timestamp};
use ledger::{AccountRef, LedgerError, NewTransaction};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

/// Posted and pending.
type Balances = BTreeMap<AccountRef, (i64, i64)>;

#[derive(Debug, Clone)]
enum Step {
    Authorise { minor: i64 },
    Capture { of: usize, minor: i64 },
    PartialVoid { of: usize, minor: i64 },
    Void { of: usize },
    Sell { of: usize, minor: i64, fee: i64 },
    Reverse { of: usize },
    Repeat { of: usize },
    Wait,
}

fn step() -> impl Strategy<Value = Step> {
    let of = 0usize..6;
    prop_oneof![
        3 => (1i64..100_000).prop_map(|minor| Step::Authorise { minor }),
        5 => (of.clone(), 1i64..60_000).prop_map(|(of, minor)| Step::Capture { of, minor }),
        2 => (of.clone(), 1i64..60_000).prop_map(|(of, minor)| Step::PartialVoid { of, minor }),
        1 => of.clone().prop_map(|of| Step::Void { of }),
        3 => (of.clone(), 2i64..60_000, 1i64..1_000)
            .prop_map(|(of, minor, fee)| Step::Sell { of, minor, fee: fee.min(minor - 1) }),
        1 => of.clone().prop_map(|of| Step::Reverse { of }),
        3 => (0usize..40).prop_map(|of| Step::Repeat { of }),
        2 => Just(Step::Wait),
    ]
}

struct Promise {
    order: OrderId,
    id: LedgerTxId,
    left: i64,
}

/// What somebody asked for and got.
#[derive(Clone)]
enum Done {
    Post(NewTransaction),
    Void(String, LedgerTxId),
}

/// The ledger as a map, and what was asked of the real one.
#[derive(Default)]
struct Model {
    balances: Balances,
    promises: Vec<Promise>,
    sales: Vec<(LedgerTxId, NewTransaction)>,
    done: Vec<(Done, LedgerTxId)>,
    keys: usize,
}

impl Model {
    fn key(&mut self) -> String {
        self.keys += 1;
        format!("k{}", self.keys)
    }

    fn add(&mut self, account: AccountRef, posted: i64, pending: i64) {
        let entry = self.balances.entry(account).or_default();
        entry.0 += posted;
        entry.1 += pending;
    }

    fn card(&mut self, order: OrderId, posted: i64, pending: i64) {
        self.add(processor(), posted, pending);
        self.add(clearing(order), -posted, -pending);
    }

    async fn run(&mut self, db: &Db, seller: SellerId, step: &Step) {
        let key = self.key();
        match *step {
            Step::Authorise { minor } => {
                let order = db.new_id();
                let new = authorisation(&key, order, minor);
                let id = post(db, new.clone()).await.unwrap().id;
                self.done.push((Done::Post(new), id));
                self.promises.push(Promise { order, id, left: minor });
                self.card(order, 0, minor);
            }
            Step::Capture { of, minor } => self.resolve(db, key, of, minor, true).await,
            Step::PartialVoid { of, minor } => self.resolve(db, key, of, minor, false).await,
            Step::Void { of } => {
                let Some(promise) = self.promises.get_mut(of) else { return };
                let (order, id, left) = (promise.order, promise.id, std::mem::take(&mut promise.left));
                let answer = void(db, &key, id).await;
                if left == 0 {
                    assert!(matches!(answer, Err(LedgerError::NothingPending { .. })));
                    return;
                }
                self.done.push((Done::Void(key, id), answer.unwrap().id));
                self.card(order, 0, -left);
            }
            Step::Sell { of, minor, fee } => {
                let Some(order) = self.promises.get(of).map(|p| p.order) else { return };
                let new = sale(&key, order, seller, minor, fee);
                let id = post(db, new.clone()).await.unwrap().id;
                self.done.push((Done::Post(new.clone()), id));
                self.sales.push((id, new.clone()));
                for p in new.postings {
                    self.add(p.account, p.amount.minor(), 0);
                }
            }
            Step::Reverse { of } => {
                let Some((id, new)) = self.sales.get(of).cloned() else { return };
                if reverse(db, id).await.unwrap().replayed {
                    return;
                }
                for p in new.postings {
                    self.add(p.account, -p.amount.minor(), 0);
                }
            }
            Step::Repeat { of } => {
                let Some((asked, first)) = self.done.get(of).cloned() else { return };
                let answer = match asked {
                    Done::Post(new) => post(db, new).await,
                    Done::Void(key, id) => void(db, &key, id).await,
                }
                .unwrap();
                assert_eq!((answer.id, answer.replayed), (first, true));
            }
            Step::Wait => {}
        }
    }

    async fn resolve(&mut self, db: &Db, key: String, of: usize, minor: i64, happened: bool) {
        let Some(promise) = self.promises.get_mut(of) else { return };
        let (order, id) = (promise.order, promise.id);
        let new =
            if happened { capture(&key, order, id, minor) } else { partial_void(&key, order, id, minor) };
        let answer = post(db, new.clone()).await;
        if minor > promise.left {
            let refused =
                matches!(answer, Err(LedgerError::OverResolved { .. } | LedgerError::NothingPending { .. }));
            assert!(refused, "{answer:?}");
            return;
        }
        promise.left -= minor;
        self.done.push((Done::Post(new), answer.unwrap().id));
        self.card(order, if happened { minor } else { 0 }, -minor);
    }
}

async fn history_is_as_the_model_says(t: &TestDb, steps: &[Step]) {
    let (db, seller) = (t.db(), t.db().new_id::<SellerId>());
    let mut model = Model::default();
    let mut past: Vec<(Timestamp, Balances)> = Vec::new();
    for step in steps {
        if matches!(step, Step::Wait) {
            past.push((db.now(), model.balances.clone()));
            t.clock().advance(DurationUs::from_secs(1));
        }
        model.run(&db, seller, step).await;
    }
    for (account, expected) in &model.balances {
        assert_eq!(balance(&db, account, None).await, *expected, "{account:?}");
    }
    for (at, balances) in past {
        for (account, expected) in balances {
            assert_eq!(balance(&db, &account, Some(at)).await, expected, "{account:?} at {at:?}");
        }
    }
    let total: i64 = model.balances.values().map(|b| b.0 + b.1).sum();
    assert_eq!(total, 0);
    assert_eq!(check(&db).await, vec![]);
}

#[test]
fn random_histories_are_as_the_model_says() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let config = Config { cases: 16, max_shrink_iters: 60, failure_persistence: None, ..Config::default() };
    let seen = Arc::new(Mutex::new(0));
    TestRunner::new(config)
        .run(&prop::collection::vec(step(), 10..60), |steps| {
            *seen.lock().unwrap() += steps.len();
            runtime.block_on(on_both(|t| {
                let steps = steps.clone();
                Box::pin(async move { history_is_as_the_model_says(t, &steps).await })
            }));
            Ok(())
        })
        .unwrap();
    assert!(*seen.lock().unwrap() >= 160);
    assert_eq!(ledger::EntryState::ALL.len(), 3, "a new state wants a step here");
}
