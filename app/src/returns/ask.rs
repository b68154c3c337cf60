//! Asking for a return: what and why, then how it goes back and what comes back of the money. Route
//! `/orders/:order/return`. Both steps are the one address with more in its query, so that going back keeps what was
//! typed and nothing needs a script; only the last press changes something.
use domain::feature::Feature;
use domain::key::IdempotencyKey;
use domain::returns::{MOST_UNITS, Payer, ReturnReason, RuleOutcome};
use domain::roles::Action;
use domain::text_enum::TextEnum as _;
use domain::{OrderId, Timestamp, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::orders::store::{self, Order};
use platform::payments;
use platform::returns::claim::{Claim, Pick, ReturnableLine, quote};
use platform::returns::{Decided, Returnable, choices, decide, exchange, returnable};

use super::api::RequestReturn;
use super::exchange::Wishes;
use super::labels::offer_words;
use super::parts::{Back, ask_href};
use super::words::{reason_words, sentence};
use super::work::ASK_FORM;
use crate::access::{allow_order, platform};
use crate::answer::{Failure, encode_query};
use crate::basket::forms::new_key;
use crate::ctx::Ctx;
use crate::page::{param, query};
use crate::shop::refusals::refusal;
use crate::shop::tiles::thumbnail;
use crate::switches::{closed_notice, is_on};
use crate::text::T;
use crate::ui::*;

/// How many steps there are, the confirmation included.
const STEPS: i64 = 3;

pub async fn page() -> Result<AnyView, Failure> {
    let t = Ctx::current().t();
    let id: OrderId = param("order").parse().map_err(|_| Failure::NotFound)?;
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let order = store::order(&mut conn, id).await.map_err(|e| refusal(t, e))?;
    drop(conn);
    allow_order(Action::ReadOrder, &order).await?;
    let (closed, exchanges) = (closed_notice(Feature::Returns).await?, is_on(Feature::Exchanges).await?);
    let mut conn = platform.db.read().await?;
    let now = platform.db.now();
    let open: Vec<Returnable> =
        returnable(&mut conn, id).await?.into_iter().filter(|one| one.is_open(now)).collect();
    let asked = (query("part"), query("parcel"));
    let chosen = open.iter().find(|one| {
        let this = (one.parcel.part_id.to_string(), one.parcel.shipment_id.to_string());
        asked == (Some(this.0), Some(this.1))
    });
    let only = open.first().filter(|_| open.len() == 1);
    let body = match chosen.or(only) {
        None => nothing_or_choice(id, &open),
        Some(parcel) => {
            let typed = Typed::read(parcel, now);
            match (&typed.picks, query("step").as_deref()) {
                (Some(picks), Some("2")) => {
                    let part = (parcel.parcel.shipment_id, parcel.parcel.part_id);
                    match quote(&mut conn, part.0, part.1, picks).await {
                        Ok(claim) => {
                            let card = payments::payment(&mut conn, order.payment_id).await?.card;
                            let card = format!("{} •••• {}", card.brand.name(), card.last4);
                            let choices = match exchanges {
                                true => choices(&mut conn, &claim).await.map_err(|e| sentence(t, e))?,
                                false => Vec::new(),
                            };
                            let decided =
                                decide(&mut conn, &claim, false).await.map_err(|e| sentence(t, e))?;
                            let answer = answer_words(t, &decided);
                            view! { <Review order claim card choices answer /> }.into_any()
                        }
                        // What was free a moment ago is not any more: the first step says why, and what is left.
                        Err(error) => match sentence(t, error) {
                            Failure::Refused { text, .. } => view! {
                                <Notice tone=Tone::Bad alert=true>{text}</Notice>
                                <What order=id parcel=parcel.clone() typed />
                            }
                            .into_any(),
                            other => return Err(other),
                        },
                    }
                }
                _ => view! { <What order=id parcel=parcel.clone() typed /> }.into_any(),
            }
        }
    };
    Ok(view! {
        <ShopPage title=t.return_items() head=Head { private: true, ..Head::default() }>
            <div class="mx-auto flex max-w-3xl flex-col gap-5">
                <a class="link inline-flex min-h-tap items-center self-start" href=format!("/orders/{id}")>{t.return_back_to_order()}</a>
                {closed}
                {body}
            </div>
        </ShopPage>
    }
    .into_any())
}

/// Nothing can come back, or several parcels can: each is a return of its own.
fn nothing_or_choice(order: OrderId, open: &[Returnable]) -> AnyView {
    let t = Ctx::current().t();
    if open.is_empty() {
        return view! {
            <h1 class="sr-only">{t.return_items()}</h1>
            <EmptyState title=t.return_nothing_title() text=t.return_nothing_text() icon=Icon::Return />
        }
        .into_any();
    }
    let links = open
        .iter()
        .map(|one| {
            let href = ask_href(order, one.parcel.part_id, one.parcel.shipment_id);
            let titles: Vec<String> = one.lines.iter().map(|l| l.line.title.clone()).collect();
            let tracking = one.parcel.tracking.clone();
            view! {
                <li class="relative rounded-card border border-line bg-surface p-4 hover:border-accent">
                    <a class="cover font-medium" href=href><bdi>{titles.join(" · ")}</bdi></a>
                    <p class="text-sm text-ink-faint" dir="ltr">{tracking}</p>
                </li>
            }
        })
        .collect_view();
    view! { <h1 class="text-3xl font-bold">{t.return_choose_parcel()}</h1> <ul class="flex flex-col gap-4">{links}</ul> }
        .into_any()
}

/// What the address says, and what is wrong with it.
#[derive(Clone, Debug, Default)]
struct Typed {
    form: FormState,
    /// When every line makes sense and there is one.
    picks: Option<Vec<Pick>>,
    nothing: bool,
}

fn units_name(line: &ReturnableLine) -> String {
    format!("units-{}", line.line.line_id)
}

fn reason_name(line: &ReturnableLine) -> String {
    format!("reason-{}", line.line.line_id)
}

impl Typed {
    fn read(parcel: &Returnable, now: Timestamp) -> Self {
        let t = Ctx::current().t();
        let sent = query("step").is_some();
        let (mut form, mut picks, mut wrong) = (FormState::default(), Vec::new(), false);
        for line in parcel.lines.iter().filter(|line| line.left > 0 && now <= line.until) {
            let (units, why) = (units_name(line), reason_name(line));
            // One thing in the parcel is what comes back.
            let usual = if parcel.lines.len() == 1 { "1" } else { "0" };
            let typed = query(&units).unwrap_or_else(|| usual.to_owned());
            let reason = query(&why).unwrap_or_default();
            form = form.or(&units, typed.clone()).or(&why, reason.clone());
            let quantity =
                typed.trim().parse::<i64>().ok().filter(|n| (0..=line.left.min(MOST_UNITS)).contains(n));
            match (quantity, ReturnReason::parse(&reason)) {
                (Some(0), _) => {}
                (Some(quantity), Some(reason)) => {
                    picks.push(Pick { line: line.line.line_id, quantity, reason })
                }
                (None, _) if sent => {
                    form = form.error_on(&units, t.return_wrong_units(line.left));
                    wrong = true;
                }
                (Some(_), None) if sent => {
                    form = form.error_on(&why, t.return_choose_reason());
                    wrong = true;
                }
                _ => wrong = true,
            }
        }
        let nothing = sent && !wrong && picks.is_empty();
        Self { form, picks: (!wrong && !picks.is_empty()).then_some(picks), nothing }
    }
}

/// The first step: what, how many, why.
#[component]
fn What(order: OrderId, parcel: Returnable, typed: Typed) -> AnyView {
    let t = Ctx::current().t();
    let now = platform().db.now();
    let mut reasons = vec![(String::new(), t.return_choose_reason())];
    reasons.extend(ReturnReason::ALL.iter().map(|r| (r.as_str().to_owned(), reason_words(t, *r))));
    let form = typed.form.clone();
    let until = parcel.lines.iter().filter(|line| line.left > 0).map(|line| line.until).max();
    let rows = parcel
        .lines
        .iter()
        .filter(|line| line.left > 0)
        .map(|line| {
            let photo = thumbnail(line.line.picture_id, line.line.product_id);
            let title = line.line.title.clone();
            let fields = if now <= line.until {
                view! {
                    <div class="grid gap-4 sm:grid-cols-[8rem_minmax(0,1fr)]">
                        <Field form=&form name=units_name(line) label=t.return_units(line.left) inputmode="numeric" ltr=true />
                        <Select form=&form name=reason_name(line) label=t.return_why() options=reasons.clone() />
                    </div>
                }
                .into_any()
            } else {
                view! { <p class="text-sm text-ink-faint">{t.return_over()}</p> }.into_any()
            };
            view! {
                <li>
                    <fieldset class="flex flex-col gap-4 rounded-card border border-line bg-surface p-4">
                        <legend class="sr-only"><bdi>{title.clone()}</bdi></legend>
                        <div class="flex items-center gap-4">
                            <PhotoView photo size=72 class="picture-plate size-18 shrink-0 rounded-control border border-line object-contain p-1" />
                            <p class="min-w-0 font-medium"><bdi>{title}</bdi></p>
                        </div>
                        {fields}
                    </fieldset>
                </li>
            }
        })
        .collect_view();
    view! {
        <p class="text-sm text-ink-faint">{t.return_step(1, STEPS)}</p>
        <h1 class="text-3xl font-bold">{t.return_what()}</h1>
        {until.map(|until| view! { <p class="text-ink-soft">{t.return_until(format::date(until.utc_day(), t.locale()))}</p> })}
        {typed.nothing.then(|| view! { <Notice tone=Tone::Bad alert=true>{t.return_refused_nothing()}</Notice> })}
        <Form action=format!("/orders/{order}/return") get=true id="what" class="flex flex-col gap-4">
            <Hidden name="part" value=parcel.parcel.part_id.to_string() />
            <Hidden name="parcel" value=parcel.parcel.shipment_id.to_string() />
            <Hidden name="step" value="2" />
            <ul class="flex flex-col gap-4">{rows}</ul>
            <div><Button size=ButtonSize::Large>{t.return_next()}</Button></div>
        </Form>
    }
    .into_any()
}

/// The address of the first step with what was chosen.
fn change_href(order: OrderId, claim: &Claim) -> String {
    let parcel = &claim.parcel;
    let mut href = ask_href(order, parcel.part_id, parcel.shipment_id);
    for line in &claim.lines {
        let (id, units) = (line.line.line_id, line.units.len());
        href.push_str(&format!("&units-{id}={units}&reason-{id}={}", encode_query(line.reason.as_str())));
    }
    href
}

/// Who answers what is asked for, and when. What a rule decides is not said before it is asked for: nobody is to look for the
/// reason that brings money without sending anything.
fn answer_words(t: T, decided: &Decided) -> String {
    match (decided.outcome, decided.by) {
        (RuleOutcome::AskPerson, _) => t.return_by_hand(),
        (RuleOutcome::Approve, None) => t.return_at_once(),
        (RuleOutcome::Approve | RuleOutcome::GiveBack, _) => t.return_decided_at_once(),
    }
}

/// The second step: how it goes back and how the money comes back, before anything is asked for.
#[component]
fn Review(
    order: Order,
    claim: Claim,
    card: String,
    choices: Vec<exchange::Choice>,
    /// Who answers, and when.
    answer: String,
) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let change = change_href(order.id, &claim);
    let several = claim.lines.len() > 1;
    let form = FormState::of(&ctx, ASK_FORM);
    let key = match IdempotencyKey::parse(&form.value("form[key]")) {
        Ok(key) => key.as_str().to_owned(),
        Err(_) => new_key(),
    };
    let way = match claim.payer {
        Payer::Seller => t.return_seller_pays(),
        Payer::Shopper => t.return_shopper_pays(),
    };
    let label = claim.label.map(|price| {
        let words = offer_words(t, claim.payer, price);
        view! { <p>{words}</p> }
    });
    let (worth, currency, seen) = (claim.worth(), claim.parcel.currency, claim.card().minor());
    let (part, parcel) = (claim.parcel.part_id, claim.parcel.shipment_id);
    let goods = claim
        .lines
        .iter()
        .map(|line| {
            let title = line.line.title.clone();
            view! {
                <li class="py-2">
                    <span class="font-medium">{line.units.len()} " × " <bdi>{title}</bdi></span>
                    <span class="block text-sm text-ink-soft">{reason_words(t, line.reason)}</span>
                </li>
            }
        })
        .collect_view();
    let hidden = claim
        .lines
        .iter()
        .enumerate()
        .map(|(at, line)| {
            view! {
                <Hidden name=format!("form[lines][{at}]") value=line.line.line_id.to_string() />
                <Hidden name=format!("form[quantities][{at}]") value=line.units.len().to_string() />
                <Hidden name=format!("form[reasons][{at}]") value=line.reason.as_str() />
            }
        })
        .collect_view();
    view! {
        <p class="text-sm text-ink-faint">{t.return_step(2, STEPS)}</p>
        <h1 class="text-3xl font-bold">{t.return_review()}</h1>
        <Card>
            <ul class="divide-y divide-line">{goods}</ul>
            <a class="link inline-flex min-h-tap items-center" href=change>{t.return_change()}</a>
        </Card>
        <Card title=t.return_way_back() id="way">
            <p>{way}</p>
            {label}
            <p class="text-ink-soft">{answer}</p>
        </Card>
        <Card title=t.return_at_most() id="money">
            <Back worth currency total=t.sum_total() />
            <p class="mt-3">{t.return_to_card(card)}</p>
            <p class="text-sm text-ink-faint">{t.return_at_most_hint()}</p>
        </Card>
        <Form action=RequestReturn::PATH id="ask" class="flex flex-col gap-4">
            <Hidden name="form[order]" value=order.id.to_string() />
            <Hidden name="form[part]" value=part.to_string() />
            <Hidden name="form[parcel]" value=parcel.to_string() />
            <Hidden name="form[key]" value=key />
            <Hidden name="form[seen]" value=seen.to_string() />
            {hidden}
            <Wishes form=form.clone() several choices />
            <TextArea form=&form name="form[note]" label=t.return_note() rows=3 optional=true />
            <div><Button size=ButtonSize::Large>{t.return_confirm()}</Button></div>
        </Form>
    }
    .into_any()
}
