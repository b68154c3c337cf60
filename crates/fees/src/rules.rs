//! Commission rules that an operator said: for everybody or for one seller, from a moment on. Nothing is ever changed, so what
//! held when something was sold can be read for ever; what was taken back before it began never counts.

use crate::{FeeError, Withdrawn};
use db::{Conn, Row, Tx, sql};
use domain::commission::{CommissionClass, CommissionRule};
use domain::terms::said_at;
use domain::text_enum::TextEnum as _;
use domain::{AccountId, FeeRuleId, SellerId, Timestamp};
use std::collections::{HashMap, HashSet};

/// A rule as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredRule {
    pub id: FeeRuleId,
    pub class: CommissionClass,
    /// `None`: for everybody.
    pub seller: Option<SellerId>,
    /// `None`: what holds for everybody holds for this seller again.
    pub rule: Option<CommissionRule>,
    pub starts_at: Timestamp,
    pub reason: String,
    pub made_by: AccountId,
    pub made_at: Timestamp,
    pub withdrawn: Option<Withdrawn>,
}

impl db::FromRow for StoredRule {
    fn from_row(row: &Row) -> Result<Self, db::DbError> {
        let rule: Option<String> = row.get("rule")?;
        let class: db::Text<CommissionClass> = row.get("class")?;
        Ok(Self {
            id: row.get("id")?,
            class: class.0,
            seller: row.get("seller_id")?,
            rule: rule.map(|text| serde_json::from_str(&text)).transpose()?,
            starts_at: row.get("starts_at_us")?,
            reason: row.get("reason")?,
            made_by: row.get("made_by")?,
            made_at: row.get("made_at_us")?,
            withdrawn: Withdrawn::of(row)?,
        })
    }
}

const RULE: &str =
    "SELECT r.id, r.class, r.seller_id, r.rule, r.starts_at_us, r.reason, r.made_by, r.made_at_us,
    w.withdrawn_by, w.withdrawn_at_us, w.reason AS withdrawn_reason
    FROM fees_rules r LEFT JOIN fees_withdrawn w ON w.word_id = r.id";

/// What an operator says.
#[derive(Debug, Clone)]
pub struct SayRule {
    pub class: CommissionClass,
    /// `None`: for everybody.
    pub seller: Option<SellerId>,
    /// `None` gives a seller what everybody has.
    pub rule: Option<CommissionRule>,
    /// `None`: now.
    pub starts_at: Option<Timestamp>,
    pub reason: String,
    pub by: AccountId,
}

/// Says a rule. Orders that were placed before it begins are charged as they were placed.
///
/// # Errors
/// [`FeeError::BadRule`], [`FeeError::BadReason`], [`FeeError::InThePast`], [`FeeError::NoSuchClass`],
/// [`FeeError::NoSuchSeller`], [`FeeError::PlatformSeller`].
pub async fn say_rule(tx: &mut Tx, said: &SayRule) -> Result<FeeRuleId, FeeError> {
    let last = sql("SELECT MAX(made_at_us) FROM fees_rules WHERE class = $1").bind(said.class.as_str());
    let (last,): (Option<Timestamp>,) = tx.one(last).await?;
    let now = said_at(tx.now(), last);
    let (reason, starts_at) = crate::said(&said.reason, said.starts_at, now)?;
    match (&said.rule, said.seller) {
        (Some(rule), _) => rule.validate()?,
        // Everybody always has a rule.
        (None, None) => return Err(domain::commission::RuleError::Bands.into()),
        (None, Some(_)) => {}
    }
    if said.class.is_own() && !crate::class_names(tx).await?.contains_key(&said.class) {
        return Err(FeeError::NoSuchClass);
    }
    if let Some(seller) = said.seller {
        let seller = sellers::get(tx, seller).await?.ok_or(FeeError::NoSuchSeller)?;
        if seller.is_platform {
            return Err(FeeError::PlatformSeller);
        }
    }
    // A rule's own class and that of its row are one.
    let rule = said.rule.clone().map(|rule| CommissionRule { class: said.class, ..rule });
    let id = tx.new_id::<FeeRuleId>();
    tx.exec(
        sql("INSERT INTO fees_rules (id, class, seller_id, rule, starts_at_us, reason, made_by, made_at_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(id)
        .bind(said.class.as_str())
        .bind(said.seller)
        .bind(rule.map(|rule| serde_json::to_string(&rule)).transpose()?)
        .bind(starts_at)
        .bind(reason)
        .bind(said.by)
        .bind(now),
    )
    .await?;
    Ok(id)
}

/// Every rule that was said of a class, or of all, newest first.
///
/// # Errors
/// Only the database's.
pub async fn rules_history(
    conn: &mut Conn,
    class: Option<CommissionClass>,
    limit: i64,
) -> Result<Vec<StoredRule>, FeeError> {
    let one = if class.is_some() { "WHERE r.class = $2" } else { "" };
    let text = format!("{RULE} {one} ORDER BY r.id DESC LIMIT $1");
    let statement = sql(text).bind(limit).bind_all(class.map(|class| class.as_str().to_owned()));
    Ok(conn.all(statement).await?)
}

/// Kinds of goods of which anything was ever said for everybody and not taken back, whether it has begun or not.
///
/// # Errors
/// Only the database's.
pub async fn said_for_everybody(conn: &mut Conn) -> Result<HashSet<CommissionClass>, FeeError> {
    let statement = sql("SELECT DISTINCT r.class FROM fees_rules r WHERE r.seller_id IS NULL
                         AND NOT EXISTS (SELECT 1 FROM fees_withdrawn w WHERE w.word_id = r.id)");
    let rows: Vec<(db::Text<CommissionClass>,)> = conn.all(statement).await?;
    Ok(rows.into_iter().map(|(class,)| class.0).collect())
}

/// What was said for everybody and for this seller and has begun by then, in the order in which it holds.
pub(crate) async fn begun(
    conn: &mut Conn,
    seller: Option<SellerId>,
    at: Timestamp,
) -> Result<Vec<StoredRule>, FeeError> {
    let own = if seller.is_some() { "OR r.seller_id = $2" } else { "" };
    let text = format!(
        "{RULE} WHERE r.starts_at_us <= $1 AND w.word_id IS NULL AND (r.seller_id IS NULL {own})
         ORDER BY r.starts_at_us, r.id"
    );
    Ok(conn.all(sql(text).bind(at).bind_all(seller)).await?)
}

/// What begins later: for everybody, and for this seller or, without one, for every seller. The soonest first.
///
/// # Errors
/// Only the database's.
pub async fn upcoming(
    conn: &mut Conn,
    seller: Option<SellerId>,
    at: Timestamp,
) -> Result<Vec<StoredRule>, FeeError> {
    let own = if seller.is_some() { "AND (r.seller_id IS NULL OR r.seller_id = $2)" } else { "" };
    let text =
        format!("{RULE} WHERE r.starts_at_us > $1 AND w.word_id IS NULL {own} ORDER BY r.starts_at_us, r.id");
    Ok(conn.all(sql(text).bind(at).bind_all(seller)).await?)
}

/// The sellers whose own rules hold at that moment, with those rules, at most `limit` rows of what was said.
///
/// # Errors
/// Only the database's.
pub async fn overrides(conn: &mut Conn, at: Timestamp, limit: i64) -> Result<Vec<StoredRule>, FeeError> {
    let text = format!(
        "{RULE} WHERE r.seller_id IS NOT NULL AND r.starts_at_us <= $1 AND r.rule IS NOT NULL AND w.word_id IS NULL
            AND NOT EXISTS (SELECT 1 FROM fees_rules n WHERE n.seller_id = r.seller_id AND n.class = r.class
            AND n.starts_at_us <= $1 AND NOT EXISTS (SELECT 1 FROM fees_withdrawn v WHERE v.word_id = n.id)
            AND (n.starts_at_us > r.starts_at_us OR (n.starts_at_us = r.starts_at_us AND n.id > r.id)))
         ORDER BY r.class, r.seller_id LIMIT $2"
    );
    Ok(conn.all(sql(text).bind(at).bind(limit)).await?)
}

/// The rules of their own that sellers have for a class at that moment, of all sellers who have one.
///
/// # Errors
/// Only the database's.
pub async fn own_rules(
    conn: &mut Conn,
    class: CommissionClass,
    at: Timestamp,
) -> Result<HashMap<SellerId, CommissionRule>, FeeError> {
    let text = format!(
        "{RULE} WHERE r.class = $1 AND r.seller_id IS NOT NULL AND r.starts_at_us <= $2 AND w.word_id IS NULL
         ORDER BY r.starts_at_us, r.id"
    );
    let said: Vec<StoredRule> = conn.all(sql(text).bind(class.as_str()).bind(at)).await?;
    let mut own = HashMap::new();
    for row in said {
        match (row.seller, row.rule) {
            (Some(seller), Some(rule)) => drop(own.insert(seller, rule)),
            (Some(seller), None) => drop(own.remove(&seller)),
            (None, _) => {}
        }
    }
    Ok(own)
}
