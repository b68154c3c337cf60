//! What categories ask for, asked of a seller's file as of what a seller offers or proposes by hand: of new products, of new
//! offers, and of what a row changes of a product that is there, not of what it leaves. The operator's files are not held to
//! it. Called for every batch that is checked.

use crate::error::{Column, Problem};
use crate::load::Place;
use crate::reason::Reason;
use crate::row::Row;
use crate::target::{Scope, Target, by_path, standing_in};
// This crate has a module of that name, too.
use ::listing::{SaidRule, in_force, rule_of};
use catalog::{Attribute, CategoryTree, Condition, OfferKey, ProductImage, category_tree, product_images};
use db::{Conn, DbError};
use domain::listing::{Described, Lack, ListingRule};
use domain::{CategoryId, ProductId};
use std::collections::HashMap;

/// The rules in force, and what they are asked about.
pub(crate) struct Rules {
    said: HashMap<CategoryId, SaidRule>,
    tree: CategoryTree,
    paths: HashMap<String, CategoryId>,
    /// The products that the rows offer or describe anew, as they are.
    known: HashMap<ProductId, ProductImage>,
}

impl Rules {
    /// Those for a batch whose rows are about these products; nothing where nothing is asked for.
    pub async fn read(conn: &mut Conn, target: &Target, places: &[Place]) -> Result<Option<Self>, DbError> {
        if target.scope == Scope::Operator {
            return Ok(None);
        }
        let said = in_force(conn).await?;
        if said.is_empty() {
            return Ok(None);
        }
        let tree = category_tree(conn).await?;
        let about = |place: &Place| match place {
            Place::Own(known, _) => *known,
            Place::Shared(product) => Some(*product),
            Place::Listed(_) => None,
        };
        let known = product_images(conn, &places.iter().filter_map(about).collect::<Vec<_>>()).await?;
        Ok(Some(Self { said, paths: by_path(&tree), tree, known }))
    }

    /// What they have against a row; `own` are the seller's offers on products of others.
    pub fn objections(&self, target: &Target, row: &Row, place: &Place, own: &[OfferKey]) -> Vec<Problem> {
        let offered = |product: &ProductId| {
            own.iter().any(|key| key.product_id == *product && key.condition == Condition::New)
        };
        let reasons = match place {
            Place::Own(Some(product), _) => self.against_change(target, *product, row),
            Place::Own(None, _) => self.against_product(target, row),
            Place::Shared(product) if !offered(product) => self.against_offer(target, *product),
            Place::Shared(_) | Place::Listed(_) => Vec::new(),
        };
        let problem = |reason| Problem::error(row.line, Column::WholeLine, reason);
        reasons.into_iter().map(problem).collect()
    }

    /// What the row says of its product, with the rule of its category. A category that is yet to be made for the rest has no
    /// rule.
    fn said_by<'r>(&self, row: &'r Row) -> Option<(Described<'r>, ListingRule)> {
        let category = standing_in(&self.paths, &row.category)?;
        let rule = rule_of(&self.tree, &self.said, category);
        Some((described(category, row.brand.as_deref(), &row.attributes), rule))
    }

    fn against_product(&self, target: &Target, row: &Row) -> Vec<Reason> {
        let Some((new, rule)) = self.said_by(row) else { return Vec::new() };
        let mut reasons = reasons_of(rule.lacks(target.seller, new.brand, new.attributes));
        if rule.approval {
            reasons.push(Reason::NeedsApproval);
        }
        reasons
    }

    fn against_change(&self, target: &Target, product: ProductId, row: &Row) -> Vec<Reason> {
        let Some(image) = self.known.get(&product) else { return Vec::new() };
        let Some((after, rule)) = self.said_by(row) else { return Vec::new() };
        let before = described(image.category_id, image.brand.as_deref(), &image.attributes);
        let mut reasons = reasons_of(rule.lacks_of_change(target.seller, &before, &after));
        if rule.change_needs_approval(&before, &after) {
            reasons.push(Reason::ChangeNeedsApproval);
        }
        reasons
    }

    fn against_offer(&self, target: &Target, product: ProductId) -> Vec<Reason> {
        let Some(image) = self.known.get(&product) else { return Vec::new() };
        let rule = rule_of(&self.tree, &self.said, image.category_id);
        let brand = rule.refused_brand(target.seller, image.brand.as_deref());
        brand.map(|brand| Reason::BrandRefused { brand: brand.to_owned() }).into_iter().collect()
    }
}

fn described<'a>(category: CategoryId, brand: Option<&'a str>, attributes: &'a [Attribute]) -> Described<'a> {
    let pair = |one: &'a Attribute| (one.name.as_str(), one.value.as_str());
    Described { category, brand, attributes: attributes.iter().map(pair).collect() }
}

/// What is lacking, in the words of a file's findings: the attributes together.
fn reasons_of(lacks: Vec<Lack>) -> Vec<Reason> {
    let (mut reasons, mut missing) = (Vec::new(), Vec::new());
    for lack in lacks {
        match lack {
            Lack::Attribute(name) => missing.push(name),
            Lack::Brand(brand) => reasons.push(Reason::BrandRefused { brand }),
        }
    }
    if !missing.is_empty() {
        reasons.push(Reason::AttributesMissing { names: missing.join(", ") });
    }
    reasons
}
