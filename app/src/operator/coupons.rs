//! The operator's coupons, and those that sellers made: what each has done and cost, a new one, stopping one. Route
//! `/operator/coupons`.
use domain::calendar::parse_day;
use domain::coupon::{Benefit, CouponCode, Funding, Terms};
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use domain::{CategoryId, CouponId, Money, SellerId, Timestamp, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::Platform;
use platform::orders::coupons::{self, Coupon, CouponError, CouponReport, NewCoupon, Scope};

use super::api::{CouponForm, MakeCoupon, PauseCoupon};
use super::scopes::{MOST_SELLERS, Scopes};
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::page::query;
use crate::text::T;
use crate::typed::{perhaps, share_bps};
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
const FORM: &str = "coupon";
/// So many coupons are shown, the newest ones; the beginning of a code finds others.
const MOST: i64 = 100;

pub async fn page() -> Result<AnyView, Failure> {
    allow(Action::ReadMoney, &Resource::Platform)?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let mut conn = platform.db.read_together().await?;
    let asked = query("q").unwrap_or_default().trim().to_owned();
    let found = !asked.is_empty();
    let reports = match found {
        true => coupons::reports_of_code(&mut conn, &asked, MOST).await?,
        false => coupons::reports(&mut conn, MOST).await?,
    };
    let sellers = platform::sellers::list(&mut conn, None, MOST_SELLERS).await?;
    let now = conn.now();
    drop(conn);
    let tree = platform.categories().await?;
    let Scopes { categories, sellers } = Scopes::of(t, &tree, sellers);
    let form = FormState::of(&ctx, FORM).or("funded", Funding::Platform.as_str()).or("kind", "percent");
    let code = platform.config.currency.code();
    Ok(view! {
        <ConsolePage console=Console::Operator title=t.operator_coupons()>
            <div class="flex flex-col gap-10">
                <Find asked />
                <List reports now found />
                <Make form categories sellers code />
            </div>
        </ConsolePage>
    }
    .into_any())
}

/// Sellers hand out coupons, too: more than a page shows.
#[component]
fn Find(asked: String) -> AnyView {
    let t = Ctx::current().t();
    let form = FormState::default().or("q", asked);
    view! {
        <Form action="/operator/coupons" get=true label=t.coupons_find() class="flex items-end gap-3">
            <Field form=&form name="q" label=t.coupons_find() r#type="search" optional=true ltr=true class="max-w-md flex-1" />
            <Button kind=ButtonKind::Secondary>{t.nav_search()}</Button>
        </Form>
    }
    .into_any()
}

#[component]
fn List(
    reports: Vec<CouponReport>,
    now: Timestamp,
    /// They are those of a code.
    found: bool,
) -> AnyView {
    let t = Ctx::current().t();
    if reports.is_empty() && found {
        return view! { <div id="coupons"><EmptyState title=t.listing_empty_title() text=t.coupons_find_none() icon=Icon::Tag /></div> }
            .into_any();
    }
    if reports.is_empty() {
        return view! { <div id="coupons"><EmptyState title=t.coupons_none_title() text=t.coupons_none_text() icon=Icon::Tag /></div> }
            .into_any();
    }
    let rows = reports.into_iter().map(|report| view! { <Row report now /> }).collect_view();
    view! {
        <section id="coupons">
            <Table caption=t.coupons_list()>
                <thead>
                    <tr>
                        <th scope="col">{t.coupon_code()}</th>
                        <th scope="col">{t.coupon_what()}</th>
                        <th scope="col" class="num">{t.coupon_uses()}</th>
                        <th scope="col" class="num">{t.coupon_given()}</th>
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
fn Row(report: CouponReport, now: Timestamp) -> AnyView {
    let t = Ctx::current().t();
    let CouponReport { coupon, only_for, given, cost } = report;
    let giver = only_for.last().filter(|_| coupon.funding == Funding::Seller);
    let giver = giver.map(|seller| {
        let words = t.own_coupon_given_by(seller);
        view! { <span class="block text-sm text-ink-faint" data-given-by="seller"><bdi>{words}</bdi></span> }
    });
    let (id, ended) = (coupon.id.to_string(), coupon.ended_at.is_some());
    let (tone, state) = match &coupon.terms {
        terms if terms.until.is_some_and(|until| now >= until) => (Tone::Plain, t.coupon_over()),
        terms if terms.paused => (Tone::Warn, t.coupon_stopped()),
        _ => (Tone::Good, t.coupon_open()),
    };
    let uses = match coupon.terms.most_uses {
        Some(most) => t.coupon_uses_of(coupon.used, most),
        None => format::number(coupon.used, t.writing()),
    };
    let sums = |sums: Vec<Money>| {
        sums.into_iter().map(|money| view! { <span class="block"><Amount money /></span> }).collect_view()
    };
    let gives = what(t, &coupon);
    let (pause, words) = match coupon.terms.paused {
        true => ("", t.coupon_resume(coupon.code.clone())),
        false => ("on", t.coupon_pause(coupon.code.clone())),
    };
    view! {
        <tr data-coupon=coupon.code.clone()>
            <th scope="row" class="text-start"><code dir="ltr">{coupon.code.clone()}</code> " " <Badge tone>{state}</Badge></th>
            <td>{gives} <span class="block text-sm text-ink-faint"><bdi>{only_for.join(" · ")}</bdi></span> {giver}</td>
            <td class="num">{uses}</td>
            <td class="num">{sums(given)}</td>
            <td class="num">{sums(cost)}</td>
            // What its seller ended is over for good.
            <td>
                {(!ended).then(|| view! {
                    <Form action=PauseCoupon::PATH swap="coupons">
                        <Hidden name="coupon" value=id />
                        <Hidden name="paused" value=pause />
                        <Button kind=ButtonKind::Quiet size=ButtonSize::Small>{words}</Button>
                    </Form>
                })}
            </td>
        </tr>
    }
    .into_any()
}

fn what(t: T, coupon: &Coupon) -> String {
    match coupon.terms.benefit {
        Benefit::Percent { bps } => t.coupon_off(format::percent(bps, t.writing())),
        Benefit::Amount(amount) => t.coupon_off(format::money(amount, t.writing())),
        Benefit::FreeShipping => t.coupon_free(),
    }
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
        ("percent".to_owned(), t.coupon_percent()),
        ("amount".to_owned(), t.coupon_amount()),
        ("free_shipping".to_owned(), t.coupon_free()),
    ];
    let funders = vec![
        (Funding::Platform.to_string(), t.coupon_by_platform()),
        (Funding::Seller.to_string(), t.coupon_by_seller()),
    ];
    view! {
        <section aria-labelledby="new-coupon">
            <h2 id="new-coupon" class="mb-4 text-lg font-bold">{t.coupons_new()}</h2>
            <Form action=MakeCoupon::PATH id="make-coupon" class="grid max-w-3xl gap-4 sm:grid-cols-2">
                <Field form=&form name="code" label=t.coupon_code() placeholder="SPRING10" ltr=true />
                <Select form=&form name="funded" label=t.coupon_funded() options=funders />
                <Select form=&form name="kind" label=t.coupon_what() options=kinds />
                <Field form=&form name="value" label=t.coupon_value(code) hint=t.coupon_value_hint() inputmode="decimal" optional=true ltr=true />
                <Select form=&form name="category" label=t.coupon_category() options=categories optional=true />
                <Select form=&form name="seller" label=t.coupon_seller() options=sellers optional=true />
                <Field form=&form name="from" label=t.coupon_from() hint=t.coupon_day_hint() optional=true ltr=true />
                <Field form=&form name="until" label=t.coupon_until() hint=t.coupon_day_hint() optional=true ltr=true />
                <Field form=&form name="most_uses" label=t.coupon_most() inputmode="numeric" optional=true ltr=true />
                <Field form=&form name="most_uses_each" label=t.coupon_most_each() inputmode="numeric" optional=true ltr=true />
                <Field form=&form name="most_off" label=t.coupon_most_off(code) hint=t.coupon_most_off_hint() inputmode="decimal" optional=true ltr=true />
                <Field form=&form name="minimum" label=t.coupon_minimum(code) inputmode="decimal" optional=true ltr=true />
                <div class="sm:col-span-2"><Button>{t.coupon_make()}</Button></div>
            </Form>
        </section>
    }
    .into_any()
}

pub(super) async fn make(form: CouponForm) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let t = Ctx::current().t();
    let platform = platform();
    let new = std::sync::Arc::new(parse(t, &platform, &form)?);
    let code = new.code.clone();
    let made = platform
        .db
        .write(move |tx| {
            let new = std::sync::Arc::clone(&new);
            Box::pin(async move { coupons::create(tx, &new).await })
        })
        .await;
    let wrong = |field: &str, words: String| -> Result<Done, Failure> {
        Err(Invalid::new(FORM, &form).field(field, words).into())
    };
    match made {
        Ok(_) => Ok(Done::to("/operator/coupons").notice(Tone::Good, t.coupon_made(code.as_str()))),
        Err(CouponError::CodeTaken) => wrong("code", t.coupon_exists()),
        Err(CouponError::BadPercent) => wrong("value", t.coupon_wrong_percent()),
        Err(CouponError::BadAmount) => wrong("value", t.coupon_wrong_amount()),
        Err(CouponError::EndsFirst) => wrong("until", t.coupon_wrong_end()),
        Err(CouponError::BadUses) => wrong("most_uses", t.coupon_wrong_uses()),
        Err(CouponError::NoCeiling) => wrong("most_off", t.coupon_needs_ceiling()),
        Err(CouponError::NoFunder) => wrong("seller", t.coupon_needs_seller()),
        Err(CouponError::NoSuchScope) => wrong("category", t.coupon_wrong_scope()),
        Err(other) => Err(other.into()),
    }
}

fn percent(text: &str) -> Option<Benefit> {
    share_bps(text).filter(|bps| (1..=10_000).contains(bps)).map(|bps| Benefit::Percent { bps })
}

fn parse(t: T, platform: &Platform, form: &CouponForm) -> Result<NewCoupon, Failure> {
    let currency = platform.config.currency;
    let mut invalid = Invalid::new(FORM, form);
    let amount = |text: &str| Money::parse_decimal(text, currency).ok().filter(|m| m.is_positive());
    let midnight = |day: i64| Timestamp::from_micros(day * 86_400_000_000);
    let uses =
        |text: &str| perhaps(text, |n| n.parse::<i64>().ok().filter(|n| (1..=1_000_000_000).contains(n)));
    let code = CouponCode::parse(&form.code);
    let (benefit, wrong) = match form.kind.as_str() {
        "free_shipping" => (Some(Benefit::FreeShipping), String::new()),
        "amount" => (amount(form.value.trim()).map(Benefit::Amount), t.coupon_wrong_amount()),
        _ => (percent(&form.value), t.coupon_wrong_percent()),
    };
    let (minimum, most_off) = (perhaps(&form.minimum, amount), perhaps(&form.most_off, amount));
    let from = perhaps(&form.from, |day| parse_day(day).map(midnight));
    let until = perhaps(&form.until, |day| parse_day(day).map(|day| midnight(day + 1)));
    let (most_uses, most_uses_each) = (uses(&form.most_uses), uses(&form.most_uses_each));
    let category = perhaps(&form.category, |id| id.parse::<CategoryId>().ok());
    let seller = perhaps(&form.seller, |id| id.parse::<SellerId>().ok());
    let funding = Funding::parse(&form.funded);
    for (name, is_wrong, words) in [
        ("code", code.is_err(), t.coupon_malformed()),
        ("value", benefit.is_none(), wrong),
        ("minimum", minimum.is_none(), t.coupon_wrong_amount()),
        ("most_off", most_off.is_none(), t.coupon_wrong_amount()),
        ("from", from.is_none(), t.coupon_wrong_day()),
        ("until", until.is_none(), t.coupon_wrong_day()),
        ("most_uses", most_uses.is_none(), t.coupon_wrong_uses()),
        ("most_uses_each", most_uses_each.is_none(), t.coupon_wrong_uses()),
        ("category", category.is_none(), t.coupon_wrong_scope()),
        ("seller", seller.is_none(), t.coupon_wrong_scope()),
        ("funded", funding.is_none(), t.coupon_wrong_scope()),
    ] {
        if is_wrong {
            invalid = invalid.field(name, words);
        }
    }
    invalid.clone().check()?;
    let (Ok(code), Some(benefit), Some(funding)) = (code, benefit, funding) else {
        return Err(invalid.into());
    };
    Ok(NewCoupon {
        code,
        terms: Terms {
            benefit,
            minimum: minimum.flatten(),
            most_off: most_off.flatten(),
            from: from.flatten().unwrap_or_else(|| platform.db.now()),
            until: until.flatten(),
            paused: false,
            most_uses: most_uses.flatten(),
            most_uses_each: most_uses_each.flatten(),
        },
        scope: Scope { category: category.flatten(), seller: seller.flatten() },
        funding,
        currency,
        made_by: account_id()?,
    })
}

pub(super) async fn pause(coupon: String, paused: bool) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let id: CouponId = coupon.parse().map_err(|_| Failure::NotFound)?;
    let known = coupons::get(&mut platform().db.read().await?, id).await?.ok_or(Failure::NotFound)?;
    // What is done to what a seller gives, its owners read in the trail of their own desk.
    if let (Funding::Seller, Some(seller)) = (known.funding, known.scope.seller) {
        platform::db::changes::at_desk(seller);
    }
    let found: Result<bool, platform::db::DbError> =
        platform().db.write(move |tx| Box::pin(async move { coupons::pause(tx, id, paused).await })).await;
    if !found? {
        return Err(Failure::NotFound);
    }
    Ok(Done::to("/operator/coupons").notice(Tone::Good, Ctx::current().t().settings_saved()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_has_up_to_two_decimals() {
        for (text, bps) in [("10", 1_000), (" 12.5 ", 1_250), ("0.01", 1), ("100", 10_000)] {
            assert_eq!(percent(text), Some(Benefit::Percent { bps }), "{text}");
        }
        for text in ["", "0", "100.01", "-5", "10%", "1.234"] {
            assert_eq!(percent(text), None, "{text}");
        }
    }
}
