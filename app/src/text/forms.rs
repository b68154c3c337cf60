//! Texts of forms: what is wrong with a field and how to fix it.
use super::texts;

texts! {
    form_has_errors(n):
        "{n, plural, one {Please correct one field.} other {Please correct # fields.}}",
        "{n, plural, one {Corrige un campo.} other {Corrige # campos.}}",
        "{n, plural, one {يرجى تصحيح حقل واحد.} two {يرجى تصحيح حقلين.} few {يرجى تصحيح # حقول.} many {يرجى تصحيح # حقلًا.} other {يرجى تصحيح # حقل.}}";
    form_optional: "optional", "opcional", "اختياري";
}
