//! How a seller takes things back: where to, what is approved at once, for how long. A part of `/seller/settings`.
use domain::address::AddressInput;
use domain::returns::{AutoApproval, LONGEST_WINDOW_DAYS, STANDARD_WINDOW_DAYS};
use domain::roles::Action;
use domain::{Money, SellerId};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::returns::{ReturnError, ReturnSettings, save_settings, settings};
use platform::sellers::Seller;

use super::api::{ReturnAddressForm, ReturnSettingsForm, SaveReturnAddress, SaveReturnSettings};
use super::words::sentence;
use crate::access::platform;
use crate::answer::{Done, Failure, Invalid};
use crate::basket::address::AddressFields;
use crate::basket::forms;
use crate::ctx::Ctx;
use crate::seller::desk;
use crate::typed::perhaps;
use crate::ui::*;

const HERE: &str = "/seller/settings";
/// The name of the form with the rules.
const FORM: &str = "return-settings";

/// Both cards.
#[component]
pub(crate) fn ReturnCards(seller: Seller, current: ReturnSettings) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let money = |minor: i64| Money::new(minor, seller.currency).to_decimal();
    let form = FormState::of(&ctx, FORM)
        .or("auto", if current.auto.on { "on" } else { "" })
        .or("up_to", current.auto.up_to_minor.map(money).unwrap_or_default())
        .or("window", current.window_days.map(|days| days.to_string()).unwrap_or_default());
    let mut address = FormState::of(&ctx, "address").or("country", seller.country.clone());
    if let Some(a) = current.address {
        for (name, value) in [
            ("name", a.name),
            ("line1", a.line1),
            ("line2", a.line2),
            ("city", a.city),
            ("region", a.region),
            ("postcode", a.postcode),
            ("country", a.country),
        ] {
            address = address.or(name, value);
        }
    } else {
        address = address.or("name", seller.name.clone()).or("region", seller.region.clone());
    }
    let code = seller.currency.code();
    let rules = desk::here("/seller/returns/rules");
    view! {
        <Card title=t.return_address() id="return-address">
            <Form readable=true action=SaveReturnAddress::PATH class="flex flex-col gap-5">
                <Hidden name="seller" value=seller.id.to_string() />
                <AddressFields form=address of="address" />
                <div><Button>{t.save()}</Button></div>
            </Form>
        </Card>
        <Card title=t.return_settings() id="return-settings">
            <p class="text-sm text-ink-faint">{t.return_settings_text()}</p>
            <a class="link mb-4 inline-flex min-h-tap items-center" href=rules>{t.return_rules_title()}</a>
            <Form readable=true action=SaveReturnSettings::PATH class="grid gap-4 sm:grid-cols-2">
                <Hidden name="seller" value=seller.id.to_string() />
                <div class="sm:col-span-2"><Checkbox form=&form name="auto" label=t.return_auto() /></div>
                <Field form=&form name="up_to" label=t.return_auto_up_to(code) inputmode="decimal" optional=true ltr=true />
                <Field form=&form name="window" label=t.return_window() hint=t.return_window_hint() inputmode="numeric" optional=true ltr=true />
                <div class="sm:col-span-2"><Button>{t.save()}</Button></div>
            </Form>
        </Card>
    }
    .into_any()
}

/// Reads what there is, changes it, and writes it, in one transaction.
async fn change(
    seller: SellerId,
    with: impl Fn(ReturnSettings) -> ReturnSettings + Send + Sync + 'static,
) -> Result<(), ReturnError> {
    let with = std::sync::Arc::new(with);
    platform()
        .db
        .write(move |tx| {
            let with = std::sync::Arc::clone(&with);
            Box::pin(async move {
                let new = with(settings(tx, seller).await?);
                save_settings(tx, seller, &new).await
            })
        })
        .await
}

pub(super) async fn save(form: ReturnSettingsForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageSeller, &form.seller).await?;
    let t = Ctx::current().t();
    let mut invalid = Invalid::new(FORM, &form);
    let up_to_minor = match form.up_to.trim() {
        "" => Some(None),
        text => Money::parse_decimal(text, seller.currency)
            .ok()
            .filter(|m| m.is_positive())
            .map(|m| Some(m.minor())),
    };
    let allowed = STANDARD_WINDOW_DAYS..=LONGEST_WINDOW_DAYS;
    let window = perhaps(&form.window, |text| text.parse::<i64>().ok().filter(|days| allowed.contains(days)));
    if up_to_minor.is_none() {
        invalid = invalid.field("up_to", t.return_amount_wrong());
    }
    if window.is_none() {
        invalid = invalid.field("window", t.return_window_wrong());
    }
    let (Some(up_to_minor), Some(window_days)) = (up_to_minor, window) else { return Err(invalid.into()) };
    let auto = AutoApproval { on: !form.auto.is_empty(), up_to_minor };
    let saved = change(seller.id, move |old| ReturnSettings { auto, window_days, ..old }).await;
    match saved {
        Ok(()) => Ok(Done::to(desk::link(seller.id, HERE))
            .at("return-settings")
            .notice(Tone::Good, t.settings_saved())),
        Err(ReturnError::NoReturnAddress) => Err(invalid.field("auto", t.return_no_address()).into()),
        Err(error) => Err(sentence(t, error)),
    }
}

pub(super) async fn save_address(form: ReturnAddressForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageSeller, &form.seller).await?;
    let t = Ctx::current().t();
    let input = AddressInput {
        name: form.name.clone(),
        line1: form.line1.clone(),
        line2: form.line2.clone(),
        city: form.city.clone(),
        region: form.region.clone(),
        postcode: form.postcode.clone(),
        country: form.country.clone(),
        phone: String::new(),
    };
    let (address, invalid) = forms::address(t, input, Invalid::new("address", &form))?;
    let Some(address) = address else { return Err(invalid.into()) };
    change(seller.id, move |old| ReturnSettings { address: Some(address.clone()), ..old })
        .await
        .map_err(|e| sentence(t, e))?;
    Ok(Done::to(desk::link(seller.id, HERE)).at("return-address").notice(Tone::Good, t.settings_saved()))
}
