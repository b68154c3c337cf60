//! Reading what was said and what counts.

use db::{Conn, DbError, FromRow, Json, Row, Text, sql};
use domain::terms::Dated;
use domain::{AccountId, TermsId, Timestamp};

/// That it was taken back before it began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    pub by: AccountId,
    pub at: Timestamp,
    pub reason: String,
}

/// A setting as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said<D> {
    pub id: TermsId,
    pub terms: D,
    pub starts_at: Timestamp,
    pub reason: String,
    pub made_by: AccountId,
    pub made_at: Timestamp,
    /// It never counts.
    pub withdrawn: Option<Withdrawn>,
}

impl<D: Dated> FromRow for Said<D> {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        let terms: Json<D> = row.get("terms")?;
        let by: Option<AccountId> = row.get("withdrawn_by")?;
        let at: Option<Timestamp> = row.get("withdrawn_at_us")?;
        let why: Option<String> = row.get("withdrawn_reason")?;
        let withdrawn = by.zip(at).map(|(by, at)| Withdrawn { by, at, reason: why.unwrap_or_default() });
        Ok(Self {
            id: row.get("id")?,
            terms: terms.0,
            starts_at: row.get("starts_at_us")?,
            reason: row.get("reason")?,
            made_by: row.get("made_by")?,
            made_at: row.get("made_at_us")?,
            withdrawn,
        })
    }
}

/// Keeps what was not taken back.
const COUNTS: &str = "NOT EXISTS (SELECT 1 FROM terms_withdrawn w WHERE w.terms_id = t.id)";

/// What counts at that moment; what is usual as long as nothing was said.
///
/// # Errors
/// Only the database's.
pub async fn at<D: Dated>(conn: &mut Conn, at: Timestamp) -> Result<D, DbError> {
    let text = format!(
        "SELECT t.terms FROM terms_terms t WHERE t.kind = $1 AND t.starts_at_us <= $2 AND {COUNTS}
         ORDER BY t.starts_at_us DESC, t.id DESC LIMIT 1"
    );
    let found: Option<(Json<D>,)> = conn.opt(sql(text).bind(Text(D::KIND)).bind(at)).await?;
    Ok(found.map_or(D::USUAL, |(terms,)| terms.0))
}

/// All of a kind that counts at some time: for whoever asks about many moments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline<D>(Vec<(Timestamp, D)>);

impl<D: Dated> Timeline<D> {
    /// What counts at that moment.
    pub fn at(&self, at: Timestamp) -> D {
        self.0.iter().rev().find(|(from, _)| *from <= at).map_or(D::USUAL, |(_, terms)| *terms)
    }

    /// What begins next after that moment, and when.
    pub fn after(&self, at: Timestamp) -> Option<(Timestamp, D)> {
        self.0.iter().find(|(from, _)| *from > at).copied()
    }
}

/// Everything of a kind that counts, now or later.
///
/// # Errors
/// Only the database's.
pub async fn timeline<D: Dated>(conn: &mut Conn) -> Result<Timeline<D>, DbError> {
    let text = format!(
        "SELECT t.starts_at_us, t.terms FROM terms_terms t WHERE t.kind = $1 AND {COUNTS}
         ORDER BY t.starts_at_us, t.id"
    );
    let rows: Vec<(Timestamp, Json<D>)> = conn.all(sql(text).bind(Text(D::KIND))).await?;
    Ok(Timeline(rows.into_iter().map(|(from, terms)| (from, terms.0)).collect()))
}

/// Everything of a kind that was ever said, the newest first.
///
/// # Errors
/// Only the database's.
pub async fn history<D: Dated>(conn: &mut Conn, limit: i64) -> Result<Vec<Said<D>>, DbError> {
    let statement =
        sql("SELECT t.id, t.terms, t.starts_at_us, t.reason, t.made_by, t.made_at_us, w.withdrawn_by,
            w.withdrawn_at_us, w.reason AS withdrawn_reason
         FROM terms_terms t LEFT JOIN terms_withdrawn w ON w.terms_id = t.id
         WHERE t.kind = $1 ORDER BY t.id DESC LIMIT $2");
    conn.all(statement.bind(Text(D::KIND)).bind(limit)).await
}
