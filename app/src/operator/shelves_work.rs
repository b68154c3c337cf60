//! The work behind the operator's form of what a category is charged as: read each word, then one command. Called by `api` and by
//! the page that shows the effect before it is said.
use domain::commission::CommissionClass;
use domain::roles::{Action, Resource};
use domain::{CategoryId, Timestamp};
use platform::catalog::{self, CatalogError, SayClass};
use std::sync::Arc;

use super::api::CategoryClassForm;
use super::fees_work::{Wrong, from_day};
use crate::access::{account_id, allow, platform};
use crate::answer::{Done, Failure, Invalid};
use crate::ctx::Ctx;
use crate::fee_words::ClassNames;
use crate::text::T;
use crate::ui::Tone;

/// The form's name, under which the page finds what was typed.
pub(super) const FORM: &str = "category-class";
pub(super) const PATH: &str = "/operator/fees/categories";
/// In the place of a class: as the category above.
pub(super) const AS_PARENT: &str = "parent";

/// What a form asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct AskedClass {
    pub category: CategoryId,
    /// `None`: as its parent.
    pub class: Option<CommissionClass>,
    pub starts_at: Option<Timestamp>,
}

/// What a form asks for, or the first field that is wrong.
pub(super) fn read(t: T, kinds: &ClassNames, form: &CategoryClassForm) -> Result<AskedClass, Wrong> {
    let category =
        form.category.parse::<CategoryId>().map_err(|_| ("class".to_owned(), t.listing_wrong_category()))?;
    let class = match form.class.as_str() {
        AS_PARENT => None,
        class => {
            let known = kinds.parse(class);
            Some(known.ok_or_else(|| ("class".to_owned(), t.form_malformed()))?)
        }
    };
    Ok(AskedClass { category, class, starts_at: from_day(t, &form.from)? })
}

pub(super) async fn say(form: CategoryClassForm) -> Result<Done, Failure> {
    allow(Action::ManageMoney, &Resource::Platform)?;
    let (t, by) = (Ctx::current().t(), account_id()?);
    let invalid = Invalid::new(FORM, &form);
    let kinds = ClassNames::load(&mut platform().db.read().await?).await?;
    let asked = read(t, &kinds, &form).map_err(|(field, words)| invalid.clone().field(&field, words))?;
    let said = Arc::new(SayClass {
        category: asked.category,
        class: asked.class,
        starts_at: asked.starts_at,
        reason: form.reason.clone(),
        by,
    });
    let written = platform()
        .db
        .write(move |tx| {
            let said = Arc::clone(&said);
            Box::pin(async move { catalog::say_class(tx, &said).await })
        })
        .await;
    let (field, words) = match written {
        Ok(_) => {
            let here = Done::to(format!("{PATH}?category={}", asked.category));
            return Ok(here.notice(Tone::Good, t.shelf_said()));
        }
        Err(CatalogError::ClassReason) => ("reason", t.fee_wrong_reason()),
        Err(CatalogError::ClassInThePast) => ("from", t.fee_from_past()),
        Err(CatalogError::ClassOfRoot) => ("class", t.shelf_root()),
        Err(CatalogError::CategoryNotFound(_)) => ("class", t.listing_wrong_category()),
        Err(other) => return Err(other.into()),
    };
    Err(invalid.field(field, words).into())
}
