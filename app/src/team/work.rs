//! What the server functions of both staffs do alike: they read the form that invites, and refuse in words.
use domain::contact::Email;
use domain::field::{Field, FieldError};
use domain::key::IdempotencyKey;
use domain::text_enum::TextEnum;
use platform::identity::invitations::{InvitationError, Letterhead};
use serde::Serialize;

use crate::access::platform;
use crate::answer::{Failure, Invalid};
use crate::basket::forms::field_words;
use crate::ctx::Ctx;

/// Where letters about people come from and lead to.
pub(crate) fn letterhead() -> Letterhead {
    let platform = platform();
    Letterhead { shop_name: platform.config.name.clone(), public_url: platform.config.site_url() }
}

/// Whom a form invites.
pub(crate) struct Asked<R> {
    pub key: IdempotencyKey,
    pub email: Email,
    pub role: R,
    /// The form as it was typed, for what only the command finds wrong with it.
    pub invalid: Invalid,
}

/// Reads the form of this name, whose fields are `key`, `email` and `role`.
pub(crate) fn asked<R: TextEnum>(
    name: &str,
    form: &impl Serialize,
    key: &str,
    email: &str,
    role: &str,
) -> Result<Asked<R>, Failure> {
    let t = Ctx::current().t();
    let key = IdempotencyKey::parse(key).map_err(|_| Failure::refused(t.form_malformed()))?;
    let mut invalid = Invalid::new(name, form);
    let (email, role) = (Email::parse(email), R::parse(role));
    if let Err(problem) = &email {
        invalid =
            invalid.field("email", field_words(t, FieldError { field: Field::Email, problem: *problem }));
    }
    if role.is_none() {
        invalid = invalid.field("role", t.staff_role_wrong());
    }
    let (Ok(email), Some(role)) = (email, role) else { return Err(invalid.into()) };
    Ok(Asked { key, email, role, invalid })
}

/// Why somebody was not invited.
pub(crate) fn not_sent(invalid: Invalid, error: InvitationError) -> Failure {
    let t = Ctx::current().t();
    match error {
        InvitationError::WorksHere => invalid.field("email", t.staff_works_here()).into(),
        InvitationError::TooMany => invalid.field("", t.staff_too_many()).into(),
        InvitationError::KeyReused => Failure::refused(t.form_malformed()),
        other => other.into(),
    }
}
