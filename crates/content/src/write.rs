//! Saving, restoring and taking down. Each makes a version; none changes one.
//!
//! What somebody typed is never lost: what cannot be published as asked is kept as a draft, and the answer says why.

use crate::shipped;
use crate::slug::Slug;
use crate::store::{Version, VersionState, latest, live_of, version};
use crate::{ContentError, Standing, standing};
use db::{Text, Tx, sql};
use domain::AccountId;
use domain::format::Locale;

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
    /// For everybody to read at once.
    pub publish: bool,
    pub by: AccountId,
}

/// How saving ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    Published(i64),
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
    restored: Option<i64>,
    by: AccountId,
}

impl New<'_> {
    fn is(&self, version: &Version) -> bool {
        (self.title, self.body, self.position, self.state)
            == (&version.title, &version.body, version.position, version.state)
    }
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
             (slug, locale, number, title, body, state, position, restored, written_at_us, written_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
    let statement =
        statement.bind(slug.as_str()).bind(Text(locale)).bind(number).bind(new.title).bind(new.body);
    let statement = statement.bind(new.state).bind(new.position).bind(new.restored).bind(now).bind(new.by);
    tx.exec(statement).await?;
    Ok(number)
}

/// Saves a text as the next version. The same text twice is one version, so the same press of a button is, too.
///
/// # Errors
/// [`ContentError::TooLong`].
pub async fn save(tx: &mut Tx, edit: &Edit) -> Result<Saved, ContentError> {
    let (title, body) = (edit.title.trim(), edit.body.replace("\r\n", "\n"));
    let body = body.trim_end();
    if title.chars().count() > TITLE_MAX_CHARS || body.chars().count() > BODY_MAX_CHARS {
        return Err(ContentError::TooLong);
    }
    let last = latest(tx, &edit.slug, edit.locale).await?;
    let number = last.as_ref().map_or(0, |v| v.number);
    let complete = !title.is_empty() && !body.trim().is_empty();
    let mut current = number == edit.seen;
    let same = |v: &&Version| (title, body, edit.position) == (v.title.as_str(), v.body.as_str(), v.position);
    if let Some(last) = last.as_ref().filter(same) {
        match (edit.publish, complete) {
            (true, false) => return Ok(Saved::Incomplete(number)),
            (true, true) if last.state != VersionState::Published => current = true,
            _ => return Ok(Saved::Unchanged(number)),
        }
    }
    let publishes = edit.publish && complete && current;
    let state = if publishes { VersionState::Published } else { VersionState::Draft };
    let new = New { title, body, position: edit.position, state, restored: None, by: edit.by };
    let number = add(tx, &edit.slug, edit.locale, number + 1, new).await?;
    Ok(match (publishes, edit.publish, complete) {
        (true, ..) => Saved::Published(number),
        // Another's draft stands before it: saying nothing would let one be published without the other.
        (_, false, _) if !current => Saved::Outdated(number),
        (_, false, _) => Saved::Draft(number),
        (_, _, false) => Saved::Incomplete(number),
        _ => Saved::Outdated(number),
    })
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
    let last = latest(tx, slug, locale).await?;
    let earlier = version(tx, slug, locale, number).await?;
    let (position, title, body) = match &earlier {
        Some(earlier) => (earlier.position, earlier.title.as_str(), earlier.body.as_str()),
        None if number == 0 => shipped::text(slug, locale).ok_or(ContentError::NotFound)?,
        None => return Err(ContentError::NotFound),
    };
    let state = VersionState::Published;
    let new = New { title, body, position, state, restored: Some(number), by };
    match last {
        Some(last) if new.is(&last) => Ok(Saved::Unchanged(last.number)),
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
    let new = New { title, body, position, state, restored: None, by };
    add(tx, slug, locale, last + 1, new).await?;
    Ok(())
}
