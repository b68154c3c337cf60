//! What a payday costs when thousands of sellers are due at once: the sweep that finds them, then a payout of each through
//! the jobs of a server, to the sandbox bank. What was paid is held against what was sold, and the payouts and the ledger
//! against their own rules.

use crate::Outcome;
use db::{Db, DbConfig, Lane, SystemClock, Tx, Worker, sql};
use domain::bank::BankAccountInput;
use domain::contact::{Email, NewPassword, PersonName};
use domain::format::Locale;
use domain::promise::ShippingOffer;
use domain::roles::StaffRole;
use domain::{
    AccountId, Currency, DurationUs, GuestId, HoldId, Money, OrderId, PartId, PaymentId, SellerId, Timestamp,
};
use platform::identity::{Identity, IdentityConfig, NewAccount};
use platform::ledger::{self, AccountRef, Memo, NewTransaction, Posting, RevenueStream, TransactionKind};
use platform::payouts::{self, CYCLE_JOB, PayoutError, Payouts, PayoutsConfig, TEST_ACCOUNTS};
use platform::sellers::{NewSeller, add_staff, create};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// As many as a server has (`platform::workers`).
const WORKERS: usize = 4;
/// Sellers that one transaction makes, and whose accounts the bank opens at the same time.
const AT_ONCE: u32 = 100;
/// Of each parcel: the goods, and what the platform keeps of them.
const SOLD_MINOR: i64 = 10_000;
const FEE_MINOR: i64 = 1_000;
/// Parcels of a seller that arrived long enough ago; one more has not arrived and is kept back.
const ARRIVED: i64 = 2;

/// Makes so many sellers with something to be paid, lets their date come, and pays them. Returns what it took, in words.
pub async fn measure(dir: &Path, sellers: u32) -> Outcome<String> {
    let config = DbConfig { connections: 16, ..DbConfig::embedded(dir.join("settlement")) };
    let db = Db::connect(&config, Arc::new(SystemClock)).await?;
    let payouts = Payouts::sandbox(
        db.clone(),
        PayoutsConfig {
            minimum_hundredths: 100,
            shop_name: "Bench".into(),
            public_url: "http://localhost".into(),
        },
    );
    let made = open(&db, sellers).await?;
    let owner = owner(&db).await?;
    open_accounts(&payouts, owner, &made).await?;
    fall_due(&db, owner, made).await?;
    let started = Instant::now();
    let found = payouts.sweep().await?;
    let swept = started.elapsed();
    let done = work(&db, &payouts).await?;
    let took = started.elapsed();
    if (found, done) != (usize::try_from(sellers)?, found) {
        return Err(format!("{sellers} sellers were due, {found} were found and {done} done").into());
    }
    prove(&db, i64::from(sellers)).await?;
    db.close().await;
    Ok(format!(
        "{sellers} sellers with three parcels each: found in {:.1} s, paid in {:.1} s, {:.0} a second",
        swept.as_secs_f64(),
        took.as_secs_f64(),
        f64::from(sellers) / took.as_secs_f64().max(f64::EPSILON)
    ))
}

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

/// Somebody who owns them all and gets the mail of each payout.
async fn owner(db: &Db) -> Outcome<AccountId> {
    let refused = |problem: &dyn std::fmt::Debug| format!("{problem:?}");
    let identity = Identity::new(db.clone(), IdentityConfig::for_tests())?;
    let new = NewAccount {
        email: Email::parse("owner@bench.example").map_err(|p| refused(&p))?,
        name: PersonName::parse("Bench Owner").map_err(|p| refused(&p))?,
        password: NewPassword::parse(&platform::seed::new_password()).map_err(|p| refused(&p))?,
        locale: Locale::En,
        currency: Currency::USD,
    };
    Ok(identity.create_account(new, false).await?)
}

async fn open(db: &Db, sellers: u32) -> Result<Vec<SellerId>, PayoutError> {
    let mut all = Vec::new();
    for first in (0..sellers).step_by(usize::try_from(AT_ONCE).unwrap_or(1)) {
        let last = (first + AT_ONCE).min(sellers);
        let made = db.write(move |tx| {
            Box::pin(async move {
                let mut made = Vec::new();
                for number in first..last {
                    made.push(seller(tx, number).await?);
                }
                Ok::<_, PayoutError>(made)
            })
        });
        all.extend(made.await?);
    }
    Ok(all)
}

/// A seller with parcels that arrived ten days ago and one that has not.
async fn seller(tx: &mut Tx, number: u32) -> Result<SellerId, PayoutError> {
    let shipping = ShippingOffer {
        handling_days: 1,
        transit_days_min: 2,
        transit_days_max: 4,
        cutoff_minutes: 14 * 60,
        fee: usd(499),
        free_from: None,
    };
    let new = NewSeller {
        name: format!("Trader {number}"),
        slug: None,
        country: "US".into(),
        region: "CA".into(),
        currency: Currency::USD,
        support_email: None,
        shipping,
    };
    let seller = create(tx, &new).await?.id;
    let arrived = tx.now().minus(DurationUs::from_days(10));
    for _ in 0..ARRIVED {
        sell(tx, seller, Some(arrived)).await?;
    }
    sell(tx, seller, None).await?;
    Ok(seller)
}

/// The rows of an order as far as payouts look at them, and its sale as orders posts it.
async fn sell(tx: &mut Tx, seller: SellerId, delivered_at: Option<Timestamp>) -> Result<(), PayoutError> {
    let (order, part, now) = (tx.new_id::<OrderId>(), tx.new_id::<PartId>(), tx.now());
    let (guest, payment, hold) = (tx.new_id::<GuestId>(), tx.new_id::<PaymentId>(), tx.new_id::<HoldId>());
    tx.exec(
        sql("INSERT INTO orders_orders (id, order_key, input_hash, guest_id, email, locale, source, state, currency,
                 items_minor, shipping_minor, tax_minor, total_minor, address, payment_id, hold_id, placed_at_us)
             VALUES ($1, $2, '', $3, '', 'en', 'checkout', 'completed', 'USD', $4, 0, 0, $4, '{}', $5, $6, $7)")
        .bind(order)
        .bind(order.to_string())
        .bind(guest)
        .bind(SOLD_MINOR)
        .bind(payment)
        .bind(hold)
        .bind(now),
    )
    .await?;
    tx.exec(
        sql("INSERT INTO orders_parts (id, order_id, seller_id, state, items_minor, shipping_minor, tax_minor,
                 total_minor, captured_minor, promise, tax_place, placed_at_us, shipped_at_us, delivered_at_us)
             VALUES ($1, $2, $3, 'shipped', $4, 0, 0, $4, $4, '{}', '-', $5, $5, $6)")
        .bind(part)
        .bind(order)
        .bind(seller)
        .bind(SOLD_MINOR)
        .bind(now)
        .bind(delivered_at),
    )
    .await?;
    let payable = AccountRef::seller_payable(seller, Currency::USD);
    let clearing = AccountRef::buyer_clearing(order, Currency::USD);
    let commission = AccountRef::revenue(RevenueStream::Commission, Currency::USD);
    let sale = NewTransaction::posted(format!("sale-{part}"), TransactionKind::Sale)
        .order(order)
        .part(part)
        .line(Posting::debit(clearing, usd(SOLD_MINOR), Memo::Item)?)
        .line(Posting::credit(payable.clone(), usd(SOLD_MINOR), Memo::Item)?)
        .line(Posting::debit(payable, usd(FEE_MINOR), Memo::Commission)?)
        .line(Posting::credit(commission, usd(FEE_MINOR), Memo::Commission)?);
    ledger::post(tx, sale).await?;
    Ok(())
}

async fn open_accounts(payouts: &Payouts, by: AccountId, sellers: &[SellerId]) -> Outcome<()> {
    let pays = TEST_ACCOUNTS.first().ok_or("the sandbox bank has no test account")?;
    for some in sellers.chunks(usize::try_from(AT_ONCE)?) {
        let open = some.iter().map(|seller| {
            let (payouts, seller) = (payouts.clone(), *seller);
            let input = BankAccountInput {
                holder: "Bench Trader".into(),
                iban: pays.iban.into(),
                ..BankAccountInput::default()
            };
            tokio::spawn(async move { payouts.set_account(seller, by, &input).await })
        });
        for opened in open.collect::<Vec<_>>() {
            opened.await??;
        }
    }
    Ok(())
}

/// Everybody's date comes now. Nobody owned them before, or as many mails about accounts would stand before the payouts.
async fn fall_due(db: &Db, owner: AccountId, sellers: Vec<SellerId>) -> Result<(), PayoutError> {
    db.write(move |tx| {
        let sellers = sellers.clone();
        Box::pin(async move {
            for seller in sellers {
                add_staff(tx, seller, owner, StaffRole::Owner).await?;
            }
            let now = tx.now();
            tx.exec(sql("UPDATE payouts_sellers SET next_due_us = $1").bind(now)).await?;
            Ok::<_, PayoutError>(())
        })
    })
    .await
}

/// Does the jobs that the sweep left. Returns how many they were.
async fn work(db: &Db, payouts: &Payouts) -> Outcome<usize> {
    let workers = (0..WORKERS).map(|_| {
        let worker = payouts.register(Worker::new(db.clone()).in_lane(Lane::Only(CYCLE_JOB)));
        tokio::spawn(async move { worker.run_due().await })
    });
    let mut done = 0;
    for worker in workers.collect::<Vec<_>>() {
        done += worker.await??;
    }
    Ok(done)
}

/// Each seller was paid once what arrived long ago less fees, and every rule of payouts and ledger holds.
async fn prove(db: &Db, sellers: i64) -> Outcome<()> {
    let mut conn = db.read().await?;
    let paid = sql("SELECT CAST(COUNT(*) AS BIGINT), CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT)
                    FROM payouts_payouts WHERE state = 'paid'");
    let paid: (i64, i64) = conn.one(paid).await?;
    let owed = (sellers, sellers * ARRIVED * (SOLD_MINOR - FEE_MINOR));
    if paid != owed {
        return Err(format!("payouts and minor units: {paid:?} instead of {owed:?}").into());
    }
    let broken = payouts::check(&mut conn).await?.len() + ledger::check(&mut conn).await?.len();
    if broken > 0 {
        return Err(format!("after the payouts {broken} rows break a rule").into());
    }
    Ok(())
}
