//! The coupon of a cart: the field in cart and checkout, what it did or why not, and naming one. The rule is
//! `domain::coupon`; here is what people read of it.
use domain::coupon::{CouponCode, Refusal};
use domain::{DurationUs, Money, OfferId, format};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::db::Conn;
use platform::orders::coupons::{self, Declined};
use platform::orders::{Quote, QuoteLine, Shopper};
use std::collections::HashMap;

use super::api::{ApplyCoupon, CheckoutForm};
use super::card::hold_meanwhile;
use super::cart::{Goal, contents};
use super::forms::owner;
use super::place::FORM as CHECKOUT;
use crate::access::platform;
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::shop::refusals::refusal;
use crate::text::T;
use crate::ui::*;

/// The name of the cart's form.
pub(super) const CART: &str = "cart";

/// The coupon that a cart holds, and why it takes nothing off, if so.
pub(crate) struct CartCoupon {
    pub code: String,
    /// The seller who gives it; `None`: the platform does, or it takes nothing off.
    pub given_by: Option<String>,
    pub declined: Option<Declined>,
}

/// Takes off what the cart's coupon gives.
pub(super) async fn take(
    conn: &mut Conn,
    quote: &mut Quote,
    shopper: Shopper,
) -> Result<Option<CartCoupon>, Failure> {
    let Some(code) = coupons::of_cart(conn, shopper).await? else { return Ok(None) };
    let declined = coupons::apply(conn, quote, &code, shopper.account()).await?;
    Ok(Some(CartCoupon { code, given_by: giver(quote), declined }))
}

/// The name of the seller who gives what the coupon of this quote takes off.
fn giver(quote: &Quote) -> Option<String> {
    let seller = quote.coupon.as_ref()?.given_by?;
    quote.parts.iter().find(|part| part.seller.id == seller).map(|part| part.seller.name.clone())
}

/// What the coupon takes off a line beside its promotions; nothing where that is nothing.
fn off_line(line: &QuoteLine) -> Option<Money> {
    let off = line.promotions.iter().try_fold(line.discount, |left, given| left.sub(given.off)).ok()?;
    off.is_positive().then_some(off)
}

/// What each line of these says of the coupon that takes something off it: how much, and who gives that.
pub(super) fn on_lines(quote: &Quote) -> HashMap<OfferId, CouponOff> {
    let Some(coupon) = &quote.coupon else { return HashMap::new() };
    let seller = giver(quote);
    let said = |line: &QuoteLine| {
        let off = off_line(line)?;
        Some((line.sale.offer.id, CouponOff { code: coupon.code.clone(), given_by: seller.clone(), off }))
    };
    quote.parts.iter().flat_map(|part| &part.lines).filter_map(said).collect()
}

/// What a coupon takes off a line.
#[derive(Clone)]
pub(crate) struct CouponOff {
    code: String,
    given_by: Option<String>,
    off: Money,
}

/// Under a line: what the coupon takes off it, and who gives that.
#[component]
pub(super) fn CouponLine(given: Option<CouponOff>) -> AnyView {
    let t = Ctx::current().t();
    given
        .map(|CouponOff { code, given_by, off }| {
            let words = match given_by {
                Some(seller) => t.coupon_on_line_of(code, seller),
                None => t.coupon_on_line(code),
            };
            let less = off.neg().unwrap_or(off);
            view! {
                <p class="flex flex-wrap items-baseline gap-x-2 text-sm text-good" data-by-coupon="on">
                    <span>{words}</span> <Amount money=less />
                </p>
            }
        })
        .into_any()
}

/// Why it takes nothing off, and what would make it.
fn words(t: T, code: &str, declined: &Declined) -> String {
    let code = code.to_owned();
    let day = |at: domain::Timestamp| format::date(at.utc_day(), t.locale());
    let only = declined.only_for.join(" · ");
    match &declined.refusal {
        Refusal::Unknown => t.coupon_unknown(code),
        Refusal::Paused => t.coupon_paused(code),
        Refusal::NotYet { from } => t.coupon_not_yet(code, day(*from)),
        // The last day is the one before the first moment without it.
        Refusal::Ended { until } => t.coupon_ended(code, day(until.minus(DurationUs::from_micros(1)))),
        Refusal::UsedUp => t.coupon_used_up(code),
        Refusal::SignIn => t.coupon_sign_in(code),
        Refusal::UsedAlready => t.coupon_used_already(code),
        Refusal::NotForThese => t.coupon_only_for(code, only),
        Refusal::OtherCurrency { currency } => t.coupon_currency(code, currency.code()),
        Refusal::AddMore { missing } if only.is_empty() => {
            t.coupon_add_more(code, format::money(*missing, t.writing()))
        }
        Refusal::AddMore { missing } => {
            t.coupon_add_more_of(code, format::money(*missing, t.writing()), only)
        }
        Refusal::TakesNothing | Refusal::Money(_) => t.coupon_takes_nothing(code),
    }
}

/// What was typed into the checkout, to be shown again: no card, and no coupon once it is named.
fn typed(of: &'static str, form: &CheckoutForm) -> Invalid {
    Invalid::new(of, form).secret("card_number").secret("card_expiry").secret("card_cvc")
}

/// Names a coupon in the cart, or takes it out, and says what that did.
pub(super) async fn change(form: CheckoutForm) -> Result<Done, Failure> {
    let t = Ctx::current().t();
    let shopper = owner()?;
    let asked = if form.coupon_remove.is_empty() { &form.coupon_of } else { &form.coupon_remove };
    let of = if asked == CHECKOUT { CHECKOUT } else { CART };
    hold_meanwhile(shopper, form.typed_card()).await?;
    if !form.coupon_remove.is_empty() {
        name(shopper, None).await?;
        let done = Done::back().notice(Tone::Info, t.coupon_removed());
        return Ok(done.again(typed(of, &form).typed("coupon", "")));
    }
    let code = CouponCode::parse(&form.coupon)
        .map_err(|_| typed(of, &form).field("coupon", t.coupon_malformed()))?;
    let theirs = contents(Goal::Theirs).await?.quote;
    // Where nothing goes to where they are now, it may to where they will have it sent.
    let quote = match theirs {
        Some(quote) => Some(quote),
        None => contents(Goal::Near).await?.quote,
    };
    let Some(mut quote) = quote else { return Err(Failure::refused(t.refused_nothing())) };
    let mut conn = platform().db.read().await?;
    let declined = coupons::apply(&mut conn, &mut quote, code.as_str(), shopper.account()).await?;
    drop(conn);
    let Some(declined) = declined else {
        name(shopper, Some(code.clone())).await?;
        let given = quote.discount.sub(quote.promoted).unwrap_or(quote.discount);
        let off = format::money(given, t.writing());
        let done = Done::back().notice(Tone::Good, t.coupon_taken(code.as_str(), off));
        return Ok(done.again(typed(of, &form).typed("coupon", "")));
    };
    let words = words(t, code.as_str(), &declined);
    // What more in the cart or signing in would mend is kept: it is taken off as soon as that is there.
    if matches!(declined.refusal, Refusal::AddMore { .. } | Refusal::NotForThese | Refusal::SignIn) {
        name(shopper, Some(code)).await?;
        let done = Done::back().notice(Tone::Warn, words);
        return Ok(done.again(typed(of, &form).typed("coupon", "")));
    }
    Err(typed(of, &form).field("coupon", words).into())
}

async fn name(shopper: Shopper, code: Option<CouponCode>) -> Result<(), Failure> {
    let t = Ctx::current().t();
    platform()
        .db
        .write(move |tx| {
            let code = code.clone();
            Box::pin(async move { coupons::name_in_cart(tx, shopper, code.as_ref()).await })
        })
        .await
        .map_err(|e| refusal(t, e))
}

/// What promotions and the coupon take off, as rows of a summary; nothing where nothing is off.
#[component]
pub(crate) fn DiscountRow(
    discount: Money,
    /// The promotions' share of it.
    promoted: Money,
    code: String,
) -> AnyView {
    let t = Ctx::current().t();
    // Of one currency, and never below nothing.
    let by_coupon = discount.sub(promoted).unwrap_or(discount);
    let less = |money: Money| money.neg().unwrap_or(money);
    view! {
        {(!promoted.is_zero()).then(|| view! {
            <dt>{t.promo_sum()}</dt>
            <dd class="text-end text-good" data-promoted="on"><Amount money=less(promoted) /></dd>
        })}
        {(!by_coupon.is_zero()).then(|| view! {
            <dt>{t.coupon()} " " <bdi>{code}</bdi></dt>
            <dd class="text-end text-good" data-discount="on"><Amount money=less(by_coupon) /></dd>
        })}
    }
    .into_any()
}

/// The field, what the coupon did or why not, and the way to take it out. Its buttons say where they go, because in the
/// checkout they stand in the form that orders.
#[component]
pub(super) fn CouponField(
    form: FormState,
    of: &'static str,
    /// Regions that the answers replace.
    swap: &'static str,
    coupon: Option<CartCoupon>,
) -> AnyView {
    let t = Ctx::current().t();
    let open = form.error("coupon").is_some();
    let named = coupon.map(|coupon| {
        let (tone, words) = match (&coupon.declined, &coupon.given_by) {
            (None, Some(seller)) => (Tone::Good, t.coupon_used_of(coupon.code.clone(), seller)),
            (None, None) => (Tone::Good, t.coupon_used(coupon.code.clone())),
            (Some(declined), _) => (Tone::Warn, words(t, &coupon.code, declined)),
        };
        view! {
            <Notice tone class="mt-2">
                <p>{words}</p>
                <button class="btn btn-quiet btn-small" name="coupon_remove" value=of formaction=ApplyCoupon::PATH data-swap=swap>
                    {t.coupon_remove(coupon.code)}
                </button>
            </Notice>
        }
    });
    view! {
        <div id="coupon" class="mt-4">
            <Disclosure summary=t.coupon_have() open>
                <div class="flex flex-wrap items-end gap-3">
                    <Field form=&form name="coupon" label=t.coupon_code() optional=true ltr=true class="min-w-0 flex-1 basis-32" />
                    <button class="btn btn-secondary" name="coupon_of" value=of formaction=ApplyCoupon::PATH data-swap=swap>
                        {t.coupon_apply()}
                    </button>
                </div>
            </Disclosure>
            // Behind the field: Enter presses a form's first button.
            {named}
        </div>
    }
    .into_any()
}
