//! Products that are one: those that look like it, two by hand, and what was merged. Part of `/operator/products`.
use domain::format;
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::{CatalogError, Twins, product_by_slug};
use platform::listing::{self, ListingError, Merge};

use super::api::{MergeForm, MergeProducts};
use super::console::PATH;
use super::rules::Names;
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
const FORM: &str = "product-merge";

/// What looks like one, and the form for two that do not.
pub(super) fn section(ctx: &Ctx, twins: Vec<Twins>) -> AnyView {
    let t = ctx.t();
    let mut groups: Vec<Vec<Twins>> = Vec::new();
    for twin in twins {
        match groups.last_mut().filter(|group| group[0].shared == twin.shared) {
            Some(group) => group.push(twin),
            None => groups.push(vec![twin]),
        }
    }
    let rows = groups.into_iter().filter(|group| group.len() > 1).map(group).collect_view();
    let list = match rows.is_empty() {
        true => view! { <p class="text-ink-soft">{t.merge_none()}</p> }.into_any(),
        false => view! { <ul class="flex flex-col gap-4">{rows}</ul> }.into_any(),
    };
    let form = FormState::of(ctx, FORM);
    view! {
        <section aria-labelledby="alike-title" id="alike">
            <h2 id="alike-title" class="mb-2 text-lg font-bold">{t.merge_title()}</h2>
            <p class="mb-4 max-w-prose text-sm text-ink-soft">{t.merge_text()}</p>
            {list}
            <h3 class="mt-6 mb-2 font-semibold">{t.merge_by_hand()}</h3>
            <Form action=MergeProducts::PATH id="merge" label=t.merge_by_hand() class="grid max-w-2xl gap-4 sm:grid-cols-2">
                <Field form=&form name="gone" label=t.merge_gone() hint=t.merge_address_hint() ltr=true />
                <Field form=&form name="kept" label=t.merge_kept() hint=t.merge_address_hint() ltr=true />
                <div class="sm:col-span-2"><Button kind=ButtonKind::Secondary>{t.merge_button()}</Button></div>
            </Form>
        </section>
    }
    .into_any()
}

/// Those that share something; the oldest is proposed to be kept.
fn group(mut group: Vec<Twins>) -> AnyView {
    let t = Ctx::current().t();
    let kept = group.remove(0);
    let rows = group
        .into_iter()
        .map(|twin| {
            let label = t.merge_this(twin.title.clone());
            let (named, href, kept_slug) =
                (twin.slug.clone(), format!("/p/{}", twin.slug), kept.slug.clone());
            view! {
                <li class="flex flex-wrap items-center justify-between gap-3 py-2" data-twin=named>
                    <a class="link inline-flex min-h-tap min-w-0 items-center" href=href><bdi>{twin.title}</bdi></a>
                    <Form action=MergeProducts::PATH>
                        <Hidden name="gone" value=twin.slug />
                        <Hidden name="kept" value=kept_slug />
                        <Button kind=ButtonKind::Secondary size=ButtonSize::Small label>{t.merge_short()}</Button>
                    </Form>
                </li>
            }
        })
        .collect_view();
    let (named, href) = (kept.slug.clone(), format!("/p/{}", kept.slug));
    let brand = kept.brand.map(|brand| view! { <bdi>{brand}</bdi> " · " });
    let code = kept.ean.map(|code| view! { <span dir="ltr">{code}</span> });
    view! {
        <li class="card p-4" data-alike=named>
            <p class="font-medium">
                <a class="link inline-flex min-h-tap items-center" href=href><bdi>{kept.title}</bdi></a>
            </p>
            <p class="text-sm text-ink-faint">{brand} {code}</p>
            <ul class="mt-2 divide-y divide-line">{rows}</ul>
        </li>
    }
    .into_any()
}

/// The audit trail.
pub(super) fn log(merges: Vec<Merge>, names: &Names) -> Option<AnyView> {
    let t = Ctx::current().t();
    if merges.is_empty() {
        return None;
    }
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let rows = merges
        .into_iter()
        .map(|merge| {
            let moved = &merge.moved;
            let what = t.merge_moved(
                count(moved.offers.len()),
                count(moved.hidden.len()),
                moved.reviews,
                moved.questions,
                moved.list_items,
            );
            let codes = (!moved.codes.is_empty())
                .then(|| view! { <p class="text-sm text-ink-soft" dir="ltr">{moved.codes.join(", ")}</p> });
            view! {
                <li class="py-3" data-merge=merge.id.to_string()>
                    <p class="font-medium">
                        <bdi>{merge.from_title}</bdi> " → "
                        <a class="link" href=format!("/p/{}", merge.into_slug)><bdi>{merge.into_title}</bdi></a>
                    </p>
                    <p class="text-sm text-ink-soft" dir="ltr">{format!("/p/{}", merge.from_slug)}</p>
                    <p class="text-sm text-ink-soft">{what}</p>
                    {codes}
                    <p class="text-sm text-ink-faint">{format::date_time(merge.at, t.locale())} " · " <bdi>{t.hold_by(names.person(merge.by))}</bdi></p>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section aria-labelledby="merged-title" id="merged">
                <h2 id="merged-title" class="mb-2 text-lg font-bold">{t.merge_log()}</h2>
                <ul class="divide-y divide-line">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

/// The address of a product as it is typed or copied from the browser: its last part, or the part behind `/p/`.
fn slug_of(text: &str) -> &str {
    let text = text.trim().split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let text = text.rsplit_once("/p/").map_or(text, |(_, rest)| rest);
    text.split('/').next().unwrap_or_default()
}

/// Makes one of two products.
pub(super) async fn merge(form: MergeForm) -> Result<Done, Failure> {
    allow(Action::ManageCatalogue, &Resource::Platform)?;
    let t = Ctx::current().t();
    let mut invalid = Invalid::new(FORM, &form);
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let gone = product_by_slug(&mut conn, slug_of(&form.gone)).await?.map(|found| found.product);
    let kept = product_by_slug(&mut conn, slug_of(&form.kept)).await?.map(|found| found.product);
    drop(conn);
    for (name, missing) in [("gone", gone.is_none()), ("kept", kept.is_none())] {
        if missing {
            invalid = invalid.field(name, t.merge_no_product());
        }
    }
    let (Some(gone), Some(kept)) = (gone, kept) else { return Err(invalid.into()) };
    let (from, into, by) = (gone.id, kept.id, account_id()?);
    let config = std::sync::Arc::new(platform.listing.clone());
    let merged = platform
        .db
        .write(move |tx| {
            let config = std::sync::Arc::clone(&config);
            Box::pin(async move { listing::merge(tx, &config, from, into, by).await })
        })
        .await;
    match merged {
        Ok(merge) => Ok(Done::to(PATH).notice(Tone::Good, t.merge_done(merge.from_title, merge.into_title))),
        Err(ListingError::SameProduct) => Err(invalid.field("gone", t.merge_same()).into()),
        Err(ListingError::NoSuchProduct) => Err(invalid.field("gone", t.merge_before()).into()),
        Err(ListingError::Catalog(CatalogError::TakenDown)) => {
            Err(invalid.field("gone", t.merge_taken_down()).into())
        }
        Err(ListingError::NotListed) => Err(invalid.field("kept", t.merge_not_shown()).into()),
        Err(other) => Err(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::slug_of;

    #[test]
    fn an_address_is_taken_as_it_is_copied() {
        for text in [
            "steel-pan",
            " /p/steel-pan ",
            "https://shop.example/p/steel-pan?offer=off_1#buy",
            "http://localhost:3000/p/steel-pan/offers",
            "/p/steel-pan/",
        ] {
            assert_eq!(slug_of(text), "steel-pan", "{text}");
        }
    }
}
