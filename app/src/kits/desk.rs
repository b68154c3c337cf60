//! The kits, one of them beside the shop as it is, and adding it. Routes `/operator/kits` and `/operator/kits/{kit}`.
use domain::format::Locale;
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::kits::{self, ApplyKit, KitName, Plan};

use super::api::{ApplyKit as Apply, KitForm};
use super::preview::Preview;
use crate::access::{account_id, allow, may, platform};
use crate::answer::{Done, Failure};
use crate::ctx::Ctx;
use crate::fee_words::ClassNames;
use crate::page::{param, query};
use crate::text::T;
use crate::ui::*;

const PATH: &str = "/operator/kits";

/// What a kit is called, and what it is for.
fn words(t: T, kit: KitName) -> (String, String) {
    match kit {
        KitName::Bookshop => (t.kit_bookshop(), t.kit_bookshop_text()),
        KitName::Grocer => (t.kit_grocer(), t.kit_grocer_text()),
        KitName::Fashion => (t.kit_fashion(), t.kit_fashion_text()),
        KitName::Electronics => (t.kit_electronics(), t.kit_electronics_text()),
    }
}

fn address(kit: KitName, language: Locale) -> String {
    format!("{PATH}/{kit}?language={language}")
}

/// `GET /operator/kits`
pub async fn list_page() -> Result<AnyView, Failure> {
    allow(Action::ReadCatalogue, &Resource::Platform)?;
    let t = Ctx::current().t();
    let (language, currency) = (platform().config.locale, platform().config.currency);
    let mut conn = platform().db.read_together().await?;
    let mut plans = Vec::with_capacity(KitName::ALL.len());
    for kit in KitName::ALL {
        plans.push(kits::plan(&mut conn, *kit, language, currency).await?);
    }
    drop(conn);
    let cards = plans.iter().map(|plan| card(t, plan)).collect_view();
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.kits_title()>
            <p class="mb-6 max-w-prose text-ink-soft">{t.kits_text()}</p>
            <ul class="grid gap-4 lg:grid-cols-2">{cards}</ul>
        </ConsolePage>
    }
    .into_any())
}

fn card(t: T, plan: &Plan) -> AnyView {
    let (name, text) = words(t, plan.kit);
    let (missing, kept) = plan.counts();
    let (tone, state) =
        if missing == 0 { (Tone::Good, t.kit_all_there()) } else { (Tone::Info, t.kit_adds(missing)) };
    let known =
        (missing > 0 && kept > 0).then(|| view! { <p class="text-sm text-ink-faint">{t.kit_has(kept)}</p> });
    let href = address(plan.kit, plan.language);
    let label = t.kit_look_at(name.clone());
    view! {
        <li class="card flex flex-col gap-2 p-4" data-kit=plan.kit.to_string()>
            <div class="flex flex-wrap items-center justify-between gap-3">
                <h2 class="font-semibold">{name}</h2>
                <Badge tone>{state}</Badge>
            </div>
            <p class="text-sm text-ink-soft">{text}</p>
            {known}
            <a class="link inline-flex min-h-tap items-center" href=href aria-label=label>{t.kit_look()}</a>
        </li>
    }
    .into_any()
}

/// `GET /operator/kits/{kit}`
pub async fn kit_page() -> Result<AnyView, Failure> {
    allow(Action::ReadCatalogue, &Resource::Platform)?;
    let t = Ctx::current().t();
    let kit = KitName::parse(&param("kit")).ok_or(Failure::NotFound)?;
    let asked = query("language").and_then(|code| Locale::parse(&code));
    let language = asked.unwrap_or(platform().config.locale);
    let currency = platform().config.currency;
    let mut conn = platform().db.read_together().await?;
    let plan = kits::plan(&mut conn, kit, language, currency).await?;
    let names = ClassNames::load(&mut conn).await?;
    drop(conn);
    let (name, text) = words(t, kit);
    let (missing, kept) = plan.counts();
    let trail = vec![(PATH.to_owned(), t.kits_title()), (String::new(), name.clone())];
    let action = format!("{PATH}/{kit}");
    let picked = FormState::default().set("language", language.as_str());
    let options: Vec<(String, String)> =
        Locale::ALL.iter().map(|one| (one.as_str().to_owned(), one.name().to_owned())).collect();
    let state = match missing {
        0 => view! { <Notice tone=Tone::Good>{t.kit_all_there()}</Notice> }.into_any(),
        _ if may(Action::OperatePlatform, &Resource::Platform) => add(t, &plan, name.clone()),
        // Whoever keeps the catalogue sees what a kit would add; adding it changes more than that.
        _ => view! { <Notice tone=Tone::Info>{t.kit_administrators()}</Notice> }.into_any(),
    };
    let counts = t.kit_counts(missing, kept);
    Ok(view! {
        <ConsolePage console=Console::Operator title=name>
            <div class="flex max-w-4xl flex-col gap-8">
                <Breadcrumbs trail />
                <div class="flex max-w-prose flex-col gap-2 text-ink-soft">
                    <p>{text}</p>
                    <p id="counts">{counts}</p>
                </div>
                <Form action get=true label=t.kit_language() class="flex flex-wrap items-end gap-3">
                    <Select form=&picked name="language" label=t.kit_language() hint=t.kit_language_hint() options submits=true class="min-w-0 flex-1" />
                    <Button kind=ButtonKind::Secondary>{t.kit_show()}</Button>
                </Form>
                {state}
                <Preview plan names />
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// The button; what the kit leaves out is said beside it.
fn add(t: T, plan: &Plan, name: String) -> AnyView {
    let (kit, language) = (plan.kit.to_string(), plan.language.to_string());
    view! {
        <Form action=Apply::PATH id="apply" label=t.kit_apply() class="flex flex-col items-start gap-2">
            <Hidden name="kit" value=kit />
            <Hidden name="language" value=language />
            <p class="max-w-prose text-sm text-ink-soft">{t.kit_apply_text()}</p>
            <Button label=t.kit_apply_of(name)>{t.kit_apply()}</Button>
        </Form>
    }
    .into_any()
}

/// Adds a kit.
pub(super) async fn apply(form: KitForm) -> Result<Done, Failure> {
    allow(Action::OperatePlatform, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let kit = KitName::parse(&form.kit).ok_or_else(|| Failure::refused(t.form_malformed()))?;
    let language = Locale::parse(&form.language).unwrap_or(platform().config.locale);
    let (name, _) = words(t, kit);
    let currency = platform().config.currency;
    let asked = ApplyKit { kit, language, currency, reason: t.kit_reason(name), by };
    let applied = platform()
        .db
        .write(move |tx| {
            let asked = asked.clone();
            Box::pin(async move { kits::apply(tx, &asked).await })
        })
        .await?;
    let here = Done::to(address(kit, language));
    let (added, kept) = applied.counts();
    match added {
        0 => Ok(here.notice(Tone::Info, t.kit_nothing_new())),
        _ => Ok(here.notice(Tone::Good, t.kit_applied(added, kept))),
    }
}
