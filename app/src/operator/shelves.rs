//! What each category is charged as: the whole tree with the class that holds and the category that says it, and for one category
//! a form for another class, its effect on what was sold of late, and only then the button that says it. Route
//! `/operator/fees/categories`; what is asked stands in the address.
use domain::commission::{ClassSpan, CommissionRule};
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::{CategoryId, DurationUs};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::{self, Category, CategoryTree, Following, StoredClass};
use platform::db::Conn;
use platform::fees;
use platform::orders::{self, Effect};

use super::api::{CategoryClassForm, SayCategoryClass};
use super::dated;
use super::effect::{EffectCard, LOOKED_AT_DAYS};
use super::fee_rule::Sums;
use super::fees::{Names, RuleView};
use super::shelves_work::{AS_PARENT, AskedClass, FORM, PATH, read};
use super::take_back::Said;
use crate::access::{allow, platform};
use crate::answer::{Failure, encode_query};
use crate::category_names::trail_to;
use crate::ctx::Ctx;
use crate::fee_words::{ClassNames, rule_words};
use crate::page::query;
use crate::text::T;
use crate::ui::*;

const PER_PAGE: usize = 50;
/// So much of what was said is shown.
const MOST: i64 = 50;

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let tree = platform().categories().await?;
    let Some(id) = query("category") else { return all(&tree).await };
    let id: CategoryId = id.parse().map_err(|_| Failure::NotFound)?;
    match tree.get(id) {
        Some(category) => one(&tree, category).await,
        None => Err(Failure::NotFound),
    }
}

/// Of which category it was said.
fn said_words(t: T, tree: &CategoryTree, id: CategoryId, span: &ClassSpan) -> String {
    if span.said_by == id {
        return t.shelf_own();
    }
    t.shelf_as(tree.get(span.said_by).map(|one| one.name.clone()).unwrap_or_default())
}

/// The categories that are looked for, sorted by the names on the way to them: one page of them, counted from 1, and how many
/// pages there are.
fn found(tree: &CategoryTree, search: &str, page: u32) -> (Vec<(String, CategoryId)>, u32) {
    let search = search.trim().to_lowercase();
    let trails = tree.all().iter().map(|one| (trail_to(tree, one.id), one.id));
    let mut found: Vec<(String, CategoryId)> =
        trails.filter(|(trail, _)| trail.to_lowercase().contains(&search)).collect();
    found.sort();
    let pages = u32::try_from(found.len().div_ceil(PER_PAGE)).unwrap_or(u32::MAX).max(1);
    let skipped = usize::try_from(page - 1).unwrap_or(usize::MAX).saturating_mul(PER_PAGE);
    (found.into_iter().skip(skipped).take(PER_PAGE).collect(), pages)
}

async fn all(tree: &CategoryTree) -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let search = query("q").unwrap_or_default();
    let page: u32 = query("page").and_then(|page| page.parse().ok()).unwrap_or(1).max(1);
    let (shown, pages) = found(tree, &search, page);
    let ids: Vec<CategoryId> = shown.iter().map(|(_, id)| *id).collect();
    let mut conn = platform().db.read_together().await?;
    let now = conn.now();
    let held = catalog::classes_at(&mut conn, &ids, now).await?;
    let later = catalog::classes_later(&mut conn, &ids, now).await?;
    let kinds = ClassNames::load(&mut conn).await?;
    drop(conn);
    let rows = shown
        .into_iter()
        .filter_map(|(trail, id)| {
            let span = held.get(&id)?;
            let next = later.get(&id).and_then(|spans| spans.first());
            Some(row(t, (tree, &kinds), trail, id, span, next))
        })
        .collect_view();
    let form = FormState::default().or("q", search.clone());
    let href = Callback::new(move |page: u32| format!("{PATH}?q={}&page={page}", encode_query(&search)));
    let trail = vec![("/operator/fees".to_owned(), t.operator_fees()), (String::new(), t.shelf_title())];
    let list = match rows.is_empty() {
        true => view! { <EmptyState title=t.listing_empty_title() text=t.shelf_none() icon=Icon::Grid /> }
            .into_any(),
        false => table(t, rows.into_any()),
    };
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.shelf_title()>
            <div class="mb-4"><Breadcrumbs trail /></div>
            <p class="mb-6 max-w-prose text-ink-soft">{t.shelf_text()}</p>
            <Form action=PATH get=true label=t.nav_search() class="mb-6 flex items-end gap-3">
                <Field form=&form name="q" label=t.listing_category() r#type="search" optional=true class="max-w-md flex-1" />
                <Button kind=ButtonKind::Secondary>{t.nav_search()}</Button>
            </Form>
            {list}
            <div class="mt-6"><Pagination page pages href /></div>
        </ConsolePage>
    }
    .into_any())
}

fn table(t: T, rows: AnyView) -> AnyView {
    view! {
        <Table caption=t.shelf_title() id="shelves">
            <thead>
                <tr>
                    <th scope="col">{t.listing_category()}</th>
                    <th scope="col">{t.shelf_class()}</th>
                    <td></td>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

fn row(
    t: T,
    (tree, kinds): (&CategoryTree, &ClassNames),
    trail: String,
    id: CategoryId,
    span: &ClassSpan,
    next: Option<&ClassSpan>,
) -> AnyView {
    let next = next.map(|next| {
        let (at, class) = (next.starts_at, kinds.words(t, next.class));
        view! { <p class="mt-1 text-sm text-ink-faint">{t.fee_changes()} " " <DateText at /> ": " {class}</p> }
    });
    let said = said_words(t, tree, id, span);
    let label = t.fee_change_of(trail.clone());
    view! {
        <tr data-shelf=id.to_string() data-class=span.class.as_str()>
            <th scope="row" class="text-start align-top font-medium"><bdi>{trail}</bdi></th>
            <td class="align-top">
                {kinds.words(t, span.class)} <span class="block text-sm text-ink-faint">{said}</span>
                {next}
            </td>
            <td class="align-top">
                <a class="link inline-flex min-h-tap items-center" href=format!("{PATH}?category={id}") aria-label=label>{t.fee_change()}</a>
            </td>
        </tr>
    }
    .into_any()
}

/// The fields of the form, as the address has them; `None` when nothing was asked yet.
fn asked_for(category: CategoryId) -> Option<CategoryClassForm> {
    query("see")?;
    let field = |name: &str| query(name).unwrap_or_default();
    Some(CategoryClassForm {
        category: category.to_string(),
        class: field("class"),
        from: field("from"),
        reason: field("reason"),
    })
}

/// What a change would come to.
struct Preview {
    form: CategoryClassForm,
    asked: AskedClass,
    following: Following,
    /// What everybody would be charged.
    rule: CommissionRule,
    found: Vec<Effect>,
}

async fn preview(conn: &mut Conn, form: CategoryClassForm, asked: AskedClass) -> Result<Preview, Failure> {
    let now = conn.now();
    let at = asked.starts_at.unwrap_or(now);
    let since = now.minus(DurationUs::from_days(LOOKED_AT_DAYS));
    let following = catalog::would_follow(conn, asked.category, asked.class, at).await?;
    let rule = fees::terms_at(conn, None, at).await?.rule(following.class);
    let rule = rule.in_currency(platform().config.currency)?;
    let found = orders::effect_of_class(conn, following.class, &following.categories, since, at).await?;
    Ok(Preview { form, asked, following, rule, found })
}

async fn one(tree: &CategoryTree, category: &Category) -> Result<AnyView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let id = category.id;
    let mut conn = platform().db.read_together().await?;
    let now = conn.now();
    let held = catalog::classes_at(&mut conn, &[id], now).await?;
    let span = held.get(&id).copied().ok_or(Failure::NotFound)?;
    let rule = fees::terms_at(&mut conn, None, now).await?.rule(span.class);
    let rule = rule.in_currency(platform().config.currency)?;
    let said = catalog::class_history(&mut conn, Some(id), MOST).await?;
    let people = said.iter().filter_map(|one| one.withdrawn.as_ref().map(|taken| taken.by).or(one.made_by));
    let names = Names::load(&mut conn, std::iter::empty(), people).await?;
    let kinds = ClassNames::load(&mut conn).await?;
    let asked = asked_for(id);
    let own = if span.said_by == id { span.class.as_str() } else { AS_PARENT };
    let typed =
        asked.clone().unwrap_or_else(|| CategoryClassForm { class: own.into(), ..Default::default() });
    let mut state =
        FormState::of(&ctx, FORM).or("class", typed.class).or("from", typed.from).or("reason", typed.reason);
    let mut effect = None;
    if let Some(form) = asked {
        match read(t, &kinds, &form) {
            Err((field, words)) => state = state.error_on(&field, words),
            Ok(asked) if asked.class.is_none() && category.parent_id.is_none() => {
                state = state.error_on("class", t.shelf_root());
            }
            Ok(asked) => effect = Some(preview(&mut conn, form, asked).await?),
        }
    }
    drop(conn);
    let parent = category.parent_id.and_then(|parent| tree.get(parent));
    let as_parent = parent.map(|parent| (AS_PARENT.to_owned(), t.shelf_as_parent(parent.name.clone())));
    let all = kinds.all().into_iter();
    let classes = all.map(|class| (class.as_str().to_owned(), kinds.words(t, class)));
    let options: Vec<(String, String)> = as_parent.into_iter().chain(classes).collect();
    let trail = vec![
        ("/operator/fees".to_owned(), t.operator_fees()),
        (PATH.to_owned(), t.shelf_title()),
        (String::new(), category.name.clone()),
    ];
    let (holds, said_of) = (kinds.words(t, span.class), said_words(t, tree, id, &span));
    let title = t.fee_change_of(trail_to(tree, id));
    let effect = effect.map(|effect| effect_view(t, effect, &kinds));
    let log = log(t, said, &names, &kinds);
    Ok(view! {
        <ConsolePage console=Console::Operator title>
            <div class="mb-4"><Breadcrumbs trail /></div>
            <div class="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
                <Ask state category=id.to_string() options />
                <div class="flex flex-col gap-6">
                    <Card title=t.fee_holds() id="holds">
                        <p class="mb-2 font-medium">{holds} " " <span class="font-normal text-ink-faint">"(" {said_of} ")"</span></p>
                        <RuleView words=rule_words(t, &rule) />
                    </Card>
                    {effect}
                </div>
            </div>
            {log}
        </ConsolePage>
    }
    .into_any())
}

/// What to charge it as: asked by GET, so that looking changes nothing.
#[component]
fn Ask(state: FormState, category: String, options: Vec<(String, String)>) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <Form action=PATH get=true label=t.shelf_title() class="grid gap-4 self-start sm:grid-cols-2">
            <Hidden name="see" value="effect" />
            <Hidden name="category" value=category />
            <div class="sm:col-span-2"><Select form=&state name="class" label=t.shelf_class() options /></div>
            <Field form=&state name="from" label=t.rates_day() hint=t.rates_day_hint() optional=true ltr=true />
            <Field form=&state name="reason" label=t.fee_reason() hint=t.fee_reason_hint() />
            <div class="sm:col-span-2"><Button kind=ButtonKind::Secondary>{t.fee_see()}</Button></div>
        </Form>
    }
    .into_any()
}

/// What would have been charged, and the button that says it.
fn effect_view(t: T, effect: Preview, kinds: &ClassNames) -> AnyView {
    let Preview { form, asked, following, rule, found } = effect;
    let class = kinds.words(t, following.class);
    let follow = t.shelf_follow(following.categories.len() as i64);
    let fields = vec![
        ("category", form.category),
        ("class", form.class),
        ("from", form.from),
        ("reason", form.reason),
    ];
    view! {
        <EffectCard
            title=t.fee_effect(LOOKED_AT_DAYS)
            starts_at=asked.starts_at
            note=t.fee_effect_text()
            action=SayCategoryClass::PATH
            fields
        >
            <p class="font-medium">{class}</p>
            <div class="mb-3"><RuleView words=rule_words(t, &rule) /></div>
            <p class="mb-3 text-sm text-ink-soft" data-follow=following.categories.len().to_string()>{follow}</p>
            <Sums found />
        </EffectCard>
    }
    .into_any()
}

/// The audit trail of one category: what was said, by whom, from when on, and why.
fn log(t: T, said: Vec<StoredClass>, names: &Names, kinds: &ClassNames) -> AnyView {
    if said.is_empty() {
        return ().into_any();
    }
    let rows = said
        .into_iter()
        .map(|one| {
            let class = one.class.map_or_else(|| t.shelf_again(), |class| kinds.words(t, class));
            let begins = dated::begins(t, Said::Class(one.id), one.starts_at, one.withdrawn.is_some());
            // Of what was taken back, who did, when and why.
            let (who, at, reason) = match one.withdrawn {
                Some(taken) => (Some(taken.by), taken.at, taken.reason),
                None => (one.made_by, one.made_at, one.reason),
            };
            let why = dated::why(reason, who.map(|by| names.person(by)).unwrap_or_default(), at);
            view! {
                <tr>
                    <th scope="row" class="text-start align-top font-medium">{class}</th>
                    {begins}
                    {why}
                </tr>
            }
        })
        .collect_view();
    dated::history(t, vec![t.shelf_class()], rows.into_any())
}
