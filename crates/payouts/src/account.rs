//! Where a seller's money goes: the bank's token and what may be shown of the account. Owns `payouts_accounts`.

use crate::{PayoutError, Payouts, hold, letters, store};
use db::{Conn, Tx, row, sql};
use domain::bank::{AccountSketch, BankAccountInput, BankAccountKind};
use domain::payout::{PayoutState, PayoutTerms};
use domain::{AccountId, BankAccountId, Currency, SellerId, Timestamp};

row! {
    /// A bank account that a seller is paid to.
    pub struct SavedAccount {
        pub id: BankAccountId,
        pub bank: String,
        pub(crate) token: String,
        pub kind: db::Text<BankAccountKind>,
        /// ISO 3166 alpha-2.
        pub country: String,
        /// The routing number, or the first signs of an IBAN's bank.
        pub bank_code: String,
        pub last4: String,
        pub added_at_us: Timestamp,
    }
}

const ACCOUNT: &str =
    "SELECT id, bank, token, kind, country, bank_code, last4, added_at_us FROM payouts_accounts";

/// The account that a seller is paid to now.
///
/// # Errors
/// Only the database's.
pub async fn account(conn: &mut Conn, seller: SellerId) -> Result<Option<SavedAccount>, PayoutError> {
    let text = format!("{ACCOUNT} WHERE seller_id = $1 AND replaced_at_us IS NULL");
    Ok(conn.opt(sql(text).bind(seller)).await?)
}

/// Nothing goes to the seller's account from now on; for one that never sold.
///
/// # Errors
/// Only the database's.
pub async fn retire_account(tx: &mut Tx, seller: SellerId) -> Result<(), PayoutError> {
    let now = tx.now();
    let old =
        "UPDATE payouts_accounts SET replaced_at_us = $2 WHERE seller_id = $1 AND replaced_at_us IS NULL";
    tx.exec(sql(old).bind(seller).bind(now)).await?;
    Ok(())
}

pub(crate) async fn account_by_id(conn: &mut Conn, id: BankAccountId) -> Result<SavedAccount, PayoutError> {
    Ok(conn.one(sql(format!("{ACCOUNT} WHERE id = $1")).bind(id)).await?)
}

/// What a change of the account writes down.
#[derive(Clone)]
struct NewAccount {
    seller: SellerId,
    by: AccountId,
    bank: &'static str,
    token: String,
    sketch: AccountSketch,
}

impl Payouts {
    /// Changes where a seller's money goes, from the next payout on. The number goes to the bank alone. After a payout
    /// that the bank gave back the next one is due at once; a first account begins the cycle.
    ///
    /// # Errors
    /// [`PayoutError::Account`] by field, [`PayoutError::WrongCurrency`], [`PayoutError::PlatformSeller`],
    /// [`PayoutError::NoSuchSeller`], or the bank's refusal.
    pub async fn set_account(
        &self,
        seller: SellerId,
        by: AccountId,
        input: &BankAccountInput,
    ) -> Result<BankAccountId, PayoutError> {
        let parsed = input.parse().map_err(PayoutError::Account)?;
        let mut conn = self.db.read().await?;
        let who = sellers::get(&mut conn, seller).await?.ok_or(PayoutError::NoSuchSeller)?;
        drop(conn);
        if who.is_platform {
            return Err(PayoutError::PlatformSeller);
        }
        let sketch = parsed.number.sketch();
        if sketch.kind == BankAccountKind::Us && who.currency != Currency::USD {
            return Err(PayoutError::WrongCurrency);
        }
        let token = self.bank.open(parsed).await?;
        let new = NewAccount { seller, by, bank: self.bank.name(), token, sketch };
        let config = self.config.clone();
        self.db
            .write(move |tx| {
                let (new, config) = (new.clone(), config.clone());
                Box::pin(async move {
                    let id = replace(tx, &new).await?;
                    letters::account_changed(tx, &config, seller, id, &new.sketch).await?;
                    Ok(id)
                })
            })
            .await
    }
}

async fn replace(tx: &mut Tx, new: &NewAccount) -> Result<BankAccountId, PayoutError> {
    let (id, now) = (tx.new_id::<BankAccountId>(), tx.now());
    let last = store::latest(tx, new.seller).await?;
    let old = sql(
        "UPDATE payouts_accounts SET replaced_at_us = $2 WHERE seller_id = $1 AND replaced_at_us IS NULL",
    );
    tx.exec(old.bind(new.seller).bind(now)).await?;
    tx.exec(
        sql("INSERT INTO payouts_accounts
             (id, seller_id, bank, token, kind, country, bank_code, last4, added_by, added_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")
        .bind(id)
        .bind(new.seller)
        .bind(new.bank)
        .bind(&new.token)
        .bind(db::Text(new.sketch.kind))
        .bind(&new.sketch.country)
        .bind(&new.sketch.bank_code)
        .bind(&new.sketch.last4)
        .bind(new.by)
        .bind(now),
    )
    .await?;
    let rejected = last.is_some_and(|payout| payout.state == PayoutState::Rejected);
    let first = sql("INSERT INTO payouts_sellers (seller_id, next_due_us, held) VALUES ($1, $2, $3)
                     ON CONFLICT (seller_id) DO UPDATE SET next_due_us = COALESCE(payouts_sellers.next_due_us, $2)");
    let terms: PayoutTerms = terms::at(tx, now).await?;
    tx.exec(first.bind(new.seller).bind(now.plus(terms.cycle())).bind(false)).await?;
    if rejected {
        due_now(tx, new.seller).await?;
    }
    Ok(id)
}

/// The seller's next payout is due at once.
pub(crate) async fn due_now(tx: &mut Tx, seller: SellerId) -> Result<(), PayoutError> {
    let now = tx.now();
    let due = sql("UPDATE payouts_sellers SET next_due_us = $2 WHERE seller_id = $1 AND next_due_us > $2");
    tx.exec(due.bind(seller).bind(now)).await?;
    Ok(hold::enqueue_cycle(tx, seller).await?)
}
