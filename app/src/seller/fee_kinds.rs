//! Which kind of goods a category is charged as, for whoever reckons what a sale would leave: categories by the names on the way
//! to them. Part of `/seller/fees`.
use domain::CategoryId;
use domain::commission::CommissionClass;
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use platform::catalog::classes_at;
use platform::db::Conn;

use super::desk;
use crate::access::platform;
use crate::answer::Failure;
use crate::category_names::trail_to;
use crate::ctx::Ctx;
use crate::fee_words::ClassNames;
use crate::ui::*;

/// So many categories are shown.
const MOST: usize = 10;

/// The categories that are looked for, with the kind that holds for each now; none when nothing is looked for.
pub(super) async fn kinds(conn: &mut Conn, search: &str) -> Result<Vec<(String, CommissionClass)>, Failure> {
    let search = search.trim().to_lowercase();
    if search.is_empty() {
        return Ok(Vec::new());
    }
    let tree = platform().categories().await?;
    let trails = tree.all().iter().map(|one| (trail_to(&tree, one.id), one.id));
    let mut found: Vec<(String, CategoryId)> =
        trails.filter(|(trail, _)| trail.to_lowercase().contains(&search)).collect();
    found.sort();
    found.truncate(MOST);
    let (ids, now) = (found.iter().map(|(_, id)| *id).collect::<Vec<_>>(), conn.now());
    let held = classes_at(conn, &ids, now).await?;
    Ok(found.into_iter().filter_map(|(trail, id)| Some((trail, held.get(&id)?.class))).collect())
}

#[component]
pub(super) fn Kinds(search: String, found: Vec<(String, CommissionClass)>, names: ClassNames) -> AnyView {
    let t = Ctx::current().t();
    let form = FormState::default().or("shelf", search.clone());
    let none = (found.is_empty() && !search.trim().is_empty())
        .then(|| view! { <p class="mt-3 text-ink-soft">{t.shelf_none()}</p> });
    let rows = found
        .into_iter()
        .map(|(trail, class)| {
            let href = desk::here(&format!("/seller/fees?class={}", class.as_str()));
            view! {
                <li data-kind=class.as_str()>
                    <bdi>{trail}</bdi> " " <a class="link inline-flex min-h-tap items-center" href=href>{names.words(t, class)}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="kinds-title" id="kinds">
            <h2 id="kinds-title" class="mb-3 text-lg font-bold">{t.fees_kinds()}</h2>
            <Form action="/seller/fees" get=true label=t.fees_kinds() class="flex items-end gap-3">
                {desk::field()}
                <Field form=&form name="shelf" label=t.listing_category() r#type="search" optional=true class="max-w-md flex-1" />
                <Button kind=ButtonKind::Secondary>{t.nav_search()}</Button>
            </Form>
            {none}
            <ul class="mt-3">{rows}</ul>
        </section>
    }
    .into_any()
}
