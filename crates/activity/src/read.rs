//! What the events say: searches for the operator, recently seen for the shopper, popularity for everybody.

use crate::Kind;
use db::{Conn, DbError, FromRow, Row, sql};
use domain::{ProductId, Timestamp};

/// Searches that are kept as frequent.
const MOST_FREQUENT: i64 = 2_000;

/// One search, with what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchLine {
    pub words: String,
    pub searches: i64,
    /// Products that it found, the last time that most were found.
    pub results: i64,
    /// People who made it.
    pub people: i64,
    /// Of these, who opened a product of its results or had a quick look at one.
    pub opened: i64,
}

impl FromRow for SearchLine {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            words: row.get("words")?,
            searches: row.get("searches")?,
            results: row.get::<Option<i64>>("results")?.unwrap_or(0),
            people: row.get("people")?,
            opened: row.get("opened")?,
        })
    }
}

/// All searches of a time together. Words that were not searched for, as those of a suggestion that was taken, are none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SearchTotals {
    pub searches: i64,
    pub without_results: i64,
    /// People, once for each of their searches' words.
    pub people: i64,
    /// Of these, who opened something: click-through is this part of them, and never more than all.
    pub opened: i64,
}

/// What each person did with the words of one search; who did not search for them is not among them.
const BY_PERSON: &str = "
    (SELECT words, COALESCE(visitor, stranger) AS who, MAX(results) AS results,
         SUM(CASE WHEN kind = 'search' THEN 1 ELSE 0 END) AS searches,
         SUM(CASE WHEN kind = 'search' AND results = 0 THEN 1 ELSE 0 END) AS in_vain,
         SUM(CASE WHEN kind = 'search' THEN 0 ELSE 1 END) AS opened
     FROM activity_events
     WHERE at_us >= $1 AND at_us < $2 AND words IS NOT NULL AND kind IN ('search', 'click', 'quick')
     GROUP BY words, COALESCE(visitor, stranger)
     HAVING SUM(CASE WHEN kind = 'search' THEN 1 ELSE 0 END) > 0) AS people";

/// Searches from `from` to before `to`, most frequent first; on request only those that found nothing.
///
/// # Errors
/// When the database cannot be read.
pub async fn search_lines(
    conn: &mut Conn,
    (from, to): (Timestamp, Timestamp),
    without_results: bool,
    limit: i64,
) -> Result<Vec<SearchLine>, DbError> {
    let having = if without_results { "HAVING COALESCE(MAX(results), 0) = 0" } else { "" };
    let text = format!(
        "SELECT words, CAST(SUM(searches) AS BIGINT) AS searches, MAX(results) AS results, COUNT(*) AS people,
             SUM(CASE WHEN opened > 0 THEN 1 ELSE 0 END) AS opened
         FROM {BY_PERSON} GROUP BY words {having} ORDER BY searches DESC, words LIMIT $3"
    );
    conn.all(sql(text).bind(from).bind(to).bind(limit)).await
}

/// The sums over all searches of a time.
///
/// # Errors
/// When the database cannot be read.
pub async fn search_totals(
    conn: &mut Conn,
    (from, to): (Timestamp, Timestamp),
) -> Result<SearchTotals, DbError> {
    let text = format!(
        "SELECT CAST(SUM(searches) AS BIGINT) AS a, CAST(SUM(in_vain) AS BIGINT) AS b, COUNT(*) AS c,
             SUM(CASE WHEN opened > 0 THEN 1 ELSE 0 END) AS d
         FROM {BY_PERSON}"
    );
    let (searches, without_results, people, opened): (Option<i64>, Option<i64>, i64, Option<i64>) =
        conn.one(sql(text).bind(from).bind(to)).await?;
    Ok(SearchTotals {
        searches: searches.unwrap_or(0),
        without_results: without_results.unwrap_or(0),
        people,
        opened: opened.unwrap_or(0),
    })
}

/// Products whose pages these visitors (one person's account and browser) looked at, the last one first.
///
/// # Errors
/// When the database cannot be read.
pub async fn recently_seen(
    conn: &mut Conn,
    visitors: [Option<String>; 2],
    limit: i64,
) -> Result<Vec<ProductId>, DbError> {
    let [first, second] = visitors;
    if first.is_none() && second.is_none() {
        return Ok(Vec::new());
    }
    let rows: Vec<(ProductId, i64)> = conn
        .all(
            sql("SELECT product_id, MAX(at_us) AS at_us FROM activity_events
                 WHERE visitor IN ($1, $2) AND kind = $3 AND product_id IS NOT NULL
                 GROUP BY product_id ORDER BY at_us DESC LIMIT $4")
            .bind(first.clone().or_else(|| second.clone()))
            .bind(second.or(first))
            .bind(Kind::View)
            .bind(limit),
        )
        .await?;
    Ok(rows.into_iter().map(|(product, _)| product).collect())
}

/// What these visitors (one person's account and browser) searched for and found, and that begins with these words; the
/// last search first, each once.
///
/// # Errors
/// When the database cannot be read.
pub async fn own_searches(
    conn: &mut Conn,
    visitors: [Option<String>; 2],
    begins: &str,
    limit: i64,
) -> Result<Vec<String>, DbError> {
    let [first, second] = visitors;
    if first.is_none() && second.is_none() {
        return Ok(Vec::new());
    }
    let rows: Vec<(String, i64)> = conn
        .all(
            sql("SELECT words, MAX(at_us) AS at_us FROM activity_events
                 WHERE visitor IN ($1, $2) AND kind = $3 AND results > 0
                     AND SUBSTR(words, 1, LENGTH($4)) = $4
                 GROUP BY words ORDER BY at_us DESC LIMIT $5")
            .bind(first.clone().or_else(|| second.clone()))
            .bind(second.or(first))
            .bind(Kind::Search)
            .bind(begins)
            .bind(limit),
        )
        .await?;
    Ok(rows.into_iter().map(|(words, _)| words).collect())
}

/// Products with how many people did something with them, most first: who puts one into the cart wants it more than who looks at it.
/// Each person counts once, however often they do it.
pub(crate) async fn wanted(
    conn: &mut Conn,
    since: Timestamp,
    most: i64,
) -> Result<Vec<(ProductId, i64)>, DbError> {
    conn.all(
        sql("SELECT product_id, CAST(SUM(CASE kind WHEN 'cart' THEN 5 ELSE 1 END) AS BIGINT) AS wanted FROM
                 (SELECT DISTINCT product_id, kind, COALESCE(visitor, stranger) AS who FROM activity_events
                  WHERE at_us >= $1 AND product_id IS NOT NULL AND kind IN ('cart', 'view')) AS people
             WHERE who IS NOT NULL GROUP BY product_id ORDER BY wanted DESC, product_id LIMIT $2")
        .bind(since)
        .bind(most),
    )
    .await
}

/// Searches that so many people made and that found something.
pub(crate) async fn frequent(conn: &mut Conn, since: Timestamp, least: i64) -> Result<Vec<String>, DbError> {
    let rows: Vec<(String, i64)> = conn
        .all(
            sql("SELECT words, COUNT(DISTINCT COALESCE(visitor, stranger)) AS made FROM activity_events
                 WHERE at_us >= $1 AND kind = 'search' AND results > 0 AND words IS NOT NULL
                 GROUP BY words HAVING COUNT(DISTINCT COALESCE(visitor, stranger)) >= $2
                 ORDER BY made DESC, words LIMIT $3")
            .bind(since)
            .bind(least)
            .bind(MOST_FREQUENT),
        )
        .await?;
    Ok(rows.into_iter().map(|(words, _)| words).collect())
}

/// Everything that is kept of what this visitor did, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn of_visitor(conn: &mut Conn, visitor: &str) -> Result<Vec<Done>, DbError> {
    let text =
        "SELECT at_us, kind, product_id, words FROM activity_events WHERE visitor = $1 ORDER BY at_us, id";
    conn.all(sql(text).bind(visitor)).await
}

db::row! {
    /// One thing that somebody did, for their own eyes.
    pub struct Done {
        pub at_us: Timestamp,
        pub kind: Kind,
        pub product_id: Option<ProductId>,
        pub words: Option<String>,
    }
}
