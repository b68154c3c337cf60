//! Who a seller is to the law: the form on `/seller/settings`, and what it does.
use domain::roles::Action;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::sellers::{Legal, Seller, SellerError, update_legal};

use super::api::{LegalForm, SaveLegal};
use super::desk;
use crate::access::platform;
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::ui::*;

/// The form's name, under which the page finds what was typed.
const FORM: &str = "legal";

#[component]
pub(super) fn LegalCard(seller: Seller) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let known = seller.legal.unwrap_or_default();
    let form = FormState::of(&ctx, FORM)
        .or("legal_name", known.name)
        .or("address", known.address.join("\n"))
        .or("tax_id", known.tax_id);
    view! {
        <Card title=t.legal_title() id="legal">
            <p class="mb-4 text-sm text-ink-soft">{t.legal_text()}</p>
            <Form readable=true action=SaveLegal::PATH class="flex flex-col gap-4">
                <Hidden name="seller" value=seller.id.to_string() />
                <Field form=&form name="legal_name" label=t.legal_name() autocomplete="organization" />
                <TextArea form=&form name="address" label=t.legal_address() hint=t.legal_address_hint() />
                <Field form=&form name="tax_id" label=t.legal_tax_id() optional=true ltr=true />
                <div><Button>{t.save()}</Button></div>
            </Form>
        </Card>
    }
    .into_any()
}

pub(super) async fn save(form: LegalForm) -> Result<Done, Failure> {
    let seller = desk::of_form(Action::ManageSeller, &form.seller).await?;
    let t = Ctx::current().t();
    let invalid = Invalid::new(FORM, &form);
    let legal = match Legal::read(&seller.country, &form.legal_name, &form.address, &form.tax_id) {
        Ok(legal) => legal,
        Err(error) => {
            let (field, words) = match error {
                SellerError::BadLegalName => ("legal_name", t.legal_name_wrong()),
                SellerError::BadLegalAddress => ("address", t.legal_address_wrong()),
                SellerError::BadTaxId => {
                    let country = domain::address::country_name(&seller.country, t.locale());
                    ("tax_id", t.legal_tax_id_wrong(country))
                }
                other => return Err(other.into()),
            };
            return Err(invalid.field(field, words).into());
        }
    };
    let id = seller.id;
    platform()
        .db
        .write(move |tx| {
            let legal = legal.clone();
            Box::pin(async move { update_legal(tx, id, &legal).await })
        })
        .await?;
    Ok(Done::to(desk::link(id, "/seller/settings")).notice(Tone::Good, t.settings_saved()))
}
