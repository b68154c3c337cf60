//! Where a shopper's things would go: what delivery dates are for before an order has an address. Owns the cookie of a
//! chosen place and the page `/deliver-to`. Called by the product page, the cart and the checkout.
use domain::address::{countries_by_name, country_format, country_name};
use domain::field::Field as Part;
use domain::format::{self, Locale};
use domain::place::Place;
use domain::promise::Promise;
use domain::text_enum::TextEnum as _;
use domain::zone::Zone;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::db::Conn;
use platform::identity::addresses;
use serde::Serialize;

use crate::access::{platform, visitor};
use crate::answer::{Done, Failure, Invalid, encode_query, local_path};
use crate::basket::address::{address_words, label};
use crate::ctx::{Ctx, cookie};
use crate::page::{query, request_head};
use crate::prefs::api::{ChoosePlace, for_a_year};
use crate::ui::kept::{Piece, kept_with};
use crate::ui::*;

/// The cookie of a chosen place: `US:94103`, `AE:`.
const COOKIE: &str = "place";
/// The form's name, under which a page finds what was typed.
const FORM: &str = "place";

/// A place, and whether it is the shopper's own default address, which no form here changes.
#[derive(Clone, Debug)]
pub struct Whereto {
    pub place: Place,
    pub is_address: bool,
}

/// The default address of who is signed in, else the place that was chosen in this browser, else the shop's country. A
/// guest costs no statement.
pub(crate) async fn whereto(conn: &mut Conn) -> Result<Whereto, Failure> {
    if let Some(account) = visitor().account()
        && let Some(saved) = addresses::default(conn, account.id).await?
    {
        return Ok(Whereto { place: Place::from(&saved.address), is_address: true });
    }
    Ok(Whereto { place: browsed(), is_address: false })
}

/// The same without an address: for lists, which ask the database for none.
pub(crate) fn browsed() -> Place {
    chosen().unwrap_or_else(|| Place::country(&platform().config.country))
}

/// What the cookie says, read as strictly as what is typed.
fn chosen() -> Option<Place> {
    let parts = request_head()?;
    let (country, postcode) = cookie(&parts.headers, COOKIE)?.split_once(':')?;
    Place::parse(country, postcode).ok()
}

/// `94103, United States`.
fn words(place: &Place, locale: Locale) -> String {
    let country = country_name(&place.country, locale);
    if place.postcode.is_empty() { country.to_owned() } else { format!("{}, {country}", place.postcode) }
}

#[derive(Serialize)]
struct Typed<'t> {
    country: &'t str,
    postcode: &'t str,
}

/// Keeps a place, or says how one is written.
pub(crate) fn choose(country: String, postcode: String, next: String) -> Result<Done, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let place = Place::parse(&country, &postcode).map_err(|error| {
        let invalid = Invalid::new(FORM, &Typed { country: &country, postcode: &postcode });
        invalid.field(error.field.as_str(), address_words(t, error, &country))
    })?;
    let bare: String = place.postcode.chars().filter(char::is_ascii_alphanumeric).collect();
    let done = if next.is_empty() { Done::back() } else { Done::to(next) };
    Ok(done
        .notice(Tone::Good, t.place_saved(words(&place, ctx.locale())))
        .cookie(for_a_year(COOKIE, &format!("{}:{bare}", place.country))))
}

/// The days of a promise, and until when it can be had: right without script, because it names the moment, too.
#[component]
pub(crate) fn PromiseView(promise: Promise, now: domain::Timestamp, zone: Zone) -> AnyView {
    let t = Ctx::current().t();
    let (day, minute) = zone.day_and_minute(promise.order_until);
    let moment = format!(
        "{} {:02}:{:02} ({})",
        format::weekday_and_day_short(day, t.locale()),
        minute / 60,
        minute % 60,
        zone.offset_text(promise.order_until)
    );
    view! {
        <p class="text-sm">{t.arrives()} " " <strong>{format::promised(&promise, t.locale())}</strong></p>
        <p class="text-sm text-ink-soft">
            <crate::islands::Countdown
                left_s=promise.order_within(now).as_secs()
                locale=t.locale()
                before=t.order_within()
                over=t.order_too_late()
                regions="buy"
            />
            " · " {t.order_until(moment)}
        </p>
    }
    .into_any()
}

/// Where it goes, on a product's page, with the form for another postcode of the country.
#[component]
pub(crate) fn PlaceView(to: Whereto, #[prop(into)] back: String) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let shown = words(&to.place, ctx.locale());
    let line = view! { <p class="text-sm text-ink-soft">{t.place_to()} " " <bdi class="font-medium text-ink">{shown}</bdi></p> };
    if to.is_address {
        return line.into_any();
    }
    let back = encode_query(local_path(&back));
    let place = &to.place;
    if !place.postcode.is_empty() || FormState::of(&ctx, FORM).failed() {
        return place_form(&ctx, place, back, line);
    }
    let piece = Piece::Place { locale: ctx.locale(), country: place.country.clone() };
    kept_with(piece, [&back], |[back]| place_form(&ctx, place, back, line))
}

fn place_form(ctx: &Ctx, place: &Place, back: String, line: impl IntoView + 'static) -> AnyView {
    let t = ctx.t();
    let other = format!("/deliver-to?next={back}");
    let Some(format) = country_format(&place.country).filter(|f| f.uses(Part::Postcode)) else {
        return view! { <div id="deliver">{line} <a class="link inline-flex min-h-tap items-center text-sm" href=other rel="nofollow">{t.place_country()}</a></div> }
            .into_any();
    };
    let form = FormState::of(ctx, FORM).or("postcode", place.postcode.clone());
    let open = form.failed();
    let country = place.country.clone();
    let summary = if place.postcode.is_empty() { t.place_choose() } else { t.place_change() };
    view! {
        <div id="deliver">
            {line}
            <Disclosure summary open class="text-sm">
                <Form action=ChoosePlace::PATH swap="buy" id="place" class="flex flex-wrap items-end gap-3">
                    <Hidden name="country" value=country />
                    <Field form=&form name="postcode" label=label(t, format, Part::Postcode) autocomplete="postal-code" ltr=true class="min-w-0 flex-1 basis-32" />
                    <Button kind=ButtonKind::Secondary>{t.place_save()}</Button>
                </Form>
                <a class="link inline-flex min-h-tap items-center" href=other rel="nofollow">{t.place_country()}</a>
            </Disclosure>
        </div>
    }
    .into_any()
}

/// One line for cart and checkout: where the dates are for, and the way to change it.
#[component]
pub(crate) fn PlaceLine(to: Whereto, back: &'static str) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let shown = words(&to.place, ctx.locale());
    let change = (!to.is_address).then(|| {
        view! { <a class="link inline-flex min-h-tap items-center" href=format!("/deliver-to?next={back}") rel="nofollow">{t.place_change()}</a> }
    });
    view! {
        <p id="deliver" class="flex flex-wrap items-center gap-x-2 text-sm text-ink-soft">
            {t.place_to()} " " <bdi class="font-medium text-ink">{shown}</bdi> {change}
        </p>
    }
    .into_any()
}

/// Route `/deliver-to`: country and postcode.
pub async fn page() -> Result<AnyView, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let to = match visitor().account() {
        Some(_) => whereto(&mut platform().db.read().await?).await?,
        None => Whereto {
            place: chosen().unwrap_or_else(|| Place::country(&platform().config.country)),
            is_address: false,
        },
    };
    let form = FormState::of(&ctx, FORM)
        .or("country", to.place.country.clone())
        .or("postcode", to.place.postcode.clone());
    let next = local_path(&query("next").unwrap_or_default()).to_owned();
    let options: Vec<(String, String)> = countries_by_name(ctx.locale())
        .into_iter()
        .map(|(code, name)| (code.to_owned(), name.to_owned()))
        .collect();
    let body = if to.is_address {
        view! {
            <p>{t.place_address()} " " <a class="link" href="/account/addresses">{t.place_addresses()}</a></p>
        }
        .into_any()
    } else {
        view! {
            <p class="mb-6 text-ink-soft">{t.place_text()}</p>
            <Form action=ChoosePlace::PATH id="place" class="flex flex-col gap-4">
                <Hidden name="next" value=next />
                <Select form=&form name="country" label=t.label_country() options autocomplete="country" />
                <Field form=&form name="postcode" label=t.label_postcode() autocomplete="postal-code" optional=true ltr=true />
                <div><Button>{t.place_save()}</Button></div>
            </Form>
        }
        .into_any()
    };
    Ok(view! {
        <NarrowPage title=t.place_title()>
            <h1 class="mb-4 text-3xl font-bold">{t.place_title()}</h1>
            {body}
        </NarrowPage>
    }
    .into_any())
}
