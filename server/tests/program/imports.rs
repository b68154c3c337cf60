//! Catalogues from a shell: tried, refused, loaded, taken back, and killed on the way.
use std::fmt::Write as _;
use std::process::Stdio;
use std::time::Duration;

use platform::db::Db;

use super::{between, count, orinoco, rows_of, run, text};

/// A catalogue as other shops write it; some lines have a price that is none.
pub fn catalogue(rows: i64, bad: &[i64]) -> String {
    let mut text = "Handle,Title,Variant SKU,Variant Price\n".to_owned();
    for n in 1..=rows {
        let price = if bad.contains(&n) { "cheap" } else { "12.50" };
        writeln!(text, "thing-{n},Thing number {n},T-{n},{price}").unwrap();
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn three_broken_rows_of_a_hundred_thousand_are_named_in_a_file_and_nothing_is_imported() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("goods.csv"), catalogue(100_000, &[7, 50_000, 99_999])).unwrap();
    let refused = run(dir.path(), &["import", "goods.csv", "--findings", "found.csv"]);
    assert!(!refused.status.success());
    let said = text(&refused.stdout);
    assert!(said.contains("Nothing was imported: 3 of 100000 rows are bad."), "{said}");
    assert!(text(&refused.stderr).contains("Every finding is in found.csv."), "{}", text(&refused.stderr));
    let found = std::fs::read_to_string(dir.path().join("found.csv")).unwrap();
    let rows: Vec<&str> = found.lines().collect();
    assert_eq!(rows[0], "line,column,kind,reason");
    // The header is the first line.
    for (row, line) in rows[1..].iter().zip([8, 50_001, 100_000]) {
        assert!(row.starts_with(&format!("{line},Variant Price,error,")), "{row}");
    }
    assert_eq!(rows.len(), 4, "{found}");
    let db = rows_of(dir.path(), None).await;
    assert_eq!(imported(&db).await[..4], [0; 4]);
    // No file can be made there: that is said before a row is read.
    let nowhere = run(dir.path(), &["import", "goods.csv", "--findings", "no/such/folder.csv"]);
    assert!(!nowhere.status.success());
    let said = text(&nowhere.stderr);
    assert!(said.contains("no/such/folder.csv cannot be written"), "{said}");
}

/// What an import may change: products, offers, units, runs, and the log that tells of it.
async fn imported(db: &Db) -> [i64; 5] {
    [
        count(db, "SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_products WHERE status = 'active'").await,
        count(db, "SELECT CAST(COUNT(*) AS BIGINT) FROM catalog_offers WHERE active = TRUE").await,
        count(db, "SELECT CAST(COALESCE(SUM(available), 0) AS BIGINT) FROM inventory_stock").await,
        count(db, "SELECT CAST(COUNT(*) AS BIGINT) FROM import_runs WHERE state = 'done'").await,
        count(db, "SELECT CAST(COUNT(*) AS BIGINT) FROM db_events").await,
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_catalogue_is_tried_refused_loaded_once_and_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("good.csv"), catalogue(40, &[])).unwrap();
    // The head is line 1, so the row 21 is line 22.
    std::fs::write(dir.path().join("bad.csv"), catalogue(40, &[21])).unwrap();
    let import = |args: &[&str]| run(dir.path(), &[&["import"][..], args].concat());
    assert!(run(dir.path(), &["migrate"]).status.success());
    let db = rows_of(dir.path(), None).await;

    let tried = import(&["good.csv", "--dry-run"]);
    assert!(tried.status.success(), "{}", text(&tried.stderr));
    assert!(text(&tried.stdout).contains("40 of 40 rows would be imported"), "{}", text(&tried.stdout));
    assert_eq!(imported(&db).await, [0; 5]);

    for args in [&["bad.csv"][..], &["bad.csv", "--dry-run"]] {
        let refused = import(args);
        assert!(!refused.status.success(), "{args:?}");
        let named = text(&refused.stderr);
        assert!(named.contains("bad.csv: line 22, Variant Price: "), "{named}");
        assert!(text(&refused.stdout).contains("Nothing was imported: 1 of 40 rows are bad."));
        assert_eq!(imported(&db).await[..4], [0; 4], "{args:?}");
    }

    let loaded = import(&["bad.csv", "--skip-bad-rows"]);
    assert!(loaded.status.success(), "{}", text(&loaded.stderr));
    assert!(text(&loaded.stdout).contains("39 of 40 rows imported"), "{}", text(&loaded.stdout));
    assert!(text(&loaded.stderr).contains("line 22, Variant Price: "), "the row that is left out is named");
    let after = imported(&db).await;
    assert_eq!(after[..4], [39, 39, 39 * 25, 1]);

    let again = import(&["bad.csv", "--skip-bad-rows"]);
    assert!(again.status.success(), "{}", text(&again.stderr));
    assert_eq!(imported(&db).await, [39, 39, 39 * 25, 2, after[4]], "nothing changed, and nobody was told");

    let said = text(&loaded.stdout);
    let id = between(&said, "orinoco import --undo ", "\n");
    let undone = import(&["--undo", id]);
    assert!(undone.status.success(), "{}", text(&undone.stderr));
    // A product and its offer each.
    let words = "Taken back: 78 withdrawn, 0 as before, 0 left as they were.";
    assert!(text(&undone.stdout).contains(words), "{}", text(&undone.stdout));
    assert_eq!(imported(&db).await[..2], [0, 0]);
    let twice = import(&["--undo", id]);
    assert!(!twice.status.success() && text(&twice.stderr).contains("was undone already"));
    let checked = run(dir.path(), &["check"]);
    assert!(checked.status.success(), "{}", text(&checked.stdout));
    db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_killed_goes_on_where_it_stopped() {
    const ROWS: i64 = 3_000;
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("goods.csv"), catalogue(ROWS, &[])).unwrap();
    assert!(run(dir.path(), &["migrate"]).status.success());
    let db = rows_of(dir.path(), None).await;
    let behind = "SELECT CAST(COALESCE(MAX(cursor), 0) AS BIGINT) FROM import_runs";
    let mut import = orinoco(dir.path())
        .args(["import", "goods.csv"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while count(&db, behind).await == 0 {
        assert!(import.try_wait().unwrap().is_none(), "it ended and had loaded nothing");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    // SIGKILL: the program cannot put anything in order.
    import.kill().unwrap();
    import.wait().unwrap();
    let stopped = count(&db, behind).await;
    assert!((1..ROWS).contains(&stopped), "it was killed in the middle: {stopped} of {ROWS}");
    assert_eq!(imported(&db).await[..4], [stopped, stopped, stopped * 25, 0]);

    let rest = run(dir.path(), &["import", "goods.csv"]);
    assert!(rest.status.success(), "{}", text(&rest.stderr));
    assert!(text(&rest.stdout).contains("3000 of 3000 rows imported"), "{}", text(&rest.stdout));
    assert_eq!(imported(&db).await[..4], [ROWS, ROWS, ROWS * 25, 1]);
    assert_eq!(count(&db, "SELECT CAST(COUNT(*) AS BIGINT) FROM import_runs").await, 1, "one run, continued");
    assert_eq!(count(&db, behind).await, ROWS);
    db.close().await;
    let checked = run(dir.path(), &["check"]);
    assert!(checked.status.success(), "{}", text(&checked.stdout));
}
