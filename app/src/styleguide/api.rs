//! The sample form of the style guide: shows how a form is checked, corrected and answered in place.
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the sample form sends.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SampleForm {
    pub name: String,
    pub email: String,
    pub country: String,
    pub remember: String,
}

/// Changes nothing: says that it saved, or what to correct.
#[server(endpoint = "styleguide/sample")]
pub async fn send_sample(#[server(flatten)] form: SampleForm) -> Result<(), ServerFnError> {
    use crate::answer::{Done, Invalid, answer};
    use crate::ctx::Ctx;
    use crate::ui::Tone;

    let t = Ctx::current().t();
    answer(async move {
        let mut invalid = Invalid::new("sample", &form);
        if form.name.trim().is_empty() {
            invalid = invalid.field("name", t.guide_name_missing());
        }
        if !form.email.contains('@') {
            invalid = invalid.field("email", t.guide_email_error());
        }
        invalid.check()?;
        Ok(Done::back().notice(Tone::Good, t.guide_saved(form.name)))
    })
    .await
}
