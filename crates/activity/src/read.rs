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
    /// Products that were opened from its results.
    pub clicks: i64,
}

impl FromRow for SearchLine {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            words: row.get("words")?,
            searches: row.get("searches")?,
            results: row.get::<Option<i64>>("results")?.unwrap_or(0),
            clicks: row.get("clicks")?,
        })
    }
}

/// All searches of a time together. Words that were not searched for, as those of a suggestion that was taken, are none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SearchTotals {
    pub searches: i64,
    pub without_results: i64,
    pub clicks: i64,
}

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
    let having = if without_results { "HAVING COALESCE(MAX(results), 0) = 0" } else { "HAVING 1 = 1" };
    let text = format!(
        "SELECT words, SUM(CASE WHEN kind = 'search' THEN 1 ELSE 0 END) AS searches, MAX(results) AS results,
             SUM(CASE WHEN kind = 'click' THEN 1 ELSE 0 END) AS clicks
         FROM activity_events WHERE at_us >= $1 AND at_us < $2 AND words IS NOT NULL
         GROUP BY words {having} AND SUM(CASE WHEN kind = 'search' THEN 1 ELSE 0 END) > 0
         ORDER BY searches DESC, words LIMIT $3"
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
    let (searches, without_results, clicks): (Option<i64>, Option<i64>, Option<i64>) = conn
        .one(
            sql("SELECT SUM(CASE WHEN kind = 'search' THEN 1 ELSE 0 END) AS a,
                     SUM(CASE WHEN kind = 'search' AND results = 0 THEN 1 ELSE 0 END) AS b,
                     SUM(CASE WHEN kind = 'click' THEN 1 ELSE 0 END) AS c
                 FROM activity_events WHERE at_us >= $1 AND at_us < $2 AND words IS NOT NULL")
            .bind(from)
            .bind(to),
        )
        .await?;
    Ok(SearchTotals {
        searches: searches.unwrap_or(0),
        without_results: without_results.unwrap_or(0),
        clicks: clicks.unwrap_or(0),
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
