//! Questions to the index that need no list of what is found. Called by `store` and `query`.

use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED};

/// How many products a query finds, or `most` when it finds more: a common word is in hundreds of thousands.
pub(crate) fn count_up_to(searcher: &Searcher, query: &dyn Query, most: u64) -> tantivy::Result<u64> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut found = 0;
    for segment in searcher.segment_readers() {
        let mut docs = weight.scorer(segment, 1.0)?;
        while found < most && docs.doc() != TERMINATED {
            found += u64::from(segment.alive_bitset().is_none_or(|alive| alive.is_alive(docs.doc())));
            docs.advance();
        }
    }
    Ok(found)
}

/// How many of these products a query finds.
pub(crate) fn count_among(
    searcher: &Searcher,
    query: &dyn Query,
    products: &[DocAddress],
) -> tantivy::Result<usize> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let mut products = products.to_vec();
    products.sort_unstable();
    let mut found = 0;
    for of_segment in products.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
        let mut docs = weight.scorer(searcher.segment_reader(of_segment[0].segment_ord), 1.0)?;
        for product in of_segment {
            // Only forwards; one that was passed is not among them.
            if docs.doc() < product.doc_id {
                docs.seek(product.doc_id);
            }
            found += usize::from(docs.doc() == product.doc_id);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::query::TermQuery;
    use tantivy::schema::{IndexRecordOption, STRING, Schema};
    use tantivy::{Index, TantivyDocument, Term};

    #[test]
    fn deleted_products_are_not_counted_and_counting_stops_in_time() {
        let mut schema = Schema::builder();
        let field = schema.add_text_field("text", STRING);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 20_000_000).unwrap();
        // Two segments: of each, every second product has the word, and one of those is gone.
        for _ in 0..2 {
            for number in 0..20 {
                let mut document = TantivyDocument::default();
                document.add_text(field, if number % 2 == 0 { "word" } else { "other" });
                if number == 4 {
                    document.add_text(field, "gone");
                }
                writer.add_document(document).unwrap();
            }
            writer.commit().unwrap();
        }
        writer.delete_term(Term::from_field_text(field, "gone"));
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let query = TermQuery::new(Term::from_field_text(field, "word"), IndexRecordOption::Basic);
        for (most, expected) in [(100, 18), (18, 18), (10, 10), (0, 0)] {
            assert_eq!(count_up_to(&searcher, &query, most).unwrap(), expected);
        }
        let at = |segment, doc| DocAddress::new(segment, doc);
        let unordered = [at(1, 18), at(0, 3), at(0, 2), at(1, 19), at(0, 0)];
        assert_eq!(count_among(&searcher, &query, &unordered).unwrap(), 3);
        assert_eq!(count_among(&searcher, &query, &[]).unwrap(), 0);
    }
}
