//! The work behind the editor's forms. Called by `api`.
use domain::format::Locale;
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use platform::content::{self, BODY_MAX_CHARS, ContentError, Edit, Saved, Section, Slug};

use super::api::ContentForm;
use super::editor::address;
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure};
use crate::ctx::Ctx;
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
        ContentError::Db(error) => error.into(),
    }
}

pub(super) async fn save(form: ContentForm) -> Result<Done, Failure> {
    allow(Action::ManageCatalogue, &Resource::Platform)?;
    let t = Ctx::current().t();
    let (slug, locale) = named(&form.page, &form.language)?;
    let platform = platform();
    if slug.section() == Section::Category {
        platform.categories_with(slug.name()).await?.by_slug(slug.name()).ok_or(Failure::NotFound)?;
    }
    let edit = Edit {
        slug: slug.clone(),
        locale,
        title: form.title,
        body: form.body,
        position: form.position.trim().parse().unwrap_or(LAST_POSITION).clamp(0, LAST_POSITION),
        seen: form.seen.parse().map_err(|_| Failure::refused(t.form_malformed()))?,
        publish: form.act == "publish",
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
