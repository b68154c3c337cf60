//! The fields of the index. A change here wants a new [`VERSION`]; the index is then built anew at start.

use crate::text;
use tantivy::Index;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Of the fields, the analysis and what is written into them.
pub(crate) const VERSION: u32 = 6;

/// Names of the columns that the collector reads.
pub(crate) mod column {
    pub(crate) const BRAND: &str = "brand";
    pub(crate) const PATH: &str = "path";
    pub(crate) const PRICE: &str = "price";
    pub(crate) const IN_STOCK: &str = "in_stock";
    pub(crate) const CREATED: &str = "created";
    pub(crate) const ID_HIGH: &str = "id_high";
    pub(crate) const ID_LOW: &str = "id_low";
    pub(crate) const STAMP: &str = "stamp";
    pub(crate) const TITLE_KEY: &str = "title_key";
    pub(crate) const SHELF_KEY: &str = "shelf_key";
    pub(crate) const ATTRIBUTES: &str = "attribute_tokens";
    pub(crate) const NAMES: &str = "attribute_names";
}

/// The fields by name.
#[derive(Clone, Copy)]
pub(crate) struct Fields {
    /// The ids of the product and its variants, for replacing what is found for any of them.
    pub(crate) id: Field,
    /// What describes the product; a word of the title counts as often as `document::TITLE_WEIGHT` says.
    /// Frequencies are added up before they saturate, which is what BM25F does and what a sum of fields does not.
    pub(crate) text: Field,
    /// Values of attributes: found by, but hardly ranked by, for a long list of properties is no better match.
    pub(crate) attributes: Field,
    /// Names of the categories: found by, but hardly ranked by, since they are the same for a whole shelf.
    pub(crate) shelf: Field,
    /// The title as written, with positions, for phrases and exact words.
    pub(crate) title: Field,
    /// Model and article numbers, and words written together.
    pub(crate) codes: Field,
    /// The category and all above it.
    pub(crate) category: Field,
    /// Root to leaf as `id/id/id`, for counting.
    pub(crate) path: Field,
    pub(crate) brand: Field,
    pub(crate) price: Field,
    pub(crate) in_stock: Field,
    pub(crate) created: Field,
    pub(crate) id_high: Field,
    pub(crate) id_low: Field,
    /// Hash of the document: what did not change is not written again.
    pub(crate) stamp: Field,
    /// Hash of the title's words: products that read the same are the same to a shopper.
    pub(crate) title_key: Field,
    /// Hash of the product's own category.
    pub(crate) shelf_key: Field,
    /// Names with values, for facets.
    pub(crate) attribute_tokens: Field,
    /// The names alone: few enough to count all of them.
    pub(crate) attribute_names: Field,
}

fn words(analyser: &str, record: IndexRecordOption, fieldnorms: bool) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(analyser)
        .set_index_option(record)
        .set_fieldnorms(fieldnorms);
    TextOptions::default().set_indexing_options(indexing)
}

pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let column_only = || TextOptions::default().set_fast("raw");
    let number = || NumericOptions::default() | FAST;
    let fields = Fields {
        id: builder.add_text_field("id", STRING),
        text: builder.add_text_field("text", words(text::FOLDED, IndexRecordOption::WithFreqs, true)),
        attributes: builder
            .add_text_field("attributes", words(text::FOLDED, IndexRecordOption::Basic, false)),
        shelf: builder.add_text_field("shelf", words(text::FOLDED, IndexRecordOption::Basic, false)),
        title: builder
            .add_text_field("title", words(text::PLAIN, IndexRecordOption::WithFreqsAndPositions, true)),
        codes: builder.add_text_field("codes", words("raw", IndexRecordOption::Basic, false)),
        category: builder.add_text_field("category", words("raw", IndexRecordOption::Basic, false)),
        path: builder.add_text_field(column::PATH, column_only()),
        brand: builder.add_text_field(column::BRAND, column_only()),
        price: builder.add_i64_field(column::PRICE, number()),
        in_stock: builder.add_bool_field(column::IN_STOCK, FAST | INDEXED),
        created: builder.add_i64_field(column::CREATED, number()),
        id_high: builder.add_u64_field(column::ID_HIGH, number()),
        id_low: builder.add_u64_field(column::ID_LOW, number()),
        stamp: builder.add_u64_field(column::STAMP, number()),
        title_key: builder.add_u64_field(column::TITLE_KEY, number()),
        shelf_key: builder.add_u64_field(column::SHELF_KEY, number()),
        attribute_tokens: builder.add_text_field(column::ATTRIBUTES, column_only()),
        attribute_names: builder.add_text_field(column::NAMES, column_only()),
    };
    (builder.build(), fields)
}

pub(crate) fn register_analysers(index: &Index) {
    index.tokenizers().register(text::PLAIN, text::plain());
    index.tokenizers().register(text::FOLDED, text::folded());
}
