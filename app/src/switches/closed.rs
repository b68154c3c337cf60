//! What is switched off is refused here, for every form of it, before anything of it runs.
use domain::feature::{Feature, of_form};
use leptos::prelude::*;

use crate::access::platform;
use crate::answer::Failure;
use crate::ctx::Ctx;
use crate::ui::*;

/// Lets a form through unless a feature that it needs is off.
///
/// # Errors
/// [`Failure::Refused`] in words, or when nobody knows.
pub(crate) async fn must_be_on(path: &str) -> Result<(), Failure> {
    let path = path.split('?').next().unwrap_or_default();
    for feature in of_form(path) {
        if !is_on(feature).await? {
            return Err(Failure::refused(Ctx::current().t().switch_is_off()));
        }
    }
    Ok(())
}

/// Whether a page offers this.
///
/// # Errors
/// When nobody knows.
pub(crate) async fn is_on(feature: Feature) -> Result<bool, Failure> {
    Ok(!platform().switched_off().await?.contains(&feature))
}

/// Says on the page of a feature that it is closed; nothing while it is on.
///
/// # Errors
/// When nobody knows.
pub(crate) async fn closed_notice(feature: Feature) -> Result<Option<AnyView>, Failure> {
    if is_on(feature).await? {
        return Ok(None);
    }
    let words = Ctx::current().t().switch_is_off();
    Ok(Some(view! { <Notice tone=Tone::Warn class="mb-6">{words}</Notice> }.into_any()))
}
