//! Everything of a kit, line for line, and whether the shop has it. Called by `desk`.
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use platform::kits::{Plan, PlannedCategory, PlannedCommission, PlannedPage};

use crate::content::editor::address;
use crate::ctx::Ctx;
use crate::fee_words::{ClassNames, rule_words};
use crate::text::T;
use crate::ui::*;

#[component]
pub(super) fn Preview(plan: Plan, names: ClassNames) -> AnyView {
    let t = Ctx::current().t();
    let language = plan.language;
    let categories = plan.categories.iter().map(|one| category(t, one, &names)).collect_view();
    let commissions = plan.commissions.iter().map(|one| commission(t, one, &names)).collect_view();
    let pages = plan.pages.into_iter().map(|one| page(t, one)).collect_view();
    view! {
        <section aria-labelledby="kit-categories">
            <h2 id="kit-categories" class="mb-1 text-lg font-bold">{t.kit_categories()}</h2>
            <p class="mb-2 max-w-prose text-sm text-ink-soft">{t.kit_categories_text()}</p>
            <ul class="divide-y divide-line" lang=language.as_str()>{categories}</ul>
        </section>
        <section aria-labelledby="kit-commissions">
            <h2 id="kit-commissions" class="mb-1 text-lg font-bold">{t.sale_commission()}</h2>
            <p class="mb-2 max-w-prose text-sm text-ink-soft">{t.kit_commissions_text()}</p>
            <ul class="divide-y divide-line">{commissions}</ul>
        </section>
        <section aria-labelledby="kit-pages">
            <h2 id="kit-pages" class="mb-1 text-lg font-bold">{t.operator_content()}</h2>
            <p class="mb-2 max-w-prose text-sm text-ink-soft">{t.kit_pages_text()}</p>
            <ul class="divide-y divide-line">{pages}</ul>
        </section>
    }
    .into_any()
}

/// Whether something is added.
fn state(t: T, is_new: bool) -> AnyView {
    let (tone, words) = if is_new { (Tone::Info, t.kit_new()) } else { (Tone::Plain, t.kit_kept()) };
    // The page's own language, within names that may be in another one.
    view! { <span class="shrink-0" lang=t.locale().as_str()><Badge tone>{words}</Badge></span> }.into_any()
}

fn category(t: T, one: &PlannedCategory, names: &ClassNames) -> AnyView {
    let indent = match one.depth {
        0 => "py-2 font-semibold",
        1 => "py-2 ps-6",
        _ => "py-2 ps-12",
    };
    let is_new = one.known.is_none();
    let class = names.words(t, one.class);
    let lines = one.rule.as_ref().map(|planned| {
        let required = &planned.rule.required;
        let asks = (!required.is_empty()).then(|| t.rules_asks(required.join(", ")));
        let approval = planned.rule.approval.then(|| t.rules_approves());
        let brands: Vec<&str> = planned.rule.brands.iter().map(|one| one.brand.as_str()).collect();
        let brands = (!brands.is_empty()).then(|| t.kit_brands(brands.join(", ")));
        let kept = (!planned.is_new).then(|| t.kit_rule_kept());
        let all = asks.into_iter().chain(approval).chain(brands).chain(kept);
        all.map(|line| view! { <li><bdi>{line}</bdi></li> }).collect_view()
    });
    let lines = lines.map(
        |lines| view! { <ul class="text-sm font-normal text-ink-soft" lang=t.locale().as_str()>{lines}</ul> },
    );
    view! {
        <li class=indent data-category=one.name.clone() data-new=is_new.to_string()>
            <div class="flex items-center justify-between gap-3">
                <p class="min-w-0">
                    <bdi>{one.name.clone()}</bdi> " "
                    <span class="text-sm font-normal text-ink-faint" lang=t.locale().as_str()>{class}</span>
                </p>
                {state(t, is_new)}
            </div>
            {lines}
        </li>
    }
    .into_any()
}

fn commission(t: T, one: &PlannedCommission, names: &ClassNames) -> AnyView {
    // Where something was said before, that holds, and it may be other rates than the kit's.
    let words = if one.is_new { rule_words(t, &one.rule) } else { vec![t.kit_commission_kept()] };
    let words = words.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <li class="py-2" data-commission=one.rule.class.as_str() data-new=one.is_new.to_string()>
            <div class="flex items-center justify-between gap-3">
                <p class="font-medium">{names.words(t, one.rule.class)}</p>
                {state(t, one.is_new)}
            </div>
            <ul class="text-sm text-ink-soft">{words}</ul>
        </li>
    }
    .into_any()
}

fn page(t: T, one: PlannedPage) -> AnyView {
    let (slug, locale, is_new) = (one.slug.to_string(), one.locale, one.is_new);
    let draft = one.is_draft.then(|| view! { <p class="text-sm text-ink-soft">{t.kit_page_gaps()}</p> });
    let href = address(&one.slug, locale);
    let summary = format!("/{slug} ({})", locale.name());
    let edit = (!is_new).then(|| {
        let label = t.kit_page_edit_of(summary.clone());
        view! { <a class="link inline-flex min-h-tap items-center" href=href aria-label=label>{t.kit_page_edit()}</a> }
    });
    let text = is_new.then(|| {
        let (summary, title, body) = (summary.clone(), one.title.clone(), one.body.clone());
        view! {
            <Disclosure summary>
                <div class="max-w-prose rounded-card bg-sunken p-4" lang=locale.as_str() dir=locale.dir()>
                    <p class="mb-2 font-bold">{title}</p>
                    <p class="text-sm whitespace-pre-line">{body}</p>
                </div>
            </Disclosure>
        }
    });
    let known = (!is_new).then(|| view! { <p class="font-medium"><bdi>{summary.clone()}</bdi></p> });
    view! {
        <li class="py-2" data-page=slug data-language=locale.as_str() data-new=is_new.to_string()>
            <div class="flex items-start justify-between gap-3">
                <div class="min-w-0 flex-1">{known} {text} {draft} {edit}</div>
                {state(t, is_new)}
            </div>
        </li>
    }
    .into_any()
}
