//! Who a seller is to tax authorities: the form on `/seller/settings`, and what it does. What is known is shown by its end alone.
use domain::address::{countries_by_name, country_name};
use domain::opening::SellerKind;
use domain::roles::Action;
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::sellers::{self, Seller, SellerError, TaxDetail, TaxPerson, TaxPersonInput};

use super::api::{SaveTaxPerson, TaxPersonForm};
use super::desk;
use crate::access::{account_id, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::openings::words::kind as kind_words;
use crate::text::T;
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
const FORM: &str = "tax-person";

fn detail(t: T, detail: TaxDetail) -> String {
    match detail {
        TaxDetail::Kind => t.opening_kind(),
        TaxDetail::Name => t.legal_name(),
        TaxDetail::Address => t.legal_address(),
        TaxDetail::TaxId => t.legal_tax_id(),
        TaxDetail::BornOn => t.tax_person_born(),
        TaxDetail::RegisterNumber => t.tax_person_register(),
    }
}

/// What is known and is not shown whole.
fn known(t: T, seller: &Seller, told: Option<&TaxPerson>) -> Option<String> {
    let number = sellers::tax_number(seller, told).map(|(number, state)| {
        t.tax_person_number(sellers::masked(&number), country_name(&state, t.locale()))
    });
    let born = told.and_then(|told| told.born_on).map(|_| t.tax_person_born_known());
    let all: Vec<String> = number.into_iter().chain(born).collect();
    (!all.is_empty()).then(|| all.join(" · "))
}

#[component]
pub(super) fn TaxPersonCard(seller: Seller, told: Option<TaxPerson>) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let kind = told.as_ref().map_or_else(String::new, |told| told.kind.to_string());
    let country = told.as_ref().map_or_else(|| seller.country.clone(), |told| told.tax_country.clone());
    let register = told.as_ref().map(|told| told.register_number.clone()).unwrap_or_default();
    let form = FormState::of(&ctx, FORM)
        .or("tax_kind", kind)
        .or("tax_country", country)
        .or("register_number", register);
    let kinds = std::iter::once((String::new(), "–".to_owned()))
        .chain(SellerKind::ALL.iter().map(|kind| (kind.to_string(), kind_words(t, *kind))))
        .collect::<Vec<_>>();
    let countries = countries_by_name(t.locale())
        .into_iter()
        .map(|(code, name)| (code.to_owned(), name.to_owned()))
        .collect::<Vec<_>>();
    let missing: Vec<String> = sellers::missing_tax_details(&seller, told.as_ref())
        .into_iter()
        .map(|missing| detail(t, missing))
        .collect();
    let missing = (!missing.is_empty()).then(|| {
        view! { <p id="tax-missing" class="mb-4 text-sm">{t.tax_person_missing(missing.join(" · "))}</p> }
    });
    let known = known(t, &seller, told.as_ref())
        .map(|known| view! { <p id="tax-known" class="mb-4 text-sm"><bdi>{known}</bdi></p> });
    view! {
        <Card title=t.tax_person_title() id="tax-person">
            <p class="mb-4 text-sm text-ink-soft">{t.tax_person_text()}</p>
            {missing}
            {known}
            <Form readable=true action=SaveTaxPerson::PATH class="flex flex-col gap-4">
                <Hidden name="seller" value=seller.id.to_string() />
                <Select form=&form name="tax_kind" label=t.opening_kind() options=kinds />
                <Field form=&form name="born_on" label=t.tax_person_born() hint=t.tax_person_born_hint() r#type="date" optional=true />
                <Field form=&form name="register_number" label=t.tax_person_register() hint=t.tax_person_register_hint() optional=true ltr=true />
                <Select form=&form name="tax_country" label=t.tax_person_state() options=countries />
                <Field form=&form name="own_tax_id" label=t.legal_tax_id() hint=t.tax_person_id_hint() optional=true ltr=true />
                <div><Button>{t.save()}</Button></div>
            </Form>
        </Card>
    }
    .into_any()
}

/// What is wrong with what was typed, beside its field.
fn wrong(t: T, error: SellerError, country: &str) -> Result<(&'static str, String), Failure> {
    match error {
        SellerError::BadBirth => Ok(("born_on", t.tax_person_born_wrong())),
        SellerError::BadRegister => Ok(("register_number", t.tax_person_register_wrong())),
        SellerError::BadCountry => Ok(("tax_country", t.tax_person_state_wrong())),
        SellerError::BadTaxId => Ok(("own_tax_id", t.legal_tax_id_wrong(country_name(country, t.locale())))),
        other => Err(other.into()),
    }
}

pub(super) async fn save(form: TaxPersonForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageSeller, &form.seller).await?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    // None of what is never shown goes back to the browser.
    let invalid = Invalid::new(FORM, &form).secret("born_on").secret("own_tax_id");
    let Some(kind) = SellerKind::parse(&form.tax_kind) else {
        return Err(invalid.field("tax_kind", t.tax_person_kind_wrong()).into());
    };
    let platform = platform();
    let (id, today, typed) = (seller.id, platform.db.now().utc_day(), form.clone());
    let written: Result<(), SellerError> = platform
        .db
        .write(move |tx| {
            let typed = typed.clone();
            Box::pin(async move {
                // What is left empty stays as it is now, not as it was when somebody else was about to change it.
                let before = sellers::tax_person(tx, id).await?;
                let input = TaxPersonInput {
                    kind,
                    born_on: &typed.born_on,
                    register_number: &typed.register_number,
                    tax_id: &typed.own_tax_id,
                    tax_country: &typed.tax_country,
                };
                let person = TaxPerson::read(&input, before.as_ref(), today)?;
                sellers::say_tax_person(tx, id, by, &person).await
            })
        })
        .await;
    if let Err(error) = written {
        let (field, words) = wrong(t, error, &form.tax_country)?;
        return Err(invalid.field(field, words).into());
    }
    Ok(Done::to(desk::link(id, "/seller/settings#tax-person")).notice(Tone::Good, t.settings_saved()))
}
