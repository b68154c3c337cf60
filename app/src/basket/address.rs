//! The fields of an address as its country's post asks for them. Called by the checkout and the address book; another
//! country is chosen by a button, in place with script.
use domain::address::{
    AddressInput, CityKind, CountryFormat, PostcodeKind, RegionKind, countries_by_name, country_format,
    country_name, regions,
};
use domain::field::{Field as Part, FieldError, Problem};
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::{ChooseCountry, CountryForm};
use super::card::{Typed, hold_meanwhile};
use super::forms::{field_words, owner};
use crate::access::platform;
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::text::T;
use crate::ui::*;

/// Most fields of an address that a guest sees at once; the others open with one press.
const IN_VIEW: usize = 4;

/// What this country calls a field.
pub(crate) fn label(t: T, format: &CountryFormat, part: Part) -> String {
    match part {
        Part::Name => t.label_name(),
        Part::Line1 => t.label_line1(),
        Part::Line2 => t.label_line2(),
        Part::City => match format.city {
            CityKind::City => t.label_city(),
            CityKind::District => t.label_district(),
            CityKind::PostTown => t.label_post_town(),
            CityKind::Suburb => t.label_suburb(),
        },
        Part::Postcode => match format.code_kind {
            PostcodeKind::Postcode => t.label_postcode(),
            PostcodeKind::Zip => t.label_zip(),
            PostcodeKind::Pin => t.label_pin(),
            PostcodeKind::Eircode => t.label_eircode(),
        },
        _ => match format.region {
            RegionKind::Province => t.label_province(),
            RegionKind::State => t.label_state(),
            RegionKind::Area => t.label_area(),
            RegionKind::County => t.label_county(),
            RegionKind::Department => t.label_department(),
            RegionKind::District => t.label_district(),
            RegionKind::Emirate => t.label_emirate(),
            RegionKind::Island => t.label_island(),
            RegionKind::Oblast => t.label_oblast(),
            RegionKind::Parish => t.label_parish(),
            RegionKind::Prefecture => t.label_prefecture(),
        },
    }
}

/// The sentence for a field of an address, with an example of the country where there is one.
pub(crate) fn address_words(t: T, error: FieldError, country: &str) -> String {
    let format = country_format(&country.trim().to_ascii_uppercase());
    let example = format.map_or("", |f| f.example);
    match (error.field, error.problem) {
        (Part::Postcode, Problem::Missing) if !example.is_empty() => t.field_postcode_missing(example),
        (Part::Postcode, Problem::Malformed) => t.field_postcode(example),
        (Part::Region, Problem::Unknown) => t.field_region(),
        _ => field_words(t, error),
    }
}

/// Which fields a guest sees at once: what the country cannot do without, and what there is room for; a region that
/// follows from the postcode is not asked for.
fn in_view(format: &CountryFormat, fields: &[Part]) -> Vec<Part> {
    let follows = |part: &Part| *part == Part::Region && format.tells_region();
    let needed = |part: &&Part| format.requires(**part) && !follows(part);
    let mut view: Vec<Part> = fields.iter().filter(needed).copied().take(IN_VIEW).collect();
    let wanted = |part: &&Part| matches!(part, Part::City | Part::Postcode | Part::Region) && !follows(part);
    for part in fields.iter().filter(wanted) {
        if view.len() < IN_VIEW && !view.contains(part) {
            view.push(*part);
        }
    }
    fields.iter().filter(|part| view.contains(part)).copied().collect()
}

#[component]
fn OneField(form: FormState, format: &'static CountryFormat, part: Part, class: &'static str) -> AnyView {
    let t = Ctx::current().t();
    let name = part.as_str();
    let autocomplete = match part {
        Part::Name => "name",
        Part::Line1 => "address-line1",
        Part::Line2 => "address-line2",
        Part::City => "address-level2",
        Part::Region => "address-level1",
        _ => "postal-code",
    };
    let follows = part == Part::Region && format.tells_region();
    let optional = !format.requires(part) || follows;
    let hint = if follows { t.hint_region(label(t, format, Part::Postcode)) } else { String::new() };
    let label = label(t, format, part);
    match regions(format.code).filter(|_| part == Part::Region) {
        Some(list) => {
            let mut options: Vec<(String, String)> = list.map(|r| (r.code.to_owned(), r.title())).collect();
            options.sort_by(|a, b| a.1.cmp(&b.1));
            options.insert(0, (String::new(), t.region_choose()));
            view! { <Select form=&form name label hint autocomplete options optional class /> }.into_any()
        }
        None => {
            view! { <Field form=&form name label hint autocomplete optional ltr=part == Part::Postcode class /> }
                .into_any()
        }
    }
}

/// The country and the button that asks for its fields.
#[component]
fn Country(form: FormState, of: &'static str) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let names = countries_by_name(ctx.locale());
    let options: Vec<(String, String)> =
        names.into_iter().map(|(code, name)| (code.to_owned(), name.to_owned())).collect();
    view! {
        <div class="flex flex-wrap items-end gap-3 sm:col-span-6">
            <Select form=&form name="country" label=t.label_country() autocomplete="country" options submits_by="country-change" class="min-w-0 flex-1 basis-56" />
            <button
                id="country-change"
                class="btn btn-secondary"
                name="fields_of"
                value=of
                formaction=ChooseCountry::PATH
                data-swap="address-fields"
            >
                {t.country_change()}
            </button>
        </div>
    }
    .into_any()
}

/// The address of the form `of`. `brief`: what a guest needs in view, the rest one press away.
#[component]
pub(crate) fn AddressFields(form: FormState, of: &'static str, #[prop(optional)] brief: bool) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let ours = || country_format(&platform().config.country);
    let Some(format) = country_format(&form.value("country")).or_else(ours) else { return ().into_any() };
    let fields = format.fields(false);
    let view = if brief { in_view(format, &fields) } else { fields.clone() };
    let hidden: Vec<Part> = fields.iter().filter(|part| !view.contains(part)).copied().collect();
    let of_place = |part: &&Part| matches!(part, Part::City | Part::Region | Part::Postcode);
    let places = view.iter().filter(of_place).count();
    let class = move |part: Part| match (part, places) {
        (Part::Postcode, 2) | (Part::City | Part::Region | Part::Postcode, 3) => "sm:col-span-2",
        (Part::City | Part::Region, 2) => "sm:col-span-4",
        _ => "sm:col-span-6",
    };
    let one = |part: Part, class: &'static str| {
        let form = form.clone();
        view! { <OneField form format part class /> }
    };
    let shown = view.iter().map(|part| one(*part, class(*part))).collect_view();
    let country = view! { <Country form=form.clone() of /> };
    let (first, last) = if brief {
        let wrong = hidden.iter().any(|part| form.error(part.as_str()).is_some());
        let open = wrong || form.error("country").is_some() || !form.value("fields_of").is_empty();
        let rest = hidden.iter().map(|part| one(*part, "sm:col-span-6")).collect_view();
        let summary = t.label_more(country_name(format.code, ctx.locale()));
        let more = view! {
            <div class="sm:col-span-6">
                <Disclosure summary open>
                    <div class="grid gap-4 pt-3 sm:grid-cols-6">{country} {rest}</div>
                </Disclosure>
            </div>
        };
        (None, Some(more))
    } else {
        (Some(country), None)
    };
    view! {
        <div id="address-fields" class="grid gap-4 sm:grid-cols-6">
            // The form's first button is what the Enter key presses: it sends the form, not the country.
            <button class="sr-only" tabindex="-1" aria-hidden="true"></button>
            {first}
            {shown}
            {last}
        </div>
    }
    .into_any()
}

/// Shows the form again with the fields of the country that was chosen; nothing is checked, and nothing kept but a card.
pub(super) async fn choose_country(mut typed: CountryForm) -> Result<Done, Failure> {
    let ctx = Ctx::current();
    let t = ctx.t();
    let of = match typed.fields_of.as_str() {
        "address" => "address",
        _ => super::place::FORM,
    };
    if of == super::place::FORM {
        let CountryForm { card_number, card_expiry, card_cvc, name, .. } = &typed;
        let card = Typed { number: card_number, expiry: card_expiry, cvc: card_cvc, name };
        hold_meanwhile(owner()?, card).await?;
    }
    for secret in [&mut typed.card_number, &mut typed.card_expiry, &mut typed.card_cvc] {
        secret.clear();
    }
    let Some(format) = country_format(&typed.country) else {
        return Err(Invalid::new(of, &typed).field("country", t.field_country()).into());
    };
    // A region belongs to its country; one that the other country does not know would only be refused later.
    let region = AddressInput {
        region: typed.region.clone(),
        country: typed.country.clone(),
        ..AddressInput::default()
    };
    let wrong = region.parse().err().unwrap_or_default();
    if wrong.iter().any(|error| error.field == Part::Region) || !format.uses(Part::Region) {
        typed.region.clear();
    }
    if of == super::place::FORM {
        typed.address = "new".into();
    }
    let text = t.country_changed(country_name(format.code, ctx.locale()));
    Ok(Done::back().notice(Tone::Info, text).again(Invalid::new(of, &typed)))
}
