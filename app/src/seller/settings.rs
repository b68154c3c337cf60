//! How and when a seller ships. Route `/seller/settings`.
use domain::roles::{Action, Resource};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::api::SaveShipping;
use super::calendar::Calendar;
use super::desk;
use super::holiday::HolidayCard;
use super::legal::LegalCard;
use super::tax_person::TaxPersonCard;
use crate::access::{platform, visitor};
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::returns::labels::LabelCard;
use crate::returns::settings::ReturnCards;
use crate::ui::*;

pub async fn page() -> Result<AnyView, Failure> {
    let seller = desk::of_page(Action::ReadSettings).await?;
    let ctx = Ctx::current();
    let t = ctx.t();
    let s = &seller.shipping;
    let cutoff = format!("{:02}:{:02}", s.cutoff_minutes / 60 % 24, s.cutoff_minutes % 60);
    let form = FormState::of(&ctx, "shipping")
        .or("fee", s.fee.to_decimal())
        .or("free_from", s.free_from.map(|m| m.to_decimal()).unwrap_or_default())
        .or("handling_days", s.handling_days.to_string())
        .or("transit_min", s.transit_days_min.to_string())
        .or("transit_max", s.transit_days_max.to_string())
        .or("cutoff", cutoff);
    let code = seller.currency.code();
    let mut conn = platform().db.read().await?;
    let current = platform::returns::settings(&mut conn, seller.id).await?;
    let terms = platform::returns::label_terms(&mut conn, seller.id).await?;
    let price = platform::returns::label_price(&mut conn, seller.currency).await?;
    let told = platform::sellers::tax_person(&mut conn, seller.id).await?;
    drop(conn);
    // The platform reports others, and not itself.
    let tax = (!seller.is_platform).then(|| view! { <TaxPersonCard seller=seller.clone() told /> });
    let owner = visitor().allow(Action::ManageStaff, &Resource::Seller(seller.id)).is_ok();
    let changes = format!("/seller/changes?seller={}", seller.id);
    let changes = owner.then(
        || view! { <LinkButton href=changes kind=ButtonKind::Secondary>{t.trail_title()}</LinkButton> },
    );
    Ok(view! {
        <ConsolePage console=Console::Seller title=t.seller_settings() actions=changes.into_any()>
            <div class="flex max-w-2xl flex-col gap-6">
                <Card title=t.shipping_title() id="shipping">
                    <Form readable=true action=SaveShipping::PATH class="grid gap-4 sm:grid-cols-2">
                        <Hidden name="seller" value=seller.id.to_string() />
                        <Field form=&form name="fee" label=t.shipping_fee(code) inputmode="decimal" ltr=true />
                        <Field form=&form name="free_from" label=t.shipping_free_from(code) inputmode="decimal" optional=true ltr=true />
                        <Field form=&form name="handling_days" label=t.shipping_handling() inputmode="numeric" ltr=true />
                        <Field form=&form name="cutoff" label=t.shipping_cutoff() placeholder="14:00" ltr=true />
                        <Field form=&form name="transit_min" label=t.shipping_transit_min() inputmode="numeric" ltr=true />
                        <Field form=&form name="transit_max" label=t.shipping_transit_max() inputmode="numeric" ltr=true />
                        <div class="sm:col-span-2"><Button>{t.save()}</Button></div>
                    </Form>
                    <p class="mt-4 text-sm text-ink-soft">
                        {t.tables_more()} " " <a class="link" href=desk::here("/seller/shipping")>{t.tables_title()}</a>
                    </p>
                </Card>
                <HolidayCard seller=seller.clone() />
                <LegalCard seller=seller.clone() />
                {tax}
                <Calendar seller=seller.clone() />
                <ReturnCards seller=seller.clone() current />
                <LabelCard seller=seller.clone() terms price />
            </div>
        </ConsolePage>
    }
    .into_any())
}
