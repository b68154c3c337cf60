//! What a shop's export may hold.
use super::*;

const HEADER: &str = "Handle,Title,Body (HTML),Vendor,Product Category,Tags,Variant SKU,Variant Inventory Qty,\
                      Variant Price,Image Src,Image Position,Status\n";

fn read_all(bytes: &[u8]) -> Result<(Vec<Row>, Vec<Problem>), ImportError> {
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    let mut sink = |item| {
        match item {
            Item::Row(row) => rows.push(*row),
            Item::Bad(bad) => problems.extend(bad),
        }
        true
    };
    read(bytes, Currency::USD, &mut sink)?;
    Ok((rows, problems))
}

fn with_header(lines: &str) -> (Vec<Row>, Vec<Problem>) {
    read_all(format!("{HEADER}{lines}").as_bytes()).unwrap()
}

#[test]
fn lines_with_one_handle_are_one_product_with_its_pictures_in_order() {
    let (rows, problems) = with_header(
        "ring,\"A \"\"fine\"\"\nring\",<p>Gold &amp; stone</p>,LivoStyle,A > Jewelry > Rings,\"gold, Yup Knit\",S1,3,19.90,b.jpg,2,active\n\
         ring,,,,,,,,,a.jpg,1,\n\
         ring,,,,,,S2,1,21.00,,,\n\
         hat,Hat,,,nan,,,,5,,,draft\n",
    );
    assert_eq!(problems, []);
    assert_eq!(rows.len(), 2);
    let ring = &rows[0];
    assert_eq!((ring.title.as_str(), ring.description.as_str()), ("A \"fine\" ring", "Gold & stone"));
    assert_eq!((ring.price.minor(), ring.quantity, ring.line), (1990, Some(3), 2));
    assert_eq!(ring.pictures, ["a.jpg", "b.jpg"]);
    assert_eq!((ring.category.join("/").as_str(), ring.class), ("A/Jewelry/Rings", CommissionClass::Jewelry));
    assert_eq!(ring.attributes.iter().map(|a| a.value.as_str()).collect::<Vec<_>>(), ["gold"]);
    assert!(ring.warnings.iter().any(|w| w.reason.contains("variants")));
    let hat = &rows[1];
    assert_eq!(
        (hat.status, hat.sku.as_str(), hat.category.join("/").as_str()),
        (ProductStatus::Hidden, "hat", "Other")
    );
}

#[test]
fn a_bad_line_names_its_line_column_and_reason() {
    let cases = [
        ("x,X,,,,,,,12 EUR,,,", "Variant Price", "not an amount"),
        ("x,X,,,,,,,1.005,,,", "Variant Price", "decimal places"),
        ("x,X,,,,,,,0,,,", "Variant Price", "above zero"),
        ("x,X,,,,,,many,1,,,", "Variant Inventory Qty", "whole number"),
        ("x,=HYPERLINK(1),,,,,,,1,,,", "Title", "formula"),
        ("x,X,,,,,@cmd,,1,,,", "Variant SKU", "formula"),
        ("x,a\0b,,,,,,,1,,,", "Title", "NUL"),
        ("x,,,,,,,,1,,,", "Title", "empty"),
        (",X,,,,,,,1,,,", "Handle", "empty"),
        ("x,X,,,,,,,1,,,sold", "Status", "none of"),
        ("x,X,1", "the whole line", "3 cells"),
    ];
    for (line, column, reason) in cases {
        let (rows, problems) = with_header(&format!("good,Good,,,,,,,1,,,\n{line}\n"));
        assert_eq!(rows.len(), 1, "{line}");
        let found = problems.iter().any(|p| p.line == 3 && p.column == column && p.reason.contains(reason));
        assert!(found, "{line} gave {problems:?}");
    }
}

#[test]
fn encodings_are_told_apart() {
    let mut latin = HEADER.as_bytes().to_vec();
    latin.extend(b"x,Caf\xe9,,,,,,,1,,,\n");
    let (_, problems) = read_all(&latin).unwrap();
    assert!(problems[0].column == "Title" && problems[0].reason.contains("UTF-8"), "{problems:?}");
    let (rows, _) = read_all("\u{feff}\"Handle\",Title,Variant Price\r\nx,Café,1\r\n".as_bytes()).unwrap();
    assert_eq!(rows[0].title, "Café");
}

#[test]
fn a_file_that_is_no_catalogue_is_refused_at_once() {
    assert!(matches!(read_all(b"a,b\n1,2\n"), Err(ImportError::MissingColumn("Handle"))));
    assert!(matches!(read_all(b""), Err(ImportError::MissingColumn(_))));
    assert!(matches!(read_all(b"Handle,Title,Title,Variant Price\n"), Err(ImportError::ColumnTwice(_))));
}

#[test]
fn a_quotation_mark_that_is_never_closed_does_not_eat_the_memory() {
    let mut bytes = format!("{HEADER}x,\"never closed").into_bytes();
    bytes.resize(bytes.len() + 9 * 1024 * 1024, b'x');
    assert!(matches!(read_all(&bytes), Err(ImportError::RowTooLong { line: 2, .. })));
    let (rows, problems) = with_header(&format!("x,X,{},,,,,,1,,,\n", "y".repeat(60_000)));
    assert!(rows.is_empty() && problems[0].column == "Body (HTML)", "{problems:?}");
}
