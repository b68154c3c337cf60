//! What only several rows of a file show together: in the preview as in the import, on both databases.
use super::small::{importer, run, seller, write};
use db::testing::{TestDb, on_both};
use domain::variants::{Combination, choices};
use domain::{Currency, Money};
use import::*;
use std::fmt::Write as _;
use std::path::Path;

/// The preview and what it found.
async fn previewed(t: &TestDb, path: &Path, options: &ImportOptions) -> (Preview, Vec<Problem>) {
    let mut found = Vec::new();
    let told = |problem: &Problem| {
        found.push(problem.clone());
        Ok(())
    };
    let preview = importer(t).rehearse(path, options, |_| (), told).await.unwrap();
    (preview, found)
}

fn in_the_name_of(n: u128) -> ImportOptions {
    ImportOptions { scope: Scope::Seller, keep_pictures: true, ..ImportOptions::new(seller(n)) }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_rows_that_are_one_product_of_somebody_else_are_told_wherever_they_stand() {
    on_both(|t| {
        Box::pin(async move {
            let theirs = r#"{"id":"1","title":"Kettle","price":500,"ean":["9780306406157","0036000291452"]}"#;
            run(t, &write(t, "a.jsonl", theirs), &ImportOptions::new(seller(1))).await;
            let mut mine = String::new();
            for n in 0..1_100 {
                let ean = match n {
                    0 => "\"9780306406157\"",
                    1_099 => "\"0036000291452\"",
                    _ => "",
                };
                writeln!(mine, r#"{{"id":"{n}","title":"T{n}","price":5,"ean":[{ean}]}}"#).unwrap();
            }
            let path = write(t, "b.jsonl", &mine);
            let (preview, found) = previewed(t, &path, &in_the_name_of(2)).await;
            assert_eq!((preview.bad_rows, preview.new), (1, 1_099));
            assert_eq!((found[0].line, found[0].column.as_str()), (1_100, "EAN"));
            assert!(found[0].reason.to_string().contains("line 1 "), "{found:?}");
            assert_eq!(run(t, &path, &in_the_name_of(2)).await.outcome, Outcome::Refused);
            let skipping = ImportOptions { skip_bad_rows: true, ..in_the_name_of(2) };
            let report = run(t, &path, &skipping).await;
            assert_eq!((report.outcome, report.tally), (Outcome::Imported, preview.tally));
        })
    })
    .await;
}

const HEADER: &str = "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant Price\n";

/// Lines of a product whose variants have these numbers.
fn numbered(handle: &str, option: &str, numbers: std::ops::Range<usize>) -> String {
    let mut lines = String::new();
    for n in numbers {
        writeln!(lines, "{handle},{handle},{option},{n},,,5").unwrap();
    }
    lines
}

#[tokio::test(flavor = "multi_thread")]
async fn variants_above_the_most_are_told_before_anything_is_imported() {
    on_both(|t| {
        Box::pin(async move {
            let options = ImportOptions::new(seller(1));
            // In two places of one file.
            let parts =
                [numbered("a", "No", 0..1_500), numbered("b", "No", 0..2), numbered("a", "No", 1_500..2_100)];
            let path = write(t, "a.csv", &format!("{HEADER}{}", parts.concat()));
            let (preview, found) = previewed(t, &path, &options).await;
            assert_eq!((preview.bad_rows, preview.new), (52, 2_050));
            assert!(found[0].reason.to_string().contains("at most 2048"), "{found:?}");
            assert_eq!((found[0].line, found.len()), (2_052, 52));
            // In the shop and in the file.
            let half = write(t, "half.csv", &format!("{HEADER}{}", parts[0]));
            assert_eq!(run(t, &half, &options).await.outcome, Outcome::Imported);
            let path = write(t, "rest.csv", &format!("{HEADER}{}", parts[2]));
            let (preview, _) = previewed(t, &path, &options).await;
            assert_eq!((preview.bad_rows, preview.new), (52, 548));
            let report = run(t, &path, &ImportOptions { skip_bad_rows: true, ..options.clone() }).await;
            assert_eq!((report.outcome, report.tally), (Outcome::Imported, preview.tally));
            // What is there already takes no further place.
            assert_eq!(previewed(t, &half, &options).await.0.bad_rows, 0);
        })
    })
    .await;
}

async fn model_of(t: &TestDb, slug: &str) -> Option<catalog::Model> {
    let mut conn = t.db().read().await.unwrap();
    let id = catalog::product_by_slug(&mut conn, slug).await.unwrap()?.product.model?;
    catalog::models(&mut conn, &[id]).await.unwrap().remove(&id)
}

fn values(model: &catalog::Model) -> Vec<String> {
    model.variants.iter().map(|variant| variant.values.join("/")).collect()
}

const SHELL: &str = "shell,Shell,Colour,Blue,Size,S,5\nshell,,,Blue,,M,5\nshell,,,Red,,M,5\n";
const ONE_OPTION: &str = "shell,Shell,Colour,Blue,,,5\nshell,,,Green,,,5\n";

#[tokio::test(flavor = "multi_thread")]
async fn variants_that_fit_their_product_no_more_become_products_of_their_own() {
    on_both(|t| {
        Box::pin(async move {
            let options = ImportOptions::new(seller(1));
            run(t, &write(t, "a.csv", &format!("{HEADER}{SHELL}")), &options).await;
            let path = write(t, "b.csv", &format!("{HEADER}{ONE_OPTION}"));
            let (preview, found) = previewed(t, &path, &options).await;
            assert_eq!((preview.new, preview.tally.variants_detached, preview.warnings), (2, 3, 1));
            assert_eq!((found[0].line, found[0].severity), (2, Severity::Warning));
            let words = "`Shell` had other options (Colour, Size)";
            assert!(found[0].reason.to_string().starts_with(words), "{found:?}");
            assert!(found[0].reason.to_string().ends_with("Blue, M; Blue, S; Red, M"), "{found:?}");
            assert_eq!(
                values(&model_of(t, "shell-blue-m").await.unwrap()).len(),
                3,
                "a preview changes nothing"
            );

            let report = run(t, &path, &options).await;
            assert_eq!((report.outcome, report.tally), (Outcome::Imported, preview.tally));
            assert_eq!(report.problems, found);
            let model = model_of(t, "shell-blue").await.unwrap();
            assert_eq!(
                (values(&model), model.options),
                (vec!["Blue".into(), "Green".into()], vec!["Colour".into()])
            );
            let picker: Vec<Combination> = model
                .variants
                .iter()
                .map(|v| Combination { values: v.values.clone(), buyable: true })
                .collect();
            assert_eq!(choices(&picker, 0)[0].len(), 2, "the picker offers both");
            // The others have their pages and offers as before.
            assert_eq!(model_of(t, "shell-blue-m").await, None);
            let mut conn = t.db().read().await.unwrap();
            let alone = catalog::product_by_slug(&mut conn, "shell-blue-m").await.unwrap().unwrap();
            assert_eq!((alone.product.title.as_str(), alone.offers.len()), ("Shell, Blue, M", 1));
            drop(conn);
            assert_eq!(run(t, &path, &options).await.tally.products_unchanged, 2);

            let undone = importer(t).undo(report.import.unwrap(), |_| ()).await.unwrap();
            assert_eq!((undone.restored, undone.left_alone), (3, 0));
            let model = model_of(t, "shell-blue-m").await.unwrap();
            assert_eq!(values(&model), ["Blue/S", "Blue/M", "Red/M"]);
            assert_eq!(model.options, ["Colour", "Size"]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_leaves_variants_alone_that_fit_their_product_no_more() {
    on_both(|t| {
        Box::pin(async move {
            let options = ImportOptions::new(seller(1));
            run(t, &write(t, "a.csv", &format!("{HEADER}{SHELL}")), &options).await;
            let path = write(t, "b.csv", &format!("{HEADER}{ONE_OPTION}"));
            let run = run(t, &path, &options).await.import.unwrap();
            // Somebody sets another price, so this one stays on sale.
            let mut conn = t.db().read().await.unwrap();
            let blue = catalog::product_by_slug(&mut conn, "shell-blue").await.unwrap().unwrap();
            drop(conn);
            let (offer, price) = (blue.offers[0].id, Money::new(777, Currency::USD));
            let db = t.db();
            let set =
                db.write(move |tx| Box::pin(async move { catalog::set_price(tx, offer, price, None).await }));
            set.await.unwrap();
            let undone = importer(t).undo(run, |_| ()).await.unwrap();
            assert_eq!((undone.withdrawn, undone.restored, undone.left_alone), (2, 0, 5));
            let (_, left) = left_alone(&mut t.db().read().await.unwrap(), run, 10).await.unwrap();
            let why: Vec<Left> = left.iter().map(|left| left.why).collect();
            let apart = Left::OptionsDiffer;
            assert_eq!(why, [apart, apart, apart, Left::Sold, Left::Changed]);
            assert_eq!(values(&model_of(t, "shell-blue").await.unwrap()), ["Blue"]);
            assert_eq!(model_of(t, "shell-blue-m").await, None);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renamed_option_keeps_what_the_file_names_in_whatever_batch() {
    on_both(|t| {
        Box::pin(async move {
            let options = ImportOptions::new(seller(1));
            run(t, &write(t, "a.csv", &format!("{HEADER}{}", numbered("a", "No", 0..1_101))), &options).await;
            let path = write(t, "b.csv", &format!("{HEADER}{}", numbered("a", "Number", 0..1_100)));
            let (preview, found) = previewed(t, &path, &options).await;
            assert_eq!((preview.changed, preview.bad_rows, preview.tally.variants_detached), (1_100, 0, 1));
            assert!(found[0].reason.to_string().ends_with(": 1100"), "{found:?}");
            let report = run(t, &path, &options).await;
            assert_eq!(report.tally, preview.tally);
            let model = model_of(t, "a-7").await.unwrap();
            assert_eq!((model.variants.len(), model.options), (1_100, vec!["Number".into()]));
            let undone = importer(t).undo(report.import.unwrap(), |_| ()).await.unwrap();
            assert_eq!((undone.restored, undone.left_alone), (1_101, 0));
            assert_eq!(model_of(t, "a-7").await.unwrap().options, ["No"]);
        })
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_product_has_the_same_options_in_all_its_lines() {
    on_both(|t| {
        Box::pin(async move {
            let text = format!("{HEADER}{SHELL}cup,Cup,,,,,5\n{ONE_OPTION}");
            let path = write(t, "a.csv", &text);
            let (preview, found) = previewed(t, &path, &ImportOptions::new(seller(1))).await;
            assert_eq!((preview.bad_rows, preview.new), (2, 4));
            assert_eq!((found[0].line, found[0].column.as_str()), (6, "options"));
            assert!(found[0].reason.to_string().contains("line 2"), "{found:?}");
            assert_eq!(run(t, &path, &ImportOptions::new(seller(1))).await.outcome, Outcome::Refused);
        })
    })
    .await;
}
