//! What selling costs: the plans' prices, the rule of each kind of goods, sellers with rules of their own, and everything that
//! was said. Route `/operator/fees`.
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use domain::plan::PlanPrices;
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::{AccountId, Money, SellerId, Timestamp};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::db::Conn;
use platform::fees::{self, Establishment, FeeInvoice, StoredPrices, StoredRule, Terms, Withdrawn};

use super::api::SayPlanPrices;
use super::dated;
use super::effect::SeeEffect;
use super::establishment::{SeatSection, form as seat_form, seat_words};
use super::fees_effect::{self, HERE, SEE_PLANS};
use super::fees_work::PRICES_FORM;
use super::kinds::NewKind;
use super::take_back;
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::fee_words::{ClassNames, rule_words};
use crate::seller::fee_invoices::InvoiceTable;
use crate::ui::*;

/// So many own rules, and so much of what was said, is shown.
const MOST: i64 = 100;

/// Names of those who are spoken of.
#[derive(Clone, Default)]
pub(super) struct Names {
    sellers: HashMap<SellerId, String>,
    people: HashMap<AccountId, String>,
}

impl Names {
    pub(super) async fn load(
        conn: &mut Conn,
        sellers: impl Iterator<Item = SellerId>,
        people: impl Iterator<Item = AccountId>,
    ) -> Result<Self, Failure> {
        let mut ids: Vec<SellerId> = sellers.collect();
        ids.sort_unstable();
        ids.dedup();
        let found = platform::sellers::many(conn, &ids).await?;
        let mut names =
            Self { sellers: found.into_iter().map(|(id, s)| (id, s.name)).collect(), ..Self::default() };
        for person in people {
            if let Entry::Vacant(new) = names.people.entry(person) {
                let who = platform::identity::account(conn, person).await?;
                new.insert(who.map_or_else(|| person.to_string(), |who| who.name));
            }
        }
        Ok(names)
    }

    fn seller(&self, id: Option<SellerId>) -> String {
        let t = Ctx::current().t();
        id.map_or_else(|| t.fee_everybody(), |id| self.sellers.get(&id).cloned().unwrap_or_default())
    }

    pub(super) fn person(&self, id: AccountId) -> String {
        self.people.get(&id).cloned().unwrap_or_default()
    }
}

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let mut conn = platform.db.read_together().await?;
    let now = conn.now();
    let terms = fees::terms_at(&mut conn, None, now).await?;
    let own = fees::overrides(&mut conn, now, MOST).await?;
    let upcoming = fees::upcoming(&mut conn, None, now).await?;
    let rules = fees::rules_history(&mut conn, None, MOST).await?;
    let prices = fees::prices_history(&mut conn, MOST).await?;
    let seats = fees::establishments(&mut conn, MOST).await?;
    let seat = fees::seat_at(&mut conn, now).await?;
    let invoices = fees::invoices(&mut conn, None, None, MOST).await?;
    let spoken = own.iter().chain(&upcoming).chain(&rules).filter_map(|row| row.seller);
    let people = rules.iter().map(|row| row.made_by).chain(prices.iter().map(|row| row.made_by));
    let people = people.chain(seats.iter().map(|row| row.made_by));
    let rules_back = rules.iter().filter_map(|row| row.withdrawn.as_ref().map(|taken| taken.by));
    let prices_back = prices.iter().filter_map(|row| row.withdrawn_by);
    let seats_back = seats.iter().filter_map(|row| row.withdrawn.as_ref().map(|taken| taken.by));
    let people = people.chain(rules_back).chain(prices_back).chain(seats_back);
    let names = Names::load(&mut conn, spoken, people).await?;
    let kinds = ClassNames::load(&mut conn).await?;
    let home = platform.config.currency;
    let form = FormState::of(&ctx, PRICES_FORM)
        .or("monthly", terms.prices.month(home)?.to_decimal())
        .or("item", terms.prices.item(home)?.to_decimal());
    let (form, of_plans) = fees_effect::plans(&mut conn, t, form).await?;
    let (seat_form, of_seat) = fees_effect::seat(&mut conn, t, seat_form(&ctx, seat.clone())).await?;
    drop(conn);
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.operator_fees()>
            <p class="mb-6 max-w-prose text-ink-soft">{t.operator_fees_text()}</p>
            <div id="fees" class="flex flex-col gap-10">
                <Plans form code=home.code() effect=of_plans />
                <Classes terms upcoming kinds=kinds.clone() />
                <NewKind />
                <Own rows=own names=names.clone() kinds=kinds.clone() />
                <SeatSection seat=seat.clone() form=seat_form effect=of_seat />
                <Invoices made=invoices known=seat.is_some() />
                <Said rules prices seats names kinds />
            </div>
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn Plans(form: FormState, code: &'static str, effect: Option<AnyView>) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <section aria-labelledby="plan-prices">
            <h2 id="plan-prices" class="mb-1 text-lg font-bold">{t.fee_plans()}</h2>
            <p class="mb-4 max-w-prose text-sm text-ink-soft">{t.fee_plans_text()}</p>
            <Form readable=true action=SayPlanPrices::PATH swap="fees" label=t.fee_plans() class="grid max-w-3xl gap-4 sm:grid-cols-2">
                <Field form=&form name="monthly" label=t.fee_monthly(code) inputmode="decimal" ltr=true />
                <Field form=&form name="item" label=t.fee_item(code) inputmode="decimal" ltr=true />
                <Field form=&form name="from" label=t.rates_day() hint=t.rates_day_hint() optional=true ltr=true />
                <Field form=&form name="reason" label=t.fee_reason() hint=t.fee_reason_hint() />
                <div class="flex flex-wrap gap-3 sm:col-span-2"><Button kind=ButtonKind::Secondary>{t.fee_say_prices()}</Button> <SeeEffect path=HERE what=SEE_PLANS /></div>
            </Form>
            <div class="mt-4">{effect}</div>
        </section>
    }
    .into_any()
}

/// A rule in words, a line for each part of it.
#[component]
pub(super) fn RuleView(words: Vec<String>) -> AnyView {
    view! { <ul>{words.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul> }.into_any()
}

/// Every kind of goods with the rule for everybody, and what begins later.
#[component]
fn Classes(terms: Terms, upcoming: Vec<StoredRule>, kinds: ClassNames) -> AnyView {
    let t = Ctx::current().t();
    let home = platform().config.currency;
    let rows = kinds
        .all()
        .into_iter()
        .map(|class| {
            let rule = terms.rule(class);
            let words = rule_words(t, &rule.in_currency(home).unwrap_or(rule));
            let later = upcoming.iter().find(|row| row.class == class && row.seller.is_none());
            let later = later.map(|row| view! { <p class="mt-1 text-sm text-ink-faint">{t.fee_changes()} " " <DateText at=row.starts_at /></p> });
            view! {
                <tr data-class=class.as_str()>
                    <th scope="row" class="text-start align-top font-medium">{kinds.words(t, class)}</th>
                    <td><RuleView words />{later}</td>
                    <td class="align-top">
                        <a class="link inline-flex min-h-tap items-center" href=format!("/operator/fees/{}", class.as_str())
                            aria-label=t.fee_change_of(kinds.words(t, class))>{t.fee_change()}</a>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section>
            <h2 class="mb-3 text-lg font-bold">{t.sale_commission()}</h2>
            <p class="mb-3"><a class="link inline-flex min-h-tap items-center" href="/operator/fees/categories">{t.shelf_title()}</a></p>
            <Table caption=t.sale_commission()>
                <thead>
                    <tr>
                        <th scope="col">{t.fees_class()}</th>
                        <th scope="col">{t.fee_rule()}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
    .into_any()
}

/// Sellers whose rule of some goods is their own.
#[component]
fn Own(rows: Vec<StoredRule>, names: Names, kinds: ClassNames) -> AnyView {
    let t = Ctx::current().t();
    if rows.is_empty() {
        return ().into_any();
    }
    let rows = rows
        .into_iter()
        .map(|row| {
            let words = row.rule.as_ref().map(|rule| rule_words(t, rule)).unwrap_or_default();
            let href = row.seller.map(|id| format!("/operator/fees/{}?seller={id}", row.class.as_str()));
            view! {
                <tr data-own=row.class.as_str()>
                    <th scope="row" class="text-start align-top font-medium"><bdi>{names.seller(row.seller)}</bdi></th>
                    <td class="align-top">{kinds.words(t, row.class)}</td>
                    <td><RuleView words /></td>
                    <td class="align-top"><a class="link inline-flex min-h-tap items-center" href=href>{t.fee_change()}</a></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section>
            <h2 class="mb-3 text-lg font-bold">{t.fee_own()}</h2>
            <Table caption=t.fee_own()>
                <thead>
                    <tr>
                        <th scope="col">{t.fee_seller()}</th>
                        <th scope="col">{t.fees_class()}</th>
                        <th scope="col">{t.fee_rule()}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
    .into_any()
}

/// What sellers were invoiced, the latest ones.
#[component]
fn Invoices(made: Vec<FeeInvoice>, known: bool) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <section aria-labelledby="invoiced">
            <h2 id="invoiced" class="mb-3 text-lg font-bold">{t.fee_invoices()}</h2>
            {(!known).then(|| view! { <p class="mb-3 max-w-prose text-ink-soft">{t.fee_invoices_no_seat()}</p> })}
            {if made.is_empty() {
                view! { <p class="text-ink-soft">{t.fee_invoices_none_title()}</p> }.into_any()
            } else {
                view! { <InvoiceTable made sellers=Vec::new() /> }.into_any()
            }}
        </section>
    }
    .into_any()
}

/// One thing that was said.
struct Word {
    at: Timestamp,
    starts_at: Timestamp,
    about: String,
    seller: String,
    words: Vec<String>,
    reason: String,
    by: String,
    /// Until it begins it can be taken back.
    said: take_back::Said,
    withdrawn: bool,
}

impl Word {
    /// Of what was taken back, who did, when and why.
    fn taken_back(mut self, withdrawn: Option<Withdrawn>, names: &Names) -> Self {
        if let Some(taken) = withdrawn {
            self.withdrawn = true;
            self.at = taken.at;
            self.by = names.person(taken.by);
            self.reason = taken.reason;
        }
        self
    }
}

fn price_words(prices: PlanPrices) -> Vec<String> {
    let t = Ctx::current().t();
    let money = |minor: i64| amount_text(Money::new(minor, prices.currency), t.writing());
    vec![t.plan_a_month(money(prices.monthly_minor)), t.plan_an_item(money(prices.item_minor))]
}

/// The audit trail: what was said, by whom, from when on, and why.
#[component]
fn Said(
    rules: Vec<StoredRule>,
    prices: Vec<StoredPrices>,
    seats: Vec<Establishment>,
    names: Names,
    kinds: ClassNames,
) -> AnyView {
    let t = Ctx::current().t();
    let of_rules = rules.into_iter().map(|row| {
        let word = Word {
            at: row.made_at,
            starts_at: row.starts_at,
            about: kinds.words(t, row.class),
            seller: names.seller(row.seller),
            words: row.rule.as_ref().map_or_else(|| vec![t.fee_usual_again()], |rule| rule_words(t, rule)),
            reason: row.reason,
            by: names.person(row.made_by),
            said: take_back::Said::Fee(fees::Word::Rule(row.id)),
            withdrawn: false,
        };
        word.taken_back(row.withdrawn, &names)
    });
    let of_prices = prices.into_iter().map(|row| {
        let (words, withdrawn) = (price_words(row.prices()), row.withdrawn());
        let word = Word {
            at: row.made_at_us,
            starts_at: row.starts_at_us,
            about: t.fee_plans(),
            seller: t.fee_everybody(),
            words,
            by: names.person(row.made_by),
            reason: row.reason,
            said: take_back::Said::Fee(fees::Word::Prices(row.id)),
            withdrawn: false,
        };
        word.taken_back(withdrawn, &names)
    });
    let of_seats = seats.into_iter().map(|row| {
        let word = Word {
            at: row.made_at,
            starts_at: row.starts_at,
            about: t.group_fee_tax(),
            seller: t.fee_everybody(),
            words: row.seat.as_ref().map_or_else(|| vec![t.seat_none()], |seat| seat_words(t, seat)),
            by: names.person(row.made_by),
            reason: row.reason,
            said: take_back::Said::Fee(fees::Word::Seat(row.id)),
            withdrawn: false,
        };
        word.taken_back(row.withdrawn, &names)
    });
    let mut said: Vec<Word> = of_rules.chain(of_prices).chain(of_seats).collect();
    if said.is_empty() {
        return ().into_any();
    }
    said.sort_by_key(|word| std::cmp::Reverse(word.at));
    let rows = said
        .into_iter()
        .map(|word| {
            let begins = dated::begins(t, word.said, word.starts_at, word.withdrawn);
            let why = dated::why(word.reason, word.by, word.at);
            view! {
                <tr>
                    <th scope="row" class="text-start align-top font-medium">{word.about} <span class="block text-sm font-normal text-ink-faint"><bdi>{word.seller}</bdi></span></th>
                    <td><RuleView words=word.words /></td>
                    {begins}
                    {why}
                </tr>
            }
        })
        .collect_view();
    let table = dated::table(t, t.rates_history(), vec![t.fees_class(), t.fee_rule()], rows.into_any());
    view! {
        <section>
            <h2 class="mb-3 text-lg font-bold">{t.rates_history()}</h2>
            {table}
        </section>
    }
    .into_any()
}
