//! The seller's plan: which one, what either costs, the card that pays it where the balance does not, and the months that were
//! charged. Route `/seller/plan`.
use domain::payment::SavedCard;
use domain::plan::{ChargeState, Plan, PlanPrices};
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::{DurationUs, PlanChargeId, Timestamp, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::fees::{self, Charge, FeeError, Subscription};
use platform::orders;
use platform::sellers::Seller;
use std::collections::HashMap;

use super::api::ChoosePlan;
use super::fee_card::FeeCard;
use super::{desk, fee_card};
use crate::access::{account_id, platform, visitor};
use crate::answer::{Done, Failure};
use crate::ctx::Ctx;
use crate::fee_words::{charge_words, plan_words};
use crate::ui::*;

/// So many months are shown, the latest ones.
const MOST: i64 = 36;
/// What was sold in so many days says which plan is the cheaper one.
const LOOKED_AT: DurationUs = DurationUs::from_days(30);

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadMoney).await?;
    let t = Ctx::current().t();
    if seller.is_platform {
        return Ok(view! {
            <ConsolePage console=Console::Seller title=t.plan_title()>
                <EmptyState title=t.plan_platform_title() text=t.plan_platform_text() icon=Icon::Card />
            </ConsolePage>
        }
        .into_any());
    }
    let platform = platform();
    let mut conn = platform.db.read_together().await?;
    let now = conn.now();
    let plan = fees::plan_of(&mut conn, seller.id).await?;
    let running = fees::subscription(&mut conn, seller.id).await?;
    let charges = fees::charges_of(&mut conn, seller.id, MOST).await?;
    let prices = fees::prices_at(&mut conn, now).await?;
    let charging = fees::card_is_charged(&mut conn, seller.id).await?;
    let card = fees::card_of(&mut conn, seller.id).await?;
    let paid_with = fees::paid_with(&mut conn, &charges).await?;
    let sold = orders::units_sent(&mut conn, seller.id, now.minus(LOOKED_AT)).await?;
    drop(conn);
    let owner = visitor().allow(Action::ManagePayouts, &Resource::Seller(seller.id)).is_ok();
    let trail =
        vec![(format!("/seller/fees?seller={}", seller.id), t.fees_title()), (String::new(), t.plan_title())];
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.plan_title()>
            <div class="mb-4"><Breadcrumbs trail /></div>
            <div id="plan" class="flex flex-col gap-8">
                <Standing plan running=running.clone() charges=charges.clone() seller=seller.clone() charging />
                <Choices seller=seller.clone() plan running prices sold owner />
                <FeeCard seller=seller.clone() card owner />
                <Months charges paid_with seller />
            </div>
        </ConsolePage>
    }
    .into_any())
}

fn day(seller: &Seller, at: Timestamp) -> String {
    let t = Ctx::current().t();
    format::date(seller.dispatch.zone.day_and_minute(at).0, t.locale())
}

/// Which plan it is, and what comes next.
#[component]
fn Standing(
    plan: Option<Plan>,
    running: Option<Subscription>,
    charges: Vec<Charge>,
    seller: Seller,
    charging: bool,
) -> AnyView {
    let t = Ctx::current().t();
    let Some(plan) = plan else {
        return view! { <Notice tone=Tone::Info>{t.plan_none()}</Notice> }.into_any();
    };
    let waiting = charges.into_iter().find(|charge| charge.state.0 == ChargeState::Due);
    let next = match (&running, waiting) {
        (Some(_), Some(charge)) if charging => {
            view! { <Notice tone=Tone::Info class="mt-3">{t.plan_card_charged(amount_text(charge.amount(), t.writing()))}</Notice> }
                .into_any()
        }
        (Some(running), Some(charge)) => {
            let again = day(&seller, running.next_us);
            view! { <Notice tone=Tone::Warn class="mt-3">{t.plan_unpaid(amount_text(charge.amount(), t.writing()), again)}</Notice> }
                .into_any()
        }
        (Some(running), None) if running.ends => {
            view! { <p class="mt-1 text-ink-soft">{t.plan_ends(day(&seller, running.next_month()))}</p> }.into_any()
        }
        (Some(running), None) => {
            view! { <p class="mt-1 text-ink-soft">{t.plan_next_month(day(&seller, running.next_month()))}</p> }
                .into_any()
        }
        (None, _) => view! { <p class="mt-1 text-ink-soft">{t.plan_by_item()}</p> }.into_any(),
    };
    view! {
        <Card title=t.plan_yours() id="yours">
            <p class="text-2xl font-bold" data-plan=plan.as_str()>{plan_words(t, plan)}</p>
            {next}
        </Card>
    }
    .into_any()
}

/// Both plans side by side, what they cost, and which is the cheaper one for what was sold of late.
#[component]
fn Choices(
    seller: Seller,
    plan: Option<Plan>,
    running: Option<Subscription>,
    prices: PlanPrices,
    sold: i64,
    owner: bool,
) -> AnyView {
    let t = Ctx::current().t();
    let ends = running.as_ref().is_some_and(|running| running.ends);
    let cards = [Plan::Individual, Plan::Professional].map(|one| {
        let price = match one {
            Plan::Individual => {
                prices.item(seller.currency).map(|each| t.plan_an_item(amount_text(each, t.writing())))
            }
            Plan::Professional => {
                prices.month(seller.currency).map(|month| t.plan_a_month(amount_text(month, t.writing())))
            }
        };
        let text = match one {
            Plan::Individual => t.plan_individual_text(),
            Plan::Professional => t.plan_professional_text(),
        };
        let current = plan == Some(one);
        // What ends can be kept, and what runs can be ended.
        let offered =
            owner && (!current || (one == Plan::Professional && ends)) && !(one == Plan::Individual && ends);
        let words = match (one, current) {
            (Plan::Professional, true) => t.plan_keep(),
            _ => t.plan_choose(plan_words(t, one)),
        };
        view! {
            <Card title=plan_words(t, one) id=one.as_str().to_owned()>
                <p class="text-lg font-semibold">{price.unwrap_or_default()}</p>
                <p class="mt-1 text-sm text-ink-soft">{text}</p>
                {offered.then(|| view! {
                    <Form action=ChoosePlan::PATH swap="plan" class="mt-4">
                        <Hidden name="seller" value=seller.id.to_string() />
                        <Hidden name="plan" value=one.as_str() />
                        <Button kind=ButtonKind::Secondary>{words}</Button>
                    </Form>
                })}
            </Card>
        }
    });
    let meet = prices.break_even().map(|items| t.plan_break_even(items, sold));
    view! {
        <section aria-labelledby="plan-choices">
            <h2 id="plan-choices" class="mb-3 text-lg font-bold">{t.plan_choices()}</h2>
            <div class="grid gap-4 sm:grid-cols-2">{cards.into_iter().collect_view()}</div>
            {meet.map(|text| view! { <p class="mt-3 text-ink-soft">{text}</p> })}
            {(!owner).then(|| view! { <p class="mt-3 text-ink-soft">{t.plan_owner_only()}</p> })}
        </section>
    }
    .into_any()
}

#[component]
fn Months(charges: Vec<Charge>, paid_with: HashMap<PlanChargeId, SavedCard>, seller: Seller) -> AnyView {
    let t = Ctx::current().t();
    if charges.is_empty() {
        return ().into_any();
    }
    let rows = charges
        .into_iter()
        .map(|charge| {
            let (tone, words) = charge_words(t, charge.state.0);
            let card = paid_with.get(&charge.id).map(|card| t.plan_charge_by_card(fee_card::card_words(card)));
            let posting = charge.ledger_tx_id.map(|id| format!("/seller/postings/{id}?seller={}", seller.id));
            view! {
                <tr data-charge=charge.state.0.as_str()>
                    <th scope="row" class="text-start font-medium">
                        {day(&seller, charge.month_from_us)} " – " {day(&seller, charge.month_to_us)}
                    </th>
                    <td>
                        <Badge tone>{words}</Badge>
                        {card.map(|words| view! { <span class="block text-sm text-ink-soft">{words}</span> })}
                    </td>
                    <td class="num"><Amount money=charge.amount() /></td>
                    <td>{posting.map(|href| view! { <a class="link inline-flex min-h-tap items-center" href=href>{t.posting_title()}</a> })}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section>
            <h2 class="mb-3 text-lg font-bold">{t.plan_months()}</h2>
            <Table caption=t.plan_months()>
                <thead>
                    <tr>
                        <th scope="col">{t.plan_month()}</th>
                        <th scope="col">{t.plan_state()}</th>
                        <th scope="col" class="num">{t.sale_amount()}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
    .into_any()
}

pub(super) async fn choose(seller: String, plan: String) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManagePayouts, &seller).await?;
    let (t, me) = (Ctx::current().t(), account_id()?);
    let plan = Plan::parse(&plan).ok_or_else(|| Failure::refused(t.form_malformed()))?;
    let id = seller.id;
    let chosen = platform().db.write(move |tx| Box::pin(fees::choose(tx, id, plan, me))).await;
    let begins = chosen.map_err(refused)?;
    let words = match begins > platform().db.now() {
        true => t.plan_ends(day(&seller, begins)),
        false => t.plan_chosen(plan_words(t, plan)),
    };
    Ok(Done::to(format!("/seller/plan?seller={id}")).notice(Tone::Good, words))
}

fn refused(error: FeeError) -> Failure {
    let t = Ctx::current().t();
    match error {
        FeeError::SamePlan => Failure::refused(t.plan_same()),
        FeeError::NotCovered { month } => {
            Failure::refused(t.plan_not_covered(amount_text(month, t.writing())))
        }
        FeeError::CardIsCharged => Failure::refused(t.plan_card_busy()),
        FeeError::PlatformSeller => Failure::refused(t.plan_platform_text()),
        other => other.into(),
    }
}
