//! What categories ask for. Owns listing_rules, to which rows are only added: the last one of a category holds.

use crate::ListingError;
use catalog::{CategoryTree, category_tree};
use db::{Conn, DbError, FromRow, Json, Row, Tx, sql};
use domain::listing::ListingRule;
use domain::{AccountId, CategoryId, Timestamp};
use std::collections::{HashMap, HashSet};

/// A rule as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidRule {
    pub category: CategoryId,
    pub rule: ListingRule,
    pub by: AccountId,
    pub at: Timestamp,
}

impl FromRow for SaidRule {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            category: row.get("category_id")?,
            rule: row.get::<Json<ListingRule>>("rule")?.0,
            by: row.get("said_by")?,
            at: row.get("said_at_us")?,
        })
    }
}

const RULE: &str = "SELECT r.category_id, r.rule, r.said_by, r.said_at_us FROM listing_rules AS r";
const LAST: &str = "NOT EXISTS (SELECT 1 FROM listing_rules AS n
    WHERE n.category_id = r.category_id AND n.version > r.version)";

/// Says what a category asks for from now on, of new products and new offers; an empty rule asks for nothing. Returns `false`
/// when that was so already; then nothing is written.
///
/// # Errors
/// [`ListingError::NoSuchCategory`], [`ListingError::Rule`].
pub async fn say(
    tx: &mut Tx,
    category: CategoryId,
    rule: ListingRule,
    by: AccountId,
) -> Result<bool, ListingError> {
    let rule = rule.tidied()?;
    if category_tree(tx).await?.get(category).is_none() {
        return Err(ListingError::NoSuchCategory);
    }
    let now_holds: Option<SaidRule> =
        tx.opt(sql(format!("{RULE} WHERE r.category_id = $1 AND {LAST}")).bind(category)).await?;
    if now_holds.map(|said| said.rule).unwrap_or_default() == rule {
        return Ok(false);
    }
    let (version,): (i64,) = tx
        .one(
            sql("SELECT CAST(COALESCE(MAX(version), 0) + 1 AS BIGINT) FROM listing_rules WHERE category_id = $1")
                .bind(category),
        )
        .await?;
    let now = tx.now();
    tx.exec(
        sql("INSERT INTO listing_rules (category_id, version, rule, said_by, said_at_us)
             VALUES ($1, $2, $3, $4, $5)")
        .bind(category)
        .bind(version)
        .bind(serde_json::to_string(&rule).map_err(DbError::from)?)
        .bind(by)
        .bind(now),
    )
    .await?;
    Ok(true)
}

/// The rules that hold, by the category for which they were said; those that ask for nothing are missing.
pub async fn in_force(conn: &mut Conn) -> Result<HashMap<CategoryId, SaidRule>, DbError> {
    let rows: Vec<SaidRule> = conn.all(sql(format!("{RULE} WHERE {LAST}"))).await?;
    Ok(rows.into_iter().filter(|said| !said.rule.is_empty()).map(|said| (said.category, said)).collect())
}

/// Categories of which anything was ever said, those that ask for nothing any more among them.
pub async fn spoken_of(conn: &mut Conn) -> Result<HashSet<CategoryId>, DbError> {
    let rows: Vec<(CategoryId,)> = conn.all(sql("SELECT DISTINCT category_id FROM listing_rules")).await?;
    Ok(rows.into_iter().map(|(category,)| category).collect())
}

/// Everything that was said, the newest first; at most `most`.
pub async fn history(conn: &mut Conn, most: i64) -> Result<Vec<SaidRule>, DbError> {
    let text = format!("{RULE} ORDER BY r.said_at_us DESC, r.category_id, r.version DESC LIMIT $1");
    conn.all(sql(text).bind(most)).await
}

/// What is asked of a category by all rules on the way to it.
pub fn rule_of(
    tree: &CategoryTree,
    rules: &HashMap<CategoryId, SaidRule>,
    category: CategoryId,
) -> ListingRule {
    let path = tree.path(category);
    ListingRule::together(path.iter().filter_map(|above| rules.get(&above.id)).map(|said| &said.rule))
}

/// The same for one category, read anew.
pub async fn of_category(conn: &mut Conn, category: CategoryId) -> Result<ListingRule, DbError> {
    let rules = in_force(conn).await?;
    if rules.is_empty() {
        return Ok(ListingRule::default());
    }
    let tree = category_tree(conn).await?;
    Ok(rule_of(&tree, &rules, category))
}
