//! Kinds of goods that an operator makes, each with a table of rates of its own: a form on `/operator/fees`, another name on the
//! kind's own page, and what both send.
use domain::commission::CommissionClass;
use domain::roles::{Action, Resource};
use domain::text_enum::TextEnum as _;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use platform::fees::{self, ClassName, FeeError, NameClass};
use std::sync::Arc;

use super::api::{KindForm, SayKind};
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::ui::*;

/// The form's name, under which the pages find what was typed.
const FORM: &str = "kind";

/// A name in each language.
#[component]
fn NameFields(state: FormState) -> AnyView {
    let t = Ctx::current().t();
    view! {
        <Field form=&state name="kind_en" label=t.kind_english() />
        <Field form=&state name="kind_es" label=t.kind_spanish() hint=t.kind_as_english() optional=true />
        <Field form=&state name="kind_ar" label=t.kind_arabic() hint=t.kind_as_english() optional=true />
    }
    .into_any()
}

/// The form that makes a kind of goods.
#[component]
pub(super) fn NewKind() -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let state = FormState::of(&ctx, FORM);
    view! {
        <section aria-labelledby="new-kind">
            <h2 id="new-kind" class="mb-1 text-lg font-bold">{t.kind_title()}</h2>
            <p class="mb-4 max-w-prose text-sm text-ink-soft">{t.kind_text()}</p>
            <Form action=SayKind::PATH label=t.kind_title() class="grid max-w-3xl gap-4 sm:grid-cols-3">
                <NameFields state />
                <div class="sm:col-span-3"><Button kind=ButtonKind::Secondary>{t.kind_make()}</Button></div>
            </Form>
        </section>
    }
    .into_any()
}

/// The form that calls a kind of goods otherwise.
#[component]
pub(super) fn Rename(class: CommissionClass, name: ClassName) -> AnyView {
    let ctx = Ctx::current();
    let t = ctx.t();
    let state = FormState::of(&ctx, FORM)
        .or("kind_en", name.english)
        .or("kind_es", name.spanish)
        .or("kind_ar", name.arabic);
    view! {
        <section class="mt-8" aria-labelledby="rename-kind">
            <h2 id="rename-kind" class="mb-3 text-lg font-bold">{t.kind_rename()}</h2>
            <Form action=SayKind::PATH label=t.kind_rename() class="grid max-w-3xl gap-4 sm:grid-cols-3">
                <Hidden name="class" value=class.as_str() />
                <NameFields state />
                <div class="sm:col-span-3"><Button kind=ButtonKind::Secondary>{t.kind_rename()}</Button></div>
            </Form>
        </section>
    }
    .into_any()
}

pub(super) async fn say(form: KindForm) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let invalid = Invalid::new(FORM, &form);
    let class = match form.class.as_str() {
        "" => None,
        text => Some(CommissionClass::parse(text).ok_or(Failure::NotFound)?),
    };
    let name = ClassName {
        english: form.kind_en.clone(),
        spanish: form.kind_es.clone(),
        arabic: form.kind_ar.clone(),
    };
    let said = Arc::new(NameClass { class, name, by });
    let written = platform()
        .db
        .write(move |tx| {
            let said = Arc::clone(&said);
            Box::pin(async move { fees::name_class(tx, &said).await })
        })
        .await;
    let words = match written {
        Ok(class) => {
            let here = Done::to(format!("/operator/fees/{}", class.as_str()));
            return Ok(here.notice(Tone::Good, t.kind_said()));
        }
        Err(FeeError::NoSuchClass) => return Err(Failure::NotFound),
        Err(FeeError::BadClassName) => t.kind_wrong_name(),
        Err(FeeError::ClassNameTaken) => t.kind_taken(),
        Err(FeeError::NoRoomForClass) => t.kind_full(CommissionClass::OWN.len() as i64),
        Err(other) => return Err(other.into()),
    };
    Err(invalid.field("kind_en", words).into())
}
