//! What a shop's export may hold.
use super::*;
use crate::error::Problem;
use crate::row::Row;
use catalog::ProductStatus;
use domain::commission::CommissionClass;

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
    assert!(
        ring.warnings.iter().any(|w| w.reason.to_string().contains("1 more variants")),
        "{:?}",
        ring.warnings
    );
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
        let found = problems
            .iter()
            .any(|p| p.line == 3 && p.column.as_str() == column && p.reason.to_string().contains(reason));
        assert!(found, "{line} gave {problems:?}");
    }
}

const OLD: &str = "Handle,Title,Body (HTML),Vendor,Product Category,Type,Option1 Name,Option1 Value,Option2 Name,\
                   Option2 Value,Variant SKU,Variant Barcode,Variant Inventory Qty,Variant Price,Image Src,\
                   Image Position,Variant Image,Status\n\
                   shell,Rain Shell,<p>Dry</p>,Páramo,A > Jackets,Shells,Colour,Blue,Size,S,B-S,0095205603217,3,99.00,1.jpg,1,blue.jpg,active\n\
                   shell,,,,,,,Blue,,M,B-M,,0,99.00,blue.jpg,2,blue.jpg,\n\
                   shell,,,,,,,Red,,M,R-M,,2,89.50,red.jpg,3,red.jpg,\n\
                   shell,,,,,,,,,,,,,,4.jpg,4,,\n\
                   cup,Cup,,,,,Title,Default Title,,,,,1,5.00,,,,active\n";
const NEW: &str = "Title,URL handle,Description,Vendor,Product category,Type,Option1 name,Option1 value,\
                   Option1 Linked To,Option2 name,Option2 value,SKU,Barcode,Inventory quantity,Price,\
                   Compare-at price,Product image URL,Image position,Variant image URL,Status\n\
                   Rain Shell,shell,<p>Dry</p>,Páramo,A > Jackets,Shells,Colour,Blue,,Size,S,B-S,0095205603217,3,99.00,,1.jpg,1,blue.jpg,Active\n\
                   ,shell,,,,,,Blue,,,M,B-M,,0,99.00,,blue.jpg,2,blue.jpg,\n\
                   ,shell,,,,,,Red,,,M,R-M,,2,89.50,120.00,red.jpg,3,red.jpg,\n\
                   ,shell,,,,,,,,,,,,,,,4.jpg,4,,\n\
                   Cup,cup,,,,,Title,Default Title,,,,,,1,5.00,,,,,Active\n";

#[test]
fn both_generations_of_headers_say_the_same() {
    let (old, problems) = read_all(OLD.as_bytes()).unwrap();
    assert_eq!(problems, []);
    let (new, problems) = read_all(NEW.as_bytes()).unwrap();
    assert_eq!(problems, []);
    assert_eq!(format!("{old:?}"), format!("{new:?}"));
}

#[test]
fn each_variant_is_a_row_of_its_own_that_knows_its_model() {
    let (rows, _) = read_all(NEW.as_bytes()).unwrap();
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["shell#Blue/S", "shell#Blue/M", "shell#Red/M", "cup"]);
    let red = &rows[2];
    assert_eq!((red.title.as_str(), red.sku.as_str(), red.line), ("Rain Shell, Red, M", "R-M", 4));
    assert_eq!((red.price.minor(), red.quantity, red.slug.as_deref()), (8_950, Some(2), Some("shell-Red-M")));
    let of = red.variant.as_ref().unwrap();
    assert_eq!((of.model.as_str(), of.title.as_str(), of.position), ("shell", "Rain Shell", 2));
    assert_eq!((of.options.join(" "), of.values.join(" ")), ("Colour Size".into(), "Red M".into()));
    let facts: Vec<_> = red.attributes.iter().map(|a| format!("{} {}", a.name, a.value)).collect();
    assert_eq!(facts, ["Type Shells", "Colour Red", "Size M"]);
    // Its own picture first, then those that show no other variant.
    assert_eq!(red.pictures, ["red.jpg", "1.jpg", "4.jpg"]);
    assert_eq!(rows[0].pictures, ["blue.jpg", "1.jpg", "4.jpg"]);
    assert_eq!((rows[0].eans.len(), red.eans.len()), (1, 0));
    assert!(rows[3].variant.is_none() && rows[3].attributes.is_empty());
}

#[test]
fn what_is_wrong_with_one_variant_is_told_of_it_alone() {
    let header = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price\n";
    let read = |lines: &str| read_all(format!("{header}{lines}").as_bytes()).unwrap();
    let (rows, problems) = read("s,S,Size,M,1,5\ns,,,L,2,free\ns,,,,3,5\ns,,,=X,4,5\ns,,,'=X,5,5\n");
    assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["s#M", "s#=X"]);
    let told: Vec<_> = problems.iter().map(|p| (p.line, p.column.as_str())).collect();
    assert_eq!(told, [(3, "Variant Price"), (4, "Option1 Value"), (5, "Option1 Value")]);
    // What describes the product is wrong: no variant can be imported, and the product is told once.
    let (rows, problems) = read("s,,Size,M,1,5\ns,,,L,2,5\n");
    assert!(rows.is_empty() && problems.len() == 1, "{problems:?}");
    assert_eq!((problems[0].line, problems[0].column.as_str()), (2, "Title"));
}

#[test]
fn no_two_variants_have_the_same_id_however_they_are_spelled() {
    let header = "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant Price\n";
    let lines = "s,S,A,x/y,B,z,1\ns,,,x,,y/z,1\ns,,,x%2Fy,,z,1\n";
    let (rows, _) = read_all(format!("{header}{lines}").as_bytes()).unwrap();
    let ids: std::collections::BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids.len(), 3, "{ids:?}");
}

#[test]
fn encodings_are_told_apart() {
    let mut latin = HEADER.as_bytes().to_vec();
    latin.extend(b"x,Caf\xe9,,,,,,,1,,,\n");
    let (_, problems) = read_all(&latin).unwrap();
    assert!(
        problems[0].column.as_str() == "Title" && problems[0].reason.to_string().contains("UTF-8"),
        "{problems:?}"
    );
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
    assert!(rows.is_empty() && problems[0].column.as_str() == "Body (HTML)", "{problems:?}");
}
