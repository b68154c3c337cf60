//! What categories ask for, asked of a seller's file as of what a seller offers or proposes by hand: of new products and of new
//! offers, not of what is there. The operator's files are not held to it. Called for every batch that is checked.

use crate::error::{Column, Problem};
use crate::load::Place;
use crate::reason::Reason;
use crate::row::Row;
use crate::target::{Scope, Target, by_path, standing_in};
// This crate has a module of that name, too.
use ::listing::{SaidRule, in_force, rule_of};
use catalog::{CategoryTree, Condition, OfferKey, ProductImage, category_tree, product_images};
use db::{Conn, DbError};
use domain::listing::Lack;
use domain::{CategoryId, ProductId};
use std::collections::HashMap;

/// The rules in force, and what they are asked about.
pub(crate) struct Rules {
    said: HashMap<CategoryId, SaidRule>,
    tree: CategoryTree,
    paths: HashMap<String, CategoryId>,
    /// Products that somebody else described.
    shared: HashMap<ProductId, ProductImage>,
}

impl Rules {
    /// Those for a batch whose rows offer these products of others; nothing where nothing is asked for.
    pub async fn read(
        conn: &mut Conn,
        target: &Target,
        shared: &[ProductId],
    ) -> Result<Option<Self>, DbError> {
        if target.scope == Scope::Operator {
            return Ok(None);
        }
        let said = in_force(conn).await?;
        if said.is_empty() {
            return Ok(None);
        }
        let tree = category_tree(conn).await?;
        let shared = product_images(conn, shared).await?;
        Ok(Some(Self { said, paths: by_path(&tree), tree, shared }))
    }

    /// What they have against a row; `own` are the seller's offers on products of others.
    pub fn objections(&self, target: &Target, row: &Row, place: &Place, own: &[OfferKey]) -> Vec<Problem> {
        let offered = |product: &ProductId| {
            own.iter().any(|key| key.product_id == *product && key.condition == Condition::New)
        };
        let reasons = match place {
            Place::Own(None, _) => self.against_product(target, row),
            Place::Shared(product) if !offered(product) => self.against_offer(target, *product),
            Place::Own(Some(_), _) | Place::Shared(_) | Place::Listed(_) => Vec::new(),
        };
        let problem = |reason| Problem::error(row.line, Column::WholeLine, reason);
        reasons.into_iter().map(problem).collect()
    }

    fn against_product(&self, target: &Target, row: &Row) -> Vec<Reason> {
        // A category that is yet to be made for the rest has no rule.
        let Some(category) = standing_in(&self.paths, &row.category) else { return Vec::new() };
        let rule = rule_of(&self.tree, &self.said, category);
        let attributes = row.attributes.iter().map(|a| (a.name.as_str(), a.value.as_str()));
        let (mut reasons, mut missing) = (Vec::new(), Vec::new());
        for lack in rule.lacks(target.seller, row.brand.as_deref(), attributes) {
            match lack {
                Lack::Attribute(name) => missing.push(name),
                Lack::Brand(brand) => reasons.push(Reason::BrandRefused { brand }),
            }
        }
        if !missing.is_empty() {
            reasons.push(Reason::AttributesMissing { names: missing.join(", ") });
        }
        if rule.approval {
            reasons.push(Reason::NeedsApproval);
        }
        reasons
    }

    fn against_offer(&self, target: &Target, product: ProductId) -> Vec<Reason> {
        let Some(image) = self.shared.get(&product) else { return Vec::new() };
        let rule = rule_of(&self.tree, &self.said, image.category_id);
        let brand = rule.refused_brand(target.seller, image.brand.as_deref());
        brand.map(|brand| Reason::BrandRefused { brand: brand.to_owned() }).into_iter().collect()
    }
}
