//! Saving, restoring and taking down. Each makes a version; none changes one.
//!
//! What somebody typed is never lost: what cannot be published as asked is kept as a draft, and the answer says why.

use crate::shipped;
use crate::slug::Slug;
use crate::store::{Version, VersionState, latest, live_of, version};
use crate::{ContentError, Standing, standing};
use db::{Text, Tx, sql};
use domain::format::Locale;
use domain::{AccountId, Timestamp};

pub const TITLE_MAX_CHARS: usize = 120;
pub const BODY_MAX_CHARS: usize = 40_000;

/// What somebody saves.
#[derive(Debug, Clone)]
pub struct Edit {
    pub slug: Slug,
    pub locale: Locale,
    pub title: String,
    pub body: String,
    /// Place in the index of help.
    pub position: i64,
    /// The number of the last version that they saw; 0 when there was none.
    pub seen: i64,
    /// For everybody to read, at once or from `starts_at` on.
    pub publish: bool,
    /// `None`: at once. Nothing for a draft.
    pub starts_at: Option<Timestamp>,
    pub by: AccountId,
}

/// How saving ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    Published(i64),
    /// People read it from then on.
    Scheduled(i64, Timestamp),
    Draft(i64),
    /// Somebody else saved meanwhile: kept as a draft with this number.
    Outdated(i64),
    /// There is no title or no text: kept as a draft with this number.
    Incomplete(i64),
    /// It is just so already.
    Unchanged(i64),
}

struct New<'n> {
    title: &'n str,
    body: &'n str,
    position: i64,
    state: VersionState,
    starts_at: Option<Timestamp>,
    restored: Option<i64>,
    by: AccountId,
}

impl New<'_> {
    fn is(&self, version: &Version) -> bool {
        (self.title, self.body, self.position, self.state)
            == (&version.title, &version.body, version.position, version.state)
    }
}

/// The number of the version that counts in a language, if one does.
async fn live_number(tx: &mut Tx, slug: &Slug, locale: Locale) -> Result<Option<i64>, ContentError> {
    let live = live_of(tx, slug).await?;
    Ok(live.iter().find(|v| v.locale == locale).map(|v| v.number))
}

async fn add(
    tx: &mut Tx,
    slug: &Slug,
    locale: Locale,
    number: i64,
    new: New<'_>,
) -> Result<i64, ContentError> {
    let now = tx.now();
    let statement = sql("INSERT INTO content_versions
             (slug, locale, number, title, body, state, position, restored, written_at_us, written_by, starts_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");
    let statement =
        statement.bind(slug.as_str()).bind(Text(locale)).bind(number).bind(new.title).bind(new.body);
    let statement = statement.bind(new.state).bind(new.position).bind(new.restored).bind(now).bind(new.by);
    tx.exec(statement.bind(new.starts_at)).await?;
    Ok(number)
}

/// Saves a text as the next version. The same text twice is one version, so the same press of a button is, too.
///
/// # Errors
/// [`ContentError::TooLong`], [`ContentError::InThePast`].
pub async fn save(tx: &mut Tx, edit: &Edit) -> Result<Saved, ContentError> {
    let now = tx.now();
    if edit.starts_at.is_some_and(|at| at <= now) {
        return Err(ContentError::InThePast);
    }
    // PostgreSQL keeps NUL in no text, and nothing is lost with it.
    let (title, body) = (edit.title.replace('\0', ""), edit.body.replace("\r\n", "\n").replace('\0', ""));
    let (title, body) = (title.trim(), body.trim_end());
    if title.chars().count() > TITLE_MAX_CHARS || body.chars().count() > BODY_MAX_CHARS {
        return Err(ContentError::TooLong);
    }
    let live = live_number(tx, &edit.slug, edit.locale).await?;
    let last = latest(tx, &edit.slug, edit.locale).await?;
    let number = last.as_ref().map_or(0, |v| v.number);
    let complete = !title.is_empty() && !body.trim().is_empty();
    let mut current = number == edit.seen;
    let same = |v: &&Version| (title, body, edit.position) == (v.title.as_str(), v.body.as_str(), v.position);
    if let Some(last) = last.as_ref().filter(same) {
        match (edit.publish, complete) {
            (true, false) => return Ok(Saved::Incomplete(number)),
            (true, true) if !is_so(last, edit, live, now) => current = true,
            _ => return Ok(Saved::Unchanged(number)),
        }
    }
    let publishes = edit.publish && complete && current;
    let state = if publishes { VersionState::Published } else { VersionState::Draft };
    let starts_at = edit.starts_at.filter(|_| publishes);
    let new = New { title, body, position: edit.position, state, starts_at, restored: None, by: edit.by };
    let number = add(tx, &edit.slug, edit.locale, number + 1, new).await?;
    Ok(match (publishes, edit.publish, complete) {
        (true, ..) => starts_at.map_or(Saved::Published(number), |at| Saved::Scheduled(number, at)),
        // Another's draft stands before it: saying nothing would let one be published without the other.
        (_, false, _) if !current => Saved::Outdated(number),
        (_, false, _) => Saved::Draft(number),
        (_, _, false) => Saved::Incomplete(number),
        _ => Saved::Outdated(number),
    })
}

/// Whether people read this version from when on the edit wants it.
fn is_so(version: &Version, edit: &Edit, live: Option<i64>, now: Timestamp) -> bool {
    match edit.starts_at {
        None => version.state == VersionState::Published && live == Some(version.number),
        Some(at) => version.coming(now) == Some(at),
    }
}

/// Takes back a text that has not begun; the one that people read stays.
///
/// # Errors
/// [`ContentError::NotFound`] for a version that there is not or that has no beginning of its own, [`ContentError::Begun`].
pub async fn unschedule(
    tx: &mut Tx,
    slug: &Slug,
    locale: Locale,
    number: i64,
    by: AccountId,
) -> Result<(), ContentError> {
    let now = tx.now();
    let found = version(tx, slug, locale, number).await?.ok_or(ContentError::NotFound)?;
    let starts_at = found.starts_at.ok_or(ContentError::NotFound)?;
    if found.taken_back {
        return Ok(());
    }
    if starts_at <= now {
        return Err(ContentError::Begun);
    }
    tx.exec(
        sql("INSERT INTO content_unscheduled (slug, locale, number, starts_at_us, by_account, at_us)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING")
        .bind(slug.as_str())
        .bind(Text(locale))
        .bind(number)
        .bind(starts_at)
        .bind(by)
        .bind(now),
    )
    .await?;
    Ok(())
}

/// Publishes an earlier version again; 0 is the text that the program ships.
///
/// # Errors
/// [`ContentError::NotFound`] for a version that there is not.
pub async fn restore(
    tx: &mut Tx,
    slug: &Slug,
    locale: Locale,
    number: i64,
    by: AccountId,
) -> Result<Saved, ContentError> {
    let live = live_number(tx, slug, locale).await?;
    let last = latest(tx, slug, locale).await?;
    let earlier = version(tx, slug, locale, number).await?;
    let (position, title, body) = match &earlier {
        Some(earlier) => (earlier.position, earlier.title.as_str(), earlier.body.as_str()),
        None if number == 0 => shipped::text(slug, locale).ok_or(ContentError::NotFound)?,
        None => return Err(ContentError::NotFound),
    };
    let state = VersionState::Published;
    let new = New { title, body, position, state, starts_at: None, restored: Some(number), by };
    match last {
        Some(last) if live == Some(last.number) && new.is(&last) => Ok(Saved::Unchanged(last.number)),
        // Without a version the shipped text is what people read.
        None => Ok(Saved::Unchanged(0)),
        Some(last) => Ok(Saved::Published(add(tx, slug, locale, last.number + 1, new).await?)),
    }
}

/// Takes a page down in a language. Nothing of it is lost: its versions can be restored.
///
/// # Errors
/// [`ContentError::Needed`] for what every shop must have, [`ContentError::NotFound`] where there is nothing to take down.
pub async fn withdraw(tx: &mut Tx, slug: &Slug, locale: Locale, by: AccountId) -> Result<(), ContentError> {
    if slug.is_needed() {
        return Err(ContentError::Needed);
    }
    let live = live_of(tx, slug).await?;
    let last = latest(tx, slug, locale).await?.map_or(0, |v| v.number);
    let shown = live.iter().find(|v| v.locale == locale);
    let (position, title, body) = match (standing(slug, &live, locale), shown) {
        (Standing::Withdrawn, _) => return Ok(()),
        (Standing::Published, Some(v)) => (v.position, v.title.as_str(), v.body.as_str()),
        (Standing::Shipped, _) => shipped::text(slug, locale).ok_or(ContentError::NotFound)?,
        _ => return Err(ContentError::NotFound),
    };
    let state = VersionState::Withdrawn;
    let new = New { title, body, position, state, starts_at: None, restored: None, by };
    add(tx, slug, locale, last + 1, new).await?;
    Ok(())
}
