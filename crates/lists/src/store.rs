//! Lists and what pages read of them. Every command takes the account and finds only that account's lists.

use crate::{Giver, LONGEST_NAME, ListError, MOST_LISTS};
use db::{Conn, DbError, FromRow, Row, Tx, row, sql};
use domain::field::{Problem, one_line};
use domain::{AccountId, Currency, ListId, ListItemId, Money, ProductId, Timestamp};

row! {
    /// A list. The code is its link's; nothing while it is private.
    #[derive(PartialEq, Eq)]
    pub struct List {
        pub id: ListId,
        pub account_id: AccountId,
        pub name: String,
        pub share_code: Option<String>,
    }
}
const LIST: &str = "id, account_id, name, share_code";

row! {
    /// A list among others: how much is on it.
    pub struct ListSummary {
        pub id: ListId,
        pub name: String,
        pub share_code: Option<String>,
        pub products: i64,
    }
}

/// One product on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub id: ListItemId,
    pub list_id: ListId,
    pub product_id: ProductId,
    /// 1 to 999.
    pub quantity: i64,
    pub note: String,
    /// What it cost when it was put there.
    pub price_then: Option<Money>,
    pub added_at: Timestamp,
}
pub(crate) const ITEM: &str =
    "i.id, i.list_id, i.product_id, i.quantity, i.note, i.price_minor, i.currency, i.added_at_us";

/// Whether an item `i` is on its list: what was taken off has its row for a while, so that it can be put back.
pub(crate) const ON_LIST: &str = "i.removed_at_us IS NULL";

impl FromRow for Item {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let price: Option<i64> = row.get("price_minor")?;
        let currency: Option<Currency> = row.get("currency")?;
        Ok(Self {
            id: row.get("id")?,
            list_id: row.get("list_id")?,
            product_id: row.get("product_id")?,
            quantity: row.get("quantity")?,
            note: row.get("note")?,
            price_then: price.zip(currency).map(|(minor, currency)| Money::new(minor, currency)),
            added_at: row.get("added_at_us")?,
        })
    }
}

/// An item with what givers say to have bought of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedItem {
    pub item: Item,
    /// By all givers together.
    pub bought: i64,
    /// By the giver who asks.
    pub bought_by_me: i64,
}

impl FromRow for MarkedItem {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            item: Item::from_row(row)?,
            bought: row.get("bought")?,
            bought_by_me: row.get("bought_by_me")?,
        })
    }
}

/// A name of a list: 1 to 60 characters on one line.
fn name_of(text: &str) -> Result<String, ListError> {
    match one_line(text, LONGEST_NAME) {
        Ok(name) if name.is_empty() => Err(ListError::BadName(Problem::Missing)),
        Ok(name) => Ok(name),
        Err(problem) => Err(ListError::BadName(problem)),
    }
}

/// The account's lists, the one used last first.
///
/// # Errors
/// Only the database's.
pub async fn lists(conn: &mut Conn, account: AccountId) -> Result<Vec<ListSummary>, ListError> {
    let text = format!(
        "SELECT l.id, l.name, l.share_code,
                (SELECT CAST(COUNT(*) AS BIGINT) FROM lists_items i WHERE i.list_id = l.id AND {ON_LIST}) AS products
         FROM lists_lists l WHERE l.account_id = $1 ORDER BY l.used_at_us DESC, l.id DESC"
    );
    Ok(conn.all(sql(text).bind(account)).await?)
}

/// One list of this account.
///
/// # Errors
/// [`ListError::NoSuchList`].
pub async fn get(conn: &mut Conn, account: AccountId, id: ListId) -> Result<List, ListError> {
    let text = format!("SELECT {LIST} FROM lists_lists WHERE id = $1 AND account_id = $2");
    conn.opt(sql(text).bind(id).bind(account)).await?.ok_or(ListError::NoSuchList)
}

/// The list that the next product goes to: the one used last.
///
/// # Errors
/// Only the database's.
pub async fn latest(conn: &mut Conn, account: AccountId) -> Result<Option<List>, ListError> {
    let text = format!(
        "SELECT {LIST} FROM lists_lists WHERE account_id = $1 ORDER BY used_at_us DESC, id DESC LIMIT 1"
    );
    Ok(conn.opt(sql(text).bind(account)).await?)
}

/// The account's list that holds this item.
///
/// # Errors
/// [`ListError::NoSuchItem`].
pub async fn list_of_item(
    conn: &mut Conn,
    account: AccountId,
    item: ListItemId,
) -> Result<ListId, ListError> {
    Ok(crate::items::item(conn, account, item).await?.list_id)
}

/// Which of the account's lists hold a product.
///
/// # Errors
/// Only the database's.
pub async fn holding(
    conn: &mut Conn,
    account: AccountId,
    product: ProductId,
) -> Result<Vec<ListId>, ListError> {
    let text = format!(
        "SELECT l.id FROM lists_lists l JOIN lists_items i ON i.list_id = l.id
         WHERE l.account_id = $1 AND i.product_id = $2 AND {ON_LIST}"
    );
    let found: Vec<(ListId,)> = conn.all(sql(text).bind(account).bind(product)).await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// The list behind a link.
///
/// # Errors
/// [`ListError::NoSuchList`], also for a link that was taken back.
pub async fn shared(conn: &mut Conn, code: &str) -> Result<List, ListError> {
    let text = format!("SELECT {LIST} FROM lists_lists WHERE share_code = $1");
    conn.opt(sql(text).bind(code)).await?.ok_or(ListError::NoSuchList)
}

/// What is on a list, newest first.
///
/// # Errors
/// Only the database's.
pub async fn items(conn: &mut Conn, list: ListId) -> Result<Vec<Item>, ListError> {
    let text = format!(
        "SELECT {ITEM} FROM lists_items i WHERE i.list_id = $1 AND {ON_LIST}
         ORDER BY i.added_at_us DESC, i.id DESC"
    );
    Ok(conn.all(sql(text).bind(list)).await?)
}

/// What is on a list with what was bought of it, as this giver sees it.
///
/// # Errors
/// Only the database's.
pub async fn marked_items(
    conn: &mut Conn,
    list: ListId,
    giver: Option<Giver>,
) -> Result<Vec<MarkedItem>, ListError> {
    let sum = |of: &str| {
        format!(
            "(SELECT CAST(COALESCE(SUM(m.quantity), 0) AS BIGINT) FROM lists_marks m WHERE m.item_id = i.id {of})"
        )
    };
    let text = format!(
        "SELECT {ITEM}, {} AS bought, {} AS bought_by_me FROM lists_items i WHERE i.list_id = $1 AND {ON_LIST}
         ORDER BY i.added_at_us DESC, i.id DESC",
        sum(""),
        sum("AND m.giver = $2")
    );
    let giver = giver.map(Giver::key).unwrap_or_default();
    Ok(conn.all(sql(text).bind(list).bind(giver)).await?)
}

/// Makes a list.
///
/// # Errors
/// [`ListError::BadName`], [`ListError::TooManyLists`].
pub async fn create(tx: &mut Tx, account: AccountId, name: &str) -> Result<ListId, ListError> {
    let name = name_of(name)?;
    let statement = sql("SELECT CAST(COUNT(*) AS BIGINT) FROM lists_lists WHERE account_id = $1");
    let (count,): (i64,) = tx.one(statement.bind(account)).await?;
    if count >= MOST_LISTS {
        return Err(ListError::TooManyLists { most: MOST_LISTS });
    }
    let (id, now) = (tx.new_id::<ListId>(), tx.now());
    tx.exec(
        sql("INSERT INTO lists_lists (id, account_id, name, created_at_us, used_at_us) VALUES ($1, $2, $3, $4, $4)")
            .bind(id)
            .bind(account)
            .bind(name)
            .bind(now),
    )
    .await?;
    Ok(id)
}

/// Gives a list another name.
///
/// # Errors
/// [`ListError::BadName`], [`ListError::NoSuchList`].
pub async fn rename(tx: &mut Tx, account: AccountId, id: ListId, name: &str) -> Result<(), ListError> {
    let name = name_of(name)?;
    let statement = sql("UPDATE lists_lists SET name = $3 WHERE id = $1 AND account_id = $2");
    found(tx.exec(statement.bind(id).bind(account).bind(name)).await?)
}

/// Removes a list with everything on it.
///
/// # Errors
/// [`ListError::NoSuchList`].
pub async fn delete(tx: &mut Tx, account: AccountId, id: ListId) -> Result<(), ListError> {
    let statement = sql("DELETE FROM lists_lists WHERE id = $1 AND account_id = $2");
    found(tx.exec(statement.bind(id).bind(account)).await?)
}

/// Makes the list's link; a shared list keeps the one that it has.
///
/// # Errors
/// [`ListError::NoSuchList`].
pub async fn share(tx: &mut Tx, account: AccountId, id: ListId) -> Result<String, ListError> {
    let code = identity::new_link_code();
    let statement = sql("UPDATE lists_lists SET share_code = COALESCE(share_code, $3)
                         WHERE id = $1 AND account_id = $2 RETURNING share_code");
    let code: Option<(String,)> = tx.opt(statement.bind(id).bind(account).bind(code)).await?;
    code.map(|(code,)| code).ok_or(ListError::NoSuchList)
}

/// Takes the link back: it never opens anything again. What givers marked stays.
///
/// # Errors
/// [`ListError::NoSuchList`].
pub async fn unshare(tx: &mut Tx, account: AccountId, id: ListId) -> Result<(), ListError> {
    let statement = sql("UPDATE lists_lists SET share_code = NULL WHERE id = $1 AND account_id = $2");
    found(tx.exec(statement.bind(id).bind(account)).await?)
}

fn found(rows: u64) -> Result<(), ListError> {
    if rows == 0 { Err(ListError::NoSuchList) } else { Ok(()) }
}
