//! Who changed what, in the operator's console, at a seller's desk, by a seller's program. Routes `/operator/changes` and
//! `/seller/changes`.
use std::collections::HashMap;

use domain::roles::{Action, Resource};
use domain::{AccountId, ApiKeyId, ChangeId, SellerId, Timestamp};
use leptos::prelude::*;
use platform::db::Conn;
use platform::db::changes::{Change, ChangesOf, changes};
use platform::identity::AccountSummary;
use platform::integrations::keys;

use super::staff::role_name;
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::page::query;
use crate::range::{self, ChooseRange, Chosen};
use crate::seller::desk;
use crate::seller::staff::role_name as seat_name;
use crate::text::T;
use crate::ui::*;

const PER_PAGE: i64 = 50;
const MICROS_A_DAY: i64 = 86_400_000_000;

/// The notes of a page and what they name.
struct Trail {
    notes: Vec<Change>,
    /// Behind the last one there are more.
    next: Option<ChangeId>,
    people: HashMap<AccountId, AccountSummary>,
    sellers: HashMap<SellerId, String>,
    keys: HashMap<ApiKeyId, String>,
}

impl Trail {
    async fn load(conn: &mut Conn, of: ChangesOf) -> Result<Self, Failure> {
        let mut notes = changes(conn, of, PER_PAGE + 1).await?;
        let more = notes.len() as i64 > PER_PAGE;
        notes.truncate(PER_PAGE as usize);
        let next = notes.last().filter(|_| more).map(|note| note.id);
        let who: Vec<AccountId> = notes.iter().filter_map(|note| note.account_id).collect();
        let people = platform::identity::accounts(conn, &who).await?;
        let mut desks: Vec<SellerId> = notes.iter().filter_map(|note| note.seller_id).collect();
        desks.sort_unstable();
        desks.dedup();
        let named = platform::sellers::many(conn, &desks).await?;
        let mut by_key = HashMap::new();
        let with_keys: Vec<SellerId> =
            notes.iter().filter(|note| note.key_id.is_some()).filter_map(|note| note.seller_id).collect();
        for seller in desks.into_iter().filter(|seller| with_keys.contains(seller)) {
            let keys = keys::of_seller(conn, seller).await?;
            by_key.extend(keys.into_iter().map(|key| (key.id, key.name)));
        }
        Ok(Self {
            notes,
            next,
            people,
            sellers: named.into_iter().map(|(id, seller)| (id, seller.name)).collect(),
            keys: by_key,
        })
    }

    /// Who it was, in words; an account that is gone has its id left. A desk is not told which of the operators it was, nor
    /// that it was done from a shell.
    fn who(&self, t: T, note: &Change, whose: Whose) -> String {
        match (note.account_id, note.key_id) {
            _ if whose == Whose::Desk && self.is_platforms(note) => t.trail_platform(),
            (Some(account), _) => {
                self.people.get(&account).map_or_else(|| account.to_string(), |known| known.name.clone())
            }
            (None, Some(key)) => {
                t.trail_program(self.keys.get(&key).cloned().unwrap_or_else(|| key.to_string()))
            }
            // Nobody else changes anything without being named.
            (None, None) => t.trail_command_line(),
        }
    }

    /// Whether it was the platform that did it at somebody's desk.
    fn is_platforms(&self, note: &Change) -> bool {
        let known = note.account_id.and_then(|account| self.people.get(&account));
        note.is_platforms(known.is_some_and(|known| known.operator.is_some()))
    }
}

/// What the person was when they did it: at the desk, else at the platform.
fn was(t: T, note: &Change, whose: Whose) -> Option<String> {
    let seat = note.seat_role.map(|role| seat_name(t, role.0));
    let role = || note.operator_role.filter(|_| whose == Whose::Operator).map(|role| role_name(t, role.0));
    let shell = (note.command_line && note.account_id.is_some() && whose == Whose::Operator)
        .then(|| t.trail_command_line());
    let all: Vec<String> = seat.or_else(role).into_iter().chain(shell).collect();
    (!all.is_empty()).then(|| all.join(" · "))
}

/// `GET /operator/changes`: everything, or what one person did, or what was done at one desk.
pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadSystem, &Resource::Platform)?;
    let t = Ctx::current().t();
    let chosen = Chosen::of_page(platform().db.now());
    let account: Option<AccountId> = query("person").and_then(|id| id.parse().ok());
    let seller: Option<SellerId> = query("desk").and_then(|id| id.parse().ok());
    let fields = [("person", account.map(|id| id.to_string())), ("desk", seller.map(|id| id.to_string()))];
    let fields: Vec<(&'static str, String)> =
        fields.into_iter().filter_map(|(name, id)| Some((name, id?))).collect();
    let of = ChangesOf { seller, account, ..of_range(&chosen) };
    let mut conn = platform().db.read_together().await?;
    let trail = Trail::load(&mut conn, of).await?;
    drop(conn);
    let filtered = (!fields.is_empty()).then(|| {
        view! { <p class="mb-4"><a class="link inline-flex min-h-tap items-center" href="/operator/changes">{t.trail_all()}</a></p> }
    });
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.trail_title()>
            <p class="mb-6 max-w-prose text-ink-soft">{t.trail_text()}</p>
            <ChooseRange action="/operator/changes" chosen fields=fields.clone() />
            {filtered}
            <Notes trail whose=Whose::Operator page="/operator/changes" chosen fields />
        </ConsolePage>
    }
    .into_any())
}

/// `GET /seller/changes`: what was done at one desk, for its owners.
pub async fn desk_page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ManageStaff).await?;
    let t = Ctx::current().t();
    let chosen = Chosen::of_page(platform().db.now());
    let fields = vec![("seller", seller.id.to_string())];
    let of = ChangesOf { seller: Some(seller.id), ..of_range(&chosen) };
    let mut conn = platform().db.read_together().await?;
    let trail = Trail::load(&mut conn, of).await?;
    drop(conn);
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.trail_title()>
            <p class="mb-6 max-w-prose text-ink-soft">{t.trail_desk_text()}</p>
            <ChooseRange action="/seller/changes" chosen fields=fields.clone() />
            <Notes trail whose=Whose::Desk page="/seller/changes" chosen fields />
        </ConsolePage>
    }
    .into_any())
}

/// The days of the range, as this server's days go.
fn of_range(chosen: &Chosen) -> ChangesOf {
    let at = |day: i64| Timestamp::from_micros(day.saturating_mul(MICROS_A_DAY));
    ChangesOf {
        from: Some(at(chosen.range.first())),
        until: Some(at(chosen.range.last() + 1)),
        behind: query("behind").and_then(|id| id.parse().ok()),
        ..ChangesOf::default()
    }
}

/// Who reads the trail.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Operator,
    Desk,
}

#[component]
fn Notes(
    trail: Trail,
    whose: Whose,
    page: &'static str,
    chosen: Chosen,
    fields: Vec<(&'static str, String)>,
) -> AnyView {
    let t = Ctx::current().t();
    if trail.notes.is_empty() {
        return view! { <EmptyState title=t.trail_none_title() text=t.trail_none_text() icon=Icon::Check /> }
            .into_any();
    }
    let along: String = fields.iter().map(|(name, value)| format!("{name}={value}&")).collect();
    let next = trail.next.map(|id| format!("{page}?{along}{}&behind={id}", range::query_of(chosen.range)));
    let next = next.map(|href| {
        view! { <LinkButton href kind=ButtonKind::Secondary class="mt-6">{t.orders_older()}</LinkButton> }
    });
    let rows = trail.notes.iter().map(|note| row(t, &trail, note, whose)).collect_view();
    let desk = (whose == Whose::Operator).then(|| view! { <th scope="col">{t.trail_desk()}</th> });
    view! {
        <Table caption=t.trail_title() id="trail">
            <thead>
                <tr>
                    <th scope="col">{t.trail_when()}</th>
                    <th scope="col">{t.trail_who()}</th>
                    {desk}
                    <th scope="col">{t.trail_what()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
        {next}
    }
    .into_any()
}

fn row(t: T, trail: &Trail, note: &Change, whose: Whose) -> AnyView {
    let who = trail.who(t, note, whose);
    let was = was(t, note, whose);
    let was =
        was.map(|was| view! { <span class="block text-sm text-ink-faint" data-role="kept">{was}</span> });
    let who = match (whose, note.account_id) {
        (Whose::Operator, Some(account)) => {
            let href = format!("/operator/changes?person={account}");
            view! { <a class="link inline-flex min-h-tap items-center" href=href><bdi>{who}</bdi></a> }
                .into_any()
        }
        _ => view! { <bdi>{who}</bdi> }.into_any(),
    };
    let desk = (whose == Whose::Operator).then(|| {
        let desk = match note.seller_id {
            None => view! { {t.nav_operator()} }.into_any(),
            Some(seller) => {
                let name = trail.sellers.get(&seller).cloned().unwrap_or_else(|| seller.to_string());
                let href = format!("/operator/changes?desk={seller}");
                view! { <a class="link inline-flex min-h-tap items-center" href=href><bdi>{name}</bdi></a> }
                    .into_any()
            }
        };
        view! { <td>{desk}</td> }
    });
    let fields = note.fields.0.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>();
    let fields = (!fields.is_empty()).then(|| {
        view! { <code class="block text-xs break-all text-ink-faint" dir="ltr" lang="en">{fields.join(" ")}</code> }
    });
    view! {
        <tr data-change=note.id.to_string()>
            <td class="whitespace-nowrap"><DateText at=note.at_us time=true /></td>
            <td>{who} {was}</td>
            {desk}
            <td><code class="break-all" dir="ltr" lang="en">{note.route.clone()}</code> {fields}</td>
        </tr>
    }
    .into_any()
}
