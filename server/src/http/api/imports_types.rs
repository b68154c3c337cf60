//! What is said of catalogue files: where one stands, what it would change, what it did, what is wrong with its rows.

use super::problem::Problem;
use super::types::{Amount, Code, ImportRef, Time};
use domain::text_enum;
use platform::import::{
    self, Difference, FINDINGS_MAX, Format, ImportRun, Left, LeftAlone, Preview, Refusal, Sample, Severity,
    Shown, Tally, Upload, UploadState,
};
use serde::{Deserialize, Deserializer, Serialize, de};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

pub type UploadStateCode = Code<UploadState>;
pub type FormatCode = Code<Format>;
pub type DifferenceCode = Code<Difference>;
pub type LeftCode = Code<Left>;

/// What shoppers see, or would see, of a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowShown {
    pub title: String,
    /// Missing for what is catalogued and not offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub price: Option<Amount>,
    pub stock: i64,
    pub on_sale: bool,
}

impl From<Shown> for RowShown {
    fn from(shown: Shown) -> Self {
        Self {
            title: shown.title,
            price: shown.price.map(Amount::from),
            stock: shown.stock,
            on_sale: shown.on_sale,
        }
    }
}

/// One row as an example.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowSample {
    /// Line of the file, from 1.
    pub line: u64,
    pub difference: DifferenceCode,
    pub sku: String,
    /// Missing for a new row.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub before: Option<RowShown>,
    pub after: RowShown,
    /// Something that is not shown here changes, too: description, attributes, category.
    pub more: bool,
    /// The row calls the product otherwise, and it keeps its title: somebody else described it.
    pub title_stays: bool,
}

impl From<Sample> for RowSample {
    fn from(sample: Sample) -> Self {
        Self {
            line: sample.line,
            difference: Code(sample.difference),
            sku: sample.sku,
            before: sample.before.map(RowShown::from),
            after: sample.after.into(),
            more: sample.more,
            title_stays: sample.title_stays,
        }
    }
}

/// What an import would change. It was found out by doing it and taking it back.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportPreview {
    pub format: FormatCode,
    pub rows: u64,
    pub bad_rows: u64,
    pub warnings: u64,
    pub new: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub would_do: ImportTally,
    /// The first rows of each kind.
    pub samples: Vec<RowSample>,
}

impl From<Preview> for ImportPreview {
    fn from(preview: Preview) -> Self {
        Self {
            format: Code(preview.format),
            rows: preview.rows,
            bad_rows: preview.bad_rows,
            warnings: preview.warnings,
            new: preview.new,
            changed: preview.changed,
            unchanged: preview.unchanged,
            would_do: preview.tally.into(),
            samples: preview.samples.into_iter().map(RowSample::from).collect(),
        }
    }
}

/// How many things became what.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportTally {
    pub products_created: u64,
    pub products_changed: u64,
    pub products_unchanged: u64,
    /// Rows whose code belonged to a product of another source, which is offered as it is.
    pub products_shared: u64,
    pub offers_created: u64,
    pub offers_changed: u64,
    pub offers_unchanged: u64,
    pub pictures: u64,
    /// Variants that became products of their own, because their model got other options.
    pub variants_detached: u64,
    /// Products that are catalogued and not offered, because there is no price for them.
    pub products_without_price: u64,
}

impl From<Tally> for ImportTally {
    fn from(tally: Tally) -> Self {
        Self {
            products_created: tally.products_created,
            products_changed: tally.products_changed,
            products_unchanged: tally.products_unchanged,
            products_shared: tally.products_shared,
            offers_created: tally.offers_created,
            offers_changed: tally.offers_changed,
            offers_unchanged: tally.offers_unchanged,
            pictures: tally.pictures,
            variants_detached: tally.variants_detached,
            products_without_price: tally.products_without_price,
        }
    }
}

text_enum! {
    /// Why a catalogue is not imported, or stopped.
    pub enum ImportRefusal {
        UnknownFormat = "unknown_format",
        Utf16 = "utf16",
        MissingColumn = "missing_column",
        ColumnTwice = "column_twice",
        RowTooLong = "row_too_long",
        TooManyRows = "too_many_rows",
        /// Rows became bad since the preview.
        BadRows = "bad_rows",
        Other = "other",
    }
}
pub type ImportRefusalCode = Code<ImportRefusal>;

/// Why a catalogue is not imported, or stopped.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportRefused {
    pub code: ImportRefusalCode,
    /// In English, for whoever reads the log.
    pub detail: String,
}

impl From<Refusal> for ImportRefused {
    fn from(refusal: Refusal) -> Self {
        let (code, detail) = match refusal {
            Refusal::UnknownFormat => {
                (ImportRefusal::UnknownFormat, "It is no catalogue of a known format.".to_owned())
            }
            Refusal::Utf16 => (ImportRefusal::Utf16, "It is in UTF-16: save it as UTF-8.".to_owned()),
            Refusal::MissingColumn { column } => {
                (ImportRefusal::MissingColumn, format!("Its header has no column `{column}`."))
            }
            Refusal::ColumnTwice { column } => {
                (ImportRefusal::ColumnTwice, format!("Its header names the column `{column}` twice."))
            }
            Refusal::RowTooLong { line } => (
                ImportRefusal::RowTooLong,
                format!("Line {line} does not end: a quotation mark may be open."),
            ),
            Refusal::TooManyRows { limit } => {
                (ImportRefusal::TooManyRows, format!("It has more than {limit} rows: split it."))
            }
            Refusal::BadRows => {
                let detail = "Rows are bad: correct them, or start it with `skip_bad_rows`.";
                (ImportRefusal::BadRows, detail.to_owned())
            }
            Refusal::Other { reason } => (ImportRefusal::Other, reason),
        };
        Self { code: Code(code), detail }
    }
}

/// Something that an undo left as it was.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportLeft {
    /// The offer's number now, or the product's title.
    pub name: String,
    pub why: LeftCode,
    /// The number that the offer had before the import.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub sku_before: Option<String>,
}

/// What an undo left as it was.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportLeftAlone {
    /// How many things.
    pub count: i64,
    /// The first of them, in the order of the file; 50 at the most.
    pub data: Vec<ImportLeft>,
}

/// A catalogue file, where it stands, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CatalogueImport {
    pub id: ImportRef,
    pub state: UploadStateCode,
    pub file_name: String,
    /// The size of the file.
    pub bytes: i64,
    /// How far the work at hand is: bytes while checking, rows while importing, changes while undoing.
    pub done: i64,
    pub total: i64,
    /// Missing while it is being checked, and for what is no catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub preview: Option<ImportPreview>,
    /// Why it is refused, or stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub refusal: Option<ImportRefused>,
    /// What it did so far; missing in lists, in answers to commands, and before it was begun.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub did: Option<ImportTally>,
    /// What its undo left as it was; missing where it left nothing, and where `did` is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub left: Option<ImportLeftAlone>,
    pub sent_at: Time,
    pub updated_at: Time,
}

impl CatalogueImport {
    pub fn of(upload: Upload) -> Self {
        // Of one that stopped and went on later it is kept, and says nothing any more.
        let stands =
            matches!(upload.state, UploadState::Refused | UploadState::Failed | UploadState::Discarded);
        Self {
            id: upload.id.into(),
            state: Code(upload.state),
            file_name: upload.file_name,
            bytes: upload.bytes,
            done: upload.done,
            total: upload.total,
            preview: upload.preview.map(ImportPreview::from),
            refusal: upload.refusal.filter(|_| stands).map(ImportRefused::from),
            did: None,
            left: None,
            sent_at: Time(upload.created_at),
            updated_at: Time(upload.updated_at),
        }
    }

    /// The same with what it did, and how many things its undo left as they were with the first of them.
    pub fn with(self, run: &ImportRun, (count, left): (i64, Vec<LeftAlone>)) -> Self {
        let one = |left: LeftAlone| ImportLeft {
            name: left.name,
            why: Code(left.why),
            sku_before: left.sku_before,
        };
        let left = ImportLeftAlone { count, data: left.into_iter().map(one).collect() };
        Self { did: Some(run.tally.into()), left: (count > 0).then_some(left), ..self }
    }
}

text_enum! {
    /// How bad a finding is.
    pub enum FindingKind {
        /// The row cannot be imported.
        Error = "error",
        /// The row is imported without the part that is named.
        Warning = "warning",
    }
}
pub type FindingKindCode = Code<FindingKind>;

/// What is wrong with a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct Finding {
    /// Line of the file on which the row begins, from 1.
    pub line: u64,
    /// By the name that it has in the file, where it has one.
    pub column: String,
    pub kind: FindingKindCode,
    /// Stable: what a program decides by.
    #[schema(example = "price_missing")]
    pub code: String,
    /// In English, for whoever reads the log.
    pub detail: String,
}

/// A finding as it is told; none for the line that says how many more there are.
pub fn finding(found: import::Finding) -> Option<Result<Finding, Problem>> {
    match found {
        import::Finding::Found(problem) => Some(worded(&problem)),
        import::Finding::More { .. } => None,
    }
}

fn worded(problem: &import::Problem) -> Result<Finding, Problem> {
    // Its kind is how it is kept.
    let kept = serde_json::to_value(&problem.reason).map_err(|error| Problem::unexpected(&error))?;
    let code = kept.get("kind").and_then(serde_json::Value::as_str).unwrap_or("other");
    let kind = match problem.severity {
        Severity::Error => FindingKind::Error,
        Severity::Warning => FindingKind::Warning,
    };
    Ok(Finding {
        line: problem.line,
        column: problem.column.as_str().to_owned(),
        kind: Code(kind),
        code: code.to_owned(),
        detail: format!("{}.", problem.reason),
    })
}

/// How many findings stand before a page.
#[derive(Clone, Copy, Debug)]
pub struct FindingPlace(pub usize);

impl<'de> Deserialize<'de> for FindingPlace {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        let most = usize::try_from(FINDINGS_MAX).unwrap_or(usize::MAX);
        let digits = !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
        let place = text.parse().ok().filter(|place| digits && *place < most);
        place.map(Self).ok_or_else(|| de::Error::custom("this is no cursor"))
    }
}

impl PartialSchema for FindingPlace {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^([1-9][0-9]{0,3}|[1-4][0-9]{4})$"))
            .into()
    }
}

impl ToSchema for FindingPlace {}
