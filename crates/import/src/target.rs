//! In whose name an import works, and what that allows: which products it may describe, which categories it may make.

use crate::error::{Column, ImportError, Problem};
use crate::files::Format;
use crate::reason::Reason;
use crate::row::Row;
use catalog::{CategoryTree, category_tree, ensure_category_path, slugify};
use db::Tx;
use domain::commission::CommissionClass;
use domain::{CategoryId, Currency, SellerId, text_enum};
use std::collections::{BTreeMap, HashMap};

/// The department for what a seller's file puts where the shop has none.
const ELSEWHERE: &str = "Other";

text_enum! {
    /// In whose name it is imported.
    pub enum Scope {
        /// The operator's: a source's ids are one catalogue for all, and categories are made as the file names them.
        Operator = "operator",
        /// A seller's own: it describes products that came from this seller's files and no others. Another's product
        /// is offered as it is; a category that the shop does not have is not made; every row needs a price in the
        /// seller's currency.
        Seller = "seller",
    }
}
db::text_column!(Scope);

/// What stays the same for every batch of a run.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub format: Format,
    pub seller: SellerId,
    pub default_quantity: i64,
    pub scope: Scope,
    /// Prices of a seller's file are in this one.
    pub currency: Currency,
    /// Whether a row without pictures leaves those that its product has.
    pub keeps_pictures: bool,
}

impl Target {
    /// What leads the source keys of products. A common source's ids are one catalogue for all when the operator
    /// imports it; every shop has handles of its own, so two sellers' `t-shirt` are two products.
    pub fn prefix(&self) -> String {
        match (self.format, self.scope) {
            (Format::Shopify, _) | (_, Scope::Seller) => format!("{}:{}:", self.format, self.seller),
            (format, Scope::Operator) => format!("{format}:"),
        }
    }

    pub fn product_key(&self, row: &Row) -> String {
        self.prefix() + &row.id
    }

    pub fn offer_key(&self, row: &Row) -> String {
        format!("{}@{}", self.product_key(row), self.seller)
    }

    /// Whether a product with this key came from the same source in the same name.
    pub fn is_own_source(&self, key: &str) -> bool {
        let prefix = self.prefix();
        // Sellers' keys name the seller behind the format; they are none of the common catalogue.
        let of_a_seller =
            |rest: &str| rest.split(':').next().is_some_and(|id| id.parse::<SellerId>().is_ok());
        key.strip_prefix(&prefix).is_some_and(|rest| prefix.matches(':').count() == 2 || !of_a_seller(rest))
    }

    /// What the scope has against a row.
    pub fn objections(&self, row: &Row) -> Vec<Problem> {
        if self.scope == Scope::Operator {
            return Vec::new();
        }
        let mut problems = Vec::new();
        if row.price.is_zero() {
            problems.push(Problem::error(row.line, Column::Price, Reason::PriceMissing));
        } else if row.price.currency() != self.currency {
            let reason = Reason::OtherCurrency { named: row.price.currency(), own: self.currency };
            problems.push(Problem::error(row.line, Column::Price, reason));
        }
        problems
    }

    /// The category of each path. The operator's files make what is missing. A seller's stand in the deepest category
    /// of their path that the shop has, or in one for the rest: departments and commissions are the operator's.
    pub async fn categories(
        &self,
        tx: &mut Tx,
        paths: &BTreeMap<Vec<String>, CommissionClass>,
    ) -> Result<HashMap<Vec<String>, CategoryId>, ImportError> {
        let mut found = HashMap::with_capacity(paths.len());
        if self.scope == Scope::Operator {
            for (path, class) in paths {
                let names: Vec<&str> = path.iter().map(String::as_str).collect();
                found.insert(path.clone(), ensure_category_path(tx, &names, *class).await?.id);
            }
            return Ok(found);
        }
        let known = by_path(&category_tree(tx).await?);
        for path in paths.keys() {
            let id = match standing_in(&known, path) {
                Some(id) => id,
                None => ensure_category_path(tx, &[ELSEWHERE], CommissionClass::Standard).await?.id,
            };
            found.insert(path.clone(), id);
        }
        Ok(found)
    }
}

/// Every category by its path.
pub(crate) fn by_path(tree: &CategoryTree) -> HashMap<String, CategoryId> {
    tree.all().iter().map(|category| (category.path.clone(), category.id)).collect()
}

/// The category for a path of a seller's file: the deepest one that the shop has, or the one for the rest, if it is there.
pub(crate) fn standing_in(known: &HashMap<String, CategoryId>, path: &[String]) -> Option<CategoryId> {
    let slugs: Vec<String> = path.iter().map(|name| slugify(name)).collect();
    let deepest = (1..=slugs.len()).rev().find_map(|n| known.get(slugs[..n].join("/").as_str()));
    deepest.or_else(|| known.get(&slugify(ELSEWHERE))).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::TypedId as _;

    #[test]
    fn a_source_is_one_for_the_operator_and_each_sellers_own() {
        let seller = SellerId::from_uuid(uuid::Uuid::from_u128(7));
        let target = |format, scope| Target {
            format,
            seller,
            default_quantity: 0,
            scope,
            currency: Currency::USD,
            keeps_pictures: false,
        };
        let (common, own) = (target(Format::Icecat, Scope::Operator), target(Format::Icecat, Scope::Seller));
        let sellers_key = format!("icecat:{seller}:5");
        assert!(common.is_own_source("icecat:5") && !common.is_own_source(&sellers_key));
        assert!(own.is_own_source(&sellers_key) && !own.is_own_source("icecat:5"));
        let shop = target(Format::Shopify, Scope::Operator);
        assert!(shop.is_own_source(&format!("shopify:{seller}:hat")) && !shop.is_own_source("shopify:hat"));
    }
}
