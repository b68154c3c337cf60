//! Checkout on one page. Route `/checkout`. A guest sees eight fields; a returning shopper chooses and clicks.
use domain::address::Address;
use domain::feature::Feature;
use domain::place::Place;
use domain::{CartId, format};
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::identity::addresses::{self, SavedAddress};
use platform::orders::Quote;
use platform::orders::wraps::wrap_price;
use platform::payments;

use super::address::AddressFields;
use super::api::PlaceOrder;
use super::card::Payment;
use super::cart::{Goal, Staying, SumOrFree, contents};
use super::coupon::{self, CartCoupon, CouponField, CouponLine, DiscountRow};
use super::gift::Present;
use super::place::{FORM, lines_text};
use crate::access::{platform, visitor};
use crate::answer::{Failure, sign_in_path};
use crate::ctx::Ctx;
use crate::shop::delivery::no_delivery;
use crate::shop::promotions::TakenOffLine;
use crate::shop::refusals::shopper;
use crate::site;
use crate::switches::{closed_notice, is_on};
use crate::text::T;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let platform = platform();
    let (mut saved_addresses, mut saved_cards) = (Vec::new(), Vec::new());
    let signed_in = visitor().account().map(|a| a.id);
    let mut conn = platform.db.read().await?;
    if let Some(account) = signed_in {
        saved_addresses = addresses::list(&mut conn, account).await?;
        saved_cards = payments::methods(&mut conn, account).await?;
    }
    let held = match shopper(&visitor()) {
        Some(shopper) => payments::held_card(&mut conn, &shopper.owner()).await?,
        None => None,
    };
    drop(conn);
    let form = FormState::of(&ctx, FORM).or("country", platform.config.country.clone());
    let address = address_to_tax(&form, &saved_addresses, &platform.config.country);
    let goal = match (address.as_ref(), typed_place(&form)) {
        (Some(address), _) => Goal::Address(address),
        (None, Some(place)) => Goal::Place(place),
        (None, None) => Goal::Theirs,
    };
    let mut there = contents(goal).await?;
    let stays = std::mem::take(&mut there.stays);
    let nowhere = there.quote.is_none() && !stays.is_empty();
    // So that another address can be typed into the form as it is.
    let contents = if nowhere { contents(Goal::Near).await? } else { there };
    let coupon = contents.coupon;
    let Some(mut quote) = contents.quote else {
        return Ok(view! {
            <ShopPage title=t.checkout_title() head=Head { private: true, ..Head::default() }>
                <h1 class="mb-6 text-3xl font-bold">{t.checkout_title()}</h1>
                {if nowhere {
                    view! {
                        <StaysView stays nowhere />
                        <LinkButton href="/cart">{t.nav_cart()}</LinkButton>
                    }.into_any()
                } else {
                    view! {
                        <EmptyState title=t.cart_empty_title() text=t.cart_empty_text() icon=Icon::Cart>
                            <LinkButton href="/">{t.cart_empty_next()}</LinkButton>
                        </EmptyState>
                    }.into_any()
                }}
            </ShopPage>
        }
        .into_any());
    };
    let now = platform.db.now();
    let fee = wrap_price(&mut platform.db.read().await?, platform.config.gift_wrap, now).await?;
    let fee = fee.filter(|fee| quote.takes_wrap(*fee));
    let wraps = !form.value("gift").is_empty() && !form.value("gift_wrap").is_empty();
    if let Some(fee) = fee.filter(|_| wraps) {
        quote.wrap(fee)?;
    }
    let lines =
        quote.parts.iter().flat_map(|p| &p.lines).map(|l| (l.sale.offer.id, l.quantity, l.sale.offer.price));
    let lines = lines_text(lines);
    let key = platform.db.new_id::<CartId>().to_string();
    let guest = signed_in.is_none();
    let sent = form.failed().then_some("");
    let of = signed_in.map_or_else(|| "guest".to_owned(), |account| account.to_string());
    let sandbox = platform.payments.processor_name() == "sandbox";
    let mut closed = closed_notice(Feature::Ordering).await?;
    if closed.is_none() && guest && !is_on(Feature::GuestCheckout).await? {
        closed = Some(guests_closed(t));
    }
    Ok(view! {
        <NarrowPage title=t.checkout_title() wide=true>
            <h1 class="mb-6 text-3xl font-bold">{t.checkout_title()}</h1>
            {closed}
            <StaysView stays nowhere />
            <Form action=PlaceOrder::PATH swap="main" orders=true id="checkout" label=t.checkout_title() class="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]">
                <Hidden name="key" value=key />
                <Hidden name="lines" value=lines />
                <Hidden name="total_minor" value=quote.total.minor().to_string() />
                <Hidden name="currency" value=quote.total.currency().code() />
                {(!quote.taxed).then(|| view! { <Hidden name="review" value="on" /> })}
                {(!quote.wrap.is_zero()).then(|| view! { <Hidden name="wrap_shown" value="on" /> })}
                <div class="flex min-w-0 flex-col gap-8">
                    {guest.then(|| view! { <Contact form=form.clone() /> })}
                    <Delivery form=form.clone() saved=saved_addresses />
                    <Payment form=form.clone() saved=saved_cards held sandbox />
                    <Present form=form.clone() fee />
                    {signed_in.map(|_| view! { <div class="for-new"><Checkbox form=&form name="save" label=t.checkout_save() /></div> })}
                </div>
                <Summary quote form=form.clone() coupon />
            </Form>
            // Whose form it is, and whether it holds what was sent before: for the script, which keeps what is typed.
            <div id="checkout-kept" hidden=true data-of=of data-sent=sent></div>
            <script type="module" nonce=use_nonce() src=site::asset("checkout.js")></script>
        </NarrowPage>
    }
    .into_any())
}

/// Nobody orders without an account: where to get one.
fn guests_closed(t: T) -> AnyView {
    let href = sign_in_path("/checkout");
    view! {
        <Notice tone=Tone::Warn class="mb-6">
            <p>{t.switch_guests_closed()}</p>
            <a class="link inline-flex min-h-tap items-center" href=href>{t.nav_sign_in()}</a>
        </Notice>
    }
    .into_any()
}

/// What is not sent to the address, before anything else: it is not in the total.
#[component]
fn StaysView(stays: Vec<Staying>, nowhere: bool) -> AnyView {
    let t = Ctx::current().t();
    if stays.is_empty() {
        return ().into_any();
    }
    let words = if nowhere { t.cart_nowhere() } else { t.cart_stays() };
    let names = stays
        .into_iter()
        .map(|one| view! { <li><bdi class="font-medium">{one.title}</bdi> " · " {no_delivery(t, one.why)}</li> })
        .collect_view();
    view! { <Notice tone=Tone::Warn class="mb-6"><p>{words}</p><ul class="list-disc ps-5">{names}</ul></Notice> }
        .into_any()
}

/// Where the tax on the page is computed for: the chosen or default address, or what was typed so far.
fn address_to_tax(form: &FormState, saved: &[SavedAddress], country: &str) -> Option<Address> {
    let chosen = form.value("address");
    let known = saved
        .iter()
        .find(|a| a.id.to_string() == chosen)
        .or_else(|| saved.iter().find(|a| a.is_default && chosen.is_empty()));
    if let Some(known) = known {
        return Some(known.address.clone());
    }
    let typed = domain::address::AddressInput {
        name: form.value("name"),
        line1: form.value("line1"),
        city: form.value("city"),
        region: form.value("region"),
        postcode: form.value("postcode"),
        country: if form.value("country").is_empty() { country.to_owned() } else { form.value("country") },
        ..Default::default()
    };
    typed.with_known_region().parse().ok()
}

/// The place typed so far in a form that was sent before, however far its address came.
fn typed_place(form: &FormState) -> Option<Place> {
    if !form.failed() {
        return None;
    }
    let (country, postcode) = (form.value("country"), form.value("postcode"));
    Place::parse(&country, &postcode).or_else(|_| Place::parse(&country, "")).ok()
}

#[component]
fn Contact(form: FormState) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <section class="flex flex-col gap-3">
            <p class="text-sm text-ink-soft">
                {t.checkout_have_account()} " " <a class="underline" href="/sign-in?next=/checkout">{t.nav_sign_in()}</a>
            </p>
            <Field form=&form name="email" label=t.label_email() r#type="email" autocomplete="email" ltr=true />
        </section>
    }
    .into_any()
}

#[component]
fn Delivery(form: FormState, saved: Vec<SavedAddress>) -> AnyView {
    let t = Ctx::current().t();
    let has_saved = !saved.is_empty();
    let default = saved.iter().find(|a| a.is_default).map(|a| a.id.to_string()).unwrap_or_default();
    let form = if has_saved { form.or("address", default) } else { form };
    let mut choices: Vec<Choice> = saved
        .iter()
        .map(|a| Choice {
            value: a.id.to_string(),
            title: a.address.name.clone(),
            text: a.address.lines().into_iter().skip(1).collect::<Vec<_>>().join(", "),
            ..Choice::default()
        })
        .collect();
    choices.push(Choice { value: "new".into(), title: t.checkout_new_address(), ..Choice::default() });
    let fields = view! { <AddressFields form=form.clone() of=FORM brief=true /> }.into_any();
    let body = if has_saved {
        view! {
            <RadioCards form=&form name="address" label=t.checkout_delivery() choices />
            <div class="for-new">{fields}</div>
        }
        .into_any()
    } else {
        view! { <Hidden name="address" value="new" /> {fields} }.into_any()
    };
    view! {
        <section class="flex flex-col gap-4" aria-labelledby="delivery">
            <h2 id="delivery" class="text-xl font-bold">{t.checkout_delivery()}</h2>
            {body}
        </section>
    }
    .into_any()
}

#[component]
fn Summary(quote: Quote, form: FormState, coupon: Option<CartCoupon>) -> AnyView {
    let t = Ctx::current().t();
    let parcels = quote.parts.len();
    let off = coupon::on_lines(&quote);
    let parts = quote
        .parts
        .iter()
        .enumerate()
        .map(|(at, part)| {
            let arrives = format::promised(&part.promise, t.locale());
            let (number, all) = (at as i64 + 1, parcels as i64);
            let which = (parcels > 1).then(|| view! { <h3 class="font-semibold">{t.parcel_of(number, all)}</h3> });
            let fee = (parcels > 1).then(|| {
                view! { <p class="mt-1 flex justify-between gap-3 text-ink-soft">{t.parcel_shipping()} <SumOrFree money=part.shipping /></p> }
            });
            let lines = part
                .lines
                .iter()
                .map(|l| {
                    let by_coupon = off.get(&l.sale.offer.id).cloned();
                    view! {
                        <li>
                            <div class="flex justify-between gap-3">
                                <span class="flex min-w-0 flex-1 gap-1">
                                    <span class="whitespace-nowrap">{l.quantity} " ×"</span>
                                    <bdi class="truncate">{l.sale.product_title.clone()}</bdi>
                                </span>
                                <Amount money=l.amount />
                            </div>
                            <TakenOffLine given=l.promotions.clone() />
                            <CouponLine given=by_coupon />
                        </li>
                    }
                })
                .collect_view();
            view! {
                <div class="border-b border-line py-3 text-sm first:pt-0" data-parcel=number>
                    {which}
                    <p class="text-ink-soft">{t.sold_by()} " " <bdi>{part.seller.name.clone()}</bdi></p>
                    <p class="mb-1 text-ink-soft">{t.arrives()} " " <strong>{arrives}</strong></p>
                    <ul class="flex flex-col gap-1">{lines}</ul>
                    {fee}
                </div>
            }
        })
        .collect_view();
    let inclusive = quote.parts.iter().flat_map(|p| &p.lines).any(|l| l.tax_inclusive);
    let tax = if !quote.taxed {
        view! { <span class="text-ink-faint">{t.sum_tax_later()}</span> }.into_any()
    } else {
        view! { <Amount money=quote.tax /> }.into_any()
    };
    let tax_words = if inclusive { t.sum_tax_included() } else { t.sum_tax() };
    let code = quote.coupon.as_ref().map(|c| c.code.clone()).unwrap_or_default();
    view! {
        <aside class="lg:sticky lg:top-4 lg:self-start" aria-label=t.cart_summary()>
            <Card title=t.cart_summary() id="summary">
                {parts}
                <dl id="totals" class="grid grid-cols-[1fr_auto] gap-y-2 pt-3">
                    <dt>{t.sum_items()}</dt><dd class="text-end"><Amount money=quote.items /></dd>
                    <dt>{t.sum_shipping()}</dt><dd class="text-end"><SumOrFree money=quote.shipping /></dd>
                    {(!quote.wrap.is_zero()).then(|| view! { <dt>{t.gift_wrap()}</dt><dd class="text-end"><Amount money=quote.wrap /></dd> })}
                    <DiscountRow discount=quote.discount promoted=quote.promoted code />
                    <dt>{tax_words}</dt><dd class="text-end">{tax}</dd>
                    <dt class="text-lg font-bold">{t.sum_total()}</dt>
                    <dd class="text-end text-lg font-bold"><AmountAbout money=quote.total /></dd>
                </dl>
                <CouponField form of=FORM swap="main" coupon />
                <Button size=ButtonSize::Large wide=true class="mt-4">{if quote.taxed { t.checkout_place() } else { t.checkout_review() }}</Button>
                <PayNote money=quote.total />
                <p class="mt-3 text-sm text-ink-faint">{t.checkout_charged_later()}</p>
            </Card>
        </aside>
    }
    .into_any()
}
