//! What counts for everybody from a day on: what is kept of refunds, when sellers are paid, which rates cost the buy box; what
//! counts now, what is coming, and everything that was said. Route `/operator/terms`.
use std::collections::HashMap;

use domain::commission::RefundFee;
use domain::health::Gates;
use domain::payout::PayoutTerms;
use domain::roles::{Action, Resource};
use domain::terms::{Dated, TermsKind};
use domain::{AccountId, Currency, TermsId, Timestamp};
use leptos::prelude::*;
use platform::db::{Conn, DbError};
use platform::terms::{self, Said};

use super::dated;
use super::fees::RuleView;
use super::terms_work::{Setting, kind_words};
use crate::access::{allow, may, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// So much of what was said is shown.
const MOST: i64 = 100;

/// Where something that was said stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    Coming,
    Counts,
    Over,
    Withdrawn,
}

/// Something that was said.
struct Word {
    id: TermsId,
    setting: Setting,
    starts_at: Timestamp,
    reason: String,
    by: AccountId,
    at: Timestamp,
    stands: Stands,
}

/// One kind of setting.
struct Kind {
    kind: TermsKind,
    counts: Setting,
    words: Vec<Word>,
}

async fn load<D: Dated>(conn: &mut Conn, setting: fn(D) -> Setting) -> Result<Kind, DbError> {
    let now = conn.now();
    let counts: D = terms::at(conn, now).await?;
    let said: Vec<Said<D>> = terms::history(conn, MOST).await?;
    let begun = said.iter().filter(|one| one.withdrawn.is_none() && one.starts_at <= now);
    let last = begun.max_by_key(|one| (one.starts_at, one.id)).map(|one| one.id);
    let stands = |one: &Said<D>| match one.withdrawn {
        Some(_) => Stands::Withdrawn,
        None if one.starts_at > now => Stands::Coming,
        None if Some(one.id) == last => Stands::Counts,
        None => Stands::Over,
    };
    let words = said
        .iter()
        .map(|one| Word {
            id: one.id,
            setting: setting(one.terms),
            starts_at: one.starts_at,
            // Of what was taken back, why that was.
            reason: one.withdrawn.as_ref().map_or(&one.reason, |taken| &taken.reason).clone(),
            by: one.withdrawn.as_ref().map_or(one.made_by, |taken| taken.by),
            at: one.withdrawn.as_ref().map_or(one.made_at, |taken| taken.at),
            stands: stands(one),
        })
        .collect();
    Ok(Kind { kind: D::KIND, counts: setting(counts), words })
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let t = Ctx::current().t();
    let platform = platform();
    let mut conn = platform.db.read_together().await?;
    let kinds = vec![
        load::<RefundFee>(&mut conn, Setting::RefundFee).await?,
        load::<PayoutTerms>(&mut conn, Setting::Payouts).await?,
        load::<Gates>(&mut conn, Setting::Gates).await?,
    ];
    let who: Vec<AccountId> = kinds.iter().flat_map(|kind| kind.words.iter().map(|word| word.by)).collect();
    let people = platform::identity::accounts(&mut conn, &who).await?;
    drop(conn);
    let people: HashMap<AccountId, String> = people.into_iter().map(|(id, who)| (id, who.name)).collect();
    let home = platform.config.currency;
    let kinds =
        kinds.into_iter().map(|kind| view! { <Section kind people=people.clone() home /> }).collect_view();
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.terms_title()>
            <p class="mb-6 max-w-prose text-ink-soft">{t.terms_text()}</p>
            <div class="flex flex-col gap-10">{kinds}</div>
            <p class="mt-8"><a class="link inline-flex min-h-tap items-center" href="/operator/gift-wrap">{t.wrap_title()}</a></p>
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn Section(kind: Kind, people: HashMap<AccountId, String>, home: Currency) -> AnyView {
    let t = Ctx::current().t();
    let Kind { kind, counts, words } = kind;
    let (title, text) = kind_words(t, kind);
    let name = title.clone();
    let href = format!("/operator/terms/{kind}");
    let said = match words.is_empty() {
        true => view! { <p class="text-ink-soft">{t.term_none()}</p> }.into_any(),
        false => view! { <History words people home caption=t.term_history(title.clone()) /> }.into_any(),
    };
    view! {
        <section data-terms=kind.to_string()>
            <h2 class="mb-1 text-lg font-bold">{title}</h2>
            <p class="mb-3 max-w-prose text-sm text-ink-soft">{text}</p>
            <div class="mb-4 flex flex-wrap items-center justify-between gap-4">
                <div class="font-medium" data-counts=kind.to_string()><RuleView words=counts.words(t, home) /></div>
                <a class="link inline-flex min-h-tap items-center" href=href aria-label=t.term_change_of(name)>{t.term_change()}</a>
            </div>
            {said}
        </section>
    }
    .into_any()
}

fn stands_words(t: T, stands: Stands) -> (Tone, String) {
    match stands {
        Stands::Coming => (Tone::Info, t.term_coming()),
        Stands::Counts => (Tone::Good, t.term_counts()),
        Stands::Over => (Tone::Plain, t.term_over()),
        Stands::Withdrawn => (Tone::Warn, t.term_withdrawn()),
    }
}

#[component]
fn History(words: Vec<Word>, people: HashMap<AccountId, String>, home: Currency, caption: String) -> AnyView {
    let t = Ctx::current().t();
    let manages = may(Action::ManageMoney, &Resource::Platform);
    let rows = words
        .into_iter()
        .map(|word| {
            let kind = word.setting.kind();
            let back = (manages && word.stands == Stands::Coming)
                .then(|| format!("/operator/terms/{kind}?withdraw={}", word.id));
            let stands = dated::stands(t, stands_words(t, word.stands), back, word.starts_at);
            let by = people.get(&word.by).cloned().unwrap_or_default();
            let why = dated::why(word.reason, by, word.at);
            view! {
                <tr data-said=word.id.to_string()>
                    <th scope="row" class="text-start align-top font-medium"><RuleView words=word.setting.words(t, home) /></th>
                    {stands}
                    {why}
                </tr>
            }
        })
        .collect_view();
    dated::table(t, caption, vec![t.term_setting(), t.term_state()], rows.into_any())
}
