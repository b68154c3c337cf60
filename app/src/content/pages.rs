//! Help, imprint, privacy and cookies as people read them. Routes `/help`, `/help/:slug`, `/imprint`, `/privacy`, `/cookies`.
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use platform::content::{Section, Slug, index, live_of, live_under, plain, reading};

use super::editor;
use super::parts::Written;
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::head::breadcrumbs;
use crate::page::param;
use crate::ui::*;

/// As much as search engines show of a page.
const DESCRIPTION_CHARS: usize = 160;

pub async fn help_page() -> Result<AnyView, Failure> {
    let slug = Slug::help(&param("slug")).ok_or(Failure::NotFound)?;
    show(slug).await
}

pub async fn imprint_page() -> Result<AnyView, Failure> {
    named("imprint").await
}

pub async fn privacy_page() -> Result<AnyView, Failure> {
    named("privacy").await
}

pub async fn cookies_page() -> Result<AnyView, Failure> {
    named("cookies").await
}

async fn named(slug: &str) -> Result<AnyView, Failure> {
    show(Slug::parse(slug).ok_or(Failure::NotFound)?).await
}

async fn show(slug: Slug) -> Result<AnyView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let live = live_of(&mut conn, &slug).await?;
    drop(conn);
    let page = reading(&slug, &live, ctx.locale()).ok_or(Failure::NotFound)?;
    let mut trail = vec![("/".to_owned(), t.nav_home())];
    if slug.section() == Section::Help {
        trail.push(("/help".into(), t.nav_help()));
    }
    trail.push((slug.path(), page.title.clone()));
    let head = Head {
        description: plain(&page.body, DESCRIPTION_CHARS),
        canonical: Some(slug.path()),
        json_ld: vec![breadcrumbs(&platform.config.site_url(), &trail)],
        kind: "article",
        languages: Some(page.languages.clone()),
        ..Head::default()
    };
    let other = page.locale != ctx.locale();
    let edit = allow(Action::ManageCatalogue, &Resource::Platform).is_ok().then(|| {
        let href = editor::address(&slug, page.locale);
        view! { <LinkButton href kind=ButtonKind::Secondary>{t.edit()}</LinkButton> }
    });
    let changed = page.published_at.map(|at| {
        view! { <p class="mt-8 text-sm text-ink-faint">{t.content_published_at()} " " <DateText at /></p> }
    });
    let (lang, dir) = (page.locale.as_str(), page.locale.dir());
    Ok(view! {
        <ShopPage title=page.title.clone() head>
            <div class="mb-4"><Breadcrumbs trail /></div>
            {other.then(|| view! { <Notice tone=Tone::Info class="mb-6">{t.content_other_language(page.locale.name())}</Notice> })}
            <article>
                <div class="mb-6 flex flex-wrap items-center justify-between gap-4">
                    <h1 class="text-3xl font-bold" lang=lang dir=dir>{page.title.clone()}</h1>
                    {edit}
                </div>
                <Written body=page.body.clone() locale=page.locale />
                {changed}
            </article>
        </ShopPage>
    }
    .into_any())
}

pub async fn help_index() -> Result<AnyView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let live = live_under(&mut conn, "help/").await?;
    drop(conn);
    let trail = vec![("/".to_owned(), t.nav_home()), ("/help".to_owned(), t.nav_help())];
    let head = Head {
        description: t.help_description(),
        canonical: Some("/help".into()),
        json_ld: vec![breadcrumbs(&platform.config.site_url(), &trail)],
        ..Head::default()
    };
    let topics = index(&live, ctx.locale())
        .into_iter()
        .filter(|page| page.slug.section() == Section::Help)
        .map(|page| {
            let first = plain(&page.body, DESCRIPTION_CHARS);
            view! {
                <li class="card relative flex flex-col gap-1 p-5 hover:border-accent" lang=page.locale.as_str() dir=page.locale.dir()>
                    <h2 class="text-lg font-semibold"><a class="cover hover:text-accent" href=page.slug.path()>{page.title}</a></h2>
                    <p class="line-clamp-2 text-ink-soft">{first}</p>
                </li>
            }
        })
        .collect_view();
    Ok(view! {
        <ShopPage title=t.nav_help() head>
            <div class="mb-4"><Breadcrumbs trail /></div>
            <h1 class="mb-2 text-3xl font-bold">{t.nav_help()}</h1>
            <p class="mb-8 text-ink-soft">{t.help_description()}</p>
            <ul class="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">{topics}</ul>
        </ShopPage>
    }
    .into_any())
}
