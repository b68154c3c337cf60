//! The work behind the editor's forms. Called by `api`.
use domain::Timestamp;
use domain::calendar::parse_moment;
use domain::format::{self, Locale};
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::zone::Zone;
use platform::content::{self, BODY_MAX_CHARS, ContentError, Edit, Saved, Section, Slug};

use super::api::ContentForm;
use super::editor::address;
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure};
use crate::ctx::Ctx;
use crate::typed::perhaps;
use crate::ui::Tone;

const LAST_POSITION: i64 = 9_999;

/// The page and the language that a form names.
fn named(page: &str, language: &str) -> Result<(Slug, Locale), Failure> {
    let slug = Slug::parse(page).ok_or(Failure::NotFound)?;
    Ok((slug, Locale::parse(language).ok_or(Failure::NotFound)?))
}

fn failed(error: ContentError) -> Failure {
    let t = Ctx::current().t();
    match error {
        ContentError::NotFound => Failure::NotFound,
        ContentError::TooLong => Failure::refused(t.content_too_long(BODY_MAX_CHARS)),
        ContentError::Needed => Failure::refused(t.content_needed()),
        ContentError::InThePast => Failure::refused(t.content_wrong_from()),
        ContentError::Begun => Failure::refused(t.content_begun()),
        ContentError::Db(error) => error.into(),
    }
}

/// A moment to come, as it was typed; today without a time is at once. `None` for what is wrong.
fn begins(text: &str) -> Option<Option<Timestamp>> {
    let now = platform().db.now();
    let Some((day, minute)) = perhaps(text, parse_moment)? else { return Some(None) };
    if minute.is_none() && day == now.utc_day() {
        return Some(None);
    }
    let at = Zone::UTC.moment(day, minute.unwrap_or(0));
    (at > now).then_some(Some(at))
}

pub(super) async fn save(form: ContentForm) -> Result<Done, Failure> {
    allow(Action::ManageCatalogue, &Resource::Platform)?;
    let t = Ctx::current().t();
    let (slug, locale) = named(&form.page, &form.language)?;
    let platform = platform();
    if slug.section() == Section::Category {
        platform.categories_with(slug.name()).await?.by_slug(slug.name()).ok_or(Failure::NotFound)?;
    }
    let publish = form.act == "publish";
    // What cannot begin as asked is kept as a draft.
    let starts_at = begins(&form.from);
    let is_wrong = publish && starts_at.is_none();
    let edit = Edit {
        slug: slug.clone(),
        locale,
        title: form.title,
        body: form.body,
        position: form.position.trim().parse().unwrap_or(LAST_POSITION).clamp(0, LAST_POSITION),
        seen: form.seen.parse().map_err(|_| Failure::refused(t.form_malformed()))?,
        publish: publish && !is_wrong,
        starts_at: starts_at.flatten().filter(|_| publish),
        by: account_id()?,
    };
    let saved = platform
        .db
        .write(move |tx| {
            let edit = edit.clone();
            Box::pin(async move { content::save(tx, &edit).await })
        })
        .await
        .map_err(failed)?;
    let (tone, words) = match saved {
        _ if is_wrong => (Tone::Warn, t.content_wrong_from()),
        Saved::Scheduled(_, at) => (Tone::Good, t.content_scheduled(format::date_time(at, t.locale()))),
        Saved::Published(_) => (Tone::Good, t.content_published()),
        Saved::Draft(_) => (Tone::Good, t.content_drafted()),
        Saved::Outdated(_) => (Tone::Warn, t.content_outdated()),
        Saved::Incomplete(_) => (Tone::Warn, t.content_incomplete()),
        Saved::Unchanged(_) => (Tone::Info, t.content_unchanged()),
    };
    Ok(Done::to(address(&slug, locale)).notice(tone, words))
}

pub(super) async fn restore(page: String, language: String, number: String) -> Result<Done, Failure> {
    allow(Action::ManageCatalogue, &Resource::Platform)?;
    let t = Ctx::current().t();
    let (slug, locale) = named(&page, &language)?;
    let number: i64 = number.parse().map_err(|_| Failure::NotFound)?;
    let (by, next) = (account_id()?, address(&slug, locale));
    platform()
        .db
        .write(move |tx| {
            let slug = slug.clone();
            Box::pin(async move { content::restore(tx, &slug, locale, number, by).await })
        })
        .await
        .map_err(failed)?;
    Ok(Done::to(next).notice(Tone::Good, t.content_restored()))
}

pub(super) async fn unschedule(page: String, language: String, number: String) -> Result<Done, Failure> {
    allow(Action::ManageCatalogue, &Resource::Platform)?;
    let t = Ctx::current().t();
    let (slug, locale) = named(&page, &language)?;
    let number: i64 = number.parse().map_err(|_| Failure::NotFound)?;
    let (by, next) = (account_id()?, address(&slug, locale));
    platform()
        .db
        .write(move |tx| {
            let slug = slug.clone();
            Box::pin(async move { content::unschedule(tx, &slug, locale, number, by).await })
        })
        .await
        .map_err(failed)?;
    Ok(Done::to(next).notice(Tone::Good, t.content_unscheduled()))
}

pub(super) async fn withdraw(page: String, language: String) -> Result<Done, Failure> {
    allow(Action::ManageCatalogue, &Resource::Platform)?;
    let t = Ctx::current().t();
    let (slug, locale) = named(&page, &language)?;
    let (by, next) = (account_id()?, address(&slug, locale));
    platform()
        .db
        .write(move |tx| {
            let slug = slug.clone();
            Box::pin(async move { content::withdraw(tx, &slug, locale, by).await })
        })
        .await
        .map_err(failed)?;
    Ok(Done::to(next).notice(Tone::Good, t.content_withdrawn()))
}
