//! What an undo left as it was, and why. Called by undos, and by whoever shows them.

use crate::runs::Kind;
use catalog::OfferImage;
use db::{Conn, DbError, Tx, placeholders, sql};
use domain::text_enum::TextEnum as _;
use domain::{ImportId, text_enum};

text_enum! {
    /// Why a product or an offer was left as it was.
    pub enum Left {
        /// Somebody changed it after the import.
        Changed = "changed",
        /// Somebody changed the product after the import, but not its brand or not its category: what of these the import had
        /// changed was put back, and the rest was left.
        Rest = "rest",
        /// Somebody sells the product that the import had made.
        Sold = "sold",
        /// The number that the offer had before belongs to another offer of the seller now.
        SkuTaken = "sku_taken",
        /// The seller offers the product that it was of by another offer now.
        Offered = "offered",
        /// The variant that the product was is another product now.
        VariantTaken = "variant_taken",
        /// Variants with other options are sold under the name of its model now.
        OptionsDiffer = "options",
    }
}
db::text_column!(Left);

/// One thing that an undo left as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftAlone {
    /// The offer's number now, or the product's title.
    pub name: String,
    pub why: Left,
    /// The number that the offer had before the import, where there is one.
    pub sku_before: Option<String>,
}

/// How many things the undo of this run left as they were, and the first `limit` of them in the order of the file.
pub async fn left_alone(conn: &mut Conn, id: ImportId, limit: i64) -> Result<(i64, Vec<LeftAlone>), DbError> {
    let count = "SELECT CAST(COUNT(*) AS BIGINT) FROM import_changes
                 WHERE import_id = $1 AND left_because IS NOT NULL";
    let (count,): (i64,) = conn.one(sql(count).bind(id)).await?;
    let text = "SELECT c.kind, c.left_because, c.before, COALESCE(o.sku, p.title, '') AS name
                FROM import_changes AS c LEFT JOIN catalog_offers AS o ON o.id = c.target_id
                LEFT JOIN catalog_products AS p ON p.id = c.target_id
                WHERE c.import_id = $1 AND c.left_because IS NOT NULL ORDER BY c.seq LIMIT $2";
    let rows: Vec<(Kind, Left, Option<String>, String)> = conn.all(sql(text).bind(id).bind(limit)).await?;
    let left = |(kind, why, before, name): (Kind, Left, Option<String>, String)| {
        let before = before.filter(|_| kind == Kind::Offer);
        let before: Option<OfferImage> = before.as_deref().map(serde_json::from_str).transpose()?;
        Ok(LeftAlone { name, why, sku_before: before.map(|before| before.sku) })
    };
    Ok((count, rows.into_iter().map(left).collect::<Result<_, DbError>>()?))
}

/// Keeps the reasons with the changes, in the transaction that undoes the others: an undo that is killed forgets none.
pub(crate) async fn mark_left(tx: &mut Tx, id: ImportId, left: &[(i64, Left)]) -> Result<(), DbError> {
    for why in Left::ALL {
        let places: Vec<i64> =
            left.iter().filter(|(_, because)| because == why).map(|(seq, _)| *seq).collect();
        if places.is_empty() {
            continue;
        }
        let list = placeholders(3, places.len());
        let text =
            format!("UPDATE import_changes SET left_because = $2 WHERE import_id = $1 AND seq IN ({list})");
        tx.exec(sql(text).bind(id).bind(*why).bind_all(places)).await?;
    }
    Ok(())
}
