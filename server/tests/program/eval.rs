//! How good the ranking is, asked from a shell.
use super::{run, text};

const GOODS: &str = r#"{"id":"1","title":"Mouse MX-500","supplier":"Acme","price":500}
{"id":"2","title":"Mouse MX-700","supplier":"Acme","price":700}
{"id":"3","title":"Tea kettle","supplier":"Weir","price":900}
{"id":"4","title":"Oak shelf","supplier":"Weir","price":900}
"#;

/// The three figures of a line: nDCG@10, the same of judged products alone, recall@100.
fn figures(table: &str, line: &str) -> Vec<f64> {
    let found = table.lines().find(|one| one.starts_with(line)).unwrap_or_else(|| panic!("{line}: {table}"));
    found.split_whitespace().filter_map(|word| word.parse().ok()).collect()
}

#[test]
fn the_ranking_is_measured_beside_plain_bm25_and_alike_each_time() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("goods.jsonl"), GOODS).unwrap();
    // A model's number in one piece, which plain words do not find; and a word that both find.
    std::fs::write(dir.path().join("ratings.csv"), "query,docid,rating\nmx500,1,3\nkettle,3,2\n").unwrap();
    let eval =
        || run(dir.path(), &["eval", "search", "--catalog", "goods.jsonl", "--ratings", "ratings.csv"]);
    let first = eval();
    assert!(first.status.success(), "{}", text(&first.stderr));
    let said = text(&first.stdout);
    let (table, rest) = said.split_once("\n\n").unwrap();
    let heads = table.lines().next().unwrap();
    assert_eq!(
        heads.split("  ").map(str::trim).filter(|head| !head.is_empty()).collect::<Vec<_>>(),
        ["nDCG@10", "nDCG@10, judged only", "recall@100"]
    );
    assert_eq!(figures(table, "Orinoco"), [1.0, 1.0, 1.0]);
    assert_eq!(figures(table, "plain BM25 over all text"), [0.5, 0.5, 0.5]);
    assert_eq!(figures(table, "gain"), [0.5, 0.5, 0.5]);
    assert!(rest.starts_with("2 searches, 4 products;"), "{rest}");
    assert_eq!(text(&eval().stdout).split_once("\n\n").unwrap().0, table, "it is the same each time");

    std::fs::write(dir.path().join("ratings.csv"), "query,docid,rating\nmx500,1\n").unwrap();
    let refused = eval();
    assert!(!refused.status.success());
    assert!(text(&refused.stderr).contains("line 2: three columns are wanted"), "{}", text(&refused.stderr));
}
