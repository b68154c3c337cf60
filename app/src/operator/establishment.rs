//! Where the platform is established, which decides how its fees are taxed: a section of `/operator/fees`, and its form.
use domain::Timestamp;
use domain::address::{countries_by_name, country_name};
use domain::format;
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::fees::{self, FeeError, SayEstablishment, Seat};
use platform::sellers::{Legal, SellerError};
use std::sync::Arc;

use super::api::{EstablishmentForm, SaySeat};
use super::effect::SeeEffect;
use super::fees_effect::{HERE, SEE_SEAT};
use super::fees_work::{Wrong, from_day, refused};
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::text::T;
use crate::typed::{perhaps, share_bps};
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
const FORM: &str = "establishment";

/// The form with what holds.
pub(super) fn form(ctx: &Ctx, seat: Option<Seat>) -> FormState {
    let form = FormState::of(ctx, FORM);
    match seat {
        None => form,
        Some(Seat { country, legal, rate_ppm }) => form
            .or("country", country)
            .or("name", legal.name)
            .or("address", legal.address.join("\n"))
            .or("tax_id", legal.tax_id)
            .or(
                "rate",
                rate_ppm
                    .map(|rate| domain::Money::new(rate / 100, domain::Currency::USD).to_decimal())
                    .unwrap_or_default(),
            ),
    }
}

#[component]
pub(super) fn SeatSection(seat: Option<Seat>, form: FormState, effect: Option<AnyView>) -> AnyView {
    let t = Ctx::current().t();
    let now = match &seat {
        Some(seat) => seat_words(t, seat),
        None => vec![t.seat_none()],
    };
    let mut countries = vec![(String::new(), t.seat_nowhere())];
    countries.extend(
        countries_by_name(t.locale()).into_iter().map(|(code, name)| (code.to_owned(), name.to_owned())),
    );
    view! {
        <section aria-labelledby="seat">
            <h2 id="seat" class="mb-1 text-lg font-bold">{t.seat_title()}</h2>
            <p class="mb-2 max-w-prose text-sm text-ink-soft">{t.seat_text()}</p>
            <ul id="seat-now" class="mb-4 font-medium">{now.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
            <Form readable=true action=SaySeat::PATH swap="fees" label=t.seat_title() class="grid max-w-3xl gap-4 sm:grid-cols-2">
                <Select form=&form name="country" label=t.seat_country() options=countries />
                <Field form=&form name="tax_id" label=t.legal_tax_id() optional=true ltr=true />
                <Field form=&form name="name" label=t.legal_name() autocomplete="organization" optional=true />
                <Field form=&form name="rate" label=t.seat_rate() hint=t.seat_rate_hint() inputmode="decimal" optional=true ltr=true />
                <TextArea form=&form name="address" label=t.legal_address() hint=t.legal_address_hint() optional=true class="sm:col-span-2" />
                <Field form=&form name="starts" label=t.rates_day() hint=t.rates_day_hint() optional=true ltr=true />
                <Field form=&form name="why" label=t.fee_reason() hint=t.fee_reason_hint() />
                <div class="flex flex-wrap gap-3 sm:col-span-2"><Button kind=ButtonKind::Secondary>{t.seat_say()}</Button> <SeeEffect path=HERE what=SEE_SEAT /></div>
            </Form>
            <div class="mt-4">{effect}</div>
        </section>
    }
    .into_any()
}

/// A seat, part for part.
pub(super) fn seat_words(t: T, seat: &Seat) -> Vec<String> {
    let mut words = vec![country_name(&seat.country, t.locale()).to_owned()];
    words.push(format!("{} · {}", seat.legal.name, seat.legal.tax_id));
    words.extend(seat.rate_ppm.map(|rate| format::rate(rate, t.writing())));
    words
}

fn read(t: T, form: &EstablishmentForm) -> Result<Option<Seat>, Wrong> {
    let wrong = |field: &str, words: String| Err((field.to_owned(), words));
    if form.country.is_empty() {
        return Ok(None);
    }
    let Some(country) = countries_by_name(t.locale()).into_iter().find(|(code, _)| *code == form.country)
    else {
        return wrong("country", t.form_malformed());
    };
    let legal = match Legal::read(country.0, &form.name, &form.address, &form.tax_id) {
        Ok(legal) => legal,
        Err(SellerError::BadLegalName) => return wrong("name", t.legal_name_wrong()),
        Err(SellerError::BadLegalAddress) => return wrong("address", t.legal_address_wrong()),
        Err(_) => return wrong("tax_id", t.legal_tax_id_wrong(country.1)),
    };
    let Some(rate) = perhaps(&form.rate, share_bps) else { return wrong("rate", t.fee_wrong_rate()) };
    Ok(Some(Seat { country: country.0.to_owned(), legal, rate_ppm: rate.map(|bps| bps.saturating_mul(100)) }))
}

/// What a form asks for and from when on, or the first field of it that is wrong.
pub(super) fn read_all(t: T, form: &EstablishmentForm) -> Result<(Option<Seat>, Option<Timestamp>), Wrong> {
    let starts_at = |(_, words): Wrong| ("starts".to_owned(), words);
    Ok((read(t, form)?, from_day(t, &form.starts).map_err(starts_at)?))
}

pub(super) async fn say(form: EstablishmentForm) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let invalid = Invalid::new(FORM, &form);
    let bad = |(field, words): Wrong| {
        let field = match field.as_str() {
            "from" => "starts",
            "reason" => "why",
            other => other,
        };
        invalid.clone().field(field, words)
    };
    let (seat, starts_at) = read_all(t, &form).map_err(bad)?;
    let country = seat.as_ref().map(|seat| country_name(&seat.country, t.locale()).to_owned());
    let said = Arc::new(SayEstablishment { seat, starts_at, reason: form.why.clone(), by });
    let written = platform()
        .db
        .write(move |tx| {
            let said = Arc::clone(&said);
            Box::pin(async move { fees::say_establishment(tx, &said).await })
        })
        .await;
    match written {
        Ok(_) => Ok(Done::to("/operator/fees").notice(Tone::Good, t.seat_said())),
        Err(FeeError::NoTaxNumber) => {
            Err(invalid.field("tax_id", t.legal_tax_id_wrong(country.unwrap_or_default())).into())
        }
        Err(FeeError::BadTaxRate) => Err(invalid.field("rate", t.fee_wrong_rate()).into()),
        Err(error) => Err(bad(refused(t, error)?).into()),
    }
}
