//! A message as a form, because files come with its words: what it is described as, and reading one. Pictures and PDFs are
//! sent by it.

use super::extract::{binary, cut, fields};
use super::problem::Problem;
use axum::body::Bytes;
use axum::extract::Request;
use platform::messages::MessageError;
use serde::Serialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};

/// The files that a form has.
pub(super) struct Files {
    /// What their field is called.
    pub field: &'static str,
    /// There are at most so many.
    pub most: usize,
    /// How many there are, in words.
    pub count: &'static str,
    /// What they are, in a sentence.
    pub about: &'static str,
}

impl Files {
    /// The form as the description has it.
    pub fn schema(&self) -> RefOr<Schema> {
        let text = ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^[A-Za-z0-9][A-Za-z0-9 .,!?'-]{0,499}$"))
            .description(Some(
                "1 to 2,000 characters. Addresses and numbers in it are hidden from the shopper.",
            ));
        let seen = ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(0_i64))
            .maximum(Some(1_000_000_i64))
            .description(Some("The number of the last message that was read; 0 when nothing is said."));
        let files = ArrayBuilder::new()
            .items(binary())
            .min_items(Some(1))
            .max_items(Some(self.most))
            .description(Some(self.about));
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .property("text", text)
            .property("seen", seen)
            .property(self.field, files.build())
            .required("text")
            .required(self.field)
            .into()
    }

    /// Reads a form with such files.
    ///
    /// # Errors
    /// `too_many` as soon as there are more than may be; for one that is none, breaks off, has other fields, or no file.
    pub async fn read(&self, request: Request, too_many: MessageError) -> Result<Form, Problem> {
        let mut fields = fields(request).await?;
        let mut form = Form::default();
        while let Some(field) = fields.next_field().await.map_err(|error| cut(&error))? {
            let name = field.name().unwrap_or_default().to_owned();
            match name.as_str() {
                "text" => form.text = field.text().await.map_err(|error| cut(&error))?,
                "seen" => {
                    let said = field.text().await.map_err(|error| cut(&error))?;
                    form.seen = said.parse().map_err(|_| Problem::malformed("`seen` is 0 to 1,000,000."))?;
                }
                name if name == self.field => {
                    let called = field.file_name().unwrap_or_default().to_owned();
                    form.files.push((called, field.bytes().await.map_err(|error| cut(&error))?));
                }
                other => return Err(Problem::malformed(format!("A message has no field `{other}`."))),
            }
            if form.files.len() > self.most {
                return Err(too_many.into());
            }
        }
        if form.files.is_empty() || form.files.iter().any(|(_, file)| file.is_empty()) {
            let Self { field, count, .. } = self;
            return Err(Problem::malformed(format!("`{field}` are {count} files, none of them empty.")));
        }
        Ok(form)
    }
}

/// A form that was read.
#[derive(Default)]
pub(super) struct Form {
    pub text: String,
    pub seen: i64,
    /// What each was called, and its bytes.
    pub files: Vec<(String, Bytes)>,
}

impl Form {
    /// All that it says, for telling it from another one: `of_file` is what counts of a file, told its name and hash.
    pub fn plain<T: Serialize>(&self, of_file: impl Fn(&str, String) -> T) -> Vec<u8> {
        let files =
            self.files.iter().map(|(name, file)| of_file(name, blake3::hash(file).to_hex().to_string()));
        let files: Vec<T> = files.collect();
        serde_json::json!([self.text, self.seen, files]).to_string().into_bytes()
    }
}
