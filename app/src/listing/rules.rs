//! What categories ask for: attributes, approval, brands that only some sellers may offer. Route `/operator/listing`.
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use domain::listing::{ListingRule, RestrictedBrand};
use domain::roles::{Action, Resource};
use domain::{AccountId, CategoryId, SellerId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::CategoryTree;
use platform::db::Conn;
use platform::listing::{self, ListingError, SaidRule};

use super::api::{ListingRuleForm, SayListingRule};
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::category_names::{choices, trail_to};
use crate::ctx::Ctx;
use crate::page::query;
use crate::text::T;
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
const FORM: &str = "listing-rule";
const PATH: &str = "/operator/listing";
/// So much of what was said is shown.
const MOST: i64 = 50;

/// Names of those who are spoken of.
#[derive(Default)]
pub(super) struct Names {
    /// By id: the name for people, and the address for forms.
    pub sellers: HashMap<SellerId, (String, String)>,
    pub people: HashMap<AccountId, String>,
}

impl Names {
    pub(super) async fn load(
        conn: &mut Conn,
        mut ids: Vec<SellerId>,
        people: Vec<AccountId>,
    ) -> Result<Self, Failure> {
        ids.sort_unstable();
        ids.dedup();
        let found = platform::sellers::many(conn, &ids).await?;
        let sellers = found.into_iter().map(|(id, seller)| (id, (seller.name, seller.slug))).collect();
        let mut names = Self { sellers, ..Self::default() };
        for person in people {
            if let Entry::Vacant(new) = names.people.entry(person) {
                let who = platform::identity::account(conn, person).await?;
                new.insert(who.map_or_else(|| person.to_string(), |who| who.name));
            }
        }
        Ok(names)
    }

    pub(super) fn person(&self, id: AccountId) -> String {
        self.people.get(&id).cloned().unwrap_or_default()
    }

    pub(super) fn seller(&self, id: SellerId) -> String {
        self.sellers.get(&id).map(|(name, _)| name.clone()).unwrap_or_default()
    }
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadCatalogue, &Resource::Platform)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let tree = platform().categories().await?;
    let form = FormState::of(&ctx, FORM);
    let chosen = query("category").or_else(|| Some(form.value("category")));
    let chosen = chosen.and_then(|id| id.parse::<CategoryId>().ok()).filter(|id| tree.get(*id).is_some());
    let mut conn = platform().db.read_together().await?;
    let rules = listing::in_force(&mut conn).await?;
    let said = listing::history(&mut conn, MOST).await?;
    let brands = said.iter().chain(rules.values()).flat_map(|one| one.rule.brands.iter());
    let sellers: Vec<SellerId> = brands.flat_map(|brand| brand.sellers.iter().copied()).collect();
    let people: Vec<AccountId> = said.iter().map(|one| one.by).collect();
    let names = Names::load(&mut conn, sellers, people).await?;
    drop(conn);
    let nothing = (String::new(), t.propose_choose());
    let options: Vec<(String, String)> = std::iter::once(nothing).chain(choices(&tree)).collect();
    let picked = FormState::default().set("category", chosen.map(|id| id.to_string()).unwrap_or_default());
    let rule = chosen.map(|id| rules.get(&id).map(|said| said.rule.clone()).unwrap_or_default());
    let edit = chosen.zip(rule).map(|(id, rule)| edit(t, form, &tree, id, &rule, &names));
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.rules_title()>
            <div class="flex max-w-4xl flex-col gap-8">
                <p class="max-w-prose text-ink-soft">{t.rules_text()}</p>
                {in_force(&tree, rules, &names)}
                <Card title=t.rules_choose() id="category">
                    <Form action=PATH get=true label=t.rules_choose() class="flex flex-wrap items-end gap-3">
                        <Select form=&picked name="category" label=t.listing_category() options submits=true class="min-w-0 flex-1" />
                        <Button kind=ButtonKind::Secondary>{t.propose_go_on()}</Button>
                    </Form>
                </Card>
                {edit}
                {log(&tree, said, &names)}
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// A rule in words, a line for each part of it.
fn lines(t: T, rule: &ListingRule, names: &Names) -> AnyView {
    let required = (!rule.required.is_empty()).then(|| t.rules_asks(rule.required.join(", ")));
    let approval = rule.approval.then(|| t.rules_approves());
    let brands = rule.brands.iter().map(|one| {
        let who: Vec<String> = one.sellers.iter().map(|id| names.seller(*id)).collect();
        match who.is_empty() {
            true => t.rules_brand_nobody(one.brand.clone()),
            false => t.rules_brand(one.brand.clone(), who.join(", ")),
        }
    });
    let nothing = rule.is_empty().then(|| t.rules_nothing());
    let all = required.into_iter().chain(approval).chain(brands).chain(nothing);
    let all = all.map(|line| view! { <li><bdi>{line}</bdi></li> }).collect_view();
    view! { <ul class="text-sm text-ink-soft">{all}</ul> }.into_any()
}

fn in_force(tree: &CategoryTree, rules: HashMap<CategoryId, SaidRule>, names: &Names) -> AnyView {
    let t = Ctx::current().t();
    let mut all: Vec<(String, SaidRule)> =
        rules.into_values().map(|said| (trail_to(tree, said.category), said)).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    let rows = all
        .into_iter()
        .map(|(trail, said)| {
            let href = format!("{PATH}?category={}", said.category);
            view! {
                <li class="py-3" data-rule=said.category.to_string()>
                    <a class="link inline-flex min-h-tap items-center font-medium" href=href><bdi>{trail}</bdi></a>
                    {lines(t, &said.rule, names)}
                </li>
            }
        })
        .collect_view();
    let list = match rows.is_empty() {
        true => view! { <p class="text-ink-soft">{t.rules_none()}</p> }.into_any(),
        false => view! { <ul class="divide-y divide-line">{rows}</ul> }.into_any(),
    };
    view! {
        <section aria-labelledby="rules-title" id="rules">
            <h2 id="rules-title" class="mb-2 text-lg font-bold">{t.rules_now()}</h2>
            {list}
        </section>
    }
    .into_any()
}

fn edit(
    t: T,
    form: FormState,
    tree: &CategoryTree,
    id: CategoryId,
    rule: &ListingRule,
    names: &Names,
) -> AnyView {
    let brands: Vec<String> = rule
        .brands
        .iter()
        .map(|one| {
            let slugs =
                one.sellers.iter().filter_map(|id| names.sellers.get(id)).map(|(_, slug)| slug.as_str());
            format!("{}: {}", one.brand, slugs.collect::<Vec<_>>().join(", "))
        })
        .collect();
    // What is not ticked is not sent: after a mistake the form says what was typed, and nothing of before.
    let form = match form.failed() {
        true => form,
        false => form
            .or("required", rule.required.join("\n"))
            .or("approval", if rule.approval { "on" } else { "" })
            .or("brands", brands.join("\n")),
    };
    view! {
        <Card title=trail_to(tree, id) id="rule">
            <Form readable=true action=SayListingRule::PATH id="say-rule" class="flex flex-col gap-4">
                <Hidden name="category" value=id.to_string() />
                <TextArea form=&form name="required" label=t.rules_required() hint=t.rules_required_hint() optional=true />
                <Checkbox form=&form name="approval" label=t.rules_approval() hint=t.rules_approval_hint() />
                <TextArea form=&form name="brands" label=t.rules_brands() hint=t.rules_brands_hint() optional=true />
                <div><Button>{t.rules_say()}</Button></div>
            </Form>
        </Card>
    }
    .into_any()
}

fn log(tree: &CategoryTree, said: Vec<SaidRule>, names: &Names) -> Option<AnyView> {
    let t = Ctx::current().t();
    if said.is_empty() {
        return None;
    }
    let rows = said
        .into_iter()
        .map(|one| {
            view! {
                <li class="py-3">
                    <p class="font-medium"><bdi>{trail_to(tree, one.category)}</bdi></p>
                    {lines(t, &one.rule, names)}
                    <p class="text-sm text-ink-faint">{format::date_time(one.at, t.locale())} " · " <bdi>{t.hold_by(names.person(one.by))}</bdi></p>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section aria-labelledby="said-title">
                <h2 id="said-title" class="mb-2 text-lg font-bold">{t.rules_said()}</h2>
                <ul class="divide-y divide-line">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

/// `Brand: seller, seller` in each line, sellers by their addresses. The error names what is none.
async fn brands(t: T, text: &str) -> Result<Result<Vec<RestrictedBrand>, String>, Failure> {
    let mut conn = platform().db.read().await?;
    let mut all = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (brand, who) = line.rsplit_once([':', '：']).unwrap_or((line, ""));
        let mut sellers = Vec::new();
        for slug in who.split([',', '،']).map(str::trim).filter(|slug| !slug.is_empty()) {
            match platform::sellers::by_slug(&mut conn, slug).await? {
                Some(seller) => sellers.push(seller.id),
                None => return Ok(Err(t.rules_no_seller(slug.to_owned()))),
            }
        }
        all.push(RestrictedBrand { brand: brand.trim().to_owned(), sellers });
    }
    Ok(Ok(all))
}

/// Says what a category asks for.
pub(super) async fn say(form: ListingRuleForm) -> Result<Done, Failure> {
    allow(Action::ManageCatalogue, &Resource::Platform)?;
    let t = Ctx::current().t();
    let invalid = Invalid::new(FORM, &form);
    let Ok(category) = form.category.parse::<CategoryId>() else {
        return Err(invalid.field("category", t.listing_wrong_category()).into());
    };
    let brands = match brands(t, &form.brands).await? {
        Ok(brands) => brands,
        Err(words) => return Err(invalid.field("brands", words).into()),
    };
    let required = form.required.lines().map(str::trim).filter(|line| !line.is_empty());
    let rule = ListingRule {
        required: required.map(str::to_owned).collect(),
        approval: !form.approval.is_empty(),
        brands,
    };
    let (rule, by) = (Arc::new(rule), account_id()?);
    let said = platform()
        .db
        .write(move |tx| {
            let rule = Arc::clone(&rule);
            Box::pin(async move { listing::say(tx, category, (*rule).clone(), by).await })
        })
        .await;
    let here = Done::to(format!("{PATH}?category={category}"));
    match said {
        Ok(true) => Ok(here.notice(Tone::Good, t.rules_are_said())),
        Ok(false) => Ok(here.notice(Tone::Info, t.hold_as_it_was())),
        Err(ListingError::Rule(domain::listing::RuleError::Required)) => {
            Err(invalid.field("required", t.rules_wrong_required()).into())
        }
        Err(ListingError::Rule(domain::listing::RuleError::Brands)) => {
            Err(invalid.field("brands", t.rules_wrong_brands()).into())
        }
        Err(ListingError::NoSuchCategory) => {
            Err(invalid.field("category", t.listing_wrong_category()).into())
        }
        Err(other) => Err(other.into()),
    }
}
