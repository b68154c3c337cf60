//! Cards as tokens: made from a typed card, saved to an account, chosen as the default.

use crate::card::{Card, CardError, CardField, CardInput, CardProblem};
use crate::processor::ProcessorError;
use crate::store::saved_card;
use crate::{CardToken, PaymentError, Payments};
use db::{Conn, DbError, Text, Tx, row, sql};
use domain::payment::{CardBrand, SavedCard};
use domain::{AccountId, DurationUs, MethodId};

/// How many cards one account holds.
pub const MOST_CARDS: usize = 20;
/// How long a card that was removed can be put back.
const UNDO_WITHIN: DurationUs = DurationUs::from_hours(1);

/// A card that an account saved.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SavedMethod {
    pub id: MethodId,
    pub card: SavedCard,
    pub is_default: bool,
}

row! {
    struct MethodRow {
        id: MethodId,
        is_default: bool,
        brand: Text<CardBrand>,
        last4: String,
        exp_month: i64,
        exp_year: i64,
    }
}

impl From<MethodRow> for SavedMethod {
    fn from(row: MethodRow) -> Self {
        let card = saved_card(row.brand.0, row.last4, row.exp_month, row.exp_year);
        Self { id: row.id, card, is_default: row.is_default }
    }
}

const METHOD: &str = "SELECT m.id, m.is_default, t.brand, t.last4, t.exp_month, t.exp_year
    FROM payments_methods m JOIN payments_tokens t ON t.token = m.token
    WHERE m.account_id = $1 AND m.removed_at_us IS NULL";

impl Payments {
    /// Exchanges a typed card for a token that can be charged and saved. The number goes to the processor only.
    ///
    /// # Errors
    /// [`PaymentError::Card`] with every wrong field, or what the processor answers.
    pub async fn tokenise(&self, input: CardInput) -> Result<CardToken, PaymentError> {
        let (processor_token, shown) = self.exchange(input).await?;
        let (processor, card) = (self.processor.name(), shown.clone());
        let token = self
            .db
            .write(move |tx| {
                let (processor_token, card) = (processor_token.clone(), card.clone());
                Box::pin(async move {
                    let token = new_token(tx);
                    store_token(tx, &token, processor, &processor_token, &card).await?;
                    Ok::<_, DbError>(token)
                })
            })
            .await?;
        Ok(CardToken { token, card: shown })
    }

    /// What the processor knows the card by from now on, and how it is shown.
    pub(crate) async fn exchange(&self, input: CardInput) -> Result<(String, SavedCard), PaymentError> {
        let card = Card::parse(&input, self.db.now()).map_err(PaymentError::Card)?;
        drop(input);
        let shown = card.shown().clone();
        match self.processor.tokenise(card).await {
            Ok(token) => Ok((token, shown)),
            Err(ProcessorError::Refused(_)) => {
                let problem = CardProblem::NotATestCard;
                Err(PaymentError::Card(vec![CardError { field: CardField::Number, problem }]))
            }
            Err(other) => Err(other.into()),
        }
    }
}

/// 74 random bits: it is only good for charging.
pub(crate) fn new_token(tx: &mut Tx) -> String {
    format!("tok_{}", domain::TypedId::uuid(tx.new_id::<MethodId>()).simple())
}

/// A token that is there already stays.
pub(crate) async fn store_token(
    tx: &mut Tx,
    token: &str,
    processor: &str,
    processor_token: &str,
    card: &SavedCard,
) -> Result<(), DbError> {
    let now = tx.now();
    tx.exec(
        sql("INSERT INTO payments_tokens
             (token, processor, processor_token, brand, last4, exp_month, exp_year, created_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (token) DO NOTHING")
        .bind(token)
        .bind(processor)
        .bind(processor_token)
        .bind(Text(card.brand))
        .bind(&card.last4)
        .bind(i64::from(card.exp_month))
        .bind(i64::from(card.exp_year))
        .bind(now),
    )
    .await?;
    Ok(())
}

/// Saves a token as the account's card. The first one becomes the default. The same token twice is one card.
///
/// # Errors
/// [`PaymentError::UnknownMethod`] for a token that does not exist, [`PaymentError::TooManyMethods`].
pub async fn save_method(tx: &mut Tx, account: AccountId, token: &str) -> Result<MethodId, PaymentError> {
    let known: Option<(String,)> =
        tx.opt(sql("SELECT token FROM payments_tokens WHERE token = $1").bind(token)).await?;
    if known.is_none() {
        return Err(PaymentError::UnknownMethod);
    }
    let (id, now) = (tx.new_id::<MethodId>(), tx.now());
    must_have_room(tx, account, token).await?;
    let first = default_method(tx, account).await?.is_none();
    tx.exec(
        sql("INSERT INTO payments_methods (id, account_id, token, is_default, created_at_us)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account_id, token) DO UPDATE SET removed_at_us = NULL,
                 is_default = (payments_methods.is_default OR excluded.is_default)")
        .bind(id)
        .bind(account)
        .bind(token)
        .bind(first)
        .bind(now),
    )
    .await?;
    let find = sql("SELECT id FROM payments_methods WHERE account_id = $1 AND token = $2");
    let (saved,): (MethodId,) = tx.one(find.bind(account).bind(token)).await?;
    Ok(saved)
}

/// A token that is saved already takes no more room.
async fn must_have_room(conn: &mut Conn, account: AccountId, token: &str) -> Result<(), PaymentError> {
    let others = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM payments_methods
         WHERE account_id = $1 AND token <> $2 AND removed_at_us IS NULL");
    let (others,): (i64,) = conn.one(others.bind(account).bind(token)).await?;
    match usize::try_from(others).is_ok_and(|others| others < MOST_CARDS) {
        true => Ok(()),
        false => Err(PaymentError::TooManyMethods { most: MOST_CARDS }),
    }
}

/// The account's cards, the default first, then the newest.
///
/// # Errors
/// Only the database's.
pub async fn methods(conn: &mut Conn, account: AccountId) -> Result<Vec<SavedMethod>, PaymentError> {
    let text = format!("{METHOD} ORDER BY m.is_default DESC, m.id DESC");
    let rows: Vec<MethodRow> = conn.all(sql(text).bind(account)).await?;
    Ok(rows.into_iter().map(SavedMethod::from).collect())
}

/// One of the account's cards.
///
/// # Errors
/// Only the database's.
pub async fn method(
    conn: &mut Conn,
    account: AccountId,
    id: MethodId,
) -> Result<Option<SavedMethod>, PaymentError> {
    let row: Option<MethodRow> =
        conn.opt(sql(format!("{METHOD} AND m.id = $2")).bind(account).bind(id)).await?;
    Ok(row.map(SavedMethod::from))
}

/// The card that one click charges.
///
/// # Errors
/// Only the database's.
pub async fn default_method(
    conn: &mut Conn,
    account: AccountId,
) -> Result<Option<SavedMethod>, PaymentError> {
    let row: Option<MethodRow> =
        conn.opt(sql(format!("{METHOD} AND m.is_default = TRUE")).bind(account)).await?;
    Ok(row.map(SavedMethod::from))
}

/// Makes this card the default.
///
/// # Errors
/// [`PaymentError::UnknownMethod`] when it is not this account's.
pub async fn set_default_method(tx: &mut Tx, account: AccountId, id: MethodId) -> Result<(), PaymentError> {
    make_default(tx, account, id).await?;
    // What was the default before is put back as one among others: the owner has chosen since.
    let chosen =
        "UPDATE payments_methods SET removed_default = FALSE WHERE account_id = $1 AND removed_default";
    tx.exec(sql(chosen).bind(account)).await?;
    Ok(())
}

async fn make_default(tx: &mut Tx, account: AccountId, id: MethodId) -> Result<(), PaymentError> {
    method(tx, account, id).await?.ok_or(PaymentError::UnknownMethod)?;
    // Two statements: the index of the one default is checked row by row.
    let clear = "UPDATE payments_methods SET is_default = FALSE WHERE account_id = $1 AND is_default = TRUE";
    tx.exec(sql(clear).bind(account)).await?;
    let set = "UPDATE payments_methods SET is_default = TRUE WHERE account_id = $1 AND id = $2";
    tx.exec(sql(set).bind(account).bind(id)).await?;
    Ok(())
}

/// Removes a card; for an hour it can be put back. The newest of the others becomes the default when it was. Payments made
/// with it stay.
///
/// # Errors
/// [`PaymentError::UnknownMethod`] when it is not this account's.
pub async fn remove_method(tx: &mut Tx, account: AccountId, id: MethodId) -> Result<(), PaymentError> {
    let removed = method(tx, account, id).await?.ok_or(PaymentError::UnknownMethod)?;
    let remove =
        "UPDATE payments_methods SET removed_at_us = $2, removed_default = is_default, is_default = FALSE
         WHERE id = $1";
    let now = tx.now();
    tx.exec(sql(remove).bind(id).bind(now)).await?;
    if !removed.is_default {
        return Ok(());
    }
    match methods(tx, account).await?.first() {
        Some(next) => make_default(tx, account, next.id).await,
        None => Ok(()),
    }
}

/// Puts a card back as it was; as the default if it was that and the owner has chosen no other since, or if there is
/// none. Putting it back again changes nothing.
///
/// # Errors
/// [`PaymentError::UnknownMethod`] when it is gone for good, [`PaymentError::TooManyMethods`].
pub async fn restore_method(tx: &mut Tx, account: AccountId, id: MethodId) -> Result<(), PaymentError> {
    let since = tx.now().minus(UNDO_WITHIN);
    let find = sql("SELECT removed_default FROM payments_methods
         WHERE account_id = $1 AND id = $2 AND removed_at_us > $3");
    let removed: Option<(bool,)> = tx.opt(find.bind(account).bind(id).bind(since)).await?;
    let Some((was_default,)) = removed else {
        return method(tx, account, id).await?.map(|_| ()).ok_or(PaymentError::UnknownMethod);
    };
    must_have_room(tx, account, "").await?;
    tx.exec(sql("UPDATE payments_methods SET removed_at_us = NULL WHERE id = $1").bind(id)).await?;
    if was_default || default_method(tx, account).await?.is_none() {
        make_default(tx, account, id).await?;
    }
    Ok(())
}

/// Forgets every card of an account, those that could still be put back too. Payments made with them stay.
///
/// # Errors
/// Only the database's.
pub async fn forget_methods(tx: &mut Tx, account: AccountId) -> Result<(), PaymentError> {
    tx.exec(sql("DELETE FROM payments_methods WHERE account_id = $1").bind(account)).await?;
    Ok(())
}

/// Forgets what can no longer be put back.
///
/// # Errors
/// Only the database's.
pub async fn forget_removed(tx: &mut Tx) -> Result<(), PaymentError> {
    let until = tx.now().minus(UNDO_WITHIN);
    tx.exec(sql("DELETE FROM payments_methods WHERE removed_at_us <= $1").bind(until)).await?;
    Ok(())
}
