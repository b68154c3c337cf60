//! What can be switched off, and who did. Route `/operator/switches`.
use std::collections::HashSet;

use domain::feature::Feature;
use domain::format;
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::switches::{self, SwitchChange, SwitchError};

use super::api::{SwitchFeature, SwitchForm};
use crate::access::{account_id, allow, may, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// So many changes are shown.
const MOST: i64 = 50;

fn form_of(feature: Feature) -> String {
    format!("switch-{feature}")
}

/// What a feature is called, and what being off means for people.
fn words(t: T, feature: Feature) -> (String, String) {
    match feature {
        Feature::Ordering => (t.switch_ordering(), t.switch_ordering_text()),
        Feature::OneClick => (t.switch_one_click(), t.switch_one_click_text()),
        Feature::SignUps => (t.switch_sign_ups(), t.switch_sign_ups_text()),
        Feature::OpenShops => (t.switch_open_shops(), t.switch_open_shops_text()),
        Feature::Reviews => (t.switch_reviews(), t.switch_reviews_text()),
        Feature::Questions => (t.switch_questions(), t.switch_questions_text()),
        Feature::Coupons => (t.switch_coupons(), t.switch_coupons_text()),
        Feature::GuestCheckout => (t.switch_guests(), t.switch_guests_text()),
        Feature::Returns => (t.switch_returns(), t.switch_returns_text()),
        Feature::Exchanges => (t.switch_exchanges(), t.switch_exchanges_text()),
        Feature::SellerRatings => (t.switch_ratings(), t.switch_ratings_text()),
        Feature::Messages => (t.switch_messages(), t.switch_messages_text()),
        Feature::Catalogues => (t.switch_catalogues(), t.switch_catalogues_text()),
        Feature::Proposals => (t.switch_proposals(), t.switch_proposals_text()),
        Feature::Promotions => (t.switch_promotions(), t.switch_promotions_text()),
        Feature::PayoutsOnDemand => (t.switch_payouts(), t.switch_payouts_text()),
        Feature::SellerApi => (t.switch_seller_api(), t.switch_seller_api_text()),
        Feature::Webhooks => (t.switch_webhooks(), t.switch_webhooks_text()),
        Feature::Push => (t.switch_push(), t.switch_push_text()),
    }
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadSystem, &Resource::Platform)?;
    let t = Ctx::current().t();
    let mut conn = platform().db.read_together().await?;
    let off = switches::off(&mut conn).await?;
    let said = switches::changes(&mut conn, MOST).await?;
    let who: Vec<domain::AccountId> = said.iter().map(|one| one.by_account).collect();
    let people = platform::identity::accounts(&mut conn, &who).await?;
    drop(conn);
    let may_switch = may(Action::OperatePlatform, &Resource::Platform);
    let rows = Feature::ALL
        .iter()
        .map(|feature| view! { <One feature=*feature off=off.clone() may_switch /> })
        .collect_view();
    let said = said
        .into_iter()
        .map(|one| {
            let who = people.get(&one.by_account).map(|account| account.name.clone());
            entry(t, one, who.unwrap_or_default())
        })
        .collect_view();
    let log = (!said.is_empty()).then(|| {
        view! {
            <section aria-labelledby="log-title">
                <h2 id="log-title" class="mb-2 text-lg font-bold">{t.hold_log()}</h2>
                <ul class="divide-y divide-line">{said}</ul>
            </section>
        }
    });
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.switches_title()>
            <div id="switches" class="flex flex-col gap-8">
                <p class="max-w-prose text-ink-soft">{t.switches_text()}</p>
                <ul class="grid gap-4 lg:grid-cols-2">{rows}</ul>
                {log}
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// A feature with its state, and the form that changes it for who may.
#[component]
fn One(feature: Feature, off: HashSet<Feature>, may_switch: bool) -> AnyView {
    let t = Ctx::current().t();
    let is_on = !off.contains(&feature);
    let (name, text) = words(t, feature);
    let (tone, state) = if is_on { (Tone::Good, t.switch_on()) } else { (Tone::Bad, t.switch_off()) };
    let change = may_switch.then(|| change(feature, is_on, name.clone()));
    view! {
        <li class="card flex flex-col gap-2 p-4" data-feature=feature.to_string() data-on=is_on.to_string()>
            <div class="flex items-center justify-between gap-3">
                <h2 class="font-semibold">{name}</h2>
                <Badge tone>{state}</Badge>
            </div>
            <p class="text-sm text-ink-soft">{text}</p>
            {change}
        </li>
    }
    .into_any()
}

fn change(feature: Feature, is_on: bool, name: String) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let form = FormState::of(&ctx, &form_of(feature));
    let open = form.failed();
    let typed = form.value("reason");
    let error = form.error("reason");
    // Every card has the same field, and ids stand once on a page.
    let mut own = FormState::default().or(&format!("reason-{feature}"), typed);
    if let Some(error) = error {
        own = own.error_on(&format!("reason-{feature}"), error);
    }
    let (summary, press, kind) = if is_on {
        (t.switch_turn_off(), t.switch_turn_off(), ButtonKind::Danger)
    } else {
        (t.switch_turn_on(), t.switch_turn_on(), ButtonKind::Primary)
    };
    view! {
        <Disclosure summary open>
            <Form action=SwitchFeature::PATH swap="switches" label=name class="mt-2 flex flex-col gap-3">
                <Hidden name="feature" value=feature.to_string() />
                <Hidden name="on" value=if is_on { "" } else { "on" } />
                <Field form=&own name=format!("reason-{feature}") label=t.hold_reason() />
                <div><Button kind>{press}</Button></div>
            </Form>
        </Disclosure>
    }
    .into_any()
}

fn entry(t: T, one: SwitchChange, who: String) -> AnyView {
    let (tone, state) = if one.is_on { (Tone::Good, t.switch_on()) } else { (Tone::Bad, t.switch_off()) };
    let (name, _) = words(t, one.feature.0);
    view! {
        <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3" data-switched=one.feature.0.to_string()>
            <div class="min-w-0 flex-1 basis-60">
                <p class="font-medium">{name} ": " <bdi>{one.reason}</bdi></p>
                <p class="text-sm text-ink-faint">{format::date_time(one.at_us, t.locale())} " · " <bdi>{t.hold_by(who)}</bdi></p>
            </div>
            <Badge tone>{state}</Badge>
        </li>
    }
    .into_any()
}

/// Switches a feature off, or on again.
pub(super) async fn switch(form: SwitchForm) -> Result<Done, Failure> {
    allow(Action::OperatePlatform, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let feature = Feature::parse(&form.feature).ok_or_else(|| Failure::refused(t.form_malformed()))?;
    let is_on = !form.on.is_empty();
    let reason =
        form.reason.get(&format!("reason-{feature}")).map(|typed| typed.0.clone()).unwrap_or_default();
    let invalid = Invalid::new(&form_of(feature), &serde_json::json!({ "reason": reason }));
    let platform = platform();
    let done = platform.db.write(move |tx| {
        let reason = reason.clone();
        Box::pin(async move { switches::set(tx, feature, is_on, &reason, by).await })
    });
    let here = Done::to("/operator/switches");
    match done.await {
        Ok(changed) => {
            platform.was_switched();
            let words = match (changed, is_on) {
                (false, _) => return Ok(here.notice(Tone::Info, t.hold_as_it_was())),
                (true, true) => t.switch_is_on_again(),
                (true, false) => t.switch_was_turned_off(),
            };
            Ok(here.notice(Tone::Good, words))
        }
        Err(SwitchError::BadReason) => Err(invalid.field("reason", t.switch_reason_wrong()).into()),
        Err(other) => Err(other.into()),
    }
}
