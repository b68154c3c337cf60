//! Promotions that the platform pays for: what each has done and cost, a new one, stopping one. Route
//! `/operator/promotions`. What the server functions do is `promotions_work`.
use domain::roles::{Action, Resource};
use domain::{DurationUs, Money, Timestamp, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::orders::promotions::{self, Giver, PromotionReport};

use super::api::{MakeFunded, PauseFunded};
use super::promotions_work::FORM;
use super::scopes::{MOST_SELLERS, Scopes};
use crate::access::{allow, platform};
use crate::answer::Failure;
use crate::basket::forms::new_key;
use crate::ctx::Ctx;
use crate::seller::promotions::state;
use crate::shop::promotions::words;
use crate::ui::*;

/// So many promotions are shown, the newest ones.
const MOST: i64 = 100;

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let mut conn = platform.db.read_together().await?;
    let reports = promotions::reports_of_platform(&mut conn, MOST).await?;
    let sellers = platform::sellers::list(&mut conn, None, MOST_SELLERS).await?;
    let now = conn.now();
    drop(conn);
    let tree = platform.categories().await?;
    let Scopes { categories, sellers } = Scopes::of(t, &tree, sellers);
    let form = FormState::of(&ctx, FORM).or("kind", "share");
    let code = platform.config.currency.code();
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.promos_title()>
            <div class="flex flex-col gap-10">
                <p class="max-w-3xl text-ink-soft">{t.funded_text()}</p>
                <List reports now />
                <Make form categories sellers code />
            </div>
        </ConsolePage>
    }
    .into_any())
}

#[component]
fn List(reports: Vec<PromotionReport>, now: Timestamp) -> AnyView {
    let t = Ctx::current().t();
    if reports.is_empty() {
        return view! { <div id="promotions"><EmptyState title=t.promos_none_title() text=t.funded_none_text() icon=Icon::Tag /></div> }
            .into_any();
    }
    let rows = reports.into_iter().map(|report| view! { <Row report now /> }).collect_view();
    view! {
        <section id="promotions">
            <Table caption=t.funded_list()>
                <thead>
                    <tr>
                        <th scope="col">{t.promo_what()}</th>
                        <th scope="col">{t.promo_for()}</th>
                        <th scope="col">{t.promo_days()}</th>
                        <th scope="col" class="num">{t.promo_orders()}</th>
                        <th scope="col" class="num">{t.promo_given()}</th>
                        <th scope="col" class="num">{t.coupon_cost()}</th>
                        <td></td>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </section>
    }
    .into_any()
}

#[component]
fn Row(report: PromotionReport, now: Timestamp) -> AnyView {
    let t = Ctx::current().t();
    let PromotionReport { promotion, offers, orders, given, taken, cost, only_for } = report;
    let number = |n: i64| format::number(n, t.writing());
    let deal = promotion.limit.map(|limit| {
        let words = t.promo_taken(number(taken), number(limit.units));
        view! { <span class="block font-normal text-ink-soft">{words}</span> }
    });
    let most = match promotion.giver {
        Giver::Platform { most, .. } => t.funded_most(format::money(most, t.writing())),
        Giver::Seller(_) => String::new(),
    };
    let (tone, standing) = state(&promotion, now);
    let over = promotion.until.is_some_and(|until| now >= until);
    let goods = if promotion.for_all {
        t.coupon_everything()
    } else {
        t.funded_offers(i64::try_from(offers.len()).unwrap_or(i64::MAX))
    };
    let goods = if promotion.for_all && !only_for.is_empty() { String::new() } else { goods };
    let day = |at: Timestamp| format::date_short(at.utc_day(), t.locale());
    // The last day is the one before the first moment without it.
    let until =
        promotion.until.map_or_else(|| t.promo_no_end(), |at| day(at.minus(DurationUs::from_micros(1))));
    let sums = |sums: Vec<Money>| {
        sums.into_iter().map(|money| view! { <span class="block"><Amount money /></span> }).collect_view()
    };
    let (pause, button) = match promotion.paused {
        true => ("", t.promo_go_on(promotion.title.clone())),
        false => ("on", t.promo_stop(promotion.title.clone())),
    };
    view! {
        <tr data-promotion=promotion.id.to_string()>
            <th scope="row" class="text-start">
                <bdi class="font-semibold">{promotion.title.clone()}</bdi> " " <Badge tone>{standing}</Badge>
                <span class="block font-normal text-ink-soft">{words(t, promotion.rule)}</span>
                <span class="block text-sm font-normal text-ink-faint">{most}</span>
                {deal}
            </th>
            <td>{goods} <span class="block"><bdi>{only_for.join(" · ")}</bdi></span></td>
            <td>{day(promotion.from)} <span class="block text-ink-faint">{until}</span></td>
            <td class="num">{number(orders)}</td>
            <td class="num">{sums(given)}</td>
            <td class="num">{sums(cost)}</td>
            <td>
                {(!over).then(|| view! {
                    <Form action=PauseFunded::PATH swap="promotions">
                        <Hidden name="promotion" value=promotion.id.to_string() />
                        <Hidden name="paused" value=pause />
                        <Button kind=ButtonKind::Quiet size=ButtonSize::Small>{button}</Button>
                    </Form>
                })}
            </td>
        </tr>
    }
    .into_any()
}

#[component]
fn Make(
    form: FormState,
    categories: Vec<(String, String)>,
    sellers: Vec<(String, String)>,
    code: &'static str,
) -> AnyView {
    let t = Ctx::current().t();
    let kinds = vec![
        ("share".to_owned(), t.funded_kind_share()),
        ("less".to_owned(), t.funded_kind_less()),
        ("buy_get".to_owned(), t.promo_kind_buy_get()),
        ("set".to_owned(), t.promo_kind_set()),
        ("deal".to_owned(), t.promo_kind_deal()),
    ];
    let day = t.promo_moment_hint("UTC");
    view! {
        <section aria-labelledby="new-promotion">
            <h2 id="new-promotion" class="mb-4 text-lg font-bold">{t.promos_new()}</h2>
            <Form action=MakeFunded::PATH id="make-promotion" class="grid max-w-3xl gap-4 sm:grid-cols-2">
                <Hidden name="key" value=new_key() />
                <Field form=&form name="title" label=t.promo_name() class="sm:col-span-2" />
                <Select form=&form name="kind" label=t.promo_what() options=kinds />
                <Field form=&form name="value" label=t.coupon_value(code) inputmode="decimal" ltr=true />
                <Field form=&form name="most" label=t.coupon_most_off(code) hint=t.funded_most_hint() inputmode="decimal" ltr=true />
                <Field form=&form name="units" label=t.promo_units() hint=t.funded_units_hint() inputmode="numeric" optional=true ltr=true />
                <Field form=&form name="on_top" label=t.promo_on_top() hint=t.promo_on_top_hint() inputmode="numeric" optional=true ltr=true />
                <Field form=&form name="pieces" label=t.promo_pieces() hint=t.promo_deal_hint() inputmode="numeric" optional=true ltr=true />
                <Field form=&form name="each" label=t.promo_each() hint=t.promo_deal_hint() inputmode="numeric" optional=true ltr=true />
                <Field form=&form name="products" label=t.funded_products() hint=t.funded_products_hint() optional=true ltr=true class="sm:col-span-2" />
                <Select form=&form name="category" label=t.coupon_category() options=categories optional=true />
                <Select form=&form name="seller" label=t.coupon_seller() options=sellers optional=true />
                <Field form=&form name="from" label=t.coupon_from() hint=day.clone() optional=true ltr=true />
                <Field form=&form name="until" label=t.coupon_until() hint=day optional=true ltr=true />
                <div class="sm:col-span-2"><Button>{t.promo_make()}</Button></div>
            </Form>
        </section>
    }
    .into_any()
}
