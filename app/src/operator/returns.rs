//! What holds for returns of the whole shop: how long goods of which category can be returned and what a label for the way
//! back costs, from when on. Route `/operator/return-terms`.
use domain::DurationUs;
use domain::format;
use domain::returns::{LONGEST_WINDOW_DAYS, STANDARD_WINDOW_DAYS};
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::catalog::{CategoryTree, SaidReturnWindow, category_tree, return_windows};
use platform::returns::{LabelEffect, LabelPrice, WindowEffect, label_effect, label_prices, window_effect};

use super::api::{LabelPriceForm, ReturnWindowForm, SayLabelPrice, SayReturnWindow};
use super::effect::{LOOKED_AT_DAYS, SeeEffect, number, sums};
use super::returns_work::{AskedWindow, HERE, LABEL_FORM, WINDOW_FORM, read_label, read_window};
use super::take_back;
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::category_names::{choices, trail_to};
use crate::ctx::Ctx;
use crate::page::query;
use crate::text::T;
use crate::ui::*;

/// Of what was said.
const MOST: i64 = 60;
/// Returns of so many days are looked at: whoever sends something back late does so long after the order.
const WINDOW_LOOKED_AT_DAYS: i64 = 90;
/// Which form's effect is asked for.
const SEE_WINDOW: &str = "window";
const SEE_LABEL: &str = "label";

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let mut conn = platform.db.read().await?;
    let prices = label_prices(&mut conn, MOST).await?;
    let windows = return_windows(&mut conn, MOST).await?;
    let tree = category_tree(&mut conn).await?;
    let mut window_form = FormState::of(&ctx, WINDOW_FORM);
    let mut form = FormState::of(&ctx, LABEL_FORM).or("currency", platform.config.currency.code());
    let (mut of_window, mut of_label) = (None, None);
    let field = |name: &str| query(name).unwrap_or_default();
    let now = conn.now();
    let ago = |days: i64| now.minus(DurationUs::from_days(days));
    match query("see").as_deref() {
        Some(SEE_WINDOW) => {
            let asked = ReturnWindowForm {
                category: field("category"),
                days: field("days"),
                window_from: field("window_from"),
            };
            match read_window(t, &asked) {
                Err((field, words)) => window_form = window_form.error_on(&field, words),
                Ok(AskedWindow { days: Some(days), .. }) if !(1..=LONGEST_WINDOW_DAYS).contains(&days) => {
                    window_form = window_form.error_on("days", t.window_wrong_days());
                }
                Ok(asked) => {
                    let since = ago(WINDOW_LOOKED_AT_DAYS);
                    of_window = Some(window_effect(&mut conn, asked.category, asked.days, since).await?);
                }
            }
            window_form = window_form
                .or("category", asked.category)
                .or("days", asked.days)
                .or("window_from", asked.window_from);
        }
        Some(SEE_LABEL) => {
            let asked =
                LabelPriceForm { price: field("price"), currency: field("currency"), from: field("from") };
            match read_label(t, &asked) {
                Err((field, words)) => form = form.error_on(&field, words),
                Ok((price, _)) => {
                    of_label = Some(label_effect(&mut conn, price, ago(LOOKED_AT_DAYS)).await?);
                }
            }
            form = form.or("price", asked.price).or("currency", asked.currency).or("from", asked.from);
        }
        _ => {}
    }
    drop(conn);
    let of_window = of_window.map(|found| window_card(t, found));
    let of_label = of_label.map(|found| label_card(t, found));
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.return_terms_title()>
            <div id="returns" class="flex flex-col gap-10">
                <WindowForm form=window_form tree=tree.clone() />
                {of_window}
                <Windows windows tree />
                <LabelForm form />
                {of_label}
                <LabelPrices prices />
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// How many returns of late would have come too late.
fn window_card(t: T, found: WindowEffect) -> AnyView {
    view! {
        <Card title=t.fee_effect(WINDOW_LOOKED_AT_DAYS) id="effect">
            <dl class="grid max-w-md grid-cols-[1fr_auto] gap-x-4 gap-y-1" data-late=found.late.to_string()>
                {number(t, t.effect_returns(), found.returns)}
                {number(t, t.effect_late(), found.late)}
            </dl>
        </Card>
    }
    .into_any()
}

/// What the labels of late would have cost.
fn label_card(t: T, found: LabelEffect) -> AnyView {
    view! {
        <Card title=t.fee_effect(LOOKED_AT_DAYS) id="effect">
            <dl class="grid max-w-md grid-cols-[1fr_auto] gap-x-4 gap-y-1" data-labels=found.labels.to_string()>
                {number(t, t.effect_labels(), found.labels)}
                {sums(t, found.was, found.would_be)}
            </dl>
        </Card>
    }
    .into_any()
}

#[component]
fn WindowForm(form: FormState, tree: CategoryTree) -> AnyView {
    let t = Ctx::current().t();
    let mut categories = choices(&tree);
    categories.sort_by(|a, b| a.1.cmp(&b.1));
    categories.insert(0, (String::new(), t.window_whole_shop()));
    view! {
        <div>
            <h2 id="return-window" class="mb-1 text-lg font-bold">{t.window_title()}</h2>
            <p class="mb-4 max-w-prose text-sm text-ink-faint">{t.window_text()}</p>
            <Form action=SayReturnWindow::PATH label=t.window_title() class="grid max-w-3xl gap-4 sm:grid-cols-3">
                <Select form=&form name="category" label=t.window_category() options=categories />
                <Field form=&form name="days" label=t.return_window() hint=t.window_days_hint() inputmode="numeric" optional=true ltr=true />
                <Field form=&form name="window_from" label=t.returns_from() hint=t.returns_from_hint() placeholder="2027-01-01" optional=true ltr=true />
                <div class="flex flex-wrap gap-3 sm:col-span-3"><Button>{t.save()}</Button> <SeeEffect path=HERE what=SEE_WINDOW /></div>
            </Form>
        </div>
    }
    .into_any()
}

/// Every window that was said, the latest to begin first.
#[component]
fn Windows(windows: Vec<SaidReturnWindow>, tree: CategoryTree) -> AnyView {
    let t = Ctx::current().t();
    if windows.is_empty() {
        return view! { <p class="text-sm text-ink-soft">{t.window_none(STANDARD_WINDOW_DAYS)}</p> }
            .into_any();
    }
    let rows = windows
        .into_iter()
        .map(|said| {
            let whose = said.category.map_or_else(|| t.window_whole_shop(), |id| trail_to(&tree, id));
            let taken = said.withdrawn.is_some();
            let back = take_back::link(
                t,
                take_back::Said::Window(said.category, said.starts_at),
                said.starts_at,
                taken,
            );
            let gone = said.withdrawn.map(|(_, why)| taken_back(t, why));
            let days =
                said.days.map_or_else(|| t.window_as_above(), |days| format::number(days, t.writing()));
            view! {
                <tr data-window=whose.clone()>
                    <th scope="row" class="text-start font-medium"><bdi>{whose.clone()}</bdi></th>
                    <td class="num">{days}</td>
                    <td class="text-end"><DateText at=said.starts_at time=true /> " " {gone} {back}</td>
                    <td class="text-end"><DateText at=said.said_at time=true /></td>
                </tr>
            }
        })
        .collect_view();
    said_table(t.window_title(), t.window_category(), t.return_window(), rows.into_any())
}

/// That it was taken back before it began, and why.
fn taken_back(t: T, why: String) -> AnyView {
    view! { <Badge tone=Tone::Warn>{t.term_withdrawn()}</Badge> " " <bdi class="text-sm text-ink-faint">{why}</bdi> }
        .into_any()
}

/// What was said: `about` whom or what, `what`, from when on, and when.
fn said_table(caption: String, about: String, what: String, rows: AnyView) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <Table caption>
            <thead>
                <tr>
                    <th scope="col">{about}</th>
                    <th scope="col" class="text-end">{what}</th>
                    <th scope="col" class="text-end">{t.returns_from()}</th>
                    <th scope="col" class="text-end">{t.returns_said_at()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

#[component]
fn LabelForm(form: FormState) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <div>
            <h2 id="label-price" class="mb-1 text-lg font-bold">{t.label_price_title()}</h2>
            <p class="mb-4 max-w-prose text-sm text-ink-faint">{t.label_price_text()}</p>
            <Form action=SayLabelPrice::PATH label=t.label_price_title() class="grid max-w-3xl gap-4 sm:grid-cols-3">
                <Field form=&form name="price" label=t.label_price() inputmode="decimal" ltr=true />
                <Field form=&form name="currency" label=t.label_currency() placeholder="USD" ltr=true />
                <Field form=&form name="from" label=t.returns_from() hint=t.returns_from_hint() placeholder="2027-01-01" optional=true ltr=true />
                <div class="flex flex-wrap gap-3 sm:col-span-3"><Button>{t.save()}</Button> <SeeEffect path=HERE what=SEE_LABEL /></div>
            </Form>
        </div>
    }
    .into_any()
}

/// Every price that was said, the latest to begin first.
#[component]
fn LabelPrices(prices: Vec<LabelPrice>) -> AnyView {
    let t = Ctx::current().t();
    if prices.is_empty() {
        return view! { <EmptyState title=t.label_none_title() text=t.label_none_text() icon=Icon::Return /> }
            .into_any();
    }
    let rows = prices
        .into_iter()
        .map(|said| {
            let price = domain::Money::new(said.price_minor, said.currency);
            let (begins, taken) = (said.starts_at_us, said.withdrawn_at_us.is_some());
            let back = take_back::link(t, take_back::Said::Label(said.currency, begins), begins, taken);
            let gone = said.withdrawn_reason.map(|why| taken_back(t, why));
            let words = if price.is_zero() { t.label_stopped() } else { format::money(price, t.writing()) };
            view! {
                <tr data-label=said.currency.code()>
                    <th scope="row" class="text-start font-medium">{said.currency.code()}</th>
                    <td class="num">{words}</td>
                    <td class="text-end"><DateText at=begins time=true /> " " {gone} {back}</td>
                    <td class="text-end"><DateText at=said.said_at_us time=true /></td>
                </tr>
            }
        })
        .collect_view();
    said_table(t.label_price_title(), t.label_currency(), t.label_price(), rows.into_any())
}
