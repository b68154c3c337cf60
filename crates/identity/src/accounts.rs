//! Accounts. Owns identity_accounts. Called by sign-in, by operators' commands and by the account's own
//! settings. Whether somebody works for the platform is read along with the account, so every request knows
//! what holds now.

use crate::{Identity, IdentityError, letters, operators, passwords, sessions};
use db::{Conn, DbError, NewEvent, Text, Tx, placeholders, sql};
use domain::contact::{Email, NewPassword, PersonName};
use domain::format::Locale;
use domain::roles::OperatorRole;
use domain::{AccountId, Currency, SessionId};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What a person gives to have an account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    pub email: Email,
    pub name: PersonName,
    pub password: NewPassword,
    pub locale: Locale,
    pub currency: Currency,
}

/// What pages and other capabilities know of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSummary {
    pub id: AccountId,
    pub email: Email,
    pub name: String,
    /// What they are at the platform itself; `None` for everybody else.
    pub operator: Option<OperatorRole>,
    pub locale: Locale,
    pub currency: Currency,
    /// Whether the one-click button is offered.
    pub one_click: bool,
}

/// What a person may change about the account.
#[derive(Debug, Clone)]
pub struct Settings {
    pub name: PersonName,
    pub locale: Locale,
    pub currency: Currency,
    pub one_click: bool,
}

/// Payload of `account.created`.
#[derive(Debug, Serialize, Deserialize)]
struct AccountCreated {
    account_id: AccountId,
    locale: Locale,
}

pub(crate) const ACCOUNT_COLUMNS: &str =
    "a.id AS account_id, a.email, a.name, a.locale, a.currency, a.one_click,
     (SELECT o.role FROM identity_operators o WHERE o.account_id = a.id) AS operator_role";

impl db::FromRow for AccountSummary {
    fn from_row(row: &db::Row) -> Result<Self, DbError> {
        let email: String = row.get("email")?;
        Ok(Self {
            id: row.get("account_id")?,
            email: stored_email(&email)?,
            name: row.get("name")?,
            operator: row.get::<Option<Text<OperatorRole>>>("operator_role")?.map(|role| role.0),
            locale: row.get::<Text<Locale>>("locale")?.0,
            currency: row.get("currency")?,
            one_click: row.get("one_click")?,
        })
    }
}

/// An e-mail as it was parsed when it was stored.
pub(crate) fn stored_email(text: &str) -> Result<Email, DbError> {
    Email::parse(text).map_err(|e| DbError::Column { column: "email".into(), problem: e.to_string() })
}

/// The account with this id, unless its owner has ended it.
pub async fn account(conn: &mut Conn, id: AccountId) -> Result<Option<AccountSummary>, IdentityError> {
    let text = format!(
        "SELECT {ACCOUNT_COLUMNS} FROM identity_accounts a
                        WHERE a.id = $1 AND a.deleted_at_us IS NULL"
    );
    Ok(conn.opt(sql(text).bind(id)).await?)
}

/// The account with this e-mail. For operators' commands; no page may tell a visitor the answer.
pub async fn account_by_email(
    conn: &mut Conn,
    email: &Email,
) -> Result<Option<AccountSummary>, IdentityError> {
    let text = format!("SELECT {ACCOUNT_COLUMNS} FROM identity_accounts a WHERE a.email_key = $1");
    Ok(conn.opt(sql(text).bind(email.key())).await?)
}

/// Those of the accounts that exist.
pub async fn accounts(
    conn: &mut Conn,
    ids: &[AccountId],
) -> Result<HashMap<AccountId, AccountSummary>, IdentityError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let list = placeholders(1, ids.len());
    let text = format!("SELECT {ACCOUNT_COLUMNS} FROM identity_accounts a WHERE a.id IN ({list})");
    let found: Vec<AccountSummary> = conn.all(sql(text).bind_all(ids.iter().copied())).await?;
    Ok(found.into_iter().map(|a| (a.id, a)).collect())
}

/// An account whose password is hashed already.
#[derive(Debug, Clone)]
pub(crate) struct HashedAccount {
    pub email: Email,
    pub name: String,
    pub password_hash: String,
    pub locale: Locale,
    pub currency: Currency,
    /// As one of the platform's administrators.
    pub operator: bool,
}

/// Creates the account; `None` when the e-mail has one already.
pub(crate) async fn insert(tx: &mut Tx, new: &HashedAccount) -> Result<Option<AccountId>, IdentityError> {
    let (id, now) = (tx.new_id::<AccountId>(), tx.now());
    let created = tx
        .exec(
            sql("INSERT INTO identity_accounts
                 (id, email, email_key, password_hash, name, locale, currency, one_click, created_at_us)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, TRUE, $8) ON CONFLICT (email_key) DO NOTHING")
            .bind(id)
            .bind(new.email.as_str())
            .bind(new.email.key())
            .bind(&new.password_hash)
            .bind(&new.name)
            .bind(Text(new.locale))
            .bind(new.currency)
            .bind(now),
        )
        .await?;
    if created == 0 {
        return Ok(None);
    }
    if new.operator {
        operators::put(tx, id, OperatorRole::Administrator).await?;
    }
    let payload = AccountCreated { account_id: id, locale: new.locale };
    tx.append(NewEvent { kind: "account.created", key: id.to_string(), topic: None, payload: &payload })
        .await?;
    Ok(Some(id))
}

impl Identity {
    /// Creates an account without a visitor: `orinoco admin`, `orinoco seed`; an operator is an
    /// administrator. Nothing is throttled, no mail is sent.
    ///
    /// # Errors
    /// [`IdentityError::EmailTaken`], [`IdentityError::PasswordTooCommon`].
    pub async fn create_account(&self, new: NewAccount, operator: bool) -> Result<AccountId, IdentityError> {
        let hashed = self.hash_account(&new, operator).await?;
        self.db
            .write(move |tx| {
                let hashed = hashed.clone();
                Box::pin(async move { insert(tx, &hashed).await?.ok_or(IdentityError::EmailTaken) })
            })
            .await
    }

    async fn hash_account(&self, new: &NewAccount, operator: bool) -> Result<HashedAccount, IdentityError> {
        passwords::refuse_guessable(&new.password, &new.email, new.name.as_str())?;
        let password_hash = self.hasher.ticket()?.hash(&new.password).await?;
        Ok(HashedAccount {
            email: new.email.clone(),
            name: new.name.as_str().to_owned(),
            password_hash,
            locale: new.locale,
            currency: new.currency,
            operator,
        })
    }

    /// Changes the name, the language, the currency and whether one click is offered.
    pub async fn update_settings(
        &self,
        account_id: AccountId,
        settings: Settings,
    ) -> Result<AccountSummary, IdentityError> {
        self.db
            .write(move |tx| {
                let settings = settings.clone();
                Box::pin(async move {
                    tx.exec(
                        sql("UPDATE identity_accounts SET name = $2, locale = $3, currency = $4, one_click = $5
                             WHERE id = $1")
                        .bind(account_id)
                        .bind(settings.name.as_str())
                        .bind(Text(settings.locale))
                        .bind(settings.currency)
                        .bind(settings.one_click),
                    )
                    .await?;
                    account(tx, account_id).await?.ok_or(IdentityError::NoSuchAccount)
                })
            })
            .await
    }

    /// Remembers the language that somebody chose, for letters and for their other devices.
    ///
    /// # Errors
    /// [`IdentityError::NoSuchAccount`].
    pub async fn set_locale(&self, account: AccountId, locale: Locale) -> Result<(), IdentityError> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let statement = sql("UPDATE identity_accounts SET locale = $2
                                         WHERE id = $1 AND deleted_at_us IS NULL");
                    match tx.exec(statement.bind(account).bind(Text(locale))).await? {
                        0 => Err(IdentityError::NoSuchAccount),
                        _ => Ok(()),
                    }
                })
            })
            .await
    }

    /// Remembers the currency in which somebody reads prices, for their other devices.
    ///
    /// # Errors
    /// [`IdentityError::NoSuchAccount`].
    pub async fn set_currency(&self, account: AccountId, currency: Currency) -> Result<(), IdentityError> {
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let statement = sql("UPDATE identity_accounts SET currency = $2
                                         WHERE id = $1 AND deleted_at_us IS NULL");
                    match tx.exec(statement.bind(account).bind(currency)).await? {
                        0 => Err(IdentityError::NoSuchAccount),
                        _ => Ok(()),
                    }
                })
            })
            .await
    }

    /// Changes the password and ends every session but `keep`; the owner is told by mail.
    ///
    /// # Errors
    /// [`IdentityError::WrongCredentials`] when `current` is not the password, [`IdentityError::TooMany`] after
    /// too many tries, [`IdentityError::PasswordTooCommon`].
    pub async fn change_password(
        &self,
        account_id: AccountId,
        keep: Option<SessionId>,
        current: &str,
        new: NewPassword,
    ) -> Result<(), IdentityError> {
        let owner = account(&mut self.db.read().await?, account_id).await?;
        let owner = owner.ok_or(IdentityError::NoSuchAccount)?;
        passwords::refuse_guessable(&new, &owner.email, &owner.name)?;
        let (proof, ticket) = self.prove(account_id, current).await?;
        let hashed = ticket.hash(&new).await?;
        let config = std::sync::Arc::clone(&self.config);
        self.db
            .write(move |tx| {
                let (hashed, proof) = (hashed.clone(), proof.clone());
                let config = std::sync::Arc::clone(&config);
                Box::pin(async move {
                    // Changed by somebody else in the meantime: the password that was verified is no longer it.
                    proof.still(tx).await?;
                    let update = sql("UPDATE identity_accounts SET password_hash = $2 WHERE id = $1");
                    tx.exec(update.bind(account_id).bind(hashed)).await?;
                    sessions::end_others(tx, account_id, keep).await?;
                    letters::password_changed(tx, &config, account_id).await
                })
            })
            .await
    }
}
