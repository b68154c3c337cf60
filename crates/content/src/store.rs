//! Versions as they are kept, and reading them.

use crate::slug::Slug;
use db::{Conn, DbError, FromRow, Row, Text, sql};
use domain::format::Locale;
use domain::{AccountId, Timestamp};

domain::text_enum! {
    /// What a version is.
    pub enum VersionState {
        /// Only the editor shows it.
        Draft = "draft",
        /// People read it until another one takes its place.
        Published = "published",
        /// From here on there is no such page in this language.
        Withdrawn = "withdrawn",
    }
}
db::text_column!(VersionState);

/// One version of one page in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub slug: Slug,
    pub locale: Locale,
    /// From 1.
    pub number: i64,
    pub title: String,
    /// Markdown.
    pub body: String,
    pub state: VersionState,
    /// Place in the index of help, smallest first.
    pub position: i64,
    /// The number of the version that this one brought back; 0 for the shipped text.
    pub restored: Option<i64>,
    pub written_at: Timestamp,
    pub written_by: AccountId,
    /// From when on people read it; `None`: since it was written.
    pub starts_at: Option<Timestamp>,
    /// Before it began, so it never does.
    pub taken_back: bool,
}

impl Version {
    /// When it begins, if that is to come.
    pub fn coming(&self, now: Timestamp) -> Option<Timestamp> {
        self.starts_at.filter(|at| *at > now && !self.taken_back)
    }
}

pub(crate) const COLUMNS: &str = "v.slug, v.locale, v.number, v.title, v.body, v.state, v.position, v.restored, v.written_at_us, v.written_by,
    v.starts_at_us, EXISTS (SELECT 1 FROM content_unscheduled AS u WHERE u.slug = v.slug AND u.locale = v.locale
        AND u.number = v.number) AS taken_back";

/// Whether a version has begun by `$1` and was not taken back. What begins at once has, whatever another server's clock says.
fn begun(v: &str) -> String {
    format!(
        "{v}.state <> 'draft' AND ({v}.starts_at_us IS NULL OR {v}.starts_at_us <= $1)
         AND NOT EXISTS (SELECT 1 FROM content_unscheduled AS u WHERE u.slug = {v}.slug AND u.locale = {v}.locale
             AND u.number = {v}.number)"
    )
}

/// Keeps of the versions of a page in a language the last one that has begun by `$1`.
fn is_live() -> String {
    let from = |v: &str| format!("COALESCE({v}.starts_at_us, {v}.written_at_us)");
    let (of_v, of_w) = (from("v"), from("w"));
    format!(
        "{} AND NOT EXISTS (SELECT 1 FROM content_versions AS w WHERE w.slug = v.slug AND w.locale = v.locale
             AND {} AND ({of_w} > {of_v} OR ({of_w} = {of_v} AND w.number > v.number)))",
        begun("v"),
        begun("w")
    )
}

impl FromRow for Version {
    fn from_row(row: &Row) -> Result<Self, DbError> {
        Ok(Self {
            slug: row.get("slug")?,
            locale: row.get::<Text<Locale>>("locale")?.0,
            number: row.get("number")?,
            title: row.get("title")?,
            body: row.get("body")?,
            state: row.get("state")?,
            position: row.get("position")?,
            restored: row.get("restored")?,
            written_at: row.get("written_at_us")?,
            written_by: row.get("written_by")?,
            starts_at: row.get("starts_at_us")?,
            taken_back: row.get("taken_back")?,
        })
    }
}

/// What counts of a page now, in each language in which something was ever published.
///
/// # Errors
/// When the database cannot be read.
pub async fn live_of(conn: &mut Conn, slug: &Slug) -> Result<Vec<Version>, DbError> {
    let now = conn.now();
    let text = format!("SELECT {COLUMNS} FROM content_versions AS v WHERE v.slug = $2 AND {}", is_live());
    conn.all(sql(text).bind(now).bind(slug.as_str())).await
}

/// The same for every page whose slug begins with `start`: `help/`, or nothing for all pages.
///
/// # Errors
/// When the database cannot be read.
pub async fn live_under(conn: &mut Conn, start: &str) -> Result<Vec<Version>, DbError> {
    let now = conn.now();
    let text = format!(
        "SELECT {COLUMNS} FROM content_versions AS v WHERE v.slug LIKE $2 AND {} ORDER BY v.slug, v.locale",
        is_live()
    );
    conn.all(sql(text).bind(now).bind(format!("{start}%"))).await
}

/// Pages of which a text begins later, each with its language and when; the soonest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn coming(conn: &mut Conn) -> Result<Vec<(Slug, Locale, Timestamp)>, DbError> {
    let now = conn.now();
    let text = "SELECT v.slug, v.locale, v.starts_at_us FROM content_versions AS v
         WHERE v.starts_at_us > $1 AND NOT EXISTS (SELECT 1 FROM content_unscheduled AS u
             WHERE u.slug = v.slug AND u.locale = v.locale AND u.number = v.number)
         ORDER BY v.starts_at_us, v.slug, v.locale";
    let rows: Vec<(Slug, Text<Locale>, Timestamp)> = conn.all(sql(text).bind(now)).await?;
    Ok(rows.into_iter().map(|(slug, locale, at)| (slug, locale.0, at)).collect())
}

/// The last version of a page in a language, draft or not.
///
/// # Errors
/// When the database cannot be read.
pub async fn latest(conn: &mut Conn, slug: &Slug, locale: Locale) -> Result<Option<Version>, DbError> {
    let text = format!(
        "SELECT {COLUMNS} FROM content_versions AS v WHERE v.slug = $1 AND v.locale = $2
         ORDER BY v.number DESC LIMIT 1"
    );
    conn.opt(sql(text).bind(slug.as_str()).bind(Text(locale))).await
}

/// One version.
///
/// # Errors
/// When the database cannot be read.
pub async fn version(
    conn: &mut Conn,
    slug: &Slug,
    locale: Locale,
    number: i64,
) -> Result<Option<Version>, DbError> {
    let text = format!(
        "SELECT {COLUMNS} FROM content_versions AS v WHERE v.slug = $1 AND v.locale = $2 AND v.number = $3"
    );
    conn.opt(sql(text).bind(slug.as_str()).bind(Text(locale)).bind(number)).await
}

/// The versions of a page in a language, the last one first.
///
/// # Errors
/// When the database cannot be read.
pub async fn history(
    conn: &mut Conn,
    slug: &Slug,
    locale: Locale,
    limit: i64,
) -> Result<Vec<Version>, DbError> {
    let text = format!(
        "SELECT {COLUMNS} FROM content_versions AS v WHERE v.slug = $1 AND v.locale = $2
         ORDER BY v.number DESC LIMIT $3"
    );
    conn.all(sql(text).bind(slug.as_str()).bind(Text(locale)).bind(limit)).await
}

/// Pages with a draft that is newer than what people read, each with its language.
///
/// # Errors
/// When the database cannot be read.
pub async fn waiting(conn: &mut Conn) -> Result<Vec<(Slug, Locale)>, DbError> {
    let text = "SELECT v.slug, v.locale FROM content_versions AS v WHERE v.state = 'draft' AND v.number =
             (SELECT MAX(w.number) FROM content_versions AS w WHERE w.slug = v.slug AND w.locale = v.locale)
         ORDER BY v.slug, v.locale";
    let rows: Vec<(Slug, Text<Locale>)> = conn.all(sql(text)).await?;
    Ok(rows.into_iter().map(|(slug, locale)| (slug, locale.0)).collect())
}
