//! Changing what a product says, by the seller who described it. Called by the API.
//!
//! A seller describes what it proposed and what its files brought; what anybody else described it only offers.

use crate::proposals::{check_attributes, check_brand, check_description, check_title, seller_of_proposal};
use crate::{ListingError, rules};
use catalog::{Attribute, Gtin, NewProduct, ProductImage, category_tree};
use db::{Conn, Tx};
use domain::listing::{Described, ListingRule};
use domain::{CategoryId, ListingProposalId, ProductId, SellerId};

/// What changes of a product; what is missing stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revision {
    pub title: Option<String>,
    /// `Some(None)`: it has no brand from now on.
    pub brand: Option<Option<String>>,
    pub description: Option<String>,
    /// All of its attributes from now on.
    pub attributes: Option<Vec<Attribute>>,
    pub category: Option<CategoryId>,
}

impl Revision {
    /// Only what is said is looked at: a file may have brought longer texts than are taken here.
    async fn check(&self, conn: &mut Conn) -> Result<(), ListingError> {
        self.title.as_deref().map_or(Ok(()), check_title)?;
        check_brand(self.brand.as_ref().and_then(Option::as_deref))?;
        self.description.as_deref().map_or(Ok(()), check_description)?;
        self.attributes.as_deref().map_or(Ok(()), check_attributes)?;
        match self.category {
            Some(category) if category_tree(conn).await?.get(category).is_none() => {
                Err(ListingError::NoSuchCategory)
            }
            _ => Ok(()),
        }
    }

    fn applied_to(&self, image: &ProductImage) -> ProductImage {
        let mut after = image.clone();
        if let Some(title) = &self.title {
            after.title = title.trim().to_owned();
        }
        if let Some(brand) = &self.brand {
            after.brand = brand.as_deref().map(|brand| brand.trim().to_owned());
        }
        if let Some(description) = &self.description {
            after.description = description.trim().to_owned();
        }
        if let Some(attributes) = &self.attributes {
            after.attributes.clone_from(attributes);
        }
        after.category_id = self.category.unwrap_or(after.category_id);
        after
    }
}

fn described(image: &ProductImage) -> Described<'_> {
    Described {
        category: image.category_id,
        brand: image.brand.as_deref(),
        attributes: image.attributes.iter().map(|one| (one.name.as_str(), one.value.as_str())).collect(),
    }
}

/// A product that this seller described, as it is.
///
/// # Errors
/// [`ListingError::NotDescribed`] for any other.
pub async fn own_product(
    conn: &mut Conn,
    seller: SellerId,
    id: ProductId,
) -> Result<ProductImage, ListingError> {
    Ok(own(conn, seller, id).await?.1)
}

/// The same with the key of its source.
async fn own(
    conn: &mut Conn,
    seller: SellerId,
    id: ProductId,
) -> Result<(String, ProductImage), ListingError> {
    let product = catalog::product_by_id(conn, id).await?.ok_or(ListingError::NotDescribed)?;
    let source = product.source_key.ok_or(ListingError::NotDescribed)?;
    let proposal = source.strip_prefix("listing:").and_then(|id| id.parse::<ListingProposalId>().ok());
    let is_own = match proposal {
        Some(proposal) => seller_of_proposal(conn, proposal).await? == Some(seller),
        // What a seller's file brought names the seller behind the format.
        None => source.split(':').nth(1).is_some_and(|of| of.parse::<SellerId>() == Ok(seller)),
    };
    // What became another product is described by that one.
    if !is_own || catalog::merged_into(conn, id).await?.is_some() {
        return Err(ListingError::NotDescribed);
    }
    let image = catalog::product_images(conn, &[id]).await?.remove(&id);
    Ok((source, image.ok_or(ListingError::NotDescribed)?))
}

/// What the rule of the category after a change has against it.
fn allow(
    rule: &ListingRule,
    seller: SellerId,
    before: &Described<'_>,
    after: &Described<'_>,
) -> Result<(), ListingError> {
    let lacks = rule.lacks_of_change(seller, before, after);
    if !lacks.is_empty() {
        return Err(ListingError::Lacks(lacks));
    }
    if rule.change_needs_approval(before, after) {
        return Err(ListingError::ChangeNeedsApproval);
    }
    Ok(())
}

/// Changes what a product says that this seller described, held to the rules of its category as a seller's file is. Returns
/// `false` when it said so already; then nothing is written.
///
/// # Errors
/// [`ListingError::NotDescribed`], [`ListingError::Lacks`], [`ListingError::ChangeNeedsApproval`],
/// [`ListingError::NoSuchCategory`], one error for each text.
pub async fn revise(
    tx: &mut Tx,
    seller: SellerId,
    id: ProductId,
    revision: &Revision,
) -> Result<bool, ListingError> {
    let (source, before) = own(tx, seller, id).await?;
    revision.check(tx).await?;
    let after = revision.applied_to(&before);
    if after == before {
        return Ok(false);
    }
    let mut rule = rules::of_category(tx, after.category_id).await?;
    // Of a shop that is not approved yet an operator looks at everything first.
    let shop = sellers::get(tx, seller).await?.ok_or(ListingError::NoSuchSeller)?;
    rule.approval |= shop.approved_at.is_none();
    allow(&rule, seller, &described(&before), &described(&after))?;
    let eans: Result<Vec<Gtin>, _> = after.eans.iter().map(|code| Gtin::parse(code)).collect();
    let wanted = NewProduct {
        source_key: Some(source),
        slug: None,
        title: after.title,
        brand: after.brand,
        eans: eans?,
        description: after.description,
        attributes: after.attributes,
        category_id: after.category_id,
        pictures: after.pictures,
        status: after.status,
        variant: after.variant,
    };
    catalog::upsert_product(tx, wanted).await?;
    Ok(true)
}
