//! A seller's health: each measure with its limit and the orders behind it, what changed, and the appeal of one that is
//! suspended. Route `/seller/health`.
use domain::format;
use domain::health::{Gates, Level, Measure, Tally};
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::buybox::{self, Counted, Mishap, Told, Warning};
use platform::sellers::suspend::{self, Appeal, Decision};
use platform::sellers::{Seller, SellerError};
use serde::Serialize;

use super::api::AppealSuspension;
use super::desk;
use super::health_words as words;
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::reviews::feedback::FeedbackRating;
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
const FORM: &str = "appeal";
/// So many orders are shown behind a measure, and so many changes.
const MOST: i64 = 20;

/// A measure with the orders behind it.
struct Measured {
    measure: Measure,
    tally: Tally,
    level: Level,
    mishaps: Vec<Mishap>,
}

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSales).await?;
    let t = Ctx::current().t();
    let mut conn = platform().db.read_together().await?;
    let counted = buybox::counted(&mut conn, seller.id).await?;
    let mut measured = Vec::new();
    for (measure, tally, level) in counted.iter().flat_map(|counted| counted.health.measures()) {
        let mishaps = match tally.mishaps {
            0 => Vec::new(),
            _ => buybox::mishaps(&mut conn, seller.id, measure, MOST).await?,
        };
        measured.push(Measured { measure, tally, level, mishaps });
    }
    let rating = platform::reviews::feedback_rating(&mut conn, seller.id).await?;
    let changes = buybox::warnings(&mut conn, seller.id, MOST).await?;
    let decision = suspend::current(&mut conn, seller.id).await?;
    let appeal = match &decision {
        Some(decision) => suspend::appeal_of(&mut conn, decision.id).await?,
        None => None,
    };
    drop(conn);
    // Who ships reads the health, and has no business with what is said and answered.
    let reads = allow(Action::ReadCatalogue, &Resource::Seller(seller.id)).is_ok();
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.seller_health()>
            <div class="flex flex-col gap-8">
                {decision.map(|decision| view! { <Suspended seller=seller.clone() decision appeal /> })}
                <p class="max-w-prose text-ink-soft">{t.health_intro()}</p>
                <Measures counted measured seller />
                <Changes changes />
                <Card title=t.feedback_section() id="rated">
                    <FeedbackRating rating />
                    {reads.then(|| view! {
                        <a class="link inline-flex min-h-tap items-center" href=desk::here("/seller/reviews#feedback")>{t.seller_reviews()}</a>
                    })}
                </Card>
            </div>
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn Suspended(seller: Seller, decision: Decision, appeal: Option<Appeal>) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let next = match appeal {
        Some(Appeal { answer: Some(answer), .. }) => {
            view! { <p class="mt-3 text-sm">{t.appeal_refused(answer)}</p> }.into_any()
        }
        Some(appeal) => view! { <p class="mt-3 text-sm">{t.appeal_waits(appeal.words)}</p> }.into_any(),
        None => {
            let form = FormState::of(&ctx, FORM);
            view! {
                <Form action=AppealSuspension::PATH id="appeal" class="mt-4 flex max-w-xl flex-col gap-4">
                    <Hidden name="seller" value=seller.id.to_string() />
                    <TextArea form=&form name="words" label=t.appeal_label() hint=t.appeal_hint() />
                    <div><Button>{t.appeal_send()}</Button></div>
                </Form>
            }
            .into_any()
        }
    };
    view! {
        <section id="suspended" aria-labelledby="suspended-title" class="card p-4 sm:p-6">
            <h2 id="suspended-title" class="mb-2 text-lg font-bold text-bad">{t.suspended_title()}</h2>
            <p class="max-w-prose">{t.suspended_text(decision.reason)}</p>
            <p class="max-w-prose text-sm text-ink-soft">{t.suspended_open()}</p>
            {next}
        </section>
    }
    .into_any()
}

#[component]
fn Measures(counted: Option<Counted>, measured: Vec<Measured>, seller: Seller) -> AnyView {
    let t = Ctx::current().t();
    let Some(counted) = counted else {
        return view! { <p id="measures" class="text-ink-soft">{t.health_not_yet()}</p> }.into_any();
    };
    let gates = counted.health.gates;
    let cards = measured.into_iter().map(|one| card(one, &gates, &seller)).collect_view();
    view! {
        <section id="measures" aria-label=t.seller_health() class="flex flex-col gap-3">
            <div class="grid gap-4 md:grid-cols-2 xl:grid-cols-3">{cards}</div>
            <p class="text-sm text-ink-faint">{t.health_counted_at(format::date_time(counted.at, t.locale()))}</p>
        </section>
    }
    .into_any()
}

fn card(one: Measured, gates: &Gates, seller: &Seller) -> AnyView {
    let t = Ctx::current().t();
    let Measured { measure, tally, level, mishaps } = one;
    let (tone, state) = words::level(t, level);
    let number = |n: i64| format::number(n, t.writing());
    let recover = tally.flawless_to_recover(measure, gates);
    let title = words::name(t, measure);
    let heading = title.clone();
    view! {
        <article class="card flex flex-col gap-2 p-4" aria-label=title data-measure=domain::text_enum::TextEnum::as_str(measure)>
            <div class="flex flex-wrap items-center justify-between gap-2">
                <h2 class="font-semibold">{heading}</h2>
                <Badge tone>{state}</Badge>
            </div>
            <p class="text-2xl font-bold"><bdi>{words::rate(t, measure, tally)}</bdi></p>
            <p class="text-sm text-ink-soft">
                <bdi>{t.health_of(number(tally.mishaps), number(tally.of))}</bdi> " · " {words::limit(t, measure, gates)}
            </p>
            <p class="text-sm text-ink-faint">{words::meaning(t, measure)}</p>
            {(recover > 0).then(|| view! { <p class="text-sm font-medium text-bad">{t.health_recover(recover)}</p> })}
            {(!mishaps.is_empty()).then(|| behind(mishaps, seller))}
        </article>
    }
    .into_any()
}

/// The orders behind a figure.
fn behind(mishaps: Vec<Mishap>, seller: &Seller) -> AnyView {
    let t = Ctx::current().t();
    let count = mishaps.len() as i64;
    let rows = mishaps
        .into_iter()
        .map(|one| {
            let href = format!("/seller/orders/{}?seller={}", one.part_id, seller.id);
            let at = format::date_time(one.placed_at_us, t.locale());
            view! { <li><a class="link inline-flex min-h-tap items-center" href=href>{t.health_order_placed(at)}</a></li> }
        })
        .collect_view();
    view! {
        <details class="text-sm">
            <summary class="flex min-h-tap cursor-pointer items-center font-medium">{t.health_orders(count)}</summary>
            <ul>{rows}</ul>
        </details>
    }
    .into_any()
}

#[component]
fn Changes(changes: Vec<Warning>) -> AnyView {
    let t = Ctx::current().t();
    let rows = changes
        .into_iter()
        .map(|change| {
            let measure = change.measure.0;
            let level = match change.level.0 {
                Told::Good => Level::Good,
                Told::Near => Level::Near,
                Told::Failed => Level::Failed,
            };
            let (tone, state) = words::level(t, level);
            view! {
                <li class="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-3">
                    <span class="font-medium">{words::name(t, measure)} ": " <bdi>{words::rate(t, measure, change.tally())}</bdi></span>
                    <span class="flex items-center gap-3 text-sm text-ink-faint"><Badge tone>{state}</Badge> {format::date_time(change.at_us, t.locale())}</span>
                </li>
            }
        })
        .collect_view();
    let list = if rows.is_empty() {
        view! { <p class="text-ink-soft">{t.health_warnings_none()}</p> }.into_any()
    } else {
        view! { <ul class="divide-y divide-line">{rows}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="changes-title">
            <h2 id="changes-title" class="mb-2 text-lg font-bold">{t.health_warnings()}</h2>
            {list}
        </section>
    }
    .into_any()
}

#[derive(Serialize)]
struct Typed<'t> {
    words: &'t str,
}

/// Sends an appeal, for who may manage the seller.
pub(super) async fn appeal(seller: String, words: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageSeller, &seller).await?;
    let t = Ctx::current().t();
    let me = account_id()?;
    let (id, text) = (seller.id, words.clone());
    let sent = platform()
        .db
        .write(move |tx| {
            let text = text.clone();
            Box::pin(async move { suspend::appeal(tx, id, &text, me).await })
        })
        .await;
    match sent {
        Ok(()) => Ok(Done::to(format!("/seller/health?seller={id}")).notice(Tone::Good, t.appeal_sent())),
        Err(SellerError::BadWords) => {
            Err(Invalid::new(FORM, &Typed { words: &words }).field("words", t.words_wrong()).into())
        }
        Err(SellerError::AppealedAlready) => Err(Failure::refused(t.appeal_once())),
        Err(SellerError::NotSuspended) => Err(Failure::refused(t.appeal_not_suspended())),
        Err(other) => Err(other.into()),
    }
}
